// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The conclusions about a tree, field by field.

use std::collections::BTreeMap;

use heirloom_model::{Clarity, Curation, FolderRecord, ScanSummary, Tallies};

use super::{Input, Wire, WireError};

structs! {
    Clarity { declared, one_expression, text_present, headers_agree }
    Curation { pattern, expression, reason, author, n_files }
    FolderRecord {
        path, n_files, n_bytes, declared, concluded, licenses, contents, clarity, disagreeing,
        n_disagreeing,
    }
    Tallies {
        n_files, n_bytes, n_unread, n_binary, n_unknown, n_distinct, licenses, holders,
    }
}

/// What names the scan (its source, the version, the rules) is not kept: it is not concluded.
impl Wire for ScanSummary {
    fn write(&self, out: &mut Vec<u8>) {
        let ScanSummary {
            source: _,
            version: _,
            rules: _,
            project,
            folders,
            curations,
            tallies,
            problems,
        } = self;
        project.write(out);
        folders.write(out);
        curations.write(out);
        tallies.write(out);
        problems.write(out);
    }

    fn read(input: &mut Input<'_>) -> Result<ScanSummary, WireError> {
        Ok(ScanSummary {
            project: Wire::read(input)?,
            folders: Wire::read(input)?,
            curations: Wire::read(input)?,
            tallies: Wire::read(input)?,
            problems: Wire::read(input)?,
            ..ScanSummary::default()
        })
    }
}

impl<K: Wire + Ord> Wire for BTreeMap<K, u64> {
    fn write(&self, out: &mut Vec<u8>) {
        (self.len() as u64).write(out);
        for (key, count) in self {
            key.write(out);
            count.write(out);
        }
    }

    fn read(input: &mut Input<'_>) -> Result<BTreeMap<K, u64>, WireError> {
        let length = input.length()?;
        (0..length).map(|_| Ok((K::read(input)?, u64::read(input)?))).collect()
    }
}
