// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Policies: whole files, and conditions in a rule.

#![no_main]

use heirloom_model::{ComponentId, Expression, LicenseKind};
use heirloom_policy::{Date, Policy, Subject, decide, decide_all};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let Some((choice, bytes)) = input.split_first() else { return };
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let file = if choice % 2 == 0 { text.to_owned() } else { around(text) };
    match Policy::read("policy.toml", &file) {
        Ok(policy) => ask(&policy),
        Err(error) => {
            assert!(!error.problems.is_empty());
            for problem in &error.problems {
                assert!(problem.span.end <= file.len(), "{problem}");
            }
        }
    }
});

/// A policy with a condition.
fn around(condition: &str) -> String {
    format!(
        "version = 1\notherwise = \"ask\"\n[[rule]]\nid = \"a\"\neffect = \"deny\"\nreason = \"r\"\n\
         when = '''{condition}'''\n"
    )
}

fn ask(policy: &Policy) {
    let kinds = |_: &_| LicenseKind::WorkCopyleft;
    let as_of = Date::new(2026, 11, 22).expect("a day");
    let mut subject = Subject::new(ComponentId::new("pkg:npm/a@1").expect("an identity"));
    subject.license = Expression::parse("MIT OR GPL-2.0-only AND Apache-2.0").ok();
    let decision = decide(policy, &kinds, &subject, as_of);
    let quick = decide_all(policy, &kinds, [&subject], as_of);
    assert_eq!(quick.decisions[0].outcome, decision.outcome);
    let report = policy.test(&kinds);
    assert_eq!(report.results.len(), policy.examples().len());
}
