// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Every format over one made-up scan.

use std::{convert::Infallible, io};

use heirloom_model::{FileRecord, Language, ScanSummary};
use unicode_width::UnicodeWidthStr;

use crate::{TerminalOptions, visible::is_hidden};

mod facts;
mod image;
mod packages;
pub(crate) mod page;
mod sample;

/// What `write` puts out for the made-up scan.
#[track_caller]
fn output(
    write: impl FnOnce(
        &ScanSummary,
        &mut dyn Iterator<Item = Result<FileRecord, Infallible>>,
        &mut Vec<u8>,
    ) -> io::Result<()>,
) -> String {
    let mut out = Vec::new();
    write(&sample::summary(), &mut sample::files().into_iter().map(Ok), &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn jsonl_is_one_flat_object_per_file() {
    let text = output(|summary, files, out| crate::jsonl(summary, files, out));
    insta::assert_snapshot!(text);
}

#[test]
fn json_is_one_document_with_a_file_per_line() {
    let text = output(|summary, files, out| crate::json(summary, files, out));
    insta::assert_snapshot!(text);
}

#[test]
fn csv_has_a_row_per_file_and_fact() {
    insta::assert_snapshot!(output(|summary, files, out| crate::csv(summary, files, out)));
}

fn terminal(language: Language, color: bool, width: usize) -> String {
    let options = TerminalOptions { language, color, width };
    output(|summary, files, out| crate::terminal(summary, files, &options, out))
}

#[test]
fn terminal_summary_says_what_needs_attention_first() {
    insta::assert_snapshot!(terminal(Language::English, false, 80));
}

#[test]
fn terminal_summary_in_chinese() {
    let simplified = terminal(Language::SimplifiedChinese, false, 60);
    insta::assert_snapshot!(simplified);
    insta::assert_snapshot!(terminal(Language::TraditionalChinese, false, 80));
}

#[test]
fn terminal_lines_fit_and_hold_no_control_characters() {
    for language in Language::ALL {
        for width in [60, 72, 80] {
            let text = terminal(language, false, width);
            for line in text.lines() {
                assert!(UnicodeWidthStr::width(line) <= width, "{line:?} in {width}");
            }
            assert!(!text.contains(|c: char| c != '\n' && is_hidden(c)));
        }
    }
}

#[test]
fn color_only_adds_color() {
    let mut colored = terminal(Language::English, true, 80);
    for code in ["\x1b[1m", "\x1b[1;31m", "\x1b[33m", "\x1b[32m", "\x1b[2m", "\x1b[0m"] {
        assert!(colored.contains(code), "{code:?}");
        colored = colored.replace(code, "");
    }
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(words(&colored), words(&terminal(Language::English, false, 80)));
}

#[track_caller]
fn committed(name: &str) -> serde_json::Value {
    let text = match name {
        "heirloom-bundle-1.json" => {
            include_str!("../../../docs/schema/heirloom-bundle-1.json")
        }
        "heirloom-check-1.json" => include_str!("../../../docs/schema/heirloom-check-1.json"),
        "heirloom-plan-1.json" => include_str!("../../../docs/schema/heirloom-plan-1.json"),
        "heirloom-scan-1.json" => include_str!("../../../docs/schema/heirloom-scan-1.json"),
        _ => include_str!("../../../docs/schema/heirloom-scan-line-1.json"),
    };
    serde_json::from_str(text).unwrap()
}

#[test]
fn committed_schemas_are_current() {
    for (name, text) in crate::schema::all() {
        let current: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(current, committed(name), "run `cargo xtask generate` for {name}");
    }
}

#[test]
fn output_fits_its_schema() {
    let document = output(|summary, files, out| crate::json(summary, files, out));
    let document = serde_json::from_str(&document).unwrap();
    if let Err(error) = jsonschema::validate(&committed("heirloom-scan-1.json"), &document) {
        panic!("{error} at {}", error.instance_path());
    }
    let schema = committed("heirloom-scan-line-1.json");
    let lines = output(|summary, files, out| crate::jsonl(summary, files, out));
    for line in lines.lines() {
        let line = serde_json::from_str(line).unwrap();
        jsonschema::validate(&schema, &line).unwrap();
    }
}

#[test]
fn a_failing_source_of_files_fails_the_report() {
    let mut files = [Err::<FileRecord, _>(io::Error::other("spill file is gone"))].into_iter();
    let error = crate::json(&sample::summary(), &mut files, &mut Vec::new()).unwrap_err();
    assert!(error.to_string().contains("spill file is gone"));
}
