// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What a person should look at, gathered from the problems and from one pass over the files.

use std::io;

use heirloom_model::{
    FileRecord, FindKind, JoiningMethod, Problem, ProblemCode, ScanSummary, Severity, TreePath,
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
    /// The place and the words of some.
    pub(crate) examples: Vec<(String, String)>,
}

impl Group {
    fn new(key: &'static str) -> Group {
        Group { unread: false, key, n: 0, examples: Vec::new() }
    }

    fn add(&mut self, example: impl FnOnce() -> (String, String)) {
        self.n += 1;
        if self.examples.len() < MAX_EXAMPLES {
            self.examples.push(example());
        }
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
        group.add(|| (problem_place(problem), visible(&messages.problem(problem)).into_owned()));
    }
    let (unknown, tag_text) = from_files(files, messages)?;
    let disagree = disagreeing(summary);
    let groups = [unread, unknown, tags, disagree, tag_text, curations, other];
    Ok((groups.into_iter().filter(|group| group.n > 0).collect(), n_notes))
}

fn from_files(files: Files<'_>, messages: &Messages) -> io::Result<(Group, Group)> {
    let mut unknown = Group::new("attention.unknown");
    let mut tag_text = Group::new("attention.tag-text");
    for file in files {
        let file = file?;
        let finds = &file.facts.licenses;
        if let Some(find) = finds.iter().find(|find| find.kind == FindKind::Unknown) {
            let text = find.text.as_deref().unwrap_or_default();
            let words = text.split_whitespace().take(24).collect::<Vec<_>>().join(" ");
            unknown.add(|| {
                let quoted =
                    if words.is_empty() { words } else { format!("“{}”", visible(&words)) };
                (place(&file.path, Some(find.span.first_line)), quoted)
            });
        }
        if disagrees(&file) {
            tag_text.add(|| {
                let (tag, text) = sides(&file);
                let args = [("tag", &*tag), ("text", &*text)];
                (place(&file.path, None), messages.text("terminal.tag-text", &args))
            });
        }
    }
    Ok((unknown, tag_text))
}

/// Whether the tag of a file and its text disagree.
pub(crate) fn disagrees(file: &FileRecord) -> bool {
    let steps = file.facts.detection.iter().flat_map(|detection| &detection.because);
    steps.into_iter().any(|step| step.method == JoiningMethod::TagDisagrees)
}

/// What the tags say and what the rest says.
fn sides(file: &FileRecord) -> (String, String) {
    let side = |tags: bool| {
        let mut texts = Vec::new();
        for find in &file.facts.licenses {
            let text = find.expression.to_string();
            let counts = !matches!(find.kind, FindKind::Clue | FindKind::Intro);
            if counts && (find.kind == FindKind::Tag) == tags && !texts.contains(&text) {
                texts.push(text);
            }
        }
        texts.join(", ")
    };
    (side(true), side(false))
}

fn disagreeing(summary: &ScanSummary) -> Group {
    let mut group = Group::new("attention.disagree");
    for path in &summary.project.disagreeing {
        group.add(|| (place(path, None), String::new()));
    }
    group.n = group.n.max(summary.project.n_disagreeing);
    group
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
