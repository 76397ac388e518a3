// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The projects of a build of Gradle: what build files above say for those below, and the coordinates
//! of each: its group and version, from its own file or from above, and the name of its folder or build.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use heirloom_model::{PackageFact, PackageFacts, PackageSource, TreePath};

use super::{
    GRADLE_BUILD, GRADLE_PROPERTIES, GRADLE_SETTINGS,
    gradle::{ALL, BELOW, GROUP},
    resolve::purl,
};
use crate::{
    graph::{
        builder::Builder,
        plain::{self, Plain},
        tree::{File, Tree, upward},
    },
    paths,
};

/// Joins builds of Gradle and sbt.
pub(super) fn resolve(plain: &Plain, tree: &Tree<'_>, builder: &mut Builder) {
    let builds = Builds::new(tree);
    let is_of_build =
        |file: &File<'_>| matches!(&*file.facts.format, GRADLE_BUILD | GRADLE_SETTINGS);
    let files = tree.files().iter().copied();
    let told: Vec<(&TreePath, PackageFacts)> =
        files.clone().filter(is_of_build).map(|file| (file.path, builds.told(file))).collect();
    let others = files.filter(|file| !is_of_build(file));
    let told = told.iter().map(|(path, facts)| File { path, facts });
    plain::resolve(plain, &tree.with(others.chain(told).collect()), builder);
}

/// What the files of all builds say of projects.
struct Builds<'a> {
    /// What build files say for their own project, those below and all, by folder and key.
    said: HashMap<(TreePath, &'a str), &'a PackageFact>,
    /// The names of builds by the folders of their settings.
    names: HashMap<TreePath, &'a str>,
    properties: BTreeMap<TreePath, Vec<&'a PackageFacts>>,
    /// The folders of projects: those with a build file, and those that settings name.
    folders: BTreeSet<TreePath>,
}

impl<'a> Builds<'a> {
    fn new(tree: &Tree<'a>) -> Builds<'a> {
        let mut said = HashMap::new();
        let mut folders = BTreeSet::new();
        for file in tree.of_format(GRADLE_SETTINGS) {
            let paths = file.facts.packages.iter().filter_map(|one| match &one.source {
                PackageSource::Path { path } => paths::join(&file.folder(), path),
                _ => None,
            });
            folders.extend(paths);
        }
        for file in tree.of_format(GRADLE_BUILD) {
            folders.insert(file.folder());
            for package in &file.facts.packages {
                said.entry((file.folder(), &*package.key)).or_insert(package);
            }
        }
        let named = tree.of_format(GRADLE_SETTINGS).filter_map(|file| {
            let own = file.facts.packages.iter().find(|one| one.key.is_empty())?;
            Some((file.folder(), &*own.name)).filter(|(_, name)| !name.is_empty())
        });
        let names = named.collect();
        let mut properties: BTreeMap<TreePath, Vec<&PackageFacts>> = BTreeMap::new();
        let formats = [GRADLE_PROPERTIES, GRADLE_BUILD];
        for file in formats.into_iter().flat_map(|format| tree.of_format(format)) {
            properties.entry(file.folder()).or_default().push(file.facts);
        }
        Builds { said, names, properties, folders }
    }

    /// The facts of a file with the coordinates of its projects, and with a package for each project
    /// that it speaks of from above.
    fn told(&self, file: File<'_>) -> PackageFacts {
        let mut facts = file.facts.clone();
        let is_settings = &*facts.format == GRADLE_SETTINGS;
        let said = std::mem::take(&mut facts.packages);
        for mut package in said {
            if matches!(&*package.key, BELOW | ALL) {
                let is_of_all = &*package.key == ALL;
                facts.packages.extend(self.spread(&file.folder(), &package, is_of_all));
                continue;
            }
            let folder = match &package.source {
                PackageSource::Path { path } => paths::join(&file.folder(), path),
                _ => Some(file.folder()),
            };
            let Some(folder) = folder else { continue };
            // A project that nothing is said of may be none: a name can lead to a folder of others.
            if is_settings && !package.key.is_empty() && !self.is_asked(&folder) {
                continue;
            }
            self.tell(&folder, &mut package);
            facts.packages.push(package);
        }
        facts
    }

    /// What a build file says for other projects, as said for each.
    fn spread(&self, above: &TreePath, said: &PackageFact, is_of_all: bool) -> Vec<PackageFact> {
        let is_meant =
            |folder: &&TreePath| folder.is_within(above) && (is_of_all || *folder != above);
        let one = |folder: &TreePath| {
            let path = String::from_utf8(paths::below(above, folder)?.to_vec()).ok()?;
            let source = PackageSource::Path { path: path.into() };
            let mut package = PackageFact { key: "".into(), source, ..said.clone() };
            self.tell(folder, &mut package);
            Some(package)
        };
        let has_any = !said.requirements.is_empty();
        let folders = self.folders.iter().filter(is_meant).filter(|_| has_any);
        folders.filter_map(one).collect()
    }

    /// What is said for the project of a folder: by its own file, then by those above, inside out.
    fn around<'b>(&'b self, folder: &TreePath) -> impl Iterator<Item = &'a PackageFact> + 'b {
        let folder = folder.clone();
        upward(&folder.clone()).flat_map(move |above| {
            let keys: &[&str] = if above == folder { &["", ALL] } else { &[BELOW, ALL] };
            let all = keys.iter().map(|key| self.said.get(&(above.clone(), *key)).copied());
            all.flatten().collect::<Vec<_>>()
        })
    }

    /// Whether a build file says something of the project of a folder.
    fn is_asked(&self, folder: &TreePath) -> bool {
        self.around(folder).any(|package| !package.requirements.is_empty())
    }

    /// Gives a project its coordinates, as far as files tell them.
    fn tell(&self, folder: &TreePath, package: &mut PackageFact) {
        package.qualifiers.clear();
        let group = |one: &PackageFact| {
            let found = one.qualifiers.iter().find(|(key, _)| &**key == GROUP);
            found.map(|(_, group)| group.to_string())
        };
        // Anything may be called `group` in a build file, as an argument is.
        let set = |name: &str| self.property(folder, name, &[GRADLE_PROPERTIES]);
        let said = self.around(folder).find_map(group);
        let group = said.or_else(|| set("group")).and_then(|group| {
            match group.strip_prefix("${").and_then(|rest| rest.strip_suffix('}')) {
                Some(name) => self.property(folder, name, &[GRADLE_PROPERTIES, GRADLE_BUILD]),
                None => Some(group).filter(|group| !group.contains('$')),
            }
        });
        let version = self.around(folder).find_map(|one| one.version.as_deref());
        let version = version.map(str::to_owned).or_else(|| set("version"));
        package.version = version.filter(|one| one != "unspecified").map(Into::into);
        let of_folder = || String::from_utf8_lossy(folder.file_name()).into_owned();
        let name = self.names.get(folder).map(ToString::to_string);
        let artifact = name.clone().unwrap_or_else(of_folder);
        let whole = group.map(|group| format!("{group}:{artifact}"));
        let whole = whole.filter(|whole| purl(whole, None, "").is_some());
        // Without a group there are no coordinates; a folder names its project by itself.
        package.name = whole.or(name).unwrap_or_default().into();
    }

    /// What files upward say of a property that needs nothing else.
    fn property(&self, folder: &TreePath, name: &str, formats: &[&str]) -> Option<String> {
        let found = upward(folder).find_map(|above| {
            let files = self.properties.get(&above)?.iter();
            let mut wanted = files.filter(|facts| formats.contains(&&*facts.format));
            wanted.find_map(|facts| facts.property(name))
        });
        found.filter(|value| !value.is_empty() && !value.contains('$')).map(str::to_owned)
    }
}
