// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! JavaScript: the locks of Bun and Deno, and what package managers note beside what they installed.

use super::check;

pub(super) const BUN: &str = r#"
//- package.json
{"name": "app", "dependencies": {"chalk": "^4", "@acme/a": "workspace:*"}, "devDependencies": {"far": "github:acme/far"}}
//- packages/a/package.json
{"name": "@acme/a", "version": "1.0.0", "dependencies": {"supports-color": "^5"}}
//- bun.lock
{
  "lockfileVersion": 1,
  "workspaces": {
    "": {"name": "app", "dependencies": {"chalk": "^4", "@acme/a": "workspace:*"}, "devDependencies": {"far": "github:acme/far"}},
    "packages/a": {"name": "@acme/a", "version": "1.0.0", "dependencies": {"supports-color": "^5"}},
  },
  "packages": {
    "@acme/a": ["@acme/a@workspace:packages/a"],
    "chalk": ["chalk@4.1.2", "", { "dependencies": { "supports-color": "^7" }, "optionalPeers": [] }, "sha512-aa=="],
    "far": ["far@github:acme/far#0123", {}, "acme-far-0123"],
    "supports-color": ["supports-color@5.5.0", "", { "dependencies": { "gone": "1" } }, "sha512-bb=="],
    "chalk/supports-color": ["supports-color@7.2.0", "https://npm.example.org/", {}, "sha512-cc=="],
  }
}
"#;

#[test]
fn bun_locks_hold_places_of_modules() {
    check(
        BUN,
        r#"
*pkg:npm/%40acme/a@1.0.0 in "packages/a"
*pkg:npm/app in ""
pkg:npm/chalk@4.1.2 sha512:aa==
pkg:npm/far?vcs_url=https:%2F%2Fgithub.com%2Facme%2Ffar.git%400123
pkg:npm/supports-color@5.5.0 sha512:bb==
pkg:npm/supports-color@7.2.0?repository_url=https:%2F%2Fnpm.example.org%2F sha512:cc==
@acme/a@1.0.0 -> supports-color@5.5.0 runtime ^5 | bun.lock:5 packages/a/package.json:1
app@? -> @acme/a@1.0.0 runtime workspace:* | bun.lock:4 package.json:1
app@? -> chalk@4.1.2 runtime ^4 | bun.lock:4 package.json:1
app@? -> far@? development github:acme/far | bun.lock:4 package.json:1
chalk@4.1.2 -> supports-color@7.2.0 runtime ^7 | bun.lock:9
! package-unknown bun.lock:11 gone
"#,
    );
}

pub(super) const DENO: &str = r#"
//- deno.json
{"name": "@acme/tool", "version": "0.1.0", "license": "MIT", "imports": {"enc": "jsr:@std/encoding@^1", "chalk": "npm:chalk@5"}}
//- deno.lock
{"version": "4",
 "specifiers": {"jsr:@std/encoding@^1": "1.0.5", "jsr:@std/bytes@^1.0.2": "1.0.2", "npm:chalk@5": "5.3.0", "npm:typedoc@0.28": "0.28.1_typescript@6.0.3"},
 "jsr": {"@std/bytes@1.0.2": {"integrity": "ab"}, "@std/encoding@1.0.5": {"integrity": "cd", "dependencies": ["jsr:@std/bytes"]}},
 "npm": {"chalk@5.3.0": {"integrity": "sha512-ee=="}, "typedoc@0.28.1_typescript@6.0.3": {"integrity": "sha512-ff==", "dependencies": ["chalk"]}},
 "remote": {"https://deno.land/std@0.140.0/a.ts": "1", "https://deno.land/std@0.140.0/b.ts": "2", "https://example.org/x.ts": "3"},
 "workspace": {"dependencies": ["jsr:@std/encoding@^1", "npm:chalk@5", "npm:typedoc@0.28"]}}
"#;

#[test]
fn deno_locks_hold_both_registries_and_addresses() {
    check(
        DENO,
        r#"
pkg:generic/std@0.140.0?download_url=https:%2F%2Fdeno.land%2Fstd%400.140.0
*pkg:npm/%40acme/tool@0.1.0 in "" [MIT]
pkg:npm/%40std/bytes@1.0.2?repository_url=https:%2F%2Fjsr.io sha256:ab
pkg:npm/%40std/encoding@1.0.5?repository_url=https:%2F%2Fjsr.io sha256:cd
pkg:npm/chalk@5.3.0 sha512:ee==
pkg:npm/typedoc@0.28.1 sha512:ff==
@acme/tool@0.1.0 -> deno.land/std@0.140.0 runtime indirect | deno.lock:5
@acme/tool@0.1.0 -> @std/encoding@1.0.5 runtime ^1 | deno.lock:6 deno.json:1
@acme/tool@0.1.0 -> chalk@5.3.0 runtime 5 | deno.lock:6 deno.json:1
@acme/tool@0.1.0 -> typedoc@0.28.1 runtime 0.28 | deno.lock:6
@std/encoding@1.0.5 -> @std/bytes@1.0.2 runtime | deno.lock:3
typedoc@0.28.1 -> chalk@5.3.0 runtime | deno.lock:4
"#,
    );
}

pub(super) const INSTALLED: &str = r#"
//- package.json
{"name": "app", "dependencies": {"a": "^1"}}
//- node_modules/.package-lock.json
{"lockfileVersion": 3, "packages": {
 "node_modules/a": {"version": "1.2.0", "integrity": "sha512-aa==", "license": "MIT", "dependencies": {"b": "^2"}},
 "node_modules/b": {"version": "2.0.0"}}}
//- node_modules/a/package.json
{"name": "a", "version": "1.2.0", "dependencies": {"b": "^2"}}
//- node_modules/b/package.json
{"name": "b", "version": "2.0.0"}
"#;

#[test]
fn notes_of_installers_join_what_is_installed() {
    check(
        INSTALLED,
        r#"
pkg:npm/a@1.2.0 in "node_modules/a" [MIT] sha512:aa==
*pkg:npm/app in ""
pkg:npm/b@2.0.0 in "node_modules/b"
a@1.2.0 -> b@2.0.0 runtime ^2 | node_modules/.package-lock.json:2 node_modules/a/package.json:1
app@? -> a@1.2.0 runtime ^1 | package.json:1
"#,
    );
}
