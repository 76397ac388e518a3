// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The summary for people.

use std::io::{self, Write};

use heirloom_model::ScanSummary;

use crate::{Files, TerminalOptions};

pub(crate) fn write(
    summary: &ScanSummary,
    _files: Files<'_>,
    _options: &TerminalOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    // TODO: the tables; the signature is settled so that front ends can be written.
    writeln!(out, "{}: {} files", summary.source, summary.tallies.n_files)
}
