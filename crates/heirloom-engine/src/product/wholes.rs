// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Programs and libraries of packages of ours that hold several.
//!
//! What is delivered is each program and each library that others are linked with, and it holds the
//! files alone that build files put there. So each is a component of its own, with the uses that its
//! files show, and its license is the one of these files. Those that have the same uses under the same
//! license are one component with many names: two hundred programs alike are one verdict. What no
//! program is made of, such as scripts, stays with the package.

use std::collections::{BTreeMap, BTreeSet};

use heirloom_lineage::stated::StatedProduct;
use heirloom_model::{
    Component, ComponentId, DeliveredForm, Delivery, Evidence, EvidenceMethod, Expression,
    FactKind, LibraryLink, Owner, Relation, RelationKind, Scope, Span, Statement, TreePath, Tri,
};
use heirloom_source::parts::{Held, Whole, Wholes};

use super::{Draft, Found, containers, distributions};

/// What is delivered one by one of our packages.
#[derive(Default)]
pub(super) struct Split {
    wholes: Wholes,
    /// The component of each whole; `None` for those that are left out.
    ids: Vec<Option<ComponentId>>,
    /// The wholes of each package.
    by_module: BTreeMap<ComponentId, Vec<usize>>,
    /// How many files of each whole a compiler takes.
    pub(super) n_sources: BTreeMap<ComponentId, usize>,
    /// Shared libraries, which are delivered even where a program of ours uses them.
    shared: BTreeSet<ComponentId>,
    /// What a kernel loads: no library of programs is linked with it.
    kernel: BTreeSet<ComponentId>,
}

/// A package of ours that may hold several programs.
struct Module {
    id: ComponentId,
    /// Whether another package of ours is linked with it.
    is_library: bool,
}

impl Split {
    /// The wholes that a file is a part of; `None` where its package is none that was split, or none of
    /// the programs is made of it.
    pub(super) fn holders(
        &self,
        found: &Found,
        path: &TreePath,
        owner: &ComponentId,
    ) -> Option<Vec<ComponentId>> {
        if self.by_module.is_empty() {
            return None;
        }
        match self.wholes.of(path, &found.parts) {
            Held::By(wholes) => Some(self.named(wholes.iter())),
            Held::Unknown => Some(self.named(self.by_module.get(owner)?.iter())),
            Held::No => None,
        }
    }

    fn named<'a>(&'a self, wholes: impl Iterator<Item = &'a usize>) -> Vec<ComponentId> {
        let ids: BTreeSet<&ComponentId> = wholes.filter_map(|at| self.ids[*at].as_ref()).collect();
        ids.into_iter().cloned().collect()
    }

    /// The wholes of a package, if it was split.
    pub(super) fn of(&self, module: &ComponentId) -> Option<Vec<ComponentId>> {
        Some(self.named(self.by_module.get(module)?.iter()))
    }

    /// As [`Split::of`], without what a kernel loads.
    pub(super) fn linkable(&self, module: &ComponentId) -> Option<Vec<ComponentId>> {
        let mut wholes = self.of(module)?;
        wholes.retain(|one| !self.kernel.contains(one));
        Some(wholes)
    }

    /// The kernel modules that a file is a part of.
    pub(super) fn modules_with(&self, found: &Found, path: &TreePath) -> Vec<ComponentId> {
        if self.kernel.is_empty() {
            return Vec::new();
        }
        match self.wholes.of(path, &found.parts) {
            Held::By(wholes) => {
                let mut modules = self.named(wholes.iter());
                modules.retain(|one| self.kernel.contains(one));
                modules
            }
            Held::Unknown | Held::No => Vec::new(),
        }
    }

    /// The package that a component is a program of, or itself.
    pub(super) fn module_of<'a>(&'a self, id: &'a ComponentId) -> &'a ComponentId {
        let is_whole = |(_, wholes): &(&ComponentId, &Vec<usize>)| {
            wholes.iter().any(|at| self.ids[*at].as_ref() == Some(id))
        };
        self.by_module.iter().find(is_whole).map_or(id, |(module, _)| module)
    }

    /// The wholes whose link lines hold a place of a build file. Where none does, those that the same
    /// makefile names; `None` where the place may speak of any.
    pub(super) fn linked_at(
        &self,
        found: &Found,
        path: &TreePath,
        span: Span,
        module: &ComponentId,
    ) -> Option<Vec<ComponentId>> {
        let wholes = self.by_module.get(module)?;
        let names = found.parts.links_at(path, span)?;
        let is_named = |at: &&usize| {
            let whole = &self.wholes.all()[**at];
            whole.targets.iter().any(|target| names.contains(target))
        };
        let named = self.named(wholes.iter().filter(is_named));
        (!named.is_empty()).then_some(named)
    }

    /// The wholes of a package whose link lines lead to a library that a build file names; `None` where
    /// none does.
    pub(super) fn asking_for(
        &self,
        found: &Found,
        (path, link): (&TreePath, &LibraryLink),
        module: &ComponentId,
    ) -> Option<Vec<ComponentId>> {
        let wholes = self.by_module.get(module)?;
        let asking = found.parts.asking_for(path, link);
        let asks = |at: &&usize| {
            self.wholes.all()[**at].targets.iter().any(|target| asking.contains(target))
        };
        let named = self.named(wholes.iter().filter(asks));
        (!named.is_empty()).then_some(named)
    }

    /// Shared libraries leave the house beside the programs that use them.
    pub(super) fn add_roots(&self, stated: &StatedProduct, deliveries: &mut [Delivery]) {
        let is_stated = |delivery: &Delivery| {
            let same = |one: &&Delivery| one.name == delivery.name;
            stated.deliveries.iter().find(same).is_some_and(|one| !one.roots.is_empty())
        };
        for delivery in deliveries.iter_mut() {
            if is_stated(delivery) {
                continue;
            }
            delivery.roots.extend(self.shared.iter().cloned());
            delivery.roots.sort();
            delivery.roots.dedup();
        }
    }
}

/// Makes components of what is delivered one by one, and gives them what their package uses.
pub(super) fn split(found: &Found, stated: &StatedProduct, draft: &mut Draft) {
    // Whoever says what is delivered, or how a package is used, means the package.
    if draft.is_source || stated.deliveries.iter().any(|delivery| !delivery.roots.is_empty()) {
        return;
    }
    let modules = modules(stated, draft);
    let number = |path: &TreePath| {
        let owner = draft.owner_of(path)?;
        let at = modules.iter().position(|module| module.id == owner)?;
        let is_cargo = path.file_name().eq_ignore_ascii_case(b"cargo.toml");
        (is_cargo || !modules[at].is_library).then_some(at)
    };
    let wholes = found.parts.wholes(number, |of| modules[of].is_library);
    if wholes.all().is_empty() {
        return;
    }
    let mut ids: Vec<Option<ComponentId>> = Vec::new();
    let mut by_module: BTreeMap<ComponentId, Vec<usize>> = BTreeMap::new();
    for (at, whole) in wholes.all().iter().enumerate() {
        let module = &modules[whole.of];
        let id = component(whole, module, draft);
        by_module.entry(module.id.clone()).or_default().push(at);
        ids.push(id);
    }
    let shared = wholes.all().iter().zip(&ids).filter(|(whole, _)| !whole.is_program);
    let is_module = |id: &ComponentId| modules.iter().any(|module| module.id == *id);
    let shared = shared.filter_map(|(_, id)| id.clone()).filter(|id| !is_module(id)).collect();
    let n_sources = BTreeMap::new();
    let kernel = wholes.all().iter().zip(&ids).filter(|(whole, _)| whole.is_kernel);
    let kernel = kernel.filter_map(|(_, id)| id.clone()).collect();
    draft.split = Split { wholes, ids, by_module, n_sources, shared, kernel };
    license(found, stated, &modules, draft);
    for module in &modules {
        give(found, module, draft);
    }
    link(draft);
}

/// Our packages that may be split. Those of Go are told apart by their own ways.
fn modules(stated: &StatedProduct, draft: &Draft) -> Vec<Module> {
    let is_stated = |id: &ComponentId| {
        let mut uses = stated.relations.iter().map(|one| &one.relation);
        uses.any(|one| one.from == *id || one.to == *id)
    };
    let is_module = |one: &&Component| {
        one.owner == Owner::Own
            && one.form != DeliveredForm::None
            && one.path.is_some()
            && !one.id.as_str().starts_with("pkg:golang/")
            && !is_stated(&one.id)
            && !distributions::is_distribution(one)
    };
    let module =
        |one: &Component| Module { id: one.id.clone(), is_library: draft.is_used_inside(&one.id) };
    draft.components().filter(is_module).map(module).collect()
}

/// The component of a whole. A library that other packages of ours are linked with is its package.
fn component(whole: &Whole, module: &Module, draft: &mut Draft) -> Option<ComponentId> {
    if module.is_library && !whole.is_program {
        return Some(module.id.clone());
    }
    let name = shown_name(whole);
    let mut id = ComponentId::new(&format!("{}#{name}", module.id)).ok()?;
    if draft.component(&id).is_some() {
        let kind = if whole.is_program { "program" } else { "library" };
        id = ComponentId::new(&format!("{}#{kind}:{name}", module.id)).ok()?;
    }
    let of = draft.component(&module.id)?;
    let mut component = Component { id: id.clone(), ..of.clone() };
    component.name = name.into();
    draft.add_inside(component);
    Some(id)
}

fn shown_name(whole: &Whole) -> String {
    match whole.is_program {
        true => whole.name.to_string(),
        false => format!("lib{}", whole.name),
    }
}

/// Gives wholes the licenses of the folders that their files lie in.
fn license(found: &Found, stated: &StatedProduct, modules: &[Module], draft: &mut Draft) {
    let sources = draft.split.wholes.sources(&found.parts);
    for (at, files) in sources.iter().enumerate() {
        let Some(id) = draft.split.ids[at].clone() else { continue };
        draft.split.n_sources.insert(id.clone(), files.len());
        let module = &modules[draft.split.wholes.all()[at].of].id;
        let is_stated =
            stated.components.iter().any(|one| one.id == *module && one.license.is_some());
        if !is_stated {
            let licenses = around(files.iter().copied(), module, draft);
            take(draft, &id, module, licenses);
        }
    }
}

/// The licenses that hold for files, with the numbers of files and one of the folders: those of folders
/// around them, else that of their package, which is `None`.
pub(super) type Around = BTreeMap<Option<Expression>, (usize, TreePath)>;

/// The licenses that hold for files.
pub(super) fn around<'a>(
    files: impl Iterator<Item = &'a TreePath>,
    module: &ComponentId,
    draft: &Draft,
) -> Around {
    let mut around = Around::new();
    let Some(below) = draft.component(module).and_then(|module| module.path.clone()) else {
        return around;
    };
    let mut by_folder: BTreeMap<TreePath, Option<Expression>> = BTreeMap::new();
    for file in files.filter(|file| draft.owner_of(file).as_ref() == Some(module)) {
        let folder = file.parent().unwrap_or_default();
        let license = by_folder.entry(folder.clone()).or_insert_with(|| {
            draft.nearest_license(file, &below).and_then(|known| known.effective().cloned())
        });
        around.entry(license.clone()).or_insert((0, folder)).0 += 1;
    }
    around
}

/// Puts a component under the license that most of its files lie under; folders under others hold
/// parts of it.
pub(super) fn take(draft: &mut Draft, id: &ComponentId, module: &ComponentId, around: Around) {
    let n_all: usize = around.values().map(|(n, _)| n).sum();
    let own = draft.component(id).and_then(|one| one.license.effective().cloned());
    let most = around.iter().find(|(license, (n, _))| license.is_some() && 2 * n > n_all);
    if let Some((Some(most), _)) = most {
        let also = own.clone().filter(|_| around.contains_key(&None));
        let all = Expression::all(std::iter::once(most.clone()).chain(also));
        if let Some(component) = draft.component_mut(id) {
            component.license.concluded = all;
            component.license.around = None;
        }
    }
    let own = draft.component(id).and_then(|one| one.license.effective().cloned());
    let own = own.as_ref().map(Expression::ids).unwrap_or_default();
    for (license, (n, folder)) in &around {
        let Some(license) = license.as_ref().filter(|one| !one.ids().is_subset(&own)) else {
            continue;
        };
        let Some(part) = super::copies::part(draft, module, license) else { continue };
        let evidence = Evidence {
            source: Some(folder.clone()),
            span: None,
            method: EvidenceMethod::LicenseFind,
            strength: 0.9,
            note: format!("{n} of its {n_all} files lie in a folder under this license").into(),
        };
        draft.relate(id, &part, RelationKind::CompiledIn, Scope::Runtime, evidence);
    }
}

/// Gives the wholes of a package what the package uses.
fn give(found: &Found, module: &Module, draft: &mut Draft) {
    let Some(wholes) = draft.split.by_module.get(&module.id).cloned() else { return };
    if module.is_library {
        return;
    }
    let parts = &found.parts;
    for relation in draft.take_delivered(&module.id) {
        let is_link = matches!(relation.kind, RelationKind::StaticLink | RelationKind::DynamicLink);
        let path = draft.component(&relation.to).and_then(|used| used.path.clone());
        let within = path.map(|path| draft.split.wholes.within(&path, parts));
        let users: Vec<usize> = match within {
            Some(within) if !within.is_empty() => {
                wholes.iter().copied().filter(|at| within.contains(at)).collect()
            }
            _ if is_link => {
                let is_linkable = |at: &usize| !draft.split.wholes.all()[*at].is_kernel;
                wholes.iter().copied().filter(is_linkable).collect()
            }
            _ => Vec::new(),
        };
        let users = draft.split.named(users.iter());
        if users.is_empty() {
            draft.add_relation(relation);
            continue;
        }
        for user in users {
            draft.add_relation(Relation { from: user, ..relation.clone() });
        }
    }
}

/// Links programs with the libraries of the tree.
fn link(draft: &mut Draft) {
    let mut links: Vec<(ComponentId, ComponentId, RelationKind, Evidence)> = Vec::new();
    let split = &draft.split;
    for (whole, id) in split.wholes.all().iter().zip(&split.ids) {
        let Some(id) = id else { continue };
        for link in &whole.links {
            let Some(library) = split.ids[link.library].as_ref().filter(|one| *one != id) else {
                continue;
            };
            let kind = match link.is_dynamic {
                true => RelationKind::DynamicLink,
                false => RelationKind::StaticLink,
            };
            let name = shown_name(&split.wholes.all()[link.library]);
            let evidence = Evidence {
                source: Some(whole.file.clone()),
                span: Some(whole.span),
                method: EvidenceMethod::SourceCode,
                strength: 0.9,
                note: format!("{} is linked with {name}", whole.name).into(),
            };
            links.push((id.clone(), library.clone(), kind, evidence));
        }
    }
    for (from, to, kind, evidence) in links {
        draft.relate(&from, &to, kind, Scope::Runtime, evidence);
    }
}

/// Says what is left of packages that were split, and joins wholes that are alike.
pub(super) fn settle(found: &Found, draft: &mut Draft) {
    let modules: Vec<ComponentId> = draft.split.by_module.keys().cloned().collect();
    for module in modules {
        let Some(wholes) = draft.split.of(&module) else { continue };
        pass_on(found, &module, &wholes, draft);
        if !wholes.contains(&module) {
            rest(&module, &wholes, draft);
        }
    }
    // Libraries first: programs that use libraries which are alike may be alike then.
    for is_shared in [true, false] {
        for module in draft.split.by_module.keys().cloned().collect::<Vec<_>>() {
            unite(&module, is_shared, draft);
        }
    }
}

/// Images that hold a package hold the programs of it that they name.
fn pass_on(found: &Found, module: &ComponentId, wholes: &[ComponentId], draft: &mut Draft) {
    let programs: Vec<&ComponentId> = wholes.iter().filter(|one| *one != module).collect();
    for relation in draft.take_incoming(module) {
        if relation.kind != RelationKind::Aggregate {
            draft.add_relation(relation);
            continue;
        }
        let names: Vec<&str> = programs.iter().map(|one| name_of(one)).collect();
        let named = containers::named(found, &relation, &names);
        for (program, _) in programs.iter().zip(named).filter(|(_, is_named)| *is_named) {
            draft.add_relation(Relation { to: (*program).clone(), ..relation.clone() });
        }
        draft.add_relation(relation);
    }
}

fn name_of(id: &ComponentId) -> &str {
    let name = id.as_str().rsplit('#').next().unwrap_or_default();
    name.rsplit(':').next().unwrap_or(name)
}

/// What is left of a package is delivered where it holds something, or is under a license that no whole
/// has. What only lies beside lies beside the main whole.
fn rest(module: &ComponentId, wholes: &[ComponentId], draft: &mut Draft) {
    let Some(main) = main(wholes, draft).cloned() else { return };
    let comes = draft.outgoing(module).any(|one| {
        let used = draft.component(&one.to);
        let is_there = used.is_some_and(|used| used.form != DeliveredForm::None);
        let beside = matches!(one.kind, RelationKind::BuildTool | RelationKind::Aggregate);
        one.scope.is_delivered() && is_there && !beside
    });
    let ids = |id: &ComponentId| {
        let license = draft.component(id).and_then(|one| one.license.effective());
        license.map(Expression::ids).unwrap_or_default()
    };
    let known: BTreeSet<_> = wholes.iter().flat_map(ids).collect();
    let is_told = ids(module).iter().all(|id| known.contains(id));
    let is_kept = comes || !is_told;
    let mut to = main;
    if is_kept {
        let Ok(id) = ComponentId::new(&format!("{module}#{REST}")) else { return };
        let Some(of) = draft.component(module) else { return };
        let mut component = Component { id: id.clone(), ..of.clone() };
        component.name = format!("what no program of {} is made of", of.name).into();
        draft.add_inside(component);
        to = id;
    }
    for relation in draft.take_delivered(module) {
        match relation.kind {
            RelationKind::Aggregate => {
                draft.merge_relation(Relation { from: to.clone(), ..relation });
            }
            _ if is_kept => draft.add_relation(Relation { from: to.clone(), ..relation }),
            _ => draft.add_relation(relation),
        }
    }
    if is_kept {
        for relation in draft.take_incoming(module) {
            draft.merge_relation(Relation { to: to.clone(), ..relation });
        }
    }
    if let Some(of) = draft.component_mut(module) {
        of.form = DeliveredForm::None;
    }
}

/// What is left of a package that was split is called so: scripts, data, what lies beside.
const REST: &str = "rest";

/// The whole that most files are a part of.
pub(super) fn main<'a>(wholes: &'a [ComponentId], draft: &Draft) -> Option<&'a ComponentId> {
    let size = |id: &ComponentId| draft.split.n_sources.get(id).copied().unwrap_or_default();
    wholes.iter().rev().max_by_key(|id| size(id))
}

/// What makes two wholes alike.
type Likeness = (Option<Expression>, Vec<(ComponentId, RelationKind, Scope, bool)>);

/// Makes one component of those wholes of a package that are alike.
fn unite(module: &ComponentId, is_shared: bool, draft: &mut Draft) {
    let Some(wholes) = draft.split.of(module) else { return };
    let wholes: Vec<ComponentId> = wholes
        .into_iter()
        .filter(|one| one != module && draft.split.shared.contains(one) == is_shared)
        .collect();
    let mut alike: Vec<(Likeness, Vec<ComponentId>)> = Vec::new();
    let mut by_likeness: std::collections::HashMap<String, usize> = Default::default();
    for whole in wholes {
        let likeness = likeness(&whole, draft);
        let key = format!("{likeness:?}");
        match by_likeness.get(&key) {
            Some(at) => alike[*at].1.push(whole),
            None => {
                by_likeness.insert(key, alike.len());
                alike.push((likeness, vec![whole]));
            }
        }
    }
    for (_, same) in alike {
        let own = module.as_str().rsplit(['/', '#']).next().unwrap_or_default();
        let own = own.split('@').next().unwrap_or_default().trim_start_matches("lib");
        // The one that is called like the package stands for the others, else the first.
        let is_main = |id: &&ComponentId| name_of(id).trim_start_matches("lib") == own;
        let Some(first) = same.iter().find(is_main).or(same.first()).cloned() else { continue };
        let has_holders = |one: &Component| one.facts.value(FactKind::SoleHolder) == Tri::No;
        let mut all = same.iter().filter_map(|one| draft.component(one));
        let is_told = all.all(has_holders);
        let names: Vec<std::sync::Arc<str>> =
            same.iter().filter(|one| **one != first).map(|one| name_of(one).into()).collect();
        for other in same.iter().filter(|one| **one != first) {
            for relation in draft.take_incoming(other) {
                draft.merge_relation(Relation { to: first.clone(), ..relation });
            }
            draft.remove(other);
            draft.split.shared.remove(other);
        }
        if let Some(component) = draft.component_mut(&first) {
            component.alike = names;
            // What holds for some of them is not known of all.
            if !is_told && has_holders(component) {
                let unknown = Statement { value: Tri::Unknown, evidence: Vec::new() };
                component.facts.set(FactKind::SoleHolder, unknown);
            }
        }
    }
}

fn likeness(whole: &ComponentId, draft: &Draft) -> Likeness {
    let license = draft.component(whole).and_then(|one| one.license.effective().cloned());
    let uses = draft.outgoing(whole).filter(|one| one.scope.is_delivered());
    let uses = uses.map(|one| {
        let is_certain = one.exists() == heirloom_model::Tri::Yes;
        (one.to.clone(), one.kind, one.scope, is_certain)
    });
    (license, uses.collect())
}
