// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Documents that schemas take and specifications do not.

use serde_json::{Value, json};

use super::*;

/// The places that go by the text of the specification, in the order of findings.
fn places(document: &Value) -> Vec<String> {
    let (_, findings) = super::check(document.to_string().as_bytes()).unwrap();
    let meant = findings.into_iter().filter(|one| one.kind == FindingKind::Meaning);
    meant.map(|one| one.pointer).collect()
}

/// The words at one place.
#[track_caller]
fn told(document: &Value, pointer: &str) -> String {
    let (_, findings) = super::check(document.to_string().as_bytes()).unwrap();
    let here: Vec<String> =
        findings.iter().filter(|one| one.pointer == pointer).map(|one| one.what.clone()).collect();
    assert!(!here.is_empty(), "nothing at {pointer}: {findings:?}");
    here.join("; ")
}

/// A document with a package that has a file that has a part, in which nothing is wrong.
fn spdx2() -> Value {
    json!({
        "spdxVersion": "SPDX-2.3", "dataLicense": "CC0-1.0", "SPDXID": "SPDXRef-DOCUMENT", "name": "d",
        "documentNamespace": "https://example.org/d",
        "creationInfo": {"created": "2026-01-01T00:00:00Z", "creators": ["Tool: t-1", "Person: Ana"]},
        "externalDocumentRefs": [{"externalDocumentId": "DocumentRef-other",
            "spdxDocument": "https://example.org/o", "checksum": {"algorithm": "SHA1",
            "checksumValue": "d6a770ba38583ed4bb4525bd96e50461655d2758"}}],
        "packages": [{
            "SPDXID": "SPDXRef-p", "name": "p", "downloadLocation": "git+https://example.org/p.git@v1",
            "filesAnalyzed": true, "hasFiles": ["SPDXRef-f"], "supplier": "Organization: Office",
            "originator": "NOASSERTION", "licenseDeclared": "mit OR GPL-2.0+ WITH Classpath-exception-2.0",
            "licenseConcluded": "LicenseRef-own AND DocumentRef-other:LicenseRef-theirs",
            "licenseInfoFromFiles": ["MIT OR ISC"],
            "packageVerificationCode":
                {"packageVerificationCodeValue": "d6a770ba38583ed4bb4525bd96e50461655d2758"},
            "checksums": [{"algorithm": "MD5", "checksumValue": "d41d8cd98f00b204e9800998ecf8427e"}],
            "externalRefs": [
                {"referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl",
                 "referenceLocator": "pkg:npm/p@1"},
                {"referenceCategory": "SECURITY", "referenceType": "cpe23Type",
                 "referenceLocator": "cpe:2.3:a:b:c:*:*:*:*:*:*:*:*"}]}],
        "files": [{"SPDXID": "SPDXRef-f", "fileName": "./f", "checksums": [
            {"algorithm": "SHA1", "checksumValue": "85ed0817af83a24ad8da68c2b5094de69833983c"}]}],
        "snippets": [{"SPDXID": "SPDXRef-s", "name": "s", "snippetFromFile": "SPDXRef-f", "ranges": [
            {"startPointer": {"offset": 1, "reference": "SPDXRef-f"},
             "endPointer": {"offset": 9, "reference": "SPDXRef-f"}}]}],
        "documentDescribes": ["SPDXRef-p"],
        "relationships": [
            {"spdxElementId": "SPDXRef-DOCUMENT", "relationshipType": "DESCRIBES",
             "relatedSpdxElement": "SPDXRef-p"},
            {"spdxElementId": "SPDXRef-p", "relationshipType": "DEPENDS_ON", "relatedSpdxElement": "NONE"},
            {"spdxElementId": "SPDXRef-p", "relationshipType": "VARIANT_OF",
             "relatedSpdxElement": "DocumentRef-other:SPDXRef-q"}],
        "hasExtractedLicensingInfos": [{"licenseId": "LicenseRef-own", "extractedText": "words"}],
    })
}

/// Puts a value at a place and takes what is told there.
#[track_caller]
fn spdx2_with(pointer: &str, value: Value) -> String {
    let mut document = spdx2();
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    document.pointer_mut(parent).unwrap()[name] = value;
    told(&document, pointer)
}

#[test]
fn spdx2_values_have_the_forms_of_their_clauses() {
    assert_eq!(super::check(spdx2().to_string().as_bytes()).unwrap().1, []);
    for (pointer, value, words) in [
        ("/packages/0/licenseDeclared", "NotALicense-9", "no license of the SPDX list"),
        ("/packages/0/licenseDeclared", "MIT AND NOASSERTION", "no license"),
        ("/packages/0/licenseDeclared", "MIT WITH NoSuchException", "no exception"),
        ("/packages/0/licenseDeclared", "LLVM-exception", "an exception and no license"),
        ("/packages/0/licenseDeclared", "LicenseRef-gone", "hasExtractedLicensingInfos"),
        ("/packages/0/licenseDeclared", "DocumentRef-nix:LicenseRef-a", "externalDocumentRefs"),
        ("/packages/0/supplier", "Nobody", "Organization"),
        ("/packages/0/supplier", "Tool: t", "Organization"),
        ("/packages/0/downloadLocation", "nonsense location", "neither a URL"),
        ("/packages/0/SPDXID", "bad id!", "SPDXRef-"),
        ("/files/0/fileName", "/abs", "absolute"),
        ("/snippets/0/snippetFromFile", "SPDXRef-nix", "nothing is called"),
        ("/snippets/0/snippetFromFile", "SPDXRef-p", "is no file"),
        ("/hasExtractedLicensingInfos/0/licenseId", "LicenseRef-a_b", "LicenseRef-"),
        ("/relationships/2/relatedSpdxElement", "DocumentRef-nix:SPDXRef-q", "DocumentRef-nix"),
    ] {
        let found = spdx2_with(pointer, value.into());
        assert!(found.contains(words), "{pointer} {value}: {found}");
    }
    for (pointer, value) in [
        ("/documentDescribes", json!(["SPDXRef-p", "SPDXRef-nix"])),
        ("/packages/0/hasFiles", json!(["SPDXRef-f", "SPDXRef-nix"])),
        ("/creationInfo/creators", json!(["Tool: t", "Nobody"])),
        ("/packages/0/licenseInfoFromFiles", json!(["MIT", "weird"])),
    ] {
        let mut document = spdx2();
        *document.pointer_mut(pointer).unwrap() = value;
        assert_eq!(places(&document), [format!("{pointer}/1")]);
    }
}

#[test]
fn spdx2_checksums_and_ranges_are_looked_at() {
    for (pointer, value) in [
        ("/packages/0/checksums/0/checksumValue", json!("zz")),
        ("/packages/0/checksums/0/checksumValue", json!("D41D8CD98F00B204E9800998ECF8427E")),
        ("/packages/0/externalRefs/0/referenceLocator", json!("not a purl")),
        ("/packages/0/externalRefs/1/referenceLocator", json!("cpe:2.3:a:b")),
        ("/packages/0/packageVerificationCode/packageVerificationCodeValue", json!("12")),
        ("/files/0/checksums", json!([])),
    ] {
        spdx2_with(pointer, value);
    }
    let mut document = spdx2();
    document["snippets"][0]["ranges"][0]["startPointer"]["offset"] = 100.into();
    assert_eq!(places(&document), ["/snippets/0/ranges/0"]);
    document = spdx2();
    document["files"][0]["checksums"][0] =
        json!({"algorithm": "MD5", "checksumValue": "d41d8cd98f00b204e9800998ecf8427e"});
    assert_eq!(places(&document), ["/files/0/checksums"]);
    document = spdx2();
    let text = json!({"licenseId": "LicenseRef-own", "extractedText": "others"});
    document["hasExtractedLicensingInfos"].as_array_mut().unwrap().push(text);
    assert_eq!(places(&document), ["/hasExtractedLicensingInfos/1/licenseId"]);
}

#[test]
fn packages_without_analyzed_files_say_nothing_of_files() {
    let mut document = spdx2();
    document["packages"][0]["filesAnalyzed"] = false.into();
    let relation = json!({"spdxElementId": "SPDXRef-p", "relationshipType": "CONTAINS",
        "relatedSpdxElement": "SPDXRef-f"});
    document["relationships"].as_array_mut().unwrap().push(relation);
    assert_eq!(
        places(&document),
        [
            "/relationships/3/spdxElementId",
            "/packages/0/packageVerificationCode",
            "/packages/0/licenseInfoFromFiles",
            "/packages/0/hasFiles",
        ]
    );
    // A code may be left out (clause 7.9.1).
    document = spdx2();
    document["packages"][0].as_object_mut().unwrap().remove("packageVerificationCode");
    assert_eq!(places(&document), [""; 0]);
    document["spdxVersion"] = "SPDX-2.2".into();
    assert_eq!(places(&document), ["/packages/0/licenseInfoFromFiles/0"]);
}

#[test]
fn licenses_of_later_lists_are_not_told() {
    let mut document = spdx2();
    document["packages"][0]["licenseDeclared"] = "Brand-New-1.0 WITH Brand-New-exception".into();
    assert_eq!(places(&document).len(), 2);
    document["creationInfo"]["licenseListVersion"] = "3.2".into();
    assert_eq!(places(&document).len(), 2);
    document["creationInfo"]["licenseListVersion"] = "99.1".into();
    assert_eq!(places(&document), [""; 0]);
}

#[test]
fn cyclonedx_names_lead_somewhere() {
    let mut document = json!({
        "bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
        "serialNumber": "urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79",
        "components": [
            {"type": "library", "name": "a", "bom-ref": "a", "purl": "pkg:npm/a@1",
             "cpe": "cpe:2.3:a:b:c:*:*:*:*:*:*:*:*", "licenses": [{"expression": "MIT OR LicenseRef-x"}]}],
        "dependencies": [{"ref": "a", "dependsOn": ["a", "urn:cdx:3e671687-395b-41f5-a30f-a58921a69b79/1#b"]}],
        "compositions": [{"aggregate": "complete", "assemblies": ["a"], "dependencies": ["a"]}],
        "vulnerabilities": [{"id": "CVE-1", "affects": [{"ref": "a"}]}],
        "annotations": [{"subjects": ["a", "urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79"],
            "annotator": {"individual": {"name": "x"}}, "timestamp": "2026-01-01T00:00:00Z", "text": "x"}],
    });
    assert_eq!(super::check(document.to_string().as_bytes()).unwrap().1, []);
    document["compositions"][0]["assemblies"][0] = "nowhere".into();
    document["compositions"][0]["dependencies"][0] = "nowhere".into();
    document["vulnerabilities"][0]["affects"][0]["ref"] = "nowhere".into();
    document["annotations"][0]["subjects"][0] = "nowhere".into();
    document["components"][0]["cpe"] = "nonsense".into();
    document["components"][0]["purl"] = "pkg:npm/%zz@%".into();
    document["components"][0]["licenses"][0]["expression"] = "MIT OR weird".into();
    let mut found = places(&document);
    found.sort();
    assert_eq!(
        found,
        [
            "/annotations/0/subjects/0",
            "/components/0/cpe",
            "/components/0/licenses/0/expression",
            "/components/0/purl",
            "/compositions/0/assemblies/0",
            "/compositions/0/dependencies/0",
            "/vulnerabilities/0/affects/0/ref",
        ]
    );
}

#[test]
fn spdx3_names_lead_somewhere() {
    let node = |kind: &str, id: &str, fields: Value| {
        let mut node = json!({"type": kind, "spdxId": format!("https://spdx.org/spdxdocs/d#{id}"),
            "creationInfo": "_:c"});
        node.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        node
    };
    let mut document = json!({
        "@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld",
        "@graph": [
            {"type": "CreationInfo", "@id": "_:c", "specVersion": "3.0.1",
             "created": "2026-01-01T00:00:00Z", "createdBy": ["https://spdx.org/spdxdocs/d#ana"]},
            node("Person", "ana", json!({"name": "Ana"})),
            node("SpdxDocument", "d", json!({"rootElement": ["https://spdx.org/spdxdocs/d#p"],
                "dataLicense": "https://spdx.org/licenses/CC0-1.0",
                "import": [{"type": "ExternalMap", "externalSpdxId": "https://example.org/x"}]})),
            node("software_Package", "p", json!({"name": "p", "software_packageUrl": "pkg:npm/p@1",
                "originatedBy": ["https://example.org/x"]})),
            node("software_File", "f", json!({"name": "f"})),
            node("software_Snippet", "s", json!({
                "software_snippetFromFile": "https://spdx.org/spdxdocs/d#f",
                "software_byteRange": {"type": "PositiveIntegerRange", "beginIntegerRange": 1,
                    "endIntegerRange": 9}})),
            node("simplelicensing_LicenseExpression", "l",
                json!({"simplelicensing_licenseExpression": "MIT WITH AdditionRef-a OR LicenseRef-b"})),
        ],
    });
    assert_eq!(super::check(document.to_string().as_bytes()).unwrap().1, []);
    let graph = &mut document["@graph"];
    graph[3]["software_packageUrl"] = "https://example.org/nopurl".into();
    graph[3]["originatedBy"][0] = "https://example.org/y".into();
    graph[5]["software_snippetFromFile"] = "https://spdx.org/spdxdocs/d#gone".into();
    graph[5]["software_byteRange"]["endIntegerRange"] = 0.into();
    graph[5]["software_byteRange"]["beginIntegerRange"] = 4.into();
    graph[6]["simplelicensing_licenseExpression"] = "MIT OR weird".into();
    assert_eq!(
        places(&document),
        [
            "/@graph/3/originatedBy/0",
            "/@graph/3/software_packageUrl",
            "/@graph/5/software_snippetFromFile",
            "/@graph/5/software_byteRange",
            "/@graph/6/simplelicensing_licenseExpression",
        ]
    );
}

#[test]
fn keys_that_stand_twice_are_told() {
    let text = br#"{"bomFormat":"CycloneDX","specVersion":"1.6","version":1,"version":2,
        "components":[{"type":"library","name":"a"},{"type":"library","name":"a","name":"evil"}]}"#;
    let (_, findings) = super::check(text).unwrap();
    let places: Vec<&str> = findings.iter().map(|one| one.pointer.as_str()).collect();
    assert_eq!(places, ["/version", "/components/1/name"]);
}
