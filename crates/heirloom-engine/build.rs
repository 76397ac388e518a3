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
    str::FromStr,
};

use heirloom_text::license::pack::{
    self, listed,
    listed::{Clauses, Listed},
};
use license::{Exception, License};

/// Sources that decide what is found in a file, from the workspace's `crates`.
const READERS: [&str; 10] = [
    "heirloom-engine/src/readers.rs",
    "heirloom-model/src",
    "heirloom-package/src",
    // The form of what is kept.
    "heirloom-store/src/wire",
    "heirloom-store/src/wire.rs",
    "heirloom-text/src",
    // The tables that readers hold.
    "../data/declared-licenses.toml",
    "../data/legal-words.txt",
    "../data/legal-words-chinese.txt",
    "../data/licenses",
];

/// Sources that decide what a file is found to say of other software.
const USES: [&str; 8] = [
    "heirloom-engine/src/bills.rs",
    "heirloom-engine/src/readers.rs",
    "heirloom-model/src",
    "heirloom-package/src",
    "heirloom-sbom/src",
    "heirloom-source/src",
    "heirloom-store/src/wire",
    "heirloom-store/src/wire.rs",
];

/// Sources that decide what follows from the facts of all files.
const CONCLUSIONS: [&str; 10] = [
    "heirloom-engine/src/conclude",
    "heirloom-engine/src/conclude.rs",
    "heirloom-engine/src/inventory.rs",
    "heirloom-engine/src/scan.rs",
    "heirloom-engine/src/thirdparty.rs",
    "heirloom-model/src",
    "heirloom-package/src",
    "heirloom-store/src/wire",
    "heirloom-store/src/wire.rs",
    "../data/declared-licenses.toml",
];

fn main() -> io::Result<()> {
    let crates = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("Cargo sets it"))
        .parent()
        .expect("a crate is in a folder")
        .to_owned();
    println!("cargo::rustc-env=HEIRLOOM_READERS={:016x}", fingerprint(&crates, &READERS)?);
    println!("cargo::rustc-env=HEIRLOOM_USES={:016x}", fingerprint(&crates, &USES)?);
    println!("cargo::rustc-env=HEIRLOOM_CONCLUSIONS={:016x}", fingerprint(&crates, &CONCLUSIONS)?);
    let data = crates.join("../data");
    println!("cargo::rerun-if-changed={}", data.join("rules").display());
    for file in ["license-names.toml", "license-clauses.toml"] {
        println!("cargo::rerun-if-changed={}", data.join(file).display());
    }
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("Cargo sets it"));
    let index = pack::compile(&[built_in(&data)?]).map_err(io::Error::other)?;
    fs::write(out.join("built-in.index"), index)
}

fn fingerprint(crates: &Path, readers: &[&str]) -> io::Result<u64> {
    let mut hasher = DefaultHasher::new();
    for reader in readers {
        let sources = crates.join(reader);
        println!("cargo::rerun-if-changed={}", sources.display());
        hash_sources(&sources, &mut hasher)?;
    }
    Ok(hasher.finish())
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

/// The rules that come with Heirloom: the SPDX list, the lexicon of names, our own rule files.
fn built_in(data: &Path) -> io::Result<pack::Pack> {
    let mut pack = pack::Pack {
        name: "built-in".to_owned(),
        version: format!("{} (SPDX list {})", env!("CARGO_PKG_VERSION"), spdx::license_version()),
        license: "Apache-2.0 OR MIT".to_owned(),
        ..pack::Pack::default()
    };
    let clauses = fs::read_to_string(data.join("license-clauses.toml"))?;
    let clauses = Clauses::parse("license-clauses.toml", &clauses).map_err(io::Error::other)?;
    let list = spdx_list();
    let astray = clauses.astray(&list);
    if !astray.is_empty() {
        return Err(io::Error::other(format!("license-clauses.toml: not in the text: {astray:?}")));
    }
    pack.rules = listed::rules(&list, &clauses);
    let lexicon = fs::read_to_string(data.join("license-names.toml"))?;
    let names = pack::names::rules("license-names.toml", &lexicon).map_err(io::Error::other)?;
    pack.rules.extend(names);
    let mut files = fs::read_dir(data.join("rules"))?
        .map(|entry| Ok(entry?.path()))
        .collect::<io::Result<Vec<_>>>()?;
    files.sort();
    for file in files {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let content = fs::read_to_string(&file)?;
        pack::own::add_file(&mut pack, &name, &content).map_err(io::Error::other)?;
    }
    Ok(pack)
}

/// The SPDX list without what it has deprecated.
fn spdx_list() -> Vec<Listed> {
    let owned = |addresses: &[&str]| addresses.iter().map(|&address| address.to_owned()).collect();
    let licenses = spdx::identifiers::LICENSES
        .iter()
        .filter_map(|license| <&dyn License>::from_str(license.name).ok())
        .filter(|license| !license.is_deprecated())
        .map(|license| Listed {
            id: license.id().to_owned(),
            name: license.name().to_owned(),
            text: license.text().to_owned(),
            header: license.header().map(str::to_owned),
            see_also: owned(license.see_also()),
        });
    let exceptions = spdx::identifiers::EXCEPTIONS
        .iter()
        .filter_map(|exception| <&dyn Exception>::from_str(exception.name).ok())
        .filter(|exception| !exception.is_deprecated())
        .map(|exception| Listed {
            id: exception.id().to_owned(),
            name: exception.name().to_owned(),
            text: exception.text().to_owned(),
            header: None,
            see_also: owned(exception.see_also()),
        });
    licenses.chain(exceptions).collect()
}
