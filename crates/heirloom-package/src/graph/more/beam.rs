// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Elixir and Erlang: `mix.exs`, `mix.lock` and `rebar.lock`.

use std::collections::HashMap;

use heirloom_model::{
    PackageFact, PackageFileKind, PackageSource, RelationKind, Requirement, Scope,
};

use super::{Simple, behind_equals, plain_of, repository, request, root, sum};
use crate::{
    code::{self, Kind, Syntax, Token},
    graph::{
        ecosystem::Format,
        input::Input,
        plain::{Named, Plain},
    },
    purl::Purl,
};

const MIX: &str = "mix-manifest";
const MIX_LOCK: &str = "mix-lock";
const REBAR_LOCK: &str = "rebar-lock";
const MAX_TOKENS: usize = 200_000;
/// Of a lock: each package takes some sixty.
const MAX_LOCK_TOKENS: usize = 4_000_000;
/// Longer tuples are not read.
const MAX_TUPLE: usize = 400;

const LOADED: (RelationKind, f32, &str) =
    (RelationKind::DynamicLink, 0.8, "the Erlang machine loads modules when they are used");

pub(super) static HEX: Simple = Simple {
    plain: Plain { pinned: behind_equals, ..plain_of("hex", &[MIX], &[MIX_LOCK], purl) },
    formats: &[
        Format {
            name: MIX_LOCK,
            kind: PackageFileKind::Lock,
            files: &["mix.lock"],
            takes: "packages, edges, sources, checksums",
            read: mix_lock,
        },
        Format {
            name: MIX,
            kind: PackageFileKind::Manifest,
            files: &["mix.exs"],
            takes: "package, license, people, dependencies with environment and source",
            read: mix,
        },
    ],
    usual: LOADED,
};

pub(super) static REBAR: Simple = Simple {
    plain: plain_of("rebar", &[], &[REBAR_LOCK], purl),
    formats: &[Format {
        name: REBAR_LOCK,
        kind: PackageFileKind::Lock,
        files: &["rebar.lock"],
        takes: "packages, direct or transitive, sources, checksums",
        read: rebar_lock,
    }],
    usual: LOADED,
};

/// Packages of both are on one registry.
fn purl(named: Named<'_>) -> Option<Purl> {
    match named.source {
        PackageSource::Git { .. } => repository::purl(named.name, named.version, named.source),
        _ => Purl::new("hex", None, named.name, named.version).ok(),
    }
}

fn mix(input: &mut Input<'_>) -> bool {
    let tokens = code::tokens(input.text(), Syntax::Ruby, MAX_TOKENS);
    let app =
        tokens.windows(4).find(|w| w[0].is_word("app") && w[1].is_sign(':') && w[2].is_sign(':'));
    let Some(Kind::Word(name)) = app.map(|found| &found[3].kind) else {
        return false;
    };
    let mut package = root(input, name, app.map_or(0..0, |found| found[3].range.clone()));
    input.declare("", &mut package);
    let version = tokens.windows(3).find(|w| w[0].is_word("version") && w[1].is_sign(':'));
    if let Some(Kind::Text(version)) = version.map(|found| &found[2].kind) {
        package.version = Some((**version).into());
    }
    // Inside `defp deps do … end`; tuples elsewhere are something else.
    let start = tokens.windows(3).position(|w| {
        (w[0].is_word("defp") || w[0].is_word("def")) && w[1].is_word("deps") && !w[2].is_sign(',')
    });
    if let Some(start) = start {
        let end = tokens[start..].iter().position(|token| token.is_word("end"));
        let inner = &tokens[start..start + end.unwrap_or(tokens.len() - start)];
        for (at, token) in inner.iter().enumerate().filter(|(_, token)| token.is_sign('{')) {
            package.requirements.extend(dependency(input, &inner[at + 1..], token.range.start));
        }
    }
    input.add_package(package);
    true
}

/// `:name, "~> 1.0", only: [:dev, :test], git: "…"}`.
fn dependency(input: &Input<'_>, tokens: &[Token<'_>], start: usize) -> Option<Requirement> {
    let (sign, name) = (tokens.first()?, tokens.get(1)?);
    let Kind::Word(name) = name.kind else {
        return None;
    };
    if !sign.is_sign(':') {
        return None;
    }
    let end = tokens.iter().take(MAX_TUPLE).position(|token| token.is_sign('}'))?;
    let inner = &tokens[..end];
    let text = |at: usize| match inner.get(at).map(|token| &token.kind) {
        Some(Kind::Text(text)) => Some(&**text),
        _ => None,
    };
    let option = |key: &str| {
        let at = inner.windows(2).position(|w| w[0].is_word(key) && w[1].is_sign(':'))?;
        Some(at + 2)
    };
    let mut one = request(input, name, text(3), start..tokens[end].range.end);
    let names = |at: usize| {
        let rest = inner[at..].iter().take_while(|token| !token.is_sign(']'));
        rest.filter_map(|token| match token.kind {
            Kind::Word(word) => Some(word),
            _ => None,
        })
    };
    if let Some(at) = option("only") {
        let is_list = inner.get(at).is_some_and(|token| token.is_sign('['));
        let all: Vec<&str> = names(at).take(if is_list { usize::MAX } else { 1 }).collect();
        one.scope = match all.as_slice() {
            ["test"] => Scope::Test,
            _ if all.contains(&"prod") => Scope::Runtime,
            _ => Scope::Development,
        };
    } else if option("optional").is_some_and(|at| inner[at].is_word("true")) {
        one.scope = Scope::Optional;
    }
    let address = |key: &str| option(key).and_then(text).map(str::to_owned);
    let github = address("github").map(|path| format!("https://github.com/{path}"));
    if let Some(url) = address("git").or(github) {
        let revision = ["ref", "tag", "branch"].into_iter().find_map(address);
        one.source = PackageSource::Git { url: url.into(), revision: revision.map(Into::into) };
    } else if let Some(path) = address("path") {
        one.source = PackageSource::Path { path: path.into() };
    } else if option("in_umbrella").is_some() {
        one.source = PackageSource::Path { path: format!("../{name}").into() };
    }
    Some(one)
}

/// An entry for each package: `"name": {:hex, :name, "1.0", "SUM", [:mix], [{:other, "~> 1", …}], …},`.
fn mix_lock(input: &mut Input<'_>) -> bool {
    let tokens = code::tokens(input.text(), Syntax::Ruby, MAX_LOCK_TOKENS);
    let tokens: Vec<Token<'_>> =
        tokens.into_iter().filter(|token| token.kind != Kind::Line).collect();
    let Some(start) = tokens.windows(2).position(|w| w[0].is_sign('%') && w[1].is_sign('{')) else {
        return false;
    };
    let mut at = start + 2;
    while let Some(after) = entry(input, &tokens, at) {
        at = after;
    }
    true
}

/// Reads `KEY: {…},` at a place; gives the place behind it, or `None` at the end of the map.
fn entry(input: &mut Input<'_>, tokens: &[Token<'_>], at: usize) -> Option<usize> {
    let key = tokens.get(at)?;
    let (Kind::Text(_) | Kind::Word(_)) = key.kind else {
        return (!key.is_sign('}')).then_some(at + 1);
    };
    if !tokens.get(at + 1)?.is_sign(':') || !tokens.get(at + 2)?.is_sign('{') {
        return Some(at + 1);
    }
    let end = closing(tokens, at + 2)?;
    let name = word_or_text(key)?;
    let range = key.range.start..tokens[end].range.end;
    if let Some(package) = locked(input, name, &tokens[at + 3..end], range) {
        input.add_package(package);
    }
    Some(end + 1)
}

/// The place of the sign that closes the bracket at a place.
fn closing(tokens: &[Token<'_>], open: usize) -> Option<usize> {
    let mut depth = 0_usize;
    tokens.iter().enumerate().skip(open).find_map(|(at, token)| {
        match token.kind {
            Kind::Sign('{' | '[' | '(') => depth += 1,
            Kind::Sign('}' | ']' | ')') => depth -= 1,
            _ => {}
        }
        (depth == 0).then_some(at)
    })
}

/// The parts of a tuple or list between its commas.
fn parts<'a, 'b>(tokens: &'b [Token<'a>]) -> Vec<&'b [Token<'a>]> {
    let (mut found, mut start, mut depth) = (Vec::new(), 0, 0_usize);
    for (at, token) in tokens.iter().enumerate() {
        match token.kind {
            Kind::Sign('{' | '[' | '(') => depth += 1,
            Kind::Sign('}' | ']' | ')') => depth = depth.saturating_sub(1),
            Kind::Sign(',') if depth == 0 => {
                found.push(&tokens[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    found.push(&tokens[start..]);
    found
}

fn word_or_text<'b>(token: &'b Token<'_>) -> Option<&'b str> {
    match &token.kind {
        Kind::Text(text) => Some(text),
        Kind::Word(word) => Some(word),
        _ => None,
    }
}

/// `:name`, and `:"na-me"` where a name has other signs than letters.
fn atom<'b>(tokens: &'b [Token<'_>]) -> Option<&'b str> {
    match tokens {
        [sign, name] if sign.is_sign(':') => word_or_text(name),
        _ => None,
    }
}

fn string<'b>(tokens: &'b [Token<'_>]) -> Option<&'b str> {
    match tokens {
        [Token { kind: Kind::Text(text), .. }] => Some(text),
        _ => None,
    }
}

/// What stands in the tuple of a locked package.
fn locked(
    input: &Input<'_>,
    name: &str,
    tuple: &[Token<'_>],
    range: std::ops::Range<usize>,
) -> Option<PackageFact> {
    let parts = parts(tuple);
    let part = |at: usize| parts.get(at).copied().unwrap_or_default();
    let mut package = PackageFact::new(name, name, input.span(range.clone()));
    match atom(part(0))? {
        "hex" => {
            package.name = atom(part(1)).unwrap_or(name).into();
            package.version = string(part(2)).map(Into::into);
            package.checksums.extend(string(part(3)).map(|value| sum("sha256", value)));
            package.source = PackageSource::Registry { url: None };
            package.requirements = requirements_of(input, part(5), &range);
        }
        "git" => {
            let revision: Option<Box<str>> = string(part(2)).map(Into::into);
            let url = string(part(1)).unwrap_or_default();
            package.version.clone_from(&revision);
            package.source = PackageSource::Git { url: url.into(), revision };
        }
        _ => return None,
    }
    Some(package)
}

/// A list of tuples: `[{:name, "~> 1.0", [hex: :name, optional: true]}]`.
fn requirements_of(
    input: &Input<'_>,
    list: &[Token<'_>],
    range: &std::ops::Range<usize>,
) -> Vec<Requirement> {
    let inner = list.split_first().and_then(|(_, rest)| rest.split_last());
    let mut found = Vec::new();
    for tuple in parts(inner.map_or(&[], |(_, inner)| inner)) {
        let Some((_, tuple)) = tuple.split_first().filter(|(sign, _)| sign.is_sign('{')) else {
            continue;
        };
        let parts = parts(tuple.split_last().map_or(&[], |(_, tuple)| tuple));
        let Some(name) = parts.first().and_then(|part| atom(part)) else {
            continue;
        };
        let options = parts.get(2).copied().unwrap_or_default();
        let option = |key: &str| {
            let at = options.windows(2).position(|w| w[0].is_word(key) && w[1].is_sign(':'))?;
            options.get(at + 2..)
        };
        // Packages go by other names on the registry than in programs.
        let registered = option("hex").and_then(|rest| atom(rest.get(..2)?));
        let requested = parts.get(1).and_then(|part| string(part));
        let is_optional = option("optional")
            .is_some_and(|rest| rest.first().is_some_and(|token| token.is_word("true")));
        let name = registered.unwrap_or(name);
        let mut one = request(input, name, requested, range.clone());
        one.scope = if is_optional { Scope::Optional } else { Scope::Runtime };
        found.push(one);
    }
    found
}

/// `{<<"name">>,{pkg,<<"name">>,<<"1.0">>},0}`, and lists of checksums behind it.
fn rebar_lock(input: &mut Input<'_>) -> bool {
    let text = input.text();
    let mut own = root(input, "", 0..0);
    let sums = text.find("pkg_hash");
    let (entries, hashes) = text.split_at(sums.unwrap_or(text.len()));
    let hashes = hashes_of(hashes);
    let mut is_one = false;
    let mut at = 0;
    for part in entries.split_inclusive("}") {
        let start = at;
        at += part.len();
        let strings: Vec<&str> =
            part.split("<<\"").skip(1).filter_map(|s| s.split("\">>").next()).collect();
        let Some(name) = strings.first() else {
            continue;
        };
        let range = start + part.len() - part.trim_start().len()..at;
        let mut package = PackageFact::new(name, name, input.span(range.clone()));
        if part.contains("{pkg,") && strings.len() >= 3 {
            package.name = strings[1].into();
            package.version = Some(strings[2].into());
            package.source = PackageSource::Registry { url: None };
            package.checksums.extend(hashes.get(*name).map(|value| sum("sha256", value)));
        } else if let Some(url) = part.split_once("{git,\"").and_then(|(_, r)| r.split('"').next())
        {
            let revision = part.split_once("{ref,\"").and_then(|(_, rest)| rest.split('"').next());
            package.version = revision.map(Into::into);
            package.source =
                PackageSource::Git { url: url.into(), revision: revision.map(Into::into) };
        } else {
            continue;
        }
        is_one = true;
        // The level stands behind the bracket: what is asked for has 0. A repository's revision
        // has a bracket of its own.
        let rest = entries[at..].trim_start_matches('}').trim_start_matches(',').trim_start();
        if rest.starts_with("0}") {
            let mut one = request(input, &package.name, None, range);
            one.resolved = Some((*name).into());
            own.requirements.push(one);
        }
        input.add_package(package);
    }
    input.add_package(own);
    is_one || text.trim() == "[]."
}

/// The checksums by package: `{<<"name">>, <<"SUM">>}`; the outer one is that of the archive.
fn hashes_of(hashes: &str) -> HashMap<&str, &str> {
    let outer = hashes.find("pkg_hash_ext").map_or(hashes, |at| &hashes[at..]);
    let strings = outer.split("<<\"").skip(1).filter_map(|rest| rest.split('"').next());
    let strings: Vec<&str> = strings.collect();
    strings.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect()
}
