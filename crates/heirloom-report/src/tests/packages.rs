// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The made-up inventory as a tree and as ways.

use heirloom_model::{Language, PackageIndex, ScanSummary, Scope};

use super::sample;
use crate::{TerminalOptions, TreeOptions};

fn summary() -> ScanSummary {
    sample::summary()
}

fn options() -> TerminalOptions {
    TerminalOptions { language: Language::English, color: false, width: 80 }
}

fn tree(options: &TreeOptions) -> String {
    let mut out = Vec::new();
    crate::tree(&summary(), options, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn tree_unfolds_each_package_once_and_ends_in_circles() {
    let whole = TreeOptions { terminal: options(), depth: None, scopes: Vec::new(), unfold: false };
    insta::assert_snapshot!(tree(&whole));
    insta::assert_snapshot!(tree(&TreeOptions { unfold: true, ..whole.clone() }));
    let short = TreeOptions { depth: Some(1), scopes: vec![Scope::Runtime], ..whole };
    insta::assert_snapshot!(tree(&short));
}

#[test]
fn ways_name_the_places_that_say_so() {
    let why = |wanted: &[u32]| {
        let wanted: Vec<PackageIndex> = wanted.iter().copied().map(PackageIndex).collect();
        let mut out = Vec::new();
        crate::why(&summary(), &wanted, false, &options(), &mut out).unwrap();
        String::from_utf8(out).unwrap()
    };
    insta::assert_snapshot!(why(&[3, 2, 4]));
    let mut out = Vec::new();
    crate::why_json(&summary(), &[PackageIndex(0)], &mut out).unwrap();
    insta::assert_snapshot!(String::from_utf8(out).unwrap());
}
