// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Bills of trees and images, and expressions as bills hold them.

use std::{fmt::Write as _, num::NonZeroUsize, sync::Arc};

use heirloom_intake::{Selection, SourceSpec};
use heirloom_sbom::{Item, Relation, RelationKind};
use heirloom_testkit::{
    World,
    images::{Packing, TestImage, tar_of},
};
use sha2::{Digest as _, Sha256};

use super::*;
use crate::{Limits, Silent, Want, scan};

fn request(source: &str) -> ScanRequest {
    ScanRequest {
        source: SourceSpec::parse(source.as_ref()).unwrap(),
        source_name: "product".into(),
        selection: Selection::everything(),
        limits: Limits::standard(),
        threads: NonZeroUsize::MIN,
        cache: None,
        is_bill: false,
        temporary: std::env::temp_dir(),
        rules: Arc::new(crate::built_in()),
        curations: Vec::new(),
        want: Want { licenses: true, copyrights: true, packages: true, uses: false },
        repositories: Vec::new(),
        bases: Vec::new(),
    }
}

fn bill_of(source: &str, files: bool) -> Bill {
    let (request, cancel) = (request(source), AtomicBool::new(false));
    let scan = scan(&request, &Silent, &cancel).unwrap();
    let options = BillOptions { files, ..BillOptions::default() };
    bill(&request, &scan, None, &options, &Silent, &cancel).unwrap()
}

/// Items with their licenses and places of licenses, then relations.
fn dump(bill: &Bill) -> String {
    let mut lines = String::new();
    for item in &bill.items {
        let license = item.concluded.expression().unwrap_or("?");
        let sums: Vec<&str> = item.checksums.iter().map(|(name, _)| name.as_str()).collect();
        writeln!(lines, "{:?} {} [{license}] {}", item.kind, item.name, sums.join(" ")).unwrap();
        for place in &item.evidence {
            writeln!(lines, "  {place}").unwrap();
        }
        for notice in item.copyright.iter().flat_map(|text| text.lines()) {
            writeln!(lines, "  {notice}").unwrap();
        }
    }
    for Relation { from, kind, to, .. } in &bill.relations {
        let (from, to) = (&bill.items[*from].name, &bill.items[*to].name);
        writeln!(lines, "{from} {} {to}", kind.name()).unwrap();
    }
    lines
}

/// A program with a part that alone has a package file.
fn tree() -> World {
    World::parse(
        r#"
        //- main.c
        // SPDX-License-Identifier: GPL-2.0-only
        // Copyright 2020 Ada Main
        int main(void) { return 0; }
        //- part/package.json
        {"name": "part", "version": "1.0.0", "license": "ISC"}
        //- part/index.js
        // SPDX-License-Identifier: ISC
        // Copyright 2021 Ben Doe
        "#,
    )
}

#[test]
fn a_part_with_the_only_package_file_is_not_the_whole() {
    let disk = tree().on_disk();
    let found = dump(&bill_of(&disk.root().to_string_lossy(), false));
    assert_eq!(
        found,
        "Application product [GPL-2.0-only] \n  GPL-2.0-only in ./main.c:1-1 (tag)\n  \
         Copyright 2020 Ada Main\nApplication part [ISC] \n  ISC in ./part/index.js:1-1 (tag)\n  \
         ISC in ./part/package.json:1-1 (reference)\n  Copyright 2021 Ben Doe\nproduct depends-on part\n"
    );
}

#[test]
fn files_have_checksums_and_belong_to_what_holds_them() {
    let disk = tree().on_disk();
    let bill = bill_of(&disk.root().to_string_lossy(), true);
    let found = dump(&bill);
    let expected = [
        "File ./main.c [GPL-2.0-only] SHA-1 SHA-256\n  GPL-2.0-only in ./main.c:1-1 (tag)\n",
        "File ./part/package.json [ISC] SHA-1 SHA-256\n",
        "product contains ./main.c\n",
        "part contains ./part/index.js\n",
    ];
    for part in expected {
        assert!(found.contains(part), "{part} in\n{found}");
    }
    let main = bill.items.iter().find(|item| item.name == "./main.c").unwrap();
    let bytes = tree().bytes("main.c").to_vec();
    let sha256 = heirloom_model::hexadecimal(&Sha256::digest(bytes));
    assert_eq!(main.checksums[1].1, sha256);
}

#[test]
fn a_package_that_lies_there_as_its_file_is_known_by_it() {
    let manifest = r#"{"name": "part", "version": "1.0.0", "license": "ISC"}"#;
    let packed = World::default().with("package/package.json", manifest);
    let bytes = tar_of(packed.on_disk().root());
    let disk = tree().with("lib/renamed.tar", bytes.clone()).on_disk();
    let file_of = |item: &Item| {
        let mut said = item.properties.iter();
        said.find(|(name, _)| name == "bsi:component:filename").map(|(_, value)| value.clone())
    };
    for files in [false, true] {
        let bill = bill_of(&disk.root().to_string_lossy(), files);
        let of = |place: &str| {
            let mut parts = bill.items.iter().filter(|item| item.name == "part");
            parts.find(|item| item.places.iter().any(|one| one.file.starts_with(place))).unwrap()
        };
        let file = of("lib/renamed.tar!");
        assert_eq!(file_of(file).as_deref(), Some("renamed.tar"));
        let sha256 = heirloom_model::hexadecimal(&Sha256::digest(&bytes));
        assert!(file.checksums.contains(&("SHA-256".into(), sha256)));
        let names: Vec<&str> = file.checksums.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["SHA-1", "SHA-256", "SHA-512"]);
        let folder = of("part/");
        assert_eq!((folder.checksums.len(), file_of(folder)), (0, None));
    }
}

#[test]
fn files_of_no_package_are_of_the_layer_that_brought_them() {
    let lower = tree();
    let upper = World::default().with("opt/tool.c", "// SPDX-License-Identifier: MIT\n");
    let layers = [tar_of(lower.on_disk().root()), tar_of(upper.on_disk().root())];
    let image = TestImage::new("amd64", &layers, Packing::Gzip);
    let folder = tempfile::tempdir().unwrap();
    image.write_layout(folder.path(), std::slice::from_ref(&image.manifest));
    let found = dump(&bill_of(&format!("oci:{}", folder.path().display()), true));
    let expected = [
        "Container product [",
        "Archive layer 1 [?] SHA-256\n",
        "File ./opt/tool.c [MIT] SHA-1 SHA-256\n  MIT in ./opt/tool.c:1-1 (tag)\n",
        "layer 1 contains ./main.c\n",
        "layer 2 contains ./opt/tool.c\n",
        "layer 1 contains part\n",
        "part contains ./part/index.js\n",
    ];
    for part in expected {
        assert!(found.contains(part), "{part} in\n{found}");
    }
}

#[test]
fn models_name_their_data_and_what_they_came_from() {
    let disk = World::parse(
        "
        //- README.md
        ---
        license: apache-2.0
        pipeline_tag: text-classification
        language: [en, zh]
        base_model: org/base
        datasets: [org/corpus]
        model-index:
        - name: tuned
          results:
          - dataset: {name: Test, type: org/test}
            metrics:
            - {type: f1, value: 0.91}
        ---
        # Tuned
        //- model.safetensors
        ",
    )
    .on_disk();
    let bill = bill_of(&disk.root().to_string_lossy(), false);
    let model = &bill.items[0];
    let card = model.card.as_deref().unwrap();
    assert_eq!((&*card.tasks[0], card.languages.len()), ("text-classification", 2));
    assert_eq!((&*card.metrics[0].name, &*card.metrics[0].value), ("f1", "0.91"));
    let found = dump(&bill);
    let name = &model.name;
    for part in [
        format!("Model {name} [Apache-2.0] \n"),
        "Model base [?] \n".into(),
        "Data corpus [?] \n".into(),
        format!("{name} descendant-of base\n"),
        format!("{name} trained-on corpus\n"),
    ] {
        assert!(found.contains(&part), "{part} in\n{found}");
    }
}

#[test]
fn packages_in_a_circle_that_no_root_leads_to_are_listed() {
    let disk = World::default()
        .with(
            "package-lock.json",
            r#"{"name": "x", "version": "1.0.0", "lockfileVersion": 3, "packages": {
                "": {"name": "x", "version": "1.0.0"},
                "node_modules/a": {"version": "1.0.0", "dependencies": {"b": "1"}},
                "node_modules/b": {"version": "1.0.0", "dependencies": {"a": "1", "c": "1"}},
                "node_modules/c": {"version": "1.0.0"}}}"#,
        )
        .on_disk();
    let found = dump(&bill_of(&disk.root().to_string_lossy(), false));
    let relations: Vec<&str> = found.lines().filter(|line| !line.ends_with("] ")).collect();
    assert_eq!(
        relations,
        ["x contains a", "a depends-on b", "b depends-on a", "b depends-on c"],
        "{found}"
    );
}

#[test]
fn requirements_of_tests_are_not_listed() {
    let disk = World::parse(
        "
        //- main.c
        int main(void) { return 0; }
        //- requirements.txt
        click==8.0
        //- tests/server/requirements.txt
        pytest==8.0
        ",
    )
    .on_disk();
    let found = dump(&bill_of(&disk.root().to_string_lossy(), false));
    assert!(found.contains("click") && !found.contains("pytest"), "{found}");
}

#[test]
fn lists_that_name_lists_of_tests_are_listed() {
    for place in ["tests", "docs"] {
        let disk = World::default()
            .with("requirements.txt", format!("-r {place}/requirements.txt\nclick==8.0\n"))
            .with(&format!("{place}/requirements.txt"), "pytest==8.0\n")
            .on_disk();
        let found = dump(&bill_of(&disk.root().to_string_lossy(), false));
        assert!(found.contains("click"), "{place}: {found}");
    }
}

#[test]
fn words_of_two_licenses_in_one_member_of_an_archive_are_quoted() {
    let disk = World::parse(
        r#"
        //- LICENSES/LicenseRef-one.txt
        Do one thing.
        //- LICENSES/LicenseRef-two.txt
        Do two things.
        //- inner/LICENSE
        // SPDX-License-Identifier: LicenseRef-one
        // SPDX-License-Identifier: MIT OR LicenseRef-two
        // SPDX-License-Identifier: LicenseRef-three
        "#,
    )
    .on_disk();
    let packed = World::default()
        .with("main.c", "int main(void) { return 0; }")
        .with("vendor.tar", tar_of(disk.root()))
        .on_disk();
    for files in [false, true] {
        let bill = bill_of(&packed.root().to_string_lossy(), files);
        let words: Vec<_> =
            bill.texts.iter().map(|text| (text.id.as_str(), text.text.as_deref())).collect();
        let expect = [
            ("LicenseRef-one", Some("Do one thing.")),
            // A tag has no words but the name.
            ("LicenseRef-three", None),
            ("LicenseRef-two", Some("Do two things.")),
        ];
        assert_eq!(words, expect, "files: {files}");
    }
}

#[test]
fn declared_licenses_that_are_no_expression_have_their_name() {
    let disk = World::parse(
        r#"
        //- package.json
        {"name": "a", "version": "1.0.0", "license": "Custom License v3"}
        "#,
    )
    .on_disk();
    let bill = bill_of(&disk.root().to_string_lossy(), false);
    let item = bill.items.iter().find(|item| item.name == "a").unwrap();
    assert_eq!(item.declared.expression(), Some("LicenseRef-Custom-License-v3"));
    let text = bill.texts.iter().find(|text| text.id == "LicenseRef-Custom-License-v3").unwrap();
    assert_eq!(text.name.as_deref(), Some("Custom License v3"));
    let mut written = Vec::new();
    heirloom_sbom::write_bill(&bill, heirloom_sbom::Form::Spdx2, &mut written).unwrap();
    assert_eq!(heirloom_sbom::check(&written).unwrap().1, []);
}

#[test]
fn links_are_told_where_ecosystems_make_them() {
    let disk = World::parse(
        r#"
        //- Cargo.toml
        [package]
        name = "tool"
        version = "1.0.0"
        [dependencies]
        anyhow = "1"
        [target.'cfg(windows)'.dependencies]
        winapi = "0.3"
        //- Cargo.lock
        version = 4
        [[package]]
        name = "anyhow"
        version = "1.0.0"
        source = "registry+https://example.org/index"
        [[package]]
        name = "tool"
        version = "1.0.0"
        dependencies = ["anyhow", "winapi"]
        [[package]]
        name = "winapi"
        version = "0.3.0"
        source = "registry+https://example.org/index"
        //- src/main.rs
        fn main() {}
        "#,
    )
    .on_disk();
    let bill = bill_of(&disk.root().to_string_lossy(), false);
    let links = bill.relations.iter().filter(|one| one.kind == RelationKind::StaticLink);
    let links: Vec<(&str, Option<&str>)> =
        links.map(|one| (bill.items[one.to].name.as_str(), one.comment.as_deref())).collect();
    assert_eq!(links, [("anyhow", None), ("winapi", Some("if cfg(windows)"))]);
    // What such a document says of need alone is no link when it is read.
    let mut written = Vec::new();
    let needs = Bill {
        relations: bill
            .relations
            .iter()
            .filter(|one| one.kind == RelationKind::DependsOn)
            .cloned()
            .collect(),
        ..bill
    };
    heirloom_sbom::write_bill(&needs, heirloom_sbom::Form::Spdx2, &mut written).unwrap();
    let disk = World::default().with("needs.spdx.json", written).on_disk();
    let mut request = request(&disk.root().join("needs.spdx.json").to_string_lossy());
    request.is_bill = true;
    let cancel = AtomicBool::new(false);
    let scan = scan(&request, &Silent, &cancel).unwrap();
    let bill = super::bill(&request, &scan, None, &BillOptions::default(), &Silent, &cancel);
    let bill = bill.unwrap();
    assert!(bill.relations.iter().all(|one| one.kind != RelationKind::StaticLink));
    assert!(bill.items.iter().any(|item| item.name == "anyhow"));
}

#[test]
fn a_program_needs_the_models_that_it_loads() {
    let document = r#"{"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
        "metadata": {"component": {"type": "application", "bom-ref": "app", "name": "app"}},
        "components": [
            {"type": "machine-learning-model", "bom-ref": "m", "name": "llama",
             "purl": "pkg:huggingface/org/llama"},
            {"type": "machine-learning-model", "bom-ref": "g", "name": "guard",
             "modelCard": {"modelParameters": {"task": "t"}}},
            {"type": "data", "bom-ref": "d", "name": "words"}],
        "dependencies": [{"ref": "app", "dependsOn": ["m", "g", "d"]}]}"#;
    let disk = World::default().with("app.cdx.json", document).on_disk();
    let mut request = request(&disk.root().join("app.cdx.json").to_string_lossy());
    request.is_bill = true;
    let cancel = AtomicBool::new(false);
    let scan = scan(&request, &Silent, &cancel).unwrap();
    let bill = super::bill(&request, &scan, None, &BillOptions::default(), &Silent, &cancel);
    let bill = bill.unwrap();
    let found = dump(&bill);
    for part in ["Model llama", "Model guard", "Data words", "app depends-on llama"] {
        assert!(found.contains(part), "{part} in\n{found}");
    }
    assert!(bill.items.iter().all(|item| item.need != Some(heirloom_sbom::Need::Excluded)));
    let mut written = Vec::new();
    heirloom_sbom::write_bill(&bill, heirloom_sbom::Form::Spdx3, &mut written).unwrap();
    let (_, findings) = heirloom_sbom::check(&written).unwrap();
    assert!(findings.is_empty(), "{findings:?}");
}

#[test]
fn what_only_relations_show_is_a_part_unless_it_is_used() {
    let item = |key: &str| Item { key: key.into(), name: key.into(), ..Item::default() };
    let items = ["whole", "program", "library", "ring", "round"].map(item).to_vec();
    let link = |from, to| Relation { from, kind: RelationKind::DynamicLink, to, comment: None };
    let relations = vec![link(1, 2), link(3, 4), link(4, 3)];
    let mut bill = Bill { items, relations, about: vec![0], ..Bill::default() };
    bill.hold_the_rest();
    let found = dump(&bill);
    let found: Vec<&str> = found.lines().skip(7).collect();
    assert_eq!(found, ["round dynamic-link ring", "whole contains program", "whole contains ring"]);
}
