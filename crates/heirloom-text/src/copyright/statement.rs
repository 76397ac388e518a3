// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Copyright statements: from a mark to a statement with years and holder, or to nothing.

use heirloom_model::{Holder, YearRange};

use super::{
    grammar::{self, Body, Mode, Role, Tokens},
    holder, lexer,
    token::{Kind, Token},
    years,
};

/// How far before a mark on its line a name is looked for.
const MAX_BEFORE: usize = 160;

/// A statement with its place.
#[derive(Debug)]
pub(super) struct Statement {
    /// The statement as shown.
    pub(super) text: String,
    /// Who holds the copyright.
    pub(super) holder: Option<Holder>,
    /// The years.
    pub(super) years: Vec<YearRange>,
    /// The first byte.
    pub(super) start: usize,
    /// The byte behind the last.
    pub(super) end: usize,
}

/// What came of a place where something may start.
#[derive(Debug)]
pub(super) struct Reading<T> {
    /// What was found.
    pub(super) found: Option<T>,
    /// Marks of the same sort before this place lead to nothing more.
    pub(super) resume: usize,
}

/// Reads a statement whose mark starts at `start`; nothing before `floor` belongs to it.
pub(super) fn read<'a>(
    text: &'a str,
    start: usize,
    floor: usize,
    buffer: &mut Vec<Token<'a>>,
) -> Reading<Statement> {
    let mut tokens = Tokens::new(text, start, buffer);
    let found = find(text, start, floor, &mut tokens);
    let resume = match &found {
        Some(statement) => statement.end,
        None => {
            let marks = tokens.read().iter().rev();
            let last = marks.take_while(|token| token.start > start);
            let mut last = last.filter(|token| matches!(token.kind, Kind::Mark | Kind::Sign));
            last.next().map_or(start, |token| token.start)
        }
    };
    Reading { found, resume }
}

fn find(text: &str, start: usize, floor: usize, tokens: &mut Tokens<'_, '_>) -> Option<Statement> {
    let mut marks = Marks::read(tokens)?;
    let line = &text.as_bytes()[line_start(text, start, floor)..start];
    marks.starts_line = line.iter().all(|byte| !byte.is_ascii_alphanumeric());
    let body = grammar::body(tokens, marks.n_tokens, Mode::Copyright);
    let is_lone_sign = marks.n_words == 0 && marks.n_signs == 1 && !body.is_dated;
    if !is_plausible(tokens, &marks, &body) || (is_lone_sign && is_list_item(text, start)) {
        return None;
    }
    let before = Before::read(text, start, floor, &marks, &body);
    Some(build(tokens, &marks, &body, before))
}

/// Whether `(c)` is the third item of a list.
fn is_list_item(text: &str, start: usize) -> bool {
    let low =
        (start.saturating_sub(2000)..=start).find(|&at| text.is_char_boundary(at)).unwrap_or(start);
    let before = &text.as_bytes()[low..start];
    memchr::memmem::find(before, b"(b)").is_some() || memchr::memmem::find(before, b"(B)").is_some()
}

/// The marks at the start of a statement.
struct Marks {
    n_tokens: usize,
    n_words: usize,
    n_signs: usize,
    /// The word is written in small letters, as in prose.
    is_lower: bool,
    /// `SPDX-FileCopyrightText`, `@copyright`, `Copyright:`: a field that holds nothing else.
    is_field: bool,
    /// `SPDX-FileCopyrightText`, `@copyright`.
    is_tag: bool,
    /// No word stands before it on its line.
    starts_line: bool,
    /// A comma stands behind the word.
    has_comma: bool,
    /// "the holder is …".
    is_holder: bool,
    /// "copyright is held by …".
    is_held: bool,
}

impl Marks {
    fn read(tokens: &mut Tokens<'_, '_>) -> Option<Marks> {
        let mut marks = Marks {
            n_tokens: 0,
            n_words: 0,
            n_signs: 0,
            is_lower: false,
            is_field: false,
            is_tag: false,
            starts_line: false,
            has_comma: false,
            is_holder: false,
            is_held: false,
        };
        loop {
            let index = marks.n_tokens;
            match tokens.kind(index) {
                Kind::Mark => {
                    let token = tokens.get(index)?;
                    let lower = &token.lower;
                    marks.is_tag |= lower.starts_with("spdx") || token.text.starts_with('@');
                    marks.is_field |= token.colon;
                    marks.has_comma |= token.comma;
                    if marks.n_words == 0 {
                        marks.is_lower = token.is_lower();
                    }
                    let ended = token.stop;
                    marks.n_words += 1;
                    if ended {
                        return None;
                    }
                }
                Kind::Sign => marks.n_signs += 1,
                Kind::Caps if marks.n_words > 0 && tokens.get(index)?.text == "A9" => {
                    marks.n_signs += 1
                }
                Kind::Holder if index == 0 => {
                    // "the holder is Tim Hudson (…)".
                    if tokens.get(1)?.text != "is" {
                        return None;
                    }
                    marks.n_tokens += 1;
                    marks.is_holder = true;
                }
                Kind::Word | Kind::Initial
                    if marks.n_words > 0
                        && tokens.kind(index + 1) == Kind::Year
                        && tokens.get(index)?.core().eq_ignore_ascii_case("c") =>
                {
                    marks.n_signs += 1;
                }
                Kind::And if marks.n_words > 0 && tokens.kind(index + 1) == Kind::Mark => {}
                // "Copyright is held by NAME".
                Kind::Stop | Kind::Word
                    if marks.n_words == 1 && held_by(tokens, index).is_some() =>
                {
                    marks.n_tokens += held_by(tokens, index).unwrap_or(1);
                    marks.is_held = true;
                    break;
                }
                // "Copyright notice (1999) NAME".
                Kind::Stop
                    if marks.n_words > 0
                        && tokens.lower(index) == "notice"
                        && tokens.kind(index + 1) == Kind::Year => {}
                Kind::Newline if matches!(tokens.kind(index + 1), Kind::Sign) => {}
                Kind::Dash | Kind::Comma
                    if matches!(tokens.kind(index + 1), Kind::Sign | Kind::Mark) => {}
                Kind::Blank if matches!(tokens.kind(index + 1), Kind::Sign) => {}
                _ => break,
            }
            marks.n_tokens += 1;
            if marks.n_tokens > 8 {
                break;
            }
        }
        (marks.n_words + marks.n_signs > 0 || marks.is_holder).then_some(marks)
    }
}

/// The number of tokens of "is held by", "owned by" and their like at `index`.
fn held_by(tokens: &mut Tokens<'_, '_>, index: usize) -> Option<usize> {
    let verb = usize::from(tokens.lower(index) == "is");
    let is_held = matches!(tokens.lower(index + verb), "held" | "owned" | "retained");
    (is_held && tokens.kind(index + verb + 1) == Kind::By && tokens.is_name(index + verb + 2))
        .then_some(verb + 2)
}

/// What stands on the line before the mark and belongs to it.
#[derive(Default)]
struct Before {
    text: String,
    name: String,
    start: Option<usize>,
}

impl Before {
    fn read(text: &str, start: usize, floor: usize, marks: &Marks, body: &Body) -> Before {
        let from = line_start(text, start, floor);
        let is_glued = text[from..start].ends_with(char::is_alphanumeric);
        let is_needed = (body.is_dated && body.n_names == 0 && !body.has_address)
            || (!body.is_dated && marks.n_words > 0)
            || has_portions(&text.as_bytes()[from..start]);
        if !is_needed || is_glued {
            return Before::default();
        }
        let mut lexer = lexer::Lexer::new(text, from, start);
        lexer.skip_line_dress();
        let tokens: Vec<Token<'_>> = lexer.collect();
        if let Some(last) = tokens.last()
            && last.kind == Kind::Portions
        {
            return Before {
                text: last.text.to_string(),
                name: String::new(),
                start: Some(last.start),
            };
        }
        if let Some(first) = tokens.iter().rposition(|token| token.kind == Kind::Portions)
            && tokens.last().is_some_and(|token| matches!(&*token.text, "are" | "is"))
            && tokens[first..].iter().all(|token| !token.stop)
            && tokens[first..].iter().any(|token| token.kind == Kind::Made)
            && tokens[first..].iter().any(|token| token.kind == Kind::Agent)
        {
            let text = join(tokens[first..].iter());
            return Before { text, name: String::new(), start: Some(tokens[first].start) };
        }
        if let Some(last) = tokens.last()
            && last.kind == Kind::Year
            && !body.is_dated
            && marks.n_words > 0
        {
            return Before {
                text: last.text.to_string(),
                name: String::new(),
                start: Some(last.start),
            };
        }
        if body.n_names > 0 || body.has_address || !body.is_dated {
            return Before::default();
        }
        let rights = tokens.iter().rposition(|token| !is_rights(token)).map_or(0, |at| at + 1);
        let tokens = &tokens[..rights];
        let first = tokens
            .iter()
            .rposition(|token| {
                !(token.is_name()
                    || matches!(
                        token.kind,
                        Kind::Particle
                            | Kind::And
                            | Kind::Of
                            | Kind::The
                            | Kind::Email
                            | Kind::Url
                            | Kind::Comma
                    ))
                    || token.colon
                    || token.stop
            })
            .map_or(0, |at| at + 1);
        let run = trim_joints(&tokens[first..]);
        let names: Vec<&Token<'_>> =
            run.iter().filter(|t| !matches!(t.kind, Kind::Email | Kind::Url)).collect();
        if !run.iter().any(Token::is_name) {
            return Before::default();
        }
        Before {
            text: join(run.iter()),
            name: join(names.into_iter()),
            start: run.first().map(|token| token.start),
        }
    }
}

fn is_rights(token: &Token<'_>) -> bool {
    matches!(token.lower.as_ref(), "all" | "rights" | "reserved")
}

fn has_portions(line: &[u8]) -> bool {
    ["ortion", "ORTION", "arts ", "art "]
        .iter()
        .any(|part| memchr::memmem::find(line, part.as_bytes()).is_some())
}

fn trim_joints<'t, 'a>(tokens: &'t [Token<'a>]) -> &'t [Token<'a>] {
    let joins = |token: &Token<'_>| matches!(token.kind, Kind::And | Kind::Of | Kind::Comma);
    let from = tokens.iter().position(|token| !joins(token)).unwrap_or(tokens.len());
    &tokens[from..]
}

/// The start of the line, not before `floor` and not far away.
pub(super) fn line_start(text: &str, at: usize, floor: usize) -> usize {
    let low = (at.saturating_sub(MAX_BEFORE).max(floor)..=at)
        .find(|&place| text.is_char_boundary(place))
        .unwrap_or(at);
    memchr::memrchr2(b'\n', b'\r', &text.as_bytes()[low..at])
        .map_or(low, |newline| low + newline + 1)
}

fn is_plausible(tokens: &Tokens<'_, '_>, marks: &Marks, body: &Body) -> bool {
    if body.is_template && body.n_names < 3 && !body.has_org {
        return false;
    }
    if marks.is_held {
        return body.n_names > 1 || body.has_address;
    }
    if marks.is_holder {
        return body.has_address && body.n_names > 1;
    }
    if !body.is_dated && !body.has_by && names_license(tokens, marks, body) {
        return false;
    }
    let n_marks = marks.n_words + marks.n_signs;
    if body.is_dated {
        return marks.n_words > 0 || body.n_names > 0 || body.has_address || n_marks > 0;
    }
    if body.n_names == 0 {
        return body.has_address
            && (n_marks > 1 || marks.is_field || starts_with_address(tokens, marks));
    }
    if marks.n_words == 0 && body.n_names > 0 {
        return sign_holds_name(tokens, marks, body);
    }
    if marks.is_tag || (n_marks > 1 && marks.n_signs > 0) {
        return true;
    }
    let names = tokens.read()[marks.n_tokens..body.end].iter().filter(|token| token.is_name());
    let n_good =
        names.filter(|token| token.kind == Kind::Initial || is_good_name(token.core())).count();
    if n_good == 0 && !body.has_org && !body.has_address && !body.has_by && body.n_names > 1 {
        return false;
    }
    if marks.has_comma && marks.n_signs == 0 {
        return body.has_org && body.n_proper > 0;
    }
    let first = tokens.read()[marks.n_tokens..].iter().find(|token| token.is_name());
    let is_shouted = tokens.read()[0].text.chars().all(|c| !c.is_lowercase());
    if is_shouted
        && !body.has_org
        && !marks.is_field
        && first.is_some_and(|token| token.kind == Kind::Caps)
    {
        return false;
    }
    if marks.is_field && !marks.is_lower {
        // A license whose every line starts with the mark.
        let goes_on = tokens.read().get(body.end).is_some_and(|token| !token.is_line_end());
        let all_caps = names_are_caps(tokens, marks, body);
        return !(all_caps && goes_on && !body.has_org);
    }
    let has_agent = || {
        let mut words = tokens.read()[marks.n_tokens..body.end].iter();
        words.any(|token| token.kind == Kind::Agent)
    };
    // "Copyright adanimble All rights reserved".
    if body.n_names == 1 && !marks.is_lower && marks.starts_line && tokens.read_rights(body.end) > 0
    {
        return true;
    }
    let has_site = !marks.is_lower && marks.starts_line && body.has_address && n_good > 0;
    has_site
        || (body.has_org && (body.n_proper > 0 || (!marks.is_lower && has_agent())))
        || (body.n_names >= 2 && n_good > 0)
        || body.has_by
        || is_of(tokens, marks, body)
        || is_acronym(tokens, marks, body)
}

/// `Copyright EAVISE` alone on its line.
fn is_acronym(tokens: &Tokens<'_, '_>, marks: &Marks, body: &Body) -> bool {
    let read = tokens.read();
    let is_title = read[0].text.starts_with('C') && !marks.is_lower;
    let alone = read.get(body.end).is_none_or(|token| token.is_line_end());
    let name = &read[marks.n_tokens..body.end];
    is_title && alone && name.len() == 1 && name[0].kind == Kind::Caps && name[0].text.len() > 2
}

fn names_are_caps(tokens: &Tokens<'_, '_>, marks: &Marks, body: &Body) -> bool {
    let name = &tokens.read()[marks.n_tokens..body.end];
    name.iter().all(|token| token.text.chars().all(|c| !c.is_lowercase()))
}

/// `copyright of CERN`.
fn is_of(tokens: &Tokens<'_, '_>, marks: &Marks, body: &Body) -> bool {
    let tail = &tokens.read()[marks.n_tokens..body.end];
    tail.len() == 2 && tail[0].kind == Kind::Of && tail[1].kind == Kind::Caps
}

/// Whether the names are those of licenses, as in the `Copyright: GPL` of old package files.
fn names_license(tokens: &Tokens<'_, '_>, marks: &Marks, body: &Body) -> bool {
    const LICENSES: &[&str] = &[
        "agpl",
        "na",
        "n/a",
        "none",
        "pd",
        "unknown",
        "general",
        "apache",
        "artistic",
        "bsd",
        "gfdl",
        "gnu",
        "gpl",
        "gplv2",
        "gplv3",
        "isc",
        "lgpl",
        "lgplv2",
        "mit",
        "mpl",
        "public",
        "domain",
        "freeware",
        "distributable",
        "perl",
        "zlib",
        "bsd-like",
        "style",
        "x11",
    ];
    let tail = &tokens.read()[marks.n_tokens..body.end];
    let mut names =
        tail.iter().filter(|token| token.is_name() || token.kind == Kind::Stop).peekable();
    names.peek().is_some() && names.all(|token| LICENSES.contains(&&*token.lower))
}

/// `(c) https://…`.
fn starts_with_address(tokens: &Tokens<'_, '_>, marks: &Marks) -> bool {
    marks.n_signs > 0
        && marks.starts_line
        && tokens.read().get(marks.n_tokens).is_some_and(|token| token.kind == Kind::Url)
}

/// Whether what follows a lone sign without a year is a name and not code.
fn sign_holds_name(tokens: &Tokens<'_, '_>, marks: &Marks, body: &Body) -> bool {
    let words = &tokens.read()[marks.n_tokens..body.end];
    if words.first().is_some_and(|token| token.is_opened) {
        return false;
    }
    if words.first().is_some_and(|token| token.is_lower() && token.kind != Kind::By) {
        return false;
    }
    let n_good = words.iter().filter(|token| token.is_name() && is_good_name(token.core())).count();
    let all_plain =
        words.iter().all(|token| !token.is_name() || token.core().chars().all(char::is_alphabetic));
    let has_agent = words.iter().any(|token| token.kind == Kind::Agent);
    let behind = tokens.read().get(body.end);
    let goes_on = behind.is_some_and(|token| {
        matches!(token.kind, Kind::Word | Kind::Stop)
            && !words.last().is_some_and(|last| last.stop || last.comma)
            && tokens.read_rights(body.end) == 0
    });
    if goes_on && !body.has_address && !body.has_by && !body.has_org {
        return false;
    }
    let is_signed = body.has_by && (n_good > 0 || body.has_mail);
    is_signed
        || n_good >= 2
        || (n_good >= 1 && (body.has_org || (all_plain && body.n_names > 1)))
        || has_agent
}

/// A capital and small letters behind it, as words of names are written.
fn is_good_name(word: &str) -> bool {
    let mut chars = word.chars();
    chars.next().is_some_and(|c| c.is_uppercase() || !c.is_ascii())
        && word.chars().count() > 2
        && chars.all(|c| c.is_lowercase() || !c.is_ascii() || matches!(c, '-' | '\'' | '.'))
}

fn build(tokens: &Tokens<'_, '_>, marks: &Marks, body: &Body, before: Before) -> Statement {
    let read = tokens.read();
    let doubled = read[..marks.n_tokens]
        .windows(2)
        .take_while(|two| two[0].kind == Kind::Mark && two[1].kind == Kind::Mark);
    // "Copyright or Copr. NAME" says the same twice.
    let either = read[..marks.n_tokens].iter().rposition(|token| token.kind == Kind::And);
    let head = &read[doubled.count().max(either.map_or(0, |at| at + 1))..marks.n_tokens];
    let tail: Vec<(&Token<'_>, Role)> =
        read[marks.n_tokens..body.end].iter().zip(body.roles.iter().copied()).collect();
    let shown = head
        .iter()
        .chain(tail.iter().filter(|(_, role)| *role != Role::Hidden).map(|(token, _)| *token));
    let mut text = join(shown);
    if !before.text.is_empty() {
        text = format!("{} {text}", before.text);
    }
    let mut name = holder::name(&tail, false);
    if name.is_empty() {
        name = holder::clean(&before.name);
    }
    if name.is_empty() {
        name = holder::name(&tail, true);
    }
    let end =
        read[..body.end].iter().rev().find(|t| !t.is_line_end()).map_or(read[0].end, |t| t.end);
    Statement {
        text: holder::clean_statement(&text),
        holder: (!name.is_empty()).then(|| holder::holder(&name)),
        years: years::read(
            tail.iter()
                .filter(|(_, role)| matches!(role, Role::Year | Role::Filler))
                .map(|(t, _)| t.text.as_ref()),
        ),
        start: before.start.unwrap_or(read[0].start),
        end,
    }
}

/// The words in a row, with a space where there was one.
pub(super) fn join<'t, 'a: 't>(tokens: impl Iterator<Item = &'t Token<'a>>) -> String {
    let mut text = String::new();
    for token in tokens.filter(|token| !token.is_line_end()) {
        if !text.is_empty() && !token.glued && token.kind != Kind::Comma {
            text.push(' ');
        }
        text.push_str(&token.text);
    }
    text
}
