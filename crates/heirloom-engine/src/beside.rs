// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Package files that lie outside of a source and tell of others what they need: a repository of
//! POM files, the module cache of Go, a registry of vcpkg. Nothing is fetched; people name the folders.
//!
//! Packages of such a folder that nothing in the source needs are none of the source's.

use std::{
    path::PathBuf,
    sync::{
        Mutex,
        atomic::{AtomicBool, Ordering},
    },
};

use heirloom_intake::{Selection, SourceSpec};
use heirloom_model::{Digest, PackageFacts, PackageGraph, TreePath};
use heirloom_package::graph::{self, BareCopy, GraphLimits};
use heirloom_store::FactCache;

use crate::{
    RecordsError, ScanError, ScanRequest, Silent, Want, merge::Merge, pipeline, readers::Readers,
    records::next_record_with_packages, worker::Shared,
};

/// A folder outside of the source that tells what packages need.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repository {
    /// What it is.
    pub kind: RepositoryKind,
    /// Where it is.
    pub folder: PathBuf,
}

/// What a repository is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RepositoryKind {
    /// POM files as Maven (`~/.m2/repository`), Coursier or Gradle keep them.
    Maven,
    /// The module cache of the Go tool (`go env GOMODCACHE`).
    Go,
    /// A registry of vcpkg: `versions/baseline.json` and its ports.
    Vcpkg,
}

impl RepositoryKind {
    /// The folder that its files are told to be in: no file of a source has such a path.
    fn shown(self) -> &'static str {
        match self {
            RepositoryKind::Maven => "(maven repository)",
            RepositoryKind::Go => "(go modules)",
            RepositoryKind::Vcpkg => "(vcpkg registry)",
        }
    }

    /// The files that tell something.
    fn patterns(self) -> &'static [&'static str] {
        match self {
            RepositoryKind::Maven => &["**/*.pom"],
            RepositoryKind::Go => &["**/@v/*.mod"],
            RepositoryKind::Vcpkg => &["**/versions/baseline.json", "**/vcpkg.json"],
        }
    }
}

/// What the files of all repositories say.
#[derive(Clone, Debug)]
pub(crate) struct Beside {
    pub(crate) files: Vec<(TreePath, PackageFacts)>,
    /// Changes when any of them says something else.
    pub(crate) digest: Digest,
}

/// Reads the repositories of a request.
pub(crate) fn read(request: &ScanRequest, cancel: &AtomicBool) -> Result<Beside, ScanError> {
    let mut hasher = blake3::Hasher::new();
    let mut files: Vec<(TreePath, PackageFacts)> = Vec::new();
    for repository in &request.repositories {
        read_one(request, repository, cancel, &mut |path, digest, facts| {
            hasher.update(path.as_bytes()).update(&[0]).update(&digest.0);
            files.push((path, facts));
        })?;
    }
    files.sort_by(|a, b| a.0.cmp(&b.0));
    // Of repositories of one kind the first that is named counts.
    files.dedup_by(|later, first| later.0 == first.0);
    Ok(Beside { files, digest: Digest(*hasher.finalize().as_bytes()) })
}

fn read_one(
    request: &ScanRequest,
    repository: &Repository,
    cancel: &AtomicBool,
    add: &mut dyn FnMut(TreePath, Digest, PackageFacts),
) -> Result<(), ScanError> {
    let include = repository.kind.patterns().iter().map(|&pattern| pattern.to_owned()).collect();
    let request = ScanRequest {
        source: SourceSpec::Path(repository.folder.clone()),
        selection: Selection { include, archives: false, ..Selection::everything() },
        curations: Vec::new(),
        repositories: Vec::new(),
        is_bill: false,
        want: Want { licenses: false, copyrights: false, packages: true, uses: false },
        ..request.clone()
    };
    let source =
        heirloom_intake::open(&request.source, &request.selection, &request.limits.intake)?;
    let cache = match &request.cache {
        Some(config) => FactCache::open(config)?,
        None => FactCache::transient(&request.temporary)?,
    };
    let shared = Shared {
        request: &request,
        readers: Readers::new(&request),
        cache,
        progress: &Silent,
        cancel,
        unsorted: AtomicBool::new(false),
        large: Mutex::new(()),
    };
    let result = pipeline::run(source, &shared, request.threads);
    shared.cache.close();
    let (spills, _) = result?;
    if cancel.load(Ordering::Relaxed) {
        return Err(ScanError::Cancelled);
    }
    let mut merge = Merge::new(&spills).map_err(RecordsError::from)?;
    while let Some(record) = next_record_with_packages(&mut merge)? {
        let path = [repository.kind.shown().as_bytes(), b"/", record.path.as_bytes()].concat();
        let (Ok(path), Some(digest)) = (TreePath::parse(&path), record.digest) else { continue };
        if let Some(facts) = record.facts.uses.packages {
            add(path, digest, *facts);
        }
    }
    Ok(())
}

/// The graph of a source's package files with what repositories say of the packages it needs.
pub(crate) fn resolve(
    mut files: Vec<(TreePath, PackageFacts)>,
    beside: &[(TreePath, PackageFacts)],
    copies: &[BareCopy],
    limits: &GraphLimits,
) -> PackageGraph {
    if beside.is_empty() {
        return graph::resolve_with(files, copies, limits);
    }
    files.extend_from_slice(beside);
    let mut graph = graph::resolve_with(files, copies, limits);
    let all = [RepositoryKind::Maven, RepositoryKind::Go, RepositoryKind::Vcpkg];
    let shown = all.map(RepositoryKind::shown);
    graph::keep_used(&mut graph, |path| {
        path.components()
            .next()
            .is_some_and(|first| shown.iter().any(|one| one.as_bytes() == first))
    });
    graph
}
