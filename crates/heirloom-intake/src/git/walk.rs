// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Walking the tree of a revision, in the byte order of whole paths.

use std::{io::Cursor, ops::ControlFlow, sync::Arc};

use heirloom_model::{Problem, ProblemCode, TreePath};

use super::{
    ObjectId, Objects, Revision,
    objects::{ObjectError, ObjectKind},
};
use crate::{
    Entry, Limits, WalkError,
    entry::Body,
    folder::{Archives, is_vcs_folder, leaves_root},
    problems::{ProblemList, problem, shown},
    selection::Filter,
};

/// Bytes of the trees on the way down, all together.
const TREES_BYTES: usize = 64 << 20;

/// Bytes of a link's target that are read.
const LINK_BYTES: u64 = 64 << 10;

pub(crate) fn walk(
    revision: Revision,
    filter: &Arc<Filter>,
    limits: &Limits,
    archives: Archives,
    visit: &mut dyn FnMut(Entry) -> ControlFlow<()>,
) -> Result<Vec<Problem>, WalkError> {
    let Revision { objects, tree } = revision;
    let objects = Arc::new(objects);
    let root = read_tree(&objects, &tree).map_err(|error| WalkError::Tree(error.to_string()))?;
    let n_held = root.bytes.len();
    let mut walk = Walk {
        objects,
        filter,
        limits,
        archives,
        visit,
        problems: ProblemList::new(limits.problems_per_code),
        frames: vec![Frame { path: TreePath::root(), tree: root, next: 0 }],
        n_entries: 0,
        n_held,
    };
    let _stopped = walk.run();
    Ok(walk.problems.finish())
}

struct Walk<'a> {
    objects: Arc<Objects>,
    filter: &'a Arc<Filter>,
    limits: &'a Limits,
    archives: Archives,
    visit: &'a mut dyn FnMut(Entry) -> ControlFlow<()>,
    problems: ProblemList,
    frames: Vec<Frame>,
    n_entries: u64,
    n_held: usize,
}

/// A folder that is being walked.
struct Frame {
    path: TreePath,
    tree: Tree,
    next: usize,
}

impl Walk<'_> {
    fn run(&mut self) -> ControlFlow<()> {
        while let Some(frame) = self.frames.last_mut() {
            let Some(item) = frame.tree.items.get(frame.next).copied() else {
                self.n_held -= frame.tree.bytes.len();
                self.frames.pop();
                continue;
            };
            frame.next += 1;
            self.n_entries += 1;
            if self.n_entries > self.limits.git_entries {
                let value = self.limits.git_entries.to_string().into();
                let args = vec![("limit", "git_entries".into()), ("value", value)];
                self.problems.push(Problem::new(ProblemCode::ARCHIVE_LIMIT, args));
                return ControlFlow::Break(());
            }
            match self.step(item) {
                Ok(flow) => flow?,
                Err(problem) => self.problems.push(problem),
            }
        }
        ControlFlow::Continue(())
    }

    fn step(&mut self, item: Item) -> Result<ControlFlow<()>, Problem> {
        let frame = self.frames.last().expect("a step is made inside a folder");
        let name = &frame.tree.bytes[item.name.0..item.name.1];
        let unsafe_name = || {
            problem(ProblemCode::ARCHIVE_UNSAFE_NAME, "name", shown(name))
                .at_path(frame.path.clone())
        };
        let path = frame.path.child(name).map_err(|_| unsafe_name())?;
        if path.as_bytes().len() > self.limits.path_bytes {
            let too_long = problem(ProblemCode::PATH_TOO_LONG, "limit", self.limits.path_bytes);
            return Err(too_long.at_path(frame.path.clone()));
        }
        if item.is_repeated {
            let repeated = problem(ProblemCode::ARCHIVE_DUPLICATE_NAME, "name", &path);
            return Err(repeated.at_path(frame.path.clone()));
        }
        match item.kind {
            Kind::Folder if is_vcs_folder(name) || !self.filter.enters(path.as_bytes()) => {}
            Kind::Folder => self.enter(path, &item.id)?,
            Kind::Submodule if self.filter.takes(path.as_bytes()) => {
                return Err(problem(ProblemCode::SUBMODULE_UNREAD, "commit", item.id).at_path(path));
            }
            Kind::Link if self.filter.takes(path.as_bytes()) => {
                let target = self
                    .objects
                    .read(&item.id, LINK_BYTES)
                    .map_err(|error| unreadable(&path, &error))?;
                if leaves_root(&path, &target.bytes) {
                    let target = shown(&target.bytes);
                    let outside = problem(ProblemCode::SYMLINK_OUTSIDE, "target", target);
                    return Err(outside.at_path(path));
                }
            }
            Kind::File => return Ok(self.file(path, item.id)),
            Kind::Submodule | Kind::Link => {}
        }
        Ok(ControlFlow::Continue(()))
    }

    fn file(&mut self, path: TreePath, id: ObjectId) -> ControlFlow<()> {
        let body = Body::Git(Arc::clone(&self.objects), id);
        let takes = self.filter.takes(path.as_bytes());
        let opens = self.archives == Archives::Opened
            && crate::archive::is_hinted(path.file_name())
            && self.filter.enters(path.as_bytes());
        let entry = Entry { path, size: 0, stamp: None, body, filter: Arc::clone(self.filter) };
        if opens {
            return self.archive(entry, takes);
        }
        if takes { (self.visit)(entry) } else { ControlFlow::Continue(()) }
    }

    fn archive(&mut self, entry: Entry, takes: bool) -> ControlFlow<()> {
        let itself = Entry {
            path: entry.path.clone(),
            size: entry.size,
            stamp: None,
            body: Body::Git(Arc::clone(&self.objects), entry.git_id().expect("made of one")),
            filter: Arc::clone(self.filter),
        };
        if takes {
            (self.visit)(itself)?;
        }
        entry.visit_members(self.limits, &mut self.problems, self.visit)
    }

    fn enter(&mut self, path: TreePath, id: &ObjectId) -> Result<(), Problem> {
        if self.frames.len() > self.limits.folder_depth {
            let too_deep = problem(ProblemCode::NESTED_TOO_DEEP, "limit", self.limits.folder_depth);
            return Err(too_deep.at_path(path));
        }
        let tree = read_tree(&self.objects, id).map_err(|error| unlisted(&path, &error))?;
        if self.n_held + tree.bytes.len() > TREES_BYTES {
            return Err(unlisted(&path, &ObjectError::TooLarge(tree.bytes.len() as u64)));
        }
        self.n_held += tree.bytes.len();
        self.frames.push(Frame { path, tree, next: 0 });
        Ok(())
    }
}

pub(crate) fn unreadable(path: &TreePath, error: &ObjectError) -> Problem {
    problem(ProblemCode::FILE_UNREADABLE, "reason", error).at_path(path.clone())
}

fn unlisted(path: &TreePath, error: &ObjectError) -> Problem {
    problem(ProblemCode::FOLDER_UNREADABLE, "reason", error).at_path(path.clone())
}

/// A folder of a revision.
struct Tree {
    bytes: Vec<u8>,
    items: Vec<Item>,
}

#[derive(Clone, Copy)]
struct Item {
    kind: Kind,
    /// Where the name stands in the tree's bytes.
    name: (usize, usize),
    id: ObjectId,
    /// Whether the name before is the same: git never writes such trees.
    is_repeated: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Folder,
    File,
    Link,
    Submodule,
}

fn read_tree(objects: &Objects, id: &ObjectId) -> Result<Tree, ObjectError> {
    let bytes = objects.read_whole(id, ObjectKind::Tree)?;
    let items = parse_tree(&bytes, objects.hash_bytes())
        .ok_or(ObjectError::Damaged("a folder's entries are wrong"))?;
    Ok(Tree { bytes, items })
}

/// Reads entries `mode name NUL hash` and puts them in the order of whole paths.
fn parse_tree(bytes: &[u8], hash_bytes: usize) -> Option<Vec<Item>> {
    let mut items = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let space = at + bytes[at..].iter().position(|&byte| byte == b' ')?;
        let nul = space + bytes[space..].iter().position(|&byte| byte == 0)?;
        let mode = u32::from_str_radix(std::str::from_utf8(&bytes[at..space]).ok()?, 8).ok()?;
        let kind = match mode & 0o170_000 {
            0o040_000 => Kind::Folder,
            0o120_000 => Kind::Link,
            0o160_000 => Kind::Submodule,
            _ => Kind::File,
        };
        let id = ObjectId::new(bytes.get(nul + 1..nul + 1 + hash_bytes)?)?;
        items.push(Item { kind, name: (space + 1, nul), id, is_repeated: false });
        at = nul + 1 + hash_bytes;
    }
    let key = |item: &Item| {
        let slash: &[u8] = if item.kind == Kind::Folder { b"/" } else { b"" };
        bytes[item.name.0..item.name.1].iter().chain(slash)
    };
    if !items.is_sorted_by(|a, b| key(a).le(key(b))) {
        items.sort_by(|a, b| key(a).cmp(key(b)));
    }
    for at in 1..items.len() {
        items[at].is_repeated = key(&items[at - 1]).eq(key(&items[at]));
    }
    Some(items)
}

/// The bytes of a blob as an archive is read from.
pub(crate) fn blob_input(objects: &Objects, id: &ObjectId) -> Result<Cursor<Vec<u8>>, ObjectError> {
    objects.read_whole(id, ObjectKind::Blob).map(Cursor::new)
}
