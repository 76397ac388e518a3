// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What is delivered of a tree one by one: each program, and each library that others are linked with
//! when they start.
//!
//! Targets of one name are one whole, for trees have more than one set of build files. What a whole is
//! linked with as object code becomes a part of it; a shared library is a whole of its own. Where the
//! build files leave open who has a file, all wholes of its project have it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use heirloom_model::{SourceLanguage, Span, TreePath};

use super::{FileId, Linkage, Part, Parts, Target, TargetId, is_source, library_name};

/// Trees with more wholes are not split.
const MAX_WHOLES: usize = 2_048;

/// A program or library that is delivered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whole {
    /// The number of the project that it belongs to, as the caller counts.
    pub of: usize,
    /// Its name.
    pub name: Box<str>,
    /// Whether it is run, not linked.
    pub is_program: bool,
    /// Whether a kernel loads it.
    pub is_kernel: bool,
    /// The build file and place that name it.
    pub file: TreePath,
    /// The place in it.
    pub span: Span,
    /// The targets that it is made of.
    pub targets: BTreeSet<TargetId>,
    /// The wholes that it is linked with when it starts.
    pub links: Vec<Link>,
}

/// A use of a library of the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The library, by its place among the wholes.
    pub library: usize,
    /// Whether it is loaded at run time.
    pub is_dynamic: bool,
}

/// Which wholes have a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Held {
    /// These.
    By(Vec<usize>),
    /// Nobody knows: any of its project may.
    Unknown,
    /// None.
    No,
}

/// The wholes of a tree.
#[derive(Debug, Default)]
pub struct Wholes {
    all: Vec<Whole>,
    /// The wholes that have a file, a bit for each.
    held: HashMap<FileId, Box<[u64]>>,
    /// Files of targets that no line names.
    loose: BTreeSet<FileId>,
}

/// A target with others of its name.
struct Group {
    of: usize,
    targets: Vec<TargetId>,
    linkage: Linkage,
    is_used: bool,
    is_root: bool,
}

/// The project and name of targets that are one.
type Key = (usize, bool, String);

impl Parts {
    /// What is delivered one by one. Projects are told apart by the build files of their targets; one
    /// that is a single whole, and one that the caller does not know, has none.
    ///
    /// `of` gives the project of a build file, `is_library` whether others use a project as a library.
    pub fn wholes(
        &self,
        of: impl Fn(&TreePath) -> Option<usize>,
        is_library: impl Fn(usize) -> bool,
    ) -> Wholes {
        let mut projects: HashMap<&TreePath, Option<usize>> = HashMap::new();
        let of_target: Vec<Option<usize>> = self
            .targets
            .iter()
            .map(|target| *projects.entry(&target.file).or_insert_with(|| of(&target.file)))
            .collect();
        let kernels = self.kernels(&of_target);
        let mut groups = self.groups(&of_target, &kernels);
        choose(&mut groups, self, &is_library);
        let mut wholes = Wholes::default();
        self.gather(&groups, &of_target, &mut wholes, &is_library);
        if wholes.all.len() > MAX_WHOLES {
            return Wholes::default();
        }
        self.spread(&groups, &of_target, &mut wholes);
        wholes
    }

    /// Projects that are mostly a kernel, or are made in its way: all of it is one program. What consists
    /// of modules alone is none.
    fn kernels(&self, of_target: &[Option<usize>]) -> BTreeSet<usize> {
        let mut built_in: BTreeSet<usize> = BTreeSet::new();
        let mut n_files: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
        for (target, of) in of_target.iter().enumerate() {
            let Some(of) = of else { continue };
            let (kernel, all) = n_files.entry(*of).or_default();
            let n = self.made_of[target].len();
            *all += n;
            let one = &self.targets[target];
            if one.linkage == Linkage::Kernel {
                *kernel += n;
                if one.name.is_empty() {
                    built_in.insert(*of);
                }
            }
        }
        n_files
            .into_iter()
            .filter(|(of, (kernel, all))| 2 * kernel > *all && built_in.contains(of))
            .map(|(of, _)| of)
            .collect()
    }

    /// Delivered targets that have names, by project, way and name.
    fn groups(
        &self,
        of_target: &[Option<usize>],
        kernels: &BTreeSet<usize>,
    ) -> BTreeMap<Key, Group> {
        let mut groups: BTreeMap<Key, Group> = BTreeMap::new();
        for (id, target) in self.targets.iter().enumerate() {
            let Some(of) = of_target[id].filter(|of| !kernels.contains(of)) else { continue };
            let is_kernel = target.linkage == Linkage::Kernel;
            let is_named = is_name(&target.name) && !self.is_left_out(target);
            if !target.is_delivered || !is_named && !is_kernel {
                continue;
            }
            let name = match &*target.name {
                "" => "kernel-modules",
                name if is_kernel => name,
                name => plain_name(name),
            };
            let is_program = target.is_program || is_kernel;
            let group = groups.entry((of, is_program, name.to_owned()));
            let group = group.or_insert_with(|| Group {
                of,
                targets: Vec::new(),
                linkage: target.linkage,
                is_used: false,
                is_root: false,
            });
            group.targets.push(id);
            group.linkage = group.linkage.min(target.linkage);
        }
        groups
    }

    /// Whether nobody gets a target who takes the project as it is: it is a gift beside the main build,
    /// a tool of its makers, or made by a makefile that no other goes on to.
    fn is_left_out(&self, target: &Target) -> bool {
        let below = |names: &[&[u8]]| {
            target
                .file
                .components()
                .any(|folder| names.iter().any(|one| folder.eq_ignore_ascii_case(one)))
        };
        let is_work = |folder: &[u8]| super::is_work_folder(folder);
        let folders = target.file.folder_bytes();
        if below(&[b"contrib"]) || folders.split(|byte| *byte == b'/').any(is_work) {
            return true;
        }
        let folder = target.file.parent().unwrap_or_default();
        !target.is_installed
            && (below(&[b"build", b"ci", b"hack", b"script", b"scripts", b"maint"])
                || target.is_program && !folder.is_root() && self.is_lonely(target, &folder))
    }

    /// Whether a build file makes a target that it names unless it says otherwise.
    fn is_direct(&self, target: TargetId) -> bool {
        let file = &self.targets[target].file;
        let at = self.build.binary_search_by(|one| one.path.cmp(file)).ok();
        at.is_some_and(|at| match self.build[at].language {
            SourceLanguage::Cmake => self.targets[target].linkage == Linkage::Unsaid,
            _ => false,
        })
    }

    /// Whether a makefile stands alone although one above it makes something.
    fn is_lonely(&self, target: &Target, folder: &TreePath) -> bool {
        let place = |path: &TreePath| {
            let at = self.build.binary_search_by(|file| file.path.cmp(path)).ok();
            at.map(|at| &self.build[at])
        };
        let is_plain = place(&target.file).is_some_and(|file| {
            file.language == SourceLanguage::Make && !target.file.file_name().ends_with(b".am")
        });
        let above = || super::around(folder).any(|above| self.places.contains_key(above));
        let name = folder.file_name();
        let goes_on = || {
            let outside =
                self.build.iter().filter(|file| !super::is_within(&file.path, folder.as_bytes()));
            let mut words = outside.flat_map(|file| &file.lines).flat_map(|line| &line.words);
            words.any(|word| {
                let word = word.trim_end_matches('/').as_bytes();
                word == name || word.strip_suffix(name).is_some_and(|rest| rest.ends_with(b"/"))
            })
        };
        is_plain && above() && !goes_on()
    }

    /// Makes the wholes, with the targets that become a part of each.
    fn gather(
        &self,
        groups: &BTreeMap<Key, Group>,
        of_target: &[Option<usize>],
        wholes: &mut Wholes,
        is_library: &impl Fn(usize) -> bool,
    ) {
        let mut n_roots: BTreeMap<usize, usize> = BTreeMap::new();
        for group in groups.values().filter(|group| group.is_root) {
            *n_roots.entry(group.of).or_default() += 1;
        }
        let mut by_target: HashMap<TargetId, &Key> = HashMap::new();
        for (key, group) in groups {
            by_target.extend(group.targets.iter().map(|target| (*target, key)));
        }
        let roots: Vec<&Key> = groups
            .iter()
            .filter(|(_, group)| group.is_root && n_roots[&group.of] > 1)
            .map(|(key, _)| key)
            .collect();
        let numbers: HashMap<&Key, usize> =
            roots.iter().enumerate().map(|(at, key)| (*key, at)).collect();
        for (at, key) in roots.iter().enumerate() {
            let group = &groups[*key];
            let first = &self.targets[group.targets[0]];
            let mut waiting = group.targets.clone();
            let mut targets: BTreeSet<TargetId> = BTreeSet::new();
            let mut links: BTreeMap<usize, bool> = BTreeMap::new();
            // What nobody is known to be linked with may be a part of any program that says nothing.
            let is_kernel = group.linkage == Linkage::Kernel;
            let is_open = key.1 && group.targets.iter().any(|one| !self.targets[*one].has_links);
            let unused = groups.iter().filter(|(other, one)| {
                let is_free = !one.is_used && !other.1 && other.0 == key.0;
                is_free && key.1 && !is_kernel && (is_open || !one.is_root)
            });
            let unused: Vec<TargetId> = unused.flat_map(|(_, one)| one.targets.clone()).collect();
            let starts = unused.iter().chain(&waiting).copied().collect::<Vec<_>>();
            waiting.clear();
            let mut take = |target: TargetId, is_object: bool, waiting: &mut Vec<TargetId>| {
                let used = by_target.get(&target).filter(|used| *used != key);
                // Names that mean several things may lead to what nobody gets.
                let one = &self.targets[target];
                if one.file != first.file && of_target[target].is_some() && self.is_left_out(one) {
                    return;
                }
                let number = used.and_then(|used| Some((*used, *numbers.get(*used)?)));
                let number = number.filter(|(used, _)| !is_object || is_library(used.0));
                if let Some((used, number)) = number.filter(|(used, _)| !used.1) {
                    let linkage = groups[used].linkage;
                    let is_dynamic = matches!(linkage, Linkage::Shared | Linkage::Plugin);
                    if is_dynamic || is_library(used.0) {
                        links.insert(number, is_dynamic);
                        return;
                    }
                }
                if !self.targets[target].is_program || used.is_none() {
                    waiting.push(target);
                }
            };
            starts.into_iter().for_each(|target| take(target, false, &mut waiting));
            while let Some(target) = waiting.pop() {
                if targets.insert(target) {
                    let libraries = self.targets[target].uses.iter();
                    for used in libraries.filter(|used| !self.targets[**used].is_program) {
                        take(*used, false, &mut waiting);
                    }
                    for used in &self.targets[target].takes {
                        take(*used, true, &mut waiting);
                    }
                }
            }
            let links = links.into_iter().filter(|(library, _)| *library != at);
            wholes.all.push(Whole {
                of: group.of,
                name: key.2.as_str().into(),
                is_program: key.1,
                is_kernel,
                file: first.file.clone(),
                span: first.span,
                targets,
                links: links.map(|(library, is_dynamic)| Link { library, is_dynamic }).collect(),
            });
        }
    }

    /// Says of each file which wholes have it: those whose targets name it, and those that include it.
    fn spread(
        &self,
        groups: &BTreeMap<Key, Group>,
        of_target: &[Option<usize>],
        wholes: &mut Wholes,
    ) {
        if wholes.all.is_empty() {
            return;
        }
        let n_words = wholes.all.len().div_ceil(64);
        let mut held: HashMap<u32, Box<[u64]>> = HashMap::new();
        let mut waiting: Vec<u32> = Vec::new();
        for (at, whole) in wholes.all.iter().enumerate() {
            for target in &whole.targets {
                for file in &self.made_of[*target] {
                    let set = |bits: &mut Box<[u64]>| bits[at / 64] |= 1 << (at % 64);
                    match self.included.node(*file, *target) {
                        Some(node) => {
                            set(held.entry(node).or_insert_with(|| vec![0; n_words].into()));
                            waiting.push(node);
                        }
                        // Of languages without headers.
                        None => {
                            let held = &mut wholes.held;
                            set(held.entry(*file).or_insert_with(|| vec![0; n_words].into()));
                        }
                    }
                }
            }
        }
        waiting.sort_unstable();
        waiting.dedup();
        while let Some(node) = waiting.pop() {
            let bits = held[&node].clone();
            for one in self.included.included(node) {
                let known = held.entry(*one).or_insert_with(|| vec![0; n_words].into());
                let mut is_changed = false;
                for (known, more) in known.iter_mut().zip(&bits) {
                    is_changed |= *more & !*known != 0;
                    *known |= more;
                }
                if is_changed {
                    waiting.push(*one);
                }
            }
        }
        for (node, more) in held {
            let file = self.included.file(node);
            let known = wholes.held.entry(file).or_insert_with(|| vec![0; n_words].into());
            known.iter_mut().zip(&more).for_each(|(known, more)| *known |= more);
        }
        let named: BTreeSet<TargetId> =
            groups.values().flat_map(|group| group.targets.iter().copied()).collect();
        for (target, files) in self.made_of.iter().enumerate() {
            let one = &self.targets[target];
            let is_loose = one.is_delivered && !named.contains(&target) && !self.is_left_out(one);
            if is_loose && of_target[target].is_some() {
                wholes.loose.extend(files);
            }
        }
    }
}

/// Says which groups are wholes of their own: programs, shared libraries, and libraries that are
/// installed or that nobody in the tree uses, if there is no program that may.
fn choose(groups: &mut BTreeMap<Key, Group>, parts: &Parts, is_library: &impl Fn(usize) -> bool) {
    let mut used: BTreeSet<TargetId> = BTreeSet::new();
    for group in groups.values() {
        let uses = group.targets.iter().map(|target| &parts.targets[*target]);
        let uses = uses.flat_map(|target| target.uses.iter().chain(&target.takes));
        used.extend(uses.filter(|one| !group.targets.contains(one)));
    }
    let with_programs: BTreeSet<usize> =
        groups.keys().filter(|(_, is_program, _)| *is_program).map(|(of, ..)| *of).collect();
    // What programs are linked with is told where each has a line for it.
    let mut is_open: BTreeSet<usize> = BTreeSet::new();
    for group in groups.values() {
        if group
            .targets
            .iter()
            .any(|one| parts.targets[*one].is_program && !parts.targets[*one].has_links)
        {
            is_open.insert(group.of);
        }
    }
    for ((of, is_program, _), group) in groups {
        let holds = |one: &TargetId| {
            let target = &parts.targets[*one];
            !(parts.made_of[*one].is_empty() && target.takes.is_empty() && target.uses.is_empty())
        };
        if !group.targets.iter().any(holds) {
            continue;
        }
        let is_installed = group.targets.iter().any(|one| parts.targets[*one].is_installed);
        group.is_used = group.targets.iter().any(|target| used.contains(target));
        group.is_root = *is_program
            || match group.linkage {
                Linkage::Shared | Linkage::Plugin => true,
                Linkage::Objects => false,
                _ => {
                    let is_free = !with_programs.contains(of)
                        || !is_open.contains(of)
                            && group.targets.iter().any(|one| parts.is_direct(*one));
                    is_installed || is_library(*of) || !group.is_used && is_free
                }
            };
    }
}

/// Whether a name is that of something to deliver, and not an object or a pattern.
fn is_name(name: &str) -> bool {
    let scripts = [".cgi", ".perl", ".pl", ".py", ".sh", ".tcl"];
    if scripts.iter().any(|end| name.ends_with(end)) {
        return false;
    }
    let is_object = name.ends_with(".o") || name.ends_with(".lo") || name.ends_with(".obj");
    !name.is_empty() && !is_object && !name.contains(['$', '*', '@', '%'])
}

/// A name without what tells the ways in which one library is made apart.
fn plain_name(name: &str) -> &str {
    let name = name.strip_suffix(".exe").unwrap_or(name);
    let name = library_name(name);
    let ends = ["static", "shared", "object", "objects", "obj", "objs", "lib"];
    let plain = ends.iter().find_map(|end| name.strip_suffix(end)?.strip_suffix(['-', '_']));
    plain.filter(|plain| !plain.is_empty()).unwrap_or(name)
}

impl Wholes {
    /// The wholes.
    pub fn all(&self) -> &[Whole] {
        &self.all
    }

    /// Which wholes have a file.
    pub fn of(&self, path: &TreePath, parts: &Parts) -> Held {
        let Some(id) = parts.files.id(path.as_bytes()) else { return Held::No };
        match self.held.get(&id) {
            Some(bits) => {
                let is_set = |at: &usize| bits[at / 64] & 1 << (at % 64) != 0;
                Held::By((0..self.all.len()).filter(is_set).collect())
            }
            None if self.loose.contains(&id) => Held::Unknown,
            None if !is_source(path)
                && !parts.by_file.contains_key(&id)
                && !parts.included.is_passed_over(id) =>
            {
                Held::Unknown
            }
            None => match parts.of(path) {
                Part::Unknown => Held::Unknown,
                _ => Held::No,
            },
        }
    }

    /// The files that a compiler takes of each whole.
    pub fn sources<'p>(&self, parts: &'p Parts) -> Vec<Vec<&'p TreePath>> {
        let mut all: Vec<Vec<&TreePath>> = vec![Vec::new(); self.all.len()];
        let held = self.held.iter().map(|(file, bits)| (parts.files.path(*file), bits));
        for (path, bits) in held.filter(|(path, _)| is_source(path)) {
            for (at, files) in all.iter_mut().enumerate() {
                if bits[at / 64] & 1 << (at % 64) != 0 {
                    files.push(path);
                }
            }
        }
        all.iter_mut().for_each(|files| files.sort());
        all
    }

    /// The wholes with files below a folder.
    pub fn within(&self, folder: &TreePath, parts: &Parts) -> BTreeSet<usize> {
        let mut all: BTreeSet<usize> = BTreeSet::new();
        for (file, bits) in &self.held {
            let path = parts.files.path(*file);
            if is_source(path) && super::is_within(path, folder.as_bytes()) {
                all.extend((0..self.all.len()).filter(|at| bits[at / 64] & 1 << (at % 64) != 0));
            }
        }
        all
    }
}
