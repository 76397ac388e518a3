// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! From what the user calls a revision to a tree.
//!
//! Understood are names of branches, tags and remote branches, `HEAD` and `@`, hashes and their
//! abbreviations, what `git describe` prints, and the suffixes `~N`, `^N`, `^{…}`.

use std::path::Path;

use super::{
    ObjectId, damaged,
    objects::{ObjectError, ObjectKind, Objects},
    repository::Repository,
};
use crate::OpenError;

/// Fewest digits of an abbreviation, as in git.
const MIN_DIGITS: usize = 4;

/// Tags of tags.
const TAGS: usize = 50;

/// The tree that `rev` means.
pub(super) fn tree(
    repository: &Repository,
    objects: &Objects,
    repo: &Path,
    rev: &str,
) -> Result<ObjectId, OpenError> {
    let unknown = || OpenError::UnknownRevision { repo: repo.to_owned(), rev: rev.to_owned() };
    let broken = |error: ObjectError| match error {
        ObjectError::Missing(_) => unknown(),
        other => damaged(repo, &other),
    };
    let end = rev.find(['~', '^']).unwrap_or(rev.len());
    let (name, mut suffix) = rev.split_at(end);
    let mut id = match named(repository, objects, name).map_err(broken)? {
        Named::One(id) => id,
        Named::None => return Err(unknown()),
        Named::Many(candidates) => {
            return Err(OpenError::AmbiguousRevision {
                rev: rev.to_owned(),
                candidates: candidates.iter().map(ToString::to_string).collect(),
            });
        }
    };
    while !suffix.is_empty() {
        let (step, rest) = Step::parse(suffix).ok_or_else(unknown)?;
        id = step.go(objects, id).map_err(broken)?.ok_or_else(unknown)?;
        suffix = rest;
    }
    let (id, kind) = peel(objects, id, false).map_err(broken)?;
    match kind {
        ObjectKind::Tree => Ok(id),
        _ => Err(unknown()),
    }
}

enum Named {
    None,
    One(ObjectId),
    Many(Vec<ObjectId>),
}

fn named(repository: &Repository, objects: &Objects, name: &str) -> Result<Named, ObjectError> {
    let name = if name == "@" || name.is_empty() { "HEAD" } else { name };
    let whole =
        ObjectId::parse(name.as_bytes()).filter(|id| id.as_bytes().len() == objects.hash_bytes());
    if let Some(id) = whole {
        return Ok(Named::One(id));
    }
    if let Some(id) = repository.reference(name)? {
        return Ok(Named::One(id));
    }
    let described = name.rsplit_once("-g").map_or(name, |(_, digits)| digits);
    for digits in [name, described] {
        let is_hash = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        if !is_hash || digits.len() < MIN_DIGITS || digits.len() > 2 * objects.hash_bytes() {
            continue;
        }
        let mut found = objects.with_prefix(digits, 100)?;
        if found.len() > 1 {
            // As git does where a revision is wanted: commits and tags come before others.
            let is_revision = |id: &ObjectId| {
                let kind = objects.read(id, 0).map(|object| object.kind);
                matches!(kind, Ok(ObjectKind::Commit | ObjectKind::Tag))
            };
            let revisions: Vec<_> = found.iter().copied().filter(is_revision).collect();
            found = if revisions.len() == 1 { revisions } else { found };
        }
        match *found {
            [] => {}
            [id] => return Ok(Named::One(id)),
            _ => return Ok(Named::Many(found)),
        }
    }
    Ok(Named::None)
}

/// One suffix of a revision.
enum Step {
    /// The first parent, so many times.
    Up(u32),
    /// The parent of that number; 0 is the commit itself.
    Parent(u32),
    /// What tags point to.
    Peeled,
}

impl Step {
    fn parse(suffix: &str) -> Option<(Step, &str)> {
        if let Some(inner) = suffix.strip_prefix("^{") {
            let (kind, rest) = inner.split_once('}')?;
            let step = matches!(kind, "" | "commit" | "tree" | "object").then_some(Step::Peeled)?;
            return Some((step, rest));
        }
        let rest = &suffix[1..];
        let n_digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let (digits, rest) = rest.split_at(n_digits);
        let number = if digits.is_empty() { 1 } else { digits.parse().ok()? };
        match suffix.as_bytes()[0] {
            b'~' if number <= 1_000_000 => Some((Step::Up(number), rest)),
            b'^' => Some((Step::Parent(number), rest)),
            _ => None,
        }
    }

    fn go(&self, objects: &Objects, id: ObjectId) -> Result<Option<ObjectId>, ObjectError> {
        let (mut id, kind) = peel(objects, id, true)?;
        match *self {
            Step::Peeled | Step::Parent(0) => Ok(Some(id)),
            _ if kind != ObjectKind::Commit => Ok(None),
            Step::Parent(number) => parent(objects, id, number),
            Step::Up(number) => {
                for _ in 0..number {
                    match parent(objects, id, 1)? {
                        Some(above) => id = above,
                        None => return Ok(None),
                    }
                }
                Ok(Some(id))
            }
        }
    }
}

fn parent(objects: &Objects, id: ObjectId, number: u32) -> Result<Option<ObjectId>, ObjectError> {
    let commit = objects.read_whole(&id, ObjectKind::Commit)?;
    let parents = fields(&commit).filter(|(key, _)| *key == b"parent");
    let index = usize::try_from(number.saturating_sub(1)).unwrap_or(usize::MAX);
    Ok(parents.map(|(_, value)| ObjectId::parse(value)).nth(index).flatten())
}

/// Follows tags, and a commit to its tree unless it shall `keep` commits.
fn peel(
    objects: &Objects,
    mut id: ObjectId,
    keep: bool,
) -> Result<(ObjectId, ObjectKind), ObjectError> {
    for _ in 0..TAGS {
        let kind = objects.read(&id, 0)?.kind;
        let key: &[u8] = match kind {
            ObjectKind::Tag => b"object",
            ObjectKind::Commit if !keep => b"tree",
            _ => return Ok((id, kind)),
        };
        let text = objects.read_whole(&id, kind)?;
        let target = fields(&text).find(|(name, _)| *name == key);
        id = target
            .and_then(|(_, value)| ObjectId::parse(value))
            .ok_or(ObjectError::Damaged("a commit or tag points nowhere"))?;
    }
    Err(ObjectError::Damaged("there are too many tags of tags"))
}

/// The header lines of a commit or tag.
fn fields(text: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    text.split(|&byte| byte == b'\n').take_while(|line| !line.is_empty()).filter_map(|line| {
        let space = line.iter().position(|&byte| byte == b' ')?;
        Some((&line[..space], &line[space + 1..]))
    })
}
