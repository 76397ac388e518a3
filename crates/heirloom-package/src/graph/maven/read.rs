// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Reads `pom.xml` as written: properties are replaced when all files of the tree are known.

use heirloom_model::{
    Include, IncludeKind, PackageFact, PackageNature, PackageSource, Replacement, Requirement,
    Scope, WorkspaceFact,
};

use crate::{graph::input::Input, xml::Element};

/// More properties of a profile are not filled in.
const MAX_PROPERTIES: usize = 1_000;
/// Longer values are no names or versions.
const MAX_FILLED: usize = 1_000;

pub(super) fn pom(input: &mut Input<'_>) -> bool {
    let Some(root) = input.xml().filter(|root| &*root.name == "project") else {
        return false;
    };
    // Maven refuses a project without a name; what it requires is known all the same.
    let artifact = root.child("artifactId").filter(|artifact| !artifact.text.is_empty());
    let name = artifact.map_or("", |artifact| &*artifact.text);
    let name = format!("{}:{name}", root.child_text("groupId").unwrap_or_default());
    let range = artifact.unwrap_or(&root).range.clone();
    let mut package = PackageFact::new("", &name, input.span(range));
    package.is_root = true;
    package.version = root.child_text("version").map(Into::into);
    if root.child_text("groupId").is_none() {
        package.inherits.push("groupId".into());
    }
    if root.child_text("packaging") == Some("pom") {
        package.nature = PackageNature::Platform;
    }
    input.declare("licenses.", &mut package);
    parent(input, &root);
    relocation(input, &root, &package);
    for property in root.child("properties").iter().flat_map(|all| &all.children) {
        let pair = (property.name.clone(), property.text.as_str().into());
        input.facts().properties.push(pair);
    }
    section(input, &root, None, &mut package.requirements);
    let mut members = modules(&root);
    for profile in root.child("profiles").iter().flat_map(|all| all.all("profile")) {
        let condition = format!("profile {}", profile.child_text("id").unwrap_or_default());
        let start = package.requirements.len();
        section(input, profile, Some(&condition), &mut package.requirements);
        fill_profile(profile, &mut package.requirements[start..]);
        usual_profile(input, profile);
        members.extend(modules(profile));
    }
    if !members.is_empty() {
        let span = input.span(root.child("modules").unwrap_or(&root).range.clone());
        input.facts().workspace = Some(WorkspaceFact { members, span, ..WorkspaceFact::default() });
    }
    input.add_package(package);
    true
}

/// Fills in a profile's own properties in what it requires itself: there it is active.
fn fill_profile(profile: &Element, requirements: &mut [Requirement]) {
    let properties = profile.child("properties").map(|all| all.children.as_slice());
    for property in properties.unwrap_or_default().iter().take(MAX_PROPERTIES) {
        let written = format!("${{{}}}", property.name);
        for requirement in &mut *requirements {
            let parts = [Some(&mut requirement.name), requirement.requested.as_mut()];
            for part in parts.into_iter().flatten().filter(|part| part.contains(&written)) {
                let filled = part.replace(&written, &property.text);
                if filled.len() <= MAX_FILLED {
                    *part = filled.into();
                }
            }
        }
    }
}

/// The properties of a profile that is active unless somebody asks for another win over those of
/// the project.
fn usual_profile(input: &mut Input<'_>, profile: &Element) {
    let activation = profile.child("activation");
    if activation.and_then(|one| one.child_text("activeByDefault")) != Some("true") {
        return;
    }
    for property in profile.child("properties").iter().flat_map(|all| &all.children) {
        let pair = (property.name.clone(), property.text.as_str().into());
        input.facts().properties.push(pair);
    }
}

fn modules(element: &Element) -> Vec<Box<str>> {
    let lists = element.child("modules").into_iter().chain(element.child("subprojects"));
    lists.flat_map(|list| &list.children).map(|module| module.text.as_str().into()).collect()
}

fn parent(input: &mut Input<'_>, root: &Element) {
    let Some(parent) = root.child("parent") else {
        return;
    };
    let path = parent.child("relativePath").map_or("../pom.xml", |path| &path.text);
    let span = input.span(parent.range.clone());
    input.facts().includes.push(Include {
        kind: IncludeKind::Parent,
        path: path.into(),
        package: Some((name_of(parent), parent.child_text("version").map(Into::into))),
        span,
    });
}

/// `distributionManagement/relocation`: the name or version that a package has moved to; parts that
/// are left out stay.
fn relocation(input: &mut Input<'_>, root: &Element, package: &PackageFact) {
    let management = root.child("distributionManagement");
    let Some(moved) = management.and_then(|one| one.child("relocation")) else {
        return;
    };
    let (group, artifact) = package.name.split_once(':').unwrap_or_default();
    let part = |key, own| moved.child_text(key).unwrap_or(own);
    let with = format!("{}:{}", part("groupId", group), part("artifactId", artifact));
    let span = input.span(moved.range.clone());
    input.facts().replacements.push(Replacement {
        name: package.name.clone(),
        version: package.version.clone(),
        with: with.into(),
        with_version: moved.child_text("version").map(Into::into),
        source: PackageSource::Registry { url: None },
        span,
    });
}

fn name_of(element: &Element) -> Box<str> {
    let part = |key| element.child_text(key).unwrap_or_default();
    format!("{}:{}", part("groupId"), part("artifactId")).into()
}

/// The dependencies and plugins of a project or profile, and the versions it manages.
fn section(
    input: &mut Input<'_>,
    element: &Element,
    condition: Option<&str>,
    found: &mut Vec<Requirement>,
) {
    for dependency in dependencies(element) {
        let mut requirement = requirement(input, dependency);
        requirement.condition = condition.map(Into::into);
        found.push(requirement);
    }
    for plugin in plugins(element.child("build")) {
        let mut requirement = plugin_requirement(input, plugin);
        requirement.condition = condition.map(Into::into);
        found.push(requirement);
    }
    // What a profile manages holds only where it is active.
    if condition.is_some() {
        return;
    }
    for dependency in element.child("dependencyManagement").into_iter().flat_map(dependencies) {
        if dependency.child_text("scope") == Some("import") {
            let span = input.span(dependency.range.clone());
            let version = dependency.child_text("version").map(Into::into);
            input.facts().includes.push(Include {
                kind: IncludeKind::Constraints,
                path: "".into(),
                package: Some((name_of(dependency), version)),
                span,
            });
        } else {
            let managed = requirement(input, dependency);
            input.add_managed(managed);
        }
    }
    for plugin in plugins(element.child("build").and_then(|build| build.child("pluginManagement")))
    {
        let managed = plugin_requirement(input, plugin);
        input.add_managed(managed);
    }
}

fn dependencies(element: &Element) -> impl Iterator<Item = &Element> {
    element.child("dependencies").into_iter().flat_map(|list| list.all("dependency"))
}

fn plugins(element: Option<&Element>) -> impl Iterator<Item = &Element> {
    element.and_then(|build| build.child("plugins")).into_iter().flat_map(|all| all.all("plugin"))
}

/// What tells dependencies of one project apart stands in [`Requirement::alias`]: type and
/// classifier, where they are not the usual ones.
fn requirement(input: &Input<'_>, dependency: &Element) -> Requirement {
    let mut requirement =
        Requirement::new(&name_of(dependency), input.span(dependency.range.clone()));
    requirement.requested = dependency.child_text("version").map(Into::into);
    requirement.inherited = requirement.requested.is_none();
    let kind = dependency.child_text("type").unwrap_or("jar");
    let classifier = dependency.child_text("classifier").unwrap_or_default();
    if kind != "jar" || !classifier.is_empty() {
        requirement.alias = Some(format!("{kind}:{classifier}").into());
    }
    for exclusion in dependency.child("exclusions").iter().flat_map(|list| list.all("exclusion")) {
        requirement.excludes.push(name_of(exclusion));
    }
    let written = dependency.child_text("scope");
    requirement.has_own_scope = written.is_some();
    requirement.scope = match written {
        Some("test") => Scope::Test,
        Some("provided" | "system") => Scope::Provided,
        _ if dependency.child_text("optional") == Some("true") => Scope::Optional,
        _ => Scope::Runtime,
    };
    requirement
}

fn plugin_requirement(input: &Input<'_>, plugin: &Element) -> Requirement {
    let group = plugin.child_text("groupId").unwrap_or("org.apache.maven.plugins");
    let name = format!("{group}:{}", plugin.child_text("artifactId").unwrap_or_default());
    let mut requirement = Requirement::new(&name, input.span(plugin.range.clone()));
    requirement.requested = plugin.child_text("version").map(Into::into);
    requirement.inherited = requirement.requested.is_none();
    requirement.alias = Some(PLUGIN.into());
    requirement.scope = Scope::Build;
    requirement.has_own_scope = true;
    requirement
}

/// Plugins are managed apart from dependencies.
pub(super) const PLUGIN: &str = "maven-plugin:";
