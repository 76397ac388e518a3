// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! R: `DESCRIPTION` of packages, and `renv.lock`.

use heirloom_model::{PackageFact, PackageFileKind, PackageSource, RelationKind, Scope};

use super::{Simple, behind_equals, entries, items, named, place_in, plain_of, request, root, sum};
use crate::{
    fields,
    graph::{ecosystem::Format, input::Input, plain::Plain},
    value::{Data, Value},
};

const DESCRIPTION: &str = "r-description";
const RENV: &str = "renv-lock";

pub(super) static CRAN: Simple = Simple {
    plain: Plain { pinned: behind_equals, ..plain_of("cran", &[DESCRIPTION], &[RENV], named) },
    formats: &[
        Format {
            name: RENV,
            kind: PackageFileKind::Lock,
            files: &["renv.lock"],
            takes: "packages, edges, licenses, repositories, checksums",
            read: renv,
        },
        Format {
            name: DESCRIPTION,
            kind: PackageFileKind::Manifest,
            files: &["description"],
            takes: "package, license, people, dependencies with scope",
            read: description,
        },
    ],
    usual: (RelationKind::DynamicLink, 0.8, "R loads packages when they are used"),
};

const SECTIONS: [(&str, Scope); 5] = [
    ("Depends", Scope::Runtime),
    ("Imports", Scope::Runtime),
    ("LinkingTo", Scope::Build),
    ("Suggests", Scope::Optional),
    ("Enhances", Scope::Optional),
];

/// Packages that come with R itself.
const OF_R: [&str; 15] = [
    "R",
    "base",
    "compiler",
    "datasets",
    "grDevices",
    "graphics",
    "grid",
    "methods",
    "parallel",
    "splines",
    "stats",
    "stats4",
    "tcltk",
    "tools",
    "utils",
];

/// `name (>= 1.0)`.
fn split(text: &str) -> (&str, Option<&str>) {
    match text.split_once('(') {
        Some((name, rest)) => (name.trim(), rest.split(')').next().map(str::trim)),
        None => (text.trim(), None),
    }
}

fn description(input: &mut Input<'_>) -> bool {
    let text = input.text();
    let paragraphs = fields::paragraphs(text);
    let Some(header) = paragraphs.first() else {
        return false;
    };
    let (Some(name), Some(version)) =
        (fields::find(header, "Package"), fields::value(header, "Version"))
    else {
        return false;
    };
    let mut package = root(input, name.value, name.range.clone());
    package.version = Some(version.into());
    package.about.description = fields::value(header, "Title").map(Into::into);
    input.declare("", &mut package);
    for (section, scope) in SECTIONS {
        for part in fields::value(header, section).unwrap_or_default().split(',') {
            let (name, asked) = split(part);
            if name.is_empty() || OF_R.contains(&name) {
                continue;
            }
            let mut one = request(input, name, asked, place_in(text, part.trim()));
            one.scope = scope;
            package.requirements.push(one);
        }
    }
    input.add_package(package);
    true
}

fn renv(input: &mut Input<'_>) -> bool {
    let json = input.json();
    for (key, value) in entries(&json, "Packages") {
        let name = value.text("Package").unwrap_or(key);
        let mut package = PackageFact::new(key, name, input.span(value.range.clone()));
        package.version = value.scalar("Version").map(Into::into);
        package.checksums.extend(value.text("Hash").map(|hash| sum("renv", hash)));
        package.source = source(&json, value);
        if let Some(license) = value.get("License")
            && let Some(written) = license.as_text()
        {
            package.licenses.push(input.license("License", written, license.range.clone()));
        }
        for one in requirements(input, value) {
            package.requirements.push(one);
        }
        input.add_package(package);
    }
    json.get("Packages").is_some()
}

fn requirements(input: &Input<'_>, value: &Value<'_>) -> Vec<heirloom_model::Requirement> {
    let mut found = Vec::new();
    let sections = SECTIONS.iter().filter(|(_, scope)| *scope != Scope::Optional);
    for (section, scope) in sections.copied().chain([("Requirements", Scope::Runtime)]) {
        let texts: Vec<&Value<'_>> = match value.get(section) {
            Some(list) if matches!(list.data, Data::List(_)) => {
                items(value, section).iter().collect()
            }
            Some(text) => vec![text],
            None => continue,
        };
        for text in texts {
            for part in text.as_text().unwrap_or_default().split(',') {
                let (name, asked) = split(part);
                if name.is_empty() || OF_R.contains(&name) {
                    continue;
                }
                let mut one = request(input, name, asked, text.range.clone());
                one.scope = scope;
                found.push(one);
            }
        }
    }
    found
}

fn source(json: &Value<'_>, value: &Value<'_>) -> PackageSource {
    let part = |key: &str| value.text(key);
    let revision = part("RemoteSha").map(Into::into);
    match (part("Source"), part("RemoteUsername"), part("RemoteRepo")) {
        (Some("GitHub" | "GitLab" | "Bitbucket"), Some(owner), Some(name)) => {
            let host = match part("Source") {
                Some("GitLab") => "gitlab.com",
                Some("Bitbucket") => "bitbucket.org",
                _ => "github.com",
            };
            PackageSource::Git { url: format!("https://{host}/{owner}/{name}").into(), revision }
        }
        _ => match part("RemoteUrl").filter(|_| part("Source") == Some("git")) {
            Some(url) => PackageSource::Git { url: url.into(), revision },
            None => {
                let repository = part("Repository").filter(|name| *name != "CRAN");
                let all = json.get("R").map(|r| items(r, "Repositories")).unwrap_or_default();
                let known = all.iter().take(1_000).find(|one| one.text("Name") == repository);
                let url = repository.and(known).and_then(|one| one.text("URL"));
                PackageSource::Registry { url: url.map(Into::into) }
            }
        },
    }
}
