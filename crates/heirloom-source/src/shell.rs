// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Programs that shell scripts run, and texts that other programs hand to a shell.

mod builtins;
mod wrappers;

use std::{borrow::Cow, ops::Range};

use heirloom_model::{SourceGround, SourceLanguage};
use tree_sitter::Node;

use crate::{
    collect::Collector,
    evaluate::Evaluator,
    grammar::{self, Grammar},
    names::{CallSite, Names},
    nodes::{field, fields, first},
    program::{self, Place},
    value::{Found, Shape, Template},
};

/// Reads a whole script.
pub(crate) fn read(text: &str, collector: &mut Collector<'_>) {
    let functions = read_at(text, collector, &|range| Place {
        through: "command".to_owned(),
        range,
        ground: SourceGround::Literal,
        depth: 0,
    });
    collector.facts.functions = functions;
}

/// Reads a text that is handed to a shell; what it runs stands where it is handed over.
pub(crate) fn run_text(text: &Template, place: &Place, collector: &mut Collector<'_>) {
    if place.depth > 4 || text.known().is_some_and(|text| text.trim().is_empty()) {
        return;
    }
    let inner = Place { depth: place.depth + 1, ..place.clone() };
    read_at(&text.to_shell(), collector, &|_| inner.clone());
}

/// Reads a part of a file as shell text and gives the functions it defines; `place` says where what
/// it runs stands.
pub(crate) fn read_at(
    text: &str,
    collector: &mut Collector<'_>,
    place: &dyn Fn(Range<usize>) -> Place,
) -> Vec<Box<str>> {
    let text = &*without_inner_comments(text);
    let Some(tree) = grammar::parse(Grammar::Shell, text, collector.limits.max_operations) else {
        collector.limit("max_operations");
        return Vec::new();
    };
    let names = Names::of(&tree, text, SourceLanguage::Shell, collector.limits.max_nodes);
    if names.is_cut {
        collector.limit("max_nodes");
    }
    let evaluator = Evaluator::new(&names, collector.limits.max_steps);
    let wrappers = wrappers::find(&names);
    let reads_others = [".", "source"].iter().any(|name| !names.calls_of(name).is_empty());
    for site in &names.calls {
        let mut place = place(site.node.byte_range());
        let name = field(site.node, "name").map_or("", |name| names.text(name));
        if reads_others && is_function_name(name) {
            place.ground = place.ground.max(SourceGround::Sourced);
        }
        command(site, &evaluator, &wrappers, &place, collector);
    }
    if evaluator.is_exhausted() {
        collector.limit("max_steps");
    }
    let mut functions: Vec<Box<str>> =
        names.defined.iter().map(|name| name.as_str().into()).collect();
    functions.sort_unstable();
    functions.truncate(collector.limits.max_facts);
    functions
}

/// Blanks comments in back quotes, ``command `# why` \\``, which the grammar takes for open ones.
fn without_inner_comments(text: &str) -> Cow<'_, str> {
    if memchr::memmem::find(text.as_bytes(), b"`#").is_none() {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("`#") {
        plain.push_str(&rest[..at]);
        let inner = &rest[at + 1..];
        let end = inner.find(['`', '\n']).filter(|&end| inner.as_bytes()[end] == b'`');
        let Some(end) = end else {
            plain.push_str("`#");
            rest = &rest[at + 2..];
            continue;
        };
        plain.extend(std::iter::repeat_n(' ', end + 2));
        rest = &inner[end + 1..];
    }
    plain.push_str(rest);
    Cow::Owned(plain)
}

/// Names that functions have and programs hardly ever.
fn is_function_name(name: &str) -> bool {
    !name.contains(['/', '$'])
        && (name.contains('_') || name.starts_with(|c: char| c.is_ascii_uppercase()))
}

fn command<'t>(
    site: &CallSite<'t>,
    evaluator: &Evaluator<'_, 't>,
    wrappers: &wrappers::Wrappers,
    place: &Place,
    collector: &mut Collector<'_>,
) {
    let names = evaluator.names;
    let Some(name_node) = field(site.node, "name").and_then(first) else { return };
    let arguments = fields(site.node, "argument");
    let arguments: Vec<Template> = arguments
        .into_iter()
        .take(256)
        .map(|argument| evaluator.template(argument, site.scope).0)
        .collect();
    let written = names.text(name_node);
    if wrappers::hands_on(written).is_some() && wrappers.is_called(site.node, names) {
        return;
    }
    for found in evaluator.values(name_node, site.scope) {
        let ground = place.ground.max(graded(&found));
        let ground = if site.is_damaged || site.node.has_error() {
            ground.max(SourceGround::Damaged)
        } else {
            ground
        };
        let place = Place { ground, ..place.clone() };
        let mut words = words_of_name(name_node, &found);
        let mut behind = arguments.iter().cloned();
        // A variable may be empty: then the next word is the command.
        if words.is_empty() {
            let next = fields(site.node, "argument").into_iter().next();
            let Some(next) = next else { continue };
            behind.next();
            for found in evaluator.values(next, site.scope) {
                let mut words = words_of_name(next, &found);
                words.extend(behind.clone());
                let place = Place { ground: place.ground.max(graded(&found)), ..place.clone() };
                words_run(&words, &place, names, wrappers, collector);
            }
            continue;
        }
        words.extend(behind);
        words_run(&words, &place, names, wrappers, collector);
    }
}

/// How a value was learned; what is computed shows in the value itself.
fn graded(found: &Found<'_>) -> SourceGround {
    match found.ground {
        SourceGround::Computed => SourceGround::Literal,
        ground => ground,
    }
}

/// A variable without quotes may hold several words.
fn words_of_name(node: Node<'_>, found: &Found<'_>) -> Vec<Template> {
    let is_split = matches!(node.kind(), "simple_expansion" | "expansion");
    match &found.shape {
        Shape::Text(text) | Shape::Words(text) if is_split => text.words(),
        Shape::Text(text) | Shape::Words(text) => vec![text.clone()],
        _ => vec![Template::hole()],
    }
}

fn words_run(
    words: &[Template],
    place: &Place,
    names: &Names<'_>,
    wrappers: &wrappers::Wrappers,
    collector: &mut Collector<'_>,
) {
    let Some(first) = words.first() else { return };
    let name = first.known().unwrap_or_default();
    if let Some(n_skipped) = wrappers.arguments_behind(name) {
        if words.len() > 1 + n_skipped {
            let place = Place { through: name.to_owned(), ..place.clone() };
            let place = Place { ground: place.ground.max(SourceGround::Parameter), ..place };
            words_run(&words[1 + n_skipped..], &place, names, &wrappers.without(name), collector);
        }
        return;
    }
    if names.defined.contains(name) {
        return;
    }
    match builtins::of(name) {
        builtins::Builtin::None => program::run(words, place, collector),
        builtins::Builtin::Plain => {}
        builtins::Builtin::Runs => {
            let is_lookup = words
                .get(1)
                .and_then(Template::known)
                .is_some_and(|option| name == "command" && matches!(option, "-v" | "-V" | "-pv"));
            let mut at = 1;
            while let Some(option) = words.get(at).and_then(Template::known) {
                if !option.starts_with('-') {
                    break;
                }
                at += if option == "-a" { 2 } else { 1 };
            }
            if !is_lookup && at < words.len() {
                words_run(&words[at..], place, names, wrappers, collector);
            }
        }
        builtins::Builtin::Text => {
            let mut text = Template::default();
            let n_words = if name == "trap" { 1 } else { words.len() - 1 };
            for word in words[1..].iter().take(n_words) {
                text.append(word);
                text.push_text(" ");
            }
            let is_signal = name == "trap" && (words.len() < 3 || text.known() == Some("- "));
            if !is_signal {
                let place = Place { through: name.to_owned(), ..place.clone() };
                texts_run(&text, &place, names, collector);
            }
        }
    }
}

/// Runs a text in the shell of the script itself, whose functions it may call.
fn texts_run(text: &Template, place: &Place, names: &Names<'_>, collector: &mut Collector<'_>) {
    let n_before = collector.facts.calls.len();
    run_text(text, place, collector);
    let defined = |call: &heirloom_model::ProgramCall| {
        call.program.as_deref().is_some_and(|program| names.defined.contains(program))
    };
    let added = collector.facts.calls.split_off(n_before);
    collector.facts.calls.extend(added.into_iter().filter(|call| !defined(call)));
}
