// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Why something is held to be so.

use std::{collections::BTreeMap, sync::Arc};

use crate::{Span, TreePath, Tri};

/// How evidence was obtained.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EvidenceMethod {
    /// A person states it, in `heirloom.toml` or by an answer.
    Statement,
    /// A lock file or the result of a build tool's resolution.
    Lockfile,
    /// A manifest's own words.
    Manifest,
    /// What packages of an ecosystem do unless something says otherwise.
    EcosystemDefault,
    /// Source text, read by a grammar.
    SourceCode,
    /// The license finds of files.
    LicenseFind,
    /// Symbols and sections of object files.
    ObjectFile,
    /// Where files lie.
    Layout,
}

impl EvidenceMethod {
    /// The stable name.
    pub fn name(self) -> &'static str {
        match self {
            EvidenceMethod::Statement => "statement",
            EvidenceMethod::Lockfile => "lockfile",
            EvidenceMethod::Manifest => "manifest",
            EvidenceMethod::EcosystemDefault => "ecosystem_default",
            EvidenceMethod::SourceCode => "source_code",
            EvidenceMethod::LicenseFind => "license_find",
            EvidenceMethod::ObjectFile => "object_file",
            EvidenceMethod::Layout => "layout",
        }
    }
}

/// One reason to hold that something is so.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    /// The file that shows it; `None` where a person says so in an answer.
    pub source: Option<TreePath>,
    /// Where in the file.
    pub span: Option<Span>,
    /// How it was obtained.
    pub method: EvidenceMethod,
    /// How much it is worth, 0 to 1: the probability that it is right when it stands alone.
    pub strength: f32,
    /// What was seen there, short: the called program, the key of the manifest, who said so.
    pub note: Arc<str>,
}

impl Evidence {
    /// A person's statement, which is certain by itself.
    pub fn statement(source: Option<TreePath>, span: Option<Span>, note: &str) -> Evidence {
        Evidence {
            source,
            span,
            method: EvidenceMethod::Statement,
            strength: 1.0,
            note: note.into(),
        }
    }
}

/// The strength of independent evidences together: one minus the chance that all are wrong
/// (noisy-or; Pearl, Probabilistic Reasoning in Intelligent Systems, 1988, 4.3.2).
pub fn combined_strength(evidence: &[Evidence]) -> f32 {
    1.0 - evidence.iter().map(|one| 1.0 - one.strength.clamp(0.0, 1.0)).product::<f32>()
}

/// A question about a relation or a component on whose answer verdicts depend.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FactKind {
    /// The user stops without the used one (the qualitative test).
    Core,
    /// The user loses most of what it does without the used one (the quantitative test).
    MostFunctionLost,
    /// Another component can take the place of the used one.
    Replaceable,
    /// The user was written for the used one alone.
    WrittenForAOnly,
    /// The user existed before, for something else, and was ported.
    PreExisting,
    /// How the two talk is documented for others.
    InterfaceDocumented,
    /// Whoever receives it can link it again with a changed library.
    Relinkable,
    /// The terms allow modification for own use and reverse engineering to debug it.
    ReverseEngineeringAllowed,
    /// Only the kernel's interface for user space is used.
    UapiOnly,
    /// A symbol is used that the kernel exports to GPL modules alone.
    GplOnlySymbol,
    /// Structures of the inside are shared, not just data handed over.
    IntimateData,
    /// Information to install a changed version is given along.
    InstallationInfo,
    /// The used one, when changed, itself faces users over a network.
    FacesRemoteUsers,
    /// The compilation used only what the exception allows (no ineligible plugin).
    EligibleCompilation,
    /// The output holds parts of the tool.
    OutputContainsTool,
    /// The purpose is commercial.
    Commercial,
    /// The data come from a source that is stated and lawful.
    LawfulSource,
    /// The notices and license texts are delivered along.
    NoticesDelivered,
    /// The corresponding source is delivered or offered.
    SourceDelivered,
    /// The modified files say that and when they were changed.
    ChangesMarked,
    /// The day is over from which on a version is under the license that its terms name.
    ChangeDatePassed,
    /// The grant that stands with the work itself permits this use.
    UseGranted,
    /// The delivery competes with what the holder offers.
    Competes,
    /// The right holder says that the user is part of the whole.
    StewardClaimsWhole,
    /// The right holder says that the user is no part of the whole.
    StewardPermits,
    /// Whoever delivers it holds all rights in it, those of contributors among them.
    SoleHolder,
    /// The device is one that people use at home; stated with the delivery.
    UserProduct,
    /// The device refuses changed software; stated with the delivery.
    Locked,
}

impl FactKind {
    /// Every kind that is stated as a fact: all but those that belong to a device.
    pub const ALL: &[FactKind] = &[
        FactKind::Core,
        FactKind::MostFunctionLost,
        FactKind::Replaceable,
        FactKind::WrittenForAOnly,
        FactKind::PreExisting,
        FactKind::InterfaceDocumented,
        FactKind::Relinkable,
        FactKind::ReverseEngineeringAllowed,
        FactKind::UapiOnly,
        FactKind::GplOnlySymbol,
        FactKind::IntimateData,
        FactKind::InstallationInfo,
        FactKind::FacesRemoteUsers,
        FactKind::EligibleCompilation,
        FactKind::OutputContainsTool,
        FactKind::Commercial,
        FactKind::LawfulSource,
        FactKind::NoticesDelivered,
        FactKind::SourceDelivered,
        FactKind::ChangesMarked,
        FactKind::ChangeDatePassed,
        FactKind::UseGranted,
        FactKind::Competes,
        FactKind::StewardClaimsWhole,
        FactKind::StewardPermits,
        FactKind::SoleHolder,
    ];

    /// The stable name, as written in `heirloom.toml`.
    pub fn name(self) -> &'static str {
        match self {
            FactKind::Core => "core",
            FactKind::MostFunctionLost => "most_function_lost",
            FactKind::Replaceable => "replaceable",
            FactKind::WrittenForAOnly => "written_for_a_only",
            FactKind::PreExisting => "pre_existing",
            FactKind::InterfaceDocumented => "interface_documented",
            FactKind::Relinkable => "relinkable",
            FactKind::ReverseEngineeringAllowed => "reverse_engineering_allowed",
            FactKind::UapiOnly => "uapi_only",
            FactKind::GplOnlySymbol => "gpl_only_symbol",
            FactKind::IntimateData => "intimate_data",
            FactKind::InstallationInfo => "installation_info",
            FactKind::FacesRemoteUsers => "faces_remote_users",
            FactKind::EligibleCompilation => "eligible_compilation",
            FactKind::OutputContainsTool => "output_contains_tool",
            FactKind::Commercial => "commercial",
            FactKind::LawfulSource => "lawful_source",
            FactKind::NoticesDelivered => "notices_delivered",
            FactKind::SourceDelivered => "source_delivered",
            FactKind::ChangesMarked => "changes_marked",
            FactKind::ChangeDatePassed => "change_date_passed",
            FactKind::UseGranted => "use_granted",
            FactKind::Competes => "competes",
            FactKind::StewardClaimsWhole => "steward_claims_whole",
            FactKind::StewardPermits => "steward_permits",
            FactKind::SoleHolder => "sole_holder",
            FactKind::UserProduct => "user_product",
            FactKind::Locked => "locked",
        }
    }

    /// The kind of a stable name.
    pub fn from_name(name: &str) -> Option<FactKind> {
        FactKind::ALL.iter().copied().find(|kind| kind.name() == name)
    }
}

/// What is held about a fact, with the reasons.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// The answer.
    pub value: Tri,
    /// Why.
    pub evidence: Vec<Evidence>,
}

/// What is known about a relation, component or delivery; what is absent is unknown.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Facts(BTreeMap<FactKind, Statement>);

impl Facts {
    /// The answer; unknown if nobody gave one, and where what shows it is more likely wrong than
    /// right.
    pub fn value(&self, kind: FactKind) -> Tri {
        let is_weak =
            |evidence: &[Evidence]| !evidence.is_empty() && combined_strength(evidence) < 0.5;
        match self.0.get(&kind) {
            Some(statement) if !is_weak(&statement.evidence) => statement.value,
            _ => Tri::Unknown,
        }
    }

    /// The answer with its reasons.
    pub fn statement(&self, kind: FactKind) -> Option<&Statement> {
        self.0.get(&kind)
    }

    /// Sets an answer, in place of one that was there.
    pub fn set(&mut self, kind: FactKind, statement: Statement) {
        self.0.insert(kind, statement);
    }

    /// All answers, in the order of their kinds.
    pub fn iter(&self) -> impl Iterator<Item = (FactKind, &Statement)> {
        self.0.iter().map(|(kind, statement)| (*kind, statement))
    }

    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn evidence(strength: f32) -> Evidence {
        Evidence {
            source: None,
            span: None,
            method: EvidenceMethod::Layout,
            strength,
            note: "".into(),
        }
    }

    #[test]
    fn independent_evidence_adds_up() {
        assert_eq!(combined_strength(&[]), 0.0);
        let both = combined_strength(&[evidence(0.5), evidence(0.5)]);
        assert!((both - 0.75).abs() < 1e-6);
    }

    #[test]
    fn weak_evidence_answers_nothing() {
        let mut facts = Facts::default();
        let statement =
            |strength| Statement { value: Tri::Yes, evidence: vec![evidence(strength)] };
        facts.set(FactKind::Core, statement(0.4));
        assert_eq!(facts.value(FactKind::Core), Tri::Unknown);
        facts.set(FactKind::Core, statement(0.5));
        assert_eq!(facts.value(FactKind::Core), Tri::Yes);
    }

    #[test]
    fn names_of_facts_are_unique() {
        for kind in FactKind::ALL {
            assert_eq!(FactKind::from_name(kind.name()), Some(*kind));
        }
    }
}
