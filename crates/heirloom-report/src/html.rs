// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The HTML page.

use std::io::{self, Write};

use heirloom_model::{FileRecord, ScanSummary};

use crate::{Files, HtmlOptions};

pub(crate) fn write(
    _summary: &ScanSummary,
    files: Files<'_>,
    contents: &mut dyn FnMut(&FileRecord) -> Option<Vec<u8>>,
    options: &HtmlOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    // TODO: the page itself; the signature is settled so that front ends can be written.
    for file in files {
        drop(contents(&file?));
    }
    writeln!(out, "<!doctype html><title>{}</title>", options.language.tag())
}
