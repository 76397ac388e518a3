// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Heirloom run on its own repository.

use crate::{Outcome, repository::Repository};

/// Scans the repository and compares the result with what we are.
pub(crate) fn self_scan(_repository: &Repository) -> Outcome {
    // TODO: run `heirloom scan` here; it has no program yet.
    Ok(())
}
