// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Copyrights against annotated files.
//!
//! Strings are compared per file as sets after folding what carries no meaning: case, spaces,
//! accents, the copyright mark, "all rights reserved", punctuation.

use std::{collections::BTreeSet, fmt::Write as _};

use icu_normalizer::{
    DecomposingNormalizerBorrowed, properties::CanonicalCombiningClassMapBorrowed,
};

use super::{
    accuracy::CopyrightArgs,
    cases::{self, Half},
    found::{Found, Scanner, by_number},
    tally::Tally,
};
use crate::{Outcome, repository::Repository};

/// A list of the answer and the same of what was found.
type Kind = (&'static str, fn(&Found) -> &[String]);

const KINDS: [Kind; 3] = [
    ("copyrights", |found| &found.copyrights),
    ("holders", |found| &found.holders),
    ("authors", |found| &found.authors),
];

pub(super) fn copyrights(repository: &Repository, args: &CopyrightArgs) -> Outcome {
    let cases = cases::load(&args.common.cases)?;
    let program = args.common.program(repository)?;
    let stage = tempfile::tempdir()?;
    cases::stage(&cases, stage.path())?;
    let scanner = Scanner::Heirloom { program: &program, arguments: &args.common.arguments };
    let (found, usage) = scanner.scan(stage.path())?;
    let found = by_number(found);
    println!("heirloom: {} cases, {} answers; {usage}", cases.len(), found.len());
    let mut wrong = String::new();
    println!("{}", Tally::head(""));
    for (kind, list) in KINDS {
        let [mut tune, mut held, mut all] = [(); 3].map(|()| Tally::default());
        for (number, case) in cases.iter().enumerate() {
            let what = case.answer.list("what");
            if !what.is_empty() && !what.iter().any(|name| name == kind) {
                continue;
            }
            let expected = folded(case.answer.list(kind));
            let answer = folded(found.get(&number).map_or(&[], list));
            let half = if case.half == Half::Tune { &mut tune } else { &mut held };
            half.add(expected == answer, &expected, &answer);
            all.add(expected == answer, &expected, &answer);
            if case.half == Half::Tune && expected != answer {
                let missed: Vec<_> = expected.difference(&answer).collect();
                let extra: Vec<_> = answer.difference(&expected).collect();
                let file = &case.relative;
                writeln!(wrong, "{kind}\t{file}\tmissed {missed:?}\textra {extra:?}")?;
            }
        }
        for (half, tally) in [("tune half", tune), ("held half", held), ("all", all)] {
            println!("{}", tally.row(&format!("{kind}, {half}"), false));
        }
    }
    if let Some(path) = &args.common.details {
        std::fs::write(path, wrong)?;
    }
    Ok(())
}

/// Texts without what carries no meaning, as a set.
pub(super) fn folded(texts: &[String]) -> BTreeSet<String> {
    texts.iter().map(|text| fold(text)).filter(|text| !text.is_empty()).collect()
}

/// A text without what carries no meaning.
fn fold(text: &str) -> String {
    const COMBINING: CanonicalCombiningClassMapBorrowed<'static> =
        CanonicalCombiningClassMapBorrowed::new();
    let decomposed = DecomposingNormalizerBorrowed::new_nfkd().normalize(text);
    let base = |c: &char| COMBINING.get_u8(*c) == 0;
    let lower = decomposed.chars().filter(base).collect::<String>().to_lowercase();
    let lower = lower.replace('ß', "ss");
    let mut kept = String::with_capacity(lower.len());
    let mut rest = lower.as_str();
    while let Some(first) = rest.chars().next() {
        let mark = mark_length(rest);
        if mark == 0 {
            kept.push(first);
        } else {
            kept.push(' ');
        }
        rest = &rest[if mark == 0 { first.len_utf8() } else { mark }..];
    }
    let words = kept.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// The length of the copyright mark at the start of `text`; 0 without one.
fn mark_length(text: &str) -> usize {
    const MARKS: &[&str] = &[
        "(c)",
        "©",
        "copyrights",
        "copyright",
        "copr.",
        "copr",
        "spdx-filecopyrighttext",
        "&copy;",
        "all rights reserved",
    ];
    if let Some(mark) = MARKS.iter().find(|mark| text.starts_with(**mark)) {
        return mark.len();
    }
    match text.strip_prefix("by") {
        Some(rest) if !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_') => 2,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn what_carries_no_meaning_is_folded() {
        assert_eq!(
            fold("Copyright (c) 2001-2003, by Zoë Weiß. All rights reserved."),
            "2001 2003 zoe weiss"
        );
        assert_eq!(fold("&copy; ACME_Corp"), "acme corp");
        assert_eq!(fold("版权所有 © 2020 王小明"), "版权所有 2020 王小明");
        assert_eq!(fold("bytes by hand"), "bytes hand");
    }
}
