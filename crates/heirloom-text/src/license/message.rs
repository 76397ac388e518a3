// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Messages of a program: what it prints of itself in a window or at its start.
//!
//! A file that has said its own license may hold words for people who run the program, such as the
//! text of an "About" window. They speak of the program; to the file they give nothing.

use heirloom_model::FindKind;

use super::{matches::Match, query::Query};

/// Bytes of a line before and behind words that are looked at.
const LINE: usize = 400;

/// Marks notices and names in literals of code, where the file has said its license before them.
pub(super) fn mark(matches: &mut [Match<'_>], query: &Query, text: &str) {
    let mut is_told = false;
    for found in matches {
        let start = query.places[found.start() as usize].0 as usize;
        let end = query.places[found.end() as usize].1 as usize;
        let is_message = is_in_literal(text, start, end);
        let is_short = matches!(
            found.kind(),
            FindKind::Reference | FindKind::Notice | FindKind::Unknown | FindKind::Clue
        );
        if is_message && is_told && is_short {
            found.is_mention = true;
        }
        is_told |= !is_message && !found.is_mention && found.kind() != FindKind::Clue;
    }
}

/// Whether words begin inside a literal of code: behind a quote that stands where values stand, and
/// with a quote that ends it on the line where they end.
fn is_in_literal(text: &str, start: usize, end: usize) -> bool {
    let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
    if start - line_start > LINE {
        return false;
    }
    let before = &text[line_start..start];
    let is_comment = ["//", "/*", "*", "#", ";", "--", "%", "dnl", "'", "!"];
    if is_comment.iter().any(|sign| before.trim_start().starts_with(sign)) {
        return false;
    }
    let Some(quote) = open_quote(before) else { return false };
    // Classifiers of packages are no sentences.
    if before[quote..].contains("::") {
        return false;
    }
    let code = before[..quote].trim_end();
    let is_value = match code.is_empty() {
        true => follows_value(&text[..line_start]),
        false => is_before_value(code) && !speaks_of_license(code),
    };
    is_value && is_closed(&text[end..])
}

/// Where the quote stands that is open at the end of a piece of a line.
fn open_quote(before: &str) -> Option<usize> {
    let mut open = None;
    let mut is_escaped = false;
    for (at, byte) in before.bytes().enumerate() {
        match byte {
            b'\\' => is_escaped = !is_escaped,
            b'"' if !is_escaped => open = open.map_or(Some(at), |_| None),
            _ => is_escaped = false,
        }
    }
    open
}

/// Whether a line that begins with a quote goes on with literals, or is what a line before gives.
fn follows_value(above: &str) -> bool {
    let from = above.floor_char_boundary(above.len().saturating_sub(2 * LINE));
    let mut lines = above[from..].lines().rev().map(str::trim).filter(|line| !line.is_empty());
    let Some(line) = lines.next() else { return false };
    let is_literal =
        line.starts_with('"') && line.trim_end_matches(['\\', '+', ',', ' ']).ends_with('"');
    is_literal && !line.contains("\":") || is_before_value(line) && !is_named_license(line)
}

/// Whether code ends where a value begins. A bracket that opens a list of data is none.
fn is_before_value(code: &str) -> bool {
    let code = code.trim_end_matches(|c: char| c.is_ascii_alphanumeric() && "LuUR8".contains(c));
    code.trim_end().ends_with(['(', '=', ',', '+', '<', '?'])
}

/// Whether code hands a license to something that asks for it: `MODULE_LICENSE(`.
fn is_named_license(line: &str) -> bool {
    speaks_of_license(line) && line.ends_with('(')
}

fn speaks_of_license(code: &str) -> bool {
    let lower = code.to_ascii_lowercase();
    ["licen", "spdx", "copyright", "classifier"].iter().any(|word| lower.contains(word))
}

/// Whether a quote ends the literal on this line, and code follows or nothing.
fn is_closed(behind: &str) -> bool {
    let line = behind.split('\n').next().unwrap_or_default();
    let line = &line[..line.floor_char_boundary(LINE.min(line.len()))];
    let mut is_escaped = false;
    for (at, byte) in line.bytes().enumerate() {
        match byte {
            b'\\' => is_escaped = !is_escaped,
            b'"' if !is_escaped => {
                let rest = line[at + 1..].trim();
                return rest.is_empty()
                    || rest.starts_with([';', ',', ')', '+', '<', '\\', ':', '}']);
            }
            _ => is_escaped = false,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether the first `GPL` of a text stands in a message.
    #[track_caller]
    fn check(text: &str, expect: bool) {
        let at = text.find("GPL").unwrap();
        assert_eq!(is_in_literal(text, at, at + 3), expect, "{text}");
    }

    #[test]
    fn messages_of_programs_are_told_from_what_files_say() {
        check(
            "char const* const LICENSE =\n    \"It may be changed under the \"\n    \"GNU GPL, version 2.\"\n    \"\";\n",
            true,
        );
        check("  printf(\"This is free software under the GPL.\\n\");\n", true);
        check("  about.set_comments(_(\"a \\\"GPL\\\" program\"));\n", true);
        check("  puts(\n    \"under the GPL\");\n", true);
        check("MODULE_LICENSE(\"GPL\");\n", false);
        check("MODULE_LICENSE(\n\t\"GPL\");\n", false);
        check("  \"license\": \"GPL-3.0\",\n", false);
        check("license = \"GPL\"\n", false);
        check(" * It is under the \"GPL\", as all is.\n", false);
        check("# printed by (\"GPL\")\n", false);
        check("It is under the \"GPL\" as all is.\n", false);
        check("under the GPL\n", false);
    }
}
