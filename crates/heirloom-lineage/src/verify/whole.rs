// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What a whole carries and how it may go out, followed by hand: from the root, use by use.

use std::collections::{BTreeSet, HashMap, HashSet, VecDeque};

use heirloom_model::{
    Component, ComponentId, DeliveredForm, Delivery, Expression, FactKind, Facts, Level, LicenseId,
    LicenseTerm, Owner, Product, Reading, Relation, RelationKind, TermScope, Tri,
};

use super::{
    clause::{Bound, Matter, Weight, all_wrong, choices_of},
    law::{self, Law, Ruling},
    suit,
};
use crate::book::{Effect, License, LicenseBook, Lift, Relief, Uses};

/// Of the three answers which one is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sure {
    Certain,
    Disputed,
    Possible,
}

impl Sure {
    pub(super) fn bound(self) -> Bound {
        if self == Sure::Possible { Bound::Most } else { Bound::Least }
    }

    /// Whether the law makes one work of both at this certainty.
    pub(super) fn joins(self, law: Law) -> bool {
        match law {
            Law::One => true,
            Law::Open => self >= Sure::Disputed,
            Law::Untold => self == Sure::Possible,
            Law::Two => false,
        }
    }
}

/// A product and one of its deliveries, with who uses whom.
pub(super) struct World<'a> {
    pub(super) book: &'a LicenseBook,
    pub(super) delivery: &'a Delivery,
    components: HashMap<&'a ComponentId, &'a Component>,
    /// The relations of each user, without those that lead nowhere or to itself.
    uses: HashMap<&'a ComponentId, Vec<&'a Relation>>,
}

/// What makes two uses come to the same; proofs speak of one for all.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Look {
    license: Option<Expression>,
    modified: Tri,
    form: DeliveredForm,
    own: bool,
    of_component: Vec<(FactKind, Tri)>,
    kind: RelationKind,
    shim: bool,
    of_relation: Vec<(FactKind, Tri)>,
    one_work: bool,
}

/// A use that a whole carries.
#[derive(Clone)]
pub(super) struct Carried<'a> {
    pub(super) relation: &'a Relation,
    pub(super) one_work: bool,
    pub(super) look: Look,
    /// The choices of its licenses, with what each brings.
    pub(super) choices: Vec<(Vec<LicenseTerm>, Weight)>,
}

/// How a whole may go out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Out {
    /// As its owner likes.
    Free,
    /// Under this license.
    Under(LicenseId),
    /// Not at all; this license comes nearest.
    Nowhere(Option<LicenseId>),
}

/// One way to settle under what a whole goes out.
#[derive(Clone, Debug)]
pub(super) struct Settled {
    pub(super) out: Out,
    pub(super) weight: Weight,
    /// Of each use the choice that was taken, and whether it stands against the way out.
    pub(super) taken: HashMap<Look, (usize, bool)>,
    /// Parts that do not suit.
    pub(super) misfits: Vec<Unsuited>,
}

/// A part that does not suit, if anybody knows its license, and whether for a prohibition on the use
/// itself.
pub(super) type Unsuited = (Option<LicenseTerm>, bool);

impl<'a> World<'a> {
    pub(super) fn new(
        book: &'a LicenseBook,
        product: &'a Product,
        delivery: &'a Delivery,
    ) -> World<'a> {
        let mut components = HashMap::new();
        for component in &product.components {
            components.entry(&component.id).or_insert(component);
        }
        let mut uses: HashMap<&ComponentId, Vec<&Relation>> = HashMap::new();
        for relation in &product.relations {
            let both = [&relation.from, &relation.to].iter().all(|id| components.contains_key(*id));
            if both && relation.from != relation.to {
                uses.entry(&relation.from).or_default().push(relation);
            }
        }
        World { book, delivery, components, uses }
    }

    pub(super) fn component(&self, id: &ComponentId) -> Option<&'a Component> {
        self.components.get(id).copied()
    }

    /// The relations of a user.
    pub(super) fn uses_of(&self, id: &ComponentId) -> &[&'a Relation] {
        self.uses.get(id).map_or(&[], |relations| relations)
    }

    /// The relations to a used one.
    pub(super) fn uses_to<'w>(
        &'w self,
        id: &'w ComponentId,
    ) -> impl Iterator<Item = &'a Relation> + 'w {
        self.uses.values().flatten().copied().filter(move |relation| relation.to == *id)
    }

    /// A use as it looks to clauses, of a component that is at hand.
    pub(super) fn matter_of<'m>(&self, relation: &'m Relation, used: &'m Component) -> Matter<'m>
    where
        'a: 'm,
    {
        let (book, delivery) = (self.book, self.delivery);
        Matter { book, kind: relation.kind, relation: Some(&relation.facts), used, delivery }
    }

    pub(super) fn matter(&self, relation: &'a Relation) -> Matter<'a> {
        Matter {
            book: self.book,
            kind: relation.kind,
            relation: Some(&relation.facts),
            used: self.components[&relation.to],
            delivery: self.delivery,
        }
    }

    pub(super) fn ruling(&self, relation: &'a Relation, reading: Reading) -> Ruling {
        let matter = self.matter(relation);
        let shim = self.is_shim(&relation.to);
        law::rule(relation.kind, reading, shim, &|kind| matter.fact(kind))
    }

    /// Whether a component is a kernel module that opens symbols kept for GPL modules.
    fn is_shim(&self, id: &ComponentId) -> bool {
        self.uses_of(id).iter().any(|relation| {
            let opens = |facts: &Facts| facts.value(FactKind::GplOnlySymbol) == Tri::Yes;
            relation.kind == RelationKind::KernelModule && opens(&relation.facts)
        })
    }

    fn look(&self, relation: &'a Relation, one_work: bool) -> Look {
        let used = self.components[&relation.to];
        let values =
            |facts: &Facts| facts.iter().map(|(kind, _)| (kind, facts.value(kind))).collect();
        Look {
            license: used.license.effective().cloned(),
            modified: used.modified,
            form: used.form,
            own: used.owner == Owner::Own,
            of_component: values(&used.facts),
            kind: relation.kind,
            shim: self.is_shim(&relation.to),
            of_relation: values(&relation.facts),
            one_work,
        }
    }

    /// Follows what is one work with the root. Gives the uses that start inside: those that count,
    /// and those that are not there for certain.
    fn follow(
        &self,
        root: &ComponentId,
        reading: Reading,
        sure: Sure,
    ) -> (Vec<(&'a Relation, bool)>, Vec<&'a Relation>) {
        let (mut counting, mut doubtful) = (Vec::new(), Vec::new());
        let mut inside: HashSet<&ComponentId> = HashSet::new();
        let mut waiting: VecDeque<&ComponentId> = VecDeque::from([root]);
        while let Some(user) = waiting.pop_front() {
            if !inside.insert(user) {
                continue;
            }
            for relation in self.uses_of(user).iter().copied() {
                let there = exists(relation);
                if !relation.scope.is_delivered() || there == Tri::No {
                    continue;
                }
                if there == Tri::Unknown && sure != Sure::Possible {
                    doubtful.push(relation);
                    continue;
                }
                let one_work = sure.joins(self.ruling(relation, reading).law);
                counting.push((relation, one_work));
                if one_work {
                    waiting.push_back(&relation.to);
                }
            }
        }
        (counting, doubtful)
    }

    /// The uses that a root carries.
    pub(super) fn carried(
        &self,
        root: &ComponentId,
        reading: Reading,
        sure: Sure,
    ) -> Vec<Carried<'a>> {
        let counting = self.follow(root, reading, sure).0.into_iter();
        let others =
            counting.filter(|(relation, _)| self.components[&relation.to].owner != Owner::Own);
        others
            .map(|(relation, one_work)| {
                let choices = self.choices(relation, reading, one_work, sure);
                Carried { relation, one_work, look: self.look(relation, one_work), choices }
            })
            .collect()
    }

    fn choices(
        &self,
        relation: &'a Relation,
        reading: Reading,
        one_work: bool,
        sure: Sure,
    ) -> Vec<(Vec<LicenseTerm>, Weight)> {
        let matter = self.matter(relation);
        let weighed = |choice: Vec<LicenseTerm>| {
            let weight = matter.weight(&choice, reading, one_work, sure.bound());
            (choice, weight)
        };
        choices_of(matter.used).into_iter().map(weighed).collect()
    }

    /// The uses at the border that would weigh more than a level if both were one work.
    pub(super) fn held_back(
        &self,
        root: &ComponentId,
        reading: Reading,
        sure: Sure,
        level: Level,
    ) -> Vec<(&'a Relation, Look)> {
        let (counting, doubtful) = self.follow(root, reading, sure);
        let apart = counting.into_iter().filter(|(_, one_work)| !one_work).map(|(one, _)| one);
        apart
            .chain(doubtful)
            .filter(|relation| self.components[&relation.to].owner != Owner::Own)
            .filter(|relation| {
                let choices = self.choices(relation, reading, true, sure);
                choices.iter().map(|(_, weight)| weight.level).min() > Some(level)
            })
            .map(|relation| (relation, self.look(relation, false)))
            .collect()
    }

    /// What a component owes by itself: for each choice of its licenses the duties, if each choice has
    /// some. Ours owes where every choice keeps the work, or parts of it, under its license and nobody
    /// states that there are no other holders.
    pub(super) fn owed_itself(&self, root: &Component, bound: Bound) -> Vec<Vec<(String, Tri)>> {
        let Some(license) = root.license.effective() else { return Vec::new() };
        if root.owner == Owner::Own && !self.has_other_holders(root) {
            return Vec::new();
        }
        let matter = self.by_itself(root);
        let owed: Vec<Vec<(String, Tri)>> = super::clause::choices(license)
            .iter()
            .map(|choice| {
                let licenses = choice.iter().filter_map(|term| self.book.license(&term.license));
                let terms = licenses.flat_map(|license| &license.terms);
                terms
                    .filter(|term| matches!(term.effect, Effect::Duty { .. }))
                    .map(|term| (term, matter.applies(term, Reading::Text, false)))
                    .filter(|(_, applies)| bound.counts(*applies))
                    .map(|(term, applies)| (term.id.as_str().to_owned(), applies))
                    .collect()
            })
            .collect();
        if owed.iter().any(Vec::is_empty) { Vec::new() } else { owed }
    }

    /// Whether every choice of a component's licenses keeps the work, or parts of it, under it, and
    /// nobody states that there are no other holders.
    pub(super) fn has_other_holders(&self, root: &Component) -> bool {
        let Some(license) = root.license.effective() else { return false };
        let stays = |term: &LicenseTerm| {
            let license = self.book.license(&term.license);
            license.is_some_and(|license| license.terms.iter().any(suit::shares))
        };
        root.facts.value(FactKind::SoleHolder) != Tri::Yes
            && super::clause::choices(license).iter().all(|choice| choice.iter().any(stays))
    }

    /// A component as it is delivered, used by nobody.
    pub(super) fn by_itself(&self, component: &'a Component) -> Matter<'a> {
        Matter {
            book: self.book,
            kind: RelationKind::Aggregate,
            relation: None,
            used: component,
            delivery: self.delivery,
        }
    }

    /// Every way to settle under what a root goes out, given what it carries.
    pub(super) fn settle(
        &self,
        root: &Component,
        carried: &[Carried],
        bound: Bound,
    ) -> Vec<Settled> {
        let mut seen = HashSet::new();
        let carried: Vec<&Carried> =
            carried.iter().filter(|one| seen.insert(one.look.clone())).collect();
        let free = free(&carried);
        if let Some(free) = &free
            && !self.claims_itself(root)
        {
            return vec![free.clone()];
        }
        let tried: Vec<Settled> = self
            .candidates(root, &carried)
            .into_iter()
            .map(|candidate| self.under(candidate, root, &carried, bound))
            .collect();
        if tried.is_empty() {
            return vec![forbidden(&carried)];
        }
        let binds = root.owner == Owner::Own && self.has_other_holders(root);
        let suiting: Vec<Settled> = tried
            .iter()
            .filter(|one| one.misfits.is_empty())
            .map(|one| {
                let free = free.as_ref().filter(|_| !binds);
                let level = free.map_or(one.weight.level, |free| free.weight.level);
                Settled { weight: Weight { level, ..one.weight }, ..one.clone() }
            })
            .collect();
        if !suiting.is_empty() {
            return suiting;
        }
        let fewest = tried.iter().map(|one| one.misfits.len()).min();
        tried.into_iter().filter(|one| Some(one.misfits.len()) == fewest).collect()
    }

    /// What does not suit a license that the root may have to go out under.
    pub(super) fn tried(
        &self,
        root: &Component,
        carried: &[Carried],
        bound: Bound,
    ) -> Vec<(LicenseId, Vec<Unsuited>)> {
        let mut seen = HashSet::new();
        let carried: Vec<&Carried> =
            carried.iter().filter(|one| seen.insert(one.look.clone())).collect();
        let candidates = self.candidates(root, &carried).into_iter();
        candidates
            .map(|license| (license.id.clone(), self.under(license, root, &carried, bound).misfits))
            .collect()
    }

    /// Whether every choice of the root's own license claims the whole of it.
    fn claims_itself(&self, root: &Component) -> bool {
        let Some(expression) = root.license.effective() else { return false };
        super::clause::choices(expression).iter().all(|choice| {
            choice.iter().any(|term| {
                let license = self.book.license(&term.license);
                license.is_some_and(|license| {
                    let work = Effect::ShareAlike(TermScope::Work);
                    license.terms.iter().any(|term| term.effect == work)
                })
            })
        })
    }

    /// The licenses that may claim the whole: its own, those of parts that reach it, and what these
    /// may be exchanged for.
    fn candidates(&self, root: &Component, carried: &[&Carried]) -> Vec<&'a License> {
        let mut named: Vec<&LicenseTerm> = Vec::new();
        let own = root.license.effective().map(super::clause::choices).unwrap_or_default();
        named.extend(own.iter().flatten());
        for (choice, weight) in
            carried.iter().filter(|one| one.one_work).flat_map(|one| &one.choices)
        {
            if weight.level == Level::InheritsWhole {
                named.extend(choice);
            }
        }
        let mut found: Vec<&License> = Vec::new();
        let mut ids = BTreeSet::new();
        for term in named {
            for license in suit::forms(self.book, term) {
                if can_claim(license) && ids.insert(&license.id) {
                    found.push(license);
                }
            }
        }
        for index in 0..found.len() {
            for term in &found[index].terms {
                let Effect::Relicense(others) = &term.effect else { continue };
                for other in others {
                    let other =
                        LicenseTerm { license: other.clone(), or_later: false, exception: None };
                    for license in suit::forms(self.book, &other) {
                        if can_claim(license) && ids.insert(&license.id) {
                            found.push(license);
                        }
                    }
                }
            }
        }
        found
    }

    /// The relief by which the holders of the root permit it to use something under another license
    /// in this way, where the whole goes out under theirs.
    pub(super) fn allowed(
        &self,
        root: &Component,
        whole: &LicenseId,
        kind: RelationKind,
        part: &LicenseTerm,
        bound: Bound,
    ) -> Option<&'a Relief> {
        let own = root.license.effective().map(super::clause::choices).unwrap_or_default();
        let is_theirs =
            |term: &&LicenseTerm| suit::forms(self.book, term).iter().any(|form| form.id == *whole);
        let mut theirs = own.iter().flatten().filter(is_theirs);
        let exception = theirs.find_map(|term| self.book.exception(term.exception.as_ref()?))?;
        if !exception.applies_to.is_empty() && !exception.applies_to.contains(whole) {
            return None;
        }
        let of_part = suit::versions(self.book, part).unwrap_or_default();
        exception.relief.iter().find(|relief| {
            let open = relief.guards.is_empty() || bound == Bound::Least;
            let speaks = match &relief.lifts {
                Lift::All => true,
                Lift::Terms(of) => of.iter().any(|name| **name == *"whole"),
                Lift::Incompatibility(with) => of_part.iter().any(|one| with.contains(&one.id)),
                Lift::Cure(_) => false,
            };
            open && speaks && relief.uses.meets(Uses::of(kind))
        })
    }

    /// Puts the whole under a license.
    fn under(
        &self,
        license: &License,
        root: &Component,
        carried: &[&Carried],
        bound: Bound,
    ) -> Settled {
        let mut weight = Weight::NOTHING;
        let mut taken = HashMap::new();
        let mut misfits = Vec::new();
        for one in carried {
            let stands_against = |(choice, weight): &(Vec<LicenseTerm>, Weight)| {
                if weight.level == Level::Conflict {
                    return Some((choice.first().cloned(), true));
                }
                if !one.one_work || weight.level == Level::Clear {
                    return None;
                }
                let kind = one.relation.kind;
                let shut = choice.iter().find(|term| {
                    !suit::suits(self.book, term, &license.id)
                        && self.allowed(root, &license.id, kind, term, bound).is_none()
                })?;
                Some((Some(shut.clone()), false))
            };
            let lightest = (0..)
                .zip(&one.choices)
                .filter(|(_, choice)| stands_against(choice).is_none())
                .min_by_key(|(index, (_, weight))| (*weight, *index));
            match lightest {
                Some((index, (_, brings))) => {
                    weight = weight.and(*brings);
                    taken.insert(one.look.clone(), (index, false));
                }
                None => {
                    misfits.extend(one.choices.first().and_then(stands_against));
                    taken.insert(one.look.clone(), (0, true));
                }
            }
        }
        let own = root.license.effective().map(super::clause::choices).unwrap_or_default();
        let ours = root.owner == Owner::Own;
        let suiting = own
            .iter()
            .find(|choice| choice.iter().all(|term| suit::suits(self.book, term, &license.id)));
        let is_version = |term: &LicenseTerm| {
            let forms = suit::forms(self.book, term);
            forms.iter().any(|form| form.id == license.id)
        };
        let keeps = suiting.is_some_and(|choice| choice.iter().any(is_version));
        // Holders of one license of ours can give another; several are those of parts.
        let can_change = ours
            && (own.iter().any(|choice| choice.len() > 1)
                || match root.facts.value(FactKind::SoleHolder) {
                    Tri::Yes => true,
                    Tri::Unknown => bound == Bound::Least,
                    Tri::No => false,
                });
        if suiting.is_none() && !can_change && !own.is_empty() {
            let terms = own.iter().flatten();
            let mut shut = terms.filter(|term| !suit::suits(self.book, term, &license.id));
            misfits.push((shut.next().cloned(), false));
        }
        let (level, out) = if !misfits.is_empty() {
            (Level::Conflict, Out::Nowhere(Some(license.id.clone())))
        } else if keeps && !ours {
            let stays = weight.level < Level::Contested;
            (if stays { weight.level } else { Level::DutiesOnly }, Out::Under(license.id.clone()))
        } else {
            (weight.level.max(Level::InheritsWhole), Out::Under(license.id.clone()))
        };
        Settled { out, weight: Weight { level, ..weight }, taken, misfits }
    }
}

/// Whether a relation exists: for it speaks what is more likely right than wrong, and nothing like
/// that against it.
pub(super) fn exists(relation: &Relation) -> Tri {
    let holds = |evidence: &[heirloom_model::Evidence]| all_wrong(evidence) <= 0.5;
    match (holds(&relation.evidence), holds(&relation.against)) {
        (true, false) => Tri::Yes,
        (false, true) => Tri::No,
        _ => Tri::Unknown,
    }
}

/// Whether a license can claim what it is merged with.
fn can_claim(license: &License) -> bool {
    license.terms.iter().any(suit::shares) || (!license.described && license.kind.is_copyleft())
}

fn lightest<'c>(one: &'c Carried) -> Option<(usize, &'c (Vec<LicenseTerm>, Weight))> {
    one.choices.iter().enumerate().min_by_key(|(index, (_, weight))| (*weight, *index))
}

/// The lightest choice of everything, if nothing then claims the whole.
fn free(carried: &[&Carried]) -> Option<Settled> {
    let mut weight = Weight::NOTHING;
    let mut taken = HashMap::new();
    for one in carried {
        let (index, (_, brings)) = lightest(one)?;
        if brings.level >= Level::InheritsWhole {
            return None;
        }
        weight = weight.and(*brings);
        taken.insert(one.look.clone(), (index, false));
    }
    Some(Settled { out: Out::Free, weight, taken, misfits: Vec::new() })
}

/// Uses that are forbidden while nothing claims the whole.
fn forbidden(carried: &[&Carried]) -> Settled {
    let mut weight = Weight::NOTHING;
    let mut taken = HashMap::new();
    let mut misfits: Vec<Unsuited> = Vec::new();
    for one in carried {
        let Some((index, (choice, brings))) = lightest(one) else { continue };
        weight = weight.and(*brings);
        let against = brings.level >= Level::InheritsWhole;
        if against {
            misfits.push((choice.first().cloned(), true));
        }
        taken.insert(one.look.clone(), (index, against && !choice.is_empty()));
    }
    let known = misfits.iter().any(|(part, _)| part.is_some());
    let level = if known { Level::Conflict } else { Level::InheritsWhole };
    Settled { out: Out::Nowhere(None), weight: Weight { level, ..weight }, taken, misfits }
}
