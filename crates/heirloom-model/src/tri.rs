// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Truth that may not be known.

/// Yes, no, or not known (Kleene's strong logic of three values, 1938).
///
/// Unknown is a value: it leads to a question, never to a silent default.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Tri {
    /// It is not so.
    No,
    /// Nobody has said and no evidence shows.
    #[default]
    Unknown,
    /// It is so.
    Yes,
}

impl Tri {
    /// Both: `No` if either is, `Yes` if both are.
    pub fn and(self, other: Tri) -> Tri {
        self.min(other)
    }

    /// Either: `Yes` if either is, `No` if both are.
    pub fn or(self, other: Tri) -> Tri {
        self.max(other)
    }

    /// The opposite; what is unknown stays so.
    #[must_use]
    pub fn negated(self) -> Tri {
        match self {
            Tri::No => Tri::Yes,
            Tri::Unknown => Tri::Unknown,
            Tri::Yes => Tri::No,
        }
    }

    /// The stable name, as written in `heirloom.toml`.
    pub fn name(self) -> &'static str {
        match self {
            Tri::No => "no",
            Tri::Unknown => "unknown",
            Tri::Yes => "yes",
        }
    }

    /// The value of a stable name.
    pub fn from_name(name: &str) -> Option<Tri> {
        [Tri::No, Tri::Unknown, Tri::Yes].into_iter().find(|tri| tri.name() == name)
    }
}

impl From<bool> for Tri {
    fn from(value: bool) -> Tri {
        if value { Tri::Yes } else { Tri::No }
    }
}

#[cfg(test)]
mod tests {
    use super::Tri::{self, No, Unknown, Yes};

    #[test]
    fn known_operands_decide() {
        assert_eq!(No.and(Unknown), No);
        assert_eq!(Yes.and(Unknown), Unknown);
        assert_eq!(Yes.or(Unknown), Yes);
        assert_eq!(No.or(Unknown), Unknown);
        assert_eq!(Unknown.negated(), Unknown);
        assert_eq!(Tri::from(true).negated(), No);
    }
}
