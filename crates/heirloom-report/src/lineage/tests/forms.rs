// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The forms for programs, over one made-up check.

use heirloom_model::{Language, Question, QuestionSubject};
use serde_json::Value;

use super::sample::{Sample, hostile, id};
use crate::{CheckView, Proofs, check_json, check_junit, check_sarif, visible::is_hidden};

fn json(view: &CheckView<'_>, proofs: Option<Proofs<'_>>) -> Value {
    let mut out = Vec::new();
    check_json(view, proofs, &mut out).unwrap();
    serde_json::from_slice(&out).unwrap()
}

#[test]
fn json_fits_its_schema_and_holds_policy_product_and_proofs() {
    let sample = Sample::new();
    let prove = |delivery, root: &_| sample.prove(delivery, root);
    let document = json(&sample.view(), Some(Proofs::new(&prove)));
    let schema: Value = crate::schema::all()
        .into_iter()
        .find(|(name, _)| *name == "heirloom-check-1.json")
        .map(|(_, text)| serde_json::from_str(&text).unwrap())
        .unwrap();
    if let Err(error) = jsonschema::validate(&schema, &document) {
        panic!("{error} at {}", error.instance_path());
    }
    assert_eq!(document["policy"]["findings"][2]["waived"][0]["by"], "Mara & Lindqvist");
    assert_eq!(document["product"]["components"][1]["id"], hostile());
    let evidence = &document["product"]["relations"][0]["evidence"][0];
    assert_eq!(evidence["first_line"], 7);
    assert_eq!(evidence["path_hex"], "7372632fff3c623e0ae280ae782e63");
    let step = &document["deliveries"][0]["wholes"][0]["proof"]["because"][0]["because"][0];
    assert_eq!(step["terms"][0]["clause"], "§2(b)");
    assert_eq!(step["despite"][0]["claim"]["applies"], "no");

    let plain = json(&sample.without_policy(), None);
    assert_eq!(plain["policy"], Value::Null);
    assert_eq!(plain["deliveries"][0]["wholes"][0].get("proof"), None);
}

fn sarif(view: &CheckView<'_>) -> Value {
    let mut out = Vec::new();
    check_sarif(view, Language::English, &mut out).unwrap();
    serde_json::from_slice(&out).unwrap()
}

/// What code scanning demands of a log (the schema of SARIF 2.1.0 and the limits of forges).
#[track_caller]
fn check_log(log: &Value) {
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    for rule in rules {
        for text in ["shortDescription", "fullDescription", "help"] {
            assert_ne!(rule[text]["text"].as_str().unwrap().trim(), "", "{rule}");
        }
        let address = rule["helpUri"].as_str().unwrap_or("https://");
        assert!(address.starts_with("https://") && !address.contains(['<', ' ']));
    }
    let mut fingerprints = Vec::new();
    for result in run["results"].as_array().unwrap() {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[index]["id"], result["ruleId"]);
        assert!(["error", "warning", "note"].contains(&result["level"].as_str().unwrap()));
        assert_eq!(result["locations"].as_array().unwrap().len(), 1, "a place for each");
        let place = &result["locations"][0]["physicalLocation"];
        let uri = place["artifactLocation"]["uri"].as_str().unwrap();
        assert!(!uri.starts_with('/') && uri.bytes().all(|byte| byte.is_ascii_graphic()));
        assert!(!uri.contains(['<', ':', '\\']), "{uri}");
        assert!(place["region"]["startLine"].as_u64().unwrap() >= 1);
        let text = result["message"]["text"].as_str().unwrap();
        assert!(text.len() < 5_000 && !text.contains(is_hidden), "{text}");
        fingerprints.push(result["partialFingerprints"]["primaryLocationLineHash"].to_string());
    }
    let n_results = fingerprints.len();
    fingerprints.sort();
    fingerprints.dedup();
    assert_eq!(fingerprints.len(), n_results, "each result has a name of its own");
}

#[test]
fn sarif_has_what_code_scanning_demands() {
    let sample = Sample::new();
    let log = sarif(&sample.view());
    check_log(&log);
    let results = log["runs"][0]["results"].as_array().unwrap();
    let shown: Vec<(&str, &str)> = results
        .iter()
        .map(|result| (result["ruleId"].as_str().unwrap(), result["level"].as_str().unwrap()))
        .collect();
    let expect = [
        ("policy/no-strong-copyleft", "error"),
        ("policy/no-tools", "warning"),
        ("policy/no-rule", "note"),
        ("duty/provide_source", "note"),
        ("question", "note"),
        ("question", "note"),
    ];
    assert_eq!(shown, expect);
    let rejected = &results[0]["locations"][0]["physicalLocation"];
    assert_eq!(rejected["artifactLocation"]["uri"], "src/%FF%3Cb%3E%0A%E2%80%AEx.c");
    assert_eq!(rejected["region"]["startLine"], 7);
    let waiver = &results[1]["suppressions"][0];
    assert_eq!((&waiver["kind"], &waiver["status"]), (&"external".into(), &"accepted".into()));
    assert!(waiver["justification"].as_str().unwrap().contains("replaced <soon>"));
    assert!(results[2]["message"]["text"].as_str().unwrap().contains("conflict"));
    assert_eq!(
        results[2]["codeFlows"][0]["threadFlows"][0]["locations"].as_array().unwrap().len(),
        2
    );
}

#[test]
fn sarif_without_a_policy_tells_conflicts_and_unmet_duties_as_errors() {
    let sample = Sample::new();
    let log = sarif(&sample.without_policy());
    check_log(&log);
    let results = log["runs"][0]["results"].as_array().unwrap();
    let errors = results.iter().filter(|result| result["level"] == "error");
    let rules: Vec<&str> = errors.map(|result| result["ruleId"].as_str().unwrap()).collect();
    assert_eq!(rules, ["verdict/conflict", "duty/provide_source"]);
}

#[test]
fn sarif_stays_within_the_number_of_results() {
    let mut sample = Sample::new();
    let question = sample.deliveries[0].questions[1].clone();
    sample.deliveries[0].questions = (0..26_000)
        .map(|at| Question {
            subject: QuestionSubject::License(id(&format!("part-{at}"))),
            ..question.clone()
        })
        .collect();
    let log = sarif(&sample.view());
    let run = &log["runs"][0];
    assert_eq!(run["results"].as_array().unwrap().len(), 25_000);
    let told = run["invocations"][0]["toolExecutionNotifications"].to_string();
    assert!(told.contains("1,004 more results are left out"), "{told}");
}

fn junit(view: &CheckView<'_>) -> String {
    let mut out = Vec::new();
    check_junit(view, Language::English, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// The elements that open and close, in order, if the document is well formed.
#[track_caller]
fn elements(xml: &str) -> Vec<String> {
    let (mut open, mut seen) = (Vec::new(), Vec::new());
    let body = xml.split_once("?>").unwrap().1;
    for tag in body.split('<').skip(1) {
        let (tag, text) = tag.split_once('>').unwrap();
        assert!(!text.contains('>'), "{text}");
        assert_eq!(tag.matches('"').count() % 2, 0, "{tag}");
        let name = tag.split([' ', '/']).find(|part| !part.is_empty()).unwrap();
        if tag.starts_with('/') {
            assert_eq!(open.pop().as_deref(), Some(name));
        } else {
            seen.push(name.to_owned());
            if !tag.ends_with('/') {
                open.push(name.to_owned());
            }
        }
    }
    assert!(open.is_empty(), "{open:?}");
    for entity in xml.split('&').skip(1) {
        let name = entity.split(';').next().unwrap();
        assert!(["amp", "lt", "gt", "quot"].contains(&name), "{name}");
    }
    assert!(!xml.contains(|c: char| c != '\n' && is_hidden(c)));
    seen
}

#[test]
fn junit_has_a_case_for_each_whole_and_finding() {
    let sample = Sample::new();
    let xml = junit(&sample.view());
    let seen = elements(&xml);
    assert_eq!(seen.iter().filter(|name| *name == "testcase").count(), 4, "{xml}");
    assert!(xml.contains("tests=\"4\" failures=\"1\" errors=\"0\" skipped=\"2\""), "{xml}");
    assert!(xml.contains("name=\"box &lt;1&gt;\""), "{xml}");
    assert!(xml.contains("waived until 2027-03-31 by Mara &amp; Lindqvist"), "{xml}");

    let plain = junit(&sample.without_policy());
    elements(&plain);
    assert!(plain.contains("tests=\"3\" failures=\"2\" errors=\"0\" skipped=\"0\""), "{plain}");
    assert!(plain.contains("type=\"conflict\"") && plain.contains("type=\"duty\""), "{plain}");
}
