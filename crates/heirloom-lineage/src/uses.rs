// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What the terms of one used component bring upon its user, for one way of use and delivery.
//!
//! Guards whose answer is unknown are tried both ways: what follows anyway and what could follow
//! at most are kept apart, so that missing evidence shows as such.

use heirloom_model::{
    Component, DeliveredForm, Delivery, DeliveryKind, DutyKind, DutyMeans, Expression, FactKind,
    Facts, Level, LicenseId, LicenseTerm, Owner, ProhibitionKind, Reading, RelationKind, Reviewed,
    TermScope, Tri,
};

use crate::{
    book::{
        Deliveries, Effect, Exception, Form, Guard, GuardSubject, License, LicenseBook, Lift,
        Relief, Term, Uses, Way,
    },
    join::{Nearness, nearness},
};

/// More ways to choose among the licenses of one component are not tried.
const MAX_ALTERNATIVES: usize = 64;

/// One use, with all that terms may ask about.
#[derive(Clone, Copy, Debug)]
pub struct Situation<'a> {
    /// How it is used.
    pub kind: RelationKind,
    /// What is known about the relation.
    pub relation: &'a Facts,
    /// The used component.
    pub used: &'a Component,
    /// How the whole is delivered.
    pub delivery: &'a Delivery,
}

impl Situation<'_> {
    /// What is known: about the relation, else the component, else the delivery.
    pub fn fact(&self, kind: FactKind) -> Tri {
        if let Some(subject) = GuardSubject::of_device(kind) {
            return self.guard(subject);
        }
        [self.relation, &self.used.facts, &self.delivery.facts]
            .into_iter()
            .map(|facts| facts.value(kind))
            .find(|value| *value != Tri::Unknown)
            .unwrap_or(Tri::Unknown)
    }

    /// The value that a guard asks for.
    pub fn guard(&self, subject: GuardSubject) -> Tri {
        match (subject, self.delivery.kind) {
            (GuardSubject::Modified, _) => self.used.modified,
            (GuardSubject::UserProduct, DeliveryKind::Device { user_product, .. }) => user_product,
            (GuardSubject::Locked, DeliveryKind::Device { locked, .. }) => locked,
            (GuardSubject::UserProduct | GuardSubject::Locked, _) => Tri::No,
            (GuardSubject::Fact(kind), _) => self.fact(kind),
        }
    }

    fn guards(&self, guards: &[Guard]) -> Tri {
        guards.iter().fold(Tri::Yes, |all, guard| all.and(guard.holds(self.guard(guard.subject))))
    }

    fn is_delivered(&self) -> bool {
        self.used.form != DeliveredForm::None
    }

    fn has_form(&self, form: Form) -> bool {
        let as_source = self.delivery.kind == DeliveryKind::Source;
        match form {
            Form::Source => {
                as_source || matches!(self.used.form, DeliveredForm::Source | DeliveredForm::Both)
            }
            Form::Object => {
                !as_source && matches!(self.used.form, DeliveredForm::Object | DeliveredForm::Both)
            }
        }
    }

    /// Whether a term applies; `joined` says that user and used one are one work.
    pub fn applies(&self, term: &Term, reading: Reading, joined: bool) -> Tri {
        let trigger = &term.trigger;
        let possible = term.reading.is_none_or(|only| only == reading)
            && trigger.on.meets(Deliveries::of(self.delivery.kind))
            && trigger.form.is_none_or(|form| self.has_form(form));
        let by_use = trigger.uses.meets(Uses::of(self.kind))
            || (joined && trigger.uses.meets(Uses::COMBINED))
            || (self.is_delivered() && trigger.uses.meets(Uses::ITSELF));
        if possible && by_use { self.guards(&trigger.guards) } else { Tri::No }
    }

    /// A way to meet a duty, and whether it is open here.
    pub fn means(&self, way: &Way) -> DutyMeans {
        DutyMeans { by: way.by, clause: way.clause.clone(), open: self.guards(&way.guards) }
    }

    /// Whether a relief of an exception holds for this use.
    pub fn relieves(&self, relief: &Relief) -> Tri {
        if relief.uses.meets(Uses::of(self.kind)) { self.guards(&relief.guards) } else { Tri::No }
    }
}

/// What follows for the user.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Effects {
    /// Clear, duties, replaceability, inherited, or conflict with a prohibition.
    pub level: Level,
    /// Users over a network are owed source.
    pub source_to_users: bool,
    /// How the parts talk should be documented.
    pub interface_note: bool,
    /// It rests on a fact that nobody has looked at.
    pub unreviewed: bool,
}

impl Effects {
    /// Nothing follows.
    pub const NONE: Effects = Effects {
        level: Level::Clear,
        source_to_users: false,
        interface_note: false,
        unreviewed: false,
    };

    /// Both together.
    #[must_use]
    pub fn join(self, other: Effects) -> Effects {
        Effects {
            level: self.level.max(other.level),
            source_to_users: self.source_to_users || other.source_to_users,
            interface_note: self.interface_note || other.interface_note,
            unreviewed: self.unreviewed || other.unreviewed,
        }
    }
}

/// What follows at least, and at most when unknown guards hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// Whatever unknown facts are.
    pub least: Effects,
    /// If they are all against the user.
    pub most: Effects,
}

impl Span {
    /// Nothing follows.
    pub const NONE: Span = Span { least: Effects::NONE, most: Effects::NONE };

    fn join(self, other: Span) -> Span {
        Span { least: self.least.join(other.least), most: self.most.join(other.most) }
    }
}

/// One way to choose among the licenses of a component.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Alternative {
    /// The licenses that then hold, all of them.
    pub terms: Vec<LicenseTerm>,
    /// What follows where user and used one are two works.
    pub apart: Span,
    /// What follows where they are one.
    pub joined: Span,
}

/// What follows from each way to choose among the licenses of the used component; one without
/// terms where it has no license that anybody knows.
pub fn alternatives(
    book: &LicenseBook,
    situation: &Situation,
    reading: Reading,
) -> Vec<Alternative> {
    let Some(expression) = situation.used.license.effective() else {
        let span = of_unknown(situation);
        return vec![Alternative { terms: Vec::new(), apart: span, joined: span }];
    };
    choices(expression)
        .into_iter()
        .map(|terms| {
            let span = |joined| {
                terms
                    .iter()
                    .map(|term| of_license(book, situation, reading, term, joined))
                    .fold(Span::NONE, Span::join)
            };
            Alternative { apart: span(false), joined: span(true), terms }
        })
        .collect()
}

/// The ways to choose: for each `OR` one operand, for each `AND` all.
pub fn choices(expression: &Expression) -> Vec<Vec<LicenseTerm>> {
    let mut ways = match expression {
        Expression::Term(term) => vec![vec![term.clone()]],
        Expression::Or(operands) => operands.iter().flat_map(choices).collect(),
        Expression::And(operands) => {
            operands.iter().map(choices).fold(vec![Vec::new()], |ways: Vec<Vec<_>>, operand| {
                ways.iter()
                    .flat_map(|way| operand.iter().map(|more| [&way[..], &more[..]].concat()))
                    .take(MAX_ALTERNATIVES)
                    .collect()
            })
        }
    };
    ways.truncate(MAX_ALTERNATIVES);
    ways
}

/// Nobody knows the license: nothing is allowed for certain.
fn of_unknown(situation: &Situation) -> Span {
    let reaches = nearness(situation.kind) >= Nearness::Bound;
    let level = if reaches { Level::InheritsWhole } else { Level::Clear };
    // Whatever it is, a program of its own asks nothing of its user.
    Span { least: Effects::NONE, most: Effects { level, unreviewed: reaches, ..Effects::NONE } }
}

fn of_license(
    book: &LicenseBook,
    situation: &Situation,
    reading: Reading,
    term: &LicenseTerm,
    joined: bool,
) -> Span {
    let Some(license) = book.license(&term.license) else {
        return of_unknown(situation);
    };
    let exception = term.exception.as_ref().and_then(|id| book.exception(id));
    let Some(exception) = exception.filter(|exception| fits(exception, &license.id)) else {
        return of_terms(license, situation, reading, joined, &[]);
    };
    // What is lifted by one relief is not brought back by the next.
    let under = |counts: &dyn Fn(Tri) -> bool| {
        let mut lifted = Vec::new();
        for relief in exception.relief.iter().filter(|one| counts(situation.relieves(one))) {
            match &relief.lifts {
                Lift::All => return Span::NONE,
                Lift::Terms(names) => lifted.extend(names.iter().cloned()),
                Lift::Incompatibility(_) | Lift::Cure(_) => {}
            }
        }
        of_terms(license, situation, reading, joined, &lifted)
    };
    Span {
        least: under(&|relieves| relieves != Tri::No).least,
        most: under(&|relieves| relieves == Tri::Yes).most,
    }
}

/// Whether whoever delivers a component is bound by its license: by somebody else's always; by ours
/// where it shares alike whichever way it is chosen, for contributors hold rights too, unless it is
/// stated that nobody else does.
pub fn binds(book: &LicenseBook, component: &Component) -> bool {
    if component.owner == Owner::ThirdParty {
        return true;
    }
    let shares = |term: &LicenseTerm| {
        let terms = book.license(&term.license).into_iter().flat_map(|license| &license.terms);
        terms.map(|term| &term.effect).any(|effect| matches!(effect, Effect::ShareAlike(_)))
    };
    let ways = component.license.effective().map(choices).unwrap_or_default();
    component.facts.value(FactKind::SoleHolder) != Tri::Yes
        && !ways.is_empty()
        && ways.iter().all(|way| way.iter().any(shares))
}

/// Whether an exception may stand behind a license.
pub fn fits(exception: &Exception, license: &LicenseId) -> bool {
    exception.applies_to.is_empty() || exception.applies_to.contains(license)
}

fn of_terms(
    license: &License,
    situation: &Situation,
    reading: Reading,
    joined: bool,
    lifted: &[std::sync::Arc<str>],
) -> Span {
    if !license.described {
        return of_class(license, situation, joined);
    }
    let near = nearness(situation.kind);
    let mut span = Span::NONE;
    for term in &license.terms {
        if lifted.iter().any(|name| term.id.short_name() == &**name) {
            continue;
        }
        let effects = effects(term, situation, near);
        match situation.applies(term, reading, joined) {
            Tri::No => {}
            Tri::Unknown => span.most = span.most.join(effects),
            Tri::Yes => span = span.join(Span { least: effects, most: effects }),
        }
    }
    if wants_note(license, situation) {
        span.least.interface_note = true;
        span.most.interface_note = true;
    }
    span
}

/// What a term brings upon the user where it applies.
pub(crate) fn effects(term: &Term, situation: &Situation, near: Nearness) -> Effects {
    let unreviewed = term.reviewed == Reviewed::None;
    let level = match &term.effect {
        Effect::ShareAlike(TermScope::File | TermScope::Module) => Level::DutiesOnly,
        Effect::ShareAlike(_) => Level::InheritsWhole,
        Effect::Duty { kind: DutyKind::OfferSourceToUsers, .. } => {
            // The used one must be what users reach; as a client it serves nobody.
            let source_to_users = situation.kind != RelationKind::NetworkServer;
            return Effects { source_to_users, ..Effects::NONE };
        }
        Effect::Duty { kind: DutyKind::PermitRelinking, .. } => Level::ReplaceabilityRequired,
        // Duties of programs of their own are theirs and not their user's.
        Effect::Duty { .. } if near >= Nearness::Bound || is_of_results(term) => Level::DutiesOnly,
        Effect::Prohibition(kind) if breaks_use(*kind) => Level::Conflict,
        _ => Level::Clear,
    };
    Effects { level, unreviewed: unreviewed && level > Level::DutiesOnly, ..Effects::NONE }
}

/// Whether a term names uses of data or models by what is made with them.
fn is_of_results(term: &Term) -> bool {
    let results = [
        RelationKind::TrainsOn,
        RelationKind::DerivesWeights,
        RelationKind::DerivesDatabase,
        RelationKind::ProducesWork,
        RelationKind::Collects,
        RelationKind::OutputOf,
    ];
    results.into_iter().any(|kind| term.trigger.uses.meets(Uses::of(kind)))
}

/// Prohibitions that forbid the use itself where they apply.
pub(crate) fn breaks_use(kind: ProhibitionKind) -> bool {
    matches!(
        kind,
        ProhibitionKind::UseCommercially
            | ProhibitionKind::Modify
            | ProhibitionKind::Distribute
            | ProhibitionKind::OfferAsService
            | ProhibitionKind::Compete
            | ProhibitionKind::UseInProduction
            | ProhibitionKind::UseBeyondComputing
            | ProhibitionKind::ImproveOtherModels
    )
}

/// Whether programs that talk with one under copyleft should say how.
fn wants_note(license: &License, situation: &Situation) -> bool {
    matches!(situation.kind, RelationKind::Exec | RelationKind::Ipc { .. })
        && situation.fact(FactKind::InterfaceDocumented) != Tri::Yes
        && situation.delivery.kind != DeliveryKind::InternalOnly
        && license.terms.iter().any(|term| {
            matches!(term.effect, Effect::ShareAlike(TermScope::Work | TermScope::Library))
        })
}

/// What the class alone says; never enough for a decided verdict.
fn of_class(license: &License, situation: &Situation, joined: bool) -> Span {
    use heirloom_model::LicenseKind::{
        FileCopyleft, LibraryCopyleft, ModuleCopyleft, Permissive, PublicDomain,
    };
    if !Deliveries::DISTRIBUTION.meets(Deliveries::of(situation.delivery.kind))
        && matches!(license.kind, Permissive | PublicDomain | FileCopyleft | ModuleCopyleft)
    {
        return Span::NONE;
    }
    let near = nearness(situation.kind);
    let level = match license.kind {
        PublicDomain => Level::Clear,
        Permissive | FileCopyleft | ModuleCopyleft if near >= Nearness::Bound => Level::DutiesOnly,
        Permissive | FileCopyleft | ModuleCopyleft => Level::Clear,
        LibraryCopyleft if near >= Nearness::Bound => Level::ReplaceabilityRequired,
        _ if joined => Level::InheritsWhole,
        _ => Level::Clear,
    };
    let most = Effects { level, unreviewed: level > Level::DutiesOnly, ..Effects::NONE };
    let least = if level > Level::DutiesOnly { Effects::NONE } else { most };
    Span { least, most }
}
