// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! License facts: what licenses ask, allow and forbid, as data with clauses.
//!
//! The facts are files people edit, `data/licenses/*.toml`; [`LicenseBook::built_in`] holds those
//! of this repository. A license that no file knows is in the book of nobody: whoever asks gets
//! `None` and has to say unknown.

mod read;
mod sets;
mod wire;

use std::{collections::BTreeMap, sync::Arc};

use heirloom_model::{
    Cure, DutyKind, LicenseId, LicenseKind, Means, OwedTo, ProhibitionKind, Reading, Reviewed,
    TermScope,
};

pub use read::{BookError, BookProblem};
pub use sets::{Deliveries, Guard, GuardSubject, Uses};

/// The files of `data/licenses`, by name.
const FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/files.rs"));

/// The name of a term, unique among all: `GPL-2.0-only#whole`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TermId(Arc<str>);

impl TermId {
    fn new(license: &str, name: &str) -> TermId {
        TermId(format!("{license}#{name}").into())
    }

    /// The identity as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name of the term within its license.
    pub fn short_name(&self) -> &str {
        self.0.rsplit_once('#').map_or(&*self.0, |(_, name)| name)
    }
}

/// One clause of a license.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// Its name.
    pub id: TermId,
    /// Where it stands in the text, such as `§2(b)`.
    pub clause: Arc<str>,
    /// When it applies.
    pub trigger: Trigger,
    /// What it says.
    pub effect: Effect,
    /// The only reading under which it says so, if not under all.
    pub reading: Option<Reading>,
    /// Who looked at it.
    pub reviewed: Reviewed,
}

/// When a term applies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trigger {
    /// By which uses.
    pub uses: Uses,
    /// For which deliveries.
    pub on: Deliveries,
    /// For source, for object code, or for both (`None`).
    pub form: Option<Form>,
    /// What else has to hold.
    pub guards: Vec<Guard>,
}

/// The form of what is delivered, as clauses tell them apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Form {
    /// Source.
    Source,
    /// Object code.
    Object,
}

/// What a term says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// What lies in its scope comes under the license.
    ShareAlike(TermScope),
    /// Something has to be done.
    Duty {
        /// What.
        kind: DutyKind,
        /// For whom.
        to: OwedTo,
        /// Until when, in the license's words of time, such as `3 years`.
        until: Option<Arc<str>>,
        /// The ways of which one is enough; empty where the term names none.
        means: Vec<Way>,
    },
    /// Something may not be done.
    Prohibition(ProhibitionKind),
    /// What others may not be held to beyond this license; the burdens named are tolerated.
    NoFurtherRestrictions {
        /// Duties of other licenses that are no further restriction.
        duties: Vec<DutyKind>,
        /// Prohibitions of other licenses that are no further restriction.
        prohibitions: Vec<ProhibitionKind>,
    },
    /// It may be put under one of these licenses instead, by anybody.
    Relicense(Vec<LicenseId>),
    /// Where it is in one work with something under one of these licenses, the work may go out
    /// under that license, as it stands there: with `or later` or without.
    Yield(Vec<LicenseId>),
    /// It may be linked or combined with works under these licenses, each keeping its own.
    Combine(Vec<LicenseId>),
    /// Rights end on a breach; with a cure, they come back.
    Termination {
        /// How they come back; empty where they do not.
        cures: Vec<Cure>,
    },
}

/// One of the ways to meet a duty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way {
    /// Which.
    pub by: Means,
    /// Where it stands in the text.
    pub clause: Arc<str>,
    /// What has to hold for it to be open.
    pub guards: Vec<Guard>,
}

/// That a version comes under another license on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Where it stands in the text.
    pub clause: Arc<str>,
    /// The license that holds then; `None` where each work names its own.
    pub to: Option<LicenseId>,
    /// How many years after a version was published; `None` where each work names a day.
    pub years: Option<u16>,
    /// After how many years at the latest, whatever the work names.
    pub most_years: Option<u16>,
}

/// What is known about one license.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct License {
    /// Its SPDX identifier or `LicenseRef-…`.
    pub id: LicenseId,
    /// Its class.
    pub kind: LicenseKind,
    /// The licenses it may be used under, where it names several versions; else itself.
    pub elections: Vec<LicenseId>,
    /// Later versions of it, which a `+` behind its identifier allows too.
    pub later: Vec<LicenseId>,
    /// Its terms; empty where only the class is known.
    pub terms: Vec<Term>,
    /// That it gives way to another license on a day.
    pub change: Option<Change>,
    /// Whether its terms are described, so that duties can be concluded and not just the class.
    pub described: bool,
}

impl License {
    /// Whether it has a term that puts things in this scope under it.
    pub fn shares_alike(&self, scope: TermScope) -> bool {
        self.terms.iter().any(|term| term.effect == Effect::ShareAlike(scope))
    }

    /// The duties it imposes, by their terms.
    pub fn duties(&self) -> impl Iterator<Item = (&Term, DutyKind)> {
        self.terms.iter().filter_map(|term| match term.effect {
            Effect::Duty { kind, .. } => Some((term, kind)),
            _ => None,
        })
    }
}

/// What an exception takes away from a license's terms, or adds to one's rights.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exception {
    /// Its SPDX identifier.
    pub id: LicenseId,
    /// The licenses it may stand behind; any when empty.
    pub applies_to: Vec<LicenseId>,
    /// What it does.
    pub relief: Vec<Relief>,
}

/// One thing an exception does. It never adds a license.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relief {
    /// Its name, unique among all, as of a term.
    pub id: TermId,
    /// Where it stands in the text.
    pub clause: Arc<str>,
    /// For which uses.
    pub uses: Uses,
    /// Under which guards.
    pub guards: Vec<Guard>,
    /// What is lifted.
    pub lifts: Lift,
    /// Who looked at it.
    pub reviewed: Reviewed,
}

/// What a relief lifts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lift {
    /// All that the use would bring upon the user.
    All,
    /// The named terms of the license, by their short names.
    Terms(Vec<Arc<str>>),
    /// The incompatibility with these licenses.
    Incompatibility(Vec<LicenseId>),
    /// Nothing: it gives time to cure a breach.
    Cure(Vec<Cure>),
}

/// All license facts at hand.
#[derive(Clone, Debug, Default)]
pub struct LicenseBook {
    licenses: BTreeMap<LicenseId, License>,
    exceptions: BTreeMap<LicenseId, Exception>,
    /// Other identifiers of the same licenses: deprecated ones.
    aliases: BTreeMap<LicenseId, LicenseId>,
}

impl LicenseBook {
    /// The facts of this program.
    ///
    /// # Errors
    /// [`BookError`] with every problem of the built-in files; a test shows there is none.
    pub fn built_in() -> Result<LicenseBook, BookError> {
        LicenseBook::read(FILES)
    }

    /// Reads files of license facts, `(name, contents)`.
    ///
    /// # Errors
    /// [`BookError`] with every problem of all files.
    pub fn read(files: &[(&str, &str)]) -> Result<LicenseBook, BookError> {
        read::book(files)
    }

    /// The facts of a license, also by a deprecated identifier.
    pub fn license(&self, id: &LicenseId) -> Option<&License> {
        self.licenses.get(id).or_else(|| self.licenses.get(self.aliases.get(id)?))
    }

    /// The facts of an exception.
    pub fn exception(&self, id: &LicenseId) -> Option<&Exception> {
        self.exceptions.get(id)
    }

    /// A term by its name.
    pub fn term(&self, id: &TermId) -> Option<&Term> {
        let (license, _) = id.as_str().rsplit_once('#')?;
        let license = self.licenses.get(&LicenseId::new(license).ok()?)?;
        license.terms.iter().find(|term| term.id == *id)
    }

    /// Every license, by its identifier.
    pub fn licenses(&self) -> impl Iterator<Item = &License> {
        self.licenses.values()
    }

    /// Every exception, by its identifier.
    pub fn exceptions(&self) -> impl Iterator<Item = &Exception> {
        self.exceptions.values()
    }
}

#[cfg(test)]
mod guard_tests;
#[cfg(test)]
mod tests;
