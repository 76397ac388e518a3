// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The form of the obligation checklists: one construct a line, nested by tabs.

/// The obligations of a license.
pub(super) struct Checklist {
    pub(super) license: String,
    pub(super) obligations: Vec<Obligation>,
}

/// One line that says what must or must not be done.
pub(super) struct Obligation {
    /// What, without `YOU MUST`; begins with `NOT` for what must not be done.
    pub(super) action: String,
    /// For which forms of delivery.
    pub(super) source: bool,
    pub(super) binary: bool,
    /// Only when the software was modified.
    pub(super) modified: bool,
    /// The choice it belongs to, where one of several things will do.
    pub(super) choice: Option<usize>,
}

/// An open construct with its depth.
struct Open<'a> {
    depth: usize,
    text: &'a str,
    /// The choice that an `EITHER` opened.
    choice: Option<usize>,
}

impl Checklist {
    pub(super) fn read(license: &str, text: &str) -> Checklist {
        let mut obligations = Vec::new();
        let mut open: Vec<Open> = Vec::new();
        let mut choices = 0;
        let mut last_choice: Vec<(usize, usize)> = Vec::new();
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            let depth = line.bytes().take_while(|byte| *byte == b'\t').count();
            let text = line.trim();
            open.retain(|construct| construct.depth < depth);
            last_choice.retain(|(at, _)| *at <= depth);
            let choice = if text.starts_with("EITHER") {
                choices += 1;
                last_choice.retain(|(at, _)| *at != depth);
                last_choice.push((depth, choices));
                Some(choices)
            } else if text == "OR" || text.starts_with("OR IF") {
                last_choice.iter().find(|(at, _)| *at == depth).map(|(_, choice)| *choice)
            } else {
                None
            };
            if let Some(action) = text.strip_prefix("YOU MUST ") {
                obligations.extend(obligation(action, &open));
            }
            open.push(Open { depth, text, choice });
        }
        Checklist { license: license.to_owned(), obligations }
    }
}

/// An obligation in the constructs around it; `None` where it is not about source or binary.
fn obligation(action: &str, open: &[Open]) -> Option<Obligation> {
    let case = open.iter().find_map(|construct| construct.text.strip_prefix("USE CASE "))?;
    let cases: Vec<&str> = case.split(" OR ").collect();
    let any = cases.iter().any(|case| matches!(*case, "Work Delivery" | "Font delivery"));
    let source = any || cases.contains(&"Source code delivery");
    let binary = any || cases.contains(&"Binary delivery");
    let of_others = |text: &str| text.starts_with("IF Combined work With");
    if !(source || binary) || open.iter().any(|construct| of_others(construct.text)) {
        return None;
    }
    let modified = open.iter().any(|construct| {
        let condition = construct.text.trim_start_matches("EITHER ").strip_prefix("IF ");
        condition.is_some_and(|condition| {
            [
                "Software modification",
                "Source code modification",
                "Modification",
                "Font Modification",
            ]
            .iter()
            .any(|start| condition.starts_with(start))
        })
    });
    let choice = open.iter().find_map(|construct| construct.choice);
    Some(Obligation { action: action.to_owned(), source, binary, modified, choice })
}

#[cfg(test)]
mod tests;
