// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Files of the old `compress` program (`.Z`): LZW with codes of 9 to 16 bits.

use std::io::{self, BufRead, Read};

const CLEAR: u16 = 256;

/// Decodes a `.Z` file.
pub(super) struct LzwReader<R> {
    input: R,
    max_bits: u32,
    blocks: bool,
    bits: u32,
    /// Bits read but not used yet, the first in the lowest place.
    pending: u64,
    n_pending: u32,
    /// Codes read since the code length last changed: they come in groups of eight.
    n_codes: u32,
    prefix: Vec<u16>,
    suffix: Vec<u8>,
    previous: Option<(u16, u8)>,
    /// Decoded bytes, last first.
    out: Vec<u8>,
    ended: bool,
}

impl<R: BufRead> LzwReader<R> {
    pub(super) fn new(mut input: R) -> io::Result<LzwReader<R>> {
        let mut head = [0; 3];
        input.read_exact(&mut head)?;
        let max_bits = u32::from(head[2] & 0x1f);
        if head[..2] != [0x1f, 0x9d] || !(9..=16).contains(&max_bits) {
            return Err(io::Error::other("its first bytes are wrong"));
        }
        let blocks = head[2] & 0x80 != 0;
        let mut reader = LzwReader {
            input,
            max_bits,
            blocks,
            bits: 9,
            pending: 0,
            n_pending: 0,
            n_codes: 0,
            prefix: Vec::new(),
            suffix: Vec::new(),
            previous: None,
            out: Vec::new(),
            ended: false,
        };
        reader.clear();
        Ok(reader)
    }

    fn clear(&mut self) {
        let n_fixed = if self.blocks { 257 } else { 256 };
        self.prefix.clear();
        self.prefix.resize(n_fixed, 0);
        self.suffix.clear();
        self.suffix.extend((0..n_fixed).map(|code| code as u8));
        self.previous = None;
    }

    fn next_code(&mut self) -> io::Result<Option<u16>> {
        let table_full = self.prefix.len() >= 1 << self.bits;
        if table_full && self.bits < self.max_bits {
            self.skip_group()?;
            self.bits += 1;
        }
        while self.n_pending < self.bits {
            let Some(byte) = self.next_byte()? else { return Ok(None) };
            self.pending |= u64::from(byte) << self.n_pending;
            self.n_pending += 8;
        }
        let code = (self.pending & ((1 << self.bits) - 1)) as u16;
        self.pending >>= self.bits;
        self.n_pending -= self.bits;
        self.n_codes += 1;
        Ok(Some(code))
    }

    /// Passes over the rest of a group of eight codes, as the program writes whole groups.
    fn skip_group(&mut self) -> io::Result<()> {
        let n_left = (8 - self.n_codes % 8) % 8;
        let mut n_bits = n_left * self.bits;
        while n_bits > 0 {
            if self.n_pending == 0 {
                let Some(byte) = self.next_byte()? else { break };
                self.pending = u64::from(byte);
                self.n_pending = 8;
            }
            let n_dropped = n_bits.min(self.n_pending);
            self.pending >>= n_dropped;
            self.n_pending -= n_dropped;
            n_bits -= n_dropped;
        }
        self.n_codes = 0;
        Ok(())
    }

    fn next_byte(&mut self) -> io::Result<Option<u8>> {
        let Some(&byte) = self.input.fill_buf()?.first() else { return Ok(None) };
        self.input.consume(1);
        Ok(Some(byte))
    }

    /// Decodes one code into `out`.
    fn step(&mut self) -> io::Result<()> {
        let Some(code) = self.next_code()? else {
            self.ended = true;
            return Ok(());
        };
        if self.blocks && code == CLEAR {
            self.skip_group()?;
            self.bits = 9;
            self.clear();
            return Ok(());
        }
        let Some((previous, previous_first)) = self.previous else {
            let byte = u8::try_from(code).map_err(|_| bad_code())?;
            self.out.push(byte);
            self.previous = Some((code, byte));
            return Ok(());
        };
        let n_known = self.prefix.len();
        let mut walk = code;
        match usize::from(code).cmp(&n_known) {
            std::cmp::Ordering::Less => {}
            std::cmp::Ordering::Equal => {
                self.out.push(previous_first);
                walk = previous;
            }
            std::cmp::Ordering::Greater => return Err(bad_code()),
        }
        while walk >= 256 {
            self.out.push(self.suffix[usize::from(walk)]);
            walk = self.prefix[usize::from(walk)];
        }
        let first = walk as u8;
        self.out.push(first);
        if n_known < 1 << self.max_bits {
            self.prefix.push(previous);
            self.suffix.push(first);
        }
        self.previous = Some((code, first));
        Ok(())
    }
}

impl<R: BufRead> Read for LzwReader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut n_bytes = 0;
        while n_bytes < buffer.len() {
            if let Some(byte) = self.out.pop() {
                buffer[n_bytes] = byte;
                n_bytes += 1;
                continue;
            }
            if self.ended {
                break;
            }
            if let Err(error) = self.step() {
                self.ended = true;
                self.out.clear();
                return Err(error);
            }
        }
        Ok(n_bytes)
    }
}

fn bad_code() -> io::Error {
    io::Error::other("a code is out of place")
}
