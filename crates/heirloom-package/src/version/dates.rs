// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Dates and times (RFC 3339), compared by the instant they name.

use super::numbers::is_digits;

/// Seconds since the first day of year 0, and the digits behind the point.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Instant<'a> {
    seconds: i64,
    fraction: &'a str,
}

impl<'a> Instant<'a> {
    pub(super) fn parse(text: &'a str) -> Option<Instant<'a>> {
        let (date, time) = text.split_once('T')?;
        let mut fields = date.split('-');
        let year = field(fields.next()?, 4, 0, 9999)?;
        let month = field(fields.next()?, 2, 1, 12)?;
        let day = field(fields.next()?, 2, 1, days_of(year, month))?;
        if fields.next().is_some() {
            return None;
        }
        let (time, offset) = zone(time)?;
        let (time, fraction) = time.split_once('.').map_or((time, None), |(a, b)| (a, Some(b)));
        if !fraction.is_none_or(is_digits) {
            return None;
        }
        let mut fields = time.split(':');
        let hour = field(fields.next()?, 2, 0, 23)?;
        let minute = field(fields.next()?, 2, 0, 59)?;
        let second = field(fields.next()?, 2, 0, 60)?;
        if fields.next().is_some() {
            return None;
        }
        let days = days_before(year, month) + day;
        let seconds = ((days * 24 + hour) * 60 + minute - offset) * 60 + second;
        Some(Instant { seconds, fraction: fraction.unwrap_or_default().trim_end_matches('0') })
    }
}

/// The minutes by which the clock at a place is ahead.
fn zone(time: &str) -> Option<(&str, i64)> {
    if let Some(time) = time.strip_suffix('Z') {
        return Some((time, 0));
    }
    let (time, zone) = time.split_at_checked(time.len().checked_sub(6)?)?;
    let sign = match zone.as_bytes()[0] {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let (hours, minutes) = zone[1..].split_once(':')?;
    Some((time, sign * (field(hours, 2, 0, 23)? * 60 + field(minutes, 2, 0, 59)?)))
}

fn field(text: &str, digits: usize, least: i64, most: i64) -> Option<i64> {
    let value = (text.len() == digits && is_digits(text)).then(|| text.parse().ok())??;
    (least..=most).contains(&value).then_some(value)
}

fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn days_of(year: i64, month: i64) -> i64 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

fn days_before(year: i64, month: i64) -> i64 {
    let leaps =
        if year == 0 { 0 } else { (year - 1) / 4 - (year - 1) / 100 + (year - 1) / 400 + 1 };
    year * 365 + leaps + (1..month).map(|month| days_of(year, month)).sum::<i64>()
}
