// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! A product from what was found: packages and their graph, programs that source text runs, files
//! under licenses of their own; and from what people state, which wins for what it says.

use std::collections::{BTreeMap, BTreeSet};

use heirloom_lineage::stated::{self, StatedProduct};
use heirloom_model::{
    Component, ComponentId, DeliveredForm, DeliveryKind, Evidence, EvidenceMethod, Expression,
    FileRecord, FileRole, Owner, PackageFacts, Problem, Product, Relation, RelationKind,
    ScanSummary, Scope, SourceFacts, TreePath, Tri, UseFacts,
};
use heirloom_package::graph::{self, GraphLimits};

/// What was found that speaks of the product, gathered file by file.
#[derive(Default)]
pub(crate) struct Found {
    packages: Vec<(TreePath, PackageFacts)>,
    /// Folders whose package files serve tests or building.
    aside: BTreeSet<TreePath>,
    sources: Vec<(TreePath, FileRole, SourceFacts)>,
    /// Files with a license of their own that are part of what is built.
    licensed: Vec<(TreePath, Expression)>,
}

impl Found {
    /// Takes in what one file says.
    pub(crate) fn observe(&mut self, file: FileRecord) {
        let role = file.context.role;
        let UseFacts { packages, source } = file.facts.uses;
        if packages.is_some() && is_aside(&file.path, role) {
            self.aside.insert(file.path.parent().unwrap_or_else(TreePath::root));
        }
        self.packages.extend(packages.map(|facts| (file.path.clone(), *facts)));
        self.sources.extend(source.map(|facts| (file.path.clone(), role, *facts)));
        if matches!(role, FileRole::Source | FileRole::Generated)
            && let Some(concluded) = file.context.concluded
        {
            self.licensed.push((file.path, concluded.expression));
        }
    }
}

/// Joins everything into a product; what package files say that could not be joined is a problem.
pub(crate) fn product(
    found: &Found,
    summary: &ScanSummary,
    stated: &StatedProduct,
    assumed: DeliveryKind,
) -> (Product, Vec<Problem>) {
    let graph = graph::resolve(&found.packages, &GraphLimits::standard());
    let (components, relations) = graph::relations(&graph);
    let mut builder = Builder::new(components, relations);
    builder.set_aside(&found.aside);
    builder.state_components(stated);
    builder.ensure_own(summary, stated);
    builder.licenses(summary);
    builder.programs(found);
    builder.copies(found);
    builder.state_relations(stated);
    // Once more, for those that relations brought in.
    builder.state_components(stated);
    (builder.finish(stated, assumed), graph.problems)
}

struct Builder {
    components: BTreeMap<ComponentId, Component>,
    relations: Vec<Relation>,
}

impl Builder {
    fn new(components: Vec<Component>, relations: Vec<Relation>) -> Builder {
        let by_id = components.into_iter().map(|component| (component.id.clone(), component));
        Builder { components: by_id.collect(), relations }
    }

    /// Packages that serve tests or building do not leave the house.
    fn set_aside(&mut self, folders: &BTreeSet<TreePath>) {
        for component in self.components.values_mut() {
            let is_aside = component.path.as_ref().is_some_and(|path| folders.contains(path));
            if component.owner == Owner::Own && is_aside {
                component.form = DeliveredForm::None;
            }
        }
    }

    /// What lies in no package of ours belongs to the tree as a whole.
    fn ensure_own(&mut self, summary: &ScanSummary, stated: &StatedProduct) {
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
        let mut component = Component::own(id.clone());
        component.path = Some(TreePath::root());
        self.components.insert(id, component);
    }

    fn state_components(&mut self, stated: &StatedProduct) {
        for one in &stated.components {
            match self.components.get_mut(&one.id) {
                Some(component) => stated::apply(one, component),
                None => {
                    self.components.insert(one.id.clone(), stated::component(one));
                }
            }
        }
    }

    /// What the scan concluded for the folders of components, unless somebody stated it.
    fn licenses(&mut self, summary: &ScanSummary) {
        for component in self.components.values_mut() {
            let Some(path) = &component.path else { continue };
            let folders = std::iter::once(&summary.project).chain(&summary.folders);
            let Some(folder) = folders.into_iter().find(|folder| folder.path == *path) else {
                continue;
            };
            if component.license.concluded.is_none() {
                component.license.concluded =
                    folder.concluded.as_ref().map(|concluded| concluded.expression.clone());
            }
            if component.license.declared.is_none() {
                component.license.declared.clone_from(&folder.declared);
            }
        }
    }

    /// The component of ours that a file belongs to: the innermost.
    fn owner_of(&self, path: &TreePath) -> Option<ComponentId> {
        self.components
            .values()
            .filter(|component| component.owner == Owner::Own)
            .filter_map(|component| {
                let folder = component.path.as_ref()?;
                is_below(path, folder).then_some((folder.as_bytes().len(), &component.id))
            })
            .max()
            .map(|(_, id)| id.clone())
    }

    /// Whether a file lies in a component of somebody else, such as a vendored copy.
    fn is_foreign(&self, path: &TreePath) -> bool {
        let depth = |owner: Owner| {
            let folders = self.components.values().filter(|component| component.owner == owner);
            folders
                .filter_map(|component| component.path.as_ref())
                .filter(|folder| is_below(path, folder))
                .map(|folder| folder.as_bytes().len())
                .max()
        };
        depth(Owner::ThirdParty) > depth(Owner::Own)
    }

    /// Programs that source text runs.
    fn programs(&mut self, found: &Found) {
        let own: BTreeSet<&str> = found
            .sources
            .iter()
            .flat_map(|(_, _, facts)| facts.functions.iter().map(|name| &**name))
            .collect();
        let mut calls: BTreeMap<(ComponentId, String, Scope), Vec<Evidence>> = BTreeMap::new();
        for (path, role, facts) in &found.sources {
            if self.is_foreign(path) {
                continue;
            }
            let Some(user) = self.owner_of(path) else { continue };
            let scope = match role {
                FileRole::Test => Scope::Test,
                FileRole::BuildTool => Scope::Build,
                FileRole::Documentation | FileRole::History | FileRole::LicenseText => continue,
                FileRole::Source | FileRole::Generated | FileRole::Data => Scope::Runtime,
            };
            for call in &facts.calls {
                let Some(program) = &call.program else { continue };
                if own.contains(&**program) {
                    continue;
                }
                let key = (user.clone(), program.to_string(), scope);
                calls.entry(key).or_default().push(call.evidence(path));
            }
        }
        for ((user, program, scope), evidence) in calls {
            let Some(used) = self.program(&program) else { continue };
            if used == user {
                continue;
            }
            let mut relation = Relation::new(user, used, RelationKind::Exec);
            relation.scope = scope;
            relation.evidence = strongest(evidence);
            self.relations.push(relation);
        }
    }

    /// The component that a program's name means; one that the recipient has, if none is known.
    fn program(&mut self, name: &str) -> Option<ComponentId> {
        let known = self
            .components
            .values()
            .find(|component| *component.name == *name || component.id.as_str() == name);
        if let Some(known) = known {
            return Some(known.id.clone());
        }
        let id = ComponentId::new(&format!("pkg:generic/{}", name.to_lowercase())).ok()?;
        let component = self.components.entry(id.clone()).or_insert_with(|| {
            let mut component = Component::third_party(id.clone());
            component.name = name.into();
            component.form = DeliveredForm::None;
            component
        });
        Some(component.id.clone())
    }

    /// Files of ours under licenses of others: copies, with the share of files.
    fn copies(&mut self, found: &Found) {
        let mut by_owner: BTreeMap<ComponentId, BTreeMap<&Expression, Vec<&TreePath>>> =
            BTreeMap::new();
        for (path, expression) in &found.licensed {
            if self.is_foreign(path) {
                continue;
            }
            if let Some(owner) = self.owner_of(path) {
                by_owner.entry(owner).or_default().entry(expression).or_default().push(path);
            }
        }
        for (owner, licenses) in by_owner {
            let n_files: usize = licenses.values().map(Vec::len).sum();
            let own = self.components[&owner].license.effective().cloned();
            for (expression, paths) in licenses {
                let is_own = own.as_ref().is_none_or(|own| expression.ids().is_subset(&own.ids()));
                if !is_own {
                    self.copy(&owner, expression, &paths, n_files);
                }
            }
        }
    }

    fn copy(
        &mut self,
        owner: &ComponentId,
        expression: &Expression,
        paths: &[&TreePath],
        n_files: usize,
    ) {
        let Ok(id) = ComponentId::new(&format!("{owner}#{expression}")) else { return };
        let mut component = Component::third_party(id.clone());
        component.name = format!("{} files under {expression}", paths.len()).into();
        component.license.detected = Some(expression.clone());
        component.modified = Tri::Unknown;
        self.components.insert(id.clone(), component);
        let mut relation = Relation::new(owner.clone(), id, RelationKind::Copies);
        let note = format!("{} of {n_files} licensed files", paths.len());
        relation.evidence = paths
            .iter()
            .take(MAX_EVIDENCE)
            .map(|path| Evidence {
                source: Some((*path).clone()),
                span: None,
                method: EvidenceMethod::LicenseFind,
                strength: 0.9,
                note: note.as_str().into(),
            })
            .collect();
        self.relations.push(relation);
    }

    /// Stated uses: a stated one replaces what was found between the same two in the same way.
    fn state_relations(&mut self, stated: &StatedProduct) {
        for one in &stated.relations {
            let said = &one.relation;
            for id in [&said.from, &said.to] {
                self.components
                    .entry(id.clone())
                    .or_insert_with(|| Component::third_party(id.clone()));
            }
            let same = |known: &&mut Relation| {
                known.from == said.from
                    && known.to == said.to
                    && known.kind.name() == said.kind.name()
            };
            match self.relations.iter_mut().find(same) {
                Some(known) if one.absent => {
                    // A person's word that it is not there counts for more than what was found.
                    known.against.clone_from(&said.against);
                    known.evidence.clear();
                }
                Some(known) => {
                    known.kind = said.kind;
                    known.evidence.extend(said.evidence.iter().cloned());
                    for (kind, statement) in said.facts.iter() {
                        known.facts.set(kind, statement.clone());
                    }
                }
                None if one.absent => {}
                None => self.relations.push(said.clone()),
            }
        }
    }

    fn finish(mut self, stated: &StatedProduct, assumed: DeliveryKind) -> Product {
        self.relations.sort_by(|a, b| {
            (&a.from, &a.to, a.kind, a.scope).cmp(&(&b.from, &b.to, b.kind, b.scope))
        });
        let components: Vec<Component> = self.components.into_values().collect();
        let deliveries = stated.deliveries_of(&components, &self.relations, assumed);
        Product { components, relations: self.relations, deliveries }
    }
}

/// Whether a package file at this place speaks of something that is not delivered.
fn is_aside(path: &TreePath, role: FileRole) -> bool {
    let hidden = path.as_bytes().split(|byte| *byte == b'/').any(|part| part.starts_with(b"."));
    hidden || matches!(role, FileRole::Test | FileRole::BuildTool | FileRole::Documentation)
}

/// Evidences of one relation that are kept.
const MAX_EVIDENCE: usize = 20;

/// The strongest evidences, in the order of their places.
fn strongest(mut evidence: Vec<Evidence>) -> Vec<Evidence> {
    evidence.sort_by(|a, b| b.strength.total_cmp(&a.strength));
    evidence.truncate(MAX_EVIDENCE);
    evidence.sort_by(|a, b| (&a.source, a.span).cmp(&(&b.source, b.span)));
    evidence
}

fn is_below(path: &TreePath, folder: &TreePath) -> bool {
    let (path, folder) = (path.as_bytes(), folder.as_bytes());
    folder.is_empty()
        || (path.starts_with(folder) && path.get(folder.len()).is_none_or(|next| *next == b'/'))
}
