// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Which parts may be in which wholes.

use heirloom_model::{Expression, LicenseTerm};

use super::{Answer, into_whole};
use crate::book::LicenseBook;

fn term(text: &str) -> LicenseTerm {
    match Expression::parse(text).unwrap() {
        Expression::Term(term) => term,
        other => panic!("not a single license: {other}"),
    }
}

#[track_caller]
fn check(part: &str, whole: &str, expect: Answer) {
    let book = LicenseBook::built_in().unwrap();
    let compat = into_whole(&book, &term(part), &term(whole));
    assert_eq!(compat.answer, expect, "{part} in {whole}: {:?}", compat.reasons);
    assert!(!compat.reasons.is_empty());
}

#[test]
fn notices_may_come_along() {
    check("MIT", "GPL-2.0-only", Answer::Yes);
    check("BSD-3-Clause", "Apache-2.0", Answer::Yes);
}

#[test]
fn burdens_are_further_restrictions() {
    check("BSD-4-Clause", "GPL-2.0-only", Answer::No);
    check("Apache-2.0", "GPL-2.0-only", Answer::No);
    check("Apache-2.0", "GPL-3.0-only", Answer::Yes);
    // Recipients may take version 2.
    check("Apache-2.0", "GPL-2.0-or-later", Answer::No);
}

#[test]
fn copyleft_stays() {
    check("GPL-3.0-only", "MIT", Answer::No);
    check("GPL-3.0-only", "GPL-2.0-or-later", Answer::No);
    check("GPL-2.0-only", "GPL-3.0-only", Answer::No);
    check("MPL-2.0", "MIT", Answer::No);
}

#[test]
fn versions_are_elected() {
    check("GPL-2.0-or-later", "GPL-3.0-only", Answer::Yes);
    check("GPL-2.0-or-later", "GPL-3.0-or-later", Answer::Yes);
    check("GPL-2.0+", "GPL-3.0-only", Answer::Yes);
}

#[test]
fn licenses_exchange_and_combine() {
    check("LGPL-2.1-only", "GPL-2.0-only", Answer::Yes);
    check("LGPL-2.1-only", "GPL-3.0-only", Answer::Yes);
    check("LGPL-3.0-only", "GPL-2.0-only", Answer::No);
    check("MPL-2.0", "GPL-2.0-or-later", Answer::Yes);
    check("GPL-3.0-only", "AGPL-3.0-only", Answer::Combined);
}

#[test]
fn exceptions_can_be_dropped_but_not_given() {
    check("GPL-2.0-only WITH Classpath-exception-2.0", "GPL-2.0-only", Answer::Yes);
    check("GPL-2.0-only", "GPL-2.0-only WITH Classpath-exception-2.0", Answer::No);
}

#[test]
fn or_later_of_the_whole_is_promised() {
    check("GPL-3.0-only", "GPL-3.0-or-later", Answer::No);
    check("LGPL-3.0-only", "GPL-3.0-or-later", Answer::No);
    check("LGPL-3.0-or-later", "GPL-3.0-or-later", Answer::Yes);
    check("MIT", "GPL-3.0-or-later", Answer::Yes);
}

#[test]
fn parts_yield_to_the_license_beside_them() {
    check("EUPL-1.1", "GPL-2.0-or-later", Answer::Yes);
    check("EUPL-1.1", "GPL-3.0-only", Answer::No);
    check("EUPL-1.2", "AGPL-3.0-only", Answer::Yes);
    check("CC-BY-SA-4.0", "GPL-3.0-only", Answer::Yes);
    check("CC-BY-SA-4.0", "GPL-2.0-or-later", Answer::No);
    check("CECILL-2.0", "GPL-2.0-only", Answer::Yes);
}

#[test]
fn exchanges_are_not_chained() {
    check("MPL-1.1", "MPL-2.0", Answer::Yes);
    check("MPL-1.1", "GPL-2.0-or-later", Answer::No);
}

#[test]
fn files_may_be_under_other_licenses_beside_files_with_copyleft() {
    check("Apache-2.0", "MPL-2.0", Answer::Yes);
    check("Apache-2.0", "EPL-2.0", Answer::Yes);
}

#[test]
fn exceptions_lift_incompatibilities() {
    check("Apache-2.0 WITH LLVM-exception", "GPL-2.0-only", Answer::Yes);
    check("OpenSSL", "GPL-2.0-only WITH openvpn-openssl-exception", Answer::Yes);
    check("OpenSSL", "GPL-2.0-only", Answer::No);
}

#[test]
fn uses_that_are_kept_back_are_never_passed_on() {
    for part in ["CC-BY-NC-4.0", "BUSL-1.1", "Elastic-2.0", "JSON"] {
        check(part, "GPL-3.0-only", Answer::No);
        check(part, "MIT", Answer::No);
    }
}

#[test]
fn unknown_licenses_get_no_answer() {
    check("LicenseRef-nobody-knows", "MIT", Answer::Unknown);
}
