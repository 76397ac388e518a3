// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Which day it is: the one place that asks.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use heirloom_engine::policy::Date;

/// The time in UTC by RFC 3339, or that of `SOURCE_DATE_EPOCH`.
pub(crate) fn now() -> String {
    let seconds = since_1970().as_secs();
    let (hour, minute, second) = (seconds / 3_600 % 24, seconds / 60 % 60, seconds % 60);
    format!("{}T{hour:02}:{minute:02}:{second:02}Z", day_of(seconds / 86_400))
}

/// The day in UTC, or that of `SOURCE_DATE_EPOCH`, as reproducible builds set it.
pub(crate) fn today() -> Date {
    day_of(since_1970().as_secs() / 86_400)
}

fn since_1970() -> Duration {
    let told = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|text| text.parse().ok());
    told.map(Duration::from_secs)
        .unwrap_or_else(|| SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO))
}

/// The day that many days after 1970-01-01; the last one where there is none.
fn day_of(days: u64) -> Date {
    let mut days = days;
    for year in 1970..=9999_u16 {
        for month in 1..=12 {
            let length = (28..=31).rev().find(|day| Date::new(year, month, *day).is_some());
            let length = u64::from(length.unwrap_or(28));
            if days < length {
                let day = u8::try_from(days + 1).unwrap_or(1);
                return Date::new(year, month, day).expect("a day of the calendar");
            }
            days -= length;
        }
    }
    Date::new(9999, 12, 31).expect("the last day")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_as_the_calendar_does() {
        let cases = [(0, "1970-01-01"), (59, "1970-03-01"), (11_016, "2000-02-29")];
        for (days, expect) in cases {
            assert_eq!(day_of(days).to_string(), expect);
        }
        assert_eq!(day_of(20_784).to_string(), "2026-11-27");
        assert_eq!(day_of(u64::MAX).to_string(), "9999-12-31");
    }
}
