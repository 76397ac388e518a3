// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

#![doc = include_str!("../README.md")]
#![warn(missing_docs)]

mod acceptance;
mod bundle;
mod conclusion;
mod config;
mod date;
mod declared;
mod digest;
mod expression;
mod facts;
mod find;
mod image;
mod language;
mod named;
mod package;
mod path;
mod problem;
mod product;
mod remedy;
mod role;
mod scan;
mod source;
mod stamp;
mod terms;
mod tri;
mod verdict;

pub use acceptance::{FindingSubject, Outcome, PolicyConclusion, PolicyFinding, Totals, WaivedBy};
pub use bundle::{
    Bundle, BundledFile, BundledText, Demand, Demands, MissingPiece, MissingReason, NoticeEntry,
    Offerer, PieceKind, SourceEntry,
};
pub use conclusion::{
    Beside, BesideWhole, Cause, Claim, CourtReading, CourtTopic, Decided, DeliveryConclusion, Duty,
    DutyMeans, Ending, Fulfilment, Prohibition, Proof, ProofRule, Question, QuestionSubject,
    ReadConclusion, TermRef, UseRef, WholeConclusion,
};
pub use config::ConfigError;
pub use date::{Date, DateError};
pub use declared::DeclaredLicense;
pub use digest::{Digest, hexadecimal};
pub use expression::{Expression, LicenseId, LicenseTerm, ParseExpressionError};
pub use facts::{
    Annotation, AnnotationConvention, ContentKind, FileFacts, Manifest, Party, PartyRole,
    Precedence, TextFacts, UseFacts,
};
pub use find::{
    AuthorFind, CopyrightFind, Detection, FindKind, Holder, Joining, JoiningMethod, LicenseFind,
    Matcher, RuleId, Span, YearRange,
};
pub use image::{
    BaseEvidence, BaseImage, Image, ImageLayer, Instruction, LayerIndex, LooseFiles, Platform,
};
pub use language::Language;
pub use package::{
    CardMetric, CardNature, Checksum, Include, IncludeKind, Inventory, ModelCard, Package,
    PackageAbout, PackageContents, PackageEdge, PackageFact, PackageFacts, PackageFile,
    PackageFileKind, PackageGraph, PackageIndex, PackageNature, PackagePath, PackagePlace,
    PackageSource, Replacement, Requirement, WorkspaceFact,
};
pub use path::{TreePath, TreePathError};
pub use problem::{Problem, ProblemCode, Severity};
pub use product::{
    Component, ComponentId, ComponentIdError, ComponentLicense, DeliveredForm, Delivery,
    DeliveryKind, Evidence, EvidenceMethod, FactKind, Facts, Owner, Part, PartKind, Product,
    Relation, RelationKind, Scope, ServiceUsers, Statement, combined_strength,
};
pub use remedy::{
    Action, Edit, EditSubject, Family, NewOwner, OwedBy, Plan, Plans, ReadVerdicts, RefusalRule,
    Refused, ResidualRisk, Risk, WholeChange,
};
pub use role::FileRole;
pub use scan::{
    AnnotatedLicense, Clarity, Concluded, ConcludedReason, Curation, FileContext, FileRecord,
    FolderRecord, ResolvedReference, RuleSource, ScanSummary, Tallies,
};
pub use source::{
    BuildLine, BuildLineKind, CompiledFor, ComposeService, ExportedSymbol, ExposedPort,
    HeaderInclude, HeaderIncludeKind, ImageCopy, ImageUse, KernelModule, LibraryLink, LibraryLoad,
    LineConditions, LinkNaming, ModelReference, ModelReferenceKind, ModelRole, PackageInstall,
    ProgramCall, SourceFacts, SourceGround, SourceImport, SourceLanguage,
};
pub use stamp::FileStamp;
pub use terms::{
    Cure, CureFrom, DutyKind, LicenseKind, Means, OwedTo, ProhibitionKind, Reviewed, TermScope,
};
pub use tri::Tri;
pub use verdict::{Level, Reading, Verdict};
