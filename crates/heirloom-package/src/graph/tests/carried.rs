// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What installed packages bring with them.

use heirloom_model::PackageSource;
use heirloom_testkit::World;

use super::{check, graph_of};

pub(super) const VENDORED: &str = r#"
//- Cargo.toml
[package]
name = "app"
version = "1.0.0"
[dependencies]
itoa = "1"
//- vendor/itoa/Cargo.toml
[package]
name = "itoa"
version = "1.0.17"
license = "MIT"
[dependencies]
cfg-if = "1"
no-panic = { version = "0.1", optional = true }
[dev-dependencies]
rand = "0.9"
//- vendor/itoa/.cargo-checksum.json
{"files":{"Cargo.toml":"00"},"package":"92ec"}
//- vendor/itoa/Cargo.lock
[[package]]
name = "rand"
version = "0.9.0"
source = "registry+https://example.org/index"
//- vendor/itoa/.github/workflows/ci.yml
jobs:
  a:
    steps:
      - uses: actions/checkout@v4
//- vendor/cfg-if/Cargo.toml
[package]
name = "cfg-if"
version = "1.0.4"
//- vendor/cfg-if/.cargo-checksum.json
{"files":{},"package":"9330"}
//- vendor/ours/Cargo.toml
[package]
name = "ours"
version = "0.1.0"
"#;

#[test]
fn vendored_crates_answer_requests_without_a_lock() {
    check(
        VENDORED,
        r#"
*pkg:cargo/app@1.0.0 in ""
pkg:cargo/cfg-if@1.0.4 in "vendor/cfg-if" sha256:9330
pkg:cargo/itoa@1.0.17 in "vendor/itoa" [MIT] sha256:92ec
*pkg:cargo/ours@0.1.0 in "vendor/ours"
app@1.0.0 -> itoa@1.0.17 runtime 1 | Cargo.toml:5
itoa@1.0.17 -> cfg-if@1.0.4 runtime 1 | vendor/itoa/Cargo.toml:6
"#,
    );
}

#[test]
fn vendored_crates_meet_the_lock() {
    let lock = r#"
//- Cargo.lock
version = 4
[[package]]
name = "app"
version = "1.0.0"
dependencies = ["itoa"]
[[package]]
name = "itoa"
version = "1.0.17"
source = "registry+https://github.com/rust-lang/crates-index"
checksum = "92ec"
"#;
    let (graph, problems) = graph_of(&World::parse(&format!("{VENDORED}{lock}")));
    assert_eq!(problems, []);
    let ids: Vec<&str> = graph.packages.iter().map(|package| package.id.as_str()).collect();
    let expect = ["app@1.0.0", "cfg-if@1.0.4", "itoa@1.0.17", "ours@0.1.0"];
    assert_eq!(ids, expect.map(|name| format!("pkg:cargo/{name}")));
    assert_eq!(graph.packages[2].checksums.len(), 1);
    assert_eq!(graph.roots.len(), 2);
}

#[test]
fn sources_of_a_registry_are_not_ours() {
    check(
        r#"
//- registry/src/index-1/a-1.0.0/Cargo.toml
[package]
name = "a"
version = "1.0.0"
[dependencies]
b = "^2"
gone = "1"
[target.'cfg(windows)'.dependencies]
winapi = "0.3"
//- registry/src/index-1/a-1.0.0/Cargo.lock
[[package]]
name = "z"
version = "1.0.0"
//- registry/src/index-1/b-2.0.0/Cargo.toml
[package]
name = "b"
version = "2.0.0"
//- registry/src/index-1/b-2.1.0/Cargo.toml
[package]
name = "b"
version = "2.1.0"
"#,
        r#"
pkg:cargo/a@1.0.0 in "registry/src/index-1/a-1.0.0"
pkg:cargo/b@2.0.0 in "registry/src/index-1/b-2.0.0"
pkg:cargo/b@2.1.0 in "registry/src/index-1/b-2.1.0"
pkg:cargo/gone
a@1.0.0 -> b@2.1.0 runtime ^2 | registry/src/index-1/a-1.0.0/Cargo.toml:5
a@1.0.0 -> gone@? runtime 1 | registry/src/index-1/a-1.0.0/Cargo.toml:6
"#,
    );
}

pub(super) const CARRIED: &str = r#"
//- package.json
{"name": "app", "version": "1.0.0", "dependencies": {"z": "1"}}
//- node_modules/z/package.json
{"name": "z", "version": "1.2.0"}
//- node_modules/z/requirements.txt
flask
//- node_modules/z/flake.lock
{"nodes": {"root": {"inputs": {"n": "n"}}, "n": {"locked": {"type": "github", "owner": "a", "repo": "b", "rev": "1"}}}, "root": "root", "version": 7}
//- node_modules/z/Dockerfile
FROM alpine:3
//- node_modules/z/yarn.lock
# yarn lockfile v1
y@^1:
  version "1.0.0"
//- node_modules/@s/y/package.json
{"name": "@s/y", "version": "3.0.0"}
//- node_modules/@s/y/.github/workflows/ci.yml
jobs:
  a:
    steps:
      - uses: actions/checkout@v4
//- lib/ruby/gems/3.2.0/gems/rake-13.0.6/Gemfile
gem "minitest"
//- vendor/modules.txt
# example.org/a v1.0.0
## explicit
example.org/a
//- vendor/example.org/a/Dockerfile
FROM golang:1.2
//- go.mod
module example.org/app
require example.org/a v1.0.0
"#;

#[test]
fn what_installed_packages_carry_along_does_not_count() {
    check(
        CARRIED,
        r#"
pkg:golang/example.org/a@v1.0.0 in "vendor/example.org/a"
*pkg:golang/example.org/app in ""
pkg:npm/%40s/y@3.0.0 in "node_modules/@s/y"
*pkg:npm/app@1.0.0 in ""
pkg:npm/z@1.2.0 in "node_modules/z"
example.org/app@? -> example.org/a@v1.0.0 runtime? v1.0.0 | go.mod:2 vendor/modules.txt:1
app@1.0.0 -> z@1.2.0 runtime 1 | package.json:1
"#,
    );
}

#[test]
fn users_and_passwords_are_in_no_graph() {
    let (graph, problems) = graph_of(&World::parse(
        r#"
//- package.json
{"name": "app", "version": "1.0.0", "homepage": "https://me:s3cret@example.org",
 "repository": "https://me:s3cret@example.org/a.git",
 "dependencies": {"a": "git+https://oauth2:s3cret@example.org/a.git#1", "b": "https://me:s3cret@example.org/b.tgz"}}
//- package-lock.json
{"name": "app", "version": "1.0.0", "lockfileVersion": 3, "packages": {
 "": {"name": "app", "version": "1.0.0", "dependencies": {"a": "git+https://oauth2:s3cret@example.org/a.git#1", "b": "https://me:s3cret@example.org/b.tgz"}},
 "node_modules/a": {"version": "1.0.0", "resolved": "git+https://oauth2:s3cret@example.org/a.git#1"},
 "node_modules/b": {"version": "2.0.0", "resolved": "https://me:s3cret@example.org/b.tgz"}}}
//- requirements.txt
c @ git+https://oauth2:s3cret@example.org/c.git@v1
d @ https://me:s3cret@example.org/d-1.0.zip
-r https://me:s3cret@example.org/more.txt
e @ git+ssh://git@example.org/e.git@v1
"#,
    ));
    let all = format!("{graph:?}{problems:?}");
    assert!(!all.contains("s3cret"), "{all}");
    assert!(all.contains("https://example.org/a.git"));
    let e = graph.packages.iter().find(|package| &*package.name == "e").unwrap();
    let PackageSource::Git { url, .. } = &e.source else { panic!("{:?}", e.source) };
    assert_eq!(&**url, "ssh://git@example.org/e.git");
}

#[test]
fn locks_say_where_files_are_fetched_from() {
    let (graph, _) = graph_of(&World::parse(
        r#"
//- npm/package-lock.json
{"name": "app", "lockfileVersion": 3, "packages": {
 "": {"dependencies": {"n": "1", "o": "1"}},
 "node_modules/n": {"version": "1.0.0", "resolved": "https://me:s3cret@npm.example.org/n/-/n-1.0.0.tgz"},
 "node_modules/o": {"version": "1.0.0", "resolved": "https://other.example.org/o.tgz"}}}
//- yarn/yarn.lock
# yarn lockfile v1
y@^1.0.0:
  version "1.2.0"
  resolved "https://npm.example.org/y/-/y-1.2.0.tgz#0123456789012345678901234567890123456789"
//- pnpm/pnpm-lock.yaml
lockfileVersion: '9.0'
importers:
  .:
    dependencies: {p: {specifier: ^1, version: 1.0.0}}
packages:
  p@1.0.0: {resolution: {integrity: sha512-a, tarball: https://npm.example.org/p/-/p-1.0.0.tgz}}
snapshots:
  p@1.0.0: {}
//- composer/composer.lock
{"packages": [{"name": "c/c", "version": "1.0.0",
  "source": {"type": "git", "url": "https://example.org/c.git", "reference": "abc"},
  "dist": {"type": "zip", "url": "https://example.org/c.zip", "shasum": ""}}]}
//- uv/uv.lock
version = 1
[[package]]
name = "one"
version = "1"
source = { registry = "https://example.org/simple" }
sdist = { url = "https://example.org/one-1.tar.gz", hash = "sha256:00" }
wheels = [{ url = "https://example.org/one-1-py3-none-any.whl", hash = "sha256:11" }]
[[package]]
name = "many"
version = "1"
source = { registry = "https://example.org/simple" }
sdist = { url = "https://example.org/many-1.tar.gz", hash = "sha256:00" }
wheels = [{ url = "https://example.org/a.whl" }, { url = "https://example.org/b.whl" }]
[[package]]
name = "bare"
version = "1"
source = { registry = "https://example.org/simple" }
sdist = { url = "https://example.org/bare-1.tar.gz", hash = "sha256:00" }
"#,
    ));
    let of = |name: &str| {
        let package = graph.packages.iter().find(|package| &*package.name == name).unwrap();
        (package.about.download.as_deref(), package.about.source_archive.as_deref())
    };
    for (name, expect) in [
        ("n", (Some("https://npm.example.org/n/-/n-1.0.0.tgz"), None)),
        // What is an archive alone says so by its source.
        ("o", (None, None)),
        ("y", (Some("https://npm.example.org/y/-/y-1.2.0.tgz"), None)),
        ("p", (Some("https://npm.example.org/p/-/p-1.0.0.tgz"), None)),
        ("c/c", (Some("https://example.org/c.zip"), None)),
        (
            "one",
            (
                Some("https://example.org/one-1-py3-none-any.whl"),
                Some("https://example.org/one-1.tar.gz"),
            ),
        ),
        ("many", (None, Some("https://example.org/many-1.tar.gz"))),
        ("bare", (Some("https://example.org/bare-1.tar.gz"), None)),
    ] {
        assert_eq!(of(name), expect, "{name}");
    }
}

#[test]
fn resolutions_of_yarn_answer_requests() {
    check(
        r#"
//- package.json
{"name": "root", "version": "1.0.0", "workspaces": ["b"],
 "resolutions": {"lodash": "patch:lodash@npm%3A4.17.21#~/l.patch", "b/ms": "2.0.0"},
 "dependencies": {"lodash": "^4.17.0"}}
//- b/package.json
{"name": "b", "dependencies": {"lodash": "^4.0.0", "ms": "^2.1.0"}}
//- yarn.lock
__metadata:
  version: 8

"b@workspace:b":
  version: 0.0.0-use.local
  resolution: "b@workspace:b"
  dependencies:
    lodash: "npm:^4.0.0"
    ms: "npm:^2.1.0"

"gone@workspace:gone":
  version: 0.0.0-use.local
  resolution: "gone@workspace:gone"

"lodash@npm:4.17.21":
  version: 4.17.21
  resolution: "lodash@npm:4.17.21"

"lodash@patch:lodash@npm%3A4.17.21#~/l.patch":
  version: 4.17.21
  resolution: "lodash@patch:lodash@npm%3A4.17.21#~/l.patch::version=4.17.21&hash=1"

"ms@npm:2.0.0":
  version: 2.0.0
  resolution: "ms@npm:2.0.0"

"root@workspace:.":
  version: 0.0.0-use.local
  resolution: "root@workspace:."
  dependencies:
    lodash: "npm:^4.17.0"
"#,
        r#"
*pkg:npm/b in "b"
*pkg:npm/gone in "gone"
pkg:npm/lodash@4.17.21
pkg:npm/ms@2.0.0
*pkg:npm/root@1.0.0 in ""
b@? -> lodash@4.17.21 runtime ^4.0.0 | yarn.lock:8 b/package.json:1
b@? -> ms@2.0.0 runtime ^2.1.0 | yarn.lock:9 b/package.json:1
root@1.0.0 -> lodash@4.17.21 runtime ^4.17.0 | yarn.lock:31 package.json:3
"#,
    );
}

#[test]
fn properties_of_a_folder_request_for_each_project_below() {
    check(
        r#"
//- Directory.Packages.props
<Project><ItemGroup>
<PackageVersion Include="Serilog" Version="2.0.0" />
<GlobalPackageReference Include="Analyzer" Version="1.0.0" />
</ItemGroup></Project>
//- A/A.csproj
<Project><ItemGroup><PackageReference Include="serilog" /></ItemGroup></Project>
//- B/B.csproj
<Project><ItemGroup>
<PackageReference Include="Serilog" />
<PackageReference Update="Unused" Version="1.0" />
</ItemGroup></Project>
"#,
        r#"
*pkg:nuget/A in "A"
pkg:nuget/Analyzer@1.0.0
*pkg:nuget/B in "B"
pkg:nuget/serilog@2.0.0
A@? -> Analyzer@1.0.0 development 1.0.0 | Directory.Packages.props:3
A@? -> serilog@2.0.0 runtime 2.0.0 | A/A.csproj:1 Directory.Packages.props:2
B@? -> Analyzer@1.0.0 development 1.0.0 | Directory.Packages.props:3
B@? -> serilog@2.0.0 runtime 2.0.0 | B/B.csproj:2 Directory.Packages.props:2
"#,
    );
}
