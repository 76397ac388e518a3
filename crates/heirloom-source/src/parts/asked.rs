// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Which targets ask for a library by a variable or package that is called like it.
//!
//! A `configure` or a top `CMakeLists.txt` looks for a library and keeps what it takes in a variable; the
//! lines of the targets name the variable: `curl_la_LIBADD = $(BUILD_WITH_LIBCURL_LIBS)`,
//! `target_link_libraries(tool ${CURL_LIBRARIES})`. Of a target whose line names it the library is, and not
//! of the others.

use std::collections::{BTreeMap, BTreeSet};

use heirloom_model::{BuildLine, BuildLineKind, SourceLanguage};

use super::{BuildFile, Target, TargetId, canonical};

/// The targets that name something on their own lines, by the parts of its name.
#[derive(Debug, Default)]
pub(super) struct Asked {
    by_word: BTreeMap<Box<str>, BTreeSet<TargetId>>,
}

/// Endings by which a makefile of Automake names what one target is linked with.
pub(super) const AUTOMAKE: [&str; 3] = ["_LDADD", "_LIBADD", "_LDFLAGS"];

impl Asked {
    pub(super) fn new(targets: &[Target], build: &[BuildFile]) -> Asked {
        let mut by_name: BTreeMap<String, Vec<TargetId>> = BTreeMap::new();
        for (id, target) in targets.iter().enumerate() {
            by_name.entry(canonical(&target.name)).or_default().push(id);
        }
        let mut asked = Asked::default();
        for file in build {
            for line in &file.lines {
                let Some(of) = target_of(line, file.language) else { continue };
                let Some(ids) = by_name.get(&of) else { continue };
                for word in line.words.iter().filter(|word| is_named(word)) {
                    for part in parts(word) {
                        asked.by_word.entry(part).or_default().extend(ids);
                    }
                }
            }
        }
        asked
    }

    /// The targets whose lines name a library; none where no line does.
    pub(super) fn of(&self, library: &str) -> BTreeSet<TargetId> {
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

/// The target whose line it is, as Automake writes its name.
fn target_of(line: &BuildLine, language: SourceLanguage) -> Option<String> {
    match language {
        SourceLanguage::Make => {
            AUTOMAKE.iter().find_map(|end| line.name.strip_suffix(end)).map(str::to_owned)
        }
        SourceLanguage::Cmake if line.kind == BuildLineKind::Links => Some(canonical(&line.name)),
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
