// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The second half of the worlds, in the order of their names.

use super::super::check;

pub(super) const MODELS: &str = r###"
    //- adapter_config.json
    {"peft_type": "LORA", "base_model_name_or_path": "org/base", "revision": null}
"###;

#[test]
fn graph_of_models() {
    check(
        MODELS,
        r###"
        *huggingface:/. in ""
        pkg:huggingface/org/base
        .@? -> org/base@? runtime | adapter_config.json:1
        "###,
    );
}

pub(super) const NIX: &str = r###"
    //- flake.lock
    {"nodes": {"root": {"inputs": {"nixpkgs": "nixpkgs", "utils": "utils"}},
     "nixpkgs": {"locked": {"type": "github", "owner": "NixOS", "repo": "nixpkgs", "rev": "abc", "narHash": "sha256-x"}},
     "utils": {"inputs": {"nixpkgs": ["nixpkgs"]}, "locked": {"type": "git", "url": "https://example.org/u.git", "rev": "def"}}}, "root": "root", "version": 7}
"###;

#[test]
fn graph_of_nix() {
    check(
        NIX,
        r###"
        *nix:/. in ""
        pkg:github/nixos/nixpkgs@abc nar:sha256-x
        pkg:generic/utils@def?vcs_url=git%2Bhttps:%2F%2Fexample.org%2Fu.git%40def
        .@? -> nixpkgs@abc runtime | flake.lock:1
        .@? -> utils@def runtime | flake.lock:1
        utils@def -> nixpkgs@abc runtime | flake.lock:3
        "###,
    );
}

pub(super) const OCI: &str = r###"
    //- index.json
    {"schemaVersion": 2, "manifests": [{"mediaType": "application/vnd.oci.image.manifest.v1+json", "digest": "sha256:0011", "size": 1, "platform": {"architecture": "amd64"}, "annotations": {"io.containerd.image.name": "docker.io/library/alpine:3.19"}}]}
    //- manifest.json
    [{"Config":"x.json","RepoTags":["nginx:1.25"],"Layers":[]}]
"###;

#[test]
fn graph_of_oci() {
    check(
        OCI,
        r###"
        pkg:docker/nginx@1.25
        pkg:oci/alpine@sha256:0011?arch=amd64&repository_url=docker.io%2Flibrary%2Falpine&tag=3.19 sha256:0011
        "###,
    );
}

pub(super) const OPAM: &str = r###"
    //- app.opam
    opam-version: "2.0"
    version: "1.0"
    maintainer: "x"
    license: "ISC"
    depends: [
      "ocaml" {>= "4.08"}
      "dune" {>= "3.0" & build}
      "fmt" {= "0.9.0"}
      "alcotest" {with-test}
    ]
"###;

#[test]
fn graph_of_opam() {
    check(
        OPAM,
        r###"
        pkg:opam/alcotest
        *pkg:opam/app@1.0 in "" [ISC]
        pkg:opam/dune
        pkg:opam/fmt@0.9.0
        app@1.0 -> alcotest@? test | app.opam:9
        app@1.0 -> dune@? build >= 3.0 | app.opam:7
        app@1.0 -> fmt@0.9.0 runtime = 0.9.0 | app.opam:8
        "###,
    );
}

pub(super) const PERL: &str = r###"
    //- cpanfile
    requires 'Moose', '2.0';
    on 'test' => sub {
        requires 'Test::More', '0.98';
    };
    //- cpanfile.snapshot
    # carton snapshot format: version 1.0
    DISTRIBUTIONS
      Moose-2.2015
        pathname: E/ET/ETHER/Moose-2.2015.tar.gz
        provides:
          Moose 2.2015
          Class::MOP 2.2015
        requirements:
          Carp 1.22
          Try::Tiny 0.17
      Try-Tiny-0.31
        pathname: E/ET/ETHER/Try-Tiny-0.31.tar.gz
        provides:
          Try::Tiny 0.31
        requirements:
          perl 5.006
"###;

#[test]
fn graph_of_perl() {
    check(
        PERL,
        r###"
        *cpan:/. in ""
        pkg:cpan/ETHER/Moose@2.2015
        cpan:/Test::More
        pkg:cpan/ETHER/Try-Tiny@0.31
        .@? -> Moose@2.2015 runtime 2.0 if unless part of Perl | cpanfile.snapshot:3 cpanfile:1
        .@? -> Test::More@? test 0.98 if unless part of Perl | cpanfile:3
        Moose@2.2015 -> Try-Tiny@0.31 runtime 0.17 if unless part of Perl | cpanfile.snapshot:10
        "###,
    );
}

pub(super) const PODS: &str = r###"
    //- Podfile.lock
    PODS:
      - A (1.0):
        - B/Core (~> 2)
      - B/Core (2.1)
      - C (3.0)
    DEPENDENCIES:
      - A (~> 1)
      - C (from `https://example.org/c.git`, tag `3.0`)
    EXTERNAL SOURCES:
      C:
        :git: https://example.org/c.git
        :tag: "3.0"
    CHECKOUT OPTIONS:
      C:
        :commit: 0123
        :git: https://example.org/c.git
    SPEC CHECKSUMS:
      A: aa
      B: bb
    PODFILE CHECKSUM: cc
    COCOAPODS: 1.12.0
"###;

#[test]
fn graph_of_pods() {
    check(
        PODS,
        r###"
        *cocoapods:/. in ""
        pkg:cocoapods/A@1.0 sha1:aa
        pkg:cocoapods/B@2.1#Core sha1:bb
        pkg:cocoapods/C@3.0
        .@? -> A@1.0 runtime ~> 1 | Podfile.lock:7
        .@? -> C@3.0 runtime | Podfile.lock:8
        A@1.0 -> B/Core@2.1 runtime ~> 2 | Podfile.lock:3
        "###,
    );
}

pub(super) const R_PACKAGES: &str = r###"
    //- DESCRIPTION
    Package: app
    Version: 1.0
    License: MIT + file LICENSE
    Depends: R (>= 3.5)
    Imports: dplyr (>= 1.0), utils
    Suggests: testthat
    //- renv.lock
    {"R": {"Version": "4.2", "Repositories": [{"Name": "CRAN", "URL": "https://cran.example.org"}]},
     "Packages": {"dplyr": {"Package": "dplyr", "Version": "1.1.0", "Source": "Repository", "Repository": "CRAN", "Requirements": ["R", "rlang"], "Hash": "aa"},
     "rlang": {"Package": "rlang", "Version": "1.0", "Source": "GitHub", "RemoteUsername": "r-lib", "RemoteRepo": "rlang", "RemoteSha": "abc"}}}
"###;

#[test]
fn graph_of_r_packages() {
    check(
        R_PACKAGES,
        r###"
        *pkg:cran/app@1.0 in "" [MIT + file LICENSE]
        pkg:cran/dplyr@1.1.0 renv:aa
        pkg:cran/rlang@1.0
        pkg:cran/testthat
        app@1.0 -> dplyr@1.1.0 runtime >= 1.0 | renv.lock:2 DESCRIPTION:5
        app@1.0 -> testthat@? optional | DESCRIPTION:6
        dplyr@1.1.0 -> rlang@1.0 runtime | renv.lock:2
        "###,
    );
}

pub(super) const REBAR: &str = r###"
    //- rebar.lock
    {"1.2.0",
    [{<<"certifi">>,{pkg,<<"certifi">>,<<"2.9.0">>},1},
     {<<"hackney">>,{pkg,<<"hackney">>,<<"1.18.1">>},0},
     {<<"lib">>,{git,"https://github.com/a/lib.git",{ref,"0123"}},0}]}.
    [
    {pkg_hash,[
     {<<"certifi">>, <<"AA">>},
     {<<"hackney">>, <<"BB">>}]},
    {pkg_hash_ext,[
     {<<"certifi">>, <<"CC">>},
     {<<"hackney">>, <<"DD">>}]}
    ].
"###;

#[test]
fn graph_of_rebar() {
    check(
        REBAR,
        r###"
        *rebar:/. in ""
        pkg:hex/certifi@2.9.0 sha256:CC
        pkg:hex/hackney@1.18.1 sha256:DD
        pkg:github/a/lib@0123
        .@? -> certifi@2.9.0 runtime? indirect | rebar.lock:1
        .@? -> hackney@1.18.1 runtime | rebar.lock:2
        .@? -> lib@0123 runtime | rebar.lock:3
        "###,
    );
}

pub(super) const STACK: &str = r###"
    //- stack.yaml.lock
    packages:
    - completed:
        hackage: acme-1.0@sha256:0011,123
      original:
        hackage: acme-1.0
    - completed:
        commit: abc
        git: https://github.com/a/b
        name: b
        version: "2"
    snapshots: []
"###;

#[test]
fn graph_of_stack() {
    check(
        STACK,
        r###"
        *hackage:/. in ""
        pkg:hackage/acme@1.0 sha256:0011
        pkg:hackage/b@2
        .@? -> acme@1.0 runtime? indirect | stack.yaml.lock:3
        .@? -> b@2 runtime? indirect | stack.yaml.lock:7
        "###,
    );
}

pub(super) const SWIFT: &str = r###"
    //- Package.resolved
    {"pins": [
     {"identity": "swift-log", "kind": "remoteSourceControl", "location": "https://github.com/apple/swift-log.git", "state": {"revision": "abc", "version": "1.4.2"}},
     {"identity": "org.kit", "kind": "registry", "location": "", "state": {"version": "2.0.0"}}], "version": 2}
    //- Package.swift
    // swift-tools-version:5.9
    import PackageDescription
    let package = Package(
        name: "app",
        dependencies: [
            .package(url: "https://github.com/Apple/swift-log", from: "1.4.0"),
            // .package(url: "https://github.com/old/old", from: "1.0.0"),
            .package(id: "org.kit", .upToNextMajor(from: "2.0.0")),
        ]
    )
"###;

#[test]
fn graph_of_swift() {
    check(
        SWIFT,
        r###"
        *swift:/app in ""
        pkg:swift/github.com/apple/swift-log@1.4.2
        pkg:swift/org/kit@2.0.0
        app@? -> github.com/apple/swift-log@1.4.2 runtime from 1.4.0 | Package.resolved:2 Package.swift:6
        app@? -> org.kit@2.0.0 runtime from 2.0.0 | Package.resolved:3 Package.swift:8
        "###,
    );
}

pub(super) const TERRAFORM: &str = r###"
    //- .terraform.lock.hcl
    provider "registry.terraform.io/hashicorp/aws" {
      version     = "5.1.0"
      constraints = "~> 5.0"
      hashes = [
        "h1:abc=",
        "zh:00ff",
      ]
    }
"###;

#[test]
fn graph_of_terraform() {
    check(
        TERRAFORM,
        r###"
        *terraform:/. in ""
        pkg:terraform/hashicorp/aws@5.1.0 h1:abc= sha256:00ff
        .@? -> registry.terraform.io/hashicorp/aws@5.1.0 runtime ~> 5.0 | .terraform.lock.hcl:3
        "###,
    );
}

pub(super) const VCPKG: &str = r###"
    //- vcpkg.json
    {"name": "app", "version-semver": "1.0.0", "license": "MIT", "dependencies": ["zlib", {"name": "fmt", "version>=": "9.0", "platform": "!windows"}, {"name": "cmake", "host": true}],
     "overrides": [{"name": "zlib", "version": "1.2.13"}], "features": {"net": {"dependencies": ["curl"]}}}
"###;

#[test]
fn graph_of_vcpkg() {
    check(
        VCPKG,
        r###"
        *pkg:vcpkg/app@1.0.0 in "" [MIT]
        pkg:vcpkg/cmake
        pkg:vcpkg/curl
        pkg:vcpkg/fmt
        pkg:vcpkg/zlib@1.2.13
        app@1.0.0 -> cmake@? build | vcpkg.json:1
        app@1.0.0 -> curl@? optional if feature net | vcpkg.json:2
        app@1.0.0 -> fmt@? runtime >= 9.0 if !windows | vcpkg.json:1
        app@1.0.0 -> zlib@1.2.13 runtime 1.2.13 | vcpkg.json:1
        "###,
    );
}

pub(super) const WEST: &str = r###"
    //- west.yml
    manifest:
      defaults: {remote: up, revision: main}
      remotes:
        - {name: up, url-base: "https://github.com/zephyr"}
      projects:
        - {name: hal, revision: abc, repo-path: hal_x}
        - {name: other}
"###;

#[test]
fn graph_of_west() {
    check(
        WEST,
        r###"
        *west:/. in ""
        pkg:github/zephyr/hal_x@abc
        pkg:github/zephyr/other@main
        .@? -> hal@abc runtime abc | west.yml:6
        .@? -> other@main runtime main | west.yml:7
        "###,
    );
}

pub(super) const IMAGES: &str = r###"
    //- Dockerfile
    # syntax=docker/dockerfile:1
    ARG VERSION=1.22 DISTRO
    FROM --platform=$BUILDPLATFORM golang:${VERSION}-alpine \
      AS Build
    RUN <<END
    FROM no/image
    END
    COPY --from=ghcr.io/acme/tools:2@sha256:abcd /bin/x /bin/x
    FROM scratch AS empty
    FROM alpine:${TAG:-3.20} AS base
    FROM $DISTRO AS unknown
    FROM base
    COPY --from=build /app /app
    COPY --from=registry.example.org:5000/team/ca:1 /etc/ssl /etc/ssl
    COPY --from=0 /a /b
    //- deploy/compose.yaml
    services:
      web: {build: .., image: acme/web:1, depends_on: [db]}
      admin: {build: {context: ../admin, dockerfile: Dockerfile.dev}, depends_on: {web: {condition: service_healthy}}}
      db: {image: "postgres:${PG:-16}"}
      cache: {image: "redis:${REDIS}"}
      proxy: {image: docker.io/library/nginx}
    //- compose.yml
    not: services
"###;

#[test]
fn images_of_containers() {
    check(
        IMAGES,
        r###"
        *docker:Dockerfile platform in "Dockerfile"
        *docker:deploy/compose.yaml/admin platform in "deploy/compose.yaml"
        pkg:docker/alpine@3.20
        *docker:deploy/compose.yaml/cache platform in "deploy/compose.yaml"
        *docker:deploy/compose.yaml/db platform in "deploy/compose.yaml"
        pkg:docker/nginx
        pkg:docker/acme/tools@sha256:abcd?repository_url=ghcr.io
        pkg:docker/golang@1.22-alpine
        pkg:docker/postgres@16
        *docker:deploy/compose.yaml/proxy platform in "deploy/compose.yaml"
        pkg:docker/team/ca@1?repository_url=registry.example.org:5000
        *docker:deploy/compose.yaml/web platform in "deploy/compose.yaml"
        Dockerfile@? -> alpine@3.20 runtime 3.20 | Dockerfile:10
        Dockerfile@? -> ghcr.io/acme/tools@sha256:abcd build 2@sha256:abcd if stage Build | Dockerfile:8
        Dockerfile@? -> golang@1.22-alpine build 1.22-alpine if stage Build | Dockerfile:3
        Dockerfile@? -> registry.example.org:5000/team/ca@1 runtime 1 | Dockerfile:14
        admin@? -> web@? provided | deploy/compose.yaml:3
        db@? -> postgres@16 provided 16 | deploy/compose.yaml:4
        proxy@? -> docker.io/library/nginx@? provided | deploy/compose.yaml:6
        web@? -> Dockerfile@? runtime | deploy/compose.yaml:2
        web@? -> db@? provided | deploy/compose.yaml:2
        ! package-unknown Dockerfile:11 $DISTRO
        ! package-unknown deploy/compose.yaml:5 redis:${REDIS}
        ! package-file-missing deploy/compose.yaml:3 ../admin/Dockerfile.dev
        "###,
    );
}
