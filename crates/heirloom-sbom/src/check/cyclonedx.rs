// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What CycloneDX asks for in words (ECMA-424): names that lead somewhere, package URLs, CPE names and
//! expressions that are some.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::{Meaning, elements, licenses, texts, values, walk};

/// Fields that name parts of the document by `bom-ref`, and the parts that have them (`refLinkType` of
/// the schemas), beside `dependencies`.
///
/// Not among them are those that lead nowhere in documents that the specification's authors publish as
/// valid: of formulas, of tools that gave evidence of identity, of cryptographic assets, of the
/// requirements and claims against them that attestations map. Nor does a part's dependency on itself
/// count, which they have too.
const REFERENCES: &[(&str, &[&str])] = &[
    ("compositions", &["assemblies", "dependencies", "vulnerabilities"]),
    ("affects", &["ref"]),
    ("annotations", &["subjects"]),
    ("datasets", &["ref"]),
    ("attestations", &["assessor"]),
    ("map", &["claims"]),
    ("conformance", &["mitigationStrategies"]),
    ("claims", &["target", "evidence", "counterEvidence", "mitigationStrategies"]),
    ("levels", &["requirements"]),
    ("requirements", &["parent"]),
    ("citations", &["attributedTo", "process"]),
    ("patentAssertions", &["asserter", "patentRefs"]),
];

/// Names that stand twice, which XML's schema looks for itself.
pub(super) fn doubled_names(document: &Value, meaning: &mut Meaning) {
    let mut names: HashMap<&str, String> = HashMap::new();
    walk(document, &mut String::new(), &mut |pointer, value| {
        let Some(name) = value.get("bom-ref").and_then(Value::as_str) else { return };
        let pointer = format!("{pointer}/bom-ref");
        // Steps of formulas may name the same thing again.
        let is_formula = pointer.starts_with("/formulation/");
        match names.get(name).filter(|_| !is_formula) {
            Some(first) => {
                meaning.tell(pointer, format!("{name:?} is the name of {first} already"));
            }
            None => {
                names.entry(name).or_insert(pointer);
            }
        }
    });
}

/// CPE names, whose form XML's schema knows itself.
pub(super) fn names_of_platforms(document: &Value, meaning: &mut Meaning) {
    walk(document, &mut String::new(), &mut |pointer, value| {
        if let Some(wrong) = value.get("cpe").and_then(Value::as_str).and_then(values::wrong_cpe) {
            meaning.tell(format!("{pointer}/cpe"), wrong);
        }
    });
}

/// Looks at names, package URLs and expressions.
pub(super) fn check(document: &Value, meaning: &mut Meaning) {
    let mut names: HashSet<&str> = HashSet::new();
    walk(document, &mut String::new(), &mut |_, value| {
        names.extend(value.get("bom-ref").and_then(Value::as_str));
    });
    let leads = |name: &str, pointer: String, meaning: &mut Meaning| {
        // Names of other documents are addresses of their own.
        if !names.contains(name) && !name.starts_with("urn:cdx:") {
            meaning.tell(pointer, format!("nothing is called {name:?}"));
        }
    };
    let mut seen: HashSet<&str> = HashSet::new();
    for (pointer, dependency) in elements(document, "", "dependencies") {
        for (pointer, name) in texts(dependency, &pointer, "ref") {
            leads(name, pointer.clone(), meaning);
            if !seen.insert(name) {
                meaning.tell(pointer, format!("a second entry of {name:?}"));
            }
        }
        for list in ["dependsOn", "provides"] {
            for (pointer, name) in texts(dependency, &pointer, list) {
                leads(name, pointer, meaning);
            }
        }
    }
    // The document as a whole is no part with a name, yet annotations speak of it.
    let whole = document["serialNumber"].as_str();
    let known = licenses::Known::default();
    walk(document, &mut String::new(), &mut |pointer, value| {
        let is_number = |part: &&str| part.bytes().all(|byte| byte.is_ascii_digit());
        let part = pointer.rsplit('/').find(|part| !is_number(part)).unwrap_or_default();
        let fields = REFERENCES.iter().find(|(known, _)| *known == part);
        for field in fields.iter().flat_map(|(_, fields)| *fields) {
            for (pointer, name) in texts(value, pointer, field) {
                if part != "annotations" || whole != Some(name) {
                    leads(name, pointer, meaning);
                }
            }
        }
        if pointer.contains("/licenses/") {
            for (pointer, text) in texts(value, pointer, "expression") {
                for wrong in licenses::wrong(text, &known) {
                    meaning.tell(pointer.clone(), wrong);
                }
            }
        }
        for (pointer, text) in texts(value, pointer, "purl") {
            if let Some(wrong) = values::wrong_purl(text) {
                meaning.tell(pointer, wrong);
            }
        }
    });
}
