// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Package files and databases of every ecosystem, read and joined: the first byte chooses the name.

#![no_main]

use heirloom_model::TreePath;
use heirloom_package::{
    ManifestLimits,
    graph::{self, GraphLimits},
};
use libfuzzer_sys::fuzz_target;

const NAMES: &[&str] = &[
    "var/lib/dpkg/status",
    "var/lib/dpkg/info/a.list",
    "var/lib/dpkg/info/a.md5sums",
    "lib/apk/db/installed",
    "var/lib/rpm/rpmdb.sqlite",
    "var/lib/rpm/Packages.db",
    "var/lib/rpm/Packages",
    "var/lib/pacman/local/a-1-1/desc",
    "var/lib/pacman/local/a-1-1/files",
    "var/db/pkg/a/b-1/RDEPEND",
    "var/db/pkg/a/b-1/LICENSE",
    "var/db/pkg/a/b-1/CONTENTS",
    "usr/lib/opkg/status",
    "etc/os-release",
    "Package.resolved",
    "Package.swift",
    "Podfile.lock",
    "a.podspec",
    "Cartfile",
    "pubspec.yaml",
    "pubspec.lock",
    "conan.lock",
    "conanfile.txt",
    "conanfile.py",
    "vcpkg.json",
    "vcpkg/status",
    "MODULE.bazel",
    "MODULE.bazel.lock",
    "maven_install.json",
    "CMakeLists.txt",
    "subprojects/a.wrap",
    "west.yml",
    "Chart.yaml",
    "Chart.lock",
    "values.yaml",
    "pod.yaml",
    ".terraform.lock.hcl",
    "index.json",
    "manifest.json",
    "mix.exs",
    "mix.lock",
    "rebar.lock",
    "a.cabal",
    "cabal.project.freeze",
    "stack.yaml.lock",
    "META.json",
    "cpanfile",
    "cpanfile.snapshot",
    "Project.toml",
    "Manifest.toml",
    "a.opam",
    "a-1-1.rockspec",
    "DESCRIPTION",
    "renv.lock",
    "flake.lock",
    "a.gguf",
    "a.safetensors",
    "adapter_config.json",
    "Cargo.lock",
    "Cargo.toml",
    "composer.lock",
    "Gemfile.lock",
    "go.mod",
    "package-lock.json",
    "packages.lock.json",
    "pnpm-lock.yaml",
    "poetry.lock",
    "pom.xml",
    "requirements.txt",
    "uv.lock",
    "yarn.lock",
];

fuzz_target!(|input: &[u8]| {
    let Some((choice, bytes)) = input.split_first() else { return };
    let path = NAMES[usize::from(*choice) % NAMES.len()].as_bytes();
    let path = TreePath::parse(path).expect("a path");
    let values = ManifestLimits { max_nodes: 5000, ..ManifestLimits::standard() };
    let limits = GraphLimits { values, max_items: 5000, max_graph: 20_000 };
    let (Some(facts), _) = graph::read(&path, bytes, &limits) else { return };
    for package in &facts.packages {
        let span = package.span;
        assert!(span.start <= span.end && span.end <= bytes.len() as u64, "{package:?}");
    }
    let graph = graph::resolve(&[(path, facts)], &limits);
    assert!(graph.packages.len() + graph.edges.len() <= limits.max_graph);
    graph::relations(&graph);
});
