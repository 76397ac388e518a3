// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! OCaml: opam files, and what a switch of opam has installed.
//!
//! Recipes that opam fetched lie in folders called `NAME.VERSION`, and say neither themselves.

use heirloom_model::{PackageFact, PackageFileKind, RelationKind, Requirement, Scope};

use super::{Simple, behind_equals, named, plain_of, request, root};
use crate::{
    code::{self, Kind, Syntax, Token},
    graph::{ecosystem::Format, input::Input, plain::Plain},
    lines::lines,
};

const OPAM_FILE: &str = "opam";
const SWITCH: &str = "opam-switch";
const LIST: &str = "opam-list";
/// [`OPAM_FILE`] of a package that was fetched.
const FETCHED: &str = "opam-fetched";
const MAX_TOKENS: usize = 200_000;

pub(super) static OPAM: Simple = Simple {
    plain: Plain {
        pinned: behind_equals,
        installed: &[SWITCH, LIST, FETCHED],
        ..plain_of("opam", &[OPAM_FILE], &[], named)
    },
    formats: &[
        Format {
            name: OPAM_FILE,
            kind: PackageFileKind::Manifest,
            files: &["opam", "*.opam", "*.opam.locked"],
            takes: "package, license, people, dependencies with scope and bounds; in folders `NAME.VERSION` fetched packages",
            read: opam,
        },
        Format {
            name: SWITCH,
            kind: PackageFileKind::Installed,
            files: &["switch-state", "opam.export", "switch.export"],
            takes: "installed packages",
            read: switch,
        },
        Format {
            name: LIST,
            kind: PackageFileKind::Installed,
            files: &[".opam-switch/install", ".opam-switch/installed", ".opam/installed"],
            takes: "installed packages, a line each",
            read: list,
        },
    ],
    usual: (RelationKind::StaticLink, 0.8, "OCaml links libraries statically"),
};

/// Name and version of the folder of a fetched recipe.
fn fetched<'a>(input: &Input<'a>) -> Option<(&'a str, &'a str)> {
    let path = std::str::from_utf8(input.path().as_bytes()).ok()?;
    let folder = path.strip_suffix("/opam")?.rsplit('/').next()?;
    let (name, version) = folder.split_once('.')?;
    let is_version = version.starts_with(|c: char| c.is_ascii_digit())
        || version.starts_with('v') && version[1..].starts_with(|c: char| c.is_ascii_digit())
        || ["base", "dev"].contains(&version);
    (is_version && !name.is_empty()).then_some((name, version))
}

/// `installed: [ "NAME.VERSION" … ]`: the state of a switch, and its export.
fn switch(input: &mut Input<'_>) -> bool {
    let tokens = code::tokens(input.text(), Syntax::Opam, MAX_TOKENS);
    let Some(at) = field(&tokens, "installed").filter(|&at| tokens[at].is_sign('[')) else {
        return false;
    };
    let inner = tokens[at + 1..].iter().take_while(|token| !token.is_sign(']'));
    for token in inner {
        if let Kind::Text(text) = &token.kind {
            add_installed(input, text.split_once('.'), token.range.clone());
        }
    }
    true
}

/// `NAME.VERSION` or, of old, `NAME VERSION`, perhaps with more words behind it.
fn list(input: &mut Input<'_>) -> bool {
    let text = input.text();
    let mut is_one = false;
    for line in lines(text) {
        let mut words = line.text.split_whitespace();
        let Some(first) = words.next().filter(|first| !first.starts_with('#')) else {
            continue;
        };
        let parts = first.split_once('.').or_else(|| Some((first, words.next()?)));
        is_one |= add_installed(input, parts, line.range());
    }
    is_one
}

fn add_installed(
    input: &mut Input<'_>,
    parts: Option<(&str, &str)>,
    range: std::ops::Range<usize>,
) -> bool {
    let is_name = |name: &str| {
        !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "-_+".contains(c))
    };
    let Some((name, version)) =
        parts.filter(|(name, version)| is_name(name) && !version.is_empty())
    else {
        return false;
    };
    let mut package = PackageFact::new(name, name, input.span(range));
    package.version = Some(version.into());
    input.add_package(package);
    true
}

/// `depends: [ "name" {>= "1.0" & with-test} … ]`.
fn opam(input: &mut Input<'_>) -> bool {
    let tokens = code::tokens(input.text(), Syntax::Opam, MAX_TOKENS);
    let has = |word: &str| field(&tokens, word).is_some();
    if !has("opam-version") {
        return false;
    }
    let text = |word: &str| match field(&tokens, word).map(|at| &tokens[at].kind) {
        Some(Kind::Text(text)) => Some(text.to_string()),
        _ => None,
    };
    let file = input.path().file_name().to_vec();
    let file = String::from_utf8_lossy(&file).into_owned();
    let stem = file.strip_suffix(".locked").unwrap_or(&file).strip_suffix(".opam");
    let name = text("name").or_else(|| stem.map(str::to_owned)).unwrap_or_default();
    let mut package: PackageFact = root(input, &name, 0..0);
    package.version = text("version").map(Into::into);
    if let Some((name, version)) = fetched(input) {
        // A recipe that opam fetched, of a repository or a switch.
        package.name = name.into();
        package.version = Some(version.into());
        package.is_root = false;
        input.facts().format = FETCHED.into();
        input.facts().kind = PackageFileKind::Installed;
    }
    package.about.description = text("synopsis").map(Into::into);
    input.declare("", &mut package);
    for (word, optional) in [("depends", false), ("depopts", true)] {
        if let Some(at) = field(&tokens, word) {
            depends(input, &tokens[at..], optional, &mut package.requirements);
        }
    }
    input.add_package(package);
    true
}

/// The place behind `word:` at the start of a line.
fn field(tokens: &[Token<'_>], word: &str) -> Option<usize> {
    let at = (0..tokens.len()).find(|&at| {
        let starts = at == 0 || tokens[at - 1].kind == Kind::Line;
        starts && tokens[at].is_word(word) && tokens.get(at + 1).is_some_and(|t| t.is_sign(':'))
    })?;
    let rest = tokens[at + 2..].iter().position(|token| token.kind != Kind::Line)?;
    Some(at + 2 + rest)
}

fn depends(input: &Input<'_>, tokens: &[Token<'_>], optional: bool, found: &mut Vec<Requirement>) {
    if !tokens.first().is_some_and(|token| token.is_sign('[')) {
        return;
    }
    let mut at = 1;
    while let Some(token) = tokens.get(at).filter(|token| !token.is_sign(']')) {
        at += 1;
        let Kind::Text(name) = &token.kind else {
            continue;
        };
        let mut end = at;
        if tokens.get(at).is_some_and(|token| token.is_sign('{')) {
            let close = tokens[at..].iter().position(|token| token.is_sign('}'));
            end = at + close.unwrap_or(tokens.len() - at);
        }
        let inner = tokens.get(at + 1..end).unwrap_or_default();
        at = end.max(at);
        let bounds = bounds(inner);
        let mut one = request(input, name, bounds.as_deref(), token.range.clone());
        let says = |word: &str| inner.iter().any(|token| token.is_word(word));
        one.scope = match () {
            () if optional => Scope::Optional,
            () if says("with-test") => Scope::Test,
            () if says("with-doc") || says("with-dev-setup") || says("dev") => Scope::Development,
            () if says("build") => Scope::Build,
            () => Scope::Runtime,
        };
        if &**name != "ocaml" {
            found.push(one);
        }
    }
}

/// Signs and versions: `>= 1.0 & < 2`.
fn bounds(tokens: &[Token<'_>]) -> Option<String> {
    let mut out = String::new();
    for token in tokens {
        match &token.kind {
            Kind::Sign(sign @ ('<' | '>' | '=' | '!')) => out.push(*sign),
            Kind::Text(version) => {
                out.push(' ');
                out.push_str(version);
                out.push(' ');
            }
            _ => {}
        }
    }
    let out = out.trim();
    (!out.is_empty()).then(|| out.to_owned())
}
