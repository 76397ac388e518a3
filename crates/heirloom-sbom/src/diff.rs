// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What differs between two bills of materials.

use std::collections::{BTreeMap, BTreeSet};

use crate::{Bill, Item, Licensing};

/// What differs.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Difference {
    /// What differs of items, in the order of their names.
    pub items: Vec<(String, Change)>,
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

impl Difference {
    /// Whether nothing differs.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
            && self.relations_added.is_empty()
            && self.relations_removed.is_empty()
    }
}

/// What an item is called whatever its version: the package URL up to it, else the full name.
fn identity(item: &Item) -> String {
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

fn license(item: &Item) -> Option<String> {
    let stated = |licensing: &Licensing| licensing.expression().map(str::to_owned);
    stated(&item.concluded).or_else(|| stated(&item.declared))
}

/// What differs between two bills. Items are the same by package URL or name; of several versions
/// of one, equal ones are set aside before others are taken for changed.
pub fn diff(before: &Bill, after: &Bill) -> Difference {
    let grouped = |bill: &Bill| {
        let mut items: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, item) in bill.items.iter().enumerate() {
            items.entry(identity(item)).or_default().push(at);
        }
        items
    };
    let (old, new) = (grouped(before), grouped(after));
    let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let mut found = Difference::default();
    for name in names {
        let list =
            |from: &BTreeMap<String, Vec<usize>>| from.get(name).cloned().unwrap_or_default();
        let (mut olds, mut news) = (list(&old), list(&new));
        let mut add = |change: Change| found.items.push((name.clone(), change));
        // The same version on both sides.
        olds.retain(|&at| {
            let item = &before.items[at];
            let same = news.iter().position(|&at| after.items[at].version == item.version);
            let Some(same) = same else { return true };
            let other = &after.items[news.remove(same)];
            let (from, to) = (license(item), license(other));
            if from != to {
                add(Change::License { from, to });
            }
            if let Some((from, to)) = other_checksum(item, other) {
                add(Change::Checksum { from, to });
            }
            false
        });
        for pair in 0..olds.len().max(news.len()) {
            let one = olds.get(pair).map(|&at| &before.items[at]);
            let other = news.get(pair).map(|&at| &after.items[at]);
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
    let (old, new) = (relations(before), relations(after));
    found.relations_added = new.difference(&old).cloned().collect();
    found.relations_removed = old.difference(&new).cloned().collect();
    found
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

fn relations(bill: &Bill) -> BTreeSet<String> {
    let called = |at: usize| {
        let item = &bill.items[at];
        match &item.version {
            Some(version) => format!("{} {version}", identity(item)),
            None => identity(item),
        }
    };
    let words = bill
        .relations
        .iter()
        .map(|one| format!("{} {} {}", called(one.from), one.kind.name(), called(one.to)));
    words.collect()
}
