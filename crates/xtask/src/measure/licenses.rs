// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Licenses against annotated files.
//!
//! Per file, as sets of SPDX identifiers: `expr` equal expressions, `keys` equal identifiers, `P`,
//! `R`, `F1` over single identifiers. The SPDX-only block leaves out `LicenseRef-…` on both sides
//! and the files that expect nothing else.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
};

use super::{
    accuracy::LicenseArgs,
    cases::{self, Case, Half},
    found::{Found, Scanner, by_number},
    ids::{Expressions, Ids, Vocabulary},
    tally::Tally,
};
use crate::{Outcome, repository::Repository};

/// The scores of both halves and of all.
#[derive(Default)]
struct Scores {
    tune: Tally,
    held: Tally,
    all: Tally,
}

impl Scores {
    fn add(
        &mut self,
        half: Half,
        equal: bool,
        expected: &BTreeSet<String>,
        found: &BTreeSet<String>,
    ) {
        let tally = match half {
            Half::Tune => &mut self.tune,
            Half::Held => &mut self.held,
        };
        tally.add(equal, expected, found);
        self.all.add(equal, expected, found);
    }

    fn print(&self, title: &str, with_expressions: bool) {
        println!("{}", Tally::head(title));
        let rows = [("  tune half", &self.tune), ("  held half", &self.held), ("  all", &self.all)];
        for (name, tally) in rows {
            println!("{}", tally.row(name, with_expressions));
        }
    }
}

pub(super) fn licenses(repository: &Repository, args: &LicenseArgs) -> Outcome {
    let cases = cases::load(&args.common.cases)?;
    let ids = Ids::read(&args.keys)?;
    let program = args.common.program(repository)?;
    let stage = tempfile::tempdir()?;
    cases::stage(&cases, stage.path())?;
    let ours = Scanner::Heirloom { program: &program, arguments: &args.common.arguments };
    let peer = args.peer.as_ref().map(|program| Scanner::ScanCode { program });
    let scanners = [("heirloom", Some(ours)), ("peer", peer)];
    for (name, scanner) in scanners.iter().filter_map(|(n, s)| Some((n, s.as_ref()?))) {
        let (found, usage) = scanner.scan(stage.path())?;
        let found = by_number(found);
        println!("\n{name}: {} cases, {} answers; {usage}", cases.len(), found.len());
        let wrong = score(&cases, &found, &ids);
        if let (Some(path), "heirloom") = (&args.common.details, *name) {
            std::fs::write(path, wrong)?;
        }
    }
    Ok(())
}

/// Prints the scores and returns a line for each wrong answer of the half for tuning.
fn score(cases: &[Case], found: &BTreeMap<usize, Found>, ids: &Ids) -> String {
    let (mut full, mut spdx) = (Scores::default(), Scores::default());
    let mut wrong = String::from("file\tverdict\texpected\tfound\n");
    for (number, case) in cases.iter().enumerate() {
        let expected = case.answer.list("license_expressions").iter().map(String::as_str);
        let expected = ids.expressions(expected, Vocabulary::ScanCode);
        let texts =
            found.get(&number).into_iter().flat_map(|f| f.expressions.iter().chain(&f.clues));
        let answer = ids.expressions(texts.map(String::as_str), Vocabulary::Spdx);
        full.add(case.half, expected.0 == answer.0, &expected.1, &answer.1);
        let (real, real_answer) = (listed(&expected.1), listed(&answer.1));
        if !real.is_empty() || expected.1.is_empty() {
            spdx.add(case.half, real == real_answer, &real, &real_answer);
        }
        if case.half == Half::Tune && expected.0 != answer.0 {
            write_wrong(&mut wrong, case, &expected, &answer);
        }
    }
    full.print("all identifiers", true);
    spdx.print("SPDX-only", false);
    wrong
}

/// The identifiers of the SPDX list.
pub(super) fn listed(ids: &BTreeSet<String>) -> BTreeSet<String> {
    let listed = |id: &&String| !id.to_lowercase().starts_with("licenseref-");
    ids.iter().filter(listed).cloned().collect()
}

fn write_wrong(wrong: &mut String, case: &Case, expected: &Expressions, answer: &Expressions) {
    let join = |set: &BTreeSet<String>| set.iter().cloned().collect::<Vec<_>>().join(" | ");
    let verdict = if expected.1 == answer.1 { "keys" } else { "DIFF" };
    let (expected, answer) = (join(&expected.0), join(&answer.0));
    writeln!(wrong, "{}\t{verdict}\t{expected}\t{answer}", case.relative)
        .expect("a string can be written");
}
