// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! `package.xml` of ROS and PEAR, AppStream's metainfo.

use heirloom_model::{Manifest, PartyRole};

use crate::context::{Context, add_party, add_person, field, manifest, unless_empty};

/// ROS and PEAR share the name of file and root element; PEAR has a channel.
pub(crate) fn package(context: &mut Context<'_>) -> Vec<Manifest> {
    let Some(root) = context.xml().filter(|root| &*root.name == "package") else {
        return Vec::new();
    };
    let is_pear = root.child("channel").is_some();
    let mut package = manifest(if is_pear { "pear" } else { "ros" });
    package.name = field(root.child_text("name"));
    package.version = match root.child("version") {
        Some(version) if is_pear => field(version.child_text("release")),
        version => field(version.map(|version| version.text.as_str())),
    };
    let home =
        root.all("url").find(|url| url.attribute("type").is_none_or(|kind| kind == "website"));
    package.homepage = field(home.map(|url| url.text.as_str()));
    let repository = root.all("url").find(|url| url.attribute("type") == Some("repository"));
    package.repository = field(repository.map(|url| url.text.as_str()));
    for license in root.all("license") {
        let range = license.range.clone();
        context.declare(&mut package, "license", &license.text, range.clone());
        if let Some(file) = license.attribute("file").or_else(|| license.attribute("filesource")) {
            context.refer(&mut package, "license.file", file, range.clone());
        }
        if let Some(url) = license.attribute("uri") {
            context.address(&mut package, "license.uri", url, range);
        }
    }
    for (key, role) in [
        ("author", PartyRole::Author),
        ("lead", PartyRole::Author),
        ("maintainer", PartyRole::Maintainer),
    ] {
        for person in root.all(key) {
            let name = person.child_text("name").unwrap_or(&person.text);
            let mail = person.attribute("email").or_else(|| person.child_text("email"));
            add_person(&mut package, role, Some(name), mail);
        }
    }
    unless_empty(package)
}

/// The license of the program; `metadata_license` is that of the file itself.
pub(crate) fn appstream(context: &mut Context<'_>) -> Vec<Manifest> {
    let Some(root) = context.xml().filter(|root| &*root.name == "component") else {
        return Vec::new();
    };
    let mut app = manifest("appstream");
    app.name = field(root.child_text("id"));
    let home = root.all("url").find(|url| url.attribute("type") == Some("homepage"));
    app.homepage = field(home.map(|url| url.text.as_str()));
    for license in root.all("project_license") {
        context.declare(&mut app, "project_license", &license.text, license.range.clone());
    }
    let developer = root.child("developer").and_then(|developer| developer.child_text("name"));
    let developer = developer.or_else(|| root.child_text("developer_name"));
    add_party(&mut app, PartyRole::Publisher, developer.unwrap_or_default());
    unless_empty(app)
}
