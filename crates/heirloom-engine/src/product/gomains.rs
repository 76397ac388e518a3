// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Programs of Go modules that hold several.
//!
//! A module is what is fetched; what is delivered is the executable of each main package, and it
//! holds the packages alone that it reaches by imports. So each program is a component of its own,
//! with the uses that the files of its packages show. Modules that no file of the tree imports are
//! needed by other modules; which of them, no file tells, so every program may hold them. What no
//! program reaches serves tests and tools.

use std::collections::{BTreeMap, BTreeSet};

use heirloom_lineage::stated::StatedProduct;
use heirloom_model::{
    BuildLine, BuildLineKind, Component, ComponentId, DeliveredForm, Evidence, EvidenceMethod,
    Owner, Relation, RelationKind, SourceImport, Span, TreePath,
};

use super::{Draft, Found, containers, draft::MAX_EVIDENCE, wholes};

/// What the files of one folder import, and whether they are a program.
#[derive(Debug, Default)]
pub(super) struct GoPackage {
    /// The first file that imports each package, with the place.
    imports: BTreeMap<Box<str>, (TreePath, Span)>,
    has_main: bool,
}

/// The packages of Go by their folders; tests are none.
#[derive(Debug, Default)]
pub(super) struct GoPackages {
    by_folder: BTreeMap<TreePath, GoPackage>,
    /// The folders whose files import each package.
    by_import: BTreeMap<Box<str>, BTreeSet<TreePath>>,
    /// What tests import.
    tested: BTreeSet<Box<str>>,
}

/// Folders of programs for whoever works on a project.
const WORK: [&[u8]; 13] = [
    b"build",
    b"ci",
    b"dev",
    b"e2e",
    b"example",
    b"examples",
    b"hack",
    b"scripts",
    b"test",
    b"tests",
    b"testutil",
    b"testutils",
    b"tools",
];

impl GoPackages {
    /// Takes in a file that is no test. Files that are run by hand alone belong to no package.
    pub(super) fn observe(
        &mut self,
        path: &TreePath,
        imports: Vec<SourceImport>,
        lines: &[BuildLine],
    ) {
        if lines.iter().any(|line| line.is_for_work) {
            return;
        }
        let folder = path.parent().unwrap_or_default();
        let package = self.by_folder.entry(folder.clone()).or_default();
        package.has_main |= lines.iter().any(|line| line.kind == BuildLineKind::Program);
        for import in imports {
            self.by_import.entry(import.name.clone()).or_default().insert(folder.clone());
            package.imports.entry(import.name).or_insert_with(|| (path.clone(), import.span));
        }
    }

    /// Takes in a test.
    pub(super) fn observe_test(&mut self, imports: Vec<SourceImport>) {
        self.tested.extend(imports.into_iter().map(|import| import.name));
    }

    /// The folders of programs below a folder that are delivered.
    fn programs(&self, module: &TreePath) -> Vec<&TreePath> {
        let below = self.by_folder.iter().filter(|(folder, _)| folder.is_within(module));
        let is_work = |folder: &TreePath| {
            let depth = module.components().count();
            let mut parts = folder.components().skip(depth);
            parts.any(|part| WORK.contains(&part) || part.starts_with(b".") || part == b"testdata")
        };
        let programs = below.filter(|(folder, package)| package.has_main && !is_work(folder));
        programs.map(|(folder, _)| folder).collect()
    }

    /// The folders that a program reaches inside its module, its own among them.
    fn reached(&self, program: &TreePath, module: &Module) -> BTreeSet<&TreePath> {
        let mut reached = BTreeSet::new();
        let mut waiting = vec![program.clone()];
        while let Some(folder) = waiting.pop() {
            let Some((folder, package)) = self.by_folder.get_key_value(&folder) else { continue };
            if reached.insert(folder) {
                waiting.extend(package.imports.keys().filter_map(|name| module.folder(name)));
            }
        }
        reached
    }
}

/// A module of the tree.
struct Module {
    id: ComponentId,
    name: Box<str>,
    path: TreePath,
}

impl Module {
    /// The folder of a package of the module.
    fn folder(&self, import: &str) -> Option<TreePath> {
        let rest = import.strip_prefix(&*self.name)?;
        let rest = if rest.is_empty() { rest } else { rest.strip_prefix('/')? };
        let own = self.path.as_bytes();
        let slash: &[u8] = if own.is_empty() || rest.is_empty() { b"" } else { b"/" };
        TreePath::parse(&[own, slash, rest.as_bytes()].concat()).ok()
    }
}

/// Makes a component of each program where a module holds several.
pub(super) fn split(found: &Found, stated: &StatedProduct, draft: &mut Draft) {
    // Whoever says what is delivered, or speaks of a module, means the module.
    if stated.deliveries.iter().any(|delivery| !delivery.roots.is_empty()) {
        return;
    }
    for module in modules(draft) {
        let is_stated = stated.components.iter().any(|one| one.id == module.id)
            || stated
                .relations
                .iter()
                .any(|one| one.relation.from == module.id || one.relation.to == module.id);
        let programs = found.go.programs(&module.path);
        if programs.len() > 1 && !is_stated && !draft.is_used_inside(&module.id) {
            split_one(found, draft, &module, &programs);
        }
    }
}

/// Our modules that are delivered.
fn modules(draft: &Draft) -> Vec<Module> {
    let is_module = |one: &&Component| {
        one.owner == Owner::Own
            && one.form != DeliveredForm::None
            && one.id.as_str().starts_with("pkg:golang/")
    };
    let module = |one: &Component| {
        Some(Module { id: one.id.clone(), name: (*one.name).into(), path: one.path.clone()? })
    };
    draft.components().filter(is_module).filter_map(module).collect()
}

/// A program with the packages that it holds.
struct Program<'f> {
    id: ComponentId,
    reached: BTreeSet<&'f TreePath>,
}

fn split_one(found: &Found, draft: &mut Draft, module: &Module, folders: &[&TreePath]) {
    let mut programs = Vec::new();
    for folder in folders {
        let below = &folder.as_bytes()[module.path.as_bytes().len()..];
        let below = String::from_utf8_lossy(below).trim_start_matches('/').to_owned();
        let below = if below.is_empty() { ".".to_owned() } else { below };
        let Ok(id) = ComponentId::new(&format!("{}#{below}", module.id)) else { continue };
        if draft.component(&id).is_some() {
            continue;
        }
        let Some(of) = draft.component(&module.id) else { return };
        let mut component = Component { id: id.clone(), ..of.clone() };
        component.name = format!("{} ({below})", of.name).into();
        component.path = Some((*folder).clone());
        draft.add_inside(component);
        let reached = found.go.reached(folder, module);
        // A file of each package stands for all: it is the folder around it that has a license.
        let files: Vec<TreePath> =
            reached.iter().filter_map(|package| package.child(b"a.go").ok()).collect();
        let around = wholes::around(files.iter(), &module.id, draft);
        wholes::take(draft, &id, &module.id, around);
        programs.push(Program { id, reached });
    }
    for relation in draft.take_delivered(&module.id) {
        let mut is_held = false;
        for program in &programs {
            let shown = shown(found, draft, &relation, program);
            is_held |= shown.is_some();
            if let Some(evidence) = shown {
                give(draft, &relation, &program.id, evidence);
            }
        }
        if !is_held {
            draft.add_relation(relation);
        }
    }
    for relation in draft.take_incoming(&module.id) {
        let names: Vec<&str> = programs.iter().map(|one| name_of(&one.id)).collect();
        let named = containers::named(found, &relation, &names);
        for (program, _) in programs.iter().zip(named).filter(|(_, is_named)| *is_named) {
            draft.add_relation(Relation { to: program.id.clone(), ..relation.clone() });
        }
    }
    if let Some(of) = draft.component_mut(&module.id) {
        of.form = DeliveredForm::None;
    }
}

/// The name of the program of a component: the last folder.
fn name_of(id: &ComponentId) -> &str {
    let id = id.as_str();
    let id = id.strip_suffix("#.").unwrap_or(id);
    id.rsplit(['/', '#']).next().unwrap_or(id)
}

/// What shows that a program has a use of its module; `None` where nothing does.
fn shown(
    found: &Found,
    draft: &Draft,
    relation: &Relation,
    program: &Program,
) -> Option<Vec<Evidence>> {
    let used = draft.component(&relation.to)?;
    let is_package = used.id.as_str().starts_with("pkg:golang/")
        && relation.kind == RelationKind::StaticLink
        && relation.evidence.iter().any(|one| one.method != EvidenceMethod::Layout);
    if !is_package {
        let held = |one: &Evidence| {
            let folder = one.source.as_ref()?.parent()?;
            program.reached.contains(package_around(found, folder)?).then(|| one.clone())
        };
        let held: Vec<Evidence> = relation.evidence.iter().filter_map(held).collect();
        return (!held.is_empty()).then_some(held);
    }
    let imports = importing(found, &used.name, draft);
    let is_tested = || {
        let named = found.go.tested.range(Box::<str>::from(&*used.name)..);
        let mut named = named.take_while(|import| import.starts_with(&*used.name));
        named.any(|import| is_of(import, &used.name, draft))
    };
    if imports.is_empty() {
        // Other modules need it, unless it serves tests.
        return (!is_tested()).then(|| relation.evidence.clone());
    }
    let place = imports
        .into_iter()
        .find(|(folder, _)| program.reached.contains(folder))
        .map(|(_, (file, span))| (file.clone(), *span))?;
    let import = Evidence {
        source: Some(place.0),
        span: Some(place.1),
        method: EvidenceMethod::SourceCode,
        strength: 0.9,
        note: "imported by a package that the program reaches".into(),
    };
    Some([vec![import], relation.evidence.clone()].concat())
}

/// Whether a package is of a module: its path starts with the module's name, and with that of no
/// other module that goes on.
fn is_of(import: &str, module: &str, draft: &Draft) -> bool {
    let Some(rest) = import.strip_prefix(module) else { return false };
    if rest.is_empty() || !rest.starts_with('/') {
        return rest.is_empty();
    }
    let mut ends = rest.match_indices('/').map(|(at, _)| module.len() + at).skip(1);
    !draft.is_go_module(import) && !ends.any(|end| draft.is_go_module(&import[..end]))
}

/// The files that import packages of a module, in the order of the folders of their packages.
fn importing<'f>(
    found: &'f Found,
    module: &str,
    draft: &Draft,
) -> Vec<(&'f TreePath, &'f (TreePath, Span))> {
    let mut importing: BTreeMap<&TreePath, &(TreePath, Span)> = BTreeMap::new();
    let named = found.go.by_import.range(Box::<str>::from(module)..);
    let named = named.take_while(|(import, _)| import.starts_with(module));
    for (import, folders) in named.filter(|(import, _)| is_of(import, module, draft)) {
        for folder in folders {
            let Some(package) = found.go.by_folder.get(folder) else { continue };
            if let Some(place) = package.imports.get(import) {
                importing.entry(folder).or_insert(place);
            }
        }
    }
    importing.into_iter().collect()
}

/// The folder of the package of Go that a folder belongs to: its own, or one around it whose
/// resources it holds.
fn package_around(found: &Found, folder: TreePath) -> Option<&TreePath> {
    let mut above = Some(folder);
    while let Some(folder) = above {
        if let Some((known, _)) = found.go.by_folder.get_key_value(&folder) {
            return Some(known);
        }
        above = folder.parent();
    }
    None
}

fn give(draft: &mut Draft, relation: &Relation, to: &ComponentId, mut evidence: Vec<Evidence>) {
    evidence.truncate(MAX_EVIDENCE);
    draft.add_relation(Relation { from: to.clone(), evidence, ..relation.clone() });
}
