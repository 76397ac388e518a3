// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Copies of other people's packages.

use heirloom_model::Owner;

use super::{check, component};

const MIT: &str = "SPDX-License-Identifier: MIT";

#[test]
fn a_folder_of_third_parties_with_a_license_is_a_copy() {
    let product = check(
        &format!(
            "
        //- main.c
        int main(void) {{ return 0; }}
        //- third_party/zlib-1.2.11/LICENSE
        {MIT}
        //- third_party/zlib-1.2.11/inflate.c
        #include <string.h>
        //- third_party/jquery/LICENSE
        {MIT}
        //- third_party/jquery/jquery.js
        const x = require('x');
        //- third_party/LICENSE
        {MIT}
        "
        ),
        &[
            "dynamic_link runtime app -> pkg:generic/jquery third_party/jquery",
            "static_link runtime app -> pkg:generic/zlib@1.2.11 third_party/zlib-1.2.11",
        ],
    );
    let zlib = component(&product, "pkg:generic/zlib@1.2.11");
    assert_eq!(zlib.license.effective().unwrap().to_string(), "MIT");
}

/// One's own parts have the license of the whole.
#[test]
fn libraries_of_many_licenses_side_by_side_are_copies() {
    let tree = |own: &str| {
        format!(
            "
        //- LICENSE
        SPDX-License-Identifier: MIT
        //- main.c
        int main(void) {{ return 0; }}
        //- contrib/zlib/LICENSE
        SPDX-License-Identifier: Zlib
        //- contrib/zlib/zlib.h
        #define ZLIB_VERSION \"1.3.1\"
        #define ZLIB_VER_MAJOR 1
        //- contrib/zlib/inflate.c
        #include <string.h>
        //- contrib/poly/LICENSE
        SPDX-License-Identifier: {own}
        //- contrib/poly/poly.c
        #include <string.h>
        "
        )
    };
    let gathered = check(
        &tree("BSL-1.0"),
        &[
            "static_link runtime app -> pkg:generic/poly contrib/poly",
            "static_link runtime app -> pkg:generic/zlib@1.3.1 contrib/zlib",
        ],
    );
    let zlib = component(&gathered, "pkg:generic/zlib@1.3.1");
    assert_eq!(zlib.license.effective().unwrap().to_string(), "Zlib");
    // What has the license of the whole may be a part of it.
    check(&tree("MIT"), &["static_link runtime app -> pkg:generic/zlib@1.3.1 contrib/zlib"]);
    check(&tree("MIT").replace("contrib/", "lib/"), &[]);
}

#[test]
fn manifests_of_copies_are_not_ours() {
    let product = check(
        "
        //- Cargo.toml
        [package]
        name = \"a\"
        version = \"1.0.0\"
        [dependencies]
        b = { path = \"vendor/b\" }
        //- Cargo.lock
        version = 4
        [[package]]
        name = \"a\"
        version = \"1.0.0\"
        dependencies = [\"b\"]
        [[package]]
        name = \"b\"
        version = \"0.3.0\"
        //- vendor/b/Cargo.toml
        [package]
        name = \"b\"
        version = \"0.3.0\"
        license = \"LGPL-2.1-only\"
        ",
        &["static_link runtime pkg:cargo/a@1.0.0 -> pkg:cargo/b@0.3.0 Cargo.lock:5"],
    );
    let copy = component(&product, "pkg:cargo/b@0.3.0");
    assert_eq!(copy.owner, Owner::ThirdParty);
    assert_eq!(copy.license.effective().unwrap().to_string(), "LGPL-2.1-only");
}

#[test]
fn locks_take_licenses_from_installed_copies() {
    let product = check(
        "
        //- requirements.txt
        requests==2.31.0
        //- env/lib/python3/site-packages/requests-2.31.0.dist-info/METADATA
        Metadata-Version: 2.1
        Name: requests
        Version: 2.31.0
        License-Expression: Apache-2.0
        ",
        &["dynamic_link runtime pypi:/. -> pkg:pypi/requests@2.31.0 requirements.txt:1"],
    );
    let requests = component(&product, "pkg:pypi/requests@2.31.0");
    assert_eq!(requests.license.effective().unwrap().to_string(), "Apache-2.0");
}

#[test]
fn go_modules_take_the_folder_of_their_copy() {
    let product = check(
        &format!(
            "
        //- go.mod
        module example.org/a
        require example.org/b v1.2.0
        //- vendor/example.org/b/LICENSE
        {MIT}
        //- vendor/example.org/b/package.json
        {{ \"name\": \"b\", \"version\": \"1.0.0\" }}
        "
        ),
        &[
            "static_link runtime pkg:golang/example.org/a -> pkg:golang/example.org/b@v1.2.0 go.mod:2",
        ],
    );
    let copy = component(&product, "pkg:golang/example.org/b@v1.2.0");
    assert_eq!(copy.license.effective().unwrap().to_string(), "MIT");
}

#[test]
fn a_copy_that_is_run_as_a_program_is_not_linked() {
    let product = check(
        "
        //- third_party/box/LICENSE
        SPDX-License-Identifier: GPL-2.0-or-later
        //- third_party/box/main.c
        // SPDX-License-Identifier: GPL-2.0-or-later
        int main(void) { return 0; }
        //- third_party/box/old.c
        // SPDX-License-Identifier: GPL-2.0-only
        int old;
        //- boot.sh
        #!/bin/sh
        box httpd
        ",
        &["exec runtime app -> pkg:generic/box boot.sh:2"],
    );
    // Files of one version hold the whole to it.
    let license = component(&product, "pkg:generic/box").license.effective().unwrap();
    assert_eq!(license.to_string(), "GPL-2.0-or-later AND GPL-2.0-only");
}

/// `wildmat`, a library of others without a word of its license, counted as the project's own.
#[test]
fn a_copy_without_any_license_is_not_ours() {
    let product = check(
        "
        //- COPYING
        SPDX-License-Identifier: GPL-2.0-only
        //- CMakeLists.txt
        add_subdirectory(third-party/wildmat)
        add_executable(tool main.c)
        target_link_libraries(tool PRIVATE wildmat)
        //- main.c
        // SPDX-License-Identifier: GPL-2.0-only
        int main(void) { return 0; }
        //- third-party/wildmat/CMakeLists.txt
        add_library(wildmat STATIC wildmat.c)
        //- third-party/wildmat/wildmat.c
        /* Written by Ada Nimble. */
        int wildmat;
        //- third-party/unused/unused.c
        int unused;
        ",
        &["static_link runtime app -> pkg:generic/wildmat CMakeLists.txt:1"],
    );
    assert!(component(&product, "pkg:generic/wildmat").license.effective().is_none());
}
