// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What single package types say about the parts of their URLs.

use super::{Purl, PurlError};

/// Types whose namespace and name are in lower case.
const LOWER: [&str; 11] = [
    "alpm",
    "apk",
    "bitbucket",
    "brew",
    "composer",
    "deb",
    "git",
    "github",
    "gitlab",
    "golang",
    "hex",
];
/// Types whose name is in lower case.
const LOWER_NAME: [&str; 3] = ["bitnami", "docker", "oci"];
/// Types that have no namespace.
const NO_NAMESPACE: [&str; 12] = [
    "bitnami",
    "cargo",
    "chrome-extension",
    "cocoapods",
    "cran",
    "gem",
    "hackage",
    "nuget",
    "opam",
    "otp",
    "pypi",
    "vcpkg",
];
/// Types that must have a namespace.
const NAMESPACE: [&str; 6] =
    ["bitbucket", "composer", "github", "maven", "swift", "vscode-extension"];

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
        "git" => split_host(purl),
        "mlflow" if is_databricks(purl) => purl.name = purl.name.to_lowercase(),
        "huggingface" => purl.version = purl.version.take().map(|text| text.to_lowercase()),
        _ => {}
    }
    if let Some(reason) = malformed(purl) {
        return Err(against(reason));
    }
    if NAMESPACE.contains(&package_type) && purl.namespace.is_none() {
        return Err(against("a namespace is required"));
    }
    if NO_NAMESPACE.contains(&package_type) && purl.namespace.is_some() {
        return Err(against("there is no namespace"));
    }
    Ok(())
}

/// A repository's host is the namespace; its whole path is the name.
fn split_host(purl: &mut Purl) {
    let whole = match &purl.namespace {
        Some(namespace) => format!("{namespace}/{}", purl.name),
        None => return,
    };
    if let Some((host, path)) = whole.split_once('/') {
        purl.namespace = Some(host.to_owned());
        purl.name = path.to_owned();
    }
}

/// Models in Databricks have names without case, those elsewhere with.
fn is_databricks(purl: &Purl) -> bool {
    purl.qualifiers.get("repository_url").is_some_and(|url| url.contains("databricks"))
}

/// What a type says about the form of its names and versions.
fn malformed(purl: &Purl) -> Option<&'static str> {
    let version = purl.version.as_deref();
    match &*purl.package_type {
        "chrome-extension" => {
            let is_name =
                purl.name.len() == 32 && purl.name.bytes().all(|b| b.is_ascii_lowercase());
            let is_version = version.is_none_or(|version| {
                let mut parts = version.split('.');
                parts.clone().count() <= 4
                    && parts.all(|part| part.bytes().all(|b| b.is_ascii_digit()))
            });
            (!is_name || !is_version).then_some("names have 32 letters, versions four numbers")
        }
        "cpan" if purl.name.contains("::") => Some("distributions, not modules, have package URLs"),
        "julia" if !purl.qualifiers.contains_key("uuid") => Some("a uuid is required"),
        _ => None,
    }
}
