// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Lines of C that a condition of the preprocessor leaves out, where its answer is plain.
//!
//! A condition is decided from what is known of names; one that rests on anything else stays open,
//! and so do the lines below it. What is known depends on what a file is compiled for, which build files
//! tell; so the answers for each purpose are kept.

use std::{ops::Range, sync::LazyLock};

use heirloom_model::{CompiledFor, LineConditions, SourceLanguage, Tri};

use crate::{code, words::Words};

/// Conditions inside each other that are followed.
const MAX_DEPTH: usize = 64;

/// Tokens of one condition that are read.
const MAX_TOKENS: usize = 200;

/// Directives of one file that are read.
const MAX_DIRECTIVES: usize = 100_000;

/// The lines of a text that begin, turn and end conditions, in order.
#[derive(Debug, Default)]
pub(crate) struct Directives<'t> {
    all: Vec<Directive<'t>>,
    /// Whether there were more of them, so that nothing is known.
    is_cut: bool,
}

/// A line of the preprocessor.
#[derive(Debug)]
struct Directive<'t> {
    name: &'t str,
    /// What follows the name on the line.
    rest: &'t str,
    start: usize,
    end: usize,
}

/// A condition that is open at a line.
struct Block {
    /// Whether a branch before this one was taken.
    taken: Tri,
    /// Where the lines of a branch begin that is left out.
    out_from: Option<usize>,
}

impl<'t> Directives<'t> {
    /// Reads the directives of a text of C that stand in code; `at` gives them in order.
    pub(crate) fn of(text: &'t str) -> Directives<'t> {
        let mut directives = Directives::default();
        code::directives(text, &["if", "el", "endif"], |at, _, _| {
            let line = &text[at..];
            let line = &line[..memchr::memchr(b'\n', line.as_bytes()).unwrap_or(line.len())];
            let n = line.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(line.len());
            let (name, rest) = line.split_at(n);
            if directives.all.len() == MAX_DIRECTIVES {
                directives.is_cut = true;
                return;
            }
            let start = at - code::before_on_line(text, at).len();
            let end = (at + line.len() + 1).min(text.len());
            directives.all.push(Directive { name, rest, start, end });
        });
        directives
    }

    /// The parts of the text that conditions leave out, in order; `defined` tells whether a name is defined.
    pub(crate) fn left_out(&self, defined: &dyn Fn(&str) -> Tri) -> Vec<Range<usize>> {
        let mut blocks: Vec<Block> = Vec::new();
        let mut too_deep = 0usize;
        let mut out: Vec<Range<usize>> = Vec::new();
        if self.is_cut {
            return out;
        }
        for Directive { name, rest, start, end } in &self.all {
            let holds = || match *name {
                "ifdef" | "elifdef" => defined(first_name(rest)),
                "ifndef" | "elifndef" => not(defined(first_name(rest))),
                // A condition that goes on behind the line is left open.
                _ if rest.trim_end().ends_with('\\') => Tri::Unknown,
                _ => decided(rest, defined),
            };
            match *name {
                "if" | "ifdef" | "ifndef" if blocks.len() >= MAX_DEPTH => too_deep += 1,
                "if" | "ifdef" | "ifndef" => {
                    let holds = holds();
                    blocks
                        .push(Block { taken: holds, out_from: (holds == Tri::No).then_some(*end) });
                }
                "endif" if too_deep > 0 => too_deep -= 1,
                _ if too_deep > 0 => {}
                "elif" | "elifdef" | "elifndef" | "else" => {
                    let Some(block) = blocks.last_mut() else { continue };
                    out.extend(block.out_from.take().map(|from| from..*start));
                    let holds = if *name == "else" { Tri::Yes } else { holds() };
                    let is_out = block.taken == Tri::Yes || holds == Tri::No;
                    block.out_from = is_out.then_some(*end);
                    block.taken = or(block.taken, holds);
                }
                "endif" => {
                    let from = blocks.pop().and_then(|block| block.out_from);
                    out.extend(from.map(|from| from..*start));
                }
                _ => {}
            }
        }
        out.sort_by_key(|range| range.start);
        // What lies inside another part is left out with it.
        out.dedup_by(|inner, outer| {
            let is_inside = inner.start < outer.end;
            outer.end = if is_inside { outer.end.max(inner.end) } else { outer.end };
            is_inside
        });
        out
    }

    /// The parts of the text around which conditions stand, each as far as the outermost goes.
    pub(crate) fn conditional(&self) -> Vec<Range<usize>> {
        let mut parts: Vec<Range<usize>> = Vec::new();
        let (mut depth, mut from) = (0usize, 0);
        for Directive { name, start, end, .. } in &self.all {
            match *name {
                "if" | "ifdef" | "ifndef" => {
                    if depth == 0 {
                        from = *end;
                    }
                    depth += 1;
                }
                "endif" if depth == 1 => {
                    depth = 0;
                    parts.push(from..*start);
                }
                "endif" => depth = depth.saturating_sub(1),
                _ => {}
            }
        }
        if depth > 0 || self.is_cut {
            parts.push(from..usize::MAX);
        }
        parts
    }
}

/// Whether a place lies in one of the parts, which stand in order and apart.
pub(crate) fn holds(out: &[Range<usize>], at: usize) -> bool {
    let next = out.partition_point(|range| range.end <= at);
    out.get(next).is_some_and(|range| range.contains(&at))
}

/// Names by which kernels tell their own code from that of programs.
const OF_KERNELS: [&str; 2] = ["_KERNEL", "__KERNEL__"];
/// Names that compilers for Windows alone define.
const OF_WINDOWS: [&str; 5] = ["_WIN32", "_WIN64", "__WIN32__", "__MINGW32__", "_MSC_VER"];
/// Names that compilers for other systems than Linux and Windows define.
const OF_OTHERS: [&str; 9] = [
    "__APPLE__",
    "__CYGWIN__",
    "__DragonFly__",
    "__FreeBSD__",
    "__NetBSD__",
    "__OpenBSD__",
    "__sun",
    "__sun__",
    "_AIX",
];
/// Names that compilers for Linux define.
const OF_LINUX: [&str; 2] = ["__linux", "__linux__"];

/// Whether a name is one that [`defined`] may know of.
fn is_told(name: &str) -> bool {
    let all = [&OF_KERNELS[..], &OF_WINDOWS, &OF_OTHERS, &OF_LINUX];
    all.iter().any(|names| names.contains(&name))
}

/// Whether a name is defined where a file is compiled for a purpose.
fn defined(name: &str, purpose: CompiledFor) -> Tri {
    use CompiledFor as For;
    let is_kernel = matches!(purpose, For::KernelModule | For::PortedModule);
    match name {
        "__KERNEL__" => Tri::from(is_kernel),
        // Linux does not define it, but the build of a module may.
        "_KERNEL" if purpose == For::KernelModule => Tri::Unknown,
        "_KERNEL" => Tri::from(is_kernel),
        _ if OF_WINDOWS.contains(&name) && purpose != For::Program => Tri::No,
        _ if OF_OTHERS.contains(&name) && is_kernel => Tri::No,
        _ if OF_LINUX.contains(&name) && is_kernel => Tri::Yes,
        _ => Tri::Unknown,
    }
}

/// What conditions come to at places of a text of C.
pub(crate) struct Grounds {
    conditional: Vec<Range<usize>>,
    /// The parts that each purpose leaves out; none where no condition can be decided.
    left_out: Vec<(CompiledFor, Vec<Range<usize>>)>,
    /// Names that the text itself defines, of those that conditions are decided by.
    pub(crate) own: Vec<Box<str>>,
}

impl Grounds {
    /// Reads the conditions of a text. Names that it defines itself decide nothing.
    pub(crate) fn of(text: &str) -> Grounds {
        let directives = Directives::of(text);
        let is_plain =
            |rest: &str| matches!(rest.trim_start().as_bytes().first(), Some(b'0' | b'1'));
        let decides = |one: &Directive<'_>| is_plain(one.rest) || words_of(one.rest).any(is_told);
        let mut grounds = Grounds {
            conditional: directives.conditional(),
            left_out: Vec::new(),
            own: own_names(text),
        };
        if directives.all.iter().any(decides) {
            let is_own = |name: &str| grounds.own.iter().any(|own| **own == *name);
            for purpose in CompiledFor::ALL {
                let defined = |name: &str| match is_own(name) {
                    true => Tri::Unknown,
                    false => defined(name, purpose),
                };
                grounds.left_out.push((purpose, directives.left_out(&defined)));
            }
        }
        grounds
    }

    /// What the conditions around a place come to.
    pub(crate) fn at(&self, place: usize) -> LineConditions {
        if !holds(&self.conditional, place) {
            return LineConditions::default();
        }
        let out = self.left_out.iter().filter(|(_, parts)| holds(parts, place));
        LineConditions::new(out.map(|(purpose, _)| *purpose))
    }
}

fn words_of(text: &str) -> impl Iterator<Item = &str> {
    let is_end = |c: char| !(c.is_ascii_alphanumeric() || c == '_');
    text.split(is_end).filter(|word| !word.is_empty())
}

/// All names of [`defined`].
static TOLD: LazyLock<Words> = LazyLock::new(|| {
    let all = [&OF_KERNELS[..], &OF_WINDOWS, &OF_OTHERS, &OF_LINUX];
    Words::new(&all.into_iter().flatten().copied().collect::<Vec<&'static str>>())
});

/// The names that a text defines or takes back, of those that conditions are decided by.
pub(crate) fn own_names(text: &str) -> Vec<Box<str>> {
    let mut own: Vec<Box<str>> = Vec::new();
    for hit in TOLD.find_iter(text) {
        let name = &text[hit.start()..hit.end()];
        let before = code::before_on_line(text, hit.start());
        let rest = text.as_bytes().get(hit.end());
        let is_whole = !rest.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
        let directive = before.trim_start().strip_prefix('#').map(str::trim);
        if is_whole
            && matches!(directive, Some("define" | "undef"))
            && own.iter().all(|known| **known != *name)
        {
            own.push(name.into());
        }
    }
    own
}

/// Of the names that conditions are decided by, those of kernels that a build file hands to the compiler:
/// `-D_KERNEL`, and of CMake and Meson, which have them in lists of their own, wherever they stand outside
/// of comments.
pub(crate) fn handed_on(text: &str, language: SourceLanguage) -> Vec<String> {
    let has_lists = matches!(language, SourceLanguage::Cmake | SourceLanguage::Meson);
    let is_handed = |name: &&&str| {
        memchr::memmem::find_iter(text.as_bytes(), name.as_bytes()).any(|at| {
            let before = text[..at].trim_end_matches([' ', '\t', '\'', '"']);
            let rest = text.as_bytes().get(at + name.len());
            let is_whole = !rest.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
                && !text[..at]
                    .ends_with(|c: char| c.is_ascii_alphanumeric() && c != 'D' || c == '_');
            let is_code = || !code::before_on_line(text, at).contains('#');
            is_whole && (before.ends_with("-D") || has_lists && is_code())
        })
    };
    OF_KERNELS.iter().filter(is_handed).map(|name| (*name).to_owned()).collect()
}

fn first_name(text: &str) -> &str {
    let text = text.trim_start();
    let end = text.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    &text[..end.unwrap_or(text.len())]
}

fn not(one: Tri) -> Tri {
    match one {
        Tri::Yes => Tri::No,
        Tri::No => Tri::Yes,
        Tri::Unknown => Tri::Unknown,
    }
}

fn or(a: Tri, b: Tri) -> Tri {
    match (a, b) {
        (Tri::Yes, _) | (_, Tri::Yes) => Tri::Yes,
        (Tri::No, Tri::No) => Tri::No,
        _ => Tri::Unknown,
    }
}

fn and(a: Tri, b: Tri) -> Tri {
    not(or(not(a), not(b)))
}

/// The answer of a condition of names, `!`, `&&`, `||` and brackets; anything else is open.
fn decided(text: &str, defined: &dyn Fn(&str) -> Tri) -> Tri {
    let text = text.split("/*").next().unwrap_or_default();
    let text = text.split("//").next().unwrap_or_default();
    let Some(tokens) = tokens(text) else { return Tri::Unknown };
    let mut condition = Condition { tokens: &tokens, at: 0, defined };
    let answer = condition.any(0);
    match condition.at == tokens.len() {
        true => answer.unwrap_or(Tri::Unknown),
        false => Tri::Unknown,
    }
}

/// The words and signs of a condition; `None` for signs that are not read.
fn tokens(text: &str) -> Option<Vec<&str>> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let word = first_name(rest);
        let token = if !word.is_empty() {
            word
        } else if rest.starts_with("&&") || rest.starts_with("||") {
            &rest[..2]
        } else if rest.starts_with(['!', '(', ')']) && !rest.starts_with("!=") {
            &rest[..1]
        } else {
            return None;
        };
        if tokens.len() == MAX_TOKENS {
            return None;
        }
        tokens.push(token);
        rest = rest[token.len()..].trim_start();
    }
    Some(tokens)
}

struct Condition<'t> {
    tokens: &'t [&'t str],
    at: usize,
    defined: &'t dyn Fn(&str) -> Tri,
}

impl<'t> Condition<'t> {
    fn next_is(&mut self, token: &str) -> bool {
        let is = self.tokens.get(self.at) == Some(&token);
        self.at += usize::from(is);
        is
    }

    fn any(&mut self, depth: usize) -> Option<Tri> {
        let mut answer = self.all(depth)?;
        while self.next_is("||") {
            answer = or(answer, self.all(depth)?);
        }
        Some(answer)
    }

    fn all(&mut self, depth: usize) -> Option<Tri> {
        let mut answer = self.one(depth)?;
        while self.next_is("&&") {
            answer = and(answer, self.one(depth)?);
        }
        Some(answer)
    }

    fn one(&mut self, depth: usize) -> Option<Tri> {
        if depth > MAX_DEPTH {
            return None;
        }
        if self.next_is("!") {
            return Some(not(self.one(depth + 1)?));
        }
        if self.next_is("(") {
            let answer = self.any(depth + 1)?;
            return self.next_is(")").then_some(answer);
        }
        if self.next_is("defined") {
            let is_bracketed = self.next_is("(");
            let name = self.word()?;
            let is_closed = !is_bracketed || self.next_is(")");
            return is_closed.then(|| (self.defined)(name));
        }
        match self.word()? {
            "0" => Some(Tri::No),
            "1" => Some(Tri::Yes),
            // What a name stands for is not known, and one that is not defined is 0.
            name if self.next_is("(") => {
                self.word()?;
                let is_closed = self.next_is(")");
                (is_closed && !name.is_empty()).then_some(Tri::Unknown)
            }
            name if (self.defined)(name) == Tri::No => Some(Tri::No),
            _ => Some(Tri::Unknown),
        }
    }

    fn word(&mut self) -> Option<&'t str> {
        let word = self.tokens.get(self.at)?;
        let is_word = word.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_');
        self.at += usize::from(is_word);
        is_word.then_some(*word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The lines that are left out of a kernel module.
    #[track_caller]
    fn check(text: &str, expect: &[&str]) {
        let defined = |name: &str| match name {
            "MODULE" => Tri::Yes,
            "USER" => Tri::No,
            _ => Tri::Unknown,
        };
        let out = Directives::of(text).left_out(&defined);
        let mut lines = Vec::new();
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            if !line.trim_start().starts_with('#') && holds(&out, at) {
                lines.push(line.trim());
            }
            at += line.len();
        }
        assert_eq!(lines, expect, "{text}");
    }

    #[test]
    fn plain_conditions_are_decided() {
        check("#if 0\na\n#else\nb\n#endif\nc\n", &["a"]);
        check("#ifdef MODULE\na\n#else\nb\n#endif\n", &["b"]);
        check("#ifndef MODULE\na\n#elif X\nb\n#else\nc\n#endif\n", &["a"]);
        check("#if defined(X) && !defined(MODULE)\na\n#else\nb\n#endif\n", &["a"]);
        check("# if defined X || defined MODULE // always\na\n#else\nb\n#endif\n", &["b"]);
        check("#if USER\na\n#endif\n", &["a"]);
        check("#if 1\n#if 0\na\n#endif\nb\n#elif X\nc\n#endif\n", &["a", "c"]);
    }

    /// Which purposes leave the `#include` of a text out.
    #[track_caller]
    fn check_grounds(text: &str, expect: &[CompiledFor]) {
        let at = text.find("#include").unwrap();
        let conditions = Grounds::of(text).at(at);
        let out = CompiledFor::ALL.into_iter().filter(|one| conditions.leave_out(*one));
        assert_eq!(out.collect::<Vec<_>>(), expect, "{text}");
    }

    #[test]
    fn what_is_left_out_depends_on_what_a_file_is_compiled_for() {
        use CompiledFor::{KernelModule, PortedModule, Program, UnixProgram};
        check_grounds("#ifdef __KERNEL__\n#include <a>\n#endif\n", &[Program, UnixProgram]);
        check_grounds("#ifdef _KERNEL\n#else\n#include <a>\n#endif\n", &[PortedModule]);
        check_grounds("#ifndef __KERNEL__\n#include <a>\n#endif\n", &[KernelModule, PortedModule]);
        check_grounds(
            "#if defined(_KERNEL) && defined(X)\n#include <a>\n#endif\n",
            &[Program, UnixProgram],
        );
        check_grounds("#if 0\n#include <a>\n#endif\n", &CompiledFor::ALL);
        check_grounds(
            "#ifdef _WIN32\n#include <a>\n#endif\n",
            &[UnixProgram, KernelModule, PortedModule],
        );
        check_grounds("#ifdef __FreeBSD__\n#include <a>\n#endif\n", &[KernelModule, PortedModule]);
        check_grounds("#ifndef __linux__\n#include <a>\n#endif\n", &[KernelModule, PortedModule]);
    }

    #[test]
    fn names_that_nobody_knows_decide_nothing() {
        check_grounds("#ifdef HAVE_X\n#include <a>\n#endif\n", &[]);
        check_grounds("#if defined(_KERNEL) || defined(X)\n#include <a>\n#endif\n", &[]);
        check_grounds("#ifdef __linux__\n#include <a>\n#endif\n", &[]);
        check_grounds("#define _KERNEL 1\n#ifdef _KERNEL\n#include <a>\n#endif\n", &[]);
        check_grounds("/*\n#if 0\n*/\n#include <a>\n", &[]);
        check_grounds("#ifdef _KERNEL\n#endif\n#include <a>\n", &[]);
        assert!(!Grounds::of("#ifdef X\n#endif\n#include <a>\n").at(18).are_any());
        assert!(Grounds::of("#ifdef X\n#include <a>\n#endif\n").at(9).are_any());
    }

    #[test]
    fn build_files_hand_names_to_compilers() {
        let check = |text: &str, language, names: &[&str]| {
            assert_eq!(handed_on(text, language), names, "{text}");
        };
        let make = SourceLanguage::Make;
        check("CPPFLAGS += -D_KERNEL -DX\n", make, &["_KERNEL"]);
        check("K := -D __KERNEL__=1\n", make, &["__KERNEL__"]);
        check("# ifdef _KERNEL\nX=-DMY_KERNEL -D_KERNEL_X\n", make, &[]);
        let cmake = SourceLanguage::Cmake;
        check("add_definitions(-DX _KERNEL)\n", cmake, &["_KERNEL"]);
        check(
            "target_compile_definitions(rump PRIVATE\n  FOO=1\n  _KERNEL)\n",
            cmake,
            &["_KERNEL"],
        );
        check("set(DEFS _KERNEL)\n", cmake, &["_KERNEL"]);
        check("# without _KERNEL\nset(DEFS MY_KERNEL)\n", cmake, &[]);
    }

    #[test]
    fn what_is_not_plain_stays_open() {
        check("#if X > 3\na\n#else\nb\n#endif\n", &[]);
        check("#if defined(X)\na\n#elif defined(Y)\nb\n#else\nc\n#endif\n", &[]);
        check("#if MODULE(\na\n#endif\n#else\n#endif\n#elif\nb\n", &[]);
        check("#if 0 && \\\n  X\na\n#endif\n", &[]);
        check("#if IS_ENABLED(X) && !defined(MODULE)\na\n#endif\n", &["a"]);
        check("#if (((((\na\n#endif\n", &[]);
        check(&format!("{}a\n", "#if 1\n".repeat(100)), &[]);
    }
}
