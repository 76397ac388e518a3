// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Reads literal values of `Gemfile`s and gem specifications; nothing is evaluated.

use heirloom_model::{PackageFact, PackageSource, Requirement, Scope};

use crate::{
    code::{self, Kind, Syntax, Token},
    graph::{input::Input, plain::IN_FILE},
};

const MAX_TOKENS: usize = 200_000;

/// Reads a specification of the tree.
pub(super) fn gemspec(input: &mut Input<'_>) -> bool {
    let Some(mut package) = specification(input) else {
        return false;
    };
    package.is_root = true;
    input.add_package(package);
    true
}

/// Reads the specification of an installed gem; its files lie in `gems` beside the folder of
/// specifications.
pub(super) fn installed(input: &mut Input<'_>) -> bool {
    let Some(mut package) = specification(input) else {
        return false;
    };
    package.requirements.retain(|requirement| requirement.scope != Scope::Development);
    if let Some(version) = &package.version {
        let folder = format!("../gems/{}-{version}", package.name);
        package.source = PackageSource::Path { path: folder.into() };
    }
    input.add_package(package);
    true
}

fn specification(input: &mut Input<'_>) -> Option<PackageFact> {
    let tokens = code::tokens(input.text(), Syntax::Ruby, MAX_TOKENS);
    let called = called_with(&tokens);
    let name = code::assigned(&tokens, "name").or_else(|| called.first().cloned())?;
    let text = name.text()?.to_owned();
    let range = name.texts.first().map(|(_, range)| range.clone())?;
    let mut package = PackageFact::new(&text, &text, input.span(range));
    package.version = version_of(&tokens, &called).map(Into::into);
    input.declare("", &mut package);
    for (at, token) in tokens.iter().enumerate() {
        let scope = match &token.kind {
            Kind::Word("add_dependency" | "add_runtime_dependency") => Scope::Runtime,
            Kind::Word("add_development_dependency") => Scope::Development,
            _ => continue,
        };
        if let Some(mut requirement) = request(input, &tokens, at + 1) {
            requirement.scope = scope;
            // Old specifications say everything twice, for two versions of RubyGems.
            let is_known = package
                .requirements
                .iter()
                .any(|known| (&known.name, known.scope) == (&requirement.name, requirement.scope));
            if !is_known {
                package.requirements.push(requirement);
            }
        }
    }
    Some(package)
}

/// The strings behind `Gem::Specification.new`: name and version.
fn called_with<'a>(tokens: &[Token<'a>]) -> Vec<code::Literal<'a>> {
    let is_it =
        |w: &[Token<'_>]| w[0].is_word("Specification") && w[1].is_sign('.') && w[2].is_word("new");
    let Some(mut at) = tokens.windows(3).position(is_it).map(|at| at + 3) else {
        return Vec::new();
    };
    if tokens.get(at).is_some_and(|token| token.is_sign('(')) {
        at += 1;
    }
    let mut found = Vec::new();
    while let Some((literal, after)) = code::literal(tokens, at)
        && !literal.is_list
    {
        found.push(literal);
        if !tokens.get(after).is_some_and(|token| token.is_sign(',')) {
            break;
        }
        at = after + 1;
    }
    found
}

/// The version: a string, also inside `Gem::Version.new`, a constant of the file, or one that stands
/// in another file of the gem, by its name.
fn version_of(tokens: &[Token<'_>], called: &[code::Literal<'_>]) -> Option<String> {
    let is_plain = |text: &&str| !text.contains("#{");
    let own = |literal: &code::Literal<'_>| literal.text().filter(is_plain).map(str::to_owned);
    let joined = || code::Constants::new(tokens).at(assigned_at(tokens, "version")?)?.text();
    let joined = || joined().filter(|text| !text.contains("#{"));
    let given = code::assigned(tokens, "version").and_then(|literal| own(&literal));
    let found = given.or_else(joined).or_else(|| called.get(1).and_then(own));
    found.or_else(|| through_constant(tokens)).or_else(|| {
        let named = constant(tokens).filter(|name| is_version_name(name));
        let is_elsewhere = || tokens.iter().any(|token| token.is_word("VERSION"));
        let name = named.or_else(|| is_elsewhere().then_some("VERSION"))?;
        let file = required(tokens).map(|path| format!("{IN_FILE}{path}"));
        Some(format!("#{{{name}{}}}", file.unwrap_or_default()))
    })
}

/// The file of the gem that most likely holds its version, of those that the program requires: its
/// path below `lib`, without its ending.
fn required(tokens: &[Token<'_>]) -> Option<String> {
    let is_call = |&at: &usize| {
        ["require", "require_relative", "load"].iter().any(|word| tokens[at].is_word(word))
    };
    let paths = (0..tokens.len()).filter(is_call).take(MAX_REQUIRED).filter_map(|at| {
        let line = tokens[at + 1..].iter().take(20).take_while(|token| token.kind != Kind::Line);
        // `File.join("lib", "a", "version")` has the path in parts.
        let parts = line.filter_map(|token| match &token.kind {
            Kind::Text(text) => Some(text.trim_matches('/')),
            _ => None,
        });
        let path = parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join("/");
        let path = path.strip_suffix(".rb").unwrap_or(&path);
        let below = path.split('/').filter(|part| !matches!(*part, "." | ".." | "lib"));
        let below = below.collect::<Vec<_>>().join("/");
        let is_own = tokens[at].is_word("require_relative") || path.contains('/');
        (is_own && !below.is_empty() && !below.contains(['#', '}'])).then_some(below)
    });
    let paths: Vec<String> = paths.collect();
    let is_version = |path: &&String| path.ends_with("version");
    paths.iter().find(is_version).or(paths.first()).cloned()
}

/// More files that a program requires are not looked at.
const MAX_REQUIRED: usize = 100;

/// Where the value of `NAME = VALUE` starts.
fn assigned_at(tokens: &[Token<'_>], name: &str) -> Option<usize> {
    let is_it = |w: &[Token<'_>]| w[0].is_word(name) && w[1].is_sign('=') && !w[2].is_sign('=');
    tokens.windows(3).position(is_it).map(|at| at + 2)
}

/// `Gem::Version.new("1.0")`, and `Name::CONSTANT` where the file gives the constant a string.
fn through_constant(tokens: &[Token<'_>]) -> Option<String> {
    let start = assigned_at(tokens, "version")?;
    let line = tokens[start..].iter().take_while(|token| token.kind != Kind::Line);
    let line: Vec<&Token<'_>> = line.take(12).collect();
    let is_version =
        |w: &[&Token<'_>]| w[0].is_word("Version") && w[1].is_sign('.') && w[3].is_sign('(');
    if let Some(at) = line.windows(5).position(is_version)
        && let Kind::Text(text) = &line[at + 4].kind
    {
        return Some(text.to_string());
    }
    let literal = code::assigned(tokens, constant(tokens)?)?;
    literal.text().filter(|text| !text.contains("#{")).map(str::to_owned)
}

/// The last part of `version = Name::CONSTANT`.
fn constant<'a>(tokens: &[Token<'a>]) -> Option<&'a str> {
    let start = assigned_at(tokens, "version")?;
    let path = tokens[start..].iter().take(12).take_while(|token| match token.kind {
        Kind::Word(word) => word.starts_with(|c: char| c.is_ascii_uppercase()),
        _ => token.is_sign(':'),
    });
    path.filter_map(|token| match token.kind {
        Kind::Word(word) => Some(word),
        _ => None,
    })
    .last()
}

/// Constants that hold versions: `VERSION`, `GEM_VERSION`, `Version`.
fn is_version_name(name: &str) -> bool {
    let is_loud = name.bytes().all(|b| b.is_ascii_uppercase() || b == b'_');
    name == "Version" || (is_loud && name.contains("VERSION"))
}

/// A name and versions behind a word, in brackets or not.
fn request(input: &Input<'_>, tokens: &[Token<'_>], start: usize) -> Option<Requirement> {
    let mut at = start;
    if tokens.get(at)?.is_sign('(') {
        at += 1;
    }
    let (name, mut at) = code::literal(tokens, at)?;
    let (name, range) = name.texts.into_iter().next()?;
    let mut requirement = Requirement::new(&name, input.span(range));
    let mut versions: Vec<String> = Vec::new();
    while tokens.get(at).is_some_and(|token| token.is_sign(',')) {
        // `*["~> 1", "< 2"]` hands over each of a list.
        let is_spread = tokens.get(at + 1).is_some_and(|token| token.is_sign('*'));
        let Some((literal, after)) = code::literal(tokens, at + 1 + usize::from(is_spread)) else {
            break;
        };
        // `git: 'x'` is written `"git" => 'x'` too.
        if tokens.get(after).is_some_and(|token| token.is_sign('=') || token.is_sign(':')) {
            break;
        }
        versions.extend(literal.texts.into_iter().map(|(text, _)| text.into_owned()));
        at = after;
    }
    if !versions.is_empty() {
        requirement.requested = Some(versions.join(", ").into());
    }
    options(tokens, at, &mut requirement);
    Some(requirement)
}

/// `git:`, `path:`, `group:` and their like up to the end of the line.
fn options(tokens: &[Token<'_>], start: usize, requirement: &mut Requirement) {
    let rest = tokens.iter().enumerate().skip(start);
    let mut revision: Option<Box<str>> = None;
    let mut git: Option<String> = None;
    for (at, token) in rest.take(60) {
        let is_end = token.kind == Kind::Line && !tokens[at - 1].is_sign(',');
        if is_end {
            break;
        }
        let Kind::Word(key) = &token.kind else {
            continue;
        };
        let value = code::skip_signs(tokens, at + 1);
        let text = match tokens.get(value).map(|token| &token.kind) {
            Some(Kind::Text(text)) if value > at + 1 => text.to_string(),
            Some(Kind::Word(word)) if value > at + 1 => (*word).to_owned(),
            Some(Kind::Sign('[')) if value > at + 1 => first_word(tokens, value + 1),
            _ => continue,
        };
        match *key {
            "git" => git = Some(text),
            "github" => git = Some(format!("https://github.com/{text}.git")),
            "gitlab" => git = Some(format!("https://gitlab.com/{text}.git")),
            "ref" | "tag" | "branch" => revision = Some(text.into()),
            "path" => requirement.source = PackageSource::Path { path: text.into() },
            "group" | "groups" => set_group(requirement, &text),
            "platform" | "platforms" => {
                requirement.condition = Some(format!("platform {text}").into());
            }
            _ => {}
        }
    }
    if let Some(url) = git {
        requirement.source = PackageSource::Git { url: url.into(), revision };
    }
}

fn first_word(tokens: &[Token<'_>], start: usize) -> String {
    let words = tokens.iter().skip(start).take(2).find_map(|token| match &token.kind {
        Kind::Word(word) => Some((*word).to_owned()),
        Kind::Text(text) => Some(text.to_string()),
        _ => None,
    });
    words.unwrap_or_default()
}

fn set_group(requirement: &mut Requirement, group: &str) {
    requirement.scope = match group {
        "test" => Scope::Test,
        "development" | "dev" | "lint" | "docs" | "rubocop" => Scope::Development,
        _ => Scope::Runtime,
    };
    requirement.condition = Some(format!("group {group}").into());
}

pub(super) fn gemfile(input: &mut Input<'_>) -> bool {
    let tokens = code::tokens(input.text(), Syntax::Ruby, MAX_TOKENS);
    let whole = input.span(0..input.text().len());
    let mut package = PackageFact::new("", "", whole);
    package.is_root = true;
    // What the blocks around a line say: groups, paths, or nothing.
    let mut blocks: Vec<Option<(&str, String)>> = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let starts_line = at == 0 || tokens[at - 1].kind == Kind::Line;
        match &token.kind {
            Kind::Word("end") => {
                blocks.pop();
            }
            Kind::Word("do") => blocks.push(block(&tokens, at)),
            Kind::Word("if" | "unless" | "case" | "begin" | "def" | "while") if starts_line => {
                blocks.push(None);
            }
            Kind::Word("gem") if starts_line => {
                let Some(mut requirement) = request(input, &tokens, at + 1) else {
                    continue;
                };
                for (word, value) in blocks.iter().flatten() {
                    match *word {
                        "group" if requirement.condition.is_none() => {
                            set_group(&mut requirement, value);
                        }
                        "path" if requirement.source == PackageSource::Unknown => {
                            requirement.source =
                                PackageSource::Path { path: value.as_str().into() };
                        }
                        _ => {}
                    }
                }
                package.requirements.push(requirement);
            }
            _ => {}
        }
    }
    let says_something =
        !package.requirements.is_empty() || tokens.iter().any(|token| token.is_word("gemspec"));
    if says_something {
        input.add_package(package);
    }
    says_something
}

/// The word and first value of the line that ends with `do`.
fn block<'a>(tokens: &[Token<'a>], end: usize) -> Option<(&'a str, String)> {
    let start = tokens[..end].iter().rposition(|token| token.kind == Kind::Line);
    let line = &tokens[start.map_or(0, |at| at + 1)..end];
    let Kind::Word(word) = line.first()?.kind else {
        return None;
    };
    let value = line[1..].iter().find_map(|token| match &token.kind {
        Kind::Word(word) => Some((*word).to_owned()),
        Kind::Text(text) => Some(text.to_string()),
        _ => None,
    });
    Some((word, value.unwrap_or_default()))
}

/// `VERSION = "1.2.3"`, also with `.freeze` and inside modules.
pub(super) fn version(input: &mut Input<'_>) -> bool {
    let tokens = code::tokens(input.text(), Syntax::Ruby, MAX_TOKENS);
    let literal = code::assigned(&tokens, "VERSION");
    let joined = literal.as_ref().and_then(|literal| match literal.text() {
        Some(text) => Some(text.to_owned()),
        None => joined_numbers(input.text()),
    });
    let version = joined.or_else(|| joined_numbers(input.text()));
    let mut found: Vec<(&str, String)> = version.into_iter().map(|one| ("VERSION", one)).collect();
    let names = tokens.windows(2).filter_map(|w| match w[0].kind {
        Kind::Word(name) if name != "VERSION" && w[1].is_sign('=') => Some(name),
        _ => None,
    });
    for name in names.filter(|name| is_version_name(name)).take(MAX_CONSTANTS) {
        let literal = code::assigned(&tokens, name);
        let text = literal.as_ref().and_then(|literal| literal.text());
        found.extend(text.map(|text| (name, text.to_owned())));
    }
    found.retain(|(_, version)| !version.contains("#{"));
    let is_one = !found.is_empty();
    let pairs = found.into_iter().map(|(name, version)| (name.into(), version.into()));
    input.facts().properties.extend(pairs);
    is_one
}

/// More constants of a file are not looked at.
const MAX_CONSTANTS: usize = 20;

/// `VERSION = [MAJOR, MINOR, PATCH].join(".")` with numbers or words that are assigned numbers.
fn joined_numbers(text: &str) -> Option<String> {
    let (_, rest) = text.split_once("VERSION = [")?;
    let (list, rest) = rest.split_once(']')?;
    rest.trim_start().strip_prefix(".join")?;
    let value = |word: &str| -> Option<String> {
        let word = word.trim().trim_matches(['"', '\'']);
        if word.is_empty() || word.bytes().all(|b| b.is_ascii_digit()) {
            return Some(word.to_owned());
        }
        let found = text
            .lines()
            .find_map(|line| line.trim().strip_prefix(word)?.trim_start().strip_prefix('='))?;
        let found = found.trim().trim_matches(['"', '\'']);
        found.bytes().all(|b| b.is_ascii_alphanumeric()).then(|| found.to_owned())
    };
    let parts = list.split(',').filter(|part| !part.trim().is_empty());
    let parts: Option<Vec<String>> = parts.map(value).collect();
    parts.map(|parts| parts.join("."))
}
