// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The bill of materials of this repository: made, valid, and with all that NTIA's minimum elements ask
//! for. The scores by other guidelines are shown.

use std::{
    env,
    path::PathBuf,
    process::{Command, Stdio},
};

use crate::{Outcome, repository::Repository, status::build_heirloom};

/// What is no part of the product: the example, fuzz targets, snapshots of tests.
const ASIDE: &[&str] = &["examples/**", "fuzz/**", "*.snap"];

/// Makes the bill, and has it validated and scored.
pub(crate) fn self_bill(repository: &Repository) -> Outcome {
    let home = tempfile::tempdir()?;
    let heirloom = build_heirloom(repository.root())?;
    let bill = home.path().join("heirloom.cdx.json");
    let command = || {
        let mut command = Command::new(&heirloom);
        command.env("HEIRLOOM_HOME", home.path()).current_dir(repository.root());
        command.stdin(Stdio::null());
        command
    };
    let mut make = command();
    make.args(["bom", ".", "--gitignore", "--rules", "built-in", "--no-cache", "--quiet", "-o"]);
    make.arg(&bill);
    for pattern in ASIDE {
        make.args(["--exclude", pattern]);
    }
    let packages = cargo_home()?.join("registry/cache");
    make.arg("--packages").arg(packages);
    run(&mut make)?;
    run(command().args(["bom", "validate"]).arg(&bill))?;
    run(command().args(["bom", "score"]).arg(&bill))?;
    run(command().args(["bom", "score", "--require", "ntia"]).arg(&bill).stdout(Stdio::null()))
}

fn cargo_home() -> Result<PathBuf, &'static str> {
    let stated = env::var_os("CARGO_HOME").map(PathBuf::from);
    let usual = || env::var_os("HOME").map(|home| PathBuf::from(home).join(".cargo"));
    stated.or_else(usual).ok_or("there is neither CARGO_HOME nor HOME")
}

fn run(command: &mut Command) -> Outcome {
    let status = command.status()?;
    if status.success() { Ok(()) } else { Err(format!("{command:?} ended with {status}").into()) }
}
