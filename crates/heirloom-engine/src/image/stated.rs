// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Images that others are built on, as `heirloom.toml` states them.
//!
//! ```toml
//! [[image.base]]
//! name = "our base, October"
//! layers = ["sha256:…", "sha256:…"]
//!
//! [[image.base]]
//! reference = "oci:bases/debian"
//! ```
//!
//! `layers` are digests without compression (`diff_ids`), from the lowest. All errors are collected and
//! say where they are; unknown keys are errors.

use std::ops::Range;

use heirloom_model::ConfigError;
use toml::de::{DeTable, DeValue};

use super::KnownBase;

/// The table of the file that this reads.
pub(crate) const KEY: &str = "image";

const KEYS: [&str; 4] = ["name", "layers", "digest", "reference"];

/// An image that others may be built on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StatedBase {
    /// By the digests of its layers.
    Layers(KnownBase),
    /// By where it is.
    Reference {
        /// How it is called; as the reference is written without.
        name: Option<Box<str>>,
        /// An image as SOURCE may name it.
        reference: Box<str>,
    },
}

/// Reads the bases of a `heirloom.toml`.
///
/// # Errors
/// Everything that is wrong with them, in the order of its lines. What is wrong with the file as a whole
/// is told by [`crate::curations::parse`] alone.
pub fn parse_bases(bytes: &[u8]) -> Result<Vec<StatedBase>, Vec<ConfigError>> {
    let Ok(text) = std::str::from_utf8(bytes) else { return Ok(Vec::new()) };
    let Ok(table) = DeTable::parse(text) else { return Ok(Vec::new()) };
    let Some(image) = table.get_ref().get(KEY) else { return Ok(Vec::new()) };
    let mut reader = Reader { text, errors: Vec::new() };
    let bases = reader.image(image.get_ref(), &image.span());
    if reader.errors.is_empty() {
        return Ok(bases);
    }
    reader.errors.sort_by_key(|error| (error.line, error.column));
    Err(reader.errors)
}

struct Reader<'a> {
    text: &'a str,
    errors: Vec<ConfigError>,
}

impl Reader<'_> {
    fn image(&mut self, value: &DeValue<'_>, span: &Range<usize>) -> Vec<StatedBase> {
        let DeValue::Table(table) = value else {
            self.error(span, "`image` is a table: write `[[image.base]]`");
            return Vec::new();
        };
        let mut bases = Vec::new();
        for (key, value) in table {
            match (&**key.get_ref(), value.get_ref()) {
                ("base", DeValue::Array(items)) => {
                    for item in items {
                        match item.get_ref() {
                            DeValue::Table(table) => bases.extend(self.base(table, &item.span())),
                            _ => self.error(&item.span(), "a base is a table"),
                        }
                    }
                }
                ("base", _) => {
                    self.error(&value.span(), "`image.base` is a list: write `[[image.base]]`");
                }
                (other, _) => {
                    self.error(&key.span(), &format!("unknown key `image.{other}`; known: base"));
                }
            }
        }
        bases
    }

    fn base(&mut self, table: &DeTable<'_>, span: &Range<usize>) -> Option<StatedBase> {
        for (key, _) in table {
            if !KEYS.contains(&&**key.get_ref()) {
                let known = KEYS.join(", ");
                self.error(
                    &key.span(),
                    &format!("unknown key `{}`; known: {known}", key.get_ref()),
                );
            }
        }
        let name = self.text(table, "name");
        let digest = self.text(table, "digest");
        let reference = self.text(table, "reference");
        let layers = table.get("layers");
        match (reference, layers) {
            (Some(reference), None) => Some(StatedBase::Reference { name, reference }),
            (None, Some(layers)) => {
                let DeValue::Array(items) = layers.get_ref() else {
                    self.error(&layers.span(), "`layers` is a list of digests");
                    return None;
                };
                if items.is_empty() {
                    self.error(&layers.span(), "`layers` names no layer");
                }
                let mut diff_ids = Vec::new();
                for item in items {
                    match item.get_ref() {
                        DeValue::String(text) if is_digest(text) => diff_ids.push((**text).into()),
                        _ => {
                            self.error(&item.span(), "a layer is a digest: `sha256:` and 64 digits")
                        }
                    }
                }
                let Some(name) = name else {
                    self.error(span, "the base has no `name`");
                    return None;
                };
                Some(StatedBase::Layers(KnownBase { name, digest, diff_ids }))
            }
            _ => {
                self.error(span, "a base has either `layers` or a `reference`");
                None
            }
        }
    }

    /// A text that says something, if it is there.
    fn text(&mut self, table: &DeTable<'_>, key: &str) -> Option<Box<str>> {
        let value = table.get(key)?;
        match value.get_ref() {
            DeValue::String(text) if !text.trim().is_empty() => Some((**text).into()),
            _ => {
                self.error(&value.span(), &format!("`{key}` is a text that is not empty"));
                None
            }
        }
    }

    fn error(&mut self, span: &Range<usize>, message: &str) {
        self.errors.push(ConfigError::at(self.text, span.start, message));
    }
}

fn is_digest(text: &str) -> bool {
    let is_hex = |hex: &str| hex.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    let of = |kind: &str, length| {
        text.strip_prefix(kind).is_some_and(|hex| hex.len() == length && is_hex(hex))
    };
    of("sha256:", 64) || of("sha512:", 128)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: &[&str]) {
        let shown = match parse_bases(text.as_bytes()) {
            Ok(bases) => bases.iter().map(|base| format!("{base:?}")).collect::<Vec<_>>(),
            Err(errors) => errors.iter().map(ToString::to_string).collect(),
        };
        assert_eq!(shown, expect);
    }

    #[test]
    fn bases_are_stated_by_layers_or_reference() {
        let digest = format!("sha256:{}", "a".repeat(64));
        let text = format!(
            "[[image.base]]\nname = \"x\"\nlayers = [\"{digest}\"]\n[[image.base]]\nreference = \"oci:b\"\n"
        );
        let layers =
            format!("Layers(KnownBase {{ name: \"x\", digest: None, diff_ids: [\"{digest}\"] }})");
        check(&text, &[&layers, "Reference { name: None, reference: \"oci:b\" }"]);
        check("[bom]\nname = \"a\"\n", &[]);
    }

    #[test]
    fn all_errors_are_said_with_their_places() {
        check(
            "[[image.base]]\nlayers = [\"sha256:1\"]\nname = \"\"\n[[image.base]]\nlabel = 1\n",
            &[
                "1:1: the base has no `name`",
                "2:11: a layer is a digest: `sha256:` and 64 digits",
                "3:8: `name` is a text that is not empty",
                "4:1: a base has either `layers` or a `reference`",
                "5:1: unknown key `label`; known: name, layers, digest, reference",
            ],
        );
        check("image = 1\n", &["1:9: `image` is a table: write `[[image.base]]`"]);
        check(
            "[image]\nbase = 1\nx = 2\n",
            &[
                "2:8: `image.base` is a list: write `[[image.base]]`",
                "3:1: unknown key `image.x`; known: base",
            ],
        );
    }
}
