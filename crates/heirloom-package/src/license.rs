// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What a license field means in SPDX terms.

use heirloom_model::{Expression, Manifest};

/// Reads a license field as the ecosystem (a purl type such as `cargo`) means it.
///
/// `None` when it is not certain what is meant.
pub fn parse_declared(ecosystem: &str, text: &str) -> Option<Expression> {
    let _ = ecosystem;
    Expression::parse(text).ok()
}

/// The license a manifest declares by all its fields together, or `None` when none is understood.
pub fn declared_expression(manifest: &Manifest) -> Option<Expression> {
    manifest.licenses.iter().find_map(|license| license.expression.clone())
}
