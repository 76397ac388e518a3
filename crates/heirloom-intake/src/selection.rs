// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Which files of a source are wanted.
//!
//! Patterns are globs over whole paths: `*` and `?` stay within a name, `**` crosses folders. A
//! pattern without `/` means that name anywhere; one that names a folder means all in it; one that
//! ends in `/` means folders only. An archive is treated like a folder with its members at
//! `archive!/…`.

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use heirloom_model::TreePath;
use std::{ffi::OsStr, os::unix::ffi::OsStrExt, path::Path};

/// Which files of a source are wanted, as the user says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection {
    /// If not empty, only files that match one of these patterns.
    pub include: Vec<String>,
    /// Never files and folders that match one of these; stronger than `include`.
    pub exclude: Vec<String>,
    /// Whether files that the tree's `.gitignore` files name are left out.
    pub gitignore: bool,
    /// Whether archives are opened and their members are read too.
    pub archives: bool,
}

impl Selection {
    /// All files, those in archives too.
    pub const fn everything() -> Selection {
        Selection { include: Vec::new(), exclude: Vec::new(), gitignore: false, archives: true }
    }
}

/// A checked [`Selection`].
#[derive(Debug)]
pub(crate) struct Filter {
    include: Option<GlobSet>,
    exclude: GlobSet,
    exclude_folders: GlobSet,
    pub(crate) gitignore: bool,
    pub(crate) archives: bool,
}

/// A pattern that is not a glob.
#[derive(Debug)]
pub(crate) struct BadPattern {
    pub(crate) pattern: String,
    pub(crate) source: globset::Error,
}

impl Filter {
    pub(crate) fn new(selection: &Selection) -> Result<Filter, BadPattern> {
        let mut include = GlobSetBuilder::new();
        let mut exclude = GlobSetBuilder::new();
        let mut exclude_folders = GlobSetBuilder::new();
        for pattern in &selection.include {
            add(pattern, &mut include, &mut GlobSetBuilder::new())?;
        }
        for pattern in &selection.exclude {
            add(pattern, &mut exclude, &mut exclude_folders)?;
        }
        Ok(Filter {
            include: (!selection.include.is_empty()).then(|| build(&include)).transpose()?,
            exclude: build(&exclude)?,
            exclude_folders: build(&exclude_folders)?,
            gitignore: selection.gitignore,
            archives: selection.archives,
        })
    }

    /// Whether a folder or an archive is looked into.
    pub(crate) fn enters(&self, path: &[u8]) -> bool {
        let path = as_path(path);
        !matches(&self.exclude, path) && !matches(&self.exclude_folders, path)
    }

    /// Whether a file is opened if it is an archive.
    pub(crate) fn opens(&self, path: &TreePath) -> bool {
        self.archives && crate::archive::is_hinted(path.file_name()) && self.enters(path.as_bytes())
    }

    /// Whether a file is wanted.
    pub(crate) fn takes(&self, path: &[u8]) -> bool {
        let path = as_path(path);
        !matches(&self.exclude, path)
            && self.include.as_ref().is_none_or(|include| include.is_match(path))
    }
}

/// A set takes a path apart before it sees that it holds no pattern.
fn matches(globs: &GlobSet, path: &Path) -> bool {
    !globs.is_empty() && globs.is_match(path)
}

pub(crate) fn as_path(bytes: &[u8]) -> &Path {
    Path::new(OsStr::from_bytes(bytes))
}

/// Adds a pattern for files to `files`; for folders alone, what must be matched by a folder's own
/// path to `folders`.
fn add(
    pattern: &str,
    files: &mut GlobSetBuilder,
    folders: &mut GlobSetBuilder,
) -> Result<(), BadPattern> {
    let bad = |source| BadPattern { pattern: pattern.to_owned(), source };
    let name = pattern.trim_start_matches("./").trim_end_matches('/');
    let anywhere = !name.contains('/');
    let whole =
        if anywhere { format!("**/{name}") } else { name.trim_start_matches('/').to_owned() };
    if pattern.ends_with('/') {
        folders.add(glob(&whole).map_err(bad)?);
    } else {
        files.add(glob(&whole).map_err(bad)?);
    }
    if !whole.ends_with("/**") {
        files.add(glob(&format!("{whole}/**")).map_err(bad)?);
    }
    Ok(())
}

pub(crate) fn glob(pattern: &str) -> Result<globset::Glob, globset::Error> {
    GlobBuilder::new(pattern).literal_separator(true).backslash_escape(true).build()
}

fn build(builder: &GlobSetBuilder) -> Result<GlobSet, BadPattern> {
    builder.build().map_err(|source| BadPattern {
        pattern: source.glob().unwrap_or_default().to_owned(),
        source,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(include: &[&str], exclude: &[&str], taken: &[&str], left: &[&str]) {
        let owned = |patterns: &[&str]| patterns.iter().map(|&p| p.to_owned()).collect();
        let selection = Selection {
            include: owned(include),
            exclude: owned(exclude),
            ..Selection::everything()
        };
        let filter = Filter::new(&selection).unwrap();
        for path in taken {
            assert!(filter.takes(path.as_bytes()), "{path} is taken");
        }
        for path in left {
            assert!(!filter.takes(path.as_bytes()), "{path} is left out");
        }
    }

    #[test]
    fn patterns_mean_names_anywhere_or_paths_from_the_root() {
        check(&["*.c"], &[], &["a.c", "x/y/a.c", "x.zip!/a.c"], &["a.h", "a.c.orig"]);
        check(&["src/*.c"], &[], &["src/a.c"], &["src/x/a.c", "lib/src/a.c"]);
        check(&["src"], &[], &["src/a.c", "src/x/a.c", "lib/src/y"], &["srcs/a"]);
        check(&["src/"], &[], &["src/a.c"], &["src"]);
        check(
            &[],
            &["test", "/doc/*.txt"],
            &["a/tests/b", "x/doc/a.txt"],
            &["test", "a/test/b", "doc/a.txt"],
        );
        check(&["*.c"], &["vendor/"], &["a.c"], &["vendor/a.c", "x/vendor/a.c"]);
        check(&["**/LICENSE*"], &[], &["LICENSE", "a/LICENSE.md", "LICENSES/x"], &["a/b"]);
    }

    #[test]
    fn folders_are_entered_unless_excluded() {
        let selection = Selection {
            exclude: vec!["vendor/".into(), "a*b".into()],
            include: vec!["*.c".into()],
            ..Selection::everything()
        };
        let filter = Filter::new(&selection).unwrap();
        assert!(!filter.enters(b"x/vendor") && !filter.enters(b"a-b") && filter.enters(b"src"));
        assert!(filter.takes(b"x\xff/a.c"));
    }

    #[test]
    fn a_bad_pattern_is_named() {
        let selection = Selection { include: vec!["a[".into()], ..Selection::everything() };
        assert_eq!(Filter::new(&selection).unwrap_err().pattern, "a[");
    }
}
