// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Manifests that are programs or near to it: Elixir's `mix.exs`, rockspecs, opam files, `dub.sdl`.

use heirloom_model::{Manifest, PartyRole};

use crate::{
    code::{self, Kind, Literal, Syntax, Token},
    context::{Context, add_party, field, manifest, unless_empty},
};

const MAX_TOKENS: usize = 200_000;

pub(crate) fn mix(context: &mut Context<'_>) -> Vec<Manifest> {
    let tokens = code::tokens(context.text(), Syntax::Ruby, MAX_TOKENS);
    let mut hex = manifest("hex");
    hex.name = after_key(&tokens, "app").and_then(|at| match tokens.get(at + 1)?.kind {
        Kind::Word(name) if tokens[at].is_sign(':') => field(Some(name)),
        _ => None,
    });
    let version = literal_of(&tokens, "version");
    hex.version = field(version.as_ref().and_then(Literal::text));
    let home = literal_of(&tokens, "homepage_url");
    hex.homepage = field(home.as_ref().and_then(Literal::text));
    if let Some(licenses) = literal_of(&tokens, "licenses") {
        for (text, range) in &licenses.texts {
            context.declare(&mut hex, "licenses", text, range.clone());
        }
    }
    if let Some(people) = literal_of(&tokens, "maintainers") {
        for (name, _) in &people.texts {
            add_party(&mut hex, PartyRole::Maintainer, name);
        }
    }
    unless_empty(hex)
}

/// opam: `key: "value"` or `key: ["a" "b"]`; all licenses of a list apply.
pub(crate) fn opam(context: &mut Context<'_>) -> Vec<Manifest> {
    let tokens = code::tokens(context.text(), Syntax::Opam, MAX_TOKENS);
    if after_key(&tokens, "version").is_none() && literal_of(&tokens, "maintainer").is_none() {
        return Vec::new();
    }
    let mut opam = manifest("opam");
    let name = literal_of(&tokens, "name");
    let stem = context.file_name.strip_suffix(".opam").filter(|stem| !stem.is_empty());
    opam.name = field(name.as_ref().and_then(Literal::text).or(stem));
    let version = literal_of(&tokens, "version");
    opam.version = field(version.as_ref().and_then(Literal::text));
    let home = literal_of(&tokens, "homepage");
    opam.homepage = field(home.as_ref().and_then(Literal::text));
    for (key, role) in [("authors", PartyRole::Author), ("maintainer", PartyRole::Maintainer)] {
        for (name, _) in literal_of(&tokens, key).iter().flat_map(|found| &found.texts) {
            add_party(&mut opam, role, name);
        }
    }
    for (text, range) in literal_of(&tokens, "license").iter().flat_map(|found| &found.texts) {
        context.declare(&mut opam, "license", text, range.clone());
    }
    unless_empty(opam)
}

pub(crate) fn rockspec(context: &mut Context<'_>) -> Vec<Manifest> {
    let tokens = code::tokens(context.text(), Syntax::Lua, MAX_TOKENS);
    let mut rock = manifest("luarocks");
    let text = |key| {
        let literal = code::assigned(&tokens, key);
        field(literal.as_ref().and_then(Literal::text))
    };
    rock.name = text("package");
    rock.version = text("version");
    rock.homepage = text("homepage");
    if let Some(keeper) = text("maintainer") {
        add_party(&mut rock, PartyRole::Maintainer, &keeper);
    }
    for (text, range) in code::assigned(&tokens, "license").iter().flat_map(|found| &found.texts) {
        context.declare(&mut rock, "description.license", text, range.clone());
    }
    unless_empty(rock)
}

/// `name "value"` a line.
pub(crate) fn dub_sdl(context: &mut Context<'_>) -> Vec<Manifest> {
    let tokens = code::tokens(context.text(), Syntax::Opam, MAX_TOKENS);
    let mut dub = manifest("dub");
    for (at, token) in tokens.iter().enumerate() {
        let starts_line = at == 0 || tokens[at - 1].kind == Kind::Line;
        let (Kind::Word(key), true) = (&token.kind, starts_line) else {
            continue;
        };
        let Some((literal, _)) = code::literal(&tokens, at + 1) else {
            continue;
        };
        let Some((text, range)) = literal.texts.first() else {
            continue;
        };
        match *key {
            "name" => dub.name = field(Some(text)),
            "version" => dub.version = field(Some(text)),
            "homepage" => dub.homepage = field(Some(text)),
            "license" => context.declare(&mut dub, "license", text, range.clone()),
            "authors" => add_party(&mut dub, PartyRole::Author, text),
            "copyright" => add_party(&mut dub, PartyRole::Holder, text),
            _ => {}
        }
    }
    unless_empty(dub)
}

/// The place behind `key:`.
fn after_key(tokens: &[Token<'_>], key: &str) -> Option<usize> {
    let at = (0..tokens.len()).find(|&at| {
        tokens[at].is_word(key) && tokens.get(at + 1).is_some_and(|t| t.is_sign(':'))
    })?;
    Some(at + 2)
}

fn literal_of<'a>(tokens: &[Token<'a>], key: &str) -> Option<Literal<'a>> {
    let mut at = after_key(tokens, key)?;
    while tokens.get(at).is_some_and(|token| token.kind == Kind::Line) {
        at += 1;
    }
    // `@version` and the like: a constant of the module.
    if tokens.get(at).is_some_and(|t| t.is_sign('@'))
        && let Some(Kind::Word(name)) = tokens.get(at + 1).map(|t| &t.kind)
    {
        let constant = (0..tokens.len().saturating_sub(2)).find(|&at| {
            tokens[at].is_sign('@')
                && tokens[at + 1].is_word(name)
                && matches!(tokens[at + 2].kind, Kind::Text(_))
        })?;
        return code::literal(tokens, constant + 2).map(|(literal, _)| literal);
    }
    code::literal(tokens, at).map(|(literal, _)| literal)
}
