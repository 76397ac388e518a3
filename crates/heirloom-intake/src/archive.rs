// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Archives: their members as files, those of archives inside them too.
//!
//! Readers of containers are our own, because hostile archives are the common case here: each
//! streams, holds a bounded part of the input, checks what headers claim, and goes on after a
//! damaged member where the form allows it. Nothing is ever written to disk. A member's path is
//! the archive's with `!/` and the member's name; a compressed tar is one archive, not two.

use std::{
    collections::HashMap,
    io::{self, BufReader, Cursor, Read, Seek},
    ops::ControlFlow,
    rc::Rc,
};

use heirloom_model::{Problem, ProblemCode, TreePath};

use crate::{
    Limits,
    problems::{ProblemList, problem, reason, shown, too_large},
    selection::Filter,
};

mod ar;
mod budget;
mod cpio;
mod form;
mod layer;
mod lzw;
mod place;
mod sevenz;
mod tar;
mod zip;

pub(crate) use budget::{Budget, Metered};
pub use form::is_archive;
pub(crate) use form::{Form, is_hinted};
pub(crate) use layer::Layer;
use place::made_safe;
pub(crate) use tar::{Item, ItemKind, next_item};

/// A file inside an archive.
#[derive(Debug)]
pub struct Member<'a> {
    /// Its path: the archive's, `!/` and its name there.
    pub path: TreePath,
    /// Its bytes, or the first part of them.
    pub bytes: &'a [u8],
    /// The number of its bytes as far as known.
    pub size: u64,
    /// Whether `bytes` is all of it.
    pub complete: bool,
    /// Why less than all of it could be read.
    pub partial: Option<Problem>,
}

/// Visits the members of an archive that is in memory, nested ones too, in the archive's order.
/// Bytes that are not an archive give a problem.
pub fn expand(
    path: &TreePath,
    bytes: &[u8],
    limits: &Limits,
    visit: &mut dyn FnMut(Member<'_>) -> ControlFlow<()>,
) -> Vec<Problem> {
    let name = path.file_name();
    expand_input(path, name, &mut Cursor::new(bytes), limits, Wanted::All, visit)
}

/// What is wanted of an archive.
#[derive(Clone, Copy)]
pub(crate) enum Wanted<'a> {
    /// All members, nested ones too.
    All,
    /// Those that a filter takes, nested ones if it says so.
    Filtered(&'a Filter),
}

pub(crate) fn expand_input(
    path: &TreePath,
    name: &[u8],
    input: &mut dyn Input,
    limits: &Limits,
    wanted: Wanted<'_>,
    visit: &mut dyn FnMut(Member<'_>) -> ControlFlow<()>,
) -> Vec<Problem> {
    let problems = ProblemList::new(limits.problems_per_code);
    let budget = Rc::new(Budget::new(0, limits));
    let mut expansion = Expansion {
        limits,
        wanted,
        visit,
        problems,
        budget,
        n_members: 0,
        depth: 0,
        buffer: Vec::new(),
    };
    if let Err(error) = expansion.outermost(path, name, input) {
        expansion.damaged(path, &error);
    }
    expansion.problems.finish()
}

/// Visits an archive that is read as a stream, and its members.
pub(crate) fn expand_member(
    path: &TreePath,
    input: &mut dyn Read,
    size: u64,
    limits: &Limits,
    wanted: Wanted<'_>,
    visit: &mut dyn FnMut(Member<'_>) -> ControlFlow<()>,
) -> Vec<Problem> {
    let mut expansion = Expansion {
        limits,
        wanted,
        visit,
        problems: ProblemList::new(limits.problems_per_code),
        budget: Rc::new(Budget::new(size, limits)),
        n_members: 0,
        depth: 0,
        buffer: Vec::new(),
    };
    let wants = expansion.wants(path);
    let read = expansion.read_member(path, input, Some(size), wants, &mut Vec::new());
    if let Err(Halt::Damaged(error)) = read {
        expansion.damaged(path, &error);
    }
    expansion.problems.finish()
}

/// What an archive is read from.
pub(crate) trait Input: Read + Seek {}
impl<T: Read + Seek> Input for T {}

/// Why an expansion ends before its archive does.
enum Halt {
    /// The visitor has enough, or a limit of the whole expansion was hit.
    All,
    /// This archive is damaged; those around it are not.
    Damaged(io::Error),
}

impl From<io::Error> for Halt {
    fn from(error: io::Error) -> Halt {
        Halt::Damaged(error)
    }
}

/// One outermost archive with all that is inside it.
struct Expansion<'a> {
    limits: &'a Limits,
    wanted: Wanted<'a>,
    visit: &'a mut dyn FnMut(Member<'_>) -> ControlFlow<()>,
    problems: ProblemList,
    budget: Rc<Budget>,
    n_members: u64,
    depth: usize,
    buffer: Vec<u8>,
}

/// One archive that is being read.
struct Archive {
    path: TreePath,
    /// How often each name came, by its hash.
    names: HashMap<u64, u32>,
}

/// Where the bytes of an archive come from.
enum Bytes<'a> {
    Seekable(&'a mut dyn Input),
    Stream(&'a mut dyn Read),
}

impl Expansion<'_> {
    fn outermost(&mut self, path: &TreePath, name: &[u8], input: &mut dyn Input) -> io::Result<()> {
        let size = input.seek(io::SeekFrom::End(0))?;
        self.budget = Rc::new(Budget::new(size, self.limits));
        let form = Form::of_input(name, input)?;
        let Some(form) = form else {
            return Err(io::Error::other("it is not an archive"));
        };
        input.rewind()?;
        let _halted = self.archive(path, name, form, Bytes::Seekable(input));
        Ok(())
    }

    /// Reads one archive; its own damage is reported here and does not end those around it.
    fn archive(
        &mut self,
        path: &TreePath,
        name: &[u8],
        form: Form,
        bytes: Bytes<'_>,
    ) -> Result<(), Halt> {
        let mut archive = Archive { path: path.clone(), names: HashMap::new() };
        self.depth += 1;
        let result = match (form, bytes) {
            (Form::Zip, Bytes::Seekable(input)) => zip::read(self, &mut archive, input),
            (Form::SevenZip, Bytes::Seekable(input)) => sevenz::read(self, &mut archive, input),
            (Form::Zip | Form::SevenZip, Bytes::Stream(_)) => {
                self.limit(path, "archive_held_bytes", self.held())
            }
            (form, Bytes::Seekable(input)) => {
                let mut input = BufReader::with_capacity(64 << 10, input);
                self.stream(&mut archive, name, form, &mut input)
            }
            (form, Bytes::Stream(input)) => self.stream(&mut archive, name, form, input),
        };
        self.depth -= 1;
        match result {
            Ok(()) => Ok(()),
            Err(Halt::All) => Err(Halt::All),
            Err(Halt::Damaged(error)) => {
                if let Some((limit, value)) = self.budget.hit() {
                    return self.limit_all(path, limit, value);
                }
                self.damaged(path, &error);
                Ok(())
            }
        }
    }

    fn stream(
        &mut self,
        archive: &mut Archive,
        name: &[u8],
        form: Form,
        input: &mut dyn Read,
    ) -> Result<(), Halt> {
        match form {
            Form::Tar => tar::read(self, archive, input),
            Form::Ar => ar::read(self, archive, input),
            Form::Cpio => cpio::read(self, archive, input),
            Form::Rpm => self.rpm(archive, input),
            Form::Layer(layer) => {
                let name = form::name_inside(name, layer);
                self.layer(archive, &name, layer, input)
            }
            Form::Unread(what) => {
                self.unread(&archive.path, what);
                Ok(())
            }
            Form::Zip | Form::SevenZip => {
                Err(io::Error::other("it cannot be read as a stream").into())
            }
        }
    }

    fn rpm(&mut self, archive: &mut Archive, input: &mut dyn Read) -> Result<(), Halt> {
        cpio::skip_rpm_headers(input)?;
        let mut head = Vec::with_capacity(form::HEAD_BYTES);
        (&mut *input).take(form::HEAD_BYTES as u64).read_to_end(&mut head)?;
        let mut input = Cursor::new(&head).chain(input);
        match Form::of_head(&head).or_else(|| Layer::of_unmarked(b".lzma", &head).map(Form::Layer))
        {
            Some(Form::Layer(layer)) => self.layer(archive, b"payload", layer, &mut input),
            Some(Form::Cpio) => cpio::read(self, archive, &mut input),
            _ => {
                self.unread(&archive.path, "rpm (payload of an unknown form)");
                Ok(())
            }
        }
    }

    fn layer(
        &mut self,
        archive: &mut Archive,
        name: &[u8],
        layer: Layer,
        input: &mut dyn Read,
    ) -> Result<(), Halt> {
        let opened = layer.open(input, self.depth)?;
        let mut opened = Metered::new(opened, &self.budget);
        self.inside_layer(archive, name, &mut opened)
    }

    /// Goes on with what was compressed: a tar or cpio archive, or a file.
    fn inside_layer(
        &mut self,
        archive: &mut Archive,
        name: &[u8],
        input: &mut dyn Read,
    ) -> Result<(), Halt> {
        let mut head = Vec::with_capacity(form::HEAD_BYTES);
        let outcome = (&mut *input).take(form::HEAD_BYTES as u64).read_to_end(&mut head);
        let form = Form::of_head(&head);
        let mut input = Cursor::new(&head).chain(input);
        match (outcome, form) {
            (Ok(_), Some(Form::Tar)) => tar::read(self, archive, &mut input),
            (Ok(_), Some(Form::Cpio)) => cpio::read(self, archive, &mut input),
            (Ok(_), _) => self.member(archive, name, &mut input, None),
            (Err(error), _) if head.is_empty() => Err(error.into()),
            (Err(error), _) => {
                let broken = zip::Broken(Some(io::Error::other(reason(&error))));
                self.member(archive, name, &mut Cursor::new(&head).chain(broken), None)?;
                Err(error.into())
            }
        }
    }

    /// Visits one file of an archive, and the files in it if it is an archive itself. What the
    /// reader has left is for the caller to skip.
    fn member(
        &mut self,
        archive: &mut Archive,
        name: &[u8],
        reader: &mut dyn Read,
        size: Option<u64>,
    ) -> Result<(), Halt> {
        self.n_members += 1;
        if self.n_members > self.limits.archive_members {
            let limit = self.limits.archive_members;
            return self.limit_all(&archive.path, "archive_members", limit);
        }
        let Some(path) = self.place(archive, name) else { return Ok(()) };
        let (takes, enters) = self.wants(&path);
        if !takes && !enters {
            return Ok(());
        }
        let mut buffer = std::mem::take(&mut self.buffer);
        buffer.clear();
        let result = self.read_member(&path, reader, size, (takes, enters), &mut buffer);
        self.buffer = buffer;
        result
    }

    fn read_member(
        &mut self,
        path: &TreePath,
        reader: &mut dyn Read,
        size: Option<u64>,
        (takes, enters): (bool, bool),
        buffer: &mut Vec<u8>,
    ) -> Result<(), Halt> {
        let mut outcome = read_up_to(reader, self.limits.file_bytes, buffer);
        let limit = self.limits.bytes_of(buffer);
        if limit > self.limits.file_bytes && matches!(outcome, Ok(false)) {
            outcome = read_up_to(reader, limit, buffer);
        }
        let form = if enters { Form::of_named(path.file_name(), buffer) } else { None };
        if form.is_some() && matches!(outcome, Ok(false)) {
            outcome = read_up_to(reader, self.held(), buffer);
        }
        let is_cut = |&size: &u64| size != buffer.len() as u64;
        if matches!(outcome, Ok(true)) && size.as_ref().is_some_and(is_cut) {
            outcome = Err(tar::truncated());
        }
        let complete = matches!(outcome, Ok(true));
        if self.budget.hit().is_some() {
            return Err(io::Error::other("it expands beyond a limit").into());
        }
        if takes {
            let n_shown = buffer.len().min(usize::try_from(limit).unwrap_or(usize::MAX));
            let size = if complete {
                buffer.len() as u64
            } else {
                size.unwrap_or(0).max(buffer.len() as u64)
            };
            let all_shown = complete && n_shown == buffer.len();
            let partial = match &outcome {
                Err(error) => Some(damaged(path, error)),
                Ok(_) if all_shown || form.is_some() => None,
                Ok(_) => Some(too_large(path, limit, size)),
            };
            let bytes = &buffer[..n_shown];
            let member = Member { path: path.clone(), bytes, size, complete: all_shown, partial };
            if (self.visit)(member).is_break() {
                return Err(Halt::All);
            }
        }
        let Some(form) = form else { return Ok(()) };
        if self.depth >= self.limits.archive_depth {
            return self.limit(path, "archive_depth", self.limits.archive_depth as u64);
        }
        let name = path.file_name();
        match complete {
            true => self.archive(path, name, form, Bytes::Seekable(&mut Cursor::new(&*buffer))),
            false => {
                let mut input = Cursor::new(&*buffer).chain(reader);
                self.archive(path, name, form, Bytes::Stream(&mut input))
            }
        }
    }

    /// Whether a member is wanted, and whether it is opened if it is an archive.
    fn wants(&self, path: &TreePath) -> (bool, bool) {
        let hinted = is_hinted(path.file_name());
        match self.wanted {
            Wanted::All => (true, hinted),
            Wanted::Filtered(filter) => {
                let enters = hinted && filter.archives && filter.enters(path.as_bytes());
                (filter.takes(path.as_bytes()), enters)
            }
        }
    }

    /// Bytes of a nested archive that are held; less the deeper it is, so that the sum is bounded.
    fn held(&self) -> u64 {
        (self.limits.archive_held_bytes >> self.depth.saturating_sub(1).min(63))
            .max(self.limits.file_bytes.min(1 << 20))
    }

    /// A link, device or folder: nothing to read, perhaps something to say.
    fn passed_over(&mut self, archive: &Archive, name: &[u8], what: Passed<'_>) {
        let path = TreePath::parse(name).unwrap_or_else(|_| made_safe(name));
        let at = archive.path.join_member(&path);
        match what {
            Passed::Special(what) => {
                self.problems.push(problem(ProblemCode::ENTRY_SPECIAL, "what", what).at_path(at));
            }
            Passed::SymbolicLink(target) => {
                if crate::folder::leaves_root(&path, target) {
                    let outside = problem(ProblemCode::SYMLINK_OUTSIDE, "target", shown(target));
                    self.problems.push(outside.at_path(at));
                }
            }
            Passed::HardLink(target) => {
                if TreePath::parse(target).is_err() {
                    let outside = problem(ProblemCode::SYMLINK_OUTSIDE, "target", shown(target));
                    self.problems.push(outside.at_path(at));
                }
            }
        }
    }

    fn damaged(&mut self, path: &TreePath, error: &io::Error) {
        self.problems.push(damaged(path, error));
    }

    /// An archive, or a part of it, in a form that is not opened.
    fn unread(&mut self, path: &TreePath, what: &str) {
        let unread = problem(ProblemCode::ARCHIVE_FORMAT_UNREAD, "format", what);
        self.problems.push(unread.at_path(path.clone()));
    }

    /// A limit that concerns one archive or member.
    fn limit(&mut self, path: &TreePath, limit: &str, value: u64) -> Result<(), Halt> {
        let args = vec![("limit", limit.into()), ("value", value.to_string().into())];
        self.problems.push(Problem::new(ProblemCode::ARCHIVE_LIMIT, args).at_path(path.clone()));
        Ok(())
    }

    /// A limit that ends the whole expansion.
    fn limit_all(&mut self, path: &TreePath, limit: &str, value: u64) -> Result<(), Halt> {
        self.limit(path, limit, value)?;
        Err(Halt::All)
    }
}

/// What is in an archive beside files and folders.
enum Passed<'a> {
    Special(&'static str),
    SymbolicLink(&'a [u8]),
    HardLink(&'a [u8]),
}

fn damaged(path: &TreePath, error: &io::Error) -> Problem {
    problem(ProblemCode::ARCHIVE_DAMAGED, "reason", reason(error)).at_path(path.clone())
}

/// Reads until `buffer` holds `limit` bytes; true when the reader ended before.
fn read_up_to(reader: &mut dyn Read, limit: u64, buffer: &mut Vec<u8>) -> io::Result<bool> {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX - 1);
    let room = limit.saturating_sub(buffer.len()).saturating_add(1);
    let n_read = reader.take(room as u64).read_to_end(buffer)?;
    // One byte more than the limit was asked for, to tell an end from a cut; it is kept, for a
    // nested archive may be read on from here.
    Ok(n_read < room)
}

#[cfg(test)]
mod tests;
