// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! SPDX 2 as tags with values (SPDX 2.3, section 6 onward: each field names its tag).
//!
//! One table says which tag is which field of the JSON form; reading and writing go through it, so
//! that both forms hold the same. Tags that the table does not have are kept in fields called
//! [`FOREIGN`], so that what is read is written whole.

mod read;
mod table;
mod values;
mod write;

use serde_json::Value;

pub(crate) use self::{
    read::{Lines, document, to_json, to_json_with_lines},
    write::{Parts, from_json, write},
};

/// The field that keeps tags of others while a document is in its JSON form: an object with the
/// values of each tag.
pub(crate) const FOREIGN: &str = "$tags";

/// Takes the tags that the form does not have out of a document; each with a pointer as if it were a
/// field of its element, and its value.
pub(crate) fn take_foreign(document: &mut Value, visit: &mut dyn FnMut(&str, &str, &Value)) {
    let lists = read::LISTS.iter().map(|(_, list)| *list);
    let mut take = |pointer: &str, element: &mut Value| {
        let kept = element.as_object_mut().and_then(|fields| fields.remove(FOREIGN));
        let kept = kept.as_ref().and_then(Value::as_object).into_iter().flatten();
        for (tag, values) in kept {
            let values = values.as_array().into_iter().flatten();
            values.for_each(|value| visit(&format!("{pointer}/{tag}"), tag, value));
        }
    };
    take("", document);
    if let Some(creation) = document.get_mut("creationInfo") {
        take("/creationInfo", creation);
    }
    for list in lists {
        let elements = document.get_mut(list).and_then(Value::as_array_mut).into_iter().flatten();
        for (at, element) in elements.enumerate() {
            take(&format!("/{list}/{at}"), element);
        }
    }
}

/// What is wrong with a document of tags and values.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {what}")]
pub(crate) struct TagError {
    /// The line, counted from 1.
    pub line: u32,
    /// What is wrong there.
    pub what: String,
}

/// Whether a text starts as such documents do.
pub(crate) fn is_one(text: &str) -> bool {
    let lines = text.lines().map(str::trim);
    let mut lines = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.next().is_some_and(|line| line.starts_with("SPDXVersion:"))
}

#[cfg(test)]
mod tests;
