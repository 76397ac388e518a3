// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! How checklists nest.

use super::Checklist;

#[test]
fn constructs_nest_by_tabs() {
    let text = "USE CASE Source code delivery OR Binary delivery\n\
        \tYOU MUST Provide License text\n\
        \tIF Software modification\n\
        \t\tYOU MUST Provide Modification notice\n\
        \tEITHER\n\
        \t\tYOU MUST Provide Source code\n\
        \tOR\n\
        \t\tYOU MUST Provide Written offer\n\
        USE CASE Network service\n\
        \tYOU MUST Provide Source code\n";
    let list = Checklist::read("A", text);
    let seen: Vec<_> = list
        .obligations
        .iter()
        .map(|one| (one.action.as_str(), one.modified, one.choice))
        .collect();
    assert_eq!(
        seen,
        [
            ("Provide License text", false, None),
            ("Provide Modification notice", true, None),
            ("Provide Source code", false, Some(1)),
            ("Provide Written offer", false, Some(1)),
        ]
    );
}
