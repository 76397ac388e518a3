// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Python: further locks, setup files and installed packages.

use super::check;

pub(super) const LOCKS: &str = r#"
//- pip/Pipfile
[packages]
Flask = "==2.0"
far = {git = "https://example.org/far.git", ref = "v1"}
[dev-packages]
pytest = "*"
[requires]
python_version = "3.11"
//- pip/Pipfile.lock
{"_meta": {}, "default": {
 "flask": {"version": "==2.0", "hashes": ["sha256:aa"]}, "jinja2": {"version": "==3.1"},
 "far": {"git": "https://example.org/far.git", "ref": "0123"}},
 "develop": {"pytest": {"version": "==7.0"}, "iniconfig": {"version": "==2.0"}}}
//- pdm/pyproject.toml
[project]
name = "with-pdm"
version = "1"
dependencies = ["requests"]
//- pdm/pdm.lock
[metadata]
groups = ["default"]
[[package]]
name = "requests"
version = "2.31.0"
groups = ["default"]
dependencies = ["idna<4,>=2.5", "gone; python_version < '3'"]
files = [{file = "r.whl", hash = "sha256:bb"}]
[[package]]
name = "idna"
version = "3.4"
groups = ["default"]
//- pylock/pylock.toml
lock-version = "1.0"
[[packages]]
name = "attrs"
version = "25.1"
wheels = [{name = "a.whl", hashes = {sha256 = "cc"}}]
[[packages]]
name = "cattrs"
version = "24.1"
dependencies = [{name = "attrs"}]
[[packages]]
name = "local"
directory = {path = "."}
"#;

#[test]
fn flat_locks_hang_on_the_project() {
    check(
        LOCKS,
        r#"
pkg:pypi/attrs@25.1 sha256:cc
pkg:pypi/cattrs@24.1
pkg:pypi/far?vcs_url=git%2Bhttps:%2F%2Fexample.org%2Ffar.git%400123
pkg:pypi/flask@2.0 sha256:aa
pkg:pypi/idna@3.4
pkg:pypi/iniconfig@2.0
pkg:pypi/jinja2@3.1
*pypi:pip/pip in "pip"
*pypi:pylock/pylock in "pylock"
pkg:pypi/pytest@7.0
pkg:pypi/requests@2.31.0 sha256:bb
*pkg:pypi/with-pdm@1 in "pdm"
cattrs@24.1 -> attrs@25.1 runtime | pylock/pylock.toml:9
pip@? -> far@? runtime | pip/Pipfile.lock:3 pip/Pipfile:3
pip@? -> flask@2.0 runtime ==2.0 | pip/Pipfile.lock:2 pip/Pipfile:2
pip@? -> iniconfig@2.0 development indirect | pip/Pipfile.lock:4
pip@? -> jinja2@3.1 runtime? indirect | pip/Pipfile.lock:2
pip@? -> pytest@7.0 development * | pip/Pipfile.lock:4 pip/Pipfile:5
pylock@? -> cattrs@24.1 runtime? indirect | pylock/pylock.toml:7
requests@2.31.0 -> idna@3.4 runtime <4,>=2.5 | pdm/pdm.lock:7
with-pdm@1 -> requests@2.31.0 runtime | pdm/pdm.lock:4 pdm/pyproject.toml:4
"#,
    );
}

pub(super) const SETUP: &str = r#"
//- setup.py
from setuptools import setup
REQUIRED = ["requests==2.31.0", "six" + x, 'attrs >= 20; python_version > "3"']
setup(name="Acme.Tool", version="1.0", license="MIT", install_requires=REQUIRED,
    extras_require={"dev": ["black"], "docs": """sphinx
furo""".split()}, tests_require=["pytest"])
//- cfg/setup.cfg
[metadata]
name = other
version = attr: other.__version__
[options]
install_requires =
    click>=8 # c
    rich; sys_platform == "win32"
[options.extras_require]
test = pytest
"#;

#[test]
fn setup_files_are_read_for_literal_values() {
    check(
        SETUP,
        r#"
*pkg:pypi/acme-tool@1.0 in "" [MIT]
pkg:pypi/attrs
pkg:pypi/black
pkg:pypi/click
pkg:pypi/furo
*pkg:pypi/other in "cfg"
pkg:pypi/pytest
pkg:pypi/requests@2.31.0
pkg:pypi/rich
pkg:pypi/sphinx
acme-tool@1.0 -> attrs@? runtime >= 20 if python_version > "3" | setup.py:2
acme-tool@1.0 -> black@? optional if extra dev | setup.py:4
acme-tool@1.0 -> furo@? optional if extra docs | setup.py:4
acme-tool@1.0 -> pytest@? test | setup.py:5
acme-tool@1.0 -> requests@2.31.0 runtime ==2.31.0 | setup.py:2
acme-tool@1.0 -> sphinx@? optional if extra docs | setup.py:4
other@? -> click@? runtime >=8 | cfg/setup.cfg:6
other@? -> pytest@? optional if extra test | cfg/setup.cfg:9
other@? -> rich@? runtime if sys_platform == "win32" | cfg/setup.cfg:7
! lock-missing cfg/setup.cfg:2
! lock-missing setup.py:1
"#,
    );
}

pub(super) const INSTALLED: &str = r#"
//- pyproject.toml
[project]
name = "app"
dependencies = ["Requests>=2"]
//- .venv/lib/site-packages/requests-2.31.0.dist-info/METADATA
Metadata-Version: 2.1
Name: requests
Version: 2.31.0
License-Expression: Apache-2.0
Home-page: https://example.org
Requires-Dist: idna (<4,>=2.5)
Requires-Dist: PySocks ; extra == 'socks'
//- .venv/lib/site-packages/requests-2.31.0.dist-info/RECORD
requests/__init__.py,sha256=aa,10
"requests/odd,name.py",,
../../bin/normalizer,sha256=bb,5
../../../../../outside,,
//- .venv/lib/site-packages/idna.egg-info/PKG-INFO
Metadata-Version: 1.1
Name: idna
Version: 3.4
//- .venv/lib/site-packages/idna.egg-info/requires.txt
requests
[x:python_version < "3"]
PySocks
//- .venv/lib/site-packages/idna.egg-info/installed-files.txt
../idna/core.py
PKG-INFO
//- .venv/lib/site-packages/requests/requirements-dev.txt
pytest
//- app.egg-info/PKG-INFO
Metadata-Version: 2.1
Name: app
Version: 0.9
"#;

#[test]
fn lists_are_answered_by_what_is_installed_and_what_is_absent_has_a_name() {
    check(
        r#"
//- app/requirements.txt
requests
flask==3
//- usr/lib/site-packages/requests-2.31.0.dist-info/METADATA
Metadata-Version: 2.1
Name: requests
Version: 2.31.0
Requires-Dist: idna
Requires-Dist: colorama ; sys_platform == "win32"
Requires-Dist: ghost
//- usr/local/lib/site-packages/idna-3.4.dist-info/METADATA
Metadata-Version: 2.1
Name: idna
Version: 3.4
"#,
        r#"
*pypi:app/app in "app"
pkg:pypi/flask@3
pkg:pypi/ghost
pkg:pypi/idna@3.4
pkg:pypi/requests@2.31.0
app@? -> flask@3 runtime ==3 | app/requirements.txt:2
app@? -> requests@2.31.0 runtime | app/requirements.txt:1
requests@2.31.0 -> ghost@? runtime | usr/lib/site-packages/requests-2.31.0.dist-info/METADATA:6
requests@2.31.0 -> idna@3.4 runtime | usr/lib/site-packages/requests-2.31.0.dist-info/METADATA:4
"#,
    );
}

#[test]
fn installed_packages_answer_requests() {
    check(
        INSTALLED,
        r#"
*pkg:pypi/app in ""
pkg:pypi/idna@3.4
pkg:pypi/requests@2.31.0 [Apache-2.0]
app@? -> requests@2.31.0 runtime >=2 | pyproject.toml:3
idna@3.4 -> requests@2.31.0 runtime | .venv/lib/site-packages/idna.egg-info/requires.txt:1
requests@2.31.0 -> idna@3.4 runtime <4,>=2.5 | .venv/lib/site-packages/requests-2.31.0.dist-info/METADATA:6
"#,
    );
    let (graph, _) = super::graph_of(&heirloom_testkit::World::parse(INSTALLED));
    let requests = graph.packages.iter().find(|package| &*package.name == "requests").unwrap();
    let files: Vec<&[u8]> = requests.files.iter().map(|file| &*file.path).collect();
    assert_eq!(
        files,
        [
            b".venv/bin/normalizer".as_slice(),
            b".venv/lib/site-packages/requests/__init__.py",
            b".venv/lib/site-packages/requests/odd,name.py",
        ]
    );
    let idna = graph.packages.iter().find(|package| &*package.name == "idna").unwrap();
    let files: Vec<&[u8]> = idna.files.iter().map(|file| &*file.path).collect();
    assert_eq!(
        files,
        [
            b".venv/lib/site-packages/idna.egg-info/PKG-INFO".as_slice(),
            b".venv/lib/site-packages/idna/core.py",
        ]
    );
    assert_eq!(requests.about.homepage.as_deref(), Some("https://example.org"));
}
