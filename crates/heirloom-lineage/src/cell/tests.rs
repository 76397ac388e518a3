// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What holds whatever the license: section 7 of the design, for every described license.

use heirloom_model::{
    Component, ComponentId, Delivery, DeliveryKind, Expression, Facts, Level, LicenseTerm, Reading,
    RelationKind, Tri,
};

use super::{Cell, cell};
use crate::{
    book::LicenseBook,
    uses::{Situation, fits},
};

/// Ways of use of programs, from near to far.
const FROM_NEAR_TO_FAR: [RelationKind; 5] = [
    RelationKind::StaticLink,
    RelationKind::DynamicLink,
    RelationKind::Exec,
    RelationKind::NetworkClient,
    RelationKind::Aggregate,
];

fn judged(
    book: &LicenseBook,
    license: &Expression,
    kind: RelationKind,
    delivery: DeliveryKind,
) -> Cell {
    let mut used = Component::third_party(ComponentId::new("A").unwrap());
    used.license.concluded = Some(license.clone());
    used.modified = Tri::Yes;
    let delivery = Delivery {
        name: "delivery".into(),
        kind: delivery,
        roots: Vec::new(),
        monthly_users: None,
        facts: Facts::default(),
    };
    let relation = Facts::default();
    let situation = Situation { kind, relation: &relation, used: &used, delivery: &delivery };
    cell(book, &situation, false)
}

fn described(book: &LicenseBook) -> Vec<Expression> {
    let licenses = book.licenses().filter(|license| license.described);
    licenses.map(|license| Expression::license(license.id.clone())).collect()
}

#[test]
fn looser_uses_never_bring_more() {
    let book = LicenseBook::built_in().unwrap();
    let mut wrong = Vec::new();
    for license in described(&book) {
        for delivery in [DeliveryKind::Binary, DeliveryKind::Source] {
            let cells =
                FROM_NEAR_TO_FAR.map(|kind| judged(&book, &license, kind, delivery).readings);
            for (near, far) in cells.iter().zip(&cells[1..]) {
                for (near, far) in near.iter().zip(far) {
                    if far.verdict.level > near.verdict.level {
                        let reading = near.reading.name();
                        wrong.push(format!(
                            "{license} {reading}: {}, {}",
                            near.verdict, far.verdict
                        ));
                    }
                }
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn exceptions_never_raise_a_verdict() {
    let book = LicenseBook::built_in().unwrap();
    let mut wrong = Vec::new();
    for exception in book.exceptions() {
        for license in book.licenses().filter(|license| license.described) {
            if !fits(exception, &license.id) {
                continue;
            }
            let plain = Expression::license(license.id.clone());
            let with = Expression::Term(LicenseTerm {
                license: license.id.clone(),
                or_later: false,
                exception: Some(exception.id.clone()),
            });
            for kind in RelationKind::ALL {
                let [plain, with] = [&plain, &with]
                    .map(|license| judged(&book, license, *kind, DeliveryKind::Binary).readings);
                for (plain, with) in plain.iter().zip(&with) {
                    if with.verdict.level > plain.verdict.level {
                        wrong.push(format!("{} {} {}", exception.id, license.id, kind.name()));
                    }
                }
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn what_stays_in_the_house_owes_recipients_nothing() {
    let book = LicenseBook::built_in().unwrap();
    let wrong: Vec<String> = described(&book)
        .iter()
        .flat_map(|license| {
            let cell = judged(&book, license, RelationKind::StaticLink, DeliveryKind::InternalOnly);
            let inherits = cell.readings.iter().any(|read| {
                matches!(
                    read.verdict.level,
                    Level::InheritsWhole | Level::ReplaceabilityRequired | Level::Contested
                )
            });
            inherits.then(|| format!("{license}: {}", cell.verdict))
        })
        .collect();
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn choices_never_weigh_more_than_what_they_choose_from() {
    let book = LicenseBook::built_in().unwrap();
    let all = described(&book);
    for (one, other) in all.iter().zip(all.iter().skip(7)) {
        let either = Expression::any([one.clone(), other.clone()]).unwrap();
        for kind in FROM_NEAR_TO_FAR {
            let level = |license| {
                let cell = judged(&book, license, kind, DeliveryKind::Binary);
                Reading::ALL
                    .iter()
                    .map(|reading| cell.readings[*reading as usize].verdict.level)
                    .collect::<Vec<_>>()
            };
            let (one, other, either) = (level(one), level(other), level(&either));
            for index in 0..either.len() {
                assert_eq!(either[index], one[index].min(other[index]));
            }
        }
    }
}
