// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Trees that hold several programs and libraries.

use heirloom_model::ProblemCode;

use super::{check, component, roots, surveyed};

const TREE: &str = "
    //- Makefile.am
    bin_PROGRAMS = app extra other
    lib_LTLIBRARIES = libcore.la
    app_SOURCES = app.c
    app_LDADD = libcore.la
    extra_SOURCES = extra.c
    extra_LDADD = -lreadline
    other_SOURCES = other.c
    libcore_la_SOURCES = core.c
    //- app.c
    // SPDX-License-Identifier: MIT
    int main(void) { return 0; }
    //- extra.c
    // SPDX-License-Identifier: GPL-3.0-only
    int main(void) { return 0; }
    //- other.c
    // SPDX-License-Identifier: MIT
    int main(void) { return 0; }
    //- core.c
    // SPDX-License-Identifier: BSD-3-Clause
    int core;
    //- LICENSE
    SPDX-License-Identifier: MIT
    ";

#[test]
fn each_program_and_library_has_the_files_it_is_made_of() {
    let product = check(
        TREE,
        &[
            "dynamic_link runtime app#app -> app#libcore Makefile.am:1",
            "dynamic_link runtime app#extra -> pkg:generic/readline Makefile.am:6",
        ],
    );
    assert_eq!(roots(&product), ["app#app", "app#extra", "app#libcore", "app#other"]);
    let license = |id| component(&product, id).license.effective().unwrap().to_string();
    // Every file of the tool says so.
    assert_eq!(license("app#extra"), "GPL-3.0-only");
    assert_eq!(license("app#libcore"), "BSD-3-Clause");
    assert_eq!(license("app#app"), "MIT");
}

#[test]
fn wholes_that_are_alike_are_one() {
    let (_, product) = surveyed(
        "
        //- CMakeLists.txt
        add_executable(a a.c)
        add_executable(b b.c)
        add_executable(c c.c)
        install(TARGETS a b c)
        //- a.c
        //- b.c
        //- c.c
        // SPDX-License-Identifier: GPL-2.0-only
        int gpl;
        //- LICENSE
        SPDX-License-Identifier: MIT
        ",
        "",
    );
    assert_eq!(roots(&product), ["app#a", "app#c"]);
    let alike: Vec<&str> = component(&product, "app#a").alike.iter().map(|one| &**one).collect();
    assert_eq!(alike, ["b"]);
}

#[test]
fn whoever_speaks_of_uses_of_the_package_means_the_package() {
    let stated = "
        [[relations]]
        from = 'app'
        to = 'pkg:generic/rsync'
        kind = 'exec'
        reason = 'known'
        author = 'Jane'
        ";
    let (_, product) = surveyed(TREE, stated);
    assert_eq!(roots(&product), ["app"]);
}

#[test]
fn lists_that_are_computed_are_told() {
    let (scan, _) = surveyed(
        "
        //- Makefile
        app: main.o $(MORE_OBJS)
        \tcc -o $@ main.o $(MORE_OBJS)
        //- main.c
        int main(void) { return 0; }
        //- more.c
        int more;
        ",
        "",
    );
    let problems = &scan.summary.problems;
    let told = problems.iter().find(|one| one.code == ProblemCode::BUILD_LIST_OPEN).unwrap();
    assert_eq!((told.path.as_ref().unwrap().to_string(), told.line), ("Makefile".into(), Some(1)));
    assert!(told.args.contains(&("files", "more.c".into())));
}

#[test]
fn settings_beside_a_manifest_leave_it_what_it_is() {
    let (_, product) = surveyed(
        "
        //- Cargo.toml
        [package]
        name = 'app'
        version = '1.0.0'
        //- src/main.rs
        fn main() {}
        //- .gitlab-ci.yml
        test:
          image: debian:12
          script: [make]
        ",
        "",
    );
    assert_eq!(roots(&product), ["pkg:cargo/app@1.0.0"]);
}

#[test]
fn what_a_license_file_says_of_parts_is_theirs() {
    let product = check(
        "
        //- main.py
        print()
        //- vendor/lantern/lantern.py
        # SPDX-License-Identifier: Zlib
        //- vendor/lantern/LICENSE
        SPDX-License-Identifier: Zlib
        //- COPYING
        This program is licensed under the MIT License.

        ----------------------------------------------------------------------

        The bundled lantern code is under the Zlib license:

        Licensed under the zlib License.

        ----------------------------------------------------------------------

        Portions of this program were derived from Tinyring:

        This program is free software; you can redistribute it and/or modify it under the terms of
        the GNU General Public License as published by the Free Software Foundation; either version
        2 of the License, or (at your option) any later version.
        ",
        &[
            "perhaps copies optional app -> app#COPYING COPYING",
            "dynamic_link runtime app -> pkg:generic/lantern vendor/lantern",
        ],
    );
    let license = |id| component(&product, id).license.effective().unwrap().to_string();
    assert_eq!(license("app"), "MIT");
    assert_eq!(license("app#COPYING"), "GPL-2.0-or-later");
}

#[test]
fn lists_of_bundled_licenses_are_asked_about() {
    check(
        "
        //- main.py
        print()
        //- THIRD_PARTY_LICENSES.txt
        This executable holds mutagen.
        SPDX-License-Identifier: GPL-2.0-or-later
        //- LICENSE
        SPDX-License-Identifier: MIT
        ",
        &["perhaps copies optional app -> app#THIRD_PARTY_LICENSES.txt THIRD_PARTY_LICENSES.txt"],
    );
}
