// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Reads Paket's files: what a repository requests by groups, what that came to, and which of it
//! each project uses.
//!
//! Every group is resolved by itself, so one package may have a version in each. Packages are known
//! by group and name; Paket compares both without case, and what stands in no group is in `Main`.

use heirloom_model::{PackageFact, PackageSource, Requirement, Scope};

use super::locks::key;
use crate::{graph::input::Input, lines};

/// Words that end the version of a request; each has a colon behind it.
const OPTIONS: &[&str] = &[
    "framework",
    "restriction",
    "storage",
    "content",
    "copy_content_to_output_dir",
    "copy_local",
    "specific_version",
    "import_targets",
    "redirects",
    "references",
    "strategy",
    "lowest_matching",
    "license_download",
    "embed_interop_types",
    "generate_load_scripts",
    "simplify",
    "version_in_path",
    "exclude",
    "alias",
    "username",
    "password",
    "authtype",
];

/// The group as keys have it; the one without a name is empty.
fn group_key(name: &str) -> String {
    let name = name.trim().to_lowercase();
    if name == "main" { String::new() } else { name }
}

/// What a group is for, which only these names tell, by habit.
fn scope(group: &str) -> Scope {
    match group_key(group).as_str() {
        "test" | "tests" => Scope::Test,
        "build" => Scope::Build,
        _ => Scope::Runtime,
    }
}

/// Lines with where they start, without comments and the space around.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    lines::lines(text).map(|line| {
        let (start, plain) = (line.words_range().start, line.words());
        let is_comment = plain.starts_with("//") || plain.starts_with('#');
        let end = [" //", "\t//", " #"].iter().filter_map(|mark| plain.find(mark)).min();
        let plain = if is_comment { "" } else { &plain[..end.unwrap_or(plain.len())] };
        (start, plain.trim_end())
    })
}

fn first_word(line: &str) -> (&str, &str) {
    let (word, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    (word, rest.trim())
}

/// The lines below each `group`, with its name, place and text.
fn grouped(text: &str) -> impl Iterator<Item = (&str, usize, &str)> {
    let mut group = "";
    lines(text).filter_map(move |(start, line)| {
        let (word, rest) = first_word(line);
        let is_group = word.eq_ignore_ascii_case("group");
        if is_group {
            group = rest;
        }
        (!is_group).then_some((group, start, line))
    })
}

/// `paket.dependencies`: the groups of a repository with what they request.
pub(super) fn dependencies(input: &mut Input<'_>) -> bool {
    let whole = input.text().len();
    let mut package = PackageFact::new("", "", input.span(0..whole));
    package.is_root = true;
    for (group, start, line) in grouped(input.text()) {
        let (word, rest) = first_word(line);
        let span = input.span(start..start + line.len());
        let asked = match word.to_ascii_lowercase().as_str() {
            "nuget" | "clitool" => asked_package(rest, group, Requirement::new("", span)),
            "github" => asked_repository(rest, group, Requirement::new("", span)),
            _ => None,
        };
        if let Some(mut asked) = asked {
            let is_tool = word.eq_ignore_ascii_case("clitool");
            asked.scope = if is_tool { Scope::Build } else { scope(group) };
            package.requirements.push(asked);
        }
    }
    for asked in &package.requirements {
        input.add_managed(asked.clone());
    }
    input.add_package(package);
    true
}

/// `NAME VERSION OPTION: VALUE, OPTION: VALUE`, where a version may have several bounds.
fn asked_package(rest: &str, group: &str, mut asked: Requirement) -> Option<Requirement> {
    let (name, rest) = first_word(rest);
    if name.is_empty() {
        return None;
    }
    asked.name = name.into();
    asked.resolved = Some(key(&group_key(group), name));
    let option = |word: &str| word.strip_suffix(':').is_some_and(|word| OPTIONS.contains(&word));
    let words: Vec<&str> = rest.split_whitespace().collect();
    let end = words.iter().position(|word| option(word)).unwrap_or(words.len());
    let version = words[..end].join(" ");
    let version = version.trim_end_matches(',').trim_end();
    asked.requested = (!version.is_empty()).then(|| version.into());
    let frameworks = words.iter().position(|word| matches!(*word, "framework:" | "restriction:"));
    let frameworks = frameworks.map(|start| {
        let after = words[start + 1..].iter().position(|word| option(word));
        let end = after.map_or(words.len(), |after| start + 1 + after);
        words[start..end].join(" ").trim_end_matches(',').to_owned()
    });
    asked.condition = condition(group, frameworks);
    asked.source = PackageSource::Registry { url: None };
    Some(asked)
}

/// `OWNER/NAME:REVISION FILE`.
fn asked_repository(rest: &str, group: &str, mut asked: Requirement) -> Option<Requirement> {
    let (repository, _) = first_word(rest);
    let (name, revision) = repository.split_once(':').unwrap_or((repository, ""));
    let (owner, project) = name.split_once('/')?;
    if owner.is_empty() || project.is_empty() {
        return None;
    }
    asked.ecosystem = Some("github".into());
    asked.name = name.into();
    asked.resolved = Some(key(&group_key(group), name));
    asked.requested = (!revision.is_empty()).then(|| revision.into());
    asked.condition = condition(group, None);
    Some(asked)
}

fn condition(group: &str, frameworks: Option<String>) -> Option<Box<str>> {
    let group = (!group_key(group).is_empty()).then(|| format!("group {group}"));
    let parts: Vec<String> = [group, frameworks].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(", ").into())
}

/// `paket.references`: what a project uses of the groups; versions stand in `paket.dependencies`.
pub(super) fn references(input: &mut Input<'_>) -> bool {
    let whole = input.text().len();
    // `PROJECT.paket.references` is of one of several projects in the folder.
    let stem = input.stem();
    let project = stem.strip_suffix(".paket").unwrap_or_default();
    let project = [".csproj", ".fsproj", ".vbproj"]
        .iter()
        .find_map(|end| project.strip_suffix(end))
        .unwrap_or(project);
    let mut package = PackageFact::new("", project, input.span(0..whole));
    package.is_root = true;
    for (group, start, line) in grouped(input.text()) {
        let (word, _) = first_word(line);
        // Single files are no packages.
        if word.is_empty() || word.contains(':') {
            continue;
        }
        let mut asked = Requirement::new(word, input.span(start..start + line.len()));
        asked.resolved = Some(key(&group_key(group), word));
        asked.condition = condition(group, None);
        asked.scope = scope(group);
        asked.inherited = true;
        asked.source = PackageSource::Registry { url: None };
        package.requirements.push(asked);
    }
    input.add_package(package);
    true
}

/// `paket.lock`: groups at the margin or behind `GROUP`, sources, packages at four spaces, what they
/// require at six.
pub(super) fn lock(input: &mut Input<'_>) -> bool {
    let mut packages: Vec<PackageFact> = Vec::new();
    let (mut group, mut section, mut remote) = (String::new(), "", "");
    for line in lines::lines(input.text()) {
        let (depth, words) = (line.depth(), line.words());
        let span = input.span(line.words_range());
        match depth {
            0 if !words.is_empty() => match words.strip_prefix("GROUP ") {
                Some(name) => group = group_key(name),
                None => section = words,
            },
            2 => remote = words.strip_prefix("remote: ").unwrap_or(remote),
            4 if section == "NUGET" => {
                let Some((name, rest)) = words.split_once(" (") else {
                    continue;
                };
                let version = rest.split(')').next().unwrap_or(rest);
                let mut package = PackageFact::new(&key(&group, name), name, span);
                package.version = Some(version.into());
                let is_usual = remote.contains("nuget.org");
                let url = (!is_usual).then(|| remote.into());
                package.source = PackageSource::Registry { url };
                packages.push(package);
            }
            4 if section == "GITHUB" => {
                let Some((_, rest)) = words.rsplit_once(" (") else {
                    continue;
                };
                let commit = rest.split(')').next().unwrap_or(rest);
                let mut package = PackageFact::new(&key(&group, remote), remote, span);
                package.ecosystem = Some("github".into());
                package.version = Some(commit.into());
                packages.push(package);
            }
            6 if section == "NUGET" => {
                // Behind the dash stand restrictions, which have brackets of their own.
                let words = words.split(" - ").next().unwrap_or(words);
                let name = words.split(" (").next().unwrap_or(words);
                let requested = words.split_once(" (").map(|(_, rest)| rest.split(')').next());
                if let Some(package) = packages.last_mut() {
                    let mut one = Requirement::new(name.trim(), span);
                    one.requested = requested.flatten().map(Into::into);
                    one.resolved = Some(key(&group, name.trim()));
                    package.requirements.push(one);
                }
            }
            _ => {}
        }
    }
    for package in packages {
        input.add_package(package);
    }
    true
}
