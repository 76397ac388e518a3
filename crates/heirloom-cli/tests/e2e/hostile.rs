// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Input that cannot be read: a problem in the report, the right exit code, the rest complete.

use std::{
    fs,
    os::unix::fs::{MetadataExt, PermissionsExt},
};

use heirloom_testkit::World;

use crate::program::{Program, args};

#[test]
fn unreadable_folders_and_files_are_problems() {
    let tree =
        World::default().with("a/x.c", "int x;").with("b/y.c", "int y;").with("z.c", "").on_disk();
    if fs::metadata(tree.root()).unwrap().uid() == 0 {
        // Root reads everything; a name beyond the limit stands in for what cannot be read.
        return names_beyond_the_limit_are_problems();
    }
    let forbid = |path: &str| {
        fs::set_permissions(tree.path(path), fs::Permissions::from_mode(0o0)).unwrap();
    };
    forbid("a");
    forbid("z.c");
    let program = Program::new();
    let lines = program.expect(3, args!["scan", "--jsonl", tree.root()]);
    assert!(lines.contains("b/y.c") && lines.contains("file-unreadable"), "{lines}");
    program.expect(0, args!["scan", "--jsonl", tree.root(), "--allow-partial"]);
    fs::set_permissions(tree.path("a"), fs::Permissions::from_mode(0o700)).unwrap();
}

#[test]
fn names_beyond_the_limit_are_problems() {
    let program = Program::new();
    let tree = World::default().with("big", vec![b'x'; 3 << 20]).with("small", "x").on_disk();
    let typed = args!["scan", "--jsonl", tree.root(), "--max-file", "1"];
    for _ in 0..2 {
        let lines = program.expect(3, typed);
        assert!(lines.contains("file-too-large") && lines.contains("small"), "{lines}");
    }
    let whole = program.expect(0, args!["scan", "--jsonl", tree.root()]);
    assert!(!whole.contains("file-too-large"), "{whole}");
    let warned = program.complains(3, typed);
    assert!(warned.contains("could not be read"), "{warned}");
    program.expect(0, args!["scan", "--jsonl", tree.root(), "--max-file", "1", "--allow-partial"]);
}

#[test]
fn sources_that_are_not_there_say_what_a_source_is() {
    let program = Program::new();
    let complaint = program.complains(2, args!["scan", "no/such/folder"]);
    assert!(complaint.contains("failed to find no/such/folder"), "{complaint}");
    assert!(complaint.contains("hint: SOURCE is"), "{complaint}");
    let complaint = program.complains(2, args!["scan", "oci:alpine"]);
    assert!(complaint.contains("failed to find alpine"), "{complaint}");
    let complaint = program.complains(2, args!["scan", "docker:alpine"]);
    assert!(complaint.contains("not supported yet"), "{complaint}");
    assert!(complaint.contains("`docker save`"), "{complaint}");
    let complaint = program.complains(2, args!["scan", ".", "--include", "a["]);
    assert!(complaint.contains("failed to read the pattern `a[`"), "{complaint}");
}

#[test]
fn configuration_errors_are_shown_together() {
    let program = Program::new();
    let tree = World::parse(
        "
        //- heirloom.toml
        [[curations]]
        pattern = \"a[\"
        expression = \"MIT OR\"
        reason = \"x\"
        author = \"y\"
        ",
    )
    .on_disk();
    let complaint = program.complains(2, args!["scan", tree.root()]);
    assert!(complaint.contains("heirloom.toml:2:11"), "{complaint}");
    assert!(complaint.contains("heirloom.toml:3:14"), "{complaint}");
    program.expect(0, args!["scan", tree.root(), "--no-config"]);
}
