// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The folders in which the files of a target look for headers.
//!
//! They are told by signs for the compiler in variables and commands of make, by commands of CMake
//! and by arguments of Meson. What a condition decides about, and what a variable stands for that
//! nobody knows, is looked in as well and hides nothing behind it. A target of which no folder of
//! the tree is told has no path: its headers are found by their names alone.

use std::collections::{BTreeSet, HashMap, HashSet};

use heirloom_model::{BuildLineKind as Kind, SourceLanguage};

use super::{
    Target,
    expand::BuildFiles,
    files::{FileId, Files, fits_pattern, join},
    targets::Made,
};
use crate::build::{INCLUDE, INTERFACE, PERHAPS, include_flag};

/// The number of a path; the first stands for none.
pub(super) type PathId = u32;

/// Paths beyond this number are not told apart: their targets have none.
const MAX_PATHS: usize = 256;
/// Folders of one path beyond this number are not looked in.
const MAX_FOLDERS: usize = 300;

/// A place in which headers are looked for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Place {
    /// The folder, or those that it may be.
    folders: Vec<Box<[u8]>>,
    /// Whether it is looked in on some systems or with some options alone.
    is_perhaps: bool,
    /// Whether only names in quotes are looked for there.
    is_for_quotes: bool,
}

/// The paths of all targets.
#[derive(Debug, Default)]
pub(super) struct SearchPaths {
    all: Vec<Vec<Place>>,
    of_target: Vec<PathId>,
    /// The folders that are on some path.
    roots: HashSet<Box<[u8]>>,
}

/// What an `#include` was found to be.
pub(super) enum Included {
    /// These files, as the path says.
    Found(Vec<FileId>),
    /// The path says nothing.
    Unsaid,
}

impl SearchPaths {
    pub(super) fn new(
        made: &[Made],
        targets: &[Target],
        build: &BuildFiles,
        files: &Files,
    ) -> SearchPaths {
        let reader = Reader::new(build, files);
        let mut paths = SearchPaths { all: vec![Vec::new()], ..SearchPaths::default() };
        let mut known: HashMap<Vec<Place>, PathId> = HashMap::new();
        let mut by_words: HashMap<(Option<&str>, usize), Vec<Place>> = HashMap::new();
        for (id, one) in made.iter().enumerate() {
            let places = match build.files[one.file].language {
                SourceLanguage::Make => match &one.variable {
                    Some(variable) => reader.automake(variable, one.file),
                    // All that one makefile makes has one path.
                    None => by_words
                        .entry((None, one.file))
                        .or_insert_with(|| reader.make(one.file))
                        .clone(),
                },
                SourceLanguage::Cmake => reader.cmake(id, made, targets),
                SourceLanguage::Meson => reader.meson(one),
                _ => Vec::new(),
            };
            let path = match known.get(&places) {
                _ if places.is_empty() => 0,
                Some(path) => *path,
                None if paths.all.len() >= MAX_PATHS => 0,
                None => {
                    let path = paths.all.len() as PathId;
                    paths.all.push(places.clone());
                    known.insert(places, path);
                    path
                }
            };
            paths.of_target.push(path);
        }
        let places = paths.all.iter().flatten();
        paths.roots = places.flat_map(|place| place.folders.iter().cloned()).collect();
        paths
    }

    /// The path of a target.
    pub(super) fn of(&self, target: usize) -> PathId {
        self.of_target.get(target).copied().unwrap_or_default()
    }

    /// What an `#include` means on a path. The first folder that surely is looked in hides those behind.
    pub(super) fn find(
        &self,
        path: PathId,
        from: &[u8],
        (name, is_quoted): (&str, bool),
        files: &Files,
    ) -> Included {
        if is_quoted && let Some(beside) = files.at_path(from, name) {
            return Included::Found(vec![beside]);
        }
        let mut found: Vec<FileId> = Vec::new();
        for place in &self.all[path as usize] {
            if place.is_for_quotes && !is_quoted {
                continue;
            }
            let held: Vec<FileId> =
                place.folders.iter().filter_map(|folder| files.at_path(folder, name)).collect();
            let is_sure = !held.is_empty() && !place.is_perhaps && place.folders.len() == 1;
            // Of folders for several systems those near to the file are meant.
            found.extend(files.nearest(from, &held, false));
            if is_sure {
                break;
            }
        }
        match found.is_empty() {
            true => Included::Unsaid,
            false => Included::Found(found),
        }
    }

    /// Whether a file can be meant by its name alone on a path that does not lead to it: not where it
    /// lies below a folder in which others look for headers and this path does not.
    pub(super) fn may_mean(&self, path: PathId, file: &[u8]) -> bool {
        let is_own = |folder: &[u8]| {
            let places = self.all[path as usize].iter();
            places.flat_map(|place| &place.folders).any(|own| **own == *folder)
        };
        path == 0
            || !super::above(file).any(|folder| self.roots.contains(folder) && !is_own(folder))
    }
}

/// Reads paths from build files.
struct Reader<'t> {
    build: &'t BuildFiles,
    files: &'t Files,
    /// Folders with the input of `configure`.
    tops: HashSet<&'t [u8]>,
    /// Folders that CMake files give to targets, by their names: their own, and those for users.
    own: HashMap<String, Vec<(usize, usize)>>,
    users: HashMap<String, Vec<(usize, usize)>>,
    /// Folders for all targets of a folder.
    general: HashMap<&'t [u8], Vec<(usize, usize)>>,
    /// Makefiles by their folders.
    makefiles: HashMap<&'t [u8], Vec<usize>>,
}

impl<'t> Reader<'t> {
    fn new(build: &'t BuildFiles, files: &'t Files) -> Reader<'t> {
        let mut reader = Reader {
            build,
            files,
            tops: HashSet::new(),
            own: HashMap::new(),
            users: HashMap::new(),
            general: HashMap::new(),
            makefiles: HashMap::new(),
        };
        for (at, file) in build.files.iter().enumerate() {
            match file.language {
                SourceLanguage::Autoconf if file.path.file_name().starts_with(b"configure.") => {
                    reader.tops.insert(&file.folder);
                }
                SourceLanguage::Make => {
                    reader.makefiles.entry(&file.folder).or_default().push(at);
                }
                SourceLanguage::Cmake | SourceLanguage::Meson => reader.direct(at),
                _ => {}
            }
        }
        reader
    }

    /// Takes in the lines of a file that give folders to targets by name.
    fn direct(&mut self, at: usize) {
        let file = &self.build.files[at];
        for (line, set) in file.lines.iter().enumerate() {
            // Dependencies that Meson declares hold folders.
            if set.kind == Kind::Links && file.language == SourceLanguage::Meson {
                self.own.entry(set.name.to_string()).or_default().push((at, line));
            }
            if set.kind != Kind::Set {
                continue;
            }
            let (lists, name) = match (set.name.strip_prefix(INCLUDE), &*set.name) {
                (Some(""), _) => {
                    let general = &mut self.general;
                    general.entry(&file.folder).or_default().push((at, line));
                    continue;
                }
                (Some(name), _) => (&mut self.own, name),
                (None, name) => match name.strip_prefix(INTERFACE) {
                    Some(name) => (&mut self.users, name),
                    None => continue,
                },
            };
            for (name, _) in self.build.expand(at, name).values.into_iter().take(50) {
                lists.entry(name).or_default().push((at, line));
            }
        }
    }

    /// Automake: what its rules for a target hand to the compiler.
    fn automake(&self, variable: &str, file: usize) -> Vec<Place> {
        let mut places = Vec::new();
        let mut top = &self.build.files[file];
        for _ in 0..8 {
            top = top.read_by.first().map_or(top, |at| &self.build.files[*at]);
        }
        self.add_folder(&top.folder, &mut places);
        let add = |name: &str, places: &mut Vec<Place>| {
            let is_near = self.build.is_near(file, name);
            if is_near {
                self.add(file, &format!("${{{name}}}"), places);
            }
            is_near
        };
        add("DEFAULT_INCLUDES", &mut places);
        add("INCLUDES", &mut places);
        for (flags, usual) in
            [("CPPFLAGS", "AM_CPPFLAGS"), ("CFLAGS", "AM_CFLAGS"), ("CXXFLAGS", "AM_CXXFLAGS")]
        {
            if !add(&format!("{variable}_{flags}"), &mut places) {
                add(usual, &mut places);
            }
            add(flags, &mut places);
        }
        // The folder of the file that says so is in each path and tells nothing by itself.
        if places.len() < 2 { Vec::new() } else { places }
    }

    /// Plain makefiles and those of kernels: all folders that the makefile speaks of, and those of
    /// the makefiles above, which may hand them on.
    fn make(&self, file: usize) -> Vec<Place> {
        let mut places = Vec::new();
        self.add_makefile(file, file, false, &mut places);
        for folder in super::above(&self.build.files[file].folder) {
            for above in self.makefiles.get(folder).into_iter().flatten() {
                self.add_makefile(*above, file, true, &mut places);
            }
        }
        places
    }

    fn add_makefile(&self, file: usize, user: usize, is_above: bool, places: &mut Vec<Place>) {
        let before = places.len();
        for at in self.build.with_read(file) {
            let lines = self.build.files[at].lines.iter();
            let lines = lines.filter(|line| matches!(line.kind, Kind::Set | Kind::Recipe));
            let words = lines.flat_map(|line| &line.words);
            for word in words.filter(|word| include_flag(word).is_some()) {
                self.add_seen(at, user, word, places);
            }
        }
        if is_above {
            places[before..].iter_mut().for_each(|place| place.is_perhaps = true);
        }
    }

    /// CMake: the folders of the target, of its folder and those above, and of what it is linked with.
    fn cmake(&self, id: usize, made: &[Made], targets: &[Target]) -> Vec<Place> {
        let one = &made[id];
        let mut places = Vec::new();
        self.add_lines(self.own.get(&one.name), one.file, &mut places);
        let own = &self.build.files[one.file].folder;
        let folders = std::iter::once(&**own).chain(super::above(own));
        for folder in folders {
            self.add_lines(self.general.get(folder), one.file, &mut places);
        }
        for read in self.build.with_read(one.file).into_iter().skip(1) {
            let folder = &*self.build.files[read].folder;
            let lines = self.general.get(folder).into_iter().flatten();
            let lines: Vec<(usize, usize)> =
                lines.filter(|(file, _)| *file == read).copied().collect();
            self.add_lines(Some(&lines), one.file, &mut places);
        }
        let mut met: BTreeSet<usize> = BTreeSet::from([id]);
        let mut waiting: Vec<usize> = vec![id];
        while let Some(user) = waiting.pop() {
            for used in targets[user].uses.iter().chain(&targets[user].takes) {
                if met.len() < 200 && met.insert(*used) {
                    self.add_lines(self.users.get(&made[*used].name), one.file, &mut places);
                    waiting.push(*used);
                }
            }
        }
        // Projects ask for the folder of the file and that of what is made from it.
        if !places.is_empty() {
            self.add_folder(own, &mut places);
            places.last_mut().expect("one was added").is_perhaps = true;
        }
        places
    }

    /// Meson: the arguments of the target, those of its dependencies, and its folder.
    fn meson(&self, made: &Made) -> Vec<Place> {
        let mut places = Vec::new();
        self.add_folder(&self.build.files[made.file].folder, &mut places);
        self.add_lines(self.own.get(&made.name), made.file, &mut places);
        if places.len() < 2 { Vec::new() } else { places }
    }

    fn add_lines(&self, lines: Option<&Vec<(usize, usize)>>, user: usize, places: &mut Vec<Place>) {
        for (file, line) in lines.into_iter().flatten() {
            for word in &self.build.files[*file].lines[*line].words {
                self.add_seen(*file, user, word, places);
            }
        }
    }

    fn add(&self, file: usize, word: &str, places: &mut Vec<Place>) {
        self.add_seen(file, file, word, places);
    }

    fn add_seen(&self, file: usize, user: usize, word: &str, places: &mut Vec<Place>) {
        for (value, from) in self.build.expand(file, word).values {
            self.add_value(from, user, &value, places);
        }
    }

    /// Takes in one sign with its folder, seen from the build file that has it, else from that of the
    /// target.
    fn add_value(&self, from: usize, user: usize, value: &str, places: &mut Vec<Place>) {
        let Some((flag, folder)) = include_flag(value) else { return };
        let (folder, is_perhaps) = match folder.strip_prefix(PERHAPS) {
            Some(folder) => (folder, true),
            None => (folder, false),
        };
        let own = &self.build.files[from].folder;
        let near = &self.build.files[user].folder;
        let mut folders = self.folders(own, folder);
        if folders.is_empty() && own != near {
            folders = self.folders(near, folder);
        }
        if folders.is_empty() || places.len() >= MAX_FOLDERS {
            return;
        }
        let place = Place { folders, is_perhaps, is_for_quotes: flag == "-iquote" };
        if !places.contains(&place) {
            places.push(place);
        }
    }

    fn add_folder(&self, folder: &[u8], places: &mut Vec<Place>) {
        let folders = vec![folder.into()];
        places.push(Place { folders, is_perhaps: false, is_for_quotes: false });
    }

    /// The folders of the tree that a word means, seen from one.
    fn folders(&self, from: &[u8], word: &str) -> Vec<Box<[u8]>> {
        let word = word.replace("%D%/", "").replace("%reldir%/", "").replace("%D%", ".");
        if word.starts_with('/') {
            return Vec::new();
        }
        let Some(word) = word.strip_prefix("^/") else {
            let near = self.existing(from, &word);
            // Those of kernels are seen from the top.
            let is_plain = !word.starts_with('.') && near.is_empty();
            let above = super::above(from).take(if is_plain { 64 } else { 0 });
            let mut above = above.map(|top| self.existing(top, &word));
            return match near.is_empty() {
                true => above.find(|found| !found.is_empty()).unwrap_or_default(),
                false => near,
            };
        };
        let word = word.trim_start_matches('/');
        let around: Vec<&[u8]> = std::iter::once(from).chain(super::above(from)).collect();
        let told = around.iter().filter(|top| self.tops.contains(**top));
        let mut tops = told.chain(around.iter().rev());
        tops.find_map(|top| Some(self.existing(top, word)).filter(|found| !found.is_empty()))
            .unwrap_or_default()
    }

    /// The folders of a name that hold anything; where a part of the name is not known, all that fit.
    fn existing(&self, from: &[u8], word: &str) -> Vec<Box<[u8]>> {
        if word.starts_with('*') {
            return Vec::new();
        }
        let Some(star) = word.find('*') else {
            let folder = join(from, word.as_bytes());
            let held = folder.filter(|folder| self.files.below(folder).next().is_some());
            return held.map(Box::from).into_iter().collect();
        };
        let start = word[..star].rsplit_once('/').map_or("", |(start, _)| start);
        let Some(base) = join(from, start.as_bytes()) else { return Vec::new() };
        let pattern = word[start.len()..].trim_matches('/');
        let n_parts = pattern.split('/').count();
        let mut found: BTreeSet<Box<[u8]>> = BTreeSet::new();
        for path in self.files.below(&base) {
            let rest = path.as_bytes()[base.len()..].strip_prefix(b"/");
            let rest = rest.unwrap_or(&path.as_bytes()[base.len()..]);
            let parts: Vec<&[u8]> = rest.split(|byte| *byte == b'/').collect();
            if parts.len() <= n_parts {
                continue;
            }
            let fits = |(part, sign): (&&[u8], &str)| fits_pattern(part, sign.as_bytes());
            if parts.iter().zip(pattern.split('/')).all(fits) {
                let end = parts[..n_parts].join(&b'/');
                found.extend(join(&base, &end).map(Box::from));
            }
            if found.len() >= MAX_FOLDERS {
                break;
            }
        }
        found.into_iter().collect()
    }
}
