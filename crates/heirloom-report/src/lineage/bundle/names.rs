// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Names of files that are safe on every system, whatever the component or text is called.

use std::collections::HashSet;

use heirloom_model::BundledFile;

/// A name is cut here, so that a path stays below what file systems hold.
const MAX_CHARS: usize = 80;

/// Names that were given.
#[derive(Default)]
pub(super) struct Names {
    taken: HashSet<String>,
}

impl Names {
    /// The path of a license text.
    pub(super) fn text(&mut self, title: &str) -> String {
        let first = title.split([',', ' ']).next().unwrap_or(title);
        let stem = plain(first);
        let stem = stem.strip_suffix(".txt").unwrap_or(&stem).to_owned();
        self.free(&format!("licenses/{stem}"), ".txt")
    }

    /// The path of a file taken as it is.
    pub(super) fn file(&mut self, file: &BundledFile) -> String {
        let component = plain(file.about.as_str());
        let name = plain(&String::from_utf8_lossy(file.source.file_name()));
        let (stem, suffix) = match name.rsplit_once('.') {
            Some((stem, suffix)) if !stem.is_empty() => (stem.to_owned(), format!(".{suffix}")),
            _ => (name, String::new()),
        };
        self.free(&format!("{}/{component}/{stem}", file.kind.name()), &suffix)
    }

    fn free(&mut self, stem: &str, suffix: &str) -> String {
        let mut path = format!("{stem}{suffix}");
        let mut number = 2;
        // Some systems do not tell upper from lower case.
        while !self.taken.insert(path.to_lowercase()) {
            path = format!("{stem}-{number}{suffix}");
            number += 1;
        }
        path
    }
}

/// Letters, digits, `.`, `_` and `-` alone, not hidden and not too long.
fn plain(text: &str) -> String {
    let mut out = String::new();
    for letter in text.chars() {
        let letter = match letter {
            letter if letter.is_ascii_alphanumeric() || matches!(letter, '.' | '_' | '-') => letter,
            _ => '-',
        };
        if letter != '-' || !out.ends_with('-') {
            out.push(letter);
        }
    }
    let start = out.len().saturating_sub(MAX_CHARS);
    let name = out[start..].trim_matches(['.', '-']);
    if name.is_empty() { "unnamed".to_owned() } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_leave_no_folder_and_hide_nothing() {
        assert_eq!(plain("../../etc/passwd"), "etc-passwd");
        assert_eq!(plain(".hidden"), "hidden");
        assert_eq!(plain("pkg:npm/%40a/b@1.0"), "pkg-npm-40a-b-1.0");
        assert_eq!(plain("\u{202e}\n\0"), "unnamed");
        assert_eq!(plain(&"x".repeat(1000)).len(), MAX_CHARS);
    }

    #[test]
    fn equal_names_are_told_apart() {
        let mut names = Names::default();
        assert_eq!(names.text("MIT, X11"), "licenses/MIT.txt");
        assert_eq!(names.text("a/LICENSE.txt"), "licenses/a-LICENSE.txt");
        assert_eq!(names.text("a:license.txt"), "licenses/a-license-2.txt");
    }
}
