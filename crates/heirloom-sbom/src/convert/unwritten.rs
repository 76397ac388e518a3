// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What a document says that no bill of materials holds: found by writing the bill in the document's own
//! form and comparing values field by field.

use std::{
    borrow::Cow,
    collections::{BTreeMap, HashSet},
};

use super::{
    Loss,
    leaves::{self, Leaf},
};
use crate::{Bill, Form, ReadError, cyclonedx::Version, hex, read, write_bill};

/// A part of a file in SPDX 2: one that shows no license is dropped.
const PART: &str = "snippets[].SPDXID";

/// What a relation leads to in SPDX 2.
const END: &str = "relationships[].relatedSpdxElement";

/// What the source's own form says of a bill: values by their fields, told apart by their digests.
#[derive(Default)]
struct Written {
    /// Fields that are written, and whether anything but that nothing is known.
    fields: BTreeMap<String, bool>,
    values: HashSet<[u8; 16]>,
    n_parts: usize,
    /// Relations that lead to nothing.
    n_none: usize,
}

impl Written {
    fn new(form: Form, bill: &Bill) -> Written {
        let mut known = Written::default();
        let mut own = Vec::new();
        // The newest form has a place for every fact, where the source's own is not written.
        let own_form = match form {
            Form::Syft => Form::CycloneDx(Version::V1_7),
            form => form,
        };
        // What cannot be written or read back is all lost.
        if write_bill(bill, own_form, &mut own).is_err() {
            return known;
        }
        if form == Form::Syft {
            let _all_lost = each_leaf(own_form, &own, &mut |_, leaf| {
                known.values.extend(words(&leaf.text()).map(|one| Written::digest("", &one)));
            });
            let texts = bill.texts.iter();
            let texts = texts.flat_map(|text| text.name.iter().chain(&text.addresses));
            known.values.extend(texts.map(|one| Written::digest("", one)));
            return known;
        }
        let _all_lost = each_leaf(form, &own, &mut |field, leaf| {
            let field = plain(field);
            known.n_parts += usize::from(field == PART);
            let value = leaf.text();
            known.n_none += usize::from(field == END && value == "NONE");
            known.values.insert(Written::digest(&field, &value));
            if field.ends_with("copyright") {
                known.values.extend(value.lines().map(|line| Written::digest(COPYRIGHT, line)));
            }
            let says = value != "NOASSERTION";
            match known.fields.get_mut(&*field) {
                Some(known) => *known |= says,
                None => drop(known.fields.insert(field.into_owned(), says)),
            }
        });
        known
    }

    fn digest(field: &str, value: &str) -> [u8; 16] {
        let mut hasher = blake3::Hasher::new();
        hasher.update(field.as_bytes()).update(&[0]).update(value.trim().as_bytes());
        let mut digest = [0; 16];
        digest.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
        digest
    }

    fn has(&self, field: &str, value: &str) -> bool {
        self.values.contains(&Written::digest(field, value))
    }

    /// Whether a value of the source is in what is written of its bill.
    fn holds(&mut self, form: Form, field: &str, value: &str) -> bool {
        let says_nothing = value == "NOASSERTION";
        match kept(form, field) {
            Kept::Value => says_nothing || self.has(field, value),
            Kept::In(newer) => self.has(field, value) || self.has(newer, value),
            Kept::Line => value.lines().all(|line| self.has(COPYRIGHT, line)),
            Kept::Elsewhere => true,
            Kept::Named => match self.fields.get(field) {
                Some(says) => *says || says_nothing,
                None => false,
            },
            Kept::Part if self.n_parts > 0 => {
                self.n_parts -= 1;
                true
            }
            // That nothing is needed is kept as often as it is written.
            Kept::End if value == "NONE" && self.n_none > 0 => {
                self.n_none -= 1;
                true
            }
            Kept::End => value != "NONE" && !value.starts_with("DocumentRef-"),
            Kept::Kind => {
                let is_turned = ["_OF", "_BY", "_FROM"].iter().any(|end| value.ends_with(end));
                is_turned || self.has(field, value)
            }
            Kept::Anywhere if matches!(value, "" | "null" | "UNKNOWN") => true,
            Kept::Anywhere => {
                let mut ways = words(value);
                ways.any(|one| self.has("", &one))
                    || checksum(value).is_some_and(|one| self.has("", &one))
            }
            Kept::Part => false,
        }
    }
}

/// How Syft was run: a hundred fields, none of them about what it found.
const CONFIGURATION: &str = "descriptor.configuration";

/// Lines of copyright statements, in whichever field.
const COPYRIGHT: &str = "copyright";

/// A value, and the parts of it that facts are made of: addresses without what stands behind `#`, names
/// and mail addresses of people, words of lists.
fn words(value: &str) -> impl Iterator<Item = String> {
    let mut found = vec![value.trim_start_matches('/').to_owned()];
    let address = value.strip_prefix("git+").unwrap_or(value);
    found.extend(address.split(['#', '?']).next().map(str::to_owned));
    found.extend(
        value
            .strip_prefix("stated in ")
            .into_iter()
            .flat_map(|files| files.split(", "))
            .map(str::to_owned),
    );
    found.extend(
        value
            .split([' ', '<', '>', '(', ')', ':'])
            .filter(|part| !part.is_empty())
            .map(str::to_owned),
    );
    found.extend(value.split_once(" <").map(|(name, _)| name.to_owned()));
    found.into_iter()
}

/// A checksum in hexadecimal that stands in base 64.
fn checksum(value: &str) -> Option<String> {
    let value = value.strip_prefix("Q1").unwrap_or(value);
    let algorithms = ["sha1", "sha256", "sha512"];
    algorithms.into_iter().find_map(|name| hex::value(name, value)).map(|(_, value)| value)
}

/// How it is known that a field of the source is kept.
enum Kept {
    /// By its value in the same field.
    Value,
    /// By its value in another field, which is the newer one.
    In(&'static str),
    /// By its lines in any field of copyrights.
    Line,
    /// Where the field is written at all: its values are made anew (names of elements, lists, orders), or
    /// the comparison of bills tells of each.
    Named,
    /// By the comparison of bills alone.
    Elsewhere,
    /// As many as are written.
    Part,
    /// What a relation leads to or from: nothing at all and other documents have no place.
    End,
    /// The kind of a relation.
    Kind,
    /// By its value in any field.
    Anywhere,
}

/// Fields of the source that a bill of materials cannot write in the source's own form.
pub(crate) fn unwritten(form: Form, bytes: &[u8], bill: &Bill) -> Result<Vec<Loss>, ReadError> {
    let mut written = Written::new(form, bill);
    let mut found: BTreeMap<String, (usize, String)> = BTreeMap::new();
    each_leaf(form, bytes, &mut |field, leaf| {
        let field = match field.starts_with(CONFIGURATION) {
            true => Cow::from(CONFIGURATION),
            false => plain(field),
        };
        let value = leaf.text();
        if !written.holds(form, &field, &value) {
            let example = || (0, leaf.shortened());
            match found.get_mut(&*field) {
                Some((n, _)) => *n += 1,
                None => found.entry(field.into_owned()).or_insert_with(example).0 += 1,
            }
        }
    })?;
    Ok(found.into_iter().map(|(field, (n, example))| Loss { field, n, example }).collect())
}

/// How it is known that a field is kept.
fn kept(form: Form, field: &str) -> Kept {
    let last = field.rsplit('.').next().unwrap_or(field);
    match form {
        Form::CycloneDx(_) | Form::CycloneDxXml(_) => of_cyclonedx(field, last),
        Form::Spdx2 | Form::Spdx2Tags => of_spdx2(field, last),
        Form::Spdx3 => of_spdx3(field, last),
        Form::Syft => of_syft(field, last),
    }
}

fn of_syft(field: &str, last: &str) -> Kept {
    let is_made = field.starts_with("artifactRelationships")
        || field.starts_with("schema")
        || field.ends_with("].id")
        || matches!(field, "source.id" | "source.type");
    match last {
        _ if is_made => Kept::Elsewhere,
        // Expressions and names are written in one way, checksums in hexadecimal.
        "spdxExpression" | "licenses[]" | "type" | "algorithm" | "integrity" => Kept::Elsewhere,
        // It differs from the path by links alone.
        "accessPath" => Kept::Elsewhere,
        // One property says both.
        _ if matches!(field, "source.metadata.os" | "source.metadata.architecture") => {
            Kept::Elsewhere
        }
        // From the folder that packages are installed in.
        _ if field == "artifacts[].metadata.files[].path" => Kept::Elsewhere,
        _ => Kept::Anywhere,
    }
}

fn of_cyclonedx(field: &str, last: &str) -> Kept {
    let of_license = ["licenses[].license.", "licenses[]."]
        .iter()
        .find_map(|start| field.rsplit_once(start).map(|(_, rest)| rest));
    match (of_license, last) {
        // The comparison of bills tells of expressions.
        (Some("id" | "name" | "expression" | "acknowledgement"), _) => Kept::Elsewhere,
        (Some(_), "bom-ref") => Kept::Elsewhere,
        (Some(_), _) => Kept::Value,
        _ if field == "components[].author" => Kept::In("components[].authors[].name"),
        _ if field == "metadata.component.author" => Kept::In("metadata.component.authors[].name"),
        _ if field.contains("evidence.copyright") => Kept::Line,
        _ if field.starts_with("metadata.tools") => match last {
            "name" | "version" | "type" | "bom-ref" | "tools[]" => Kept::Elsewhere,
            _ => Kept::Value,
        },
        (_, "bom-ref" | "version" | "serialNumber" | "$schema") => Kept::Elsewhere,
        (_, "ref" | "dependsOn[]" | "timestamp" | "purl" | "type" | "alg" | "scope") => Kept::Named,
        (_, "provides[]") => Kept::Named,
        _ => Kept::Value,
    }
}

fn of_spdx2(field: &str, last: &str) -> Kept {
    if field == PART {
        return Kept::Part;
    }
    match field {
        "relationships[].spdxElementId" | "relationships[].relatedSpdxElement" => return Kept::End,
        // Those that are said from the other side are turned round.
        "relationships[].relationshipType" => return Kept::Kind,
        _ => {}
    }
    match last {
        "documentDescribes[]" | "hasFiles[]" | "filesAnalyzed" | "licenseInfoFromFiles[]" => {
            Kept::Elsewhere
        }
        "SPDXID" | "spdxVersion" | "dataLicense" | "documentNamespace" | "created" | "name" => {
            Kept::Named
        }
        // Expressions are written in one way, and lists of what was seen as licenses one by one.
        "licenseConcluded" | "licenseDeclared" | "licenseInfoInFiles[]" | "licenseId" => {
            Kept::Named
        }
        "licenseInfoInSnippets[]" | "reference" | "offset" | "lineNumber" => Kept::Named,
        "algorithm" | "referenceCategory" | "referenceType" | "snippetFromFile" => Kept::Named,
        "packageVerificationCodeValue" | "versionInfo" | "primaryPackagePurpose" => Kept::Named,
        "creators[]" | "licenseListVersion" | "licenseComments" | "comment" => Kept::Named,
        _ => Kept::Value,
    }
}

fn of_spdx3(field: &str, last: &str) -> Kept {
    let is_made = field.starts_with("@context")
        || field.ends_with("@id")
        || last.ends_with("specVersion")
        || last.ends_with("profileConformance[]");
    match last {
        _ if is_made => Kept::Elsewhere,
        // What an element is tells whether there is a place for it.
        "type" if field.ends_with("].type") => Kept::Value,
        "relationshipType" => Kept::Value,
        "spdxId" | "from" | "to[]" | "creationInfo" | "created" | "createdBy[]" => Kept::Named,
        "createdUsing[]" | "rootElement[]" | "element[]" | "suppliedBy" => Kept::Named,
        "originatedBy[]" | "algorithm" | "name" | "comment" => Kept::Named,
        _ if last.contains("icense") || last.ends_with("software_snippetFromFile") => Kept::Named,
        _ => Kept::Value,
    }
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
