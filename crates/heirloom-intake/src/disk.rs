// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Opening files below a folder so that no link, device or race leads elsewhere.
//!
//! Paths are resolved from the folder's own descriptor and no component may be a link: on Linux
//! the kernel does that in one call (`openat2`), elsewhere and in old sandboxes component by
//! component. Paths longer than the system takes are opened piece by piece.

use std::{
    fs::File,
    io,
    os::fd::{AsFd, BorrowedFd, OwnedFd},
    sync::atomic::{AtomicBool, Ordering},
};

use heirloom_model::FileStamp;
use rustix::fs::{AtFlags, FileType, Mode, OFlags, Stat, fstat, openat, readlinkat, statat};

/// Longest path given to the system at once: below every system's `PATH_MAX`.
const PIECE_BYTES: usize = 1000;

const COMMON: OFlags =
    OFlags::CLOEXEC.union(OFlags::NOFOLLOW).union(OFlags::NOCTTY).union(OFlags::NONBLOCK);

/// The folder that is scanned.
#[derive(Debug)]
pub(crate) struct DiskRoot {
    folder: OwnedFd,
    whole_paths: AtomicBool,
}

impl DiskRoot {
    pub(crate) fn new(folder: OwnedFd) -> DiskRoot {
        DiskRoot { folder, whole_paths: AtomicBool::new(cfg!(target_os = "linux")) }
    }

    /// Opens a regular file; anything else is an error even if it took the file's place a moment
    /// ago.
    pub(crate) fn open_file(&self, path: &[u8]) -> io::Result<(File, Stat)> {
        let file = self.open(path, OFlags::RDONLY | COMMON)?;
        let stat = fstat(&file)?;
        if FileType::from_raw_mode(stat.st_mode) != FileType::RegularFile {
            return Err(io::Error::other("it is no longer a regular file"));
        }
        Ok((File::from(file), stat))
    }

    /// Opens a folder; the root by the empty path.
    pub(crate) fn open_folder(&self, path: &[u8]) -> io::Result<OwnedFd> {
        if path.is_empty() {
            return Ok(openat(&self.folder, ".", OFlags::DIRECTORY | COMMON, Mode::empty())?);
        }
        self.open(path, OFlags::DIRECTORY | COMMON)
    }

    fn open(&self, mut path: &[u8], flags: OFlags) -> io::Result<OwnedFd> {
        let mut folder: Option<OwnedFd> = None;
        while path.len() > PIECE_BYTES {
            let cut = path[..PIECE_BYTES]
                .iter()
                .rposition(|&byte| byte == b'/')
                .ok_or_else(|| io::Error::other("the name is too long"))?;
            let from = folder.as_ref().map_or(self.folder.as_fd(), AsFd::as_fd);
            let next = self.open_piece(from, &path[..cut], OFlags::DIRECTORY | COMMON)?;
            folder = Some(next);
            path = &path[cut + 1..];
        }
        let from = folder.as_ref().map_or(self.folder.as_fd(), AsFd::as_fd);
        self.open_piece(from, path, flags)
    }

    fn open_piece(&self, from: BorrowedFd<'_>, path: &[u8], flags: OFlags) -> io::Result<OwnedFd> {
        #[cfg(target_os = "linux")]
        if self.whole_paths.load(Ordering::Relaxed) {
            use rustix::{
                fs::{ResolveFlags, openat2},
                io::Errno,
            };
            let resolve = ResolveFlags::BENEATH | ResolveFlags::NO_SYMLINKS;
            match openat2(from, path, flags, Mode::empty(), resolve) {
                Err(Errno::NOSYS | Errno::PERM) => {
                    self.whole_paths.store(false, Ordering::Relaxed);
                }
                result => return Ok(result?),
            }
        }
        open_by_components(from, path, flags)
    }
}

fn open_by_components(from: BorrowedFd<'_>, path: &[u8], flags: OFlags) -> io::Result<OwnedFd> {
    let (folders, name) = match path.iter().rposition(|&byte| byte == b'/') {
        Some(slash) => (&path[..slash], &path[slash + 1..]),
        None => (&path[..0], path),
    };
    let mut folder: Option<OwnedFd> = None;
    for component in folders.split(|&byte| byte == b'/').filter(|name| !name.is_empty()) {
        let at = folder.as_ref().map_or(from, AsFd::as_fd);
        folder = Some(openat(at, component, OFlags::DIRECTORY | COMMON, Mode::empty())?);
    }
    let at = folder.as_ref().map_or(from, AsFd::as_fd);
    Ok(openat(at, name, flags, Mode::empty())?)
}

/// Opens the folder `name` of an open folder, unless it is a link.
pub(crate) fn open_child_folder(folder: BorrowedFd<'_>, name: &[u8]) -> io::Result<OwnedFd> {
    Ok(openat(folder, name, OFlags::DIRECTORY | COMMON, Mode::empty())?)
}

/// The state of `name` in an open folder, of a link itself if it is one.
pub(crate) fn stat_child(folder: BorrowedFd<'_>, name: &[u8]) -> io::Result<Stat> {
    Ok(statat(folder, name, AtFlags::SYMLINK_NOFOLLOW)?)
}

/// Where the link `name` in an open folder points.
pub(crate) fn link_target(folder: BorrowedFd<'_>, name: &[u8]) -> io::Result<Vec<u8>> {
    Ok(readlinkat(folder, name, Vec::new())?.into_bytes())
}

/// The parts of a file's state that tell whether it changed.
#[expect(clippy::unnecessary_cast, reason = "the fields have other types on other systems")]
pub(crate) fn stamp(stat: &Stat) -> FileStamp {
    let nanoseconds =
        |seconds: i64, rest: i64| seconds.saturating_mul(1_000_000_000).saturating_add(rest);
    FileStamp {
        device: stat.st_dev as u64,
        inode: stat.st_ino as u64,
        size: u64::try_from(stat.st_size).unwrap_or(0),
        modified_ns: nanoseconds(stat.st_mtime as i64, stat.st_mtime_nsec as i64),
        changed_ns: nanoseconds(stat.st_ctime as i64, stat.st_ctime_nsec as i64),
    }
}

#[cfg(test)]
mod tests {
    use std::{fs, os::unix::fs::symlink};

    use super::*;

    fn root_of(folder: &std::path::Path, whole_paths: bool) -> DiskRoot {
        let root = DiskRoot::new(File::open(folder).unwrap().into());
        root.whole_paths.fetch_and(whole_paths, Ordering::Relaxed);
        root
    }

    #[test]
    fn no_component_may_be_a_link_however_paths_are_resolved() {
        let folder = tempfile::tempdir().unwrap();
        let long = format!("{0}/{0}/{0}/{0}/{0}", "n".repeat(250));
        fs::create_dir_all(folder.path().join(&long)).unwrap();
        fs::create_dir(folder.path().join("a")).unwrap();
        fs::write(folder.path().join("a/file"), "x").unwrap();
        fs::write(folder.path().join(&long).join("file"), "x").unwrap();
        symlink("a", folder.path().join("folder-link")).unwrap();
        symlink("file", folder.path().join("a/file-link")).unwrap();
        for whole_paths in [true, false] {
            let root = root_of(folder.path(), whole_paths);
            let opens = |path: &str| root.open_file(path.as_bytes()).is_ok();
            assert!(opens("a/file") && opens(&format!("{long}/file")));
            for path in ["folder-link/file", "a/file-link", "a", "nothing", "nothing/file"] {
                assert!(!opens(path), "{path} {whole_paths}");
            }
            assert!(root.open_folder(b"a").is_ok() && root.open_folder(b"").is_ok());
            assert!(root.open_folder(b"folder-link").is_err());
            assert!(root.open_folder(b"a/file").is_err());
        }
    }
}
