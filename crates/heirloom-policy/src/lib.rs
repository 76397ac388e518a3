// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

#![doc = include_str!("../README.md")]
#![warn(missing_docs)]

mod condition;
mod decide;
mod example;
mod pattern;
mod policy;
mod read;
mod starter;
mod subject;

pub use condition::{Condition, MAX_TOKENS, Variable, variables};
pub use decide::{
    Decider, Decision, Decisions, Ground, Kinds, Part, Selector, Selectors, Tried, TriedResult,
    decide, decide_all, waiver_problems,
};
pub use example::{Example, ExampleResult, TestReport};
pub use heirloom_model::{Date, DateError};
pub use pattern::{ComponentPattern, LicensePattern, LicensePatternError};
pub use policy::{Class, Effect, License, Place, Policy, Rule, Waiver};
pub use read::{Fault, FaultArg, PolicyError, PolicyProblem};
pub use starter::{Starter, default_policy};
pub use subject::{Subject, Whole};
