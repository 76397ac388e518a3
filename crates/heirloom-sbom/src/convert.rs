// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! From one form to another, with what the other cannot hold.
//!
//! Inside a family a document is changed as the tree it is, and what the schema of the wanted version
//! refuses is left out and told. Between families it goes through [`Bill`]; what that loses is
//! found by reading the result back and by comparing the fields of the source with those that a bill
//! can write at all, and not by lists of what should be lost.

mod fitted;
mod leaves;
mod unwritten;

use std::collections::{BTreeMap, HashMap};

use serde_json::Value;

use self::fitted::fitted;
pub(crate) use self::unwritten::unwritten;
use crate::{
    Agent, Bill, Form, Licensing, ReadError,
    bill::card,
    cyclonedx::{Version, xml},
    read,
    spdx2::tag_value,
    write_bill,
};

/// Something of a document that the wanted form does not hold.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Loss {
    /// The field, with `[]` for each list: `components[].pedigree.commits[].uid`.
    pub field: String,
    /// How often.
    pub n: usize,
    /// One of the values, cut where it is long.
    pub example: String,
}

/// A document in another form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Converted {
    /// The document.
    pub bytes: Vec<u8>,
    /// What it does not hold, by field.
    pub losses: Vec<Loss>,
}

/// Writes a document in another form.
///
/// # Errors
/// When the document cannot be read, or the form cannot be written.
pub fn convert(bytes: &[u8], to: Form) -> Result<Converted, ReadError> {
    let form = read::form_of(bytes)?;
    if !is_one_family(form, to) {
        return between(bytes, form, to);
    }
    let (form, tree) = read::tree(bytes)?;
    match (form, to) {
        (Form::CycloneDx(version), Form::CycloneDx(to)) if version == to => {
            Ok(Converted { bytes: pretty(&tree), losses: Vec::new() })
        }
        (Form::CycloneDxXml(version), Form::CycloneDxXml(to)) if version == to => {
            Ok(as_xml(&tree, version, Vec::new()))
        }
        (Form::CycloneDx(_) | Form::CycloneDxXml(_), Form::CycloneDx(version)) => {
            let (tree, losses) = fitted(tree, version)?;
            Ok(Converted { bytes: pretty(&tree), losses })
        }
        (Form::CycloneDx(_) | Form::CycloneDxXml(_), Form::CycloneDxXml(version)) => {
            let (tree, losses) = fitted(tree, version)?;
            Ok(as_xml(&tree, version, losses))
        }
        (Form::Spdx2Tags, Form::Spdx2) => {
            let mut tree = tree;
            let mut lost = Vec::new();
            tag_value::take_foreign(&mut tree, &mut |pointer, _, value| {
                lost.push((pattern_of(pointer), shortened(value)));
            });
            Ok(Converted { bytes: pretty(&tree), losses: counted(lost) })
        }
        (Form::Spdx2, Form::Spdx2) | (Form::Spdx3, Form::Spdx3) => {
            Ok(Converted { bytes: pretty(&tree), losses: Vec::new() })
        }
        (Form::Spdx2 | Form::Spdx2Tags, Form::Spdx2Tags) => {
            let (text, left) = tag_value::from_json(&tree);
            let losses = left.into_iter().map(|pointer| {
                let example = tree.pointer(&pointer).map(shortened).unwrap_or_default();
                (pattern_of(&pointer), example)
            });
            Ok(Converted { bytes: text.into_bytes(), losses: counted(losses) })
        }
        _ => between(bytes, form, to),
    }
}

/// Whether documents of one form are changed into the other as the trees they are.
fn is_one_family(form: Form, to: Form) -> bool {
    let family = |form| match form {
        Form::CycloneDx(_) | Form::CycloneDxXml(_) => 0,
        Form::Spdx2 | Form::Spdx2Tags => 1,
        Form::Spdx3 => 2,
        Form::Syft => 3,
    };
    family(form) == family(to) && form != Form::Syft
}

fn pretty(tree: &Value) -> Vec<u8> {
    let mut text = serde_json::to_vec_pretty(tree).unwrap_or_default();
    text.push(b'\n');
    text
}

/// `/components/3/name` as `components[].name`.
fn pattern_of(pointer: &str) -> String {
    let mut pattern = String::new();
    for part in pointer.split('/').skip(1) {
        if part.bytes().all(|byte| byte.is_ascii_digit()) && !part.is_empty() {
            pattern.push_str("[]");
        } else {
            if !pattern.is_empty() {
                pattern.push('.');
            }
            pattern.push_str(&part.replace("~1", "/").replace("~0", "~"));
        }
    }
    pattern
}

fn shortened(value: &Value) -> String {
    let text = match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    match text.char_indices().nth(80) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text,
    }
}

fn counted(found: impl IntoIterator<Item = (String, String)>) -> Vec<Loss> {
    let mut losses: BTreeMap<String, (usize, String)> = BTreeMap::new();
    for (field, example) in found {
        losses.entry(field).or_insert((0, example)).0 += 1;
    }
    losses.into_iter().map(|(field, (n, example))| Loss { field, n, example }).collect()
}

/// A CycloneDX document as XML, with what that cannot hold beside what was lost before.
fn as_xml(tree: &Value, version: Version, mut losses: Vec<Loss>) -> Converted {
    let (text, left) = xml::from_json(tree, version);
    let mut lost = Vec::new();
    for pointer in left {
        if let Some(value) = tree.pointer(&pointer) {
            leaves::of_tree(value, &pattern_of(&pointer), &mut |field, leaf| {
                lost.push((field.to_owned(), leaf.shortened()));
            });
        }
    }
    losses.extend(counted(lost));
    losses.sort();
    Converted { bytes: text.into_bytes(), losses }
}

fn between(bytes: &[u8], form: Form, to: Form) -> Result<Converted, ReadError> {
    let (_, bill) = read::read_bill(bytes)?;
    let mut losses = unwritten(form, bytes, &bill)?;
    let mut out = Vec::new();
    write_bill(&bill, to, &mut out).map_err(|error| ReadError::Damaged(error.to_string()))?;
    let (_, back) = read::read_bill(&out)?;
    losses.extend(unread(&bill, &back));
    losses.sort();
    Ok(Converted { bytes: out, losses })
}

/// What stands in one bill and not in the other, by what it is.
fn unread(before: &Bill, after: &Bill) -> Vec<Loss> {
    // Facts are told apart by their digests: all of a large bill are more than the bill.
    let digest = |field: &str, value: &str| {
        let mut hasher = blake3::Hasher::new();
        hasher.update(field.as_bytes()).update(&[0]).update(value.as_bytes());
        *hasher.finalize().as_bytes()
    };
    let mut left: HashMap<[u8; 32], u32> = HashMap::new();
    each_fact(after, &mut |field, value| *left.entry(digest(field, &value)).or_default() += 1);
    let mut losses: BTreeMap<&'static str, (usize, String)> = BTreeMap::new();
    each_fact(before, &mut |field, value| match left.get_mut(&digest(field, &value)) {
        Some(n) if *n > 0 => *n -= 1,
        _ => losses.entry(field).or_insert_with(|| (0, shortened(&value.into()))).0 += 1,
    });
    let loss = |(field, (n, example)): (&str, _)| Loss { field: field.to_owned(), n, example };
    losses.into_iter().map(loss).collect()
}

/// A name with its addresses.
fn whole(agent: &Agent) -> String {
    let addresses = [&agent.email, &agent.url].into_iter().flatten();
    addresses.fold(agent.name.clone(), |name, address| format!("{name} <{address}>"))
}

/// What a bill says, each with its kind; names that forms make of their own are left out.
fn each_fact(bill: &Bill, visit: &mut dyn FnMut(&'static str, String)) {
    let mut add = |field: &'static str, value: Option<String>| {
        if let Some(value) = value {
            visit(field, value);
        }
    };
    let stated = |licensing: &Licensing| match licensing {
        Licensing::Unknown => None,
        Licensing::None => Some("NONE".to_owned()),
        Licensing::Stated(text) => Some(text.clone()),
    };
    add("document: time", bill.created.clone());
    add("document: remark", bill.comment.clone());
    add("document: stage", bill.stage.map(|stage| stage.name().to_owned()));
    for author in &bill.authors {
        add("document: author", Some(whole(author)));
    }
    for (name, version) in &bill.tools {
        let version = version.as_deref().unwrap_or_default();
        add("document: tool", Some(format!("{name} {version}")));
    }
    for text in &bill.texts {
        add("license text", text.text.clone());
        for address in &text.addresses {
            add("license address", Some(address.clone()));
        }
    }
    let called = |at: usize| {
        let item = &bill.items[at];
        format!("{} {}", item.full_name(), item.version.as_deref().unwrap_or_default())
    };
    for (at, item) in bill.items.iter().enumerate() {
        let name = called(at);
        let with = |value: Option<String>| value.map(|value| format!("{name}: {value}"));
        add("item: name and version", Some(name.clone()));
        add("item: kind", Some(format!("{name}: {:?}", item.kind)));
        add("item: package URL", with(item.purl.clone()));
        add("item: supplier", with(item.supplier.as_ref().map(whole)));
        add("item: publisher", with(item.publisher.clone()));
        add("item: description", with(item.description.clone()));
        add("item: card of a model or data", with(item.card.as_deref().map(card::told)));
        add("item: remark", with(item.comment.clone()));
        add("item: declared license", with(stated(&item.declared)));
        add("item: concluded license", with(stated(&item.concluded)));
        add("item: remark about licenses", with(item.license_comment.clone()));
        add("item: copyright", with(item.copyright.clone()));
        let completeness = item.completeness.map(|one| one.name().to_owned());
        add("item: whether all that it needs is said", with(completeness));
        add("item: how it is needed", with(item.need.map(|need| format!("{need:?}"))));
        for author in &item.authors {
            add("item: author", with(Some(whole(author))));
        }
        for text in &item.detected {
            add("item: license of its files", with(Some(text.clone())));
        }
        for place in &item.evidence {
            add("item: place of a license", with(Some(place.to_string())));
            let bytes = place.bytes.map(|(first, last)| format!("{place}: {first}-{last}"));
            add("item: bytes of a place", with(bytes));
        }
        for cpe in &item.cpes {
            add("item: CPE", with(Some(cpe.clone())));
        }
        for (kind, address) in &item.addresses {
            add("item: address", with(Some(format!("{kind} {address}"))));
        }
        for (algorithm, value) in &item.checksums {
            let value = value.to_ascii_lowercase();
            add("item: checksum", with(Some(format!("{algorithm} {value}"))));
        }
        for place in &item.places {
            let line = place.line.map(|line| format!(":{line}")).unwrap_or_default();
            add("item: place", with(Some(format!("{}{line}", place.file))));
        }
        for (key, value) in &item.properties {
            add("item: property", with(Some(format!("{key} {value}"))));
        }
    }
    for relation in &bill.relations {
        let (from, to) = (called(relation.from), called(relation.to));
        add("relation", Some(format!("{from} {} {to}", relation.kind.name())));
        add(
            "relation: remark",
            relation.comment.clone().map(|text| format!("{from} {to}: {text}")),
        );
    }
}

#[cfg(test)]
mod tests;
