// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! One file of a source, to be read by any thread at any time.

use std::{fs::File, io, ops::ControlFlow, path::PathBuf, sync::Arc};

use heirloom_model::{FileStamp, Problem, TreePath};
use rustix::{buffer::spare_capacity, io::retry_on_intr};

use crate::{
    Limits, Member,
    archive::{self, Wanted},
    disk,
    disk::DiskRoot,
    problems,
    selection::Filter,
};

/// A file met on a walk. It holds no open descriptor; a member of an archive holds its bytes.
#[derive(Debug)]
pub struct Entry {
    /// Where it stands in the tree.
    pub path: TreePath,
    /// The number of its bytes when it was met.
    pub size: u64,
    pub(crate) stamp: Option<FileStamp>,
    pub(crate) body: Body,
    pub(crate) filter: Arc<Filter>,
}

/// Where the bytes are.
#[derive(Debug)]
pub(crate) enum Body {
    /// At the entry's path below a folder.
    Below(Arc<DiskRoot>),
    /// In the one file the user named.
    Named(Arc<PathBuf>),
    /// In memory.
    Held(Box<Held>),
}

/// A member of an archive.
#[derive(Debug)]
pub(crate) struct Held {
    /// All bytes or the first part of them.
    bytes: Box<[u8]>,
    complete: bool,
    partial: Option<Problem>,
}

/// What [`Entry::read`] did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadOutcome {
    /// The number of bytes of the file.
    pub size: u64,
    /// Whether the buffer holds all of it.
    pub complete: bool,
    /// Why it does not, where that is a loss: an archive whose members are read on their own may
    /// be larger than the limit without harm.
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
        if let Body::Held(held) = &self.body {
            buffer.extend_from_slice(&held.bytes);
            let Held { complete, partial, .. } = &**held;
            let partial = partial.clone();
            return Ok(ReadOutcome { size: self.size, complete: *complete, partial });
        }
        let (file, size) = self.open().map_err(|error| problems::unreadable(&self.path, &error))?;
        let limit = limits.file_bytes;
        read_start(&file, size, limit, buffer)
            .map_err(|error| problems::unreadable(&self.path, &error))?;
        let size = size.max(buffer.len() as u64);
        let complete = size <= limit;
        let is_loss = !complete && !self.is_opened(buffer);
        let partial = is_loss.then(|| problems::too_large(&self.path, limit, size));
        Ok(ReadOutcome { size, complete, partial })
    }

    /// Whether the file is an archive whose members are wanted; `bytes` are its first ones.
    pub fn is_opened(&self, bytes: &[u8]) -> bool {
        self.filter.archives
            && archive::is_archive(self.path.file_name(), bytes)
            && self.filter.enters(self.path.as_bytes())
    }

    /// Visits the members of this archive that are wanted, nested ones too, in the archive's
    /// order. No-one needs to call it after [`crate::Source::walk`], which opens archives itself;
    /// after [`crate::Source::walk_closed`] a worker does. Nothing happens if the file is not an
    /// archive or is in memory.
    pub fn expand(
        &self,
        limits: &Limits,
        visit: &mut dyn FnMut(Member<'_>) -> ControlFlow<()>,
    ) -> Vec<Problem> {
        let may_be = self.filter.archives && archive::is_hinted(self.path.file_name());
        if !may_be || matches!(self.body, Body::Held(_)) {
            return Vec::new();
        }
        let mut file = match self.open() {
            Ok((file, _)) => file,
            Err(error) => return vec![problems::unreadable(&self.path, &error)],
        };
        let wanted = Wanted::Filtered(&self.filter);
        let name = self.path.file_name();
        match archive::Form::of_named_input(name, &mut file) {
            Ok(None) => Vec::new(),
            Ok(Some(_)) => {
                archive::expand_input(&self.path, name, &mut file, limits, wanted, visit)
            }
            Err(error) => vec![problems::unreadable(&self.path, &error)],
        }
    }

    /// A member as an entry of its own.
    pub(crate) fn held(member: Member<'_>, filter: &Arc<Filter>) -> Entry {
        let Member { path, bytes, size, complete, partial } = member;
        let body = Body::Held(Box::new(Held { bytes: bytes.into(), complete, partial }));
        Entry { path, size, stamp: None, body, filter: Arc::clone(filter) }
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
            Body::Held(_) => Err(io::Error::other("it is in memory")),
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
