// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Gives the readers a version: a fingerprint of their sources, so that the fact cache never
//! answers for readers that have changed since.
#![expect(clippy::disallowed_methods, reason = "build scripts read sources and variables")]

use std::{
    collections::hash_map::DefaultHasher,
    env, fs,
    hash::{Hash, Hasher},
    io,
    path::{Path, PathBuf},
};

/// Crates whose code decides what is found in a file.
const READERS: [&str; 3] = ["heirloom-model", "heirloom-package", "heirloom-text"];

fn main() -> io::Result<()> {
    let crates = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("Cargo sets it"))
        .parent()
        .expect("a crate is in a folder")
        .to_owned();
    let mut hasher = DefaultHasher::new();
    for reader in READERS {
        let sources = crates.join(reader).join("src");
        println!("cargo::rerun-if-changed={}", sources.display());
        hash_folder(&sources, &mut hasher)?;
    }
    println!("cargo::rustc-env=HEIRLOOM_READERS={:016x}", hasher.finish());
    Ok(())
}

fn hash_folder(folder: &Path, hasher: &mut DefaultHasher) -> io::Result<()> {
    let mut paths =
        fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
    paths.sort();
    for path in paths {
        if path.is_dir() {
            hash_folder(&path, hasher)?;
        } else if path.file_name().is_some_and(|name| name != "tests.rs") {
            path.file_name().hash(hasher);
            fs::read(&path)?.hash(hasher);
        }
    }
    Ok(())
}
