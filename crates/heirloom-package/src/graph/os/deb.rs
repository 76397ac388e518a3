// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! dpkg and, in the same writing, opkg.
//!
//! Images without a package manager keep a file for each package in `status.d`. Licenses stand in
//! `usr/share/doc/NAME/copyright` where these are machine-readable; what others say in words is
//! the license reader's business.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet, HashMap},
};

use heirloom_model::{PackageFact, PackageFile, PackageFileKind, TreePath};

use super::{
    Manager, control,
    join::{Database, Installed, by_root, packages_of},
};
use crate::{
    fields,
    graph::{
        ecosystem::Format,
        input::Input,
        tree::{File, Tree},
    },
};

const STATUS: &str = "dpkg-status";
const PARTS: &str = "dpkg-status-parts";
const LIST: &str = "dpkg-files";
const SUMS: &str = "dpkg-checksums";
const STATES: &str = "apt-states";
const COPYRIGHT: &str = "debian-copyright";
const OPKG_STATUS: &str = "opkg-status";
const OPKG_CONTROL: &str = "opkg-control";

pub(super) static DEB: Manager = Manager {
    purl_type: "deb",
    formats: &[
        Format {
            name: STATUS,
            kind: PackageFileKind::Installed,
            files: &["dpkg/status"],
            takes: "packages, edges with alternatives, virtual packages, source packages, maintainers, settings with checksums",
            read: control::read,
        },
        Format {
            name: SUMS,
            kind: PackageFileKind::Checksums,
            files: &["info/*.md5sums", "status.d/*.md5sums"],
            takes: "checksums of installed files",
            read: sums,
        },
        Format {
            name: LIST,
            kind: PackageFileKind::Installed,
            files: &["info/*.list"],
            takes: "installed files",
            read: list,
        },
        Format {
            name: PARTS,
            kind: PackageFileKind::Installed,
            files: &["status.d/*"],
            takes: "the same as of `status`, a file for each package (distroless images)",
            read: control::read,
        },
        Format {
            name: STATES,
            kind: PackageFileKind::Installed,
            files: &["apt/extended_states"],
            takes: "which packages were installed for others only",
            read: states,
        },
        Format {
            name: COPYRIGHT,
            kind: PackageFileKind::Installed,
            files: &["copyright"],
            takes: "license of the package in `usr/share/doc`, people",
            read: copyright,
        },
    ],
    places: &["var/lib/dpkg/status.d", "var/lib/dpkg/info", "var/lib/dpkg", "usr/lib/dpkg"],
    collect,
};

pub(super) static OPKG: Manager = Manager {
    purl_type: "opkg",
    formats: &[
        Format {
            name: OPKG_STATUS,
            kind: PackageFileKind::Installed,
            files: &["opkg/status"],
            takes: "packages, edges, virtual packages, which were asked for",
            read: control::read,
        },
        Format {
            name: OPKG_CONTROL,
            kind: PackageFileKind::Installed,
            files: &["info/*.control"],
            takes: "licenses, source packages, maintainers, descriptions",
            read: control::read_all,
        },
    ],
    places: &["usr/lib/opkg/info", "var/lib/opkg/info", "usr/lib/opkg", "var/lib/opkg"],
    collect: collect_opkg,
};

/// The name that files of `info` are called by: that of the package and, where several
/// architectures may stand beside each other, the architecture.
fn stem(input: &Input<'_>) -> String {
    let name = String::from_utf8_lossy(input.path().file_name());
    name.rsplit_once('.').map_or(&*name, |(stem, _)| stem).to_owned()
}

/// A line for each file and folder. Others have files of that name: lines must be absolute paths.
fn list(input: &mut Input<'_>) -> bool {
    let lines = || input.bytes().split(|&byte| byte == b'\n').filter(|line| !line.is_empty());
    if lines().next() != Some(b"/.") {
        return false;
    }
    let mut paths: Vec<&[u8]> = lines().filter_map(|line| line.strip_prefix(b"/")).collect();
    paths.retain(|path| !matches!(*path, b"" | b"."));
    paths.sort_unstable();
    paths.dedup();
    // A path that others lie below is a folder.
    let folders: BTreeSet<&[u8]> = paths.iter().filter_map(|path| folder_of(path)).collect();
    let files = paths.iter().filter(|path| !folders.contains(*path));
    let files = files.map(|path| PackageFile { path: (*path).into(), checksum: None }).collect();
    add_files(input, files);
    true
}

fn folder_of(path: &[u8]) -> Option<&[u8]> {
    path.iter().rposition(|&byte| byte == b'/').map(|at| &path[..at])
}

/// `CHECKSUM  PATH` lines.
fn sums(input: &mut Input<'_>) -> bool {
    let lines = input.bytes().split(|&byte| byte == b'\n');
    let files = lines.filter_map(|line| {
        let (sum, path) = line.split_at_checked(32)?;
        let sum = str::from_utf8(sum).ok().filter(|s| s.bytes().all(|b| b.is_ascii_hexdigit()))?;
        let path = path.strip_prefix(b"  ")?;
        Some(control::with_md5(path, sum))
    });
    let files: Vec<PackageFile> = files.collect();
    let is_one = !files.is_empty();
    add_files(input, files);
    is_one
}

fn add_files(input: &mut Input<'_>, files: Vec<PackageFile>) {
    let stem = stem(input);
    let mut package = PackageFact::new(&stem, &stem, heirloom_model::Span::default());
    package.files = files;
    input.add_package(package);
}

/// Only packages that came for others are kept.
fn states(input: &mut Input<'_>) -> bool {
    let mut is_one = false;
    for paragraph in fields::paragraphs(input.text()) {
        let Some(name) = fields::find(&paragraph, "Package") else {
            continue;
        };
        is_one = true;
        if fields::value(&paragraph, "Auto-Installed") == Some("1") {
            let package = PackageFact::new(name.value, name.value, input.span(name.range.clone()));
            input.add_package(package);
        }
    }
    is_one
}

fn copyright(input: &mut Input<'_>) -> bool {
    let mut package = PackageFact::new("", "", heirloom_model::Span::default());
    input.declare("", &mut package);
    let says_something = !package.licenses.is_empty();
    if says_something {
        package.about.homepage = None;
        input.add_package(package);
    }
    says_something
}

fn collect<'a>(tree: &Tree<'a>, manager: &Manager) -> Vec<Database<'a>> {
    let lists = by_root(tree, manager, &[LIST, SUMS]);
    let copyrights: BTreeMap<&TreePath, File<'a>> =
        tree.of_format(COPYRIGHT).map(|file| (file.path, file)).collect();
    let states: BTreeMap<&TreePath, File<'a>> =
        tree.of_format(STATES).map(|file| (file.path, file)).collect();
    let databases = by_root(tree, manager, &[STATUS, PARTS]).into_iter().map(|(root, files)| {
        // Checksums of images without a package manager stand beside its parts.
        let sums_beside = files.iter().filter(|file| &*file.facts.format == PARTS);
        let n_parts = sums_beside.count();
        let mut packages = packages_of(&files);
        let mut owned = files_by_stem(lists.get(&root).map(Vec::as_slice).unwrap_or_default());
        for installed in &mut packages {
            add_owned(&mut owned, installed);
            let place =
                path_below(&root, &["usr", "share", "doc", &installed.fact.name, "copyright"]);
            let copyright = place.and_then(|path| copyrights.get(&path));
            if let Some(said) = copyright.and_then(|file| file.facts.packages.first()) {
                let fact = installed.fact.to_mut();
                fact.licenses.extend(said.licenses.iter().cloned());
                fact.about.parties.extend(said.about.parties.iter().cloned());
            }
        }
        let path = path_below(&root, &["var", "lib", "apt", "extended_states"]);
        let wanted = path.and_then(|path| states_of(&states, &path, &packages));
        Database { root, packages, wanted, is_whole: n_parts == 0 }
    });
    databases.collect()
}

/// The packages that did not come for others.
fn states_of(
    states: &BTreeMap<&TreePath, File<'_>>,
    path: &TreePath,
    packages: &[Installed<'_>],
) -> Option<BTreeSet<String>> {
    let automatic: BTreeSet<&str> =
        states.get(path)?.facts.packages.iter().map(|package| &*package.name).collect();
    let names = packages.iter().map(|installed| &*installed.fact.name);
    Some(names.filter(|name| !automatic.contains(name)).map(str::to_owned).collect())
}

pub(super) fn path_below(root: &TreePath, names: &[&str]) -> Option<TreePath> {
    names.iter().try_fold(root.clone(), |path, name| path.child(name.as_bytes()).ok())
}

/// Files and checksums by the name that a file of `info` has.
type Owned<'a> = HashMap<&'a str, BTreeMap<&'a [u8], &'a PackageFile>>;

fn files_by_stem<'a>(lists: &[File<'a>]) -> Owned<'a> {
    let mut owned: Owned<'a> = HashMap::new();
    for package in lists.iter().flat_map(|file| &file.facts.packages) {
        let files = owned.entry(&package.name).or_default();
        for file in &package.files {
            add_file(files, file);
        }
    }
    owned
}

/// The one that has a checksum counts.
fn add_file<'a>(files: &mut BTreeMap<&'a [u8], &'a PackageFile>, file: &'a PackageFile) {
    let known = files.entry(&file.path).or_insert(file);
    if known.checksum.is_none() {
        *known = file;
    }
}

fn add_owned(owned: &mut Owned<'_>, installed: &mut Installed<'_>) {
    let name = &*installed.fact.name;
    let arch = installed.fact.qualifiers.first().map_or("", |(_, arch)| arch);
    let with_arch = format!("{name}:{arch}");
    let Some(files) = owned.remove(&*with_arch).or_else(|| owned.remove(name)) else {
        return;
    };
    let settings = installed.fact.files.clone();
    let mut joined = files;
    for file in &settings {
        add_file(&mut joined, file);
    }
    let joined = joined.into_values().cloned().collect();
    installed.fact.to_mut().files = joined;
}

/// What a package's own control file says beside the status.
fn collect_opkg<'a>(tree: &Tree<'a>, manager: &Manager) -> Vec<Database<'a>> {
    let controls = by_root(tree, manager, &[OPKG_CONTROL]);
    let databases = by_root(tree, manager, &[OPKG_STATUS]).into_iter().map(|(root, files)| {
        let beside = controls.get(&root).map(Vec::as_slice).unwrap_or_default();
        let said = beside.iter().flat_map(|file| &file.facts.packages);
        let said: HashMap<&str, &PackageFact> = said.map(|fact| (&*fact.name, fact)).collect();
        let mut packages = Vec::new();
        for file in files {
            for fact in &file.facts.packages {
                let mut fact = fact.clone();
                if let Some(said) = said.get(&*fact.name) {
                    fact.about.fill_from(&said.about);
                    fact.licenses.extend(said.licenses.iter().cloned());
                    fact.built_from = fact.built_from.or_else(|| said.built_from.clone());
                }
                packages.push(Installed::new(file, Cow::Owned(fact)));
            }
        }
        let by_user = packages.iter().filter(|installed| installed.fact.inherits(control::BY_USER));
        let wanted: BTreeSet<String> =
            by_user.map(|installed| installed.fact.name.to_string()).collect();
        let wanted = Some(wanted).filter(|wanted| !wanted.is_empty());
        Database { root, packages, wanted, is_whole: true }
    });
    databases.collect()
}
