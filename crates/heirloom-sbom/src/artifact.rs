// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The file in which a package is handed out, as BSI TR-03183-2 (v2.1, section 5.2.2) asks for it.

use heirloom_model::{Owner, Package};

use crate::Item;

/// Properties of the file, as the namespace `bsi` of CycloneDX's property taxonomy has them.
pub(crate) const FILENAME: &str = "bsi:component:filename";
pub(crate) const EXECUTABLE: &str = "bsi:component:executable";
pub(crate) const ARCHIVE: &str = "bsi:component:archive";
pub(crate) const STRUCTURED: &str = "bsi:component:structured";

/// The file of a package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Artifact {
    name: String,
}

impl Artifact {
    /// The file of a package of a registry, whose name is given by the registry's rules. Nobody knows
    /// whether the parts of a tree will ever be handed out there.
    pub(crate) fn of(package: &Package) -> Option<Artifact> {
        let version = package.version.as_deref()?;
        package.purl.as_deref().filter(|_| package.owner != Owner::Own)?;
        Artifact::called(&package.ecosystem, &package.name, version)
    }

    /// The file that a registry makes of what has this package URL.
    pub(crate) fn of_purl(item: &Item) -> Option<Artifact> {
        let ecosystem = item.purl.as_deref()?.strip_prefix("pkg:")?.split('/').next()?;
        Artifact::called(ecosystem, &item.name, item.version.as_deref()?)
    }

    pub(crate) fn into_name(self) -> String {
        self.name
    }

    fn called(ecosystem: &str, name: &str, version: &str) -> Option<Artifact> {
        let last = name.rsplit('/').next().unwrap_or(name);
        let name = match ecosystem {
            "cargo" => format!("{name}-{version}.crate"),
            "npm" => format!("{last}-{version}.tgz"),
            "gem" => format!("{name}-{version}.gem"),
            "nuget" => format!("{}.{version}.nupkg", name.to_lowercase()),
            "hex" => format!("{last}-{version}.tar"),
            "maven" => format!("{}-{version}.jar", name.rsplit(':').next().unwrap_or(name)),
            "golang" => format!("{version}.zip"),
            _ => return None,
        };
        // Names of files are never paths.
        (!name.contains(['/', '\\'])).then_some(Artifact { name })
    }

    /// Packages of registries are archives whose parts can be told apart, and run nothing themselves.
    pub(crate) fn properties(self) -> Vec<(String, String)> {
        let said = [
            (FILENAME, self.name),
            (EXECUTABLE, "non-executable".to_owned()),
            (ARCHIVE, "archive".to_owned()),
            (STRUCTURED, "structured".to_owned()),
        ];
        said.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
    }
}

/// What the properties of an item's file are in SPDX 3.0.1, where BSI has a word for each.
pub(crate) fn purposes(item: &Item) -> Vec<&'static str> {
    let words = [
        (EXECUTABLE, "executable", "executable"),
        (ARCHIVE, "archive", "archive"),
        (STRUCTURED, "structured", "container"),
        (STRUCTURED, "unstructured", "firmware"),
    ];
    let said = words.into_iter().filter(|(name, value, _)| item.property(name) == Some(value));
    said.map(|(.., word)| word).collect()
}

/// Takes back what [`purposes`] gave. What is not said of a file that can be told apart is that it is
/// none: omission is a no there.
pub(crate) fn take_purposes(item: &mut Item, filename: &str, purposes: &[&str]) {
    let has = |word: &str| purposes.contains(&word);
    let mut add = |name: &str, value: &str| item.properties.push((name.into(), value.into()));
    add(FILENAME, filename);
    let is_structured = has("container");
    let is_told = is_structured || has("firmware");
    if is_told || has("executable") {
        add(EXECUTABLE, if has("executable") { "executable" } else { "non-executable" });
    }
    if is_told || has("archive") {
        add(ARCHIVE, if has("archive") { "archive" } else { "no archive" });
    }
    if is_told {
        add(STRUCTURED, if is_structured { "structured" } else { "unstructured" });
    }
}
