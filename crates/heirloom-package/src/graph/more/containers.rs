// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Images that Dockerfiles start from and compose files start.
//!
//! A Dockerfile makes an image, a compose file starts services: both are packages of the tree, named
//! after their file and their service. What the programs in them run, install and open is read where
//! products are made of them. Arguments are filled in where the file gives them a value.

mod joined;

use std::{collections::HashMap, ops::Range};

use heirloom_model::{
    PackageEdge, PackageFact, PackageFileKind, PackageGraph, PackageNature, PackageSource,
    RelationKind, Requirement, Scope,
};

use super::{cluster, request, root};
use crate::{
    graph::{
        builder::Builder,
        ecosystem::{Ecosystem, Format, Linkage},
        input::Input,
        tree::Tree,
    },
    lines::lines,
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

pub(super) struct Docker;

impl Ecosystem for Docker {
    fn purl_type(&self) -> &'static str {
        IMAGES
    }

    fn formats(&self) -> &'static [Format] {
        &[
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
                takes: "the image it makes; images of stages and of files copied in, with tags and digests, those of stages that are left behind as needed for building",
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
                takes: "services with their images, tags and digests, the Dockerfiles they are built from, which service needs which",
                read: compose,
            },
        ]
    }

    fn resolve(&self, tree: &Tree<'_>, builder: &mut Builder) {
        joined::resolve(tree, builder);
    }

    fn linkage(&self, _: &PackageGraph, edge: &PackageEdge) -> Linkage {
        let (kind, strength, note) = match edge.scope {
            Scope::Build => {
                (RelationKind::BuildTool, 0.9, "the stage works while the image is built")
            }
            Scope::Provided => {
                (RelationKind::Aggregate, 0.8, "services are started beside each other")
            }
            _ => (RelationKind::Aggregate, 0.8, "the image lies below or beside the others"),
        };
        Linkage { kind, scope: edge.scope, strength, note }
    }
}

/// A stage of a Dockerfile: its name, and by number what it starts from and copies from.
#[derive(Default)]
struct Stage {
    name: String,
    /// The stage that it goes on from.
    base: Option<usize>,
    /// The images that it takes, by their numbers among all.
    images: Vec<usize>,
}

fn dockerfile(input: &mut Input<'_>) -> bool {
    let mut arguments: HashMap<&str, String> = HashMap::new();
    let mut stages: Vec<Stage> = Vec::new();
    let mut images: Vec<(String, Range<usize>)> = Vec::new();
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
                let from = plain().next();
                let taken = from.and_then(|from| filled(from, &arguments));
                if let Some(open) = from.filter(|_| taken.is_none()) {
                    let span = input.span(range.clone());
                    input.unknown(open, span);
                }
                let base = taken.as_deref().and_then(|from| stage_of(from, &stages));
                let name = name.unwrap_or_default().to_owned();
                stages.push(Stage { name, base, images: Vec::new() });
                taken.filter(|_| base.is_none())
            }
            "COPY" | "ADD" if !stages.is_empty() => {
                let from = words.iter().find_map(|word| word.strip_prefix("--from="));
                let from = from.filter(|from| from.parse::<usize>().is_err());
                let taken = from.and_then(|from| filled(from, &arguments));
                taken.filter(|from| stage_of(from, &stages).is_none())
            }
            _ => None,
        };
        // The place is the line with the keyword.
        if let (Some(image), Some(stage)) =
            (taken.filter(|name| name != "scratch"), stages.last_mut())
        {
            stage.images.push(images.len());
            images.push((image, range));
        }
    }
    let mut package = root(input, "", 0..1);
    package.nature = PackageNature::Platform;
    package.requirements = requests(input, &stages, &images);
    if !stages.is_empty() {
        input.add_package(package);
    }
    !stages.is_empty()
}

/// What an image is made of: that of the last stage lies in it, that of others only helps to make it.
fn requests(
    input: &Input<'_>,
    stages: &[Stage],
    images: &[(String, Range<usize>)],
) -> Vec<Requirement> {
    let mut is_kept = vec![false; stages.len()];
    // A stage goes on from one before it.
    let mut at = stages.len().checked_sub(1);
    while let Some(stage) = at {
        is_kept[stage] = true;
        at = stages[stage].base;
    }
    let mut found: Vec<Requirement> = Vec::new();
    for (stage, is_kept) in stages.iter().zip(is_kept) {
        for (image, range) in stage.images.iter().map(|&number| &images[number]) {
            let Some(mut one) = image_request(input, image, range.clone()) else { continue };
            if !is_kept {
                one.scope = Scope::Build;
                let name = (!stage.name.is_empty()).then(|| format!("stage {}", stage.name));
                one.condition = name.map(Into::into);
            }
            found.push(one);
        }
    }
    found
}

/// A request for an image by its whole name.
fn image_request(input: &Input<'_>, written: &str, range: Range<usize>) -> Option<Requirement> {
    let (path, version) = cluster::split(written)?;
    let mut one = request(input, path, version, range);
    one.source = PackageSource::Registry { url: None };
    Some(one)
}

/// The stage of that name before the present one; of several the last.
fn stage_of(name: &str, stages: &[Stage]) -> Option<usize> {
    let is_it = |stage: &Stage| !name.is_empty() && stage.name.eq_ignore_ascii_case(name);
    stages.iter().rposition(is_it)
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

/// Services with their images; one that is built of the tree names its Dockerfile.
fn compose(input: &mut Input<'_>) -> bool {
    let yaml = input.yaml();
    let Some(services) = yaml.get("services") else { return false };
    for (name, service) in services.entries().iter().take(MAX_PARTS) {
        let mut package = PackageFact::new(name, name, input.span(service.range.clone()));
        package.is_root = true;
        package.nature = PackageNature::Platform;
        match service.get("build") {
            Some(build) => package.requirements.extend(built(input, build)),
            None => package.requirements.extend(started(input, service)),
        }
        package.requirements.extend(needed(input, service));
        input.add_package(package);
    }
    true
}

/// The image that a service starts.
fn started(input: &mut Input<'_>, service: &Value<'_>) -> Option<Requirement> {
    let image = service.get("image")?;
    let written = image.as_text()?;
    let Some(written) = filled(written, &HashMap::new()) else {
        let span = input.span(image.range.clone());
        input.unknown(written, span);
        return None;
    };
    let mut one = image_request(input, &written, image.range.clone())?;
    one.scope = Scope::Provided;
    Some(one)
}

/// The Dockerfile that a service is built from: `build: DIR`, or its context and file. A context
/// elsewhere and one that is filled in later are none of the tree.
fn built(input: &Input<'_>, build: &Value<'_>) -> Option<Requirement> {
    let context = build.as_text().or_else(|| build.text("context")).unwrap_or(".");
    let file = build.text("dockerfile").unwrap_or("Dockerfile");
    let is_known = |text: &str| !text.contains(['$', ':']) && !text.starts_with('/');
    if !is_known(context) || !is_known(file) {
        return None;
    }
    let path = format!("{}/{file}", context.trim_end_matches('/'));
    let mut one = request(input, file, None, build.range.clone());
    one.source = PackageSource::Path { path: path.into() };
    Some(one)
}

/// The services that one needs to be there: a list of names, or names with conditions.
fn needed(input: &Input<'_>, service: &Value<'_>) -> Vec<Requirement> {
    let Some(others) = service.get("depends_on") else { return Vec::new() };
    let listed = others.items().iter().filter_map(|one| Some((one.as_text()?, one)));
    let named = others.entries().iter().map(|(name, value)| (&**name, value));
    let all = listed.chain(named).map(|(name, value)| {
        let mut one = request(input, name, None, value.range.clone());
        one.resolved = Some(name.into());
        one.scope = Scope::Provided;
        one
    });
    all.collect()
}
