// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The license rules of a scan: the built-in ones or a pack the user added.

mod add;
mod samples;

use heirloom_model::{Digest, RuleSource};
use heirloom_store::{MappedFile, PackError, PackFolder};
use heirloom_text::license::Index;

pub use add::{AddError, NewPack, add_pack};
pub use samples::{FailedSample, SampleReport, test_samples};

/// A compiled index.
#[derive(Debug)]
pub struct Rules {
    bytes: Bytes,
}

#[derive(Debug)]
enum Bytes {
    Static(&'static [u8]),
    Mapped(MappedFile),
    Owned(Vec<u8>),
}

impl Rules {
    /// Opens a pack that was added.
    ///
    /// # Errors
    /// [`PackError`] when it is not there, damaged, or made by another version of Heirloom.
    pub fn open(folder: &PackFolder, name: &str) -> Result<Rules, PackError> {
        let pack = folder.describe(name)?;
        let map = folder.open(&pack)?;
        Index::open(&map).map_err(|error| PackError::Damaged {
            name: name.into(),
            reason: format!("failed to {error}").into(),
        })?;
        Ok(Rules { bytes: Bytes::Mapped(map) })
    }

    /// Takes an index that was just compiled.
    pub(crate) fn of_compiled(bytes: Vec<u8>) -> Rules {
        Rules { bytes: Bytes::Owned(bytes) }
    }

    /// The index, ready for detection.
    pub(crate) fn index(&self) -> Index<'_> {
        let bytes: &[u8] = match &self.bytes {
            Bytes::Static(bytes) => bytes,
            Bytes::Mapped(map) => map,
            Bytes::Owned(bytes) => bytes,
        };
        Index::open(bytes).expect("rules are made of bytes that open")
    }

    /// The identity of the rules.
    pub fn digest(&self) -> Digest {
        self.index().digest()
    }

    /// What reports say about the rules, one for each pack that was compiled.
    pub fn sources(&self) -> Vec<RuleSource> {
        self.index().sources()
    }
}

/// The rules that come with Heirloom.
pub fn built_in() -> Rules {
    static INDEX: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/built-in.index"));
    Rules { bytes: Bytes::Static(INDEX) }
}
