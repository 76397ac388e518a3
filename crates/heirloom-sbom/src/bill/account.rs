// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Who hands out what names nobody: the account on a forge that its source is published under, the
//! owner of the namespace that its registry keeps it in, and, of parts of a source, whoever hands out
//! the whole.

use std::{collections::HashMap, sync::LazyLock};

use super::{Agent, Bill, ItemKind};
use crate::purl::Purl;

/// Where the source of Go modules lies whose path is no address of a forge.
const GO_PATHS: &str = include_str!("../../../../data/go-import-paths.txt");

/// Forges whose addresses begin with an account.
const FORGES: &[&str] =
    &["github.com", "gitlab.com", "codeberg.org", "bitbucket.org", "gitee.com", "git.sr.ht"];

/// Ecosystems whose registries keep a namespace for its owner alone.
const OWNED: &[&str] = &["composer", "docker", "huggingface", "npm"];

impl Bill {
    /// Fills who hands out components, and which version parts of the source are, where neither files
    /// nor people say so: by account or namespace, and with the version and supplier of the whole.
    pub fn name_suppliers(&mut self) {
        for item in &mut self.items {
            let account = account(&item.addresses);
            match &mut item.supplier {
                // Where the source is published, its makers are found.
                Some(agent) if agent.email.is_none() && agent.url.is_none() => {
                    agent.url = account.and_then(|account| account.url);
                }
                Some(_) => {}
                none if !item.is_ours => *none = account.or_else(|| owner(item.purl.as_deref()?)),
                none => *none = account,
            }
        }
        let [at] = self.about[..] else { return };
        let whole = &self.items[at];
        if whole.kind == ItemKind::Container {
            return;
        }
        let (version, supplier) = (whole.version.clone(), whole.supplier.clone());
        for item in self.items.iter_mut().filter(|item| item.is_ours) {
            item.version = item.version.take().or_else(|| version.clone());
            item.supplier = item.supplier.take().or_else(|| supplier.clone());
        }
    }
}

/// The account on a forge that hands out the source of a package whose files name nobody.
fn account(addresses: &[(String, String)]) -> Option<Agent> {
    addresses.iter().find_map(|(_, address)| {
        let (host, name) = on_forge(address)?;
        let url = Some(format!("https://{host}/{name}"));
        Some(Agent { name: name.trim_start_matches('~').to_owned(), url, ..Agent::default() })
    })
}

/// The owner of the namespace that a package lies in, where nobody else may put packages there.
fn owner(purl: &str) -> Option<Agent> {
    let purl = Purl::parse(purl)?;
    let name = purl.owner().filter(|_| OWNED.contains(&purl.kind()))?;
    let is_on_forge = purl.qualifier("repository_url").is_some_and(|host| host == "ghcr.io");
    let name = name.trim_start_matches('@').to_owned();
    let url = is_on_forge.then(|| format!("https://github.com/{name}"));
    Some(Agent { name, url, ..Agent::default() })
}

/// The forge and the account of a repository's address. Without a repository behind it, it is no
/// account that hands out a package.
pub(super) fn on_forge(address: &str) -> Option<(&str, &str)> {
    let (_, rest) = address.split_once("://")?;
    let mut parts = rest.split('/');
    let host = parts.next()?.trim_start_matches("www.");
    let name = parts.next().filter(|name| !name.is_empty())?;
    parts.next().filter(|repository| !repository.is_empty())?;
    FORGES.contains(&host).then_some((host, name))
}

/// The repository of a package by its name: modules of Go and packages of Swift on forges are called by
/// its address ("Go Modules Reference", section on module paths), actions by owner and repository. Of
/// other modules of Go it is what their server names (same reference, section on finding a repository
/// for a module path).
pub(super) fn repository_by_name(ecosystem: &str, name: &str) -> Option<String> {
    let path = match ecosystem {
        "golang" | "swift" => name.to_owned(),
        "github" => format!("github.com/{name}"),
        _ => return None,
    };
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let by_server = || (ecosystem == "golang").then(|| named_by_server(&parts)).flatten();
    let [host, owner, name, below @ ..] = &parts[..] else { return by_server() };
    if !FORGES.contains(host) {
        return by_server();
    }
    // Groups of GitLab lie in groups: how deep the repository lies nobody knows. Actions of the same
    // repository are named by their folder: `./local`.
    let is_known = (*host != "gitlab.com" || below.is_empty()) && !owner.starts_with('.');
    is_known.then(|| format!("https://{host}/{owner}/{name}"))
}

/// The repository that the server of a module's path names: by the rule of `gopkg.in`, or by the table.
fn named_by_server(parts: &[&str]) -> Option<String> {
    static KNOWN: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
        let lines = GO_PATHS.lines().filter(|line| !line.starts_with('#'));
        lines.filter_map(|line| line.split_once(' ')).collect()
    });
    if let ["gopkg.in", path @ ..] = parts {
        // `gopkg.in/NAME.v3` is `go-NAME/NAME`, `gopkg.in/USER/NAME.v3` is `USER/NAME`.
        let (owner, name) = match path {
            [name] => (None, *name),
            [owner, name, ..] => (Some(*owner), *name),
            [] => return None,
        };
        let (name, version) = name.rsplit_once(".v")?;
        let version = version.trim_end_matches("-unstable");
        let is_one = !version.is_empty() && version.bytes().all(|byte| byte.is_ascii_digit());
        let owner = owner.map_or_else(|| format!("go-{name}"), str::to_owned);
        return is_one.then(|| format!("https://github.com/{owner}/{name}"));
    }
    (1..=parts.len()).rev().find_map(|length| {
        let path = parts[..length].join("/");
        if let Some(repository) = KNOWN.get(path.as_str()) {
            return Some((*repository).to_owned());
        }
        let (above, last) = path.rsplit_once('/')?;
        let repository = KNOWN.get(format!("{above}/*").as_str())?;
        Some(repository.replace('*', last))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Item;

    #[test]
    fn accounts_are_those_of_forges() {
        let of = |address: &str| account(&[("vcs".into(), address.into())]).map(|agent| agent.name);
        assert_eq!(of("https://github.com/ana/tool.git").as_deref(), Some("ana"));
        assert_eq!(of("git+https://git.sr.ht/~ana/tool").as_deref(), Some("ana"));
        for other in
            ["https://github.com/ana", "https://example.org/ana/tool", "github.com/ana/tool"]
        {
            assert_eq!(of(other), None, "{other}");
        }
    }

    #[test]
    fn owners_are_those_of_namespaces() {
        for (purl, expect) in [
            ("pkg:npm/%40ana/tool@1", Some(("ana", None))),
            ("pkg:npm/tool@1", None),
            ("pkg:composer/ana/tool@1", Some(("ana", None))),
            ("pkg:docker/ana/tool@1", Some(("ana", None))),
            (
                "pkg:docker/ana/tool@1?repository_url=ghcr.io",
                Some(("ana", Some("https://github.com/ana"))),
            ),
            ("pkg:docker/alpine@3", None),
            ("pkg:maven/org.example/tool@1", None),
            ("pkg:deb/debian/bash@5", None),
        ] {
            let found = owner(purl);
            let found = found.as_ref().map(|one| (one.name.as_str(), one.url.as_deref()));
            assert_eq!(found, expect, "{purl}");
        }
    }

    #[test]
    fn modules_are_called_by_their_repositories() {
        for (ecosystem, name, expect) in [
            ("golang", "github.com/ana/tool/v2", Some("https://github.com/ana/tool")),
            ("golang", "gitlab.com/ana/tool", Some("https://gitlab.com/ana/tool")),
            ("golang", "gitlab.com/group/part/tool", None),
            ("golang", "example.org/ana/tool", None),
            ("golang", "github.com/ana", None),
            ("golang", "golang.org/x/net", Some("https://github.com/golang/net")),
            ("golang", "golang.org/x", None),
            ("golang", "k8s.io/klog/v2", Some("https://github.com/kubernetes/klog")),
            ("golang", "gopkg.in/yaml.v3", Some("https://github.com/go-yaml/yaml")),
            ("golang", "gopkg.in/ana/tool.v1", Some("https://github.com/ana/tool")),
            ("golang", "gopkg.in/tool", None),
            ("golang", "stdlib", Some("https://github.com/golang/go")),
            (
                "golang",
                "cloud.google.com/go/storage",
                Some("https://github.com/googleapis/google-cloud-go"),
            ),
            ("swift", "github.com/ana/tool", Some("https://github.com/ana/tool")),
            ("swift", "golang.org/x/net", None),
            ("github", "ana/action/part", Some("https://github.com/ana/action")),
            ("github", "./local", None),
            ("npm", "github.com/ana/tool", None),
        ] {
            assert_eq!(repository_by_name(ecosystem, name).as_deref(), expect, "{name}");
        }
    }

    #[test]
    fn lines_of_the_table_are_a_path_and_an_address() {
        let lines = GO_PATHS.lines().filter(|line| !line.starts_with('#'));
        let mut last = "";
        for line in lines {
            let (path, address) = line.split_once(' ').expect(line);
            assert!(address.starts_with("https://") && !address.contains(' '), "{line}");
            assert_eq!(path.contains('*'), address.contains('*'), "{line}");
            let stars = path.matches('*').count();
            assert!(stars == 0 || stars == 1 && path.ends_with("/*"), "{line}");
            assert_ne!(path, last, "{line}");
            last = path;
        }
    }

    #[test]
    fn parts_of_a_source_are_those_of_the_whole() {
        let item = |is_ours, version: Option<&str>| Item {
            is_ours,
            version: version.map(str::to_owned),
            ..Item::default()
        };
        let whole = Item {
            supplier: Some(Agent { name: "Ana".into(), ..Agent::default() }),
            ..item(true, Some("2.1"))
        };
        let items = vec![whole, item(true, None), item(true, Some("1")), item(false, None)];
        let mut bill = Bill { about: vec![0], items, ..Bill::default() };
        bill.name_suppliers();
        let told = |at: usize| {
            let item = &bill.items[at];
            (item.version.as_deref(), item.supplier.as_ref().map(|one| one.name.as_str()))
        };
        assert_eq!(told(1), (Some("2.1"), Some("Ana")));
        assert_eq!(told(2), (Some("1"), Some("Ana")));
        assert_eq!(told(3), (None, None));
    }
}
