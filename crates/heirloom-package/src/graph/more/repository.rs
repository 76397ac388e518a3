// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Packages that are repositories or archives: their names and URLs.

use heirloom_model::PackageSource;

use crate::purl::Purl;

/// `host/path` of the address of a repository, without scheme, user and `.git`.
pub(super) fn plain(url: &str) -> String {
    let url = url.trim().trim_start_matches("git+");
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let (host, path) = match rest.find(['/', ':']) {
        Some(at) => (&rest[..at], &rest[at + 1..]),
        None => (rest, ""),
    };
    let host = host.rsplit('@').next().unwrap_or(host).to_ascii_lowercase();
    // A port behind the host.
    let path = path
        .split_once('/')
        .filter(|(port, _)| port.parse::<u16>().is_ok())
        .map_or(path, |(_, path)| path);
    let path = path.split(['?', '#']).next().unwrap_or(path).trim_matches('/');
    let path = path.strip_suffix(".git").unwrap_or(path);
    if path.is_empty() { host } else { format!("{host}/{path}") }
}

/// The URL of a package that is taken from its repository or archive; `None` for others.
pub(super) fn purl(name: &str, version: Option<&str>, source: &PackageSource) -> Option<Purl> {
    match source {
        PackageSource::Git { url, revision } => {
            let version = version.or(revision.as_deref());
            hosted(url, version).or_else(|| {
                let mut purl = Purl::new("generic", None, last(name), version).ok()?;
                let at = revision.as_deref().map(|revision| format!("@{revision}"));
                let address = format!("git+{url}{}", at.unwrap_or_default());
                purl.qualify("vcs_url", &address).ok()?;
                Some(purl)
            })
        }
        PackageSource::Archive { url } => {
            let mut purl = Purl::new("generic", None, last(name), version).ok()?;
            purl.qualify("download_url", url).ok()?;
            Some(purl)
        }
        _ => None,
    }
}

/// A repository on a host that has a type of its own.
pub(super) fn hosted(url: &str, version: Option<&str>) -> Option<Purl> {
    let plain = plain(url);
    let (host, path) = plain.split_once('/')?;
    let kind = match host {
        "github.com" => "github",
        "gitlab.com" => "gitlab",
        "bitbucket.org" => "bitbucket",
        _ => return None,
    };
    let (namespace, name) = path.rsplit_once('/')?;
    Purl::new(kind, Some(namespace), name, version).ok()
}

pub(super) fn last(name: &str) -> &str {
    name.trim_end_matches('/').rsplit('/').next().unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_repositories() {
        for url in [
            "https://github.com/a/b.git",
            "git@github.com:a/b.git",
            "ssh://git@GitHub.com:22/a/b",
            "git+https://u@github.com/a/b#x",
        ] {
            assert_eq!(plain(url), "github.com/a/b", "{url}");
        }
        assert_eq!(
            hosted("https://github.com/a/b", Some("1")).unwrap().to_string(),
            "pkg:github/a/b@1"
        );
    }
}
