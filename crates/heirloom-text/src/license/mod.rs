// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! License detection: bytes of text in, finds with spans out.
//!
//! The way of a text: words of the index's dictionary ([`query`]) → tags, whole-file and exact
//! matches ([`tag`], [`exact`]) → regions that stay unexplained are aligned with the rules most
//! like them ([`approximate`]) → refinement decides what the text says ([`refine`]) → finds are
//! joined into one expression ([`compose`]). Pure and deterministic; a [`Memo`] saves work and
//! never changes a result.

mod approximate;
mod bare;
mod code;
mod compose;
mod enumerated;
mod exact;
mod heading;
mod index;
mod later;
mod layout;
mod matches;
mod mention;
mod message;
pub mod pack;
mod part;
mod query;
mod quoted;
mod refine;
mod remark;
mod spans;
mod tag;
mod unknown;
mod words;

#[cfg(test)]
mod tests;

use std::ops::Range;

use heirloom_model::{
    Detection, Expression, FindKind, LicenseFind, Matcher, Problem, ProblemCode, RuleId,
};

pub use approximate::Memo;
pub use index::{Index, IndexError};

use crate::{
    decode::{Text, TextForm},
    ignored::Ignored,
};
use matches::{Licensing, Match, Method, Subject};
use query::Query;
use refine::{Context, FalsePositives};
use spans::Spans;

/// Bounds on the work for one text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LicenseLimits {
    /// The most words of the index's dictionary that are read.
    pub max_words: usize,
    /// The most exact matches, before refinement.
    pub max_matches: usize,
}

impl LicenseLimits {
    /// 4 million words, and matches for a lock file of a hundred thousand packages.
    pub const fn standard() -> LicenseLimits {
        LicenseLimits { max_words: 4 << 20, max_matches: 400_000 }
    }
}

/// What a text says of licenses.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct LicenseFacts {
    /// The finds in order of the text.
    pub finds: Vec<LicenseFind>,
    /// The finds joined; `None` without any that can be concluded from.
    pub detection: Option<Detection>,
    /// What could not be read.
    pub problems: Vec<Problem>,
}

/// Detects licenses in a text, remembering nothing.
pub fn detect(text: &Text<'_>, index: &Index<'_>, limits: &LicenseLimits) -> LicenseFacts {
    detect_with(text, index, limits, &Memo::new())
}

/// Detects licenses in a text; the memo is shared by texts that are read with one index.
pub fn detect_with(
    text: &Text<'_>,
    index: &Index<'_>,
    limits: &LicenseLimits,
    memo: &Memo,
) -> LicenseFacts {
    let content = text.as_str();
    let (query, complete) = Query::read(content, index, limits.max_words);
    let mut facts = LicenseFacts::default();
    let limit = |what: &str| Problem::new(ProblemCode::LICENSE_LIMIT, vec![("limit", what.into())]);
    if !complete {
        facts.problems.push(limit("words"));
    }
    if query.words.is_empty() {
        return facts;
    }
    let is_binary = text.form() == TextForm::BinaryStrings;
    let context = Context { query: &query, index, text: content, is_binary };
    let (mut matches, broken, complete) = match_text(&context, limits, memo);
    let ignored = Ignored::of(content);
    for found in &mut matches {
        // What a block says is there for someone to see, and is not concluded from.
        found.is_mention |= ignored.holds(bytes(found, &query).start);
    }
    if !complete {
        facts.problems.push(limit("matches"));
    }
    let broken = broken.into_iter().filter(|tag| !ignored.holds(tag.start));
    facts.problems.extend(broken.map(|tag| {
        let args = vec![("value", tag.value.into()), ("reason", tag.reason.into())];
        Problem::new(ProblemCode::SPDX_TAG_BROKEN, args).at_line(tag.line)
    }));
    heading::drop_bound(&mut matches, &query, content);
    facts.finds = matches.iter().map(|found| find(found, &query, text)).collect();
    let placed: Vec<_> = facts
        .finds
        .iter()
        .zip(&matches)
        .map(|(find, found)| {
            let Range { start, end } = bytes(found, &query);
            compose::Placed { find, start, end }
        })
        .collect();
    facts.detection = compose::compose(&placed, content);
    let unknown = unknown::find(&query, index, &matches, content).into_iter();
    let unknown =
        unknown.filter(|range| !ignored.holds(query.places[range.start as usize].0 as usize));
    facts.finds.extend(unknown.map(|range| unknown_find(&range, &query, text)));
    facts.finds.sort_by_key(|find| (find.span.start, find.span.end));
    facts
}

/// All matches of a text, refined, in its order; the broken tags; and whether limits were kept.
fn match_text<'a>(
    context: &Context<'_, 'a>,
    limits: &LicenseLimits,
    memo: &Memo,
) -> (Vec<Match<'a>>, Vec<tag::BrokenTag>, bool) {
    let Context { query, index, text, .. } = *context;
    if let Some(rule) = index.whole(&query.words) {
        let (found, covered) = (Spans::one(0..query.len()), Spans::one(0..query.len()));
        let found = Match::of_rule(index.rule(rule), found, covered, Method::WHOLE, index);
        let mut matches = vec![found];
        mention::mark(&mut matches, query, text);
        return (matches, Vec::new(), true);
    }
    let mut licensing = Licensing::default();
    let (tags, broken) = tag::find(text, query, index);
    let (exact, complete) = exact::find(query, index, limits.max_matches);
    let exact = refine::refine(exact, context, FalsePositives::Keep, &mut licensing);
    let mut matches = tags;
    matches.extend(refine::merge(exact, index));
    let (taken, explained) = covered_ranges(&matches);
    matches.extend(approximate::find(query, index, &taken, &explained, memo));
    matches = refine::merge(matches, index);
    matches = refine::refine(matches, context, FalsePositives::Keep, &mut licensing);
    matches = refine::merge(matches, index);
    matches = refine::refine(matches, context, FalsePositives::Drop, &mut licensing);
    matches = refine::merge(matches, index);
    bare::drop_outdone(&mut matches);
    matches.sort_by_key(|found| (found.start(), found.end()));
    mention::mark(&mut matches, query, text);
    remark::mark(&mut matches, query, text);
    message::mark(&mut matches, query, text);
    matches = quoted::widen(matches, query, text, index);
    matches = enumerated::add(matches, query, text, index);
    (matches, broken, complete)
}

/// A license text longer than this, found almost whole, is not matched again.
const LONG_TEXT: u32 = 120;

type Ranges = Vec<std::ops::Range<u32>>;

/// The positions that may not be matched again, and those that are explained.
fn covered_ranges(matches: &[Match<'_>]) -> (Ranges, Ranges) {
    let union = |keep: &dyn Fn(&Match<'_>) -> bool| {
        let kept = matches.iter().filter(|found| keep(found)).map(|found| &found.found);
        Spans::union_all(kept).map_or(Vec::new(), |spans| spans.ranges().to_vec())
    };
    let taken = union(&|found| {
        found.method == Method::TAG
            || (found.kind() == FindKind::Text
                && found.rule_length() > LONG_TEXT
                && found.coverage() > 98.0)
    });
    (taken, union(&|found| found.is_complete()))
}

/// The identifier of legal text that no rule knows.
const UNKNOWN: &str = "LicenseRef-unknown";

fn unknown_find(range: &std::ops::Range<u32>, query: &Query, text: &Text<'_>) -> LicenseFind {
    let start = query.places[range.start as usize].0 as usize;
    let end = query.places[range.end as usize - 1].1 as usize;
    let content = &text.as_str()[start..end];
    let kept = content.floor_char_boundary(unknown::MAX_TEXT);
    LicenseFind {
        expression: Expression::parse(UNKNOWN).expect("the constant is a valid expression"),
        kind: FindKind::Unknown,
        matcher: Matcher::Unknown,
        rule: RuleId("unknown".into()),
        coverage: 0,
        relevance: 0,
        n_words: range.end - range.start,
        span: text.span(start..end),
        refers_to: Vec::new(),
        text: Some(content[..kept].into()),
    }
}

/// The license of a text that is another one without its only condition, when the condition stands
/// behind it: authors move paragraphs.
fn with_moved_clause(expression: &Expression, behind: &str) -> Option<Expression> {
    const BEHIND: usize = 400;
    let [id] = expression.ids().into_iter().collect::<Vec<_>>()[..] else { return None };
    if id.as_str() != "MIT-0" {
        return None;
    }
    let behind = behind[..behind.floor_char_boundary(BEHIND)].to_lowercase();
    let words: Vec<&str> =
        behind.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let is_moved = words.join(" ").contains("this permission notice shall be included in");
    is_moved.then(|| Expression::parse("MIT").expect("the constant is a valid expression"))
}

/// Where a match stands in the text.
fn bytes(found: &Match<'_>, query: &Query) -> Range<usize> {
    let (first, last) = found.found.core();
    query.places[first as usize].0 as usize..query.places[last as usize].1 as usize
}

/// Where the expression of a tag ends whose known words end at a place: identifiers of somebody's own have
/// words that nobody knows, and brackets are none.
fn end_of_expression(text: &str, place: Range<usize>) -> usize {
    let (tag, behind) = (&text[place.clone()], &text[place.end..]);
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '+');
    let id = &behind[..behind.find(|c| !is_part(c)).unwrap_or(behind.len())];
    let id = id.trim_end_matches(['.', '-']);
    let open = tag.matches('(').count().saturating_sub(tag.matches(')').count());
    let closing = behind[id.len()..].bytes().take(open).take_while(|byte| *byte == b')').count();
    place.end + id.len() + closing
}

fn find(found: &Match<'_>, query: &Query, text: &Text<'_>) -> LicenseFind {
    let matcher = match found.method {
        method if method.includes(Method::ALIGNED) => Matcher::Approximate,
        method if method.includes(Method::TAG) => Matcher::SpdxTag,
        method if method.includes(Method::WHOLE) => Matcher::Hash,
        _ => Matcher::Exact,
    };
    let (rule, relevance, refers_to) = match &found.subject {
        Subject::Rule(rule) => {
            (rule.id(), rule.relevance(), rule.refers_to().map(Into::into).collect())
        }
        Subject::Tag { .. } => ("spdx-license-identifier", 100, Vec::new()),
    };
    let expression = Expression::parse(found.expression())
        .expect("the compiler and the tag reader write valid expressions");
    let mut place = bytes(found, query);
    let behind = text.as_str().get(place.end..).unwrap_or_default();
    let later = match found.kind() {
        FindKind::Text => with_moved_clause(&expression, behind),
        _ => later::with_later(&expression, behind),
    };
    if matcher == Matcher::SpdxTag {
        place.end = end_of_expression(text.as_str(), place.clone());
    }
    LicenseFind {
        expression: later.unwrap_or(expression),
        kind: found.kind(),
        matcher,
        rule: RuleId(rule.into()),
        coverage: (u64::from(found.len()) * 1000 / u64::from(found.rule_length())) as u16,
        relevance,
        n_words: found.len(),
        span: text.span(place),
        refers_to,
        text: None,
    }
}
