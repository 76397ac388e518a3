// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The forms in which a check is written.

use std::fs;

use heirloom_testkit::World;
use serde_json::Value;

use crate::program::{Program, args};

/// A program of ours that links two parts whose licenses cannot meet.
fn world() -> World {
    World::parse(
        "
        //- heirloom.toml
        [[deliveries]]
        name = \"box\"
        kind = \"binary\"
        roots = [\"app\"]

        [[components]]
        id = \"app\"
        own = true

        [[components]]
        id = \"old\"
        license = \"GPL-2.0-only\"

        [[components]]
        id = \"new\"
        license = \"Apache-2.0\"

        [[relations]]
        from = \"app\"
        to = \"old\"
        kind = \"static_link\"
        reason = \"linked in\"
        author = \"Ada\"

        [[relations]]
        from = \"app\"
        to = \"new\"
        kind = \"static_link\"
        reason = \"linked in\"
        author = \"Ada\"
        ",
    )
}

#[test]
fn several_forms_are_written_in_one_run() {
    let (program, tree) = (Program::new(), world().on_disk());
    let typed = args![
        "check",
        tree.root(),
        "--no-cache",
        "--json",
        "check.json",
        "--proofs",
        "--sarif",
        "check.sarif",
        "--junit",
        "check.xml",
    ];
    let shown = program.expect(1, typed);
    assert!(shown.contains("conflict"), "{shown}");
    let read = |name: &str| fs::read_to_string(program.home().join(name)).unwrap();
    let parsed = |name: &str| -> Value { serde_json::from_str(&read(name)).unwrap() };

    let document = parsed("check.json");
    assert_eq!(document["form"], "heirloom-check/1");
    assert_eq!(document["product"]["relations"].as_array().unwrap().len(), 2);
    assert_eq!(document["deliveries"][0]["wholes"][0]["proof"]["rule"], "readings");

    let log = parsed("check.sarif");
    let results = log["runs"][0]["results"].as_array().unwrap();
    let conflict = results.iter().find(|one| one["level"] == "error").unwrap();
    let place = &conflict["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "heirloom.toml");

    let cases = read("check.xml");
    assert!(cases.contains("<testsuite name=\"box\"") && cases.contains("<failure"), "{cases}");
}

#[test]
fn one_path_after_json_is_the_source_and_quiet_runs_print_what_was_asked_for() {
    let (program, tree) = (Program::new(), world().on_disk());
    let printed = program.expect(1, args!["check", "--no-cache", "--json", tree.root()]);
    let document: Value = serde_json::from_str(&printed).unwrap();
    assert_eq!(document["deliveries"][0]["wholes"][0].get("proof"), None);
    let printed =
        program.expect(1, args!["check", "-q", "--no-cache", tree.root(), "--sarif", "-"]);
    assert!(serde_json::from_str::<Value>(&printed).is_ok());
    let both = args!["check", tree.root(), "--sarif", "-", "--junit", "-"];
    let complaint = program.complains(2, both);
    assert!(complaint.contains("two results cannot both go to stdout"), "{complaint}");
}

#[test]
fn pages_of_checks_and_tables_stand_alone() {
    let (program, tree) = (Program::new(), world().on_disk());
    let typed = args!["check", "-q", tree.root(), "--no-cache", "--html", "check.html", "--plans"];
    program.expect(1, typed);
    program.expect(0, args!["matrix", "MPL-2.0", "--html", "matrix.html"]);
    for (name, holds) in [("check.html", "\"proof-keys\""), ("matrix.html", "MPL-2.0")] {
        let page = fs::read_to_string(program.home().join(name)).unwrap();
        assert!(page.contains("Content-Security-Policy") && page.contains(holds), "{name}");
    }
    let page = fs::read_to_string(program.home().join("check.html")).unwrap();
    assert!(page.contains("\"action\":\"drop\"") || page.contains("\"plans\":{"), "plans");
    program.complains(2, args!["check", tree.root(), "--plans"]);
}
