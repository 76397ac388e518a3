// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The condition of the steps about the license that a whole goes out under, or why there is none.

use heirloom_model::{Claim, Expression, Level, LicenseId, LicenseTerm, Proof, ProofRule, TermRef};

use super::{
    Replay,
    steps::{EndStep, Outcome, shown, term_of},
    suit::{self, Entry},
    whole::{Out, Settled, Unsuited},
};
use crate::book::{License, TermId};

impl Replay {
    /// The whole goes out under a license: what was taken of each license that it carries suits it.
    pub(super) fn outbound(
        &mut self,
        end: &EndStep,
        settled: &Settled,
        outcomes: &[Outcome],
        step: &Proof,
    ) {
        self.bare(step);
        let (Out::Under(whole), true) = (&settled.out, step.despite.is_empty()) else {
            return self.reject(step, "it does not go out like that");
        };
        let joined: Vec<&Outcome> = outcomes
            .iter()
            .filter(|one| one.carried.one_work && one.weight.level > Level::Clear)
            .collect();
        let suits = |one: &Outcome, step: &Proof| suiting(end, one, whole, step);
        for (index, choice) in step.because.iter().enumerate() {
            let Claim::Elected { of, .. } = &choice.claim else {
                self.at(index, |replay| replay.reject(choice, "not what was taken of a license"));
                continue;
            };
            let leaf = choice.because.is_empty() && choice.despite.is_empty();
            let stands = choice.rule == ProofRule::Election
                && leaf
                && choice.evidence.is_empty()
                && joined.iter().any(|one| one.carried.relation.to == *of && suits(one, choice));
            self.at(index, |replay| {
                replay.hold(choice, stands, "it was not taken, or does not suit")
            });
        }
        // Of what nobody knows nothing can be taken.
        for one in joined.into_iter().filter(|one| !one.choice.is_empty()) {
            let license = end.world.matter(one.carried.relation).used.license.effective();
            let told = step.because.iter().any(|choice| match &choice.claim {
                Claim::Elected { of, .. } => {
                    let same = end.world.component(of).map(|of| of.license.effective());
                    same == Some(license) && suits(one, choice)
                }
                _ => false,
            });
            self.hold(step, told, "it does not say what was taken of something carried");
        }
    }

    /// No license suits: each that could be asked for has to be tried.
    pub(super) fn no_outbound(&mut self, end: &EndStep, settled: &Settled, step: &Proof) {
        self.bare(step);
        self.hold(step, step.despite.is_empty(), "its candidates say what stands against it");
        let tried = end.world.tried(end.root, &end.carried, end.sure.bound());
        if settled.out == Out::Nowhere(None) {
            return self.misfits(end, &settled.misfits, None, step);
        }
        let mut named = Vec::new();
        for (index, candidate) in step.because.iter().enumerate() {
            self.at(index, |replay| {
                let known = match &candidate.claim {
                    Claim::Outbound { license: Some(license) }
                        if candidate.rule == ProofRule::Candidate =>
                    {
                        tried.iter().find(|(id, _)| id.as_str() == &**license)
                    }
                    _ => None,
                };
                replay.bare(candidate);
                replay.hold(candidate, candidate.despite.is_empty(), "nothing stands against that");
                match known {
                    Some((id, misfits)) => {
                        named.push(id);
                        replay.misfits(end, misfits, Some(id), candidate);
                    }
                    None => replay.reject(candidate, "nobody asks for this license"),
                }
            });
        }
        let all = tried.iter().all(|(id, _)| named.contains(&id));
        self.hold(step, all, "a license that could be asked for was not tried");
    }

    /// Each part that does not suit has to be named, and nothing else.
    fn misfits(
        &mut self,
        end: &EndStep,
        wanted: &[Unsuited],
        whole: Option<&LicenseId>,
        step: &Proof,
    ) {
        let name = |part: &Option<LicenseTerm>| {
            let part = part.clone().map(|term| Expression::Term(term).to_string());
            part.unwrap_or_else(|| "unknown".to_owned())
        };
        let whole_name = whole.map_or("", |id| id.as_str());
        let mut told = Vec::new();
        for (index, misfit) in step.because.iter().enumerate() {
            let stands = match &misfit.claim {
                Claim::Misfit { part, whole: of, reason } => {
                    wanted.iter().any(|(one, forbidden)| {
                        let terms: Vec<&str> = misfit.terms.iter().map(|term| &*term.id).collect();
                        let shut = match (one, whole, *forbidden) {
                            (_, _, true) => &**reason == "prohibited" && terms.is_empty(),
                            (Some(one), Some(whole), false) => {
                                suit::is_shut_out(end.world.book, one, whole, reason, &terms)
                            }
                            _ => false,
                        };
                        let found = shut && name(one) == **part && **of == *whole_name;
                        if found {
                            told.push((one.clone(), *forbidden));
                        }
                        found
                    })
                }
                _ => false,
            };
            let bare = misfit.because.is_empty()
                && misfit.despite.is_empty()
                && misfit.evidence.is_empty()
                && misfit.terms.iter().all(|term| is_shown(end, term));
            let stands = stands && bare && misfit.rule == ProofRule::Misfit;
            self.at(index, |replay| replay.hold(misfit, stands, "it does suit, or not for that"));
        }
        let all = wanted.iter().all(|one| told.contains(one));
        self.hold(step, all, "something that does not suit is not named");
    }
}

/// Whether a way out is the one that a proof shows.
pub(super) fn goes_out(out: &Out, step: Option<&Proof>) -> bool {
    let license = |step: &Proof| match &step.claim {
        Claim::Outbound { license } => Some(license.as_deref().map(str::to_owned)),
        _ => None,
    };
    match (out, step) {
        (Out::Free, None) => true,
        (Out::Under(id), Some(step)) if step.rule == ProofRule::Outbound => {
            license(step) == Some(Some(id.as_str().to_owned()))
        }
        (Out::Nowhere(nearest), Some(step)) if step.rule == ProofRule::NoOutbound => {
            let first = step.because.first().and_then(license).flatten();
            license(step) == Some(None)
                && (first.as_deref() == nearest.as_ref().map(LicenseId::as_str))
        }
        _ => false,
    }
}

/// Whether a step says what was taken of a carried use's licenses, and by which terms it suits.
fn suiting(end: &EndStep, one: &Outcome, whole: &LicenseId, step: &Proof) -> bool {
    let Claim::Elected { taken, .. } = &step.claim else { return false };
    let book = end.world.book;
    let several = book.license(whole).is_some_and(|license| license.elections.len() > 1);
    let mut needed: Vec<Vec<Vec<&str>>> = Vec::new();
    let mut elected = Vec::new();
    let kind = one.carried.relation.kind;
    let mut entries: Vec<Vec<Entry>> = Vec::new();
    let mut allowed = Vec::new();
    for part in one.choice {
        let mut ways_in = suit::entries(book, part, whole);
        let relief = end.world.allowed(end.root, whole, kind, part, end.sure.bound());
        let relief = relief.filter(|_| ways_in.contains(&Entry::Shut));
        if let Some(relief) = relief {
            ways_in = vec![Entry::By(vec![vec![relief.id.clone()]])];
        }
        allowed.push(relief.is_some());
        entries.push(ways_in);
    }
    for ((part, entries), allowed) in one.choice.iter().zip(&entries).zip(allowed) {
        for entry in entries {
            match entry {
                Entry::Shut => return false,
                Entry::By(roads) => {
                    let names = roads.iter().map(|road| road.iter().map(TermId::as_str).collect());
                    needed.push(names.collect());
                }
                Entry::Open | Entry::Dark => {}
            }
        }
        // What the exception of the whole's own license permits stays as it is written.
        let versions = if allowed { None } else { suit::versions(book, part) };
        elected.push((part, versions.unwrap_or_default()));
    }
    let shown: Vec<&str> = step.terms.iter().map(|term| &*term.id).collect();
    let is_open = |road: &Vec<&str>| road.iter().all(|term| shown.contains(term));
    let by_these = needed.iter().all(|roads| roads.iter().any(is_open))
        && shown.iter().all(|term| needed.iter().flatten().any(|road| road.contains(term)))
        && step.terms.iter().all(|term| is_shown(end, term));
    let as_version = |(part, versions): &(&LicenseTerm, Vec<&License>)| {
        // Where the whole leaves a choice, the part does; else it is taken in one version.
        if several || versions.is_empty() {
            return vec![(*part).clone()];
        }
        let versions = versions.iter().map(|version| LicenseTerm {
            license: version.id.clone(),
            or_later: part.or_later && version.id == part.license,
            exception: part.exception.clone(),
        });
        versions.filter(|version| suit::version_suits(book, version, whole)).collect()
    };
    let mut ways: Vec<Vec<Expression>> = vec![Vec::new()];
    for form in elected.iter().map(as_version) {
        ways = ways
            .iter()
            .flat_map(|way| {
                form.iter().map(|one| {
                    let next = std::iter::once(Expression::Term(one.clone()));
                    way.iter().cloned().chain(next).collect()
                })
            })
            .collect();
    }
    by_these && ways.into_iter().any(|way| Expression::all(way).as_ref() == Some(taken))
}

/// Whether a term, or a relief of an exception, is named as it stands in the facts.
fn is_shown(end: &EndStep, named: &TermRef) -> bool {
    if let Some(term) = term_of(end, &named.id) {
        return shown(term) == *named;
    }
    let relief = named.id.rsplit_once('#').and_then(|(exception, _)| {
        let exception = end.world.book.exception(&LicenseId::new(exception).ok()?)?;
        exception.relief.iter().find(|relief| relief.id.as_str() == &*named.id)
    });
    relief.is_some_and(|relief| relief.clause == named.clause && relief.reviewed == named.reviewed)
}
