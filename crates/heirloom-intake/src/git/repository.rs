// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Where the parts of a repository are, and its references.

use std::{
    fs::File,
    io::{self, BufRead, BufReader, Read},
    os::unix::ffi::OsStrExt,
    path::{Path, PathBuf},
};

use rustix::fs::{FileType, Mode, OFlags};

use super::ObjectId;
use crate::OpenError;

/// Bytes of a small file of a repository: `HEAD`, `config`, a reference.
const FILE_BYTES: u64 = 1 << 20;

/// References that point to references.
const LINKS: usize = 5;

/// A repository on disk.
#[derive(Debug)]
pub(super) struct Repository {
    /// What belongs to this work tree: `HEAD`.
    own: PathBuf,
    /// What all work trees share: objects, references.
    common: PathBuf,
    /// Bytes of a hash.
    pub(super) hash_bytes: usize,
}

impl Repository {
    /// Finds the repository at `path` or around it.
    pub(super) fn find(path: &Path) -> Result<Repository, OpenError> {
        let absolute =
            std::fs::canonicalize(path).map_err(|source| OpenError::io(path.to_owned(), source))?;
        let not_found = || OpenError::NotARepository { path: path.to_owned() };
        let own = absolute.ancestors().find_map(repository_at).ok_or_else(not_found)?;
        let common = match read_small(&own.join("commondir")) {
            Ok(link) => own.join(as_path(link.trim_ascii_end())),
            Err(_) => own.clone(),
        };
        let config = read_small(&common.join("config")).unwrap_or_default();
        let config = String::from_utf8_lossy(&config).to_lowercase();
        if setting(&config, "refstorage").is_some_and(|value| value != "files") {
            return Err(OpenError::RepositoryDamaged {
                repo: path.to_owned(),
                reason: "its references are in a form that is not supported yet".into(),
            });
        }
        let hash_bytes = match setting(&config, "objectformat") {
            Some("sha256") => 32,
            _ => 20,
        };
        Ok(Repository { own, common, hash_bytes })
    }

    /// The folder of objects.
    pub(super) fn objects(&self) -> PathBuf {
        self.common.join("objects")
    }

    /// What a name such as `main`, `v1.0`, `origin/main` or `HEAD` refers to.
    pub(super) fn reference(&self, name: &str) -> io::Result<Option<ObjectId>> {
        if !is_safe(name) {
            return Ok(None);
        }
        for pattern in ["", "refs/", "refs/tags/", "refs/heads/", "refs/remotes/"] {
            // Only special names such as HEAD stand outside of refs/.
            let is_special = name.bytes().all(|byte| byte == b'_' || byte.is_ascii_uppercase());
            if pattern.is_empty() && !is_special && !name.starts_with("refs/") {
                continue;
            }
            if let Some(id) = self.full_reference(&format!("{pattern}{name}"), LINKS)? {
                return Ok(Some(id));
            }
        }
        self.full_reference(&format!("refs/remotes/{name}/HEAD"), LINKS)
    }

    fn full_reference(&self, name: &str, n_links: usize) -> io::Result<Option<ObjectId>> {
        for folder in [&self.own, &self.common] {
            let Ok(text) = read_small(&folder.join(name)) else { continue };
            let text = text.trim_ascii();
            let Some(target) = text.strip_prefix(b"ref:") else {
                let hash = text.split(u8::is_ascii_whitespace).next().unwrap_or_default();
                if let Some(id) = ObjectId::parse(hash) {
                    return Ok(Some(id));
                }
                continue;
            };
            let target = String::from_utf8_lossy(target.trim_ascii()).into_owned();
            return match n_links > 0 && is_safe(&target) {
                true => self.full_reference(&target, n_links - 1),
                false => Ok(None),
            };
        }
        self.packed_reference(name)
    }

    fn packed_reference(&self, name: &str) -> io::Result<Option<ObjectId>> {
        let Ok(file) = open_regular(&self.common.join("packed-refs")) else { return Ok(None) };
        let mut file = BufReader::new(file);
        let mut line = Vec::new();
        loop {
            line.clear();
            if file.by_ref().take(FILE_BYTES).read_until(b'\n', &mut line)? == 0 {
                return Ok(None);
            }
            let text = line.trim_ascii_end();
            if let Some(space) = text.iter().position(|&byte| byte == b' ')
                && &text[space + 1..] == name.as_bytes()
                && let Some(id) = ObjectId::parse(&text[..space])
            {
                return Ok(Some(id));
            }
        }
    }
}

/// The folder of a repository if `folder` is one or is its work tree.
fn repository_at(folder: &Path) -> Option<PathBuf> {
    let is_repository = |path: &Path| path.join("HEAD").exists() && path.join("objects").is_dir();
    let inner = folder.join(".git");
    if is_repository(&inner) {
        return Some(inner);
    }
    // Other work trees and submodules have a file that names the folder.
    if let Ok(link) = read_small(&inner)
        && let Some(target) = link.strip_prefix(b"gitdir:")
    {
        let target = folder.join(as_path(target.trim_ascii()));
        return target.join("HEAD").exists().then_some(target);
    }
    is_repository(folder).then(|| folder.to_owned())
}

/// Whether a reference's name stays inside the repository.
fn is_safe(name: &str) -> bool {
    !name.is_empty()
        && !name.starts_with('/')
        && !name.contains('\0')
        && name.split('/').all(|component| component != "..")
}

/// The value of a key of the configuration, in lower case; sections do not matter for the two keys
/// that are read.
fn setting<'a>(config: &'a str, key: &str) -> Option<&'a str> {
    config.lines().rev().find_map(|line| {
        let value = line.trim().strip_prefix(key)?.trim_start().strip_prefix('=')?;
        Some(value.trim().trim_matches('"'))
    })
}

fn as_path(bytes: &[u8]) -> &Path {
    Path::new(std::ffi::OsStr::from_bytes(bytes))
}

/// Opens a file of the repository, which may be a link but must not be a device or a pipe.
pub(super) fn open_regular(path: &Path) -> io::Result<File> {
    let flags = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NONBLOCK | OFlags::NOCTTY;
    let file = rustix::fs::open(path, flags, Mode::empty())?;
    let stat = rustix::fs::fstat(&file)?;
    match FileType::from_raw_mode(stat.st_mode) {
        FileType::RegularFile => Ok(file.into()),
        _ => Err(io::Error::other("not a regular file")),
    }
}

pub(super) fn read_small(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    open_regular(path)?.take(FILE_BYTES).read_to_end(&mut bytes)?;
    Ok(bytes)
}
