// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Conda: environments, installed packages, locks.

use super::check;

pub(super) const CONDA: &str = r#"
//- environment.yml
name: lab
dependencies:
  - conda-forge::numpy=1.26.0=py311_0
  - python >=3.11
  - pip:
      - -r x.txt
      - Flask[async]==2.0 ; python_version > "3"
//- envs/x/conda-meta/zlib-1.2.13-h1.json
{"name": "zlib", "version": "1.2.13", "build": "h1", "channel": "https://conda.example.org/conda-forge/linux-64",
 "subdir": "linux-64", "depends": ["libzlib 1.2.13 h2", "__glibc >=2.17"], "license": "Zlib", "md5": "aa", "files": ["lib/libz.so"]}
//- envs/x/conda-meta/libzlib-1.2.13-h2.json
{"name": "libzlib", "version": "1.2.13", "build": "h2"}
//- p/pixi.lock
version: 6
packages:
- conda: https://conda.example.org/conda-forge/linux-64/tk-8.6-h3.conda
  sha256: bb
  license: TCL
  depends: [zlib >=1.2]
- conda: https://conda.example.org/conda-forge/linux-64/zlib-1.3-h4.conda
- pypi: https://files.example.org/flask.whl
  name: Flask
  version: '2.0'
"#;

#[test]
fn conda_packages_have_builds_and_channels() {
    check(
        CONDA,
        r#"
*conda:/lab in ""
pkg:conda/libzlib@1.2.13?build=h2
pkg:conda/numpy@1.26.0
*conda:p/p in "p"
pkg:conda/python
pkg:conda/tk@8.6?build=h3&channel=conda-forge&subdir=linux-64 [TCL] sha256:bb
pkg:conda/zlib@1.2.13?build=h1&channel=conda-forge&subdir=linux-64 [Zlib] md5:aa
pkg:conda/zlib@1.3?build=h4&channel=conda-forge&subdir=linux-64
pkg:pypi/flask@2.0
lab@? -> numpy@1.26.0 runtime =1.26.0=py311_0 | environment.yml:3
lab@? -> python@? runtime >=3.11 | environment.yml:4
lab@? -> zlib@1.2.13 runtime? indirect | envs/x/conda-meta/zlib-1.2.13-h1.json:1
lab@? -> flask@2.0 runtime ==2.0 | environment.yml:7
p@? -> tk@8.6 runtime? indirect | p/pixi.lock:3
tk@8.6 -> zlib@1.3 runtime >=1.2 | p/pixi.lock:6
zlib@1.2.13 -> libzlib@1.2.13 runtime 1.2.13 | envs/x/conda-meta/zlib-1.2.13-h1.json:2
! lock-missing environment.yml:3
! package-file-missing environment.yml:6 x.txt
"#,
    );
}

/// `-r` and `-c` of an environment's pip section lead to lists beside it.
#[test]
fn lists_that_environments_name_are_read() {
    check(
        r#"
//- env/environment.yml
name: lab
dependencies:
  - pip
  - pip:
      - -r more.txt
      - --constraint=../pins.txt
//- env/more.txt
flask==2.0
-r deep.txt
//- env/deep.txt
attrs
//- pins.txt
attrs==23.1.0
"#,
        r#"
*conda:env/lab in "env"
pkg:conda/pip
pkg:pypi/attrs@23.1.0
pkg:pypi/flask@2.0
lab@? -> pip@? runtime | env/environment.yml:3
lab@? -> attrs@23.1.0 runtime | env/deep.txt:1
lab@? -> flask@2.0 runtime ==2.0 | env/more.txt:1
! lock-missing env/environment.yml:3
"#,
    );
}

/// Packages for two platforms could not be told apart, and each used what is for the other.
#[test]
fn locks_of_several_platforms() {
    check(
        r#"
//- environment.yml
name: lab
dependencies:
  - numpy
//- conda-lock.yml
package:
- {name: numpy, version: 1.26.4, manager: conda, platform: linux-64, category: main, optional: false,
   dependencies: {libblas: '>=3'}, url: 'https://conda.example.org/conda-forge/linux-64/numpy-1.26.4-h0.conda'}
- {name: numpy, version: 1.26.3, manager: conda, platform: osx-64, category: main, optional: false,
   dependencies: {libblas: '>=3'}, url: 'https://conda.example.org/conda-forge/osx-64/numpy-1.26.3-h0.conda'}
- {name: libblas, version: '3.9', manager: conda, platform: linux-64, url: 'https://conda.example.org/conda-forge/linux-64/libblas-3.9-h1.conda'}
- {name: libblas, version: '3.9', manager: conda, platform: osx-64, url: 'https://conda.example.org/conda-forge/osx-64/libblas-3.9-h1.conda'}
- {name: ruff, version: '0.5', manager: conda, platform: linux-64, category: dev, optional: true,
   url: 'https://conda.example.org/conda-forge/noarch/ruff-0.5-h1.conda'}
"#,
        r#"
*conda:/lab in ""
pkg:conda/libblas@3.9?build=h1&channel=conda-forge&subdir=linux-64
pkg:conda/libblas@3.9?build=h1&channel=conda-forge&subdir=osx-64
pkg:conda/numpy@1.26.3?build=h0&channel=conda-forge&subdir=osx-64
pkg:conda/numpy@1.26.4?build=h0&channel=conda-forge&subdir=linux-64
pkg:conda/ruff@0.5?build=h1&channel=conda-forge&subdir=noarch
lab@? -> numpy@1.26.3 runtime if osx-64 | conda-lock.yml:2 conda-lock.yml:4 environment.yml:3
lab@? -> numpy@1.26.4 runtime if linux-64 | conda-lock.yml:2 conda-lock.yml:4 environment.yml:3
lab@? -> ruff@0.5 development indirect | conda-lock.yml:8
numpy@1.26.3 -> libblas@3.9 runtime >=3 | conda-lock.yml:5
numpy@1.26.4 -> libblas@3.9 runtime >=3 | conda-lock.yml:3
"#,
    );
}
