// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What the XML schema refuses (XML Schema 1.0, as far as CycloneDX uses it).

use std::{
    collections::HashMap,
    sync::{LazyLock, Mutex},
};

use regex::Regex;

use super::{
    Table, dom,
    grammar::{Attribute, Group, Of, Particle, Text, Type},
    read::white_space,
};
use crate::schema;

/// Namespaces whose attributes may stand anywhere.
const ANYWHERE: &[&str] =
    &["http://www.w3.org/2001/XMLSchema-instance", "http://www.w3.org/XML/1998/namespace"];

/// A place that the schema refuses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Wrong {
    /// The place, as an XPath of names and numbers: `/bom/components/component[2]/@type`.
    pub(crate) place: String,
    /// The line, counted from 1.
    pub(crate) line: u32,
    /// Why.
    pub(crate) why: String,
}

pub(super) fn refusals(root: &dom::Element, table: &Table) -> Vec<Wrong> {
    let mut checker = Checker { table, found: Vec::new(), names: HashMap::new() };
    checker.element(root, Of::Type(table.grammar.root), "/bom");
    checker.found
}

struct Checker<'t> {
    table: &'t Table,
    found: Vec<Wrong>,
    /// Names of things, which no two share, with the places of their first.
    names: HashMap<String, String>,
}

impl Checker<'_> {
    fn tell(&mut self, place: impl Into<String>, line: u32, why: impl Into<String>) {
        if self.found.len() < schema::MAX_REFUSALS {
            self.found.push(Wrong { place: place.into(), line, why: why.into() });
        }
    }

    fn element(&mut self, element: &dom::Element, of: Of, place: &str) {
        match of {
            Of::Text(text, _) => {
                self.attributes(element, &[], None, place);
                self.text_element(element, text, place);
            }
            Of::Type(at) => {
                let kind = self.table.kind(at);
                self.attributes(element, &kind.attributes, Some(kind), place);
                match &kind.text {
                    Some(slot) if kind.parts.is_none() || element.elements().next().is_none() => {
                        self.text_element(element, slot.text, place);
                    }
                    _ => self.parts(element, kind, at, place),
                }
            }
        }
    }

    fn text_element(&mut self, element: &dom::Element, text: usize, place: &str) {
        if let Some(part) = element.elements().next() {
            self.tell(place, part.line, format!("holds the element {:?}, not text", part.name));
        }
        if let Err(why) = self.text(&element.text(), text) {
            self.tell(place, element.line, why);
        }
    }

    fn attributes(
        &mut self,
        element: &dom::Element,
        known: &[Attribute],
        kind: Option<&Type>,
        place: &str,
    ) {
        for attribute in &element.attributes {
            let place = format!("{place}/@{}", attribute.name);
            if !attribute.namespace.is_empty() {
                let is_own = *attribute.namespace == *self.table.grammar.namespace;
                if is_own
                    || (!kind.is_some_and(|kind| kind.is_open)
                        && !ANYWHERE.contains(&&*attribute.namespace))
                {
                    self.tell(place, element.line, "is no attribute of this element");
                }
                continue;
            }
            if &*attribute.name == "bom-ref"
                && let Some(first) = self.names.get(&attribute.value)
            {
                let why = format!("{:?} is the name of {first} already", attribute.value);
                self.tell(place.clone(), element.line, why);
            } else if &*attribute.name == "bom-ref" {
                self.names.insert(attribute.value.clone(), place.clone());
            }
            match known.iter().find(|one| one.name == *attribute.name) {
                Some(one) => {
                    if let Err(why) = self.text(&attribute.value, one.slot.text) {
                        self.tell(place, element.line, why);
                    }
                }
                None if kind.is_some_and(|kind| kind.takes_any) => {}
                None => self.tell(place, element.line, "is no attribute of this element"),
            }
        }
        for one in known.iter().filter(|one| one.is_required) {
            if element.attribute(&one.name).is_none() {
                self.tell(format!("{place}/@{}", one.name), element.line, "is missing");
            }
        }
    }

    fn parts(&mut self, element: &dom::Element, kind: &Type, at: usize, place: &str) {
        let texts = element.nodes.iter().any(|node| match node {
            dom::Node::Text(text) => !text.trim().is_empty(),
            dom::Node::Element(_) => false,
        });
        if texts {
            self.tell(place, element.line, "holds text, where only elements belong");
        }
        let parts: Vec<&dom::Element> = element.elements().collect();
        let mut order = Order { parts: &parts, at: 0, namespace: &self.table.grammar.namespace };
        let missing = kind.parts.as_ref().and_then(|all| order.particle(all).err());
        let stopped = order.at;
        let mut numbers: HashMap<&str, usize> = HashMap::new();
        for (number, part) in parts.iter().enumerate() {
            let count = numbers.entry(&*part.name).or_default();
            *count += 1;
            let place = format!("{place}/{}[{count}]", part.name);
            if number == stopped {
                let why = match &missing {
                    Some(missing) => format!("stands where {missing} belongs"),
                    None => "does not belong here, or not once more".to_owned(),
                };
                self.tell(place.clone(), part.line, why);
            }
            let own = self.table.elements[at].get(&*part.name);
            if let Some(own) = own.filter(|_| *part.namespace == *self.table.grammar.namespace) {
                self.element(part, own.of, &place);
            }
        }
        if let Some(missing) = missing.filter(|_| stopped >= parts.len()) {
            self.tell(place, element.line, format!("{missing} is missing"));
        }
    }

    fn text(&self, written: &str, at: usize) -> Result<(), String> {
        let text = self.table.text(at);
        let plain = white_space(written, text);
        let shown = || {
            let mut shown: String = plain.chars().take(60).collect();
            if shown.len() < plain.len() {
                shown.push('…');
            }
            format!("{shown:?}")
        };
        if !text.any_of.is_empty() {
            let fits = text.any_of.iter().any(|&one| self.text(written, one).is_ok());
            return if fits { Ok(()) } else { Err(format!("{} is none of its kinds", shown())) };
        }
        if !text.values.is_empty() && !text.values.contains(&plain) {
            return Err(format!("{} is none of: {}", shown(), text.values.join(", ")));
        }
        let n_chars = plain.chars().count();
        if text.min_length.is_some_and(|least| n_chars < least) {
            return Err(format!("{} is too short", shown()));
        }
        if text.max_length.is_some_and(|most| n_chars > most) {
            return Err(format!("{} is longer than {n_chars} characters may be", shown()));
        }
        if let Some(pattern) = text.patterns.iter().find(|pattern| !fits(pattern, &plain)) {
            return Err(format!("{} does not look like {pattern}", shown()));
        }
        lexical(&plain, text).map_err(|kind| format!("{} is no {kind}", shown()))
    }
}

/// Elements in a row against what may stand there. Schemas are made so that one element tells which
/// way to go (Unique Particle Attribution), so nothing is tried twice.
struct Order<'a> {
    parts: &'a [&'a dom::Element],
    at: usize,
    namespace: &'a str,
}

impl Order<'_> {
    fn is_next(&self, name: &str) -> bool {
        let next = self.parts.get(self.at);
        next.is_some_and(|next| *next.namespace == *self.namespace && &*next.name == name)
    }

    fn is_foreign(&self) -> bool {
        self.parts.get(self.at).is_some_and(|next| *next.namespace != *self.namespace)
    }

    /// Takes what fits; tells what is missing.
    fn particle(&mut self, particle: &Particle) -> Result<(), String> {
        match particle {
            Particle::Element(element) => {
                let mut n = 0;
                while n < element.occurs.max && self.is_next(&element.name) {
                    self.at += 1;
                    n += 1;
                }
                if n < element.occurs.min { Err(format!("{:?}", element.name)) } else { Ok(()) }
            }
            Particle::Foreign => {
                while self.is_foreign() {
                    self.at += 1;
                }
                Ok(())
            }
            Particle::Sequence(group) => self.sequence(group),
            Particle::Choice(group) => self.choice(group),
        }
    }

    fn sequence(&mut self, group: &Group) -> Result<(), String> {
        let mut n = 0;
        while n < group.occurs.max {
            if n >= group.occurs.min && !group_starts(self, group, false) {
                break;
            }
            let before = self.at;
            for part in &group.of {
                self.particle(part)?;
            }
            n += 1;
            if self.at == before {
                break;
            }
        }
        Ok(())
    }

    fn choice(&mut self, group: &Group) -> Result<(), String> {
        let mut n = 0;
        while n < group.occurs.max {
            let Some(part) = group.of.iter().find(|part| starts(self, part)) else {
                let is_enough = n >= group.occurs.min || group.of.iter().any(may_be_empty);
                return if is_enough { Ok(()) } else { Err(described(group)) };
            };
            let before = self.at;
            self.particle(part)?;
            n += 1;
            if self.at == before {
                break;
            }
        }
        Ok(())
    }
}

fn described(group: &Group) -> String {
    let names = group.of.iter().filter_map(|part| match part {
        Particle::Element(element) => Some(format!("{:?}", element.name)),
        Particle::Sequence(inner) | Particle::Choice(inner) => Some(described(inner)),
        Particle::Foreign => None,
    });
    names.collect::<Vec<_>>().join(" or ")
}

/// Whether the next element may be the first of a particle.
fn starts(order: &Order<'_>, particle: &Particle) -> bool {
    match particle {
        Particle::Element(element) => order.is_next(&element.name),
        Particle::Foreign => order.is_foreign(),
        Particle::Sequence(group) => group_starts(order, group, false),
        Particle::Choice(group) => group_starts(order, group, true),
    }
}

fn group_starts(order: &Order<'_>, group: &Group, is_choice: bool) -> bool {
    for part in &group.of {
        if starts(order, part) {
            return true;
        }
        if !is_choice && !may_be_empty(part) {
            return false;
        }
    }
    false
}

fn may_be_empty(particle: &Particle) -> bool {
    match particle {
        Particle::Element(element) => element.occurs.min == 0,
        Particle::Foreign => true,
        Particle::Sequence(group) => group.occurs.min == 0 || group.of.iter().all(may_be_empty),
        Particle::Choice(group) => group.occurs.min == 0 || group.of.iter().any(may_be_empty),
    }
}

fn fits(pattern: &str, text: &str) -> bool {
    static KNOWN: LazyLock<Mutex<HashMap<String, Regex>>> = LazyLock::new(Mutex::default);
    let mut known = KNOWN.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let compiled = known.entry(pattern.to_owned()).or_insert_with(|| {
        Regex::new(&format!("^(?:{pattern})$")).expect("the patterns of the tables are sound")
    });
    compiled.is_match(text)
}

/// Whether a text is of its built-in type (XML Schema Part 2, §3).
fn lexical(plain: &str, text: &Text) -> Result<(), &'static str> {
    let digits = plain.strip_prefix(['+', '-']).unwrap_or(plain);
    let is_whole = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let number: Option<f64> = plain.parse().ok();
    let (is_one, kind) = match text.base.as_str() {
        "boolean" => (matches!(plain, "true" | "false" | "0" | "1"), "truth value"),
        "integer" => (is_whole, "whole number"),
        "nonNegativeInteger" => (is_whole && number >= Some(0.0), "whole number from 0"),
        "positiveInteger" => (is_whole && number >= Some(1.0), "whole number from 1"),
        "decimal" => {
            let dots = digits.bytes().filter(|byte| *byte == b'.').count();
            let is_plain = digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
            (is_plain && dots <= 1 && digits.len() > dots, "decimal number")
        }
        "dateTime" => (is_date_time(plain), "time"),
        "date" => (is_date(plain).is_some_and(is_zone), "date"),
        "anyURI" => (!plain.contains(' '), "address"),
        "licenseId" => (schema::is_listed(plain), "license identifier of SPDX's list"),
        _ => (true, ""),
    };
    let is_within = number.is_none_or(|number| {
        text.min.is_none_or(|least| number >= least) && text.max.is_none_or(|most| number <= most)
    });
    if !is_one {
        return Err(kind);
    }
    if is_within { Ok(()) } else { Err("number within the limits") }
}

/// What follows a date at the start of a text.
fn is_date(text: &str) -> Option<&str> {
    let text = text.strip_prefix('-').unwrap_or(text);
    let (year, rest) = text.split_once('-')?;
    let is_year = year.len() >= 4 && year.bytes().all(|byte| byte.is_ascii_digit());
    let (month, rest) = rest.split_once('-')?;
    let (day, rest) = rest.split_at_checked(2)?;
    let month: u8 = month.parse().ok().filter(|month| (1..=12).contains(month))?;
    let n_days = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][usize::from(month - 1)];
    let day: u8 = day.parse().ok()?;
    (is_year && (1..=n_days).contains(&day)).then_some(rest)
}

fn is_zone(text: &str) -> bool {
    let hours = text.strip_prefix(['+', '-']).and_then(|zone| zone.split_once(':'));
    let is_two = |part: &str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
    matches!(text, "" | "Z") || hours.is_some_and(|(hour, minute)| is_two(hour) && is_two(minute))
}

fn is_date_time(text: &str) -> bool {
    let Some(time) = is_date(text).and_then(|rest| rest.strip_prefix('T')) else { return false };
    let Some((clock, rest)) = time.split_at_checked(8) else { return false };
    let bytes = clock.as_bytes();
    let is_clock = bytes.iter().enumerate().all(|(at, byte)| match at {
        2 | 5 => *byte == b':',
        _ => byte.is_ascii_digit(),
    });
    let zone = match rest.strip_prefix('.') {
        Some(part) => part.trim_start_matches(|c: char| c.is_ascii_digit()),
        None => rest,
    };
    is_clock && clock < "24:00:01" && is_zone(zone)
}
