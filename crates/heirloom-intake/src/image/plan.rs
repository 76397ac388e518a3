// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! From what a source holds to the one image that is meant: its layers in order, each with what must
//! be true of it.

use std::sync::Arc;

use heirloom_model::{
    BaseEvidence, BaseImage, Image, ImageLayer, Instruction, LayerIndex, LooseFiles, Platform,
};

use super::{
    blobs::{Blobs, Part, read_small},
    digest::ContentDigest,
    error::ImageError,
    json::{Config, Descriptor, Document, LayoutMark, SavedImage, Texts},
};

/// Bytes of an index or a manifest.
pub(crate) const MANIFEST_BYTES: u64 = 4 << 20;
/// Bytes of a configuration, which holds the whole history.
const CONFIG_BYTES: u64 = 16 << 20;
/// Indexes inside indexes.
const MAX_DEPTH: usize = 4;
/// Manifests that are looked at.
const MAX_MANIFESTS: usize = 1000;
/// Layers of one image; engines stop at 127.
const MAX_LAYERS: usize = 1000;
/// Steps of a history that are kept.
const MAX_STEPS: usize = 10_000;

const REF_NAME: &str = "org.opencontainers.image.ref.name";
const CONTAINERD_NAME: &str = "io.containerd.image.name";
const BASE_NAME: &str = "org.opencontainers.image.base.name";
const BASE_DIGEST: &str = "org.opencontainers.image.base.digest";

/// An image that is about to be read.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(super) blobs: Arc<dyn Blobs>,
    pub(super) layers: Vec<PlannedLayer>,
    /// What is known before its layers are read.
    pub(super) image: Image,
}

/// A layer with what must be true of it.
#[derive(Debug)]
pub(super) struct PlannedLayer {
    pub(super) part: Part,
    /// The bytes of the blob.
    pub(super) size: Option<u64>,
    /// Of the layer without its compression.
    pub(super) diff_id: ContentDigest,
}

/// Which image of several is meant.
#[derive(Clone, Debug, Default)]
pub(super) struct Choice<'a> {
    pub(super) name: Option<&'a str>,
    /// The platform asked for.
    pub(super) platform: Option<&'a Platform>,
}

/// Plans the image of an OCI layout.
pub(super) fn of_layout(blobs: Arc<dyn Blobs>, choice: &Choice<'_>) -> Result<Plan, ImageError> {
    let place = blobs.place().to_owned();
    let member = |name: &str| Part::Member(name.to_owned());
    let small = |name: &str| read_small(&*blobs, &member(name), None, MANIFEST_BYTES);
    let mark = small("oci-layout").map_err(|error| match error {
        ImageError::Missing { .. } => {
            ImageError::not_an_image(&place, "it has no `oci-layout` file")
        }
        error => error,
    })?;
    let mark: LayoutMark = parsed(&place, "oci-layout", &mark)?;
    if !mark.image_layout_version.starts_with("1.") {
        let what = format!("its layout has the version `{}`", mark.image_layout_version);
        return Err(ImageError::not_an_image(&place, what));
    }
    let index: Document = parsed(&place, "index.json", &small("index.json")?)?;
    let mut candidates = index.manifests.unwrap_or_default();
    let names = names_of(&candidates);
    if let Some(name) = choice.name {
        candidates.retain(|one| names_of_one(one).any(|known| known == name));
        if candidates.is_empty() {
            return Err(ImageError::UnknownName { place, name: name.to_owned(), names });
        }
    } else if names.len() > 1 {
        return Err(ImageError::Several { place, names });
    }
    let names = names_of(&candidates);
    let (manifest, descriptor) = chosen(&*blobs, candidates, choice)?;
    of_manifest(blobs, manifest, Some(&descriptor), names)
}

/// Plans the image that one descriptor names, as a registry gives it.
pub(super) fn of_descriptor(
    blobs: Arc<dyn Blobs>,
    descriptor: Descriptor,
    name: &str,
    choice: &Choice<'_>,
) -> Result<Plan, ImageError> {
    let (manifest, descriptor) = chosen(&*blobs, vec![descriptor], choice)?;
    of_manifest(blobs, manifest, Some(&descriptor), vec![name.to_owned()])
}

/// Plans an image of an archive of `docker save`.
pub(super) fn of_saved(blobs: Arc<dyn Blobs>, choice: &Choice<'_>) -> Result<Plan, ImageError> {
    let place = blobs.place().to_owned();
    let list = Part::Member("manifest.json".to_owned());
    let list = read_small(&*blobs, &list, None, MANIFEST_BYTES).map_err(|error| match error {
        ImageError::Missing { .. } => ImageError::not_an_image(&place, "it has no `manifest.json`"),
        error => error,
    })?;
    let mut saved: Vec<SavedImage> = parsed(&place, "manifest.json", &list)?;
    let tags = |one: &SavedImage| one.repo_tags.clone().unwrap_or_default();
    let all: Vec<String> = saved.iter().flat_map(tags).collect();
    if let Some(name) = choice.name {
        let is_it = |tag: &String| tag == name || tag.strip_suffix(":latest") == Some(name);
        saved.retain(|one| tags(one).iter().any(is_it));
        if saved.is_empty() {
            return Err(ImageError::UnknownName { place, name: name.to_owned(), names: all });
        }
    }
    let mut configs: Vec<&str> = saved.iter().map(|one| &*one.config).collect();
    configs.sort_unstable();
    configs.dedup();
    if configs.len() > 1 {
        return Err(ImageError::Several { place, names: all });
    }
    let Some(image) = saved.into_iter().next() else {
        return Err(ImageError::not_an_image(&place, "its `manifest.json` names no image"));
    };
    let names = tags(&image);
    let config = read_saved_config(&*blobs, &image.config)?;
    let id = ContentDigest::of_nothing().of_same_kind(&config).to_string();
    let config: Config = parsed(&place, &image.config, &config)?;
    let platform = config.platform();
    if let (Some(wanted), Some(platform)) = (choice.platform, &platform)
        && !wanted.suits(platform)
    {
        let (wanted, available) = (wanted.to_string(), vec![platform.to_string()]);
        return Err(ImageError::NoPlatform { place, wanted, available });
    }
    let parts = image.layers.into_iter().map(|name| (Part::Member(name), None)).collect();
    finished(blobs, Made { names, digest: None, id, annotations: Texts::new(), config, parts })
}

/// The configuration in an archive of `docker save`; its name is its digest.
fn read_saved_config(blobs: &dyn Blobs, name: &str) -> Result<Vec<u8>, ImageError> {
    let bytes = read_small(blobs, &Part::Member(name.to_owned()), None, CONFIG_BYTES)?;
    let last = name.rsplit('/').next().unwrap_or(name);
    let stated = ContentDigest::of_sha256(last.strip_suffix(".json").unwrap_or(last));
    if let Some(stated) = stated {
        let found = stated.of_same_kind(&bytes);
        if found != stated {
            let what = "the digest of the configuration";
            return Err(ImageError::lies(blobs.place(), what, stated, found));
        }
    }
    Ok(bytes)
}

/// A manifest with its annotations.
struct Manifest {
    config: Descriptor,
    layers: Vec<Descriptor>,
    annotations: Texts,
}

/// Follows indexes to the manifest for the platform.
fn chosen(
    blobs: &dyn Blobs,
    candidates: Vec<Descriptor>,
    choice: &Choice<'_>,
) -> Result<(Manifest, Descriptor), ImageError> {
    let place = blobs.place();
    let mut leaves: Vec<(Descriptor, Manifest)> = Vec::new();
    let mut waiting: Vec<(Descriptor, usize)> =
        candidates.into_iter().rev().map(|one| (one, 0)).collect();
    let mut n_seen = 0;
    // The platforms that an index states are looked at before what it names is fetched.
    let mut others: Vec<Platform> = Vec::new();
    let is_single = waiting.len() == 1;
    while let Some((descriptor, depth)) = waiting.pop() {
        n_seen += 1;
        if n_seen > MAX_MANIFESTS {
            return Err(ImageError::not_an_image(place, "its indexes name too many manifests"));
        }
        if is_aside(&descriptor) {
            continue;
        }
        let stated = descriptor.platform.as_ref().and_then(|field| field.platform());
        if let Some(platform) = &stated
            && !wanted(choice).suits(platform)
            && !(is_single && depth == 0)
        {
            others.push(platform.clone());
            continue;
        }
        let document = document(blobs, &descriptor)?;
        match document {
            Read::Index(manifests) if depth >= MAX_DEPTH => {
                let what = format!("its indexes nest deeper than {MAX_DEPTH}");
                drop(manifests);
                return Err(ImageError::not_an_image(place, what));
            }
            Read::Index(manifests) => {
                waiting.extend(manifests.into_iter().rev().map(|one| (one, depth + 1)));
            }
            Read::Manifest(manifest) => leaves.push((descriptor, *manifest)),
        }
    }
    pick(blobs, leaves, others, choice)
}

/// Of several manifests the one for the platform; where just one is there it is meant.
fn pick(
    blobs: &dyn Blobs,
    mut leaves: Vec<(Descriptor, Manifest)>,
    mut others: Vec<Platform>,
    choice: &Choice<'_>,
) -> Result<(Manifest, Descriptor), ImageError> {
    let place = blobs.place();
    if leaves.is_empty() && others.is_empty() {
        return Err(ImageError::not_an_image(place, "it names no image"));
    }
    let is_choice = choice.platform.is_some() || leaves.len() + others.len() > 1;
    let mut at = (!is_choice && !leaves.is_empty()).then_some(0);
    for (place_of_leaf, (descriptor, manifest)) in leaves.iter().enumerate() {
        if at.is_some() {
            break;
        }
        let stated = descriptor.platform.as_ref().and_then(|field| field.platform());
        let platform = match stated {
            Some(platform) => Some(platform),
            None => config_of(blobs, manifest)?.platform(),
        };
        match platform {
            Some(platform) if !wanted(choice).suits(&platform) => others.push(platform),
            _ => at = Some(place_of_leaf),
        }
    }
    match at {
        Some(at) => {
            let (descriptor, manifest) = leaves.swap_remove(at);
            Ok((manifest, descriptor))
        }
        None => {
            others.sort();
            others.dedup();
            Err(ImageError::NoPlatform {
                place: place.to_owned(),
                wanted: wanted(choice).to_string(),
                available: others.iter().map(ToString::to_string).collect(),
            })
        }
    }
}

/// The platform asked for, or that of this machine; containers run Linux.
fn wanted(choice: &Choice<'_>) -> Platform {
    choice.platform.cloned().unwrap_or_else(|| {
        let architecture = match std::env::consts::ARCH {
            "x86_64" => "amd64",
            "aarch64" => "arm64",
            "x86" => "386",
            "powerpc64" => "ppc64le",
            other => other,
        };
        Platform { os: "linux".into(), architecture: architecture.into(), variant: None }
    })
}

/// What is beside images in an index: statements about them.
fn is_aside(descriptor: &Descriptor) -> bool {
    descriptor.annotation("vnd.docker.reference.type").is_some()
}

/// What a document turned out to be.
enum Read {
    Index(Vec<Descriptor>),
    Manifest(Box<Manifest>),
}

fn document(blobs: &dyn Blobs, descriptor: &Descriptor) -> Result<Read, ImageError> {
    let place = blobs.place();
    let artifact =
        |kind: &str| ImageError::Artifact { place: place.to_owned(), kind: kind.to_owned() };
    let part = match blob(place, descriptor)? {
        Part::Blob(digest) => Part::Manifest(digest),
        part => part,
    };
    let bytes = read_small(blobs, &part, Some(descriptor.size), MANIFEST_BYTES)?;
    let document: Document = parsed(place, &descriptor.digest, &bytes)?;
    let stated = document.media_type.as_deref().unwrap_or(&descriptor.media_type);
    if document.fs_layers.is_some() || document.schema_version == Some(1) {
        return Err(artifact("a manifest of Docker's first form (schema 1)"));
    }
    let is_index = stated.ends_with(".image.index.v1+json") || stated.ends_with(".list.v2+json");
    match document {
        // What some readers take for the one and some for the other is refused.
        Document { manifests: Some(_), layers: Some(_), .. } => {
            let what = format!("{} is an index and a manifest at once", descriptor.digest);
            Err(ImageError::not_an_image(place, what))
        }
        Document { manifests: Some(manifests), .. } => Ok(Read::Index(manifests)),
        _ if is_index => {
            let what = format!("the index {} names no manifests", descriptor.digest);
            Err(ImageError::not_an_image(place, what))
        }
        Document { config, layers, artifact_type, annotations, .. } => {
            let config = config.unwrap_or_default();
            let kind = artifact_type.or(descriptor.artifact_type.clone());
            let is_image = config.media_type.ends_with(".image.config.v1+json")
                || config.media_type == "application/vnd.docker.container.image.v1+json";
            match kind.filter(|kind| !kind.is_empty()) {
                _ if is_image => {}
                Some(kind) => return Err(artifact(&kind)),
                None if config.media_type.is_empty() => {
                    return Err(artifact(stated_or_unknown(stated)));
                }
                None => return Err(artifact(&config.media_type)),
            }
            let annotations = annotations.unwrap_or_default();
            Ok(Read::Manifest(Box::new(Manifest {
                config,
                layers: layers.unwrap_or_default(),
                annotations,
            })))
        }
    }
}

fn stated_or_unknown(stated: &str) -> &str {
    if stated.is_empty() { "something without a type" } else { stated }
}

fn of_manifest(
    blobs: Arc<dyn Blobs>,
    manifest: Manifest,
    descriptor: Option<&Descriptor>,
    names: Vec<String>,
) -> Result<Plan, ImageError> {
    let place = blobs.place();
    let config = config_of(&*blobs, &manifest)?;
    let mut parts = Vec::new();
    for layer in &manifest.layers {
        let kind = &layer.media_type;
        let is_tar = kind.contains(".layer.") || kind.contains(".rootfs.");
        if !is_tar {
            return Err(ImageError::Artifact {
                place: place.to_owned(),
                kind: format!("a layer of the type `{kind}`"),
            });
        }
        if kind.contains("encrypted") {
            return Err(ImageError::not_an_image(place, "its layers are encrypted"));
        }
        parts.push((blob(place, layer)?, Some(layer.size)));
    }
    let made = Made {
        names,
        digest: descriptor.map(|descriptor| descriptor.digest.clone()),
        id: manifest.config.digest,
        annotations: manifest.annotations,
        config,
        parts,
    };
    finished(blobs, made)
}

fn config_of(blobs: &dyn Blobs, manifest: &Manifest) -> Result<Config, ImageError> {
    let place = blobs.place();
    let descriptor = &manifest.config;
    let part = blob(place, descriptor)?;
    let bytes = read_small(blobs, &part, Some(descriptor.size), CONFIG_BYTES)?;
    parsed(place, &descriptor.digest, &bytes)
}

/// All that is known of an image before its layers are read.
struct Made {
    names: Vec<String>,
    digest: Option<String>,
    id: String,
    annotations: Texts,
    config: Config,
    parts: Vec<(Part, Option<u64>)>,
}

fn finished(blobs: Arc<dyn Blobs>, made: Made) -> Result<Plan, ImageError> {
    let place = blobs.place();
    let Made { names, digest, id, annotations, config, parts } = made;
    let platform = config.platform();
    let diff_ids = config.rootfs.map(|root| root.diff_ids).unwrap_or_default();
    if diff_ids.len() != parts.len() {
        let what = "the number of layers in its configuration";
        return Err(ImageError::lies(place, what, diff_ids.len(), parts.len()));
    }
    if parts.len() > MAX_LAYERS {
        let what = format!("it has {} layers, more than {MAX_LAYERS}", parts.len());
        return Err(ImageError::not_an_image(place, what));
    }
    let mut layers = Vec::new();
    let mut shown = Vec::new();
    for ((part, size), diff_id) in parts.into_iter().zip(diff_ids) {
        let Some(checked) = ContentDigest::parse(&diff_id) else {
            return Err(unknown_digest(place, &diff_id));
        };
        let digest = match &part {
            Part::Blob(digest) => Some(digest.to_string().into()),
            Part::Manifest(_) | Part::Member(_) => None,
        };
        shown.push(ImageLayer { digest, diff_id: diff_id.into(), ..ImageLayer::default() });
        layers.push(PlannedLayer { part, size, diff_id: checked });
    }
    let instructions = instructions(config.history.unwrap_or_default(), &mut shown);
    let labels = labels(annotations, config.config.and_then(|running| running.labels));
    let image = Image {
        names: names.into_iter().map(Into::into).collect(),
        digest: digest.map(Into::into),
        id: id.into(),
        platform,
        created: config.created.map(Into::into),
        layers: shown,
        instructions,
        base: stated_base(&labels),
        labels,
        packages: Vec::new(),
        loose: LooseFiles::default(),
    };
    Ok(Plan { blobs, layers, image })
}

/// The steps of a history; those that made layers are given them in order if their number is right.
fn instructions(history: Vec<super::json::Step>, layers: &mut [ImageLayer]) -> Vec<Instruction> {
    let n_made = history.iter().filter(|step| !step.empty_layer).count();
    let is_told = n_made == layers.len() && history.len() <= MAX_STEPS;
    let mut next = 0;
    let mut instructions = Vec::new();
    for (at, step) in history.into_iter().take(MAX_STEPS).enumerate() {
        let mut layer = None;
        if is_told && !step.empty_layer {
            layers[next].instruction = Some(at as u32);
            layer = Some(LayerIndex(next as u16));
            next += 1;
        }
        instructions.push(Instruction {
            command: step.created_by.unwrap_or_default().into(),
            created: step.created.map(Into::into),
            comment: step.comment.filter(|text| !text.is_empty()).map(Into::into),
            layer,
        });
    }
    instructions
}

/// What stands in both counts as the manifest says it.
fn labels(annotations: Texts, labels: Option<Texts>) -> Vec<(Box<str>, Box<str>)> {
    let mut all = labels.unwrap_or_default();
    all.extend(annotations);
    all.into_iter().map(|(key, value)| (key.into(), value.into())).collect()
}

fn stated_base(labels: &[(Box<str>, Box<str>)]) -> Option<BaseImage> {
    let label = |key: &str| {
        let found = labels.iter().find(|(name, _)| &**name == key);
        found.map(|(_, value)| value.clone()).filter(|value| !value.is_empty())
    };
    let (name, digest) = (label(BASE_NAME), label(BASE_DIGEST));
    (name.is_some() || digest.is_some()).then_some(BaseImage {
        name,
        digest,
        n_layers: None,
        known_by: BaseEvidence::Stated,
    })
}

fn blob(place: &str, descriptor: &Descriptor) -> Result<Part, ImageError> {
    let digest = ContentDigest::parse(&descriptor.digest);
    digest.map(Part::Blob).ok_or_else(|| unknown_digest(place, &descriptor.digest))
}

fn unknown_digest(place: &str, text: &str) -> ImageError {
    let shown = crate::problems::shown(text.as_bytes());
    ImageError::not_an_image(place, format!("`{shown}` is no digest of SHA-256 or SHA-512"))
}

fn parsed<'a, T: serde::Deserialize<'a>>(
    place: &str,
    name: &str,
    bytes: &'a [u8],
) -> Result<T, ImageError> {
    serde_json::from_slice(bytes).map_err(|error| {
        ImageError::not_an_image(
            place,
            format!("{}: {error}", crate::problems::shown(name.as_bytes())),
        )
    })
}

fn names_of_one(descriptor: &Descriptor) -> impl Iterator<Item = &str> {
    [REF_NAME, CONTAINERD_NAME].into_iter().filter_map(|key| descriptor.annotation(key))
}

fn names_of(descriptors: &[Descriptor]) -> Vec<String> {
    let first = descriptors.iter().filter_map(|one| names_of_one(one).next());
    let mut names: Vec<String> = first.map(str::to_owned).collect();
    names.sort_unstable();
    names.dedup();
    names
}
