// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Addresses of licenses: a table, and the folders where well-known sites keep them by name.

use heirloom_model::Expression;

use super::{canonical_with, names::Names};

/// The license at an address.
pub(super) fn find(names: &Names, url: &str) -> Option<Expression> {
    let lower = url.trim().to_ascii_lowercase();
    let (_, rest) = lower.split_once("://")?;
    let rest = rest.strip_prefix("www.").unwrap_or(rest);
    let rest = rest.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
    if let Some(path) = rest.strip_prefix("licenses.nuget.org/") {
        let expression = Expression::parse(&path.replace("%20", " ").replace('+', " ")).ok()?;
        return canonical_with(names, &expression);
    }
    let bare = strip_suffixes(rest);
    if let Some(expression) = names.urls.get(bare) {
        return Some(expression.clone());
    }
    if let Some(path) = bare.strip_prefix("creativecommons.org/") {
        return creative_commons(names, path);
    }
    FOLDERS.iter().find_map(|folder| {
        let name = bare.strip_prefix(folder)?;
        let name = name.strip_prefix("old-licenses/").unwrap_or(name);
        let name = name.rsplit_once("-standalone").map_or(name, |(name, _)| name);
        let name = name.strip_suffix("-license").unwrap_or(name);
        let id = || names.license_id(name);
        if name.contains('/') { None } else { id().or_else(|| names.find("", name)) }
    })
}

const FOLDERS: [&str; 10] = [
    "spdx.org/licenses/",
    "opensource.org/licenses/",
    "opensource.org/license/",
    "choosealicense.com/licenses/",
    "gnu.org/licenses/",
    "gnu.org/copyleft/",
    "apache.org/licenses/",
    "fsf.org/licensing/licenses/",
    "fsf.org/licenses/",
    "tldrlegal.com/license/",
];

fn strip_suffixes(mut path: &str) -> &str {
    const SUFFIXES: [&str; 9] =
        [".html", ".htm", ".txt", ".php", ".md", ".json", ".en", ".pdf", "/license"];
    while let Some(shorter) = SUFFIXES.iter().find_map(|suffix| path.strip_suffix(suffix)) {
        path = shorter;
    }
    path.trim_end_matches('/')
}

/// `licenses/by-sa/4.0/deed.en` and `publicdomain/zero/1.0/legalcode`; ported versions (`3.0/us`)
/// are licenses of their own.
fn creative_commons(names: &Names, path: &str) -> Option<Expression> {
    let path = path.split("/deed").next()?.split("/legalcode").next()?;
    let mut parts = path.split('/');
    let id = match (parts.next()?, parts.next()?, parts.next()) {
        ("publicdomain", "zero", _) => "CC0-1.0".to_owned(),
        ("licenses", kind, Some(version)) => match parts.next() {
            Some(country) if country.len() == 2 => format!("CC-{kind}-{version}-{country}"),
            _ => format!("CC-{kind}-{version}"),
        },
        _ => return None,
    };
    names.license_id(&id)
}
