// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Rules from a list of licenses such as that of SPDX: each license with its text, its header, its
//! names and its addresses. The built-in index is made of them and of our own rule files.
//!
//! Where several licenses share a text or an address it goes to the plainest of them: the text of
//! GPL-2.0 says nothing of later versions.

use std::collections::{BTreeMap, BTreeSet};

use heirloom_model::FindKind;

use super::{LicenseDocument, Pack, RuleDocument};
use crate::license::words::Words;

/// What a list says of one license or exception.
#[derive(Clone, Copy, Debug)]
pub struct Listed<'a> {
    /// Its identifier.
    pub id: &'a str,
    /// Its full name.
    pub name: &'a str,
    /// Its text.
    pub text: &'a str,
    /// The notice that its authors want in files.
    pub header: Option<&'a str>,
    /// Where it can be read.
    pub addresses: &'a [&'a str],
}

/// The fewest words of a text that says something by itself.
const MIN_TEXT_WORDS: usize = 6;

/// A text found by less than this share is another text: a list has no variants to tell them apart.
const MIN_COVERAGE: u8 = 80;
/// A variant differs from the license it is named after by a clause, which must not be missing.
const MIN_VARIANT_COVERAGE: u8 = 95;
/// Headers are short and much alike: of those without a version nearly all must be there.
const MIN_HEADER_COVERAGE: u8 = 90;

/// Adds the rules of all licenses of a list.
pub fn add_licenses(pack: &mut Pack, licenses: &[Listed<'_>]) {
    let mut plainest_first = licenses.to_vec();
    plainest_first.sort_by_key(|license| (plainness(license.id), license.id));
    let ids = licenses.iter().map(|license| license.id.to_owned()).collect();
    let mut adder = Adder { pack, known: BTreeSet::new(), ids };
    for license in &plainest_first {
        adder.license(license.id);
        let text = own_text(license.id, license.text);
        adder.rule(license.id, "text", FindKind::Text, text, MIN_TEXT_WORDS);
    }
    for license in &plainest_first {
        if let Some(header) = license.header {
            let header = without_copyright(header);
            adder.rule(
                license.id,
                "header",
                FindKind::Notice,
                &mark_version(&header),
                MIN_TEXT_WORDS,
            );
        }
        for name in names(license.name) {
            adder.rule(license.id, "name", FindKind::Reference, &name, 2);
        }
        if is_telling(license.id) {
            adder.rule(license.id, "id", FindKind::Reference, license.id, 2);
        }
        adder.rule(license.id, "tag", FindKind::Tag, &format!("License: {}", license.id), 2);
    }
    for (id, address) in addresses(&plainest_first) {
        adder.rule(id, "address", FindKind::Reference, &address, 3);
    }
}

/// Adds the rules of all exceptions of a list: their texts.
pub fn add_exceptions(pack: &mut Pack, exceptions: &[Listed<'_>]) {
    let mut adder = Adder { pack, known: BTreeSet::new(), ids: BTreeSet::new() };
    for exception in exceptions {
        adder.license(exception.id);
        adder.rule(exception.id, "text", FindKind::Text, exception.text, MIN_TEXT_WORDS);
        adder.rule(exception.id, "id", FindKind::Reference, exception.id, 3);
    }
}

/// Adds other names of licenses, by expression. Names of a single word say too little.
pub fn add_names<'a>(pack: &mut Pack, names: impl Iterator<Item = (&'a str, &'a str)>) {
    let mut known: BTreeSet<Vec<String>> = pack.rules.iter().map(|rule| key(&rule.text)).collect();
    for (n, (expression, name)) in names.enumerate() {
        let key = key(name);
        let says_license = key.iter().any(|word| word.starts_with("licen"));
        let has_version = key.iter().any(|word| word.bytes().any(|b| b.is_ascii_digit()));
        if key.len() < 2 || !(says_license || has_version || key.len() > 2) || !known.insert(key) {
            continue;
        }
        let id = format!("name-{n}_{expression}");
        pack.rules.push(reference(&id, expression, FindKind::Reference, name));
    }
}

struct Adder<'p> {
    pack: &'p mut Pack,
    known: BTreeSet<Vec<String>>,
    ids: BTreeSet<String>,
}

impl Adder<'_> {
    fn license(&mut self, id: &str) {
        self.pack.licenses.push(LicenseDocument {
            key: id.to_owned(),
            spdx_id: id.to_owned(),
            other_ids: Vec::new(),
        });
    }

    /// Whether the license is named after another one, as `BSD-3-Clause-Clear` is.
    fn is_variant(&self, id: &str) -> bool {
        id.match_indices('-').any(|(at, _)| self.ids.contains(&id[..at]))
    }

    /// Adds a rule unless its words are too few or another license has them.
    fn rule(&mut self, id: &str, what: &str, kind: FindKind, text: &str, min_words: usize) {
        let key = key(text);
        if key.len() < min_words || !self.known.insert(key) {
            return;
        }
        let same = self.pack.rules.iter().rev().take(16);
        let stem = format!("{}_{what}", id.to_ascii_lowercase());
        let n = same.filter(|rule| rule.id.starts_with(&stem)).count();
        let minimum = match kind {
            FindKind::Notice if !text.contains("{{") => MIN_HEADER_COVERAGE,
            FindKind::Text if self.is_variant(id) => MIN_VARIANT_COVERAGE,
            _ => MIN_COVERAGE,
        };
        let name = if n == 0 { stem } else { format!("{stem}-{}", n + 1) };
        self.pack.rules.push(match kind {
            FindKind::Text | FindKind::Notice => RuleDocument {
                relevance: Some(100),
                minimum_coverage: Some(minimum),
                phrases_marked: kind == FindKind::Notice,
                ..RuleDocument::new(&name, id, kind, text)
            },
            _ => reference(&name, id, kind, text),
        });
    }
}

pub(super) fn reference(id: &str, expression: &str, kind: FindKind, text: &str) -> RuleDocument {
    RuleDocument {
        relevance: Some(100),
        continuous: true,
        phrases_marked: false,
        ..RuleDocument::new(id, expression, kind, text)
    }
}

/// The text without the one that LGPL-3.0 brings along, or every GPL-3.0 would look like it.
fn own_text<'a>(id: &str, text: &'a str) -> &'a str {
    match text.find("GNU GENERAL PUBLIC LICENSE") {
        Some(at) if at > 0 && id.starts_with("LGPL-3.0") => &text[..at],
        _ => text,
    }
}

pub(super) fn key(text: &str) -> Vec<String> {
    Words::new(text).map(|word| text[word.start..word.end].to_lowercase()).collect()
}

/// The lower, the plainer: variants have longer names, and "or later" is said elsewhere.
fn plainness(id: &str) -> usize {
    let base = id.strip_suffix("-only").unwrap_or(id);
    let later = if base.ends_with("-or-later") { 100 } else { 0 };
    base.len() + later
}

/// Whether an identifier can hardly be anything else: it has a version or counts clauses.
fn is_telling(id: &str) -> bool {
    let has_version = id
        .split('-')
        .skip(1)
        .any(|part| part.contains('.') && part.bytes().next().is_some_and(|b| b.is_ascii_digit()));
    has_version || id.contains("-Clause") || id.ends_with("-only") || id.ends_with("-or-later")
}

/// A full name, and the same with its version written in other ways.
fn names(name: &str) -> Vec<String> {
    let mut names = vec![name.to_owned()];
    let (plain, later) = match (name.strip_suffix(" only"), name.strip_suffix(" or later")) {
        (Some(plain), _) => (plain, ""),
        (_, Some(plain)) => (plain, " or later"),
        _ => (name, ""),
    };
    let is_version =
        |word: &&str| word.trim_start_matches('v').starts_with(|c: char| c.is_ascii_digit());
    let Some((base, version)) = plain.rsplit_once(' ').filter(|(_, last)| is_version(last)) else {
        if later.is_empty() && !name.to_lowercase().contains("licen") {
            names.push(format!("{name} License"));
        }
        return names;
    };
    let base = base.trim_end_matches(['v', ' ', ',', '-']).trim_end_matches(" version");
    let version = version.trim_start_matches('v');
    let mut versions = vec![version];
    versions.extend(version.strip_suffix(".0"));
    let laters: &[&str] = if later.is_empty() {
        &[""]
    } else {
        &[" or later", " or any later version", " or (at your option) any later version"]
    };
    for version in versions {
        for later in laters {
            for form in [" ", " version ", " v", ", version ", " v. "] {
                names.push(format!("{base}{form}{version}{later}"));
            }
            names.push(format!("version {version} of the {base}{later}"));
        }
    }
    names
}

/// Addresses that belong to one license, without scheme.
fn addresses<'a>(licenses: &[Listed<'a>]) -> Vec<(&'a str, String)> {
    let mut owners: BTreeMap<String, BTreeSet<&'a str>> = BTreeMap::new();
    for license in licenses {
        let listed = [format!("spdx.org/licenses/{}", license.id)];
        let seen = license.addresses.iter().map(|address| (*address).to_owned());
        for address in seen.chain(listed) {
            let address = address.split_once("://").map_or(address.as_str(), |(_, rest)| rest);
            let address = address.trim_start_matches("www.").trim_end_matches('/');
            if address.contains('/') {
                owners.entry(address.to_owned()).or_default().insert(license.id);
            }
        }
    }
    let mut addresses = Vec::new();
    for (address, ids) in owners {
        let family = |id: &'a str| id.trim_end_matches("-only").trim_end_matches("-or-later");
        let families: BTreeSet<&str> = ids.iter().map(|id| family(id)).collect();
        let plainest = ids.iter().min_by_key(|id| plainness(id));
        if let (1, Some(id)) = (families.len(), plainest) {
            addresses.push((*id, address));
        }
    }
    addresses
}

/// A header whose version must be there: but for it the headers of two versions are alike.
fn mark_version(header: &str) -> String {
    let header = header.replace("{{", "").replace("}}", "");
    let lower = header.to_ascii_lowercase();
    let place = lower.match_indices("version ").find_map(|(at, word)| {
        let rest = &header[at + word.len()..];
        let is_number = |c: char| c.is_ascii_digit() || c == '.';
        let length = rest.find(|c| !is_number(c)).unwrap_or(rest.len());
        let number = rest[..length].trim_end_matches('.');
        (!number.is_empty()).then(|| at..at + word.len() + number.len())
    });
    match place {
        Some(place) => {
            let (before, behind) = (&header[..place.start], &header[place.end..]);
            format!("{before}{{{{{}}}}}{behind}", &header[place])
        }
        None => header,
    }
}

/// A header without the lines that others fill in.
fn without_copyright(header: &str) -> String {
    let is_form = |line: &str| {
        let lower = line.to_lowercase();
        lower.trim_start().starts_with("copyright") || line.contains(['<', '['])
    };
    let last = header.lines().take(6).enumerate().filter(|(_, line)| is_form(line)).last();
    match last {
        Some((at, _)) => header.lines().skip(at + 1).collect::<Vec<_>>().join("\n"),
        None => header.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_written_in_many_ways() {
        let all = names("GNU General Public License v2.0 or later");
        assert!(all.contains(&"GNU General Public License version 2 or later".to_owned()));
        assert!(all.contains(
            &"version 2.0 of the GNU General Public License or any later version".to_owned()
        ));
        assert_eq!(names("MIT License"), ["MIT License"]);
        assert_eq!(names("Academy"), ["Academy", "Academy License"]);
    }

    #[test]
    fn what_licenses_share_goes_to_the_plainest() {
        let text = "do what you like with this work";
        let listed = |id, addresses| Listed { id, name: id, text, header: None, addresses };
        let mut pack = Pack::default();
        let shared: &[&str] = &["https://example.org/license"];
        add_licenses(
            &mut pack,
            &[listed("X-1.0-or-later", shared), listed("X-1.0-only", shared), listed("Y-2.0", &[])],
        );
        let of = |what: &str| -> Vec<&str> {
            let rules = pack.rules.iter().filter(|rule| rule.id.contains(what));
            rules.filter_map(|rule| rule.expression.as_deref()).collect()
        };
        assert_eq!(of("_text"), ["X-1.0-only"]);
        assert_eq!(of("example.org"), Vec::<&str>::new());
        assert!(pack.rules.iter().any(|rule| rule.text == "example.org/license"
            && rule.expression.as_deref() == Some("X-1.0-only")));
    }

    #[test]
    fn headers_keep_their_version() {
        assert_eq!(mark_version("under Version 1.2. Or"), "under {{Version 1.2}}. Or");
        assert_eq!(mark_version("any version of it"), "any version of it");
    }

    #[test]
    fn headers_lose_their_forms() {
        let header = "<program>\nCopyright (C) <year> <name>\nYou may copy it.";
        assert_eq!(without_copyright(header), "You may copy it.");
    }
}
