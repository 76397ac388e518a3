// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The words in which licenses are described: classes, duties, prohibitions.

use crate::named::named;

named! {
    /// What sort of license one is, by the farthest its terms reach.
    pub enum LicenseKind {
        /// Rights were given up as far as the law lets.
        PublicDomain = "public_domain",
        /// Asks for notices and the like alone.
        Permissive = "permissive",
        /// Changed files stay under it.
        FileCopyleft = "file_copyleft",
        /// Changed modules stay under it.
        ModuleCopyleft = "module_copyleft",
        /// The library stays under it and replaceable.
        LibraryCopyleft = "library_copyleft",
        /// The whole work that holds it comes under it.
        WorkCopyleft = "work_copyleft",
        /// As before, and users over a network are owed the source.
        NetworkCopyleft = "network_copyleft",
        /// Offering it as a service brings all that serves it under the license.
        ServiceCopyleft = "service_copyleft",
        /// What is made from the data comes under it.
        DataShareAlike = "data_share_alike",
        /// No commercial purpose.
        NonCommercial = "non_commercial",
        /// The source may be seen, some uses are kept back.
        SourceAvailable = "source_available",
        /// A model or data whose uses are restricted.
        UseRestricted = "use_restricted",
        /// All rights reserved but what was agreed.
        Proprietary = "proprietary",
        /// Nobody has looked at it.
        Unknown = "unknown",
    }
}

impl LicenseKind {
    /// Whether changed versions have to stay under the license in some scope.
    pub fn is_copyleft(self) -> bool {
        matches!(
            self,
            LicenseKind::FileCopyleft
                | LicenseKind::ModuleCopyleft
                | LicenseKind::LibraryCopyleft
                | LicenseKind::WorkCopyleft
                | LicenseKind::NetworkCopyleft
                | LicenseKind::ServiceCopyleft
                | LicenseKind::DataShareAlike
        )
    }
}

named! {
    /// What somebody has to do.
    pub enum DutyKind {
        /// Keep copyright notices as they are.
        KeepCopyrightNotices = "keep_copyright_notices",
        /// Keep the notices that refer to the license.
        KeepLicenseNotices = "keep_license_notices",
        /// Keep the disclaimer of warranty.
        KeepDisclaimer = "keep_disclaimer",
        /// Give the license text along.
        IncludeLicenseText = "include_license_text",
        /// Say where the license text is.
        ReferenceLicenseText = "reference_license_text",
        /// Give the attributions of a NOTICE file along.
        IncludeNoticeFile = "include_notice_file",
        /// Name the authors and the source.
        Attribute = "attribute",
        /// Say that the files were changed.
        StateChanges = "state_changes",
        /// Say when they were changed.
        StateChangeDate = "state_change_date",
        /// Describe what was changed.
        DescribeChanges = "describe_changes",
        /// Give or offer the corresponding source.
        ProvideSource = "provide_source",
        /// Give or offer the source of the covered files.
        ProvideSourceOfFiles = "provide_source_of_files",
        /// Say where the source is.
        ReferenceSource = "reference_source",
        /// Give the scripts that control compilation and installation.
        ProvideBuildScripts = "provide_build_scripts",
        /// Give the information needed to install a changed version.
        ProvideInstallationInformation = "provide_installation_information",
        /// Offer the source to those who use it over a network.
        OfferSourceToUsers = "offer_source_to_users",
        /// Make it possible to put a changed library in the place of this one.
        PermitRelinking = "permit_relinking",
        /// Let recipients change the whole for their own use and reverse engineer it for debugging.
        PermitReverseEngineering = "permit_reverse_engineering",
        /// Say that the library is in it and under its license.
        AnnounceLibrary = "announce_library",
        /// Show notices where an interactive program shows any.
        DisplayNotices = "display_notices",
        /// Put the result under this license.
        LicenseAlike = "license_alike",
        /// Let the modified library remain a library.
        RemainLibrary = "remain_library",
        /// Let functions work without what the linking program supplies.
        WorkWithoutUser = "work_without_user",
        /// Acknowledge it in the documentation.
        AcknowledgeInDocumentation = "acknowledge_in_documentation",
        /// Acknowledge it in advertising.
        AcknowledgeInAdvertising = "acknowledge_in_advertising",
        /// Give changed versions another name.
        RenameModified = "rename_modified",
        /// Say who made which changes.
        NameModifier = "name_modifier",
        /// Disclaim warranty and liability for all contributors in one's own terms.
        DisclaimForContributors = "disclaim_for_contributors",
        /// Give the original along with changes.
        IncludeOriginal = "include_original",
        /// Make changes available to all or to the holder.
        PublishChanges = "publish_changes",
        /// Tell the holder.
        InformHolder = "inform_holder",
        /// Keep patent notices.
        KeepPatentNotices = "keep_patent_notices",
        /// Keep trademark notices.
        KeepTrademarkNotices = "keep_trademark_notices",
        /// Note known patent claims of third parties.
        RecordPatentClaims = "record_patent_claims",
        /// Grant patent licenses for one's contributions.
        GrantPatentLicense = "grant_patent_license",
        /// Stand in for contributors when giving warranties of one's own.
        IndemnifyContributors = "indemnify_contributors",
        /// Get the recipient's assent to the terms.
        SeekAcceptance = "seek_acceptance",
        /// State the terms that differ, and by whom they are given.
        StateAdditionalTerms = "state_additional_terms",
        /// Name the model or its maker, such as "Built with".
        NameModel = "name_model",
        /// Begin the name of a derived model with its name.
        PrefixModelName = "prefix_model_name",
        /// Pass use restrictions on to recipients.
        PassRestrictionsOn = "pass_restrictions_on",
        /// Use it only as its policy of acceptable use lets.
        ObserveAcceptableUse = "observe_acceptable_use",
        /// Say that a work was made from the database.
        NoticeOnProducedWork = "notice_on_produced_work",
        /// Offer the derived database or the changes behind a work.
        OfferDerivedDatabase = "offer_derived_database",
        /// Offer a copy without technical restrictions.
        OfferUnrestrictedCopy = "offer_unrestricted_copy",
        /// Get another license when users exceed a number.
        AskAboveUserThreshold = "ask_above_user_threshold",
        /// Get another license when yearly revenue or the number of staff exceeds a limit.
        AskAboveSizeThreshold = "ask_above_size_threshold",
        /// Register with the holder.
        Register = "register",
        /// Show the author's brand where users see it.
        DisplayAttribution = "display_attribution",
        /// Remove attributions when the holder asks.
        RemoveAttributionOnRequest = "remove_attribution_on_request",
    }
}

named! {
    /// What somebody may not do.
    pub enum ProhibitionKind {
        /// Use names of holders to endorse or promote.
        Endorse = "endorse",
        /// Use the product's name for changed versions.
        UseName = "use_name",
        /// Use trademarks.
        UseTrademarks = "use_trademarks",
        /// Misrepresent who wrote it or that it is the original.
        Misrepresent = "misrepresent",
        /// Treat it so that its author's honor suffers.
        HarmReputation = "harm_reputation",
        /// Put further restrictions on recipients.
        RestrictFurther = "restrict_further",
        /// Hinder recipients by technical measures.
        ProtectTechnically = "protect_technically",
        /// Sublicense.
        Sublicense = "sublicense",
        /// Assert patents against it: rights end.
        AssertPatents = "assert_patents",
        /// Assert patents against anybody in the field: rights end.
        AssertPatentsBroadly = "assert_patents_broadly",
        /// Use it commercially.
        UseCommercially = "use_commercially",
        /// Charge for it alone.
        SellAlone = "sell_alone",
        /// Change it, or give changed versions on.
        Modify = "modify",
        /// Give it on.
        Distribute = "distribute",
        /// Offer it to others as a managed service.
        OfferAsService = "offer_as_service",
        /// Compete with its maker's offering.
        Compete = "compete",
        /// Use it in production.
        UseInProduction = "use_in_production",
        /// Use it for listed purposes.
        UseForListedPurposes = "use_for_listed_purposes",
        /// Improve other models with it or its output.
        ImproveOtherModels = "improve_other_models",
        /// Use it for anything but computing.
        UseBeyondComputing = "use_beyond_computing",
        /// Sue elsewhere than where the license says, or under another law.
        ChooseVenue = "choose_venue",
        /// Circumvent license keys.
        RemoveLicenseKeys = "remove_license_keys",
        /// Export against the law of the holder's country.
        ExportAgainstLaw = "export_against_law",
    }
}

impl ProhibitionKind {
    /// Whether it keeps somebody from using the thing at all, or for some purposes.
    pub fn limits_use(self) -> bool {
        match self {
            ProhibitionKind::UseCommercially
            | ProhibitionKind::SellAlone
            | ProhibitionKind::Modify
            | ProhibitionKind::Distribute
            | ProhibitionKind::OfferAsService
            | ProhibitionKind::Compete
            | ProhibitionKind::UseInProduction
            | ProhibitionKind::UseForListedPurposes
            | ProhibitionKind::ImproveOtherModels
            | ProhibitionKind::UseBeyondComputing => true,
            ProhibitionKind::Endorse
            | ProhibitionKind::UseName
            | ProhibitionKind::UseTrademarks
            | ProhibitionKind::Misrepresent
            | ProhibitionKind::HarmReputation
            | ProhibitionKind::RestrictFurther
            | ProhibitionKind::ProtectTechnically
            | ProhibitionKind::Sublicense
            | ProhibitionKind::AssertPatents
            | ProhibitionKind::AssertPatentsBroadly
            | ProhibitionKind::ChooseVenue
            | ProhibitionKind::RemoveLicenseKeys
            | ProhibitionKind::ExportAgainstLaw => false,
        }
    }
}

named! {
    /// A way to meet a duty, where a license names several of which one is enough.
    pub enum Means {
        /// Give it along with the delivery.
        Accompany = "accompany",
        /// Offer it in writing.
        WrittenOffer = "written_offer",
        /// Pass on the offer that came with it.
        PassOnOffer = "pass_on_offer",
        /// Offer it at the place of the download, or at one named there.
        Download = "download",
        /// Say where it is offered, where the object code comes from peers.
        PeerToPeer = "peer_to_peer",
        /// Make sure that the recipient has it already.
        AlreadyReceived = "already_received",
        /// Use a shared library that can be replaced.
        SharedLibrary = "shared_library",
        /// Give object code that can be linked again.
        RelinkObjects = "relink_objects",
        /// Write it into the files.
        InFiles = "in_files",
        /// Write it into a file beside them.
        BesideFiles = "beside_files",
        /// Write it into the documentation.
        Documentation = "documentation",
        /// Show it where the program shows such notices.
        Display = "display",
        /// Link to a page that says it.
        Link = "link",
    }
}

named! {
    /// From when on the days of a cure count.
    pub enum CureFrom {
        /// From the first notice of the holder, to end the breach.
        FirstNotice = "first_notice",
        /// From the end of the breach, while the holder says nothing.
        Silence = "silence",
        /// From when the breach is known, to end it.
        Awareness = "awareness",
        /// From a notice of the holder, to end it.
        Notice = "notice",
        /// Within a time that is reasonable after it is known.
        ReasonableTime = "reasonable_time",
        /// For as long as the holder has not ended the rights for good.
        UntilEnded = "until_ended",
        /// By a new permission of the holder.
        NewPermission = "new_permission",
    }
}

/// How rights that ended come back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Cure {
    /// From when on.
    pub from: CureFrom,
    /// Within how many days, where the license names a number.
    pub days: Option<u16>,
}

named! {
    /// How far a term reaches from the licensed thing.
    pub enum TermScope {
        /// The files that hold it.
        File = "file",
        /// The module that holds it.
        Module = "module",
        /// The library.
        Library = "library",
        /// The whole work based on it.
        Work = "work",
        /// All that is used to offer the service.
        Service = "service",
        /// The database.
        Database = "database",
        /// The weights of a model.
        Weights = "weights",
    }
}

named! {
    /// Who looked at a license fact.
    pub enum Reviewed {
        /// Read in the license's text.
        Text = "text",
        /// Said by the steward of the license.
        Steward = "steward",
        /// Decided by a court.
        Court = "court",
        /// Nobody; no decided verdict may rest on it.
        None = "none",
    }
}

named! {
    /// Whom a duty serves.
    pub enum OwedTo {
        /// Whoever receives a copy.
        Recipient = "recipient",
        /// Whoever uses it over a network.
        RemoteUser = "remote_user",
        /// The holder of the rights.
        Holder = "holder",
        /// Everybody.
        Public = "public",
    }
}
