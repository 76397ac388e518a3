// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Perl: `META` files, `cpanfile` and Carton's snapshot.
//!
//! Requirements name modules, package URLs name distributions: only a snapshot says which of them
//! holds a module.

use heirloom_model::{PackageFact, PackageFileKind, RelationKind, Requirement, Scope};

use super::{Simple, entries, place_in, plain_of, request, root};
use crate::{
    graph::{ecosystem::Format, input::Input, plain::Named},
    purl::Purl,
    value::Value,
};

const META: &str = "cpan-meta";
const CPANFILE: &str = "cpanfile";
const SNAPSHOT: &str = "cpanfile-snapshot";

/// Modules that come with Perl are in no distribution of their own, and no file says which.
const UNLESS_CORE: &str = "unless part of Perl";

pub(super) static CPAN: Simple = Simple {
    plain: plain_of("cpan", &[META, CPANFILE], &[SNAPSHOT], purl),
    formats: &[
        Format {
            name: SNAPSHOT,
            kind: PackageFileKind::Lock,
            files: &["cpanfile.snapshot"],
            takes: "distributions with authors, modules they hold, edges",
            read: snapshot,
        },
        Format {
            name: META,
            kind: PackageFileKind::Manifest,
            files: &["meta.json", "mymeta.json", "meta.yml", "mymeta.yml"],
            takes: "distribution, license, people, requirements by phase",
            read: meta,
        },
        Format {
            name: CPANFILE,
            kind: PackageFileKind::Manifest,
            files: &["cpanfile"],
            takes: "requirements by phase",
            read: cpanfile,
        },
    ],
    usual: (RelationKind::DynamicLink, 0.8, "Perl loads modules when the program runs"),
};

fn purl(named: Named<'_>) -> Option<Purl> {
    let author = named.qualifiers.iter().find(|(key, _)| &**key == "author");
    Purl::new("cpan", author.map(|(_, name)| &**name), named.name, named.version).ok()
}

fn phase(name: &str) -> Scope {
    match name {
        "configure" | "build" => Scope::Build,
        "test" => Scope::Test,
        "develop" => Scope::Development,
        _ => Scope::Runtime,
    }
}

fn meta(input: &mut Input<'_>) -> bool {
    let is_json = input.path().file_name().ends_with(b"json");
    let value: Value<'_> = if is_json { input.json() } else { input.yaml() };
    if value.get("meta-spec").is_none() && value.get("generated_by").is_none() {
        return false;
    }
    let name = value.text("name").unwrap_or_default();
    let mut package = root(input, name, value.get("name").unwrap_or(&value).range.clone());
    package.version = value.scalar("version").map(Into::into);
    package.about.description = value.text("abstract").map(Into::into);
    input.declare("", &mut package);
    for (name, relations) in entries(&value, "prereqs") {
        for (relation, modules) in relations.entries() {
            let scope = match &**relation {
                "requires" => phase(name),
                "recommends" | "suggests" => Scope::Optional,
                _ => continue,
            };
            modules_of(input, modules, scope, &mut package.requirements);
        }
    }
    for (section, scope) in [
        ("requires", Scope::Runtime),
        ("build_requires", Scope::Build),
        ("configure_requires", Scope::Build),
        ("recommends", Scope::Optional),
    ] {
        if let Some(modules) = value.get(section) {
            modules_of(input, modules, scope, &mut package.requirements);
        }
    }
    input.add_package(package);
    true
}

fn modules_of(input: &Input<'_>, modules: &Value<'_>, scope: Scope, found: &mut Vec<Requirement>) {
    for (name, version) in modules.entries().iter().filter(|(name, _)| name != "perl") {
        let asked = version.as_scalar().filter(|version| *version != "0");
        let mut one = request(input, name, asked, version.range.clone());
        one.scope = scope;
        one.condition = Some(UNLESS_CORE.into());
        found.push(one);
    }
}

/// `requires 'Module', '1.0';` and `on test => sub { … };`.
fn cpanfile(input: &mut Input<'_>) -> bool {
    let text = input.text();
    let mut package = root(input, "", 0..0);
    let mut open: Vec<Scope> = Vec::new();
    for line in text.lines() {
        let plain = line.split('#').next().unwrap_or_default().trim();
        let word = plain.split([' ', '(', '\t']).next().unwrap_or_default();
        let strings: Vec<&str> = plain.split(['\'', '"']).skip(1).step_by(2).collect();
        let around = open.last().copied().unwrap_or(Scope::Runtime);
        let scope = match word {
            "requires" => Some(around),
            "recommends" | "suggests" => Some(Scope::Optional),
            "test_requires" => Some(Scope::Test),
            "author_requires" => Some(Scope::Development),
            "configure_requires" | "build_requires" => Some(Scope::Build),
            _ => None,
        };
        if let (Some(scope), Some(name)) = (scope, strings.first().filter(|name| **name != "perl"))
        {
            let asked = strings.get(1).copied().filter(|version| *version != "0");
            let mut one = request(input, name, asked, place_in(text, plain));
            one.scope = scope;
            one.condition = Some(UNLESS_CORE.into());
            package.requirements.push(one);
        }
        if plain.ends_with('{') {
            let named = plain.trim_start_matches("on").trim_start_matches([' ', '(', '\'', '"']);
            let end = named.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(named.len());
            open.push(match word {
                "on" => phase(&named[..end]),
                "feature" => Scope::Optional,
                _ => around,
            });
        } else if plain.starts_with('}') {
            open.pop();
        }
    }
    input.add_package(package);
    true
}

/// Two spaces for a distribution, four for a field, six for its lines.
fn snapshot(input: &mut Input<'_>) -> bool {
    let text = input.text();
    if !text.contains("carton snapshot format") {
        return false;
    }
    let mut open: Option<PackageFact> = None;
    let mut field = "";
    for line in text.lines() {
        let plain = line.trim();
        match line.len() - line.trim_start().len() {
            2 => {
                if let Some(package) = open.take() {
                    input.add_package(package);
                }
                let (name, version) = plain.rsplit_once('-').unwrap_or((plain, ""));
                let mut package = PackageFact::new(plain, name, input.span(place_in(text, plain)));
                package.version = Some(version.trim_start_matches('v').into());
                open = Some(package);
            }
            4 => {
                let (key, value) = plain.split_once(": ").unwrap_or((plain, ""));
                field = key.trim_end_matches(':');
                let author = value.split('/').rev().nth(1).filter(|_| field == "pathname");
                if let (Some(author), Some(package)) = (author, &mut open) {
                    package.qualifiers.push(("author".into(), author.into()));
                }
            }
            6 => {
                let (name, version) = plain.split_once(' ').unwrap_or((plain, ""));
                let Some(package) = &mut open else {
                    continue;
                };
                match field {
                    "provides" => {
                        let version = Some(version).filter(|version| *version != "undef");
                        package.provides.push((name.into(), version.map(Into::into)));
                    }
                    "requirements" if name != "perl" => {
                        let asked = Some(version).filter(|version| *version != "0");
                        let mut one = request(input, name, asked, place_in(text, plain));
                        one.condition = Some(UNLESS_CORE.into());
                        package.requirements.push(one);
                    }
                    _ => {}
                }
            }
            _ => {}
        }
    }
    if let Some(package) = open {
        input.add_package(package);
    }
    true
}
