// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! CMake: `add_executable`, `add_library`, `target_sources`, `file(GLOB)`, and functions of the
//! project that are given files.

use heirloom_model::BuildLineKind as Kind;

use super::{
    ALIAS, CALL, INCLUDE, INTERFACE, LINKAGE, LINKAGES, is_for_work, is_of_compiler, with_folders,
};
use crate::{
    collect::Collector,
    links::cmake::{Command, generated, next},
};

/// Reads a file of CMake.
pub(crate) fn read(text: &str, collector: &mut Collector<'_>) {
    let mut reader =
        Reader { conditions: Vec::new(), n_functions: 0, given: Vec::new(), collector };
    let mut at = 0;
    while let Some(command) = next(text, &mut at) {
        reader.command(&command);
    }
}

/// What functions are given behind this number is not kept.
const MAX_GIVEN: usize = 2;

struct Reader<'a, 'c, 's> {
    conditions: Vec<&'a str>,
    /// How many functions are open: what stands in them depends on who calls them.
    n_functions: usize,
    /// The name of the function that is open, and those of what it is given.
    given: Vec<&'a str>,
    collector: &'c mut Collector<'s>,
}

/// Words that say how a target is made.
const MANNERS: [&str; 16] = [
    "ALIAS",
    "ARCHIVE",
    "EXCLUDE_FROM_ALL",
    "GLOBAL",
    "IMPORTED",
    "INTERFACE",
    "MACOSX_BUNDLE",
    "MANUAL_FINALIZATION",
    "MODULE",
    "OBJECT",
    "PRIVATE",
    "PUBLIC",
    "SHARED",
    "STATIC",
    "UNKNOWN",
    "WIN32",
];

impl<'a> Reader<'a, '_, '_> {
    fn command(&mut self, command: &Command<'a>) {
        let arguments = command.arguments.as_slice();
        let (first, rest) = match arguments.split_first() {
            Some((first, rest)) => (*first, rest),
            None => ("", arguments),
        };
        match command.name.as_str() {
            "if" | "elseif" | "else" | "endif" => self.condition(command),
            "function" | "macro" => {
                self.n_functions += 1;
                self.given = arguments.to_vec();
            }
            "endfunction" | "endmacro" => {
                self.n_functions = self.n_functions.saturating_sub(1);
                self.given.clear();
            }
            "set" => self.set(first, rest, command),
            "foreach" => {
                let values = rest.iter().copied().filter(|word| {
                    !matches!(*word, "IN" | "LISTS" | "ITEMS" | "RANGE" | "ZIP_LISTS")
                });
                let is_lists = rest.contains(&"LISTS");
                let values = values.map(|word| match is_lists {
                    true => format!("${{{word}}}"),
                    false => word.to_owned(),
                });
                let values: Vec<String> = values.collect();
                self.collector.build(Kind::Set, first, values, false, command.range.clone());
            }
            "list" => self.list(command),
            "file" => self.file(command),
            "aux_source_directory" => {
                let name = rest.first().copied().unwrap_or_default();
                let all = vec![format!("{first}/*.*")];
                self.collector.build(Kind::Set, name, all, false, command.range.clone());
            }
            "add_subdirectory" | "subdirs" => {
                self.add(Kind::Folder, "", &arguments[..arguments.len().min(1)], command);
            }
            "include" => self.add(Kind::Include, "", &arguments[..arguments.len().min(1)], command),
            "install" => self.install(command),
            "add_executable" => self.add(Kind::Program, first, rest, command),
            "add_library" => self.library(first, rest, command),
            "project" if self.n_functions == 0 => {
                for name in ["PROJECT_NAME", "CMAKE_PROJECT_NAME"] {
                    self.add(Kind::Set, name, &[first], command);
                }
            }
            "target_sources" => self.add(Kind::Sources, first, rest, command),
            "target_link_libraries" => {
                let name = self.of_call(first).unwrap_or_else(|| first.to_owned());
                self.add(Kind::Links, &name, rest, command);
            }
            "include_directories" => self.folders(INCLUDE, "", arguments, command),
            "target_include_directories" => self.target_folders(first, rest, command),
            "add_custom_command" | "add_custom_target" | "execute_process" => {
                self.mention(command);
                // Other compilers are run by hand.
                let is_source = |word: &&&str| is_of_compiler(word) || word.starts_with("${");
                let words: Vec<&str> = arguments.iter().filter(is_source).copied().collect();
                self.add(Kind::Recipe, "", &words, command);
            }
            name if is_known(name) => self.mention(command),
            name => self.own_function(name, command),
        }
    }

    fn condition(&mut self, command: &Command<'a>) {
        match command.name.as_str() {
            "if" => self.conditions.push(command.text),
            "endif" => {
                self.conditions.pop();
            }
            // The other side of a condition is not for work.
            "else" => {
                if let Some(last) = self.conditions.last_mut() {
                    *last = "";
                }
            }
            _ => {
                if let Some(last) = self.conditions.last_mut() {
                    *last = command.text;
                }
            }
        }
    }

    fn is_for_work(&self) -> bool {
        // `NOT` turns most conditions around.
        self.conditions.iter().any(|text| is_for_work(text) && !text.contains("NOT "))
    }

    fn add(&mut self, kind: Kind, name: &str, words: &[&str], command: &Command<'_>) {
        let words = words.iter().filter(|word| !MANNERS.contains(word));
        let words: Vec<String> = words.flat_map(|word| values(word)).collect();
        // What a function is given, its callers say.
        let is_given = |word: &String| {
            self.n_functions > 0
                && (kind != Kind::Links || self.of_call(word).is_some() || word.contains("ARG"))
                && word.starts_with("${")
                && word.find('}') == Some(word.len() - 1)
        };
        let words: Vec<String> = words.into_iter().filter(|word| !is_given(word)).collect();
        let is_for_work = self.is_for_work() || command.arguments.contains(&"EXCLUDE_FROM_ALL");
        let is_target = matches!(kind, Kind::Program | Kind::Library);
        if is_target && command.arguments.iter().any(|word| matches!(*word, "IMPORTED" | "ALIAS")) {
            return;
        }
        if self.n_functions > 0 && is_target && name.contains("${") {
            if !words.is_empty() {
                self.collector.build(Kind::Sources, "", words, is_for_work, command.range.clone());
            }
            return;
        }
        self.collector.build(kind, name, words, is_for_work, command.range.clone());
    }

    /// How the variable is called that holds what a function is given, where a word is that and no more.
    fn of_call(&self, word: &str) -> Option<String> {
        let name = word.strip_prefix("${")?.strip_suffix('}')?;
        let (function, given) = self.given.split_first()?;
        let at = given.iter().take(MAX_GIVEN).position(|one| *one == name)?;
        Some(format!("{CALL}{}:{at}", function.to_ascii_lowercase()))
    }

    /// `set(NAME values…)`; what only hands a value to the folder above sets nothing.
    fn set(&mut self, name: &str, values: &[&str], command: &Command<'_>) {
        let values = match values {
            [values @ .., "PARENT_SCOPE"] => values,
            values => values,
        };
        let is_own = |word: &&str| word.strip_prefix("${") == Some(&*format!("{name}}}"));
        if !values.is_empty() && !values.iter().all(is_own) {
            self.add(Kind::Set, name, values, command);
        }
    }

    /// A library, with the word that says how it is linked among its files.
    fn library(&mut self, name: &str, words: &[&str], command: &Command<'_>) {
        if let Some(at) = command.arguments.iter().position(|word| *word == "ALIAS") {
            let of = command.arguments.get(at + 1).map(|word| (*word).to_owned());
            let name = format!("{ALIAS}{name}");
            let words = of.into_iter().collect();
            return self.collector.build(Kind::Set, &name, words, false, command.range.clone());
        }
        self.add(Kind::Library, name, words, command);
        let how = words.iter().find_map(|word| {
            let how = word.to_ascii_lowercase();
            LINKAGES.into_iter().find(|known| *known == how)
        });
        let is_target = !command.arguments.iter().any(|word| matches!(*word, "IMPORTED" | "ALIAS"));
        if let Some(how) = how.filter(|_| is_target) {
            let name = format!("{LINKAGE}{name}");
            self.collector.build(Kind::Set, &name, vec![how.into()], false, command.range.clone());
        }
    }

    /// `target_include_directories(x PRIVATE a PUBLIC b INTERFACE c)`.
    fn target_folders(&mut self, target: &str, words: &[&str], command: &Command<'_>) {
        let (mut own, mut others): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
        let (mut is_own, mut is_others) = (true, true);
        for word in words {
            match *word {
                "PRIVATE" => (is_own, is_others) = (true, false),
                "PUBLIC" => (is_own, is_others) = (true, true),
                "INTERFACE" => (is_own, is_others) = (false, true),
                word => {
                    own.extend(is_own.then_some(word));
                    others.extend(is_others.then_some(word));
                }
            }
        }
        self.folders(INCLUDE, target, &own, command);
        self.folders(INTERFACE, target, &others, command);
    }

    /// Folders in which files look for headers, as signs for a compiler.
    fn folders(&mut self, of: &str, target: &str, words: &[&str], command: &Command<'_>) {
        let is_folder = |word: &&&str| {
            let other = ["AFTER", "BEFORE", "SYSTEM"].contains(*word);
            !other && !word.contains("$<INSTALL_INTERFACE") && !word.contains("$<TARGET_PROPERTY")
        };
        let words = words.iter().filter(is_folder).flat_map(|word| values(word));
        let words: Vec<String> = words.map(|word| format!("-I{word}")).collect();
        if words.is_empty() {
            return;
        }
        let words = with_folders(words, !self.conditions.is_empty() || self.n_functions > 0);
        let is_for_work = self.is_for_work();
        let name = format!("{of}{target}");
        self.collector.build(Kind::Set, &name, words, is_for_work, command.range.clone());
    }

    /// `list(APPEND NAME …)` and those that go through a list.
    fn list(&mut self, command: &Command<'_>) {
        let arguments = command.arguments.as_slice();
        match arguments {
            ["APPEND" | "PREPEND", name, rest @ ..] => self.add(Kind::Set, name, rest, command),
            ["INSERT", name, _, rest @ ..] => self.add(Kind::Set, name, rest, command),
            ["TRANSFORM", from, "PREPEND", start, "OUTPUT_VARIABLE", to, ..] => {
                let words = vec![format!("{start}${{{from}}}")];
                self.collector.build(Kind::Set, to, words, false, command.range.clone());
            }
            _ => {}
        }
    }

    /// `file(GLOB NAME pattern…)`.
    fn file(&mut self, command: &Command<'_>) {
        let [how @ ("GLOB" | "GLOB_RECURSE"), name, rest @ ..] = command.arguments.as_slice()
        else {
            return;
        };
        let mut patterns = Vec::new();
        let mut rest = rest.iter();
        while let Some(word) = rest.next() {
            match *word {
                "RELATIVE" => {
                    rest.next();
                }
                "CONFIGURE_DEPENDS" | "FOLLOW_SYMLINKS" | "LIST_DIRECTORIES" | "true" | "false" => {
                }
                word if *how == "GLOB_RECURSE" => {
                    let (folder, last) = word.rsplit_once('/').unwrap_or((".", word));
                    patterns.push(format!("{folder}/**/{last}"));
                }
                word => patterns.push(word.to_owned()),
            }
        }
        let is_for_work = self.is_for_work();
        self.collector.build(Kind::Set, name, patterns, is_for_work, command.range.clone());
    }

    fn install(&mut self, command: &Command<'_>) {
        let ["TARGETS", rest @ ..] = command.arguments.as_slice() else { return };
        let is_end = |word: &&&str| {
            matches!(
                **word,
                "ARCHIVE"
                    | "BUNDLE"
                    | "COMPONENT"
                    | "DESTINATION"
                    | "EXPORT"
                    | "FRAMEWORK"
                    | "LIBRARY"
                    | "OPTIONAL"
                    | "PRIVATE_HEADER"
                    | "PUBLIC_HEADER"
                    | "RUNTIME"
            )
        };
        let targets: Vec<&str> = rest.iter().take_while(|word| !is_end(word)).copied().collect();
        self.add(Kind::Install, "", &targets, command);
    }

    /// Folders and files that commands name which make no target.
    fn mention(&mut self, command: &Command<'_>) {
        let words = command.arguments.iter().filter(|word| word.contains('/') && word.len() < 200);
        let words: Vec<String> = words.take(50).map(|word| (*word).to_owned()).collect();
        if !words.is_empty() {
            self.collector.build(Kind::Mention, "", words, false, command.range.clone());
        }
    }

    /// A function of the project that is given files: its name says what it makes of them.
    fn own_function(&mut self, name: &str, command: &Command<'_>) {
        let arguments = command.arguments.as_slice();
        for (at, word) in arguments.iter().take(MAX_GIVEN).enumerate() {
            if !word.contains(['/', '.', ' ', '\n', '<']) && word.len() < 100 {
                let words = match self.of_call(word) {
                    Some(outer) => vec![format!("${{{outer}}}")],
                    None => vec![(*word).to_owned()],
                };
                let variable = format!("{CALL}{name}:{at}");
                self.collector.build(Kind::Set, &variable, words, false, command.range.clone());
            }
        }
        let is_source = |word: &str| is_of_compiler(word) || word.contains("${");
        let Some((first, rest)) = arguments.split_first() else { return };
        if !arguments.iter().any(|word| is_source(word)) {
            return self.mention(command);
        }
        let says = |names: &[&str]| names.iter().any(|one| is_said(name, one));
        // One that says `target` adds to a target that is there: `x_target_resources(app a.xml)`.
        let kind = if says(&["target"]) {
            Kind::Sources
        } else if says(&["executable", "program", "binary", "tool", "app", "exe"]) {
            Kind::Program
        } else if says(&["lib", "library", "module", "plugin", "component", "object"]) {
            Kind::Library
        } else {
            Kind::Sources
        };
        let is_named = kind != Kind::Sources && !is_of_compiler(first);
        let (target, words) = if is_named { (*first, rest) } else { ("", arguments) };
        let kind = if is_named { kind } else { Kind::Sources };
        let words: Vec<String> = words.iter().flat_map(|word| values(word)).collect();
        let is_for_work = self.is_for_work() || is_for_work(&name.replace('_', " "));
        self.collector.build(kind, target, words, is_for_work, command.range.clone());
    }
}

/// Whether a function's name says what it makes; short words stand alone or behind a verb, as `glib` is
/// no library that is made.
fn is_said(name: &str, what: &str) -> bool {
    if what.len() > 6 {
        return name.contains(what);
    }
    let verbs = ["add", "build", "create", "define", "make", "new"];
    name.split('_').any(|word| {
        let word = verbs.iter().find_map(|verb| word.strip_prefix(verb)).unwrap_or(word);
        word == what || word.strip_suffix('s') == Some(what)
    })
}

/// The values in one argument: a list, or what a generator's expression holds.
fn values(word: &str) -> Vec<String> {
    let parts = word.split(';').filter(|part| !part.is_empty());
    let plain = |part: &str| match generated(part) {
        Some((value, Some(_))) if !value.starts_with("$<") => value.to_owned(),
        _ if part.starts_with("$<") => {
            let last = part.rsplit(':').next().unwrap_or_default();
            last.trim_end_matches('>').to_owned()
        }
        _ => part.replace("$ENV{", "${"),
    };
    parts.map(plain).collect()
}

/// Commands of CMake itself that make no target of files.
fn is_known(name: &str) -> bool {
    let starts = [
        "check_",
        "cmake_",
        "configure_",
        "find_",
        "get_",
        "include_",
        "pkg_",
        "set_",
        "string",
        "target_",
        "try_",
        "unset",
        "enable_",
        "export",
        "build_",
        "define_",
        "site_",
        "ctest_",
    ];
    let whole = [
        "add_compile_definitions",
        "add_compile_options",
        "add_custom_command",
        "add_custom_target",
        "add_definitions",
        "add_dependencies",
        "add_link_options",
        "add_test",
        "break",
        "cmake_minimum_required",
        "continue",
        "endforeach",
        "endwhile",
        "execute_process",
        "link_directories",
        "link_libraries",
        "mark_as_advanced",
        "math",
        "message",
        "option",
        "project",
        "return",
        "separate_arguments",
        "source_group",
        "variable_watch",
        "while",
        "write_file",
    ];
    starts.iter().any(|start| name.starts_with(start)) || whole.contains(&name)
}
