// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Several bills of materials as one.

mod joined;

use std::collections::{BTreeMap, HashMap, HashSet};

use self::joined::{Said, Telling};
use crate::{
    Bill, Item, ItemKind, LicenseText, Loss, ReadError, Relation, RelationKind, convert::unwritten,
    identity::Identity, read::read_bill,
};

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
    /// The item, with its version; `document`: the bills themselves.
    pub item: String,
    /// Of what they speak: `declared license`, `SHA-256`.
    pub field: String,
    /// What is kept, and the number of the bill that says so, from 0.
    pub kept: (String, usize),
    /// What is not kept, and the number of its bill.
    pub other: (String, usize),
}

/// Bills as one: items that are the same are joined, and keep what the first bill says where they
/// differ. Where they are about different things, `name` (or the names of these) stands above them.
///
/// The same are items of one package URL, whatever it says of where the package came from, and items of
/// different bills of one name and version, of which one has no package URL and the other is the only
/// one of its bill.
pub fn merge(bills: Vec<Bill>, name: Option<&str>) -> Merged {
    let mut merger = Merger::default();
    for (number, bill) in bills.into_iter().enumerate() {
        merger.add(bill, number);
    }
    merger.finish(name)
}

/// What a document holds that no merged bill does, by field: vulnerabilities, services, annotations and
/// all else that a [`Bill`] has no noun for.
///
/// # Errors
/// When the document is not read.
pub fn unmerged(bytes: &[u8]) -> Result<Vec<Loss>, ReadError> {
    let (form, bill) = read_bill(bytes)?;
    unwritten(form, bytes, &bill)
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
            let identity = Identity::of(&item);
            let known = item.purl.is_some().then(|| merger.known.get(&identity)).flatten();
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
        merger.texts(other.texts);
    }
    // What a package says of itself in words is no contradiction.
    merger.merged.conflicts.retain(|one| !joined::WORDS.contains(&one.field.as_str()));
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
    /// The items with package URLs by their names; `None` where several have one name.
    by_name: HashMap<Identity, Option<usize>>,
    keys: HashSet<String>,
    /// Of each item, which bill said what first.
    said: Vec<Said>,
    /// The same of the document.
    said_of_document: Said,
    texts: HashMap<String, usize>,
}

impl Merger {
    fn add(&mut self, mut bill: Bill, number: usize) {
        self.rename_texts(&mut bill);
        self.document(&mut bill, number);
        let shared = shared_names(&bill);
        let places: Vec<usize> =
            bill.items.into_iter().map(|item| self.item(item, number, &shared)).collect();
        let into = &mut self.merged.bill;
        join(&mut into.about, bill.about.into_iter().map(|at| places[at]).collect());
        into.relations.extend(
            bill.relations
                .into_iter()
                .map(|one| Relation { from: places[one.from], to: places[one.to], ..one })
                .filter(|one| one.from != one.to),
        );
        self.texts(bill.texts);
    }

    fn document(&mut self, bill: &mut Bill, number: usize) {
        let into = &mut self.merged.bill;
        into.created = into.created.take().max(bill.created.take());
        into.tells_vulnerabilities |= bill.tells_vulnerabilities;
        join(&mut into.tools, std::mem::take(&mut bill.tools));
        join(&mut into.authors, std::mem::take(&mut bill.authors));
        if number == 0 {
            self.said_of_document = Said::by(number);
        }
        let mut telling = Telling {
            item: "document".into(),
            number,
            said: &mut self.said_of_document,
            conflicts: &mut self.merged.conflicts,
        };
        telling.text("remark", &mut into.comment, bill.comment.take());
        match (into.stage, bill.stage) {
            (Some(one), Some(other)) if one != other => {
                // A bill of several stages is of none.
                telling.tell("stage", one.name(), other.name());
                into.stage = None;
            }
            (one, other) if number == 0 => into.stage = one.or(other),
            (one, other) => into.stage = one.filter(|_| one == other),
        }
        into.name = into.name.take().or(bill.name.take());
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
        bill.rename_licenses(&names);
    }

    /// Where an item stands in the merged bill.
    fn item(&mut self, mut item: Item, number: usize, shared: &HashSet<Identity>) -> usize {
        let (identity, named) = (Identity::of(&item), Identity::named(&item));
        let mut same = self.known.get(&identity).copied();
        let is_of_other = |at: usize| self.said[at].first() != number;
        if same.is_none() {
            same = match item.purl {
                None => self.by_name.get(&named).copied().flatten(),
                Some(_) => {
                    let plain = self.known.get(&named).copied();
                    plain.filter(|&at| {
                        self.merged.bill.items[at].purl.is_none() && !shared.contains(&named)
                    })
                }
            };
            same = same.filter(|&at| is_of_other(at));
        }
        let at = same.unwrap_or(self.merged.bill.items.len());
        if item.purl.is_some() && !self.known.contains_key(&identity) {
            let of_name = self.by_name.entry(named).or_insert(Some(at));
            *of_name = of_name.filter(|&known| known == at);
        }
        self.known.entry(identity).or_insert(at);
        if same.is_some() {
            self.join(at, item, number);
            return at;
        }
        let mut n = 1;
        let key = item.key.clone();
        while !self.keys.insert(item.key.clone()) {
            n += 1;
            item.key = format!("{key}-{n}");
        }
        self.merged.bill.items.push(item);
        self.said.push(Said::by(number));
        at
    }

    fn join(&mut self, at: usize, other: Item, number: usize) {
        let item = &mut self.merged.bill.items[at];
        let called = match &item.version {
            Some(version) => format!("{} {version}", item.full_name()),
            None => item.full_name(),
        };
        let telling = Telling {
            item: called,
            number,
            said: &mut self.said[at],
            conflicts: &mut self.merged.conflicts,
        };
        joined::join(item, other, telling);
    }

    /// Texts of one name are one, and keep what any of them says.
    fn texts(&mut self, from: Vec<LicenseText>) {
        let into = &mut self.merged.bill.texts;
        for text in from {
            let at = *self.texts.entry(text.id.clone()).or_insert(into.len());
            let Some(known) = into.get_mut(at) else {
                into.push(text);
                continue;
            };
            known.text = known.text.take().or(text.text);
            known.name = known.name.take().or(text.name);
            known.comment = known.comment.take().or(text.comment);
            join(&mut known.addresses, text.addresses);
        }
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

/// Names that several packages of one bill have, as those of two ecosystems.
fn shared_names(bill: &Bill) -> HashSet<Identity> {
    let mut first: HashMap<Identity, Identity> = HashMap::new();
    let mut shared = HashSet::new();
    for item in bill.items.iter().filter(|item| item.purl.is_some()) {
        let (named, identity) = (Identity::named(item), Identity::of(item));
        match first.get(&named) {
            Some(known) if *known != identity => {
                shared.insert(named);
            }
            Some(_) => {}
            None => {
                first.insert(named, identity);
            }
        }
    }
    shared
}

fn join<T: PartialEq>(into: &mut Vec<T>, from: Vec<T>) {
    for one in from {
        if !into.contains(&one) {
            into.push(one);
        }
    }
}

#[cfg(test)]
mod tests;
