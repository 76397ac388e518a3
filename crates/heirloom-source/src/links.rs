// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Libraries that build files link programs with.
//!
//! One small reader for each build language: it knows comments, quotes and brackets, and which
//! condition stands around a line, and nothing of what the language computes. What depends on a
//! condition or may be missing is optional; an option that is on unless somebody says no, where the
//! build fails without the library, is not.

pub(crate) mod autoconf;
pub(crate) mod cmake;
pub(crate) mod code;
mod conditions;
pub(crate) mod make;
pub(crate) mod meson;

use std::{borrow::Cow, ops::Range};

use heirloom_model::{LibraryLink, LinkNaming, SourceGround};

use crate::collect::{Collector, MAX_WRITTEN, shortened};

/// A library that is named, before it is known to be one.
#[derive(Clone, Debug)]
pub(crate) struct Link<'a> {
    pub(crate) name: &'a str,
    pub(crate) naming: LinkNaming,
    pub(crate) is_static: bool,
    /// Whether the build goes on without it.
    pub(crate) is_optional: bool,
    /// The variable that holds it, or what begins the names of such.
    pub(crate) kept_in: Option<&'a str>,
    pub(crate) condition: Option<Cow<'a, str>>,
    pub(crate) through: &'a str,
    pub(crate) ground: SourceGround,
    pub(crate) range: Range<usize>,
}

impl Collector<'_> {
    /// Takes in a link whose name can be one; each library once per need and way.
    pub(crate) fn link(&mut self, link: &Link<'_>) {
        let name = link.name.trim();
        if !is_name(name) {
            return;
        }
        let kept_in = link.kept_in.map(|name| shortened(name, MAX_WRITTEN).into());
        let key = (name.into(), link.naming, link.is_optional, link.is_static, kept_in.clone());
        if !self.met_links.insert(key) || !self.has_room() {
            return;
        }
        let condition = link.condition.as_deref().map(|text| {
            let text = shortened(text, 4 * MAX_CONDITION);
            let words: Vec<&str> = text.split_whitespace().collect();
            shortened(&words.join(" "), MAX_CONDITION).into()
        });
        self.facts.links.push(LibraryLink {
            library: shortened(name, MAX_WRITTEN).into(),
            naming: link.naming,
            is_optional: link.is_optional,
            is_static: link.is_static,
            through: link.through.into(),
            kept_in,
            condition,
            ground: link.ground,
            span: self.source.span(link.range.clone()),
        });
    }
}

/// Longer conditions are cut.
const MAX_CONDITION: usize = 80;
/// Words of one list of flags beyond this number are not read.
const MAX_WORDS: usize = 2_000;

/// Whether a text can name a library: what is computed cannot.
fn is_name(name: &str) -> bool {
    name.len() <= 100
        && name.chars().any(char::is_alphanumeric)
        && name.starts_with(|c: char| c.is_alphanumeric() || c == '_')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || "._+-:".contains(c))
}

/// The libraries in flags for the linker: `-lssl -l:libz.a -Wl,-Bstatic`. Names that are computed
/// stay in and are left out later.
fn flags<'a>(text: &'a str, mut each: impl FnMut(&'a str, bool)) {
    let is_quote = |c: char| "\"'`();,".contains(c);
    let mut is_static = false;
    let mut words = text.split_whitespace().take(MAX_WORDS).peekable();
    while let Some(word) = words.next() {
        let word = word.trim_matches(is_quote);
        match word {
            "-static" | "-Wl,-Bstatic" | "-Bstatic" => is_static = true,
            "-Wl,-Bdynamic" | "-Bdynamic" => is_static = false,
            "-framework" | "-L" | "-I" | "-o" => {
                words.next();
            }
            "-l" => {
                if let Some(name) = words.next() {
                    each(name.trim_matches(is_quote), is_static);
                }
            }
            _ => {
                if let Some(file) = word.strip_prefix("-l:") {
                    let stem = file.strip_prefix("lib").unwrap_or(file);
                    let end = stem.find(".so").or_else(|| stem.find(".a")).unwrap_or(stem.len());
                    each(&stem[..end], is_static || file.ends_with(".a"));
                } else if let Some(name) = word.strip_prefix("-l") {
                    each(name, is_static);
                }
            }
        }
    }
}

/// The modules that a text asks `pkg-config` for: names, each perhaps with a comparison behind.
fn modules(text: &str) -> impl Iterator<Item = &str> {
    let mut is_version = false;
    text.split(|c: char| c.is_whitespace() || c == ',').take(MAX_WORDS).filter_map(move |word| {
        let word = word.trim_matches(['"', '\'', '[', ']', '(', ')']);
        let name = &word[..word.find(['<', '>', '=', '!']).unwrap_or(word.len())];
        if std::mem::take(&mut is_version) {
            return None;
        }
        // `glib-2.0 >= 2.40`: the version stands apart.
        is_version = !word.is_empty() && word.chars().all(|c| "<>=!".contains(c));
        (!name.is_empty() && !name.starts_with('-')).then_some(name)
    })
}

/// Where `pkg-config` is asked for libraries in a command: what stands behind its options, up to the
/// end of the command.
fn pkg_config(text: &str) -> Option<&str> {
    let programs =
        ["pkg-config", "pkgconf", "PKG_CONFIG)", "PKG_CONFIG}", "PKGCONFIG)", "PKG_CONFIG "];
    let at = programs.iter().filter_map(|name| Some(text.find(name)? + name.len())).min()?;
    let command = &text[at..];
    let end = command.find(['`', '|', ';', '&', '\n']).unwrap_or(command.len());
    let command = &command[..end];
    let command = command.find("2>").map_or(command, |end| &command[..end]);
    let asks = command.contains("--libs");
    // The bracket of `$(shell …)` ends it too.
    let command = command.split(')').next().unwrap_or(command);
    asks.then_some(command)
}

/// Whether several names are spellings of one library: `ncursesw ncurses curses`.
fn are_one(names: &[&str]) -> bool {
    let shortest = names.iter().min_by_key(|name| name.len());
    shortest.is_some_and(|shortest| {
        shortest.len() > 2 && names.iter().all(|name| name.contains(*shortest))
    })
}

#[cfg(test)]
mod tests;
