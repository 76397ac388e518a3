// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! A recorded registry of osv-scalibr as what a user has: a Maven repository of POM files.
//!
//! Names stand at the margin, below them versions, below these what each requires as
//! `NAME@REQUEST`, after `ATTRIBUTES|` where there are any.

use std::{error::Error, fmt::Write};

use heirloom_model::TreePath;

/// A POM file and where it lies in the tree.
type File = (TreePath, Vec<u8>);

struct Pom<'a> {
    name: &'a str,
    version: &'a str,
    requests: Vec<&'a str>,
}

/// The POM files of a recorded registry, with their paths.
pub(super) fn poms(text: &str) -> Result<Vec<File>, Box<dyn Error>> {
    let schema = text.split_once("schema: |").ok_or("no schema")?.1;
    let mut poms: Vec<Pom<'_>> = Vec::new();
    let mut name = "";
    let mut margin = None;
    for line in schema.lines().filter(|line| !line.trim().is_empty()) {
        let depth = line.len() - line.trim_start().len();
        let margin = *margin.get_or_insert(depth);
        match (depth.saturating_sub(margin), line.trim()) {
            (0, text) => name = text,
            (1..4, version) => poms.push(Pom { name, version, requests: Vec::new() }),
            (_, request) => {
                if let Some(pom) = poms.last_mut().filter(|_| !request.starts_with("ATTR")) {
                    pom.requests.push(request);
                }
            }
        }
    }
    poms.iter().map(written).collect()
}

fn written(pom: &Pom<'_>) -> Result<File, Box<dyn Error>> {
    let (group, artifact) = pom.name.split_once(':').ok_or("no group")?;
    let version = pom.version;
    let mut text = format!(
        "<project><groupId>{group}</groupId><artifactId>{artifact}</artifactId>\
         <version>{version}</version><dependencies>"
    );
    for request in &pom.requests {
        let (scope, request) = request.split_once('|').unwrap_or(("", request));
        let (name, requested) = request.rsplit_once('@').ok_or("no request")?;
        let (group, artifact) = name.trim().split_once(':').ok_or("no group")?;
        write!(
            text,
            "<dependency><groupId>{group}</groupId><artifactId>{artifact}</artifactId>\
             <version>{requested}</version>"
        )?;
        let scope = scope.to_lowercase();
        for known in ["test", "provided"].iter().filter(|known| scope.contains(*known)) {
            write!(text, "<scope>{known}</scope>")?;
        }
        if scope.contains("opt") {
            text += "<optional>true</optional>";
        }
        text += "</dependency>";
    }
    text += "</dependencies></project>";
    let folder = group.replace('.', "/");
    let path = format!("given/{folder}/{artifact}/{version}/{artifact}-{version}.pom");
    Ok((TreePath::parse(path.as_bytes())?, text.into_bytes()))
}
