// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The rows of one file.

use heirloom_model::{
    Annotation, CopyrightFind, DeclaredLicense, FileContext, FileFacts, FileRecord, Inventory,
    LicenseFind, Manifest, Span, YearRange,
};

use super::{Row, Shared, problem, push, reason, text};
use crate::wire::{
    ContentWire, ConventionWire, FileRoleWire, JoiningWire, KindWire, MatcherWire, PrecedenceWire,
    RoleWire, Word, component_id, path_hex,
};

pub(super) fn rows(file: &FileRecord, inventory: &Inventory, out: &mut String) {
    let FileRecord { path, size, digest, facts, context } = file;
    let concluded = context.concluded.as_ref();
    let shared = Shared {
        path: path.to_string(),
        concluded: text(concluded.map(|concluded| &concluded.expression)),
        detected: text(facts.detection.as_ref().map(|detection| &detection.expression)),
        role: FileRoleWire::from(context.role).word(),
    };
    let sum = Row {
        fact: "file",
        value: shared.concluded.clone(),
        kind: ContentWire::from(facts.text.content).word(),
        detail: concluded.map(reason).unwrap_or_default(),
        files: Some(1),
        bytes: Some(*size),
        digest: digest.map(|digest| digest.to_hex()).unwrap_or_default(),
        ..Row::default()
    };
    push(&shared, &sum, out);
    let mut push = |row| push(&shared, &row, out);
    if let Some(value) = path_hex(path) {
        push(Row { fact: "path-bytes", value, ..Row::default() });
    }
    if let Some(value) = component_id(file, inventory) {
        push(Row { fact: "component-of-file", value, ..Row::default() });
    }
    own(facts, &mut push);
    from_others(context, &mut push);
    for manifest in &facts.manifests {
        package(manifest, &mut push);
    }
    for annotation in &facts.annotations {
        annotates(annotation, &mut push);
    }
    facts.problems.iter().for_each(|found| push(problem(found)));
}

/// What the file's words say.
fn own<'a>(facts: &'a FileFacts, push: &mut impl FnMut(Row<'a>)) {
    if facts.text.encoding.is_some() || facts.text.generated {
        let n_lines = facts.text.n_lines;
        let lines = Span { first_line: n_lines.min(1), last_line: n_lines, ..Span::default() };
        push(Row {
            fact: "text",
            value: text(facts.text.encoding.as_ref()),
            kind: if facts.text.generated { "generated" } else { "" },
            span: Some(lines),
            ..Row::default()
        });
    }
    facts.licenses.iter().for_each(|find| push(license(find)));
    for step in facts.detection.iter().flat_map(|detection| &detection.because) {
        let (first_line, last_line) = step.lines;
        push(Row {
            fact: "joined",
            value: step.expression.to_string(),
            kind: JoiningWire::from(step.method).word(),
            span: Some(Span { first_line, last_line, ..Span::default() }),
            ..Row::default()
        });
    }
    for find in &facts.copyrights {
        copyright(find, push);
    }
    for author in &facts.authors {
        let value = author.name.to_string();
        push(Row { fact: "author", value, span: Some(author.span), ..Row::default() });
    }
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
        relevance: Some(find.relevance),
        words: Some(find.n_words),
        ..Row::default()
    }
}

fn copyright<'a>(find: &'a CopyrightFind, push: &mut impl FnMut(Row<'a>)) {
    let holders: Vec<&str> = find.holders.iter().map(|holder| &*holder.name).collect();
    let (value, detail, span) = (find.statement.to_string(), holders.join("; "), Some(find.span));
    push(Row { fact: "copyright", value, span, detail, ..Row::default() });
    for holder in &find.holders {
        let (value, detail) = (holder.name.to_string(), holder.normalized.to_string());
        push(Row { fact: "holder", value, span, detail, ..Row::default() });
    }
    for YearRange { first, last } in &find.years {
        let value = match last {
            Some(last) if last == first => first.to_string(),
            Some(last) => format!("{first}-{last}"),
            None => format!("{first}-"),
        };
        push(Row { fact: "years", value, span, ..Row::default() });
    }
}

/// What other files say about this one.
fn from_others<'a>(context: &'a FileContext, push: &mut impl FnMut(Row<'a>)) {
    for reference in &context.resolved {
        let value = text(reference.expression.as_ref());
        let detail = format!("{}: {}", reference.name, reference.target);
        push(Row { fact: "reference", value, detail, ..Row::default() });
    }
    if let Some(annotated) = &context.annotated {
        let value = text(annotated.expression.as_ref());
        let detail = format!("{}: {}", annotated.source, annotated.copyrights.join("; "));
        push(Row { fact: "annotation", value, detail, ..Row::default() });
    }
}

fn package<'a>(manifest: &'a Manifest, push: &mut impl FnMut(Row<'a>)) {
    let Manifest { ecosystem, name, version, licenses, parties, homepage, repository } = manifest;
    push(Row {
        fact: "package",
        value: text(name.as_ref()),
        kind: ecosystem,
        detail: text(version.as_ref()),
        ..Row::default()
    });
    for declared in licenses {
        push(Row {
            fact: "declared",
            value: text(declared.expression.as_ref()),
            kind: ecosystem,
            span: Some(declared.span),
            detail: as_written(declared),
            ..Row::default()
        });
    }
    for party in parties {
        let kind = RoleWire::from(party.role).word();
        push(Row { fact: "party", value: party.name.to_string(), kind, ..Row::default() });
    }
    for (fact, value) in [("homepage", homepage), ("repository", repository)] {
        let Some(value) = value else { continue };
        push(Row { fact, value: value.to_string(), kind: ecosystem, ..Row::default() });
    }
}

fn as_written(declared: &DeclaredLicense) -> String {
    let DeclaredLicense { field, as_written, refers_to, .. } = declared;
    match refers_to {
        Some(file) => format!("{field}: {as_written} -> {file}"),
        None => format!("{field}: {as_written}"),
    }
}

/// What the file says about other files.
fn annotates<'a>(annotation: &'a Annotation, push: &mut impl FnMut(Row<'a>)) {
    let Annotation { convention, patterns, base, license, copyrights, precedence, span } =
        annotation;
    let expression = |license: &DeclaredLicense| text(license.expression.as_ref());
    let mut parts = vec![format!("{} (base {base})", patterns.join(" "))];
    parts.extend(copyrights.iter().map(ToString::to_string));
    push(Row {
        fact: "annotates",
        value: license.as_ref().map(expression).unwrap_or_default(),
        kind: ConventionWire::from(*convention).word(),
        matcher: PrecedenceWire::from(*precedence).word(),
        span: Some(*span),
        detail: parts.join("; "),
        ..Row::default()
    });
    if let Some(license) = license {
        push(Row {
            fact: "annotates-license",
            value: expression(license),
            kind: ConventionWire::from(*convention).word(),
            span: Some(license.span),
            detail: as_written(license),
            ..Row::default()
        });
    }
}
