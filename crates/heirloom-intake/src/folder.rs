// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Walking a folder on disk.
//!
//! One `getdents` per folder and one `fstatat` per file, relative to the folder's descriptor.
//! Names of a folder are sorted as bytes, a folder's as if it ended in `/`: so the walk yields
//! whole paths in byte order without holding more than the names on the way down.

use std::{
    cmp::Ordering,
    io,
    ops::ControlFlow,
    os::fd::{AsFd, BorrowedFd, OwnedFd},
    sync::Arc,
};

use heirloom_model::{FileStamp, Problem, ProblemCode, TreePath};
use rustix::fs::FileType;

use crate::{
    Entry, Limits, WalkError,
    archive::is_hinted,
    disk::{self, DiskRoot},
    entry::Body,
    gitignore::Gitignore,
    listing,
    problems::{ProblemList, problem, reason, shown, unreadable},
    selection::Filter,
};

/// Folders whose descriptors stay open on the way down; those above are opened again when needed.
const OPEN_FOLDERS: usize = 16;

/// Bytes of the names of one folder.
const NAMES_BYTES: usize = 1 << 30;

/// Bytes of a `.gitignore` that are read.
const GITIGNORE_BYTES: u64 = 1 << 20;

/// Folders of version control systems.
const VCS_FOLDERS: &[&[u8]] =
    &[b".git", b".hg", b".svn", b"CVS", b".bzr", b"_darcs", b".jj", b".pijul", b".sl"];

pub(crate) fn walk(
    root: &Arc<DiskRoot>,
    filter: &Arc<Filter>,
    limits: &Limits,
    archives: Archives,
    visit: &mut dyn FnMut(Entry) -> ControlFlow<()>,
) -> Result<Vec<Problem>, WalkError> {
    let problems = ProblemList::new(limits.problems_per_code);
    let (frames, buffer) = (Vec::new(), listing::Buffer::default());
    let mut walk = Walk { root, filter, limits, archives, visit, problems, frames, buffer };
    walk.enter(TreePath::root(), root.open_folder(b"").map_err(WalkError::Root)?);
    let _stopped = walk.run();
    Ok(walk.problems.finish())
}

/// What a walk does with archives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Archives {
    /// Their members follow them.
    Opened,
    /// They are files like others.
    Closed,
}

struct Walk<'a> {
    root: &'a Arc<DiskRoot>,
    filter: &'a Arc<Filter>,
    limits: &'a Limits,
    archives: Archives,
    visit: &'a mut dyn FnMut(Entry) -> ControlFlow<()>,
    problems: ProblemList,
    frames: Vec<Frame>,
    buffer: listing::Buffer,
}

/// A folder that is being walked.
struct Frame {
    path: TreePath,
    folder: Option<OwnedFd>,
    names: Names,
    next: usize,
    gitignore: Option<Gitignore>,
}

impl Walk<'_> {
    fn run(&mut self) -> ControlFlow<()> {
        while let Some(frame) = self.frames.last_mut() {
            let Some(item) = frame.names.items.get(frame.next).copied() else {
                self.frames.pop();
                continue;
            };
            frame.next += 1;
            match self.step(item) {
                Ok(flow) => flow?,
                Err(problem) => self.problems.push(problem),
            }
        }
        ControlFlow::Continue(())
    }

    /// Goes to one name of the innermost folder.
    fn step(&mut self, item: Item) -> Result<ControlFlow<()>, Problem> {
        let depth = self.frames.len();
        let frame = self.frames.last_mut().expect("a step is made inside a folder");
        let Ok(path) = frame.path.child(frame.names.name(item)) else {
            return Ok(ControlFlow::Continue(()));
        };
        if path.as_bytes().len() > self.limits.path_bytes {
            let too_long = problem(ProblemCode::PATH_TOO_LONG, "limit", self.limits.path_bytes);
            return Err(too_long.at_path(frame.path.clone()));
        }
        if !self.wants(&path, item.kind) {
            return Ok(ControlFlow::Continue(()));
        }
        let frame = self.frames.last_mut().expect("a step is made inside a folder");
        let folder = frame.open(self.root)?;
        let name = path.file_name();
        match item.kind {
            Kind::Folder if depth > self.limits.folder_depth => {
                let too_deep =
                    problem(ProblemCode::NESTED_TOO_DEEP, "limit", self.limits.folder_depth);
                return Err(too_deep.at_path(path));
            }
            Kind::Folder => {
                let opened = disk::open_child_folder(folder, name)
                    .map_err(|error| unlisted(&path, &error))?;
                self.enter(path, opened);
            }
            Kind::File => {
                let stat =
                    disk::stat_child(folder, name).map_err(|error| unreadable(&path, &error))?;
                if FileType::from_raw_mode(stat.st_mode) != FileType::RegularFile {
                    let changed = io::Error::other("it is no longer a regular file");
                    return Err(unreadable(&path, &changed));
                }
                let stamp = disk::stamp(&stat);
                let entry = self.entry(path, stamp.size, Some(stamp));
                return Ok((self.visit)(entry));
            }
            Kind::Inside => return Ok(self.open_archive(path)),
            Kind::Link => {
                let target =
                    disk::link_target(folder, name).map_err(|error| unreadable(&path, &error))?;
                if leaves_root(&path, &target) {
                    let outside = problem(ProblemCode::SYMLINK_OUTSIDE, "target", shown(&target));
                    return Err(outside.at_path(path));
                }
            }
            Kind::Pipe => return Err(special(path, "pipe")),
            Kind::Socket => return Err(special(path, "socket")),
            Kind::Device => return Err(special(path, "device")),
        }
        Ok(ControlFlow::Continue(()))
    }

    fn wants(&self, path: &TreePath, kind: Kind) -> bool {
        let selected = match kind {
            Kind::Folder | Kind::Inside => self.filter.enters(path.as_bytes()),
            _ => self.filter.takes(path.as_bytes()),
        };
        if !selected || !self.filter.gitignore {
            return selected;
        }
        let decided = self.frames.iter().rev().find_map(|frame| {
            let rules = frame.gitignore.as_ref()?;
            let skip = if frame.path.is_root() { 0 } else { frame.path.as_bytes().len() + 1 };
            rules.decides(&path.as_bytes()[skip..], kind == Kind::Folder)
        });
        decided != Some(true)
    }

    fn opens_archives(&self) -> bool {
        self.archives == Archives::Opened && self.filter.archives
    }

    fn entry(&self, path: TreePath, size: u64, stamp: Option<FileStamp>) -> Entry {
        let body = Body::Below(Arc::clone(self.root));
        Entry { path, size, stamp, body, filter: Arc::clone(self.filter) }
    }

    fn open_archive(&mut self, path: TreePath) -> ControlFlow<()> {
        let entry = self.entry(path, 0, None);
        entry.visit_members(self.limits, &mut self.problems, self.visit)
    }

    /// Lists a folder and makes it the innermost one.
    fn enter(&mut self, path: TreePath, folder: OwnedFd) {
        let opens_archives = self.opens_archives();
        let names = match Names::list(&folder, &mut self.buffer, opens_archives) {
            (names, Ok(())) => names,
            (names, Err(error)) => {
                self.problems.push(unlisted(&path, &error));
                names
            }
        };
        let gitignore = (self.filter.gitignore && names.has_gitignore)
            .then(|| self.read_gitignore(&path))
            .flatten();
        let depth = self.frames.len();
        if let Some(above) = depth.checked_sub(OPEN_FOLDERS) {
            self.frames[above].folder = None;
        }
        self.frames.push(Frame { path, folder: Some(folder), names, next: 0, gitignore });
    }

    fn read_gitignore(&mut self, folder: &TreePath) -> Option<Gitignore> {
        let path = folder.child(b".gitignore").expect("a single name");
        let entry = self.entry(path, 0, None);
        let limits = Limits { file_bytes: GITIGNORE_BYTES, ..self.limits.clone() };
        let mut text = Vec::new();
        match entry.read(&limits, &mut text) {
            Ok(_) => Some(Gitignore::parse(&text)),
            Err(problem) => {
                self.problems.push(problem);
                None
            }
        }
    }
}

impl Frame {
    /// The folder's descriptor, opened again if it was closed on the way down.
    fn open(&mut self, root: &DiskRoot) -> Result<BorrowedFd<'_>, Problem> {
        let folder = match &mut self.folder {
            Some(folder) => folder,
            closed => {
                let opened = root.open_folder(self.path.as_bytes());
                closed.insert(opened.map_err(|error| unlisted(&self.path, &error))?)
            }
        };
        Ok((*folder).as_fd())
    }
}

fn unlisted(path: &TreePath, error: &io::Error) -> Problem {
    problem(ProblemCode::FOLDER_UNREADABLE, "reason", reason(error)).at_path(path.clone())
}

fn special(path: TreePath, what: &str) -> Problem {
    problem(ProblemCode::ENTRY_SPECIAL, "what", what).at_path(path)
}

/// Whether a link at `path` points out of the tree by its words. It is not followed in any case.
pub(crate) fn leaves_root(path: &TreePath, target: &[u8]) -> bool {
    if target.first() == Some(&b'/') {
        return true;
    }
    let mut depth = path.components().count().saturating_sub(1);
    for component in target.split(|&byte| byte == b'/') {
        match component {
            b"" | b"." => {}
            b".." if depth == 0 => return true,
            b".." => depth -= 1,
            _ => depth += 1,
        }
    }
    false
}

/// The names of one folder, packed: a folder of a million files must fit.
#[derive(Default)]
struct Names {
    text: Vec<u8>,
    items: Vec<Item>,
    has_gitignore: bool,
}

#[derive(Clone, Copy)]
struct Item {
    start: u32,
    length: u16,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Folder,
    File,
    /// The members of an archive.
    Inside,
    Link,
    Pipe,
    Socket,
    Device,
}

impl Names {
    /// The sorted names and, if it ended early, why.
    fn list(
        folder: &OwnedFd,
        buffer: &mut listing::Buffer,
        opens_archives: bool,
    ) -> (Names, io::Result<()>) {
        let mut names = Names::default();
        let result = listing::list(folder, buffer, &mut |name, file_type| {
            names.add(folder, name, file_type, opens_archives)
        });
        let Names { text, items, .. } = &mut names;
        let key = |item: &Item| {
            let start = item.start as usize;
            (&text[start..start + usize::from(item.length)], item.kind.suffix())
        };
        items.sort_unstable_by(|a, b| in_path_order(key(a), key(b)));
        (names, result)
    }

    fn add(
        &mut self,
        folder: &OwnedFd,
        name: &[u8],
        file_type: FileType,
        opens_archives: bool,
    ) -> io::Result<()> {
        let kind = match file_type {
            FileType::Unknown => {
                let stat = disk::stat_child(folder.as_fd(), name)?;
                Kind::new(FileType::from_raw_mode(stat.st_mode))
            }
            known => Kind::new(known),
        };
        let is_vcs = match kind {
            Kind::Folder => is_vcs_folder(name),
            _ => name == b".git",
        };
        if is_vcs {
            return Ok(());
        }
        let (Ok(start), Ok(length)) = (u32::try_from(self.text.len()), u16::try_from(name.len()))
        else {
            return Err(io::Error::other("the names are too long"));
        };
        if self.text.len() > NAMES_BYTES {
            return Err(io::Error::other("there are too many names"));
        }
        self.has_gitignore |= name == b".gitignore";
        self.text.extend_from_slice(name);
        self.items.push(Item { start, length, kind });
        if opens_archives && kind == Kind::File && is_hinted(name) {
            self.items.push(Item { start, length, kind: Kind::Inside });
        }
        Ok(())
    }

    fn name(&self, item: Item) -> &[u8] {
        let start = item.start as usize;
        &self.text[start..start + usize::from(item.length)]
    }
}

/// Whether a folder is a version control system's own.
pub(crate) fn is_vcs_folder(name: &[u8]) -> bool {
    VCS_FOLDERS.contains(&name)
}

/// Compares two names with what follows them in longer paths.
fn in_path_order(a: (&[u8], &[u8]), b: (&[u8], &[u8])) -> Ordering {
    let common = a.0.len().min(b.0.len());
    a.0[..common]
        .cmp(&b.0[..common])
        .then_with(|| a.0[common..].iter().chain(a.1).cmp(b.0[common..].iter().chain(b.1)))
}

impl Kind {
    /// What follows the name in the paths below it.
    fn suffix(self) -> &'static [u8] {
        match self {
            Kind::Folder => b"/",
            Kind::Inside => b"!/",
            _ => b"",
        }
    }

    fn new(file_type: FileType) -> Kind {
        match file_type {
            FileType::Directory => Kind::Folder,
            FileType::RegularFile => Kind::File,
            FileType::Symlink => Kind::Link,
            FileType::Fifo => Kind::Pipe,
            FileType::Socket => Kind::Socket,
            _ => Kind::Device,
        }
    }
}

#[cfg(test)]
mod tests;
