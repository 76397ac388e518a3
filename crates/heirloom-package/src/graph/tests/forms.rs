// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Forms of files that are less usual, and names that files go by.

use super::check;

/// What is fetched counts, not the name it goes by.
#[test]
fn yarn_packages_are_those_of_their_address() {
    check(
        r#"
        //- yarn.lock
        # yarn lockfile v1
        plain@^1.0.0:
          version "1.5.2"
          resolved "https://registry.yarnpkg.com/@fork/plain/-/plain-1.5.2.tgz#58868fc7224506236b5550d0c68357f0a874b84b"
        other@^2.0.0:
          version "2.0.0"
          resolved "https://packages.example.org/x/other/-/other-2.0.0.tgz"
        "#,
        r#"
        pkg:npm/%40fork/plain@1.5.2 sha1:58868fc7224506236b5550d0c68357f0a874b84b
        pkg:npm/other@2.0.0?repository_url=https:%2F%2Fpackages.example.org%2Fx
        "#,
    );
}

/// Without a `go.mod` beside it the list of vendored modules says what was replaced.
#[test]
fn lone_lists_of_vendored_modules_have_replacements() {
    check(
        r#"
        //- vendor/modules.txt
        # example.org/a v1.0.0 => example.org/fork/a v1.0.1
        ## explicit
        example.org/a
        # example.org/b v2.0.0 => ./b
        example.org/b
        "#,
        r#"
        *golang:/. in ""
        pkg:golang/example.org/b@v2.0.0 in "b"
        pkg:golang/example.org/fork/a@v1.0.1 in "vendor/example.org/a"
        .@? -> example.org/b@v2.0.0 runtime? indirect | vendor/modules.txt:4
        .@? -> example.org/fork/a@v1.0.1 runtime? indirect | vendor/modules.txt:1
        "#,
    );
}

/// What a switch of opam has, with the recipes that were fetched for it.
#[test]
fn switches_of_opam_answer_requests() {
    check(
        r#"
        //- app.opam
        opam-version: "2.0"
        depends: [ "fmt" {>= "0.9"} "absent" ]
        //- _opam/.opam-switch/switch-state
        opam-version: "2.0"
        compiler: ["ocaml-base-compiler.4.14.1"]
        roots: ["fmt.0.9.0"]
        installed: ["fmt.0.9.0" "ocamlfind.1.9.6" "ocaml-base-compiler.4.14.1"]
        //- _opam/.opam-switch/packages/fmt.0.9.0/opam
        opam-version: "2.0"
        license: "ISC"
        depends: [ "ocamlfind" {build} ]
        //- old/.opam-switch/installed
        # a comment
        re 1.9.0
        seq.base
        "#,
        r#"
        pkg:opam/absent
        *pkg:opam/app in ""
        pkg:opam/fmt@0.9.0
        pkg:opam/ocaml-base-compiler@4.14.1
        pkg:opam/ocamlfind@1.9.6
        pkg:opam/re@1.9.0
        pkg:opam/seq@base
        app@? -> absent@? runtime | app.opam:2
        app@? -> fmt@0.9.0 runtime >= 0.9 | app.opam:2
        app@? -> ocaml-base-compiler@4.14.1 runtime? indirect | _opam/.opam-switch/switch-state:4
        app@? -> re@1.9.0 runtime? indirect | old/.opam-switch/installed:2
        app@? -> seq@base runtime? indirect | old/.opam-switch/installed:3
        fmt@0.9.0 -> ocamlfind@1.9.6 build | _opam/.opam-switch/packages/fmt.0.9.0/opam:3
        "#,
    );
}

/// A folder that a job uses and that is not in the tree; an image with a tag and a digest.
#[test]
fn workflows_use_folders_that_are_not_there() {
    check(
        r#"
        //- .github/workflows/ci.yml
        jobs:
          a:
            container: node:20@sha256:0123
            steps:
              - uses: ./absent/action
        "#,
        r#"
        pkg:docker/node@sha256:0123
        github:/./absent/action
        *github:.github/workflows/workflows in ".github/workflows"
        workflows@? -> node@sha256:0123 build sha256:0123 | .github/workflows/ci.yml:3
        workflows@? -> ./absent/action@? build | .github/workflows/ci.yml:5
        "#,
    );
}

/// The version of a port follows that of the package.
#[test]
fn vcpkg_versions_of_ports() {
    check(
        r#"
        //- vcpkg.json
        {"name": "app", "version": "1.0", "port-version": 2, "dependencies": ["fmt", "zlib"],
         "overrides": [{"name": "fmt", "version": "9.1.0", "port-version": 1},
                       {"name": "zlib", "version": "1.3", "port-version": 0}]}
        "#,
        r#"
        *pkg:vcpkg/app@1.0%232 in ""
        pkg:vcpkg/fmt@9.1.0%231
        pkg:vcpkg/zlib@1.3
        app@1.0#2 -> fmt@9.1.0#1 runtime 9.1.0#1 | vcpkg.json:1
        app@1.0#2 -> zlib@1.3 runtime 1.3 | vcpkg.json:1
        "#,
    );
}

/// Locks of Conan under another name; other locks are none of it.
#[test]
fn locks_of_conan_have_any_name() {
    check(
        r#"
        //- release.lock
        {"version": "0.5", "requires": ["zlib/1.3.1#f52e%1.5"], "build_requires": [],
         "python_requires": []}
        //- other.lock
        {"version": "0.5", "requires": ["no/1"]}
        //- broken.lock
        pid 12
        "#,
        r#"
        *conan:/. in ""
        pkg:conan/zlib@1.3.1?rrev=f52e
        .@? -> zlib@1.3.1 runtime indirect | release.lock:1
        "#,
    );
}

/// Slimmed images keep the folders of packages and not each field; an installation that broke off
/// is none.
#[test]
fn portage_packages_are_told_by_their_folders() {
    check(
        r#"
        //- var/db/pkg/app-misc/tool-1.5.1-r2/LICENSE
        MIT
        //- var/db/pkg/app-misc/-MERGING-half-1/PF
        half-1
        "#,
        r#"
        pkg:ebuild/app-misc/tool@1.5.1-r2 [MIT]
        *os:/os in ""
        os@? -> app-misc/tool@1.5.1-r2 runtime | var/db/pkg/app-misc/tool-1.5.1-r2/LICENSE:1
        "#,
    );
}

/// What opkg notes of a package was written before it was installed.
#[test]
fn notes_of_opkg_tell_licenses_whatever_their_state() {
    check(
        r#"
        //- usr/lib/opkg/status
        Package: libc
        Version: 1.2.4-4
        Status: install hold installed
        //- usr/lib/opkg/info/libc.control
        Package: libc
        Version: 1.2.4-4
        License: GPL-3.0-with-GCC-exception
        Status: unknown hold not-installed
        "#,
        r#"
        pkg:opkg/libc@1.2.4-4 [GPL-3.0-with-GCC-exception]
        *os:/os in ""
        os@? -> libc@1.2.4-4 runtime | usr/lib/opkg/status:1
        "#,
    );
}

/// A member of a workspace whose manifest is not there goes by its folder, as npm writes its lock.
#[test]
fn members_of_npm_go_by_their_folders() {
    check(
        r#"
        //- package-lock.json
        {"name": "app", "lockfileVersion": 3, "packages": {
          "": {"name": "app", "workspaces": ["packages/*", "packages/@me/*"]},
          "node_modules/x": {"resolved": "packages/x", "link": true},
          "node_modules/@me/y": {"resolved": "packages/@me/y", "link": true},
          "packages/x": {"version": "1.0.0"},
          "packages/@me/y": {"version": "2.0.0"}
        }}
        "#,
        r#"
        *pkg:npm/%40me/y@2.0.0 in "packages/@me/y"
        *pkg:npm/app in ""
        *pkg:npm/x@1.0.0 in "packages/x"
        "#,
    );
}
