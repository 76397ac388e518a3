// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Memory does not grow with the number of files.

use std::{fs, process::Stdio, thread, time::Duration};

use crate::program::{Program, args};

/// The peak of the program's memory in MiB when it scans `n_files` small files.
fn peak(n_files: u32) -> u64 {
    let program = Program::new();
    let tree = tempfile::tempdir().unwrap();
    for folder in 0..n_files / 1000 {
        let folder = tree.path().join(folder.to_string());
        fs::create_dir(&folder).unwrap();
        for n in 0..1000 {
            let text = format!("/* Copyright 2020 Jane Doe {n} */\nint x = {n};\n");
            fs::write(folder.join(format!("{n}.c")), text).unwrap();
        }
    }
    let out = program.home().join("out.jsonl");
    let mut child = program
        .command(args!["scan", tree.path(), "--jsonl", &out, "--quiet"])
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let mut peak_kib = 0;
    while child.try_wait().unwrap().is_none() {
        let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let seen = line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok());
        peak_kib = peak_kib.max(seen.unwrap_or(0));
        thread::sleep(Duration::from_millis(5));
    }
    assert_eq!(fs::read_to_string(out).unwrap().lines().count(), n_files as usize);
    peak_kib / 1024
}

#[test]
#[cfg(target_os = "linux")]
fn slow_a_hundred_thousand_files_take_little_memory() {
    let (few, many) = (peak(10_000), peak(100_000));
    assert!(many < 150, "{many} MiB");
    assert!(many < few + 100, "{few} MiB for 10,000 files, {many} MiB for 100,000");
}
