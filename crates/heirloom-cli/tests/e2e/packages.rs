// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Packages: the tree, the ways to one of them, and what the documents say of them.

use heirloom_testkit::World;
use serde_json::Value;

use crate::program::{Program, args};

/// An application with a library that has one of its own, and a copy that no manifest describes.
fn shop() -> heirloom_testkit::DiskWorld {
    let manifest = r#"{"name": "shop", "version": "1.0.0", "license": "MIT",
        "dependencies": {"left": "^1.0.0"}, "devDependencies": {"right": "2.x"}}"#;
    let lock = r#"{"name": "shop", "version": "1.0.0", "lockfileVersion": 3, "packages": {
        "": {"name": "shop", "version": "1.0.0", "license": "MIT",
            "dependencies": {"left": "^1.0.0"}, "devDependencies": {"right": "2.x"}},
        "node_modules/left": {"version": "1.0.4", "license": "ISC",
            "dependencies": {"deep": "~0.2.0"}},
        "node_modules/deep": {"version": "0.2.1", "license": "GPL-3.0-only"},
        "node_modules/right": {"version": "2.5.0", "dev": true, "license": "MIT"}}}"#;
    World::default()
        .with("package.json", manifest)
        .with("package-lock.json", lock)
        .with("index.js", "// SPDX-License-Identifier: Apache-2.0\n")
        .with("vendor/tiny-1.2/LICENSE", "This software is licensed under the Zlib license.\n")
        .with("vendor/tiny-1.2/tiny.c", "int tiny;\n")
        .on_disk()
}

#[test]
fn tree_shows_who_requires_whom() {
    let (program, tree) = (Program::new(), shop());
    let text = program.expect(0, args!["scan", "--tree", tree.root()]);
    for line in [
        "shop 1.0.0  MIT",
        "├── left 1.0.4  ISC",
        "│   └── deep 0.2.1  GPL-3.0-only",
        "right 2.5.0  MIT  [development]",
    ] {
        assert!(text.contains(line), "{line} in {text}");
    }
    let runtime =
        program.expect(0, args!["scan", "--tree", "--depth=1", "--scope=runtime", tree.root()]);
    assert!(runtime.contains("left 1.0.4  ISC  …") && !runtime.contains("right"), "{runtime}");
    let complaint = program.complains(2, args!["scan", "--tree", "--scope=never", tree.root()]);
    assert!(complaint.contains("known ones: runtime"), "{complaint}");
    program.complains(2, args!["scan", "--tree", "--no-packages", tree.root()]);
    program.complains(2, args!["scan", "--tree", "--json=-", tree.root()]);
}

#[test]
fn components_are_a_table_with_a_row_for_each() {
    let (program, tree) = (Program::new(), shop());
    let text = program.expect(0, args!["scan", "--components", tree.root()]);
    let rows: Vec<Vec<&str>> = text
        .lines()
        .take_while(|line| !line.is_empty())
        .map(|l| l.split_whitespace().collect())
        .collect();
    assert_eq!(rows[0][..3], ["Component", "Version", "License"]);
    assert_eq!(rows[1], ["shop", "1.0.0", "MIT", "npm", "runtime", "root", "3"]);
    assert_eq!(rows[2], ["deep", "0.2.1", "GPL-3.0-only", "npm", "runtime", "transitive"]);
    assert_eq!(rows[3], ["left", "1.0.4", "ISC", "npm", "runtime", "direct"]);
    assert_eq!(rows[4], ["right", "2.5.0", "MIT", "npm", "development", "direct"]);
    assert_eq!(rows.len(), 6, "{text}");
    let few = program.expect(
        0,
        args!["scan", "--components", "--scope=development", "--lang=zh-Hans", tree.root()],
    );
    assert_eq!(few.lines().take_while(|line| !line.is_empty()).count(), 2, "{few}");
    assert!(few.contains("开发") && few.contains("直接"), "{few}");
    let complaint =
        program.complains(2, args!["scan", "--components", "--sort=color", tree.root()]);
    assert!(complaint.contains("known keys: name"), "{complaint}");
    program.complains(2, args!["scan", "--components", "--tree", tree.root()]);
    program.complains(2, args!["scan", "--components", "--depth=1", tree.root()]);
    program.complains(2, args!["scan", "--sort=name", tree.root()]);
    program.complains(2, args!["scan", "--tree", "--sort=name", tree.root()]);
}

#[test]
fn why_shows_the_ways_and_names_that_are_like_it() {
    let (program, tree) = (Program::new(), shop());
    let text = program.expect(0, args!["why", "deep", tree.root()]);
    assert!(text.contains("shop 1.0.0  package-lock.json:2"), "{text}");
    assert!(text.contains("    └── deep 0.2.1  ~0.2.0  package-lock.json:5"), "{text}");
    for name in ["pkg:npm/deep@0.2.1", "pkg:npm/deep", "deep@0.2.1"] {
        assert_eq!(program.expect(0, args!["why", name, tree.root()]), text);
    }
    let json: Value =
        serde_json::from_str(&program.expect(0, args!["why", "--json", "deep", tree.root()]))
            .unwrap();
    assert_eq!(json["components"][0]["ways"][0]["steps"].as_array().unwrap().len(), 2);
    let complaint = program.complains(2, args!["why", "eep", tree.root()]);
    assert!(complaint.contains("like it: deep"), "{complaint}");
    program.complains(2, args!["why", "deep@9", tree.root()]);
}

#[test]
fn documents_tell_components_and_whose_files_are_whose() {
    let (program, tree) = (Program::new(), shop());
    let json: Value =
        serde_json::from_str(&program.expect(0, args!["scan", "--json", tree.root()])).unwrap();
    let components = json["components"].as_array().unwrap();
    let ids: Vec<&str> = components.iter().map(|one| one["id"].as_str().unwrap()).collect();
    assert_eq!(
        ids,
        [
            "pkg:generic/tiny@1.2",
            "pkg:npm/deep@0.2.1",
            "pkg:npm/left@1.0.4",
            "pkg:npm/right@2.5.0",
            "pkg:npm/shop@1.0.0",
        ]
    );
    let (tiny, shop) = (&components[0], &components[4]);
    assert_eq!(tiny["owner"], "third_party");
    assert_eq!(tiny["concluded"]["expression"], "Zlib");
    assert_eq!(tiny["files"], 2);
    assert_eq!(shop["declared"], "MIT");
    assert_eq!(shop["undeclared"][0], "Apache-2.0");
    let component = |path: &str| {
        let files = json["files"].as_array().unwrap();
        let file = files.iter().find(|file| file["path"] == path).unwrap();
        file["component"].clone()
    };
    assert_eq!(component("index.js"), "pkg:npm/shop@1.0.0");
    assert_eq!(component("vendor/tiny-1.2/tiny.c"), "pkg:generic/tiny@1.2");
    let csv = program.expect(0, args!["scan", "--csv", tree.root()]);
    assert!(csv.contains("dependency,pkg:npm/deep@0.2.1,runtime"), "{csv}");
    // A second run, from the cache, says the same.
    let again: Value =
        serde_json::from_str(&program.expect(0, args!["scan", "--json", tree.root()])).unwrap();
    assert_eq!(again["components"], json["components"]);
    assert_eq!(again["files"], json["files"]);
}

/// What is no machine-readable copyright file had no license at all.
#[test]
fn licenses_in_words_count_for_packages_of_debian() {
    let status = "Package: tool\nStatus: install ok installed\nVersion: 1-1\nArchitecture: all\n\n\
        Package: other\nStatus: install ok installed\nVersion: 2-1\nArchitecture: all\n";
    let copyright = "This package was debianized by somebody.\n\nLicense:\n\n\
        This program is free software; you can redistribute it and/or modify it under the terms\n\
        of the GNU General Public License as published by the Free Software Foundation; either\n\
        version 2 of the License, or (at your option) any later version.\n\n\
        On Debian systems, the text of the license is in /usr/share/common-licenses/GPL-2.\n";
    let list = "/.\n/usr\n/usr/share\n/usr/share/doc\n/usr/share/doc/tool\n/usr/share/doc/tool/copyright\n";
    let tree = World::default()
        .with("var/lib/dpkg/status", status)
        .with("var/lib/dpkg/info/tool.list", list)
        .with("usr/share/doc/tool/copyright", copyright)
        .on_disk();
    let json = Program::new().expect(0, args!["scan", "--json", tree.root()]);
    let json: Value = serde_json::from_str(&json).unwrap();
    let components = json["components"].as_array().unwrap();
    let of = |name: &str| components.iter().find(|one| one["name"] == name).unwrap();
    assert_eq!(of("tool")["concluded"]["expression"], "GPL-2.0-or-later");
    assert_eq!(of("tool")["concluded"]["reason"], "detected");
    assert_eq!(of("tool")["concluded"]["source"], "usr/share/doc/tool/copyright");
    assert_eq!(of("other")["concluded"], Value::Null);
}

#[test]
fn hostile_names_reach_no_terminal() {
    let name = "a\\u001b]0;x\\u0007\\u202e/../..";
    let lock = format!(
        "{{\"name\": \"app\", \"lockfileVersion\": 3, \"packages\": {{
        \"\": {{\"name\": \"app\", \"dependencies\": {{\"{name}\": \"\\u001b[31m\"}}}},
        \"node_modules/{name}\": {{\"version\": \"1\\u001b[2J\", \"license\": \"\\u001b[1mMIT\"}}}}}}"
    );
    let tree = World::default()
        .with("package.json", r#"{"name": "app", "version": "1.0.0"}"#)
        .with("package-lock.json", lock)
        .on_disk();
    let program = Program::new();
    let shown = program.expect(0, args!["scan", "--tree", "--color=never", tree.root()])
        + &program.expect(0, args!["scan", "--color=never", tree.root()]);
    assert!(shown.contains("<U+001B>"), "{shown}");
    assert!(!shown.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{shown:?}");
}

/// What POM files outside of the source tell, in a scan, a check and a bill; what the source does not
/// need is not listed.
#[test]
fn a_repository_outside_of_the_source_tells_what_packages_need() {
    let program = Program::new();
    let tree = World::default()
        .with(
            "pom.xml",
            "<project><groupId>o</groupId><artifactId>app</artifactId><version>1</version>
            <dependencies><dependency><groupId>x</groupId><artifactId>a</artifactId>
            <version>1.0</version></dependency></dependencies></project>",
        )
        .on_disk();
    let repository = World::default()
        .with(
            "x/a/1.0/a-1.0.pom",
            "<project><groupId>x</groupId><artifactId>a</artifactId><version>1.0</version>
            <licenses><license><name>MIT</name></license></licenses>
            <dependencies><dependency><groupId>x</groupId><artifactId>deep</artifactId>
            <version>2</version></dependency></dependencies></project>",
        )
        .with(
            "x/unused/7/unused-7.pom",
            "<project><groupId>x</groupId><artifactId>unused</artifactId><version>7</version>
            </project>",
        )
        .on_disk();
    let alone = program.expect(0, args!["scan", "--tree", tree.root()]);
    assert!(!alone.contains("x:deep"), "{alone}");
    let option = "--maven-repository";
    for _ in 0..2 {
        // Once with an empty cache, once from it.
        let told =
            program.expect(0, args!["scan", "--tree", option, repository.root(), tree.root()]);
        assert!(told.contains("x:a 1.0  MIT") && told.contains("x:deep 2"), "{told}");
        assert!(!told.contains("x:unused"), "{told}");
    }
    let why = program.expect(0, args!["why", "x:deep", option, repository.root(), tree.root()]);
    assert!(why.contains("(maven repository)/x/a/1.0/a-1.0.pom"), "{why}");
    let bill = program.expect(0, args!["bom", option, repository.root(), tree.root()]);
    assert!(bill.contains("pkg:maven/x/deep@2") && !bill.contains("unused"), "{bill}");
    let output = program.run(args!["check", "--json", option, repository.root(), tree.root()]);
    let checked = String::from_utf8(output.stdout).unwrap();
    assert!(checked.contains("pkg:maven/x/deep@2") && !checked.contains("unused"), "{checked}");
    program.complains(2, args!["scan", option, "/nowhere/at/all", tree.root()]);
}

/// As above for Go: which module needs which stands in the cache of its tool.
#[test]
fn a_module_cache_outside_of_the_source_tells_what_modules_need() {
    let program = Program::new();
    let tree = World::default()
        .with(
            "go.mod",
            "module example.org/app\ngo 1.21\nrequire example.org/a v1.0.0\n\
             require example.org/b v1.2.0 // indirect\n",
        )
        .on_disk();
    let cache = World::default()
        .with(
            "cache/download/example.org/a/@v/v1.0.0.mod",
            "module example.org/a\ngo 1.21\nrequire example.org/b v1.1.0\n",
        )
        .with("cache/download/example.org/z/@v/v1.0.0.mod", "module example.org/z\n")
        .on_disk();
    let option = "--go-modules";
    let told = program.expect(0, args!["scan", "--json=-", option, cache.root(), tree.root()]);
    assert!(told.contains("(go modules)/cache/download/example.org/a/@v/v1.0.0.mod"), "{told}");
    program.complains(2, args!["why", "example.org/z", option, cache.root(), tree.root()]);
}

/// As above for vcpkg: which version a request comes to stands in a registry alone.
#[test]
fn a_registry_of_vcpkg_outside_of_the_source_tells_versions() {
    let program = Program::new();
    let tree = World::default()
        .with("vcpkg.json", r#"{"name": "app", "version": "1.0", "dependencies": ["fmt"]}"#)
        .on_disk();
    let registry = World::default()
        .with(
            "versions/baseline.json",
            r#"{"default": {"fmt": {"baseline": "12.2.0", "port-version": 1},
            "cmake": {"baseline": "4", "port-version": 0},
            "unused": {"baseline": "7", "port-version": 0}}}"#,
        )
        .with(
            "ports/fmt/vcpkg.json",
            r#"{"name": "fmt", "version": "12.2.0", "port-version": 1, "license": "MIT",
            "dependencies": [{"name": "cmake", "host": true}]}"#,
        )
        .with("ports/unused/vcpkg.json", r#"{"name": "unused", "version": "7"}"#)
        .on_disk();
    let option = "--vcpkg-registry";
    let told = program.expect(0, args!["scan", "--tree", option, registry.root(), tree.root()]);
    assert!(told.contains("fmt 12.2.0#1  MIT") && told.contains("cmake 4"), "{told}");
    assert!(!told.contains("unused"), "{told}");
    let empty = World::default().with("a.txt", "nothing").on_disk();
    let told = program.expect(0, args!["scan", "--json=-", option, registry.root(), empty.root()]);
    assert!(!told.contains("pkg:vcpkg/"), "{told}");
}

/// A program of Go that names one module: an ELF file with the section that its linker writes.
fn go_program() -> Vec<u8> {
    let around = "#".repeat(16);
    let modules = format!(
        "{around}mod\texample.org/tool\tv1.0.0\t\ndep\texample.org/a\tv1.2.3\th1:aa=\n{around}"
    );
    let mut section = b"\xff Go buildinf:\x08\x02".to_vec();
    section.resize(32, 0);
    for text in ["go1.22.5", &modules] {
        section.push(u8::try_from(text.len()).unwrap());
        section.extend(text.as_bytes());
    }
    let names = b"\0.go.buildinfo\0";
    let table = 64 + section.len() + names.len();
    let mut bytes = b"\x7fELF\x02\x01".to_vec();
    bytes.resize(0x28, 0);
    bytes.extend((table as u64).to_le_bytes());
    bytes.resize(0x3a, 0);
    bytes.extend([64, 0, 2, 0, 1, 0]);
    bytes.extend(&section);
    bytes.extend(names);
    for (name, start, size) in [(1_u32, 64, section.len()), (0, 64 + section.len(), names.len())] {
        bytes.extend(name.to_le_bytes());
        bytes.extend([0; 20]);
        bytes.extend((start as u64).to_le_bytes());
        bytes.extend((size as u64).to_le_bytes());
        bytes.extend([0; 24]);
    }
    bytes
}

/// What a program is called says nothing: it is known by its contents, and the cache keeps that.
#[test]
fn programs_tell_their_modules_from_the_cache_too() {
    let program = Program::new();
    let tree = World::default().with("bin/tool", go_program()).with("a.txt", "text").on_disk();
    let told = program.expect(0, args!["scan", "--json=-", tree.root()]);
    assert!(told.contains("pkg:golang/example.org/a@v1.2.3"), "{told}");
    assert!(told.contains("pkg:golang/stdlib@1.22.5"), "{told}");
    assert_eq!(program.expect(0, args!["scan", "--json=-", tree.root()]), told);
    let checked = program.run(args!["check", "--json", tree.root()]);
    let checked = String::from_utf8(checked.stdout).unwrap();
    assert!(checked.contains("pkg:golang/example.org/a@v1.2.3"), "{checked}");
    let none = program.expect(0, args!["scan", "--json=-", "--no-packages", tree.root()]);
    assert!(!none.contains("golang"), "{none}");
}

/// A manifest of Kubernetes beside a package took the files of the folder, as its type comes first.
#[test]
fn files_belong_to_the_package_that_holds_a_program() {
    let pod = "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - image: nginx:1\n";
    let tree = World::default()
        .with("package.json", r#"{"name": "app", "version": "1.0.0", "license": "MIT"}"#)
        .with("pod.yaml", pod)
        .with("index.js", "let a = 1;\n")
        .on_disk();
    let told = Program::new().expect(0, args!["scan", "--json=-", tree.root()]);
    let told: Value = serde_json::from_str(&told).unwrap();
    let components = told["components"].as_array().unwrap();
    let n_files = |id: &str| {
        let found = components.iter().find(|one| one["id"] == id);
        found.unwrap_or_else(|| panic!("{id} in {told}"))["files"].as_u64()
    };
    assert_eq!(n_files("pkg:npm/app@1.0.0"), Some(3));
    assert_eq!(n_files("kubernetes:/."), Some(0));
}
