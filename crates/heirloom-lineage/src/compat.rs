// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Whether something under one license may be part of a whole under another.
//!
//! Decided from terms alone: a license that shares alike stays, unless it lets itself be exchanged
//! or combined; what asks for no more than notices may come along, unless it burdens recipients
//! with something that the license of the whole calls a further restriction.

use heirloom_model::{DutyKind, LicenseId, LicenseTerm, ProhibitionKind, RelationKind, TermScope};

use crate::{
    book::{Effect, Exception, License, LicenseBook, Lift, Relief, Term, TermId, Uses},
    solve::End,
    uses::breaks_use,
};

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
    // An exception that nobody knows lifts nothing.
    let exception = term.exception.as_ref().and_then(|id| book.exception(id));
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
    // What a whole promises has to be known.
    if let Some(promised) = whole.exception.as_ref().filter(|id| book.exception(id).is_none()) {
        return Compat::new(Answer::Unknown, Reason::NotDescribed(promised.clone()));
    }
    if let Some(compat) = yielding(&parts, whole) {
        return compat;
    }
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
                .reduce(|best, next| if is_better(&next, &best) { next } else { best })
                .expect("a license can be used under itself")
        })
        .reduce(|worst, next| if next.answer < worst.answer { next } else { worst })
        .expect("a license can be used under itself")
}

/// Whether an answer says more, or as much by fewer steps.
fn is_better(next: &Compat, best: &Compat) -> bool {
    (next.answer, best.reasons.len()) > (best.answer, next.reasons.len())
}

/// The answer where the part gives way to the license of the whole as it is written.
fn yielding(parts: &[Elected], whole: &LicenseTerm) -> Option<Compat> {
    if whole.exception.is_some() {
        return None;
    }
    parts.iter().flat_map(|part| &part.license.terms).find_map(|term| match &term.effect {
        Effect::Yield(others) if others.contains(&whole.license) => {
            let reason = Reason::Relicensed { by: term.id.clone(), to: whole.license.clone() };
            Some(Compat::new(Answer::Yes, reason))
        }
        _ => None,
    })
}

/// Whether a part used under one license may be merged into a whole under another.
///
/// One exchange of licenses is concluded, never a chain: the first step of a chain has to be taken
/// by somebody who really distributes under the license in between.
pub fn merged(book: &LicenseBook, part: Elected, whole: Elected) -> Compat {
    let written = LicenseTerm {
        license: whole.license.id.clone(),
        or_later: false,
        exception: whole.exception.map(|exception| exception.id.clone()),
    };
    if let Some(compat) = yielding(&[part], &written) {
        return compat;
    }
    let as_it_is = unexchanged(part, whole);
    if as_it_is.answer == Answer::Yes {
        return as_it_is;
    }
    match exchanged(book, part, whole) {
        Some(compat) if compat.answer > as_it_is.answer => compat,
        _ => as_it_is,
    }
}

/// The answer without an exchange of licenses.
fn unexchanged(part: Elected, whole: Elected) -> Compat {
    if part.license.id == whole.license.id {
        return same(part, whole);
    }
    for license in [part.license, whole.license] {
        if !license.described {
            return Compat::new(Answer::Unknown, Reason::NotDescribed(license.id.clone()));
        }
    }
    if let Some(term) = combining(part.license, whole.license) {
        return Compat::new(Answer::Combined, Reason::Combined(term));
    }
    match (lifted(part, whole), alike_term(part.license)) {
        (Some(relief), _) => Compat::new(Answer::Yes, Reason::Lifted(relief)),
        (None, Some(term)) => Compat::new(Answer::No, Reason::StaysAlike(term.id.clone())),
        (None, None) => burdens(part.license, whole.license),
    }
}

/// The term of the part that lets it be combined with what is under the whole's license.
fn combining(part: &License, whole: &License) -> Option<TermId> {
    let names = |effect: &Effect| matches!(effect, Effect::Combine(ids) if ids.contains(&whole.id));
    part.terms.iter().find(|term| names(&term.effect)).map(|term| term.id.clone())
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

/// The best answer by a term that lets the part be put under another license.
fn exchanged(book: &LicenseBook, part: Elected, whole: Elected) -> Option<Compat> {
    // What stays with its files, or with nothing, takes no exception away that others gave.
    let within = match alike_term(part.license).map(|term| &term.effect) {
        None | Some(Effect::ShareAlike(TermScope::File)) => Elected { exception: None, ..whole },
        _ => whole,
    };
    let mut best: Option<Compat> = None;
    for term in &part.license.terms {
        let Effect::Relicense(others) = &term.effect else { continue };
        for other in others {
            let as_other = LicenseTerm { license: other.clone(), or_later: false, exception: None };
            for choice in elections(book, &as_other).unwrap_or_default() {
                let compat = unexchanged(choice, within);
                if best.as_ref().is_none_or(|best| compat.answer > best.answer) {
                    let (by, to) = (term.id.clone(), choice.license.id.clone());
                    best = Some(compat.after(Reason::Relicensed { by, to }));
                }
            }
        }
    }
    best.filter(|best| best.answer > Answer::Unknown)
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

/// A relief of the exception behind a whole's own license that lets the whole use something of
/// another license in this way: what its holders permit of their work is no breach of their license.
/// A relief under a guard is taken where that is to the user's good.
pub(crate) fn permitted<'b>(
    book: &LicenseBook,
    exception: &'b Exception,
    kind: RelationKind,
    part: &LicenseTerm,
    end: End,
) -> Option<&'b Relief> {
    let versions = elections(book, part).unwrap_or_default();
    exception.relief.iter().find(|relief| {
        let lifts = match &relief.lifts {
            Lift::All => true,
            Lift::Terms(names) => names.iter().any(|name| &**name == "whole"),
            Lift::Incompatibility(ids) => versions.iter().any(|one| ids.contains(&one.license.id)),
            Lift::Cure(_) => false,
        };
        let guarded = end == End::Most && !relief.guards.is_empty();
        lifts && !guarded && relief.uses.meets(Uses::of(kind))
    })
}

/// The term by which merged material stays under the license.
pub fn alike_term(license: &License) -> Option<&Term> {
    license.terms.iter().find(|term| matches!(term.effect, Effect::ShareAlike(_)))
}

/// Whether what a license without copyleft asks for can be asked of the whole's recipients.
fn burdens(part: &License, whole: &License) -> Compat {
    let forbidding = forbidding(whole);
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

/// The term by which recipients of the whole may be asked for no more, if it covers the whole: one of
/// a license that stays with its files says nothing about other files.
fn forbidding(whole: &License) -> Option<(&Term, &Vec<DutyKind>, &Vec<ProhibitionKind>)> {
    let alike = alike_term(whole)?;
    if let Effect::ShareAlike(TermScope::File | TermScope::Module) = alike.effect {
        return None;
    }
    whole.terms.iter().find_map(|term| match &term.effect {
        Effect::NoFurtherRestrictions { duties, prohibitions } => {
            Some((term, duties, prohibitions))
        }
        _ => None,
    })
}

/// Prohibitions on use: no license that does not state them passes them on.
fn limits_use(kind: ProhibitionKind) -> bool {
    breaks_use(kind)
        || matches!(
            kind,
            ProhibitionKind::UseForListedPurposes | ProhibitionKind::RemoveLicenseKeys
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
