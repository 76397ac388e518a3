// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Names of licenses that are values of a program: `parse("mpl2")`, `'GPLv3' if new else 'GPLv2'`.
//!
//! A name in quotation marks, and nothing else in them, says what is licensed only where the
//! statement speaks of licensing: `license = "MIT"`, `MODULE_LICENSE("GPL")`. Compared, chosen by a
//! condition or handed to another function it is data. Only what stands around the name is looked
//! at, so the rule holds in any language, and in data and prose it finds nothing to hold on to.

use std::{cell::OnceCell, ops::Range};

use memchr::memchr2;

/// Bytes before a string that are looked at.
const BEFORE: usize = 2000;
/// The most brackets around a string that are looked at.
const MAX_DEPTH: usize = 6;
/// Words of code that speak of licensing.
const LICENSING: [&str; 6] = ["licen", "copyright", "copying", "spdx", "classifier", "legal"];

/// Whether a name is an identifier in a statement, and no license: `readl(base + ODBL);`,
/// `u64 cpl1 : 12;`, `"cpl1 %d"`.
///
/// Statements are told from prose by their signs, and only on lines that neither start as a comment
/// nor speak of licensing.
pub(super) fn is_operand(before: &str, name: &str, after: &str) -> bool {
    let is_identifier = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        && before.chars().next_back().is_none_or(|c| c != '"' && c != '\'');
    if !is_identifier {
        return false;
    }
    let line = &before[before.rfind('\n').map_or(0, |at| at + 1)..];
    let rest = &after[..after.find('\n').unwrap_or(after.len())];
    // A name of what is printed as a number.
    let is_printed = rest.trim_start_matches(is_in_line).strip_prefix('%').is_some_and(|rest| {
        let letter = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == 'l');
        letter.starts_with(['d', 'u', 'x', 'i'])
    });
    if is_printed {
        return true;
    }
    let is_comment = ["//", "/*", "--", "\"", "'", "`"].iter().any(|mark| line.contains(mark))
        || line.trim_start().starts_with(['*', '#', '%', ';', '-', '>', '@', '.', '!']);
    let code = rest.split("/*").next().unwrap_or(rest).split("//").next().unwrap_or(rest);
    let code = code.trim_end();
    let is_statement =
        code.ends_with([';', '{', '\\']) || code.ends_with("),") || code.ends_with("],");
    let has_signs = |code: &str| code.contains(['(', '=', '[', '{', '|']) || code.contains(" :");
    let is_bit_field = code.strip_prefix(':').is_some_and(|width| {
        let width = width.trim_end_matches(';').trim();
        !width.is_empty() && width.bytes().all(|byte| byte.is_ascii_digit())
    });
    !is_comment
        && is_statement
        && (has_signs(line) || has_signs(code) || is_bit_field)
        && !speaks_of_licensing(line)
        && !speaks_of_licensing(rest)
}

/// Whether a name is the end of a macro's name with the number it stands for:
/// `#define X_RSPD_TYPE_CPL 1`, `#define X_UNEXP_CPL1 (1 << 14)`.
pub(super) fn is_macro(before: &str, name: &str, after: &str) -> bool {
    let line = before[before.rfind('\n').map_or(0, |at| at + 1)..].trim_start();
    let Some(rest) = line.strip_prefix('#') else { return false };
    let Some(rest) = rest.trim_start_matches(is_in_line).strip_prefix("define") else {
        return false;
    };
    // What is written before the name belongs to it.
    let started = rest.trim_start_matches(is_in_line);
    let is_started = started.len() < rest.len() && !started.contains(is_in_line);
    let is_number = |value: &str| {
        let value = value.trim_start_matches(is_in_line);
        value.strip_prefix('(').unwrap_or(value).starts_with(|c: char| c.is_ascii_digit())
    };
    let (end, is_value) = match name.split_once(is_in_line) {
        Some((end, value)) => (end, is_number(value)),
        None => (name, after.starts_with(is_in_line) && is_number(after)),
    };
    is_started && is_value && !speaks_of_licensing(started) && !speaks_of_licensing(end)
}

/// Whether the name at `start..end` is a value that says nothing about the license of the text.
pub(super) fn is_value(text: &str, start: usize, end: usize) -> bool {
    let Some((open, close)) = string_of(text, start, end) else { return false };
    let from = text.floor_char_boundary(open.saturating_sub(BEFORE));
    // `r"…"`, `b'…'`, `u"…"`: the letter belongs to the string.
    let head = text[from..open].trim_end_matches(is_in_line);
    let line_end = text[close..].find('\n').map_or(text.len(), |at| close + at);
    let tail = text[close..line_end].trim_start_matches(is_in_line);
    let line = &head[head.rfind('\n').map_or(0, |at| at + 1)..];
    is_chosen(line, tail) || is_compared(line, tail) || is_argument(head)
}

/// The lines below tables whose names say that they hold data of tests:
/// `_TESTS = [{ …, 'license': 'CC-BY-4.0' }]`. What a table holds is indented below its name.
pub(super) struct TestTables<'a> {
    text: &'a str,
    /// Ranges of bytes in order, found when the first name asks for them.
    held: OnceCell<Vec<Range<usize>>>,
}

impl<'a> TestTables<'a> {
    pub(super) fn new(text: &'a str) -> TestTables<'a> {
        TestTables { text, held: OnceCell::new() }
    }

    /// Whether a place lies in a string of such a table.
    pub(super) fn hold(&self, start: usize) -> bool {
        let held = self.held.get_or_init(|| test_tables(self.text));
        let next = held.partition_point(|range| range.end <= start);
        let Some(table) = held.get(next).filter(|range| range.contains(&start)) else {
            return false;
        };
        let before = &self.text[table.start..start];
        let line = before.rfind('\n').map_or(0, |at| at + 1);
        before[line..].contains(['"', '\''])
    }
}

/// The lines that are indented below the name of a table of tests, one range for each table.
fn test_tables(text: &str) -> Vec<Range<usize>> {
    let mut tables: Vec<Range<usize>> = Vec::new();
    // How far the name of the table that is open is indented.
    let mut open: Option<usize> = None;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let end = start + line.len();
        let indent = line.len() - line.trim_start_matches(is_in_line).len();
        if !line.trim().is_empty() {
            if open.is_some_and(|name| indent < name || indent == name && !is_next_entry(line)) {
                open = None;
            }
            match (open, tables.last_mut()) {
                (Some(_), Some(table)) => table.end = end,
                _ if names_test_data(line) => {
                    open = Some(indent);
                    tables.push(end..end);
                }
                _ => {}
            }
        }
        start = end;
    }
    tables
}

/// The next entry of a table, which begins in the column of its name: `}, {`.
fn is_next_entry(line: &str) -> bool {
    let code = line.trim();
    code.starts_with([')', ']', '}'])
        && code.ends_with(['(', '[', '{'])
        && code.chars().all(|c| "()[]{}, \t".contains(c))
}

/// `_TESTS = [`, `static const struct one fixtures[] = {`.
fn names_test_data(line: &str) -> bool {
    let Some((name, value)) = line.split_once('=') else { return false };
    let opens = value.trim_start().starts_with(['[', '{', '('])
        || value.trim_end().ends_with(['[', '{', '(']);
    let mut words = name.split(|c: char| !c.is_alphanumeric());
    opens
        && !name.contains('(')
        && words.any(|word| {
            let word = word.to_ascii_lowercase();
            matches!(&*word, "test" | "tests" | "testcases" | "testdata" | "fixture" | "fixtures")
        })
}

fn is_in_line(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\r')
}

fn is_of_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn speaks_of_licensing(code: &str) -> bool {
    let lower = code.to_ascii_lowercase();
    LICENSING.iter().any(|word| lower.contains(word))
}

/// Where the string starts and ends, marks included, whose only word holds the name.
fn string_of(text: &str, start: usize, end: usize) -> Option<(usize, usize)> {
    let is_of_word = |c: char| c.is_ascii_alphanumeric() || ".+-_".contains(c);
    let open = text[..start].trim_end_matches(is_of_word).len();
    let close = text.len() - text[end..].trim_start_matches(is_of_word).len();
    let quote = text[..open].chars().next_back().filter(|c| "\"'".contains(*c))?;
    let name = &text[start..end];
    // A name that starts before its string has the word that makes it one: `license = "MIT`.
    let is_plain = memchr2(b'"', b'\'', name.as_bytes()).is_none();
    let is_whole = is_plain && !name.contains('\n') && text[close..].starts_with(quote);
    is_whole.then_some((open - 1, close + 1))
}

/// `if new else 'GPLv2'`, `new ? "GPLv3" : "GPLv2"`.
fn is_chosen(line: &str, tail: &str) -> bool {
    let follows_condition = tail.strip_prefix("if ").is_some_and(|rest| rest.contains(" else "));
    let is_other = line.ends_with(" else") && line.contains(" if ");
    let is_branch =
        |code: &str| code.contains(" ? ") || code.contains("?\"") || code.contains("?'");
    let is_first = line.ends_with('?') && tail.starts_with(':');
    follows_condition || is_other || is_first || (line.ends_with(':') && is_branch(line))
}

/// `== "MIT"`, `case "MIT":`, `"MIT" in names`.
fn is_compared(line: &str, tail: &str) -> bool {
    let is_case = |word: &str| {
        let before = line.trim_start().strip_prefix(word);
        before.is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '"', '\'']))
    };
    ["==", "!=", "=~"].iter().any(|sign| line.ends_with(sign) || tail.starts_with(sign))
        || (tail.starts_with("in ") && line.split_whitespace().any(|word| word == "if"))
        || (is_case("case") && tail.starts_with([':', ',']))
}

/// Whether the string at the end of `head` is handed to a function that has nothing to do with
/// licensing, by itself or in a list.
fn is_argument(head: &str) -> bool {
    let mut is_argument = false;
    let mut rest = head;
    // The value of a key that speaks of licensing, or what stands beside one: `("license", "MIT")`.
    if speaks_of_licensing(own_words(rest)) {
        return false;
    }
    for _ in 0..MAX_DEPTH {
        let Some(at) = bracket_around(rest) else { break };
        let (before, bracket) = (&rest[..at], rest.as_bytes()[at]);
        let callee = callee(before);
        if speaks_of_licensing(callee) || speaks_of_licensing(key(before)) || is_of_license(before)
        {
            return false;
        }
        if bracket == b'(' && callee.ends_with(|c| is_of_name(c) || c == '!') {
            is_argument = true;
        }
        // The body of a function: what is around it is another statement.
        if bracket == b'{'
            && (before.trim_end().ends_with(')') || before.trim_end().ends_with("=>"))
        {
            break;
        }
        rest = before;
    }
    is_argument
}

/// The innermost bracket that is open at the end of `code`, before any other statement.
fn bracket_around(code: &str) -> Option<usize> {
    let mut n_closed = 0;
    for (at, byte) in code.bytes().enumerate().rev() {
        match byte {
            b')' | b']' | b'}' => n_closed += 1,
            b'(' | b'[' | b'{' if n_closed == 0 => return Some(at),
            b'(' | b'[' | b'{' => n_closed -= 1,
            _ => {}
        }
    }
    None
}

/// What is called or indexed by the bracket behind `before`: names with the signs between them.
fn callee(before: &str) -> &str {
    let is_part = |c: char| is_of_name(c) || ".:$@!?>-".contains(c);
    &before[before.trim_end_matches(is_part).len()..]
}

/// Whether calls before this one in a chain speak of licensing: `new License().name("MIT")`.
fn is_of_license(before: &str) -> bool {
    let mut before = &before[..before.len() - callee(before).len()];
    while let Some(rest) = before.strip_suffix(')') {
        let Some(at) = bracket_around(rest) else { return false };
        let callee = callee(&rest[..at]);
        if speaks_of_licensing(callee) {
            return true;
        }
        before = &rest[..at - callee.len()];
    }
    false
}

/// The words before a bracket that opens a value: `licenses = [`, `"license": {`, `license {`.
fn key(before: &str) -> &str {
    const KEY: usize = 60;
    let end = before.trim_end_matches(|c: char| c.is_whitespace() || "=:>\"'".contains(c));
    let from = end.floor_char_boundary(end.len().saturating_sub(KEY));
    let key = &end[from..];
    &key[key.trim_end_matches(|c: char| is_of_name(c) || ".-".contains(c)).len()..]
}

/// The argument that ends with `code` and the one before it.
fn own_words(code: &str) -> &str {
    let mut n_closed = 0;
    let mut n_commas = 0;
    for (at, byte) in code.bytes().enumerate().rev() {
        match byte {
            b')' | b']' | b'}' => n_closed += 1,
            b'(' | b'[' | b'{' if n_closed == 0 => return &code[at + 1..],
            b'(' | b'[' | b'{' => n_closed -= 1,
            b';' if n_closed == 0 => return &code[at + 1..],
            b',' if n_closed == 0 && n_commas == 1 => return &code[at + 1..],
            b',' if n_closed == 0 => n_commas += 1,
            _ => {}
        }
    }
    code
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The name stands in angle brackets of its own: `⟨MIT⟩`.
    #[track_caller]
    fn check(marked: &str, expect: bool) {
        let start = marked.find('⟨').unwrap();
        let end = marked.find('⟩').unwrap() - '⟨'.len_utf8();
        let text = marked.replace(['⟨', '⟩'], "");
        assert_eq!(is_value(&text, start, end), expect, "{marked}");
    }

    #[test]
    fn what_is_chosen_by_a_condition_is_a_value() {
        check("info['license'] = '⟨GPLv3⟩' if ver[0] == '3' else 'GPLv2'", true);
        check("info['license'] = 'GPLv3' if ver[0] == '3' else '⟨GPLv2⟩'", true);
        check("license = old ? \"⟨GPL-2.0⟩\" : \"GPL-3.0\";", true);
        check("license = old ? \"GPL-2.0\" : \"⟨GPL-3.0⟩\";", true);
        check("# what? license: \"⟨MIT⟩\"", false);
    }

    #[test]
    fn what_is_compared_is_a_value() {
        check("if license == \"⟨MIT⟩\":", true);
        check("    case \"⟨MIT⟩\":", true);
        check("if '⟨GPL⟩' in words:", true);
        check("license = \"⟨MIT⟩\"", false);
        check("the license is \"⟨MIT⟩\" in `package.json`", false);
    }

    #[test]
    fn arguments_of_other_functions_are_values() {
        check("    TEXTSUB(\"aqtitle\"),\n    TEXTSUB(\"⟨mpl2⟩\"), TEXTSUB(\"x\")", true);
        check("VersionGroup.of(\"⟨APSL-1.2⟩\"),", true);
        check("assertEquals(\"⟨MIT⟩\", license.name());", true);
        check("println!(\"⟨MIT⟩\");", true);
        check("assertThat(x.getLicense()).isEqualTo(\"⟨MIT⟩\");", true);
        check("f([\"a\", \"⟨GPL-2.0⟩\"])", true);
        check("license = f(x);\nregister(\"⟨mpl⟩\", 1);", true);
    }

    #[test]
    fn identifiers_in_statements_are_operands() {
        #[track_caller]
        fn check(marked: &str, expect: bool) {
            let (before, rest) = marked.split_once('⟨').unwrap();
            let (name, after) = rest.split_once('⟩').unwrap();
            assert_eq!(is_operand(before, name, after), expect, "{marked}");
        }
        check("\tdata = readl(base + ⟨ODBL⟩);\n", true);
        check("\t\tu64 ⟨cpl1⟩ : 12;\n", true);
        check("\t\tuint64_t ⟨cpl1⟩:12;\n", true);
        check("Under the ⟨CPL⟩: see below;\n", false);
        check("\tREG_OFFSET_NAME(⟨mpl2⟩, mpl[2]),\n", true);
        check("\tprintf(\" ⟨cpl1⟩ %d\");\n", true);
        check(" * It is under the ⟨GPL⟩ (or so);\n", false);
        check("  license = licenses.⟨gpl2⟩;\n", false);
        check("it is under the ⟨GPL⟩;\n", false);
        check("libfoo (⟨GPL⟩), libbar (MIT)\n", false);
        check("x(1); // ⟨GPL2⟩;\n", false);
    }

    #[test]
    fn macros_that_stand_for_numbers_are_no_versions() {
        let is_macro = |marked: &str| {
            let (before, rest) = marked.split_once('⟨').unwrap();
            let (name, after) = rest.split_once('⟩').unwrap();
            super::is_macro(before, name, after)
        };
        assert!(is_macro("#define X_RSPD_TYPE_⟨CPL\t\t1⟩\n"));
        assert!(is_macro("x\n # define ⟨CPL 1⟩\n"));
        assert!(!is_macro("#define LICENSE ⟨GPL 2⟩\n"));
        assert!(!is_macro("#define LICENSE_⟨GPL 2⟩\n"));
        assert!(!is_macro("# defined by the ⟨GPL 2⟩\n"));
    }

    #[test]
    fn tables_of_tests_hold_data() {
        let text = "class A(B):\n    _WEB_TESTS = [{\n        'url': 'x',\n\n        'info': {\n            'license': 'CC-BY-4.0',\n";
        assert!(TestTables::new(text).hold(text.find("CC-BY").unwrap()));
        // The second entry of a table.
        let text = "class A(B):\n    _TESTS = [{\n        'url': 'x',\n    }, {\n        'info': {\n            'license': 'CC-BY-4.0',\n";
        assert!(TestTables::new(text).hold(text.find("CC-BY").unwrap()));
        for text in [
            "_TESTS = [{\n    'a': 'b',\n}\nif (c) {\n} else {\n    'license': 'CC-BY-4.0',\n",
            "    _TESTS = [{}]\n    FIELDS = [{\n        'a': 'b',\n    }, {\n        'license': 'CC-BY-4.0',\n",
            "class A(B):\n    FIELDS = [{\n        'license': 'CC-BY-4.0',\n",
            "_TESTS = [{}]\n\nclass A(B):\n    license = 'CC-BY-4.0'\n",
            "TESTS = [\n    # Under CC-BY-4.0.\n",
            "LICENSE = 'CC-BY-4.0'\n",
        ] {
            assert!(!TestTables::new(text).hold(text.find("CC-BY").unwrap()), "{text}");
        }
    }

    #[test]
    fn tables_end_where_the_text_is_indented_less() {
        let text = "a:\n  tests = [\n    'MIT',\n\n    x = {\n      'ISC',\n  'BSD',\nfixtures = {\n  'Zlib'\n";
        let tables = TestTables::new(text);
        for (name, expect) in [("MIT", true), ("ISC", true), ("BSD", false), ("Zlib", true)] {
            assert_eq!(tables.hold(text.find(name).unwrap()), expect, "{name}");
        }
    }

    #[test]
    fn statements_about_licensing_say_what_they_say() {
        for marked in [
            "MODULE_LICENSE(\"⟨GPL⟩\");",
            "license 'MIT'\nlicense \"⟨MIT⟩\"",
            "setup(\n    name=\"x\",\n    license=\"⟨MIT⟩\",\n)",
            "setup(classifiers=[\n 'Development Status',\n 'Private', '⟨MIT⟩'])",
            "project('mpv', 'c',\n        license: ['GPL2+', '⟨LGPL2.1+⟩'],\n",
            "define('LICENSE', '⟨MIT⟩');",
            "set(CPACK_RPM_PACKAGE_LICENSE \"⟨MIT⟩\")",
            "pom { licenses { license { name.set(\"⟨MIT⟩\") } } }",
            "s.license = \"⟨MIT⟩\"",
            "__license__ = \"⟨GPL⟩\"",
            "{\"name\": \"x\", \"licenses\": [\"MIT\", \"⟨GPL⟩\"]}",
            "{\"x\": \"⟨MIT⟩\"}",
            "a library (\"⟨GPL⟩\") or",
            "WriteMakefile(NAME => 'X', LICENSE => '⟨perl⟩')",
            "new License().name(\"⟨MIT⟩\")",
            "app.info(Info { license: License { name: \"⟨MIT⟩\" } })",
            "printf(\"Under the ⟨GPLv2⟩ or later\");",
        ] {
            check(marked, false);
        }
    }
}
