// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Folders by whose names one can tell that they hold what others made.

use heirloom_model::TreePath;

/// Folders that hold what others made, by names that mean nothing else.
const CERTAIN: [&str; 14] = [
    "3rd-party",
    "3rd_party",
    "3rdparty",
    "bower_components",
    "node_modules",
    "pods",
    "site-packages",
    "third-party",
    "third_party",
    "thirdparty",
    "thirdparties",
    "vendor",
    "vendored",
    "vendors",
];

/// Folders that mostly do.
const LIKELY: [&str; 7] =
    ["bundled", "deps", "extern", "external", "externals", "subprojects", "vendor_libs"];

/// How deep the first folder of third parties around a folder lies; `None` if there is none, or the
/// folder is one itself.
pub(crate) fn third_party_depth(path: &TreePath, with_likely: bool) -> Option<usize> {
    let above = path.parent()?;
    let mut names = above.components();
    names.position(|name| {
        let name = name.to_ascii_lowercase();
        str::from_utf8(&name).is_ok_and(|name| is_third_party(name, with_likely))
    })
}

fn is_third_party(name: &str, with_likely: bool) -> bool {
    CERTAIN.contains(&name) || with_likely && LIKELY.contains(&name)
}

/// A folder of third parties itself, in which one text stands for all, is no copy.
pub(crate) fn is_collection(folder: &TreePath) -> bool {
    let name = folder.file_name().to_ascii_lowercase();
    let is_license = matches!(&*name, b"license" | b"licenses" | b"copying" | b"doc" | b"docs");
    is_license || str::from_utf8(&name).is_ok_and(|name| is_third_party(name, true))
}

/// Whether a folder is one that holds what others made.
pub(crate) fn is_third_party_folder(folder: &TreePath) -> bool {
    let name = folder.file_name().to_ascii_lowercase();
    str::from_utf8(&name).is_ok_and(|name| is_third_party(name, true))
}

/// The name of the Go module whose vendored copy lies in a folder: `vendor/example.org/a` holds
/// `example.org/a`.
pub(crate) fn module(folder: &TreePath) -> Option<&[u8]> {
    let path = folder.as_bytes();
    let at = folder_at(path, b"vendor/")?;
    let name = &path[at + b"vendor/".len()..];
    let host = name.split(|byte| *byte == b'/').next()?;
    (host.contains(&b'.') && host.len() < name.len()).then_some(name)
}

/// Where the name of a folder starts in a path.
fn folder_at(path: &[u8], name: &[u8]) -> Option<usize> {
    let mut places = path.windows(name.len()).enumerate();
    places.find_map(|(at, window)| {
        (window == name && (at == 0 || path[at - 1] == b'/')).then_some(at)
    })
}

/// `zlib-1.2.11` is `zlib` in version `1.2.11`.
pub(crate) fn split_version(name: &str) -> (&str, Option<&str>) {
    let is_version = |text: &str| {
        text.starts_with(|c: char| c.is_ascii_digit()) && text.contains('.')
            || text
                .strip_prefix('v')
                .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    };
    match name.rsplit_once(['-', '@', '_']) {
        Some((name, version)) if !name.is_empty() && is_version(version) => (name, Some(version)),
        _ => (name, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_versions_of_folders() {
        assert_eq!(split_version("zlib-1.2.11"), ("zlib", Some("1.2.11")));
        assert_eq!(split_version("lua-v5"), ("lua", Some("v5")));
        assert_eq!(split_version("x86-64"), ("x86-64", None));
        assert_eq!(split_version("uthash"), ("uthash", None));
        assert_eq!(split_version("qscintilla_2.14.1"), ("qscintilla", Some("2.14.1")));
        assert_eq!(split_version("hdr_histogram"), ("hdr_histogram", None));
    }
}
