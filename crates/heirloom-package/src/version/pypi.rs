// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Versions of Python packages (PEP 440). What is none of them is ordered as before PEP 440, below
//! all others.

use std::cmp::Ordering;

use super::numbers::{is_digits, leading_digits, leading_letters};

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Version {
    Legacy(Vec<String>),
    Public(Box<Public>),
}

/// The parts of a public version; digits without leading zeros.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Public {
    epoch: Digits,
    release: Vec<Digits>,
    before: Before,
    post: Option<Digits>,
    dev: Dev,
    local: Option<Vec<Local>>,
}

#[derive(Debug, PartialEq, Eq, Clone, Default)]
struct Digits(String);

/// What leads to a release.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Before {
    /// A development release of the release itself.
    Development,
    Pre(u8, Digits),
    /// Nothing.
    Done,
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Dev {
    Number(Digits),
    Done,
}

/// Numbers come after words.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Local {
    Word(String),
    Number(Digits),
}

impl Version {
    pub(super) fn parse(text: &str) -> Option<Version> {
        let text = text.trim().to_ascii_lowercase();
        if text.is_empty() || text.contains(|one: char| one.is_whitespace() || one.is_control()) {
            return None;
        }
        Some(match public(text.strip_prefix('v').unwrap_or(&text)) {
            Some(version) => Version::Public(Box::new(version)),
            None => Version::Legacy(legacy(&text)),
        })
    }
}

fn public(text: &str) -> Option<Public> {
    let (text, local) = match text.split_once('+') {
        Some((text, local)) => (text, Some(local_parts(local)?)),
        None => (text, None),
    };
    let (epoch, text) = match text.split_once('!') {
        Some((epoch, text)) => (digits(epoch)?, text),
        None => (Digits::default(), text),
    };
    let mut rest = text;
    let mut release = Vec::new();
    loop {
        let (number, behind) = leading_digits(rest);
        release.push(digits(number)?);
        rest = behind;
        match behind
            .strip_prefix('.')
            .filter(|next| next.starts_with(|one: char| one.is_ascii_digit()))
        {
            Some(next) => rest = next,
            None => break,
        }
    }
    while release.last().is_some_and(|last| last.0.is_empty()) {
        release.pop();
    }
    let pre = named(&mut rest, &["alpha", "a", "beta", "b", "preview", "pre", "c", "rc"]);
    let post =
        match rest.strip_prefix('-').map(leading_digits).filter(|(number, _)| is_digits(number)) {
            Some((number, behind)) => {
                rest = behind;
                digits(number)
            }
            None => named(&mut rest, &["post", "rev", "r"]).map(|(_, number)| number),
        };
    let dev = named(&mut rest, &["dev"]).map(|(_, number)| number);
    if !rest.is_empty() {
        return None;
    }
    let before = match (pre, &post, &dev) {
        (Some((word, number)), ..) => Before::Pre(word.as_bytes()[0].max(b'a'), number),
        (None, None, Some(_)) => Before::Development,
        (None, ..) => Before::Done,
    };
    // Candidates go by several names.
    let before = match before {
        Before::Pre(b'c' | b'p' | b'r', number) => Before::Pre(b'c', number),
        other => other,
    };
    let dev = dev.map_or(Dev::Done, Dev::Number);
    Some(Public { epoch, release, before, post, dev, local })
}

/// Takes a word with the number behind it, signs between them allowed.
fn named<'w>(rest: &mut &str, words: &[&'w str]) -> Option<(&'w str, Digits)> {
    let behind = rest.strip_prefix(['-', '_', '.']).unwrap_or(rest);
    let (letters, behind) = leading_letters(behind);
    let word = words.iter().find(|word| **word == letters)?;
    let divided = behind.strip_prefix(['-', '_', '.']).unwrap_or(behind);
    let (number, after) = leading_digits(divided);
    *rest = if number.is_empty() { behind } else { after };
    Some((word, digits(number).unwrap_or_default()))
}

fn digits(text: &str) -> Option<Digits> {
    is_digits(text).then(|| Digits(text.trim_start_matches('0').to_owned()))
}

fn local_parts(text: &str) -> Option<Vec<Local>> {
    let part = |part: &str| match digits(part) {
        Some(number) => Some(Local::Number(number)),
        None if part.is_empty() || !part.bytes().all(|byte| byte.is_ascii_alphanumeric()) => None,
        None => Some(Local::Word(part.to_owned())),
    };
    text.split(['.', '-', '_']).map(part).collect()
}

/// The parts of a version from before PEP 440, as its tools compared them: numbers filled with
/// zeros, words behind a star, and a mark for the end that comes before a patch.
fn legacy(text: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (digits, behind) = leading_digits(rest);
        if !digits.is_empty() {
            parts.push(format!("{:0>8}", digits));
            rest = behind;
            continue;
        }
        let (word, behind) = leading_letters(rest);
        let (part, behind) = match word {
            "" => rest.split_at(rest.chars().next().map_or(0, char::len_utf8)),
            word => (word, behind),
        };
        rest = behind;
        let marked = match part {
            "." => continue,
            "-" => "*final-".to_owned(),
            "pre" | "preview" | "rc" => "*c".to_owned(),
            "dev" => "*@".to_owned(),
            other => format!("*{other}"),
        };
        // What leads to a release comes before a dash and before zeros.
        if marked.as_str() < "*final" {
            while parts.last().is_some_and(|last| last == "*final-") {
                parts.pop();
            }
        }
        while parts.last().is_some_and(|last| last == "00000000") {
            parts.pop();
        }
        parts.push(marked);
    }
    parts.push("*final".to_owned());
    parts
}

impl Ord for Digits {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.len().cmp(&other.0.len()).then_with(|| self.0.cmp(&other.0))
    }
}

impl PartialOrd for Digits {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
