// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What of the tree an image holds, by the files that its Dockerfile copies.

use std::collections::BTreeMap;

use heirloom_model::{ComponentId, Evidence, Relation, SourceFacts, SourceLanguage, TreePath};

use super::{Draft, Found, SourceFile, evidence};

/// The components of ours that come into an image, with what shows it.
pub(super) fn brought(
    file: &SourceFile,
    context: Option<&TreePath>,
    draft: &Draft,
) -> BTreeMap<ComponentId, Evidence> {
    let mut brought: BTreeMap<ComponentId, Evidence> = BTreeMap::new();
    for copy in file.facts.copies.iter().filter(|copy| copy.is_delivered) {
        for source in copy.sources.iter().filter(|source| is_program(source)) {
            let Some(owner) = owner(file, context, source, draft) else { continue };
            let (strength, what) = if copy.is_built {
                (0.8, "a stage that it copies from is given")
            } else {
                (0.9, "it copies")
            };
            let seen = evidence(file, copy.span, strength, &format!("{what} {source}"));
            let known = brought.entry(owner).or_insert_with(|| seen.clone());
            if known.strength < seen.strength {
                *known = seen;
            }
        }
    }
    brought
}

/// Which of the programs of one component an image holds, by the names of the files that its
/// Dockerfile copies at last; all of them where no name is that of one.
pub(in crate::product) fn named(
    found: &Found,
    relation: &Relation,
    programs: &[&str],
) -> Vec<bool> {
    let docker = |path: &TreePath| {
        let is_it = |file: &&SourceFile| {
            file.facts.language == SourceLanguage::Dockerfile && file.path == *path
        };
        found.sources.iter().find(is_it)
    };
    let files = relation.evidence.iter().filter_map(|one| docker(one.source.as_ref()?));
    let words: Vec<&str> = files
        .flat_map(|file| &file.facts.build)
        .flat_map(|line| &line.words)
        .map(|word| word.rsplit('/').next().unwrap_or(word))
        .collect();
    // `app-linux-$ARCH` is `app`, unless another program is called `app-linux`.
    let length = |word: &str, name: &str| {
        let rest = word.strip_prefix(name)?;
        (rest.is_empty() || rest.starts_with(['-', '_', '.', '$'])).then_some(name.len())
    };
    let mut held = vec![false; programs.len()];
    for word in words {
        let longest = programs.iter().filter_map(|name| length(word, name)).max();
        for (at, name) in programs.iter().enumerate() {
            held[at] |= longest.is_some() && length(word, name) == longest;
        }
    }
    if held.contains(&true) { held } else { vec![true; programs.len()] }
}

/// The component of ours that a copied path belongs to. An image may be built in the folder of its
/// Dockerfile or in one above; the path that reaches the inner component counts.
fn owner(
    file: &SourceFile,
    context: Option<&TreePath>,
    source: &str,
    draft: &Draft,
) -> Option<ComponentId> {
    // From the first pattern or variable on, nothing is known.
    let known = source.split(['*', '?', '$', '[']).next().unwrap_or_default();
    let known = match known.len() == source.len() {
        true => known,
        false => known.rsplit_once('/').map_or("", |(folder, _)| folder),
    };
    let known = known.trim_start_matches('/');
    let known = if known.is_empty() { "." } else { known };
    let beside = file.path.parent().unwrap_or_default();
    let root = TreePath::root();
    let folders: Vec<&TreePath> = match context {
        Some(context) => vec![context],
        None => vec![&beside, &root],
    };
    let depth = |id: &ComponentId| {
        let path = draft.component(id).and_then(|component| component.path.as_ref());
        path.map_or(0, |path| path.as_bytes().len())
    };
    let owners = folders
        .into_iter()
        .filter_map(|folder| heirloom_package::joined_path(folder, known))
        .filter_map(|path| draft.owner_of(&path));
    owners.max_by_key(depth)
}

/// Whether a path can bring a program: lists of packages and settings do not.
fn is_program(source: &str) -> bool {
    let name = source.rsplit('/').next().unwrap_or(source).to_ascii_lowercase();
    let lists = [
        "build.gradle",
        "cargo.lock",
        "cargo.toml",
        "composer.json",
        "composer.lock",
        "gemfile",
        "gemfile.lock",
        "go.mod",
        "go.sum",
        "go.work",
        "package-lock.json",
        "package.json",
        "pipfile",
        "pipfile.lock",
        "pnpm-lock.yaml",
        "poetry.lock",
        "pom.xml",
        "pyproject.toml",
        "setup.cfg",
        "setup.py",
        "uv.lock",
        "yarn.lock",
        ".npmrc",
        ".yarnrc",
    ];
    let settings = [
        ".asc",
        ".cfg",
        ".cnf",
        ".conf",
        ".crt",
        ".env",
        ".gpg",
        ".ini",
        ".json",
        ".key",
        ".list",
        ".lock",
        ".md",
        ".pem",
        ".pub",
        ".repo",
        ".service",
        ".template",
        ".toml",
        ".txt",
        ".xml",
        ".yaml",
        ".yml",
    ];
    !lists.contains(&&*name) && !settings.iter().any(|end| name.ends_with(end))
}

/// Whether whoever runs the image starts something that is no shell.
pub(super) fn starts_something(facts: &SourceFacts) -> bool {
    let idle = ["ash", "bash", "dash", "fish", "ksh", "login", "sh", "sleep", "tail", "zsh"];
    facts.calls.iter().any(|call| {
        let starts = matches!(&*call.through, "CMD" | "ENTRYPOINT");
        starts && call.program.as_deref().is_none_or(|program| !idle.contains(&program))
    })
}
