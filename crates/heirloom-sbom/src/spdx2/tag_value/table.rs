// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Which tag is which field.

/// What a tag belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub(super) enum Section {
    #[default]
    Document,
    Creation,
    Package,
    File,
    Snippet,
    License,
    Relation,
    Annotation,
}

/// How a value is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// One text.
    Text,
    /// Texts, each in a tag of its own.
    Texts,
    /// What a package is for.
    Purpose,
    /// True or false.
    Flag,
    /// A verification code with the files that it leaves out.
    Code,
    /// An algorithm and digits.
    Checksum,
    /// A category, a kind and a name.
    Reference,
    /// Another document.
    Document,
    /// An element, a relation and another element.
    Relation,
    /// From one byte to another.
    Bytes,
    /// From one line to another.
    Lines,
    /// A remark about the last of a list.
    LastComment,
}

impl Shape {
    /// What it looks like, for messages.
    pub(super) fn form(self) -> &'static str {
        match self {
            Shape::Text | Shape::Texts | Shape::Purpose => "TEXT",
            Shape::Flag => "true or false",
            Shape::Code => "DIGITS (excludes: FILE, FILE)",
            Shape::Checksum => "ALGORITHM: DIGITS",
            Shape::Reference => "CATEGORY KIND NAME",
            Shape::Document => "DocumentRef-NAME ADDRESS ALGORITHM: DIGITS",
            Shape::Relation => "ELEMENT RELATION ELEMENT",
            Shape::Bytes | Shape::Lines => "NUMBER:NUMBER",
            Shape::LastComment => "a remark after what it is about",
        }
    }
}

/// A tag.
pub(super) struct Tag {
    pub(super) section: Section,
    pub(super) name: &'static str,
    /// The field of the JSON form.
    pub(super) field: &'static str,
    pub(super) shape: Shape,
    /// Whether a new element starts with it.
    pub(super) starts: bool,
}

const fn tag(section: Section, name: &'static str, field: &'static str, shape: Shape) -> Tag {
    Tag { section, name, field, shape, starts: false }
}

const fn start(section: Section, name: &'static str, field: &'static str, shape: Shape) -> Tag {
    Tag { section, name, field, shape, starts: true }
}

/// Fields that are written in other places than with their element.
pub(super) const ELSEWHERE: &[(Section, &str)] = &[
    (Section::Document, "creationInfo"),
    (Section::Document, "packages"),
    (Section::Document, "files"),
    (Section::Document, "snippets"),
    (Section::Document, "hasExtractedLicensingInfos"),
    (Section::Document, "relationships"),
    (Section::Document, "documentDescribes"),
    (Section::Document, "annotations"),
    (Section::Package, "annotations"),
    (Section::Package, "hasFiles"),
    (Section::File, "annotations"),
    (Section::Snippet, "annotations"),
];

/// What some call the tag that a snippet starts with.
pub(super) const OLD_SNIPPET: &str = "SnippetSPDXIdentifier";

pub(super) const TABLE: &[Tag] = &[
    tag(Section::Document, "SPDXVersion", "spdxVersion", Shape::Text),
    tag(Section::Document, "DataLicense", "dataLicense", Shape::Text),
    tag(Section::Document, "SPDXID", "SPDXID", Shape::Text),
    tag(Section::Document, "DocumentName", "name", Shape::Text),
    tag(Section::Document, "DocumentNamespace", "documentNamespace", Shape::Text),
    tag(Section::Document, "ExternalDocumentRef", "externalDocumentRefs", Shape::Document),
    tag(Section::Document, "DocumentComment", "comment", Shape::Text),
    tag(Section::Creation, "LicenseListVersion", "licenseListVersion", Shape::Text),
    tag(Section::Creation, "Creator", "creators", Shape::Texts),
    tag(Section::Creation, "Created", "created", Shape::Text),
    tag(Section::Creation, "CreatorComment", "comment", Shape::Text),
    start(Section::Package, "PackageName", "name", Shape::Text),
    tag(Section::Package, "SPDXID", "SPDXID", Shape::Text),
    tag(Section::Package, "PackageVersion", "versionInfo", Shape::Text),
    tag(Section::Package, "PackageFileName", "packageFileName", Shape::Text),
    tag(Section::Package, "PackageSupplier", "supplier", Shape::Text),
    tag(Section::Package, "PackageOriginator", "originator", Shape::Text),
    tag(Section::Package, "PackageDownloadLocation", "downloadLocation", Shape::Text),
    tag(Section::Package, "FilesAnalyzed", "filesAnalyzed", Shape::Flag),
    tag(Section::Package, "PackageVerificationCode", "packageVerificationCode", Shape::Code),
    tag(Section::Package, "PackageChecksum", "checksums", Shape::Checksum),
    tag(Section::Package, "PackageHomePage", "homepage", Shape::Text),
    tag(Section::Package, "PackageSourceInfo", "sourceInfo", Shape::Text),
    tag(Section::Package, "PackageLicenseConcluded", "licenseConcluded", Shape::Text),
    tag(Section::Package, "PackageLicenseInfoFromFiles", "licenseInfoFromFiles", Shape::Texts),
    tag(Section::Package, "PackageLicenseDeclared", "licenseDeclared", Shape::Text),
    tag(Section::Package, "PackageLicenseComments", "licenseComments", Shape::Text),
    tag(Section::Package, "PackageCopyrightText", "copyrightText", Shape::Text),
    tag(Section::Package, "PackageSummary", "summary", Shape::Text),
    tag(Section::Package, "PackageDescription", "description", Shape::Text),
    tag(Section::Package, "PackageComment", "comment", Shape::Text),
    tag(Section::Package, "ExternalRef", "externalRefs", Shape::Reference),
    tag(Section::Package, "ExternalRefComment", "externalRefs", Shape::LastComment),
    tag(Section::Package, "PackageAttributionText", "attributionTexts", Shape::Texts),
    tag(Section::Package, "PrimaryPackagePurpose", "primaryPackagePurpose", Shape::Purpose),
    tag(Section::Package, "ReleaseDate", "releaseDate", Shape::Text),
    tag(Section::Package, "BuiltDate", "builtDate", Shape::Text),
    tag(Section::Package, "ValidUntilDate", "validUntilDate", Shape::Text),
    start(Section::File, "FileName", "fileName", Shape::Text),
    tag(Section::File, "SPDXID", "SPDXID", Shape::Text),
    tag(Section::File, "FileType", "fileTypes", Shape::Texts),
    tag(Section::File, "FileChecksum", "checksums", Shape::Checksum),
    tag(Section::File, "LicenseConcluded", "licenseConcluded", Shape::Text),
    tag(Section::File, "LicenseInfoInFile", "licenseInfoInFiles", Shape::Texts),
    tag(Section::File, "LicenseComments", "licenseComments", Shape::Text),
    tag(Section::File, "FileCopyrightText", "copyrightText", Shape::Text),
    tag(Section::File, "FileComment", "comment", Shape::Text),
    tag(Section::File, "FileNotice", "noticeText", Shape::Text),
    tag(Section::File, "FileContributor", "fileContributors", Shape::Texts),
    tag(Section::File, "FileAttributionText", "attributionTexts", Shape::Texts),
    tag(Section::File, "FileDependency", "fileDependencies", Shape::Texts),
    start(Section::Snippet, "SnippetSPDXID", "SPDXID", Shape::Text),
    start(Section::Snippet, OLD_SNIPPET, "SPDXID", Shape::Text),
    tag(Section::Snippet, "SnippetFromFileSPDXID", "snippetFromFile", Shape::Text),
    tag(Section::Snippet, "SnippetByteRange", "ranges", Shape::Bytes),
    tag(Section::Snippet, "SnippetLineRange", "ranges", Shape::Lines),
    tag(Section::Snippet, "SnippetLicenseConcluded", "licenseConcluded", Shape::Text),
    tag(Section::Snippet, "LicenseInfoInSnippet", "licenseInfoInSnippets", Shape::Texts),
    tag(Section::Snippet, "SnippetLicenseComments", "licenseComments", Shape::Text),
    tag(Section::Snippet, "SnippetCopyrightText", "copyrightText", Shape::Text),
    tag(Section::Snippet, "SnippetComment", "comment", Shape::Text),
    tag(Section::Snippet, "SnippetName", "name", Shape::Text),
    tag(Section::Snippet, "SnippetAttributionText", "attributionTexts", Shape::Texts),
    start(Section::License, "LicenseID", "licenseId", Shape::Text),
    tag(Section::License, "ExtractedText", "extractedText", Shape::Text),
    tag(Section::License, "LicenseName", "name", Shape::Text),
    tag(Section::License, "LicenseCrossReference", "seeAlsos", Shape::Texts),
    tag(Section::License, "LicenseComment", "comment", Shape::Text),
    start(Section::Relation, "Relationship", "spdxElementId", Shape::Relation),
    tag(Section::Relation, "RelationshipComment", "comment", Shape::Text),
    start(Section::Annotation, "Annotator", "annotator", Shape::Text),
    tag(Section::Annotation, "AnnotationDate", "annotationDate", Shape::Text),
    tag(Section::Annotation, "AnnotationType", "annotationType", Shape::Text),
    tag(Section::Annotation, "SPDXREF", "SPDXREF", Shape::Text),
    tag(Section::Annotation, "AnnotationComment", "comment", Shape::Text),
];
