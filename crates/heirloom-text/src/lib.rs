// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

#![doc = include_str!("../README.md")]

pub mod annotations;
pub mod copyright;
pub mod decode;
mod ignored;
pub mod license;
