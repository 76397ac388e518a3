// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Whether a document is what its form asks for: its schema, and what schemas cannot say.

use std::collections::{HashMap, HashSet};

use heirloom_model::Expression;
use serde_json::Value;

use crate::{
    Form, ReadError,
    cyclonedx::xml,
    read,
    schema::{self, Schema},
};

/// Something wrong in a document.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// The place as a JSON pointer (RFC 6901); of tags and values, and of XML
    /// beyond its schema, that of the same field in JSON; what XML's schema refuses as an XPath.
    pub pointer: String,
    /// What is wrong there.
    pub what: String,
    /// What asks for something else.
    pub kind: FindingKind,
}

/// What a finding goes by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FindingKind {
    /// The schema of the form.
    Schema,
    /// The text of the specification: names that lead nowhere or are not unique, expressions.
    Meaning,
}

impl FindingKind {
    /// The stable name.
    pub fn name(self) -> &'static str {
        match self {
            FindingKind::Schema => "schema",
            FindingKind::Meaning => "meaning",
        }
    }
}

/// What is wrong in a document, the schema's findings first; nothing where it is valid.
///
/// # Errors
/// When it is in no known form or no JSON at all.
pub fn check(bytes: &[u8]) -> Result<(Form, Vec<Finding>), ReadError> {
    let (form, document) = read::tree(bytes)?;
    let schema = match form {
        Form::CycloneDx(version) => Some(Schema::CycloneDx(version)),
        Form::Spdx2 | Form::Spdx2Tags => Some(Schema::Spdx2),
        Form::Spdx3 => Some(Schema::Spdx3),
        Form::CycloneDxXml(_) | Form::Syft => None,
    };
    let refusals = schema.map(|schema| schema::refusals(schema, &document)).unwrap_or_default();
    let mut found: Vec<Finding> = refusals
        .into_iter()
        .map(|one| Finding { pointer: one.pointer, what: one.why, kind: FindingKind::Schema })
        .collect();
    if let Form::CycloneDxXml(version) = form {
        let refused = xml::refusals(&String::from_utf8_lossy(bytes), version)?;
        found.extend(refused.into_iter().map(|one| Finding {
            pointer: one.place,
            what: format!("line {}: {}", one.line, one.why),
            kind: FindingKind::Schema,
        }));
    }
    let mut meaning = Meaning::default();
    match form {
        Form::CycloneDx(_) => {
            meaning.doubled_names(&document);
            meaning.cyclonedx(&document);
        }
        Form::CycloneDxXml(_) => meaning.cyclonedx(&document),
        Form::Spdx2 | Form::Spdx2Tags => meaning.spdx2(&document),
        Form::Spdx3 => meaning.spdx3(&document),
        Form::Syft => {}
    }
    found.extend(meaning.found);
    Ok((form, found))
}

#[derive(Default)]
struct Meaning {
    found: Vec<Finding>,
}

impl Meaning {
    fn tell(&mut self, pointer: String, what: String) {
        if self.found.len() < schema::MAX_REFUSALS {
            self.found.push(Finding { pointer, what, kind: FindingKind::Meaning });
        }
    }

    /// Names that stand twice, which XML's schema looks for itself.
    fn doubled_names(&mut self, document: &Value) {
        let mut names: HashMap<String, String> = HashMap::new();
        let mut doubled = Vec::new();
        walk(document, &mut String::new(), &mut |pointer, value| {
            // Steps of formulas may name the same thing again.
            let is_formula = pointer.starts_with("/formulation/");
            if let Some(name) = value.get("bom-ref").and_then(Value::as_str) {
                let pointer = format!("{pointer}/bom-ref");
                if let Some(first) = names.get(name).filter(|_| !is_formula) {
                    doubled.push((pointer, format!("{name:?} is the name of {first} already")));
                } else {
                    names.entry(name.to_owned()).or_insert(pointer);
                }
            }
        });
        for (pointer, what) in doubled {
            self.tell(pointer, what);
        }
    }

    fn cyclonedx(&mut self, document: &Value) {
        let mut names: HashSet<String> = HashSet::new();
        walk(document, &mut String::new(), &mut |_, value| {
            names.extend(value.get("bom-ref").and_then(Value::as_str).map(str::to_owned));
        });
        let dependencies = document["dependencies"].as_array().into_iter().flatten();
        let mut seen: HashSet<&str> = HashSet::new();
        for (at, dependency) in dependencies.enumerate() {
            let pointer = format!("/dependencies/{at}");
            if let Some(name) = dependency["ref"].as_str() {
                self.leads(&names, name, format!("{pointer}/ref"));
                if !seen.insert(name) {
                    self.tell(format!("{pointer}/ref"), format!("a second entry of {name:?}"));
                }
            }
            for list in ["dependsOn", "provides"] {
                for (number, name) in dependency[list].as_array().into_iter().flatten().enumerate()
                {
                    let place = format!("{pointer}/{list}/{number}");
                    self.leads(&names, name.as_str().unwrap_or_default(), place);
                }
            }
        }
        let mut wrong = Vec::new();
        walk(document, &mut String::new(), &mut |pointer, value| {
            if pointer.contains("/licenses/")
                && let Some(text) = value.get("expression").and_then(Value::as_str)
                && let Err(error) = Expression::parse(text)
            {
                wrong.push((format!("{pointer}/expression"), error.to_string()));
            }
            if let Some(purl) = value.get("purl").and_then(Value::as_str)
                && !is_purl(purl)
            {
                wrong.push((format!("{pointer}/purl"), format!("{purl:?} is no package URL")));
            }
        });
        for (pointer, what) in wrong {
            self.tell(pointer, what);
        }
    }

    fn leads(&mut self, names: &HashSet<String>, name: &str, pointer: String) {
        // Names of other documents are addresses of their own.
        if !names.contains(name) && !name.starts_with("urn:cdx:") {
            self.tell(pointer, format!("nothing is called {name:?}"));
        }
    }

    fn spdx2(&mut self, document: &Value) {
        let mut names: HashMap<&str, String> = HashMap::new();
        let elements = ["packages", "files", "snippets"].into_iter().flat_map(|list| {
            let elements = document[list].as_array().into_iter().flatten().enumerate();
            elements.map(move |(at, element)| (format!("/{list}/{at}"), element))
        });
        let all = std::iter::once((String::new(), document)).chain(elements);
        for (pointer, element) in all {
            let Some(name) = element["SPDXID"].as_str() else { continue };
            if let Some(first) = names.get(name) {
                let what = format!("{name:?} is the name of {first} already");
                self.tell(format!("{pointer}/SPDXID"), what);
            } else {
                names.insert(name, if pointer.is_empty() { "/".into() } else { pointer });
            }
        }
        let relations = document["relationships"].as_array().into_iter().flatten();
        for (at, relation) in relations.enumerate() {
            for field in ["spdxElementId", "relatedSpdxElement"] {
                let Some(name) = relation[field].as_str() else { continue };
                let is_elsewhere =
                    matches!(name, "NONE" | "NOASSERTION") || name.starts_with("DocumentRef-");
                if !is_elsewhere && !names.contains_key(name) {
                    let pointer = format!("/relationships/{at}/{field}");
                    self.tell(pointer, format!("nothing is called {name:?}"));
                }
            }
        }
        self.spdx2_licenses(document);
    }

    fn spdx2_licenses(&mut self, document: &Value) {
        const FIELDS: [&str; 5] = [
            "licenseConcluded",
            "licenseDeclared",
            "licenseInfoFromFiles",
            "licenseInfoInFiles",
            "licenseInfoInSnippets",
        ];
        let texts = document["hasExtractedLicensingInfos"].as_array().into_iter().flatten();
        let texts: HashSet<&str> = texts.filter_map(|text| text["licenseId"].as_str()).collect();
        let mut found = Vec::new();
        walk(document, &mut String::new(), &mut |pointer, value| {
            for field in FIELDS {
                let (one, several) = match value.get(field) {
                    Some(Value::Array(several)) => (None, several.as_slice()),
                    one => (one, [].as_slice()),
                };
                for text in one.into_iter().chain(several).filter_map(Value::as_str) {
                    if matches!(text, "NONE" | "NOASSERTION") {
                        continue;
                    }
                    let place = format!("{pointer}/{field}");
                    match Expression::parse(text) {
                        Err(error) => found.push((place, format!("{text:?}: {error}"))),
                        Ok(expression) => {
                            let own = expression.ids().into_iter().map(|id| id.as_str().to_owned());
                            let missing = own.filter(|id| {
                                id.starts_with("LicenseRef-") && !texts.contains(id.as_str())
                            });
                            found.extend(missing.map(|id| {
                                let what = "is in no hasExtractedLicensingInfos";
                                (place.clone(), format!("{id} {what}"))
                            }));
                        }
                    }
                }
            }
        });
        for (pointer, what) in found {
            self.tell(pointer, what);
        }
    }

    fn spdx3(&mut self, document: &Value) {
        let graph = document["@graph"].as_array().map(Vec::as_slice).unwrap_or_default();
        let mut names: HashMap<&str, usize> = HashMap::new();
        let mut outside: HashSet<&str> = HashSet::new();
        for (at, element) in graph.iter().enumerate() {
            for imported in element["import"].as_array().into_iter().flatten() {
                outside.extend(imported["externalSpdxId"].as_str());
            }
            let Some(name) = element["spdxId"].as_str().or_else(|| element["@id"].as_str()) else {
                continue;
            };
            if let Some(first) = names.insert(name, at) {
                let what = format!("{name:?} is the name of /@graph/{first} already");
                self.tell(format!("/@graph/{at}/spdxId"), what);
            }
        }
        let is_known = |name: &str| {
            names.contains_key(name)
                || outside.contains(name)
                || name.starts_with("https://spdx.org/")
        };
        for (at, element) in graph.iter().enumerate() {
            for field in [
                "from",
                "to",
                "creationInfo",
                "rootElement",
                "element",
                "suppliedBy",
                "originatedBy",
                "createdBy",
                "createdUsing",
            ] {
                let (one, several) = match &element[field] {
                    Value::Array(several) => (None, several.as_slice()),
                    one => (Some(one), [].as_slice()),
                };
                for name in one.into_iter().chain(several).filter_map(Value::as_str) {
                    // Short names of individuals, as `NoneElement`, are no addresses.
                    if name.contains(':') && !is_known(name) {
                        let pointer = format!("/@graph/{at}/{field}");
                        self.tell(
                            pointer,
                            format!("nothing is called {name:?}, and no import names it"),
                        );
                    }
                }
            }
        }
    }
}

/// `pkg:TYPE/NAME` with what may follow.
fn is_purl(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("pkg:") else { return false };
    let Some((kind, name)) = rest.trim_start_matches('/').split_once('/') else { return false };
    let is_kind = kind.chars().all(|c| c.is_ascii_alphanumeric() || ".+-".contains(c));
    is_kind && !kind.is_empty() && !name.trim_matches('/').is_empty() && !name.contains(' ')
}

/// Every object of a tree with its pointer. Trees are as deep as their reader allows.
fn walk(value: &Value, pointer: &mut String, visit: &mut dyn FnMut(&str, &Value)) {
    let length = pointer.len();
    match value {
        Value::Object(fields) => {
            visit(pointer, value);
            for (name, value) in fields {
                pointer.push('/');
                pointer.push_str(&name.replace('~', "~0").replace('/', "~1"));
                walk(value, pointer, visit);
                pointer.truncate(length);
            }
        }
        Value::Array(items) => {
            for (at, value) in items.iter().enumerate() {
                pointer.push('/');
                pointer.push_str(&at.to_string());
                walk(value, pointer, visit);
                pointer.truncate(length);
            }
        }
        _ => {}
    }
}
