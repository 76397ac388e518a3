// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Services of compose files: what runs beside what, and who talks to whom.

use heirloom_model::ComposeService;

use crate::{
    collect::{Collector, MAX_WRITTEN, shortened},
    yaml::{self, Data, Value},
};

/// More services of a file, and more texts of a service, are not looked at.
const MAX_SERVICES: usize = 1_000;

/// Reads the services of a compose file.
pub(crate) fn read(text: &str, collector: &mut Collector<'_>) {
    if memchr::memmem::find(text.as_bytes(), b"services").is_none() {
        return;
    }
    let Some(root) = yaml::read(text, collector.limits.max_nodes) else { return };
    let Some(services) = root.get("services") else { return };
    let names: Vec<&str> = services.names().into_iter().take(MAX_SERVICES).collect();
    for (name, service) in services.entries().iter().take(MAX_SERVICES) {
        if collector.has_room() {
            let service = read_service(name, service, &names, collector);
            collector.facts.services.push(service);
        }
    }
}

fn read_service(
    name: &str,
    service: &Value,
    names: &[&str],
    collector: &Collector<'_>,
) -> ComposeService {
    let texts = |key: &str| {
        let value = service.get(key).map(Value::names).unwrap_or_default();
        value.into_iter().take(MAX_SERVICES).map(boxed).collect::<Vec<_>>()
    };
    let build = service.get("build").and_then(|build| match &build.data {
        Data::Map(_) => Some(build.get("context").and_then(Value::scalar).unwrap_or(".")),
        _ => build.scalar(),
    });
    let dockerfile = service.get("build").and_then(|build| build.get("dockerfile"));
    // A link may give the service another name: `db:database`.
    let links = texts("links").into_iter().map(|link| match link.split_once(':') {
        Some((target, _)) => target.into(),
        None => link,
    });
    ComposeService {
        name: boxed(name),
        image: service.get("image").and_then(Value::scalar).map(boxed),
        build: build.map(boxed),
        dockerfile: dockerfile.and_then(Value::scalar).map(boxed),
        published: service.get("ports").map(published).unwrap_or_default(),
        exposed: texts("expose"),
        depends_on: texts("depends_on"),
        links: links.collect(),
        networks: texts("networks"),
        mentions: mentions(name, service, names),
        span: collector.source.line_span(service.line.saturating_sub(1).max(1)),
    }
}

fn boxed(text: &str) -> Box<str> {
    shortened(text, MAX_WRITTEN).into()
}

/// Ports in the short form, or the long one put together.
fn published(ports: &Value) -> Vec<Box<str>> {
    let written = |port: &Value| match &port.data {
        Data::Scalar(text) => Some(boxed(text)),
        Data::Map(_) => {
            let target = port.get("target").and_then(Value::scalar)?;
            let published = port.get("published").and_then(Value::scalar);
            Some(published.map_or(boxed(target), |outside| boxed(&format!("{outside}:{target}"))))
        }
        _ => None,
    };
    ports.items().iter().take(MAX_SERVICES).filter_map(written).collect()
}

/// The other services whose names stand as hosts in environment or command.
fn mentions(own: &str, service: &Value, names: &[&str]) -> Vec<Box<str>> {
    let mut texts: Vec<String> = Vec::new();
    for key in ["environment", "command", "entrypoint", "args"] {
        let Some(value) = service.get(key) else { continue };
        for (name, value) in value.entries().iter().take(MAX_SERVICES) {
            texts.extend(value.scalar().map(|value| format!("{name}={value}")));
        }
        let mut scalars = Vec::new();
        if value.entries().is_empty() {
            value.scalars(&mut scalars, MAX_SERVICES);
        }
        texts.extend(scalars.into_iter().map(str::to_owned));
    }
    let is_mentioned = |name: &&&str| {
        **name != own && !name.is_empty() && texts.iter().any(|text| names_host(text, name))
    };
    names.iter().filter(is_mentioned).map(|name| boxed(name)).collect()
}

/// Whether a name stands in a text as a host: before a port, behind `//` or `@`, or as the whole
/// value of a setting whose name speaks of hosts. Databases and users have names as well.
fn names_host(text: &str, name: &str) -> bool {
    text.match_indices(name).take(100).any(|(start, _)| {
        let before = text[..start].chars().next_back();
        let after = &text[start + name.len()..];
        let is_begin = before.is_none_or(|c| "/@=, ;(\"'".contains(c));
        let port = after.strip_prefix(':');
        let has_port =
            port.is_some_and(|port| port.starts_with(|c: char| c.is_ascii_digit() || c == '$'));
        let is_end = after.is_empty() || after.starts_with('/');
        let is_behind = text[..start].ends_with("//") || before == Some('@');
        let setting = text[..start].strip_suffix('=').filter(|_| after.is_empty());
        let is_value = setting.is_some_and(is_host_setting);
        is_begin && (has_port || is_value || is_behind && is_end)
    })
}

fn is_host_setting(name: &str) -> bool {
    let name = name.to_ascii_uppercase();
    let words = [
        "ADDR", "BACKEND", "BROKER", "ENDPOINT", "HOST", "NODE", "PEER", "PROXY", "SERVER",
        "SERVICE", "UPSTREAM", "URI", "URL",
    ];
    words.iter().any(|word| name.contains(word))
}
