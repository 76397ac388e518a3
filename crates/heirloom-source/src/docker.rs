// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Dockerfiles: images they start from, commands they run, packages they install, ports they open.

mod lines;

use std::{collections::HashMap, ops::Range};

use heirloom_model::{BuildLineKind, ExposedPort, ImageCopy, ImageUse, SourceGround};

use crate::{
    collect::{Collector, MAX_WRITTEN, shortened},
    program::{self, Place},
    shell,
    value::Template,
};

use lines::{Instruction, MAX_INSTRUCTIONS, instructions};

/// A stage of the build.
struct Stage {
    /// Its name, in lower case.
    name: Option<String>,
    /// The stage it starts from; else it starts from an image.
    from: Option<usize>,
    /// The words of its last `ENTRYPOINT` or `CMD`.
    has_entrypoint: bool,
    /// Whether its `SHELL` is one of a Bourne kind.
    is_posix: bool,
    /// The stages that it copies from.
    copies_from: Vec<usize>,
}

/// What one instruction gave: the numbers of facts before it, and its stage.
struct Mark {
    stage: usize,
    first_install: usize,
    /// Whether it removes packages again.
    removes: bool,
}

/// How packages are removed.
const REMOVALS: [&str; 6] =
    ["apk del", "apt-get purge", "apt-get remove", "auto-remove", "autoremove", "dnf remove"];

/// What is installed to build and removed behind that, in the same layer.
const BUILDING: [&str; 12] = [
    "autoconf",
    "automake",
    "build-base",
    "build-essential",
    "cmake",
    "g++",
    "gcc",
    "libtool",
    "linux-headers",
    "make",
    "pkg-config",
    "pkgconf",
];

/// Reads a Dockerfile.
pub(crate) fn read(text: &str, collector: &mut Collector<'_>) {
    let mut stages: Vec<Stage> = Vec::new();
    let mut marks: Vec<Mark> = Vec::new();
    let mut arguments: HashMap<String, String> = HashMap::new();
    let instructions = instructions(text);
    if instructions.len() >= MAX_INSTRUCTIONS {
        collector.limit("instructions");
    }
    for instruction in instructions {
        let stage = stages.len().saturating_sub(1);
        let rest = instruction.rest();
        let removes =
            instruction.keyword == "RUN" && REMOVALS.iter().any(|removal| rest.contains(removal));
        marks.push(Mark { stage, first_install: collector.facts.installs.len(), removes });
        if instruction.keyword == "RUN" {
            mounts(&instruction, stages.len(), collector);
        }
        match instruction.keyword.as_str() {
            "FROM" => from(&instruction, &arguments, &mut stages, collector),
            "ARG" | "ENV" => define(&instruction, &mut arguments),
            "COPY" | "ADD" => copy(&instruction, &arguments, &mut stages, collector),
            "RUN" if stages.last().is_none_or(|stage| stage.is_posix) => {
                run(&instruction, "RUN", collector);
            }
            "CMD" if stages.last().is_none_or(|stage| !stage.has_entrypoint) => {
                run(&instruction, "CMD", collector);
            }
            "ENTRYPOINT" => {
                if let Some(stage) = stages.last_mut() {
                    stage.has_entrypoint = true;
                }
                run(&instruction, "ENTRYPOINT", collector);
            }
            "HEALTHCHECK" => health(&instruction, collector),
            "SHELL" => set_shell(&instruction, &mut stages),
            "EXPOSE" => expose(&instruction, collector),
            _ => {}
        }
    }
    mark_delivered(&stages, &marks, collector);
}

/// The parameters of a text filled in, where the file itself says what they are.
fn filled(text: &str, arguments: &HashMap<String, String>) -> Option<String> {
    let mut filled = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('$') {
        filled.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let (name, default, after) = match rest.strip_prefix('{') {
            Some(inner) => {
                let (inner, after) = inner.split_once('}')?;
                let (name, default) = match inner.split_once(":-") {
                    Some((name, default)) => (name, Some(default)),
                    None => (inner, None),
                };
                (name, default, after)
            }
            None => {
                let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
                let end = rest.find(|c| !is_name(c)).unwrap_or(rest.len());
                (&rest[..end], None, &rest[end..])
            }
        };
        filled.push_str(arguments.get(name).map(String::as_str).or(default)?);
        if filled.len() > MAX_WRITTEN {
            return None;
        }
        rest = after;
    }
    filled.push_str(rest);
    Some(filled)
}

fn define(instruction: &Instruction<'_>, arguments: &mut HashMap<String, String>) {
    for word in instruction.words() {
        let Some((name, value)) = word.split_once('=') else { continue };
        let value = value.trim_matches(['"', '\'']);
        if let Some(value) = filled(value, arguments).filter(|_| arguments.len() < 10_000) {
            arguments.insert(name.to_owned(), value);
        }
    }
}

fn from(
    instruction: &Instruction<'_>,
    arguments: &HashMap<String, String>,
    stages: &mut Vec<Stage>,
    collector: &mut Collector<'_>,
) {
    let words = instruction.words();
    let mut words = words.iter().filter(|word| !word.starts_with("--"));
    let Some(written) = words.next() else { return };
    let image = filled(written, arguments);
    let is_as = words.next().is_some_and(|word| word.eq_ignore_ascii_case("as"));
    let name = if is_as { words.next().map(|name| name.to_ascii_lowercase()) } else { None };
    let from = image.as_deref().and_then(|image| stage_of(image, stages));
    if from.is_none() && image.as_deref() != Some("scratch") && collector.has_room() {
        collector.facts.images.push(ImageUse {
            image: image.map(Into::into),
            stage: stages.len() as u32,
            is_copied: false,
            is_delivered: false,
            span: collector.source.span(instruction.range.clone()),
        });
    }
    let is_posix = from.and_then(|from| stages.get(from)).is_none_or(|stage| stage.is_posix);
    stages.push(Stage { name, from, has_entrypoint: false, is_posix, copies_from: Vec::new() });
}

fn stage_of(name: &str, stages: &[Stage]) -> Option<usize> {
    let name = name.to_ascii_lowercase();
    stages.iter().rposition(|stage| stage.name.as_deref() == Some(&name))
}

/// Files from the tree, from a stage before, or from another image.
fn copy(
    instruction: &Instruction<'_>,
    arguments: &HashMap<String, String>,
    stages: &mut [Stage],
    collector: &mut Collector<'_>,
) {
    let words = instruction.words();
    let plain = words.iter().filter(|word| !word.starts_with("--"));
    let named: Vec<String> = plain
        .map(|word| word.trim_matches(['"', '[', ']', ',']).to_owned())
        .take(MAX_SOURCES)
        .collect();
    let stage = stages.len().saturating_sub(1).to_string();
    collector.build(BuildLineKind::Install, &stage, named, false, instruction.range.clone());
    let Some(from) = words.iter().find_map(|word| word.strip_prefix("--from=")) else {
        let operands = exec_form(instruction.command().0).unwrap_or_else(|| {
            let plain = words.iter().filter(|word| !word.starts_with("--"));
            plain.map(|word| (*word).to_owned()).collect()
        });
        bring(&operands, instruction, arguments, stages.len(), collector);
        return;
    };
    let image = filled(from, arguments);
    let stage = image.as_deref().and_then(|name| {
        let by_number = || name.parse::<usize>().ok().filter(|n| *n < stages.len());
        stage_of(name, stages).or_else(by_number)
    });
    match (stage, stages.last_mut()) {
        (Some(from), Some(stage)) if stage.copies_from.len() < MAX_SOURCES => {
            stage.copies_from.push(from);
        }
        (Some(_), _) => {}
        (None, _) if collector.has_room() => collector.facts.images.push(ImageUse {
            image: image.map(Into::into),
            stage: stages.len().saturating_sub(1) as u32,
            is_copied: true,
            is_delivered: false,
            span: collector.source.span(instruction.range.clone()),
        }),
        _ => {}
    }
}

/// More paths of one instruction, and stages that one copies from, are not kept.
const MAX_SOURCES: usize = 200;

/// What comes from the folder that the image is built in; addresses are no files of it.
fn bring(
    operands: &[String],
    instruction: &Instruction<'_>,
    arguments: &HashMap<String, String>,
    n_stages: usize,
    collector: &mut Collector<'_>,
) {
    let Some((_, sources)) = operands.split_last() else { return };
    let is_file = |source: &&String| !source.contains("://") && !source.starts_with("<<");
    let sources: Vec<Box<str>> = sources
        .iter()
        .filter(is_file)
        .take(MAX_SOURCES)
        .map(|source| {
            let source = filled(source, arguments).unwrap_or_else(|| source.clone());
            shortened(&source, MAX_WRITTEN).into()
        })
        .collect();
    if !sources.is_empty() && collector.has_room() {
        collector.facts.copies.push(ImageCopy {
            sources,
            stage: n_stages.saturating_sub(1) as u32,
            is_delivered: false,
            is_built: false,
            span: collector.source.span(instruction.range.clone()),
        });
    }
}

/// `RUN --mount=type=bind,source=src,target=/src`: the tree is there while it runs.
fn mounts(instruction: &Instruction<'_>, n_stages: usize, collector: &mut Collector<'_>) {
    for word in instruction.words().into_iter().take_while(|word| word.starts_with("--")) {
        let Some(mount) = word.strip_prefix("--mount=") else { continue };
        let value = |key: &str| mount.split(',').find_map(|part| part.strip_prefix(key));
        let is_bind = value("type=").is_none_or(|kind| kind == "bind");
        let has_other = value("from=").is_some();
        if is_bind && !has_other && collector.has_room() {
            let source = value("source=").or_else(|| value("src=")).unwrap_or(".");
            collector.facts.copies.push(ImageCopy {
                sources: vec![shortened(source, MAX_WRITTEN).into()],
                stage: n_stages.saturating_sub(1) as u32,
                is_delivered: false,
                is_built: true,
                span: collector.source.span(instruction.range.clone()),
            });
        }
    }
}

/// Runs the words of `["a", "b"]`, or a text for a shell.
fn run(instruction: &Instruction<'_>, through: &str, collector: &mut Collector<'_>) {
    let place = |range: Range<usize>| Place {
        through: through.to_owned(),
        range,
        ground: SourceGround::Literal,
        depth: 0,
    };
    if let Some(words) = exec_form(instruction.rest()) {
        let words: Vec<Template> = words.into_iter().map(Template::text).collect();
        program::run(&words, &place(instruction.range.clone()), collector);
        return;
    }
    let (command, n_skipped) = instruction.command();
    let start = instruction.rest_start + n_skipped;
    shell::read_at(command, collector, &|range| place(start + range.start..start + range.end));
    for body in &instruction.bodies {
        let text = &instruction.source[body.clone()];
        shell::read_at(text, collector, &|range| {
            place(body.start + range.start..body.start + range.end)
        });
    }
}

/// `HEALTHCHECK --interval=5s CMD curl http://localhost`.
fn health(instruction: &Instruction<'_>, collector: &mut Collector<'_>) {
    let rest = instruction.rest();
    let Some(at) = rest.find("CMD ").or_else(|| rest.find("CMD[")) else { return };
    let inner = Instruction {
        rest_start: instruction.rest_start + at + 3,
        text: rest[at + 3..].to_owned(),
        ..instruction.clone()
    };
    run(&inner, "HEALTHCHECK", collector);
}

fn set_shell(instruction: &Instruction<'_>, stages: &mut [Stage]) {
    let words = exec_form(instruction.rest()).unwrap_or_default();
    let program = words.first().map_or("", String::as_str).rsplit(['/', '\\']).next();
    if let (Some(stage), Some(program)) = (stages.last_mut(), program) {
        stage.is_posix = program.ends_with("sh") && !program.contains("pwsh");
    }
}

fn expose(instruction: &Instruction<'_>, collector: &mut Collector<'_>) {
    for port in instruction.words() {
        if port.len() <= MAX_WRITTEN && collector.has_room() {
            let span = collector.source.span(instruction.range.clone());
            collector.facts.ports.push(ExposedPort { port: port.into(), span });
        }
    }
}

/// The words of a JSON list of texts.
fn exec_form(text: &str) -> Option<Vec<String>> {
    let inner = text.trim().strip_prefix('[')?.strip_suffix(']')?;
    let mut words = Vec::new();
    let mut rest = inner.trim();
    while !rest.is_empty() {
        let mut word = String::new();
        let mut characters = rest.strip_prefix('"')?.chars();
        loop {
            match characters.next()? {
                '"' => break,
                '\\' => word.push(characters.next()?),
                other => word.push(other),
            }
        }
        words.push(word);
        rest = characters.as_str().trim_start();
        match rest.strip_prefix(',') {
            Some(after) => rest = after.trim_start(),
            None if rest.is_empty() => {}
            None => return None,
        }
    }
    Some(words)
}

/// What the last stage starts from, over stages, is part of the image that comes out.
fn mark_delivered(stages: &[Stage], marks: &[Mark], collector: &mut Collector<'_>) {
    let mut delivered = vec![false; stages.len()];
    let mut stage = stages.len().checked_sub(1);
    while let Some(at) = stage {
        if std::mem::replace(&mut delivered[at], true) {
            break;
        }
        stage = stages[at].from;
    }
    let reaching = reaching(stages, &delivered);
    // What is copied into a stage before has other names later.
    let is_kept = |stage: &str| {
        stage.parse::<usize>().is_ok_and(|at| delivered.get(at).copied().unwrap_or(false))
    };
    collector.facts.build.retain(|line| is_kept(&line.name));
    for copy in &mut collector.facts.copies {
        let at = copy.stage as usize;
        // What a stage before holds is made into something, or taken as it is.
        copy.is_built |= !delivered.get(at).copied().unwrap_or(false);
        copy.is_delivered = reaching.get(at).copied().unwrap_or(false);
    }
    for image in &mut collector.facts.images {
        image.is_delivered = delivered.get(image.stage as usize).copied().unwrap_or(false);
    }
    for (at, mark) in marks.iter().enumerate() {
        let end = marks.get(at + 1).map_or(collector.facts.installs.len(), |m| m.first_install);
        let is_delivered = delivered.get(mark.stage).copied().unwrap_or(true);
        for install in &mut collector.facts.installs[mark.first_install..end] {
            let name = &*install.name;
            let is_for_building =
                name.ends_with("-dev") || name.ends_with("-devel") || BUILDING.contains(&name);
            install.is_delivered = is_delivered && !(mark.removes && is_for_building);
        }
    }
}

/// The stages of which something reaches the image: those that it stands on, those that these copy
/// from, and so on.
fn reaching(stages: &[Stage], delivered: &[bool]) -> Vec<bool> {
    let mut reaching = delivered.to_vec();
    let mut waiting: Vec<usize> = (0..stages.len()).filter(|at| delivered[*at]).collect();
    while let Some(at) = waiting.pop() {
        for from in stages[at].copies_from.iter().copied().chain(stages[at].from) {
            if from < stages.len() && !std::mem::replace(&mut reaching[from], true) {
                waiting.push(from);
            }
        }
    }
    reaching
}
