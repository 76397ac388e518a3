// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Portage's words for what a package requires: `>=dev-libs/a-1.2:0=[x]`, `|| ( a b )`, `use? ( c )`.

/// A request for one package or one of several, with the text it stands in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Atom<'a> {
    /// Names of the packages, several for a choice.
    pub(super) names: Vec<&'a str>,
    /// The first word as written.
    pub(super) written: &'a str,
    /// The use flags it stands under.
    pub(super) condition: Option<String>,
}

/// Deeper brackets are not looked into.
const MAX_DEPTH: usize = 64;

enum Group<'a> {
    Choice(Vec<&'a str>, Option<&'a str>),
    Use(&'a str),
    All,
}

/// The requests of a text, in order.
pub(super) fn parse(text: &str) -> Vec<Atom<'_>> {
    let mut found = Vec::new();
    let mut open: Vec<Group<'_>> = Vec::new();
    let mut next: Option<Group<'_>> = None;
    for word in text.split_whitespace() {
        match word {
            "||" | "^^" | "??" => next = Some(Group::Choice(Vec::new(), None)),
            "(" if open.len() < MAX_DEPTH => open.push(next.take().unwrap_or(Group::All)),
            ")" => {
                if let Some(Group::Choice(names, Some(written))) = open.pop() {
                    found.push(Atom { names, written, condition: condition(&open) });
                }
            }
            _ if word.ends_with('?') => next = Some(Group::Use(word.trim_end_matches('?'))),
            // Blockers.
            _ if word.starts_with('!') => {}
            _ => {
                let Some(name) = name_of(word) else {
                    continue;
                };
                let choice = open.iter_mut().rev().find_map(|group| match group {
                    Group::Choice(names, written) => Some((names, written)),
                    _ => None,
                });
                match choice {
                    Some((names, written)) => {
                        names.push(name);
                        written.get_or_insert(word);
                    }
                    None => {
                        let condition = condition(&open);
                        found.push(Atom { names: vec![name], written: word, condition });
                    }
                }
            }
        }
    }
    found
}

fn condition(open: &[Group<'_>]) -> Option<String> {
    let flags = open.iter().filter_map(|group| match group {
        Group::Use(flag) => Some(*flag),
        _ => None,
    });
    let flags: Vec<&str> = flags.collect();
    (!flags.is_empty()).then(|| flags.join(" "))
}

/// `category/name` of an atom.
fn name_of(word: &str) -> Option<&str> {
    let word = word.trim_start_matches(['>', '<', '=', '~']);
    let end = word.find([':', '[']).unwrap_or(word.len());
    let plain = word[..end].trim_end_matches('*');
    if !plain.contains('/') {
        return None;
    }
    Some(split(plain).map_or(plain, |(name, _)| name))
}

/// `name-1.2-r3` to name and version.
pub(super) fn split(text: &str) -> Option<(&str, &str)> {
    let mut dashes = text.match_indices('-').map(|(at, _)| at);
    let is_version = |at: &usize| {
        let rest = &text[at + 1..];
        let (version, revision) = rest.split_once('-').unwrap_or((rest, "r0"));
        let is_revision =
            revision.strip_prefix('r').is_some_and(|n| n.bytes().all(|b| b.is_ascii_digit()));
        is_number(version) && is_revision
    };
    // `-1-r2` has two; the first is where the version starts.
    let first = dashes.find(is_version)?;
    Some((&text[..first], &text[first + 1..]))
}

/// `1.2.3b_p4`.
fn is_number(version: &str) -> bool {
    let plain = version.split('_').next().unwrap_or_default();
    let plain = plain.strip_suffix(|c: char| c.is_ascii_lowercase()).unwrap_or(plain);
    plain.starts_with(|c: char| c.is_ascii_digit())
        && plain.bytes().all(|b| b.is_ascii_digit() || b == b'.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_told_from_names() {
        assert_eq!(split("a/b-c-1.2_p3-r4"), Some(("a/b-c", "1.2_p3-r4")));
        assert_eq!(split("x11-libs/gtk+-3.24"), Some(("x11-libs/gtk+", "3.24")));
        assert_eq!(split("media-fonts/font-100dpi"), None);
        assert_eq!(split("a/b-2-3.1"), Some(("a/b-2", "3.1")));
    }

    #[test]
    fn atoms() {
        let found = parse("|| ( a/b >=a/c-1 ) !a/d x? ( y? ( ~a/e-2:0=[z] ) ) a/f:=");
        let shown: Vec<String> = found
            .iter()
            .map(|atom| {
                let condition = atom.condition.as_deref().unwrap_or("-");
                format!("{} {} {condition}", atom.names.join("|"), atom.written)
            })
            .collect();
        assert_eq!(shown, ["a/b|a/c a/b -", "a/e ~a/e-2:0=[z] x y", "a/f a/f:= -"]);
    }
}
