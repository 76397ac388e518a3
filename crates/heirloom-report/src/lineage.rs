// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What follows for a product, for people and for programs.

mod alike;
mod bundle;
mod burdens;
mod config;
mod gate;
mod html;
mod json;
mod junit;
mod matrix;
mod places;
mod plan;
mod plan_json;
mod proof;
mod sarif;
mod terminal;
mod told;
mod words;

use std::{
    fmt,
    io::{self, Write},
};

use heirloom_model::{
    ComponentId, DeliveryConclusion, Edit, Ending, Language, Level, Plans, PolicyConclusion,
    Product, Proof, Question, Reading, ResidualRisk, Tri, Verdict, WholeChange,
};

use crate::TerminalOptions;

pub(crate) use bundle::BundleWire;
pub use bundle::{BundleFile, bundle_files, bundle_terminal};
pub use config::ConfigView;
pub use html::PageExtras;
pub(crate) use json::CheckWire;
pub(crate) use plan_json::PlanWire;

/// What is shown of a check.
#[derive(Clone, Copy, Debug)]
pub struct CheckView<'a> {
    /// What was checked, as the user named it.
    pub source: &'a str,
    /// The version of Heirloom.
    pub version: &'a str,
    /// What was judged.
    pub product: &'a Product,
    /// Whether the delivery is assumed, because none is stated.
    pub is_assumed: bool,
    /// What follows for each delivery.
    pub deliveries: &'a [DeliveryConclusion],
    /// What the policy says, if one was asked.
    pub policy: Option<&'a PolicyConclusion>,
    /// What could not be judged, one sentence each.
    pub problems: &'a [String],
}

/// The proofs of wholes, made one at a time when they are written.
#[derive(Clone, Copy)]
pub struct Proofs<'a> {
    prove: &'a dyn Fn(usize, &ComponentId) -> Option<Proof>,
}

impl<'a> Proofs<'a> {
    /// Proofs that `prove` makes for a delivery, by its place, and the root of a whole.
    pub fn new(prove: &'a dyn Fn(usize, &ComponentId) -> Option<Proof>) -> Proofs<'a> {
        Proofs { prove }
    }

    pub(crate) fn of(&self, delivery: usize, root: &ComponentId) -> Option<Proof> {
        (self.prove)(delivery, root)
    }
}

impl fmt::Debug for Proofs<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Proofs")
    }
}

/// What is shown of plans for a product.
#[derive(Clone, Copy, Debug)]
pub struct PlanView<'a> {
    /// What was planned for, as the user named it.
    pub source: &'a str,
    /// The version of Heirloom.
    pub version: &'a str,
    /// What was judged.
    pub product: &'a Product,
    /// Whether the delivery is assumed, because none is stated.
    pub is_assumed: bool,
    /// The heaviest level that a whole of ours may have.
    pub most: Level,
    /// The readings that count.
    pub readings: &'a [Reading],
    /// The policy that has to accept every whole, by its name.
    pub policy: Option<&'a str>,
    /// The plans.
    pub plans: &'a Plans,
}

/// What is shown of edits that were asked for.
#[derive(Clone, Copy, Debug)]
pub struct WhatIfView<'a> {
    /// What was judged, as the user named it.
    pub source: &'a str,
    /// The version of Heirloom.
    pub version: &'a str,
    /// What was judged, before the edits.
    pub product: &'a Product,
    /// The edits.
    pub edits: &'a [Edit],
    /// The wholes whose verdict changes.
    pub changes: &'a [WholeChange],
    /// What the edits leave open.
    pub risks: &'a [ResidualRisk],
    /// How many wholes miss the goal then.
    pub n_missing: usize,
}

/// A table of verdicts: ways of use against licenses.
#[derive(Clone, Debug)]
pub struct MatrixView {
    /// The heads of the columns.
    pub columns: Vec<String>,
    /// Rows: name, the stable name of the way of use, the verdicts.
    pub rows: Vec<(String, String, Vec<Verdict>)>,
}

/// Writes what follows for people.
///
/// # Errors
/// Whatever `out` fails with.
pub fn check_terminal(
    view: &CheckView<'_>,
    options: &TerminalOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    out.write_all(terminal::page(view, options).as_bytes())
}

/// Writes what follows as one JSON document of the form `heirloom-check/1`, with the proof of each
/// whole if `proofs` are given; see [`crate::schema`].
///
/// # Errors
/// Whatever `out` fails with.
pub fn check_json(
    view: &CheckView<'_>,
    proofs: Option<Proofs<'_>>,
    out: &mut dyn Write,
) -> io::Result<()> {
    json::write(view, proofs, out)
}

/// Writes what needs attention as SARIF 2.1.0, for code scanning; texts are in `language`.
///
/// # Errors
/// Whatever `out` fails with.
pub fn check_sarif(
    view: &CheckView<'_>,
    language: Language,
    out: &mut dyn Write,
) -> io::Result<()> {
    sarif::write(view, language, out)
}

/// Writes the wholes and what a policy found as JUnit XML, for CI systems; texts are in
/// `language`.
///
/// # Errors
/// Whatever `out` fails with.
pub fn check_junit(
    view: &CheckView<'_>,
    language: Language,
    out: &mut dyn Write,
) -> io::Result<()> {
    junit::write(view, language, out)
}

/// Writes what follows as one page that works offline: findings, wholes, duties, questions, the
/// graph of the product with its proofs, and what `extras` give. Readers can switch the language.
///
/// # Errors
/// Whatever `out` fails with.
pub fn check_html(
    view: &CheckView<'_>,
    extras: &PageExtras<'_>,
    language: Language,
    out: &mut dyn Write,
) -> io::Result<()> {
    html::check(view, extras, language, out)
}

/// Writes a table of verdicts as one page that works offline, by this version of Heirloom.
///
/// # Errors
/// Whatever `out` fails with.
pub fn matrix_html(
    view: &MatrixView,
    version: &str,
    language: Language,
    out: &mut dyn Write,
) -> io::Result<()> {
    html::matrix(view, version, language, out)
}

/// Writes a proof as an indented tree, with what ends the rights under licenses it rests on.
///
/// # Errors
/// Whatever `out` fails with.
pub fn proof_terminal(
    proof: &Proof,
    endings: &[Ending],
    options: &TerminalOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    out.write_all(proof::page(proof, endings, options).as_bytes())
}

/// Writes a question with the proofs of what follows as things stand (`Unknown`) and under each answer.
///
/// # Errors
/// Whatever `out` fails with.
pub fn question_terminal(
    question: &Question,
    answers: &[(Tri, Vec<&Proof>)],
    options: &TerminalOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    out.write_all(proof::asked(question, answers, options).as_bytes())
}

/// Writes a `heirloom.toml` to start from, with comments in a language.
///
/// # Errors
/// Whatever `out` fails with.
pub fn config_toml(
    view: &ConfigView<'_>,
    options: &TerminalOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    out.write_all(config::text(view, options).as_bytes())
}

/// Writes plans for people.
///
/// # Errors
/// Whatever `out` fails with.
pub fn plan_terminal(
    view: &PlanView<'_>,
    options: &TerminalOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    let text = terminal::Page::with(options, |page| plan::plans(page, view));
    out.write_all(text.as_bytes())
}

/// Writes plans as one JSON document of the form `heirloom-plan/1`; see [`crate::schema`].
///
/// # Errors
/// Whatever `out` fails with.
pub fn plan_json(view: &PlanView<'_>, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, &PlanWire::from(view))?;
    out.write_all(b"\n")
}

/// Writes what edits change for people.
///
/// # Errors
/// Whatever `out` fails with.
pub fn what_if_terminal(
    view: &WhatIfView<'_>,
    options: &TerminalOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    let text = terminal::Page::with(options, |page| plan::what_if(page, view));
    out.write_all(text.as_bytes())
}

/// Writes what edits change in the form `heirloom-plan/1`.
///
/// # Errors
/// Whatever `out` fails with.
pub fn what_if_json(view: &WhatIfView<'_>, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, &PlanWire::from(view))?;
    out.write_all(b"\n")
}

/// Writes a table of verdicts for people.
///
/// # Errors
/// Whatever `out` fails with.
pub fn matrix_terminal(
    view: &MatrixView,
    options: &TerminalOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    out.write_all(matrix::text(view, options).as_bytes())
}

/// Writes a table of verdicts as CSV (RFC 4180): the row's name, then tokens joined by `+`.
///
/// # Errors
/// Whatever `out` fails with.
pub fn matrix_csv(view: &MatrixView, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(matrix::csv(view).as_bytes())
}

#[cfg(test)]
mod tests;
