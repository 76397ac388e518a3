// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Foreign strings made safe to show: what would move the cursor, hide text or turn its direction
//! is written out.

use std::{borrow::Cow, fmt::Write};

/// The text with control, direction and invisible characters written as `<U+202E>`.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        if is_hidden(character) {
            write!(out, "<U+{:04X}>", u32::from(character)).expect("a string takes any text");
        } else {
            out.push(character);
        }
    }
    Cow::Owned(out)
}

/// Characters that show as nothing or change how others show. Joiners (U+200C, U+200D) stay: names
/// in several scripts need them.
pub(crate) fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
            | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::visible;

    #[test]
    fn hidden_characters_are_written_out() {
        assert_eq!(visible("plain 王 é"), "plain 王 é");
        assert_eq!(visible("a\u{1b}[31m\u{202e}gnp\n"), "a<U+001B>[31m<U+202E>gnp<U+000A>");
        assert_eq!(visible("می\u{200c}خواهم"), "می\u{200c}خواهم");
    }
}
