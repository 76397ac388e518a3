// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Manifests that are programs or near to it: opam files and rockspecs.

use heirloom_model::{PackageFact, PackageFileKind, RelationKind, Requirement, Scope};

use super::{Simple, behind_equals, named, plain_of, request, root};
use crate::{
    code::{self, Constants, Joined, Kind, Literal, Syntax, Token},
    graph::{ecosystem::Format, input::Input, plain::Plain},
};

const OPAM_FILE: &str = "opam";
const ROCKSPEC: &str = "rockspec";
const MAX_TOKENS: usize = 200_000;

pub(super) static OPAM: Simple = Simple {
    plain: Plain { pinned: behind_equals, ..plain_of("opam", &[OPAM_FILE], &[], named) },
    formats: &[Format {
        name: OPAM_FILE,
        kind: PackageFileKind::Manifest,
        files: &["opam", "*.opam", "*.opam.locked"],
        takes: "package, license, people, dependencies with scope and bounds",
        read: opam,
    }],
    usual: (RelationKind::StaticLink, 0.8, "OCaml links libraries statically"),
};

pub(super) static LUAROCKS: Simple = Simple {
    plain: Plain { pinned: behind_equals, ..plain_of("luarocks", &[ROCKSPEC], &[], named) },
    formats: &[Format {
        name: ROCKSPEC,
        kind: PackageFileKind::Manifest,
        files: &["*.rockspec"],
        takes: "rock, license, people, dependencies with scope and bounds",
        read: rockspec,
    }],
    usual: (RelationKind::DynamicLink, 0.8, "Lua loads modules when the program runs"),
};

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

/// `dependencies = { "lua >= 5.1", "x ~> 1" }`.
fn rockspec(input: &mut Input<'_>) -> bool {
    let tokens = code::tokens(input.text(), Syntax::Lua, MAX_TOKENS);
    let literal = |name: &str| code::assigned(&tokens, name);
    let constants = Constants::new(&tokens);
    let text = |name: &str| constants.named(name).and_then(Joined::text);
    let name = text("package");
    // Files are called by name and version, which tells what is computed.
    let stem = input.stem();
    let parts = stem.rmatch_indices('-').nth(1).map(|(at, _)| (&stem[..at], &stem[at + 1..]));
    let written = name.as_deref();
    let Some(shown) = written.or(parts.map(|(name, _)| name)) else {
        return false;
    };
    let mut package = root(input, shown, 0..0);
    let version = text("version");
    package.version = version.as_deref().or(parts.map(|(_, version)| version)).map(Into::into);
    package.about.description = literal("summary").as_ref().and_then(Literal::text).map(Into::into);
    input.declare("", &mut package);
    for (word, scope) in [
        ("dependencies", Scope::Runtime),
        ("build_dependencies", Scope::Build),
        ("test_dependencies", Scope::Test),
    ] {
        let start = tokens
            .windows(3)
            .position(|w| w[0].is_word(word) && w[1].is_sign('=') && w[2].is_sign('{'));
        let Some(start) = start else {
            continue;
        };
        let inner = tokens[start + 3..].iter().take_while(|token| !token.is_sign('}'));
        for token in inner {
            let Kind::Text(text) = &token.kind else {
                continue;
            };
            let (name, asked) = text.split_once([' ', '=', '<', '>', '~']).unwrap_or((text, ""));
            let asked = if asked.is_empty() { "" } else { text[name.len()..].trim() };
            if name != "lua" && !name.is_empty() {
                let mut one = request(input, name, Some(asked), token.range.clone());
                one.scope = scope;
                package.requirements.push(one);
            }
        }
    }
    input.add_package(package);
    true
}
