// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Several bills of materials as one.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::{Bill, Item, ItemKind, LicenseText, Licensing, Relation, RelationKind};

/// Bills of materials as one.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Merged {
    /// What they say together.
    pub bill: Bill,
    /// Where they say different things of the same item; the first of them is kept.
    pub conflicts: Vec<Conflict>,
}

/// Two bills that say different things of one item.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Conflict {
    /// The item, with its version.
    pub item: String,
    /// Of what they speak: `declared license`, `SHA-256`.
    pub field: String,
    /// What is kept, and the number of the bill that says so, from 0.
    pub kept: (String, usize),
    /// What is not kept, and the number of its bill.
    pub other: (String, usize),
}

/// What makes two items the same: the package URL with its version, else name and version.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Identity {
    Purl(String),
    Named(String, Option<String>, bool),
}

fn identity(item: &Item) -> Identity {
    match &item.purl {
        Some(purl) => Identity::Purl(purl.clone()),
        None => {
            Identity::Named(item.full_name(), item.version.clone(), item.kind == ItemKind::File)
        }
    }
}

/// Bills as one: items that are the same are joined, and keep what the first bill says where they
/// differ. Where they are about different things, `name` (or the names of these) stands above them.
pub fn merge(bills: Vec<Bill>, name: Option<&str>) -> Merged {
    let mut merger = Merger::default();
    for (number, bill) in bills.into_iter().enumerate() {
        merger.add(bill, number);
    }
    merger.finish(name)
}

/// Fills what a bill does not say of its components with what others say of the same package URL.
/// Components that only others have are left out, and so is where others saw them.
pub fn fill(bill: Bill, others: Vec<Bill>) -> Merged {
    let about = bill.about.clone();
    let mut merger = Merger::default();
    merger.add(bill, 0);
    for (number, mut other) in others.into_iter().enumerate() {
        merger.rename_texts(&mut other);
        for mut item in other.items {
            let known = item.purl.is_some().then(|| merger.known.get(&identity(&item))).flatten();
            if let Some(&at) = known {
                item.places.clear();
                item.evidence.clear();
                item.properties.clear();
                item.need = None;
                // The root of what was fetched is a library of this bill.
                if item.kind == ItemKind::Application {
                    item.kind = ItemKind::Library;
                }
                merger.join(at, item, number + 1);
            }
        }
        join_texts(&mut merger.merged.bill.texts, other.texts);
    }
    let bill = &mut merger.merged.bill;
    bill.about = about;
    bill.keep_texts_in_use();
    bill.tidy();
    merger.merged.conflicts.sort();
    merger.merged
}

#[derive(Default)]
struct Merger {
    merged: Merged,
    known: HashMap<Identity, usize>,
    keys: HashSet<String>,
    /// Of each item, which bill said what first, by field.
    said: Vec<HashMap<&'static str, usize>>,
}

impl Merger {
    fn add(&mut self, mut bill: Bill, number: usize) {
        self.rename_texts(&mut bill);
        let into = &mut self.merged.bill;
        into.created = into.created.take().max(bill.created.take());
        join(&mut into.tools, bill.tools);
        join(&mut into.authors, bill.authors);
        into.stage =
            if number == 0 { bill.stage } else { into.stage.filter(|_| into.stage == bill.stage) };
        into.comment = into.comment.take().or(bill.comment);
        into.name = into.name.take().or(bill.name);
        let places: Vec<usize> =
            bill.items.into_iter().map(|item| self.item(item, number)).collect();
        let into = &mut self.merged.bill;
        join(&mut into.about, bill.about.into_iter().map(|at| places[at]).collect());
        into.relations.extend(
            bill.relations
                .into_iter()
                .map(|one| Relation { from: places[one.from], to: places[one.to], ..one })
                .filter(|one| one.from != one.to),
        );
        join_texts(&mut into.texts, bill.texts);
    }

    /// Two texts of one name are two licenses: the second gets another name, in its bill's expressions
    /// as well.
    fn rename_texts(&self, bill: &mut Bill) {
        let known: HashMap<&str, &LicenseText> =
            self.merged.bill.texts.iter().map(|text| (text.id.as_str(), text)).collect();
        let mut names: BTreeMap<String, String> = BTreeMap::new();
        for text in &mut bill.texts {
            let Some(first) = known.get(text.id.as_str()) else { continue };
            match (&first.text, &text.text) {
                (Some(one), Some(other)) if one.trim() != other.trim() => {
                    let free = (2..).map(|number| format!("{}-{number}", text.id));
                    let mut free = free.filter(|id| !known.contains_key(id.as_str()));
                    if let Some(id) = free.next() {
                        names.insert(std::mem::replace(&mut text.id, id.clone()), id);
                    }
                }
                // They agree, or one of them has no text: `join_texts` makes them one.
                _ => {}
            }
        }
        if names.is_empty() {
            return;
        }
        let renamed = |text: &mut String| *text = with_names(text, &names);
        for item in &mut bill.items {
            for licensing in [&mut item.declared, &mut item.concluded] {
                if let Licensing::Stated(text) = licensing {
                    renamed(text);
                }
            }
            item.detected.iter_mut().for_each(renamed);
            item.evidence.iter_mut().for_each(|place| renamed(&mut place.license));
        }
    }

    fn item(&mut self, mut item: Item, number: usize) -> usize {
        let identity = identity(&item);
        if let Some(&at) = self.known.get(&identity) {
            self.join(at, item, number);
            return at;
        }
        let at = self.merged.bill.items.len();
        self.known.insert(identity, at);
        let mut n = 1;
        let key = item.key.clone();
        while !self.keys.insert(item.key.clone()) {
            n += 1;
            item.key = format!("{key}-{n}");
        }
        self.merged.bill.items.push(item);
        self.said.push(FIELDS.iter().map(|field| (*field, number)).collect());
        at
    }

    fn join(&mut self, at: usize, other: Item, number: usize) {
        let mut item = std::mem::take(&mut self.merged.bill.items[at]);
        let called = match &item.version {
            Some(version) => format!("{} {version}", item.full_name()),
            None => item.full_name(),
        };
        let mut conflicts = Vec::new();
        let said = self.said[at].clone();
        let mut newly = Vec::new();
        let mut tell = |field: &str, kept: &str, other: &str| {
            let first = said.get(field).or(said.get(FIELDS[0])).copied().unwrap_or(0);
            conflicts.push(Conflict {
                item: called.clone(),
                field: field.to_owned(),
                kept: (kept.to_owned(), first),
                other: (other.to_owned(), number),
            });
        };
        let pairs = [
            ("declared license", &mut item.declared, other.declared),
            ("concluded license", &mut item.concluded, other.concluded),
        ];
        for (field, kept, other) in pairs {
            match (&*kept, &other) {
                (_, Licensing::Unknown) => {}
                (Licensing::Unknown, _) => {
                    *kept = other;
                    newly.push(field);
                }
                (one, two) if one != two => {
                    tell(
                        field,
                        one.expression().unwrap_or("NONE"),
                        two.expression().unwrap_or("NONE"),
                    );
                }
                _ => {}
            }
        }
        match (&item.supplier, other.supplier) {
            (None, other) => item.supplier = other,
            (Some(one), Some(two)) if one.name != two.name => {
                tell("supplier", &one.name, &two.name)
            }
            _ => {}
        }
        for (algorithm, value) in &other.checksums {
            let mut same = item.checksums.iter().filter(|(known, _)| known == algorithm).peekable();
            if let Some((_, first)) = same.peek().copied()
                && !same.any(|(_, known)| known.eq_ignore_ascii_case(value))
            {
                tell(algorithm, first, value);
            }
        }
        self.merged.conflicts.extend(conflicts);
        self.said[at].extend(newly.into_iter().map(|field| (field, number)));
        let added: Vec<(String, String)> = other
            .checksums
            .into_iter()
            .filter(|(algorithm, _)| !item.checksums.iter().any(|(known, _)| known == algorithm))
            .collect();
        item.checksums.extend(added);
        join(&mut item.cpes, other.cpes);
        join(&mut item.authors, other.authors);
        join(&mut item.addresses, other.addresses);
        join(&mut item.detected, other.detected);
        join(&mut item.evidence, other.evidence);
        join(&mut item.places, other.places);
        join(&mut item.properties, other.properties);
        item.publisher = item.publisher.or(other.publisher);
        item.description = item.description.or(other.description);
        item.comment = item.comment.or(other.comment);
        item.card = item.card.or(other.card);
        item.license_comment = item.license_comment.or(other.license_comment);
        item.need = item.need.max(other.need);
        item.copyright = lines(item.copyright, other.copyright);
        if item.kind == ItemKind::Library {
            item.kind = other.kind;
        }
        self.merged.bill.items[at] = item;
    }

    fn finish(mut self, name: Option<&str>) -> Merged {
        let bill = &mut self.merged.bill;
        if bill.about.len() > 1 || (name.is_some() && !bill.items.is_empty()) {
            let names: Vec<String> =
                bill.about.iter().map(|&at| bill.items[at].full_name()).collect();
            let name = name.map_or_else(|| names.join(" + "), str::to_owned);
            let mut key = "heirloom:merged".to_owned();
            while self.keys.contains(&key) {
                key.push('-');
            }
            let top =
                Item { key, kind: ItemKind::Application, name: name.clone(), ..Item::default() };
            let at = bill.items.len();
            bill.items.push(top);
            let about = std::mem::replace(&mut bill.about, vec![at]);
            let contains =
                |to| Relation { from: at, kind: RelationKind::Contains, to, comment: None };
            bill.relations.extend(about.into_iter().map(contains));
            bill.name = Some(name);
        }
        bill.tidy();
        self.merged.conflicts.sort();
        self.merged
    }
}

/// Fields about which bills may disagree.
const FIELDS: &[&str] = &["item", "declared license", "concluded license", "supplier"];

/// An expression with other names for some of its licenses.
fn with_names(text: &str, names: &BTreeMap<String, String>) -> String {
    let is_part = |c: char| c.is_ascii_alphanumeric() || "-.:+".contains(c);
    let mut made = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(is_part) {
        let end = rest[start..].find(|c| !is_part(c)).map_or(rest.len(), |end| start + end);
        made.push_str(&rest[..start]);
        let word = &rest[start..end];
        made.push_str(names.get(word).map_or(word, String::as_str));
        rest = &rest[end..];
    }
    made.push_str(rest);
    made
}

fn join<T: PartialEq>(into: &mut Vec<T>, from: Vec<T>) {
    for one in from {
        if !into.contains(&one) {
            into.push(one);
        }
    }
}

/// Texts of one name are one, and keep what any of them says.
fn join_texts(into: &mut Vec<LicenseText>, from: Vec<LicenseText>) {
    for text in from {
        match into.iter_mut().find(|known| known.id == text.id) {
            Some(known) => {
                known.text = known.text.take().or(text.text);
                known.name = known.name.take().or(text.name);
                known.comment = known.comment.take().or(text.comment);
                join(&mut known.addresses, text.addresses);
            }
            None => into.push(text),
        }
    }
}

/// The lines of both, each once.
fn lines(one: Option<String>, other: Option<String>) -> Option<String> {
    match (one, other) {
        (Some(one), Some(other)) => {
            let mut all: Vec<&str> = one.lines().collect();
            join(&mut all, other.lines().collect());
            Some(all.join("\n"))
        }
        (one, other) => one.or(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(name: &str, version: &str, license: &str) -> Item {
        Item {
            key: name.to_owned(),
            name: name.to_owned(),
            version: Some(version.to_owned()),
            declared: match license {
                "" => Licensing::Unknown,
                text => Licensing::Stated(text.to_owned()),
            },
            ..Item::default()
        }
    }

    fn bill(items: Vec<Item>) -> Bill {
        let needs = (1..items.len()).map(|to| Relation {
            from: 0,
            kind: RelationKind::DependsOn,
            to,
            comment: None,
        });
        Bill { about: vec![0], relations: needs.collect(), items, ..Bill::default() }
    }

    #[test]
    fn the_same_item_is_one_and_what_differs_is_told() {
        let mut zlib = item("zlib", "1", "Zlib");
        zlib.checksums.push(("SHA-1".into(), "aa".into()));
        let mut other = item("zlib", "1", "MIT");
        other.checksums.push(("SHA-1".into(), "bb".into()));
        other.copyright = Some("Copyright Ana".into());
        let one = bill(vec![item("app", "1", "MIT"), zlib, item("old", "1", "")]);
        let two = bill(vec![
            item("tool", "1", "MIT"),
            other,
            item("zlib", "2", "Zlib"),
            item("old", "1", "ISC"),
        ]);
        let merged = merge(vec![one, two], None);
        let names: Vec<String> =
            merged.bill.items.iter().map(|one| format!("{} {}", one.key, one.name)).collect();
        assert_eq!(
            names,
            [
                "app app",
                "zlib zlib",
                "old old",
                "tool tool",
                "zlib-2 zlib",
                "heirloom:merged app + tool"
            ]
        );
        let conflicts: Vec<(&str, &str, &str)> = merged
            .conflicts
            .iter()
            .map(|one| (one.field.as_str(), one.kept.0.as_str(), one.other.0.as_str()))
            .collect();
        assert_eq!(conflicts, [("SHA-1", "aa", "bb"), ("declared license", "Zlib", "MIT")]);
        assert_eq!(merged.bill.items[2].declared, Licensing::Stated("ISC".into()));
        assert_eq!(merged.bill.items[1].copyright.as_deref(), Some("Copyright Ana"));
        assert_eq!(merged.bill.about, [5]);
        // Both contain what both are about, and each still needs what it needed.
        assert_eq!(merged.bill.relations.len(), 2 + 3 + 2);
        let itself = merge(vec![merged.bill.clone(), merged.bill.clone()], None);
        assert_eq!(itself.bill, merged.bill);
        assert_eq!(itself.conflicts, []);
    }

    #[test]
    fn two_texts_of_one_name_stay_two() {
        let with = |text: &str| {
            let text = LicenseText {
                id: "LicenseRef-own".into(),
                text: Some(text.into()),
                ..LicenseText::default()
            };
            let item = item(&text.text.clone().unwrap_or_default(), "1", "MIT OR (LicenseRef-own)");
            Bill { texts: vec![text], ..bill(vec![item]) }
        };
        let merged = merge(vec![with("one"), with("two"), with("one")], Some("all"));
        let licenses: Vec<Option<&str>> =
            merged.bill.items.iter().map(|item| item.declared.expression()).collect();
        let (one, two) = ("MIT OR (LicenseRef-own)", "MIT OR (LicenseRef-own-2)");
        assert_eq!(licenses, [Some(one), Some(two), None]);
        assert_eq!(merged.bill.texts.len(), 2);
    }

    #[test]
    fn a_text_that_only_the_second_has_is_kept() {
        let with = |text: Option<&str>| {
            let text = text.map(str::to_owned);
            let text = LicenseText { id: "LicenseRef-own".into(), text, ..LicenseText::default() };
            Bill { texts: vec![text], ..bill(vec![item("a", "1", "LicenseRef-own")]) }
        };
        let merged = merge(vec![with(None), with(Some("words"))], None);
        assert_eq!(merged.bill.texts.len(), 1);
        assert_eq!(merged.bill.texts[0].text.as_deref(), Some("words"));
    }
}
