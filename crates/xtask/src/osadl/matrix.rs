// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The matrix: a part under one license merged into a whole delivered under another.

use std::{collections::BTreeMap, error::Error};

use heirloom_lineage::{
    book::LicenseBook,
    compat::{Answer, Compat, Reason, into_whole},
};
use heirloom_model::{Expression, LicenseTerm};
use serde::Deserialize;

use super::differences::Differences;

/// The table as it is delivered.
#[derive(Deserialize)]
pub(super) struct Matrix {
    timestamp: String,
    licenses: Vec<Lead>,
}

#[derive(Deserialize)]
struct Lead {
    name: String,
    compatibilities: Vec<Sub>,
}

#[derive(Deserialize)]
struct Sub {
    name: String,
    compatibility: String,
}

impl Matrix {
    pub(super) fn read(text: &str) -> Result<Matrix, Box<dyn Error>> {
        Ok(serde_json::from_str(text)?)
    }
}

/// How many cells of a stratum agree.
#[derive(Default)]
struct Tally {
    cells: usize,
    agree: usize,
}

/// Prints how the matrix and our answers agree, by stratum.
pub(super) fn report(
    book: &LicenseBook,
    matrix: &Matrix,
    explained: &mut Differences,
    undecided: bool,
) {
    let mut strata: BTreeMap<&str, Tally> = BTreeMap::new();
    let mut others: BTreeMap<(&str, &'static str), usize> = BTreeMap::new();
    let mut combined = 0;
    for lead in &matrix.licenses {
        for sub in &lead.compatibilities {
            let compat = answer(book, &sub.name, &lead.name);
            let ours = word(compat.answer);
            let theirs = sub.compatibility.as_str();
            if !matches!(theirs, "Yes" | "No") {
                if theirs != "Same" {
                    *others.entry((theirs, ours)).or_default() += 1;
                }
                if undecided && theirs != "Same" {
                    println!("{} in {}: {theirs}; {ours}: {}", sub.name, lead.name, why(&compat));
                }
                continue;
            }
            let agree = (theirs == "Yes") == (compat.answer == Answer::Yes)
                && compat.answer != Answer::Unknown;
            combined += usize::from(compat.answer == Answer::Combined);
            for stratum in strata_of(book, &lead.name, &sub.name, theirs) {
                let tally = strata.entry(stratum).or_default();
                tally.cells += 1;
                tally.agree += usize::from(agree);
            }
            if !agree {
                explained.cell(&lead.name, &sub.name, ours);
            }
        }
    }
    println!("matrix of {}, {} licenses", matrix.timestamp, matrix.licenses.len());
    for (stratum, tally) in &strata {
        println!("  {}", line(&stratum[2..], tally));
    }
    println!("  decided No that we answer `combined, not merged`: {combined}");
    for ((theirs, ours), count) in others {
        println!("  {theirs}: {count} answered `{ours}`");
    }
}

/// A line of figures: how many of how many, and the share.
fn line(name: &str, tally: &Tally) -> String {
    #[expect(clippy::cast_precision_loss, reason = "a share to print")]
    let share = 100.0 * tally.agree as f64 / tally.cells.max(1) as f64;
    format!("{name:<42} {:>6} of {:>6}  {share:.2} %", tally.agree, tally.cells)
}

fn answer(book: &LicenseBook, sub: &str, lead: &str) -> Compat {
    match (term(sub), term(lead)) {
        (Some(sub), Some(lead)) => into_whole(book, &sub, &lead),
        _ => Compat { answer: Answer::Unknown, reasons: Vec::new() },
    }
}

/// A name of the table as a license term.
pub(super) fn term(name: &str) -> Option<LicenseTerm> {
    match Expression::parse(name).ok()? {
        Expression::Term(term) => Some(term),
        _ => None,
    }
}

/// What a cell counts for; the number before a name orders the print.
fn strata_of(book: &LicenseBook, lead: &str, sub: &str, theirs: &str) -> Vec<&'static str> {
    let copyleft = |name| {
        term(name).is_some_and(|term| {
            book.license(&term.license).is_some_and(|license| license.kind.is_copyleft())
        })
    };
    let mut strata = vec!["0 all decided"];
    strata.push(match (copyleft(sub), copyleft(lead)) {
        (false, true) => "1 permissive in copyleft",
        (true, true) => "2 copyleft in copyleft",
        (false, false) => "4 permissive in permissive",
        (true, false) => "5 copyleft in permissive",
    });
    if copyleft(sub) && copyleft(lead) && theirs == "Yes" {
        strata.push("3 copyleft in copyleft, their Yes");
    }
    if theirs == "No" {
        strata.push("6 their No");
        if !copyleft(sub) && copyleft(lead) {
            strata.push("7 their No, permissive in copyleft");
        }
    }
    strata
}

fn word(answer: Answer) -> &'static str {
    match answer {
        Answer::No => "no",
        Answer::Unknown => "unknown",
        Answer::Combined => "combined",
        Answer::Yes => "yes",
    }
}

/// The reasons of an answer in short.
fn why(compat: &Compat) -> String {
    let short = |reason: &Reason| match reason {
        Reason::Same(id) => format!("same {id}"),
        Reason::Elected { to, .. } => format!("as {to}"),
        Reason::ExceptionDropped(id) => format!("without {id}"),
        Reason::ExceptionNotGiven(id) => format!("{id} not given"),
        Reason::Relicensed { by, to } => format!("{} to {to}", by.as_str()),
        Reason::Combined(by) | Reason::StaysAlike(by) | Reason::Lifted(by) => by.as_str().into(),
        Reason::Burden { of, .. } => format!("burden {}", of.as_str()),
        Reason::NothingAgainst(id) => format!("nothing against {id}"),
        Reason::NotDescribed(id) => format!("{id} not described"),
    };
    compat.reasons.iter().map(short).collect::<Vec<_>>().join(", ")
}
