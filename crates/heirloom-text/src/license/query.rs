// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! A scanned text as words of the dictionary, with everything that matching asks about places.

use super::{
    index::Index,
    layout::{NO_WORD, Number, STOP_WORD},
    words::{Word, Words, hash_word},
};

/// The words of a text that the dictionary knows, one entry each in parallel vectors.
#[derive(Default)]
pub(crate) struct Query {
    pub(crate) words: Vec<u16>,
    /// Byte offsets of the first byte and behind the last byte.
    pub(crate) places: Vec<(u32, u32)>,
    pub(crate) lines: Vec<u32>,
    /// Per position + 1: words that no rule uses, right after it; the first entry: before all.
    unknown_after: Vec<u16>,
    /// Per position + 1: stop words right after it.
    stops_after: Vec<u8>,
    /// Positions of words that are one character long or all digits.
    is_short: Vec<bool>,
    pub(crate) tag_lines: Vec<TagLine>,
}

/// A line with an `SPDX-License-Identifier` (or an address of NuGet's license service).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TagLine {
    /// Position of the tag's first word and of the line's last.
    pub(crate) first: u32,
    pub(crate) last: u32,
    /// Byte offsets of the line.
    pub(crate) start: u32,
    pub(crate) end: u32,
}

/// How far into a line (in words) a tag may start.
const TAG_MUST_START_BEFORE: usize = 3;

impl Query {
    /// Reads a text; at most `max_words` known words are kept, and `false` tells that there were
    /// more.
    pub(crate) fn read(text: &str, index: &Index<'_>, max_words: usize) -> (Query, bool) {
        let mut reader = Reader::new(text, index);
        let complete = reader.read(max_words);
        (reader.query, complete)
    }

    pub(crate) fn len(&self) -> u32 {
        self.words.len() as u32
    }

    pub(crate) fn unknown_after(&self, position: u32) -> u32 {
        u32::from(self.unknown_after[position as usize + 1])
    }

    pub(crate) fn unknown_before_first(&self) -> u32 {
        u32::from(self.unknown_after[0])
    }

    pub(crate) fn stops_after(&self, position: u32) -> u32 {
        u32::from(self.stops_after[position as usize + 1])
    }

    pub(crate) fn is_short(&self, position: u32) -> bool {
        self.is_short.get(position as usize).is_some_and(|&short| short)
    }
}

struct Reader<'a, 'i> {
    text: &'a str,
    index: &'a Index<'i>,
    query: Query,
    tags: [[u16; 3]; 2],
}

/// A word with a hyphen behind it at the end of its line.
struct Parted {
    start: usize,
    end: usize,
    line: u32,
    id: u16,
}

/// Whether a hyphen stands at a place, and nothing else before the end of the line.
#[inline]
fn is_parted(text: &str, at: usize) -> bool {
    matches!(text.as_bytes().get(at..), Some([b'-', b'\n' | b'\r', ..]))
}

fn take_back<N: Copy + std::ops::Sub<Output = N> + From<u8>>(counts: &mut [N]) {
    let last = counts.last_mut().expect("it starts with one entry");
    *last = *last - N::from(1);
}

impl<'a, 'i> Reader<'a, 'i> {
    fn new(text: &'a str, index: &'a Index<'i>) -> Reader<'a, 'i> {
        let special = |number| index.special(number);
        let tags = [
            [
                special(Number::WordSpdx),
                special(Number::WordLicense),
                special(Number::WordIdentifier),
            ],
            [special(Number::WordLicenses), special(Number::WordNuget), special(Number::WordOrg)],
        ];
        let query = Query { unknown_after: vec![0], stops_after: vec![0], ..Query::default() };
        Reader { text, index, query, tags }
    }

    fn read(&mut self, max_words: usize) -> bool {
        let text = self.text;
        let mut line = 1;
        let mut line_start = 0;
        let mut next_line_end = memchr::memchr(b'\n', text.as_bytes()).unwrap_or(text.len());
        // The first words of the line, unknown ones included, and the position of its first.
        let mut head = [NO_WORD; TAG_MUST_START_BEFORE + 2];
        let mut n_head = 0;
        let mut first_in_line = 0;
        // The last word, where a hyphen parts it from the end of its line.
        let mut parted: Option<Parted> = None;
        for word in Words::new(text) {
            if word.start > next_line_end {
                self.end_line(&head, first_in_line, line_start, next_line_end);
                (n_head, head) = (0, [NO_WORD; TAG_MUST_START_BEFORE + 2]);
                first_in_line = self.query.words.len();
                while word.start > next_line_end {
                    line += 1;
                    line_start = next_line_end + 1;
                    next_line_end = memchr::memchr(b'\n', &text.as_bytes()[line_start..])
                        .map_or(text.len(), |at| line_start + at);
                }
            }
            let written = &text[word.start..word.end];
            let id = self.index.word(word.hash, written);
            if let Some(first) = parted.take()
                && line == first.line + 1
                && let Some(joined) = self.join(&first, word, id)
            {
                if self.query.words.len() == max_words {
                    return false;
                }
                first_in_line = self.query.words.len();
                (n_head, head[0]) = (1, joined);
                self.push(joined, (first.start, word.end), first.line);
                continue;
            }
            if is_parted(text, word.end) {
                parted = Some(Parted { start: word.start, end: word.end, line, id });
            }
            if id == STOP_WORD {
                let count = self.query.stops_after.last_mut().expect("it starts with one entry");
                *count = count.saturating_add(1);
                continue;
            }
            if n_head < head.len() {
                head[n_head] = id;
                n_head += 1;
            }
            if id == NO_WORD {
                let count = self.query.unknown_after.last_mut().expect("it starts with one entry");
                *count = count.saturating_add(1);
                continue;
            }
            if self.query.words.len() == max_words {
                return false;
            }
            self.push(id, (word.start, word.end), line);
        }
        self.end_line(&head, first_in_line, line_start, next_line_end);
        true
    }

    #[inline]
    fn push(&mut self, id: u16, (start, end): (usize, usize), line: u32) {
        let written = &self.text[start..end];
        let query = &mut self.query;
        query.words.push(id);
        query.places.push((start as u32, end as u32));
        query.lines.push(line);
        query.unknown_after.push(0);
        query.stops_after.push(0);
        let is_short =
            written.chars().nth(1).is_none() || written.bytes().all(|byte| byte.is_ascii_digit());
        query.is_short.push(is_short);
    }

    /// The word that a hyphen at the end of a line parts in two, where rules know it and do not know
    /// both halves; what was noted of the first half is taken back.
    #[cold]
    fn join(&mut self, first: &Parted, second: Word, second_id: u16) -> Option<u16> {
        let is_known = |id: u16| id != NO_WORD && id != STOP_WORD;
        if is_known(first.id) && is_known(second_id) {
            return None;
        }
        let halves = [&self.text[first.start..first.end], &self.text[second.start..second.end]];
        if !halves[1].starts_with(|first: char| first.is_ascii_lowercase()) {
            return None;
        }
        let whole = halves.concat().to_ascii_lowercase();
        let id = self.index.word(hash_word(&whole), &whole);
        if !is_known(id) {
            return None;
        }
        let query = &mut self.query;
        match first.id {
            NO_WORD => take_back(&mut query.unknown_after),
            STOP_WORD => take_back(&mut query.stops_after),
            _ => {
                query.words.pop();
                query.places.pop();
                query.lines.pop();
                query.unknown_after.pop();
                query.stops_after.pop();
                query.is_short.pop();
            }
        }
        Some(id)
    }

    #[inline]
    fn end_line(&mut self, head: &[u16], first: usize, start: usize, end: usize) {
        let n_words = self.query.words.len();
        for offset in 0..TAG_MUST_START_BEFORE {
            let window = &head[offset..offset + 3];
            if self.tags.iter().any(|tag| tag == window) && first + offset < n_words {
                self.query.tag_lines.push(TagLine {
                    first: (first + offset) as u32,
                    last: n_words as u32 - 1,
                    start: start as u32,
                    end: end as u32,
                });
                return;
            }
        }
    }
}
