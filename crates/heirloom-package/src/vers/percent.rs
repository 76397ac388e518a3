// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Versions in ranges: signs with a meaning of their own are percent-encoded, and nothing else.

use std::fmt::Write;

/// Whether a byte stands for itself.
fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_' | b'~' | b':' | b'+' | b'^')
}

/// Encodes a version.
pub(super) fn encode(version: &str) -> String {
    let mut encoded = String::with_capacity(version.len());
    for byte in version.bytes() {
        if is_plain(byte) {
            encoded.push(char::from(byte));
        } else {
            write!(encoded, "%{byte:02X}").expect("a string takes any text");
        }
    }
    encoded
}

/// Decodes a version; `None` where something is encoded wrongly or needlessly.
pub(super) fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        rest = behind;
        if *first != b'%' {
            bytes.push(*first);
            continue;
        }
        let (digits, behind) = rest.split_at_checked(2)?;
        let is_upper = |byte: &u8| matches!(byte, b'0'..=b'9' | b'A'..=b'F');
        if !digits.iter().all(is_upper) {
            return None;
        }
        let byte = u8::from_str_radix(str::from_utf8(digits).ok()?, 16).ok()?;
        if is_plain(byte) {
            return None;
        }
        bytes.push(byte);
        rest = behind;
    }
    String::from_utf8(bytes).ok()
}
