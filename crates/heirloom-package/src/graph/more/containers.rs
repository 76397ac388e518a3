// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Images that Dockerfiles start from and compose files start.
//!
//! Only what they name, without saying who uses it: what they run, install and open is read where
//! products are made of them. Arguments are filled in where the file gives them a value.

use std::{collections::HashMap, ops::Range};

use heirloom_model::{PackageFact, PackageFileKind, PackageSource, RelationKind};

use super::{Simple, cluster, plain_of};
use crate::{
    graph::{
        ecosystem::Format,
        input::Input,
        plain::{Named, Plain},
    },
    lines::lines,
    purl::Purl,
    value::Value,
};

/// The purl type of images.
pub const IMAGES: &str = "docker";

const DOCKERFILE: &str = "dockerfile";
const COMPOSE: &str = "compose";

/// More stages and services of one file are not looked at.
const MAX_PARTS: usize = 10_000;
/// A name with its arguments filled in is no longer than this.
const MAX_NAME: usize = 1_000;

pub(super) static DOCKER: Simple = Simple {
    plain: Plain { lists: &[DOCKERFILE, COMPOSE], ..plain_of(IMAGES, &[], &[], purl) },
    formats: &[
        Format {
            name: DOCKERFILE,
            kind: PackageFileKind::Manifest,
            files: &[
                "dockerfile",
                "dockerfile.*",
                "*.dockerfile",
                "containerfile",
                "containerfile.*",
            ],
            takes: "images of stages and of files copied in, with tags and digests",
            read: dockerfile,
        },
        Format {
            name: COMPOSE,
            kind: PackageFileKind::Manifest,
            files: &[
                "docker-compose*.yml",
                "docker-compose*.yaml",
                "compose.yml",
                "compose.yaml",
                "compose.*.yml",
                "compose.*.yaml",
            ],
            takes: "images of services with tags and digests",
            read: compose,
        },
    ],
    usual: (RelationKind::Aggregate, 0.8, "the image lies below or beside the others"),
};

fn purl(named: Named<'_>) -> Option<Purl> {
    cluster::image(named.name, named.version)
}

fn dockerfile(input: &mut Input<'_>) -> bool {
    let mut arguments: HashMap<&str, String> = HashMap::new();
    let mut stages: Vec<String> = Vec::new();
    for (keyword, words, range) in instructions(input.text()).take(MAX_PARTS) {
        let plain = || words.iter().copied().filter(|word| !word.starts_with("--"));
        let taken = match keyword.to_ascii_uppercase().as_str() {
            "ARG" => {
                for (name, value) in plain().filter_map(|word| word.split_once('=')) {
                    let value = filled(value.trim_matches(['"', '\'']), &arguments);
                    // What a stage is made from is told by arguments before the first alone.
                    let of_all = value.filter(|_| stages.is_empty());
                    arguments.extend(of_all.map(|value| (name, value)));
                }
                None
            }
            "FROM" => {
                let name = plain().skip_while(|word| !word.eq_ignore_ascii_case("as")).nth(1);
                let taken = plain().next().and_then(|from| filled(from, &arguments));
                let taken = taken.filter(|from| !is_stage(from, &stages));
                stages.push(name.unwrap_or_default().to_owned());
                taken
            }
            "COPY" | "ADD" if !stages.is_empty() => {
                let from = words.iter().find_map(|word| word.strip_prefix("--from="));
                let from = from.filter(|from| from.parse::<usize>().is_err());
                let taken = from.and_then(|from| filled(from, &arguments));
                taken.filter(|from| !is_stage(from, &stages))
            }
            _ => None,
        };
        if let Some(image) = taken.filter(|name| name != "scratch") {
            // The place is the line with the keyword.
            let image = listed(input, &image, range);
            image.into_iter().for_each(|image| input.add_package(image));
        }
    }
    !stages.is_empty()
}

fn is_stage(name: &str, stages: &[String]) -> bool {
    stages.iter().any(|stage| stage.eq_ignore_ascii_case(name))
}

/// Keyword, words and place of each instruction; lines that a sign at the end joins are one, and
/// texts between `<<WORD` and `WORD` are passed over.
fn instructions(text: &str) -> impl Iterator<Item = (&str, Vec<&str>, Range<usize>)> {
    let escape = match text.lines().next().is_some_and(|line| line.replace(' ', "") == "#escape=`")
    {
        true => '`',
        false => '\\',
    };
    let mut lines = lines(text);
    std::iter::from_fn(move || {
        loop {
            let line = lines.next()?;
            let mut words: Vec<&str> = Vec::new();
            let mut part = line.words();
            if part.is_empty() || part.starts_with('#') {
                continue;
            }
            while let Some(open) = part.strip_suffix(escape) {
                words.extend(open.split_whitespace());
                let mut rest = lines.by_ref().map(|line| line.words());
                let is_part = |line: &&str| !line.is_empty() && !line.starts_with('#');
                part = rest.find(is_part).unwrap_or_default();
            }
            words.extend(part.split_whitespace());
            let ends: Vec<&str> = words.iter().filter_map(|word| heredoc(word)).collect();
            for end in ends {
                lines.by_ref().find(|line| line.words() == end);
            }
            if words.is_empty() {
                continue;
            }
            let keyword = words.remove(0);
            return Some((keyword, words, line.range()));
        }
    })
}

/// The word that ends a text in the file.
fn heredoc(word: &str) -> Option<&str> {
    let (_, end) = word.split_once("<<")?;
    let end = end.trim_start_matches('-').trim_matches(['"', '\'']);
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    (end.starts_with(|c: char| c.is_ascii_alphabetic()) && end.chars().all(is_word)).then_some(end)
}

/// A name with its arguments filled in; `None` where one has no value.
fn filled(written: &str, arguments: &HashMap<&str, String>) -> Option<String> {
    let mut done = String::new();
    let mut rest = written;
    while let Some((before, after)) = rest.split_once('$') {
        done.push_str(before);
        let (name, default, after) = match after.strip_prefix('{') {
            Some(inner) => {
                let (inner, after) = inner.split_once('}')?;
                let (name, default) = inner.split_once('-').unwrap_or((inner, ""));
                (name.trim_end_matches(':'), default, after)
            }
            None => {
                let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
                let end = after.find(|c| !is_name(c)).unwrap_or(after.len());
                (&after[..end], "", &after[end..])
            }
        };
        let default = (!default.is_empty()).then_some(default);
        done.push_str(arguments.get(name).map(String::as_str).or(default)?);
        rest = after;
        if done.len() > MAX_NAME {
            return None;
        }
    }
    done.push_str(rest);
    (done.len() <= MAX_NAME).then_some(done)
}

/// Services with an image; one that is built of the tree gives its own a name.
fn compose(input: &mut Input<'_>) -> bool {
    let yaml = input.yaml();
    let Some(services) = yaml.get("services") else { return false };
    for (_, service) in services.entries().iter().take(MAX_PARTS) {
        let image = service.get("image").filter(|_| service.get("build").is_none());
        let written = image.and_then(Value::as_text);
        let written = written.and_then(|written| filled(written, &HashMap::new()));
        let one = written.zip(image);
        let one = one.and_then(|(name, at)| listed(input, &name, at.range.clone()));
        one.into_iter().for_each(|one| input.add_package(one));
    }
    true
}

fn listed(input: &Input<'_>, written: &str, range: Range<usize>) -> Option<PackageFact> {
    let (path, version) = cluster::split(written)?;
    let mut one = PackageFact::new(written, path, input.span(range));
    // Of an image the digest counts, else the tag.
    let version = version.and_then(|version| version.rsplit('@').next());
    one.version = version.map(Into::into);
    one.source = PackageSource::Registry { url: None };
    Some(one)
}
