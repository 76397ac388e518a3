// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Which reader takes which file name.

use heirloom_model::Manifest;

use crate::context::Context;

mod apps;
mod distributions;
mod dotnet;
mod headers;
mod javascript;
mod jvm;
mod models;
mod python;
mod ruby;
mod rust;
mod scripts;
mod xml;

/// Reads one manifest.
pub(crate) type Reader = fn(&mut Context<'_>) -> Vec<Manifest>;

/// Names of manifests, in lower case.
const NAMES: [(&str, Reader); 36] = [
    ("apkbuild", distributions::apkbuild),
    ("bower.json", javascript::bower),
    ("cargo.toml", rust::cargo),
    ("chart.yaml", apps::helm_chart),
    ("citation.cff", models::citation),
    ("composer.json", apps::composer),
    ("containerfile", apps::dockerfile),
    ("copyright", headers::debian_copyright),
    ("description", headers::r_description),
    ("directory.build.props", dotnet::project),
    ("dockerfile", apps::dockerfile),
    ("dub.json", apps::dub),
    ("dub.sdl", scripts::dub_sdl),
    ("elm.json", javascript::elm),
    ("haxelib.json", apps::haxelib),
    ("manifest.mf", jvm::jar_manifest),
    ("meta.json", apps::perl_json),
    ("meta.yaml", apps::conda),
    ("meta.yml", apps::perl_yaml),
    ("metadata", python::metadata),
    ("mix.exs", scripts::mix),
    ("mymeta.json", apps::perl_json),
    ("mymeta.yml", apps::perl_yaml),
    ("opam", scripts::opam),
    ("package.json", javascript::npm),
    ("package.xml", xml::package),
    ("pkg-info", python::metadata),
    ("pkgbuild", distributions::pkgbuild),
    ("pom.xml", jvm::pom),
    ("portfile", distributions::portfile),
    ("pyproject.toml", python::pyproject),
    ("readme.md", models::card),
    ("recipe.yaml", apps::conda),
    ("setup.cfg", python::setup_cfg),
    ("setup.py", python::setup_py),
    ("vcpkg.json", apps::vcpkg),
];

/// Ends of names of manifests, in lower case.
const ENDS: [(&str, Reader); 17] = [
    (".appdata.xml", xml::appstream),
    (".cabal", headers::cabal),
    (".containerfile", apps::dockerfile),
    (".csproj", dotnet::project),
    (".dockerfile", apps::dockerfile),
    (".fsproj", dotnet::project),
    (".gemspec", ruby::gemspec),
    (".metainfo.xml", xml::appstream),
    (".nuspec", dotnet::nuspec),
    (".opam", scripts::opam),
    (".podspec", ruby::podspec),
    (".podspec.json", apps::podspec_json),
    (".pom", jvm::pom),
    (".rockspec", scripts::rockspec),
    (".spec", distributions::rpm_spec),
    (".spec.in", distributions::rpm_spec),
    (".vbproj", dotnet::project),
];

/// The reader for a file name in lower case.
pub(crate) fn reader(name: &str) -> Option<Reader> {
    if let Ok(at) = NAMES.binary_search_by_key(&name, |&(known, _)| known) {
        return Some(NAMES[at].1);
    }
    if name.starts_with("dockerfile.") || name.starts_with("containerfile.") {
        return Some(apps::dockerfile);
    }
    let longer = |end: &str| name.len() > end.len() && name.ends_with(end);
    ENDS.iter().find(|(end, _)| longer(end)).map(|&(_, reader)| reader)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted() {
        assert!(NAMES.is_sorted_by_key(|&(name, _)| name));
        assert!(ENDS.is_sorted_by_key(|&(end, _)| end));
    }
}
