// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Container images: a layer, a manifest and a configuration of any bytes under right digests, and
//! any bytes as an archive.

#![no_main]

use std::ops::ControlFlow;

use heirloom_intake::{ImageAt, ImageSpec, Limits, Selection, SourceSpec, open};
use heirloom_testkit::images::{Packing, TestImage, sha256};
use libfuzzer_sys::fuzz_target;
use serde_json::{Value, json};

fuzz_target!(|input: &[u8]| {
    let mut parts = split(input);
    let layer = parts.next().unwrap_or_default();
    let mut image = TestImage::new("amd64", &[layer.to_vec()], Packing::Plain);
    let mut descriptor = image.manifest.clone();
    if let Some(manifest) = parts.next().filter(|part| !part.is_empty()) {
        let mut bytes = manifest.to_vec();
        // A manifest that can be read gets the layer and the configuration that are there.
        if let Ok(mut document @ Value::Object(_)) = serde_json::from_slice::<Value>(manifest) {
            let whole = image.manifest_document();
            for key in ["config", "layers"] {
                if document.get(key).is_none() {
                    document[key] = whole[key].clone();
                }
            }
            if let Some(config) = parts.next() {
                let digest = sha256(config);
                document["config"]["digest"] = json!(digest);
                document["config"]["size"] = json!(config.len());
                image.blobs.insert(digest, config.to_vec());
            }
            bytes = document.to_string().into_bytes();
        }
        let digest = sha256(&bytes);
        descriptor["digest"] = json!(digest);
        descriptor["size"] = json!(bytes.len());
        image.blobs.insert(digest, bytes);
    }
    let folder = tempfile::tempdir().expect("a folder for temporary files");
    image.write_layout(folder.path(), &[descriptor]);
    read(ImageAt::Oci(folder.path().into()));
    let archive = folder.path().join("archive");
    std::fs::write(&archive, input).expect("the folder is ours");
    read(ImageAt::DockerArchive(archive.into()));
});

fn read(at: ImageAt) {
    let limits = Limits {
        file_bytes: 4096,
        archive_members: 1000,
        archive_bytes: 4 << 20,
        archive_free_bytes: 1 << 20,
        archive_held_bytes: 64 << 10,
        archive_depth: 3,
        ..Limits::standard()
    };
    let spec = SourceSpec::Image(ImageSpec::new(at));
    let Ok(source) = open(&spec, &Selection::everything(), &limits) else { return };
    let image = source.image().expect("it is one");
    let mut n_files = 0_u64;
    let walked = source.walk(&mut |entry| {
        n_files += 1;
        assert!(n_files <= 5000, "the limit of files is kept");
        let mut bytes = Vec::new();
        entry.read(&limits, &mut bytes).expect("it is in memory");
        assert!(bytes.len() <= 4096, "the limit of bytes is kept");
        ControlFlow::Continue(())
    });
    if walked.is_ok() {
        let of_layers: u64 = image.image().layers.iter().map(|layer| layer.n_files).sum();
        assert!(of_layers <= 1000, "the limit of names is kept");
    }
}

fn split(input: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = Some(input);
    std::iter::from_fn(move || {
        let bytes = rest?;
        match bytes.windows(2).position(|two| two == [0xff, 0xfe]) {
            Some(at) => {
                rest = Some(&bytes[at + 2..]);
                Some(&bytes[..at])
            }
            None => rest.take(),
        }
    })
}
