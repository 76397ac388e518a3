// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Terraform and OpenTofu: the lock of providers.

use heirloom_model::{PackageFact, PackageFileKind, RelationKind};

use super::{Simple, place_in, plain_of, request, root, sum};
use crate::{
    graph::{ecosystem::Format, input::Input, plain::Named},
    purl::Purl,
};

const LOCK: &str = "terraform-lock";

pub(super) static TERRAFORM: Simple = Simple {
    plain: plain_of("terraform", &[], &[LOCK], purl),
    formats: &[Format {
        name: LOCK,
        kind: PackageFileKind::Lock,
        files: &[".terraform.lock.hcl"],
        takes: "providers with requested and chosen versions, registries, checksums",
        read: lock,
    }],
    usual: (RelationKind::Exec, 0.95, "Terraform runs providers as processes of their own"),
};

const USUAL: [&str; 2] = ["registry.terraform.io", "registry.opentofu.org"];

/// `host/owner/name`.
fn purl(named: Named<'_>) -> Option<Purl> {
    let (host, rest) = named.name.split_once('/')?;
    let (owner, name) = rest.rsplit_once('/')?;
    let mut purl = Purl::new("terraform", Some(owner), name, named.version).ok()?;
    if !USUAL.contains(&host) {
        purl.qualify("repository_url", host).ok()?;
    }
    Some(purl)
}

/// Blocks `provider "…" { key = "value" }`, a line each.
fn lock(input: &mut Input<'_>) -> bool {
    let text = input.text();
    let mut own = root(input, "", 0..0);
    let mut open: Option<(PackageFact, Option<&str>)> = None;
    for line in text.lines() {
        let plain = line.trim();
        if let Some(rest) = plain.strip_prefix("provider \"") {
            let name = rest.split('"').next().unwrap_or_default();
            open = Some((PackageFact::new(name, name, input.span(place_in(text, name))), None));
        } else if let Some((package, asked)) = &mut open {
            let value = plain.split('"').nth(1);
            match plain.split(['=', ' ']).next() {
                Some("version") => package.version = value.map(Into::into),
                Some("constraints") => *asked = value,
                Some("}") => {
                    if let Some((package, asked)) = open.take() {
                        let name = package.name.clone();
                        let range = place_in(text, asked.unwrap_or(plain));
                        let mut one = request(input, &name, asked, range);
                        one.resolved = Some(package.key.clone());
                        own.requirements.push(one);
                        input.add_package(package);
                    }
                }
                _ => {
                    let hash = value.and_then(|value| value.split_once(':'));
                    package.checksums.extend(hash.map(|(kind, value)| match kind {
                        "zh" => sum("sha256", value),
                        _ => sum(kind, value),
                    }));
                }
            }
        }
    }
    let is_one = !own.requirements.is_empty();
    input.add_package(own);
    is_one
}
