// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! `heirloom.toml`: what people decided about the tree.
//!
//! ```toml
//! [[curations]]
//! pattern = "vendor/zlib/**"
//! expression = "Zlib"
//! reason = "the header names a file that is not part of this copy"
//! author = "Jane Doe <jane@example.org>"
//! ```
//!
//! All errors are collected and say where they are; unknown keys are errors, because a misspelt
//! key that is passed over silently changes a result.

use std::ops::Range;

use heirloom_lineage::stated;
use heirloom_model::{ConfigError, Curation, Expression};
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

/// Reads the curations of a `heirloom.toml`.
///
/// # Errors
/// Everything that is wrong with the file, in the order of its lines.
pub fn parse(bytes: &[u8]) -> Result<Vec<Curation>, Vec<ConfigError>> {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let before = String::from_utf8_lossy(&bytes[..error.valid_up_to()]);
            return Err(vec![ConfigError::at(&before, before.len(), "the file is not UTF-8")]);
        }
    };
    let table = DeTable::parse(text).map_err(|error| {
        vec![ConfigError::at(text, error.span().map_or(0, |span| span.start), error.message())]
    })?;
    let mut reader = Reader { text, errors: Vec::new() };
    let curations = reader.file(table.get_ref());
    if reader.errors.is_empty() {
        return Ok(curations);
    }
    reader.errors.sort_by_key(|error| (error.line, error.column));
    Err(reader.errors)
}

const KEYS: [&str; 4] = ["pattern", "expression", "reason", "author"];

struct Reader<'a> {
    text: &'a str,
    errors: Vec<ConfigError>,
}

impl Reader<'_> {
    fn file(&mut self, table: &DeTable<'_>) -> Vec<Curation> {
        let mut curations = Vec::new();
        for (key, value) in table {
            if stated::KEYS.contains(&&**key.get_ref())
                || key.get_ref() == heirloom_sbom::stated::KEY
                || key.get_ref() == crate::image::KEY
            {
                continue;
            }
            if key.get_ref() != "curations" {
                let others = [heirloom_sbom::stated::KEY, crate::image::KEY];
                let known = [stated::KEYS.as_slice(), &others].concat().join(", ");
                self.error(
                    &key.span(),
                    &format!("unknown key `{}`; known: curations, {known}", key.get_ref()),
                );
                continue;
            }
            let DeValue::Array(items) = value.get_ref() else {
                self.error(&value.span(), "`curations` is a list of tables: write `[[curations]]`");
                continue;
            };
            for item in items {
                match item.get_ref() {
                    DeValue::Table(table) => curations.extend(self.curation(table, &item.span())),
                    _ => self.error(&item.span(), "a curation is a table"),
                }
            }
        }
        curations
    }

    fn curation(&mut self, table: &DeTable<'_>, span: &Range<usize>) -> Option<Curation> {
        for (key, _) in table {
            if !KEYS.contains(&&**key.get_ref()) {
                let known = KEYS.join(", ");
                self.error(
                    &key.span(),
                    &format!("unknown key `{}`; known: {known}", key.get_ref()),
                );
            }
        }
        let [pattern, expression, reason, author] = KEYS.map(|key| self.text(table, key, span));
        let (pattern, expression) = (pattern?, expression?);
        if let Err(error) = globset::Glob::new(pattern.get_ref()) {
            self.error(&pattern.span(), &error.to_string());
        }
        let parsed = Expression::parse(expression.get_ref()).map_err(|error| {
            self.error(&expression.span(), &format!("failed to {error}"));
        });
        Some(Curation {
            pattern: pattern.into_inner(),
            expression: parsed.ok()?,
            reason: reason?.into_inner(),
            author: author?.into_inner(),
            n_files: 0,
        })
    }

    /// A text that must be there and say something.
    fn text(
        &mut self,
        table: &DeTable<'_>,
        key: &str,
        span: &Range<usize>,
    ) -> Option<Spanned<Box<str>>> {
        let Some(value) = table.get(key) else {
            self.error(span, &format!("the curation has no `{key}`"));
            return None;
        };
        match value.get_ref() {
            DeValue::String(text) if !text.trim().is_empty() => {
                Some(Spanned::new(value.span(), (**text).into()))
            }
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

#[cfg(test)]
mod tests;
