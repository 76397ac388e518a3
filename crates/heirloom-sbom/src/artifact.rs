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
        let purl = package.purl.as_deref().filter(|_| package.owner != Owner::Own)?;
        Artifact::called(purl, &package.name, package.version.as_deref()?)
    }

    /// The file that a registry makes of what has this package URL.
    pub(crate) fn of_purl(item: &Item) -> Option<Artifact> {
        Artifact::called(item.purl.as_deref()?, &item.name, item.version.as_deref()?)
    }

    pub(crate) fn into_name(self) -> String {
        self.name
    }

    fn called(purl: &str, name: &str, version: &str) -> Option<Artifact> {
        let ecosystem = purl.strip_prefix("pkg:")?.split('/').next()?;
        let qualifiers = purl.split_once('?').map(|(_, rest)| rest.split(['&', '#']));
        let arch = || qualifiers?.find_map(|one| one.strip_prefix("arch="));
        let last = name.rsplit('/').next().unwrap_or(name);
        let name = match ecosystem {
            "cargo" => format!("{name}-{version}.crate"),
            "npm" => format!("{last}-{version}.tgz"),
            "gem" => format!("{name}-{version}.gem"),
            "nuget" => format!("{}.{version}.nupkg", name.to_lowercase()),
            "hex" => format!("{last}-{version}.tar"),
            "maven" => format!("{}-{version}.jar", name.rsplit(':').next().unwrap_or(name)),
            "golang" => format!("{version}.zip"),
            // Archives of distributions leave the epoch out of names.
            "deb" => {
                let (_, version) = version.split_once(':').unwrap_or(("", version));
                format!("{name}_{version}_{}.deb", arch().filter(|arch| *arch != "source")?)
            }
            "rpm" => {
                let (_, version) = version.split_once(':').unwrap_or(("", version));
                format!("{name}-{version}.{}.rpm", arch()?)
            }
            "apk" => format!("{name}-{version}.apk"),
            "cran" => format!("{name}_{version}.tar.gz"),
            "hackage" | "pub" => format!("{name}-{version}.tar.gz"),
            _ => return None,
        };
        // Names of files are never paths.
        (!name.contains(['/', '\\'])).then_some(Artifact { name })
    }

    pub(crate) fn properties(self) -> Vec<(String, String)> {
        properties(&self.name).to_vec()
    }
}

/// Packages of registries are archives whose parts can be told apart, and run nothing themselves.
fn properties(file: &str) -> [(String, String); 4] {
    let said = [
        (FILENAME, file),
        (EXECUTABLE, "non-executable"),
        (ARCHIVE, "archive"),
        (STRUCTURED, "structured"),
    ];
    said.map(|(name, value)| (name.to_owned(), value.to_owned()))
}

impl Item {
    /// Says that it is handed out in an archive of this name.
    pub fn set_file(&mut self, name: &str) {
        let said = properties(name);
        self.properties.retain(|(known, _)| said.iter().all(|(name, _)| name != known));
        self.properties.extend(said);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn registries_have_rules_for_names_of_files() {
        let of = |purl: &str, name: &str, version: &str| {
            Artifact::called(purl, name, version).map(Artifact::into_name).unwrap_or_default()
        };
        let git = "pkg:deb/debian/git@1:2.39.5-0%2Bdeb12u2?arch=amd64&distro=debian-12";
        assert_eq!(of(git, "git", "1:2.39.5-0+deb12u2"), "git_2.39.5-0+deb12u2_amd64.deb");
        assert_eq!(of("pkg:deb/debian/git@1", "git", "1"), "");
        assert_eq!(of("pkg:deb/debian/git@1?arch=source", "git", "1"), "");
        let rpm = "pkg:rpm/fedora/curl@7.50.3-1.fc25?arch=i386&distro=fedora-25";
        assert_eq!(of(rpm, "curl", "7.50.3-1.fc25"), "curl-7.50.3-1.fc25.i386.rpm");
        assert_eq!(of("pkg:apk/alpine/curl@7.83.0-r0", "curl", "7.83.0-r0"), "curl-7.83.0-r0.apk");
        assert_eq!(of("pkg:npm/%40a/b@1", "@a/b", "1"), "b-1.tgz");
        assert_eq!(of("pkg:pypi/a@1", "a", "1"), "");
        assert_eq!(of("pkg:cargo/..%2Fa@1", "../a", "1"), "");
    }
}
