// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The versions in names of a list, in the ways people write them.
//!
//! A list says "Erlang Public License v1.1"; people say "Erlang Public License, Version 1.1", or
//! leave the version out where there is but one.

use std::collections::BTreeMap;

use super::{Listed, is_gnu};

/// A name and whether it leaves the version out.
pub(super) struct Name<'l> {
    pub(super) id: &'l str,
    pub(super) text: String,
    pub(super) is_bare: bool,
}

/// All names of licenses of a list whose own name ends in a version.
pub(super) fn names(list: &[Listed]) -> Vec<Name<'_>> {
    let mut bases: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    let mut names = Vec::new();
    for listed in list.iter().filter(|listed| !is_gnu(&listed.id)) {
        let Some((base, version)) = split(&listed.name) else { continue };
        let says_version =
            |version: &str| [" version ", " v", " "].map(|join| format!("{base}{join}{version}"));
        let short = version.strip_suffix(".0").filter(|short| !short.contains('.'));
        let texts = [Some(version), short].into_iter().flatten().flat_map(says_version);
        names.extend(texts.map(|text| Name { id: &listed.id, text, is_bare: false }));
        bases.entry(base.to_lowercase()).or_default().push(&listed.id);
    }
    let alone = bases.into_iter().filter(|(base, ids)| {
        ids.len() == 1 && base.split(' ').count() >= 3 && base.contains("licen")
    });
    names.extend(alone.map(|(text, ids)| Name { id: ids[0], text, is_bare: true }));
    names
}

/// A name and the version at its end.
fn split(name: &str) -> Option<(&str, &str)> {
    let (base, last) = name.trim().rsplit_once(' ')?;
    let version = last.trim_start_matches(['v', 'V']);
    let is_version = version.starts_with(|c: char| c.is_ascii_digit())
        && version.chars().all(|c| c.is_ascii_alphanumeric() || c == '.');
    let mut base = base.trim_end();
    for word in ["version", "Version", "v", "V"] {
        base = base.strip_suffix(word).map_or(base, str::trim_end);
    }
    let base = base.trim_end_matches([',', ' ', '-', '–']);
    let says_license = base.to_lowercase().contains("licen");
    (is_version && says_license && base.contains(' ')).then_some((base, version))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_stands_at_the_end() {
        assert_eq!(split("Erlang Public License v1.1"), Some(("Erlang Public License", "1.1")));
        let vu = "Open Data License, Version 2";
        assert_eq!(split(vu), Some(("Open Data License", "2")));
        assert_eq!(split("Server Side License, v 1"), Some(("Server Side License", "1")));
        assert_eq!(split("BSD 3-Clause Clear License"), None);
        assert_eq!(split("TORQUE 2.5"), None);
    }
}
