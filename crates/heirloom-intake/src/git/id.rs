// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Names of git objects.

use std::fmt;

/// The hash of an object: SHA-1 or SHA-256, as the repository has it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct ObjectId {
    bytes: [u8; 32],
    length: u8,
}

impl ObjectId {
    /// Takes 20 or 32 bytes.
    pub(crate) fn new(hash: &[u8]) -> Option<ObjectId> {
        let mut bytes = [0; 32];
        if hash.len() != 20 && hash.len() != 32 {
            return None;
        }
        bytes[..hash.len()].copy_from_slice(hash);
        Some(ObjectId { bytes, length: hash.len() as u8 })
    }

    /// Reads exactly as many hexadecimal digits as such a hash has.
    pub(crate) fn parse(digits: &[u8]) -> Option<ObjectId> {
        let pairs = digits.chunks_exact(2);
        if !pairs.remainder().is_empty() || digits.len() > 64 {
            return None;
        }
        let hash: Option<Vec<u8>> =
            pairs.map(|pair| Some(digit(pair[0])? << 4 | digit(pair[1])?)).collect();
        ObjectId::new(&hash?)
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.bytes[..usize::from(self.length)]
    }
}

/// The value of a hexadecimal digit.
pub(super) fn digit(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

impl fmt::Display for ObjectId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_bytes().iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for ObjectId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}
