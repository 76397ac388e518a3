// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The license under which what is ours goes out, and what its delivery owes.

use heirloom_model::{Fulfilment, Level, Product, ScanSummary};
use heirloom_policy::Date;

use super::{component, surveyed};
use crate::{
    Gate,
    check::{Judged, judged, license_book},
};

/// A program under the GPL, with documentation and settings under licenses of their own.
const PROGRAM: &str = "
    //- pyproject.toml
    [project]
    name = 'lantern'
    version = '1'
    license = 'CC-BY-SA-4.0 AND CC0-1.0 AND GPL-3.0-or-later'
    //- src/lantern/main.py
    # SPDX-License-Identifier: GPL-3.0-or-later
    print(1)
    //- docs/guide.md
    <!-- SPDX-License-Identifier: CC-BY-SA-4.0 -->
    Guide
    //- docs/logo.svg
    <!-- SPDX-License-Identifier: CC-BY-SA-4.0 --><svg/>
    //- .ci/settings.yaml
    # SPDX-License-Identifier: CC0-1.0
    a: 1
    ";

fn conclusion(product: Product, _: &ScanSummary) -> Judged {
    judged(&license_book().unwrap(), product, &Gate::standard(Date::new(2026, 6, 15).unwrap()))
}

#[test]
fn documentation_stays_out_of_a_program_in_object_form() {
    let (scan, product) = surveyed(PROGRAM, "");
    let own = component(&product, "pkg:pypi/lantern@1");
    assert_eq!(own.license.effective().unwrap().to_string(), "GPL-3.0-or-later");
    assert_eq!(own.parts.len(), 1);
    let judged = conclusion(product, &scan.summary);
    let whole = &judged.deliveries[0].wholes[0];
    assert_eq!(whole.verdict.level, Level::InheritsWhole);
    assert_eq!(whole.readings[0].outbound.as_deref(), Some("GPL-3.0-or-later"));
    let duties = &judged.deliveries[0].duties;
    let of = |name: &str| duties.iter().any(|duty| duty.kind.name() == name);
    assert!(of("provide_source") && of("include_license_text"), "{duties:?}");
    assert!(duties.iter().all(|duty| duty.fulfilment != Fulfilment::Unmet));
    let questions = &judged.deliveries[0].questions;
    let asked =
        questions.iter().any(|one| one.fact.is_some_and(|fact| fact.name() == "sole_holder"));
    assert!(asked, "{questions:?}");
}

#[test]
fn source_is_delivered_with_everything() {
    let stated = "
        [[deliveries]]
        name = 'source'
        kind = 'source'
        ";
    let (scan, product) = surveyed(PROGRAM, stated);
    let own = component(&product, "pkg:pypi/lantern@1").license.effective().unwrap();
    assert_eq!(own.to_string(), "CC-BY-SA-4.0 AND CC0-1.0 AND GPL-3.0-or-later");
    let judged = conclusion(product, &scan.summary);
    // Compatibility goes one way: the documentation may come under version 3 of the program's license.
    let whole = &judged.deliveries[0].wholes[0];
    assert_eq!(whole.readings[0].outbound.as_deref(), Some("GPL-3.0-only"));
}

#[test]
fn whoever_holds_all_rights_is_not_bound_by_their_own_license() {
    let stated = "
        [[components]]
        id = 'pkg:pypi/lantern@1'
        own = true
        facts = { sole_holder = 'yes' }
        reason = 'all of it was written here'
        author = 'Jane'
        ";
    let (scan, product) = surveyed(PROGRAM, stated);
    let judged = conclusion(product, &scan.summary);
    assert_eq!(judged.deliveries[0].wholes[0].verdict.level, Level::Clear);
    assert!(judged.deliveries[0].duties.is_empty(), "{:?}", judged.deliveries[0].duties);
}
