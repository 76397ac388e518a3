// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Weights of models: the headers of GGUF and safetensors files, and the settings of adapters.
//!
//! Only what a file says of the model as a whole; the weights themselves are never read.

use heirloom_model::{
    PackageFact, PackageFileKind, Party, PartyRole, RelationKind, Requirement, Span,
};

use super::{Simple, always, plain_of, request, root};
use crate::{
    graph::{
        ecosystem::Format,
        input::Input,
        plain::{Named, Plain},
    },
    json,
    purl::Purl,
    value::Value,
};

const GGUF: &str = "gguf";
const SAFETENSORS: &str = "safetensors";
const ADAPTER: &str = "peft-adapter";

pub(super) static MODELS: Simple = Simple {
    plain: Plain {
        pinned: always,
        ..plain_of("huggingface", &[GGUF, SAFETENSORS, ADAPTER], &[], purl)
    },
    formats: &[
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
};

/// Models have an owner on the hub; a title alone is no address.
fn purl(named: Named<'_>) -> Option<Purl> {
    let (owner, name) = named.name.split_once('/')?;
    Purl::new("huggingface", Some(owner), name, named.version).ok()
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
    for (_, url) in texts
        .iter()
        .filter(|(key, _)| key.starts_with("general.base_model.") && key.ends_with(".repo_url"))
    {
        let Some(name) = hub(url) else {
            continue;
        };
        package.requirements.push(Requirement::new(&name, span));
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
