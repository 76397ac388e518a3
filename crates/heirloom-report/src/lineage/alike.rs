// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Questions that one person answers at once.

use std::collections::HashMap;

use heirloom_model::{Question, QuestionSubject};

/// Questions by what makes them one for whoever answers: the same fact, or the same library, with the same
/// consequences. The order is that of the first of each.
pub(super) fn alike(questions: &[Question]) -> Vec<Vec<&Question>> {
    let mut rows: Vec<Vec<&Question>> = Vec::new();
    let mut by_likeness: HashMap<String, usize> = HashMap::new();
    for question in questions {
        let Question { subject, fact, outcomes, duties, .. } = question;
        let likeness = match subject {
            QuestionSubject::Component(_) => Some(format!("{fact:?} {outcomes:?} {duties:?}")),
            QuestionSubject::Existence(by) => {
                Some(format!("{} {:?} {outcomes:?} {duties:?}", by.to, by.kind))
            }
            _ => None,
        };
        match likeness.as_ref().and_then(|likeness| by_likeness.get(likeness)) {
            Some(row) => rows[*row].push(question),
            None => {
                by_likeness.extend(likeness.map(|likeness| (likeness, rows.len())));
                rows.push(vec![question]);
            }
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use heirloom_model::{ComponentId, FactKind, RelationKind, UseRef};

    use super::*;

    fn question(id: &str, subject: QuestionSubject, fact: Option<FactKind>) -> Question {
        Question { id: id.into(), subject, fact, outcomes: None, decides: 1, duties: Vec::new() }
    }

    #[test]
    fn questions_that_differ_in_the_program_alone_are_one_row() {
        let id = |text: &str| ComponentId::new(text).unwrap();
        let uses = |from: &str, to: &str| {
            let kind = RelationKind::DynamicLink;
            QuestionSubject::Existence(UseRef { from: id(from), kind, to: id(to) })
        };
        let of = |name: &str| QuestionSubject::Component(id(name));
        let questions = [
            question("a", of("x"), Some(FactKind::SoleHolder)),
            question("b", uses("x", "ssl"), None),
            question("c", of("y"), Some(FactKind::SoleHolder)),
            question("d", uses("y", "ssl"), None),
            question("e", uses("y", "curl"), None),
            question("f", of("x"), Some(FactKind::SourceDelivered)),
            question("g", QuestionSubject::License(id("p")), None),
            question("h", QuestionSubject::License(id("q")), None),
        ];
        let rows = alike(&questions);
        let ids = |row: &Vec<&Question>| row.iter().map(|one| &*one.id).collect::<String>();
        let rows: Vec<String> = rows.iter().map(ids).collect();
        assert_eq!(rows, ["ac", "bd", "e", "f", "g", "h"]);
    }
}
