// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The bill of materials of this repository: made, valid, with all that NTIA's minimum elements ask for,
//! and with something in each field that any guideline asks for. The scores by all are shown.

use std::{
    env, fs,
    path::PathBuf,
    process::{Command, Stdio},
};

use heirloom_sbom::Form;

use crate::{Outcome, repository::Repository, status::build_heirloom};

/// What is no part of the product: the example, fuzz targets, snapshots of tests.
const ASIDE: &[&str] = &["examples/**", "fuzz/**", "*.snap"];

/// Makes the bill in three forms, and has it validated and scored. Every field that guidelines ask for
/// and that a form has a place for must be filled.
pub(crate) fn self_bill(repository: &Repository) -> Outcome {
    let home = tempfile::tempdir()?;
    let heirloom = build_heirloom(repository.root())?;
    let command = || {
        let mut command = Command::new(&heirloom);
        command.env("HEIRLOOM_HOME", home.path()).current_dir(repository.root());
        command.stdin(Stdio::null());
        command
    };
    let forms =
        [Form::CycloneDx(heirloom_sbom::cyclonedx::Version::V1_6), Form::Spdx2, Form::Spdx3];
    for (place, form) in forms.into_iter().enumerate() {
        let bill = home.path().join(format!("heirloom.{}.json", form.name()));
        let mut make = command();
        make.args(["bom", ".", "--gitignore", "--rules", "built-in", "--quiet", "-f", form.name()]);
        // Nobody answers there: who publishes a bill names their own address.
        make.args(["--author", "The Heirloom authors <sbom@example.org>", "-o"]).arg(&bill);
        for pattern in ASIDE {
            make.args(["--exclude", pattern]);
        }
        make.arg("--packages").arg(cargo_home()?.join("registry/cache"));
        run(&mut make)?;
        run(command().args(["bom", "validate"]).arg(&bill))?;
        run(command()
            .args(["bom", "score", "--require", "ntia"])
            .arg(&bill)
            .stdout(Stdio::null()))?;
        let (form, read) = heirloom_sbom::read_bill(&fs::read(&bill)?)?;
        for one in heirloom_sbom::score(&read, form).fields {
            let has_place = !one.field.places()[place].is_empty();
            if has_place && one.missing.len() == one.n_all {
                let name = one.field.name();
                return Err(format!("nothing in {} has {name}", bill.display()).into());
            }
        }
        if place == 0 {
            run(command().args(["bom", "score"]).arg(&bill))?;
        }
    }
    Ok(())
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
