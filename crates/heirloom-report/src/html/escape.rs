// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Text made safe inside HTML and inside JSON that stands in HTML.

use std::{borrow::Cow, fmt::Write};

use crate::visible::is_hidden;

/// Text for the body of an element or a quoted attribute.
pub(crate) fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

/// JSON that cannot end the script element around it, nor hide anything from who reads the source.
/// Both kinds of characters stand in JSON strings only, so the value stays the same.
pub(crate) fn json(text: &str) -> Cow<'_, str> {
    let escaped = |character: char| character == '<' || is_hidden(character);
    if !text.contains(escaped) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    for character in text.chars() {
        if escaped(character) {
            for unit in character.encode_utf16(&mut [0; 2]) {
                write!(out, "\\u{unit:04x}").expect("a string takes any text");
            }
        } else {
            out.push(character);
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    #[test]
    fn json_keeps_its_value_and_never_ends_the_element() {
        let value = "</script><!-- \u{202e} \u{e0041} \"q\" \n é";
        let text = serde_json::to_string(value).unwrap();
        let escaped = super::json(&text);
        assert!(!escaped.contains('<') && !escaped.contains('\u{202e}'));
        assert_eq!(serde_json::from_str::<String>(&escaped).unwrap(), value);
        assert_eq!(super::html("<a b='\"&'>"), "&lt;a b=&#39;&quot;&amp;&#39;&gt;");
    }
}
