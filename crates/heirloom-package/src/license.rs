// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What a license field means in SPDX terms.
//!
//! A field is understood whole or not at all: no version, no variant and no missing part is
//! guessed. `BSD` and `Apache` stay without expression; `GPL` without version is
//! `GPL-1.0-or-later`, because that license itself allows any version then.

mod declared;
mod grammar;
mod names;
mod urls;

pub use declared::{declared_expression, names_version};

use heirloom_model::{Expression, LicenseId, LicenseTerm};

use names::Names;

/// Longer fields are texts, not names; the license reader finds what they hold.
const MAX_FIELD: usize = 2_000;
const MAX_EXPRESSION: usize = 100_000;

/// Reads a license field as the ecosystem (a purl type such as `cargo`) means it.
///
/// `None` when it is not certain what is meant.
pub fn parse_declared(ecosystem: &str, text: &str) -> Option<Expression> {
    let names = names::names();
    // An expression may be longer than any name.
    if text.len() > MAX_FIELD && text.len() <= MAX_EXPRESSION {
        let expression = Expression::parse(text).ok()?;
        return canonical_with(names, &expression);
    }
    let text = first_words(text)?;
    if ecosystem == "pypi" && text.starts_with("License ::") {
        return classifier(names, &text);
    }
    if ecosystem == "deb" {
        return grammar::debian(names, &text);
    }
    if matches!(ecosystem, "macports" | "apk" | "alpm" | "opkg") {
        return grammar::words(names, ecosystem, &text);
    }
    grammar::field(names, ecosystem, &text)
}

/// The SPDX expression in canonical writing, when every identifier is on the SPDX list (retired
/// ones replaced) or is a `LicenseRef-`.
pub fn canonical(expression: &Expression) -> Option<Expression> {
    canonical_with(names::names(), expression)
}

/// The field on one line without outer quotes; the first line of a longer text that names its
/// license there.
fn first_words(text: &str) -> Option<String> {
    let text = text.trim();
    let head = match text.char_indices().nth(MAX_FIELD) {
        Some((end, _)) => &text[..end],
        None => text,
    };
    let n_lines = head.lines().count();
    let head = if n_lines > 4 || head.len() < text.len() { head.lines().next()? } else { head };
    let folded = head.split_whitespace().collect::<Vec<_>>().join(" ");
    let is_quote = |c: char| matches!(c, '"' | '\'' | '`' | '“' | '”' | '‘' | '’');
    let bare = folded.trim_matches(is_quote).trim_end_matches(['.', ';', ',']).trim();
    (!bare.is_empty()).then(|| bare.to_owned())
}

/// A classifier of the Python package index.
fn classifier(names: &Names, text: &str) -> Option<Expression> {
    let (_, last) = text.rsplit_once("::")?;
    let last = last.trim();
    if last == "OSI Approved" || last == "DFSG approved" {
        return None;
    }
    grammar::field(names, "pypi", last)
}

fn canonical_with(names: &Names, expression: &Expression) -> Option<Expression> {
    match expression {
        Expression::Term(term) => canonical_term(names, term),
        Expression::And(operands) => {
            let operands = operands.iter().map(|operand| canonical_with(names, operand));
            Expression::all(operands.collect::<Option<Vec<_>>>()?)
        }
        Expression::Or(operands) => {
            let operands = operands.iter().map(|operand| canonical_with(names, operand));
            Expression::any(operands.collect::<Option<Vec<_>>>()?)
        }
    }
}

fn canonical_term(names: &Names, term: &LicenseTerm) -> Option<Expression> {
    let exception = match &term.exception {
        Some(id) if id.is_ref() => Some(id.clone()),
        Some(id) => Some(names.exception_id(id.as_str())?),
        None => None,
    };
    if term.license.is_ref() {
        return Some(Expression::Term(LicenseTerm { exception, ..term.clone() }));
    }
    let base = names.license_id(term.license.as_str())?;
    let base = if term.or_later { or_later(base) } else { base };
    match exception {
        Some(exception) => with_exception(base, exception),
        None => Some(base),
    }
}

/// The same license or any later version of it.
fn or_later(expression: Expression) -> Expression {
    let Expression::Term(mut term) = expression else {
        return expression;
    };
    let id = term.license.as_str();
    if let Some(later) = term.license.with_later() {
        term.license = later;
    } else if !id.ends_with("-or-later") && id.bytes().any(|b| b.is_ascii_digit()) {
        term.or_later = true;
    }
    Expression::Term(term)
}

/// A single license with an exception; `None` when it has one already or is not single.
fn with_exception(expression: Expression, exception: LicenseId) -> Option<Expression> {
    match expression {
        Expression::Term(term) if term.exception.is_none() => {
            Some(Expression::Term(LicenseTerm { exception: Some(exception), ..term }))
        }
        Expression::Term(term) if term.exception.as_ref() == Some(&exception) => {
            Some(Expression::Term(term))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests;
