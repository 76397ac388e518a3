// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Models and datasets: their cards, the headers of GGUF and safetensors files, and the settings of
//! adapters.
//!
//! Only what a file says of the model as a whole; the weights themselves are never read.

use heirloom_model::{
    ModelCard, PackageEdge, PackageFact, PackageFileKind, PackageGraph, PackageSource, Party,
    PartyRole, RelationKind, Requirement, Scope, Span,
};

use super::{Simple, always, cards, plain_of, request, root};
use crate::{
    graph::{
        builder::Builder,
        ecosystem::{Ecosystem, Format, Linkage},
        input::Input,
        plain::{Named, Plain},
        tree::Tree,
    },
    json,
    purl::Purl,
    value::Value,
};

const GGUF: &str = "gguf";
const SAFETENSORS: &str = "safetensors";
const ADAPTER: &str = "peft-adapter";

/// The format of cards of models and datasets.
pub const CARD: &str = "model-card";

/// Where datasets lie on the hub, in front of their owners.
const DATASETS: &str = "datasets";

pub(super) struct Models(Simple);

pub(super) static MODELS: Models = Models(Simple {
    plain: Plain {
        pinned: always,
        ..plain_of("huggingface", &[CARD, GGUF, SAFETENSORS, ADAPTER], &[], purl)
    },
    formats: &[
        Format {
            name: CARD,
            kind: PackageFileKind::Manifest,
            files: &["readme.md"],
            takes: "a card of a model or dataset at the head: tasks, library, languages, sizes, results, license, base models, datasets",
            read: cards::card,
        },
        Format {
            name: GGUF,
            kind: PackageFileKind::Manifest,
            files: &["*.gguf"],
            takes: "name, version, license, people and base models in the header",
            read: gguf,
        },
        Format {
            name: SAFETENSORS,
            kind: PackageFileKind::Manifest,
            files: &["*.safetensors"],
            takes: "title, license and author in the header",
            read: safetensors,
        },
        Format {
            name: ADAPTER,
            kind: PackageFileKind::Manifest,
            files: &["adapter_config.json"],
            takes: "the model that an adapter is made for",
            read: adapter,
        },
    ],
    usual: (
        RelationKind::DerivesWeights,
        0.9,
        "the weights are made from those of the other model",
    ),
});

impl Ecosystem for Models {
    fn purl_type(&self) -> &'static str {
        self.0.purl_type()
    }

    fn formats(&self) -> &'static [Format] {
        self.0.formats()
    }

    fn resolve(&self, tree: &Tree<'_>, builder: &mut Builder) {
        self.0.resolve(tree, builder);
    }

    fn linkage(&self, graph: &PackageGraph, edge: &PackageEdge) -> Linkage {
        let name = &graph.package(edge.to).name;
        if edge.scope == Scope::Build || !name.starts_with(DATASETS) {
            return self.0.linkage(graph, edge);
        }
        Linkage {
            kind: RelationKind::TrainsOn,
            scope: edge.scope,
            strength: 0.9,
            note: "it is made with the data that its card names",
        }
    }
}

/// The hub's addresses have an owner but for those of the oldest models; a title of a model that lies
/// in the tree is no address.
fn purl(named: Named<'_>) -> Option<Purl> {
    let is_own = matches!(named.source, PackageSource::Path { .. });
    let (owner, name) = match named.name.rsplit_once('/') {
        Some((owner, name)) => (Some(owner), name),
        None if is_own => return None,
        None => (None, named.name),
    };
    Purl::new("huggingface", owner, name, named.version).ok()
}

/// A reader of little-endian numbers and texts.
struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    n_left: usize,
}

const MAX_VALUES: usize = 10_000_000;

impl<'a> Reader<'a> {
    fn take(&mut self, n_bytes: usize) -> Option<&'a [u8]> {
        let end = self.at.checked_add(n_bytes)?;
        let found = self.bytes.get(self.at..end)?;
        self.at = end;
        Some(found)
    }

    fn u32(&mut self) -> Option<u32> {
        Some(u32::from_le_bytes(self.take(4)?.try_into().ok()?))
    }

    fn u64(&mut self) -> Option<usize> {
        let number = u64::from_le_bytes(self.take(8)?.try_into().ok()?);
        usize::try_from(number).ok()
    }

    fn text(&mut self) -> Option<&'a [u8]> {
        let n_bytes = self.u64()?;
        self.take(n_bytes)
    }

    /// Passes over a value; gives it back if it is a text.
    fn value(&mut self, kind: u32) -> Option<Option<&'a [u8]>> {
        const ARRAY: u32 = 9;
        match kind {
            8 => Some(Some(self.text()?)),
            ARRAY => {
                let (of, n_items) = (self.u32()?, self.u64()?);
                match size_of_kind(of) {
                    Some(size) => {
                        self.take(n_items.checked_mul(size)?)?;
                    }
                    // Arrays of arrays are in no file.
                    None if of != 8 => return None,
                    None => {
                        self.n_left = self.n_left.checked_sub(n_items)?;
                        for _ in 0..n_items {
                            self.text()?;
                        }
                    }
                }
                Some(None)
            }
            _ => {
                self.take(size_of_kind(kind)?)?;
                Some(None)
            }
        }
    }
}

fn size_of_kind(kind: u32) -> Option<usize> {
    match kind {
        0 | 1 | 7 => Some(1),
        2 | 3 => Some(2),
        4..=6 => Some(4),
        10..=12 => Some(8),
        _ => None,
    }
}

fn gguf(input: &mut Input<'_>) -> bool {
    let bytes = input.bytes();
    let mut reader = Reader { bytes, at: 0, n_left: MAX_VALUES };
    if reader.take(4) != Some(b"GGUF") {
        return false;
    }
    if !matches!(reader.u32(), Some(2 | 3)) {
        input.damaged_part("a version of GGUF that is not known");
        return false;
    }
    let (Some(_), Some(n_pairs)) = (reader.u64(), reader.u64()) else {
        input.damaged_part("the header ends too early");
        return false;
    };
    let mut texts: Vec<(&str, String)> = Vec::new();
    for at in 0..n_pairs {
        let pair = reader.text().and_then(|key| {
            let kind = reader.u32()?;
            Some((key, reader.value(kind)?))
        });
        let Some((key, value)) = pair else {
            input.damaged_part(format!("pair {at} of {n_pairs} of the header is damaged"));
            break;
        };
        if let (Ok(key), Some(text)) = (str::from_utf8(key), value)
            && key.starts_with("general.")
        {
            texts.push((key, String::from_utf8_lossy(&text[..text.len().min(4_096)]).into()));
        }
    }
    let span = Span { start: 0, end: reader.at as u64, first_line: 1, last_line: 1 };
    let package = model(input, &texts, span);
    input.add_package(package);
    true
}

fn model(input: &Input<'_>, texts: &[(&str, String)], span: Span) -> PackageFact {
    let text = |key: &str| {
        let found = texts.iter().find(|(name, _)| name.strip_prefix("general.") == Some(key));
        found.map(|(_, text)| text.as_str()).filter(|text| !text.is_empty())
    };
    let hub = |url: &str| url.split_once("huggingface.co/").map(|(_, path)| path.to_owned());
    let address = text("repo_url").and_then(hub);
    let name = address.or_else(|| text("name").map(str::to_owned));
    let mut package = PackageFact::new("", &name.unwrap_or_else(|| input.stem()), span);
    package.is_root = true;
    package.version = text("version").map(Into::into);
    package.about.description = text("description").map(Into::into);
    package.about.homepage = text("url").or_else(|| text("repo_url")).map(Into::into);
    for (key, role) in [("author", PartyRole::Author), ("organization", PartyRole::Publisher)] {
        let party = text(key).map(|name| Party { role, name: name.into() });
        package.about.parties.extend(party);
    }
    if let Some(written) = text("license") {
        let mut license = input.license_at("general.license", written, span);
        license.refers_to = None;
        package.licenses.push(license);
    }
    let card =
        ModelCard { architecture: text("architecture").map(Into::into), ..ModelCard::default() };
    package.about.card = Some(Box::new(card));
    let is_made_of = |key: &str| {
        let of = ["general.base_model.", "general.dataset."];
        of.iter().any(|of| key.starts_with(of)) && key.ends_with(".repo_url")
    };
    for (_, url) in texts.iter().filter(|(key, _)| is_made_of(key)) {
        if let Some(name) = hub(url) {
            package.requirements.push(Requirement::new(&name, span));
        }
    }
    package
}

/// Eight bytes for the length, then JSON.
fn safetensors(input: &mut Input<'_>) -> bool {
    let mut reader = Reader { bytes: input.bytes(), at: 0, n_left: 0 };
    let head = reader.text().and_then(|head| str::from_utf8(head).ok());
    let Some(head) = head.filter(|head| head.starts_with('{')) else {
        input.damaged_part("the header is damaged");
        return false;
    };
    let (value, _) = json::read(head, &input.limits().values);
    let note = |key: &str| value.at(&["__metadata__", key]).and_then(Value::as_text);
    let Some(title) = note("modelspec.title") else {
        return false;
    };
    let span = Span { start: 8, end: reader.at as u64, first_line: 1, last_line: 1 };
    let mut package = PackageFact::new("", title, span);
    package.is_root = true;
    package.about.description = note("modelspec.description").map(Into::into);
    let author = note("modelspec.author");
    let author = author.map(|name| Party { role: PartyRole::Author, name: name.into() });
    package.about.parties.extend(author);
    if let Some(written) = note("modelspec.license") {
        package.licenses.push(input.license_at("modelspec.license", written, span));
    }
    input.add_package(package);
    true
}

fn adapter(input: &mut Input<'_>) -> bool {
    let json = input.json();
    let Some(base) =
        json.get("base_model_name_or_path").filter(|_| json.get("peft_type").is_some())
    else {
        return false;
    };
    let mut package = root(input, "", base.range.clone());
    // A local path is no name.
    if let Some(name) = base.as_text().filter(|name| name.split('/').count() == 2) {
        package.requirements.push(request(input, name, json.text("revision"), base.range.clone()));
    }
    input.add_package(package);
    true
}
