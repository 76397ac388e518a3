// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The scan of a source: facts of all files, then what follows from them together.

use std::{
    cmp,
    collections::{BTreeMap, HashSet},
    io,
    sync::{
        Mutex,
        atomic::{AtomicBool, Ordering},
    },
};

use heirloom_intake::{OpenError, OpenImage, WalkError};
use heirloom_model::{
    ContentKind, Digest, FileContext, FileRecord, FindKind, PackageFacts, Problem, ProblemCode,
    ScanSummary, Tallies, TreePath,
};
use heirloom_store::{CacheError, FactCache, Spill, SpillWriter, encode_context};

use crate::{
    Progress, Records, RecordsError, ScanRequest,
    beside::{self, Beside},
    conclude::{Collector, Conclusions},
    image,
    inventory::{self, InventoryDraft},
    kept,
    merge::Merge,
    pipeline::{self, PipelineError},
    readers::Readers,
    records::{next_record, next_record_with_packages},
    sorted::sort,
    worker::Shared,
};

/// Bytes of contexts kept in memory.
const CONTEXTS_IN_MEMORY: usize = 16 << 20;

/// What a scan found.
#[derive(Clone, Debug)]
pub struct ScanResult {
    /// The tree as a whole.
    pub summary: ScanSummary,
    /// Its files.
    pub files: Records,
    /// What files outside of the source say of packages.
    pub(crate) beside: Beside,
}

/// Why a scan has no result.
#[derive(Debug, thiserror::Error)]
pub enum ScanError {
    /// The source cannot be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The source cannot be walked.
    #[error(transparent)]
    Walk(#[from] WalkError),
    /// The cache's folder, or the one for temporary files, cannot be used.
    #[error(transparent)]
    Cache(#[from] CacheError),
    /// A temporary file cannot be written.
    #[error("write a temporary file")]
    Spill(#[source] io::Error),
    /// A temporary file cannot be read back.
    #[error(transparent)]
    Records(#[from] RecordsError),
    /// It was told to stop.
    #[error("finish: it was interrupted")]
    Cancelled,
}

impl From<PipelineError> for ScanError {
    fn from(error: PipelineError) -> ScanError {
        match error {
            PipelineError::Walk(error) => ScanError::Walk(error),
            PipelineError::Spill(error) => ScanError::Spill(error),
        }
    }
}

/// Scans a source.
///
/// # Errors
/// [`ScanError`] when there is no result at all; what could not be read of the source is a
/// [`Problem`] of the result.
pub fn scan(
    request: &ScanRequest,
    progress: &dyn Progress,
    cancel: &AtomicBool,
) -> Result<ScanResult, ScanError> {
    let beside = beside::read(request, cancel)?;
    let source =
        heirloom_intake::open(&request.source, &request.selection, &request.limits.intake)?;
    let cache = match &request.cache {
        Some(config) => FactCache::open(config)?,
        None => FactCache::transient(&request.temporary)?,
    };
    let image = source.image();
    let readers = Readers::new(request);
    let unsorted = AtomicBool::new(false);
    let shared =
        Shared { request, readers, cache, progress, cancel, unsorted, large: Mutex::new(()) };
    let result = pipeline::run(source, &shared, request.threads)
        .map_err(|error| match cancel.load(Ordering::Relaxed) {
            true => ScanError::Cancelled,
            false => ScanError::from(error),
        })
        .and_then(|(spills, problems)| result(&shared, beside, spills, problems, image.as_deref()));
    // What was read is worth keeping even when the scan stops here.
    shared.cache.close();
    result
}

fn result(
    shared: &Shared<'_>,
    beside: Beside,
    mut spills: Vec<Spill>,
    walk_problems: Vec<Problem>,
    image: Option<&OpenImage>,
) -> Result<ScanResult, ScanError> {
    let Shared { request, cache, .. } = shared;
    if shared.cancel.load(Ordering::Relaxed) {
        return Err(ScanError::Cancelled);
    }
    shared.progress.concluding();
    if shared.unsorted.load(Ordering::Relaxed) {
        spills = vec![sort(&spills, &request.temporary).map_err(ScanError::Spill)?];
    }
    let key = kept::key(cache, request, &beside, &spills, &walk_problems, image)
        .map_err(RecordsError::from)?;
    let kept = key.as_ref().and_then(|key| kept::get(cache, key));
    let (mut summary, contexts) = match kept {
        Some(kept) => kept,
        None => {
            let (summary, contexts) = conclude(request, &beside, &spills, walk_problems, image)?;
            if let Some(key) = &key {
                kept::keep(cache, key, &summary, &contexts);
            }
            (summary, contexts)
        }
    };
    summary.source = request.source_name.clone();
    inventory::name_after(&mut summary.inventory, request.source.label().as_deref());
    summary.version = env!("CARGO_PKG_VERSION").into();
    summary.rules = if request.want.licenses { request.rules.sources() } else { Vec::new() };
    let files = Records { facts: spills, contexts };
    if let Some(image) = image {
        summary.image = Some(image::finished(image, &request.bases, &summary.inventory, &files)?);
    }
    Ok(ScanResult { summary, files, beside })
}

/// What follows from all records: a summary that does not name the scan yet, and the contexts of
/// files.
fn conclude(
    request: &ScanRequest,
    beside: &Beside,
    spills: &[Spill],
    walk_problems: Vec<Problem>,
    image: Option<&OpenImage>,
) -> Result<(ScanSummary, Spill), ScanError> {
    let mut collector = Collector::new(request.limits.conclude);
    let mut merge = Merge::new(spills).map_err(RecordsError::from)?;
    let mut packages: Vec<(TreePath, PackageFacts)> = Vec::new();
    while let Some(record) = next_record_with_packages(&mut merge)? {
        collector.observe(&record.path, &record.facts);
        packages.extend(record.facts.uses.packages.map(|facts| (record.path, *facts)));
    }
    // Of a large document its records are as large as its facts.
    drop(merge);
    let mut conclusions = collector.conclude(request.curations.clone());
    let projects = conclusions.projects();
    let limits = &request.limits.graph;
    let mut inventory = InventoryDraft::new(packages, &beside.files, projects, limits);
    let mut counts = Counts::new(request.limits.problems_per_code);
    walk_problems.into_iter().for_each(|problem| counts.problem(problem));
    inventory.take_problems().into_iter().for_each(|problem| counts.problem(problem));
    let contexts = finalize(request, spills, &mut conclusions, &mut inventory, &mut counts, image)?;
    let tree = conclusions.finish();
    let inventory = inventory.finish(&tree.project, &tree.folders);
    tree.problems.into_iter().for_each(|problem| counts.problem(problem));
    let summary = ScanSummary {
        project: tree.project,
        folders: tree.folders,
        curations: tree.curations,
        inventory,
        problems: counts.problems(),
        tallies: counts.tallies,
        ..ScanSummary::default()
    };
    Ok((summary, contexts))
}

fn finalize(
    request: &ScanRequest,
    spills: &[Spill],
    conclusions: &mut Conclusions,
    inventory: &mut InventoryDraft,
    counts: &mut Counts,
    image: Option<&OpenImage>,
) -> Result<Spill, ScanError> {
    let mut contexts = SpillWriter::new(&request.temporary, CONTEXTS_IN_MEMORY);
    let mut encoded = Vec::new();
    let nothing = FileContext::default();
    let mut merge = Merge::new(spills).map_err(RecordsError::from)?;
    while let Some(mut record) = next_record(&mut merge)? {
        conclusions.finalize(&mut record);
        inventory.count(&mut record);
        record.context.layer = image.and_then(|image| image::layer_of(image, &record.path));
        counts.file(&record);
        encoded.clear();
        if record.context != nothing {
            encode_context(&record.context, &mut encoded);
        }
        contexts.push(&encoded).map_err(ScanError::Spill)?;
    }
    Ok(contexts.finish())
}

/// Tallies and problems over all files.
struct Counts {
    tallies: Tallies,
    distinct: HashSet<u64>,
    per_code: u64,
    problems: BTreeMap<ProblemCode, (Vec<Problem>, u64)>,
}

impl Counts {
    fn new(per_code: u64) -> Counts {
        Counts {
            tallies: Tallies::default(),
            distinct: HashSet::new(),
            per_code,
            problems: BTreeMap::new(),
        }
    }

    fn file(&mut self, record: &FileRecord) {
        let facts = &record.facts;
        let tallies = &mut self.tallies;
        tallies.n_files += 1;
        tallies.n_bytes += record.size;
        tallies.n_binary += u64::from(facts.text.content == ContentKind::Binary);
        let unknown = facts.licenses.iter().any(|find| find.kind == FindKind::Unknown);
        tallies.n_unknown += u64::from(unknown);
        match &record.digest {
            // Of large archives all is read but nothing is known that identifies them.
            None => tallies.n_unread += u64::from(facts.text.content == ContentKind::Empty),
            Some(digest) => tallies.n_distinct += u64::from(self.distinct.insert(half(digest))),
        }
        let ids = facts.detection.iter().flat_map(|detection| detection.expression.ids());
        for id in ids {
            count(&mut tallies.licenses, id.as_str());
        }
        let mut holders: Vec<&str> = facts
            .copyrights
            .iter()
            .flat_map(|copyright| &copyright.holders)
            .map(|holder| &*holder.normalized)
            .collect();
        holders.sort_unstable();
        holders.dedup();
        holders.into_iter().for_each(|holder| count(&mut tallies.holders, holder));
        for problem in &facts.problems {
            let path = problem.path.clone().unwrap_or_else(|| record.path.clone());
            self.problem(problem.clone().at_path(path));
        }
    }

    fn problem(&mut self, problem: Problem) {
        let (listed, n_left_out) = self.problems.entry(problem.code).or_default();
        if (listed.len() as u64) < self.per_code {
            listed.push(problem);
        } else {
            *n_left_out += 1;
        }
    }

    /// All problems, sorted by path.
    fn problems(&mut self) -> Vec<Problem> {
        let mut all = Vec::new();
        for (code, (listed, n_left_out)) in std::mem::take(&mut self.problems) {
            all.extend(listed);
            if n_left_out > 0 {
                let args =
                    vec![("code", code.as_str().into()), ("n", n_left_out.to_string().into())];
                all.push(Problem::new(ProblemCode::PROBLEMS_LEFT_OUT, args));
            }
        }
        all.sort_by(by_place);
        all
    }
}

/// The order in which problems are shown.
pub(crate) fn by_place(a: &Problem, b: &Problem) -> cmp::Ordering {
    (&a.path, a.line, a.code, &a.args).cmp(&(&b.path, b.line, b.code, &b.args))
}

/// Enough of a digest to count distinct ones in little memory.
fn half(digest: &Digest) -> u64 {
    u64::from_le_bytes(*digest.0.first_chunk().expect("a digest is 32 bytes"))
}

fn count(counts: &mut BTreeMap<Box<str>, u64>, name: &str) {
    match counts.get_mut(name) {
        Some(n_files) => *n_files += 1,
        None => drop(counts.insert(name.into(), 1)),
    }
}
