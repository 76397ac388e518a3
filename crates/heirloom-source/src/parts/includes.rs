// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What files of targets include, and what that makes a part of whom.
//!
//! One file of source may be a part of several targets that look for headers in other folders, so
//! what it includes is found anew on each path. Where a path says nothing, headers are found by
//! their names, the nearest first.

use std::collections::{BTreeSet, HashMap, HashSet, VecDeque};

use heirloom_model::{CompiledFor, LineConditions};

use super::{
    Parts, Target, TargetId,
    files::{self, FileId},
    paths::{self, PathId, SearchPaths},
    purposes::Purposes,
};

/// Of a header that more targets hold, some are named: what counts is whether one is delivered.
const MAX_HOLDERS: usize = 16;

/// A file as it is compiled on a path for a purpose.
type Node = u32;
type Place = (FileId, PathId, Option<CompiledFor>);

/// An `#include` line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    /// The number of the name.
    pub(super) name: u32,
    pub(super) is_quoted: bool,
    pub(super) conditions: LineConditions,
}

/// The `#include` lines of all files.
pub(super) struct Written {
    pub(super) by_file: HashMap<FileId, Vec<Line>>,
    pub(super) names: Vec<Box<str>>,
}

impl Written {
    /// Passes headers over that conditions leave out, but for those that files may include of which no
    /// target is known.
    fn pass_over(&self, left_out: &[(u32, Vec<FileId>)], included: &mut Included) {
        if left_out.is_empty() {
            return;
        }
        let last = |name: u32| {
            let name = &self.names[name as usize];
            name.rsplit('/').next().unwrap_or(name)
        };
        let known: HashSet<FileId> = included.nodes.iter().map(|(file, ..)| *file).collect();
        let others = self.by_file.iter().filter(|(file, _)| !known.contains(file));
        let elsewhere: HashSet<&str> =
            others.flat_map(|(_, lines)| lines).map(|line| last(line.name)).collect();
        let passed_over = left_out.iter().filter(|(name, _)| !elsewhere.contains(last(*name)));
        included.passed_over.extend(passed_over.flat_map(|(_, files)| files));
    }
}

/// What files of targets include.
#[derive(Debug, Default)]
pub(super) struct Included {
    search: SearchPaths,
    purposes: Purposes,
    nodes: Vec<Place>,
    by_place: HashMap<Place, Node>,
    /// What each includes that has any.
    of: HashMap<Node, Box<[Node]>>,
    /// Headers that no path leads to, though others of their names are found on one, and those that
    /// conditions leave out.
    passed_over: HashSet<FileId>,
}

impl Included {
    /// The number of a file as a target compiles it.
    pub(super) fn node(&self, file: FileId, target: TargetId) -> Option<Node> {
        let place = (file, self.search.of(target), self.purposes.of(file, target));
        self.by_place.get(&place).copied()
    }

    pub(super) fn file(&self, node: Node) -> FileId {
        self.nodes[node as usize].0
    }

    /// What a file includes.
    pub(super) fn included(&self, node: Node) -> &[Node] {
        self.of.get(&node).map_or(&[], |all| all)
    }

    /// Whether a header lies beside the paths on which others of its name are found.
    pub(super) fn is_passed_over(&self, file: FileId) -> bool {
        self.passed_over.contains(&file)
    }

    fn add(&mut self, place: Place) -> Node {
        *self.by_place.entry(place).or_insert_with(|| {
            self.nodes.push(place);
            self.nodes.len() as Node - 1
        })
    }
}

/// What one `#include` leads to.
#[derive(Clone)]
struct Meant {
    /// The files that may be meant.
    all: Vec<FileId>,
    /// Of these the ones that are.
    taken: Vec<FileId>,
}

impl Parts {
    /// Takes what files include to be part of what they are part of.
    pub(super) fn follow_includes(
        &mut self,
        written: &Written,
        search: SearchPaths,
        purposes: Purposes,
    ) {
        let mut included = Included { search, purposes, ..Included::default() };
        let mut holders: Vec<BTreeSet<TargetId>> = Vec::new();
        for (target, sources) in self.made_of.iter().enumerate() {
            let path = included.search.of(target);
            for source in sources {
                let purpose = included.purposes.of(*source, target);
                let node = included.add((*source, path, purpose)) as usize;
                holders.resize_with(holders.len().max(node + 1), BTreeSet::new);
                holders[node].insert(target);
            }
        }
        let mut is_waiting = vec![true; holders.len()];
        let mut waiting: VecDeque<Node> = (0..holders.len() as Node).collect();
        let mut memo: HashMap<(u32, PathId, Box<[u8]>), Meant> = HashMap::new();
        // What conditions leave out, by the numbers of names.
        let mut left_out: Vec<(u32, Vec<FileId>)> = Vec::new();
        while let Some(node) = waiting.pop_front() {
            is_waiting[node as usize] = false;
            let (file, path, own_purpose) = included.nodes[node as usize];
            let purpose = included.purposes.behind(file, own_purpose);
            let Some(names) = written.by_file.get(&file) else { continue };
            let held = holders[node as usize].clone();
            let folder = self.files.path(file).parent().unwrap_or_default();
            let mut taken: BTreeSet<Node> = BTreeSet::new();
            for Line { name, is_quoted, conditions } in names {
                let near: &[u8] = if *is_quoted || path != 0 { folder.as_bytes() } else { b"" };
                let meant = memo.entry((*name, path, near.into())).or_insert_with(|| {
                    let name = (&*written.names[*name as usize], *is_quoted);
                    self.meant(name, folder.as_bytes(), path, &mut included)
                });
                let nearest = match path {
                    0 => self.nearest(
                        folder.as_bytes(),
                        meant,
                        (&written.names[*name as usize], *is_quoted),
                    ),
                    _ => meant.taken.clone(),
                };
                if is_left_out(*conditions, own_purpose) {
                    left_out.push((*name, nearest));
                    continue;
                }
                taken.extend(nearest.iter().map(|file| included.add((*file, path, purpose))));
                for file in &meant.all {
                    let used = included.add((*file, path, purpose)) as usize;
                    holders.resize_with(holders.len().max(used + 1), BTreeSet::new);
                    is_waiting.resize(holders.len(), false);
                    let is_changed = extend(&mut holders[used], &held, &self.targets);
                    if is_changed && !is_waiting[used] {
                        is_waiting[used] = true;
                        waiting.push_back(used as Node);
                    }
                }
            }
            included.of.entry(node).or_insert_with(|| taken.into_iter().collect());
        }
        for (node, held) in holders.iter().enumerate() {
            let known = self.by_file.entry(included.nodes[node].0).or_default();
            extend(known, held, &self.targets);
        }
        written.pass_over(&left_out, &mut included);
        let by_file = &self.by_file;
        included.passed_over.retain(|file| !by_file.contains_key(file));
        self.included = included;
    }

    /// What an `#include` may mean, and of that what it does on a path.
    fn meant(
        &self,
        (name, is_quoted): (&str, bool),
        from: &[u8],
        path: PathId,
        included: &mut Included,
    ) -> Meant {
        if path == 0 {
            let all = self.files.included(from, name, is_quoted);
            return Meant { all, taken: Vec::new() };
        }
        let found = included.search.find(path, from, (name, is_quoted), &self.files);
        let named = self.files.included(from, name, false);
        if let paths::Included::Found(found) = found {
            let others = named.iter().filter(|file| !found.contains(file));
            included.passed_over.extend(others.copied());
            return Meant { all: found.clone(), taken: found };
        }
        let search = &included.search;
        // Headers that every compiler brings are its own then.
        let is_standard = !is_quoted && files::is_standard(name);
        let may_mean = |file: &FileId| {
            !is_standard && search.may_mean(path, self.files.path(*file).as_bytes())
        };
        let (all, others): (Vec<FileId>, Vec<FileId>) = named.into_iter().partition(may_mean);
        included.passed_over.extend(others);
        let mut meant = Meant { all, taken: Vec::new() };
        meant.taken = self.nearest(from, &meant, (name, is_quoted));
        meant
    }

    /// Of files of a name those that are nearest.
    fn nearest(&self, from: &[u8], meant: &Meant, (name, is_quoted): (&str, bool)) -> Vec<FileId> {
        let is_standard = !is_quoted && files::is_standard(name);
        self.files.nearest(from, &meant.all, is_standard)
    }
}

/// Whether a line is certainly left out; where nothing is known of the purpose, for any purpose.
fn is_left_out(conditions: LineConditions, purpose: Option<CompiledFor>) -> bool {
    match purpose {
        Some(purpose) => conditions.leave_out(purpose),
        None => CompiledFor::ALL.into_iter().all(|purpose| conditions.leave_out(purpose)),
    }
}

/// Adds the holders of a file to those of one that it includes; whether that changed anything.
fn extend(known: &mut BTreeSet<TargetId>, held: &BTreeSet<TargetId>, targets: &[Target]) -> bool {
    let before = known.len();
    for target in held {
        if known.len() < MAX_HOLDERS {
            known.insert(*target);
            continue;
        }
        let is_delivered = |target: &TargetId| targets[*target].is_delivered;
        if known.iter().any(is_delivered) {
            break;
        }
        if is_delivered(target) {
            known.insert(*target);
        }
    }
    known.len() > before
}
