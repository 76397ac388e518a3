// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Results and where they go.

use std::fs;

use heirloom_testkit::World;

use crate::program::{Program, args};

fn world() -> World {
    World::parse(
        "
        //- src/a.c
        /* Copyright (c) 2020 Jane Doe */
        int a;
        //- src/b.c
        int b;
        //- src-b/c.c
        // Copyright 2021 Example Inc.
        ",
    )
    .with("empty", "")
}

#[test]
fn files_come_in_path_order_with_what_was_found() {
    let (program, tree) = (Program::new(), world().on_disk());
    let lines = program.expect(0, args!["scan", "--jsonl", "-", tree.root()]);
    let paths: Vec<&str> = lines.lines().map(|line| line.split('"').nth(3).unwrap()).collect();
    assert_eq!(paths, ["empty", "src-b/c.c", "src/a.c", "src/b.c"]);
    assert!(lines.lines().nth(2).unwrap().contains(r#""holders":["Jane Doe"]"#), "{lines}");
}

#[test]
fn one_path_after_an_output_option_is_the_source() {
    let (program, tree) = (Program::new(), world().on_disk());
    let plain = program.expect(0, args!["scan", tree.root(), "--jsonl"]);
    assert_eq!(plain.lines().count(), 4);
    assert_eq!(program.expect(0, args!["scan", "--jsonl", tree.root()]), plain);
    let out = program.home().join("out.jsonl");
    let summary = program.expect(0, args!["scan", "--jsonl", &out, tree.root()]);
    assert_eq!(fs::read_to_string(&out).unwrap(), plain);
    assert!(!summary.is_empty(), "a summary is printed when stdout is free");
}

#[test]
fn several_outputs_in_one_run() {
    let (program, tree) = (Program::new(), world().on_disk());
    let (json, csv) = (program.home().join("a.json"), program.home().join("a.csv"));
    let stdout = program.expect(
        0,
        args!["scan", tree.root(), "--json", &json, "--csv", &csv, "--jsonl=-", "--quiet"],
    );
    assert_eq!(stdout.lines().count(), 4);
    assert!(fs::read_to_string(json).unwrap().contains("heirloom-scan/1"));
    assert!(fs::read_to_string(csv).unwrap().contains("src/a.c"));
    let complaint = program.complains(2, args!["scan", tree.root(), "--json=-", "--jsonl=-"]);
    assert!(complaint.contains("cannot both go to stdout"), "{complaint}");
}

#[test]
fn outputs_are_the_same_on_any_number_of_threads_and_from_cache() {
    let mut world = world();
    for n in 0..300 {
        let text = format!("/* Copyright {} Author {} */\n", 1990 + n % 30, n % 7);
        world = world.with(&format!("many/{}/{n}.c", n % 10), text);
    }
    let (program, tree) = (Program::new(), world.on_disk());
    let run = |threads: &str, more: &str| {
        let jsonl = program.expect(0, args!["scan", tree.root(), "--jsonl", "-j", threads, more]);
        let json = program.expect(0, args!["scan", tree.root(), "--json", "-j", threads, more]);
        (jsonl, json)
    };
    let expect = run("1", "--no-cache");
    assert_eq!(expect.0.lines().count(), 304);
    for (threads, more) in [("2", "--no-cache"), ("7", "--no-config"), ("2", "--no-config")] {
        assert_eq!(run(threads, more), expect, "{threads} threads, {more}");
    }
}

#[test]
fn a_reader_that_closes_the_pipe_is_no_error() {
    let mut world = World::default();
    for n in 0..2_000 {
        world = world.with(&format!("{n}.txt"), "x");
    }
    let (program, tree) = (Program::new(), world.on_disk());
    let mut child = program
        .command(args!["scan", tree.root(), "--jsonl"])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[test]
fn a_single_file_and_the_current_folder() {
    let (program, tree) = (Program::new(), world().on_disk());
    let one = program.expect(0, args!["scan", "--jsonl", &tree.path("src/a.c")]);
    assert_eq!(one.lines().count(), 1);
    let mut here = program.command(args!["scan", "--jsonl"]);
    let output = here.current_dir(tree.root()).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stdout).lines().count(), 4);
}

#[test]
fn selections_leave_files_out() {
    let (program, tree) = (Program::new(), world().on_disk());
    let n_files = |more: &[&str]| {
        let mut typed = vec!["scan".as_ref(), tree.root().as_os_str(), "--jsonl".as_ref()];
        typed.extend(more.iter().map(std::ffi::OsStr::new));
        program.expect(0, &typed).lines().count()
    };
    assert_eq!(n_files(&["--include", "*.c"]), 3);
    assert_eq!(n_files(&["--exclude", "src/"]), 2);
    let bare = program.expect(0, args!["scan", tree.root(), "--jsonl", "--no-copyrights"]);
    assert!(!bare.contains("Jane"), "{bare}");
}

/// A license in the strings of a program may be that of a library or of data it handles.
#[test]
fn strings_of_binaries_are_clues() {
    let words: &[u8] =
        b"\x7fELF\x02\x01\0\0\0\x03This program is licensed under the MIT License.\0\x01\0";
    let tree = World::default().with("program", words).on_disk();
    let lines = Program::new().expect(0, args!["scan", "--jsonl", "-", tree.root()]);
    assert!(lines.contains(r#""expressions":[],"clues":["MIT"]"#), "{lines}");
    assert!(lines.contains(r#""detected":null"#) && lines.contains(r#""concluded":null"#));
}
