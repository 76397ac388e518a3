// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Files that installed packages carry along.
//!
//! A package in `node_modules` or `site-packages` is often published with the lock, the workflows and
//! the lists of requirements of those who work on it. They say nothing of the tree that it was
//! installed in: what the package needs there stands in its own manifest and in the tree's lock.

use std::collections::HashSet;

use heirloom_model::{PackageFacts, PackageFileKind, TreePath};

/// Formats that tell of what is shipped, not of what is needed to work on it.
const SHIPPED: [&str; 1] = ["dotnet-deps"];

/// Which manifests count in the folder of an installed package.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Home {
    Cargo,
    Composer,
    Gem,
    Go,
    Npm,
    Python,
}

impl Home {
    /// The file in the folder of a package that is its own manifest.
    fn manifest(self) -> &'static [u8] {
        match self {
            Home::Cargo => b"cargo.toml",
            Home::Composer => b"composer.json",
            Home::Npm => b"package.json",
            Home::Gem | Home::Go | Home::Python => b"",
        }
    }
}

/// Leaves out the files that installed packages carry along.
pub(super) fn leave_out(files: &mut Vec<(TreePath, PackageFacts)>) {
    let marks = Marks::new(files);
    files.retain(|(path, facts)| !marks.is_carried(path, facts));
}

/// The folder that holds the sources of a crate, unpacked by Cargo itself:
/// `registry/src/REGISTRY/NAME-VERSION`.
pub(super) fn is_registry_source(folder: &TreePath) -> bool {
    let parts: Vec<&[u8]> = folder.components().collect();
    matches!(parts.as_slice(), [.., b"registry", b"src", _, name] if has_version(name))
}

fn has_version(name: &[u8]) -> bool {
    name.windows(2).any(|two| two[0] == b'-' && two[1].is_ascii_digit())
}

/// Folders that package managers have marked as theirs.
#[derive(Default)]
struct Marks {
    /// Folders of crates with `.cargo-checksum.json`.
    crates: HashSet<Box<[u8]>>,
    /// `vendor` folders of Composer.
    composer: HashSet<Box<[u8]>>,
    /// `vendor` folders of Go.
    go: HashSet<Box<[u8]>>,
}

impl Marks {
    fn new(files: &[(TreePath, PackageFacts)]) -> Marks {
        let mut marks = Marks::default();
        for (path, facts) in files {
            let folder = path.folder_bytes();
            match &*facts.format {
                "cargo-checksum" => marks.crates.insert(folder.into()),
                "go-vendor" => marks.go.insert(folder.into()),
                "composer-installed" => {
                    let vendor = folder.strip_suffix(b"/composer").unwrap_or_default();
                    marks.composer.insert(vendor.into())
                }
                _ => false,
            };
        }
        marks
    }

    fn is_carried(&self, path: &TreePath, facts: &PackageFacts) -> bool {
        let is_told =
            facts.kind == PackageFileKind::Installed && &*facts.format != "git-submodules";
        let is_model = &*facts.ecosystem == "huggingface";
        if is_told || is_model || SHIPPED.contains(&&*facts.format) {
            return false;
        }
        let Some((home, end)) = self.home(path.as_bytes()) else {
            return false;
        };
        let inside = &path.as_bytes()[end..];
        let is_own = match home {
            Home::Cargo => inside == b".cargo-checksum.json" || is_file(inside, home.manifest()),
            _ => is_file(inside, home.manifest()),
        };
        // What is packed in an archive was put there to be used.
        let is_packed = inside.windows(2).any(|two| two == b"!/");
        !is_own && !is_packed
    }

    /// The innermost folder of an installed package around a file, and where in the path what lies
    /// in it starts.
    fn home(&self, path: &[u8]) -> Option<(Home, usize)> {
        let mut parts: Vec<(usize, &[u8])> = Vec::new();
        let mut at = 0;
        for part in path.split(|&byte| byte == b'/') {
            parts.push((at, part));
            at += part.len() + 1;
        }
        // The last part is the file itself.
        let folders = &parts[..parts.len() - 1];
        let start = |index: usize| parts.get(index).map(|(at, _)| *at);
        let name = |index: usize| folders.get(index).map_or(&b""[..], |(_, name)| *name);
        let mut found = None;
        for (index, &(from, part)) in folders.iter().enumerate() {
            let end = from + part.len();
            let is_in = |marks: &HashSet<Box<[u8]>>| marks.contains(&path[..end]);
            let next = name(index + 1);
            let (home, n_parts) = match part {
                b"node_modules" if next.is_empty() || next.starts_with(b".") => continue,
                b"node_modules" if next.starts_with(b"@") => (Home::Npm, 3),
                b"node_modules" => (Home::Npm, 2),
                b"site-packages" | b"dist-packages" => (Home::Python, 1),
                b"gems" if has_version(next) => (Home::Gem, 2),
                b"vendor" if is_in(&self.go) && next.contains(&b'.') => (Home::Go, 1),
                b"vendor" if is_in(&self.composer) && next != b"composer" => (Home::Composer, 3),
                b"registry" if name(index + 1) == b"src" && has_version(name(index + 3)) => {
                    (Home::Cargo, 4)
                }
                _ if is_in(&self.crates) => (Home::Cargo, 1),
                _ => continue,
            };
            found = start(index + n_parts).map(|start| (home, start)).or(found);
        }
        found
    }
}

/// Whether a path is a file of that name, in any case, in no folder.
fn is_file(path: &[u8], name: &[u8]) -> bool {
    !name.is_empty() && path.eq_ignore_ascii_case(name)
}
