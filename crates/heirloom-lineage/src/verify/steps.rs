// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The condition of each step below a verdict under one reading.

use std::collections::HashSet;

use heirloom_model::{
    Claim, Component, Expression, FactKind, Level, LicenseId, LicenseTerm, Proof, ProofRule,
    Reading, Relation, TermRef, Tri, UseRef, Verdict,
};

use super::{
    ENOUGH, Replay,
    clause::{Bound, Matter, Weight, shares_whole},
    law::Law,
    outbound::goes_out,
    whole::{Carried, Look, Out, Settled, Sure, World, exists},
};
use crate::book::{Exception, Guard, GuardSubject, Lift, Relief, Term};

/// What follows for a root under one reading at one certainty, worked out by hand.
pub(super) struct EndStep<'w, 'a> {
    pub(super) world: &'w World<'a>,
    pub(super) root: &'a Component,
    pub(super) reading: Reading,
    pub(super) sure: Sure,
    pub(super) carried: Vec<Carried<'a>>,
    /// The ways out that there are.
    pub(super) settled: Vec<Settled>,
    /// The duties that the root has by itself, for each choice of its licenses.
    pub(super) itself: Vec<Vec<(String, Tri)>>,
}

/// What a carried use comes to in a way out.
pub(super) struct Outcome<'e, 'a> {
    pub(super) carried: &'e Carried<'a>,
    pub(super) choice: &'e [LicenseTerm],
    pub(super) weight: Weight,
    level: Level,
}

impl<'a> EndStep<'_, 'a> {
    fn outcomes<'e>(&'e self, settled: &Settled) -> Vec<Outcome<'e, 'a>> {
        let outcome = |carried: &'e Carried<'a>| {
            let (index, against) = settled.taken.get(&carried.look)?;
            let (choice, weight) = carried.choices.get(*index)?;
            let level = if *against { Level::Conflict } else { weight.level };
            Some(Outcome { carried, choice, weight: *weight, level })
        };
        self.carried.iter().filter_map(outcome).collect()
    }

    fn bound(&self) -> Bound {
        self.sure.bound()
    }
}

pub(super) fn use_ref(relation: &Relation) -> UseRef {
    UseRef { from: relation.from.clone(), kind: relation.kind, to: relation.to.clone() }
}

/// The leaves that guards or tests ask for.
pub(super) fn leaf(matter: &Matter, subject: GuardSubject, by: Option<&UseRef>) -> Proof {
    let stated = matter.stated(subject, by);
    let claim =
        Claim::Fact { subject: stated.about, name: subject.name().into(), value: stated.value };
    Proof { evidence: stated.evidence, ..Proof::new(ProofRule::Fact, claim) }
}

pub(super) fn leaves(matter: &Matter, guards: &[Guard], by: Option<&UseRef>) -> Vec<Proof> {
    guards.iter().map(|guard| leaf(matter, guard.subject, by)).collect()
}

pub(super) fn relief_step(matter: &Matter, relief: &Relief, by: &UseRef) -> Proof {
    let applies = matter.reaches(relief);
    let claim = Claim::Applies { to: matter.used.id.clone(), applies };
    let mut step = Proof::new(ProofRule::Exception, claim);
    let (id, clause) = (relief.id.as_str().into(), relief.clause.clone());
    step.terms.push(TermRef { id, clause, reviewed: relief.reviewed });
    step.because = leaves(matter, &relief.guards, Some(by));
    step
}

impl Replay {
    /// Checks what follows at one certainty; gives its weight where the step stands.
    pub(super) fn end(&mut self, end: &EndStep, step: &Proof) -> Option<Weight> {
        let Claim::Verdict { whole, reading, verdict } = &step.claim else {
            self.reject(step, "an end is a verdict");
            return None;
        };
        self.bare(step);
        let named = *whole == end.root.id && *reading == Some(end.reading);
        self.hold(step, named, "another whole or reading");
        let is_out =
            |step: &Proof| matches!(step.rule, ProofRule::Outbound | ProofRule::NoOutbound);
        let mut outs = step.because.iter().filter(|step| is_out(step));
        let out = outs.next();
        self.hold(step, outs.next().is_none(), "one way out is enough");
        let found = end.settled.iter().find(|settled| goes_out(&settled.out, out));
        let Some(settled) = found else {
            self.reject(step, "the whole does not go out like that");
            return None;
        };
        let weight = end.weight(settled);
        let shown = Verdict {
            level: weight.level,
            source_to_users: weight.source,
            interface_note: weight.note,
            unknown: weight.weak,
        };
        self.hold(step, *verdict == shown, &format!("{shown} follows, not {verdict}"));
        let outcomes = end.outcomes(settled);
        for (index, premise) in step.because.iter().enumerate() {
            self.at(index, |replay| match premise.rule {
                ProofRule::Way => replay.way(end, &outcomes, premise),
                ProofRule::Term => replay.of_itself(end, premise),
                ProofRule::Outbound => replay.outbound(end, settled, &outcomes, premise),
                ProofRule::NoOutbound => replay.no_outbound(end, settled, premise),
                _ => replay.reject(premise, "no premise of what follows"),
            });
        }
        self.ways_are_told(step, settled, &outcomes, weight);
        self.duties_are_told(step, end);
        self.despite(end, settled, weight, step);
        Some(weight)
    }

    /// The heaviest of what is carried has to be shown, and what brings tokens beside the level.
    fn ways_are_told(
        &mut self,
        step: &Proof,
        settled: &Settled,
        outcomes: &[Outcome],
        weight: Weight,
    ) {
        let top = outcomes.iter().map(|one| one.level).max().unwrap_or(Level::Clear);
        let least = top.min(Level::InheritsWhole);
        let shown: Vec<&UseRef> = step
            .because
            .iter()
            .filter_map(|way| match &way.claim {
                Claim::Brings { by, .. } if way.rule == ProofRule::Way => Some(by),
                _ => None,
            })
            .collect();
        let is_told = |one: &Outcome| shown.contains(&&use_ref(one.carried.relation));
        let heavy = outcomes.iter().filter(|one| one.level >= least && one.level > Level::Clear);
        self.all_told(step, heavy.map(|one| (&one.carried.look, is_told(one))));
        let told = || outcomes.iter().filter(|one| is_told(one));
        let source = !weight.source || told().any(|one| one.weight.source);
        let note = !weight.note || told().any(|one| one.weight.note);
        self.hold(step, source && note, "nothing shows what stands beside the level");
        let weighs = settled.weight.level > Level::Clear;
        self.hold(
            step,
            !weighs || !shown.is_empty() || is_claimed(settled),
            "nothing shows the level",
        );
    }

    /// Of uses that look alike one has to be told; of very many, enough.
    fn all_told<'l>(&mut self, step: &Proof, looks: impl Iterator<Item = (&'l Look, bool)>) {
        let (mut all, mut told) = (HashSet::new(), HashSet::new());
        for (look, is_told) in looks {
            all.insert(look);
            if is_told {
                told.insert(look);
            }
        }
        let enough = told.len() >= all.len().min(ENOUGH);
        self.hold(step, enough, "something that counts is not shown");
    }

    fn duties_are_told(&mut self, step: &Proof, end: &EndStep) {
        for choice in &end.itself {
            let told = step.because.iter().any(|premise| {
                premise.rule == ProofRule::Term
                    && premise.terms.iter().any(|term| *choice[0].0 == *term.id)
            });
            self.hold(step, told, "a choice of the whole's own licenses shows no duty");
        }
    }

    /// A duty that the root has by itself.
    fn of_itself(&mut self, end: &EndStep, step: &Proof) {
        let matter = end.world.by_itself(end.root);
        let named = step.terms.first().map_or("", |term| &*term.id);
        // The first of each choice, so that there is one proof.
        let duty =
            end.itself.iter().filter_map(|choice| choice.first()).find(|(id, _)| id == named);
        let (Some((_, applies)), Some(term)) = (duty, term_of(end, named)) else {
            return self.reject(step, "no duty that the whole has by itself");
        };
        let claim = Claim::Applies { to: end.root.id.clone(), applies: *applies };
        let mut expected = Proof::new(ProofRule::Term, claim);
        expected.terms.push(shown(term));
        expected.because = leaves(&matter, &term.trigger.guards, None);
        self.hold(step, *step == expected, "the duty does not apply like that");
    }

    /// A way from the root to something carried, with the terms that make it weigh.
    fn way(&mut self, end: &EndStep, outcomes: &[Outcome], step: &Proof) {
        self.bare(step);
        self.hold(step, step.despite.is_empty(), "its terms say what stands against it");
        let Claim::Brings { whole, by, level, certainty } = &step.claim else {
            return self.reject(step, "a way brings something");
        };
        self.hold(step, *whole == end.root.id, "the way starts at another whole");
        let sure = if end.sure == Sure::Certain { Tri::Yes } else { Tri::Unknown };
        self.hold(step, *certainty == sure, "it is not as certain as that");
        let n_joins = step.because.iter().take_while(|one| one.rule == ProofRule::Join).count();
        let (joins, rest) = step.because.split_at(n_joins);
        let mut at = &end.root.id;
        for (index, join) in joins.iter().enumerate() {
            let Claim::Joined { by, .. } = &join.claim else { continue };
            self.hold(join, by.from == *at, "the way is broken");
            at = &by.to;
            let is_last = index + 1 == n_joins;
            self.at(index, |replay| replay.on_the_way(end, join, is_last));
        }
        let arrives = matches!(
            joins.last().map(|join| &join.claim),
            Some(Claim::Joined { by: last, .. }) if last == by
        );
        self.hold(step, arrives, "the way leads elsewhere");
        let mut of_use = outcomes.iter().filter(|one| use_ref(one.carried.relation) == *by);
        let errors: Vec<&str> = of_use.by_ref().map(|one| brings(end, one, *level, rest)).collect();
        match errors.first() {
            None => self.reject(step, "the whole does not carry this"),
            Some(first) if errors.iter().all(|error| !error.is_empty()) => {
                self.reject(step, *first);
            }
            Some(_) => {}
        }
    }

    /// A use on a way: it exists, and all but the last make one work.
    fn on_the_way(&mut self, end: &EndStep, join: &Proof, is_last: bool) {
        let Claim::Joined { by, .. } = &join.claim else {
            return self.reject(join, "a use joins or does not");
        };
        let stands = end.world.uses_of(&by.from).iter().any(|relation| {
            let there = match exists(relation) {
                Tri::Yes => relation.scope.is_delivered(),
                Tri::Unknown => relation.scope.is_delivered() && end.sure == Sure::Possible,
                Tri::No => false,
            };
            let passes = || end.sure.joins(end.world.ruling(relation, end.reading).law);
            use_ref(relation) == *by
                && there
                && joins(end, relation) == *join
                && (is_last || passes())
        });
        self.hold(join, stands, "the use is not there, or does not join like that");
    }

    /// What would weigh more: the uses that do not join, and the exceptions that reach.
    fn despite(&mut self, end: &EndStep, settled: &Settled, weight: Weight, step: &Proof) {
        let level = weight.level;
        let held = end.world.held_back(&end.root.id, end.reading, end.sure, level);
        let reaching = reaching(end, settled, level);
        let places = (step.because.len()..).zip(&step.despite);
        for (index, reason) in places {
            let stands = match reason.rule {
                ProofRule::Join => held.iter().any(|(relation, _)| joins(end, relation) == *reason),
                _ => reaching.contains(reason),
            };
            self.at(index, |replay| replay.hold(reason, stands, "it does not hold anything back"));
        }
        let told = |relation: &Relation| {
            step.despite.iter().any(
                |one| matches!(&one.claim, Claim::Joined { by, .. } if *by == use_ref(relation)),
            )
        };
        self.all_told(step, held.iter().map(|(relation, look)| (look, told(relation))));
        let names = |one: &Proof| one.terms.first().map(|term| term.id.clone());
        let reliefs: HashSet<_> = reaching.iter().map(names).collect();
        let full = step.despite.len() >= 2 * ENOUGH;
        for relief in reliefs {
            let told = step.despite.iter().any(|one| names(one) == relief);
            self.hold(step, told || full, "an exception that reaches is not shown");
        }
    }
}

/// Whether a whole weighs for its own license alone.
fn is_claimed(settled: &Settled) -> bool {
    matches!(settled.out, Out::Under(_) | Out::Nowhere(_))
}

/// The step about whether a use makes one work, as it has to be.
fn joins<'a>(end: &EndStep<'_, 'a>, relation: &'a Relation) -> Proof {
    let ruling = end.world.ruling(relation, end.reading);
    let by = use_ref(relation);
    let (joined, disputed) = match ruling.law {
        Law::One => (Tri::Yes, false),
        Law::Two => (Tri::No, false),
        Law::Open => (Tri::Unknown, true),
        Law::Untold => (Tri::Unknown, false),
    };
    let rule = ruling.rule.into();
    let claim = Claim::Joined { by: by.clone(), reading: end.reading, rule, joined, disputed };
    let mut leaf_of_use =
        Proof::new(ProofRule::Use, Claim::Uses { by: by.clone(), exists: exists(relation) });
    leaf_of_use.evidence = relation.evidence.iter().chain(&relation.against).cloned().collect();
    let mut step = Proof::new(ProofRule::Join, claim);
    step.because.push(leaf_of_use);
    let matter = end.world.matter(relation);
    let facts = ruling.needs.iter().map(|kind| leaf(&matter, GuardSubject::Fact(*kind), Some(&by)));
    step.because.extend(facts);
    step
}

/// What is wrong with the steps that say what a carried use brings; empty if nothing is.
fn brings(end: &EndStep, one: &Outcome, level: Level, rest: &[Proof]) -> &'static str {
    if level != one.level {
        return "it does not bring as much as that, or more";
    }
    let relation = one.carried.relation;
    let matter = end.world.matter(relation);
    let by = use_ref(relation);
    let license = matter.used.license.effective().cloned();
    let of = || matter.used.id.clone();
    let mut expected =
        vec![Proof::new(ProofRule::License, Claim::License { of: of(), license: license.clone() })];
    let taken = Expression::all(one.choice.iter().cloned().map(Expression::Term));
    if let Some(taken) = taken
        && Some(&taken) != license.as_ref()
    {
        expected.push(Proof::new(ProofRule::Election, Claim::Elected { of: of(), taken }));
    }
    let n_leading = expected.len();
    if rest.get(..n_leading) != Some(&expected[..]) {
        return "the license or the choice among it is another one";
    }
    let mut steps = &rest[n_leading..];
    if one.weight.note {
        let documented =
            leaf(&matter, GuardSubject::Fact(FactKind::InterfaceDocumented), Some(&by));
        match steps.split_last() {
            Some((last, before)) if *last == documented => steps = before,
            _ => return "whether the interface is documented is not shown",
        }
    }
    terms_stand(end, one, &matter, &by, steps)
}

/// Whether the terms shown are those that make a use weigh.
fn terms_stand(
    end: &EndStep,
    one: &Outcome,
    matter: &Matter,
    by: &UseRef,
    steps: &[Proof],
) -> &'static str {
    let least = one.level.min(Level::InheritsWhole);
    let mut wanted = Vec::new();
    let mut tells_note = Vec::new();
    for written in one.choice {
        let Some(license) = end.world.book.license(&written.license) else { continue };
        let exception = matter.exception(written);
        for term in &license.terms {
            if !matter.lifting(exception, term, end.bound()).is_empty() {
                continue;
            }
            let applies = matter.applies(term, end.reading, one.carried.one_work);
            let brings = matter.of_term(term);
            let weighs = (brings.level >= least && brings.level > Level::Clear)
                || (brings.source && one.weight.source);
            let step = term_step(matter, term, applies, exception, by);
            if one.weight.note && shares_whole(term) {
                tells_note.push(step.clone());
            }
            if weighs && end.bound().counts(applies) {
                wanted.push(step);
            }
        }
    }
    if !wanted.iter().all(|step| steps.contains(step)) {
        return "a term that makes it weigh is not shown";
    }
    if one.weight.note && !tells_note.iter().any(|step| steps.contains(step)) {
        return "no term shows why the interface should be documented";
    }
    let known = |step: &Proof| wanted.contains(step) || tells_note.contains(step);
    if steps.iter().all(known) { "" } else { "a term does not apply like that" }
}

fn term_step(
    matter: &Matter,
    term: &Term,
    applies: Tri,
    exception: Option<&Exception>,
    by: &UseRef,
) -> Proof {
    let claim = Claim::Applies { to: matter.used.id.clone(), applies };
    let mut step = Proof::new(ProofRule::Term, claim);
    step.terms.push(shown(term));
    step.because = leaves(matter, &term.trigger.guards, Some(by));
    step.despite = exception
        .into_iter()
        .flat_map(|exception| &exception.relief)
        .filter(|relief| matter.reaches(relief) != Tri::Yes)
        .map(|relief| relief_step(matter, relief, by))
        .collect();
    step
}

/// The reliefs that take away what would weigh more than a level, each as a step.
fn reaching(end: &EndStep, settled: &Settled, level: Level) -> Vec<Proof> {
    let mut steps = Vec::new();
    for one in end.outcomes(settled).iter().filter(|one| one.carried.one_work) {
        let matter = end.world.matter(one.carried.relation);
        let by = use_ref(one.carried.relation);
        for written in one.choice {
            let (Some(exception), Some(license)) =
                (matter.exception(written), end.world.book.license(&written.license))
            else {
                continue;
            };
            let heavier = license.terms.iter().any(|term| {
                !matter.lifting(Some(exception), term, end.bound()).is_empty()
                    && end.bound().counts(matter.applies(term, end.reading, true))
                    && matter.of_term(term).level > level
            });
            let reach = exception.relief.iter().filter(|relief| {
                let takes_away = match end.bound() {
                    Bound::Least => matter.reaches(relief) != Tri::No,
                    Bound::Most => matter.reaches(relief) == Tri::Yes,
                };
                heavier && takes_away && matches!(relief.lifts, Lift::All | Lift::Terms(_))
            });
            steps.extend(reach.map(|relief| relief_step(&matter, relief, &by)));
        }
    }
    steps
}

pub(super) fn term_of<'a>(end: &EndStep<'_, 'a>, id: &str) -> Option<&'a Term> {
    let (license, _) = id.rsplit_once('#')?;
    let license = end.world.book.license(&LicenseId::new(license).ok()?)?;
    license.terms.iter().find(|term| term.id.as_str() == id)
}

/// A term as proofs name it.
pub(super) fn shown(term: &Term) -> TermRef {
    TermRef { id: term.id.as_str().into(), clause: term.clause.clone(), reviewed: term.reviewed }
}
