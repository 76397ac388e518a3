// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Archives, as the source and inside it.

use std::{path::Path, process::Command};

use heirloom_testkit::World;

use crate::program::{Program, args};

/// A tar archive of a small world, made in `folder`.
fn tar(folder: &Path) {
    let inner = World::default()
        .with("inner/a.c", "/* Copyright 2020 Jane Doe */\n")
        .with("inner/b.c", "int b;\n")
        .on_disk();
    let done = Command::new("tar")
        .args(["-czf".as_ref(), folder.join("x.tar.gz").as_os_str()])
        .args(["-C".as_ref(), inner.root().as_os_str(), "inner".as_ref()])
        .status();
    assert!(done.unwrap().success());
}

fn paths(lines: &str) -> Vec<&str> {
    lines.lines().map(|line| line.split('"').nth(3).unwrap()).collect()
}

#[test]
fn archives_in_a_folder_are_opened_and_remembered() {
    let (program, tree) = (Program::new(), World::default().with("z.c", "int z;").on_disk());
    tar(tree.root());
    let typed = args!["scan", "--jsonl", tree.root()];
    let first = program.expect(0, typed);
    assert_eq!(paths(&first), ["x.tar.gz", "x.tar.gz!/inner/a.c", "x.tar.gz!/inner/b.c", "z.c"]);
    assert!(first.contains("Jane Doe"), "{first}");
    // Stamps are trusted after two seconds only; then the archive is not even opened.
    std::thread::sleep(std::time::Duration::from_millis(2_500));
    for _ in 0..2 {
        assert_eq!(program.expect(0, typed), first);
    }
    let closed = program.expect(0, args!["scan", "--jsonl", tree.root(), "--no-archives"]);
    assert_eq!(paths(&closed), ["x.tar.gz", "z.c"]);
    let some = program.expect(0, args!["scan", "--jsonl", tree.root(), "--exclude", "b.c"]);
    assert_eq!(paths(&some), ["x.tar.gz", "x.tar.gz!/inner/a.c", "z.c"]);
}

#[test]
fn an_archive_is_a_source() {
    let (program, folder) = (Program::new(), tempfile::tempdir().unwrap());
    tar(folder.path());
    let archive = folder.path().join("x.tar.gz");
    let lines = program.expect(0, args!["scan", "--jsonl", &archive]);
    assert_eq!(paths(&lines), ["inner/a.c", "inner/b.c"]);
}

#[test]
fn a_broken_archive_is_a_problem_and_the_rest_is_complete() {
    let (program, tree) = (Program::new(), World::default().with("z.c", "int z;").on_disk());
    tar(tree.root());
    let path = tree.path("x.tar.gz");
    let bytes = std::fs::read(&path).unwrap();
    std::fs::write(&path, &bytes[..bytes.len() / 2]).unwrap();
    let typed = args!["scan", "--jsonl", tree.root()];
    let lines = program.expect(3, typed);
    assert!(lines.contains("archive-damaged") && lines.contains("z.c"), "{lines}");
    std::thread::sleep(std::time::Duration::from_millis(2_500));
    for _ in 0..2 {
        assert_eq!(program.expect(3, typed), lines);
    }
}

#[test]
fn the_page_shows_the_text_of_finds() {
    let (program, tree) = (Program::new(), World::default().with("z.c", "int z;").on_disk());
    tar(tree.root());
    let page = program.home().join("page.html");
    program.expect(0, args!["scan", tree.root(), "--html", &page, "--quiet"]);
    assert!(std::fs::read_to_string(page).unwrap().contains("Copyright 2020 Jane Doe"));
}

/// Members stand in an archive in any order; reports list them by path.
#[test]
fn members_are_listed_by_path() {
    let (program, folder) = (Program::new(), World::default().with("z.c", "int z;").on_disk());
    let inner = World::default().with("b.c", "int b;\n").with("a.c", "int a;\n").on_disk();
    let archive = folder.root().join("x.tar");
    let done = Command::new("tar")
        .args(["-cf".as_ref(), archive.as_os_str()])
        .args(["-C".as_ref(), inner.root().as_os_str(), "b.c".as_ref(), "a.c".as_ref()])
        .status();
    assert!(done.unwrap().success());
    let in_folder = program.expect(0, args!["scan", "--jsonl", folder.root()]);
    assert_eq!(paths(&in_folder), ["x.tar", "x.tar!/a.c", "x.tar!/b.c", "z.c"]);
    let alone = program.expect(0, args!["scan", "--jsonl", &archive, "-j", "2"]);
    assert_eq!(paths(&alone), ["a.c", "b.c"]);
}
