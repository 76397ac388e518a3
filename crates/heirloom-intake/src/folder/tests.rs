// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Folders are walked in order, within limits, and never out of their root.

use std::{
    fs,
    os::unix::{
        ffi::OsStrExt,
        fs::{PermissionsExt, symlink},
        net::UnixListener,
    },
    path::Path,
};

use tempfile::TempDir;

use std::os::fd::AsFd;

use super::*;
use crate::{Selection, Source, SourceSpec, open};

/// A folder with these files; a name that ends in `/` is a folder.
fn tree(files: &[&str]) -> TempDir {
    let root = tempfile::tempdir().unwrap();
    for file in files {
        let path = root.path().join(file);
        match file.ends_with('/') {
            true => fs::create_dir_all(&path).unwrap(),
            false => {
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(&path, file).unwrap();
            }
        }
    }
    root
}

fn open_folder(root: &Path, selection: &Selection, limits: &Limits) -> Source {
    open(&SourceSpec::Path(root.into()), selection, limits).unwrap()
}

/// All paths in the order of the walk, and the problems as `code path`.
#[track_caller]
fn walked(root: &Path, selection: &Selection, limits: &Limits) -> (Vec<String>, Vec<String>) {
    let mut paths = Vec::new();
    let problems = open_folder(root, selection, limits)
        .walk(&mut |entry| {
            paths.push(entry.path.to_string());
            ControlFlow::Continue(())
        })
        .unwrap();
    let problems = problems.iter().map(|problem| {
        let path = problem.path.as_ref().map(ToString::to_string).unwrap_or_default();
        format!("{} {path}", problem.code.as_str())
    });
    (paths, problems.collect())
}

#[track_caller]
fn check(root: &Path, paths: &[&str], problems: &[&str]) {
    let (found, troubles) = walked(root, &Selection::everything(), &Limits::standard());
    assert_eq!(found, paths);
    assert_eq!(troubles, problems);
}

#[test]
fn paths_come_in_the_byte_order_of_whole_paths() {
    let root = tree(&["a/b", "a-b", "a.c", "a/c/d", "a0", "A", "a/", "b!/x", "b/x", "é", "z"]);
    let (paths, _) = walked(root.path(), &Selection::everything(), &Limits::standard());
    let mut sorted = paths.clone();
    sorted.sort_unstable();
    assert_eq!(paths, sorted);
    assert_eq!(paths.len(), 10);
}

#[test]
fn folders_of_version_control_are_left_out() {
    let root = tree(&[".git/config", ".hg/x", "a/.svn/x", "a/CVS/Root", ".gitignore", "b/.git"]);
    check(root.path(), &[".gitignore"], &[]);
}

#[test]
fn links_are_not_followed_and_noted_when_they_leave() {
    let root = tree(&["a/file", "b/"]);
    for (target, link) in [
        ("../a/file", "b/inside"),
        ("../a", "b/folder"),
        (".", "loop"),
        ("/etc/passwd", "b/absolute"),
        ("../../x", "b/up"),
        ("nowhere", "dangling"),
    ] {
        symlink(target, root.path().join(link)).unwrap();
    }
    check(root.path(), &["a/file"], &["symlink-outside b/absolute", "symlink-outside b/up"]);
}

#[test]
fn special_files_are_never_opened() {
    let root = tree(&["file"]);
    let _socket = UnixListener::bind(root.path().join("socket")).unwrap();
    let fifo = root.path().join("fifo");
    let made = rustix::fs::mknodat(
        rustix::fs::CWD,
        &fifo,
        FileType::Fifo,
        rustix::fs::Mode::RUSR | rustix::fs::Mode::WUSR,
        0,
    );
    made.unwrap();
    check(root.path(), &["file"], &["entry-special fifo", "entry-special socket"]);
    let error = open(&SourceSpec::Path(fifo), &Selection::everything(), &Limits::standard());
    assert_eq!(
        error.unwrap_err().to_string(),
        format!(
            "scan {}, which is neither a file nor a folder",
            root.path().join("fifo").display()
        ),
    );
}

#[test]
fn a_file_replaced_by_a_link_or_a_pipe_is_not_opened() {
    let root = tree(&["a/file", "b/file"]);
    let mut entries = Vec::new();
    let source = open_folder(root.path(), &Selection::everything(), &Limits::standard());
    source
        .walk(&mut |entry| {
            entries.push(entry);
            ControlFlow::Continue(())
        })
        .unwrap();
    fs::remove_file(root.path().join("a/file")).unwrap();
    symlink("/etc/passwd", root.path().join("a/file")).unwrap();
    fs::rename(root.path().join("b"), root.path().join("c")).unwrap();
    symlink("c", root.path().join("b")).unwrap();
    let mut buffer = Vec::new();
    for entry in entries {
        let problem = entry.read(&Limits::standard(), &mut buffer).unwrap_err();
        assert_eq!(problem.code, ProblemCode::FILE_UNREADABLE);
        assert!(buffer.is_empty());
    }
}

#[test]
fn unreadable_files_and_folders_are_problems() {
    let root = tree(&["a/file", "b/file", "c"]);
    for name in ["a", "c"] {
        fs::set_permissions(root.path().join(name), fs::Permissions::from_mode(0o000)).unwrap();
    }
    let may_do_all = fs::read(root.path().join("c")).is_ok();
    let source = open_folder(root.path(), &Selection::everything(), &Limits::standard());
    let mut found = Vec::new();
    let problems = source
        .walk(&mut |entry| {
            let code = entry.read(&Limits::standard(), &mut Vec::new()).err().map(|p| p.code);
            found.push((entry.path.to_string(), code));
            ControlFlow::Continue(())
        })
        .unwrap();
    fs::set_permissions(root.path().join("a"), fs::Permissions::from_mode(0o700)).unwrap();
    if may_do_all {
        assert_eq!(found.len(), 3, "the superuser reads everything");
        return;
    }
    let unreadable = Some(ProblemCode::FILE_UNREADABLE);
    assert_eq!(found, [("b/file".to_owned(), None), ("c".to_owned(), unreadable)]);
    assert_eq!(problems[0].code, ProblemCode::FOLDER_UNREADABLE);
}

#[test]
fn names_need_not_be_utf_8() {
    let root = tree(&["x"]);
    let name = std::ffi::OsStr::from_bytes(b"caf\xe9\n");
    fs::write(root.path().join(name), "y").unwrap();
    check(root.path(), &["caf\\xe9\\x0a", "x"], &[]);
}

#[test]
fn folders_may_be_deeper_than_a_path_may_be_long() {
    const DEPTH: usize = 700;
    let root = tempfile::tempdir().unwrap();
    let name = "n".repeat(20);
    let mut folder =
        rustix::fs::open(root.path(), rustix::fs::OFlags::DIRECTORY, rustix::fs::Mode::empty())
            .unwrap();
    for _ in 0..DEPTH {
        rustix::fs::mkdirat(&folder, &name, rustix::fs::Mode::RWXU).unwrap();
        folder = disk::open_child_folder(folder.as_fd(), name.as_bytes()).unwrap();
    }
    let flags = rustix::fs::OFlags::CREATE | rustix::fs::OFlags::WRONLY;
    let file = rustix::fs::openat(&folder, "file", flags, rustix::fs::Mode::RUSR).unwrap();
    rustix::io::write(&file, b"deep").unwrap();
    let mut texts = Vec::new();
    let source = open_folder(root.path(), &Selection::everything(), &Limits::standard());
    let problems = source
        .walk(&mut |entry| {
            let mut text = Vec::new();
            entry.read(&Limits::standard(), &mut text).unwrap();
            texts.push((entry.path.components().count(), text));
            ControlFlow::Continue(())
        })
        .unwrap();
    assert_eq!(problems, []);
    assert_eq!(texts, [(DEPTH + 1, b"deep".to_vec())]);

    let shallow = Limits { folder_depth: 600, ..Limits::standard() };
    let (paths, problems) = walked(root.path(), &Selection::everything(), &shallow);
    assert_eq!((paths.len(), problems.len()), (0, 1));
    assert!(problems[0].starts_with("nested-too-deep"));
    let short = Limits { path_bytes: 500, ..Limits::standard() };
    let (paths, problems) = walked(root.path(), &Selection::everything(), &short);
    assert_eq!((paths.len(), problems.len()), (0, 1));
    assert!(problems[0].starts_with("path-too-long"));
}

#[test]
fn a_sparse_file_of_4_gib_costs_only_the_limit() {
    let root = tree(&["x"]);
    let file = fs::File::create(root.path().join("big")).unwrap();
    file.set_len(4 << 30).unwrap();
    let source = open_folder(root.path(), &Selection::everything(), &Limits::standard());
    let mut partial = None;
    source
        .walk(&mut |entry| {
            let limits = Limits { file_bytes: 1 << 20, ..Limits::standard() };
            let mut buffer = Vec::new();
            partial = entry.read(&limits, &mut buffer).unwrap().partial;
            assert_eq!(buffer.len(), 1 << 20);
            assert_eq!(entry.size, 4 << 30);
            ControlFlow::Break(())
        })
        .unwrap();
    let partial = partial.unwrap();
    assert_eq!(partial.code, ProblemCode::FILE_TOO_LARGE);
    assert_eq!(&*partial.args[1].1, "4294967296");
}

#[test]
fn more_of_programs_is_read_than_of_other_files() {
    let root = tree(&[]);
    let start = b"\x7fELF".to_vec();
    for (n_bytes, expect) in [(15, (15, true)), (16, (16, true)), (17, (16, false)), (9, (9, true))]
    {
        fs::write(root.path().join("tool"), [&start[..], &vec![7; n_bytes - 4]].concat()).unwrap();
        let limits = Limits { file_bytes: 10, program_bytes: 16, ..Limits::standard() };
        let source = open_folder(root.path(), &Selection::everything(), &limits);
        source
            .walk(&mut |entry| {
                let mut buffer = Vec::new();
                let outcome = entry.read(&limits, &mut buffer).unwrap();
                assert_eq!((buffer.len(), outcome.complete), expect);
                assert_eq!((outcome.size, outcome.partial.is_none()), (n_bytes as u64, expect.1));
                ControlFlow::Continue(())
            })
            .unwrap();
    }
}

#[test]
fn selections_and_gitignore_prune() {
    let root = tree(&["a.c", "a.h", "v/a.c", "t/b.c", "t/x/c.c", "t/keep/b.o", "b.o"]);
    fs::write(root.path().join(".gitignore"), "*.o\n/v/\n").unwrap();
    fs::write(root.path().join("t/.gitignore"), "!keep/*.o\nx\n").unwrap();
    let strings = |patterns: &[&str]| patterns.iter().map(|&p| p.to_owned()).collect();
    let selection = Selection {
        include: strings(&["*.c"]),
        exclude: strings(&["x"]),
        ..Selection::everything()
    };
    let (paths, _) = walked(root.path(), &selection, &Limits::standard());
    assert_eq!(paths, ["a.c", "t/b.c", "v/a.c"]);
    let selection = Selection { gitignore: true, ..Selection::everything() };
    let (paths, _) = walked(root.path(), &selection, &Limits::standard());
    assert_eq!(paths, [".gitignore", "a.c", "a.h", "t/.gitignore", "t/b.c", "t/keep/b.o"]);
}

#[test]
fn problems_are_counted_beyond_their_limit() {
    let root = tree(&[]);
    for number in 0..5 {
        symlink("/x", root.path().join(format!("l{number}"))).unwrap();
    }
    let limits = Limits { problems_per_code: 2, ..Limits::standard() };
    let source = open_folder(root.path(), &Selection::everything(), &limits);
    let problems = source.walk(&mut |_| ControlFlow::Continue(())).unwrap();
    assert_eq!(problems.len(), 3);
    let args: Vec<_> = problems[2].args.iter().map(|(name, value)| (*name, &**value)).collect();
    assert_eq!(args, [("code", "symlink-outside"), ("n", "3")]);
}

fn stored_zip(files: &[&str]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(io::Cursor::new(Vec::new()));
    for file in files {
        writer.start_file(*file, zip::write::SimpleFileOptions::default()).unwrap();
        io::Write::write_all(&mut writer, file.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn archives_are_followed_by_their_members() {
    let root = tree(&["a.zip!x", "b/c", "z.zip"]);
    fs::write(root.path().join("a.zip"), stored_zip(&["m/x.c", "LICENSE"])).unwrap();
    fs::write(root.path().join("b/cut.zip"), &stored_zip(&["x"])[..40]).unwrap();
    let mut texts = Vec::new();
    let problems = open_folder(root.path(), &Selection::everything(), &Limits::standard())
        .walk(&mut |entry| {
            let mut text = Vec::new();
            entry.read(&Limits::standard(), &mut text).unwrap();
            text.truncate(7);
            texts.push(format!("{}={}", entry.path, text.escape_ascii()));
            ControlFlow::Continue(())
        })
        .unwrap();
    assert_eq!(
        texts,
        [
            "a.zip=PK\\x03\\x04\\x14\\x00\\x00",
            "a.zip!/m/x.c=m/x.c",
            "a.zip!/LICENSE=LICENSE",
            "a.zip!x=a.zip!x",
            "b/c=b/c",
            "b/cut.zip=PK\\x03\\x04\\x14\\x00\\x00",
            "b/cut.zip!/x=x",
            "z.zip=z.zip",
        ]
    );
    assert_eq!(problems.len(), 1);
    assert_eq!(problems[0].code, ProblemCode::ARCHIVE_DAMAGED);
}

#[test]
fn selections_reach_into_archives() {
    let root = tree(&["x"]);
    fs::write(root.path().join("a.zip"), stored_zip(&["x.c", "x.h"])).unwrap();
    fs::write(root.path().join("b.zip"), stored_zip(&["x.c", "x.h"])).unwrap();
    let selection = |include: &[&str], exclude: &[&str], archives| Selection {
        include: include.iter().map(|&p| p.to_owned()).collect(),
        exclude: exclude.iter().map(|&p| p.to_owned()).collect(),
        archives,
        gitignore: false,
    };
    let paths = |selection: Selection| walked(root.path(), &selection, &Limits::standard()).0;
    assert_eq!(paths(selection(&["*.c"], &["b.zip"], true)), ["a.zip!/x.c"]);
    assert_eq!(
        paths(selection(&[], &["*.c"], true)),
        ["a.zip", "a.zip!/x.h", "b.zip", "b.zip!/x.h", "x",]
    );
    assert_eq!(paths(selection(&[], &[], false)), ["a.zip", "b.zip", "x"]);
}

#[test]
fn workers_may_open_archives_themselves() {
    let root = tree(&["x"]);
    fs::write(root.path().join("a.zip"), stored_zip(&["x.c", "x.h"])).unwrap();
    let mut paths = Vec::new();
    let source = open_folder(root.path(), &Selection::everything(), &Limits::standard());
    source
        .walk_closed(&mut |entry| {
            paths.push(entry.path.to_string());
            let problems = entry.expand(&Limits::standard(), &mut |member| {
                paths.push(member.path.to_string());
                ControlFlow::Continue(())
            });
            assert_eq!(problems, []);
            ControlFlow::Continue(())
        })
        .unwrap();
    assert_eq!(paths, ["a.zip", "a.zip!/x.c", "a.zip!/x.h", "x"]);
}

#[test]
fn files_and_archives_may_be_the_source() {
    let root = tree(&["x.c"]);
    fs::write(root.path().join("a.bin"), stored_zip(&["y/x.c"])).unwrap();
    let mut paths = Vec::new();
    for name in ["x.c", "a.bin"] {
        open_folder(&root.path().join(name), &Selection::everything(), &Limits::standard())
            .walk(&mut |entry| {
                paths.push(entry.path.to_string());
                ControlFlow::Continue(())
            })
            .unwrap();
    }
    assert_eq!(paths, ["x.c", "y/x.c"]);
}

#[test]
fn folders_and_files_that_vanish_are_problems() {
    let root = tree(&["a", "b/x", "c", "d/y"]);
    let source = open_folder(root.path(), &Selection::everything(), &Limits::standard());
    let mut paths = Vec::new();
    let problems = source
        .walk(&mut |entry| {
            if paths.is_empty() {
                fs::remove_dir_all(root.path().join("b")).unwrap();
                fs::remove_file(root.path().join("c")).unwrap();
            }
            paths.push(entry.path.to_string());
            ControlFlow::Continue(())
        })
        .unwrap();
    assert_eq!(paths, ["a", "d/y"]);
    let codes: Vec<_> = problems.iter().map(|problem| problem.code.as_str()).collect();
    assert_eq!(codes, ["folder-unreadable", "file-unreadable"]);
    assert_eq!(&*problems[0].args[0].1, "no such file or directory");
}

#[test]
fn files_may_change_while_they_are_read() {
    let root = tree(&["grown", "shrunk"]);
    let source = open_folder(root.path(), &Selection::everything(), &Limits::standard());
    let mut sizes = Vec::new();
    source
        .walk(&mut |entry| {
            let text = if entry.path.as_bytes() == b"grown" { "much longer now" } else { "" };
            fs::write(root.path().join(entry.path.to_string()), text).unwrap();
            let mut bytes = Vec::new();
            let outcome = entry.read(&Limits::standard(), &mut bytes).unwrap();
            assert_eq!(outcome.size, bytes.len() as u64);
            sizes.push((outcome.size, outcome.complete));
            ControlFlow::Continue(())
        })
        .unwrap();
    assert_eq!(sizes, [(15, true), (0, true)]);
}

#[test]
fn files_of_proc_have_no_size_but_contents() {
    let source =
        open_folder("/proc/self/status".as_ref(), &Selection::everything(), &Limits::standard());
    source
        .walk(&mut |entry| {
            let mut bytes = Vec::new();
            let outcome = entry.read(&Limits::standard(), &mut bytes).unwrap();
            assert!(bytes.len() > 100 && outcome.size == bytes.len() as u64);
            ControlFlow::Continue(())
        })
        .unwrap();
}
