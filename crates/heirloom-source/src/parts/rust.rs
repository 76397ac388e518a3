// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Crates of Rust: roots by their manifests and usual places, modules from there on; C only where a
//! build script compiles it.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use heirloom_model::{BuildLine, BuildLineKind as Kind, SourceLanguage, Span, TreePath};

use super::{
    Linkage, Parts, Target,
    expand::BuildFile,
    files::{FileId, fits_pattern, is_source, is_within, join},
};

/// Manifests, modules and build scripts.
#[derive(Debug, Default)]
pub(super) struct Crates {
    manifests: BTreeMap<TreePath, Vec<BuildLine>>,
    modules: HashMap<TreePath, Vec<BuildLine>>,
}

/// A root that a crate is compiled from.
struct Root {
    name: String,
    is_program: bool,
    is_delivered: bool,
    file: FileId,
    span: Span,
}

impl Crates {
    pub(super) fn observe(
        &mut self,
        path: &TreePath,
        language: SourceLanguage,
        lines: Vec<BuildLine>,
    ) {
        if lines.is_empty() {
            return;
        }
        if language == SourceLanguage::Rust {
            self.modules.insert(path.clone(), lines);
        } else if path.file_name().eq_ignore_ascii_case(b"cargo.toml") {
            self.manifests.insert(path.clone(), lines);
        }
    }

    /// Adds the crates' targets.
    pub(super) fn join(self, parts: &mut Parts) {
        for (manifest, lines) in &self.manifests {
            if lines.iter().any(|line| &*line.name == "cargo:name") {
                self.join_one(manifest, lines, parts);
            }
        }
    }

    fn join_one(&self, manifest: &TreePath, lines: &[BuildLine], parts: &mut Parts) {
        let folder = manifest.parent().unwrap_or_default();
        let folder = folder.as_bytes();
        let at = |path: &str| join(folder, path.as_bytes()).and_then(|path| parts.files.id(&path));
        let roots = roots(lines, folder, parts);
        let mut is_open = roots.is_empty();
        let n_before = parts.targets.len();
        let library = roots.iter().position(|root| !root.is_program);
        let kinds = lines.iter().find(|line| &*line.name == "cargo:crate-type");
        let mut kinds = kinds.into_iter().flat_map(|line| &line.words);
        let is_shared = kinds.any(|kind| matches!(&**kind, "cdylib" | "dylib"));
        let mut held: Vec<(FileId, usize)> = Vec::new();
        for root in &roots {
            let id = parts.targets.len();
            parts.targets.push(Target {
                name: root.name.as_str().into(),
                is_program: root.is_program,
                is_delivered: root.is_delivered,
                file: manifest.clone(),
                span: root.span,
                // Programs of a package are linked with its library.
                takes: library
                    .filter(|one| n_before + one != id)
                    .map(|one| n_before + one)
                    .into_iter()
                    .collect(),
                uses: Vec::new(),
                linkage: match (root.is_program, is_shared) {
                    (true, _) => Linkage::Program,
                    (false, true) => Linkage::Shared,
                    (false, false) => Linkage::Static,
                },
                is_installed: root.is_program && root.is_delivered || is_shared && !root.is_program,
                has_links: true,
            });
            held.extend(self.reached(root.file, parts).into_iter().map(|file| (file, id)));
        }
        // What the build script compiles is linked with all of them.
        let script = lines.iter().find(|line| &*line.name == "cargo:build");
        let script = script.and_then(|line| line.words.first());
        let script = at(script.map_or("build.rs", |path| path));
        let mut is_c_open = false;
        if let Some(script) = script {
            parts.build.push(self.script(parts.files.path(script)));
            let lines = self.modules.get(parts.files.path(script));
            for line in lines.into_iter().flatten() {
                is_c_open |= line.kind == Kind::Open;
                if &*line.name != "cc" {
                    continue;
                }
                for word in &line.words {
                    let found = parts.files.resolve(folder, word);
                    let ids = n_before..parts.targets.len();
                    held.extend(
                        found.iter().flat_map(|file| ids.clone().map(move |id| (*file, id))),
                    );
                }
            }
            let id = parts.targets.len();
            parts.targets.push(Target {
                name: "build-script".into(),
                is_program: true,
                is_delivered: false,
                file: manifest.clone(),
                span: Span::default(),
                uses: Vec::new(),
                takes: Vec::new(),
                linkage: Linkage::Program,
                is_installed: false,
                has_links: true,
            });
            held.extend(self.reached(script, parts).into_iter().map(|file| (file, id)));
        }
        parts.made_of.resize(parts.targets.len(), Vec::new());
        for (file, target) in &held {
            parts.made_of[*target].push(*file);
        }
        for (file, target) in held {
            parts.by_file.entry(file).or_default().insert(target);
        }
        is_open |= is_c_open;
        match is_open {
            true => {
                parts.open.insert(folder.into());
            }
            false => {
                parts.places.insert(folder.into(), manifest.clone());
            }
        }
    }

    /// A build script as a build file that names folders.
    fn script(&self, path: &TreePath) -> BuildFile {
        BuildFile {
            path: path.clone(),
            folder: path.parent().map(|folder| folder.as_bytes().into()).unwrap_or_default(),
            language: SourceLanguage::Rust,
            lines: self.modules.get(path).cloned().unwrap_or_default(),
            reads: Vec::new(),
            read_by: Vec::new(),
        }
    }

    /// The files that a root's modules lie in.
    fn reached(&self, root: FileId, parts: &Parts) -> BTreeSet<FileId> {
        let mut reached = BTreeSet::new();
        let mut waiting = vec![root];
        let tree = parts.files.path(root).parent().unwrap_or_default();
        while let Some(id) = waiting.pop() {
            if !reached.insert(id) {
                continue;
            }
            let path = parts.files.path(id);
            for line in self.modules.get(path).into_iter().flatten() {
                let is_module = line.kind == Kind::Sources && matches!(&*line.name, "mod" | "path");
                // What only tests have is no part of what is delivered.
                if is_module && !line.is_for_work {
                    for word in &line.words {
                        waiting.extend(module(path, &line.name, word, &tree, parts));
                    }
                }
            }
        }
        reached
    }
}

/// The file of a module.
fn module(from: &TreePath, way: &str, word: &str, tree: &TreePath, parts: &Parts) -> Vec<FileId> {
    let folder = from.parent().unwrap_or_default();
    let folder = folder.as_bytes();
    let id = |path: &str| join(folder, path.as_bytes()).and_then(|path| parts.files.id(&path));
    let name = String::from_utf8_lossy(from.file_name()).into_owned();
    let stem = name.strip_suffix(".rs").unwrap_or(&name);
    if way == "path" {
        let inner = format!("{stem}/{word}");
        return id(word).or_else(|| id(&inner)).into_iter().collect();
    }
    let places = [
        format!("{stem}/{word}.rs"),
        format!("{stem}/{word}/mod.rs"),
        format!("{word}.rs"),
        format!("{word}/mod.rs"),
    ];
    let is_root = matches!(stem, "mod" | "lib" | "main");
    let order: [usize; 4] = if is_root { [2, 3, 0, 1] } else { [0, 1, 2, 3] };
    if let Some(found) = order.into_iter().find_map(|at| id(&places[at])) {
        return vec![found];
    }
    // Inside a module of the same file it lies deeper.
    let names = [format!("{word}.rs"), "mod.rs".to_owned()];
    let all = parts.files.resolve(folder, &names[0]).into_iter();
    let all = all.chain(parts.files.resolve(folder, &format!("**/{word}/mod.rs")));
    all.filter(|id| is_within(parts.files.path(*id), tree.as_bytes())).collect()
}

/// The roots that a manifest names, and those in the usual places.
fn roots(lines: &[BuildLine], folder: &[u8], parts: &Parts) -> Vec<Root> {
    let mut roots = Vec::new();
    let mut known: HashSet<FileId> = HashSet::new();
    let at = |path: &str| join(folder, path.as_bytes()).and_then(|path| parts.files.id(&path));
    let package = lines.iter().find(|line| &*line.name == "cargo:name");
    let name = package.and_then(|line| line.words.first()).map_or("", |name| name);
    let span = package.map_or_else(Span::default, |line| line.span);
    let targets = lines.iter().filter(|line| matches!(line.kind, Kind::Program | Kind::Library));
    for line in targets {
        let written = line.words.first().map(|path| path.to_string());
        let name = &*line.name;
        let usual = match (line.kind, line.is_for_work) {
            (Kind::Library, _) => vec!["src/lib.rs".to_owned()],
            (_, false) => {
                vec![
                    format!("src/bin/{name}.rs"),
                    format!("src/bin/{name}/main.rs"),
                    "src/main.rs".into(),
                ]
            }
            (_, true) => ["examples", "tests", "benches"]
                .iter()
                .flat_map(|one| [format!("{one}/{name}.rs"), format!("{one}/{name}/main.rs")])
                .collect(),
        };
        let file = match written {
            Some(path) => at(&path),
            None => usual.iter().find_map(|path| at(path)),
        };
        if let Some(file) = file.filter(|file| known.insert(*file)) {
            roots.push(Root {
                name: name.to_owned(),
                is_program: line.kind == Kind::Program,
                is_delivered: !line.is_for_work,
                file,
                span: line.span,
            });
        }
    }
    let usual: [(&str, bool, bool); 8] = [
        ("src/lib.rs", false, true),
        ("src/main.rs", true, true),
        ("src/bin/*.rs", true, true),
        ("src/bin/*/main.rs", true, true),
        ("examples/*.rs", true, false),
        ("examples/*/main.rs", true, false),
        ("tests/*.rs", true, false),
        ("benches/*.rs", true, false),
    ];
    for (pattern, is_program, is_delivered) in usual {
        for file in parts.files.resolve(folder, pattern) {
            let path = parts.files.path(file);
            let below = path.as_bytes().strip_prefix(folder).unwrap_or_default();
            let below = below.strip_prefix(b"/").unwrap_or(below);
            let depth = |path: &[u8]| path.iter().filter(|byte| **byte == b'/').count();
            let fits = fits_pattern(below, pattern.as_bytes())
                && depth(below) == depth(pattern.as_bytes());
            if !fits || !is_source(path) || !known.insert(file) {
                continue;
            }
            let file_name = String::from_utf8_lossy(path.file_name()).into_owned();
            let root = match pattern {
                "src/lib.rs" | "src/main.rs" => name.to_owned(),
                _ if file_name == "main.rs" => path
                    .parent()
                    .map(|folder| String::from_utf8_lossy(folder.file_name()).into_owned())
                    .unwrap_or_default(),
                _ => file_name.trim_end_matches(".rs").to_owned(),
            };
            roots.push(Root { name: root, is_program, is_delivered, file, span });
        }
    }
    roots
}
