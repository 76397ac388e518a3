// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Tests of a policy that stand in the policy.

use std::sync::Arc;

use heirloom_model::Outcome;

use crate::{
    Date,
    decide::{Decision, Ground, Kinds, decide_on},
    policy::{Place, Policy, Rule},
    subject::Subject,
};

/// A subject and what a policy has to say about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Example {
    /// What it shows.
    pub name: Arc<str>,
    /// What has to come out.
    pub expect: Outcome,
    /// The rule that has to decide, if that matters.
    pub rule: Option<Arc<str>>,
    /// The day; waivers hold in no example without one.
    pub as_of: Option<Date>,
    /// What is decided about.
    pub subject: Subject,
    /// Where it stands in the file.
    pub place: Place,
}

/// How an example came out.
#[derive(Clone, Debug, PartialEq)]
pub struct ExampleResult<'p> {
    /// The example.
    pub example: &'p Example,
    /// What the policy says.
    pub decision: Decision<'p>,
}

impl ExampleResult<'_> {
    /// Whether the policy says what it has to.
    pub fn passed(&self) -> bool {
        let rule = self.decision.decisive().rule().map(|rule| &rule.id);
        let by_rule = self.example.rule.is_none() || self.example.rule.as_ref() == rule;
        self.decision.outcome == self.example.expect && by_rule
    }
}

/// How all examples of a policy came out.
#[derive(Clone, Debug, PartialEq)]
pub struct TestReport<'p> {
    /// Each example in the order of the file.
    pub results: Vec<ExampleResult<'p>>,
    /// Rules that decided no example.
    pub untried: Vec<&'p Rule>,
}

impl<'p> TestReport<'p> {
    /// Whether every example came out as it has to.
    pub fn passed(&self) -> bool {
        self.results.iter().all(ExampleResult::passed)
    }

    /// The examples that came out otherwise.
    pub fn failures(&self) -> impl Iterator<Item = &ExampleResult<'p>> {
        self.results.iter().filter(|result| !result.passed())
    }
}

impl Policy {
    /// Decides about every example.
    pub fn test(&self, kinds: &Kinds<'_>) -> TestReport<'_> {
        let results: Vec<_> = self
            .examples
            .iter()
            .map(|example| {
                let decision = decide_on(self, kinds, &example.subject, example.as_of);
                ExampleResult { example, decision }
            })
            .collect();
        let tried: Vec<&Rule> = results
            .iter()
            .flat_map(|result| &result.decision.parts)
            .filter_map(|part| match part.ground {
                Ground::Rule(rule) => Some(rule),
                Ground::Waived { rule, .. } => rule,
                Ground::Otherwise => None,
            })
            .collect();
        let untried = self
            .rules
            .iter()
            .filter(|rule| !tried.iter().any(|tried| std::ptr::eq(*tried, *rule)))
            .collect();
        TestReport { results, untried }
    }
}
