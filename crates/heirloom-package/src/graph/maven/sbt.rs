// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Reads the literal requests of `build.sbt`, and the lock of the plugin sbt-dependency-lock.

use std::collections::HashMap;

use heirloom_model::{Checksum, PackageFact, PackageSource, Requirement, Scope};

use crate::{
    code::{self, Kind, Syntax, Token},
    graph::input::Input,
    value::Value,
};

pub(super) fn build(input: &mut Input<'_>) -> bool {
    let tokens = code::tokens(input.text(), Syntax::Jvm, 300_000);
    let texts = assigned(&tokens);
    let text = |name: &str| texts.get(name).copied();
    let mut package = PackageFact::new("", "", input.span(0..1));
    package.is_root = true;
    if let (Some(group), Some(name)) = (text("organization"), text("name")) {
        package.name = format!("{group}:{name}").into();
    }
    package.version = text("version").map(Into::into);
    // Libraries for Scala are named for its version: 2.13, or 3.
    let scala = text("scalaVersion").map(|version| match version.split_once('.') {
        Some(("3", _)) => "3".to_owned(),
        _ => version.splitn(3, '.').take(2).collect::<Vec<_>>().join("."),
    });
    for at in 0..tokens.len() {
        let Some((requirement, end)) = request(input, &tokens, at, &texts, scala.as_deref()) else {
            continue;
        };
        package.requirements.push(Requirement { scope: scope(&tokens, end), ..requirement });
    }
    let says_something = !package.requirements.is_empty() || !package.name.is_empty();
    if says_something {
        input.add_package(package);
    }
    says_something
}

/// The texts of `name := "…"`, also `ThisBuild / name := "…"` and `val name = "…"`; of several the
/// first.
fn assigned<'a>(tokens: &'a [Token<'_>]) -> HashMap<&'a str, &'a str> {
    let mut texts = HashMap::new();
    for (at, token) in tokens.iter().enumerate() {
        let Kind::Word(name) = token.kind else {
            continue;
        };
        let value = code::skip_signs(tokens, at + 1);
        if let Some(Kind::Text(text)) = tokens.get(value).map(|token| &token.kind)
            && value > at + 1
        {
            texts.entry(name).or_insert(&**text);
        }
    }
    texts
}

/// `"GROUP" % "NAME" % "VERSION"`, with `%%` for libraries of Scala; the version may be a name that
/// is assigned a text.
fn request(
    input: &Input<'_>,
    tokens: &[Token<'_>],
    at: usize,
    texts: &HashMap<&str, &str>,
    scala: Option<&str>,
) -> Option<(Requirement, usize)> {
    let text = |at: usize| match tokens.get(at).map(|token| &token.kind) {
        Some(Kind::Text(text)) => Some(text.to_string()),
        _ => None,
    };
    let percents =
        |from: usize| tokens.iter().skip(from).take_while(|token| token.is_sign('%')).count();
    if at > 0 && tokens[at - 1].is_sign('%') {
        return None;
    }
    let group = text(at)?;
    let n_first = percents(at + 1);
    let name_at = at + 1 + n_first;
    let name = text(name_at).filter(|_| (1..=3).contains(&n_first))?;
    let version_at = name_at + 2;
    if percents(name_at + 1) != 1 {
        return None;
    }
    let version = text(version_at).or_else(|| match tokens.get(version_at)?.kind {
        Kind::Word(word) => texts.get(word).map(ToString::to_string),
        _ => None,
    });
    let name = match scala {
        Some(scala) if n_first > 1 => format!("{name}_{scala}"),
        _ => name,
    };
    let range = tokens[at].range.start..tokens[name_at].range.end;
    let mut requirement = Requirement::new(&format!("{group}:{name}"), input.span(range));
    requirement.requested = version.map(Into::into);
    Some((requirement, version_at + 1))
}

/// `% Test`, `% "provided"` behind a request.
fn scope(tokens: &[Token<'_>], end: usize) -> Scope {
    if !tokens.get(end).is_some_and(|token| token.is_sign('%')) {
        return Scope::Runtime;
    }
    let word = match tokens.get(end + 1).map(|token| &token.kind) {
        Some(Kind::Word(word)) => word.to_lowercase(),
        Some(Kind::Text(text)) => text.to_lowercase(),
        _ => String::new(),
    };
    match word.split([',', '-']).next().unwrap_or_default() {
        "test" | "it" | "integrationtest" => Scope::Test,
        "provided" => Scope::Provided,
        "optional" => Scope::Optional,
        _ => Scope::Runtime,
    }
}

pub(super) fn lock(input: &mut Input<'_>) -> bool {
    let root = input.json();
    for value in root.get("dependencies").map(Value::items).unwrap_or_default() {
        let (Some(group), Some(name)) = (value.text("org"), value.text("name")) else {
            continue;
        };
        let version = value.text("version").unwrap_or_default();
        let name = format!("{group}:{name}");
        let span = input.span(value.range.clone());
        let mut package = PackageFact::new(&format!("{name}:{version}"), &name, span);
        package.version = Some(version.into());
        package.source = PackageSource::Registry { url: None };
        for artifact in value.get("artifacts").map(Value::items).unwrap_or_default() {
            let sum = artifact.text("hash").and_then(|hash| hash.split_once(':'));
            package.checksums.extend(sum.map(|(algorithm, value)| Checksum {
                algorithm: algorithm.into(),
                value: value.into(),
            }));
        }
        let used = value.get("configurations").map(Value::items).unwrap_or_default();
        let names: Vec<&str> = used.iter().filter_map(Value::as_text).collect();
        package.scope = match names.as_slice() {
            [] => None,
            all if all.iter().all(|name| *name == "test") => Some(Scope::Test),
            all if all.iter().all(|name| *name == "provided") => Some(Scope::Provided),
            _ => Some(Scope::Runtime),
        };
        input.add_package(package);
    }
    root.get("lockVersion").or(root.get("dependencies")).is_some()
}
