// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Readings of courts: what has been decided where, and no more.
//!
//! The decisions are data, `data/courts.toml`. A court's reading of a whole is a verdict only where the
//! other readings disagree and its decisions settle every use on which they do; else nothing is decided
//! and the verdict of the other readings stays.

use std::collections::BTreeMap;

use heirloom_model::{
    Cause, CourtReading, CourtTopic, Date, Decided, Level, LicenseId, ReadConclusion, Verdict,
    WholeConclusion,
};
use serde::Deserialize;

use crate::book::Uses;

const FILE: &str = include_str!("../../../data/courts.toml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileWire {
    decision: Vec<DecisionWire>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DecisionWire {
    id: String,
    jurisdiction: String,
    court: String,
    docket: String,
    date: Option<String>,
    parties: String,
    licenses: Vec<String>,
    about: Vec<String>,
    source: String,
    read: String,
    #[serde(default)]
    settles: Vec<SettlesWire>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SettlesWire {
    uses: Vec<String>,
    joined: bool,
}

/// A decision of a court.
#[derive(Debug)]
struct Decision {
    decided: Decided,
    jurisdiction: Box<str>,
    licenses: Vec<LicenseId>,
    /// The uses that it settles, and whether they make one work.
    settles: Vec<(Uses, bool)>,
}

/// The decisions at hand.
#[derive(Debug)]
pub struct Courts {
    by_jurisdiction: BTreeMap<Box<str>, Vec<Decision>>,
}

/// Why the file of decisions cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("read the decisions of courts: {0}")]
pub struct CourtsError(Box<str>);

impl Courts {
    /// The decisions of this program.
    ///
    /// # Errors
    /// [`CourtsError`] for the first thing that is wrong; a test shows there is none.
    pub fn built_in() -> Result<Courts, CourtsError> {
        Courts::read(FILE)
    }

    fn read(text: &str) -> Result<Courts, CourtsError> {
        let file: FileWire =
            toml::from_str(text).map_err(|error| CourtsError(error.message().into()))?;
        let mut by_jurisdiction: BTreeMap<Box<str>, Vec<Decision>> = BTreeMap::new();
        for wire in file.decision {
            let id = wire.id.clone();
            let decision = decision(wire).ok_or_else(|| CourtsError(id.into()))?;
            by_jurisdiction.entry(decision.jurisdiction.clone()).or_default().push(decision);
        }
        Ok(Courts { by_jurisdiction })
    }

    /// What each jurisdiction's courts have decided of what makes a whole's verdict what it is.
    pub fn readings(&self, readings: &[ReadConclusion], verdict: Verdict) -> Vec<CourtReading> {
        if verdict.level < Level::ReplaceabilityRequired {
            return Vec::new();
        }
        let told = |name: &str, decisions: &[Decision]| {
            let decided: Vec<Decided> = decisions
                .iter()
                .filter(|one| {
                    let mut causes = readings.iter().flat_map(|read| &read.causes);
                    causes.any(|cause| speaks(one, cause) && is_alike(one, cause))
                })
                .map(|one| one.decided.clone())
                .collect();
            let verdict = settled(decisions, readings, verdict);
            (!decided.is_empty()).then(|| CourtReading {
                jurisdiction: name.into(),
                verdict,
                decided,
            })
        };
        self.by_jurisdiction.iter().filter_map(|(name, all)| told(name, all)).collect()
    }

    /// Adds to wholes what courts have decided.
    pub fn tell(&self, whole: &mut WholeConclusion) {
        whole.courts = self.readings(&whole.readings, whole.verdict);
    }
}

fn decision(wire: DecisionWire) -> Option<Decision> {
    let date = match wire.date {
        Some(date) => Some(Date::parse(&date).ok()?),
        None => None,
    };
    let licenses = wire.licenses.iter().map(|id| LicenseId::new(id).ok());
    let about = wire.about.iter().map(|topic| CourtTopic::from_name(topic));
    let settles = wire.settles.iter().map(|one| {
        let uses = one.uses.iter().map(|name| Uses::from_name(name));
        Some((uses.collect::<Option<Vec<_>>>()?.into_iter().reduce(Uses::with)?, one.joined))
    });
    ["decision", "summary", "reports"].contains(&&*wire.read).then_some(())?;
    Some(Decision {
        licenses: licenses.collect::<Option<_>>()?,
        settles: settles.collect::<Option<_>>()?,
        jurisdiction: wire.jurisdiction.into(),
        decided: Decided {
            id: wire.id.into(),
            court: wire.court.into(),
            docket: wire.docket.into(),
            date: date.map(|date| date.to_string().into()),
            parties: wire.parties.into(),
            about: about.collect::<Option<_>>()?,
            source: wire.source.into(),
            read: wire.read.into(),
        },
    })
}

/// Whether a decision is about a license of a cause.
fn speaks(decision: &Decision, cause: &Cause) -> bool {
    let ids = cause.license.as_ref().map(|license| license.ids()).unwrap_or_default();
    decision.licenses.iter().any(|license| ids.iter().any(|id| **id == *license))
}

/// Whether a decision about ways of use alone is about the way of a cause.
fn is_alike(decision: &Decision, cause: &Cause) -> bool {
    if decision.decided.about.iter().any(|topic| *topic != CourtTopic::EndsAreApart) {
        return true;
    }
    let kind = cause.way.last().map(|last| Uses::of(last.kind));
    kind.is_some_and(|kind| decision.settles.iter().any(|(uses, _)| uses.meets(kind)))
}

/// The verdict where decisions settle all on which readings disagree.
fn settled(
    decisions: &[Decision],
    readings: &[ReadConclusion],
    verdict: Verdict,
) -> Option<Verdict> {
    let light = readings.iter().map(|read| read.verdict).min_by_key(|one| one.level)?;
    let heavy = readings.iter().max_by_key(|read| read.verdict.level)?;
    if verdict.level != Level::Contested || light.level == heavy.verdict.level {
        return None;
    }
    let mut answers = heavy.causes.iter().filter(|cause| cause.level > light.level).map(|cause| {
        let kind = Uses::of(cause.way.last()?.kind);
        let about = decisions.iter().filter(|one| speaks(one, cause));
        let mut settles = about.flat_map(|one| &one.settles).filter(|(uses, _)| uses.meets(kind));
        settles.next().map(|(_, joined)| *joined)
    });
    let first = answers.next()??;
    answers.all(|answer| answer == Some(first)).then_some(())?;
    Some(if first { heavy.verdict } else { light })
}

#[cfg(test)]
mod tests {
    use heirloom_model::{FactKind, Statement, Tri};

    use super::*;
    use crate::{
        book::LicenseBook,
        conclude::{ConcludeLimits, conclude},
        judge::{Judge, tests::product},
    };

    fn told(text: &str, claims: bool) -> Vec<String> {
        let mut product = product(text);
        if claims {
            let statement = Statement { value: Tri::Yes, evidence: Vec::new() };
            product.relations[0].facts.set(FactKind::StewardClaimsWhole, statement);
        }
        let book = LicenseBook::built_in().unwrap();
        let mut judge = Judge::new(&book, product);
        let conclusion = conclude(&mut judge, 0, &ConcludeLimits::standard());
        let line = |one: &CourtReading| {
            let ids: Vec<&str> = one.decided.iter().map(|decided| &*decided.id).collect();
            let verdict = one.verdict.map_or("not decided".to_owned(), |one| one.to_string());
            format!("{} {verdict}: {}", one.jurisdiction, ids.join(" "))
        };
        let whole = conclusion.wholes.iter().find(|whole| whole.own).unwrap();
        whole.courts.iter().map(line).collect()
    }

    #[test]
    fn no_court_has_decided_about_linking() {
        let told = told("app own\nlib GPL-2.0-only\napp dynamic_link lib", false);
        assert_eq!(
            told,
            [
                "DE not decided: welte-sitecom welte-d-link",
                "FR not decided: entr-ouvert-orange",
                "US not decided: versata-ameriprise sfc-vizio-2023 sfc-vizio-2025",
            ]
        );
    }

    #[test]
    fn ends_that_talk_over_a_network_are_apart_where_it_was_decided() {
        let told = told("app own\nlib GPL-3.0-only\napp network_client lib", true);
        assert_eq!(told, ["CN clear: bu-luan-mai"]);
    }

    #[test]
    fn where_readings_agree_courts_have_nothing_to_settle() {
        let told = told("app own\nlib MIT\napp static_link lib", false);
        assert_eq!(told, Vec::<String>::new());
    }

    #[test]
    fn what_is_wrong_in_the_file_is_told() {
        let topic = FILE.replacen("terms_bind", "anything", 1);
        assert!(Courts::read(&topic).is_err_and(|error| error.to_string().contains("welte")));
        assert!(Courts::read("[[decision]]\nid = 1").is_err());
    }
}
