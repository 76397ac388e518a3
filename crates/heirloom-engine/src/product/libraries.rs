// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Which project a library's name belongs to, whichever way it is spelled, and the license that the
//! project usually goes out under. The names stand in `data/libraries.toml`.

use std::{collections::HashMap, sync::LazyLock};

use heirloom_model::{Component, ComponentId, DeliveredForm, Expression, LinkNaming, Owner};

use super::Draft;

const TABLE: &str = include_str!("../../../../data/libraries.toml");

/// A project that makes libraries.
#[derive(Debug)]
pub(super) struct Project {
    /// Its name, which is that of its component.
    pub(super) name: Box<str>,
    /// What it usually goes out under; `None` where that is nothing that others may use freely, or
    /// nobody knows.
    pub(super) license: Option<Expression>,
    /// What it goes out under from a version on, by the first number of the version.
    since: Vec<(u32, Expression)>,
    /// Whether some systems bring it along as a part of themselves.
    pub(super) is_maybe_system: bool,
}

/// What a name stands for.
#[derive(Clone, Copy, Debug)]
pub(super) enum Named<'t> {
    /// A library of a project.
    Project(&'t Project),
    /// A part of the system.
    System,
    /// Something that builds or tests.
    Tool,
    /// Nobody knows.
    Unknown,
}

/// Entries by their names and by what names begin with.
#[derive(Debug, Default)]
struct Names {
    whole: HashMap<String, Entry>,
    starts: Vec<(String, Entry)>,
}

#[derive(Clone, Copy, Debug)]
enum Entry {
    Project(usize),
    System,
    Tool,
}

/// The names of libraries.
#[derive(Debug, Default)]
pub(super) struct Libraries {
    projects: Vec<Project>,
    /// By flags, modules and packages, as they are written.
    names: [Names; 3],
    /// The same in lower case.
    lower: [Names; 3],
}

/// The built-in table.
pub(super) fn libraries() -> &'static Libraries {
    static LIBRARIES: LazyLock<Libraries> =
        LazyLock::new(|| Libraries::parse(TABLE).expect("a test reads the table"));
    &LIBRARIES
}

/// The licenses of versions: `since = { 3 = "Apache-2.0" }`.
fn since(project: &toml::Table) -> Result<Vec<(u32, Expression)>, String> {
    let table = project.get("since").and_then(toml::Value::as_table);
    let one = |(first, license): (&String, &toml::Value)| {
        let first = first.parse::<u32>().map_err(|error| error.to_string())?;
        let license = license.as_str().ok_or("a license is no text")?;
        Ok((first, Expression::parse(license).map_err(|error| error.to_string())?))
    };
    table.into_iter().flatten().map(one).collect()
}

impl Libraries {
    fn parse(text: &str) -> Result<Libraries, String> {
        let table: toml::Table = text.parse().map_err(|error| format!("{error}"))?;
        let mut libraries = Libraries::default();
        for (group, entry) in
            [("system", Entry::System), ("tools", Entry::Tool), ("tests", Entry::Tool)]
        {
            let group = table.get(group).and_then(toml::Value::as_table);
            libraries.add(group.ok_or("a group is missing")?, entry)?;
        }
        let projects = table.get("project").and_then(toml::Value::as_array);
        for project in projects.ok_or("no projects")? {
            let project = project.as_table().ok_or("a project is no table")?;
            let text = |key: &str| project.get(key).and_then(toml::Value::as_str);
            let name = text("name").ok_or("a project without a name")?;
            let license = text("license").map(Expression::parse).transpose();
            let entry = Entry::Project(libraries.projects.len());
            libraries.projects.push(Project {
                name: name.into(),
                license: license.map_err(|error| format!("{name}: {error}"))?,
                since: since(project).map_err(|error| format!("{name}: {error}"))?,
                is_maybe_system: text("system") == Some("maybe"),
            });
            libraries.add(project, entry)?;
        }
        Ok(libraries)
    }

    fn add(&mut self, group: &toml::Table, entry: Entry) -> Result<(), String> {
        for (at, key) in ["flags", "modules", "packages"].into_iter().enumerate() {
            let names = group.get(key).and_then(toml::Value::as_array);
            for name in names.into_iter().flatten() {
                let name = name.as_str().ok_or("a name is no text")?;
                for (names, name) in [
                    (&mut self.names[at], name.to_owned()),
                    (&mut self.lower[at], name.to_lowercase()),
                ] {
                    match name.strip_suffix('*') {
                        Some(start) => names.starts.push((start.to_owned(), entry)),
                        // Projects come last and win over the system in their own way of naming.
                        None => {
                            names.whole.insert(name, entry);
                        }
                    }
                }
            }
        }
        Ok(())
    }

    /// What a name stands for.
    pub(super) fn find(&self, name: &str, naming: LinkNaming) -> Named<'_> {
        let own = naming as usize;
        // A target goes by its package, and else by itself: `X::zstd`.
        let (package, target) = name.split_once("::").map_or((name, None), |(a, b)| (a, Some(b)));
        let mut found = self.in_way(package, own);
        for other in [0, 1, 2].into_iter().filter(|other| *other != own) {
            found = found.or_else(|| self.in_way(package, other));
        }
        let target = target.filter(|target| target.len() > 2);
        let found = found.or_else(|| {
            let target = target?.to_lowercase();
            [2, 1, 0].into_iter().find_map(|way| self.in_way(&target, way))
        });
        match found {
            Some(Entry::Project(at)) => Named::Project(&self.projects[at]),
            Some(Entry::System) => Named::System,
            Some(Entry::Tool) => Named::Tool,
            None => Named::Unknown,
        }
    }

    /// The entry of a name in one way of naming, as written or in another case, or without `lib`.
    fn in_way(&self, name: &str, way: usize) -> Option<Entry> {
        let lower = name.to_lowercase();
        let find = |names: &Names, name: &str| {
            let whole = names.whole.get(name).copied();
            let starts = || names.starts.iter().find(|(start, _)| name.starts_with(&**start));
            whole.or_else(|| starts().map(|(_, entry)| *entry))
        };
        let plain = lower.strip_prefix("lib").filter(|rest| !rest.is_empty());
        find(&self.names[way], name)
            .or_else(|| find(&self.lower[way], &lower))
            .or_else(|| plain.and_then(|plain| find(&self.lower[way], plain)))
    }
}

impl Draft {
    /// The component that a wrap of Meson stands for, which is fetched and built with the project.
    pub(super) fn wrapped(&mut self, name: &str) -> Option<ComponentId> {
        let is_wrap = |id: &str| ComponentId::new(id).is_ok_and(|id| self.is_fallback(&id));
        let id = self.named(name, &is_wrap).filter(|id| self.is_fallback(id))?;
        if let Named::Project(project) = libraries().find(name, LinkNaming::PkgConfig)
            && let Some(component) = self.component_mut(&id)
        {
            assume(component, project);
        }
        Some(id)
    }

    /// The component that a wrap of Meson stands for, of the library that the system may have.
    pub(super) fn wrap_of(&mut self, used: &ComponentId) -> Option<ComponentId> {
        let name = self.component(used)?.name.clone();
        self.wrapped(&name).filter(|wrap| wrap != used)
    }

    /// Whether a component is what a wrap of Meson stands for, whose source does not lie in the tree: who
    /// asks for a library takes that of the system, and the wrap only where there is none.
    pub(super) fn is_fallback(&self, id: &ComponentId) -> bool {
        let is_there = self.component(id).is_some_and(|component| component.path.is_some());
        !is_there && self.users_of(id).any(|user| user.as_str().starts_with("meson:"))
    }

    /// The component of a project's library: a copy in the tree, else one that the recipient has,
    /// with the license that is usual.
    pub(super) fn library(&mut self, project: &Project) -> Option<ComponentId> {
        let is_library = |id: &str| id.starts_with("pkg:generic/") || !id.contains(':');
        let known = self.named(&project.name, &is_library);
        let known = known.filter(|id| !self.is_fallback(id));
        let known = known.or_else(|| {
            let plain = project.name.strip_prefix("lib")?;
            self.named(plain, &|id| is_library(id) && id.contains('#'))
        });
        let id = match known {
            Some(id) => id,
            None => self.third_party(
                &format!("pkg:generic/{}", project.name),
                &project.name,
                |component| component.form = DeliveredForm::None,
            )?,
        };
        if let Some(component) = self.component_mut(&id) {
            assume(component, project);
        }
        Some(id)
    }
}

/// A copy in the tree has what was read there.
fn assume(component: &mut Component, project: &Project) {
    if component.path.is_none() && component.owner == Owner::ThirdParty {
        component.license.usual = project.license_of(component.version.as_deref()).cloned();
    }
}

impl Project {
    /// The license of a version, else the usual one. Versions of one release line have one license:
    /// the first number tells.
    fn license_of(&self, version: Option<&str>) -> Option<&Expression> {
        let major = |text: &str| {
            let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
            text[..end].parse::<u32>().ok()
        };
        let version = version.and_then(|text| major(text.trim_start_matches('v')));
        let since = self.since.iter().filter(|(first, _)| Some(*first) <= version);
        let since = since.max_by_key(|(first, _)| *first).filter(|_| version.is_some());
        since.map(|(_, license)| license).or(self.license.as_ref())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(name: &str, naming: LinkNaming) -> String {
        match libraries().find(name, naming) {
            Named::Project(project) => project.name.to_string(),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn spellings_come_to_one_project() {
        use LinkNaming::{Flag, Package, PkgConfig};
        for (name, naming, expect) in [
            ("crypto", Flag, "openssl"),
            ("libcrypto", PkgConfig, "openssl"),
            ("OpenSSL", Package, "openssl"),
            ("OpenSSL::SSL", Package, "openssl"),
            ("openssl", PkgConfig, "openssl"),
            ("libavcodec", PkgConfig, "ffmpeg"),
            ("z", Flag, "zlib"),
            ("ZLIB", Package, "zlib"),
            ("APP::nghttp2", Package, "nghttp2"),
            ("Boost::system", Package, "boost"),
            ("boost_filesystem-mt", Flag, "boost"),
            ("Qt6::Widgets", Package, "qt"),
            ("LIBELF", Package, "elfutils"),
            ("pthread", Flag, "System"),
            ("ws2_32", Flag, "System"),
            ("D3D11", Flag, "System"),
            ("Threads::Threads", Package, "System"),
            ("GTest::gtest", Package, "Tool"),
            ("Doxygen", Package, "Tool"),
            ("nobody-knows-it", Flag, "Unknown"),
        ] {
            assert_eq!(shown(name, naming), expect, "{name}");
        }
    }

    #[test]
    fn the_table_is_sound() {
        let table = Libraries::parse(TABLE).unwrap();
        let book = heirloom_lineage::book::LicenseBook::built_in().unwrap();
        for project in &table.projects {
            for id in project.license.iter().flat_map(Expression::ids) {
                let known = book.license(id).is_some() || book.exception(id).is_some();
                assert!(known, "{}: {id} is not known", project.name);
            }
        }
        assert!(table.projects.len() > 300);
    }
}
