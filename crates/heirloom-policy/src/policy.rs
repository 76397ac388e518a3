// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! A policy as it was read: everything in it is known to be right.

use std::{ops::Range, sync::Arc};

use heirloom_model::{DutyKind, Level, LicenseKind, LicenseTerm, Outcome, RelationKind, Scope};

use crate::{
    Date,
    condition::Condition,
    example::Example,
    pattern::{ComponentPattern, LicensePattern},
};

/// What a rule makes of what it matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Effect {
    /// It is accepted.
    Allow,
    /// Something has to be found out first.
    Ask,
    /// Somebody has to approve.
    NeedsApproval,
    /// It is rejected.
    Deny,
}

impl Effect {
    /// Every effect.
    pub const ALL: &[Effect] = &[Effect::Allow, Effect::Ask, Effect::NeedsApproval, Effect::Deny];

    /// The stable name, as written in policies.
    pub fn name(self) -> &'static str {
        match self {
            Effect::Allow => "allow",
            Effect::Ask => "ask",
            Effect::NeedsApproval => "needs_approval",
            Effect::Deny => "deny",
        }
    }

    /// The effect of a stable name.
    pub fn from_name(name: &str) -> Option<Effect> {
        Effect::ALL.iter().copied().find(|effect| effect.name() == name)
    }

    /// What comes out where a rule of this effect decides.
    pub fn outcome(self) -> Outcome {
        match self {
            Effect::Allow => Outcome::Accepted,
            Effect::Ask => Outcome::Asks,
            Effect::NeedsApproval => Outcome::NeedsApproval,
            Effect::Deny => Outcome::Rejected,
        }
    }
}

/// Where in the policy's file something stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The line, from 1.
    pub line: usize,
    /// The bytes.
    pub span: Range<usize>,
}

/// A license term with its kind, as rules see it; a component without a license has no term.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct License<'a> {
    /// The term.
    pub term: Option<&'a LicenseTerm>,
    /// What sort of license it is; unknown where there is none.
    pub kind: LicenseKind,
}

/// A set of licenses.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Class {
    /// Licenses in it.
    pub licenses: Vec<LicensePattern>,
    /// Whole kinds in it.
    pub kinds: Vec<LicenseKind>,
    /// Other classes in it, by their places in [`Policy::classes`].
    pub classes: Vec<usize>,
    /// Licenses that are not in it after all.
    pub except: Vec<LicensePattern>,
}

impl Class {
    /// Whether a license is in the set, given in which classes of the policy it is.
    pub(crate) fn holds(&self, license: License<'_>, members: &[bool]) -> bool {
        let named = |patterns: &[LicensePattern]| {
            license.term.is_some_and(|term| patterns.iter().any(|pattern| pattern.matches(term)))
        };
        let inside = named(&self.licenses)
            || self.kinds.contains(&license.kind)
            || self.classes.iter().any(|class| members[*class]);
        inside && !named(&self.except)
    }
}

/// One rule: an effect and what it is about; an empty list means anything.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// Its name, unique in the policy.
    pub id: Arc<str>,
    /// What it makes of what it matches.
    pub effect: Effect,
    /// The licenses it is about, by name and by class; `None` for any, and for none at all.
    pub licenses: Option<Class>,
    /// What was written for them, for people.
    pub licenses_written: Vec<Arc<str>>,
    /// How a component is used.
    pub relations: Vec<RelationKind>,
    /// How it leaves the house, by the names of deliveries.
    pub deliveries: Vec<&'static str>,
    /// What it is used for.
    pub scopes: Vec<Scope>,
    /// Which component.
    pub components: Vec<ComponentPattern>,
    /// What follows from the use.
    pub levels: Vec<Level>,
    /// Duties of which one is not met.
    pub duties: Vec<DutyKind>,
    /// A condition beside all this.
    pub when: Option<Condition>,
    /// Why, for those whom it hits.
    pub reason: Arc<str>,
    /// Where more about it stands.
    pub reference: Option<Arc<str>>,
    /// Where it stands in the file.
    pub place: Place,
}

/// Somebody's decision that a rule shall not hold for something, until a day.
#[derive(Clone, Debug, PartialEq)]
pub struct Waiver {
    /// The rules that do not hold, by their ids.
    pub rules: Vec<Arc<str>>,
    /// The findings about which no rule holds.
    pub findings: Vec<Arc<str>>,
    /// For which components; empty for any.
    pub components: Vec<ComponentPattern>,
    /// For which licenses; empty for any.
    pub licenses: Vec<LicensePattern>,
    /// For which deliveries, by name of the way; empty for any.
    pub deliveries: Vec<&'static str>,
    /// Why.
    pub reason: Arc<str>,
    /// Who decided.
    pub by: Arc<str>,
    /// The last day on which it holds.
    pub expires: Date,
    /// Where it stands in the file.
    pub place: Place,
}

impl Waiver {
    /// What it is for, as people name it: rules or findings, and components.
    pub fn what(&self) -> String {
        let names: Vec<&str> =
            self.rules.iter().chain(&self.findings).map(|name| &**name).collect();
        let components: Vec<String> = self.components.iter().map(ToString::to_string).collect();
        match components.is_empty() {
            true => names.join(", "),
            false => format!("{} ({})", names.join(", "), components.join(", ")),
        }
    }

    /// Whether its last day is over.
    pub fn is_expired(&self, as_of: Date) -> bool {
        self.expires < as_of
    }
}

/// What an organization accepts.
#[derive(Clone, Debug, PartialEq)]
pub struct Policy {
    pub(crate) name: Arc<str>,
    pub(crate) description: Arc<str>,
    pub(crate) otherwise: Effect,
    /// Invariant: a class stands behind those it is made of.
    pub(crate) classes: Vec<(Arc<str>, Class)>,
    pub(crate) rules: Vec<Rule>,
    pub(crate) waivers: Vec<Waiver>,
    pub(crate) examples: Vec<Example>,
    /// Every license that is named, in the order of the file.
    pub(crate) named: Vec<(LicensePattern, Place)>,
}

impl Policy {
    /// The version of the form of policies that is read here.
    pub const VERSION: u64 = 1;

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it is for, in a sentence or two; may be empty.
    pub fn description(&self) -> &str {
        &self.description
    }

    /// What holds where no rule matches.
    pub fn otherwise(&self) -> Effect {
        self.otherwise
    }

    /// The sets of licenses with their names, each behind those it is made of.
    pub fn classes(&self) -> impl Iterator<Item = (&str, &Class)> {
        self.classes.iter().map(|(name, class)| (&**name, class))
    }

    /// For each class whether a license is in it.
    pub(crate) fn members(&self, license: License<'_>) -> Vec<bool> {
        let mut members = Vec::with_capacity(self.classes.len());
        for (_, class) in &self.classes {
            let holds = class.holds(license, &members);
            members.push(holds);
        }
        members
    }

    /// The rules in their order: the first that matches decides.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// The rule of an id.
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| &*rule.id == id)
    }

    /// The waivers in the order of the file.
    pub fn waivers(&self) -> &[Waiver] {
        &self.waivers
    }

    /// The waivers that hold no longer.
    pub fn expired(&self, as_of: Date) -> impl Iterator<Item = &Waiver> {
        self.waivers.iter().filter(move |waiver| waiver.is_expired(as_of))
    }

    /// Whether a condition of some rule speaks of a variable, by its path.
    pub fn mentions(&self, path: &str) -> bool {
        let conditions = self.rules.iter().filter_map(|rule| rule.when.as_ref());
        conditions.into_iter().any(|condition| condition.mentions(path))
    }

    /// Whether what it says may depend on which component it is, beyond what is known about it.
    pub fn names_components(&self) -> bool {
        let paths = ["component.id", "component.type", "component.name", "component.version"];
        self.rules.iter().any(|rule| !rule.components.is_empty())
            || self.waivers.iter().any(|waiver| !waiver.components.is_empty())
            || paths.iter().any(|path| self.mentions(path))
    }

    /// What is named but no license or exception is called, with where it stands; patterns and
    /// `LicenseRef-…` may be anything.
    pub fn unknown_licenses(
        &self,
        known: &dyn Fn(&str) -> bool,
    ) -> impl Iterator<Item = (&str, &Place)> {
        let named = self.named.iter().flat_map(|(pattern, place)| {
            let ids = pattern.ids().filter(|id| !id.contains("Ref-"));
            ids.map(move |id| (id, place))
        });
        named.filter(move |(id, _)| !known(id))
    }

    /// The examples that test it.
    pub fn examples(&self) -> &[Example] {
        &self.examples
    }
}
