// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The program `heirloom`; see the library.

use std::process::ExitCode;

/// Graphs and records are many small texts; see `docs/adr/0016-allocator.md`.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    heirloom_cli::main()
}
