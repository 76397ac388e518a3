// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What every reader of package files works with: the text, the limits, the facts being filled.

use std::{cell::OnceCell, ops::Range};

use heirloom_model::{
    DeclaredLicense, Manifest, PackageAbout, PackageFact, PackageFacts, Problem, ProblemCode,
    Requirement, Span, TreePath,
};

use super::GraphLimits;
use crate::{
    json, license,
    source::Source,
    toml,
    value::{Damage, Value},
    xml::{self, Element},
    yaml,
};

/// One package file being read.
pub(crate) struct Input<'a> {
    path: &'a TreePath,
    bytes: &'a [u8],
    source: &'a OnceCell<Source<'a>>,
    limits: &'a GraphLimits,
    n_left: usize,
    facts: PackageFacts,
    problems: Vec<Problem>,
    /// What is odd and does not matter if the file is none of the format after all.
    odd: Vec<Problem>,
}

impl<'a> Input<'a> {
    pub(crate) fn new(
        path: &'a TreePath,
        bytes: &'a [u8],
        source: &'a OnceCell<Source<'a>>,
        limits: &'a GraphLimits,
        facts: PackageFacts,
    ) -> Input<'a> {
        let n_left = limits.max_items;
        Input { path, bytes, source, limits, n_left, facts, problems: Vec::new(), odd: Vec::new() }
    }

    /// What was read, and what was not. `is_one`: whether the file is one of the format.
    pub(crate) fn finish(mut self, is_one: bool) -> (PackageFacts, Vec<Problem>) {
        if is_one {
            self.problems.append(&mut self.odd);
        }
        (self.facts, self.problems)
    }

    /// What was read so far.
    pub(crate) fn facts(&mut self) -> &mut PackageFacts {
        &mut self.facts
    }

    /// The name of the file without its last `.END`.
    pub(crate) fn stem(&self) -> String {
        let name = String::from_utf8_lossy(self.path.file_name()).into_owned();
        name.rsplit_once('.').map_or(name.clone(), |(stem, _)| stem.to_owned())
    }

    /// The path; only its last two components may count, for facts are kept by them.
    pub(crate) fn path(&self) -> &'a TreePath {
        self.path
    }

    /// The bytes as they are; what is binary must not be decoded.
    pub(crate) fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    pub(crate) fn text(&self) -> &'a str {
        self.source().text()
    }

    fn source(&self) -> &'a Source<'a> {
        self.source.get_or_init(|| Source::new(self.bytes))
    }

    pub(crate) fn json(&mut self) -> Value<'a> {
        let (value, damage) = json::read(self.text(), &self.limits.values);
        self.damaged(damage);
        value
    }

    pub(crate) fn toml(&mut self) -> Value<'a> {
        let (value, damage) = toml::read(self.text());
        self.damaged(damage);
        value
    }

    pub(crate) fn yaml(&mut self) -> Value<'static> {
        let (value, damage) = yaml::read(self.text(), &self.limits.values);
        self.damaged(damage);
        value
    }

    /// All documents of a file.
    pub(crate) fn yaml_documents(&mut self) -> Vec<Value<'static>> {
        let (values, damage) = yaml::read_documents(self.text(), &self.limits.values);
        self.damaged(damage);
        values
    }

    /// Reads a part of the text; places are those in the part.
    pub(crate) fn yaml_part(&self, text: &str) -> (Value<'static>, Option<Damage>) {
        yaml::read(text, &self.limits.values)
    }

    pub(crate) fn xml(&mut self) -> Option<Element> {
        let (element, damage) = xml::read(self.text(), &self.limits.values);
        self.damaged(damage);
        element
    }

    /// Adds what the reader of manifests finds: license fields whose names start with `prefix`,
    /// people, the home page.
    pub(crate) fn declare(&self, prefix: &str, package: &mut PackageFact) {
        let (manifests, _) = crate::read(self.path, self.bytes, &self.limits.values);
        let is_first = package.about == PackageAbout::default();
        for (at, manifest) in manifests.into_iter().enumerate() {
            let Manifest { licenses, parties, homepage, repository, .. } = manifest;
            let licenses = licenses.into_iter().filter(|license| license.field.starts_with(prefix));
            package.licenses.extend(licenses);
            if at == 0 && is_first {
                let known = package.about.clone();
                package.about = PackageAbout { homepage, repository, parties, ..known };
            }
        }
    }

    /// A license field of a lock.
    pub(crate) fn license(
        &self,
        field: &str,
        written: &str,
        range: Range<usize>,
    ) -> DeclaredLicense {
        DeclaredLicense {
            field: field.into(),
            as_written: written.chars().take(4_096).collect::<String>().into(),
            expression: license::parse_declared(&self.facts.ecosystem, written),
            refers_to: None,
            span: self.span(range),
        }
    }

    /// A license field of something that has no lines.
    pub(crate) fn license_at(&self, field: &str, written: &str, span: Span) -> DeclaredLicense {
        DeclaredLicense {
            field: field.into(),
            as_written: written.chars().take(4_096).collect::<String>().into(),
            expression: license::parse_declared(&self.facts.ecosystem, written),
            refers_to: None,
            span,
        }
    }

    pub(crate) fn limits(&self) -> &'a GraphLimits {
        self.limits
    }

    pub(crate) fn span(&self, range: Range<usize>) -> Span {
        self.source().span(range)
    }

    /// Keeps a package, unless there are too many.
    pub(crate) fn add_package(&mut self, package: PackageFact) {
        if self.has_room(1 + package.requirements.len()) {
            self.facts.packages.push(package);
        }
    }

    /// Keeps a managed version, unless there are too many.
    pub(crate) fn add_managed(&mut self, requirement: Requirement) {
        if self.has_room(1) {
            self.facts.managed.push(requirement);
        }
    }

    fn has_room(&mut self, n_items: usize) -> bool {
        match self.n_left.checked_sub(n_items) {
            Some(n_left) => {
                self.n_left = n_left;
                true
            }
            None => {
                self.limit("items");
                false
            }
        }
    }

    fn limit(&mut self, limit: &str) {
        let is_told = self.problems.iter().any(|p| p.code == ProblemCode::PACKAGE_LIMIT);
        if !is_told {
            let args = vec![("limit", limit.into())];
            self.problems.push(Problem::new(ProblemCode::PACKAGE_LIMIT, args));
        }
    }

    /// Reports that something which the text names is not known.
    pub(crate) fn unknown(&mut self, name: &str, span: Span) {
        let args = vec![("name", name.into())];
        let problem = Problem::new(ProblemCode::PACKAGE_UNKNOWN, args);
        self.problems.push(problem.at_line(span.first_line));
    }

    /// Reports damage of the text.
    pub(crate) fn damaged(&mut self, damage: Option<Damage>) {
        if let Some(damage) = damage {
            let line = self.source().line(damage.at);
            let args = vec![("reason", damage.reason)];
            let problem = Problem::new(ProblemCode::MANIFEST_DAMAGED, args).at_line(line);
            let list = if damage.is_whole { &mut self.odd } else { &mut self.problems };
            list.push(problem);
        }
    }
    /// Reports damage of something that has no lines.
    pub(crate) fn damaged_part(&mut self, reason: impl Into<Box<str>>) {
        let args = vec![("reason", reason.into())];
        self.problems.push(Problem::new(ProblemCode::MANIFEST_DAMAGED, args));
    }
}
