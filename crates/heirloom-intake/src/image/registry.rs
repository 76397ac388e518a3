// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Images in registries, pulled by the OCI distribution specification.
//!
//! This is the only place that opens a network, and only for a source that names a registry. Blobs
//! go to temporary files as they are stored, still compressed: they are read twice, and a network is
//! not. Every byte is checked against its digest before it is believed.

mod client;
mod credentials;
mod helper;
mod permit;
mod reference;
mod steady;
mod trust;

use std::{
    collections::HashMap,
    fs::File,
    io::{self, BufReader, Read, Seek, Write},
    ops::ControlFlow,
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
    thread,
    time::Duration,
};

use super::{
    blobs::{Blob, Blobs, Part, Slice},
    digest::{ContentDigest, Hasher},
    error::ImageError,
    json::Descriptor,
    plan::MANIFEST_BYTES,
};
use client::Client;
pub use reference::Reference;

/// Bytes of a blob without a stated size, such as a manifest.
const SMALL_BYTES: u64 = 16 << 20;
/// Times that a blob which broke off is gone on with.
const RESUMPTIONS: u32 = 5;

/// What pulling needs from outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImageAccess {
    /// A folder for blobs while they are read.
    pub temporary: PathBuf,
    /// Files that container engines keep credentials in, the first counts.
    pub credentials: Vec<PathBuf>,
    /// Files of certificates, the first that is there counts.
    pub certificates: Vec<PathBuf>,
    /// Files of certificates that the user believes besides; each must be there.
    pub authorities: Vec<PathBuf>,
    /// Folders with one `HOST[:PORT]` for each registry: `*.crt` are believed for it, `*.cert` with
    /// `*.key` is shown to it.
    pub certificate_folders: Vec<PathBuf>,
    /// Registries `HOST[:PORT]` that may be spoken to without encryption where they know none.
    pub insecure: Vec<String>,
    /// Absolute folders of programs that files of credentials may name; without, none is run.
    pub programs: Vec<PathBuf>,
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
            authorities: Vec::new(),
            certificate_folders: Vec::new(),
            insecure: Vec::new(),
            programs: Vec::new(),
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
        let mut download = Download::new(digest, size, self.temporary()?);
        let mut n_broken = 0;
        while let Err(halt) = self.more(is_manifest, &mut download, progress) {
            n_broken += 1;
            match halt {
                Halt::Failed(error) => return Err(error),
                Halt::Broken(error) if is_manifest || n_broken > RESUMPTIONS => {
                    return Err(self.client.broken(part, &error));
                }
                Halt::Broken(_) => thread::sleep(Duration::from_millis(100 * u64::from(n_broken))),
            }
        }
        let Download { mut file, hasher, n_bytes, .. } = download;
        let found = hasher.finish();
        if let Some(stated) = size.filter(|&stated| stated != n_bytes) {
            let found = if n_bytes > stated { "more".to_owned() } else { n_bytes.to_string() };
            return Err(ImageError::lies(
                &self.place,
                format!("the size of {part}"),
                stated,
                found,
            ));
        }
        if found != *digest {
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

    /// Fetches what of a part is still missing.
    fn more(
        &self,
        is_manifest: bool,
        download: &mut Download,
        progress: &mut dyn FnMut(u64) -> ControlFlow<()>,
    ) -> Result<(), Halt> {
        let digest = &download.digest;
        let (body, start) = match is_manifest {
            true => (self.client.manifest_body(&digest.to_string())?, 0),
            false => self.client.blob(digest, download.n_bytes)?,
        };
        if start != download.n_bytes {
            download.restart().map_err(|error| self.unwritten(error))?;
        }
        // One byte more tells that there are more.
        let room = download.limit.saturating_add(1).saturating_sub(download.n_bytes);
        let mut body = body.take(room);
        let mut buffer = vec![0; 64 << 10];
        loop {
            let n_bytes = match body.read(&mut buffer) {
                Ok(0) => return Ok(()),
                Ok(n_bytes) => n_bytes,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(Halt::Broken(error)),
            };
            let more = download.write(&buffer[..n_bytes]).map_err(|error| self.unwritten(error))?;
            if more > 0 && progress(more).is_break() {
                return Err(Halt::Failed(ImageError::Stopped));
            }
        }
    }
}

/// Why a download is not complete.
enum Halt {
    /// It can be gone on with.
    Broken(io::Error),
    Failed(ImageError),
}

impl From<ImageError> for Halt {
    fn from(error: ImageError) -> Halt {
        Halt::Failed(error)
    }
}

/// A part as far as it has come.
struct Download {
    digest: ContentDigest,
    limit: u64,
    file: File,
    hasher: Hasher,
    n_bytes: u64,
    /// The most that there ever was; a download that starts again tells nothing twice.
    n_told: u64,
}

impl Download {
    fn new(digest: &ContentDigest, size: Option<u64>, file: File) -> Download {
        Download {
            digest: digest.clone(),
            limit: size.unwrap_or(SMALL_BYTES),
            file,
            hasher: Hasher::new(digest),
            n_bytes: 0,
            n_told: 0,
        }
    }

    fn restart(&mut self) -> io::Result<()> {
        self.file.rewind()?;
        self.file.set_len(0)?;
        self.hasher = Hasher::new(&self.digest);
        self.n_bytes = 0;
        Ok(())
    }

    /// Keeps bytes; how many of them were not there before.
    fn write(&mut self, bytes: &[u8]) -> io::Result<u64> {
        self.file.write_all(bytes)?;
        self.hasher.update(bytes);
        self.n_bytes += bytes.len() as u64;
        let more = self.n_bytes.saturating_sub(self.n_told);
        self.n_told = self.n_told.max(self.n_bytes);
        Ok(more)
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
