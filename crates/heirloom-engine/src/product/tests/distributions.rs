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

/// Licenses of installed packages were not known where their copyright files tell them in words.
#[test]
fn copyright_files_in_words_tell_one_license() {
    let world = "
    //- etc/os-release
    ID=debian
    //- var/lib/dpkg/status
    Package: one
    Status: install ok installed
    Version: 1

    Package: several
    Status: install ok installed
    Version: 1

    Package: marked
    Status: install ok installed
    Version: 1
    //- usr/share/doc/one/copyright
    This package was made by A. Person.

    SPDX-License-Identifier: ISC
    //- usr/share/doc/several/copyright
    SPDX-License-Identifier: ISC
    SPDX-License-Identifier: GPL-2.0-only
    //- usr/share/doc/marked/copyright
    Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/

    Files: *
    Copyright: 2020 Somebody
    License: MIT

    Files: debian/*
    Copyright: 2020 Somebody
    License: GPL-2
    ";
    let (_, product) = surveyed(world, "");
    let license = |name: &str| {
        let one = product.components.iter().find(|one| &*one.name == name).unwrap();
        one.license.effective().map(ToString::to_string)
    };
    assert_eq!(license("one").as_deref(), Some("ISC"));
    assert_eq!(license("several"), None);
    assert_eq!(license("marked").as_deref(), Some("MIT"));
}
