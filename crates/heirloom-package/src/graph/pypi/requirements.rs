// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Requirements as PEP 508 writes them, and the files of pip that list them.

use std::ops::Range;

use heirloom_model::{
    Checksum, Include, IncludeKind, PackageFact, PackageSource, Requirement, Scope, Span,
};

use super::normalized;
use crate::{graph::input::Input, value::Damage};

/// One requirement: name, extras, versions or address, marker.
pub(super) struct Specifier<'a> {
    pub(super) name: &'a str,
    pub(super) requested: Option<&'a str>,
    pub(super) marker: Option<&'a str>,
    pub(super) source: PackageSource,
}

impl Specifier<'_> {
    /// As a requirement.
    pub(super) fn requirement(&self, span: Span) -> Requirement {
        let mut requirement = Requirement::new(&normalized(self.name), span);
        requirement.requested = self.requested.map(Into::into);
        requirement.condition = self.marker.map(Into::into);
        requirement.source = self.source.clone();
        requirement
    }
}

/// Reads `NAME[EXTRAS] VERSIONS ; MARKER` or `NAME @ ADDRESS ; MARKER`.
pub(super) fn specifier(text: &str) -> Option<Specifier<'_>> {
    let text = text.trim();
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let end = text.find(|c| !is_name(c)).unwrap_or(text.len());
    let name = &text[..end];
    if !name.starts_with(|c: char| c.is_ascii_alphanumeric()) || name.contains("..") {
        return None;
    }
    let mut rest = text[end..].trim_start();
    if rest.starts_with('[') {
        rest = rest.split_once(']')?.1.trim_start();
    }
    if let Some(address) = rest.strip_prefix('@') {
        let (address, marker) = address.split_once(" ;").unwrap_or((address, ""));
        let source = source(address.trim());
        return Some(Specifier { name, requested: None, marker: filled(marker), source });
    }
    let (versions, marker) = rest.split_once(';').unwrap_or((rest, ""));
    let versions = versions.trim().trim_start_matches('(').trim_end_matches(')').trim();
    let is_version = versions.is_empty() || versions.starts_with(['=', '<', '>', '~', '!']);
    is_version.then(|| Specifier {
        name,
        requested: filled(versions),
        marker: filled(marker),
        source: PackageSource::Registry { url: None },
    })
}

fn filled(text: &str) -> Option<&str> {
    let text = text.trim();
    (!text.is_empty()).then_some(text)
}

/// Where an address leads: a repository, an archive or a path.
pub(super) fn source(address: &str) -> PackageSource {
    if let Some(git) = address.strip_prefix("git+") {
        let git = git.split('#').next().unwrap_or(git);
        // An `@` before the host belongs to the user.
        let path = git.find("://").map_or(0, |at| at + 3);
        let path = path + git[path..].find('/').unwrap_or(0);
        return match git[path..].split_once('@') {
            Some((before, revision)) => PackageSource::Git {
                url: git[..path + before.len()].into(),
                revision: Some(revision.into()),
            },
            None => PackageSource::Git { url: git.into(), revision: None },
        };
    }
    if let Some(path) = address.strip_prefix("file:") {
        return PackageSource::Path { path: path.trim_start_matches("//").into() };
    }
    if address.contains("://") {
        return PackageSource::Archive { url: address.into() };
    }
    PackageSource::Path { path: address.into() }
}

/// The version that `==` fixes, without patterns.
pub(super) fn pinned(requested: Option<&str>) -> Option<&str> {
    let version = requested?.strip_prefix("==")?.trim_start_matches('=').trim();
    (!version.contains(['*', ',', ' '])).then_some(version)
}

/// A line with those that continue it, comments removed.
struct Logical {
    text: String,
    comment: String,
    range: Range<usize>,
}

fn logical_lines(text: &str) -> Vec<Logical> {
    let mut found: Vec<Logical> = Vec::new();
    let mut at = 0;
    let mut continues = false;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let plain = line.trim_end();
        // A comment starts the line or stands behind white space. pip refuses one right behind a
        // version, which can only be meant as one.
        let hash = plain.match_indices('#').map(|(at, _)| at);
        let starts = |at: usize| plain[..at].ends_with([' ', '\t']) || ends_version(&plain[..at]);
        let mut hash = hash.filter(|&at| at == 0 || starts(at));
        let (code, comment) = match hash.next() {
            Some(at) => (&plain[..at], plain[at + 1..].trim()),
            None => (plain, ""),
        };
        let next = code.ends_with('\\');
        let code = code.trim_end_matches('\\').trim();
        let range = start..start + plain.len();
        match found.last_mut() {
            Some(last) if continues => {
                last.text.push(' ');
                last.text.push_str(code);
                last.comment.push_str(comment);
                last.range.end = range.end;
            }
            _ => found.push(Logical { text: code.into(), comment: comment.into(), range }),
        }
        continues = next;
    }
    found
}

/// Whether a text ends with the version that an operator before it asks for.
fn ends_version(text: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || ".+!*-_".contains(c);
    let before = text.trim_end_matches(is_part);
    before.len() < text.len() && ["==", ">=", "<=", "~="].iter().any(|end| before.ends_with(end))
}

/// Reads a file of requirements or constraints.
pub(super) fn requirements(input: &mut Input<'_>) -> bool {
    let whole = input.span(0..input.text().len());
    let mut root = PackageFact::new("", "", whole);
    root.is_root = true;
    let mut pins: Vec<PackageFact> = Vec::new();
    let mut via = Via::default();
    let mut damage = None;
    for line in logical_lines(input.text()) {
        let text = line.text.trim();
        if text.is_empty() {
            via.comment(&line.comment);
            continue;
        }
        via.next();
        if include(input, text, &line) {
            continue;
        }
        let editable = ["-e ", "--editable ", "--editable="];
        let editable = editable.iter().find_map(|option| text.strip_prefix(option));
        let (words, options) = split_options(editable.unwrap_or(text));
        if words.is_empty() || words.starts_with('-') {
            continue;
        }
        let span = input.span(line.range.clone());
        let Some(requirement) = requirement(words, span) else {
            let reason = "neither a requirement nor an option of pip";
            damage = damage.or(Some(Damage::new(line.range.start, reason)));
            continue;
        };
        if let Some(version) = pinned(requirement.requested.as_deref()) {
            let mut package = PackageFact::new(&requirement.name, &requirement.name, span);
            package.version = Some(version.into());
            package.source = requirement.source.clone();
            package.checksums = checksums(options);
            pins.push(package);
        }
        root.requirements.push(requirement);
        via.start(root.requirements.len() - 1);
        via.comment(&line.comment);
    }
    via.apply(&mut root, &mut pins);
    input.damaged(damage);
    input.add_package(root);
    for package in pins {
        input.add_package(package);
    }
    true
}

/// Longer files are no lists of requirements under another name.
const MAX_LISTED: usize = 256 << 10;

/// Reads a file that only counts where a list of requirements includes it: its name says nothing, so
/// most of its lines have to be requirements.
pub(super) fn listed(input: &mut Input<'_>) -> bool {
    if input.bytes().len() > MAX_LISTED || str::from_utf8(input.bytes()).is_err() {
        return false;
    }
    let (mut n_lines, mut n_entries) = (0_usize, 0_usize);
    for line in logical_lines(input.text()).iter().filter(|line| !line.text.is_empty()) {
        n_lines += 1;
        n_entries += usize::from(is_entry(&line.text));
        // Prose is given up at once.
        if n_entries * 5 < n_lines * 4 {
            return false;
        }
    }
    n_entries > 0 && requirements(input)
}

fn is_entry(text: &str) -> bool {
    let (words, _) = split_options(text);
    words.is_empty() || text.starts_with('-') || requirement(words, Span::default()).is_some()
}

/// The file that a line includes, and what for.
pub(in crate::graph) fn included(text: &str) -> Option<(&str, IncludeKind)> {
    const OPTIONS: [(&str, IncludeKind); 4] = [
        ("--requirement", IncludeKind::Requirements),
        ("--constraint", IncludeKind::Constraints),
        ("-r", IncludeKind::Requirements),
        ("-c", IncludeKind::Constraints),
    ];
    let found = OPTIONS.iter().find_map(|(option, kind)| Some((text.strip_prefix(option)?, *kind)));
    found.map(|(path, kind)| (path.trim_start_matches('=').trim(), kind))
}

fn include(input: &mut Input<'_>, text: &str, line: &Logical) -> bool {
    let Some((path, kind)) = included(text) else {
        return false;
    };
    let span = input.span(line.range.clone());
    input.facts().includes.push(Include { kind, path: path.into(), package: None, span });
    true
}

/// Options of one requirement start with dashes.
fn split_options(text: &str) -> (&str, &str) {
    match text.find(" -") {
        Some(at) => (text[..at].trim(), &text[at..]),
        None => (text.trim(), ""),
    }
}

fn requirement(words: &str, span: Span) -> Option<Requirement> {
    if let Some(specifier) = specifier(words) {
        return Some(specifier.requirement(span));
    }
    let name = words.rsplit_once("egg=").map(|(_, name)| name);
    let name = name.map(|name| name.split(['[', '&']).next().unwrap_or(name));
    let (address, marker) = words.split_once(" ;").unwrap_or((words, ""));
    let source = source(address.trim());
    let is_path = address.starts_with(['.', '/']) || address.starts_with("file:");
    let name = name.or_else(|| archive(&source).map(|(name, _)| name));
    let is_address = is_path || address.contains("://");
    let name = normalized(name.unwrap_or_default());
    let mut requirement = Requirement::new(&name, span);
    requirement.source = source;
    requirement.condition = filled(marker).map(Into::into);
    is_address.then_some(requirement)
}

/// Name and version by the file name of a wheel or a source archive.
pub(super) fn archive(source: &PackageSource) -> Option<(&str, &str)> {
    const ENDS: [&str; 6] = [".tar.gz", ".tgz", ".tar.bz2", ".tar.xz", ".zip", ".tar"];
    let address = match source {
        PackageSource::Archive { url } => url,
        PackageSource::Path { path } => path,
        _ => return None,
    };
    let address = address.split(['?', '#']).next().unwrap_or(address);
    let file = address.rsplit(['/', '\\']).next().unwrap_or(address);
    let is_version = |text: &str| text.starts_with(|c: char| c.is_ascii_digit());
    let found = match file.strip_suffix(".whl") {
        Some(wheel) => {
            let (name, rest) = wheel.split_once('-')?;
            (name, rest.split('-').next().unwrap_or(rest))
        }
        None => {
            let plain = ENDS.iter().find_map(|end| file.strip_suffix(end))?;
            plain.rsplit_once('-')?
        }
    };
    (is_version(found.1) && !found.0.is_empty()).then_some(found)
}

fn checksums(options: &str) -> Vec<Checksum> {
    let hashes = options.split("--hash").skip(1);
    let hashes = hashes.filter_map(|hash| {
        let (algorithm, value) = hash.trim_start_matches(['=', ' ']).split_once(':')?;
        let value = value.split_whitespace().next()?;
        Some(Checksum { algorithm: algorithm.trim().into(), value: value.into() })
    });
    hashes.collect()
}

/// What comments of pip-compile and uv say: `# via flask`, or a list of such lines. Who requires
/// whom, which pip's format itself does not hold.
#[derive(Default)]
struct Via {
    current: Option<usize>,
    in_list: bool,
    /// The requirement, and who required it.
    found: Vec<(usize, String)>,
}

impl Via {
    fn next(&mut self) {
        self.current = None;
        self.in_list = false;
    }

    fn start(&mut self, at: usize) {
        self.current = Some(at);
    }

    fn comment(&mut self, comment: &str) {
        let Some(current) = self.current else {
            return;
        };
        let names = match comment.strip_prefix("via") {
            Some(names) => {
                self.in_list = true;
                names
            }
            None if self.in_list => comment,
            None => return,
        };
        let names = names.split(',').map(str::trim).filter(|name| !name.is_empty());
        self.found.extend(names.map(|name| (current, name.to_owned())));
    }

    fn apply(self, root: &mut PackageFact, pins: &mut [PackageFact]) {
        let mut by_name: std::collections::HashMap<Box<str>, usize> =
            pins.iter().enumerate().map(|(at, pin)| (pin.name.clone(), at)).collect();
        by_name.remove("");
        let mut told = std::collections::BTreeMap::<usize, bool>::new();
        for (at, name) in &self.found {
            let by = by_name.get(&*normalized(name)).copied();
            *told.entry(*at).or_default() |= by.is_none();
            if let Some(by) = by {
                let mut requirement = root.requirements[*at].clone();
                requirement.resolved = Some(requirement.name.clone());
                requirement.scope = Scope::Runtime;
                pins[by].requirements.push(requirement);
            }
        }
        for (at, is_direct) in told {
            root.requirements[at].direct = is_direct;
        }
        for requirement in &mut root.requirements {
            let is_pinned = by_name.contains_key(&requirement.name);
            requirement.resolved = is_pinned.then(|| requirement.name.clone());
        }
    }
}
