// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What a person should look at, gathered from the problems and from one pass over the files.

use std::{collections::BTreeSet, io};

use heirloom_model::{
    FileRecord, FindKind, JoiningMethod, LicenseFind, Problem, ProblemCode, ScanSummary, Severity,
    TreePath,
};

use crate::{Files, messages::Messages, visible::visible};

/// The number of examples per group.
const MAX_EXAMPLES: usize = 5;

/// Files of one sort that need attention.
pub(crate) struct Group {
    /// Whether the result is incomplete because of it.
    pub(crate) unread: bool,
    /// The key of its heading.
    pub(crate) key: &'static str,
    /// How many there are.
    pub(crate) n: u64,
    /// Some of them.
    pub(crate) examples: Vec<Example>,
}

/// The first place where something was said, and how often it was said elsewhere.
pub(crate) struct Example {
    pub(crate) place: String,
    pub(crate) words: String,
    pub(crate) n_more: u64,
}

impl Group {
    fn new(key: &'static str) -> Group {
        Group { unread: false, key, n: 0, examples: Vec::new() }
    }

    fn add(&mut self, place: String, words: String) {
        self.n += 1;
        let same = |example: &&mut Example| !words.is_empty() && example.words == words;
        if let Some(known) = self.examples.iter_mut().find(same) {
            known.n_more += 1;
        } else if self.examples.len() < MAX_EXAMPLES {
            self.examples.push(Example { place, words, n_more: 0 });
        }
    }

    /// Those that no example stands for.
    pub(crate) fn n_unshown(&self) -> u64 {
        self.n - self.examples.iter().map(|example| 1 + example.n_more).sum::<u64>()
    }
}

/// The groups that have something, the worst first, and the number of notes beside them.
pub(crate) fn gather(
    summary: &ScanSummary,
    files: Files<'_>,
    messages: &Messages,
) -> io::Result<(Vec<Group>, u64)> {
    let mut unread = Group { unread: true, ..Group::new("attention.unread") };
    let mut tags = Group::new("attention.tag");
    let mut curations = Group::new("attention.curation");
    let mut other = Group::new("attention.other");
    let mut n_notes = 0;
    for problem in &summary.problems {
        let group = match (problem.code.severity(), problem.code) {
            (Severity::Unread, _) => &mut unread,
            (_, ProblemCode::SPDX_TAG_BROKEN) => &mut tags,
            (_, ProblemCode::CURATION_UNUSED) => &mut curations,
            (Severity::Warning, _) => &mut other,
            (Severity::Note, _) => {
                n_notes += 1;
                continue;
            }
        };
        group.add(problem_place(problem), visible(&messages.problem(problem)).into_owned());
    }
    let [unknown, tag_text, mut disagree] = from_files(summary, files, messages)?;
    disagree.n = disagree.n.max(summary.project.n_disagreeing);
    let groups = [unread, unknown, tags, disagree, tag_text, curations, other];
    Ok((groups.into_iter().filter(|group| group.n > 0).collect(), n_notes))
}

fn from_files(
    summary: &ScanSummary,
    files: Files<'_>,
    messages: &Messages,
) -> io::Result<[Group; 3]> {
    let mut unknown = Group::new("attention.unknown");
    let mut tag_text = Group::new("attention.tag-text");
    let mut disagree = Group::new("attention.disagree");
    let disagreeing: BTreeSet<&TreePath> = summary.project.disagreeing.iter().collect();
    for file in files {
        let file = file?;
        let finds = &file.facts.licenses;
        if let Some(find) = finds.iter().find(|find| find.kind == FindKind::Unknown) {
            unknown.add(place(&file.path, Some(find.span.first_line)), quoted(find));
        }
        if disagrees(&file) {
            let (tag, text) = sides(&file, messages);
            let args = [("tag", &*tag), ("text", &*text)];
            // Two tags may disagree as well, such as `MODULE_LICENSE` beside an SPDX tag.
            let key = if text.is_empty() { "terminal.tags-differ" } else { "terminal.tag-text" };
            tag_text.add(place(&file.path, None), messages.text(key, &args));
        }
        if disagreeing.contains(&file.path) {
            disagree.add(place(&file.path, None), own_license(&file));
        }
    }
    Ok([unknown, tag_text, disagree])
}

/// The first words of unknown legal text.
fn quoted(find: &LicenseFind) -> String {
    let text = find.text.as_deref().unwrap_or_default();
    let words = text.split_whitespace().take(24).collect::<Vec<_>>().join(" ");
    if words.is_empty() { words } else { format!("“{}”", visible(&words)) }
}

fn own_license(file: &FileRecord) -> String {
    let concluded = file.context.concluded.as_ref().map(|concluded| &concluded.expression);
    let found = file.facts.detection.as_ref().map(|detection| &detection.expression);
    concluded.or(found).map(ToString::to_string).unwrap_or_default()
}

/// Whether the tag of a file and its text disagree.
pub(crate) fn disagrees(file: &FileRecord) -> bool {
    let steps = file.facts.detection.iter().flat_map(|detection| &detection.because);
    steps.into_iter().any(|step| step.method == JoiningMethod::TagDisagrees)
}

/// What the tags say and what the rest says.
fn sides(file: &FileRecord, messages: &Messages) -> (String, String) {
    const MAX_NAMED: usize = 3;
    let side = |tags: bool| {
        let mut texts = Vec::new();
        for find in &file.facts.licenses {
            let text = find.expression.to_string();
            let counts = !matches!(find.kind, FindKind::Clue | FindKind::Intro);
            if counts && (find.kind == FindKind::Tag) == tags && !texts.contains(&text) {
                texts.push(text);
            }
        }
        let n_more = texts.len().saturating_sub(MAX_NAMED);
        if n_more > 0 {
            texts.truncate(MAX_NAMED);
            texts.push(messages.text("label.and-more", &[("n", &n_more.to_string())]));
        }
        texts.join(", ")
    };
    (side(true), side(false))
}

fn problem_place(problem: &Problem) -> String {
    problem.path.as_ref().map(|path| place(path, problem.line)).unwrap_or_default()
}

fn place(path: &TreePath, line: Option<u32>) -> String {
    let path = path.to_string();
    let path = visible(&path);
    match line {
        Some(line) => format!("{path}:{line}"),
        None => path.into_owned(),
    }
}
