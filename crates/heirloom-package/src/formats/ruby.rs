// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Gem and pod specifications, read for literal values.

use heirloom_model::{Manifest, PartyRole};

use crate::{
    code::{self, Syntax, Token},
    context::{Context, add_party, field, manifest, unless_empty},
};

const MAX_TOKENS: usize = 200_000;

pub(crate) fn gemspec(context: &mut Context<'_>) -> Vec<Manifest> {
    let tokens = code::tokens(context.text(), Syntax::Ruby, MAX_TOKENS);
    let mut gem = manifest("gem");
    head(&tokens, &mut gem);
    let metadata = code::assigned(&tokens, "metadata");
    let repository = metadata.as_ref().and_then(|all| all.entry("source_code_uri"));
    gem.repository = field(repository.map(|(url, _)| url));
    for key in ["license", "licenses"] {
        let Some(literal) = code::assigned(&tokens, key) else {
            continue;
        };
        for (text, range) in &literal.texts {
            context.declare(&mut gem, key, text, range.clone());
        }
    }
    unless_empty(gem)
}

pub(crate) fn podspec(context: &mut Context<'_>) -> Vec<Manifest> {
    let tokens = code::tokens(context.text(), Syntax::Ruby, MAX_TOKENS);
    let mut pod = manifest("cocoapods");
    head(&tokens, &mut pod);
    if let Some(literal) = code::assigned(&tokens, "license") {
        for (text, range) in &literal.texts {
            context.declare(&mut pod, "license", text, range.clone());
        }
        if let Some((text, range)) = literal.entry("type") {
            context.declare(&mut pod, "license.type", text, range);
        }
        if let Some((text, range)) = literal.entry("file") {
            context.refer(&mut pod, "license.file", text, range);
        }
    }
    unless_empty(pod)
}

fn head(tokens: &[Token<'_>], manifest: &mut Manifest) {
    let text = |key| {
        let literal = code::assigned(tokens, key);
        field(literal.as_ref().and_then(|literal| literal.text()))
    };
    manifest.name = text("name");
    manifest.version = text("version");
    manifest.homepage = text("homepage");
    for key in ["author", "authors"] {
        let literal = code::assigned(tokens, key);
        let Some(literal) = literal else {
            continue;
        };
        for (name, _) in &literal.texts {
            add_party(manifest, PartyRole::Author, name);
        }
        for (name, mail, _) in &literal.entries {
            add_party(manifest, PartyRole::Author, &format!("{name} <{mail}>"));
        }
    }
}
