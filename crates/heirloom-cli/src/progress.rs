// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! One line on stderr that says how far a scan is, for scans over a second.
#![expect(clippy::print_stderr, reason = "progress is talk")]

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
        mpsc::{RecvTimeoutError, Sender, channel},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use heirloom_engine::{Progress, Stage};
use heirloom_model::TreePath;

const FIRST: Duration = Duration::from_secs(1);
const INTERVAL: Duration = Duration::from_millis(200);

/// Counts, and while it lives shows them if asked to.
pub(crate) struct ProgressLine {
    counts: Arc<Counts>,
    shown: Option<(Sender<()>, JoinHandle<()>)>,
}

#[derive(Default)]
struct Counts {
    n_found: AtomicU64,
    bytes_found: AtomicU64,
    n_done: AtomicU64,
    bytes_done: AtomicU64,
    concluding: AtomicBool,
    /// What is done before the first file can be met.
    preparing: Mutex<Option<Stage>>,
    /// Set by the line when it wants to know the file at hand.
    asks: AtomicBool,
    current: Mutex<String>,
}

impl ProgressLine {
    /// Counts; shows a line of `width` columns after a second when `show` is set.
    pub(crate) fn new(show: bool, width: usize) -> ProgressLine {
        let counts = Arc::new(Counts::default());
        let shown = show.then(|| {
            let (sender, receiver) = channel::<()>();
            let counts = Arc::clone(&counts);
            let thread = thread::spawn(move || {
                let mut wait = FIRST;
                let mut any = false;
                // Only the sender's end makes it stop before the time is over.
                while receiver.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
                    eprint!("\r\x1b[K{}", counts.line(width));
                    any = true;
                    wait = INTERVAL;
                }
                if any {
                    eprint!("\r\x1b[K");
                }
            });
            (sender, thread)
        });
        ProgressLine { counts, shown }
    }
}

impl Drop for ProgressLine {
    fn drop(&mut self) {
        if let Some((sender, thread)) = self.shown.take() {
            drop(sender);
            drop(thread.join());
        }
    }
}

impl Counts {
    fn preparing(&self) -> Option<Stage> {
        let is_over = self.n_found.load(Ordering::Relaxed) > 0;
        if is_over { None } else { *self.preparing.lock().unwrap_or_else(PoisonError::into_inner) }
    }

    fn line(&self, width: usize) -> String {
        let load = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        self.asks.store(true, Ordering::Relaxed);
        let mut line = if self.concluding.load(Ordering::Relaxed) {
            format!("{} files, concluding", load(&self.n_done))
        } else if let Some(stage) = self.preparing() {
            match stage {
                Stage::Names { layer } => format!("reading the names in layer {}", layer.0 + 1),
                Stage::Fetching { n_bytes, of } => {
                    format!("fetching: {} of {} MB", n_bytes / 1_000_000, of / 1_000_000)
                }
            }
        } else {
            let current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
            format!(
                "{} of {} files, {} of {} MB  {current}",
                load(&self.n_done),
                load(&self.n_found),
                load(&self.bytes_done) / 1_000_000,
                load(&self.bytes_found) / 1_000_000
            )
        };
        if let Some((end, _)) = line.char_indices().nth(width.saturating_sub(1)) {
            line.truncate(end);
        }
        line
    }
}

impl Progress for ProgressLine {
    fn found(&self, n_bytes: u64) {
        self.counts.n_found.fetch_add(1, Ordering::Relaxed);
        self.counts.bytes_found.fetch_add(n_bytes, Ordering::Relaxed);
    }

    fn done(&self, path: &TreePath, n_bytes: u64) {
        self.counts.n_done.fetch_add(1, Ordering::Relaxed);
        self.counts.bytes_done.fetch_add(n_bytes, Ordering::Relaxed);
        if self.counts.asks.load(Ordering::Relaxed) {
            self.counts.asks.store(false, Ordering::Relaxed);
            let mut current = self.counts.current.lock().unwrap_or_else(PoisonError::into_inner);
            *current = path.to_string();
        }
    }

    fn preparing(&self, stage: Stage) {
        *self.counts.preparing.lock().unwrap_or_else(PoisonError::into_inner) = Some(stage);
    }

    fn concluding(&self) {
        self.counts.concluding.store(true, Ordering::Relaxed);
    }
}
