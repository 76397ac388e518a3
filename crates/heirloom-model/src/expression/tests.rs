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
