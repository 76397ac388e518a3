// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Keys that stand twice in one object of JSON: readers disagree about which of them counts (RFC 8259,
//! section 4), so that two of them see different documents.

use std::{collections::HashSet, fmt};

use serde::{
    Deserializer,
    de::{DeserializeSeed, Error, IgnoredAny, MapAccess, SeqAccess, Visitor},
};

use super::{Meaning, escaped};

/// Tells of each key that its object has already.
pub(super) fn doubled(bytes: &[u8], meaning: &mut Meaning) {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let walk = Walk { pointer: &mut String::new(), meaning };
    // The document was read as a tree before.
    let _is_json = walk.deserialize(&mut json);
}

struct Walk<'a> {
    pointer: &'a mut String,
    meaning: &'a mut Meaning,
}

impl<'de> DeserializeSeed<'de> for Walk<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Walk<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value")
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let Walk { pointer, meaning } = self;
        let length = pointer.len();
        for at in 0_usize.. {
            pointer.push('/');
            pointer.push_str(&at.to_string());
            let element = list.next_element_seed(Walk { pointer, meaning })?;
            pointer.truncate(length);
            if element.is_none() {
                break;
            }
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Walk { pointer, meaning } = self;
        let length = pointer.len();
        let mut seen: HashSet<String> = HashSet::new();
        while let Some(name) = map.next_key::<String>()? {
            pointer.push('/');
            pointer.push_str(&escaped(&name));
            if seen.contains(&name) {
                meaning.tell(pointer.clone(), format!("{name:?} stands in this object twice"));
                map.next_value::<IgnoredAny>()?;
            } else {
                map.next_value_seed(Walk { pointer, meaning })?;
                seen.insert(name);
            }
            pointer.truncate(length);
        }
        Ok(())
    }
}
