// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Bare names: "GPL" where the file says elsewhere which version.
//!
//! A name without version stands for the whole family, and a version without a word on later ones
//! for that version alone. Where the same file says more, such a name only points to it: it is no
//! find of its own, and never a second license.

use heirloom_model::{Expression, LicenseId};

use super::{layout::flag, matches::Match};

/// Drops bare names beside finds that say more.
pub(super) fn drop_outdone(matches: &mut Vec<Match<'_>>) {
    if !matches.iter().any(|found| found.rule_is(flag::BARE)) {
        return;
    }
    let mut said: Vec<(String, Says)> = Vec::new();
    for found in matches.iter() {
        let Ok(expression) = Expression::parse(found.expression()) else { continue };
        said.extend(expression.ids().iter().map(|id| (id.to_string(), Says::of(found))));
    }
    matches.retain(|found| !is_outdone(found.expression(), Says::of(found), &said));
}

/// How much a find says of a license's version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Says {
    Family,
    Version,
    All,
}

impl Says {
    fn of(found: &Match<'_>) -> Says {
        match found.rule_is(flag::BARE) {
            true if found.expression().ends_with("-only") => Says::Version,
            true => Says::Family,
            false => Says::All,
        }
    }
}

fn is_outdone(id: &str, says: Says, said: &[(String, Says)]) -> bool {
    match says {
        Says::All => false,
        Says::Version => {
            let later = LicenseId::new(id).ok().and_then(|id| id.with_later());
            let later = later.as_ref().map(LicenseId::as_str);
            said.iter().any(|(other, how)| *how > Says::Family && Some(other.as_str()) == later)
        }
        // "See COPYING" beside a license.
        Says::Family if is_unrecognized(id) => {
            said.iter().any(|(other, _)| !is_unrecognized(other))
        }
        Says::Family => {
            let family = LicenseId::family_of(id);
            said.iter().any(|(other, how)| *how > says && LicenseId::family_of(other) == family)
        }
    }
}

fn is_unrecognized(id: &str) -> bool {
    LicenseId::new(id).is_ok_and(|id| id.is_unrecognized())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(id: &str, says: Says, said: &[(&str, Says)], expect: bool) {
        let said: Vec<_> = said.iter().map(|(id, says)| ((*id).to_owned(), *says)).collect();
        assert_eq!(is_outdone(id, says, &said), expect, "{id} beside {said:?}");
    }

    #[test]
    fn a_name_without_version_yields_to_a_version_of_its_family() {
        let check = |id, said, expect| check(id, Says::Family, said, expect);
        check("GPL-1.0-or-later", &[("GPL-2.0-only", Says::Version)], true);
        check("GPL-1.0-or-later", &[("LGPL-2.1-only", Says::All)], false);
        check("GPL-1.0-or-later", &[("GPL-1.0-or-later", Says::Family)], false);
        check("BSD-3-Clause", &[("BSD-2-Clause", Says::All)], true);
        check("BSD-3-Clause", &[("0BSD", Says::All)], true);
        check("BSD-3-Clause", &[("MIT", Says::All)], false);
    }

    #[test]
    fn a_pointer_yields_to_a_license() {
        let unknown = "LicenseRef-scancode-unknown-license-reference";
        let check = |said, expect| check(unknown, Says::Family, said, expect);
        check(&[("MIT", Says::All)], true);
        check(&[("BSD-3-Clause", Says::Family)], true);
        check(&[(unknown, Says::Family)], false);
    }

    #[test]
    fn a_version_yields_to_the_same_one_or_later() {
        let check = |id, said, expect| check(id, Says::Version, said, expect);
        check("GPL-2.0-only", &[("GPL-2.0-or-later", Says::All)], true);
        check("GPL-2.0-only", &[("GPL-3.0-or-later", Says::All)], false);
        check("AGPL-3.0-only", &[("AGPL-3.0-or-later", Says::Family)], false);
    }
}
