// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! One small manifest per format, whole and broken.

use std::fmt::Write;

use super::*;

#[track_caller]
fn check(name: &str, text: &str, expect: &str) {
    assert_eq!(dump(name, text.as_bytes()), expect.trim_start(), "{name}");
}

fn dump(name: &str, bytes: &[u8]) -> String {
    let path = TreePath::parse(name.as_bytes()).unwrap();
    assert!(is_manifest(&path), "{name}");
    let (manifests, problems) = read(&path, bytes, &ManifestLimits::standard());
    let mut out = String::new();
    for manifest in &manifests {
        let or_dash = |text: &Option<Box<str>>| text.as_deref().unwrap_or("-").to_owned();
        let (name, version) = (or_dash(&manifest.name), or_dash(&manifest.version));
        let declared = license::declared_expression(manifest).map(|e| e.to_string());
        let declared = declared.as_deref().unwrap_or("-");
        let home = or_dash(&manifest.homepage);
        writeln!(out, "{} {name} {version} {home}: {declared}", manifest.ecosystem).unwrap();
        for license in &manifest.licenses {
            let (field, line) = (&license.field, license.span.first_line);
            let written = license.as_written.replace('\n', "\\n");
            let expression = license.expression.as_ref().map(|e| e.to_string());
            let meaning = expression.as_deref().unwrap_or("-");
            write!(out, "  {line} {field} = {written} -> {meaning}").unwrap();
            match &license.refers_to {
                Some(file) => writeln!(out, " @ {file}").unwrap(),
                None => writeln!(out).unwrap(),
            }
        }
        for party in &manifest.parties {
            writeln!(out, "  {:?} {}", party.role, party.name).unwrap();
        }
        if let Some(repository) = &manifest.repository {
            writeln!(out, "  in {repository}").unwrap();
        }
    }
    for problem in &problems {
        let args: Vec<_> = problem.args.iter().map(|(_, value)| &**value).collect();
        writeln!(out, "! {} {:?} {}", problem.code.as_str(), problem.line, args.join(" ")).unwrap();
    }
    out
}

#[test]
fn cargo() {
    check(
        "Cargo.toml",
        "[package]\nname = \"a\"\nversion = \"1.0.0\"\nlicense = \"MIT/Apache-2.0\"\nlicense-file = \"TERMS\"\nauthors = [\"A <a@b.c>\"]\nrepository = \"https://r\"\n",
        "
cargo a 1.0.0 -: MIT OR Apache-2.0
  4 package.license = MIT/Apache-2.0 -> MIT OR Apache-2.0
  5 package.license-file = TERMS -> - @ TERMS
  Author A <a@b.c>
  in https://r
",
    );
    check(
        "Cargo.toml",
        "[workspace.package]\nlicense = \"MIT\"\n[package]\nname = \"a\"\nversion.workspace = true\nlicense.workspace = true\n",
        "
cargo a - -: -
  6 package.license.workspace = true -> -
cargo - - -: MIT
  2 workspace.package.license = MIT -> MIT
",
    );
    check(
        "Cargo.toml",
        "[package]\nname = \"a\"\nlicense = \"MIT\"\nx = = 1\n",
        "
cargo a - -: MIT
  3 package.license = MIT -> MIT
! manifest-damaged Some(4) extra `=`, expected nothing
",
    );
}

#[test]
fn repositories() {
    let check = |name: &str, text: &str, expect: &str| {
        let path = TreePath::parse(name.as_bytes()).unwrap();
        let (manifests, _) = read(&path, text.as_bytes(), &ManifestLimits::standard());
        assert_eq!(manifests[0].repository.as_deref(), Some(expect), "{name}");
    };
    let github = "https://github.com/a/b";
    for written in [r#""a/b""#, r#""github:a/b""#, r#"{"url": "https://github.com/a/b"}"#] {
        let text = format!(r#"{{"name": "n", "license": "MIT", "repository": {written}}}"#);
        check("package.json", &text, github);
    }
    let metadata =
        "Metadata-Version: 2.1\nName: n\nProject-URL: Source Code, https://github.com/a/b\n";
    check("n-1.dist-info/METADATA", metadata, github);
    let project = "[project]\nname = \"n\"\nurls = {Home = \"https://h\", Repository = \"https://github.com/a/b\"}\n";
    check("pyproject.toml", project, github);
    let poetry = "[tool.poetry]\nname = \"n\"\nrepository = \"https://github.com/a/b\"\n";
    check("pyproject.toml", poetry, github);
    let pom =
        "<project><artifactId>n</artifactId><scm><url>https://github.com/a/b</url></scm></project>";
    check("pom.xml", pom, github);
    let nuspec = "<package><metadata><id>n</id><repository type=\"git\" url=\"https://github.com/a/b\"/></metadata></package>";
    check("n.nuspec", nuspec, github);
    let perl = r#"{"meta-spec": {"version": 2}, "name": "n", "resources": {"repository": {"url": "https://github.com/a/b"}}}"#;
    check("META.json", perl, github);
    let gem = "Gem::Specification.new do |s|\n s.name = \"n\"\n s.metadata = { \"source_code_uri\" => \"https://github.com/a/b\" }\nend\n";
    check("n.gemspec", gem, github);
}

#[test]
fn javascript() {
    check(
        "package.json",
        r#"{"name": "a", "version": "1.0.0", "license": "(MIT OR GPL-2.0)", "author": {"name": "A", "email": "a@b"}, "contributors": ["B"]}"#,
        "
npm a 1.0.0 -: MIT OR GPL-2.0-only
  1 license = (MIT OR GPL-2.0) -> MIT OR GPL-2.0-only
  Author A <a@b>
  Author B
",
    );
    check(
        "package.json",
        "{\"name\": \"a\", \"licenses\": [\n{\"type\": \"MIT\", \"url\": \"https://opensource.org/licenses/MIT\"},\n{\"type\": \"Apache 2\"}]}",
        "
npm a - -: MIT OR Apache-2.0
  2 licenses[0].type = MIT -> MIT
  2 licenses[0].url = https://opensource.org/licenses/MIT -> MIT
  3 licenses[1].type = Apache 2 -> Apache-2.0
",
    );
    check(
        "package.json",
        r#"{"name": "a", "license": "SEE LICENSE IN terms/EULA.txt"}"#,
        "
npm a - -: -
  1 license = SEE LICENSE IN terms/EULA.txt -> - @ terms/EULA.txt
",
    );
    check("package.json", r#"{"type": "module"}"#, "");
    check(
        "package.json",
        "{\"license\": \"BSD\",\n \"name\": ",
        "
npm - - -: -
  1 license = BSD -> -
! manifest-damaged Some(2) text ends too early
! manifest-license-unknown Some(1) BSD
",
    );
    check(
        "bower.json",
        r#"{"name": "b", "license": ["MIT", "X11"]}"#,
        "
bower b - -: MIT OR X11
  1 license[0] = MIT -> MIT
  1 license[1] = X11 -> X11
",
    );
    check(
        "elm.json",
        r#"{"type": "package", "name": "e/e", "license": "BSD-3-Clause"}"#,
        "
elm e/e - -: BSD-3-Clause
  1 license = BSD-3-Clause -> BSD-3-Clause
",
    );
}

#[test]
fn python() {
    check(
        "pyproject.toml",
        "[project]\nname = \"p\"\nlicense = {text = \"MIT\"}\nlicense-files = [\"LICEN[CS]E*\"]\nclassifiers = [\"License :: OSI Approved :: BSD License\"]\nauthors = [{name = \"A\", email = \"a@b\"}]\n[project.urls]\nHomepage = \"https://h\"\n[tool.poetry]\nname = \"q\"\nlicense = \"GPLv3+\"\nauthors = [\"Q\"]\n",
        "
pypi p - https://h: MIT
  3 project.license.text = MIT -> MIT
  4 project.license-files = LICEN[CS]E* -> - @ LICEN[CS]E*
  5 project.classifiers = License :: OSI Approved :: BSD License -> -
  Author A <a@b>
pypi q - -: GPL-3.0-or-later
  11 tool.poetry.license = GPLv3+ -> GPL-3.0-or-later
  Author Q
",
    );
    check("pyproject.toml", "[build-system]\nrequires = []\n", "");
    check(
        "setup.cfg",
        "[metadata]\nname = s\nversion = attr: s.v\nlicense = Apache-2.0\nlicense_files =\n    LICENSE\n    NOTICE\nclassifiers =\n    License :: OSI Approved :: MIT License\n    Topic :: X\nauthor = A\n[options]\nlicense = no\n",
        "
pypi s - -: Apache-2.0
  4 metadata.license = Apache-2.0 -> Apache-2.0
  6 metadata.license_files = LICENSE -> - @ LICENSE
  7 metadata.license_files = NOTICE -> - @ NOTICE
  9 metadata.classifiers = License :: OSI Approved :: MIT License -> MIT
  Author A
",
    );
    check(
        "setup.py",
        "from setuptools import setup\nL = 'BSD 3-Clause'\nsetup(\n  name='s',\n  version=get(),\n  license=L,  # x\n  classifiers=['License :: OSI Approved :: BSD License', \"T\"],\n  author='A', author_email='a@b',\n)\n",
        "
pypi s - -: BSD-3-Clause
  2 setup.license = BSD 3-Clause -> BSD-3-Clause
  7 setup.classifiers = License :: OSI Approved :: BSD License -> -
  Author A <a@b>
",
    );
    check(
        "x.dist-info/METADATA",
        "Metadata-Version: 2.4\nName: m\nVersion: 1\nLicense: Dual License\nLicense-File: LICENSE\nClassifier: License :: OSI Approved :: MIT License\nClassifier: License :: OSI Approved :: ISC License (ISCL)\n\nLicense: body\n",
        "
pypi m 1 -: MIT OR ISC
  4 License = Dual License -> -
  5 License-File = LICENSE -> - @ LICENSE
  6 Classifier = License :: OSI Approved :: MIT License -> MIT
  7 Classifier = License :: OSI Approved :: ISC License (ISCL) -> ISC
! manifest-license-unknown Some(4) Dual License
",
    );
    check("METADATA", "some other file\n", "");
    check(
        "METADATA",
        "Metadata-Version: 1\nName: m\nClassifier: License :: OSI Approved :: GNU General Public License (GPL)\nClassifier: License :: OSI Approved :: GNU General Public License v3 (GPLv3)\n",
        "
pypi m - -: GPL-3.0-only
  3 Classifier = License :: OSI Approved :: GNU General Public License (GPL) -> GPL-1.0-or-later
  4 Classifier = License :: OSI Approved :: GNU General Public License v3 (GPLv3) -> GPL-3.0-only
",
    );
    check(
        "PKG-INFO",
        "Metadata-Version: 2.4\nName: m\nLicense-Expression: MIT AND Zlib\nLicense: GPL\n",
        "
pypi m - -: MIT AND Zlib
  3 License-Expression = MIT AND Zlib -> MIT AND Zlib
  4 License = GPL -> GPL-1.0-or-later
",
    );
}

#[test]
fn a_pom_without_licenses_names_its_parent() {
    check(
        "pom.xml",
        "<project><parent><groupId>g</groupId><version>2</version></parent><artifactId>a</artifactId></project>",
        "
maven g:a 2 -: -
  1 parent.relativePath = g: -> - @ ../pom.xml
",
    );
    check(
        "pom.xml",
        "<project><parent><groupId>g</groupId><relativePath/></parent><artifactId>a</artifactId></project>",
        "
maven g:a - -: -
",
    );
}

#[test]
fn jvm() {
    check(
        "pom.xml",
        "<project><parent><groupId>g</groupId><version>2</version></parent><artifactId>a</artifactId>\n<licenses><license><name>Apache 2</name><url>https://www.apache.org/licenses/LICENSE-2.0.txt</url></license>\n<license><name>GNU Lesser General Public License</name><url>http://www.gnu.org/licenses/old-licenses/lgpl-2.1.html</url></license></licenses>\n<developers><developer><name>D</name><email>d@e</email></developer></developers></project>",
        "
maven g:a 2 -: Apache-2.0 OR LGPL-2.1-only
  2 licenses.license[0].name = Apache 2 -> Apache-2.0
  2 licenses.license[0].url = https://www.apache.org/licenses/LICENSE-2.0.txt -> Apache-2.0
  3 licenses.license[1].name = GNU Lesser General Public License -> LGPL-2.1-only
  3 licenses.license[1].url = http://www.gnu.org/licenses/old-licenses/lgpl-2.1.html -> LGPL-2.1-only
  Author D <d@e>
",
    );
    check("pom.xml", "<html></html>", "");
    check(
        "a.pom",
        "<project><artifactId>a</artifactId>\n<licenses><license><name>MIT</name></license></project>",
        "
maven a - -: MIT
  2 licenses.license[0].name = MIT -> MIT
! manifest-damaged Some(2) ill-formed document: expected `</licenses>`, but `</project>` was found
",
    );
    check(
        "META-INF/MANIFEST.MF",
        "Manifest-Version: 1.0\r\nBundle-SymbolicName: b;singleton:=true\r\nBundle-License: Apache-2.0;link=\"https://www.apache.org/licenses/LICENSE\r\n -2.0.txt\", http://opensource.org/licenses/MIT\r\n",
        "
osgi b - -: Apache-2.0 AND MIT
  3 Bundle-License = Apache-2.0 -> Apache-2.0
  3 Bundle-License = http://opensource.org/licenses/MIT -> MIT
",
    );
}

#[test]
fn dotnet() {
    check(
        "a.nuspec",
        "<package xmlns=\"x\"><metadata><id>N</id><version>1</version><authors>A</authors>\n<license type=\"expression\">MIT</license><licenseUrl>https://licenses.nuget.org/MIT</licenseUrl></metadata></package>",
        "
nuget N 1 -: MIT
  2 license = MIT -> MIT
  2 licenseUrl = https://licenses.nuget.org/MIT -> MIT
  Author A
",
    );
    check(
        "a.nuspec",
        "<package><metadata><id>N</id><license type=\"file\">docs/L.txt</license><licenseUrl>https://aka.ms/deprecateLicenseUrl</licenseUrl></metadata></package>",
        "
nuget N - -: -
  1 license = docs/L.txt -> - @ docs/L.txt
",
    );
    check(
        "a.csproj",
        "<Project><PropertyGroup><PackageId>P</PackageId><PackageLicenseExpression>Apache-2.0</PackageLicenseExpression></PropertyGroup></Project>",
        "
nuget P - -: Apache-2.0
  1 PackageLicenseExpression = Apache-2.0 -> Apache-2.0
",
    );
    check("b.csproj", "<Project><PropertyGroup><A>1</A></PropertyGroup></Project>", "");
}

#[test]
fn ruby() {
    check(
        "a.gemspec",
        "Gem::Specification.new do |s|\n  s.name = %q{g}.freeze\n  s.version = G::V\n  s.licenses = ['MIT'.freeze, \"Ruby\"]\n  s.authors = [\"A\", \"B\"]\nend\n",
        "
gem g - -: MIT OR Ruby
  4 licenses = MIT -> MIT
  4 licenses = Ruby -> Ruby
  Author A
  Author B
",
    );
    check(
        "P.podspec",
        "Pod::Spec.new do |s|\n  s.name = 'P'\n  s.license = { :type => 'BSD-3-Clause', :file => 'LICENSE' }\n  s.author = { 'A' => 'a@b' }\nend\n",
        "
cocoapods P - -: BSD-3-Clause
  3 license.type = BSD-3-Clause -> BSD-3-Clause
  3 license.file = LICENSE -> - @ LICENSE
  Author A <a@b>
",
    );
    check(
        "P.podspec.json",
        r#"{"name": "P", "license": {"type": "MIT", "file": "L"}}"#,
        "
cocoapods P - -: MIT
  1 license.type = MIT -> MIT
  1 license.file = L -> - @ L
",
    );
}

#[test]
fn apps() {
    check(
        "composer.json",
        r#"{"name": "a/b", "license": ["MIT", "GPL-2.0-or-later"], "authors": [{"name": "A"}]}"#,
        "
composer a/b - -: MIT OR GPL-2.0-or-later
  1 license[0] = MIT -> MIT
  1 license[1] = GPL-2.0-or-later -> GPL-2.0-or-later
  Author A
",
    );
    check(
        "vcpkg.json",
        r#"{"name": "v", "version-string": "1", "license": "MIT"}"#,
        "
vcpkg v 1 -: MIT
  1 license = MIT -> MIT
",
    );
    check(
        "dub.json",
        r#"{"name": "d", "license": "BSL-1.0", "copyright": "C 2020"}"#,
        "
dub d - -: BSL-1.0
  1 license = BSL-1.0 -> BSL-1.0
  Holder C 2020
",
    );
    check(
        "dub.sdl",
        "name \"d\"\nlicense \"MIT\"\n",
        "
dub d - -: MIT
  2 license = MIT -> MIT
",
    );
    check(
        "haxelib.json",
        r#"{"name": "h", "license": "GPL", "contributors": ["C"]}"#,
        "
haxe h - -: GPL-1.0-or-later
  1 license = GPL -> GPL-1.0-or-later
  Author C
",
    );
    check(
        "META.json",
        r#"{"meta-spec": {"version": 2}, "name": "P", "version": "1", "license": ["perl_5"], "author": ["A"]}"#,
        "
cpan P 1 -: Artistic-1.0-Perl OR GPL-1.0-or-later
  1 license = perl_5 -> Artistic-1.0-Perl OR GPL-1.0-or-later
  Author A
",
    );
    check(
        "META.yml",
        "---\nname: P\nversion: 1.0\nlicense: gpl_3\nmeta-spec:\n  version: 1.4\n",
        "
cpan P 1.0 -: GPL-3.0-only
  4 license = gpl_3 -> GPL-3.0-only
",
    );
    check("META.json", r#"{"name": "other"}"#, "");
    check(
        "Chart.yaml",
        "apiVersion: v2\nname: c\nversion: 0.1.0\nannotations:\n  artifacthub.io/license: Apache-2.0\n",
        "
helm c 0.1.0 -: Apache-2.0
  5 annotations.artifacthub.io/license = Apache-2.0 -> Apache-2.0
",
    );
    check(
        "meta.yaml",
        "{% set version = \"1\" %}\npackage:\n  name: x\n  version: {{ version }}\nabout:\n  license: BSD-3-Clause\n  license_file: LICENSE\n",
        "
conda x - -: BSD-3-Clause
  6 about.license = BSD-3-Clause -> BSD-3-Clause
  7 about.license_file = LICENSE -> - @ LICENSE
",
    );
    check(
        "Dockerfile",
        "FROM a\nLABEL x=y \\\n  org.opencontainers.image.licenses=\"MIT AND Zlib\"\n# LABEL org.opencontainers.image.licenses=X\n",
        "
docker - - -: MIT AND Zlib
  3 org.opencontainers.image.licenses = MIT AND Zlib -> MIT AND Zlib
",
    );
}

#[test]
fn models() {
    check(
        "README.md",
        "---\nlicense: other\nlicense_name: llama3.1\nlicense_link: LICENSE\n---\n# X\n",
        "
huggingface - - -: LicenseRef-scancode-llama-3.1-license-2024
  2 license = other -> -
  3 license_name = llama3.1 -> LicenseRef-scancode-llama-3.1-license-2024
  4 license_link = LICENSE -> - @ LICENSE
",
    );
    check(
        "README.md",
        "---\nlicense: cc-by-nc-4.0\n---\n",
        "
huggingface - - -: CC-BY-NC-4.0
  2 license = cc-by-nc-4.0 -> CC-BY-NC-4.0
",
    );
    check("README.md", "# license: MIT\n---\nlicense: MIT\n---\n", "");
    check(
        "CITATION.cff",
        "cff-version: 1.2.0\ntitle: T\nauthors:\n  - family-names: F\n    given-names: G\nlicense:\n  - MIT\n  - Apache-2.0\n",
        "
cff T - -: MIT OR Apache-2.0
  7 license = MIT -> MIT
  8 license = Apache-2.0 -> Apache-2.0
  Author G F
",
    );
}

#[test]
fn headers() {
    check(
        "DESCRIPTION",
        "Package: r\nVersion: 1.0\nLicense: GPL-2 | GPL-3 |\n    file LICENSE\nURL: https://u, https://v\nMaintainer: M <m@n>\n",
        "
cran r 1.0 https://u: GPL-2.0-only OR GPL-3.0-only
  3 License = GPL-2 | GPL-3 |\\n    file LICENSE -> GPL-2.0-only OR GPL-3.0-only @ LICENSE
  Maintainer M <m@n>
",
    );
    check("DESCRIPTION", "A mail about a thing: yes\n", "");
    check(
        "h.cabal",
        "name: h\nlicense: BSD3\nlicense-file: LICENSE\nauthor: A\n\nlibrary\n  license: no\n",
        "
hackage h - -: BSD-3-Clause
  2 license = BSD3 -> BSD-3-Clause
  3 license-file = LICENSE -> - @ LICENSE
  Author A
",
    );
    check(
        "debian/copyright",
        "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\nUpstream-Name: u\nLicense:\n Some words.\n\nFiles: debian/*\nLicense: Expat\n\nFiles: *\nCopyright: 2020 A\n 2021 B\nLicense: GPL-2+ or Artistic\n Text.\n",
        "
deb u - -: GPL-2.0-or-later OR Artistic-1.0-Perl
  12 Files: * License = GPL-2+ or Artistic -> GPL-2.0-or-later OR Artistic-1.0-Perl
  Holder 2020 A
  Holder 2021 B
",
    );
    check("copyright", "This package was debianized by X: y\n", "");
}

#[test]
fn distributions() {
    check(
        "a.spec",
        "%define x 1\nName: s\nVersion: %{x}\nLicense: GPLv2+ and MIT\n%package b\nLicense: BSD\n%description\nNote: this\n",
        "
rpm s %{x} -: GPL-2.0-or-later AND MIT AND LicenseRef-unknown
  4 License = GPLv2+ and MIT -> GPL-2.0-or-later AND MIT
  6 License = BSD -> -
! manifest-license-unknown Some(6) BSD
",
    );
    check("runtime.spec", "describe: x\n", "");
    check(
        "s.spec",
        "Name: s\nLicense: %{shrink:\n    MIT AND\n    ISC\n}\nLicense::X y\n",
        "
rpm s - -: MIT AND ISC
  3 License = MIT AND\\n    ISC -> MIT AND ISC
",
    );
    check(
        "PKGBUILD",
        "# Maintainer: M <m@n>\npkgname=p\npkgver=1\nlicense=('GPL2' \"MIT\") # x\nbuild() {\n  license=x\n}\n",
        "
alpm p 1 -: GPL-2.0-only AND MIT
  4 license = GPL2 -> GPL-2.0-only
  4 license = MIT -> MIT
  Maintainer M <m@n>
",
    );
    check(
        "APKBUILD",
        "pkgname=p\npkgver=1\nlicense=\"MIT GPL-2.0-or-later\"\n",
        "
apk p 1 -: MIT AND GPL-2.0-or-later
  3 license = MIT GPL-2.0-or-later -> MIT AND GPL-2.0-or-later
",
    );
    check(
        "Portfile",
        "PortSystem 1.0\nname  p\nlicense {MIT BSD} zlib\nlicense GPL-2+\n",
        "
macports p - -: GPL-2.0-or-later AND LicenseRef-unknown
  3 license = {MIT BSD} zlib -> -
  4 license = GPL-2+ -> GPL-2.0-or-later
! manifest-license-unknown Some(3) {MIT BSD} zlib
",
    );
}

#[test]
fn other_xml_and_scripts() {
    check(
        "package.xml",
        "<package format=\"3\"><name>r</name><version>1</version>\n<license file=\"L\">BSD-3-Clause</license><license>MIT</license><maintainer email=\"m@n\">M</maintainer></package>",
        "
ros r 1 -: BSD-3-Clause AND MIT
  2 license = BSD-3-Clause -> BSD-3-Clause
  2 license.file = L -> - @ L
  2 license = MIT -> MIT
  Maintainer M <m@n>
",
    );
    check(
        "a.metainfo.xml",
        "<component><id>a.b</id><metadata_license>CC0-1.0</metadata_license>\n<project_license>GPL-3.0+ and MIT</project_license></component>",
        "
appstream a.b - -: GPL-3.0-or-later AND MIT
  2 project_license = GPL-3.0+ and MIT -> GPL-3.0-or-later AND MIT
",
    );
    check(
        "mix.exs",
        "defmodule A do\n  @version \"1.2\"\n  def project, do: [app: :a, version: @version, package: package()]\n  defp package, do: [licenses: [\"Apache-2.0\"], maintainers: [\"M\"]]\nend\n",
        "
hex a 1.2 -: Apache-2.0
  4 licenses = Apache-2.0 -> Apache-2.0
  Maintainer M
",
    );
    check(
        "o.opam",
        "opam-version: \"2.0\"\nmaintainer: \"M\"\nlicense: [\"MIT\" \"ISC\"]\n",
        "
opam o - -: MIT AND ISC
  3 license = MIT -> MIT
  3 license = ISC -> ISC
  Maintainer M
",
    );
    check(
        "a-1.rockspec",
        "package = \"a\"\nversion = \"1-1\"\ndescription = {\n  license = \"MIT/X11\"\n}\n",
        "
luarocks a 1-1 -: MIT
  4 description.license = MIT/X11 -> MIT
",
    );
}

#[test]
fn odd_encodings_are_read_and_told() {
    let found = dump("DESCRIPTION", b"Package: r\nAuthor: Jos\xe9\nLicense: MIT + file LICENSE\n");
    let expect = "
cran r - -: MIT
  3 License = MIT + file LICENSE -> MIT @ LICENSE
  Author Jos\u{e9}
! encoding-broken None windows-1252
";
    assert_eq!(found, expect.trim_start());
    let utf16: Vec<u8> =
        "\u{feff}{\"license\": \"MIT\"}".encode_utf16().flat_map(u16::to_be_bytes).collect();
    assert_eq!(dump("package.json", &utf16), "npm - - -: MIT\n  1 license = MIT -> MIT\n");
    assert_eq!(dump("README.md", b"# Caf\xe9\n"), "");
}

/// Every reader must take any bytes; the fixtures above are cut and spoiled at each byte.
#[test]
fn readers_take_damaged_files() {
    let names = [
        "Cargo.toml",
        "package.json",
        "setup.py",
        "setup.cfg",
        "METADATA",
        "pom.xml",
        "a.gemspec",
        "a.podspec",
        "README.md",
        "meta.yaml",
        "DESCRIPTION",
        "copyright",
        "a.spec",
        "PKGBUILD",
        "Portfile",
        "mix.exs",
        "a.opam",
        "a.rockspec",
        "dub.sdl",
        "Dockerfile",
        "MANIFEST.MF",
    ];
    let texts: [&[u8]; 7] = [
        b"---\nlicense: [MIT, 'x\n---\nabout:\n license: {{ x }}\nName: a\nLicense: \xff\xfeMIT\n",
        b"setup(license='MIT', name=\"\"\"a\ns.license = %q{MIT\ns.licenses = %w[a <<~EOF\nlicense=('a' $b\n",
        b"[package]\nlicense = {workspace = true}\n[metadata]\nlicense = x\n  y\nlicenses: [@a, \"b\"\n@a \"",
        b"{\"license\": {\"type\": [1, {\"a\": \"\\ud800\\u12\"}]}, \"licenses\": [null, 3]}",
        b"<project><licenses><license><name>&#x0;&a;</name><url>\xc3</url></license></licenses>",
        b"Metadata-Version: 1\n x\n:\n: y\nBundle-License: a;link=\"b, c\n d\nFormat: 1\n\nFiles: *\nLicense:\n",
        b"LABEL org.opencontainers.image.licenses=\"\nlicense {MIT\nPortSystem\n[[license = [[a\n--[[",
    ];
    for name in names {
        for text in texts {
            for end in 0..=text.len() {
                dump(name, &text[..end]);
            }
            for at in 0..text.len() {
                for byte in [b'"', b'{', b'\n', 0, 0xff, b'('] {
                    let mut spoiled = text.to_vec();
                    spoiled[at] = byte;
                    dump(name, &spoiled);
                }
            }
        }
    }
}
