// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Sources that C and C++ projects fetch while they are built: CMake's `FetchContent`,
//! `ExternalProject` and CPM, Meson's wraps, west's manifests.

use std::{collections::BTreeMap, ops::Range};

use heirloom_model::{PackageFileKind, PackageSource, RelationKind, Requirement, Scope};

use super::{Simple, always, items, place_in, plain_of, repository, request, root};
use crate::{
    graph::{
        ecosystem::Format,
        input::Input,
        plain::{Named, Plain},
    },
    purl::Purl,
    value::Value,
};

const CMAKE_FILE: &str = "cmake";
const WRAP: &str = "meson-wrap";
const WEST_FILE: &str = "west";

pub(super) static CMAKE: Simple = Simple {
    plain: Plain {
        pinned: always,
        property: Some(("${", "}")),
        ..plain_of("cmake", &[CMAKE_FILE], &[], purl)
    },
    formats: &[Format {
        name: CMAKE_FILE,
        kind: PackageFileKind::Manifest,
        files: &["cmakelists.txt", "*.cmake"],
        takes: "project with its version; what FetchContent, ExternalProject and CPM fetch, with repositories and tags; variables that are set to one word",
        read: cmake,
    }],
    usual: (RelationKind::StaticLink, 0.6, "fetched sources are built with the project"),
};

pub(super) static MESON: Simple = Simple {
    plain: Plain { pinned: always, ..plain_of("meson", &[WRAP], &[], purl) },
    formats: &[Format {
        name: WRAP,
        kind: PackageFileKind::Manifest,
        files: &["subprojects/*.wrap"],
        takes: "subprojects with archives, repositories and revisions",
        read: wrap,
    }],
    usual: (RelationKind::StaticLink, 0.6, "subprojects are built with the project"),
};

pub(super) static WEST: Simple = Simple {
    plain: Plain { pinned: always, ..plain_of("west", &[WEST_FILE], &[], purl) },
    formats: &[Format {
        name: WEST_FILE,
        kind: PackageFileKind::Manifest,
        files: &["west.yml"],
        takes: "projects with repositories and revisions",
        read: west,
    }],
    usual: (RelationKind::StaticLink, 0.6, "modules are built into one image"),
};

fn purl(named: Named<'_>) -> Option<Purl> {
    repository::purl(named.name, named.version, named.source)
}

/// Longer calls are not read.
const MAX_CALL: usize = 16_384;

const CALLS: [&str; 4] =
    ["fetchcontent_declare", "externalproject_add", "cpmaddpackage", "cpmfindpackage"];

fn cmake(input: &mut Input<'_>) -> bool {
    let text = input.text();
    let lower = text.to_ascii_lowercase();
    let mut package = root(input, "", 0..0);
    if let Some((inner, range)) = calls(text, &lower, "project").next() {
        let words: Vec<&str> = words(inner).collect();
        let name = words.first().filter(|name| !name.contains('$'));
        if let Some(name) = name {
            package = root(input, name, range);
        }
        let version = words.iter().position(|word| *word == "VERSION");
        package.version = version.and_then(|at| words.get(at + 1)).map(|word| (*word).into());
        let known = package.version.clone().filter(|version| !version.contains('$'));
        if let Some(version) = known {
            for name in ["PROJECT_VERSION", "CMAKE_PROJECT_VERSION"] {
                input.facts().properties.push((name.into(), version.clone()));
            }
        }
    }
    for call in CALLS {
        for (inner, _) in calls(text, &lower, call) {
            package.requirements.extend(fetched(input, text, inner, call.starts_with("cpm")));
        }
    }
    package.requirements.sort_by_key(|one| one.span);
    set(input, text, &lower);
    let fetches = !package.requirements.is_empty();
    if fetches {
        input.add_package(package);
    }
    fetches || !input.facts().properties.is_empty()
}

/// More variables of one file are not kept.
const MAX_VARIABLES: usize = 10_000;
/// Longer values are no versions, tags or addresses.
const MAX_VALUE: usize = 200;

/// Variables that are set to one word. What has several values, as under conditions, has none that is
/// certain.
fn set(input: &mut Input<'_>, text: &str, lower: &str) {
    let mut found: BTreeMap<&str, Option<&str>> = BTreeMap::new();
    for (inner, _) in calls(text, lower, "set").take(MAX_VARIABLES) {
        let mut words = words(inner);
        let Some(name) = words.next().filter(|name| !name.contains('$')) else { continue };
        let value = words.next().filter(|value| value.len() < MAX_VALUE);
        let is_one = words.next().is_none_or(|word| matches!(word, "CACHE" | "PARENT_SCOPE"));
        let value = value.filter(|_| is_one);
        let known = found.entry(name).or_insert(value);
        if *known != value {
            *known = None;
        }
    }
    let known = found.into_iter().filter_map(|(name, value)| Some((name.into(), value?.into())));
    input.facts().properties.extend(known);
}

/// What stands in the brackets of each call of that name, and its place.
fn calls<'a>(
    text: &'a str,
    lower: &'a str,
    name: &'a str,
) -> impl Iterator<Item = (&'a str, Range<usize>)> + 'a {
    lower.match_indices(name).filter_map(move |(at, _)| {
        let line = text[..at].rsplit('\n').next().unwrap_or_default();
        let is_part = line.ends_with(|c: char| c.is_alphanumeric() || c == '_');
        let rest = text[at + name.len()..].trim_start();
        let inner = rest.strip_prefix('(').filter(|_| !line.contains('#') && !is_part)?;
        // Calls are short; one that does not end is none.
        let end = inner.bytes().take(MAX_CALL).position(|byte| byte == b')');
        let inner = &inner[..end.unwrap_or(0)];
        Some((inner, place_in(text, inner)))
    })
}

/// The words of a call without comments and quotes.
fn words(inner: &str) -> impl Iterator<Item = &str> {
    let lines = inner.lines().map(|line| line.split('#').next().unwrap_or_default());
    lines.flat_map(str::split_whitespace).map(|word| word.trim_matches('"'))
}

/// What a call fetches; variables in it are filled in where files are joined.
fn fetched(input: &Input<'_>, text: &str, inner: &str, is_cpm: bool) -> Option<Requirement> {
    // A `#` in quotes belongs to CPM's short form.
    let words: Vec<&str> = match is_cpm {
        true => inner.split_whitespace().map(|word| word.trim_matches('"')).collect(),
        false => words(inner).collect(),
    };
    let after = |key: &str| {
        let at = words.iter().position(|word| *word == key)?;
        words.get(at + 1).copied()
    };
    let range = place_in(text, inner);
    let first = words.first().copied()?;
    if is_cpm && first.contains(':') {
        return short(input, first, range);
    }
    let name = if is_cpm { after("NAME")? } else { first };
    if name.contains("${") {
        return None;
    }
    let github = after("GITHUB_REPOSITORY").map(|path| format!("https://github.com/{path}"));
    let gitlab = after("GITLAB_REPOSITORY").map(|path| format!("https://gitlab.com/{path}"));
    let tag = after("GIT_TAG").or_else(|| after("VERSION").filter(|_| is_cpm));
    let git = after("GIT_REPOSITORY").map(str::to_owned).or(github).or(gitlab);
    let mut one = request(input, name, tag, range);
    one.scope = Scope::Runtime;
    one.source = match (git, after("URL")) {
        (Some(url), _) => PackageSource::Git { url: url.into(), revision: tag.map(Into::into) },
        (None, Some(url)) if url.contains("://") || url.starts_with("${") => {
            PackageSource::Archive { url: url.into() }
        }
        _ => return None,
    };
    Some(one)
}

/// `gh:owner/name@1.0` or `gh:owner/name#tag`.
fn short(input: &Input<'_>, word: &str, range: Range<usize>) -> Option<Requirement> {
    let (kind, rest) = word.split_once(':')?;
    let host = match kind {
        "gh" => "github.com",
        "gl" => "gitlab.com",
        "bb" => "bitbucket.org",
        _ => return None,
    };
    let end = rest.find(['@', '#']).unwrap_or(rest.len());
    let path = &rest[..end];
    let tag = rest[end..].trim_start_matches(['@', '#']).split('#').next();
    let mut one = request(input, repository::last(path), tag, range);
    let revision = tag.filter(|tag| !tag.is_empty()).map(Into::into);
    one.source = PackageSource::Git { url: format!("https://{host}/{path}").into(), revision };
    Some(one)
}

/// An INI file named like the subproject.
fn wrap(input: &mut Input<'_>) -> bool {
    let text = input.text();
    let value = |key: &str| {
        let lines = text.lines().filter_map(|line| line.split_once('='));
        lines.filter(|(name, _)| name.trim() == key).map(|(_, value)| value.trim()).next()
    };
    let name = input.stem();
    let mut package = root(input, "", 0..0);
    let url = value("url");
    let version = value("wrapdb_version").or_else(|| {
        // The folder of an archive mostly is name and version.
        let folder = value("directory")?;
        let rest = folder.rsplit_once('-')?.1.trim_start_matches('v');
        rest.starts_with(|c: char| c.is_ascii_digit()).then_some(rest)
    });
    let asked = if url.is_some() { value("revision") } else { version };
    let mut one = request(input, &name, asked, 0..text.len().min(1));
    one.source = match (url, value("source_url")) {
        (Some(url), _) => PackageSource::Git { url: url.into(), revision: asked.map(Into::into) },
        (None, Some(url)) => PackageSource::Archive { url: url.into() },
        _ => return false,
    };
    package.requirements.push(one);
    input.add_package(package);
    true
}

fn west(input: &mut Input<'_>) -> bool {
    let yaml = input.yaml();
    let Some(manifest) = yaml.get("manifest") else {
        return false;
    };
    let usual = |key: &str| manifest.at(&["defaults", key]).and_then(Value::as_scalar);
    let mut package = root(input, "", manifest.range.clone());
    for item in items(manifest, "projects") {
        let Some(name) = item.text("name") else {
            continue;
        };
        let remote = item.text("remote").or(usual("remote"));
        let is_it = |one: &&Value<'_>| one.text("name") == remote;
        let base = items(manifest, "remotes").iter().take(1_000).find(is_it);
        let base = base.and_then(|one| one.text("url-base"));
        let path = item.text("repo-path").unwrap_or(name);
        let url = match (item.text("url"), base) {
            (Some(url), _) => url.to_owned(),
            (None, Some(base)) => format!("{}/{path}", base.trim_end_matches('/')),
            (None, None) => continue,
        };
        let revision = item.scalar("revision").or(usual("revision"));
        let mut one = request(input, name, revision, item.range.clone());
        one.source = PackageSource::Git { url: url.into(), revision: revision.map(Into::into) };
        package.requirements.push(one);
    }
    input.add_package(package);
    true
}
