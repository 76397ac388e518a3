// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Curations: what is read and how errors are said.

use super::*;

#[track_caller]
fn check(text: &str, expect: &[&str]) {
    let shown: Vec<String> = match parse(text.as_bytes()) {
        Ok(curations) => curations
            .iter()
            .map(|c| format!("{} = {} ({}, {})", c.pattern, c.expression, c.reason, c.author))
            .collect(),
        Err(errors) => errors.iter().map(ToString::to_string).collect(),
    };
    assert_eq!(shown, expect);
}

#[test]
fn curations_are_read_in_order() {
    check("", &[]);
    check(
        r#"
        [[curations]]
        pattern = "a/**"
        expression = "MIT or Apache-2.0"
        reason = "asked"
        author = "Jane"

        [[curations]]
        pattern = "b.c"
        expression = "LicenseRef-x"
        reason = "read it"
        author = "Jo"
        "#,
        &["a/** = MIT OR Apache-2.0 (asked, Jane)", "b.c = LicenseRef-x (read it, Jo)"],
    );
}

#[test]
fn all_errors_are_said_with_their_places() {
    check(
        "[[curations]]\npattern = \"a[\"\nlicence = \"MIT\"\nexpression = \"MIT AND\"\nreason = \"\"\n\n[rules]\n",
        &[
            "1:1: the curation has no `author`",
            "2:11: error parsing glob 'a[': unclosed character class; missing ']'",
            "3:1: unknown key `licence`; known: pattern, expression, reason, author",
            "4:14: failed to read the expression at byte 7",
            "5:10: `reason` is a text that is not empty",
            "7:2: unknown key `rules`; known: curations, policy, deliveries, components, relations, costs, offers, pieces, offerer, bom, image",
        ],
    );
    check("curations = 1\n", &["1:13: `curations` is a list of tables: write `[[curations]]`"]);
    check("a = [\n", &["1:6: unclosed array, expected `]`"]);
}

#[test]
fn a_file_that_is_not_utf8_is_an_error() {
    let errors = parse(b"# caf\xe9\n").unwrap_err();
    assert_eq!(errors[0].to_string(), "1:6: the file is not UTF-8");
}
