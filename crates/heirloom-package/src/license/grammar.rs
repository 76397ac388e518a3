// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! How license names are joined in free text.
//!
//! Words that join ("or", "and", commas, slashes) also stand inside names ("Common Development and
//! Distribution License", "MIT/X11"), so the text is cut at all of them and the longest run of
//! pieces that is a known license is taken each time. A piece left over makes the whole unknown.

use heirloom_model::Expression;

use super::{
    canonical_with,
    names::{Folded, Names},
    urls,
};

/// More pieces than this are prose.
const MAX_PIECES: usize = 24;
const MAX_DEPTH: usize = 6;

/// Reads a field of any ecosystem.
pub(super) fn field(names: &Names, ecosystem: &str, text: &str) -> Option<Expression> {
    Context { names, ecosystem, bare_comma: Join::And }.field(text, MAX_DEPTH)
}

/// Reads the short names of a Debian copyright file: `and` binds tighter than `or`, a comma before
/// either binds weakest.
pub(super) fn debian(names: &Names, text: &str) -> Option<Expression> {
    let context = Context { names, ecosystem: "deb", bare_comma: Join::And };
    let spaced;
    let text = if text.contains("_or_") || text.contains("_and_") {
        spaced = text.replace('_', " ");
        &spaced
    } else {
        text
    };
    let lower = text.to_ascii_lowercase();
    for (comma, all) in [(", and ", true), (", or ", false)] {
        if let Some(at) = lower.find(comma) {
            let left = debian(names, &text[..at])?;
            let right = debian(names, &text[at + comma.len()..])?;
            let both = [left, right];
            return if all { Expression::all(both) } else { Expression::any(both) };
        }
    }
    context.field(text, MAX_DEPTH)
}

/// Reads a list of names by spaces, all of which apply; braces hold a choice.
pub(super) fn words(names: &Names, ecosystem: &str, text: &str) -> Option<Expression> {
    let context = Context { names, ecosystem, bare_comma: Join::And };
    if let Some(whole) = context.field(text, MAX_DEPTH) {
        return Some(whole);
    }
    let mut all = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        if let Some(inner) = rest.strip_prefix('{') {
            let (choice, after) = inner.split_once('}')?;
            let choice = choice.split_whitespace().map(|word| context.field(word, MAX_DEPTH));
            all.push(Expression::any(choice.collect::<Option<Vec<_>>>()?)?);
            rest = after.trim_start();
        } else {
            let end = rest.find([' ', '{']).unwrap_or(rest.len());
            all.push(context.field(&rest[..end], MAX_DEPTH)?);
            rest = rest[end..].trim_start();
        }
    }
    Expression::all(all)
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Join {
    And,
    Or,
}

struct Context<'a> {
    names: &'a Names,
    ecosystem: &'a str,
    bare_comma: Join,
}

impl Context<'_> {
    fn field(&self, text: &str, depth: usize) -> Option<Expression> {
        let text = strip_frame(text);
        if let Some(expression) = self.leaf(text, depth) {
            return Some(expression);
        }
        let depth = depth.checked_sub(1)?;
        let (pieces, joins) = cut(text)?;
        if pieces.len() < 2 {
            return None;
        }
        self.join(text, &pieces, &joins, depth)
    }

    /// One license, however written, or a plain SPDX expression.
    fn leaf(&self, text: &str, depth: usize) -> Option<Expression> {
        let text = text.trim();
        if text.is_empty() {
            return None;
        }
        if let Some(known) = self.names.find(self.ecosystem, text) {
            return Some(known);
        }
        if let Ok(expression) = Expression::parse(text)
            && let Some(canonical) = canonical_with(self.names, &expression)
        {
            return Some(canonical);
        }
        let bracketed = text.strip_prefix('(').and_then(|inner| inner.strip_suffix(')'));
        if let Some(inner) = bracketed.filter(|inner| is_balanced(inner)) {
            return self.field(inner, depth.checked_sub(1)?);
        }
        self.bounds(text)
            .or_else(|| self.exception(text))
            .or_else(|| self.address(text))
            .or_else(|| self.bracket(text))
            .or_else(|| self.tail(text, depth))
    }

    /// `GPL (>= 2)`, `Apache License (== 2.0)`.
    fn bounds(&self, text: &str) -> Option<Expression> {
        let (name, bound) = text.split_once('(')?;
        let (bound, after) = bound.split_once(')')?;
        let (sign, version) =
            bound.trim().split_at(bound.trim().find(|c: char| c.is_ascii_digit())?);
        let version = version.trim();
        let is_version = version.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        if !is_version || !after.trim().is_empty() {
            return None;
        }
        match sign.trim() {
            ">=" | "≥" | "=>" => {
                self.names.find(self.ecosystem, &format!("{name} {version} or later"))
            }
            "==" | "=" => self.names.find(self.ecosystem, &format!("{name} {version}")),
            _ => None,
        }
    }

    /// `GPL-2+ with the Autoconf exception`.
    fn exception(&self, text: &str) -> Option<Expression> {
        let lower = text.to_ascii_lowercase();
        [" with ", " w/ ", ", with ", " w/", "-with-", "-WITH-"].iter().find_map(|word| {
            let at = lower.find(word)?;
            let license = text[..at].trim_end_matches(',');
            let exception = &text[at + word.len()..];
            let known = self.names.find(self.ecosystem, license);
            let known = known.or_else(|| self.names.license_id(license.trim()))?;
            self.names.with(known, exception)
        })
    }

    /// An address alone, or beside the name it explains.
    fn address(&self, text: &str) -> Option<Expression> {
        let start = text.find("http://").or_else(|| text.find("https://"))?;
        let rest = &text[start..];
        let end = rest.find([' ', '>', ')', ']', ',', ';']).unwrap_or(rest.len());
        let is_frame = |c: char| matches!(c, ' ' | '<' | '(' | '[' | ']' | ':' | ',' | ';' | '-');
        let name = text[..start].trim_end_matches(is_frame).trim_start_matches('[');
        let after = rest[end..].trim_matches([' ', '>', ')', ']', '.']);
        if !after.is_empty() {
            return None;
        }
        let at_address = || urls::find(self.names, &rest[..end]);
        if Folded::new(name).key.is_empty() || name.eq_ignore_ascii_case("see") {
            return at_address();
        }
        let named = self.names.find(self.ecosystem, name);
        named.or_else(|| at_address().filter(|_| name.split_whitespace().count() <= 6))
    }

    /// `GNU General Public License v3 (GPLv3)`: the same said twice, or a name and its variant.
    fn bracket(&self, text: &str) -> Option<Expression> {
        let (before, rest) = text.split_once('(')?;
        let (inside, after) = rest.split_once(')')?;
        let outside = format!("{} {}", before.trim(), after.trim());
        let outside = self.names.find(self.ecosystem, &outside);
        let inside = self.names.find(self.ecosystem, inside);
        match (outside, inside) {
            (Some(outside), Some(inside)) if outside == inside => Some(outside),
            // "GNU General Public License (GPL-3.0)": the inner one says more.
            (Some(outside), Some(inside)) if is_unversioned(&outside) => {
                same_family(&outside, &inside).then_some(inside)
            }
            (Some(outside), Some(inside)) if is_unversioned(&inside) => {
                same_family(&outside, &inside).then_some(outside)
            }
            (None, Some(inside)) => same_words(before, &inside).then_some(inside),
            _ => None,
        }
    }

    /// `MIT License, see LICENSE`, `BSD-3-Clause + file LICENSE`: what follows names a file only.
    fn tail(&self, text: &str, depth: usize) -> Option<Expression> {
        let lower = text.to_ascii_lowercase();
        let tails = ["+ file licen", "| file licen", " (see ", ", see ", "; see ", " - see "];
        let at = tails.iter().filter_map(|tail| lower.find(tail)).min()?;
        let name = text[..at].trim_end();
        // In R's "GPL-3 | file LICENSE" the license is a choice that holds by itself.
        if name.is_empty() { None } else { self.field(name, depth.checked_sub(1)?) }
    }

    fn join(
        &self,
        text: &str,
        pieces: &[(usize, usize)],
        joins: &[Separator],
        depth: usize,
    ) -> Option<Expression> {
        let mut operands: Vec<Expression> = Vec::new();
        let mut between: Vec<Separator> = Vec::new();
        let mut at = 0;
        while at < pieces.len() {
            let (end, operand) = (at..pieces.len()).rev().find_map(|end| {
                let range = pieces[at].0..pieces[end].1;
                if range.start >= range.end || (at == 0 && end + 1 == pieces.len()) {
                    return None;
                }
                Some((end, self.leaf(strip_frame(&text[range]), depth)?))
            })?;
            operands.push(operand);
            between.extend(joins.get(end));
            at = end + 1;
        }
        between.truncate(operands.len().saturating_sub(1));
        self.combine(operands, &between)
    }

    /// Joins operands, `and` tighter than `or`. A bare comma means what the list's last word says.
    fn combine(&self, operands: Vec<Expression>, between: &[Separator]) -> Option<Expression> {
        let has = |wanted| between.contains(&wanted);
        let comma = match (has(Separator::Or), has(Separator::And)) {
            (true, false) => Join::Or,
            (false, true) => Join::And,
            (true, true) if has(Separator::Comma) => return None,
            _ => self.bare_comma,
        };
        let mut any = Vec::new();
        let mut all = Vec::new();
        for (position, operand) in operands.into_iter().enumerate() {
            let join = match position.checked_sub(1).and_then(|before| between.get(before)) {
                Some(Separator::Or) => Join::Or,
                Some(Separator::Comma) => comma,
                Some(Separator::And) | None => Join::And,
            };
            if join == Join::Or {
                any.extend(Expression::all(std::mem::take(&mut all)));
            }
            all.push(operand);
        }
        any.extend(Expression::all(all));
        Expression::any(any)
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Separator {
    And,
    Or,
    Comma,
}

/// Where each piece begins and ends.
type Pieces = Vec<(usize, usize)>;

/// Cuts at every word and sign that may join, outside brackets. `None` for prose.
fn cut(text: &str) -> Option<(Pieces, Vec<Separator>)> {
    let lower = text.to_ascii_lowercase();
    let mut pieces = Vec::new();
    let mut joins = Vec::new();
    let (mut start, mut at, mut depth) = (0, 0, 0_usize);
    while at < text.len() {
        match lower.as_bytes()[at] {
            b'(' | b'[' => depth += 1,
            b')' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        let separator = (depth == 0).then(|| separator(&lower[at..])).flatten();
        match separator {
            Some((len, join)) => {
                pieces.push((start, at));
                joins.push(join);
                at += len;
                start = at;
            }
            None => at += lower[at..].chars().next().map_or(1, char::len_utf8),
        }
        if pieces.len() > MAX_PIECES {
            return None;
        }
    }
    pieces.push((start, text.len()));
    Some((pieces, joins))
}

fn separator(rest: &str) -> Option<(usize, Separator)> {
    const SEPARATORS: [(&str, Separator); 19] = [
        (", and/or ", Separator::Or),
        (" and/or ", Separator::Or),
        (", or ", Separator::Or),
        (", and ", Separator::And),
        (" or ", Separator::Or),
        (" and ", Separator::And),
        (" || ", Separator::Or),
        ("||", Separator::Or),
        (" && ", Separator::And),
        ("&&", Separator::And),
        (" plus ", Separator::And),
        (" | ", Separator::Or),
        ("|", Separator::Or),
        (" / ", Separator::Or),
        ("/", Separator::Or),
        (" & ", Separator::And),
        ("&", Separator::And),
        (";", Separator::Comma),
        (",", Separator::Comma),
    ];
    let found = SEPARATORS.iter().find(|(sign, _)| rest.starts_with(sign));
    found.map(|&(sign, join)| (sign.len(), join))
}

/// Takes off words around a list of licenses that carry no license.
fn strip_frame(text: &str) -> &str {
    const BEFORE: [&str; 14] = [
        "dual licensed under the ",
        "dual licensed under ",
        "dual-licensed under ",
        "dual licensed: ",
        "dual license: ",
        "dual licensed ",
        "dual ",
        "licensed under the ",
        "licensed under ",
        "your choice of ",
        "choice of ",
        "either the ",
        "either ",
        "both ",
    ];
    const AFTER: [&str; 7] = [
        ", at your option",
        " at your option",
        " (at your option)",
        " (dual license)",
        " (dual)",
        " dual license",
        " dual licensed",
    ];
    let mut text = text.trim();
    let starts = |text: &str, word: &str| {
        text.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word))
    };
    let ends = |text: &str, word: &str| {
        let at = text.len().checked_sub(word.len());
        at.and_then(|at| text.get(at..)).is_some_and(|tail| tail.eq_ignore_ascii_case(word))
    };
    if let Some(word) = BEFORE.iter().find(|word| starts(text, word)) {
        text = text[word.len()..].trim_start();
    }
    if let Some(word) = AFTER.iter().find(|word| ends(text, word)) {
        text = text[..text.len() - word.len()].trim_end();
    }
    text.trim_end_matches(['.', ':', ';', ','])
}

fn is_balanced(text: &str) -> bool {
    let mut depth = 0_i32;
    for byte in text.bytes() {
        depth += i32::from(byte == b'(') - i32::from(byte == b')');
        if depth < 0 {
            return false;
        }
    }
    depth == 0
}

fn family(expression: &Expression) -> Option<&str> {
    match expression {
        Expression::Term(term) => term.license.as_str().split('-').next(),
        _ => None,
    }
}

fn same_family(left: &Expression, right: &Expression) -> bool {
    family(left).is_some() && family(left) == family(right)
}

/// Whether it stands for a GNU license named without a version.
fn is_unversioned(expression: &Expression) -> bool {
    let Expression::Term(term) = expression else {
        return false;
    };
    term.license.is_unversioned() && term.exception.is_none()
}

/// Whether the words before a bracket fit the license in it: "Apache License (Apache-2.0)".
fn same_words(before: &str, inside: &Expression) -> bool {
    let Some(family) = family(inside) else {
        return false;
    };
    let family = family.to_ascii_lowercase();
    let folded = Folded::new(before);
    let mut words = folded.key.split(' ');
    let initials: String = before.split_whitespace().filter_map(|w| w.chars().next()).collect();
    words.any(|word| word == family) || initials.to_ascii_lowercase().starts_with(&family)
}
