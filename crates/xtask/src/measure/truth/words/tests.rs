// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Words confirm a record, contradict it or leave it open.

use super::*;

const GPL_2_LATER: &str = "
 * This program is free software; you can redistribute it and/or modify it under the terms of the
 * GNU General Public License as published by the Free Software Foundation; either version 2 of
 * the License, or (at your option) any later version.";

const LGPL: &str = "
# GNU Lesser General Public License version 2.1, as published by the Free Software Foundation.";

#[track_caller]
fn check(text: &str, ids: &str, expect: bool) {
    let ids = ids.split(' ').map(str::to_owned).collect();
    assert_eq!(Words::of(text).confirm(&ids), expect, "{ids:?}");
}

#[test]
fn gnu_notices_confirm_family_version_and_later() {
    check(GPL_2_LATER, "GPL-2.0-or-later", true);
    check(GPL_2_LATER, "GPL-2.0-only", false);
    check(GPL_2_LATER, "GPL-3.0-or-later", false);
    check(GPL_2_LATER, "LGPL-2.0-or-later", false);
    check(LGPL, "LGPL-2.1-only", true);
    check(LGPL, "LGPL-2.0-only", false);
    check("licensed under the GPLv3", "GPL-3.0-only", true);
    check("This is version 7 of it. Licensed under the GPLv3", "GPL-3.0-only", false);
    check("version 7.1 fixes bugs. Licensed under the GPLv3", "GPL-3.0-only", true);
}

#[test]
fn other_words_leave_it_open() {
    check(&format!("{GPL_2_LATER} The manual is in the public domain."), "GPL-2.0-or-later", false);
    check(&format!("{GPL_2_LATER} As a special exception,"), "GPL-2.0-or-later", false);
    check(GPL_2_LATER, "GPL-2.0-or-later MIT", false);
    check("int main;", "GPL-2.0-or-later", false);
    check("int main;", "Some-Unknown", false);
}

#[test]
fn permissive_texts_are_told_apart() {
    let bsd = "Redistribution and use in source and binary forms. Redistributions of source code \
               must retain the notice.";
    check(bsd, "BSD-2-Clause", true);
    check(bsd, "BSD-3-Clause", false);
    let three = format!("{bsd} Names may not be used to endorse or promote products.");
    check(&three, "BSD-3-Clause", true);
    check(&three, "BSD-2-Clause", false);
    check("Licensed under the Apache License, Version 2.0", "Apache-2.0", true);
    check("under the MIT license", "MIT", true);
    check("under the same terms as Perl itself", "Artistic-1.0-Perl GPL-1.0-or-later", true);
}

#[test]
fn exceptions_are_named() {
    let text = format!(
        "{GPL_2_LATER} As a special exception, you may create a larger work that contains part or \
         all of the Bison parser skeleton"
    );
    check(&text, "Bison-exception-2.2 GPL-2.0-or-later", true);
    check(&text, "GPL-2.0-or-later", false);
    check(&text, "Classpath-exception-2.0 GPL-2.0-or-later", false);
}

#[test]
fn identifiers_are_current() {
    assert_eq!(current_id("GPL-2.0"), "GPL-2.0-only");
    assert_eq!(current_id("LGPL-2.1+"), "LGPL-2.1-or-later");
    assert_eq!(current_id("MIT"), "MIT");
}

#[test]
fn words_can_contradict_a_record() {
    let against = |text: &str, id: &str| Words::of(text).contradict(&[id.to_owned()].into());
    assert_eq!(against(GPL_2_LATER, "GPL-3.0-only"), Some(false));
    assert_eq!(against(GPL_2_LATER, "MIT"), Some(true));
    assert_eq!(against(GPL_2_LATER, "Some-Unknown"), None);
    assert_eq!(against("int main;", "MIT"), None);
}
