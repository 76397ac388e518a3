// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! A bill of materials as a CycloneDX document.

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
    io::{self, Write},
};

use heirloom_model::{Expression, ModelCard};
use serde::Serialize;
use serde_json::{Value, json};

use super::{
    Attachment, Bom, Component, Contact, Copyright, Dependency, Evidence, ExternalReference, Hash,
    License, LicenseChoice, Lifecycle, Metadata, Occurrence, Organization, Property, Unknown,
    Version, xml,
};
use crate::{
    Agent, AgentKind, Bill, Completeness, Item, ItemKind, LicenseText, Licensing, Need, Relation,
    RelationKind, Stage, address,
    bill::{TRAINED_ON, card},
    identity, is_address, licensing, schema,
    stream::Lazy,
};

/// Properties that say how one component uses another, where `dependencies` cannot.
pub(crate) const RELATION: &str = "heirloom:relation:";

/// A bill of materials as a document.
pub fn bom(bill: &Bill, version: Version) -> Bom {
    let writer = Writer::new(bill, version);
    let written = writer.written();
    let compositions = (!written.compositions.is_empty()).then(|| json!(written.compositions));
    Bom {
        bom_format: written.bom_format.into(),
        spec_version: written.spec_version.into(),
        serial_number: written.serial_number,
        version: Some(written.version),
        metadata: Some(written.metadata),
        components: written.components.iter().collect(),
        dependencies: written.dependencies.iter().collect(),
        unknown: compositions.map(|all| ("compositions".to_owned(), all)).into_iter().collect(),
    }
}

/// Writes a bill of materials as a document, one component after the other: of a large bill not all
/// structures are held at once.
///
/// # Errors
/// Whatever `out` fails with.
pub(crate) fn write(bill: &Bill, version: Version, out: &mut dyn Write) -> io::Result<()> {
    crate::pretty(&Writer::new(bill, version).written(), out)
}

/// Writes a bill of materials as XML, one component after the other.
///
/// # Errors
/// Whatever `out` fails with.
pub(crate) fn write_xml(bill: &Bill, version: Version, out: &mut dyn Write) -> io::Result<()> {
    let writer = Writer::new(bill, version);
    let mut written = writer.written();
    let lists = vec![
        ("components", std::mem::take(&mut written.components).json()),
        ("dependencies", std::mem::take(&mut written.dependencies).json()),
    ];
    xml::write(&serde_json::to_value(&written)?, lists, version, out)
}

/// A document whose components are made as they are written. Its fields stand as those of [`Bom`] do.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Written<'a> {
    bom_format: &'static str,
    spec_version: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    serial_number: Option<String>,
    version: u64,
    metadata: Metadata,
    #[serde(skip_serializing_if = "Lazy::is_empty")]
    components: Lazy<'a, Component>,
    #[serde(skip_serializing_if = "Lazy::is_empty")]
    dependencies: Lazy<'a, Dependency>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    compositions: Vec<Composition<'a>>,
}

/// Whether all that some components need is said.
#[derive(Serialize)]
struct Composition<'a> {
    aggregate: &'static str,
    dependencies: Vec<&'a str>,
}

/// The names of the items; those that are package URLs stand without escapes: names are free, and some
/// readers take escaped ones for damaged.
fn keys(bill: &Bill) -> Vec<Cow<'_, str>> {
    let mut keys: Vec<Cow<'_, str>> =
        bill.items.iter().map(|item| Cow::from(item.key.as_str())).collect();
    let is_escaped = |key: &str| key.starts_with("pkg:") && key.contains('%');
    if !bill.items.iter().any(|item| is_escaped(&item.key)) {
        return keys;
    }
    let mut taken: HashSet<Cow<'_, str>> = keys.iter().cloned().collect();
    for key in keys.iter_mut().filter(|key| is_escaped(key)) {
        let plain = unescaped(key);
        if taken.insert(plain.clone().into()) {
            *key = plain.into();
        }
    }
    keys
}

/// A text with `%40` and the like as what they stand for, where that is text.
fn unescaped(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let digits = after.get(..2).and_then(|two| std::str::from_utf8(two).ok());
        let byte = digits.and_then(|two| u8::from_str_radix(two, 16).ok());
        match byte.filter(|_| first == b'%') {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

/// Files that stand inside the component that holds them, with that component.
fn inside(bill: &Bill) -> HashMap<usize, usize> {
    let is_file = |at: usize| bill.items[at].kind == ItemKind::File;
    let held = bill.relations.iter().filter(|one| one.kind == RelationKind::Contains);
    let mut inside: HashMap<usize, usize> = HashMap::new();
    // What holds a file is no file itself, so parts are never deeper than one step.
    for one in held.filter(|one| is_file(one.to) && !is_file(one.from) && one.comment.is_none()) {
        inside.entry(one.to).or_insert(one.from);
    }
    bill.about.iter().for_each(|at| {
        inside.remove(at);
    });
    inside
}

struct Writer<'a> {
    version: Version,
    bill: &'a Bill,
    /// What the items are called.
    keys: Vec<Cow<'a, str>>,
    /// Items that stand inside another one, with that one.
    inside: HashMap<usize, usize>,
    /// The items inside each.
    parts: HashMap<usize, Vec<usize>>,
    texts: HashMap<&'a str, &'a LicenseText>,
    /// Relations that `dependencies` cannot say, which is everything but plain need, by the item that
    /// they are said of.
    relations: Grouped,
    /// Relations by which items need others, by those items.
    needs: Grouped,
}

/// Numbers of relations by the item that they are said of.
struct Grouped(Vec<u32>);

impl Grouped {
    fn new(bill: &Bill, is_one: impl Fn(&Relation) -> bool) -> Grouped {
        let numbered = bill.relations.iter().zip(0..);
        let mut found: Vec<u32> =
            numbered.filter(|(relation, _)| is_one(relation)).map(|(_, number)| number).collect();
        found.sort_by_key(|&number| bill.relations[number as usize].from);
        Grouped(found)
    }

    fn of<'a>(&self, bill: &'a Bill, from: usize) -> impl Iterator<Item = &'a Relation> {
        let relation = |number: &u32| &bill.relations[*number as usize];
        let start = self.0.partition_point(|number| relation(number).from < from);
        let rest = self.0[start..].iter().map(relation);
        rest.take_while(move |relation| relation.from == from)
    }
}

fn tools(bill: &Bill, version: Version) -> serde_json::Value {
    let tools = bill.tools.iter().map(|(name, number)| {
        let mut tool = match version {
            Version::V1_4 => json!({ "name": name }),
            _ => json!({"type": "application", "name": name}),
        };
        if let Some(number) = number {
            tool["version"] = number.as_str().into();
        }
        tool
    });
    let tools: Vec<_> = tools.collect();
    match version {
        Version::V1_4 => tools.into(),
        _ => json!({ "components": tools }),
    }
}

fn contact(agent: &Agent) -> Contact {
    Contact { name: Some(agent.name.clone()), email: agent.email.clone(), ..Contact::default() }
}

fn organization(agent: &Agent) -> Organization {
    let contact = |email: &String| Contact { email: Some(email.clone()), ..Contact::default() };
    Organization {
        name: Some(agent.name.clone()),
        url: agent.url.iter().filter(|url| is_address(url)).cloned().collect(),
        contact: agent.email.iter().map(contact).collect(),
        ..Organization::default()
    }
}

impl<'a> Writer<'a> {
    fn new(bill: &'a Bill, version: Version) -> Writer<'a> {
        let inside = inside(bill);
        let mut parts: HashMap<usize, Vec<usize>> = HashMap::new();
        for (&at, &around) in &inside {
            parts.entry(around).or_default().push(at);
        }
        parts.values_mut().for_each(|parts| parts.sort_unstable());
        let is_plain =
            |one: &Relation| one.kind == RelationKind::DependsOn && one.comment.is_none();
        let is_nested = |one: &Relation| {
            one.kind == RelationKind::Contains
                && one.comment.is_none()
                && inside.get(&one.to) == Some(&one.from)
        };
        Writer {
            version,
            bill,
            keys: keys(bill),
            texts: bill.texts.iter().map(|text| (text.id.as_str(), text)).collect(),
            relations: Grouped::new(bill, |one| !is_plain(one) && !is_nested(one)),
            needs: Grouped::new(bill, |one| one.kind.is_need()),
            inside,
            parts,
        }
    }

    /// The document, whose lists are made when they are written.
    fn written(&'a self) -> Written<'a> {
        let Writer { bill, version, .. } = *self;
        // From 1.6 on an organization has a place of its own.
        let is_maker =
            |author: &&Agent| version >= Version::V1_6 && author.kind == AgentKind::Organization;
        let maker = bill.authors.iter().find(is_maker);
        let authors =
            bill.authors.iter().filter(|author| maker.is_none_or(|maker| maker != *author));
        let stage = bill.stage.filter(|_| version >= Version::V1_5);
        let lifecycle =
            |stage: Stage| Lifecycle { phase: Some(stage.phase().into()), ..Lifecycle::default() };
        let mut written = Written {
            bom_format: "CycloneDX",
            spec_version: version.name(),
            serial_number: None,
            version: 1,
            metadata: Metadata {
                timestamp: None,
                tools: (!bill.tools.is_empty()).then(|| tools(bill, version)),
                lifecycles: stage.into_iter().map(lifecycle).collect(),
                authors: authors.map(contact).collect(),
                manufacturer: maker.map(organization),
                component: self.about().map(|at| self.component(&bill.items[at], at)),
                ..Metadata::default()
            },
            components: Lazy::new(|| self.components()),
            dependencies: Lazy::new(|| self.dependencies()),
            compositions: self.compositions(),
        };
        let made = || format!("urn:uuid:{}", identity::uuid(&written));
        let given = bill.id.as_ref().filter(|id| schema::is_uuid_urn(id)).cloned();
        written.serial_number = Some(given.unwrap_or_else(made));
        written.metadata.timestamp.clone_from(&bill.created);
        written
    }

    /// The form has one place for what it is about; others stand among the rest.
    fn about(&self) -> Option<usize> {
        self.bill.about.first().copied()
    }

    fn components(&self) -> impl Iterator<Item = Component> {
        let about = self.about();
        let is_other = move |at: &usize| Some(*at) != about && !self.inside.contains_key(at);
        let others = (0..self.bill.items.len()).filter(is_other);
        others.map(|at| self.component(&self.bill.items[at], at))
    }

    /// Every item, with those that it needs.
    fn dependencies(&self) -> impl Iterator<Item = Dependency> {
        (0..self.bill.items.len()).filter_map(|at| {
            let needed = self.needs.of(self.bill, at);
            let mut needed: Vec<&str> = needed.map(|one| &*self.keys[one.to]).collect();
            // A file inside a package needs nothing of its own.
            if needed.is_empty() && self.inside.contains_key(&at) {
                return None;
            }
            needed.sort_unstable();
            needed.dedup();
            Some(Dependency {
                of: self.keys[at].clone().into_owned(),
                depends_on: Some(needed.into_iter().map(str::to_owned).collect()),
                ..Dependency::default()
            })
        })
    }

    /// The components by whether all that they need is said.
    fn compositions(&self) -> Vec<Composition<'_>> {
        let of = |completeness: Completeness| {
            let items = self.bill.items.iter().zip(&self.keys);
            let items = items.filter(|(item, _)| item.completeness == Some(completeness));
            let dependencies = items.map(|(_, key)| &**key).collect();
            Composition { aggregate: completeness.name(), dependencies }
        };
        let all = Completeness::ALL.into_iter().rev().map(of);
        all.filter(|one| !one.dependencies.is_empty()).collect()
    }

    /// What `dependencies` cannot say.
    fn relations(&self, at: usize) -> impl Iterator<Item = Property> {
        self.relations.of(self.bill, at).map(|relation| {
            let name = relation.kind.name();
            let to = &self.keys[relation.to];
            let comment = relation.comment.as_deref();
            let comment = comment.map(|comment| format!(" ({comment})")).unwrap_or_default();
            Property { name: format!("{RELATION}{name}"), value: Some(format!("{to}{comment}")) }
        })
    }

    fn component(&self, item: &Item, at: usize) -> Component {
        let names = || {
            let names: Vec<&str> = item.authors.iter().map(|agent| agent.name.as_str()).collect();
            (!names.is_empty()).then(|| names.join(", "))
        };
        let (authors, author) = match self.version {
            Version::V1_4 | Version::V1_5 => (Vec::new(), names()),
            _ => (item.authors.iter().map(contact).collect(), None),
        };
        let mut properties = self.properties(item);
        properties.extend(self.relations(at));
        let parts = self.parts.get(&at).into_iter().flatten();
        let parts = parts.map(|&part| self.component(&self.bill.items[part], part));
        Component {
            kind: kind(item.kind, self.version).into(),
            bom_ref: Some(self.keys[at].clone().into_owned()),
            supplier: item.supplier.as_ref().map(organization),
            author,
            authors,
            publisher: item.publisher.clone(),
            group: item.group.clone(),
            name: item.name.clone(),
            version: item.version.clone(),
            description: item.description.clone(),
            scope: item.need.map(|need| match need {
                Need::Required => "required".into(),
                Need::Optional => "optional".into(),
                Need::Excluded => "excluded".into(),
            }),
            hashes: item.checksums.iter().filter_map(|one| hash(one, self.version)).collect(),
            licenses: self.licenses(item),
            copyright: item.copyright.clone(),
            cpe: item.cpes.first().cloned(),
            purl: item.purl.clone(),
            external_references: item
                .addresses
                .iter()
                .filter(|(_, url)| is_address(url))
                .map(|(kind, url)| ExternalReference {
                    kind: address::word_in(self.version, kind).to_owned(),
                    url: url.clone(),
                    ..ExternalReference::default()
                })
                .collect(),
            evidence: self.evidence(item),
            components: parts.collect(),
            properties,
            unknown: self.card(item, at),
        }
    }

    /// What CycloneDX 1.5 and later have for models and data.
    fn card(&self, item: &Item, at: usize) -> Unknown {
        let mut fields = Unknown::new();
        if self.version < Version::V1_5 {
            return fields;
        }
        match item.kind {
            ItemKind::Model => {
                let is_data = |kind: &RelationKind| matches!(kind, RelationKind::Other(name) if name == TRAINED_ON);
                let relations = self.relations.of(self.bill, at).filter(|one| is_data(&one.kind));
                let datasets: Vec<&str> = relations.map(|one| &*self.keys[one.to]).collect();
                let empty = ModelCard::default();
                let card = item.own_card().unwrap_or(&empty);
                if *card != empty || !datasets.is_empty() {
                    fields.insert("modelCard".into(), card::cyclonedx(card, &datasets));
                }
            }
            ItemKind::Data => {
                let data = json!([{"type": "dataset", "name": item.full_name()}]);
                fields.insert("data".into(), data);
            }
            _ => {}
        }
        fields
    }

    /// The license that was concluded, else the one that is declared.
    fn licenses(&self, item: &Item) -> Vec<LicenseChoice> {
        match (item.concluded.expression(), item.declared.expression()) {
            (Some(text), _) => vec![self.choice(text, Some("concluded"))],
            (None, Some(text)) => vec![self.choice(text, Some("declared"))],
            (None, None) => Vec::new(),
        }
    }

    fn choice(&self, text: &str, acknowledgement: Option<&str>) -> LicenseChoice {
        let acknowledgement =
            acknowledgement.filter(|_| self.version >= Version::V1_6).map(str::to_owned);
        let single = Expression::parse(text).ok().and_then(|expression| match expression {
            Expression::Term(term) if term.exception.is_none() && !term.or_later => {
                Some(term.license)
            }
            _ => None,
        });
        let Some(id) = single else {
            let details = self.details(text);
            let details = details.map(|details| ("expressionDetails".to_owned(), details));
            return LicenseChoice {
                expression: Some(text.to_owned()),
                acknowledgement,
                unknown: details.into_iter().collect(),
                ..LicenseChoice::default()
            };
        };
        let listed = schema::is_listed(id.as_str());
        let known = self.texts.get(id.as_str());
        let name = known.and_then(|text| text.name.clone());
        let license = License {
            id: listed.then(|| id.as_str().to_owned()),
            name: (!listed).then(|| name.unwrap_or_else(|| id.as_str().to_owned())),
            text: known
                .and_then(|text| text.text.clone())
                .map(|content| Attachment { content, ..Attachment::default() }),
            url: known.and_then(|text| text.address()).cloned(),
            acknowledgement,
            ..License::default()
        };
        LicenseChoice { license: Some(license), ..LicenseChoice::default() }
    }

    /// The words of the licenses in an expression that SPDX does not list, for which 1.7 has a place.
    fn details(&self, expression: &str) -> Option<Value> {
        if self.version < Version::V1_7 {
            return None;
        }
        let own = licensing::listed([expression]);
        let known = own.iter().filter_map(|id| self.texts.get(id.as_str()));
        let details = known.filter_map(|text| {
            let mut detail = json!({ "licenseIdentifier": text.id });
            if let Some(content) = &text.text {
                detail["text"] = json!({ "content": content });
            }
            if let Some(url) = text.address() {
                detail["url"] = json!(url);
            }
            (detail.as_object().is_some_and(|fields| fields.len() > 1)).then_some(detail)
        });
        let details: Vec<Value> = details.collect();
        (!details.is_empty()).then(|| details.into())
    }

    fn evidence(&self, item: &Item) -> Option<Evidence> {
        let places = item.places.iter().filter(|_| self.version >= Version::V1_5);
        let occurrences = places.map(|place| Occurrence {
            location: place.file.clone(),
            line: place.line.filter(|_| self.version >= Version::V1_6),
            ..Occurrence::default()
        });
        let choices = item.detected.iter().map(|text| self.choice(text, None));
        // One expression, or any number of single licenses, and no mixture.
        let singles: Vec<LicenseChoice> =
            choices.filter(|choice| choice.license.is_some()).collect();
        let copyright = item.copyright.iter().flat_map(|text| text.lines());
        let evidence = Evidence {
            occurrences: occurrences.collect(),
            licenses: singles,
            copyright: copyright.map(|text| Copyright { text: text.to_owned() }).collect(),
            ..Evidence::default()
        };
        (evidence != Evidence::default()).then_some(evidence)
    }

    /// Facts without a field; `docs/bom.md` lists the names.
    fn properties(&self, item: &Item) -> Vec<Property> {
        let mut found: Vec<Property> = Vec::new();
        let mut add = |name: &str, value: &str| {
            found
                .push(Property { name: format!("heirloom:{name}"), value: Some(value.to_owned()) });
        };
        if let Some(text) = item.declared.expression() {
            add("license:declared", text);
        }
        for (name, licensing) in [("declared", &item.declared), ("concluded", &item.concluded)] {
            if *licensing == Licensing::None {
                add(&format!("license:{name}"), "NONE");
            }
        }
        for text in &item.detected {
            add("license:detected", text);
        }
        for place in &item.evidence {
            add("license:place", &place.to_string());
        }
        if let Some(comment) = &item.license_comment
            && !item.properties.iter().any(|(name, _)| name == "heirloom:license:undeclared")
        {
            add("license:comment", comment);
        }
        for cpe in item.cpes.iter().skip(1) {
            add("cpe", cpe);
        }
        if let Some(comment) = &item.comment {
            add("comment", comment);
        }
        if let Some(card) = &item.card {
            add("card", &card::told(card));
        }
        for one in item.checksums.iter().filter(|one| hash(one, self.version).is_none()) {
            add("checksum", &format!("{} {}", one.0, one.1));
        }
        let own = item.properties.iter();
        found.extend(
            own.map(|(name, value)| Property { name: name.clone(), value: Some(value.clone()) }),
        );
        found
    }
}

fn hash(checksum: &(String, String), version: Version) -> Option<Hash> {
    let (alg, content) = checksum;
    schema::is_hash(alg, content, version)
        .then(|| Hash { alg: alg.clone(), content: content.clone() })
}

/// Kinds that a version lacks are libraries.
fn kind(kind: ItemKind, version: Version) -> &'static str {
    let (name, since) = match kind {
        ItemKind::Application | ItemKind::Install => ("application", Version::V1_4),
        ItemKind::Framework => ("framework", Version::V1_4),
        ItemKind::Container => ("container", Version::V1_4),
        ItemKind::OperatingSystem => ("operating-system", Version::V1_4),
        ItemKind::Device => ("device", Version::V1_4),
        ItemKind::Firmware => ("firmware", Version::V1_4),
        ItemKind::File | ItemKind::Archive | ItemKind::Source => ("file", Version::V1_4),
        ItemKind::Model => ("machine-learning-model", Version::V1_5),
        ItemKind::Data => ("data", Version::V1_5),
        ItemKind::Platform => ("platform", Version::V1_5),
        ItemKind::Driver => ("device-driver", Version::V1_5),
        ItemKind::CryptographicAsset => ("cryptographic-asset", Version::V1_6),
        ItemKind::Library | ItemKind::Other => ("library", Version::V1_4),
    };
    if version >= since { name } else { "library" }
}
