// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! A configuration to start from.

use std::fs;

use heirloom_testkit::World;

use crate::program::{Program, args};

fn world() -> World {
    World::parse(
        r#"
        //- package.json
        {"name": "app", "version": "1.0.0", "license": "MIT", "dependencies": {"dep": "1.0.0"}}
        //- package-lock.json
        {"name": "app", "version": "1.0.0", "lockfileVersion": 3, "packages": {
          "": {"name": "app", "version": "1.0.0", "license": "MIT", "dependencies": {"dep": "1.0.0"}},
          "node_modules/dep": {"version": "1.0.0", "license": "GPL-3.0-only"}
        }}
        //- index.js
        require("dep");
        "#,
    )
}

#[test]
fn what_is_written_is_read_and_changes_the_delivery_alone() {
    let (program, tree) = (Program::new(), world().on_disk());
    let bare = |more: &[&str]| {
        let mut typed = vec!["check".as_ref(), tree.root().as_os_str(), "--json".as_ref()];
        typed.extend(more.iter().map(std::ffi::OsStr::new));
        let output = program.run(&typed);
        String::from_utf8(output.stdout).unwrap()
    };
    let before = bare(&["--delivery", "binary", "--policy=default", "--as-of=2026-06-15"]);
    program
        .expect(0, args!["init", tree.root(), "--delivery", "binary", "--author", "Jo \"J\" Doe"]);
    let written = fs::read_to_string(tree.path("heirloom.toml")).unwrap();
    for part in [
        "policy = \"default\"",
        "kind = \"binary\"",
        "author = \"Jo \\\"J\\\" Doe\"",
        "# roots = [\"pkg:npm/app@1.0.0\"]",
        "# [[relations]]",
        "# reason = \"\"",
    ] {
        assert!(written.contains(part), "{part}\n{written}");
    }
    let after = bare(&["--as-of=2026-06-15"]);
    let plain = |text: &str| {
        let lines = text.lines().filter(|line| !line.contains("assumed"));
        lines.collect::<Vec<_>>().join("\n")
    };
    assert_eq!(plain(&before), plain(&after));
}

#[test]
fn every_question_can_be_filled_in() {
    let (program, tree) = (Program::new(), world().on_disk());
    program.expect(0, args!["init", tree.root(), "--yes"]);
    let written = fs::read_to_string(tree.path("heirloom.toml")).unwrap();
    let questions = written.find("# What nobody knows").expect("a GPL library leaves questions");
    let answered: String = written[questions..]
        .lines()
        .map(|line| {
            let is_key = |(key, _): (&str, &str)| {
                key.strip_prefix("# ")
                    .is_some_and(|key| key.bytes().all(|byte| byte.is_ascii_lowercase()))
            };
            let is_statement =
                line.starts_with("# [[") || line.split_once(" = ").is_some_and(is_key);
            let line = if is_statement { &line[2..] } else { line };
            let license = line.replace("license = \"\"", "license = \"MIT\"");
            format!("{}\n", license.replace("= \"\"", "= \"Jo\""))
        })
        .collect();
    fs::write(tree.path("heirloom.toml"), format!("{}{answered}", &written[..questions])).unwrap();
    let output = program.run(args!["check", tree.root()]);
    assert!(
        matches!(output.status.code(), Some(0 | 1)),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
fn nothing_is_written_over_and_nobody_is_asked_without_a_terminal() {
    let (program, tree) = (Program::new(), world().on_disk());
    let nobody = program.complains(2, args!["init", tree.root()]);
    assert!(nobody.contains("--yes"), "{nobody}");
    program.expect(0, args!["init", tree.root(), "--yes", "--lang=zh-Hans"]);
    let written = fs::read_to_string(tree.path("heirloom.toml")).unwrap();
    assert!(written.contains("策略"), "{written}");
    let there = program.complains(2, args!["init", tree.root(), "--yes"]);
    assert!(there.contains("--force"), "{there}");
    program.expect(0, args!["init", tree.root(), "--delivery=device", "--locked=yes", "--force"]);
    let written = fs::read_to_string(tree.path("heirloom.toml")).unwrap();
    assert!(written.contains("locked = \"yes\"") && written.contains("policy = \"device\""));
    let shown = program.expect(0, args!["init", tree.root(), "--yes", "--output", "-"]);
    assert!(shown.contains("kind = \"binary\""), "{shown}");
    program
        .complains(2, args!["init", tree.root(), "--force", "--delivery=device", "--locked=maybe"]);
    let unknown = program.complains(2, args!["init", tree.root(), "--force", "--own", "nobody"]);
    assert!(unknown.contains("no component of this tree"), "{unknown}");
}

#[test]
fn what_is_ours_can_be_said() {
    let (program, tree) = (Program::new(), world().on_disk());
    program.expect(0, args!["init", tree.root(), "--yes", "--not-own", "pkg:npm/app@1.0.0"]);
    let written = fs::read_to_string(tree.path("heirloom.toml")).unwrap();
    assert!(written.contains("id = \"pkg:npm/app@1.0.0\"\nown = false"), "{written}");
}
