// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Which files of Python a project installs: the packages that it lists, else those that its build
//! backend would find. What lies elsewhere in the project is not in its wheel.

use std::collections::{BTreeMap, BTreeSet};

use heirloom_model::{BuildLine, BuildLineKind, TreePath};

use super::files::{fits_pattern, is_within, join};
use crate::build::python::{EXCLUDE, INCLUDE, MODULES, PACKAGES, USUAL, WHERE};

/// Folders at the top of a project that hold no package, as setuptools knows them.
const RESERVED: [&str; 34] = [
    "_build",
    "assets",
    "bench",
    "benchmark",
    "benchmarks",
    "bin",
    "build",
    "changelog",
    "ci",
    "debian",
    "demo",
    "demos",
    "dist",
    "doc",
    "docs",
    "documentation",
    "etc",
    "example",
    "examples",
    "fuzz",
    "htmlcov",
    "man",
    "news",
    "notebook",
    "notebooks",
    "release",
    "requirements",
    "sample",
    "samples",
    "script",
    "scripts",
    "tasks",
    "tool",
    "tools",
];

/// Projects of Python and their files.
#[derive(Debug, Default)]
pub(super) struct Projects {
    /// What the manifests of each folder say.
    lines: BTreeMap<TreePath, Vec<(TreePath, BuildLine)>>,
    files: BTreeSet<TreePath>,
}

/// The folders and files that projects install, by the folders of the projects.
#[derive(Debug, Default)]
pub(super) struct Installed {
    by_project: BTreeMap<TreePath, Lists>,
}

#[derive(Debug)]
struct Lists {
    /// The manifest that names them.
    manifest: TreePath,
    folders: Vec<Vec<u8>>,
    files: BTreeSet<Vec<u8>>,
}

/// Whether a file holds Python.
fn is_python(path: &TreePath) -> bool {
    let ends: [&[u8]; 4] = [b".py", b".pyi", b".pyx", b".pyw"];
    ends.iter().any(|end| path.file_name().ends_with(end))
}

impl Projects {
    pub(super) fn observe(&mut self, path: &TreePath) {
        if is_python(path) {
            self.files.insert(path.clone());
        }
    }

    /// Takes in what a manifest says.
    pub(super) fn say(&mut self, path: &TreePath, lines: Vec<BuildLine>) {
        let folder = path.parent().unwrap_or_default();
        let own = self.lines.entry(folder).or_default();
        own.extend(lines.into_iter().map(|line| (path.clone(), line)));
    }

    pub(super) fn installed(&self) -> Installed {
        let mut installed = Installed::default();
        for (folder, lines) in &self.lines {
            if let Some(lists) = self.lists(folder, lines) {
                installed.by_project.insert(folder.clone(), lists);
            }
        }
        installed
    }

    fn lists(&self, folder: &TreePath, lines: &[(TreePath, BuildLine)]) -> Option<Lists> {
        let words = |name: &str| -> Vec<&str> {
            let of = lines.iter().filter(|(_, line)| *line.name == *name);
            of.flat_map(|(_, line)| &line.words).map(|word| &**word).collect()
        };
        let (packages, places) = (words(PACKAGES), words(WHERE));
        let is_open = lines.iter().any(|(_, line)| line.kind == BuildLineKind::Open);
        let is_listed = !packages.is_empty() || !places.is_empty() || !words(MODULES).is_empty();
        if is_open && !is_listed {
            return None;
        }
        let at = |path: &str| join(folder.as_bytes(), path.as_bytes());
        let mut folders: Vec<Vec<u8>> = Vec::new();
        let roots: Vec<&str> =
            places.iter().copied().chain([".", "src", "lib", "python"]).collect();
        for package in &packages {
            let places = roots.iter().filter_map(|root| at(&format!("{root}/{package}")));
            folders.extend(places.filter(|path| self.holds(path)).take(1));
        }
        let (include, exclude) = (words(INCLUDE), words(EXCLUDE));
        for place in places.iter().filter(|_| packages.is_empty()) {
            let Some(place) = at(place) else { continue };
            folders.extend(self.found(&place, &include, &exclude));
        }
        if folders.is_empty() && !is_listed {
            folders = self.usual(folder, &words(USUAL));
        }
        let mut files: BTreeSet<Vec<u8>> = BTreeSet::new();
        for module in words(MODULES) {
            let names = [format!("{}.py", module.replace('.', "/")), module.to_owned()];
            for root in &roots {
                let paths = names.iter().filter_map(|name| at(&format!("{root}/{name}")));
                files.extend(paths.filter(|path| self.is_file(path)));
            }
        }
        // Lists of which nothing is there speak of what is made first.
        if folders.is_empty() && files.is_empty() {
            return None;
        }
        let first = |name: &&str| lines.iter().find(|(_, line)| *line.name == **name);
        let manifest = [PACKAGES, WHERE, MODULES, USUAL].iter().find_map(first)?.0.clone();
        Some(Lists { manifest, folders, files })
    }

    fn is_file(&self, path: &[u8]) -> bool {
        TreePath::parse(path).is_ok_and(|path| self.files.contains(&path))
    }

    /// Whether files of Python lie in a folder or below it.
    fn holds(&self, folder: &[u8]) -> bool {
        let Ok(path) = TreePath::parse(folder) else { return false };
        self.is_file(folder)
            || self.files.range(path..).next().is_some_and(|file| is_within(file, folder))
    }

    /// The packages at the top of a folder.
    fn top(&self, folder: &[u8]) -> BTreeSet<Vec<u8>> {
        let Ok(path) = TreePath::parse(folder) else { return BTreeSet::new() };
        let below = self.files.range(path..).take_while(|file| is_within(file, folder));
        let tops = below.filter_map(|file| {
            let rest = &file.as_bytes()[folder.len()..];
            let rest = rest.strip_prefix(b"/").unwrap_or(rest);
            let end = rest.iter().position(|byte| *byte == b'/')?;
            Some(rest[..end].to_vec())
        });
        tops.collect()
    }

    /// What `find_packages` finds in a folder.
    fn found(&self, place: &[u8], include: &[&str], exclude: &[&str]) -> Vec<Vec<u8>> {
        let fits = |name: &[u8], patterns: &[&str]| {
            patterns.iter().any(|pattern| {
                let first = pattern.split('.').next().unwrap_or(pattern);
                fits_pattern(name, first.as_bytes()) || fits_pattern(name, pattern.as_bytes())
            })
        };
        let left = |name: &[u8]| {
            exclude.iter().any(|pattern| {
                let whole = pattern.trim_end_matches(".*");
                !whole.contains('.') && fits_pattern(name, whole.as_bytes())
            })
        };
        let is_taken = |name: &&Vec<u8>| {
            let init = [place, b"/", name, b"/__init__.py"].concat();
            let init = init.strip_prefix(b"/").map(<[u8]>::to_vec).unwrap_or(init);
            (include.is_empty() || fits(name, include))
                && !left(name)
                && (self.is_file(&init) || !include.is_empty())
        };
        let tops = self.top(place);
        let taken = tops.iter().filter(is_taken);
        taken.map(|name| join(place, name).unwrap_or_default()).collect()
    }

    /// What a backend finds where nothing is listed.
    fn usual(&self, folder: &TreePath, names: &[&str]) -> Vec<Vec<u8>> {
        let folder = folder.as_bytes();
        let at = |path: &str| join(folder, path.as_bytes());
        for name in names {
            let places = ["src/", "", "lib/", "python/"].into_iter();
            let mut places = places.filter_map(|root| at(&format!("{root}{name}")));
            if let Some(place) = places.find(|path| self.holds(path)) {
                return vec![place];
            }
            let mut files =
                ["src/", ""].into_iter().filter_map(|root| at(&format!("{root}{name}.py")));
            if let Some(file) = files.find(|path| self.is_file(path)) {
                return vec![file];
            }
        }
        let is_free = |name: &Vec<u8>| {
            let name = String::from_utf8_lossy(name).to_lowercase();
            !RESERVED.contains(&&*name)
                && !name.starts_with("test")
                && !name.starts_with(['.', '_'])
        };
        let found = self.found(folder, &[], &[]);
        let last = |path: &Vec<u8>| path.rsplit(|byte| *byte == b'/').next().map(<[u8]>::to_vec);
        found.into_iter().filter(|path| last(path).is_some_and(|name| is_free(&name))).collect()
    }
}

impl Installed {
    /// The manifest that leaves a file out; `None` where it is installed or nothing is known.
    pub(super) fn beside(&self, path: &TreePath) -> Option<&TreePath> {
        if !is_python(path) {
            return None;
        }
        let mut above = path.parent();
        while let Some(folder) = above {
            if let Some(lists) = self.by_project.get(&folder) {
                let is_in = lists.files.contains(path.as_bytes())
                    || lists
                        .folders
                        .iter()
                        .any(|one| is_within(path, one) || path.as_bytes() == one.as_slice());
                return (!is_in).then_some(&lists.manifest);
            }
            above = folder.parent();
        }
        None
    }
}
