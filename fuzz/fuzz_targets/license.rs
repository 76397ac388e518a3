// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! License detection with our own rules; half of an input is taken from the rules' words, so that
//! something matches.

#![no_main]

use std::sync::LazyLock;

use heirloom_model::FindKind;
use heirloom_text::{
    decode::{TextLimits, decode},
    license::{
        Index, LicenseLimits, Memo, detect_with,
        pack::{Pack, RuleDocument, compile, own},
    },
};
use libfuzzer_sys::fuzz_target;

const RULES: &[(&str, &str)] = &[
    ("creative-commons.toml", include_str!("../../data/rules/creative-commons.toml")),
    ("data-licenses.toml", include_str!("../../data/rules/data-licenses.toml")),
    ("languages.toml", include_str!("../../data/rules/languages.toml")),
    ("model-licenses.toml", include_str!("../../data/rules/model-licenses.toml")),
    ("references.toml", include_str!("../../data/rules/references.toml")),
    ("source-available.toml", include_str!("../../data/rules/source-available.toml")),
];

/// Rules with each of the peculiarities that a pack can have.
const OWN: &[(&str, FindKind, &str)] = &[
    ("MIT", FindKind::Reference, "licensed under the {{MIT license}}"),
    ("GPL-2.0-only OR MIT", FindKind::Notice, "dual licensed under the GPL version 2 or the MIT"),
    ("Apache-2.0", FindKind::Intro, "under the following license"),
    (
        "GPL-2.0-or-later",
        FindKind::Notice,
        "either version 2, or (at your option) any later version",
    ),
    ("GPL-2.0-only", FindKind::Clue, "GPL"),
];

static INDEX: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut pack = Pack { name: "fuzz".into(), ..Pack::default() };
    for (name, text) in RULES {
        own::add_file(&mut pack, name, text).expect("our rules are right");
    }
    for (number, (expression, kind, text)) in OWN.iter().enumerate() {
        pack.rules.push(RuleDocument::new(&format!("own-{number}"), expression, *kind, text));
    }
    compile(&[pack]).expect("our rules compile")
});

static WORDS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let texts = OWN.iter().map(|(_, _, text)| *text).chain(RULES.iter().map(|(_, text)| *text));
    texts.flat_map(str::split_whitespace).collect()
});

fuzz_target!(|input: &[u8]| {
    let index = Index::open(&INDEX).expect("just compiled");
    let limits = LicenseLimits { max_words: 5000, max_matches: 500 };
    let bytes = with_words(input);
    let (text, _) = decode(b"LICENSE", &bytes, &TextLimits::standard());
    let memo = Memo::new();
    let facts = detect_with(&text, &index, &limits, &memo);
    for find in &facts.finds {
        let span = find.span;
        assert!(span.start <= span.end && span.end <= bytes.len() as u64, "{find:?}");
        assert!(span.first_line <= span.last_line, "{find:?}");
    }
    let again = detect_with(&text, &index, &limits, &memo);
    assert_eq!(facts, again, "memory changes nothing");
});

/// The input with each byte pair `0xff n` or `0xfe n` replaced by a run of words of our rules.
fn with_words(input: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = input;
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        if byte < 0xfe || rest.len() < 3 {
            bytes.push(byte);
            continue;
        }
        let start = usize::from(rest[0]) << 8 | usize::from(rest[1]);
        let n_words = 1 + usize::from(rest[2] % 64);
        rest = &rest[3..];
        let start = if byte == 0xfe { start % 40 } else { start % WORDS.len() };
        for word in WORDS[start..].iter().take(n_words) {
            bytes.extend_from_slice(word.as_bytes());
            bytes.push(b' ');
        }
    }
    bytes.truncate(32 << 10);
    bytes
}
