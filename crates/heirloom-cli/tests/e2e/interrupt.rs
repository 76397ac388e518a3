// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Ctrl-C leaves no broken file.

use std::{
    fs,
    process::{Command, Stdio},
    thread,
    time::Duration,
};

use heirloom_testkit::World;

use crate::program::{Program, args};

/// The program waits for a reader of its first output, a pipe, when the signal comes.
#[test]
fn an_interrupt_stops_the_run_and_writes_nothing() {
    let program = Program::new();
    let tree = World::default().with("a.c", "int a;").with("b.c", "int b;").on_disk();
    let outputs = program.home().join("out");
    fs::create_dir(&outputs).unwrap();
    let pipe = program.home().join("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let child = program
        .command(args!["scan", tree.root(), "--jsonl", &pipe, "--csv", &outputs.join("a.csv")])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    thread::sleep(Duration::from_millis(500));
    let id = child.id().to_string();
    assert!(Command::new("kill").args(["-INT", &id]).status().unwrap().success());
    thread::sleep(Duration::from_millis(200));
    assert_eq!(fs::read_to_string(&pipe).unwrap(), "");
    let output = child.wait_with_output().unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(130), "{stderr}");
    assert!(stderr.contains("interrupted"), "{stderr}");
    assert_eq!(fs::read_dir(outputs).unwrap().count(), 0);
}
