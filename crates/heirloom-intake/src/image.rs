// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Container images: archives of `docker save`, OCI layouts and registries, each as one tree of files
//! that knows which layer brought what.
//!
//! An image is what its digests say or it is refused: sizes and digests of the manifest, the
//! configuration and every layer are checked before a file is looked at. Inside a layer that is what
//! it should be, damage is a problem like that of any archive.

mod blobs;
mod digest;
mod error;
mod json;
mod layers;
mod plan;
mod registry;
mod view;

use std::{
    ffi::{OsStr, OsString},
    fs::File,
    io::{self, Read, Seek, Write},
    ops::ControlFlow,
    os::unix::ffi::OsStrExt,
    path::{Path, PathBuf},
    rc::Rc,
    sync::{Arc, OnceLock},
};

use heirloom_model::{Image, LayerIndex, Platform, Problem};

use self::{
    blobs::{Blobs, FolderBlobs, TarBlobs},
    layers::Context,
    plan::{Choice, Plan},
    view::View,
};
use crate::{
    Entry, Limits, OpenError,
    archive::{Budget, Layer, Metered},
    problems::{self, ProblemList},
    selection::Filter,
};
pub use error::ImageError;
pub use registry::{ImageAccess, Reference};

/// An image that the user names as SOURCE.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImageSpec {
    /// Where it is.
    pub at: ImageAt,
    /// The platform asked for; that of this machine without.
    pub platform: Option<Platform>,
    /// What pulling needs.
    pub access: Box<ImageAccess>,
}

/// Where an image is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImageAt {
    /// An archive of `docker save`: `FILE` or `FILE:NAME`.
    DockerArchive(OsString),
    /// An OCI layout in a folder or a tar: `PATH` or `PATH:NAME`.
    Oci(OsString),
    /// An image in a registry.
    Registry(Reference),
}

/// What is done before the first file of an image can be visited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// The names in a layer are read.
    Names {
        /// Which layer.
        layer: LayerIndex,
    },
    /// The blobs are fetched.
    Fetching {
        /// Bytes that are there.
        n_bytes: u64,
        /// Of how many.
        of: u64,
    },
}

/// An image, and once it was walked what each layer brought.
#[derive(Debug)]
pub struct OpenImage {
    plan: Plan,
    read: OnceLock<(View, Vec<u64>)>,
}

impl ImageSpec {
    /// An image for the platform of this machine.
    pub fn new(at: ImageAt) -> ImageSpec {
        ImageSpec { at, platform: None, access: Box::new(ImageAccess::new(PathBuf::from("."))) }
    }
}

/// Finds the image that `spec` means.
pub(crate) fn open(spec: &ImageSpec, limits: &Limits) -> Result<OpenImage, OpenError> {
    let choice = |name| Choice { name, platform: spec.platform.as_ref() };
    let plan = match &spec.at {
        ImageAt::DockerArchive(argument) => {
            let (path, name) = path_and_name(argument);
            let place = path.display().to_string();
            let file = unpacked(&place, opened(&path)?, &spec.access.temporary, limits)?;
            let blobs = TarBlobs::new(&place, file, limits)?;
            if !blobs.has("manifest.json") && blobs.has("oci-layout") {
                let reason = "it is an OCI layout; name it `oci:FILE`";
                return Err(ImageError::not_an_image(&place, reason).into());
            }
            plan::of_saved(Arc::new(blobs), &choice(name.as_deref()))?
        }
        ImageAt::Oci(argument) => {
            let (path, name) = path_and_name(argument);
            let place = path.display().to_string();
            let file = opened(&path)?;
            let is_folder = file.metadata().is_ok_and(|metadata| metadata.is_dir());
            let blobs: Arc<dyn Blobs> = if is_folder {
                Arc::new(FolderBlobs::new(&place, file))
            } else {
                let file = unpacked(&place, file, &spec.access.temporary, limits)?;
                Arc::new(TarBlobs::new(&place, file, limits)?)
            };
            plan::of_layout(blobs, &choice(name.as_deref()))?
        }
        ImageAt::Registry(reference) => {
            let (blobs, descriptor) = registry::open(reference, &spec.access)?;
            let name = blobs.place().to_owned();
            plan::of_descriptor(Arc::new(blobs), descriptor, &name, &choice(None))?
        }
    };
    Ok(OpenImage { plan, read: OnceLock::new() })
}

impl OpenImage {
    /// What is known of the image; of its layers, what they hold once it was walked.
    pub fn image(&self) -> Image {
        let mut image = self.plan.image.clone();
        let Some((view, sizes)) = self.read.get() else { return image };
        let tallies = view.tallies(image.layers.len());
        for (at, layer) in image.layers.iter_mut().enumerate() {
            layer.size = sizes.get(at).copied().unwrap_or(0);
            (layer.n_files, layer.n_bytes) = tallies[at];
            layer.n_hidden = view.n_hidden(LayerIndex(at as u16));
        }
        image
    }

    /// The layer that brought a file, by its path from the root; links are followed. `None` before
    /// the image was walked.
    pub fn layer_of(&self, path: &[u8]) -> Option<LayerIndex> {
        self.read.get()?.0.layer_of(path)
    }

    /// Visits the files, see [`crate::Source::walk`].
    pub(crate) fn walk(
        &self,
        filter: &Arc<Filter>,
        limits: &Limits,
        watch: &dyn Fn(Stage) -> ControlFlow<()>,
        visit: &mut dyn FnMut(Entry) -> ControlFlow<()>,
    ) -> Result<Vec<Problem>, ImageError> {
        let problems = ProblemList::new(limits.problems_per_code);
        let mut context = Context { limits, watch, problems };
        let read = match self.read.get() {
            Some(read) => read,
            None => {
                let read = layers::view(&self.plan, &mut context)?;
                self.read.get_or_init(|| read)
            }
        };
        layers::files(&self.plan, &read.0, filter, &mut context, visit)?;
        Ok(context.problems.finish())
    }
}

/// `PATH:NAME`, where the longest part that is there is the path.
fn path_and_name(argument: &OsStr) -> (PathBuf, Option<String>) {
    let whole = Path::new(argument);
    if whole.exists() {
        return (whole.to_owned(), None);
    }
    let bytes = argument.as_bytes();
    let colons = (0..bytes.len()).rev().filter(|&at| bytes[at] == b':');
    for at in colons {
        let path = Path::new(OsStr::from_bytes(&bytes[..at]));
        if at > 0 && path.exists() {
            let name = String::from_utf8_lossy(&bytes[at + 1..]).into_owned();
            return (path.to_owned(), Some(name));
        }
    }
    (whole.to_owned(), None)
}

fn opened(path: &Path) -> Result<File, OpenError> {
    File::open(path).map_err(|error| OpenError::io(path.to_owned(), error))
}

/// The archive itself, or what it holds without compression as a temporary file: members of a
/// compressed archive cannot be found again, and memory shall not grow with it.
fn unpacked(
    place: &str,
    mut file: File,
    temporary: &Path,
    limits: &Limits,
) -> Result<File, ImageError> {
    let failed = |error| ImageError::io(place, error);
    let mut head = Vec::new();
    (&mut file).take(512).read_to_end(&mut head).map_err(failed)?;
    file.rewind().map_err(failed)?;
    let Some(layer) = Layer::of_head(&head) else { return Ok(file) };
    let unwritten = |error| ImageError::io(&temporary.display().to_string(), error);
    let mut unpacked = tempfile::tempfile_in(temporary).map_err(unwritten)?;
    let budget = Rc::new(Budget::new(file.metadata().map_err(failed)?.len(), limits));
    let damaged = |error: io::Error| {
        let reason = match budget.hit() {
            Some((limit, value)) => format!("it expands beyond a limit ({limit}: {value})"),
            None => format!("its {} is damaged: {}", layer.name(), problems::reason(&error)),
        };
        ImageError::not_an_image(place, reason)
    };
    let mut contents = Metered::new(layer.open(&mut file, 1).map_err(damaged)?, &budget);
    let mut buffer = vec![0; 64 << 10];
    loop {
        match contents.read(&mut buffer) {
            Ok(0) => break,
            Ok(n_bytes) => unpacked.write_all(&buffer[..n_bytes]).map_err(unwritten)?,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(damaged(error)),
        }
    }
    unpacked.rewind().map_err(unwritten)?;
    Ok(unpacked)
}

#[cfg(test)]
mod tests;
