// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Under which license a whole can go out, given all that it carries.
//!
//! Choices are elections: of an `OR` one operand, of `or later` one version. The whole keeps its
//! own terms if some election leaves it free; else the first license that suits everything is
//! taken; if none does, that is a conflict.

use std::{
    cell::RefCell,
    collections::{BTreeMap, HashMap},
};

use heirloom_model::{Level, LicenseId, LicenseTerm, TermScope};

use crate::{
    book::{Effect, License, LicenseBook},
    compat::{self, Answer, Compat, Elected},
    uses::{Alternative, Effects, Span},
};

/// Something that a whole carries.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Carried<'a> {
    /// The number of the use that brought it.
    pub(crate) number: u32,
    /// The ways to choose among its licenses.
    pub(crate) alternatives: &'a [Alternative],
    /// Whether it is one work with the whole.
    pub(crate) joined: bool,
}

/// Which of the two ends of what follows to solve for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum End {
    /// What follows anyway.
    Least,
    /// What follows at most.
    Most,
}

impl End {
    pub(crate) fn of(self, span: Span) -> Effects {
        match self {
            End::Least => span.least,
            End::Most => span.most,
        }
    }
}

/// Under which license a whole goes out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outbound {
    /// The owner's choice: nothing carried decides it.
    Free,
    /// This license.
    License(LicenseId),
    /// None satisfies everything; what stands against the best one.
    None {
        /// The license that came nearest, if any was asked for.
        nearest: Option<LicenseId>,
        /// What does not suit it.
        misfits: Vec<Misfit>,
    },
}

/// A carried thing that does not suit a license.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misfit {
    /// The number of the use that brought it; `None` for the whole's own license.
    pub number: Option<u32>,
    /// The license of the part.
    pub part: Option<LicenseTerm>,
    /// Why it does not suit; `None` for a prohibition on the use itself.
    pub compat: Option<Compat>,
}

/// What follows for a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Solution {
    /// The level with what stands beside it.
    pub effects: Effects,
    /// The license of the whole.
    pub outbound: Outbound,
    /// The alternative taken of each use, by its number.
    pub elections: BTreeMap<u32, usize>,
}

/// Answers whether licenses suit each other, each pair once.
#[derive(Debug, Default)]
pub(crate) struct Memo {
    fits: RefCell<HashMap<(LicenseTerm, LicenseId), Compat>>,
}

pub(crate) struct Solver<'a> {
    pub(crate) book: &'a LicenseBook,
    pub(crate) memo: &'a Memo,
}

/// The whole's own license.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OwnLicense<'a> {
    /// The ways to choose among it; none where nobody knows it.
    pub(crate) ways: &'a [Vec<LicenseTerm>],
    /// Whether it is ours, so that another one can be taken.
    pub(crate) ours: bool,
}

impl Solver<'_> {
    /// Finds the lightest way out.
    pub(crate) fn solve(&self, carried: &[Carried], own: OwnLicense, end: End) -> Solution {
        let free = free(carried, end);
        if !self.claims_itself(own)
            && let Some(solution) = free
        {
            return solution;
        }
        let mut nearest: Option<(Solution, usize)> = None;
        for candidate in self.candidates(carried, own, end) {
            let (solution, n_misfits) = self.under(candidate, carried, own, end);
            if n_misfits == 0 {
                // Where only the whole's own license claims it, nothing is inherited.
                let level = free.as_ref().map_or(solution.effects.level, |one| one.effects.level);
                let effects = Effects { level, ..solution.effects };
                return Solution { effects, ..solution };
            }
            if nearest.as_ref().is_none_or(|(_, fewest)| n_misfits < *fewest) {
                nearest = Some((solution, n_misfits));
            }
        }
        nearest.map_or_else(|| forbidden(carried, end), |(solution, _)| solution)
    }

    /// Every license that the whole may have to go out under, with what does not suit it.
    pub(crate) fn tried(
        &self,
        carried: &[Carried],
        own: OwnLicense,
        end: End,
    ) -> Vec<(LicenseId, Vec<Misfit>)> {
        self.candidates(carried, own, end)
            .into_iter()
            .map(|candidate| {
                let misfits = match self.under(candidate, carried, own, end).0.outbound {
                    Outbound::None { misfits, .. } => misfits,
                    Outbound::Free | Outbound::License(_) => Vec::new(),
                };
                (candidate.license.id.clone(), misfits)
            })
            .collect()
    }

    /// Whether the whole's own license claims all of it, whichever way it is chosen.
    fn claims_itself(&self, own: OwnLicense) -> bool {
        let term_claims = |term: &LicenseTerm| {
            term.exception.is_none()
                && self
                    .book
                    .license(&term.license)
                    .is_some_and(|license| license.shares_alike(TermScope::Work))
        };
        !own.ways.is_empty() && own.ways.iter().all(|way| way.iter().any(term_claims))
    }

    /// The licenses that the whole may have to go out under: its own first, then each that claims it.
    fn candidates(&self, carried: &[Carried], own: OwnLicense, end: End) -> Vec<Elected<'_>> {
        let mut candidates: Vec<Elected> = Vec::new();
        let mut add = |term: &LicenseTerm| {
            for elected in compat::elections(self.book, term).unwrap_or_default() {
                let plain = Elected { license: elected.license, exception: None };
                if candidates.iter().all(|known| known.license.id != plain.license.id) {
                    candidates.push(plain);
                }
            }
        };
        own.ways.iter().flatten().for_each(&mut add);
        for one in carried.iter().filter(|one| one.joined) {
            for alternative in one.alternatives {
                if end.of(alternative.joined).level == Level::InheritsWhole {
                    alternative.terms.iter().for_each(&mut add);
                }
            }
        }
        candidates.retain(|candidate| claims(candidate.license));
        self.add_exchanges(&mut candidates);
        candidates
    }

    /// Adds what the candidates may be exchanged for: two parts may meet under a license that
    /// neither is under.
    fn add_exchanges<'b>(&'b self, candidates: &mut Vec<Elected<'b>>) {
        for index in 0..candidates.len() {
            let license = candidates[index].license;
            let targets = license.terms.iter().filter_map(|term| match &term.effect {
                Effect::Relicense(others) => Some(others),
                _ => None,
            });
            for target in targets.flatten() {
                let term =
                    LicenseTerm { license: target.clone(), or_later: false, exception: None };
                for elected in compat::elections(self.book, &term).unwrap_or_default() {
                    let is_new = |known: &Elected| known.license.id != elected.license.id;
                    if claims(elected.license) && candidates.iter().all(is_new) {
                        candidates.push(elected);
                    }
                }
            }
        }
    }

    /// Puts the whole under a license and counts what does not suit it.
    fn under(
        &self,
        license: Elected,
        carried: &[Carried],
        own: OwnLicense,
        end: End,
    ) -> (Solution, usize) {
        let mut effects = Effects::NONE;
        let mut elections = BTreeMap::new();
        let mut misfits = Vec::new();
        for one in carried {
            let (index, effect, misfit) = self.elect(one, license, end);
            elections.insert(one.number, index);
            effects = effects.join(effect);
            misfits.extend(misfit);
        }
        let mut keeps_own = false;
        let fitting = own
            .ways
            .iter()
            .find(|way| way.iter().all(|term| self.fit(term, license.license).answer > Answer::No));
        match fitting {
            Some(way) => keeps_own = way.iter().any(|term| self.is_choice(term, license)),
            // What is ours can be put under another license.
            None if own.ours || own.ways.is_empty() => {}
            None => {
                let mut terms = own.ways.iter().flatten();
                let misfit = terms.find_map(|term| {
                    let compat = self.fit(term, license.license);
                    (compat.answer == Answer::No).then(|| (Some(term.clone()), Some(compat)))
                });
                let (part, compat) = misfit.unwrap_or_default();
                misfits.push(Misfit { number: None, part, compat });
            }
        }
        let n_misfits = misfits.len();
        let id = license.license.id.clone();
        let (level, outbound) = match n_misfits {
            // Somebody else's program stays what it is; ours is bound from now on.
            0 if keeps_own && !own.ours => {
                (effects.level.min(Level::ReplaceabilityRequired), Outbound::License(id))
            }
            0 => (effects.level.max(Level::InheritsWhole), Outbound::License(id)),
            _ => (Level::Conflict, Outbound::None { nearest: Some(id), misfits }),
        };
        (Solution { effects: Effects { level, ..effects }, outbound, elections }, n_misfits)
    }

    /// Whether a license is one of those that a term may be used under.
    fn is_choice(&self, term: &LicenseTerm, license: Elected) -> bool {
        compat::elections(self.book, term)
            .is_ok_and(|choices| choices.iter().any(|one| one.license.id == license.license.id))
    }

    /// The lightest alternative that suits, or the first that does not.
    fn elect(&self, one: &Carried, license: Elected, end: End) -> (usize, Effects, Option<Misfit>) {
        let mut best: Option<(usize, Effects)> = None;
        let mut first_misfit = None;
        for (index, alternative) in one.alternatives.iter().enumerate() {
            let effects = end.of(if one.joined { alternative.joined } else { alternative.apart });
            let misfit = self.misfit(one, alternative, effects, license);
            match misfit {
                None if best.is_none_or(|(_, lightest)| effects < lightest) => {
                    best = Some((index, effects));
                }
                None => {}
                Some(misfit) => {
                    first_misfit.get_or_insert(misfit);
                }
            }
        }
        match best {
            Some((index, effects)) => (index, effects, None),
            None => (0, Effects::NONE, first_misfit),
        }
    }

    fn misfit(
        &self,
        one: &Carried,
        alternative: &Alternative,
        effects: Effects,
        license: Elected,
    ) -> Option<Misfit> {
        if effects.level == Level::Conflict {
            let part = alternative.terms.first().cloned();
            return Some(Misfit { number: Some(one.number), part, compat: None });
        }
        // Where nothing follows at all, an exception or a border took it away.
        if !one.joined || effects.level == Level::Clear {
            return None;
        }
        alternative.terms.iter().find_map(|term| {
            let compat = self.fit(term, license.license);
            (compat.answer == Answer::No).then(|| Misfit {
                number: Some(one.number),
                part: Some(term.clone()),
                compat: Some(compat),
            })
        })
    }

    /// Whether a part suits a license of the whole.
    fn fit(&self, part: &LicenseTerm, whole: &License) -> Compat {
        let key = (part.clone(), whole.id.clone());
        if let Some(known) = self.memo.fits.borrow().get(&key) {
            return known.clone();
        }
        let outbound = LicenseTerm { license: whole.id.clone(), or_later: false, exception: None };
        let compat = compat::into_whole(self.book, part, &outbound);
        self.memo.fits.borrow_mut().insert(key, compat.clone());
        compat
    }
}

/// Whether a license can claim what it is merged with.
fn claims(license: &License) -> bool {
    license.terms.iter().any(|term| matches!(term.effect, Effect::ShareAlike(_)))
        || (!license.described && license.kind.is_copyleft())
}

/// The lightest choice where nothing claims the whole.
fn free(carried: &[Carried], end: End) -> Option<Solution> {
    let mut effects = Effects::NONE;
    let mut elections = BTreeMap::new();
    for one in carried {
        let (index, lightest) = one
            .alternatives
            .iter()
            .map(|alternative| {
                end.of(if one.joined { alternative.joined } else { alternative.apart })
            })
            .enumerate()
            .min_by_key(|(index, effects)| (*effects, *index))?;
        if lightest.level >= Level::InheritsWhole {
            return None;
        }
        elections.insert(one.number, index);
        effects = effects.join(lightest);
    }
    Some(Solution { effects, outbound: Outbound::Free, elections })
}

/// A use that is forbidden where nothing else claims the whole.
fn forbidden(carried: &[Carried], end: End) -> Solution {
    let mut effects = Effects { level: Level::Conflict, ..Effects::NONE };
    let mut misfits = Vec::new();
    let mut elections = BTreeMap::new();
    for one in carried {
        let lightest = one
            .alternatives
            .iter()
            .map(|alternative| {
                end.of(if one.joined { alternative.joined } else { alternative.apart })
            })
            .enumerate()
            .min_by_key(|(index, effects)| (*effects, *index));
        let Some((index, lightest)) = lightest else { continue };
        elections.insert(one.number, index);
        effects = effects.join(lightest);
        if lightest.level >= Level::InheritsWhole {
            let part = one.alternatives[index].terms.first().cloned();
            misfits.push(Misfit { number: Some(one.number), part, compat: None });
        }
    }
    // A claim by a license that nobody described is no conflict: it is only not known to fit.
    let only_unknown = misfits.iter().all(|misfit| misfit.part.is_none());
    if only_unknown {
        effects.level = Level::InheritsWhole;
    }
    let outbound = Outbound::None { nearest: None, misfits };
    Solution { effects, outbound, elections }
}
