// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! NuGet's `*.nuspec` and the project files of .NET.

use heirloom_model::{Manifest, PartyRole};

use crate::{
    context::{Context, add_party, field, manifest, unless_empty},
    xml::Element,
};

pub(crate) fn nuspec(context: &mut Context<'_>) -> Vec<Manifest> {
    let root = context.xml();
    let Some(metadata) = root.as_ref().and_then(|root| root.child("metadata")) else {
        return Vec::new();
    };
    let mut nuget = manifest("nuget");
    nuget.name = field(metadata.child_text("id"));
    nuget.version = field(metadata.child_text("version"));
    nuget.homepage = field(metadata.child_text("projectUrl"));
    let repository = metadata.child("repository");
    nuget.repository = field(repository.and_then(|one| one.attribute("url")));
    for license in metadata.all("license") {
        let range = license.range.clone();
        match license.attribute("type") {
            Some("file") => context.refer(&mut nuget, "license", &license.text, range),
            _ => context.declare(&mut nuget, "license", &license.text, range),
        }
    }
    if let Some(url) = metadata.child("licenseUrl").filter(|url| !is_placeholder(&url.text)) {
        context.address(&mut nuget, "licenseUrl", &url.text, url.range.clone());
    }
    for (key, role) in [
        ("authors", PartyRole::Author),
        ("owners", PartyRole::Publisher),
        ("copyright", PartyRole::Holder),
    ] {
        add_party(&mut nuget, role, metadata.child_text(key).unwrap_or_default());
    }
    unless_empty(nuget)
}

/// What tools write where the license element decides, or before anyone filled it in.
fn is_placeholder(url: &str) -> bool {
    url.contains("aka.ms/deprecateLicenseUrl") || url.contains("LICENSE_URL_HERE") || url.is_empty()
}

/// `*.csproj` and `Directory.Build.props`; only files that say a license or a package name count.
pub(crate) fn project(context: &mut Context<'_>) -> Vec<Manifest> {
    let Some(root) = context.xml().filter(|root| &*root.name == "Project") else {
        return Vec::new();
    };
    let mut nuget = manifest("nuget");
    for property in root.all("PropertyGroup").flat_map(|group| &group.children) {
        project_property(context, &mut nuget, property);
    }
    unless_empty(nuget)
}

fn project_property(context: &mut Context<'_>, nuget: &mut Manifest, property: &Element) {
    let (text, range) = (property.text.as_str(), property.range.clone());
    match &*property.name {
        "PackageId" => nuget.name = field(Some(text)),
        "Version" | "PackageVersion" | "VersionPrefix" => nuget.version = field(Some(text)),
        "PackageProjectUrl" => nuget.homepage = field(Some(text)),
        "RepositoryUrl" => nuget.repository = field(Some(text)),
        "Authors" => add_party(nuget, PartyRole::Author, text),
        "Company" => add_party(nuget, PartyRole::Publisher, text),
        "Copyright" => add_party(nuget, PartyRole::Holder, text),
        "PackageLicenseExpression" => {
            context.declare(nuget, "PackageLicenseExpression", text, range);
        }
        "PackageLicenseFile" => context.refer(nuget, "PackageLicenseFile", text, range),
        "PackageLicenseUrl" => context.address(nuget, "PackageLicenseUrl", text, range),
        _ => {}
    }
}
