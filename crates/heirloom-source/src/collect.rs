// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Where facts are gathered under the limits of a file.

use std::{collections::HashSet, ops::Range};

use heirloom_model::{
    LibraryLoad, LinkNaming, PackageInstall, Problem, ProblemCode, ProgramCall, SourceFacts,
    SourceGround, SourceLanguage,
};

use crate::{SourceLimits, text::SourceText};

/// A library met before: its name, how it is named, whether it is optional and static, and the variable
/// that holds it.
pub(crate) type MetLink = (Box<str>, LinkNaming, bool, bool, Option<Box<str>>);

/// The facts of one file as they are found.
pub(crate) struct Collector<'a> {
    pub(crate) source: &'a SourceText<'a>,
    pub(crate) limits: &'a SourceLimits,
    pub(crate) facts: SourceFacts,
    /// Calls met before: their program, construct and place.
    met: HashSet<(Option<Box<str>>, usize)>,
    pub(crate) met_links: HashSet<MetLink>,
    problems: Vec<Problem>,
}

impl<'a> Collector<'a> {
    pub(crate) fn new(
        language: SourceLanguage,
        source: &'a SourceText<'a>,
        limits: &'a SourceLimits,
    ) -> Collector<'a> {
        let facts = SourceFacts::new(language);
        Collector {
            source,
            limits,
            facts,
            met: HashSet::new(),
            met_links: HashSet::new(),
            problems: Vec::new(),
        }
    }

    /// Whether there is room for one more fact.
    pub(crate) fn has_room(&mut self) -> bool {
        let has_room = self.facts.n_facts() < self.limits.max_facts;
        if !has_room {
            self.limit("max_facts");
        }
        has_room
    }

    /// Reports a limit once.
    pub(crate) fn limit(&mut self, name: &str) {
        let problem = Problem::new(ProblemCode::SOURCE_LIMIT, vec![("limit", name.into())]);
        if !self.problems.contains(&problem) {
            self.problems.push(problem);
        }
    }

    pub(crate) fn call(&mut self, found: Call<'_>, range: Range<usize>) {
        if !self.met.insert((found.program.clone(), range.start)) || !self.has_room() {
            return;
        }
        let ground = if found.program.is_none() { SourceGround::Computed } else { found.ground };
        self.facts.calls.push(ProgramCall {
            program: found.program,
            written: shortened(found.written, MAX_WRITTEN).into(),
            arguments: found.arguments,
            through: found.through.into(),
            ground,
            span: self.source.span(range),
        });
    }

    pub(crate) fn load(
        &mut self,
        library: Option<&str>,
        written: &str,
        through: &str,
        ground: SourceGround,
        range: Range<usize>,
    ) {
        if self.has_room() {
            self.facts.loads.push(LibraryLoad {
                library: library.map(Into::into),
                written: shortened(written, MAX_WRITTEN).into(),
                through: through.into(),
                ground: if library.is_none() { SourceGround::Computed } else { ground },
                span: self.source.span(range),
            });
        }
    }

    pub(crate) fn install(
        &mut self,
        ecosystem: &str,
        name: &str,
        version: Option<&str>,
        range: Range<usize>,
    ) {
        if self.has_room() {
            self.facts.installs.push(PackageInstall {
                ecosystem: ecosystem.into(),
                name: shortened(name, MAX_WRITTEN).into(),
                version: version.map(|version| shortened(version, MAX_WRITTEN).into()),
                is_delivered: true,
                span: self.source.span(range),
            });
        }
    }

    /// The facts in the order of the text, and what was not read.
    pub(crate) fn finish(mut self) -> (SourceFacts, Vec<Problem>) {
        self.facts.calls.sort_by_key(|call| call.span.start);
        self.facts.loads.sort_by_key(|load| load.span.start);
        self.facts.links.sort_by_key(|link| link.span.start);
        self.facts.model_references.sort_by_key(|reference| reference.span.start);
        (self.facts, self.problems)
    }
}

/// A call without its place.
pub(crate) struct Call<'c> {
    pub(crate) program: Option<Box<str>>,
    pub(crate) written: &'c str,
    pub(crate) arguments: Vec<Box<str>>,
    pub(crate) through: &'c str,
    pub(crate) ground: SourceGround,
}

/// Longer texts are cut.
pub(crate) const MAX_WRITTEN: usize = 200;

/// The beginning of a text.
pub(crate) fn shortened(text: &str, max: usize) -> &str {
    let mut end = text.len().min(max);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}
