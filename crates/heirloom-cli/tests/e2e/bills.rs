// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Bills of materials: written from a tree, taken as a source, validated, converted, compared.

use heirloom_testkit::{DiskWorld, World};
use serde_json::Value;

use crate::program::{Program, args};

/// An application, a library of its, and a tool to work on it.
fn shop() -> DiskWorld {
    let manifest = r#"{"name": "shop", "version": "1.0.0", "license": "MIT",
        "dependencies": {"left": "^1.0.0"}, "devDependencies": {"right": "2.x"}}"#;
    let lock = r#"{"name": "shop", "version": "1.0.0", "lockfileVersion": 3, "packages": {
        "": {"name": "shop", "version": "1.0.0", "license": "MIT",
            "dependencies": {"left": "^1.0.0"}, "devDependencies": {"right": "2.x"}},
        "node_modules/left": {"version": "1.0.4", "license": "GPL-3.0-only"},
        "node_modules/right": {"version": "2.5.0", "dev": true, "license": "ISC"}}}"#;
    World::default().with("package.json", manifest).with("package-lock.json", lock).on_disk()
}

#[test]
fn a_bill_of_each_form_is_a_source_like_the_tree_it_came_from() {
    let (program, tree) = (Program::new(), shop());
    for form in ["cyclonedx-1.7", "cyclonedx-1.4", "spdx-3", "spdx-2.3", "spdx-2.3-tag-value"] {
        let bill = program.home().join(format!("{form}.txt"));
        program.expect(0, args!["bom", "-f", form, "-o", &bill, tree.root()]);
        program.expect(0, args!["bom", "validate", &bill]);
        let shown = program.expect(0, args!["scan", "--tree", &bill]);
        for line in
            ["shop 1.0.0  MIT", "left 1.0.4  GPL-3.0-only", "right 2.5.0  ISC  [development]"]
        {
            assert!(shown.contains(line), "{form}: {line} in {shown}");
        }
        let json: Value =
            serde_json::from_str(&program.expect(0, args!["scan", "--json", &bill])).unwrap();
        let ids: Vec<&str> = json["components"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["id"].as_str().unwrap())
            .collect();
        assert_eq!(ids, ["pkg:npm/left@1.0.4", "pkg:npm/right@2.5.0", "pkg:npm/shop@1.0.0"]);
        // The library's license conflicts with that of the whole for a bill as for a tree.
        let why = program.expect(0, args!["why", "left", &bill]);
        assert!(why.contains("shop 1.0.0"), "{why}");
        let checked = program.run(args!["check", "--delivery=binary", "--json=-", &bill]);
        let of_tree = program.run(args!["check", "--delivery=binary", "--json=-", tree.root()]);
        let verdict = |output: &std::process::Output| {
            let json: Value = serde_json::from_slice(&output.stdout).unwrap();
            let whole = &json["deliveries"][0]["wholes"][0];
            assert_eq!(whole["verdict"], "contested", "{json}");
            let readings = whole["readings"].as_array().unwrap().iter();
            let readings: Vec<[Value; 2]> =
                readings.map(|one| [one["reading"].clone(), one["verdict"].clone()]).collect();
            readings
        };
        assert_eq!(verdict(&checked), verdict(&of_tree), "{form}");
    }
}

#[test]
fn documents_are_validated_converted_and_compared() {
    let (program, tree) = (Program::new(), shop());
    let at = |name: &str| program.home().join(name);
    let (bill, other) = (at("a.json"), at("b.spdx"));
    program.expect(0, args!["bom", "--all", "-f", "cyclonedx-1.6", "-o", &bill, tree.root()]);
    program.expect(
        0,
        args![
            "bom",
            "convert",
            "-f",
            "spdx-2.3-tag-value",
            "-o",
            &other,
            "--losses",
            &at("l.json"),
            &bill
        ],
    );
    let losses: Value = serde_json::from_slice(&std::fs::read(at("l.json")).unwrap()).unwrap();
    let fields: Vec<&str> = losses["losses"]
        .as_array()
        .unwrap()
        .iter()
        .map(|loss| loss["field"].as_str().unwrap())
        .collect();
    assert!(fields.contains(&"item: how it is needed"), "{fields:?}");
    program.expect(1, args!["bom", "convert", "-f", "spdx-2.3", "--strict", &bill]);
    assert_eq!(program.expect(0, args!["bom", "diff", &bill, &other]), "Nothing differs.\n");
    let text = std::fs::read_to_string(&bill).unwrap();
    let changed = text.replace("1.0.4", "1.0.5").replace("GPL-3.0-only", "LGPL-3.0-only");
    std::fs::write(at("c.json"), changed).unwrap();
    let shown = program.expect(1, args!["bom", "diff", "--no-relations", &bill, &at("c.json")]);
    assert!(shown.contains("~ pkg:npm/left: version 1.0.4 → 1.0.5"), "{shown}");
    assert!(shown.contains("license GPL-3.0-only → LGPL-3.0-only"), "{shown}");
    program.expect(1, args!["bom", "diff", &bill, &at("c.json"), "--html", &at("diff.html")]);
    let page = std::fs::read_to_string(at("diff.html")).unwrap();
    assert!(page.contains(r#""change":"version","from":"1.0.4","to":"1.0.5""#), "{page}");
    let chinese = program.expect(1, args!["--lang=zh-Hans", "bom", "diff", &bill, &at("c.json")]);
    assert!(chinese.contains("版本 1.0.4 → 1.0.5"), "{chinese}");
    std::fs::write(at("d.json"), text.replace("\"library\"", "\"librarian\"")).unwrap();
    let shown = program.expect(1, args!["bom", "validate", &bill, &at("d.json")]);
    assert!(shown.contains("d.json#/components/0/type: schema: "), "{shown}");
    let json: Value =
        serde_json::from_str(&program.expect(1, args!["bom", "validate", "--json", &at("d.json")]))
            .unwrap();
    assert_eq!(json["documents"][0]["findings"][0]["by"], "schema");
}

#[test]
fn what_is_no_bill_is_told() {
    let (program, tree) = (Program::new(), shop());
    let lock = tree.root().join("package-lock.json");
    let complaint = program.complains(2, args!["bom", "validate", &lock]);
    assert!(complaint.contains("no bill of materials"), "{complaint}");
    let cut = program.home().join("cut.json");
    std::fs::write(&cut, r#"{"bomFormat": "CycloneDX", "specVersion": "1.6", "components": ["#)
        .unwrap();
    let complaint = program.complains(2, args!["bom", "validate", &cut]);
    assert!(complaint.contains("line 1"), "{complaint}");
    // As a source it is a problem of the file, and the exit code says so.
    let complaint = program.complains(3, args!["scan", "--json=-", &cut]);
    assert!(!complaint.is_empty(), "{complaint}");
    let future = program.home().join("future.json");
    std::fs::write(&future, r#"{"bomFormat": "CycloneDX", "specVersion": "7.0"}"#).unwrap();
    let complaint = program.complains(2, args!["bom", "convert", "-f", "spdx-3", &future]);
    assert!(complaint.contains("7.0") && complaint.contains("1.7"), "{complaint}");
    program.complains(2, args!["bom", "convert", "-f", "spdx-9", &future]);
}

#[test]
fn a_bill_of_others_says_all_that_it_said() {
    let program = Program::new();
    let document = r#"{"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
        "metadata": {"component": {"type": "firmware", "bom-ref": "fw", "name": "fw", "version": "3"}},
        "components": [{"type": "library", "bom-ref": "l", "group": "grp", "name": "nopurl",
            "version": "2", "publisher": "P", "cpe": "cpe:2.3:a:grp:nopurl:2:*:*:*:*:*:*:*",
            "copyright": "Copyright Ana",
            "supplier": {"name": "S", "url": ["https://s.example"]},
            "licenses": [{"license": {"id": "MIT", "acknowledgement": "declared"}}]}],
        "dependencies": [{"ref": "fw", "dependsOn": ["l"]}]}"#;
    let world = World::default().with("fw.cdx.json", document).on_disk();
    let bill = world.root().join("fw.cdx.json");
    let again = program.expect(0, args!["bom", "--no-timestamp", &bill]);
    let again: Value = serde_json::from_str(&again).unwrap();
    let told: Value = serde_json::from_str(document).unwrap();
    assert_eq!(again["metadata"]["component"]["type"], "firmware");
    let (made, told) = (&again["components"][0], &told["components"][0]);
    for field in
        ["group", "name", "version", "publisher", "cpe", "copyright", "supplier", "licenses"]
    {
        assert_eq!(made[field], told[field], "{field}");
    }
    assert!(made.get("purl").is_none(), "nobody said one: {made}");
    let own = "urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79";
    let stated = program.expect(0, args!["bom", "--serial-number", own, &bill]);
    assert!(stated.contains(own));
    let random =
        || program.expect(0, args!["bom", "--no-timestamp", "--serial-number=random", &bill]);
    assert_ne!(random(), random());
    program.expect(2, args!["bom", "--serial-number=7", &bill]);
}

#[test]
fn names_do_not_move_the_terminal() {
    let program = Program::new();
    let document = |name: &str| {
        format!(
            r#"{{"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
            "components": [{{"type": "library", "name": "{name}"}}]}}"#
        )
    };
    let world = World::default()
        .with("a.cdx.json", document("a"))
        .with("b.cdx.json", document(r"\u001b[31mred\u202egnp"))
        .on_disk();
    let (one, other) = (world.root().join("a.cdx.json"), world.root().join("b.cdx.json"));
    let shown = program.expect(1, args!["bom", "diff", &one, &other]);
    assert!(shown.contains("<U+001B>[31mred<U+202E>gnp"), "{shown}");
    let shown = program.expect(0, args!["bom", "score", &other]);
    assert!(!shown.contains('\u{1b}') && !shown.contains('\u{202e}'), "{shown}");
}
