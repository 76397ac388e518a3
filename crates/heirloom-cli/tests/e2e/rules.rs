// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Rule packs from files to reports.

use heirloom_testkit::{DiskWorld, World};

use crate::program::{Program, args};

fn rules() -> DiskWorld {
    World::parse(
        r#"
        //- own.toml
        [[license]]
        id = "LicenseRef-Harbor"

        [[rule]]
        id = "harbor-notice"
        expression = "LicenseRef-Harbor"
        kind = "notice"
        text = "may be used by every sailor of the harbor in fair weather"

        [[sample]]
        text = "This file may be used by every sailor of the harbor in fair weather."
        expect = ["LicenseRef-Harbor"]
        //- scancode/harbor.LICENSE
        ---
        key: harbor
        short_name: Harbor
        name: Harbor License
        spdx_license_key: LicenseRef-scancode-harbor
        ---

        The harbor master lets you tie up, untie and carry cargo as long as the flag is up.
        //- scancode/harbor_1.RULE
        ---
        license_expression: harbor
        is_license_notice: yes
        relevance: 100
        ---

        cargo carried with the consent of the harbor master
        "#,
    )
    .on_disk()
}

fn tree() -> DiskWorld {
    World::default()
        .with("own.c", "// may be used by every sailor of the harbor in fair weather\n")
        .with("theirs.c", "// cargo carried with the consent of the harbor master\n")
        .on_disk()
}

#[test]
fn packs_are_added_used_and_removed() {
    let (program, rules, tree) = (Program::new(), rules(), tree());
    let scan = |rules: &str| {
        let lines = program.expect(0, args!["scan", "--jsonl", tree.root(), "--rules", rules]);
        (lines.contains(r#"["LicenseRef-Harbor"]"#), lines.contains("LicenseRef-scancode-harbor"))
    };
    program.expect(0, args!["rules", "add", &rules.path("own.toml"), "--name", "own"]);
    program.expect(0, args!["rules", "add", &rules.path("scancode"), "--pack-version", "7"]);
    let list = program.expect(0, args!["rules", "list"]);
    assert!(list.contains("own ") && list.contains("scancode 7  2 rules, CC-BY-4.0"), "{list}");
    assert!(list.contains("nexB"), "{list}");
    assert!(scan("own").0 && scan("scancode").1);
    assert_eq!(scan("built-in"), (false, false));
    let several = program.complains(2, args!["scan", tree.root()]);
    assert!(several.contains("choose with `--rules`: built-in, own, scancode"), "{several}");

    program.expect(0, args!["rules", "remove", "scancode"]);
    let only = program.expect(0, args!["scan", "--jsonl", tree.root()]);
    assert!(only.contains(r#"["LicenseRef-Harbor"]"#), "the only pack is used: {only}");
    let unknown = program.complains(2, args!["scan", tree.root(), "--rules", "scancode"]);
    assert!(unknown.contains("failed to find the rule pack `scancode`"), "{unknown}");
}

#[test]
fn samples_are_tried() {
    let (program, rules) = (Program::new(), rules());
    let tried = program.expect(0, args!["rules", "test", &rules.path("own.toml")]);
    assert!(tried.contains("1 rules, 1 samples, 0 failed"), "{tried}");
    let text = std::fs::read_to_string(rules.path("own.toml")).unwrap();
    std::fs::write(rules.path("own.toml"), text.replace("fair weather.\"", "foul.\"")).unwrap();
    let tried = program.expect(1, args!["rules", "test", &rules.path("own.toml")]);
    assert!(tried.contains("1 failed"), "{tried}");
}

#[test]
fn rule_files_that_are_wrong_are_named() {
    let program = Program::new();
    let rules = World::default().with("a.toml", "[[rule]]\nid = 1\n").with("b.txt", "").on_disk();
    let complaint = program.complains(2, args!["rules", "add", &rules.path("a.toml")]);
    assert!(complaint.contains("failed to read rule file a.toml"), "{complaint}");
    let complaint = program.complains(2, args!["rules", "add", &rules.path("b.txt")]);
    assert!(complaint.contains("failed to find rule files"), "{complaint}");
}

#[test]
fn built_in_rules_know_the_spdx_list() {
    let program = Program::new();
    let tree = World::default()
        .with("a.c", "// Licensed under the Apache License, Version 2.0.\n")
        .with("b.c", "// SPDX-License-Identifier: MIT\n")
        .on_disk();
    let lines = program.expect(0, args!["scan", "--jsonl", tree.root()]);
    assert!(lines.contains("Apache-2.0") && lines.contains("MIT"), "{lines}");
}

/// One byte of a pack on disk changed: `rules list` says so and names the pack.
#[test]
fn a_damaged_pack_is_named() {
    let (program, rules) = (Program::new(), rules());
    program.expect(0, args!["rules", "add", &rules.path("own.toml"), "--name", "own"]);
    let packs = std::fs::read_dir(program.home().join("rules")).unwrap();
    let is_index = |path: &std::path::PathBuf| path.extension().is_some_and(|end| end == "index");
    let index = packs.map(|entry| entry.unwrap().path()).find(is_index).unwrap();
    let mut bytes = std::fs::read(&index).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&index, &bytes).unwrap();
    let complaint = program.complains(2, args!["rules", "list"]);
    assert!(complaint.contains("rule pack `own`: its index is damaged"), "{complaint}");
    std::fs::write(&index, &bytes[..middle]).unwrap();
    let complaint = program.complains(2, args!["scan", "--rules", "own", rules.root()]);
    assert!(complaint.contains("its index has another size"), "{complaint}");
    assert!(complaint.contains("heirloom rules remove own"), "{complaint}");
}
