// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! License fields of manifests.

use crate::{Expression, Span};

/// A license as a manifest or annotation states it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeclaredLicense {
    /// The field, as `package.license` or `licenses[0].name`.
    pub field: Box<str>,
    /// The value exactly as written.
    pub as_written: Box<str>,
    /// The value in SPDX terms; `None` when it is not understood.
    pub expression: Option<Expression>,
    /// A file that the field names instead of a license (`license-file`, "SEE LICENSE IN …").
    pub refers_to: Option<Box<str>>,
    /// Where the field stands.
    pub span: Span,
}
