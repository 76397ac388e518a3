// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! String literals of all languages.

use heirloom_model::SourceGround;
use tree_sitter::Node;

use super::Evaluator;
use crate::{
    nodes::{children, first},
    value::{Found, Part, Shape, Template},
};

/// Whether a kind of node is a string.
pub(super) fn is_string(kind: &str) -> bool {
    matches!(
        kind,
        "string"
            | "concatenated_string"
            | "template_string"
            | "interpreted_string_literal"
            | "raw_string_literal"
            | "string_literal"
            | "raw_string"
            | "ansi_c_string"
            | "word"
            | "number"
            | "concatenation"
            | "simple_expansion"
            | "expansion"
    )
}

impl<'t> Evaluator<'_, 't> {
    pub(super) fn string(&self, node: Node<'t>, scope: u32) -> Vec<Found<'t>> {
        if matches!(node.kind(), "simple_expansion" | "expansion") {
            return self.expansion(node, scope);
        }
        let mut text = Template::default();
        let ground = self.read_string(node, scope, &mut text);
        vec![Found::literal(Shape::Text(text)).at_most(ground)]
    }

    /// Adds a literal to a text; the worst ground of its parts.
    fn read_string(&self, node: Node<'t>, scope: u32, text: &mut Template) -> SourceGround {
        let written = self.names.text(node);
        match node.kind() {
            "word" | "number" => {
                text.push_text(&unescape_word(written));
                return SourceGround::Literal;
            }
            "raw_string" => {
                text.push_text(written.trim_matches('\''));
                return SourceGround::Literal;
            }
            "ansi_c_string" => {
                text.push_text(&unescape(written.trim_start_matches('$').trim_matches('\'')));
                return SourceGround::Literal;
            }
            "raw_string_literal" => {
                text.push_text(raw_inner(written));
                return SourceGround::Literal;
            }
            _ => {}
        }
        let is_raw = written
            .split(['"', '\''])
            .next()
            .is_some_and(|prefix| prefix.contains(['r', 'R']) && prefix.len() <= 3);
        let parts = children(node);
        if parts.is_empty() {
            text.push_text(&unescape(inner(written)));
            return SourceGround::Literal;
        }
        let mut ground = SourceGround::Literal;
        for part in parts {
            ground = ground.max(self.read_part(part, is_raw, scope, text));
        }
        ground
    }

    fn read_part(
        &self,
        part: Node<'t>,
        is_raw: bool,
        scope: u32,
        text: &mut Template,
    ) -> SourceGround {
        let written = self.names.text(part);
        match part.kind() {
            "string_start" | "string_end" => {}
            "string_content" if is_raw => text.push_text(written),
            "string_content"
            | "string_fragment"
            | "interpreted_string_literal_content"
            | "multiline_string_fragment"
            | "escape_sequence" => text.push_text(&unescape(written)),
            "interpolation" | "template_substitution" => {
                let Some(inner) = first(part) else {
                    text.push_hole();
                    return SourceGround::Literal;
                };
                let (inner, ground) = self.template_at(inner, scope);
                text.append(&inner);
                return ground;
            }
            kind if is_string(kind) || kind == "identifier" => {
                let (inner, ground) = self.template_at(part, scope);
                text.append(&inner);
                return ground;
            }
            _ => text.push_hole(),
        }
        SourceGround::Literal
    }

    /// What stands behind `#define NAME`.
    pub(super) fn macro_text(&self, node: Node<'t>, scope: u32) -> Vec<Found<'t>> {
        let written = self.names.text(node).trim();
        let is_plain = written.len() >= 2
            && written.starts_with('"')
            && written.ends_with('"')
            && !written[1..written.len() - 1].replace("\\\"", "").contains('"');
        if is_plain {
            let text = Template::text(unescape(inner(written)));
            return vec![Found::literal(Shape::Text(text)).at_most(SourceGround::Constant)];
        }
        let is_name = written.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
        if is_name { self.name(written, scope) } else { Vec::new() }
    }

    /// `$NAME`, `${NAME:-default}`.
    fn expansion(&self, node: Node<'t>, scope: u32) -> Vec<Found<'t>> {
        let parts = children(node);
        let Some(name) = parts.iter().find(|part| part.kind() == "variable_name") else {
            return Vec::new();
        };
        let variable = self.names.text(*name);
        let mut found = self.name(variable, scope);
        if found.is_empty() && is_suffix(variable) {
            return vec![Found::literal(Shape::Text(Template::text("")))];
        }
        let written = self.names.text(node);
        let has_default = written.contains(":-") || written.contains(":=") || written.contains('-');
        let is_cut = written.contains(['%', '#', '/', '^', ',', '@']);
        if written.starts_with("${") && parts.len() > 1 {
            if !has_default || is_cut && !written.contains(":-") {
                return Vec::new();
            }
            let default = parts.last().filter(|part| part.kind() != "variable_name");
            found.retain(|found| found.ground != SourceGround::Computed);
            if let Some(default) = default {
                let values = self.values_at(*default, scope);
                found.extend(values.into_iter().map(|v| v.at_most(SourceGround::Alternative)));
            }
        } else if written.ends_with("-}") {
            // The default is nothing.
            let empty = Found::literal(Shape::Text(Template::text("")));
            found.push(empty.at_most(SourceGround::Alternative));
        } else if written.starts_with("${") && is_cut {
            return Vec::new();
        }
        found
    }
}

/// Whether a variable that the script does not set is what platforms end names of programs with.
fn is_suffix(variable: &str) -> bool {
    matches!(variable, "EXE" | "EXEEXT" | "EXE_EXT" | "EXE_SUFFIX" | "exeext" | "exe")
}

/// What stands between the quotes.
fn inner(written: &str) -> &str {
    let Some(start) = written.find(['"', '\'', '`']) else { return written };
    let quote = written.as_bytes()[start] as char;
    let rest = &written[start + 1..];
    rest.strip_suffix(quote).unwrap_or(rest)
}

/// `r#"…"#` of Rust, `R"x(…)x"` of C++ and Go's back quotes.
fn raw_inner(written: &str) -> &str {
    let inner = inner(written.trim_end_matches('#'));
    match (written.starts_with('R'), inner.split_once('(')) {
        (true, Some((_, rest))) => rest.rsplit_once(')').map_or(rest, |(text, _)| text),
        _ => inner,
    }
}

fn unescape(text: &str) -> String {
    if !text.contains('\\') {
        return text.to_owned();
    }
    let mut plain = String::with_capacity(text.len());
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        if character != '\\' {
            plain.push(character);
            continue;
        }
        match characters.next() {
            Some('n') => plain.push('\n'),
            Some('t') => plain.push('\t'),
            Some('r') => plain.push('\r'),
            Some('\n') | None => {}
            Some('x') => {
                let digits: String = characters.clone().take(2).collect();
                if let Ok(code) = u8::from_str_radix(&digits, 16) {
                    plain.push(char::from(code));
                    characters.nth(1);
                }
            }
            Some(other) => plain.push(other),
        }
    }
    plain
}

/// A bare word of a shell.
fn unescape_word(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => plain.extend(characters.next().filter(|&c| c != '\n')),
            other => plain.push(other),
        }
    }
    plain
}

/// What `%s` and its like stand for is computed.
pub(super) fn printf_holes(format: &Template) -> Template {
    holes(format, '%', |after| {
        let is_middle = |c: char| c.is_ascii_digit() || "-+ #.*lhz".contains(c);
        let after = match after.strip_prefix('(').and_then(|named| named.split_once(')')) {
            Some((_, behind)) => behind,
            None => after,
        };
        let after = after.trim_start_matches(is_middle);
        let end = after.chars().next().map_or(0, char::len_utf8);
        &after[end..]
    })
}

/// What `{}` and `{name}` stand for is computed.
pub(super) fn brace_holes(format: &Template) -> Template {
    holes(format, '{', |after| after.split_once('}').map_or("", |(_, rest)| rest))
}

/// Makes a hole of each place that `mark` begins and `behind` ends; a doubled mark is itself.
fn holes(format: &Template, mark: char, behind: impl Fn(&str) -> &str) -> Template {
    let mut text = Template::default();
    for part in &format.0 {
        let Part::Text(part) = part else {
            text.push_hole();
            continue;
        };
        let mut rest = part.as_str();
        while let Some((before, after)) = rest.split_once(mark) {
            text.push_text(before);
            match after.strip_prefix(mark) {
                Some(literal) => {
                    text.push_text(mark.encode_utf8(&mut [0; 4]));
                    rest = literal;
                }
                None => {
                    text.push_hole();
                    rest = behind(after);
                }
            }
        }
        text.push_text(rest);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_have_holes() {
        let shown = |text: Template| text.to_shown();
        assert_eq!(
            shown(printf_holes(&Template::text("%s/bin/x -%02d 5%% %(a)s"))),
            "…/bin/x -… 5% …"
        );
        assert_eq!(shown(printf_holes(&Template::text("a%"))), "a…");
        assert_eq!(shown(brace_holes(&Template::text("{0}/x {{y {"))), "…/x {y …");
    }

    #[test]
    fn quotes_and_escapes() {
        assert_eq!(raw_inner("r#\"a\\b\"#"), "a\\b");
        assert_eq!(raw_inner("R\"x(a)x\""), "a");
        assert_eq!(unescape("a\\tb\\x41\\"), "a\tbA");
        assert_eq!(unescape_word("a\\ b"), "a b");
        assert_eq!(inner("L\"a\""), "a");
    }
}
