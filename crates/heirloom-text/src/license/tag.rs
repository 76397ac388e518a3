// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! `SPDX-License-Identifier` lines, right and wrong ones.

use std::rc::Rc;

use heirloom_model::{Expression, LicenseId, LicenseTerm, ParseExpressionError};

use super::{
    index::Index,
    matches::{Match, Method, Subject},
    query::{Query, TagLine},
    spans::Spans,
};

/// Stands for what a tag says in no known terms.
pub(crate) const UNKNOWN: &str = "LicenseRef-scancode-unknown-spdx";

/// A tag that does not hold a valid expression of known identifiers.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct BrokenTag {
    pub(crate) line: u32,
    pub(crate) value: String,
    pub(crate) reason: String,
}

/// Reads all tag lines of a text.
pub(crate) fn find<'a>(
    text: &str,
    query: &Query,
    index: &'a Index<'a>,
) -> (Vec<Match<'a>>, Vec<BrokenTag>) {
    let mut matches = Vec::new();
    let mut broken = Vec::new();
    for line in &query.tag_lines {
        let value = clean(value(&text[line.start as usize..line.end as usize]));
        let Some(tag) = read(&value, index) else { continue };
        if let Some(reason) = tag.problem {
            let line = query.lines[line.first as usize];
            broken.push(BrokenTag { line, value: value.clone(), reason });
        }
        matches.push(tag_match(line, &tag.expression, query, index));
    }
    (matches, broken)
}

fn tag_match<'a>(
    line: &TagLine,
    expression: &Expression,
    query: &Query,
    index: &'a Index<'a>,
) -> Match<'a> {
    let range = line.first..line.last + 1;
    let length = range.end - range.start;
    let words = &query.words[range.start as usize..range.end as usize];
    Match {
        subject: Subject::Tag { expression: Rc::from(expression.to_string()), length },
        found: Spans::one(range),
        covered: Spans::one(0..length),
        n_high: words.iter().filter(|&&word| index.is_legal(word)).count() as u32,
        method: Method::TAG,
    }
}

/// What follows the tag's name on its line.
fn value(line: &str) -> &str {
    let lower = line.to_ascii_lowercase();
    let after = |name: &str| lower.rfind(name).map(|at| at + name.len());
    let tail = ["identifier", "identifer", "nuget.org"].into_iter().find_map(after);
    tail.map_or(line, |at| line[at..].trim_start().trim_start_matches(':'))
}

/// The value without comment ends, quotes, markup and unpaired brackets.
fn clean(value: &str) -> String {
    let mut text = value.to_owned();
    for tail in ["</a>", "</p>", "</div>", "</licenseUrl>"] {
        text = text.replace(tail, " ");
    }
    if let Some(at) = text.find("\">") {
        text.truncate(at);
    }
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let is_mark = |c: char| c.is_ascii_punctuation() && !"()+".contains(c) || c == ' ';
    let text = text.trim_start_matches(|c| is_mark(c) || c == ')' || c == '+');
    let text = text.trim_end_matches(|c| is_mark(c) || c == '(');
    let (opening, closing) = (text.matches('(').count(), text.matches(')').count());
    match (opening, closing) {
        (1, 0) => text.replace('(', " ").trim().to_owned(),
        (0, 1) => text.replace(')', " ").trim().to_owned(),
        _ => text.to_owned(),
    }
}

struct Tag {
    expression: Expression,
    problem: Option<String>,
}

/// Reads a value; `None` when there is nothing to read.
fn read(value: &str, index: &Index<'_>) -> Option<Tag> {
    if value.is_empty() {
        return None;
    }
    match Expression::parse(value) {
        Ok(expression) => {
            let mut unknown = Vec::new();
            let expression = known(&expression, index, &mut unknown);
            let problem =
                (!unknown.is_empty()).then(|| format!("unknown identifier {}", unknown.join(", ")));
            Some(Tag { expression, problem })
        }
        Err(error) => {
            Some(Tag { expression: salvage(value, index), problem: Some(reason(&error)) })
        }
    }
}

fn reason(error: &ParseExpressionError) -> String {
    format!("failed to {error}")
}

fn unknown_id() -> LicenseId {
    LicenseId::new(UNKNOWN).expect("the constant is a valid identifier")
}

/// Replaces identifiers by their current form; what is not known becomes [`UNKNOWN`].
fn known(expression: &Expression, index: &Index<'_>, unknown: &mut Vec<String>) -> Expression {
    let mut all = |operands: &[Expression]| {
        operands.iter().map(|operand| known(operand, index, unknown)).collect::<Vec<_>>()
    };
    match expression {
        Expression::And(operands) => {
            Expression::all(all(operands)).expect("operands are never empty")
        }
        Expression::Or(operands) => {
            Expression::any(all(operands)).expect("operands are never empty")
        }
        Expression::Term(term) => known_term(term, index, unknown),
    }
}

fn known_term(term: &LicenseTerm, index: &Index<'_>, unknown: &mut Vec<String>) -> Expression {
    let mut id = |id: &LicenseId| match index.identifier(&id.as_str().to_lowercase()) {
        Some(meaning) => LicenseId::new(meaning).map_err(|_| meaning),
        None if id.is_ref() => Ok(id.clone()),
        None => {
            unknown.push(id.to_string());
            Ok(unknown_id())
        }
    };
    let later = term.or_later.then(|| format!("{}+", term.license).to_lowercase());
    let by_later = later
        .and_then(|later| index.identifier(&later))
        .and_then(|meaning| LicenseId::new(meaning).ok());
    let (license, or_later) = match by_later {
        Some(license) => (license, false),
        None => match id(&term.license) {
            Ok(license) => (license, term.or_later),
            // An old identifier that stands for an expression of its own.
            Err(meaning) => {
                return Expression::parse(meaning)
                    .unwrap_or_else(|_| Expression::license(unknown_id()));
            }
        },
    };
    let exception =
        term.exception.as_ref().map(|exception| id(exception).unwrap_or_else(|_| unknown_id()));
    Expression::Term(LicenseTerm { license, or_later, exception })
}

/// Makes the most of a value that is no expression: its identifiers, joined by what most likely
/// was meant.
fn salvage(value: &str, index: &Index<'_>) -> Expression {
    let words: Vec<&str> = value
        .split(|c: char| c.is_whitespace() || "(),;/|&\"'".contains(c))
        .filter(|word| !word.is_empty())
        .collect();
    let is_operator = |word: &str| {
        ["and", "or", "with"].iter().any(|operator| word.eq_ignore_ascii_case(operator))
    };
    let has_operator = words.iter().any(|word| is_operator(word));
    let mut ignored = Vec::new();
    let terms = words
        .iter()
        .filter(|word| !is_operator(word))
        .filter_map(|word| Expression::parse(word).ok())
        .map(|term| known(&term, index, &mut ignored))
        // An exception without a license says nothing.
        .filter(|term| {
            !term.to_string().contains("xception") && !term.to_string().ends_with("-note")
        })
        .collect::<Vec<_>>();
    let unknown = Expression::license(unknown_id());
    let joined = if has_operator {
        Expression::all(terms.into_iter().chain([unknown.clone()]))
    } else {
        Expression::any(terms)
    };
    joined.unwrap_or(unknown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_cleaned_of_their_surroundings() {
        let check = |line: &str, expect: &str| assert_eq!(clean(value(line)), expect);
        check("// SPDX-License-Identifier: MIT", "MIT");
        check("/* SPDX-License-Identifier: (GPL-2.0 OR MIT) */", "(GPL-2.0 OR MIT)");
        check("<!-- SPDX-License-Identifier: MIT -->", "MIT");
        check("dnl SPDX-License-Identifier GPL-2.0+", "GPL-2.0+");
        check("# SPDX-License-Identifier: (MIT", "MIT");
        check("\"SPDX-License-Identifier: Apache-2.0\",", "Apache-2.0");
    }
}
