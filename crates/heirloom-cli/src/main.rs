// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The program `heirloom`; see the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    heirloom_cli::main()
}
