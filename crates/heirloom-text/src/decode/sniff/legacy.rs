// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Encodings from before Unicode: what a file declares, else what its bytes look like.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{
    Encoding, GB18030, GBK, ISO_8859_2, ISO_8859_15, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1250,
    WINDOWS_1252, WINDOWS_1254, WINDOWS_1257,
};
use memchr::memmem;

use crate::decode::transcode::Scheme;

/// How much is shown to the detector, which is slow.
const EVIDENCE_BYTES: usize = 8 << 10;
/// How many ASCII bytes beside others are evidence.
const CONTEXT_BYTES: usize = 24;
/// Where white space is looked for.
const SAMPLE_BYTES: usize = 16 << 10;
/// Where a declaration may stand.
const DECLARATION_BYTES: usize = 4 << 10;
/// Bytes without any white space are no text from this length on.
const MAX_UNBROKEN_BYTES: usize = 2 << 10;

/// The encoding that bytes declare, when it is one that most bytes do not fit and these do.
pub(super) fn declared_and_proven(bytes: &[u8]) -> Option<Scheme> {
    let encoding = declared(&bytes[..bytes.len().min(DECLARATION_BYTES)])?;
    let proven = !encoding.is_single_byte() && n_errors(encoding, &evidence(bytes)) == 0;
    proven.then(|| scheme(encoding))
}

/// The encoding of bytes that are not UTF-8; `None` when they do not look like text.
pub(super) fn guess(bytes: &[u8]) -> Option<Scheme> {
    let sample = &bytes[..bytes.len().min(SAMPLE_BYTES)];
    let n_spaces = sample.iter().filter(|byte| byte.is_ascii_whitespace()).count();
    if n_spaces * MAX_UNBROKEN_BYTES < sample.len().saturating_sub(MAX_UNBROKEN_BYTES) {
        return None;
    }
    let declared = declared(&bytes[..bytes.len().min(DECLARATION_BYTES)]);
    let evidence = evidence(bytes);
    let encoding =
        declared.filter(|encoding| fits(encoding, &evidence)).unwrap_or_else(|| detect(&evidence));
    Some(scheme(encoding))
}

/// The first words with bytes above ASCII.
fn evidence(bytes: &[u8]) -> Vec<u8> {
    let mut evidence = Vec::new();
    let mut at = 0;
    while evidence.len() < EVIDENCE_BYTES {
        let first = at + Encoding::ascii_valid_up_to(&bytes[at..]);
        if first == bytes.len() {
            break;
        }
        let start = first.saturating_sub(CONTEXT_BYTES).max(at);
        if start > at {
            evidence.push(b' ');
        }
        let high = bytes[first..].iter().take(EVIDENCE_BYTES).position(u8::is_ascii);
        let end = bytes.len().min(first + high.unwrap_or(EVIDENCE_BYTES) + CONTEXT_BYTES);
        evidence.extend_from_slice(&bytes[start..end]);
        at = end;
    }
    evidence
}

fn scheme(encoding: &'static Encoding) -> Scheme {
    // The newer standard holds the older one, and their decoders are the same.
    Scheme::Legacy(if encoding == GBK { GB18030 } else { encoding })
}

/// Whether ASCII bytes switch to Japanese character sets by escape sequences.
pub(super) fn is_iso_2022_jp(sample: &[u8]) -> bool {
    memmem::find(sample, b"\x1b$B").is_some() || memmem::find(sample, b"\x1b$@").is_some()
}

fn detect(sample: &[u8]) -> &'static Encoding {
    // Signs that stand alone (a bullet, a copyright sign) tell nothing of a language.
    let is_letter = |byte: u8| byte.is_ascii_alphabetic() || !byte.is_ascii();
    let joined = |pair: &[u8]| {
        pair.iter().any(|byte| !byte.is_ascii()) && pair.iter().all(|byte| is_letter(*byte))
    };
    if !sample.windows(2).any(joined) {
        return WINDOWS_1252;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(sample, false);
    let encoding = detector.guess(None, Utf8Detection::Deny);
    let is_likely = LATIN.contains(&encoding) || !is_western(sample);
    if is_likely && fits(encoding, sample) { encoding } else { WINDOWS_1252 }
}

/// Encodings of languages whose words have single letters above ASCII, and common enough to be
/// believed of a few words.
const LATIN: &[&Encoding] =
    &[WINDOWS_1252, WINDOWS_1250, WINDOWS_1254, WINDOWS_1257, ISO_8859_2, ISO_8859_15];

/// Whether all bytes above ASCII are letters of western Europe that stand alone among letters of
/// ASCII: few words give a detector little to go by, and other scripts look otherwise.
fn is_western(sample: &[u8]) -> bool {
    let neighbor = |at: Option<usize>| at.and_then(|at| sample.get(at)).copied().unwrap_or(b' ');
    let stands_well = |(at, &byte): (usize, &u8)| {
        let (before, behind) = (neighbor(at.checked_sub(1)), neighbor(Some(at + 1)));
        let is_letter = matches!(byte, 0xc0..=0xd6 | 0xd8..=0xdd | 0xdf..=0xf6 | 0xf8..=0xfd);
        let in_word = before.is_ascii_alphabetic() || behind.is_ascii_alphabetic();
        is_letter && before.is_ascii() && behind.is_ascii() && in_word
    };
    sample.iter().enumerate().filter(|(_, byte)| !byte.is_ascii()).all(stands_well)
}

/// Whether the bytes decode with few errors.
fn fits(encoding: &'static Encoding, sample: &[u8]) -> bool {
    let n_high = sample.iter().filter(|byte| !byte.is_ascii()).count();
    n_errors(encoding, sample) * 20 <= n_high
}

fn n_errors(encoding: &'static Encoding, sample: &[u8]) -> usize {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut buffer = [0; 1024];
    let (mut rest, mut n_errors) = (sample, 0);
    loop {
        let (result, n_read, _) =
            decoder.decode_to_utf8_without_replacement(rest, &mut buffer, false);
        rest = &rest[n_read..];
        match result {
            encoding_rs::DecoderResult::InputEmpty => break,
            encoding_rs::DecoderResult::OutputFull => {}
            encoding_rs::DecoderResult::Malformed(..) => n_errors += 1,
        }
    }
    n_errors
}

/// The encoding that the head of a file names for itself.
fn declared(head: &[u8]) -> Option<&'static Encoding> {
    // XML declarations; HTML and gettext headers; Emacs, Vim, Python and Ruby comments.
    ["encoding=", "charset=", "coding:", "coding=", "encoding:"].iter().find_map(|key| {
        let at = memmem::find(head, key.as_bytes())? + key.len();
        let rest = head[at..].trim_ascii_start();
        let rest = rest.strip_prefix(b"\"").or(rest.strip_prefix(b"'")).unwrap_or(rest);
        let end = rest.iter().position(|b| !b.is_ascii_alphanumeric() && !b"-_:.".contains(b));
        label(&rest[..end.unwrap_or(rest.len())])
    })
}

fn label(label: &[u8]) -> Option<&'static Encoding> {
    // Emacs adds the sort of line ends.
    let label = ["-unix", "-dos", "-mac"]
        .iter()
        .find_map(|suffix| label.strip_suffix(suffix.as_bytes()))
        .unwrap_or(label);
    let alias: &[u8] = match label.to_ascii_lowercase().as_slice() {
        b"latin-1" | b"latin_1" | b"iso-latin-1" => b"latin1",
        b"latin-2" | b"iso-latin-2" => b"latin2",
        b"latin-9" | b"iso-latin-9" | b"latin9" => b"iso-8859-15",
        b"cp936" | b"chinese-gbk" | b"cn-gb-2312" | b"hz-gb-2312" => b"gbk",
        b"cp950" | b"chinese-big5" => b"big5",
        b"cp932" | b"japanese-shift-jis" => b"shift_jis",
        b"japanese-iso-8bit" | b"ujis" => b"euc-jp",
        b"korean-iso-8bit" | b"cp949" | b"uhc" => b"euc-kr",
        b"cyrillic-koi8" => b"koi8-r",
        _ => label,
    };
    let unicode = [UTF_8, UTF_16LE, UTF_16BE];
    Encoding::for_label(alias)
        .filter(|encoding| !unicode.contains(encoding) && *encoding != encoding_rs::REPLACEMENT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(head: &str, expect: Option<&str>) {
        assert_eq!(declared(head.as_bytes()).map(Encoding::name), expect);
    }

    #[test]
    fn declarations() {
        check("<?xml version='1.0' encoding='ISO-8859-2'?>", Some("ISO-8859-2"));
        check("<meta http-equiv=x content=\"text/html; charset=Shift_JIS\">", Some("Shift_JIS"));
        check("\"Content-Type: text/plain; charset=KOI8-R\\n\"", Some("KOI8-R"));
        check("# -*- coding: latin-1 -*-", Some("windows-1252"));
        check(";; -*- mode: lisp; coding: euc-jp-unix; -*-", Some("EUC-JP"));
        check("# vim: set fileencoding=cp1251 :", Some("windows-1251"));
        check("# -*- coding: utf-8 -*-", None);
        check("int coding: 5", None);
    }

    #[track_caller]
    fn check_words(words: &[&[u8]], expect: &str) {
        for bytes in words {
            for around in [["", ""], ["Copyright (c) 2001 ", "\n"], ["/* by ", " <a@b.example> */"]]
            {
                let text = [around[0].as_bytes(), bytes, around[1].as_bytes()].concat();
                let Some(Scheme::Legacy(encoding)) = guess(&text) else { panic!("{bytes:?}") };
                assert_eq!(encoding.name(), expect, "{:?}", String::from_utf8_lossy(&text));
            }
        }
    }

    #[test]
    fn single_names_of_western_europe() {
        let names: &[&[u8]] = &[
            b"Jos\xe9 Nu\xf1ez",
            b"Lo\xefc Minier",
            b"J\xfcrgen M\xfcller",
            b"Fran\xe7ois",
            b"Bj\xf6rn \xc5kesson",
            b"I\xf1aki",
            b"S\xf8ren H\xe5konsen",
        ];
        check_words(names, "windows-1252");
    }

    #[test]
    fn other_scripts_are_told_by_their_words() {
        check_words(&[b"Micha\xb3 K\xeapi\xf1ski"], "windows-1250");
        let name = b"\xc0\xeb\xe5\xea\xf1\xe0\xed\xe4\xf0 \xcf\xf3\xf8\xea\xe8\xed";
        check_words(&[name], "windows-1251");
        check_words(&[b"\xcd\xf5\xd0\xa1\xc3\xf7 \xb0\xe6\xc8\xa8\xcb\xf9\xd3\xd0"], "gb18030");
    }
}
