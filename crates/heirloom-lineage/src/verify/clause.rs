// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What clauses mean for one use, as the checker states it.

use heirloom_model::{
    Component, DeliveredForm, Delivery, DeliveryKind, DutyKind, Evidence, Expression, FactKind,
    Facts, Level, LicenseKind, LicenseTerm, ProhibitionKind, QuestionSubject, Reading,
    RelationKind, Reviewed, TermScope, Tri, UseRef,
};

use super::law;
use crate::book::{
    Deliveries, Effect, Exception, Form, Guard, GuardSubject, License, LicenseBook, Lift, Relief,
    Term, Uses,
};

/// More ways to choose among the licenses of one component are not looked at.
const MAX_CHOICES: usize = 64;

/// How much is known: what follows from it anyway, or at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bound {
    Least,
    Most,
}

impl Bound {
    /// Whether an answer counts at this bound.
    pub(super) fn counts(self, answer: Tri) -> bool {
        match self {
            Bound::Least => answer == Tri::Yes,
            Bound::Most => answer != Tri::No,
        }
    }

    /// Whether a relief with this answer takes away at this bound.
    fn takes_away(self, answer: Tri) -> bool {
        match self {
            Bound::Least => answer != Tri::No,
            Bound::Most => answer == Tri::Yes,
        }
    }
}

/// What is brought: by weight, then by what stands beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Weight {
    pub(super) level: Level,
    pub(super) source: bool,
    pub(super) note: bool,
    /// It rests on what nobody looked at.
    pub(super) weak: bool,
}

impl Weight {
    pub(super) const NOTHING: Weight =
        Weight { level: Level::Clear, source: false, note: false, weak: false };

    pub(super) fn level(level: Level) -> Weight {
        Weight { level, ..Weight::NOTHING }
    }

    pub(super) fn and(self, other: Weight) -> Weight {
        Weight {
            level: self.level.max(other.level),
            source: self.source | other.source,
            note: self.note | other.note,
            weak: self.weak | other.weak,
        }
    }
}

/// One use, or a component by itself, with all that clauses ask about.
#[derive(Clone, Copy)]
pub(super) struct Matter<'a> {
    pub(super) book: &'a LicenseBook,
    pub(super) kind: RelationKind,
    /// What is known about the relation; `None` for a component by itself.
    pub(super) relation: Option<&'a Facts>,
    pub(super) used: &'a Component,
    pub(super) delivery: &'a Delivery,
}

/// The value of a fact, where it was stated and what shows it.
pub(super) struct Stated {
    pub(super) about: QuestionSubject,
    pub(super) value: Tri,
    pub(super) evidence: Vec<Evidence>,
}

impl<'a> Matter<'a> {
    /// A fact: stated of the use, else of the component, else of the delivery.
    pub(super) fn fact(&self, kind: FactKind) -> Tri {
        let places = self.relation.into_iter().chain([&self.used.facts, &self.delivery.facts]);
        places
            .map(|facts| worth(facts, kind))
            .find(|value| *value != Tri::Unknown)
            .unwrap_or_default()
    }

    /// What a proof has to show for the answer to a guard or a test.
    pub(super) fn stated(&self, subject: GuardSubject, by: Option<&UseRef>) -> Stated {
        let component = QuestionSubject::Component(self.used.id.clone());
        let delivery = QuestionSubject::Delivery(self.delivery.name.clone());
        let of_use = by.map_or(component.clone(), |by| QuestionSubject::Use(by.clone()));
        let value = self.answer(subject);
        let GuardSubject::Fact(kind) = subject else {
            let about = match subject {
                GuardSubject::Modified => QuestionSubject::Modified(self.used.id.clone()),
                _ => delivery,
            };
            return Stated { about, value, evidence: Vec::new() };
        };
        let mut places = Vec::new();
        places.extend(self.relation.map(|facts| (facts, of_use.clone())));
        places.push((&self.used.facts, component));
        places.push((&self.delivery.facts, delivery));
        for (facts, about) in places {
            if worth(facts, kind) != Tri::Unknown {
                let evidence = facts.statement(kind).map(|one| one.evidence.clone());
                return Stated { about, value, evidence: evidence.unwrap_or_default() };
            }
        }
        Stated { about: of_use, value, evidence: Vec::new() }
    }

    fn answer(&self, subject: GuardSubject) -> Tri {
        match (subject, self.delivery.kind) {
            (GuardSubject::Fact(kind), _) => self.fact(kind),
            (GuardSubject::Modified, _) => self.used.modified,
            (GuardSubject::Locked, DeliveryKind::Device { locked, .. }) => locked,
            (GuardSubject::UserProduct, DeliveryKind::Device { user_product, .. }) => user_product,
            _ => Tri::No,
        }
    }

    pub(super) fn all_hold(&self, guards: &[Guard]) -> Tri {
        let answers = guards.iter().map(|guard| {
            let value = self.answer(guard.subject);
            match (guard.wanted, value) {
                (true, value) => value,
                (false, Tri::Yes) => Tri::No,
                (false, Tri::No) => Tri::Yes,
                (false, Tri::Unknown) => Tri::Unknown,
            }
        });
        answers.min().unwrap_or(Tri::Yes)
    }

    /// Whether a term applies, where both are one work or not.
    pub(super) fn applies(&self, term: &Term, reading: Reading, one_work: bool) -> Tri {
        let trigger = &term.trigger;
        if term.reading.is_some_and(|only| only != reading)
            || !trigger.on.meets(Deliveries::of(self.delivery.kind))
            || trigger.form.is_some_and(|form| !self.is_given_as(form))
        {
            return Tri::No;
        }
        let given = self.used.form != DeliveredForm::None;
        let used = trigger.uses.meets(Uses::of(self.kind))
            || (one_work && trigger.uses.meets(Uses::COMBINED))
            || (given && trigger.uses.meets(Uses::ITSELF));
        if used { self.all_hold(&trigger.guards) } else { Tri::No }
    }

    fn is_given_as(&self, form: Form) -> bool {
        let forms = match (self.delivery.kind, self.used.form) {
            (DeliveryKind::Source, _) => (true, false),
            (_, DeliveredForm::Source) => (true, false),
            (_, DeliveredForm::Object) => (false, true),
            (_, DeliveredForm::Both) => (true, true),
            (_, DeliveredForm::None) => (false, false),
        };
        match form {
            Form::Source => forms.0,
            Form::Object => forms.1,
        }
    }

    /// Whether a relief of an exception reaches this use.
    pub(super) fn reaches(&self, relief: &Relief) -> Tri {
        if relief.uses.meets(Uses::of(self.kind)) { self.all_hold(&relief.guards) } else { Tri::No }
    }

    /// The exception behind a license, if it was written for it.
    pub(super) fn exception(&self, term: &LicenseTerm) -> Option<&'a Exception> {
        let license = self.book.license(&term.license)?;
        let exception = self.book.exception(term.exception.as_ref()?)?;
        let fits = exception.applies_to.is_empty() || exception.applies_to.contains(&license.id);
        fits.then_some(exception)
    }

    /// The reliefs that take a term away at a bound.
    pub(super) fn lifting(
        &self,
        exception: Option<&'a Exception>,
        term: &Term,
        bound: Bound,
    ) -> Vec<&'a Relief> {
        let reliefs = exception.into_iter().flat_map(|exception| &exception.relief);
        let names = |relief: &Relief| match &relief.lifts {
            Lift::All => true,
            Lift::Terms(names) => names.iter().any(|name| &**name == term.id.short_name()),
            Lift::Incompatibility(_) | Lift::Cure(_) => false,
        };
        reliefs.filter(|one| names(one) && bound.takes_away(self.reaches(one))).collect()
    }

    /// What a choice of licenses brings upon the user.
    pub(super) fn weight(
        &self,
        choice: &[LicenseTerm],
        reading: Reading,
        one_work: bool,
        bound: Bound,
    ) -> Weight {
        if choice.is_empty() {
            return self.of_nobody_knows(bound);
        }
        choice
            .iter()
            .map(|term| self.of_license(term, reading, one_work, bound))
            .fold(Weight::NOTHING, Weight::and)
    }

    fn of_license(
        &self,
        written: &LicenseTerm,
        reading: Reading,
        one_work: bool,
        bound: Bound,
    ) -> Weight {
        let Some(license) = self.book.license(&written.license) else {
            return self.of_nobody_knows(bound);
        };
        let exception = self.exception(written);
        let reliefs = exception.into_iter().flat_map(|exception| &exception.relief);
        let mut all = reliefs.filter(|relief| relief.lifts == Lift::All);
        if all.any(|relief| bound.takes_away(self.reaches(relief))) {
            return Weight::NOTHING;
        }
        if !license.described {
            return self.of_class(license, one_work, bound);
        }
        let note = Weight { note: self.wants_note(license), ..Weight::NOTHING };
        let terms = license.terms.iter().filter(|term| {
            self.lifting(exception, term, bound).is_empty()
                && bound.counts(self.applies(term, reading, one_work))
        });
        terms.map(|term| self.of_term(term)).fold(note, Weight::and)
    }

    /// What a term brings where it applies.
    pub(super) fn of_term(&self, term: &Term) -> Weight {
        let level = match &term.effect {
            Effect::ShareAlike(TermScope::File | TermScope::Module) => Level::DutiesOnly,
            Effect::ShareAlike(_) => Level::InheritsWhole,
            Effect::Prohibition(kind) if forbids_using(*kind) => Level::Conflict,
            Effect::Duty { kind: DutyKind::PermitRelinking, .. } => Level::ReplaceabilityRequired,
            // Who serves a client is not reached by the client's users.
            Effect::Duty { kind: DutyKind::OfferSourceToUsers, .. } => {
                let source = self.kind != RelationKind::NetworkServer;
                return Weight { source, ..Weight::NOTHING };
            }
            // A program of its own keeps its duties to itself, but results of data carry them.
            Effect::Duty { .. } if law::near(self.kind) >= 2 || speaks_of_results(term) => {
                Level::DutiesOnly
            }
            _ => Level::Clear,
        };
        let weak = term.reviewed == Reviewed::None && level > Level::DutiesOnly;
        Weight { weak, ..Weight::level(level) }
    }

    fn of_nobody_knows(&self, bound: Bound) -> Weight {
        if bound == Bound::Most && law::near(self.kind) >= 2 {
            Weight { weak: true, ..Weight::level(Level::InheritsWhole) }
        } else {
            Weight::NOTHING
        }
    }

    /// Of a class alone no more than duties are certain.
    fn of_class(&self, license: &License, one_work: bool, bound: Bound) -> Weight {
        let bound_in = law::near(self.kind) >= 2;
        let light = matches!(
            license.kind,
            LicenseKind::Permissive | LicenseKind::FileCopyleft | LicenseKind::ModuleCopyleft
        );
        let given = Deliveries::DISTRIBUTION.meets(Deliveries::of(self.delivery.kind));
        let level = match license.kind {
            LicenseKind::PublicDomain => Level::Clear,
            _ if light && bound_in && given => Level::DutiesOnly,
            _ if light => Level::Clear,
            LicenseKind::LibraryCopyleft if bound_in => Level::ReplaceabilityRequired,
            _ if one_work => Level::InheritsWhole,
            _ => Level::Clear,
        };
        if level > Level::DutiesOnly && bound == Bound::Least {
            return Weight::NOTHING;
        }
        Weight { weak: level > Level::DutiesOnly, ..Weight::level(level) }
    }

    /// Programs beside one under copyleft that talk with it should say how.
    fn wants_note(&self, license: &License) -> bool {
        matches!(self.kind, RelationKind::Exec | RelationKind::Ipc { .. })
            && self.delivery.kind != DeliveryKind::InternalOnly
            && self.fact(FactKind::InterfaceDocumented) != Tri::Yes
            && license.terms.iter().any(shares_whole)
    }
}

/// Whether a term shares alike whole works or libraries.
pub(super) fn shares_whole(term: &Term) -> bool {
    matches!(term.effect, Effect::ShareAlike(TermScope::Work | TermScope::Library))
}

/// What a statement is worth: nothing if what shows it is more likely wrong than right.
fn worth(facts: &Facts, kind: FactKind) -> Tri {
    let Some(statement) = facts.statement(kind) else { return Tri::Unknown };
    if !statement.evidence.is_empty() && all_wrong(&statement.evidence) > 0.5 {
        return Tri::Unknown;
    }
    statement.value
}

/// The chance that all of these are wrong, each by itself.
pub(super) fn all_wrong(evidence: &[Evidence]) -> f32 {
    evidence.iter().fold(1.0, |chance, one| chance * (1.0 - one.strength.clamp(0.0, 1.0)))
}

/// Prohibitions that leave no lawful use.
fn forbids_using(kind: ProhibitionKind) -> bool {
    use ProhibitionKind as P;
    [
        P::UseCommercially,
        P::Modify,
        P::Distribute,
        P::OfferAsService,
        P::Compete,
        P::UseInProduction,
        P::UseBeyondComputing,
        P::ImproveOtherModels,
    ]
    .contains(&kind)
}

fn speaks_of_results(term: &Term) -> bool {
    use RelationKind as K;
    let results =
        [K::TrainsOn, K::DerivesWeights, K::DerivesDatabase, K::ProducesWork, K::Collects];
    let outputs = std::iter::once(K::OutputOf);
    outputs.chain(results).any(|kind| term.trigger.uses.meets(Uses::of(kind)))
}

/// The choices that an expression leaves: sets of licenses that hold together.
pub(super) fn choices(expression: &Expression) -> Vec<Vec<LicenseTerm>> {
    let mut all = match expression {
        Expression::Term(term) => vec![vec![term.clone()]],
        Expression::Or(either) => either.iter().flat_map(choices).collect::<Vec<_>>(),
        Expression::And(both) => {
            let mut all: Vec<Vec<LicenseTerm>> = vec![Vec::new()];
            for operand in both.iter().map(choices) {
                let mut longer = Vec::new();
                for start in &all {
                    for end in &operand {
                        longer.push(start.iter().chain(end).cloned().collect());
                    }
                }
                longer.truncate(MAX_CHOICES);
                all = longer;
            }
            all
        }
    };
    all.truncate(MAX_CHOICES);
    all
}

/// The choices of a component; one without licenses where nobody knows any.
pub(super) fn choices_of(component: &Component) -> Vec<Vec<LicenseTerm>> {
    component.license.effective().map_or_else(|| vec![Vec::new()], choices)
}
