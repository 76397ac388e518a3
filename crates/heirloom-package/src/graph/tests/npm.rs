// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! JavaScript: locks of npm, pnpm and Yarn, workspaces, installed packages.

use super::{check, check_relations};

const MANIFEST: &str = r#"
//- package.json
{
  "name": "app", "version": "1.0.0", "license": "MIT",
  "dependencies": {
    "a": "^1.0.0",
    "other": "npm:@s/b@^2.0.0"
  },
  "devDependencies": {
    "t": "1"
  },
  "optionalDependencies": {
    "gone": "1"
  }
}
"#;

#[test]
fn npm_lock_of_version_3() {
    let world = r#"
//- package.json
{"name": "app", "version": "1.0.0", "workspaces": ["packages/*"],
 "dependencies": {"a": "^1.0.0"}, "devDependencies": {"t": "1"}}
//- packages/x/package.json
{"name": "@me/x", "license": "ISC",
 "dependencies": {"a": "^2.0.0"}}
//- package-lock.json
{"name": "app", "lockfileVersion": 3, "packages": {
  "": {"name": "app", "version": "1.0.0", "workspaces": ["packages/*"],
    "dependencies": {"a": "^1.0.0"},
    "devDependencies": {"t": "1"}},
  "node_modules/@me/x": {"resolved": "packages/x", "link": true},
  "node_modules/a": {"version": "1.2.0", "integrity": "sha512-AAA=", "license": "Apache-2.0",
    "dependencies": {"b": "1"}, "peerDependencies": {"p": "1"},
    "optionalDependencies": {"o": "1"}},
  "node_modules/b": {"version": "1.0.0", "resolved": "git+ssh://git@example.org/b.git#abc"},
  "node_modules/t": {"version": "1.0.0", "dev": true,
    "dependencies": {"@me/x": "*", "missing": "1"}},
  "packages/x": {"name": "@me/x",
    "dependencies": {"a": "^2.0.0"}},
  "packages/x/node_modules/a": {"version": "2.0.0", "dependencies": {"b": "1"}}
}}
"#;
    check(
        world,
        r#"
*pkg:npm/%40me/x in "packages/x" [ISC]
pkg:npm/a@1.2.0 [Apache-2.0] sha512:AAA=
pkg:npm/a@2.0.0
*pkg:npm/app@1.0.0 in ""
pkg:npm/b@1.0.0?vcs_url=git%2Bssh:%2F%2Fgit%40example.org%2Fb.git%40abc
pkg:npm/t@1.0.0
@me/x@? -> a@2.0.0 runtime ^2.0.0 | package-lock.json:13 packages/x/package.json:2
a@1.2.0 -> b@1.0.0 runtime 1 | package-lock.json:7
a@2.0.0 -> b@1.0.0 runtime 1 | package-lock.json:14
app@1.0.0 -> a@1.2.0 runtime ^1.0.0 | package-lock.json:3 package.json:2
app@1.0.0 -> t@1.0.0 development 1 | package-lock.json:4 package.json:2
t@1.0.0 -> @me/x@? runtime * | package-lock.json:11
! package-unknown package-lock.json:11 missing
"#,
    );
    check_relations(
        world,
        "
pkg:npm/%40me/x dynamic_link pkg:npm/a@2.0.0 runtime
pkg:npm/a@1.2.0 dynamic_link pkg:npm/b@1.0.0?vcs_url=git%2Bssh:%2F%2Fgit%40example.org%2Fb.git%40abc runtime
pkg:npm/a@2.0.0 dynamic_link pkg:npm/b@1.0.0?vcs_url=git%2Bssh:%2F%2Fgit%40example.org%2Fb.git%40abc runtime
pkg:npm/app@1.0.0 dynamic_link pkg:npm/a@1.2.0 runtime
pkg:npm/app@1.0.0 dynamic_link pkg:npm/t@1.0.0 development
pkg:npm/t@1.0.0 dynamic_link pkg:npm/%40me/x runtime
",
    );
}

const RESOLVED: &str = r#"
pkg:npm/%40s/b@2.0.1
pkg:npm/a@1.2.0 sha512:AAA=
*pkg:npm/app@1.0.0 in "" [MIT]
pkg:npm/c@1.0.0
pkg:npm/c@2.0.0
pkg:npm/t@1.0.0
"#;

#[test]
fn npm_lock_of_version_1() {
    let lock = r#"
//- package-lock.json
{"name": "app", "version": "1.0.0", "lockfileVersion": 1, "dependencies": {
  "a": {"version": "1.2.0", "integrity": "sha512-AAA=", "requires": {"c": "^2"},
    "dependencies": {"c": {"version": "2.0.0"}}},
  "c": {"version": "1.0.0"},
  "other": {"version": "npm:@s/b@2.0.1", "requires": {"c": "1"}},
  "t": {"version": "1.0.0", "dev": true}
}}
"#;
    let expect = RESOLVED.to_owned()
        + "@s/b@2.0.1 -> c@1.0.0 runtime 1 | package-lock.json:5
a@1.2.0 -> c@2.0.0 runtime ^2 | package-lock.json:2
app@1.0.0 -> @s/b@2.0.1 runtime ^2.0.0 | package-lock.json:5 package.json:5
app@1.0.0 -> a@1.2.0 runtime ^1.0.0 | package-lock.json:2 package.json:4
app@1.0.0 -> t@1.0.0 development 1 | package-lock.json:6 package.json:8
";
    check(&(MANIFEST.to_owned() + lock.trim_start()), &expect);
}

#[test]
fn yarn_lock_of_version_1() {
    let lock = r#"
//- yarn.lock
# yarn lockfile v1

a@^1.0.0:
  version "1.2.0"
  resolved "https://registry.yarnpkg.com/a/-/a-1.2.0.tgz"
  integrity sha512-AAA=
  dependencies:
    c "^2"

c@1:
  version "1.0.0"

"c@>= 2", c@^2:
  version "2.0.0"

"other@npm:@s/b@^2.0.0":
  version "2.0.1"
  dependencies:
    c "1"

t@1:
  version "1.0.0"
"#;
    let expect = RESOLVED.to_owned()
        + "@s/b@2.0.1 -> c@1.0.0 runtime 1 | yarn.lock:19
a@1.2.0 -> c@2.0.0 runtime ^2 | yarn.lock:8
app@1.0.0 -> @s/b@2.0.1 runtime ^2.0.0 | yarn.lock:16 package.json:5
app@1.0.0 -> a@1.2.0 runtime ^1.0.0 | yarn.lock:3 package.json:4
app@1.0.0 -> t@1.0.0 development 1 | yarn.lock:21 package.json:8
";
    check(&(MANIFEST.to_owned() + lock.trim_start()), &expect);
}

#[test]
fn yarn_lock_of_later_versions() {
    let lock = r#"
//- yarn.lock
__metadata:
  version: 8

"a@npm:^1.0.0":
  version: 1.2.0
  resolution: "a@npm:1.2.0"
  dependencies:
    c: "npm:^2"
  checksum: 10c0/00
  languageName: node
  linkType: hard

"app@workspace:.":
  version: 0.0.0-use.local
  resolution: "app@workspace:."
  dependencies:
    a: "npm:^1.0.0"
    other: "npm:@s/b@^2.0.0"
    t: "npm:1"

"c@npm:1":
  version: 1.0.0
  resolution: "c@npm:1.0.0"

"c@npm:>= 2, c@npm:^2":
  version: 2.0.0
  resolution: "c@npm:2.0.0"

"other@npm:@s/b@^2.0.0":
  version: 2.0.1
  resolution: "@s/b@npm:2.0.1"
  dependencies:
    c: "npm:1"

"t@npm:1":
  version: 1.0.0
  resolution: "t@npm:1.0.0"
"#;
    let expect = RESOLVED.replace("sha512:AAA=", "yarn:00")
        + "@s/b@2.0.1 -> c@1.0.0 runtime 1 | yarn.lock:33
a@1.2.0 -> c@2.0.0 runtime ^2 | yarn.lock:8
app@1.0.0 -> @s/b@2.0.1 runtime ^2.0.0 | yarn.lock:18 package.json:5
app@1.0.0 -> a@1.2.0 runtime ^1.0.0 | yarn.lock:17 package.json:4
app@1.0.0 -> t@1.0.0 development 1 | yarn.lock:19 package.json:8
";
    check(&(MANIFEST.to_owned() + lock.trim_start()), &expect);
}

#[test]
fn pnpm_lock_of_version_9_with_a_workspace() {
    check(
        r#"
//- package.json
{"name": "root", "devDependencies": {"t": "catalog:"}}
//- pnpm-workspace.yaml
packages: ['p/*', '!p/no']
catalog: {t: ^1.0.0}
//- p/x/package.json
{"name": "x", "dependencies": {"y": "workspace:*", "a": "^1"}}
//- p/y/package.json
{"name": "y"}
//- pnpm-lock.yaml
lockfileVersion: '9.0'
importers:
  .:
    devDependencies:
      t:
        specifier: 'catalog:'
        version: 1.0.1
  p/x:
    dependencies:
      a:
        specifier: ^1
        version: 1.2.0(t@1.0.1)
      al:
        specifier: npm:@s/b@^2
        version: '@s/b@2.0.1'
      y:
        specifier: workspace:*
        version: link:../y
  p/y: {}
packages:
  '@s/b@2.0.1':
    resolution: {integrity: sha512-BBB=}
  a@1.2.0:
    resolution: {integrity: sha512-AAA=}
    peerDependencies: {t: '*'}
  t@1.0.1:
    resolution: {integrity: sha512-TTT=}
snapshots:
  '@s/b@2.0.1': {}
  a@1.2.0(t@1.0.1):
    dependencies:
      t: 1.0.1
    optionalDependencies:
      other: '@s/b@2.0.1'
  t@1.0.1: {}
"#,
        r#"
pkg:npm/%40s/b@2.0.1 sha512:BBB=
pkg:npm/a@1.2.0 sha512:AAA=
*pkg:npm/root in ""
pkg:npm/t@1.0.1 sha512:TTT=
*pkg:npm/x in "p/x"
*pkg:npm/y in "p/y"
a@1.2.0 -> @s/b@2.0.1 optional | pnpm-lock.yaml:34
a@1.2.0 -> t@1.0.1 runtime | pnpm-lock.yaml:32
root@? -> t@1.0.1 development catalog: | pnpm-lock.yaml:6 package.json:1
x@? -> @s/b@2.0.1 runtime npm:@s/b@^2 | pnpm-lock.yaml:14
x@? -> a@1.2.0 runtime ^1 | pnpm-lock.yaml:11 p/x/package.json:1
x@? -> y@? runtime workspace:* | pnpm-lock.yaml:17 p/x/package.json:1
! lock-outdated pnpm-lock.yaml:14 al
"#,
    );
}

#[test]
fn pnpm_locks_of_versions_5_and_6() {
    let expect = |n: u8| {
        let line = |at: u8| at + n;
        format!(
            r#"
pkg:npm/%40s/b@2.0.1
pkg:npm/a@1.2.0
*pkg:npm/app in ""
a@1.2.0 -> @s/b@2.0.1 runtime | pnpm-lock.yaml:{}
app@? -> a@1.2.0 runtime ^1 | pnpm-lock.yaml:{} package.json:1
"#,
            line(8),
            line(4)
        )
    };
    check(
        r#"
//- package.json
{"name": "app", "dependencies": {"a": "^1"}}
//- pnpm-lock.yaml
lockfileVersion: 5.4
specifiers: {a: ^1}
dependencies:
  a: 1.2.0_@s+b@2.0.1
packages:
  /a/1.2.0_@s+b@2.0.1:
    dependencies:
      '@s/b': 2.0.1
  /@s/b/2.0.1:
    dev: false
"#,
        &expect(0),
    );
    check(
        r#"
//- package.json
{"name": "app", "dependencies": {"a": "^1"}}
//- pnpm-lock.yaml
lockfileVersion: '6.0'
dependencies:
  a:
    specifier: ^1
    version: 1.2.0(@s/b@2.0.1)
packages:
  /a@1.2.0(@s/b@2.0.1):
    dependencies:
      '@s/b': 2.0.1
  /@s/b@2.0.1:
    dev: false
"#,
        &expect(1).replace("json:2", "json:1").replace("yaml:5", "yaml:4"),
    );
}

#[test]
fn installed_packages_are_found_as_node_finds_them() {
    check(
        r#"
//- package.json
{"name": "app", "dependencies": {"a": "^1", "z": "1"}}
//- node_modules/a/package.json
{"name": "a", "version": "1.2.0", "license": "ISC", "dependencies": {"@s/b": "1"}, "devDependencies": {"q": "1"}}
//- node_modules/a/dist/package.json
{"name": "setting", "type": "module"}
//- node_modules/a/node_modules/@s/b/package.json
{"name": "@s/b", "version": "1.0.0"}
//- node_modules/@s/b/package.json
{"name": "@s/b", "version": "2.0.0"}
"#,
        r#"
pkg:npm/%40s/b@1.0.0 in "node_modules/a/node_modules/@s/b"
pkg:npm/%40s/b@2.0.0 in "node_modules/@s/b"
pkg:npm/a@1.2.0 in "node_modules/a" [ISC]
*pkg:npm/app in ""
pkg:npm/z
a@1.2.0 -> @s/b@1.0.0 runtime 1 | node_modules/a/package.json:1
app@? -> a@1.2.0 runtime ^1 | package.json:1
app@? -> z@? runtime 1 | package.json:1
! lock-missing package.json:1
"#,
    );
}

#[test]
fn resolutions_replace_what_is_requested() {
    check(
        r#"
//- package.json
{"name": "app", "dependencies": {"a": "1"}, "resolutions": {"b": "7", "a": "2"}}
//- yarn.lock
# yarn lockfile v1

a@2:
  version "2.0.0"
  dependencies:
    b "^1"

b@7:
  version "7.0.0"
"#,
        r#"
pkg:npm/a@2.0.0
*pkg:npm/app in ""
pkg:npm/b@7.0.0
a@2.0.0 -> b@7.0.0 runtime ^1 | yarn.lock:6
app@? -> a@2.0.0 runtime 1 | yarn.lock:3 package.json:1
"#,
    );
}

/// One of each lock, none of which is right.
pub(super) const LOCKS: &str = r#"
//- package.json
{"name": "a", "version": "1", "workspaces": {"packages": ["p/*", "!p/q"]}, "dependencies": {"b": "npm:c@1", "d": "file:../x"}}
//- package-lock.json
{"lockfileVersion": 2, "packages": {"": {"dependencies": {"b": "1", "n": "1"}},
 "node_modules/b": {"link": true, "resolved": "node_modules/b"},
 "node_modules/n": {"version": "1", "resolved": "https://example.org/n/-/n-1.tgz", "integrity": "sha1-a sha512-b"}}}
//- p/x/package-lock.json
{"lockfileVersion": 1, "dependencies": {"b": {"version": "npm:c@1", "requires": {"b": "1"}, "dependencies": {"b": {"version": "2"}}}}}
//- p/x/package.json
{"name": "@x/y", "dependencies": {"b": "*"}}
//- pnpm-lock.yaml
lockfileVersion: '9.0'
importers:
  .: {dependencies: {b: {specifier: '1', version: 1.0.0(c@1.0.0)}, d: {specifier: x, version: link:../../..}}}
packages:
  b@1.0.0: {resolution: {integrity: sha512-a}}
snapshots:
  b@1.0.0(c@1.0.0): {dependencies: {b: 1.0.0(c@1.0.0)}}
//- y/yarn.lock
# yarn lockfile v1
"b@npm:c@1", b@2:
  version "1"
  resolved "https://example.org/b.tgz#0123456789012345678901234567890123456789"
  dependencies:
    b "2"
//- y/package.json
{"dependencies": {"b": "2"}}
//- z/yarn.lock
__metadata:
  version: 8
"b@npm:1, b@npm:2":
  version: 1
  resolution: "b@patch:b@npm%3A1#x"
  dependencies: {b: 2}
"z@workspace:.":
  resolution: "z@workspace:."
  dependencies: {b: "npm:1"}
"#;

const SYSTEMS: &str = r#"
//- package.json
{"name": "app", "version": "1.0.0", "dependencies": {"image": "1"}}
//- package-lock.json
{"name": "app", "lockfileVersion": 3, "packages": {
  "": {"name": "app", "version": "1.0.0", "dependencies": {"image": "1"}},
  "node_modules/image": {"version": "1.0.0",
    "optionalDependencies": {"@image/linux": "1", "@image/mac": "1"}},
  "node_modules/@image/linux": {"version": "1.0.0", "optional": true,
    "os": ["linux"], "cpu": ["x64"], "libc": ["glibc"]},
  "node_modules/@image/mac": {"version": "1.0.0", "optional": true, "os": ["darwin"]}
}}
"#;

#[test]
fn packages_for_one_system_come_along_perhaps() {
    check(
        SYSTEMS,
        "
pkg:npm/%40image/linux@1.0.0
pkg:npm/%40image/mac@1.0.0
*pkg:npm/app@1.0.0 in \"\"
pkg:npm/image@1.0.0
app@1.0.0 -> image@1.0.0 runtime 1 | package-lock.json:2 package.json:1
image@1.0.0 -> @image/linux@1.0.0 optional 1 if os=linux & cpu=x64 & libc=glibc | package-lock.json:4
image@1.0.0 -> @image/mac@1.0.0 optional 1 if os=darwin | package-lock.json:4
",
    );
    check_relations(
        SYSTEMS,
        "
pkg:npm/app@1.0.0 dynamic_link pkg:npm/image@1.0.0 runtime
pkg:npm/image@1.0.0 perhaps optional_load pkg:npm/%40image/linux@1.0.0 optional
pkg:npm/image@1.0.0 perhaps optional_load pkg:npm/%40image/mac@1.0.0 optional
",
    );
}

#[test]
fn what_is_optional_and_was_not_installed_does_not_come_along() {
    let installed = r#"
//- node_modules/image/package.json
{"name": "image", "version": "1.0.0", "optionalDependencies": {"@image/linux": "1", "@image/mac": "1"}}
//- node_modules/@image/linux/package.json
{"name": "@image/linux", "version": "1.0.0", "os": ["linux"]}
"#;
    check_relations(
        &format!("{SYSTEMS}{installed}"),
        "
pkg:npm/app@1.0.0 dynamic_link pkg:npm/image@1.0.0 runtime
pkg:npm/image@1.0.0 optional_load pkg:npm/%40image/linux@1.0.0 optional
",
    );
}

#[test]
fn pnpm_and_yarn_name_systems_too() {
    let manifest = r#"
//- package.json
{"name": "app", "version": "1.0.0", "optionalDependencies": {"mac": "1.0.0"}}
"#;
    let pnpm = "
//- pnpm-lock.yaml
lockfileVersion: '9.0'
importers:
  .:
    optionalDependencies:
      mac:
        specifier: 1.0.0
        version: 1.0.0
packages:
  mac@1.0.0:
    resolution: {integrity: sha512-AAA=}
    cpu: [arm64]
    os: [darwin]
snapshots:
  mac@1.0.0:
    optional: true
";
    let yarn = r#"
//- yarn.lock
__metadata:
  version: 8

"app@workspace:.":
  version: 0.0.0-use.local
  resolution: "app@workspace:."
  dependencies:
    mac: "npm:1.0.0"
  dependenciesMeta:
    mac:
      optional: true
  languageName: unknown
  linkType: soft

"mac@npm:1.0.0":
  version: 1.0.0
  resolution: "mac@npm:1.0.0"
  conditions: os=darwin & cpu=arm64
  languageName: node
  linkType: hard
"#;
    let expect = "pkg:npm/app@1.0.0 perhaps optional_load pkg:npm/mac@1.0.0 optional";
    check_relations(&format!("{manifest}{pnpm}"), expect);
    check_relations(&format!("{manifest}{yarn}"), expect);
}
