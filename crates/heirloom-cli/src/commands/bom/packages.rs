// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What fetched packages say of components that a source only names.

use std::{
    collections::HashSet,
    ffi::OsString,
    path::{Path, PathBuf},
};

use heirloom_sbom::{Bill, BomOptions};

use super::super::scan::{
    LimitArgs, OutputArgs, RunningArgs, ScanArgs, SelectionArgs, TreeArgs, scanned,
};
use crate::{
    environment::Environment,
    error::{CliError, Kind},
    ui::Ui,
};

/// The bill with what packages in these folders say of its components.
pub(super) fn filled(
    ui: &Ui,
    environment: &Environment,
    mut bill: Bill,
    folders: &[PathBuf],
    (running, limits): (RunningArgs, LimitArgs),
    typed: &[OsString],
) -> Result<Bill, CliError> {
    let mut others = Vec::new();
    for folder in folders {
        let known = with_checksums(ui, &mut bill, folder)?;
        // Caches hold packages of many products: where files are known by name, they are enough.
        let parts = known.iter().flat_map(|name| [format!("**/{name}"), format!("**/{name}!/**")]);
        let include = parts.collect();
        let scan = ScanArgs {
            source: Some(folder.clone().into_os_string()),
            selection: SelectionArgs::only(include),
            outputs: OutputArgs::default(),
            tree: TreeArgs::default(),
            running: running.clone().without_config(),
            limits: limits.clone(),
        };
        let result = scanned(ui, environment, scan, typed, |_| ())?;
        let options = BomOptions { with_aside: true, ..BomOptions::default() };
        others.push(heirloom_sbom::of_scan(&result.summary, &options));
    }
    let filled = heirloom_sbom::fill(bill, others);
    for one in &filled.conflicts {
        let (kept, other) = (&one.kept.0, &one.other.0);
        ui.warning(&format!(
            "{}: {} is {kept} in the source and {other} in the package; the first is kept",
            one.item, one.field
        ));
    }
    Ok(filled.bill)
}

/// Adds checksums of the files in which components are handed out; the names of those that are there
/// and are what the source says they are.
fn with_checksums(ui: &Ui, bill: &mut Bill, folder: &Path) -> Result<Vec<String>, CliError> {
    let names = bill.artifacts();
    let wanted: HashSet<&str> = names.keys().map(String::as_str).collect();
    let found = heirloom_engine::artifacts(folder, &wanted).map_err(|error| {
        CliError::new(Kind::User, format!("failed to read packages: {error}"))
            .hint("name a folder with packages as they were fetched")
    })?;
    let of: Vec<(String, Vec<usize>)> = found
        .keys()
        .map(|name| (name.clone(), names.get(name.as_str()).cloned().unwrap_or_default()))
        .collect();
    let mut known = Vec::new();
    for (name, places) in of {
        let artifact = &found[&name];
        let n_called = places.len();
        for at in places {
            let item = &mut bill.items[at];
            let mut said = item.checksums.iter().filter(|(kind, _)| kind == "SHA-256").peekable();
            if said.peek().is_none() && n_called > 1 {
                // Nothing tells which of the components the file is.
                continue;
            }
            if said.peek().is_some() && !said.any(|(_, value)| *value == artifact.sha256) {
                let path = artifact.path.display();
                ui.warning(&format!(
                    "{path} is not the file that the source's lock names; left out"
                ));
                continue;
            }
            item.hand_out();
            for (kind, value) in [("SHA-256", &artifact.sha256), ("SHA-512", &artifact.sha512)] {
                if !item.checksums.iter().any(|(known, _)| known == kind) {
                    item.checksums.push((kind.to_owned(), value.clone()));
                }
            }
            known.push(name.clone());
        }
    }
    known.dedup();
    Ok(known)
}
