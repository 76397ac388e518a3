// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The table of inheritance, cell by cell.

use heirloom_model::Expression;

use super::{FAMILIES, ROWS, judge};
use crate::book::LicenseBook;

/// The acceptance test of the model: section 3 of the design, cell by cell, for every member of a
/// family by itself.
#[test]
fn the_table_is_computed_as_designed() {
    let expect = [
        "R1 duties_only duties_only replaceability_required inherits_whole inherits_whole+source_to_users",
        "R2 duties_only duties_only replaceability_required inherits_whole inherits_whole+source_to_users",
        "R3 duties_only duties_only replaceability_required contested contested+source_to_users",
        "R4 clear clear clear+interface_note clear+interface_note clear+interface_note+source_to_users",
        "R5 clear clear clear clear clear+source_to_users",
        "R6 clear clear clear clear clear",
    ];
    let book = LicenseBook::built_in().unwrap();
    for member in [0, 1] {
        let rows: Vec<String> = ROWS
            .iter()
            .map(|row| {
                let cells = FAMILIES.iter().map(|(_, licenses)| {
                    let license = licenses.get(member).unwrap_or(&licenses[0]);
                    judge(&book, &Expression::parse(license).unwrap(), row.kind).verdict.to_string()
                });
                format!("{} {}", row.name, cells.collect::<Vec<_>>().join(" "))
            })
            .collect();
        assert_eq!(rows, expect);
    }
}
