// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Build recipes of distributions: RPM spec files, `PKGBUILD`, `APKBUILD`, MacPorts' `Portfile`.

use std::ops::Range;

use heirloom_model::{Manifest, PartyRole};

use crate::context::{Context, add_party, field, manifest, unless_empty};

/// Other programs have files of that ending; only one with a name and a license is a package.
pub(crate) fn rpm_spec(context: &mut Context<'_>) -> Vec<Manifest> {
    let text = context.text();
    let mut rpm = manifest("rpm");
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let end = at + line.trim_end().len();
        at += line.len();
        let Some((tag, value)) = line.trim_end().split_once(':') else {
            continue;
        };
        // `License::Syntax` in a description is no tag.
        let value = value.trim_start();
        if value.starts_with(':') {
            continue;
        }
        let start = end - value.len();
        let (value, range) = match shrunk(&text[start..]) {
            Some((inner, place)) => (inner, start + place.start..start + place.end),
            None => (value, start..end),
        };
        match tag.to_ascii_lowercase().as_str() {
            "name" if rpm.name.is_none() => rpm.name = field(Some(value)),
            "version" if rpm.version.is_none() => rpm.version = field(Some(value)),
            "url" if rpm.homepage.is_none() => rpm.homepage = field(Some(value)),
            "vendor" | "packager" => add_party(&mut rpm, PartyRole::Publisher, value),
            // The license of a part that is the same says nothing new.
            "license" if rpm.licenses.iter().all(|known| &*known.as_written != value) => {
                context.declare(&mut rpm, "License", value, range);
            }
            _ => {}
        }
    }
    if rpm.name.is_none() || rpm.licenses.is_empty() { Vec::new() } else { vec![rpm] }
}

/// The inside of `%{shrink: … }`, which joins lines.
fn shrunk(text: &str) -> Option<(&str, Range<usize>)> {
    const OPEN: &str = "%{shrink:";
    let inner = text.strip_prefix(OPEN)?;
    let mut depth = 1_usize;
    let end = inner.bytes().take(MAX_SHRUNK).position(|byte| {
        depth += usize::from(byte == b'{');
        depth -= usize::from(byte == b'}');
        depth == 0
    })?;
    let end = inner[..end].trim_end().len();
    let start = inner.len() - inner.trim_start().len();
    let place = OPEN.len() + start.min(end)..OPEN.len() + end;
    Some((&text[place.clone()], place))
}

/// A longer macro is not looked through.
const MAX_SHRUNK: usize = 20_000;

pub(crate) fn pkgbuild(context: &mut Context<'_>) -> Vec<Manifest> {
    let mut arch = manifest("alpm");
    for (name, values) in assignments(context.text()) {
        let first = values.first().map(|(text, _)| *text);
        match name {
            "pkgbase" => arch.name = field(first),
            "pkgname" if arch.name.is_none() => arch.name = field(first),
            "pkgver" => arch.version = field(first),
            "url" => arch.homepage = field(first),
            "license" => {
                for (text, range) in values {
                    context.declare(&mut arch, "license", text, range);
                }
            }
            _ => {}
        }
    }
    comments(context.text(), &mut arch);
    unless_empty(arch)
}

pub(crate) fn apkbuild(context: &mut Context<'_>) -> Vec<Manifest> {
    let mut alpine = manifest("apk");
    for (name, values) in assignments(context.text()) {
        let Some((first, range)) = values.into_iter().next() else {
            continue;
        };
        match name {
            "pkgname" => alpine.name = field(Some(first)),
            "pkgver" => alpine.version = field(Some(first)),
            "url" => alpine.homepage = field(Some(first)),
            "license" => context.declare(&mut alpine, "license", first, range),
            _ => {}
        }
    }
    comments(context.text(), &mut alpine);
    unless_empty(alpine)
}

/// `# Maintainer: Name <mail>`.
fn comments(text: &str, manifest: &mut Manifest) {
    for line in text.lines().filter(|line| line.starts_with('#')) {
        if let Some((_, name)) = line.split_once("Maintainer:") {
            add_party(manifest, PartyRole::Maintainer, name);
        }
    }
}

type Values<'a> = Vec<(&'a str, Range<usize>)>;

/// Assignments at the start of a line of a shell script, with literal values.
fn assignments(text: &str) -> Vec<(&str, Values<'_>)> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let end = rest.find('\n').map_or(rest.len(), |end| end + 1);
        let is_name = |name: &str| {
            !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
        };
        match rest[..end].split_once('=').filter(|(name, _)| is_name(name)) {
            Some((name, _)) => {
                let start = at + name.len() + 1;
                let (values, after) = shell_values(text, start);
                found.push((name, values));
                let line = text[after..].find('\n').map_or(text.len(), |end| after + end + 1);
                at = line.max(at + end);
            }
            None => at += end,
        }
        if found.len() > 10_000 {
            break;
        }
    }
    found
}

/// A word, a quoted text, or a list of them in brackets; values with variables are left out.
fn shell_values(text: &str, start: usize) -> (Values<'_>, usize) {
    let mut values = Vec::new();
    let mut at = start;
    let is_list = text[at..].starts_with('(');
    at += usize::from(is_list);
    loop {
        let rest = &text[at..];
        if is_list {
            at += rest.len() - rest.trim_start().len();
        }
        let rest = &text[at..];
        match rest.chars().next() {
            None | Some(')') => return (values, at),
            Some('#') if is_list => {
                at += rest.find('\n').unwrap_or(rest.len());
                continue;
            }
            Some(quote @ ('"' | '\'')) => {
                let inner = &rest[1..];
                let end = inner.find(quote).unwrap_or(inner.len());
                push_literal(&mut values, &inner[..end], at + 1);
                at = (at + end + 2).min(text.len());
            }
            Some(_) => {
                let end = rest.find(|c: char| c.is_whitespace() || c == ')' || c == ';');
                let end = end.unwrap_or(rest.len());
                push_literal(&mut values, &rest[..end], at);
                at += end;
                if end == 0 {
                    return (values, at);
                }
            }
        }
        if !is_list || values.len() > 1_000 {
            return (values, at);
        }
    }
}

fn push_literal<'a>(values: &mut Values<'a>, text: &'a str, start: usize) {
    if !text.contains(['$', '`']) && !text.trim().is_empty() {
        values.push((text, start..start + text.len()));
    }
}

pub(crate) fn portfile(context: &mut Context<'_>) -> Vec<Manifest> {
    let text = context.text();
    let mut port = manifest("macports");
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let Some((key, value)) = line.trim_end().split_once([' ', '\t']) else {
            continue;
        };
        let value = value.trim();
        let from = start + line.trim_end().len() - value.len();
        let range = from..from + value.len();
        match key {
            "name" => port.name = field(Some(value)),
            "version" => port.version = field(Some(value)),
            "homepage" => port.homepage = field(Some(value)),
            "license" if !value.contains('$') => {
                context.declare(&mut port, "license", value, range);
            }
            "maintainers" => add_party(&mut port, PartyRole::Maintainer, value),
            _ => {}
        }
    }
    if text.contains("PortSystem") { unless_empty(port) } else { Vec::new() }
}
