// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Names that are made of contents: equal contents have equal names.

use std::io::{self, BufWriter};

use heirloom_model::hexadecimal;
use serde::Serialize;

/// A UUID (RFC 9562, version 8) of what a value is written as.
pub(crate) fn uuid(value: &impl Serialize) -> String {
    // The text of a large document is hashed as it comes, and never held.
    let mut text = BufWriter::with_capacity(64 << 10, blake3::Hasher::new());
    let written = serde_json::to_writer(&mut text, value).map_err(io::Error::from);
    let hasher = written.and_then(|()| text.into_inner().map_err(io::IntoInnerError::into_error));
    let digest = hasher.unwrap_or_default().finalize();
    let mut id = [0; 16];
    id.copy_from_slice(&digest.as_bytes()[..16]);
    id[6] = (id[6] & 0x0f) | 0x80;
    id[8] = (id[8] & 0x3f) | 0x80;
    let hex = hexadecimal(&id);
    format!("{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}
