// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What follows for the user of a component.

use std::fmt;

use crate::named::named;

named! {
    /// How much follows, from light to heavy.
    pub enum Level {
        /// Nothing.
        Clear = "clear",
        /// Duties that leave the license alone.
        DutiesOnly = "duties_only",
        /// The used library must stay replaceable.
        ReplaceabilityRequired = "replaceability_required",
        /// Readings disagree, or a legal test is open.
        Contested = "contested",
        /// The whole comes under the license.
        InheritsWhole = "inherits_whole",
        /// No license satisfies all that the whole carries.
        Conflict = "conflict",
    }
}

named! {
    /// Whose understanding of the terms.
    pub enum Reading {
        /// What the words say, with the tests they call for.
        Text = "text",
        /// What the right holder or steward says, at its strictest.
        StewardStrict = "steward_strict",
        /// Relying on an interface is use, not derivation.
        Interface = "interface",
    }
}

/// What follows for one user, with what stands beside the order of levels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Verdict {
    /// How much follows.
    pub level: Level,
    /// Users over a network are owed source.
    pub source_to_users: bool,
    /// How the parts talk should be documented, so that a newer one can be put in.
    pub interface_note: bool,
    /// Evidence is missing that could change the verdict.
    pub unknown: bool,
}

impl Verdict {
    /// A level with nothing beside it.
    pub const fn of(level: Level) -> Verdict {
        Verdict { level, source_to_users: false, interface_note: false, unknown: false }
    }

    /// Nothing follows.
    pub const CLEAR: Verdict = Verdict::of(Level::Clear);

    /// The heavier level, and whatever stands beside either.
    #[must_use]
    pub fn join(self, other: Verdict) -> Verdict {
        Verdict {
            level: self.level.max(other.level),
            source_to_users: self.source_to_users || other.source_to_users,
            interface_note: self.interface_note || other.interface_note,
            unknown: self.unknown || other.unknown,
        }
    }

    /// The tokens in their order, joined by `+`, as `heirloom matrix --csv` writes them.
    pub fn tokens(&self) -> Vec<&'static str> {
        let mut tokens = vec![self.level.name()];
        let beside = [
            (self.interface_note, "interface_note"),
            (self.source_to_users, "source_to_users"),
            (self.unknown, "unknown"),
        ];
        tokens.extend(beside.iter().filter(|(holds, _)| *holds).map(|(_, name)| *name));
        tokens
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.tokens().join("+"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_order_from_light_to_heavy() {
        assert!(Level::Contested < Level::InheritsWhole);
        let served = Verdict { source_to_users: true, ..Verdict::CLEAR };
        let joined = served.join(Verdict::of(Level::Contested));
        assert_eq!(joined.to_string(), "contested+source_to_users");
    }
}
