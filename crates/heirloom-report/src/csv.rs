// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! CSV for spreadsheets: one row per fact, and one row per file that sums it up.
//!
//! Every row repeats the path and the licenses of its file, so that any filter or pivot works;
//! `fact` tells the rows apart, and `fact = file` alone gives one row per file. Rows about the whole
//! (`project`, `rules`, `curation`) come first. The form is RFC 4180 in UTF-8. A cell that a spreadsheet would take for a formula gets a `'` in front.

use std::io::{self, Write};

use heirloom_model::{
    Concluded, Curation, FileFacts, FileRecord, LicenseFind, Problem, ScanSummary, Span,
};

use crate::{
    Files,
    wire::{ContentWire, KindWire, MatcherWire, ReasonWire, Word},
};

const HEADER: &str = "path,concluded,detected,fact,value,kind,matcher,rule,coverage,\
    first_line,last_line,detail\r\n";

pub(crate) fn write(
    summary: &ScanSummary,
    files: Files<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut buffer = HEADER.to_owned();
    summary_rows(summary, &mut buffer);
    out.write_all(buffer.as_bytes())?;
    for file in files {
        buffer.clear();
        file_rows(&file?, &mut buffer);
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
}

/// The project, what must be said about the rules, curations and problems of no file.
fn summary_rows(summary: &ScanSummary, out: &mut String) {
    for folder in std::iter::once(&summary.project).chain(&summary.folders) {
        let concluded = folder.concluded.as_ref();
        let shared = Shared {
            path: folder.path.to_string(),
            concluded: concluded.map(|c| c.expression.to_string()).unwrap_or_default(),
            ..Shared::default()
        };
        let value = shared.concluded.clone();
        let detail = concluded.map(reason).unwrap_or_default();
        push(&shared, &Row { fact: "project", value, detail, ..Row::default() }, out);
    }
    for rules in &summary.rules {
        let value = format!("{} {}", rules.name, rules.version);
        let detail = format!("{} ({})", rules.attribution, rules.license);
        push(&Shared::default(), &Row { fact: "rules", value, detail, ..Row::default() }, out);
    }
    for curation in &summary.curations {
        let value = curation.expression.to_string();
        let Curation { pattern, reason, author, n_files, .. } = curation;
        let detail = format!("{pattern}: {reason} ({author}); files: {n_files}");
        push(&Shared::default(), &Row { fact: "curation", value, detail, ..Row::default() }, out);
    }
    for found in summary.problems.iter().filter(|problem| problem.path.is_none()) {
        push(&Shared::default(), &problem(found), out);
    }
}

fn file_rows(file: &FileRecord, out: &mut String) {
    let facts = &file.facts;
    let concluded = file.context.concluded.as_ref();
    let shared = Shared {
        path: file.path.to_string(),
        concluded: concluded.map(|c| c.expression.to_string()).unwrap_or_default(),
        detected: facts.detection.as_ref().map(|d| d.expression.to_string()).unwrap_or_default(),
    };
    let sum = Row {
        fact: "file",
        value: shared.concluded.clone(),
        kind: ContentWire::from(facts.text.content).word(),
        detail: concluded.map(reason).unwrap_or_default(),
        ..Row::default()
    };
    push(&shared, &sum, out);
    fact_rows(file, &mut |row| push(&shared, &row, out));
}

fn push(shared: &Shared, row: &Row<'_>, out: &mut String) {
    let Shared { path, concluded, detected } = shared;
    for text in [path, concluded, detected, row.fact, &row.value, row.kind, row.matcher, row.rule] {
        cell(text, out);
        out.push(',');
    }
    let coverage = row.coverage.map(|share| (f64::from(share) / 1000.0).to_string());
    let line = |line: fn(Span) -> u32| row.span.map(|span| line(span).to_string());
    for number in [coverage, line(|span| span.first_line), line(|span| span.last_line)] {
        out.push_str(&number.unwrap_or_default());
        out.push(',');
    }
    cell(&row.detail, out);
    out.push_str("\r\n");
}

fn reason(concluded: &Concluded) -> String {
    let word = ReasonWire::from(concluded.reason).word();
    match &concluded.source {
        Some(source) => format!("{word}: {source}"),
        None => word.to_owned(),
    }
}

fn fact_rows<'a>(file: &'a FileRecord, push: &mut impl FnMut(Row<'a>)) {
    let FileFacts { licenses, copyrights, authors, manifests, problems, .. } = &file.facts;
    licenses.iter().for_each(|find| push(license(find)));
    for reference in &file.context.resolved {
        let value = reference.expression.as_ref().map(ToString::to_string).unwrap_or_default();
        let detail = format!("{}: {}", reference.name, reference.target);
        push(Row { fact: "reference", value, detail, ..Row::default() });
    }
    if let Some(annotated) = &file.context.annotated {
        let value = annotated.expression.as_ref().map(ToString::to_string).unwrap_or_default();
        let detail = format!("{}: {}", annotated.source, annotated.copyrights.join("; "));
        push(Row { fact: "annotation", value, detail, ..Row::default() });
    }
    for find in copyrights {
        let holders: Vec<&str> = find.holders.iter().map(|holder| &*holder.name).collect();
        let (value, detail) = (find.statement.to_string(), holders.join("; "));
        push(Row { fact: "copyright", value, span: Some(find.span), detail, ..Row::default() });
    }
    for author in authors {
        let value = author.name.to_string();
        push(Row { fact: "author", value, span: Some(author.span), ..Row::default() });
    }
    for manifest in manifests {
        for declared in &manifest.licenses {
            push(Row {
                fact: "declared",
                value: declared.expression.as_ref().map(ToString::to_string).unwrap_or_default(),
                kind: &manifest.ecosystem,
                span: Some(declared.span),
                detail: format!("{}: {}", declared.field, declared.as_written),
                ..Row::default()
            });
        }
    }
    problems.iter().for_each(|found| push(problem(found)));
}

fn license(find: &LicenseFind) -> Row<'_> {
    Row {
        fact: "license",
        value: find.expression.to_string(),
        kind: KindWire::from(find.kind).word(),
        matcher: MatcherWire::from(find.matcher).word(),
        rule: &find.rule.0,
        coverage: Some(find.coverage),
        span: Some(find.span),
        detail: match &find.text {
            Some(text) => text.to_string(),
            None => find.refers_to.join("; "),
        },
    }
}

fn problem(problem: &Problem) -> Row<'_> {
    let line = |line| Span { first_line: line, last_line: line, ..Span::default() };
    let args: Vec<String> =
        problem.args.iter().map(|(name, value)| format!("{name}: {value}")).collect();
    Row {
        fact: "problem",
        value: problem.code.as_str().to_owned(),
        span: problem.line.map(line),
        detail: args.join("; "),
        ..Row::default()
    }
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
