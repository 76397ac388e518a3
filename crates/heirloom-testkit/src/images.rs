// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Container images from lines, in every form that they are kept in.

use std::{collections::BTreeMap, io::Write, path::Path};

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// How a layer is packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Packing {
    /// Not at all.
    Plain,
    /// As most builders do.
    Gzip,
    /// As new ones do.
    Zstd,
}

/// The tar of a layer from lines: `+ path contents`, `/ folder`, `path -> target` (symbolic link),
/// `path => target` (hard link), `! path` (device).
///
/// # Panics
/// On names that no tar can hold.
pub fn layer(lines: &str) -> Vec<u8> {
    let mut tar = tar::Builder::new(Vec::new());
    for line in lines.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let mut header = tar::Header::new_ustar();
        header.set_mode(0o644);
        let (name, contents) = if let Some((name, target)) = line.split_once(" -> ") {
            header.set_entry_type(tar::EntryType::Symlink);
            set_field(&mut header, 157, target);
            (name, "")
        } else if let Some((name, target)) = line.split_once(" => ") {
            header.set_entry_type(tar::EntryType::Link);
            set_field(&mut header, 157, target);
            (name, "")
        } else {
            let (mark, rest) = line.split_once(' ').expect("a mark and a name");
            let (name, contents) = rest.split_once(' ').unwrap_or((rest, ""));
            header.set_entry_type(match mark {
                "/" => tar::EntryType::Directory,
                "!" => tar::EntryType::Char,
                _ => tar::EntryType::Regular,
            });
            (name, contents)
        };
        set_field(&mut header, 0, name);
        header.set_size(contents.len() as u64);
        header.set_cksum();
        tar.append(&header, contents.as_bytes()).expect("memory takes everything");
    }
    tar.into_inner().expect("memory takes everything")
}

/// Writes names as they are: the crate refuses those that lead out.
fn set_field(header: &mut tar::Header, at: usize, text: &str) {
    let field = &mut header.as_mut_bytes()[at..at + 100];
    field.fill(0);
    field[..text.len()].copy_from_slice(text.as_bytes());
}

/// An image with all its parts by their digests.
#[derive(Clone, Debug)]
pub struct TestImage {
    /// The parts by their digests.
    pub blobs: BTreeMap<String, Vec<u8>>,
    /// The descriptor of its manifest.
    pub manifest: Value,
    /// The digests of its layers without compression.
    pub diff_ids: Vec<String>,
    layers: Vec<Vec<u8>>,
    config: Vec<u8>,
}

impl TestImage {
    /// An image for `linux/ARCHITECTURE` from the tars of its layers.
    ///
    /// # Panics
    /// Never: memory takes everything.
    pub fn new(architecture: &str, layers: &[Vec<u8>], packing: Packing) -> TestImage {
        let mut blobs = BTreeMap::new();
        let mut descriptors = Vec::new();
        let mut diff_ids = Vec::new();
        for layer in layers {
            diff_ids.push(sha256(layer));
            let (bytes, end) = match packing {
                Packing::Plain => (layer.clone(), ""),
                Packing::Gzip => {
                    let mut gzip =
                        flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
                    gzip.write_all(layer).expect("memory takes everything");
                    (gzip.finish().expect("memory takes everything"), "+gzip")
                }
                Packing::Zstd => (zstd::encode_all(layer.as_slice(), 1).expect("it fits"), "+zstd"),
            };
            let kind = format!("application/vnd.oci.image.layer.v1.tar{end}");
            descriptors.push(put(&mut blobs, &kind, bytes));
        }
        let history: Vec<Value> = (0..layers.len())
            .flat_map(|n| {
                let made = format!("COPY layer{n} / # buildkit");
                [json!({"created_by": made}), json!({"created_by": "ENV A=1", "empty_layer": true})]
            })
            .collect();
        let config = json!({
            "os": "linux",
            "architecture": architecture,
            "created": "2026-01-02T03:04:05Z",
            "config": {"Labels": {"org.opencontainers.image.base.name": "base.example/os:1"}},
            "rootfs": {"type": "layers", "diff_ids": diff_ids},
            "history": history,
        });
        let config = config.to_string().into_bytes();
        let kind = "application/vnd.oci.image.config.v1+json";
        let config_descriptor = put(&mut blobs, kind, config.clone());
        let manifest = json!({
            "schemaVersion": 2,
            "mediaType": "application/vnd.oci.image.manifest.v1+json",
            "config": config_descriptor,
            "layers": descriptors,
        });
        let kind = "application/vnd.oci.image.manifest.v1+json";
        let mut manifest = put(&mut blobs, kind, manifest.to_string().into_bytes());
        manifest["platform"] = json!({"os": "linux", "architecture": architecture});
        TestImage { blobs, manifest, diff_ids, layers: layers.to_vec(), config }
    }

    /// Adds a document and gives its descriptor.
    pub fn put(&mut self, kind: &str, document: &Value) -> Value {
        put(&mut self.blobs, kind, document.to_string().into_bytes())
    }

    /// The manifest as a document, to be changed and put again.
    ///
    /// # Panics
    /// When the manifest was taken away.
    pub fn manifest_document(&self) -> Value {
        let digest = self.manifest["digest"].as_str().expect("it has a digest");
        serde_json::from_slice(&self.blobs[digest]).expect("we wrote it")
    }

    /// Writes an OCI layout whose index names `manifests`.
    ///
    /// # Panics
    /// When the system does not write.
    pub fn write_layout(&self, folder: &Path, manifests: &[Value]) {
        let blobs = folder.join("blobs/sha256");
        std::fs::create_dir_all(&blobs).expect("the folder is ours");
        for (digest, bytes) in &self.blobs {
            let name = digest.trim_start_matches("sha256:");
            std::fs::write(blobs.join(name), bytes).expect("the folder is ours");
        }
        let index = json!({"schemaVersion": 2, "manifests": manifests});
        let mark = json!({"imageLayoutVersion": "1.0.0"});
        for (name, document) in [("index.json", index), ("oci-layout", mark)] {
            std::fs::write(folder.join(name), document.to_string()).expect("the folder is ours");
        }
    }

    /// An archive as `docker save` writes it; the second of two equal layers is a link to the first.
    ///
    /// # Panics
    /// Never: memory takes everything.
    pub fn docker_archive(&self, tags: &[&str]) -> Vec<u8> {
        let mut tar = tar::Builder::new(Vec::new());
        let mut names: Vec<String> = Vec::new();
        for (at, layer) in self.layers.iter().enumerate() {
            let name = format!("{at:064x}/layer.tar");
            let mut header = tar::Header::new_gnu();
            header.set_mode(0o644);
            let same = self.layers[..at].iter().position(|other| other == layer);
            let contents = match same {
                Some(same) => {
                    header.set_entry_type(tar::EntryType::Symlink);
                    set_field(&mut header, 157, &format!("../{}", names[same]));
                    [].as_slice()
                }
                None => layer,
            };
            append(&mut tar, header, &name, contents);
            names.push(name);
        }
        let config = format!("{}.json", sha256(&self.config).trim_start_matches("sha256:"));
        append(&mut tar, tar::Header::new_gnu(), &config, &self.config);
        let manifest = json!([{"Config": config, "RepoTags": tags, "Layers": names}]);
        let manifest = manifest.to_string();
        append(&mut tar, tar::Header::new_gnu(), "manifest.json", manifest.as_bytes());
        tar.into_inner().expect("memory takes everything")
    }
}

/// A tar of a folder's files.
///
/// # Panics
/// When the folder cannot be read.
pub fn tar_of(folder: &Path) -> Vec<u8> {
    let mut tar = tar::Builder::new(Vec::new());
    tar.append_dir_all(".", folder).expect("the folder is ours");
    tar.into_inner().expect("memory takes everything")
}

/// The digest of bytes as images write it.
pub fn sha256(bytes: &[u8]) -> String {
    let hex: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    format!("sha256:{hex}")
}

fn append(tar: &mut tar::Builder<Vec<u8>>, mut header: tar::Header, name: &str, bytes: &[u8]) {
    header.set_size(bytes.len() as u64);
    set_field(&mut header, 0, name);
    header.set_cksum();
    tar.append(&header, bytes).expect("memory takes everything");
}

fn put(blobs: &mut BTreeMap<String, Vec<u8>>, kind: &str, bytes: Vec<u8>) -> Value {
    let digest = sha256(&bytes);
    let descriptor = json!({"mediaType": kind, "digest": digest, "size": bytes.len()});
    blobs.insert(digest, bytes);
    descriptor
}
