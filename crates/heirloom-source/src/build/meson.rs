// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Meson: `executable`, `library` and their kin, lists of files, `subdir`.

use heirloom_model::BuildLineKind as Kind;

use super::{INCLUDE, LIBRARY, LINKAGE, is_for_work, meson_flow::Flow, with_folders};
use crate::{
    collect::Collector,
    links::meson::{Kind as TokenKind, Token, line_from, tokens},
};

/// Words of one list beyond this number are not kept.
const MAX_WORDS: usize = 5_000;

/// Reads a file of Meson.
pub(crate) fn read(text: &str, collector: &mut Collector<'_>) {
    let tokens = tokens(text);
    let flow = Flow::new(&tokens);
    let mut reader = Reader { text, tokens: &tokens, flow, conditions: Vec::new(), collector };
    let mut is_start = true;
    for (at, token) in tokens.iter().enumerate() {
        let begins = std::mem::replace(&mut is_start, token.kind == TokenKind::Line);
        if token.kind == TokenKind::Word {
            reader.word(at, begins);
        }
    }
}

struct Reader<'a, 't, 'c, 's> {
    text: &'a str,
    tokens: &'t [Token<'a>],
    flow: Flow<'a>,
    conditions: Vec<&'a str>,
    collector: &'c mut Collector<'s>,
}

impl Reader<'_, '_, '_, '_> {
    fn word(&mut self, at: usize, begins: bool) {
        let tokens = self.tokens;
        let word = tokens[at].text;
        let is_call = tokens.get(at + 1).is_some_and(|next| next.text == "(");
        match word {
            "if" if begins => self.conditions.push(line_from(self.text, tokens, at)),
            "elif" if begins => self.turn(line_from(self.text, tokens, at)),
            "else" if begins => self.turn(""),
            "endif" if begins => {
                self.conditions.pop();
            }
            "foreach" if begins => self.for_each(at),
            "subdir" if is_call => {
                let words = self.flat(at + 2, tokens[at + 1].close);
                self.add(Kind::Folder, "", words, at);
            }
            "executable" | "jar" if is_call => self.target(Kind::Program, at),
            "library" | "static_library" | "shared_library" | "both_libraries"
            | "shared_module" | "build_target" | "extension_module"
                if is_call =>
            {
                self.target(Kind::Library, at);
            }
            _ if begins => self.assignment(at),
            _ => {}
        }
    }

    fn turn(&mut self, text: &'_ str) {
        if let Some(last) = self.conditions.last_mut() {
            *last = if is_for_work(text) { "test" } else { "" };
        }
    }

    fn is_for_work(&self) -> bool {
        self.conditions.iter().any(|text| is_for_work(text) && !text.starts_with("not "))
    }

    fn add(&mut self, kind: Kind, name: &str, words: Vec<String>, at: usize) {
        let end = self.tokens.get(at + 1).map_or(0, |open| open.close);
        let end = self.tokens.get(end).map_or(self.tokens[at].range.end, |token| token.range.end);
        let range = self.tokens[at].range.start..end.max(self.tokens[at].range.end);
        let is_for_work = self.is_for_work();
        self.collector.build(kind, name, words, is_for_work, range);
    }

    /// `foreach a, b : values`.
    fn for_each(&mut self, at: usize) {
        let line = self.line_end(at);
        let colon = (at..line).find(|at| self.tokens[*at].text == ":");
        let Some(colon) = colon else { return };
        let values = self.flat(colon + 1, line);
        for name in at + 1..colon {
            if self.tokens[name].kind == TokenKind::Word {
                let name = self.tokens[name].text;
                self.add(Kind::Set, name, values.clone(), at);
            }
        }
    }

    fn line_end(&self, at: usize) -> usize {
        let rest = self.tokens[at..].iter().position(|token| token.kind == TokenKind::Line);
        rest.map_or(self.tokens.len(), |n| at + n)
    }

    /// `name = value` and `name += value`.
    fn assignment(&mut self, at: usize) {
        let tokens = self.tokens;
        let sign = match (tokens.get(at + 1), tokens.get(at + 2)) {
            (Some(plus), Some(sign)) if plus.text == "+" && sign.text == "=" => at + 2,
            (Some(sign), Some(next)) if sign.text == "=" && next.text != "=" => at + 1,
            _ => return,
        };
        let end = self.line_end(sign);
        let words = self.flat(sign + 1, end);
        let is_none = (sign + 1..end).all(|at| matches!(tokens[at].text, "[" | "]"));
        if !words.is_empty() || is_none {
            if let Some(value) = self.flow.value_at(tokens[at].text, at) {
                self.add(Kind::Set, &value, words.clone(), at);
            }
            self.add(Kind::Set, tokens[at].text, words, at);
        }
    }

    /// A call that makes a target: its name, files, and what it is linked with.
    fn target(&mut self, kind: Kind, at: usize) {
        let tokens = self.tokens;
        let close = tokens[at + 1].close;
        let arguments = self.arguments(at + 2, close);
        let mut positional = arguments.iter().filter(|(name, ..)| name.is_none());
        let Some((_, from, to)) = positional.next().copied() else { return };
        let name = self.flat(from, to).concat();
        let mut sources = Vec::new();
        for (_, from, to) in positional {
            sources.extend(self.flat(*from, *to));
        }
        let (mut links, mut folders) = (Vec::new(), Vec::new());
        let mut is_installed = false;
        for (key, from, to) in &arguments {
            match *key {
                Some("sources" | "objects") => sources.extend(self.flat(*from, *to)),
                Some("dependencies" | "link_with" | "link_whole") => {
                    links.extend(self.flat(*from, *to));
                }
                Some("include_directories") => {
                    folders.extend(self.folders(*from, *to));
                }
                Some("install") => is_installed = tokens[*from].text != "false",
                _ => {}
            }
        }
        let is_test = (at.saturating_sub(6)..at)
            .any(|before| matches!(tokens[before].text, "test" | "benchmark"));
        let is_for_work = self.is_for_work() || is_test && !is_installed;
        let range = tokens[at].range.start
            ..tokens.get(close).map_or(self.text.len(), |token| token.range.end);
        self.collector.build(kind, &name, sources, is_for_work, range.clone());
        if let Some(how) = linkage(tokens[at].text) {
            let variable = format!("{LINKAGE}{name}");
            self.collector.build(Kind::Set, &variable, vec![how.into()], false, range.clone());
        }
        if !folders.is_empty() {
            let variable = format!("{INCLUDE}{name}");
            self.collector.build(Kind::Set, &variable, folders, is_for_work, range.clone());
        }
        if !links.is_empty() {
            self.collector.build(Kind::Links, &name, links, is_for_work, range.clone());
        }
        if is_installed {
            self.collector.build(Kind::Install, "", vec![name], is_for_work, range);
        }
    }

    /// The arguments of a call: the names of those that have one, and where they stand.
    fn arguments(&self, from: usize, to: usize) -> Vec<(Option<&str>, usize, usize)> {
        let tokens = self.tokens;
        let mut arguments = Vec::new();
        let mut at = from;
        while at < to {
            let start = at;
            while at < to && tokens[at].text != "," {
                at = if tokens[at].close > at { tokens[at].close } else { at + 1 };
            }
            let is_named = start + 1 < at && tokens[start + 1].text == ":";
            if is_named {
                arguments.push((Some(tokens[start].text), start + 2, at));
            } else if start < at {
                arguments.push((None, start, at.min(to)));
            }
            at += 1;
        }
        arguments.retain(|(_, from, to)| from < to);
        arguments
    }

    /// Folders in which files look for headers: texts are marked as such, variables hold them.
    fn folders(&self, from: usize, to: usize) -> Vec<String> {
        let marked = |word: String| match word.starts_with("${") && word.ends_with('}')
            || word.starts_with("-I")
        {
            true => word,
            false => format!("-I{word}"),
        };
        let words = self.flat(from, to).into_iter().map(marked).collect();
        with_folders(words, !self.conditions.is_empty())
    }

    /// Whether a name stands for an object that is asked for something else than what it holds: the
    /// compiler for a library, a dependency whether it was found or for its headers alone.
    fn is_only_asked(&self, at: usize) -> bool {
        let method = self.tokens.get(at + 2).map_or("", |method| method.text);
        let open = self.tokens.get(at + 3).filter(|open| open.text == "(");
        let arguments = open.and_then(|open| self.tokens.get(at + 4..open.close));
        let takes_links = arguments.unwrap_or_default().iter().any(|one| one.text.contains("link"));
        matches!(
            self.tokens[at].text,
            "meson" | "host_machine" | "build_machine" | "target_machine"
        ) || matches!(method, "find_library" | "found" | "version" | "system")
            || method == "partial_dependency" && !takes_links
    }

    /// What a call asks for: `dependency('a', 'b')`, each name with a sign before it.
    fn libraries(&self, from: usize, to: usize) -> Vec<String> {
        let arguments = self.arguments(from, to);
        let names = arguments.iter().filter(|(name, ..)| name.is_none());
        let names = names.map(|(_, from, to)| self.flat(*from, *to).concat());
        names.filter(|name| !name.is_empty()).map(|name| format!("{LIBRARY}{name}")).collect()
    }

    /// The texts and variables of an expression in a row; what stands on both sides of a sign that
    /// joins is one word.
    fn flat(&self, from: usize, to: usize) -> Vec<String> {
        let mut words: Vec<String> = Vec::new();
        let mut joins: Option<&str> = None;
        let mut at = from;
        while at < to.min(self.tokens.len()) && words.len() < MAX_WORDS {
            let token = &self.tokens[at];
            let next = self.tokens.get(at + 1).map_or("", |next| next.text);
            let mut add = |word: String, joins: &mut Option<&str>| match joins.take() {
                Some(sign) if !words.is_empty() => {
                    let last = words.last_mut().expect("there is one");
                    last.push_str(sign);
                    last.push_str(&word);
                }
                _ => words.push(word),
            };
            match token.kind {
                TokenKind::Text => add(plain(token.text), &mut joins),
                TokenKind::Word if next == "(" => {
                    let close = self.tokens[at + 1].close;
                    let is_list = matches!(token.text, "files" | "process");
                    let before = at.checked_sub(1).map_or("", |at| self.tokens[at].text);
                    if token.text == "include_directories" {
                        let arguments = self.arguments(at + 2, close);
                        let plain = arguments.iter().filter(|(name, ..)| name.is_none());
                        words.extend(plain.flat_map(|(_, from, to)| self.folders(*from, *to)));
                    } else if token.text == "declare_dependency" {
                        for (name, from, to) in self.arguments(at + 2, close) {
                            words.extend(match name {
                                Some("include_directories") => self.folders(from, to),
                                _ => self.flat(from, to),
                            });
                        }
                    } else if token.text == "join_paths" {
                        add(self.flat(at + 2, close).join("/"), &mut joins);
                    } else if is_target_call(token.text) {
                        // A variable that stands for a target has its name.
                        if let Some((_, from, to)) = self.arguments(at + 2, close).first() {
                            add(self.flat(*from, *to).concat(), &mut joins);
                        }
                    } else if matches!(token.text, "dependency" | "find_library") {
                        words.extend(self.libraries(at + 2, close));
                    } else if is_list || before == "." && token.text == "extract_objects" {
                        let inner = self.flat(at + 2, close);
                        words.extend(inner);
                    }
                    at = close.max(at + 1);
                    continue;
                }
                TokenKind::Word if next == "." && self.is_only_asked(at) => {}
                // The name of an argument, or of a method.
                TokenKind::Word if next == ":" => {}
                TokenKind::Word
                    if at > 0 && self.tokens[at - 1].text == "."
                        || matches!(token.text, "and" | "or" | "not" | "in" | "true" | "false") => {
                }
                TokenKind::Word => match self.flow.values(token.text, at) {
                    Some(values) if joins.is_none() => {
                        words.extend(values.iter().map(|value| format!("${{{value}}}")));
                    }
                    _ => add(format!("${{{}}}", token.text), &mut joins),
                },
                TokenKind::Sign => match token.text {
                    // Lists are joined by the sign that joins texts.
                    "+" => {
                        let is_text = |at: Option<&Token<'_>>| {
                            at.is_some_and(|token| token.kind == TokenKind::Text)
                        };
                        let before = at.checked_sub(1).and_then(|at| self.tokens.get(at));
                        if is_text(before) || is_text(self.tokens.get(at + 1)) {
                            joins = Some("");
                        }
                    }
                    "/" => joins = Some("/"),
                    _ => {}
                },
                TokenKind::Line => {}
            }
            at += 1;
        }
        words
    }
}

/// How a library is linked, as the call says that makes it.
fn linkage(call: &str) -> Option<&'static str> {
    Some(match call {
        // The usual way, which an option can change.
        "library" | "shared_library" | "both_libraries" => "shared",
        "static_library" => "static",
        "shared_module" | "extension_module" => "module",
        _ => return None,
    })
}

fn is_target_call(name: &str) -> bool {
    matches!(
        name,
        "executable"
            | "library"
            | "static_library"
            | "shared_library"
            | "both_libraries"
            | "shared_module"
    )
}

/// `@0@` and `@BASENAME@` stand for anything.
fn plain(text: &str) -> String {
    if !text.contains('@') {
        return text.to_owned();
    }
    let mut parts = text.split('@');
    let mut plain = parts.next().unwrap_or_default().to_owned();
    while let Some(inside) = parts.next() {
        plain.push('*');
        let _ = inside;
        plain.push_str(parts.next().unwrap_or_default());
    }
    plain
}
