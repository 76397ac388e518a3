// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Detection from text to finds, with a few rules made for the purpose.

use super::{
    Index, LicenseLimits, detect,
    pack::{Pack, compile, own},
};
use crate::decode::Text;

const RULES: &str = r#"
[[rule]]
id = "gpl-3-notice"
expression = "GPL-3.0-only"
kind = "notice"
text = "released under the GNU General Public License, version 3, of which you find a copy at http://example.org/copyleft/gpl.html"
"#;

/// The finds of a text, one expression each.
#[track_caller]
fn check(text: &str, expect: &[&str]) {
    let mut pack = Pack::default();
    own::add_file(&mut pack, "rules.toml", RULES).unwrap();
    let bytes = compile(&[pack]).unwrap();
    let index = Index::open(&bytes).unwrap();
    let facts = detect(&Text::plain(text), &index, &LicenseLimits::standard());
    let finds: Vec<_> = facts.finds.iter().map(|find| find.expression.to_string()).collect();
    assert_eq!(finds, expect, "{text}");
}

/// Once "modified according to GPL" with an address was version 2 and version 3 at a time.
#[test]
fn most_of_a_sentence_is_no_version_without_its_number() {
    let text = |version: &str| {
        format!(
            "This font is released under the GNU General Public License{version}. \
             The full text is at http://example.org/copyleft/gpl.html today."
        )
    };
    check(&text(", version 3"), &["GPL-3.0-only"]);
    check(&text(""), &[]);
}
