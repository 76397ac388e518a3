// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Kernel modules: what declares itself to be one is a module of Linux, unless the tree is a kernel.

use std::collections::BTreeMap;

use heirloom_model::{
    Component, ComponentId, Evidence, EvidenceMethod, Expression, FactKind, KernelModule, Problem,
    ProblemCode, RelationKind, Scope, Span, Statement, TreePath, Tri,
};

use super::{
    Draft, Found, RelationSource,
    found::{Code, SourceFile},
    scope::scope_of,
};

pub(super) struct Kernel;

/// The kernel that modules are loaded into.
const LINUX: &str = "pkg:generic/linux";
const LINUX_LICENSE: &str = "GPL-2.0-only WITH Linux-syscall-note";

/// The files of one module, or of several that lie in one folder.
#[derive(Default)]
struct Module<'a> {
    parts: Vec<(&'a SourceFile, &'a KernelModule, Scope)>,
}

impl RelationSource for Kernel {
    fn join(&self, found: &Found, draft: &mut Draft) {
        let mut modules: BTreeMap<ComponentId, Module<'_>> = BTreeMap::new();
        let mut made: Vec<Component> = Vec::new();
        let (by_folder, by_whole) = parts(found, draft);
        modules.extend(by_whole.into_iter().map(|(user, parts)| (user, Module { parts })));
        for (folder, parts) in by_folder {
            if parts.iter().any(|(_, module, _)| is_module(module))
                && let Some(user) = component(found, draft, folder.as_ref(), &mut made)
            {
                modules.entry(user).or_default().parts.extend(parts);
            }
        }
        made.into_iter().for_each(|component| draft.add(component));
        for (user, module) in modules {
            join(draft, &user, &module);
        }
    }
}

/// What the start function alone shows, other programs have too.
fn is_module(module: &KernelModule) -> bool {
    !module.licenses.is_empty() || module.start.is_some() && module.uses_inside
}

type Parts<'a> = Vec<(&'a SourceFile, &'a KernelModule, Scope)>;

/// By folders, and by the modules that build files name.
type Divided<'a> = (BTreeMap<Option<TreePath>, Parts<'a>>, BTreeMap<ComponentId, Parts<'a>>);

/// The files that belong to a kernel's inside, those of kernels left out: by the modules that build
/// files make of them, else by their folders.
fn parts<'a>(found: &'a Found, draft: &Draft) -> Divided<'a> {
    let kernels = found.kernels();
    let mut folders: BTreeMap<Option<TreePath>, Parts<'a>> = BTreeMap::new();
    let mut wholes: BTreeMap<ComponentId, Parts<'a>> = BTreeMap::new();
    for file in &found.sources {
        let Some(module) = &file.facts.module else { continue };
        if kernels.iter().any(|kernel| file.path.is_within(kernel)) {
            continue;
        }
        // What only tries out whether the kernel has something is built and thrown away.
        if let Some(scope) = scope_of(file).filter(|scope| *scope != Scope::Build) {
            let modules = draft.split.modules_with(found, &file.path);
            if modules.is_empty() {
                folders.entry(file.path.parent()).or_default().push((file, module, scope));
            }
            for whole in modules {
                wholes.entry(whole).or_default().push((file, module, scope));
            }
        }
    }
    wholes.retain(|_, parts| parts.iter().any(|(_, module, _)| is_module(module)));
    (folders, wholes)
}

/// The component that a folder of module sources is: that around it, unless that holds more other
/// code than such.
fn component(
    found: &Found,
    draft: &Draft,
    folder: Option<&TreePath>,
    made: &mut Vec<Component>,
) -> Option<ComponentId> {
    let root = TreePath::root();
    let folder = folder.unwrap_or(&root);
    let owner = draft.owner_of(folder)?;
    let around = draft.component(&owner)?;
    let whole = around.path.clone().unwrap_or_else(TreePath::root);
    let Code { compiled, loaded, kernel } = found.code_below(&whole);
    if *folder == whole || kernel >= compiled + loaded {
        return Some(owner);
    }
    let id = ComponentId::new(&format!("{owner}#{folder}")).ok()?;
    let mut component = Component::own(id.clone());
    component.name = format!("kernel module in {folder}").into();
    component.license = around.license.clone();
    component.form = around.form;
    component.path = Some(folder.clone());
    made.push(component);
    Some(id)
}

fn join(draft: &mut Draft, user: &ComponentId, module: &Module<'_>) {
    let linux = draft.third_party(LINUX, "linux", |linux| {
        linux.license.declared = Expression::parse(LINUX_LICENSE).ok();
        linux.form = heirloom_model::DeliveredForm::None;
    });
    let Some(linux) = linux else { return };
    let scopes = module.parts.iter().filter(|(_, part, _)| is_module(part));
    let scope = scopes.map(|(_, _, scope)| *scope).min().unwrap_or_default();
    for (file, part, _) in &module.parts {
        for (license, span) in &part.licenses {
            let note = format!("MODULE_LICENSE(\"{license}\")");
            let evidence = evidence(file, *span, 0.95, &note);
            draft.relate(user, &linux, RelationKind::KernelModule, scope, evidence);
        }
        if let Some(span) = part.start.filter(|_| is_module(part)) {
            let evidence = evidence(file, span, 0.9, "the function that starts a module");
            draft.relate(user, &linux, RelationKind::KernelModule, scope, evidence);
        }
    }
    let symbols = module.parts.iter().flat_map(|(file, part, _)| {
        part.gpl_only.iter().map(move |(symbol, span)| (*file, &**symbol, *span))
    });
    let symbols: Vec<_> = symbols.collect();
    let evidences = symbols.iter().take(super::draft::MAX_EVIDENCE).map(|(file, symbol, span)| {
        let note = format!("calls {symbol}, which Linux exports to modules under the GPL alone");
        evidence(file, *span, 0.9, &note)
    });
    let evidences: Vec<Evidence> = evidences.collect();
    if !evidences.is_empty()
        && let Some(relation) = draft.relation(user, &linux, RelationKind::KernelModule, scope)
    {
        let statement = Statement { value: Tri::Yes, evidence: evidences };
        relation.facts.set(FactKind::GplOnlySymbol, statement);
    }
    contradictions(draft, module, &symbols);
}

/// The kernel refuses to load a module that uses such a symbol and says it is not under the GPL.
fn contradictions(draft: &mut Draft, module: &Module<'_>, symbols: &[(&SourceFile, &str, Span)]) {
    let licenses = module.parts.iter().flat_map(|(_, part, _)| &part.licenses);
    let licenses: Vec<&str> = licenses.map(|(license, _)| &**license).collect();
    let denied = licenses.iter().find(|license| !KernelModule::is_gpl_compatible(license));
    let Some(denied) = denied else { return };
    // Of several modules in one folder it is not known which file belongs to which.
    if licenses.iter().any(|license| KernelModule::is_gpl_compatible(license)) {
        return;
    }
    for (file, symbol, span) in symbols {
        let args = vec![("license", (*denied).into()), ("symbol", (*symbol).into())];
        let problem = Problem::new(ProblemCode::KERNEL_MODULE_CONTRADICTED, args);
        draft.problem(problem.at_path(file.path.clone()).at_line(span.first_line));
    }
}

fn evidence(file: &SourceFile, span: Span, strength: f32, note: &str) -> Evidence {
    Evidence {
        source: Some(file.path.clone()),
        span: Some(span),
        method: EvidenceMethod::SourceCode,
        strength,
        note: note.into(),
    }
}
