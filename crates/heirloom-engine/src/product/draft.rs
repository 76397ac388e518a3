// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! A product in the making.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use heirloom_lineage::stated::StatedProduct;
use heirloom_model::{
    Component, ComponentId, ComponentLicense, DeliveredForm, DeliveryKind, Evidence, Expression,
    Owner, Problem, Product, Relation, RelationKind, ScanSummary, Scope, TreePath,
};

use super::{Found, folders::Folders, found::Code, wholes::Split};

/// Evidences of one relation that are kept.
pub(super) const MAX_EVIDENCE: usize = 20;

type RelationKey = (ComponentId, ComponentId, RelationKind, Scope);

/// A product in the making.
pub(super) struct Draft {
    components: BTreeMap<ComponentId, Component>,
    relations: BTreeMap<RelationKey, Relation>,
    /// The identities of components by their names, once they are settled.
    by_name: HashMap<Box<str>, Vec<ComponentId>>,
    folders: Folders,
    folder_licenses: HashMap<TreePath, ComponentLicense>,
    problems: Vec<Problem>,
    /// Whether all deliveries are of source.
    pub(super) is_source: bool,
    /// What is delivered one by one of our packages.
    pub(super) split: Split,
}

impl Draft {
    pub(super) fn new(
        components: Vec<Component>,
        relations: Vec<Relation>,
        problems: Vec<Problem>,
    ) -> Draft {
        let by_id = components.into_iter().map(|component| (component.id.clone(), component));
        let by_key = relations.into_iter().map(|relation| (key(&relation), relation));
        Draft {
            components: by_id.collect(),
            relations: by_key.collect(),
            by_name: HashMap::new(),
            folders: Folders::default(),
            folder_licenses: HashMap::new(),
            problems,
            is_source: false,
            split: Split::default(),
        }
    }

    /// Packages that serve tests or building do not leave the house.
    pub(super) fn set_aside(&mut self, folders: &BTreeSet<TreePath>) {
        for component in self.components.values_mut() {
            let is_aside = component.path.as_ref().is_some_and(|path| folders.contains(path));
            if component.owner == Owner::Own && is_aside {
                component.form = DeliveredForm::None;
            }
        }
    }

    /// What lies in no package of ours belongs to the tree as a whole.
    pub(super) fn ensure_own(&mut self, summary: &ScanSummary, stated: &StatedProduct) {
        let at_root = |component: &Component| {
            component.owner == Owner::Own && component.path == Some(TreePath::root())
        };
        // Whoever names parts of their own has said what the product is.
        let is_stated = stated.components.iter().any(|one| one.owner == Some(Owner::Own));
        if self.components.values().any(at_root) {
            return;
        }
        if is_stated {
            // The only one of ours is what the tree holds.
            let mut own: Vec<&mut Component> =
                self.components.values_mut().filter(|one| one.owner == Owner::Own).collect();
            if let [only] = own.as_mut_slice()
                && only.path.is_none()
            {
                only.path = Some(TreePath::root());
            }
            return;
        }
        let name = summary.source.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
        let name = if name.is_empty() || name == "." { "project" } else { name };
        let Ok(id) = ComponentId::new(name.trim()) else { return };
        let mut component = Component::own(id);
        component.path = Some(TreePath::root());
        self.add(component);
    }

    /// What the scan concluded for the folders of components, unless somebody stated it.
    pub(super) fn licenses(&mut self, found: &Found, summary: &ScanSummary) {
        let folders = summary.folders.iter().chain([&summary.project]);
        self.folder_licenses = folders
            .map(|folder| {
                let concluded = folder.concluded.as_ref();
                let license = ComponentLicense {
                    declared: folder.declared.clone(),
                    detected: None,
                    concluded: concluded.map(|concluded| concluded.expression.clone()),
                    ..ComponentLicense::default()
                };
                (folder.path.clone(), license)
            })
            .collect();
        let contents: HashMap<&TreePath, &BTreeMap<Expression, u64>> =
            summary.folders.iter().map(|folder| (&folder.path, &folder.contents)).collect();
        for component in self.components.values_mut() {
            let Some(path) = &component.path else { continue };
            let Some(folder) = self.folder_licenses.get(path) else { continue };
            if component.license.concluded.is_none()
                && component.owner == Owner::ThirdParty
                && let Some(contents) = contents.get(path)
            {
                component.license.concluded = folder.concluded.as_ref().map(|whole| {
                    let only = contents
                        .iter()
                        .filter(|(part, n_files)| **n_files > 0 && is_only_of(part, whole));
                    let only = only.map(|(part, _)| part.clone());
                    Expression::all(std::iter::once(whole.clone()).chain(only))
                        .expect("the whole is one")
                });
            } else if component.license.concluded.is_none() {
                component.license.concluded.clone_from(&folder.concluded);
            }
            if component.license.declared.is_none() {
                component.license.declared.clone_from(&folder.declared);
            }
        }
        self.licenses_around(found, summary);
    }

    /// What is ours and says no license of its own is under that of the tree around it, where a license
    /// text or a package file tells one. What holds no code, such as settings, is left as it is.
    fn licenses_around(&mut self, found: &Found, summary: &ScanSummary) {
        let folders = summary.folders.iter().chain([&summary.project]);
        let told: HashMap<&TreePath, (&Expression, &TreePath)> = folders
            .filter_map(|folder| {
                let concluded = folder.concluded.as_ref()?;
                Some((&folder.path, (&concluded.expression, concluded.source.as_ref()?)))
            })
            .collect();
        for component in self.components.values_mut() {
            let Some(path) = component.path.as_ref().filter(|path| !path.is_root()) else {
                continue;
            };
            let is_silent = component.license.effective().is_none();
            if component.owner != Owner::Own || !is_silent || self.folders.is_in_foreign(path) {
                continue;
            }
            let Code { compiled, loaded, kernel } = found.code_below(path);
            let above = std::iter::successors(path.parent(), TreePath::parent);
            let around = above.filter_map(|folder| told.get(&folder)).next();
            if let Some((license, source)) = around.filter(|_| compiled + loaded + kernel > 0) {
                component.license.concluded = Some((*license).clone());
                component.license.around = Some((*source).clone());
            }
        }
    }

    /// What the scan concluded for a folder.
    pub(super) fn license_of(&self, folder: &TreePath) -> ComponentLicense {
        self.folder_licenses.get(folder).cloned().unwrap_or_default()
    }

    /// Says that the components of packages and statements are there: files and names are found
    /// from now on.
    pub(super) fn settle(&mut self) {
        self.folders = Folders::new(self.components.values());
        self.by_name = HashMap::new();
        for component in self.components.values() {
            let ids = self.by_name.entry((*component.name).into()).or_default();
            ids.push(component.id.clone());
        }
    }

    /// The component of ours that a file belongs to; `None` for files in somebody else's.
    pub(super) fn owner_of(&self, path: &TreePath) -> Option<ComponentId> {
        self.folders.own(path).cloned()
    }

    /// The wholes of ours that a file is a part of: those that are made of it, else the component that
    /// it belongs to.
    pub(super) fn holders(&self, found: &Found, path: &TreePath) -> Vec<ComponentId> {
        let Some(owner) = self.owner_of(path) else { return Vec::new() };
        self.split.holders(found, path, &owner).unwrap_or_else(|| vec![owner])
    }

    /// The license that was concluded nearest around a file, below a folder.
    pub(super) fn nearest_license(
        &self,
        path: &TreePath,
        below: &TreePath,
    ) -> Option<&ComponentLicense> {
        let mut at = path.parent();
        while let Some(folder) = at.filter(|folder| folder != below && folder.is_within(below)) {
            let known = self.folder_licenses.get(&folder);
            if let Some(known) = known.filter(|known| known.effective().is_some()) {
                return Some(known);
            }
            at = folder.parent();
        }
        None
    }

    /// The component of ours around a folder that belongs to somebody else.
    pub(super) fn outer_owner(&self, path: &TreePath) -> Option<ComponentId> {
        self.folders.outer_own(path).cloned()
    }

    /// Whether a folder is that of a component, or lies inside somebody else's.
    pub(super) fn is_component(&self, folder: &TreePath) -> bool {
        self.folders.is_foreign(folder) || self.folders.is_folder(folder)
    }

    /// Whether a component of ours uses this one.
    pub(super) fn is_used(&self, id: &ComponentId) -> bool {
        let is_own = |id: &ComponentId| {
            self.components.get(id).is_some_and(|component| component.owner == Owner::Own)
        };
        self.relations.keys().any(|(from, to, ..)| to == id && is_own(from))
    }

    /// Changes components; folders are those before the change until [`Draft::settle`].
    pub(super) fn change_components(&mut self, mut change: impl FnMut(&mut Component, &Folders)) {
        for component in self.components.values_mut() {
            change(component, &self.folders);
        }
    }

    /// Notes what could not be joined, or contradicts itself.
    pub(super) fn problem(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    pub(super) fn component(&self, id: &ComponentId) -> Option<&Component> {
        self.components.get(id)
    }

    pub(super) fn component_mut(&mut self, id: &ComponentId) -> Option<&mut Component> {
        self.components.get_mut(id)
    }

    /// All components, by their identities.
    pub(super) fn components(&self) -> impl Iterator<Item = &Component> {
        self.components.values()
    }

    /// Whether something is used by a component that is delivered, and does not only lie beside it.
    pub(super) fn is_used_inside(&self, id: &ComponentId) -> bool {
        let is_delivered = |user: &ComponentId| {
            self.components.get(user).is_some_and(|user| user.form != DeliveredForm::None)
        };
        let beside = |kind| matches!(kind, RelationKind::Aggregate | RelationKind::BuildTool);
        let mut uses = self.relations.values();
        uses.any(|one| one.to == *id && !beside(one.kind) && is_delivered(&one.from))
    }

    /// Who uses a component.
    pub(super) fn users_of(&self, id: &ComponentId) -> impl Iterator<Item = &ComponentId> {
        self.relations.keys().filter(move |(_, to, ..)| to == id).map(|(from, ..)| from)
    }

    /// Whether there is a module of Go of this name.
    pub(super) fn is_go_module(&self, name: &str) -> bool {
        let ids = self.by_name.get(name).into_iter().flatten();
        ids.into_iter().any(|id| id.as_str().starts_with("pkg:golang/"))
    }

    /// Takes away what a component uses as it is delivered.
    pub(super) fn take_delivered(&mut self, from: &ComponentId) -> Vec<Relation> {
        let moved = |one: &Relation| one.from == *from && one.scope.is_delivered();
        self.relations.extract_if(.., |_, one| moved(one)).map(|(_, one)| one).collect()
    }

    /// The relations of a component to others.
    pub(super) fn outgoing(&self, from: &ComponentId) -> impl Iterator<Item = &Relation> {
        let first = ComponentId::new("!").expect("a name");
        let start = (from.clone(), first, RelationKind::Copies, Scope::Runtime);
        self.relations.range(start..).map(|(_, one)| one).take_while(move |one| one.from == *from)
    }

    /// Takes away a component with its relations to others.
    pub(super) fn remove(&mut self, id: &ComponentId) {
        self.components.remove(id);
        self.relations.retain(|_, one| one.from != *id);
    }

    /// Takes away relations, by themselves and by the components that are run as programs.
    pub(super) fn drop_relations(
        &mut self,
        drops: impl Fn(&Relation, &BTreeSet<ComponentId>) -> bool,
    ) {
        let runs = |one: &&Relation| one.kind == RelationKind::Exec && one.scope.is_delivered();
        let run = self.relations.values().filter(runs).map(|one| one.to.clone()).collect();
        self.relations.retain(|_, relation| !drops(relation, &run));
    }

    /// Takes away the uses of a component.
    pub(super) fn take_incoming(&mut self, to: &ComponentId) -> Vec<Relation> {
        self.relations.extract_if(.., |_, one| one.to == *to).map(|(_, one)| one).collect()
    }

    /// Adds a part of a component whose folder it lies in: files there stay with the component.
    pub(super) fn add_inside(&mut self, component: Component) {
        self.components.insert(component.id.clone(), component);
    }

    /// Adds a component, in place of one with the same identity.
    pub(super) fn add(&mut self, component: Component) {
        if let Some(path) = &component.path {
            self.folders.insert(path, component.owner, &component.id);
        }
        let ids = self.by_name.entry((*component.name).into()).or_default();
        if !ids.contains(&component.id) {
            ids.push(component.id.clone());
        }
        self.components.insert(component.id.clone(), component);
    }

    /// The component of somebody else with this identity, new if there is none; `None` for a text
    /// that is no identity.
    pub(super) fn third_party(
        &mut self,
        id: &str,
        name: &str,
        set: impl FnOnce(&mut Component),
    ) -> Option<ComponentId> {
        let id = ComponentId::new(id).ok()?;
        if !self.components.contains_key(&id) {
            let mut component = Component::third_party(id.clone());
            component.name = name.into();
            set(&mut component);
            self.add(component);
        }
        Some(id)
    }

    /// The component of a name or identity that fits.
    pub(super) fn named(&self, name: &str, fits: &dyn Fn(&str) -> bool) -> Option<ComponentId> {
        let by_name = self.by_name.get(name).into_iter().flatten();
        let by_id = ComponentId::new(name).ok().filter(|id| self.components.contains_key(id));
        by_name.filter(|id| fits(id.as_str())).min().cloned().or(by_id)
    }

    /// Adds an evidence for a relation.
    pub(super) fn relate(
        &mut self,
        from: &ComponentId,
        to: &ComponentId,
        kind: RelationKind,
        scope: Scope,
        evidence: Evidence,
    ) {
        let key = (from.clone(), to.clone(), kind, scope);
        let relation = self.relations.entry(key).or_insert_with(|| {
            let mut relation = Relation::new(from.clone(), to.clone(), kind);
            relation.scope = scope;
            relation
        });
        relation.evidence.push(evidence);
        if relation.evidence.len() >= 4 * MAX_EVIDENCE {
            keep_strongest(&mut relation.evidence);
        }
    }

    pub(super) fn relation(
        &mut self,
        from: &ComponentId,
        to: &ComponentId,
        kind: RelationKind,
        scope: Scope,
    ) -> Option<&mut Relation> {
        self.relations.get_mut(&(from.clone(), to.clone(), kind, scope))
    }

    pub(super) fn add_relation(&mut self, relation: Relation) {
        self.relations.insert(key(&relation), relation);
    }

    /// Adds a relation, or its evidence to one that is there.
    pub(super) fn merge_relation(&mut self, relation: Relation) {
        match self.relations.get_mut(&key(&relation)) {
            Some(known) => {
                let more = relation.evidence.into_iter();
                let more: Vec<Evidence> =
                    more.filter(|one| !known.evidence.contains(one)).collect();
                known.evidence.extend(more);
            }
            None => self.add_relation(relation),
        }
    }

    /// The first relation that fits.
    pub(super) fn relation_mut(
        &mut self,
        fits: impl Fn(&Relation) -> bool,
    ) -> Option<&mut Relation> {
        self.relations.values_mut().find(|relation| fits(relation))
    }

    /// The product, and what could not be joined.
    pub(super) fn finish(
        self,
        stated: &StatedProduct,
        assumed: DeliveryKind,
    ) -> (Product, Vec<Problem>) {
        let mut relations: Vec<Relation> = self.relations.into_values().collect();
        for relation in &mut relations {
            if relation.evidence.len() > MAX_EVIDENCE {
                keep_strongest(&mut relation.evidence);
            }
        }
        // What is stated may have changed the kind.
        relations.sort_by_key(key);
        let components: Vec<Component> = self.components.into_values().collect();
        let mut deliveries = stated.deliveries_of(&components, &relations, assumed);
        self.split.add_roots(stated, &mut deliveries);
        (Product { components, relations, deliveries }, self.problems)
    }
}

/// Whether a part may be used in one version alone of a license that the whole leaves later ones of.
fn is_only_of(part: &Expression, whole: &Expression) -> bool {
    match (part, whole) {
        (Expression::Term(part), Expression::Term(whole)) => {
            part.license.with_later().as_ref() == Some(&whole.license)
        }
        _ => false,
    }
}

fn key(relation: &Relation) -> RelationKey {
    (relation.from.clone(), relation.to.clone(), relation.kind, relation.scope)
}

/// The strongest evidences, in the order of their places.
fn keep_strongest(evidence: &mut Vec<Evidence>) {
    evidence.sort_by(|a, b| b.strength.total_cmp(&a.strength));
    evidence.truncate(MAX_EVIDENCE);
    evidence.sort_by(|a, b| (&a.source, a.span).cmp(&(&b.source, b.span)));
}
