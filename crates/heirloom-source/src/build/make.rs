// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Makefiles, those of automake and of kernels among them: variables, rules, and the files that
//! commands name.

use heirloom_model::BuildLineKind as Kind;

use super::{include_flag, is_for_work, is_of_compiler, make_words::words, with_folders};
use crate::{
    collect::Collector,
    links::make::{joined, variable, without_comment},
};

/// How the variable is called that holds the names of rules which make no file.
pub(crate) const PHONY: &str = "rules:phony";

/// Reads a makefile.
pub(crate) fn read(text: &str, collector: &mut Collector<'_>) {
    let mut reader = Reader::default();
    let mut at = 0;
    while at < text.len() {
        let (line, end) = joined(text, at);
        let start = std::mem::replace(&mut at, end);
        reader.line(line, start, collector);
    }
}

#[derive(Default)]
struct Reader<'a> {
    conditions: Vec<&'a str>,
    /// What the rule that commands stand below makes.
    target: Option<String>,
    is_in_define: bool,
}

impl<'a> Reader<'a> {
    fn line(&mut self, line: &'a str, start: usize, collector: &mut Collector<'_>) {
        let range = start..start + line.len();
        let plain = without_comment(line);
        let word = plain.split_whitespace().next().unwrap_or_default();
        if self.is_in_define {
            self.is_in_define = word != "endef";
            self.command(plain, range, collector);
            return;
        }
        let is_command = line.starts_with('\t') && self.target.is_some();
        if is_command {
            self.command(plain, range, collector);
            return;
        }
        match word {
            "" => return,
            "ifeq" | "ifneq" | "ifdef" | "ifndef" | "if" => {
                self.conditions.push(plain);
                return;
            }
            "else" => return,
            "endif" => {
                self.conditions.pop();
                return;
            }
            "define" => {
                self.is_in_define = !plain.contains(['=']) || plain.trim_end().ends_with('=');
                self.target = None;
                return;
            }
            "include" | "-include" | "sinclude" => {
                let files = words(&plain.trim_start()[word.len()..]);
                collector.build(Kind::Include, "", files, self.is_for_work(), range);
                return;
            }
            "vpath" | "export" | "unexport" if !plain.contains('=') => return,
            _ => {}
        }
        match assignment(plain) {
            Some((name, value)) => {
                let name = words(name).concat();
                let is_computed = plain.contains("!=");
                let values = if is_computed { vec!["*".to_owned()] } else { words(value) };
                let values = with_folders(values, !self.conditions.is_empty());
                self.target = None;
                if matters(&name, &values) {
                    collector.build(Kind::Set, &name, values, self.is_for_work(), range);
                }
            }
            None => self.rule(plain, range, collector),
        }
    }

    fn is_for_work(&self) -> bool {
        self.conditions.iter().any(|condition| is_for_work(condition))
    }

    /// `a b: c d ; command`.
    fn rule(&mut self, line: &str, range: std::ops::Range<usize>, collector: &mut Collector<'_>) {
        let Some(colon) = colon(line) else { return };
        let (targets, rest) = line.split_at(colon);
        let rest = rest.trim_start_matches([':', '&']);
        let (rest, command) = rest.split_once(';').unwrap_or((rest, ""));
        // The pattern of a static rule stands between.
        let needs = rest.rsplit_once(':').map_or(rest, |(_, needs)| needs).replace('|', " ");
        let targets = words(targets);
        if targets.iter().any(|name| name == ".PHONY") {
            collector.build(Kind::Set, PHONY, words(&needs), false, range.clone());
        }
        self.target = Some(targets.first().cloned().unwrap_or_default());
        let is_special = |name: &String| name.starts_with('.') && !name.contains('/');
        let needs = words(&needs);
        for name in targets.iter().filter(|name| !is_special(name) && !name.contains('%')).take(50)
        {
            collector.build(Kind::Rule, name, needs.clone(), self.is_for_work(), range.clone());
        }
        if !command.trim().is_empty() {
            self.command(command, range, collector);
        }
    }

    /// The files that a command names.
    fn command(&self, line: &str, range: std::ops::Range<usize>, collector: &mut Collector<'_>) {
        // Lists of what files include make nothing.
        let is_made =
            is_making(line) && !line.split_whitespace().any(|w| matches!(w, "-M" | "-MM" | "-E"));
        let mut is_place = false;
        // What one command looks in need not hold for others.
        let named = with_folders(words(line), true).into_iter().filter(|word| {
            let follows = std::mem::replace(&mut is_place, is_place_word(word));
            let is_name = !word.starts_with('-') || word.contains('/');
            is_made && word.starts_with("-l") && word.len() > 2
                || is_made && include_flag(word).is_some()
                || is_name
                    && (follows
                        || is_of_compiler(word)
                        || word.contains('/')
                        || is_made && word.contains("${"))
        });
        let named: Vec<String> = named.take(200).collect();
        if named.is_empty() {
            return;
        }
        let kind = if is_made { Kind::Recipe } else { Kind::Mention };
        let target = self.target.as_deref().unwrap_or_default();
        collector.build(kind, target, named, self.is_for_work(), range);
    }
}

/// Whether what follows a word is a folder, or something to make.
fn is_place_word(word: &str) -> bool {
    matches!(word, "-C" | "cd" | "${MAKE}" | "make")
}

/// Whether a variable can say anything on files.
fn matters(name: &str, values: &[String]) -> bool {
    let is_named = |end: &str| name.ends_with(end);
    ["PROGRAMS", "LIBRARIES", "_LDADD", "_LIBADD", "_LDFLAGS"].into_iter().any(is_named)
        || values.iter().any(|word| {
            is_of_compiler(word) || word.contains("${") || word.contains('*') || word.contains('/')
        })
        || values.iter().any(|word| !word.starts_with('-')) && values.len() < 200
        || values.iter().any(|word| include_flag(word).is_some())
}

/// Whether a command compiles or links.
fn is_making(line: &str) -> bool {
    let upper = ["CC", "CXX", "LD", "AR", "LINK", "LIBTOOL", "COMPILE", "CCLD", "PURIFY"];
    let lower = ["gcc", "g++", "clang", "cc", "c++", "clang++", "ld", "ar", "libtool"];
    line.split(|c: char| !(c.is_ascii_alphanumeric() || "_+".contains(c))).any(|word| {
        lower.contains(&word)
            || upper.contains(&word)
            || upper.iter().any(|end| {
                word.strip_suffix(end).is_some_and(|rest| rest.ends_with('_'))
                    || word.strip_prefix(end).is_some_and(|rest| rest.starts_with('_'))
            })
    })
}

/// The variable that a line sets, and what to. Signs inside references are none.
fn assignment(line: &str) -> Option<(&str, &str)> {
    let sign = top(line, b'=')?;
    let left = line[..sign].trim_end_matches([':', '?', '+', '!']).trim();
    // `target: VARIABLE = value` sets it for one target.
    let name = if left.contains(char::is_whitespace) { variable(line)? } else { left };
    Some((name, &line[sign + 1..]))
}

/// Where a rule's colon stands.
fn colon(line: &str) -> Option<usize> {
    top(line, b':')
}

/// The first place of a sign outside references.
fn top(line: &str, sign: u8) -> Option<usize> {
    let mut depth = 0_usize;
    line.bytes().position(|byte| {
        match byte {
            b'(' | b'{' => depth += 1,
            b')' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        byte == sign && depth == 0
    })
}
