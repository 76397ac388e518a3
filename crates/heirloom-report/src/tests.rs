// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Every format over one made-up scan.

use std::{convert::Infallible, io};

use heirloom_model::{FileRecord, ScanSummary};

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
