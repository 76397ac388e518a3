// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

#![doc = include_str!("../README.md")]
#![warn(missing_docs)]

use std::io::{self, Write};

use heirloom_model::ScanSummary;
use serde::Serialize;

pub mod cyclonedx;
mod hex;
mod identity;
mod listing;
pub mod spdx2;

/// A form of a bill of materials.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// CycloneDX as JSON.
    CycloneDx(cyclonedx::Version),
    /// SPDX 2.3 as JSON.
    Spdx23,
}

impl Format {
    /// Every form, the newest of each family first.
    pub const ALL: [Format; 4] = [
        Format::CycloneDx(cyclonedx::Version::V1_6),
        Format::CycloneDx(cyclonedx::Version::V1_5),
        Format::CycloneDx(cyclonedx::Version::V1_4),
        Format::Spdx23,
    ];

    /// The name by which it is asked for.
    pub fn name(self) -> &'static str {
        match self {
            Format::CycloneDx(cyclonedx::Version::V1_6) => "cyclonedx-1.6",
            Format::CycloneDx(cyclonedx::Version::V1_5) => "cyclonedx-1.5",
            Format::CycloneDx(cyclonedx::Version::V1_4) => "cyclonedx-1.4",
            Format::Spdx23 => "spdx-2.3",
        }
    }

    /// The form of a name; `cyclonedx` and `spdx` alone mean the newest.
    pub fn from_name(name: &str) -> Option<Format> {
        let name = match name {
            "cyclonedx" => "cyclonedx-1.6",
            "spdx" => "spdx-2.3",
            name => name,
        };
        Format::ALL.into_iter().find(|format| format.name() == name)
    }
}

/// How a bill of materials is written.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct BomOptions {
    /// When it was made, as RFC 3339 in UTC with seconds (`2026-01-31T12:00:00Z`); left out where a
    /// form allows it, else the first second of 1970.
    pub created: Option<String>,
    /// Whether packages that serve tests, examples and building alone are listed too.
    pub with_aside: bool,
}

/// Writes the packages of a scan.
///
/// # Errors
/// Whatever `out` fails with.
pub fn write(
    summary: &ScanSummary,
    format: Format,
    options: &BomOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    match format {
        Format::CycloneDx(version) => pretty(&cyclonedx::bom(summary, version, options), out),
        Format::Spdx23 => pretty(&spdx2::document(summary, options), out),
    }
}

fn pretty(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, value)?;
    writeln!(out)
}

#[cfg(test)]
mod tests;
