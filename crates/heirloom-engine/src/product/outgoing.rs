// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Of the licenses that are said to hold for what is ours, those of what goes out.
//!
//! A project says its licenses for the whole tree: that of the program, that of its documentation,
//! that of files nobody delivers. A program that is delivered in object form holds the first alone.
//! Where a project offers a choice, files that are under one side of it take the choice away from
//! the whole. A delivery of source holds everything.

use std::{
    cell::LazyCell,
    collections::{BTreeMap, BTreeSet},
};

use heirloom_lineage::{
    book::LicenseBook,
    compat::{self, Answer},
    stated::StatedProduct,
};
use heirloom_model::{
    Component, ComponentId, DeliveryKind, Expression, FileRole, LicenseId, LicenseTerm, Owner,
    Part, PartKind, Scope, SourceLanguage, TermScope, TreePath,
};

use super::{
    Draft, Found,
    scope::{scope_at, scope_of_unread},
};

/// Folders of what people read, in which pictures and tables lie too.
const DOCUMENTS: [&[u8]; 7] =
    [b"doc", b"docs", b"documentation", b"htdocs", b"man", b"manpages", b"manual"];

/// The licenses of files, by their folders.
#[derive(Debug, Default)]
pub(super) struct Said {
    by_folder: BTreeMap<TreePath, BTreeSet<(Use, Expression)>>,
    /// Files that a compiler could take, of which it is not known yet whether one does.
    compiled: Vec<(TreePath, Expression)>,
}

/// What becomes of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Use {
    /// It goes into what is delivered.
    Delivered,
    /// It is read by people.
    Read,
    /// It serves whoever builds, tests or tends the project.
    Kept,
}

impl Said {
    /// Takes in a file that says its license.
    pub(super) fn observe(
        &mut self,
        path: &TreePath,
        role: FileRole,
        language: Option<SourceLanguage>,
        expression: &Expression,
    ) {
        let Some(used) = use_of(path, role, language) else { return };
        let is_compiled = matches!(
            language,
            Some(
                SourceLanguage::C
                    | SourceLanguage::Cpp
                    | SourceLanguage::Rust
                    | SourceLanguage::Python
            )
        );
        if used == Use::Delivered && is_compiled {
            self.compiled.push((path.clone(), expression.clone()));
            return;
        }
        let said = self.by_folder.entry(path.parent().unwrap_or_default()).or_default();
        said.insert((used, expression.clone()));
    }
}

/// What becomes of a file; `None` of texts of licenses, which tell about others.
fn use_of(path: &TreePath, role: FileRole, language: Option<SourceLanguage>) -> Option<Use> {
    let below = |names: &[&[u8]]| {
        path.components().any(|part| names.iter().any(|name| part.eq_ignore_ascii_case(name)))
    };
    let runs = || match language.map(|language| scope_at(path, role, language)) {
        Some(Some(scope)) => matches!(scope, Scope::Runtime | Scope::Optional | Scope::Provided),
        Some(None) => false,
        None => scope_of_unread(path) == Scope::Runtime,
    };
    Some(match role {
        FileRole::LicenseText => return None,
        FileRole::Documentation | FileRole::History => Use::Read,
        FileRole::Data if below(&DOCUMENTS) => Use::Read,
        FileRole::Source | FileRole::Generated | FileRole::Data if runs() => Use::Delivered,
        _ => Use::Kept,
    })
}

/// Whether all deliveries are of source.
pub(super) fn is_source(stated: &StatedProduct, assumed: DeliveryKind) -> bool {
    let mut kinds = stated.deliveries.iter().map(|delivery| delivery.kind);
    match stated.deliveries.is_empty() {
        true => assumed == DeliveryKind::Source,
        false => kinds.all(|kind| kind == DeliveryKind::Source),
    }
}

/// Narrows the licenses of what is ours to those of what goes out, unless all goes out as source.
pub(super) fn narrow(found: &Found, draft: &mut Draft) {
    if draft.is_source {
        return;
    }
    let mut by_owner: BTreeMap<ComponentId, BTreeSet<(Use, Expression)>> = BTreeMap::new();
    for (folder, said) in &found.said.by_folder {
        let Some(owner) = draft.owner_of(folder) else { continue };
        // What is no source goes out beside the programs that are made of it.
        for whole in draft.split.of(&owner).unwrap_or_default() {
            let kept = said.iter().map(|(used, one)| match used {
                Use::Delivered => (Use::Kept, one.clone()),
                _ => (*used, one.clone()),
            });
            by_owner.entry(whole).or_default().extend(kept);
        }
        by_owner.entry(owner).or_default().extend(said.iter().cloned());
    }
    let mut files: BTreeMap<ComponentId, BTreeMap<&Expression, usize>> = BTreeMap::new();
    for (file, expression) in &found.said.compiled {
        let Some(owner) = draft.owner_of(file) else { continue };
        let used = if found.is_beside(file) { Use::Kept } else { Use::Delivered };
        let holders = draft.holders(found, file);
        let others = draft.split.of(&owner).unwrap_or_default();
        for other in others.into_iter().chain([owner]).filter(|one| !holders.contains(one)) {
            by_owner.entry(other).or_default().insert((Use::Kept, expression.clone()));
        }
        let is_header =
            [&b".h"[..], b".hh", b".hpp"].iter().any(|end| file.file_name().ends_with(end));
        for holder in holders {
            if !is_header {
                *files.entry(holder.clone()).or_default().entry(expression).or_default() += 1;
            }
            by_owner.entry(holder).or_default().insert((used, expression.clone()));
        }
    }
    let n_sources = draft.split.n_sources.clone();
    let book = LazyCell::new(|| LicenseBook::built_in().ok());
    let goes_into = |part: &Expression, whole: &Expression| {
        book.as_ref().is_none_or(|book| goes_into(book, part, whole))
    };
    let claims = |term: &LicenseTerm| {
        let license = book.as_ref().and_then(|book| book.license(&term.license));
        license.is_some_and(|license| license.shares_alike(TermScope::Work))
    };
    let mut rest: Vec<(ComponentId, Vec<ComponentId>)> = Vec::new();
    for (owner, said) in by_owner {
        let is_whole = draft.split.module_of(&owner) != &owner;
        let Some(component) = draft.component_mut(&owner) else { continue };
        let is_told = narrow_one(component, &said);
        // What is left of a package says nothing of its own.
        if let Some(wholes) = draft.split.of(&owner).filter(|_| !is_told) {
            rest.push((owner.clone(), wholes));
            continue;
        }
        let Some(component) = draft.component_mut(&owner) else { continue };
        if let Some(files) = files.get(&owner).filter(|_| is_whole) {
            let n_sources = n_sources.get(&owner).copied().unwrap_or_default();
            own_license(component, files, n_sources, &goes_into);
            strictest(component, files, &goes_into, &claims);
        }
    }
    for (owner, wholes) in rest.into_iter().filter(|(owner, wholes)| !wholes.contains(owner)) {
        let main = super::wholes::main(&wholes, draft);
        let license = main.and_then(|main| draft.component(main)?.license.concluded.clone());
        if let (Some(license), Some(component)) = (license, draft.component_mut(&owner)) {
            component.license.concluded = Some(license);
        }
    }
}

/// Narrows the license of one component; whether files that go out say any of it.
fn narrow_one(component: &mut Component, said: &BTreeSet<(Use, Expression)>) -> bool {
    let Some(whole) = component.license.effective() else { return true };
    if component.owner != Owner::Own {
        return true;
    }
    let of = |wanted: Use| said.iter().filter(move |(used, _)| *used == wanted).map(|(_, one)| one);
    let ids = |wanted: Use| of(wanted).flat_map(Expression::ids).collect::<BTreeSet<_>>();
    let (delivered, read, kept) = (ids(Use::Delivered), ids(Use::Read), ids(Use::Kept));
    let operands = match whole {
        Expression::And(operands) => operands.as_slice(),
        one => std::slice::from_ref(one),
    };
    let names_any = |operand: &Expression, ids: &BTreeSet<&LicenseId>| {
        operand.ids().iter().any(|id| ids.contains(id))
    };
    let (goes, stays): (Vec<&Expression>, Vec<&Expression>) =
        operands.iter().partition(|operand| {
            names_any(operand, &delivered)
                || !(names_any(operand, &read) || names_any(operand, &kept))
        });
    // Where no file that is delivered says any of them, nothing is known of which goes where.
    let is_told = goes.iter().any(|operand| names_any(operand, &delivered));
    let (goes, stays) = if is_told { (goes, stays) } else { (operands.iter().collect(), vec![]) };
    let parts = stays.into_iter().filter(|one| names_any(one, &read));
    let part =
        |license: &Expression| Part { kind: PartKind::Documentation, license: license.clone() };
    let parts: Vec<Part> = parts.map(part).collect();
    let delivered: BTreeSet<&Expression> = of(Use::Delivered).collect();
    let narrowed = Expression::all(goes.into_iter().map(|operand| chosen(operand, &delivered)));
    component.parts.extend(parts);
    component.license.concluded = narrowed;
    is_told
}

/// A program of which nearly every file says another license than its package's is under that of most
/// of them; so is one of which a few files say the package's, where that of the others cannot go into
/// it.
fn own_license(
    component: &mut Component,
    files: &BTreeMap<&Expression, usize>,
    n_sources: usize,
    goes_into: &dyn Fn(&Expression, &Expression) -> bool,
) {
    let Some(whole) = component.license.effective() else { return };
    let own = whole.ids();
    let n_said: usize = files.values().sum();
    if n_said == 0 || 10 * n_said < 9 * n_sources {
        return;
    }
    let most = files.iter().max_by_key(|(expression, n)| (**n, std::cmp::Reverse(**expression)));
    let Some((most, n_most)) = most else { return };
    let is_other = files.keys().all(|said| said.ids().is_disjoint(&own));
    // A notice in each file names the license, and the text in the tree adds an exception to it.
    if is_with_exception(whole, most) {
        return;
    }
    let is_of_most = matches!(most, Expression::Term(_)) && 4 * n_most >= 3 * n_said;
    if is_other || is_of_most && !goes_into(most, whole) {
        component.license.concluded = Some((*most).clone());
        component.license.around = None;
    }
}

/// Whether one license is another with an exception.
fn is_with_exception(whole: &Expression, plain: &Expression) -> bool {
    let (Expression::Term(whole), Expression::Term(plain)) = (whole, plain) else { return false };
    let without = LicenseTerm { exception: None, ..whole.clone() };
    whole.exception.is_some() && without == *plain
}

/// Of several licenses of a package that files of one program say, that which claims all of the program,
/// where the others can go into it and something else that a file says cannot: the parts of one program do
/// not stay apart.
fn strictest(
    component: &mut Component,
    files: &BTreeMap<&Expression, usize>,
    goes_into: &dyn Fn(&Expression, &Expression) -> bool,
    claims: &dyn Fn(&LicenseTerm) -> bool,
) {
    let Some(Expression::And(operands)) = component.license.effective() else { return };
    let is_said = |one: &Expression| {
        files.keys().any(|said| match said {
            Expression::And(all) => all.contains(one),
            said => *said == one,
        })
    };
    let suits_all = |one: &&Expression| {
        let Expression::Term(term) = one else { return false };
        let mut others = operands.iter().filter(|other| *other != *one);
        claims(term) && is_said(one) && others.all(|other| goes_into(other, one))
    };
    // Where all that the files say can go into it, nothing is lost by naming all licenses.
    let strictest = operands.iter().find(suits_all);
    let strictest = strictest.filter(|one| files.keys().any(|said| !goes_into(said, one)));
    if let Some(strictest) = strictest {
        component.license.concluded = Some(strictest.clone());
        component.license.around = None;
    }
}

/// Whether a part under a license can go into a whole under another; what nobody knows can.
fn goes_into(book: &LicenseBook, part: &Expression, whole: &Expression) -> bool {
    match (part, whole) {
        (Expression::And(all), _) => all.iter().all(|one| goes_into(book, one, whole)),
        (Expression::Or(sides), _) => sides.iter().any(|one| goes_into(book, one, whole)),
        (_, Expression::And(any) | Expression::Or(any)) => {
            any.iter().any(|one| goes_into(book, part, one))
        }
        (Expression::Term(part), Expression::Term(whole)) => {
            compat::into_whole(book, part, whole).answer > Answer::No
        }
    }
}

/// Of a choice, the sides that delivered files are under without having the choice.
fn chosen(operand: &Expression, delivered: &BTreeSet<&Expression>) -> Expression {
    let Expression::Or(sides) = operand else { return operand.clone() };
    let bound = sides.iter().filter(|side| {
        delivered.iter().any(|file| match file {
            Expression::And(all) => all.contains(side),
            one => one == side,
        })
    });
    Expression::all(bound.cloned()).unwrap_or_else(|| operand.clone())
}

#[cfg(test)]
mod tests {
    use heirloom_model::Component;

    use super::*;

    #[track_caller]
    fn check(whole: &str, said: &[(Use, &str)], expect: &str) {
        let parse = |text: &str| Expression::parse(text).unwrap();
        let said: BTreeSet<(Use, Expression)> =
            said.iter().map(|(used, text)| (*used, parse(text))).collect();
        let mut component = Component::own(ComponentId::new("app").unwrap());
        component.license.declared = Some(parse(whole));
        narrow_one(&mut component, &said);
        assert_eq!(component.license.effective(), Some(&parse(expect)));
    }

    #[test]
    fn licenses_of_what_is_read_or_kept_do_not_go_out() {
        let said = [
            (Use::Delivered, "GPL-3.0-or-later"),
            (Use::Read, "CC-BY-SA-4.0"),
            (Use::Kept, "CC0-1.0"),
        ];
        check("CC0-1.0 AND CC-BY-SA-4.0 AND GPL-3.0-or-later", &said, "GPL-3.0-or-later");
        // What no file says may be that of files that say nothing.
        check("MIT AND CC-BY-SA-4.0 AND GPL-3.0-or-later", &said, "MIT AND GPL-3.0-or-later");
    }

    #[test]
    fn where_no_delivered_file_says_anything_all_stay() {
        check("CC-BY-SA-4.0 AND MIT", &[(Use::Read, "CC-BY-SA-4.0")], "CC-BY-SA-4.0 AND MIT");
        check("CC-BY-SA-4.0", &[(Use::Read, "CC-BY-SA-4.0")], "CC-BY-SA-4.0");
    }

    #[test]
    fn files_under_one_side_take_the_choice_away() {
        let whole = "LGPL-2.1-or-later OR GPL-2.0-or-later";
        check(whole, &[(Use::Delivered, "LGPL-2.1-or-later OR GPL-2.0-or-later")], whole);
        check(whole, &[(Use::Delivered, "GPL-2.0-or-later AND MIT")], "GPL-2.0-or-later");
        check(whole, &[(Use::Kept, "GPL-2.0-or-later")], whole);
    }
}
