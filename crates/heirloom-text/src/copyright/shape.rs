// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What a run of characters is by its form: sign, entity, tag, address, name, initials.

use std::borrow::Cow;

use super::{
    escapes::{entity, escaped_letter},
    token::{Kind, core_of},
    words, years,
};

/// The longest word; what is longer is cut in words of this length.
const MAX_WORD: usize = 1000;
/// The longest word of a name.
const MAX_NAME: usize = 120;
/// The longest content of `<…>` that is taken for an address.
const MAX_ADDRESS: usize = 120;

/// The length of a copyright sign in brackets, with white space inside, at the start of `rest`.
pub(super) fn sign_in_brackets(rest: &str) -> Option<usize> {
    let inner = rest.strip_prefix('(')?.trim_start_matches(' ');
    let signs = ["c", "C", "©", "&copy;", "&#169;", "&copy"];
    let sign = signs.iter().find(|sign| inner.starts_with(**sign))?;
    let behind = inner[sign.len()..].trim_start_matches(' ').strip_prefix(')')?;
    Some(rest.len() - behind.len())
}

/// Whether a bracket and a quote open a short name, `(\"Nimble\")`, at the start of `rest`.
pub(super) fn opens_quote(rest: &str) -> bool {
    if !matches!(rest.as_bytes().get(1), Some(b'&' | b'\\')) {
        return false;
    }
    let quotes = ["\\\"", "&quot;", "&#34;", "&ldquo;", "\\u0026quot;", "\\u0026#34;"];
    rest.strip_prefix('(').is_some_and(|inner| quotes.iter().any(|quote| inner.starts_with(quote)))
}

/// Whether the text behind an escaped line feed looks like the start of a line.
pub(super) fn starts_line(rest: &str) -> bool {
    !rest.starts_with(|c: char| c.is_ascii_lowercase())
}

/// Whether nothing but white space follows on the line.
pub(super) fn ends_line(rest: &str) -> bool {
    rest.trim_start_matches([' ', '\t']).starts_with(['\n', '\r'])
}

/// An address between angle brackets whose first is already passed: its kind and its length
/// without `close`.
pub(super) fn bracketed(inner: &str, close: &str) -> Option<(Kind, usize)> {
    let window = prefix(inner, MAX_ADDRESS);
    let length = window.find(close)?;
    let content = window[..length].trim();
    if content.contains(['<', '\n', '=', '"']) {
        return None;
    }
    let lower = content.to_ascii_lowercase();
    if is_web(&lower) || is_domain(&lower) {
        return Some((Kind::Url, length));
    }
    // `twitter: @ada` is a handle.
    let has_handle = content.starts_with('@') || content.contains(" @");
    let mail = content.contains('@') && !has_handle || is_spelled_mail(&lower);
    mail.then_some((Kind::Email, length))
}

/// `ada at nimble dot example`: an address written so that no program finds it.
fn is_spelled_mail(lower: &str) -> bool {
    let spelled = [" at ", "[at]", "(at)", "_at_", "-at-", " @ "];
    let Some((user, domain)) = spelled.iter().find_map(|at| lower.split_once(at)) else {
        return false;
    };
    let has_dot = ["dot", ".", "·"].iter().any(|dot| domain.contains(dot));
    has_dot && user.split_whitespace().count() <= 3 && domain.split_whitespace().count() <= 6
}

/// A tag of a markup language.
pub(super) struct Tag {
    pub(super) length: usize,
    /// A form's gap such as `<name of author>`.
    pub(super) is_blank: bool,
    /// Where in the tag a mail or web address stands.
    pub(super) address: Option<(Kind, std::ops::Range<usize>)>,
    /// A tag inside words, `<s>`.
    pub(super) is_seamless: bool,
    /// A tag that starts a new line when shown.
    pub(super) is_block: bool,
}

/// The tag at the start of `rest`, which starts with `<`.
pub(super) fn tag(rest: &str, max: usize) -> Option<Tag> {
    let window = prefix(&rest[1..], max);
    if !window.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?')) {
        return None;
    }
    if window.starts_with("!--") {
        let length = 4;
        return Some(Tag {
            length,
            is_blank: false,
            address: None,
            is_seamless: false,
            is_block: false,
        });
    }
    let length = window.find(['>', '<']).filter(|&at| window.as_bytes()[at] == b'>')?;
    let content = &window[..length];
    if content.contains(' ')
        && content.starts_with(|c: char| c.is_ascii_alphabetic())
        && !content.contains('=')
        && !content.ends_with('/')
        && !is_gap(content)
    {
        return None;
    }
    let name = content.trim_start_matches('/');
    let name_length = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
    let name = name[..name_length].to_ascii_lowercase();
    let behind = rest[length + 2..].chars().next().unwrap_or(' ');
    let blank = !content.contains(['=', '/', '"']) && !behind.is_alphanumeric() && is_gap(content);
    Some(Tag {
        length: length + 2,
        is_blank: blank,
        address: if name == "a" { address_in(content) } else { None },
        is_seamless: name == "s",
        is_block: matches!(
            name.as_str(),
            "br" | "p" | "div" | "li" | "tr" | "td" | "ul" | "h1" | "h2" | "h3" | "h4"
        ),
    })
}

/// The length of a tag inside a word at the start of `rest`.
pub(super) fn seamless_tag(rest: &str) -> Option<usize> {
    let tag = ["<s>", "</s>"].into_iter().find(|tag| rest.starts_with(tag))?;
    rest[tag.len()..].starts_with(char::is_alphanumeric).then_some(tag.len())
}

/// The address that a link points to, in a tag without its first bracket.
fn address_in(content: &str) -> Option<(Kind, std::ops::Range<usize>)> {
    let at = content.find("mailto:")? + "mailto:".len();
    let length = content[at..].find(['"', '\'', '?', ' ', '>']).unwrap_or(content.len() - at);
    (length > 0).then_some((Kind::Email, at + 1..at + 1 + length))
}

/// Whether the words between brackets ask to be replaced.
pub(super) fn is_gap(content: &str) -> bool {
    const GAPS: &[&str] = &[
        "author",
        "authors",
        "company",
        "copyright",
        "date",
        "dates",
        "firstname",
        "fullname",
        "holder",
        "holders",
        "insert",
        "lastname",
        "name",
        "organization",
        "owner",
        "year",
        "years",
        "your",
        "yyyy",
        "yy",
    ];
    content
        .split(|c: char| !c.is_ascii_alphanumeric())
        .any(|word| GAPS.contains(&word.to_ascii_lowercase().as_str()))
}

/// The number of bytes of the word at the start of `rest`.
pub(super) fn word_length(rest: &str) -> usize {
    let bare = rest.trim_start_matches(['(', '\'']);
    let lead = rest.len() - bare.len();
    if is_web(bare) {
        let end =
            prefix(bare, MAX_WORD).find(|c: char| c.is_whitespace() || "<>\"'`{}|\\".contains(c));
        return lead + end.unwrap_or(prefix(bare, MAX_WORD).len());
    }
    if let Some(length) = mark_length(bare) {
        return lead + length;
    }
    let mut previous = ' ';
    for (at, character) in rest.char_indices() {
        if at > MAX_WORD || breaks(rest, at, character, previous) {
            return at;
        }
        previous = character;
    }
    rest.len()
}

/// The length of the word copyright when something other than a letter is glued to it.
fn mark_length(bare: &str) -> Option<usize> {
    let bytes = bare.as_bytes();
    if !matches!(bytes.first(), Some(b'c' | b'C' | b'o' | b'O')) {
        return None;
    }
    let length = ["copyright", "opyright"]
        .iter()
        .find(|word| {
            bytes.len() > word.len() && bytes[..word.len()].eq_ignore_ascii_case(word.as_bytes())
        })?
        .len();
    match bytes[length] {
        b':' if bytes.get(length + 1) == Some(&b':') => None,
        b':' | b',' => Some(length + 1),
        b'0'..=b'9' => bytes
            .get(length..length + 4)
            .filter(|year| year.iter().all(u8::is_ascii_digit))
            .map(|_| length),
        b'(' | b'/' | b'\'' | b')' | b'!' => Some(length),
        b'-' | b'.' if bytes.get(length + 1).is_none_or(|b| !b.is_ascii_alphabetic()) => {
            Some(length)
        }
        _ => None,
    }
}

fn breaks(rest: &str, at: usize, character: char, previous: char) -> bool {
    let behind = &rest[at..];
    match character {
        c if c <= ' ' => true,
        '"' | '*' | '#' | '%' | '|' | '[' | ']' | '{' | '}' | '=' | ';' | '<' | '>' | '`'
        | '\\' | '^' => true,
        '(' => at > 0 && sign_in_brackets(behind).is_some(),
        '&' => at > 0 && (entity(behind).is_some() || escaped_letter(behind).is_some()),
        _ if at == 0 => false,
        '.' if behind.starts_with("..") => {
            let is_digit = |c: char| c.is_ascii_digit();
            !(previous.is_ascii_digit() && behind[2..].starts_with(is_digit))
        }
        '.' => false,
        '/' => behind.starts_with("/*"),
        c if c.is_ascii_digit() && previous == '.' => {
            rest[..at - 1].ends_with(|c: char| c.is_ascii_alphabetic()) && rest[..at].len() > 2
        }
        // `2005Nimble`.
        c if at == 4 && c.is_uppercase() && years::is_year(&rest[..at]) => {
            behind[c.len_utf8()..].starts_with(char::is_lowercase)
        }
        c if previous == ',' => !c.is_ascii_digit() && c != '\'' && c != ')',
        '-' => {
            previous.is_ascii_digit()
                && behind[1..].starts_with(|c: char| c.is_alphabetic())
                && !prefix(&behind[1..], 7).eq_ignore_ascii_case("present")
        }
        '–' | '—' => {
            !(previous.is_ascii_digit()
                && behind[character.len_utf8()..].starts_with(|c: char| c.is_ascii_digit()))
        }
        '©' | '“' | '”' | '„' | '«' | '»' | '，' | '。' | '、' | '：' | '（' | '）'
        | '\u{fffd}' | '®' | '™' => true,
        c if (c as u32) < 0x80 => false,
        c => c.is_whitespace() || c.is_control(),
    }
}

/// The class of a word with its punctuation; `None` when it is punctuation that means nothing.
pub(super) fn classify<'t>(shown: &'t str) -> Option<(Kind, Cow<'t, str>)> {
    let core = core_of(shown);
    if core.is_empty() {
        return punctuation(shown).map(|kind| (kind, Cow::Borrowed("")));
    }
    let lower = lower_case(core);
    Some((class(shown, core, &lower), lower))
}

/// The word in small letters, borrowed when it is so already.
fn lower_case(core: &str) -> Cow<'_, str> {
    if core.bytes().all(|b| b.is_ascii() && !b.is_ascii_uppercase()) {
        Cow::Borrowed(core)
    } else if core.is_ascii() {
        Cow::Owned(core.to_ascii_lowercase())
    } else {
        Cow::Owned(core.to_lowercase())
    }
}

fn class(shown: &str, core: &str, lower: &str) -> Kind {
    if core.len() > MAX_NAME && !is_web(lower) {
        return Kind::Stop;
    }
    if let Some((user, domain)) = core.split_once('@')
        && !user.is_empty()
    {
        return if is_mail_domain(domain) { Kind::Email } else { Kind::Stop };
    }
    if is_web(lower) {
        let is_bare = lower.starts_with("www.") && !shown.starts_with('(');
        return if is_bare { Kind::Name } else { Kind::Url };
    }
    if years::is_year(core) {
        return Kind::Year;
    }
    if core.bytes().all(|b| b.is_ascii_digit() || b"-./:,+".contains(&b)) {
        return Kind::Number;
    }
    word_class(shown, core, lower)
}

fn punctuation(shown: &str) -> Option<Kind> {
    match shown {
        "&" => Some(Kind::And),
        "," | "，" | "、" => Some(Kind::Comma),
        "(" | ")" | "（" | "）" => Some(Kind::Paren),
        "-" | "–" | "—" | "--" | "/" => Some(Kind::Dash),
        _ => None,
    }
}

fn word_class(shown: &str, core: &str, lower: &str) -> Kind {
    if core.chars().count() == 1 && core.chars().all(char::is_uppercase) {
        return if lower == "i" && shown == "I" { Kind::Stop } else { Kind::Initial };
    }
    if matches!(core, "A.S" | "AB" | "SA" | "NV" | "BV") {
        return Kind::Org;
    }
    if let Some(kind) = words::class(lower) {
        return lexical(kind, core, lower);
    }
    if lower.starts_with("copyright") && lower[9..].starts_with(|c: char| "'-.)".contains(c)) {
        return Kind::Stop;
    }
    if let Some(stem) = lower.strip_suffix("'s").or_else(|| lower.strip_suffix("’s"))
        && words::class(stem) == Some(Kind::Org)
    {
        return Kind::Org;
    }
    by_form(core, lower)
}

/// The lexicon's class, corrected by how the word is written.
fn lexical(kind: Kind, core: &str, lower: &str) -> Kind {
    let is_lower = core == lower;
    match kind {
        // "SE", "AG", "SA" are legal forms, "se", "ag", "sa" are words.
        Kind::Org
            if is_lower
                && matches!(
                    lower,
                    "se" | "sa"
                        | "sp"
                        | "lab"
                        | "union"
                        | "trust"
                        | "board"
                        | "center"
                        | "school"
                        | "research"
                        | "network"
                        | "networks"
                        | "software"
                        | "systems"
                        | "services"
                        | "government"
                        | "international"
                        | "engineering"
                        | "computing"
                        | "communications"
                        | "partners"
                        | "tech"
                        | "solutions"
                        | "facility"
                        | "electronics"
                        | "department"
                        | "co"
                        | "initiative"
                        | "committee"
                        | "studio"
                        | "studios"
                        | "agency"
                        | "college"
                        | "office"
                ) =>
        {
            Kind::Word
        }
        Kind::In if !is_lower => Kind::Stop,
        Kind::Others if lower == "al" && !is_lower => Kind::Name,
        Kind::Particle if lower == "bin" && !is_lower => Kind::Name,
        other => other,
    }
}

fn by_form(core: &str, lower: &str) -> Kind {
    let is_plain = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b >= 0x80;
    if !core.bytes().all(is_plain) && is_code(core, lower) {
        return Kind::Stop;
    }
    if is_initials(core) {
        return Kind::Initial;
    }
    if is_domain(lower) {
        return Kind::Name;
    }
    let first = core.chars().next().unwrap_or(' ');
    let has_lower = core.chars().any(char::is_lowercase);
    if first.is_uppercase() {
        return if has_lower { Kind::Name } else { Kind::Caps };
    }
    if first.is_alphabetic() && !first.is_lowercase() {
        return Kind::Name;
    }
    if starts_late(core) {
        return Kind::Name;
    }
    if lower.starts_with("0x") {
        return Kind::Stop;
    }
    if first.is_ascii_digit() && core.chars().any(char::is_uppercase) {
        return Kind::Name;
    }
    Kind::Word
}

/// Whether a word has marks that code has and names have not.
fn is_code(core: &str, lower: &str) -> bool {
    let in_brackets = core.split_once('(').map(|(_, inner)| inner);
    core.contains(['$', '?', ':'])
        || in_brackets.is_some_and(|inner| inner.starts_with(|c: char| c.is_ascii_digit()))
        || (core.contains('_') && core != lower)
        || core.contains("->")
        || core.contains("()")
}

/// `d'Itri`, `eBay`, `nexB`: a capital behind a few small letters.
fn starts_late(core: &str) -> bool {
    let small = core.find(char::is_uppercase).unwrap_or(0);
    (1..=3).contains(&small)
        && core.chars().all(|c| c.is_alphabetic() || c == '\'' || c == '.' || c == '-')
}

/// `J.R`, `D.T`: capitals between full stops.
fn is_initials(core: &str) -> bool {
    core.contains('.')
        && core
            .split('.')
            .all(|part| part.chars().count() == 1 && part.chars().all(char::is_uppercase))
}

/// Whether the word is an address of the web by its start.
pub(super) fn is_web(word: &str) -> bool {
    if !word.starts_with(['h', 'H', 'f', 'F', 'w', 'W']) {
        return false;
    }
    ["http:", "https:", "ftp:", "http//", "https//", "www."].iter().any(|start| {
        word.len() > start.len()
            && word.as_bytes()[..start.len()].eq_ignore_ascii_case(start.as_bytes())
    })
}

/// `example.org`, and what is glued behind it in round brackets.
fn is_mail_domain(domain: &str) -> bool {
    let domain = domain.split(['>', ')', ',', ';']).next().unwrap_or(domain);
    domain.contains('.')
        && domain.rsplit('.').next().is_some_and(is_last_of_domain)
        && domain.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_'))
}

/// Letters, and not such as `ActionGroup` of `iface@Gio.ActionGroup`.
fn is_last_of_domain(last: &str) -> bool {
    let is_mixed = last.len() > 4
        && last.bytes().any(|b| b.is_ascii_uppercase())
        && last.bytes().any(|b| b.is_ascii_lowercase());
    last.len() > 1 && last.bytes().all(|b| b.is_ascii_alphabetic()) && !is_mixed
}

/// `xiph.org`: a name whose last part is a top-level domain.
pub(super) fn is_domain(lower: &str) -> bool {
    match lower.rsplit_once('.') {
        Some((host, last)) => {
            let last = last.trim_end_matches('/');
            host.len() > 1
                && words::is_top_level_domain(last)
                && host
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'.' || b == b'_')
        }
        None => false,
    }
}

/// Whether the full stop at the end of a word ends a sentence.
pub(super) fn ends_sentence(shown: &str, kind: Kind) -> bool {
    let bare = shown.trim_end_matches([')', '\'', ',']);
    if !bare.ends_with('.')
        || shown.ends_with(".,")
        || matches!(kind, Kind::Initial | Kind::Year | Kind::Number | Kind::Mark | Kind::Sign)
    {
        return false;
    }
    let core = core_of(bare);
    let lower = core.to_lowercase();
    let last = core.rsplit('-').next().unwrap_or(core);
    if last.chars().count() <= 2 && last.starts_with(char::is_uppercase) && kind == Kind::Name {
        return false;
    }
    const SHORT: &[&str] = &[
        "a.g", "a.s", "al", "b.v", "co", "corp", "dept", "dr", "e.v", "inc", "jr", "k.k", "l.l.c",
        "l.p", "labs", "llc", "llp", "ltd", "mr", "mrs", "n.v", "prof", "sp", "s.a", "s.a.s",
        "s.p.a", "s.r.l", "s.r.o", "sr", "st", "univ",
    ];
    !SHORT.contains(&lower.as_str()) && !lower.contains('.')
}

/// At most `max` bytes of `text`, cut between characters.
pub(super) fn prefix(text: &str, max: usize) -> &str {
    if text.len() <= max {
        return text;
    }
    let cut = (0..=max).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    &text[..cut]
}
