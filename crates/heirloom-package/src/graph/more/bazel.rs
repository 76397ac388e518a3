// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Bazel: `MODULE.bazel`, its lock, and the locks that `rules_jvm_external` writes for Maven.

use std::collections::HashSet;

use heirloom_model::{PackageFact, PackageFileKind, RelationKind, Requirement, Scope};

use super::{Simple, entries, index, items, numbered, plain_of, request, root, sum};
use crate::{
    code::{self, Constants, Joined, Kind, Literal, Syntax, Token},
    graph::{
        ecosystem::Format,
        input::Input,
        plain::{Named, Plain},
    },
    purl::Purl,
    value::{Data, Value},
};

const MANIFEST: &str = "bazel-module";
const LOCK: &str = "bazel-module-lock";
const MAVEN: &str = "bazel-maven-lock";
const MAX_TOKENS: usize = 500_000;

pub(super) static BAZEL: Simple = Simple {
    plain: Plain {
        pinned: numbered,
        installed: &[MAVEN],
        ..plain_of("bazel", &[MANIFEST], &[LOCK], purl)
    },
    formats: &[
        Format {
            name: MANIFEST,
            kind: PackageFileKind::Manifest,
            files: &["module.bazel"],
            takes: "module, dependencies with scope, overrides with their repositories and archives",
            read: manifest,
        },
        Format {
            name: LOCK,
            kind: PackageFileKind::Lock,
            files: &["module.bazel.lock"],
            takes: "the modules that were chosen; edges where the lock has the graph",
            read: lock,
        },
        Format {
            name: MAVEN,
            kind: PackageFileKind::Lock,
            files: &["maven_install.json", "*_maven_install.json"],
            takes: "Maven artifacts, edges, checksums; versions 1 and 2",
            read: maven,
        },
    ],
    usual: (RelationKind::StaticLink, 0.5, "what Bazel does with a module is up to its rules"),
};

fn purl(named: Named<'_>) -> Option<Purl> {
    if named.ecosystem != "maven" {
        return Purl::new("bazel", None, named.name, named.version).ok();
    }
    let mut parts = named.name.split(':');
    let (group, artifact) = (parts.next()?, parts.next()?);
    let mut purl = Purl::new("maven", Some(group), artifact, named.version).ok()?;
    let kind = parts.next().filter(|kind| *kind != "jar");
    for (key, value) in [("type", kind), ("classifier", parts.next())] {
        purl.qualify(key, value.unwrap_or_default()).ok()?;
    }
    Some(purl)
}

fn manifest(input: &mut Input<'_>) -> bool {
    let tokens = code::tokens(input.text(), Syntax::Python, MAX_TOKENS);
    let names = maven_names(&tokens);
    let constants = Constants::new(&tokens);
    let mut package = root(input, "", 0..0);
    for (at, token) in tokens.iter().enumerate() {
        let Kind::Word(word) = token.kind else {
            continue;
        };
        if !tokens.get(at + 1).is_some_and(|token| token.is_sign('(')) {
            continue;
        }
        let text = |name: &str| argument(&constants, &tokens, at + 2, name);
        match word {
            "module" => {
                package.name = text("name").unwrap_or_default().into();
                package.version = text("version").filter(|text| !text.is_empty()).map(Into::into);
                package.span = input.span(token.range.clone());
            }
            "bazel_dep" => package.requirements.extend(dependency(input, &constants, &tokens, at)),
            _ if word == "maven_install" || is_of_maven(&names, &tokens, at, "install") => {
                let lists = ["artifacts", "boms"].into_iter();
                let lists = lists.filter_map(|name| value(&constants, &tokens, at + 2, name));
                for (text, range) in lists.flat_map(Joined::texts) {
                    package.requirements.extend(artifact(input, &text, range));
                }
            }
            _ if is_of_maven(&names, &tokens, at, "artifact") => {
                let part = |name: &str| text(name).unwrap_or_default();
                let written = format!("{}:{}:{}", part("group"), part("artifact"), part("version"));
                package.requirements.extend(artifact(input, &written, token.range.clone()));
            }
            _ => {}
        }
    }
    overrides(&constants, &tokens, &mut package.requirements);
    input.add_package(package);
    true
}

/// The names that the file gives Maven's extension.
fn maven_names<'a>(tokens: &[Token<'a>]) -> HashSet<&'a str> {
    let named = tokens.windows(7).filter(|w| {
        let is_maven = matches!(&w[6].kind, Kind::Text(extension) if extension == "maven");
        is_maven && w[1].is_sign('=') && w[2].is_word("use_extension")
    });
    let names = named.filter_map(|w| match w[0].kind {
        Kind::Word(name) => Some(name),
        _ => None,
    });
    names.chain(["maven"]).collect()
}

/// Whether a function of Maven's extension is called.
fn is_of_maven(names: &HashSet<&str>, tokens: &[Token<'_>], at: usize, function: &str) -> bool {
    if !tokens[at].is_word(function) {
        return false;
    }
    let Some(Kind::Word(name)) = at.checked_sub(2).map(|before| &tokens[before].kind) else {
        return false;
    };
    tokens[at - 1].is_sign('.') && names.contains(name)
}

/// The tokens of a call and some behind it: a file of calls that never end costs no more.
fn call<'a, 'b>(tokens: &'b [Token<'a>], start: usize) -> &'b [Token<'a>] {
    const MAX_CALL: usize = 4_000;
    let rest = &tokens[start.min(tokens.len())..];
    let mut depth = 1_usize;
    let end = rest.iter().take(MAX_CALL).position(|token| {
        match token.kind {
            Kind::Sign('(' | '[' | '{') => depth += 1,
            Kind::Sign(')' | ']' | '}') => depth -= 1,
            _ => {}
        }
        depth == 0
    });
    &rest[..end.map_or(0, |end| end + 1)]
}

/// `group:artifact:version`, perhaps with type and classifier before the version.
fn artifact(
    input: &Input<'_>,
    written: &str,
    range: std::ops::Range<usize>,
) -> Option<Requirement> {
    let (name, version) = written.rsplit_once(':')?;
    // What is computed is left open, and half a name is none.
    if !name.contains(':') || name.split(':').any(str::is_empty) {
        return None;
    }
    let mut one = request(input, name, Some(version), range);
    one.ecosystem = Some("maven".into());
    Some(one)
}

fn argument(
    constants: &Constants<'_, '_>,
    tokens: &[Token<'_>],
    start: usize,
    name: &str,
) -> Option<String> {
    value(constants, tokens, start, name)?.text()
}

/// The value of an argument, joined from literals and constants.
fn value(
    constants: &Constants<'_, '_>,
    tokens: &[Token<'_>],
    start: usize,
    name: &str,
) -> Option<Joined> {
    let at = code::argument_at(call(tokens, start), 0, name)?;
    constants.at(start + at)
}

fn dependency(
    input: &Input<'_>,
    constants: &Constants<'_, '_>,
    tokens: &[Token<'_>],
    at: usize,
) -> Option<Requirement> {
    let name = argument(constants, tokens, at + 2, "name")?;
    let version = argument(constants, tokens, at + 2, "version");
    let call = call(tokens, at + 2);
    let end = call.len() + 1;
    let is_development =
        call.windows(3).any(|w| w[0].is_word("dev_dependency") && w[2].is_word("True"));
    let range = tokens[at].range.start..tokens[at + end].range.end;
    let mut one = request(input, &name, version.as_deref(), range);
    one.scope = if is_development { Scope::Development } else { Scope::Runtime };
    Some(one)
}

/// `git_override` and its like say where a module comes from.
fn overrides(
    constants: &Constants<'_, '_>,
    tokens: &[Token<'_>],
    requirements: &mut [Requirement],
) {
    use heirloom_model::PackageSource;
    for (at, token) in tokens.iter().enumerate() {
        let Kind::Word(word) = token.kind else {
            continue;
        };
        if !word.ends_with("_override") {
            continue;
        }
        let text = |name: &str| argument(constants, tokens, at + 2, name);
        let source = match word {
            "git_override" => text("remote").map(|url| PackageSource::Git {
                url: url.into(),
                revision: text("commit").or_else(|| text("tag")).map(Into::into),
            }),
            "local_path_override" => {
                text("path").map(|path| PackageSource::Path { path: path.into() })
            }
            "archive_override" => {
                let found = code::arguments_from(call(tokens, at + 2), 0);
                let urls = found.iter().find(|(key, _)| *key == "urls");
                let url = urls.and_then(|(_, value): &(&str, Literal<'_>)| value.texts.first());
                url.map(|(url, _)| PackageSource::Archive { url: (**url).into() })
            }
            _ => None,
        };
        let (Some(source), Some(name)) = (source, text("module_name")) else {
            continue;
        };
        if let Some(one) = requirements.iter_mut().find(|one| *one.name == *name) {
            one.source = source;
        }
    }
}

fn lock(input: &mut Input<'_>) -> bool {
    let json = input.json();
    for (key, module) in entries(&json, "moduleDepGraph") {
        let (name, version) = (module.text("name").unwrap_or_default(), module.text("version"));
        let mut package = PackageFact::new(key, name, input.span(module.range.clone()));
        package.is_root = &**key == "<root>";
        package.version = version.filter(|text| !text.is_empty()).map(Into::into);
        for (_, to) in entries(module, "deps") {
            let Some(id) = to.as_text() else {
                continue;
            };
            let name = id.split('@').next().unwrap_or(id);
            let mut one = request(input, name, None, to.range.clone());
            one.resolved = Some(id.into());
            // Modules that Bazel itself brings are in no list.
            one.scope = if name == "bazel_tools" { Scope::Optional } else { Scope::Runtime };
            package.requirements.push(one);
        }
        input.add_package(package);
    }
    // Later locks hold checksums alone: of the source of a module that was chosen, and of the
    // module files of all versions that were looked at.
    for (url, value) in entries(&json, "registryFileHashes") {
        let Some(path) = url.strip_suffix("/source.json") else {
            continue;
        };
        let mut parts = path.rsplit('/');
        let (Some(version), Some(name)) = (parts.next(), parts.next()) else {
            continue;
        };
        let package = PackageFact::new(name, name, input.span(value.range.clone()));
        input.add_package(PackageFact { version: Some(version.into()), ..package });
    }
    json.get("lockFileVersion").is_some()
}

fn maven(input: &mut Input<'_>) -> bool {
    let json = input.json();
    for item in
        json.get("dependency_tree").map(|tree| items(tree, "dependencies")).unwrap_or_default()
    {
        old_artifact(input, item);
    }
    let edges = index(&json, "dependencies");
    for (name, value) in entries(&json, "artifacts") {
        let mut package = PackageFact::new(name, name, input.span(value.range.clone()));
        package.ecosystem = Some("maven".into());
        package.version = value.scalar("version").map(Into::into);
        let sums = entries(value, "shasums").iter();
        let jar = sums.filter(|(kind, _)| kind == "jar").filter_map(|(_, value)| value.as_text());
        package.checksums = jar.map(|value| sum("sha256", value)).collect();
        for to in edges.get(&**name).map(|list| list.items()).unwrap_or_default() {
            if let Some(to_name) = to.as_text() {
                package.requirements.push(request(input, to_name, None, to.range.clone()));
            }
        }
        input.add_package(package);
    }
    json.get("artifacts").or(json.get("dependency_tree")).is_some()
}

/// `group:artifact:version` or `group:artifact:type:classifier:version`.
fn old_artifact(input: &mut Input<'_>, item: &Value<'_>) {
    let Some((name, version)) = item.text("coord").and_then(|coord| coord.rsplit_once(':')) else {
        return;
    };
    if matches!(item.get("file").map(|file| &file.data), Some(Data::Null)) {
        return;
    }
    let mut package = PackageFact::new(name, name, input.span(item.range.clone()));
    package.ecosystem = Some("maven".into());
    package.version = Some(version.into());
    package.checksums.extend(item.text("sha256").map(|value| sum("sha256", value)));
    for to in items(item, "directDependencies") {
        let Some((name, _)) = to.as_text().and_then(|coord| coord.rsplit_once(':')) else {
            continue;
        };
        package.requirements.push(request(input, name, None, to.range.clone()));
    }
    input.add_package(package);
}
