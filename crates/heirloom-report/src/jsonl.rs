// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! JSON lines: one flat object per file, small enough for millions of files.

use std::io::{self, Write};

use heirloom_model::ScanSummary;

use crate::{Files, wire::LineWire};

pub(crate) fn write(
    summary: &ScanSummary,
    files: Files<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut line = Vec::new();
    for file in files {
        line.clear();
        serde_json::to_writer(&mut line, &LineWire::new(&file?, &summary.inventory))?;
        line.push(b'\n');
        out.write_all(&line)?;
    }
    Ok(())
}
