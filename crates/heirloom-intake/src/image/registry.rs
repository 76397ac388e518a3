// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Images in registries, pulled by the OCI distribution specification.
//!
//! This is the only place that opens a network, and only for a source that names a registry. Blobs
//! go to temporary files as they are stored, still compressed: they are read twice, and a network is
//! not. Every byte is checked against its digest before it is believed.

mod client;
mod credentials;
mod reference;

use std::{
    collections::HashMap,
    fs::File,
    io::{self, BufReader, Seek, Write},
    ops::ControlFlow,
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use super::{
    blobs::{Blob, Blobs, Part, Slice},
    digest::{Checked, ContentDigest},
    error::ImageError,
    json::Descriptor,
    plan::MANIFEST_BYTES,
};
use client::Client;
pub use reference::Reference;

/// Bytes of a blob without a stated size, such as a manifest.
const SMALL_BYTES: u64 = 16 << 20;

/// What pulling needs from outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImageAccess {
    /// A folder for blobs while they are read.
    pub temporary: PathBuf,
    /// Files that container engines keep credentials in, the first counts.
    pub credentials: Vec<PathBuf>,
    /// Files of certificates, the first that is there counts.
    pub certificates: Vec<PathBuf>,
    /// How long nothing may come before it is given up.
    pub patience: Duration,
    /// What was fetched, for the next time that the source is opened.
    pub(crate) fetched: Fetched,
}

impl ImageAccess {
    /// Access without credentials.
    pub fn new(temporary: PathBuf) -> ImageAccess {
        ImageAccess {
            temporary,
            credentials: Vec::new(),
            certificates: Vec::new(),
            patience: Duration::from_secs(30),
            fetched: Fetched::default(),
        }
    }
}

/// Blobs in temporary files that vanish with them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fetched(Arc<Mutex<HashMap<ContentDigest, Spooled>>>);

/// A temporary file and its bytes.
type Spooled = (Arc<File>, u64);

/// What was fetched says nothing of what was asked.
impl PartialEq for Fetched {
    fn eq(&self, _: &Fetched) -> bool {
        true
    }
}

impl Eq for Fetched {}

impl Fetched {
    fn get(&self, digest: &ContentDigest) -> Option<Spooled> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(digest).cloned()
    }

    fn keep(&self, digest: &ContentDigest, file: File, size: u64) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.insert(digest.clone(), (Arc::new(file), size));
    }
}

/// The parts of an image in a registry.
#[derive(Debug)]
pub(super) struct RegistryBlobs {
    place: String,
    client: Client,
    access: ImageAccess,
}

/// Asks a registry for an image; its manifest comes with it.
pub(super) fn open(
    reference: &Reference,
    access: &ImageAccess,
) -> Result<(RegistryBlobs, Descriptor), ImageError> {
    let blobs = RegistryBlobs {
        place: reference.shown(),
        client: Client::new(reference, access)?,
        access: access.clone(),
    };
    let wanted = reference.tag_or_digest();
    let (kind, stated, bytes) = blobs.client.manifest(&wanted, MANIFEST_BYTES)?;
    let digest = reference.digest.clone().or(stated);
    let like = digest.clone().unwrap_or_else(ContentDigest::of_nothing);
    let found = like.of_same_kind(&bytes);
    if let Some(stated) = digest.filter(|stated| *stated != found) {
        return Err(ImageError::lies(&blobs.place, "the digest of the manifest", stated, found));
    }
    let size = bytes.len() as u64;
    let file = blobs.spooled(&bytes)?;
    access.fetched.keep(&found, file, size);
    let descriptor =
        Descriptor { media_type: kind, digest: found.to_string(), size, ..Descriptor::default() };
    Ok((blobs, descriptor))
}

impl RegistryBlobs {
    fn temporary(&self) -> Result<File, ImageError> {
        let folder = &self.access.temporary;
        tempfile::tempfile_in(folder)
            .map_err(|error| ImageError::io(&folder.display().to_string(), error))
    }

    fn spooled(&self, bytes: &[u8]) -> Result<File, ImageError> {
        let mut file = self.temporary()?;
        let written = file.write_all(bytes);
        written.map_err(|error| self.unwritten(error))?;
        Ok(file)
    }

    fn unwritten(&self, error: io::Error) -> ImageError {
        ImageError::io(&self.access.temporary.display().to_string(), error)
    }

    /// Fetches a part and checks it.
    fn fetch(
        &self,
        part: &Part,
        size: Option<u64>,
        progress: &mut dyn FnMut(u64) -> ControlFlow<()>,
    ) -> Result<Spooled, ImageError> {
        let (digest, is_manifest) = match part {
            Part::Blob(digest) => (digest, false),
            Part::Manifest(digest) => (digest, true),
            Part::Member(_) => {
                return Err(ImageError::Missing {
                    place: self.place.clone(),
                    part: part.to_string(),
                });
            }
        };
        if let Some(kept) = self.access.fetched.get(digest) {
            return Ok(kept);
        }
        let limit = size.unwrap_or(SMALL_BYTES);
        let body = match is_manifest {
            true => self.client.manifest_body(&digest.to_string())?,
            false => self.client.blob(digest)?,
        };
        // One byte more tells that there are more.
        let mut reader = Checked::new(io::Read::take(body, limit.saturating_add(1)), Some(digest));
        let mut file = self.temporary()?;
        let mut buffer = vec![0; 64 << 10];
        loop {
            let n_bytes = match io::Read::read(&mut reader, &mut buffer) {
                Ok(0) => break,
                Ok(n_bytes) => n_bytes,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(self.client.broken(part, &error)),
            };
            file.write_all(&buffer[..n_bytes]).map_err(|error| self.unwritten(error))?;
            if progress(n_bytes as u64).is_break() {
                return Err(ImageError::Stopped);
            }
        }
        let (n_bytes, found) = reader.finish();
        if let Some(stated) = size.filter(|&stated| stated != n_bytes) {
            let found = if n_bytes > stated { "more".to_owned() } else { n_bytes.to_string() };
            return Err(ImageError::lies(
                &self.place,
                format!("the size of {part}"),
                stated,
                found,
            ));
        }
        if let Some(found) = found.filter(|found| found != digest) {
            return Err(ImageError::lies(
                &self.place,
                format!("the digest of {part}"),
                digest,
                found,
            ));
        }
        file.rewind().map_err(|error| self.unwritten(error))?;
        self.access.fetched.keep(digest, file, n_bytes);
        self.access.fetched.get(digest).ok_or(ImageError::Stopped)
    }
}

impl Blobs for RegistryBlobs {
    fn place(&self) -> &str {
        &self.place
    }

    fn open(&self, part: &Part) -> Result<Blob, ImageError> {
        let (file, size) = self.fetch(part, None, &mut |_| ControlFlow::Continue(()))?;
        let reader = BufReader::with_capacity(64 << 10, Slice::new(file, 0, size));
        Ok(Blob { size, reader: Box::new(reader) })
    }

    fn prepare(
        &self,
        part: &Part,
        size: Option<u64>,
        progress: &mut dyn FnMut(u64) -> ControlFlow<()>,
    ) -> Result<(), ImageError> {
        self.fetch(part, size, progress).map(drop)
    }
}

#[cfg(test)]
mod tests;
