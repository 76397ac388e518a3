// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Whether license expressions name licenses and exceptions that there are (SPDX 2.3, annex D; SPDX
//! 3.0.1, annex B).

use std::{collections::HashSet, sync::LazyLock};

use heirloom_model::{Expression, LicenseId};

/// What may stand in the expressions of a document.
#[derive(Clone, Debug, Default)]
pub(super) struct Known<'a> {
    /// The licenses that the document itself defines, where all of them must be.
    pub(super) own: Option<HashSet<&'a str>>,
    /// The documents that it names, where all of them must be.
    pub(super) documents: Option<HashSet<&'a str>>,
    /// Whether the document says that it goes by a later list than ours.
    pub(super) is_later: bool,
    /// Whether exceptions may be somebody's own: `AdditionRef-…`, from SPDX 3 on.
    pub(super) has_additions: bool,
}

/// Whether a version of the list of licenses is later than ours: `3.30` or `3.30.0`.
pub(super) fn is_later(version: &str) -> bool {
    let numbers = |text: &str| -> Option<(u32, u32)> {
        let mut parts = text.trim().trim_start_matches('v').split('.');
        Some((parts.next()?.parse().ok()?, parts.next().unwrap_or("0").parse().ok()?))
    };
    numbers(version) > numbers(spdx::license_version())
}

fn lower(names: impl Iterator<Item = &'static str>) -> HashSet<String> {
    // What says that nothing is known is no license, though tables have it beside them.
    let licenses = names.filter(|name| !matches!(*name, "NONE" | "NOASSERTION"));
    licenses.map(str::to_ascii_lowercase).collect()
}

fn is_license(id: &str) -> bool {
    static IDS: LazyLock<HashSet<String>> =
        LazyLock::new(|| lower(spdx::identifiers::LICENSES.iter().map(|license| license.name)));
    IDS.contains(&id.to_ascii_lowercase())
}

fn is_exception(id: &str) -> bool {
    static IDS: LazyLock<HashSet<String>> =
        LazyLock::new(|| lower(spdx::identifiers::EXCEPTIONS.iter().map(|one| one.name)));
    IDS.contains(&id.to_ascii_lowercase())
}

/// Whether a text is `LicenseRef-` or the like with a name of letters, numbers, strokes and points.
pub(super) fn is_own(text: &str, prefix: &str) -> bool {
    text.strip_prefix(prefix).is_some_and(|name| {
        !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-.".contains(&b))
    })
}

/// What is wrong with an expression, each in words.
pub(super) fn wrong(text: &str, known: &Known<'_>) -> Vec<String> {
    let expression = match Expression::parse(text) {
        Ok(expression) => expression,
        Err(error) => return vec![format!("{text:?}: {error}")],
    };
    let mut found = Vec::new();
    expression.visit(&mut |term| {
        // `+` belongs to the name of some licenses on the list: `GPL-2.0+`.
        let id = term.license.as_str();
        let is_listed = is_license(id) || (term.or_later && is_license(&format!("{id}+")));
        if !is_listed {
            found.extend(stranger(&term.license, known));
        }
        let exception = term.exception.as_ref().map(LicenseId::as_str);
        if let Some(exception) = exception.filter(|exception| !is_exception(exception)) {
            let is_own = known.has_additions
                && exception.rsplit(':').next().is_some_and(|id| id.starts_with("AdditionRef-"));
            if !is_own && !known.is_later {
                found.push(format!("{exception:?} is no exception of the SPDX list"));
            }
        }
    });
    found.sort();
    found.dedup();
    found
}

/// What is wrong with a license that is not on the list.
fn stranger(license: &LicenseId, known: &Known<'_>) -> Option<String> {
    let id = license.as_str();
    if let Some((document, license)) = id.split_once(':') {
        if !document.starts_with("DocumentRef-") || !license.starts_with("LicenseRef-") {
            return Some(format!("{id:?} is not DocumentRef-…:LicenseRef-…"));
        }
        let is_named = known.documents.as_ref().is_none_or(|names| names.contains(document));
        return (!is_named).then(|| format!("{document} is in no externalDocumentRefs"));
    }
    if id.starts_with("LicenseRef-") {
        let is_defined = known.own.as_ref().is_none_or(|names| names.contains(id));
        return (!is_defined).then(|| format!("{id} is in no hasExtractedLicensingInfos"));
    }
    (!known.is_later).then(|| match is_exception(id) {
        true => format!("{id:?} is an exception and no license"),
        false => format!("{id:?} is no license of the SPDX list"),
    })
}
