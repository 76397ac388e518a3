// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Whether a part may be in a whole under a license, as the checker states it.
//!
//! The checker asks for roads that lead in: the same license, nothing that stands against it, or a
//! permission. A part stays out where there is no road and everything is known.

use heirloom_model::{DutyKind, LicenseId, LicenseTerm, ProhibitionKind, TermScope};

use crate::book::{Effect, Exception, License, LicenseBook, Lift, Term, TermId};

/// How a part may be in a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Entry {
    /// Not at all.
    Shut,
    /// Too little is known.
    Dark,
    /// Without anybody's permission.
    Open,
    /// By one of these roads, each with the terms that permit it.
    By(Vec<Vec<TermId>>),
}

/// One version of a license with the exception behind it.
#[derive(Clone, Copy, Debug)]
struct Version<'a> {
    license: &'a License,
    exception: Option<&'a Exception>,
}

/// The versions that a term may be used under; `None` where something is not in the book.
pub(super) fn versions<'a>(book: &'a LicenseBook, term: &LicenseTerm) -> Option<Vec<&'a License>> {
    let license = book.license(&term.license)?;
    let later: &[LicenseId] = if term.or_later { &license.later } else { &[] };
    let mut versions: Vec<&License> = Vec::new();
    for id in license.elections.iter().chain(later) {
        let version = book.license(id)?;
        if !versions.iter().any(|known| known.id == version.id) {
            versions.push(version);
        }
    }
    Some(versions)
}

/// What a term may be used under: the versions, and the license as it is written, which leaves the
/// choice among them to recipients.
pub(super) fn forms<'a>(book: &'a LicenseBook, term: &LicenseTerm) -> Vec<&'a License> {
    let mut forms = versions(book, term).unwrap_or_default();
    let written = book.license(&term.license).filter(|_| !forms.is_empty());
    forms.extend(written.filter(|one| forms.iter().all(|known| known.id != one.id)));
    forms
}

fn plain(license: &LicenseId) -> LicenseTerm {
    LicenseTerm { license: license.clone(), or_later: false, exception: None }
}

/// How a part enters a whole under a license: for each version of the whole, by the part's best.
pub(super) fn entries(book: &LicenseBook, part: &LicenseTerm, whole: &LicenseId) -> Vec<Entry> {
    let (Some(parts), Some(wholes)) = (versions(book, part), versions(book, &plain(whole))) else {
        return vec![Entry::Dark];
    };
    let exception = part.exception.as_ref().and_then(|id| book.exception(id));
    if let Some(term) = parts.iter().find_map(|license| yields(license, whole)) {
        return vec![Entry::By(vec![vec![term]])];
    }
    wholes
        .into_iter()
        .map(|whole| {
            let each = parts.iter().map(|license| {
                let part = Version { license, exception };
                of_version(book, part, whole)
            });
            each.fold(Entry::Shut, best)
        })
        .collect()
}

/// Whether no version of the whole shuts a part out.
pub(super) fn suits(book: &LicenseBook, part: &LicenseTerm, whole: &LicenseId) -> bool {
    !entries(book, part, whole).contains(&Entry::Shut)
}

/// Whether a part under this one version of its license suits a whole.
pub(super) fn version_suits(book: &LicenseBook, version: &LicenseTerm, whole: &LicenseId) -> bool {
    let (Some(license), Some(wholes)) =
        (book.license(&version.license), versions(book, &plain(whole)))
    else {
        return true;
    };
    let exception = version.exception.as_ref().and_then(|id| book.exception(id));
    let part = Version { license, exception };
    yields(license, whole).is_some()
        || wholes.iter().all(|whole| of_version(book, part, whole) != Entry::Shut)
}

fn best(one: Entry, other: Entry) -> Entry {
    match (one, other) {
        (Entry::Open, _) | (_, Entry::Open) => Entry::Open,
        (Entry::By(mut one), Entry::By(other)) => {
            one.extend(other);
            Entry::By(one)
        }
        (by @ Entry::By(_), _) | (_, by @ Entry::By(_)) => by,
        (Entry::Dark, _) | (_, Entry::Dark) => Entry::Dark,
        (Entry::Shut, Entry::Shut) => Entry::Shut,
    }
}

fn of_version(book: &LicenseBook, part: Version, whole: &License) -> Entry {
    if let Some(term) = yields(part.license, &whole.id) {
        return Entry::By(vec![vec![term]]);
    }
    let mut entry = directly(part, whole);
    for term in &part.license.terms {
        let Effect::Relicense(others) = &term.effect else { continue };
        for other in others {
            for license in versions(book, &plain(other)).unwrap_or_default() {
                let goes_on = match directly(Version { license, exception: None }, whole) {
                    Entry::Open => vec![Vec::new()],
                    Entry::By(roads) => roads,
                    Entry::Dark | Entry::Shut => continue,
                };
                let roads = goes_on.into_iter().map(|road| [vec![term.id.clone()], road].concat());
                entry = best(entry, Entry::By(roads.collect()));
            }
        }
    }
    entry
}

/// The entry under the part's own license.
fn directly(part: Version, whole: &License) -> Entry {
    if part.license.id == whole.id {
        return Entry::Open;
    }
    if !part.license.described || !whole.described {
        return Entry::Dark;
    }
    let combines = part.license.terms.iter().find(|term| match &term.effect {
        Effect::Combine(others) => others.contains(&whole.id),
        _ => false,
    });
    if let Some(term) = combines {
        return Entry::By(vec![vec![term.id.clone()]]);
    }
    let reliefs = part.exception.into_iter().flat_map(|exception| &exception.relief);
    for relief in reliefs {
        if let Lift::Incompatibility(with) = &relief.lifts
            && with.contains(&whole.id)
        {
            return Entry::By(vec![vec![relief.id.clone()]]);
        }
    }
    let stays = part.license.terms.iter().any(shares);
    if stays || !burdens(part.license, whole).is_empty() { Entry::Shut } else { Entry::Open }
}

fn yields(part: &License, whole: &LicenseId) -> Option<TermId> {
    let names =
        |term: &&Term| matches!(&term.effect, Effect::Yield(others) if others.contains(whole));
    part.terms.iter().find(names).map(|term| term.id.clone())
}

pub(super) fn shares(term: &Term) -> bool {
    matches!(term.effect, Effect::ShareAlike(_))
}

/// The part's terms that ask for more than the whole's license lets ask, each with the term of the
/// whole that says so, if one does.
fn burdens<'a>(part: &'a License, whole: &'a License) -> Vec<(&'a Term, Option<&'a Term>)> {
    let covers_all = whole.terms.iter().find(|term| shares(term)).is_some_and(|term| {
        !matches!(term.effect, Effect::ShareAlike(TermScope::File | TermScope::Module))
    });
    let strict = whole.terms.iter().filter(|_| covers_all).find_map(|term| match &term.effect {
        Effect::NoFurtherRestrictions { duties, prohibitions } => {
            Some((term, duties, prohibitions))
        }
        _ => None,
    });
    let asked_by_whole = |effect: &Effect| {
        whole.terms.iter().any(|term| match (effect, &term.effect) {
            (Effect::Duty { kind, .. }, Effect::Duty { kind: other, .. }) => kind == other,
            (Effect::Prohibition(kind), Effect::Prohibition(other)) => kind == other,
            _ => false,
        })
    };
    let terms = part.terms.iter().filter(|term| !asked_by_whole(&term.effect));
    terms
        .filter_map(|term| match (&term.effect, strict) {
            (Effect::Prohibition(kind), _) if restricts_use(*kind) => {
                Some((term, strict.map(|(by, ..)| by)))
            }
            (Effect::Duty { kind, .. }, Some((by, duties, _))) => {
                (!duties.contains(kind) && !anybody_asks(*kind)).then_some((term, Some(by)))
            }
            (Effect::Prohibition(kind), Some((by, _, prohibitions))) => {
                (!prohibitions.contains(kind) && !nobody_may(*kind)).then_some((term, Some(by)))
            }
            _ => None,
        })
        .collect()
}

/// Limits on what a thing may be used for, which no other license hands on.
fn restricts_use(kind: ProhibitionKind) -> bool {
    use ProhibitionKind as P;
    matches!(
        kind,
        P::UseCommercially
            | P::Modify
            | P::Distribute
            | P::OfferAsService
            | P::Compete
            | P::UseInProduction
            | P::UseBeyondComputing
            | P::ImproveOtherModels
            | P::UseForListedPurposes
            | P::RemoveLicenseKeys
    )
}

/// Notices of who wrote something and on what terms, and marks of changes.
fn anybody_asks(kind: DutyKind) -> bool {
    use DutyKind as D;
    let notices = [D::KeepCopyrightNotices, D::KeepLicenseNotices, D::KeepDisclaimer];
    let marks = [D::StateChanges, D::StateChangeDate];
    let more = [D::IncludeLicenseText, D::ReferenceLicenseText];
    let kept = [D::KeepPatentNotices, D::KeepTrademarkNotices];
    notices.contains(&kind) || marks.contains(&kind) || more.contains(&kind) || kept.contains(&kind)
}

/// What the law forbids without any license.
fn nobody_may(kind: ProhibitionKind) -> bool {
    use ProhibitionKind as P;
    matches!(kind, P::Endorse | P::Misrepresent | P::UseTrademarks)
}

/// Whether the named reason with these terms shuts a part out of some version of a whole.
pub(super) fn is_shut_out(
    book: &LicenseBook,
    part: &LicenseTerm,
    whole: &LicenseId,
    reason: &str,
    terms: &[&str],
) -> bool {
    let (Some(parts), Some(wholes)) = (versions(book, part), versions(book, &plain(whole))) else {
        return false;
    };
    if suits(book, part, whole) {
        return false;
    }
    let pairs = parts.iter().flat_map(|part| wholes.iter().map(move |whole| (*part, *whole)));
    pairs.into_iter().any(|(part, whole)| match (reason, terms) {
        // The first of them, so that there is one proof.
        ("stays_alike", [term]) => {
            part.terms.iter().find(|one| shares(one)).is_some_and(|one| one.id.as_str() == *term)
        }
        ("burden", [of, against @ ..]) => burdens(part, whole).first().is_some_and(|(one, by)| {
            let by: Vec<&str> = by.iter().map(|by| by.id.as_str()).collect();
            one.id.as_str() == *of && by == against
        }),
        _ => false,
    })
}
