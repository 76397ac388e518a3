// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Expressions as bills of materials hold them.

use std::{
    collections::{BTreeSet, HashMap},
    sync::LazyLock,
};

use crate::bill::texts::slug;

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

/// An expression in which licenses that SPDX does not list are `LicenseRef-…`, with their names as written.
/// Listed ones are written as the list has them, whatever their case.
pub(crate) fn with_own_names(expression: &str) -> (String, Vec<(String, String)>) {
    static LISTED: LazyLock<HashMap<String, &'static str>> = LazyLock::new(|| {
        let names = spdx::identifiers::LICENSES.iter().map(|license| license.name);
        names.map(|name| (name.to_ascii_lowercase(), name)).collect()
    });
    let mut own = Vec::new();
    let mut is_behind_license = false;
    let words: Vec<String> = expression
        .split(' ')
        .map(|word| {
            let written = word.trim_matches(['(', ')']);
            let id = written.strip_suffix('+').unwrap_or(written);
            let is_operator =
                |word: &str| ["AND", "OR", "WITH"].iter().any(|one| one.eq_ignore_ascii_case(word));
            let is_ref = id.starts_with("LicenseRef-") || id.starts_with("DocumentRef-");
            let is_kept = is_behind_license || is_operator(id) || is_ref || id.is_empty();
            is_behind_license = id.eq_ignore_ascii_case("with");
            if is_kept {
                return word.to_owned();
            }
            if let Some(listed) = LISTED.get(&id.to_ascii_lowercase()) {
                return word.replacen(id, listed, 1);
            }
            let name = format!("LicenseRef-{}", slug(written));
            own.push((name.clone(), written.to_owned()));
            word.replacen(written, &name, 1)
        })
        .collect();
    (words.join(" "), own)
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
    fn licenses_that_nobody_lists_have_names_of_their_own() {
        let (text, own) = with_own_names("(gpl-3.0-or-later AND weird) OR Odd+ OR LicenseRef-x");
        assert_eq!(
            text,
            "(GPL-3.0-or-later AND LicenseRef-weird) OR LicenseRef-Odd OR LicenseRef-x"
        );
        let own: Vec<(&str, &str)> =
            own.iter().map(|(id, name)| (id.as_str(), name.as_str())).collect();
        assert_eq!(own, [("LicenseRef-weird", "weird"), ("LicenseRef-Odd", "Odd+")]);
        let known = "GPL-2.0+ WITH Classpath-exception-2.0 AND MIT";
        assert_eq!(with_own_names(known), (known.to_owned(), Vec::new()));
    }

    #[test]
    fn lists_of_licenses_hold_no_expressions() {
        let found = listed(["MIT OR (Apache-2.0 WITH LLVM-exception AND BSD-3-Clause)", "MIT"]);
        let found: Vec<&str> = found.iter().map(String::as_str).collect();
        assert_eq!(found, ["Apache-2.0 WITH LLVM-exception", "BSD-3-Clause", "MIT"]);
    }
}
