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
    sync::Arc,
};

use heirloom_model::{Level, LicenseId, LicenseTerm, RelationKind, TermScope, Tri};

use crate::{
    book::{Effect, Exception, License, LicenseBook},
    compat::{self, Answer, Compat, Elected},
    uses::{self, Alternative, Effects, Span},
};

/// Something that a whole carries.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Carried<'a> {
    /// The number of the use that brought it.
    pub(crate) number: u32,
    /// How it is used.
    pub(crate) kind: RelationKind,
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
    License {
        /// The license.
        id: LicenseId,
        /// The exception of the whole's own license, where nothing that is carried stands against it.
        exception: Option<LicenseId>,
    },
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
    fits: RefCell<HashMap<LicenseTerm, HashMap<LicenseId, Arc<Compat>>>>,
}

/// What was found about the uses of one delivery, each once: a number means the same use for as
/// long as the table of uses lives.
#[derive(Debug, Default)]
pub(crate) struct Found<'b> {
    /// Licenses that wholes may have to go out under; others name them by their place.
    candidates: Vec<&'b License>,
    /// By reading and end, then by number: the candidates that it brings.
    claims: HashMap<(usize, End), ByNumber<Box<[u16]>>>,
    /// By candidate with the whole's own exception, reading and end, then by number: what was taken
    /// of it.
    elected: HashMap<(u16, Option<LicenseId>, usize, End), ByNumber<Election>>,
    misfits: Vec<Misfit>,
}

/// What is taken of a carried thing where the whole is under a license.
#[derive(Clone, Copy, Debug)]
struct Election {
    /// The alternative.
    index: u16,
    effects: Effects,
    /// The place of what stands against it in [`Found::misfits`].
    misfit: Option<u32>,
}

impl<'b> Found<'b> {
    /// The place of a candidate. All licenses come from one book, so each stands at one address.
    fn place(&mut self, license: &'b License) -> u16 {
        let known = self.candidates.iter().position(|one| std::ptr::eq(*one, license));
        let place = known.unwrap_or_else(|| {
            self.candidates.push(license);
            self.candidates.len() - 1
        });
        u16::try_from(place).expect("fewer licenses than 2^16")
    }
}

/// What is kept about uses, by their numbers.
#[derive(Debug)]
struct ByNumber<T>(Vec<Option<T>>);

impl<T> Default for ByNumber<T> {
    fn default() -> ByNumber<T> {
        ByNumber(Vec::new())
    }
}

impl<T> ByNumber<T> {
    /// What is kept about a number, made if there is nothing.
    fn of(&mut self, number: u32, make: impl FnOnce() -> T) -> &T {
        let place = number as usize;
        if self.0.len() <= place {
            self.0.resize_with(place + 1, || None);
        }
        self.0[place].get_or_insert_with(make)
    }
}

/// Solves for wholes of one delivery under one reading and end.
pub(crate) struct Solver<'a, 'b> {
    pub(crate) book: &'b LicenseBook,
    pub(crate) memo: &'a Memo,
    pub(crate) found: &'a RefCell<Found<'b>>,
    /// The reading, by its place.
    pub(crate) reading: usize,
    pub(crate) end: End,
}

/// The whole's own license.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OwnLicense<'a> {
    /// The ways to choose among it; none where nobody knows it.
    pub(crate) ways: &'a [Vec<LicenseTerm>],
    /// Whether it is ours, so that another one can be taken.
    pub(crate) ours: bool,
    /// Whether it is ours and binds whoever delivers it all the same, for others hold rights too.
    pub(crate) binds: bool,
    /// Whether whoever delivers it holds all rights in it.
    pub(crate) alone: Tri,
}

impl<'b> Solver<'_, 'b> {
    /// Finds the lightest way out.
    pub(crate) fn solve(&self, carried: &[Carried], own: OwnLicense) -> Solution {
        let free = free(carried, self.end);
        if !self.claims_itself(own)
            && let Some(solution) = free
        {
            return solution;
        }
        let mut nearest: Option<(u16, usize)> = None;
        for candidate in self.candidates(carried, own) {
            let n_misfits = self.count_misfits(candidate, carried, own);
            if n_misfits == 0 {
                let solution = self.under(candidate, carried, own);
                // Where only the license of a sole holder claims it, nothing is inherited.
                let free = free.as_ref().filter(|_| !own.binds);
                let level = free.map_or(solution.effects.level, |one| one.effects.level);
                let effects = Effects { level, ..solution.effects };
                return Solution { effects, ..solution };
            }
            if nearest.is_none_or(|(_, fewest)| n_misfits < fewest) {
                nearest = Some((candidate, n_misfits));
            }
        }
        nearest.map_or_else(
            || forbidden(carried, self.end),
            |(candidate, _)| self.under(candidate, carried, own),
        )
    }

    /// Every license that the whole may have to go out under, with what does not suit it.
    pub(crate) fn tried(
        &self,
        carried: &[Carried],
        own: OwnLicense,
    ) -> Vec<(LicenseId, Vec<Misfit>)> {
        self.candidates(carried, own)
            .into_iter()
            .map(|candidate| {
                let misfits = match self.under(candidate, carried, own).outbound {
                    Outbound::None { misfits, .. } => misfits,
                    Outbound::Free | Outbound::License { .. } => Vec::new(),
                };
                (self.license(candidate).id.clone(), misfits)
            })
            .collect()
    }

    fn license(&self, candidate: u16) -> &'b License {
        self.found.borrow().candidates[candidate as usize]
    }

    /// Whether the whole's own license claims all of it, whichever way it is chosen.
    fn claims_itself(&self, own: OwnLicense) -> bool {
        // An exception frees those who use the work, not whoever delivers the work.
        let term_claims = |term: &LicenseTerm| {
            let license = self.book.license(&term.license);
            license.is_some_and(|license| license.shares_alike(TermScope::Work))
        };
        !own.ways.is_empty() && own.ways.iter().all(|way| way.iter().any(term_claims))
    }

    /// The licenses that the whole may have to go out under: its own first, then each that claims it;
    /// those that all of its own terms suit before those that need another word of its owner.
    fn candidates(&self, carried: &[Carried], own: OwnLicense) -> Vec<u16> {
        let mut candidates: Vec<u16> = Vec::new();
        let mut add = |places: &[u16]| {
            for place in places {
                if !candidates.contains(place) {
                    candidates.push(*place);
                }
            }
        };
        for term in own.ways.iter().flatten() {
            add(&self.claiming(term));
        }
        // Taken out, as what is looked for is kept at the same place.
        let key = (self.reading, self.end);
        let mut known = self.found.borrow_mut().claims.remove(&key).unwrap_or_default();
        for one in carried.iter().filter(|one| one.joined) {
            add(known.of(one.number, || self.claims(one)));
        }
        self.found.borrow_mut().claims.insert(key, known);
        self.add_exchanges(&mut candidates);
        let needs_word =
            |candidate: &u16| !own.ways.is_empty() && self.own_way(*candidate, own).is_none();
        candidates.sort_by_key(needs_word);
        candidates
    }

    /// The licenses that a carried thing claims the whole for.
    fn claims(&self, one: &Carried) -> Box<[u16]> {
        let claim = |alternative: &&Alternative| {
            self.end.of(alternative.joined).level == Level::InheritsWhole
        };
        let terms = one.alternatives.iter().filter(claim).flat_map(|one| &one.terms);
        terms.flat_map(|term| self.claiming(term)).collect()
    }

    /// The licenses that a term may be used under and that claim what they are merged with.
    fn claiming(&self, term: &LicenseTerm) -> Vec<u16> {
        let mut places = Vec::new();
        for license in self.forms(term).into_iter().filter(|license| claims(license)) {
            let place = self.found.borrow_mut().place(license);
            if !places.contains(&place) {
                places.push(place);
            }
        }
        places
    }

    /// The licenses that a term may be used under: as it is written, then each version, before it the
    /// form that leaves later ones open.
    fn forms(&self, term: &LicenseTerm) -> Vec<&'b License> {
        let Ok(elections) = compat::elections(self.book, term) else { return Vec::new() };
        let open = |license: &License| {
            let open = license.id.with_later()?;
            let is_elected = |one: &Elected| one.license.id == open;
            elections.iter().any(is_elected).then(|| self.book.license(&open))?
        };
        let versions = elections.iter().flat_map(|one| [open(one.license), Some(one.license)]);
        std::iter::once(self.book.license(&term.license)).chain(versions).flatten().collect()
    }

    /// Adds what the candidates may be exchanged for: two parts may meet under a license that
    /// neither is under.
    fn add_exchanges(&self, candidates: &mut Vec<u16>) {
        for index in 0..candidates.len() {
            let license = self.license(candidates[index]);
            let targets = license.terms.iter().filter_map(|term| match &term.effect {
                Effect::Relicense(others) => Some(others),
                _ => None,
            });
            for target in targets.flatten() {
                let term =
                    LicenseTerm { license: target.clone(), or_later: false, exception: None };
                for place in self.claiming(&term) {
                    if !candidates.contains(&place) {
                        candidates.push(place);
                    }
                }
            }
        }
    }

    /// How many things do not suit a whole under a license.
    fn count_misfits(&self, candidate: u16, carried: &[Carried], own: OwnLicense) -> usize {
        let mut n_misfits = 0;
        self.elect(carried, candidate, own, |_, election| {
            n_misfits += usize::from(election.misfit.is_some());
        });
        let of_own = self.own_way(candidate, own).is_none() && !own.may_change(self.end);
        n_misfits + usize::from(of_own)
    }

    /// Puts the whole under a license and says what does not suit it.
    fn under(&self, candidate: u16, carried: &[Carried], own: OwnLicense) -> Solution {
        let license = self.license(candidate);
        let mut effects = Effects::NONE;
        let mut misfits = Vec::new();
        let mut elections = Vec::with_capacity(carried.len());
        self.elect(carried, candidate, own, |number, election| {
            effects = effects.join(election.effects);
            let misfit = election.misfit;
            misfits.extend(misfit.map(|place| self.found.borrow().misfits[place as usize].clone()));
            elections.push((number, usize::from(election.index)));
        });
        let elections: BTreeMap<u32, usize> = elections.into_iter().collect();
        let mut keeps_own = false;
        match self.own_way(candidate, own) {
            Some(way) => keeps_own = way.iter().any(|term| self.is_choice(term, license)),
            None if own.may_change(self.end) => {}
            None => misfits.push(self.misfit_of_own(license, own)),
        }
        let id = license.id.clone();
        let (level, outbound) = match misfits.len() {
            // Somebody else's program stays what it is, with its duties; ours is bound from now on.
            0 if keeps_own && !own.ours => {
                let level = match effects.level {
                    Level::Contested | Level::InheritsWhole => Level::DutiesOnly,
                    lighter => lighter,
                };
                (level, Outbound::License { id, exception: None })
            }
            0 => {
                let exception = self.kept_exception(carried, &elections, candidate, own);
                let outbound = Outbound::License { id, exception };
                (effects.level.max(Level::InheritsWhole), outbound)
            }
            _ => (Level::Conflict, Outbound::None { nearest: Some(id), misfits }),
        };
        Solution { effects: Effects { level, ..effects }, outbound, elections }
    }

    /// The way to choose among the whole's own license that suits another.
    fn own_way<'o>(&self, candidate: u16, own: OwnLicense<'o>) -> Option<&'o Vec<LicenseTerm>> {
        let license = self.license(candidate);
        own.ways
            .iter()
            .find(|way| way.iter().all(|term| self.fit(term, license).answer > Answer::No))
    }

    fn misfit_of_own(&self, license: &License, own: OwnLicense) -> Misfit {
        let mut terms = own.ways.iter().flatten();
        let misfit = terms.find_map(|term| {
            let compat = self.fit(term, license);
            (compat.answer == Answer::No).then(|| (Some(term.clone()), Some((*compat).clone())))
        });
        let (part, compat) = misfit.unwrap_or_default();
        Misfit { number: None, part, compat }
    }

    /// The exception behind the whole's own license, where a candidate is that license.
    fn own_exception(&self, candidate: u16, own: OwnLicense) -> Option<&'b Exception> {
        let license = self.license(candidate);
        let mut own = own.ways.iter().flatten().filter(|term| self.is_choice(term, license));
        let exception = own.find_map(|term| self.book.exception(term.exception.as_ref()?))?;
        uses::fits(exception, &license.id).then_some(exception)
    }

    /// The whole's own exception, where everything carried can go out with it.
    fn kept_exception(
        &self,
        carried: &[Carried],
        elections: &BTreeMap<u32, usize>,
        candidate: u16,
        own: OwnLicense,
    ) -> Option<LicenseId> {
        let exception = self.own_exception(candidate, own)?;
        let outbound = LicenseTerm {
            license: self.license(candidate).id.clone(),
            or_later: false,
            exception: Some(exception.id.clone()),
        };
        let keeps = |one: &Carried| {
            let taken = &one.alternatives[elections[&one.number]];
            let span = if one.joined { taken.joined } else { taken.apart };
            let nothing = !one.joined || self.end.of(span).level == Level::Clear;
            let suits = |term: &LicenseTerm| {
                compat::permitted(self.book, exception, one.kind, term, self.end).is_some()
                    || compat::into_whole(self.book, term, &outbound).answer > Answer::No
            };
            nothing || taken.terms.iter().all(suits)
        };
        carried.iter().all(keeps).then(|| exception.id.clone())
    }

    /// Whether a license is one of those that a term may be used under.
    fn is_choice(&self, term: &LicenseTerm, license: &License) -> bool {
        self.forms(term).iter().any(|one| one.id == license.id)
    }

    /// Gives what is taken of each carried thing where the whole is under a license.
    fn elect(
        &self,
        carried: &[Carried],
        candidate: u16,
        own: OwnLicense,
        mut each: impl FnMut(u32, &Election),
    ) {
        let exception = self.own_exception(candidate, own);
        // Taken out, as misfits are kept at the same place.
        let key = (candidate, exception.map(|one| one.id.clone()), self.reading, self.end);
        let mut known = self.found.borrow_mut().elected.remove(&key).unwrap_or_default();
        for one in carried {
            let election = known.of(one.number, || {
                let (index, effects, misfit) =
                    self.elect_anew(one, self.license(candidate), exception);
                let misfits = &mut self.found.borrow_mut().misfits;
                let misfit = misfit.map(|misfit| {
                    misfits.push(misfit);
                    u32::try_from(misfits.len() - 1).expect("fewer misfits than 2^32")
                });
                let index = u16::try_from(index).expect("fewer alternatives than 2^16");
                Election { index, effects, misfit }
            });
            each(one.number, election);
        }
        self.found.borrow_mut().elected.insert(key, known);
    }

    /// The lightest alternative that suits, or the first that does not.
    fn elect_anew(
        &self,
        one: &Carried,
        license: &License,
        exception: Option<&Exception>,
    ) -> (usize, Effects, Option<Misfit>) {
        let mut best: Option<(usize, Effects)> = None;
        let mut first_misfit = None;
        for (index, alternative) in one.alternatives.iter().enumerate() {
            let span = if one.joined { alternative.joined } else { alternative.apart };
            let effects = self.end.of(span);
            let misfit = self.misfit(one, alternative, effects, license, exception);
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
        license: &License,
        exception: Option<&Exception>,
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
            let permitted = |one_of| compat::permitted(self.book, one_of, one.kind, term, self.end);
            let compat = self.fit(term, license);
            let shut = compat.answer == Answer::No && exception.and_then(permitted).is_none();
            shut.then(|| Misfit {
                number: Some(one.number),
                part: Some(term.clone()),
                compat: Some((*compat).clone()),
            })
        })
    }

    /// Whether a part suits a license of the whole.
    fn fit(&self, part: &LicenseTerm, whole: &License) -> Arc<Compat> {
        let fits = self.memo.fits.borrow();
        if let Some(known) = fits.get(part).and_then(|of| of.get(&whole.id)) {
            return Arc::clone(known);
        }
        drop(fits);
        let outbound = LicenseTerm { license: whole.id.clone(), or_later: false, exception: None };
        let compat = Arc::new(compat::into_whole(self.book, part, &outbound));
        let mut fits = self.memo.fits.borrow_mut();
        fits.entry(part.clone()).or_default().insert(whole.id.clone(), Arc::clone(&compat));
        compat
    }
}

impl OwnLicense<'_> {
    /// Whether the whole may go out under another license than its own: where it has none, or one that
    /// all holders can change. Several licenses at once are those of parts, which may stay apart.
    fn may_change(&self, end: End) -> bool {
        let holders_can = match self.alone {
            Tri::Yes => true,
            Tri::Unknown => end == End::Least,
            Tri::No => false,
        };
        let is_of_parts = self.ways.iter().any(|way| way.len() > 1);
        self.ways.is_empty() || self.ours && (holders_can || is_of_parts)
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
    let mut elections = Vec::with_capacity(carried.len());
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
        elections.push((one.number, index));
        effects = effects.join(lightest);
    }
    let elections = elections.into_iter().collect();
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
