// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! From byte offsets to line numbers.
//!
//! A line ends with `\n`, `\r\n` or a lone `\r`. Only the number of line ends before each block is
//! kept, four bytes for a thousand, and the rest is counted when asked.

const BLOCK: usize = 1024;

/// The lines of some bytes that the caller keeps.
#[derive(Clone, Debug, Default)]
pub(super) struct LineIndex {
    /// Line ends before each block.
    ends_before: Box<[u32]>,
    n_ends: u32,
    has_carriage_return: bool,
    open_line: bool,
}

impl LineIndex {
    pub(super) fn new(bytes: &[u8]) -> LineIndex {
        let has_carriage_return = memchr::memchr(b'\r', bytes).is_some();
        let mut n_ends = 0;
        let ends_before = (0..bytes.len())
            .step_by(BLOCK)
            .map(|start| {
                let before = n_ends;
                let end = bytes.len().min(start + BLOCK);
                n_ends += count_ends(bytes, start, end, has_carriage_return);
                before
            })
            .collect();
        let open_line = bytes.last().is_some_and(|last| !b"\r\n".contains(last));
        LineIndex { ends_before, n_ends, has_carriage_return, open_line }
    }

    /// The number of lines; a last line without line end counts.
    pub(super) fn n_lines(&self) -> u32 {
        self.n_ends + u32::from(self.open_line)
    }

    /// The line, from 1, of the byte at `offset`; a line end belongs to the line it ends.
    pub(super) fn line(&self, bytes: &[u8], offset: usize) -> u32 {
        let block = offset / BLOCK;
        match self.ends_before.get(block) {
            Some(before) => {
                let start = block * BLOCK;
                let end = offset.min(bytes.len());
                1 + before + count_ends(bytes, start, end, self.has_carriage_return)
            }
            None => 1 + self.n_ends,
        }
    }
}

fn count_ends(bytes: &[u8], start: usize, end: usize, has_carriage_return: bool) -> u32 {
    let newlines = memchr::memchr_iter(b'\n', &bytes[start..end]).count();
    let lone = if has_carriage_return { count_lone(bytes, start, end) } else { 0 };
    u32::try_from(newlines + lone).unwrap_or(u32::MAX)
}

/// Counts each `\r` without a `\n` behind it, in a form that compiles to vector instructions.
fn count_lone(bytes: &[u8], start: usize, end: usize) -> usize {
    let paired = end.min(bytes.len().saturating_sub(1));
    let mut lone = 0;
    let mut from = start;
    while from < paired {
        let to = paired.min(from + 255);
        let count: u8 = bytes[from..to]
            .iter()
            .zip(&bytes[from + 1..=to])
            .map(|(&this, &next)| u8::from((this == b'\r') & (next != b'\n')))
            .sum();
        lone += usize::from(count);
        from = to;
    }
    let last = paired.max(start);
    lone + usize::from(last < end && bytes[last] == b'\r')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], n_lines: u32) {
        let index = LineIndex::new(bytes);
        assert_eq!(index.n_lines(), n_lines);
        let mut line = 1;
        for (offset, byte) in bytes.iter().enumerate() {
            assert_eq!(index.line(bytes, offset), line, "offset {offset}");
            let crlf = *byte == b'\r' && bytes.get(offset + 1) == Some(&b'\n');
            line += u32::from(b"\r\n".contains(byte) && !crlf);
        }
        assert_eq!(index.line(bytes, bytes.len()), line);
    }

    #[test]
    fn every_sort_of_line_end_counts_once() {
        check(b"", 0);
        check(b"a", 1);
        check(b"a\n", 1);
        check(b"a\r\nb\rc\n\nd", 5);
        check(b"\r\r\n\n\r", 4);
        check(&b"ab\r\n".repeat(2000), 2000);
        check(&b"abc\r".repeat(2000), 2000);
        check(&b"0123456789\n".repeat(1000), 1000);
        check(&[b"x".repeat(1023), b"\r\n".repeat(1000)].concat(), 1000);
    }
}
