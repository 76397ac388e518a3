// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Lists and locks that differ from their manifests, and what installed packages say of themselves.

use heirloom_testkit::World;

use super::{check, graph_of};

/// The problems of a world, a line each.
#[track_caller]
fn told(fixture: &str, expect: &[&str]) {
    let (graph, problems) = graph_of(&World::parse(fixture));
    let lines = problems.iter().chain(&graph.problems).map(|problem| {
        let path = problem.path.as_ref().map(ToString::to_string).unwrap_or_default();
        let args: Vec<&str> = problem.args.iter().map(|(_, value)| &**value).collect();
        format!(
            "{} {path}:{} {}",
            problem.code.as_str(),
            problem.line.unwrap_or(0),
            args.join(", ")
        )
    });
    assert_eq!(lines.collect::<Vec<_>>(), expect);
}

#[test]
fn vendored_modules_that_are_others() {
    told(
        r#"
//- go.mod
module example.org/app
go 1.21
require (
	example.org/a v1.2.0
	example.org/b v1.0.0
	example.org/c v1.0.0
)
replace example.org/c => ../c
//- vendor/modules.txt
# example.org/a v1.1.0
## explicit; go 1.21
example.org/a
# example.org/c v1.0.0 => ../c
## explicit
"#,
        &[
            "lock-contradicted go.mod:4 example.org/a, v1.2.0, v1.1.0",
            "lock-outdated go.mod:5 example.org/b",
        ],
    );
}

#[test]
fn modules_without_a_checksum() {
    told(
        r#"
//- go.mod
module example.org/app
go 1.21
require (
	example.org/whole v1.2.0
	example.org/graph v1.0.0 // indirect
	example.org/other v1.1.0
	example.org/none v1.0.0
	example.org/kept v1.0.0
	example.org/folder v1.0.0
	example.org/fork v1.0.0
	example.org/lost v1.0.0
	example.org/old v1.0.0
)
replace example.org/folder => ../folder
replace example.org/fork v1.0.0 => example.org/mine v1.0.1
replace example.org/lost => example.org/gone v1.0.1
replace example.org/old v0.9.0 => ../old
//- go.sum
example.org/fork v1.0.0 h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=
example.org/graph v1.0.0/go.mod h1:BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBA=
example.org/kept v0.8.0 h1:CCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCA=
example.org/kept v0.9.0 h1:CCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCA=
example.org/kept v1.0.0/go.mod h1:CCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCA=
example.org/mine v1.0.1 h1:DDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDA=
example.org/mine v1.0.1/go.mod h1:DDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDA=
example.org/none v0.9.0/go.mod h1:EEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEA=
example.org/other v1.0.0 h1:FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFA=
example.org/other v1.0.0/go.mod h1:FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFA=
example.org/other v1.0.1/go.mod h1:FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFA=
example.org/whole v1.2.0 h1:GGGGGGGGGGGGGGGGGGGGGGGGGGGGGGGGGGGGGGGGGGA=
example.org/whole v1.2.0/go.mod h1:GGGGGGGGGGGGGGGGGGGGGGGGGGGGGGGGGGGGGGGGGGA=
//- older/go.mod
module example.org/older
go 1.16
require example.org/a v1.0.0
//- older/go.sum
example.org/b v1.0.0 h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=
//- untidied/go.mod
module example.org/untidied
go 1.22
require example.org/a v1.0.0
"#,
        &[
            "lock-contradicted go.mod:6 example.org/other, v1.1.0, v1.0.0",
            "lock-outdated go.mod:7 example.org/none",
            "lock-outdated go.mod:11 example.org/gone",
            "lock-outdated go.mod:12 example.org/old",
        ],
    );
}

/// Checksums of a workspace lie with its members and in `go.work.sum`.
#[test]
fn modules_of_workspaces_share_checksums() {
    told(
        r#"
//- go.work
go 1.22
use (
	./a
	./b
)
replace example.org/x => ./x
//- go.work.sum
example.org/w v1.0.0 h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=
//- a/go.mod
module example.org/a
go 1.22
require example.org/w v1.0.0
require example.org/s v1.0.0
require example.org/x v1.0.0
require example.org/none v1.0.0
//- a/go.sum
example.org/t v1.0.0 h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=
//- b/go.mod
module example.org/b
go 1.22
require example.org/s v1.0.0
//- b/go.sum
example.org/s v1.0.0 h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=
//- c/go.mod
module example.org/c
go 1.22
require example.org/s v1.0.0
//- c/go.sum
example.org/t v1.0.0 h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=
"#,
        &["lock-outdated a/go.mod:6 example.org/none", "lock-outdated c/go.mod:3 example.org/s"],
    );
}

#[test]
fn locks_of_pnpm_that_copied_other_requests() {
    told(
        r#"
//- package.json
{"name": "app", "dependencies": {
 "a": "^5.0.0",
 "b": "npm:c@1.0.0"}}
//- pnpm-lock.yaml
lockfileVersion: '9.0'
importers:
  .:
    dependencies:
      a:
        specifier: ^1.0.0
        version: 1.2.0
      b:
        specifier: npm:c@1.0.0
        version: c@1.0.0
      gone:
        specifier: ^2.0.0
        version: 2.0.0
packages:
  a@1.2.0: {}
  c@1.0.0: {}
  gone@2.0.0: {}
snapshots:
  a@1.2.0: {}
  c@1.0.0: {}
  gone@2.0.0: {}
"#,
        &["lock-outdated package.json:2 a", "lock-outdated pnpm-lock.yaml:12 gone"],
    );
}

#[test]
fn requests_that_the_lock_of_uv_lacks() {
    told(
        r#"
//- pyproject.toml
[project]
name = "app"
version = "1"
dependencies = ["a>=2", "n"]
//- uv.lock
version = 1
[[package]]
name = "app"
version = "1"
source = { editable = "." }
dependencies = [{ name = "a" }]
[[package]]
name = "a"
version = "1.0"
source = { registry = "https://pypi.example.org/simple" }
"#,
        &["lock-contradicted pyproject.toml:4 a, >=2, 1.0", "lock-outdated pyproject.toml:4 n"],
    );
}

/// The marker of a locked package was read past, and each request went to every version.
#[test]
fn markers_of_poetry_tell_versions_apart() {
    check(
        r#"
//- pyproject.toml
[tool.poetry]
name = "app"
version = "1"
[tool.poetry.dependencies]
python = ">=3.7"
numpy = [{ version = "<2.0.0", python = "<3.11" }, { version = ">=2.0.0", python = ">=3.11" }]
extra-one = { version = ">=1.0", optional = true }
[tool.poetry.extras]
q = ["extra-one"]
//- poetry.lock
[[package]]
name = "numpy"
version = "1.26.4"
markers = "python_version < '3.11'"
[[package]]
name = "numpy"
version = "2.0.0"
markers = "python_version >= '3.11'"
[[package]]
name = "extra-one"
version = "1.1"
"#,
        r#"
*pkg:pypi/app@1 in ""
pkg:pypi/extra-one@1.1
pkg:pypi/numpy@1.26.4
pkg:pypi/numpy@2.0.0
app@1 -> extra-one@1.1 optional >=1.0 if extra q | poetry.lock:10 pyproject.toml:7
app@1 -> numpy@1.26.4 runtime <2.0.0 if python <3.11, python_version < '3.11' | poetry.lock:2 pyproject.toml:6
app@1 -> numpy@2.0.0 runtime >=2.0.0 if python >=3.11, python_version >= '3.11' | poetry.lock:6 pyproject.toml:6
"#,
    );
}

/// Where installed packages came from, and their checksums, stood in files that nobody read.
#[test]
fn installed_packages_say_where_they_come_from() {
    let world = World::parse(
        r#"
//- site-packages/a-1.dist-info/METADATA
Metadata-Version: 2.1
Name: a
Version: 1
//- site-packages/a-1.dist-info/direct_url.json
{"url": "https://git.example.org/a.git", "vcs_info": {"vcs": "git", "commit_id": "0123abcd"}}
//- site-packages/b-2.dist-info/METADATA
Metadata-Version: 2.1
Name: b
Version: 2
//- site-packages/b-2.dist-info/direct_url.json
{"url": "https://example.org/b-2.whl", "archive_info": {"hashes": {"md5": "d41d8cd98f00b204e9800998ecf8427e"}}}
//- node_modules/x/package.json
{"name": "x", "version": "1.0.0", "_integrity": "sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=",
 "_resolved": "https://npm.example.org/x/-/x-1.0.0.tgz"}
"#,
    );
    let (graph, _) = graph_of(&world);
    let lines = graph.packages.iter().map(|package| {
        let sums: Vec<_> = package.checksums.iter().map(|sum| &*sum.algorithm).collect();
        format!("{} {:?} {sums:?}", package.name, package.source)
    });
    assert_eq!(
        lines.collect::<Vec<_>>(),
        [
            r#"x Registry { url: Some("https://npm.example.org") } ["sha1"]"#,
            r#"a Git { url: "https://git.example.org/a.git", revision: Some("0123abcd") } []"#,
            r#"b Archive { url: "https://example.org/b-2.whl" } ["md5"]"#,
        ]
    );
}

/// Names that no ecosystem knows and checksums of no length were taken without a word.
#[test]
fn odd_names_and_checksums_are_told() {
    told(
        r#"
//- package-lock.json
{"name": "app", "lockfileVersion": 3, "packages": {"": {"name": "app"},
 "node_modules/x": {"name": "../../x", "version": "1.0.0"},
 "node_modules/y": {"version": "1.0.0", "integrity": "sha512-notbase64!!"}}}
"#,
        &[
            "checksum-malformed package-lock.json:3 y, sha512:notbase64!!",
            "package-name-odd package-lock.json:2 ../../x",
        ],
    );
}
