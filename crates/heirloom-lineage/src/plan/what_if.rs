// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Edits in words: `A static_link→exec B`.
//!
//! The words are those in which [`Edit`] is shown, so every edit of a plan can be tried by itself.
//! `->` stands for `→`. Names of components may hold blanks as long as they are in the product.

use heirloom_model::{
    Action, Component, ComponentId, Edit, EditSubject, Expression, Product, RelationKind, Tri,
    WholeChange,
};

use super::{edit::apply, report::changes};
use crate::judge::Judge;

/// Why words are no edit.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// There is no arrow, or nothing on one side.
    #[error("read `{0}`: write `USER kind→kind USED`, `USED license→LICENSE` or `USED form→none`")]
    Shape(Box<str>),
    /// What stands before the arrow is no kind of use.
    #[error("read `{0}`: no kind of use of that name")]
    UnknownKind(Box<str>),
    /// What stands behind the arrow is nothing that can be done.
    #[error("read `{0}`: no edit of that name")]
    UnknownEdit(Box<str>),
    /// No component has this name.
    #[error("find the component `{0}`")]
    UnknownComponent(Box<str>),
    /// The user does not use the other in that way.
    #[error("find the use `{0}`")]
    UnknownUse(Box<str>),
    /// What should be obtained is no license expression.
    #[error("read the license `{0}`")]
    BadLicense(Box<str>),
}

/// Reads edits, one a line or separated by `;`.
///
/// # Errors
/// [`EditError`] for each that is none.
pub fn parse_edits(judge: &Judge, text: &str) -> (Vec<Edit>, Vec<EditError>) {
    let mut edits = Vec::new();
    let mut errors = Vec::new();
    for line in text.split(['\n', ';']).map(str::trim).filter(|line| !line.is_empty()) {
        match parse(judge, line) {
            Ok(found) => edits.extend(found),
            Err(error) => errors.push(error),
        }
    }
    (edits, errors)
}

fn parse(judge: &Judge, text: &str) -> Result<Vec<Edit>, EditError> {
    let shape = || EditError::Shape(text.into());
    let (left, right) = text.split_once('→').or_else(|| text.split_once("->")).ok_or_else(shape)?;
    let (left, right) = (left.trim(), right.trim());
    let product = judge.product();
    if let Some(name) = left.strip_suffix(" license") {
        let license = Expression::parse(right).map_err(|_| EditError::BadLicense(right.into()))?;
        let subject = EditSubject::Component(component(judge, name)?);
        return Ok(vec![Edit { subject, action: Action::Obtain(license) }]);
    }
    if let Some(name) = left.strip_suffix(" form") {
        if !["none", "withhold"].contains(&right) {
            return Err(EditError::UnknownEdit(right.into()));
        }
        let subject = EditSubject::Component(component(judge, name)?);
        return Ok(vec![Edit { subject, action: Action::Withhold }]);
    }
    if let Some((from, kind)) = split_last(left).filter(|(_, kind)| is_kind(kind)) {
        let (action, to) = right.split_once(char::is_whitespace).ok_or_else(shape)?;
        let action = use_action(action)?;
        return uses(judge, component(judge, from)?, kind, component(judge, to)?, &action);
    }
    // `A static_link B→C`
    let by = ComponentId::new(right).map_err(|_| shape())?;
    let place = judge.component(&by).map(|place| product.components[place as usize].clone());
    let action = Action::ReplaceBy(Box::new(place.unwrap_or_else(|| Component::third_party(by))));
    for (at, _) in left.match_indices(char::is_whitespace) {
        let Some((kind, to)) = left[at..].trim_start().split_once(char::is_whitespace) else {
            break;
        };
        if is_kind(kind) {
            let (from, to) = (component(judge, &left[..at])?, component(judge, to)?);
            return uses(judge, from, kind, to, &action);
        }
    }
    match split_last(left) {
        Some((_, kind)) => Err(EditError::UnknownKind(kind.into())),
        None => Err(shape()),
    }
}

fn split_last(text: &str) -> Option<(&str, &str)> {
    text.rsplit_once(char::is_whitespace).map(|(before, last)| (before.trim(), last))
}

fn is_kind(name: &str) -> bool {
    RelationKind::from_name(name).is_some()
}

fn component(judge: &Judge, name: &str) -> Result<ComponentId, EditError> {
    let name = name.trim();
    let unknown = || EditError::UnknownComponent(name.into());
    let id = ComponentId::new(name).map_err(|_| unknown())?;
    if judge.component(&id).is_some() {
        return Ok(id);
    }
    // A name for people, where one component alone has it.
    let mut named = judge.product().components.iter().filter(|one| &*one.name == name);
    match (named.next(), named.next()) {
        (Some(one), None) => Ok(one.id.clone()),
        _ => Err(unknown()),
    }
}

fn use_action(name: &str) -> Result<Action, EditError> {
    Ok(match name {
        "drop" | "none" => Action::Drop,
        "rewrite" => Action::Rewrite,
        "layer" => Action::Layer,
        "plain_data" => Action::PlainData,
        "user_space" => Action::UserSpace,
        "ipc" => Action::Become(RelationKind::Ipc { intimate: Tri::No }),
        name => Action::Become(
            RelationKind::from_name(name).ok_or_else(|| EditError::UnknownEdit(name.into()))?,
        ),
    })
}

/// The edit of every relation between two components of a kind.
fn uses(
    judge: &Judge,
    from: ComponentId,
    kind: &str,
    to: ComponentId,
    action: &Action,
) -> Result<Vec<Edit>, EditError> {
    let product: &Product = judge.product();
    let user = judge.component(&from).expect("it was found by its place");
    let edits: Vec<Edit> = judge
        .outgoing(user)
        .iter()
        .map(|index| (*index, &product.relations[*index as usize]))
        .filter(|(_, relation)| relation.to == to && relation.kind.name() == kind)
        .map(|(relation, known)| Edit {
            subject: EditSubject::Use {
                from: from.clone(),
                kind: known.kind,
                to: to.clone(),
                relation,
            },
            action: action.clone(),
        })
        .collect();
    if edits.is_empty() {
        return Err(EditError::UnknownUse(format!("{from} {kind} {to}").into()));
    }
    Ok(edits)
}

/// What follows from edits: every whole whose verdict they change. The judge comes back as it was.
pub fn what_if(judge: &mut Judge, edits: &[Edit]) -> Vec<WholeChange> {
    let before = super::report::all_verdicts(judge);
    let undo: Vec<_> = edits.iter().filter_map(|edit| apply(edit, judge)).collect();
    let after = super::report::all_verdicts(judge);
    let changes = changes(judge, &before, &after);
    for one in undo.into_iter().rev() {
        one.undo(judge);
    }
    changes
}
