// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Names that are made of contents: equal contents have equal names. And what makes two items the same.

use std::{
    collections::{HashMap, HashSet},
    fmt,
    io::{self, BufWriter},
};

use heirloom_model::hexadecimal;
use serde::Serialize;

use crate::{Item, ItemKind, purl::Purl};

/// A UUID (RFC 9562, version 8) of what a value is written as.
pub(crate) fn uuid(value: &impl Serialize) -> String {
    // The text of a large document is hashed as it comes, and never held.
    let mut text = BufWriter::with_capacity(64 << 10, blake3::Hasher::new());
    let written = serde_json::to_writer(&mut text, value).map_err(io::Error::from);
    let hasher = written.and_then(|()| text.into_inner().map_err(io::IntoInnerError::into_error));
    let digest = hasher.unwrap_or_default().finalize();
    let mut id = [0; 16];
    id.copy_from_slice(&digest.as_bytes()[..16]);
    id[6] = (id[6] & 0x0f) | 0x80;
    id[8] = (id[8] & 0x3f) | 0x80;
    let hex = hexadecimal(&id);
    format!("{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}

/// Names of which each stands once.
#[derive(Default)]
pub(crate) struct Names {
    taken: HashSet<String>,
    /// The last number behind a name that was asked for again.
    last: HashMap<String, u32>,
}

impl Names {
    pub(crate) fn is_free(&self, name: &str) -> bool {
        !self.taken.contains(name)
    }

    /// The name, with a number behind it where it is taken.
    pub(crate) fn take(&mut self, name: String) -> String {
        if self.taken.insert(name.clone()) {
            return name;
        }
        let last = self.last.entry(name.clone()).or_insert(1);
        loop {
            *last += 1;
            let numbered = format!("{name}-{last}");
            if self.taken.insert(numbered.clone()) {
                return numbered;
            }
        }
    }
}

/// `OperatingSystem` as `operating-system`.
pub(crate) fn words(value: &impl fmt::Debug) -> String {
    let mut text = String::new();
    for c in format!("{value:?}").chars() {
        if c.is_ascii_uppercase() && !text.is_empty() {
            text.push('-');
        }
        text.push(c.to_ascii_lowercase());
    }
    text
}

/// What makes two items the same.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Identity {
    /// The package, version and variant of the package URL.
    Package(String, Option<String>, String),
    /// A package URL that is none.
    Text(String),
    /// Name and version, and whether it is a file.
    Named(String, Option<String>, bool),
}

impl Identity {
    /// By the package URL, else by name and version.
    pub(crate) fn of(item: &Item) -> Identity {
        let Some(text) = &item.purl else { return Identity::named(item) };
        match Purl::parse(text) {
            Some(purl) => {
                let version = purl.version().map(str::to_owned).or_else(|| item.version.clone());
                Identity::Package(purl.package(), version, purl.variant())
            }
            None => Identity::Text(text.clone()),
        }
    }

    /// By name and version alone.
    pub(crate) fn named(item: &Item) -> Identity {
        // Where the namespace ends is written in several ways.
        let name = item.full_name().replace(':', "/");
        Identity::Named(name, item.version.clone(), item.kind == ItemKind::File)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_name_stands_once() {
        let mut names = Names::default();
        let given = ["a", "a-2", "a", "a", "a-2"].map(|name| names.take(name.into()));
        assert_eq!(given, ["a", "a-2", "a-3", "a-4", "a-2-2"]);
    }
}
