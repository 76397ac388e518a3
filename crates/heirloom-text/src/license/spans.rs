// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Sets of word positions as sorted, disjoint ranges.

use std::ops::Range;

/// A non-empty set of positions.
///
/// Invariant: ranges are non-empty, sorted, and at least one position lies between two of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Spans(Vec<Range<u32>>);

impl Spans {
    pub(crate) fn one(range: Range<u32>) -> Spans {
        debug_assert!(!range.is_empty(), "spans are never empty");
        Spans(vec![range])
    }

    pub(crate) fn ranges(&self) -> &[Range<u32>] {
        &self.0
    }

    /// The first position.
    pub(crate) fn start(&self) -> u32 {
        self.0[0].start
    }

    /// The last position, included.
    pub(crate) fn end(&self) -> u32 {
        self.0[self.0.len() - 1].end - 1
    }

    /// The number of positions.
    pub(crate) fn len(&self) -> u32 {
        self.0.iter().map(|range| range.end - range.start).sum()
    }

    /// The number of positions from the first to the last, gaps included.
    pub(crate) fn magnitude(&self) -> u32 {
        self.end() - self.start() + 1
    }

    pub(crate) fn density(&self) -> f64 {
        f64::from(self.len()) / f64::from(self.magnitude())
    }

    pub(crate) fn positions(&self) -> impl Iterator<Item = u32> + '_ {
        self.0.iter().cloned().flatten()
    }

    pub(crate) fn contains(&self, position: u32) -> bool {
        let after = self.0.partition_point(|range| range.start <= position);
        after > 0 && position < self.0[after - 1].end
    }

    /// Whether every position of `other` is in this set.
    pub(crate) fn contains_all(&self, other: &Spans) -> bool {
        other.0.iter().all(|inner| {
            let after = self.0.partition_point(|range| range.start <= inner.start);
            after > 0 && inner.end <= self.0[after - 1].end
        })
    }

    /// The number of positions in both.
    pub(crate) fn overlap(&self, other: &Spans) -> u32 {
        let (mut left, mut right) = (self.0.iter().peekable(), other.0.iter().peekable());
        let mut common = 0;
        while let (Some(a), Some(b)) = (left.peek(), right.peek()) {
            let (start, end) = (a.start.max(b.start), a.end.min(b.end));
            common += end.saturating_sub(start);
            if a.end < b.end {
                left.next();
            } else {
                right.next();
            }
        }
        common
    }

    /// Whether some position is in both; fast when this set has many ranges.
    pub(crate) fn shares_any(&self, other: &Spans) -> bool {
        other.0.iter().any(|range| {
            let after = self.0.partition_point(|own| own.start < range.end);
            after > 0 && range.start < self.0[after - 1].end
        })
    }

    pub(crate) fn union(&self, other: &Spans) -> Spans {
        Spans::join(self.0.iter().chain(&other.0).cloned().collect())
    }

    /// The union of any number of sets; `None` of none.
    pub(crate) fn union_all<'s>(sets: impl Iterator<Item = &'s Spans>) -> Option<Spans> {
        let all: Vec<_> = sets.flat_map(|set| &set.0).cloned().collect();
        (!all.is_empty()).then(|| Spans::join(all))
    }

    fn join(mut all: Vec<Range<u32>>) -> Spans {
        all.sort_unstable_by_key(|range| range.start);
        let mut joined: Vec<Range<u32>> = Vec::with_capacity(all.len());
        for range in all {
            match joined.last_mut() {
                Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
                _ => joined.push(range),
            }
        }
        Spans(joined)
    }

    /// Zero when they share a position, one when they touch, else the distance of their ends.
    pub(crate) fn distance_to(&self, other: &Spans) -> i64 {
        if self.overlap(other) > 0 {
            return 0;
        }
        if self.start() == other.end() + 1 || self.end() + 1 == other.start() {
            return 1;
        }
        if self.end() < other.start() {
            i64::from(other.start()) - i64::from(self.end())
        } else {
            i64::from(self.start()) - i64::from(other.end())
        }
    }

    /// The first and last position without strays at the ends. Alignment takes in words far from
    /// the rest, as the rule has them too; they weigh in but are no part of what a reader would
    /// mark.
    pub(crate) fn core(&self) -> (u32, u32) {
        let mut ranges = self.ranges();
        let is_stray = |end: &Range<u32>, gap: u32| gap > 16 && gap > 4 * (end.end - end.start);
        while let [first, second, ..] = ranges
            && is_stray(first, second.start - first.end)
        {
            ranges = &ranges[1..];
        }
        while let [.., before, last] = ranges
            && is_stray(last, last.start - before.end)
        {
            ranges = &ranges[..ranges.len() - 1];
        }
        (ranges[0].start, ranges[ranges.len() - 1].end - 1)
    }

    pub(crate) fn is_after(&self, other: &Spans) -> bool {
        self.start() > other.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spans(ranges: &[Range<u32>]) -> Spans {
        ranges.iter().cloned().map(Spans::one).reduce(|all, next| all.union(&next)).unwrap()
    }

    #[test]
    fn strays_at_the_ends_are_no_part_of_the_core() {
        assert_eq!(spans(&[0..2, 40..90]).core(), (40, 89));
        assert_eq!(spans(&[0..2, 40..90, 95..97, 200..203]).core(), (40, 96));
        assert_eq!(spans(&[0..10, 40..90]).core(), (0, 89));
        assert_eq!(Spans::one(3..5).core(), (3, 4));
    }

    #[test]
    fn sets_of_positions() {
        let left = spans(&[0..3, 10..12]);
        let right = spans(&[2..4, 11..20]);
        assert_eq!((left.len(), left.magnitude(), left.end()), (5, 12, 11));
        assert_eq!(left.overlap(&right), 2);
        assert_eq!(left.union(&right).ranges(), [0..4, 10..20]);
        assert!(left.contains_all(&spans(&[0..2, 10..11])));
        assert!(!left.contains_all(&right));
        assert!(left.shares_any(&right) && !left.shares_any(&spans(&[3..10, 12..13])));
        assert_eq!(Spans::union_all([&left, &right].into_iter()), Some(left.union(&right)));
        assert_eq!(Spans::union_all(std::iter::empty()), None);
        assert!(left.contains(11) && !left.contains(3) && !left.contains(9));
        assert_eq!(Spans::one(0..3).distance_to(&Spans::one(3..4)), 1);
        assert_eq!(Spans::one(5..6).distance_to(&Spans::one(0..3)), 3);
    }
}
