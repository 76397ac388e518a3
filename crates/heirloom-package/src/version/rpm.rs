// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Versions of RPM and of Arch Linux: runs of digits and letters, everything else divides them.

use std::cmp::Ordering;

use super::numbers::{Number, leading_digits, leading_letters};

#[derive(Debug)]
pub(super) struct Version<'a> {
    epoch: Number<'a>,
    version: &'a str,
    release: Option<&'a str>,
    is_alpm: bool,
}

impl<'a> Version<'a> {
    pub(super) fn of_rpm(text: &'a str) -> Option<Version<'a>> {
        Version::parse(text, false)
    }

    pub(super) fn of_alpm(text: &'a str) -> Option<Version<'a>> {
        Version::parse(text, true)
    }

    fn parse(text: &'a str, is_alpm: bool) -> Option<Version<'a>> {
        let (epoch, rest) = match text.split_once(':') {
            Some((epoch, rest)) => (Number::parse(epoch)?, rest),
            None => (Number::ZERO, text),
        };
        let (version, release) = match rest.rsplit_once('-') {
            Some((version, release)) => (version, Some(release)),
            None => (rest, None),
        };
        let is_version = !version.is_empty() && !text.contains(|one: char| one.is_whitespace());
        is_version.then_some(Version { epoch, version, release, is_alpm })
    }
}

impl PartialEq for Version<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Version<'_> {}

impl PartialOrd for Version<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Version<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        let compared = if self.is_alpm { alpm } else { rpm };
        // A release that one of both lacks does not count.
        let releases = || match (self.release, other.release) {
            (Some(a), Some(b)) => compared(a, b),
            _ => Ordering::Equal,
        };
        let versions = || compared(self.version, other.version);
        self.epoch.cmp(&other.epoch).then_with(versions).then_with(releases)
    }
}

/// A run of digits, or of letters.
fn run(text: &str) -> (&str, &str, bool) {
    let is_number = text.starts_with(|one: char| one.is_ascii_digit());
    let (run, rest) = if is_number { leading_digits(text) } else { leading_letters(text) };
    (run, rest, is_number)
}

fn runs(a: &str, b: &str, is_number: bool) -> Ordering {
    match (is_number, Number::parse(a), Number::parse(b)) {
        (true, Some(a), Some(b)) => a.cmp(&b),
        _ => a.cmp(b),
    }
}

fn rpm(mut a: &str, mut b: &str) -> Ordering {
    let divides = |one: char| !one.is_ascii_alphanumeric() && one != '~' && one != '^';
    loop {
        (a, b) = (a.trim_start_matches(divides), b.trim_start_matches(divides));
        // `~` comes before everything, even the end; `^` right after the end.
        match (a.strip_prefix('~'), b.strip_prefix('~')) {
            (Some(rest), Some(other)) => {
                (a, b) = (rest, other);
                continue;
            }
            (Some(_), None) => return Ordering::Less,
            (None, Some(_)) => return Ordering::Greater,
            (None, None) => {}
        }
        match (a.strip_prefix('^'), b.strip_prefix('^')) {
            (Some(rest), Some(other)) => {
                (a, b) = (rest, other);
                continue;
            }
            (Some(_), None) => {
                return if b.is_empty() { Ordering::Greater } else { Ordering::Less };
            }
            (None, Some(_)) => {
                return if a.is_empty() { Ordering::Less } else { Ordering::Greater };
            }
            (None, None) => {}
        }
        if a.is_empty() || b.is_empty() {
            return a.len().cmp(&b.len());
        }
        let ((run_a, rest_a, number_a), (run_b, rest_b, number_b)) = (run(a), run(b));
        // Numbers are newer than words.
        let order = number_a.cmp(&number_b).then_with(|| runs(run_a, run_b, number_a));
        if order != Ordering::Equal {
            return order;
        }
        (a, b) = (rest_a, rest_b);
    }
}

fn alpm(mut a: &str, mut b: &str) -> Ordering {
    let divides = |one: char| !one.is_ascii_alphanumeric();
    loop {
        let (next_a, next_b) = (a.trim_start_matches(divides), b.trim_start_matches(divides));
        if next_a.is_empty() || next_b.is_empty() {
            (a, b) = (next_a, next_b);
            break;
        }
        let dividers = (a.len() - next_a.len()).cmp(&(b.len() - next_b.len()));
        if dividers != Ordering::Equal {
            return dividers;
        }
        let ((run_a, rest_a, number_a), (run_b, rest_b, number_b)) = (run(next_a), run(next_b));
        let order = number_a.cmp(&number_b).then_with(|| runs(run_a, run_b, number_a));
        if order != Ordering::Equal {
            return order;
        }
        (a, b) = (rest_a, rest_b);
        if a.is_empty() || b.is_empty() {
            break;
        }
    }
    let is_word = |text: &str| text.starts_with(|one: char| one.is_ascii_alphabetic());
    match (a.is_empty(), b.is_empty()) {
        (true, true) => Ordering::Equal,
        // What is left of one is newer, unless it is a word: 1.5b comes before 1.5.
        (true, false) if is_word(b) => Ordering::Greater,
        (true, false) => Ordering::Less,
        (false, true) if is_word(a) => Ordering::Less,
        (false, _) => Ordering::Greater,
    }
}
