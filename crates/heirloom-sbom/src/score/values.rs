// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Whether a value is one: what says that nothing is known fills no field.

use heirloom_model::Expression;

use crate::{Agent, Licensing, is_address};

/// Whether a text says anything: what stands for values that are not known is none.
pub(super) fn is_said(text: &str) -> bool {
    const NOTHING: [&str; 7] = ["", "noassertion", "none", "unknown", "n/a", "null", "tbd"];
    !NOTHING.contains(&&*text.trim().to_ascii_lowercase())
}

pub(super) fn is_named(agent: &Agent) -> bool {
    is_said(&agent.name)
}

pub(super) fn has_address(agent: &Agent) -> bool {
    let is_mail = agent.email.as_ref().is_some_and(|email| email.contains('@'));
    is_mail || agent.url.as_deref().is_some_and(is_link)
}

/// Whether a text is an address: of a scheme or a host.
pub(super) fn is_link(text: &str) -> bool {
    is_address(text) && is_said(text) && text.contains([':', '.'])
}

/// Whether a checksum is one of a cryptographic hash function that nobody makes collisions of at will,
/// as MD5 is, and as long as that makes them.
pub(super) fn is_checksum(algorithm: &str, value: &str) -> bool {
    let n_digits = match algorithm {
        "SHA-1" => 40,
        "SHA-224" | "SHA3-224" => 56,
        "SHA-384" | "SHA3-384" | "BLAKE2b-384" => 96,
        "SHA-512" | "SHA3-512" | "BLAKE2b-512" | "Streebog-512" => 128,
        "SHA-256" | "SHA3-256" | "BLAKE2b-256" | "BLAKE3" | "Streebog-256" => 64,
        _ => return false,
    };
    value.len() == n_digits && value.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Whether a license is stated: `NONE` says that none was found, and what is no expression names none.
pub(super) fn is_license(licensing: &Licensing) -> bool {
    licensing.expression().is_some_and(|text| is_said(text) && Expression::parse(text).is_ok())
}
