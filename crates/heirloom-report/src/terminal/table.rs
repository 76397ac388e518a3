// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Text measured in terminal columns: padding, cutting, wrapping, tables.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// A space at which [`wrapped`] does not break; it comes out as a plain one.
pub(super) const NO_BREAK: &str = "\u{a0}";

pub(crate) fn width(text: &str) -> usize {
    UnicodeWidthStr::width(text)
}

pub(crate) fn padded(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(width(text))))
}

/// The text cut in the middle, so that the end of a path stays readable.
pub(crate) fn cut_middle(text: &str, columns: usize) -> String {
    if width(text) <= columns || columns < 5 {
        return text.to_owned();
    }
    let (head, tail) = ((columns - 1) / 3, columns - 1 - (columns - 1) / 3);
    let start: String = take(text.chars(), head);
    let end: String = take(text.chars().rev(), tail).chars().rev().collect();
    format!("{start}…{end}")
}

fn take(characters: impl Iterator<Item = char>, columns: usize) -> String {
    let mut used = 0;
    characters
        .take_while(|character| {
            used += character.width().unwrap_or(0);
            used <= columns
        })
        .collect()
}

/// The text in lines of at most `columns`, broken at spaces, between wide characters, or anywhere
/// in a word that is longer than a line.
pub(crate) fn wrapped(text: &str, columns: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for piece in pieces(text) {
        let mut piece = piece;
        if width(&line) + width(piece.trim_end()) > columns && !line.is_empty() {
            lines.push(std::mem::take(&mut line).trim_end().to_owned());
        }
        while width(piece.trim_end()) > columns {
            let start = take(piece.chars(), columns.max(2));
            piece = &piece[start.len()..];
            lines.push(start);
        }
        line.push_str(piece);
    }
    if !line.trim_end().is_empty() || lines.is_empty() {
        lines.push(line.trim_end().to_owned());
    }
    lines.into_iter().map(|line| line.replace(NO_BREAK, " ")).collect()
}

/// Words with the space behind them; a wide character is a word of its own, but closing
/// punctuation stays with what is before it.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut before = None;
    for (position, character) in text.char_indices() {
        let closing = "，。：；、）」』！？…".contains(character);
        let wide = |c: char| c.width() == Some(2);
        let break_here = match before {
            Some(' ') => character != ' ',
            Some('（' | '「') => false,
            Some(previous) => (wide(previous) || wide(character)) && !closing && character != ' ',
            None => false,
        };
        if break_here {
            pieces.push(&text[start..position]);
            start = position;
        }
        before = Some(character);
    }
    pieces.push(&text[start..]);
    pieces
}

/// How a column of a table is set.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Column {
    /// To the left; gives way when the table is too wide.
    Text,
    /// To the right.
    Number,
}

/// The rows as lines of at most `columns`, the first one a heading.
pub(super) fn table<const N: usize>(
    set: [Column; N],
    rows: &[[String; N]],
    columns: usize,
) -> Vec<String> {
    let cells = laid_out(set, rows, columns);
    cells.into_iter().map(|row| row.join(GAP).trim_end().to_owned()).collect()
}

/// What stands between two columns.
pub(crate) const GAP: &str = "  ";

/// Texts are not cut shorter.
const MIN_TEXT: usize = 6;

/// The cells of rows, each padded or cut to its column, so that a row is at most `columns` wide.
pub(crate) fn laid_out<const N: usize>(
    set: [Column; N],
    rows: &[[String; N]],
    columns: usize,
) -> Vec<[String; N]> {
    let mut widths = [0; N];
    for row in rows {
        for (widest, cell) in widths.iter_mut().zip(row) {
            *widest = (*widest).max(width(cell));
        }
    }
    // A cell that is far wider than any terminal must not cost a step for each of its columns.
    for (wide, set) in widths.iter_mut().zip(set) {
        *wide = if set == Column::Text { (*wide).min(columns) } else { *wide };
    }
    while widths.iter().sum::<usize>() + GAP.len() * (N - 1) > columns {
        let texts =
            (0..N).filter(|&column| set[column] == Column::Text && widths[column] > MIN_TEXT);
        let Some(widest) = texts.max_by_key(|&column| widths[column]) else { break };
        widths[widest] -= 1;
    }
    let cells = |row: &[String; N]| {
        std::array::from_fn(|at| {
            let (cell, columns) = (&row[at], widths[at]);
            match set[at] {
                Column::Text => padded(&cut_middle(cell, columns), columns),
                Column::Number => {
                    format!("{}{cell}", " ".repeat(columns.saturating_sub(width(cell))))
                }
            }
        })
    };
    rows.iter().map(cells).collect()
}

#[cfg(test)]
mod tests {
    use super::{Column, cut_middle, table, width, wrapped};

    #[test]
    fn lines_never_exceed_their_columns() {
        let texts = ["a b c d e f g", "許可證文本與清單檔一致，檔案本身（如此）說明。", "x", ""];
        for text in texts {
            for columns in 4..20 {
                for line in wrapped(text, columns) {
                    assert!(width(&line) <= columns + 1, "{line:?} in {columns}");
                }
            }
        }
        assert_eq!(wrapped("one two three", 8), ["one two", "three"]);
        assert_eq!(wrapped("abcdefghij", 4), ["abcd", "efgh", "ij"]);
        assert_eq!(wrapped("許可證，文本", 8), ["許可證，", "文本"]);
    }

    #[test]
    fn paths_keep_their_end() {
        assert_eq!(cut_middle("vendor/github.com/a/b/LICENSE", 14), "vend…b/LICENSE");
        assert_eq!(width(&cut_middle("文件夹/文件夹/许可证.md", 12)), 10);
    }

    #[test]
    fn tables_shrink_their_text() {
        let rows = [["License", "Files"], ["GPL-2.0-only WITH Classpath-exception-2.0", "1,234"]]
            .map(|row| row.map(str::to_owned));
        let lines = table([Column::Text, Column::Number], &rows, 30);
        assert_eq!(lines, ["License                  Files", "GPL-2.0…h-exception-2.0  1,234"]);
    }
}
