// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What may not be done, what ends rights, and ways to meet duties, for people.

use std::collections::BTreeSet;

use heirloom_model::{
    ComponentId, Decided, Duty, DutyMeans, Ending, Level, Prohibition, TermRef, Tri,
    WholeConclusion,
};

use super::terminal::Page;
use crate::{messages::Messages, visible::visible};

/// Kinds of prohibitions and endings shown before the rest is only counted.
const MAX_ROWS: usize = 12;
/// Terms named for one kind.
const MAX_TERMS: usize = 4;

/// The license and clause of a term.
pub(super) fn place(term: &TermRef) -> String {
    let license = term.id.rsplit_once('#').map_or(&*term.id, |(license, _)| license);
    format!("{license} {}", term.clause)
}

/// What was decided, by whom.
fn decision(messages: &Messages, decided: &Decided) -> String {
    let about = decided.about.iter().map(|topic| messages.word("court-topic", topic.name()));
    let about = about.collect::<Vec<_>>().join("; ");
    let by = [&decided.parties, &decided.court, &decided.docket].map(|one| &**one);
    let by = by.into_iter().chain(decided.date.as_deref()).collect::<Vec<_>>().join(", ");
    format!("{about} ({by})")
}

impl Page {
    /// The ways of which one is enough, by the first of these duties that knows several.
    pub(super) fn means(&mut self, duties: &[&Duty]) {
        let is_open = |one: &&DutyMeans| one.open != Tri::No;
        let several = duties.iter().find(|duty| duty.means.iter().filter(is_open).count() > 1);
        let Some(duty) = several else { return };
        let ways = duty.means.iter().filter(is_open);
        let ways = ways
            .map(|one| format!("{} ({})", self.messages.word("means", one.by.name()), one.clause));
        let one_of = self.messages.label("check.one-of");
        let text = format!("{one_of} {}", ways.collect::<Vec<_>>().join("; "));
        self.block(8, &text);
    }

    /// What may not be done: what limits use first, one line for each kind.
    pub(super) fn prohibitions(&mut self, prohibitions: &[Prohibition]) {
        if prohibitions.is_empty() {
            return;
        }
        self.line("");
        let heading = self.messages.label("check.prohibitions").to_owned();
        self.line(&format!("  {heading}"));
        let mut kinds: Vec<Vec<&Prohibition>> = Vec::new();
        for one in prohibitions {
            match kinds.iter_mut().find(|kind| kind[0].kind == one.kind) {
                Some(kind) => kind.push(one),
                None => kinds.push(vec![one]),
            }
        }
        kinds.sort_by_key(|kind| !kind[0].kind.limits_use());
        for kind in kinds.iter().take(MAX_ROWS) {
            let what = self.messages.word("prohibition", kind[0].kind.name()).to_owned();
            let about: BTreeSet<&ComponentId> = kind.iter().flat_map(|one| &one.about).collect();
            let about: Vec<&ComponentId> = about.into_iter().collect();
            let terms: BTreeSet<String> = kind.iter().map(|one| place(&one.term)).collect();
            let more = if terms.len() > MAX_TERMS { "; …" } else { "" };
            let terms: Vec<String> = terms.into_iter().take(MAX_TERMS).collect();
            self.block(4, &format!("{what}: {}", self.names(&about)));
            self.block(8, &format!("{}{more}", terms.join("; ")));
        }
        self.more(kinds.len(), MAX_ROWS);
    }

    /// What courts have decided of what makes a whole's verdict what it is.
    pub(super) fn courts(&mut self, whole: &WholeConclusion) {
        for reading in &whole.courts {
            let jurisdiction = ("jurisdiction", &*reading.jurisdiction);
            let head = match reading.verdict {
                Some(verdict) => {
                    let verdict = self.verdict(verdict);
                    let args = [jurisdiction, ("verdict", &*verdict)];
                    self.messages.text("check.court-verdict", &args)
                }
                None if whole.verdict.level == Level::Contested => {
                    self.messages.text("check.court-open", &[jurisdiction])
                }
                None => self.messages.text("check.court", &[jurisdiction]),
            };
            self.block(4, &head);
            for decided in &reading.decided {
                let line = decision(&self.messages, decided);
                self.block(6, &format!("- {line}"));
            }
        }
    }

    /// What ends rights as things stand, and how they come back.
    pub(super) fn endings(&mut self, endings: &[Ending]) {
        if endings.is_empty() {
            return;
        }
        self.line("");
        let heading = self.messages.label("check.endings").to_owned();
        self.line(&format!("  {heading}"));
        for ending in endings.iter().take(MAX_ROWS) {
            self.ending(ending);
        }
        self.more(endings.len(), MAX_ROWS);
    }

    fn ending(&mut self, ending: &Ending) {
        let at_once = self.messages.label("check.ends-at-once");
        self.block(4, &format!("{}: {at_once}", place(&ending.term)));
        if !ending.unmet.is_empty() {
            let unmet = self.messages.label("check.ends-unmet");
            let duties = ending.unmet.iter().map(|duty| self.messages.word("duty", duty.name()));
            let duties = duties.collect::<Vec<_>>().join("; ");
            let about: Vec<&ComponentId> = ending.about.iter().collect();
            self.block(8, &format!("{unmet} {duties} ({})", self.names(&about)));
        }
        if !ending.conflicts.is_empty() {
            let conflict = self.messages.label("check.ends-conflict");
            let wholes: Vec<&ComponentId> = ending.conflicts.iter().collect();
            self.block(8, &format!("{conflict} {}", self.names(&wholes)));
        }
        if ending.cures.is_empty() {
            let none = self.messages.label("check.no-cure").to_owned();
            self.block(8, &none);
            return;
        }
        let cure = self.messages.label("check.cure").to_owned();
        self.block(8, &cure);
        for one in &ending.cures {
            let days = one.days.map(|days| days.to_string()).unwrap_or_default();
            let key = format!("cure.{}", one.from.name());
            let text = self.messages.text(&key, &[("days", &days)]);
            self.block(10, &format!("- {text}"));
        }
        let by: Vec<String> = ending.cured_by.iter().map(place).collect();
        self.block(10, &format!("({})", visible(&by.join("; "))));
    }
}
