// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What each layer of an image brought: packages, files of none, and which layers are those of the
//! image that it is built on.
//!
//! A package was brought by the layer where its manager wrote down that it is installed, where that
//! shows; else by the layer that holds most of its files, which an upgrade replaces.

mod stated;

use std::{
    cmp::Reverse,
    collections::{BTreeMap, HashMap},
};

use heirloom_intake::{Limits, OpenError, OpenImage, Selection, SourceSpec};
use heirloom_model::{
    BaseEvidence, BaseImage, Image, Inventory, LayerIndex, LooseFiles, Package, PackageIndex,
    TreePath,
};

use crate::{Records, RecordsError};
pub(crate) use stated::KEY;
pub use stated::{StatedBase, parse_bases};

/// Folders of files of no package are counted by so many names.
const FOLDER_DEPTH: usize = 2;

/// An image that others may be built on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownBase {
    /// How it is called.
    pub name: Box<str>,
    /// The digest of its manifest.
    pub digest: Option<Box<str>>,
    /// The digests of its layers without compression, from the lowest.
    pub diff_ids: Vec<Box<str>>,
}

/// Reads of an image what tells whether another one is built on it: no layer is opened.
///
/// # Errors
/// [`OpenError`] when it cannot be read; `None` when the source is no image.
pub fn known_base(name: &str, source: &SourceSpec) -> Result<Option<KnownBase>, OpenError> {
    let opened = heirloom_intake::open(source, &Selection::everything(), &Limits::standard())?;
    Ok(opened.image().map(|image| {
        let Image { digest, layers, .. } = image.image();
        KnownBase {
            name: name.into(),
            digest,
            diff_ids: layers.into_iter().map(|one| one.diff_id).collect(),
        }
    }))
}

/// The layer that brought a file, or the archive that holds it.
pub(crate) fn layer_of(image: &OpenImage, path: &TreePath) -> Option<LayerIndex> {
    image.layer_of(outermost(path.as_bytes()))
}

fn outermost(path: &[u8]) -> &[u8] {
    let end = path.windows(2).position(|two| two == b"!/");
    &path[..end.unwrap_or(path.len())]
}

/// The image with what the scan of its files adds.
pub(crate) fn finished(
    opened: &OpenImage,
    bases: &[KnownBase],
    inventory: &Inventory,
    files: &Records,
) -> Result<Image, RecordsError> {
    let mut image = opened.image();
    let mut by_package: Vec<BTreeMap<LayerIndex, u64>> =
        vec![BTreeMap::new(); inventory.graph.packages.len()];
    let mut loose = LooseFiles::default();
    let mut folders: HashMap<Box<str>, u64> = HashMap::new();
    for record in files.iter()? {
        let record = record?;
        // What lies in a system and is of none of its packages is the system's by its place alone.
        let is_system =
            |index: &PackageIndex| &*inventory.graph.packages[index.0 as usize].ecosystem == "os";
        let package = record.context.package.filter(|index| !is_system(index));
        let layer = record.context.layer;
        match (package, layer) {
            (Some(package), Some(layer)) => {
                *by_package[package.0 as usize].entry(layer).or_default() += 1;
            }
            (None, layer) if !record.path.as_bytes().windows(2).any(|two| two == b"!/") => {
                loose.n_files += 1;
                loose.n_bytes += record.size;
                *folders.entry(folder_of(&record.path)).or_default() += 1;
                let layer = layer.and_then(|layer| image.layers.get_mut(usize::from(layer.0)));
                if let Some(layer) = layer {
                    layer.n_loose += 1;
                }
            }
            _ => {}
        }
    }
    let packages = inventory.graph.packages.iter().zip(&by_package);
    image.packages = packages.map(|(package, files)| brought_by(opened, package, files)).collect();
    for layer in image.packages.iter().flatten() {
        image.layers[usize::from(layer.0)].n_packages += 1;
    }
    let mut folders: Vec<(Box<str>, u64)> = folders.into_iter().collect();
    folders.sort_by(|a, b| (Reverse(a.1), &a.0).cmp(&(Reverse(b.1), &b.0)));
    folders.truncate(LooseFiles::MAX_FOLDERS);
    loose.folders = folders;
    image.loose = loose;
    find_base(&mut image, bases);
    Ok(image)
}

fn folder_of(path: &TreePath) -> Box<str> {
    let folder = path.parent().unwrap_or_default();
    let names: Vec<&[u8]> = folder.components().take(FOLDER_DEPTH).collect();
    TreePath::parse(&names.join(&b'/')).unwrap_or_default().to_string().into()
}

fn brought_by(
    image: &OpenImage,
    package: &Package,
    files: &BTreeMap<LayerIndex, u64>,
) -> Option<LayerIndex> {
    let noted = noted_by(package);
    if let Some(layer) = noted.iter().find_map(|path| image.layer_of(path)) {
        return Some(layer);
    }
    // Of layers with as many files the upper one counts.
    let most = files.iter().max_by_key(|&(layer, n_files)| (n_files, layer));
    most.map(|(&layer, _)| layer)
        .or_else(|| package.places.iter().find_map(|place| layer_of(image, &place.file)))
}

/// Files that a package manager writes when it installs this package alone.
fn noted_by(package: &Package) -> Vec<Vec<u8>> {
    if &*package.ecosystem != "deb" {
        return Vec::new();
    }
    let database = b"var/lib/dpkg/status";
    let places = package.places.iter().map(|place| place.file.as_bytes());
    let roots = places.filter_map(|path| path.strip_suffix(database.as_slice()));
    let name = package.name.rsplit('/').next().unwrap_or(&package.name);
    let architecture = package.purl.as_deref().and_then(|purl| {
        let (_, rest) = purl.split_once("arch=")?;
        rest.split(['&', '#']).next()
    });
    let of_name =
        |root: &[u8], name: &str| [root, b"var/lib/dpkg/info/", name.as_bytes(), b".list"].concat();
    roots
        .flat_map(|root| {
            let plain = of_name(root, name);
            let with =
                architecture.map(|architecture| of_name(root, &format!("{name}:{architecture}")));
            [Some(plain), with].into_iter().flatten()
        })
        .collect()
}

/// Marks the layers of the image that this one is built on: of those that are known the one with the
/// most layers in common, which must be all it has.
fn find_base(image: &mut Image, bases: &[KnownBase]) {
    let is_below = |base: &&KnownBase| {
        let n_layers = base.diff_ids.len();
        let own = image.layers.iter().map(|layer| &layer.diff_id);
        n_layers > 0
            && n_layers <= image.layers.len()
            && own.zip(&base.diff_ids).all(|(a, b)| a == b)
    };
    let found = bases.iter().filter(is_below).max_by_key(|base| base.diff_ids.len());
    let Some(base) = found else { return };
    let n_layers = base.diff_ids.len();
    image.layers[..n_layers].iter_mut().for_each(|layer| layer.is_base = true);
    image.base = Some(BaseImage {
        name: Some(base.name.clone()),
        digest: base.digest.clone(),
        n_layers: Some(n_layers as u16),
        known_by: BaseEvidence::Layers,
    });
}

#[cfg(test)]
mod tests;
