// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Walk → queue → threads → spills.
//!
//! Every thread takes files from one queue in the order of the walk, so its own spill is in that
//! order too, and the spills are merged when they are read. Nothing waits for a slow file. What the
//! cache knows of several files in a row never enters the queue: to wake a thread takes longer than
//! to look it up.

use std::{
    io,
    num::NonZeroUsize,
    ops::ControlFlow,
    sync::{
        Condvar, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread,
};

use crossbeam_channel::{Receiver, Sender, bounded};
use heirloom_intake::{Entry, Source, WalkError};
use heirloom_model::{Problem, TreePath};
use heirloom_store::{FactKey, Spill};

use crate::worker::{Sequence, Shared, Worker};

/// Files handed over at once, to spare the queue and look-ups; most batches are smaller.
const BATCH: usize = 64;
/// Bytes after which a batch is handed over early: members of archives hold their bytes.
const BATCH_BYTES: u64 = 1 << 20;
/// Batches that wait for a thread, per thread.
const WAITING: usize = 4;
/// Bytes that all batches together hold; one that holds more by itself goes alone.
const HELD_BYTES: u64 = 96 << 20;

struct Batch {
    first: Sequence,
    entries: Vec<Entry>,
    /// What the cache may keep their records by.
    key: Option<FactKey>,
    /// Bytes that its members of archives hold.
    n_held: u64,
}

/// Bounds the bytes that batches hold between the walk and the threads.
#[derive(Default)]
struct Room {
    /// The bytes held; none once a thread has ended, for then nobody gives any back.
    n_held: Mutex<Option<u64>>,
    given_back: Condvar,
}

impl Room {
    fn new() -> Room {
        Room { n_held: Mutex::new(Some(0)), ..Room::default() }
    }

    fn take(&self, n_bytes: u64) {
        let is_full = |held: &mut Option<u64>| {
            held.is_some_and(|held| held > 0 && held.saturating_add(n_bytes) > HELD_BYTES)
        };
        let held = self.n_held.lock().unwrap_or_else(PoisonError::into_inner);
        let held = self.given_back.wait_while(held, is_full);
        if let Some(held) = &mut *held.unwrap_or_else(PoisonError::into_inner) {
            *held = held.saturating_add(n_bytes);
        }
    }

    fn change(&self, change: impl FnOnce(&mut Option<u64>)) {
        change(&mut self.n_held.lock().unwrap_or_else(PoisonError::into_inner));
        self.given_back.notify_all();
    }
}

/// Lets the walk go on when a thread ends, however it does.
struct Ending<'a>(&'a Room);

impl Drop for Ending<'_> {
    fn drop(&mut self) {
        self.0.change(|held| *held = None);
    }
}

/// How the walk hands batches to the threads.
struct Line<'a> {
    sender: &'a Sender<Batch>,
    room: &'a Room,
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
    let room = Room::new();
    thread::scope(|scope| {
        let workers: Vec<_> = (0..threads.get())
            .map(|_| {
                let receiver = receiver.clone();
                let (failed, room) = (&failed, &room);
                scope.spawn(move || {
                    let done = work(shared, &receiver, room);
                    failed.fetch_or(done.is_err(), Ordering::Relaxed);
                    done
                })
            })
            .collect();
        drop(receiver);
        let mut known = Worker::new(shared);
        let walked =
            walk(source, shared, &mut known, &Line { sender: &sender, room: &room }, &|| {
                shared.cancel.load(Ordering::Relaxed) || failed.load(Ordering::Relaxed)
            });
        drop(sender);
        let (spill, mut problems) = known.finish();
        let mut spills = vec![spill];
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
    known: &mut Worker<'_>,
    line: &Line<'_>,
    stop: &dyn Fn() -> bool,
) -> Result<Vec<Problem>, PipelineError> {
    let (mut first, mut entries): (Sequence, Vec<Entry>) = (0, Vec::new());
    let mut n_bytes = 0;
    let mut last = TreePath::root();
    let mut done = Ok(ControlFlow::Continue(()));
    let watch = |stage| {
        shared.progress.preparing(stage);
        if stop() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    let problems = source.walk_watched(&watch, &mut |entry| {
        shared.progress.found(entry.size);
        // Members of an archive come in the archive's own order.
        if is_before(&entry.path, entries.last().map_or(&last, |entry| &entry.path)) {
            shared.unsorted.store(true, Ordering::Relaxed);
        }
        let is_full = entries.len() + 1 == BATCH || n_bytes + entry.size >= BATCH_BYTES;
        let is_end = is_full || ends_batch(&entry.path);
        n_bytes += entry.size;
        entries.push(entry);
        if !is_end {
            return ControlFlow::Continue(());
        }
        let next = first + entries.len() as Sequence;
        last.clone_from(&entries[entries.len() - 1].path);
        done = hand_over(first, &mut entries, known, line);
        (first, n_bytes) = (next, 0);
        match done {
            Ok(ControlFlow::Continue(())) if !stop() => ControlFlow::Continue(()),
            _ => ControlFlow::Break(()),
        }
    })?;
    // An error of sending means that all threads failed, which they tell themselves.
    let _flow = done
        .and_then(|_| hand_over(first, &mut entries, known, line))
        .map_err(PipelineError::Spill)?;
    Ok(problems)
}

/// Takes a batch from the cache, or gives it to a thread; breaks off when there is none.
fn hand_over(
    first: Sequence,
    entries: &mut Vec<Entry>,
    known: &mut Worker<'_>,
    line: &Line<'_>,
) -> io::Result<ControlFlow<()>> {
    if entries.is_empty() {
        return Ok(ControlFlow::Continue(()));
    }
    let key = known.stretch_key(entries);
    if let Some(key) = &key
        && known.look_up_stretch(first, entries, key)?
    {
        entries.clear();
        return Ok(ControlFlow::Continue(()));
    }
    let n_held = entries.iter().map(Entry::held_bytes).sum();
    line.room.take(n_held);
    let batch = Batch { first, entries: std::mem::take(entries), key, n_held };
    let is_over = line.sender.send(batch).is_err();
    Ok(if is_over { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
}

/// Whether a batch ends with this file: of 32 one does, whatever comes before it. So a file that
/// comes or goes moves the ends of few batches, and the cache still knows the others.
fn ends_batch(path: &TreePath) -> bool {
    const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
    let words = path.as_bytes().rchunks(8).map(|bytes| {
        let mut word = [0; 8];
        word[..bytes.len()].copy_from_slice(bytes);
        u64::from_le_bytes(word)
    });
    let hash = words.fold(0, |hash: u64, word| (hash.rotate_left(23) ^ word).wrapping_mul(FACTOR));
    hash >> 59 == 0
}

fn is_before(path: &TreePath, other: &TreePath) -> bool {
    path.as_bytes() < other.as_bytes()
}

fn work(
    shared: &Shared<'_>,
    queue: &Receiver<Batch>,
    room: &Room,
) -> io::Result<(Spill, Vec<Problem>)> {
    let _ending = Ending(room);
    let mut worker = Worker::new(shared);
    for batch in queue {
        if shared.cancel.load(Ordering::Relaxed) {
            break;
        }
        worker.handle_stretch(batch.first, &batch.entries, batch.key)?;
        drop(batch.entries);
        room.change(|held| {
            if let Some(held) = held {
                *held = held.saturating_sub(batch.n_held);
            }
        });
    }
    Ok(worker.finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn room_is_given_back_and_ends_with_the_threads() {
        let room = Room::new();
        // What is larger than all the room goes when nothing else is held.
        room.take(HELD_BYTES + 1);
        thread::scope(|scope| {
            let waiting = scope.spawn(|| room.take(1));
            room.change(|held| *held = Some(0));
            waiting.join().expect("it has room now");
        });
        assert_eq!(*room.n_held.lock().expect("nobody panics"), Some(1));
        thread::scope(|scope| {
            let waiting = scope.spawn(|| room.take(HELD_BYTES));
            drop(Ending(&room));
            waiting.join().expect("nobody gives anything back any more");
        });
        assert_eq!(*room.n_held.lock().expect("nobody panics"), None);
    }
}
