// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Images that lie, lack parts, nest or lead out.

use std::io::Read;

use super::*;

/// An image of one layer whose manifest was changed, as a layout.
#[track_caller]
fn check(change: impl FnOnce(&mut Value, &mut TestImage), expect: &str) {
    let mut image = TestImage::new("amd64", &[layer("+ a one")], Packing::Gzip);
    let mut manifest = image.manifest_document();
    change(&mut manifest, &mut image);
    let descriptor = image.put("application/vnd.oci.image.manifest.v1+json", &manifest);
    let folder = layout(&image, &[descriptor]);
    let error = read(&oci(folder.path())).unwrap_err();
    let error = error.replace(&folder.path().display().to_string(), "IMAGE");
    assert!(error.contains(expect), "{error}");
}

#[test]
fn manifests_that_lie_are_refused() {
    check(|manifest, _| manifest["layers"][0]["size"] = json!(5), "the size of layer 1 is");
    check(
        |manifest, image| {
            // The blob is there under a name that is not its digest.
            let digest = format!("sha256:{}", "0".repeat(64));
            let old = manifest["layers"][0]["digest"].as_str().unwrap().to_owned();
            image.blobs.insert(digest.clone(), image.blobs[&old].clone());
            manifest["layers"][0]["digest"] = json!(digest);
        },
        "trust IMAGE: the digest of layer 1 is",
    );
    check(
        |manifest, image| {
            let mut config: Value = {
                let digest = manifest["config"]["digest"].as_str().unwrap();
                serde_json::from_slice(&image.blobs[digest]).unwrap()
            };
            config["rootfs"]["diff_ids"][0] = json!(format!("sha256:{}", "1".repeat(64)));
            manifest["config"] = image.put("application/vnd.oci.image.config.v1+json", &config);
        },
        "the contents' digest of layer 1 is",
    );
    check(
        |manifest, _| manifest["layers"] = json!([]),
        "the number of layers in its configuration is 0, but 1 is stated",
    );
    check(|manifest, _| manifest["config"]["size"] = json!(1), "the size of the blob sha256:");
}

#[test]
fn what_is_no_image_is_told() {
    check(
        |manifest, _| {
            manifest["config"]["mediaType"] = json!("application/vnd.oci.empty.v1+json");
            manifest["artifactType"] = json!("application/vnd.example.chart");
        },
        "it holds application/vnd.example.chart, which is no container image",
    );
    check(
        |manifest, _| manifest["layers"][0]["mediaType"] = json!("text/spdx+json"),
        "it holds a layer of the type `text/spdx+json`",
    );
    check(|manifest, _| manifest["manifests"] = json!([]), "is an index and a manifest at once");
    check(|manifest, _| manifest["layers"][0]["digest"] = json!("sha256:../x"), "is no digest");
    check(|manifest, _| *manifest = json!({"schemaVersion": 1, "fsLayers": []}), "schema 1");
    check(
        |manifest, _| {
            manifest["layers"][0]["mediaType"] =
                json!("application/vnd.oci.image.layer.v1.tar+gzip+encrypted")
        },
        "its layers are encrypted",
    );
    check(|manifest, _| *manifest = json!("x"), "as a container image: sha256:");
}

#[test]
fn parts_that_are_missing_are_named() {
    check(
        |manifest, image| {
            let digest = manifest["layers"][0]["digest"].as_str().unwrap();
            image.blobs.remove(digest);
        },
        "find the blob sha256:",
    );
    let empty = tempfile::tempdir().unwrap();
    assert!(read(&oci(empty.path())).unwrap_err().contains("it has no `oci-layout` file"));
    let tar = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(&tar, tar_of(empty.path())).unwrap();
    assert!(read(&saved(tar.path())).unwrap_err().contains("it has no `manifest.json`"));
    let image = TestImage::new("amd64", &two_layers(), Packing::Gzip);
    let bytes = image.docker_archive(&["a:1"]);
    std::fs::write(&tar, &bytes[..bytes.len() / 2]).unwrap();
    assert!(read(&saved(tar.path())).unwrap_err().contains("it ends too early"));
    let packed = zstd::encode_all(bytes.as_slice(), 1).unwrap();
    std::fs::write(&tar, &packed[..packed.len() - 4]).unwrap();
    assert!(read(&saved(tar.path())).unwrap_err().contains("its zstd is damaged: "));
    // A few bytes that expand without end.
    let zeros = vec![0; 200 << 20];
    std::fs::write(&tar, zstd::encode_all(zeros.as_slice(), 1).unwrap()).unwrap();
    assert!(
        read(&saved(tar.path())).unwrap_err().contains("expands beyond a limit (archive_ratio")
    );
}

#[test]
fn indexes_nest_only_so_deep() {
    let mut image = TestImage::new("amd64", &[layer("+ a one")], Packing::Gzip);
    let mut inner = image.manifest.clone();
    for depth in 0..6 {
        let index = json!({"schemaVersion": 2, "manifests": [inner]});
        inner = image.put("application/vnd.oci.image.index.v1+json", &index);
        let folder = layout(&image, std::slice::from_ref(&inner));
        let found = read(&oci(folder.path()));
        match depth {
            0..4 => assert_eq!(found.unwrap(), ["a 0 one"]),
            _ => assert!(found.unwrap_err().contains("its indexes nest deeper than 4")),
        }
    }
    // An index cannot hold its own digest, but it can say so.
    let lie = json!({"schemaVersion": 2, "manifests": [inner, inner, inner]});
    let lie = image.put("application/vnd.oci.image.index.v1+json", &lie);
    let folder = layout(&image, &[lie]);
    assert!(read(&oci(folder.path())).is_err());
}

#[test]
fn members_that_lead_out_are_left_out() {
    let bad = layer(
        "+ ok fine\n + ../../etc/passwd x\n link => ../../etc/shadow\n gone => nothing\n \
         up -> ../../..\n + up/inside y\n ! dev/sda\n",
    );
    let image = TestImage::new("amd64", &[bad], Packing::Gzip);
    let folder = layout(&image, std::slice::from_ref(&image.manifest));
    assert_eq!(
        read(&oci(folder.path())).unwrap(),
        [
            "inside 0 y",
            "ok 0 fine",
            "! image-entry-misplaced ../../etc/passwd|1|its name leads out of the image",
            "! image-entry-misplaced link|1|its name leads out of the image",
            "! image-entry-misplaced gone|1|it is a hard link to nothing in the image",
        ]
    );
}

#[test]
fn damaged_layers_give_what_is_there() {
    let whole = layer(&format!("+ a one\n + b {}\n + c three", "two".repeat(500)));
    let image = TestImage::new("amd64", &[whole[..1800].to_vec()], Packing::Gzip);
    let folder = layout(&image, std::slice::from_ref(&image.manifest));
    let found = read(&oci(folder.path())).unwrap();
    assert_eq!(found[0], "a 0 one");
    assert!(found.iter().any(|line| line.starts_with("! image-layer-damaged 1|it ends too early")));
    // What lacks its end mark alone is whole: it has the digest that it should have.
    let unmarked = TestImage::new("amd64", &[layer("+ a one")[..1024].to_vec()], Packing::Gzip);
    let folder = layout(&unmarked, std::slice::from_ref(&unmarked.manifest));
    assert_eq!(read(&oci(folder.path())).unwrap(), ["a 0 one"]);
}

#[test]
fn limits_are_kept() {
    let many: String = (0..50).map(|n| format!("+ f{n} x\n")).collect();
    let image = TestImage::new("amd64", &[layer(&many)], Packing::Gzip);
    let folder = layout(&image, std::slice::from_ref(&image.manifest));
    let limits = Limits { archive_members: 20, ..Limits::standard() };
    let spec = SourceSpec::Image(oci(folder.path()));
    let source = open(&spec, &Selection::everything(), &limits).unwrap();
    let mut n_files = 0;
    let problems = source.walk_closed(&mut |_| {
        n_files += 1;
        std::ops::ControlFlow::Continue(())
    });
    let problems = problems.unwrap();
    assert_eq!((problems.len(), problems[0].code.as_str()), (1, "archive-limit"));
    assert!((10..=20).contains(&n_files), "{n_files}");
    // A layer that expands without end stops at the ratio.
    let mut tar = tar::Builder::new(Vec::new());
    let mut header = tar::Header::new_gnu();
    header.set_size(20 << 20);
    tar.append_data(&mut header, "zeros", std::io::repeat(0).take(20 << 20)).unwrap();
    let bomb = TestImage::new("amd64", &[tar.into_inner().unwrap()], Packing::Zstd);
    let folder = layout(&bomb, std::slice::from_ref(&bomb.manifest));
    let limits = Limits { archive_free_bytes: 1 << 20, archive_ratio: 10, ..Limits::standard() };
    let spec = SourceSpec::Image(oci(folder.path()));
    let source = open(&spec, &Selection::everything(), &limits).unwrap();
    let problems = source.walk_closed(&mut |_| std::ops::ControlFlow::Continue(())).unwrap();
    assert_eq!(problems[0].code.as_str(), "archive-limit");
}
