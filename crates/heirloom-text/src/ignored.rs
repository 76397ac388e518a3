// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Blocks that a file says are not about itself, by the marks of the REUSE Specification 3.3.
//!
//! The marks may stand anywhere, mostly in comments. A block that is not closed reaches to the end,
//! and an end without a start closes nothing.

use std::ops::Range;

use memchr::memmem;

// In two parts, so that this file is no block itself.
const START: &str = concat!("REUSE-Ignore", "Start");
const END: &str = concat!("REUSE-Ignore", "End");

/// Bytes of a text that are in such blocks.
#[derive(Debug, Default)]
pub(crate) struct Ignored {
    blocks: Vec<Range<usize>>,
}

impl Ignored {
    /// Finds the blocks of a text.
    pub(crate) fn of(text: &str) -> Ignored {
        let mut blocks = Vec::new();
        let mut at = 0;
        while let Some(start) = memmem::find(&text.as_bytes()[at..], START.as_bytes()) {
            let start = at + start;
            let end = memmem::find(&text.as_bytes()[start..], END.as_bytes());
            let end = end.map_or(text.len(), |end| start + end + END.len());
            blocks.push(start..end);
            at = end;
        }
        Ignored { blocks }
    }

    /// Whether a byte is in a block.
    pub(crate) fn holds(&self, at: usize) -> bool {
        let next = self.blocks.partition_point(|block| block.end <= at);
        self.blocks.get(next).is_some_and(|block| block.start <= at)
    }

    /// The text with spaces in place of all but the lines of its blocks; `None` without blocks.
    pub(crate) fn blanked(&self, text: &str) -> Option<String> {
        let (first, last) = (self.blocks.first()?, self.blocks.last()?);
        let mut blanked = String::with_capacity(text.len());
        blanked.push_str(&text[..first.start]);
        for (block, next) in self.blocks.iter().zip(self.blocks.iter().skip(1).chain([last])) {
            let bytes = text[block.clone()].bytes();
            blanked.extend(bytes.map(|byte| if byte == b'\n' { '\n' } else { ' ' }));
            blanked.push_str(text.get(block.end..next.start).unwrap_or_default());
        }
        blanked.push_str(&text[last.end..]);
        Some(blanked)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_end_at_their_mark_or_with_the_text() {
        let text = format!("1 {END} 2 {START} 3é {START}\n 4 {END} 5 {START} 6\n");
        let ignored = Ignored::of(&text);
        let digits = text.match_indices(|c: char| c.is_ascii_digit());
        let found: Vec<&str> =
            digits.filter(|(at, _)| ignored.holds(*at)).map(|(_, digit)| digit).collect();
        assert_eq!(found, ["3", "4", "6"]);
        let blanked = ignored.blanked(&text).unwrap();
        assert_eq!(blanked.len(), text.len());
        let (words, lines): (Vec<&str>, _) =
            (blanked.split_whitespace().collect(), blanked.lines());
        assert_eq!((words, lines.count()), (vec!["1", END, "2", "5"], 2));
        assert!(!Ignored::of("nothing").holds(0) && Ignored::of("nothing").blanked("").is_none());
    }
}
