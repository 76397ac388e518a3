// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Source text of every language: the first byte chooses the name.

#![no_main]

use heirloom_model::TreePath;
use heirloom_source::{SourceLimits, read};
use libfuzzer_sys::fuzz_target;

const NAMES: &[&str] = &[
    "a.c",
    "a.cpp",
    "a.go",
    "a.java",
    "a.js",
    "a.py",
    "a.rs",
    "a.sh",
    "a.ts",
    "a.tsx",
    "compose.yml",
    "dockerfile",
    "makefile",
    "readme.md",
];

fuzz_target!(|input: &[u8]| {
    let Some((choice, bytes)) = input.split_first() else { return };
    let path = NAMES[usize::from(*choice) % NAMES.len()].as_bytes();
    let path = TreePath::parse(path).expect("a path");
    let limits = SourceLimits { max_operations: 1_000_000, ..SourceLimits::standard() };
    let (Some(facts), _) = read(&path, bytes, &limits) else { return };
    assert!(facts.n_facts() <= limits.max_facts);
    for span in facts.calls.iter().map(|call| call.span) {
        assert!(span.start <= span.end && span.end <= bytes.len() as u64, "{span:?}");
        assert!(span.first_line <= span.last_line, "{span:?}");
    }
});
