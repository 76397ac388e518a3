// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Walk → queue → threads → spills.
//!
//! Every thread takes files from one queue in the order of the walk, so its own spill is in that
//! order too, and the spills are merged when they are read. Nothing waits for a slow file.

use std::{
    io,
    num::NonZeroUsize,
    ops::ControlFlow,
    sync::atomic::{AtomicBool, Ordering},
    thread,
};

use crossbeam_channel::{Receiver, Sender, bounded};
use heirloom_intake::{Entry, Source, WalkError};
use heirloom_model::{Problem, TreePath};
use heirloom_store::Spill;

use crate::worker::{Sequence, Shared, Worker};

/// Files handed over at once, to spare the queue.
const BATCH: usize = 32;
/// Bytes after which a batch is handed over early: members of archives hold their bytes.
const BATCH_BYTES: u64 = 1 << 20;
/// Batches that wait for a thread, per thread.
const WAITING: usize = 4;

struct Batch {
    first: Sequence,
    entries: Vec<Entry>,
}

/// Why the threads gave up.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PipelineError {
    #[error(transparent)]
    Walk(#[from] WalkError),
    #[error("write a temporary file")]
    Spill(#[source] io::Error),
}

/// Runs the readers on all files; the result is in no order but each spill's own.
pub(crate) fn run(
    source: Source,
    shared: &Shared<'_>,
    threads: NonZeroUsize,
) -> Result<(Vec<Spill>, Vec<Problem>), PipelineError> {
    let (sender, receiver) = bounded::<Batch>(WAITING * threads.get());
    // Set when a thread fails, so that the walk ends.
    let failed = AtomicBool::new(false);
    thread::scope(|scope| {
        let workers: Vec<_> = (0..threads.get())
            .map(|_| {
                let receiver = receiver.clone();
                let failed = &failed;
                scope.spawn(move || {
                    let done = work(shared, &receiver);
                    failed.fetch_or(done.is_err(), Ordering::Relaxed);
                    done
                })
            })
            .collect();
        drop(receiver);
        let walked = walk(source, shared, &sender, &|| {
            shared.cancel.load(Ordering::Relaxed) || failed.load(Ordering::Relaxed)
        });
        drop(sender);
        let (mut spills, mut problems) = (Vec::new(), Vec::new());
        for worker in workers {
            let done = worker.join().expect("readers' panics are caught for each file");
            let (spill, more) = done.map_err(PipelineError::Spill)?;
            spills.push(spill);
            problems.extend(more);
        }
        problems.extend(walked?);
        Ok((spills, problems))
    })
}

fn walk(
    source: Source,
    shared: &Shared<'_>,
    sender: &Sender<Batch>,
    stop: &dyn Fn() -> bool,
) -> Result<Vec<Problem>, WalkError> {
    let mut next: Sequence = 0;
    let mut batch = Batch { first: 0, entries: Vec::new() };
    let mut batch_bytes = 0;
    let mut last = TreePath::root();
    let problems = source.walk_closed(&mut |entry| {
        shared.progress.found(entry.size);
        // Members of an archive come in the archive's own order.
        if is_before(&entry.path, batch.entries.last().map_or(&last, |entry| &entry.path)) {
            shared.unsorted.store(true, Ordering::Relaxed);
        }
        batch_bytes += entry.size;
        batch.entries.push(entry);
        next += 1;
        if batch.entries.len() < BATCH && batch_bytes < BATCH_BYTES {
            return ControlFlow::Continue(());
        }
        batch_bytes = 0;
        last = batch.entries[batch.entries.len() - 1].path.clone();
        let full = std::mem::replace(&mut batch, Batch { first: next, entries: Vec::new() });
        if stop() || sender.send(full).is_err() {
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    })?;
    // An error means that all threads failed, which they tell themselves.
    drop(sender.send(batch));
    Ok(problems)
}

fn is_before(path: &TreePath, other: &TreePath) -> bool {
    path.as_bytes() < other.as_bytes()
}

fn work(shared: &Shared<'_>, queue: &Receiver<Batch>) -> io::Result<(Spill, Vec<Problem>)> {
    let mut worker = Worker::new(shared);
    for batch in queue {
        for (sequence, entry) in (batch.first..).zip(&batch.entries) {
            if shared.cancel.load(Ordering::Relaxed) {
                return Ok(worker.finish());
            }
            worker.handle(sequence, entry)?;
        }
    }
    Ok(worker.finish())
}
