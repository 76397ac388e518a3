// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

#![doc = include_str!("../README.md")]
#![warn(missing_docs)]
#![expect(clippy::disallowed_methods, reason = "this crate is the edge where files are opened")]

mod archive;
mod artifacts;
mod disk;
mod entry;
mod folder;
mod git;
mod gitignore;
mod image;
mod limits;
mod listing;
mod problems;
mod selection;
mod source;

pub use archive::{Member, expand, is_archive};
pub use artifacts::{Artifact, artifacts};
pub use entry::{Entry, ReadOutcome};
pub use image::{ImageAccess, ImageAt, ImageError, ImageSpec, OpenImage, Reference, Stage};
pub use limits::Limits;
pub use selection::Selection;
pub use source::{OpenError, Source, SourceSpec, WalkError, open};
