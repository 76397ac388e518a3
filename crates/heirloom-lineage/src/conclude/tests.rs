// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Duties, questions and proofs of small products.

use heirloom_model::{
    ComponentLicense, DeliveryConclusion, EvidenceMethod, Fulfilment, Proof, ProofRule,
    QuestionSubject, Scope, TreePath,
};

use super::{ConcludeLimits, conclude, find, prove};
use crate::{
    book::LicenseBook,
    judge::{Judge, tests::product},
};

fn concluded(text: &str) -> (LicenseBook, DeliveryConclusion) {
    let book = LicenseBook::built_in().unwrap();
    let mut judge = Judge::new(&book, product(text));
    let conclusion = conclude(&mut judge, 0, &ConcludeLimits::standard());
    (book, conclusion)
}

fn duties(conclusion: &DeliveryConclusion, fulfilment: Fulfilment) -> Vec<&'static str> {
    let wanted = conclusion.duties.iter().filter(|duty| duty.fulfilment == fulfilment);
    let mut names: Vec<_> = wanted.map(|duty| duty.kind.name()).collect();
    names.dedup();
    names
}

#[test]
fn what_is_linked_in_cannot_be_replaced_and_what_is_shared_can() {
    let text = |kind| format!("app own\nelf LGPL-2.1-only\napp {kind} elf");
    let (_, linked) = concluded(&text("static_link"));
    assert!(duties(&linked, Fulfilment::Unmet).contains(&"permit_relinking"));
    let (_, shared) = concluded(&text("dynamic_link"));
    assert!(duties(&shared, Fulfilment::Met).contains(&"permit_relinking"));
}

#[test]
fn open_facts_of_law_become_questions_by_what_they_decide() {
    let (_, conclusion) = concluded("app own\nlib GPL-2.0-only\napp dynamic_link lib");
    let asked: Vec<_> = conclusion
        .questions
        .iter()
        .map(|question| {
            let fact = question.fact.map_or("modified", heirloom_model::FactKind::name);
            match question.outcomes {
                Some((yes, no)) => format!("{fact}: {yes} if so, {no} if not"),
                None => fact.to_owned(),
            }
        })
        .collect();
    let expect = [
        "core",
        "most_function_lost",
        "replaceable: duties_only if so, contested if not",
        "written_for_a_only",
        "modified",
    ];
    assert_eq!(asked, expect);
}

/// What decides is whether a library is built in, and not how much hangs on it if it is.
#[test]
fn a_use_that_may_not_be_there_is_asked_for_first() {
    let asked = |text| {
        let book = LicenseBook::built_in().unwrap();
        let mut product = product(text);
        product.relations[0].evidence.clear();
        let mut judge = Judge::new(&book, product);
        let conclusion = conclude(&mut judge, 0, &ConcludeLimits::standard());
        let existence: Vec<bool> = conclusion
            .questions
            .iter()
            .filter(|one| one.outcomes.is_some() || one.fact.is_none() && one.duties.is_empty())
            .map(|one| matches!(one.subject, QuestionSubject::Existence(_)))
            .collect();
        (existence, conclusion.wholes[0].verdict.to_string())
    };
    let (questions, verdict) = asked("app own\nlib GPL-3.0-or-later\napp dynamic_link lib");
    assert_eq!((questions, &*verdict), (vec![true], "clear+unknown"));
}

#[test]
fn an_image_shows_what_it_holds() {
    let text = "image own
        app own
        base MIT
        tool MIT
        image aggregate app
        image aggregate base
        image aggregate tool";
    let mut product = product(text);
    for component in &mut product.components {
        if component.id.as_str() == "tool" {
            component.license = ComponentLicense::default();
        }
    }
    let book = LicenseBook::built_in().unwrap();
    let mut judge = Judge::new(&book, product);
    let conclusion = conclude(&mut judge, 0, &ConcludeLimits::standard());
    let image = conclusion.wholes.iter().find(|whole| whole.root.as_str() == "image").unwrap();
    let beside = image.beside.as_ref().unwrap();
    let held: Vec<&str> = beside.wholes.iter().map(|one| one.root.as_str()).collect();
    assert_eq!((held, beside.n_components, beside.n_unlicensed), (vec!["app"], 3, 1));
}

#[test]
fn unknown_licenses_that_one_lock_names_are_one_question() {
    let text = "app own
        a MIT
        b MIT
        c MIT
        d MIT
        app dynamic_link a
        app dynamic_link b
        app dynamic_link c
        app dynamic_link d";
    let mut product = product(text);
    for component in product.components.iter_mut().filter(|one| one.id.as_str() != "app") {
        component.license = ComponentLicense::default();
    }
    for relation in product.relations.iter_mut().filter(|one| one.to.as_str() != "d") {
        relation.evidence[0].method = EvidenceMethod::Lockfile;
        relation.evidence[0].source = Some(TreePath::parse(b"app.lock").unwrap());
    }
    let book = LicenseBook::built_in().unwrap();
    let mut judge = Judge::new(&book, product);
    let conclusion = conclude(&mut judge, 0, &ConcludeLimits::standard());
    let asked: Vec<String> = conclusion
        .questions
        .iter()
        .filter_map(|question| match &question.subject {
            QuestionSubject::License(id) => Some(id.to_string()),
            QuestionSubject::Licenses { of, source, .. } => Some(format!("{source}: {}", of.len())),
            _ => None,
        })
        .collect();
    assert_eq!(asked, ["app.lock: 3", "d"]);
}

/// `mutagen` and `unidecode`, which beets needs when it runs, were two of 156 packages of one lock.
#[test]
fn what_is_needed_in_any_case_is_asked_apart() {
    let text = "app own
        a MIT
        direct MIT
        deep MIT
        extra MIT
        more MIT
        also MIT
        app dynamic_link direct
        app dynamic_link a
        direct dynamic_link deep
        app dynamic_link extra
        app dynamic_link more
        extra dynamic_link also";
    let mut product = product(text);
    for component in product.components.iter_mut().filter(|one| one.id.as_str() != "app") {
        component.license = ComponentLicense::default();
    }
    for relation in &mut product.relations {
        relation.evidence[0].method = EvidenceMethod::Lockfile;
        relation.evidence[0].source = Some(TreePath::parse(b"app.lock").unwrap());
        if ["extra", "more"].contains(&relation.to.as_str()) {
            relation.scope = heirloom_model::Scope::Optional;
        }
    }
    let book = LicenseBook::built_in().unwrap();
    let mut judge = Judge::new(&book, product);
    let conclusion = conclude(&mut judge, 0, &ConcludeLimits::standard());
    let asked: Vec<(bool, Vec<&str>)> = conclusion
        .questions
        .iter()
        .filter_map(|question| match &question.subject {
            QuestionSubject::Licenses { of, is_needed, .. } => {
                Some((*is_needed, of.iter().map(|id| id.as_str()).collect()))
            }
            _ => None,
        })
        .collect();
    let expect = [(true, vec!["a", "direct", "deep"]), (false, vec!["also", "extra", "more"])];
    assert_eq!(asked, expect);
}

#[test]
fn unknown_licenses_are_asked_of_the_wholes_that_use_them() {
    let text = "one own
        two own
        shared MIT
        of_two MIT
        tool MIT
        deep MIT
        one static_link shared
        two static_link shared
        two static_link of_two
        one dynamic_link tool
        tool dynamic_link deep";
    let mut product = product(text);
    let is_named = |id: &str| ["shared", "of_two", "tool", "deep"].contains(&id);
    for component in product.components.iter_mut().filter(|one| is_named(one.id.as_str())) {
        component.license = ComponentLicense::default();
    }
    for relation in product.relations.iter_mut().filter(|one| one.to.as_str() == "tool") {
        relation.scope = heirloom_model::Scope::Development;
    }
    let roots = product.components.iter().take(2).map(|one| one.id.clone());
    product.deliveries[0].roots = roots.collect();
    let book = LicenseBook::built_in().unwrap();
    let mut judge = Judge::new(&book, product);
    let conclusion = conclude(&mut judge, 0, &ConcludeLimits::standard());
    let licenses = conclusion.questions.iter().filter_map(|question| match &question.subject {
        QuestionSubject::License(id) => Some((id.as_str(), question.decides)),
        _ => None,
    });
    let mut licenses: Vec<(&str, usize)> = licenses.collect();
    licenses.sort();
    assert_eq!(licenses, [("of_two", 1), ("shared", 2)]);
}

#[test]
fn a_proof_leads_from_the_verdict_to_clauses_and_evidence() {
    let book = LicenseBook::built_in().unwrap();
    let text = "app own
        mid MIT
        old GPL-2.0-only
        new Apache-2.0
        app static_link mid
        mid static_link old
        app static_link new";
    let judge = Judge::new(&book, product(text));
    let proof = prove(&judge, 0, 0);
    let mut terms = Vec::new();
    let mut n_uses = 0;
    walk(&proof, &mut |step| {
        terms.extend(step.terms.iter().map(|term| format!("{} {}", term.id, term.clause)));
        n_uses += usize::from(step.rule == ProofRule::Use && !step.evidence.is_empty());
    });
    assert!(terms.iter().any(|term| term == "GPL-2.0-only#whole §2(b)"), "{terms:?}");
    assert!(n_uses >= 6);
    let id = super::conclusion_id(&judge, 0, 0);
    assert_eq!(find(&judge, &id), Some((0, 0)));
}

fn walk(proof: &Proof, visit: &mut impl FnMut(&Proof)) {
    visit(proof);
    proof.because.iter().chain(&proof.despite).for_each(|step| walk(step, visit));
}

#[test]
fn open_facts_of_terms_become_questions_with_the_duties_that_they_decide() {
    use heirloom_model::{DeliveryKind, DutyKind, FactKind, QuestionSubject, Tri};

    let book = LicenseBook::built_in().unwrap();
    let mut product = product("app own\nlib LGPL-3.0-only\napp static_link lib");
    product.components[1].modified = Tri::No;
    product.deliveries[0].kind =
        DeliveryKind::Device { user_product: Tri::Unknown, locked: Tri::No };
    let mut judge = Judge::new(&book, product);
    let conclusion = conclude(&mut judge, 0, &ConcludeLimits::standard());
    let [question] = &conclusion.questions[..] else { panic!("{:?}", conclusion.questions) };
    assert_eq!(question.subject, QuestionSubject::Delivery("shipped".into()));
    assert_eq!(question.fact, Some(FactKind::UserProduct));
    assert_eq!(question.duties, [DutyKind::ProvideInstallationInformation]);
}

#[test]
fn the_purpose_of_a_delivery_is_asked_where_a_license_forbids_some() {
    let (_, conclusion) = concluded("app own\nart CC-BY-NC-4.0\napp copies art");
    let question = &conclusion.questions[0];
    assert_eq!(question.fact, Some(heirloom_model::FactKind::Commercial));
    let (yes, no) = question.outcomes.unwrap();
    assert_eq!((yes.to_string(), no.to_string()), ("conflict".into(), "duties_only".into()));
}

/// A chart names an image that the recipient's cluster fetches; one that is packed beside goes along.
#[test]
fn what_the_recipient_fetches_is_no_whole_of_the_delivery() {
    let wholes = |scope| {
        let book = LicenseBook::built_in().unwrap();
        let mut product = product("chart own\nimage GPL-2.0-only\nchart aggregate image");
        product.relations[0].scope = scope;
        let mut judge = Judge::new(&book, product);
        let conclusion = conclude(&mut judge, 0, &ConcludeLimits::standard());
        conclusion.wholes.iter().map(|whole| whole.root.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(wholes(Scope::Runtime), ["chart", "image"]);
    assert_eq!(wholes(Scope::Provided), ["chart"]);
}
