// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! `package.json`, `bower.json`, `elm.json`.

use std::borrow::Cow;

use heirloom_model::{Manifest, PartyRole};

use crate::{
    context::{Context, add_party, add_person, field, manifest, unless_empty},
    value::Value,
};

pub(crate) fn npm(context: &mut Context<'_>) -> Vec<Manifest> {
    package(context, "npm")
}

pub(crate) fn bower(context: &mut Context<'_>) -> Vec<Manifest> {
    package(context, "bower")
}

pub(crate) fn elm(context: &mut Context<'_>) -> Vec<Manifest> {
    let root = context.json();
    if root.text("type") != Some("package") {
        return Vec::new();
    }
    let mut elm = manifest("elm");
    elm.name = field(root.text("name"));
    elm.version = field(root.text("version"));
    license(context, &mut elm, "license", root.get("license"));
    unless_empty(elm)
}

fn package(context: &mut Context<'_>, ecosystem: &str) -> Vec<Manifest> {
    let root = context.json();
    let mut npm = manifest(ecosystem);
    npm.name = field(root.text("name"));
    npm.version = field(root.text("version"));
    npm.homepage = field(root.text("homepage").or_else(|| root.text("url")));
    let repository = root.get("repository");
    let written = repository.and_then(|one| one.as_text().or_else(|| one.text("url")));
    npm.repository = written.and_then(|written| field(Some(&address(written))));
    license(context, &mut npm, "license", root.get("license"));
    license(context, &mut npm, "licenses", root.get("licenses"));
    license(context, &mut npm, "licence", root.get("licence"));
    people(&mut npm, PartyRole::Author, root.get("author"));
    people(&mut npm, PartyRole::Author, root.get("authors"));
    people(&mut npm, PartyRole::Author, root.get("contributors"));
    people(&mut npm, PartyRole::Maintainer, root.get("maintainers"));
    unless_empty(npm)
}

/// A repository as an address; `OWNER/NAME`, alone or behind the name of a host, is short for one.
fn address(written: &str) -> Cow<'_, str> {
    let (host, name) = match written.split_once(':') {
        Some(("github", name)) => ("https://github.com", name),
        Some(("gitlab", name)) => ("https://gitlab.com", name),
        Some(("bitbucket", name)) => ("https://bitbucket.org", name),
        None if written.split('/').count() == 2 => ("https://github.com", written),
        _ => return written.into(),
    };
    format!("{host}/{name}").into()
}

/// A license as text, as `{type, url}`, or as a list of either.
fn license(context: &mut Context<'_>, npm: &mut Manifest, key: &str, value: Option<&Value<'_>>) {
    let Some(value) = value else {
        return;
    };
    let is_list = !value.items().is_empty();
    for (position, license) in value.one_or_many().iter().enumerate() {
        let field = if is_list { format!("{key}[{position}]") } else { key.to_owned() };
        if let Some(text) = license.as_text() {
            context.declare(npm, field, text, license.range.clone());
            continue;
        }
        let mut has_name = false;
        for part in ["type", "name", "license"] {
            if let Some(name) = license.get(part).filter(|_| !has_name)
                && let Some(text) = name.as_text()
            {
                has_name = true;
                context.declare(npm, format!("{field}.{part}"), text, name.range.clone());
            }
        }
        if let Some(url) = license.get("url")
            && let Some(text) = url.as_text()
        {
            context.address(npm, format!("{field}.url"), text, url.range.clone());
        }
    }
}

fn people(npm: &mut Manifest, role: PartyRole, value: Option<&Value<'_>>) {
    for person in value.map(Value::one_or_many).unwrap_or_default() {
        match person.as_text() {
            Some(text) => add_party(npm, role, text),
            None => add_person(npm, role, person.text("name"), person.text("email")),
        }
    }
}
