// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What annotating files say, well formed and broken.

use std::fmt::Write;

use heirloom_model::{Annotation, Problem, TreePath};
use proptest::prelude::*;

use super::read;
use crate::decode::Text;

fn read_str(path: &str, text: &str) -> (Vec<Annotation>, Vec<Problem>) {
    read(&TreePath::parse(path.as_bytes()).unwrap(), &Text::plain(text))
}

#[track_caller]
fn check(path: &str, text: &str, expect: &str) {
    let (annotations, problems) = read_str(path, text);
    let mut found = String::new();
    for annotation in annotations {
        let license = annotation.license.map(|license| {
            let parsed = license.expression.map_or("?".to_owned(), |e| e.to_string());
            format!("{} = {parsed} @{}", license.as_written, license.span.first_line)
        });
        writeln!(
            found,
            "{}-{} {} {:?} {:?}: {} | {}",
            annotation.span.first_line,
            annotation.span.last_line,
            annotation.base,
            annotation.precedence,
            annotation.patterns,
            license.unwrap_or_default(),
            annotation.copyrights.join(" / "),
        )
        .unwrap();
    }
    for problem in problems {
        writeln!(found, "{:?} {}", problem.line.unwrap_or(0), problem.args[0].1).unwrap();
    }
    assert_eq!(found.trim_end(), expect);
}

#[test]
fn other_files_say_nothing_of_others() {
    check("README", "Format: x\n\nFiles: *\nLicense: MIT\n", "");
    check("debian/copyright", "This package was put together by someone.\n\nLicense: MIT\n", "");
    check("debian/copyright", "", "");
}

#[test]
fn reuse_toml() {
    check(
        "REUSE.toml",
        r#"version = 1

[[annotations]]
path = "src/**"
SPDX-FileCopyrightText = "2020 One"
SPDX-License-Identifier = "MIT OR Apache-2.0"

[[annotations]]
path = ["a.png", 'b\*.png']
precedence = "override"
SPDX-FileCopyrightText = ["2020 One", "© 2021 Two"]
SPDX-License-Identifier = ["MIT", "CC0-1.0"]
"#,
        r#"3-6 0 Closest ["src/**"]: MIT OR Apache-2.0 = MIT OR Apache-2.0 @6 | 2020 One
8-12 0 Override ["a.png", "b\\*.png"]: ["MIT", "CC0-1.0"] = MIT AND CC0-1.0 @12 | 2020 One / © 2021 Two"#,
    );
}

#[test]
fn reuse_toml_that_is_broken() {
    check(
        "sub/REUSE.toml",
        "version = 2\n[[annotations]]\npath = 1\n[[annotations]]\npath = \"x\"\n\
         precedence = \"last\"\nSPDX-License-Identifier = \"MIT OR\"\n",
        "4-7 0 Closest [\"x\"]: MIT OR = ? @7 | \n\
         1 `version` is not 1\n3 `path` is not a string\n2 annotation without `path`\n\
         7 failed to read the expression at byte 6 in `MIT OR`\n6 unknown precedence `last`",
    );
    check(
        "REUSE.toml",
        "annotations = 3\n",
        "1 `version` is missing\n1 `annotations` is not a list of tables",
    );
    let (_, problems) = read_str("REUSE.toml", "version = 1\n[[annotations\n");
    assert_eq!(problems[0].line, Some(2));
    read_str("REUSE.toml", &"[".repeat(100_000));
    read_str("REUSE.toml", &format!("a = {}", "[".repeat(100_000)));
}

#[test]
fn debian_copyright() {
    check(
        "debian/copyright",
        "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n\
         Upstream-Name: x\n\n\
         Files: *\nCopyright: 2019-2021 One <one@example.org>\n           2020, Two\nLicense: GPL-2+\n\n\
         Files: debian/*\n vendor/?.c\nCopyright: Three\nLicense: Expat and BSD-3-clause\n Permission is\n .\n granted\n\n\
         License: GPL-2+\n On Debian systems see elsewhere.\n",
        r#"4-7 1 Closest ["*"]: GPL-2+ = GPL-2.0-or-later @7 | 2019-2021 One <one@example.org> / 2020, Two
9-15 1 Closest ["debian/*", "vendor/?.c"]: Expat and BSD-3-clause = MIT AND BSD-3-Clause @12 | Three"#,
    );
}

#[test]
fn debian_copyright_that_is_broken() {
    check(
        ".reuse/dep5",
        "Format: 1.0\nstray\n\nFiles: a\nCopyright: x\n\n# note\nFiles:\nCopyright: y\nLicense:\n Do as you like.\n\n\
         Files: b\nLicense:\n Do as you like.\nCopyright:\n\nComment: x\n",
        "4-5 1 Closest [\"a\"]:  | x\n\
         13-16 1 Closest [\"b\"]: Do as you like. = ? @14 | \n\
         2 line is neither a field nor goes on with one\n4 stanza without `License`\n\
         8 `Files` without a pattern\n18 stanza without `Files` or `License`",
    );
}

proptest! {
    #[test]
    fn any_text_can_be_read(text in "(Format: 1|Files: \\*|License: |Copyright:|\\n|\\n\\n| |with|or|and|,|\\+|GPL|é|\\PC|\\[\\[annotations\\]\\]|path = \"x\"|=){0,60}") {
        for path in ["REUSE.toml", "debian/copyright"] {
            let (annotations, _) = read_str(path, &text);
            for annotation in annotations {
                prop_assert!(annotation.span.end as usize <= text.len());
                prop_assert!(!annotation.patterns.is_empty());
            }
        }
        read_str("debian/copyright", &format!("Format: 1\n\n{text}"));
    }
}
