// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The HTML page quotes the files that were scanned.

use std::{fs, path::Path};

use heirloom_testkit::World;

use crate::program::{Program, args};

/// A tar archive with one file.
fn tar(name: &str, text: &str) -> Vec<u8> {
    let mut header = [0_u8; 512];
    header[..name.len()].copy_from_slice(name.as_bytes());
    header[100..107].copy_from_slice(b"0000644");
    header[124..135].copy_from_slice(format!("{:011o}", text.len()).as_bytes());
    header[148..156].fill(b' ');
    header[156] = b'0';
    header[257..263].copy_from_slice(b"ustar\0");
    header[263..265].copy_from_slice(b"00");
    let sum: u32 = header.iter().map(|&byte| u32::from(byte)).sum();
    header[148..155].copy_from_slice(format!("{sum:06o}\0").as_bytes());
    let mut archive = [header.as_slice(), text.as_bytes()].concat();
    archive.resize(archive.len().next_multiple_of(512) + 1024, 0);
    archive
}

#[test]
fn finds_are_quoted_from_files_and_archives() {
    let (program, page) = (Program::new(), "page.html");
    let world = World::parse("").with("a.c", "/* Copyright 2020 Jane Doe */\nint a;\n");
    let packed = tar("inner/b.c", "/* Copyright 2021 John Roe */\nint b;\n");
    let tree = world.with("b.tar", packed).on_disk();
    let check = |source: &Path, expect: &[&str]| {
        program.expect(0, args!["scan", source, "--html", page, "--no-cache"]);
        let text = fs::read_to_string(program.home().join(page)).unwrap();
        for statement in expect {
            assert!(text.contains(&format!("\"/* \",[\"{statement}\",[0]]")), "{statement}");
        }
    };
    check(tree.root(), &["Copyright 2020 Jane Doe", "Copyright 2021 John Roe"]);
    check(&tree.path("a.c"), &["Copyright 2020 Jane Doe"]);
    check(&tree.path("b.tar"), &["Copyright 2021 John Roe"]);
}
