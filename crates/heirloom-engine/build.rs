// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Compiles the built-in rules, and gives the readers a version: a fingerprint of their sources, so
//! that the fact cache never answers for readers that have changed since.
#![expect(clippy::disallowed_methods, reason = "build scripts read sources and variables")]

use std::{
    collections::hash_map::DefaultHasher,
    env, fs,
    hash::{Hash, Hasher},
    io,
    path::{Path, PathBuf},
};

use heirloom_text::license::pack;

/// Sources that decide what is found in a file, from the workspace's `crates`.
const READERS: [&str; 5] = [
    "heirloom-model/src",
    "heirloom-package/src",
    "heirloom-text/src",
    // The tables that readers hold.
    "../data/declared-licenses.toml",
    "../data/licenses",
];

fn main() -> io::Result<()> {
    let crates = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("Cargo sets it"))
        .parent()
        .expect("a crate is in a folder")
        .to_owned();
    let mut hasher = DefaultHasher::new();
    for reader in READERS {
        let sources = crates.join(reader);
        println!("cargo::rerun-if-changed={}", sources.display());
        hash_sources(&sources, &mut hasher)?;
    }
    println!("cargo::rustc-env=HEIRLOOM_READERS={:016x}", hasher.finish());
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("Cargo sets it"));
    let index = pack::compile(&[built_in()]).map_err(io::Error::other)?;
    fs::write(out.join("built-in.index"), index)
}

fn hash_sources(path: &Path, hasher: &mut DefaultHasher) -> io::Result<()> {
    if !path.is_dir() {
        if path.file_name().is_some_and(|name| name != "tests.rs") {
            path.file_name().hash(hasher);
            fs::read(path)?.hash(hasher);
        }
        return Ok(());
    }
    let mut paths =
        fs::read_dir(path)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
    paths.sort();
    paths.iter().try_for_each(|path| hash_sources(path, hasher))
}

/// The rules that come with Heirloom.
fn built_in() -> pack::Pack {
    pack::Pack { name: "built-in".to_owned(), ..pack::Pack::default() }
}
