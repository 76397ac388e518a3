// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The license of the tree around a package of ours that says none.

use super::{component, surveyed};

/// The license of a package and the file that tells it, where that lies outside of it.
#[track_caller]
fn check(fixture: &str, id: &str, license: Option<&str>, around: Option<&str>) {
    let (_, product) = surveyed(fixture, "");
    let found = &component(&product, id).license;
    assert_eq!(found.effective().map(ToString::to_string).as_deref(), license);
    assert_eq!(found.around.as_ref().map(ToString::to_string).as_deref(), around);
}

/// The page of navidrome has no license file of its own below a root under the GPL.
const TREE: &str = "
    //- go.mod
    module example.org/tune
    //- main.go
    package main
    func main() {}
    //- LICENSE
    SPDX-License-Identifier: GPL-3.0-only
    //- ui/package.json
    {\"name\": \"ui\", \"version\": \"1.0.0\"}
    //- ui/src/main.js
    console.log(1)
    //- shared/package.json
    {\"name\": \"shared\", \"version\": \"1.0.0\", \"license\": \"MIT\"}
    //- shared/part.js
    console.log(2)
    //- shared/inner/package.json
    {\"name\": \"inner\", \"version\": \"1.0.0\"}
    //- shared/inner/part.js
    console.log(3)
    //- settings/package.json
    {\"name\": \"settings\", \"version\": \"1.0.0\"}
    //- vendored/third_party/thing/package.json
    {\"name\": \"thing\", \"version\": \"1.0.0\"}
    //- vendored/third_party/thing/part.js
    console.log(4)
    ";

#[test]
fn a_package_that_says_none_is_under_that_of_the_tree_around() {
    check(TREE, "pkg:npm/ui@1.0.0", Some("GPL-3.0-only"), Some("LICENSE"));
    // The nearest one around counts, and one of its own before it.
    check(TREE, "pkg:npm/shared@1.0.0", Some("MIT"), None);
    check(TREE, "pkg:npm/inner@1.0.0", Some("MIT"), Some("shared/package.json"));
}

#[test]
fn what_holds_no_code_and_what_others_made_take_nothing() {
    check(TREE, "pkg:npm/settings@1.0.0", None, None);
    check(TREE, "pkg:npm/thing@1.0.0", None, None);
}

#[test]
fn where_files_alone_say_a_license_nothing_is_taken() {
    let fixture = "
        //- main.c
        // SPDX-License-Identifier: GPL-3.0-only
        int main(void) { return 0; }
        //- ui/package.json
        {\"name\": \"ui\", \"version\": \"1.0.0\"}
        //- ui/main.js
        console.log(1)
        ";
    check(fixture, "pkg:npm/ui@1.0.0", None, None);
}
