// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What SPDX 3.0.1 asks for in words: names that lead somewhere, expressions, package URLs, ranges.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::{
    Meaning,
    licenses::{self, Known},
    texts, values, walk,
};

/// Fields whose value is an element or another node of the graph, by its name or written out in place:
/// every property of the model whose range is a class that is no enumeration.
const REFERENCES: [&str; 41] = [
    "ai_energyConsumption",
    "ai_finetuningEnergyConsumption",
    "ai_hyperparameter",
    "ai_inferenceEnergyConsumption",
    "ai_metric",
    "ai_metricDecisionThreshold",
    "ai_trainingEnergyConsumption",
    "build_configSourceDigest",
    "build_environment",
    "build_parameter",
    "createdBy",
    "createdUsing",
    "creationInfo",
    "dataLicense",
    "dataset_sensor",
    "definingArtifact",
    "element",
    "expandedlicensing_member",
    "expandedlicensing_subjectAddition",
    "expandedlicensing_subjectExtendableLicense",
    "expandedlicensing_subjectLicense",
    "extension",
    "extension_cdxProperty",
    "externalIdentifier",
    "externalRef",
    "from",
    "import",
    "namespaceMap",
    "originatedBy",
    "rootElement",
    "security_assessedElement",
    "security_suppliedBy",
    "simplelicensing_customIdToUri",
    "software_byteRange",
    "software_contentIdentifier",
    "software_lineRange",
    "software_snippetFromFile",
    "subject",
    "suppliedBy",
    "to",
    "verifiedUsing",
];

/// Looks at names, expressions, package URLs and ranges.
pub(super) fn check(document: &Value, meaning: &mut Meaning) {
    let mut names: HashMap<&str, String> = HashMap::new();
    let mut outside: HashSet<&str> = HashSet::new();
    let graph = &document["@graph"];
    walk(graph, &mut "/@graph".to_owned(), &mut |pointer, node| {
        outside.extend(node["externalSpdxId"].as_str());
        let field = if node["spdxId"].is_string() { "spdxId" } else { "@id" };
        let Some(name) = node[field].as_str() else { return };
        if let Some(first) = names.get(name) {
            let what = format!("{name:?} is the name of {first} already");
            meaning.tell(format!("{pointer}/{field}"), what);
        } else {
            names.insert(name, pointer.to_owned());
        }
    });
    // Individuals and listed licenses are the model's own.
    let own = ["https://spdx.org/rdf/", "http://spdx.org/rdf/", "https://spdx.org/licenses/"];
    let is_known = |name: &str| {
        names.contains_key(name)
            || outside.contains(name)
            || own.iter().any(|own| name.starts_with(own))
    };
    walk(graph, &mut "/@graph".to_owned(), &mut |pointer, node| {
        let fields = node.as_object().into_iter().flatten();
        for (field, _) in fields.filter(|(field, _)| REFERENCES.contains(&field.as_str())) {
            for (pointer, name) in texts(node, pointer, field) {
                // Short names of individuals, as `NoneElement`, are no addresses.
                if name.contains(':') && !is_known(name) {
                    let what = format!("nothing is called {name:?}, and no import names it");
                    meaning.tell(pointer, what);
                }
            }
        }
        self::node(node, pointer, meaning);
    });
}

fn node(node: &Value, pointer: &str, meaning: &mut Meaning) {
    for (pointer, text) in texts(node, pointer, "simplelicensing_licenseExpression") {
        let version = node["simplelicensing_licenseListVersion"].as_str();
        let is_later = version.is_some_and(licenses::is_later);
        let known = Known { is_later, has_additions: true, ..Known::default() };
        if !matches!(text, "NONE" | "NOASSERTION") {
            for wrong in licenses::wrong(text, &known) {
                meaning.tell(pointer.clone(), wrong);
            }
        }
    }
    for (pointer, text) in texts(node, pointer, "software_packageUrl") {
        if let Some(wrong) = values::wrong_purl(text) {
            meaning.tell(pointer, wrong);
        }
    }
    for (pointer, text) in texts(node, pointer, "identifier") {
        let wrong = match node["externalIdentifierType"].as_str() {
            Some("packageUrl") => values::wrong_purl(text),
            Some("cpe22" | "cpe23") => values::wrong_cpe(text),
            _ => None,
        };
        if let Some(wrong) = wrong {
            meaning.tell(pointer, wrong);
        }
    }
    let [start, end] = ["beginIntegerRange", "endIntegerRange"].map(|field| node[field].as_i64());
    if let (Some(start), Some(end)) = (start, end)
        && end < start
    {
        meaning.tell(pointer.to_owned(), format!("{start}:{end} ends before it starts"));
    }
}
