// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Words: what a text is made of for license detection.
//!
//! A word is a run of letters and digits of any script, with at most one `+` in or after it (so
//! that `GPL2+` stays whole). Everything else separates, and so do the escapes `\n`, `\r`, `\t`
//! of string literals. Chinese characters and hiragana are words one by one, as these scripts have
//! no spaces, and end a word of another script. Rules and scanned files go through the same
//! function: what is no word in one is none in the other.

/// A word's place in a text and its hash, independent of case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) hash: u32,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Separator,
    Letter,
    Plus,
    Backslash,
    Wide,
}

const CLASSES: [Class; 256] = {
    let mut classes = [Class::Separator; 256];
    let mut byte = 0;
    while byte < 256 {
        classes[byte] = match byte as u8 {
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => Class::Letter,
            b'+' => Class::Plus,
            b'\\' => Class::Backslash,
            0x80..=0xff => Class::Wide,
            _ => Class::Separator,
        };
        byte += 1;
    }
    classes
};

const HASH_START: u64 = 0xcbf2_9ce4_8422_2325;
const HASH_PRIME: u64 = 0x0000_0100_0000_01b3;

fn finish(hash: u64) -> u32 {
    ((hash ^ (hash >> 29)).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as u32
}

/// Finds the words of a text one by one.
pub(crate) struct Words<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Words<'a> {
    pub(crate) fn new(text: &'a str) -> Words<'a> {
        Words { text, at: 0 }
    }

    /// Reads one character that is not ASCII at `at`: its length and whether it is part of words.
    #[cold]
    fn wide(&self, at: usize) -> (usize, bool, char) {
        let character = self.text[at..].chars().next().expect("`at` is before a character");
        (character.len_utf8(), character.is_alphanumeric(), character)
    }
}

impl Iterator for Words<'_> {
    type Item = Word;

    #[inline]
    fn next(&mut self) -> Option<Word> {
        let bytes = self.text.as_bytes();
        let mut at = self.at;
        loop {
            let &byte = bytes.get(at)?;
            match CLASSES[byte as usize] {
                Class::Letter => break,
                Class::Separator | Class::Plus => at += 1,
                Class::Backslash => {
                    at += 1;
                    if matches!(bytes.get(at), Some(b'n' | b'r' | b't')) {
                        at += 1;
                    }
                }
                Class::Wide => {
                    let (length, is_word, _) = self.wide(at);
                    if is_word {
                        break;
                    }
                    at += length;
                }
            }
        }
        let start = at;
        let mut hash = HASH_START;
        let mut plus_seen = false;
        let mut script = Script::Spaced;
        while let Some(&byte) = bytes.get(at) {
            match CLASSES[byte as usize] {
                Class::Letter if script != Script::Katakana => {
                    hash = (hash ^ u64::from(byte.to_ascii_lowercase())).wrapping_mul(HASH_PRIME);
                    at += 1;
                }
                Class::Plus if !plus_seen => {
                    plus_seen = true;
                    hash = (hash ^ u64::from(b'+')).wrapping_mul(HASH_PRIME);
                    at += 1;
                }
                Class::Wide => {
                    let (length, is_word, character) = self.wide(at);
                    let next = Script::of(character);
                    if !is_word || (at > start && next != script) {
                        break;
                    }
                    hash = hash_wide(hash, character);
                    at += length;
                    script = next;
                    if script == Script::Unspaced {
                        break;
                    }
                }
                _ => break,
            }
        }
        self.at = at;
        Some(Word { start, end: at, hash: finish(hash) })
    }
}

/// How a script tells its words apart.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    /// By spaces.
    Spaced,
    /// Not at all: Chinese characters and hiragana, of which each is a word.
    Unspaced,
    /// By other scripts around it.
    Katakana,
}

impl Script {
    fn of(character: char) -> Script {
        match character {
            '\u{3005}'..='\u{3007}'
            | '\u{3041}'..='\u{309f}'
            | '\u{3400}'..='\u{9fff}'
            | '\u{f900}'..='\u{faff}'
            | '\u{20000}'..='\u{3ffff}' => Script::Unspaced,
            '\u{30a0}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' => Script::Katakana,
            _ => Script::Spaced,
        }
    }
}

fn hash_wide(mut hash: u64, character: char) -> u64 {
    for lower in character.to_lowercase() {
        let mut buffer = [0; 4];
        for byte in lower.encode_utf8(&mut buffer).bytes() {
            hash = (hash ^ u64::from(byte)).wrapping_mul(HASH_PRIME);
        }
    }
    hash
}

/// The hash that [`Words`] gives a word.
pub(crate) fn hash_word(word: &str) -> u32 {
    let hash = word.chars().fold(HASH_START, |hash, character| {
        if character.is_ascii() {
            (hash ^ u64::from(character.to_ascii_lowercase() as u8)).wrapping_mul(HASH_PRIME)
        } else {
            hash_wide(hash, character)
        }
    });
    finish(hash)
}

/// Whether a word of a text is the dictionary's lower-case word.
#[inline]
pub(crate) fn same_word(written: &str, lower: &[u8]) -> bool {
    if written.is_ascii() {
        written.len() == lower.len()
            && written.bytes().zip(lower).all(|(a, &b)| a.to_ascii_lowercase() == b)
    } else {
        written.to_lowercase().as_bytes() == lower
    }
}

/// Words that stand in markup and source code everywhere and never decide a license: names of
/// HTML and XML tags and entities, of comment commands and printing functions.
pub(crate) const STOP_WORDS: &[&str] = &[
    "a",
    "abbr",
    "alt",
    "amp",
    "apos",
    "auto",
    "bdquo",
    "blockquote",
    "body",
    "border",
    "br",
    "bull",
    "bullet",
    "class",
    "colon",
    "comma",
    "div",
    "dnl",
    "echo",
    "em",
    "emdash",
    "emsp",
    "ensp",
    "ge",
    "gt",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "hairsp",
    "head1",
    "head2",
    "head3",
    "height",
    "hr",
    "href",
    "img",
    "ldquo",
    "ldquor",
    "le",
    "li",
    "lists",
    "lpar",
    "lsaquo",
    "lsquo",
    "lsquor",
    "lt",
    "mdash",
    "nav",
    "nbsp",
    "ndash",
    "numsp",
    "ol",
    "p",
    "padding",
    "para",
    "period",
    "pre",
    "printf",
    "puncsp",
    "quot",
    "raquo",
    "rdquo",
    "rdquor",
    "rel",
    "rem",
    "rpar",
    "rsaquo",
    "rsquo",
    "rsquor",
    "sbquo",
    "script",
    "semi",
    "side",
    "span",
    "src",
    "td",
    "th",
    "thinsp",
    "tilde",
    "tr",
    "ul",
    "ulink",
    "width",
    "x3c",
    "x3e",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: &[&str]) {
        let words: Vec<_> = Words::new(text).map(|word| &text[word.start..word.end]).collect();
        assert_eq!(words, expect);
        for word in Words::new(text) {
            assert_eq!(word.hash, hash_word(&text[word.start..word.end].to_lowercase()));
        }
    }

    #[test]
    fn words_are_letters_digits_and_one_plus() {
        check("some Text with   spAces! + _ -", &["some", "Text", "with", "spAces"]);
        check("GPL2+, a+b+c", &["GPL2+", "a+b", "c"]);
        check("snake_case", &["snake", "case"]);
        check("Änderung ©木兰 许可证", &["Änderung", "木", "兰", "许", "可", "证"]);
        check("采用MIT许可证第2版", &["采", "用", "MIT", "许", "可", "证", "第", "2", "版"]);
        check("MITライセンスの下", &["MIT", "ライセンス", "の", "下"]);
        check(r"under\nthe\tterms \x", &["under", "the", "terms", "x"]);
        check("", &[]);
    }

    #[test]
    fn stop_words_are_sorted() {
        assert!(STOP_WORDS.is_sorted());
    }
}
