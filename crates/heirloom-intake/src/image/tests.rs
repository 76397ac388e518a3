// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Images in, files out.

mod hostile;

use std::path::Path;

use heirloom_model::Platform;
use heirloom_testkit::images::{Packing, TestImage, layer, tar_of};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::{ImageAccess, ImageAt, ImageSpec, Limits, Selection, Source, SourceSpec, Stage, open};

fn two_layers() -> Vec<Vec<u8>> {
    vec![
        layer("/ usr\n / usr/lib\n + usr/lib/a one\n + etc/b two\n lib -> usr/lib\n ! dev/null\n"),
        layer("+ usr/lib/a changed\n + etc/.wh.b\n + lib/c three\n usr/lib/d => usr/lib/c\n"),
    ]
}

fn oci(path: &Path) -> ImageSpec {
    in_temporary(ImageSpec::new(ImageAt::Oci(path.into())))
}

fn in_temporary(mut spec: ImageSpec) -> ImageSpec {
    *spec.access = ImageAccess::new(std::env::temp_dir());
    spec
}

fn saved(path: &Path) -> ImageSpec {
    in_temporary(ImageSpec::new(ImageAt::DockerArchive(path.into())))
}

fn opened(spec: &ImageSpec) -> Result<Source, String> {
    let spec = SourceSpec::Image(spec.clone());
    open(&spec, &Selection::everything(), &Limits::standard()).map_err(|error| error.to_string())
}

/// The files as `path layer contents` and the problems, sorted; or the error.
fn read(spec: &ImageSpec) -> Result<Vec<String>, String> {
    let source = opened(spec)?;
    let image = source.image().unwrap();
    let mut found = Vec::new();
    let problems = source.walk(&mut |entry| {
        let mut bytes = Vec::new();
        entry.read(&Limits::standard(), &mut bytes).unwrap();
        let layer = image.layer_of(entry.path.as_bytes()).map_or("-".into(), |l| l.0.to_string());
        found.push(format!("{} {layer} {}", entry.path, String::from_utf8_lossy(&bytes)));
        std::ops::ControlFlow::Continue(())
    });
    let problems = problems.map_err(|error| error.to_string())?;
    found.sort();
    let shown = problems.iter().map(|problem| {
        let args: Vec<&str> = problem.args.iter().map(|(_, value)| &**value).collect();
        format!("! {} {}", problem.code.as_str(), args.join("|"))
    });
    found.extend(shown);
    Ok(found)
}

fn layout(image: &TestImage, manifests: &[Value]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    image.write_layout(folder.path(), manifests);
    folder
}

const FILES: [&str; 3] = ["usr/lib/a 1 changed", "usr/lib/c 1 three", "usr/lib/d 1 three"];

#[test]
fn layouts_and_archives_give_the_same_files() {
    for packing in [Packing::Plain, Packing::Gzip, Packing::Zstd] {
        let image = TestImage::new("amd64", &two_layers(), packing);
        let folder = layout(&image, std::slice::from_ref(&image.manifest));
        assert_eq!(read(&oci(folder.path())).unwrap(), FILES, "{packing:?}");
        let tar = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(&tar, tar_of(folder.path())).unwrap();
        assert_eq!(read(&oci(tar.path())).unwrap(), FILES, "{packing:?}");
        std::fs::write(&tar, image.docker_archive(&["a:1"])).unwrap();
        assert_eq!(read(&saved(tar.path())).unwrap(), FILES, "{packing:?}");
    }
}

#[test]
fn archives_that_are_compressed_as_a_whole_are_read() {
    let image = TestImage::new("amd64", &two_layers(), Packing::Gzip);
    let folder = layout(&image, std::slice::from_ref(&image.manifest));
    let gzip = |bytes: &[u8]| {
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        std::io::Write::write_all(&mut gzip, bytes).unwrap();
        gzip.finish().unwrap()
    };
    let zstd = |bytes: &[u8]| zstd::encode_all(bytes, 1).unwrap();
    let packed = tempfile::NamedTempFile::new().unwrap();
    for pack in [&gzip as &dyn Fn(&[u8]) -> Vec<u8>, &zstd] {
        std::fs::write(&packed, pack(&tar_of(folder.path()))).unwrap();
        assert_eq!(read(&oci(packed.path())).unwrap(), FILES);
        std::fs::write(&packed, pack(&image.docker_archive(&["a:1"]))).unwrap();
        assert_eq!(read(&saved(packed.path())).unwrap(), FILES);
    }
}

#[test]
fn layers_know_their_instruction_and_what_they_brought() {
    let image = TestImage::new("amd64", &two_layers(), Packing::Gzip);
    let folder = layout(&image, std::slice::from_ref(&image.manifest));
    let source = opened(&oci(folder.path())).unwrap();
    let opened = source.image().unwrap();
    let mut stages = Vec::new();
    let watch = std::cell::RefCell::new(&mut stages);
    source
        .walk_watched(
            &|stage: Stage| {
                watch.borrow_mut().push(stage);
                std::ops::ControlFlow::Continue(())
            },
            &mut |_| std::ops::ControlFlow::Continue(()),
        )
        .unwrap();
    let known = opened.image();
    assert_eq!(known.platform, Platform::parse("linux/amd64"));
    assert_eq!(known.base.as_ref().unwrap().name.as_deref(), Some("base.example/os:1"));
    let of = |at: usize| {
        let layer = &known.layers[at];
        let made = &known.instructions[layer.instruction.unwrap() as usize];
        (made.short(), layer.n_files, layer.n_bytes, layer.n_hidden, made.layer.unwrap().0)
    };
    assert_eq!(of(0), ("COPY layer0 /", 0, 0, 0, 0));
    assert_eq!(of(1), ("COPY layer1 /", 3, 17, 2, 1));
    assert_eq!(known.layers[1].diff_id.as_ref(), image.diff_ids[1]);
    assert!(known.layers[1].size > 0 && known.instructions.len() == 4);
}

#[test]
fn platforms_are_chosen_from_indexes() {
    let mut image = TestImage::new("amd64", &[layer("+ amd one")], Packing::Gzip);
    let other = TestImage::new("arm64", &[layer("+ arm one")], Packing::Gzip);
    image.blobs.extend(other.blobs.clone());
    let statement = json!({
        "mediaType": "application/vnd.oci.image.manifest.v1+json",
        "digest": "sha256:0000000000000000000000000000000000000000000000000000000000000000",
        "size": 1,
        "platform": {"os": "unknown", "architecture": "unknown"},
        "annotations": {"vnd.docker.reference.type": "attestation-manifest"},
    });
    let index = json!({
        "schemaVersion": 2,
        "mediaType": "application/vnd.oci.image.index.v1+json",
        "manifests": [other.manifest, statement, image.manifest],
    });
    let index = image.put("application/vnd.oci.image.index.v1+json", &index);
    let folder = layout(&image, &[index]);
    let on = |platform: &str| {
        read(&ImageSpec { platform: Platform::parse(platform), ..oci(folder.path()) })
    };
    assert_eq!(on("linux/arm64/v8").unwrap(), ["arm 0 one"]);
    assert_eq!(on("linux/amd64").unwrap(), ["amd 0 one"]);
    assert!(on("linux/s390x").unwrap_err().starts_with("find an image for linux/s390x in"));
    let spec = ImageSpec { platform: Platform::parse("linux/s390x"), ..oci(folder.path()) };
    let source = SourceSpec::Image(spec);
    let error = open(&source, &Selection::everything(), &Limits::standard()).unwrap_err();
    let crate::OpenError::Image(crate::ImageError::NoPlatform { available, .. }) = error else {
        panic!("{error}");
    };
    assert_eq!(available, ["linux/amd64", "linux/arm64"]);
    // A platform that the index does not state is read from the configuration.
    let mut bare = image.manifest.clone();
    bare.as_object_mut().unwrap().remove("platform");
    let folder = layout(&image, &[bare]);
    let spec = ImageSpec { platform: Platform::parse("linux/arm64"), ..oci(folder.path()) };
    assert!(read(&spec).unwrap_err().starts_with("find an image for linux/arm64"));
    assert_eq!(read(&oci(folder.path())).unwrap(), ["amd 0 one"]);
}

#[test]
fn one_of_several_images_is_named() {
    let named = |image: &TestImage, name: &str| {
        let mut manifest = image.manifest.clone();
        manifest["annotations"] = json!({"org.opencontainers.image.ref.name": name});
        manifest
    };
    let mut image = TestImage::new("amd64", &[layer("+ a one")], Packing::Gzip);
    let other = TestImage::new("amd64", &[layer("+ b two")], Packing::Gzip);
    image.blobs.extend(other.blobs.clone());
    let folder = layout(&image, &[named(&image, "v1"), named(&other, "v2")]);
    assert!(read(&oci(folder.path())).unwrap_err().starts_with("tell which image of"));
    let with = |name: &str| format!("{}:{name}", folder.path().display());
    assert_eq!(read(&oci(with("v2").as_ref())).unwrap(), ["b 0 two"]);
    assert!(read(&oci(with("v3").as_ref())).unwrap_err().starts_with("find the image `v3` in"));
    let tar = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(&tar, image.docker_archive(&["x/a:1", "x/a:latest"])).unwrap();
    let with = |name: &str| format!("{}:{name}", tar.path().display());
    assert_eq!(read(&saved(with("x/a").as_ref())).unwrap(), ["a 0 one"]);
    assert!(read(&saved(with("x/b:1").as_ref())).is_err());
}

#[test]
fn more_of_programs_is_read_than_of_other_files() {
    let words = ["+ tool MZ0123456789", "+ large MZ0123456789abcdef", "+ text 0123456789abc"];
    let image = TestImage::new("amd64", &[layer(&words.join("\n"))], Packing::Gzip);
    let folder = layout(&image, std::slice::from_ref(&image.manifest));
    let limits = Limits { file_bytes: 10, program_bytes: 14, ..Limits::standard() };
    let spec = SourceSpec::Image(oci(folder.path()));
    let mut found = Vec::new();
    let source = open(&spec, &Selection::everything(), &limits).unwrap();
    let problems = source.walk(&mut |entry| {
        let mut bytes = Vec::new();
        let outcome = entry.read(&limits, &mut bytes).unwrap();
        found.push((entry.path.to_string(), bytes.len(), outcome.complete));
        std::ops::ControlFlow::Continue(())
    });
    assert_eq!(problems.unwrap(), []);
    found.sort();
    let expect = [("large", 14, false), ("text", 10, false), ("tool", 12, true)];
    assert_eq!(found, expect.map(|(path, n_bytes, complete)| (path.to_owned(), n_bytes, complete)));
}

#[test]
fn archives_in_layers_are_opened() {
    let inner = String::from_utf8_lossy(&layer("+ x/LICENSE words")).into_owned();
    let mut tar = tar::Builder::new(Vec::new());
    let mut header = tar::Header::new_gnu();
    header.set_size(inner.len() as u64);
    tar.append_data(&mut header, "opt/inner.tar", inner.as_bytes()).unwrap();
    let image = TestImage::new("amd64", &[tar.into_inner().unwrap()], Packing::Gzip);
    let folder = layout(&image, std::slice::from_ref(&image.manifest));
    let found = read(&oci(folder.path())).unwrap();
    assert!(found.contains(&"opt/inner.tar!/x/LICENSE - words".to_owned()), "{found:?}");
    // One that is larger than what is held of a file is read as a stream.
    let limits = Limits { file_bytes: 1000, ..Limits::standard() };
    let spec = SourceSpec::Image(oci(folder.path()));
    let mut paths = Vec::new();
    let source = open(&spec, &Selection::everything(), &limits).unwrap();
    let problems = source.walk_closed(&mut |entry| {
        paths.push(entry.path.to_string());
        std::ops::ControlFlow::Continue(())
    });
    assert_eq!(problems.unwrap(), []);
    assert_eq!(paths, ["opt/inner.tar", "opt/inner.tar!/x/LICENSE"]);
}
