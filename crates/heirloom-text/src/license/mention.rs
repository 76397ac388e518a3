// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Names of licenses in code: identifiers, paths, file names and examples mention a license and
//! grant nothing.

use heirloom_model::FindKind;

use super::{
    code::{self, TestTables},
    matches::Match,
    query::Query,
};

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

/// The most words of a notice that may be denied.
const MAX_NOTICE: u32 = 8;

/// The most bytes on either side of a name that are looked at, so that files with many names on one
/// line take no more time than their size asks for.
const WINDOW: usize = 4096;

/// Drops names that are none, and marks those that only hint at a license.
pub(super) fn mark(matches: &mut Vec<Match<'_>>, query: &Query, text: &str) {
    let tables = TestTables::new(text);
    matches.retain_mut(|found| {
        found.is_mention |= is_of_users(found, query, text);
        let is_short = found.len() <= MAX_NOTICE
            && found.rule().is_some()
            && !matches!(found.kind(), FindKind::Text | FindKind::Intro);
        if !is_short {
            return true;
        }
        let start = query.places[found.start() as usize].0 as usize;
        if is_negated(&text[..start]) || tables.hold(start) {
            found.is_mention = true;
            return true;
        }
        let end = query.places[found.end() as usize].1 as usize;
        if is_words_of_identifier(found, &text[start..end]) {
            return false;
        }
        if found.len() > MAX_NAME {
            return true;
        }
        let from = text.floor_char_boundary(start.saturating_sub(WINDOW));
        let window = &text[from..text.ceil_char_boundary((end + WINDOW).min(text.len()))];
        match standing(window, start - from, end - from) {
            Standing::Says => true,
            Standing::Hints => {
                found.is_mention = true;
                true
            }
            Standing::Nothing => false,
        }
    });
}

/// The most words that name a license, its versions and who published it.
const MAX_NAMING: u32 = 40;

/// Whether words let others use the text in what is under some license: "may be used in documents licensed
/// under the GNU Free Documentation License". The text itself is not under it.
fn is_of_users(found: &Match<'_>, query: &Query, text: &str) -> bool {
    const WORKS: [&str; 6] =
        ["documents", "documentation", "programs", "software", "works", "projects"];
    const UNDER: [&str; 10] = [
        "are",
        "covered",
        "distributed",
        "licensed",
        "of",
        "released",
        "terms",
        "that",
        "the",
        "under",
    ];
    let is_named = !matches!(found.kind(), FindKind::Text | FindKind::Intro)
        && found.len() <= MAX_NAMING
        && found.rule().is_some();
    if !is_named {
        return false;
    }
    let start = query.places[found.start() as usize].0 as usize;
    let from = text.floor_char_boundary(start.saturating_sub(160));
    let before = text[from..start].to_lowercase();
    let words = before.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let mut words = words.rev().skip_while(|word| UNDER.contains(word));
    words.next().is_some_and(|word| WORKS.contains(&word))
        && words.next() == Some("in")
        && words.next() == Some("used")
        && words.next() == Some("be")
}

/// "the book Game Programming Gems", "Lucida bitmap fonts": the words of an identifier, which is
/// written with its hyphens where it is one.
fn is_words_of_identifier(found: &Match<'_>, name: &str) -> bool {
    let of_identifier = found
        .rule()
        .and_then(|rule| rule.id().strip_suffix(".id"))
        .is_some_and(|id| id == found.expression());
    of_identifier && !name.contains(['-', '_', '\u{2010}', '\u{2011}'])
}

fn standing(text: &str, start: usize, end: usize) -> Standing {
    let (before, name, after) = (&text[..start], &text[start..end], &text[end..]);
    let is_nothing = is_path_or_tag(name)
        || counts(name)
        || computes(name, before, after)
        || is_program(name, after)
        || is_across_statements(name, after)
        || is_encoded(before, name, after);
    if is_nothing {
        Standing::Nothing
    } else if is_constant(name)
        || is_of_identifier(before, name)
        || is_file_name(before, name, after)
        || is_in_address(before, after)
        || is_example(before)
        || is_in_examples(before)
        || code::is_value(text, start, end)
        || code::is_operand(before, name, after)
        || code::is_macro(before, name, after)
        || is_of_row(text, name)
    {
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

/// Numbers in a row behind a name, as arguments of a call have it: `f(mpl, 1, 1)`. Those of a
/// version are joined.
fn counts(name: &str) -> bool {
    name.match_indices(',').any(|(at, _)| {
        name[..at].trim_end().ends_with(is_digit)
            && name[at + 1..].trim_start().starts_with(is_digit)
    })
}

/// A name and a number with an operator between them: `cpl + 1`, `MPL (1 << 0)`, `ASL#2`, `mpl[2]`,
/// `cpl : 1;`.
fn computes(name: &str, before: &str, after: &str) -> bool {
    let head = name.trim_end_matches(is_digit);
    let is_number = head.len() < name.len();
    let is_indexed = head.ends_with(['[', '#']) || head.ends_with(" + ") || head.ends_with("+ ");
    // `(cpl - 1) << 16`.
    let is_less = head.ends_with(" - ") && before.ends_with('(') && after.starts_with(')');
    // `cpl (1 flit)`: so many of something.
    let is_amount = head.ends_with('(') && is_counted(after);
    // A field of bits.
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let is_field = (head.ends_with(": ") || head.ends_with(':'))
        && after.starts_with(';')
        && !before[start..].to_ascii_lowercase().contains("licen")
        && !name.to_ascii_lowercase().contains("licen");
    name.contains("<<")
        || after.trim_start_matches(' ').starts_with("<<")
        || (is_number && (is_indexed || is_field || is_less || is_amount))
}

/// Whether a word and nothing else stands between a number and the end of its bracket: ` flit)`.
fn is_counted(after: &str) -> bool {
    let Some((unit, _)) = after.strip_prefix(' ').and_then(|rest| rest.split_once(')')) else {
        return false;
    };
    let is_word = !unit.is_empty() && unit.bytes().all(|byte| byte.is_ascii_lowercase());
    is_word && !matches!(unit, "only" | "later" | "license" | "licence" | "or")
}

/// Whether a name is one of a row that are told apart by their numbers, as registers are: `MPL0`, `MPL1`,
/// `MPL2`, `MPL3`. No license has so many versions that are written so.
fn is_of_row(text: &str, name: &str) -> bool {
    let stem = name.trim_end_matches(is_digit);
    let is_plain =
        stem.len() + 1 == name.len() && stem.bytes().all(|byte| byte.is_ascii_alphabetic());
    if !is_plain || stem.is_empty() {
        return false;
    }
    let mut numbers = [false; 10];
    for (at, _) in text.match_indices(stem) {
        let mut rest = text[at + stem.len()..].chars();
        let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let is_start = !text[..at].ends_with(is_part);
        if let Some(number) = rest.next().and_then(|c| c.to_digit(10))
            && is_start
            && !rest.next().is_some_and(is_part)
        {
            numbers[number as usize] = true;
        }
    }
    numbers.iter().filter(|is_met| **is_met).count() >= 4
}

/// A program with its version, as servers and clients name themselves: `Apache/2.0`, `PHP/3.0.14`.
/// A license has no version of that form, nor one that goes on behind its own.
fn is_program(name: &str, after: &str) -> bool {
    const PROGRAMS: [&str; 7] = ["apache", "curl", "openssl", "php", "python", "zlib", "zope"];
    let goes_on = after.strip_prefix('.').is_some_and(|rest| rest.starts_with(is_digit));
    let is_product = name.split_once('/').is_some_and(|(program, version)| {
        version.starts_with(is_digit)
            && PROGRAMS.iter().any(|known| program.eq_ignore_ascii_case(known))
    });
    is_product || (goes_on && name.ends_with(is_digit))
}

/// Words of two statements or fields: `"MIT");` and `license.check()` in the next line, or
/// `Group: Python` and `License: GPL`.
fn is_across_statements(name: &str, after: &str) -> bool {
    let Some((first, second)) = name.split_once('\n') else { return false };
    let (first, second) = (first.trim_end(), second.trim_start());
    let is_literal = second.starts_with(['"', '\'']);
    let is_ended =
        first.ends_with([';', '{', '}']) || first.ends_with("\",") || first.ends_with("',");
    let is_key = second.eq_ignore_ascii_case("license") && after.trim_start().starts_with(':');
    (is_ended && !is_literal) || is_key
}

/// The end of a longer identifier: `lbr_cpl`. Marks of emphasis, as in `_MIT License_`, are none,
/// and `metadata_license: MIT` or `Licence_CeCILL_V2` say what they say.
fn is_of_identifier(before: &str, name: &str) -> bool {
    let is_of_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let start = &before[before.trim_end_matches(is_of_word).len()..];
    let is_joined = start
        .strip_suffix('_')
        .is_some_and(|rest| rest.ends_with(|c: char| c.is_ascii_lowercase()));
    let of_license = |word: &str| word.to_ascii_lowercase().contains("licen");
    is_joined && !of_license(start) && !name.get(..5).is_some_and(of_license)
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}

/// A line of this many bytes without any space is encoded data, where letters are all there is.
const ENCODED: usize = 44;

/// Letters in a file that was encoded for mail, by `uuencode` or in base64.
fn is_encoded(before: &str, name: &str, after: &str) -> bool {
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let end = after.find('\n').unwrap_or(after.len());
    let (head, tail) = (&before[start..], after[..end].trim_end_matches('\r'));
    let whole = [head, name, tail];
    if !name.is_ascii() || head.len() + name.len() + tail.len() < ENCODED {
        return false;
    }
    is_uuencoded(&whole.concat()) || is_base64(before, name, after)
}

/// A line whose first letter tells how many bytes it holds.
fn is_uuencoded(line: &str) -> bool {
    let bytes = line.as_bytes();
    let is_letter = |byte: &u8| (b' '..=b'`').contains(byte);
    let n_bytes = usize::from(bytes[0].wrapping_sub(b' ') & 63);
    bytes.iter().all(is_letter) && bytes.len() == 1 + 4 * n_bytes.div_ceil(3)
}

/// A run of letters, digits, `+` and `/` in both cases, too long for a word or a path.
fn is_base64(before: &str, name: &str, after: &str) -> bool {
    let is_letter = |c: char| c.is_ascii_alphanumeric() || "+/=".contains(c);
    let head = before.len() - before.trim_end_matches(is_letter).len();
    let tail = after.len() - after.trim_start_matches(is_letter).len();
    let run = [&before[before.len() - head..], name, &after[..tail]].concat();
    let has = |is: fn(&char) -> bool| run.chars().filter(is).count() * 10 >= run.len();
    run.len() >= ENCODED
        && name.chars().all(is_letter)
        && has(char::is_ascii_uppercase)
        && has(char::is_ascii_lowercase)
        && run.contains(|c: char| c.is_ascii_digit())
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

/// Letters of an address that goes on behind them with a sign and more: `https://host/afl-2-257632`.
/// An address of a license or of those who write some says so.
fn is_in_address(before: &str, after: &str) -> bool {
    const SPEAKING: [&str; 8] =
        ["licen", "copying", "legal", "spdx", "opensource", "gnu.org", "creativecommons", "apache"];
    let mut next = after.chars();
    if next.next() != Some('-') || !next.next().is_some_and(|c| c.is_ascii_alphanumeric()) {
        return false;
    }
    let is_end = |c: char| c.is_whitespace() || "\"'<>()`".contains(c);
    let head = before.rsplit(is_end).next().unwrap_or_default();
    let tail = after.split(is_end).next().unwrap_or_default();
    let says = |part: &str| SPEAKING.iter().any(|word| part.to_ascii_lowercase().contains(word));
    head.contains("://") && !says(head) && !says(tail)
}

/// Whether the words before deny what follows: "is not licensed under the", "is no longer".
fn is_negated(before: &str) -> bool {
    const BETWEEN: [&str; 20] = [
        "a",
        "an",
        "any",
        "be",
        "by",
        "covered",
        "distributed",
        "either",
        "governed",
        "itself",
        "licensed",
        "made",
        "of",
        "provided",
        "released",
        "subject",
        "terms",
        "the",
        "to",
        "under",
    ];
    /// Bytes that are looked at.
    const BEFORE: usize = 80;
    let from = before.floor_char_boundary(before.len().saturating_sub(BEFORE));
    let clause = before[from..].rsplit(|c| ".,;:()[]{}<>\"".contains(c)).next().unwrap_or_default();
    let clause = clause.to_lowercase();
    let is_of_word = |c: char| c.is_alphanumeric() || c == '\'';
    let words = clause.split(|c| !is_of_word(c)).filter(|word| !word.is_empty()).rev();
    let mut words = words.skip_while(|word| BETWEEN.contains(word));
    match words.next() {
        Some("not") => !matches!(words.next(), Some("or" | "if" | "whether")),
        Some("isn't" | "aren't" | "wasn't" | "never" | "cannot") => true,
        Some("longer") => words.next() == Some("no"),
        _ => false,
    }
}

/// Words that announce an example, before an opening quotation mark or bracket.
fn is_example(before: &str) -> bool {
    let words = before.trim_end_matches(|c: char| c.is_whitespace() || "\"'`(".contains(c));
    let ends_with = |words: &str, example: &str| {
        let at = words.len().checked_sub(example.len());
        at.and_then(|at| words.get(at..)).is_some_and(|end| end.eq_ignore_ascii_case(example))
    };
    let is_labeled = ["example:", "examples:"].iter().any(|label| ends_with(words, label));
    let words = words.strip_suffix([',', ':']).unwrap_or(words);
    let announced = ["e.g.", "e.g", "for example", "for instance"];
    is_labeled || announced.iter().any(|example| ends_with(words, example))
}

/// A list of comments below words that announce examples: `// - "MIT"` below `// Example values:`.
fn is_in_examples(before: &str) -> bool {
    /// Lines above that are looked at.
    const LINES: usize = 16;
    let is_of_comment = |c: char| c.is_whitespace() || "/*#".contains(c);
    let mut lines = before.rsplit('\n').take(LINES).map(|line| line.trim_matches(is_of_comment));
    let is_item = |line: &str| line.starts_with(['-', '"', '\'', '`']);
    if !lines.next().is_some_and(is_item) {
        return false;
    }
    let above = lines.find(|line| !is_item(line)).unwrap_or_default().to_ascii_lowercase();
    ["example:", "examples:", "example values:", "for instance:"]
        .iter()
        .any(|end| above.ends_with(end))
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
    fn numbers_that_are_computed_with_are_no_versions() {
        check("sgl = (struct ulptx_sgl *)([cpl + 1]);", Standing::Nothing);
        check("#define AIPSTZ_[MPL\t\t(1 << 0])", Standing::Nothing);
        check("mov r5, r5, [ASL#2]", Standing::Nothing);
        check("u64 [cpl : 1];", Standing::Nothing);
        check("regs->tim2 = val | (([cpl - 1]) << 16);", Standing::Nothing);
        check(" * rx_pkt and pass_accept_req [cpl (1] flit)", Standing::Nothing);
        check("under [GPL (2] or later)", Standing::Says);
        check("under [GPL - 2]", Standing::Says);
        check("under [GPL 2]", Standing::Says);
        check("License [GPL: 2];", Standing::Says);
        check("[GPL-2+]", Standing::Says);
        check("[GPLv3+ 授權]", Standing::Says);
    }

    #[test]
    fn registers_in_a_row_are_mentions() {
        check("/* MPL0 */ /* MPL1 */ /* read [MPL2] */ /* MPL3 */", Standing::Hints);
        check("/* MPL1 */ /* under [MPL2] */ /* MPL1 */", Standing::Says);
        check("#define ERR_UNEXP_[CPL1]  (1 << 14)   /*WC*/", Standing::Hints);
        check("#define THE_LICENSE_[GPL2]  (1 << 14)", Standing::Says);
    }

    #[test]
    fn names_across_statements_are_nothing() {
        check("license.setId(\"[MIT\");\n  license].setName(x)", Standing::Nothing);
        check("name: \"domain [is public\",\n\tdomain]: \"x\"", Standing::Nothing);
        check("Group: Development/[Python\nLicense]:  MIT", Standing::Nothing);
        check("\"[GNU General \"\n  \"Public License]\"", Standing::Says);
        check("[\"MIT\",\n \"Apache-2.0]\"", Standing::Says);
        check("unsigned lbr_[cpl] = 1;", Standing::Hints);
        check("_[MIT License]_", Standing::Says);
        check("<metadata_[license>MIT]<", Standing::Says);
        check("licences/Licence_[CeCILL_V2.1]-fr.html", Standing::Says);
    }

    #[test]
    fn lists_of_examples_are_mentions() {
        check(
            "// Example values:\n// - \"Apache-2.0\",\n// - \"[GPL-3.0-only]\"\n",
            Standing::Hints,
        );
        check("# For example:\n# - [MIT]\n", Standing::Hints);
        check("// Parts:\n// - \"[GPL-3.0-only]\"\n", Standing::Says);
        check("// Examples:\n// - one\n\n// - [MIT]\n", Standing::Says);
        check("// Examples:\n// Under [MIT].\n", Standing::Says);
    }

    #[test]
    fn letters_of_an_address_are_mentions() {
        check("'url': 'http://www.host.example/#!/[afl-2]-257632/52a7'", Standing::Hints);
        check("https://img.host.example/badge/license-[MIT]-blue.svg", Standing::Says);
        check("see https://host.example/[MIT]", Standing::Says);
    }

    #[test]
    fn paths_and_field_tags_are_nothing() {
        check("License string `[json:\"license]\"`", Standing::Nothing);
        check("blob/v4.0.2/[json/LICENSE],BSD-3-Clause", Standing::Nothing);
        check("the [MIT/X11 license]", Standing::Says);
        check("http://[jquery.org/license]", Standing::Says);
    }

    #[test]
    fn what_is_denied_is_told() {
        for before in [
            "This file is not ",
            "is not licensed under the ",
            "It is\n * not subject to the terms of ",
            "is no longer under the ",
            "It isn't ",
        ] {
            assert!(is_negated(before), "{before}");
        }
        for before in [
            "This file is ",
            "If you have not, see the ",
            "not limited to the ",
            "whether or not under the ",
            "not only under the ",
            "not mine. The ",
        ] {
            assert!(!is_negated(before), "{before}");
        }
    }

    #[test]
    fn programs_are_no_licenses() {
        check("Server: [Apache/2.0] (Unix)", Standing::Nothing);
        check("Server: Apache/1.3.11 (Unix) [PHP/3.0].14", Standing::Nothing);
        check("needs [Python 2.0].3", Standing::Nothing);
        check("under the [MPL/2.0].", Standing::Says);
        check("under [Apache 2.0].", Standing::Says);
    }

    #[test]
    fn arguments_and_encoded_letters_are_nothing() {
        check("REGISTER([mpl, &mpl_cmds, cmd_mpl, 1, 1]);", Standing::Nothing);
        check("f([mpl, 1, 1]);", Standing::Nothing);
        check("under the [MPL, 1.1]", Standing::Says);
        let line = format!("M{}", "$3'9".repeat(15));
        let uuencoded = format!("{}[MS-PL]{}", &line[..20], &line[25..]);
        check(&uuencoded, Standing::Nothing);
        check(&format!("{uuencoded}$"), Standing::Says);
        check(
            "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8g/[MIT]/ISIjJCUmJygpKissLS4vMDEy",
            Standing::Nothing,
        );
        check("https://example.org/a/path/to/the/licenses/of/this/product/[MIT]", Standing::Says);
    }

    #[test]
    fn file_names_and_examples_are_mentions() {
        check("{\"[LICENSE-APACHE]\":\"a60eea8\"}", Standing::Hints);
        check("{\"xz/[COPYING.0BSD]\":\"0b\"}", Standing::Hints);
        check("\"/[LICENSE-APACHE\", \"/LICENSE-MIT]\"", Standing::Hints);
        check("see [LICENSE-MIT] or", Standing::Says);
        check("the identifier (e.g. \"[Apache-2.0]\").", Standing::Hints);
        check("For example, [MIT]", Standing::Hints);
        check("// Examples: \"[Apache 2.0]\"", Standing::Hints);
        check("the license of the example ([MIT])", Standing::Says);
        check("of course [MIT]", Standing::Says);
    }
}
