// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Names of licenses in code: identifiers, paths, file names and examples mention a license and
//! grant nothing.

use heirloom_model::FindKind;

use super::{matches::Match, query::Query};

/// How a name stands in its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    /// It says what it says.
    Says,
    /// It hints at a license; nothing is concluded from it.
    Hints,
    /// Its words belong to something else.
    Nothing,
}

/// The most words of a name.
const MAX_NAME: u32 = 4;

/// Drops names that are none, and marks those that only hint at a license.
pub(super) fn mark(matches: &mut Vec<Match<'_>>, query: &Query, text: &str) {
    matches.retain_mut(|found| {
        let is_name = found.len() <= MAX_NAME
            && found.rule().is_some()
            && !matches!(found.kind(), FindKind::Text | FindKind::Intro);
        if !is_name {
            return true;
        }
        let start = query.places[found.start() as usize].0 as usize;
        let end = query.places[found.end() as usize].1 as usize;
        match standing(text, start, end) {
            Standing::Says => true,
            Standing::Hints => {
                found.is_mention = true;
                true
            }
            Standing::Nothing => false,
        }
    });
}

fn standing(text: &str, start: usize, end: usize) -> Standing {
    let (before, name, after) = (&text[..start], &text[start..end], &text[end..]);
    if is_path_or_tag(name) {
        Standing::Nothing
    } else if is_constant(name) || is_file_name(before, name, after) || is_example(before) {
        Standing::Hints
    } else {
        Standing::Says
    }
}

/// A path that ends in `license`, or a field tag such as Go's `json:"license"`: the words before
/// are no name of a license.
fn is_path_or_tag(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    let rest = lower.strip_suffix("licenses").or_else(|| lower.strip_suffix("license"));
    // `jquery.org/license` is an address.
    rest.is_some_and(|rest| (rest.ends_with('/') && !rest.contains('.')) || rest.ends_with(":\""))
}

/// A macro, constant or variable, such as `EXPORT_SYMBOL_GPL`.
fn is_constant(name: &str) -> bool {
    let is_of_constant = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
    name.contains('_') && name.chars().all(is_of_constant)
}

/// `LICENSE-MIT` as the name of a file, or several: each in quotation marks, or at the end of a
/// path in them.
fn is_file_name(before: &str, name: &str, after: &str) -> bool {
    let is_separator = |c: char| c.is_whitespace() || "\"',/[]".contains(c);
    let is_name = |word: &str| {
        let lower = word.to_ascii_lowercase();
        let rest = ["license", "licence", "copying"].iter().find_map(|n| lower.strip_prefix(n));
        rest.is_some_and(|rest| rest.starts_with(['-', '_', '.']))
    };
    let mut names = name.split(is_separator).filter(|word| !word.is_empty());
    names.all(is_name) && before.ends_with(['"', '\'', '/']) && after.starts_with(['"', '\''])
}

/// Words that announce an example, before an opening quotation mark or bracket.
fn is_example(before: &str) -> bool {
    let words = before.trim_end_matches(|c: char| c.is_whitespace() || "\"'`(".contains(c));
    let words = words.strip_suffix([',', ':']).unwrap_or(words);
    ["e.g.", "e.g", "for example", "for instance"].iter().any(|example| {
        words
            .len()
            .checked_sub(example.len())
            .and_then(|at| words.get(at..))
            .is_some_and(|end| end.eq_ignore_ascii_case(example))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The name stands in square brackets.
    #[track_caller]
    fn check(marked: &str, expect: Standing) {
        let start = marked.find('[').unwrap();
        let end = marked.find(']').unwrap() - 1;
        let text = marked.replace(['[', ']'], "");
        assert_eq!(standing(&text, start, end), expect, "{marked}");
    }

    #[test]
    fn names_in_code_are_mentions() {
        check("[EXPORT_SYMBOL_GPL](foo);", Standing::Hints);
        check("make [GO_LICENSES]_FLAGS=x", Standing::Hints);
        check("\"license\": \"[apache_2_0]\"", Standing::Says);
        check("[MODULE_LICENSE(\"GPL]\")", Standing::Says);
    }

    #[test]
    fn paths_and_field_tags_are_nothing() {
        check("License string `[json:\"license]\"`", Standing::Nothing);
        check("blob/v4.0.2/[json/LICENSE],BSD-3-Clause", Standing::Nothing);
        check("the [MIT/X11 license]", Standing::Says);
        check("http://[jquery.org/license]", Standing::Says);
    }

    #[test]
    fn file_names_and_examples_are_mentions() {
        check("{\"[LICENSE-APACHE]\":\"a60eea8\"}", Standing::Hints);
        check("{\"xz/[COPYING.0BSD]\":\"0b\"}", Standing::Hints);
        check("\"/[LICENSE-APACHE\", \"/LICENSE-MIT]\"", Standing::Hints);
        check("see [LICENSE-MIT] or", Standing::Says);
        check("the identifier (e.g. \"[Apache-2.0]\").", Standing::Hints);
        check("For example, [MIT]", Standing::Hints);
        check("of course [MIT]", Standing::Says);
    }
}
