// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Manifests that are programs: rockspecs.

use heirloom_model::{PackageFileKind, RelationKind, Scope};

use super::{Simple, behind_equals, named, plain_of, request, root};
use crate::{
    code::{self, Constants, Joined, Kind, Literal, Syntax},
    graph::{ecosystem::Format, input::Input, plain::Plain},
};

const ROCKSPEC: &str = "rockspec";
const MAX_TOKENS: usize = 200_000;

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
