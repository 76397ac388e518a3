// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! A CycloneDX document as one of another version.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Loss, counted, leaves, pattern_of, shortened};
use crate::{
    ReadError,
    cyclonedx::Version,
    schema::{self, Keyword, Refusal, Schema},
};

/// Another version of CycloneDX: what its schema refuses goes, the smallest piece at a time.
pub(super) fn fitted(mut tree: Value, version: Version) -> Result<(Value, Vec<Loss>), ReadError> {
    tree["specVersion"] = version.name().into();
    if tree.get("$schema").is_some() {
        tree["$schema"] =
            format!("http://cyclonedx.org/schema/bom-{}.schema.json", version.name()).into();
    }
    let mut lost: Vec<(String, String)> = Vec::new();
    if version == Version::V1_4 {
        older_tools(&mut tree, &mut lost);
    }
    loop {
        let refusals = schema::refusals(Schema::CycloneDx(version), &tree);
        if refusals.is_empty() {
            return Ok((tree, counted(lost)));
        }
        let n_before = lost.len();
        // Only so many places are told at once: what the version does not know at all goes everywhere.
        for pattern in often_unknown(&refusals) {
            remove_all(&mut tree, &pattern, &mut lost);
        }
        if lost.len() == n_before {
            remove_each(&mut tree, &refusals, &mut lost);
        }
        if lost.len() == n_before {
            let place = &refusals[0].pointer;
            let why = format!("it cannot be written as CycloneDX {}: {place}", version.name());
            return Err(ReadError::Damaged(why));
        }
    }
}

/// The patterns of fields that are unknown at so many places that they are at all.
fn often_unknown(refusals: &[Refusal]) -> Vec<Vec<String>> {
    const OFTEN: usize = 100;
    let mut found: BTreeMap<Vec<String>, usize> = BTreeMap::new();
    for refusal in refusals {
        let Keyword::UnknownFields(names) = &refusal.keyword else { continue };
        for name in names {
            let parts = refusal.pointer.split('/').skip(1).map(|part| {
                let is_number = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
                if is_number { String::new() } else { part.replace("~1", "/").replace("~0", "~") }
            });
            *found.entry(parts.chain([name.clone()]).collect()).or_default() += 1;
        }
    }
    found.into_iter().filter(|(_, n)| *n >= OFTEN).map(|(pattern, _)| pattern).collect()
}

/// Removes a field wherever it stands; a part without a name stands for all items of a list.
fn remove_all(tree: &mut Value, pattern: &[String], lost: &mut Vec<(String, String)>) {
    fn walk(value: &mut Value, parts: &[String], place: &str, lost: &mut Vec<(String, String)>) {
        match (parts, value) {
            ([name], Value::Object(fields)) => {
                if let Some(value) = fields.shift_remove(name) {
                    tell(&value, place, lost);
                }
            }
            ([name, rest @ ..], Value::Array(items)) if name.is_empty() => {
                items.iter_mut().for_each(|item| walk(item, rest, place, lost));
            }
            ([name, rest @ ..], Value::Object(fields)) => {
                if let Some(value) = fields.get_mut(name) {
                    walk(value, rest, place, lost);
                }
            }
            _ => {}
        }
    }
    let place = pattern.join(".").replace("..", "[].");
    walk(tree, pattern, &place, lost);
}

/// Removes what is refused at each place, from the last to the first, so that numbers in lists stay right.
fn remove_each(tree: &mut Value, refusals: &[Refusal], lost: &mut Vec<(String, String)>) {
    let mut removed: Vec<String> = Vec::new();
    for refusal in refusals.iter().rev() {
        match &refusal.keyword {
            Keyword::UnknownFields(names) => removed.extend(names.iter().map(|name| {
                let name = name.replace('~', "~0").replace('/', "~1");
                format!("{}/{name}", refusal.pointer)
            })),
            _ if refusal.pointer.ends_with("/type") && is_component(&refusal.pointer) => {
                let kind = tree.pointer(&refusal.pointer).map(shortened).unwrap_or_default();
                lost.push((pattern_of(&refusal.pointer), kind));
                if let Some(kind) = tree.pointer_mut(&refusal.pointer) {
                    *kind = "library".into();
                }
            }
            _ => removed.push(refusal.pointer.clone()),
        }
    }
    for pointer in removed {
        if let Some(value) = take(tree, &pointer) {
            tell(&value, &pattern_of(&pointer), lost);
        }
    }
}

fn tell(value: &Value, place: &str, lost: &mut Vec<(String, String)>) {
    let n_before = lost.len();
    leaves::of_tree(value, place, &mut |field, leaf| {
        lost.push((field.to_owned(), leaf.shortened()));
    });
    // A list or table of nothing is something that goes, too.
    if lost.len() == n_before {
        lost.push((place.to_owned(), shortened(value)));
    }
}

fn is_component(pointer: &str) -> bool {
    let parent = pointer.trim_end_matches("/type");
    let mut parts = parent.rsplit('/');
    match parts.next() {
        Some("component") => true,
        Some(_) => parts.next() == Some("components"),
        None => false,
    }
}

/// Tools are components from 1.5 on, and a list with vendors before.
fn older_tools(tree: &mut Value, lost: &mut Vec<(String, String)>) {
    let Some(tools) = tree.pointer_mut("/metadata/tools").filter(|tools| tools.is_object()) else {
        return;
    };
    let mut list = Vec::new();
    for kind in ["components", "services"] {
        for tool in tools[kind].as_array().into_iter().flatten() {
            let mut made = json!({});
            for (from, to) in [
                ("group", "vendor"),
                ("name", "name"),
                ("version", "version"),
                ("hashes", "hashes"),
            ] {
                if let Some(value) = tool.get(from) {
                    made[to] = value.clone();
                }
            }
            let fields = tool.as_object().into_iter().flatten();
            let held = ["type", "group", "name", "version", "hashes"];
            for (name, value) in fields.filter(|(name, _)| !held.contains(&name.as_str())) {
                lost.push((format!("metadata.tools.{kind}[].{name}"), shortened(value)));
            }
            list.push(made);
        }
    }
    *tools = list.into();
}

fn take(tree: &mut Value, pointer: &str) -> Option<Value> {
    let (parent, name) = pointer.rsplit_once('/')?;
    let name = name.replace("~1", "/").replace("~0", "~");
    match tree.pointer_mut(parent)? {
        Value::Object(fields) => fields.shift_remove(&name),
        Value::Array(items) => {
            let at = name.parse::<usize>().ok().filter(|at| *at < items.len())?;
            Some(items.remove(at))
        }
        _ => None,
    }
}
