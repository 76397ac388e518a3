// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Conan: locks of both versions, `conanfile.txt`, and the literal parts of `conanfile.py`.

use heirloom_model::{PackageFact, PackageFileKind, RelationKind, Requirement, Scope};

use super::{Simple, items, place_in, plain_of, request, root};
use crate::{
    code::{self, Kind, Literal, Syntax, Token},
    graph::{
        ecosystem::Format,
        input::Input,
        plain::{Named, Plain},
    },
    purl::Purl,
    value::Value,
};

const LOCK: &str = "conan-lock";
const TEXT: &str = "conanfile-text";
const RECIPE: &str = "conanfile-recipe";
const MAX_TOKENS: usize = 200_000;

pub(super) static CONAN: Simple = Simple {
    plain: Plain { pinned, ..plain_of("conan", &[TEXT, RECIPE], &[LOCK], purl) },
    formats: &[
        Format {
            name: LOCK,
            kind: PackageFileKind::Lock,
            files: &["conan.lock", "*.lock"],
            takes: "packages with user, channel and revision, edges (version 1), scope",
            read: lock,
        },
        Format {
            name: TEXT,
            kind: PackageFileKind::Manifest,
            files: &["conanfile.txt"],
            takes: "requirements with scope",
            read: text_file,
        },
        Format {
            name: RECIPE,
            kind: PackageFileKind::Manifest,
            files: &["conanfile.py"],
            takes: "package, license, requirements that are written out",
            read: recipe,
        },
    ],
    usual: (
        RelationKind::StaticLink,
        0.6,
        "Conan builds libraries static unless shared ones are asked for",
    ),
};

fn purl(named: Named<'_>) -> Option<Purl> {
    let mut purl = Purl::new("conan", None, named.name, named.version).ok()?;
    for (key, value) in named.qualifiers {
        purl.qualify(key, value).ok()?;
    }
    Some(purl)
}

/// Ranges stand in square brackets.
fn pinned(requested: &str) -> Option<&str> {
    (!requested.starts_with('[') && !requested.is_empty()).then_some(requested)
}

type Qualifiers = Vec<(Box<str>, Box<str>)>;

/// `name/version@user/channel#revision%time`, where all behind the name may be missing.
fn reference(text: &str) -> (&str, Option<&str>, Qualifiers) {
    let text = text.split('%').next().unwrap_or(text);
    let (text, revision) = match text.split_once('#') {
        Some((text, rest)) => (text, rest.split([':', '#']).next()),
        None => (text, None),
    };
    let (text, place) = match text.split_once('@') {
        Some((text, place)) => (text, Some(place)),
        None => (text, None),
    };
    let (name, version) = match text.split_once('/') {
        Some((name, version)) => (name, Some(version)),
        None => (text, None),
    };
    let mut qualifiers = Qualifiers::new();
    if let Some(place) = place {
        // From version 2 on a user may stand without a channel.
        let (user, channel) = place.split_once('/').unwrap_or((place, ""));
        let parts = [("channel", channel), ("user", user)];
        let said = parts.into_iter().filter(|(_, value)| !value.is_empty());
        qualifiers.extend(said.map(|(key, value)| (key.into(), value.into())));
    }
    qualifiers.extend(revision.map(|revision| ("rrev".into(), revision.into())));
    (name.trim(), version.map(str::trim), qualifiers)
}

fn lock(input: &mut Input<'_>) -> bool {
    // `--lockfile-out` gives them any name, and many files are locks of something else.
    let is_named = input.path().file_name().eq_ignore_ascii_case(b"conan.lock");
    let text = input.text();
    let says = |word: &str| text.contains(word);
    let is_like_one = says("\"graph_lock\"") || says("\"requires\"") && says("\"build_requires\"");
    if !(is_named || text.trim_start().starts_with('{') && is_like_one) {
        return false;
    }
    let json = input.json();
    if let Some(nodes) = json.at(&["graph_lock", "nodes"]) {
        nodes_of(input, nodes);
        return true;
    }
    let sections = [
        ("requires", Scope::Runtime),
        ("build_requires", Scope::Build),
        ("python_requires", Scope::Build),
    ];
    for (section, scope) in sections {
        for item in items(&json, section) {
            // With `--lockfile-packages` an entry is a list.
            let Some(text) = item.as_text().or_else(|| item.items().first()?.as_text()) else {
                continue;
            };
            let (name, version, qualifiers) = reference(text);
            let mut package = PackageFact::new(text, name, input.span(item.range.clone()));
            package.version = version.map(Into::into);
            package.qualifiers = qualifiers;
            package.scope = Some(scope);
            input.add_package(package);
        }
    }
    sections.iter().any(|(section, _)| json.get(section).is_some())
}

/// Version 1: a graph; a node with a path is the project.
fn nodes_of(input: &mut Input<'_>, nodes: &Value<'_>) {
    for (key, node) in nodes.entries() {
        let written = node.text("ref").or_else(|| node.text("pref")).unwrap_or_default();
        let (name, version, qualifiers) = reference(written);
        let is_root = node.get("path").is_some() || name.is_empty();
        let mut package = PackageFact::new(key, name, input.span(node.range.clone()));
        package.version = version.map(Into::into);
        package.qualifiers = qualifiers;
        package.is_root = is_root;
        for (section, scope) in [("requires", Scope::Runtime), ("build_requires", Scope::Build)] {
            for item in items(node, section) {
                let Some(id) = item.as_scalar() else {
                    continue;
                };
                let mut one = request(input, id, None, item.range.clone());
                one.resolved = Some(id.into());
                one.scope = scope;
                package.requirements.push(one);
            }
        }
        input.add_package(package);
    }
}

fn text_file(input: &mut Input<'_>) -> bool {
    let text = input.text();
    let mut package = root(input, "", 0..0);
    let mut scope = None;
    for line in text.lines() {
        let plain = line.split('#').next().unwrap_or_default();
        let line = if plain.trim().is_empty() { plain.trim() } else { line.trim() };
        if let Some(section) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            scope = match section {
                "requires" => Some(Scope::Runtime),
                "build_requires" | "tool_requires" => Some(Scope::Build),
                "test_requires" => Some(Scope::Test),
                _ => None,
            };
        } else if let Some(scope) = scope.filter(|_| line.contains('/')) {
            let mut one = requested(input, line, place_in(text, line));
            one.scope = scope;
            package.requirements.push(one);
        }
    }
    input.add_package(package);
    true
}

fn requested(input: &Input<'_>, text: &str, range: std::ops::Range<usize>) -> Requirement {
    let (name, version, _) = reference(text);
    request(input, name, version, range)
}

fn recipe(input: &mut Input<'_>) -> bool {
    let text = input.text();
    let tokens = code::tokens(text, Syntax::Python, MAX_TOKENS);
    if !text.contains("ConanFile") {
        return false;
    }
    let literal = |name: &str| code::assigned(&tokens, name);
    let name = literal("name");
    let shown = name.as_ref().and_then(Literal::text).unwrap_or_default().to_owned();
    let mut package = root(input, &shown, 0..0);
    package.version = literal("version").as_ref().and_then(Literal::text).map(Into::into);
    package.about.homepage = literal("homepage").as_ref().and_then(Literal::text).map(Into::into);
    package.about.description =
        literal("description").as_ref().and_then(Literal::text).map(Into::into);
    for (written, range) in literal("license").iter().flat_map(|found| &found.texts) {
        package.licenses.push(input.license("license", written, range.clone()));
    }
    const CALLS: [(&str, Scope); 5] = [
        ("requires", Scope::Runtime),
        ("build_requires", Scope::Build),
        ("tool_requires", Scope::Build),
        ("test_requires", Scope::Test),
        ("python_requires", Scope::Build),
    ];
    for (at, token) in tokens.iter().enumerate() {
        let Some((_, scope)) = CALLS.iter().find(|(word, _)| token.is_word(word)) else {
            continue;
        };
        for (written, range) in references(&tokens, at + 1) {
            let mut one = requested(input, &written, range);
            one.scope = *scope;
            package.requirements.push(one);
        }
    }
    input.add_package(package);
    true
}

/// The strings behind `requires =` or `requires(`: several of the first, the first of the second.
fn references(tokens: &[Token<'_>], start: usize) -> Vec<(String, std::ops::Range<usize>)> {
    let mut found = Vec::new();
    let is_call = tokens.get(start).is_some_and(|token| token.is_sign('('));
    if !is_call && !tokens.get(start).is_some_and(|token| token.is_sign('=')) {
        return found;
    }
    for token in &tokens[start + 1..] {
        match &token.kind {
            Kind::Text(text) if text.contains('/') => {
                found.push((text.to_string(), token.range.clone()));
            }
            Kind::Sign('(' | '[' | ',') => {}
            // Only inside brackets do lines go on.
            Kind::Line if is_call || found.is_empty() => {}
            _ => break,
        }
        if is_call && !found.is_empty() {
            break;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_have_many_parts() {
        let (name, version, qualifiers) = reference("a/1.2@u/c#0a:pid#1%1700");
        assert_eq!((name, version), ("a", Some("1.2")));
        let shown: Vec<String> = qualifiers.iter().map(|(k, v)| format!("{k}={v}")).collect();
        assert_eq!(shown, ["channel=c", "user=u", "rrev=0a"]);
        assert_eq!(reference("a/1.2@u").2, [("user".into(), "u".into())]);
        assert_eq!(reference("a/1.2@").2, []);
    }
}
