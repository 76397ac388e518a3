// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Repositories are made by git itself: what it writes is what must be read.

use std::{fs, ops::ControlFlow, process::Command};

use tempfile::TempDir;

use crate::{Limits, OpenError, Selection, SourceSpec};

struct World {
    folder: TempDir,
}

impl World {
    fn new(init: &[&str]) -> World {
        let world = World { folder: tempfile::tempdir().unwrap() };
        world.git(&[&["init", "-q", "-b", "main"], init].concat());
        world
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }

    #[track_caller]
    fn git(&self, args: &[&str]) -> String {
        let output = Command::new("git")
            .args(["-c", "user.name=a", "-c", "user.email=b", "-c", "commit.gpgsign=false"])
            .args(["-c", "protocol.file.allow=always", "-c", "gc.auto=0"])
            .args(args)
            .current_dir(self.folder.path())
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_AUTHOR_DATE", "2026-01-01T00:00:00Z")
            .env("GIT_COMMITTER_DATE", "2026-01-01T00:00:00Z")
            .output()
            .expect("git is needed by this test");
        assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    }

    fn commit(&self, files: &[(&str, &str)]) -> String {
        for (name, text) in files {
            let path = self.path(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        self.git(&["add", "-A"]);
        self.git(&["commit", "-q", "--allow-empty", "-m", "x"]);
        self.git(&["rev-parse", "HEAD"])
    }

    /// The files of a revision as `path=text`, then problems as `code path`.
    fn read(&self, repo: &str, rev: &str) -> Result<Vec<String>, OpenError> {
        let spec = SourceSpec::GitRevision { repo: self.path(repo), rev: rev.into() };
        let limits = Limits::standard();
        let source = crate::open(&spec, &Selection::everything(), &limits)?;
        let mut found = Vec::new();
        let problems = source
            .walk(&mut |entry| {
                let mut text = Vec::new();
                match entry.read(&limits, &mut text) {
                    Ok(outcome) => {
                        assert_eq!(outcome.size, text.len() as u64);
                        text.truncate(30);
                        found.push(format!("{}={}", entry.path, text.escape_ascii()));
                    }
                    Err(problem) => found.push(format!("{problem:?}")),
                }
                ControlFlow::Continue(())
            })
            .unwrap();
        found.extend(problems.iter().map(|problem| {
            format!("{} {}", problem.code.as_str(), problem.path.clone().unwrap_or_default())
        }));
        Ok(found)
    }

    #[track_caller]
    fn check(&self, rev: &str, expect: &[&str]) {
        assert_eq!(self.read("", rev).unwrap(), expect, "{rev}");
    }
}

/// Two commits, a tag of each sort and a branch.
fn two_commits(init: &[&str]) -> (World, String, String) {
    let world = World::new(init);
    let first = world.commit(&[("a/b", "1"), ("a-b", "2"), ("a.c", "3")]);
    world.git(&["tag", "v1"]);
    world.git(&["tag", "-a", "-m", "x", "v1-annotated"]);
    world.git(&["tag", "-a", "-m", "x", "tag-of-tag", "v1-annotated"]);
    let second = world.commit(&[("new", "4")]);
    world.git(&["branch", "topic/x", "v1"]);
    (world, first, second)
}

const FIRST: &[&str] = &["a-b=2", "a.c=3", "a/b=1"];
const SECOND: &[&str] = &["a-b=2", "a.c=3", "a/b=1", "new=4"];

#[test]
fn revisions_by_all_their_names() {
    let (world, first, second) = two_commits(&[]);
    for round in ["loose", "packed"] {
        for rev in ["HEAD", "@", "main", "heads/main", "refs/heads/main", &second, &second[..7]] {
            world.check(rev, SECOND);
        }
        let tree = world.git(&["rev-parse", "v1^{tree}"]);
        for rev in [
            "v1",
            "v1-annotated",
            "tag-of-tag",
            "topic/x",
            "HEAD~",
            "HEAD^",
            "main~1",
            "HEAD^1",
            "@~1^{tree}",
            "v1^{}",
            "v1^0",
            &first,
            &first[..4],
            &tree,
            &format!("v0-12-g{}", &first[..8]),
            &first.to_uppercase(),
        ] {
            world.check(rev, FIRST);
        }
        for rev in ["nothing", "HEAD~2", "HEAD^2", "../HEAD", "0000000", "HEAD@{1}", "v1:a", "a b"]
        {
            let error = world.read("", rev).unwrap_err();
            assert!(matches!(error, OpenError::UnknownRevision { .. }), "{rev}: {error}");
        }
        if round == "loose" {
            world.git(&["pack-refs", "--all"]);
            world.git(&["gc", "-q"]);
        }
    }
}

#[test]
fn repositories_with_sha_256() {
    let (world, first, _) = two_commits(&["--object-format=sha256"]);
    world.check(&first, FIRST);
    world.git(&["gc", "-q"]);
    world.check("main", SECOND);
    world.check(&first[..10], FIRST);
}

#[test]
fn bare_repositories_work_trees_and_borrowed_objects() {
    let (world, _, _) = two_commits(&[]);
    world.git(&["clone", "-q", "--bare", ".", "bare.git"]);
    world.git(&["clone", "-q", "--shared", "--no-checkout", ".", "shared"]);
    world.git(&["worktree", "add", "-q", "--detach", "other", "v1"]);
    assert_eq!(world.read("bare.git", "v1").unwrap(), FIRST);
    assert_eq!(world.read("shared", "origin/main").unwrap(), SECOND);
    assert_eq!(world.read("shared", "origin").unwrap(), SECOND);
    assert_eq!(world.read("other", "HEAD").unwrap(), FIRST);
    assert_eq!(world.read("other", "main").unwrap(), SECOND);
    fs::create_dir(world.path("deep")).unwrap();
    assert_eq!(world.read("deep", "HEAD").unwrap(), SECOND);
}

#[test]
fn differences_in_packs_are_resolved() {
    let world = World::new(&[]);
    let line = |n: usize| format!("{n} {}\n", "x".repeat(n % 70));
    let mut text: String = (0..3000).map(line).collect();
    let mut tags = Vec::new();
    for round in 0..15 {
        text = text.replacen(&line(round * 7), "changed\n", 1);
        text.insert_str(text.len() / 2, &format!("round {round}\n"));
        world.commit(&[("big", &text), ("other", &line(round))]);
        let tag = format!("v{round}");
        world.git(&["tag", &tag]);
        tags.push((tag, text.clone()));
    }
    // Bases by their place and by their hash, indexes of both versions.
    for (offsets, version) in [("true", "2"), ("false", "1")] {
        world.git(&["config", "repack.useDeltaBaseOffset", offsets]);
        world.git(&["config", "pack.indexVersion", version]);
        world.git(&["repack", "-adfq", "--window=50", "--depth=50"]);
        let spec = |rev: &str| SourceSpec::GitRevision { repo: world.path(""), rev: rev.into() };
        for (tag, expect) in &tags {
            let limits = Limits::standard();
            let source = crate::open(&spec(tag), &Selection::everything(), &limits).unwrap();
            let mut found = Vec::new();
            source
                .walk(&mut |entry| {
                    entry.read(&limits, &mut found).unwrap();
                    ControlFlow::Break(())
                })
                .unwrap();
            assert!(found == expect.as_bytes(), "{tag}");
        }
    }
}

#[test]
fn submodules_links_and_archives() {
    let world = World::new(&[]);
    std::os::unix::fs::symlink("../out", world.path("link")).unwrap();
    std::os::unix::fs::symlink("file", world.path("inside")).unwrap();
    let zip = {
        let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        writer.start_file("LICENSE", zip::write::SimpleFileOptions::default()).unwrap();
        std::io::Write::write_all(&mut writer, b"MIT").unwrap();
        writer.finish().unwrap().into_inner()
    };
    fs::write(world.path("a.zip"), zip).unwrap();
    world.commit(&[("file", "x"), ("CVS/Root", "x"), ("sub/.svn/y", "x")]);
    let inner = World::new(&[]);
    inner.commit(&[("x", "y")]);
    world.git(&["submodule", "--quiet", "add", inner.path("").to_str().unwrap(), "module"]);
    world.commit(&[]);
    let found = world.read("", "HEAD").unwrap();
    let without_archive: Vec<&str> =
        found.iter().map(String::as_str).filter(|line| !line.starts_with("a.zip=")).collect();
    assert!(without_archive[0].starts_with(".gitmodules="));
    assert_eq!(
        without_archive[1..],
        ["a.zip!/LICENSE=MIT", "file=x", "symlink-outside link", "submodule-unread module",]
    );
}

#[test]
fn what_is_missing_or_damaged_is_a_problem_of_that_file() {
    let (world, _, _) = two_commits(&[]);
    let blob = world.git(&["rev-parse", "HEAD:new"]);
    let tree = world.git(&["rev-parse", "HEAD:a"]);
    let object = |id: &str| world.path(&format!(".git/objects/{}/{}", &id[..2], &id[2..]));
    fs::remove_file(object(&blob)).unwrap();
    let mut permissions = fs::metadata(object(&tree)).unwrap().permissions();
    std::os::unix::fs::PermissionsExt::set_mode(&mut permissions, 0o600);
    fs::set_permissions(object(&tree), permissions).unwrap();
    fs::write(object(&tree), "rubbish").unwrap();
    let found = world.read("", "HEAD").unwrap();
    assert_eq!(found[..2], FIRST[..2]);
    assert!(found[2].contains("missing from the repository"), "{found:?}");
    assert_eq!(found[3], "folder-unreadable a");
}

#[test]
fn a_tree_of_trees_ends_at_its_limit() {
    let world = World::new(&[]);
    world.commit(&[("0/f", "x")]);
    for level in 0..12 {
        let tree = world.git(&["write-tree"]);
        world.git(&["read-tree", "--empty"]);
        for copy in 0..8 {
            world.git(&["read-tree", &format!("--prefix=l{level}c{copy}/"), &tree]);
            if level > 3 {
                break;
            }
        }
    }
    let tree = world.git(&["write-tree"]);
    let spec = SourceSpec::GitRevision { repo: world.path(""), rev: tree };
    let limits = Limits { git_entries: 1000, ..Limits::standard() };
    let source = crate::open(&spec, &Selection::everything(), &limits).unwrap();
    let mut n_files = 0;
    let problems = source
        .walk(&mut |_| {
            n_files += 1;
            ControlFlow::Continue(())
        })
        .unwrap();
    assert!(n_files < 1000);
    assert_eq!(problems.last().unwrap().code.as_str(), "archive-limit");
}

#[test]
fn large_files_are_cut() {
    let world = World::new(&[]);
    world.commit(&[("big", &"0123456789".repeat(1000))]);
    let spec = SourceSpec::GitRevision { repo: world.path(""), rev: "HEAD".into() };
    for pack in [false, true] {
        if pack {
            world.git(&["gc", "-q"]);
        }
        let limits = Limits { file_bytes: 15, ..Limits::standard() };
        let source = crate::open(&spec, &Selection::everything(), &limits).unwrap();
        source
            .walk(&mut |entry| {
                let mut bytes = Vec::new();
                let outcome = entry.read(&limits, &mut bytes).unwrap();
                assert_eq!((outcome.size, &*bytes), (10_000, b"012345678901234".as_slice()));
                assert_eq!(outcome.partial.unwrap().code.as_str(), "file-too-large");
                ControlFlow::Continue(())
            })
            .unwrap();
    }
}

#[test]
fn more_of_programs_is_read_than_of_other_files() {
    let world = World::new(&[]);
    world.commit(&[("tool.exe", &format!("MZ{}", "0123456789".repeat(3)))]);
    let spec = SourceSpec::GitRevision { repo: world.path(""), rev: "HEAD".into() };
    for (program_bytes, expect) in [(32, (32, true)), (20, (20, false)), (1, (15, false))] {
        let limits = Limits { file_bytes: 15, program_bytes, ..Limits::standard() };
        let source = crate::open(&spec, &Selection::everything(), &limits).unwrap();
        source
            .walk(&mut |entry| {
                let mut bytes = Vec::new();
                let outcome = entry.read(&limits, &mut bytes).unwrap();
                assert_eq!((bytes.len(), outcome.complete), expect);
                ControlFlow::Continue(())
            })
            .unwrap();
    }
}

#[test]
fn no_repository_is_an_error_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let spec = SourceSpec::GitRevision { repo: folder.path().into(), rev: "HEAD".into() };
    let error = crate::open(&spec, &Selection::everything(), &Limits::standard()).unwrap_err();
    assert!(matches!(error, OpenError::NotARepository { .. }), "{error}");
    let spec = SourceSpec::GitRevision { repo: folder.path().join("x"), rev: "HEAD".into() };
    let error = crate::open(&spec, &Selection::everything(), &Limits::standard()).unwrap_err();
    assert!(matches!(error, OpenError::NotFound { .. }), "{error}");
}
