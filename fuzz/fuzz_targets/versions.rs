// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Package URLs, versions and ranges: the first byte chooses the scheme, lines are three versions, a
//! range in the ecosystem's words, a range by its specification and a package URL.

#![no_main]

use std::cmp::Ordering;

use heirloom_package::{
    purl::Purl,
    vers::{Range, from_native},
    version::Scheme,
};
use libfuzzer_sys::fuzz_target;

const SCHEMES: &[&str] = &[
    "alpm", "apk", "cargo", "composer", "conan", "datetime", "deb", "gem", "gentoo", "golang",
    "intdot", "lexicographic", "maven", "npm", "nuget", "openssl", "pub", "pypi", "rpm",
];

fuzz_target!(|input: &[u8]| {
    let Some((choice, text)) = input.split_first() else { return };
    let Ok(text) = std::str::from_utf8(text) else { return };
    let name = SCHEMES[usize::from(*choice) % SCHEMES.len()];
    let scheme = Scheme::from_name(name).expect("a name of the table");
    let lines: Vec<&str> = text.lines().collect();
    if let [a, b, c, ..] = lines[..] {
        order(scheme, a, b, c);
    }
    for line in &lines {
        range(from_native(name, line).ok(), &lines);
        range(Range::parse(line).ok(), &lines);
        if let Ok(purl) = Purl::parse(line) {
            let written = purl.to_string();
            assert_eq!(Purl::parse(&written).as_ref(), Ok(&purl), "{written}");
        }
    }
});

/// An order has no circles, and two versions stand to each other the same way from both sides.
fn order(scheme: Scheme, a: &str, b: &str, c: &str) {
    let (Ok(a_b), Ok(b_c), Ok(a_c)) =
        (scheme.compare(a, b), scheme.compare(b, c), scheme.compare(a, c))
    else {
        return;
    };
    assert_eq!(scheme.compare(b, a), Ok(a_b.reverse()), "{scheme:?} {a} {b}");
    assert_eq!(scheme.compare(a, a), Ok(Ordering::Equal), "{scheme:?} {a}");
    let follows = match (a_b, b_c) {
        (Ordering::Equal, other) | (other, Ordering::Equal) => Some(other),
        (first, second) if first == second => Some(first),
        _ => None,
    };
    assert!(follows.is_none_or(|order| order == a_c), "{scheme:?} {a} {b} {c}");
}

/// A range that is written down is the same range, and takes the same versions.
fn range(range: Option<Range>, versions: &[&str]) {
    let Some(range) = range else { return };
    let written = range.to_string();
    let again = Range::parse(&written).expect("what was written can be read");
    assert_eq!(again, range, "{written}");
    for version in versions.iter().take(8) {
        assert_eq!(again.contains(version).ok(), range.contains(version).ok(), "{written} {version}");
    }
}
