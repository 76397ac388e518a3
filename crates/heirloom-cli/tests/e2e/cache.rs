// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The cache between runs: never a wrong answer, whatever happens to it.

use std::{
    fs,
    path::{Path, PathBuf},
};

use heirloom_testkit::World;

use crate::program::{Program, args};

fn world() -> World {
    (0..50).fold(World::default(), |world, n| {
        world.with(&format!("{n}.c"), format!("/* Copyright 2020 Author {n} */\n"))
    })
}

fn segments(home: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(home.join("cache/facts-1")) else { return Vec::new() };
    let paths = entries.map(|entry| entry.unwrap().path());
    paths.filter(|path| path.extension().is_some_and(|e| e == "segment")).collect()
}

#[test]
fn a_changed_file_is_read_again() {
    let (program, tree) = (Program::new(), world().on_disk());
    program.expect(0, args!["scan", "--jsonl", tree.root()]);
    fs::write(tree.path("7.c"), "/* Copyright 2020 Author X */\n").unwrap();
    let lines = program.expect(0, args!["scan", "--jsonl", tree.root()]);
    assert!(lines.contains(r#"["Author X"]"#) && !lines.contains(r#"["Author 7"]"#), "{lines}");
}

#[test]
fn a_settled_tree_is_known_as_it_was_and_what_changes_in_it_is_seen() {
    let tree = (0..300).fold(World::default(), |world, n| {
        world.with(&format!("{}/{n}.c", n % 7), format!("/* Copyright 2020 Author {n} */\n"))
    });
    let (program, tree) = (Program::new(), tree.on_disk());
    // Stamps are trusted from the age of two seconds on.
    std::thread::sleep(std::time::Duration::from_millis(2_100));
    let scan = |more: &str| program.expect(0, args!["scan", "--jsonl", tree.root(), more]);
    let check = |what: &str| assert_eq!(scan("--no-config"), scan("--no-cache"), "{what}");
    check("cold");
    let status = program.expect(0, args!["cache", "status"]);
    let n_values = status.lines().find_map(|line| line.trim().strip_prefix("values"));
    let n_values: usize = n_values.unwrap().trim().parse().unwrap();
    // Facts and digest of each file, files in a row, conclusions.
    assert!((602..=650).contains(&n_values), "{status}");
    check("nothing changed");
    fs::write(tree.path("0/7.c"), "/* Copyright 2020 Author X */\n").unwrap();
    check("a file has other contents");
    fs::write(tree.path("3/a.c"), "/* Copyright 2020 Author Y */\n").unwrap();
    check("a file came");
    fs::remove_file(tree.path("3/a.c")).unwrap();
    fs::remove_file(tree.path("4/4.c")).unwrap();
    check("files went");
    fs::rename(tree.path("5/5.c"), tree.path("6/6a.c")).unwrap();
    check("a file moved");
    fs::rename(tree.path("1/1.c"), tree.path("1/b")).unwrap();
    fs::rename(tree.path("1/8.c"), tree.path("1/1.c")).unwrap();
    fs::rename(tree.path("1/b"), tree.path("1/8.c")).unwrap();
    check("two files changed places");
    fs::write(tree.path("LICENSE"), "SPDX-License-Identifier: MIT\n").unwrap();
    check("a license came");
    assert!(scan("--exclude=*.c").lines().count() == 1);
}

#[test]
fn the_same_bytes_under_another_name_are_known_by_name() {
    let program = Program::new();
    let tree = World::parse(
        "
        //- a/x.c
        // Copyright 2020 Jane
        //- b/x.c
        // Copyright 2020 Jane
        ",
    )
    .on_disk();
    let lines = program.expect(0, args!["scan", "--jsonl", tree.root()]);
    assert_eq!(lines.matches(r#""holders":["Jane"]"#).count(), 2);
    // One value for the facts, one for the conclusions: the files are too young for their stamps to
    // be trusted.
    let status = program.expect(0, args!["cache", "status"]);
    assert!(status.contains("values  2\n"), "{status}");
}

#[test]
fn a_damaged_cache_is_a_miss() {
    let (program, tree) = (Program::new(), world().on_disk());
    let scan = || program.expect(0, args!["scan", "--jsonl", tree.root()]);
    let expect = scan();
    let damages: [&dyn Fn(Vec<u8>) -> Vec<u8>; 5] = [
        &|_| Vec::new(),
        &|bytes| bytes[..bytes.len() / 2].to_vec(),
        &|bytes| bytes.iter().map(|byte| byte ^ 1).collect(),
        &|bytes| [b"junk".as_slice(), &bytes].concat(),
        &|bytes| vec![0xff; bytes.len()],
    ];
    for damage in damages {
        let paths = segments(program.home());
        assert!(!paths.is_empty());
        for path in paths {
            let bytes = fs::read(&path).unwrap();
            fs::write(&path, damage(bytes)).unwrap();
        }
        assert_eq!(scan(), expect);
    }
}

#[test]
fn scans_and_checks_share_a_cache_and_never_answer_for_each_other() {
    let tree = World::parse(
        "
        //- Cargo.toml
        [package]
        name = \"a\"
        version = \"1.0.0\"
        license = \"MIT\"
        [dependencies]
        b = \"1\"
        //- run.sh
        #!/bin/sh
        rsync -a x y
        //- old/package.json
        { \"name\": \"old\", \"version\"
        ",
    )
    .on_disk();
    let alone = Program::new();
    let check = args!["check", "--json", "-", tree.root()];
    let scan = args!["scan", "--jsonl", tree.root()];
    let (expect, lines) = (alone.expect(0, check), alone.expect(0, scan));
    assert!(expect.contains("\"relations\": 2,"), "{expect}");
    // Both readers of the broken manifest stumble; it is said once.
    assert_eq!(expect.matches("old/package.json:2: The manifest").count(), 1, "{expect}");
    let program = Program::new();
    for _ in 0..2 {
        assert_eq!(program.expect(0, scan), lines);
        assert_eq!(program.expect(0, check), expect);
    }
    for path in segments(program.home()) {
        fs::write(&path, vec![0xff; 1000]).unwrap();
    }
    assert_eq!(program.expect(0, check), expect);
}

#[test]
fn runs_share_a_cache() {
    let (program, tree) = (Program::new(), world().on_disk());
    let expect = program.expect(0, args!["scan", "--jsonl", tree.root(), "--no-cache"]);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..5 {
                    let lines = program.expect(0, args!["scan", "--jsonl", tree.root()]);
                    assert_eq!(lines, expect);
                }
            });
        }
    });
}

#[test]
fn nothing_is_kept_when_not_wanted_and_cleared_when_told() {
    let (program, tree) = (Program::new(), world().on_disk());
    program.expect(0, args!["scan", "--jsonl", tree.root(), "--no-cache"]);
    assert!(segments(program.home()).is_empty());
    let folder = program.home().join("elsewhere");
    program.expect(0, args!["scan", "--jsonl", tree.root(), "--cache-dir", &folder]);
    assert!(segments(program.home()).is_empty());
    let status = program.expect(0, args!["cache", "status", "--cache-dir", &folder]);
    assert!(status.contains("values  51\n"), "{status}");
    program.expect(0, args!["cache", "clear", "--cache-dir", &folder]);
    let status = program.expect(0, args!["cache", "status", "--cache-dir", &folder]);
    assert!(status.contains("values  0\n"), "{status}");
}

#[test]
fn a_cache_folder_that_cannot_be_used_says_what_to_do() {
    let (program, tree) = (Program::new(), world().on_disk());
    let complaint =
        program.complains(2, args!["scan", tree.root(), "--cache-dir", &tree.path("1.c")]);
    assert!(complaint.contains("failed to use the cache folder"), "{complaint}");
    assert!(complaint.contains("--no-cache"), "{complaint}");
}

#[test]
fn temporary_files_are_gone() {
    let (program, tree) = (Program::new(), world().on_disk());
    program.expect(0, args!["scan", "--jsonl", tree.root(), "--no-cache"]);
    assert_eq!(fs::read_dir(program.home().join("tmp")).unwrap().count(), 0);
}
