// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Files in which packages are handed out, where package managers keep them.

use std::{
    collections::{BTreeMap, HashSet},
    fs::{self, File},
    io::{self, Read},
    path::{Path, PathBuf},
};

use heirloom_model::hexadecimal;
use sha2::{Digest, Sha256, Sha512};

/// Folders may be this deep.
const MAX_DEPTH: usize = 64;
/// So many bytes are read at once.
const CHUNK: usize = 256 << 10;

/// A file that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Artifact {
    /// Where it is.
    pub path: PathBuf,
    /// Its SHA-256 checksum in hexadecimal.
    pub sha256: String,
    /// Its SHA-512 checksum in hexadecimal.
    pub sha512: String,
}

/// The files below a folder that have one of these names, with their checksums; of several of one name
/// the first in the order of paths. Symbolic links are not followed.
///
/// # Errors
/// When the folder or a file that was found cannot be read.
pub fn artifacts(folder: &Path, names: &HashSet<&str>) -> io::Result<BTreeMap<String, Artifact>> {
    let mut found = BTreeMap::new();
    walk(folder, names, 0, &mut found)?;
    found
        .into_iter()
        .map(|(name, path)| {
            let at = |error: io::Error| {
                io::Error::new(error.kind(), format!("{}: {error}", path.display()))
            };
            let (sha256, sha512) = checksums(&path).map_err(at)?;
            Ok((name, Artifact { path, sha256, sha512 }))
        })
        .collect()
}

fn walk(
    folder: &Path,
    names: &HashSet<&str>,
    depth: usize,
    found: &mut BTreeMap<String, PathBuf>,
) -> io::Result<()> {
    let entries = fs::read_dir(folder);
    let entries = match entries {
        Ok(entries) => entries,
        // Below the folder that was named, what cannot be read holds nothing of ours.
        Err(_) if depth > 0 => return Ok(()),
        Err(error) => {
            return Err(io::Error::new(error.kind(), format!("{}: {error}", folder.display())));
        }
    };
    let mut entries: Vec<fs::DirEntry> = entries.filter_map(Result::ok).collect();
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let Ok(kind) = entry.file_type() else { continue };
        let path = entry.path();
        if kind.is_dir() && depth < MAX_DEPTH {
            walk(&path, names, depth + 1, found)?;
        } else if kind.is_file()
            && let Some(name) = path.file_name().and_then(|name| name.to_str())
            && names.contains(name)
        {
            found.entry(name.to_owned()).or_insert(path);
        }
    }
    Ok(())
}

fn checksums(path: &Path) -> io::Result<(String, String)> {
    let mut file = File::open(path)?;
    let (mut short, mut long) = (Sha256::new(), Sha512::new());
    let mut chunk = vec![0; CHUNK];
    loop {
        let n = file.read(&mut chunk)?;
        if n == 0 {
            return Ok((hexadecimal(&short.finalize()), hexadecimal(&long.finalize())));
        }
        short.update(&chunk[..n]);
        long.update(&chunk[..n]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_found_by_name_and_hashed() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("b/c")).unwrap();
        fs::write(folder.path().join("b/c/a-1.crate"), "abc").unwrap();
        fs::write(folder.path().join("b/other"), "abc").unwrap();
        let found = artifacts(folder.path(), &HashSet::from(["a-1.crate", "b-1.crate"])).unwrap();
        assert_eq!(found.len(), 1);
        let one = &found["a-1.crate"];
        assert!(one.path.ends_with("b/c/a-1.crate"));
        assert!(
            one.sha256.starts_with("ba7816bf8f01cfea")
                && one.sha512.starts_with("ddaf35a193617aba")
        );
        assert!(artifacts(&folder.path().join("none"), &HashSet::new()).is_err());
    }
}
