// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! From the text of a policy to a policy; every problem is collected with its place.

mod document;
mod entry;
mod example;
mod fault;
#[cfg(test)]
mod tests;

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    fmt,
    ops::Range,
    sync::Arc,
};

use heirloom_model::LicenseKind;

use crate::policy::{Class, Effect, Policy};

use document::{Document, Table, Written};
pub use fault::{Fault, FaultArg};

/// One thing wrong in a policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyProblem {
    /// The file.
    pub file: Arc<str>,
    /// The line, from 1.
    pub line: usize,
    /// The bytes of the file that are meant.
    pub span: Range<usize>,
    /// What is wrong.
    pub fault: Fault,
}

impl fmt::Display for PolicyProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.fault.english())
    }
}

/// Why a text is no policy.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("read the policy: {}", problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
pub struct PolicyError {
    /// Everything that is wrong, in the order of the file; there is at least one.
    pub problems: Vec<PolicyProblem>,
}

impl Policy {
    /// Reads a policy; `file` names it in problems.
    ///
    /// # Errors
    /// [`PolicyError`] with everything that is wrong.
    pub fn read(file: &str, text: &str) -> Result<Policy, PolicyError> {
        let (root, errors) = toml::de::DeTable::parse_recoverable(text);
        let mut document = Document::new(file, text);
        for error in errors {
            let span = error.span().unwrap_or_default();
            document.broken(span, error.message());
        }
        let policy = policy(&mut document, root.get_ref());
        let mut problems = document.into_problems();
        problems.sort_by_key(|problem| (problem.span.start, problem.span.end));
        problems.dedup();
        match policy {
            Some(policy) if problems.is_empty() => Ok(policy),
            _ => Err(PolicyError { problems }),
        }
    }
}

const KEYS: &[&str] =
    &["version", "name", "description", "otherwise", "classes", "rule", "waiver", "example"];

fn policy(document: &mut Document<'_>, root: &toml::de::DeTable<'_>) -> Option<Policy> {
    let start = 0..0;
    let table = Table::new(document, root, start.clone(), "policy", KEYS);
    let newest = Policy::VERSION;
    match document.integer(&table, "version") {
        Some(version) if *version.get() == newest => {}
        Some(version) => {
            let fault = Fault::new("version-unknown").text("version", version.get());
            document.problem(version.span(), fault.text("newest", newest));
        }
        None if table.has("version") => {}
        None => document.problem(start, Fault::new("version-missing").text("newest", newest)),
    }
    let name = document.text(&table, "name");
    let description = document.text(&table, "description");
    let otherwise = document
        .needed(&table, "otherwise")
        .and_then(|word| document.word(&word, "effect", Effect::from_name));
    let (classes, names) = classes(document, &table);
    let mut rules = Vec::new();
    let mut ids = BTreeSet::new();
    for table in document.tables(&table, "rule", "rule", entry::RULE_KEYS) {
        let (id, rule) = entry::rule(document, &table, &names);
        if let Some(id) = id
            && !ids.insert(id.get().clone())
        {
            document.problem(id.span(), Fault::new("rule-twice").text("name", id.get()));
        }
        rules.extend(rule);
    }
    let mut waivers = Vec::new();
    for table in document.tables(&table, "waiver", "waiver", entry::WAIVER_KEYS) {
        waivers.extend(entry::waiver(document, &table, &ids));
    }
    let mut examples = Vec::new();
    for table in document.tables(&table, "example", "example", example::KEYS) {
        examples.extend(example::example(document, &table, &ids));
    }
    Some(Policy {
        name: name.map_or_else(|| "".into(), Written::into),
        description: description.map_or_else(|| "".into(), Written::into),
        otherwise: otherwise?,
        classes,
        rules,
        waivers,
        examples,
        named: document.take_named(),
    })
}

/// The places of classes in the policy by their names.
type ClassNames = BTreeMap<Arc<str>, usize>;

/// A class as it was written, with the other classes it names.
struct RawClass {
    name: Arc<str>,
    class: Class,
    parts: Vec<Written<Arc<str>>>,
}

const CLASS_KEYS: &[&str] = &["licenses", "classes", "except"];

fn classes(document: &mut Document<'_>, table: &Table<'_>) -> (Vec<(Arc<str>, Class)>, ClassNames) {
    let mut raw = Vec::new();
    for (name, table) in document.named_tables(table, "classes", "class", CLASS_KEYS) {
        if LicenseKind::from_name(name.get()).is_some() {
            document.problem(name.span(), Fault::new("class-is-kind").text("name", name.get()));
        }
        let licenses = document.licenses(&table, "licenses");
        let except = document.licenses(&table, "except");
        let mut class = Class { licenses, except, ..Class::default() };
        let mut parts = Vec::new();
        for word in document.texts(&table, "classes") {
            match LicenseKind::from_name(word.get()) {
                Some(kind) => class.kinds.push(kind),
                None => parts.push(word),
            }
        }
        if !table.has("licenses") && !table.has("classes") {
            document.problem(name.span(), Fault::new("class-empty"));
        }
        raw.push(RawClass { name: name.into(), class, parts });
    }
    in_order(document, raw)
}

/// Puts classes behind those they are made of.
fn in_order(
    document: &mut Document<'_>,
    mut raw: Vec<RawClass>,
) -> (Vec<(Arc<str>, Class)>, ClassNames) {
    let known: BTreeSet<Arc<str>> = raw.iter().map(|class| class.name.clone()).collect();
    for class in &mut raw {
        class.parts.retain(|part| {
            let found = known.contains(part.get());
            if !found {
                document.problem(part.span(), unknown_class(part.get()));
            }
            found
        });
    }
    // For each class how many of its parts are not placed yet, and who waits for it.
    let mut missing: Vec<usize> = raw.iter().map(|class| class.parts.len()).collect();
    let mut waiting: BTreeMap<Arc<str>, Vec<usize>> = BTreeMap::new();
    for (index, class) in raw.iter().enumerate() {
        for part in &class.parts {
            waiting.entry(part.get().clone()).or_default().push(index);
        }
    }
    let mut ready: VecDeque<usize> = (0..raw.len()).filter(|index| missing[*index] == 0).collect();
    let mut classes = Vec::new();
    let mut names = ClassNames::new();
    while let Some(index) = ready.pop_front() {
        let RawClass { name, class, parts } = &mut raw[index];
        let mut class = std::mem::take(class);
        class.classes = parts.iter().map(|part| names[part.get()]).collect();
        names.insert(name.clone(), classes.len());
        for user in waiting.remove(name).unwrap_or_default() {
            missing[user] -= 1;
            if missing[user] == 0 {
                ready.push_back(user);
            }
        }
        classes.push((name.clone(), class));
    }
    for class in raw.iter().filter(|class| !names.contains_key(&class.name)) {
        let fault = Fault::new("class-circle").text("name", &class.name);
        document.problem(class.parts[0].span(), fault);
    }
    // What uses a class that could not be read shall not be told that it is missing.
    for name in known {
        names.entry(name).or_insert(usize::MAX);
    }
    (classes, names)
}

fn unknown_class(name: &str) -> Fault {
    Fault::new("class-unknown").text("name", name)
}
