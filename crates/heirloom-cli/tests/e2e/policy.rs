// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Policies: as files, by name, in the configuration; tested and explained.

use std::fs;

use heirloom_testkit::World;

use crate::program::{Program, args};

/// A product that is stated: a closed program with a GPL library inside.
fn world() -> World {
    World::parse(
        r#"
        //- heirloom.toml
        [[deliveries]]
        kind = "binary"
        roots = ["app"]
        [[components]]
        id = "app"
        own = true
        license = "LicenseRef-proprietary"
        [[components]]
        id = "readline"
        license = "GPL-3.0-only"
        [[relations]]
        from = "app"
        to = "readline"
        kind = "static_link"
        reason = "in Makefile"
        author = "Jo"
        //- main.c
        int main(void) { return 0; }
        "#,
    )
}

const POLICY: &str = r#"version = 1
name = "Ours"
otherwise = "allow"
[[rule]]
id = "no-gpl"
effect = "deny"
licenses = ["GPL-*"]
relations = ["static_link"]
reason = "Closed programs link no GPL."
reference = "https://wiki.example.com/gpl"
"#;

fn with_policy(more: &str) -> (Program, heirloom_testkit::DiskWorld, std::path::PathBuf) {
    let program = Program::new();
    let file = program.home().join("policy.toml");
    fs::write(&file, format!("{POLICY}{more}")).unwrap();
    (program, world().on_disk(), file)
}

#[test]
fn a_policy_rejects_with_rule_reason_and_place() {
    let (program, tree, file) = with_policy("");
    let args = args!["check", tree.root(), "--policy", &file, "--as-of", "2026-06-15"];
    let text = program.expect(1, args);
    let parts = [
        "Policy Ours, on 2026-06-15: rejected",
        "no-gpl",
        "Closed programs link no GPL.",
        "see https://wiki.example.com/gpl",
        "app links statically readline (GPL-3.0-only)",
        "seen in heirloom.toml:",
        "heirloom policy explain ",
    ];
    for part in parts {
        assert!(text.contains(part), "{part}\n{text}");
    }
    let chinese = program.expect(
        1,
        args!["check", tree.root(), "--policy", &file, "--as-of", "2026-06-15", "--lang=zh-Hans"],
    );
    assert!(chinese.contains("策略 Ours，2026-06-15： 拒绝"), "{chinese}");
}

#[test]
fn waivers_hold_until_their_day_and_are_told_when_over_or_unused() {
    let waiver = r#"
[[waiver]]
rules = ["no-gpl"]
components = ["readline"]
reason = "Replaced in 3.0."
by = "Mara"
expires = 2026-12-31
"#;
    let (program, tree, file) = with_policy(waiver);
    let check = |day: &str, code| {
        program.expect(code, args!["check", tree.root(), "--policy", &file, "--as-of", day])
    };
    let held = check("2026-12-31", 0);
    assert!(held.contains("no-gpl waived until 2026-12-31 by Mara: Replaced in 3.0."), "{held}");
    let over = check("2027-01-01", 1);
    assert!(
        over.contains("policy.toml:12: The waiver for no-gpl (readline) by Mara ended"),
        "{over}"
    );
    program.complains(2, args!["check", tree.root(), "--as-of", "tomorrow"]);
}

#[test]
fn the_configuration_names_a_policy_and_the_command_line_wins() {
    let (program, tree, file) = with_policy("");
    let config = tree.path("heirloom.toml");
    let stated = fs::read_to_string(&config).unwrap();
    fs::write(&config, format!("policy = \"device\"\n{stated}")).unwrap();
    let text = program.expect(1, args!["check", tree.root()]);
    assert!(text.contains("Policy Device"), "{text}");
    let text = program.expect(1, args!["check", tree.root(), "--policy", &file]);
    assert!(text.contains("Policy Ours"), "{text}");
    fs::copy(&file, tree.path("house.toml")).unwrap();
    fs::write(&config, format!("policy = \"house.toml\"\n{stated}")).unwrap();
    let text = program.expect(1, args!["check", tree.root()]);
    assert!(text.contains("Policy Ours"), "{text}");
    fs::write(&config, format!("policy = \"../house.toml\"\n{stated}")).unwrap();
    program.complains(2, args!["check", tree.root()]);
    let complaint = program.complains(2, args!["check", tree.root(), "--no-config", "--policy=no"]);
    assert!(complaint.contains("open-source"), "{complaint}");
}

#[test]
fn what_asks_passes_unless_strict() {
    let program = Program::new();
    let file = program.home().join("policy.toml");
    fs::write(&file, "version = 1\notherwise = \"ask\"\n").unwrap();
    let tree = world().on_disk();
    program.expect(0, args!["check", tree.root(), "--policy", &file]);
    program.expect(1, args!["check", tree.root(), "--policy", &file, "--strict"]);
}

#[test]
fn everything_wrong_in_a_policy_is_told_with_its_line() {
    let program = Program::new();
    let file = program.home().join("policy.toml");
    let text =
        format!("{POLICY}[[rule]]\nid = \"no-gpl\"\neffect = \"forbid\"\nlicense = \"MIT\"\n");
    fs::write(&file, text).unwrap();
    let complaint = program.complains(2, args!["policy", "test", &file]);
    for part in ["policy.toml:12:", "policy.toml:13:", "policy.toml:14:", "`license` is no key"] {
        assert!(complaint.contains(part), "{part}\n{complaint}");
    }
}

#[test]
fn policies_are_listed_shown_and_tested() {
    let program = Program::new();
    let list = program.expect(0, args!["policy", "list"]);
    assert!(list.contains("device") && list.contains("saas"), "{list}");
    let device = program.expect(0, args!["policy", "show", "device"]);
    let file = program.home().join("device.toml");
    fs::write(&file, device).unwrap();
    let tested = program.expect(0, args!["policy", "test", &file]);
    assert!(tested.contains("0 failed"), "{tested}");
    program.expect(0, args!["policy", "test"]);
    let wrong = format!(
        "{POLICY}[[example]]\nname = \"all is well\"\nexpect = \"rejected\"\nrule = \"no-gpl\"\n\
         license = \"MIT\"\nrelation = \"static_link\"\n"
    );
    fs::write(&file, wrong).unwrap();
    let failed = program.expect(1, args!["policy", "test", &file]);
    assert!(failed.contains("failed: all is well (line 11)"), "{failed}");
    assert!(failed.contains("no-gpl: licenses wants GPL-*, has MIT (permissive)"), "{failed}");
}

#[test]
fn a_finding_is_explained_rule_by_rule() {
    let (program, tree, file) = with_policy(
        "[[rule]]\nid = \"later\"\neffect = \"ask\"\nwhen = \"verdict.level == 'clear'\"\nreason = \"x\"\n",
    );
    let text = program.expect(1, args!["check", tree.root(), "--policy", &file]);
    let id = text.split("policy explain ").nth(1).unwrap().split(' ').next().unwrap();
    let why = program.expect(0, args!["policy", "explain", id, tree.root(), "--policy", &file]);
    for part in [
        "app links statically readline",
        "no-gpl: decides",
        "later: does not hold: verdict.level == 'clear' (verdict.level = 'inherits_whole')",
    ] {
        assert!(why.contains(part), "{part}\n{why}");
    }
    let complaint = program.complains(2, args!["policy", "explain", "nobody", tree.root()]);
    assert!(complaint.contains("heirloom check"), "{complaint}");
}
