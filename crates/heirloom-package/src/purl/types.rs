// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What single package types say about the parts of their URLs.

use super::{Purl, PurlError};

/// Types whose namespace and name are in lower case.
const LOWER: [&str; 9] =
    ["alpm", "apk", "bitbucket", "composer", "deb", "github", "gitlab", "golang", "hex"];
/// Types whose name is in lower case.
const LOWER_NAME: [&str; 3] = ["bitnami", "docker", "oci"];
/// Types that have no namespace.
const NO_NAMESPACE: [&str; 9] =
    ["bitnami", "cargo", "cocoapods", "cran", "gem", "hackage", "nuget", "opam", "pypi"];
/// Types that must have a namespace.
const NAMESPACE: [&str; 5] = ["bitbucket", "composer", "github", "maven", "swift"];

pub(super) fn normalize(purl: &mut Purl) -> Result<(), PurlError> {
    let package_type = purl.package_type.clone();
    let package_type = package_type.as_str();
    let against = |reason| PurlError::AgainstType { package_type: package_type.into(), reason };
    if LOWER.contains(&package_type) {
        purl.namespace = purl.namespace.take().map(|text| text.to_lowercase());
        purl.name = purl.name.to_lowercase();
    }
    if LOWER_NAME.contains(&package_type) {
        purl.name = purl.name.to_lowercase();
    }
    match package_type {
        "pypi" => purl.name = purl.name.to_lowercase().replace('_', "-"),
        "huggingface" => purl.version = purl.version.take().map(|text| text.to_lowercase()),
        _ => {}
    }
    if NAMESPACE.contains(&package_type) && purl.namespace.is_none() {
        return Err(against("a namespace is required"));
    }
    if NO_NAMESPACE.contains(&package_type) && purl.namespace.is_some() {
        return Err(against("there is no namespace"));
    }
    Ok(())
}
