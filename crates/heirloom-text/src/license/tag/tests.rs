// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Tags, broken tags, and talk about tags.

use heirloom_model::FindKind;

use super::*;
use crate::license::pack::{self, Pack};

#[test]
fn values_are_cleaned_of_their_surroundings() {
    let check = |line: &str, expect: &str| assert_eq!(clean(Written::of(line).value), expect);
    check("// SPDX-License-Identifier: MIT", "MIT");
    check("/* SPDX-License-Identifier: (GPL-2.0 OR MIT) */", "(GPL-2.0 OR MIT)");
    check("<!-- SPDX-License-Identifier: MIT -->", "MIT");
    check("dnl SPDX-License-Identifier GPL-2.0+", "GPL-2.0+");
    check("# SPDX-License-Identifier: (MIT", "MIT");
    check("\"SPDX-License-Identifier: Apache-2.0\",", "Apache-2.0");
    check("\"SPDX-License-Identifier\": \"MIT\",", "MIT");
    check("`SPDX-License-Identifier: MIT`, and more", "MIT");
    check("C = \"// SPDX-License-Identifier: MIT\\n\"", "MIT");
    check("\" SPDX-License-Identifier: Vim", "Vim");
}

/// The expressions of the tags of a text, and the values of its broken ones.
#[track_caller]
fn check(text: &str, expect: &[&str], broken: &[&str]) {
    let bytes = pack::compile(&[Pack::default()]).unwrap();
    let index = Index::open(&bytes).unwrap();
    let (query, _) = Query::read(text, &index, 1000);
    let (matches, found) = find(text, &query, &index);
    let tags = matches.iter().filter(|found| found.kind() == FindKind::Tag);
    let expressions: Vec<&str> = tags.map(Match::expression).collect();
    assert_eq!(expressions, expect, "{text}");
    let values: Vec<&str> = found.iter().map(|tag| tag.value.as_str()).collect();
    assert_eq!(values, broken, "{text}");
}

#[test]
fn a_broken_tag_is_told() {
    check("// SPDX-License-Identifier: FOO", &[UNKNOWN], &["FOO"]);
    check(
        "# SPDX-License-Identifier: MIT OR",
        &["MIT AND LicenseRef-scancode-unknown-spdx"],
        &["MIT OR"],
    );
    check(
        "// SPDX-License-Identifier: MIT License",
        &["MIT OR LicenseRef-scancode-unknown-spdx"],
        &["MIT License"],
    );
    check(
        "// SPDX-License-Identifier: (MIT OR Apache-2.0",
        &["MIT OR Apache-2.0"],
        &["(MIT OR Apache-2.0"],
    );
    check("(SPDX-License-Identifier: MIT OR Apache-2.0)", &["MIT OR Apache-2.0"], &[]);
    // As a header of redis says.
    check("SPDX-License-Identifier: BSD 3-Clause", &["BSD-3-Clause"], &["BSD 3-Clause"]);
    check("// SPDX-License-Identifier GPL-2.0 MIT", &["GPL-2.0-only OR MIT"], &["GPL-2.0 MIT"]);
}

#[test]
fn prose_about_tags_is_no_tag() {
    check("The SPDX license identifier in files shall be added at the first line.", &[], &[]);
    check("# SPDX-License-Identifier with GPL variants must have a note", &[], &[]);
    check("(SPDX-License-Identifier) nor in any way relevant", &[], &[]);
    check("the `SPDX-License-Identifier` tag, and", &[], &[]);
    check("by the 'SPDX-License-Identifier' tags, there is no license", &[], &[]);
}

#[test]
fn code_about_tags_is_no_tag() {
    check("if \"SPDX-License-Identifier\" in line:", &[], &[]);
    check("\"SPDX-License-Identifier\": license.text(),", &[], &[]);
    check("elsif(/^SPDX-License-Identifier: (.*)/i) {", &[], &[]);
    check("r\"SPDX-License-Identifier:\\s*(?P<value>.*?)\"", &[], &[]);
    check("\"SPDX-License-Identifier: fakelicense\"", &[], &[]);
    check("# SPDX-License-Identifier: {{ expression }}", &[], &[]);
    check("// SPDX-License-Identifier: <SPDX License Expression>", &[], &[]);
    check("grep -L 'SPDX-License-Identifier: ' \"$file\"", &[], &[]);
}
