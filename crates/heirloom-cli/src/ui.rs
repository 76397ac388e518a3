// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Talk with people: stderr, and how stdout looks.
#![expect(clippy::print_stderr, reason = "the place where people are told things")]

use std::io;

use heirloom_model::Language;

use crate::{
    args::{ColorChoice, GlobalArgs},
    environment::Environment,
    error::{CliError, Kind},
};

/// How to talk.
#[derive(Clone, Debug)]
pub(crate) struct Ui {
    pub(crate) language: Language,
    pub(crate) quiet: bool,
    /// Whether stdout is colored.
    pub(crate) color: bool,
    color_stderr: bool,
    /// Whether progress may be shown.
    pub(crate) progress: bool,
    pub(crate) width: usize,
}

impl Ui {
    pub(crate) fn new(args: &GlobalArgs, environment: &Environment) -> Ui {
        let color = |is_terminal| match args.color {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto => environment.color.unwrap_or(is_terminal),
        };
        Ui {
            language: args.lang.map_or(environment.language, |lang| lang.0),
            quiet: args.quiet,
            color: color(environment.stdout_is_terminal),
            color_stderr: color(environment.stderr_is_terminal),
            progress: !args.quiet && (args.progress || environment.stderr_is_terminal),
            width: environment.width,
        }
    }

    /// Says what went wrong and what to do.
    pub(crate) fn error(&self, error: &CliError) {
        eprintln!("{}: {}", self.paint("31;1", "error"), printable(error.message()));
        for hint in error.hints() {
            eprintln!("{}: {}", self.paint("36;1", "hint"), printable(hint));
        }
    }

    /// Says something that the user can act on.
    pub(crate) fn warning(&self, text: &str) {
        if !self.quiet {
            eprintln!("{}: {}", self.paint("33;1", "warning"), printable(text));
        }
    }

    /// Says something worth knowing.
    pub(crate) fn note(&self, text: &str) {
        if !self.quiet {
            eprintln!("{}", printable(text));
        }
    }

    /// Says something that a question needs.
    pub(crate) fn tell(&self, text: &str) {
        eprintln!("{}", printable(text));
    }

    /// Asks on stderr and gives what was typed on stdin, without white space at its ends.
    pub(crate) fn ask(&self, prompt: &str) -> Result<String, CliError> {
        eprint!("{}", self.paint("1", &printable(prompt)));
        let mut line = String::new();
        match io::stdin().read_line(&mut line) {
            Ok(0) => Err(CliError::new(Kind::Interrupted, "no answer, nothing was written")),
            Ok(_) => Ok(line.trim().to_owned()),
            Err(error) => Err(CliError::failed(Kind::User, &error)),
        }
    }

    fn paint(&self, style: &str, text: &str) -> String {
        if self.color_stderr { format!("\x1b[{style}m{text}\x1b[0m") } else { text.to_owned() }
    }
}

/// Names of foreign files may hold characters that a terminal would obey or that hide text.
fn printable(text: &str) -> String {
    let lines: Vec<_> = text.split('\n').map(heirloom_report::visible).collect();
    lines.join("\n")
}
