// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Programs that source text runs.

use heirloom_model::{
    ComponentId, DeliveredForm, ProgramCall, RelationKind, Scope, SourceLanguage,
};

use super::{Draft, Found, RelationSource, found::SourceFile, scope::scope_of};

pub(super) struct Programs;

impl RelationSource for Programs {
    fn join(&self, found: &Found, draft: &mut Draft) {
        for file in &found.sources {
            let users = draft.holders(found, &file.path);
            let Some(scope) = scope_of(file).filter(|_| !users.is_empty()) else { continue };
            for call in &file.facts.calls {
                let Some(program) = call.program.as_deref().map(without_version) else { continue };
                if found.own_programs.contains(program) || is_own_path(&call.written) {
                    continue;
                }
                let is_container = file.facts.language == SourceLanguage::Dockerfile;
                let Some(used) = resolve(draft, program, is_container) else { continue };
                let scope = scope_of_call(file, call, scope);
                let kind = match scope {
                    Scope::Build => RelationKind::BuildTool,
                    _ => RelationKind::Exec,
                };
                for user in users.iter().filter(|user| **user != used) {
                    draft.relate(user, &used, kind, scope, call.evidence(&file.path));
                }
            }
        }
    }
}

/// `npx prettier@3` runs `prettier`.
fn without_version(program: &str) -> &str {
    match program.rsplit_once('@') {
        Some((name, version))
            if !name.is_empty() && version.starts_with(|c: char| c.is_ascii_digit()) =>
        {
            name
        }
        _ => program,
    }
}

/// What a call serves; what a Dockerfile runs while an image is made serves building.
fn scope_of_call(file: &SourceFile, call: &ProgramCall, scope: Scope) -> Scope {
    let is_container = file.facts.language == SourceLanguage::Dockerfile;
    if is_container && scope == Scope::Runtime && call.through.starts_with("RUN") {
        Scope::Build
    } else {
        scope
    }
}

/// Whether a program is named by its place beside the file: it comes from the tree, or is built
/// from it.
fn is_own_path(written: &str) -> bool {
    let written = written.trim_start_matches(['"', '\'']);
    let is_installed = ["node_modules/", "/bin/"].iter().any(|folder| written.contains(folder));
    written.starts_with('.') && !is_installed
}

/// The component that a program's name means; one that the recipient has, if none is known.
///
/// Packages of most ecosystems are libraries, which programs of the same name are not: a package
/// `docker` of Python talks to the program. Those of npm that share a name with a program bring it.
/// What an image installs is there for what runs in the image alone.
fn resolve(draft: &mut Draft, name: &str, is_container: bool) -> Option<ComponentId> {
    let is_program = |id: &str| {
        let npm = id.starts_with("pkg:npm/") && !CLIENTS.contains(&name);
        let system = ["pkg:deb/", "pkg:apk/", "pkg:rpm/"];
        let in_image = is_container && system.iter().any(|start| id.starts_with(start));
        npm || in_image || id.starts_with("pkg:generic/") || !id.contains(':')
    };
    if let Some(known) = draft.named(name, &is_program) {
        return Some(known);
    }
    let name = name.to_lowercase();
    draft.third_party(&format!("pkg:generic/{name}"), &name, |component| {
        component.form = DeliveredForm::None;
    })
}

/// Packages of npm that only talk to the program of their name.
const CLIENTS: [&str; 12] = [
    "bash", "curl", "docker", "ffmpeg", "git", "openssl", "python", "redis", "rsync", "ssh", "tar",
    "zip",
];
