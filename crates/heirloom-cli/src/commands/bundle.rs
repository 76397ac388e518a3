// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! `heirloom bundle`: what has to go with each delivery, in a folder.

use std::{
    ffi::OsString,
    fs::{self, File},
    io::{self, Read, Write},
    path::{Path, PathBuf},
};

use heirloom_engine::{
    bundle::{self, BundleRequest},
    check,
};
use heirloom_model::{Bundle, hexadecimal};
use heirloom_report::TerminalOptions;
use sha2::{Digest, Sha256};

use super::check::{ProductArgs, request};
use crate::{
    environment::Environment,
    error::{CliError, Exit, Kind},
    interrupt,
    output::{self, Target},
    progress::ProgressLine,
    ui::Ui,
};

/// Gather what has to go with a delivery: notices, license texts, source, offers
///
/// Judges SOURCE as `heirloom check` does and turns every duty into a thing to hand over, or into a
/// line of what somebody has to do. What is owed for certain and not at hand is named, and nothing
/// is written: a bundle that is there is complete.
#[derive(Debug, clap::Args)]
pub(crate) struct BundleArgs {
    /// Write the bundle into this new or empty folder, one folder in it for each delivery if there
    /// are several; without it only say what there would be
    #[arg(long, short, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Offer the source in writing instead of handing it over; who offers stands in heirloom.toml
    #[arg(long)]
    written_offer: bool,
    /// Only the delivery of this name
    #[arg(long, value_name = "NAME")]
    only: Option<String>,
    /// Write what there is even if pieces are missing; MISSING.txt names them
    #[arg(long)]
    allow_missing: bool,
    #[command(flatten)]
    product: ProductArgs,
}

pub(crate) fn run(
    ui: &Ui,
    environment: &Environment,
    args: BundleArgs,
    typed: &[OsString],
) -> Result<Exit, CliError> {
    let BundleArgs { out, written_offer, only, allow_missing, product } = args;
    let sources = product.sources.clone();
    if let Some(out) = &out {
        must_be_free(out)?;
    }
    let check = request(ui, environment, product, typed)?;
    let request = BundleRequest { check, delivery: only, is_written_offer: written_offer };
    let cancel = interrupt::flag();
    let progress = ProgressLine::new(ui.progress, ui.width);
    let book = check::license_book()?;
    let result = bundle::bundle(&request, &book, &progress, &cancel)?;
    drop(progress);
    if result.bundles.is_empty() {
        let known: Vec<_> = result.deliveries.iter().map(|name| &**name).collect();
        let wanted = request.delivery.unwrap_or_default();
        return Err(CliError::new(Kind::User, format!("no delivery is called `{wanted}`"))
            .hint(format!("there are: {}", known.join(", "))));
    }
    let is_complete = result.bundles.iter().all(|bundle| bundle.missing.is_empty());
    let is_written = out.is_some() && (is_complete || allow_missing);
    let mut bundles = result.bundles;
    if let Some(out) = out.as_deref().filter(|_| is_written) {
        let several = bundles.len() > 1;
        for bundle in &mut bundles {
            let folder = if several { out.join(folder_name(&bundle.delivery)) } else { out.into() };
            write(ui, bundle, &folder, sources.as_deref())?;
        }
    }
    let options = TerminalOptions { language: ui.language, color: ui.color, width: ui.width };
    output::write(&Target::Stdout, |stdout| {
        for (index, bundle) in bundles.iter().enumerate() {
            if index > 0 {
                writeln!(stdout)?;
            }
            let text = heirloom_report::bundle_terminal(bundle, is_written, &options);
            stdout.write_all(text.as_bytes())?;
        }
        Ok(())
    })?;
    Ok(if is_complete { Exit::Clean } else { Exit::Rejected })
}

/// A bundle never mixes with what was there before.
fn must_be_free(out: &Path) -> Result<(), CliError> {
    let is_free = match fs::read_dir(out) {
        Ok(mut entries) => entries.next().is_none(),
        Err(error) => error.kind() == io::ErrorKind::NotFound,
    };
    if is_free {
        return Ok(());
    }
    Err(CliError::new(Kind::User, format!("`{}` is not an empty folder", out.display()))
        .hint("name a new folder with --out, or remove what is in it"))
}

/// The name of a delivery as that of a folder.
fn folder_name(delivery: &str) -> String {
    let plain = |letter: char| {
        let is_plain = letter.is_alphanumeric() || matches!(letter, '_' | '-');
        if is_plain { letter } else { '-' }
    };
    delivery.chars().map(plain).collect()
}

fn write(
    ui: &Ui,
    bundle: &mut Bundle,
    folder: &Path,
    sources: Option<&Path>,
) -> Result<(), CliError> {
    fs::create_dir_all(folder).map_err(|error| failed(folder, &error))?;
    for entry in &mut bundle.sources {
        let Some(sources) = sources else { continue };
        let from = sources.join(&*entry.archive);
        let to = (!bundle.is_written_offer).then(|| folder.join("sources").join(&*entry.archive));
        let digest = copied(&from, to.as_deref())?;
        entry.sha256 = Some(digest.into());
    }
    for file in heirloom_report::bundle_files(bundle, env!("CARGO_PKG_VERSION"), ui.language) {
        let path = folder.join(&file.path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(|error| failed(parent, &error))?;
        }
        output::write(&Target::File(path), |out| out.write_all(&file.bytes))?;
    }
    Ok(())
}

/// Copies an archive, if it is to go along, and gives its SHA-256 digest in hexadecimal digits.
fn copied(from: &Path, to: Option<&Path>) -> Result<String, CliError> {
    let unread = |error: io::Error| {
        CliError::new(Kind::User, format!("failed to read {}: {error}", from.display())).hint(
            "the archive was there a moment ago: see that nothing changes the folder of --sources",
        )
    };
    let mut input = File::open(from).map_err(unread)?;
    let mut output = to.map(|to| created(to).map(|file| (to, file))).transpose()?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 256 << 10];
    loop {
        let n = input.read(&mut buffer).map_err(unread)?;
        if n == 0 {
            break;
        }
        hasher.update(&buffer[..n]);
        if let Some((to, output)) = &mut output {
            output.write_all(&buffer[..n]).map_err(|error| failed(to, &error))?;
        }
    }
    Ok(hexadecimal(&hasher.finalize()))
}

fn created(path: &Path) -> Result<File, CliError> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).map_err(|error| failed(parent, &error))?;
    }
    File::create(path).map_err(|error| failed(path, &error))
}

fn failed(path: &Path, error: &io::Error) -> CliError {
    CliError::new(Kind::User, format!("failed to write {}: {error}", path.display()))
}
