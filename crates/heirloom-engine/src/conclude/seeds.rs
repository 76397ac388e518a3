// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What the first pass keeps of manifests and license texts, by the folder they speak for.

use std::collections::{BTreeMap, BTreeSet};

use heirloom_model::{Expression, FileFacts, FindKind, LicenseFind, LicenseId, Manifest, TreePath};
use heirloom_package::license::declared_expression;

use super::{inherited::Inherited, names};

/// Of a license text this share must be there, in thousandths, for the text to count as present.
const MIN_COVERAGE: u16 = 850;

/// The seeds of projects.
#[derive(Debug)]
pub(super) struct Seeds {
    n_left: usize,
    pub(super) folders: BTreeMap<TreePath, Seed>,
    pub(super) inherited: Inherited,
    /// The deepest folder that holds every file.
    pub(super) common: Option<TreePath>,
    /// Licenses whose text stands in some file of a folder, by folder.
    texts_in: BTreeMap<TreePath, BTreeSet<Box<str>>>,
}

/// A folder with the texts of so many licenses is a collection of texts, not a package under all
/// of them.
const COLLECTION: usize = 50;
/// The most folders in which texts are counted.
const MAX_TEXT_FOLDERS: usize = 100_000;

/// What stands at the top of one folder.
#[derive(Debug, Default)]
pub(super) struct Seed {
    pub(super) manifests: Vec<Declaration>,
    pub(super) texts: Vec<LicenseFile>,
    pub(super) readme: Option<(TreePath, Expression)>,
    /// Licenses whose full text is present.
    pub(super) text_ids: BTreeSet<Box<str>>,
}

/// What one manifest declares.
#[derive(Debug)]
pub(super) struct Declaration {
    pub(super) path: TreePath,
    pub(super) expression: Option<Expression>,
    /// Files named instead of a license.
    pub(super) refers_to: Vec<Box<str>>,
    /// Whether the license is the workspace's.
    pub(super) inherits: bool,
}

/// A file that is named as a license.
#[derive(Debug)]
pub(super) struct LicenseFile {
    pub(super) path: TreePath,
    pub(super) expression: Expression,
    /// Whether it holds nothing but texts, which do not say whether later versions are allowed.
    pub(super) is_bare: bool,
    /// Whether a notice beside the text lets one version hold and no later one.
    pub(super) is_fixed: bool,
}

impl Seed {
    /// Whether a project starts at the folder.
    pub(super) fn is_project(&self) -> bool {
        !self.manifests.is_empty() || !self.texts.is_empty()
    }
}

impl Seeds {
    pub(super) fn new(max_projects: usize) -> Seeds {
        Seeds {
            n_left: max_projects,
            folders: BTreeMap::new(),
            inherited: Inherited::default(),
            common: None,
            texts_in: BTreeMap::new(),
        }
    }

    pub(super) fn observe(&mut self, path: &TreePath, facts: &FileFacts) {
        self.widen_common(path);
        self.count_text(path, facts);
        for manifest in &facts.manifests {
            self.observe_manifest(path, manifest);
        }
        // What a workspace without a package at its root gives to its members is its own license.
        if let [workspace] = facts.manifests.as_slice()
            && is_of_workspace(workspace)
            && let Some(seed) = self.seed(names::declared_for(path))
        {
            let expression = declared_expression(workspace);
            seed.manifests.push(Declaration {
                path: path.clone(),
                expression,
                refers_to: Vec::new(),
                inherits: false,
            });
        }
        let name = path.file_name();
        let is_license = names::is_license_name(name);
        if is_license || names::is_license_text(facts) {
            self.observe_text(path, facts, is_license);
        }
        if names::is_readme_name(name)
            && let Some(detection) = &facts.detection
            && !detection.expression.ids().into_iter().any(LicenseId::is_ref)
            && let Some(seed) = self.seed(names::declared_for(path))
        {
            let readme = (path.clone(), detection.expression.clone());
            seed.readme.get_or_insert(readme);
        }
    }

    fn count_text(&mut self, path: &TreePath, facts: &FileFacts) {
        let is_full =
            |find: &&LicenseFind| find.kind == FindKind::Text && find.coverage >= MIN_COVERAGE;
        let Some(text) = facts.licenses.iter().find(is_full) else {
            return;
        };
        let folder = path.parent().unwrap_or_default();
        if self.texts_in.len() < MAX_TEXT_FOLDERS || self.texts_in.contains_key(&folder) {
            let texts = self.texts_in.entry(folder).or_default();
            if texts.len() < COLLECTION {
                texts.insert(text.expression.to_string().into());
            }
        }
    }

    /// The folders that are collections of license texts: the data of license tools.
    pub(super) fn take_collections(&mut self) -> BTreeSet<TreePath> {
        let texts_in = std::mem::take(&mut self.texts_in);
        let large = texts_in.into_iter().filter(|(_, texts)| texts.len() >= COLLECTION);
        large.map(|(folder, _)| folder).collect()
    }

    fn widen_common(&mut self, path: &TreePath) {
        let Some(known) = &mut self.common else {
            self.common = Some(path.parent().unwrap_or_default());
            return;
        };
        // Most files are within what is known, which needs no new paths.
        let below = path.as_bytes().strip_prefix(known.as_bytes());
        if !known.is_root() && !below.is_some_and(|below| below.starts_with(b"/")) {
            let mut folder = path.parent().unwrap_or_default();
            while !known.is_within(&folder) {
                folder = folder.parent().unwrap_or_default();
            }
            *known = folder;
        }
    }

    fn observe_manifest(&mut self, path: &TreePath, manifest: &Manifest) {
        let expression = declared_expression(manifest);
        if is_of_workspace(manifest) {
            if let (Some(folder), Some(expression)) = (path.parent(), expression) {
                self.inherited.add_workspace(folder, expression);
            }
            return;
        }
        self.inherited.observe(path, manifest, expression.as_ref());
        let refers_to = match expression {
            Some(_) => Vec::new(),
            None => manifest.licenses.iter().filter_map(|l| l.refers_to.clone()).take(8).collect(),
        };
        let inherits = expression.is_none()
            && manifest.licenses.iter().any(|license| license.field.ends_with(".workspace"));
        let declaration = Declaration { path: path.clone(), expression, refers_to, inherits };
        if let Some(seed) = self.seed(names::declared_for(path)) {
            seed.manifests.push(declaration);
        }
    }

    fn observe_text(&mut self, path: &TreePath, facts: &FileFacts, is_license: bool) {
        let full = facts
            .licenses
            .iter()
            .filter(|find| find.kind == FindKind::Text && find.coverage >= MIN_COVERAGE);
        let ids: Vec<Box<str>> = full
            .flat_map(|find| find.expression.ids())
            .map(|id| names::text_id(id).into())
            .collect();
        let expression = facts.detection.as_ref().map(names::said_of_the_whole);
        // Texts in folders that are no packages are those of the package around them.
        if let Some(seed) = self.seed(path.parent().unwrap_or_default()) {
            seed.text_ids.extend(ids);
        }
        let speaks = is_license && !names::is_third_party_name(path.file_name());
        if let Some(expression) = expression.filter(|e| speaks && !names::is_vague(e))
            && let Some(seed) = self.seed(names::spoken_for(path))
        {
            let mut finds = facts.licenses.iter().filter(|find| find.kind != FindKind::Clue);
            let is_bare = finds.all(|find| find.kind == FindKind::Text);
            let is_fixed = facts
                .licenses
                .iter()
                .any(|find| find.kind == FindKind::Notice && fixes_version(&find.expression));
            seed.texts.push(LicenseFile { path: path.clone(), expression, is_bare, is_fixed });
        }
    }

    /// Gives license files in folders that are packages themselves, such as one named `license`,
    /// to those packages.
    pub(super) fn settle(&mut self) {
        let packages: BTreeSet<TreePath> = self
            .folders
            .iter()
            .filter(|(_, seed)| !seed.manifests.is_empty())
            .map(|(folder, _)| folder.clone())
            .collect();
        let mut moved = Vec::new();
        for (folder, seed) in &mut self.folders {
            let package = |text: &LicenseFile| {
                text.path.parent().filter(|own| own != folder && packages.contains(own))
            };
            moved.extend(seed.texts.extract_if(.., |text| package(text).is_some()));
        }
        for text in moved {
            if let Some(seed) = text.path.parent().and_then(|own| self.folders.get_mut(&own)) {
                seed.texts.push(text);
            }
        }
    }

    /// The seed of a folder; `None` when there are too many.
    fn seed(&mut self, folder: TreePath) -> Option<&mut Seed> {
        if !self.folders.contains_key(&folder) {
            self.n_left = self.n_left.checked_sub(1)?;
        }
        Some(self.folders.entry(folder).or_default())
    }
}

/// Whether an expression is one version alone of a license that can be given with later ones.
fn fixes_version(expression: &Expression) -> bool {
    match expression {
        Expression::Term(term) => !term.or_later && term.license.with_later().is_some(),
        _ => false,
    }
}

fn is_of_workspace(manifest: &Manifest) -> bool {
    manifest.licenses.iter().any(|license| license.field.starts_with("workspace.package."))
}
