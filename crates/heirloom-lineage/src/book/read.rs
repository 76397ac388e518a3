// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! From files of license facts to a book; every problem is collected with its place.

use std::{collections::BTreeMap, fmt, sync::Arc};

use heirloom_model::{
    Cure, CureFrom, DutyKind, LicenseId, LicenseKind, Means, OwedTo, ProhibitionKind, Reading,
    Reviewed, TermScope,
};
use toml::Spanned;

use super::{
    Change, Deliveries, Effect, Exception, Form, Guard, License, LicenseBook, Lift, Relief, Term,
    TermId, Trigger, Uses, Way, wire,
};

/// One thing wrong in a file of license facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BookProblem {
    /// The file.
    pub file: Box<str>,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong.
    pub what: Box<str>,
}

impl fmt::Display for BookProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.what)
    }
}

/// Why files of license facts make no book.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("read the license facts: {}", problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
pub struct BookError {
    /// Everything that is wrong, in the order of files and lines.
    pub problems: Vec<BookProblem>,
}

pub(super) fn book(files: &[(&str, &str)]) -> Result<LicenseBook, BookError> {
    let mut reader = Reader::default();
    for (name, text) in files {
        match toml::from_str::<wire::File>(text) {
            Ok(file) => reader.file(name, text, file),
            Err(error) => {
                let at = error.span().map_or(0, |span| span.start);
                reader.place = Place { file: (*name).into(), text };
                reader.problem(at, error.message());
            }
        }
    }
    reader.expand_classes();
    reader.share_terms();
    reader.check_references();
    reader.check_lifted();
    if reader.problems.is_empty() {
        Ok(reader.book)
    } else {
        Err(BookError { problems: reader.problems })
    }
}

#[derive(Clone, Default)]
struct Place<'a> {
    file: Box<str>,
    text: &'a str,
}

/// A license that takes the terms of another one.
struct Like<'a> {
    id: LicenseId,
    model: LicenseId,
    without: Vec<(usize, Box<str>)>,
    reviewed: Option<Reviewed>,
    at: usize,
    place: Place<'a>,
}

#[derive(Default)]
struct Reader<'a> {
    book: LicenseBook,
    problems: Vec<BookProblem>,
    place: Place<'a>,
    likes: Vec<Like<'a>>,
    /// Licenses named by others, with where.
    references: Vec<(LicenseId, usize, Place<'a>)>,
    /// Exceptions, with where.
    exceptions: Vec<(LicenseId, usize, Place<'a>)>,
    /// Terms that permit every license of some classes.
    classes: BTreeMap<TermId, Vec<LicenseKind>>,
}

impl<'a> Reader<'a> {
    fn problem(&mut self, at: usize, what: impl Into<Box<str>>) {
        let before = self.place.text.get(..at).unwrap_or_default();
        let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
        self.problems.push(BookProblem { file: self.place.file.clone(), line, what: what.into() });
    }

    fn file(&mut self, name: &str, text: &'a str, file: wire::File) {
        self.place = Place { file: name.into(), text };
        for license in file.license {
            self.license(license);
        }
        for exception in file.exception {
            self.exception(exception);
        }
        for (class, ids) in file.class {
            let Some(kind) = self.word(&class, "a class of licenses", LicenseKind::from_name)
            else {
                continue;
            };
            for id in ids {
                let Some(id_of) = self.id(&id) else { continue };
                let license = License {
                    id: id_of.clone(),
                    kind,
                    elections: vec![id_of],
                    later: Vec::new(),
                    terms: Vec::new(),
                    change: None,
                    described: false,
                };
                self.insert(license, id.span().start);
            }
        }
    }

    fn insert(&mut self, license: License, at: usize) {
        let id = license.id.clone();
        let described = license.described;
        match self.book.licenses.get(&id) {
            // The list of classes may name what a file of its own describes.
            Some(known) if known.described && !described => {}
            Some(known) if known.described => self.problem(at, format!("`{id}` stands twice")),
            _ => {
                self.book.licenses.insert(id, license);
            }
        }
    }

    /// The value of a word of a fixed vocabulary.
    fn word<T>(
        &mut self,
        word: &Spanned<String>,
        what: &str,
        from_name: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let value = from_name(word.get_ref());
        if value.is_none() {
            self.problem(word.span().start, format!("`{}` is not {what}", word.get_ref()));
        }
        value
    }

    fn id(&mut self, id: &Spanned<String>) -> Option<LicenseId> {
        self.word(id, "a license identifier", |text| LicenseId::new(text).ok())
    }

    /// An identifier of a license that has to be in the book.
    fn reference(&mut self, id: &Spanned<String>) -> Option<LicenseId> {
        let license = self.id(id)?;
        self.references.push((license.clone(), id.span().start, self.place.clone()));
        Some(license)
    }

    fn references(&mut self, ids: &[Spanned<String>]) -> Vec<LicenseId> {
        ids.iter().filter_map(|id| self.reference(id)).collect()
    }

    fn license(&mut self, license: wire::License) {
        let at = license.id.span().start;
        let Some(id) = self.id(&license.id) else { return };
        let kind = self.word(&license.kind, "a class of licenses", LicenseKind::from_name);
        for also in &license.also {
            if let Some(alias) = self.id(also) {
                self.book.aliases.insert(alias, id.clone());
            }
        }
        let mut elections = self.references(&license.elections);
        if elections.is_empty() {
            elections.push(id.clone());
        }
        let later = self.references(&license.later);
        let terms: Vec<Term> =
            license.terms.iter().filter_map(|term| self.term(&id, term)).collect();
        self.check_unique(terms.iter().map(|term| &term.id), at);
        if let Some(model) = &license.like
            && let Some(model) = self.reference(model)
        {
            let without = license
                .without
                .iter()
                .map(|name| (name.span().start, name.get_ref().as_str().into()))
                .collect();
            let reviewed = license.reviewed.as_ref().map(|word| self.reviewed(Some(word)));
            let place = self.place.clone();
            self.likes.push(Like { id: id.clone(), model, without, reviewed, at, place });
        }
        let change = license.change.as_ref().map(|change| self.change(change));
        if let Some(kind) = kind {
            let described = true;
            self.insert(License { id, kind, elections, later, terms, change, described }, at);
        }
    }

    fn change(&mut self, change: &wire::Change) -> Change {
        Change {
            clause: change.clause.as_str().into(),
            to: change.to.as_ref().and_then(|to| self.reference(to)),
            years: change.years,
            most_years: change.most_years,
        }
    }

    fn check_unique<'t>(&mut self, ids: impl Iterator<Item = &'t TermId>, at: usize) {
        let mut seen = std::collections::BTreeSet::new();
        for id in ids {
            if !seen.insert(id.clone()) {
                self.problem(at, format!("two terms are called `{}`", id.as_str()));
            }
        }
    }

    fn term(&mut self, license: &LicenseId, spanned: &Spanned<wire::Term>) -> Option<Term> {
        let at = spanned.span().start;
        let term = spanned.get_ref();
        if term.clause.trim().is_empty() {
            self.problem(at, "a term needs the clause it stands in");
        }
        let effect = self.effect(license, term, at)?;
        let uses = self.uses(&term.uses).unwrap_or(match effect {
            Effect::ShareAlike(TermScope::Work) => Uses::COMBINED,
            _ => Uses::ITSELF,
        });
        let on = self.deliveries(&term.on);
        let form = term.form.as_ref().and_then(|form| {
            self.word(form, "`source` or `object`", |name| match name {
                "source" => Some(Form::Source),
                "object" => Some(Form::Object),
                _ => None,
            })
        });
        let guards = self.guards(&term.guards);
        let reading = term
            .reading
            .as_ref()
            .and_then(|reading| self.word(reading, "a reading", Reading::from_name));
        Some(Term {
            id: TermId::new(license.as_str(), term.name.get_ref()),
            clause: term.clause.as_str().into(),
            trigger: Trigger { uses, on, form, guards },
            effect,
            reading,
            reviewed: self.reviewed(term.reviewed.as_ref()),
        })
    }

    /// A fact that does not say who looked at it was read in the license's text.
    fn reviewed(&mut self, word: Option<&Spanned<String>>) -> Reviewed {
        word.and_then(|word| self.word(word, "a mark of review", Reviewed::from_name))
            .unwrap_or(Reviewed::Text)
    }

    fn uses(&mut self, words: &[Spanned<String>]) -> Option<Uses> {
        words.iter().filter_map(|word| self.word(word, "a use", Uses::from_name)).reduce(Uses::with)
    }

    fn deliveries(&mut self, words: &[Spanned<String>]) -> Deliveries {
        words
            .iter()
            .filter_map(|word| self.word(word, "a delivery", Deliveries::from_name))
            .reduce(Deliveries::with)
            .unwrap_or(Deliveries::DISTRIBUTION)
    }

    fn guards(&mut self, words: &[Spanned<String>]) -> Vec<Guard> {
        words.iter().filter_map(|word| self.word(word, "a guard", Guard::from_name)).collect()
    }

    fn effect(&mut self, license: &LicenseId, term: &wire::Term, at: usize) -> Option<Effect> {
        let given = [
            term.duty.is_some(),
            term.forbids.is_some(),
            term.share_alike.is_some(),
            term.permits.is_some(),
            term.ends.is_some(),
        ];
        if given.iter().filter(|given| **given).count() != 1 {
            let what = "a term has one of `duty`, `forbids`, `share_alike`, `permits`, `ends`";
            self.problem(at, what);
            return None;
        }
        if let Some(duty) = &term.duty {
            let kind = self.word(duty, "a duty", DutyKind::from_name)?;
            let to = match &term.to {
                Some(to) => self.word(to, "somebody to owe to", OwedTo::from_name)?,
                None => OwedTo::Recipient,
            };
            let until = term.until.as_deref().map(Arc::from);
            let means = term.means.iter().filter_map(|way| self.way(way)).collect();
            return Some(Effect::Duty { kind, to, until, means });
        }
        if let Some(first) = term.means.first() {
            self.problem(first.by.span().start, "`means` are ways to meet a duty");
        }
        if let Some(scope) = &term.share_alike {
            return self.word(scope, "a scope", TermScope::from_name).map(Effect::ShareAlike);
        }
        if let Some(permits) = &term.permits {
            let outbound = self.outbound(license, term);
            return self.word(permits, "a permission", |name| match name {
                "relicense" => Some(Effect::Relicense(outbound.clone())),
                "yield" => Some(Effect::Yield(outbound.clone())),
                "combine" => Some(Effect::Combine(outbound.clone())),
                _ => None,
            });
        }
        if let Some(ends) = &term.ends {
            let curable = self.word(ends, "`final` or `curable`", |name| match name {
                "final" => Some(false),
                "curable" => Some(true),
                _ => None,
            })?;
            let cures = self.cures(&term.cure);
            if curable == term.cure.is_empty() {
                self.problem(at, "what is `curable` says how by `cure`, and nothing else does");
            }
            return Some(Effect::Termination { cures });
        }
        self.prohibition(term)
    }

    fn way(&mut self, way: &wire::Way) -> Option<Way> {
        let by = self.word(&way.by, "a way to meet a duty", Means::from_name)?;
        if way.clause.trim().is_empty() {
            self.problem(way.by.span().start, "a way needs the clause it stands in");
        }
        Some(Way { by, clause: way.clause.as_str().into(), guards: self.guards(&way.guards) })
    }

    fn cures(&mut self, cures: &[wire::Cure]) -> Vec<Cure> {
        let mut all = Vec::new();
        for cure in cures {
            let from = self.word(&cure.from, "a beginning of a cure", CureFrom::from_name);
            all.extend(from.map(|from| Cure { from, days: cure.days }));
        }
        all
    }

    /// The licenses a term permits: identifiers, or `any` with a class.
    fn outbound(&mut self, license: &LicenseId, term: &wire::Term) -> Vec<LicenseId> {
        let mut ids = Vec::new();
        for word in &term.outbound {
            let Some(class) = word.get_ref().strip_prefix("any ") else {
                ids.extend(self.reference(word));
                continue;
            };
            match LicenseKind::from_name(class) {
                Some(kind) => {
                    let id = TermId::new(license.as_str(), term.name.get_ref());
                    self.classes.entry(id).or_default().push(kind);
                }
                None => {
                    let what = format!("`{class}` is not a class of licenses");
                    self.problem(word.span().start, what);
                }
            }
        }
        ids
    }

    /// Names the licenses of the classes that terms permit.
    fn expand_classes(&mut self) {
        let of_kind: Vec<(LicenseId, LicenseKind)> =
            self.book.licenses().map(|license| (license.id.clone(), license.kind)).collect();
        for license in self.book.licenses.values_mut() {
            for term in &mut license.terms {
                let Some(kinds) = self.classes.get(&term.id) else { continue };
                if let Effect::Relicense(ids) | Effect::Yield(ids) | Effect::Combine(ids) =
                    &mut term.effect
                {
                    let named = of_kind.iter().filter(|(_, kind)| kinds.contains(kind));
                    ids.extend(named.map(|(id, _)| id.clone()));
                }
            }
        }
    }

    fn prohibition(&mut self, term: &wire::Term) -> Option<Effect> {
        let forbids = term.forbids.as_ref()?;
        let kind = self.word(forbids, "a prohibition", ProhibitionKind::from_name)?;
        if kind != ProhibitionKind::RestrictFurther {
            return Some(Effect::Prohibition(kind));
        }
        let mut duties = Vec::new();
        let mut prohibitions = Vec::new();
        for word in &term.tolerates {
            if let Some(duty) = DutyKind::from_name(word.get_ref()) {
                duties.push(duty);
            } else if let Some(kind) = self.word(word, "a burden", ProhibitionKind::from_name) {
                prohibitions.push(kind);
            }
        }
        Some(Effect::NoFurtherRestrictions { duties, prohibitions })
    }

    fn exception(&mut self, exception: wire::Exception) {
        let at = exception.id.span().start;
        let Some(id) = self.id(&exception.id) else { return };
        let applies_to = self.references(&exception.applies_to);
        let relief: Vec<Relief> =
            exception.relief.iter().filter_map(|relief| self.relief(&id, relief)).collect();
        self.check_unique(relief.iter().map(|relief| &relief.id), at);
        self.exceptions.push((id.clone(), at, self.place.clone()));
        let exception = Exception { id: id.clone(), applies_to, relief };
        if self.book.exceptions.insert(id.clone(), exception).is_some() {
            self.problem(at, format!("`{id}` stands twice"));
        }
    }

    fn relief(&mut self, exception: &LicenseId, spanned: &Spanned<wire::Relief>) -> Option<Relief> {
        let relief = spanned.get_ref();
        if relief.clause.trim().is_empty() {
            self.problem(spanned.span().start, "a relief needs the clause it stands in");
        }
        let lifts = match relief.lifts.get_ref().as_str() {
            "all" => Lift::All,
            "terms" => {
                Lift::Terms(relief.of.iter().map(|name| name.get_ref().as_str().into()).collect())
            }
            "incompatibility" => Lift::Incompatibility(self.references(&relief.of)),
            "cure" => Lift::Cure(self.cures(&relief.cure)),
            other => {
                let what = format!("`{other}` is not `all`, `terms`, `incompatibility` or `cure`");
                self.problem(relief.lifts.span().start, what);
                return None;
            }
        };
        let any = Uses::from_name("any").expect("a word of the vocabulary");
        Some(Relief {
            id: TermId::new(exception.as_str(), relief.name.get_ref()),
            clause: relief.clause.as_str().into(),
            uses: self.uses(&relief.uses).unwrap_or(any),
            guards: self.guards(&relief.guards),
            lifts,
            reviewed: self.reviewed(relief.reviewed.as_ref()),
        })
    }

    /// Gives licenses the terms of those they are like, whichever stands first.
    fn share_terms(&mut self) {
        let mut likes: BTreeMap<LicenseId, Like> =
            self.likes.drain(..).map(|like| (like.id.clone(), like)).collect();
        while let Some(id) = ready(&likes) {
            let like = likes.remove(&id).expect("just found");
            self.place = like.place.clone();
            let Some(model) = self.book.licenses.get(&like.model) else { continue };
            let (mut shared, change) = (model.terms.clone(), model.change.clone());
            for (at, name) in &like.without {
                let before = shared.len();
                shared.retain(|term| term.id.short_name() != &**name);
                if shared.len() == before {
                    self.problem(*at, format!("`{}` has no term `{name}`", like.model));
                }
            }
            let own = self.book.licenses.get_mut(&id).expect("it was read");
            own.change = own.change.take().or(change);
            shared.retain(|term| {
                own.terms.iter().all(|own| own.id.short_name() != term.id.short_name())
            });
            for term in &mut shared {
                term.id = TermId::new(id.as_str(), term.id.short_name());
                term.reviewed = like.reviewed.unwrap_or(term.reviewed);
            }
            own.terms.splice(0..0, shared);
        }
        for like in likes.into_values() {
            self.place = like.place.clone();
            self.problem(like.at, format!("`{}` is like itself in the end", like.id));
        }
    }

    /// What an exception lifts has to be a term of a license that it stands behind.
    fn check_lifted(&mut self) {
        for (exception, at, place) in std::mem::take(&mut self.exceptions) {
            self.place = place;
            let exception = self.book.exceptions[&exception].clone();
            for relief in &exception.relief {
                let Lift::Terms(names) = &relief.lifts else { continue };
                for name in names {
                    if !self.is_term(&exception, name) {
                        let what = format!("no license of `{}` has a term `{name}`", exception.id);
                        self.problem(at, what);
                    }
                }
            }
        }
    }

    fn is_term(&self, exception: &Exception, name: &str) -> bool {
        let mut licenses = exception.applies_to.iter().filter_map(|id| self.book.license(id));
        licenses.any(|license| license.terms.iter().any(|term| term.id.short_name() == name))
    }

    fn check_references(&mut self) {
        for (id, at, place) in std::mem::take(&mut self.references) {
            if self.book.license(&id).is_none() {
                self.place = place;
                self.problem(at, format!("no file describes `{id}`"));
            }
        }
    }
}

/// A license whose model waits for no other one.
fn ready(likes: &BTreeMap<LicenseId, Like>) -> Option<LicenseId> {
    likes.values().find(|like| !likes.contains_key(&like.model)).map(|like| like.id.clone())
}
