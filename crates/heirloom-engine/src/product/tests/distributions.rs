// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Systems of installed packages.

use heirloom_model::RelationKind;

use super::{roots, surveyed};

const SYSTEM: &str = "
    //- etc/os-release
    ID=debian
    VERSION_ID=\"12\"
    //- var/lib/dpkg/status
    Package: tool
    Status: install ok installed
    Version: 1.0-1
    Architecture: all
    Description: a tool
    //- usr/share/tool/Makefile.am
    lib_LTLIBRARIES = libfoo.la
    libfoo_la_SOURCES = foo.c bar.c
    bin_PROGRAMS = bar
    bar_SOURCES = bar.c
    //- usr/share/tool/foo.c
    // SPDX-License-Identifier: EPL-1.0
    int foo;
    //- usr/share/tool/bar.c
    // SPDX-License-Identifier: GPL-2.0-only
    int bar;
    //- usr/share/tool/run.sh
    #!/bin/sh
    rsync -a x y
    ";

/// `check` said of an image that a library conflicts, which a test of libtool among its files makes.
#[test]
fn a_distribution_is_no_work() {
    let (_, product) = surveyed(SYSTEM, "");
    let of_system = || product.relations.iter().filter(|one| one.from.as_str().starts_with("os:"));
    assert!(of_system().count() > 1, "{:?}", product.relations);
    let beside = |kind| matches!(kind, RelationKind::Aggregate | RelationKind::BuildTool);
    let inside: Vec<String> =
        of_system().filter(|one| !beside(one.kind)).map(super::line).collect();
    assert!(inside.is_empty(), "{inside:?}");
    assert_eq!(roots(&product), ["os:/debian"]);
}
