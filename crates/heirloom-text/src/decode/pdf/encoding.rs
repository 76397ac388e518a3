// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Letters of fonts that do not say which they are: standard encodings and names of glyphs.

/// The letter of a code in the encoding of Windows, which the others share for most letters.
pub(super) fn windows(code: u8) -> char {
    let text = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&[code]).0.into_owned();
    text.chars().next().unwrap_or(char::REPLACEMENT_CHARACTER)
}

/// The letter in the encoding of old Macintosh systems.
pub(super) fn macintosh(code: u8) -> char {
    let text = encoding_rs::MACINTOSH.decode_without_bom_handling(&[code]).0.into_owned();
    text.chars().next().unwrap_or(char::REPLACEMENT_CHARACTER)
}

/// The letters of a code in fonts with an encoding of their own: ASCII, the quotes and ligatures
/// of Adobe's standard encoding, and the ligatures where TeX has them.
pub(super) fn own(code: u8) -> &'static str {
    match code {
        0x0b | 0x1b => "ff",
        0x0c | 0x1c | 0xae => "fi",
        0x0d | 0x1d | 0xaf => "fl",
        0x0e | 0x1e => "ffi",
        0x0f | 0x1f => "ffl",
        0x27 | 0xa9 => "'",
        0x60 => "'",
        0x5c | 0x22 | 0xaa | 0xba => "\"",
        0x7b | 0xb1 => "-",
        0x7c | 0xd0 => "-",
        0xa1 => "\u{a1}",
        0xb7 => "\u{2022}",
        0xe3 => "\u{aa}",
        0xfb => "\u{df}",
        _ => ASCII
            .get(usize::from(code).wrapping_sub(0x20)..)
            .map_or("", |rest| rest.get(..1).unwrap_or_default()),
    }
}

const ASCII: &str = " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~";

/// The letters of a glyph by its name.
pub(super) fn glyph(name: &[u8]) -> Option<String> {
    let name = str::from_utf8(name).ok()?;
    // `a.sc`, `f_i`: variants and ligatures.
    let name = name.split('.').next().filter(|stem| !stem.is_empty()).unwrap_or(name);
    if let Ok(at) = NAMES.binary_search_by_key(&name, |(known, _)| known) {
        return Some(NAMES[at].1.to_owned());
    }
    let mut letters = name.chars();
    if let (Some(letter), None) = (letters.next(), letters.next()) {
        return Some(letter.to_string());
    }
    if name.contains('_') {
        return name.split('_').map(|part| glyph(part.as_bytes())).collect();
    }
    let code = name.strip_prefix("uni").or_else(|| name.strip_prefix('u'))?;
    let code = code.get(..code.len().min(6))?;
    (code.len() >= 4)
        .then(|| u32::from_str_radix(code, 16).ok())?
        .and_then(char::from_u32)
        .map(String::from)
}

/// Names of glyphs that are not letters themselves, sorted.
const NAMES: &[(&str, &str)] = &[
    ("AE", "\u{c6}"),
    ("Adieresis", "\u{c4}"),
    ("Aring", "\u{c5}"),
    ("Odieresis", "\u{d6}"),
    ("Oslash", "\u{d8}"),
    ("Udieresis", "\u{dc}"),
    ("aacute", "\u{e1}"),
    ("adieresis", "\u{e4}"),
    ("ae", "\u{e6}"),
    ("agrave", "\u{e0}"),
    ("ampersand", "&"),
    ("aring", "\u{e5}"),
    ("asciicircum", "^"),
    ("asciitilde", "~"),
    ("asterisk", "*"),
    ("at", "@"),
    ("backslash", "\\"),
    ("bar", "|"),
    ("braceleft", "{"),
    ("braceright", "}"),
    ("bracketleft", "["),
    ("bracketright", "]"),
    ("bullet", "\u{2022}"),
    ("ccaron", "\u{10d}"),
    ("ccedilla", "\u{e7}"),
    ("colon", ":"),
    ("comma", ","),
    ("copyright", "\u{a9}"),
    ("dollar", "$"),
    ("dotlessi", "i"),
    ("eacute", "\u{e9}"),
    ("ecircumflex", "\u{ea}"),
    ("egrave", "\u{e8}"),
    ("eight", "8"),
    ("ellipsis", "..."),
    ("emdash", "\u{2014}"),
    ("endash", "\u{2013}"),
    ("equal", "="),
    ("exclam", "!"),
    ("ff", "ff"),
    ("ffi", "ffi"),
    ("ffl", "ffl"),
    ("fi", "fi"),
    ("five", "5"),
    ("fl", "fl"),
    ("four", "4"),
    ("germandbls", "\u{df}"),
    ("grave", "`"),
    ("greater", ">"),
    ("hyphen", "-"),
    ("iacute", "\u{ed}"),
    ("less", "<"),
    ("lslash", "\u{142}"),
    ("minus", "-"),
    ("nbspace", " "),
    ("nine", "9"),
    ("ntilde", "\u{f1}"),
    ("numbersign", "#"),
    ("oacute", "\u{f3}"),
    ("odieresis", "\u{f6}"),
    ("oe", "\u{153}"),
    ("one", "1"),
    ("oslash", "\u{f8}"),
    ("parenleft", "("),
    ("parenright", ")"),
    ("percent", "%"),
    ("period", "."),
    ("periodcentered", "\u{b7}"),
    ("plus", "+"),
    ("question", "?"),
    ("quotedbl", "\""),
    ("quotedblbase", "\""),
    ("quotedblleft", "\""),
    ("quotedblright", "\""),
    ("quoteleft", "'"),
    ("quoteright", "'"),
    ("quotesingle", "'"),
    ("registered", "\u{ae}"),
    ("scaron", "\u{161}"),
    ("section", "\u{a7}"),
    ("semicolon", ";"),
    ("seven", "7"),
    ("sfthyphen", "-"),
    ("six", "6"),
    ("slash", "/"),
    ("space", " "),
    ("three", "3"),
    ("trademark", "\u{2122}"),
    ("two", "2"),
    ("uacute", "\u{fa}"),
    ("udieresis", "\u{fc}"),
    ("underscore", "_"),
    ("zcaron", "\u{17e}"),
    ("zero", "0"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn glyphs_are_known_by_their_names() {
        assert!(NAMES.is_sorted_by_key(|(name, _)| name));
        assert_eq!(glyph(b"copyright").unwrap(), "\u{a9}");
        assert_eq!(glyph(b"a.sc").unwrap(), "a");
        assert_eq!(glyph(b"f_i").unwrap(), "fi");
        assert_eq!(glyph(b"uni00E9").unwrap(), "\u{e9}");
        assert!(glyph(b"g42").is_none());
        assert_eq!(own(b'A'), "A");
        assert_eq!(own(0x0c), "fi");
        assert_eq!(windows(0x93), '\u{201c}');
    }
}
