// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Strategies for property tests.

use heirloom_model::{Expression, LicenseId, LicenseTerm, TreePath};
use proptest::{collection::vec, prelude::*};

/// Words that legal texts are made of, so that random text reaches the readers' inner parts.
const WORDS: &[&str] = &[
    "Copyright",
    "(c)",
    "©",
    "1999-2024",
    "2020,",
    "licensed",
    "under",
    "the",
    "GPL",
    "v2",
    "or",
    "(at",
    "your",
    "option)",
    "any",
    "later",
    "version",
    "MIT",
    "License",
    "and",
    "either",
    "SPDX-License-Identifier:",
    "Apache-2.0",
    "AND",
    "OR",
    "WITH",
    "(",
    ")",
    "+",
    "see",
    "COPYING",
    "All",
    "rights",
    "reserved.",
    "by",
    "Jane",
    "Doe",
    "<jane@example.org>",
    "//",
    "/*",
    "*/",
    "#",
    "\n",
    "\r\n",
    "\t",
    "\u{0}",
    "\u{feff}",
    "作者",
    "版权所有",
];

/// Text of legal words, comment marks and line breaks in any order.
pub fn legal_text() -> impl Strategy<Value = String> {
    vec((prop::sample::select(WORDS), prop::sample::select(&["", " ", " ", "\n"][..])), 0..80)
        .prop_map(|words| words.into_iter().flat_map(|(word, space)| [word, space]).collect())
}

/// Bytes that are mostly text, broken anywhere.
pub fn hostile_bytes() -> impl Strategy<Value = Vec<u8>> {
    (legal_text(), vec((any::<prop::sample::Index>(), any::<u8>()), 0..8)).prop_map(
        |(text, flips)| {
            let mut bytes = text.into_bytes();
            for (index, value) in flips {
                if !bytes.is_empty() {
                    let position = index.index(bytes.len());
                    bytes[position] = value;
                }
            }
            bytes
        },
    )
}

/// A path of one to four components of any bytes that a path can hold.
pub fn tree_path() -> impl Strategy<Value = TreePath> {
    vec(vec(any::<u8>(), 1..12), 1..5).prop_filter_map("a path inside the tree", |components| {
        TreePath::parse(&components.join(&b'/')).ok().filter(|path| !path.is_root())
    })
}

/// An expression of known, unknown and made-up identifiers, nested up to four deep.
pub fn expression() -> impl Strategy<Value = Expression> {
    let id = |names: &'static [&'static str]| {
        prop::sample::select(names).prop_map(|name| LicenseId::new(name).expect("a valid id"))
    };
    let term = (
        id(&["MIT", "Apache-2.0", "GPL-2.0-or-later", "BSD-3-Clause", "LicenseRef-own"]),
        any::<bool>(),
        prop::option::weighted(0.2, id(&["Classpath-exception-2.0", "AdditionRef-own"])),
    )
        .prop_map(|(license, or_later, exception)| {
            Expression::Term(LicenseTerm { license, or_later, exception })
        });
    term.prop_recursive(4, 16, 4, |inner| {
        (vec(inner, 2..4), any::<bool>()).prop_filter_map("operands", |(operands, all)| {
            if all { Expression::all(operands) } else { Expression::any(operands) }
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest! {
        #[test]
        fn expressions_are_read_back(expression in expression()) {
            let text = expression.to_string();
            prop_assert_eq!(Expression::parse(&text).map(|e| e.to_string()), Ok(text));
        }

        #[test]
        fn bytes_stay_near_text(bytes in hostile_bytes()) {
            prop_assert!(bytes.len() < 80 * 40);
        }

        #[test]
        fn paths_are_inside(path in tree_path()) {
            prop_assert!(path.is_within(&TreePath::root()));
        }
    }
}
