// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! A container image: its layers, what made them and what they brought.

use std::collections::BTreeMap;

use heirloom_model::{BaseEvidence, BaseImage, Image, ImageLayer, Instruction};
use schemars::JsonSchema;
use serde::Serialize;

use super::file::list;

/// The container image that was scanned.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Image")]
pub(crate) struct ImageWire {
    /// The names that the source gives it.
    names: Vec<String>,
    /// The digest of its manifest; null in a source that has none.
    digest: Option<String>,
    /// The digest of its configuration: the image's id.
    id: String,
    /// What it runs on, as `os/architecture/variant`.
    platform: Option<String>,
    /// When it was made, as written.
    created: Option<String>,
    /// The image that it is built on.
    base: Option<BaseWire>,
    /// Its layers from the lowest.
    layers: Vec<LayerWire>,
    /// The instructions that made it, in order.
    instructions: Vec<InstructionWire>,
    /// Annotations of the manifest and labels of the configuration.
    labels: BTreeMap<String, String>,
    /// Files that belong to no package.
    unpackaged: UnpackagedWire,
}

/// The image that another one is built on.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "BaseImage")]
struct BaseWire {
    /// Its name.
    name: Option<String>,
    /// The digest of its manifest.
    digest: Option<String>,
    /// How many of the lowest layers are its own, where that is known.
    layers: Option<u16>,
    /// `layers`: the lowest layers are those of an image that was named; `stated`: an annotation or
    /// a label says so.
    known_by: &'static str,
}

/// A layer of an image.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Layer")]
struct LayerWire {
    /// The digest of the blob; null where the source states none.
    digest: Option<String>,
    /// The digest without compression.
    diff_id: String,
    /// The bytes of the blob.
    size: u64,
    /// Files that the image has from it.
    files: u64,
    /// Their bytes.
    bytes: u64,
    /// Files of lower layers that it replaces or removes.
    hidden_files: u64,
    /// Files that the image has from it and that belong to no package.
    unpackaged_files: u64,
    /// Packages that it brought.
    components: u64,
    /// The instruction that made it: its place in `instructions`, from 0.
    instruction: Option<u32>,
    /// Whether it is a layer of the image that this one is built on.
    is_base: bool,
}

/// A step of making an image.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Instruction")]
struct InstructionWire {
    /// The command as written.
    command: String,
    /// When it ran, as written.
    created: Option<String>,
    /// What its author says of it.
    comment: Option<String>,
    /// The layer that it made: its place in `layers`, from 0.
    layer: Option<u16>,
}

/// Files that belong to no package.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "UnpackagedFiles")]
struct UnpackagedWire {
    /// How many.
    files: u64,
    /// Their bytes.
    bytes: u64,
    /// The folders that hold the most of them; each file says its component itself.
    folders: Vec<UnpackagedFolderWire>,
}

/// A folder with files that belong to no package.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "UnpackagedFolder")]
struct UnpackagedFolderWire {
    /// The folder, cut to two names.
    path: String,
    /// The number of such files in it and below it.
    files: u64,
}

fn owned(text: Option<&str>) -> Option<String> {
    text.map(str::to_owned)
}

impl From<&Image> for ImageWire {
    fn from(image: &Image) -> ImageWire {
        let folders = image.loose.folders.iter();
        ImageWire {
            names: image.names.iter().map(ToString::to_string).collect(),
            digest: owned(image.digest.as_deref()),
            id: image.id.to_string(),
            platform: image.platform.as_ref().map(ToString::to_string),
            created: owned(image.created.as_deref()),
            base: image.base.as_ref().map(BaseWire::from),
            layers: list(&image.layers),
            instructions: list(&image.instructions),
            labels: image.labels.iter().map(|(k, v)| (k.to_string(), v.to_string())).collect(),
            unpackaged: UnpackagedWire {
                files: image.loose.n_files,
                bytes: image.loose.n_bytes,
                folders: folders
                    .map(|(path, files)| UnpackagedFolderWire {
                        path: path.to_string(),
                        files: *files,
                    })
                    .collect(),
            },
        }
    }
}

impl From<&BaseImage> for BaseWire {
    fn from(base: &BaseImage) -> BaseWire {
        BaseWire {
            name: owned(base.name.as_deref()),
            digest: owned(base.digest.as_deref()),
            layers: base.n_layers,
            known_by: match base.known_by {
                BaseEvidence::Layers => "layers",
                BaseEvidence::Stated => "stated",
            },
        }
    }
}

impl From<&ImageLayer> for LayerWire {
    fn from(layer: &ImageLayer) -> LayerWire {
        LayerWire {
            digest: owned(layer.digest.as_deref()),
            diff_id: layer.diff_id.to_string(),
            size: layer.size,
            files: layer.n_files,
            bytes: layer.n_bytes,
            hidden_files: layer.n_hidden,
            unpackaged_files: layer.n_loose,
            components: layer.n_packages,
            instruction: layer.instruction,
            is_base: layer.is_base,
        }
    }
}

impl From<&Instruction> for InstructionWire {
    fn from(instruction: &Instruction) -> InstructionWire {
        InstructionWire {
            command: instruction.command.to_string(),
            created: owned(instruction.created.as_deref()),
            comment: owned(instruction.comment.as_deref()),
            layer: instruction.layer.map(|layer| layer.0),
        }
    }
}
