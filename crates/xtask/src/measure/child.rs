// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Runs a program and measures it.
//!
//! The system counts the resources of all ended children together. Each measured program is
//! therefore the only child of a helper process of its own: this program, started as
//! `xtask measured FILE PROGRAM ARGUMENTS…`, which writes what it saw to FILE.

use std::{
    error::Error,
    ffi::OsString,
    fs::File,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Instant,
};

use nix::sys::resource::{UsageWho, getrusage};
use serde::{Deserialize, Serialize};

use crate::Outcome;

/// What a program used.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct Usage {
    /// Its exit code; -1 when it was killed.
    pub(crate) code: i32,
    /// Time of all its threads, user and system.
    pub(crate) cpu_s: f64,
    /// Time on the clock.
    pub(crate) wall_s: f64,
    /// The most memory it held.
    pub(crate) peak_mib: u64,
}

/// Runs a program and writes its usage; for this module only.
#[derive(clap::Args)]
pub(crate) struct MeasuredArgs {
    /// Where the usage is written.
    file: PathBuf,
    /// The program with its arguments.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, required = true)]
    command: Vec<OsString>,
}

/// The helper process.
pub(crate) fn measured(args: &MeasuredArgs) -> Outcome {
    let start = Instant::now();
    let status = Command::new(&args.command[0]).args(&args.command[1..]).status()?;
    let wall_s = start.elapsed().as_secs_f64();
    let used = getrusage(UsageWho::RUSAGE_CHILDREN)?;
    let usage = Usage {
        code: status.code().unwrap_or(-1),
        cpu_s: cpu_s(&used),
        wall_s,
        peak_mib: used.max_rss().cast_unsigned() / 1024,
    };
    std::fs::write(&args.file, serde_json::to_string(&usage)?)?;
    Ok(())
}

/// The CPU time of this program so far.
pub(super) fn own_cpu_s() -> Result<f64, Box<dyn Error>> {
    Ok(cpu_s(&getrusage(UsageWho::RUSAGE_SELF)?))
}

fn cpu_s(used: &nix::sys::resource::Usage) -> f64 {
    [used.user_time(), used.system_time()]
        .iter()
        .map(|time| time.tv_sec() as f64 + time.tv_usec() as f64 / 1e6)
        .sum()
}

/// Runs a program without input, its standard output in a file.
pub(crate) fn run(
    program: &Path,
    arguments: &[OsString],
    environment: &[(String, OsString)],
    stdout: &Path,
) -> Result<Usage, Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("usage");
    let status = Command::new(std::env::current_exe()?)
        .arg("measured")
        .arg(&file)
        .arg("--")
        .arg(program)
        .args(arguments)
        .envs(environment.iter().map(|(name, value)| (name, value)))
        .stdin(Stdio::null())
        .stdout(File::create(stdout)?)
        .status()?;
    if !status.success() {
        return Err(format!("{} could not be run", program.display()).into());
    }
    Ok(serde_json::from_str(&std::fs::read_to_string(&file)?)?)
}

impl Usage {
    /// What this run and a later one used together.
    pub(crate) fn and(self, other: Usage) -> Usage {
        Usage {
            code: self.code.max(other.code),
            cpu_s: self.cpu_s + other.cpu_s,
            wall_s: self.wall_s + other.wall_s,
            peak_mib: self.peak_mib.max(other.peak_mib),
        }
    }
}

impl std::fmt::Display for Usage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Usage { code, cpu_s, wall_s, peak_mib } = self;
        write!(f, "exit {code}, CPU {cpu_s:.2} s, wall {wall_s:.2} s, peak {peak_mib} MiB")
    }
}
