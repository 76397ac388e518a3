// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The other ecosystems, a world each: manifests and locks in, graphs out.

use super::check;

mod rest;
mod weights;

/// Every world, for tests of all of them.
pub(super) const ALL: [&str; 26] = [
    BAZEL,
    CARTHAGE,
    CMAKE,
    CONAN,
    CONAN1,
    DART,
    HASKELL,
    HELM,
    HEX,
    JULIA,
    KUBERNETES,
    LUA,
    rest::IMAGES,
    rest::MODELS,
    rest::NIX,
    rest::OCI,
    rest::OPAM,
    rest::PERL,
    rest::PODS,
    rest::R_PACKAGES,
    rest::REBAR,
    rest::STACK,
    rest::SWIFT,
    rest::TERRAFORM,
    rest::VCPKG,
    rest::WEST,
];

const BAZEL: &str = r###"
    //- MODULE.bazel
    module(name = "app", version = "1.0")
    bazel_dep(name = "rules_cc", version = "0.0.9")
    bazel_dep(name = "gtest", version = "1.14.0", dev_dependency = True)
    git_override(module_name = "rules_cc", remote = "https://github.com/bazelbuild/rules_cc", commit = "abc")
    maven = use_extension("@rules_jvm_external//:extensions.bzl", "maven")
    maven.install(artifacts = ["org.a:b:1.0"])
    //- MODULE.bazel.lock
    {"lockFileVersion": 13, "registryFileHashes": {
     "https://bcr.bazel.build/modules/gtest/1.14.0/MODULE.bazel": "aa", "https://bcr.bazel.build/modules/gtest/1.14.0/source.json": "bb",
     "https://bcr.bazel.build/modules/rules_cc/0.0.9/source.json": "cc", "https://bcr.bazel.build/modules/abseil/1.0/source.json": "cc"}}
    //- maven_install.json
    {"artifacts": {"org.a:b": {"shasums": {"jar": "00", "sources": "11"}, "version": "1.0"}, "org.a:c": {"shasums": {"jar": null}, "version": "2"}},
     "dependencies": {"org.a:b": ["org.a:c"]}, "version": "2"}
"###;

#[test]
fn graph_of_bazel() {
    check(
        BAZEL,
        r###"
        pkg:bazel/abseil@1.0
        *pkg:bazel/app@1.0 in ""
        pkg:bazel/gtest@1.14.0
        pkg:bazel/rules_cc@0.0.9
        pkg:maven/org.a/b@1.0 sha256:00
        pkg:maven/org.a/c@2
        app@1.0 -> abseil@1.0 runtime? indirect | MODULE.bazel.lock:3
        app@1.0 -> gtest@1.14.0 development 1.14.0 | MODULE.bazel.lock:2 MODULE.bazel:3
        app@1.0 -> rules_cc@0.0.9 runtime 0.0.9 | MODULE.bazel.lock:3 MODULE.bazel:2
        app@1.0 -> org.a:b@1.0 runtime 1.0 | MODULE.bazel:6
        org.a:b@1.0 -> org.a:c@2 runtime | maven_install.json:2
        "###,
    );
}

const CARTHAGE: &str = r###"
    //- Cartfile
    github "a/b" ~> 1.0 # why
    //- Cartfile.resolved
    github "a/b" "1.2"
    binary "https://example.org/x.json" "3.0"
"###;

#[test]
fn graph_of_carthage() {
    check(
        CARTHAGE,
        r###"
        *carthage:/. in ""
        pkg:generic/x.json@3.0?download_url=https:%2F%2Fexample.org%2Fx.json
        pkg:github/a/b@1.2
        .@? -> example.org/x.json@3.0 runtime? indirect | Cartfile.resolved:2
        .@? -> github.com/a/b@1.2 runtime ~> 1.0 | Cartfile.resolved:1 Cartfile:1
        "###,
    );
}

const CMAKE: &str = r###"
    //- CMakeLists.txt
    project(Demo VERSION 2.1 LANGUAGES CXX)
    set(GTEST_TAG v${GTEST_VERSION})
    set(GTEST_VERSION "1.14.0" CACHE STRING "which")
    if(WIN32)
      set(BOOST 1.80)
    else()
      set(BOOST 1.81)
    endif()
    include(FetchContent)
    FetchContent_Declare(
      fmt
      GIT_REPOSITORY https://github.com/fmtlib/fmt.git # the library
      GIT_TAG 10.1.0)
    FetchContent_Declare(tar URL "https://example.org/tar-1.2.tgz" URL_HASH SHA256=00)
    # FetchContent_Declare(old GIT_REPOSITORY https://github.com/a/old)
    CPMAddPackage("gh:nlohmann/json@3.11.2")
    FetchContent_Declare(unknown GIT_REPOSITORY ${URL})
    //- cmake/deps.cmake
    FetchContent_Declare(gtest GIT_REPOSITORY https://github.com/google/googletest GIT_TAG ${GTEST_TAG})
    FetchContent_Declare(boost URL https://example.org/boost-${BOOST}.tgz)
    FetchContent_Declare(zstd GIT_REPOSITORY https://github.com/a/zstd GIT_TAG v${ZSTD})
    FetchContent_Declare(self GIT_REPOSITORY https://github.com/a/self GIT_TAG ${PROJECT_VERSION})
    //- subprojects/zlib.wrap
    [wrap-file]
    directory = zlib-1.3
    source_url = https://example.org/zlib-1.3.tar.gz
    source_hash = 00
    wrapdb_version = 1.3-1
"###;

#[test]
fn graph_of_cmake() {
    check(
        CMAKE,
        r###"
        *cmake:/Demo in ""
        cmake:/boost
        *cmake:cmake/cmake in "cmake"
        pkg:github/fmtlib/fmt@10.1.0
        pkg:github/google/googletest@v1.14.0
        pkg:github/nlohmann/json@3.11.2
        pkg:github/a/self@2.1
        pkg:generic/tar?download_url=https:%2F%2Fexample.org%2Ftar-1.2.tgz
        cmake:/unknown
        pkg:github/a/zstd
        *meson:subprojects/subprojects in "subprojects"
        pkg:generic/zlib@1.3-1?download_url=https:%2F%2Fexample.org%2Fzlib-1.3.tar.gz
        Demo@2.1 -> fmt@10.1.0 runtime 10.1.0 | CMakeLists.txt:10
        Demo@2.1 -> json@3.11.2 runtime 3.11.2 | CMakeLists.txt:16
        Demo@2.1 -> tar@? runtime | CMakeLists.txt:14
        Demo@2.1 -> unknown@? runtime | CMakeLists.txt:17
        cmake@? -> boost@? runtime | cmake/deps.cmake:2
        cmake@? -> gtest@v1.14.0 runtime v1.14.0 | cmake/deps.cmake:1
        cmake@? -> self@2.1 runtime 2.1 | cmake/deps.cmake:4
        cmake@? -> zstd@? runtime v${ZSTD} | cmake/deps.cmake:3
        subprojects@? -> zlib@1.3-1 runtime 1.3-1 | subprojects/zlib.wrap:1
        ! package-unknown CMakeLists.txt:17 unknown
        ! package-unknown cmake/deps.cmake:2 boost
        ! package-version-unknown cmake/deps.cmake:3 zstd, v${ZSTD}
        "###,
    );
}

const CONAN: &str = r###"
    //- conan.lock
    {"version": "0.5", "requires": ["zlib/1.2.11#0a%1700.1", "boost/1.8@u/c#0b"], "build_requires": ["cmake/3.2"], "python_requires": []}
    //- conanfile.py
    from conan import ConanFile
    class App(ConanFile):
        name = "app"
        version = "1.0"
        license = "MIT"
        requires = "zlib/1.2.11", "boost/[>=1.8]@u/c"
        def build_requirements(self):
            self.tool_requires("cmake/3.2")
"###;

#[test]
fn graph_of_conan() {
    check(
        CONAN,
        r###"
        *pkg:conan/app@1.0 in "" [MIT]
        pkg:conan/boost@1.8?channel=c&rrev=0b&user=u
        pkg:conan/cmake@3.2
        pkg:conan/zlib@1.2.11?rrev=0a
        app@1.0 -> boost@1.8 runtime [>=1.8] | conan.lock:1 conanfile.py:6
        app@1.0 -> cmake@3.2 build 3.2 | conan.lock:1 conanfile.py:8
        app@1.0 -> zlib@1.2.11 runtime 1.2.11 | conan.lock:1 conanfile.py:6
        "###,
    );
}

const CONAN1: &str = r###"
    //- conan.lock
    {"graph_lock": {"nodes": {"0": {"path": "conanfile.txt", "requires": ["1"]}, "1": {"ref": "a/1.0#x", "requires": ["2"]}, "2": {"ref": "b/2.0"}}}, "version": "0.4"}
    //- conanfile.txt
    [requires]
    a/1.0
    [options]
    a:shared=True
"###;

#[test]
fn graph_of_conan1() {
    check(
        CONAN1,
        r###"
        *conan:/. in ""
        pkg:conan/a@1.0?rrev=x
        pkg:conan/b@2.0
        .@? -> a@1.0 runtime 1.0 | conan.lock:1 conanfile.txt:2
        a@1.0 -> b@2.0 runtime | conan.lock:1
        "###,
    );
}

const DART: &str = r###"
    //- pubspec.lock
    packages:
      http:
        dependency: "direct main"
        description:
          name: http
          sha256: "00ff"
          url: "https://pub.dev"
        source: hosted
        version: "1.1.0"
      meta:
        dependency: transitive
        description:
          name: meta
          url: "https://pub.example.org"
        source: hosted
        version: "1.9.1"
      test:
        dependency: "direct dev"
        description:
          ref: main
          resolved-ref: abc
          url: "https://github.com/a/test.git"
        source: git
        version: "1.2.3"
    sdks:
      dart: ">=3.0.0 <4.0.0"
    //- pubspec.yaml
    name: app
    version: 1.0.0
    dependencies:
      flutter:
        sdk: flutter
      http: ^1.0.0
    dev_dependencies:
      test: any
"###;

#[test]
fn graph_of_dart() {
    check(
        DART,
        r###"
        *pkg:pub/app@1.0.0 in ""
        pkg:pub/http@1.1.0 sha256:00ff
        pkg:pub/meta@1.9.1?hosted_url=https:%2F%2Fpub.example.org
        pkg:pub/test@1.2.3?vcs_url=git%2Bhttps:%2F%2Fgithub.com%2Fa%2Ftest.git%40abc
        app@1.0.0 -> http@1.1.0 runtime ^1.0.0 | pubspec.lock:3 pubspec.yaml:6
        app@1.0.0 -> meta@1.9.1 runtime? indirect | pubspec.lock:11
        app@1.0.0 -> test@1.2.3 development any | pubspec.lock:18 pubspec.yaml:8
        "###,
    );
}

const HASKELL: &str = r###"
    //- app.cabal
    cabal-version: 2.4
    name: app
    version: 0.1
    license: BSD-3-Clause
    
    library
        build-depends: base >=4 && <5,
                       text ^>=2.0
        other-modules: X
    
    test-suite t
        build-depends:
            app, hspec
    //- cabal.project.freeze
    active-repositories: hackage.haskell.org:merge
    constraints: any.base ==4.18,
                 any.text ==2.0.2,
                 text +simdutf
"###;

#[test]
fn graph_of_haskell() {
    check(
        HASKELL,
        r###"
        *pkg:hackage/app@0.1 in "" [BSD-3-Clause]
        pkg:hackage/base@4.18
        pkg:hackage/hspec
        pkg:hackage/text@2.0.2
        app@0.1 -> base@4.18 runtime >=4 && <5 | cabal.project.freeze:2 app.cabal:7
        app@0.1 -> hspec@? test | app.cabal:13
        app@0.1 -> text@2.0.2 runtime ^>=2.0 | cabal.project.freeze:3 app.cabal:8
        ! lock-outdated app.cabal:13 hspec
        "###,
    );
}

const HELM: &str = r###"
    //- Chart.lock
    dependencies:
    - name: redis
      repository: https://charts.example.org
      version: 17.3.2
    digest: sha256:00
    //- Chart.yaml
    apiVersion: v2
    name: app
    version: 1.2.3
    annotations: {licenses: Apache-2.0}
    dependencies:
      - {name: redis, version: "^17.0", repository: "https://charts.example.org", condition: redis.enabled}
    //- values.yaml
    image: {registry: ghcr.io, repository: org/app, tag: v1}
    sidecar:
      image: nginx:1.25@sha256:ab
    //- templates/jobs/job.yaml
    apiVersion: batch/v1
    kind: Job
    spec: {template: {spec: {containers: [{name: a, image: busybox:1.36}]}}}
    //- other/templates/pod.yaml
    apiVersion: v1
    kind: Pod
    spec: {containers: [{name: a, image: alpine:3}]}
"###;

#[test]
fn graph_of_helm() {
    check(
        HELM,
        r###"
        pkg:docker/alpine@3
        pkg:docker/busybox@1.36
        pkg:docker/org/app@v1?repository_url=ghcr.io
        pkg:docker/nginx@sha256:ab
        *pkg:helm/app@1.2.3 platform in "" [Apache-2.0]
        pkg:helm/redis@17.3.2?repository_url=https:%2F%2Fcharts.example.org
        *kubernetes:other/templates/templates platform in "other/templates"
        app@1.2.3 -> busybox@1.36 provided 1.36 | templates/jobs/job.yaml:3
        app@1.2.3 -> ghcr.io/org/app@v1 provided v1 | values.yaml:1
        app@1.2.3 -> nginx@sha256:ab provided 1.25@sha256:ab | values.yaml:3
        app@1.2.3 -> redis@17.3.2 runtime ^17.0 if redis.enabled | Chart.lock:2 Chart.yaml:6
        templates@? -> alpine@3 provided 3 | other/templates/pod.yaml:3
        "###,
    );
}

const HEX: &str = r###"
    //- mix.exs
    defmodule App.MixProject do
      use Mix.Project
      def project do
        [app: :app, version: "0.1.0", deps: deps()]
      end
      defp deps do
        [
          {:jason, "~> 1.2"},
          {:ex_doc, "~> 0.3", only: :dev, runtime: false},
          {:lib, git: "https://github.com/a/lib.git", tag: "v1"}
        ]
      end
    end
    //- mix.lock
    %{
      "decimal": {:hex, :decimal, "2.0.0", "aa", [:mix], [], "hexpm", "bb"},
      "ex_doc": {:hex, :ex_doc, "0.3.0", "dd", [:mix], [{:jason, "~> 1.0", [hex: :jason, repo: "hexpm", optional: true]}], "hexpm", "ee"},
      "jason": {:hex, :jason, "1.4.0", "cc", [:mix], [{:decimal, "~> 1.0 or ~> 2.0", [hex: :decimal, repo: "hexpm", optional: false]}], "hexpm", "ff"},
      "lib": {:git, "https://github.com/a/lib.git", "0123", [tag: "v1"]},
    }
"###;

#[test]
fn graph_of_hex() {
    check(
        HEX,
        r###"
        *pkg:hex/app@0.1.0 in ""
        pkg:hex/decimal@2.0.0 sha256:aa
        pkg:hex/ex_doc@0.3.0 sha256:dd
        pkg:hex/jason@1.4.0 sha256:cc
        pkg:github/a/lib@0123
        app@0.1.0 -> ex_doc@0.3.0 development ~> 0.3 | mix.lock:3 mix.exs:9
        app@0.1.0 -> jason@1.4.0 runtime ~> 1.2 | mix.lock:4 mix.exs:8
        app@0.1.0 -> lib@0123 runtime | mix.lock:5 mix.exs:10
        ex_doc@0.3.0 -> jason@1.4.0 optional ~> 1.0 | mix.lock:3
        jason@1.4.0 -> decimal@2.0.0 runtime ~> 1.0 or ~> 2.0 | mix.lock:4
        "###,
    );
}

const JULIA: &str = r###"
    //- Manifest.toml
    manifest_format = "2.0"
    [[deps.JSON]]
    deps = ["Dates"]
    git-tree-sha1 = "aa"
    uuid = "682c06a0-de6a-54ab-a142-c8b1cf79cde6"
    version = "0.21.4"
    [[deps.Dates]]
    uuid = "ade2ca70-3891-5945-98fb-dc099432e06a"
    //- Project.toml
    name = "App"
    uuid = "00000000-0000-0000-0000-000000000001"
    version = "0.1.0"
    [deps]
    JSON = "682c06a0-de6a-54ab-a142-c8b1cf79cde6"
    [compat]
    JSON = "0.21"
"###;

#[test]
fn graph_of_julia() {
    check(
        JULIA,
        r###"
        *julia:/App in ""
        pkg:julia/Dates?uuid=ade2ca70-3891-5945-98fb-dc099432e06a
        pkg:julia/JSON@0.21.4?uuid=682c06a0-de6a-54ab-a142-c8b1cf79cde6 git-tree-sha1:aa
        App@0.1.0 -> JSON@0.21.4 runtime 0.21 | Manifest.toml:2 Project.toml:5
        JSON@0.21.4 -> Dates@? runtime | Manifest.toml:3
        "###,
    );
}

const KUBERNETES: &str = r###"
    //- deploy.yaml
    apiVersion: v1
    kind: Service
    ---
    apiVersion: apps/v1
    kind: Deployment
    spec:
      template:
        spec:
          containers:
            - {name: a, image: "registry.example.org:5000/team/a:1.0"}
            - {name: b, image: "{{ .x }}"}
          initContainers:
            - {name: c, image: busybox}
    ---
    apiVersion: v1
    kind: Pod
    spec:
      containers:
      - name: d
        image: nginx@sha256:ab
    //- other.yaml
    image: not-one
"###;

#[test]
fn graph_of_kubernetes() {
    check(
        KUBERNETES,
        r###"
        pkg:docker/busybox
        pkg:docker/nginx@sha256:ab
        pkg:docker/team/a@1.0?repository_url=registry.example.org:5000
        *kubernetes:/. platform in ""
        .@? -> busybox@? provided | deploy.yaml:13
        .@? -> nginx@sha256:ab provided sha256:ab | deploy.yaml:20
        .@? -> registry.example.org:5000/team/a@1.0 provided 1.0 | deploy.yaml:10
        "###,
    );
}

const LUA: &str = r###"
    //- app-1.0-1.rockspec
    package = "app"
    version = "1.0-1"
    description = { license = "MIT", homepage = "https://example.org" }
    dependencies = { "lua >= 5.1", "lpeg ~> 1.0", "luasocket" }
"###;

#[test]
fn graph_of_lua() {
    check(
        LUA,
        r###"
        *pkg:luarocks/app@1.0-1 in "" [MIT]
        pkg:luarocks/lpeg
        pkg:luarocks/luasocket
        app@1.0-1 -> lpeg@? runtime ~> 1.0 | app-1.0-1.rockspec:4
        app@1.0-1 -> luasocket@? runtime | app-1.0-1.rockspec:4
        "###,
    );
}

/// Calls and lists that never end, over and over, cost no more than their length.
#[test]
fn hostile_repetitions_stay_cheap() {
    for (name, part) in [
        ("MODULE.bazel", "bazel_dep(name = x, "),
        ("MODULE.bazel", "maven.install("),
        ("CMakeLists.txt", "CPMAddPackage("),
        ("mix.exs", "defp deps do {:a, "),
        ("mix.lock", "\"a\": {:hex, {:b, "),
        ("setup.py", "setup(install_requires=list("),
        ("setup.py", "setup(**a) a = b + b\nb = a + ['c'] + "),
        ("setup.py", "extras_require = {'a': b['c'] + install_requires + "),
        ("a.gemspec", "Gem::Specification.new 'a', version = A::B::"),
        ("lib/a.rb", "A_VERSION = B_VERSION = "),
        ("vcpkg.json", "{\"name\": \"a\", \"overrides\": [{\"name\": \"b\"}, "),
        ("Package.swift", "PackageDescription .package(url: "),
        ("rebar.lock", "{<<\"a\">>,{pkg,<<\"a\">>,<<\"1\">>},0} pkg_hash "),
        ("conanfile.py", "ConanFile requires(("),
        ("a.opam", "opam-version: \"2\"\ndepends: [ \"a\" {"),
        ("pod.yaml", "apiVersion: v1\nkind: Pod\ncontainers:\n- image: a\n---\n"),
        ("var/db/pkg/a/b-1/RDEPEND", "|| ( "),
    ] {
        let path = heirloom_model::TreePath::parse(name.as_bytes()).unwrap();
        let limits = super::GraphLimits::standard();
        if let (Some(facts), _) = super::read(&path, part.repeat(20_000).as_bytes(), &limits) {
            super::resolve(&[(path, facts)], &limits);
        }
    }
}
