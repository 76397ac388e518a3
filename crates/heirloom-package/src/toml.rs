// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! TOML with places, by the `toml` crate's recovering parser.

use std::borrow::Cow;

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use crate::value::{Damage, Data, Map, Value};

/// Reads a text; what is damaged is left out.
pub(crate) fn read(text: &str) -> (Value<'_>, Option<Damage>) {
    let (table, errors) = DeTable::parse_recoverable(text);
    let range = table.span();
    let value = Value { data: map(table.into_inner()), range };
    let damage = errors.first().map(|error| {
        let at = error.span().map_or(0, |span| span.start);
        let reason = error.message().lines().next().unwrap_or("not TOML");
        Damage::new(at, reason)
    });
    (value, damage)
}

fn map(table: DeTable<'_>) -> Data<'_> {
    let entries = table.into_iter().map(|(key, value)| (key.into_inner(), convert(value)));
    Data::Map(Map::new(entries.collect()))
}

fn convert(value: Spanned<DeValue<'_>>) -> Value<'_> {
    let range = value.span();
    let data = match value.into_inner() {
        DeValue::String(text) => Data::Text(text),
        DeValue::Boolean(flag) => Data::Bool(flag),
        DeValue::Integer(number) => Data::Number(Cow::Owned(number.to_string())),
        DeValue::Float(number) => Data::Number(Cow::Owned(number.to_string())),
        DeValue::Datetime(time) => Data::Text(Cow::Owned(time.to_string())),
        DeValue::Array(items) => Data::List(items.into_iter().map(convert).collect()),
        DeValue::Table(table) => map(table),
    };
    Value { data, range }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_values_with_their_places() {
        let text = "[package]\nlicense = \"MIT\"\nversion.workspace = true\n";
        let (value, damage) = read(text);
        assert_eq!(damage, None);
        let license = value.at(&["package", "license"]).unwrap();
        assert_eq!(&text[license.range.clone()], "\"MIT\"");
        assert!(value.at(&["package", "version", "workspace"]).unwrap().is_true());
    }

    #[test]
    fn damaged_text_gives_the_rest() {
        let (value, damage) = read("[package]\nlicense = \"MIT\"\nx = = 3\nname = \"a\"\n");
        assert_eq!(value.at(&["package"]).unwrap().text("license"), Some("MIT"));
        assert_eq!(damage.unwrap().at, 30);
        assert!(read(&format!("a = {}", "[".repeat(100_000))).1.is_some());
    }
}
