// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! License facts cover the SPDX list, and their words are explained.

use heirloom_lineage::book::LicenseBook;
use heirloom_model::{DutyKind, FactKind, LicenseId, LicenseKind, ProhibitionKind, TermScope};

#[test]
fn every_license_of_the_spdx_list_has_a_class() {
    let book = LicenseBook::built_in().unwrap();
    let missing: Vec<&str> = spdx::identifiers::LICENSES
        .iter()
        .map(|license| license.name)
        .filter(|name| *name != "NOASSERTION" && !name.ends_with('+'))
        .filter(|name| LicenseId::new(name).ok().is_none_or(|id| book.license(&id).is_none()))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn every_exception_of_the_spdx_list_is_known() {
    let book = LicenseBook::built_in().unwrap();
    let missing: Vec<&str> = spdx::identifiers::EXCEPTIONS
        .iter()
        .map(|exception| exception.name)
        .filter(|name| LicenseId::new(name).ok().is_none_or(|id| book.exception(&id).is_none()))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn every_word_of_license_facts_is_explained() {
    let page = include_str!("../../../../../docs/license-facts.md");
    let words = LicenseKind::ALL
        .iter()
        .map(|kind| kind.name())
        .chain(DutyKind::ALL.iter().map(|kind| kind.name()))
        .chain(ProhibitionKind::ALL.iter().map(|kind| kind.name()))
        .chain(TermScope::ALL.iter().map(|scope| scope.name()))
        .chain(FactKind::ALL.iter().map(|kind| kind.name()));
    let missing: Vec<&str> = words.filter(|word| !page.contains(&format!("`{word}` |"))).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
