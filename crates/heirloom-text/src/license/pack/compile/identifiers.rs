// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Which identifiers the index knows, and what they mean today.

use std::collections::BTreeMap;

use super::Writer;
use crate::license::{layout::Section, pack::Pack};

/// Lower-case identifier → SPDX expression.
pub(super) struct Identifiers(BTreeMap<String, String>);

/// Identifiers of the SPDX list that named a license together with an exception, and those that
/// were replaced by an expression (SPDX list, "deprecated" notes).
const REPLACED: &[(&str, &str)] = &[
    ("eCos-2.0", "GPL-2.0-or-later WITH eCos-exception-2.0"),
    ("GPL-2.0-with-autoconf-exception", "GPL-2.0-only WITH Autoconf-exception-2.0"),
    ("GPL-2.0-with-bison-exception", "GPL-2.0-only WITH Bison-exception-2.2"),
    ("GPL-2.0-with-classpath-exception", "GPL-2.0-only WITH Classpath-exception-2.0"),
    ("GPL-2.0-with-font-exception", "GPL-2.0-only WITH Font-exception-2.0"),
    ("GPL-2.0-with-GCC-exception", "GPL-2.0-only WITH GCC-exception-2.0"),
    ("GPL-3.0-with-autoconf-exception", "GPL-3.0-only WITH Autoconf-exception-3.0"),
    ("GPL-3.0-with-GCC-exception", "GPL-3.0-only WITH GCC-exception-3.1"),
    ("wxWindows", "LGPL-2.0-or-later WITH WxWindows-exception-3.1"),
];

impl Identifiers {
    pub(super) fn new(packs: &[Pack]) -> Identifiers {
        let mut all = BTreeMap::new();
        let mut add = |id: &str, meaning: &str| {
            all.entry(id.to_lowercase()).or_insert_with(|| meaning.to_owned());
        };
        for (id, meaning) in REPLACED {
            add(id, meaning);
        }
        for license in packs.iter().flat_map(|pack| &pack.licenses) {
            add(&license.spdx_id, &license.spdx_id);
        }
        for license in packs.iter().flat_map(|pack| &pack.licenses) {
            for other in &license.other_ids {
                add(other, &license.spdx_id);
            }
        }
        for license in spdx::identifiers::LICENSES {
            let id = license.name;
            match spdx_replacement(id, license.flags) {
                Some(meaning) => add(id, &meaning),
                None => add(id, id),
            }
        }
        for exception in spdx::identifiers::EXCEPTIONS {
            add(exception.name, exception.name);
        }
        for name in ["GPL", "LGPL", "AGPL", "GFDL"] {
            for version in ["1.0", "1.1", "1.2", "1.3", "2.0", "2.1", "3.0"] {
                let id = format!("{name}-{version}");
                if all.contains_key(&format!("{id}-or-later").to_lowercase()) {
                    all.insert(format!("{id}+").to_lowercase(), format!("{id}-or-later"));
                }
            }
        }
        Identifiers(all)
    }

    /// The words of all identifiers.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(id, meaning)| (id.as_str(), meaning.as_str()))
    }

    pub(super) fn put(&self, writer: &mut Writer) {
        for (id, meaning) in &self.0 {
            let pair = [writer.string(id), writer.string(meaning)];
            writer.put(Section::Identifiers, pair);
        }
    }
}

/// What a deprecated GNU identifier without `-only` or `-or-later` stands for.
fn spdx_replacement(id: &str, flags: u8) -> Option<String> {
    if flags & spdx::flags::IS_DEPRECATED == 0 {
        return None;
    }
    let is_gnu = ["GPL-", "LGPL-", "AGPL-", "GFDL-"].iter().any(|family| id.starts_with(family));
    is_gnu.then(|| match id.strip_suffix('+') {
        Some(base) => format!("{base}-or-later"),
        None => format!("{id}-only"),
    })
}
