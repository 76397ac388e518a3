// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Which files of a tree its programs and libraries are made of.
//!
//! Facts of all files are gathered, then build files are followed: lists and patterns of source,
//! rules, folders, headers that files include. Nothing is run. A file that no target takes lies
//! beside them. Where lists are computed, or no build file speaks of a folder, nothing is known, and
//! that is said too.

mod asked;
mod expand;
mod files;
mod includes;
mod paths;
mod published;
mod purposes;
mod python;
mod rules;
mod rust;
mod targets;
mod wholes;

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    ops::Bound,
};

use heirloom_model::{
    BuildLine, BuildLineKind, HeaderIncludeKind, LibraryLink, LinkNaming, SourceFacts,
    SourceLanguage, Span, TreePath,
};

use expand::{BuildFile, BuildFiles};
use files::{FileId, Files, is_header, is_source, is_within, join};
use targets::{Made, Makes};
pub use wholes::{Held, Link, Whole, Wholes};

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
    /// Targets of the tree whose objects are files of it.
    pub takes: Vec<TargetId>,
    /// How it is linked with those who use it.
    pub linkage: Linkage,
    /// Whether the build says that it is installed.
    pub is_installed: bool,
    /// Whether some line says what it is linked with.
    pub has_links: bool,
}

/// How a target is linked with those who use it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Linkage {
    /// Not at all: it is run.
    Program,
    /// When the user is started.
    Shared,
    /// While the user runs.
    Plugin,
    /// Its object code becomes part of the user.
    Static,
    /// Its objects are files of the user.
    Objects,
    /// An option decides.
    Unsaid,
    /// It is a list of what a kernel or a kernel's module is made of.
    Kernel,
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
    /// What each file includes.
    includes: HashMap<FileId, Vec<includes::Line>>,
    /// What tells for what files are compiled.
    purposes: purposes::Told,
    names: Vec<Box<str>>,
    by_name: HashMap<Box<str>, u32>,
    rust: rust::Crates,
    python: python::Projects,
    packages: published::Packages,
}

impl Gathered {
    /// Takes in a file of the tree; the lines of its facts that say what targets are made of are taken
    /// out.
    pub fn observe(&mut self, path: &TreePath, facts: Option<&mut SourceFacts>) {
        self.python.observe(path);
        self.packages.observe(path);
        let is_part = is_source(path) || is_header(path);
        let id = is_part.then(|| self.files.add(path));
        let Some(facts) = facts else { return };
        if let Some(id) = id {
            self.purposes.observe(id, path, facts);
            let includes = facts.includes.iter();
            let includes = includes.filter(|one| one.kind != HeaderIncludeKind::Macro);
            let includes: Vec<includes::Line> = includes
                .map(|one| includes::Line {
                    name: self.name(&one.name),
                    is_quoted: one.kind == HeaderIncludeKind::Quoted,
                    conditions: one.conditions,
                })
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

    fn observe_build(
        &mut self,
        path: &TreePath,
        language: SourceLanguage,
        mut lines: Vec<BuildLine>,
    ) {
        use SourceLanguage as L;
        if language == L::Manifest && self.packages.say(path, &mut lines) {
            return;
        }
        let name = path.file_name().to_ascii_lowercase();
        let language = match language {
            L::Manifest | L::Python if name != b"cargo.toml" => {
                if !lines.is_empty() {
                    self.python.say(path, lines);
                }
                return;
            }
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
            made_of: Vec::new(),
            included: Default::default(),
            not_followed: Vec::new(),
            python: self.python.installed(),
            published: self.packages.published(),
            asked: asked::Asked::default(),
        };
        for (file, span) in &open {
            parts.not_followed.push((build.files[*file].path.clone(), *span));
        }
        for (target, made) in all.iter().enumerate() {
            for source in &made.sources {
                parts.by_file.entry(*source).or_default().insert(target);
            }
            parts.made_of.push(made.sources.iter().copied().collect());
        }
        parts.cover(&all, &build);
        let search = paths::SearchPaths::new(&all, &parts.targets, &build, &parts.files);
        let purposes = purposes::Purposes::new(self.purposes, &parts, &all, &build);
        parts.follow_includes(
            &includes::Written { by_file: self.includes, names: self.names },
            search,
            purposes,
        );
        self.rust.join(&mut parts);
        parts.asked = asked::Asked::new(&parts.targets, &build);
        parts.build.extend(build.files);
        parts.build.sort_by(|a, b| a.path.cmp(&b.path));
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
    /// The files that each target names, without those that they include.
    made_of: Vec<Vec<FileId>>,
    /// What files of targets include, on the paths of these targets.
    included: includes::Included,
    /// Build files with lists that could not be read, with the place.
    not_followed: Vec<(TreePath, Span)>,
    /// What Python projects install.
    python: python::Installed,
    /// What packages leave out when they are published.
    published: published::Published,
    /// Which targets name what is looked for elsewhere.
    asked: asked::Asked,
}

impl Parts {
    /// The targets of the tree.
    pub fn targets(&self) -> &[Target] {
        &self.targets
    }

    /// What a file is.
    pub fn of(&self, path: &TreePath) -> Part {
        let Some(id) = self.files.id(path.as_bytes()) else {
            let manifest = self.python.beside(path).or_else(|| self.published.beside(path));
            return manifest.map_or(Part::Unknown, |manifest| Part::Beside(manifest.clone()));
        };
        match self.by_file.get(&id) {
            Some(targets) if targets.iter().any(|target| self.targets[*target].is_delivered) => {
                Part::Inside(targets.iter().copied().collect())
            }
            Some(targets) => Part::Work(targets.iter().copied().collect()),
            None if (is_source(path) || self.included.is_passed_over(id))
                && !self.is_open(path) =>
            {
                match self.place(path) {
                    Some(place) => Part::Beside(place.clone()),
                    None => Part::Unknown,
                }
            }
            None => Part::Unknown,
        }
    }

    /// Whether a file is one that a compiler takes or that such a file includes.
    pub fn is_known(&self, path: &TreePath) -> bool {
        self.files.id(path.as_bytes()).is_some()
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

    /// Whether a build file of a folder makes a target of its files that is delivered.
    pub fn holds_target(&self, folder: &TreePath) -> bool {
        let own = folder.as_bytes();
        let within = |one: &&Target| one.is_delivered && is_within(&one.file, own);
        self.targets.iter().any(|one| within(&one))
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

    /// The targets whose lines hold a place of a build file; where none does and it is a makefile, those
    /// that it names. `None` where the place may speak of any target.
    pub fn links_at(&self, path: &TreePath, span: Span) -> Option<BTreeSet<TargetId>> {
        let named: Vec<(TargetId, &Target)> =
            self.targets.iter().enumerate().filter(|(_, one)| one.file == *path).collect();
        let file = self.build.binary_search_by(|file| file.path.cmp(path)).ok();
        let lines = file.map(|at| &self.build[at]);
        let holds = |line: &&BuildLine| line.span.start <= span.start && span.end <= line.span.end;
        let mut at: BTreeSet<TargetId> = BTreeSet::new();
        let numbered = lines.iter().flat_map(|file| file.lines.iter().enumerate());
        for (number, line) in numbered.filter(|(_, line)| holds(line)) {
            at.extend(file.into_iter().flat_map(|file| self.asked.at(file, number)));
            let is_direct = matches!(
                line.kind,
                BuildLineKind::Links
                    | BuildLineKind::Program
                    | BuildLineKind::Library
                    | BuildLineKind::Recipe
            );
            let of = asked::AUTOMAKE.iter().find_map(|end| line.name.strip_suffix(end));
            let fits = |name: &str| match of {
                Some(of) => canonical(name) == of,
                None => is_direct && name == line.name.rsplit('/').next().unwrap_or(&line.name),
            };
            let all = self.targets.iter().enumerate();
            at.extend(all.filter(|(_, one)| fits(&one.name)).map(|(id, _)| id));
        }
        if at.is_empty() && lines.is_some_and(|file| file.language == SourceLanguage::Make) {
            at.extend(named.iter().map(|(id, _)| *id));
        }
        (!at.is_empty()).then_some(at)
    }

    /// The targets whose lines lead to a library that a build file names; none where no line does.
    pub fn asking_for(&self, path: &TreePath, link: &LibraryLink) -> BTreeSet<TargetId> {
        let file = self.build.binary_search_by(|file| file.path.cmp(path)).ok();
        match file {
            Some(at) => self.asked.of(link, self.build[at].language),
            // Of a `configure` that sets nothing.
            None => self.asked.of(link, SourceLanguage::Autoconf),
        }
    }

    /// Whether `configure` only asks whether a library is there: it may be missing, and no line of the tree
    /// names what holds it.
    pub fn is_unused(&self, path: &TreePath, link: &LibraryLink) -> bool {
        let file = self.build.binary_search_by(|file| file.path.cmp(path)).ok();
        let is_configure =
            file.is_none_or(|at| self.build[at].language == SourceLanguage::Autoconf);
        let may_miss = link.is_optional && link.naming == LinkNaming::PkgConfig;
        is_configure && may_miss && self.asked.is_unused(link)
    }

    /// Build files with lists that could not be followed, with the place of the first.
    pub fn not_followed(&self) -> &[(TreePath, Span)] {
        &self.not_followed
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

/// The folders above a folder, the innermost first; the tree's own is empty.
fn above(folder: &[u8]) -> impl Iterator<Item = &[u8]> {
    let slashes = memchr::memrchr_iter(b'/', folder).map(|at| &folder[..at]);
    slashes.chain((!folder.is_empty()).then_some(&b""[..]))
}

/// The folders around a file, the innermost first; the tree's own is empty.
fn around(path: &TreePath) -> impl Iterator<Item = &[u8]> {
    above(path.as_bytes())
}

/// The targets as others see them: linked with one another, and delivered or not.
fn targets_of(all: &[Made], build: &BuildFiles) -> Vec<Target> {
    let mut by_name: HashMap<&str, Vec<TargetId>> = HashMap::new();
    for (id, made) in all.iter().enumerate() {
        by_name.entry(library_name(&made.name)).or_default().push(id);
    }
    let mut aliases: HashMap<&str, String> = HashMap::new();
    for (at, file) in build.files.iter().enumerate() {
        for line in file.lines.iter().filter(|line| line.kind == BuildLineKind::Set) {
            let Some(alias) = line.name.strip_prefix(crate::build::ALIAS) else { continue };
            let of = line.words.first().and_then(|word| build.expand(at, word).values.pop());
            if let Some((of, _)) = of {
                aliases.insert(alias, of);
            }
        }
    }
    let uses = |id: usize, names: &[String]| -> Vec<TargetId> {
        let mut found: BTreeSet<TargetId> = BTreeSet::new();
        for name in names {
            let name = aliases.get(&**name).map_or(&**name, |name| name);
            let (place, last) = name.rsplit_once('/').unwrap_or(("", name));
            let named = by_name.get(library_name(last)).into_iter().flatten().copied();
            let named: Vec<TargetId> = named.filter(|one| *one != id).collect();
            found.extend(nearest(named, id, place, all, build));
        }
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
        // Tools install targets of tests too; what Automake calls a program is one.
        let is_automake = build.files[made.file].path.file_name().ends_with(b".am");
        let is_test = !is_automake && made.is_for_work && targets::is_named_for_work(&made.name);
        targets.push(Target {
            name: made.name.as_str().into(),
            is_program: made.is_program,
            is_delivered: made.is_installed && !is_at_work && !is_test || !is_for_work,
            file: build.files[made.file].path.clone(),
            span: made.span,
            uses: uses(id, &made.uses),
            takes: uses(id, &made.takes),
            linkage: made.linkage,
            is_installed: made.is_installed,
            has_links: made.has_links,
        });
    }
    // A library that only such targets are linked with is one of theirs.
    let mut users: Vec<Vec<TargetId>> = vec![Vec::new(); targets.len()];
    for (id, target) in targets.iter().enumerate() {
        let used = target.uses.iter().chain(&target.takes);
        used.for_each(|used| users[*used].push(id));
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

/// Of targets with one name those that a user means: libraries before programs, those of its build
/// tool, and those in the folder that it names or in its own.
fn nearest(
    mut named: Vec<TargetId>,
    user: TargetId,
    place: &str,
    all: &[Made],
    build: &BuildFiles,
) -> Vec<TargetId> {
    let mut keep = |fits: &dyn Fn(&Made) -> bool| {
        if named.len() > 1 && named.iter().any(|one| fits(&all[*one])) {
            named.retain(|one| fits(&all[*one]));
        }
    };
    keep(&|made| !made.is_program);
    let own = &build.files[all[user].file];
    keep(&|made| build.files[made.file].language == own.language);
    let place = place.rsplit("./").next().unwrap_or(place).trim_start_matches(['^', '/']);
    let is_at = |made: &Made, place: &[u8]| {
        let folder = &build.files[made.file].folder;
        folder.strip_suffix(place).is_some_and(|rest| rest.is_empty() || rest.ends_with(b"/"))
    };
    if !place.is_empty() && !place.contains(['*', '$']) {
        keep(&|made| is_at(made, place.as_bytes()));
    } else {
        keep(&|made| build.files[made.file].folder == own.folder);
    }
    named
}

/// Folders of those who work on a project.
fn is_work_folder(name: &[u8]) -> bool {
    let Ok(name) = str::from_utf8(name) else { return false };
    name == "t" || !matches!(name, "check" | "sample") && crate::build::is_for_work(name)
}

/// A target's name as Automake writes it in variables.
fn canonical(name: &str) -> String {
    // Folders of included files stand for themselves.
    if let Some((folder, last)) = name.rsplit_once('/')
        && folder.contains('%')
    {
        let folder = folder.replace("%D%", "%C%").replace(['/', '.', '-'], "_");
        return format!("{folder}_{}", canonical(last));
    }
    name.chars().map(|c| if c.is_ascii_alphanumeric() || c == '@' { c } else { '_' }).collect()
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
