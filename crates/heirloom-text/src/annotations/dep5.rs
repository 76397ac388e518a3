// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Debian's machine-readable copyright format 1.0 (DEP-5).

mod names;
mod stanzas;

use heirloom_model::{Annotation, AnnotationConvention, DeclaredLicense, Precedence, Problem};

use super::damaged;
use crate::decode::Text;
use names::Names;
use stanzas::{Field, Stanza};

pub(super) fn read(text: &Text<'_>) -> (Vec<Annotation>, Vec<Problem>) {
    let mut annotations = Vec::new();
    let mut problems = Vec::new();
    let mut stanzas = stanzas::Stanzas::new(text.as_str());
    // Most files of the name `copyright` are prose, which is no fault of theirs.
    let Some(header) = stanzas.next().filter(is_header) else { return (annotations, problems) };
    let mut names = Names::new();
    for stray in header.strays.iter().take(1) {
        problems.push(damaged(text, *stray, "line is neither a field nor goes on with one"));
    }
    for stanza in stanzas {
        for stray in stanza.strays.iter().take(1) {
            problems.push(damaged(text, *stray, "line is neither a field nor goes on with one"));
        }
        let start = stanza.place.start;
        let Some(files) = stanza.field("Files") else {
            if stanza.field("License").is_none() && !stanza.fields.is_empty() {
                problems.push(damaged(text, start, "stanza without `Files` or `License`"));
            }
            continue;
        };
        if stanza.field("License").is_none() {
            problems.push(damaged(text, start, "stanza without `License`"));
        }
        if stanza.field("Copyright").is_none() {
            problems.push(damaged(text, start, "stanza without `Copyright`"));
        }
        let patterns: Vec<Box<str>> = files.words().map(Into::into).collect();
        if patterns.is_empty() {
            problems.push(damaged(text, start, "`Files` without a pattern"));
            continue;
        }
        annotations.push(Annotation {
            convention: AnnotationConvention::Dep5,
            patterns,
            base: 1,
            license: stanza.field("License").map(|field| license(text, field, &mut names)),
            copyrights: stanza.field("Copyright").map_or_else(Vec::new, copyrights),
            precedence: Precedence::Closest,
            span: text.span(stanza.place.clone()),
        });
    }
    (annotations, problems)
}

/// Drafts of the format call the field otherwise and write the address in many ways.
fn is_header(stanza: &Stanza<'_>) -> bool {
    ["Format", "Format-Specification"]
        .iter()
        .any(|name| stanza.field(name).is_some_and(|field| !field.first_line().is_empty()))
}

fn license(text: &Text<'_>, field: &Field<'_>, names: &mut Names) -> DeclaredLicense {
    let name = field.first_line();
    // Without a short name the text itself is what was written.
    let as_written = if name.is_empty() { field.rest_line() } else { name };
    DeclaredLicense {
        field: "License".into(),
        as_written: as_written.into(),
        expression: if name.is_empty() { None } else { names.expression(name) },
        refers_to: None,
        span: text.span(field.place.clone()),
    }
}

/// One statement a line; what stands below `Copyright:` is no license text.
fn copyrights(field: &Field<'_>) -> Vec<Box<str>> {
    field
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && *line != ".")
        .map(Into::into)
        .collect()
}
