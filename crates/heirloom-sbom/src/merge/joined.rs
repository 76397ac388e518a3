// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Two items as one, with what they contradict each other in.

use super::{Conflict, join as join_lists};
use crate::{Agent, Item, ItemKind, Licensing, Need, bill::card, identity::words, purl};

/// Fields of words about an item, which two sources seldom say alike.
pub(super) const WORDS: [&str; 7] = [
    "publisher",
    "description",
    "remark",
    "remark about licenses",
    "kind",
    "package URL",
    "card of a model or data",
];

/// Which bill said what of one thing first.
#[derive(Debug, Default)]
pub(super) struct Said {
    first: usize,
    /// Fields that a later one filled.
    later: Vec<(&'static str, usize)>,
}

impl Said {
    /// Everything was said by one bill.
    pub(super) fn by(number: usize) -> Said {
        Said { first: number, later: Vec::new() }
    }

    /// The number of the bill that said anything at all first.
    pub(super) fn first(&self) -> usize {
        self.first
    }

    fn of(&self, field: &str) -> usize {
        let later = self.later.iter().rev().find(|(known, _)| *known == field);
        later.map_or(self.first, |(_, number)| *number)
    }
}

/// Collects what the bills contradict each other in of one thing.
pub(super) struct Telling<'a> {
    pub(super) item: String,
    /// The bill that is joined to what is known.
    pub(super) number: usize,
    pub(super) said: &'a mut Said,
    pub(super) conflicts: &'a mut Vec<Conflict>,
}

impl Telling<'_> {
    /// Tells that something else is kept than the bill says.
    pub(super) fn tell(&mut self, field: &str, kept: &str, other: &str) {
        self.conflicts.push(Conflict {
            item: self.item.clone(),
            field: field.to_owned(),
            kept: (kept.to_owned(), self.said.of(field)),
            other: (other.to_owned(), self.number),
        });
    }

    fn fills(&mut self, field: &'static str) {
        self.said.later.push((field, self.number));
    }

    /// Keeps the first of two texts.
    pub(super) fn text(
        &mut self,
        field: &'static str,
        kept: &mut Option<String>,
        other: Option<String>,
    ) {
        match (&*kept, other) {
            (_, None) => {}
            (None, other) => {
                *kept = other;
                self.fills(field);
            }
            (Some(one), Some(other)) if one.trim() != other.trim() => self.tell(field, one, &other),
            _ => {}
        }
    }

    fn licensing(&mut self, field: &'static str, kept: &mut Licensing, other: Licensing) {
        match (&*kept, &other) {
            (_, Licensing::Unknown) => {}
            (Licensing::Unknown, _) => {
                *kept = other;
                self.fills(field);
            }
            (one, two) if one != two => {
                let [one, two] = [one, two].map(|one| one.expression().unwrap_or("NONE"));
                self.tell(field, one, two);
            }
            _ => {}
        }
    }

    fn supplier(&mut self, kept: &mut Option<Agent>, other: Option<Agent>) {
        match (kept, other) {
            (_, None) => {}
            (kept @ None, other) => {
                *kept = other;
                self.fills("supplier");
            }
            (Some(one), Some(two)) if one.name != two.name => {
                self.tell("supplier", &one.name, &two.name);
            }
            (Some(one), Some(two)) => {
                self.text("supplier: mail address", &mut one.email, two.email);
                self.text("supplier: web address", &mut one.url, two.url);
            }
        }
    }

    /// A library is also what nothing is said of, so that any other kind is kept before it.
    fn kind(&mut self, kept: &mut ItemKind, other: ItemKind) {
        if *kept == ItemKind::Library {
            if other != *kept {
                self.fills("kind");
            }
            *kept = other;
        } else if other != ItemKind::Library && other != *kept {
            self.tell("kind", &words(&*kept), &words(&other));
        }
    }

    /// The strongest need is kept: what one product does without another may require.
    fn need(&mut self, kept: &mut Option<Need>, other: Option<Need>) {
        let field = "how it is needed";
        match (*kept, other) {
            (Some(one), Some(two)) if one > two => self.tell(field, &words(&one), &words(&two)),
            (Some(one), Some(two)) if one < two => {
                self.conflicts.push(Conflict {
                    item: self.item.clone(),
                    field: field.to_owned(),
                    kept: (words(&two), self.number),
                    other: (words(&one), self.said.of(field)),
                });
                self.fills(field);
            }
            (None, Some(_)) => self.fills(field),
            _ => {}
        }
        *kept = (*kept).max(other);
    }

    fn checksums(&mut self, item: &mut Item, other: Vec<(String, String)>) {
        for (algorithm, value) in &other {
            let mut same = item.checksums.iter().filter(|(known, _)| known == algorithm).peekable();
            if let Some((_, first)) = same.peek().copied()
                && !same.any(|(_, known)| known.eq_ignore_ascii_case(value))
            {
                let first = first.clone();
                self.tell(algorithm, &first, value);
            }
        }
        let is_new = |(algorithm, _): &(String, String)| {
            !item.checksums.iter().any(|(known, _)| known == algorithm)
        };
        let added: Vec<(String, String)> = other.into_iter().filter(is_new).collect();
        item.checksums.extend(added);
    }
}

/// Adds what another bill says of an item.
pub(super) fn join(item: &mut Item, other: Item, mut telling: Telling<'_>) {
    telling.licensing("declared license", &mut item.declared, other.declared);
    telling.licensing("concluded license", &mut item.concluded, other.concluded);
    telling.supplier(&mut item.supplier, other.supplier);
    match (&mut item.purl, other.purl) {
        (Some(one), Some(two)) => {
            let (made, is_other) = purl::joined(one, &two);
            if is_other {
                telling.tell("package URL", one, &two);
            }
            *one = made;
        }
        (kept @ None, Some(two)) => {
            *kept = Some(two);
            telling.fills("package URL");
            if item.group.is_none() && item.name.ends_with(&other.name) {
                // The URL parts the namespace from the name.
                (item.group, item.name) = (other.group, other.name);
            }
        }
        _ => {}
    }
    telling.checksums(item, other.checksums);
    telling.text("publisher", &mut item.publisher, other.publisher);
    telling.text("description", &mut item.description, other.description);
    telling.text("remark", &mut item.comment, other.comment);
    telling.text("remark about licenses", &mut item.license_comment, other.license_comment);
    match (&item.card, other.card) {
        (None, card) => item.card = card,
        (Some(one), Some(two)) if *one != two => {
            let (one, two) = (card::told(one), card::told(&two));
            telling.tell("card of a model or data", &one, &two);
        }
        _ => {}
    }
    telling.kind(&mut item.kind, other.kind);
    telling.need(&mut item.need, other.need);
    // What both say together is whole where one of them is.
    item.completeness = item.completeness.max(other.completeness);
    join_lists(&mut item.cpes, other.cpes);
    join_lists(&mut item.authors, other.authors);
    join_lists(&mut item.addresses, other.addresses);
    join_lists(&mut item.detected, other.detected);
    join_lists(&mut item.evidence, other.evidence);
    join_lists(&mut item.places, other.places);
    join_lists(&mut item.properties, other.properties);
    item.copyright = lines(item.copyright.take(), other.copyright);
}

/// The lines of both, each once.
fn lines(one: Option<String>, other: Option<String>) -> Option<String> {
    match (one, other) {
        (Some(one), Some(other)) => {
            let mut all: Vec<&str> = one.lines().collect();
            join_lists(&mut all, other.lines().collect());
            Some(all.join("\n"))
        }
        (one, other) => one.or(other),
    }
}
