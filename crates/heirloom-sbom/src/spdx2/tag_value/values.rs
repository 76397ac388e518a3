// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Values of tags as values of fields.

use serde_json::{Map, Value, json};

use super::table::{Shape, Tag};

/// The list that a field is.
pub(super) fn list<'a>(fields: &'a mut Map<String, Value>, name: &str) -> &'a mut Vec<Value> {
    let value = fields.entry(name).or_insert_with(|| Value::Array(Vec::new()));
    if !value.is_array() {
        *value = Value::Array(Vec::new());
    }
    value.as_array_mut().expect("just made a list")
}

/// Puts a value where its shape wants it.
pub(super) fn put(fields: &mut Map<String, Value>, tag: &Tag, value: String) -> Result<(), String> {
    let wrong = || format!("{}: {value:?} is not of the form {}", tag.name, tag.shape.form());
    let words = || value.split_whitespace();
    let made = match tag.shape {
        Shape::Text => {
            fields.insert(tag.field.into(), value.into());
            return Ok(());
        }
        Shape::Purpose => {
            fields.insert(tag.field.into(), value.replace('-', "_").into());
            return Ok(());
        }
        Shape::Flag => {
            let flag = value.to_ascii_lowercase().parse::<bool>().map_err(|_| wrong())?;
            fields.insert(tag.field.into(), flag.into());
            return Ok(());
        }
        Shape::Code => {
            let (code, files) = match value.split_once('(') {
                Some((code, files)) => (code.trim(), Some(files)),
                None => (value.as_str(), None),
            };
            let mut made = json!({ "packageVerificationCodeValue": code });
            if let Some(files) = files {
                let files = files.trim_end_matches(')').trim();
                let files = files.strip_prefix("excludes:").unwrap_or(files).split(',');
                let files: Vec<&str> = files.map(str::trim).collect();
                made["packageVerificationCodeExcludedFiles"] = files.into();
            }
            fields.insert(tag.field.into(), made);
            return Ok(());
        }
        Shape::LastComment => {
            let last = list(fields, tag.field).last_mut().ok_or_else(wrong)?;
            last["comment"] = value.into();
            return Ok(());
        }
        Shape::Texts => value.into(),
        Shape::Checksum => {
            let (algorithm, digits) = value.split_once(':').ok_or_else(wrong)?;
            json!({"algorithm": algorithm.trim(), "checksumValue": digits.trim()})
        }
        Shape::Reference => {
            let mut words = words();
            let (category, kind) =
                (words.next().ok_or_else(wrong)?, words.next().ok_or_else(wrong)?);
            let locator = words.collect::<Vec<_>>().join(" ");
            json!({"referenceCategory": category, "referenceType": kind, "referenceLocator": locator})
        }
        Shape::Document => {
            let mut words = words();
            let (id, address) = (words.next().ok_or_else(wrong)?, words.next().ok_or_else(wrong)?);
            let rest = words.collect::<Vec<_>>().join(" ");
            let (algorithm, digits) = rest.split_once(':').ok_or_else(wrong)?;
            json!({"externalDocumentId": id, "spdxDocument": address,
                "checksum": {"algorithm": algorithm.trim(), "checksumValue": digits.trim()}})
        }
        Shape::Relation => {
            let [from, kind, to] = words().collect::<Vec<_>>()[..] else { return Err(wrong()) };
            fields.insert("spdxElementId".into(), from.into());
            fields.insert("relationshipType".into(), kind.into());
            fields.insert("relatedSpdxElement".into(), to.into());
            return Ok(());
        }
        Shape::Bytes | Shape::Lines => {
            let (start, end) = value.split_once(':').ok_or_else(wrong)?;
            let number = |text: &str| text.trim().parse::<u64>().map_err(|_| wrong());
            let (start, end) = (number(start)?, number(end)?);
            let name = if tag.shape == Shape::Bytes { "offset" } else { "lineNumber" };
            let of = fields.get("snippetFromFile").cloned().unwrap_or_default();
            json!({"startPointer": {name: start, "reference": of},
                "endPointer": {name: end, "reference": of}})
        }
    };
    list(fields, tag.field).push(made);
    Ok(())
}
