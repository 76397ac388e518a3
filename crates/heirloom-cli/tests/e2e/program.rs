// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Runs the program in a home of its own, with an environment of its own.

use std::{
    ffi::OsStr,
    path::Path,
    process::{Command, Output, Stdio},
};

use tempfile::TempDir;

/// A home folder in which the program runs.
pub(crate) struct Program {
    home: TempDir,
}

impl Program {
    pub(crate) fn new() -> Program {
        Program { home: tempfile::tempdir().unwrap() }
    }

    pub(crate) fn home(&self) -> &Path {
        self.home.path()
    }

    pub(crate) fn command(&self, args: &[&OsStr]) -> Command {
        let temporary = self.home().join("tmp");
        std::fs::create_dir_all(&temporary).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_heirloom"));
        command
            .args(args)
            .env_clear()
            .env("HEIRLOOM_HOME", self.home())
            .env("TMPDIR", temporary)
            .env("LC_ALL", "C")
            .current_dir(self.home())
            .stdin(Stdio::null());
        command
    }

    pub(crate) fn run(&self, args: &[&OsStr]) -> Output {
        self.command(args).output().unwrap()
    }

    /// Stdout of a run that must end with `code`.
    #[track_caller]
    pub(crate) fn expect(&self, code: i32, args: &[&OsStr]) -> String {
        let output = self.run(args);
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{args:?}\n{stderr}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// Stderr of a run that must end with `code`.
    #[track_caller]
    pub(crate) fn complains(&self, code: i32, args: &[&OsStr]) -> String {
        let output = self.run(args);
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(code), "{args:?}\n{stderr}");
        stderr
    }
}

/// `args!["scan", path]`: arguments of any kind.
macro_rules! args {
    ($($arg:expr),* $(,)?) => { &[$(::std::ffi::OsStr::new($arg)),*] };
}
pub(crate) use args;
