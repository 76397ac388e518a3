// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! XML and the JSON form say the same, what is written is valid, and what is wrong is told.

use serde_json::{Value, json};

use super::*;
use crate::{Form, check, convert, read};

/// What XML says in other words than JSON.
const ODD: &str = r#"<?xml version="1.0"?>
<bom xmlns="http://cyclonedx.org/schema/bom/1.6" xmlns:o="urn:other" version="3" o:k="1">
  <metadata>
    <tools>
      <components>
        <component type="application"><name>maker</name></component>
      </components>
    </tools>
    <o:note>kept</o:note>
  </metadata>
  <components o:list="l">
    <component type="library" bom-ref="a" mime-type="text/x-c">
      <name>a &amp; b</name>
      <version>1</version>
      <description>
        in two
        lines
      </description>
      <hashes><hash alg="SHA-1">da39a3ee5e6b4b0d3255bfef95601890afd80709</hash></hashes>
      <licenses>
        <license acknowledgement="declared"><id>MIT</id><text content-type="text/plain">words</text></license>
        <license><name>Own</name></license>
      </licenses>
      <modified>false</modified>
      <evidence>
        <identity><field>purl</field><confidence>0.5</confidence>
          <tools><tool ref="b"/></tools></identity>
        <occurrences><occurrence><location>src/a.c</location><line>7</line></occurrence></occurrences>
        <copyright><text>Copyright Ana</text></copyright>
      </evidence>
    </component>
    <component type="data" bom-ref="b"><name>b</name>
      <licenses><expression bom-ref="e">MIT OR ISC</expression></licenses>
    </component>
  </components>
  <services><service><name>s</name>
    <data>
      <dataflow name="d"><classification flow="inbound">public</classification></dataflow>
      <dataflow><classification flow="outbound">secret</classification></dataflow>
    </data></service></services>
  <dependencies>
    <dependency ref="a"><dependency ref="b"/><provides ref="b"/></dependency>
    <dependency ref="b"/>
  </dependencies>
  <properties><property name="p">v</property></properties>
</bom>
"#;

#[test]
fn what_is_wrong_beyond_the_schema_has_its_line() {
    let text = "<?xml version=\"1.0\"?>\n<bom xmlns=\"http://cyclonedx.org/schema/bom/1.6\">\n<components>\n\
        <component type=\"library\" bom-ref=\"a\"><name>a</name></component>\n\
        <component type=\"library\" bom-ref=\"b\">\n<name>b</name>\n<licenses>\n\
        <expression>MIT OR</expression>\n</licenses>\n<purl>pkg:npm</purl>\n</component>\n\
        </components>\n<dependencies>\n<dependency ref=\"a\">\n<dependency ref=\"x\"/>\n</dependency>\n\
        </dependencies>\n</bom>\n";
    let (_, found) = check(text.as_bytes()).unwrap();
    let mut lines: Vec<(&str, &str)> = found
        .iter()
        .map(|one| (one.pointer.as_str(), one.what.split(':').next().unwrap()))
        .collect();
    lines.sort_unstable();
    assert_eq!(
        lines,
        [
            ("/components/1/licenses/0/expression", "line 8"),
            ("/components/1/purl", "line 10"),
            ("/dependencies/0/dependsOn/0", "line 15"),
        ],
        "{found:?}"
    );
}

#[test]
fn xml_and_json_say_the_same() {
    let tree = tree(ODD, Version::V1_6).unwrap();
    assert_eq!(refusals(ODD, Version::V1_6).unwrap(), []);
    let component = &tree["components"][0];
    assert_eq!(tree["version"], 3);
    assert_eq!(tree["metadata"]["tools"]["components"][0]["name"], "maker");
    assert_eq!(component["mime-type"], "text/x-c");
    assert_eq!(component["name"], "a & b");
    assert!(component["description"].as_str().is_some_and(|text| text.starts_with("in two ")));
    assert_eq!(
        component["licenses"],
        json!([
            { "license": { "acknowledgement": "declared", "id": "MIT",
                "text": { "contentType": "text/plain", "content": "words" } } },
            { "license": { "name": "Own" } }
        ])
    );
    assert_eq!(component["modified"], false);
    assert_eq!(component["evidence"]["identity"][0]["confidence"], 0.5);
    assert_eq!(component["evidence"]["identity"][0]["tools"], json!(["b"]));
    assert_eq!(component["evidence"]["copyright"], json!([{ "text": "Copyright Ana" }]));
    let expression = json!([{ "bom-ref": "e", "expression": "MIT OR ISC" }]);
    assert_eq!(tree["components"][1]["licenses"], expression);
    let flows = json!([
        { "name": "d", "flow": "inbound", "classification": "public" },
        { "flow": "outbound", "classification": "secret" }
    ]);
    assert_eq!(tree["services"][0]["data"], flows);
    let needs = json!([{ "ref": "a", "dependsOn": ["b"], "provides": ["b"] }, { "ref": "b" }]);
    assert_eq!(tree["dependencies"], needs);
    assert_eq!(tree["properties"], json!([{ "name": "p", "value": "v" }]));
}

#[test]
fn what_is_written_says_the_same_and_is_valid() {
    let before = tree(ODD, Version::V1_6).unwrap();
    let (text, lost) = from_json(&before, Version::V1_6);
    assert_eq!(lost, Vec::<String>::new());
    assert_eq!(refusals(&text, Version::V1_6).unwrap(), [], "{text}");
    assert_eq!(tree(&text, Version::V1_6).unwrap(), before, "{text}");
    assert!(text.contains("kept</note>") && text.contains("urn:other"), "{text}");
}

#[test]
fn json_that_xml_cannot_hold_is_told() {
    let converted = convert(ODD.as_bytes(), Form::CycloneDx(Version::V1_6)).unwrap();
    let fields: Vec<&str> = converted.losses.iter().map(|loss| loss.field.as_str()).collect();
    assert!(fields.iter().all(|field| field.contains(FOREIGN)), "{fields:?}");
    assert!(!fields.is_empty());
    let (_, findings) = check(&converted.bytes).unwrap();
    assert_eq!(findings, []);
    let mut tree: Value = serde_json::from_slice(&converted.bytes).unwrap();
    tree["signature"] = json!({ "algorithm": "ES256", "value": "x" });
    let back = convert(tree.to_string().as_bytes(), Form::CycloneDxXml(Version::V1_6)).unwrap();
    let fields: Vec<&str> = back.losses.iter().map(|loss| loss.field.as_str()).collect();
    assert_eq!(fields, ["signature.algorithm", "signature.value"]);
    let older = convert(&back.bytes, Form::CycloneDxXml(Version::V1_4)).unwrap();
    assert_eq!(check(&older.bytes).unwrap().1, []);
    assert!(older.losses.iter().any(|loss| loss.field.contains("dataflow") || loss.n > 0));
}

#[test]
fn every_place_that_the_schema_refuses_is_told_with_its_line() {
    let wrong = ODD
        .replace("type=\"data\"", "type=\"thing\"")
        .replace("<name>s</name>", "")
        .replace("da39", "xx39")
        .replace("<version>1</version>", "<version>1</version><group>late</group>")
        .replace("<dependency ref=\"b\"/>\n", "<dependency/>\n")
        .replace("<line>7</line>", "<line>x</line>");
    let found = refusals(&wrong, Version::V1_6).unwrap();
    let places: Vec<(&str, u32)> =
        found.iter().map(|wrong| (wrong.place.as_str(), wrong.line)).collect();
    assert_eq!(
        places,
        [
            ("/bom/components[1]/component[1]/group[1]", 14),
            ("/bom/components[1]/component[1]/hashes[1]/hash[1]", 19),
            (
                "/bom/components[1]/component[1]/evidence[1]/occurrences[1]/occurrence[1]/line[1]",
                28
            ),
            ("/bom/components[1]/component[2]/@type", 32),
            ("/bom/services[1]/service[1]/data[1]", 37),
            ("/bom/dependencies[1]/dependency[2]/@ref", 43),
        ]
    );
}

#[test]
fn other_xml_and_damage_are_no_documents() {
    for text in [
        "<project xmlns='http://maven.apache.org/POM/4.0.0'/>",
        "<bom xmlns='http://cyclonedx.org/schema/bom/1.1'/>",
        "<other xmlns='http://cyclonedx.org/schema/bom/1.6'/>",
        "<bom xmlns='http://cyclonedx.org/schema/bom/1.6'>",
    ] {
        assert!(read(text.as_bytes()).is_err(), "{text}");
        assert!(check(text.as_bytes()).is_err(), "{text}");
    }
    assert!(version_of("<project/>").unwrap().is_none());
    // Numbers that are none do not become numbers.
    let text = "<bom xmlns='http://cyclonedx.org/schema/bom/1.6' version='many'/>";
    assert_eq!(refusals(text, Version::V1_6).unwrap().len(), 1);
}

#[test]
fn the_patterns_of_every_table_are_sound() {
    for version in Version::ALL {
        for text in &table(version).grammar.texts {
            for pattern in &text.patterns {
                assert!(regex::Regex::new(&format!("^(?:{pattern})$")).is_ok(), "{pattern}");
            }
        }
    }
}
