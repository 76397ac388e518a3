// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Which terms of the licenses most in use apply when: a flipped guard, form or use fails here.

use std::collections::BTreeSet;

use heirloom_model::{DeliveryKind, LicenseId, Reading, ServiceUsers, Tri};

use super::{Deliveries, Form, License, LicenseBook, Term, Uses};

/// One situation: how the licensed thing is used and delivered, and what holds.
#[derive(Clone, Copy)]
struct Case {
    uses: Uses,
    on: DeliveryKind,
    form: Form,
    holds: &'static [&'static str],
}

const DEVICE: DeliveryKind = DeliveryKind::Device { user_product: Tri::Yes, locked: Tri::Yes };
const SERVICE: DeliveryKind = DeliveryKind::NetworkService { users: ServiceUsers::Public };

fn itself(on: DeliveryKind, form: Form, holds: &'static [&'static str]) -> Case {
    Case { uses: Uses::ITSELF, on, form, holds }
}

fn applies(term: &Term, case: Case) -> bool {
    let trigger = &term.trigger;
    trigger.uses.meets(case.uses)
        && trigger.on.meets(Deliveries::of(case.on))
        && trigger.form.is_none_or(|form| form == case.form)
        && term.reading.is_none_or(|reading| reading == Reading::StewardStrict)
        && trigger
            .guards
            .iter()
            .all(|guard| case.holds.contains(&guard.subject.name()) == guard.wanted)
}

fn terms(license: &License, case: Case) -> BTreeSet<&str> {
    let applying = license.terms.iter().filter(|term| applies(term, case));
    applying.map(|term| term.id.short_name()).collect()
}

fn license(id: &str) -> License {
    let book = LicenseBook::built_in().unwrap();
    book.license(&LicenseId::new(id).unwrap()).unwrap().clone()
}

/// What one case has and another has not.
#[track_caller]
fn check(license: &License, more: Case, less: Case, expect: &[&str]) {
    let (more, less) = (terms(license, more), terms(license, less));
    let beyond: Vec<&str> = more.difference(&less).copied().collect();
    let gone: Vec<&str> = less.difference(&more).copied().collect();
    assert_eq!((beyond, gone), (expect.to_vec(), vec![]), "{}", license.id);
}

/// The comparisons that pin the guards of a license.
fn pins(id: &str) -> Vec<(Case, Case, Vec<&'static str>)> {
    let source = itself(DeliveryKind::Source, Form::Source, &[]);
    let binary = itself(DeliveryKind::Binary, Form::Object, &[]);
    let changed = Case { holds: &["modified"], ..source };
    let internal = itself(DeliveryKind::InternalOnly, Form::Object, &[]);
    let home = itself(DEVICE, Form::Object, &["user_product"]);
    let shut = itself(DEVICE, Form::Object, &["locked"]);
    let device = itself(DEVICE, Form::Object, &[]);
    let serving = itself(SERVICE, Form::Object, &["modified", "faces_remote_users"]);
    let unchanged = Case { holds: &["faces_remote_users"], ..serving };
    let hidden = Case { holds: &["modified"], ..serving };
    let behind =
        |holds| Case { uses: Uses::from_name("network_client").unwrap(), holds, ..serving };
    let link = |holds| Case { uses: Uses::from_name("link").unwrap(), holds, ..device };
    match id {
        "GPL-2.0-only" => vec![
            (changed, source, vec!["change-date", "changes", "interactive", "interactive-text"]),
            (binary, source, vec!["build-scripts", "source"]),
            (shut, binary, vec!["installation"]),
            (home, binary, vec![]),
        ],
        "LGPL-2.1-only" => vec![
            (changed, source, vec!["change-date", "changes", "independent", "library"]),
            (binary, source, vec!["build-scripts", "source"]),
        ],
        "AGPL-3.0-only" => vec![
            (changed, source, vec!["additional-terms", "change-date", "changes", "interactive"]),
            (binary, source, vec!["build-scripts", "source"]),
            (home, device, vec!["installation"]),
            (serving, unchanged, vec!["network"]),
            (serving, hidden, vec!["network"]),
            (behind(&["modified"]), behind(&[]), vec!["network-through-others"]),
            (
                behind(&["modified"]),
                behind(&["modified", "faces_remote_users"]),
                vec!["network-through-others"],
            ),
        ],
        "MPL-2.0" => vec![(
            binary,
            internal,
            vec![
                "exhibit-b",
                "indemnity",
                "inform",
                "no-further",
                "patents",
                "secondary",
                "source",
                "termination",
                "venue",
            ],
        )],
        "Apache-2.0" => vec![(
            changed,
            source,
            vec!["attribution", "changes", "notices", "patent-notices", "trademark-notices"],
        )],
        "LGPL-3.0-only" => {
            vec![(link(&["user_product"]), link(&[]), vec!["installation-of-combined"])]
        }
        _ => vec![],
    }
}

const PINNED: [&str; 6] =
    ["GPL-2.0-only", "LGPL-2.1-only", "AGPL-3.0-only", "MPL-2.0", "Apache-2.0", "LGPL-3.0-only"];

#[test]
fn terms_apply_when_their_clauses_say() {
    for id in PINNED {
        let license = license(id);
        for (more, less, expect) in pins(id) {
            check(&license, more, less, &expect);
        }
    }
}

#[test]
fn a_flipped_guard_is_seen() {
    for id in PINNED {
        let whole = license(id);
        for (at, term) in whole.terms.iter().enumerate() {
            for guard in 0..term.trigger.guards.len() {
                let mut flipped = whole.clone();
                flipped.terms[at].trigger.guards[guard].wanted ^= true;
                let same = pins(id).into_iter().all(|(more, less, expect)| {
                    let (more, less) = (terms(&flipped, more), terms(&flipped, less));
                    let beyond: Vec<&str> = more.difference(&less).copied().collect();
                    beyond == expect && less.is_subset(&more)
                });
                let inherited =
                    id == "LGPL-3.0-only" && term.id.short_name() != "installation-of-combined";
                assert!(!same || inherited, "{} guard {guard}", term.id.as_str());
            }
        }
    }
}
