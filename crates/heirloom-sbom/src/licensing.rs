// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Expressions as bills of materials hold them.

use std::collections::BTreeSet;

/// Whether a name is that of an exception and of no license.
pub fn is_exception(id: &str) -> bool {
    spdx::exception_id(id).is_some() && spdx::license_id(id).is_none()
}

/// An expression in which exceptions without a license are `LicenseRef-…`: an exception is no license
/// (SPDX 2.3, annex D.3), and where one stands alone, because a file holds nothing but its text, it is a
/// license of somebody's own.
pub fn without_bare_exceptions(expression: &str) -> String {
    let mut made = String::with_capacity(expression.len());
    let mut is_behind_license = false;
    for (at, word) in expression.split(' ').enumerate() {
        if at > 0 {
            made.push(' ');
        }
        let id = word.trim_matches(['(', ')']);
        match !is_behind_license && is_exception(id) {
            true => made.push_str(&word.replacen(id, &format!("LicenseRef-{id}"), 1)),
            false => made.push_str(word),
        }
        is_behind_license = word == "WITH";
    }
    made
}

/// The licenses that expressions name, each with its exception: lists of licenses that were seen say
/// nothing of how they belong together (SPDX 2.3, clauses 7.14, 8.6 and 9.6).
pub(crate) fn listed<'a>(expressions: impl IntoIterator<Item = &'a str>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for expression in expressions {
        let mut words =
            expression.split([' ', '(', ')']).filter(|word| !word.is_empty()).peekable();
        while let Some(word) = words.next() {
            if matches!(word, "AND" | "OR" | "WITH") {
                continue;
            }
            let mut name = word.to_owned();
            if words.next_if_eq(&"WITH").is_some()
                && let Some(exception) = words.next()
            {
                name.push_str(" WITH ");
                name.push_str(exception);
            }
            found.insert(name);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exceptions_without_a_license_are_licenses_of_somebodys_own() {
        let behind = "GPL-3.0-or-later WITH GCC-exception-3.1";
        assert_eq!(without_bare_exceptions(behind), behind);
        assert_eq!(without_bare_exceptions("GCC-exception-3.1"), "LicenseRef-GCC-exception-3.1");
        assert_eq!(
            without_bare_exceptions("MIT OR (Apache-2.0 WITH LLVM-exception AND LLVM-exception)"),
            "MIT OR (Apache-2.0 WITH LLVM-exception AND LicenseRef-LLVM-exception)"
        );
        assert_eq!(without_bare_exceptions("LicenseRef-a AND MIT"), "LicenseRef-a AND MIT");
    }

    #[test]
    fn lists_of_licenses_hold_no_expressions() {
        let found = listed(["MIT OR (Apache-2.0 WITH LLVM-exception AND BSD-3-Clause)", "MIT"]);
        let found: Vec<&str> = found.iter().map(String::as_str).collect();
        assert_eq!(found, ["Apache-2.0 WITH LLVM-exception", "BSD-3-Clause", "MIT"]);
    }
}
