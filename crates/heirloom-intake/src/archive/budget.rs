// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What one expansion may produce in all, against archives that are small and expand without end.

use std::{
    cell::Cell,
    io::{self, Read},
    rc::Rc,
};

use crate::Limits;

/// What all readers of one expansion may still produce.
#[derive(Debug)]
pub(crate) struct Budget {
    /// The size of the outermost archive.
    input: u64,
    bytes: u64,
    free: u64,
    ratio: u64,
    expanded: Cell<u64>,
    hit: Cell<Option<(&'static str, u64)>>,
}

impl Budget {
    pub(crate) fn new(input: u64, limits: &Limits) -> Budget {
        Budget {
            input,
            bytes: limits.archive_bytes,
            free: limits.archive_free_bytes,
            ratio: limits.archive_ratio.max(1),
            expanded: Cell::new(0),
            hit: Cell::new(None),
        }
    }

    /// The limit that was hit and its value.
    pub(crate) fn hit(&self) -> Option<(&'static str, u64)> {
        self.hit.get()
    }

    fn spend(&self, n_bytes: usize) -> io::Result<()> {
        let expanded = self.expanded.get().saturating_add(n_bytes as u64);
        self.expanded.set(expanded);
        if expanded > self.bytes {
            self.hit.set(Some(("archive_bytes", self.bytes)));
        } else if expanded > self.free && expanded / self.ratio > self.input {
            self.hit.set(Some(("archive_ratio", self.ratio)));
        }
        match self.hit.get() {
            Some(_) => Err(io::Error::other("it expands beyond a limit")),
            None => Ok(()),
        }
    }
}

/// A reader whose bytes count as expanded.
pub(crate) struct Metered<R> {
    pub(super) inner: R,
    budget: Rc<Budget>,
}

impl<R> Metered<R> {
    pub(crate) fn new(inner: R, budget: &Rc<Budget>) -> Metered<R> {
        Metered { inner, budget: Rc::clone(budget) }
    }
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n_bytes = self.inner.read(buffer)?;
        self.budget.spend(n_bytes)?;
        Ok(n_bytes)
    }
}
