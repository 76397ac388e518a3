// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The condition of a duty: the component comes along, its license has the clause, the trigger holds,
//! no exception takes it away, and it is met or not by the fact that settles it.

use heirloom_model::{
    Claim, Component, ComponentId, DeliveredForm, DutyKind, Expression, FactKind, Fulfilment,
    Level, LicenseTerm, Means, Owner, Proof, ProofRule, Reading, Relation, RelationKind, Tri,
    UseRef,
};

use super::{
    Replay,
    clause::{Bound, Matter, choices_of},
    law,
    steps::{leaf, leaves, relief_step, shown, use_ref},
    suit,
    whole::{World, exists},
};
use crate::book::{Effect, License, Lift, Term, Uses};

impl Replay {
    /// Checks a proof of a duty.
    pub(super) fn owed(&mut self, world: &World, step: &Proof) {
        let Claim::Owed { about, .. } = &step.claim else {
            return self.reject(step, "a proof of a duty says what is owed");
        };
        self.hold(step, step.rule == ProofRule::Duty, "its rule is `duty`");
        let bare = step.evidence.is_empty() && step.despite.is_empty();
        self.hold(step, bare, "its premises say what shows it and what stands against it");
        let Some(component) = world.component(about) else {
            return self.reject(step, "the product has no such component");
        };
        match step.because.first().map(|first| first.rule) {
            Some(ProofRule::Readings) => self.owed_by_whole(world, component, step),
            _ => self.owed_by_term(world, component, step),
        }
    }

    /// A whole that comes under a license has to go out under it.
    fn owed_by_whole(&mut self, world: &World, root: &Component, step: &Proof) {
        let [whole] = &step.because[..] else {
            return self.reject(step, "the verdict on the whole is all that it rests on");
        };
        self.at(0, |replay| replay.root(world, whole));
        let Claim::Verdict { whole: of, .. } = &whole.claim else { return };
        self.hold(step, *of == root.id, "the verdict is on another whole");
        // The first reading by which the whole inherits says under which license.
        let claimed = whole.because.iter().find_map(|read| match &read.claim {
            Claim::Verdict { verdict, .. } if verdict.level == Level::InheritsWhole => {
                let certain = read.because.iter().find(|end| end.rule == ProofRule::Certain)?;
                certain.because.iter().find_map(|one| match &one.claim {
                    Claim::Outbound { license } if one.rule == ProofRule::Outbound => {
                        license.clone()
                    }
                    _ => None,
                })
            }
            _ => None,
        });
        let license = claimed.and_then(|id| heirloom_model::LicenseId::new(&id).ok());
        let Some(license) = license.and_then(|id| world.book.license(&id)) else {
            return self.reject(step, "no license claims the whole");
        };
        let Some(term) = license.terms.iter().find(|term| suit::shares(term)) else {
            return self.reject(step, "the license claims nothing");
        };
        let fulfilment = match root.license.effective() {
            None => Fulfilment::Unknown,
            Some(_) if choices_of(root).iter().flatten().any(|one| may_be(world, one, license)) => {
                Fulfilment::Met
            }
            Some(_) => Fulfilment::Unmet,
        };
        let claim = Claim::Owed {
            duty: DutyKind::LicenseAlike,
            about: root.id.clone(),
            to: heirloom_model::OwedTo::Recipient,
            fulfilment,
        };
        self.hold(step, step.claim == claim, "something else is owed");
        self.hold(step, step.terms == [shown(term)], "another term says so");
    }

    fn owed_by_term(&mut self, world: &World, component: &Component, step: &Proof) {
        let is_ours = component.owner == Owner::Own;
        if is_ours && !world.has_other_holders(component) {
            return self.reject(step, "what is ours alone owes nothing");
        }
        let [named] = &step.terms[..] else {
            return self.reject(step, "a duty rests on one term");
        };
        let found = choices_of(component).into_iter().find_map(|choice| {
            let (written, term) = choice.iter().find_map(|written| {
                let license = world.book.license(&written.license)?;
                let term = license.terms.iter().find(|term| term.id.as_str() == &*named.id)?;
                Some((written.clone(), term))
            })?;
            Some((choice, written, term))
        });
        let Some((choice, written, term)) = found else {
            return self.reject(step, "no license of the component has this term");
        };
        let delivered =
            Claim::Delivered { name: world.delivery.name.clone(), kind: world.delivery.kind };
        let mut expected = vec![Proof::new(ProofRule::Delivery, delivered)];
        let n_uses = step.because.iter().filter(|one| one.rule == ProofRule::Use).count();
        let Some(relations) = self.comes_along(world, component, step, n_uses) else { return };
        // A term on the thing itself speaks of no use.
        let of_use = !term.trigger.uses.meets(Uses::ITSELF);
        let relation = relations.last().copied().filter(|_| of_use);
        if of_use && is_ours {
            return self.reject(step, "using what is ours owes nothing");
        }
        if of_use && relation.is_none_or(|one| !term.trigger.uses.meets(Uses::of(one.kind))) {
            return self.reject(step, "the term speaks of a use that is not there");
        }
        let by = relation.map(use_ref);
        let matter = match relation {
            Some(relation) => world.matter(relation),
            None => world.by_itself(component),
        };
        expected.extend(relations.iter().map(|relation| use_leaf(relation)));
        expected.extend(licenses(component, &choice));
        let readings = Reading::ALL.iter();
        let applies =
            readings.map(|one| matter.applies(term, *one, false)).max().unwrap_or_default();
        self.hold(step, applies != Tri::No, "the term does not apply");
        self.hold(
            step,
            !is_taken_away(world, &matter, term, &written, of_use),
            "an exception lifts it",
        );
        expected.push(term_leaf(&matter, term, &written, applies, by.as_ref()));
        let Effect::Duty { kind, to, means, .. } = &term.effect else {
            return self.reject(step, "the term asks for nothing");
        };
        let open = |one: &Means| {
            let way = means.iter().find(|way| way.by == *one);
            way.is_some_and(|way| matter.all_hold(&way.guards) == Tri::Yes)
        };
        let sharing =
            means.is_empty() || open(&Means::SharedLibrary) || open(&Means::RelinkObjects);
        let (fulfilment, fact) = settled(*kind, &matter, sharing);
        expected.extend(
            fact.map(|fact| leaf(&matter, crate::book::GuardSubject::Fact(fact), by.as_ref())),
        );
        let (about, duty, to) = (component.id.clone(), *kind, *to);
        let claim = Claim::Owed { duty, about, to, fulfilment };
        self.hold(step, step.claim == claim, "something else is owed, or met otherwise");
        self.hold(step, *named == shown(term), "the term stands elsewhere");
        for (index, premise) in step.because.iter().enumerate() {
            if expected.get(index) != Some(premise) {
                self.at(index, |replay| replay.reject(premise, "no premise of the duty"));
            }
        }
        self.hold(step, step.because.len() == expected.len(), "a premise is missing, or too many");
    }

    /// The uses that bring a component along from a root, as they are there.
    fn comes_along<'a>(
        &mut self,
        world: &World<'a>,
        component: &Component,
        step: &Proof,
        n_uses: usize,
    ) -> Option<Vec<&'a Relation>> {
        let mut relations = Vec::new();
        let mut at: Option<&ComponentId> = None;
        for premise in step.because.iter().skip(1).take(n_uses) {
            let Claim::Uses { by, .. } = &premise.claim else {
                self.reject(premise, "the way is broken");
                return None;
            };
            let starts = match at {
                None => world.delivery.roots.contains(&by.from),
                Some(at) => *at == by.from,
            };
            let found = world.uses_of(&by.from).iter().copied().find(|relation| {
                use_ref(relation) == *by
                    && relation.scope.is_delivered()
                    && exists(relation) != Tri::No
                    && use_leaf(relation) == *premise
            });
            match found.filter(|_| starts) {
                Some(relation) => relations.push(relation),
                None => {
                    self.reject(premise, "the use is not there, or starts elsewhere");
                    return None;
                }
            }
            at = Some(&by.to);
        }
        let arrives = match at {
            None => world.delivery.roots.contains(&component.id),
            Some(at) => *at == component.id,
        };
        let (last, before) = match relations.split_last() {
            Some((last, before)) => (Some(*last), before),
            None => (None, &[][..]),
        };
        let brought = before.iter().all(|one| brings(world, one));
        // The use that a duty is about need not bring the used one along.
        let of_use = last.is_none_or(|one| brings(world, one) || step_is_of_use(world, step));
        self.hold(
            step,
            arrives && brought && of_use,
            "the component does not come along like that",
        );
        Some(relations)
    }
}

/// Whether the term of a step speaks of a use alone.
fn step_is_of_use(world: &World, step: &Proof) -> bool {
    let Some(term) = step.terms.first() else { return false };
    let license = term.id.rsplit_once('#').map(|(license, _)| license);
    let license = license.and_then(|id| heirloom_model::LicenseId::new(id).ok());
    let terms = license.and_then(|id| world.book.license(&id)).map(|license| &license.terms);
    let term = terms.and_then(|terms| terms.iter().find(|one| one.id.as_str() == &*term.id));
    term.is_some_and(|term| !term.trigger.uses.meets(Uses::ITSELF))
}

/// Whether what a relation uses leaves the house with its user.
fn brings(world: &World, relation: &Relation) -> bool {
    let stays = [
        RelationKind::BuildTool,
        RelationKind::OutputOf,
        RelationKind::TrainsOn,
        RelationKind::ProducesWork,
    ];
    let form = world.component(&relation.to).map(|used| used.form);
    !stays.contains(&relation.kind) && form != Some(DeliveredForm::None)
}

fn use_leaf(relation: &Relation) -> Proof {
    let claim = Claim::Uses { by: use_ref(relation), exists: exists(relation) };
    let mut leaf = Proof::new(ProofRule::Use, claim);
    leaf.evidence = relation.evidence.iter().chain(&relation.against).cloned().collect();
    leaf
}

fn licenses(component: &Component, choice: &[LicenseTerm]) -> Vec<Proof> {
    let license = component.license.effective().cloned();
    let of = || component.id.clone();
    let claim = Claim::License { of: of(), license: license.clone() };
    let mut steps = vec![Proof::new(ProofRule::License, claim)];
    let taken = Expression::all(choice.iter().cloned().map(Expression::Term));
    if let Some(taken) = taken
        && Some(&taken) != license.as_ref()
    {
        steps.push(Proof::new(ProofRule::Election, Claim::Elected { of: of(), taken }));
    }
    steps
}

fn term_leaf(
    matter: &Matter,
    term: &Term,
    written: &LicenseTerm,
    applies: Tri,
    by: Option<&UseRef>,
) -> Proof {
    let claim = Claim::Applies { to: matter.used.id.clone(), applies };
    let mut step = Proof::new(ProofRule::Term, claim);
    step.terms.push(shown(term));
    step.because = leaves(matter, &term.trigger.guards, by);
    let reliefs = matter.exception(written).into_iter().flat_map(|exception| &exception.relief);
    if let Some(by) = by {
        let failed = reliefs.filter(|relief| matter.reaches(relief) != Tri::Yes);
        step.despite = failed.map(|relief| relief_step(matter, relief, by)).collect();
    }
    step
}

/// Whether an exception takes a duty away for certain: by this use, or because the component goes out
/// inside others alone, by uses that free it of everything.
fn is_taken_away(
    world: &World,
    matter: &Matter,
    term: &Term,
    written: &LicenseTerm,
    of_use: bool,
) -> bool {
    let exception = matter.exception(written);
    let lifting = matter.lifting(exception, term, Bound::Most);
    if lifting.iter().any(|relief| of_use || relief.lifts != Lift::All) {
        return true;
    }
    let is_root = world.delivery.roots.contains(&matter.used.id);
    if of_use || is_root || exception.is_none() {
        return false;
    }
    let mut holders = world
        .uses_to(&matter.used.id)
        .filter(|one| one.scope.is_delivered() && exists(one) != Tri::No)
        .peekable();
    let frees = |relation: &Relation| {
        let inside = world.matter_of(relation, matter.used);
        let all = choices_of(matter.used).into_iter().find(|choice| choice.contains(written));
        law::near(relation.kind) == 3
            && all.is_some_and(|choice| {
                choice.iter().all(|one| {
                    let reliefs = inside.exception(one).into_iter().flat_map(|one| &one.relief);
                    let mut all = reliefs.filter(|relief| relief.lifts == Lift::All);
                    all.any(|relief| inside.reaches(relief) == Tri::Yes)
                })
            })
    };
    holders.peek().is_some() && holders.all(frees)
}

/// Whether a license is one that a term may be used under.
fn may_be(world: &World, written: &LicenseTerm, license: &License) -> bool {
    suit::forms(world.book, written).iter().any(|form| form.id == license.id)
}

/// Whether a duty is met, and the fact that settles it.
fn settled(duty: DutyKind, matter: &Matter, sharing: bool) -> (Fulfilment, Option<FactKind>) {
    use DutyKind as D;
    let fact = match duty {
        D::ProvideSource | D::ProvideSourceOfFiles | D::ReferenceSource => {
            FactKind::SourceDelivered
        }
        D::ProvideBuildScripts | D::OfferSourceToUsers => FactKind::SourceDelivered,
        D::KeepCopyrightNotices | D::KeepLicenseNotices | D::KeepDisclaimer => {
            FactKind::NoticesDelivered
        }
        D::IncludeLicenseText | D::ReferenceLicenseText | D::IncludeNoticeFile => {
            FactKind::NoticesDelivered
        }
        D::Attribute | D::AnnounceLibrary => FactKind::NoticesDelivered,
        D::KeepPatentNotices | D::KeepTrademarkNotices => FactKind::NoticesDelivered,
        D::StateChanges | D::StateChangeDate | D::DescribeChanges => FactKind::ChangesMarked,
        D::ProvideInstallationInformation => FactKind::InstallationInfo,
        D::PermitReverseEngineering => FactKind::ReverseEngineeringAllowed,
        D::PermitRelinking => FactKind::Relinkable,
        _ => return (Fulfilment::Unknown, None),
    };
    let fulfilment = match (matter.fact(fact), duty) {
        (Tri::Yes, _) => Fulfilment::Met,
        (Tri::No, _) => Fulfilment::Unmet,
        // A copy inside cannot be replaced; a library of its own can, if that is a way to meet it.
        (Tri::Unknown, D::PermitRelinking) if law::near(matter.kind) == 3 => Fulfilment::Unmet,
        (Tri::Unknown, D::PermitRelinking) if sharing => Fulfilment::Met,
        (Tri::Unknown, _) => Fulfilment::Unknown,
    };
    (fulfilment, Some(fact))
}
