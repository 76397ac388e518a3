// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! A CycloneDX document as a bill of materials.

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
    fmt,
};

use serde::{
    Deserialize,
    de::{DeserializeOwned, IgnoredAny, MapAccess, Visitor},
};
use serde_json::Value;

use super::{
    Bom, Component, Contact, Dependency, LicenseChoice, Metadata, Organization, Version,
    make::RELATION,
};
use crate::{
    Agent, AgentKind, Bill, Completeness, Item, ItemKind, LicenseEvidence, Need, Place, ReadError,
    Relation, RelationKind, Stage,
    bill::{
        card,
        texts::{Texts, all_of},
    },
    stream::{self, Each, Once},
};

/// A document as a bill of materials. What the nouns of a bill cannot hold (services,
/// vulnerabilities, compositions, formulas) is not in it.
pub fn bill(bom: Bom) -> Bill {
    let mut reader = Reader::default();
    reader.metadata(bom.metadata.unwrap_or_default());
    reader.bill.id = bom.serial_number;
    let told = bom.unknown.get("vulnerabilities").and_then(|all| all.as_array());
    reader.bill.tells_vulnerabilities = told.is_some_and(|all| !all.is_empty());
    let compositions = bom.unknown.get("compositions").cloned();
    reader.compositions = compositions.and_then(|all| from_value(all).ok()).unwrap_or_default();
    for component in bom.components {
        reader.add(component, None);
    }
    reader.finish(&bom.dependencies)
}

/// Reads a document as a bill of materials, one component after the other.
///
/// # Errors
/// When it is not what its form says it is, with the place.
pub(crate) fn stream(bytes: &[u8]) -> serde_json::Result<Bill> {
    stream::document(bytes, Top)
}

/// Reads a document in XML as a bill of materials, one component after the other.
///
/// # Errors
/// When it is not what its form says it is, with the place.
pub(crate) fn stream_xml(text: &str, version: Version) -> Result<Bill, ReadError> {
    let mut reader = Reader::default();
    let mut dependencies: Vec<Dependency> = Vec::new();
    let mut early: Vec<Component> = Vec::new();
    let mut has_metadata = false;
    super::xml::parts(text, version, &mut |field, value| {
        match field {
            "serialNumber" => reader.bill.id = value.as_str().map(str::to_owned),
            "metadata" => {
                reader.metadata(from_value(value)?);
                has_metadata = true;
            }
            "components" if has_metadata => {
                reader.add(from_value(value)?, None);
            }
            // What the document is about comes first, wherever it stands.
            "components" => early.push(from_value(value)?),
            "compositions" => reader.compositions.push(from_value(value)?),
            "vulnerabilities" => reader.bill.tells_vulnerabilities = true,
            _ => dependencies.push(from_value(value)?),
        }
        Ok(())
    })?;
    for component in early {
        reader.add(component, None);
    }
    Ok(reader.finish(&dependencies))
}

fn from_value<T: DeserializeOwned>(value: Value) -> Result<T, String> {
    serde_json::from_value(value).map_err(|error| error.to_string())
}

/// The outermost object of a document.
struct Top;

impl<'de> Visitor<'de> for Top {
    type Value = Bill;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a CycloneDX document")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Bill, A::Error> {
        let mut reader = Reader::default();
        let mut dependencies: Vec<Dependency> = Vec::new();
        // What the document is about comes first, wherever it stands.
        let mut early: Vec<Component> = Vec::new();
        let mut once = Once::default();
        while let Some(field) = map.next_key::<Cow<'_, str>>()? {
            match &*field {
                "serialNumber" => {
                    once.take("serialNumber")?;
                    reader.bill.id = map.next_value()?;
                }
                "metadata" => {
                    once.take("metadata")?;
                    reader.metadata(map.next_value::<Option<Metadata>>()?.unwrap_or_default());
                }
                "components" if once.has("metadata") => {
                    once.take("components")?;
                    map.next_value_seed(Each::new(|component| {
                        reader.add(component, None);
                    }))?;
                }
                "components" => {
                    once.take("components")?;
                    early = map.next_value()?;
                }
                "dependencies" => {
                    once.take("dependencies")?;
                    dependencies = map.next_value()?;
                }
                "compositions" => {
                    once.take("compositions")?;
                    reader.compositions = map.next_value()?;
                }
                "vulnerabilities" => {
                    let tells = &mut reader.bill.tells_vulnerabilities;
                    map.next_value_seed(Each::new(|_: IgnoredAny| *tells = true))?;
                }
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        for component in early {
            reader.add(component, None);
        }
        Ok(reader.finish(&dependencies))
    }
}

#[derive(Default)]
struct Reader {
    bill: Bill,
    texts: Texts,
    /// Places of items by what others call them.
    by_ref: HashMap<String, usize>,
    /// Relations in properties: from, kind, the other's name.
    said: Vec<(usize, String, String)>,
    compositions: Vec<Composition>,
}

/// Whether all that some components need is said; what is said of their parts is not in a bill.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Composition {
    aggregate: String,
    dependencies: Vec<String>,
}

impl Reader {
    /// What is said of the document; the component that it is about is the first item.
    fn metadata(&mut self, metadata: Metadata) {
        let makers = metadata.manufacturer.iter().filter_map(organization);
        let authors = metadata.authors.iter().map(|author| agent(author, AgentKind::Person));
        self.bill.authors = makers.chain(authors).collect();
        self.bill.tools = tools(metadata.tools.as_ref());
        let mut phases = metadata.lifecycles.iter().filter_map(|one| one.phase.as_deref());
        self.bill.stage = phases.find_map(Stage::from_phase);
        self.bill.created = metadata.timestamp;
        if let Some(component) = metadata.component {
            self.bill.name = Some(component.name.clone());
            let at = self.add(component, None);
            self.bill.about.push(at);
        }
    }

    fn finish(mut self, dependencies: &[Dependency]) -> Bill {
        self.connect(dependencies);
        for one in std::mem::take(&mut self.compositions) {
            let completeness = Completeness::from_name(&one.aggregate);
            for at in one.dependencies.iter().filter_map(|key| self.by_ref.get(key)) {
                self.bill.items[*at].completeness = completeness;
            }
        }
        let mut bill = Bill { texts: self.texts.finish(), ..self.bill };
        bill.tidy();
        bill
    }

    fn add(&mut self, mut component: Component, around: Option<usize>) -> usize {
        let at = self.bill.items.len();
        let key = component
            .bom_ref
            .clone()
            .or_else(|| component.purl.clone())
            .unwrap_or_else(|| format!("component-{}", at + 1));
        let key = if self.by_ref.contains_key(&key) { format!("{key}#{}", at + 1) } else { key };
        self.by_ref.insert(key.clone(), at);
        let item = self.item(&mut component, at, key);
        self.bill.items.push(item);
        if let Some(around) = around {
            let contains = RelationKind::Contains;
            self.bill.relations.push(Relation {
                from: around,
                kind: contains,
                to: at,
                comment: None,
            });
        }
        for part in component.components {
            self.add(part, Some(at));
        }
        at
    }

    /// The item of a component, out of which it takes what it keeps.
    fn item(&mut self, component: &mut Component, at: usize, key: String) -> Item {
        let mut item = Item {
            key,
            kind: kind(&component.kind),
            group: component.group.take().filter(|group| !group.is_empty()),
            name: std::mem::take(&mut component.name),
            version: component.version.take().filter(|version| !version.is_empty()),
            purl: component.purl.take(),
            cpes: component.cpe.take().into_iter().collect(),
            supplier: component.supplier.as_ref().and_then(organization),
            authors: authors(component),
            publisher: component.publisher.take(),
            description: component.description.take(),
            addresses: component
                .external_references
                .drain(..)
                .map(|one| (one.kind, one.url))
                .collect(),
            checksums: component.hashes.drain(..).map(|hash| (hash.alg, hash.content)).collect(),
            copyright: component.copyright.take(),
            need: component.scope.as_deref().and_then(need),
            ..Item::default()
        };
        self.licenses(component, &mut item);
        for occurrence in component.evidence.iter().flat_map(|evidence| &evidence.occurrences) {
            let place = Place { file: occurrence.location.clone(), line: occurrence.line };
            item.places.push(place);
        }
        for property in &component.properties {
            let value = property.value.as_deref().unwrap_or_default();
            self.property(&property.name, value, at, &mut item);
        }
        if let (None, Some(made)) = (&item.card, component.unknown.get("modelCard")) {
            item.card = Some(Box::new(card::of_cyclonedx(made, item.kind)));
        }
        if item.copyright.is_none() {
            let evidence = component.evidence.iter().flat_map(|evidence| &evidence.copyright);
            let texts: Vec<&str> = evidence.map(|copyright| copyright.text.as_str()).collect();
            item.copyright = (!texts.is_empty()).then(|| texts.join("\n"));
        }
        item
    }

    /// Takes back what was written as a property.
    fn property(&mut self, name: &str, value: &str, at: usize, item: &mut Item) {
        let own = name.strip_prefix("heirloom:");
        match own {
            Some("license:declared") => item.declared = self.texts.stated(value),
            Some("license:concluded") => item.concluded = self.texts.stated(value),
            Some("license:detected") => {
                if !item.detected.iter().any(|known| known == value) {
                    item.detected.push(value.to_owned());
                }
            }
            Some("license:place") => item.evidence.extend(LicenseEvidence::parse(value)),
            Some("license:comment") => item.license_comment = Some(value.to_owned()),
            Some("cpe") => item.cpes.push(value.to_owned()),
            Some("comment") => item.comment = Some(value.to_owned()),
            Some("card") => item.take_card(value),
            Some(relation) if relation.starts_with(&RELATION["heirloom:".len()..]) => {
                let kind = &name[RELATION.len()..];
                self.said.push((at, kind.to_owned(), value.to_owned()));
            }
            _ => item.properties.push((name.to_owned(), value.to_owned())),
        }
    }

    /// Single licenses in a row all hold; one with the word `concluded` was concluded, others are
    /// declared.
    fn licenses(&mut self, component: &Component, item: &mut Item) {
        let (mut declared, mut concluded) = (Vec::new(), Vec::new());
        for choice in &component.licenses {
            let Some(text) = self.choice(choice) else { continue };
            let own =
                choice.license.as_ref().and_then(|license| license.acknowledgement.as_deref());
            let word = own.or(choice.acknowledgement.as_deref());
            match word {
                Some("concluded") => concluded.push(text),
                _ => declared.push(text),
            }
        }
        item.declared = all_of(declared);
        item.concluded = all_of(concluded);
        let evidence = component.evidence.iter().flat_map(|evidence| &evidence.licenses);
        for choice in evidence {
            item.detected.extend(self.choice(choice));
        }
    }

    fn choice(&mut self, choice: &LicenseChoice) -> Option<String> {
        if let Some(text) = &choice.expression {
            let details = choice.unknown.get("expressionDetails").and_then(Value::as_array);
            for detail in details.into_iter().flatten() {
                let id = detail["licenseIdentifier"].as_str().unwrap_or_default();
                if id.starts_with("LicenseRef-") {
                    let text = detail["text"]["content"].as_str().map(str::to_owned);
                    let address = detail["url"].as_str().map(str::to_owned);
                    self.texts.own(id, text, address);
                }
            }
            return self.texts.stated(text).expression().map(str::to_owned);
        }
        let license = choice.license.as_ref()?;
        if let Some(id) = &license.id {
            return self.texts.stated(id).expression().map(str::to_owned);
        }
        let name = license.name.as_deref()?;
        let text = license.text.as_ref().map(|text| text.content.clone());
        if text.is_none() && license.url.is_none() {
            // Many write an identifier or an expression where a name belongs.
            return self.texts.stated(name).expression().map(str::to_owned);
        }
        Some(self.texts.named(name, text, license.url.clone()))
    }

    fn connect(&mut self, dependencies: &[Dependency]) {
        let mut better: HashSet<(usize, usize)> = HashSet::new();
        for (from, name, value) in std::mem::take(&mut self.said) {
            let (key, comment) = match value.strip_suffix(')').and_then(|v| v.rsplit_once(" (")) {
                Some((key, comment)) if self.by_ref.contains_key(key) => (key, Some(comment)),
                _ => (value.as_str(), None),
            };
            let Some(&to) = self.by_ref.get(key) else { continue };
            let kind = RelationKind::from_name(&name);
            // A link stands beside the need, other kinds instead of it.
            let is_link = matches!(kind, RelationKind::StaticLink | RelationKind::DynamicLink);
            let is_need = kind.is_need() && !is_link;
            let comment = comment.map(str::to_owned);
            self.bill.relations.push(Relation { from, kind, to, comment });
            if is_need {
                better.insert((from, to));
            }
        }
        for dependency in dependencies {
            let Some(&from) = self.by_ref.get(&dependency.of) else { continue };
            for other in dependency.depends_on.iter().flatten() {
                let Some(&to) = self.by_ref.get(other) else { continue };
                if !better.contains(&(from, to)) {
                    let kind = RelationKind::DependsOn;
                    self.bill.relations.push(Relation { from, kind, to, comment: None });
                }
            }
        }
    }
}

fn authors(component: &Component) -> Vec<Agent> {
    let mut found: Vec<Agent> =
        component.authors.iter().map(|author| agent(author, AgentKind::Person)).collect();
    if found.is_empty() {
        let name = component.author.clone();
        found.extend(name.map(|name| Agent { kind: AgentKind::Person, name, ..Agent::default() }));
    }
    found
}

fn agent(contact: &Contact, kind: AgentKind) -> Agent {
    let name = contact.name.clone().or_else(|| contact.email.clone()).unwrap_or_default();
    Agent { kind, name, email: contact.email.clone(), url: None }
}

fn organization(organization: &Organization) -> Option<Agent> {
    let email = organization.contact.iter().find_map(|contact| contact.email.clone());
    let url = organization.url.first().cloned();
    let name = organization.name.clone()?;
    Some(Agent { kind: AgentKind::Organization, name, email, url })
}

fn need(scope: &str) -> Option<Need> {
    Some(match scope {
        "required" => Need::Required,
        "optional" => Need::Optional,
        "excluded" => Need::Excluded,
        _ => return None,
    })
}

fn kind(name: &str) -> ItemKind {
    match name {
        "application" => ItemKind::Application,
        "framework" => ItemKind::Framework,
        "container" => ItemKind::Container,
        "operating-system" => ItemKind::OperatingSystem,
        "device" => ItemKind::Device,
        "firmware" => ItemKind::Firmware,
        "file" => ItemKind::File,
        "machine-learning-model" => ItemKind::Model,
        "data" => ItemKind::Data,
        "platform" => ItemKind::Platform,
        "device-driver" => ItemKind::Driver,
        "cryptographic-asset" => ItemKind::CryptographicAsset,
        _ => ItemKind::Library,
    }
}

/// Tools of 1.4 (a list) and of later versions (components and services).
fn tools(tools: Option<&Value>) -> Vec<(String, Option<String>)> {
    let lists = match tools {
        Some(Value::Array(list)) => vec![list],
        Some(Value::Object(kinds)) => ["components", "services"]
            .iter()
            .filter_map(|name| kinds.get(*name)?.as_array())
            .collect(),
        _ => Vec::new(),
    };
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let all = lists.into_iter().flatten();
    all.filter_map(|tool| Some((text(tool.get("name")?)?, tool.get("version").and_then(text))))
        .collect()
}
