// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Programs of Go: the modules that the linker wrote down in them.
//!
//! From Go 1.18 on the list stands as text behind a mark; before, addresses lead to it, which are
//! not followed. The list tells every module that is linked in, and not which of them needs which.

use std::ops::Range;

use heirloom_model::{Checksum, Owner, PackageFact, PackageSource, Requirement, Scope, Span};

use super::{
    PROGRAM,
    read::LIBRARY,
    resolve::{add_library_license, purl},
};
use crate::graph::{
    builder::{Builder, NewEdge, NewPackage, Node, place},
    input::Input,
    programs,
    tree::Tree,
};

const MARK: &[u8] = b"\xff Go buildinf:";
/// Where it stands in ELF and Mach-O files; in PE files it is among the data.
const SECTIONS: &[&str] = &[".go.buildinfo", "__go_buildinfo"];
/// Lines of a list that are read; programs have some hundred.
const MAX_LINES: usize = 100_000;
/// What stands around the list of modules, so that it is found in memory.
const N_AROUND: usize = 16;

/// Where that lies which the linker wrote: mark, sizes and texts.
pub(crate) fn info(bytes: &[u8]) -> Option<Range<usize>> {
    if let Some(found) = programs::section(bytes, SECTIONS) {
        return bytes[found.clone()].starts_with(MARK).then_some(found);
    }
    let data = programs::section(bytes, &[".data"]).filter(|_| bytes.starts_with(b"MZ"))?;
    let mut chunks = bytes[data.clone()].chunks(16);
    let at = chunks.position(|chunk| chunk.starts_with(MARK))?;
    Some(data.start + at * 16..data.end)
}

/// The version of Go and the list of modules; `None` where addresses lead to them.
fn texts(info: &[u8]) -> Option<(&[u8], &[u8])> {
    const INLINE: u8 = 2;
    if info.get(15)? & INLINE == 0 {
        return None;
    }
    let (version, rest) = text(info.get(32..)?)?;
    let (modules, _) = text(rest)?;
    let inner = modules.get(N_AROUND..modules.len().checked_sub(N_AROUND)?);
    Some((version, inner.unwrap_or_default()))
}

/// A text behind its length, of which each byte has seven bits.
fn text(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let n_head = bytes.iter().take(5).position(|byte| byte & 0x80 == 0)? + 1;
    let n_bytes = bytes[..n_head].iter().rev();
    let n_bytes = n_bytes.fold(0_usize, |sum, byte| (sum << 7) | usize::from(byte & 0x7f));
    bytes[n_head..].split_at_checked(n_bytes)
}

/// Reads the list: `path`, `mod`, `dep` and `=>` in front of name, version and checksum.
pub(super) fn program(input: &mut Input<'_>) -> bool {
    let Some(range) = info(input.bytes()) else { return false };
    let (start, end) = (range.start as u64, range.end as u64);
    let Some((version, modules)) = texts(&input.bytes()[range]) else {
        input.damaged_part("built by a Go before 1.18: its modules are not read");
        return true;
    };
    let span = Span { start, end, first_line: 1, last_line: 1 };
    let mut own = PackageFact::new("", "", span);
    own.is_root = true;
    let mut packages: Vec<PackageFact> = Vec::new();
    for line in String::from_utf8_lossy(modules).lines().take(MAX_LINES) {
        let words: Vec<&str> = line.split('\t').collect();
        match words[..] {
            // The path of the main package, where no module is told.
            ["path", path] if path.contains('/') => own.name = path.into(),
            ["mod", name, ref rest @ ..] => {
                let named = module(name, rest, span);
                (own.name, own.version) = (named.name, named.version);
            }
            ["dep", name, ref rest @ ..] if !name.is_empty() => {
                packages.push(module(name, rest, span));
            }
            // A module that is replaced by a folder keeps its name, as `go.mod` is read.
            ["=>", name, ..] if is_folder(name) => {
                if let Some(replaced) = packages.last_mut() {
                    replaced.source = PackageSource::Unknown;
                }
            }
            ["=>", name, ref rest @ ..] if !name.is_empty() => {
                packages.pop();
                packages.push(module(name, rest, span));
            }
            _ => {}
        }
    }
    let version = String::from_utf8_lossy(version);
    if let Some(version) = version.strip_prefix("go") {
        // What stands behind a space names experiments.
        let version = version.split([' ', '-']).next().unwrap_or(version);
        packages.push(module(LIBRARY, &[version], span));
    }
    own.requirements.extend(packages.iter().map(|package| {
        let mut requirement = Requirement::new(&package.name, span);
        requirement.resolved = Some(package.key.clone());
        requirement.direct = false;
        requirement
    }));
    // Where a limit is met, the program itself stays.
    input.add_package(own);
    packages.into_iter().for_each(|package| input.add_package(package));
    true
}

fn is_folder(name: &str) -> bool {
    name.starts_with(['.', '/', '\\']) || name.get(1..2) == Some(":")
}

/// A module with its version and checksum; a version in brackets is none.
fn module(name: &str, rest: &[&str], span: Span) -> PackageFact {
    let version = rest.first().filter(|version| !version.starts_with('(') && !version.is_empty());
    let key = format!("{name}@{}", version.copied().unwrap_or_default());
    let mut package = PackageFact::new(&key, name, span);
    package.version = version.map(|version| (*version).into());
    package.source = PackageSource::Registry { url: None };
    let sum = rest.get(1).and_then(|sum| sum.split_once(':'));
    package.checksums.extend(
        sum.map(|(algorithm, value)| Checksum { algorithm: algorithm.into(), value: value.into() }),
    );
    package
}

/// Adds the modules of programs. `own` tells the module of the tree of a name: a program that was
/// built in its own tree is that module.
pub(super) fn resolve(tree: &Tree<'_>, builder: &mut Builder, own: impl Fn(&str) -> Option<Node>) {
    for file in tree.of_format(PROGRAM) {
        let Some(root) = file.facts.packages.iter().find(|package| package.is_root) else {
            continue;
        };
        let known = own(&root.name);
        let add = |builder: &mut Builder, package: &PackageFact| {
            let version = package.version.as_deref();
            builder.add(NewPackage {
                ecosystem: "golang",
                name: &package.name,
                version,
                purl: purl(&package.name, version),
                owner: Owner::ThirdParty,
                folder: None,
                source: package.source.clone(),
            })
        };
        let main = match known {
            Some(node) => Some(node),
            None if root.name.is_empty() => None,
            None => add(builder, root),
        };
        if let Some(main) = main {
            builder.place(main, place(file, root.span));
        }
        for package in file.facts.packages.iter().filter(|package| !package.is_root) {
            let Some(node) = add(builder, package) else { return };
            builder.place(node, place(file, package.span));
            builder.describe(node, package);
            if &*package.name == LIBRARY {
                add_library_license(builder, node, package.span);
            }
            let edge = NewEdge {
                scope: Scope::Runtime,
                scope_is_known: true,
                condition: None,
                requested: None,
                direct: false,
                places: vec![place(file, package.span)],
            };
            if let Some(main) = main.filter(|main| *main != node) {
                builder.connect(main, node, edge);
            }
        }
    }
}
