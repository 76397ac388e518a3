// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! CSV for spreadsheets: one row per fact, and one row per file that sums it up.
//!
//! Every row repeats the path and the licenses of its file, so that any filter or pivot works;
//! `fact` tells the rows apart, and `fact = file` alone gives one row per file. Rows about the whole
//! come first. Each fact of the JSON document has its row or cell; `docs/schema/README.md` lists
//! them. The form is RFC 4180 in UTF-8. A cell that a spreadsheet would take for a formula gets a
//! `'` in front. New columns are added at the end.

use std::io::{self, Write};

use heirloom_model::{Concluded, Problem, ScanSummary, Span};

use crate::{
    Files,
    wire::{ReasonWire, SeverityWire, Word},
};

mod file;
mod inventory;
mod summary;

const HEADER: &str = "path,concluded,detected,fact,value,kind,matcher,rule,coverage,\
    first_line,last_line,detail,role,files,bytes,relevance,words,start,end,digest\r\n";

pub(crate) fn write(
    summary: &ScanSummary,
    files: Files<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut buffer = HEADER.to_owned();
    summary::rows(summary, &mut buffer);
    out.write_all(buffer.as_bytes())?;
    for file in files {
        buffer.clear();
        file::rows(&file?, &summary.inventory, &mut buffer);
        out.write_all(buffer.as_bytes())?;
    }
    Ok(())
}

/// The cells that all rows of a file share.
#[derive(Default)]
struct Shared {
    path: String,
    concluded: String,
    detected: String,
    role: &'static str,
}

/// The other cells of a row.
#[derive(Default)]
struct Row<'a> {
    fact: &'static str,
    value: String,
    kind: &'a str,
    matcher: &'static str,
    rule: &'a str,
    /// In thousandths.
    coverage: Option<u16>,
    span: Option<Span>,
    detail: String,
    files: Option<u64>,
    bytes: Option<u64>,
    relevance: Option<u8>,
    words: Option<u32>,
    digest: String,
}

fn push(shared: &Shared, row: &Row<'_>, out: &mut String) {
    let Shared { path, concluded, detected, role } = shared;
    for text in [path, concluded, detected, row.fact, &row.value, row.kind, row.matcher, row.rule] {
        cell(text, out);
        out.push(',');
    }
    let coverage = row.coverage.map(|share| (f64::from(share) / 1000.0).to_string());
    number(coverage, out);
    number(row.span.map(|span| span.first_line), out);
    number(row.span.map(|span| span.last_line), out);
    cell(&row.detail, out);
    out.push(',');
    cell(role, out);
    out.push(',');
    number(row.files, out);
    number(row.bytes, out);
    number(row.relevance, out);
    number(row.words, out);
    let bytes = row.span.filter(|span| span.end > 0);
    number(bytes.map(|span| span.start), out);
    number(bytes.map(|span| span.end), out);
    cell(&row.digest, out);
    out.push_str("\r\n");
}

/// Appends a cell with a number, or none, and the comma behind it.
fn number(number: Option<impl ToString>, out: &mut String) {
    out.push_str(&number.map(|number| number.to_string()).unwrap_or_default());
    out.push(',');
}

fn reason(concluded: &Concluded) -> String {
    let word = ReasonWire::from(concluded.reason).word();
    match &concluded.source {
        Some(source) => format!("{word}: {source}"),
        None => word.to_owned(),
    }
}

fn problem(problem: &Problem) -> Row<'_> {
    let line = |line| Span { first_line: line, last_line: line, ..Span::default() };
    let args: Vec<String> =
        problem.args.iter().map(|(name, value)| format!("{name}: {value}")).collect();
    Row {
        fact: "problem",
        value: problem.code.as_str().to_owned(),
        kind: SeverityWire::from(problem.code.severity()).word(),
        span: problem.line.map(line),
        detail: args.join("; "),
        ..Row::default()
    }
}

fn text(value: Option<&impl ToString>) -> String {
    value.map(ToString::to_string).unwrap_or_default()
}

/// Appends one cell, quoted where RFC 4180 asks for it.
fn cell(text: &str, out: &mut String) {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    let quoted = formula || text.contains(['"', ',', '\r', '\n', ';']) || text.trim() != text;
    if !quoted {
        return out.push_str(text);
    }
    out.push('"');
    if formula {
        out.push('\'');
    }
    for character in text.chars() {
        match character {
            '"' => out.push_str("\"\""),
            // A spreadsheet may cut the cell at a NUL.
            '\0' => out.push('\u{fffd}'),
            other => out.push(other),
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    #[track_caller]
    fn check(text: &str, expect: &str) {
        let mut out = String::new();
        super::cell(text, &mut out);
        assert_eq!(out, expect);
    }

    #[test]
    fn cells_are_quoted_and_never_formulas() {
        check("plain text", "plain text");
        check("a,b", r#""a,b""#);
        check("say \"x\"", r#""say ""x""""#);
        check("two\nlines", "\"two\nlines\"");
        check("=HYPERLINK(\"x\")", r#""'=HYPERLINK(""x"")""#);
        check("-1+1", "\"'-1+1\"");
        check("＝1", "\"'＝1\"");
        check("@SUM(A1)", "\"'@SUM(A1)\"");
    }
}
