// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The objects of a file, found wherever they stand.

use std::{
    cell::Cell,
    collections::{BTreeMap, HashSet},
    ops::Range,
    rc::Rc,
};

use memchr::memmem;

use super::{
    Budget,
    lexer::{Dict, Lexer, Value},
    stream,
};

/// Objects beyond this number are not looked at.
const MAX_OBJECTS: usize = 1 << 20;
/// Pages beyond this number are not read.
const MAX_PAGES: usize = 50_000;
/// How deep the tree of pages is.
const MAX_TREE: usize = 32;
/// References followed one after the other.
const MAX_STEPS: usize = 8;

/// All objects by their numbers; of several with one number the last counts.
pub(super) struct Objects<'a> {
    bytes: &'a [u8],
    places: BTreeMap<u32, Place>,
    /// Unpacked streams of objects.
    packed: Vec<Vec<u8>>,
    /// Bytes that may still be read to make values: one value can be asked for again and again.
    left: Cell<usize>,
}

#[derive(Clone, Copy)]
enum Place {
    /// Where its value starts in the file.
    File(usize),
    /// Where its value starts in an unpacked stream.
    Packed { stream: usize, at: usize },
}

/// Whether a dictionary names how the file is encrypted; the bare word may stand in a text.
pub(super) fn is_encrypted(bytes: &[u8]) -> bool {
    const KEY: &[u8] = b"/Encrypt";
    memmem::find_iter(bytes, KEY).any(|at| {
        let mut behind =
            bytes[at + KEY.len()..].iter().skip_while(|byte| byte.is_ascii_whitespace());
        behind.next().is_some_and(|byte| byte.is_ascii_digit() || *byte == b'<')
    })
}

impl<'a> Objects<'a> {
    /// Finds the objects; `None` when the file has none.
    pub(super) fn find(bytes: &'a [u8], budget: &mut Budget) -> Option<Objects<'a>> {
        let mut places = BTreeMap::new();
        for at in memmem::find_iter(bytes, b"obj").take(MAX_OBJECTS) {
            if let Some(number) = number_before(&bytes[..at]) {
                places.insert(number, Place::File(at + 3));
            }
        }
        if places.is_empty() {
            return None;
        }
        let left = Cell::new(budget.work.saturating_add(bytes.len().saturating_mul(4)));
        let mut objects = Objects { bytes, places, packed: Vec::new(), left };
        let starts: Vec<u32> = objects.places.keys().copied().collect();
        for number in starts {
            objects.unpack(number, budget);
        }
        Some(objects)
    }

    /// Adds the objects of a stream of objects.
    fn unpack(&mut self, number: u32, budget: &mut Budget) {
        let Some(Place::File(at)) = self.places.get(&number).copied() else { return };
        // Most objects are no such streams; that is told without reading them.
        let head = &self.bytes[at..self.bytes.len().min(at + 512)];
        if memmem::find(head, b"ObjStm").is_none() {
            return;
        }
        let Some((dict, place)) = self.stream(number) else { return };
        let number_of = |name| match dict.get(name).map(|value| self.resolve(value)) {
            Some(Value::Number(number)) if number >= 0.0 => Some(number as usize),
            _ => None,
        };
        let (Some(n_objects), Some(first)) = (number_of("N"), number_of("First")) else { return };
        let Some(bytes) = stream::unpack(&dict, &self.bytes[place], budget) else { return };
        let mut lexer = Lexer::new(&bytes, 0);
        let mut found = Vec::new();
        for _ in 0..n_objects.min(MAX_OBJECTS) {
            let (Some(Value::Number(number)), Some(Value::Number(offset))) =
                (lexer.value(), lexer.value())
            else {
                break;
            };
            let at = first.saturating_add(offset as usize);
            found.push((number as u32, Place::Packed { stream: self.packed.len(), at }));
        }
        for (number, place) in found {
            if self.places.len() < MAX_OBJECTS {
                self.places.insert(number, place);
            }
        }
        self.packed.push(bytes);
    }

    /// The value of an object.
    pub(super) fn object(&self, number: u32) -> Value {
        let (bytes, at) = match self.places.get(&number) {
            Some(Place::File(at)) => (self.bytes, *at),
            Some(Place::Packed { stream, at }) => (&*self.packed[*stream], *at),
            None => return Value::Null,
        };
        if self.left.get() == 0 {
            return Value::Null;
        }
        let at = at.min(bytes.len());
        let end = bytes.len().min(at.saturating_add(self.left.get()));
        let mut lexer = Lexer::new(&bytes[..end], at);
        let value = lexer.value().unwrap_or(Value::Null);
        self.spend(lexer.at.saturating_sub(at));
        value
    }

    /// Whether values were left out because too many had been asked for.
    pub(super) fn are_spent(&self) -> bool {
        self.left.get() == 0
    }

    fn spend(&self, n_bytes: usize) {
        self.left.set(self.left.get().saturating_sub(n_bytes.max(1)));
    }

    /// A value, references followed.
    pub(super) fn resolve(&self, value: &Value) -> Value {
        let mut value = value.clone();
        for _ in 0..MAX_STEPS {
            match value {
                Value::Reference(number) => value = self.object(number),
                other => return other,
            }
        }
        Value::Null
    }

    /// The dictionary that stands there, references followed.
    pub(super) fn dict(&self, value: Option<&Value>) -> Option<Dict> {
        match self.resolve(value?) {
            Value::Dict(dict) => Some(dict),
            _ => None,
        }
    }

    /// The dictionary of a stream and where its packed bytes stand.
    pub(super) fn stream(&self, number: u32) -> Option<(Dict, Range<usize>)> {
        let Some(Place::File(at)) = self.places.get(&number) else { return None };
        if self.left.get() == 0 {
            return None;
        }
        let end = self.bytes.len().min(at.saturating_add(self.left.get()));
        let mut lexer = Lexer::new(&self.bytes[..end], *at);
        let (value, word) = (lexer.value(), lexer.value());
        let mut start = lexer.at;
        self.spend(start.saturating_sub(*at));
        let Some(Value::Dict(mut dict)) = value else { return None };
        if word != Some(Value::Word(b"stream".to_vec())) {
            return None;
        }
        if self.bytes.get(start) == Some(&b'\r') {
            start += 1;
        }
        if self.bytes.get(start) == Some(&b'\n') {
            start += 1;
        }
        let rest = self.bytes.get(start..)?;
        // Lengths lie; the word behind the stream does not, but where the length says it stands.
        let stated = match dict.get("Length").map(|value| self.resolve(value)) {
            Some(Value::Number(length)) if length >= 0.0 => Some(length as usize),
            _ => None,
        };
        let ends_there = |length: &usize| {
            let behind = rest.get(*length..rest.len().min(length.saturating_add(16)));
            behind.is_some_and(|behind| memmem::find(behind, b"endstream").is_some())
        };
        let rest = &rest[..rest.len().min(self.left.get())];
        let length = stated
            .filter(ends_there)
            .or_else(|| memmem::find(rest, b"endstream"))
            .unwrap_or(rest.len());
        self.spend(length);
        if let Some(filter) = dict.get("Filter").map(|value| self.resolve(value)) {
            dict.0.retain(|(name, _)| name != b"Filter");
            dict.0.push((b"Filter".to_vec(), filter));
        }
        Some((dict, start..start + length))
    }

    /// The unpacked bytes of a stream and where the packed ones stand.
    pub(super) fn unpacked(
        &self,
        number: u32,
        budget: &mut Budget,
    ) -> Option<(Dict, Vec<u8>, Range<usize>)> {
        let (mut dict, place) = self.stream(number)?;
        let parameters = dict.get("DecodeParms").map(|value| self.resolve(value));
        if let Some(parameters) = parameters {
            dict.0.retain(|(name, _)| name != b"DecodeParms");
            dict.0.push((b"DecodeParms".to_vec(), parameters));
        }
        let bytes = stream::unpack(&dict, &self.bytes[place.clone()], budget)?;
        Some((dict, bytes, place))
    }

    /// Calls `visit` with each page and the resources that hold for it, in order; with all that
    /// look like pages when the tree of them is damaged.
    pub(super) fn visit_pages(&self, visit: &mut dyn FnMut(&Dict, &Dict)) {
        let mut seen = HashSet::new();
        if let Some(root) = self.dicts("Catalog").last()
            && let Some(pages) = root.get("Pages")
        {
            self.walk(pages, &Rc::new(Dict::default()), 0, &mut seen, visit);
        }
        if seen.len() < 2 {
            for page in self.dicts("Page").take(MAX_PAGES) {
                let resources = self.dict(page.get("Resources")).unwrap_or_default();
                visit(&page, &resources);
            }
        }
    }

    fn dicts(&self, wanted: &str) -> impl Iterator<Item = Dict> {
        let values = self.places.keys().map(|number| self.object(*number));
        values.filter_map(move |value| match value {
            Value::Dict(dict) if dict.is("Type", wanted) => Some(dict),
            _ => None,
        })
    }

    fn walk(
        &self,
        node: &Value,
        resources: &Rc<Dict>,
        depth: usize,
        seen: &mut HashSet<u32>,
        visit: &mut dyn FnMut(&Dict, &Dict),
    ) {
        let is_new = match node {
            Value::Reference(number) => seen.insert(*number),
            _ => false,
        };
        let Some(dict) = self.dict(Some(node)).filter(|_| is_new && depth < MAX_TREE) else {
            return;
        };
        let own = self.dict(dict.get("Resources")).map(Rc::new);
        let resources = own.as_ref().unwrap_or(resources);
        match dict.get("Kids").map(|kids| self.resolve(kids)) {
            Some(Value::Array(kids)) => {
                for kid in &kids {
                    self.walk(kid, resources, depth + 1, seen, visit);
                }
            }
            _ if seen.len() < MAX_PAGES => visit(&dict, resources),
            _ => {}
        }
    }
}

/// The number of an object whose word `obj` follows: `12 0 `.
fn number_before(bytes: &[u8]) -> Option<u32> {
    let take = |bytes: &[u8]| -> Option<usize> {
        let spaces = bytes.iter().rev().take(4).take_while(|byte| byte.is_ascii_whitespace());
        let end = bytes.len() - spaces.count();
        let digits = bytes[..end].iter().rev().take(11).take_while(|byte| byte.is_ascii_digit());
        let n_digits = digits.count();
        (n_digits > 0).then_some(end - n_digits)
    };
    let generation = take(bytes)?;
    let start = take(&bytes[..generation])?;
    let number = bytes[start..generation].trim_ascii();
    if number.len() == bytes[start..generation].len() {
        return None;
    }
    str::from_utf8(number).ok()?.parse().ok()
}
