// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The forms of bills of materials.

use crate::cyclonedx::Version;

/// A form of a bill of materials.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// CycloneDX as JSON.
    CycloneDx(Version),
    /// CycloneDX as XML.
    CycloneDxXml(Version),
    /// SPDX 2.3 as JSON.
    Spdx2,
    /// SPDX 2.3 as tags with values.
    Spdx2Tags,
    /// SPDX 3.0.1 as JSON-LD.
    Spdx3,
    /// Syft's own JSON, which is read and not written.
    Syft,
}

impl Form {
    /// Every form that is written, the newest of each family first.
    pub const WRITTEN: [Form; 11] = [
        Form::CycloneDx(Version::V1_7),
        Form::CycloneDx(Version::V1_6),
        Form::CycloneDx(Version::V1_5),
        Form::CycloneDx(Version::V1_4),
        Form::CycloneDxXml(Version::V1_7),
        Form::CycloneDxXml(Version::V1_6),
        Form::CycloneDxXml(Version::V1_5),
        Form::CycloneDxXml(Version::V1_4),
        Form::Spdx3,
        Form::Spdx2,
        Form::Spdx2Tags,
    ];

    /// The name by which it is asked for.
    pub fn name(self) -> &'static str {
        match self {
            Form::CycloneDx(Version::V1_7) => "cyclonedx-1.7",
            Form::CycloneDx(Version::V1_6) => "cyclonedx-1.6",
            Form::CycloneDx(Version::V1_5) => "cyclonedx-1.5",
            Form::CycloneDx(Version::V1_4) => "cyclonedx-1.4",
            Form::Spdx3 => "spdx-3",
            Form::CycloneDxXml(Version::V1_7) => "cyclonedx-1.7-xml",
            Form::CycloneDxXml(Version::V1_6) => "cyclonedx-1.6-xml",
            Form::CycloneDxXml(Version::V1_5) => "cyclonedx-1.5-xml",
            Form::CycloneDxXml(Version::V1_4) => "cyclonedx-1.4-xml",
            Form::Spdx2 => "spdx-2.3",
            Form::Spdx2Tags => "spdx-2.3-tag-value",
            Form::Syft => "syft",
        }
    }

    /// The form of a name; `cyclonedx` and `spdx` alone mean those that most programs read.
    pub fn from_name(name: &str) -> Option<Form> {
        let name = match name {
            "cyclonedx" => "cyclonedx-1.6",
            "cyclonedx-xml" => "cyclonedx-1.6-xml",
            "spdx" | "spdx-2" => "spdx-2.3",
            "spdx-3.0.1" => "spdx-3",
            name => name,
        };
        Form::WRITTEN.into_iter().find(|form| form.name() == name)
    }
}
