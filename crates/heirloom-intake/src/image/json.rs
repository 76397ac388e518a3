// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The documents of an image: OCI and Docker write them alike.

use std::collections::BTreeMap;

use heirloom_model::Platform;
use serde::Deserialize;

/// A map of texts, as annotations and labels are.
pub(super) type Texts = BTreeMap<String, String>;

/// An index or a manifest; which of them shows by its fields.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Document {
    pub(super) schema_version: Option<u64>,
    pub(super) media_type: Option<String>,
    pub(super) artifact_type: Option<String>,
    /// Of an index.
    pub(super) manifests: Option<Vec<Descriptor>>,
    /// Of a manifest.
    pub(super) config: Option<Descriptor>,
    pub(super) layers: Option<Vec<Descriptor>>,
    /// Of Docker's first form.
    #[serde(rename = "fsLayers")]
    pub(super) fs_layers: Option<serde::de::IgnoredAny>,
    pub(super) annotations: Option<Texts>,
}

/// A part as another one names it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Descriptor {
    pub(super) media_type: String,
    pub(super) digest: String,
    pub(super) size: u64,
    pub(super) artifact_type: Option<String>,
    pub(super) platform: Option<PlatformField>,
    pub(super) annotations: Option<Texts>,
}

impl Descriptor {
    pub(super) fn annotation(&self, key: &str) -> Option<&str> {
        self.annotations.as_ref()?.get(key).map(String::as_str)
    }
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct PlatformField {
    os: String,
    architecture: String,
    variant: Option<String>,
}

impl PlatformField {
    /// `None` where it says that it does not know.
    pub(super) fn platform(&self) -> Option<Platform> {
        platform(&self.os, &self.architecture, self.variant.as_deref())
    }
}

/// The configuration of an image.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Config {
    os: Option<String>,
    architecture: Option<String>,
    variant: Option<String>,
    pub(super) created: Option<String>,
    pub(super) rootfs: Option<RootFs>,
    pub(super) history: Option<Vec<Step>>,
    pub(super) config: Option<Running>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct RootFs {
    pub(super) diff_ids: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Step {
    pub(super) created: Option<String>,
    pub(super) created_by: Option<String>,
    pub(super) comment: Option<String>,
    pub(super) empty_layer: bool,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(super) struct Running {
    pub(super) labels: Option<Texts>,
}

impl Config {
    pub(super) fn platform(&self) -> Option<Platform> {
        platform(self.os.as_deref()?, self.architecture.as_deref()?, self.variant.as_deref())
    }
}

fn platform(os: &str, architecture: &str, variant: Option<&str>) -> Option<Platform> {
    let variant = variant.filter(|variant| !variant.is_empty());
    let text = match variant {
        Some(variant) => format!("{os}/{architecture}/{variant}"),
        None => format!("{os}/{architecture}"),
    };
    Platform::parse(&text).filter(|_| os != "unknown" && architecture != "unknown")
}

/// One image in the `manifest.json` of `docker save`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(super) struct SavedImage {
    pub(super) config: String,
    pub(super) repo_tags: Option<Vec<String>>,
    pub(super) layers: Vec<String>,
}

/// The `oci-layout` file.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct LayoutMark {
    pub(super) image_layout_version: String,
}
