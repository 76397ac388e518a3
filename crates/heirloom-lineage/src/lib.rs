// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

#![doc = include_str!("../README.md")]
#![warn(missing_docs)]

pub mod book;
pub mod cell;
pub mod compat;
pub mod join;
pub mod matrix;
pub mod uses;
