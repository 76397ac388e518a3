// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! When the words of a file confirm a record about it.
//!
//! Confirmed means: (1) for each license of the record the file has that family's telling phrase;
//! (2) no other family's phrase stands in it; (3) the license versions it names are exactly those
//! of the record; (4) "or later" stands there if and only if the record says so; (5) it speaks of
//! an exception if and only if the record does, and names it. Anything else is left out as
//! undecided, never counted as wrong. The phrases are few and plain on purpose: they are the
//! judge, and must not be the detector that is judged.

use std::collections::BTreeSet;

/// The text of a file as lower-case words between single spaces: comment marks and punctuation are
/// gone.
pub(super) struct Words(String);

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Family {
    Agpl,
    Apache,
    Artistic,
    Boost,
    Bsd,
    Cc,
    Fsfap,
    Gfdl,
    Gpl,
    Isc,
    Lgpl,
    Mit,
    Mpl,
    Ofl,
    Other,
    Zlib,
}

/// Phrases that tell a family; the GNU families are told apart in [`Words::families`].
const PHRASES: &[(Family, &[&str])] = &[
    (Family::Agpl, &["affero general public", "agpl"]),
    (Family::Apache, &["apache license", "apache software license", "apache 2 0"]),
    (Family::Artistic, &["artistic license", "same terms as perl"]),
    (Family::Boost, &["boost software license"]),
    (
        Family::Bsd,
        &[
            "redistribution and use in source and binary forms",
            "bsd license",
            "clause bsd",
            "bsd style license",
            "bsd 3 clause",
            "bsd 2 clause",
            "modified bsd",
            "redistributions of source code must",
        ],
    ),
    (Family::Cc, &["creative commons", "creativecommons", "cc0"]),
    (Family::Fsfap, &["copying and distribution of this file with or without modification"]),
    (Family::Gfdl, &["free documentation license", "gfdl"]),
    (Family::Isc, &["permission to use copy modify", "isc license"]),
    (
        Family::Mit,
        &[
            "permission is hereby granted free of charge to any person",
            "mit license",
            "mit x11",
            "mit style",
            "expat license",
        ],
    ),
    (Family::Mpl, &["mozilla public license", "mpl 1 1"]),
    (Family::Ofl, &["open font license"]),
    (
        Family::Other,
        &[
            "public domain",
            "openssl license",
            "php license",
            "python software foundation",
            "eclipse public license",
            "common development and distribution license",
            "unicode inc",
            "beerware",
            "beer ware",
            "wtfpl",
            "unlicense",
            "netscape public",
            "sun public license",
            "gives unlimited permission",
            "permission to copy and distribute verbatim",
            "proprietary",
            "university of illinois",
            "w3c software",
            "openldap public",
            "all rights reserved unpublished",
            "freely distributable",
            "curl license",
            "permission is granted to anyone to make or distribute",
            "no copyright",
            "may be freely",
            "eupl",
            "qpl",
            "sleepycat",
            "ibm public license",
            "permission is hereby granted without written",
            "licensed as described in the file",
        ],
    ),
    (Family::Zlib, &["the origin of this software must not be misrepresented", "zlib license"]),
];

/// One license of a record.
#[derive(Debug, PartialEq, Eq)]
struct Term {
    family: Family,
    /// Its version without `.0`.
    version: Option<&'static str>,
    /// Whether later versions are granted; `None` where that is no question.
    later: Option<bool>,
    /// Words that must stand there, each inner list one of several.
    all_of: &'static [&'static [&'static str]],
    /// Words that must not stand there.
    none_of: &'static [&'static str],
}

/// Exceptions with the words that confirm them.
const EXCEPTIONS: &[(&str, &str)] = &[
    ("Bison-exception-2.2", "bison parser skeleton"),
    (
        "Classpath-exception-2.0",
        "linking this library statically or dynamically with other modules",
    ),
    ("Classpath-exception-2.0", "classpath exception"),
    ("GCC-exception-3.1", "gcc runtime library exception"),
    ("Libtool-exception", "built using gnu libtool"),
];

impl Words {
    pub(super) fn of(text: &str) -> Words {
        let mut words = String::from(" ");
        for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
            words.extend(word.chars().flat_map(char::to_lowercase));
            words.push(' ');
        }
        Words(words.replace(" licence ", " license "))
    }

    /// Whether the words of `phrase` stand there in a row.
    pub(super) fn has(&self, phrase: &str) -> bool {
        self.0.match_indices(phrase).any(|(start, _)| {
            let end = start + phrase.len();
            self.0[..start].ends_with(' ') && self.0[end..].starts_with(' ')
        })
    }

    fn families(&self) -> BTreeSet<Family> {
        let mut families: BTreeSet<Family> = PHRASES
            .iter()
            .filter(|(_, phrases)| phrases.iter().any(|phrase| self.has(phrase)))
            .map(|(family, _)| *family)
            .collect();
        let mut rest = self.0.replace("affero general public", "").replace("agpl", "");
        for lesser in
            ["lesser general public", "library general public", "lesser gpl", "library gpl"]
        {
            if rest.contains(lesser) {
                families.insert(Family::Lgpl);
                rest = rest.replace(lesser, "");
            }
        }
        let starts = |stem: &str| rest.split(' ').any(|word| word.starts_with(stem));
        if starts("lgpl") {
            families.insert(Family::Lgpl);
        }
        if rest.contains(" general public license") || starts("gpl") {
            families.insert(Family::Gpl);
        }
        families
    }

    /// The versions of licenses that are named, without `.0`.
    fn versions(&self) -> BTreeSet<String> {
        const BEFORE: &[&str] = &["license", "either", "under", "gpl", "lgpl", "licenses"];
        const AFTER: &[&str] = &["of", "or", "as", "only", "and", "unless", "published"];
        let words: Vec<&str> = self.0.split_whitespace().collect();
        let number = |word: &str| word.len() < 3 && word.bytes().all(|b| b.is_ascii_digit());
        let mut versions = BTreeSet::new();
        for (position, word) in words.iter().enumerate() {
            let stuck = ["gplv", "lgplv", "agplv", "gpl", "lgpl"]
                .iter()
                .find_map(|stem| word.strip_prefix(stem))
                .filter(|rest| !rest.is_empty() && number(rest));
            let first = words.get(position + 1).filter(|next| number(next)).copied();
            let (major, next) = match (*word, stuck, first) {
                (_, Some(major), _) => (major, position + 1),
                ("version" | "v" | "gpl" | "lgpl" | "mpl", None, Some(major)) => {
                    (major, position + 2)
                }
                ("apache", None, Some(major)) => (major, position + 2),
                _ => continue,
            };
            let minor = words.get(next).filter(|minor| number(minor)).copied();
            let after = words.get(next + usize::from(minor.is_some())).copied().unwrap_or("");
            let before = position.checked_sub(1).map_or("", |before| words[before]);
            let about_license = stuck.is_some()
                || !["version", "v"].contains(word)
                || BEFORE.contains(&before)
                || AFTER.contains(&after);
            if about_license {
                let minor = minor.filter(|minor| *minor != "0");
                versions.insert(minor.map_or(major.to_owned(), |minor| format!("{major}.{minor}")));
            }
        }
        versions
    }

    fn says_later(&self) -> bool {
        ["any later version", "or later", "or any later", "or newer", "any newer version"]
            .iter()
            .any(|phrase| self.has(phrase))
    }

    fn says_exception(&self) -> bool {
        ["exception", "exceptions", "exempt"].iter().any(|word| self.has(word))
    }

    /// Whether the words name license families of which none is in the record; `None` when they
    /// name none, or the record holds licenses we do not judge.
    pub(super) fn contradict(&self, ids: &BTreeSet<String>) -> Option<bool> {
        let licenses = ids.iter().filter(|id| !id.contains("-exception"));
        let record: Option<BTreeSet<Family>> = licenses.map(|id| Some(term(id)?.family)).collect();
        let (record, named) = (record?, self.families());
        (!named.is_empty() && !record.is_empty()).then(|| named.is_disjoint(&record))
    }

    /// Whether the words confirm that exactly these SPDX licenses and exceptions hold.
    pub(super) fn confirm(&self, ids: &BTreeSet<String>) -> bool {
        let (exceptions, licenses): (Vec<&str>, Vec<&str>) =
            ids.iter().map(String::as_str).partition(|id| id.contains("-exception"));
        let terms: Option<Vec<Term>> = licenses.iter().map(|id| term(id)).collect();
        let Some(terms) = terms.filter(|terms| !terms.is_empty()) else { return false };
        if self.has("same terms as perl") {
            let perl = ["Artistic-1.0-Perl", "GPL-1.0-or-later"];
            return licenses == perl && self.families() == BTreeSet::from([Family::Artistic]);
        }
        let families: BTreeSet<Family> = terms.iter().map(|term| term.family).collect();
        let versions: BTreeSet<String> =
            terms.iter().filter_map(|term| term.version).map(str::to_owned).collect();
        let later: BTreeSet<bool> = terms.iter().filter_map(|term| term.later).collect();
        let phrases = terms.iter().all(|term| {
            term.all_of.iter().all(|any| any.iter().any(|phrase| self.has(phrase)))
                && !term.none_of.iter().any(|phrase| self.has(phrase))
        });
        phrases
            && self.families() == families
            && self.versions() == versions
            && (later.is_empty() || later == BTreeSet::from([self.says_later()]))
            && self.says_exception() != exceptions.is_empty()
            && exceptions
                .iter()
                .all(|id| EXCEPTIONS.iter().any(|(known, phrase)| known == id && self.has(phrase)))
    }
}

/// What confirms a license by its current SPDX identifier; `None` for those we do not judge.
fn term(id: &str) -> Option<Term> {
    let gnu = |family, version, later| {
        Some(Term { family, version: Some(version), later: Some(later), all_of: &[], none_of: &[] })
    };
    let plain =
        |family, all_of| Some(Term { family, version: None, later: None, all_of, none_of: &[] });
    let (stem, later) = match (id.strip_suffix("-or-later"), id.strip_suffix("-only")) {
        (Some(stem), _) => (stem, true),
        (None, Some(stem)) => (stem, false),
        (None, None) => (id, false),
    };
    match stem {
        "GPL-1.0" => gnu(Family::Gpl, "1", later),
        "GPL-2.0" => gnu(Family::Gpl, "2", later),
        "GPL-3.0" => gnu(Family::Gpl, "3", later),
        "LGPL-2.0" => gnu(Family::Lgpl, "2", later),
        "LGPL-2.1" => gnu(Family::Lgpl, "2.1", later),
        "LGPL-3.0" => gnu(Family::Lgpl, "3", later),
        "AGPL-3.0" => gnu(Family::Agpl, "3", later),
        "Apache-2.0" => Some(Term { later: None, ..gnu(Family::Apache, "2", false)? }),
        "MPL-1.1" => Some(Term { later: None, ..gnu(Family::Mpl, "1.1", false)? }),
        "MPL-2.0" => Some(Term { later: None, ..gnu(Family::Mpl, "2", false)? }),
        "BSL-1.0" => Some(Term { later: None, ..gnu(Family::Boost, "1", false)? }),
        "FSFAP" => plain(Family::Fsfap, &[&["permitted in any medium without royalty"]]),
        "Zlib" => {
            plain(Family::Zlib, &[&["the origin of this software must not be misrepresented"]])
        }
        "MIT" => plain(
            Family::Mit,
            &[&[
                "permission is hereby granted free of charge to any person obtaining a copy of this software",
                "mit license",
            ]],
        ),
        "ISC" => Some(Term {
            none_of: &["supporting documentation", "and its documentation"],
            ..plain(
                Family::Isc,
                &[&[
                    "for any purpose with or without fee is hereby granted provided that the above",
                ]],
            )?
        }),
        "Artistic-1.0-Perl" => plain(Family::Artistic, &[]),
        "BSD-2-Clause" => Some(Term { none_of: BSD_2_NOT, ..plain(Family::Bsd, BSD)? }),
        "BSD-3-Clause" => Some(Term {
            none_of: &["all advertising materials mentioning", "in this position and unchanged"],
            ..plain(Family::Bsd, BSD_ENDORSING)?
        }),
        _ => None,
    }
}

const BSD: &[&[&str]] = &[
    &["redistribution and use in source and binary forms"],
    &["redistributions of source code must retain"],
];
const BSD_ENDORSING: &[&[&str]] = &[BSD[0], BSD[1], ENDORSING];
/// Words of other variants: with endorsement, with the notice at a fixed place.
const BSD_2_NOT: &[&str] = &[
    "endorse or promote",
    "used to endorse",
    "all advertising materials mentioning",
    "in this position and unchanged",
];
const ENDORSING: &[&str] =
    &["endorse or promote", "used to endorse", "all advertising materials mentioning"];

/// The current form of an SPDX identifier of the GNU family; others stay as they are.
pub(super) fn current_id(id: &str) -> String {
    let gnu = ["GPL-", "LGPL-", "AGPL-", "GFDL-"].iter().any(|stem| id.starts_with(stem));
    if !gnu || id.ends_with("-only") || id.ends_with("-or-later") {
        return id.to_owned();
    }
    match id.strip_suffix('+') {
        Some(stem) => format!("{stem}-or-later"),
        None => format!("{id}-only"),
    }
}

#[cfg(test)]
mod tests;
