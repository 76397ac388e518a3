// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Reads what people write for MSBuild and NuGet.

use heirloom_model::{PackageFact, PackageSource, Requirement, Scope};

use crate::{graph::input::Input, xml::Element};

pub(super) fn project(input: &mut Input<'_>) -> bool {
    let Some(root) = input.xml().filter(|root| &*root.name == "Project") else {
        return false;
    };
    let text =
        |key: &str| root.all("PropertyGroup").filter_map(|group| group.child_text(key)).last();
    let literal = |text: Option<&str>| text.filter(|text| !text.contains("$(")).map(str::to_owned);
    let name = literal(text("PackageId")).or_else(|| literal(text("AssemblyName")));
    let name = name.unwrap_or_else(|| input.stem());
    let mut package = PackageFact::new("", &name, input.span(root.range.clone()));
    package.is_root = true;
    let version =
        text("PackageVersion").or_else(|| text("Version")).or_else(|| text("VersionPrefix"));
    package.version = version.map(Into::into);
    input.declare("", &mut package);
    properties(input, &root);
    package.requirements = references(input, &root);
    input.add_package(package);
    true
}

pub(super) fn props(input: &mut Input<'_>) -> bool {
    let Some(root) = input.xml().filter(|root| &*root.name == "Project") else {
        return false;
    };
    properties(input, &root);
    // Before central management, updates of references gave the versions of all projects.
    let is_manager = |item: &Element| &*item.name == "PackageVersion" || is_update(item);
    let managers = items(&root, &["PackageVersion", "PackageReference"]);
    for (item, condition) in managers.filter(|(item, _)| is_manager(item)) {
        let Some(mut managed) = reference(input, item, condition) else {
            continue;
        };
        managed.inherited = false;
        if managed.requested.is_some() {
            input.add_managed(managed);
        }
    }
    let mut package = PackageFact::new("", "", input.span(root.range.clone()));
    package.is_root = true;
    package.requirements = references(input, &root);
    if !package.requirements.is_empty() {
        input.add_package(package);
    }
    true
}

fn properties(input: &mut Input<'_>, root: &Element) {
    let groups = root.all("PropertyGroup");
    let all: Vec<(Box<str>, Box<str>)> = groups
        .flat_map(|group| &group.children)
        .filter(|property| property.children.is_empty() && property.text.len() < 1_000)
        .take(10_000)
        .map(|property| (property.name.clone(), property.text.as_str().into()))
        .collect();
    input.facts().properties.extend(all);
}

/// The items of all groups, with the condition that stands on them or their group.
fn items<'a>(
    root: &'a Element,
    names: &'a [&str],
) -> impl Iterator<Item = (&'a Element, Option<&'a str>)> {
    root.all("ItemGroup").flat_map(move |group| {
        let wanted = group.children.iter().filter(move |item| names.contains(&&*item.name));
        wanted.map(move |item| (item, item.attribute("Condition").or(group.attribute("Condition"))))
    })
}

fn references(input: &Input<'_>, root: &Element) -> Vec<Requirement> {
    let mut found = Vec::new();
    let names = ["PackageReference", "GlobalPackageReference", "ProjectReference"];
    for (item, condition) in items(root, &names) {
        if &*item.name == "ProjectReference" {
            found.extend(project_reference(input, item, condition));
        } else if !is_update(item) {
            found.extend(reference(input, item, condition));
        }
    }
    // An update changes what is there and adds nothing.
    for (item, condition) in items(root, &["PackageReference"]).filter(|(item, _)| is_update(item))
    {
        let Some(update) = reference(input, item, condition) else {
            continue;
        };
        let same = found.iter_mut().filter(|known| known.name.eq_ignore_ascii_case(&update.name));
        for known in same.filter(|_| update.requested.is_some()) {
            known.requested.clone_from(&update.requested);
            known.inherited = false;
        }
    }
    found
}

fn is_update(item: &Element) -> bool {
    item.attribute("Include").is_none() && item.attribute("Update").is_some()
}

fn project_reference(
    input: &Input<'_>,
    item: &Element,
    condition: Option<&str>,
) -> Option<Requirement> {
    let path = item.attribute("Include")?.replace('\\', "/");
    let file = path.rsplit('/').next().unwrap_or(&path);
    let name = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let mut requirement = Requirement::new(name, input.span(item.range.clone()));
    requirement.condition = condition.map(Into::into);
    // Only a path in the tree answers it.
    requirement.inherited = true;
    requirement.source = PackageSource::Path { path: path.as_str().into() };
    Some(requirement)
}

fn reference(input: &Input<'_>, item: &Element, condition: Option<&str>) -> Option<Requirement> {
    let name = item.attribute("Include").or_else(|| item.attribute("Update"))?.trim();
    if name.is_empty() || name.contains("$(") || name.contains(['*', ';']) {
        return None;
    }
    let mut requirement = Requirement::new(name, input.span(item.range.clone()));
    let value = |key: &str| item.attribute(key).or_else(|| item.child_text(key));
    let version = value("VersionOverride").or_else(|| value("Version"));
    requirement.requested = version.map(str::trim).filter(|v| !v.is_empty()).map(Into::into);
    requirement.inherited = requirement.requested.is_none();
    requirement.condition = condition.map(Into::into);
    requirement.source = PackageSource::Registry { url: None };
    let is_private =
        value("PrivateAssets").is_some_and(|assets| assets.eq_ignore_ascii_case("all"));
    if is_private || &*item.name == "GlobalPackageReference" {
        requirement.scope = Scope::Development;
        requirement.has_own_scope = true;
    }
    Some(requirement)
}

pub(super) fn nuspec(input: &mut Input<'_>) -> bool {
    let root = input.xml();
    let Some(metadata) = root.as_ref().and_then(|root| root.child("metadata")) else {
        return false;
    };
    let Some(id) = metadata.child("id").filter(|id| !id.text.is_empty() && !id.text.contains('$'))
    else {
        return false;
    };
    let mut package = PackageFact::new("", &id.text, input.span(id.range.clone()));
    package.is_root = true;
    let version = metadata.child_text("version").filter(|version| !version.contains('$'));
    package.version = version.map(Into::into);
    input.declare("", &mut package);
    package.about.description = metadata.child_text("description").map(Into::into);
    let lists = metadata.child("dependencies").into_iter();
    for list in lists.flat_map(|list| std::iter::once(list).chain(list.all("group"))) {
        for dependency in list.all("dependency") {
            let Some(name) = dependency.attribute("id") else {
                continue;
            };
            let mut requirement = Requirement::new(name, input.span(dependency.range.clone()));
            requirement.requested = dependency.attribute("version").map(Into::into);
            requirement.condition = list.attribute("targetFramework").map(Into::into);
            package.requirements.push(requirement);
        }
    }
    input.add_package(package);
    true
}
