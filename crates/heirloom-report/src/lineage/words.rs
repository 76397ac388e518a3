// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Words of formats for values that the model has no names for.

use heirloom_model::{Evidence, Owner, PartKind, ServiceUsers};

pub(super) fn owner(owner: Owner) -> &'static str {
    match owner {
        Owner::Own => "own",
        Owner::ThirdParty => "third_party",
    }
}

pub(super) fn part(kind: PartKind) -> &'static str {
    match kind {
        PartKind::Code => "code",
        PartKind::Structure => "structure",
        PartKind::Contents => "contents",
        PartKind::Schema => "schema",
        PartKind::Documentation => "documentation",
        PartKind::Asset => "asset",
        PartKind::Weights => "weights",
    }
}

pub(super) fn users(users: ServiceUsers) -> &'static str {
    match users {
        ServiceUsers::Public => "public",
        ServiceUsers::Internal => "internal",
    }
}

/// The strength of evidence in steps of a thousandth.
pub(super) fn strength(evidence: &Evidence) -> f64 {
    (f64::from(evidence.strength.clamp(0.0, 1.0)) * 1000.0).round() / 1000.0
}
