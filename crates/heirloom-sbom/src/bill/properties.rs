// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Properties of items where a form has no field for them.
//!
//! CycloneDX has properties, and SPDX 3 an extension for them (`CdxPropertiesExtension`). In SPDX 2 they are
//! one annotation: a line that says so, then `NAME = VALUE` on a line each.

use super::{Item, ItemKind};
use crate::artifact;

/// The first line of an annotation that holds properties.
const HEAD: &str = "Properties:";

/// Properties that SPDX 2 has fields for.
const OF_SPDX2: [&str; 2] = ["heirloom:built-from", artifact::FILENAME];

/// A license that files of a package show, as CycloneDX has it too: other forms have it of files alone.
const DETECTED: &str = "heirloom:license:detected";

impl Item {
    /// The properties that SPDX 3 has no other place for.
    pub(crate) fn extension(&self) -> impl Iterator<Item = (&str, &str)> {
        let has_file = self.property(artifact::FILENAME).is_some();
        let of_file =
            [artifact::FILENAME, artifact::EXECUTABLE, artifact::ARCHIVE, artifact::STRUCTURED];
        let has_place =
            move |name: &str| name == "heirloom:built-from" || has_file && of_file.contains(&name);
        self.all_properties().filter(move |(name, _)| !has_place(name))
    }

    /// The properties that SPDX 2 has no field for, as the text of an annotation.
    pub(crate) fn told_properties(&self) -> Option<String> {
        let has_repository =
            self.address("vcs").is_some() && self.address("distribution").is_none();
        let has_field =
            |name: &str| OF_SPDX2.contains(&name) || has_repository && name == "heirloom:revision";
        let others = self.all_properties().filter(|(name, _)| !has_field(name));
        let lines: Vec<String> =
            others.map(|(name, value)| format!("{} = {}", on_line(name), on_line(value))).collect();
        (!lines.is_empty()).then(|| format!("{HEAD}\n{}", lines.join("\n")))
    }

    /// Properties, and what SPDX has no field for of packages.
    fn all_properties(&self) -> impl Iterator<Item = (&str, &str)> {
        let is_package = self.kind != ItemKind::File || self.purl.is_some();
        let detected = self.detected.iter().filter(move |_| is_package);
        let own = self.properties.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        own.chain(detected.map(|text| (DETECTED, text.as_str())))
    }

    /// Takes a property that was read.
    pub(crate) fn take_property(&mut self, name: String, value: String) {
        if name != DETECTED {
            self.properties.push((name, value));
        } else if !self.detected.contains(&value) {
            self.detected.push(value);
        }
    }

    /// Takes back what [`Item::told_properties`] told; text of others is left alone.
    pub(crate) fn take_told_properties(&mut self, text: &str) {
        let Some(lines) = text.strip_prefix(HEAD).and_then(|rest| rest.strip_prefix('\n')) else {
            return;
        };
        let parted: Option<Vec<(String, String)>> = lines
            .split('\n')
            .map(|line| {
                let (name, value) = line.split_once(" = ")?;
                Some((off_line(name)?, off_line(value)?))
            })
            .collect();
        for (name, value) in parted.unwrap_or_default() {
            self.take_property(name, value);
        }
    }
}

fn on_line(text: &str) -> String {
    text.replace('\\', r"\\").replace('\n', r"\n").replace(" = ", r"\e")
}

fn off_line(text: &str) -> Option<String> {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        match c {
            '\\' => plain.push_str(match rest.next()? {
                '\\' => r"\",
                'n' => "\n",
                'e' => " = ",
                _ => return None,
            }),
            c => plain.push(c),
        }
    }
    Some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn properties_come_back_from_annotations() {
        let property = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let properties = vec![
            property("heirloom:layer", "sha256:ab"),
            property("a = b", "two\nlines \\n and = more = text"),
            property("empty", ""),
        ];
        let detected = vec!["MIT OR Apache-2.0".to_owned()];
        let item = Item { properties: properties.clone(), detected, ..Item::default() };
        let mut back = Item::default();
        back.take_told_properties(&item.told_properties().unwrap());
        assert_eq!((back.properties, back.detected), (properties, item.detected));
        for other in ["Properties: fine", "Properties:\nwithout a value", "a = b"] {
            let mut back = Item::default();
            back.take_told_properties(other);
            assert_eq!(back.properties, [], "{other}");
        }
        assert_eq!(Item::default().told_properties(), None);
    }
}
