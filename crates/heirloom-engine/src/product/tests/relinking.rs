// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Libraries under the LGPL inside programs under the GPL.

use heirloom_model::{FactKind, Tri};

use super::surveyed;

/// What is known of linking the library anew, of a program under a license.
#[track_caller]
fn check(license: &str, stated: &str, expect: Tri) {
    let tree = format!(
        "
        //- main.c
        // SPDX-License-Identifier: {license}
        int main(void) {{ return 0; }}
        //- list.c
        // SPDX-License-Identifier: LGPL-2.1-or-later
        int list;
        //- COPYING
        SPDX-License-Identifier: {license}
        "
    );
    let (_, product) = surveyed(&tree, stated);
    let uses = |id: &str| id == "app#LGPL-2.1-or-later";
    let relation = product.relations.iter().find(|one| uses(one.to.as_str())).unwrap();
    assert_eq!(relation.facts.value(FactKind::Relinkable), expect, "{license}");
}

#[test]
fn source_of_the_whole_lets_its_libraries_be_exchanged() {
    check("GPL-2.0-or-later", "", Tri::Yes);
    check("GPL-3.0-only", "", Tri::Yes);
    // The source is owed whatever is taken of the choice.
    check("GPL-2.0-only OR GPL-3.0-only", "", Tri::Yes);
    check("GPL-2.0-only OR MIT", "", Tri::Unknown);
    check("MIT", "", Tri::Unknown);
    check("GPL-2.0-only WITH Classpath-exception-2.0", "", Tri::Yes);
}

#[test]
fn source_that_is_kept_lets_nobody_link_again() {
    let delivery = "
        version = 1
        [[deliveries]]
        name = \"box\"
        kind = \"device\"
        facts = { source_delivered = \"no\" }
        reason = \"the box holds binaries alone\"
        author = \"A\"
    ";
    check("GPL-2.0-or-later", delivery, Tri::Unknown);
    let program = "
        version = 1
        [[components]]
        id = \"app\"
        facts = { source_delivered = \"no\" }
        reason = \"binaries alone\"
        author = \"A\"
    ";
    check("GPL-2.0-or-later", program, Tri::Unknown);
    let sole = program.replace("source_delivered = \"no\"", "sole_holder = \"yes\"");
    check("GPL-2.0-or-later", &sole, Tri::Unknown);
}
