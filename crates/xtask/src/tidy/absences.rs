// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What must not be there.

use super::{Violation, edges::pure_crates, is_test, product_lines};
use crate::repository::Files;

/// Words that touch the world; no pure crate has them outside tests.
const IMPURE_WORDS: &[&str] = &[
    "std::fs",
    "std::env",
    "std::net",
    "std::process",
    "std::thread",
    "SystemTime",
    "Instant::now",
    "thread_rng",
    "async fn",
    "static mut",
    "thread_local!",
];

/// Checks the product code of pure crates.
pub(super) fn pure(files: &Files) -> Vec<Violation> {
    let mut violations = Vec::new();
    for (path, text) in files.texts() {
        let pure = pure_crates().any(|name| path.starts_with(&format!("crates/{name}/src/")));
        if !pure || is_test(path) || !path.ends_with(".rs") {
            continue;
        }
        for (index, line) in product_lines(text) {
            if line.trim_start().starts_with("//") {
                continue;
            }
            for word in IMPURE_WORDS.iter().filter(|word| line.contains(**word)) {
                let what = format!("`{word}` in a pure crate: bytes and values in, values out");
                violations.push(Violation::at_line(path, index, what));
            }
        }
    }
    violations
}

/// Hosts of package registries: names of packages are enough.
const HOSTS: &[&str] = &[
    concat!("crates", ".io"),
    concat!("pypi", ".org"),
    concat!("python", "hosted.org"),
    concat!("npm", "js.org"),
    concat!("npm", "js.com"),
    concat!("deb.", "debian.org"),
];

/// Folders of the machine that someone works on.
const FOLDERS: &[&str] = &[concat!("/wor", "k/"), concat!("/roo", "t/"), concat!("/hom", "e/")];

/// Checks all committed text.
pub(super) fn committed(files: &Files) -> Vec<Violation> {
    let mut violations = Vec::new();
    for (path, text) in files.texts() {
        // Written by cargo, which names the registry in each entry.
        if path.ends_with("Cargo.lock") {
            continue;
        }
        for (index, line) in text.lines().enumerate() {
            for what in line_violations(path, line) {
                violations.push(Violation::at_line(path, index, what));
            }
        }
    }
    violations
}

fn line_violations(path: &str, line: &str) -> Vec<String> {
    let mut found = Vec::new();
    for host in HOSTS.iter().filter(|host| line.contains(**host)) {
        found.push(format!("names the registry host {host}"));
    }
    for folder in FOLDERS.iter().filter(|folder| names_folder(line, folder)) {
        found.push(format!("names a folder of one machine ({folder})"));
    }
    let code = line.trim_start();
    if path.ends_with(".rs") && (code.starts_with("#[allow(") || code.starts_with("#![allow(")) {
        found.push("suppress with `#[expect(lint, reason = \"…\")]`".to_owned());
    }
    found
}

/// Whether `folder` stands in `line` as an absolute path and not inside a longer one.
fn names_folder(line: &str, folder: &str) -> bool {
    line.match_indices(folder).any(|(start, _)| {
        let before = line[..start].chars().next_back();
        !before.is_some_and(|c| c.is_alphanumeric() || "._-/~}>".contains(c))
    })
}

#[cfg(test)]
mod tests {
    use super::{super::check, *};

    #[test]
    fn pure_crates_do_not_touch_the_world() {
        let files = Files::of(
            "
            //- crates/heirloom-text/src/lib.rs
            // Comments may name std::fs.
            use std::fs;
            fn now() { SystemTime::now(); }
            #[cfg(test)]
            mod tests {
                use std::env;
            }
            //- crates/heirloom-text/src/lib/tests.rs
            use std::fs;
            //- crates/heirloom-store/src/lib.rs
            use std::fs;
            ",
        );
        check(
            &pure(&files),
            &[
                "crates/heirloom-text/src/lib.rs:2: `std::fs` in a pure crate: bytes and values \
                 in, values out",
                "crates/heirloom-text/src/lib.rs:3: `SystemTime` in a pure crate: bytes and \
                 values in, values out",
            ],
        );
    }

    #[test]
    fn machines_hosts_and_allow_are_rejected() {
        let text = format!(
            "//- docs/a.md\nsee {}x and https://{}/x\nfine: a{}b\n//- crates/x/src/lib.rs\n    \
             #\u{5b}allow(dead_code)]\n",
            FOLDERS[0], HOSTS[1], FOLDERS[0]
        );
        check(
            &committed(&Files::of(&text)),
            &[
                "crates/x/src/lib.rs:1: suppress with `#[expect(lint, reason = \"…\")]`",
                &format!("docs/a.md:1: names the registry host {}", HOSTS[1]),
                &format!("docs/a.md:1: names a folder of one machine ({})", FOLDERS[0]),
            ],
        );
    }
}
