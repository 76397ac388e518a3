// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What has to be handed over with a delivery: the pieces that meet duties, and those that are
//! missing.

use std::sync::Arc;

use crate::{
    ComponentId, DeliveryKind, Duty, DutyKind, Expression, Means, OwedTo, TermRef, TreePath,
    named::named,
};

named! {
    /// A sort of thing that is handed over to meet duties.
    pub enum PieceKind {
        /// Copyright and license notices of a component, in the file of notices.
        Notice = "notice",
        /// The text of a license.
        LicenseText = "license_text",
        /// The component's own NOTICE file.
        NoticeFile = "notice_file",
        /// A record of what was changed, when and by whom.
        ChangeRecord = "change_record",
        /// The corresponding source.
        Source = "source",
        /// The scripts that control compilation and installation.
        BuildScripts = "build_scripts",
        /// What is needed to install a changed version.
        InstallationInformation = "installation_information",
        /// What is needed to link the whole again with a changed library.
        RelinkKit = "relink_kit",
        /// The page that offers source to users over a network.
        SourcePage = "source_page",
        /// The derived database, or the changes behind a work.
        Database = "database",
        /// A line that users see: a brand, the name of a model, where data come from.
        DisplayedNotice = "displayed_notice",
        /// What the terms given to recipients have to say.
        Terms = "terms",
    }
}

/// A thing that a delivery needs for a component.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Demand {
    /// What.
    pub kind: PieceKind,
    /// For which component.
    pub about: ComponentId,
    /// The duties that it meets, with their terms; sorted.
    pub duties: Vec<(DutyKind, TermRef)>,
    /// Whether it is owed for certain, or only if unknown facts are so.
    pub certain: bool,
    /// For whom.
    pub owed_to: OwedTo,
    /// Until when, in the license's words.
    pub until: Option<Arc<str>>,
    /// The ways that are open to meet all of the duties; empty where no license names any.
    pub means: Vec<Means>,
}

/// What a delivery needs: things to hand over, and duties that no thing meets.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Demands {
    /// Things, by kind and component.
    pub pieces: Vec<Demand>,
    /// Duties that somebody meets by doing something.
    pub acts: Vec<Duty>,
}

named! {
    /// Why a piece is missing.
    pub enum MissingReason {
        /// Nobody knows its license, so nobody knows what is owed.
        NoLicense = "no_license",
        /// No file of the component is at hand, so nobody knows its notices.
        NoFiles = "no_files",
        /// Its license is not on the SPDX list and no file of the component holds its text.
        NoText = "no_text",
        /// No archive of its source is at hand.
        NoArchive = "no_archive",
        /// Several archives may be meant.
        SeveralArchives = "several_archives",
        /// No file was named for it in `heirloom.toml`.
        NotStated = "not_stated",
        /// The file that `heirloom.toml` names is not there.
        FileNotFound = "file_not_found",
        /// A file of the source that cannot be read a second time.
        Unreadable = "unreadable",
        /// Nobody said who makes the offer and where they are reached.
        NoOfferer = "no_offerer",
        /// Nobody said where users get the source.
        NoAddress = "no_address",
    }
}

/// A piece that is owed and not at hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissingPiece {
    /// What is owed.
    pub demand: Demand,
    /// Why it is missing.
    pub reason: MissingReason,
    /// A name that helps to find it: of the file or archive that was looked for.
    pub looked_for: Box<str>,
}

/// The notices of one component.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeEntry {
    /// The component.
    pub component: ComponentId,
    /// Its name for people.
    pub name: Arc<str>,
    /// Its version.
    pub version: Option<Arc<str>>,
    /// Its license, as taken.
    pub license: Option<Expression>,
    /// Its copyright statements, each once, sorted.
    pub copyrights: Vec<Box<str>>,
    /// The texts that hold for it, by their places in [`Bundle::texts`].
    pub texts: Vec<usize>,
    /// Whether it was changed, as far as somebody knows.
    pub modified: bool,
}

/// A license text of the bundle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BundledText {
    /// The licenses or exceptions it is the text of, or the name of the file it stands in.
    pub title: Box<str>,
    /// The text.
    pub text: Arc<str>,
    /// The file it was taken from; `None` for the SPDX list.
    pub source: Option<TreePath>,
}

/// A file of the bundle taken as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BundledFile {
    /// What it is.
    pub kind: PieceKind,
    /// For which component.
    pub about: ComponentId,
    /// The file in the source.
    pub source: TreePath,
    /// Its contents.
    pub bytes: Arc<[u8]>,
}

/// Where the source of a component is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceEntry {
    /// The component.
    pub component: ComponentId,
    /// Its license.
    pub license: Option<Expression>,
    /// The name of the archive in the folder of sources.
    pub archive: Box<str>,
    /// Its bytes.
    pub size: u64,
    /// The SHA-256 digest of its bytes in hexadecimal digits; `None` until the archive is copied.
    pub sha256: Option<Box<str>>,
}

/// Who offers source, and how they are reached.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Offerer {
    /// The name of the organization.
    pub name: Box<str>,
    /// A postal address.
    pub address: Box<str>,
    /// An electronic address.
    pub email: Box<str>,
    /// For how many years the offer holds.
    pub years: u32,
    /// Where users get the source over the network.
    pub url: Option<Box<str>>,
}

/// All that goes with one delivery.
#[derive(Clone, Debug, PartialEq)]
pub struct Bundle {
    /// The delivery's name.
    pub delivery: Arc<str>,
    /// Its way.
    pub kind: DeliveryKind,
    /// What is demanded.
    pub demands: Demands,
    /// Notices, by name.
    pub notices: Vec<NoticeEntry>,
    /// License texts, each once.
    pub texts: Vec<BundledText>,
    /// Files taken as they are: NOTICE files, change records, scripts, instructions, kits.
    pub files: Vec<BundledFile>,
    /// Archives of source.
    pub sources: Vec<SourceEntry>,
    /// Components whose source the page for users has to offer.
    pub offered: Vec<ComponentId>,
    /// Whether the sources are offered in writing instead of handed over.
    pub is_written_offer: bool,
    /// Components whose source is offered in writing because no archive of it is at hand; sorted.
    pub offered_in_writing: Vec<ComponentId>,
    /// Who makes offers.
    pub offerer: Option<Offerer>,
    /// What is owed for certain and not at hand.
    pub missing: Vec<MissingPiece>,
    /// What would be owed if unknown facts are so, and is not at hand.
    pub open: Vec<MissingPiece>,
}
