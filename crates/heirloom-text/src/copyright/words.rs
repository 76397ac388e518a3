// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The lexicon: which words make organizations, which join names, which end a statement.
//!
//! Words are in small letters and sorted within each list; a test proves the order.

use std::{
    collections::HashMap,
    hash::{BuildHasherDefault, Hasher},
    sync::LazyLock,
};

use super::{
    stop_words::{HARD_STOP, STOP},
    token::Kind,
};

/// FNV-1a, fast on short words; the table is ours, so nobody can choose words that collide.
#[derive(Clone, Copy)]
struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Fnv {
        Fnv(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for Fnv {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}

/// All lists in one table; a word in two lists has the class of the first.
static LEXICON: LazyLock<HashMap<&str, Kind, BuildHasherDefault<Fnv>>> = LazyLock::new(|| {
    let words = CLASSES.iter().rev();
    words.flat_map(|&(kind, list)| list.iter().map(move |&word| (word, kind))).collect()
});

/// The class of a word in small letters, when the lexicon has one.
pub(super) fn class(word: &str) -> Option<Kind> {
    LEXICON.get(word).copied()
}

/// Whether no name holds the word, however it is written.
pub(super) fn is_hard_stop(word: &str) -> bool {
    HARD_STOP.binary_search(&word).is_ok()
}

/// Whether a capitalized word of prose below a statement is taken for more of its name.
pub(super) fn is_taken_below(word: &str) -> bool {
    TAKEN_BELOW.binary_search(&word).is_ok()
}

/// Whether a capitalized word below a statement starts something else.
pub(super) fn is_left_below(word: &str) -> bool {
    LEFT_BELOW.binary_search(&word).is_ok()
}

/// Whether the word is the name of a license that people write behind a name.
pub(super) fn is_license(word: &str) -> bool {
    LICENSES.binary_search(&word).is_ok()
}

/// Whether the word is the last part of a domain.
pub(super) fn is_top_level_domain(word: &str) -> bool {
    DOMAINS.binary_search(&word).is_ok()
}

/// Whether the word is the name of a month or its short form.
pub(super) fn is_month(word: &str) -> bool {
    MONTHS.binary_search(&word).is_ok()
}

/// Whether the word is the short form of a day of the week.
pub(super) fn is_weekday(word: &str) -> bool {
    matches!(word, "mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun")
}

const CLASSES: &[(Kind, &[&str])] = &[
    (Kind::Mark, MARKS),
    (Kind::Particle, PARTICLES),
    (Kind::Of, OF),
    (Kind::In, IN),
    (Kind::And, AND),
    (Kind::The, THE),
    (Kind::Others, OTHERS),
    (Kind::By, BY),
    (Kind::Agent, AGENTS),
    (Kind::Maintainer, MAINTAINERS),
    (Kind::Made, MADE),
    (Kind::Holder, HOLDERS),
    (Kind::Portions, PORTIONS),
    (Kind::Org, ORGS),
    (Kind::Blank, BLANKS),
    (Kind::Stop, HARD_STOP),
    (Kind::Stop, STOP),
];

const MARKS: &[&str] = &[
    "appcopyright",
    "assemblycopyright",
    "bundle-copyright",
    "copr",
    "copyleft",
    "copyright",
    "copyrighted",
    "copyrights",
    "legalcopyright",
    "opyright",
    "spdx-filecopyrighttext",
    "spdx-snippetcopyrighttext",
];

const PARTICLES: &[&str] = &[
    "aan", "al-", "bin", "da", "das", "de", "del", "della", "den", "der", "di", "do", "dos", "du",
    "el", "la", "le", "ten", "ter", "van", "von", "zu", "zur",
];

const OF: &[&str] = &["of", "ofthe"];

const IN: &[&str] = &["at", "en", "for", "from", "für", "in", "on", "pour", "to", "with"];

const AND: &[&str] = &["and", "and/or", "et", "or", "und", "y"];

const THE: &[&str] = &["the"];

const OTHERS: &[&str] = &["al", "et.al", "others"];

const BY: &[&str] = &["by"];

const AGENTS: &[&str] = &[
    "author",
    "author's",
    "author(s",
    "authors",
    "committers",
    "contributer",
    "contributers",
    "contributor",
    "contributors",
    "developer",
    "developers",
    "moduleauthor",
    "spdx-filecontributor",
    "written-by",
];

const MAINTAINERS: &[&str] = &["co-maintainer", "maintainer", "maintainers"];

const MADE: &[&str] = &[
    "authored",
    "coded",
    "created",
    "developed",
    "maintained",
    "modified",
    "recoded",
    "rewritten",
    "writen",
    "written",
];

const HOLDERS: &[&str] = &["holder", "holder(s", "holders", "owner", "owner(s", "owners"];

const PORTIONS: &[&str] = &["part", "parts", "portion", "portions"];

const ORGS: &[&str] = &[
    "a.g",
    "a.s",
    "a/s",
    "academy",
    "ag",
    "agency",
    "alliance",
    "aps",
    "asa",
    "association",
    "b.v",
    "board",
    "bv",
    "bvba",
    "center",
    "centre",
    "co",
    "college",
    "committee",
    "communications",
    "community",
    "companies",
    "company",
    "computing",
    "consortium",
    "consulting",
    "corp",
    "corporation",
    "corporations",
    "council",
    "department",
    "e.k",
    "e.v",
    "ehf",
    "electronics",
    "engineering",
    "enterprises",
    "ev",
    "facility",
    "forum",
    "foundation",
    "foundry",
    "g.m.b.h",
    "gbr",
    "gesellschaft",
    "gmbh",
    "government",
    "group",
    "holding",
    "holdings",
    "inc",
    "incorporated",
    "industries",
    "initiative",
    "institut",
    "institute",
    "institutes",
    "instituto",
    "international",
    "k.k",
    "kg",
    "l.l.c",
    "l.p",
    "lab",
    "laboratoire",
    "laboratories",
    "laboratory",
    "labs",
    "limited",
    "llc",
    "llp",
    "lp",
    "ltd",
    "ltda",
    "microsystems",
    "ministry",
    "n.v",
    "n/v",
    "network",
    "networks",
    "nv",
    "o.o",
    "organisation",
    "organization",
    "oy",
    "oyj",
    "partners",
    "plc",
    "pllc",
    "project",
    "projects",
    "pte",
    "pty",
    "pvt",
    "regents",
    "research",
    "s.a",
    "s.a.r.l",
    "s.a.s",
    "s.l",
    "s.p.a",
    "s.r.l",
    "s.r.o",
    "sarl",
    "sas",
    "school",
    "se",
    "semiconductor",
    "semiconductors",
    "services",
    "societe",
    "society",
    "société",
    "software",
    "solutions",
    "sp",
    "spa",
    "sprl",
    "srl",
    "sro",
    "studio",
    "studios",
    "subsidiaries",
    "subsidiary",
    "subsidiary(-ies",
    "systems",
    "team",
    "teams",
    "tech",
    "technologies",
    "technology",
    "tm",
    "trust",
    "union",
    "univ",
    "universidad",
    "universitaet",
    "universite",
    "universiteit",
    "university",
    "università",
    "universität",
    "université",
    "ventures",
];

const LICENSES: &[&str] = &[
    "agpl",
    "apache-2.0",
    "apache2",
    "bsd",
    "gpl",
    "gplv2",
    "gplv3",
    "isc",
    "lgpl",
    "lgplv2",
    "lgplv3",
    "mit",
    "mit-license",
    "mit-licensed",
    "mpl",
    "mpl-2.0",
    "unlicense",
    "wtfpl",
    "zlib",
];

const TAKEN_BELOW: &[&str] = &["built", "internal", "made", "property", "rewrite", "split"];

const LEFT_BELOW: &[&str] = &[
    "adapted",
    "apache",
    "authored",
    "borrows",
    "bsd",
    "c",
    "copyleft",
    "created",
    "developed",
    "dual",
    "free",
    "gdb",
    "genie",
    "gnu",
    "incorporating",
    "interrupt",
    "isc",
    "license-grant",
    "linux",
    "low-level",
    "mit",
    "modified",
    "moved",
    "packaging",
    "parser",
    "partial",
    "portions",
    "re-organised",
    "rem",
    "removed",
    "rewritten",
    "substantial",
    "tape",
    "unified",
    "updated",
    "written",
    "yaml",
];

const BLANKS: &[&str] = &[
    "19xx",
    "19yy",
    "20xx",
    "20yy",
    "insert",
    "name(s",
    "package's",
    "xxxx",
    "year",
    "year(s",
    "years",
    "yy",
    "yyyy",
];

const DOMAINS: &[&str] = &[
    "at", "au", "be", "biz", "br", "ca", "ch", "cn", "co", "com", "cz", "de", "dev", "dk", "edu",
    "es", "eu", "fi", "fr", "gov", "hu", "ie", "il", "in", "info", "int", "io", "it", "jp", "kr",
    "me", "mil", "name", "net", "nl", "no", "nu", "nz", "org", "pl", "pt", "ru", "se", "sg", "sk",
    "tw", "ua", "uk", "us", "za",
];

const MONTHS: &[&str] = &[
    "apr",
    "april",
    "aug",
    "august",
    "dec",
    "december",
    "feb",
    "february",
    "jan",
    "january",
    "jul",
    "july",
    "jun",
    "june",
    "mar",
    "march",
    "may",
    "nov",
    "november",
    "oct",
    "october",
    "sep",
    "sept",
    "september",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted() {
        let lists = CLASSES.iter().map(|&(_, list)| list).chain([
            DOMAINS,
            MONTHS,
            LICENSES,
            TAKEN_BELOW,
            LEFT_BELOW,
        ]);
        for list in lists {
            for pair in list.windows(2) {
                assert!(pair[0] < pair[1], "{} before {}", pair[0], pair[1]);
            }
        }
    }
}
