// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Python: requirements files, Poetry, uv.

use super::{check, check_relations};

pub(super) const LISTS: &str = r#"
//- pyproject.toml
[project]
name = "My.App"
version = "1.0"
license = "MIT"
dependencies = ["A_b>=1", "git-x @ git+https://u@example.org/x.git@v1"]
[build-system]
requires = ["setuptools"]
//- requirements.txt
-r requirements/base.txt
-c constraints.txt
-r gone.txt
A.B==1.2 \
    --hash=sha256:00 \
    --hash=sha256:11  # via my-app
e[x,y] ; python_version < "3"
--index-url https://example.org/simple
-e ./lib
./wheels/w.whl
//- requirements/base.txt
c==2.0
    # via
    #   a-b
    #   -r base.in
d==1.0  # via c
//- constraints.txt
e==3.0
//- lib/pyproject.toml
[project]
name = "lib"
//- requirements-dev.txt
f~=1.0
"#;

#[test]
fn requirements_with_includes_constraints_and_hashes() {
    check(LISTS, EXPECT);
}

const EXPECT: &str = r#"
pkg:pypi/a-b@1.2 sha256:00 sha256:11
pkg:pypi/c@2.0
pkg:pypi/d@1.0
pkg:pypi/e@3.0
pkg:pypi/f
pkg:pypi/git-x?vcs_url=git%2Bhttps:%2F%2Fexample.org%2Fx.git%40v1
*pkg:pypi/lib in "lib"
*pkg:pypi/my-app@1.0 in "" [MIT]
pkg:pypi/setuptools
c@2.0 -> d@1.0 runtime | requirements/base.txt:5
my-app@1.0 -> a-b@1.2 runtime ==1.2 | pyproject.toml:5 requirements.txt:4
my-app@1.0 -> c@2.0 runtime ==2.0 | requirements/base.txt:1
my-app@1.0 -> d@1.0 runtime indirect ==1.0 | requirements/base.txt:5
my-app@1.0 -> e@3.0 runtime if python_version < "3" | requirements.txt:7
my-app@1.0 -> f@? development ~=1.0 | requirements-dev.txt:1
my-app@1.0 -> git-x@? runtime | pyproject.toml:5
my-app@1.0 -> lib@? runtime | requirements.txt:9
my-app@1.0 -> setuptools@? build | pyproject.toml:7
! lock-missing pyproject.toml:2
! package-file-missing requirements.txt:3 gone.txt
! package-unknown requirements.txt:10 ./wheels/w.whl
"#;

#[test]
fn no_line_of_a_list_is_passed_over_in_silence() {
    check(
        r#"
//- requirements.txt
-r base.txt
-r deep/list.pip
-r prose.txt
-r https://example.org/more.txt
-r ../../etc/passwd
-e ../x
./y-1.0.tar.gz
https://example.org/foo-1.2-py3-none-any.whl ; python_version > "3"
bar @ file:///a/bar-1.tar.gz
https://example.org/simple/
two words
//- base.txt
requests==2.0
//- deep/list.pip
-r more.in
//- deep/more.in
flask
//- prose.txt
A list of what this program needs, and why.
It is long.
//- words.txt
unrelated
"#,
        r#"
*pypi:/. in ""
pkg:pypi/bar@1
pkg:pypi/flask
pkg:pypi/foo@1.2?download_url=https:%2F%2Fexample.org%2Ffoo-1.2-py3-none-any.whl
pkg:pypi/requests@2.0
pkg:pypi/y@1.0
.@? -> bar@1 runtime | requirements.txt:9
.@? -> flask@? runtime | deep/more.in:1
.@? -> foo@1.2 runtime if python_version > "3" | requirements.txt:8
.@? -> requests@2.0 runtime ==2.0 | base.txt:1
.@? -> y@1.0 runtime | requirements.txt:7
! manifest-damaged requirements.txt:11 neither a requirement nor an option of pip
! package-file-missing requirements.txt:3 prose.txt
! package-file-missing requirements.txt:4 https://example.org/more.txt
! package-file-missing requirements.txt:5 ../../etc/passwd
! package-file-missing requirements.txt:6 ../x
! package-unknown requirements.txt:10 https://example.org/simple/
"#,
    );
}

#[test]
fn poetry() {
    let world = r#"
//- pyproject.toml
[tool.poetry]
name = "app"
version = "1"
[tool.poetry.dependencies]
python = "^3.9"
a = "^1"
b = { version = "2", optional = true }
[tool.poetry.group.test.dependencies]
t = "*"
//- poetry.lock
[[package]]
name = "A"
version = "1.5"
files = [{file = "a.whl", hash = "sha256:00"}]
[package.dependencies]
b = {version = ">=2", optional = true, markers = "extra == \"b\""}
c = "*"
zz = {version = "*", optional = true}
[[package]]
name = "b"
version = "2.0"
[[package]]
name = "c"
version = "1"
markers = "sys_platform == 'linux'"
[package.source]
type = "git"
url = "https://example.org/c.git"
resolved_reference = "abc"
[[package]]
name = "t"
version = "3"
[metadata]
lock-version = "2.1"
"#;
    check(
        world,
        r#"
pkg:pypi/a@1.5 sha256:00
*pkg:pypi/app@1 in ""
pkg:pypi/b@2.0
pkg:pypi/c@1?vcs_url=git%2Bhttps:%2F%2Fexample.org%2Fc.git%40abc
pkg:pypi/t@3
a@1.5 -> b@2.0 optional >=2 if extra == "b" | poetry.lock:6
a@1.5 -> c@1 runtime * if sys_platform == 'linux' | poetry.lock:7
app@1 -> a@1.5 runtime ^1 | poetry.lock:2 pyproject.toml:6
app@1 -> b@2.0 optional 2 | poetry.lock:10 pyproject.toml:7
app@1 -> t@3 development * if group test | poetry.lock:21 pyproject.toml:9
"#,
    );
    check_relations(
        world,
        "
pkg:pypi/a@1.5 optional_load pkg:pypi/b@2.0 optional
pkg:pypi/a@1.5 dynamic_link pkg:pypi/c@1?vcs_url=git%2Bhttps:%2F%2Fexample.org%2Fc.git%40abc runtime
pkg:pypi/app@1 dynamic_link pkg:pypi/a@1.5 runtime
pkg:pypi/app@1 optional_load pkg:pypi/b@2.0 optional
pkg:pypi/app@1 dynamic_link pkg:pypi/t@3 development
",
    );
}

#[test]
fn uv_workspace() {
    check(
        r#"
//- pyproject.toml
[project]
name = "app"
version = "0.1"
dependencies = ["lib", "a>=1"]
[dependency-groups]
dev = ["t", {include-group = "x"}]
[tool.uv.workspace]
members = ["libs/*"]
[tool.uv.sources]
lib = {workspace = true}
//- libs/lib/pyproject.toml
[project]
name = "lib"
dependencies = ["a>=2 ; sys_platform == 'win32'"]
//- uv.lock
version = 1
[[package]]
name = "app"
version = "0.1"
source = { editable = "." }
dependencies = [
    { name = "a", version = "1.0", source = { registry = "https://example.org/simple" } },
    { name = "lib" },
]
[package.dev-dependencies]
dev = [{ name = "t" }]
[[package]]
name = "lib"
version = "0.0"
source = { editable = "libs/lib" }
dependencies = [{ name = "a", version = "2.0", source = { registry = "https://example.org/simple" }, marker = "sys_platform == 'win32'" }]
[[package]]
name = "a"
version = "1.0"
source = { registry = "https://example.org/simple" }
sdist = { url = "x", hash = "sha256:00", size = 1 }
wheels = [{ url = "y", hash = "sha256:11" }]
[[package]]
name = "a"
version = "2.0"
source = { registry = "https://example.org/simple" }
dependencies = [{ name = "gone" }]
[[package]]
name = "t"
version = "1"
source = { git = "https://example.org/t?rev=1#abc" }
"#,
        r#"
pkg:pypi/a@1.0?repository_url=https:%2F%2Fexample.org%2Fsimple sha256:00 sha256:11
pkg:pypi/a@2.0?repository_url=https:%2F%2Fexample.org%2Fsimple
*pkg:pypi/app@0.1 in ""
*pkg:pypi/lib in "libs/lib"
pkg:pypi/t@1?vcs_url=git%2Bhttps:%2F%2Fexample.org%2Ft%40abc
app@0.1 -> a@1.0 runtime >=1 | uv.lock:7 pyproject.toml:4
app@0.1 -> lib@? runtime | uv.lock:8 pyproject.toml:4
app@0.1 -> t@1 development if group dev | uv.lock:11 pyproject.toml:6
lib@? -> a@2.0 runtime >=2 if sys_platform == 'win32' | uv.lock:16 libs/lib/pyproject.toml:3
! package-unknown uv.lock:27 gone
"#,
    );
}
