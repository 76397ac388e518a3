// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Reads `deno.lock` (versions 2 to 5) and `deno.json`.
//!
//! Packages of JSR have names as those of npm and another registry. Modules that are loaded by
//! address are one package where the address names one with a version.

use std::collections::{BTreeMap, HashMap};

use heirloom_model::{Checksum, PackageFact, PackageSource, Requirement, WorkspaceFact};

use super::source::{integrity, split_at_version};
use crate::{graph::input::Input, value::Value};

const JSR: &str = concat!("https://", "jsr.io");

pub(super) fn lock(input: &mut Input<'_>) -> bool {
    let root = input.json();
    let Some(version) = root.scalar("version") else {
        return false;
    };
    // Version 3 has all in `packages`, version 2 those of npm in `npm.packages`.
    let inner = root.get("packages").unwrap_or(&root);
    let is_old = version == "2" || version == "1";
    let npm = if is_old { root.at(&["npm", "packages"]) } else { inner.get("npm") };
    let specifiers = if is_old { root.at(&["npm", "specifiers"]) } else { inner.get("specifiers") };
    let specifiers = specifiers.map(Value::entries).unwrap_or_default();
    let keys: HashMap<String, String> = specifiers
        .iter()
        .filter_map(|(asked, got)| Some((typed(asked), key_of(asked, got.as_scalar()?))))
        .collect();
    roots(input, &root, inner, specifiers, &keys);
    for (registry, section) in [("jsr", inner.get("jsr")), ("npm", npm)] {
        for (id, value) in section.map(Value::entries).unwrap_or_default() {
            add(input, registry, id, value, &keys);
        }
    }
    remote(input, root.get("remote"));
    complete(&mut input.facts().packages);
    true
}

/// Old locks name requests of npm without `npm:`.
fn typed(asked: &str) -> String {
    let has_type = ["npm:", "jsr:"].iter().any(|start| asked.starts_with(start));
    if has_type { asked.to_owned() } else { format!("npm:{asked}") }
}

/// The key of what a request came to: a version, or name and version.
fn key_of(asked: &str, got: &str) -> String {
    let asked = typed(asked);
    let (registry, rest) = asked.split_once(':').unwrap_or(("npm", &asked));
    let got = got.split_once(':').map_or(got, |(_, rest)| rest);
    let is_whole = split_at_version(got).is_some_and(|(name, _)| {
        !got.starts_with(|c: char| c.is_ascii_digit()) && !name.is_empty()
    });
    let name = split_at_version(rest).map_or(rest, |(name, _)| name);
    if is_whole { format!("{registry}:{got}") } else { format!("{registry}:{name}@{got}") }
}

/// What the project and its members request; without a list of that, all that was requested.
fn roots(
    input: &mut Input<'_>,
    root: &Value<'_>,
    inner: &Value<'_>,
    specifiers: &[(std::borrow::Cow<'_, str>, Value<'_>)],
    keys: &HashMap<String, String>,
) {
    let workspace = root.get("workspace").or_else(|| inner.get("workspace"));
    let members = workspace.and_then(|workspace| workspace.get("members"));
    let members = members.map(Value::entries).unwrap_or_default();
    let members = members.iter().map(|(path, member)| (&**path, member));
    let own = workspace.map(|workspace| ("", workspace));
    let mut has_any = false;
    for (path, value) in own.into_iter().chain(members) {
        let lists = [value.get("dependencies"), value.at(&["packageJson", "dependencies"])];
        let asked = lists.into_iter().flatten().flat_map(Value::items);
        let span = input.span(value.range.clone());
        let asked: Vec<(String, heirloom_model::Span)> = asked
            .filter_map(|item| Some((item.as_text()?.to_owned(), input.span(item.range.clone()))))
            .collect();
        has_any |= !asked.is_empty();
        add_root(input, path, span, &asked, keys);
    }
    if !has_any && !specifiers.is_empty() {
        let asked: Vec<(String, heirloom_model::Span)> = specifiers
            .iter()
            .map(|(asked, got)| (typed(asked), input.span(got.range.clone())))
            .collect();
        let span = input.span(0..1);
        add_root(input, "", span, &asked, keys);
    }
}

fn add_root(
    input: &mut Input<'_>,
    path: &str,
    span: heirloom_model::Span,
    asked: &[(String, heirloom_model::Span)],
    keys: &HashMap<String, String>,
) {
    let mut package = PackageFact::new(&format!("workspace:{path}"), "", span);
    package.is_root = true;
    package.source = PackageSource::Path { path: path.into() };
    for (asked, span) in asked {
        package.requirements.push(request(asked, keys, *span));
    }
    input.add_package(package);
}

fn request(asked: &str, keys: &HashMap<String, String>, span: heirloom_model::Span) -> Requirement {
    let rest = asked.split_once(':').map_or(asked, |(_, rest)| rest);
    let (name, version) = split_at_version(rest).unwrap_or((rest, ""));
    let mut requirement = Requirement::new(name, span);
    requirement.requested = (!version.is_empty()).then(|| version.into());
    // Where there is one version alone, only the name is written.
    let known = keys.get(asked).or_else(|| {
        let start = format!("{asked}@");
        let mut fits = keys.iter().filter(|(key, _)| key.starts_with(&start));
        fits.next().map(|(_, key)| key)
    });
    requirement.resolved = known.map(|key| key.as_str().into());
    requirement
}

/// An entry of JSR or npm: `NAME@VERSION`, for npm perhaps with the peers behind it.
fn add(
    input: &mut Input<'_>,
    registry: &str,
    id: &str,
    value: &Value<'_>,
    keys: &HashMap<String, String>,
) {
    let Some((name, version)) = split_at_version(id) else {
        return;
    };
    let key = format!("{registry}:{id}");
    let mut package = PackageFact::new(&key, name, input.span(value.range.clone()));
    package.version = Some(version.split('_').next().unwrap_or(version).into());
    let url = (registry == "jsr").then(|| JSR.into());
    package.source = PackageSource::Registry { url };
    let sum = value.text("integrity").unwrap_or_default();
    package.checksums = integrity(sum);
    if package.checksums.is_empty() && !sum.is_empty() {
        package.checksums.push(Checksum { algorithm: "sha256".into(), value: sum.into() });
    }
    let list = value.get("dependencies");
    for item in list.map(Value::items).unwrap_or_default() {
        let Some(asked) = item.as_text() else {
            continue;
        };
        let span = input.span(item.range.clone());
        let mut one = request(asked, keys, span);
        if registry == "npm" {
            // A name alone, or a name with the version it came to.
            one.resolved = Some(format!("npm:{asked}").into());
        }
        package.requirements.push(one);
    }
    for (name, got) in list.map(Value::entries).unwrap_or_default() {
        let mut one = Requirement::new(name, input.span(got.range.clone()));
        one.resolved = got.as_text().map(|got| format!("npm:{got}").into());
        package.requirements.push(one);
    }
    input.add_package(package);
}

/// Names alone stand for the only version there is.
fn complete(packages: &mut [PackageFact]) {
    let mut alone: HashMap<String, Option<Box<str>>> = HashMap::new();
    for package in packages.iter() {
        let name = package
            .key
            .split_once(':')
            .and_then(|(registry, rest)| Some(format!("{registry}:{}", split_at_version(rest)?.0)));
        if let Some(name) = name {
            let known = alone.entry(name).or_insert_with(|| Some(package.key.clone()));
            if known.as_ref() != Some(&package.key) {
                *known = None;
            }
        }
    }
    for requirement in packages.iter_mut().flat_map(|package| &mut package.requirements) {
        let key = requirement.resolved.as_deref().unwrap_or_default();
        if let Some(Some(only)) = alone.get(key) {
            requirement.resolved = Some(only.clone());
        }
    }
}

/// Modules by address, those of one package and version together.
fn remote(input: &mut Input<'_>, remote: Option<&Value<'_>>) {
    let mut found: BTreeMap<(String, String), (std::ops::Range<usize>, String)> = BTreeMap::new();
    for (url, value) in remote.map(Value::entries).unwrap_or_default() {
        if let Some((name, version, base)) = module(url) {
            found.entry((name, version)).or_insert((value.range.clone(), base));
        }
    }
    for ((name, version), (range, base)) in found {
        let key = format!("remote:{name}@{version}");
        let mut package = PackageFact::new(&key, &name, input.span(range));
        package.ecosystem = Some("generic".into());
        package.version = Some(version.into());
        package.source = PackageSource::Archive { url: base.into() };
        // The lock does not say which module loads another.
        let mut request = Requirement::new(&name, package.span);
        request.resolved = Some(package.key.clone());
        request.direct = false;
        if let Some(root) = input.facts().packages.iter_mut().find(|package| package.is_root) {
            root.requirements.push(request);
        }
        input.add_package(package);
    }
}

/// `https://HOST/NAME@VERSION/FILE`: name with the host, version, and the address up to there.
fn module(url: &str) -> Option<(String, String, String)> {
    let (_, rest) = url.split_once("://")?;
    let at = rest.char_indices().find(|(at, c)| *c == '@' && !rest[..*at].ends_with('/'))?.0;
    let end = rest[at..].find(['/', '?', '#']).map_or(rest.len(), |end| at + end);
    let scheme = url.len() - rest.len();
    let name = rest[..at].to_owned();
    Some((name, rest[at + 1..end].to_owned(), url[..scheme + end].to_owned()))
}

pub(super) fn manifest(input: &mut Input<'_>) -> bool {
    let root = input.json();
    let name = root.get("name");
    let text = name.and_then(Value::as_text).unwrap_or_default();
    let range = name.unwrap_or(&root).range.clone();
    let mut package = PackageFact::new("", text, input.span(range));
    package.is_root = true;
    package.version = root.text("version").map(Into::into);
    if let Some(license) = root.get("license").filter(|license| license.as_text().is_some()) {
        let written = license.as_text().unwrap_or_default();
        package.licenses = vec![input.license("license", written, license.range.clone())];
    }
    for (_, value) in root.get("imports").map(Value::entries).unwrap_or_default() {
        let Some(written) = value.as_text() else {
            continue;
        };
        let span = input.span(value.range.clone());
        if let Some((registry, rest)) =
            written.split_once(':').filter(|(r, _)| ["jsr", "npm"].contains(r))
        {
            let (name, version) = split_at_version(rest).unwrap_or((rest, ""));
            let version = version.split('/').next().unwrap_or_default();
            let mut requirement = Requirement::new(name, span);
            requirement.requested = (!version.is_empty()).then(|| version.into());
            let url = (registry == "jsr").then(|| JSR.into());
            requirement.source = PackageSource::Registry { url };
            package.requirements.push(requirement);
        }
    }
    let members = root.get("workspace").map(|w| w.get("members").unwrap_or(w));
    let members = members.map(Value::items).unwrap_or_default();
    let members: Vec<Box<str>> = members
        .iter()
        .filter_map(Value::as_text)
        .map(|m| m.trim_start_matches("./").into())
        .collect();
    let says_something =
        !text.is_empty() || !package.requirements.is_empty() || !members.is_empty();
    if !members.is_empty() {
        let span = input.span(root.range.clone());
        input.facts().workspace = Some(WorkspaceFact { members, span, ..WorkspaceFact::default() });
    }
    if says_something {
        input.add_package(package);
    }
    says_something
}
