// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

#![doc = include_str!("../README.md")]
#![expect(clippy::disallowed_methods, reason = "this crate keeps files between runs")]

mod cache;
mod map;
mod packs;
mod segment;
mod segments;
mod spill;
mod wire;

pub use cache::{CacheConfig, CacheStatus, FactCache, FactKey, clear, status};
pub use map::MappedFile;
pub use packs::{PackDescription, PackError, PackFolder};
pub use segments::CacheError;
pub use spill::{Spill, SpillReader, SpillWriter};
pub use wire::{
    WireError, decode_conclusions, decode_context, decode_facts, decode_record,
    decode_record_alone, decode_record_with_packages, decode_uses, encode_conclusions,
    encode_context, encode_facts, encode_head, encode_uses, record_path,
};
