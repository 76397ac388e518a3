// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Reads the projects and literal requests of `build.sbt`, and the lock of the plugin
//! sbt-dependency-lock.

use std::{collections::HashMap, ops::Range};

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
    let projects = projects(&tokens);
    let group = text("organization");
    let named = |group: Option<&str>, name: &str| match group {
        Some(group) => format!("{group}:{name}"),
        None => name.to_owned(),
    };
    // What is said outside of all projects is said of the one of the file's folder.
    let mut own = PackageFact::new("", "", input.span(0..1));
    own.is_root = true;
    let top = projects.iter().find(|project| project.folder == ".");
    let is_outside = |at: usize| !projects.iter().any(|project| project.range.contains(&at));
    let name = name_in(&tokens, 0..tokens.len(), &is_outside);
    let name = name.or_else(|| name_in(&tokens, top?.range.clone(), &|_| true));
    own.name = name.map(|name| named(group, name)).unwrap_or_default().into();
    own.version = text("version").map(Into::into);
    let mut packages = vec![own];
    for project in projects.iter().filter(|project| project.folder != ".") {
        let name = name_in(&tokens, project.range.clone(), &|_| true).unwrap_or(project.name);
        let mut package =
            PackageFact::new(project.name, &named(group, name), input.span(project.place.clone()));
        package.is_root = true;
        package.version = text("version").map(Into::into);
        package.source = PackageSource::Path { path: project.folder.as_str().into() };
        packages.push(package);
    }
    let platform = Platform::new(&tokens, text("scalaVersion"));
    let place_of = |at: usize| {
        let others = projects.iter().filter(|project| project.folder != ".");
        let found = others.zip(1..).find(|(project, _)| project.range.contains(&at));
        found.map_or(0, |(_, number)| number)
    };
    for at in 0..tokens.len() {
        if let Some((requirement, end)) = request(input, &tokens, at, &texts, &platform) {
            let requirement = Requirement { scope: scope(&tokens, end), ..requirement };
            packages[place_of(at)].requirements.push(requirement);
        } else if tokens[at].is_word("dependsOn") {
            let used = used_projects(input, &tokens, at + 1, &projects);
            packages[place_of(at)].requirements.extend(used);
        }
    }
    let says_something = packages.len() > 1
        || packages.iter().any(|one| !one.requirements.is_empty() || !one.name.is_empty());
    if says_something {
        packages.into_iter().for_each(|package| input.add_package(package));
    }
    says_something
}

/// A project of a build: `lazy val NAME = (project in file("FOLDER"))`.
struct Project<'a> {
    name: &'a str,
    folder: String,
    /// Where the text names it.
    place: Range<usize>,
    /// The tokens that speak of it.
    range: Range<usize>,
}

/// More projects of one build are not looked at.
const MAX_PROJECTS: usize = 1_000;

fn projects<'a>(tokens: &[Token<'a>]) -> Vec<Project<'a>> {
    const FAR: usize = 24;
    let mut found: Vec<Project<'a>> = Vec::new();
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate() {
        match token.kind {
            Kind::Sign('(' | '{' | '[') => depth += 1,
            Kind::Sign(')' | '}' | ']') => depth = depth.saturating_sub(1),
            Kind::Word("val" | "def" | "lazy" | "ThisBuild") if depth == 0 => {
                let is_open = |project: &&mut Project<'_>| project.range.end == tokens.len();
                if let Some(last) = found.last_mut().filter(is_open) {
                    last.range.end = at;
                }
            }
            _ => {}
        }
        let (Some(Kind::Word(name)), true) =
            (tokens.get(at + 1).map(|next| &next.kind), token.is_word("val") && depth == 0)
        else {
            continue;
        };
        if !tokens.get(at + 2).is_some_and(|next| next.is_sign('=')) || found.len() >= MAX_PROJECTS
        {
            continue;
        }
        let value = &tokens[at + 3..tokens.len().min(at + 3 + FAR)];
        let mut words = value.iter().filter(|token| matches!(token.kind, Kind::Word(_)));
        let is_project = words.next().is_some_and(|first| {
            ["project", "Project", "crossProject"].iter().any(|word| first.is_word(word))
        });
        if is_project {
            let file = value.iter().position(|token| token.is_word("file"));
            let folder = file.and_then(|file| value.get(file + 2)).map(|token| &token.kind);
            let folder = match folder {
                Some(Kind::Text(folder)) => folder.to_string(),
                _ => (*name).to_owned(),
            };
            let (place, range) = (tokens[at + 1].range.clone(), at..tokens.len());
            found.push(Project { name, folder, place, range });
        }
    }
    found
}

/// The text of `name := "…"` among some tokens.
fn name_in<'a>(
    tokens: &'a [Token<'_>],
    range: Range<usize>,
    is_wanted: &dyn Fn(usize) -> bool,
) -> Option<&'a str> {
    range.filter(|&at| is_wanted(at)).find_map(|at| {
        let is_set = tokens[at].is_word("name")
            && tokens.get(at + 1)?.is_sign(':')
            && tokens.get(at + 2)?.is_sign('=');
        match &tokens.get(at + 3)?.kind {
            Kind::Text(text) if is_set => Some(&**text),
            _ => None,
        }
    })
}

/// `dependsOn(core, util % "test->test")`.
fn used_projects(
    input: &Input<'_>,
    tokens: &[Token<'_>],
    start: usize,
    projects: &[Project<'_>],
) -> Vec<Requirement> {
    let mut found = Vec::new();
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate().skip(start) {
        match token.kind {
            Kind::Sign('(') => depth += 1,
            Kind::Sign(')') => depth = depth.saturating_sub(1),
            Kind::Word(word) if depth == 1 => {
                let Some(used) = projects.iter().find(|project| project.name == word) else {
                    continue;
                };
                let mut one = Requirement::new(word, input.span(token.range.clone()));
                // From the folder of the build, which is some folder further up.
                one.inherited = true;
                one.source = PackageSource::Path { path: used.folder.as_str().into() };
                one.scope = scope(tokens, at + 1);
                found.push(one);
            }
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    found
}

/// What the names of libraries end with.
struct Platform {
    /// The version of Scala: 2.13, or 3.
    scala: Option<String>,
    /// What stands before it where a build is for JavaScript; `None` where that is not known.
    cross: Option<&'static str>,
}

impl Platform {
    fn new(tokens: &[Token<'_>], scala: Option<&str>) -> Platform {
        let scala = scala.map(|version| match version.split_once('.') {
            Some(("3", _)) => "3".to_owned(),
            _ => version.splitn(3, '.').take(2).collect::<Vec<_>>().join("."),
        });
        let has = |word: &str| tokens.iter().any(|token| token.is_word(word));
        let cross = match () {
            // What is built for several platforms is built for Java too.
            () if has("JVMPlatform") => Some(""),
            () if has("ScalaJSPlugin") && !has("ScalaNativePlugin") => Some("sjs1_"),
            () => None,
        };
        Platform { scala, cross }
    }
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

/// `"GROUP" % "NAME" % "VERSION"`, with `%%` for libraries of Scala and `%%%` for those of a platform; the version may be a name that
/// is assigned a text.
fn request(
    input: &mut Input<'_>,
    tokens: &[Token<'_>],
    at: usize,
    texts: &HashMap<&str, &str>,
    platform: &Platform,
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
    let span = input.span(tokens[at].range.start..tokens[name_at].range.end);
    let name = match (&platform.scala, n_first, platform.cross) {
        (Some(scala), 2, _) => format!("{name}_{scala}"),
        (Some(scala), 3, Some(cross)) => format!("{name}_{cross}{scala}"),
        (_, 3, None) => {
            input.unknown(&format!("{group} %%% {name}"), span);
            name
        }
        _ => name,
    };
    let mut requirement = Requirement::new(&format!("{group}:{name}"), span);
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
