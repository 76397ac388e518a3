// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Licenses that manifests take from others of the tree: members of a Cargo workspace from the
//! workspace, Maven's POMs from their parents.

use std::collections::BTreeMap;

use heirloom_model::{Expression, Manifest, TreePath};

/// Workspaces and POMs beyond this number each give no license to others.
const MAX_GIVERS: usize = 100_000;

/// Parents of parents that are followed.
const MAX_PARENTS: usize = 16;

/// The field by which a POM names its parent.
const PARENT_FIELD: &str = "parent.relativePath";

/// What manifests give to others.
#[derive(Debug, Default)]
pub(super) struct Inherited {
    /// By the folder of the workspace.
    workspaces: BTreeMap<TreePath, Expression>,
    poms: BTreeMap<TreePath, Pom>,
}

#[derive(Debug)]
struct Pom {
    /// Group and artifact, as far as the POM says.
    name: Option<Box<str>>,
    expression: Option<Expression>,
    /// Where the parent is looked for, and its group and artifact.
    parent: Option<(TreePath, Box<str>)>,
}

impl Inherited {
    pub(super) fn add_workspace(&mut self, folder: TreePath, expression: Expression) {
        if self.workspaces.len() < MAX_GIVERS {
            self.workspaces.insert(folder, expression);
        }
    }

    /// Takes in a manifest that may be a POM; `expression` is what it declares itself.
    pub(super) fn observe(
        &mut self,
        path: &TreePath,
        manifest: &Manifest,
        expression: Option<&Expression>,
    ) {
        if &*manifest.ecosystem == "maven" && self.poms.len() < MAX_GIVERS {
            let field = manifest.licenses.iter().find(|license| &*license.field == PARENT_FIELD);
            let parent = field.and_then(|field| {
                let place = parent(path, field.refers_to.as_deref()?)?;
                Some((place, field.as_written.clone()))
            });
            let pom = Pom { name: manifest.name.clone(), expression: expression.cloned(), parent };
            self.poms.insert(path.clone(), pom);
        }
    }

    /// The license of the nearest workspace above.
    pub(super) fn of_workspace(&self, path: &TreePath) -> Option<&Expression> {
        let mut folder = path.parent();
        while let Some(above) = folder {
            if let Some(expression) = self.workspaces.get(&above) {
                return Some(expression);
            }
            folder = above.parent();
        }
        None
    }

    /// The license of the first parent that declares one.
    pub(super) fn of_parents(&self, path: &TreePath) -> Option<&Expression> {
        let mut pom = self.poms.get(path)?;
        for _ in 0..MAX_PARENTS {
            if pom.expression.is_some() {
                break;
            }
            let (place, name) = pom.parent.as_ref()?;
            let parent = self.poms.get(place)?;
            // Another project may stand there; Maven then takes the parent from a repository.
            let is_it = parent.name.as_ref().is_none_or(|own| is_named(own, name));
            pom = is_it.then_some(parent)?;
        }
        pom.expression.as_ref()
    }
}

/// Whether a POM's group and artifact are those that another asks for, as far as both are given.
fn is_named(own: &str, asked: &str) -> bool {
    let parts = |name: &str| match name.rsplit_once(':') {
        Some((group, artifact)) => (group.to_owned(), artifact.to_owned()),
        None => (String::new(), name.to_owned()),
    };
    let (own, asked) = (parts(own), parts(asked));
    let agree = |own: &str, asked: &str| {
        own == asked || own.is_empty() || asked.is_empty() || own.contains('$')
    };
    agree(&own.0, &asked.0) && agree(&own.1, &asked.1)
}

/// Where the parent stands: a file, or the folder of a `pom.xml`, from the folder of the POM.
fn parent(path: &TreePath, relative: &str) -> Option<TreePath> {
    let mut place = path.parent()?;
    for part in relative.split(['/', '\\']) {
        place = match part.trim() {
            "" | "." => place,
            ".." => place.parent()?,
            name => place.child(name.as_bytes()).ok()?,
        };
    }
    if relative.to_ascii_lowercase().ends_with(".xml") {
        return Some(place);
    }
    place.child(b"pom.xml").ok()
}
