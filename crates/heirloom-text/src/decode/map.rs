// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! From ranges of the view to ranges of the bytes on disk.

use std::ops::Range;

use super::{pdf::Part, transcode::Checkpoints};

/// Pieces of 12 bytes each.
const MAX_PIECES: usize = 4 << 20;

/// How a view lies on the bytes of its file.
#[derive(Clone, Debug)]
pub(super) enum Map<'a> {
    /// The view is the file after so many bytes (a byte order mark).
    Shifted(usize),
    /// The view was decoded from another encoding.
    Transcoded(Checkpoints<'a>),
    /// The view was put together from parts of the file; its lines are those on disk.
    Extracted(Pieces<'a>),
    /// The view was put together from parts that are packed in the file; its lines are its own.
    Parts(Vec<Part>),
    /// The view lists strings of the file; its lines are its own.
    Strings(Pieces<'a>),
}

impl Map<'_> {
    /// The bytes whose line ends count.
    pub(super) fn lined<'b>(&'b self, view: &'b str) -> &'b [u8] {
        match self {
            Map::Extracted(pieces) => pieces.disk,
            _ => view.as_bytes(),
        }
    }

    /// The bytes on disk of `range`, which lies in `view`.
    pub(super) fn locate(&self, view: &str, range: Range<usize>) -> Range<usize> {
        match self {
            Map::Shifted(shift) => range.start + shift..range.end + shift,
            Map::Transcoded(checkpoints) => checkpoints.locate(view.len(), range),
            Map::Parts(parts) => locate_parts(parts, &range),
            Map::Extracted(pieces) | Map::Strings(pieces) => pieces.locate(view.len(), range),
        }
    }
}

/// The bytes of all parts that the range touches. Parts need not be in the order of the file.
fn locate_parts(parts: &[Part], range: &Range<usize>) -> Range<usize> {
    let last = parts.partition_point(|part| part.view < range.end.max(range.start + 1));
    let first = parts[..last].partition_point(|part| part.view <= range.start).saturating_sub(1);
    let touched = parts.get(first..last).unwrap_or_default();
    let start = touched.iter().map(|part| part.disk.start).min().unwrap_or_default();
    let end = touched.iter().map(|part| part.disk.end).max().unwrap_or_default();
    start..end.max(start)
}

/// What one piece of a view is on disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PieceKind {
    /// The same bytes.
    Same,
    /// ASCII written in two bytes each.
    Wide,
    /// Some bytes that stand for the whole piece: an escape, a separator.
    Whole {
        /// Their number.
        n_bytes: u32,
    },
}

#[derive(Clone, Copy, Debug)]
struct Piece {
    view: u32,
    disk: u32,
    kind: PieceKind,
}

/// A view put together from parts of a file in the order of the file.
#[derive(Clone, Debug)]
pub(super) struct Pieces<'a> {
    disk: &'a [u8],
    pieces: Vec<Piece>,
}

impl<'a> Pieces<'a> {
    pub(super) fn new(disk: &'a [u8]) -> Pieces<'a> {
        Pieces { disk, pieces: Vec::new() }
    }

    /// Whether no more pieces should come: hostile files could need more memory than their bytes.
    pub(super) fn is_full(&self) -> bool {
        self.pieces.len() >= MAX_PIECES
    }

    /// Says that the view goes on at `view` with what stands on disk at `disk`.
    pub(super) fn push(&mut self, view: usize, disk: usize, kind: PieceKind) {
        let (Ok(view), Ok(disk)) = (u32::try_from(view), u32::try_from(disk)) else { return };
        if let Some(last) = self.pieces.last() {
            let goes_on = last.kind == PieceKind::Same
                && kind == PieceKind::Same
                && disk.checked_sub(last.disk) == Some(view - last.view);
            if goes_on {
                return;
            }
        }
        self.pieces.push(Piece { view, disk, kind });
    }

    fn locate(&self, view_len: usize, range: Range<usize>) -> Range<usize> {
        let start = self.at(view_len, range.start).start;
        if range.is_empty() {
            return start..start;
        }
        let end = self.at(view_len, range.end - 1).end;
        start..end.max(start)
    }

    /// The bytes on disk that make the byte of the view at `offset`.
    fn at(&self, view_len: usize, offset: usize) -> Range<usize> {
        let after = self.pieces.partition_point(|piece| piece.view as usize <= offset);
        let Some(piece) = after.checked_sub(1).and_then(|index| self.pieces.get(index)) else {
            return 0..0;
        };
        let next = self.pieces.get(after);
        let (disk, within) = (piece.disk as usize, offset - piece.view as usize);
        let place = match piece.kind {
            PieceKind::Same => disk + within..disk + within + 1,
            PieceKind::Wide => disk + 2 * within..disk + 2 * within + 2,
            PieceKind::Whole { n_bytes } => disk..disk + n_bytes as usize,
        };
        // Behind the last byte of the view there is nothing left on disk to cover.
        let limit = next.map_or(self.disk.len(), |next| next.disk as usize);
        let start = place.start.min(limit);
        let end = if offset < view_len { place.end.min(limit) } else { start };
        start..end
    }
}
