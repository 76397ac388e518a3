// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! `heirloom bom`: a software bill of materials of a source, and what is done with those of others.

mod documents;
mod packages;

use std::{
    ffi::OsString,
    hash::{BuildHasher, RandomState},
    path::PathBuf,
};

use heirloom_engine::BillOptions;
use heirloom_sbom::{Agent, Bill, BomOptions, Form};

use super::scan::{
    BillSource, LimitArgs, OutputArgs, RunningArgs, ScanArgs, ScannedForBill, SelectionArgs,
    TreeArgs, scanned_for_bill, unread,
};
use crate::{
    clock,
    environment::Environment,
    error::{CliError, Exit, Kind},
    interrupt,
    output::{self, Target},
    progress::ProgressLine,
    ui::Ui,
};

/// Write a software bill of materials: packages, who requires whom, licenses, holders
///
/// Equal sources give equal documents but for the time, which SOURCE_DATE_EPOCH sets and
/// `--no-timestamp` leaves out; the serial number is made of the contents.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct BomArgs {
    #[command(subcommand)]
    command: Option<documents::DocumentCommand>,
    /// A folder, a file, an archive, a bill of materials, an image (oci:, docker-archive:, registry:), or
    /// git:REPO@REV [default: the current folder]
    source: Option<OsString>,
    /// The form: cyclonedx-1.7, -1.6, -1.5, -1.4 (or with -xml behind), spdx-3, spdx-2.3, spdx-2.3-tag-value
    #[arg(long, short, value_name = "FORM", default_value = "cyclonedx-1.6")]
    format: String,
    /// The file to write [default: stdout]
    #[arg(long, short, value_name = "FILE")]
    output: Option<OsString>,
    /// List packages that serve tests, examples and building alone too
    #[arg(long)]
    all: bool,
    /// List files one by one, with checksums, licenses and the lines that show them, and the layers of
    /// an image
    #[arg(long)]
    files: bool,
    /// Say how components are linked, run and copied, as `heirloom check` finds it; brings components
    /// that no package file names, such as libraries that a makefile links
    #[arg(long)]
    relations: bool,
    /// A folder with packages as they were fetched (Cargo's registry cache, a Maven repository,
    /// node_modules, wheels): what they say of components that are listed is taken, and checksums of
    /// their files; may be repeated
    #[arg(long, value_name = "DIR")]
    packages: Vec<PathBuf>,
    /// The organization that makes the document; see also `[bom]` in heirloom.toml
    #[arg(long, value_name = "NAME <MAIL>")]
    author: Option<String>,
    /// The serial number of the document: `random`, or `urn:uuid:` and a UUID [default: made of the
    /// contents]
    #[arg(long, value_name = "URN")]
    serial_number: Option<String>,
    /// Say no time (SPDX asks for one: the first second of 1970)
    #[arg(long)]
    no_timestamp: bool,
    /// Exit with 0 even when some input could not be read
    #[arg(long)]
    allow_partial: bool,
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
    args: BomArgs,
    typed: &[OsString],
) -> Result<Exit, CliError> {
    if let Some(command) = &args.command {
        return documents::run(ui, command);
    }
    let BomArgs { source, format, output: file, all, no_timestamp, allow_partial, .. } = args;
    let (selection, running, limits) = (args.selection, args.running, args.limits);
    let format = form(&format)?;
    let (outputs, tree) = (OutputArgs::default(), TreeArgs::default());
    let packages = args.packages;
    let (same_running, same_limits) = (running.clone(), limits.clone());
    let scan =
        ScanArgs { source, selection, outputs, tree, running: same_running, limits: same_limits };
    let created = (!no_timestamp).then(clock::now);
    let (mut bill, stated, is_made, exit) =
        match scanned_for_bill(ui, environment, scan, args.relations, typed)? {
            BillSource::Bill(bill, stated) => (again(*bill, created), *stated, false, Exit::Clean),
            BillSource::Scan(scanned) => {
                let ScannedForBill { request, scan, product, stated } = *scanned;
                let bom = BomOptions { created, with_aside: all, ..BomOptions::default() };
                let options = BillOptions { bom, files: args.files };
                let cancel = interrupt::flag();
                let progress = ProgressLine::new(ui.progress, ui.width);
                let product = product.as_ref();
                let made =
                    heirloom_engine::bill(&request, &scan, product, &options, &progress, &cancel);
                (made?, stated, true, unread(ui, &scan.summary, allow_partial))
            }
        };
    if !packages.is_empty() {
        bill = packages::filled(ui, environment, bill, &packages, (running, limits), typed)?;
    }
    stated.apply(&mut bill);
    if is_made {
        bill.name_suppliers();
    }
    bill.authors.splice(..0, args.author.as_deref().map(author));
    if let Some(asked) = &args.serial_number {
        bill.id = Some(serial(asked)?);
    }
    let target = file.as_ref().map_or(Target::Stdout, |file| Target::of(file));
    output::write(&target, |out| heirloom_sbom::write_bill(&bill, format, out))?;
    Ok(exit)
}

/// A bill that is the source as a document of ours: all that it says, under a name of its own.
fn again(mut bill: Bill, created: Option<String>) -> Bill {
    let tool = ("heirloom".to_owned(), Some(env!("CARGO_PKG_VERSION").to_owned()));
    if !bill.tools.contains(&tool) {
        bill.tools.push(tool);
    }
    Bill { id: None, created, ..bill }
}

/// The name of a document that somebody asks for.
fn serial(asked: &str) -> Result<String, CliError> {
    if asked == "random" {
        // The keys of a hasher are the randomness that the standard library has.
        let number = || u128::from(RandomState::new().hash_one(0_u8));
        let bits = (number() << 64 | number()) & !(0xf << 76) & !(0x3 << 62) | 4 << 76 | 2 << 62;
        let hex = format!("{bits:032x}");
        let parts = [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]];
        return Ok(format!("urn:uuid:{}", parts.join("-")));
    }
    let asked = asked.to_ascii_lowercase();
    if heirloom_sbom::is_uuid_urn(&asked) {
        return Ok(asked);
    }
    Err(CliError::new(Kind::User, format!("{asked:?} is no serial number"))
        .hint("write `random`, or `urn:uuid:` and a UUID"))
}

/// `NAME <MAIL>`.
fn author(text: &str) -> Agent {
    let (name, email) = match text.trim_end_matches('>').split_once('<') {
        Some((name, email)) => (name.trim(), Some(email.trim().to_owned())),
        None => (text.trim(), None),
    };
    Agent { name: name.to_owned(), email, ..Agent::default() }
}

/// The form of a name.
fn form(name: &str) -> Result<Form, CliError> {
    Form::from_name(name).ok_or_else(|| {
        let known: Vec<&str> = Form::WRITTEN.iter().map(|form| form.name()).collect();
        CliError::new(Kind::User, format!("there is no form {name:?}"))
            .hint(format!("known ones: {}", known.join(", ")))
    })
}
