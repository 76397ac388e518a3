// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Joins Dockerfiles and compose files: what each makes or starts, and from which images.

use std::collections::HashMap;

use heirloom_model::{Owner, PackageFact, PackageSource, ProblemCode, Requirement, TreePath};

use super::{COMPOSE, DOCKERFILE, IMAGES, cluster};
use crate::{
    graph::{
        builder::{Builder, NewEdge, NewPackage, Node, place},
        ecosystem::format_of,
        tree::{File, Tree},
    },
    paths,
};

pub(super) fn resolve(tree: &Tree<'_>, builder: &mut Builder) {
    // The package of a file: an image by the path of its Dockerfile, a service by name too.
    let mut made: HashMap<(&TreePath, &str), Node> = HashMap::new();
    let files = || [DOCKERFILE, COMPOSE].into_iter().flat_map(|format| tree.of_format(format));
    for file in files() {
        for package in &file.facts.packages {
            let Some(node) = add_own(builder, file, package) else { return };
            made.insert((file.path, &package.name), node);
        }
    }
    for file in files() {
        for package in &file.facts.packages {
            let Some(&from) = made.get(&(file.path, &*package.name)) else { continue };
            for requirement in &package.requirements {
                let to = match (&requirement.source, &requirement.resolved) {
                    (PackageSource::Path { path }, _) => {
                        let path = paths::join(&file.folder(), path);
                        let to = path.as_ref().and_then(|path| made.get(&(path, "")).copied());
                        // A file under a name of its own is there, and nobody reads it.
                        let is_read = path.as_ref().is_none_or(is_dockerfile);
                        if to.is_none() && is_read {
                            missing(builder, file, requirement);
                        }
                        to
                    }
                    (_, Some(service)) => made.get(&(file.path, &**service)).copied(),
                    _ => add_image(builder, requirement),
                };
                if let Some(to) = to.filter(|to| *to != from) {
                    connect(builder, from, to, requirement, file);
                }
            }
        }
    }
}

/// An image that a Dockerfile makes is called after the file, and a service by its name. Neither
/// holds the files around it: those belong to what is put into the image.
fn add_own(builder: &mut Builder, file: File<'_>, package: &PackageFact) -> Option<Node> {
    let path = file.path.to_string();
    let name = if package.name.is_empty() { path.as_str() } else { &package.name };
    let node = builder.add(NewPackage {
        ecosystem: IMAGES,
        name,
        version: None,
        purl: None,
        owner: Owner::Own,
        folder: Some(file.path.clone()),
        source: PackageSource::Path { path: "".into() },
    })?;
    builder.place(node, place(file, package.span));
    builder.describe(node, package);
    Some(node)
}

fn add_image(builder: &mut Builder, requirement: &Requirement) -> Option<Node> {
    // Of an image the digest counts, else the tag.
    let version = requirement.requested.as_deref().and_then(|text| text.rsplit('@').next());
    builder.add(NewPackage {
        ecosystem: IMAGES,
        name: &requirement.name,
        version,
        purl: cluster::image(&requirement.name, version),
        owner: Owner::ThirdParty,
        folder: None,
        source: requirement.source.clone(),
    })
}

fn is_dockerfile(path: &TreePath) -> bool {
    format_of(path).is_some_and(|(_, format)| format.name == DOCKERFILE)
}

fn missing(builder: &mut Builder, file: File<'_>, requirement: &Requirement) {
    let PackageSource::Path { path } = &requirement.source else { return };
    let args = vec![("file", path.clone())];
    builder.problem(ProblemCode::PACKAGE_FILE_MISSING, args, file.path, Some(requirement.span));
}

fn connect(builder: &mut Builder, from: Node, to: Node, requirement: &Requirement, file: File<'_>) {
    let edge = NewEdge::asked(requirement, vec![place(file, requirement.span)]);
    builder.connect(from, to, edge);
}
