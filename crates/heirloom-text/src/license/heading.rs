// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Headings of licenses, such as the "Copyright and permission notice" above curl's and ICU's.

use heirloom_model::FindKind;

use super::{bytes, matches::Match, query::Query};

/// Bytes of copyright statements between a heading and its license.
const FAR: usize = 2_000;

/// Drops titles that introduce a license where nothing but copyright statements stands between them
/// and its text: they say no more than the text does. A sentence ("is licensed under the following
/// terms") says something of its own.
pub(super) fn drop_bound(matches: &mut Vec<Match<'_>>, query: &Query, text: &str) {
    let is_bound = |pair: &[Match<'_>]| {
        let [intro, next] = pair else { return false };
        let (intro_at, next_at) = (bytes(intro, query), bytes(next, query));
        let between = text.get(intro_at.end..next_at.start).filter(|text| text.len() <= FAR);
        intro.kind() == FindKind::Intro
            && next.kind() == FindKind::Text
            && stands_alone(&text[..intro_at.start], &text[intro_at.end..])
            && between.is_some_and(holds_statements_alone)
    };
    let bound: Vec<bool> = matches.windows(2).map(is_bound).chain([false]).collect();
    let mut bound = bound.into_iter();
    matches.retain(|_| !bound.next().unwrap_or_default());
}

/// Whether words have their line to themselves.
fn stands_alone(before: &str, after: &str) -> bool {
    let has_words =
        |rest: Option<&str>| rest.is_some_and(|rest| rest.contains(char::is_alphanumeric));
    !has_words(before.rsplit('\n').next()) && !has_words(after.split('\n').next())
}

/// Whether each paragraph is a copyright statement, and there is one.
fn holds_statements_alone(between: &str) -> bool {
    let mut n_paragraphs = 0;
    let mut paragraph = String::new();
    for line in between.lines().chain([""]) {
        if line.contains(char::is_alphanumeric) {
            paragraph.push_str(&line.to_lowercase());
        } else if !paragraph.is_empty() {
            let marks = ["copyright", "(c)", "©", "all rights reserved"];
            if !marks.iter().any(|mark| paragraph.contains(mark)) {
                return false;
            }
            n_paragraphs += 1;
            paragraph.clear();
        }
    }
    n_paragraphs > 0
}
