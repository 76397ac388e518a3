// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! `heirloom plan`: the cheapest remedies, judged again.

use std::ffi::OsString;

use heirloom_engine::{
    EditError,
    check::{self, CheckRequest},
    plan::{self, Costs, Limits, Offers, PlanRequest, WhatIf},
    proofs::Prover,
};
use heirloom_model::{Level, Plans, Product, Reading};
use heirloom_report::{PlanView, TerminalOptions, WhatIfView, messages::Messages};

use super::check::{ProductArgs, outputs, request};
use crate::{
    environment::Environment,
    error::{CliError, Exit, Kind},
    interrupt,
    output::{self, Target},
    progress::ProgressLine,
    ui::Ui,
};

/// Find the cheapest remedies: edits of the product under which every whole may leave the house
///
/// A plan is a set of edits (remove, separate, put something between), judged again: no whole is in
/// conflict, and the policy rejects nothing that edits can change. Exits with 1 if the product
/// misses that and no plan helps, or if it misses it after the edits of `--what-if`.
#[derive(Debug, clap::Args)]
pub(crate) struct PlanArgs {
    /// Judge the product after this edit; may be repeated: "app static_link→exec readline"
    ///
    /// `USER KIND→KIND USED` changes a use, `USER KIND→drop USED` takes it away, `USER KIND
    /// USED→OTHER` puts another component in its place, `USED license→LICENSE` obtains a license,
    /// `USED form→none` leaves it to the recipient. `->` stands for `→`.
    #[arg(long, value_name = "EDIT")]
    what_if: Vec<String>,
    /// The heaviest verdict that a whole of yours may have: duties_only, contested, …
    #[arg(long, value_name = "LEVEL")]
    most: Option<String>,
    /// The readings that count: text, steward_strict, interface [default: all]
    #[arg(long, value_name = "READING", value_delimiter = ',')]
    reading: Vec<String>,
    /// What an edit costs, such as rewrite=100; may be repeated, wins over heirloom.toml
    #[arg(long, value_name = "EDIT=N")]
    cost: Vec<String>,
    /// Plan against conflicts and `--most` alone
    #[arg(long)]
    no_policy: bool,
    /// How many plans to give
    #[arg(long, value_name = "N", default_value = "4")]
    plans: usize,
    /// Write one JSON document (form heirloom-plan/1)
    #[arg(long, value_name = "FILE", num_args = 0..=1, default_missing_value = "-")]
    json: Option<OsString>,
    /// Write the page of `heirloom check --html` with these plans on it
    #[arg(long, value_name = "FILE", conflicts_with_all = ["what_if", "json"])]
    html: Option<OsString>,
    #[command(flatten)]
    product: ProductArgs,
}

pub(crate) fn run(
    ui: &Ui,
    environment: &Environment,
    args: PlanArgs,
    typed: &[OsString],
) -> Result<Exit, CliError> {
    let PlanArgs { what_if, most, reading, cost, no_policy, plans, mut json, html, mut product } =
        args;
    let most = match &most {
        None => Level::InheritsWhole,
        Some(name) => word(name, "level", Level::ALL, Level::name)?,
    };
    let readings = match reading.as_slice() {
        [] => Reading::ALL.to_vec(),
        names => {
            let one = |name: &String| word(name, "reading", Reading::ALL, Reading::name);
            names.iter().map(one).collect::<Result<_, CliError>>()?
        }
    };
    let is_joined = typed.iter().any(|arg| arg.as_encoded_bytes().starts_with(b"--json="));
    if product.source().is_none() && !is_joined && json.as_ref().is_some_and(|file| file != "-") {
        product.set_source(json.replace("-".into()));
    }
    let target = json.as_ref().map_or(Target::Stdout, |file| Target::of(file));
    let is_delivery_given = product.delivery().is_some();
    let request = request(ui, environment, product, typed)?;
    let plan_request = PlanRequest {
        readings,
        most,
        gate: (!no_policy).then(|| request.gate.clone()),
        offers: Offers::of_statements(&request.stated.offers),
        costs: costs(&request, &cost)?,
        limits: Limits { plans: plans.max(1), ..Limits::STANDARD },
    };
    let cancel = interrupt::flag();
    let progress = ProgressLine::new(ui.progress, ui.width);
    let book = check::license_book()?;
    if let Some(html) = html {
        let result = check::check(&request, &book, &progress, &cancel)?;
        drop(progress);
        let plans = plan::plans(&book, &result.product, &plan_request);
        let problems = super::check::problems(ui, &result);
        let view = super::check::view(&request, &result, &problems, is_delivery_given);
        let prover = Prover::new(&book, &result.product);
        output::write(&Target::of(&html), |out| {
            outputs::page(ui, &view, &prover, Some(&plans), out)
        })?;
        if !ui.quiet {
            let view =
                plan_view(&request, &result.product, &plan_request, &plans, is_delivery_given);
            output::write(&Target::Stdout, |out| {
                heirloom_report::plan_terminal(&view, &options(ui), out)
            })?;
        }
        return Ok(outcome(&plans));
    }
    let (_, product) = check::survey(&request, &progress, &cancel)?;
    drop(progress);
    let source = &*request.scan.source_name;
    if what_if.is_empty() {
        let plans = plan::plans(&book, &product, &plan_request);
        let view = plan_view(&request, &product, &plan_request, &plans, is_delivery_given);
        output::write(&target, |out| match json {
            Some(_) => heirloom_report::plan_json(&view, out),
            None => heirloom_report::plan_terminal(&view, &options(ui), out),
        })?;
        return Ok(outcome(&plans));
    }
    let found = plan::what_if(&book, &product, &plan_request, &what_if)
        .map_err(|errors| edit_errors(ui, &errors))?;
    write_what_if(ui, source, &product, &found, &target, json.is_some())?;
    Ok(if found.n_missing == 0 { Exit::Clean } else { Exit::Rejected })
}

fn plan_view<'a>(
    request: &'a CheckRequest,
    product: &'a Product,
    asked: &'a PlanRequest,
    plans: &'a Plans,
    is_delivery_given: bool,
) -> PlanView<'a> {
    PlanView {
        source: &request.scan.source_name,
        version: env!("CARGO_PKG_VERSION"),
        product,
        is_assumed: request.stated.deliveries.is_empty() && !is_delivery_given,
        most: asked.most,
        readings: &asked.readings,
        policy: asked.gate.as_ref().map(|gate| gate.policy.name()),
        plans,
    }
}

/// Whether the goal is met, or a plan reaches it.
fn outcome(plans: &Plans) -> Exit {
    let is_stuck = !plans.missing.is_empty() && plans.plans.is_empty();
    if is_stuck { Exit::Rejected } else { Exit::Clean }
}

/// What is planned where nothing else is said.
pub(super) fn standard(request: &CheckRequest) -> Result<PlanRequest, CliError> {
    Ok(PlanRequest {
        readings: Reading::ALL.to_vec(),
        most: Level::InheritsWhole,
        gate: Some(request.gate.clone()),
        offers: Offers::of_statements(&request.stated.offers),
        costs: costs(request, &[])?,
        limits: Limits::STANDARD,
    })
}

fn write_what_if(
    ui: &Ui,
    source: &str,
    product: &Product,
    found: &WhatIf,
    target: &Target,
    json: bool,
) -> Result<(), CliError> {
    let view = WhatIfView {
        source,
        version: env!("CARGO_PKG_VERSION"),
        product,
        edits: &found.edits,
        changes: &found.changes,
        risks: &found.risks,
        n_missing: found.n_missing,
    };
    output::write(target, |out| match json {
        true => heirloom_report::what_if_json(&view, out),
        false => heirloom_report::what_if_terminal(&view, &options(ui), out),
    })
}

fn options(ui: &Ui) -> TerminalOptions {
    TerminalOptions { language: ui.language, color: ui.color, width: ui.width }
}

/// A word of a vocabulary.
fn word<T: Copy>(
    name: &str,
    what: &str,
    all: &[T],
    name_of: impl Fn(T) -> &'static str,
) -> Result<T, CliError> {
    all.iter().copied().find(|one| name_of(*one) == name).ok_or_else(|| {
        let known: Vec<_> = all.iter().map(|one| name_of(*one)).collect();
        CliError::new(Kind::User, format!("`{name}` is no {what}"))
            .hint(format!("known: {}", known.join(", ")))
    })
}

/// What edits cost: the standard values, those of heirloom.toml, those that were typed.
fn costs(request: &CheckRequest, typed: &[String]) -> Result<Costs, CliError> {
    let mut costs = Costs::STANDARD;
    for (name, cost) in &request.stated.costs {
        costs.set(name, *cost);
    }
    for text in typed {
        let known = || format!("known edits: {}", Costs::NAMES.join(", "));
        let wrong = || {
            CliError::new(Kind::User, format!("`{text}` is no cost: write EDIT=N")).hint(known())
        };
        let (name, cost) = text.split_once('=').ok_or_else(wrong)?;
        let cost = cost.trim().parse().map_err(|_| wrong())?;
        if !costs.set(name.trim(), cost) {
            return Err(CliError::new(Kind::User, format!("`{name}` is no edit")).hint(known()));
        }
    }
    Ok(costs)
}

/// Everything that is wrong with edits, in words.
fn edit_errors(ui: &Ui, errors: &[EditError]) -> CliError {
    let messages = Messages::for_language(ui.language);
    let lines: Vec<String> = errors
        .iter()
        .map(|error| {
            let (key, text) = match error {
                EditError::Shape(text) => ("shape", text),
                EditError::UnknownKind(text) => ("unknown-kind", text),
                EditError::UnknownEdit(text) => ("unknown-edit", text),
                EditError::UnknownComponent(text) => ("unknown-component", text),
                EditError::UnknownUse(text) => ("unknown-use", text),
                EditError::BadLicense(text) => ("bad-license", text),
            };
            messages.text(&format!("edit-error.{key}"), &[("text", text)])
        })
        .collect();
    CliError::new(Kind::User, lines.join("\n")).hint(messages.label("edit-error.hint"))
}
