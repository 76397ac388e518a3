// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Whether something under one license may be part of a whole under another.
//!
//! Decided from terms alone: a license that shares alike stays, unless it lets itself be exchanged
//! or combined; what asks for no more than notices may come along, unless it burdens recipients
//! with something that the license of the whole calls a further restriction.

use std::collections::BTreeSet;

use heirloom_model::{DutyKind, LicenseId, LicenseTerm, ProhibitionKind};

use crate::book::{Effect, Exception, License, LicenseBook, Lift, Term, TermId};

/// The answer to whether a part may be in a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Answer {
    /// It may not.
    No,
    /// Too little is known about one of the licenses.
    Unknown,
    /// It may be linked or combined, each part keeping its license; not merged.
    Combined,
    /// It may.
    Yes,
}

/// One step of the way to an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Both are the same license.
    Same(LicenseId),
    /// The part is used under this one of the licenses it may be used under.
    Elected {
        /// What it is under.
        from: LicenseId,
        /// What was chosen.
        to: LicenseId,
    },
    /// Its exception is dropped.
    ExceptionDropped(LicenseId),
    /// The whole's exception cannot be given for the part, whose holder did not give it.
    ExceptionNotGiven(LicenseId),
    /// A term lets it be put under another license.
    Relicensed {
        /// The term that permits it.
        by: TermId,
        /// The other license.
        to: LicenseId,
    },
    /// A term lets both be combined.
    Combined(TermId),
    /// A term demands that the part stay under its license.
    StaysAlike(TermId),
    /// A burden of the part that the whole's license forbids.
    Burden {
        /// The part's term.
        of: TermId,
        /// The whole's term that forbids it; `None` where its license simply does not pass it on.
        against: Option<TermId>,
    },
    /// An exception takes the incompatibility away.
    Lifted(TermId),
    /// The part asks for nothing that stands against the whole's license.
    NothingAgainst(LicenseId),
    /// Nobody described the license's terms.
    NotDescribed(LicenseId),
}

/// An answer with its reasons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compat {
    /// The answer.
    pub answer: Answer,
    /// The steps to it, in order.
    pub reasons: Vec<Reason>,
}

impl Compat {
    fn new(answer: Answer, reason: Reason) -> Compat {
        Compat { answer, reasons: vec![reason] }
    }

    fn after(mut self, reason: Reason) -> Compat {
        self.reasons.insert(0, reason);
        self
    }
}

/// A license as it is used: one version, perhaps with an exception.
#[derive(Clone, Copy, Debug)]
pub struct Elected<'a> {
    /// Its facts.
    pub license: &'a License,
    /// The exception behind `WITH`.
    pub exception: Option<&'a Exception>,
}

/// The licenses that a term of an expression may be used under, in the order of their versions;
/// `Err` names what no file describes.
pub fn elections<'a>(
    book: &'a LicenseBook,
    term: &LicenseTerm,
) -> Result<Vec<Elected<'a>>, LicenseId> {
    let find = |id: &LicenseId| book.license(id).ok_or_else(|| id.clone());
    let exception = match &term.exception {
        Some(id) => Some(book.exception(id).ok_or_else(|| id.clone())?),
        None => None,
    };
    let written = find(&term.license)?;
    let mut ids: Vec<&LicenseId> = written.elections.iter().collect();
    if term.or_later {
        ids.extend(&written.later);
    }
    let mut elected: Vec<Elected> = Vec::new();
    for id in ids {
        let license = find(id)?;
        if elected.iter().all(|known| known.license.id != license.id) {
            elected.push(Elected { license, exception });
        }
    }
    Ok(elected)
}

/// Whether a part under `part` may be merged into a whole that goes out under `whole`.
///
/// A whole under `or later` lets its recipients choose, so the part has to suit each choice; of a
/// part under `or later`, the choice that suits is taken.
pub fn into_whole(book: &LicenseBook, part: &LicenseTerm, whole: &LicenseTerm) -> Compat {
    let (parts, wholes) = match (elections(book, part), elections(book, whole)) {
        (Ok(parts), Ok(wholes)) => (parts, wholes),
        (Err(id), _) | (_, Err(id)) => {
            return Compat::new(Answer::Unknown, Reason::NotDescribed(id));
        }
    };
    let elected = |chosen: &Elected, written: &LicenseTerm| {
        (chosen.license.id != written.license).then(|| Reason::Elected {
            from: written.license.clone(),
            to: chosen.license.id.clone(),
        })
    };
    wholes
        .iter()
        .map(|whole| {
            parts
                .iter()
                .map(|part_as| {
                    let compat = merged(book, *part_as, *whole);
                    match elected(part_as, part) {
                        Some(reason) => compat.after(reason),
                        None => compat,
                    }
                })
                .reduce(|best, next| if next.answer > best.answer { next } else { best })
                .expect("a license can be used under itself")
        })
        .reduce(|worst, next| if next.answer < worst.answer { next } else { worst })
        .expect("a license can be used under itself")
}

/// Whether a part used under one license may be merged into a whole under another.
pub fn merged(book: &LicenseBook, part: Elected, whole: Elected) -> Compat {
    let mut seen = BTreeSet::new();
    merged_once(book, part, whole, &mut seen)
}

fn merged_once(
    book: &LicenseBook,
    part: Elected,
    whole: Elected,
    seen: &mut BTreeSet<LicenseId>,
) -> Compat {
    let id = &part.license.id;
    if part.license.id == whole.license.id {
        return same(part, whole);
    }
    for license in [part.license, whole.license] {
        if !license.described {
            return Compat::new(Answer::Unknown, Reason::NotDescribed(license.id.clone()));
        }
    }
    seen.insert(id.clone());
    let exchanged = exchanged(book, part, whole, seen);
    if let Some(compat) = &exchanged
        && compat.answer == Answer::Yes
    {
        return compat.clone();
    }
    let lifted = lifted(part, whole);
    let plain = match (alike_term(part.license), lifted) {
        (_, Some(relief)) => Compat::new(Answer::Yes, Reason::Lifted(relief)),
        (Some(term), None) => Compat::new(Answer::No, Reason::StaysAlike(term.id.clone())),
        (None, None) => burdens(part.license, whole.license),
    };
    match exchanged {
        Some(compat) if compat.answer > plain.answer => compat,
        _ => plain,
    }
}

/// The same license on both sides, perhaps with different exceptions.
fn same(part: Elected, whole: Elected) -> Compat {
    let same = Reason::Same(part.license.id.clone());
    match (part.exception, whole.exception) {
        (Some(given), None) => {
            Compat::new(Answer::Yes, same).after(Reason::ExceptionDropped(given.id.clone()))
        }
        (given, Some(promised)) if given.is_none_or(|given| given.id != promised.id) => {
            Compat::new(Answer::No, Reason::ExceptionNotGiven(promised.id.clone()))
        }
        _ => Compat::new(Answer::Yes, same),
    }
}

/// The best answer by a term that lets the part be exchanged or combined.
fn exchanged(
    book: &LicenseBook,
    part: Elected,
    whole: Elected,
    seen: &mut BTreeSet<LicenseId>,
) -> Option<Compat> {
    let mut best: Option<Compat> = None;
    let mut consider = |compat: Compat| {
        if best.as_ref().is_none_or(|best| compat.answer > best.answer) {
            best = Some(compat);
        }
    };
    for term in &part.license.terms {
        match &term.effect {
            Effect::Combine(others) if others.contains(&whole.license.id) => {
                consider(Compat::new(Answer::Combined, Reason::Combined(term.id.clone())));
            }
            Effect::Relicense(others) => {
                for other in others {
                    if seen.contains(other) {
                        continue;
                    }
                    let as_other =
                        LicenseTerm { license: other.clone(), or_later: false, exception: None };
                    for choice in elections(book, &as_other).unwrap_or_default() {
                        let by = term.id.clone();
                        let reason = Reason::Relicensed { by, to: choice.license.id.clone() };
                        consider(merged_once(book, choice, whole, seen).after(reason));
                    }
                }
            }
            _ => {}
        }
    }
    best.filter(|best| best.answer > Answer::No)
}

/// A relief of either side's exception that names the other side's license.
fn lifted(part: Elected, whole: Elected) -> Option<TermId> {
    let names = |exception: Option<&Exception>, id: &LicenseId| {
        exception?.relief.iter().find_map(|relief| match &relief.lifts {
            Lift::Incompatibility(ids) if ids.contains(id) => Some(relief.id.clone()),
            _ => None,
        })
    };
    names(whole.exception, &part.license.id).or_else(|| names(part.exception, &whole.license.id))
}

/// The term by which merged material stays under the license.
pub fn alike_term(license: &License) -> Option<&Term> {
    license.terms.iter().find(|term| matches!(term.effect, Effect::ShareAlike(_)))
}

/// Whether what a license without copyleft asks for can be asked of the whole's recipients.
fn burdens(part: &License, whole: &License) -> Compat {
    let forbidding = whole.terms.iter().find_map(|term| match &term.effect {
        Effect::NoFurtherRestrictions { duties, prohibitions } => {
            Some((term, duties, prohibitions))
        }
        _ => None,
    });
    let also_asks = |effect: &Effect| {
        whole.terms.iter().any(|term| match (&term.effect, effect) {
            (Effect::Duty { kind: one, .. }, Effect::Duty { kind: other, .. }) => one == other,
            (Effect::Prohibition(one), Effect::Prohibition(other)) => one == other,
            _ => false,
        })
    };
    for term in &part.terms {
        if also_asks(&term.effect) {
            continue;
        }
        let against = match (&term.effect, forbidding) {
            (Effect::Prohibition(kind), _) if limits_use(*kind) => {
                Some(forbidding.map(|(term, ..)| term.id.clone()))
            }
            (Effect::Duty { kind, .. }, Some((by, duties, _)))
                if !is_customary(*kind) && !duties.contains(kind) =>
            {
                Some(Some(by.id.clone()))
            }
            (Effect::Prohibition(kind), Some((by, _, prohibitions)))
                if !is_customary_prohibition(*kind) && !prohibitions.contains(kind) =>
            {
                Some(Some(by.id.clone()))
            }
            _ => None,
        };
        if let Some(against) = against {
            return Compat::new(Answer::No, Reason::Burden { of: term.id.clone(), against });
        }
    }
    Compat::new(Answer::Yes, Reason::NothingAgainst(part.id.clone()))
}

/// Prohibitions on use: no license that does not state them passes them on.
fn limits_use(kind: ProhibitionKind) -> bool {
    matches!(
        kind,
        ProhibitionKind::UseCommercially
            | ProhibitionKind::Modify
            | ProhibitionKind::Distribute
            | ProhibitionKind::OfferAsService
            | ProhibitionKind::Compete
            | ProhibitionKind::UseInProduction
            | ProhibitionKind::UseForListedPurposes
            | ProhibitionKind::ImproveOtherModels
            | ProhibitionKind::UseBeyondComputing
            | ProhibitionKind::RemoveLicenseKeys
    )
}

/// Duties that every license lets others ask for: notices of who wrote it and on what terms.
fn is_customary(kind: DutyKind) -> bool {
    matches!(
        kind,
        DutyKind::KeepCopyrightNotices
            | DutyKind::KeepLicenseNotices
            | DutyKind::KeepDisclaimer
            | DutyKind::IncludeLicenseText
            | DutyKind::ReferenceLicenseText
            | DutyKind::StateChanges
            | DutyKind::StateChangeDate
            | DutyKind::KeepPatentNotices
            | DutyKind::KeepTrademarkNotices
    )
}

/// Prohibitions of what nobody may do anyway.
fn is_customary_prohibition(kind: ProhibitionKind) -> bool {
    matches!(
        kind,
        ProhibitionKind::Endorse | ProhibitionKind::Misrepresent | ProhibitionKind::UseTrademarks
    )
}

#[cfg(test)]
mod tests;
