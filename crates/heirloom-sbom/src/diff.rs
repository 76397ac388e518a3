// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What differs between two bills of materials.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

use crate::{
    Agent, Bill, Item, ItemKind, Licensing,
    identity::{Identity, words},
};

/// What differs.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Difference {
    /// What differs of items, in the order of their names.
    pub items: Vec<(String, Change)>,
    /// What else differs of items that both have in one version, in the same order.
    pub fields: Vec<(String, FieldChange)>,
    /// Relations of the second that the first has not, as words: `a 1.0 depends-on b 2.0`.
    pub relations_added: Vec<String>,
    /// Relations of the first that the second has not.
    pub relations_removed: Vec<String>,
}

/// How an item differs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// Only the second has it.
    Added {
        /// Its version.
        version: Option<String>,
        /// Its license.
        license: Option<String>,
    },
    /// Only the first has it.
    Removed {
        /// Its version.
        version: Option<String>,
        /// Its license.
        license: Option<String>,
    },
    /// It has another version.
    Version {
        /// The first's.
        from: Option<String>,
        /// The second's.
        to: Option<String>,
    },
    /// It is under another license.
    License {
        /// The first's.
        from: Option<String>,
        /// The second's.
        to: Option<String>,
    },
    /// The same version has other contents.
    Checksum {
        /// The first's.
        from: String,
        /// The second's.
        to: String,
    },
}

/// A field in which an item differs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FieldChange {
    /// The field: `supplier`, `SHA-256`.
    pub field: String,
    /// What the first says.
    pub from: Option<String>,
    /// What the second says.
    pub to: Option<String>,
}

impl Difference {
    /// Whether nothing differs.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
            && self.fields.is_empty()
            && self.relations_added.is_empty()
            && self.relations_removed.is_empty()
    }
}

/// What an item is called whatever its version: the package URL up to it, else the full name.
fn called(item: &Item) -> String {
    match item.purl.as_deref() {
        Some(purl) => {
            let end = purl.find(['?', '#']).unwrap_or(purl.len());
            let purl = &purl[..end];
            match purl.rsplit_once('@') {
                Some((name, version)) if !version.contains('/') => name.to_owned(),
                _ => purl.to_owned(),
            }
        }
        None => item.full_name(),
    }
}

/// What makes items of two bills the same whatever their versions.
fn package(item: &Item) -> String {
    match Identity::of(item) {
        Identity::Package(package, ..) => format!("pkg:{package}"),
        _ => called(item),
    }
}

/// What tells builds of one version apart.
fn variant(item: &Item) -> String {
    match Identity::of(item) {
        Identity::Package(_, _, variant) => variant,
        _ => String::new(),
    }
}

fn license(item: &Item) -> Option<String> {
    let stated = |licensing: &Licensing| licensing.expression().map(str::to_owned);
    stated(&item.concluded).or_else(|| stated(&item.declared))
}

/// What differs between two bills. Items are the same by package URL or name; of several versions
/// of one, equal ones are set aside before others are taken for changed.
pub fn diff(before: &Bill, after: &Bill) -> Difference {
    let grouped = |bill: &Bill| {
        let mut items: BTreeMap<String, (String, Vec<usize>)> = BTreeMap::new();
        for (at, item) in bill.items.iter().enumerate() {
            let of_package =
                items.entry(package(item)).or_insert_with(|| (called(item), Vec::new()));
            of_package.1.push(at);
        }
        items
    };
    let (old, new) = (grouped(before), grouped(after));
    let packages: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let say = |is_said: fn(&Item) -> bool| {
        [before, after].into_iter().all(|bill| bill.items.iter().any(is_said))
    };
    let has = Has {
        publishers: say(|item| item.publisher.is_some()),
        authors: say(|item| !item.authors.is_empty()),
    };
    let mut found = Difference::default();
    for package in packages {
        let name = old.get(package).or(new.get(package)).map(|(name, _)| name.as_str());
        let list = |from: &BTreeMap<String, (String, Vec<usize>)>| {
            from.get(package).map(|(_, list)| list.clone()).unwrap_or_default()
        };
        let sides = Sides { name: name.unwrap_or_default(), before, after, has };
        sides.compare(list(&old), list(&new), &mut found);
    }
    let (old, new) = (relations(before), relations(after));
    found.relations_added = only(&new, &old);
    found.relations_removed = only(&old, &new);
    found
}

/// What both bills say of anything at all: of what the form of one has no word for nothing differs.
#[derive(Clone, Copy)]
struct Has {
    publishers: bool,
    authors: bool,
}

/// One package on both sides.
struct Sides<'a> {
    name: &'a str,
    before: &'a Bill,
    after: &'a Bill,
    has: Has,
}

impl Sides<'_> {
    fn compare(&self, mut olds: Vec<usize>, mut news: Vec<usize>, found: &mut Difference) {
        // The same build of the same version, then the same version.
        self.same(&mut olds, &mut news, found, |item| (item.version.clone(), variant(item)));
        self.same(&mut olds, &mut news, found, |item| (item.version.clone(), String::new()));
        let mut add = |change: Change| found.items.push((self.name.to_owned(), change));
        for pair in 0..olds.len().max(news.len()) {
            let one = olds.get(pair).map(|&at| &self.before.items[at]);
            let other = news.get(pair).map(|&at| &self.after.items[at]);
            match (one, other) {
                (Some(one), Some(other)) => {
                    add(Change::Version { from: one.version.clone(), to: other.version.clone() });
                    let (from, to) = (license(one), license(other));
                    if from != to {
                        add(Change::License { from, to });
                    }
                }
                (Some(one), None) => {
                    add(Change::Removed { version: one.version.clone(), license: license(one) });
                }
                (None, Some(other)) => {
                    add(Change::Added { version: other.version.clone(), license: license(other) });
                }
                (None, None) => {}
            }
        }
    }

    /// Sets aside what is equal by a key on both sides, and tells in what it differs.
    fn same<K: std::hash::Hash + Eq>(
        &self,
        olds: &mut Vec<usize>,
        news: &mut Vec<usize>,
        found: &mut Difference,
        key: impl Fn(&Item) -> K,
    ) {
        let mut of_key: HashMap<K, VecDeque<usize>> = HashMap::new();
        for &at in news.iter() {
            of_key.entry(key(&self.after.items[at])).or_default().push_back(at);
        }
        let mut taken: BTreeSet<usize> = BTreeSet::new();
        olds.retain(|&at| {
            let item = &self.before.items[at];
            let other = of_key.get_mut(&key(item)).and_then(VecDeque::pop_front);
            let Some(other) = other else { return true };
            taken.insert(other);
            self.pair(item, &self.after.items[other], found);
            false
        });
        news.retain(|at| !taken.contains(at));
    }

    /// One version on both sides.
    fn pair(&self, item: &Item, other: &Item, found: &mut Difference) {
        let (from, to) = (license(item), license(other));
        if from != to {
            found.items.push((self.name.to_owned(), Change::License { from, to }));
        }
        if let Some((from, to)) = other_checksum(item, other) {
            found.items.push((self.name.to_owned(), Change::Checksum { from, to }));
        }
        let fields = fields(item, other, self.has).into_iter();
        found.fields.extend(fields.map(|change| (self.name.to_owned(), change)));
    }
}

/// What differs beside versions, licenses and contents.
fn fields(one: &Item, other: &Item, has: Has) -> Vec<FieldChange> {
    let mut found = Vec::new();
    let mut compare = |field: &str, of: &dyn Fn(&Item) -> Option<String>| {
        let (from, to) = (of(one), of(other));
        if from != to {
            found.push(FieldChange { field: field.to_owned(), from, to });
        }
    };
    // What the items are under is told elsewhere; here, what stands behind it.
    if license(one) == license(other) {
        for (field, of) in [
            ("declared license", (|item| &item.declared) as fn(&Item) -> &Licensing),
            ("concluded license", |item| &item.concluded),
        ] {
            let under = license(one);
            // Forms that have one place for both hold the license there.
            let is_moved = [one, other].into_iter().any(|item| *of(item) == Licensing::Unknown)
                && [one, other].into_iter().any(|item| stated(of(item)) == under);
            if !is_moved {
                compare(field, &|item| stated(of(item)));
            }
        }
    }
    // A URL where there was none, and another build; not where from.
    compare("package URL", &|item| match Identity::of(item) {
        Identity::Package(package, _, variant) => Some(format!("pkg:{package}{variant}")),
        _ => item.purl.clone(),
    });
    if [one, other].into_iter().all(|item| is_in_every_form(item.kind)) {
        compare("kind", &|item| Some(words(&item.kind)));
    }
    // SPDX 2 and 3 say it in relations.
    if one.need.is_some() && other.need.is_some() {
        compare("how it is needed", &|item| item.need.map(|need| words(&need)));
    }
    compare("supplier", &|item| item.supplier.as_ref().map(agent));
    if has.publishers {
        compare("publisher", &|item| item.publisher.clone());
    }
    if has.authors {
        compare("author", &|item| set(item.authors.iter().map(agent)));
    }
    compare("copyright", &|item| item.copyright.as_ref().map(|text| text.trim().to_owned()));
    compare("CPE", &|item| set(item.cpes.iter().cloned()));
    let known = |item: &Item| -> BTreeSet<String> {
        item.checksums.iter().map(|(algorithm, _)| algorithm.clone()).collect()
    };
    // Checksums that one side alone has; others are told as contents.
    for algorithm in known(one).symmetric_difference(&known(other)) {
        compare(algorithm, &|item| {
            let of = item.checksums.iter().filter(|(known, _)| known == algorithm);
            set(of.map(|(_, value)| value.to_ascii_lowercase()))
        });
    }
    found
}

/// Whether every family of forms has a word for a kind.
fn is_in_every_form(kind: ItemKind) -> bool {
    matches!(
        kind,
        ItemKind::Library
            | ItemKind::Application
            | ItemKind::Framework
            | ItemKind::Container
            | ItemKind::OperatingSystem
            | ItemKind::Device
            | ItemKind::Firmware
            | ItemKind::File
    )
}

fn stated(licensing: &Licensing) -> Option<String> {
    match licensing {
        Licensing::Unknown => None,
        Licensing::None => Some("NONE".to_owned()),
        Licensing::Stated(text) => Some(text.clone()),
    }
}

fn agent(agent: &Agent) -> String {
    match &agent.email {
        Some(email) => format!("{} ({email})", agent.name),
        None => agent.name.clone(),
    }
}

/// Several values in one order.
fn set(values: impl Iterator<Item = String>) -> Option<String> {
    let values: BTreeSet<String> = values.collect();
    let values: Vec<String> = values.into_iter().collect();
    (!values.is_empty()).then(|| values.join(", "))
}

/// Checksums of one algorithm of which none is in both: a package may have several files.
fn other_checksum(one: &Item, other: &Item) -> Option<(String, String)> {
    one.checksums.iter().find_map(|(algorithm, value)| {
        let of = |item: &Item| -> Vec<String> {
            let same = item.checksums.iter().filter(|(known, _)| known == algorithm);
            same.map(|(_, value)| value.to_ascii_lowercase()).collect()
        };
        let (ours, theirs) = (of(one), of(other));
        let first = theirs.first()?;
        let is_shared = ours.iter().any(|value| theirs.contains(value));
        (!is_shared).then(|| (format!("{algorithm} {value}"), format!("{algorithm} {first}")))
    })
}

/// The relations of a bill in words, by what makes them the same.
fn relations(bill: &Bill) -> BTreeMap<String, String> {
    let names = |name: fn(&Item) -> String| -> Vec<String> {
        let with_version = |item: &Item| match &item.version {
            Some(version) => format!("{} {version}", name(item)),
            None => name(item),
        };
        bill.items.iter().map(with_version).collect()
    };
    let (packages, shown) = (names(package), names(called));
    let mut found = BTreeMap::new();
    for one in &bill.relations {
        let kind = one.kind.name();
        let words = |names: &[String]| format!("{} {kind} {}", names[one.from], names[one.to]);
        found.insert(words(&packages), words(&shown));
    }
    found
}

/// What only the first has.
fn only(one: &BTreeMap<String, String>, other: &BTreeMap<String, String>) -> Vec<String> {
    let only = one.iter().filter(|(key, _)| !other.contains_key(*key));
    only.map(|(_, words)| words.clone()).collect()
}
