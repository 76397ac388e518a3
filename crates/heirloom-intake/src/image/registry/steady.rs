// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Answers that must keep coming: a registry that sends a byte now and then would never be done.

use std::{
    fmt,
    io::{self, ErrorKind, Read},
    time::{Duration, Instant},
};

/// Bytes that must come in each stretch of time; the slowest of lines brings more.
const LEAST: u64 = 16 << 10;

/// A body of which [`LEAST`] bytes come in each stretch of time, until it ends.
pub(in crate::image) struct Steady<R> {
    body: R,
    patience: Duration,
    since: Instant,
    n_bytes: u64,
}

/// Too little came.
#[derive(Debug)]
pub(super) struct Slow(Duration);

impl fmt::Display for Slow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "less than {} KiB came in {} s", LEAST >> 10, self.0.as_secs_f32())
    }
}

impl std::error::Error for Slow {}

impl<R: Read> Steady<R> {
    pub(super) fn new(body: R, patience: Duration) -> Steady<R> {
        Steady { body, patience, since: Instant::now(), n_bytes: 0 }
    }
}

impl<R: Read> Read for Steady<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n_read = self.body.read(buffer)?;
        self.n_bytes += n_read as u64;
        if n_read > 0 && self.since.elapsed() >= self.patience {
            if self.n_bytes < LEAST {
                return Err(io::Error::new(ErrorKind::TimedOut, Slow(self.patience)));
            }
            (self.since, self.n_bytes) = (Instant::now(), 0);
        }
        Ok(n_read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_that_drips_is_given_up() {
        let mut out = Vec::new();
        let mut dripping = Steady::new(io::repeat(7).take(100), Duration::ZERO);
        let error = dripping.read(&mut [0]).unwrap_err();
        assert_eq!(error.to_string(), "less than 16 KiB came in 0 s");
        // The end of a body may be short.
        let patient = Duration::from_secs(3_600);
        Steady::new(io::repeat(7).take(100), patient).read_to_end(&mut out).unwrap();
        assert_eq!(out.len(), 100);
        let mut fast = Steady::new(io::repeat(7), Duration::ZERO);
        assert_eq!(fast.read(&mut vec![0; 64 << 10]).unwrap(), 64 << 10);
    }
}
