// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Joins the finds of a file into one expression, by the words that stand between them.

use std::{borrow::Cow, collections::HashSet};

use heirloom_model::{
    Detection, Expression, FindKind, Joining, JoiningMethod, LicenseFind, LicenseId, LicenseTerm,
    Matcher,
};

use super::part::{self, Introduced};

/// A find that takes part, with its place in the text that was read (bytes).
#[derive(Clone, Copy)]
pub(super) struct Placed<'f> {
    pub(super) find: &'f LicenseFind,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// Bytes between two finds whose words may join them.
const NEAR: usize = 160;

/// Joins finds; clues, introductions and unknown text are left out.
///
/// Finds that stand together are joined by what stands between them: a word of choice makes an
/// `OR`, an exception goes to the license before or after it, everything else applies together.
/// What says no more than another find is not repeated: the text of a license that a choice
/// names, the bare name of a family whose version stands elsewhere, a pointer to a license that
/// is here. An `SPDX-License-Identifier` decides alone, and disagreement with the text below is a
/// step of its own.
pub(super) fn compose(finds: &[Placed<'_>], text: &str) -> Option<Detection> {
    let said = Said::of(finds, text);
    let speaking: Vec<Placed<'_>> =
        finds.iter().copied().filter(speaks).filter(|placed| !said.outdoes(placed, text)).collect();
    let (tags, others): (Vec<_>, Vec<_>) =
        speaking.into_iter().partition(|placed| placed.find.matcher == Matcher::SpdxTag);
    // Words that only say that there is some license are no item of a choice.
    let has_known = others.iter().any(|placed| !says_nothing(&placed.find.expression));
    let others: Vec<Placed<'_>> = others
        .into_iter()
        .filter(|placed| !has_known || !says_nothing(&placed.find.expression))
        .collect();
    let groups = drop_repeated(join(&others, text));
    let rest = all(&groups);
    let Some(by_tag) = Expression::all(tags.iter().map(|tag| tag.find.expression.clone())) else {
        let expression = rest?;
        return Some(Detection { expression, because: groups });
    };
    let lines = |placed: &Placed<'_>| (placed.find.span.first_line, placed.find.span.last_line);
    let mut because = vec![Joining {
        method: JoiningMethod::TagDecides,
        expression: by_tag.clone(),
        lines: (lines(&tags[0]).0, lines(&tags[tags.len() - 1]).1),
    }];
    let known: HashSet<&LicenseId> = by_tag.ids().into_iter().collect();
    because.extend(
        groups
            .into_iter()
            .filter(|group| group.expression.ids().iter().any(|id| !known.contains(id)))
            .map(|group| Joining { method: JoiningMethod::TagDisagrees, ..group }),
    );
    Some(Detection { expression: by_tag, because })
}

/// The most words of a bare name.
const MAX_NAME: u32 = 6;

/// The identifiers that finds of a file name.
struct Said {
    all: HashSet<LicenseId>,
    /// Those of finds that are not what a module tells the loader.
    outside: HashSet<LicenseId>,
}

impl Said {
    fn of(finds: &[Placed<'_>], text: &str) -> Said {
        let mut said = Said { all: HashSet::new(), outside: HashSet::new() };
        for placed in finds.iter().filter(|placed| speaks(placed)) {
            let is_outside = !is_module_license(placed, text);
            placed.find.expression.visit(&mut |term| {
                if is_outside {
                    said.outside.insert(term.license.clone());
                }
                said.all.insert(term.license.clone());
            });
        }
        said
    }

    /// Whether a find says less of a version than others do.
    fn outdoes(&self, placed: &Placed<'_>, text: &str) -> bool {
        let Expression::Term(LicenseTerm { license, exception: None, .. }) =
            &placed.find.expression
        else {
            return false;
        };
        if is_module_license(placed, text) {
            let base = license.base();
            let is_said = |ending| {
                let id = LicenseId::new(&format!("{base}{ending}"));
                id.is_ok_and(|id| self.outside.contains(&id))
            };
            return is_said("-only") || is_said("-or-later");
        }
        // "GNU GPL version 3" beside "version 3 or later": translations and short forms leave the
        // words on later versions out.
        let is_name = matches!(placed.find.kind, FindKind::Reference | FindKind::Tag)
            && placed.find.matcher != Matcher::SpdxTag
            && placed.find.n_words <= MAX_NAME;
        is_name && license.with_later().is_some_and(|later| self.all.contains(&later))
    }
}

/// Whether a find is Linux's `MODULE_LICENSE("GPL")`, which tells the loader that a module may
/// use certain symbols, and says nothing of later versions (Linux, Documentation/process/
/// license-rules.rst, `MODULE_LICENSE`).
fn is_module_license(placed: &Placed<'_>, text: &str) -> bool {
    text.get(placed.start..placed.end).is_some_and(|words| words.starts_with("MODULE_LICENSE"))
}

fn all(groups: &[Joining]) -> Option<Expression> {
    Expression::all(groups.iter().map(|group| group.expression.clone()))
        .map(Expression::without_repeated_exceptions)
}

fn speaks(placed: &Placed<'_>) -> bool {
    !matches!(placed.find.kind, FindKind::Clue | FindKind::Unknown | FindKind::Intro)
}

/// Joins neighbours; the steps come in order of the text.
fn join(finds: &[Placed<'_>], text: &str) -> Vec<Joining> {
    let offers = offers(finds, text);
    let mut parts = Parts::new(finds, text);
    let mut groups: Vec<(Joining, usize)> = Vec::new();
    for (placed, is_offered) in finds.iter().zip(offers) {
        let lines = (placed.find.span.first_line, placed.find.span.last_line);
        let before = groups.last().map(|(_, end)| *end);
        let alone = Joining {
            method: match parts.is_of_part(placed, before, text) {
                true => JoiningMethod::OfPart,
                false => JoiningMethod::Alone,
            },
            expression: placed.find.expression.clone(),
            lines,
        };
        let Some((last, end)) = groups.last_mut() else {
            groups.push((alone, placed.end));
            continue;
        };
        let between = text.get(*end..placed.start).unwrap_or_default();
        let joined = if between.len() > NEAR {
            None
        } else if let Some(expression) = with_exception(&last.expression, &alone.expression) {
            Some((JoiningMethod::Exception, expression))
        } else if is_offered && last.expression != alone.expression {
            let either = [last.expression.clone(), alone.expression.clone()];
            Expression::any(either).map(|expression| (JoiningMethod::Choice, expression))
        } else {
            None
        };
        match joined {
            Some((method, expression)) => {
                let is_of_part = last.method == JoiningMethod::OfPart;
                let method = if is_of_part { JoiningMethod::OfPart } else { method };
                *last = Joining { method, expression, lines: (last.lines.0, lines.1) };
                *end = placed.end;
            }
            None => groups.push((alone, placed.end)),
        }
    }
    groups.into_iter().map(|(joining, _)| joining).collect()
}

/// Tells which licenses of a file are those of parts: what is introduced as one, behind the file's own.
struct Parts {
    /// Whether the file has licenses of its own before those of parts.
    has_own: bool,
    is_in_parts: bool,
}

impl Parts {
    fn new(finds: &[Placed<'_>], text: &str) -> Parts {
        let first = finds.first();
        let has_own = finds.len() > 1
            && first.is_some_and(|first| {
                part::introduced(text, 0, first.start, first.end) != Introduced::Part
            });
        Parts { has_own, is_in_parts: false }
    }

    fn is_of_part(&mut self, placed: &Placed<'_>, before: Option<usize>, text: &str) -> bool {
        let Some(before) = before.filter(|_| self.has_own) else { return false };
        // Lists of parts go on until the words return to the whole.
        match part::introduced(text, before, placed.start, placed.end) {
            Introduced::Part => self.is_in_parts = true,
            Introduced::Rest => self.is_in_parts = false,
            Introduced::Plainly => {}
        }
        self.is_in_parts
    }
}

/// How two neighbours stand to each other.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Link {
    /// Other words stand between them.
    Far,
    /// Little stands between them, as between the items of a list.
    Beside,
    /// A comma stands between them.
    Comma,
    /// A word of choice does.
    Or,
}

/// For each find, whether a choice is offered between it and the one before.
///
/// A word of choice between two offers them, and what commas join to them: "A, B, or C". A row of
/// neighbours is offered as a whole when the words around it say so: "either of A and B", "A and B,
/// at your option".
fn offers(finds: &[Placed<'_>], text: &str) -> Vec<bool> {
    let links: Vec<Link> = finds.windows(2).map(|pair| link(&pair[0], &pair[1], text)).collect();
    let mut offers = vec![false; finds.len()];
    let mut start = 0;
    for end in 0..finds.len() {
        if links.get(end).is_some_and(|link| *link != Link::Far) {
            continue;
        }
        let is_row = start < end;
        if is_row && (is_announced(text, finds[start].start) || is_left_open(text, finds[end].end))
        {
            offers[start + 1..=end].fill(true);
        }
        for at in (start..end).filter(|&at| links[at] == Link::Or) {
            offers[at + 1] = true;
            let commas = (start..at).rev().take_while(|&before| links[before] == Link::Comma);
            commas.for_each(|before| offers[before + 1] = true);
        }
        start = end + 1;
    }
    offers
}

fn link(left: &Placed<'_>, right: &Placed<'_>, text: &str) -> Link {
    if right.start < left.end {
        return within(left, right, text);
    }
    let between = without_file_names(text.get(left.end..right.start).unwrap_or_default());
    let between = &*between;
    let is_same = left.find.expression == right.find.expression;
    let is_exception = |placed: &Placed<'_>| exception(&placed.find.expression).is_some();
    if between.len() > NEAR || is_exception(left) || is_exception(right) {
        Link::Far
    } else if !is_same && says_choice(between) {
        Link::Or
    } else if between.len() > MAX_GAP || n_words(between) > 2 {
        Link::Far
    } else if between.contains([',', '、']) && !is_same {
        Link::Comma
    } else {
        Link::Beside
    }
}

/// As [`link`], of a find whose words stand inside another: a notice or text may go on to offer what the
/// words of its license lack, and end on words that it has.
fn within(left: &Placed<'_>, right: &Placed<'_>, text: &str) -> Link {
    let from = left.start.max(right.start.saturating_sub(NEAR));
    let before = text.get(text.floor_char_boundary(from)..right.start).unwrap_or_default();
    let is_inside = right.end <= left.end && left.find.expression != right.find.expression;
    match is_inside && says_instead(before) {
        true => Link::Or,
        false => Link::Beside,
    }
}

/// Whether a sentence begins in these words that replaces what stands before it, and names what comes next:
/// "Alternatively, this software may be distributed under the terms of the".
fn says_instead(before: &str) -> bool {
    let words: Vec<String> = words(before).collect();
    let Some(at) = words.iter().rposition(|word| word == "alternatively") else { return false };
    let rest = &words[at + 1..];
    rest.len() <= 16 && rest.iter().any(|word| word == "may" || word == "can")
}

fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase)
}

/// Where "alternatively, the contents of this file may be" begins, if no more words than "used under the
/// terms of either the" follow: more speak of something else again.
fn instead_at(words: &[String]) -> Option<usize> {
    const INSTEAD: [&str; 8] =
        ["alternatively", "the", "contents", "of", "this", "file", "may", "be"];
    let at = words.windows(INSTEAD.len()).position(|words| words == INSTEAD)?;
    (words.len() <= at + INSTEAD.len() + 8).then_some(at)
}

/// Words without the names of files in brackets that tell where a license stands: "MIT (MIT-LICENSE.txt)".
fn without_file_names(between: &str) -> Cow<'_, str> {
    let Some(close) = between.find(')') else { return Cow::Borrowed(between) };
    // The name may be a find itself, so that its ending alone stands between.
    let (before, name) = match between[..close].split_once('(') {
        Some(parts) => parts,
        None => ("", &between[..close]),
    };
    let is_name = name.contains('.') && !name.contains(char::is_whitespace);
    match is_name && (!before.is_empty() || name.len() <= MAX_NAME_END || between.contains('(')) {
        true => Cow::Owned([before, &between[close + 1..]].concat()),
        false => Cow::Borrowed(between),
    }
}

/// The most bytes of the ending of a file's name.
const MAX_NAME_END: usize = 6;

/// The most bytes between the items of a list.
const MAX_GAP: usize = 40;
/// How far before and after a row of licenses its choice is looked for, in bytes.
const AROUND: usize = 90;

fn n_words(text: &str) -> usize {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).count()
}

/// Whether the words before offer what follows as a choice.
fn is_announced(text: &str, start: usize) -> bool {
    const WORDS: [&str; 9] = [
        "either of",
        "one of the following",
        "any of the following",
        "your choice of",
        "choice between",
        "dual licensed",
        "dual-licensed",
        "dual-license",
        "tri-licensed",
    ];
    let from = text.floor_char_boundary(start.saturating_sub(AROUND));
    let before = text[from..start].to_lowercase();
    // The words "licensed under the" may belong to the first license.
    let counts = ["dual", "dual-", "tri-"];
    let is_counted = counts.iter().any(|count| before.trim_end().ends_with(count));
    let begins = || text[start..].get(..6).is_some_and(|word| word.eq_ignore_ascii_case("licens"));
    is_counted && begins() || WORDS.iter().any(|words| before.contains(words))
}

/// Whether the words behind leave the choice among what came before to the reader.
fn is_left_open(text: &str, end: usize) -> bool {
    const WORDS: [&str; 5] =
        ["at your option", "at your choice", "you may choose", "you can choose", "choose either"];
    let to = text.floor_char_boundary((end + AROUND).min(text.len()));
    let behind = text[end..to].to_lowercase();
    let said = WORDS.iter().find_map(|words| behind.find(words).map(|at| at + words.len()));
    // "A, B, or any future license endorsed by C".
    let next: Vec<String> = words(&behind).take(4).collect();
    if next == ["or", "any", "future", "license"] {
        return true;
    }
    // "at your option any later version" is no choice of licenses.
    said.is_some_and(|at| {
        let rest = behind[at..].trim_start_matches([')', ',', ' ']);
        !rest.starts_with("any ") && !rest.starts_with("or any")
    })
}

/// Whether the words between two licenses offer a choice: little else may stand there, or the
/// "or" belongs to another sentence.
fn says_choice(between: &str) -> bool {
    let words: Vec<String> = words(between).collect();
    let is = |position: usize, options: &[&str]| {
        words.get(position).is_some_and(|word| options.contains(&word.as_str()))
    };
    if words.len() > 12 && instead_at(&words).is_none() {
        return false;
    }
    let at_option = words.windows(2).any(|pair| {
        (pair[0] == "your" && (pair[1] == "option" || pair[1] == "choice"))
            || (pair[0] == "alternatively")
    });
    let short_or = (0..words.len()).any(|position| is(position, &["or", "alternatively", "或"]));
    (short_or && words.len() <= 6) || at_option || is(0, &["or", "alternatively", "或"])
}

/// The identifier of an exception that stands as a license.
fn exception(expression: &Expression) -> Option<LicenseId> {
    match expression {
        Expression::Term(LicenseTerm { license, or_later: false, exception: None })
            if spdx::exception_id(license.as_str()).is_some() =>
        {
            Some(license.clone())
        }
        _ => None,
    }
}

/// A license with the exception that stands beside it; `None` when neither is an exception.
fn with_exception(left: &Expression, right: &Expression) -> Option<Expression> {
    let (license, exception) = match (exception(left), exception(right)) {
        (None, Some(exception)) => (left, exception),
        (Some(exception), None) => (right, exception),
        _ => return None,
    };
    match license {
        // What permits to link or to use output is no exception of a license of documents.
        Expression::Term(term) if term.license.as_str().starts_with("GFDL-") => None,
        Expression::Term(term) if term.exception.is_none() => {
            Some(Expression::Term(LicenseTerm { exception: Some(exception), ..term.clone() }))
        }
        _ => None,
    }
}

/// More different expressions than this are a list, of which nothing is left out.
const MAX_COMPARED: usize = 500;

/// Drops steps that say no more than another one.
fn drop_repeated(mut groups: Vec<Joining>) -> Vec<Joining> {
    let mut seen = HashSet::new();
    groups.retain(|group| seen.insert(group.expression.clone()));
    let mut kept = Vec::with_capacity(groups.len());
    let is_known = |group: &&Joining| !says_nothing(&group.expression);
    let has_known = groups.iter().any(|group| is_known(&group));
    let compared = if groups.len() > MAX_COMPARED { &[] } else { groups.as_slice() };
    for group in &groups {
        let mut others = compared.iter().filter(|other| other.expression != group.expression);
        let is_repeated = others.any(|outer| says_more(&outer.expression, &group.expression));
        if !is_repeated && (is_known(&group) || !has_known) {
            kept.push(group.clone());
        }
    }
    if kept.len() > 1 {
        for group in &mut kept {
            if group.method == JoiningMethod::Alone {
                group.method = JoiningMethod::Together;
            }
        }
    }
    kept
}

/// Whether an expression only says that there is some license, or none of anything.
fn says_nothing(expression: &Expression) -> bool {
    expression.ids().iter().all(|id| id.is_unrecognized() || id.grants_nothing())
}

/// Whether `outer` holds `inner` as an alternative or operand, as the same license with an
/// exception, or as a version of the family that `inner` names without one.
fn says_more(outer: &Expression, inner: &Expression) -> bool {
    let operands = match outer {
        Expression::Or(operands) | Expression::And(operands) => operands.as_slice(),
        Expression::Term(_) => std::slice::from_ref(outer),
    };
    let Expression::Term(term) = inner else {
        return false;
    };
    operands.iter().any(|operand| {
        if operand == inner {
            return matches!(outer, Expression::Or(_) | Expression::And(_));
        }
        let mut says_more = false;
        operand.visit(&mut |other| {
            let same_with_exception = other.license == term.license
                && other.exception.is_some()
                && term.exception.is_none();
            says_more |= same_with_exception
                || (term.exception.is_none()
                    && (other.license.is_version_of(&term.license)
                        || other.license.refers_to(&term.license)));
        });
        says_more
    })
}

#[cfg(test)]
mod tests {
    use heirloom_model::{RuleId, Span};

    use super::*;

    /// Composes `[expression]` marks of a text; `{expression}` is an SPDX tag, `[~expression]` a
    /// bare name.
    #[track_caller]
    fn check(text: &str, expect: &str) {
        let mut finds = Vec::new();
        let mut places = Vec::new();
        for (open, close, matcher) in [('[', ']', Matcher::Exact), ('{', '}', Matcher::SpdxTag)] {
            for (start, _) in text.match_indices(open) {
                let end = start + text[start..].find(close).unwrap() + 1;
                places.push((start, end, matcher));
            }
        }
        places.sort_by_key(|place| place.0);
        for &(start, end, matcher) in &places {
            finds.push(LicenseFind {
                expression: Expression::parse(
                    text[start + 1..end - 1]
                        .trim_start_matches('~')
                        .trim_start_matches("MODULE_LICENSE "),
                )
                .unwrap(),
                kind: if text[start + 1..].starts_with('~') {
                    FindKind::Reference
                } else {
                    FindKind::Notice
                },
                matcher,
                rule: RuleId("test".into()),
                coverage: 1000,
                relevance: 100,
                n_words: 5,
                span: Span::default(),
                refers_to: Vec::new(),
                text: None,
            });
        }
        let placed: Vec<_> = finds
            .iter()
            .zip(&places)
            .map(|(find, &(start, end, _))| Placed { find, start: start + 1, end: end - 1 })
            .collect();
        let detection = compose(&placed, text);
        let found = detection.map(|detection| detection.expression.to_string());
        assert_eq!(found.unwrap_or_default(), expect);
    }

    #[test]
    fn words_between_finds_join_them() {
        check("under [MIT] or [Apache-2.0]", "MIT OR Apache-2.0");
        check("[MIT], at your option [Apache-2.0]", "MIT OR Apache-2.0");
        check("[MIT] and parts under [BSD-3-Clause]", "MIT AND BSD-3-Clause");
        check(
            "[BSD-2-Clause] Alternatively, the contents of this file may be used under the terms of \
             the [GPL-2.0-or-later], in which case",
            "BSD-2-Clause OR GPL-2.0-or-later",
        );
        check(
            "[BSD-2-Clause] Alternatively, the contents of this file may be used under the license of \
             Foo. The tables below were taken from Bar, which is under [GPL-2.0-or-later]",
            "BSD-2-Clause AND GPL-2.0-or-later",
        );
        check("[MIT], [ISC], or [Apache-2.0]", "MIT OR ISC OR Apache-2.0");
        check("[MIT], [ISC] and [Apache-2.0]", "MIT AND ISC AND Apache-2.0");
        check("under either of * [Apache-2.0] * [MIT] at your option", "Apache-2.0 OR MIT");
        check(
            "either of [Apache-2.0] ([Apache-2.0] or [Apache-2.0]) * [MIT] ([MIT])",
            "Apache-2.0 OR MIT",
        );
        check(
            "Dual licensed: [LicenseRef-scancode-unknown-license-reference] [MIT] and [ISC].",
            "MIT OR ISC",
        );
        check("Dual licensed: [MIT] and [GPL-2.0-only].", "MIT OR GPL-2.0-only");
        check("[MIT] and [GPL-2.0-only]. You may choose.", "MIT OR GPL-2.0-only");
        // Plugins of jQuery name the files beside them.
        check(
            "Dual licensed under the [MIT] (MIT-LICENSE.txt) * and [GPL-1.0-or-later] (GPL-LICENSE.txt)",
            "MIT OR GPL-1.0-or-later",
        );
        check(
            "Dual [MIT] ([MIT].txt) * and [GPL-1.0-or-later] (GPL-LICENSE.txt)",
            "MIT AND GPL-1.0-or-later",
        );
        check(
            "Dual licensed under the [MIT] ([MIT].txt) * and [GPL-1.0-or-later]",
            "MIT OR GPL-1.0-or-later",
        );
        check("Dual licensed: [MIT] (see the file for more) and [ISC]", "MIT AND ISC");
        check("[MIT] [GPL-2.0-only] or (at your option) any later", "MIT AND GPL-2.0-only");
        check(
            "may be used under [GPL-2.0-only]), [GPL-3.0-only]), * or any future license endorsed by C",
            "GPL-2.0-only OR GPL-3.0-only",
        );
        check("[MIT] whether you like it or not, some other part is under [ISC]", "MIT AND ISC");
        check(
            "[GPL-2.0-or-later] with [Classpath-exception-2.0]",
            "GPL-2.0-or-later WITH Classpath-exception-2.0",
        );
        // The documentation of gcc stands before the text of its exception.
        check(
            "[GPL-3.0-or-later] with [GCC-exception-3.1]. Documents: [GFDL-1.2-only] [GCC-exception-3.1]",
            "GPL-3.0-or-later WITH GCC-exception-3.1 AND GFDL-1.2-only",
        );
        check("", "");
    }

    /// The header of a license is matched up to its last words, around the license that it offers instead.
    #[test]
    fn a_license_inside_a_notice_may_be_offered_instead() {
        let check = |before: &str, expect: &str| {
            let text = format!("MPL notice. {before} GPL, in which case the GPL applies. MPL.");
            let start = text.find(" GPL").unwrap() + 1;
            let find = |expression: &str| LicenseFind {
                expression: Expression::parse(expression).unwrap(),
                kind: FindKind::Notice,
                matcher: Matcher::Exact,
                rule: RuleId("test".into()),
                coverage: 1000,
                relevance: 100,
                n_words: 9,
                span: Span::default(),
                refers_to: Vec::new(),
                text: None,
            };
            let (outer, inner) = (find("MPL-1.1"), find("GPL-2.0-only"));
            let placed = [
                Placed { find: &outer, start: 0, end: text.len() },
                Placed { find: &inner, start, end: start + 3 },
            ];
            let found = compose(&placed, &text).unwrap().expression.to_string();
            assert_eq!(found, expect, "{text}");
        };
        check(
            "Alternatively, the contents of this file may be used under the terms of the",
            "MPL-1.1 OR GPL-2.0-only",
        );
        check(
            "ALTERNATIVELY, this software may be distributed under the terms of the",
            "MPL-1.1 OR GPL-2.0-only",
        );
        check("Parts of it are under the terms of the", "MPL-1.1 AND GPL-2.0-only");
        check(
            "Alternatively take another file, under the terms of the",
            "MPL-1.1 AND GPL-2.0-only",
        );
    }

    #[test]
    fn what_says_no_more_is_not_repeated() {
        check("[MIT OR GPL-2.0-only] text: [MIT] text: [GPL-2.0-only]", "MIT OR GPL-2.0-only");
        check("[GPL-2.0-only] see the GNU [GPL-1.0-or-later]", "GPL-2.0-only");
        check("[LGPL-2.1-or-later] see the GNU [GPL-1.0-or-later]", "LGPL-2.1-or-later");
        check("[GPL-3.0-or-later] in short [~GPL-3.0-only]", "GPL-3.0-or-later");
        check(
            "[GPL-3.0-or-later] another file: [GPL-3.0-only]",
            "GPL-3.0-or-later AND GPL-3.0-only",
        );
        check("[MIT] [LicenseRef-scancode-unknown-license-reference]", "MIT");
        check(
            "[LicenseRef-scancode-unknown-license-reference]",
            "LicenseRef-scancode-unknown-license-reference",
        );
    }

    #[test]
    fn the_license_of_a_module_says_nothing_of_later_versions() {
        let module = "MODULE_LICENSE GPL-2.0-or-later";
        check(&format!("[{module}]"), "GPL-2.0-or-later");
        check(&format!("[GPL-2.0-only] [{module}]"), "GPL-2.0-only");
        check(&format!("[GPL-2.0-or-later] [{module}]"), "GPL-2.0-or-later");
        check(&format!("[MPL-1.1 OR GPL-2.0-only] [{module}]"), "MPL-1.1 OR GPL-2.0-only");
        check(&format!("[MIT] [{module}]"), "MIT AND GPL-2.0-or-later");
    }

    #[test]
    fn a_tag_decides() {
        check("{GPL-2.0-only} [MIT]", "GPL-2.0-only");
        check("{GPL-2.0-only} {MIT}", "GPL-2.0-only AND MIT");
    }

    #[test]
    fn an_exception_with_its_license_is_no_license_further_down() {
        let far = "\n".repeat(40);
        let text = format!(
            "[GPL-3.0-only WITH GCC-exception-3.1]{far}words in between{far}[GCC-exception-3.1]"
        );
        check(&text, "GPL-3.0-only WITH GCC-exception-3.1");
    }
}
