// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Functions of a script that run what they are given: `run() { echo "+ $*"; "$@"; }`.

use std::collections::BTreeMap;

use tree_sitter::Node;

use crate::{
    names::Names,
    nodes::{field, first},
};

/// The functions that run their arguments, with the number of arguments before the command.
#[derive(Clone, Debug, Default)]
pub(super) struct Wrappers(BTreeMap<String, usize>);

impl Wrappers {
    /// How many arguments stand before the command, if the function runs one.
    pub(super) fn arguments_behind(&self, function: &str) -> Option<usize> {
        self.0.get(function).copied()
    }

    /// The same without one of them, which is being followed.
    pub(super) fn without(&self, function: &str) -> Wrappers {
        let mut others = self.0.clone();
        others.remove(function);
        Wrappers(others)
    }

    /// Whether a command that runs arguments stands in a function that the script calls.
    pub(super) fn is_called(&self, command: Node<'_>, names: &Names<'_>) -> bool {
        names
            .function_around(command.start_byte())
            .is_some_and(|(name, _)| !names.calls_of(name).is_empty())
    }
}

/// The number of arguments that a word leaves out, if it stands for arguments.
pub(super) fn hands_on(written: &str) -> Option<usize> {
    let inner = written.trim_matches('"').strip_prefix('$')?;
    let inner = inner.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).unwrap_or(inner);
    match inner {
        "@" | "*" | "1" | "@:1" => Some(0),
        "@:2" | "*:2" | "2" => Some(1),
        "@:3" | "*:3" | "3" => Some(2),
        _ => None,
    }
}

/// Looks for such functions.
pub(super) fn find(names: &Names<'_>) -> Wrappers {
    let mut wrappers = Wrappers::default();
    for site in &names.calls {
        let Some(name) = field(site.node, "name").and_then(first) else { continue };
        let Some(n_skipped) = hands_on(names.text(name)) else { continue };
        let start = site.node.start_byte();
        let Some((function, range)) = names.function_around(start) else { continue };
        let shifts = names.calls_of("shift");
        let first = shifts.partition_point(|shift| shift.node.start_byte() < range.start);
        let before = shifts[first..].iter().take_while(|shift| shift.node.start_byte() < start);
        let is_one = |node: Node<'_>| names.text(node).trim() == "shift";
        let n_shifts = before.take(16).filter(|shift| is_one(shift.node)).count();
        wrappers.0.entry(function.to_owned()).or_insert(n_skipped + n_shifts);
    }
    wrappers
}
