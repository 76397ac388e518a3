// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Joins the finds of a file into one expression.

use heirloom_model::{Detection, Expression, FindKind, Joining, JoiningMethod, LicenseFind};

use super::{matches::Match, query::Query};

/// Joins finds; clues and unknown text are left out.
///
/// All licenses found apply together; a find that says no more than another one is not repeated.
/// An `SPDX-License-Identifier` decides alone, and disagreement with the text below is a step of
/// its own.
pub(super) fn compose(
    finds: &[LicenseFind],
    _text: &str,
    _matches: &[Match<'_>],
    _query: &Query,
) -> Option<Detection> {
    let speaks = |find: &&LicenseFind| {
        !matches!(find.kind, FindKind::Clue | FindKind::Unknown | FindKind::Intro)
    };
    let speaking: Vec<&LicenseFind> = finds.iter().filter(speaks).collect();
    let tags = speaking.iter().filter(|find| find.matcher == heirloom_model::Matcher::SpdxTag);
    let by_tag = Expression::all(tags.clone().map(|find| find.expression.clone()));
    let all = Expression::all(speaking.iter().map(|find| find.expression.clone()))?;
    let lines = (
        speaking.first().map_or(1, |find| find.span.first_line),
        speaking.last().map_or(1, |find| find.span.last_line),
    );
    let Some(expression) = by_tag else {
        let method =
            if speaking.len() == 1 { JoiningMethod::Alone } else { JoiningMethod::Together };
        let because = vec![Joining { method, expression: all.clone(), lines }];
        return Some(Detection { expression: all, because });
    };
    let mut because = vec![Joining {
        method: JoiningMethod::TagDecides,
        expression: expression.clone(),
        lines: tags.clone().next().map_or(lines, |f| (f.span.first_line, f.span.last_line)),
    }];
    let known = expression.ids();
    if all.ids().iter().any(|id| !known.contains(id)) {
        because.push(Joining { method: JoiningMethod::TagDisagrees, expression: all, lines });
    }
    Some(Detection { expression, because })
}
