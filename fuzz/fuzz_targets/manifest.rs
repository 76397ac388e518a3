// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Manifests of every ecosystem: the first byte chooses the name.

#![no_main]

use heirloom_model::TreePath;
use heirloom_package::{ManifestLimits, is_manifest, read};
use libfuzzer_sys::fuzz_target;

const NAMES: &[&str] = &[
    "apkbuild",
    "bower.json",
    "cargo.toml",
    "chart.yaml",
    "citation.cff",
    "composer.json",
    "containerfile",
    "copyright",
    "description",
    "directory.build.props",
    "dockerfile",
    "dub.json",
    "dub.sdl",
    "elm.json",
    "haxelib.json",
    "manifest.mf",
    "meta.json",
    "meta.yaml",
    "meta.yml",
    "metadata",
    "mix.exs",
    "mymeta.json",
    "mymeta.yml",
    "opam",
    "package.json",
    "package.xml",
    "pkg-info",
    "pkgbuild",
    "pom.xml",
    "portfile",
    "pyproject.toml",
    "readme.md",
    "recipe.yaml",
    "setup.cfg",
    "setup.py",
    "vcpkg.json",
    "x.appdata.xml",
    "x.cabal",
    "x.containerfile",
    "x.csproj",
    "x.dockerfile",
    "x.fsproj",
    "x.gemspec",
    "x.metainfo.xml",
    "x.nuspec",
    "x.opam",
    "x.podspec",
    "x.podspec.json",
    "x.pom",
    "x.rockspec",
    "x.spec",
    "x.spec.in",
    "x.vbproj",
];

fuzz_target!(|input: &[u8]| {
    let Some((choice, bytes)) = input.split_first() else { return };
    let path = NAMES[usize::from(*choice) % NAMES.len()].as_bytes();
    let path = TreePath::parse(path).expect("a path");
    is_manifest(&path);
    let limits = ManifestLimits { max_nodes: 5000, ..ManifestLimits::standard() };
    let (manifests, _) = read(&path, bytes, &limits);
    for license in manifests.iter().flat_map(|manifest| &manifest.licenses) {
        let span = license.span;
        assert!(span.start <= span.end && span.end <= bytes.len() as u64, "{license:?}");
        assert!(span.first_line <= span.last_line, "{license:?}");
    }
});
