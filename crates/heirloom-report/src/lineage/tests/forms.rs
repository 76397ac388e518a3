// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The forms for programs, over one made-up check.

use serde_json::Value;

use super::sample::{Sample, hostile};
use crate::{CheckView, Proofs, check_json};

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
