// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

#![doc = include_str!("../README.md")]
#![warn(missing_docs)]

mod archives;
mod beside;
mod bill;
mod bills;
pub mod bundle;
pub mod check;
pub mod conclude;
mod contents;
pub mod curations;
pub mod gate;
mod image;
mod inventory;
mod kept;
mod members;
mod merge;
mod pipeline;
pub mod plan;
mod product;
pub mod proofs;
mod readers;
mod record_list;
mod records;
mod request;
mod rules;
mod scan;
mod sorted;
mod thirdparty;
mod unjudged;
mod worker;

pub use beside::{Repository, RepositoryKind};
pub use bill::{BillOptions, bill};
pub use bills::is_bill;
pub use contents::Contents;
pub use gate::Gate;
pub use heirloom_intake::{
    Artifact, ImageAccess, ImageError, ImageSpec, Limits as IntakeLimits, OpenError, Selection,
    SourceSpec, Stage, WalkError, artifacts,
};
pub use heirloom_lineage::{
    plan::EditError,
    stated::{StatedProduct, parse as parse_stated},
};
pub use heirloom_policy as policy;
pub use heirloom_store::{
    CacheConfig, CacheError, CacheStatus, PackDescription, PackError, PackFolder,
    clear as clear_cache, status as cache_status,
};
pub use image::{KnownBase, StatedBase, known_base, parse_bases};
pub use records::{Records, RecordsError};
pub use request::{Limits, Progress, ScanRequest, Silent, Want};
pub use rules::{
    AddError, FailedSample, NewPack, Rules, SampleReport, add_pack, built_in, test_samples,
};
pub use scan::{ScanError, ScanResult, scan};
