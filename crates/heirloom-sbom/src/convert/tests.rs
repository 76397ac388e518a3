// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What conversions lose, and what they tell of it.

use serde_json::{Value, json};

use super::*;
use crate::check;

const CYCLONEDX_1_6: Form = Form::CycloneDx(Version::V1_6);
const CYCLONEDX_1_4: Form = Form::CycloneDx(Version::V1_4);

fn document(components: Value) -> Vec<u8> {
    let document = json!({
        "bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1, "components": components,
    });
    serde_json::to_vec(&document).unwrap()
}

#[track_caller]
fn check_losses(text: &[u8], to: Form, expect: &[(&str, usize, &str)]) {
    let converted = convert(text, to).unwrap();
    let found = |field: &str| converted.losses.iter().find(|loss| loss.field == field);
    for &(field, n, example) in expect {
        let loss = found(field).unwrap_or_else(|| panic!("{field} in {:?}", converted.losses));
        assert_eq!((loss.n, loss.example.as_str()), (n, example), "{field}");
    }
}

#[test]
fn a_form_as_itself_loses_nothing() {
    let text = document(json!([{"type": "library", "name": "a", "x-own": {"kept": [1, {}]}}]));
    let converted = convert(&text, CYCLONEDX_1_6).unwrap();
    let (one, other): (Value, Value) =
        (serde_json::from_slice(&text).unwrap(), serde_json::from_slice(&converted.bytes).unwrap());
    assert_eq!(one, other);
    assert_eq!(converted.losses, []);
}

#[test]
fn what_an_older_version_does_not_know_goes_everywhere() {
    // More than are refused at once.
    let one = |number: usize| {
        json!({"type": "library", "name": format!("n{number}"), "authors": [{"name": "Ana"}],
            "components": [{"type": "library", "name": "inner", "authors": [{"name": "Ben"}]}]})
    };
    let text = document((0..2_500).map(one).collect());
    let converted = convert(&text, CYCLONEDX_1_4).unwrap();
    assert_eq!(check(&converted.bytes).unwrap().1, []);
    check_losses(
        &text,
        CYCLONEDX_1_4,
        &[
            ("components[].authors[].name", 2_500, "Ana"),
            ("components[].components[].authors[].name", 2_500, "Ben"),
        ],
    );
}

#[test]
fn values_that_a_bill_does_not_hold_are_told() {
    let text = document(json!([{
        "type": "library", "name": "a", "version": "1",
        "supplier": {"name": "S", "url": ["https://s.example"]},
        "copyright": "Copyright 2020 Ana",
        "licenses": [{"license": {"id": "MIT", "text": {"content": "their words"},
            "url": "https://l.example", "licensing": {"purchaseOrder": "P7"}}}],
        "evidence": {"copyright": [{"text": "Copyright 2020 Ana"}, {"text": "Copyright 2021 Ben"}]},
    }]));
    check_losses(
        &text,
        Form::Spdx2,
        &[
            ("components[].licenses[].license.text.content", 1, "their words"),
            ("components[].licenses[].license.url", 1, "https://l.example"),
            ("components[].licenses[].license.licensing.purchaseOrder", 1, "P7"),
            ("components[].evidence.copyright[].text", 1, "Copyright 2021 Ben"),
            ("item: supplier", 1, "a 1: S <https://s.example>"),
        ],
    );
}

#[test]
fn lists_of_addresses_in_one_field_are_told() {
    // The example of SPDX 2.3 writes `seeAlsos` so.
    let document = json!({
        "spdxVersion": "SPDX-2.3", "dataLicense": "CC0-1.0", "SPDXID": "SPDXRef-DOCUMENT",
        "name": "d", "documentNamespace": "https://example.org/d",
        "creationInfo": {"created": "2026-01-01T00:00:00Z", "creators": ["Tool: t-1"]},
        "packages": [{"SPDXID": "SPDXRef-a", "name": "a", "downloadLocation": "NOASSERTION",
            "filesAnalyzed": false,
            "licenseDeclared": "LicenseRef-one AND LicenseRef-two",
            "licenseConcluded": "LicenseRef-two"}],
        "hasExtractedLicensingInfos": [
            {"licenseId": "LicenseRef-one", "extractedText": "one",
                "seeAlsos": ["https://a.example, https://b.example"]},
            {"licenseId": "LicenseRef-two", "extractedText": "two",
                "seeAlsos": ["https://a.example, https://b.example", "https://two.example"]},
        ],
        "relationships": [{"spdxElementId": "SPDXRef-DOCUMENT", "relationshipType": "DESCRIBES",
            "relatedSpdxElement": "SPDXRef-a"}],
    });
    let text = serde_json::to_vec(&document).unwrap();
    for form in Form::WRITTEN {
        let converted = convert(&text, form).unwrap();
        assert_eq!(check(&converted.bytes).unwrap().1, [], "{}", form.name());
        let lists = "https://a.example, https://b.example";
        let told = converted.losses.iter().any(|loss| loss.example.contains(lists));
        let kept = String::from_utf8(converted.bytes).unwrap().contains(lists);
        assert!(told != kept, "{}", form.name());
    }
}

#[test]
fn relations_to_elsewhere_are_told() {
    let relation = |from: &str, kind: &str, to: &str| json!({"spdxElementId": from, "relationshipType": kind, "relatedSpdxElement": to});
    let document = json!({
        "spdxVersion": "SPDX-2.3", "dataLicense": "CC0-1.0", "SPDXID": "SPDXRef-DOCUMENT",
        "name": "d", "documentNamespace": "https://example.org/d",
        "creationInfo": {"created": "2026-01-01T00:00:00Z", "creators": ["Tool: t-1"]},
        "packages": [{"SPDXID": "SPDXRef-a", "name": "a", "downloadLocation": "NOASSERTION"},
            {"SPDXID": "SPDXRef-b", "name": "b", "downloadLocation": "NOASSERTION"}],
        "relationships": [
            relation("SPDXRef-DOCUMENT", "DESCRIBES", "SPDXRef-a"),
            relation("SPDXRef-a", "DEPENDS_ON", "SPDXRef-b"),
            relation("SPDXRef-b", "DEPENDS_ON", "NONE"),
            relation("SPDXRef-a", "DEPENDS_ON", "DocumentRef-o:SPDXRef-x"),
            relation("SPDXRef-DOCUMENT", "AMENDS", "DocumentRef-o:SPDXRef-DOCUMENT"),
        ],
    });
    let text = serde_json::to_vec(&document).unwrap();
    check_losses(
        &text,
        CYCLONEDX_1_6,
        &[
            ("relationships[].relatedSpdxElement", 2, "DocumentRef-o:SPDXRef-x"),
            ("relationships[].relationshipType", 1, "AMENDS"),
        ],
    );
}

#[test]
fn elements_without_a_place_are_told() {
    let information = json!({"type": "CreationInfo", "@id": "_:c", "specVersion": "3.0.1",
        "created": "2026-01-01T00:00:00Z", "createdBy": ["https://e.example/me"]});
    let element = |kind: &str, id: &str, more: Value| {
        let mut element = json!({"type": kind, "creationInfo": "_:c",
            "spdxId": format!("https://e.example/{id}")});
        let fields = more.as_object().cloned().unwrap_or_default();
        element.as_object_mut().unwrap().extend(fields);
        element
    };
    let document = json!({
        "@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld",
        "@graph": [
            information,
            element("Person", "me", json!({"name": "me"})),
            element("SpdxDocument", "d", json!({"name": "d", "rootElement": ["https://e.example/p"]})),
            element("software_Package", "p", json!({"name": "p"})),
            element("security_Vulnerability", "v", json!({"name": "CVE-1"})),
            element("Relationship", "r", json!({"from": "https://e.example/v",
                "relationshipType": "affects", "to": ["https://e.example/p"],
                "completeness": "complete"})),
        ],
    });
    let text = serde_json::to_vec(&document).unwrap();
    check_losses(
        &text,
        CYCLONEDX_1_6,
        &[
            ("@graph[].type", 2, "security_Vulnerability"),
            ("@graph[].relationshipType", 1, "affects"),
            ("@graph[].completeness", 1, "complete"),
        ],
    );
}
