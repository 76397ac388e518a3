// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The folder of compiled rule packs.
//!
//! A pack is two files: `NAME.toml` describes it and names the compiled index `DIGEST.index`. Both
//! are written aside and renamed, the description last, so a pack is there whole or not at all.

use std::{
    fs,
    io::{self, Write},
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
};

use heirloom_model::{Digest, RuleSource};
use serde::{Deserialize, Serialize};

use crate::MappedFile;

/// The version of `NAME.toml`.
const VERSION: u32 = 1;

/// A pack that was added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackDescription {
    /// What reports say about it.
    pub source: RuleSource,
    /// The size of the compiled index.
    pub n_bytes: u64,
}

/// Why a pack cannot be used or changed.
#[derive(Debug, thiserror::Error)]
pub enum PackError {
    /// A name that could not be a file's.
    #[error("use `{0}` as the name of a rule pack: letters, digits, `-`, `_` and `.` only")]
    BadName(Box<str>),
    /// There is no such pack.
    #[error("find the rule pack `{0}`")]
    Unknown(Box<str>),
    /// The description is damaged or from another version.
    #[error("read the rule pack `{name}`: {reason}")]
    Damaged {
        /// The pack.
        name: Box<str>,
        /// What is wrong.
        reason: Box<str>,
    },
    /// The folder or a file of it cannot be read or written.
    #[error("use {path}")]
    Io {
        /// Which.
        path: PathBuf,
        /// What the system says.
        #[source]
        source: io::Error,
    },
}

/// The folder where compiled packs are kept.
#[derive(Clone, Debug)]
pub struct PackFolder {
    folder: PathBuf,
}

/// `NAME.toml`.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct DescriptionWire {
    version: u32,
    pack: PackWire,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct PackWire {
    name: String,
    version: String,
    license: String,
    attribution: String,
    rules: u32,
    digest: String,
    bytes: u64,
}

impl PackFolder {
    /// The folder at a path; it need not exist.
    pub fn new(folder: &Path) -> PackFolder {
        PackFolder { folder: folder.to_owned() }
    }

    /// All packs, sorted by name.
    ///
    /// # Errors
    /// [`PackError`] when the folder cannot be listed or a description is damaged.
    pub fn list(&self) -> Result<Vec<PackDescription>, PackError> {
        let entries = match fs::read_dir(&self.folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(self.error(error)),
        };
        let mut names = Vec::new();
        for entry in entries {
            let path = entry.map_err(|error| self.error(error))?.path();
            if path.extension().is_some_and(|extension| extension == "toml")
                && let Some(name) = path.file_stem().and_then(|stem| stem.to_str())
            {
                names.push(name.to_owned());
            }
        }
        names.sort_unstable();
        names.iter().map(|name| self.describe(name)).collect()
    }

    /// The description of one pack.
    ///
    /// # Errors
    /// [`PackError`] when there is no such pack or its description is damaged.
    pub fn describe(&self, name: &str) -> Result<PackDescription, PackError> {
        let path = self.description_path(name)?;
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(PackError::Unknown(name.into()));
            }
            Err(source) => return Err(PackError::Io { path, source }),
        };
        let damaged =
            |reason: &str| PackError::Damaged { name: name.into(), reason: reason.into() };
        let wire: DescriptionWire =
            toml::from_str(&text).map_err(|error| damaged(error.message()))?;
        if wire.version != VERSION {
            return Err(damaged("it was added by another version of Heirloom; add it again"));
        }
        let digest =
            read_digest(&wire.pack.digest).ok_or_else(|| damaged("its digest is broken"))?;
        Ok(PackDescription {
            source: RuleSource {
                name: name.into(),
                version: wire.pack.version.into(),
                license: wire.pack.license.into(),
                attribution: wire.pack.attribution.into(),
                n_rules: wire.pack.rules,
                digest,
            },
            n_bytes: wire.pack.bytes,
        })
    }

    /// Maps the compiled index of a pack.
    ///
    /// # Errors
    /// [`PackError`] when it is not there or has not the size it was written with.
    pub fn open(&self, pack: &PackDescription) -> Result<MappedFile, PackError> {
        let path = self.index_path(pack.source.digest);
        let damaged = |reason: &str| {
            let name = pack.source.name.clone();
            PackError::Damaged { name, reason: reason.into() }
        };
        let map = match MappedFile::open(&path) {
            Ok(map) => map,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(damaged("its index is missing"));
            }
            Err(source) => return Err(PackError::Io { path, source }),
        };
        if map.len() as u64 != pack.n_bytes {
            return Err(damaged("its index has another size"));
        }
        Ok(map)
    }

    /// Reads all of the compiled index and compares it with its digest, which a scan does not take
    /// the time for.
    ///
    /// # Errors
    /// [`PackError`] when it is not there or is not what was written.
    pub fn verify(&self, pack: &PackDescription) -> Result<(), PackError> {
        let map = self.open(pack)?;
        if blake3::hash(&map).as_bytes() == &pack.source.digest.0 {
            return Ok(());
        }
        let name = pack.source.name.clone();
        Err(PackError::Damaged { name, reason: "its index is damaged".into() })
    }

    /// Adds a pack, in place of one of the same name, and reads it back. The digest and size of
    /// `pack` are those of `index`.
    ///
    /// # Errors
    /// [`PackError`] when the name is not good or something cannot be written.
    pub fn add(&self, source: RuleSource, index: &[u8]) -> Result<PackDescription, PackError> {
        let path = self.description_path(&source.name)?;
        let replaced = self.describe(&source.name).ok();
        let digest = Digest(*blake3::hash(index).as_bytes());
        let pack = PackDescription {
            source: RuleSource { digest, ..source },
            n_bytes: index.len() as u64,
        };
        fs::create_dir_all(&self.folder).map_err(|error| self.error(error))?;
        self.write(&self.index_path(digest), index)?;
        self.verify(&pack)?;
        let wire = DescriptionWire {
            version: VERSION,
            pack: PackWire {
                name: pack.source.name.to_string(),
                version: pack.source.version.to_string(),
                license: pack.source.license.to_string(),
                attribution: pack.source.attribution.to_string(),
                rules: pack.source.n_rules,
                digest: digest.to_hex(),
                bytes: pack.n_bytes,
            },
        };
        let text = toml::to_string(&wire).expect("a table of texts and numbers is TOML");
        self.write(&path, text.as_bytes())?;
        if let Some(old) = replaced.filter(|old| old.source.digest != digest) {
            self.remove_index(old.source.digest)?;
        }
        Ok(pack)
    }

    /// Removes a pack.
    ///
    /// # Errors
    /// [`PackError`] when there is no such pack or it cannot be removed.
    pub fn remove(&self, name: &str) -> Result<(), PackError> {
        let path = self.description_path(name)?;
        let digest = self.describe(name).map(|pack| pack.source.digest);
        match fs::remove_file(&path) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(PackError::Unknown(name.into()));
            }
            Err(source) => return Err(PackError::Io { path, source }),
        }
        digest.map_or(Ok(()), |digest| self.remove_index(digest))
    }

    /// Removes an index unless another pack shares it.
    fn remove_index(&self, digest: Digest) -> Result<(), PackError> {
        if self.list()?.iter().any(|pack| pack.source.digest == digest) {
            return Ok(());
        }
        let path = self.index_path(digest);
        match fs::remove_file(&path) {
            Err(source) if source.kind() != io::ErrorKind::NotFound => {
                Err(PackError::Io { path, source })
            }
            _ => Ok(()),
        }
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> Result<(), PackError> {
        let write = || -> io::Result<()> {
            // Ordinary files, so that one user can add packs for others.
            let mut file = tempfile::Builder::new()
                .prefix("new-")
                .permissions(fs::Permissions::from_mode(0o666))
                .tempfile_in(&self.folder)?;
            file.write_all(bytes)?;
            file.as_file().sync_all()?;
            file.persist(path).map_err(|failed| failed.error)?;
            Ok(())
        };
        write().map_err(|source| PackError::Io { path: path.to_owned(), source })
    }

    fn description_path(&self, name: &str) -> Result<PathBuf, PackError> {
        let good = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
        if name.is_empty() || name.starts_with('.') || !name.bytes().all(good) {
            return Err(PackError::BadName(name.into()));
        }
        Ok(self.folder.join(format!("{name}.toml")))
    }

    fn index_path(&self, digest: Digest) -> PathBuf {
        self.folder.join(format!("{digest}.index"))
    }

    fn error(&self, source: io::Error) -> PackError {
        PackError::Io { path: self.folder.clone(), source }
    }
}

fn read_digest(hex: &str) -> Option<Digest> {
    let mut bytes = [0; 32];
    if hex.len() != 64 || !hex.is_ascii() {
        return None;
    }
    for (place, at) in bytes.iter_mut().zip((0..64).step_by(2)) {
        *place = u8::from_str_radix(&hex[at..at + 2], 16).ok()?;
    }
    Some(Digest(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(name: &str) -> RuleSource {
        RuleSource {
            name: name.into(),
            version: "1.0".into(),
            license: "CC-BY-4.0".into(),
            attribution: "By \"someone\"\nand others".into(),
            n_rules: 3,
            digest: Digest([0; 32]),
        }
    }

    #[track_caller]
    fn names(folder: &PackFolder) -> Vec<String> {
        folder.list().unwrap().iter().map(|pack| pack.source.name.to_string()).collect()
    }

    #[test]
    fn packs_are_added_replaced_and_removed() {
        let home = tempfile::tempdir().unwrap();
        let folder = PackFolder::new(&home.path().join("rules"));
        assert!(names(&folder).is_empty());
        folder.add(source("b"), b"first").unwrap();
        let added = folder.add(source("a"), b"second").unwrap();
        assert_eq!(names(&folder), ["a", "b"]);
        assert_eq!(folder.describe("a").unwrap(), added);
        assert_eq!(&*folder.open(&added).unwrap(), b"second");

        let mapped = folder.open(&added).unwrap();
        let replaced = folder.add(source("a"), b"third").unwrap();
        assert_eq!(&*folder.open(&replaced).unwrap(), b"third");
        assert_eq!(&*mapped, b"second", "a map outlives its file's name");

        folder.add(source("c"), b"third").unwrap();
        folder.remove("a").unwrap();
        assert_eq!(names(&folder), ["b", "c"]);
        assert_eq!(&*folder.open(&folder.describe("c").unwrap()).unwrap(), b"third");
        folder.remove("b").unwrap();
        folder.remove("c").unwrap();
        assert_eq!(fs::read_dir(home.path().join("rules")).unwrap().count(), 0);
    }

    #[test]
    fn bad_names_and_damage_are_said() {
        let home = tempfile::tempdir().unwrap();
        let folder = PackFolder::new(home.path());
        for name in ["", "..", "a/b", ".x", "a b"] {
            assert!(matches!(folder.describe(name), Err(PackError::BadName(_))), "{name}");
        }
        assert!(matches!(folder.describe("a"), Err(PackError::Unknown(_))));
        assert!(matches!(folder.remove("a"), Err(PackError::Unknown(_))));
        let pack = folder.add(source("a"), b"index").unwrap();
        fs::write(folder.index_path(pack.source.digest), b"ind").unwrap();
        assert!(matches!(folder.open(&pack), Err(PackError::Damaged { .. })));
        fs::write(folder.index_path(pack.source.digest), b"inDex").unwrap();
        assert!(folder.open(&pack).is_ok(), "a scan does not read all of it");
        assert!(matches!(folder.verify(&pack), Err(PackError::Damaged { .. })));
        fs::remove_file(folder.index_path(pack.source.digest)).unwrap();
        assert!(matches!(folder.open(&pack), Err(PackError::Damaged { .. })));
        fs::write(home.path().join("a.toml"), "version = 1\n").unwrap();
        assert!(matches!(folder.describe("a"), Err(PackError::Damaged { .. })));
        folder.remove("a").unwrap();
        assert!(names(&folder).is_empty());
    }
}
