// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! CMake: `find_package`, `pkg_check_modules`, `find_library`, `target_link_libraries`.

use std::{borrow::Cow, collections::HashMap, ops::Range};

use heirloom_model::{LinkNaming, SourceGround};

use super::{
    Link, are_one,
    conditions::{Conditions, Weight},
    flags, modules,
};
use crate::collect::Collector;

/// Stands before another name that a build file gives to a library: `=name=library`.
pub const OTHER_NAME: char = '=';
/// More arguments of one command are not kept.
const MAX_ARGUMENTS: usize = 5_000;
/// Longer conditions are not looked into.
const MAX_CONDITION: usize = 2_000;

/// A command with its arguments.
pub(crate) struct Command<'a> {
    pub(crate) name: String,
    pub(crate) arguments: Vec<&'a str>,
    /// What stands between its brackets.
    pub(crate) text: &'a str,
    pub(crate) range: Range<usize>,
}

/// Reads a file of CMake; targets that it makes are names of the tree's own.
pub(crate) fn read(text: &str, collector: &mut Collector<'_>) {
    let mut reader = Reader {
        conditions: Conditions::default(),
        switches: HashMap::new(),
        looked_for: Vec::new(),
    };
    let mut at = 0;
    while let Some(command) = next(text, &mut at) {
        reader.command(&command, collector);
    }
    for found in std::mem::take(&mut reader.looked_for) {
        found.report(collector);
    }
}

/// What is looked for, kept until it is known whether the build fails without it.
struct LookedFor<'a> {
    /// The variable or package that tells whether it was found.
    variable: String,
    names: Vec<&'a str>,
    naming: LinkNaming,
    through: &'static str,
    is_required: bool,
    weight: Weight,
    condition: Option<Cow<'a, str>>,
    /// How many conditions stand around it.
    depth: usize,
    pub(crate) range: Range<usize>,
}

impl LookedFor<'_> {
    fn report(&self, collector: &mut Collector<'_>) {
        let is_open = self.weight == Weight::Open || !self.is_required;
        let is_choice = self.names.len() > 1 && !are_one(&self.names);
        let is_package = self.naming == LinkNaming::PkgConfig;
        // Of spellings of one library the first stands for all; modules are all of them meant.
        let n = if is_choice || is_package { self.names.len() } else { 1 };
        for name in self.names.iter().take(n) {
            collector.link(&Link {
                kept_in: Some(&self.variable),
                name,
                naming: self.naming,
                is_static: false,
                is_optional: is_open || (is_choice && !is_package),
                condition: self.condition.clone(),
                through: self.through,
                ground: SourceGround::Literal,
                range: self.range.clone(),
            });
        }
    }
}

struct Reader<'a> {
    conditions: Conditions<'a>,
    /// Options, with whether they are on unless somebody says otherwise.
    switches: HashMap<&'a str, bool>,
    looked_for: Vec<LookedFor<'a>>,
}

impl<'a> Reader<'a> {
    fn command(&mut self, command: &Command<'a>, collector: &mut Collector<'_>) {
        let first = command.arguments.first().copied().unwrap_or_default();
        match command.name.as_str() {
            "if" => self.conditions.push(command.text, self.weight(command)),
            "elseif" => self.conditions.turn(Some(command.text)),
            "else" => self.conditions.turn(None),
            "endif" => self.conditions.pop(),
            "option" => {
                let is_on = command.arguments.last().is_some_and(|last| is_true(last));
                self.switches.insert(first, is_on);
            }
            "find_package" => self.find_package(command),
            "find_dependency" => self.find_package(command),
            "pkg_check_modules" | "pkg_search_module" => self.pkg_check(command, collector),
            "find_library" => self.find_library(command),
            "message" if first == "FATAL_ERROR" || first == "SEND_ERROR" => self.fails(),
            "target_link_libraries" | "link_libraries" => self.link(command, collector),
            "add_library" | "add_executable" | "project" => {
                let has_room = collector.facts.functions.len() < collector.limits.max_facts;
                if let ["ALIAS", of] = command.arguments.get(1..3).unwrap_or_default() {
                    // Another name is one of the tree's own where what it stands for is.
                    if has_room && !first.contains('$') {
                        collector.facts.functions.push(format!("{OTHER_NAME}{first}={of}").into());
                    }
                } else if has_room && !first.contains('$') {
                    // What stands for something from elsewhere is marked.
                    let elsewhere = ["IMPORTED", "INTERFACE"];
                    let is_own = command.arguments.iter().all(|word| !elsewhere.contains(word));
                    let mark = if is_own { "" } else { "::" };
                    collector.facts.functions.push(format!("{mark}{first}").into());
                }
            }
            name if is_wrapper(name) => self.wrapped(command, collector),
            _ => {}
        }
    }

    /// A function of the project that looks for packages: which arguments name any, the names tell.
    fn wrapped(&self, command: &Command<'a>, collector: &mut Collector<'_>) {
        if self.conditions.are_for_work() {
            return;
        }
        let (_, condition) = self.conditions.all();
        for name in command.arguments.iter().take(12).filter(|name| name.len() > 1) {
            collector.link(&Link {
                kept_in: None,
                name,
                naming: LinkNaming::Package,
                is_static: false,
                is_optional: true,
                condition: condition.clone(),
                through: "function",
                ground: SourceGround::Alternative,
                range: command.range.clone(),
            });
        }
    }

    /// What an `if` says on what stands in it.
    fn weight(&self, command: &Command<'_>) -> Weight {
        let words = &command.arguments;
        let is_on = |word: &&str| self.switches.get(*word) == Some(&true);
        match words.as_slice() {
            [one] if is_on(one) => Weight::Default,
            _ if !words.is_empty()
                && !words.iter().any(|word| matches!(*word, "OR" | "NOT"))
                && words.iter().all(|word| *word == "AND" || is_on(word)) =>
            {
                Weight::Default
            }
            ["NOT", "TARGET", _] => Weight::Transparent,
            _ => Weight::Open,
        }
    }

    /// What a condition of a generator's expression says: `$<BOOL:${USE_X}>`.
    fn weight_of(&self, guard: &str) -> Weight {
        let name = guard.strip_prefix("$<BOOL:${").and_then(|rest| rest.strip_suffix("}>"));
        match name.is_some_and(|name| self.switches.get(name) == Some(&true)) {
            true => Weight::Default,
            false => Weight::Open,
        }
    }

    /// `find_package(NAME [version] [REQUIRED] …)`.
    fn find_package(&mut self, command: &Command<'a>) {
        let Some((name, words)) = command.arguments.split_first() else { return };
        if is_program(words) {
            return;
        }
        let is_required = words.contains(&"REQUIRED");
        self.look(name, vec![name], LinkNaming::Package, "find_package", is_required, command);
    }

    /// `pkg_check_modules(PREFIX [REQUIRED] [QUIET] [IMPORTED_TARGET …] module…)`.
    fn pkg_check(&mut self, command: &Command<'a>, collector: &mut Collector<'_>) {
        let Some((prefix, words)) = command.arguments.split_first() else { return };
        let is_option =
            |word: &&str| word.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_');
        let names: Vec<&str> =
            words.iter().filter(|word| !is_option(word)).flat_map(|word| modules(word)).collect();
        let is_required = words.contains(&"REQUIRED");
        if command.name == "pkg_check_modules" {
            let naming = LinkNaming::PkgConfig;
            self.look(prefix, names, naming, "pkg_check_modules", is_required, command);
            return;
        }
        if self.conditions.are_for_work() {
            return;
        }
        // One of them is taken.
        let (weight, condition) = self.conditions.all();
        let is_one = names.len() == 1 || are_one(&names);
        for name in names {
            collector.link(&Link {
                kept_in: Some(prefix),
                name,
                naming: LinkNaming::PkgConfig,
                is_static: false,
                is_optional: weight == Weight::Open || !is_required || !is_one,
                condition: condition.clone(),
                through: "pkg_search_module",
                ground: SourceGround::Literal,
                range: command.range.clone(),
            });
        }
    }

    /// `find_library(VAR name…)` or `find_library(VAR NAMES name… [HINTS …])`.
    fn find_library(&mut self, command: &Command<'a>) {
        let Some((variable, words)) = command.arguments.split_first() else { return };
        const STOPS: [&str; 14] = [
            "HINTS",
            "PATHS",
            "PATH_SUFFIXES",
            "DOC",
            "REQUIRED",
            "NO_DEFAULT_PATH",
            "VALIDATOR",
            "NO_CACHE",
            "NO_CMAKE_PATH",
            "NO_PACKAGE_ROOT_PATH",
            "NO_SYSTEM_ENVIRONMENT_PATH",
            "NO_CMAKE_FIND_ROOT_PATH",
            "NAMES_PER_DIR",
            "REGISTRY_VIEW",
        ];
        let words = match words.iter().position(|word| *word == "NAMES") {
            Some(at) => &words[at + 1..],
            // Without the word, one name stands here, and folders behind it.
            None => &words[..words.len().min(1)],
        };
        let names = words.iter().copied().take_while(|word| !STOPS.contains(word));
        let names: Vec<&str> = names.map(stem).collect();
        let is_required = command.arguments.contains(&"REQUIRED");
        self.look(variable, names, LinkNaming::Flag, "find_library", is_required, command);
    }

    fn look(
        &mut self,
        variable: &str,
        names: Vec<&'a str>,
        naming: LinkNaming,
        through: &'static str,
        is_required: bool,
        command: &Command<'a>,
    ) {
        let (weight, condition) = self.conditions.all();
        if self.looked_for.len() >= MAX_ARGUMENTS || self.conditions.are_for_work() {
            return;
        }
        self.looked_for.push(LookedFor {
            variable: variable.to_owned(),
            names,
            naming,
            through,
            is_required,
            weight,
            condition,
            depth: self.conditions.len(),
            range: command.range.clone(),
        });
    }

    /// The build fails here: what the condition around tells to be missing is required.
    fn fails(&mut self) {
        let (_, Some(condition)) = self.conditions.all() else { return };
        if condition.len() > MAX_CONDITION {
            return;
        }
        let mut words = condition.split(|c: char| !(c.is_alphanumeric() || "_-.".contains(c)));
        if !words.any(|word| word == "NOT") {
            return;
        }
        for one in self.looked_for.iter_mut().rev().take(8) {
            let is_told = |word: &str| {
                let plain = word.strip_suffix("_FOUND").unwrap_or(word);
                plain.eq_ignore_ascii_case(&one.variable)
            };
            let mut words = condition.split(|c: char| !(c.is_alphanumeric() || "_-.".contains(c)));
            // Behind one more condition it fails for those alone who asked for the library.
            let is_near = self.conditions.len() == one.depth + 1;
            one.is_required |= is_near && words.any(is_told);
        }
    }

    /// `target_link_libraries(target [PRIVATE] name… Package::target ${VAR} -lflag)`.
    fn link(&mut self, command: &Command<'a>, collector: &mut Collector<'_>) {
        let (weight, condition) = self.conditions.all();
        let is_target = command.name == "target_link_libraries";
        let words = command.arguments.iter().skip(usize::from(is_target));
        let is_test =
            is_target && command.arguments.first().is_some_and(|target| is_for_tests(target));
        if is_test || self.conditions.are_for_work() {
            return;
        }
        for word in words {
            let Some((word, guard)) = generated(word) else { continue };
            let (weight, condition) = match guard {
                Some(guard) if self.weight_of(guard) == Weight::Open => {
                    (Weight::Open, Some(guard.into()))
                }
                _ => (weight, condition.clone()),
            };
            let mut report = |name: &str, naming, is_static, ground| {
                collector.link(&Link {
                    kept_in: None,
                    name,
                    naming,
                    is_static,
                    is_optional: weight == Weight::Open,
                    condition: condition.clone(),
                    through: "target_link_libraries",
                    ground,
                    range: command.range.clone(),
                });
            };
            if word.starts_with('-') {
                flags(word, |name, is_static| {
                    report(name, LinkNaming::Flag, is_static, SourceGround::Literal);
                });
            } else if let Some(name) = word.strip_prefix("PkgConfig::") {
                report(name, LinkNaming::PkgConfig, false, SourceGround::Alternative);
            } else if word.contains("::") {
                report(word, LinkNaming::Package, false, SourceGround::Literal);
            } else if let Some(name) = of_variable(word) {
                report(name, LinkNaming::Package, false, SourceGround::Alternative);
            } else if !KEYWORDS.contains(&word) {
                report(stem(word), LinkNaming::Flag, word.ends_with(".a"), SourceGround::Literal);
            }
        }
    }
}

/// What a generator's expression comes to where its condition holds, with the condition:
/// `$<$<BOOL:${USE_X}>:x::x>`. `None` for what stands for no library; other words are themselves.
pub(crate) fn generated(word: &str) -> Option<(&str, Option<&str>)> {
    let Some(inside) = word.strip_prefix("$<").and_then(|rest| rest.strip_suffix('>')) else {
        return Some((word, None));
    };
    let mut n_open = 0_usize;
    let colon = inside.bytes().position(|byte| {
        match byte {
            b'<' => n_open += 1,
            b'>' => n_open = n_open.saturating_sub(1),
            _ => {}
        }
        byte == b':' && n_open == 0
    });
    let (head, value) = inside.split_at(colon?);
    let value = &value[1..];
    match head {
        "LINK_ONLY" | "BUILD_INTERFACE" | "BUILD_LOCAL_INTERFACE" | "1" => generated(value),
        "TARGET_NAME_IF_EXISTS" => Some((value, Some(word))),
        // One condition inside the other: the outer tells.
        _ if head.starts_with("$<") => generated(value).map(|(value, _)| (value, Some(head))),
        _ => None,
    }
}

/// Whether of a language its programs alone are looked for, which run when the build does:
/// `find_package(Python3 REQUIRED COMPONENTS Interpreter)`.
fn is_program(words: &[&str]) -> bool {
    let mut parts = words.iter().skip_while(|word| **word != "COMPONENTS").skip(1).peekable();
    let is_program = |word: &&str| matches!(*word, "Interpreter" | "Compiler" | "REQUIRED");
    parts.peek().is_some() && parts.all(is_program)
}

/// Whether a command's name says that it looks for packages: `my_find_package`, `x_dependency_option`.
fn is_wrapper(name: &str) -> bool {
    let known = ["find_path", "find_file", "find_program", "find_package_handle_standard_args"];
    (name.contains("find_p") || name.contains("find_lib") || name.contains("dependency"))
        && !known.contains(&name)
        && !name.starts_with("add_")
        && !name.starts_with("target_")
}

/// Words of `target_link_libraries` that are no libraries.
const KEYWORDS: [&str; 9] = [
    "PRIVATE",
    "PUBLIC",
    "INTERFACE",
    "LINK_PRIVATE",
    "LINK_PUBLIC",
    "LINK_INTERFACE_LIBRARIES",
    "debug",
    "optimized",
    "general",
];

/// The package of a variable that names its libraries: `${ZLIB_LIBRARIES}` is one of `ZLIB`.
fn of_variable(word: &str) -> Option<&str> {
    let name = word.strip_prefix("${")?.strip_suffix('}')?;
    let ends =
        ["_LINK_LIBRARIES", "_LIBRARIES", "_LIBRARY_RELEASE", "_LIBRARY", "_LDFLAGS", "_LIB"];
    ends.iter().find_map(|end| name.strip_suffix(end))
}

/// `libfoo.so` is `foo`.
fn stem(word: &str) -> &str {
    let ends = [".so", ".a", ".dylib", ".lib", ".dll"];
    match ends.iter().find_map(|end| word.strip_suffix(end)) {
        Some(stem) => stem.strip_prefix("lib").unwrap_or(stem),
        None => word,
    }
}

fn is_for_tests(target: &str) -> bool {
    let lower = target.to_ascii_lowercase();
    lower.split(['_', '-', '.']).any(|word| {
        matches!(word, "test" | "tests" | "unittest" | "unittests" | "bench" | "fuzz" | "fuzzer")
            || word.ends_with("tests")
    })
}

fn is_true(word: &str) -> bool {
    ["ON", "TRUE", "YES", "1", "Y"].iter().any(|yes| word.eq_ignore_ascii_case(yes))
}

/// The next command from a place on.
pub(crate) fn next<'a>(text: &'a str, at: &mut usize) -> Option<Command<'a>> {
    let bytes = text.as_bytes();
    while *at < bytes.len() {
        let byte = bytes[*at];
        if byte == b'#' {
            *at = comment_end(text, *at);
        } else if byte.is_ascii_alphabetic() || byte == b'_' {
            let start = *at;
            let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
            while bytes.get(*at).is_some_and(is_word) {
                *at += 1;
            }
            let name = &text[start..*at];
            while bytes.get(*at).is_some_and(|byte| matches!(byte, b' ' | b'\t')) {
                *at += 1;
            }
            if bytes.get(*at) == Some(&b'(') {
                *at += 1;
                let open = *at;
                let (arguments, close) = arguments(text, at);
                let name = name.to_ascii_lowercase();
                return Some(Command {
                    name,
                    arguments,
                    text: &text[open..close],
                    range: start..*at,
                });
            }
        } else {
            *at += 1;
        }
    }
    None
}

/// The end of a comment: of its line, or of its brackets.
fn comment_end(text: &str, at: usize) -> usize {
    if let Some(end) = bracket_end(text, at + 1) {
        return end.1;
    }
    memchr::memchr(b'\n', &text.as_bytes()[at..]).map_or(text.len(), |end| at + end + 1)
}

/// The inside of `[==[ … ]==]` that begins here, and where it ends.
fn bracket_end(text: &str, at: usize) -> Option<(Range<usize>, usize)> {
    let rest = text.get(at..)?.strip_prefix('[')?;
    let n = rest.bytes().take_while(|byte| *byte == b'=').take(64).count();
    let inside = rest[n..].strip_prefix('[')?;
    let start = text.len() - inside.len();
    let close = format!("]{}]", "=".repeat(n));
    let end = memchr::memmem::find(inside.as_bytes(), close.as_bytes());
    let end = end.map_or(text.len(), |end| start + end);
    Some((start..end, (end + close.len()).min(text.len())))
}

/// The arguments up to the bracket that closes, and where that stands; those in brackets of their
/// own are given one by one.
fn arguments<'a>(text: &'a str, at: &mut usize) -> (Vec<&'a str>, usize) {
    let bytes = text.as_bytes();
    let mut arguments = Vec::new();
    let mut depth = 0_usize;
    let mut add = |word: &'a str| {
        if arguments.len() < MAX_ARGUMENTS {
            arguments.push(word);
        }
    };
    while let Some(byte) = bytes.get(*at) {
        match byte {
            b'(' => depth += 1,
            b')' if depth == 0 => {
                *at += 1;
                return (arguments, *at - 1);
            }
            b')' => depth -= 1,
            b'#' => {
                *at = comment_end(text, *at);
                continue;
            }
            b'"' => {
                let start = *at + 1;
                let end = quote_end(bytes, start);
                add(&text[start..end]);
                *at = (end + 1).min(bytes.len());
                continue;
            }
            b'[' => {
                if let Some((inside, end)) = bracket_end(text, *at) {
                    add(&text[inside]);
                    *at = end;
                    continue;
                }
                *at += 1;
                continue;
            }
            byte if byte.is_ascii_whitespace() || *byte == b';' => {}
            _ => {
                let start = *at;
                let ends = |byte: &u8| byte.is_ascii_whitespace() || b"()#\";".contains(byte);
                // A sign behind a backslash ends nothing: `-DNAME=\"x\"`.
                while bytes.get(*at).is_some_and(|byte| !ends(byte)) {
                    let is_escaped =
                        bytes[*at] == b'\\' && bytes.get(*at + 1).is_some_and(u8::is_ascii);
                    *at += if is_escaped { 2 } else { 1 };
                }
                add(&text[start..*at]);
                continue;
            }
        }
        *at += 1;
    }
    (arguments, text.len())
}

fn quote_end(bytes: &[u8], mut at: usize) -> usize {
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => return at,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    bytes.len()
}
