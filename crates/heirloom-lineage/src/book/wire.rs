// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The form of the files in `data/licenses`, as people write them.

use serde::Deserialize;
use toml::Spanned;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    #[serde(default)]
    pub(super) license: Vec<License>,
    #[serde(default)]
    pub(super) exception: Vec<Exception>,
    /// Licenses of which only the class is known: identifiers by class.
    #[serde(default)]
    pub(super) class: std::collections::BTreeMap<Spanned<String>, Vec<Spanned<String>>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct License {
    pub(super) id: Spanned<String>,
    pub(super) kind: Spanned<String>,
    /// Deprecated identifiers of the same license.
    #[serde(default)]
    pub(super) also: Vec<Spanned<String>>,
    /// The licenses it may be used under, for `or later`.
    #[serde(default)]
    pub(super) elections: Vec<Spanned<String>>,
    /// Later versions of it, for a `+` behind the identifier.
    #[serde(default)]
    pub(super) later: Vec<Spanned<String>>,
    /// The license whose terms it shares; own terms replace those of the same name.
    pub(super) like: Option<Spanned<String>>,
    /// Names of shared terms that it does not have.
    #[serde(default)]
    pub(super) without: Vec<Spanned<String>>,
    /// Who looked at the shared terms in this license's own text, where not as in the other one.
    pub(super) reviewed: Option<Spanned<String>>,
    /// That it gives way to another license on a day.
    pub(super) change: Option<Change>,
    #[serde(default)]
    pub(super) terms: Vec<Spanned<Term>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Change {
    pub(super) clause: String,
    /// The license that holds then, where the text names it.
    pub(super) to: Option<Spanned<String>>,
    /// How many years after publication, where the text says.
    pub(super) years: Option<u16>,
    /// After how many years at the latest.
    pub(super) most_years: Option<u16>,
}

/// One of the ways to meet a duty.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Way {
    pub(super) by: Spanned<String>,
    pub(super) clause: String,
    #[serde(default, rename = "if")]
    pub(super) guards: Vec<Spanned<String>>,
}

/// How rights that ended come back.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Cure {
    pub(super) from: Spanned<String>,
    pub(super) days: Option<u16>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Term {
    pub(super) name: Spanned<String>,
    pub(super) clause: String,
    pub(super) duty: Option<Spanned<String>>,
    pub(super) forbids: Option<Spanned<String>>,
    pub(super) share_alike: Option<Spanned<String>>,
    /// `relicense`, `yield`, `combine`.
    pub(super) permits: Option<Spanned<String>>,
    /// `final` or `curable`.
    pub(super) ends: Option<Spanned<String>>,
    /// How rights come back, for `curable`.
    #[serde(default)]
    pub(super) cure: Vec<Cure>,
    /// The ways of which one is enough to meet a duty.
    #[serde(default)]
    pub(super) means: Vec<Way>,
    /// The licenses that are permitted: identifiers, or `any` with a class.
    #[serde(default)]
    pub(super) outbound: Vec<Spanned<String>>,
    /// Burdens of other licenses that `restrict_further` does not mean.
    #[serde(default)]
    pub(super) tolerates: Vec<Spanned<String>>,
    pub(super) to: Option<Spanned<String>>,
    pub(super) until: Option<String>,
    #[serde(default)]
    pub(super) uses: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) on: Vec<Spanned<String>>,
    pub(super) form: Option<Spanned<String>>,
    #[serde(default, rename = "if")]
    pub(super) guards: Vec<Spanned<String>>,
    pub(super) reading: Option<Spanned<String>>,
    pub(super) reviewed: Option<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Exception {
    pub(super) id: Spanned<String>,
    #[serde(default)]
    pub(super) applies_to: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) relief: Vec<Spanned<Relief>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Relief {
    pub(super) name: Spanned<String>,
    pub(super) clause: String,
    /// `all`, `terms`, `incompatibility` or `cure`.
    pub(super) lifts: Spanned<String>,
    /// The terms or licenses of `lifts`.
    #[serde(default)]
    pub(super) of: Vec<Spanned<String>>,
    /// How rights come back, for `cure`.
    #[serde(default)]
    pub(super) cure: Vec<Cure>,
    #[serde(default)]
    pub(super) uses: Vec<Spanned<String>>,
    #[serde(default, rename = "if")]
    pub(super) guards: Vec<Spanned<String>>,
    pub(super) reviewed: Option<Spanned<String>>,
}
