// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Reads what Gradle writes, and of what people write for it the literal parts: lock files, version
//! catalogs, checksums for verification, properties, build files.

use std::collections::HashMap;

use heirloom_model::{Checksum, PackageFact, PackageSource, Requirement, Scope, Span};

use crate::{
    code::{self, Kind, Syntax, Token},
    graph::input::Input,
    lines::lines,
    value::Value,
};

const MAX_TOKENS: usize = 300_000;

/// `GROUP:NAME:VERSION=CONFIGURATION,…`; old lock files name the configuration in their file name.
pub(super) fn lock(input: &mut Input<'_>) -> bool {
    let is_build = input.stem().to_lowercase().contains("buildscript");
    let mut is_one = false;
    for line in lines(input.text()) {
        let words = line.words();
        if words.is_empty() || words.starts_with('#') {
            continue;
        }
        let (name, used_by) = words.split_once('=').unwrap_or((words, ""));
        is_one |= name == "empty";
        let Some((module, version)) =
            name.rsplit_once(':').filter(|(module, _)| module.contains(':'))
        else {
            continue;
        };
        is_one = true;
        let span = input.span(line.range());
        let mut package = PackageFact::new(name, module, span);
        package.version = Some(version.into());
        package.source = PackageSource::Registry { url: None };
        let scope = scopes(used_by);
        package.scope = if is_build { Some(Scope::Build) } else { scope };
        input.add_package(package);
    }
    is_one
}

/// What configurations are for: the most important one counts.
fn scopes(used_by: &str) -> Option<Scope> {
    let all = used_by.split(',').filter(|name| !name.is_empty()).map(scope);
    all.min_by_key(|scope| match scope {
        Scope::Runtime => 0,
        Scope::Provided => 1,
        Scope::Test => 2,
        _ => 3,
    })
}

/// What a configuration is for, by its usual name.
fn scope(configuration: &str) -> Scope {
    let lower = configuration.to_lowercase();
    if lower.contains("test") {
        return Scope::Test;
    }
    if lower.contains("annotationprocessor") || ["kapt", "ksp", "classpath"].contains(&&*lower) {
        return Scope::Build;
    }
    match &*lower {
        "compileonly" | "compileonlyapi" | "providedcompile" | "providedruntime"
        | "compileclasspath" => Scope::Provided,
        "developmentonly" => Scope::Development,
        _ => Scope::Runtime,
    }
}

/// `*.versions.toml`: libraries by alias, bundles of them, versions by name.
pub(super) fn catalog(input: &mut Input<'_>) -> bool {
    let root = input.toml();
    let versions = root.get("versions");
    let mut by_alias: HashMap<String, (String, Option<String>, Span)> = HashMap::new();
    for (alias, value) in root.get("libraries").map(Value::entries).unwrap_or_default() {
        let Some((name, version)) = library(value, versions) else {
            continue;
        };
        let span = input.span(value.range.clone());
        let alias = accessor(alias);
        add_managed(input, &alias, &name, version.as_deref(), span);
        by_alias.insert(alias, (name, version, span));
    }
    for (bundle, value) in root.get("bundles").map(Value::entries).unwrap_or_default() {
        let alias = accessor(&format!("bundles.{bundle}"));
        for (item, range) in
            value.items().iter().filter_map(|one| Some((one.as_text()?, &one.range)))
        {
            match by_alias.get(&accessor(item)) {
                Some((name, version, span)) => {
                    add_managed(input, &alias, name, version.as_deref(), *span);
                }
                None => input.unknown(item, input.span(range.clone())),
            }
        }
    }
    for (plugin, value) in root.get("plugins").map(Value::entries).unwrap_or_default() {
        let (id, version) = match value.as_text() {
            Some(text) => {
                text.split_once(':').map_or((text, None), |(id, v)| (id, Some(v.to_owned())))
            }
            None => (value.text("id").unwrap_or_default(), version_of(value, versions)),
        };
        let span = input.span(value.range.clone());
        let name = format!("{id}:{id}.gradle.plugin");
        let alias = accessor(&format!("plugins.{plugin}"));
        add_managed(input, &alias, &name, version.as_deref(), span);
    }
    root.get("libraries").or(root.get("plugins")).or(versions).is_some()
}

fn add_managed(input: &mut Input<'_>, alias: &str, name: &str, version: Option<&str>, span: Span) {
    let mut managed = Requirement::new(name, span);
    managed.alias = Some(alias.into());
    managed.requested = version.map(Into::into);
    if alias.starts_with("plugins.") {
        managed.scope = Scope::Build;
    }
    input.add_managed(managed);
}

/// How build files write an alias: `a-b_c` is `a.b.c`.
fn accessor(alias: &str) -> String {
    alias.replace(['-', '_'], ".")
}

fn library(value: &Value<'_>, versions: Option<&Value<'_>>) -> Option<(String, Option<String>)> {
    if let Some(text) = value.as_text() {
        let mut parts = text.splitn(3, ':');
        let name = format!("{}:{}", parts.next()?, parts.next()?);
        return Some((name, parts.next().map(str::to_owned)));
    }
    let name = match value.text("module") {
        Some(module) => module.to_owned(),
        None => format!("{}:{}", value.text("group")?, value.text("name")?),
    };
    Some((name, version_of(value, versions)))
}

/// `version = "1"`, `version = { strictly = "1" }`, `version.ref = "x"`.
fn version_of(value: &Value<'_>, versions: Option<&Value<'_>>) -> Option<String> {
    let version = value.get("version")?;
    let version = match version.text("ref") {
        Some(name) => versions?.get(name)?,
        None => version,
    };
    let rich = || {
        let bound = version.text("strictly").or_else(|| version.text("require"));
        rich(bound, version.text("prefer"))
    };
    version.as_scalar().map(str::to_owned).or_else(rich)
}

/// A bound and the version that is taken within it, as `[30,32[ prefer 31.1`.
fn rich(bound: Option<&str>, preferred: Option<&str>) -> Option<String> {
    match (bound, preferred) {
        (Some(bound), Some(preferred)) => Some(format!("{bound} prefer {preferred}")),
        (Some(only), None) | (None, Some(only)) => Some(only.to_owned()),
        (None, None) => None,
    }
}

/// `verification-metadata.xml`: the checksums of everything that was ever downloaded.
pub(super) fn verification(input: &mut Input<'_>) -> bool {
    let Some(root) = input.xml().filter(|root| &*root.name == "verification-metadata") else {
        return false;
    };
    for component in root.child("components").into_iter().flat_map(|all| all.all("component")) {
        let part = |key| component.attribute(key).unwrap_or_default();
        let name = format!("{}:{}", part("group"), part("name"));
        let mut package = PackageFact::new(&name, &name, input.span(component.range.clone()));
        package.version = component.attribute("version").map(Into::into);
        package.scope = Some(Scope::Build);
        let is_jar = |name: &str| name.ends_with(".jar") || name.ends_with(".aar");
        let artifacts = component.all("artifact");
        for artifact in artifacts.filter(|one| one.attribute("name").is_some_and(is_jar)) {
            for sum in artifact
                .children
                .iter()
                .filter(|sum| sum.name.starts_with("sha") || &*sum.name == "md5")
            {
                let (algorithm, value) =
                    (sum.name.clone(), sum.attribute("value").unwrap_or_default());
                package.checksums.push(Checksum { algorithm, value: value.into() });
            }
        }
        input.add_package(package);
    }
    true
}

/// `gradle.properties`.
pub(super) fn properties(input: &mut Input<'_>) -> bool {
    let lines = input.text().lines().take(10_000);
    let all: Vec<(Box<str>, Box<str>)> = lines
        .filter(|line| !line.trim_start().starts_with(['#', '!']))
        .filter_map(|line| line.split_once('='))
        .map(|(key, value)| (key.trim().into(), value.trim().into()))
        .collect();
    let is_one = !all.is_empty();
    input.facts().properties.extend(all);
    is_one
}

/// Words that are no configurations although a coordinate may follow them.
const OTHERS: [&str; 12] = [
    "exclude",
    "id",
    "name",
    "version",
    "group",
    "module",
    "because",
    "println",
    "include",
    "url",
    "uri",
    "substitute",
];

/// The key of what a build file says for the projects below its own.
pub(super) const BELOW: &str = "subprojects";
/// The key of what a build file says for its project and those below.
pub(super) const ALL: &str = "allprojects";
/// The qualifier that holds the group of a project until projects are joined.
pub(super) const GROUP: &str = "group";

/// `build.gradle` and `build.gradle.kts`: requests with literal coordinates, aliases of catalogs and
/// projects; variables that are assigned texts; group and version. What is said for all projects or
/// for those below is kept apart.
pub(super) fn build(input: &mut Input<'_>) -> bool {
    let tokens = code::tokens(input.text(), Syntax::Jvm, MAX_TOKENS);
    let mut packages = [("", 0_usize), (BELOW, 0), (ALL, 0)].map(|(key, _)| {
        let mut package = PackageFact::new(key, "", input.span(0..1));
        package.is_root = true;
        package
    });
    let mut blocks = Blocks::default();
    let mut first_word = None;
    for (at, token) in tokens.iter().enumerate() {
        let starts_line =
            at == 0 || tokens[at - 1].kind == Kind::Line || tokens[at - 1].is_sign('{');
        let package = &mut packages[blocks.place()];
        match &token.kind {
            Kind::Sign('{') => blocks.open(first_word.unwrap_or_default()),
            Kind::Sign('}') => blocks.close(),
            Kind::Word(word) if starts_line => {
                if blocks.n_dependencies > 0 && !OTHERS.contains(word) {
                    let is_build = blocks.n_buildscript > 0;
                    request(input, &tokens, at, is_build, &mut package.requirements);
                } else if blocks.open.last() == Some(&"plugins") {
                    package.requirements.extend(plugin(input, &tokens, at));
                } else if blocks.is_of_project() {
                    coordinates(&tokens, at, package);
                }
            }
            _ => {}
        }
        first_word = match &token.kind {
            Kind::Line => None,
            _ => first_word.or_else(|| word_of(token)),
        };
        assignment(input, &tokens, at);
    }
    let is_said = |package: &PackageFact| {
        !package.requirements.is_empty()
            || package.version.is_some()
            || !package.qualifiers.is_empty()
    };
    let says_something = packages.iter().any(is_said) || !input.facts().properties.is_empty();
    let [own, below, all] = packages;
    if says_something {
        input.add_package(own);
    }
    [below, all].into_iter().filter(is_said).for_each(|package| input.add_package(package));
    says_something
}

/// `group = "g"`, `group 'g'`, `version = "1"`.
fn coordinates(tokens: &[Token<'_>], at: usize, package: &mut PackageFact) {
    let value = match tokens.get(at + 1) {
        Some(next) if next.is_sign('=') => at + 2,
        _ => at + 1,
    };
    let Some(Kind::Text(text)) = tokens.get(value).map(|token| &token.kind) else { return };
    let ends = tokens
        .get(value + 1)
        .is_none_or(|next| matches!(next.kind, Kind::Line | Kind::Sign('}' | ';')));
    let is_plain = ends && !text.is_empty() && text.len() < 200;
    match word_of(&tokens[at]) {
        Some("group") if is_plain => {
            package.qualifiers = vec![(GROUP.into(), braced(text).into())];
        }
        Some("version") if is_plain => package.version = Some(braced(text).into()),
        _ => {}
    }
}

/// `settings.gradle` and `settings.gradle.kts`: the name of the build and its projects.
pub(super) fn settings(input: &mut Input<'_>) -> bool {
    let tokens = code::tokens(input.text(), Syntax::Jvm, MAX_TOKENS);
    let text = |at: usize| match tokens.get(at).map(|token| &token.kind) {
        Some(Kind::Text(text)) => Some(&**text),
        _ => None,
    };
    let mut own = PackageFact::new("", "", input.span(0..1));
    own.is_root = true;
    let mut members: Vec<(String, Span)> = Vec::new();
    let mut moved: HashMap<String, String> = HashMap::new();
    for (at, token) in tokens.iter().enumerate() {
        let starts_line = at == 0 || tokens[at - 1].kind == Kind::Line;
        match token.kind {
            Kind::Word("rootProject") if tokens.get(at + 2).is_some_and(|t| t.is_word("name")) => {
                if let Some(name) = text(at + 4).filter(|name| !name.contains('$')) {
                    own.name = name.into();
                    own.span = input.span(token.range.clone());
                }
            }
            Kind::Word("include") if starts_line => {
                // Names behind each other, in brackets or not, over lines that end with a comma.
                let mut next = at + 1;
                while let Some(token) = tokens.get(next) {
                    match &token.kind {
                        Kind::Text(name) => {
                            members.push((name.to_string(), input.span(token.range.clone())));
                        }
                        Kind::Sign('(' | ',') => {}
                        Kind::Line
                            if !tokens[next - 1].is_word("include")
                                && !matches!(tokens[next - 1].kind, Kind::Text(_)) => {}
                        _ => break,
                    }
                    next += 1;
                }
            }
            // `project(":x").projectDir = file("y")`
            Kind::Word("project") if starts_line => {
                let line: Vec<&Token<'_>> = tokens[at..]
                    .iter()
                    .take(24)
                    .take_while(|token| token.kind != Kind::Line)
                    .collect();
                let mut texts = line.iter().filter_map(|token| match &token.kind {
                    Kind::Text(text) => Some(text.to_string()),
                    _ => None,
                });
                let is_folder = line.iter().any(|token| token.is_word("projectDir"));
                if let (true, Some(name), Some(folder)) = (is_folder, texts.next(), texts.next()) {
                    moved.insert(name, folder);
                }
            }
            _ => {}
        }
    }
    let says_something = !own.name.is_empty() || !members.is_empty();
    if !says_something {
        return false;
    }
    input.add_package(own);
    for (name, span) in members.into_iter().take(MAX_PROJECTS) {
        let folder = match moved.get(&name) {
            Some(folder) => folder.trim_start_matches("$rootDir/").to_owned(),
            None => name.trim_start_matches(':').replace(':', "/"),
        };
        if folder.is_empty() || folder.contains('$') {
            continue;
        }
        let mut member = PackageFact::new(&name, "", span);
        member.is_root = true;
        member.source = PackageSource::Path { path: folder.into() };
        input.add_package(member);
    }
    true
}

/// More projects of one build are not looked at.
const MAX_PROJECTS: usize = 10_000;

/// The blocks around a place, by the first word of the line that opens them.
#[derive(Default)]
struct Blocks<'a> {
    open: Vec<&'a str>,
    n_dependencies: usize,
    n_buildscript: usize,
}

impl<'a> Blocks<'a> {
    fn open(&mut self, word: &'a str) {
        self.n_dependencies += usize::from(word == "dependencies");
        self.n_buildscript += usize::from(word == "buildscript");
        self.open.push(word);
    }

    fn close(&mut self) {
        let word = self.open.pop().unwrap_or_default();
        self.n_dependencies -= usize::from(word == "dependencies");
        self.n_buildscript -= usize::from(word == "buildscript");
    }

    /// For whom the outermost block speaks: its own project, those below, or all.
    fn place(&self) -> usize {
        match self.open.first() {
            Some(&BELOW) => 1,
            Some(&ALL) => 2,
            _ => 0,
        }
    }

    /// Whether what stands here is said of a project itself.
    fn is_of_project(&self) -> bool {
        self.open.is_empty() || (self.open.len() == 1 && self.place() > 0)
    }
}

fn word_of<'a>(token: &Token<'a>) -> Option<&'a str> {
    match token.kind {
        Kind::Word(word) => Some(word),
        _ => None,
    }
}

/// `x = "1"`, `def x = '1'`, `val x by extra("1")` are properties.
fn assignment(input: &mut Input<'_>, tokens: &[Token<'_>], at: usize) {
    let (Some(Kind::Word(name)), Some(next)) =
        (tokens.get(at).map(|t| &t.kind), tokens.get(at + 1))
    else {
        return;
    };
    let by_extra = next.is_word("by")
        && tokens.get(at + 2).is_some_and(|t| t.is_word("extra"))
        && tokens.get(at + 3).is_some_and(|t| t.is_sign('('));
    let value = match (next.is_sign('='), by_extra) {
        (true, _) => at + 2,
        (_, true) => at + 4,
        _ => return,
    };
    if let Some(Kind::Text(text)) = tokens.get(value).map(|token| &token.kind)
        && text.len() < 200
        && input.facts().properties.len() < 10_000
    {
        let pair = ((*name).into(), braced(text).into());
        input.facts().properties.push(pair);
    }
}

/// `$x` as `${x}`; `${x}` stays.
fn braced(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('$') {
        out.push_str(before);
        let end = after.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(after.len());
        if after.starts_with('{') || end == 0 {
            out.push('$');
            rest = after;
        } else {
            out.push_str("${");
            out.push_str(&after[..end]);
            out.push('}');
            rest = &after[end..];
        }
    }
    out + rest
}

/// `CONFIGURATION "G:A:V"`, `CONFIGURATION(platform("G:A:V"))`, `CONFIGURATION group: "G", name: "A"`,
/// `CONFIGURATION(libs.x)`, `CONFIGURATION project(":x")`.
fn request(
    input: &Input<'_>,
    tokens: &[Token<'_>],
    start: usize,
    is_build: bool,
    found: &mut Vec<Requirement>,
) {
    let Some(configuration) = word_of(&tokens[start]) else {
        return;
    };
    let scope = if is_build { Scope::Build } else { scope(configuration) };
    let mut at = start + 1;
    let wrappers = ["platform", "enforcedPlatform", "testFixtures", "kotlin"];
    while tokens.get(at).is_some_and(|token| {
        token.is_sign('(') || token.is_sign(' ') || wrappers.iter().any(|word| token.is_word(word))
    }) {
        at += 1;
    }
    let Some(token) = tokens.get(at) else {
        return;
    };
    let span = input.span(token.range.clone());
    let requirement = match &token.kind {
        Kind::Text(text) => coordinate(&braced(text), span),
        Kind::Word("project") => project(tokens, at + 1, span),
        Kind::Word("projects") => accessed(tokens, at + 1, span),
        Kind::Word("libs") => alias(tokens, at + 1, span),
        Kind::Word("group") => named(tokens, at, span),
        _ => None,
    };
    let bounds = || bounds(&tokens[at..]);
    found.extend(requirement.map(|requirement| Requirement {
        scope,
        has_own_scope: true,
        requested: requirement.requested.clone().or_else(|| bounds().map(Into::into)),
        ..requirement
    }));
}

/// The rich version in the block behind a request:
/// `{ version { strictly("[1,2["); prefer("1.5") } }`.
fn bounds(tokens: &[Token<'_>]) -> Option<String> {
    const FAR: usize = 64;
    let near = &tokens[..tokens.len().min(FAR)];
    let end = near.iter().position(|token| token.kind == Kind::Line);
    let open = near.iter().position(|token| token.is_sign('{'))?;
    let first = open + 1;
    if end.is_some_and(|end| end < open) {
        return None;
    }
    let inner = near[first..].iter().skip_while(|token| token.kind == Kind::Line);
    if !inner.clone().next().is_some_and(|token| token.is_word("version")) {
        return None;
    }
    let inner: Vec<&Token<'_>> = inner.take_while(|token| !token.is_sign('}')).collect();
    let of = |word: &str| {
        let at = inner.iter().position(|token| token.is_word(word))?;
        inner[at + 1..].iter().take(2).find_map(|token| match &token.kind {
            Kind::Text(text) => Some(&**text),
            _ => None,
        })
    };
    rich(of("strictly").or_else(|| of("require")), of("prefer"))
}

fn coordinate(text: &str, span: Span) -> Option<Requirement> {
    let plain = text.split('@').next().unwrap_or(text);
    let mut parts = plain.split(':');
    let (group, name, version) = (parts.next()?, parts.next()?, parts.next());
    if group.is_empty() || name.is_empty() || group.contains([' ', '/']) {
        return None;
    }
    let mut requirement = Requirement::new(&format!("{group}:{name}"), span);
    let version = version.map(|version| version.trim_end_matches("!!"));
    requirement.requested = version.filter(|version| !version.is_empty()).map(Into::into);
    Some(requirement)
}

/// `(":a:b")` is the folder `a/b` of the build's root.
fn project(tokens: &[Token<'_>], start: usize, span: Span) -> Option<Requirement> {
    let text = tokens.iter().skip(start).take(4).find_map(|token| match &token.kind {
        Kind::Text(text) => Some(text),
        _ => None,
    })?;
    Some(in_build(&text.trim_start_matches(':').replace(':', "/"), span))
}

/// A project by its folder, from the root of the build.
fn in_build(path: &str, span: Span) -> Requirement {
    let mut requirement = Requirement::new(path.rsplit('/').next().unwrap_or(path), span);
    requirement.inherited = true;
    requirement.source = PackageSource::Path { path: path.into() };
    requirement
}

/// `projects.someLib.api` is the folder `some-lib/api` of the build's root.
fn accessed(tokens: &[Token<'_>], start: usize, span: Span) -> Option<Requirement> {
    let words = alias(tokens, start, span)?.alias?;
    let mut path = String::new();
    for character in words.chars() {
        match character {
            '.' => path.push('/'),
            upper if upper.is_ascii_uppercase() => {
                path.push('-');
                path.push(upper.to_ascii_lowercase());
            }
            other => path.push(other),
        }
    }
    Some(in_build(&path, span))
}

/// `libs.a.b`, `libs.bundles.x`; `.get()` and its like end it.
fn alias(tokens: &[Token<'_>], start: usize, span: Span) -> Option<Requirement> {
    let mut words: Vec<&str> = Vec::new();
    let mut at = start;
    while tokens.get(at).is_some_and(|token| token.is_sign('.')) {
        let word = tokens.get(at + 1).and_then(word_of)?;
        if tokens.get(at + 2).is_some_and(|token| token.is_sign('(')) {
            break;
        }
        words.push(word);
        at += 2;
    }
    let mut requirement = Requirement::new("", span);
    requirement.alias = Some(words.join(".").into());
    requirement.inherited = true;
    (!words.is_empty()).then_some(requirement)
}

/// `group: "g", name: "a", version: "v"`, in Kotlin with `=`.
fn named(tokens: &[Token<'_>], start: usize, span: Span) -> Option<Requirement> {
    let mut found: HashMap<&str, String> = HashMap::new();
    for at in start..(start + 16).min(tokens.len()) {
        if tokens[at].kind == Kind::Line {
            break;
        }
        let value = code::skip_signs(tokens, at + 1);
        if let (Kind::Word(key), Some(Kind::Text(text))) =
            (&tokens[at].kind, tokens.get(value).map(|token| &token.kind))
            && value > at + 1
        {
            found.insert(key, braced(text));
        }
    }
    let name = format!("{}:{}", found.get("group")?, found.get("name")?);
    let mut requirement = Requirement::new(&name, span);
    requirement.requested = found.get("version").map(|version| version.as_str().into());
    Some(requirement)
}

/// `id("x") version "1"`, `alias(libs.plugins.x)`.
fn plugin(input: &Input<'_>, tokens: &[Token<'_>], start: usize) -> Option<Requirement> {
    let line: Vec<&Token<'_>> =
        tokens[start..].iter().take(16).take_while(|t| t.kind != Kind::Line).collect();
    let span = input.span(tokens[start].range.clone());
    if tokens[start].is_word("alias") {
        let libs = tokens.iter().skip(start).take(4).position(|token| token.is_word("libs"))?;
        let mut requirement = alias(tokens, start + libs + 1, span)?;
        requirement.scope = Scope::Build;
        return Some(requirement);
    }
    if !tokens[start].is_word("id") {
        return None;
    }
    let mut texts = line.iter().filter_map(|token| match &token.kind {
        Kind::Text(text) => Some(text),
        _ => None,
    });
    let id = texts.next()?;
    let version = texts.next().filter(|_| line.iter().any(|token| token.is_word("version")))?;
    let mut requirement = Requirement::new(&format!("{id}:{id}.gradle.plugin"), span);
    requirement.requested = Some(braced(version).into());
    requirement.scope = Scope::Build;
    Some(requirement)
}
