// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Ways in which people and tools write the same thing.

use super::check;

#[test]
fn elixir_locks_go_over_lines_and_quote_names() {
    check(
        r#"
        //- mix.lock
        %{
          "jason": {:hex, :jason, "1.4.1", "aa", [:mix], [{:num, "~> 1.0 or ~> 2.0", [hex: :"deci-mal", repo: "hexpm", optional: true]}], "hexpm", "bb"},
          "na-me": {:hex, :"na-me", "3.0.0", "cc", [:mix], [], "hexpm", "dd"},
          num: {:hex, :"deci-mal", "2.0.0"},
          "git": {:git, "https://example.org/git.git", "abc", [tag: "v1"]},
          "multi": {:hex, :multi, "2.0.0", "ee",
            [:mix], [{:jason, "~> 1.0", [hex: :jason, repo: "hexpm"]}],
            "hexpm", "ff"}
        }
        "#,
        r#"
        *hex:/. in ""
        pkg:hex/deci-mal@2.0.0
        pkg:generic/git@abc?vcs_url=git%2Bhttps:%2F%2Fexample.org%2Fgit.git%40abc
        pkg:hex/jason@1.4.1 sha256:aa
        pkg:hex/multi@2.0.0 sha256:ee
        pkg:hex/na-me@3.0.0 sha256:cc
        .@? -> git@abc runtime? indirect | mix.lock:5
        .@? -> multi@2.0.0 runtime? indirect | mix.lock:6
        .@? -> na-me@3.0.0 runtime? indirect | mix.lock:3
        jason@1.4.1 -> deci-mal@2.0.0 optional ~> 1.0 or ~> 2.0 | mix.lock:2
        multi@2.0.0 -> jason@1.4.1 runtime ~> 1.0 | mix.lock:6
        "#,
    );
}

/// Of what an SDK brings the lock states no version but which SDKs will do.
#[test]
fn packages_of_an_sdk_have_its_request() {
    check(
        r#"
        //- pubspec.lock
        packages:
          flutter:
            dependency: "direct main"
            description: flutter
            source: sdk
            version: "0.0.0"
          sky_engine:
            dependency: transitive
            description: flutter
            source: sdk
            version: "0.0.0"
          path:
            dependency: transitive
            description: {name: path, url: "https://pub.dev"}
            source: hosted
            version: "1.9.0"
        sdks:
          dart: ">=3.1.0 <4.0.0"
          flutter: ">=3.13.0"
        "#,
        r#"
        *pub:/. in ""
        pkg:pub/flutter
        pkg:pub/path@1.9.0
        pkg:pub/sky_engine
        .@? -> flutter@? runtime >=3.13.0 | pubspec.lock:3
        .@? -> path@1.9.0 runtime? indirect | pubspec.lock:13
        .@? -> sky_engine@? runtime indirect >=3.13.0 | pubspec.lock:8
        "#,
    );
}

#[test]
fn gems_are_named_in_calls_and_by_constants() {
    check(
        r#"
        //- one.gemspec
        Gem::Specification.new "one", "1.2.3" do |s|
          s.add_dependency "rake", *["~> 12", "< 13"]
        end
        //- b/two.gemspec
        module Two
          NUMBER = "2.1.0".freeze
        end
        Gem::Specification.new do |s|
          s.name = 'two'.freeze
          s.version = Two::NUMBER
        end
        //- c/three.gemspec
        Gem::Specification.new do |s|
          s.name = %q{three}
          s.version = Gem::Version.new("3.0.0")
        end
        //- d/four.gemspec
        Gem::Specification.new do |spec|
          spec.name = "four"
          spec.version = "4.0.0" + ".pre"
        end
        //- f/six.gemspec
        require_relative "lib/six"
        Gem::Specification.new do |s|
          s.name = "six"
          s.version = Six::GEM_VERSION
        end
        //- f/lib/six.rb
        module Six
          GEM_VERSION = "6.0.1"
        end
        //- g/seven.gemspec
        require File.join(File.dirname(__FILE__), "lib", "seven", "version")
        Gem::Specification.new do |s|
          s.name = "seven"
          s.version = Seven::VERSION
        end
        //- g/eight.gemspec
        $:.unshift File.expand_path("lib", __dir__)
        require "json"
        require "eight/gem_version"
        Gem::Specification.new do |s|
          s.name = "eight"
          s.version = Eight::Version
        end
        //- g/lib/eight/gem_version.rb
        Version = "8.0.0"
        //- g/lib/seven/version.rb
        VERSION = "7.0.0"
        //- e/five.gemspec
        Gem::Specification.new do |spec|
          spec.name = "five"
          spec.version = Time.now.strftime("%Y")
        end
        "#,
        r#"
        *pkg:gem/eight@8.0.0 in "g"
        *pkg:gem/five in "e"
        *pkg:gem/four@4.0.0.pre in "d"
        *pkg:gem/one@1.2.3 in ""
        pkg:gem/rake
        *pkg:gem/seven@7.0.0 in "g"
        *pkg:gem/six@6.0.1 in "f"
        *pkg:gem/three@3.0.0 in "c"
        *pkg:gem/two@2.1.0 in "b"
        one@1.2.3 -> rake@? runtime ~> 12, < 13 | one.gemspec:2
        ! lock-missing one.gemspec:1
        "#,
    );
}

#[test]
fn lists_of_setup_are_made_in_steps() {
    check(
        r#"
        //- setup.py
        from setuptools import setup
        base = ["requests>=2.0", "six==1.10"]
        base.append("late>=1.1")
        base += ["plus==2.0"]
        install_requires = base + list(["m1>=0.1"])
        if sys.version_info < (3, 4):
            install_requires.append("enum34>=1.0.4")
        else:
            install_requires.extend(["ext==0.5", compute()])
        extras = {"dev": ["pytest>=3.0"], "all": base}
        extras["docs"] = ["sphinx>=1.2"]
        params = dict(name="steps", version="2")
        setup(install_requires=install_requires, extras_require=extras, **params)
        //- b/setup.py
        config = {"name": "map", "version": "3", "install_requires": ["nose==1.3"] + "a==1 b==2".split()}
        setup(**config)
        "#,
        r#"
        pkg:pypi/a@1
        pkg:pypi/b@2
        pkg:pypi/enum34
        pkg:pypi/ext@0.5
        pkg:pypi/late
        pkg:pypi/m1
        *pkg:pypi/map@3 in "b"
        pkg:pypi/nose@1.3
        pkg:pypi/plus@2.0
        pkg:pypi/pytest
        pkg:pypi/requests
        pkg:pypi/six@1.10
        pkg:pypi/sphinx
        *pkg:pypi/steps@2 in ""
        map@3 -> a@1 runtime ==1 | b/setup.py:1
        map@3 -> b@2 runtime ==2 | b/setup.py:1
        map@3 -> nose@1.3 runtime ==1.3 | b/setup.py:1
        steps@2 -> enum34@? runtime >=1.0.4 if sys.version_info < (3, 4) | setup.py:7
        steps@2 -> ext@0.5 runtime ==0.5 if not (sys.version_info < (3, 4)) | setup.py:9
        steps@2 -> late@? runtime >=1.1 | setup.py:3
        steps@2 -> late@? optional >=1.1 if extra all | setup.py:3
        steps@2 -> m1@? runtime >=0.1 | setup.py:5
        steps@2 -> plus@2.0 runtime ==2.0 | setup.py:4
        steps@2 -> plus@2.0 optional ==2.0 if extra all | setup.py:4
        steps@2 -> pytest@? optional >=3.0 if extra dev | setup.py:10
        steps@2 -> requests@? runtime >=2.0 | setup.py:2
        steps@2 -> requests@? optional >=2.0 if extra all | setup.py:2
        steps@2 -> six@1.10 runtime ==1.10 | setup.py:2
        steps@2 -> six@1.10 optional ==1.10 if extra all | setup.py:2
        steps@2 -> sphinx@? optional >=1.2 if extra docs | setup.py:11
        ! lock-missing setup.py:1
        "#,
    );
}

#[test]
fn profiles_have_properties_of_their_own() {
    check(
        r#"
        //- pom.xml
        <project><groupId>g</groupId><artifactId>a</artifactId><version>1</version>
         <properties><own>1.0</own></properties>
         <dependencies>
          <dependency><groupId>x</groupId><artifactId>usual</artifactId><version>${usual}</version></dependency>
          <dependency><groupId>x</groupId><artifactId>other</artifactId><version>${other}</version></dependency>
         </dependencies>
         <profiles>
          <profile><id>p</id><activation><activeByDefault>true</activeByDefault></activation>
           <properties><usual>2.0</usual></properties></profile>
          <profile><id>q</id><properties><other>3.0</other></properties>
           <dependencies><dependency><groupId>x</groupId><artifactId>inner</artifactId><version>${other}</version></dependency></dependencies>
          </profile>
         </profiles>
        </project>
        "#,
        r#"
        *pkg:maven/g/a@1 in ""
        pkg:maven/x/inner@3.0
        pkg:maven/x/other
        pkg:maven/x/usual@2.0
        g:a@1 -> x:inner@3.0 runtime 3.0 if profile q | pom.xml:11
        g:a@1 -> x:other@? runtime ${other} | pom.xml:5
        g:a@1 -> x:usual@2.0 runtime ${usual} | pom.xml:4
        ! lock-missing pom.xml:1
        ! package-version-unknown pom.xml:5 x:other, ${other}
        "#,
    );
}

#[test]
fn blocks_of_go_need_no_space() {
    check(
        r#"
        //- go.mod
        module example.org/a
        go 1.21.0
        require(
            example.org/b v1.0.0 // indirect
        )
        replace(
            example.org/b => example.org/c v1.1.0
        )
        "#,
        r#"
        *pkg:golang/example.org/a in ""
        pkg:golang/example.org/c@v1.1.0
        pkg:golang/stdlib@1.21.0 [BSD-3-Clause]
        example.org/a@? -> example.org/c@v1.1.0 runtime? indirect v1.0.0 | go.mod:4
        example.org/a@? -> stdlib@1.21.0 runtime? 1.21.0 | go.mod:2
        "#,
    );
}

#[test]
fn metadata_is_known_by_its_folder() {
    check(
        r#"
        //- site-packages/one-1.0.dist-info/METADATA
        Name: One
        Version: 1.0
        //- notes/METADATA
        Name: none
        Version: 1.0
        "#,
        r#"
        pkg:pypi/one@1.0
        "#,
    );
}

/// `USER/REPOSITORY` is a repository to npm, and a commit may be written short in a workflow.
#[test]
fn short_names_of_repositories_and_commits() {
    check(
        r#"
        //- package.json
        {"name": "a", "dependencies": {"b": "user/b#v1", "c": "^1.0.0"}}
        //- .github/workflows/ci.yml
        jobs:
          a:
            steps:
              - uses: actions/x@11bd719 # v4.2.2
        "#,
        r#"
        pkg:github/actions/x@11bd719
        *github:.github/workflows/workflows in ".github/workflows"
        *pkg:npm/a in ""
        pkg:npm/b?vcs_url=github:user%2Fb%40v1
        pkg:npm/c
        workflows@? -> actions/x@11bd719 build 11bd719 (v4.2.2) | .github/workflows/ci.yml:4
        a@? -> b@? runtime user/b#v1 | package.json:1
        a@? -> c@? runtime ^1.0.0 | package.json:1
        ! lock-missing package.json:1
        "#,
    );
}

#[test]
fn cargo_packages_take_what_the_workspace_tells_people() {
    let world = heirloom_testkit::World::parse(
        r#"
        //- Cargo.toml
        [workspace]
        members = ["a", "b"]
        [workspace.package]
        authors = ["Ada"]
        description = "shared"
        homepage = "https://example.org/home"
        repository = "https://example.org/code"
        license = "MIT"
        license-file = "TERMS"
        //- a/Cargo.toml
        [package]
        name = "a"
        version = "1.0.0"
        authors.workspace = true
        description.workspace = true
        homepage.workspace = true
        license.workspace = true
        //- b/Cargo.toml
        [package]
        name = "b"
        version = "1.0.0"
        description = "its own"
        repository.workspace = true
        license-file.workspace = true
        "#,
    );
    let (graph, _) = super::graph_of(&world);
    let told: Vec<String> = graph
        .packages
        .iter()
        .map(|package| {
            let about = &package.about;
            let people: Vec<&str> = about.parties.iter().map(|party| &*party.name).collect();
            let licenses: Vec<&str> = package.licenses.iter().map(|one| &*one.as_written).collect();
            format!(
                "{} {people:?} {:?} {:?} {:?} {licenses:?}",
                package.name, about.description, about.homepage, about.repository
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            r#"a ["Ada"] Some("shared") Some("https://example.org/home") None ["MIT"]"#,
            r#"b [] Some("its own") None Some("https://example.org/code") ["TERMS"]"#,
        ]
    );
}

/// A registry in the tree says which versions requests come to, and what these need; ports of an
/// overlay come before it.
#[test]
fn registries_of_vcpkg_answer_requests() {
    check(
        r#"
        //- vcpkg.json
        {"name": "app", "version": "1.0", "dependencies": ["fmt", {"name": "zlib", "version>=": "1.3"}, "pinned", "own", "absent"],
         "overrides": [{"name": "pinned", "version": "0.9"}, {"name": "deep", "version": "5"}]}
        //- vcpkg-configuration.json
        {"default-registry": {"kind": "builtin", "baseline": "abc"}, "overlay-ports": ["ports"]}
        //- ports/own/vcpkg.json
        {"name": "own", "version": "7.0", "dependencies": ["fmt"]}
        //- external/vcpkg/versions/baseline.json
        {"default": {"fmt": {"baseline": "12.2.0", "port-version": 1}, "zlib": {"baseline": "1.2.13", "port-version": 0},
          "pinned": {"baseline": "1.0", "port-version": 0}, "deep": {"baseline": "4", "port-version": 0},
          "own": {"baseline": "6.0", "port-version": 0}, "cmake": {"baseline": "2025-01-01", "port-version": 0}}}
        //- external/vcpkg/ports/fmt/vcpkg.json
        {"name": "fmt", "version": "12.2.0", "port-version": 1, "license": "MIT", "default-features": ["usual"],
         "dependencies": [{"name": "cmake", "host": true}, {"name": "fmt", "features": ["other"]}],
         "features": {"usual": {"dependencies": ["deep"]}, "other": {"dependencies": ["never"]}}}
        //- external/vcpkg/ports/zlib/vcpkg.json
        {"name": "zlib", "version": "1.2.13", "license": "Zlib", "dependencies": ["stale"]}
        "#,
        r#"
        pkg:vcpkg/absent
        *pkg:vcpkg/app@1.0 in ""
        pkg:vcpkg/cmake@2025-01-01
        pkg:vcpkg/deep@5
        pkg:vcpkg/fmt@12.2.0%231 [MIT]
        pkg:vcpkg/own@7.0
        pkg:vcpkg/pinned@0.9
        pkg:vcpkg/zlib@1.3
        app@1.0 -> absent@? runtime | vcpkg.json:1
        app@1.0 -> fmt@12.2.0#1 runtime | vcpkg.json:1
        app@1.0 -> own@7.0 runtime | vcpkg.json:1
        app@1.0 -> pinned@0.9 runtime 0.9 | vcpkg.json:1
        app@1.0 -> zlib@1.3 runtime >= 1.3 | vcpkg.json:1
        fmt@12.2.0#1 -> cmake@2025-01-01 build | external/vcpkg/ports/fmt/vcpkg.json:2
        fmt@12.2.0#1 -> deep@5 runtime if feature usual | external/vcpkg/ports/fmt/vcpkg.json:3
        own@7.0 -> fmt@12.2.0#1 runtime | ports/own/vcpkg.json:1
        "#,
    );
}

/// Without a project around it a registry is a tree of packages like any other.
#[test]
fn registries_of_vcpkg_alone_are_packages() {
    check(
        r#"
        //- versions/baseline.json
        {"default": {"fmt": {"baseline": "12.2.0", "port-version": 1}}}
        //- ports/fmt/vcpkg.json
        {"name": "fmt", "version": "12.2.0", "port-version": 1, "license": "MIT"}
        "#,
        r#"
        *pkg:vcpkg/fmt@12.2.0%231 in "ports/fmt" [MIT]
        "#,
    );
}

/// An entry that is an address alone was once read as more of the entry before it.
#[test]
fn yarn_entries_may_be_addresses() {
    check(
        r#"
        //- yarn.lock
        # yarn lockfile v1
        before@^1.0.0:
          version "1.1.0"
        "https://example.org/files/tool.tgz":
          version "3.0.0"
          resolved "https://example.org/files/tool.tgz#abc"
        "git@example.org:u/code.git":
          version "0.5.0"
        "#,
        r#"
        pkg:npm/before@1.1.0
        pkg:npm/code@0.5.0
        pkg:npm/tool@3.0.0?download_url=https:%2F%2Fexample.org%2Ffiles%2Ftool.tgz
        "#,
    );
}
