// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Literal values in manifests that are programs: `setup.py`, gemspecs, rockspecs and others.
//!
//! The program is cut into words, strings and signs; nothing is evaluated. A value counts only
//! when it is a string, a list of strings, or a name that one assignment gives such a value.

mod joined;

use std::{borrow::Cow, ops::Range};

pub(crate) use joined::{Constants, Joined};

/// A piece of a program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Token<'a> {
    pub(crate) kind: Kind<'a>,
    pub(crate) range: Range<usize>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind<'a> {
    /// A name or number.
    Word(&'a str),
    /// A string without its quotes.
    Text(Cow<'a, str>),
    /// Several strings, as in `%w[a b]`.
    Texts(Vec<&'a str>),
    /// Any other character.
    Sign(char),
    /// The end of a line.
    Line,
}

impl Token<'_> {
    pub(crate) fn is_word(&self, word: &str) -> bool {
        self.kind == Kind::Word(word)
    }

    pub(crate) fn is_sign(&self, sign: char) -> bool {
        self.kind == Kind::Sign(sign)
    }
}

/// Languages differ in comments and quotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Syntax {
    Python,
    /// Ruby and Elixir.
    Ruby,
    Lua,
    /// opam files.
    Opam,
    /// Groovy, Kotlin and Scala.
    Jvm,
}

/// A literal value: its strings and its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Literal<'a> {
    pub(crate) texts: Vec<(Cow<'a, str>, Range<usize>)>,
    /// Entries of a map, by name: `{ :type => 'MIT' }`.
    pub(crate) entries: Vec<(Cow<'a, str>, Cow<'a, str>, Range<usize>)>,
    pub(crate) is_list: bool,
}

impl Literal<'_> {
    /// The only string.
    pub(crate) fn text(&self) -> Option<&str> {
        self.texts.first().map(|(text, _)| &**text).filter(|_| !self.is_list)
    }

    /// The entry of that name.
    pub(crate) fn entry(&self, name: &str) -> Option<(&str, Range<usize>)> {
        let found = self.entries.iter().find(|(key, _, _)| key == name);
        found.map(|(_, text, range)| (&**text, range.clone()))
    }
}

/// Cuts a program into tokens, at most `max`.
pub(crate) fn tokens(text: &str, syntax: Syntax, max: usize) -> Vec<Token<'_>> {
    let mut lexer = Lexer { text, at: 0, syntax, n_here_left: MAX_TRIES };
    let mut tokens = Vec::new();
    while tokens.len() < max {
        let Some(token) = lexer.next() else {
            break;
        };
        tokens.push(token);
    }
    tokens
}

/// The literal that starts at `at`, and the token after it. `None` for anything computed.
pub(crate) fn literal<'a>(tokens: &[Token<'a>], at: usize) -> Option<(Literal<'a>, usize)> {
    let token = tokens.get(at)?;
    match &token.kind {
        Kind::Text(_) => {
            let (text, range, after) = joined_text(tokens, at)?;
            let literal =
                Literal { texts: vec![(text, range)], entries: Vec::new(), is_list: false };
            Some((literal, after))
        }
        Kind::Texts(words) => {
            let texts = words.iter().map(|&word| (word.into(), token.range.clone())).collect();
            Some((Literal { texts, entries: Vec::new(), is_list: true }, at + 1))
        }
        Kind::Sign('[' | '(') => list(tokens, at + 1),
        Kind::Sign('{') => map(tokens, at + 1),
        _ => None,
    }
}

/// Strings that stand beside each other are one; a call on it (`"x".strip()`) is not literal, save
/// Ruby's `.freeze`.
fn joined_text<'a>(
    tokens: &[Token<'a>],
    mut at: usize,
) -> Option<(Cow<'a, str>, Range<usize>, usize)> {
    let Kind::Text(first) = &tokens.get(at)?.kind else {
        return None;
    };
    let mut range = tokens[at].range.clone();
    let mut text = first.clone();
    at += 1;
    while let Some(Kind::Text(more)) = tokens.get(at).map(|token| &token.kind) {
        text.to_mut().push_str(more);
        range.end = tokens[at].range.end;
        at += 1;
    }
    at = skip_freeze(tokens, at);
    let is_computed = tokens
        .get(at)
        .is_some_and(|token| ['.', '%', '+', '*'].iter().any(|&sign| token.is_sign(sign)));
    (!is_computed).then_some((text, range, at))
}

fn skip_freeze(tokens: &[Token<'_>], at: usize) -> usize {
    let is_freeze = tokens.get(at).is_some_and(|t| t.is_sign('.'))
        && tokens.get(at + 1).is_some_and(|t| t.is_word("freeze"));
    if is_freeze { at + 2 } else { at }
}

fn skip_lines(tokens: &[Token<'_>], mut at: usize) -> usize {
    while tokens.get(at).is_some_and(|token| token.kind == Kind::Line) {
        at += 1;
    }
    at
}

/// The strings of a list, each an item of its own only behind a comma or, in opam, by itself.
fn list<'a>(tokens: &[Token<'a>], mut at: usize) -> Option<(Literal<'a>, usize)> {
    let mut literal = Literal { texts: Vec::new(), entries: Vec::new(), is_list: true };
    loop {
        at = skip_lines(tokens, at);
        match &tokens.get(at)?.kind {
            Kind::Sign(']' | ')') => {
                at += 1;
                break;
            }
            Kind::Sign(',') => at += 1,
            Kind::Text(text) => {
                literal.texts.push((text.clone(), tokens[at].range.clone()));
                at = skip_freeze(tokens, at + 1);
            }
            _ => return None,
        }
    }
    at = skip_freeze(tokens, at);
    let is_computed = tokens.get(at).is_some_and(|t| t.is_sign('.') || t.is_sign('+'));
    (!is_computed).then_some((literal, at))
}

/// The entries of a map whose values are strings; others are passed over.
fn map<'a>(tokens: &[Token<'a>], start: usize) -> Option<(Literal<'a>, usize)> {
    let mut literal = Literal { texts: Vec::new(), entries: Vec::new(), is_list: true };
    let mut depth = 1_usize;
    let mut at = start;
    while depth > 0 {
        match &tokens.get(at)?.kind {
            Kind::Sign('{' | '[' | '(') => depth += 1,
            Kind::Sign('}' | ']' | ')') => depth -= 1,
            Kind::Word(_) | Kind::Text(_) if depth == 1 => {
                let key = match &tokens[at].kind {
                    Kind::Text(key) => key.clone(),
                    Kind::Word(key) => Cow::Borrowed(*key),
                    _ => Cow::Borrowed(""),
                };
                let value = skip_signs(tokens, at + 1);
                if value > at + 1
                    && let Some((text, range, after)) = joined_text(tokens, value)
                {
                    literal.entries.push((key, text, range));
                    at = after;
                    continue;
                }
            }
            _ => {}
        }
        at += 1;
    }
    Some((literal, at))
}

/// Passes over `=>`, `:` and `=`.
pub(crate) fn skip_signs(tokens: &[Token<'_>], mut at: usize) -> usize {
    while tokens.get(at).is_some_and(|t| t.is_sign('=') || t.is_sign('>') || t.is_sign(':')) {
        at += 1;
    }
    at
}

/// The literal value of `name = …` at any place; of several the first. A value that is itself a
/// name is followed once.
pub(crate) fn assigned<'a>(tokens: &[Token<'a>], name: &str) -> Option<Literal<'a>> {
    assigned_from(tokens, name, true)
}

fn assigned_from<'a>(tokens: &[Token<'a>], name: &str, follow: bool) -> Option<Literal<'a>> {
    let is_assigned = |&at: &usize| tokens[at].is_word(name) && is_single_equals(tokens, at + 1);
    let places = (0..tokens.len()).filter(is_assigned).take(MAX_TRIES);
    places.map(|at| skip_lines(tokens, at + 2)).find_map(|at| value_at(tokens, at, follow))
}

/// The literal at a place, or what the name there was assigned.
fn value_at<'a>(tokens: &[Token<'a>], at: usize, follow: bool) -> Option<Literal<'a>> {
    if let Some((literal, _)) = literal(tokens, at) {
        return Some(literal);
    }
    match tokens.get(at).map(|token| &token.kind) {
        Some(Kind::Word(other)) if follow => assigned_from(tokens, other, false),
        _ => None,
    }
}

/// The arguments `name=value` of the first call of `function` that has any.
pub(crate) fn arguments<'a>(tokens: &[Token<'a>], function: &str) -> Vec<(&'a str, Literal<'a>)> {
    let is_call = |&at: &usize| {
        tokens[at].is_word(function) && tokens.get(at + 1).is_some_and(|t| t.is_sign('('))
    };
    let calls = (0..tokens.len()).filter(is_call).take(MAX_TRIES);
    calls
        .map(|at| arguments_from(tokens, at + 2))
        .find(|found| !found.is_empty())
        .unwrap_or_default()
}

/// Where the value of an argument `name=value` stands in a call.
pub(crate) fn argument_at(tokens: &[Token<'_>], start: usize, name: &str) -> Option<usize> {
    let mut depth = 1_usize;
    for (at, token) in tokens.iter().enumerate().skip(start) {
        match &token.kind {
            Kind::Sign('(' | '[' | '{') => depth += 1,
            Kind::Sign(')' | ']' | '}') => depth -= 1,
            Kind::Word(word) if depth == 1 && *word == name && is_single_equals(tokens, at + 1) => {
                return Some(skip_lines(tokens, at + 2));
            }
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    None
}

pub(crate) fn arguments_from<'a>(
    tokens: &[Token<'a>],
    start: usize,
) -> Vec<(&'a str, Literal<'a>)> {
    let mut found = Vec::new();
    let mut depth = 1_usize;
    for (at, token) in tokens.iter().enumerate().skip(start) {
        match &token.kind {
            Kind::Sign('(' | '[' | '{') => depth += 1,
            Kind::Sign(')' | ']' | '}') => depth -= 1,
            Kind::Word(name) if depth == 1 && is_single_equals(tokens, at + 1) => {
                let value = value_at(tokens, skip_lines(tokens, at + 2), true);
                found.extend(value.map(|value| (*name, value)));
            }
            _ => {}
        }
        if depth == 0 || found.len() > MAX_TRIES {
            break;
        }
    }
    found
}

/// More places are not tried: a program written against us must not cost more than its size.
const MAX_TRIES: usize = 64;

fn is_single_equals(tokens: &[Token<'_>], at: usize) -> bool {
    tokens.get(at).is_some_and(|t| t.is_sign('='))
        && !tokens.get(at + 1).is_some_and(|t| t.is_sign('=') || t.is_sign('~') || t.is_sign('>'))
}

struct Lexer<'a> {
    text: &'a str,
    at: usize,
    syntax: Syntax,
    /// How many more here-documents without end are looked for: each costs the rest of the text.
    n_here_left: usize,
}

impl<'a> Lexer<'a> {
    fn next(&mut self) -> Option<Token<'a>> {
        self.skip_space();
        let start = self.at;
        let rest = &self.text[start..];
        let character = rest.chars().next()?;
        let kind = match character {
            '\n' => {
                self.at += 1;
                Kind::Line
            }
            '"' | '\'' => self.quoted(character),
            '%' if self.syntax == Syntax::Ruby => self.percent(),
            '<' if self.syntax == Syntax::Ruby && rest.starts_with("<<") => self.here_document(),
            '[' if self.syntax == Syntax::Lua && rest.starts_with("[[") => {
                let end = rest.find("]]").map_or(rest.len(), |end| end + 2);
                self.at += end;
                let inner = rest[2..end].strip_suffix("]]").unwrap_or(&rest[2..end]);
                Kind::Text(inner.into())
            }
            c if is_word(c) => {
                // opam's names have dashes.
                let goes_on = |c: char| is_word(c) || (c == '-' && self.syntax == Syntax::Opam);
                let end = rest.find(|c: char| !goes_on(c)).unwrap_or(rest.len());
                let word = &rest[..end];
                self.at += end;
                let quote = self.text[self.at..].chars().next();
                match quote {
                    Some(quote @ ('"' | '\'')) if self.is_prefix(word) => {
                        let text = self.quoted(quote);
                        // A formatted string is computed.
                        if word.contains(['f', 'F']) { Kind::Word(word) } else { text }
                    }
                    _ => Kind::Word(word),
                }
            }
            other => {
                self.at += other.len_utf8();
                Kind::Sign(other)
            }
        };
        Some(Token { kind, range: start..self.at })
    }

    fn is_prefix(&self, word: &str) -> bool {
        self.syntax == Syntax::Python
            && word.len() <= 2
            && word.bytes().all(|b| b"rRuUbBfF".contains(&b))
    }

    fn quoted(&mut self, quote: char) -> Kind<'a> {
        let rest = &self.text[self.at..];
        let triple: String = [quote; 3].iter().collect();
        let has_triple =
            matches!(self.syntax, Syntax::Python | Syntax::Ruby | Syntax::Opam | Syntax::Jvm);
        if has_triple && rest.starts_with(&triple) {
            let end = rest[3..].find(&triple).map_or(rest.len(), |end| end + 6);
            self.at += end;
            let inner = rest[3..end].strip_suffix(&triple).unwrap_or(&rest[3..end]);
            return Kind::Text(inner.into());
        }
        let mut owned: Option<String> = None;
        let mut characters = rest.char_indices().skip(1);
        while let Some((at, character)) = characters.next() {
            if character == quote {
                self.at += at + 1;
                return Kind::Text(owned.map_or(Cow::Borrowed(&rest[1..at]), Cow::Owned));
            }
            let next = if character == '\\' {
                owned.get_or_insert_with(|| rest[1..at].to_owned());
                match characters.next() {
                    Some((_, 'n')) => '\n',
                    Some((_, 't')) => '\t',
                    Some((_, '\n')) => continue,
                    Some((_, other)) => other,
                    None => break,
                }
            } else {
                character
            };
            if let Some(owned) = &mut owned {
                owned.push(next);
            }
        }
        self.at = self.text.len();
        Kind::Text(owned.map_or(Cow::Borrowed(&rest[1..]), Cow::Owned))
    }

    /// `<<~END … END`; `<<` alone is a sign.
    fn here_document(&mut self) -> Kind<'a> {
        let rest = &self.text[self.at..];
        let label = rest[2..].trim_start_matches(['~', '-']).trim_start_matches(['"', '\'']);
        let end = label.find(|c: char| !is_word(c)).unwrap_or(label.len());
        let label = &label[..end];
        let body = rest.find('\n').map_or(rest.len(), |end| end + 1);
        let mut at = body;
        if label.starts_with(|c: char| c.is_ascii_uppercase()) && self.n_here_left > 0 {
            for line in rest[body..].split_inclusive('\n') {
                if line.trim() == label {
                    let text = &rest[body..at];
                    self.at += at + line.trim_end().len();
                    return Kind::Text(text.into());
                }
                at += line.len();
            }
            self.n_here_left -= 1;
        }
        self.at += 2;
        Kind::Sign('<')
    }

    /// `%q{…}`, `%w[…]` and their like; `%` alone is a sign.
    fn percent(&mut self) -> Kind<'a> {
        let rest = &self.text[self.at..];
        let mut characters = rest.chars().skip(1);
        let letter = characters.next().unwrap_or(' ');
        let open = if "qQwWiI".contains(letter) { characters.next() } else { None };
        let close = match open {
            Some('{') => '}',
            Some('[') => ']',
            Some('(') => ')',
            Some('<') => '>',
            Some(same @ ('|' | '!' | '/')) => same,
            _ => {
                self.at += 1;
                return Kind::Sign('%');
            }
        };
        let inner = &rest[3..];
        let end = inner.find(close).unwrap_or(inner.len());
        self.at = (self.at + 3 + end + 1).min(self.text.len());
        let inner = &inner[..end];
        if "qQ".contains(letter) {
            Kind::Text(inner.into())
        } else {
            Kind::Texts(inner.split_whitespace().collect())
        }
    }

    fn skip_space(&mut self) {
        loop {
            let rest = &self.text[self.at..];
            let space = rest.find(|c: char| c == '\n' || !c.is_whitespace()).unwrap_or(rest.len());
            self.at += space;
            let rest = &self.text[self.at..];
            let skipped = if rest.starts_with("\\\n") {
                2
            } else if self.syntax == Syntax::Jvm && rest.starts_with("/*") {
                rest.find("*/").map_or(rest.len(), |end| end + 2)
            } else if self.syntax == Syntax::Lua && rest.starts_with("--[[") {
                rest.find("]]").map_or(rest.len(), |end| end + 2)
            } else if rest.starts_with(self.comment()) {
                rest.find('\n').unwrap_or(rest.len())
            } else {
                return;
            };
            self.at += skipped;
        }
    }

    fn comment(&self) -> &'static str {
        match self.syntax {
            Syntax::Lua => "--",
            Syntax::Jvm => "//",
            _ => "#",
        }
    }
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(syntax: Syntax, text: &str, name: &str, expect: Option<&[&str]>) {
        let found = assigned(&tokens(text, syntax, 10_000), name);
        let texts = found.map(|literal| {
            literal.texts.iter().map(|(text, _)| text.to_string()).collect::<Vec<_>>()
        });
        let expect = expect.map(|texts| texts.iter().map(|&t| t.to_owned()).collect());
        assert_eq!(texts, expect, "{text}");
    }

    #[test]
    fn literals_are_read_and_nothing_else() {
        check(Syntax::Python, "f(license='MIT')", "license", Some(&["MIT"]));
        check(Syntax::Python, "L = u'M' \"IT\"\nf(license=L)", "license", Some(&["MIT"]));
        check(Syntax::Python, "# license='X'\nf(license=g('y'))", "license", None);
        check(Syntax::Python, "license='a' + b", "license", None);
        check(Syntax::Python, "license=f'a{b}'", "license", None);
        check(Syntax::Python, "license == 'a'", "license", None);
        check(Syntax::Python, "license = \"\"\"a\nb\"\"\"", "license", Some(&["a\nb"]));
        check(Syntax::Ruby, "s.license = %q{MIT}.freeze", "license", Some(&["MIT"]));
        check(Syntax::Ruby, "s.licenses = %w[MIT Ruby]", "licenses", Some(&["MIT", "Ruby"]));
        check(Syntax::Ruby, "s.licenses = ['MIT'.freeze]", "licenses", Some(&["MIT"]));
        let document = "s.d = <<-EOF\ndon't\nEOF\ns.license = 'MIT'";
        check(Syntax::Ruby, document, "license", Some(&["MIT"]));
        check(Syntax::Lua, "license = [[MIT]] -- x", "license", Some(&["MIT"]));
    }

    /// Each of these once cost the square of its length: the label of a here-document without end.
    #[test]
    fn hostile_programs_end() {
        let here = tokens(&"<<~A\n".repeat(20_000), Syntax::Ruby, 1_000_000).len();
        assert_eq!(here, 4 * 20_000);
        for text in ["'", "\"\\", "%q", "%w[", "[[", "--[[", "((((", "a='", "\"\"\"", "é'\\"] {
            for syntax in [Syntax::Python, Syntax::Ruby, Syntax::Lua, Syntax::Opam] {
                assigned(&tokens(text, syntax, 100), "a");
            }
        }
    }
}
