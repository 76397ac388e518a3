// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The instructions of a Dockerfile with their places.

use std::ops::Range;

/// An instruction.
#[derive(Clone, Debug)]
pub(super) struct Instruction<'a> {
    /// Its name, in upper case.
    pub(super) keyword: String,
    /// All of it.
    pub(super) range: Range<usize>,
    /// Where what stands behind the name begins.
    pub(super) rest_start: usize,
    /// What stands behind the name, as long as in the file; comments are blank.
    pub(super) text: String,
    /// The bodies of its here-documents.
    pub(super) bodies: Vec<Range<usize>>,
    /// The whole file.
    pub(super) source: &'a str,
}

impl Instruction<'_> {
    pub(super) fn rest(&self) -> &str {
        &self.text
    }

    /// The words, lines joined.
    pub(super) fn words(&self) -> Vec<&str> {
        let words = self.text.split(char::is_whitespace);
        words.filter(|word| !word.is_empty() && *word != "\\" && *word != "`").collect()
    }

    /// What is run, options of the instruction itself left out, and how long those are.
    pub(super) fn command(&self) -> (&str, usize) {
        let mut rest = self.text.as_str();
        loop {
            rest = rest.trim_start_matches([' ', '\t', '\n', '\r', '\\']);
            if !rest.starts_with("--") {
                return (rest, self.text.len() - rest.len());
            }
            rest = rest.find(char::is_whitespace).map_or("", |end| &rest[end..]);
        }
    }
}

/// Splits a file into its instructions.
pub(super) fn instructions(source: &str) -> Vec<Instruction<'_>> {
    let mut instructions = Vec::new();
    let escape = if source.get(..200).unwrap_or(source).contains("escape=`") { '`' } else { '\\' };
    let mut lines = Lines { source, at: 0 };
    while let Some(line) = lines.next() {
        let trimmed = source[line.clone()].trim_start();
        if trimmed.is_empty() || trimmed.starts_with('#') {
            continue;
        }
        let start = line.end - trimmed.len();
        let mut end = line.end;
        let mut text = trimmed.to_owned();
        while continues(&text, escape) {
            let Some(more) = lines.next() else { break };
            let line = &source[more.clone()];
            if line.trim_start().starts_with('#') {
                text.extend(line.chars().flat_map(blank));
                // The line before goes on behind the comment.
                if text.ends_with('\n') {
                    text.pop();
                    text.pop();
                    text.push_str("\\\n");
                }
            } else if line.trim().is_empty() {
                text.extend(line.chars().flat_map(blank));
                text.pop();
                text.push('\n');
                if !text.trim_end().ends_with(escape) {
                    break;
                }
            } else {
                text.push_str(line);
            }
            end = more.end;
        }
        let bodies = here_documents(&text, &mut lines);
        let end = bodies.last().map_or(end, |body: &Range<usize>| body.end);
        let is_letter = |c: char| c.is_ascii_alphabetic();
        let length = text.find(|c| !is_letter(c)).unwrap_or(text.len());
        let mut keyword = text[..length].to_ascii_uppercase();
        let mut offset = length;
        if keyword == "ONBUILD" {
            let rest = text[length..].trim_start();
            offset = text.len() - rest.len();
            let length = rest.find(|c| !is_letter(c)).unwrap_or(rest.len());
            keyword = rest[..length].to_ascii_uppercase();
            offset += length;
        }
        let mut rest = text[offset..].to_owned();
        if escape == '`' {
            rest = rest.replace("`\n", "\\\n");
        }
        instructions.push(Instruction {
            keyword,
            range: start..source[..end].trim_end().len().max(start),
            rest_start: start + offset,
            text: rest,
            bodies,
            source,
        });
        if instructions.len() >= MAX_INSTRUCTIONS {
            break;
        }
    }
    instructions
}

/// More instructions are not read.
pub(super) const MAX_INSTRUCTIONS: usize = 20_000;

fn blank(character: char) -> impl Iterator<Item = char> {
    let n_blanks = if character == '\n' { 0 } else { character.len_utf8() };
    std::iter::repeat_n(' ', n_blanks).chain((character == '\n').then_some('\n'))
}

fn continues(text: &str, escape: char) -> bool {
    text.trim_end_matches(['\n', '\r', ' ', '\t']).ends_with(escape)
}

/// The here-documents that an instruction opens: `RUN <<EOF`.
fn here_documents(text: &str, lines: &mut Lines<'_>) -> Vec<Range<usize>> {
    let first = text.lines().next().unwrap_or_default();
    let upper = first.get(..3).unwrap_or_default().to_ascii_uppercase();
    if upper != "RUN" {
        return Vec::new();
    }
    let Some((_, label)) = first.split_once("<<") else { return Vec::new() };
    let label = label.trim_start_matches('-').trim_start_matches(['"', '\'']);
    let end = label.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(label.len());
    let label = &label[..end];
    if label.is_empty() {
        return Vec::new();
    }
    let start = lines.at;
    let mut end = start;
    while let Some(line) = lines.next() {
        if lines.source[line.clone()].trim() == label {
            return vec![Range { start, end }];
        }
        end = line.end;
    }
    vec![Range { start, end }]
}

struct Lines<'a> {
    source: &'a str,
    at: usize,
}

impl Iterator for Lines<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        let rest = self.source.get(self.at..).filter(|rest| !rest.is_empty())?;
        let start = self.at;
        self.at += rest.find('\n').map_or(rest.len(), |end| end + 1);
        Some(start..self.at)
    }
}
