// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Which files of a tree its programs and libraries are made of.
//!
//! Facts of all files are gathered, then build files are followed: lists and patterns of source,
//! rules, folders, headers that files include. Nothing is run. A file that no target takes lies
//! beside them. Where lists are computed, or no build file speaks of a folder, nothing is known, and
//! that is said too.

mod expand;
mod files;
mod rules;
mod rust;
mod targets;

use std::{
    collections::{BTreeSet, HashMap, HashSet, VecDeque},
    ops::Bound,
};

use heirloom_model::{
    BuildLine, BuildLineKind, HeaderIncludeKind, SourceFacts, SourceLanguage, Span, TreePath,
};

use expand::{BuildFile, BuildFiles};
use files::{FileId, Files, is_header, is_source, is_within, join};
use targets::{Made, Makes};

/// The number of a target.
pub type TargetId = usize;

/// A program or library that the tree makes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// Its name.
    pub name: Box<str>,
    /// Whether it is run, not linked.
    pub is_program: bool,
    /// Whether it goes to others: it serves more than work on the project.
    pub is_delivered: bool,
    /// The build file and place that name it.
    pub file: TreePath,
    /// The place in it.
    pub span: Span,
    /// Targets of the tree that it is linked with.
    pub uses: Vec<TargetId>,
}

/// What a file is to what is built.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// A part of these targets, of which one at least is delivered.
    Inside(Vec<TargetId>),
    /// A part of these targets alone, which serve work on the project.
    Work(Vec<TargetId>),
    /// No target is made of it; the build file is the nearest that could have named it.
    Beside(TreePath),
    /// Nobody knows.
    Unknown,
}

/// Facts of all files, gathered one by one.
#[derive(Debug, Default)]
pub struct Gathered {
    files: Files,
    build: Vec<BuildFile>,
    /// What each file includes: names by number, and whether in quotes.
    includes: HashMap<FileId, Vec<(u32, bool)>>,
    names: Vec<Box<str>>,
    by_name: HashMap<Box<str>, u32>,
    rust: rust::Crates,
}

impl Gathered {
    /// Takes in a file of the tree; the lines of its facts that say what targets are made of are taken
    /// out.
    pub fn observe(&mut self, path: &TreePath, facts: Option<&mut SourceFacts>) {
        let is_part = is_source(path) || is_header(path);
        let id = is_part.then(|| self.files.add(path));
        let Some(facts) = facts else { return };
        if let Some(id) = id {
            let includes = facts.includes.iter();
            let includes = includes.filter(|one| one.kind != HeaderIncludeKind::Macro);
            let includes: Vec<(u32, bool)> = includes
                .map(|one| (self.name(&one.name), one.kind == HeaderIncludeKind::Quoted))
                .collect();
            if !includes.is_empty() {
                self.includes.insert(id, includes);
            }
        }
        use SourceLanguage as L;
        if !matches!(facts.language, L::Dockerfile | L::Go) {
            let lines = std::mem::take(&mut facts.build);
            self.observe_build(path, facts.language, lines);
        }
    }

    fn observe_build(&mut self, path: &TreePath, language: SourceLanguage, lines: Vec<BuildLine>) {
        use SourceLanguage as L;
        let language = match language {
            L::Rust | L::Manifest => return self.rust.observe(path, language, lines),
            L::C | L::Cpp if !lines.is_empty() => L::Make,
            L::Autoconf | L::Cmake | L::Make | L::Meson => language,
            _ => return,
        };
        self.build.push(BuildFile {
            folder: path.parent().map(|folder| folder.as_bytes().into()).unwrap_or_default(),
            path: path.clone(),
            language,
            lines,
            reads: Vec::new(),
            read_by: Vec::new(),
        });
    }

    fn name(&mut self, name: &str) -> u32 {
        if let Some(known) = self.by_name.get(name) {
            return *known;
        }
        let id = self.names.len() as u32;
        self.names.push(name.into());
        self.by_name.insert(name.into(), id);
        id
    }

    /// What the tree's programs and libraries are made of.
    pub fn parts(self) -> Parts {
        let build = BuildFiles::new(self.build);
        let Makes { all, open } = targets::makes(&build, &self.files);
        let mut parts = Parts {
            targets: targets_of(&all, &build),
            by_file: HashMap::new(),
            open: open.keys().map(|file| build.files[*file].folder.clone()).collect(),
            places: HashMap::new(),
            files: self.files,
            build: Vec::new(),
        };
        for (target, made) in all.iter().enumerate() {
            for source in &made.sources {
                parts.by_file.entry(*source).or_default().insert(target);
            }
        }
        parts.cover(&all, &build);
        parts.follow_includes(&self.includes, &self.names);
        self.rust.join(&mut parts);
        parts.build.extend(build.files);
        parts
    }
}

/// What the programs and libraries of a tree are made of.
#[derive(Debug, Default)]
pub struct Parts {
    targets: Vec<Target>,
    by_file: HashMap<FileId, BTreeSet<TargetId>>,
    /// Folders of build files whose lists could not be read.
    open: HashSet<Box<[u8]>>,
    /// Build files that name targets, by their folders.
    places: HashMap<Box<[u8]>, TreePath>,
    files: Files,
    build: Vec<BuildFile>,
}

impl Parts {
    /// The targets of the tree.
    pub fn targets(&self) -> &[Target] {
        &self.targets
    }

    /// What a file is.
    pub fn of(&self, path: &TreePath) -> Part {
        let Some(id) = self.files.id(path.as_bytes()) else { return Part::Unknown };
        match self.by_file.get(&id) {
            Some(targets) if targets.iter().any(|target| self.targets[*target].is_delivered) => {
                Part::Inside(targets.iter().copied().collect())
            }
            Some(targets) => Part::Work(targets.iter().copied().collect()),
            None if is_source(path) && !self.is_open(path) => match self.place(path) {
                Some(place) => Part::Beside(place.clone()),
                None => Part::Unknown,
            },
            None => Part::Unknown,
        }
    }

    /// The files of a target.
    pub fn files_of(&self, target: TargetId) -> impl Iterator<Item = &TreePath> {
        let held = self.by_file.iter().filter(move |(_, targets)| targets.contains(&target));
        held.map(|(id, _)| self.files.path(*id))
    }

    /// The files that a compiler could take, with what they are.
    pub fn sources(&self) -> impl Iterator<Item = (&TreePath, Part)> {
        let ids = 0..self.files.len() as FileId;
        let paths = ids.map(|id| self.files.path(id)).filter(|path| is_source(path));
        paths.map(|path| (path, self.of(path)))
    }

    /// Whether lists that could have named a file are not known.
    fn is_open(&self, path: &TreePath) -> bool {
        around(path).any(|folder| self.open.contains(folder))
    }

    /// What shows that files of a folder are taken by a target that another folder's build file names;
    /// delivered ones first.
    pub fn taken(&self, folder: &TreePath) -> Option<&Target> {
        let own = folder.as_bytes();
        let mut taken: BTreeSet<TargetId> = BTreeSet::new();
        for (id, targets) in &self.by_file {
            if is_within(self.files.path(*id), own) {
                taken.extend(targets);
            }
        }
        let outside = taken.into_iter().map(|target| &self.targets[target]);
        let outside = outside.filter(|target| !is_within(&target.file, own));
        outside.min_by_key(|target| (!target.is_delivered, &target.file, target.span.start))
    }

    /// How many files of source in languages of C a folder holds.
    pub fn n_sources(&self, folder: &TreePath) -> usize {
        let is_c = |path: &&TreePath| is_source(path) && !path.file_name().ends_with(b".rs");
        self.files.below(folder.as_bytes()).filter(is_c).count()
    }

    /// The build file nearest to a file, if build files speak for its folder at all.
    fn place(&self, path: &TreePath) -> Option<&TreePath> {
        around(path).find_map(|folder| self.places.get(folder))
    }

    /// The build file outside of a folder that speaks of it, with the place.
    pub fn mention(&self, folder: &TreePath) -> Option<(&TreePath, Span)> {
        let own = folder.as_bytes();
        let name = folder.file_name();
        let outside = self.build.iter().filter(|file| {
            !is_within(&file.path, own) && file.language != SourceLanguage::Autoconf
        });
        for file in outside {
            for line in &file.lines {
                let names = line.words.iter().any(|word| {
                    let parts = word.split(['/', '}', '*']);
                    let has = parts.into_iter().any(|part| part.as_bytes() == name);
                    has && (line.kind == BuildLineKind::Folder
                        || word.contains('/')
                        || join(&file.folder, word.as_bytes()).is_some_and(|path| path == own))
                });
                if names {
                    return Some((&file.path, line.span));
                }
            }
        }
        None
    }

    /// The build file around a folder, outside of it, if all lists of files there are known.
    pub fn told_by(&self, folder: &TreePath) -> Option<&TreePath> {
        let is_open = around(folder).any(|root| self.open.contains(root));
        around(folder).filter(|_| !is_open).find_map(|root| self.places.get(root))
    }

    fn cover(&mut self, all: &[Made], build: &BuildFiles) {
        let mut folders: BTreeSet<&[u8]> = BTreeSet::new();
        for made in all.iter().filter(|made| !made.sources.is_empty()) {
            let file = &build.files[made.file];
            folders.insert(&file.folder);
            self.places.entry(file.folder.clone()).or_insert_with(|| file.path.clone());
        }
        // What a build file of a folder above goes on to is spoken for by it.
        for file in &build.files {
            let goes_on = file.lines.iter().any(|line| line.kind == BuildLineKind::Folder)
                || file.path.file_name().starts_with(b"configure.")
                || file.language == SourceLanguage::Make && goes_on_to(file, &folders);
            let holds = || holds_any(&file.folder, &folders);
            if goes_on && holds() {
                self.places.entry(file.folder.clone()).or_insert_with(|| file.path.clone());
            }
        }
    }

    /// Takes what files include to be part of what they are part of.
    fn follow_includes(
        &mut self,
        includes: &HashMap<FileId, Vec<(u32, bool)>>,
        names: &[Box<str>],
    ) {
        let mut first: Vec<FileId> = self.by_file.keys().copied().collect();
        first.sort_unstable();
        let mut is_waiting = vec![false; self.files.len()];
        first.iter().for_each(|id| is_waiting[*id as usize] = true);
        let mut waiting = VecDeque::from(first);
        let mut memo: HashMap<(u32, Box<[u8]>), Vec<FileId>> = HashMap::new();
        while let Some(id) = waiting.pop_front() {
            is_waiting[id as usize] = false;
            let Some(held) = self.by_file.get(&id).cloned() else { continue };
            let Some(included) = includes.get(&id) else { continue };
            let folder = self.files.path(id).parent().unwrap_or_default();
            for (name, is_quoted) in included {
                let key = (*name, Box::from(if *is_quoted { folder.as_bytes() } else { b"" }));
                let files = memo.entry(key).or_insert_with(|| {
                    self.files.included(folder.as_bytes(), &names[*name as usize], *is_quoted)
                });
                for file in files.iter() {
                    let known = self.by_file.entry(*file).or_default();
                    if extend(known, &held, &self.targets) && !is_waiting[*file as usize] {
                        is_waiting[*file as usize] = true;
                        waiting.push_back(*file);
                    }
                }
            }
        }
    }
}

/// Of a header that more targets hold, some are named: what counts is whether one is delivered.
const MAX_HOLDERS: usize = 16;

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

/// Whether a makefile names a folder below it with a build file that makes something.
fn goes_on_to(file: &BuildFile, folders: &BTreeSet<&[u8]>) -> bool {
    let words = file.lines.iter().flat_map(|line| &line.words);
    words.filter(|word| !word.contains('*')).any(|word| {
        let below = join(&file.folder, word.as_bytes());
        below.is_some_and(|below| below.len() > file.folder.len() && holds_any(&below, folders))
    })
}

/// Whether one of the folders is this one or lies below it.
fn holds_any(folder: &[u8], folders: &BTreeSet<&[u8]>) -> bool {
    let from = (Bound::Included(folder), Bound::Unbounded);
    let mut below = folders.range::<[u8], _>(from).take_while(|one| one.starts_with(folder));
    below.any(|one| folder.is_empty() || matches!(one.get(folder.len()), None | Some(b'/')))
}

/// The folders around a file, the innermost first; the tree's own is empty.
fn around(path: &TreePath) -> impl Iterator<Item = &[u8]> {
    let bytes = path.as_bytes();
    let slashes = memchr::memrchr_iter(b'/', bytes).map(|at| &bytes[..at]);
    slashes.chain((!bytes.is_empty()).then_some(&b""[..]))
}

/// The targets as others see them: linked with one another, and delivered or not.
fn targets_of(all: &[Made], build: &BuildFiles) -> Vec<Target> {
    let mut by_name: HashMap<&str, Vec<TargetId>> = HashMap::new();
    for (id, made) in all.iter().enumerate() {
        by_name.entry(library_name(&made.name)).or_default().push(id);
    }
    let uses = |id: usize| -> Vec<TargetId> {
        let made = &all[id];
        let mut found: BTreeSet<TargetId> = BTreeSet::new();
        for name in &made.uses {
            let last = name.rsplit('/').next().unwrap_or(name);
            found.extend(by_name.get(library_name(last)).into_iter().flatten());
        }
        found.remove(&id);
        found.into_iter().collect()
    };
    let mut targets: Vec<Target> = Vec::new();
    let installs = |is_program| {
        all.iter()
            .any(|made| made.is_installed && made.is_program == is_program && !made.name.is_empty())
    };
    let (installs_programs, installs_any) = (installs(true), installs(true) || installs(false));
    for (id, made) in all.iter().enumerate() {
        let folder = &build.files[made.file].folder;
        let is_at_work = folder.split(|byte| *byte == b'/').any(is_work_folder);
        let is_helper = made.is_program && installs_programs && !made.is_installed;
        let is_for_work = made.is_for_work || is_at_work || is_helper && installs_any;
        targets.push(Target {
            name: made.name.as_str().into(),
            is_program: made.is_program,
            is_delivered: made.is_installed && !is_at_work || !is_for_work,
            file: build.files[made.file].path.clone(),
            span: made.span,
            uses: uses(id),
        });
    }
    // A library that only such targets are linked with is one of theirs.
    let mut users: Vec<Vec<TargetId>> = vec![Vec::new(); targets.len()];
    for (id, target) in targets.iter().enumerate() {
        target.uses.iter().for_each(|used| users[*used].push(id));
    }
    for _ in 0..8 {
        let mut is_changed = false;
        for id in 0..targets.len() {
            let is_for_work_alone =
                !users[id].is_empty() && users[id].iter().all(|user| !targets[*user].is_delivered);
            let is_used = users[id].iter().any(|user| targets[*user].is_delivered);
            let is_delivered = match (is_used, all[id].is_installed) {
                (true, _) => true,
                (false, true) => targets[id].is_delivered,
                (false, false) => targets[id].is_delivered && !is_for_work_alone,
            };
            is_changed |= is_delivered != targets[id].is_delivered;
            targets[id].is_delivered = is_delivered;
        }
        if !is_changed {
            break;
        }
    }
    targets
}

/// Folders of those who work on a project.
fn is_work_folder(name: &[u8]) -> bool {
    let Ok(name) = str::from_utf8(name) else { return false };
    !matches!(name, "check" | "sample") && crate::build::is_for_work(name)
}

/// `libfoo.la` and `libfoo.a` are `foo`.
fn library_name(name: &str) -> &str {
    let ends = [".la", ".a", ".so", ".dylib", ".lib", ".dll"];
    let stem = ends.iter().find_map(|end| name.strip_suffix(end)).unwrap_or(name);
    match stem.len() < name.len() {
        true => stem.strip_prefix("lib").unwrap_or(stem),
        false => stem.strip_prefix("lib").filter(|rest| !rest.is_empty()).unwrap_or(stem),
    }
}

#[cfg(test)]
mod tests;
