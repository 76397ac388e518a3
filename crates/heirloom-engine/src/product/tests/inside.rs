// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Licenses that stand against each other inside one program, and who could change that.

use heirloom_model::{FactKind, Level, Tri};
use heirloom_policy::Date;

use super::{component, surveyed};
use crate::{
    Gate,
    check::{Judged, judged, license_book},
};

#[track_caller]
fn judge(fixture: &str, stated: &str) -> Judged {
    let (_, product) = surveyed(fixture, stated);
    judged(&license_book().unwrap(), product, &Gate::standard(Date::new(2026, 6, 15).unwrap()))
}

/// The level of a whole, and the files that its causes name.
#[track_caller]
fn check(judged: &Judged, root: &str, level: Level, files: &[&str]) {
    let wholes = &judged.deliveries[0].wholes;
    let whole = wholes.iter().find(|one| one.root.as_str() == root);
    let whole = whole.unwrap_or_else(|| panic!("{wholes:?}"));
    assert_eq!(whole.verdict.level, level, "{whole:?}");
    let causes = whole.readings.iter().flat_map(|read| &read.causes);
    let mut named: Vec<String> = Vec::new();
    for by in causes.flat_map(|cause| &cause.way) {
        let used = judged
            .product
            .relations
            .iter()
            .filter(|one| one.from == by.from && one.to == by.to && one.kind == by.kind);
        let places = used.flat_map(|one| &one.evidence).filter_map(|one| one.source.as_ref());
        named.extend(places.map(ToString::to_string));
    }
    named.sort();
    named.dedup();
    assert_eq!(named, files);
}

/// A module of openzfs holds files under the CDDL, as the package is, among files under the GPL.
#[test]
fn a_program_mostly_under_another_license_holds_those_of_its_package() {
    let judged = judge(
        "
        //- Makefile.am
        bin_PROGRAMS = porter other
        porter_SOURCES = a.c b.c c.c d.c list.c
        other_SOURCES = other.c
        //- other.c
        // SPDX-License-Identifier: CDDL-1.0
        //- LICENSE
        SPDX-License-Identifier: CDDL-1.0
        //- a.c
        // SPDX-License-Identifier: GPL-2.0-or-later
        //- b.c
        // SPDX-License-Identifier: GPL-2.0-or-later
        //- c.c
        // SPDX-License-Identifier: GPL-2.0-or-later
        //- d.c
        // SPDX-License-Identifier: GPL-2.0-or-later
        //- list.c
        // SPDX-License-Identifier: CDDL-1.0
        ",
        "",
    );
    check(&judged, "app#porter", Level::Conflict, &["list.c"]);
    let own = component(&judged.product, "app#porter").license.effective().unwrap();
    assert_eq!(own.to_string(), "GPL-2.0-or-later");
}

/// A plugin of collectd has a notice of one version of the GPL and a function of another.
const PLUGIN: &str = "
    //- Makefile.am
    bin_PROGRAMS = daemon plugin
    daemon_SOURCES = daemon.c
    plugin_SOURCES = plugin.c part.c help.c
    //- LICENSE
    SPDX-License-Identifier: MIT AND GPL-2.0-only
    //- daemon.c
    // Copyright 2010 Ada Byron
    // SPDX-License-Identifier: MIT
    //- plugin.c
    // Copyright 2011 Grace Murray
    // SPDX-License-Identifier: GPL-2.0-only
    //- help.c
    // Copyright 2012 Edsger Rotterdam
    // Copyright 2013 Barbara Huberman
    // SPDX-License-Identifier: MIT
    //- part.c
    // Copyright 2014 Somebody Else
    // SPDX-License-Identifier: GPL-3.0-only
    ";

#[test]
fn parts_of_one_program_do_not_stay_apart() {
    let judged = judge(PLUGIN, "");
    check(&judged, "app#plugin", Level::Conflict, &["part.c"]);
    let facts = |id: &str| component(&judged.product, id).facts.value(FactKind::SoleHolder);
    assert_eq!(facts("app#plugin"), Tri::No);
    // One name shows nothing.
    assert_eq!(facts("app#daemon"), Tri::Unknown);
}

#[test]
fn whoever_says_to_hold_all_rights_can_change_the_license() {
    let stated = "
        [[components]]
        id = 'app'
        own = true
        facts = { sole_holder = 'yes' }
        reason = 'all of it was written here'
        author = 'Jane'
        ";
    let judged = judge(PLUGIN, stated);
    check(&judged, "app#plugin", Level::InheritsWhole, &["part.c"]);
}
