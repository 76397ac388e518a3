// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Detection from text to finds, with a few rules made for the purpose.

use heirloom_model::FindKind;

use super::{
    Index, LicenseLimits, detect,
    pack::{Pack, compile, own},
};
use crate::decode::Text;

const RULES: &str = r#"
[[rule]]
id = "gpl-3-notice"
expression = "GPL-3.0-only"
kind = "notice"
text = "released under the GNU General Public License, version 3, of which you find a copy at http://example.org/copyleft/gpl.html"

[[rule]]
id = "mit-license"
expression = "MIT"
kind = "reference"
text = "under the MIT license"

[[rule]]
id = "bsd-3"
expression = "BSD-3-Clause"
kind = "reference"
text = "BSD-3-Clause"

[[rule]]
id = "Game-Programming-Gems.id"
expression = "Game-Programming-Gems"
kind = "reference"
text = "Game-Programming-Gems"

[[rule]]
id = "see-copying"
expression = "LicenseRef-unknown"
kind = "reference"
text = "See COPYING for details"
bare = true

[[rule]]
id = "free-of-conditions"
expression = "MIT-0"
kind = "text"
text = "Permission is hereby granted to do anything with the Software without any restriction. The Software is provided as is."

[[rule]]
id = "heading"
expression = "LicenseRef-unknown"
kind = "intro"
text = "Copyright and permission notice"

[[rule]]
id = "notice-preserved"
expression = "FSFULLR"
kind = "text"
text = "This file is free software; the Free Software Foundation gives unlimited permission to copy and/or distribute it, with or without modifications, as long as this notice is preserved."

[[rule]]
id = "notice-preserved-as-is"
expression = "FSFULLRSD"
kind = "text"
text = "This file is free software; the Free Software Foundation gives unlimited permission to copy and/or distribute it, with or without modifications, as long as this notice is preserved. This file is offered as is, without any warranty."

[[license]]
id = "LicenseRef-unknown"
"#;

/// The finds of a text that are no clues, one expression each.
#[track_caller]
fn check(text: &str, expect: &[&str]) {
    let mut pack = Pack::default();
    own::add_file(&mut pack, "rules.toml", RULES).unwrap();
    let bytes = compile(&[pack]).unwrap();
    let index = Index::open(&bytes).unwrap();
    let facts = detect(&Text::plain(text), &index, &LicenseLimits::standard());
    let said = facts.finds.iter().filter(|find| find.kind != FindKind::Clue);
    let finds: Vec<_> = said.map(|find| find.expression.to_string()).collect();
    assert_eq!(finds, expect, "{text}");
}

/// Once "modified according to GPL" with an address was version 2 and version 3 at a time.
#[test]
fn most_of_a_sentence_is_no_version_without_its_number() {
    let text = |version: &str| {
        format!(
            "This font is released under the GNU General Public License{version}. \
             The full text is at http://example.org/copyleft/gpl.html today."
        )
    };
    check(&text(", version 3"), &["GPL-3.0-only"]);
    check(&text(""), &[]);
}

#[test]
fn the_last_of_a_list_is_found_without_words_around() {
    check("It is under BSD-3-Clause, ISC, or MIT.", &["BSD-3-Clause", "ISC", "MIT"]);
    check("It is under BSD-3-Clause and MIT people like it.", &["BSD-3-Clause"]);
}

#[test]
fn the_words_of_an_identifier_are_no_identifier() {
    check("See Game-Programming-Gems for the terms.", &["Game-Programming-Gems"]);
    check("From the book Game Programming Gems, chapter 3.", &[]);
}

#[test]
fn what_is_denied_is_no_find() {
    check("This is not licensed under the MIT license.", &[]);
    check("This is licensed under the MIT license.", &["MIT"]);
}

#[test]
fn strings_with_unknown_identifiers_say_so() {
    check("x = \"BSD-3-Clause OR Foo-1.0\"", &["BSD-3-Clause OR LicenseRef-scancode-unknown-spdx"]);
    check("x = \"BSD-3-Clause or Foo-1.0\"", &["BSD-3-Clause"]);
}

#[test]
fn a_pointer_beside_a_license_says_nothing_more() {
    check("See COPYING for details.", &["LicenseRef-unknown"]);
    check("This is under the MIT license. See COPYING for details.", &["MIT"]);
}

/// Once the MIT license with its paragraphs in another order was read as the one without conditions.
#[test]
fn a_condition_behind_a_text_belongs_to_it() {
    let text = "Permission is hereby granted to do anything with the Software without any restriction. \
                The Software is provided as is.";
    check(text, &["MIT-0"]);
    let moved =
        "The above copyright notice and this permission notice\n * shall be included in all.";
    check(&format!("{text}\n{moved}"), &["MIT"]);
}

#[test]
fn what_a_file_says_to_ignore_is_a_clue() {
    let block = |text: &str| {
        format!(
            "# {}\n{text}\n# {}\n",
            ["REUSE", "IgnoreStart"].join("-"),
            ["REUSE", "IgnoreEnd"].join("-")
        )
    };
    let tag = |value: &str| format!("# SPDX-License-{}: {value}\n", "Identifier");
    check(&format!("{}{}", tag("BSD-3-Clause"), block(&tag("MIT"))), &["BSD-3-Clause"]);
    check(&format!("{}under the MIT license", block("BSD-3-Clause")), &["MIT"]);
    let text = block(&tag("Not-A-License ("));
    let bytes = compile(&[Pack::default()]).unwrap();
    let index = Index::open(&bytes).unwrap();
    assert_eq!(detect(&Text::plain(&text), &index, &LicenseLimits::standard()).problems, []);
}

#[test]
fn a_heading_belongs_to_the_text_below_it() {
    let heading = "COPYRIGHT AND PERMISSION NOTICE";
    let text = "Permission is hereby granted to do anything with the Software without any \
        restriction. The Software is provided as is.";
    let statement = "Copyright (c) 1996 - 2020, Jane Roe, and many\ncontributors, see THANKS.";
    check(&format!("{heading}\n\n{statement}\n\nAll rights reserved.\n\n{text}"), &["MIT-0"]);
    let sentence = "The library has this copyright and permission notice:";
    check(&format!("{sentence}\n\n{statement}\n\n{text}"), &["LicenseRef-unknown", "MIT-0"]);
    let others = "Read this with care before you go on.";
    check(&format!("{heading}\n\n{others}\n\n{text}"), &["LicenseRef-unknown", "MIT-0"]);
}

#[test]
fn a_text_that_stands_whole_is_not_the_start_of_a_longer_one() {
    let text = "This file is free software; the Free Software Foundation\ngives unlimited \
        permission to copy and/or distribute it,\nwith or without modifications, as long as this \
        notice is preserved.\n\n";
    check(&format!("{text}This file is not needed with newer tools."), &["FSFULLR"]);
    check(&format!("{text}This file is offered as it is, without a warranty."), &["FSFULLRSD"]);
}

/// Of nine plugins of collectd the notice was not seen: "General Public Li-\n * cence".
#[test]
fn words_parted_at_the_end_of_a_line_are_one() {
    let text = "This file is free soft-\n * ware; the Free Software Founda-\r\n * tion gives \
        unlim-\n# ited permission to copy and/or dis-\n\ntribute it, with or without mod-\n \
        * ifications, as long as this notice is preserved.\n";
    check(&text.replace("dis-\n\ntribute", "distribute"), &["FSFULLR"]);
    // Two words that are both known stay two, and so does what is no end of a line.
    check("It is under the MIT-\nlicense.", &["MIT"]);
    check("Released soft - ware under the M-\nIT license.", &[]);
}

#[test]
fn tags_end_with_their_expression() {
    // Known words end at the mark.
    let check = |text: &str, expect: &str| {
        let end = text.find('|').unwrap();
        let plain = text.replace('|', "");
        let end = crate::license::end_of_expression(&plain, 0..end);
        assert_eq!(&plain[..end], expect);
    };
    check("LicenseRef|-Acme */", "LicenseRef-Acme");
    check("LicenseRef|-Acme-1.0. More", "LicenseRef-Acme-1.0");
    check("(MIT OR LicenseRef|-X)) x", "(MIT OR LicenseRef-X)");
    check("MIT|", "MIT");
    check("MIT|-->", "MIT");
    check("GPL-2.0|+ é", "GPL-2.0+");
}
