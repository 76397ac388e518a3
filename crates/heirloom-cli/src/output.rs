// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Where results go: stdout, or files that appear only when they are complete.

use std::{
    error::Error,
    ffi::OsStr,
    fs::Permissions,
    io::{self, BufWriter, Write},
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
};

use crate::error::{CliError, Kind};

/// Where one result goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    Stdout,
    File(PathBuf),
}

impl Target {
    /// What was typed behind an output option: `-` is stdout.
    pub(crate) fn of(value: &OsStr) -> Target {
        if value == OsStr::new("-") { Target::Stdout } else { Target::File(value.into()) }
    }
}

/// Writes a result with `write`. A file is written aside and renamed at the end, so that it is
/// complete or not there. Whoever closes the pipe of stdout has seen enough, which is no error.
pub(crate) fn write(
    target: &Target,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), CliError> {
    match target {
        Target::Stdout => {
            let mut out = BufWriter::with_capacity(64 << 10, io::stdout().lock());
            match write(&mut out).and_then(|()| out.flush()) {
                Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                    // What is left must not be tried again when the buffer is dropped.
                    drop(out.into_parts());
                    Ok(())
                }
                done => done.map_err(|error| failed("stdout", &error)),
            }
        }
        Target::File(path) => {
            write_file(path, write).map_err(|error| failed(&path.display().to_string(), &error))
        }
    }
}

/// Prints a short text.
pub(crate) fn print(text: &str) -> Result<(), CliError> {
    write(&Target::Stdout, |out| out.write_all(text.as_bytes()))
}

fn write_file(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    // Devices and pipes cannot be replaced, only written.
    if path.metadata().is_ok_and(|metadata| !metadata.is_file()) {
        let mut out = BufWriter::new(std::fs::OpenOptions::new().write(true).open(path)?);
        return write(&mut out).and_then(|()| out.flush());
    }
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    // Ordinary files of this user's, narrowed by the umask as usual.
    let temporary = tempfile::Builder::new()
        .prefix(".heirloom-")
        .permissions(Permissions::from_mode(0o666))
        .tempfile_in(folder)?;
    let mut out = BufWriter::with_capacity(64 << 10, temporary);
    write(&mut out)?;
    let temporary = out.into_inner().map_err(io::IntoInnerError::into_error)?;
    temporary.persist(path).map_err(|failed| failed.error)?;
    Ok(())
}

/// Ends the writing of a result when the user stops it.
#[derive(Debug, thiserror::Error)]
#[error("interrupted")]
pub(crate) struct Cancelled;

fn failed(name: &str, error: &io::Error) -> CliError {
    if error.get_ref().is_some_and(holds_cancelled) {
        return CliError::new(Kind::Interrupted, format!("interrupted, {name} was not written"));
    }
    CliError::new(Kind::User, format!("failed to write {name}: {error}"))
}

/// Writers may wrap what their input fails with.
fn holds_cancelled(error: &(dyn Error + Send + Sync + 'static)) -> bool {
    let mut next: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(error) = next {
        let wrapped = error.downcast_ref::<io::Error>().and_then(|error| error.get_ref());
        if error.is::<Cancelled>() || wrapped.is_some_and(holds_cancelled) {
            return true;
        }
        next = error.source();
    }
    false
}
