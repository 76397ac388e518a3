// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Plain makefiles: what their rules make, and the lists of objects that kernels and BusyBox have.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};

use heirloom_model::{BuildLine, BuildLineKind as Kind, Span};

use super::{
    Linkage,
    expand::BuildFiles,
    files::FileId,
    targets::{Gather, Made, is_named_for_work},
};
use crate::build::{is_of_compiler, make::PHONY};

/// Rules of one file beyond this number are not looked at.
const MAX_RULES: usize = 20_000;

/// A file to make.
#[derive(Default)]
struct Rule {
    needs: Vec<(usize, Box<str>)>,
    /// What commands name that compile or link it.
    made_from: Vec<(usize, Box<str>)>,
    /// Other words of commands, which may be things to make.
    mentions: Vec<(usize, Box<str>)>,
    is_for_work: bool,
    place: Option<(usize, Span)>,
    order: usize,
}

/// Takes in what a makefile's rules make.
pub(super) fn gather(file: usize, gather: &mut Gather<'_>) {
    kbuild(file, gather);
    let build = gather.build;
    // Parts of a makefile are read with the whole.
    if !build.files[file].read_by.is_empty() && !is_makefile(file, gather) {
        return;
    }
    let rules = rules(file, gather);
    if rules.is_empty() {
        return;
    }
    let reached = reached(&rules, build);
    let mut made: Vec<(Made, bool)> = Vec::new();
    for (name, rule) in &rules {
        if is_of_compiler(name) && !is_library(name) || is_text(name) {
            continue;
        }
        let Some((at, span)) = rule.place else { continue };
        let last = name.rsplit('/').next().unwrap_or(name).to_owned();
        let mut one = Made {
            is_for_work: rule.is_for_work || is_named_for_work(name),
            linkage: linkage(name),
            has_links: true,
            ..Made::new(last, !is_library(name), at, span)
        };
        let is_made = parts(rule, &rules, gather, file, &mut one);
        if is_made && !one.sources.is_empty() {
            made.push((one, reached.contains(name.as_str())));
        }
    }
    made.sort_by(|a, b| {
        (a.0.file, a.0.span.start, &a.0.name).cmp(&(b.0.file, b.0.span.start, &b.0.name))
    });
    let phony = phony(file, build);
    for (one, _) in &mut made {
        // What is made there has other names.
        if phony.contains(&one.name) {
            one.name = String::new();
        }
    }
    let is_told = made.iter().any(|(_, is_reached)| *is_reached);
    for (mut one, is_reached) in made {
        one.is_for_work |= is_told && !is_reached;
        gather.add(one);
    }
}

/// The names of rules that make no file of their name.
fn phony(file: usize, build: &BuildFiles) -> HashSet<String> {
    let files = build.with_read(file).into_iter();
    let lines = files.flat_map(|at| build.files[at].lines.iter().map(move |line| (at, line)));
    let lines = lines.filter(|(_, line)| line.kind == Kind::Set && *line.name == *PHONY);
    let words = lines.flat_map(|(at, line)| line.words.iter().map(move |word| (at, word)));
    words.flat_map(|(at, word)| build.expand(at, word).values).map(|(name, _)| name).collect()
}

fn is_makefile(file: usize, gather: &Gather<'_>) -> bool {
    let name = gather.build.files[file].path.file_name().to_ascii_lowercase();
    matches!(&*name, b"makefile" | b"gnumakefile" | b"makefile.am" | b"makefile.in")
}

/// The rules of a makefile with those that it reads, by what they make.
fn rules(file: usize, gather: &Gather<'_>) -> HashMap<String, Rule> {
    let build = gather.build;
    let mut rules: HashMap<String, Rule> = HashMap::new();
    let mut order = 0;
    for at in build.with_read(file) {
        let mut current: Vec<String> = Vec::new();
        let mut written = "";
        for line in &build.files[at].lines {
            match line.kind {
                Kind::Rule => {
                    let names: Vec<String> = build
                        .expand(at, &line.name)
                        .values
                        .into_iter()
                        .map(|(name, _)| plain(&name).to_owned())
                        .filter(|name| !name.is_empty())
                        .take(2_000)
                        .collect();
                    for name in &names {
                        let rule = rules.entry(name.clone()).or_default();
                        if rule.place.is_none() {
                            rule.place = Some((at, line.span));
                            rule.order = order;
                            order += 1;
                        }
                        rule.is_for_work |= line.is_for_work;
                        rule.needs.extend(line.words.iter().map(|word| (at, word.clone())));
                    }
                    if line.name.as_ref() == written {
                        current.extend(names);
                    } else {
                        current = names;
                        written = &line.name;
                    }
                }
                Kind::Recipe | Kind::Mention if *line.name == *written || !current.is_empty() => {
                    for name in &current {
                        let Some(rule) = rules.get_mut(name) else { continue };
                        if line.kind == Kind::Recipe {
                            rule.made_from.extend(line.words.iter().map(|word| (at, word.clone())));
                        }
                        rule.mentions.extend(line.words.iter().map(|word| (at, word.clone())));
                    }
                }
                _ => {}
            }
            if rules.len() > MAX_RULES {
                return rules;
            }
        }
    }
    rules
}

/// What make makes if nothing is asked of it, or asked to install.
fn reached<'r>(rules: &'r HashMap<String, Rule>, build: &BuildFiles) -> HashSet<&'r str> {
    let starts = ["all", "build", "default", "install", "lib", "modules", "programs", "world"];
    let first =
        rules.iter().filter(|(name, _)| !name.starts_with('.')).min_by_key(|(_, r)| r.order);
    let mut waiting: VecDeque<&str> = first.map(|(name, _)| name.as_str()).into_iter().collect();
    waiting.extend(rules.keys().map(String::as_str).filter(|name| {
        starts.iter().any(|start| {
            name.strip_prefix(start)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(['-', '_', '.']))
        }) && !is_named_for_work(name)
    }));
    let mut reached: HashSet<&str> = HashSet::new();
    while let Some(name) = waiting.pop_front() {
        if !reached.insert(name) {
            continue;
        }
        let Some(rule) = rules.get(name) else { continue };
        for (at, word) in rule.needs.iter().chain(&rule.mentions) {
            for (value, _) in build.expand(*at, word).values {
                waiting.extend(rules.get_key_value(plain(&value)).map(|(known, _)| known.as_str()));
            }
        }
    }
    reached
}

/// The files that something is made of, by its needs and commands; through phony names too.
fn parts(
    rule: &Rule,
    rules: &HashMap<String, Rule>,
    gather: &mut Gather<'_>,
    file: usize,
    made: &mut Made,
) -> bool {
    // What only has source before it and no compiler in its commands is written from it.
    let mut is_made = !rule.made_from.is_empty();
    for (at, word) in rule.needs.iter().chain(&rule.made_from) {
        let expanded = gather.build.expand(*at, word);
        let is_list = rule.needs.iter().any(|(_, need)| need == word);
        if is_list && let Some(name) = &expanded.unset {
            let upper = name.to_ascii_uppercase();
            if (upper.contains("OBJ") || upper.contains("SRC")) && !upper.contains("LIBOBJ") {
                gather.makes.open.entry(*at).or_insert(made.span);
            }
        }
        for (value, from) in expanded.values.into_iter().take(20_000) {
            let value = plain(&value);
            if value == "*" {
                // What a command gives; the signs of rules in commands say what is known.
                if is_list {
                    gather.makes.open.entry(*at).or_insert(made.span);
                }
                continue;
            }
            if is_library(value) {
                let last = value.rsplit('/').next().unwrap_or(value);
                // A rule that is called like the library which its commands write.
                if made.is_program && last.rsplit_once('.').is_some_and(|(s, _)| s == made.name) {
                    made.is_program = false;
                    made.linkage = linkage(value);
                } else {
                    made.uses.push(value.to_owned());
                }
                continue;
            }
            if let Some(name) = value.strip_prefix("-l") {
                made.uses.push(name.to_owned());
                continue;
            }
            let found: Vec<FileId> = gather.files(file, from, value);
            made.sources.extend(&found);
            let is_object = [".o", ".lo", ".obj", ".*"].iter().any(|end| value.ends_with(end));
            is_made |= is_object || value.strip_suffix(".c") == Some(&*made.name);
            // What an object is made from may have another name.
            let Some(own) = rules.get(value) else { continue };
            for (at, need) in own.needs.iter().chain(&own.made_from).take(200) {
                if is_of_compiler(need) && !need.ends_with(".o") && !is_library(need) {
                    let found = gather.files(file, *at, plain(need));
                    made.sources.extend(found);
                }
            }
        }
    }
    is_made
}

/// Lists of objects by name: `obj-y += a.o`, `lib-$(CONFIG_X) += b.o`, `x-objs := c.o`. What a list of
/// such names calls `x.o` is a module of its own where `x-objs` says what it is made of, or where it is
/// asked for as one (`obj-m`).
fn kbuild(file: usize, gather: &mut Gather<'_>) {
    let build = gather.build;
    let starts = ["obj-", "lib-", "core-", "libs-", "drivers-", "net-"];
    let lines = &build.files[file].lines;
    let is_list = |name: &str| starts.iter().any(|start| name.starts_with(start));
    let sets = || lines.iter().filter(|line| line.kind == Kind::Set);
    let Some(first) = sets().find(|line| is_list(list_name(&line.name))) else { return };
    let modules = modules(file, gather);
    // Other lists are parts of these by their names.
    let is_told = |name: &str| {
        let is_part = ["-objs", "-y", "-m"].iter().any(|end| name.ends_with(end));
        is_list(name) || is_part || name.contains("-${CONFIG")
    };
    let told = sets().filter(|line| is_told(list_name(&line.name)));
    let mut sources = objects(told, file, gather);
    for (_, module) in &modules {
        sources.retain(|source| !module.contains(source));
    }
    let span = first.span;
    let made = |name: String, sources: BTreeSet<FileId>| Made {
        is_installed: true,
        linkage: Linkage::Kernel,
        has_links: true,
        sources,
        ..Made::new(name, false, file, span)
    };
    for (name, module) in modules {
        gather.add(made(format!("{name}.ko"), module));
    }
    if !sources.is_empty() {
        gather.add(made(String::new(), sources));
    }
}

/// The files of source that lists of objects name.
fn objects<'l>(
    lines: impl Iterator<Item = &'l BuildLine>,
    file: usize,
    gather: &mut Gather<'_>,
) -> BTreeSet<FileId> {
    let mut sources = BTreeSet::new();
    for line in lines {
        let objects = line.words.iter().filter(|word| word.ends_with(".o") || word.contains("${"));
        for word in objects {
            for (value, from) in gather.build.expand(file, word).values {
                if value.ends_with(".o") {
                    sources.extend(gather.files(file, from, &value));
                }
            }
        }
    }
    sources
}

/// The modules of a list of objects, each with its files, in the order of their names.
fn modules(file: usize, gather: &mut Gather<'_>) -> Vec<(String, BTreeSet<FileId>)> {
    let build = gather.build;
    let sets = || build.files[file].lines.iter().filter(|line| line.kind == Kind::Set);
    let mut names: BTreeMap<String, (bool, String)> = BTreeMap::new();
    for line in sets() {
        let Some(list) = list_name(&line.name).strip_prefix("obj-") else { continue };
        for (value, _) in line.words.iter().flat_map(|word| build.expand(file, word).values) {
            let Some(stem) = value.strip_suffix(".o").filter(|stem| !stem.contains(['*', '$']))
            else {
                continue;
            };
            let last = stem.rsplit('/').next().unwrap_or(stem).to_owned();
            names.entry(last).or_insert((false, value.clone())).0 |= list == "m";
        }
    }
    let mut modules = Vec::new();
    for (name, (is_module, object)) in names.into_iter().take(2_000) {
        let is_part = |line: &&BuildLine| {
            let rest = list_name(&line.name).strip_prefix(&*name);
            rest.and_then(|rest| rest.strip_prefix('-')).is_some_and(|rest| {
                matches!(rest, "objs" | "y" | "m") || rest.starts_with("${CONFIG")
            })
        };
        let mut sources = objects(sets().filter(is_part), file, gather);
        if sources.is_empty() && is_module {
            sources.extend(gather.files(file, file, &object));
        }
        if !sources.is_empty() {
            modules.push((name, sources));
        }
    }
    modules
}

/// The name of a list, without what `configure` puts before it to switch the line off.
fn list_name(name: &str) -> &str {
    match name.strip_prefix("${@").and_then(|rest| rest.split_once('}')) {
        Some((_, name)) if !name.is_empty() => name,
        _ => name,
    }
}

/// A name without what stands for ends of programs.
fn plain(name: &str) -> &str {
    let name = name.strip_prefix("./").unwrap_or(name);
    match name.find("${") {
        Some(at) if at > 0 => &name[..at],
        _ => name,
    }
}

fn linkage(name: &str) -> Linkage {
    match (is_library(name), name.ends_with(".a")) {
        (false, _) => Linkage::Program,
        (true, true) => Linkage::Static,
        (true, false) => Linkage::Shared,
    }
}

fn is_library(name: &str) -> bool {
    [".a", ".la", ".so", ".dylib", ".dll"].iter().any(|end| name.ends_with(end))
        || name.contains(".so.")
}

/// Whether a name is that of something nobody runs or links.
fn is_text(name: &str) -> bool {
    let ends = [
        ".h", ".in", ".txt", ".html", ".1", ".3", ".5", ".8", ".pc", ".tar.gz", ".d", ".inc",
        ".pl", ".perl", ".pm", ".py", ".sh", ".cgi", ".tcl", ".pot", ".js", ".css",
    ];
    ends.iter().any(|end| name.ends_with(end))
}
