// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Where files show licenses, and in which words.

use std::collections::{BTreeMap, HashMap};

use heirloom_model::{FileContext, FileFacts, FileRecord, FileRole, FindKind, LicenseFind, Span};
use heirloom_sbom::Bill;

use super::{evidence, plain};
use crate::Contents;

/// Places that are named of each license of a component; all stand in a bill with files.
const MAX_PLACES: u8 = 3;
/// Licenses of one component of which places are named.
const MAX_LICENSES: usize = 100;
/// Longer words of a license are left out: a bill is no place for whole books.
const MAX_TEXT_BYTES: u64 = 256 << 10;

/// Counts the places of each component, so that the first few of each license are named.
#[derive(Default)]
pub(super) struct Places {
    n_places: HashMap<usize, BTreeMap<String, u8>>,
}

impl Places {
    pub(super) fn add(&mut self, bill: &mut Bill, record: &FileRecord, owner: Option<usize>) {
        let role = record.context.role;
        let Some(at) = owner.filter(|_| role.is_content() || role == FileRole::LicenseText) else {
            return;
        };
        if record.facts.licenses.is_empty() {
            return;
        }
        let of_item = self.n_places.entry(at).or_default();
        for place in evidence(record) {
            if of_item.len() >= MAX_LICENSES && !of_item.contains_key(&place.license) {
                continue;
            }
            let n_places = of_item.entry(place.license.clone()).or_default();
            let known = bill.items[at].evidence.last();
            let is_known = known.is_some_and(|known| known.to_string() == place.to_string());
            if *n_places < MAX_PLACES && !is_known {
                *n_places += 1;
                bill.items[at].evidence.push(place);
            }
        }
    }
}

/// The best place for the words of each license that SPDX does not list.
#[derive(Default)]
pub(super) struct Quotes {
    best: BTreeMap<String, Quote>,
}

/// A find that tells a license's words.
struct Quote {
    rank: (u8, u16, u32),
    kind: FindKind,
    record: FileRecord,
    span: Span,
    text: Option<Box<str>>,
}

impl Quotes {
    pub(super) fn consider(&mut self, record: &FileRecord) {
        for find in &record.facts.licenses {
            let Some(rank) = rank(find) else { continue };
            for id in find.expression.ids() {
                let name = plain(id.as_str());
                if !name.starts_with("LicenseRef-")
                    || self.best.get(&name).is_some_and(|best| best.rank >= rank)
                {
                    continue;
                }
                // What the file says besides is not kept.
                let record = FileRecord {
                    path: record.path.clone(),
                    size: record.size,
                    digest: record.digest,
                    facts: FileFacts::default(),
                    context: FileContext::default(),
                };
                let (span, text) = (find.span, find.text.clone());
                self.best.insert(name, Quote { rank, kind: find.kind, record, span, text });
            }
        }
    }

    /// Puts the words into the bill, with the place that they are from.
    pub(super) fn write(self, bill: &mut Bill, contents: &mut Contents<'_>) {
        for text in bill.texts.iter_mut().filter(|text| text.text.is_none()) {
            let Some(quote) = self.best.get(&text.id) else { continue };
            let Span { first_line, last_line, .. } = quote.span;
            let kind = quote.kind.name();
            let (path, lines) = (&quote.record.path, format!("{first_line}-{last_line}"));
            text.text = quote.text.as_deref().map(str::to_owned).or_else(|| quote.words(contents));
            text.comment = Some(format!("{kind} in ./{path}:{lines}"));
        }
    }
}

impl Quote {
    fn words(&self, contents: &mut Contents<'_>) -> Option<String> {
        let Span { start, end, .. } = self.span;
        if end.saturating_sub(start) > MAX_TEXT_BYTES {
            return None;
        }
        let bytes = contents.read(&self.record)?;
        let range = usize::try_from(start).ok()?..usize::try_from(end).ok()?;
        let words = String::from_utf8_lossy(bytes.get(range)?).into_owned();
        // XML and SPDX know no control characters but for white space.
        let is_text = |c: &char| !c.is_control() || matches!(c, '\n' | '\t');
        let words: String = words.replace("\r\n", "\n").chars().filter(is_text).collect();
        let words = words.trim();
        (!words.is_empty()).then(|| words.to_owned())
    }
}

/// A whole text says more than a notice, and that more than a name.
fn rank(find: &LicenseFind) -> Option<(u8, u16, u32)> {
    let kind = match find.kind {
        FindKind::Text => 5,
        FindKind::Unknown => 4,
        FindKind::Notice => 3,
        FindKind::Tag => 2,
        FindKind::Reference => 1,
        FindKind::Intro | FindKind::Clue => return None,
    };
    Some((kind, find.coverage, find.n_words))
}
