// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Go: modules, workspaces, replacements, vendored copies.

use super::{check, check_relations};

pub(super) const MODULES: &str = r#"
        //- go.mod
        module example.org/a // the module
        go 1.21
        require (
        	example.org/b/v2 v2.0.1
        	"example.org/c" v1.0.0 // indirect
        	example.org/api v0.0.0
        )
        require example.org/D v0.0.0-20200101000000-abcdefabcdef
        replace example.org/c => example.org/fork/c v1.0.1-x
        replace example.org/api => ./api
        //- go.sum
        example.org/b/v2 v2.0.1 h1:AAA=
        example.org/b/v2 v2.0.1/go.mod h1:BBB=
        //- api/go.mod
        module example.org/api
        require example.org/old v1.0.0
        //- vendor/modules.txt
        # example.org/b/v2 v2.0.1
        ## explicit; go 1.18
        example.org/b/v2
        example.org/b/v2/sub
        # example.org/c v1.0.0 => example.org/fork/c v1.0.1-x
        ## explicit
        example.org/c
        # example.org/D v0.0.0-20200101000000-abcdefabcdef
        ## explicit
        # example.org/e v1.0.0
        example.org/e
        "#;

#[test]
fn modules_with_replacements_and_vendored_copies() {
    check(
        MODULES,
        r#"
        pkg:golang/example.org/d@v0.0.0-20200101000000-abcdefabcdef
        *pkg:golang/example.org/a in ""
        *pkg:golang/example.org/api in "api"
        pkg:golang/example.org/b/v2@v2.0.1 in "vendor/example.org/b/v2" h1:AAA=
        pkg:golang/example.org/e@v1.0.0 in "vendor/example.org/e"
        pkg:golang/example.org/fork/c@v1.0.1-x in "vendor/example.org/c"
        pkg:golang/example.org/old@v1.0.0
        example.org/a@? -> example.org/D@v0.0.0-20200101000000-abcdefabcdef runtime? v0.0.0-20200101000000-abcdefabcdef | go.mod:8 vendor/modules.txt:8
        example.org/a@? -> example.org/api@? runtime? v0.0.0 | go.mod:6
        example.org/a@? -> example.org/b/v2@v2.0.1 runtime? v2.0.1 | go.mod:4 vendor/modules.txt:1
        example.org/a@? -> example.org/e@v1.0.0 runtime? indirect | vendor/modules.txt:10
        example.org/a@? -> example.org/fork/c@v1.0.1-x runtime? indirect v1.0.0 | go.mod:5 vendor/modules.txt:5
        example.org/api@? -> example.org/old@v1.0.0 runtime? v1.0.0 | api/go.mod:2
        ! lock-missing api/go.mod:1
        "#,
    );
}

/// The vendored list of a workspace was hung on each of its members as a whole.
#[test]
fn vendored_lists_of_workspaces_are_of_all_members() {
    check(
        r#"
        //- go.work
        go 1.22
        use (
            ./a
            ./b
        )
        //- a/go.mod
        module example.org/a
        go 1.22
        require example.org/x v1.9.0
        //- b/go.mod
        module example.org/b
        go 1.22
        require example.org/y v1.0.0
        //- vendor/modules.txt
        ## workspace
        # example.org/x v1.9.0
        ## explicit; go 1.13
        example.org/x
        # example.org/y v1.0.0
        ## explicit; go 1.13
        example.org/y
        "#,
        r#"
        *pkg:golang/example.org/a in "a"
        *pkg:golang/example.org/b in "b"
        pkg:golang/example.org/x@v1.9.0 in "vendor/example.org/x"
        pkg:golang/example.org/y@v1.0.0 in "vendor/example.org/y"
        example.org/a@? -> example.org/x@v1.9.0 runtime? v1.9.0 | a/go.mod:3 vendor/modules.txt:2
        example.org/b@? -> example.org/y@v1.0.0 runtime? v1.0.0 | b/go.mod:3 vendor/modules.txt:5
        "#,
    );
}

#[test]
fn workspaces_choose_one_version() {
    let world = r#"
        //- go.work
        go 1.22
        use (
            ./a
            ./b
            ./gone
        )
        replace example.org/b => ./b
        //- a/go.mod
        module example.org/a
        go 1.22
        require example.org/x v1.9.0
        require example.org/b v0.0.0
        //- b/go.mod
        module example.org/b
        go 1.22
        require example.org/x v1.10.0
    "#;
    check(
        world,
        r#"
        *pkg:golang/example.org/a in "a"
        *pkg:golang/example.org/b in "b"
        pkg:golang/example.org/x@v1.10.0
        example.org/a@? -> example.org/b@? runtime? v0.0.0 | a/go.mod:4
        example.org/a@? -> example.org/x@v1.10.0 runtime? v1.9.0 | a/go.mod:3
        example.org/b@? -> example.org/x@v1.10.0 runtime? v1.10.0 | b/go.mod:3
        ! package-file-missing go.work:1 ./gone
        "#,
    );
    check_relations(
        world,
        "
        pkg:golang/example.org/a static_link pkg:golang/example.org/b runtime
        pkg:golang/example.org/a static_link pkg:golang/example.org/x@v1.10.0 runtime
        pkg:golang/example.org/b static_link pkg:golang/example.org/x@v1.10.0 runtime
        ",
    );
}
