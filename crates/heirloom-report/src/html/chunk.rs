// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Files as the page holds them: columns for the table, details and text for one file.
//!
//! Folders, expressions and strings are numbered as they first appear, so a block names only what
//! is new in it and little is kept in memory. Names are short because they repeat.

use std::{
    collections::{BTreeSet, HashMap},
    io::{self, Write},
};

use heirloom_model::{
    ContentKind, Digest, Expression, FileRecord, FindKind, Package, ProblemCode, ScanSummary,
    Severity, Span, TreePath,
};
use serde::Serialize;

use super::{base64, block, excerpt};
use crate::{
    attention::disagrees,
    wire::{
        AnnotationWire, FileRoleWire, JoiningWire, KindWire, ManifestWire, MatcherWire,
        ProblemWire, ReasonWire, Word, list, path_hex,
    },
};

/// What a file has, one bit each; `assets/data.js` names the same bits.
pub(super) mod flag {
    pub(crate) const UNREAD: u32 = 1;
    pub(crate) const UNKNOWN: u32 = 1 << 1;
    pub(crate) const BROKEN_TAG: u32 = 1 << 2;
    pub(crate) const TAG_TEXT: u32 = 1 << 3;
    pub(crate) const DISAGREES: u32 = 1 << 4;
    pub(crate) const WARNING: u32 = 1 << 5;
    pub(crate) const NO_LICENSE: u32 = 1 << 6;
    pub(crate) const DECLARES: u32 = 1 << 7;
    pub(crate) const COPYRIGHT: u32 = 1 << 8;
    pub(crate) const CLUE: u32 = 1 << 9;
    pub(crate) const BINARY: u32 = 1 << 10;
    pub(crate) const GENERATED: u32 = 1 << 11;
    /// Of an image, a file of no package.
    pub(crate) const NO_PACKAGE: u32 = 1 << 12;
    /// What a person should look at.
    pub(crate) const NOTABLE: u32 = UNREAD | UNKNOWN | BROKEN_TAG | TAG_TEXT | DISAGREES | WARNING;
}

/// Whether a file must be listed even when others are not.
pub(super) fn is_notable(flags: u32) -> bool {
    flags & flag::NOTABLE != 0
}

/// Files on their way to the page, with what must be known of all files before.
pub(super) struct Chunk<'a> {
    disagreeing: BTreeSet<&'a TreePath>,
    packages: &'a [Package],
    /// The folder of the last file: its components and their numbers.
    folder: Vec<(Box<[u8]>, u32)>,
    n_folders: u32,
    expressions: HashMap<Expression, u32>,
    excerpts: HashMap<Digest, (u32, u32)>,
    max_excerpt_bytes: u64,
    n_excerpt_bytes: u64,
    n_written: u32,
    columns: Columns,
    strings: HashMap<Box<str>, u32>,
    details: Details,
    texts: Vec<Vec<excerpt::Hunk>>,
}

#[derive(Default, Serialize)]
struct Columns {
    /// New folders: the number of the parent and the name. Folder 0 is the root.
    parents: Vec<u32>,
    folders: Vec<String>,
    /// New expressions.
    expressions: Vec<String>,
    /// One value per file: folder, name, size, role (its place among [`FileRoleWire::ALL`]),
    /// concluded and found expression (-1: none), reason, flags, number of finds, layer of an image
    /// (-1: none).
    folder: Vec<u32>,
    name: Vec<String>,
    size: Vec<u64>,
    role: Vec<u8>,
    concluded: Vec<i64>,
    found: Vec<i64>,
    reason: Vec<&'static str>,
    flags: Vec<u32>,
    finds: Vec<usize>,
    layer: Vec<i32>,
}

#[derive(Default, Serialize)]
struct Details {
    strings: Vec<Box<str>>,
    files: Vec<Detail>,
}

/// What only the view of one file shows.
#[derive(Serialize)]
struct Detail {
    #[serde(skip_serializing_if = "Option::is_none")]
    digest: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hex: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    encoding: Option<u32>,
    lines: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    finds: Vec<Find>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    because: Vec<(&'static str, u32, u32, u32)>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    copyrights: Vec<Copyright>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    authors: Vec<(u32, Place)>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    resolved: Vec<(String, String, Option<u32>)>,
    #[serde(skip_serializing_if = "Option::is_none")]
    annotated: Option<(String, Option<u32>, Vec<Box<str>>)>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    manifests: Vec<ManifestWire>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    annotations: Vec<AnnotationWire>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    problems: Vec<ProblemWire>,
    /// Block and position of the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<(u32, u32)>,
}

/// First line, last line, first byte, byte after the last.
#[derive(Serialize)]
struct Place(u32, u32, u64, u64);

impl From<Span> for Place {
    fn from(span: Span) -> Place {
        Place(span.first_line, span.last_line, span.start, span.end)
    }
}

/// Expression, kind, matcher, rule, coverage in thousandths, relevance, words, place, names of
/// files it points to, text.
#[derive(Serialize)]
struct Find(u32, &'static str, &'static str, u32, u16, u8, u32, Place, Vec<u32>, Option<u32>);

/// Statement, holders as written and for grouping, years, place.
#[derive(Serialize)]
struct Copyright(u32, Vec<(u32, u32)>, Vec<(u16, Option<u16>)>, Place);

impl<'a> Chunk<'a> {
    pub(super) fn new(summary: &'a ScanSummary, max_excerpt_bytes: u64) -> Chunk<'a> {
        Chunk {
            disagreeing: summary.project.disagreeing.iter().collect(),
            packages: &summary.inventory.graph.packages,
            folder: Vec::new(),
            n_folders: 1,
            expressions: HashMap::new(),
            excerpts: HashMap::new(),
            max_excerpt_bytes,
            n_excerpt_bytes: 0,
            n_written: 0,
            columns: Columns::default(),
            strings: HashMap::new(),
            details: Details::default(),
            texts: Vec::new(),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.columns.name.len()
    }

    pub(super) fn flags(&self, file: &FileRecord) -> u32 {
        let facts = &file.facts;
        let has_kind = |kind| facts.licenses.iter().any(|find| find.kind == kind);
        let has_severity =
            |severity| facts.problems.iter().any(|problem| problem.code.severity() == severity);
        let has_code = |code| facts.problems.iter().any(|problem| problem.code == code);
        [
            (flag::UNREAD, has_severity(Severity::Unread)),
            (flag::UNKNOWN, has_kind(FindKind::Unknown)),
            (flag::BROKEN_TAG, has_code(ProblemCode::SPDX_TAG_BROKEN)),
            (flag::TAG_TEXT, disagrees(file)),
            (flag::DISAGREES, self.disagreeing.contains(&file.path)),
            (flag::WARNING, has_severity(Severity::Warning)),
            (flag::NO_LICENSE, file.context.concluded.is_none()),
            (flag::DECLARES, facts.manifests.iter().any(|m| !m.licenses.is_empty())),
            (flag::COPYRIGHT, !facts.copyrights.is_empty()),
            (flag::CLUE, has_kind(FindKind::Clue)),
            (flag::BINARY, facts.text.content == ContentKind::Binary),
            (flag::GENERATED, facts.text.generated),
            (flag::NO_PACKAGE, self.is_loose(file)),
        ]
        .into_iter()
        .filter(|(_, holds)| *holds)
        .fold(0, |flags, (flag, _)| flags | flag)
    }

    /// Whether a file of an image is of no package; a system takes none for its own.
    fn is_loose(&self, file: &FileRecord) -> bool {
        let package = file.context.package.and_then(|at| self.packages.get(at.0 as usize));
        let is_member = file.path.as_bytes().windows(2).any(|two| two == b"!/");
        let has_package = package.is_some_and(|package| &*package.ecosystem != "os");
        file.context.layer.is_some() && !is_member && !has_package
    }

    pub(super) fn push(
        &mut self,
        file: &FileRecord,
        flags: u32,
        contents: &mut dyn FnMut(&FileRecord) -> Option<Vec<u8>>,
    ) {
        let folder = self.folder_of(&file.path);
        let concluded = file.context.concluded.as_ref();
        let concluded_id = concluded.map(|concluded| self.expression(&concluded.expression));
        let detection = file.facts.detection.as_ref();
        let found_id = detection.map(|detection| self.expression(&detection.expression));
        let clues = file.facts.licenses.iter().filter(|find| find.kind == FindKind::Clue).count();
        let columns = &mut self.columns;
        columns.folder.push(folder);
        columns.name.push(component(file.path.file_name()));
        columns.size.push(file.size);
        columns.role.push(role(file));
        columns.concluded.push(concluded_id.map_or(-1, i64::from));
        columns.found.push(found_id.map_or(-1, i64::from));
        let reason = concluded.map(|concluded| ReasonWire::from(concluded.reason).word());
        columns.reason.push(reason.unwrap_or_default());
        columns.flags.push(flags);
        columns.finds.push(file.facts.licenses.len() - clues);
        columns.layer.push(file.context.layer.map_or(-1, |layer| i32::from(layer.0)));
        let text = self.text(file, flags, contents);
        let detail = self.detail(file, text);
        self.details.files.push(detail);
    }

    /// Writes what was pushed, if anything, and starts anew.
    pub(super) fn write(&mut self, out: &mut dyn Write) -> io::Result<()> {
        if self.len() == 0 {
            return Ok(());
        }
        block("files", &std::mem::take(&mut self.columns), out)?;
        block("details", &std::mem::take(&mut self.details), out)?;
        block("texts", &std::mem::take(&mut self.texts), out)?;
        self.strings.clear();
        self.n_written += 1;
        Ok(())
    }

    /// The number of the folder that holds `path`; new folders are announced.
    fn folder_of(&mut self, path: &TreePath) -> u32 {
        let mut components: Vec<&[u8]> = path.components().collect();
        components.pop();
        let same = self.folder.iter().zip(&components);
        let n_same = same.take_while(|((known, _), component)| &**known == **component).count();
        self.folder.truncate(n_same);
        for name in &components[n_same..] {
            self.columns.parents.push(self.folder.last().map_or(0, |(_, id)| *id));
            self.columns.folders.push(component(name));
            self.folder.push(((*name).into(), self.n_folders));
            self.n_folders += 1;
        }
        self.folder.last().map_or(0, |(_, id)| *id)
    }

    fn expression(&mut self, expression: &Expression) -> u32 {
        if let Some(&id) = self.expressions.get(expression) {
            return id;
        }
        let id = u32::try_from(self.expressions.len()).unwrap_or(u32::MAX);
        self.columns.expressions.push(expression.to_string());
        self.expressions.insert(expression.clone(), id);
        id
    }

    fn string(&mut self, text: &str) -> u32 {
        if let Some(&id) = self.strings.get(text) {
            return id;
        }
        let id = u32::try_from(self.strings.len()).unwrap_or(u32::MAX);
        self.strings.insert(text.into(), id);
        self.details.strings.push(text.into());
        id
    }

    fn text(
        &mut self,
        file: &FileRecord,
        flags: u32,
        contents: &mut dyn FnMut(&FileRecord) -> Option<Vec<u8>>,
    ) -> Option<(u32, u32)> {
        let digest = file.digest?;
        let finds = file.facts.licenses.iter().map(|find| find.span);
        let copyrights = file.facts.copyrights.iter().map(|find| find.span);
        let spans: Vec<Span> = finds.chain(copyrights).collect();
        if spans.is_empty() || file.facts.text.content == ContentKind::Binary {
            return None;
        }
        if let Some(&place) = self.excerpts.get(&digest) {
            return Some(place);
        }
        // Half of the room is kept for files that a person should look at.
        let room = self.max_excerpt_bytes / if is_notable(flags) { 1 } else { 2 };
        if self.n_excerpt_bytes >= room {
            return None;
        }
        let bytes = contents(file)?;
        let (hunks, n_bytes) =
            excerpt::excerpt(&bytes, file.facts.text.encoding.as_deref(), &spans);
        if hunks.is_empty() {
            return None;
        }
        self.n_excerpt_bytes += n_bytes;
        let place = (self.n_written, u32::try_from(self.texts.len()).unwrap_or(u32::MAX));
        self.texts.push(hunks);
        self.excerpts.insert(digest, place);
        Some(place)
    }

    fn detail(&mut self, file: &FileRecord, text: Option<(u32, u32)>) -> Detail {
        let facts = &file.facts;
        let context = &file.context;
        Detail {
            digest: file.digest.map(|digest| base64::encode(&digest.0)),
            hex: path_hex(&file.path),
            encoding: facts.text.encoding.as_ref().map(|encoding| self.string(encoding)),
            lines: facts.text.n_lines,
            source: context.concluded.as_ref().and_then(|c| c.source.as_ref()).map(show),
            finds: facts.licenses.iter().map(|find| self.find(find)).collect(),
            because: {
                let steps = facts.detection.iter().flat_map(|detection| &detection.because);
                let step = |step: &heirloom_model::Joining| {
                    let method = JoiningWire::from(step.method).word();
                    (method, self.expression(&step.expression), step.lines.0, step.lines.1)
                };
                steps.map(step).collect()
            },
            copyrights: facts.copyrights.iter().map(|find| self.copyright(find)).collect(),
            authors: {
                let author = |author: &heirloom_model::AuthorFind| {
                    (self.string(&author.name), author.span.into())
                };
                facts.authors.iter().map(author).collect()
            },
            resolved: {
                let resolved = |reference: &heirloom_model::ResolvedReference| {
                    let expression = reference.expression.as_ref().map(|e| self.expression(e));
                    (reference.name.to_string(), show(&reference.target), expression)
                };
                context.resolved.iter().map(resolved).collect()
            },
            annotated: context.annotated.as_ref().map(|annotated| {
                let expression = annotated.expression.as_ref().map(|e| self.expression(e));
                (show(&annotated.source), expression, annotated.copyrights.clone())
            }),
            manifests: list(&facts.manifests),
            annotations: list(&facts.annotations),
            problems: list(&facts.problems),
            text,
        }
    }

    fn find(&mut self, find: &heirloom_model::LicenseFind) -> Find {
        Find(
            self.expression(&find.expression),
            KindWire::from(find.kind).word(),
            MatcherWire::from(find.matcher).word(),
            self.string(&find.rule.0),
            find.coverage,
            find.relevance,
            find.n_words,
            find.span.into(),
            find.refers_to.iter().map(|name| self.string(name)).collect(),
            find.text.as_ref().map(|text| self.string(text)),
        )
    }

    fn copyright(&mut self, find: &heirloom_model::CopyrightFind) -> Copyright {
        let statement = self.string(&find.statement);
        let holder = |holder: &heirloom_model::Holder| {
            (self.string(&holder.name), self.string(&holder.normalized))
        };
        let holders = find.holders.iter().map(holder).collect();
        let years = find.years.iter().map(|years| (years.first, years.last)).collect();
        Copyright(statement, holders, years, find.span.into())
    }
}

fn role(file: &FileRecord) -> u8 {
    let word = FileRoleWire::from(file.context.role).word();
    let place = FileRoleWire::ALL.iter().position(|known| *known == word);
    place.and_then(|place| u8::try_from(place).ok()).expect("every role is listed")
}

fn show(path: &TreePath) -> String {
    path.to_string()
}

/// One component of a path as reports write it.
fn component(name: &[u8]) -> String {
    TreePath::root().child(name).map(|path| path.to_string()).unwrap_or_default()
}
