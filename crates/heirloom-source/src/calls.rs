// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Programs that code runs, libraries it loads and models it fetches, by calls of known functions.

use heirloom_model::{ModelReference, ModelReferenceKind, ModelRole, SourceGround, SourceLanguage};
use tree_sitter::Node;

use crate::{
    collect::Collector,
    evaluate::Evaluator,
    grammar::{self, Grammar},
    names::{CallSite, Names},
    nodes::{Arguments, children, field},
    paths,
    program::{self, Place},
    runners::{self, Action, Style},
    shell,
    value::{Found, Item, Part, Shape, Template},
};

/// Reads what a program's text says by its calls.
pub(crate) fn read(grammar: Grammar, text: &str, collector: &mut Collector<'_>) {
    let Some(tree) = grammar::parse(grammar, text, collector.limits.max_operations) else {
        collector.limit("max_operations");
        return;
    };
    let language = collector.facts.language;
    let names = Names::of(&tree, text, language, collector.limits.max_nodes);
    if names.is_cut {
        collector.limit("max_nodes");
    }
    let evaluator = Evaluator::new(&names, collector.limits.max_steps);
    for site in &names.calls {
        let Some(function) = function(site, &names) else { continue };
        let Some(action) = runners::find(language, &function) else { continue };
        let reader = Reader { evaluator: &evaluator, site, function: &function };
        match action {
            Action::Run(style) => reader.run(style, collector),
            Action::Load(at) => reader.load(at, collector),
            Action::Model(kind, at, keyword) => reader.model(kind, at, keyword, collector),
        }
    }
    if evaluator.is_exhausted() {
        collector.limit("max_steps");
    }
}

/// The function that a call runs; names that a module gives all at once are looked up in it.
fn function<'t>(site: &CallSite<'t>, names: &Names<'t>) -> Option<String> {
    let path = paths::callee(site.node, site.scope, names)?;
    if path.starts_with('?') || runners::find(names.language, &path).is_some() {
        return Some(path);
    }
    let sign = if names.language == SourceLanguage::Rust { "::" } else { "." };
    let joined = names.globs.iter().map(|module| format!("{module}{sign}{path}"));
    let known = joined.take(16).find(|path| runners::find(names.language, path).is_some());
    known.or(Some(path))
}

struct Reader<'r, 'n, 't> {
    evaluator: &'r Evaluator<'n, 't>,
    site: &'r CallSite<'t>,
    function: &'r str,
}

impl<'t> Reader<'_, '_, 't> {
    fn arguments(&self) -> Arguments<'t> {
        self.evaluator.names.arguments(self.site.node)
    }

    fn values(&self, node: Node<'t>) -> Vec<Found<'t>> {
        self.evaluator.values(node, self.site.scope)
    }

    /// Where and how a value is run.
    fn place(&self, found: &Found<'t>) -> Place {
        let ground = match (self.site.is_damaged, found.ground) {
            (true, ground) => ground.max(SourceGround::Damaged),
            (false, ground) => ground,
        };
        let range = found.site.clone().unwrap_or(self.site.node.byte_range());
        Place { through: shown(self.function), range, ground, depth: 0 }
    }

    fn run(&self, style: Style, collector: &mut Collector<'_>) {
        let arguments = self.arguments();
        match style {
            Style::Shell(at) => self.run_shell(arguments.at_or_named(at, COMMANDS), collector),
            Style::Words(at) => {
                for found in self.argument(arguments.at_or_named(at, COMMANDS)) {
                    self.run_found(&found, true, &[], collector);
                }
            }
            Style::Python(at) => self.run_python(&arguments, at, collector),
            Style::List(at) => {
                let list = arguments.positional.get(at).map(|&list| self.cmd_of(list));
                for found in self.argument(list) {
                    self.run_found(&found, true, &[], collector);
                }
            }
            Style::ProgramAndList(program, list) => {
                let rest = self.list(self.args_of(arguments.positional.get(list).copied()), 0);
                let is_split = self.function.contains("actions/exec") || self.has_shell(&arguments);
                for found in self.argument(arguments.positional.get(program).copied()) {
                    self.run_found(&found, is_split, &rest, collector);
                }
            }
            Style::ProgramAndArgv(program, list) => {
                let rest = self.list(arguments.positional.get(list).copied(), 1);
                for found in self.argument(arguments.positional.get(program).copied()) {
                    self.run_found(&found, false, &rest, collector);
                }
            }
            Style::Spread(program, first) => {
                let mut rest = arguments.positional.get(first..).unwrap_or_default().to_vec();
                if self.evaluator.names.language == SourceLanguage::Rust {
                    rest = self.evaluator.names.chained(self.site.node).collect();
                }
                let rest = self.words(&rest);
                let program = arguments.at_or_named(program, &["program", "file", "cmd"]);
                for found in self.argument(program) {
                    self.run_found(&found, false, &rest, collector);
                }
            }
            Style::Each => self.run_each(&arguments, collector),
            Style::Interpreter(name) => {
                let rest = self.words(&arguments.positional[..arguments.positional.len().min(1)]);
                let found = Found::literal(Shape::Text(Template::text(name)));
                self.run_found(&found, false, &rest, collector);
            }
            Style::Template => self.run_template(collector),
        }
    }

    fn argument(&self, node: Option<Node<'t>>) -> Vec<Found<'t>> {
        match node {
            Some(node) => self.values(node),
            None => vec![Found::unknown()],
        }
    }

    /// The known words of arguments; lists among them are spread.
    fn words(&self, nodes: &[Node<'t>]) -> Vec<Template> {
        let mut words = Vec::new();
        for &node in nodes {
            let values = self.values(node);
            match values.as_slice() {
                [Found { shape: Shape::List(items), .. }] => {
                    words.extend(self.evaluator.words(items));
                }
                [found] => words.push(found.template()),
                _ => words.push(Template::hole()),
            }
        }
        words
    }

    /// The words of a list from one on.
    fn list(&self, node: Option<Node<'t>>, from: usize) -> Vec<Template> {
        let Some(node) = node else { return Vec::new() };
        match self.values(node).as_slice() {
            [Found { shape: Shape::List(items), .. }] => {
                self.evaluator.words(items.get(from..).unwrap_or_default())
            }
            _ => vec![Template::hole()],
        }
    }

    /// Runs one value: a text, a text of words, or a list whose first item is the program.
    fn run_found(
        &self,
        found: &Found<'t>,
        is_split: bool,
        rest: &[Template],
        collector: &mut Collector<'_>,
    ) {
        let place = self.place(found);
        match &found.shape {
            Shape::List(items) => {
                let behind = self.evaluator.words(items.get(1..).unwrap_or_default());
                let firsts = match items.first() {
                    Some(Some(item)) => self.evaluator.values(item.node, item.scope),
                    _ => vec![Found::unknown()],
                };
                for first in firsts {
                    let mut place = place.clone();
                    place.ground = place.ground.max(first.ground);
                    place.range = first.site.clone().unwrap_or(place.range);
                    let words = [&[first.template()], behind.as_slice()].concat();
                    program::run(&words, &place, collector);
                }
            }
            Shape::Words(text) => {
                program::run(&[text.words().as_slice(), rest].concat(), &place, collector);
            }
            Shape::Text(text) if is_split => {
                program::run(&[text.words().as_slice(), rest].concat(), &place, collector);
            }
            Shape::Text(text) => {
                program::run(&[std::slice::from_ref(text), rest].concat(), &place, collector);
            }
            Shape::Unknown => {
                program::run(&[&[Template::hole()], rest].concat(), &place, collector);
            }
        }
    }

    fn run_shell(&self, argument: Option<Node<'t>>, collector: &mut Collector<'_>) {
        // A call without a command only asks whether there is a shell.
        let Some(node) = argument else { return };
        if matches!(self.evaluator.names.text(node), "NULL" | "nullptr") {
            return;
        }
        for found in self.values(node) {
            let place = self.place(&found);
            match &found.shape {
                Shape::Text(text) | Shape::Words(text) => {
                    shell::run_text(text, &place, collector);
                }
                Shape::List(_) => self.run_found(&found, false, &[], collector),
                Shape::Unknown => program::run(&[Template::hole()], &place, collector),
            }
        }
    }

    fn run_python(&self, arguments: &Arguments<'t>, at: usize, collector: &mut Collector<'_>) {
        let executable = arguments.keyword("executable");
        let is_shell = arguments.keyword("shell").is_some_and(|value| {
            !matches!(self.evaluator.names.text(value), "False" | "0" | "None")
        });
        let Some(node) = arguments.at_or_named(at, &["args", "cmd"]) else {
            // `Popen(*command)` and `run(**options)`.
            program::run(&[Template::hole()], &self.place(&Found::unknown()), collector);
            return;
        };
        if matches!(node.kind(), "list_splat" | "dictionary_splat") {
            for found in self.argument(crate::nodes::first(node)) {
                match found.shape {
                    Shape::List(_) => self.run_first_of(&found, is_shell, collector),
                    _ => self.run_found(&Found::unknown(), false, &[], collector),
                }
            }
            return;
        }
        if let (Some(executable), false) = (executable, is_shell) {
            for found in self.values(executable) {
                self.run_found(&found, false, &[], collector);
            }
            return;
        }
        for found in self.values(node) {
            match &found.shape {
                Shape::Text(text) if is_shell => {
                    shell::run_text(text, &self.place(&found), collector);
                }
                // Without a shell Windows splits the text, and others take it as the program.
                _ => self.run_found(&found, true, &[], collector),
            }
        }
    }

    /// Runs the first argument of arguments that are handed on whole.
    fn run_first_of(&self, found: &Found<'t>, is_shell: bool, collector: &mut Collector<'_>) {
        let Shape::List(items) = &found.shape else { return };
        let Some(Some(Item { node, scope })) = items.first() else {
            return self.run_found(&Found::unknown(), false, &[], collector);
        };
        for value in self.evaluator.values(*node, *scope) {
            let site = value.site.clone().or_else(|| found.site.clone());
            let value = Found { site, ..value }.at_most(found.ground);
            match &value.shape {
                Shape::Text(text) if is_shell => {
                    shell::run_text(text, &self.place(&value), collector);
                }
                _ => self.run_found(&value, true, &[], collector),
            }
        }
    }

    fn run_each(&self, arguments: &Arguments<'t>, collector: &mut Collector<'_>) {
        let Some(&first) = arguments.positional.first() else { return };
        let rest = self.words(&arguments.positional[1..]);
        for found in self.values(first) {
            self.run_found(&found, false, &rest, collector);
        }
    }

    /// `$`git status``, `cmd!("git", "status")`, `cmd!(shell, "git status")`.
    fn run_template(&self, collector: &mut Collector<'_>) {
        let node = self.site.node;
        let place = self.place(&Found::literal(Shape::Unknown));
        if let Some(template) = field(node, "arguments").filter(|n| n.kind() == "template_string") {
            let (text, _) = self.evaluator.template(template, self.site.scope);
            shell::run_text(&text, &place, collector);
            return;
        }
        let tree = children(node).into_iter().find(|child| child.kind() == "token_tree");
        let parts = tree.map(children).unwrap_or_default();
        let is_text = |node: &Node<'_>| node.kind().ends_with("string_literal");
        let texts = parts.iter().filter(|part| is_text(part));
        let texts: Vec<Template> =
            texts.map(|text| self.evaluator.template(*text, self.site.scope).0).collect();
        match (parts.first(), texts.first()) {
            (Some(first), Some(_)) if is_text(first) => program::run(&texts, &place, collector),
            (Some(_), Some(text)) => program::run(&text.words(), &place, collector),
            _ => program::run(&[Template::hole()], &place, collector),
        }
    }

    /// The value of `cmd` or `args` in an object that holds options, or the expression itself.
    fn cmd_of(&self, node: Node<'t>) -> Node<'t> {
        self.member(node, "cmd").unwrap_or(node)
    }

    fn args_of(&self, node: Option<Node<'t>>) -> Option<Node<'t>> {
        let node = node?;
        if node.kind() == "object" { self.member(node, "args") } else { Some(node) }
    }

    fn member(&self, object: Node<'t>, name: &str) -> Option<Node<'t>> {
        let pairs = children(object).into_iter().filter(|child| child.kind() == "pair");
        pairs
            .filter(|pair| {
                field(*pair, "key").is_some_and(|key| self.evaluator.names.text(key) == name)
            })
            .find_map(|pair| field(pair, "value"))
    }

    fn has_shell(&self, arguments: &Arguments<'t>) -> bool {
        let options = arguments.positional.last().filter(|node| node.kind() == "object");
        options
            .and_then(|options| self.member(*options, "shell"))
            .is_some_and(|value| self.evaluator.names.text(value) != "false")
    }

    fn load(&self, at: usize, collector: &mut Collector<'_>) {
        let Some(node) = self.arguments().at_or_named(at, &["name"]) else { return };
        let written = self.evaluator.names.text(node);
        // The program itself.
        if matches!(written, "NULL" | "nullptr" | "None" | "0") {
            return;
        }
        for found in self.values(node) {
            let text = found.template();
            let last = match text.0.last() {
                Some(Part::Text(last)) if text.0.len() == 1 || last.contains(['/', '\\']) => {
                    last.rsplit(['/', '\\']).next().filter(|name| is_library(name))
                }
                _ => None,
            };
            let place = self.place(&found);
            let is_tail = text.0.len() > 1;
            let ground =
                if is_tail { place.ground.max(SourceGround::PathTail) } else { place.ground };
            collector.load(last, written, &place.through, ground, place.range);
        }
    }

    fn model(
        &self,
        kind: ModelReferenceKind,
        at: usize,
        keyword: &str,
        collector: &mut Collector<'_>,
    ) {
        let arguments = self.arguments();
        let is_data = arguments
            .keyword("repo_type")
            .is_some_and(|value| self.evaluator.names.text(value).contains("dataset"));
        let kind = if is_data { ModelReferenceKind::Dataset } else { kind };
        let Some(node) = arguments.at_or_named(at, &[keyword]) else { return };
        for found in self.values(node) {
            let text = found.template();
            let name = text.known().filter(|name| is_reference(name));
            // A folder of this machine is no reference to others' work.
            if name.is_none() && text.known().is_some() || !collector.has_room() {
                continue;
            }
            let place = self.place(&found);
            let ground = if name.is_none() { SourceGround::Computed } else { place.ground };
            collector.facts.model_references.push(ModelReference {
                kind,
                role: ModelRole::Loaded,
                name: name.map(Into::into),
                through: place.through.into(),
                ground,
                span: collector.source.span(place.range),
            });
        }
    }
}

/// Keywords that name a command.
const COMMANDS: &[&str] = &["cmd", "command", "args", "commandline"];

/// The last parts of a function's path, as people write it.
fn shown(function: &str) -> String {
    let name = function.rsplit('/').next().unwrap_or(function);
    name.strip_prefix("?.").unwrap_or(name).to_owned()
}

fn is_library(name: &str) -> bool {
    !name.is_empty()
        && name.len() <= 255
        && name.chars().any(char::is_alphanumeric)
        && !name.chars().any(|c| c.is_control() || "$`{}<>*?|\"".contains(c))
}

/// Whether a text may name a model or dataset of a hub.
pub(crate) fn is_reference(name: &str) -> bool {
    let n_slashes = name.bytes().filter(|&b| b == b'/').count();
    !name.is_empty()
        && name.len() <= 200
        && n_slashes <= 1
        && !name.starts_with(['.', '/', '~', '-'])
        && !name.ends_with('/')
        && !name.contains("..")
        && name.chars().all(|c| c.is_alphanumeric() || "-_./:".contains(c))
        && name.chars().any(char::is_alphabetic)
}
