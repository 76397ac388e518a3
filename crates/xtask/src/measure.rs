// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Measures a built `heirloom` from outside, as a user would: accuracy against annotated files,
//! time and memory against another program.
//!
//! Data, peers and rule packs are never part of the repository: their places are arguments.

pub(crate) mod accuracy;
mod answer;
pub(crate) mod bench;
pub(crate) mod bench_bills;
mod cases;
pub(crate) mod child;
mod copyrights;
mod found;
pub(crate) mod hostile;
mod ids;
mod licenses;
pub(crate) mod sample;
pub(crate) mod sbom;
pub(crate) mod sbom_peers;
mod sha256;
pub(crate) mod silence;
pub(crate) mod sources;
mod tally;
pub(crate) mod truth;
pub(crate) mod validate_sbom;

pub(crate) use cases::files_below;
