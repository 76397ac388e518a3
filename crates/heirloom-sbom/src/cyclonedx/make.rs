// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! A bill of materials as a CycloneDX document.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
};

use heirloom_model::Expression;
use serde_json::json;

use super::{
    Attachment, Bom, Component, Contact, Copyright, Dependency, Evidence, ExternalReference, Hash,
    License, LicenseChoice, Lifecycle, Metadata, Occurrence, Organization, Property, Version,
};
use crate::{
    Agent, AgentKind, Bill, Item, ItemKind, LicenseText, Licensing, Need, RelationKind, identity,
    is_address, schema,
};

/// Properties that say how one component uses another, where `dependencies` cannot.
pub(crate) const RELATION: &str = "heirloom:relation:";

/// A bill of materials as a document.
pub fn bom(bill: &Bill, version: Version) -> Bom {
    let bill = &plainly_named(bill);
    let inside = inside(bill);
    let mut parts: HashMap<usize, Vec<usize>> = HashMap::new();
    for (&at, &around) in &inside {
        parts.entry(around).or_default().push(at);
    }
    parts.values_mut().for_each(|parts| parts.sort_unstable());
    let writer = Writer {
        version,
        bill,
        texts: bill.texts.iter().map(|text| (text.id.as_str(), text)).collect(),
        relations: relations(bill, &inside),
        inside,
        parts,
    };
    // The form has one place for what it is about; others stand among the rest.
    let about = bill.about.first().copied();
    let is_inside = |at: usize| writer.inside.contains_key(&at);
    let others =
        bill.items.iter().enumerate().filter(|(at, _)| Some(*at) != about && !is_inside(*at));
    // From 1.6 on an organization has a place of its own.
    let is_maker =
        |author: &&Agent| version >= Version::V1_6 && author.kind == AgentKind::Organization;
    let maker = bill.authors.iter().find(is_maker);
    let authors = bill.authors.iter().filter(|author| maker.is_none_or(|maker| maker != *author));
    let mut bom = Bom {
        bom_format: "CycloneDX".into(),
        spec_version: version.name().into(),
        serial_number: None,
        version: Some(1),
        metadata: Some(Metadata {
            timestamp: None,
            tools: (!bill.tools.is_empty()).then(|| tools(bill, version)),
            lifecycles: bill.stage.filter(|_| version >= Version::V1_5).map_or_else(
                Vec::new,
                |stage| {
                    vec![Lifecycle { phase: Some(stage.phase().into()), ..Lifecycle::default() }]
                },
            ),
            authors: authors.map(contact).collect(),
            manufacturer: maker.map(organization),
            component: about.map(|at| writer.component(&bill.items[at], at)),
            ..Metadata::default()
        }),
        components: others.map(|(at, item)| writer.component(item, at)).collect(),
        dependencies: dependencies(bill, &writer.inside),
        ..Bom::default()
    };
    let made = || format!("urn:uuid:{}", identity::uuid(&bom));
    let given = bill.id.as_ref().filter(|id| schema::is_uuid_urn(id)).cloned();
    bom.serial_number = Some(given.unwrap_or_else(made));
    if let Some(metadata) = &mut bom.metadata {
        metadata.timestamp.clone_from(&bill.created);
    }
    bom
}

/// The bill with names that are package URLs written without escapes: names are free, and some readers
/// take escaped ones for damaged.
fn plainly_named(bill: &Bill) -> Cow<'_, Bill> {
    let is_escaped = |item: &Item| item.key.starts_with("pkg:") && item.key.contains('%');
    if !bill.items.iter().any(is_escaped) {
        return Cow::Borrowed(bill);
    }
    let mut taken: HashSet<String> = bill.items.iter().map(|item| item.key.clone()).collect();
    let mut bill = bill.clone();
    for item in bill.items.iter_mut().filter(|item| is_escaped(item)) {
        let plain = unescaped(&item.key);
        if taken.insert(plain.clone()) {
            item.key = plain;
        }
    }
    Cow::Owned(bill)
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
    /// Items that stand inside another one, with that one.
    inside: HashMap<usize, usize>,
    /// The items inside each.
    parts: HashMap<usize, Vec<usize>>,
    texts: HashMap<&'a str, &'a LicenseText>,
    /// Properties of relations, by the item that they are said of.
    relations: BTreeMap<usize, Vec<Property>>,
}

/// What `dependencies` cannot say: everything but plain need.
fn relations(bill: &Bill, inside: &HashMap<usize, usize>) -> BTreeMap<usize, Vec<Property>> {
    let mut found: BTreeMap<usize, Vec<Property>> = BTreeMap::new();
    for relation in &bill.relations {
        if relation.kind == RelationKind::DependsOn && relation.comment.is_none() {
            continue;
        }
        if relation.kind == RelationKind::Contains
            && inside.get(&relation.to) == Some(&relation.from)
        {
            continue;
        }
        let name = relation.kind.name();
        let to = &bill.items[relation.to].key;
        let comment = relation.comment.as_deref();
        let comment = comment.map(|comment| format!(" ({comment})")).unwrap_or_default();
        let property =
            Property { name: format!("{RELATION}{name}"), value: Some(format!("{to}{comment}")) };
        found.entry(relation.from).or_default().push(property);
    }
    found
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

impl Writer<'_> {
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
        properties.extend(self.relations.get(&at).cloned().unwrap_or_default());
        let parts = self.parts.get(&at).into_iter().flatten();
        let parts = parts.map(|&part| self.component(&self.bill.items[part], part));
        Component {
            kind: kind(item.kind, self.version).into(),
            bom_ref: Some(item.key.clone()),
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
                .map(|(kind, url)| ExternalReference {
                    kind: kind.clone(),
                    url: url.clone(),
                    ..ExternalReference::default()
                })
                .collect(),
            evidence: self.evidence(item),
            components: parts.collect(),
            properties,
            ..Component::default()
        }
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
            return LicenseChoice {
                expression: Some(text.to_owned()),
                acknowledgement,
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
            url: known.and_then(|text| text.addresses.first().cloned()),
            acknowledgement,
            ..License::default()
        };
        LicenseChoice { license: Some(license), ..LicenseChoice::default() }
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

/// Every item, with those that it needs.
fn dependencies(bill: &Bill, inside: &HashMap<usize, usize>) -> Vec<Dependency> {
    let mut used: BTreeMap<usize, BTreeSet<&str>> = BTreeMap::new();
    for relation in bill.relations.iter().filter(|one| one.kind.is_need()) {
        let to = bill.items[relation.to].key.as_str();
        used.entry(relation.from).or_default().insert(to);
    }
    let entry = |(at, item): (usize, &Item)| Dependency {
        of: item.key.clone(),
        depends_on: Some(used.get(&at).into_iter().flatten().map(|&key| key.to_owned()).collect()),
        ..Dependency::default()
    };
    // A file inside a package needs nothing of its own.
    let is_listed = |at: usize| used.contains_key(&at) || !inside.contains_key(&at);
    bill.items.iter().enumerate().filter(|(at, _)| is_listed(*at)).map(entry).collect()
}
