// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Whether a file says that all rights are reserved.

use memchr::memmem;

/// How far from the start such a note stands.
const HEAD_BYTES: usize = 4096;

/// Whether the head of the file says that all rights are reserved.
pub(super) fn says_reserved(view: &str) -> bool {
    let head = &view.as_bytes()[..view.len().min(HEAD_BYTES)];
    let sayings: [&[u8]; 4] = [
        b"ll rights reserved",
        b"ll Rights Reserved",
        b"LL RIGHTS RESERVED",
        b"ll Rights reserved",
    ];
    sayings.iter().any(|saying| memmem::find(head, saying).is_some())
}
