// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What guidelines ask for, how strongly, and where forms have it.

use super::Guideline;

/// How strongly a guideline asks for a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// It should be there, or where it is known.
    Recommended,
    /// It must be there.
    Required,
}

/// What guidelines ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Field {
    /// Who made the document.
    Author,
    /// The mail or web address of who made the document.
    AuthorAddress,
    /// An organization among those who made the document.
    AuthorOrganization,
    /// When it was made.
    Timestamp,
    /// The program that made it.
    Tool,
    /// The version of the program.
    ToolVersion,
    /// At which stage of the software's life.
    Stage,
    /// The identifier of the document.
    Identity,
    /// A form of CycloneDX 1.6 or SPDX 3.0.1, or later.
    RecentForm,
    /// A form of SPDX.
    SpdxForm,
    /// That the document tells of no vulnerabilities, which change when the software does not.
    NoVulnerabilities,
    /// Who hands out or makes each component.
    Supplier,
    /// The mail or web address of who makes each component.
    SupplierAddress,
    /// The name of each component.
    Name,
    /// The version of each component.
    Version,
    /// A package URL or CPE of each component.
    Identifier,
    /// A checksum of each component.
    Checksum,
    /// The SHA-512 checksum of each component's file.
    Sha512,
    /// The license of each component, declared or concluded.
    License,
    /// The license under which each component may be passed on.
    ConcludedLicense,
    /// The license that each component's makers give it.
    DeclaredLicense,
    /// The copyright notices of each component.
    Copyright,
    /// Where each component is fetched from.
    Location,
    /// Where the source text of each component lies.
    SourceCode,
    /// The name of each component's file.
    Filename,
    /// Whether each component's file can be run.
    Executable,
    /// Whether each component's file is an archive.
    Archive,
    /// Whether the parts of each component's file can be told apart.
    Structured,
    /// How each component belongs to the others.
    Dependencies,
    /// Whether all that each component needs is said.
    Completeness,
}

/// What a field is, by guideline (NTIA, CISA, BSI, Telco), and its place in CycloneDX, SPDX 2.3 and
/// SPDX 3.
struct Row(Field, &'static str, [Option<Level>; 4], [&'static str; 3]);

const MUST: Option<Level> = Some(Level::Required);
const SHOULD: Option<Level> = Some(Level::Recommended);

const ROWS: &[Row] = &[
    Row(
        Field::Author,
        "author",
        [MUST, MUST, None, MUST],
        [
            "`metadata.manufacturer`, `metadata.authors`",
            "`creators` (Organization, Person)",
            "`createdBy`",
        ],
    ),
    Row(
        Field::AuthorAddress,
        "author-address",
        [None, None, MUST, None],
        [
            "`contact.email`, `url` of it",
            "mail address in `creators`",
            "`externalIdentifier` of it",
        ],
    ),
    Row(
        Field::AuthorOrganization,
        "author-organization",
        [None, None, None, MUST],
        ["`metadata.manufacturer`", "`creators` (Organization)", "`createdBy` (Organization)"],
    ),
    Row(
        Field::Timestamp,
        "timestamp",
        [MUST, MUST, MUST, MUST],
        ["`metadata.timestamp`", "`created`", "`created`"],
    ),
    Row(
        Field::Tool,
        "tool",
        [None, MUST, None, MUST],
        ["`metadata.tools`", "`creators` (Tool)", "`createdUsing`"],
    ),
    Row(
        Field::ToolVersion,
        "tool-version",
        [None, None, None, MUST],
        ["`metadata.tools`", "`creators` (Tool)", "`createdUsing`"],
    ),
    Row(
        Field::Stage,
        "stage",
        [None, MUST, None, MUST],
        ["`metadata.lifecycles` (from 1.5)", "`creationInfo.comment`", "`software_sbomType`"],
    ),
    Row(
        Field::Identity,
        "identity",
        [None, None, SHOULD, MUST],
        ["`serialNumber`", "`documentNamespace`", "`spdxId`"],
    ),
    Row(
        Field::RecentForm,
        "recent-form",
        [None, None, MUST, None],
        ["`specVersion`", "", "`specVersion`"],
    ),
    Row(
        Field::SpdxForm,
        "spdx-form",
        [None, None, None, MUST],
        ["", "`spdxVersion`", "`specVersion`"],
    ),
    Row(
        Field::NoVulnerabilities,
        "no-vulnerabilities",
        [None, None, MUST, None],
        ["no `vulnerabilities`", "no `advisory`, no `fix`", "no element of the profile Security"],
    ),
    Row(
        Field::Supplier,
        "supplier",
        [MUST, MUST, None, MUST],
        ["`supplier`, `publisher`, `authors`", "`supplier`", "`suppliedBy`"],
    ),
    Row(
        Field::SupplierAddress,
        "supplier-address",
        [None, None, MUST, None],
        [
            "`supplier.url`, `supplier.contact`, `website`",
            "mail address in `supplier`, `homepage`",
            "`externalIdentifier` of `originatedBy`, `suppliedBy`",
        ],
    ),
    Row(Field::Name, "name", [MUST, MUST, MUST, MUST], ["`group`, `name`", "`name`", "`name`"]),
    Row(
        Field::Version,
        "version",
        [MUST, MUST, MUST, MUST],
        ["`version`", "`versionInfo`", "`software_packageVersion`"],
    ),
    Row(
        Field::Identifier,
        "identifier",
        [MUST, MUST, SHOULD, SHOULD],
        ["`purl`, `cpe`", "`externalRefs`", "`software_packageUrl`, `externalIdentifier`"],
    ),
    Row(
        Field::Checksum,
        "checksum",
        [SHOULD, MUST, None, MUST],
        ["`hashes`", "`checksums`", "`verifiedUsing`"],
    ),
    Row(
        Field::Sha512,
        "sha512",
        [None, None, MUST, None],
        ["`hashes`", "`checksums`", "`verifiedUsing`"],
    ),
    Row(
        Field::License,
        "license",
        [None, MUST, None, None],
        [
            "`licenses`",
            "`licenseConcluded`, `licenseDeclared`",
            "`hasConcludedLicense`, `hasDeclaredLicense`",
        ],
    ),
    Row(
        Field::ConcludedLicense,
        "concluded-license",
        [None, None, MUST, SHOULD],
        [
            "`licenses` (`acknowledgement`: concluded)",
            "`licenseConcluded`",
            "`hasConcludedLicense`",
        ],
    ),
    Row(
        Field::DeclaredLicense,
        "declared-license",
        [None, None, SHOULD, SHOULD],
        [
            "`licenses` (`acknowledgement`: declared), `heirloom:license:declared`",
            "`licenseDeclared`",
            "`hasDeclaredLicense`",
        ],
    ),
    Row(
        Field::Copyright,
        "copyright",
        [None, None, None, SHOULD],
        ["`copyright`", "`copyrightText`", "`software_copyrightText`"],
    ),
    Row(
        Field::Location,
        "location",
        [None, None, SHOULD, SHOULD],
        [
            "`externalReferences` (distribution, vcs)",
            "`downloadLocation`",
            "`software_downloadLocation`",
        ],
    ),
    Row(
        Field::SourceCode,
        "source-code",
        [None, None, SHOULD, None],
        [
            "`externalReferences` (vcs, source-distribution)",
            "`downloadLocation` (git+…), `externalRefs` (vcs, source-distribution)",
            "`externalRef` (vcs, sourceArtifact)",
        ],
    ),
    Row(
        Field::Filename,
        "filename",
        [None, None, MUST, None],
        ["`bsi:component:filename`", "", "`name` of the file of `hasDistributionArtifact`"],
    ),
    Row(
        Field::Executable,
        "executable",
        [None, None, MUST, None],
        [
            "`bsi:component:executable`",
            "",
            "`software_additionalPurpose` of the file: `executable`",
        ],
    ),
    Row(
        Field::Archive,
        "archive",
        [None, None, MUST, None],
        ["`bsi:component:archive`", "", "`software_additionalPurpose` of the file: `archive`"],
    ),
    Row(
        Field::Structured,
        "structured",
        [None, None, MUST, None],
        [
            "`bsi:component:structured`",
            "",
            "`software_additionalPurpose` of the file: `container` or `firmware`",
        ],
    ),
    Row(
        Field::Dependencies,
        "dependencies",
        [MUST, MUST, MUST, MUST],
        ["`dependencies`", "`relationships`", "`Relationship`"],
    ),
    Row(
        Field::Completeness,
        "completeness",
        [SHOULD, SHOULD, MUST, None],
        [
            "`compositions`",
            "`DEPENDS_ON NONE` or `NOASSERTION`",
            "`completeness` of `Relationship`",
        ],
    ),
];

impl Field {
    /// Every field, those of the document first.
    pub fn all() -> impl Iterator<Item = Field> {
        ROWS.iter().map(|row| row.0)
    }

    fn row(self) -> &'static Row {
        ROWS.iter().find(|row| row.0 == self).expect("each field has a row")
    }

    /// The stable name.
    pub fn name(self) -> &'static str {
        self.row().1
    }

    /// How strongly a guideline asks for it.
    pub fn level(self, guideline: Guideline) -> Option<Level> {
        let at = Guideline::ALL.iter().position(|one| *one == guideline)?;
        self.row().2[at]
    }

    /// Where CycloneDX, SPDX 2.3 and SPDX 3 have it; empty where they do not.
    pub fn places(self) -> [&'static str; 3] {
        self.row().3
    }
}
