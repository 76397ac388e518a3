// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Images with a system in them: what each layer brought.

use std::{
    num::NonZeroUsize,
    path::Path,
    sync::{Arc, atomic::AtomicBool},
};

use heirloom_testkit::{
    World,
    images::{Packing, TestImage, tar_of},
};

use super::*;
use crate::{Limits as ScanLimits, ScanRequest, ScanResult, Silent, Want, scan};

const STATUS: &str = "Package: base-files
Status: install ok installed
Architecture: amd64
Version: 12.4

";
const TOOL: &str = "Package: tool
Status: install ok installed
Architecture: amd64
Multi-Arch: same
Version: 1.0-1

";

/// A system, and a layer on it that installs a tool and adds files of nobody.
fn layers() -> Vec<Vec<u8>> {
    let system = World::default()
        .with("usr/lib/os-release", "ID=debian\nVERSION_ID=\"12\"\n")
        .with("var/lib/dpkg/status", STATUS)
        .with("var/lib/dpkg/info/base-files.list", "/.\n/etc\n/etc/debian_version\n")
        .with("etc/debian_version", "12.4\n");
    let upper = World::default()
        .with("var/lib/dpkg/status", format!("{STATUS}{TOOL}"))
        .with("var/lib/dpkg/info/tool:amd64.list", "/.\n/usr\n/usr/bin/tool\n")
        .with("usr/bin/tool", "#!/bin/sh\n")
        .with("opt/app/run.sh", "echo\n");
    vec![tar_of(system.on_disk().root()), tar_of(upper.on_disk().root())]
}

fn scanned(folder: &Path, bases: Vec<KnownBase>) -> ScanResult {
    let source = format!("oci:{}", folder.display());
    let temporary = tempfile::tempdir().unwrap();
    let request = ScanRequest {
        source: SourceSpec::parse(source.as_ref()).unwrap(),
        source_name: "image".into(),
        selection: Selection::everything(),
        limits: ScanLimits::standard(),
        threads: NonZeroUsize::MIN,
        cache: None,
        is_bill: false,
        temporary: temporary.path().into(),
        rules: Arc::new(crate::built_in()),
        curations: Vec::new(),
        want: Want { licenses: false, copyrights: false, packages: true, uses: false },
        repositories: Vec::new(),
        bases,
    };
    scan(&request, &Silent, &AtomicBool::new(false)).unwrap()
}

#[test]
fn packages_name_the_layer_that_brought_them() {
    let all = layers();
    let image = TestImage::new("amd64", &all, Packing::Gzip);
    let folder = tempfile::tempdir().unwrap();
    image.write_layout(folder.path(), std::slice::from_ref(&image.manifest));
    let result = scanned(folder.path(), Vec::new());
    let found = result.summary.image.unwrap();
    let packages = result.summary.inventory.graph.packages.iter().zip(&found.packages);
    let brought: Vec<String> =
        packages.map(|(package, layer)| format!("{} {}", package.name, layer.unwrap().0)).collect();
    assert_eq!(brought, ["base-files 0", "tool 1", "debian 0"]);
    let counts: Vec<_> = found.layers.iter().map(|one| (one.n_packages, one.n_loose)).collect();
    // The lists and the status are of no package, as dpkg has it.
    assert_eq!(counts, [(2, 2), (1, 3)]);
    assert_eq!(found.loose.folders[0], ("var/lib".into(), 3));
    let made = found.instruction_of(LayerIndex(1)).unwrap();
    assert_eq!(made.short(), "COPY layer1 /");
    // The label states a base without its layers.
    assert_eq!(found.base.unwrap().known_by, BaseEvidence::Stated);
}

#[test]
fn an_image_is_built_on_one_whose_layers_are_its_lowest() {
    let all = layers();
    let folder = |layers: &[Vec<u8>]| {
        let image = TestImage::new("amd64", layers, Packing::Zstd);
        let folder = tempfile::tempdir().unwrap();
        image.write_layout(folder.path(), std::slice::from_ref(&image.manifest));
        folder
    };
    let known = |folder: &Path| {
        let source = SourceSpec::parse(format!("oci:{}", folder.display()).as_ref()).unwrap();
        known_base("debian:12", &source).unwrap().unwrap()
    };
    let (base, other) = (folder(&all[..1]), folder(&all[1..]));
    let bases = vec![known(other.path()), known(base.path())];
    let image = scanned(folder(&all).path(), bases).summary.image.unwrap();
    let found = image.base.unwrap();
    assert_eq!((found.name.as_deref(), found.n_layers), (Some("debian:12"), Some(1)));
    assert_eq!(image.layers.iter().map(|one| one.is_base).collect::<Vec<_>>(), [true, false]);
}
