// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Go: modules, workspaces, replacements, vendored copies.

use super::{check, check_relations, facts};
use crate::graph::{GraphLimits, resolve};

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
        example.org/D v0.0.0-20200101000000-abcdefabcdef/go.mod h1:DDD=
        example.org/b/v2 v2.0.1/go.mod h1:BBB=
        example.org/fork/c v1.0.1-x/go.mod h1:CCC=
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
        pkg:golang/stdlib [BSD-3-Clause]
        example.org/a@? -> example.org/D@v0.0.0-20200101000000-abcdefabcdef runtime? v0.0.0-20200101000000-abcdefabcdef | go.mod:8 vendor/modules.txt:8
        example.org/a@? -> example.org/api@? runtime? v0.0.0 | go.mod:6
        example.org/a@? -> example.org/b/v2@v2.0.1 runtime? v2.0.1 | go.mod:4 vendor/modules.txt:1
        example.org/a@? -> example.org/e@v1.0.0 runtime? indirect | vendor/modules.txt:10
        example.org/a@? -> example.org/fork/c@v1.0.1-x runtime? indirect v1.0.0 | go.mod:5 vendor/modules.txt:5
        example.org/a@? -> stdlib@? runtime? 1.21 | go.mod:2
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
        pkg:golang/stdlib [BSD-3-Clause]
        example.org/a@? -> example.org/x@v1.9.0 runtime? v1.9.0 | a/go.mod:3 vendor/modules.txt:2
        example.org/a@? -> stdlib@? runtime? 1.22 | a/go.mod:2
        example.org/b@? -> example.org/y@v1.0.0 runtime? v1.0.0 | b/go.mod:3 vendor/modules.txt:5
        example.org/b@? -> stdlib@? runtime? 1.22 | b/go.mod:2
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
        pkg:golang/stdlib [BSD-3-Clause]
        example.org/a@? -> example.org/b@? runtime? v0.0.0 | a/go.mod:4
        example.org/a@? -> example.org/x@v1.10.0 runtime? v1.9.0 | a/go.mod:3
        example.org/a@? -> stdlib@? runtime? 1.22 | a/go.mod:2
        example.org/b@? -> example.org/x@v1.10.0 runtime? v1.10.0 | b/go.mod:3
        example.org/b@? -> stdlib@? runtime? 1.22 | b/go.mod:2
        ! package-file-missing go.work:1 ./gone
        "#,
    );
    check_relations(
        world,
        "
        pkg:golang/example.org/a static_link pkg:golang/example.org/b runtime
        pkg:golang/example.org/a static_link pkg:golang/example.org/x@v1.10.0 runtime
        pkg:golang/example.org/a static_link pkg:golang/stdlib runtime
        pkg:golang/example.org/b static_link pkg:golang/example.org/x@v1.10.0 runtime
        pkg:golang/example.org/b static_link pkg:golang/stdlib runtime
        ",
    );
}

/// The cache of the Go tool says which module needs which; what `go.mod` does not name serves tests
/// of others, and is known by its checksum. The standard library is in every program.
#[test]
fn a_module_cache_tells_edges() {
    check(
        CACHE,
        r#"
        *pkg:golang/example.org/a in ""
        pkg:golang/example.org/b@v1.0.0
        pkg:golang/example.org/c@v1.2.0 in "go/pkg/mod/example.org/c@v1.2.0"
        pkg:golang/example.org/t@v0.1.0 h1:TTT=
        pkg:golang/stdlib@1.22.5 [BSD-3-Clause]
        example.org/a@? -> example.org/b@v1.0.0 runtime? v1.0.0 | go.mod:4
        example.org/a@? -> example.org/c@v1.2.0 runtime? indirect v1.2.0 | go.mod:5
        example.org/a@? -> stdlib@1.22.5 runtime? 1.22.5 | go.mod:3
        example.org/b@v1.0.0 -> example.org/c@v1.2.0 runtime? v1.1.0 | go/pkg/mod/cache/download/example.org/b/@v/v1.0.0.mod:3
        example.org/b@v1.0.0 -> example.org/t@v0.1.0 test v0.1.0 | go/pkg/mod/cache/download/example.org/b/@v/v1.0.0.mod:4
        example.org/c@v1.2.0 -> example.org/t@v0.1.0 test v0.0.9 | go/pkg/mod/example.org/c@v1.2.0/go.mod:2
        "#,
    );
}

/// A language names no release.
#[test]
fn the_standard_library_has_the_version_of_a_release() {
    let version = |lines: &str| {
        let files = facts(&format!("//- go.mod\nmodule m\n{lines}\n"));
        let graph = resolve(&files, &GraphLimits::standard());
        let library = graph.packages.iter().find(|package| &*package.name == "stdlib");
        library.map(|package| package.version.as_deref().unwrap_or("?").to_owned())
    };
    assert_eq!(version("go 1.21").as_deref(), Some("?"));
    assert_eq!(version("go 1.21.0").as_deref(), Some("1.21.0"));
    assert_eq!(version("go 1.22rc1").as_deref(), Some("1.22rc1"));
    assert_eq!(version("go 1.20\ntoolchain go1.21.3-own").as_deref(), Some("1.21.3"));
    assert_eq!(version("go 1.20\ntoolchain default").as_deref(), Some("?"));
    assert_eq!(version(""), None);
}

pub(super) const CACHE: &str = r#"
        //- go.mod
        module example.org/a
        go 1.21
        toolchain go1.22.5
        require example.org/b v1.0.0
        require example.org/c v1.2.0 // indirect
        //- go.sum
        example.org/b v1.0.0/go.mod h1:BBB=
        example.org/c v1.2.0/go.mod h1:CCC=
        example.org/t v0.1.0 h1:TTT=
        example.org/t v0.1.0/go.mod h1:UUU=
        example.org/t v0.0.9/go.mod h1:VVV=
        //- go/pkg/mod/cache/download/example.org/b/@v/v1.0.0.mod
        module example.org/b
        go 1.20
        require example.org/c v1.1.0
        require example.org/t v0.1.0
        require example.org/more v0.1.0
        //- go/pkg/mod/example.org/c@v1.2.0/go.mod
        module example.org/c
        require example.org/t v0.0.9
        //- go/pkg/mod/example.org/c@v1.2.0/testdata/go.mod
        module example.org/nothing
        "#;

/// Before Go 1.17 `go.mod` named direct modules alone; `go.sum` has the others.
#[test]
fn older_modules_are_completed_by_checksums() {
    check(
        r#"
        //- go.mod
        module example.org/a
        go 1.15
        require example.org/b v1.0.0
        //- go.sum
        example.org/b v1.0.0 h1:BBB=
        example.org/i v1.9.0 h1:OLD=
        example.org/i v1.10.0 h1:NEW=
        example.org/only v1.0.0/go.mod h1:XXX=
        "#,
        r#"
        *pkg:golang/example.org/a in ""
        pkg:golang/example.org/b@v1.0.0 h1:BBB=
        pkg:golang/example.org/i@v1.10.0 h1:NEW=
        pkg:golang/stdlib [BSD-3-Clause]
        example.org/a@? -> example.org/b@v1.0.0 runtime? v1.0.0 | go.mod:3
        example.org/a@? -> example.org/i@v1.10.0 runtime? indirect | go.sum:3
        example.org/a@? -> stdlib@? runtime? 1.15 | go.mod:2
        "#,
    );
}
