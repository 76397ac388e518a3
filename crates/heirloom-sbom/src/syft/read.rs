// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! A document as a bill of materials.

use std::collections::{BTreeSet, HashMap};

use heirloom_model::Expression;

use super::{
    Artifact, Cpe, Digest, Distro, Document, File, License, Location, Source, StatedLicense,
    metadata::{self, Owned},
};
use crate::{
    Bill, Item, ItemKind, Licensing, Place, Relation, RelationKind,
    bill::texts::{Texts, all_of},
    hex,
};

/// A document as a bill of materials. The first item is what was looked at.
pub fn bill(document: &Document) -> Bill {
    let tools = said(&document.descriptor.name)
        .map(|name| (name, said(&document.descriptor.version)))
        .into_iter()
        .collect();
    let mut reader = Reader {
        bill: Bill { name: said(&document.source.name), tools, about: vec![0], ..Bill::default() },
        ..Reader::default()
    };
    reader.bill.items.push(of_source(&document.source));
    reader.bill.items.extend(of_distro(&document.distro));
    document.artifacts.iter().for_each(|artifact| reader.artifact(artifact));
    document.files.iter().for_each(|file| reader.file(file));
    reader.own_files();
    reader.relations(document);
    reader.finish()
}

/// What is said; Syft has a word for nothing.
pub(super) fn said(text: &str) -> Option<String> {
    (!text.is_empty() && text != "UNKNOWN").then(|| text.to_owned())
}

/// A path of an image or folder, from its root.
fn relative(path: &str) -> &str {
    path.trim_start_matches('/')
}

fn of_source(source: &Source) -> Item {
    let image = &source.metadata;
    let mut properties = Vec::new();
    let mut add = |name: &str, value: &str| {
        if !value.is_empty() {
            properties.push((format!("heirloom:image:{name}"), value.to_owned()));
        }
    };
    add("id", &image.id);
    if !image.os.is_empty() {
        add("platform", &format!("{}/{}", image.os, image.architecture));
    }
    for (at, layer) in image.layers.iter().enumerate() {
        add("layer", &format!("{at} {}", layer.digest));
    }
    for (name, value) in &image.labels {
        add(&format!("label:{name}"), value);
    }
    image.tags.iter().for_each(|tag| add("tag", tag));
    image.repo_digests.iter().for_each(|digest| add("repository-digest", digest));
    let digest = image.manifest_digest.strip_prefix("sha256:");
    let digest = digest.and_then(|value| checksum("sha256", value));
    Item {
        key: said(&source.id).unwrap_or_else(|| "source".into()),
        kind: match source.kind.as_str() {
            "image" => ItemKind::Container,
            "file" => ItemKind::File,
            _ => ItemKind::Application,
        },
        name: said(&source.name).unwrap_or_else(|| "source".into()),
        version: said(&source.version),
        checksums: digest.into_iter().collect(),
        properties,
        ..Item::default()
    }
}

fn of_distro(distro: &Distro) -> Option<Item> {
    let name = said(&distro.id).or_else(|| said(&distro.name))?;
    let addresses =
        [("website", &distro.home), ("support", &distro.support), ("issue-tracker", &distro.bugs)];
    let addresses = addresses.into_iter().filter_map(|(kind, url)| Some((kind.into(), said(url)?)));
    Some(Item {
        key: "distro".into(),
        kind: ItemKind::OperatingSystem,
        name,
        version: said(&distro.version),
        description: said(&distro.pretty_name).or_else(|| said(&distro.name)),
        cpes: said(&distro.cpe).into_iter().collect(),
        addresses: addresses.collect(),
        ..Item::default()
    })
}

pub(super) fn checksum(algorithm: &str, value: &str) -> Option<(String, String)> {
    let (algorithm, value) = hex::value(algorithm, value)?;
    Some((algorithm.name().to_owned(), value))
}

#[derive(Default)]
struct Reader<'d> {
    bill: Bill,
    texts: Texts,
    /// Items by what the document calls them.
    by_id: HashMap<&'d str, usize>,
    /// Files by their paths.
    by_path: HashMap<String, usize>,
    /// Files of packages as the packages' databases have them.
    owned: Vec<(usize, Owned)>,
}

impl<'d> Reader<'d> {
    fn artifact(&mut self, artifact: &'d Artifact) {
        let at = self.bill.items.len();
        self.by_id.insert(&artifact.id, at);
        let (mut declared, mut concluded) = (Vec::new(), Vec::new());
        let mut stated_in: BTreeSet<&str> = BTreeSet::new();
        for license in &artifact.licenses {
            let (licensing, kind) = match license {
                License::Text(text) => (self.texts.stated(text), ""),
                License::Stated(license) => {
                    let places = license.locations.iter().map(|place| relative(&place.path));
                    stated_in.extend(places.filter(|place| !place.is_empty()));
                    (self.license(license), license.kind.as_str())
                }
            };
            if let Licensing::Stated(text) = licensing {
                if kind == "concluded" { concluded.push(text) } else { declared.push(text) }
            }
        }
        let stated_in: Vec<&str> = stated_in.into_iter().collect();
        let cpes = artifact.cpes.iter().map(|cpe| match cpe {
            Cpe::Text(cpe) | Cpe::Stated { cpe } => cpe.clone(),
        });
        let mut item = Item {
            key: artifact.id.clone(),
            kind: match artifact.kind.as_str() {
                "binary" => ItemKind::Application,
                _ => ItemKind::Library,
            },
            name: artifact.name.clone(),
            version: said(&artifact.version),
            purl: said(&artifact.purl),
            cpes: cpes.collect(),
            declared: all_of(declared),
            concluded: all_of(concluded),
            license_comment: (!stated_in.is_empty())
                .then(|| format!("stated in {}", stated_in.join(", "))),
            places: places(&artifact.locations),
            ..Item::default()
        };
        let words = [
            ("foundBy", &artifact.found_by),
            ("language", &artifact.language),
            ("metadataType", &artifact.metadata_type),
            ("type", &artifact.kind),
        ];
        for (name, value) in words.into_iter().filter(|(_, value)| !value.is_empty()) {
            // These are the names that Syft gives them in CycloneDX.
            item.properties.push((format!("syft:package:{name}"), value.clone()));
        }
        let layer = artifact.locations.iter().find(|place| !place.layer.is_empty());
        let layer = layer.map(|place| ("heirloom:layer".to_owned(), place.layer.clone()));
        item.properties.extend(layer);
        let owned = metadata::take(&artifact.metadata, &mut item);
        self.owned.extend(owned.into_iter().map(|file| (at, file)));
        self.bill.items.push(item);
    }

    fn license(&mut self, license: &StatedLicense) -> Licensing {
        let address = license.urls.first().cloned();
        match (license.spdx_expression.as_str(), license.value.trim()) {
            ("", "") => Licensing::Unknown,
            // A name that is no expression has its text and its address.
            ("", value) if Expression::parse(value).is_err() => {
                Licensing::Stated(self.texts.named(value, license.contents.clone(), address))
            }
            ("", value) => self.texts.stated(value),
            (expression, _) => self.texts.stated(expression),
        }
    }

    fn file(&mut self, file: &'d File) {
        let at = self.bill.items.len();
        let name = relative(&file.location.path);
        self.by_id.insert(&file.id, at);
        self.by_path.entry(name.to_owned()).or_insert(at);
        let mut item = Item {
            key: file.id.clone(),
            kind: ItemKind::File,
            name: name.to_owned(),
            ..Item::default()
        };
        for Digest { algorithm, value } in &file.digests {
            item.checksums.extend(checksum(algorithm, value));
        }
        for license in &file.licenses {
            if let Licensing::Stated(text) = self.license(license) {
                item.detected.push(text);
            }
        }
        let layer = said(&file.location.layer);
        item.properties.extend(layer.map(|layer| ("heirloom:layer".to_owned(), layer)));
        self.bill.items.push(item);
    }

    /// Files that packages say are theirs, with what they know of them.
    fn own_files(&mut self) {
        for (package, owned) in std::mem::take(&mut self.owned) {
            let path = relative(&owned.path);
            let at = match self.by_path.get(path) {
                Some(at) => *at,
                None => {
                    let at = self.bill.items.len();
                    self.by_path.insert(path.to_owned(), at);
                    self.bill.items.push(Item {
                        key: format!("file:{path}"),
                        kind: ItemKind::File,
                        name: path.to_owned(),
                        ..Item::default()
                    });
                    at
                }
            };
            let known = &mut self.bill.items[at].checksums;
            let is_new =
                |(name, _): &(String, String)| known.iter().all(|(other, _)| other != name);
            if let Some(checksum) = owned.checksum.filter(is_new) {
                known.push(checksum);
            }
            self.relate(package, RelationKind::Contains, at);
        }
    }

    fn relate(&mut self, from: usize, kind: RelationKind, to: usize) {
        self.bill.relations.push(Relation { from, kind, to, comment: None });
    }

    fn relations(&mut self, document: &Document) {
        for one in &document.artifact_relationships {
            let (Some(&child), Some(&parent)) =
                (self.by_id.get(one.child.as_str()), self.by_id.get(one.parent.as_str()))
            else {
                continue;
            };
            // `dependency-of` is said of what is needed.
            match one.kind.as_str() {
                "dependency-of" => self.relate(child, RelationKind::DependsOn, parent),
                "contains" | "ownership-by-file-overlap" => {
                    self.relate(parent, RelationKind::Contains, child);
                }
                // Evidence is among the places of the package.
                _ => {}
            }
        }
    }

    fn finish(mut self) -> Bill {
        let mut is_used = vec![false; self.bill.items.len()];
        self.bill.relations.iter().for_each(|one| is_used[one.to] = true);
        for at in (1..is_used.len()).filter(|&at| !is_used[at]) {
            self.relate(0, RelationKind::Contains, at);
        }
        self.bill.texts = self.texts.finish();
        self.bill.keep_texts_in_use();
        self.bill.tidy();
        self.bill
    }
}

/// Places, each file once.
fn places(locations: &[Location]) -> Vec<Place> {
    let mut places: Vec<Place> = Vec::new();
    for file in locations.iter().map(|place| relative(&place.path)) {
        if !file.is_empty() && places.iter().all(|known| known.file != file) {
            places.push(Place { file: file.to_owned(), line: None });
        }
    }
    places
}
