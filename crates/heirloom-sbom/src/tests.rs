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
    contents[3].holders = [("ana ruiz".into(), 2)].into();
    let inventory = Inventory { graph, contents };
    ScanSummary {
        source: "work/shop/".into(),
        version: "0.1.0".into(),
        inventory,
        ..ScanSummary::default()
    }
}

fn written(format: Format, options: &BomOptions) -> Value {
    let mut out = Vec::new();
    write(&summary(), format, options, &mut out).unwrap();
    serde_json::from_slice(&out).unwrap()
}

#[test]
fn cyclonedx_says_who_is_needed_how() {
    let bom = written(Format::from_name("cyclonedx").unwrap(), &BomOptions::default());
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
    assert_eq!(bom["dependencies"][2]["ref"], "pkg:npm/shop@1.0.0");
    assert_eq!(bom["dependencies"][2]["dependsOn"][0], "pkg:npm/%40scope/needed@2.0.0");
    let older = written(Format::from_name("cyclonedx-1.4").unwrap(), &BomOptions::default());
    assert!(older["components"][0]["evidence"].is_null());
    assert!(older["metadata"]["tools"].is_array());
}

#[test]
fn spdx_names_relations_and_own_licenses() {
    let document = written(Format::Spdx23, &BomOptions::default());
    assert_eq!(document["spdxVersion"], "SPDX-2.3");
    assert_eq!(document["hasExtractedLicensingInfos"][0]["licenseId"], "LicenseRef-own");
    let kinds: Vec<&str> = document["relationships"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["relationshipType"].as_str().unwrap())
        .collect();
    assert_eq!(
        kinds,
        ["DESCRIBES", "OPTIONAL_DEPENDENCY_OF", "DEPENDS_ON", "DEV_DEPENDENCY_OF", "DEPENDS_ON"]
    );
    let needed = &document["packages"][0];
    assert_eq!(needed["name"], "@scope/needed");
    assert_eq!(needed["licenseDeclared"], "MIT OR LicenseRef-own");
    assert_eq!(needed["checksums"][0]["algorithm"], "SHA512");
    assert_eq!(needed["SPDXID"], "SPDXRef-Package-npm--40scope-needed-2.0.0");
}

#[test]
fn equal_contents_have_equal_names_at_any_time() {
    let at = |created: &str| BomOptions { created: Some(created.into()), ..BomOptions::default() };
    for format in Format::ALL {
        assert_eq!(Format::from_name(format.name()), Some(format));
        let (one, other) = (
            written(format, &at("2026-01-01T00:00:00Z")),
            written(format, &at("2027-01-01T00:00:00Z")),
        );
        assert_ne!(one, other);
        for name in ["serialNumber", "documentNamespace"] {
            assert_eq!(one[name], other[name]);
        }
    }
    let with_tests = BomOptions { with_aside: true, ..BomOptions::default() };
    let all = written(Format::Spdx23, &with_tests);
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
