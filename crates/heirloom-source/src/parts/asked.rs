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
        for (file, one) in build.files.iter().enumerate() {
            // What is put there to try something out is taken back.
            let takes_back = one.lines.iter().any(is_taken_back);
            for line in &one.lines {
                let is_set = line.kind == BuildLineKind::Set && !takes_back;
                if is_set && GENERAL.contains(&line.name.trim_start_matches('@')) {
                    asked.general.extend(led_to(file, line, build, &mut n_left).variables);
                }
                let Some(of) = target_of(line, one.language) else { continue };
                let Some(ids) = by_name.get(&of) else { continue };
                n_left = n_left.saturating_sub(ids.len());
                if n_left == 0 {
                    // Half of it would tell that other targets ask for nothing.
                    return Asked::default();
                }
                for word in line.words.iter().filter(|word| is_named(word)) {
                    for part in parts(word) {
                        asked.by_word.entry(part).or_default().extend(ids);
                    }
                }
                let LedTo { variables, libraries, is_open } =
                    led_to(file, line, build, &mut n_left);
                for name in variables {
                    asked.by_variable.entry(name).or_default().extend(ids);
                }
                for name in libraries {
                    asked.by_library.entry(name).or_default().extend(ids);
                }
                if is_open && one.language == SourceLanguage::Meson {
                    asked.open.extend(ids);
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
        let named: BTreeSet<TargetId> = named.flatten().copied().collect();
        if named.is_empty() || is_general { self.called_like(&link.library) } else { named }
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
    /// Whether nothing sets one of its variables.
    is_open: bool,
}

/// Follows the variables that a line names, and those that they are set to.
fn led_to(file: usize, line: &BuildLine, build: &BuildFiles, n_left: &mut usize) -> LedTo {
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

/// The target whose line it is, as Automake writes its name.
fn target_of(line: &BuildLine, language: SourceLanguage) -> Option<String> {
    match language {
        SourceLanguage::Make => {
            AUTOMAKE.iter().find_map(|end| line.name.strip_suffix(end)).map(str::to_owned)
        }
        SourceLanguage::Cmake | SourceLanguage::Meson if line.kind == BuildLineKind::Links => {
            Some(canonical(&line.name))
        }
        _ => None,
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
