// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Worlds as strings in, graphs as lines out.

use std::fmt::Write;

use heirloom_model::{Owner, PackageGraph, PackageNature, Relation, Tri};
use heirloom_testkit::World;

use super::*;

/// Reads and joins a world.
pub(crate) fn graph_of(world: &World) -> (PackageGraph, Vec<Problem>) {
    let limits = GraphLimits::standard();
    let mut files = Vec::new();
    let mut problems = Vec::new();
    for (path, bytes) in world.entries() {
        let (facts, found) = read(path, bytes, &limits);
        problems.extend(found.into_iter().map(|problem| problem.at_path(path.clone())));
        files.extend(facts.map(|facts| (path.clone(), facts)));
    }
    (resolve(&files, &limits), problems)
}

/// A line for each package, edge and problem.
pub(crate) fn dump(graph: &PackageGraph, problems: &[Problem]) -> String {
    let mut out = String::new();
    for package in &graph.packages {
        let mark = if package.owner == Owner::Own { "*" } else { "" };
        let nature = match package.nature {
            PackageNature::Library => "",
            PackageNature::BuildTool => " tool",
            PackageNature::Platform => " platform",
        };
        write!(out, "{mark}{}{nature}", package.id).unwrap();
        if let Some(folder) = &package.folder {
            write!(out, " in {folder:?}").unwrap();
        }
        for license in &package.licenses {
            write!(out, " [{}]", license.as_written).unwrap();
        }
        for checksum in &package.checksums {
            write!(out, " {}:{}", checksum.algorithm, checksum.value).unwrap();
        }
        out.push('\n');
    }
    for edge in &graph.edges {
        let ends = [edge.from, edge.to].map(|index| {
            let package = graph.package(index);
            format!("{}@{}", package.name, package.version.as_deref().unwrap_or("?"))
        });
        write!(out, "{} -> {} {}", ends[0], ends[1], edge.scope.name()).unwrap();
        if !edge.scope_is_known {
            out.push('?');
        }
        if !edge.direct {
            out.push_str(" indirect");
        }
        for (mark, text) in [("", &edge.requested), ("if ", &edge.condition)] {
            if let Some(text) = text {
                write!(out, " {mark}{text}").unwrap();
            }
        }
        let places = edge.places.iter().map(|p| format!("{}:{}", p.file, p.span.first_line));
        writeln!(out, " | {}", places.collect::<Vec<_>>().join(" ")).unwrap();
    }
    // Worlds write a letter or two for a checksum; what is told of those has its own tests.
    let all = problems.iter().chain(&graph.problems);
    for problem in all.filter(|problem| problem.code != ProblemCode::CHECKSUM_MALFORMED) {
        let args: Vec<&str> = problem.args.iter().map(|(_, value)| &**value).collect();
        let path = problem.path.as_ref().map(ToString::to_string).unwrap_or_default();
        let line = problem.line.unwrap_or(0);
        writeln!(out, "! {} {path}:{line} {}", problem.code.as_str(), args.join(", ")).unwrap();
    }
    out
}

/// What the package files of a world say.
pub(crate) fn facts(fixture: &str) -> Vec<(TreePath, PackageFacts)> {
    let limits = GraphLimits::standard();
    let world = World::parse(fixture);
    let read = world.entries().filter_map(|(path, bytes)| {
        let (facts, _) = read(path, bytes, &limits);
        Some((path.clone(), facts?))
    });
    read.collect()
}

/// Compares the graph of a world with its lines.
#[track_caller]
pub(crate) fn check(fixture: &str, expect: &str) {
    let (graph, problems) = graph_of(&World::parse(fixture));
    let expect: String = expect.trim().lines().flat_map(|line| [line.trim(), "\n"]).collect();
    assert_eq!(dump(&graph, &problems).replace(" \n", "\n"), expect);
}

/// A line for each relation.
pub(crate) fn dump_relations(graph: &PackageGraph) -> String {
    let (_, relations) = relations(graph);
    let line = |r: &Relation| {
        let doubt = if r.exists() == Tri::Yes { "" } else { "perhaps " };
        format!("{} {doubt}{} {} {}\n", r.from, r.kind.name(), r.to, r.scope.name())
    };
    relations.iter().map(line).collect()
}

/// Compares the relations of a world with their lines.
#[track_caller]
pub(crate) fn check_relations(fixture: &str, expect: &str) {
    let (graph, _) = graph_of(&World::parse(fixture));
    let expect: String = expect.trim().lines().flat_map(|line| [line.trim(), "\n"]).collect();
    assert_eq!(dump_relations(&graph), expect);
}

/// Every fixture, cut off and spoiled at any byte, and in any order of files: no panic, and the same
/// graph whatever the order.
#[test]
fn damaged_files_give_what_can_be_read() {
    let limits = GraphLimits::standard();
    for fixture in [
        cargo::WORKSPACE,
        carried::VENDORED,
        carried::CARRIED,
        conda::CONDA,
        go::MODULES,
        go::CACHE,
        gradle::GRADLE,
        gradle::SBT,
        gradle::JARS,
        maven::REACTOR,
        maven::REPOSITORY,
        modules::BUN,
        modules::DENO,
        modules::INSTALLED,
        npm::LOCKS,
        others::DOTNET,
        others::GITHUB,
        others::PHP,
        others::RUBY,
        pypi::LISTS,
        os::DEBIAN,
        os::ALPINE,
        os::ARCH,
        os::GENTOO,
    ]
    .into_iter()
    .chain(more::ALL)
    {
        let world = World::parse(fixture);
        let mut files = Vec::new();
        for (path, bytes) in world.entries() {
            files.extend(read(path, bytes, &limits).0.map(|facts| (path.clone(), facts)));
        }
        let whole = resolve(&files, &limits);
        let backward: Vec<_> = files.iter().rev().cloned().collect();
        assert_eq!(resolve(&backward, &limits), whole);
        for (path, bytes) in world.entries() {
            let step = 1 + bytes.len() / 150;
            for at in (0..bytes.len()).step_by(step) {
                let mut spoiled = vec![bytes[..at].to_vec()];
                for byte in [b'"', b'{', b'\n', 0, 0xff, b'<', b' '] {
                    let mut other = bytes.to_vec();
                    other[at] = byte;
                    spoiled.push(other);
                }
                for bytes in spoiled {
                    let mut others = files.clone();
                    others.retain(|(other, _)| other != path);
                    others.extend(read(path, &bytes, &limits).0.map(|facts| (path.clone(), facts)));
                    relations(&resolve(&others, &limits));
                }
            }
        }
    }
}

/// Every format, with what no honest file holds: no panic, and damage is told with its line.
#[test]
fn hostile_files_are_read_by_every_format() {
    let limits = GraphLimits::standard();
    let bomb = (1..60).fold("a0: &a0 [x, x]\n".to_owned(), |text, level| {
        let inner = level - 1;
        text + &format!("a{level}: &a{level} [*a{inner}, *a{inner}]\n")
    });
    let deep = format!("{{\"a\":\n{}", "[{\"dependencies\":".repeat(10_000));
    let name = "../../\u{202e}\\u0000%2f@@://?#\\n";
    let keys = ["name", "version", "packages", "dependencies", "default", "libraries", "jobs"];
    let all = keys.map(|key| format!("\"{key}\": {{\"{name}\": {{\"version\": \"{name}\"}}}}"));
    let object = format!("{{{}, {}}}", all.join(", "), all.join(", "));
    let lines =
        format!("[[package]]\nname = \"{name}\"\n  {name} ({name})\nGEM\n  specs:\n    {name} (");
    let xml = format!("<project><a>{}", "<dependencies><dependency>".repeat(1_000));
    for format in formats() {
        for name in format.names {
            let path = TreePath::parse(name.replace('*', "x").as_bytes()).unwrap();
            for text in [&bomb, &deep, &object, &lines, &xml] {
                let (facts, _) = read(&path, text.as_bytes(), &limits);
                let files: Vec<_> = facts.map(|facts| (path.clone(), facts)).into_iter().collect();
                relations(&resolve(&files, &limits));
            }
        }
    }
    for name in ["package-lock.json", "composer.lock", "deno.lock", "x.deps.json", "pipfile.lock"] {
        let (_, problems) =
            read(&TreePath::parse(name.as_bytes()).unwrap(), deep.as_bytes(), &limits);
        let told = problems.iter().find(|p| p.code == ProblemCode::MANIFEST_DAMAGED).unwrap();
        assert_eq!(told.line, Some(2), "{name}");
    }
}

#[test]
fn limits_are_kept_and_told() {
    let world = World::parse(cargo::WORKSPACE);
    let few = GraphLimits { max_items: 3, max_graph: 2, ..GraphLimits::standard() };
    let mut files = Vec::new();
    let mut n_told = 0;
    for (path, bytes) in world.entries() {
        let (facts, problems) = read(path, bytes, &few);
        n_told += problems.iter().filter(|p| p.code == ProblemCode::PACKAGE_LIMIT).count();
        files.extend(facts.map(|facts| (path.clone(), facts)));
    }
    assert_eq!(n_told, 2);
    let graph = resolve(&files, &few);
    assert!(graph.packages.len() + graph.edges.len() <= 2);
    assert_eq!(graph.problems[0].code, ProblemCode::PACKAGE_LIMIT);
    let small = ManifestLimits { max_bytes: 10, ..ManifestLimits::standard() };
    let (facts, problems) = read(
        &TreePath::parse(b"Cargo.lock").unwrap(),
        b"version = 4 # and more",
        &GraphLimits { values: small, ..few },
    );
    assert_eq!((facts, problems[0].code), (None, ProblemCode::MANIFEST_DAMAGED));
}

#[test]
fn files_belong_to_the_innermost_package() {
    let (graph, _) = graph_of(&World::parse(cargo::WORKSPACE));
    let owner = |path: &str| {
        let index = graph.owner_of(&TreePath::parse(path.as_bytes()).unwrap())?;
        Some(graph.package(index).name.to_string())
    };
    assert_eq!(owner("crates/a/src/lib.rs").as_deref(), Some("a"));
    assert_eq!(owner("crates/ab/src/lib.rs"), None);
    let edge = graph.edges.iter().find(|edge| &*graph.package(edge.to).name == "cc").unwrap();
    assert_eq!(graph.edges_of(edge.from).iter().filter(|other| *other == edge).count(), 1);
}

#[test]
fn formats_are_known_by_their_names() {
    let name = |path: &str| {
        let path = TreePath::parse(path.as_bytes()).unwrap();
        ecosystem::format_of(&path).map(|(_, format)| format.name)
    };
    assert_eq!(name("a/Cargo.lock"), Some("cargo-lock"));
    assert_eq!(name("requirements/dev.txt"), Some("pip-requirements"));
    assert_eq!(name("docs/dev.md"), None);
    // It counts where a list of requirements includes it.
    assert_eq!(name("docs/dev.txt"), Some("pip-included"));
    assert_eq!(name("CMakeLists.txt"), Some("cmake"));
    assert_eq!(name("conanfile.txt"), Some("conanfile-text"));
    assert_eq!(name("dev-requirements.txt"), Some("pip-requirements"));
    assert_eq!(name("Package.solved"), None);
    let names: Vec<&str> = formats().iter().map(|format| format.format).collect();
    let mut unique = names.clone();
    unique.sort_unstable();
    unique.dedup();
    assert_eq!(unique.len(), names.len());
}

mod agree;
mod bad;
mod cargo;
mod carried;
mod conda;
mod forms;
mod go;
mod gradle;
mod maven;
mod modules;
mod more;
mod npm;
mod os;
mod others;
mod programs;
mod pypi;
mod python;
mod written;
