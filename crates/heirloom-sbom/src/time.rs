// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Times as SPDX wants them: in UTC, with whole seconds.

/// What stands where a form asks for a time and none is known.
pub(crate) const UNKNOWN: &str = "1970-01-01T00:00:00Z";

/// A time of RFC 3339, with any offset and part of a second, in UTC with whole seconds; `None` for
/// what is no time.
pub(crate) fn utc(text: &str) -> Option<String> {
    let (date, time) = text.split_once(['T', 't', ' '])?;
    let mut date = date.splitn(3, '-').map(str::parse::<i64>);
    let (year, month, day) = (date.next()?.ok()?, date.next()?.ok()?, date.next()?.ok()?);
    let clock = time.get(..8)?;
    let mut parts = clock.splitn(3, ':').map(str::parse::<i64>);
    let (hours, minutes, seconds) = (parts.next()?.ok()?, parts.next()?.ok()?, parts.next()?.ok()?);
    let rest = time[8..].trim_start_matches(|c: char| c == '.' || c.is_ascii_digit());
    let offset = match rest {
        "" | "Z" | "z" => 0,
        rest => {
            let sign = if rest.starts_with('-') { -1 } else { 1 };
            let (hours, minutes) = rest.get(1..)?.split_once(':')?;
            sign * (hours.parse::<i64>().ok()? * 60 + minutes.parse::<i64>().ok()?)
        }
    };
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) || !(0..10_000).contains(&year) {
        return None;
    }
    let at = days(year, month, day) * 86_400 + hours * 3_600 + minutes * 60 + seconds - offset * 60;
    let (year, month, day) = date_of(at.div_euclid(86_400));
    let of_day = at.rem_euclid(86_400);
    let (hours, minutes, seconds) = (of_day / 3_600, of_day / 60 % 60, of_day % 60);
    (0..10_000)
        .contains(&year)
        .then(|| format!("{year:04}-{month:02}-{day:02}T{hours:02}:{minutes:02}:{seconds:02}Z"))
}

/// Days since the first of 1970 in the proleptic Gregorian calendar; years start in March, so that
/// the odd day of leap years is their last.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// The inverse of [`days`].
fn date_of(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (year + era * 400 + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_told_in_utc_with_whole_seconds() {
        assert_eq!(utc("2026-02-28T23:30:00-01:00").as_deref(), Some("2026-03-01T00:30:00Z"));
        assert_eq!(
            utc("2024-02-29T12:00:00.123456+02:00").as_deref(),
            Some("2024-02-29T10:00:00Z")
        );
        assert_eq!(utc("1969-12-31T23:59:59Z").as_deref(), Some("1969-12-31T23:59:59Z"));
        assert_eq!(utc("2000-01-01T00:30:00+01:00").as_deref(), Some("1999-12-31T23:30:00Z"));
        for wrong in ["", "2026", "2026-13-01T00:00:00Z", "2026-01-01Tnoon", "x-y-zTa:b:c"] {
            assert_eq!(utc(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn days_and_dates_are_inverse() {
        for day in (-800_000..800_000).step_by(97) {
            let (year, month, of_month) = date_of(day);
            assert_eq!(days(year, month, of_month), day);
        }
    }
}
