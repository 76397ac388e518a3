// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The program as users run it: few tests that prove the wiring; features are tested below.
#![expect(clippy::disallowed_methods, reason = "tests run the program on temporary folders")]
#![expect(clippy::unwrap_used, reason = "helpers of tests outside the test functions")]

mod archives;
mod bills;
mod bundle;
mod cache;
mod check;
mod hostile;
mod images;
mod init;
mod interrupt;
mod memory;
mod options;
mod packages;
mod page;
mod plan;
mod policy;
mod program;
mod rules;
mod scan;

#[test]
fn no_file_is_forgotten() {
    let source = include_str!("main.rs");
    for entry in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/e2e")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let module = name.strip_suffix(".rs").unwrap();
        assert!(module == "main" || source.contains(&format!("mod {module};")), "{module}");
    }
}
