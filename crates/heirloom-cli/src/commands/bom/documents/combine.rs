// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Several documents as one, and what guidelines say of documents.

use std::{borrow::Cow, ffi::OsString, path::Path};

use heirloom_report::{messages::Messages, visible};
use heirloom_sbom::{FieldScore, Guideline, ItemKind, Level, report};

use super::{bytes_of, unreadable};
use crate::{
    clock,
    error::{CliError, Exit, Kind},
    output::{self, Target},
    ui::Ui,
};

/// At most this many components that lack a field are named in the terminal.
const MAX_NAMES: usize = 5;

pub(super) fn merge(
    ui: &Ui,
    messages: &Messages,
    files: &[OsString],
    form: &str,
    (output, conflicts_file): (Option<&OsString>, Option<&OsString>),
    (name, is_strict): (Option<&str>, bool),
) -> Result<Exit, CliError> {
    let form = super::super::form(form)?;
    let names: Vec<String> =
        files.iter().map(|file| Path::new(file).display().to_string()).collect();
    let (mut bills, mut losses) = (Vec::new(), Vec::new());
    for file in files {
        let bytes = bytes_of(file)?;
        let (_, bill) =
            heirloom_sbom::read_bill(&bytes).map_err(|error| unreadable(file, &error))?;
        bills.push(bill);
        losses.push(heirloom_sbom::unmerged(&bytes).map_err(|error| unreadable(file, &error))?);
    }
    let mut merged = heirloom_sbom::merge(bills, name);
    let tool = ("heirloom".to_owned(), Some(env!("CARGO_PKG_VERSION").to_owned()));
    if !merged.bill.tools.contains(&tool) {
        merged.bill.tools.push(tool);
    }
    merged.bill.created = Some(clock::now());
    if let Some(target) = conflicts_file {
        let text = report::merging(&merged.conflicts, &names, &losses);
        output::write(&Target::of(target), |out| out.write_all(text.as_bytes()))?;
    }
    for one in &merged.conflicts {
        let file = |number: usize| names.get(number).map(String::as_str).unwrap_or_default();
        ui.note(&messages.text(
            "bom.conflict",
            &[
                ("item", one.item.as_str()),
                ("field", one.field.as_str()),
                ("kept", one.kept.0.as_str()),
                ("one", file(one.kept.1)),
                ("other", one.other.0.as_str()),
                ("two", file(one.other.1)),
            ],
        ));
    }
    for (file, losses) in names.iter().zip(&losses) {
        for loss in losses {
            let field = format!("{file}: {}", loss.field);
            let n = loss.n.to_string();
            let example = loss.example.as_str();
            let args = [("field", field.as_str()), ("n", n.as_str()), ("example", example)];
            ui.note(&messages.text("bom.lost", &args));
        }
    }
    if is_strict && !(merged.conflicts.is_empty() && losses.iter().all(Vec::is_empty)) {
        return Ok(Exit::Rejected);
    }
    let target = output.map_or(Target::Stdout, |file| Target::of(file));
    output::write(&target, |out| heirloom_sbom::write_bill(&merged.bill, form, out))?;
    Ok(Exit::Clean)
}

pub(super) fn score(
    messages: &Messages,
    files: &[OsString],
    require: &[String],
    json: bool,
) -> Result<Exit, CliError> {
    let known = |name: &String| {
        Guideline::from_name(name).ok_or_else(|| {
            let known: Vec<&str> = Guideline::ALL.iter().map(|one| one.name()).collect();
            CliError::new(Kind::User, format!("there is no guideline {name:?}"))
                .hint(format!("known ones: {}", known.join(", ")))
        })
    };
    let required: Vec<Guideline> = require.iter().map(known).collect::<Result<_, CliError>>()?;
    let mut exit = Exit::Clean;
    let mut documents = Vec::new();
    for file in files {
        let (form, bill) =
            heirloom_sbom::read_bill(&bytes_of(file)?).map_err(|error| unreadable(file, &error))?;
        let score = heirloom_sbom::score(&bill, form);
        if required.iter().any(|&guideline| !score.is_complete(guideline)) {
            exit = Exit::Rejected;
        }
        let name = Path::new(file).display().to_string();
        if json {
            documents.push((name, form, score));
            continue;
        }
        let n = bill.items.iter().filter(|item| item.kind != ItemKind::File).count().to_string();
        let head = [("file", name.as_str()), ("form", form.name()), ("n", n.as_str())];
        let mut text = messages.text("bom.score-head", &head) + "\n";
        for guideline in Guideline::ALL {
            if required.is_empty() || required.contains(&guideline) {
                text += &guideline_text(messages, &score, guideline);
            }
        }
        output::print(&text)?;
    }
    if json {
        output::print(&report::scores(&documents))?;
    }
    Ok(exit)
}

fn guideline_text(
    messages: &Messages,
    score: &heirloom_sbom::Score,
    guideline: Guideline,
) -> String {
    let fields: Vec<(&FieldScore, Level)> = score.of(guideline).collect();
    let required = || fields.iter().filter(|(_, level)| *level == Level::Required);
    let n = required().filter(|(one, _)| one.missing.is_empty()).count().to_string();
    let all = required().count().to_string();
    // Rounded down: 100 is said of what is complete alone.
    let percent = format!("{:.0}", score.percent(guideline).floor());
    let args = [("title", guideline.title()), ("percent", &percent), ("n", &n), ("all", &all)];
    let mut text = messages.text("bom.guideline", &args) + "\n";
    for (one, level) in fields.iter().filter(|(one, _)| !one.missing.is_empty()) {
        let shown = one.missing.iter().take(MAX_NAMES).map(|name| visible(name));
        let mut names: Vec<Cow<'_, str>> = shown.collect();
        let n_more = (one.missing.len() - names.len()).to_string();
        let more = messages.text("bom.and-more", &[("n", &n_more)]);
        if n_more != "0" {
            names.push(more.into());
        }
        let names =
            if one.n_all == 1 { String::new() } else { format!(" — {}", names.join(", ")) };
        let mark = if *level == Level::Required { "✘" } else { "○" };
        let field = messages.label(&format!("bom.field-{}", one.field.name())).to_owned();
        let (with, of) = ((one.n_all - one.missing.len()).to_string(), one.n_all.to_string());
        let args =
            [("mark", mark), ("field", &field), ("with", &with), ("of", &of), ("names", &names)];
        text += &messages.text("bom.missing", &args);
        text.push('\n');
        let place = messages.label(&format!("bom.supply-{}", one.field.name())).to_owned();
        text += &messages.text("bom.supply", &[("where", &place)]);
        text.push('\n');
    }
    text
}
