// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What bills lack.

use super::*;
use crate::{Agent, Completeness, Licensing, Relation, Stage};

#[test]
fn each_missing_field_is_named() {
    let whole = Item {
        name: "app".into(),
        version: Some("1".into()),
        purl: Some("pkg:npm/app@1".into()),
        supplier: Some(Agent { name: "maker".into(), ..Agent::default() }),
        addresses: vec![("website".into(), "https://example.org".into())],
        checksums: vec![("SHA-512".into(), "00".repeat(64))],
        declared: Licensing::Stated("MIT".into()),
        concluded: Licensing::Stated("MIT".into()),
        properties: [FILENAME, EXECUTABLE, ARCHIVE, STRUCTURED]
            .map(|name| (name.to_owned(), "x".to_owned()))
            .to_vec(),
        completeness: Some(Completeness::Complete),
        ..Item::default()
    };
    let author =
        Agent { name: "office".into(), email: Some("a@example.org".into()), ..Agent::default() };
    let mut bill = Bill {
        id: Some("urn:x".into()),
        created: Some("2026-01-01T00:00:00Z".into()),
        tools: vec![("heirloom".into(), Some("1".into()))],
        authors: vec![author],
        stage: Some(Stage::Source),
        about: vec![0],
        items: vec![whole.clone()],
        ..Bill::default()
    };
    for guideline in Guideline::ALL {
        assert!(score(&bill, Form::Spdx3).is_complete(guideline), "{}", guideline.name());
        assert!((score(&bill, Form::Spdx3).percent(guideline) - 100.0).abs() < 1e-9);
    }
    let bare = Item { name: "bare".into(), ..Item::default() };
    bill.items.push(bare);
    bill.relations.push(Relation { from: 0, kind: RelationKind::DependsOn, to: 1, comment: None });
    let found = score(&bill, Form::Spdx3);
    let missing = |guideline| {
        let of = found
            .of(guideline)
            .filter(|(one, level)| *level == Level::Required && !one.missing.is_empty());
        of.map(|(one, _)| one.field.name()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(missing(Guideline::Ntia), "supplier version identifier");
    assert_eq!(missing(Guideline::Cisa), "supplier version identifier checksum license");
    assert_eq!(
        missing(Guideline::Bsi),
        "supplier-address version sha512 concluded-license filename executable archive structured \
         completeness"
    );
    assert_eq!(missing(Guideline::Telco), "supplier version checksum");
    bill.relations.clear();
    bill.created = Some("1970-01-01T00:00:00Z".into());
    bill.stage = None;
    let found = score(&bill, Form::Spdx3);
    let names: Vec<&str> = found
        .of(Guideline::Cisa)
        .filter(|(one, _)| !one.missing.is_empty())
        .map(|(one, _)| one.field.name())
        .collect();
    assert!(names.contains(&"timestamp") && names.contains(&"stage"));
    assert!(names.contains(&"dependencies"));
    assert!(score(&Bill::default(), Form::Spdx3).percent(Guideline::Ntia) < 100.0);
}

#[test]
fn what_says_nothing_is_no_value() {
    let mut item = Item {
        name: "a".into(),
        version: Some("NOASSERTION".into()),
        purl: Some("garbage".into()),
        cpes: vec!["a:b".into()],
        supplier: Some(Agent { name: "NOASSERTION".into(), ..Agent::default() }),
        checksums: vec![
            ("MD5".into(), "d41d8cd98f00b204e9800998ecf8427e".into()),
            ("SHA-256".into(), "zz".into()),
        ],
        declared: Licensing::None,
        concluded: Licensing::Stated("no expression at all".into()),
        copyright: Some("NONE".into()),
        addresses: vec![("website".into(), "unknown".into())],
        ..Item::default()
    };
    let missing = |item: &Item| {
        let bill = Bill { about: vec![0], items: vec![item.clone()], ..Bill::default() };
        let fields = score(&bill, Form::Spdx3).fields.into_iter();
        let lacks = fields.filter(|one| !one.missing.is_empty());
        let of_item = lacks.filter(|one| one.missing[0].starts_with('a'));
        of_item.map(|one| one.field.name()).collect::<Vec<_>>()
    };
    let found = missing(&item);
    for field in [
        "supplier",
        "supplier-address",
        "version",
        "identifier",
        "checksum",
        "sha512",
        "license",
        "concluded-license",
        "declared-license",
        "copyright",
    ] {
        assert!(found.contains(&field), "{field} in {found:?}");
    }
    item.cpes.push("cpe:2.3:a:b:c:*:*:*:*:*:*:*:*".into());
    item.declared = Licensing::Stated("MIT".into());
    let found = missing(&item);
    assert!(!found.contains(&"identifier") && !found.contains(&"license"), "{found:?}");
}

#[test]
fn vulnerabilities_belong_elsewhere() {
    let cyclonedx = |all: &str| {
        let head = r#"{"bomFormat":"CycloneDX","specVersion":"1.6","vulnerabilities":"#;
        format!("{head}[{all}]}}").into_bytes()
    };
    let package = |kind: &str| {
        let references = format!(
            r#"[{{"referenceCategory":"SECURITY","referenceType":"{kind}","referenceLocator":"https://a.example"}}]"#
        );
        format!(
            r#"{{"spdxVersion":"SPDX-2.3","SPDXID":"SPDXRef-DOCUMENT","name":"d","documentNamespace":"https://a.example/d",
            "dataLicense":"CC0-1.0","creationInfo":{{"created":"2026-01-01T00:00:00Z","creators":["Tool: t"]}},
            "packages":[{{"SPDXID":"SPDXRef-a","name":"a","downloadLocation":"NONE","externalRefs":{references}}}]}}"#
        )
        .into_bytes()
    };
    let spdx3 = |kind: &str| {
        format!(
            r#"{{"@context":"https://spdx.org/rdf/3.0.1/spdx-context.jsonld",
            "@graph":[{{"type":"{kind}","spdxId":"https://a.example/v","creationInfo":"_:c"}}]}}"#
        )
        .into_bytes()
    };
    let xml = |all: &str| {
        let head = r#"<bom xmlns="http://cyclonedx.org/schema/bom/1.6"><vulnerabilities>"#;
        format!("{head}{all}</vulnerabilities></bom>").into_bytes()
    };
    for (text, tells) in [
        (cyclonedx(r#"{"id":"X"}"#), true),
        (cyclonedx(""), false),
        (xml("<vulnerability><id>X</id></vulnerability>"), true),
        (xml(""), false),
        (package("advisory"), true),
        (package("cpe23Type"), false),
        (spdx3("security_Vulnerability"), true),
        (spdx3("software_Package"), false),
    ] {
        let (form, bill) = crate::read_bill(&text).unwrap();
        let whole = crate::read(&text).unwrap().1.into_bill();
        for bill in [bill, whole] {
            let found = score(&bill, form);
            let one = found.fields.iter().find(|one| one.field == Field::NoVulnerabilities);
            assert_eq!(!one.unwrap().missing.is_empty(), tells, "{}", form.name());
        }
    }
}

#[test]
fn guidelines_ask_for_forms_and_organizations() {
    let person = Agent { name: "Ana".into(), kind: AgentKind::Person, ..Agent::default() };
    let bill = Bill { authors: vec![person], ..Bill::default() };
    let lacks = |form: Form, field: Field| {
        let found = score(&bill, form);
        let one = found.fields.iter().find(|one| one.field == field).unwrap();
        !one.missing.is_empty()
    };
    use crate::cyclonedx::Version::{V1_5, V1_6};
    for (form, is_old, is_other) in [
        (Form::CycloneDx(V1_5), true, true),
        (Form::CycloneDxXml(V1_6), false, true),
        (Form::Spdx2, true, false),
        (Form::Spdx3, false, false),
        (Form::Syft, true, true),
    ] {
        assert_eq!(lacks(form, Field::RecentForm), is_old, "{}", form.name());
        assert_eq!(lacks(form, Field::SpdxForm), is_other, "{}", form.name());
        assert!(lacks(form, Field::AuthorOrganization));
    }
}
