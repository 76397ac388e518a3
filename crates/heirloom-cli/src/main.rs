// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The program `heirloom`; see the library.
#![expect(unsafe_code, reason = "the allocator's setting; audited here")]

use std::{ffi::c_long, process::ExitCode};

/// Graphs and records are many small texts; see `docs/adr/0016-allocator.md`.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// `mi_option_purge_delay` of mimalloc 2, which the bindings do not name.
const PURGE_DELAY: libmimalloc_sys::mi_option_t = 15;
/// Never.
const NO_PURGE: c_long = -1;

fn main() -> ExitCode {
    // Pages that are free go to what comes next, and to the system at the end: giving them back and asking
    // for them again took a fifth of the time of a large bill. A scan of many small files would hold
    // half as much memory again and be no faster.
    if std::env::args_os().any(|word| word == "bom") {
        // SAFETY: an option is a number inside the allocator; it is set before there is a second thread.
        unsafe { libmimalloc_sys::mi_option_set(PURGE_DELAY, NO_PURGE) };
    }
    heirloom_cli::main()
}
