// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Formats that are plain JSON or YAML with a license field: Composer, Perl, Helm, conda, vcpkg,
//! dub, Haxelib, pods; and the labels of container files.

use heirloom_model::{Manifest, PartyRole};

use crate::{
    context::{Context, add_party, add_person, field, manifest, unless_empty},
    value::Value,
};

pub(crate) fn composer(context: &mut Context<'_>) -> Vec<Manifest> {
    let root = context.json();
    let mut php = head(&root, "composer");
    licenses(context, &mut php, "license", root.get("license"));
    unless_empty(php)
}

pub(crate) fn vcpkg(context: &mut Context<'_>) -> Vec<Manifest> {
    let root = context.json();
    let mut vcpkg = head(&root, "vcpkg");
    for key in ["version-semver", "version-string", "version-date"] {
        vcpkg.version = vcpkg.version.or_else(|| field(root.text(key)));
    }
    licenses(context, &mut vcpkg, "license", root.get("license"));
    unless_empty(vcpkg)
}

pub(crate) fn dub(context: &mut Context<'_>) -> Vec<Manifest> {
    let root = context.json();
    let mut dub = head(&root, "dub");
    licenses(context, &mut dub, "license", root.get("license"));
    add_party(&mut dub, PartyRole::Holder, root.text("copyright").unwrap_or_default());
    unless_empty(dub)
}

pub(crate) fn haxelib(context: &mut Context<'_>) -> Vec<Manifest> {
    let root = context.json();
    let mut haxe = head(&root, "haxe");
    haxe.homepage = field(root.text("url"));
    licenses(context, &mut haxe, "license", root.get("license"));
    unless_empty(haxe)
}

pub(crate) fn podspec_json(context: &mut Context<'_>) -> Vec<Manifest> {
    let root = context.json();
    let mut pod = head(&root, "cocoapods");
    licenses(context, &mut pod, "license", root.get("license"));
    if let Some(license) = root.get("license") {
        licenses(context, &mut pod, "license.type", license.get("type"));
        if let Some(file) = license.get("file")
            && let Some(text) = file.as_text()
        {
            context.refer(&mut pod, "license.file", text, file.range.clone());
        }
    }
    unless_empty(pod)
}

pub(crate) fn perl_json(context: &mut Context<'_>) -> Vec<Manifest> {
    let root = context.json();
    perl(context, &root)
}

pub(crate) fn perl_yaml(context: &mut Context<'_>) -> Vec<Manifest> {
    let root = context.yaml(context.text(), 0);
    perl(context, &root)
}

fn perl(context: &mut Context<'_>, root: &Value<'_>) -> Vec<Manifest> {
    // Other tools have a META.json of their own.
    if root.get("meta-spec").is_none() && root.get("generated_by").is_none() {
        return Vec::new();
    }
    let mut perl = head(root, "cpan");
    perl.homepage = field(root.at(&["resources", "homepage"]).and_then(Value::as_text));
    // Version 2 of the form has a table where version 1 has the address.
    let repository = root.at(&["resources", "repository"]);
    let address = repository.and_then(|one| one.as_text().or_else(|| one.text("url")));
    perl.repository = field(address);
    for license in root.get("license").map(Value::one_or_many).unwrap_or_default() {
        let written = license.as_text().filter(|text| *text != "unknown");
        if let Some(written) = written {
            context.declare(&mut perl, "license", written, license.range.clone());
        }
    }
    for author in root.get("author").map(Value::one_or_many).unwrap_or_default() {
        add_party(&mut perl, PartyRole::Author, author.as_text().unwrap_or_default());
    }
    unless_empty(perl)
}

pub(crate) fn helm_chart(context: &mut Context<'_>) -> Vec<Manifest> {
    let root = context.yaml(context.text(), 0);
    if root.get("apiVersion").is_none() {
        return Vec::new();
    }
    let mut chart = head(&root, "helm");
    chart.homepage = field(root.text("home"));
    for key in
        ["artifacthub.io/license", "licenses", "license", "org.opencontainers.image.licenses"]
    {
        let value = root.at(&["annotations", key]);
        licenses(context, &mut chart, &format!("annotations.{key}"), value);
    }
    unless_empty(chart)
}

/// A conda recipe; its templates are masked, so that what is plain in it can be read.
pub(crate) fn conda(context: &mut Context<'_>) -> Vec<Manifest> {
    let text = context.text();
    if !text.contains("about:") {
        return Vec::new();
    }
    let root = context.yaml(&without_templates(text), 0);
    let mut conda = manifest("conda");
    let package = root.get("package").or_else(|| root.get("recipe"));
    let plain = |value: Option<&str>| field(value.filter(|text| !text.contains("__")));
    conda.name = plain(package.and_then(|package| package.text("name")));
    conda.version = plain(package.and_then(|package| package.scalar("version")));
    if let Some(about) = root.get("about") {
        conda.homepage = field(about.text("home").or_else(|| about.text("homepage")));
        licenses(context, &mut conda, "about.license", about.get("license"));
        for file in about.get("license_file").map(Value::one_or_many).unwrap_or_default() {
            if let Some(text) = file.as_text() {
                context.refer(&mut conda, "about.license_file", text, file.range.clone());
            }
        }
    }
    if conda.licenses.is_empty() { Vec::new() } else { vec![conda] }
}

/// The same text with Jinja statements and braces blanked, byte for byte.
fn without_templates(text: &str) -> String {
    let mut masked = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        if line.trim_start().starts_with("{%") || line.trim_start().starts_with("{#") {
            let end = line.trim_end_matches(['\n', '\r']).len();
            masked.extend(std::iter::repeat_n(' ', end));
            masked.push_str(&line[end..]);
        } else {
            masked.push_str(&line.replace("{{", "__").replace("}}", "__"));
        }
    }
    masked
}

/// `LABEL org.opencontainers.image.licenses=…`.
pub(crate) fn dockerfile(context: &mut Context<'_>) -> Vec<Manifest> {
    const KEY: &str = "org.opencontainers.image.licenses";
    let text = context.text();
    let mut image = manifest("docker");
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let end = at + line.len();
        let is_comment = line.trim_start().starts_with('#');
        for (found, _) in line.match_indices(KEY).filter(|_| !is_comment) {
            let rest = line[found + KEY.len()..].trim_start_matches(['"', '\'']);
            let Some(rest) = rest.strip_prefix(['=', ' ']) else {
                continue;
            };
            let (value, start) = match rest.chars().next() {
                Some(quote @ ('"' | '\'')) => (rest[1..].split(quote).next(), 1),
                _ => (rest.split(|c: char| c.is_whitespace() || c == '\\').next(), 0),
            };
            let value = value.unwrap_or_default().trim_end();
            let start = end - rest.len() + start;
            if !value.contains('$') {
                context.declare(&mut image, KEY, value, start..start + value.len());
            }
        }
        at = end;
    }
    unless_empty(image)
}

/// Name, version, home page and people where most formats have them.
fn head(root: &Value<'_>, ecosystem: &str) -> Manifest {
    let mut manifest = manifest(ecosystem);
    manifest.name = field(root.text("name"));
    manifest.version = field(root.scalar("version"));
    manifest.homepage = field(root.text("homepage"));
    for (key, role) in [
        ("authors", PartyRole::Author),
        ("contributors", PartyRole::Author),
        ("maintainers", PartyRole::Maintainer),
    ] {
        let value = root.get(key);
        for person in value.map(Value::one_or_many).unwrap_or_default() {
            match person.as_text() {
                Some(text) => add_party(&mut manifest, role, text),
                None => add_person(&mut manifest, role, person.text("name"), person.text("email")),
            }
        }
    }
    manifest
}

/// A license as text, or a list of them.
fn licenses(context: &mut Context<'_>, into: &mut Manifest, key: &str, value: Option<&Value<'_>>) {
    let is_list = value.is_some_and(|value| !value.items().is_empty());
    for (position, license) in value.map(Value::one_or_many).unwrap_or_default().iter().enumerate()
    {
        let Some(text) = license.as_text() else {
            continue;
        };
        let field = if is_list { format!("{key}[{position}]") } else { key.to_owned() };
        context.declare(into, field, text, license.range.clone());
    }
}
