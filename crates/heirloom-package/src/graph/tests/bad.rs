// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Bad input, a case each: damage is told with its line, and the rest is complete.

use heirloom_model::ProblemCode;
use heirloom_testkit::World;

use super::{GraphLimits, Problem, TreePath, dump, graph_of, read, resolve};

/// What one file comes to: the lines of the graph, and its problems as `code:line`.
fn of_bytes(name: &str, bytes: &[u8]) -> (String, Vec<String>) {
    let limits = GraphLimits::standard();
    let path = TreePath::parse(name.as_bytes()).unwrap();
    let (facts, problems) = read(&path, bytes, &limits);
    let files: Vec<_> = facts.map(|facts| (path, facts)).into_iter().collect();
    let graph = resolve(&files, &limits);
    let told = |p: &Problem| format!("{}:{}", p.code.as_str(), p.line.unwrap_or(0));
    (dump(&graph, &[]), problems.iter().map(told).collect())
}

/// Reads one file; all of `expect` must be packages, and `problem` be told first.
#[track_caller]
fn check(name: &str, text: &str, expect: &[&str], problem: &str) {
    let (graph, problems) = of_bytes(name, text.as_bytes());
    for package in expect {
        assert!(graph.lines().any(|line| line.starts_with(package)), "{package} not in {graph}");
    }
    assert_eq!(problems.first().map(String::as_str).unwrap_or_default(), problem, "{graph}");
}

#[test]
fn cut_off_locks_give_what_came_before() {
    check(
        "package-lock.json",
        "{\"lockfileVersion\": 3, \"packages\": {\n\"node_modules/a\": {\"version\": \"1.0.0\"},\n\"node_modules/b\": {\"vers",
        &["pkg:npm/a@1.0.0", "pkg:npm/b"],
        "manifest-damaged:3",
    );
    check(
        "pnpm-lock.yaml",
        "lockfileVersion: '9.0'\npackages:\n  a@1.0.0:\n    resolution: {integrity: sha512-A}\n  b@1.0.0:\n    resolution: {inte",
        &["pkg:npm/a@1.0.0"],
        "manifest-damaged:6",
    );
    check(
        "Cargo.lock",
        "version = 4\n[[package]]\nname = \"a\"\nversion = \"1.0.0\"\nsource = \"registry+https://x\"\n[[package]]\nname = \"b",
        &["pkg:cargo/a@1.0.0"],
        "manifest-damaged:7",
    );
    check(
        "composer.lock",
        "{\"packages\": [{\"name\": \"a/b\", \"version\": \"1.0\"},\n{\"name\": \"c/d\", \"ver",
        &["pkg:composer/a/b@1.0"],
        "manifest-damaged:2",
    );
    check(
        "pom.xml",
        "<project><groupId>g</groupId><artifactId>a</artifactId><version>1</version>\n<dependencies><dependency><groupId>h</groupId><artifactId>b</artifactId><version>2</version></dependency>\n<dependency><groupId>x",
        &["*pkg:maven/g/a@1", "pkg:maven/h/b@2"],
        "manifest-damaged:3",
    );
}

#[test]
fn contradictory_locks_are_told() {
    let (graph, problems) = graph_of(&World::parse(
        r#"
        //- package.json
        {"name": "app", "dependencies": {
          "a": "^2.0.0",
          "gone": "1"}}
        //- package-lock.json
        {"lockfileVersion": 3, "packages": {"": {"name": "app", "dependencies": {"a": "^1.0.0"}},
         "node_modules/a": {"version": "1.0.0", "dependencies": {
           "missing": "1"}},
         "node_modules/a": {"version": "1.0.1", "dependencies": {
           "missing": "1"}}}}
        "#,
    ));
    let lines = dump(&graph, &problems);
    // Of repeated keys the last counts for those who look it up; both stand in the file.
    assert!(lines.contains("pkg:npm/a@1.0.1"), "{lines}");
    assert!(lines.contains("! lock-outdated package.json:3 gone"), "{lines}");
    assert!(lines.contains("! package-unknown package-lock.json:3 missing"), "{lines}");
}

/// The problems of a world that the graph tells.
#[track_caller]
fn check_problems(fixture: &str, expect: &[&str]) {
    let (graph, _) = graph_of(&World::parse(fixture));
    let lines = dump(&graph, &[]);
    let told: Vec<&str> = lines.lines().filter_map(|line| line.strip_prefix("! ")).collect();
    assert_eq!(told, expect, "{lines}");
}

#[test]
fn locks_that_requests_do_not_allow_are_told() {
    check_problems(
        r#"
//- package.json
{"name": "app", "dependencies": {"a": "^1.0.0",
 "b": "^1.0.0", "peer": "^1.0.0"}, "overrides": {"b": "3.0.0"}}
//- package-lock.json
{"lockfileVersion": 3, "packages": {
 "": {"name": "app", "dependencies": {"a": "^1.0.0", "b": "^1.0.0"}, "peerDependencies": {"peer": "^1"}},
 "node_modules/a": {"version": "3.0.0"}, "node_modules/b": {"version": "3.0.0"}, "node_modules/peer": {"version": "2.0.0"}}}
"#,
        &["lock-contradicted package.json:1 a, ^1.0.0, 3.0.0"],
    );
    check_problems(
        r#"
//- Cargo.toml
[package]
name = "app"
version = "1.0.0"
[dependencies]
serde = "1"
//- Cargo.lock
version = 4
[[package]]
name = "app"
version = "0.9.0"
dependencies = ["serde"]
[[package]]
name = "serde"
version = "2.0.0"
source = "registry+https://github.com/rust-lang/crates-index"
checksum = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
[[package]]
name = "serde"
version = "2.0.0"
source = "registry+https://github.com/rust-lang/crates-index"
checksum = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
"#,
        &[
            "checksum-contradicted Cargo.lock:7 serde 2.0.0",
            "lock-contradicted Cargo.toml:2 app, 1.0.0, 0.9.0",
            "lock-contradicted Cargo.toml:5 serde, 1, 2.0.0",
            "lock-repeated Cargo.lock:12 serde 2.0.0",
        ],
    );
}

#[test]
fn locks_of_scripts_that_requests_do_not_allow_are_told() {
    check_problems(
        r#"
//- composer.json
{"name": "a/app", "require": {"b/c": "^2"}}
//- composer.lock
{"packages": [{"name": "b/c", "version": "1.0.0"},
 {"name": "b/c", "version": "1.1.0"}]}
"#,
        &["lock-repeated composer.lock:2 b/c 1.1.0"],
    );
    check_problems(
        r#"
//- composer.json
{"name": "a/app", "require": {"b/c": "^2"}}
//- composer.lock
{"packages": [{"name": "b/c", "version": "v1.0.0"}]}
"#,
        &["lock-contradicted composer.json:1 b/c, ^2, v1.0.0"],
    );
    check_problems(
        r#"
//- pnpm-lock.yaml
lockfileVersion: '9.0'
importers:
  .:
    dependencies:
      a:
        specifier: ^5.0.0
        version: 5.1.0
packages:
  a@5.1.0:
    resolution: {integrity: sha512-A}
snapshots:
  a@5.1.0: {}
//- package.json
{"name": "app", "dependencies": {"a": "^1.0.0"}}
"#,
        &["lock-outdated package.json:1 a"],
    );
    check_problems(
        r#"
//- pyproject.toml
[project]
name = "app"
version = "1"
dependencies = ["a>=2", "c>=9"]
[tool.uv]
override-dependencies = ["c==1"]
//- uv.lock
version = 1
[[package]]
name = "app"
version = "1"
source = { virtual = "." }
dependencies = [{ name = "a" }, { name = "c" }]
[[package]]
name = "a"
version = "1.0"
source = { registry = "https://example.org/simple" }
[[package]]
name = "c"
version = "1.0"
source = { registry = "https://example.org/simple" }
"#,
        &["lock-contradicted pyproject.toml:4 a, >=2, 1.0"],
    );
    check_problems(
        r#"
//- Gemfile.lock
GEM
  remote: https://rubygems.org/
  specs:
    a (6.0.0)
      b (~> 7)
    b (6.0.0)

DEPENDENCIES
  a
"#,
        &["lock-contradicted Gemfile.lock:5 b, ~> 7, 6.0.0"],
    );
}

#[test]
fn bombs_and_entities_are_not_expanded() {
    let levels = (1..40).map(|level| {
        let inner = level - 1;
        format!("a{level}: &a{level} [*a{inner}, *a{inner}, *a{inner}]\n")
    });
    let bomb = "a0: &a0 [x, x]\n".to_owned() + &levels.collect::<String>();
    let lock = bomb
        + "lockfileVersion: '9.0'\npackages:\n  b@1.0.0:\n    resolution: {integrity: sha512-A}\n";
    check("pnpm-lock.yaml", &lock, &["pkg:npm/b@1.0.0"], "manifest-damaged:10");
    let pom = "<!DOCTYPE p [<!ENTITY a 'xxxxxxxx'><!ENTITY b '&a;&a;&a;&a;'><!ENTITY c SYSTEM 'file:///etc/passwd'>]>
        <project><groupId>g</groupId><artifactId>a</artifactId><version>&b;&c;</version>
        <dependencies><dependency><groupId>h</groupId><artifactId>b</artifactId><version>2</version></dependency></dependencies></project>";
    let (graph, problems) = of_bytes("pom.xml", pom.as_bytes());
    assert!(graph.contains("pkg:maven/h/b@2"), "{graph}");
    assert!(graph.contains("*pkg:maven/g/a in"), "{graph}");
    assert_eq!(problems, ["manifest-damaged:2"]);
    assert!(!graph.contains("xxxx") && !graph.contains("root:"), "{graph}");
}

#[test]
fn deep_files_give_what_came_before() {
    let deep = "[".repeat(10_000);
    let lock = format!(
        "{{\"lockfileVersion\": 3, \"packages\": {{\"node_modules/a\": {{\"version\": \"1.0.0\"}}}},\n\"x\": {deep}"
    );
    check("package-lock.json", &lock, &["pkg:npm/a@1.0.0"], "manifest-damaged:2");
    let lock = format!("[[package]]\nname = \"a\"\nversion = \"1\"\n[x]\ny = {deep}");
    check("poetry.lock", &lock, &["pkg:pypi/a@1"], "manifest-damaged:5");
    let lock = format!("lockfileVersion: '9.0'\npackages:\n  a@1.0.0: {{}}\nx: {deep}");
    check("pnpm-lock.yaml", &lock, &["pkg:npm/a@1.0.0"], "manifest-damaged:4");
}

#[test]
fn repeated_keys_leave_the_rest() {
    let lock = "[[package]]\nname = \"a\"\nversion = \"1\"\nversion = \"2\"\n[[package]]\nname = \"b\"\nversion = \"1\"\n";
    check("poetry.lock", lock, &["pkg:pypi/a@", "pkg:pypi/b@1"], "manifest-damaged:4");
    let lock = "{\"packages\": [], \"packages\": [{\"name\": \"a/b\", \"version\": \"1\"}]}";
    check("composer.lock", lock, &["pkg:composer/a/b@1"], "manifest-damaged:1");
    let pubspec = "name: a\ndependencies:\n  b: 1.0.0\n  b: 2.0.0\n";
    check("pubspec.yaml", pubspec, &["*pkg:pub/a"], "manifest-damaged:4");
}

#[test]
fn circles_of_workspaces_parents_includes_and_edges_end() {
    let (graph, problems) = graph_of(&World::parse(
        r#"
        //- Cargo.toml
        [workspace]
        members = ["a", "b", "."]
        [package]
        name = "root"
        version = "1.0.0"
        [dependencies]
        a = { path = "a" }
        //- a/Cargo.toml
        [package]
        name = "a"
        version = "1.0.0"
        workspace = "../b"
        [dependencies]
        b = { path = "../b" }
        //- b/Cargo.toml
        [package]
        name = "b"
        version = "1.0.0"
        workspace = "../a"
        [dependencies]
        a = { path = "../a" }
        root = { path = ".." }
        //- n/package.json
        {"name": "n", "workspaces": [".", "./x", "../n"], "dependencies": {"x": "*"}}
        //- n/x/package.json
        {"name": "x", "workspaces": [".."], "dependencies": {"n": "*"}}
        //- m/pom.xml
        <project><parent><groupId>g</groupId><artifactId>i</artifactId><version>1</version><relativePath>i</relativePath></parent><groupId>g</groupId><artifactId>m</artifactId><version>1</version><modules><module>i</module><module>.</module></modules></project>
        //- m/i/pom.xml
        <project><parent><groupId>g</groupId><artifactId>m</artifactId><version>1</version></parent><groupId>g</groupId><artifactId>i</artifactId><version>1</version><modules><module>..</module></modules></project>
        //- p/requirements.txt
        -r requirements-dev.txt
        a==1
        //- p/requirements-dev.txt
        -r requirements.txt
        -c requirements-dev.txt
        b==1
        //- g/go.mod
        module example.org/g
        go 1.22
        require example.org/h v0.0.0
        replace example.org/h => ../h
        //- h/go.mod
        module example.org/h
        go 1.22
        require example.org/g v0.0.0
        replace example.org/g => ../g
        "#,
    ));
    let lines = dump(&graph, &problems);
    for edge in [
        "a@1.0.0 -> b@1.0.0",
        "b@1.0.0 -> a@1.0.0",
        "b@1.0.0 -> root@1.0.0",
        "x@? -> n@?",
        "example.org/g@? -> example.org/h@?",
        "example.org/h@? -> example.org/g@?",
    ] {
        assert!(lines.contains(edge), "{edge} not in {lines}");
    }
    assert!(lines.contains("pkg:pypi/b@1"), "{lines}");
    let last = graph.packages.len() as u32 - 1;
    graph.paths_to(heirloom_model::PackageIndex(last));
}

#[test]
fn hostile_names_stay_data() {
    let name = "../..\u{1b}[31m\u{202e}%2f@?#";
    let text = format!(
        "{{\"lockfileVersion\": 3, \"packages\": {{\"node_modules/{n}\": {{\"name\": \"{n}\", \"version\": \"1/../{n}\", \"license\": \"{n}\"}}, \"node_modules/b\": {{\"version\": \"1.0.0\"}}}}}}",
        n = name.replace('\u{1b}', "\\u001b")
    );
    let (facts, _) = read(
        &TreePath::parse(b"package-lock.json").unwrap(),
        text.as_bytes(),
        &GraphLimits::standard(),
    );
    let files = [(TreePath::parse(b"package-lock.json").unwrap(), facts.unwrap())];
    let graph = resolve(&files, &GraphLimits::standard());
    assert!(graph.packages.iter().any(|package| package.id.as_str() == "pkg:npm/b@1.0.0"));
    for package in &graph.packages {
        let id = package.id.as_str();
        assert!(!id.contains(['\u{1b}', '\u{202e}']), "{id:?}");
        assert!(package.folder.as_ref().is_none_or(|folder| !folder.to_string().contains("..")));
    }
}

#[test]
fn odd_encodings_are_read_and_told() {
    let text = "{\"lockfileVersion\": 3, \"packages\": {\"node_modules/a\": {\"version\": \"1.0.0\",\n \"description\": \"中文说明文字，作者张三\"}}}";
    let utf16: Vec<u8> =
        [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let (graph, problems) = of_bytes("package-lock.json", &utf16);
    assert!(graph.contains("pkg:npm/a@1.0.0") && problems.is_empty(), "{graph} {problems:?}");
    let (gb18030, _, _) = encoding_rs::GB18030.encode(text);
    let (graph, problems) = of_bytes("package-lock.json", &gb18030);
    assert!(graph.contains("pkg:npm/a@1.0.0"), "{graph}");
    assert_eq!(problems, [format!("{}:0", ProblemCode::ENCODING_BROKEN.as_str())]);
    let latin1 = b"Package: a\nVersion: 1\nStatus: install ok installed\nMaintainer: Jos\xe9\n\nPackage: b\nVersion: 2\nStatus: install ok installed\n";
    let (graph, problems) = of_bytes("var/lib/dpkg/status", latin1);
    assert!(graph.contains("pkg:deb/a@1") && graph.contains("pkg:deb/b@2"), "{graph}");
    assert_eq!(problems.len(), 1);
}

#[test]
fn corrupt_databases_are_told() {
    for (name, magic) in [
        ("var/lib/rpm/rpmdb.sqlite", &b"SQLite format 3\0\x10\x00\x01\x01"[..]),
        ("var/lib/rpm/Packages.db", b"RpmP\0\0\0\0\x01\0\0\0"),
        ("var/lib/rpm/Packages", b"\0\0\0\0\0\0\0\0\0\0\0\0\x61\x15\x06\0\x08\0\0\0"),
    ] {
        for n_more in [0, 100, 5_000, 100_000] {
            let bytes = [magic, &vec![0xa5; n_more]].concat();
            let (graph, problems) = of_bytes(name, &bytes);
            assert!(!graph.contains("pkg:rpm"), "{name} {graph}");
            assert!(!problems.is_empty(), "{name} with {n_more} bytes more");
        }
    }
}

/// Each requirement was once compared with all before it. So many would take longer than the runner
/// of tests waits; by their hashes they take seconds.
#[test]
fn many_requirements_of_setup_cfg_are_read() {
    const N: usize = 400_000;
    let names: String = (0..N).map(|at| format!("  package{at:06}\n")).collect();
    let text = format!("[metadata]\nname = a\n[options]\ninstall_requires =\n{names}{names}");
    let path = TreePath::parse(b"setup.cfg").unwrap();
    let (facts, problems) = read(&path, text.as_bytes(), &GraphLimits::standard());
    assert_eq!(problems, []);
    assert_eq!(facts.unwrap().packages[0].requirements.len(), N);
}
