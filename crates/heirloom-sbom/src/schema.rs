// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Checking documents against the official schemas, which are kept without their prose.

use std::{collections::HashSet, sync::LazyLock};

use jsonschema::{Registry, ValidationError, Validator, error::ValidationErrorKind};
use serde_json::Value;

use crate::cyclonedx::Version;

/// A place of a document that its schema refuses.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Refusal {
    /// The place as a JSON pointer (RFC 6901).
    pub(crate) pointer: String,
    /// Why.
    pub(crate) why: String,
    /// What it breaks.
    pub(crate) keyword: Keyword,
}

/// What a place breaks.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Keyword {
    /// Fields that the form does not have.
    UnknownFields(Vec<String>),
    /// A field is missing.
    Missing(String),
    /// Anything else about the value.
    Value,
}

/// A schema to check documents by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Schema {
    /// CycloneDX.
    CycloneDx(Version),
    /// SPDX 2.3, which 2.2 is checked by too.
    Spdx2,
    /// SPDX 3.0.1.
    Spdx3,
}

macro_rules! schema {
    ($name:literal) => {
        include_str!(concat!("../schemas/", $name, ".json"))
    };
}

fn parse(text: &str) -> Value {
    serde_json::from_str(text).expect("the kept schemas are JSON")
}

fn cyclonedx(text: &str) -> Validator {
    static PARTS: LazyLock<Registry<'static>> = LazyLock::new(|| {
        let part = |name: &str| format!("http://cyclonedx.org/schema/{name}.schema.json");
        let parts = [
            (part("jsf-0.82"), parse(schema!("cyclonedx-jsf-0.82"))),
            (part("spdx"), parse(schema!("cyclonedx-spdx"))),
            (part("cryptography-defs"), parse(schema!("cyclonedx-cryptography-defs"))),
        ];
        let registry = Registry::new().extend(parts).and_then(|registry| registry.prepare());
        registry.expect("the kept schemas name each other")
    });
    let options = jsonschema::options().offline().with_registry(&PARTS);
    let options = options.should_validate_formats(true);
    options.build(&parse(text)).expect("the kept schemas are sound")
}

fn plain(text: &str) -> Validator {
    let options = jsonschema::options().offline().should_validate_formats(true);
    options.build(&parse(text)).expect("the kept schemas are sound")
}

fn validator(schema: Schema) -> &'static Validator {
    static V1_4: LazyLock<Validator> = LazyLock::new(|| cyclonedx(schema!("cyclonedx-bom-1.4")));
    static V1_5: LazyLock<Validator> = LazyLock::new(|| cyclonedx(schema!("cyclonedx-bom-1.5")));
    static V1_6: LazyLock<Validator> = LazyLock::new(|| cyclonedx(schema!("cyclonedx-bom-1.6")));
    static V1_7: LazyLock<Validator> = LazyLock::new(|| cyclonedx(schema!("cyclonedx-bom-1.7")));
    static SPDX2: LazyLock<Validator> = LazyLock::new(|| plain(schema!("spdx-2.3")));
    static SPDX3: LazyLock<Validator> = LazyLock::new(|| plain(schema!("spdx-3.0.1")));
    match schema {
        Schema::CycloneDx(Version::V1_4) => &V1_4,
        Schema::CycloneDx(Version::V1_5) => &V1_5,
        Schema::CycloneDx(Version::V1_6) => &V1_6,
        Schema::CycloneDx(Version::V1_7) => &V1_7,
        Schema::Spdx2 => &SPDX2,
        Schema::Spdx3 => &SPDX3,
    }
}

/// At most this many places are told.
pub(crate) const MAX_REFUSALS: usize = 1_000;

/// The places of a document that a schema refuses, in the order of the document.
pub(crate) fn refusals(schema: Schema, document: &Value) -> Vec<Refusal> {
    let errors = validator(schema).iter_errors(document).take(MAX_REFUSALS);
    let mut found: Vec<Refusal> = errors.map(|error| refusal(&error)).collect();
    let mut seen = HashSet::new();
    found.retain(|one| seen.insert((one.pointer.clone(), one.why.clone())));
    found
}

/// Of a choice that nothing fits, the error inside that lies deepest tells more than the choice.
fn refusal(error: &ValidationError<'_>) -> Refusal {
    let keyword = match error.kind() {
        ValidationErrorKind::AnyOf { context } | ValidationErrorKind::OneOfNotValid { context } => {
            let inner = context.iter().filter_map(|branch| {
                let refused: Vec<Refusal> = branch.iter().map(refusal).collect();
                // The branch that the document means goes wrong far inside and in few places.
                let depth = refused.iter().map(|one| one.pointer.matches('/').count()).max()?;
                let n_places = refused.len();
                Some((depth, std::cmp::Reverse(n_places), refused))
            });
            let best = inner.max_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)));
            let own_depth = error.instance_path().to_string().matches('/').count();
            if let Some((depth, _, refused)) = best
                && (depth > own_depth || refused.iter().any(|one| one.keyword != Keyword::Value))
                && let Some(first) = refused.into_iter().next()
            {
                return first;
            }
            Keyword::Value
        }
        ValidationErrorKind::AdditionalProperties { unexpected }
        | ValidationErrorKind::UnevaluatedProperties { unexpected } => {
            Keyword::UnknownFields(unexpected.clone())
        }
        ValidationErrorKind::Required { property } => {
            Keyword::Missing(property.as_str().unwrap_or_default().to_owned())
        }
        _ => Keyword::Value,
    };
    let why = error.to_string();
    let why = match why.char_indices().nth(300) {
        Some((at, _)) => format!("{}…", &why[..at]),
        None => why,
    };
    Refusal { pointer: error.instance_path().to_string(), why, keyword }
}

/// Whether a text is `urn:uuid:` with a UUID.
pub fn is_uuid_urn(text: &str) -> bool {
    let Some(uuid) = text.strip_prefix("urn:uuid:") else { return false };
    let lengths: Vec<usize> = uuid.split('-').map(str::len).collect();
    lengths == [8, 4, 4, 4, 12]
        && uuid.bytes().all(|byte| byte == b'-' || matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// Whether CycloneDX knows a license by this identifier.
pub(crate) fn is_listed(id: &str) -> bool {
    static LISTED: LazyLock<HashSet<String>> = LazyLock::new(|| {
        let schema = parse(schema!("cyclonedx-spdx"));
        let ids = schema["enum"].as_array().into_iter().flatten();
        ids.filter_map(|id| id.as_str().map(str::to_owned)).collect()
    });
    LISTED.contains(id)
}

/// The relation of SPDX 2.3 of this name, or of the name without `HAS_`, as SPDX 3 has some.
pub(crate) fn spdx2_relation(name: &str) -> Option<&'static str> {
    static NAMES: LazyLock<Vec<String>> = LazyLock::new(|| {
        let schema = parse(schema!("spdx-2.3"));
        let relation = &schema["properties"]["relationships"]["items"]["properties"];
        let names = relation["relationshipType"]["enum"].as_array().into_iter().flatten();
        names.filter_map(|name| name.as_str().map(str::to_owned)).collect()
    });
    let find = |name: &str| NAMES.iter().find(|known| *known == name).map(String::as_str);
    find(name).or_else(|| find(name.strip_prefix("HAS_")?))
}

/// The relation of SPDX 3 that is called so in the writing of SPDX 2: `HAS_VARIANT`.
pub(crate) fn spdx3_relation(name: &str) -> Option<&'static str> {
    static NAMES: LazyLock<Vec<String>> = LazyLock::new(|| {
        let schema = parse(schema!("spdx-3.0.1"));
        let names = &schema["$defs"]["prop_Relationship_relationshipType"]["enum"];
        let names = names.as_array().into_iter().flatten();
        names.filter_map(|name| name.as_str().map(str::to_owned)).collect()
    });
    let plain = name.replace('_', "");
    NAMES.iter().find(|known| known.eq_ignore_ascii_case(&plain)).map(String::as_str)
}

/// Whether CycloneDX takes a checksum: of a known algorithm, and as long as some are.
pub(crate) fn is_hash(algorithm: &str, content: &str, version: Version) -> bool {
    let is_known = matches!(
        algorithm,
        "MD5"
            | "SHA-1"
            | "SHA-256"
            | "SHA-384"
            | "SHA-512"
            | "SHA3-256"
            | "SHA3-384"
            | "SHA3-512"
            | "BLAKE2b-256"
            | "BLAKE2b-384"
            | "BLAKE2b-512"
            | "BLAKE3"
    ) || (version >= Version::V1_7
        && matches!(algorithm, "Streebog-256" | "Streebog-512"));
    is_known
        && matches!(content.len(), 32 | 40 | 64 | 96 | 128)
        && content.bytes().all(|byte| byte.is_ascii_hexdigit())
}
