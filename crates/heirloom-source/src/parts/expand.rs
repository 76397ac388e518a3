// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Build files together: what their variables come to.

use std::{
    cell::{Cell, RefCell},
    collections::{HashMap, HashSet},
    rc::Rc,
};

use heirloom_model::{BuildLine, BuildLineKind as Kind, SourceLanguage, TreePath};

use super::files::{fits_pattern, join};
use crate::build::{CALL, include_flag};

/// References inside each other deeper than this are computed, for all that is known.
const MAX_DEPTH: usize = 12;
/// Values of one word beyond this number are not looked at.
const MAX_VALUES: usize = 10_000;
/// Steps for one word, and for all of a tree.
const MAX_STEPS: usize = 50_000;
const MAX_ALL_STEPS: usize = 5_000_000;

/// More names of one target are not looked at.
const MAX_NAMES: usize = 200;

/// A build file.
#[derive(Debug)]
pub(super) struct BuildFile {
    pub(super) path: TreePath,
    pub(super) folder: Box<[u8]>,
    pub(super) language: SourceLanguage,
    pub(super) lines: Vec<BuildLine>,
    /// The build files that it reads, and those that read it.
    pub(super) reads: Vec<usize>,
    pub(super) read_by: Vec<usize>,
}

/// A line by its file and place.
type Place = (usize, usize);

/// Places by the file that asks and the name of the variable.
type Memo = HashMap<(usize, Box<str>), Rc<[Place]>>;

/// Build files with their variables.
#[derive(Debug, Default)]
pub(super) struct BuildFiles {
    pub(super) files: Vec<BuildFile>,
    /// Where variables are set, by families of languages and names.
    variables: HashMap<(u8, Box<str>), Vec<Place>>,
    /// Names of variables of each family in which a sign stands for others are looked up by these.
    names: HashMap<u8, Vec<Box<str>>>,
    /// Where variables are set, as files see it.
    memo: RefCell<Memo>,
    /// The steps that all words took.
    n_steps: Cell<usize>,
}

/// What a word came to.
#[derive(Debug, Default)]
pub(super) struct Expanded {
    /// Each value with the folder of the build file that it stands in.
    pub(super) values: Vec<(String, usize)>,
    /// A variable that nothing in the tree sets.
    pub(super) unset: Option<String>,
}

impl BuildFiles {
    pub(super) fn new(mut files: Vec<BuildFile>) -> BuildFiles {
        files.sort_by(|a, b| a.path.cmp(&b.path));
        let mut variables: HashMap<(u8, Box<str>), Vec<Place>> = HashMap::new();
        for (file, one) in files.iter().enumerate() {
            for (line, set) in one.lines.iter().enumerate() {
                if set.kind == Kind::Set {
                    let key = (family(one.language), set.name.clone());
                    variables.entry(key).or_default().push((file, line));
                }
            }
        }
        let mut names: HashMap<u8, Vec<Box<str>>> = HashMap::new();
        for (family, name) in variables.keys() {
            names.entry(*family).or_default().push(name.clone());
        }
        names.values_mut().for_each(|names| names.sort());
        let (memo, n_steps) = (RefCell::default(), Cell::new(0));
        let mut all = BuildFiles { files, variables, names, memo, n_steps };
        all.join_includes();
        all
    }

    /// Finds which build files read which others.
    fn join_includes(&mut self) {
        let mut by_name: HashMap<&[u8], Vec<usize>> = HashMap::new();
        for (at, file) in self.files.iter().enumerate() {
            by_name.entry(file.path.file_name()).or_default().push(at);
        }
        let by_path: HashMap<&[u8], usize> =
            self.files.iter().enumerate().map(|(at, file)| (file.path.as_bytes(), at)).collect();
        let mut pairs: Vec<(usize, usize)> = Vec::new();
        for (at, file) in self.files.iter().enumerate() {
            for line in file.lines.iter().filter(|line| line.kind == Kind::Include) {
                for word in &line.words {
                    let expanded = self.expand(at, word);
                    for (value, _) in expanded.values.iter().take(50) {
                        // Automake's own name for the folder of the file.
                        let value = value.replace("%D%/", "").replace("%reldir%/", "");
                        let plain = value.trim_start_matches("^/");
                        let near = join(&file.folder, plain.as_bytes());
                        let near = near.and_then(|path| by_path.get(&*path).copied());
                        if let Some(near) = near {
                            pairs.push((at, near));
                            continue;
                        }
                        let last = plain.rsplit('/').next().unwrap_or_default();
                        let with = format!("{last}.cmake");
                        let named = by_name.get(last.as_bytes());
                        let named = named.or_else(|| by_name.get(with.as_bytes()));
                        // One name that many files have says nothing.
                        if let Some(named) = named.filter(|named| named.len() <= 2) {
                            pairs.extend(named.iter().map(|to| (at, *to)));
                        }
                    }
                }
            }
        }
        pairs.sort_unstable();
        pairs.dedup();
        for (from, to) in pairs.into_iter().filter(|(from, to)| from != to) {
            self.files[from].reads.push(to);
            self.files[to].read_by.push(from);
        }
        self.memo.borrow_mut().clear();
    }

    /// A file with those that it reads, and they.
    pub(super) fn with_read(&self, file: usize) -> Vec<usize> {
        self.around(file, |file| &self.files[file].reads)
    }

    fn around<'a>(&'a self, file: usize, next: impl Fn(usize) -> &'a Vec<usize>) -> Vec<usize> {
        let mut all = vec![file];
        let mut at = 0;
        while at < all.len() && all.len() < 200 {
            for one in next(all[at]) {
                if !all.contains(one) {
                    all.push(*one);
                }
            }
            at += 1;
        }
        all
    }

    /// The lines that set a variable, as a file sees it: its own and those of files that it reads, else
    /// of those that read it, else any.
    fn set(&self, file: usize, name: &str) -> Vec<Place> {
        let family = family(self.files[file].language);
        let key = (family, Box::from(name));
        let Some(all) = self.variables.get(&key) else { return Vec::new() };
        let is_global = self.files[file].language == SourceLanguage::Meson;
        if all.len() == 1 || is_global {
            return all.clone();
        }
        let of = |files: &[usize]| -> Vec<Place> {
            all.iter().copied().filter(|(file, _)| files.contains(file)).collect()
        };
        let mut found = of(&self.with_read(file));
        if found.is_empty() {
            found = of(&self.around(file, |file| &self.files[file].read_by));
        }
        if found.is_empty() {
            let mut above = self.above(file);
            // Modules that those of CMake read add to their lists.
            if self.files[file].language == SourceLanguage::Cmake {
                above = above.into_iter().flat_map(|at| self.with_read(at)).collect();
            }
            found = of(&above);
        }
        if found.is_empty() { all.clone() } else { found }
    }

    /// Whether a variable is set by a file, those that it reads, those that read it, or by `configure`
    /// of a folder around it.
    pub(super) fn is_near(&self, file: usize, name: &str) -> bool {
        let places = |name: String| {
            let key = (family(self.files[file].language), Box::from(name));
            self.variables.get(&key).into_iter().flatten().map(|(file, _)| *file)
        };
        let near = self.with_read(file);
        let readers = self.around(file, |file| &self.files[file].read_by);
        let is_read = places(name.to_owned()).any(|at| {
            near.contains(&at) || readers.iter().any(|reader| self.with_read(*reader).contains(&at))
        });
        is_read || places(format!("@{name}")).any(|at| self.above(file).contains(&at))
    }

    /// The build files in the folders above.
    pub(super) fn above(&self, file: usize) -> Vec<usize> {
        let folder = &self.files[file].folder;
        let is_above = |other: &BuildFile| {
            other.folder.is_empty()
                || folder.starts_with(&other.folder)
                    && folder.get(other.folder.len()) == Some(&b'/')
        };
        let files = self.files.iter().enumerate();
        files.filter(|(_, other)| is_above(other)).map(|(at, _)| at).collect()
    }

    /// What a word comes to, as a file sees it.
    pub(super) fn expand(&self, file: usize, word: &str) -> Expanded {
        let mut expanded = Expanded::default();
        let mut steps = 0;
        let mut open: HashSet<Box<str>> = HashSet::new();
        if self.is_exhausted() {
            // What is left is not known.
            expanded.unset = Some("SOURCES".to_owned());
            return expanded;
        }
        self.expand_into(file, file, word, &mut open, &mut steps, &mut expanded);
        self.n_steps.set(self.n_steps.get() + steps);
        expanded
    }

    /// Whether the words of the tree took all steps there are.
    pub(super) fn is_exhausted(&self) -> bool {
        self.n_steps.get() > MAX_ALL_STEPS
    }

    fn expand_into(
        &self,
        file: usize,
        folder: usize,
        word: &str,
        open: &mut HashSet<Box<str>>,
        steps: &mut usize,
        out: &mut Expanded,
    ) {
        *steps += 1;
        if *steps > MAX_STEPS || out.values.len() >= MAX_VALUES {
            return;
        }
        let Some((before, name, after)) = reference(word) else {
            out.values.push((word.to_owned(), folder));
            return;
        };
        if let Some(place) = known_place(name) {
            // A folder of the build stands at the beginning, or behind the sign that it is looked in.
            let flag = include_flag(before).map_or("", |_| before);
            let next = format!("{flag}{place}{}", after.trim_start_matches('/'));
            return self.expand_into(file, folder, &next, open, steps, out);
        }
        let is_whole = before.is_empty() && after.is_empty();
        if open.contains(name) || open.len() >= MAX_DEPTH {
            return;
        }
        let mut values = Vec::new();
        for (in_file, line) in self.places(file, name).iter().copied() {
            for value in &self.files[in_file].lines[line].words {
                values.push((in_file, value));
            }
        }
        if values.is_empty() {
            if is_whole {
                out.unset.get_or_insert_with(|| name.to_owned());
            } else {
                let next = format!("{before}{}{after}", unset_value(name));
                self.expand_into(file, folder, &next, open, steps, out);
            }
            return;
        }
        open.insert(name.into());
        let (n_before, n_values) = (out.values.len(), values.len());
        for (in_file, value) in values {
            let in_file = if is_whole { in_file } else { folder };
            let mut inner = Expanded::default();
            self.expand_into(file, in_file, value, open, steps, &mut inner);
            out.unset = out.unset.take().or(inner.unset);
            for (value, from) in inner.values {
                match is_whole {
                    true => out.values.push((value, from)),
                    false => {
                        let next = format!("{before}{value}{after}");
                        self.expand_into(file, folder, &next, open, steps, out);
                    }
                }
                if *steps > MAX_STEPS || out.values.len() >= MAX_VALUES {
                    break;
                }
            }
        }
        open.remove(name);
        if !is_whole && out.values.len() == n_before && n_values < MAX_VALUES {
            // It is set to what nothing sets.
            let next = format!("{before}{}{after}", unset_value(name));
            self.expand_into(file, folder, &next, open, steps, out);
        }
    }

    /// What the name of a target comes to, in which variables may stand; in a function that is given it the
    /// names that its callers give.
    pub(super) fn names(&self, file: usize, name: &str) -> Vec<String> {
        if !name.contains("${") && !name.starts_with(CALL) {
            return vec![name.to_owned()];
        }
        let of_call = format!("${{{name}}}");
        let word = if name.starts_with(CALL) { &of_call } else { name };
        let values = self.expand(file, word).values;
        let names: Vec<String> = values.into_iter().map(|(name, _)| name).take(MAX_NAMES).collect();
        if names.is_empty() { vec![name.to_owned()] } else { names }
    }

    /// Where a variable is set; of a name with signs that stand for others all that fit. What
    /// `configure` puts in may be set there or in the file.
    pub(super) fn places(&self, file: usize, name: &str) -> Rc<[Place]> {
        let key = (file, Box::from(name));
        if let Some(known) = self.memo.borrow().get(&key) {
            return Rc::clone(known);
        }
        let found: Rc<[Place]> = self.look_up(file, name).into();
        self.memo.borrow_mut().insert(key, Rc::clone(&found));
        found
    }

    fn look_up(&self, file: usize, name: &str) -> Vec<Place> {
        if name.contains('*') {
            let family = family(self.files[file].language);
            let names = self.names.get(&family).into_iter().flatten();
            // Names of which nothing is known would be all of them.
            let is_told = name.bytes().filter(u8::is_ascii_alphanumeric).count() > 1;
            let fitting =
                names.filter(|one| is_told && fits_pattern(one.as_bytes(), name.as_bytes()));
            return fitting.take(100).flat_map(|one| self.set(file, one)).collect();
        }
        let found = self.set(file, name);
        if !found.is_empty() {
            return found;
        }
        match name.strip_prefix('@') {
            Some(plain) => self.set(file, plain),
            None => self.set(file, &format!("@{name}")),
        }
    }
}

/// Languages whose variables are one another's.
fn family(language: SourceLanguage) -> u8 {
    match language {
        SourceLanguage::Make | SourceLanguage::Autoconf => 0,
        SourceLanguage::Cmake => 1,
        SourceLanguage::Meson => 2,
        _ => 3,
    }
}

/// The first reference of a word, with what stands around it.
pub(super) fn reference(word: &str) -> Option<(&str, &str, &str)> {
    let at = word.find("${")?;
    let rest = &word[at + 2..];
    let end = rest.find('}')?;
    Some((&word[..at], &rest[..end], &rest[end + 1..]))
}

/// Variables that build tools themselves set to folders.
pub(super) fn known_place(name: &str) -> Option<&'static str> {
    let plain = name.trim_start_matches('@');
    Some(match plain {
        "srcdir"
        | "abs_srcdir"
        | "builddir"
        | "abs_builddir"
        | "CURDIR"
        | "obj"
        | "src"
        | "CMAKE_CURRENT_SOURCE_DIR"
        | "CMAKE_CURRENT_BINARY_DIR"
        | "CMAKE_CURRENT_LIST_DIR"
        | ".CURDIR"
        | "VPATH"
        | "HERE" => "./",
        "top_srcdir" | "abs_top_srcdir" | "top_builddir" | "abs_top_builddir" | "srctree"
        | "objtree" | "CMAKE_SOURCE_DIR" | "CMAKE_BINARY_DIR" | "topdir" | "TOPDIR"
        | "TOP_SRCDIR" => "^/",
        "PROJECT_SOURCE_DIR" | "PROJECT_BINARY_DIR" => "^/",
        _ => return None,
    })
}

/// What a variable that nothing sets stands for inside a word: ends of names are mostly empty.
fn unset_value(name: &str) -> &'static str {
    // CMake sets the folder of each project.
    if name.ends_with("_SOURCE_DIR") || name.ends_with("_BINARY_DIR") {
        return "^/";
    }
    let upper = name.to_ascii_uppercase();
    let is_end = ["EXE", "EXT", "SUFFIX", "DEBUG", "VERSION"].iter().any(|end| upper.contains(end));
    if is_end && !upper.contains("OBJ") { "" } else { "*" }
}
