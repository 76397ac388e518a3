// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! License names of `debian/copyright` in SPDX terms.
//!
//! `and` binds tighter than `or` unless a comma stands before the word; "with … exception" belongs
//! to the name before it; `+` means "or later".

use std::collections::BTreeMap;

use heirloom_model::{Expression, LicenseId, LicenseTerm};
use toml::de::DeTable;

const TABLE: &str = include_str!("../../../../../data/debian-short-names.toml");

/// Names longer than this are not names.
const MAX_NAME_BYTES: usize = 2000;

/// The table of names that SPDX writes otherwise.
pub(super) struct Names {
    licenses: BTreeMap<String, String>,
    exceptions: BTreeMap<String, String>,
}

impl Names {
    pub(super) fn new() -> Names {
        let table = DeTable::parse(TABLE).expect("the table is valid TOML, as a test proves");
        let strings = |name: &str| {
            let section = table.get_ref().get(name).and_then(|value| value.get_ref().as_table());
            section
                .into_iter()
                .flatten()
                .filter_map(|(key, value)| {
                    Some((key.get_ref().to_string(), value.get_ref().as_str()?.to_owned()))
                })
                .collect()
        };
        Names { licenses: strings("licenses"), exceptions: strings("exceptions") }
    }

    /// The meaning of a `License` field's first line; `None` when it is prose.
    pub(super) fn expression(&self, text: &str) -> Option<Expression> {
        if text.len() > MAX_NAME_BYTES {
            return None;
        }
        if let Some(expression) = spdx_expression(text) {
            return Some(expression);
        }
        // Commas bind weakest, from left to right.
        let mut whole: Option<Expression> = None;
        for (part, operator) in comma_parts(text) {
            let part = self.choice(&part)?;
            whole = Some(match whole {
                None => part,
                Some(left) if operator == Some("or") => Expression::any([left, part])?,
                Some(left) => Expression::all([left, part])?,
            });
        }
        whole
    }

    fn choice(&self, words: &[&str]) -> Option<Expression> {
        let parts = split(words, &["or", "|", "||"]);
        let parts: Option<Vec<_>> = parts.into_iter().map(|part| self.together(part)).collect();
        Expression::any(parts?)
    }

    fn together(&self, words: &[&str]) -> Option<Expression> {
        let parts = split(words, &["and", "&", "and/or"]);
        let parts: Option<Vec<_>> = parts.into_iter().map(|part| self.operand(part)).collect();
        Expression::all(parts?)
    }

    /// One name, perhaps with an exception.
    fn operand(&self, words: &[&str]) -> Option<Expression> {
        let with = words.iter().position(|word| word.eq_ignore_ascii_case("with"));
        let (name, exception) = match with {
            Some(at) => (&words[..at], Some(&words[at + 1..])),
            None => (words, None),
        };
        let name = name.join("-");
        if name.is_empty() {
            return None;
        }
        let known = self.known(&name);
        let expression = match known {
            Some(expression) => expression,
            // Several words that are no name are a sentence.
            None if words.len() > 1 && with != Some(1) => return None,
            None => Expression::license(LicenseId::new(&reference("LicenseRef-", &name)).ok()?),
        };
        let Some(exception) = exception else { return Some(expression) };
        let exception = self.exception(exception)?;
        match expression {
            Expression::Term(term) if term.exception.is_none() => {
                Some(Expression::Term(LicenseTerm { exception: Some(exception), ..term }))
            }
            other => Some(other),
        }
    }

    fn known(&self, name: &str) -> Option<Expression> {
        let lower = name.to_ascii_lowercase();
        let (base, or_later) = match lower.strip_suffix('+') {
            Some(base) => (base, true),
            None => (lower.as_str(), false),
        };
        if let Some(expression) = self.licenses.get(base) {
            let expression = Expression::parse(expression).ok()?;
            return Some(if or_later { later(expression) } else { expression });
        }
        if let Some((base, exception)) = self.joined_exception(base) {
            let suffix = if or_later || base.ends_with('+') { "+" } else { "" };
            let base = format!("{}{suffix}", base.trim_end_matches('+'));
            return match self.known(&base)? {
                Expression::Term(term) => {
                    Some(Expression::Term(LicenseTerm { exception: Some(exception), ..term }))
                }
                _ => None,
            };
        }
        if let Some(id) = gnu(base, or_later).and_then(|id| LicenseId::new(&id).ok()) {
            return Some(Expression::license(id));
        }
        let id = [base.to_owned(), format!("{base}.0")].iter().find_map(|id| spdx_id(id))?;
        let id = LicenseId::new(id).ok()?;
        Some(Expression::Term(LicenseTerm { license: id, or_later, exception: None }))
    }

    /// `gpl-3+-with-bison-exception` and `gpl-2+-libtool-exception`.
    fn joined_exception<'b>(&self, base: &'b str) -> Option<(&'b str, LicenseId)> {
        let stem = base.strip_suffix("-exception")?;
        let (license, exception) = stem.split_once("-with-").or_else(|| stem.rsplit_once('-'))?;
        let id = self.exceptions.get(exception)?;
        Some((license, LicenseId::new(id).ok()?))
    }

    fn exception(&self, words: &[&str]) -> Option<LicenseId> {
        let is_end = |word: &&&str| {
            !["exception", "exceptions"].iter().any(|end| word.eq_ignore_ascii_case(end))
        };
        let name = words.iter().take_while(is_end).copied().collect::<Vec<_>>().join("-");
        let lower = name.to_ascii_lowercase();
        let lower = lower.strip_suffix("-exception").unwrap_or(&lower);
        if let Some(id) = self.exceptions.get(lower) {
            return LicenseId::new(id).ok();
        }
        let listed = spdx::exception_id(&name).map(|id| id.name);
        match listed {
            Some(id) => LicenseId::new(id).ok(),
            None if name.is_empty() => None,
            None => LicenseId::new(&reference("AdditionRef-", &name)).ok(),
        }
    }
}

/// Words split where one of `operators` stands.
fn split<'w, 's>(words: &'w [&'s str], operators: &[&str]) -> Vec<&'w [&'s str]> {
    words.split(|word| operators.iter().any(|o| word.eq_ignore_ascii_case(o))).collect()
}

/// The parts between commas as words, each with the operator before it.
fn comma_parts(text: &str) -> Vec<(Vec<&str>, Option<&'static str>)> {
    let mut parts = Vec::new();
    for part in text.split(',') {
        let mut words: Vec<&str> = part.split_whitespace().collect();
        let operator = ["and", "or"]
            .into_iter()
            .find(|operator| words.first().is_some_and(|word| word.eq_ignore_ascii_case(operator)));
        if operator.is_some() {
            words.remove(0);
        }
        if !words.is_empty() {
            parts.push((words, operator));
        }
    }
    parts
}

/// Text that is an SPDX expression of listed licenses already.
fn spdx_expression(text: &str) -> Option<Expression> {
    let expression = Expression::parse(text).ok()?;
    let mut listed = true;
    expression.visit(&mut |term| {
        let id = term.license.as_str();
        // The old names of GNU licenses, and exceptions that are no SPDX names, are translated.
        let good = spdx::license_id(id).is_some_and(|known| !known.is_deprecated())
            || term.license.is_ref();
        let exception = term.exception.as_ref().is_none_or(|exception| {
            spdx::exception_id(exception.as_str()).is_some() || exception.is_ref()
        });
        listed &=
            good && exception && !(term.or_later && gnu(&id.to_ascii_lowercase(), true).is_some());
    });
    listed.then_some(expression)
}

/// The listed identifier that differs from `id` in case only.
fn spdx_id(id: &str) -> Option<&'static str> {
    if let Some(known) = spdx::license_id(id) {
        return Some(known.name);
    }
    spdx::identifiers::LICENSES
        .iter()
        .map(|license| license.name)
        .find(|name| name.eq_ignore_ascii_case(id))
}

/// GNU licenses by family and version: `gpl-2`, `lgpl-2.1`, `gfdl-niv-1.3`, in lower case.
fn gnu(base: &str, or_later: bool) -> Option<String> {
    // Without version any version will do, as the licenses themselves say.
    let families = [
        ("gfdl-niv", "GFDL", "1.1", "-no-invariants"),
        ("agpl", "AGPL", "1.0", ""),
        ("gfdl", "GFDL", "1.1", ""),
        ("lgpl", "LGPL", "2.0", ""),
        ("lpgl", "LGPL", "2.0", ""),
        ("gpl", "GPL", "1.0", ""),
    ];
    let (family, rest, first, tail) =
        families.into_iter().find_map(|(prefix, name, first, tail)| {
            Some((name, base.strip_prefix(prefix)?, first, tail))
        })?;
    if rest.is_empty() {
        return Some(format!("{family}-{first}{tail}-or-later"));
    }
    let version = rest.strip_prefix('-').unwrap_or(rest).trim_start_matches('v');
    let (version, suffix) = version.split_once('-').unwrap_or((version, ""));
    let (version, or_later) = match version.strip_suffix('+') {
        Some(version) => (version, true),
        None => (version, or_later),
    };
    let version = match version {
        "1" | "2" | "3" => format!("{version}.0"),
        _ => version.to_owned(),
    };
    let (tail, or_later) = match suffix {
        "" => (tail, or_later),
        "only" => (tail, false),
        "or-later" => (tail, true),
        "no-invariant" | "no-invariants" | "niv" => ("-no-invariants", or_later),
        _ => return None,
    };
    let id = format!("{family}-{version}{tail}-{}", if or_later { "or-later" } else { "only" });
    spdx::license_id(&id).map(|known| known.name.to_owned())
}

/// `+` on a name of the table.
fn later(expression: Expression) -> Expression {
    match expression {
        Expression::Term(term) if !term.license.is_ref() => {
            Expression::Term(LicenseTerm { or_later: true, ..term })
        }
        other => other,
    }
}

/// A reference made of what letters the name has.
fn reference(prefix: &str, name: &str) -> String {
    let mut id = prefix.to_owned();
    for character in name.chars() {
        let good = character.is_ascii_alphanumeric() || "-.".contains(character);
        let character = if good { character } else { '-' };
        if !(character == '-' && id.ends_with('-')) {
            id.push(character);
        }
    }
    id.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: &str) {
        let found = Names::new().expression(text).map(|expression| expression.to_string());
        assert_eq!(found.as_deref().unwrap_or("none"), expect);
    }

    #[test]
    fn table_is_valid() {
        let names = Names::new();
        assert!(names.licenses.len() > 50 && names.exceptions.len() > 20);
        for (name, expression) in &names.licenses {
            assert_eq!(*name, name.to_ascii_lowercase());
            let parsed = Expression::parse(expression).unwrap();
            parsed.visit(&mut |term| {
                let id = term.license.as_str();
                assert!(spdx::license_id(id).is_some() || term.license.is_ref(), "{id}");
            });
        }
        for id in names.exceptions.values() {
            assert!(spdx::exception_id(id).is_some(), "{id}");
        }
    }

    #[test]
    fn short_names() {
        check("Expat", "MIT");
        check("GPL-2+", "GPL-2.0-or-later");
        check("GPL-2", "GPL-2.0-only");
        check("GPL-2.0+", "GPL-2.0-or-later");
        check("GPL-2.0", "GPL-2.0-only");
        check("GPL", "GPL-1.0-or-later");
        check("LGPL-2.1-or-later", "LGPL-2.1-or-later");
        check("AGPLv3+", "AGPL-3.0-or-later");
        check("GFDL-NIV-1.3+", "GFDL-1.3-no-invariants-or-later");
        check("GFDL-1.3+-no-invariant", "GFDL-1.3-no-invariants-or-later");
        check("Apache-2", "Apache-2.0");
        check("BSD-3-clause", "BSD-3-Clause");
        check("MPL-1.1+", "MPL-1.1+");
        check("MIT/X11", "MIT");
        check("OFL-1.1", "OFL-1.1");
        check("public-domain", "LicenseRef-scancode-public-domain");
        check("BSD-3-clause-variant", "LicenseRef-BSD-3-clause-variant");
        check("__AUTO_PERMISSIVE__", "LicenseRef-AUTO-PERMISSIVE");
    }

    #[test]
    fn operators_bind_as_the_format_says() {
        check("GPL-1+ or Artistic", "GPL-1.0-or-later OR Artistic-1.0-Perl");
        check("A or B and C", "LicenseRef-A OR (LicenseRef-B AND LicenseRef-C)");
        check("A or B, and C", "(LicenseRef-A OR LicenseRef-B) AND LicenseRef-C");
        check(
            "GPL-2+ or AFL-2.1, and Expat and Tcl-BSDish",
            "(GPL-2.0-or-later OR AFL-2.1) AND MIT AND LicenseRef-Tcl-BSDish",
        );
        check("(MIT OR Apache-2.0) AND Zlib", "(MIT OR Apache-2.0) AND Zlib");
    }

    #[test]
    fn exceptions() {
        check("GPL-2+ with Autoconf exception", "GPL-2.0-or-later WITH Autoconf-exception-generic");
        check("GPL-3+-WITH-BISON-EXCEPTION", "GPL-3.0-or-later WITH Bison-exception-2.2");
        check("GPL-2+-libtool-exception", "GPL-2.0-or-later WITH Libtool-exception");
        check("GPL-2 with Linux-syscall-note exception", "GPL-2.0-only WITH Linux-syscall-note");
        check("LGPL-2.1+ with Own Thing exception", "LGPL-2.1-or-later WITH AdditionRef-Own-Thing");
        check("Apache-2.0 with LLVM exception or Expat", "Apache-2.0 WITH LLVM-exception OR MIT");
        check(
            "GPL-2.0+ WITH Classpath-exception-2.0",
            "GPL-2.0-or-later WITH Classpath-exception-2.0",
        );
    }

    #[test]
    fn prose_is_no_name() {
        check("same as the rest of the package", "none");
        check("and or", "none");
        check("with exception", "none");
        check(&"x or ".repeat(2000), "none");
    }
}
