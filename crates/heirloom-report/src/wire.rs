// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What the machine formats say, apart from the domain types so that each can change alone.
//!
//! Names here are API: adding an optional field keeps the version, anything else raises it.

mod enums;
mod file;
mod image;
mod inventory;
mod lazy;
mod line;
mod scan;

pub(crate) use enums::{
    ContentWire, ConventionWire, FileRoleWire, JoiningWire, KindWire, MatcherWire, MethodWire,
    NatureWire, OwnerWire, PrecedenceWire, ReasonWire, RoleWire, ScopeWire, SeverityWire, Word,
};
pub(crate) use file::{AnnotationWire, FileWire, ManifestWire, list};
pub(crate) use image::ImageWire;
pub(crate) use inventory::{DependencyWire, Uses, dependency};
pub(crate) use line::LineWire;
pub(crate) use scan::{HeadWire, ProblemWire, ScanWire};

use heirloom_model::{Expression, FileRecord, Inventory, TreePath, hexadecimal};

/// The hexadecimal bytes of a path that its text does not show exactly.
pub(crate) fn path_hex(path: &TreePath) -> Option<String> {
    let bytes = path.as_bytes();
    let plain = std::str::from_utf8(bytes).is_ok_and(|text| !text.contains(char::is_control));
    (!plain).then(|| hexadecimal(bytes))
}

/// The identity of the package that a file belongs to.
pub(crate) fn component_id(file: &FileRecord, inventory: &Inventory) -> Option<String> {
    let index = file.context.package?;
    let package = inventory.graph.packages.get(index.0 as usize)?;
    Some(package.id.as_str().to_owned())
}

/// Thousandths as a number from 0 to 1.
fn share(thousandths: u16) -> f64 {
    f64::from(thousandths) / 1000.0
}

fn text(expression: &Expression) -> String {
    expression.to_string()
}
