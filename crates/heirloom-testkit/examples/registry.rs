// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Runs the registry of tests and prints the settings that the OCI distribution specification's own
//! conformance program takes, so that it can be run against it:
//! `cargo run -p heirloom-testkit --example registry`.

#![expect(clippy::print_stdout, reason = "what it prints is what it is for")]

use heirloom_testkit::{
    images::{Packing, TestImage, layer},
    registry::{Behavior, Registry},
};
use serde_json::json;

fn main() {
    let mut image =
        TestImage::new("amd64", &[layer("+ a one"), layer("+ b two\n + .wh.a")], Packing::Gzip);
    let other = TestImage::new("arm64", &[layer("+ a three")], Packing::Zstd);
    image.blobs.extend(other.blobs.clone());
    let both = json!({"schemaVersion": 2, "manifests": [image.manifest, other.manifest]});
    let index = image.put("application/vnd.oci.image.index.v1+json", &both);
    let tags = [("1", &image.manifest), ("both", &index)];
    let registry = Registry::holding(&image, &tags, Behavior::default(), None);
    let digest = |value: &serde_json::Value| value["digest"].as_str().unwrap_or("").to_owned();
    let manifests = [&image.manifest, &other.manifest, &index].map(digest);
    let blobs = image.blobs.keys().filter(|digest| !manifests.contains(digest));
    let blobs: Vec<&str> = blobs.map(String::as_str).collect();
    let settings = json!({
        "registry": registry.host(),
        "tls": "disabled",
        "repo1": "team/app",
        "repo2": "team/app",
        "version": "1.1",
        "apis": {
            "push": false,
            "referrer": false,
            "tags": {"list": false, "delete": false, "atomic": false},
            "blobs": {"delete": false},
            "manifests": {"delete": false},
        },
        "roData": {"tags": ["1", "both"], "manifests": manifests, "blobs": blobs},
    });
    println!("{settings:#}");
    std::thread::park();
}
