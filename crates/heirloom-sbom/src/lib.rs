// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

#![doc = include_str!("../README.md")]
#![warn(missing_docs)]

use std::io::{self, Write};

#[cfg(test)]
use heirloom_model::ScanSummary;
use serde::Serialize;

mod address;
mod artifact;
mod bill;
mod check;
mod convert;
pub mod cyclonedx;
mod diff;
mod form;
mod hex;
mod identity;
mod licensing;
mod listing;
mod merge;
mod purl;
mod read;
pub mod report;
mod schema;
mod score;
pub mod spdx2;
pub mod spdx3;
pub mod stated;
mod stream;
pub mod syft;
mod time;

pub(crate) use bill::is_address;
pub use bill::{
    Agent, AgentKind, Bill, Completeness, DESCENDANT_OF, Item, ItemKind, LicenseEvidence,
    LicenseText, Licensing, Need, Place, Relation, RelationKind, Stage, TRAINED_ON, WHOLE, of_scan,
};
pub use check::{Finding, FindingKind, check};
pub use convert::{Converted, Loss, convert};
pub use diff::{Change, Difference, FieldChange, diff};
pub use form::Form;
pub use licensing::{is_exception, without_bare_exceptions};
pub use merge::{Conflict, Merged, fill, merge, unmerged};
pub use read::{Document, ReadError, is_one, read, read_bill};
pub use schema::is_uuid_urn;
pub use score::{Field, FieldScore, Guideline, Level, Score, score};

/// How a bill of materials is written.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct BomOptions {
    /// When it was made, as RFC 3339 in UTC with seconds (`2026-01-31T12:00:00Z`); left out where a
    /// form allows it, else the first second of 1970.
    pub created: Option<String>,
    /// Whether packages that serve tests, examples and building alone are listed too.
    pub with_aside: bool,
    /// What was scanned: source text, or what was built of it.
    pub stage: Stage,
}

/// Writes the packages of a scan.
#[cfg(test)]
fn write(
    summary: &ScanSummary,
    form: Form,
    options: &BomOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut bill = of_scan(summary, options);
    bill.name_suppliers();
    write_bill(&bill, form, out)
}

/// Writes a bill of materials.
///
/// # Errors
/// Whatever `out` fails with; a form that is read and not written.
pub fn write_bill(bill: &Bill, form: Form, out: &mut dyn Write) -> io::Result<()> {
    match form {
        Form::CycloneDx(version) => cyclonedx::write(bill, version, out),
        Form::CycloneDxXml(version) => cyclonedx::write_xml(bill, version, out),
        Form::Spdx2 => spdx2::write(bill, out),
        Form::Spdx2Tags => spdx2::write_tags(bill, out),
        Form::Spdx3 => spdx3::write(bill, out),
        Form::Syft => {
            Err(io::Error::new(io::ErrorKind::Unsupported, "Syft's form is read and not written"))
        }
    }
}

fn pretty(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, value)?;
    writeln!(out)
}

#[cfg(test)]
mod tests;
