// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! SPDX expressions in quotation marks, as manifests have them: `"MIT OR Apache-2.0 OR 0BSD"`.
//!
//! Rules know the usual expressions; of any other they find a part. A string that is one
//! expression of known identifiers is read as a whole; of one with others among them it is told that
//! there is more than is known.

use std::rc::Rc;

use heirloom_model::{Expression, FindKind};

use super::{
    code,
    index::Index,
    matches::{Match, Method, Subject},
    query::Query,
    spans::Spans,
    tag,
};

/// The most bytes of a string.
const MAX_STRING: usize = 200;

/// Reads strings whole of which matches, in order of the text, are parts.
pub(super) fn widen<'a>(
    matches: Vec<Match<'a>>,
    query: &Query,
    text: &str,
    index: &'a Index<'a>,
) -> Vec<Match<'a>> {
    let mut widened: Vec<Match<'a>> = Vec::with_capacity(matches.len());
    let mut read_to = 0;
    for found in matches {
        let start = query.places[found.start() as usize].0 as usize;
        let end = query.places[found.end() as usize].1 as usize;
        if start < read_to && end <= read_to {
            continue;
        }
        let is_part = found.rule().is_some()
            && matches!(found.kind(), FindKind::Reference | FindKind::Notice | FindKind::Tag);
        // A rule may start before the string: `license = "MIT`.
        let last = query.places[found.end() as usize].0 as usize;
        let string = is_part.then(|| string_around(text, last, end)).flatten();
        let expression = string.as_ref().and_then(|string| {
            let string = &text[string.clone()];
            let expression =
                tag::read_known(string, index).or_else(|| tag::read_partly(string, index))?;
            let is_compound = !matches!(expression, Expression::Term(_));
            let is_new = Expression::parse(found.expression())
                .is_ok_and(|found| found.normalized() != expression.normalized());
            (is_compound && is_new).then_some(expression)
        });
        let (Some(string), Some(expression)) = (string, expression) else {
            widened.push(found);
            continue;
        };
        read_to = string.end;
        let is_mention = found.is_mention || code::is_value(text, string.start, string.end);
        let place =
            |at: usize| query.places.partition_point(|place| (place.0 as usize) < at) as u32;
        let range = place(string.start)..place(string.end);
        let length = range.end - range.start;
        let words = &query.words[range.start as usize..range.end as usize];
        widened.push(Match {
            subject: Subject::Tag { expression: Rc::from(expression.to_string()), length },
            found: Spans::one(range),
            covered: Spans::one(0..length),
            n_high: words.iter().filter(|&&word| index.is_legal(word)).count() as u32,
            method: Method::EXACT,
            is_mention,
        });
    }
    widened
}

/// The inside of the quotation marks around a range, when nothing but an expression may stand
/// there.
fn string_around(text: &str, start: usize, end: usize) -> Option<std::ops::Range<usize>> {
    const QUOTES: [u8; 2] = [b'"', b'\''];
    let bytes = text.as_bytes();
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || b" .+-()".contains(&byte);
    if !bytes[start..end].iter().all(|&byte| is_part(byte)) {
        return None;
    }
    let before = bytes[start.saturating_sub(MAX_STRING)..start].iter().rev();
    let open = before.take_while(|&&byte| is_part(byte)).count();
    let close = bytes[end..].iter().take(MAX_STRING).take_while(|&&byte| is_part(byte)).count();
    let quote = *bytes.get((start - open).checked_sub(1)?)?;
    let is_quoted = QUOTES.contains(&quote) && bytes.get(end + close) == Some(&quote);
    is_quoted.then(|| start - open..end + close)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_found_around_their_parts() {
        let text = r#"license = "MIT OR (Apache-2.0 AND 0BSD)" # "a"#;
        let string = string_around(text, 11, 14).map(|range| &text[range]);
        assert_eq!(string, Some("MIT OR (Apache-2.0 AND 0BSD)"));
        assert_eq!(string_around("MIT OR x", 0, 3), None);
        assert_eq!(string_around("'MIT, x'", 1, 4), None);
    }
}
