// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! One file of a source, to be read by any thread at any time.

use std::{
    fs::File,
    io::{self, Cursor},
    ops::ControlFlow,
    path::PathBuf,
    sync::Arc,
};

use heirloom_model::{FileStamp, Problem, TreePath};
use rustix::{buffer::spare_capacity, io::retry_on_intr};

use crate::{
    Limits, Member,
    archive::{self, Input, Wanted},
    disk,
    disk::DiskRoot,
    git::{self, ObjectError, ObjectId, Objects},
    problems::{self, ProblemList},
    selection::Filter,
};

/// A file met on a walk. It holds no open descriptor; a member of an archive holds its bytes.
#[derive(Debug)]
pub struct Entry {
    /// Where it stands in the tree.
    pub path: TreePath,
    /// The number of its bytes when it was met; 0 in a git repository, where only reading tells.
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
    /// In a git repository.
    Git(Arc<Objects>, ObjectId),
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
    /// Whether its own members, if it is an archive, are yet to be visited.
    is_closed: bool,
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
    /// How many bytes it holds in memory.
    pub fn held_bytes(&self) -> u64 {
        match &self.body {
            Body::Held(held) => held.bytes.len() as u64,
            _ => 0,
        }
    }

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
        if let Body::Git(objects, id) = &self.body {
            return self.read_blob(objects, id, limits, buffer);
        }
        let (file, size) = self.open().map_err(|error| problems::unreadable(&self.path, &error))?;
        let read = |limit, buffer: &mut Vec<u8>| {
            read_start(&file, size, limit, buffer)
                .map_err(|error| problems::unreadable(&self.path, &error))
        };
        read(limits.file_bytes, buffer)?;
        let limit = limits.bytes_of(buffer);
        if limit > limits.file_bytes {
            read(limit, buffer)?;
        }
        buffer.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        // The file may have grown or shrunk since its size was asked for.
        let n_bytes = buffer.len() as u64;
        let size = if n_bytes < size.min(limit) { n_bytes } else { size.max(n_bytes) };
        let complete = size <= limit;
        let is_loss = !complete && !self.is_opened(buffer);
        let partial = is_loss.then(|| problems::too_large(&self.path, limit, size));
        Ok(ReadOutcome { size, complete, partial })
    }

    fn read_blob(
        &self,
        objects: &Objects,
        id: &ObjectId,
        limits: &Limits,
        buffer: &mut Vec<u8>,
    ) -> Result<ReadOutcome, Problem> {
        let read = |limit| match objects.read(id, limit) {
            Ok(object) => Ok(object),
            Err(ObjectError::TooLarge(size)) => {
                Err(problems::too_large(&self.path, limits.git_object_bytes, size))
            }
            Err(error) => Err(git::unreadable(&self.path, &error)),
        };
        let mut object = read(limits.file_bytes)?;
        let limit = limits.bytes_of(&object.bytes);
        if limit > limits.file_bytes && !object.is_complete() {
            object = read(limit)?;
        }
        *buffer = object.bytes;
        buffer.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        let complete = buffer.len() as u64 == object.size;
        let is_loss = !complete && !self.is_opened(buffer);
        let partial = is_loss.then(|| problems::too_large(&self.path, limit, object.size));
        Ok(ReadOutcome { size: object.size, complete, partial })
    }

    /// The blob that the file is in a git repository.
    pub(crate) fn git_id(&self) -> Option<ObjectId> {
        match self.body {
            Body::Git(_, id) => Some(id),
            _ => None,
        }
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
        if !may_be {
            return Vec::new();
        }
        if let Body::Held(held) = &self.body {
            return match held.is_closed {
                true => self.expand_input(&mut Cursor::new(&held.bytes), limits, visit),
                false => Vec::new(),
            };
        }
        if let Body::Git(objects, id) = &self.body {
            return match git::blob_input(objects, id) {
                Ok(mut input) => self.expand_input(&mut input, limits, visit),
                Err(error) => vec![git::unreadable(&self.path, &error)],
            };
        }
        match self.open() {
            Ok((mut file, _)) => self.expand_input(&mut file, limits, visit),
            Err(error) => vec![problems::unreadable(&self.path, &error)],
        }
    }

    /// Visits the members of an archive met in a walk as entries of that walk.
    pub(crate) fn visit_members(
        &self,
        limits: &Limits,
        problems: &mut ProblemList,
        visit: &mut dyn FnMut(Entry) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let mut flow = ControlFlow::Continue(());
        problems.extend(self.expand(limits, &mut |member| {
            flow = visit(Entry::held(member, &self.filter));
            flow
        }));
        flow
    }

    fn expand_input(
        &self,
        input: &mut dyn Input,
        limits: &Limits,
        visit: &mut dyn FnMut(Member<'_>) -> ControlFlow<()>,
    ) -> Vec<Problem> {
        let name = self.path.file_name();
        match archive::Form::of_input(name, input) {
            Ok(None) => Vec::new(),
            Ok(Some(_)) => {
                let wanted = Wanted::Filtered(&self.filter);
                archive::expand_input(&self.path, name, input, limits, wanted, visit)
            }
            Err(error) => vec![problems::unreadable(&self.path, &error)],
        }
    }

    /// A member as an entry of its own.
    pub(crate) fn held(member: Member<'_>, filter: &Arc<Filter>) -> Entry {
        let Member { path, bytes, size, complete, partial } = member;
        let held = Held { bytes: bytes.into(), complete, partial, is_closed: false };
        let body = Body::Held(Box::new(held));
        Entry { path, size, stamp: None, body, filter: Arc::clone(filter) }
    }

    /// A file that is in memory and that workers open if it is an archive.
    pub(crate) fn closed(
        path: TreePath,
        bytes: Box<[u8]>,
        size: u64,
        partial: Option<Problem>,
        filter: &Arc<Filter>,
    ) -> Entry {
        let held = Held { bytes, complete: partial.is_none(), partial, is_closed: true };
        let body = Body::Held(Box::new(held));
        Entry { path, size, stamp: None, body, filter: Arc::clone(filter) }
    }

    /// Another entry of the same bytes, if they are an archive in memory that is yet to be opened.
    pub(crate) fn copy_of_archive(&self) -> Option<Entry> {
        match &self.body {
            Body::Held(held) if held.is_closed && self.is_opened(&held.bytes) => {
                let (path, bytes) = (self.path.clone(), held.bytes.clone());
                Some(Entry::closed(path, bytes, self.size, held.partial.clone(), &self.filter))
            }
            _ => None,
        }
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
            Body::Held(_) | Body::Git(..) => Err(io::Error::other("it is not on disk")),
        }
    }
}

/// Reads on until `limit` bytes are there, and more if there are more, so that growth is seen.
fn read_start(file: &File, size: u64, limit: u64, buffer: &mut Vec<u8>) -> io::Result<()> {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let size = usize::try_from(size).unwrap_or(usize::MAX);
    let room = size.min(limit).saturating_add(1).saturating_sub(buffer.len());
    buffer.try_reserve(room).map_err(io::Error::other)?;
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
    Ok(())
}
