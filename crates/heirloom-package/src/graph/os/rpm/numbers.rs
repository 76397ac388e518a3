// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Numbers in bytes; `None` where the bytes end.

fn array<const N: usize>(bytes: &[u8], at: usize) -> Option<[u8; N]> {
    bytes.get(at..at.checked_add(N)?)?.try_into().ok()
}

pub(super) fn u16_be(bytes: &[u8], at: usize) -> Option<usize> {
    array(bytes, at).map(|found| usize::from(u16::from_be_bytes(found)))
}

pub(super) fn u32_be(bytes: &[u8], at: usize) -> Option<usize> {
    array(bytes, at).map(|found| u32::from_be_bytes(found) as usize)
}

pub(super) fn u32_le(bytes: &[u8], at: usize) -> Option<usize> {
    array(bytes, at).map(|found| u32::from_le_bytes(found) as usize)
}

/// Numbers in the order of the machine that wrote them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    Little,
    Big,
}

impl Order {
    pub(super) fn u16(self, bytes: &[u8], at: usize) -> Option<usize> {
        match self {
            Order::Little => array(bytes, at).map(|found| usize::from(u16::from_le_bytes(found))),
            Order::Big => u16_be(bytes, at),
        }
    }

    pub(super) fn u32(self, bytes: &[u8], at: usize) -> Option<usize> {
        match self {
            Order::Little => u32_le(bytes, at),
            Order::Big => u32_be(bytes, at),
        }
    }
}

/// SQLite's number of one to nine bytes, and where it ends.
pub(super) fn varint(bytes: &[u8], at: usize) -> Option<(u64, usize)> {
    let mut value = 0_u64;
    for n in 0..9 {
        let byte = *bytes.get(at + n)?;
        if n == 8 {
            return Some((value << 8 | u64::from(byte), at + 9));
        }
        value = value << 7 | u64::from(byte & 0x7f);
        if byte & 0x80 == 0 {
            return Some((value, at + n + 1));
        }
    }
    None
}
