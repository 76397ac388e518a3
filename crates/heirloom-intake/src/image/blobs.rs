// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Where the parts of an image are kept: a folder, or a tar that is not unpacked.

use std::{
    collections::HashMap,
    fmt,
    fs::File,
    io::{self, BufReader, Read, Seek, SeekFrom},
    ops::ControlFlow,
    os::unix::fs::FileExt,
    sync::Arc,
};

use super::{digest::ContentDigest, error::ImageError};
use crate::{
    Limits,
    archive::{ItemKind, next_item},
    disk::DiskRoot,
    problems::{reason, shown},
};

/// Names of more bytes are none that an image has.
const NAME_BYTES: usize = 4096;

/// The name of a part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// By its digest.
    Blob(ContentDigest),
    /// By its digest; registries keep manifests apart.
    Manifest(ContentDigest),
    /// By its name in an archive of `docker save`, or at the top of a layout.
    Member(String),
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Part::Blob(digest) => write!(f, "the blob {digest}"),
            Part::Manifest(digest) => write!(f, "the manifest {digest}"),
            Part::Member(name) => write!(f, "the member {}", shown(name.as_bytes())),
        }
    }
}

/// The bytes of a part.
pub(crate) struct Blob {
    /// Their number as the store has it.
    pub(crate) size: u64,
    pub(crate) reader: Box<dyn Read + Send>,
}

/// Gives parts by their names, as often as wanted.
pub(crate) trait Blobs: fmt::Debug + Send + Sync {
    /// The source as the user named it.
    fn place(&self) -> &str;

    /// Opens a part.
    fn open(&self, part: &Part) -> Result<Blob, ImageError>;

    /// Fetches a part from where opening it would have to wait, and tells `progress` the bytes that
    /// came.
    fn prepare(
        &self,
        _part: &Part,
        _size: Option<u64>,
        _progress: &mut dyn FnMut(u64) -> ControlFlow<()>,
    ) -> Result<(), ImageError> {
        Ok(())
    }
}

/// An image layout in a folder.
#[derive(Debug)]
pub(crate) struct FolderBlobs {
    place: String,
    root: DiskRoot,
}

impl FolderBlobs {
    pub(crate) fn new(place: &str, folder: File) -> FolderBlobs {
        FolderBlobs { place: place.to_owned(), root: DiskRoot::new(folder.into()) }
    }
}

impl Blobs for FolderBlobs {
    fn place(&self) -> &str {
        &self.place
    }

    fn open(&self, part: &Part) -> Result<Blob, ImageError> {
        let name = member_name(part);
        match self.root.open_file(name.as_bytes()) {
            Ok((file, stat)) => {
                let size = u64::try_from(stat.st_size).unwrap_or(0);
                Ok(Blob { size, reader: Box::new(BufReader::with_capacity(64 << 10, file)) })
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Err(missing(self, part)),
            Err(error) => Err(ImageError::io(&format!("{part} of {}", self.place), error)),
        }
    }
}

/// An archive whose members are read where they stand.
#[derive(Debug)]
pub(crate) struct TarBlobs {
    place: String,
    file: Arc<File>,
    /// Where the bytes of each member start, and their number.
    members: HashMap<Box<[u8]>, (u64, u64)>,
    /// Members that stand for others: old archives hold each layer once.
    links: HashMap<Box<[u8]>, Box<[u8]>>,
}

impl TarBlobs {
    /// Finds the members of an archive that is not compressed.
    pub(crate) fn new(
        place: &str,
        mut file: File,
        limits: &Limits,
    ) -> Result<TarBlobs, ImageError> {
        let damaged = |error: io::Error| {
            let what = format!("the archive is damaged: {}", reason(&error));
            ImageError::not_an_image(place, what)
        };
        let mut blobs = TarBlobs {
            place: place.to_owned(),
            file: Arc::new(file.try_clone().map_err(|error| ImageError::io(place, error))?),
            members: HashMap::new(),
            links: HashMap::new(),
        };
        let end = file.seek(SeekFrom::End(0)).map_err(damaged)?;
        file.rewind().map_err(damaged)?;
        let mut input = BufReader::with_capacity(8 << 10, file);
        let mut n_members = 0;
        while let Some(item) = next_item(&mut input).map_err(damaged)? {
            n_members += 1;
            if n_members > limits.archive_members {
                return Err(ImageError::not_an_image(place, "it has too many members"));
            }
            let at = input.stream_position().map_err(damaged)?;
            let size = item.padded_size();
            if at.saturating_add(item.size()) > end {
                return Err(damaged(io::Error::other("it ends too early")));
            }
            if let Some(name) = plain_name(&item.name).filter(|_| !item.is_sparse()) {
                match item.kind {
                    ItemKind::File => {
                        blobs.members.insert(name, (at, item.size()));
                    }
                    ItemKind::SymbolicLink | ItemKind::HardLink => {
                        let is_hard = item.kind == ItemKind::HardLink;
                        if let Some(target) = link_target(&name, &item.link, is_hard) {
                            blobs.links.insert(name, target);
                        }
                    }
                    ItemKind::Folder | ItemKind::Device | ItemKind::Pipe => {}
                }
            }
            // The padding of the last member may be missing.
            let next = at.saturating_add(size).min(end);
            let ahead = i64::try_from(next - at).unwrap_or(i64::MAX);
            input.seek_relative(ahead).map_err(damaged)?;
        }
        Ok(blobs)
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.find(name.as_bytes()).is_some()
    }

    fn find(&self, name: &[u8]) -> Option<(u64, u64)> {
        let name = plain_name(name)?;
        if let Some(&found) = self.members.get(&name) {
            return Some(found);
        }
        // Links of links are made by nobody.
        self.members.get(self.links.get(&name)?).copied()
    }
}

impl Blobs for TarBlobs {
    fn place(&self) -> &str {
        &self.place
    }

    fn open(&self, part: &Part) -> Result<Blob, ImageError> {
        let (at, size) =
            self.find(member_name(part).as_bytes()).ok_or_else(|| missing(self, part))?;
        let slice = Slice::new(Arc::clone(&self.file), at, size);
        Ok(Blob { size, reader: Box::new(BufReader::with_capacity(64 << 10, slice)) })
    }
}

/// A part of a file, read without moving its place.
pub(crate) struct Slice {
    file: Arc<File>,
    at: u64,
    end: u64,
}

impl Slice {
    pub(crate) fn new(file: Arc<File>, at: u64, size: u64) -> Slice {
        Slice { file, at, end: at.saturating_add(size) }
    }
}

impl Read for Slice {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = usize::try_from(self.end - self.at).unwrap_or(usize::MAX);
        let room = buffer.len().min(left);
        let n_bytes = self.file.read_at(&mut buffer[..room], self.at)?;
        self.at += n_bytes as u64;
        Ok(n_bytes)
    }
}

/// Reads a small part whole, and checks it where its digest is known.
pub(crate) fn read_small(
    blobs: &dyn Blobs,
    part: &Part,
    stated_size: Option<u64>,
    max_bytes: u64,
) -> Result<Vec<u8>, ImageError> {
    let place = blobs.place();
    let Blob { size, reader } = blobs.open(part)?;
    if let Some(stated) = stated_size.filter(|&stated| stated != size) {
        return Err(ImageError::lies(place, format!("the size of {part}"), stated, size));
    }
    if size > max_bytes {
        let reason = format!("{part} has {size} bytes, more than {max_bytes}");
        return Err(ImageError::not_an_image(place, reason));
    }
    let mut bytes = Vec::new();
    let read = reader.take(max_bytes + 1).read_to_end(&mut bytes);
    read.map_err(|error| ImageError::io(&format!("{part} of {place}"), error))?;
    if let Part::Blob(digest) | Part::Manifest(digest) = part {
        let found = digest.of_same_kind(&bytes);
        if found != *digest {
            return Err(ImageError::lies(place, "the digest of a manifest", digest, found));
        }
    }
    Ok(bytes)
}

fn missing(blobs: &dyn Blobs, part: &Part) -> ImageError {
    ImageError::Missing { place: blobs.place().to_owned(), part: part.to_string() }
}

fn member_name(part: &Part) -> String {
    match part {
        Part::Blob(digest) | Part::Manifest(digest) => {
            format!("blobs/{}/{}", digest.algorithm(), digest.hex())
        }
        Part::Member(name) => name.clone(),
    }
}

/// The name without what says nothing; `None` for those that lead out.
fn plain_name(name: &[u8]) -> Option<Box<[u8]>> {
    if name.len() > NAME_BYTES {
        return None;
    }
    let parts: Vec<&[u8]> =
        name.split(|&byte| byte == b'/').filter(|&part| !matches!(part, b"" | b".")).collect();
    (!parts.contains(&b"..".as_slice())).then(|| parts.join(&b'/').into())
}

/// What a link in an archive names.
fn link_target(name: &[u8], target: &[u8], is_hard: bool) -> Option<Box<[u8]>> {
    if is_hard {
        return plain_name(target);
    }
    let mut parts: Vec<&[u8]> = name.split(|&byte| byte == b'/').collect();
    parts.pop();
    for part in target.split(|&byte| byte == b'/') {
        match part {
            b"" | b"." => {}
            b".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    plain_name(&parts.join(&b'/'))
}
