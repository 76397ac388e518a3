// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What a repository takes from others by address: actions and workflows of GitHub, submodules.
//!
//! The version of an action is what follows `@`: a commit, tag or branch. Where that is a commit, a
//! comment often says which release it is; that is kept as what was requested.

use heirloom_model::{
    PackageEdge, PackageFact, PackageFileKind, PackageGraph, PackageSource, RelationKind,
    Requirement, Scope,
};

use super::{
    builder::Builder,
    ecosystem::{Ecosystem, Format, Linkage},
    input::Input,
    plain::{self, Named, Plain},
    tree::Tree,
};
use crate::{
    lines::lines,
    purl::Purl,
    value::{Data, Value},
};

pub(crate) struct Github;

const WORKFLOW: &str = "github-workflow";
const ACTION: &str = "github-action";
const SUBMODULES: &str = "git-submodules";

const PLAIN: Plain = Plain {
    ecosystem: "github",
    manifests: &[WORKFLOW, ACTION],
    locks: &[],
    installed: &[SUBMODULES],
    names_absent: false,
    lists: &[],
    spread: &[],
    purl,
    normal: str::to_lowercase,
    // Behind a commit a release may stand in brackets.
    pinned: |requested| requested.split(' ').next(),
    lock_folder: plain::beside,
    manager_folder: plain::beside,
    property: None,
};

impl Ecosystem for Github {
    fn purl_type(&self) -> &'static str {
        "github"
    }

    fn formats(&self) -> &'static [Format] {
        &[
            Format {
                name: WORKFLOW,
                kind: PackageFileKind::Manifest,
                files: &["workflows/*.yml", "workflows/*.yaml"],
                takes: "used actions and workflows with their versions, images of jobs and services",
                read: workflow,
            },
            Format {
                name: ACTION,
                kind: PackageFileKind::Manifest,
                files: &["action.yml", "action.yaml"],
                takes: "the action, used actions with their versions, its image",
                read: action,
            },
            Format {
                name: SUBMODULES,
                kind: PackageFileKind::Installed,
                files: &[".gitmodules"],
                takes: "repositories with their folders; the commit stands in no file",
                read: submodules,
            },
        ]
    }

    fn resolve(&self, tree: &Tree<'_>, builder: &mut Builder) {
        plain::resolve(&PLAIN, tree, builder);
    }

    /// Actions run while the repository is built and checked; sources of submodules are mostly built
    /// in.
    fn linkage(&self, _: &PackageGraph, edge: &PackageEdge) -> Linkage {
        if edge.scope == Scope::Build {
            return Linkage {
                kind: RelationKind::BuildTool,
                scope: edge.scope,
                strength: 0.9,
                note: "actions run beside the build",
            };
        }
        Linkage {
            kind: RelationKind::CompiledIn,
            scope: edge.scope,
            strength: 0.5,
            note: "sources of a submodule are mostly compiled in",
        }
    }
}

/// `OWNER/REPOSITORY/PATH`, images as Docker names them, addresses of other hosts.
fn purl(named: Named<'_>) -> Option<Purl> {
    if named.name.starts_with("./") {
        return None;
    }
    match (named.ecosystem, named.source) {
        ("docker", _) => {
            let (namespace, name) = match named.name.rsplit_once('/') {
                Some((namespace, name)) => (Some(namespace), name),
                None => (None, named.name),
            };
            Purl::new("docker", namespace, name, named.version).ok()
        }
        ("github" | "gitlab" | "bitbucket", _) => {
            let (owner, rest) = named.name.split_once('/')?;
            let (name, path) = match rest.split_once('/') {
                Some((name, path)) => (name, Some(path)),
                None => (rest, None),
            };
            let none = std::collections::BTreeMap::new();
            let (kind, owner) = (named.ecosystem, Some(owner));
            Purl::with_parts(kind, owner, name, named.version, none, path).ok()
        }
        (_, PackageSource::Git { url, .. }) => {
            let mut purl = Purl::new("generic", None, named.name, named.version).ok()?;
            purl.qualify("vcs_url", &format!("git+{url}")).ok()?;
            Some(purl)
        }
        _ => Purl::new("generic", None, named.name, named.version).ok(),
    }
}

fn workflow(input: &mut Input<'_>) -> bool {
    let root = input.yaml();
    let Some(jobs) = root.get("jobs") else {
        return false;
    };
    let mut package = PackageFact::new("", "", input.span(jobs.range.clone()));
    package.is_root = true;
    for (_, job) in jobs.entries() {
        uses(input, job, &mut package.requirements);
        for step in job.get("steps").map(Value::items).unwrap_or_default() {
            uses(input, step, &mut package.requirements);
        }
        let services = job.get("services").map(Value::entries).unwrap_or_default();
        let services = services.iter().map(|(_, service)| service);
        for container in job.get("container").into_iter().chain(services) {
            let image = if container.as_text().is_some() {
                Some(container)
            } else {
                container.get("image")
            };
            package.requirements.extend(image.and_then(|image| docker(input, image)));
        }
    }
    if !package.requirements.is_empty() {
        input.add_package(package);
    }
    true
}

fn action(input: &mut Input<'_>) -> bool {
    let root = input.yaml();
    let Some(runs) = root.get("runs") else {
        return false;
    };
    let range = root.get("name").unwrap_or(runs).range.clone();
    // An action is known by the address of its repository, which it does not say.
    let mut package = PackageFact::new("", "", input.span(range));
    package.is_root = true;
    package.about.description = root.text("description").map(Into::into);
    for step in runs.get("steps").map(Value::items).unwrap_or_default() {
        uses(input, step, &mut package.requirements);
    }
    package.requirements.extend(runs.get("image").and_then(|image| docker(input, image)));
    input.add_package(package);
    true
}

/// `uses: OWNER/REPOSITORY/PATH@VERSION`, a folder of the tree, or an image.
fn uses(input: &Input<'_>, value: &Value<'_>, found: &mut Vec<Requirement>) {
    let Some(at) = value.get("uses") else {
        return;
    };
    let written = at.as_text().unwrap_or_default();
    let span = input.span(at.range.clone());
    if written.starts_with("docker://") {
        found.extend(docker(input, at));
        return;
    }
    if let Some(path) = written.strip_prefix("./") {
        // Relative to the root of the repository.
        let mut requirement = Requirement::new(written, span);
        requirement.scope = Scope::Build;
        requirement.inherited = true;
        requirement.source = PackageSource::Path { path: path.into() };
        found.push(requirement);
        return;
    }
    let Some((name, version)) = written.rsplit_once('@') else {
        return;
    };
    if !name.contains('/') || name.contains("${{") {
        return;
    }
    let mut requirement = Requirement::new(name, span);
    requirement.scope = Scope::Build;
    requirement.requested = Some(version.into());
    // Commits are written short, too.
    let is_commit =
        (7..=40).contains(&version.len()) && version.bytes().all(|b| b.is_ascii_hexdigit());
    let release = comment(input.text(), at.range.end).filter(|_| is_commit);
    if let Some(release) = release {
        requirement.requested = Some(format!("{version} ({release})").into());
        requirement.resolved = None;
    }
    found.push(requirement);
}

/// The first word of the comment behind a place.
fn comment(text: &str, at: usize) -> Option<&str> {
    let line = text.get(at..)?.lines().next()?;
    let (_, comment) = line.split_once('#')?;
    comment.split_whitespace().find(|word| word.contains(|c: char| c.is_ascii_digit()))
}

fn docker(input: &Input<'_>, value: &Value<'_>) -> Option<Requirement> {
    let Data::Text(written) = &value.data else {
        return None;
    };
    let image = written.strip_prefix("docker://").unwrap_or(written);
    let is_file = written.len() == image.len() && image.to_lowercase().contains("dockerfile");
    if image.is_empty() || image.contains("${{") || is_file {
        return None;
    }
    let (tagged, digest) = image.split_once('@').map_or((image, None), |(n, d)| (n, Some(d)));
    let (name, tag) = match tagged.rsplit_once(':') {
        Some((name, tag)) if !tag.contains('/') => (name, Some(tag)),
        _ => (tagged, None),
    };
    // A digest says which image it is; the tag beside it is for people.
    let version = digest.or(tag);
    let mut requirement = Requirement::new(name, input.span(value.range.clone()));
    requirement.ecosystem = Some("docker".into());
    requirement.scope = Scope::Build;
    requirement.requested = version.map(Into::into);
    Some(requirement)
}

fn submodules(input: &mut Input<'_>) -> bool {
    let mut found: Vec<(PackageFact, String, String)> = Vec::new();
    for line in lines(input.text()) {
        let words = line.words();
        let span = input.span(line.range());
        if words.starts_with("[submodule") {
            found.push((PackageFact::new(words, "", span), String::new(), String::new()));
        }
        let (Some((key, value)), Some(last)) = (words.split_once('='), found.last_mut()) else {
            continue;
        };
        match key.trim() {
            "path" => value.trim().clone_into(&mut last.1),
            "url" => value.trim().clone_into(&mut last.2),
            _ => {}
        }
    }
    let is_one = !found.is_empty();
    for (mut package, path, url) in found {
        let (host, name) = repository(&url);
        package.ecosystem = Some(host.into());
        package.name = if name.is_empty() { path.as_str().into() } else { name.into() };
        package.source = match host {
            "generic" => PackageSource::Git { url: url.into(), revision: None },
            _ => PackageSource::Path { path: path.into() },
        };
        if !package.name.is_empty() {
            input.add_package(package);
        }
    }
    is_one
}

/// The purl type of a host, and owner and name of a repository there.
fn repository(url: &str) -> (&'static str, String) {
    let plain = url.trim_end_matches('/').trim_end_matches(".git");
    let plain = plain.split_once("://").map_or(plain, |(_, rest)| rest);
    let plain = plain.rsplit_once('@').map_or(plain, |(_, rest)| rest);
    let (host, path) = plain.split_once(['/', ':']).unwrap_or(("", plain));
    let path = path.trim_start_matches('/');
    match host {
        "github.com" if path.split('/').count() == 2 => ("github", path.to_owned()),
        "gitlab.com" if path.split('/').count() == 2 => ("gitlab", path.to_owned()),
        "bitbucket.org" if path.split('/').count() == 2 => ("bitbucket", path.to_owned()),
        _ => ("generic", path.rsplit('/').next().unwrap_or(path).to_owned()),
    }
}
