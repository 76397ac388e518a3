// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What the files of no package show, which are the whole's own.

use std::collections::{BTreeMap, BTreeSet};

use heirloom_model::FileRecord;
use heirloom_sbom::Item;

use super::plain;
use crate::inventory::count_notices;

/// Licenses that are named of them.
const MAX_LICENSES: usize = 1_000;

/// The licenses and copyright statements of files of no package.
#[derive(Default)]
pub(super) struct Loose {
    licenses: BTreeSet<String>,
    notices: BTreeMap<Box<str>, u64>,
}

impl Loose {
    pub(super) fn count(&mut self, record: &FileRecord) {
        count_notices(record, &mut self.notices);
        let concluded = record.context.concluded.as_ref();
        let content = concluded.filter(|_| record.context.role.is_content());
        if let Some(concluded) = content.filter(|_| self.licenses.len() < MAX_LICENSES) {
            let folded = concluded.expression.normalized().without_repeated_exceptions();
            self.licenses.insert(plain(&folded.to_string()));
        }
    }

    pub(super) fn write(self, item: &mut Item) {
        item.detected.extend(self.licenses);
        let statements: Vec<&str> = self.notices.keys().map(|statement| &**statement).collect();
        if !statements.is_empty() {
            item.copyright = Some(statements.join("\n"));
        }
    }
}
