// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! All formats hold the same facts: what the JSON document says, CSV and the page say too.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{output, page};

/// The texts and numbers of a document, each with the way to it.
fn leaves(value: &Value, way: &str, into: &mut Vec<(String, Value)>) {
    match value {
        Value::Object(object) => {
            for (name, value) in object {
                leaves(value, &format!("{way}.{name}"), into);
                // Names of licenses and holders are keys of the tallies.
                if way.starts_with(".tallies.") {
                    into.push((way.to_owned(), Value::from(name.as_str())));
                }
            }
        }
        Value::Array(list) => list.iter().for_each(|value| leaves(value, way, into)),
        Value::String(_) | Value::Number(_) => into.push((way.to_owned(), value.clone())),
        Value::Null | Value::Bool(_) => {}
    }
}

fn document() -> Vec<(String, Value)> {
    let document = output(|summary, files, out| crate::json(summary, files, out));
    let mut facts = Vec::new();
    leaves(&serde_json::from_str(&document).unwrap(), "", &mut facts);
    facts.retain(|(way, _)| way != ".schema");
    assert!(facts.len() > 300, "{}", facts.len());
    facts
}

/// The numbers in a text, in thousandths.
fn numbers(text: &str) -> BTreeSet<u64> {
    let parts = text.split(|c: char| !c.is_ascii_digit() && c != '.');
    parts.filter_map(|part| part.parse().ok()).map(thousandths).collect()
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "numbers of a sample")]
fn thousandths(number: f64) -> u64 {
    (number * 1000.0).round() as u64
}

#[test]
fn csv_holds_what_json_holds() {
    let csv = output(|summary, files, out| crate::csv(summary, files, out)).replace("\"\"", "\"");
    let numbers = numbers(&csv);
    for (way, fact) in document() {
        match fact {
            Value::String(text) => assert!(csv.contains(&text), "{way}: {text}"),
            number => {
                assert!(
                    numbers.contains(&thousandths(number.as_f64().unwrap())),
                    "{way}: {number}"
                );
            }
        }
    }
}

#[test]
fn page_holds_what_json_holds() {
    let page = page::sample_page();
    let mut held = Vec::new();
    for class in ["head", "files", "details"] {
        for block in page::blocks(&page, class) {
            leaves(&block, "", &mut held);
        }
    }
    let texts: Vec<&str> = held.iter().filter_map(|(_, value)| value.as_str()).collect();
    let holds = |wanted: &str| texts.iter().any(|text| text.contains(wanted));
    let numbers: BTreeSet<u64> =
        held.iter().filter_map(|(_, value)| value.as_f64()).map(thousandths).collect();
    for (way, fact) in document() {
        match fact {
            Value::String(text) => {
                // A path is kept as folders and a name, a digest as Base64.
                let parts = way == ".files.path" && text.split('/').all(holds);
                let digest = way == ".files.digest" && holds(&base64(&text));
                assert!(parts || digest || holds(&text), "{way}: {text}");
            }
            number => {
                let number = thousandths(number.as_f64().unwrap());
                // Shares of finds are kept in thousandths.
                assert!([number, number * 1000].iter().any(|n| numbers.contains(n)), "{way}");
            }
        }
    }
}

fn base64(hex: &str) -> String {
    let byte = |at: usize| u8::from_str_radix(&hex[at..at + 2], 16).unwrap();
    let bytes: Vec<u8> = (0..hex.len()).step_by(2).map(byte).collect();
    crate::html::base64::encode(&bytes)
}
