// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Cargo: workspaces, locks, procedural macros.

use super::{check, check_relations};

pub(super) const WORKSPACE: &str = r#"
    //- Cargo.toml
    [workspace]
    members = ["crates/*"]
    exclude = ["crates/fuzz"]
    [workspace.package]
    version = "1.2.3"
    license = "MIT"
    [workspace.dependencies]
    serde = { version = "1", features = ["derive"] }
    b = { path = "crates/b" }
    //- crates/a/Cargo.toml
    [package]
    name = "a"
    version.workspace = true
    license.workspace = true
    [dependencies]
    b.workspace = true
    serde = { workspace = true, optional = true }
    old = { package = "rand", version = "0.7" }
    rand = "0.8"
    [target.'cfg(unix)'.dependencies]
    libc = "0.2"
    [build-dependencies]
    cc = "1"
    [dev-dependencies]
    serde = "1"
    //- crates/b/Cargo.toml
    [package]
    name = "b"
    version = "0.1.0"
    license = "Apache-2.0"
    [lib]
    proc-macro = true
    //- Cargo.lock
    version = 4
    [[package]]
    name = "a"
    version = "1.2.3"
    dependencies = ["b", "cc", "libc", "rand 0.7.3", "rand 0.8.5", "serde"]
    [[package]]
    name = "b"
    version = "0.1.0"
    [[package]]
    name = "cc"
    version = "1.0.0"
    source = "registry+https://github.com/rust-lang/crates-index"
    checksum = "00"
    [[package]]
    name = "libc"
    version = "0.2.1"
    source = "git+https://example.org/libc?branch=main#abc"
    [[package]]
    name = "rand"
    version = "0.7.3"
    source = "registry+https://github.com/rust-lang/crates-index"
    [[package]]
    name = "rand"
    version = "0.8.5"
    source = "registry+https://example.org/index"
    dependencies = ["libc", "gone"]
    [[package]]
    name = "serde"
    version = "1.0.0"
    source = "registry+https://github.com/rust-lang/crates-index"
    //- crates/fuzz/Cargo.toml
    [package]
    name = "fuzz"
    [dependencies]
    a = { path = "../a" }
    arbitrary = "1"
"#;

#[test]
fn workspaces_share_a_lock() {
    check(
        WORKSPACE,
        r#"
        *pkg:cargo/a@1.2.3 in "crates/a" [MIT]
        pkg:cargo/arbitrary
        *pkg:cargo/b@0.1.0 tool in "crates/b" [Apache-2.0]
        pkg:cargo/cc@1.0.0 sha256:00
        *pkg:cargo/fuzz@0.0.0 in "crates/fuzz"
        pkg:cargo/libc@0.2.1?vcs_url=git%2Bhttps:%2F%2Fexample.org%2Flibc%40abc
        pkg:cargo/rand@0.7.3
        pkg:cargo/rand@0.8.5?repository_url=https:%2F%2Fexample.org%2Findex
        pkg:cargo/serde@1.0.0
        a@1.2.3 -> b@0.1.0 runtime | Cargo.lock:5 crates/a/Cargo.toml:6
        a@1.2.3 -> cc@1.0.0 build 1 | Cargo.lock:5 crates/a/Cargo.toml:13
        a@1.2.3 -> libc@0.2.1 runtime 0.2 if cfg(unix) | Cargo.lock:5 crates/a/Cargo.toml:11
        a@1.2.3 -> rand@0.7.3 runtime 0.7 | Cargo.lock:5 crates/a/Cargo.toml:8
        a@1.2.3 -> rand@0.8.5 runtime 0.8 | Cargo.lock:5 crates/a/Cargo.toml:9
        a@1.2.3 -> serde@1.0.0 optional 1 | Cargo.lock:5 crates/a/Cargo.toml:7
        a@1.2.3 -> serde@1.0.0 development 1 | Cargo.lock:5 crates/a/Cargo.toml:15
        fuzz@0.0.0 -> a@1.2.3 runtime | crates/fuzz/Cargo.toml:4
        fuzz@0.0.0 -> arbitrary@? runtime 1 | crates/fuzz/Cargo.toml:5
        rand@0.8.5 -> libc@0.2.1 runtime? | Cargo.lock:26
        ! lock-missing crates/fuzz/Cargo.toml:2
        ! package-unknown Cargo.lock:26 gone
        "#,
    );
}

#[test]
fn crates_are_linked_statically_and_tools_build() {
    check_relations(
        WORKSPACE,
        "
        pkg:cargo/a@1.2.3 build_tool pkg:cargo/b@0.1.0 build
        pkg:cargo/a@1.2.3 build_tool pkg:cargo/cc@1.0.0 build
        pkg:cargo/a@1.2.3 static_link pkg:cargo/libc@0.2.1?vcs_url=git%2Bhttps:%2F%2Fexample.org%2Flibc%40abc runtime
        pkg:cargo/a@1.2.3 static_link pkg:cargo/rand@0.7.3 runtime
        pkg:cargo/a@1.2.3 static_link pkg:cargo/rand@0.8.5?repository_url=https:%2F%2Fexample.org%2Findex runtime
        pkg:cargo/a@1.2.3 static_link pkg:cargo/serde@1.0.0 optional
        pkg:cargo/a@1.2.3 static_link pkg:cargo/serde@1.0.0 development
        pkg:cargo/fuzz@0.0.0 static_link pkg:cargo/a@1.2.3 runtime
        pkg:cargo/fuzz@0.0.0 static_link pkg:cargo/arbitrary runtime
        pkg:cargo/rand@0.8.5?repository_url=https:%2F%2Fexample.org%2Findex static_link pkg:cargo/libc@0.2.1?vcs_url=git%2Bhttps:%2F%2Fexample.org%2Flibc%40abc runtime
        ",
    );
}
