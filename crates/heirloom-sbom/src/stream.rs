// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Lists of a document, one element after the other: of documents of hundreds of megabytes not all
//! structures are held at once.

use std::{borrow::Cow, fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{DeserializeSeed, Error, SeqAccess, Visitor},
};
use serde_json::Value;

/// A list whose elements are made as they are written, each time anew.
pub(crate) struct Lazy<'a, T>(Box<dyn Fn() -> Elements<'a, T> + 'a>);

type Elements<'a, T> = Box<dyn Iterator<Item = T> + 'a>;

impl<'a, T: 'a> Lazy<'a, T> {
    pub(crate) fn new<I: Iterator<Item = T> + 'a>(elements: impl Fn() -> I + 'a) -> Lazy<'a, T> {
        Lazy(Box::new(move || Box::new(elements())))
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = T> + use<'a, T> {
        (self.0)()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.iter().next().is_none()
    }

    /// The elements with their places in the list.
    pub(crate) fn numbered(self) -> Lazy<'a, (usize, T)> {
        Lazy::new(move || self.iter().enumerate())
    }
}

impl<'a, T: Serialize + 'a> Lazy<'a, T> {
    /// The elements as trees.
    pub(crate) fn json(self) -> Lazy<'a, Cow<'a, Value>> {
        // Structures of texts, numbers and lists are always JSON.
        let tree = |one| Cow::Owned(serde_json::to_value(one).unwrap_or_default());
        Lazy::new(move || self.iter().map(tree))
    }
}

impl<'a, T: 'a> Default for Lazy<'a, T> {
    fn default() -> Lazy<'a, T> {
        Lazy::new(std::iter::empty)
    }
}

impl<'a, T: Serialize + 'a> Serialize for Lazy<'a, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

/// Reads a document, whose outermost value is an object, and nothing behind it.
pub(crate) fn document<'de, V: Visitor<'de>>(
    bytes: &'de [u8],
    top: V,
) -> serde_json::Result<V::Value> {
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let read = json.deserialize_map(top)?;
    json.end()?;
    Ok(read)
}

/// Hands each element of a list to a function.
pub(crate) struct Each<T, F> {
    take: F,
    element: PhantomData<T>,
}

impl<T, F: FnMut(T)> Each<T, F> {
    pub(crate) fn new(take: F) -> Each<T, F> {
        Each { take, element: PhantomData }
    }
}

impl<'de, T: Deserialize<'de>, F: FnMut(T)> DeserializeSeed<'de> for Each<T, F> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de, T: Deserialize<'de>, F: FnMut(T)> Visitor<'de> for Each<T, F> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut list: A) -> Result<(), A::Error> {
        while let Some(element) = list.next_element()? {
            (self.take)(element);
        }
        Ok(())
    }
}

/// The fields that were seen: none may stand twice.
#[derive(Default)]
pub(crate) struct Once(Vec<&'static str>);

impl Once {
    pub(crate) fn has(&self, field: &str) -> bool {
        self.0.contains(&field)
    }

    pub(crate) fn take<E: Error>(&mut self, field: &'static str) -> Result<(), E> {
        if self.has(field) {
            return Err(E::duplicate_field(field));
        }
        self.0.push(field);
        Ok(())
    }
}
