// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! A made-up scan in each form.

use heirloom_model::{
    Checksum, ComponentId, EvidenceMethod, Expression, FileRole, Inventory, Owner, Package,
    PackageAbout, PackageContents, PackageEdge, PackageGraph, PackageIndex, PackageNature,
    PackagePlace, PackageSource, ScanSummary, Scope, Span, TreePath,
};
use serde_json::Value;

use super::*;

fn expression(text: &str) -> Expression {
    Expression::parse(text).unwrap()
}

fn package(purl: &str, owner: Owner) -> Package {
    let (kind, rest) = purl.trim_start_matches("pkg:").split_once('/').unwrap();
    let (name, version) = rest.rsplit_once('@').unwrap();
    Package {
        id: ComponentId::new(purl).unwrap(),
        purl: Some(purl.into()),
        ecosystem: kind.into(),
        name: name.replace("%40", "@").into(),
        version: Some(version.into()),
        owner,
        nature: PackageNature::Library,
        folder: None,
        licenses: Vec::new(),
        source: PackageSource::Registry { url: None },
        checksums: Vec::new(),
        about: PackageAbout::default(),
        built_from: None,
        files: Vec::new(),
        places: vec![PackagePlace {
            file: TreePath::parse(b"package-lock.json").unwrap(),
            span: Span { first_line: 7, last_line: 7, ..Span::default() },
            method: EvidenceMethod::Lockfile,
        }],
    }
}

fn edge(from: u32, to: u32, scope: Scope) -> PackageEdge {
    PackageEdge {
        from: PackageIndex(from),
        to: PackageIndex(to),
        scope,
        scope_is_known: true,
        condition: None,
        requested: None,
        direct: true,
        linkage: None,
        places: Vec::new(),
    }
}

/// An application, what it needs, what that may use, a tool, and a package of a test.
fn summary() -> ScanSummary {
    let mut needed = package("pkg:npm/%40scope/needed@2.0.0", Owner::ThirdParty);
    let digest =
        "z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg==";
    needed.checksums = vec![
        Checksum { algorithm: "sha512".into(), value: digest.into() },
        Checksum { algorithm: "h1".into(), value: "abc=".into() },
    ];
    let mut shop = package("pkg:npm/shop@1.0.0", Owner::Own);
    shop.folder = Some(TreePath::root());
    let probe = package("pkg:npm/probe@0.1.0", Owner::Own);
    let graph = PackageGraph {
        packages: vec![
            needed,
            package("pkg:npm/maybe@1.0.0", Owner::ThirdParty),
            probe,
            shop,
            package("pkg:npm/tested@1.0.0", Owner::ThirdParty),
            package("pkg:npm/tool@3.0.0", Owner::ThirdParty),
        ],
        edges: vec![
            edge(0, 1, Scope::Optional),
            edge(2, 4, Scope::Runtime),
            edge(3, 0, Scope::Runtime),
            edge(3, 5, Scope::Development),
            edge(5, 1, Scope::Runtime),
        ],
        roots: vec![PackageIndex(2), PackageIndex(3)],
        problems: Vec::new(),
    };
    let mut contents = vec![PackageContents::default(); graph.packages.len()];
    contents[0].declared = Some(expression("MIT OR LicenseRef-own"));
    contents[2].role = FileRole::Test;
    contents[3].declared = Some(expression("Apache-2.0"));
    contents[3].licenses = [(expression("GPL-2.0-only"), 1)].into();
    contents[3].notices = [("Copyright Ana Ruiz".into(), 2)].into();
    let inventory = Inventory { graph, contents };
    ScanSummary {
        source: "work/shop/".into(),
        version: "0.1.0".into(),
        inventory,
        ..ScanSummary::default()
    }
}

fn written_text(form: Form, options: &BomOptions) -> Vec<u8> {
    let mut out = Vec::new();
    write(&summary(), form, options, &mut out).unwrap();
    out
}

/// The document as JSON, whatever its form.
fn written(form: Form, options: &BomOptions) -> Value {
    crate::read::tree(&written_text(form, options)).unwrap().1
}

#[test]
fn cyclonedx_says_who_is_needed_how() {
    let bom = written(Form::from_name("cyclonedx").unwrap(), &BomOptions::default());
    assert_eq!(bom["specVersion"], "1.6");
    assert_eq!(bom["metadata"]["component"]["name"], "shop");
    let components = bom["components"].as_array().unwrap();
    let scopes: Vec<(&str, &str)> = components
        .iter()
        .map(|one| (one["name"].as_str().unwrap(), one["scope"].as_str().unwrap()))
        .collect();
    assert_eq!(scopes, [("needed", "required"), ("maybe", "optional"), ("tool", "excluded")]);
    let needed = &components[0];
    assert_eq!(needed["group"], "@scope");
    assert_eq!(needed["hashes"].as_array().unwrap().len(), 1);
    assert_eq!(needed["hashes"][0]["alg"], "SHA-512");
    assert!(needed["hashes"][0]["content"].as_str().unwrap().starts_with("cf83e1357eefb8bd"));
    assert_eq!(needed["licenses"][0]["expression"], "MIT OR LicenseRef-own");
    assert_eq!(needed["licenses"][0]["acknowledgement"], "declared");
    assert_eq!(needed["evidence"]["occurrences"][0]["line"], 7);
    let shop = &bom["metadata"]["component"];
    assert_eq!(shop["licenses"][0]["license"]["id"], "Apache-2.0");
    assert!(shop["properties"].to_string().contains("heirloom:license:undeclared"));
    assert_eq!(bom["dependencies"][0]["ref"], "pkg:npm/shop@1.0.0");
    assert_eq!(bom["dependencies"][0]["dependsOn"][0], "pkg:npm/@scope/needed@2.0.0");
    let older = written(Form::from_name("cyclonedx-1.4").unwrap(), &BomOptions::default());
    assert!(older["components"][0]["evidence"].is_null());
    assert!(older["metadata"]["tools"].is_array());
}

#[test]
fn spdx_names_relations_and_own_licenses() {
    let document = written(Form::Spdx2, &BomOptions::default());
    assert_eq!(document["spdxVersion"], "SPDX-2.3");
    assert_eq!(document["hasExtractedLicensingInfos"][0]["licenseId"], "LicenseRef-own");
    let kinds: Vec<&str> = document["relationships"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| one["relatedSpdxElement"].as_str().unwrap().starts_with("SPDXRef-"))
        .map(|one| one["relationshipType"].as_str().unwrap())
        .collect();
    assert_eq!(
        kinds,
        ["DESCRIBES", "DEPENDS_ON", "DEV_DEPENDENCY_OF", "OPTIONAL_DEPENDENCY_OF", "DEPENDS_ON"]
    );
    let needed = &document["packages"][1];
    assert_eq!(needed["name"], "@scope/needed");
    assert_eq!(needed["licenseDeclared"], "MIT OR LicenseRef-own");
    assert_eq!(needed["checksums"][0]["algorithm"], "SHA512");
    assert_eq!(needed["SPDXID"], "SPDXRef-Package-npm--40scope-needed-2.0.0");
}

#[test]
fn equal_contents_have_equal_names_at_any_time() {
    let at = |created: &str| BomOptions { created: Some(created.into()), ..BomOptions::default() };
    for format in Form::WRITTEN {
        assert_eq!(Form::from_name(format.name()), Some(format));
        let (one, other) = (
            written(format, &at("2026-01-01T00:00:00Z")),
            written(format, &at("2027-01-01T00:00:00Z")),
        );
        assert_ne!(one, other);
        for name in ["serialNumber", "documentNamespace"] {
            assert_eq!(one.get(name), other.get(name));
        }
    }
    let with_tests = BomOptions { with_aside: true, ..BomOptions::default() };
    let all = written(Form::Spdx2, &with_tests);
    assert_eq!(all["packages"].as_array().unwrap().len(), 6);
}

#[test]
fn what_is_read_is_written_whole() {
    let text = r#"{"bomFormat":"CycloneDX","specVersion":"1.6","components":[{"type":"library",
        "name":"a","mime-type":"text/plain","licenses":[{"license":{"id":"MIT","url":"a.example"}}]}],
        "vulnerabilities":[{"id":"X"}]}"#;
    let bom: cyclonedx::Bom = serde_json::from_str(text).unwrap();
    assert_eq!(bom.components[0].name, "a");
    let (before, after): (Value, Value) =
        (serde_json::from_str(text).unwrap(), serde_json::to_value(&bom).unwrap());
    assert_eq!(before, after);
}

#[test]
fn what_is_written_is_valid_and_reads_back() {
    for form in Form::WRITTEN {
        let text = written_text(form, &BomOptions { with_aside: true, ..BomOptions::default() });
        let (found, findings) = check(&text).unwrap();
        assert_eq!((found, &findings[..]), (form, &[][..]), "{}", form.name());
        let (_, bill) = read_bill(&text).unwrap();
        assert_eq!(read(&text).unwrap().1.into_bill(), bill, "{}", form.name());
        assert_eq!(bill.items.len(), 6, "{}", form.name());
        assert_eq!(bill.relations.len(), 6, "{}", form.name());
        assert_eq!(bill.items[bill.about[0]].name, "shop", "{}", form.name());
        let needed = bill.items.iter().find(|item| item.name == "needed").unwrap();
        assert_eq!(needed.purl.as_deref(), Some("pkg:npm/%40scope/needed@2.0.0"));
        assert_eq!(needed.declared.expression(), Some("MIT OR LicenseRef-own"));
        assert_eq!(needed.checksums[0].0, "SHA-512");
        use cyclonedx::Version::{V1_4, V1_5};
        // CycloneDX has no places before 1.5 and no lines before 1.6.
        let line = match form {
            Form::CycloneDx(V1_4) | Form::CycloneDxXml(V1_4) => None,
            Form::CycloneDx(V1_5) | Form::CycloneDxXml(V1_5) => Some(None),
            _ => Some(Some(7)),
        };
        let found = needed.places.first().map(|place| place.line);
        assert_eq!(found, line, "{}", form.name());
        let file = |name| needed.property(name).unwrap_or_default();
        let file = [artifact::FILENAME, artifact::ARCHIVE, artifact::STRUCTURED].map(file);
        assert_eq!(file, ["needed-2.0.0.tgz", "archive", "structured"], "{}", form.name());
        let kinds: Vec<String> = bill.relations.iter().map(|one| one.kind.name()).collect();
        assert!(kinds.contains(&"development-depends-on".to_owned()), "{}", form.name());
    }
}

#[test]
fn a_link_stands_beside_the_need() {
    let item = |key: &str| Item { key: key.into(), name: key.into(), ..Item::default() };
    let relation = |kind| Relation { from: 0, kind, to: 1, comment: None };
    let relations = vec![relation(RelationKind::DependsOn), relation(RelationKind::StaticLink)];
    let bill =
        Bill { items: vec![item("a"), item("b")], relations, about: vec![0], ..Bill::default() };
    for form in Form::WRITTEN {
        let mut text = Vec::new();
        write_bill(&bill, form, &mut text).unwrap();
        let kinds = read_bill(&text).unwrap().1.relations.into_iter().map(|one| one.kind);
        let kinds: Vec<RelationKind> = kinds.collect();
        assert_eq!(kinds, [RelationKind::DependsOn, RelationKind::StaticLink], "{}", form.name());
    }
}

#[test]
fn addresses_of_every_kind_are_kept() {
    let addresses = [
        ("website", "https://a.example/"),
        ("distribution", "https://a.example/a-1.tgz"),
        ("distribution", "https://mirror.example/a-1.tgz"),
        ("source-distribution", "https://a.example/a-1.src.tgz"),
        ("vcs", "https://a.example/a.git"),
        ("issue-tracker", "https://a.example/bugs"),
        ("documentation", "no address"),
    ];
    let own = |(kind, url): (&str, &str)| (kind.to_owned(), url.to_owned());
    let item = |addresses: &[(&str, &str)]| Item {
        key: "a".into(),
        name: "a".into(),
        addresses: addresses.iter().copied().map(own).collect(),
        ..Item::default()
    };
    let kept = |form, item: Item| {
        let bill = Bill { items: vec![item], about: vec![0], ..Bill::default() };
        let mut text = Vec::new();
        write_bill(&bill, form, &mut text).unwrap();
        assert_eq!(check(&text).unwrap().1, [], "{}", form.name());
        let mut found = read_bill(&text).unwrap().1.items.remove(0).addresses;
        found.sort();
        found
    };
    for form in Form::WRITTEN {
        let mut expect: Vec<(String, String)> = addresses[..6].iter().copied().map(own).collect();
        if let Form::CycloneDx(version) | Form::CycloneDxXml(version) = form
            && version < cyclonedx::Version::V1_6
        {
            expect[3].0 = "other".into();
        }
        expect.sort();
        assert_eq!(kept(form, item(&addresses)), expect, "{}", form.name());
        let repository = [("vcs", "https://a.example/a.git")];
        assert_eq!(kept(form, item(&repository)), repository.map(own), "{}", form.name());
    }
}

#[test]
fn names_that_look_like_ours_stay_apart() {
    let sum = ("SHA-1".to_owned(), "0123456789abcdef0123456789abcdef01234567".to_owned());
    let file = |name: &str| Item {
        key: format!("file:{name}"),
        kind: ItemKind::File,
        name: format!("./{name}"),
        checksums: vec![sum.clone()],
        evidence: vec![LicenseEvidence {
            license: "MIT".into(),
            file: format!("./{name}"),
            lines: (1, 1),
            bytes: Some((1, 3)),
            kind: "tag".into(),
        }],
        ..Item::default()
    };
    let names = ["x-y", "x-y-2", "x_y", "x+y", "a.c", "a.c-snippet-1"];
    let items = names.map(file).to_vec();
    let bill = Bill { items, about: vec![0], ..Bill::default() };
    for form in [Form::Spdx2, Form::Spdx2Tags, Form::Spdx3] {
        let mut text = Vec::new();
        write_bill(&bill, form, &mut text).unwrap();
        let (_, findings) = check(&text).unwrap();
        assert!(findings.is_empty(), "{}: {findings:?}", form.name());
        let back = read_bill(&text).unwrap().1;
        let shown = back.items.iter().filter(|item| item.evidence.len() == 1).count();
        assert_eq!(shown, names.len(), "{}", form.name());
    }
}

#[test]
fn what_shows_a_license_without_a_conclusion_is_told() {
    let place = LicenseEvidence {
        license: "MIT".into(),
        file: "./a.c".into(),
        lines: (2, 3),
        bytes: None,
        kind: "notice".into(),
    };
    let item = Item {
        key: "whole".into(),
        name: "whole".into(),
        evidence: vec![place],
        ..Item::default()
    };
    let bill = Bill { items: vec![item], about: vec![0], ..Bill::default() };
    for form in Form::WRITTEN {
        let mut text = Vec::new();
        write_bill(&bill, form, &mut text).unwrap();
        let (_, findings) = check(&text).unwrap();
        assert!(findings.is_empty(), "{}: {findings:?}", form.name());
        let back = read_bill(&text).unwrap().1;
        assert_eq!(back.items[0].evidence, bill.items[0].evidence, "{}", form.name());
    }
}

#[test]
fn parts_of_files_that_are_dropped_are_told() {
    let text = r#"{"spdxVersion": "SPDX-2.3", "dataLicense": "CC0-1.0", "SPDXID": "SPDXRef-DOCUMENT",
        "name": "d", "documentNamespace": "https://example.org/d",
        "creationInfo": {"created": "2026-01-01T00:00:00Z", "creators": ["Tool: t-1"]},
        "files": [{"SPDXID": "SPDXRef-f", "fileName": "./a.c", "checksums": [
            {"algorithm": "SHA1", "checksumValue": "0123456789abcdef0123456789abcdef01234567"}]}],
        "snippets": [
            {"SPDXID": "SPDXRef-s", "snippetFromFile": "SPDXRef-f", "licenseConcluded": "NOASSERTION",
             "licenseInfoInSnippets": ["MIT"], "copyrightText": "Copyright 2008 Ana", "ranges": [
             {"startPointer": {"reference": "SPDXRef-f", "offset": 1},
              "endPointer": {"reference": "SPDXRef-f", "offset": 9}}]},
            {"SPDXID": "SPDXRef-t", "snippetFromFile": "SPDXRef-f", "licenseConcluded": "NOASSERTION",
             "copyrightText": "NOASSERTION", "ranges": [
             {"startPointer": {"reference": "SPDXRef-f", "offset": 1},
              "endPointer": {"reference": "SPDXRef-f", "offset": 9}}]}]}"#;
    let losses =
        convert(text.as_bytes(), Form::CycloneDx(cyclonedx::Version::V1_6)).unwrap().losses;
    let fields: Vec<(&str, usize)> =
        losses.iter().map(|loss| (loss.field.as_str(), loss.n)).collect();
    for lost in ["item: bytes of a place", "snippets[].SPDXID", "snippets[].copyrightText"] {
        assert!(fields.contains(&(lost, 1)), "{lost} in {fields:?}");
    }
}

#[test]
fn cards_of_what_is_no_model_stay_in_words() {
    let item = Item {
        key: "m".into(),
        name: "m".into(),
        kind: ItemKind::Model,
        card: Some(Box::new(heirloom_model::ModelCard {
            tasks: vec!["text-generation".into()],
            ..heirloom_model::ModelCard::default()
        })),
        ..Item::default()
    };
    let bill = Bill { items: vec![item], about: vec![0], ..Bill::default() };
    let mut text = Vec::new();
    // CycloneDX 1.4 knows no models.
    write_bill(&bill, Form::CycloneDx(cyclonedx::Version::V1_4), &mut text).unwrap();
    let written = convert(&text, Form::Spdx3).unwrap();
    let (_, findings) = check(&written.bytes).unwrap();
    assert!(findings.is_empty(), "{findings:?}");
    let back = read_bill(&written.bytes).unwrap().1;
    assert_eq!(back.items[0].card, bill.items[0].card);
}

/// A package with one file, of which one part shows a license without an identifier.
fn with_a_file() -> Bill {
    let place = LicenseEvidence {
        license: "LicenseRef-own".into(),
        file: "./a.c".into(),
        lines: (2, 3),
        bytes: Some((10, 40)),
        kind: "notice".into(),
    };
    let file = Item {
        key: "file:a.c".into(),
        kind: ItemKind::File,
        name: "./a.c".into(),
        checksums: vec![("SHA-1".into(), "0123456789abcdef0123456789abcdef01234567".into())],
        concluded: Licensing::Stated("MIT".into()),
        detected: vec!["LicenseRef-own".into()],
        evidence: vec![place.clone()],
        ..Item::default()
    };
    let package = Item {
        key: "pkg:npm/a@1".into(),
        name: "a".into(),
        version: Some("1".into()),
        purl: Some("pkg:npm/a@1".into()),
        declared: Licensing::Stated("MIT".into()),
        evidence: vec![place],
        ..Item::default()
    };
    let relation = Relation { from: 0, kind: RelationKind::Contains, to: 1, comment: None };
    let text = LicenseText {
        id: "LicenseRef-own".into(),
        text: Some("Do as you like.".into()),
        comment: Some("notice in ./a.c:2-3".into()),
        ..LicenseText::default()
    };
    Bill {
        name: Some("a".into()),
        about: vec![0],
        items: vec![package, file],
        relations: vec![relation],
        texts: vec![text],
        ..Bill::default()
    }
}

#[test]
fn files_and_the_parts_that_show_licenses_read_back() {
    let bill = with_a_file();
    for form in Form::WRITTEN {
        let mut text = Vec::new();
        write_bill(&bill, form, &mut text).unwrap();
        let (_, findings) = check(&text).unwrap();
        assert_eq!(findings, [], "{}", form.name());
        let (_, back) = read_bill(&text).unwrap();
        let file = back.items.iter().find(|item| item.kind == ItemKind::File).unwrap();
        // Before 1.6 CycloneDX has no word for what was concluded.
        let is_said = match form {
            Form::CycloneDx(version) | Form::CycloneDxXml(version) => {
                version >= cyclonedx::Version::V1_6
            }
            _ => true,
        };
        let held = if is_said { &file.concluded } else { &file.declared };
        assert_eq!(*held, Licensing::Stated("MIT".into()), "{}", form.name());
        assert_eq!(file.detected, ["LicenseRef-own"], "{}", form.name());
        let [place] = &file.evidence[..] else { panic!("{}: {file:?}", form.name()) };
        // CycloneDX has no place for bytes.
        let is_spdx = matches!(form, Form::Spdx2 | Form::Spdx2Tags | Form::Spdx3);
        assert_eq!(place.bytes, is_spdx.then_some((10, 40)), "{}", form.name());
        assert_eq!(place.to_string(), "LicenseRef-own in ./a.c:2-3 (notice)", "{}", form.name());
        let package = back.items.iter().find(|item| item.name == "a").unwrap();
        assert_eq!(package.evidence.len(), 1, "{}", form.name());
        let kinds: Vec<&RelationKind> = back.relations.iter().map(|one| &one.kind).collect();
        assert_eq!(kinds, [&RelationKind::Contains], "{}", form.name());
        let text = back.texts.iter().find_map(|text| text.text.as_deref());
        assert_eq!(text, Some("Do as you like."), "{}", form.name());
    }
}

#[test]
fn what_is_written_piece_by_piece_is_the_whole_document() {
    let mut escaped = with_a_file();
    escaped.items[0].key = "pkg:npm/%40ana/a@1.0".into();
    let scanned = of_scan(&summary(), &BomOptions::default());
    for bill in [Bill::default(), scanned, with_a_file(), escaped] {
        let written = |form| {
            let mut text = Vec::new();
            write_bill(&bill, form, &mut text).unwrap();
            String::from_utf8(text).unwrap()
        };
        for version in cyclonedx::Version::ALL {
            let whole = serde_json::to_string_pretty(&cyclonedx::bom(&bill, version)).unwrap();
            assert_eq!(written(Form::CycloneDx(version)), whole + "\n");
        }
        let whole = serde_json::to_string_pretty(&spdx2::document(&bill)).unwrap();
        assert_eq!(written(Form::Spdx2), whole + "\n");
        // Each element of SPDX 3 is read as one, and the bill of materials names those that have names.
        let document: spdx3::Document = serde_json::from_str(&written(Form::Spdx3)).unwrap();
        let names = |element: &&spdx3::Element| !element.id().starts_with("_:");
        let all: Vec<&str> = document.graph.iter().filter(names).map(spdx3::Element::id).collect();
        let sbom = document.graph.iter().find(|one| one.kind() == "software_Sbom").unwrap();
        let held: Vec<&str> = sbom.texts("element").collect();
        let mut wanted = all.clone();
        wanted.retain(|id| !id.ends_with("#document") && !id.ends_with("#bill"));
        assert_eq!(held, wanted);
    }
}

#[test]
fn packages_with_files_have_a_code_to_compare_them_by() {
    let mut text = Vec::new();
    write_bill(&with_a_file(), Form::Spdx2, &mut text).unwrap();
    let tree: serde_json::Value = serde_json::from_slice(&text).unwrap();
    assert_eq!(tree["packages"][0]["filesAnalyzed"], true);
    // `printf 0123456789abcdef0123456789abcdef01234567 | sha1sum`
    let code = &tree["packages"][0]["packageVerificationCode"]["packageVerificationCodeValue"];
    assert_eq!(code, "158b484ae1f6f64f89da22397d25fbdafad02252");
    assert_eq!(tree["files"][0]["SPDXID"], "SPDXRef-File-a.c");
    assert_eq!(tree["snippets"][0]["snippetFromFile"], "SPDXRef-File-a.c");
}

#[test]
fn converting_tells_what_is_lost_and_nothing_else() {
    let older = written_text(Form::CycloneDx(cyclonedx::Version::V1_6), &BomOptions::default());
    let newer = convert(&older, Form::CycloneDx(cyclonedx::Version::V1_7)).unwrap();
    assert_eq!(newer.losses, []);
    let oldest = convert(&older, Form::CycloneDx(cyclonedx::Version::V1_4)).unwrap();
    let fields: Vec<&str> = oldest.losses.iter().map(|loss| loss.field.as_str()).collect();
    assert!(fields.contains(&"components[].licenses[].acknowledgement"), "{fields:?}");
    assert!(fields.contains(&"components[].evidence.occurrences[].line"), "{fields:?}");
    assert_eq!(check(&oldest.bytes).unwrap().1, []);
    let spdx = convert(&older, Form::Spdx2).unwrap();
    let fields: Vec<&str> = spdx.losses.iter().map(|loss| loss.field.as_str()).collect();
    assert!(fields.contains(&"item: how it is needed"), "{fields:?}");
    assert!(!fields.iter().any(|field| field.contains("license:")), "{fields:?}");
    assert!(!fields.contains(&"relation"), "{fields:?}");
    let tags = convert(&spdx.bytes, Form::Spdx2Tags).unwrap();
    assert_eq!(tags.losses, []);
    let back = convert(&tags.bytes, Form::Spdx2).unwrap();
    let (one, other): (Value, Value) = (
        serde_json::from_slice(&spdx.bytes).unwrap(),
        serde_json::from_slice(&back.bytes).unwrap(),
    );
    assert_eq!(one, other);
}

#[test]
fn findings_name_their_places() {
    let text = br#"{"bomFormat":"CycloneDX","specVersion":"1.6","version":1,"components":[
        {"type":"library","name":"a","bom-ref":"a","purl":"npm/a"},
        {"type":"librarian","name":"b","bom-ref":"a","licenses":[{"expression":"MIT AND"}]}],
        "dependencies":[{"ref":"a","dependsOn":["c"]}],"extra":1}"#;
    let (form, findings) = check(text).unwrap();
    assert_eq!(form.name(), "cyclonedx-1.6");
    let places: Vec<&str> = findings.iter().map(|one| one.pointer.as_str()).collect();
    for place in [
        "/components/1/type",
        "",
        "/components/1/bom-ref",
        "/dependencies/0/dependsOn/0",
        "/components/1/licenses/0/expression",
        "/components/0/purl",
    ] {
        assert!(places.contains(&place), "{place} in {places:?}");
    }
    let spdx = written(Form::Spdx2, &BomOptions::default());
    let mut wrong = spdx.clone();
    wrong["relationships"][0]["relatedSpdxElement"] = "SPDXRef-gone".into();
    wrong["hasExtractedLicensingInfos"] = serde_json::json!([]);
    let findings = check(wrong.to_string().as_bytes()).unwrap().1;
    let whats: String = findings.iter().map(|one| one.what.clone() + ";").collect();
    assert!(whats.contains("SPDXRef-gone") && whats.contains("LicenseRef-own"), "{whats}");
}

#[test]
fn forms_are_told_by_what_they_say() {
    let error = |text: &[u8]| read(text).unwrap_err().to_string();
    assert!(error(br#"{"bomFormat":"CycloneDX","specVersion":"9.9"}"#).contains("1.7"));
    assert!(error(br#"{"spdxVersion":"SPDX-1.0"}"#).contains("2.3"));
    assert!(error(br#"{"@context":"https://spdx.org/rdf/4/context.jsonld"}"#).contains("3.0.1"));
    assert!(error(b"[1, 2]").contains("no bill of materials"));
    assert!(
        error(br#"{"bomFormat":"CycloneDX","specVersion":"1.6","components":["#).contains("line 1")
    );
    let deep = ["[".repeat(100_000), "]".repeat(100_000)].concat();
    let deep = format!(r#"{{"bomFormat":"CycloneDX","specVersion":"1.6","x":{deep}}}"#);
    assert!(error(deep.as_bytes()).contains("recursion limit"));
    let marked = [b"\xef\xbb\xbf".as_slice(), br#"{"bomFormat":"CycloneDX","specVersion":"1.5"}"#];
    assert_eq!(read(&marked.concat()).unwrap().0.name(), "cyclonedx-1.5");
    assert!(is_one(b"# a remark\nSPDXVersion: SPDX-2.3\n"));
    assert!(!is_one(br#"{"name":"a"}"#));
}

#[test]
fn a_bill_that_is_written_part_by_part_is_that_of_the_tree() {
    let bill = of_scan(&summary(), &BomOptions { with_aside: true, ..BomOptions::default() });
    for version in cyclonedx::Version::ALL {
        let mut parts = Vec::new();
        write_bill(&bill, Form::CycloneDxXml(version), &mut parts).unwrap();
        let tree = serde_json::to_value(cyclonedx::bom(&bill, version)).unwrap();
        let (whole, lost) = cyclonedx::xml::from_json(&tree, version);
        assert_eq!((String::from_utf8(parts).unwrap(), lost), (whole, Vec::new()));
    }
    // A disk that is full is told.
    let mut small = [0_u8; 100];
    let full = write_bill(&bill, Form::CycloneDxXml(cyclonedx::Version::V1_6), &mut &mut small[..]);
    assert_eq!(full.unwrap_err().kind(), std::io::ErrorKind::WriteZero);
}

#[test]
fn what_a_document_is_about_may_stand_behind_its_parts() {
    let text = r#"<bom xmlns="http://cyclonedx.org/schema/bom/1.6" xmlns:o="urn:o" serialNumber="urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79">
        <components><o:component/><component type="library" bom-ref="b"><name>b</name>
        <components><component type="file" bom-ref="c"><name>c</name></component></components></component></components>
        <services><service bom-ref="s"><name>s</name></service></services>
        <dependencies><dependency ref="a"><dependency ref="b"/></dependency></dependencies>
        <metadata><component type="application" bom-ref="a"><name>a</name></component></metadata></bom>"#;
    let (_, bill) = read_bill(text.as_bytes()).unwrap();
    assert_eq!(bill, read(text.as_bytes()).unwrap().1.into_bill());
    let names: Vec<&str> = bill.items.iter().map(|item| item.name.as_str()).collect();
    assert_eq!((names, bill.relations.len()), (vec!["a", "b", "c"], 2));
    let wrong = text.replace("serialNumber=\"urn", "serialNumber=\"\"><x></y>");
    assert!(read_bill(wrong.as_bytes()).is_err());
    let other = text.replace("<bom ", "<bon ").replace("</bom>", "</bon>");
    assert!(read_bill(other.as_bytes()).unwrap_err().to_string().contains("not bom"));
}

#[test]
fn a_bill_is_the_same_in_tags_and_in_json() {
    let bill = of_scan(&summary(), &BomOptions::default());
    let (mut tags, mut json) = (Vec::new(), Vec::new());
    write_bill(&bill, Form::Spdx2Tags, &mut tags).unwrap();
    write_bill(&bill, Form::Spdx2, &mut json).unwrap();
    let tree = spdx2::tag_value::to_json(std::str::from_utf8(&tags).unwrap()).unwrap();
    assert_eq!(tree, serde_json::from_slice::<serde_json::Value>(&json).unwrap());
    assert_eq!(read_bill(&tags).unwrap().1, read_bill(&json).unwrap().1);
}

#[test]
fn whether_all_needs_are_said_reads_back() {
    use Completeness::{Complete, Incomplete, Unknown};
    let item = |key: &str, completeness| Item {
        key: key.into(),
        name: key.into(),
        completeness,
        ..Item::default()
    };
    let said = [Some(Complete), Some(Complete), Some(Unknown), Some(Incomplete), None];
    let items: Vec<Item> = ["a", "b", "c", "d", "e"]
        .into_iter()
        .zip(said)
        .map(|(key, said)| item(key, said))
        .collect();
    let relation = |from, to| Relation { from, kind: RelationKind::DependsOn, to, comment: None };
    let relations =
        vec![relation(0, 1), relation(0, 2), relation(0, 3), relation(3, 4), relation(4, 1)];
    let bill = Bill { items, relations, about: vec![0], ..Bill::default() };
    for form in Form::WRITTEN {
        let mut text = Vec::new();
        write_bill(&bill, form, &mut text).unwrap();
        assert_eq!(check(&text).unwrap().1, [], "{}", form.name());
        let back = read_bill(&text).unwrap().1;
        assert_eq!(read(&text).unwrap().1.into_bill(), back);
        let mut found: Vec<(String, Option<Completeness>)> =
            back.items.into_iter().map(|item| (item.name, item.completeness)).collect();
        found.sort_by(|one, other| one.0.cmp(&other.0));
        let found: Vec<Option<Completeness>> = found.into_iter().map(|(_, said)| said).collect();
        // SPDX 2 has a word for nothing and for nobody knows, and none for all.
        let is_spdx2 = matches!(form, Form::Spdx2 | Form::Spdx2Tags);
        let first = if is_spdx2 { None } else { said[0] };
        assert_eq!(found[0], first, "{}", form.name());
        assert_eq!(found[1..], said[1..], "{}", form.name());
        assert_eq!(back.relations.len(), 5, "{}", form.name());
    }
    let mut text = Vec::new();
    write_bill(&bill, Form::Spdx3, &mut text).unwrap();
    let told = convert(&text, Form::Spdx2).unwrap().losses;
    let told: Vec<&str> = told.iter().map(|loss| loss.field.as_str()).collect();
    assert_eq!(told, ["item: whether all that it needs is said"]);
}

#[test]
fn of_a_scan_it_is_known_what_own_packages_need() {
    let bill = of_scan(&summary(), &BomOptions { with_aside: true, ..BomOptions::default() });
    let said = |name: &str| bill.items.iter().find(|item| item.name == name).unwrap().completeness;
    assert_eq!(said("shop"), Some(Completeness::Complete));
    assert!(bill.items.iter().all(|item| item.completeness.is_some()));
}

#[test]
fn differences_are_told_by_package() {
    let before = of_scan(&summary(), &BomOptions::default());
    let mut after = before.clone();
    assert!(diff(&before, &after).is_empty());
    let at = after.items.iter().position(|item| item.name == "needed").unwrap();
    after.items[at].version = Some("2.1.0".into());
    after.items[at].purl = Some("pkg:npm/%40scope/needed@2.1.0".into());
    after.items[at].declared = Licensing::Stated("GPL-3.0-only".into());
    let tool = after.items.iter().position(|item| item.name == "tool").unwrap();
    after.items[tool].name = "other".into();
    after.items[tool].purl = None;
    let found = diff(&before, &after);
    let told: Vec<String> = found.items.iter().map(|one| format!("{one:?}")).collect();
    assert_eq!(told.len(), 4, "{told:?}");
    assert!(told[0].contains("other") && told[0].contains("Added"), "{told:?}");
    assert!(told[1].contains("2.1.0") && told[2].contains("GPL-3.0-only"), "{told:?}");
    assert!(told[3].contains("tool") && told[3].contains("Removed"), "{told:?}");
    assert!(!found.relations_added.is_empty() && !found.relations_removed.is_empty());
}

#[test]
fn differences_of_other_fields_are_told() {
    let item = Item {
        key: "a".into(),
        name: "a".into(),
        version: Some("1".into()),
        purl: Some("pkg:deb/debian/a@1?arch=amd64&distro=debian-12".into()),
        checksums: vec![("SHA-1".into(), "0123456789abcdef0123456789abcdef01234567".into())],
        declared: Licensing::Stated("MIT".into()),
        concluded: Licensing::Stated("ISC".into()),
        need: Some(Need::Optional),
        ..Item::default()
    };
    let bill = |item: Item| Bill { about: vec![0], items: vec![item], ..Bill::default() };
    let before = bill(item.clone());
    let told = |other: Item| {
        let found = diff(&before, &bill(other));
        assert!(found.is_empty() || !found.fields.is_empty(), "{found:?}");
        found.fields.into_iter().map(|(_, one)| one.field).collect::<Vec<_>>().join(" ")
    };
    let purl = |text: &str| Item { purl: Some(text.into()), ..item.clone() };
    assert_eq!(told(item.clone()), "");
    assert_eq!(told(purl("pkg:deb/debian/a@1?arch=amd64&distro=debian-13")), "");
    assert_eq!(told(purl("pkg:deb/debian/a@1?arch=arm64&distro=debian-12")), "package URL");
    assert_eq!(told(Item { kind: ItemKind::Framework, ..item.clone() }), "kind");
    assert_eq!(told(Item { need: Some(Need::Required), ..item.clone() }), "how it is needed");
    let supplier = Some(Agent { name: "S".into(), ..Agent::default() });
    assert_eq!(told(Item { supplier, ..item.clone() }), "supplier");
    assert_eq!(told(Item { copyright: Some("Copyright Ana".into()), ..item.clone() }), "copyright");
    assert_eq!(told(Item { checksums: Vec::new(), ..item.clone() }), "SHA-1");
    let declared = Licensing::Stated("Zlib".into());
    assert_eq!(told(Item { declared, ..item.clone() }), "declared license");
    // What one form has no word for, or in another place.
    assert_eq!(told(Item { need: None, ..item.clone() }), "");
    let (declared, concluded) = (Licensing::Stated("ISC".into()), Licensing::Unknown);
    let moved = Item { declared, concluded, ..item.clone() };
    assert_eq!(diff(&before, &bill(moved)).items, []);
    // Two programs write one name in two ways.
    let python = |purl: &str| bill(Item { purl: Some(purl.into()), ..Item::default() });
    assert!(diff(&python("pkg:PyPI/Requests@1"), &python("pkg:pypi/requests@1")).is_empty());
}

#[test]
fn places_to_supply_what_is_missing_are_reported() {
    let bill = Bill { items: vec![Item::default()], ..Bill::default() };
    let text = report::scores(&[("a.json".into(), Form::Spdx2, score(&bill, Form::Spdx2))]);
    let told: Value = serde_json::from_str(&text).unwrap();
    let fields = told["documents"][0]["guidelines"][2]["fields"].as_array().unwrap().clone();
    let field = |name: &str| fields.iter().find(|one| one["field"] == name).unwrap().clone();
    assert_eq!(field("location")["place"], "downloadLocation");
    assert_eq!(field("filename")["place"], Value::Null);
    assert_eq!(field("filename")["places"]["cyclonedx"], "bsi:component:filename");
}

#[test]
fn lists_of_losses_stand_beside_conflicts() {
    let loss = Loss { field: "services[].name".into(), n: 2, example: "s".into() };
    let text = report::merging(&[], &["a".into(), "b".into()], &[Vec::new(), vec![loss]]);
    let told: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(told["losses"][0]["file"], "b");
    assert_eq!(told["losses"][0]["n"], 2);
}
