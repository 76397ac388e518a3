// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! References to images in registries: `HOST[:PORT]/NAME[:TAG][@DIGEST]`.

use crate::image::digest::ContentDigest;

/// An image in a registry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The registry with its port, as typed.
    pub(super) host: String,
    /// The name in it.
    pub(super) name: String,
    pub(super) tag: String,
    pub(super) digest: Option<ContentDigest>,
}

/// Bytes of a name, as the specification has it.
const NAME_BYTES: usize = 255;
const TAG_BYTES: usize = 128;

impl Reference {
    /// Reads a reference; what is wrong with it in words that follow "failed to read".
    pub(crate) fn parse(text: &str) -> Result<Reference, &'static str> {
        let (rest, digest) = match text.split_once('@') {
            Some((rest, digest)) => {
                let digest = ContentDigest::parse(digest);
                (
                    rest,
                    Some(
                        digest
                            .ok_or("what stands behind `@` is no digest of SHA-256 or SHA-512")?,
                    ),
                )
            }
            None => (text, None),
        };
        let without_host = "it names no registry: write `registry:HOST/NAME`, for Docker Hub \
                            `registry:docker.io/library/NAME`";
        let (host, path) = rest.split_once('/').ok_or(without_host)?;
        let is_host = host.contains(['.', ':']) || host == "localhost";
        if !is_host || !is_host_name(host) {
            return Err(without_host);
        }
        let (name, tag) = match path.rsplit_once(':') {
            Some((name, tag)) => (name, tag),
            None => (path, "latest"),
        };
        let is_tag = tag.len() <= TAG_BYTES
            && tag.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_')
            && tag.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c));
        if !is_tag {
            return Err("what stands behind `:` is no tag");
        }
        let is_part = |part: &str| {
            let inner = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
            part.starts_with(inner)
                && part.ends_with(inner)
                && part.chars().all(|c| inner(c) || "._-".contains(c))
                && !part.contains("..")
        };
        if name.len() > NAME_BYTES || !name.split('/').all(is_part) {
            return Err("its name may hold small letters, digits and `.`, `_`, `-` between them");
        }
        let is_hub = matches!(host, "docker.io" | "index.docker.io");
        let name = match is_hub && !name.contains('/') {
            true => format!("library/{name}"),
            false => name.to_owned(),
        };
        let host = if is_hub { "registry-1.docker.io" } else { host };
        Ok(Reference { host: host.to_owned(), name, tag: tag.to_owned(), digest })
    }

    /// What the registry is asked for.
    pub(super) fn tag_or_digest(&self) -> String {
        self.digest.as_ref().map_or_else(|| self.tag.clone(), ToString::to_string)
    }

    /// The reference as people write it.
    pub(super) fn shown(&self) -> String {
        match &self.digest {
            Some(digest) => format!("{}/{}@{digest}", self.host, self.name),
            None => format!("{}/{}:{}", self.host, self.name, self.tag),
        }
    }
}

/// Whether a text is a name or an address with or without a port, and nothing else.
fn is_host_name(host: &str) -> bool {
    let (name, port) = match host.rsplit_once(':') {
        Some((name, port)) if !port.contains(']') => (name, Some(port)),
        _ => (host, None),
    };
    let is_port = port.is_none_or(|port| port.parse::<u16>().is_ok_and(|port| port > 0));
    let is_name = match name.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        Some(address) => address.parse::<std::net::Ipv6Addr>().is_ok(),
        None => {
            !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || ".-".contains(c))
        }
    };
    is_port && is_name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: Option<&str>) {
        let parsed = Reference::parse(text).ok();
        let shown = parsed.map(|one| format!("{} {} {}", one.host, one.name, one.tag_or_digest()));
        assert_eq!(shown.as_deref(), expect, "{text}");
    }

    #[test]
    fn references_are_read_strictly() {
        let digest = format!("sha256:{}", "a".repeat(64));
        check("r.example/a/b-c:v1.2", Some("r.example a/b-c v1.2"));
        check("localhost:5000/a", Some("localhost:5000 a latest"));
        check("[::1]:5000/a", Some("[::1]:5000 a latest"));
        check("docker.io/debian:12", Some("registry-1.docker.io library/debian 12"));
        check(&format!("r.example/a:t@{digest}"), Some(&format!("r.example a {digest}")));
        for bad in [
            "debian",
            "debian:12",
            "library/debian",
            "r.example/",
            "r.example/A",
            "r.example/a:",
            "r.example/a/../b",
            "r.example/a:t t",
            "r.example:0/a",
            "r.example:99999/a",
            "u:p@r.example/a",
            "r.example/a@sha256:12",
            "r.example#x/a",
            "[::1/a",
            "r.example//a",
        ] {
            check(bad, None);
        }
    }
}
