// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Remedy plans: found, tried by hand, priced, refused.

use heirloom_testkit::World;

use crate::program::{Program, args};

/// A closed program with a GPL library inside and an LGPL one.
fn world(more: &str) -> World {
    World::default().with("main.c", "int main(void) { return 0; }\n").with(
        "heirloom.toml",
        format!(
            r#"
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
[[components]]
id = "libelf"
license = "LGPL-2.1-only"
[[relations]]
from = "app"
to = "readline"
kind = "static_link"
[[relations]]
from = "app"
to = "libelf"
kind = "static_link"
{more}"#
        ),
    )
}

#[test]
fn plans_come_cheapest_first_with_what_they_change_and_leave_open() {
    let (program, tree) = (Program::new(), world("").on_disk());
    program.expect(1, args!["check", tree.root()]);
    let text = program.expect(0, args!["plan", tree.root()]);
    for part in [
        "Misses the goal",
        "app  (binary)  inherited by the whole",
        "no plan costs less",
        "app static_link→",
        "→ ",
        "remains (",
        "heirloom plan --what-if",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    let chinese = program.expect(0, args!["plan", tree.root(), "--lang=zh-Hant"]);
    assert!(chinese.contains("未達目標") && chinese.contains("方案 1"), "{chinese}");
    let json = program.expect(0, args!["plan", tree.root(), "--json"]);
    assert!(json.contains(r#""form": "heirloom-plan/1""#), "{json}");
    assert!(json.contains(r#""minimal": true"#), "{json}");
    assert_eq!(json, program.expect(0, args!["plan", "--json", tree.root()]));
    let page = program.home().join("plans.html");
    let shown = program.expect(0, args!["plan", tree.root(), "--html", page.as_path()]);
    assert_eq!(shown, text);
    let page = std::fs::read_to_string(page).unwrap();
    assert!(page.contains("Content-Security-Policy") && page.contains(r#""plans":{"#), "{page}");
}

#[test]
fn edits_are_tried_by_hand() {
    let (program, tree) = (Program::new(), world("").on_disk());
    let what_if = |edits: &[&str], code| {
        let mut typed = vec!["plan".as_ref(), tree.root().as_os_str()];
        for edit in edits {
            typed.extend(["--what-if".as_ref(), std::ffi::OsStr::new(*edit)]);
        }
        program.expect(code, &typed)
    };
    let one = what_if(&["app static_link->exec readline"], 1);
    assert!(one.contains("Then 1 whole still misses the goal."), "{one}");
    let both =
        what_if(&["app static_link→exec readline", "app static_link→dynamic_link libelf"], 0);
    assert!(both.contains("Then every whole meets the goal."), "{both}");
    let wrong = program.complains(
        2,
        args![
            "plan",
            tree.root(),
            "--what-if=app static_link→teleport readline",
            "--what-if=app static_link→exec nothing"
        ],
    );
    assert!(wrong.contains("no edit is called `teleport`"), "{wrong}");
    assert!(wrong.contains("no component of the product is called `nothing`"), "{wrong}");
}

#[test]
fn costs_and_offers_decide_which_plan_is_cheapest() {
    let offers = r#"
[costs]
replace = 1
obtain = 2
[[offers]]
component = "readline"
by = "libedit"
license = "BSD-3-Clause"
reason = "does what we need"
author = "Jo"
[[offers]]
component = "libelf"
license = "LicenseRef-commercial"
"#;
    let (program, tree) = (Program::new(), world(offers).on_disk());
    let text = program.expect(0, args!["plan", tree.root(), "--plans", "1"]);
    assert!(text.contains("app uses libedit (BSD-3-Clause) in place of readline"), "{text}");
    let dear = program.expect(0, args!["plan", tree.root(), "--plans=1", "--cost=replace=900"]);
    assert!(!dear.contains("libedit"), "{dear}");
    program.complains(2, args!["plan", tree.root(), "--cost", "wishing=3"]);
    program.complains(2, args!["plan", tree.root(), "--most", "heaven"]);
    let wrong = world("[costs]\nwishing = 3\n[[offers]]\ncomponent = \"x\"\n").on_disk();
    let complaint = program.complains(2, args!["plan", wrong.root()]);
    assert!(complaint.contains("`wishing` is no edit"), "{complaint}");
    assert!(complaint.contains("an offer has a `license`"), "{complaint}");
}

#[test]
fn a_policy_that_nothing_satisfies_has_no_plan() {
    let (program, tree) = (Program::new(), world("").on_disk());
    let policy = program.home().join("policy.toml");
    let text = "version = 1\notherwise = \"deny\"\n";
    std::fs::write(&policy, text).unwrap();
    let none = program.expect(1, args!["plan", tree.root(), "--policy", &policy]);
    assert!(none.contains("No set of edits known here"), "{none}");
    let free = program.expect(0, args!["plan", tree.root(), "--no-policy"]);
    assert!(free.contains("nothing to plan"), "{free}");
    let less =
        program.expect(0, args!["plan", tree.root(), "--no-policy", "--most", "duties_only"]);
    assert!(less.contains("Plan 1"), "{less}");
}
