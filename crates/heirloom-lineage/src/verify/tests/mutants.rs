// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! True proofs with one thing changed in one step: the checker has to reject each of them.

use std::{collections::BTreeMap, sync::Arc};

use heirloom_model::{
    Claim, ComponentId, DeliveryKind, DutyKind, Expression, Fulfilment, Level, OwedTo, Proof,
    ProofRule, QuestionSubject, Reading, RelationKind, Reviewed, Tri, UseRef, Verdict,
};

use super::{all_products, duty_proofs, id, proofs, random::Numbers, told, verify, verify_duty};
use crate::{book::LicenseBook, judge::Judge};

/// A change of one step, by name.
type Mutants = Vec<(&'static str, Proof)>;

fn with(step: &Proof, change: impl FnOnce(&mut Proof)) -> Proof {
    let mut changed = step.clone();
    change(&mut changed);
    changed
}

fn others(value: Tri) -> impl Iterator<Item = Tri> {
    [Tri::No, Tri::Unknown, Tri::Yes].into_iter().filter(move |other| *other != value)
}

/// Another component; every product of these tests has other names.
fn elsewhere() -> ComponentId {
    id("elsewhere")
}

fn other_uses(by: &UseRef) -> Vec<UseRef> {
    let kinds = [RelationKind::StaticLink, RelationKind::Aggregate];
    let kind = kinds.into_iter().find(|kind| *kind != by.kind).unwrap();
    vec![
        UseRef { kind, ..by.clone() },
        UseRef { to: elsewhere(), ..by.clone() },
        UseRef { from: elsewhere(), ..by.clone() },
        UseRef { from: by.to.clone(), to: by.from.clone(), ..by.clone() },
    ]
}

fn other_verdicts(verdict: Verdict) -> Vec<Verdict> {
    let levels = Level::ALL.iter().filter(|level| **level != verdict.level);
    let mut others: Vec<Verdict> =
        levels.map(|level| Verdict { level: *level, ..verdict }).collect();
    others.push(Verdict { source_to_users: !verdict.source_to_users, ..verdict });
    others.push(Verdict { interface_note: !verdict.interface_note, ..verdict });
    others.push(Verdict { unknown: !verdict.unknown, ..verdict });
    others
}

fn other_readings(reading: Option<Reading>) -> Vec<Option<Reading>> {
    let all = Reading::ALL.iter().map(|one| Some(*one)).chain([None]);
    all.filter(|other| *other != reading).collect()
}

/// Claims that say something else than a claim does.
fn other_claims(claim: &Claim) -> Vec<(&'static str, Claim)> {
    let mut found = Vec::new();
    match claim.clone() {
        Claim::Verdict { whole, reading, verdict } => {
            found.extend(other_verdicts(verdict).into_iter().map(|verdict| {
                ("verdict", Claim::Verdict { whole: whole.clone(), reading, verdict })
            }));
            found.extend(other_readings(reading).into_iter().map(|reading| {
                ("reading", Claim::Verdict { whole: whole.clone(), reading, verdict })
            }));
            found.push(("component", Claim::Verdict { whole: elsewhere(), reading, verdict }));
        }
        Claim::Brings { whole, by, level, certainty } => {
            let brings =
                |whole, by, level, certainty| Claim::Brings { whole, by, level, certainty };
            found.push(("component", brings(elsewhere(), by.clone(), level, certainty)));
            found.extend(
                other_uses(&by)
                    .into_iter()
                    .map(|by| ("use", brings(whole.clone(), by, level, certainty))),
            );
            let levels = Level::ALL.iter().filter(|other| **other != level);
            found.extend(
                levels.map(|level| ("level", brings(whole.clone(), by.clone(), *level, certainty))),
            );
            found.extend(
                others(certainty).map(|certainty| {
                    ("answer", brings(whole.clone(), by.clone(), level, certainty))
                }),
            );
        }
        Claim::Joined { by, reading, rule, joined, disputed } => {
            let made = |by, reading, rule: &Arc<str>, joined, disputed| {
                let rule = Arc::clone(rule);
                Claim::Joined { by, reading, rule, joined, disputed }
            };
            found.extend(
                other_uses(&by)
                    .into_iter()
                    .map(|by| ("use", made(by, reading, &rule, joined, disputed))),
            );
            found.extend(
                others(joined)
                    .map(|joined| ("answer", made(by.clone(), reading, &rule, joined, disputed))),
            );
            found.push(("answer", made(by.clone(), reading, &rule, joined, !disputed)));
            let other = Arc::from(if &*rule == "inside" { "data" } else { "inside" });
            found.push(("law", made(by.clone(), reading, &other, joined, disputed)));
            found.extend(
                other_readings(Some(reading))
                    .into_iter()
                    .flatten()
                    .map(|reading| ("reading", made(by.clone(), reading, &rule, joined, disputed))),
            );
        }
        other => found = other_leaves(&other),
    }
    found
}

/// Claims that say something else than one of a term, fact, license or delivery.
fn other_leaves(claim: &Claim) -> Vec<(&'static str, Claim)> {
    let mut found = Vec::new();
    match claim.clone() {
        Claim::Applies { to, applies } => {
            found.push(("component", Claim::Applies { to: elsewhere(), applies }));
            found.extend(
                others(applies)
                    .map(|applies| ("answer", Claim::Applies { to: to.clone(), applies })),
            );
        }
        Claim::Uses { by, exists } => {
            let uses = other_uses(&by).into_iter();
            found.extend(uses.map(|by| ("use", Claim::Uses { by, exists })));
            found.extend(
                others(exists).map(|exists| ("answer", Claim::Uses { by: by.clone(), exists })),
            );
        }
        Claim::Fact { subject, name, value } => {
            let made = |subject: &QuestionSubject, name: &Arc<str>, value| Claim::Fact {
                subject: subject.clone(),
                name: Arc::clone(name),
                value,
            };
            found.extend(others(value).map(|value| ("answer", made(&subject, &name, value))));
            let other = Arc::from(if &*name == "core" { "replaceable" } else { "core" });
            found.push(("fact", made(&subject, &other, value)));
            let other = QuestionSubject::Component(elsewhere());
            found.push(("component", made(&other, &name, value)));
        }
        Claim::License { of, license: written } => {
            let license = Some(Expression::parse("Zlib").unwrap());
            found.push(("license", Claim::License { of: of.clone(), license }));
            if written.is_some() {
                found.push(("license", Claim::License { of, license: None }));
            }
            found.push(("component", Claim::License { of: elsewhere(), license: written }));
        }
        Claim::Elected { of, taken } => {
            let other = Expression::parse("Zlib").unwrap();
            found.push(("license", Claim::Elected { of, taken: other }));
            found.push(("component", Claim::Elected { of: elsewhere(), taken }));
        }
        Claim::Outbound { license: of } => {
            found.push(("license", Claim::Outbound { license: Some("Zlib".into()) }));
            if of.is_some() {
                found.push(("license", Claim::Outbound { license: None }));
            }
        }
        Claim::Misfit { part, whole, reason } => {
            let made = |part: &str, whole: &str, reason: &str| Claim::Misfit {
                part: part.into(),
                whole: whole.into(),
                reason: reason.into(),
            };
            found.push(("license", made("Zlib", &whole, &reason)));
            found.push(("license", made(&part, "Zlib", &reason)));
            let reasons = ["stays_alike", "burden", "prohibited", "exception_not_given", "unknown"];
            let reasons = reasons.iter().filter(|other| **other != &*reason);
            found.extend(reasons.map(|reason| ("reason", made(&part, &whole, reason))));
        }
        Claim::Owed { duty, about, to, fulfilment } => {
            let made = |duty, about: &ComponentId, to, fulfilment| Claim::Owed {
                duty,
                about: about.clone(),
                to,
                fulfilment,
            };
            found.push(("component", made(duty, &elsewhere(), to, fulfilment)));
            let duties = DutyKind::ALL.iter().filter(|other| **other != duty);
            found.extend(duties.map(|duty| ("duty", made(*duty, &about, to, fulfilment))));
            let others = OwedTo::ALL.iter().filter(|other| **other != to);
            found.extend(others.map(|to| ("whom", made(duty, &about, *to, fulfilment))));
            let others = Fulfilment::ALL.iter().filter(|other| **other != fulfilment);
            found.extend(others.map(|one| ("met", made(duty, &about, to, *one))));
        }
        Claim::Delivered { name, kind } => {
            let other = match kind {
                DeliveryKind::Source => DeliveryKind::Binary,
                _ => DeliveryKind::Source,
            };
            found.push(("delivery", Claim::Delivered { name, kind: other }));
            found.push(("delivery", Claim::Delivered { name: "elsewhere".into(), kind }));
        }
        Claim::Verdict { .. } | Claim::Brings { .. } | Claim::Joined { .. } => {}
    }
    found
}

/// All that one step may be changed to.
fn mutants(book: &LicenseBook, step: &Proof) -> Mutants {
    let mut found: Mutants = other_claims(&step.claim)
        .into_iter()
        .map(|(name, claim)| (name, with(step, |step| step.claim = claim)))
        .collect();
    let rules = ProofRule::ALL.iter().filter(|rule| **rule != step.rule);
    found.extend(rules.map(|rule| ("rule", with(step, |step| step.rule = *rule))));
    for index in 0..step.because.len() {
        found.push(("premise dropped", with(step, |step| drop(step.because.remove(index)))));
    }
    for index in 0..step.despite.len() {
        found.push(("objection dropped", with(step, |step| drop(step.despite.remove(index)))));
    }
    for index in 0..step.terms.len() {
        found.push(("term dropped", with(step, |step| drop(step.terms.remove(index)))));
        let clause = |step: &mut Proof| step.terms[index].clause = "§99".into();
        found.push(("clause", with(step, clause)));
        let reviewed = match step.terms[index].reviewed {
            Reviewed::Court => Reviewed::Text,
            _ => Reviewed::Court,
        };
        found.push(("review", with(step, |step| step.terms[index].reviewed = reviewed)));
        for other in siblings(book, &step.terms[index].id) {
            let mut changed = step.clone();
            changed.terms[index] = other;
            found.push(("term", changed));
        }
    }
    for index in 0..step.evidence.len() {
        found.push(("evidence dropped", with(step, |step| drop(step.evidence.remove(index)))));
        let strength = |step: &mut Proof| step.evidence[index].strength *= 0.9;
        found.push(("strength", with(step, strength)));
        let note = |step: &mut Proof| step.evidence[index].note = "made up".into();
        found.push(("evidence", with(step, note)));
    }
    found
}

/// Other terms of the same license, as they stand there, and one of another license.
fn siblings(book: &LicenseBook, id: &str) -> Vec<heirloom_model::TermRef> {
    let Some((license, _)) = id.rsplit_once('#') else { return Vec::new() };
    let of = |license: &str| {
        let id = heirloom_model::LicenseId::new(license).unwrap();
        let terms = book.license(&id).map_or(&[][..], |license| &license.terms);
        terms
            .iter()
            .map(|term| heirloom_model::TermRef {
                id: term.id.as_str().into(),
                clause: term.clause.clone(),
                reviewed: term.reviewed,
            })
            .collect::<Vec<_>>()
    };
    let mut found = of(license);
    found.extend(of("Zlib").into_iter().take(1));
    found.retain(|term| *term.id != *id);
    found
}

/// Calls with each proof that differs from a proof in one step.
fn each_mutant(
    book: &LicenseBook,
    proof: &Proof,
    wanted: &mut dyn FnMut() -> bool,
    visit: &mut dyn FnMut(&'static str, ProofRule, &Proof),
) {
    fn walk(
        book: &LicenseBook,
        whole: &mut Proof,
        path: &mut Vec<usize>,
        wanted: &mut dyn FnMut() -> bool,
        visit: &mut dyn FnMut(&'static str, ProofRule, &Proof),
    ) {
        let step = at(whole, path).clone();
        for (name, mutant) in mutants(book, &step) {
            if wanted() {
                *at(whole, path) = mutant;
                visit(name, step.rule, whole);
            }
        }
        let n_below = step.because.len() + step.despite.len();
        *at(whole, path) = step;
        for index in 0..n_below {
            path.push(index);
            walk(book, whole, path, wanted, visit);
            path.pop();
        }
    }
    walk(book, &mut proof.clone(), &mut Vec::new(), wanted, visit);
}

fn at<'p>(proof: &'p mut Proof, path: &[usize]) -> &'p mut Proof {
    let Some((first, rest)) = path.split_first() else { return proof };
    let n_because = proof.because.len();
    let below = match first.checked_sub(n_because) {
        None => &mut proof.because[*first],
        Some(index) => &mut proof.despite[index],
    };
    at(below, rest)
}

#[test]
fn changed_proofs_are_rejected() {
    let book = LicenseBook::built_in().unwrap();
    let mut numbers = Numbers(3);
    let mut products = all_products();
    for round in 0..60 {
        products.push((format!("random {round}"), numbers.product(5, 7)));
    }
    let mut all: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let mut missed = Vec::new();
    for (name, product) in products {
        let judge = Judge::new(&book, product);
        for (delivery, proof) in proofs(&judge) {
            // A sample of the changes of large proofs.
            let share = proof.len().div_ceil(40);
            let mut sample = || numbers.below(share) == 0;
            each_mutant(&book, &proof, &mut sample, &mut |change, rule, mutant| {
                let (n_all, n_rejected) = all.entry(change).or_default();
                *n_all += 1;
                match verify(&book, judge.product(), delivery, mutant) {
                    Err(_) => *n_rejected += 1,
                    Ok(()) => {
                        missed.push(told(&format!("{name}: {change} of {}", rule.name()), &[]))
                    }
                }
            });
        }
    }
    let (n_all, n_rejected) = all.values().fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    println!("mutants rejected: {n_rejected} of {n_all}");
    for (change, (n_all, n_rejected)) in &all {
        println!("  {change}: {n_rejected} of {n_all}");
    }
    missed.dedup();
    assert!(missed.is_empty(), "{}\n{}", missed.len(), missed[..missed.len().min(40)].join("\n"));
}

#[test]
fn changed_proofs_of_duties_are_rejected() {
    let book = LicenseBook::built_in().unwrap();
    let mut numbers = Numbers(5);
    let mut products = all_products();
    for round in 0..60 {
        products.push((format!("random {round}"), numbers.product(5, 7)));
    }
    let (mut n_all, mut missed) = (0, Vec::new());
    for (name, product) in products {
        let judge = Judge::new(&book, product);
        for (delivery, proof) in duty_proofs(&judge) {
            let share = proof.len().div_ceil(6);
            let mut sample = || numbers.below(share) == 0;
            each_mutant(&book, &proof, &mut sample, &mut |change, rule, mutant| {
                n_all += 1;
                if verify_duty(&book, judge.product(), delivery, mutant).is_ok() {
                    let what = format!("{name}: {change} of {} in {:?}", rule.name(), proof.claim);
                    missed.push(told(&what, &[]));
                }
            });
        }
    }
    println!("changed proofs of duties rejected: {} of {n_all}", n_all - missed.len());
    missed.dedup();
    assert!(missed.is_empty(), "{}\n{}", missed.len(), missed[..missed.len().min(40)].join("\n"));
}
