// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What every format reader works with: the text, the limits, and how license fields are kept.

use std::ops::Range;

use heirloom_model::{
    DeclaredLicense, Expression, Manifest, Party, PartyRole, Problem, ProblemCode,
};

use crate::{
    ManifestLimits,
    address::public,
    json, license,
    source::Source,
    toml,
    value::{Damage, Value},
    xml::{self, Element},
    yaml,
};

/// Longer values are license texts; their beginning is kept.
const MAX_WRITTEN: usize = 4_096;

/// One manifest being read.
pub(crate) struct Context<'a> {
    /// The name of the file, in lower case.
    pub(crate) file_name: &'a str,
    source: &'a Source<'a>,
    limits: &'a ManifestLimits,
    n_licenses: usize,
    problems: Vec<Problem>,
}

impl<'a> Context<'a> {
    pub(crate) fn new(
        file_name: &'a str,
        source: &'a Source<'a>,
        limits: &'a ManifestLimits,
    ) -> Context<'a> {
        let guessed = source.guessed().map(|encoding| {
            Problem::new(ProblemCode::ENCODING_BROKEN, vec![("encoding", encoding.into())])
        });
        let problems = guessed.into_iter().collect();
        Context { file_name, source, limits, n_licenses: 0, problems }
    }

    /// The problems met, in order.
    pub(crate) fn into_problems(self) -> Vec<Problem> {
        self.problems
    }

    pub(crate) fn text(&self) -> &'a str {
        self.source.text()
    }

    pub(crate) fn json(&mut self) -> Value<'a> {
        let (value, damage) = json::read(self.text(), self.limits);
        self.damaged(damage);
        value
    }

    pub(crate) fn toml(&mut self) -> Value<'a> {
        let (value, damage) = toml::read(self.text());
        self.damaged(damage);
        value
    }

    pub(crate) fn xml(&mut self) -> Option<Element> {
        let (element, damage) = xml::read(self.text(), self.limits);
        self.damaged(damage);
        element
    }

    /// Reads a part of the text; `text` has the same length as what it stands for, at `start`.
    pub(crate) fn yaml(&mut self, text: &str, start: usize) -> Value<'static> {
        let (mut value, damage) = yaml::read(text, self.limits);
        self.damaged(damage.map(|damage| Damage { at: damage.at + start, ..damage }));
        if start > 0 {
            value.shift(start);
        }
        value
    }

    /// Reports damage of the text.
    pub(crate) fn damaged(&mut self, damage: Option<Damage>) {
        if let Some(damage) = damage {
            let line = self.source.line(damage.at);
            let args = vec![("reason", damage.reason)];
            self.problems.push(Problem::new(ProblemCode::MANIFEST_DAMAGED, args).at_line(line));
        }
    }

    /// Keeps a license field with what it means.
    pub(crate) fn declare(
        &mut self,
        manifest: &mut Manifest,
        field: impl Into<Box<str>>,
        written: &str,
        range: Range<usize>,
    ) {
        let expression = license::parse_declared(&manifest.ecosystem, written);
        self.declare_as(manifest, field, written, expression, range);
    }

    /// Keeps a license field whose meaning the format tells.
    pub(crate) fn declare_as(
        &mut self,
        manifest: &mut Manifest,
        field: impl Into<Box<str>>,
        written: &str,
        expression: Option<Expression>,
        range: Range<usize>,
    ) {
        if written.trim().is_empty() {
            return;
        }
        let refers_to = referred_file(written);
        if expression.is_none() && refers_to.is_none() && !written.starts_with("License ::") {
            let line = self.source.line(range.start);
            let args = vec![("value", shortened(written.trim(), 200).into())];
            let problem = Problem::new(ProblemCode::MANIFEST_LICENSE_UNKNOWN, args);
            self.problems.push(problem.at_line(line));
        }
        self.keep(manifest, field.into(), written, expression, refers_to, range);
    }

    /// Keeps a field that names a license file.
    pub(crate) fn refer(
        &mut self,
        manifest: &mut Manifest,
        field: impl Into<Box<str>>,
        file: &str,
        range: Range<usize>,
    ) {
        self.keep(manifest, field.into(), file, None, Some(file.trim()), range);
    }

    /// Keeps a reference to a file that is written in words of its own.
    pub(crate) fn refer_as(
        &mut self,
        manifest: &mut Manifest,
        field: impl Into<Box<str>>,
        written: &str,
        file: &str,
        range: Range<usize>,
    ) {
        self.keep(manifest, field.into(), written, None, Some(file), range);
    }

    /// Keeps a field whose meaning stands elsewhere.
    pub(crate) fn declare_unknown(
        &mut self,
        manifest: &mut Manifest,
        field: impl Into<Box<str>>,
        written: &str,
        range: Range<usize>,
    ) {
        self.keep(manifest, field.into(), written, None, None, range);
    }

    /// Keeps a field that holds the address of a license.
    pub(crate) fn address(
        &mut self,
        manifest: &mut Manifest,
        field: impl Into<Box<str>>,
        url: &str,
        range: Range<usize>,
    ) {
        let expression = license::parse_declared(&manifest.ecosystem, url);
        let is_file = expression.is_none() && !url.contains("://");
        self.keep(manifest, field.into(), url, expression, is_file.then_some(url.trim()), range);
    }

    fn keep(
        &mut self,
        manifest: &mut Manifest,
        field: Box<str>,
        written: &str,
        expression: Option<Expression>,
        refers_to: Option<&str>,
        range: Range<usize>,
    ) {
        if written.trim().is_empty() || self.n_licenses == self.limits.max_licenses {
            return;
        }
        self.n_licenses += 1;
        manifest.licenses.push(DeclaredLicense {
            field,
            as_written: shortened(written, MAX_WRITTEN).into(),
            expression,
            refers_to: refers_to.map(Into::into),
            span: self.source.span(range),
        });
    }
}

/// A manifest of which nothing is known but its ecosystem.
pub(crate) fn manifest(ecosystem: &str) -> Manifest {
    Manifest {
        ecosystem: ecosystem.into(),
        name: None,
        version: None,
        licenses: Vec::new(),
        parties: Vec::new(),
        homepage: None,
        repository: None,
    }
}

/// A value as a field of a manifest; empty ones are none.
pub(crate) fn field(text: Option<&str>) -> Option<Box<str>> {
    let text = text?.trim();
    (!text.is_empty()).then(|| public(shortened(text, MAX_WRITTEN)).into())
}

/// Adds someone, unless the name is empty.
pub(crate) fn add_party(manifest: &mut Manifest, role: PartyRole, name: &str) {
    let name = name.trim();
    if !name.is_empty() && manifest.parties.len() < 10_000 {
        manifest.parties.push(Party { role, name: shortened(name, MAX_WRITTEN).into() });
    }
}

/// Adds someone with a mail address.
pub(crate) fn add_person(
    manifest: &mut Manifest,
    role: PartyRole,
    name: Option<&str>,
    mail: Option<&str>,
) {
    match (name, mail) {
        (Some(name), Some(mail)) => add_party(manifest, role, &format!("{name} <{mail}>")),
        (Some(either), None) | (None, Some(either)) => add_party(manifest, role, either),
        (None, None) => {}
    }
}

/// The manifest, if it says anything about a package.
pub(crate) fn unless_empty(manifest: Manifest) -> Vec<Manifest> {
    let is_empty = manifest.name.is_none() && manifest.licenses.is_empty();
    if is_empty { Vec::new() } else { vec![manifest] }
}

/// The file that a field names beside or instead of a license: `SEE LICENSE IN x`,
/// `MIT + file LICENSE`, `BSD, see COPYING`.
fn referred_file(written: &str) -> Option<&str> {
    const BEFORE: [&str; 6] =
        ["see license in ", "see licence in ", "see the ", "see ", "+ file ", "file "];
    if written.len() > 200 {
        return None;
    }
    let lower = written.to_ascii_lowercase();
    BEFORE.iter().find_map(|before| {
        let at = lower.find(before)?;
        let starts_word = at == 0 || !lower.as_bytes()[at - 1].is_ascii_alphanumeric();
        let rest = written[at + before.len()..].trim_start();
        let is_end = |c: char| c.is_whitespace() || matches!(c, ')' | ',' | ';' | '|');
        let name = rest.split(is_end).next().unwrap_or_default();
        let name = name.trim_matches(['<', '>', '"', '\'', '`', '.']);
        let plain = name.rsplit('/').next().unwrap_or_default().to_ascii_lowercase();
        let is_license = ["licen", "copying", "copyright", "unlicense", "eula", "notice", "readme"]
            .iter()
            .any(|start| plain.starts_with(start));
        let is_named = before.contains("licen") && !name.is_empty() && !name.contains("://");
        (starts_word && (is_license || is_named)).then_some(name)
    })
}

fn shortened(text: &str, max: usize) -> &str {
    let mut end = text.len().min(max);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_may_name_a_file() {
        assert_eq!(referred_file("SEE LICENSE IN docs/terms.txt"), Some("docs/terms.txt"));
        assert_eq!(referred_file("GPL-3 | file LICENSE"), Some("LICENSE"));
        assert_eq!(referred_file("BSD (see COPYING)"), Some("COPYING"));
        assert_eq!(referred_file("see the LICENSE.md file"), Some("LICENSE.md"));
        assert_eq!(referred_file("MIT"), None);
        assert_eq!(referred_file("see https://example.org"), None);
    }
}
