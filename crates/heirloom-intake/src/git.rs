// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The tree of a revision of a git repository, read from its objects without running git.
//!
//! The formats are few, old and stable, and only reading is needed, under our limits: a repository
//! is as hostile as any other input. No configuration is obeyed but the kind of hash; hooks,
//! filters and attributes do not exist here. Objects are not hashed again: a damaged one shows in
//! its checksum of compression, a forged one is what its repository says it is.

use std::path::{Path, PathBuf};

use crate::{Limits, OpenError};

mod id;
mod objects;
mod pack;
mod repository;
mod revision;
mod walk;

pub(crate) use id::ObjectId;
pub(crate) use objects::{ObjectError, Objects};
pub(crate) use walk::{blob_input, unreadable, walk};

use repository::Repository;

/// A revision that was found.
#[derive(Debug)]
pub(crate) struct Revision {
    pub(crate) objects: Objects,
    pub(crate) tree: ObjectId,
}

pub(crate) fn open(repo: &Path, rev: &str, limits: &Limits) -> Result<Revision, OpenError> {
    let repository = Repository::find(repo)?;
    let objects = Objects::open(&repository, limits)
        .map_err(|error| damaged(repo, &ObjectError::from(error)))?;
    let tree = revision::tree(&repository, &objects, repo, rev)?;
    Ok(Revision { objects, tree })
}

fn damaged(repo: &Path, error: &ObjectError) -> OpenError {
    OpenError::RepositoryDamaged { repo: PathBuf::from(repo), reason: error.to_string() }
}

#[cfg(test)]
mod tests;
