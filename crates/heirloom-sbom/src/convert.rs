// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! From one form to another, with what the other cannot hold.
//!
//! Inside a family a document is changed as the tree it is, and what the schema of the wanted version
//! refuses is left out and told. Between families it goes through [`Bill`]; what that loses is
//! found by reading the result back and by comparing the fields of the source with those that a bill
//! can write at all, and not by lists of what should be lost.

mod leaves;

use std::{
    borrow::Cow,
    collections::{BTreeMap, HashMap},
};

use serde_json::{Value, json};

use self::leaves::Leaf;
use crate::{
    Bill, Form, Licensing, ReadError,
    bill::card,
    cyclonedx::{Version, xml},
    read,
    schema::{self, Keyword, Schema},
    spdx2, write_bill,
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
        (Form::CycloneDxXml(version), Form::CycloneDxXml(to)) if version == to => {
            Ok(as_xml(&tree, version, Vec::new()))
        }
        (Form::CycloneDx(_) | Form::CycloneDxXml(_), Form::CycloneDx(version)) => {
            let (tree, losses) = fitted(tree, version);
            Ok(Converted { bytes: pretty(&tree), losses })
        }
        (Form::CycloneDx(_) | Form::CycloneDxXml(_), Form::CycloneDxXml(version)) => {
            let (tree, losses) = fitted(tree, version);
            Ok(as_xml(&tree, version, losses))
        }
        (Form::Spdx2 | Form::Spdx2Tags, Form::Spdx2) | (Form::Spdx3, Form::Spdx3) => {
            Ok(Converted { bytes: pretty(&tree), losses: Vec::new() })
        }
        (Form::Spdx2 | Form::Spdx2Tags, Form::Spdx2Tags) => {
            let (text, left) = spdx2::tag_value::from_json(&tree);
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

/// Another version of CycloneDX: what its schema refuses goes, the smallest piece at a time.
fn fitted(mut tree: Value, version: Version) -> (Value, Vec<Loss>) {
    const MAX_ROUNDS: usize = 64;
    tree["specVersion"] = version.name().into();
    if tree.get("$schema").is_some() {
        tree["$schema"] =
            format!("http://cyclonedx.org/schema/bom-{}.schema.json", version.name()).into();
    }
    let mut lost: Vec<(String, String)> = Vec::new();
    if version == Version::V1_4 {
        older_tools(&mut tree, &mut lost);
    }
    for _ in 0..MAX_ROUNDS {
        let refusals = schema::refusals(Schema::CycloneDx(version), &tree);
        if refusals.is_empty() {
            break;
        }
        let mut removed: Vec<String> = Vec::new();
        // From the last place to the first, so that numbers in lists stay right.
        for refusal in refusals.iter().rev() {
            match &refusal.keyword {
                Keyword::UnknownFields(names) => removed.extend(names.iter().map(|name| {
                    let name = name.replace('~', "~0").replace('/', "~1");
                    format!("{}/{name}", refusal.pointer)
                })),
                _ if refusal.pointer.ends_with("/type") && is_component(&refusal.pointer) => {
                    let kind = tree.pointer(&refusal.pointer).map(shortened).unwrap_or_default();
                    lost.push((pattern_of(&refusal.pointer), kind));
                    if let Some(kind) = tree.pointer_mut(&refusal.pointer) {
                        *kind = "library".into();
                    }
                }
                _ => removed.push(refusal.pointer.clone()),
            }
        }
        for pointer in removed {
            if let Some(value) = take(&mut tree, &pointer) {
                leaves::of_tree(&value, &pattern_of(&pointer), &mut |field, leaf| {
                    lost.push((field.to_owned(), leaf.shortened()));
                });
            }
        }
    }
    (tree, counted(lost))
}

fn is_component(pointer: &str) -> bool {
    let parent = pointer.trim_end_matches("/type");
    let mut parts = parent.rsplit('/');
    match parts.next() {
        Some("component") => true,
        Some(_) => parts.next() == Some("components"),
        None => false,
    }
}

/// Tools are components from 1.5 on, and a list with vendors before.
fn older_tools(tree: &mut Value, lost: &mut Vec<(String, String)>) {
    let Some(tools) = tree.pointer_mut("/metadata/tools").filter(|tools| tools.is_object()) else {
        return;
    };
    let mut list = Vec::new();
    for kind in ["components", "services"] {
        for tool in tools[kind].as_array().into_iter().flatten() {
            let mut made = json!({});
            for (from, to) in [
                ("group", "vendor"),
                ("name", "name"),
                ("version", "version"),
                ("hashes", "hashes"),
            ] {
                if let Some(value) = tool.get(from) {
                    made[to] = value.clone();
                }
            }
            let fields = tool.as_object().into_iter().flatten();
            let held = ["type", "group", "name", "version", "hashes"];
            for (name, value) in fields.filter(|(name, _)| !held.contains(&name.as_str())) {
                lost.push((format!("metadata.tools.{kind}[].{name}"), shortened(value)));
            }
            list.push(made);
        }
    }
    *tools = list.into();
}

fn take(tree: &mut Value, pointer: &str) -> Option<Value> {
    let (parent, name) = pointer.rsplit_once('/')?;
    let name = name.replace("~1", "/").replace("~0", "~");
    match tree.pointer_mut(parent)? {
        Value::Object(fields) => fields.shift_remove(&name),
        Value::Array(items) => {
            let at = name.parse::<usize>().ok().filter(|at| *at < items.len())?;
            Some(items.remove(at))
        }
        _ => None,
    }
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

/// A part of a file in SPDX 2: one that shows no license is dropped.
const PART: &str = "snippets[].SPDXID";

/// Fields of the source that a bill of materials cannot write in the source's own form.
fn unwritten(form: Form, bytes: &[u8], bill: &Bill) -> Result<Vec<Loss>, ReadError> {
    // Fields that are written, and whether anything but that nothing is known.
    let mut known: BTreeMap<String, bool> = BTreeMap::new();
    let mut n_parts = 0;
    if form != Form::Syft {
        let mut own = Vec::new();
        let written = write_bill(bill, form, &mut own);
        // What cannot be written or read back is all lost.
        let _all_lost = written.ok().and_then(|()| {
            let visit = &mut |field: &str, leaf: &Leaf<'_>| {
                let field = plain(field);
                n_parts += usize::from(field == PART);
                let says = leaf.shortened() != "NOASSERTION";
                match known.get_mut(&*field) {
                    Some(known) => *known |= says,
                    None => drop(known.insert(field.into_owned(), says)),
                }
            };
            each_leaf(form, &own, visit).ok()
        });
    }
    let mut found: BTreeMap<String, (usize, String)> = BTreeMap::new();
    each_leaf(form, bytes, &mut |field, leaf| {
        let field = plain(field);
        if field == PART && n_parts > 0 {
            n_parts -= 1;
        } else if let Some((n, _)) = found.get_mut(&*field) {
            *n += usize::from(leaf.shortened() != "NOASSERTION");
        } else {
            let is_held = match known.get(&*field) {
                Some(says) => field != PART && (*says || leaf.shortened() == "NOASSERTION"),
                None => is_structure(form, &field),
            };
            if !is_held {
                found.insert(field.into_owned(), (1, leaf.shortened()));
            }
        }
    })?;
    Ok(found.into_iter().map(|(field, (n, example))| Loss { field, n, example }).collect())
}

/// Visits the leaves of a document; of one in JSON no tree is made.
fn each_leaf(
    form: Form,
    bytes: &[u8],
    visit: &mut dyn FnMut(&str, &Leaf<'_>),
) -> Result<(), ReadError> {
    if matches!(form, Form::CycloneDxXml(_) | Form::Spdx2Tags) {
        leaves::of_tree(&read::tree(bytes)?.1, "", visit);
        return Ok(());
    }
    let json = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    leaves::of_json(json, visit).map_err(|error| ReadError::Damaged(error.to_string()))
}

/// Parts in parts are parts: how deep does not count.
fn plain(field: &str) -> Cow<'_, str> {
    let mut field = Cow::from(field);
    while field.contains("components[].components[]") {
        field = field.replace("components[].components[]", "components[]").into();
    }
    field
}

/// Fields whose words are kept in other places, as the comparison of bills shows.
fn is_structure(form: Form, field: &str) -> bool {
    let last = field.rsplit('.').next().unwrap_or(field);
    match form {
        Form::CycloneDx(_) | Form::CycloneDxXml(_) => {
            field.contains("licenses[]")
                || field.starts_with("metadata.tools")
                || field.starts_with("$schema")
                || matches!(last, "bom-ref" | "version" | "serialNumber")
                || field.contains("evidence.copyright")
        }
        Form::Spdx2 | Form::Spdx2Tags => matches!(
            last,
            "documentDescribes[]" | "hasFiles[]" | "filesAnalyzed" | "licenseInfoFromFiles[]"
        ),
        Form::Spdx3 => {
            field.ends_with("].type")
                || field.ends_with("@id")
                || field.contains("specVersion")
                || field.contains("completeness")
                || field.contains("profileConformance")
                || field.starts_with("@context")
        }
        Form::Syft => {
            const READ: [&str; 14] = [
                "artifacts[].id",
                "artifacts[].name",
                "artifacts[].version",
                "artifacts[].type",
                "artifacts[].purl",
                "artifacts[].licenses",
                "artifacts[].cpes",
                "artifacts[].locations[].path",
                "artifactRelationships",
                "source.name",
                "source.version",
                "source.type",
                "descriptor.name",
                "descriptor.version",
            ];
            READ.iter().any(|known| field.starts_with(known)) || field.starts_with("schema")
        }
    }
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
        add("document: author", Some(author.name.clone()));
    }
    for (name, version) in &bill.tools {
        let version = version.as_deref().unwrap_or_default();
        add("document: tool", Some(format!("{name} {version}")));
    }
    for text in &bill.texts {
        add("license text", text.text.clone());
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
        add("item: supplier", with(item.supplier.as_ref().map(|agent| agent.name.clone())));
        add("item: publisher", with(item.publisher.clone()));
        add("item: description", with(item.description.clone()));
        add("item: card of a model or data", with(item.card.as_deref().map(card::told)));
        add("item: remark", with(item.comment.clone()));
        add("item: declared license", with(stated(&item.declared)));
        add("item: concluded license", with(stated(&item.concluded)));
        add("item: remark about licenses", with(item.license_comment.clone()));
        add("item: copyright", with(item.copyright.clone()));
        add("item: how it is needed", with(item.need.map(|need| format!("{need:?}"))));
        for author in &item.authors {
            add("item: author", with(Some(author.name.clone())));
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
