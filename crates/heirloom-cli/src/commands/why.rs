// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! `heirloom why`: the ways on which a package came into a tree.

use std::ffi::OsString;

use heirloom_engine::Want;
use heirloom_model::{Inventory, Language, PackageIndex};
use heirloom_report::{TerminalOptions, messages::Messages};

use super::scan::{
    LimitArgs, OutputArgs, RunningArgs, ScanArgs, SelectionArgs, TreeArgs, scanned, unread,
};
use crate::{
    environment::Environment,
    error::{CliError, Exit, Kind},
    output::{self, Target},
    ui::Ui,
};

/// Show why a component is there: a shortest way from each root that requires it
///
/// COMPONENT is a package URL, a name, NAME@VERSION, or the last part of a name.
#[derive(Debug, clap::Args)]
pub(crate) struct WhyArgs {
    /// The component
    component: String,
    /// A folder, a file, an archive, or git:REPO@REV [default: the current folder]
    source: Option<OsString>,
    /// Show the ways from all roots
    #[arg(long)]
    all: bool,
    /// Print one JSON document (form heirloom-why/1)
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    selection: SelectionArgs,
    #[command(flatten)]
    running: RunningArgs,
    #[command(flatten)]
    limits: LimitArgs,
}

pub(crate) fn run(
    ui: &Ui,
    environment: &Environment,
    args: WhyArgs,
    typed: &[OsString],
) -> Result<Exit, CliError> {
    let WhyArgs { component, source, all, json, selection, running, limits } = args;
    let (outputs, tree) = (OutputArgs::default(), TreeArgs::default());
    let scan = ScanArgs { source, selection, outputs, tree, running, limits };
    // Who requires whom stands in package files alone.
    let want = Want { licenses: false, copyrights: false, packages: true, uses: false };
    let result = scanned(ui, environment, scan, typed, |request| request.want = want)?;
    let summary = &result.summary;
    let wanted = named(&summary.inventory, &component)
        .map_err(|like| unknown(&summary.inventory, &component, &like, ui.language))?;
    output::write(&Target::Stdout, |out| {
        if json {
            return heirloom_report::why_json(summary, &wanted, out);
        }
        let options = TerminalOptions { language: ui.language, color: ui.color, width: ui.width };
        heirloom_report::why(summary, &wanted, all, &options, out)
    })?;
    Ok(unread(ui, summary, false))
}

/// The packages that a text names: by identity, else by name and version, else by name, else by the
/// last part of the name. Without any, names that are like it.
fn named(inventory: &Inventory, text: &str) -> Result<Vec<PackageIndex>, Vec<String>> {
    let wanted = text.to_lowercase();
    let (name, version) = match text.rsplit_once('@') {
        Some((name, version)) if !name.is_empty() => (name.to_lowercase(), Some(version)),
        _ => (wanted.clone(), None),
    };
    let find = |fits: &dyn Fn(&heirloom_model::Package) -> bool| -> Vec<PackageIndex> {
        let found = inventory.iter().filter(|(_, package, _)| fits(package));
        found.map(|(index, _, _)| index).collect()
    };
    let is_version = |package: &heirloom_model::Package| {
        version.is_none_or(|version| package.version.as_deref() == Some(version))
    };
    let last = |name: &str| name.rsplit(['/', ':']).next().unwrap_or(name).to_lowercase();
    let ways: [&dyn Fn(&heirloom_model::Package) -> bool; 5] = [
        &|package| package.id.as_str() == text || package.purl.as_deref() == Some(text),
        &|package| {
            let purl = package.purl.as_deref().and_then(|purl| purl.split(['@', '?', '#']).next());
            purl.is_some_and(|purl| purl == text)
        },
        &|package| package.name.to_lowercase() == wanted,
        &|package| package.name.to_lowercase() == name && is_version(package),
        &|package| last(&package.name) == name && is_version(package),
    ];
    if let Some(found) = ways.iter().map(|way| find(way)).find(|found| !found.is_empty()) {
        return Ok(found);
    }
    let mut like: Vec<String> = inventory
        .iter()
        .filter(|(_, package, _)| package.name.to_lowercase().contains(&name))
        .map(|(_, package, _)| package.name.to_string())
        .collect();
    like.sort_unstable();
    like.dedup();
    Err(like)
}

fn unknown(inventory: &Inventory, text: &str, like: &[String], language: Language) -> CliError {
    let messages = Messages::for_language(language);
    let shown = format!("{text:?}");
    let error = CliError::new(Kind::User, messages.text("why.unknown", &[("name", &shown)]));
    match like {
        _ if inventory.is_empty() => error.hint(messages.label("terminal.no-components")),
        // Every name is like none.
        _ if like.is_empty() || text.is_empty() => error.hint(messages.label("why.all")),
        like => {
            let shown: Vec<&str> = like.iter().take(10).map(String::as_str).collect();
            let list = shown.join(messages.label("terminal.comma"));
            error.hint(messages.text("why.like", &[("list", &list)]))
        }
    }
}
