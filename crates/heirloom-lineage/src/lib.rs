// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

#![doc = include_str!("../README.md")]
#![warn(missing_docs)]

pub mod book;
pub mod cell;
pub mod compat;
pub mod conclude;
pub mod court;
pub mod demand;
mod graph;
pub mod join;
pub mod judge;
pub mod matrix;
pub mod plan;
pub mod solve;
pub mod stated;
pub mod uses;
pub mod verify;

pub use graph::{ComponentIndex, ProductProblem, RelationIndex};
