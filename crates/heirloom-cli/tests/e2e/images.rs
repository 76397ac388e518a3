// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Container images as a source: from a layout, an archive and a registry on this machine.

use heirloom_testkit::{
    images::{Packing, TestImage, layer},
    registry::{Behavior, Registry},
};
use serde_json::Value;

use crate::program::{Program, args};

const MANIFEST: &str = r#"{"name":"left","version":"1.2.3","license":"MIT"}"#;

fn image() -> TestImage {
    let upper = format!("+ opt/app/node_modules/left/package.json {MANIFEST}\n+ opt/run.sh echo");
    let layers = [layer("+ usr/share/words some words\n + etc/motd hello"), layer(&upper)];
    TestImage::new("amd64", &layers, Packing::Gzip)
}

#[test]
fn images_are_sources_of_every_form() {
    let program = Program::new();
    let image = image();
    let folder = tempfile::tempdir().unwrap();
    image.write_layout(folder.path(), std::slice::from_ref(&image.manifest));
    let archive = folder.path().join("saved.tar");
    std::fs::write(&archive, image.docker_archive(&["app:1"])).unwrap();
    let registry = Registry::start(&image, Behavior::default());
    let sources = [
        format!("oci:{}", folder.path().display()),
        format!("docker-archive:{}", archive.display()),
        format!("registry:{}/team/app:1", registry.host()),
    ];
    for source in &sources {
        let text = program.expect(0, args!["scan", source, "--json"]);
        let document: Value = serde_json::from_str(&text).unwrap();
        let component = &document["components"][0];
        assert_eq!((&component["name"], &component["layer"]), (&"left".into(), &1.into()));
        assert_eq!(document["files"][1]["path"], "opt/app/node_modules/left/package.json");
        assert_eq!(document["image"]["layers"][0]["unpackaged_files"], 2, "{source}");
        let summary = program.expect(0, args!["scan", source, "--lang", "en"]);
        assert!(summary.contains("COPY layer1 /"), "{summary}");
        program.expect(0, args!["scan", source, "--html", &folder.path().join("page.html")]);
        let bill = program.expect(0, args!["bom", source, "--format", "cyclonedx"]);
        assert!(bill.contains("pkg:npm/left@1.2.3"), "{bill}");
    }
    let summary = program.expect(0, args!["scan", &sources[0], "--base", &sources[1]]);
    assert!(summary.contains("its 2 layers are the"), "{summary}");
}

#[test]
fn bases_are_stated_in_the_configuration() {
    let program = Program::new();
    let image = image();
    let folder = tempfile::tempdir().unwrap();
    image.write_layout(folder.path(), std::slice::from_ref(&image.manifest));
    let source = format!("oci:{}", folder.path().display());
    let config = folder.path().join("heirloom.toml");
    let by_layers =
        format!("[[image.base]]\nname = \"our base\"\nlayers = [\"{}\"]\n", image.diff_ids[0]);
    let by_reference = format!("[[image.base]]\nreference = \"{source}\"\n");
    for (text, expect) in [(by_layers, "Built on our base: its 1"), (by_reference, "its 2 layers")]
    {
        std::fs::write(&config, text).unwrap();
        let summary = program.expect(0, args!["scan", &source, "--config", &config]);
        assert!(summary.contains(expect), "{summary}");
    }
    std::fs::write(&config, "[[image.base]]\nname = \"x\"\n").unwrap();
    let told = program.complains(2, args!["scan", &source, "--config", &config]);
    assert!(told.contains("a base has either `layers` or a `reference`"), "{told}");
}

#[test]
fn what_is_wrong_with_an_image_is_said_with_what_to_do() {
    let program = Program::new();
    let image = image();
    let folder = tempfile::tempdir().unwrap();
    image.write_layout(folder.path(), std::slice::from_ref(&image.manifest));
    let source = format!("oci:{}", folder.path().display());
    let told = program.complains(2, args!["scan", &source, "--platform", "linux/s390x"]);
    assert!(told.contains("failed to find an image for linux/s390x in"), "{told}");
    assert!(told.contains("hint: there is: linux/amd64"), "{told}");
    let told = program.complains(2, args!["scan", &source, "--platform", "s390x"]);
    assert!(told.contains("`s390x` is no platform"), "{told}");
    let told = program.complains(2, args!["scan", ".", "--base", &source]);
    assert!(told.contains("`--base` is for images"), "{told}");
    let told = program.complains(2, args!["scan", "registry:debian"]);
    assert!(told.contains("hint: an image in a registry is `registry:HOST"), "{told}");
    let digest = image.manifest_document()["layers"][1]["digest"].as_str().unwrap().to_owned();
    let blob = folder.path().join("blobs/sha256").join(digest.trim_start_matches("sha256:"));
    let mut bytes = std::fs::read(&blob).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    std::fs::write(&blob, bytes).unwrap();
    let told = program.complains(3, args!["scan", &source]);
    assert!(told.contains("the digest of layer 2 is sha256:"), "{told}");
    assert!(told.contains("hint: the image was damaged"), "{told}");
    std::fs::remove_file(&blob).unwrap();
    let told = program.complains(3, args!["scan", &source]);
    assert!(told.contains("failed to find the blob sha256:"), "{told}");
}
