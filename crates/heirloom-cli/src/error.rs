// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The one error that users see: what happened, where, what to do.

use std::{error::Error, fmt::Write, process::ExitCode};

use heirloom_engine::{ImageError, OpenError, PackError, ScanError, WalkError, check::CheckError};

/// How the program ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    Clean,
    Rejected,
    Usage,
    Unread,
    Internal,
    Interrupted,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(match exit {
            Exit::Clean => 0,
            Exit::Rejected => 1,
            Exit::Usage => 2,
            Exit::Unread => 3,
            Exit::Internal => 4,
            Exit::Interrupted => 130,
        })
    }
}

/// Whose fault it is; each kind has an exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// What was typed.
    User,
    /// What a configuration file says.
    Config,
    /// What was to be read.
    Data,
    /// The program or the machine.
    Internal,
    /// The user stopped it.
    Interrupted,
}

/// An error as users see it.
#[derive(Debug)]
pub(crate) struct CliError {
    kind: Kind,
    message: String,
    hints: Vec<String>,
}

impl CliError {
    pub(crate) fn new(kind: Kind, message: impl Into<String>) -> CliError {
        CliError { kind, message: message.into(), hints: Vec::new() }
    }

    /// An error of another crate: its text continues "failed to", its sources follow after colons.
    pub(crate) fn failed(kind: Kind, error: &dyn Error) -> CliError {
        let mut message = format!("failed to {error}");
        let mut source = error.source();
        while let Some(error) = source {
            write!(message, ": {error}").expect("a string takes everything");
            source = error.source();
        }
        CliError::new(kind, message)
    }

    pub(crate) fn hint(mut self, hint: impl Into<String>) -> CliError {
        self.hints.push(hint.into());
        self
    }

    pub(crate) fn message(&self) -> &str {
        &self.message
    }

    pub(crate) fn hints(&self) -> &[String] {
        &self.hints
    }

    pub(crate) fn exit(&self) -> Exit {
        match self.kind {
            Kind::User | Kind::Config => Exit::Usage,
            Kind::Data => Exit::Unread,
            Kind::Internal => Exit::Internal,
            Kind::Interrupted => Exit::Interrupted,
        }
    }
}

impl From<ScanError> for CliError {
    fn from(error: ScanError) -> CliError {
        match &error {
            ScanError::Open(open) => open_error(open),
            ScanError::Walk(WalkError::Image(image)) => image_error(image),
            ScanError::Walk(_) => CliError::failed(Kind::Data, &error),
            ScanError::Cache(_) => CliError::failed(Kind::User, &error)
                .hint("choose another folder with `--cache-dir`, or scan with `--no-cache`"),
            ScanError::Spill(_) => CliError::failed(Kind::Internal, &error)
                .hint("records that do not fit into memory are written to `$TMPDIR`; free some space there or choose another folder"),
            ScanError::Records(_) => CliError::failed(Kind::Internal, &error),
            ScanError::Cancelled => CliError::new(Kind::Interrupted, "interrupted, nothing was written"),
        }
    }
}

impl From<CheckError> for CliError {
    fn from(error: CheckError) -> CliError {
        match error {
            CheckError::Scan(error) => error.into(),
            CheckError::Book(error) => CliError::failed(Kind::Internal, &error),
        }
    }
}

/// Also for sources that are refused before a scan.
pub(crate) fn open_error(error: &OpenError) -> CliError {
    let shown = |kind| CliError::failed(kind, error);
    match error {
        OpenError::NotFound { .. } => shown(Kind::User).hint(
            "SOURCE is a folder, a file, an archive, `git:REPO@REV`, `docker-archive:FILE`, \
                 `oci:PATH` or `registry:HOST/NAME`",
        ),
        OpenError::BadPattern { .. } => {
            shown(Kind::User).hint("patterns are globs such as `*.c`, `src/**` or `vendor/`")
        }
        OpenError::Image(image) => image_error(image),
        OpenError::Unsupported { argument, .. } if argument.starts_with("docker") => {
            shown(Kind::User).hint(
                "no container engine is asked: write the image to a file with `docker save` and \
                 name it `docker-archive:FILE`",
            )
        }
        OpenError::BadReference { .. } => shown(Kind::User)
            .hint("an image in a registry is `registry:HOST[:PORT]/NAME[:TAG][@DIGEST]`"),
        _ => shown(Kind::User),
    }
}

/// What is wrong with an image, and what to do.
fn image_error(error: &ImageError) -> CliError {
    let shown = |kind| CliError::failed(kind, error);
    let list = |names: &[String]| names.join(", ");
    match error {
        ImageError::Several { names, .. } if names.is_empty() => shown(Kind::User)
            .hint("its images have no names: copy the one that is meant into a layout of its own"),
        ImageError::Several { names, .. } => shown(Kind::User)
            .hint(format!("write one of its names behind the path and a colon: {}", list(names))),
        ImageError::UnknownName { names, .. } if names.is_empty() => {
            shown(Kind::User).hint("its images have no names: leave the name out")
        }
        ImageError::UnknownName { names, .. } => {
            shown(Kind::User).hint(format!("there is: {}", list(names)))
        }
        ImageError::NoPlatform { available, .. } => shown(Kind::User)
            .hint(format!("there is: {}; choose one with `--platform`", list(available))),
        ImageError::Artifact { .. } => {
            shown(Kind::User).hint("only container images have files that can be scanned")
        }
        ImageError::Lies { .. } => shown(Kind::Data).hint(
            "the image was damaged on its way or changed on purpose: get it again from where it \
             comes from",
        ),
        ImageError::Missing { .. } => shown(Kind::Data)
            .hint("the copy is not complete: write the image again, with the layers of its base"),
        ImageError::NotAnImage { .. } => shown(Kind::Data)
            .hint("`docker save`, `skopeo copy` and builders write images that can be read"),
        ImageError::Io { .. } => shown(Kind::Data),
        ImageError::Registry { .. } => shown(Kind::Data).hint(
            "see that the name is right and that the registry can be reached; proxies are taken \
             from `HTTPS_PROXY` and `NO_PROXY`",
        ),
        ImageError::NotLetIn { .. } => shown(Kind::User).hint(
            "credentials are read from `$REGISTRY_AUTH_FILE`, from containers/auth.json and from \
             `$DOCKER_CONFIG/config.json`, where they stand under `auths`; or copy the image with \
             `skopeo copy` and scan the copy",
        ),
        ImageError::Stopped => CliError::new(Kind::Interrupted, "interrupted, nothing was written"),
    }
}

impl From<PackError> for CliError {
    fn from(error: PackError) -> CliError {
        let shown = |kind| CliError::failed(kind, &error);
        match &error {
            PackError::Unknown(_) => {
                shown(Kind::User).hint("`heirloom rules list` names the packs there are")
            }
            PackError::BadName(_) => shown(Kind::User),
            PackError::Damaged { name, .. } => {
                shown(Kind::Config).hint(format!("`heirloom rules remove {name}` and add it again"))
            }
            PackError::Io { .. } => shown(Kind::Internal),
        }
    }
}
