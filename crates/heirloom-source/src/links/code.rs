// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Libraries that source text itself names: `#cgo` lines of Go, `#[link]` and build scripts of Rust.

use heirloom_model::{LinkNaming, SourceGround};

use super::{Link, flags, modules};
use crate::collect::Collector;

/// Reads the `#cgo` lines of a Go file.
pub(crate) fn read_go(text: &str, collector: &mut Collector<'_>) {
    if memchr::memmem::find(text.as_bytes(), b"#cgo").is_none()
        || memchr::memmem::find(text.as_bytes(), b"import \"C\"").is_none()
    {
        return;
    }
    let constraint = text.lines().take(200).find_map(|line| line.strip_prefix("//go:build "));
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let plain = line.trim_start().trim_start_matches("//").trim_start();
        let Some(rest) = plain.strip_prefix("#cgo ") else { continue };
        let Some((head, value)) = rest.split_once(':') else { continue };
        let mut words: Vec<&str> = head.split_whitespace().collect();
        let what = words.pop().unwrap_or_default();
        let condition = words.first().copied().or(constraint);
        let mut found: Vec<(&str, LinkNaming, bool)> = Vec::new();
        match what {
            "LDFLAGS" => {
                flags(value, |name, is_static| found.push((name, LinkNaming::Flag, is_static)));
            }
            "pkg-config" => {
                let names = modules(value);
                found.extend(names.map(|name| (name, LinkNaming::PkgConfig, false)));
            }
            _ => {}
        }
        for (name, naming, is_static) in found {
            collector.link(&Link {
                kept_in: None,
                name,
                naming,
                is_static,
                is_optional: condition.is_some(),
                condition: condition.map(Into::into),
                through: "#cgo",
                ground: SourceGround::Literal,
                range: start..start + line.trim_end().len(),
            });
        }
    }
}

/// Reads the `#[link]` attributes of a Rust file, and what its build script tells Cargo.
pub(crate) fn read_rust(text: &str, is_build_script: bool, collector: &mut Collector<'_>) {
    for at in memchr::memmem::find_iter(text.as_bytes(), b"#[link(").take(MAX_PLACES) {
        if is_commented(text, at) {
            continue;
        }
        let inside = &text[at + 7..];
        let Some(end) = inside.find(")]") else { continue };
        let inside = &inside[..end];
        let value = |key: &str| {
            let rest = inside[inside.find(key)? + key.len()..].trim_start().strip_prefix('=')?;
            rest.trim_start().strip_prefix('"')?.split('"').next()
        };
        let Some(name) = value("name") else { continue };
        if matches!(value("kind"), Some("framework" | "raw-dylib")) {
            continue;
        }
        // An attribute before it may leave it out of some builds.
        let before = text[..at].trim_end();
        let last = before.rsplit('\n').next().unwrap_or_default().trim_start();
        let condition = last.strip_prefix("#[cfg(").map(|rest| rest.trim_end_matches(")]"));
        collector.link(&Link {
            kept_in: None,
            name,
            naming: LinkNaming::Flag,
            is_static: value("kind") == Some("static"),
            is_optional: condition.is_some(),
            condition: condition.map(Into::into),
            through: "#[link]",
            ground: SourceGround::Literal,
            range: at..at + 7 + end + 2,
        });
    }
    if is_build_script {
        build_script(text, collector);
    }
}

fn build_script(text: &str, collector: &mut Collector<'_>) {
    for at in memchr::memmem::find_iter(text.as_bytes(), b"rustc-link-lib=").take(MAX_PLACES) {
        if is_commented(text, at) {
            continue;
        }
        let start = at + "rustc-link-lib=".len();
        let value = text[start..].split(['"', '\n', '\\']).next().unwrap_or_default();
        let (kind, name) = value.split_once('=').unwrap_or(("", value));
        if kind == "framework" {
            continue;
        }
        let kind = kind.split(':').next().unwrap_or_default();
        report(
            name,
            LinkNaming::Flag,
            kind == "static",
            "rustc-link-lib",
            at,
            start + value.len(),
            text,
            collector,
        );
    }
    for call in ["probe_library(\"", ".probe(\""] {
        for at in memchr::memmem::find_iter(text.as_bytes(), call.as_bytes()).take(MAX_PLACES) {
            let start = at + call.len();
            let name = text[start..].split('"').next().unwrap_or_default();
            if !is_commented(text, at) {
                report(
                    name,
                    LinkNaming::PkgConfig,
                    false,
                    "pkg_config",
                    at,
                    start + name.len(),
                    text,
                    collector,
                );
            }
        }
    }
}

#[expect(clippy::too_many_arguments, reason = "one call of two kinds, private to this file")]
fn report(
    name: &str,
    naming: LinkNaming,
    is_static: bool,
    through: &str,
    start: usize,
    end: usize,
    text: &str,
    collector: &mut Collector<'_>,
) {
    collector.link(&Link {
        kept_in: None,
        name,
        naming,
        is_static,
        // Inside more than the body of a function it depends on something.
        is_optional: depth(text, start) > 1,
        condition: None,
        through,
        ground: SourceGround::Literal,
        range: start..end,
    });
}

/// More places of a file are not looked at.
const MAX_PLACES: usize = 1_000;

/// Whether a place stands behind `//` on its line.
fn is_commented(text: &str, at: usize) -> bool {
    let line = text[..at].rsplit('\n').next().unwrap_or_default();
    line.contains("//")
}

/// How many braces are open before a place, those in the text of the file counted as they stand;
/// only so much before it is looked at.
fn depth(text: &str, at: usize) -> usize {
    const MAX_BEFORE: usize = 20_000;
    let mut start = at.saturating_sub(MAX_BEFORE);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    let before = &text[start..at];
    // The function around begins at the start of a line.
    let before = before.rfind("\nfn ").map_or(before, |at| &before[at..]);
    let count = |sign| before.bytes().filter(|byte| *byte == sign).count();
    count(b'{').saturating_sub(count(b'}'))
}
