// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Expressions are read, shown and compared.

use super::*;

#[track_caller]
fn check(input: &str, expect: &str) {
    assert_eq!(Expression::parse(input).map(|e| e.to_string()), Ok(expect.to_owned()));
}

#[test]
fn parse_binds_and_tighter_than_or() {
    check("MIT", "MIT");
    check(" GPL-2.0+ with Classpath-exception-2.0 ", "GPL-2.0+ WITH Classpath-exception-2.0");
    check("MIT or Apache-2.0 AND BSD-3-Clause", "MIT OR (Apache-2.0 AND BSD-3-Clause)");
    check("(MIT OR Apache-2.0) AND (((ISC)))", "(MIT OR Apache-2.0) AND ISC");
    check("MIT AND (ISC AND MIT)", "MIT AND ISC");
    check("DocumentRef-a:LicenseRef-b", "DocumentRef-a:LicenseRef-b");
}

#[test]
fn parse_reports_where_it_stopped() {
    let error = |text: &str| Expression::parse(text).unwrap_err();
    assert_eq!(error("  "), ParseExpressionError::Empty);
    assert_eq!(error("MIT OR"), ParseExpressionError::Unexpected(6));
    assert_eq!(error("MIT Apache-2.0"), ParseExpressionError::Unexpected(4));
    assert_eq!(error("(MIT"), ParseExpressionError::Unexpected(4));
    assert_eq!(error("MIT/ISC"), ParseExpressionError::BadIdentifier("MIT/ISC".into()));
    assert_eq!(error(&"(".repeat(10_000)), ParseExpressionError::TooDeep);
}

#[test]
fn normalized_ignores_order() {
    let left = Expression::parse("(B OR A) AND C AND C").unwrap();
    let right = Expression::parse("C AND (A OR B)").unwrap();
    assert_eq!(left.normalized(), right.normalized());
    assert_eq!(left.ids().into_iter().map(LicenseId::as_str).collect::<Vec<_>>(), ["A", "B", "C"]);
}

#[track_caller]
fn check_within(part: &str, whole: &str, expect: bool) {
    let parse = |text| Expression::parse(text).unwrap();
    assert_eq!(parse(part).is_within(&parse(whole)), expect, "{part} within {whole}");
}

#[test]
fn within_means_that_a_choice_fits() {
    check_within("MIT", "MIT OR Apache-2.0", true);
    check_within("MIT", "MIT AND ISC", true);
    check_within("MIT OR GPL-2.0-only", "MIT", true);
    check_within("MIT AND ISC", "MIT", false);
    check_within("MIT AND ISC", "(MIT OR Apache-2.0) AND ISC", true);
    check_within("MIT AND Apache-2.0", "MIT OR Apache-2.0", false);
    check_within("Apache-2.0 OR MIT", "MIT OR Apache-2.0", true);
}

#[test]
fn within_knows_later_versions_and_exceptions() {
    check_within("GPL-2.0-or-later", "GPL-2.0-only", true);
    check_within("GPL-2.0-only", "GPL-2.0-or-later", false);
    check_within("GPL-2.0-or-later", "GPL-3.0-or-later", true);
    check_within("GPL-3.0-only", "GPL-2.0-or-later", false);
    check_within("Apache-1.1+", "Apache-2.0", true);
    check_within("LGPL-2.1-or-later", "GPL-2.0-only", false);
    check_within("GPL-2.0-only WITH Classpath-exception-2.0", "GPL-2.0-only", true);
    check_within("GPL-2.0-only", "GPL-2.0-only WITH Classpath-exception-2.0", false);
}

#[test]
fn ways_are_bounded() {
    let choice = (0..20).map(|n| format!("(A{n} OR B{n})")).collect::<Vec<_>>().join(" AND ");
    let expression = Expression::parse(&choice).unwrap();
    assert_eq!(expression.ways(), None);
    assert!(expression.is_within(&expression.normalized()));
}

#[test]
fn exceptions_behind_a_license_are_no_licenses_beside_it() {
    for (text, expect) in [
        (
            "GPL-3.0-only WITH GCC-exception-3.1 AND GCC-exception-3.1",
            "GPL-3.0-only WITH GCC-exception-3.1",
        ),
        ("MIT AND (ISC OR GPL-2.0-only WITH E) AND E", "MIT AND (ISC OR GPL-2.0-only WITH E)"),
        ("MIT AND GCC-exception-3.1", "MIT AND GCC-exception-3.1"),
        ("GPL-2.0-only WITH E OR E", "GPL-2.0-only WITH E OR E"),
        ("E", "E"),
    ] {
        let expression = Expression::parse(text).unwrap().without_repeated_exceptions();
        assert_eq!(expression.to_string(), expect);
    }
}
