// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Versions of Debian (Debian Policy 5.6.12).

use std::cmp::Ordering;

use super::numbers::{Number, leading_digits};

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Version<'a> {
    epoch: Number<'a>,
    upstream: Part<'a>,
    revision: Part<'a>,
}

/// Text and numbers in turn.
#[derive(Debug)]
struct Part<'a>(&'a str);

impl<'a> Version<'a> {
    pub(super) fn parse(text: &'a str) -> Option<Version<'a>> {
        let (epoch, rest) = match text.split_once(':') {
            Some((epoch, rest)) => (Number::parse(epoch)?, rest),
            None => (Number::ZERO, text),
        };
        let (upstream, revision) = rest.rsplit_once('-').unwrap_or((rest, ""));
        let is_fine = |byte: u8| {
            byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'+' | b'~' | b'-' | b':')
        };
        let is_version = !upstream.is_empty()
            && upstream.bytes().all(is_fine)
            && revision.bytes().all(|byte| is_fine(byte) && byte != b':');
        is_version.then_some(Version { epoch, upstream: Part(upstream), revision: Part(revision) })
    }
}

impl PartialEq for Part<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Part<'_> {}

impl PartialOrd for Part<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Part<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        let (mut a, mut b) = (self.0, other.0);
        while !a.is_empty() || !b.is_empty() {
            let (words, rests) =
                (leading_word(a).0.bytes(), (leading_word(a).1, leading_word(b).1));
            // The end of the text weighs as nothing: above `~`, below all else.
            let weights =
                |bytes: std::str::Bytes<'_>| bytes.map(weight).chain([0]).collect::<Vec<_>>();
            let order = weights(words).cmp(&weights(leading_word(b).0.bytes()));
            if order != Ordering::Equal {
                return order;
            }
            let ((digits, rest), (other_digits, other_rest)) =
                (leading_digits(rests.0), leading_digits(rests.1));
            let number = |digits| Number::parse(digits).unwrap_or_default();
            let order = number(digits).cmp(&number(other_digits));
            if order != Ordering::Equal {
                return order;
            }
            (a, b) = (rest, other_rest);
        }
        Ordering::Equal
    }
}

fn leading_word(text: &str) -> (&str, &str) {
    text.split_at(text.bytes().take_while(|byte| !byte.is_ascii_digit()).count())
}

/// Letters come before other signs, `~` before everything, even before the end.
fn weight(byte: u8) -> i32 {
    match byte {
        b'~' => -1,
        letter if letter.is_ascii_alphabetic() => i32::from(letter),
        other => i32::from(other) + 256,
    }
}
