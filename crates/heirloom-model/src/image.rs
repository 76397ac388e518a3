// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Container images: layers, the instructions that made them, and what each brought.
//!
//! Digests are kept as images write them (`sha256:…`): they name things in registries and must be
//! compared as texts. The digests of files are another matter ([`crate::Digest`]).

use std::fmt;

/// The place of a layer in [`Image::layers`], from the lowest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LayerIndex(pub u16);

/// What an image runs on.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Platform {
    /// The operating system as Go calls it: `linux`.
    pub os: Box<str>,
    /// The processor as Go calls it: `amd64`, `arm64`.
    pub architecture: Box<str>,
    /// Its variant: `v7`.
    pub variant: Option<Box<str>>,
}

impl Platform {
    /// Reads `os/architecture[/variant]`.
    pub fn parse(text: &str) -> Option<Platform> {
        let mut parts = text.split('/');
        let is_word = |part: &&str| {
            !part.is_empty()
                && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b))
        };
        let (os, architecture) = (parts.next().filter(is_word)?, parts.next().filter(is_word)?);
        let variant = match parts.next() {
            Some(part) => Some(Some(part).filter(is_word)?.into()),
            None => None,
        };
        let platform = Platform { os: os.into(), architecture: architecture.into(), variant };
        parts.next().is_none().then_some(platform)
    }

    /// Whether an image for `other` is one for this platform. Where a variant is left out, that of
    /// the processor's usual one is meant.
    pub fn suits(&self, other: &Platform) -> bool {
        let usual = |platform: &Platform| -> Option<Box<str>> {
            match (&*platform.architecture, platform.variant.as_deref()) {
                ("arm64", None | Some("v8")) | ("amd64", Some("v1")) => None,
                ("arm", None) => Some("v7".into()),
                (_, variant) => variant.map(Into::into),
            }
        };
        self.os == other.os
            && self.architecture == other.architecture
            && (self.variant.is_none() || usual(self) == usual(other))
    }
}

impl fmt::Display for Platform {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.os, self.architecture)?;
        match &self.variant {
            Some(variant) => write!(f, "/{variant}"),
            None => Ok(()),
        }
    }
}

/// A container image for one platform.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image {
    /// The names that the source gives it.
    pub names: Vec<Box<str>>,
    /// The digest of its manifest; `None` in a source that has none (`docker save`).
    pub digest: Option<Box<str>>,
    /// The digest of its configuration, which container engines call the image's id.
    pub id: Box<str>,
    /// What it runs on.
    pub platform: Option<Platform>,
    /// When it was made, as written.
    pub created: Option<Box<str>>,
    /// Its layers from the lowest.
    pub layers: Vec<ImageLayer>,
    /// The instructions that made it, in order.
    pub instructions: Vec<Instruction>,
    /// The image that it is built on, where that is known.
    pub base: Option<BaseImage>,
    /// Annotations of the manifest and labels of the configuration, sorted; the former first where
    /// both say something.
    pub labels: Vec<(Box<str>, Box<str>)>,
    /// The layer that brought each package, in the order of the packages of the graph.
    pub packages: Vec<Option<LayerIndex>>,
    /// Files that belong to no package.
    pub loose: LooseFiles,
}

/// A layer of an image.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct ImageLayer {
    /// The digest of the blob as stored; `None` where the source states none.
    pub digest: Option<Box<str>>,
    /// The digest of the layer without its compression.
    pub diff_id: Box<str>,
    /// The bytes of the blob as stored.
    pub size: u64,
    /// Bytes that its files in the image have.
    pub n_bytes: u64,
    /// Files that the image has from it.
    pub n_files: u64,
    /// Files of lower layers that it hides: replaced or removed.
    pub n_hidden: u64,
    /// Files that the image has from it and that belong to no package.
    pub n_loose: u64,
    /// Packages that it brought.
    pub n_packages: u64,
    /// The instruction that made it, by its place in [`Image::instructions`].
    pub instruction: Option<u32>,
    /// Whether it is a layer of the image that this one is built on.
    pub is_base: bool,
}

/// A step of making an image, as its history tells.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Instruction {
    /// The command as written.
    pub command: Box<str>,
    /// When it ran, as written.
    pub created: Option<Box<str>>,
    /// What its author says of it.
    pub comment: Option<Box<str>>,
    /// The layer that it made.
    pub layer: Option<LayerIndex>,
}

impl Instruction {
    /// The command as its author wrote it in the Dockerfile, as far as that can be told.
    pub fn short(&self) -> &str {
        let text = self.command.trim();
        let text = text.strip_suffix("# buildkit").map_or(text, str::trim_end);
        match text.strip_prefix("/bin/sh -c") {
            Some(rest) => match rest.trim_start().strip_prefix("#(nop)") {
                Some(inner) => inner.trim(),
                None => text,
            },
            None => text,
        }
    }
}

/// The image that another one is built on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseImage {
    /// Its name.
    pub name: Option<Box<str>>,
    /// The digest of its manifest.
    pub digest: Option<Box<str>>,
    /// How many of the lowest layers are its own, where that is known.
    pub n_layers: Option<u16>,
    /// How it is known.
    pub known_by: BaseEvidence,
}

/// How the base of an image is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BaseEvidence {
    /// The lowest layers are those of an image that the user named.
    Layers,
    /// The image says so in an annotation or a label.
    Stated,
}

/// The files of an image that belong to no package.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct LooseFiles {
    /// How many.
    pub n_files: u64,
    /// Their bytes.
    pub n_bytes: u64,
    /// The folders that hold the most of them, with their number; at most
    /// [`LooseFiles::MAX_FOLDERS`], the largest first.
    pub folders: Vec<(Box<str>, u64)>,
}

impl LooseFiles {
    /// The number of folders that are named.
    pub const MAX_FOLDERS: usize = 20;
}

impl Image {
    /// The instruction that made a layer.
    pub fn instruction_of(&self, layer: LayerIndex) -> Option<&Instruction> {
        let layer = self.layers.get(usize::from(layer.0))?;
        self.instructions.get(layer.instruction? as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn platforms_are_read_and_compared() {
        let read = |text: &str| Platform::parse(text).map(|platform| platform.to_string());
        assert_eq!(read("linux/arm64/v8").as_deref(), Some("linux/arm64/v8"));
        assert_eq!(read("linux/amd64").as_deref(), Some("linux/amd64"));
        for bad in ["linux", "linux/", "/amd64", "linux/amd64/", "linux/arm/v7/x", "a b/c"] {
            assert_eq!(read(bad), None, "{bad}");
        }
        let suits = |wanted: &str, other: &str| {
            Platform::parse(wanted).unwrap().suits(&Platform::parse(other).unwrap())
        };
        assert!(suits("linux/arm64", "linux/arm64/v8") && suits("linux/arm64/v8", "linux/arm64"));
        assert!(suits("linux/arm", "linux/arm/v6") && suits("linux/arm/v7", "linux/arm"));
        assert!(!suits("linux/arm/v6", "linux/arm/v7") && !suits("linux/amd64", "linux/arm64"));
    }

    #[test]
    fn instructions_are_shown_without_their_shell() {
        let short = |command: &str| {
            let one = Instruction { command: command.into(), ..Instruction::default() };
            one.short().to_owned()
        };
        assert_eq!(short("/bin/sh -c #(nop) ADD file:ab in / "), "ADD file:ab in /");
        assert_eq!(short("COPY app /app # buildkit"), "COPY app /app");
        assert_eq!(short("/bin/sh -c apt-get update"), "/bin/sh -c apt-get update");
    }
}
