// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The files of a tree that compilers take, found by the names that build files give them.

use std::collections::{BTreeMap, HashMap};

use heirloom_model::TreePath;

/// The number of a file.
pub(super) type FileId = u32;

/// Files by their paths, names and folders.
#[derive(Debug, Default)]
pub(super) struct Files {
    paths: Vec<TreePath>,
    by_path: HashMap<Box<[u8]>, FileId>,
    /// By paths without their last ending.
    by_stem: HashMap<Box<[u8]>, Vec<FileId>>,
    /// By names.
    by_name: HashMap<Box<[u8]>, Vec<FileId>>,
    by_name_stem: HashMap<Box<[u8]>, Vec<FileId>>,
    by_folder: BTreeMap<Box<[u8]>, Vec<FileId>>,
}

impl Files {
    pub(super) fn add(&mut self, path: &TreePath) -> FileId {
        let bytes = path.as_bytes();
        if let Some(known) = self.by_path.get(bytes) {
            return *known;
        }
        let id = self.paths.len() as FileId;
        self.paths.push(path.clone());
        self.by_path.insert(bytes.into(), id);
        let name = path.file_name();
        let folder = &bytes[..bytes.len() - name.len()];
        let folder = folder.strip_suffix(b"/").unwrap_or(folder);
        self.by_stem.entry(stem(bytes).into()).or_default().push(id);
        self.by_name.entry(name.into()).or_default().push(id);
        self.by_name_stem.entry(stem(name).into()).or_default().push(id);
        self.by_folder.entry(folder.into()).or_default().push(id);
        id
    }

    pub(super) fn path(&self, id: FileId) -> &TreePath {
        &self.paths[id as usize]
    }

    pub(super) fn len(&self) -> usize {
        self.paths.len()
    }

    pub(super) fn id(&self, path: &[u8]) -> Option<FileId> {
        self.by_path.get(path).copied()
    }

    /// The files below a folder.
    pub(super) fn below(&self, folder: &[u8]) -> impl Iterator<Item = &TreePath> {
        let folders = self.by_folder.range(Box::<[u8]>::from(folder)..);
        let folders = folders.take_while(move |(path, _)| path.starts_with(folder));
        let held = folders.filter(move |(path, _)| {
            folder.is_empty() || path.len() == folder.len() || path[folder.len()] == b'/'
        });
        held.flat_map(|(_, held)| held).map(|id| self.path(*id))
    }

    /// The file of a name below a folder.
    pub(super) fn at_path(&self, folder: &[u8], name: &str) -> Option<FileId> {
        join(folder, name.as_bytes()).and_then(|path| self.id(&path))
    }

    /// The files that an `#include` may mean: the one beside the file, else those whose paths end so.
    pub(super) fn included(&self, from: &[u8], name: &str, is_quoted: bool) -> Vec<FileId> {
        let name = name.trim_start_matches("./");
        if is_quoted && let Some(id) = self.at_path(from, name) {
            return vec![id];
        }
        let plain = name.trim_start_matches("../").as_bytes();
        let last = plain.rsplit(|byte| *byte == b'/').next().unwrap_or_default();
        let named = self.by_name.get(last).into_iter().flatten().copied();
        named.filter(|id| ends_with(self.path(*id).as_bytes(), plain)).take(200).collect()
    }

    /// Of files that an `#include` may mean those that share most folders with the file that has it.
    /// Headers that every compiler brings are meant only where they share one at least.
    pub(super) fn nearest(&self, from: &[u8], files: &[FileId], is_standard: bool) -> Vec<FileId> {
        if files.len() < 2 && !is_standard {
            return files.to_vec();
        }
        let shared = |id: &FileId| {
            let path = self.path(*id).folder_bytes().split(|byte| *byte == b'/');
            let own = from.split(|byte| *byte == b'/');
            path.zip(own).take_while(|(one, other)| one == other && !one.is_empty()).count()
        };
        let most = files.iter().map(shared).max().unwrap_or_default();
        if is_standard && most == 0 {
            return Vec::new();
        }
        files.iter().copied().filter(|id| shared(id) == most).collect()
    }

    /// The files that a word of a build file means, seen from a folder: source as it stands, objects
    /// by what they are made from, patterns by all that fit.
    pub(super) fn resolve(&self, folder: &[u8], word: &str) -> Vec<FileId> {
        if let Some(word) = word.strip_prefix("^/") {
            return self.below_top(folder, word);
        }
        let word = word.trim_start_matches("./");
        if word.is_empty() || word.starts_with('-') {
            return Vec::new();
        }
        if word.contains('*') || word.contains('?') {
            return self.matching(folder, word);
        }
        let object = is_object(word);
        // What is made may lie in a folder of its own; so the first folders are left out one by one.
        let mut rest = word;
        loop {
            if let Some(path) = join(folder, rest.as_bytes()) {
                let found = self.at(&path, object);
                if !found.is_empty() {
                    return found;
                }
            }
            match rest.split_once('/') {
                Some((_, inner)) => rest = inner,
                None => break,
            }
        }
        self.elsewhere(folder, word, object)
    }

    /// As [`Files::resolve`] from the top of a project, which may be one inside the tree.
    fn below_top(&self, folder: &[u8], word: &str) -> Vec<FileId> {
        let word = word.trim_start_matches(['.', '/']);
        if !word.contains(['*', '?']) {
            let object = is_object(word);
            let mut top = folder;
            loop {
                let found = join(top, word.as_bytes()).map(|path| self.at(&path, object));
                if let Some(found) = found.filter(|found| !found.is_empty()) {
                    return found;
                }
                if top.is_empty() {
                    break;
                }
                top = memchr::memrchr(b'/', top).map_or(b"", |at| &top[..at]);
            }
        }
        self.resolve(b"", word)
    }

    fn at(&self, path: &[u8], is_object: bool) -> Vec<FileId> {
        let stems = self.by_stem.get(stem(path)).into_iter().flatten().copied();
        if !is_object && let Some(id) = self.id(path) {
            // What a parser's generator writes may be kept beside its input.
            let is_input = is_grammar(self.path(id));
            return match is_input {
                true => stems.filter(|id| is_source(self.path(*id))).collect(),
                false => vec![id],
            };
        }
        // A file that a program writes from another has its name.
        stems
            .filter(|id| is_object && is_source(self.path(*id)) || is_grammar(self.path(*id)))
            .collect()
    }

    /// Files of the name in other folders, those below first.
    fn elsewhere(&self, folder: &[u8], word: &str, is_object: bool) -> Vec<FileId> {
        let plain = word.trim_start_matches("../").as_bytes();
        let name = plain.rsplit(|byte| *byte == b'/').next().unwrap_or_default();
        let named: Vec<FileId> = match is_object {
            true => self.by_name_stem.get(stem(name)),
            false => self.by_name.get(name),
        }
        .into_iter()
        .flatten()
        .copied()
        .filter(|id| !is_object || is_source(self.path(*id)))
        .collect();
        let fits = |id: &FileId, end: &[u8]| {
            let path = self.path(*id).as_bytes();
            ends_with(if is_object { stem(path) } else { path }, end)
        };
        let end = if is_object { stem(plain) } else { plain };
        let exact: Vec<FileId> = named.iter().copied().filter(|id| fits(id, end)).collect();
        let found = if exact.is_empty() { named } else { exact };
        let below: Vec<FileId> =
            found.iter().copied().filter(|id| is_within(self.path(*id), folder)).collect();
        if below.is_empty() { found } else { below }
    }

    /// The files that fit a pattern.
    fn matching(&self, folder: &[u8], word: &str) -> Vec<FileId> {
        let (place, name) = word.rsplit_once('/').unwrap_or(("", word));
        let is_object = is_object(name) || name.ends_with(".*");
        let name_stem = stem(name.as_bytes());
        let fits = |id: &FileId| {
            let path = self.path(*id);
            let file = path.file_name();
            match is_object {
                true => is_source(path) && fits_pattern(stem(file), name_stem),
                false => fits_pattern(file, name.as_bytes()),
            }
        };
        let is_open = place.contains('*') || place.contains('?');
        let start = place.split(['*', '?']).next().unwrap_or_default();
        let start = if is_open { start.rsplit_once('/').map_or("", |(one, _)| one) } else { place };
        let Some(at) = join(folder, start.as_bytes()) else { return Vec::new() };
        if !is_open {
            let held = self.by_folder.get(&*at).into_iter().flatten().copied();
            let held: Vec<FileId> = held.filter(fits).collect();
            if !held.is_empty() || name_stem.iter().all(|byte| *byte == b'*') {
                return held;
            }
        }
        // What stands for folders may be none or several of them.
        let last = place.rsplit(['*', '/']).next().unwrap_or_default().as_bytes();
        let below = self.by_folder.range(Box::<[u8]>::from(&*at)..);
        let below = below.take_while(|(path, _)| path.starts_with(&at));
        let below = below
            .filter(|(path, _)| at.is_empty() || path.len() == at.len() || path[at.len()] == b'/');
        let below = below.filter(|(path, _)| last.is_empty() || ends_with(path, last));
        below.flat_map(|(_, held)| held).copied().filter(fits).collect()
    }
}

/// Whether a file is one that a compiler takes, or that a program makes such a file from.
pub(super) fn is_source(path: &TreePath) -> bool {
    let name = path.file_name();
    let Some(at) = memchr::memrchr(b'.', name) else { return false };
    let ends: [&[u8]; 17] = [
        b"c", b"cc", b"cpp", b"cxx", b"c++", b"C", b"CPP", b"m", b"mm", b"s", b"S", b"asm", b"sx",
        b"cu", b"f90", b"f", b"rs",
    ];
    ends.contains(&&name[at + 1..]) || is_grammar(path)
}

/// Whether a file is one that a parser's generator takes.
fn is_grammar(path: &TreePath) -> bool {
    let name = path.file_name();
    let ends: [&[u8]; 8] = [b".y", b".yy", b".ypp", b".l", b".ll", b".lpp", b".rl", b".re"];
    ends.iter().any(|end| name.ends_with(end))
}

/// Whether a header is one that every compiler brings.
pub(super) fn is_standard(name: &str) -> bool {
    let names = [
        "assert.h",
        "complex.h",
        "ctype.h",
        "errno.h",
        "fcntl.h",
        "float.h",
        "inttypes.h",
        "limits.h",
        "locale.h",
        "math.h",
        "setjmp.h",
        "signal.h",
        "stdarg.h",
        "stdbool.h",
        "stddef.h",
        "stdint.h",
        "stdio.h",
        "stdlib.h",
        "string.h",
        "strings.h",
        "sys/types.h",
        "sys/stat.h",
        "time.h",
        "unistd.h",
        "wchar.h",
    ];
    names.contains(&name)
}

/// Whether a file is one that others include.
pub(super) fn is_header(path: &TreePath) -> bool {
    let ends: [&[u8]; 9] =
        [b".h", b".hh", b".hpp", b".hxx", b".inl", b".ipp", b".tcc", b".inc", b".def"];
    ends.iter().any(|end| path.file_name().ends_with(end))
}

/// Whether a word names what a compiler makes.
fn is_object(word: &str) -> bool {
    [".o", ".lo", ".obj", ".O", ".*"].iter().any(|end| word.ends_with(end))
}

/// A path or name up to its last ending.
pub(super) fn stem(path: &[u8]) -> &[u8] {
    let start = memchr::memrchr(b'/', path).map_or(0, |at| at + 1);
    match memchr::memrchr(b'.', &path[start..]) {
        Some(at) if at > 0 => &path[..start + at],
        _ => path,
    }
}

/// Whether a path ends with whole components.
fn ends_with(path: &[u8], end: &[u8]) -> bool {
    path.ends_with(end) && (path.len() == end.len() || path[path.len() - end.len() - 1] == b'/')
}

/// Whether a file lies in a folder or below it.
pub(super) fn is_within(path: &TreePath, folder: &[u8]) -> bool {
    let bytes = path.as_bytes();
    folder.is_empty() || bytes.starts_with(folder) && bytes.get(folder.len()) == Some(&b'/')
}

/// A path below a folder, with its dots taken; `None` for one that leaves the tree.
pub(super) fn join(folder: &[u8], path: &[u8]) -> Option<Vec<u8>> {
    let mut parts: Vec<&[u8]> = Vec::new();
    let all = folder.split(|byte| *byte == b'/').chain(path.split(|byte| *byte == b'/'));
    for part in all {
        match part {
            b"" | b"." => {}
            b".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join(&b'/'))
}

/// Whether a name fits a pattern of `*` and `?`.
pub(super) fn fits_pattern(name: &[u8], pattern: &[u8]) -> bool {
    let (mut at, mut place) = (0, 0);
    let mut retry: Option<(usize, usize)> = None;
    while at < name.len() {
        match pattern.get(place) {
            Some(b'*') => {
                retry = Some((at, place));
                place += 1;
            }
            Some(sign) if *sign == b'?' || *sign == name[at] => {
                at += 1;
                place += 1;
            }
            _ => {
                let Some((from, star)) = retry else { return false };
                retry = Some((from + 1, star));
                (at, place) = (from + 1, star + 1);
            }
        }
    }
    pattern[place..].iter().all(|sign| *sign == b'*')
}
