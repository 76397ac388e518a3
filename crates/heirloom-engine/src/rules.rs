// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The license rules of a scan: the built-in ones or a pack the user added.

use heirloom_model::{Digest, RuleSource};
use heirloom_store::{MappedFile, PackError, PackFolder};

/// A compiled index with what reports say about it.
#[derive(Debug)]
pub struct Rules {
    bytes: Bytes,
    /// What reports say about it.
    pub source: RuleSource,
}

#[derive(Debug)]
enum Bytes {
    Static(&'static [u8]),
    Mapped(MappedFile),
}

impl Rules {
    /// Opens a pack that was added.
    ///
    /// # Errors
    /// [`PackError`] when it is not there or damaged.
    pub fn open(folder: &PackFolder, name: &str) -> Result<Rules, PackError> {
        let pack = folder.describe(name)?;
        let map = folder.open(&pack)?;
        Ok(Rules { bytes: Bytes::Mapped(map), source: pack.source })
    }

    /// The compiled index.
    pub fn bytes(&self) -> &[u8] {
        match &self.bytes {
            Bytes::Static(bytes) => bytes,
            Bytes::Mapped(map) => map,
        }
    }
}

/// The rules that come with Heirloom.
pub fn built_in() -> Rules {
    const INDEX: &[u8] = &[];
    Rules {
        bytes: Bytes::Static(INDEX),
        source: RuleSource {
            name: "built-in".into(),
            version: env!("CARGO_PKG_VERSION").into(),
            license: "Apache-2.0 OR MIT".into(),
            attribution: "".into(),
            n_rules: 0,
            digest: Digest([0; 32]),
        },
    }
}
