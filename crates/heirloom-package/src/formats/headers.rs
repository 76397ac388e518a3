// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Formats made of `Name: value` lines: R's `DESCRIPTION`, Cabal files, Debian's machine-readable
//! copyright file.

use heirloom_model::{Manifest, PartyRole};

use crate::{
    context::{Context, add_party, field, manifest, unless_empty},
    fields::{self, Field},
};

pub(crate) fn r_description(context: &mut Context<'_>) -> Vec<Manifest> {
    let paragraphs = fields::paragraphs(context.text());
    let Some(header) = paragraphs.first() else {
        return Vec::new();
    };
    if fields::find(header, "Package").is_none() {
        return Vec::new();
    }
    let mut cran = manifest("cran");
    cran.name = field(fields::value(header, "Package"));
    cran.version = field(fields::value(header, "Version"));
    let url = fields::value(header, "URL").and_then(|urls| urls.split([',', ' ', '\n']).next());
    cran.homepage = field(url);
    if let Some(license) = fields::find(header, "License") {
        context.declare(&mut cran, "License", license.value, license.range.clone());
    }
    add_party(&mut cran, PartyRole::Author, fields::value(header, "Author").unwrap_or_default());
    let keeper = fields::value(header, "Maintainer").unwrap_or_default();
    add_party(&mut cran, PartyRole::Maintainer, keeper);
    unless_empty(cran)
}

pub(crate) fn cabal(context: &mut Context<'_>) -> Vec<Manifest> {
    let text = context.text();
    let all: Vec<Field<'_>> = fields::paragraphs(text).into_iter().flatten().collect();
    let mut hackage = manifest("hackage");
    hackage.name = field(fields::value(&all, "name"));
    hackage.version = field(fields::value(&all, "version"));
    hackage.homepage = field(fields::value(&all, "homepage"));
    for entry in &all {
        let range = entry.range.clone();
        match entry.name.to_ascii_lowercase().as_str() {
            "license" => context.declare(&mut hackage, "license", entry.value, range),
            "license-file" | "license-files" => {
                for file in entry.value.split([',', ' ', '\n']).filter(|file| !file.is_empty()) {
                    context.refer(&mut hackage, entry.name, file, range.clone());
                }
            }
            "author" => add_party(&mut hackage, PartyRole::Author, entry.value),
            "maintainer" => add_party(&mut hackage, PartyRole::Maintainer, entry.value),
            "copyright" => add_party(&mut hackage, PartyRole::Holder, entry.value),
            _ => {}
        }
    }
    unless_empty(hackage)
}

/// What Debian's copyright file says of the package as a whole: the header's license, else that of
/// the stanza for all files.
pub(crate) fn debian_copyright(context: &mut Context<'_>) -> Vec<Manifest> {
    let paragraphs = fields::paragraphs(context.text());
    let Some((header, stanzas)) = paragraphs.split_first() else {
        return Vec::new();
    };
    if fields::find(header, "Format").is_none()
        && fields::find(header, "Format-Specification").is_none()
    {
        return Vec::new();
    }
    let mut deb = manifest("deb");
    deb.name = field(fields::value(header, "Upstream-Name"));
    deb.homepage = field(fields::value(header, "Source").and_then(|text| text.lines().next()));
    let contact = fields::value(header, "Upstream-Contact").unwrap_or_default();
    for line in contact.lines() {
        add_party(&mut deb, PartyRole::Maintainer, line);
    }
    let is_for_all = |fields: &&Vec<Field<'_>>| {
        fields::value(fields, "Files").is_some_and(|f| f.split_whitespace().any(|p| p == "*"))
    };
    let for_all = stanzas.iter().find(is_for_all);
    // A header's license is often a text without a name.
    let is_named =
        |license: &&Field<'_>| !license.value.is_empty() && !license.value.starts_with('\n');
    let in_header = fields::find(header, "License").filter(is_named);
    let in_header = in_header.map(|license| ("License", license));
    let in_stanza = for_all.and_then(|fields| fields::find(fields, "License"));
    let license = in_header.or_else(|| in_stanza.map(|license| ("Files: * License", license)));
    if let Some((name, license)) = license {
        let short = license.value.lines().next().unwrap_or_default().trim_end();
        let start = license.range.start;
        context.declare(&mut deb, name, short, start..start + short.len());
    }
    let copyright = for_all.and_then(|fields| fields::value(fields, "Copyright"));
    for line in copyright.unwrap_or_default().lines() {
        add_party(&mut deb, PartyRole::Holder, line);
    }
    unless_empty(deb)
}
