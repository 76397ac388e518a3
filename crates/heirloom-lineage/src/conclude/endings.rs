// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What ends rights: licenses whose duties are not met, or that no license of a whole suits.
//!
//! Only what is certain is told: a duty that is not met, a whole that is in conflict. Which term ends
//! the rights, and how they come back, stands in the license facts.

use std::collections::{BTreeMap, BTreeSet};

use heirloom_model::{
    ComponentId, Cure, Duty, DutyKind, Ending, Fulfilment, Level, LicenseId, LicenseTerm, Proof,
    TermRef,
};

use super::{id_of, term_ref};
use crate::{
    book::{Effect, LicenseBook, Lift, Term},
    judge::{Certainty, Judge, WholeVerdict},
    solve::Outbound,
    uses,
};

/// What is wrong under one license.
#[derive(Default)]
struct Breach {
    about: BTreeSet<ComponentId>,
    unmet: BTreeSet<DutyKind>,
    conflicts: BTreeSet<ComponentId>,
}

/// What ends rights in a delivery, by license.
pub(super) fn endings(judge: &Judge, verdicts: &[WholeVerdict], duties: &[Duty]) -> Vec<Ending> {
    let mut breaches: BTreeMap<LicenseId, Breach> = BTreeMap::new();
    for duty in duties.iter().filter(|one| one.certain && one.fulfilment == Fulfilment::Unmet) {
        let Some(license) = license_of(&duty.term) else { continue };
        let breach = breaches.entry(license).or_default();
        breach.unmet.insert(duty.kind);
        breach.about.extend(duty.about.iter().cloned());
    }
    for whole in verdicts.iter().filter(|whole| whole.verdict.level == Level::Conflict) {
        for license in against(whole) {
            // A version that was tried of what is written is told under the name that is written.
            let chooses = |known: &&LicenseId| {
                let known = judge.book().license(known);
                known.is_some_and(|known| known.elections.contains(&license))
            };
            let written = breaches.keys().find(chooses).cloned();
            let breach = breaches.entry(written.unwrap_or(license)).or_default();
            breach.conflicts.insert(id_of(judge, whole.root));
        }
    }
    let ending = |(license, breach): (LicenseId, Breach)| {
        let term = ending_term(judge.book(), &license)?;
        let (mut cures, mut cured_by) = cures(judge.book(), &license);
        let behind = breach.about.iter().flat_map(|id| exceptions(judge, id, &license));
        for (relief, more) in behind.collect::<BTreeMap<_, _>>() {
            cured_by.push(relief);
            let new: Vec<Cure> = more.into_iter().filter(|cure| !cures.contains(cure)).collect();
            cures.extend(new);
        }
        Some(Ending {
            term: term_ref(term),
            cures,
            cured_by,
            about: breach.about.into_iter().collect(),
            unmet: breach.unmet.into_iter().collect(),
            conflicts: breach.conflicts.into_iter().collect(),
        })
    };
    breaches.into_iter().filter_map(ending).collect()
}

/// The terms that end rights under the licenses whose terms a proof rests on.
pub fn endings_of(book: &LicenseBook, proof: &Proof) -> Vec<Ending> {
    let mut licenses = BTreeSet::new();
    walk(proof, &mut |step| licenses.extend(step.terms.iter().filter_map(license_of)));
    let ending = |license: LicenseId| {
        let term = ending_term(book, &license)?;
        let (cures, cured_by) = cures(book, &license);
        Some(Ending {
            term: term_ref(term),
            cures,
            cured_by,
            about: Vec::new(),
            unmet: Vec::new(),
            conflicts: Vec::new(),
        })
    };
    licenses.into_iter().filter_map(ending).collect()
}

fn walk(proof: &Proof, visit: &mut impl FnMut(&Proof)) {
    visit(proof);
    proof.because.iter().chain(&proof.despite).for_each(|step| walk(step, visit));
}

fn license_of(term: &TermRef) -> Option<LicenseId> {
    let (license, _) = term.id.rsplit_once('#')?;
    LicenseId::new(license).ok()
}

/// The licenses that a whole in conflict breaks: what does not suit, and what came nearest.
fn against(whole: &WholeVerdict) -> BTreeSet<LicenseId> {
    let solutions = whole.readings.iter().map(|read| &read.solutions[Certainty::Certain as usize]);
    let mut licenses = BTreeSet::new();
    for solution in solutions {
        let Outbound::None { nearest, misfits } = &solution.outbound else { continue };
        let parts = misfits.iter().filter_map(|misfit| misfit.part.as_ref());
        licenses.extend(parts.map(|part| part.license.clone()));
        licenses.extend(nearest.clone());
    }
    licenses
}

fn ending_term<'b>(book: &'b LicenseBook, license: &LicenseId) -> Option<&'b Term> {
    let terms = &book.license(license)?.terms;
    terms.iter().find(|term| matches!(term.effect, Effect::Termination { .. }))
}

/// How rights come back: by the license itself, or by a version of it that may be chosen.
fn cures(book: &LicenseBook, license: &LicenseId) -> (Vec<Cure>, Vec<TermRef>) {
    let (mut all, mut by) = (Vec::new(), Vec::new());
    let versions = book.license(license).map_or(&[][..], |license| &license.elections);
    for term in std::iter::once(license).chain(versions).filter_map(|id| ending_term(book, id)) {
        let Effect::Termination { cures } = &term.effect else { continue };
        let new: Vec<Cure> = cures.iter().filter(|cure| !all.contains(*cure)).copied().collect();
        if !new.is_empty() {
            by.push(term_ref(term));
            all.extend(new);
        }
    }
    (all, by)
}

/// The reliefs of exceptions behind a component's license that give time to cure a breach.
fn exceptions(judge: &Judge, id: &ComponentId, license: &LicenseId) -> Vec<(TermRef, Vec<Cure>)> {
    let component =
        judge.component(id).map(|index| &judge.product().components[index as usize].license);
    let Some(expression) = component.and_then(|one| one.effective()) else { return Vec::new() };
    let mut found = Vec::new();
    let mut look = |written: &LicenseTerm| {
        let exception = written.exception.as_ref().and_then(|id| judge.book().exception(id));
        let Some(exception) = exception.filter(|one| uses::fits(one, &written.license)) else {
            return;
        };
        for relief in exception.relief.iter().filter(|_| written.license == *license) {
            if let Lift::Cure(cures) = &relief.lifts {
                let (id, clause) = (relief.id.as_str().into(), relief.clause.clone());
                found.push((TermRef { id, clause, reviewed: relief.reviewed }, cures.clone()));
            }
        }
    };
    expression.visit(&mut look);
    found
}
