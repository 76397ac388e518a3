// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Packages for people: a table of them, the tree of who requires whom, and why a package is there.

mod list;
mod tree;
mod why;

pub(crate) use list::write as write_list;
pub(crate) use tree::write as write_tree;
pub(crate) use why::{write as write_why, write_json as write_why_json};

use heirloom_model::{
    Inventory, Package, PackageContents, PackageEdge, PackageIndex, PackagePlace,
};

use crate::{
    messages::Messages,
    terminal::{Style, paint},
    visible::visible,
    wire::{ScopeWire, Word},
};

/// `name version  license`, with colors.
fn title(inventory: &Inventory, index: PackageIndex, color: bool) -> String {
    let package = inventory.graph.package(index);
    let mut text = paint(color, Style::Heading, &name(package));
    if let Some(license) = license(inventory.contents_of(index)) {
        text.push_str("  ");
        text.push_str(&paint(color, Style::Good, &license));
    }
    text
}

/// The name with the version, as people write it.
fn name(package: &Package) -> String {
    let name = shown_name(package);
    match &package.version {
        Some(version) => format!("{} {}", visible(name), visible(version)),
        None => visible(name).into_owned(),
    }
}

fn license(contents: &PackageContents) -> Option<String> {
    let concluded = contents.concluded.as_ref().map(|concluded| &concluded.expression);
    concluded.or(contents.declared.as_ref()).map(ToString::to_string)
}

/// The name, else the identity.
fn shown_name(package: &Package) -> &str {
    match &*package.name {
        "" => package.id.as_str(),
        name => name,
    }
}

/// What an edge is for, where it is not the usual thing: `[test]`, `[build, if cfg(windows)]`.
fn label(edge: &PackageEdge, messages: &Messages) -> Option<String> {
    let scope = ScopeWire::from(edge.scope).word();
    let scope = (scope != "runtime").then(|| messages.label(&format!("scope.{scope}")).to_owned());
    let condition = edge
        .condition
        .as_deref()
        .map(|condition| messages.text("terminal.if", &[("condition", &visible(condition))]));
    let parts: Vec<String> = scope.into_iter().chain(condition).collect();
    (!parts.is_empty()).then(|| format!("[{}]", parts.join(messages.label("terminal.comma"))))
}

/// `file:line`; folders have no lines.
fn at(place: &PackagePlace) -> String {
    let file = place.file.to_string();
    match place.span.first_line {
        0 => visible(&file).into_owned(),
        line => format!("{}:{line}", visible(&file)),
    }
}
