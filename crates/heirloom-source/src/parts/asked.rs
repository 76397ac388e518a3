// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Which targets ask for a library by a variable or package that is called like it.
//!
//! A `configure` or a top `CMakeLists.txt` looks for a library and keeps what it takes in a variable; the
//! lines of the targets name the variable: `curl_la_LIBADD = $(BUILD_WITH_LIBCURL_LIBS)`,
//! `target_link_libraries(tool ${CURL_LIBRARIES})`. Of a target whose line leads to it the library is, and
//! not of the others: by way of further variables, by the one that holds the library, or by its name.
//! In Meson variables hold what `dependency` and `find_library` give.

use std::collections::{BTreeMap, BTreeSet};

use heirloom_model::{BuildLine, BuildLineKind, LibraryLink, SourceLanguage};

use super::{
    Target, TargetId, canonical,
    expand::{BuildFiles, known_place, reference},
    files::fits_pattern,
};
use crate::build::LIBRARY;

/// The targets that name something on their own lines.
#[derive(Debug, Default)]
pub(super) struct Asked {
    /// By the parts of names.
    by_word: BTreeMap<Box<str>, BTreeSet<TargetId>>,
    /// By the variables that their lines lead to, and by packages.
    by_variable: BTreeMap<Box<str>, BTreeSet<TargetId>>,
    /// Variables that the lines of all targets lead to.
    general: BTreeSet<Box<str>>,
    /// By names of variables in which other variables stand for a part.
    by_pattern: BTreeMap<Box<str>, BTreeSet<TargetId>>,
    /// Of CMake: the targets of lines that link, by build files and lines; those of what only stands for
    /// libraries are the targets that are linked with it.
    by_line: BTreeMap<(usize, usize), BTreeSet<TargetId>>,
    /// Variables that lines of makefiles and `configure` name at all, and whether targets there are linked
    /// by variables.
    mentioned: BTreeSet<Box<str>>,
    /// Of Meson: by the libraries that their dependencies are.
    by_library: BTreeMap<Box<str>, BTreeSet<TargetId>>,
    /// Of Meson: those with a dependency of which nothing is known.
    open: BTreeSet<TargetId>,
}

/// Endings by which a makefile of Automake names what one target is linked with.
pub(super) const AUTOMAKE: [&str; 3] = ["_LDADD", "_LIBADD", "_LDFLAGS"];
/// Variables that hold what all targets of a makefile are linked with.
const GENERAL: [&str; 5] = ["AM_LDFLAGS", "LDADD", "LDFLAGS", "LDLIBS", "LIBS"];
/// Endings of the names of variables that hold what is found of a package.
const KEPT: [&str; 8] =
    ["", "_LIBS", "_LIB", "_LDADD", "_LDFLAGS", "_LIBRARIES", "_LIBRARY", "_LINK_LIBRARIES"];
/// Variables that one line leads to beyond this number are not looked at.
const MAX_VARIABLES: usize = 2_000;
/// What the lines of all targets lead to beyond this number is not looked at.
const MAX_LED_TO: usize = 2_000_000;

impl Asked {
    pub(super) fn new(targets: &[Target], build: &BuildFiles) -> Asked {
        let mut by_name: BTreeMap<String, Vec<TargetId>> = BTreeMap::new();
        for (id, target) in targets.iter().enumerate() {
            by_name.entry(canonical(&target.name)).or_default().push(id);
        }
        let mut asked = Asked { general: GENERAL.map(Box::from).into(), ..Asked::default() };
        let mut n_left = MAX_LED_TO;
        let stands_for = StandsFor::new(&by_name, build);
        for (file, one) in build.files.iter().enumerate() {
            // What is put there to try something out is taken back.
            let takes_back = one.lines.iter().any(is_taken_back);
            if matches!(one.language, SourceLanguage::Make | SourceLanguage::Autoconf) {
                asked.mentioned.extend(one.lines.iter().flat_map(mentioned));
            }
            for (number, line) in one.lines.iter().enumerate() {
                let is_set = line.kind == BuildLineKind::Set && !takes_back;
                if is_set && GENERAL.contains(&line.name.trim_start_matches('@')) {
                    let led_to = led_to(file, line, build, &stands_for, &mut n_left);
                    asked.general.extend(led_to.variables);
                }
                let of = targets_of(file, line, build);
                let ids = of.iter().filter_map(|name| by_name.get(name)).flatten();
                let ids: BTreeSet<TargetId> = ids.copied().collect();
                if ids.is_empty() {
                    continue;
                }
                n_left = n_left.saturating_sub(ids.len());
                if n_left == 0 {
                    // Half of it would tell that other targets ask for nothing.
                    return Asked::default();
                }
                for word in line.words.iter().filter(|word| is_named(word)) {
                    for part in parts(word) {
                        asked.by_word.entry(part).or_default().extend(&ids);
                    }
                }
                let led_to = led_to(file, line, build, &stands_for, &mut n_left);
                for name in led_to.variables {
                    asked.by_variable.entry(name).or_default().extend(&ids);
                }
                for name in led_to.patterns {
                    asked.by_pattern.entry(name).or_default().extend(&ids);
                }
                for name in led_to.libraries {
                    asked.by_library.entry(name).or_default().extend(&ids);
                }
                for part in led_to.packages.iter().flat_map(|word| parts(word)) {
                    asked.by_word.entry(part).or_default().extend(&ids);
                }
                if one.language == SourceLanguage::Cmake {
                    for place in led_to.places.into_iter().chain([(file, number)]) {
                        asked.by_line.entry(place).or_default().extend(&ids);
                    }
                }
                if led_to.is_open && one.language == SourceLanguage::Meson {
                    asked.open.extend(&ids);
                }
            }
        }
        asked
    }

    /// The targets whose lines lead to a library that a build file names; none where no line does.
    pub(super) fn of(&self, link: &LibraryLink, language: SourceLanguage) -> BTreeSet<TargetId> {
        if language == SourceLanguage::Meson {
            let named = self.by_library.get(&link.library);
            return named.map_or_else(BTreeSet::new, |named| named | &self.open);
        }
        let kept = link.kept_in.iter().flat_map(|name| KEPT.map(|end| format!("{name}{end}")));
        let kept: Vec<String> = kept.collect();
        let is_general = kept.iter().any(|name| self.general.contains(&**name));
        let named = kept.iter().filter_map(|name| self.by_variable.get(&**name));
        let mut named: BTreeSet<TargetId> = named.flatten().copied().collect();
        for (pattern, ids) in &self.by_pattern {
            if kept.iter().any(|name| fits_pattern(name.as_bytes(), pattern.as_bytes())) {
                named.extend(ids);
            }
        }
        if named.is_empty() || is_general { self.called_like(&link.library) } else { named }
    }

    /// Whether no line names the variable that holds a library, where lines name such variables.
    pub(super) fn is_unused(&self, link: &LibraryLink) -> bool {
        let Some(held) = &link.kept_in else { return false };
        let is_told = self.by_variable.keys().any(|name| name.ends_with("_LIBS"));
        let is_named = |end: &str| self.mentioned.contains(&*format!("{held}{end}"));
        // A name that is computed may be any.
        is_told && !held.contains(['$', '[']) && !KEPT.iter().any(|end| is_named(end))
    }

    /// The targets that a line which links speaks of, of CMake.
    pub(super) fn at(&self, file: usize, line: usize) -> impl Iterator<Item = TargetId> {
        self.by_line.get(&(file, line)).into_iter().flatten().copied()
    }

    /// The targets whose lines name a variable or package called like a library.
    fn called_like(&self, library: &str) -> BTreeSet<TargetId> {
        let plain: String = library.chars().filter(char::is_ascii_alphanumeric).collect();
        let plain = plain.to_ascii_uppercase();
        let plain = plain.strip_prefix("LIB").unwrap_or(&plain);
        // One letter is too little for a name.
        match plain.len() {
            0 | 1 => BTreeSet::new(),
            _ => self.by_word.get(plain).cloned().unwrap_or_default(),
        }
    }
}

/// The variables that a line names.
fn mentioned(line: &BuildLine) -> Vec<Box<str>> {
    let mut names = Vec::new();
    for word in &line.words {
        let mut rest = &**word;
        while let Some((_, name, after)) = reference(rest) {
            names.push(name.trim_start_matches('@').into());
            rest = after;
        }
    }
    names
}

/// Whether a line gives a general variable back what it held before: `LIBS="$SAVE_LIBS"`.
fn is_taken_back(line: &BuildLine) -> bool {
    let is_general = GENERAL.contains(&line.name.trim_start_matches('@'));
    let [word] = &*line.words else { return false };
    let Some((_, name, _)) = reference(word).filter(|_| is_general) else { return false };
    let name = name.to_ascii_lowercase();
    ["save", "old", "orig", "tmp", "bak", "backup"].iter().any(|sign| name.contains(sign))
}

/// What a line leads to.
#[derive(Default)]
struct LedTo {
    variables: BTreeSet<Box<str>>,
    libraries: BTreeSet<Box<str>>,
    /// Names of variables in which other variables stand for a part.
    patterns: BTreeSet<Box<str>>,
    /// Words of variables that name targets of packages.
    packages: BTreeSet<Box<str>>,
    /// The lines of what stands for libraries.
    places: BTreeSet<(usize, usize)>,
    /// Whether nothing sets one of its variables.
    is_open: bool,
}

/// Of CMake: names that lines link and no target of the tree has, with these lines; they stand for the
/// libraries there: `target_link_libraries(x::crypto INTERFACE ${CRYPTO_LIBRARIES})`.
struct StandsFor {
    by_name: BTreeMap<String, Vec<(usize, usize)>>,
}

impl StandsFor {
    fn new(targets: &BTreeMap<String, Vec<TargetId>>, build: &BuildFiles) -> StandsFor {
        let mut by_name: BTreeMap<String, Vec<(usize, usize)>> = BTreeMap::new();
        for (file, one) in build.files.iter().enumerate() {
            if one.language != SourceLanguage::Cmake {
                continue;
            }
            for (number, line) in one.lines.iter().enumerate() {
                if line.kind != BuildLineKind::Links {
                    continue;
                }
                for name in build.names(file, &line.name) {
                    if !name.contains('$') && !targets.contains_key(&canonical(&name)) {
                        by_name.entry(name).or_default().push((file, number));
                    }
                }
            }
        }
        StandsFor { by_name }
    }
}

/// Follows the variables that a line names, and those that they are set to.
fn led_to(
    file: usize,
    line: &BuildLine,
    build: &BuildFiles,
    stands_for: &StandsFor,
    n_left: &mut usize,
) -> LedTo {
    let mut found = LedTo::default();
    let mut waiting: Vec<(usize, &str)> = line.words.iter().map(|word| (file, &**word)).collect();
    while let Some((file, word)) = waiting.pop() {
        if *n_left == 0 {
            break;
        }
        *n_left -= 1;
        if let Some(library) = word.strip_prefix(LIBRARY) {
            // Names in a loop.
            let names = build.expand(file, library).values.into_iter().map(|(name, _)| name);
            found.libraries.extend(names.take(MAX_VARIABLES).map(Box::from));
            continue;
        }
        if build.files[file].language == SourceLanguage::Cmake {
            if word.contains("::") && found.packages.len() < MAX_VARIABLES {
                found.packages.insert(word.into());
            }
            found.patterns.extend(nested(word).map(Box::from));
            for place in stands_for.by_name.get(word).into_iter().flatten() {
                if found.places.len() < MAX_VARIABLES && found.places.insert(*place) {
                    let words = &build.files[place.0].lines[place.1].words;
                    waiting.extend(words.iter().map(|word| (place.0, &**word)));
                }
            }
        }
        // `PkgConfig::FOO` of CMake.
        if let Some((_, name)) = word.split_once("PkgConfig::") {
            found.variables.insert(name.into());
        }
        let mut rest = word;
        while let Some((_, name, after)) = reference(rest) {
            rest = after;
            let name = name.trim_start_matches('@');
            // What all targets are linked with is told apart from what one asks for.
            if known_place(name).is_some()
                || GENERAL.contains(&name)
                || found.variables.len() >= MAX_VARIABLES
                || !found.variables.insert(name.into())
            {
                continue;
            }
            let places = build.places(file, name);
            found.is_open |= places.is_empty();
            for (in_file, set) in places.iter() {
                let words = &build.files[*in_file].lines[*set].words;
                waiting.extend(words.iter().map(|word| (*in_file, &**word)));
            }
        }
    }
    found
}

/// The name of a variable in which another stands for a part, with a sign for the part:
/// `${GTK${VERSION}_LIBRARIES}` is `GTK*_LIBRARIES`.
fn nested(word: &str) -> Option<String> {
    let inside = word.strip_prefix("${")?.strip_suffix('}')?;
    let (before, rest) = inside.split_once("${")?;
    let (_, after) = rest.split_once('}')?;
    let is_told = before.len() + after.len() > 4 && !before.contains('}') && !after.contains('$');
    is_told.then(|| format!("{before}*{after}"))
}

/// The targets whose line it is, as Automake writes their names.
fn targets_of(file: usize, line: &BuildLine, build: &BuildFiles) -> Vec<String> {
    match build.files[file].language {
        SourceLanguage::Make => {
            let of = AUTOMAKE.iter().find_map(|end| line.name.strip_suffix(end));
            of.map(str::to_owned).into_iter().collect()
        }
        SourceLanguage::Cmake if line.kind == BuildLineKind::Links => {
            build.names(file, &line.name).iter().map(|name| canonical(name)).collect()
        }
        SourceLanguage::Meson if line.kind == BuildLineKind::Links => vec![canonical(&line.name)],
        _ => Vec::new(),
    }
}

/// Whether a word stands for something that is found elsewhere: a variable, or a package's target.
fn is_named(word: &str) -> bool {
    word.contains("$(") || word.contains("${") || word.contains("::") || word.contains('@')
}

/// The parts of a name in capitals, without `LIB` before them.
fn parts(word: &str) -> impl Iterator<Item = Box<str>> + '_ {
    let parts = word.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| part.len() > 1);
    parts.filter_map(|part| {
        let part = part.to_ascii_uppercase();
        let plain = part.strip_prefix("LIB").filter(|rest| rest.len() > 1).unwrap_or(&part);
        (!["LIBS", "LIBRARIES", "WITH", "BUILD", "S"].contains(&plain)).then(|| plain.into())
    })
}
