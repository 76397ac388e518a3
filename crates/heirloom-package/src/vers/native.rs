// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Ranges in the words of ecosystems.

use std::cmp::Ordering;

use super::{Comparator, Constraint, Range, RangeError};
use crate::version::{Scheme, VersionError};

/// Reads a range as the ecosystem of a scheme writes it: `^1.2 || >=3`, `~=1.4`, `[1.0,2.0)`.
///
/// # Errors
/// A scheme without such a form, words that are no range, versions that are none.
pub fn from_native(scheme: &str, text: &str) -> Result<Range, RangeError> {
    let order = super::order_of(scheme)?;
    let native = || RangeError::Native(text.into());
    let constraints = match order {
        Scheme::Npm => npm(text),
        Scheme::SemVer => cargo(text),
        Scheme::PyPi => pypi(text),
        Scheme::Gem => gem(text),
        Scheme::NuGet | Scheme::Maven => intervals(order, text),
        Scheme::Conan => conan(text),
        Scheme::Intdot => nginx(text),
        Scheme::OpenSsl => Some(Some(text.split(',').map(|one| vec![equal(one.trim())]).collect())),
        _ => return Err(RangeError::UnknownScheme(scheme.into())),
    };
    match constraints.ok_or_else(native)? {
        Some(alternatives) => match union(order, alternatives)? {
            Some(constraints) => Range::new(scheme, constraints),
            None => Range::all(scheme),
        },
        None => Range::all(scheme),
    }
}

/// Alternatives, each with constraints that hold together; none for every version. `None` for what
/// cannot be read.
type Read = Option<Option<Vec<Vec<Constraint>>>>;

/// What one of them takes, `None` for every version.
type ReadOne = Option<Option<Vec<Constraint>>>;

/// Versions between two bounds; without one, all below or above.
#[derive(Clone)]
struct Interval {
    lower: Option<Constraint>,
    upper: Option<Constraint>,
}

/// The constraints of all alternatives, as intervals that do not overlap; `None` where they take
/// every version together, as `<2 || >=1` does.
fn union(
    order: Scheme,
    alternatives: Vec<Vec<Constraint>>,
) -> Result<Option<Vec<Constraint>>, VersionError> {
    let mut intervals: Vec<Interval> = Vec::new();
    let mut others = Vec::new();
    for alternative in alternatives {
        let mut interval = Interval { lower: None, upper: None };
        for constraint in alternative {
            let (bound, is_tighter): (_, fn(Ordering) -> bool) = match constraint.comparator {
                one if one.is_above() => (&mut interval.lower, Ordering::is_gt),
                one if one.is_below() => (&mut interval.upper, Ordering::is_lt),
                _ => {
                    others.push(constraint);
                    continue;
                }
            };
            let replaces = match bound {
                None => true,
                Some(known) => {
                    let side = order.compare(&constraint.version, &known.version)?;
                    is_tighter(side) || (side.is_eq() && !constraint.comparator.takes_same())
                }
            };
            if replaces {
                *bound = Some(constraint);
            }
        }
        let place = match &interval {
            Interval { lower: None, upper: None } => continue,
            Interval { lower: None, .. } => 0,
            Interval { lower: Some(lower), .. } => {
                let mut place = intervals.len();
                while place > 0 && starts_after(order, &intervals[place - 1], lower)? {
                    place -= 1;
                }
                place
            }
        };
        intervals.insert(place, interval);
    }
    let mut joined: Vec<Interval> = Vec::new();
    for interval in intervals {
        match joined.last_mut() {
            Some(last) if meets(order, last, &interval)? => {
                last.upper = later(order, last.upper.take(), interval.upper)?;
            }
            _ => joined.push(interval),
        }
    }
    let is_everything = joined.iter().any(|one| one.lower.is_none() && one.upper.is_none());
    if is_everything {
        others.retain(|one| one.comparator == Comparator::NotEqual);
        return Ok(Some(others).filter(|others| !others.is_empty()));
    }
    let bounds = joined.into_iter().flat_map(|one| [one.lower, one.upper]).flatten();
    Ok(Some(bounds.chain(others).collect()))
}

fn starts_after(
    order: Scheme,
    interval: &Interval,
    other: &Constraint,
) -> Result<bool, VersionError> {
    match &interval.lower {
        Some(lower) => Ok(order.compare(&lower.version, &other.version)?.is_gt()),
        None => Ok(false),
    }
}

/// Whether nothing lies between the end of one interval and the start of a later one.
fn meets(order: Scheme, one: &Interval, later: &Interval) -> Result<bool, VersionError> {
    let (Some(upper), Some(lower)) = (&one.upper, &later.lower) else { return Ok(true) };
    let side = order.compare(&lower.version, &upper.version)?;
    Ok(side.is_lt() || (side.is_eq() && upper.comparator.takes_same()))
}

/// The later one of two ends.
fn later(
    order: Scheme,
    one: Option<Constraint>,
    other: Option<Constraint>,
) -> Result<Option<Constraint>, VersionError> {
    let (Some(one), Some(other)) = (one, other) else { return Ok(None) };
    let side = order.compare(&one.version, &other.version)?;
    let takes_one = side.is_gt() || (side.is_eq() && one.comparator.takes_same());
    Ok(Some(if takes_one { one } else { other }))
}

fn constraint(comparator: Comparator, version: impl Into<Box<str>>) -> Constraint {
    Constraint { comparator, version: version.into() }
}

fn equal(version: &str) -> Constraint {
    constraint(Comparator::Equal, version)
}

fn from(version: impl Into<Box<str>>) -> Constraint {
    constraint(Comparator::GreaterOrEqual, version)
}

fn below(version: impl Into<Box<str>>) -> Constraint {
    constraint(Comparator::Less, version)
}

/// A version of which later numbers may be missing.
struct Partial<'a> {
    numbers: Vec<u64>,
    /// What follows the numbers, with its sign.
    rest: &'a str,
}

impl<'a> Partial<'a> {
    fn parse(text: &'a str) -> Option<Partial<'a>> {
        let text = text.trim_start_matches(['v', '=']).trim();
        let end = text.find(['-', '+']).unwrap_or(text.len());
        let (core, rest) = text.split_at(end);
        let mut numbers = Vec::new();
        let mut is_open = false;
        for part in core.split('.') {
            match part {
                "" | "x" | "X" | "*" => is_open = true,
                digits if is_open => drop(digits.parse::<u64>().ok()?),
                digits => numbers.push(digits.parse().ok()?),
            }
        }
        Some(Partial { numbers, rest })
    }

    fn number(&self, place: usize) -> u64 {
        self.numbers.get(place).copied().unwrap_or(0)
    }

    /// The version with what is missing as 0; builds do not count.
    fn padded(&self) -> String {
        let [a, b, c] = [0, 1, 2].map(|place| self.number(place));
        format!("{a}.{b}.{c}{}", self.rest.split('+').next().unwrap_or_default())
    }

    /// The first version after all that share the numbers up to a place.
    fn after(&self, place: usize) -> Option<String> {
        let number = |at: usize| match at.cmp(&place) {
            Ordering::Less => Some(self.number(at)),
            Ordering::Equal => self.number(at).checked_add(1),
            Ordering::Greater => Some(0),
        };
        Some(format!("{}.{}.{}", number(0)?, number(1)?, number(2)?))
    }

    /// What `^` takes: nothing that changes the first number that is not 0.
    fn caret(&self) -> Option<Vec<Constraint>> {
        let first = (0..self.numbers.len()).find(|place| self.number(*place) > 0);
        let place = first.unwrap_or_else(|| self.numbers.len().saturating_sub(1).min(2));
        Some(vec![from(self.padded()), below(self.after(place)?)])
    }

    /// What `~` takes: later patches, or later minors if there is one number alone.
    fn tilde(&self) -> Option<Vec<Constraint>> {
        let place = self.numbers.len().clamp(1, 2) - 1;
        Some(vec![from(self.padded()), below(self.after(place)?)])
    }

    /// What the numbers alone take; `None` for every version.
    fn wild(&self) -> Option<Option<Vec<Constraint>>> {
        match self.numbers.len() {
            0 => Some(None),
            3 => Some(Some(vec![equal(&self.padded())])),
            n => Some(Some(vec![from(self.padded()), below(self.after(n - 1)?)])),
        }
    }

    /// What a comparator takes of a version whose numbers may be missing.
    fn compared(&self, comparator: Comparator) -> Option<Constraint> {
        let is_whole = self.numbers.len() >= 3;
        let next = || self.after(self.numbers.len().max(1) - 1);
        Some(match comparator {
            Comparator::Greater if !is_whole => from(next()?),
            Comparator::LessOrEqual if !is_whole => below(next()?),
            other => constraint(other, self.padded()),
        })
    }
}

/// Signs and versions, with the spaces between a sign and its version gone.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let is_sign = |word: &String| word.chars().all(|one| "<>=~^!".contains(one));
        match words.last_mut().filter(|last| is_sign(last)) {
            Some(last) => last.push_str(word),
            None => words.push(word.to_owned()),
        }
    }
    words
}

/// One comparator of npm or Cargo; `None` for what cannot be read.
fn semantic(word: &str, bare_is_caret: bool) -> ReadOne {
    if let Some(rest) = word.strip_prefix('^') {
        return Some(Some(Partial::parse(rest)?.caret()?));
    }
    if let Some(rest) = word.strip_prefix("~>").or_else(|| word.strip_prefix('~')) {
        return Some(Some(Partial::parse(rest)?.tilde()?));
    }
    let (comparator, rest) = Comparator::split(word);
    let version = Partial::parse(rest)?;
    match comparator {
        Comparator::NotEqual => None,
        Comparator::Equal if bare_is_caret && !word.starts_with('=') && !word.contains('*') => {
            Some(Some(version.caret()?))
        }
        Comparator::Equal => version.wild(),
        _ if version.numbers.is_empty() => Some(None),
        other => Some(Some(vec![version.compared(other)?])),
    }
}

/// Ranges of npm (the README of its package semver).
fn npm(text: &str) -> Read {
    let mut all = Vec::new();
    for part in text.split("||") {
        if let Some((low, high)) = part.split_once(" - ") {
            let (low, high) = (Partial::parse(low.trim())?, Partial::parse(high.trim())?);
            all.push(vec![from(low.padded()), high.compared(Comparator::LessOrEqual)?]);
            continue;
        }
        let mut taken = Vec::new();
        for word in words(part) {
            taken.extend(semantic(&word, false)?.into_iter().flatten());
        }
        // One part that takes every version is enough.
        if taken.is_empty() {
            return Some(None);
        }
        all.push(taken);
    }
    Some(Some(all))
}

/// Requirements of Cargo (The Cargo Book, "Specifying Dependencies").
fn cargo(text: &str) -> Read {
    let mut all = Vec::new();
    for part in text.split(',') {
        let word = words(part).concat();
        all.extend(semantic(&word, true)?.into_iter().flatten());
    }
    Some((!all.is_empty()).then(|| vec![all]))
}

/// Version specifiers of Python packages (PEP 440). `~=` and `==1.*` take developments of the
/// first version that they leave out as well as Python does.
fn pypi(text: &str) -> Read {
    let mut all = Vec::new();
    for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
        let (rest, is_compatible) = match part.strip_prefix("~=") {
            Some(rest) => (rest.trim(), true),
            None => (part, false),
        };
        let (comparator, version) = match is_compatible {
            true => (Comparator::Equal, rest),
            false => Comparator::split(
                rest.strip_prefix("=").filter(|one| one.starts_with('=')).unwrap_or(rest),
            ),
        };
        let version = version.trim_start_matches('=').trim();
        let prefix = match version.strip_suffix(".*") {
            Some(prefix) => Some(prefix),
            None if is_compatible => {
                let end = version.find(|one: char| !one.is_ascii_digit() && one != '.');
                Some(
                    version[..end.unwrap_or(version.len())]
                        .trim_end_matches('.')
                        .rsplit_once('.')?
                        .0,
                )
            }
            None => None,
        };
        match (prefix, comparator) {
            (None, comparator) => all.push(constraint(comparator, version)),
            (Some(prefix), Comparator::Equal) => {
                let least =
                    if is_compatible { version.to_owned() } else { format!("{prefix}.dev0") };
                all.push(from(least));
                all.push(below(format!("{}.dev0", next(prefix)?)));
            }
            (Some(_), _) => return None,
        }
    }
    Some((!all.is_empty()).then(|| vec![all]))
}

/// Requirements of RubyGems.
fn gem(text: &str) -> Read {
    let mut all = Vec::new();
    for part in text.split(',').map(str::trim) {
        if let Some(version) = part.strip_prefix("~>").map(str::trim) {
            let end = version.find(|one: char| !one.is_ascii_digit() && one != '.');
            let numbers = version[..end.unwrap_or(version.len())].trim_end_matches('.');
            let prefix = numbers.rsplit_once('.').map_or(numbers, |(prefix, _)| prefix);
            all.push(from(version));
            all.push(below(next(prefix)?));
            continue;
        }
        let (comparator, version) = Comparator::split(part);
        all.push(constraint(comparator, version.trim()));
    }
    Some(Some(vec![all]))
}

/// The numbers with the last one raised.
fn next(numbers: &str) -> Option<String> {
    let (before, last) =
        numbers.rsplit_once('.').map_or(("", numbers), |(before, last)| (before, last));
    let raised = last.parse::<u64>().ok()?.checked_add(1)?;
    Some(if before.is_empty() { raised.to_string() } else { format!("{before}.{raised}") })
}

/// Intervals of NuGet and Maven: `[1.0,2.0)`, several behind each other. A bare version is the least
/// one of NuGet, and of Maven the one that is wanted.
fn intervals(order: Scheme, text: &str) -> Read {
    let mut all = Vec::new();
    let mut rest = text.trim();
    if !rest.starts_with(['[', '(']) {
        let bare = if order == Scheme::NuGet { from(rest) } else { equal(rest) };
        return Some(Some(vec![vec![bare]]));
    }
    while !rest.is_empty() {
        let takes_low = rest.starts_with('[');
        let inner = rest.strip_prefix(['[', '('])?;
        let end = inner.find([']', ')'])?;
        let takes_high = inner[end..].starts_with(']');
        match inner[..end].split_once(',') {
            None => all.push(vec![equal(inner[..end].trim())]),
            Some((low, high)) => {
                let (low, high) = (low.trim(), high.trim());
                let lower =
                    if takes_low { Comparator::GreaterOrEqual } else { Comparator::Greater };
                let upper = if takes_high { Comparator::LessOrEqual } else { Comparator::Less };
                if low.is_empty() && high.is_empty() {
                    return Some(None);
                }
                let low = (!low.is_empty()).then(|| constraint(lower, low));
                let high = (!high.is_empty()).then(|| constraint(upper, high));
                all.push(low.into_iter().chain(high).collect());
            }
        }
        rest = inner[end + 1..].trim_start().trim_start_matches(',').trim_start();
    }
    Some(Some(all))
}

/// Ranges of Conan. What leads to the first version left out is left out with it, which the dash at
/// its end says.
fn conan(text: &str) -> Read {
    let mut all = Vec::new();
    // Options do not change what is taken.
    let ranges = text.split(',').next()?;
    for part in ranges.split("||") {
        let mut taken = Vec::new();
        for word in part.split_whitespace() {
            let plain = |version: &str| version.trim_end_matches('-').to_owned();
            if let Some(version) = word.strip_prefix(['^', '~']) {
                let version = plain(version);
                let parts: Vec<&str> = version.split('.').collect();
                let number = |part: &&str| part.parse::<u64>().is_ok_and(|number| number > 0);
                let place = match word.starts_with('^') {
                    true => parts.iter().position(number).unwrap_or(parts.len() - 1),
                    false => parts.len().clamp(1, 2) - 1,
                };
                taken.push(from(version.clone()));
                taken.push(below(format!("{}-", next(&parts[..=place].join("."))?)));
                continue;
            }
            let (comparator, version) = Comparator::split(word);
            match plain(version).as_str() {
                "*" => taken.push(from("0.0.0")),
                // Signs alone are no version.
                version if !version.contains(|c: char| c.is_ascii_alphanumeric()) => return None,
                version => taken.push(constraint(comparator, version)),
            }
        }
        // Nothing said is any version.
        if taken.is_empty() {
            taken.push(from("0.0.0"));
        }
        all.push(taken);
    }
    Some(Some(all))
}

/// Ranges in nginx's advisories: `1.5.0+` goes on to the end of its branch, unless that is the last.
fn nginx(text: &str) -> Read {
    let mut all = Vec::new();
    for part in text.split(',').map(str::trim) {
        if let Some(version) = part.strip_suffix('+') {
            let numbers: Vec<u64> =
                version.split('.').map(|part| part.parse().ok()).collect::<Option<_>>()?;
            let [major, minor, _] = *numbers.as_slice() else { return None };
            // Odd branches are where development goes on; since 1.5 they have no end.
            let end = (major, minor) < (1, 5);
            let end = end.then(|| minor.checked_add(1)).flatten();
            let end = end.map(|minor| below(format!("{major}.{minor}.0")));
            all.push([from(version)].into_iter().chain(end).collect());
            continue;
        }
        match part.split_once('-') {
            Some((low, high)) => {
                let upper = constraint(Comparator::LessOrEqual, high.trim());
                all.push(vec![from(low.trim()), upper]);
            }
            None => all.push(vec![equal(part)]),
        }
    }
    Some(Some(all))
}
