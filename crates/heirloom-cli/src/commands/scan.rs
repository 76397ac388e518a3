// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! `heirloom scan`: what is in a source.

mod args;
mod settings;

use std::{
    ffi::OsString,
    io,
    path::PathBuf,
    sync::atomic::{AtomicBool, Ordering},
};

use heirloom_engine::{
    Contents, Gate, RecordsError, ScanRequest, ScanResult, StatedProduct,
    check::{self, CheckRequest},
};
use heirloom_model::{DeliveryKind, FileRecord, Product, ScanSummary, Severity};
use heirloom_report::{HtmlOptions, ListOptions, TerminalOptions, TreeOptions};
use heirloom_sbom::{Bill, stated::Statements};

pub(crate) use self::args::{
    LimitArgs, OutputArgs, RunningArgs, ScanArgs, SelectionArgs, TreeArgs,
};
use self::settings::{Format, Output, Settings, TreeSettings};
use crate::{
    clock,
    environment::Environment,
    error::{CliError, Exit, Kind},
    interrupt, output,
    progress::ProgressLine,
    ui::Ui,
};

pub(crate) fn run(
    ui: &Ui,
    environment: &Environment,
    args: ScanArgs,
    typed: &[OsString],
) -> Result<Exit, CliError> {
    let settings = Settings::new(ui, environment, args, typed)?;
    let request = settings.request(environment)?;
    let cancel = interrupt::flag();
    let progress = ProgressLine::new(ui.progress, ui.width);
    let result = heirloom_engine::scan(&request, &progress, &cancel)?;
    drop(progress);
    for output in &settings.outputs {
        write(ui, output, &settings.tree, &request, &result, &cancel)?;
    }
    let exit = unread(ui, &result.summary, settings.allow_partial);
    // The program ends here, and taking a graph of 10,000 packages apart piece by piece takes a
    // tenth of the time of reading it. What lies on disk is kept by the records alone.
    drop(result.files);
    std::mem::forget(result.summary);
    Ok(exit)
}

/// A request with what the configuration states about the product.
pub(crate) struct Surveyed {
    pub(crate) request: ScanRequest,
    pub(crate) stated: StatedProduct,
    /// The folder of the configuration, if there is one.
    pub(crate) folder: Option<PathBuf>,
}

/// Scans for a command that needs nothing but the result; `change` has the last word on what is
/// wanted.
pub(crate) fn scanned(
    ui: &Ui,
    environment: &Environment,
    args: ScanArgs,
    typed: &[OsString],
    change: impl FnOnce(&mut ScanRequest),
) -> Result<ScanResult, CliError> {
    let mut request = surveyed(ui, environment, args, typed)?.request;
    change(&mut request);
    let cancel = interrupt::flag();
    let progress = ProgressLine::new(ui.progress, ui.width);
    Ok(heirloom_engine::scan(&request, &progress, &cancel)?)
}

/// What a bill of materials is made of.
pub(crate) struct ScannedForBill {
    pub(crate) request: ScanRequest,
    pub(crate) scan: ScanResult,
    /// How components belong together, where that was asked for.
    pub(crate) product: Option<Product>,
    /// What the configuration states about bills.
    pub(crate) stated: Statements,
}

/// What a bill of materials is made of.
pub(crate) enum BillSource {
    /// A source that was scanned.
    Scan(Box<ScannedForBill>),
    /// A bill that is there, and what the configuration states.
    Bill(Box<Bill>, Box<Statements>),
}

/// Scans for a bill of materials; `relations` asks for those that `check` finds. A bill of materials as
/// a source is read as it is, unless they are asked for.
pub(crate) fn scanned_for_bill(
    ui: &Ui,
    environment: &Environment,
    args: ScanArgs,
    relations: bool,
    typed: &[OsString],
) -> Result<BillSource, CliError> {
    let settings = Settings::new(ui, environment, args, typed)?;
    let stated = settings.stated_of_bills()?;
    if let Some(bill) = settings.bill()?.filter(|_| !relations) {
        return Ok(BillSource::Bill(Box::new(bill), Box::new(stated)));
    }
    let cancel = interrupt::flag();
    let progress = ProgressLine::new(ui.progress, ui.width);
    if !relations {
        let request = settings.request(environment)?;
        let scan = heirloom_engine::scan(&request, &progress, &cancel)?;
        let scanned = ScannedForBill { request, scan, product: None, stated };
        return Ok(BillSource::Scan(Box::new(scanned)));
    }
    let (of_product, _) = settings.stated()?;
    let check = CheckRequest {
        scan: settings.request(environment)?,
        stated: of_product,
        assumed: DeliveryKind::Binary,
        gate: Gate::standard(clock::today()),
        sources: None,
    };
    let (scan, product) = check::survey(&check, &progress, &cancel)?;
    let scanned = ScannedForBill { request: check.scan, scan, product: Some(product), stated };
    Ok(BillSource::Scan(Box::new(scanned)))
}

/// Reads the configuration for a scan and for what is stated about the product.
pub(crate) fn surveyed(
    ui: &Ui,
    environment: &Environment,
    args: ScanArgs,
    typed: &[OsString],
) -> Result<Surveyed, CliError> {
    let settings = Settings::new(ui, environment, args, typed)?;
    let (stated, folder) = settings.stated()?;
    Ok(Surveyed { request: settings.request(environment)?, stated, folder })
}

fn write(
    ui: &Ui,
    output: &Output,
    tree: &TreeSettings,
    request: &ScanRequest,
    result: &ScanResult,
    cancel: &AtomicBool,
) -> Result<(), CliError> {
    let records = result.files.iter().map_err(|error| CliError::failed(Kind::Internal, &error))?;
    let mut files = records.map(|record| stop_when_cancelled(record, cancel));
    let summary = &result.summary;
    let terminal = TerminalOptions { language: ui.language, color: ui.color, width: ui.width };
    output::write(&output.target, |out| match output.format {
        Format::Json => heirloom_report::json(summary, &mut files, out),
        Format::Jsonl => heirloom_report::jsonl(summary, &mut files, out),
        Format::Csv => heirloom_report::csv(summary, &mut files, out),
        Format::Html => {
            let options = HtmlOptions::standard(ui.language);
            let mut contents = Contents::new(request);
            let mut contents = |file: &FileRecord| contents.read(file);
            heirloom_report::html(summary, &mut files, &mut contents, &options, out)
        }
        Format::Summary => heirloom_report::terminal(summary, &mut files, &terminal, out),
        Format::Components => {
            let TreeSettings { scopes, sort, width, .. } = tree.clone();
            let terminal = TerminalOptions { width, ..terminal };
            heirloom_report::list(summary, &ListOptions { terminal, scopes, sort }, out)
        }
        Format::Tree => {
            let TreeSettings { depth, scopes, unfold, .. } = tree.clone();
            heirloom_report::tree(summary, &TreeOptions { terminal, depth, scopes, unfold }, out)
        }
    })
}

fn stop_when_cancelled(
    record: Result<FileRecord, RecordsError>,
    cancel: &AtomicBool,
) -> io::Result<FileRecord> {
    if cancel.load(Ordering::Relaxed) {
        // Not `Interrupted`, which writers would retry.
        return Err(io::Error::other(output::Cancelled));
    }
    record.map_err(io::Error::other)
}

/// How a command ends where some input could not be read.
pub(crate) fn unread(ui: &Ui, summary: &ScanSummary, allow_partial: bool) -> Exit {
    let unread = |severity| severity == Severity::Unread;
    let n_unread = summary.problems.iter().filter(|p| unread(p.code.severity())).count();
    if n_unread == 0 {
        return Exit::Clean;
    }
    let what = if n_unread == 1 { "1 part".to_owned() } else { format!("{n_unread} parts") };
    ui.warning(&format!("{what} of the input could not be read; the result says which and why"));
    if allow_partial { Exit::Clean } else { Exit::Unread }
}
