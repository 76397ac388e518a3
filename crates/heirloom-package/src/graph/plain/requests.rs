// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What answers the requests of manifests: paths, locks, installed packages, managed versions.

use heirloom_model::{
    PackageFact, PackagePlace, PackageSource, ProblemCode, Requirement, Scope, TreePath,
};

use super::{IN_FILE, Joiner, Own};
use crate::{
    graph::{
        builder::{Node, place},
        tree::{File, upward},
    },
    paths,
};

impl<'a> Joiner<'a, '_> {
    pub(super) fn connect_owns(&mut self, folder: &TreePath) {
        let owns = self.owns.get(folder).into_iter().flatten();
        let all: Vec<(Node, Vec<(File<'a>, &'a PackageFact)>)> =
            owns.map(|own| (own.node, own.manifests.clone())).collect();
        for (from, manifests) in all {
            for (file, package) in manifests {
                let mut is_open = false;
                for requirement in &package.requirements {
                    is_open |= self.connect_request(folder, from, file, requirement);
                }
                // Where nothing locks, nothing is missing.
                if is_open && !self.plain.locks.is_empty() {
                    let span = Some(package.span);
                    self.builder.problem(ProblemCode::LOCK_MISSING, Vec::new(), file.path, span);
                }
            }
        }
    }

    /// Adds the edges of a manifest's request, which may name a managed one or several of them by an
    /// alias; whether only a version is open.
    pub(super) fn connect_request(
        &mut self,
        folder: &TreePath,
        from: Node,
        file: File<'a>,
        requirement: &'a Requirement,
    ) -> bool {
        let aliased = self.aliased(folder, requirement);
        if aliased.is_empty() {
            return self.connect_named(
                folder,
                from,
                file,
                requirement,
                self.managed(folder, requirement),
            );
        }
        let mut is_open = false;
        for (manager, managed) in aliased {
            let mut named = requirement.clone();
            named.name = managed.name.clone();
            is_open |= self.connect_named(folder, from, file, &named, Some((manager, managed)));
        }
        is_open
    }

    /// The managed packages that an alias stands for: `libs.x` of a version catalog.
    pub(super) fn aliased(
        &self,
        folder: &TreePath,
        requirement: &Requirement,
    ) -> Vec<(File<'a>, &'a Requirement)> {
        let Some(alias) = requirement.alias.as_deref().filter(|_| requirement.inherited) else {
            return Vec::new();
        };
        let found = upward(folder).find_map(|above| {
            let files = self.managers.get(&above)?.iter();
            let all = files.flat_map(|file| file.facts.managed.iter().map(|one| (*file, one)));
            let fits: Vec<(File<'a>, &'a Requirement)> =
                all.filter(|(_, one)| one.alias.as_deref() == Some(alias)).collect();
            (!fits.is_empty()).then_some(fits)
        });
        found.unwrap_or_default()
    }

    pub(super) fn connect_named(
        &mut self,
        folder: &TreePath,
        from: Node,
        file: File<'a>,
        requirement: &Requirement,
        manager: Option<(File<'a>, &'a Requirement)>,
    ) -> bool {
        let requested = requirement.requested.as_deref();
        let requested = requested.or_else(|| manager.and_then(|(_, one)| one.requested.as_deref()));
        let filled = self.filled(folder, requested);
        let is_computed = requested.is_some_and(|text| self.has_property(text));
        if is_computed && filled.is_none() {
            let value = requested.unwrap_or_default().into();
            let args = vec![("name", requirement.name.clone()), ("value", value)];
            let span = Some(requirement.span);
            self.builder.problem(ProblemCode::PACKAGE_VERSION_UNKNOWN, args, file.path, span);
        }
        let mut places = vec![place(file, requirement.span)];
        places.extend(manager.map(|(file, one)| place(file, one.span)));
        let requested = filled.as_deref().or(requested);
        let found = self.answers(folder, requirement, &mut places);
        if !found.is_empty() {
            for to in found.into_iter().filter(|to| *to != from) {
                self.connect(from, to, requirement, requested, places.clone());
            }
            return false;
        }
        let is_locked = self.lock_of(folder).is_some_and(|lock| !lock.nodes.is_empty());
        let is_same =
            requirement.ecosystem.as_deref().is_none_or(|one| one == self.plain.ecosystem);
        let is_wanted =
            !matches!(requirement.scope, Scope::Optional | Scope::Provided | Scope::Build);
        // A lock that keeps groups apart has what any of them requests.
        let is_plain = requirement.condition.is_none() && is_wanted && is_same;
        if is_locked && (is_plain || requirement.resolved.is_some()) {
            let args = vec![("name", requirement.name.clone())];
            let span = Some(requirement.span);
            self.builder.problem(ProblemCode::LOCK_OUTDATED, args, file.path, span);
        }
        // A name that nothing gives a value is no version.
        let known = requested.filter(|_| !is_computed || filled.is_some());
        let version = known.and_then(|requested| (self.plain.pinned)(requested));
        let mut fact = PackageFact::new("", &requirement.name, requirement.span);
        fact.ecosystem = requirement.ecosystem.clone();
        fact.version = version.map(Into::into);
        fact.source = self.filled_source(folder, &requirement.source);
        if fact.source == PackageSource::Unknown && requirement.source != PackageSource::Unknown {
            let args = vec![("name", requirement.name.clone())];
            let span = Some(requirement.span);
            self.builder.problem(ProblemCode::PACKAGE_UNKNOWN, args, file.path, span);
        }
        let is_path = matches!(&requirement.source, PackageSource::Path { .. });
        // What goes by its path alone stays as it is written.
        let is_project = is_path && requirement.inherited && !requirement.name.starts_with("./");
        if requirement.name.is_empty() || is_project {
            self.tell_unanswered(file, requirement);
            return false;
        }
        if let Some(to) = self.add_foreign(&fact, None).filter(|to| *to != from) {
            self.connect(from, to, requirement, requested, places);
        }
        version.is_none() && !is_locked && is_wanted
    }

    /// Tells of an alias that no catalog has and of a project that is not in the tree.
    fn tell_unanswered(&mut self, file: File<'a>, requirement: &Requirement) {
        let (code, args) = match (&requirement.source, &requirement.alias) {
            (PackageSource::Path { path }, _) if path.contains('$') => {
                (ProblemCode::PACKAGE_UNKNOWN, vec![("name", path.clone())])
            }
            (PackageSource::Path { path }, _) => {
                (ProblemCode::PACKAGE_FILE_MISSING, vec![("file", path.clone())])
            }
            (_, Some(alias)) => (ProblemCode::PACKAGE_UNKNOWN, vec![("name", alias.clone())]),
            _ => return,
        };
        self.builder.problem(code, args, file.path, Some(requirement.span));
    }

    /// Whether a value names a property.
    fn has_property(&self, value: &str) -> bool {
        self.plain.property.is_some_and(|(start, _)| value.contains(start))
    }

    /// A source with its properties replaced; what has no value is left out.
    fn filled_source(&self, folder: &TreePath, source: &PackageSource) -> PackageSource {
        let filled = |text: &str| match self.has_property(text) {
            true => self.filled(folder, Some(text)).map(Into::into),
            false => Some(text.into()),
        };
        match source {
            PackageSource::Git { url, revision } => match filled(url) {
                Some(url) => {
                    let revision = revision.as_deref().and_then(filled);
                    PackageSource::Git { url, revision }
                }
                None => PackageSource::Unknown,
            },
            PackageSource::Archive { url } => match filled(url) {
                Some(url) => PackageSource::Archive { url },
                None => PackageSource::Unknown,
            },
            other => other.clone(),
        }
    }

    /// The packages that a request of a manifest means, with the places that say so.
    pub(super) fn answers(
        &self,
        folder: &TreePath,
        requirement: &Requirement,
        places: &mut Vec<PackagePlace>,
    ) -> Vec<Node> {
        let normal = (self.plain.normal)(&requirement.name);
        if let PackageSource::Path { path } = &requirement.source {
            let in_folder = |folder: &TreePath| {
                let owns = self.owns.get(folder)?;
                let same = owns.iter().find(|own| (self.plain.normal)(own.name) == normal);
                same.or(owns.first()).map(|own| own.node)
            };
            let at = |target: TreePath| in_folder(&target).or_else(|| self.in_file(&target));
            let beside = |target: TreePath| in_folder(&target.parent()?);
            let found = if requirement.inherited {
                // From the root of the build or repository, which is some folder further up.
                upward(folder).find_map(|above| at(paths::join(&above, path)?))
            } else {
                let target = paths::join(folder, path);
                target.and_then(|target| at(target.clone()).or_else(|| beside(target)))
            };
            let called = || self.called(path).filter(|_| requirement.inherited);
            if let Some(node) = found.or_else(called) {
                return vec![node];
            }
        }
        if let Some(key) = &requirement.resolved {
            let found = upward(folder).find_map(|above| {
                let mut locks = self.locks.iter().filter(|lock| lock.folder == above);
                locks.find_map(|lock| lock.by_key.get(&**key).map(|found| (lock.file, *found)))
            });
            if let Some((file, (node, package))) = found {
                places.push(place(file, package.span));
                return vec![node];
            }
        }
        if let Some(lock) = self.lock_of(folder) {
            let found = lock.by_name.get(&normal).map(Vec::as_slice).unwrap_or_default();
            if !found.is_empty() {
                places.extend(found.iter().map(|(_, package)| place(lock.file, package.span)));
                return found.iter().map(|(node, _)| *node).collect();
            }
        }
        let is_same =
            |own: &&Own<'_>| !own.name.is_empty() && (self.plain.normal)(own.name) == normal;
        let own = || self.owns.values().flatten().find(is_same).map(|own| own.node);
        self.installed_for(folder, requirement, 1).or_else(own).into_iter().collect()
    }

    /// The package of the tree whose folder is called like the last part of a path, where there is one
    /// alone: builds can give a project another folder than its name says.
    fn called(&self, path: &str) -> Option<Node> {
        let last = path.rsplit('/').next().filter(|last| !last.is_empty())?;
        let is_it = |folder: &&TreePath| folder.file_name() == last.as_bytes();
        let mut found = self.owns.keys().filter(is_it);
        let folder = found.next().filter(|_| found.next().is_none())?;
        self.owns.get(folder)?.first().map(|own| own.node)
    }

    /// The package of the tree that a file describes.
    pub(super) fn in_file(&self, path: &TreePath) -> Option<Node> {
        let owns = self.owns.get(&path.parent()?)?;
        let is_it = |own: &&Own<'_>| own.manifests.iter().any(|(file, _)| file.path == path);
        owns.iter().find(is_it).map(|own| own.node)
    }

    /// The managed version of a request without one: the nearest file upward that has it.
    pub(super) fn managed(
        &self,
        folder: &TreePath,
        requirement: &Requirement,
    ) -> Option<(File<'a>, &'a Requirement)> {
        if !requirement.inherited {
            return None;
        }
        let normal = (self.plain.normal)(&requirement.name);
        upward(folder).find_map(|above| {
            self.managers.get(&above)?.iter().find_map(|file| {
                let mut all = file.facts.managed.iter();
                let found = all.find(|one| {
                    one.resolved == requirement.resolved && (self.plain.normal)(&one.name) == normal
                })?;
                Some((*file, found))
            })
        })
    }

    /// A value with its properties replaced by what files upward say of them.
    pub(super) fn filled(&self, folder: &TreePath, value: Option<&str>) -> Option<String> {
        let mut value = value?.to_owned();
        let Some((start, end)) = self.plain.property else {
            return Some(value);
        };
        for _ in 0..8 {
            let Some((before, rest)) = value.split_once(start) else {
                break;
            };
            let (name, after) = rest.split_once(end)?;
            let (name, path) = name.split_once(IN_FILE).unwrap_or((name, ""));
            let found = upward(folder).find_map(|above| {
                let files = self.managers.get(&above)?.iter();
                let is_meant = |file: &&File<'_>| !path.is_empty() && ends_with(file.path, path);
                files.clone().filter(is_meant).chain(files).find_map(|file| {
                    let known = file.facts.properties.iter().rev();
                    known.clone().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, v)| v)
                })
            })?;
            value = format!("{before}{found}{after}");
            if value.len() > 1_000 {
                return None;
            }
        }
        // What leads back to itself has no value.
        (!value.contains(start)).then_some(value)
    }
}

/// Whether a path ends with these folders and this name, its ending left out.
fn ends_with(path: &TreePath, end: &str) -> bool {
    let path = path.as_bytes();
    let plain = path.iter().rposition(|byte| *byte == b'.').map_or(path, |dot| &path[..dot]);
    let rest = plain.strip_suffix(end.as_bytes());
    rest.is_some_and(|rest| rest.is_empty() || rest.ends_with(b"/"))
}
