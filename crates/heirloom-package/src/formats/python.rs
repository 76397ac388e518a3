// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Python: `pyproject.toml` (PEP 621, PEP 639, Poetry, Flit), `setup.cfg`, `setup.py`,
//! `METADATA` and `PKG-INFO`.

use std::ops::Range;

use heirloom_model::{Manifest, PartyRole};

use crate::{
    code::{self, Literal, Syntax},
    context::{Context, add_party, add_person, field, manifest, unless_empty},
    fields,
    value::Value,
};

/// `METADATA` of wheels and installed packages, `PKG-INFO` of source packages.
pub(crate) fn metadata(context: &mut Context<'_>) -> Vec<Manifest> {
    let paragraphs = fields::paragraphs(context.text());
    let Some(header) = paragraphs.first() else {
        return Vec::new();
    };
    if fields::find(header, "Metadata-Version").is_none() {
        return Vec::new();
    }
    let mut pypi = manifest("pypi");
    pypi.name = field(fields::value(header, "Name"));
    pypi.version = field(fields::value(header, "Version"));
    pypi.homepage = field(fields::value(header, "Home-page"));
    for entry in header {
        let range = entry.range.clone();
        match entry.name {
            "License-Expression" | "License" if is_said(entry.value) => {
                context.declare(&mut pypi, entry.name, entry.value, range);
            }
            "Classifier" if entry.value.starts_with("License ::") => {
                context.declare(&mut pypi, "Classifier", entry.value, range);
            }
            "License-File" => context.refer(&mut pypi, "License-File", entry.value, range),
            "Author" | "Author-email" if is_said(entry.value) => {
                people(entry.value).for_each(|one| add_party(&mut pypi, PartyRole::Author, one));
            }
            "Maintainer" | "Maintainer-email" if is_said(entry.value) => {
                let all = people(entry.value);
                all.for_each(|one| add_party(&mut pypi, PartyRole::Maintainer, one));
            }
            "Project-URL" => {
                let Some((label, url)) = entry.value.split_once(',') else { continue };
                let place = match &*plain_label(label) {
                    label if HOME.contains(&label) => &mut pypi.homepage,
                    label if SOURCE.contains(&label) => &mut pypi.repository,
                    _ => continue,
                };
                if place.is_none() {
                    *place = field(Some(url));
                }
            }
            _ => {}
        }
    }
    unless_empty(pypi)
}

/// Labels of addresses that are well known, without signs and in small letters (PyPA, "Well-known Project URLs
/// in Metadata").
const HOME: [&str; 2] = ["homepage", "home"];
const SOURCE: [&str; 5] = ["source", "repository", "sourcecode", "github", "code"];

fn plain_label(label: &str) -> String {
    label.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase()
}

/// Old tools write `UNKNOWN` for what nobody said.
fn is_said(value: &str) -> bool {
    !value.trim().is_empty() && value.trim() != "UNKNOWN"
}

pub(crate) fn pyproject(context: &mut Context<'_>) -> Vec<Manifest> {
    let root = context.toml();
    let mut manifests = Vec::new();
    if let Some(project) = root.get("project") {
        manifests.extend(unless_empty(table(context, project, "project")));
    }
    for (path, label) in [
        (["tool", "poetry"].as_slice(), "tool.poetry"),
        (["tool", "flit", "metadata"].as_slice(), "tool.flit.metadata"),
    ] {
        if let Some(project) = root.at(path) {
            manifests.extend(unless_empty(table(context, project, label)));
        }
    }
    manifests
}

fn table(context: &mut Context<'_>, project: &Value<'_>, path: &str) -> Manifest {
    let mut pypi = manifest("pypi");
    pypi.name = field(project.text("name").or_else(|| project.text("module")));
    pypi.version = field(project.text("version"));
    let urls = project.get("urls");
    let labelled = |labels: &[&str]| {
        let entries = urls.map(Value::entries).unwrap_or_default().iter();
        let mut found = entries.filter(|(label, _)| labels.contains(&&*plain_label(label)));
        found.find_map(|(_, url)| url.as_text())
    };
    let page = labelled(&HOME).or_else(|| project.text("homepage"));
    pypi.homepage = field(page.or_else(|| project.text("home-page")));
    pypi.repository = field(labelled(&SOURCE).or_else(|| project.text("repository")));
    if let Some(license) = project.get("license") {
        toml_license(context, &mut pypi, license, &format!("{path}.license"));
    }
    let files = project.get("license-files");
    for (key, value) in [
        ("license-files", files),
        ("license-files.paths", files.and_then(|files| files.get("paths"))),
        ("license-files.globs", files.and_then(|files| files.get("globs"))),
    ] {
        for file in value.map(Value::items).unwrap_or_default() {
            if let Some(text) = file.as_text() {
                context.refer(&mut pypi, format!("{path}.{key}"), text, file.range.clone());
            }
        }
    }
    for classifier in project.get("classifiers").map(Value::items).unwrap_or_default() {
        if let Some(text) = classifier.as_text().filter(|text| text.starts_with("License ::")) {
            let range = classifier.range.clone();
            context.declare(&mut pypi, format!("{path}.classifiers"), text, range);
        }
    }
    for (key, role) in [("authors", PartyRole::Author), ("maintainers", PartyRole::Maintainer)] {
        for person in project.get(key).map(Value::items).unwrap_or_default() {
            match person.as_text() {
                Some(text) => add_party(&mut pypi, role, text),
                None => add_person(&mut pypi, role, person.text("name"), person.text("email")),
            }
        }
    }
    add_person(&mut pypi, PartyRole::Author, project.text("author"), project.text("author-email"));
    pypi
}

/// The people of a field: `A <a@x>, B <b@y>` are two, `Doe, A <a@x>` is one.
fn people(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let commas = rest.match_indices(',').map(|(at, _)| at);
        let ends = |at: &usize| rest[..*at].contains('@') && rest[*at..].contains('@');
        let (one, after) = match commas.into_iter().find(ends) {
            Some(at) => (&rest[..at], &rest[at + 1..]),
            None => (rest, ""),
        };
        rest = after.trim_start();
        (!one.is_empty()).then_some(one)
    })
}

fn toml_license(context: &mut Context<'_>, pypi: &mut Manifest, license: &Value<'_>, path: &str) {
    if let Some(text) = license.as_text() {
        context.declare(pypi, path, text, license.range.clone());
    }
    if let Some(text) = license.get("text")
        && let Some(written) = text.as_text()
    {
        context.declare(pypi, format!("{path}.text"), written, text.range.clone());
    }
    if let Some(file) = license.get("file")
        && let Some(written) = file.as_text()
    {
        context.refer(pypi, format!("{path}.file"), written, file.range.clone());
    }
}

pub(crate) fn setup_cfg(context: &mut Context<'_>) -> Vec<Manifest> {
    let text = context.text();
    let mut pypi = manifest("pypi");
    let [mut author, mut author_mail, mut keeper, mut keeper_mail] = [None; 4];
    for (key, value, range) in section(text, "metadata") {
        match key.replace('-', "_").as_str() {
            "name" => pypi.name = field(Some(value)),
            "version" if !value.starts_with("attr:") && !value.starts_with("file:") => {
                pypi.version = field(Some(value));
            }
            "url" | "home_page" => pypi.homepage = field(Some(value)),
            "author" => author = Some(value),
            "author_email" => author_mail = Some(value),
            "maintainer" => keeper = Some(value),
            "maintainer_email" => keeper_mail = Some(value),
            "license" if value.starts_with("file:") => {
                context.refer(&mut pypi, "metadata.license", &value["file:".len()..], range);
            }
            "license" | "license_expression" => {
                context.declare(&mut pypi, format!("metadata.{key}"), value, range);
            }
            "license_file" | "license_files" => {
                for (line, range) in lines(value, range.start) {
                    context.refer(&mut pypi, format!("metadata.{key}"), line, range);
                }
            }
            "classifiers" | "classifier" => {
                for (line, range) in lines(value, range.start) {
                    if line.starts_with("License ::") {
                        context.declare(&mut pypi, "metadata.classifiers", line, range);
                    }
                }
            }
            _ => {}
        }
    }
    add_person(&mut pypi, PartyRole::Author, author, author_mail);
    add_person(&mut pypi, PartyRole::Maintainer, keeper, keeper_mail);
    unless_empty(pypi)
}

/// The `key = value` entries of a section of an INI file, continuation lines joined.
fn section<'a>(text: &'a str, wanted: &str) -> Vec<(&'a str, &'a str, Range<usize>)> {
    let mut entries: Vec<(&str, &str, Range<usize>)> = Vec::new();
    let mut is_inside = false;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let plain = line.trim_end();
        if plain.trim_start().starts_with(['#', ';']) {
            continue;
        }
        if let Some(name) = plain.strip_prefix('[') {
            is_inside = name.trim_end_matches(']').trim() == wanted;
        } else if !is_inside || plain.is_empty() {
            continue;
        } else if line.starts_with([' ', '\t']) {
            if let Some((_, value, range)) = entries.last_mut() {
                range.end = start + plain.len();
                *value = text[range.clone()].trim_start();
                range.start = range.end - value.len();
            }
        } else if let Some(equals) = plain.find(['=', ':']) {
            let key = plain[..equals].trim();
            let value = plain[equals + 1..].trim_start();
            let end = start + plain.len();
            entries.push((key, value, end - value.len()..end));
        }
    }
    entries
}

/// The lines of a value with their places; commas separate as well in no known file.
fn lines(value: &str, start: usize) -> impl Iterator<Item = (&str, Range<usize>)> {
    let mut at = start;
    value.split_inclusive('\n').filter_map(move |line| {
        let begin = at + line.len() - line.trim_start().len();
        at += line.len();
        let plain = line.trim();
        (!plain.is_empty()).then(|| (plain, begin..begin + plain.len()))
    })
}

pub(crate) fn setup_py(context: &mut Context<'_>) -> Vec<Manifest> {
    let text = context.text();
    let tokens = code::tokens(text, Syntax::Python, 500_000);
    let mut found = code::arguments(&tokens, "setup");
    for key in ["name", "version", "license", "classifiers"] {
        if !found.iter().any(|(name, _)| *name == key)
            && key != "name"
            && let Some(literal) = code::assigned(&tokens, key)
        {
            found.push((key, literal));
        }
    }
    let text_of = |key: &str| {
        let literal = found.iter().find(|(name, _)| *name == key);
        literal.and_then(|(_, literal)| literal.text())
    };
    let mut pypi = manifest("pypi");
    pypi.name = field(text_of("name"));
    pypi.version = field(text_of("version"));
    pypi.homepage = field(text_of("url"));
    add_person(&mut pypi, PartyRole::Author, text_of("author"), text_of("author_email"));
    let keeper = (text_of("maintainer"), text_of("maintainer_email"));
    add_person(&mut pypi, PartyRole::Maintainer, keeper.0, keeper.1);
    for (key, literal) in &found {
        setup_field(context, &mut pypi, key, literal);
    }
    unless_empty(pypi)
}

fn setup_field(context: &mut Context<'_>, pypi: &mut Manifest, key: &str, literal: &Literal<'_>) {
    for (text, range) in &literal.texts {
        match key {
            "license" | "license_expression" if is_said(text) => {
                context.declare(pypi, format!("setup.{key}"), text, range.clone());
            }
            "license_file" | "license_files" => {
                context.refer(pypi, format!("setup.{key}"), text, range.clone());
            }
            // A list in a string, one a line, is as common as a list.
            "classifiers" => {
                let found = text.lines().map(str::trim).filter(|l| l.starts_with("License ::"));
                for line in found {
                    context.declare(pypi, "setup.classifiers", line, range.clone());
                }
            }
            _ => {}
        }
    }
}
