// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

#![doc = include_str!("../README.md")]
#![expect(clippy::disallowed_methods, reason = "writes fixtures to temporary folders")]

pub mod arbitrary;
pub mod authority;
pub mod generated;
pub mod images;
mod redact;
pub mod registry;
mod world;

pub use redact::redact;
pub use world::{DiskWorld, World};
