// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Reads `go.mod`, `go.sum`, `go.work` and `vendor/modules.txt`: lines of words.

use std::ops::Range;

use heirloom_model::{
    Checksum, PackageFact, PackageSource, Replacement, Requirement, Span, WorkspaceFact,
};

use crate::graph::input::Input;

/// One statement: the directive with its words, and the comment behind it.
struct Statement<'a> {
    directive: &'a str,
    words: Vec<&'a str>,
    comment: &'a str,
    range: Range<usize>,
}

/// The statements of a `go.mod` or `go.work`; those of a block carry the block's directive.
fn statements(text: &str) -> Vec<Statement<'_>> {
    let mut found = Vec::new();
    let mut block: Option<&str> = None;
    for (start, line) in lines(text) {
        let (code, comment) = line.split_once("//").unwrap_or((line, ""));
        let mut words: Vec<&str> = words(code);
        let lead = line.len() - line.trim_start().len();
        let range = start + lead..start + line.trim_end().len().max(lead);
        match (block, words.as_slice()) {
            (_, []) => {}
            (Some(_), [")"]) => block = None,
            (None, [directive, "("]) => block = Some(directive),
            (Some(directive), _) => {
                found.push(Statement { directive, words, comment: comment.trim(), range });
            }
            (None, [directive, ..]) => {
                let directive = *directive;
                words.remove(0);
                found.push(Statement { directive, words, comment: comment.trim(), range });
            }
        }
    }
    found
}

/// The words of a line; brackets that open and close blocks stand by themselves.
fn words(code: &str) -> Vec<&str> {
    let all = code.split_whitespace().flat_map(|word| {
        let (word, open) = match word.strip_suffix('(') {
            Some(rest) => (rest, Some("(")),
            None => (word, None),
        };
        [Some(word).filter(|word| !word.is_empty()), open]
    });
    all.flatten().map(|word| word.trim_matches(['"', '`'])).collect()
}

/// The lines with the byte where each starts.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split_inclusive('\n').map(move |line| {
        let start = at;
        at += line.len();
        (start, line.trim_end_matches(['\n', '\r']))
    })
}

/// Reads `go.mod`.
pub(super) fn module(input: &mut Input<'_>) -> bool {
    let statements = statements(input.text());
    let of = |directive: &str| statements.iter().find(|one| one.directive == directive);
    // One without a name is none to Go; what it requires is told all the same.
    let Some(named) = of("module").or_else(|| of("require")) else {
        return false;
    };
    let own = named.words.first().filter(|_| named.directive == "module");
    let name = own.copied().unwrap_or_default();
    let mut package = PackageFact::new(name, name, input.span(named.range.clone()));
    package.is_root = true;
    // The line of the toolchain stands below that of the language, and says more.
    let mut library = None;
    for statement in &statements {
        match (statement.directive, statement.words.as_slice()) {
            ("require", [name, version, ..]) => {
                let span = input.span(statement.range.clone());
                let mut requirement = Requirement::new(name, span);
                requirement.requested = Some((*version).into());
                let comment = statement.comment;
                requirement.direct = comment != "indirect" && !comment.starts_with("indirect;");
                package.requirements.push(requirement);
            }
            ("go" | "toolchain", [version, ..]) => {
                input.facts().properties.push((statement.directive.into(), (*version).into()));
                library = library_asked(statement.directive, version)
                    .map(|asked| (asked, input.span(statement.range.clone())))
                    .or(library);
            }
            ("replace", words) => replacement(input, words, statement.range.clone()),
            _ => {}
        }
    }
    if let Some((asked, span)) = library {
        let mut requirement = Requirement::new(LIBRARY, span);
        requirement.alias = Some(asked.alias.into());
        requirement.requested = Some(asked.version.into());
        package.requirements.push(requirement);
    }
    input.add_package(package);
    true
}

/// Reads the `go.mod` of a module in the cache of the Go tool.
pub(super) fn cached(input: &mut Input<'_>) -> bool {
    let is_one = module(input);
    for package in &mut input.facts().packages {
        package.is_root = false;
    }
    is_one
}

/// What a program takes of the standard library.
struct LibraryAsked<'a> {
    /// [`RELEASE`] or [`LANGUAGE`].
    alias: &'static str,
    version: &'a str,
}

/// The standard library by the release that builds at least: `toolchain go1.22.5`, `go 1.21.0`; by
/// the language alone: `go 1.17`.
fn library_asked<'a>(directive: &str, version: &'a str) -> Option<LibraryAsked<'a>> {
    let plain = match directive {
        "toolchain" => version.strip_prefix("go")?,
        _ => version,
    };
    // What stands behind a dash names a private build.
    let plain = plain.split('-').next().unwrap_or(plain);
    let starts = plain.starts_with(|c: char| c.is_ascii_digit());
    let is_release = directive == "toolchain"
        || plain.split('.').count() == 3
        || ["rc", "beta"].iter().any(|mark| plain.contains(mark));
    let alias = if is_release { RELEASE } else { LANGUAGE };
    starts.then_some(LibraryAsked { alias, version: plain })
}

/// The name that advisories and others give the standard library.
pub(super) const LIBRARY: &str = "stdlib";
/// The standard library of a release.
pub(super) const RELEASE: &str = "go-release";
/// The standard library of some release that knows the language.
pub(super) const LANGUAGE: &str = "go-language";

/// `OLD [VERSION] => NEW [VERSION]`; a new one that is a path has no version.
fn replacement(input: &mut Input<'_>, words: &[&str], range: Range<usize>) {
    let Some(arrow) = words.iter().position(|word| *word == "=>") else {
        return;
    };
    let ([name, version @ ..], [with, with_version @ ..]) = (&words[..arrow], &words[arrow + 1..])
    else {
        return;
    };
    let is_path = with.starts_with("./") || with.starts_with("../") || with.starts_with('/');
    let source = if is_path {
        PackageSource::Path { path: (*with).into() }
    } else {
        PackageSource::Registry { url: None }
    };
    let span = input.span(range);
    input.facts().replacements.push(Replacement {
        name: (*name).into(),
        version: version.first().map(|version| (*version).into()),
        with: (*with).into(),
        with_version: with_version.first().map(|version| (*version).into()),
        source,
        span,
    });
}

/// The property with the name and version of a module of whose files `go.sum` has `go.mod` alone.
pub(in crate::graph) const ONLY_MANIFEST: &str = "only go.mod";

/// Reads `go.sum`: checksums of whole modules; of others that their `go.mod` files have one.
pub(super) fn sum(input: &mut Input<'_>) -> bool {
    // The line of a module's files stands before that of its `go.mod`.
    let mut whole = None;
    for (start, line) in lines(input.text()) {
        let words: Vec<&str> = line.split_whitespace().collect();
        let [name, version, checksum] = words[..] else {
            continue;
        };
        let Some((algorithm, value)) = checksum.split_once(':') else {
            continue;
        };
        if let Some(version) = version.strip_suffix("/go.mod") {
            if whole != Some((name, version)) {
                let module = format!("{name} {version}").into();
                input.facts().properties.push((ONLY_MANIFEST.into(), module));
            }
            continue;
        }
        whole = Some((name, version));
        let span = input.span(start..start + line.len());
        let mut package = PackageFact::new(&format!("{name}@{version}"), name, span);
        package.version = Some(version.into());
        package.checksums = vec![Checksum { algorithm: algorithm.into(), value: value.into() }];
        input.add_package(package);
    }
    true
}

/// Reads `go.work`.
pub(super) fn work(input: &mut Input<'_>) -> bool {
    let end = input.text().len();
    let mut workspace = WorkspaceFact { span: input.span(0..end), ..WorkspaceFact::default() };
    for statement in statements(input.text()) {
        match (statement.directive, statement.words.as_slice()) {
            ("use", [path, ..]) => workspace.members.push((*path).into()),
            ("replace", words) => replacement(input, words, statement.range.clone()),
            _ => {}
        }
    }
    input.facts().workspace = Some(workspace);
    true
}

/// Reads `vendor/modules.txt`: `# MODULE VERSION`, marks after `##`, then the packages taken of it.
pub(super) fn vendor(input: &mut Input<'_>) -> bool {
    let mut last: Option<PackageFact> = None;
    let mut is_one = false;
    for (start, line) in lines(input.text()) {
        let span = input.span(start..start + line.len());
        if let Some(marks) = line.strip_prefix("## ") {
            is_one = true;
            let is_explicit = marks.split(';').any(|mark| mark.trim() == "explicit");
            if let Some(package) = &mut last
                && is_explicit
            {
                // Named by `go.mod`, as [`PackageFact::is_root`] says of roots of a lock.
                package.is_root = true;
            }
        } else if let Some(module) = line.strip_prefix("# ") {
            let done = std::mem::replace(&mut last, vendored(input, module, start + 2, span));
            if let Some(package) = done {
                input.add_package(package);
            }
            is_one |= last.is_some();
        } else if let Some(package) = &mut last
            && !line.is_empty()
            && package.source == PackageSource::Unknown
        {
            // The path of a package: the module has files here.
            package.source = PackageSource::Path { path: package.name.clone() };
        }
    }
    if let Some(package) = last {
        input.add_package(package);
    }
    is_one
}

fn vendored(input: &mut Input<'_>, module: &str, at: usize, span: Span) -> Option<PackageFact> {
    let words: Vec<&str> = module.split_whitespace().collect();
    if words.contains(&"=>") {
        replacement(input, &words, at..at + module.len());
    }
    let name = *words.first()?;
    if !name.contains(['.', '/']) {
        return None;
    }
    let version = words.get(1).filter(|version| version.starts_with('v'));
    let key = words.join(" ");
    let mut package = PackageFact::new(&key, name, span);
    package.version = version.map(|version| (*version).into());
    Some(package)
}
