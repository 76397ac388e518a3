// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Rules from the licenses of a list such as SPDX's: texts, standard headers, names, addresses.
//!
//! A text is there whole and in the forms in which people pass it on: without title and copyright
//! lines, without the appendix that says how to apply it. The list itself is handed in, so that
//! nothing here depends on who publishes it.

use std::collections::{BTreeMap, BTreeSet};

use heirloom_model::FindKind;

use super::RuleDocument;
use crate::license::words::Words;

mod clauses;
mod variants;
mod versions;

pub use clauses::Clauses;
use variants::Variants;

/// A license or exception as a list describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The identifier.
    pub id: String,
    /// The full name.
    pub name: String,
    /// The text.
    pub text: String,
    /// The notice that its makers ask to put into files.
    pub header: Option<String>,
    /// Addresses of the text.
    pub see_also: Vec<String>,
}

impl Listed {
    /// Whether its text belongs to another identifier of the list.
    fn shares_text(&self) -> bool {
        self.id.ends_with("-or-later") || self.id.contains("invariants")
    }
}

/// The rules of all licenses of a list.
pub fn rules(list: &[Listed], clauses: &Clauses) -> Vec<RuleDocument> {
    let mut rules = Vec::new();
    let variants = Variants::new(list.iter().map(|listed| listed.text.as_str()));
    for listed in list {
        if !listed.shares_text() {
            rules.extend(texts(listed, &variants, clauses));
        }
        rules.extend(headers(listed, clauses));
        rules.extend(name(listed));
    }
    rules.extend(versions::names(list).into_iter().map(|name| RuleDocument {
        relevance: Some(100),
        continuous: true,
        phrases_marked: false,
        bare: name.is_bare,
        ..RuleDocument::new(
            &format!("{}.name", name.text.to_lowercase().replace(' ', "-")),
            name.id,
            FindKind::Reference,
            &name.text,
        )
    }));
    rules.extend(list.iter().flat_map(identifier));
    rules.extend(addresses(list));
    rules
}

/// The identifier where a license is named: "License: X", "licensed under X".
fn identifier(listed: &Listed) -> Vec<RuleDocument> {
    const CONTEXTS: [&str; 5] = [
        "license {id}",
        "licence {id}",
        "licensed under {id}",
        "under the {id} license",
        "license is {id}",
    ];
    // Words of everyday stand beside "license" by chance.
    let is_odd = listed.id.contains(|c: char| c.is_ascii_digit() || c == '-')
        || listed.id.starts_with("FSF");
    if is_gnu(&listed.id) || !is_odd {
        return Vec::new();
    }
    let rule = |context: &&str| RuleDocument {
        relevance: Some(100),
        continuous: true,
        phrases_marked: false,
        ..RuleDocument::new(
            &format!("{}.id", context.replace("{id}", &listed.id).replace(' ', "-")),
            &listed.id,
            FindKind::Reference,
            &context.replace("{id}", &listed.id),
        )
    };
    // "Python-2.0" and `cal(1, 0)` are names and numbers of programs.
    let n_names = listed.id.split('-').filter(|part| !part.contains(|c: char| c.is_ascii_digit()));
    let is_telling = n_names.count() > 1
        || ["CECILL", "ErlPL", "MulanPSL", "NPOSL", "OLDAP"]
            .iter()
            .any(|p| listed.id.starts_with(p));
    let alone = (is_telling && Words::new(&listed.id).count() > 2).then_some("{id}");
    CONTEXTS.iter().chain(&alone).map(rule).collect()
}

fn texts(listed: &Listed, variants: &Variants, clauses: &Clauses) -> Vec<RuleDocument> {
    let filled = without_placeholders(&listed.text);
    let mut forms = vec![("", filled.clone())];
    forms.push(("-body", body(&filled)));
    if let Some(end) = end_of_terms(&filled) {
        forms.push(("-terms", filled[..end].to_owned()));
        forms.push(("-terms-body", body(&filled[..end])));
    }
    let mut seen = BTreeSet::new();
    forms.retain(|(_, text)| !text.trim().is_empty() && seen.insert(text.clone()));
    let rule = |(form, text): &(&str, String)| {
        let marked = clauses.mark_text(&listed.id, text).or_else(|| variants.mark(text));
        RuleDocument {
            relevance: Some(100),
            minimum_coverage: Some(least_share(text)),
            phrases_marked: marked.is_some(),
            ..RuleDocument::new(
                &format!("{}{form}.text", listed.id),
                &listed.id,
                FindKind::Text,
                marked.as_ref().unwrap_or(text),
            )
        }
    };
    forms.iter().map(rule).collect()
}

/// The share of a text in per cent below which a match is another text with some of its clauses.
fn least_share(text: &str) -> u8 {
    if text.split_whitespace().count() < 1000 { 65 } else { 50 }
}

fn headers(listed: &Listed, clauses: &Clauses) -> Option<RuleDocument> {
    // Their versions are one word among a hundred: the lexicon has them, with that word required.
    if is_gnu(&listed.id) {
        return None;
    }
    let text = body(&without_placeholders(listed.header.as_ref()?));
    let long_enough = text.split_whitespace().count() > 5;
    let marked = clauses.mark_header(&listed.id, &text).or_else(|| version_required(&text));
    long_enough.then(|| RuleDocument {
        relevance: Some(100),
        minimum_coverage: Some(60),
        phrases_marked: marked.is_some(),
        ..RuleDocument::new(
            &format!("{}.header", listed.id),
            &listed.id,
            FindKind::Notice,
            marked.as_ref().unwrap_or(&text),
        )
    })
}

/// The header with `{{…}}` around its version and the name before it: headers of licenses that
/// were made from each other differ in little else.
fn version_required(header: &str) -> Option<String> {
    if header.contains("{{") || header.contains("}}") {
        return None;
    }
    let words: Vec<_> = Words::new(header).collect();
    let written = |at: usize| &header[words[at].start..words[at].end];
    let is_number =
        |at: usize| at < words.len() && written(at).starts_with(|c: char| c.is_ascii_digit());
    let version = (3..words.len()).find(|&at| {
        let word = written(at);
        (word.eq_ignore_ascii_case("version") && is_number(at + 1))
            || (word.starts_with(['v', 'V']) && word[1..].starts_with(|c: char| c.is_ascii_digit()))
    })?;
    let end = (version + 1..words.len()).take_while(|&at| is_number(at)).take(2).last();
    let (start, end) = (words[version - 3].start, words[end.unwrap_or(version)].end);
    Some(format!("{}{{{{{}}}}}{}", &header[..start], &header[start..end], &header[end..]))
}

/// Words that stand before "license" by chance, as endings of file names and in prose do.
const EVERYDAY: [&str; 10] =
    ["json", "doc", "cube", "fair", "buddy", "clips", "crossword", "symlinks", "sl", "gd"];

/// The name as a reference, where it is long enough not to be something else.
fn name(listed: &Listed) -> Option<RuleDocument> {
    let lower = listed.name.to_lowercase();
    let says_license = ["license", "licence", "exception"].iter().any(|word| lower.contains(word));
    let n_words = lower.split_whitespace().count();
    let first = lower.split_whitespace().next().unwrap_or_default();
    let is_everyday = n_words == 2 && EVERYDAY.contains(&first);
    (says_license && n_words >= 2 && !is_everyday && !is_gnu(&listed.id)).then(|| RuleDocument {
        relevance: Some(100),
        continuous: true,
        phrases_marked: false,
        ..RuleDocument::new(
            &format!("{}.name", listed.id),
            &listed.id,
            FindKind::Reference,
            &listed.name,
        )
    })
}

/// Licenses whose identifiers tell "only" from "or later", which names and addresses do not.
fn is_gnu(id: &str) -> bool {
    ["GPL-", "LGPL-", "AGPL-", "GFDL-"].iter().any(|family| id.starts_with(family))
}

/// Hosts where one address serves many licenses, or moves.
const UNSTABLE_HOSTS: [&str; 9] = [
    "ietf.org/rfc",
    "github.com",
    "fedoraproject.org",
    "archive.org",
    "gitlab",
    "gitweb",
    "debian.org",
    "svn",
    "googlesource.com",
];

/// Addresses that name one license of the list alone.
fn addresses(list: &[Listed]) -> Vec<RuleDocument> {
    let mut owners: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for listed in list.iter().filter(|listed| !is_gnu(&listed.id)) {
        let id = &listed.id;
        let well_known =
            [format!("spdx.org/licenses/{id}"), format!("opensource.org/licenses/{id}")];
        let seen = listed.see_also.iter().map(|address| bare_address(address).to_owned());
        for address in well_known.into_iter().chain(seen) {
            let unstable = UNSTABLE_HOSTS.iter().any(|host| address.contains(host));
            let has_path = address.split('/').filter(|part| !part.is_empty()).count() > 1;
            if has_path && !unstable {
                owners.entry(address.to_lowercase()).or_default().insert(id);
            }
        }
    }
    let rule = |address: &str, id: &str| RuleDocument {
        relevance: Some(100),
        continuous: true,
        phrases_marked: false,
        ..RuleDocument::new(&format!("{address}.address"), id, FindKind::Reference, address)
    };
    let of_one = owners.iter().filter(|(_, ids)| ids.len() == 1);
    let of_one = of_one.filter_map(|(address, ids)| ids.first().map(|id| (address, id)));
    of_one
        .filter(|(address, id)| is_about_licensing(address, id))
        .map(|(address, id)| rule(address, id))
        .collect()
}

/// Whether a page is about a license, by its path: many addresses of lists are those of source
/// files, archives and standards that happen to carry one, and name them alone.
fn is_about_licensing(address: &str, id: &str) -> bool {
    const WORDS: [&str; 13] = [
        "licen",
        "lizenz",
        "copying",
        "copyright",
        "legal",
        "terms",
        "termsofuse",
        "eula",
        "agreement",
        "disclaimer",
        "policy",
        "publicdomain",
        "-tou",
    ];
    /// Files that are no pages.
    const FILES: [&str; 12] =
        [".c", ".h", ".pm", ".py", ".sh", ".sty", ".dtx", ".m4", ".gz", ".zip", ".xz", ".bz2"];
    let lower = address.to_lowercase();
    let Some((_, path)) = lower.split_once('/') else { return false };
    let page = path.split('#').next().unwrap_or(path);
    if FILES.iter().any(|ending| page.ends_with(ending)) {
        return false;
    }
    let id = id.to_lowercase();
    let name = id.split('-').next().unwrap_or(&id);
    let is_of_name = |part: &str| part == name || (name.len() > 2 && part.starts_with(name));
    let is_named = path.split(|c: char| !c.is_ascii_alphanumeric()).any(is_of_name);
    is_named || WORDS.iter().any(|word| lower.contains(word))
}

/// An address without what varies: scheme, `www.`, the last file's ending.
fn bare_address(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let rest = rest.strip_prefix("www.").unwrap_or(rest).trim_end_matches('/');
    [".html", ".htm", ".txt", ".php"]
        .iter()
        .find_map(|ending| rest.strip_suffix(ending))
        .unwrap_or(rest)
}

/// The text without `<year>`, `[name of author]` and their like.
fn without_placeholders(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(['<', '[']) {
        let close = if rest[start..].starts_with('<') { '>' } else { ']' };
        let inner = &rest[start + 1..];
        let end =
            inner.find(['<', '>', '[', ']', '\n']).filter(|&end| inner[end..].starts_with(close));
        match end {
            Some(end) if is_placeholder(&inner[..end]) => {
                out.push_str(&rest[..start]);
                out.push(' ');
                rest = &inner[end + 1..];
            }
            _ => {
                out.push_str(&rest[..=start]);
                rest = inner;
            }
        }
    }
    out.push_str(rest);
    out
}

fn is_placeholder(inner: &str) -> bool {
    const HINTS: [&str; 12] = [
        "year",
        "yyyy",
        "name",
        "author",
        "owner",
        "holder",
        "organi",
        "copyright",
        "date",
        "program",
        "one line",
        "description",
    ];
    let lower = inner.to_lowercase();
    !lower.contains("://") && HINTS.iter().any(|hint| lower.contains(hint))
}

/// The text behind its title and without copyright lines.
fn body(text: &str) -> String {
    let mut lines: Vec<&str> = text.lines().filter(|line| !is_copyright_line(line)).collect();
    let n_title = lines.iter().take_while(|line| is_title_line(line)).count();
    if n_title < lines.len() {
        lines.drain(..n_title);
    }
    lines.join("\n")
}

fn is_copyright_line(line: &str) -> bool {
    let lower = line.trim().to_lowercase();
    (lower.starts_with("copyright")
        || lower.starts_with("(c)")
        || lower.starts_with("all rights reserved"))
        && lower.split_whitespace().count() < 16
        && !["notice", "permission", "condition", "license", "holders disclaim"]
            .iter()
            .any(|word| lower.contains(word))
}

/// A short line before the text starts: no sentence.
fn is_title_line(line: &str) -> bool {
    let line = line.trim();
    line.is_empty()
        || (line.len() < 70
            && !line.ends_with(['.', ';', ':', ','])
            && line.split_whitespace().count() < 9
            && (line.to_lowercase().contains("licen") || line.to_lowercase().contains("version")))
}

/// Where the terms end and an appendix starts.
fn end_of_terms(text: &str) -> Option<usize> {
    let mark = "END OF TERMS AND CONDITIONS";
    text.find(mark).map(|at| at + mark.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(id: &str, text: &str) -> Listed {
        Listed {
            id: id.to_owned(),
            name: format!("{id} License"),
            text: text.to_owned(),
            header: None,
            see_also: vec![format!("https://www.example.org/{id}.html")],
        }
    }

    #[test]
    fn texts_come_whole_and_without_title() {
        let text = "X License\n\nCopyright (c) <year> <owner>\n\nYou may use this.\n";
        let rules = rules(&[listed("X", text)], &Clauses::default());
        let texts: Vec<&str> = rules
            .iter()
            .filter(|rule| rule.kind == FindKind::Text)
            .map(|rule| rule.text.trim())
            .collect();
        assert_eq!(
            texts,
            ["X License\n\nCopyright (c)    \n\nYou may use this.", "You may use this."]
        );
        assert!(rules.iter().any(|rule| rule.text == "example.org/x"));
    }

    #[test]
    fn headers_require_their_version() {
        let mut x = listed("X", "a");
        x.header =
            Some("This is under the Example Public License Version 1.1 (the License)".into());
        let rules = rules(&[x], &Clauses::default());
        let header = rules.iter().find(|rule| rule.kind == FindKind::Notice).unwrap();
        assert!(header.text.contains("{{Example Public License Version 1.1}}"), "{}", header.text);
    }

    #[test]
    fn addresses_of_source_and_standards_name_nothing() {
        let check = |address, id, expect| {
            assert_eq!(is_about_licensing(address, id), expect, "{address}");
        };
        check("example.org/~x/wcwidth.c", "HPND-Example", false);
        check("faqs.org/rfcs/rfc1321", "RSA-MD", false);
        check("people.example.org/~ada", "Beerware", false);
        check("tapr.org/ohl", "TAPR-OHL-1.0", false);
        check("mozilla.org/mpl/mpl-1.1", "MPL-1.1", true);
        check("example.org/licenses/x", "X-1.0", true);
    }

    #[test]
    fn an_address_of_two_licenses_names_none() {
        let mut second = listed("Y", "b");
        second.see_also = vec!["https://example.org/X".to_owned()];
        let rules = rules(&[listed("X", "a"), second], &Clauses::default());
        assert!(!rules.iter().any(|rule| rule.text == "example.org/x"));
    }
}
