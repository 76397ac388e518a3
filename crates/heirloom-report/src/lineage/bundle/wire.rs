// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The form `heirloom-bundle/1`.

use heirloom_model::{Bundle, BundledFile, Demand, MissingPiece};
use schemars::JsonSchema;
use serde::Serialize;

/// What goes with one delivery.
#[derive(Serialize, JsonSchema)]
pub(crate) struct BundleWire {
    /// The form's name and version: `heirloom-bundle/1`.
    form: &'static str,
    /// The version of Heirloom.
    version: String,
    delivery: String,
    kind: &'static str,
    /// Whether nothing that is owed for certain is missing.
    complete: bool,
    /// What is demanded, by kind and component.
    pieces: Vec<DemandWire>,
    /// Duties that somebody meets by doing something.
    acts: Vec<ActWire>,
    notices: Vec<NoticeWire>,
    /// License texts: titles in the order of their numbers in the file of notices.
    texts: Vec<String>,
    files: Vec<FileWire>,
    sources: Vec<SourceWire>,
    /// Whether the sources are offered in writing.
    written_offer: bool,
    /// Components whose source is offered in writing, and not at hand.
    offered_in_writing: Vec<String>,
    missing: Vec<MissingWire>,
    /// What would be owed if unknown facts are so.
    open: Vec<MissingWire>,
}

#[derive(Serialize, JsonSchema)]
struct DemandWire {
    kind: &'static str,
    component: String,
    certain: bool,
    until: Option<String>,
    /// The ways that are open to meet the duties, where licenses name several.
    means: Vec<&'static str>,
    duties: Vec<DutyTermWire>,
}

#[derive(Serialize, JsonSchema)]
struct DutyTermWire {
    duty: &'static str,
    term: String,
    clause: String,
}

#[derive(Serialize, JsonSchema)]
struct ActWire {
    duty: &'static str,
    term: String,
    clause: String,
    components: Vec<String>,
}

#[derive(Serialize, JsonSchema)]
struct NoticeWire {
    component: String,
    name: String,
    version: Option<String>,
    license: Option<String>,
    copyrights: Vec<String>,
    /// Numbers of texts, from 1.
    texts: Vec<usize>,
    modified: bool,
}

#[derive(Serialize, JsonSchema)]
struct FileWire {
    kind: &'static str,
    component: String,
    /// Where it was taken from.
    source: String,
    /// Where it stands in the bundle.
    path: String,
}

#[derive(Serialize, JsonSchema)]
struct SourceWire {
    component: String,
    license: Option<String>,
    archive: String,
    size: u64,
    sha256: Option<String>,
}

#[derive(Serialize, JsonSchema)]
struct MissingWire {
    kind: &'static str,
    component: String,
    reason: &'static str,
    looked_for: String,
}

/// The document; `paths` are those of [`Bundle::files`].
pub(super) fn json(bundle: &Bundle, version: &str, paths: &[String]) -> String {
    let wire = BundleWire {
        form: "heirloom-bundle/1",
        version: version.to_owned(),
        delivery: bundle.delivery.to_string(),
        kind: bundle.kind.name(),
        complete: bundle.missing.is_empty(),
        pieces: bundle.demands.pieces.iter().map(DemandWire::from).collect(),
        acts: bundle
            .demands
            .acts
            .iter()
            .map(|duty| ActWire {
                duty: duty.kind.name(),
                term: duty.term.id.to_string(),
                clause: duty.term.clause.to_string(),
                components: duty.about.iter().map(ToString::to_string).collect(),
            })
            .collect(),
        notices: bundle
            .notices
            .iter()
            .map(|entry| NoticeWire {
                component: entry.component.to_string(),
                name: entry.name.to_string(),
                version: entry.version.as_ref().map(ToString::to_string),
                license: entry.license.as_ref().map(ToString::to_string),
                copyrights: entry.copyrights.iter().map(ToString::to_string).collect(),
                texts: entry.texts.iter().map(|text| text + 1).collect(),
                modified: entry.modified,
            })
            .collect(),
        texts: bundle.texts.iter().map(|text| text.title.to_string()).collect(),
        files: bundle.files.iter().zip(paths).map(FileWire::from).collect(),
        sources: bundle
            .sources
            .iter()
            .map(|entry| SourceWire {
                component: entry.component.to_string(),
                license: entry.license.as_ref().map(ToString::to_string),
                archive: entry.archive.to_string(),
                size: entry.size,
                sha256: entry.sha256.as_ref().map(ToString::to_string),
            })
            .collect(),
        written_offer: bundle.is_written_offer,
        offered_in_writing: bundle.offered_in_writing.iter().map(ToString::to_string).collect(),
        missing: bundle.missing.iter().map(MissingWire::from).collect(),
        open: bundle.open.iter().map(MissingWire::from).collect(),
    };
    let mut text = serde_json::to_string_pretty(&wire).expect("plain values are JSON");
    text.push('\n');
    text
}

impl From<&Demand> for DemandWire {
    fn from(demand: &Demand) -> DemandWire {
        DemandWire {
            kind: demand.kind.name(),
            component: demand.about.to_string(),
            certain: demand.certain,
            until: demand.until.as_ref().map(ToString::to_string),
            means: demand.means.iter().map(|one| one.name()).collect(),
            duties: demand
                .duties
                .iter()
                .map(|(duty, term)| DutyTermWire {
                    duty: duty.name(),
                    term: term.id.to_string(),
                    clause: term.clause.to_string(),
                })
                .collect(),
        }
    }
}

impl From<(&BundledFile, &String)> for FileWire {
    fn from((file, path): (&BundledFile, &String)) -> FileWire {
        FileWire {
            kind: file.kind.name(),
            component: file.about.to_string(),
            source: file.source.to_string(),
            path: path.clone(),
        }
    }
}

impl From<&MissingPiece> for MissingWire {
    fn from(missing: &MissingPiece) -> MissingWire {
        MissingWire {
            kind: missing.demand.kind.name(),
            component: missing.demand.about.to_string(),
            reason: missing.reason.name(),
            looked_for: missing.looked_for.to_string(),
        }
    }
}
