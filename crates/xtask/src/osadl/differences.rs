// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Known differences, each with its reason; they count as misses all the same.

use std::{
    collections::{BTreeMap, BTreeSet},
    error::Error,
};

use serde::Deserialize;

use crate::Outcome;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    cell: Vec<Cell>,
    #[serde(default)]
    duty: Vec<Duty>,
}

/// Cells of the matrix that are answered in another way.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cell {
    /// The licenses of the whole.
    leads: Vec<String>,
    /// The licenses of the part.
    subs: Vec<String>,
    /// Our answer.
    ours: String,
    because: String,
}

/// Duties that one side sees and the other does not.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Duty {
    licenses: Vec<String>,
    duties: Vec<String>,
    /// `ours` or `theirs`: who alone sees them.
    only: String,
    because: String,
}

/// What was explained, and which explanations were needed.
pub(super) struct Differences {
    /// Reasons, by what they explain; taken out when met.
    reasons: BTreeMap<Difference, String>,
    met: BTreeSet<Difference>,
    unexplained: BTreeSet<Difference>,
}

/// One difference: where, what, and what we say or who alone says it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Difference {
    place: String,
    what: String,
    side: String,
}

impl Differences {
    pub(super) fn read(text: &str) -> Result<Differences, Box<dyn Error>> {
        let file: File = toml::from_str(text)?;
        let mut reasons = BTreeMap::new();
        let mut add = |place: &str, what: &str, side: &str, because: &str| {
            let (place, what) = (place.to_owned(), what.to_owned());
            let difference = Difference { place, what, side: side.to_owned() };
            reasons.insert(difference, because.to_owned());
        };
        for cell in &file.cell {
            for (lead, sub) in pairs(&cell.leads, &cell.subs) {
                add(&format!("in {lead}"), sub, &cell.ours, &cell.because);
            }
        }
        for duty in &file.duty {
            for (license, kind) in pairs(&duty.licenses, &duty.duties) {
                add(license, kind, &duty.only, &duty.because);
            }
        }
        Ok(Differences { reasons, met: BTreeSet::new(), unexplained: BTreeSet::new() })
    }

    /// A cell that is answered in another way.
    pub(super) fn cell(&mut self, lead: &str, sub: &str, ours: &str) {
        self.see(format!("in {lead}"), sub, ours);
    }

    /// A duty that only one side sees, `ours` or `theirs`.
    pub(super) fn duty(&mut self, license: &str, duty: &str, only: &str) {
        self.see(license.to_owned(), duty, only);
    }

    fn see(&mut self, place: String, what: &str, side: &str) {
        let difference = Difference { place, what: what.to_owned(), side: side.to_owned() };
        if self.reasons.contains_key(&difference) {
            self.met.insert(difference);
        } else {
            self.unexplained.insert(difference);
        }
    }

    /// Fails when a difference has no reason or a reason no difference.
    pub(super) fn finish(self) -> Outcome {
        for one in &self.unexplained {
            println!("no reason given: {} {}: {}", one.what, one.place, one.side);
        }
        let mut stale = 0;
        for one in self.reasons.keys().filter(|one| !self.met.contains(*one)) {
            println!("no difference any more: {} {}: {}", one.what, one.place, one.side);
            stale += 1;
        }
        println!("{} differences have a reason", self.met.len());
        if self.unexplained.is_empty() && stale == 0 {
            return Ok(());
        }
        let count = self.unexplained.len();
        Err(format!("{count} differences without a reason, {stale} reasons without one").into())
    }
}

fn pairs<'a>(
    ones: &'a [String],
    others: &'a [String],
) -> impl Iterator<Item = (&'a String, &'a String)> {
    ones.iter().flat_map(move |one| others.iter().map(move |other| (one, other)))
}
