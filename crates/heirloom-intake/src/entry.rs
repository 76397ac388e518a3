// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! One file of a source, to be read by any thread at any time.

use std::{fs::File, io, path::PathBuf, sync::Arc};

use heirloom_model::{FileStamp, Problem, TreePath};
use rustix::{buffer::spare_capacity, io::retry_on_intr};

use crate::{Limits, disk, disk::DiskRoot, problems};

/// A file met on a walk. It holds no open descriptor; a member of an archive holds its bytes.
#[derive(Debug)]
pub struct Entry {
    /// Where it stands in the tree.
    pub path: TreePath,
    /// The number of its bytes when it was met.
    pub size: u64,
    pub(crate) stamp: Option<FileStamp>,
    pub(crate) body: Body,
}

/// Where the bytes are.
#[derive(Debug)]
pub(crate) enum Body {
    /// At the entry's path below a folder.
    Below(Arc<DiskRoot>),
    /// In the one file the user named.
    Named(Arc<PathBuf>),
}

/// What [`Entry::read`] did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadOutcome {
    /// The number of bytes of the file.
    pub size: u64,
    /// Why less than all of it is in the buffer.
    pub partial: Option<Problem>,
}

impl Entry {
    /// The state of the file on disk when it was met; `None` for files that are not on disk.
    pub fn stamp(&self) -> Option<FileStamp> {
        self.stamp
    }

    /// Reads the file into `buffer`, whose former contents are dropped. Of a file beyond the limit
    /// the first part is read and the outcome says so.
    ///
    /// # Errors
    /// The problem with the file's path when nothing could be read.
    pub fn read(&self, limits: &Limits, buffer: &mut Vec<u8>) -> Result<ReadOutcome, Problem> {
        buffer.clear();
        let (file, size) = self.open().map_err(|error| problems::unreadable(&self.path, &error))?;
        let limit = limits.file_bytes;
        read_start(&file, size, limit, buffer)
            .map_err(|error| problems::unreadable(&self.path, &error))?;
        let size = size.max(buffer.len() as u64);
        let partial = (size > limit).then(|| problems::too_large(&self.path, limit, size));
        Ok(ReadOutcome { size, partial })
    }

    fn open(&self) -> io::Result<(File, u64)> {
        match &self.body {
            Body::Below(root) => {
                let (file, stat) = root.open_file(self.path.as_bytes())?;
                Ok((file, disk::stamp(&stat).size))
            }
            Body::Named(path) => {
                let file = File::open(path.as_path())?;
                let size = file.metadata()?.len();
                Ok((file, size))
            }
        }
    }
}

/// Reads up to `limit` bytes, and a byte more if there is one, so that growth is seen.
fn read_start(file: &File, size: u64, limit: u64, buffer: &mut Vec<u8>) -> io::Result<()> {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let size = usize::try_from(size).unwrap_or(usize::MAX);
    buffer.try_reserve(size.min(limit).saturating_add(1)).map_err(io::Error::other)?;
    while buffer.len() <= limit {
        if buffer.len() == size && size > 0 {
            break;
        }
        if buffer.len() == buffer.capacity() {
            buffer.try_reserve(64 << 10).map_err(io::Error::other)?;
        }
        if retry_on_intr(|| rustix::io::read(file, spare_capacity(buffer)))? == 0 {
            break;
        }
    }
    buffer.truncate(limit);
    Ok(())
}
