// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The packages of a tree: their graph from all package files, and what the files of each say.
//!
//! A file belongs to the innermost package whose folder holds it, unless an installed package (of
//! an operating system, say) lists it. Folders of third parties with a license of their own and no
//! package file are packages too.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use heirloom_model::{
    Concluded, ConcludedReason, CopyrightFind, Expression, FileRecord, FileRole, FolderRecord,
    Inventory, Manifest, Owner, Package, PackageContents, PackageFacts, PackageFileKind,
    PackageIndex, PackageNature, Problem, TreePath,
};
use heirloom_package::{
    graph::{self, BareCopy, GraphLimits},
    license,
};

use crate::{
    beside,
    thirdparty::{is_collection, module, split_version, third_party_depth},
};

/// Counts the files of each package in a second pass over all files.
#[derive(Debug)]
pub(crate) struct InventoryDraft {
    inventory: Inventory,
    by_folder: HashMap<TreePath, PackageIndex>,
    /// Files that installed packages list.
    by_file: HashMap<Box<[u8]>, PackageIndex>,
    /// Packages by a file that describes them.
    by_place: HashMap<TreePath, Vec<PackageIndex>>,
    /// Licenses of packages whose copyright file says them in words.
    by_words: HashMap<PackageIndex, Concluded>,
    /// Packages of which a file has said what they serve.
    has_role: HashSet<PackageIndex>,
    /// The package of the folder seen last.
    last: Option<(TreePath, Option<PackageIndex>)>,
}

/// Which of several packages in one folder its files belong to: one of ours, and one that holds a
/// program before one that only names versions, members or images.
fn claim(package: &Package) -> (bool, bool) {
    (package.owner == Owner::Own, package.nature != PackageNature::Platform)
}

/// What no file names and lies at the top is called after the source.
pub(crate) fn name_after(inventory: &mut Inventory, source: Option<&str>) {
    let Some(source) = source else { return };
    for package in &mut inventory.graph.packages {
        let is_top = package.folder.as_ref().is_some_and(TreePath::is_root);
        if is_top && package.purl.is_none() && &*package.name == NAMELESS {
            package.name = source.into();
        }
    }
}

/// What a package at the top is called where no file names it.
const NAMELESS: &str = ".";

/// A system holds what others installed in it; a file that none of them lists is nobody's.
fn is_system(package: &Package) -> bool {
    &*package.ecosystem == "os"
}

impl InventoryDraft {
    /// Joins what package files say. `projects` are the folders where a manifest or a license text
    /// stands, sorted, with what the text says; `beside` are package files outside of the tree.
    pub(crate) fn new<'a>(
        files: Vec<(TreePath, PackageFacts)>,
        beside: &[(TreePath, PackageFacts)],
        projects: impl Iterator<Item = (&'a TreePath, Option<&'a Expression>)>,
        limits: &GraphLimits,
    ) -> InventoryDraft {
        let copies = bare_copies(&files, projects);
        // The name of a document that is the source says nothing of what its packages are for.
        let is_bill = |(_, facts): &&(TreePath, PackageFacts)| &*facts.ecosystem == graph::BILL;
        let bills: Vec<TreePath> =
            files.iter().filter(is_bill).map(|(path, _)| path.clone()).collect();
        let mut graph = beside::resolve(files, beside, &copies, limits);
        for package in &mut graph.packages {
            let is_inside = package
                .folder
                .as_ref()
                .is_some_and(|folder| third_party_depth(folder, false).is_some());
            if is_inside && package.owner == Owner::Own {
                // Manifests of vendored copies look like those of our own packages.
                package.owner = Owner::ThirdParty;
            }
        }
        let packages = &graph.packages;
        graph.roots.retain(|root| packages[root.0 as usize].owner == Owner::Own);
        let contents = graph.packages.iter().map(contents).collect();
        let mut draft = InventoryDraft {
            inventory: Inventory { graph, contents },
            by_folder: HashMap::new(),
            by_file: HashMap::new(),
            by_place: HashMap::new(),
            by_words: HashMap::new(),
            has_role: HashSet::new(),
            last: None,
        };
        draft.find_places();
        for path in &bills {
            draft.by_place.remove(path);
        }
        draft
    }

    fn find_places(&mut self) {
        for (at, package) in self.inventory.graph.packages.iter().enumerate() {
            let index = PackageIndex(at as u32);
            if let Some(folder) = package.folder.as_ref().filter(|_| !is_system(package)) {
                let known = self.by_folder.entry(folder.clone()).or_insert(index);
                let known_one = &self.inventory.graph.packages[known.0 as usize];
                if claim(known_one) < claim(package) {
                    *known = index;
                }
            }
            for file in &package.files {
                self.by_file.entry(file.path.clone()).or_insert(index);
            }
            // What only requires others, as lists of requirements do, is described by what it requires.
            let edges =
                self.inventory.graph.edges_of(index).iter().filter(|_| package.places.is_empty());
            for place in edges.flat_map(|edge| &edge.places).chain(&package.places) {
                let described = self.by_place.entry(place.file.clone()).or_default();
                if described.last() != Some(&index) {
                    described.push(index);
                }
            }
        }
    }

    /// What could not be joined.
    pub(crate) fn take_problems(&mut self) -> Vec<Problem> {
        std::mem::take(&mut self.inventory.graph.problems)
    }

    /// Counts a file whose context is known, and says in it which package the file belongs to.
    pub(crate) fn count(&mut self, record: &mut FileRecord) {
        if self.inventory.is_empty() {
            return;
        }
        for index in self.by_place.remove(&record.path).unwrap_or_default() {
            // Of several files the first speaks. Lists of requirements name each other: one that serves
            // the product is enough.
            let contents = &mut self.inventory.contents[index.0 as usize];
            let package = &self.inventory.graph.packages[index.0 as usize];
            let is_list = package.places.is_empty();
            let is_said = !self.has_role.insert(index);
            if !is_said || (is_list && contents.is_aside()) {
                // A card and a list of requirements are text, but they speak of what lies beside them.
                // Lists of pip are text too, whatever they are called.
                let is_pip = &*package.ecosystem == "pypi";
                let is_text = package.about.card.is_some() || is_list || is_pip;
                let speaks = is_text && !is_below_documents(&record.path);
                contents.role = match record.context.role {
                    FileRole::Documentation if speaks => FileRole::Source,
                    role => role,
                };
            }
        }
        let Some(index) = self.package_of(&record.path) else { return };
        record.context.package = Some(index);
        if let Some(detection) = &record.facts.detection
            && is_copyright_of(&self.inventory.graph.packages[index.0 as usize], &record.path)
        {
            let (expression, path) = (detection.expression.clone(), record.path.clone());
            let source = Some(path);
            let concluded = Concluded { expression, reason: ConcludedReason::Detected, source };
            self.by_words.insert(index, concluded);
        }
        let contents = &mut self.inventory.contents[index.0 as usize];
        contents.n_files += 1;
        contents.n_bytes += record.size;
        count_notices(record, &mut contents.notices);
        if !record.context.role.is_content() {
            return;
        }
        if let Some(concluded) = &record.context.concluded {
            *contents.licenses.entry(concluded.expression.normalized()).or_default() += 1;
        }
        count_holders(record, &mut contents.holders);
    }

    fn package_of(&mut self, path: &TreePath) -> Option<PackageIndex> {
        if let Some(index) = self.installer_of(path.as_bytes()) {
            return Some(index);
        }
        let folder = path.folder_bytes();
        if let Some((known, index)) = &self.last
            && known.as_bytes() == folder
        {
            return *index;
        }
        let folder = path.parent()?;
        let mut around = std::iter::successors(Some(folder.clone()), TreePath::parent);
        let index = around.find_map(|folder| self.by_folder.get(&folder).copied());
        self.last = Some((folder, index));
        index
    }

    /// The installed package that lists a file, or the archive that holds it.
    fn installer_of(&self, path: &[u8]) -> Option<PackageIndex> {
        if self.by_file.is_empty() {
            return None;
        }
        let archive = path.windows(2).position(|two| two == b"!/").map(|at| &path[..at]);
        let mut names = [Some(path), archive].into_iter().flatten();
        names.find_map(|name| {
            let listed = self.by_file.get(name).copied();
            listed.or_else(|| self.by_file.get(&*unmerged(name)?).copied())
        })
    }

    /// Ends the second pass: what was concluded for folders holds for the packages in them.
    pub(crate) fn finish(mut self, project: &FolderRecord, folders: &[FolderRecord]) -> Inventory {
        let all = std::iter::once(project).chain(folders);
        let concluded: HashMap<&TreePath, &Concluded> =
            all.filter_map(|folder| Some((&folder.path, folder.concluded.as_ref()?))).collect();
        let Inventory { graph, contents } = &mut self.inventory;
        for ((at, package), contents) in graph.packages.iter().enumerate().zip(contents) {
            let of_folder = package.folder.as_ref().and_then(|folder| concluded.get(folder));
            contents.concluded = match (of_folder, &contents.declared) {
                (Some(concluded), _) => Some((*concluded).clone()),
                (None, Some(declared)) => Some(by_declaration(package, declared)),
                (None, None) => self.by_words.remove(&PackageIndex(at as u32)),
            };
        }
        self.inventory
    }
}

/// Whether a file is where Debian's packages state their license, in fields or in words.
fn is_copyright_of(package: &Package, path: &TreePath) -> bool {
    let mut inside_out = path.as_bytes().rsplit(|&byte| byte == b'/');
    &*package.ecosystem == "deb"
        && inside_out.next() == Some(b"copyright")
        && inside_out.next() == Some(package.name.as_bytes())
        && inside_out.next() == Some(b"doc")
}

/// The name that a file had before folders of the root were merged into `/usr`: `usr/lib/a` was
/// `lib/a`, and package managers still list it so.
fn unmerged(path: &[u8]) -> Option<Box<[u8]>> {
    const MERGED: [&[u8]; 6] = [b"bin/", b"lib/", b"lib32/", b"lib64/", b"libx32/", b"sbin/"];
    let starts = |at: usize| at == 0 || path[at - 1] == b'/';
    let is_merged = |rest: &[u8]| MERGED.iter().any(|folder| rest.starts_with(folder));
    let at = (0..path.len())
        .find(|&at| starts(at) && path[at..].strip_prefix(b"usr/").is_some_and(is_merged))?;
    Some([&path[..at], &path[at + b"usr/".len()..]].concat().into())
}

fn contents(package: &Package) -> PackageContents {
    let manifest = Manifest {
        ecosystem: (*package.ecosystem).into(),
        name: None,
        version: None,
        licenses: package.licenses.clone(),
        parties: Vec::new(),
        homepage: None,
        repository: None,
    };
    let declared = license::declared_expression(&manifest);
    PackageContents { declared, ..PackageContents::default() }
}

fn by_declaration(package: &Package, declared: &Expression) -> Concluded {
    Concluded {
        expression: declared.clone(),
        reason: ConcludedReason::Declared,
        source: package.places.first().map(|place| place.file.clone()),
    }
}

/// Whether a path leads through a folder of documents.
fn is_below_documents(path: &TreePath) -> bool {
    path.components().any(|name| matches!(name, b"doc" | b"docs"))
}

fn count_holders(record: &FileRecord, holders: &mut BTreeMap<Box<str>, u64>) {
    let found = record.facts.copyrights.iter().flat_map(|copyright| &copyright.holders);
    let mut names: Vec<&str> = found.map(|holder| &*holder.normalized).collect();
    names.sort_unstable();
    names.dedup();
    for name in names {
        if let Some(n_files) = holders.get_mut(name) {
            *n_files += 1;
        } else if holders.len() < PackageContents::MAX_HOLDERS {
            holders.insert(name.into(), 1);
        }
    }
}

/// The statements of content and of license files. The GNU licenses begin with a statement about their
/// own text, which is nobody's who uses them.
pub(crate) fn count_notices(record: &FileRecord, notices: &mut BTreeMap<Box<str>, u64>) {
    let role = record.context.role;
    let is_license = role == FileRole::LicenseText;
    if !role.is_content() && !is_license {
        return;
    }
    let is_of_text = |find: &CopyrightFind| {
        is_license && find.holders.iter().all(|one| &*one.normalized == "free software foundation")
    };
    let found = record.facts.copyrights.iter().filter(|find| !is_of_text(find));
    let mut statements: Vec<&str> = found.map(|find| &*find.statement).collect();
    statements.sort_unstable();
    statements.dedup();
    for statement in statements {
        if let Some(n_files) = notices.get_mut(statement) {
            *n_files += 1;
        } else if notices.len() < PackageContents::MAX_HOLDERS {
            notices.insert(statement.into(), 1);
        }
    }
}

/// Folders of third parties with a license of their own and without a package file.
fn bare_copies<'a>(
    files: &[(TreePath, PackageFacts)],
    projects: impl Iterator<Item = (&'a TreePath, Option<&'a Expression>)>,
) -> Vec<BareCopy> {
    let projects: Vec<(&TreePath, Option<&Expression>)> = projects.collect();
    let gathered = gathered(&projects);
    // Notes of package managers (Portage keeps a `LICENSE` for each package) describe others.
    let describes = |facts: &PackageFacts| {
        // Files that only give values to names describe no package.
        matches!(facts.kind, PackageFileKind::Manifest | PackageFileKind::Lock)
            && !matches!(&*facts.format, graph::INCLUDED | graph::VERSION_HEADER)
            && !(facts.packages.is_empty() && facts.managed.is_empty())
    };
    let described: HashSet<TreePath> = files
        .iter()
        .filter(|(_, facts)| describes(facts))
        .filter_map(|(path, _)| path.parent())
        .collect();
    let says_version =
        |(_, facts): &&(TreePath, PackageFacts)| &*facts.format == graph::VERSION_HEADER;
    let headers = files.iter().filter(says_version).map(|(path, facts)| (path, facts));
    let mut headers: Vec<(&TreePath, &PackageFacts)> = headers.collect();
    headers.sort_by_key(|(path, _)| *path);
    let mut found: Vec<BareCopy> = Vec::new();
    for (folder, _) in projects {
        let is_inside = found.last().is_some_and(|last| folder.is_within(&last.folder));
        let is_copy = !is_inside
            && (third_party_depth(folder, true).is_some() || gathered.contains(folder))
            && !is_collection(folder)
            && module(folder).is_none()
            && !described.contains(folder)
            && !in_installed(folder);
        if !is_copy {
            continue;
        }
        let last = String::from_utf8_lossy(folder.file_name()).into_owned();
        let (name, version) = split_version(&last);
        let (name, mut version) = (name.to_owned(), version.map(str::to_owned));
        let mut header = None;
        if version.is_none() {
            let below = &headers[headers.partition_point(|(path, _)| *path < folder)..];
            let starts = |path: &TreePath| path.as_bytes().starts_with(folder.as_bytes());
            let below = below.iter().take_while(|(path, _)| starts(path));
            let said =
                below.filter(|(path, _)| path.is_within(folder)).flat_map(|(path, facts)| {
                    facts.packages.iter().map(move |package| (*path, package))
                });
            if let Some((said, path, span)) = graph::version_of(&name, said) {
                (version, header) = (Some(said.to_owned()), Some((path.clone(), span)));
            }
        }
        found.push(BareCopy { folder: folder.clone(), name, version, header });
    }
    found
}

/// Folders that some projects put the libraries of others into and others their own parts; those of the
/// first row hold what others gave, one way or the other.
const GIVEN: [&str; 2] = ["contrib", "dependencies"];
const GATHERING: [&str; 3] = ["lib", "libraries", "libs"];

/// Folders with a license text in such a folder, where two or more have another license than the project
/// around: what one gathers from others has many licenses, parts of one's own have one. Of what others
/// gave one that has another license is enough.
fn gathered<'a>(projects: &[(&'a TreePath, Option<&'a Expression>)]) -> BTreeSet<&'a TreePath> {
    let by_folder: BTreeMap<&TreePath, &Expression> =
        projects.iter().filter_map(|(path, text)| Some((*path, (*text)?))).collect();
    let mut beside: BTreeMap<TreePath, Vec<&TreePath>> = BTreeMap::new();
    for path in by_folder.keys() {
        let Some(around) = path.parent() else { continue };
        let name = around.file_name().to_ascii_lowercase();
        if GIVEN.iter().chain(&GATHERING).any(|one| one.as_bytes() == name) {
            beside.entry(around).or_default().push(path);
        }
    }
    let mut found = BTreeSet::new();
    for (folder, parts) in beside {
        let mut above = folder.parent();
        let own = loop {
            let Some(here) = above else { break None };
            if let Some(text) = by_folder.get(&here) {
                break Some(*text);
            }
            above = here.parent();
        };
        let Some(own) = own.map(Expression::normalized) else { continue };
        let is_other = |part: &&&TreePath| by_folder[**part].normalized() != own;
        let others: Vec<&TreePath> = parts.iter().filter(is_other).copied().collect();
        let name = folder.file_name().to_ascii_lowercase();
        let is_given = GIVEN.iter().any(|one| one.as_bytes() == name);
        match others.len() {
            0 => {}
            1 if is_given => found.extend(others),
            1 => {}
            _ => found.extend(parts),
        }
    }
    found
}

/// Folders in which a package manager installs say by their package files what they hold.
fn in_installed(folder: &TreePath) -> bool {
    let is_one = |part: &[u8]| matches!(part, b"node_modules" | b"site-packages");
    // Bundler keeps gems and what describes them in `vendor/bundle`.
    let parts: Vec<&[u8]> = folder.components().collect();
    let is_bundle = |two: &[&[u8]]| matches!(two, [b"vendor", b"bundle"]);
    parts.iter().copied().any(is_one) || parts.windows(2).any(is_bundle)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn merged_folders_have_their_old_names() {
        let old = |path: &[u8]| unmerged(path).map(|name| String::from_utf8(name.into()).unwrap());
        assert_eq!(old(b"usr/lib/libz.so.1").as_deref(), Some("lib/libz.so.1"));
        assert_eq!(old(b"root/usr/bin/ls").as_deref(), Some("root/bin/ls"));
        assert_eq!(old(b"usr/share/doc/zlib/copyright"), None);
        assert_eq!(old(b"busr/lib/a"), None);
    }
}
