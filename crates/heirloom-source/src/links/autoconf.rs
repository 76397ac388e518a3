// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Autoconf: `AC_CHECK_LIB`, `AC_SEARCH_LIBS`, `PKG_CHECK_MODULES`, flags in `LIBS=`.
//!
//! Macros may stand inside the arguments of others and inside `if … fi` of the shell; each place
//! knows the conditions around it. Shared macro files, which have a serial number, say nothing of
//! the project that copies them.

use std::{collections::HashSet, ops::Range};

use heirloom_model::{LinkNaming, SourceGround};

use super::{
    Link, are_one,
    conditions::{Conditions, Weight},
    flags, modules, pkg_config,
};
use crate::collect::Collector;

/// Macros nested deeper are not looked into.
const MAX_DEPTH: usize = 60;
/// More arguments of one macro are not kept.
const MAX_ARGUMENTS: usize = 200;
/// Conditions and values are looked at for so many bytes.
const MAX_HEAD: usize = 500;
const MAX_VALUE: usize = 10_000;

/// Reads the input of autoconf.
pub(crate) fn read(text: &str, collector: &mut Collector<'_>) {
    if is_shared(text) {
        return;
    }
    let closes = brackets(text);
    let (fatal, off) = (fatal(text), off(text));
    let conditions = Conditions::default();
    let mut reader = Reader { text, closes, fatal, off, conditions, collector };
    reader.scan(0..text.len(), 0);
}

/// Whether a file is one that many projects copy: `# serial 12`.
fn is_shared(text: &str) -> bool {
    text.lines().take(60).any(|line| {
        let line = line.trim_start_matches("dnl").trim_start_matches(['#', ' ', '\t']);
        // Some put the name of the file in front.
        let line = line.split_once(".m4").map_or(line, |(_, rest)| rest.trim_start());
        line.strip_prefix("serial ")
            .is_some_and(|rest| rest.trim_start().starts_with(|c: char| c.is_ascii_digit()))
    })
}

/// The variables that a build ends for when they say `no`: `if test "x$found_z" = xno; then
/// AC_MSG_ERROR(…)`.
fn fatal(text: &str) -> HashSet<&str> {
    let mut fatal = HashSet::new();
    for error in ["AC_MSG_ERROR", "AC_MSG_FAILURE"] {
        for at in memchr::memmem::find_iter(text.as_bytes(), error.as_bytes()).take(2_000) {
            let mut start = at.saturating_sub(MAX_HEAD);
            while !text.is_char_boundary(start) {
                start += 1;
            }
            let before = &text[start..at];
            let head = before.rfind("if test").or_else(|| before.rfind("AS_IF("));
            let Some(head) = head.map(|head| &before[head..]) else { continue };
            let condition = head.split(['\n', ',']).next().unwrap_or_default();
            let plain: String = condition.chars().filter(|c| !"\"' ".contains(*c)).collect();
            let is_closed = head.split_whitespace().any(|word| matches!(word, "fi" | "else"));
            if is_closed
                || !["=xno", "=no", "-z", "=0", "!=xyes", "!=yes"]
                    .iter()
                    .any(|no| plain.contains(no))
            {
                continue;
            }
            let names = condition.split('$').skip(1).take(4).filter_map(|rest| {
                let rest = rest.strip_prefix('{').unwrap_or(rest);
                let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_'));
                Some(&rest[..end.unwrap_or(rest.len())]).filter(|name| !name.is_empty())
            });
            fatal.extend(names);
        }
    }
    fatal
}

/// The variables that a file sets to `no` somewhere.
fn off(text: &str) -> HashSet<&str> {
    let mut off = HashSet::new();
    for value in ["=no", "=\"no\""] {
        for at in memchr::memmem::find_iter(text.as_bytes(), value.as_bytes()).take(20_000) {
            let rest = text.as_bytes().get(at + value.len());
            if rest.is_some_and(u8::is_ascii_alphanumeric) {
                continue;
            }
            let is_part = |byte: &&u8| byte.is_ascii_alphanumeric() || **byte == b'_';
            let before = text.as_bytes()[..at].iter().rev().take(100);
            let n = before.take_while(is_part).count();
            if n > 0 {
                off.insert(&text[at - n..at]);
            }
        }
    }
    off
}

/// Where brackets and parentheses close, by where they open; 0 for other places. Parentheses inside brackets are for themselves, as shell text has lone ones.
fn brackets(text: &str) -> Vec<u32> {
    let bytes = text.as_bytes();
    let mut closes = vec![0_u32; bytes.len()];
    let mut open: Vec<(usize, Vec<usize>)> = vec![(0, Vec::new())];
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'd' if is_dnl(bytes, at) => {
                at = line_end(bytes, at);
                continue;
            }
            b'[' => open.push((at, Vec::new())),
            b']' if open.len() > 1 => {
                if let Some((place, _)) = open.pop() {
                    closes[place] = at as u32;
                }
            }
            b'(' => {
                if let Some((_, inner)) = open.last_mut() {
                    inner.push(at);
                }
            }
            b')' => {
                if let Some(place) = open.last_mut().and_then(|(_, inner)| inner.pop()) {
                    closes[place] = at as u32;
                }
            }
            _ => {}
        }
        at += 1;
    }
    closes
}

fn is_dnl(bytes: &[u8], at: usize) -> bool {
    let is_word = |byte: Option<&u8>| byte.is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_');
    bytes[at..].starts_with(b"dnl")
        && !is_word(bytes.get(at + 3))
        && !is_word(at.checked_sub(1).map(|before| &bytes[before]))
}

fn line_end(bytes: &[u8], at: usize) -> usize {
    memchr::memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |end| at + end)
}

struct Reader<'a, 'r, 'c> {
    text: &'a str,
    closes: Vec<u32>,
    /// Variables whose `no` ends the build further below.
    fatal: HashSet<&'a str>,
    /// Variables that the file itself sets to `no`.
    off: HashSet<&'a str>,
    conditions: Conditions<'a>,
    collector: &'r mut Collector<'c>,
}

impl<'a> Reader<'a, '_, '_> {
    /// Reads shell text with macros in it.
    fn scan(&mut self, range: Range<usize>, depth: usize) {
        if depth > MAX_DEPTH {
            self.collector.limit("depth");
            return;
        }
        let bytes = self.text.as_bytes();
        let n_outer = self.conditions.len();
        let mut at = range.start;
        let mut is_command = true;
        while at < range.end {
            let byte = bytes[at];
            if byte == b'#' && is_command || byte == b'd' && is_dnl(bytes, at) {
                at = line_end(bytes, at);
            } else if byte.is_ascii_alphabetic() || byte == b'_' {
                let start = at;
                while at < range.end && (bytes[at].is_ascii_alphanumeric() || bytes[at] == b'_') {
                    at += 1;
                }
                let before = start.checked_sub(1).map(|before| bytes[before]);
                let is_part = matches!(before, Some(b'$' | b'{' | b'-' | b'.' | b'/'));
                let word = &self.text[start..at];
                if !is_part {
                    at = self.word(word, start..at, range.end, &mut is_command, n_outer, depth);
                }
            } else {
                let is_separator = matches!(byte, b'\n' | b';' | b'&' | b'|' | b'[' | b'(' | b'!');
                is_command = is_separator || (is_command && byte.is_ascii_whitespace());
                at += 1;
            }
        }
        self.conditions.truncate(n_outer);
    }

    /// Reads what a word begins, and gives the place to go on at.
    fn word(
        &mut self,
        word: &'a str,
        range: Range<usize>,
        end: usize,
        is_command: &mut bool,
        n_outer: usize,
        depth: usize,
    ) -> usize {
        let bytes = self.text.as_bytes();
        let begins = std::mem::replace(is_command, false);
        match word {
            "if" | "case" | "while" if begins => {
                let text = self.head(range.end, end);
                let is_test = word == "if";
                self.conditions.push(text, if is_test { self.weight(text) } else { Weight::Open });
            }
            "elif" if begins => {
                let text = self.head(range.end, end);
                self.conditions.turn(Some(text));
            }
            "else" if begins => {
                self.conditions.turn(None);
                *is_command = true;
            }
            "fi" | "esac" | "done" if begins && self.conditions.len() > n_outer => {
                self.conditions.pop();
            }
            "then" | "do" => *is_command = true,
            _ if bytes.get(range.end) == Some(&b'=') && is_flags_variable(word) => {
                return self.assignment(range, end);
            }
            _ if bytes.get(range.end) == Some(&b'(') && is_macro(word) => {
                let close = self.closes[range.end] as usize;
                if close > range.end && close < end {
                    let arguments = self.arguments(range.end + 1, close);
                    self.call(word, &arguments, range.start..close + 1, depth);
                    return close + 1;
                }
            }
            _ => {}
        }
        range.end
    }

    /// The condition behind `if`, up to `then` or the end of the line.
    fn head(&self, start: usize, end: usize) -> &'a str {
        let mut end = end.min(start + MAX_HEAD);
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        let line = line_end(&self.text.as_bytes()[..end], start);
        let text = self.text.get(start..line).unwrap_or_default();
        text.split(" then").next().unwrap_or(text).trim_end_matches([';', ' '])
    }

    /// The arguments between two parentheses, without the brackets around them.
    fn arguments(&self, start: usize, close: usize) -> Vec<Range<usize>> {
        let bytes = self.text.as_bytes();
        let mut arguments = Vec::new();
        let mut begin = start;
        let mut at = start;
        while at < close {
            match bytes[at] {
                b'[' | b'(' if self.closes[at] as usize > at => at = self.closes[at] as usize,
                b'd' if is_dnl(bytes, at) => at = line_end(bytes, at).saturating_sub(1).max(at),
                b',' => {
                    arguments.push(self.plain(begin..at));
                    begin = at + 1;
                    if arguments.len() >= MAX_ARGUMENTS {
                        return arguments;
                    }
                }
                _ => {}
            }
            at += 1;
        }
        arguments.push(self.plain(begin..close));
        arguments
    }

    /// An argument without white space and brackets around it.
    fn plain(&self, mut range: Range<usize>) -> Range<usize> {
        let bytes = self.text.as_bytes();
        for _ in 0..3 {
            while range.start < range.end && bytes[range.start].is_ascii_whitespace() {
                range.start += 1;
            }
            while range.start < range.end && bytes[range.end - 1].is_ascii_whitespace() {
                range.end -= 1;
            }
            let is_open = range.start < range.end && bytes[range.start] == b'[';
            if is_open && self.closes[range.start] as usize == range.end - 1 {
                range = range.start + 1..range.end - 1;
            }
        }
        range
    }

    fn text_of(&self, arguments: &[Range<usize>], at: usize) -> &'a str {
        arguments.get(at).and_then(|range| self.text.get(range.clone())).unwrap_or_default()
    }

    /// Whether an argument says that the build ends there.
    fn fails(&self, arguments: &[Range<usize>], at: usize) -> bool {
        let text = self.text_of(arguments, at);
        ["AC_MSG_ERROR", "AC_MSG_FAILURE", "AS_EXIT", "exit 1", "err", "fail", "missing"]
            .iter()
            .any(|word| text.contains(word))
            || text.split(|c: char| c.is_whitespace() || "[];".contains(c)).any(|word| {
                let (name, value) = word.split_once('=').unwrap_or_default();
                matches!(value, "no" | "\"no\"" | "" | "0") && self.fatal.contains(name)
            })
    }

    fn call(&mut self, name: &'a str, arguments: &[Range<usize>], all: Range<usize>, depth: usize) {
        match name {
            "AC_CHECK_LIB" => {
                let fails = self.fails(arguments, 3);
                let library = self.text_of(arguments, 0);
                self.look(&[library], (LinkNaming::Flag, None), !fails, "AC_CHECK_LIB", all);
                self.branches(arguments, 2, 3, depth);
            }
            "AC_SEARCH_LIBS" => {
                let fails = self.fails(arguments, 3);
                let names: Vec<&str> =
                    self.text_of(arguments, 1).split_whitespace().take(20).collect();
                self.look(&names, (LinkNaming::Flag, None), !fails, "AC_SEARCH_LIBS", all);
                self.branches(arguments, 2, 3, depth);
            }
            "PKG_CHECK_MODULES"
            | "PKG_CHECK_MODULES_STATIC"
            | "PKG_CHECK_EXISTS"
            | "PKG_HAVE_WITH_MODULES"
            | "PKG_WITH_MODULES" => {
                let first = usize::from(name != "PKG_CHECK_EXISTS");
                // Without a word on what to do, the build ends.
                let asks = name.starts_with("PKG_CHECK_MODULES")
                    && (arguments.len() < 4 || self.fails(arguments, 3));
                // `FOO` stands for `FOO_LIBS`.
                let variable = Some(self.text_of(arguments, 0)).filter(|_| first == 1);
                for module in modules(self.text_of(arguments, first)) {
                    self.look(
                        &[module],
                        (LinkNaming::PkgConfig, variable),
                        !asks,
                        "PKG_CHECK_MODULES",
                        all.clone(),
                    );
                }
                self.branches(arguments, first + 1, first + 2, depth);
            }
            "AS_IF" => self.choose(arguments, depth),
            "AC_ARG_WITH" | "AC_ARG_ENABLE" | "AC_CACHE_VAL" | "AC_CACHE_CHECK" => {
                for range in arguments.iter().skip(2) {
                    self.within(self.text_of(arguments, 0), Weight::Open, range, depth);
                }
            }
            "AC_CHECK_FUNC" | "AC_CHECK_FUNCS" | "AC_CHECK_HEADER" | "AC_CHECK_HEADERS"
            | "AC_CHECK_DECL" | "AC_CHECK_DECLS" | "AC_CHECK_TYPE" | "AC_CHECK_PROG"
            | "AC_CHECK_TOOL" | "AC_CHECK_ONCE" => self.branches(arguments, 1, 2, depth),
            "AS_CASE" | "AM_COND_IF" | "AS_VAR_IF" | "AC_LINK_IFELSE" | "AC_COMPILE_IFELSE"
            | "AC_TRY_LINK" | "AC_TRY_COMPILE" | "AC_RUN_IFELSE" | "AC_PREPROC_IFELSE" => {
                for range in arguments.iter().skip(1) {
                    self.within(self.text_of(arguments, 0), Weight::Open, range, depth);
                }
            }
            _ => self.other(name, arguments, all, depth),
        }
    }

    /// Macros of which nothing is known: some name a library by themselves, others by an argument.
    fn other(&mut self, name: &str, arguments: &[Range<usize>], all: Range<usize>, depth: usize) {
        if let Some((_, library)) = KNOWN.iter().find(|(known, _)| *known == name) {
            self.look(&[library], (LinkNaming::Package, None), true, "macro", all);
            return;
        }
        let looks = ["FIND", "CHECK", "SEARCH", "WITH"].iter().any(|word| name.contains(word))
            && ["LIB", "PKG", "MODULE"].iter().any(|word| name.contains(word));
        if looks && !name.starts_with("AC_") && !name.starts_with("AM_") {
            let texts = (1..arguments.len().min(6)).map(|at| self.text_of(arguments, at));
            let is_name = |text: &&str| {
                text.len() > 1
                    && !text.ends_with(".h")
                    && text.bytes().all(|b| {
                        b.is_ascii_lowercase() || b.is_ascii_digit() || b"+-_.".contains(&b)
                    })
            };
            let found: Option<&str> = texts.clone().find(is_name);
            let fails = (2..arguments.len()).any(|at| self.fails(arguments, at));
            if let Some(library) = found {
                let (weight, condition) = self.conditions.all();
                self.collector.link(&Link {
                    kept_in: None,
                    name: library,
                    naming: LinkNaming::PkgConfig,
                    is_static: false,
                    is_optional: weight == Weight::Open || !fails,
                    condition: condition.clone(),
                    through: "macro",
                    ground: SourceGround::Alternative,
                    range: all,
                });
            }
        }
        for range in arguments {
            self.scan(range.clone(), depth + 1);
        }
    }

    /// What is done where a check succeeds, and where it does not.
    fn branches(&mut self, arguments: &[Range<usize>], yes: usize, no: usize, depth: usize) {
        let name = self.text_of(arguments, 0);
        if let Some(range) = arguments.get(yes) {
            self.within(name, Weight::Transparent, range, depth);
        }
        for range in arguments.iter().skip(no) {
            self.within(name, Weight::Open, range, depth);
        }
    }

    /// `AS_IF(test, then, test, then, else)`.
    fn choose(&mut self, arguments: &[Range<usize>], depth: usize) {
        let mut pairs = arguments.chunks_exact(2);
        for (at, pair) in pairs.by_ref().enumerate() {
            let test = self.text.get(pair[0].clone()).unwrap_or_default();
            self.scan(pair[0].clone(), depth + 1);
            let weight = if at == 0 { self.weight(test) } else { Weight::Open };
            self.within(test, weight, &pair[1], depth);
        }
        for range in pairs.remainder() {
            self.within("", Weight::Open, range, depth);
        }
    }

    fn within(&mut self, condition: &'a str, weight: Weight, range: &Range<usize>, depth: usize) {
        let n = self.conditions.len();
        self.conditions.push(condition, weight);
        self.scan(range.clone(), depth + 1);
        self.conditions.truncate(n);
    }

    fn look(
        &mut self,
        names: &[&str],
        (naming, kept_in): (LinkNaming, Option<&str>),
        may_miss: bool,
        through: &str,
        range: Range<usize>,
    ) {
        let (weight, condition) = self.conditions.all();
        let is_choice = names.len() > 1 && !are_one(names);
        for name in names.iter().take(if is_choice { 20 } else { 1 }) {
            self.collector.link(&Link {
                kept_in,
                name,
                naming,
                is_static: false,
                is_optional: weight == Weight::Open || may_miss || is_choice,
                condition: condition.clone(),
                through,
                ground: SourceGround::Literal,
                range: range.clone(),
            });
        }
    }

    /// `LIBS="$LIBS -lfoo"`: mostly a try, so what it names may be there.
    fn assignment(&mut self, name: Range<usize>, end: usize) -> usize {
        let bytes = self.text.as_bytes();
        let start = name.end + 1;
        let end = end.min(start + MAX_VALUE);
        let line = line_end(bytes, start).min(end);
        let value = match bytes.get(start).filter(|_| start < end) {
            Some(quote @ (b'"' | b'\'')) => {
                let close = memchr::memchr(*quote, &bytes[start + 1..end]);
                start + 1..close.map_or(line, |close| start + 1 + close).max(start + 1)
            }
            _ => start..line.max(start),
        };
        let Some(text) = self.text.get(value.clone()) else { return name.end };
        let (_, condition) = self.conditions.all();
        let variable = &self.text[name.clone()];
        let mut names: Vec<(&str, LinkNaming, bool)> = Vec::new();
        flags(text.split(';').next().unwrap_or(text), |name, is_static| {
            names.push((name, LinkNaming::Flag, is_static));
        });
        if let Some(command) = pkg_config(text) {
            names.extend(modules(command).map(|name| (name, LinkNaming::PkgConfig, false)));
        }
        for (library, naming, is_static) in names {
            self.collector.link(&Link {
                kept_in: Some(variable),
                name: library,
                naming,
                is_static,
                is_optional: true,
                condition: condition.clone(),
                through: "LIBS",
                ground: SourceGround::Literal,
                range: name.start..value.end,
            });
        }
        value.end.max(name.end)
    }

    /// What a test of the shell says: one that only looks at what was found before says nothing of
    /// the builder's will, and `!= no` holds unless somebody says no, or the file does.
    fn weight(&self, test: &str) -> Weight {
        let plain: String = test.chars().filter(|c| !"\"' \t".contains(*c)).collect();
        if plain.contains("ac_cv_") && !plain.contains("with_") && !plain.contains("enable_") {
            return Weight::Transparent;
        }
        let has_choice = test.contains("||") || test.contains(" -o ");
        let mut names = test.split('$').skip(1).map(|rest| {
            let rest = rest.strip_prefix('{').unwrap_or(rest);
            &rest[..rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len())]
        });
        let is_off = names.any(|name| self.off.contains(name));
        if (plain.contains("!=xno") || plain.contains("!=no")) && !has_choice && !is_off {
            return Weight::Default;
        }
        Weight::Open
    }
}

/// Whether a word in capitals can be a macro.
fn is_macro(word: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_';
    word.len() > 3
        && word.contains('_')
        && (word.bytes().all(is_part) || word.starts_with("m4_") || word.starts_with("AX_"))
}

fn is_flags_variable(word: &str) -> bool {
    let ends = ["LIBS", "LDADD", "LDFLAGS", "LIBADD", "_LIB"];
    ends.iter().any(|end| word.ends_with(end))
}

/// Macros that look for one library, which their name tells.
const KNOWN: [(&str, &str); 16] = [
    ("AM_ICONV", "iconv"),
    ("AM_GNU_GETTEXT", "intl"),
    ("AX_CHECK_OPENSSL", "openssl"),
    ("AX_CHECK_ZLIB", "zlib"),
    ("AX_WITH_CURSES", "ncurses"),
    ("AX_WITH_CURSES_PANEL", "ncurses"),
    ("AX_BOOST_BASE", "boost"),
    ("AX_LIB_READLINE", "readline"),
    ("AX_LIB_SQLITE3", "sqlite3"),
    ("AX_LIB_POSTGRESQL", "libpq"),
    ("AM_PATH_LIBGCRYPT", "libgcrypt"),
    ("AM_PATH_GPG_ERROR", "gpg-error"),
    ("AM_PATH_GPGME", "gpgme"),
    ("AM_PATH_GLIB_2_0", "glib-2.0"),
    ("LIBCURL_CHECK_CONFIG", "libcurl"),
    ("AM_PATH_SDL2", "sdl2"),
];
