// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Archives of source that the user keeps in a folder: which of them holds a component, and what it
//! says of the component's license and notices.
//!
//! Ecosystems name source archives `NAME-VERSION.SUFFIX`, each with its own habits: npm puts a scope
//! in front, Python writes `_` for `-`, Go's end in `@vVERSION` (its own is `go1.25.0.src.tar.gz`), Debian's in `_VERSION.orig`.

mod material;

use std::{collections::BTreeMap, sync::atomic::AtomicBool};

use heirloom_model::{Component, ComponentLicense, Owner, Product};

pub(crate) use self::material::Material;
use crate::{Progress, ScanError, ScanRequest, scan};

/// An archive of source with what is in it.
#[derive(Debug)]
pub(crate) struct Archive {
    /// Its name in the folder.
    pub(crate) name: String,
    /// Its name folded, without what says that it is an archive.
    stem: Option<String>,
    /// Its bytes.
    pub(crate) size: u64,
    /// What its files say.
    pub(crate) material: Material,
    /// The licenses of the outermost folder in it that has some.
    license: ComponentLicense,
    /// How deep that folder is.
    depth: usize,
}

/// The archives of a folder, by name.
#[derive(Debug, Default)]
pub(crate) struct Archives {
    archives: Vec<Archive>,
}

impl Archives {
    /// Reads the archives of a folder, as the scan of it that is asked for.
    pub(crate) fn read(
        sources: &ScanRequest,
        progress: &dyn Progress,
        cancel: &AtomicBool,
    ) -> Result<Archives, ScanError> {
        let result = scan(sources, progress, cancel)?;
        let mut archives: BTreeMap<String, Archive> = BTreeMap::new();
        for record in result.files.iter()? {
            let record = record?;
            let path = record.path.to_string();
            let (name, is_member) = match path.split_once("!/") {
                Some((archive, _)) => (archive.to_owned(), true),
                None => (path, false),
            };
            let archive = archives.entry(name.clone()).or_insert_with(|| Archive {
                stem: stem(&name).map(folded),
                name,
                size: 0,
                material: Material::default(),
                license: ComponentLicense::default(),
                depth: usize::MAX,
            });
            if is_member {
                archive.material.observe(&record);
            } else {
                archive.size = record.size;
            }
        }
        for folder in &result.summary.folders {
            let path = folder.path.to_string();
            let Some((name, inner)) = path.split_once('!') else { continue };
            let depth = inner.matches('/').count();
            let concluded = folder.concluded.as_ref().map(|concluded| &concluded.expression);
            let Some(archive) = archives.get_mut(name) else { continue };
            if depth < archive.depth && (concluded.is_some() || folder.declared.is_some()) {
                archive.depth = depth;
                archive.license.declared.clone_from(&folder.declared);
                archive.license.concluded = concluded.cloned();
            }
        }
        Ok(Archives { archives: archives.into_values().collect() })
    }

    /// The archive of a name.
    pub(crate) fn get(&self, name: &str) -> Option<&Archive> {
        let place = self.archives.binary_search_by(|archive| archive.name.as_str().cmp(name));
        place.ok().map(|place| &self.archives[place])
    }

    /// The archives that may hold the source of a component.
    pub(crate) fn matching(&self, component: &Component) -> Vec<&Archive> {
        let stems = self.archives.iter().map(|archive| (archive, archive.stem.as_deref()));
        matching(component, stems)
    }

    /// Gives components of others that have no license the one that their archive says.
    pub(crate) fn inform(&self, product: &mut Product) {
        for component in &mut product.components {
            if component.owner == Owner::Own || component.license.effective().is_some() {
                continue;
            }
            if let [archive] = self.matching(component).as_slice() {
                component.license = archive.license.clone();
            }
        }
    }
}

/// The archive's name without what says that it is an archive.
fn stem(name: &str) -> Option<&str> {
    const SUFFIXES: [&str; 18] = [
        ".tar.gz", ".tar.bz2", ".tar.xz", ".tar.zst", ".tar.lz4", ".tar.Z", ".tgz", ".tbz2",
        ".tbz", ".txz", ".tar", ".zip", ".crate", ".7z", ".gem", ".jar", ".src.rpm", ".cpio",
    ];
    let lower = name.to_ascii_lowercase();
    SUFFIXES.iter().find(|suffix| lower.ends_with(&suffix.to_ascii_lowercase())).map(|suffix| {
        let stem = &name[..name.len() - suffix.len()];
        let ends = ["-sources", ".orig", "-source", "-src", ".source", ".src"];
        ends.iter().find_map(|end| stem.strip_suffix(end)).unwrap_or(stem)
    })
}

/// Letters of either case and the marks between them count alike.
fn folded(text: &str) -> String {
    text.chars()
        .map(|letter| match letter {
            '_' | '.' | '-' | '@' | '/' | '+' | '~' | ' ' => '-',
            letter => letter.to_ascii_lowercase(),
        })
        .collect::<String>()
        .trim_matches('-')
        .to_owned()
}

/// The path of a package URL that names it with its namespace, and the version behind it.
fn url_parts(component: &Component) -> Option<(String, Option<String>)> {
    let rest = component.id.as_str().strip_prefix("pkg:")?;
    let (_, path) = rest.split_once('/')?;
    let path = path.split(['?', '#']).next().unwrap_or(path);
    let (path, version) = match path.rsplit_once('@') {
        Some((path, version)) if !path.is_empty() => (path, Some(version.to_owned())),
        _ => (path, None),
    };
    let path = path.replace("%40", "").replace("%2F", "/").replace("%2f", "/");
    Some((path, version))
}

/// The version, as known or as its package URL has it.
fn version(component: &Component) -> Option<String> {
    let known = component.version.as_deref().map(str::to_owned);
    known.or_else(|| url_parts(component)?.1)
}

/// The last part of a path that is a name: Go writes the major version behind it.
fn last(path: &str) -> &str {
    let (before, last) = path.rsplit_once('/').unwrap_or(("", path));
    let is_major = last
        .strip_prefix('v')
        .is_some_and(|n| !n.is_empty() && n.bytes().all(|byte| byte.is_ascii_digit()));
    match before.rsplit('/').next() {
        Some(name) if is_major && !name.is_empty() => name,
        _ => last,
    }
}

/// Whether a component is the standard library of Go, whose source is `goVERSION.src.tar.gz`.
fn is_of_go(component: &Component) -> bool {
    let rest = component.id.as_str().strip_prefix("pkg:golang/stdlib");
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('@'))
}

/// The names by which archives may mean a component, the longest first.
fn names(component: &Component) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    if let Some((path, _)) = url_parts(component) {
        names.push(folded(&path));
        names.push(folded(last(&path)));
    }
    names.push(folded(&component.name));
    names.push(folded(last(&component.name)));
    if is_of_go(component) {
        names.push("go".into());
    }
    names.retain(|name| !name.is_empty());
    names.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
    names.dedup();
    names
}

/// The archives that may hold the source of a component, by their stems: those of the best kind of
/// match.
fn matching<'a, T: Copy>(
    component: &Component,
    stems: impl Iterator<Item = (T, Option<&'a str>)> + Clone,
) -> Vec<T> {
    let version = version(component).map(|one| folded(one.trim_start_matches(['v', 'V'])));
    for name in names(component) {
        let fits = |stem: &str| {
            let Some(rest) = stem.strip_prefix(&*name) else { return false };
            let rest = rest.trim_start_matches('-');
            let number = rest.strip_prefix('v').unwrap_or(rest);
            match &version {
                Some(version) => rest == version || number == version,
                // Without a version any will do, as long as a number follows and not more of a name.
                None => number.chars().next().is_none_or(|next| next.is_ascii_digit()),
            }
        };
        let found: Vec<T> = stems
            .clone()
            .filter(|(_, stem)| stem.is_some_and(fits))
            .map(|(archive, _)| archive)
            .collect();
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}

/// What an archive of a component would be called.
pub(crate) fn expected(component: &Component) -> String {
    let path = url_parts(component).map_or_else(|| component.name.to_string(), |(path, _)| path);
    if let Some(version) = version(component).filter(|_| is_of_go(component)) {
        return format!("go{version}.src.tar.gz");
    }
    let name = last(&path);
    let name = name.split('#').next().unwrap_or(name).replace(char::is_whitespace, "-");
    match version(component) {
        Some(version) => format!("{name}-{version}.tar.gz"),
        None => format!("{name}.tar.gz"),
    }
}

#[cfg(test)]
mod tests {
    use heirloom_model::ComponentId;

    use super::*;

    fn component(id: &str, name: &str, version: &str) -> Component {
        let mut component = Component::third_party(ComponentId::new(id).unwrap());
        component.name = name.into();
        component.version = (!version.is_empty()).then(|| version.into());
        component
    }

    fn named<'a>(component: &Component, archives: &[&'a str]) -> Vec<&'a str> {
        let stems: Vec<Option<String>> =
            archives.iter().map(|name| stem(name).map(folded)).collect();
        matching(component, archives.iter().copied().zip(stems.iter().map(Option::as_deref)))
    }

    #[test]
    fn archives_are_known_by_the_habits_of_their_ecosystems() {
        let cases = [
            ("pkg:npm/%40babel/core@7.1.0", "@babel/core", "7.1.0", "babel-core-7.1.0.tgz"),
            ("pkg:npm/%40babel/core@7.1.0", "@babel/core", "7.1.0", "core-7.1.0.tgz"),
            ("pkg:cargo/serde_json@1.0.1", "serde_json", "1.0.1", "serde_json-1.0.1.crate"),
            ("pkg:pypi/ruamel-yaml@0.18", "ruamel.yaml", "0.18", "ruamel_yaml-0.18.tar.gz"),
            (
                "pkg:golang/github.com/spf13/pflag@v1.0.5",
                "github.com/spf13/pflag",
                "v1.0.5",
                "pflag@v1.0.5.zip",
            ),
            (
                "pkg:golang/github.com/cespare/xxhash/v2@v2.3.0",
                "github.com/cespare/xxhash/v2",
                "v2.3.0",
                "xxhash-2.3.0.tar.gz",
            ),
            ("pkg:golang/stdlib@1.25.0", "stdlib", "1.25.0", "go1.25.0.src.tar.gz"),
            ("pkg:maven/org.x/y@2.0", "org.x:y", "2.0", "y-2.0-sources.jar"),
            ("pkg:deb/debian/bash@5.2", "bash", "5.2", "bash_5.2.orig.tar.xz"),
            ("busybox", "busybox", "1.36.1", "BusyBox-1.36.1.tar.bz2"),
            ("pkg:generic/rsync@3.2.7", "pkg:generic/rsync@3.2.7", "", "rsync-3.2.7.tar"),
            ("readline", "readline", "", "readline-8.2.tar.gz"),
            ("readline", "readline", "", "readline.zip"),
        ];
        for (id, name, version, archive) in cases {
            let component = component(id, name, version);
            assert_eq!(named(&component, &["other-1.0.zip", archive]), [archive], "{id}");
        }
    }

    #[test]
    fn other_versions_and_longer_names_are_others() {
        let curl = component("pkg:generic/curl@8.0", "curl", "8.0");
        let archives =
            ["curl-8.0.1.tar.gz", "curl-docs-8.0.tar.gz", "curl-8.0.txt", "xcurl-8.0.zip"];
        assert_eq!(named(&curl, &archives), Vec::<&str>::new());
        let any = component("curl", "curl", "");
        assert_eq!(named(&any, &archives), ["curl-8.0.1.tar.gz"]);
    }

    #[test]
    fn who_lacks_an_archive_is_told_its_name() {
        let rsync = component("pkg:generic/rsync@3.2.7", "rsync", "");
        assert_eq!(expected(&rsync), "rsync-3.2.7.tar.gz");
        let go = component("pkg:golang/stdlib@1.25.0", "stdlib", "1.25.0");
        assert_eq!(expected(&go), "go1.25.0.src.tar.gz");
        let hash =
            component("pkg:golang/github.com/a/hash/v2@v2.3.0", "github.com/a/hash/v2", "v2.3.0");
        assert_eq!(expected(&hash), "hash-v2.3.0.tar.gz");
        assert_eq!(expected(&component("app#GPL-2.0-only", "app#GPL", "")), "app.tar.gz");
    }

    #[test]
    fn several_archives_of_one_name_are_all_told() {
        let any = component("curl", "curl", "");
        assert_eq!(named(&any, &["curl-8.0.zip", "curl-8.1.zip"]).len(), 2);
    }
}
