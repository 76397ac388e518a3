// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The file in which a package is handed out, as BSI TR-03183-2 (v2.1, section 5.2.2) asks for it.

use heirloom_model::{Owner, Package};

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
    /// The file of a package of a registry, whose name is given by the registry's rules or by the
    /// address it is fetched from.
    pub(crate) fn of(package: &Package) -> Option<Artifact> {
        let version = package.version.as_deref()?;
        package.purl.as_deref().filter(|_| package.owner != Owner::Own)?;
        let name = &*package.name;
        let last = name.rsplit('/').next().unwrap_or(name);
        let name = match &*package.ecosystem {
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
