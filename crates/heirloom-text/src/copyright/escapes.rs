// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What markup and string literals write for a character: `&copy;`, `&ouml;`, `\u00f6`.

use super::shape::prefix;

/// An entity at the start of `rest`: what it stands for and its length.
pub(super) fn entity(rest: &str) -> Option<(&'static str, usize)> {
    const ENTITIES: &[(&str, &str)] = &[
        ("&copy;", "©"),
        ("&copy", "©"),
        ("&COPY;", "©"),
        ("&#169;", "©"),
        ("&#0169;", "©"),
        ("&#xa9;", "©"),
        ("&#xA9;", "©"),
        ("&#XA9;", "©"),
        ("&#Xa9;", "©"),
        ("&#169", "©"),
        ("&amp;copy;", "©"),
        ("&amp;#169;", "©"),
        ("&amp;#xa9;", "©"),
        ("&amp;#xA9;", "©"),
        ("&ndash;", "–"),
        ("&mdash;", "–"),
        ("&#8211;", "–"),
        ("&#8212;", "–"),
        ("&#x2013;", "–"),
        ("&#x2014;", "–"),
        ("&minus;", "–"),
        ("&hyphen;", "–"),
        ("&amp;", "&"),
        ("&#38;", "&"),
        ("&#x26;", "&"),
        ("&lt;", "<"),
        ("&#60;", "<"),
        ("&#x3c;", "<"),
        ("&gt;", " "),
        ("&#62;", " "),
        ("&quot;", " "),
        ("&#34;", " "),
        ("&nbsp;", " "),
        ("&nbsp", " "),
        ("&#160;", " "),
        ("&#xa0;", " "),
        ("&#xA0;", " "),
        ("&#13;", " "),
        ("&#10;", " "),
        ("&ensp;", " "),
        ("&emsp;", " "),
        ("&thinsp;", " "),
        ("&reg;", " "),
        ("&trade;", " "),
        ("&#174;", " "),
        ("&laquo;", " "),
        ("&raquo;", " "),
        ("&middot;", " "),
        ("&bull;", " "),
    ];
    ENTITIES.iter().find(|(name, _)| rest.starts_with(name)).map(|&(name, what)| (what, name.len()))
}

/// The letter that an entity or a `\uXXXX` at the start of `rest` stands for, and its length;
/// marks inside words count where a word goes on behind them.
pub(super) fn escaped_letter(rest: &str) -> Option<(char, usize)> {
    let (letter, length) = match unicode_escape(rest) {
        Some('&') => return None,
        Some(letter) => (letter, 6),
        None => named_letter(rest).or_else(|| numbered_letter(rest))?,
    };
    let goes_on = || rest[length..].starts_with(char::is_alphanumeric);
    let is_part = letter.is_alphabetic() || (matches!(letter, '&' | '\'') && goes_on());
    is_part.then_some((letter, length))
}

/// `&ouml;`.
fn named_letter(rest: &str) -> Option<(char, usize)> {
    /// The letters from U+00C0 on by their names in HTML.
    const LATIN: &[&str] = &[
        "Agrave", "Aacute", "Acirc", "Atilde", "Auml", "Aring", "AElig", "Ccedil", "Egrave",
        "Eacute", "Ecirc", "Euml", "Igrave", "Iacute", "Icirc", "Iuml", "ETH", "Ntilde", "Ograve",
        "Oacute", "Ocirc", "Otilde", "Ouml", "times", "Oslash", "Ugrave", "Uacute", "Ucirc",
        "Uuml", "Yacute", "THORN", "szlig", "agrave", "aacute", "acirc", "atilde", "auml", "aring",
        "aelig", "ccedil", "egrave", "eacute", "ecirc", "euml", "igrave", "iacute", "icirc",
        "iuml", "eth", "ntilde", "ograve", "oacute", "ocirc", "otilde", "ouml", "divide", "oslash",
        "ugrave", "uacute", "ucirc", "uuml", "yacute", "thorn", "yuml",
    ];
    let name = rest.strip_prefix('&')?;
    let name = &name[..prefix(name, 9).find(';')?];
    let length = name.len() + 2;
    match name {
        "amp" => Some(('&', length)),
        "apos" | "rsquo" => Some(('\'', length)),
        "Scaron" => Some(('Š', length)),
        "scaron" => Some(('š', length)),
        _ => {
            let at = LATIN.iter().position(|latin| *latin == name)?;
            Some((char::from_u32(0xc0 + u32::try_from(at).ok()?)?, length))
        }
    }
}

/// `&#246;` and `&#xf6;`.
fn numbered_letter(rest: &str) -> Option<(char, usize)> {
    let number = rest.strip_prefix("&#")?;
    let number = &number[..prefix(number, 8).find(';')?];
    let code = match number.strip_prefix(['x', 'X']) {
        Some(digits) => u32::from_str_radix(digits, 16).ok()?,
        None => number.parse().ok()?,
    };
    Some((char::from_u32(code)?, number.len() + 3))
}

/// The character of a `\uXXXX` at the start of `rest`.
pub(super) fn unicode_escape(rest: &str) -> Option<char> {
    let digits = rest.strip_prefix("\\u")?.get(..4)?;
    if digits.bytes().all(|b| b.is_ascii_hexdigit()) {
        char::from_u32(u32::from_str_radix(digits, 16).ok()?)
    } else {
        None
    }
}
