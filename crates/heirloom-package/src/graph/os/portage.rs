// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Portage: a folder for each package of Gentoo and its relatives, with a file for each field.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
};

use heirloom_model::{
    PackageFact, PackageFile, PackageFileKind, Requirement, Scope, Span, TreePath,
};

use super::{
    Manager, atoms, control,
    deb::path_below,
    join::{Database, Installed, root_of},
};
use crate::graph::{
    ecosystem::Format,
    input::Input,
    tree::{File, Tree},
};

const FIELD: &str = "portage-field";
const CONTENTS: &str = "portage-contents";
const WORLD: &str = "portage-world";

pub(super) static EBUILD: Manager = Manager {
    purl_type: "ebuild",
    formats: &[
        Format {
            name: FIELD,
            kind: PackageFileKind::Installed,
            files: &["pf", "category", "license", "homepage", "rdepend", "pdepend"],
            takes: "package, licenses, home page, edges with choices and use flags; a file for each field in `var/db/pkg`",
            read: field,
        },
        Format {
            name: CONTENTS,
            kind: PackageFileKind::Installed,
            files: &["contents"],
            takes: "installed files with checksums",
            read: contents,
        },
        Format {
            name: WORLD,
            kind: PackageFileKind::Installed,
            files: &["portage/world"],
            takes: "which packages were asked for",
            read: world,
        },
    ],
    places: &["var/db/pkg/*/*"],
    collect,
};

/// Longer ones are the texts of licenses and the like.
const MAX_FIELD: usize = 64 << 10;

fn field(input: &mut Input<'_>) -> bool {
    let bytes = input.bytes();
    let n_lines = bytes.iter().filter(|&&byte| byte == b'\n').count();
    let Some(name) = crate::lower_name(input.path()) else {
        return false;
    };
    let is_ended = bytes.ends_with(b"\n") || matches!(&*name, "pf" | "category");
    if bytes.len() > MAX_FIELD || n_lines > 1 || !is_ended {
        return false;
    }
    let text = input.text();
    let value = text.trim();
    let mut package = PackageFact::new("", "", input.span(0..value.len()));
    match &*name {
        "license" => {
            let written = expression(value);
            let mut license = input.license("LICENSE", &written, 0..value.len());
            license.as_written = value.into();
            package.licenses.push(license);
        }
        "rdepend" | "pdepend" => {
            for atom in atoms::parse(text) {
                let start = atom.written.as_ptr() as usize - text.as_ptr() as usize;
                let span = input.span(start..start + atom.written.len());
                let mut requirement = Requirement::new(&atom.names.join("|"), span);
                requirement.requested = Some(atom.written.into());
                requirement.scope =
                    if atom.condition.is_some() { Scope::Optional } else { Scope::Runtime };
                requirement.condition = atom.condition.map(Into::into);
                package.requirements.push(requirement);
            }
        }
        _ => input.facts().properties.push((name.as_str().into(), value.into())),
    }
    input.add_package(package);
    true
}

/// `|| ( A B ) C` as `(A OR B) AND C`.
fn expression(text: &str) -> String {
    let mut out = String::new();
    let mut joins: Vec<&str> = vec![" AND "];
    let mut next = " AND ";
    let mut is_first = true;
    for word in text.split_whitespace() {
        match word {
            "||" => next = " OR ",
            ")" => {
                joins.pop();
                out.push(')');
                is_first = false;
            }
            _ if word.ends_with('?') => {}
            _ => {
                if !is_first {
                    out.push_str(joins.last().unwrap_or(&" AND "));
                }
                is_first = word == "(";
                out.push_str(word);
                if word == "(" {
                    joins.push(std::mem::replace(&mut next, " AND "));
                }
            }
        }
    }
    out
}

/// `obj PATH MD5 TIME` and `sym PATH -> TARGET TIME`.
fn contents(input: &mut Input<'_>) -> bool {
    let mut package = PackageFact::new("", "", Span::default());
    for line in input.text().lines() {
        let file = match line.split_once(' ') {
            Some(("obj", rest)) => object(rest),
            Some(("sym", rest)) => rest
                .split_once(" -> ")
                .and_then(|(path, _)| path.strip_prefix('/'))
                .map(|path| PackageFile { path: path.as_bytes().into(), checksum: None }),
            Some(("dir" | "dev" | "fif", _)) => None,
            _ => return false,
        };
        package.files.extend(file);
    }
    let is_one = !package.files.is_empty();
    input.add_package(package);
    is_one
}

fn object(rest: &str) -> Option<PackageFile> {
    let (rest, _time) = rest.rsplit_once(' ')?;
    let (path, md5) = rest.rsplit_once(' ')?;
    Some(control::with_md5(path.strip_prefix('/')?.as_bytes(), md5))
}

fn world(input: &mut Input<'_>) -> bool {
    let text = input.text();
    for atom in text.lines().flat_map(atoms::parse) {
        for name in atom.names {
            let package = PackageFact::new(name, name, Span::default());
            input.add_package(package);
        }
    }
    text.contains('/')
}

fn collect<'a>(tree: &Tree<'a>, manager: &Manager) -> Vec<Database<'a>> {
    let mut folders: BTreeMap<TreePath, Vec<File<'a>>> = BTreeMap::new();
    for format in [FIELD, CONTENTS] {
        for file in tree.of_format(format) {
            folders.entry(file.folder()).or_default().push(file);
        }
    }
    let mut roots: BTreeMap<TreePath, Vec<Installed<'a>>> = BTreeMap::new();
    for (folder, files) in folders {
        let root = root_of(&folder, manager.places);
        // Fields have common names: only those in the right place are any.
        if root != folder || folder.is_root() {
            roots.entry(root).or_default().extend(package(&folder, &files));
        }
    }
    let databases = roots.into_iter().filter(|(_, packages)| !packages.is_empty());
    let databases = databases.map(|(root, packages)| {
        let path = path_below(&root, &["var", "lib", "portage", "world"]);
        let world = tree.of_format(WORLD).find(|file| Some(file.path) == path.as_ref());
        let wanted = world.map(|world| {
            let names = world.facts.packages.iter().map(|fact| fact.name.to_string());
            names.collect::<BTreeSet<String>>()
        });
        Database { root, packages, wanted, is_whole: true }
    });
    databases.collect()
}

/// The package of a folder `CATEGORY/NAME-VERSION`.
fn package<'a>(folder: &TreePath, files: &[File<'a>]) -> Option<Installed<'a>> {
    if folder.file_name().starts_with(b"-MERGING-") {
        // An installation that did not come to its end.
        return None;
    }
    let property = |key: &str| files.iter().find_map(|file| file.facts.property(key));
    let main = files.iter().find(|file| file.facts.property("pf").is_some()).or(files.first())?;
    let last = |folder: &TreePath| String::from_utf8_lossy(folder.file_name()).into_owned();
    let category = match property("category") {
        Some(category) => category.to_owned(),
        None => last(&folder.parent()?),
    };
    // Slimmed images keep the folder, whose name is the same, and not each field.
    let shown = last(folder);
    let (name, version) = atoms::split(property("pf").unwrap_or(&shown))?;
    let name = format!("{category}/{name}");
    let mut package = main.facts.packages.first()?.clone();
    package.key = name.as_str().into();
    package.name = name.into();
    package.version = Some(version.into());
    package.about.homepage =
        property("homepage").and_then(|urls| urls.split_whitespace().next()).map(Into::into);
    package.licenses.clear();
    package.files.clear();
    package.requirements.clear();
    let mut apart = Vec::new();
    for (file, fact) in files.iter().flat_map(|f| f.facts.packages.iter().map(move |p| (f, p))) {
        package.licenses.extend(fact.licenses.iter().cloned());
        package.files.extend(fact.files.iter().cloned());
        apart.extend(fact.requirements.iter().map(|requirement| (*file, requirement)));
    }
    Some(Installed { file: *main, fact: Cow::Owned(package), apart })
}
