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
    /// The first byte of its line.
    pub(crate) start: usize,
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
        let written = Written::of(&text[line.start as usize..line.end as usize]);
        let value = clean(written.value);
        let tag = read(&value, index);
        let is_valid = tag.as_ref().is_some_and(|tag| tag.problem.is_none());
        if !is_valid && written.is_mention(index) {
            // A clue for whoever reads the file; nothing is concluded from it.
            if let Some(tag) = read(&clean(written.rest), index) {
                matches.push(tag_match(line, &tag.expression, true, query, index));
            }
            continue;
        }
        let Some(tag) = tag else { continue };
        let open = unclosed(written.value);
        if let Some(reason) =
            tag.problem.or_else(|| Some(reason(&Expression::parse(open.as_ref()?).err()?)))
        {
            broken.push(BrokenTag {
                start: line.start as usize,
                line: query.lines[line.first as usize],
                value: open.unwrap_or(value),
                reason,
            });
        }
        matches.push(tag_match(line, &tag.expression, false, query, index));
    }
    (matches, broken)
}

fn tag_match<'a>(
    line: &TagLine,
    expression: &Expression,
    is_mention: bool,
    query: &Query,
    index: &'a Index<'a>,
) -> Match<'a> {
    let range = line.first..line.last + 1;
    let length = range.end - range.start;
    let words = &query.words[range.start as usize..range.end as usize];
    let expression = Rc::from(expression.to_string());
    Match {
        subject: Subject::Tag { expression, length },
        found: Spans::one(range),
        covered: Spans::one(0..length),
        n_high: words.iter().filter(|&&word| index.is_legal(word)).count() as u32,
        method: Method::TAG,
        is_mention,
    }
}

/// Reads a value that is an expression of known identifiers; `None` when it is anything else.
pub(super) fn read_known(value: &str, index: &Index<'_>) -> Option<Expression> {
    let tag = read(value.trim(), index)?;
    tag.problem.is_none().then_some(tag.expression)
}

/// Reads a value that is a choice or sum of which only some identifiers are known; `None` when it
/// is anything else. Words of prose are no identifiers.
pub(super) fn read_partly(value: &str, index: &Index<'_>) -> Option<Expression> {
    let is_prose = |word: &str| ["or", "and", "with"].contains(&word);
    if value.split_whitespace().any(is_prose) {
        return None;
    }
    let written = Expression::parse(value.trim()).ok()?;
    let mut unknown = Vec::new();
    let expression = known(&written, index, &mut unknown);
    let is_id = |id: &String| id.contains('-') && id.starts_with(|c: char| c.is_ascii_uppercase());
    let n_ids = written.ids().len();
    (unknown.len() < n_ids && unknown.iter().all(is_id)).then_some(expression)
}

/// What follows the tag's name on its line, and how.
struct Written<'t> {
    value: &'t str,
    /// Everything behind the name.
    rest: &'t str,
    has_colon: bool,
    /// Whether the tag stands in a string of a program or in quotation marks.
    is_quoted: bool,
}

impl<'t> Written<'t> {
    fn of(line: &'t str) -> Written<'t> {
        let lower = line.to_ascii_lowercase();
        let after = |name: &str| lower.rfind(name).map(|at| at + name.len());
        if let Some(at) = after("nuget.org") {
            let rest = &line[at..];
            return Written { value: rest, rest, has_colon: true, is_quoted: false };
        }
        let Some(at) = ["identifier", "identifer"].into_iter().find_map(after) else {
            return Written { value: line, rest: line, has_colon: false, is_quoted: false };
        };
        let (before, rest) = line.split_at(at);
        let mut marks = before.char_indices().rev().filter(|(_, mark)| QUOTES.contains(mark));
        // An apostrophe, as in "it's", opens nothing.
        let opens = |at: usize| !before[..at].ends_with(char::is_alphanumeric);
        let open = marks.find(|&(at, mark)| mark != '\'' || opens(at)).map(|(_, mark)| mark);
        let quote = open.filter(|&quote| rest.contains(quote));
        let mut value = rest.trim_start();
        if let Some(quote) = quote {
            // The key of a pair, such as `"SPDX-License-Identifier": "MIT"`, or a string that
            // ends somewhere.
            let pair = value.strip_prefix(quote).map(str::trim_start);
            value = match pair {
                Some(rest) if rest.starts_with(':') => rest,
                _ => value.split(quote).next().unwrap_or_default(),
            };
        }
        let has_colon = value.starts_with(':');
        let value = value.trim_start_matches(':');
        let escape = ["\\n", "\\r", "\\t"].into_iter().filter_map(|end| value.find(end)).min();
        let value = &value[..escape.unwrap_or(value.len())];
        Written { value, rest, has_colon, is_quoted: quote.is_some() }
    }

    /// Whether a value that cannot be read is no value: prose or code about tags, a pattern that
    /// looks for them, a place to fill in.
    fn is_mention(&self, index: &Index<'_>) -> bool {
        let value = self.value.trim_start();
        let first = value.split_whitespace().next().unwrap_or_default();
        let is_known = index.identifier(&first.to_lowercase()).is_some();
        let is_blank = value.starts_with(['<', '{', '[', '$', '%', '*', '\\', '…'])
            || ["<", ".*", ".+", "\\s", "...", "${", "{{"].iter().any(|mark| value.contains(mark));
        self.is_quoted || is_blank && !value.contains("<!") || !self.has_colon && !is_known
    }
}

/// Marks that open and close a string or a quotation.
const QUOTES: [char; 3] = ['"', '\'', '`'];

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

/// The value when its only bracket is never closed: it is read without, and is broken all the same.
/// One that is only closed was opened before the tag.
fn unclosed(value: &str) -> Option<String> {
    let is_open = value.matches('(').count() == 1 && !value.contains(')');
    let value = value.trim().trim_end_matches(|c: char| c.is_ascii_punctuation() || c == ' ');
    is_open.then(|| value.to_owned())
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
    if let Some(meant) = in_words(&words, index) {
        return meant;
    }
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

/// An identifier whose hyphens are missing: `BSD 3-Clause`.
fn in_words(words: &[&str], index: &Index<'_>) -> Option<Expression> {
    if !(2..=4).contains(&words.len()) {
        return None;
    }
    let joined = words.join("-").to_lowercase();
    Expression::parse(index.identifier(&joined)?).ok()
}

#[cfg(test)]
mod tests;
