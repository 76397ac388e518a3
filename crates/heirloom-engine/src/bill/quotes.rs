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

/// What tells a license's words: a find, or a whole file that is called like the license.
struct Quote {
    rank: (u8, u16, u32),
    kind: FindKind,
    record: FileRecord,
    /// The place of the find; none for a whole file.
    span: Option<Span>,
    text: Option<Box<str>>,
}

impl Quotes {
    pub(super) fn consider(&mut self, record: &FileRecord) {
        if let Some(name) = called_like(record) {
            self.take(name, WHOLE, record, None);
        }
        for find in &record.facts.licenses {
            let Some(rank) = rank(find) else { continue };
            for id in find.expression.ids() {
                let name = plain(id.as_str());
                if name.starts_with("LicenseRef-") {
                    self.take(name, rank, record, Some(find));
                }
            }
        }
    }

    fn take(
        &mut self,
        name: String,
        rank: (u8, u16, u32),
        record: &FileRecord,
        find: Option<&LicenseFind>,
    ) {
        if self.best.get(&name).is_some_and(|best| best.rank >= rank) {
            return;
        }
        // What the file says besides is not kept.
        let record = FileRecord {
            path: record.path.clone(),
            size: record.size,
            digest: record.digest,
            facts: FileFacts::default(),
            context: FileContext::default(),
        };
        let kind = find.map_or(FindKind::Text, |find| find.kind);
        let text = find.and_then(|find| find.text.clone());
        let span = find.map(|find| find.span);
        self.best.insert(name, Quote { rank, kind, record, span, text });
    }

    /// Puts the words into the bill, with the place that they are from.
    pub(super) fn write(self, bill: &mut Bill, contents: &mut Contents<'_>) {
        for text in bill.texts.iter_mut().filter(|text| text.text.is_none()) {
            let Some(quote) = self.best.get(&text.id) else { continue };
            let lines = quote.span.map(|span| format!(":{}-{}", span.first_line, span.last_line));
            let (kind, path) = (quote.kind.name(), &quote.record.path);
            text.text = quote.text.as_deref().map(str::to_owned).or_else(|| quote.words(contents));
            text.comment = Some(format!("{kind} in ./{path}{}", lines.unwrap_or_default()));
        }
    }
}

impl Quote {
    fn words(&self, contents: &mut Contents<'_>) -> Option<String> {
        let whole = (0, self.record.size);
        let (start, end) = self.span.map_or(whole, |span| (span.start, span.end));
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

/// The rank of a file that is called like its license.
const WHOLE: (u8, u16, u32) = (u8::MAX, 0, 0);

/// The license whose text a file is by its name: `LICENSES/LicenseRef-Name.txt` (REUSE 3.3, "License files").
fn called_like(record: &FileRecord) -> Option<String> {
    let name = std::str::from_utf8(record.path.file_name()).ok()?;
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let folder = record.path.parent()?;
    let is_text = stem.starts_with("LicenseRef-") && folder.file_name() == b"LICENSES";
    is_text.then(|| stem.to_owned())
}

/// A whole text says more than a notice, and that more than a name. A tag has no words but the name.
fn rank(find: &LicenseFind) -> Option<(u8, u16, u32)> {
    let kind = match find.kind {
        FindKind::Text => 5,
        FindKind::Unknown => 4,
        FindKind::Notice => 3,
        FindKind::Reference => 1,
        FindKind::Tag | FindKind::Intro | FindKind::Clue => return None,
    };
    Some((kind, find.coverage, find.n_words))
}
