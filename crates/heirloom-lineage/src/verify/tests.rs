// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Proofs of scenarios, of the matrix and of random products are replayed, and mutants of them are
//! rejected.
#![expect(clippy::disallowed_methods, reason = "tests read the scenarios and these sources")]
#![expect(clippy::print_stdout, reason = "tests print the share of mutants that were rejected")]

mod mutants;
mod random;

use std::{fs, path::Path};

use heirloom_model::{
    Component, Delivery, DeliveryKind, Evidence, Expression, FactKind, Facts, Product, Proof,
    Relation, RelationKind, Statement, TreePath, Tri,
};

use super::{Rejection, verify, verify_duty};
use crate::{
    book::LicenseBook,
    conclude::{self, Consequence, prove},
    judge::{
        Judge,
        tests::{component, id, product},
    },
    matrix, stated,
};

/// The proofs of all wholes of a product, by delivery.
fn proofs(judge: &Judge) -> Vec<(usize, Proof)> {
    let deliveries = 0..judge.product().deliveries.len();
    deliveries
        .flat_map(|delivery| {
            let wholes: Vec<_> = judge.wholes(delivery).collect();
            wholes.into_iter().map(move |root| (delivery, root))
        })
        .map(|(delivery, root)| (delivery, prove(judge, delivery, root)))
        .collect()
}

/// The proofs of all duties of a product, by delivery.
fn duty_proofs(judge: &Judge) -> Vec<(usize, Proof)> {
    let mut proofs = Vec::new();
    for delivery in 0..judge.product().deliveries.len() {
        for duty in conclude::all_duties(judge, delivery, &judge.verdicts(delivery)) {
            for about in &duty.about {
                let proof = conclude::prove_duty(judge, delivery, &duty, about);
                proofs.push((delivery, proof.expect("every duty has a proof")));
            }
        }
    }
    proofs
}

/// The first rejections of a proof, as text.
fn told(name: &str, rejections: &[Rejection]) -> String {
    let first = rejections.iter().take(3);
    let first = first.map(|one| format!("{:?} {}: {}", one.path, one.rule.name(), one.why));
    format!("{name}: {}", first.collect::<Vec<_>>().join("; "))
}

/// What the checker says against the proofs of a product.
fn rejected(book: &LicenseBook, name: &str, product: Product) -> Vec<String> {
    let judge = Judge::new(book, product);
    let told = |rejections: Vec<Rejection>| told(name, &rejections);
    let verdicts = proofs(&judge);
    let verdicts = verdicts.iter().filter_map(|(delivery, proof)| {
        verify(book, judge.product(), *delivery, proof).err().map(told)
    });
    let duties = duty_proofs(&judge);
    let duties = duties.iter().filter_map(|(delivery, proof)| {
        verify_duty(book, judge.product(), *delivery, proof).err().map(told)
    });
    verdicts.chain(duties).collect()
}

/// What the checker says against the proofs of questions, and how many proofs it replayed.
fn rejected_answers(book: &LicenseBook, name: &str, product: Product) -> (Vec<String>, usize) {
    let mut judge = Judge::new(book, product);
    let (mut found, mut n_replayed) = (Vec::new(), 0);
    for delivery in 0..judge.product().deliveries.len() {
        let limits = conclude::ConcludeLimits::standard();
        let concluded = conclude::conclude(&mut judge, delivery, &limits);
        for question in &concluded.questions {
            let mut shown = Vec::new();
            conclude::answers(&mut judge, delivery, question, |answer, judge, consequences| {
                for consequence in &consequences {
                    let (replayed, proof) = match consequence {
                        Consequence::Verdict(proof) => {
                            (verify(book, judge.product(), delivery, proof), proof)
                        }
                        Consequence::Duty(proof) => {
                            (verify_duty(book, judge.product(), delivery, proof), proof)
                        }
                    };
                    n_replayed += 1;
                    found.extend(replayed.err().map(|all| told(name, &all)));
                    shown.push((answer, proof.clone()));
                }
            });
            // Answers that lead to other verdicts are shown with them.
            if let Some((yes, no)) = question.outcomes.filter(|(yes, no)| yes != no) {
                let proofs = |wanted: Tri| -> Vec<&Proof> {
                    let of = shown.iter().filter(|(answer, _)| *answer == wanted);
                    of.map(|(_, proof)| proof).collect()
                };
                assert!(proofs(Tri::Yes) != proofs(Tri::No), "{name}: {yes} {no}");
            }
        }
    }
    (found, n_replayed)
}

#[test]
fn proofs_of_questions_stand_under_each_answer() {
    let book = LicenseBook::built_in().unwrap();
    let mut n_all = 0;
    for (name, product) in scenarios().into_iter().chain(cells()).chain(specials()) {
        let (found, n_replayed) = rejected_answers(&book, &name, product);
        assert!(found.is_empty(), "{found:?}");
        n_all += n_replayed;
    }
    assert!(n_all > 150, "{n_all}");
    println!("{n_all} proofs of answers stand");
}

/// The products of the scenarios, by name.
fn scenarios() -> Vec<(String, Product)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/scenarios");
    let mut files: Vec<_> =
        fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "toml"));
    files.sort();
    assert!(files.len() >= 20, "the scenarios are there");
    let stated = |file: &Path| {
        let text = fs::read_to_string(file).unwrap();
        let stated = stated::parse(&TreePath::root(), text.as_bytes()).unwrap();
        (file.file_stem().unwrap().to_string_lossy().into_owned(), stated)
    };
    let products = files.iter().map(|file| stated(file));
    products.map(|(name, stated)| (name, stated.product(DeliveryKind::Binary))).collect()
}

/// The products of the matrix: one use, by one row, of one member of a family.
fn cells() -> Vec<(String, Product)> {
    let mut cells = Vec::new();
    for row in matrix::ROWS {
        for license in matrix::FAMILIES.iter().flat_map(|(_, members)| *members) {
            let mut used = component("A", license);
            used.modified = Tri::Yes;
            let value = Tri::from(row.kind != RelationKind::NetworkServer);
            let evidence = vec![Evidence::statement(None, None, "assumed")];
            used.facts.set(FactKind::FacesRemoteUsers, Statement { value, evidence });
            let mut relation = Relation::new(id("B"), id("A"), row.kind);
            relation.evidence.push(Evidence::statement(None, None, "assumed"));
            let delivery = Delivery {
                name: "matrix".into(),
                kind: DeliveryKind::Binary,
                roots: vec![id("B")],
                monthly_users: None,
                facts: Facts::default(),
            };
            let product = Product {
                components: vec![Component::own(id("B")), used],
                relations: vec![relation],
                deliveries: vec![delivery],
            };
            cells.push((format!("{} {license}", row.name), product));
        }
    }
    cells
}

/// Small products in which something special happens.
fn specials() -> Vec<(String, Product)> {
    let texts = [
        "app own\na MIT\nb GPL-3.0-only\napp static_link a\na static_link b",
        "app own\nold GPL-2.0-only\nnew Apache-2.0\napp static_link old\napp static_link new",
        "app own\nold GPL-2.0-or-later\nnew Apache-2.0\napp static_link old\napp static_link new",
        "app own\ndual GPL-2.0-only OR MIT\napp static_link dual",
        "app own\nlib LicenseRef-x\napp static_link lib",
        "app own\na EUPL-1.2\nb GPL-2.0-only\napp static_link a\napp static_link b",
        "app own\na LGPL-2.1-only\nb GPL-3.0-only\napp copies a\napp static_link b",
        "app own\na PolyForm-Noncommercial-1.0.0\nb BUSL-1.1\napp static_link a\napp static_link b",
        "app own\na GPL-3.0-or-later WITH GCC-exception-3.1\napp static_link a",
        "app own\na GPL-2.0-only WITH Classpath-exception-2.0\napp static_link a",
        "app own GPL-3.0-or-later",
        "app own GPL-3.0-or-later WITH rsync-linking-exception\na OpenSSL\napp dynamic_link a",
        "app own GPL-2.0-only WITH GCC-exception-2.0\na Apache-2.0\nb CDDL-1.0\napp static_link a\na copies b",
        "app own GPL-2.0-or-later WITH Classpath-exception-2.0\na EPL-1.0\nb LGPL-3.0-only\napp dynamic_link a\napp static_link b",
        "app own Apache-2.0\na GPL-2.0-only\napp static_link a",
        "app own MPL-2.0\na MIT\napp static_link a",
        "app own GPL-2.0-or-later\na Apache-2.0\nb LGPL-2.1-only\napp static_link a\napp copies b",
        "app own CC-BY-SA-4.0 AND GPL-3.0-or-later\na Apache-2.0\napp copies a",
        "app own GPL-2.0-only\na Apache-2.0\napp static_link a",
        "gpl GPL-3.0-or-later\na AGPL-3.0-only AND MIT\nb CDDL-1.0\ngpl static_link a\na static_link b",
        "gpl GPL-2.0-or-later OR MIT\na Apache-2.0\ngpl static_link a\na exec gpl",
    ];
    texts.iter().map(|text| ((*text).to_owned(), product(text))).collect()
}

fn all_products() -> Vec<(String, Product)> {
    [scenarios(), cells(), specials()].concat()
}

#[test]
fn proofs_of_scenarios_matrix_and_special_products_stand() {
    let book = LicenseBook::built_in().unwrap();
    let wrong: Vec<String> = all_products()
        .into_iter()
        .flat_map(|(name, product)| rejected(&book, &name, product))
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_license_gives_proofs_that_stand() {
    let book = LicenseBook::built_in().unwrap();
    let mut wrong = Vec::new();
    for license in book.licenses() {
        for kind in ["static_link", "dynamic_link", "copies", "exec"] {
            let text = format!("app own\nlib {}\ngpl GPL-3.0-only\napp {kind} lib", license.id);
            for more in ["", "\napp static_link gpl"] {
                wrong.extend(rejected(&book, &text, product(&format!("{text}{more}"))));
            }
        }
    }
    for exception in book.exceptions() {
        for license in &exception.applies_to {
            let expression =
                Expression::parse(&format!("{license} WITH {}", exception.id)).unwrap();
            let text = format!("app own\nlib {expression}\nnew Apache-2.0\napp static_link lib");
            let ours = format!("app own {expression}\nnew Apache-2.0\napp static_link new");
            wrong.extend(rejected(&book, &ours, product(&ours)));
            for more in ["", "\napp static_link new", "\nlib static_link new"] {
                wrong.extend(rejected(&book, &text, product(&format!("{text}{more}"))));
            }
        }
    }
    assert!(wrong.is_empty(), "{}\n{}", wrong.len(), wrong[..wrong.len().min(20)].join("\n"));
}

#[test]
fn the_checker_shares_nothing_with_the_judge() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = vec![folder.join("verify.rs")];
    let inside = fs::read_dir(folder.join("verify")).unwrap().map(|entry| entry.unwrap().path());
    files.extend(inside.filter(|file| file.is_file() && !file.ends_with("tests.rs")));
    assert!(files.len() >= 6);
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        let foreign =
            text.match_indices("crate::").filter(|(at, _)| !text[*at..].starts_with("crate::book"));
        assert_eq!(foreign.count(), 0, "{}", file.display());
    }
}
