// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Pinned tools: `.ci/tools.toml` names them, the user's cache keeps them.

use std::{
    collections::BTreeMap,
    error::Error,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use serde::Deserialize;

/// The pinned tools and where they are kept.
pub(super) struct Tools {
    pins: BTreeMap<String, Pin>,
    folder: PathBuf,
}

/// One pinned tool.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Pin {
    /// The exact version.
    version: String,
    /// A package of the Python index that ships the built program; seconds instead of minutes.
    python_package: Option<String>,
}

impl Tools {
    pub(super) fn read(root: &Path) -> Result<Tools, Box<dyn Error>> {
        let pins = toml::from_str(&std::fs::read_to_string(root.join(".ci/tools.toml"))?)?;
        Ok(Tools { pins, folder: cache_folder()?.join("tools") })
    }

    /// The path of a tool, installed when it is missing.
    pub(super) fn program(&self, name: &str) -> Result<PathBuf, Box<dyn Error>> {
        let pin = self.pins.get(name).ok_or_else(|| format!("{name} is not pinned"))?;
        let folder = self.folder.join(format!("{name}-{}", pin.version));
        let program = folder.join("bin").join(name);
        if !program.exists() {
            pin.install(name, &folder)?;
        }
        Ok(program)
    }
}

impl Pin {
    fn install(&self, name: &str, folder: &Path) -> Result<(), Box<dyn Error>> {
        println!("installing {name} {}", self.version);
        if let Some(package) = &self.python_package {
            let mut pip = Command::new("python3");
            pip.env("PIP_ROOT_USER_ACTION", "ignore")
                .args(["-m", "pip", "install", "--quiet", "--no-deps", "--no-input"])
                .args(["--disable-pip-version-check", "--target"])
                .arg(folder)
                .arg(format!("{package}=={}", self.version));
            if succeeds(&mut pip) && folder.join("bin").join(name).exists() {
                return Ok(());
            }
        }
        let mut cargo = Command::new("cargo");
        cargo.args(["install", "--quiet", "--locked", "--root"]).arg(folder);
        cargo.arg(format!("{name}@{}", self.version));
        if succeeds(&mut cargo) {
            Ok(())
        } else {
            Err(format!("{name} cannot be installed").into())
        }
    }
}

fn succeeds(command: &mut Command) -> bool {
    command.stdin(Stdio::null()).status().is_ok_and(|status| status.success())
}

/// Where downloads are kept between runs, outside the checkout.
fn cache_folder() -> Result<PathBuf, Box<dyn Error>> {
    let base = match (std::env::var_os("XDG_CACHE_HOME"), std::env::var_os("HOME")) {
        (Some(cache), _) if !cache.is_empty() => PathBuf::from(cache),
        (_, Some(home)) => Path::new(&home).join(".cache"),
        _ => return Err("neither XDG_CACHE_HOME nor HOME is set".into()),
    };
    Ok(base.join("heirloom"))
}
