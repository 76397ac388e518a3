// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Days, as waivers expire and terms end on them. Nothing here asks which day it is.

use std::fmt;

/// A day of the Gregorian calendar, from 0001-01-01 to 9999-12-31.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

/// Why a text is no day.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("read `{0}` as a day: days are written like 2026-12-31")]
pub struct DateError(Box<str>);

impl Date {
    /// The day of a year, month and day of the month, if there is one.
    pub fn new(year: u16, month: u8, day: u8) -> Option<Date> {
        let leap =
            year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
        let days = match month {
            4 | 6 | 9 | 11 => 30,
            2 if leap => 29,
            2 => 28,
            1..=12 => 31,
            _ => return None,
        };
        ((1..=9999).contains(&year) && (1..=days).contains(&day)).then_some(Date {
            year,
            month,
            day,
        })
    }

    /// Reads `YYYY-MM-DD` (RFC 3339, `full-date`).
    ///
    /// # Errors
    /// [`DateError`] for any other form and for days that no calendar has.
    pub fn parse(text: &str) -> Result<Date, DateError> {
        let number = |range: std::ops::Range<usize>| -> Option<u16> {
            let digits = text.get(range)?;
            digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
        };
        let read = || {
            let bytes = text.as_bytes();
            if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
                return None;
            }
            let small = |range| number(range).and_then(|number| u8::try_from(number).ok());
            Date::new(number(0..4)?, small(5..7)?, small(8..10)?)
        };
        read().ok_or_else(|| DateError(text.into()))
    }

    /// The same day so many years later; where that year has no such day, the next one.
    #[must_use]
    pub fn years_later(self, years: u16) -> Date {
        let year = self.year.saturating_add(years).min(9999);
        Date::new(year, self.month, self.day).unwrap_or(Date { year, month: 3, day: 1 })
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anniversaries_of_a_leap_day_fall_on_the_next_day() {
        let later = |text: &str, years| Date::parse(text).unwrap().years_later(years).to_string();
        assert_eq!(later("2023-05-01", 4), "2027-05-01");
        assert_eq!(later("2024-02-29", 2), "2026-03-01");
        assert_eq!(later("2024-02-29", 4), "2028-02-29");
    }

    #[test]
    fn days_that_exist_are_read() {
        for text in ["2024-02-29", "2026-12-31", "0001-01-01", "2000-02-29"] {
            assert_eq!(Date::parse(text).unwrap().to_string(), text);
        }
        for text in [
            "2023-02-29",
            "1900-02-29",
            "2026-13-01",
            "2026-00-10",
            "2026-04-31",
            "0000-01-01",
            "2026-1-1",
            "2026/01/01",
            "+026-01-01",
            "",
            "２０２６-01-01",
            "2026-01-01T00:00",
        ] {
            assert!(Date::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn later_days_are_greater() {
        let day = |text| Date::parse(text).unwrap();
        assert!(day("2025-12-31") < day("2026-01-01"));
        assert!(day("2026-01-31") < day("2026-02-01"));
    }
}
