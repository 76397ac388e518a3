// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! PHP, Ruby, .NET and GitHub.

use super::{check, check_relations};

pub(super) const PHP: &str = r#"
//- composer.json
{"name": "Acme/App", "license": "MIT",
 "require": {"php": ">=8", "ext-json": "*", "psr/log": "^3", "acme/gone": "^1"},
 "require-dev": {"phpunit/phpunit": "^10"}}
//- composer.lock
{"packages": [
 {"name": "monolog/monolog", "version": "3.1.0", "license": ["MIT"], "provide": {"psr/log-implementation": "3"},
  "require": {"psr/log": "^3", "psr/log-implementation": "*"},
  "source": {"type": "git", "url": "https://example.org/m.git", "reference": "abc"}},
 {"name": "psr/log", "version": "3.0.0", "dist": {"type": "zip", "url": "https://example.org/p.zip", "shasum": "12"}}],
 "packages-dev": [{"name": "phpunit/phpunit", "version": "10.0.1", "require": {"acme/unknown": "*"}}]}
//- lib/composer.json
{"require": {"psr/log": "^3"}}
//- lib/vendor/composer/installed.json
{"packages": [{"name": "psr/log", "version": "3.0.0", "install-path": "../psr/log"}], "dev-package-names": []}
"#;

#[test]
fn composer_locks_answer_requests() {
    check(
        PHP,
        r#"
*pkg:composer/acme/app in "" [MIT]
pkg:composer/acme/gone
*composer:lib/lib in "lib"
pkg:composer/monolog/monolog@3.1.0 [MIT]
pkg:composer/phpunit/phpunit@10.0.1
pkg:composer/psr/log@3.0.0 in "lib/vendor/psr/log" sha1:12
Acme/App@? -> acme/gone@? runtime ^1 | composer.json:2
Acme/App@? -> monolog/monolog@3.1.0 runtime? indirect | composer.lock:2
Acme/App@? -> phpunit/phpunit@10.0.1 development ^10 | composer.lock:6 composer.json:3
Acme/App@? -> psr/log@3.0.0 runtime ^3 | composer.lock:5 composer.json:2
lib@? -> psr/log@3.0.0 runtime ^3 | lib/composer.json:1
monolog/monolog@3.1.0 -> psr/log@3.0.0 runtime ^3 | composer.lock:3
! lock-outdated composer.json:2 acme/gone
! package-unknown composer.lock:6 acme/unknown
"#,
    );
}

pub(super) const RUBY: &str = r#"
//- Gemfile
source "https://example.org"
gemspec
gem "rack", "~> 3.0", require: false
group :test do
  gem 'rspec' # c
end
gem "far", git: "https://example.org/far.git", tag: "v1"
//- acme.gemspec
require_relative "lib/acme/version"
Gem::Specification.new do |s|
  s.name = "acme"
  s.version = Acme::VERSION
  s.license = "MIT"
  s.add_dependency "rack", ">= 2", "< 4"
  s.add_development_dependency("rake", ["> 1"])
end
//- lib/acme/version.rb
module Acme
  VERSION = "1.2.3".freeze
end
//- Gemfile.lock
GIT
  remote: https://example.org/far.git
  revision: 0123
  tag: v1
  specs:
    far (1.0)

PATH
  remote: .
  specs:
    acme (1.2.3)
      rack (>= 2, < 4)

GEM
  remote: https://example.org/
  specs:
    nokogiri (1.15.0-x86_64-linux)
      racc (~> 1.4)
    racc (1.7)
    rack (3.0.8)
    rake (13.0)
    rspec (3.12)
      gone (1)

PLATFORMS
  x86_64-linux

DEPENDENCIES
  acme!
  far!
  nokogiri
  rack (~> 3.0)
  rake (> 1)
  rspec

CHECKSUMS
  rack (3.0.8) sha256=aa

BUNDLED WITH
   2.5
"#;

#[test]
fn bundler_locks_answer_gemfile_and_specification() {
    check(
        RUBY,
        r#"
*pkg:gem/acme@1.2.3 in "" [MIT]
pkg:gem/far@1.0?vcs_url=git%2Bhttps:%2F%2Fexample.org%2Ffar.git%400123
pkg:gem/nokogiri@1.15.0?platform=x86_64-linux
pkg:gem/racc@1.7
pkg:gem/rack@3.0.8 sha256:aa
pkg:gem/rake@13.0
pkg:gem/rspec@3.12
acme@1.2.3 -> far@1.0 runtime | Gemfile.lock:6 Gemfile:7
acme@1.2.3 -> nokogiri@1.15.0 runtime | Gemfile.lock:31
acme@1.2.3 -> rack@3.0.8 runtime >= 2, < 4 | Gemfile.lock:12 Gemfile.lock:20 Gemfile:3 acme.gemspec:6
acme@1.2.3 -> rake@13.0 development > 1 | Gemfile.lock:21 acme.gemspec:7
acme@1.2.3 -> rspec@3.12 test if group test | Gemfile.lock:22 Gemfile:5
nokogiri@1.15.0 -> racc@1.7 runtime ~> 1.4 | Gemfile.lock:18
! package-unknown Gemfile.lock:23 gone
"#,
    );
}

pub(super) const DOTNET: &str = r#"
//- Directory.Packages.props
<Project><PropertyGroup><V>2.1.0</V></PropertyGroup><ItemGroup>
<PackageVersion Include="Central" Version="$(V)" /></ItemGroup></Project>
//- App/App.csproj
<Project Sdk="x"><PropertyGroup><Version>1.0</Version><PackageLicenseExpression>MIT</PackageLicenseExpression></PropertyGroup>
<ItemGroup Condition="'$(X)' == 'y'"><PackageReference Include="Analyzer"><Version>3</Version><PrivateAssets>all</PrivateAssets></PackageReference></ItemGroup>
<ItemGroup><PackageReference Include="Central" /><PackageReference Include="Newtonsoft.Json" Version="13.0.1" />
<ProjectReference Include="..\Lib\Lib.csproj" /></ItemGroup></Project>
//- Lib/Lib.csproj
<Project><ItemGroup><PackageReference Include="newtonsoft.json" Version="[12.0,13)" /></ItemGroup></Project>
//- Lib/packages.lock.json
{"version": 1, "dependencies": {"net6.0": {
 "Newtonsoft.Json": {"type": "Direct", "requested": "[12.0, 13)", "resolved": "12.0.3", "contentHash": "aa==", "dependencies": {"Base": "1.0"}},
 "Base": {"type": "Transitive", "resolved": "1.0"}}}}
//- bin/Tool.deps.json
{"runtimeTarget": {"name": "n"}, "targets": {"n": {"Tool/1.0": {"dependencies": {"Base": "1.0", "Frame": "8"}}}},
 "libraries": {"Tool/1.0": {"type": "project"}, "Base/1.0": {"type": "package", "sha512": "sha512-bb"}}}
"#;

#[test]
fn dotnet_versions_come_from_projects_properties_and_locks() {
    check(
        DOTNET,
        r#"
pkg:nuget/Analyzer@3
*pkg:nuget/App@1.0 in "App" [MIT]
pkg:nuget/Base@1.0 sha512:bb
pkg:nuget/Central@2.1.0
*pkg:nuget/Lib in "Lib"
pkg:nuget/Newtonsoft.Json@12.0.3 sha512:aa==
pkg:nuget/Newtonsoft.Json@13.0.1
*pkg:nuget/Tool@1.0 in "bin"
App@1.0 -> Analyzer@3 development 3 if '$(X)' == 'y' | App/App.csproj:2
App@1.0 -> Central@2.1.0 runtime 2.1.0 | App/App.csproj:3 Directory.Packages.props:2
App@1.0 -> Lib@? runtime | App/App.csproj:4
App@1.0 -> Newtonsoft.Json@13.0.1 runtime 13.0.1 | App/App.csproj:3
Lib@? -> Newtonsoft.Json@12.0.3 runtime [12.0,13) | Lib/packages.lock.json:2 Lib/Lib.csproj:1
Newtonsoft.Json@12.0.3 -> Base@1.0 runtime 1.0 | Lib/packages.lock.json:2
Tool@1.0 -> Base@1.0 runtime 1.0 | bin/Tool.deps.json:1
"#,
    );
}

pub(super) const GITHUB: &str = r#"
//- .github/workflows/ci.yml
on: push
jobs:
  a:
    container: ghcr.io/acme/build:1
    steps:
      - uses: actions/checkout@0123456789012345678901234567890123456789 # v4.1
      - uses: ./.github/actions/setup
      - uses: github/codeql-action/init@v3
      - uses: ${{ matrix.x }}@v1
  b:
    uses: acme/flows/.github/workflows/x.yml@main
//- .github/actions/setup/action.yml
name: Setup
runs:
  using: composite
  steps: [{uses: actions/cache@v4}]
//- .gitmodules
[submodule "x"]
	path = third/x
	url = git@github.com:Acme/x.git
[submodule "y"]
	path = third/y
	url = https://example.org/y.git
"#;

#[test]
fn actions_and_submodules_are_packages() {
    check(
        GITHUB,
        r#"
pkg:docker/ghcr.io/acme/build@1
pkg:generic/y?vcs_url=git%2Bhttps:%2F%2Fexample.org%2Fy.git
pkg:github/acme/x in "third/x"
pkg:github/acme/flows@main#.github/workflows/x.yml
pkg:github/actions/cache@v4
pkg:github/actions/checkout@0123456789012345678901234567890123456789
pkg:github/github/codeql-action@v3#init
*github:.github/actions/setup/setup in ".github/actions/setup"
*github:.github/workflows/workflows in ".github/workflows"
setup@? -> actions/cache@v4 build v4 | .github/actions/setup/action.yml:4
workflows@? -> ghcr.io/acme/build@1 build 1 | .github/workflows/ci.yml:4
workflows@? -> acme/flows/.github/workflows/x.yml@main build main | .github/workflows/ci.yml:11
workflows@? -> actions/checkout@0123456789012345678901234567890123456789 build 0123456789012345678901234567890123456789 (v4.1) | .github/workflows/ci.yml:6
workflows@? -> github/codeql-action/init@v3 build v3 | .github/workflows/ci.yml:8
workflows@? -> setup@? build | .github/workflows/ci.yml:7
"#,
    );
}

#[test]
fn actions_build_and_gems_are_loaded() {
    check_relations(
        GITHUB,
        r#"
github:.github/actions/setup/setup build_tool pkg:github/actions/cache@v4 build
github:.github/workflows/workflows build_tool github:.github/actions/setup/setup build
github:.github/workflows/workflows build_tool pkg:docker/ghcr.io/acme/build@1 build
github:.github/workflows/workflows build_tool pkg:github/acme/flows@main#.github/workflows/x.yml build
github:.github/workflows/workflows build_tool pkg:github/actions/checkout@0123456789012345678901234567890123456789 build
github:.github/workflows/workflows build_tool pkg:github/github/codeql-action@v3#init build
"#,
    );
}

pub(super) const PAKET: &str = r#"
//- paket.dependencies
version 5.0 # of the tool
source https://api.nuget.org/v3/index.json username: "u" password: "p"
framework: net8.0
nuget FSharp.Core ~> 8.0 >= 8.0.1 // why not
nuget Newtonsoft.Json framework: net472, net8.0, storage: none
nuget Gone = 1.0
github acme/Parts:main src/Part.fs
http https://example.org/a.fs a.fs

group Test
  storage: none
  nuget expecto 9.0.4 prerelease
  NUGET FSharp.Core
//- paket.lock
NUGET
  remote: https://api.nuget.org/v3/index.json
    FSharp.Core (8.0.301)
    Newtonsoft.Json (13.0.3) - restriction: >= net472
      FSharp.Core (>= 8.0) - restriction: >= net8.0
GITHUB
  remote: acme/Parts
    src/Part.fs (abc)

GROUP TEST
NUGET
  remote: https://nuget.example.org/v3/index.json
    Expecto (9.0.4)
      FSharp.Core (>= 4.6)
    FSharp.Core (7.0)
//- src/App.fsproj
<Project><PropertyGroup><Version>1.0</Version></PropertyGroup></Project>
//- src/paket.references
FSharp.Core
File: Part.fs
group test
  FSharp.Core
"#;

#[test]
fn paket_keeps_groups_apart() {
    check(
        PAKET,
        r#"
pkg:github/acme/parts@abc
*nuget:/. in ""
*pkg:nuget/App@1.0 in "src"
pkg:nuget/Expecto@9.0.4
pkg:nuget/FSharp.Core@7.0
pkg:nuget/FSharp.Core@8.0.301
pkg:nuget/Gone@1.0
pkg:nuget/Newtonsoft.Json@13.0.3
.@? -> acme/Parts@abc runtime main | paket.lock:8 paket.dependencies:7
.@? -> Expecto@9.0.4 test 9.0.4 prerelease if group Test | paket.lock:13 paket.dependencies:12
.@? -> FSharp.Core@7.0 test if group Test | paket.lock:15 paket.dependencies:13
.@? -> FSharp.Core@8.0.301 runtime ~> 8.0 >= 8.0.1 | paket.lock:3 paket.dependencies:4
.@? -> Gone@1.0 runtime = 1.0 | paket.dependencies:6
.@? -> Newtonsoft.Json@13.0.3 runtime if framework: net472, net8.0 | paket.lock:4 paket.dependencies:5
App@1.0 -> FSharp.Core@7.0 test if group test | paket.lock:15 paket.dependencies:13 src/paket.references:4
App@1.0 -> FSharp.Core@8.0.301 runtime ~> 8.0 >= 8.0.1 | paket.lock:3 paket.dependencies:4 src/paket.references:1
Expecto@9.0.4 -> FSharp.Core@7.0 runtime >= 4.6 | paket.lock:14
Newtonsoft.Json@13.0.3 -> FSharp.Core@8.0.301 runtime >= 8.0 | paket.lock:5
! lock-outdated paket.dependencies:6 Gone
"#,
    );
}
