// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The bytes of facts and records in caches and spill files.
//!
//! The form is private to one version of Heirloom: the cache's folder and keys name the version, so
//! it may change at any time. Reading never trusts the bytes: sizes are checked against what is
//! left, texts are checked to be UTF-8, values with invariants go through their constructors.

#[macro_use]
mod macros;
mod expression;
mod model;
mod summary;
mod uses;

use std::sync::Arc;

use heirloom_model::{
    Digest, FileContext, FileFacts, FileRecord, Problem, ScanSummary, TreePath, UseFacts,
};

/// Why bytes are not what they should be; a cache treats it as a miss.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WireError {
    /// The bytes end too early.
    #[error("read a value that is cut off")]
    CutOff,
    /// Bytes are left over.
    #[error("read a value with bytes left over")]
    LeftOver,
    /// A value that the writer never makes.
    #[error("read a value that is out of range")]
    OutOfRange,
}

/// Appends the facts of a file to `out`, but not what it says of other software.
pub fn encode_facts(facts: &FileFacts, out: &mut Vec<u8>) {
    facts.write(out);
}

/// Reads what [`encode_facts`] wrote.
///
/// # Errors
/// [`WireError`] for any other bytes.
pub fn decode_facts(bytes: &[u8]) -> Result<FileFacts, WireError> {
    decode(bytes)
}

/// Appends what a file says of other software, with the problems of reading that.
pub fn encode_uses(uses: &UseFacts, problems: &Vec<Problem>, out: &mut Vec<u8>) {
    problems.write(out);
    uses.write(out);
}

/// Reads what [`encode_uses`] wrote.
///
/// # Errors
/// [`WireError`] for any other bytes.
pub fn decode_uses(bytes: &[u8]) -> Result<(UseFacts, Vec<Problem>), WireError> {
    let Uses { uses, problems } = decode(bytes)?;
    Ok((uses, problems))
}

/// Appends all of a file's record but its facts, which follow as [`encode_facts`] writes them, then
/// as [`encode_uses`] does or not at all, and its context, which is not known yet.
pub fn encode_head(path: &TreePath, size: u64, digest: Option<Digest>, out: &mut Vec<u8>) {
    path.write(out);
    size.write(out);
    digest.write(out);
}

/// The path that a head starts with, as bytes; empty for bytes that are no head.
pub fn record_path(record: &[u8]) -> &[u8] {
    let mut input = Input { rest: record };
    input.length().and_then(|length| input.take(length)).unwrap_or_default()
}

/// Reads a head with what stands behind it; the context stays empty.
///
/// # Errors
/// [`WireError`] for any other bytes.
pub fn decode_record(bytes: &[u8]) -> Result<FileRecord, WireError> {
    let mut input = Input { rest: bytes };
    let mut record = read_headed(&mut input)?;
    if !input.rest.is_empty() {
        let Uses { problems, uses } = decode(input.rest)?;
        add_problems(&mut record, problems);
        record.facts.uses = uses;
    }
    Ok(record)
}

/// Reads a record like [`decode_record`], but leaves out what the file says of other software, for
/// whoever has no need of it.
///
/// # Errors
/// [`WireError`] for any other bytes.
pub fn decode_record_alone(bytes: &[u8]) -> Result<FileRecord, WireError> {
    let mut input = Input { rest: bytes };
    let mut record = read_headed(&mut input)?;
    if !input.rest.is_empty() {
        let problems = Wire::read(&mut input)?;
        add_problems(&mut record, problems);
    }
    Ok(record)
}

/// Reads a record like [`decode_record_alone`], with the packages that the file describes and
/// requires.
///
/// # Errors
/// [`WireError`] for any other bytes.
pub fn decode_record_with_packages(bytes: &[u8]) -> Result<FileRecord, WireError> {
    let mut input = Input { rest: bytes };
    let mut record = read_headed(&mut input)?;
    if !input.rest.is_empty() {
        let problems = Wire::read(&mut input)?;
        add_problems(&mut record, problems);
        // Packages stand first; the rest stays unread.
        record.facts.uses.packages = Wire::read(&mut input)?;
    }
    Ok(record)
}

/// Appends what the rest of the tree says about a file.
pub fn encode_context(context: &FileContext, out: &mut Vec<u8>) {
    context.write(out);
}

/// Reads what [`encode_context`] wrote.
///
/// # Errors
/// [`WireError`] for any other bytes.
pub fn decode_context(bytes: &[u8]) -> Result<FileContext, WireError> {
    decode(bytes)
}

/// Appends what was concluded of a tree: all of a summary but what names the scan.
pub fn encode_conclusions(summary: &ScanSummary, out: &mut Vec<u8>) {
    summary.write(out);
}

/// Reads what [`encode_conclusions`] wrote; source, version and rules stay empty.
///
/// # Errors
/// [`WireError`] for any other bytes.
pub fn decode_conclusions(bytes: &[u8]) -> Result<ScanSummary, WireError> {
    decode(bytes)
}

fn read_headed(input: &mut Input<'_>) -> Result<FileRecord, WireError> {
    Ok(FileRecord {
        path: Wire::read(input)?,
        size: Wire::read(input)?,
        digest: Wire::read(input)?,
        facts: Wire::read(input)?,
        context: FileContext::default(),
    })
}

/// Two readers of one file may stumble over the same thing.
fn add_problems(record: &mut FileRecord, problems: Vec<Problem>) {
    for problem in problems {
        if !record.facts.problems.contains(&problem) {
            record.facts.problems.push(problem);
        }
    }
}

structs! {
    Uses { problems, uses }
}

/// What stands behind the facts of a record.
struct Uses {
    problems: Vec<Problem>,
    uses: UseFacts,
}

fn decode<T: Wire>(bytes: &[u8]) -> Result<T, WireError> {
    let mut input = Input { rest: bytes };
    let value = T::read(&mut input)?;
    if input.rest.is_empty() { Ok(value) } else { Err(WireError::LeftOver) }
}

/// Bytes still to be read.
struct Input<'a> {
    rest: &'a [u8],
}

impl<'a> Input<'a> {
    fn take(&mut self, n_bytes: usize) -> Result<&'a [u8], WireError> {
        let (taken, rest) = self.rest.split_at_checked(n_bytes).ok_or(WireError::CutOff)?;
        self.rest = rest;
        Ok(taken)
    }

    fn byte(&mut self) -> Result<u8, WireError> {
        let (&first, rest) = self.rest.split_first().ok_or(WireError::CutOff)?;
        self.rest = rest;
        Ok(first)
    }

    /// A length that the remaining bytes can hold, as every element takes a byte at least.
    fn length(&mut self) -> Result<usize, WireError> {
        let length = usize::try_from(u64::read(self)?).map_err(|_| WireError::OutOfRange)?;
        if length <= self.rest.len() { Ok(length) } else { Err(WireError::CutOff) }
    }

    fn str(&mut self) -> Result<&'a str, WireError> {
        let length = self.length()?;
        std::str::from_utf8(self.take(length)?).map_err(|_| WireError::OutOfRange)
    }
}

/// A value with a binary form.
trait Wire: Sized {
    fn write(&self, out: &mut Vec<u8>);
    fn read(input: &mut Input<'_>) -> Result<Self, WireError>;
}

impl Wire for u64 {
    fn write(&self, out: &mut Vec<u8>) {
        let mut value = *self;
        while value >= 0x80 {
            out.push((value & 0x7f) as u8 | 0x80);
            value >>= 7;
        }
        out.push(value as u8);
    }

    fn read(input: &mut Input<'_>) -> Result<u64, WireError> {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let byte = input.byte()?;
            if shift == 63 && byte > 1 {
                break;
            }
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(value);
            }
        }
        Err(WireError::OutOfRange)
    }
}

macro_rules! small_numbers {
    ($($ty:ty),*) => {$(
        impl Wire for $ty {
            fn write(&self, out: &mut Vec<u8>) {
                u64::from(*self).write(out);
            }

            fn read(input: &mut Input<'_>) -> Result<$ty, WireError> {
                <$ty>::try_from(u64::read(input)?).map_err(|_| WireError::OutOfRange)
            }
        }
    )*};
}
small_numbers!(u8, u16, u32);

impl Wire for bool {
    fn write(&self, out: &mut Vec<u8>) {
        out.push(u8::from(*self));
    }

    fn read(input: &mut Input<'_>) -> Result<bool, WireError> {
        match input.byte()? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(WireError::OutOfRange),
        }
    }
}

impl Wire for Box<str> {
    fn write(&self, out: &mut Vec<u8>) {
        write_bytes(self.as_bytes(), out);
    }

    fn read(input: &mut Input<'_>) -> Result<Box<str>, WireError> {
        input.str().map(Box::from)
    }
}

impl Wire for Arc<str> {
    fn write(&self, out: &mut Vec<u8>) {
        write_bytes(self.as_bytes(), out);
    }

    fn read(input: &mut Input<'_>) -> Result<Arc<str>, WireError> {
        input.str().map(Arc::from)
    }
}

impl Wire for Box<[u8]> {
    fn write(&self, out: &mut Vec<u8>) {
        write_bytes(self, out);
    }

    fn read(input: &mut Input<'_>) -> Result<Box<[u8]>, WireError> {
        let length = input.length()?;
        input.take(length).map(Box::from)
    }
}

fn write_bytes(bytes: &[u8], out: &mut Vec<u8>) {
    (bytes.len() as u64).write(out);
    out.extend_from_slice(bytes);
}

impl<T: Wire> Wire for Option<T> {
    fn write(&self, out: &mut Vec<u8>) {
        self.is_some().write(out);
        if let Some(value) = self {
            value.write(out);
        }
    }

    fn read(input: &mut Input<'_>) -> Result<Option<T>, WireError> {
        if bool::read(input)? { T::read(input).map(Some) } else { Ok(None) }
    }
}

impl<T: Wire> Wire for Vec<T> {
    fn write(&self, out: &mut Vec<u8>) {
        (self.len() as u64).write(out);
        self.iter().for_each(|value| value.write(out));
    }

    fn read(input: &mut Input<'_>) -> Result<Vec<T>, WireError> {
        let length = input.length()?;
        // The capacity is bounded: an element in memory is larger than the byte it may take here.
        let mut values = Vec::with_capacity(length.min(64));
        for _ in 0..length {
            values.push(T::read(input)?);
        }
        Ok(values)
    }
}

#[cfg(test)]
mod tests;
