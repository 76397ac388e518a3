// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! From duties to the things that meet them.
//!
//! Every duty either asks for a thing that goes with the delivery, or for something to be done; the
//! table is complete by the compiler's word, so that no kind of duty is forgotten.

use std::collections::BTreeMap;

use heirloom_model::{
    ComponentId, DeliveryConclusion, Demand, Demands, Duty, DutyKind, Fulfilment, Means, OwedTo,
    PieceKind, Tri,
};

/// The thing that meets a duty; `None` where somebody has to do something.
pub fn piece_of(duty: DutyKind) -> Option<PieceKind> {
    use DutyKind as D;
    Some(match duty {
        D::KeepCopyrightNotices
        | D::KeepLicenseNotices
        | D::KeepDisclaimer
        | D::Attribute
        | D::AnnounceLibrary
        | D::AcknowledgeInDocumentation
        | D::KeepPatentNotices
        | D::KeepTrademarkNotices
        | D::ReferenceLicenseText => PieceKind::Notice,
        D::IncludeLicenseText => PieceKind::LicenseText,
        D::IncludeNoticeFile => PieceKind::NoticeFile,
        D::StateChanges | D::StateChangeDate | D::DescribeChanges | D::NameModifier => {
            PieceKind::ChangeRecord
        }
        D::ProvideSource | D::ProvideSourceOfFiles | D::ReferenceSource | D::IncludeOriginal => {
            PieceKind::Source
        }
        D::ProvideBuildScripts => PieceKind::BuildScripts,
        D::ProvideInstallationInformation => PieceKind::InstallationInformation,
        D::OfferSourceToUsers => PieceKind::SourcePage,
        D::PermitRelinking => PieceKind::RelinkKit,
        D::OfferDerivedDatabase | D::OfferUnrestrictedCopy => PieceKind::Database,
        D::DisplayNotices
        | D::DisplayAttribution
        | D::NameModel
        | D::NoticeOnProducedWork
        | D::AcknowledgeInAdvertising => PieceKind::DisplayedNotice,
        D::PermitReverseEngineering
        | D::DisclaimForContributors
        | D::SeekAcceptance
        | D::StateAdditionalTerms
        | D::PassRestrictionsOn => PieceKind::Terms,
        D::LicenseAlike
        | D::RemainLibrary
        | D::WorkWithoutUser
        | D::RenameModified
        | D::PublishChanges
        | D::InformHolder
        | D::RecordPatentClaims
        | D::GrantPatentLicense
        | D::IndemnifyContributors
        | D::PrefixModelName
        | D::AskAboveUserThreshold
        | D::AskAboveSizeThreshold
        | D::Register
        | D::RemoveAttributionOnRequest
        | D::ObserveAcceptableUse => return None,
    })
}

/// What a delivery needs by its duties.
///
/// A whole that comes under the license of a part owes its own source where the part does, as the
/// license then speaks of the whole. A relink kit is none where a shared library stays replaceable.
pub fn demands(delivery: &DeliveryConclusion) -> Demands {
    let mut pieces: BTreeMap<(PieceKind, ComponentId), Demand> = BTreeMap::new();
    let mut acts = Vec::new();
    for duty in &delivery.duties {
        match piece_of(duty.kind) {
            Some(PieceKind::RelinkKit) if duty.fulfilment == Fulfilment::Met => {}
            Some(kind) => {
                for about in &duty.about {
                    add(&mut pieces, kind, about, duty);
                }
            }
            None => acts.push(duty.clone()),
        }
    }
    for alike in delivery.duties.iter().filter(|duty| duty.kind == DutyKind::LicenseAlike) {
        let license = |duty: &Duty| duty.term.id.split('#').next().map(str::to_owned);
        let source = delivery
            .duties
            .iter()
            .find(|duty| duty.kind == DutyKind::ProvideSource && license(duty) == license(alike));
        for whole in &alike.about {
            if let Some(duty) = source {
                let whole_duty = Duty { certain: alike.certain, ..duty.clone() };
                add(&mut pieces, PieceKind::Source, whole, &whole_duty);
            }
        }
    }
    Demands { pieces: pieces.into_values().collect(), acts }
}

fn add(
    pieces: &mut BTreeMap<(PieceKind, ComponentId), Demand>,
    kind: PieceKind,
    about: &ComponentId,
    duty: &Duty,
) {
    let demand = pieces.entry((kind, about.clone())).or_insert_with(|| Demand {
        kind,
        about: about.clone(),
        duties: Vec::new(),
        certain: false,
        owed_to: duty.owed_to,
        until: None,
        means: open_means(duty).collect(),
    });
    demand.certain |= duty.certain;
    // What meets all of them: where one license names no ways, only giving it along does.
    demand.means.retain(|means| open_means(duty).any(|other| other == *means));
    if duty.owed_to == OwedTo::Public {
        demand.owed_to = OwedTo::Public;
    }
    if demand.until.is_none() {
        demand.until.clone_from(&duty.until);
    }
    let met = (duty.kind, duty.term.clone());
    if let Err(place) = demand.duties.binary_search(&met) {
        demand.duties.insert(place, met);
    }
}

/// The ways to meet a duty that are open for certain.
fn open_means(duty: &Duty) -> impl Iterator<Item = Means> {
    duty.means.iter().filter(|one| one.open == Tri::Yes).map(|one| one.by)
}

#[cfg(test)]
mod tests {
    use heirloom_model::{DeliveryKind, TermRef};

    use super::*;

    fn duty(kind: DutyKind, term: &str, about: &str, certain: bool) -> Duty {
        let term = TermRef {
            id: term.into(),
            clause: "§1".into(),
            reviewed: heirloom_model::Reviewed::Text,
        };
        Duty {
            kind,
            term,
            about: vec![ComponentId::new(about).unwrap()],
            by_use: None,
            owed_to: OwedTo::Recipient,
            until: None,
            readings: Vec::new(),
            certain,
            fulfilment: Fulfilment::Unknown,
            settled_by: None,
            means: Vec::new(),
        }
    }

    fn lines(duties: Vec<Duty>) -> Vec<String> {
        let delivery = DeliveryConclusion {
            name: "d".into(),
            kind: DeliveryKind::Binary,
            wholes: Vec::new(),
            duties,
            prohibitions: Vec::new(),
            endings: Vec::new(),
            questions: Vec::new(),
        };
        let line = |one: Demand| {
            let terms: Vec<&str> = one.duties.iter().map(|(_, term)| &*term.id).collect();
            let certain = if one.certain { "" } else { "?" };
            format!("{}{certain} {}: {}", one.kind.name(), one.about, terms.join(", "))
        };
        demands(&delivery).pieces.into_iter().map(line).collect()
    }

    #[test]
    fn duties_that_one_thing_meets_ask_for_it_once() {
        assert_eq!(
            lines(vec![
                duty(DutyKind::KeepDisclaimer, "MIT#b", "a", false),
                duty(DutyKind::KeepCopyrightNotices, "MIT#a", "a", true),
                duty(DutyKind::IncludeLicenseText, "MIT#c", "a", true),
                duty(DutyKind::InformHolder, "X#a", "a", true),
            ]),
            ["notice a: MIT#a, MIT#b", "license_text a: MIT#c"]
        );
    }

    #[test]
    fn a_whole_that_comes_under_the_license_owes_its_own_source() {
        assert_eq!(
            lines(vec![
                duty(DutyKind::ProvideSource, "GPL-2.0-only#source", "part", true),
                duty(DutyKind::LicenseAlike, "GPL-2.0-only#whole", "whole", true),
                duty(DutyKind::ProvideSource, "MPL-2.0#source", "other", true),
            ]),
            [
                "source other: MPL-2.0#source",
                "source part: GPL-2.0-only#source",
                "source whole: GPL-2.0-only#source",
            ]
        );
    }

    #[test]
    fn a_replaceable_library_needs_no_kit() {
        let mut met = duty(DutyKind::PermitRelinking, "LGPL-2.1-only#relink", "lib", true);
        met.fulfilment = Fulfilment::Met;
        assert_eq!(lines(vec![met.clone()]), Vec::<String>::new());
        met.fulfilment = Fulfilment::Unmet;
        assert_eq!(lines(vec![met]), ["relink_kit lib: LGPL-2.1-only#relink"]);
    }
}
