// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! A bill of materials as an SPDX 3.0.1 document: profiles Core, Software and SimpleLicensing, and
//! elements of AI and Dataset where models and data are in it.
//!
//! Elements are made as they are written, and made anew to name the document by its contents: of a
//! large bill they are not held.

mod elements;

use std::{
    borrow::Cow,
    collections::{BTreeSet, HashMap},
    convert::Infallible,
    io::{self, Write},
};

use serde::{Serialize, Serializer, ser::SerializeSeq};
use serde_json::{Value, json};

use self::elements::{
    ArtifactElement, BillElement, CREATION, Document, Element, Extension, Hash, Id, Identifier,
    Ids, ItemElement, Name, Property, Reference, RelationElement, Target, Top,
};
use crate::{
    Agent, AgentKind, Bill, Completeness, Item, ItemKind, Licensing, Relation, RelationKind,
    address, artifact,
    bill::card,
    identity, is_address, schema,
    spdx2::{NO_TEXT, source_info},
    time,
};

/// Writes a bill of materials as an SPDX 3.0.1 document.
///
/// # Errors
/// Whatever `out` fails with.
pub(crate) fn write(bill: &Bill, out: &mut dyn Write) -> io::Result<()> {
    let given = bill.id.as_ref().filter(|id| is_address(id) && id.contains("://"));
    let mut writer = Writer::new(bill, given.cloned().unwrap_or_default());
    if given.is_none() {
        // The namespace is made of the contents, which hold it: so they are hashed without.
        let name = bill.name.as_deref().unwrap_or("bill-of-materials");
        let plain = |c: char| if c.is_ascii_alphanumeric() || c == '.' { c } else { '-' };
        let plain: String = name.chars().map(plain).collect();
        // A serial number is no prefix of names; its UUID may end one.
        let serial = bill.id.as_deref().filter(|id| schema::is_uuid_urn(id));
        let serial = serial.and_then(|id| id.strip_prefix("urn:uuid:")).map(str::to_owned);
        let id = serial.unwrap_or_else(|| identity::uuid(&Document::new(&writer)));
        writer.namespace = format!("https://spdx.org/spdxdocs/{plain}-{id}");
    }
    let created = bill.created.as_deref().and_then(time::utc);
    writer.created = created.unwrap_or_else(|| time::UNKNOWN.into());
    crate::pretty(&Document::new(&writer), out)
}

/// What stands at a license that a file shows and that nobody declares for it.
pub(super) const SHOWN: &str = "shown by the file";

struct Writer<'a> {
    bill: &'a Bill,
    namespace: String,
    created: String,
    /// Names of items.
    ids: Vec<String>,
    /// Names of the elements that the bill of materials holds.
    names: Vec<Name>,
    /// Places of the licenses of somebody's own, by what they are called.
    texts: HashMap<&'a str, u32>,
}

impl Serialize for Writer<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut graph = serializer.serialize_seq(None)?;
        self.walk(&mut |_, element| graph.serialize_element(&element))?;
        graph.end()
    }
}

/// Takes elements with their names one after the other.
type Take<'t, E> = dyn FnMut(Option<Name>, Element<'_>) -> Result<(), E> + 't;

impl<'a> Writer<'a> {
    fn new(bill: &'a Bill, namespace: String) -> Writer<'a> {
        let mut taken = identity::Names::default();
        let own = format!("{namespace}#");
        let ids = bill.items.iter().map(|item| {
            let key = item.key.strip_prefix(&own).filter(|_| !namespace.is_empty());
            let key = key.unwrap_or(&item.key).trim_start_matches("pkg:");
            let plain: String = key
                .chars()
                .map(|c| if c.is_ascii_alphanumeric() || ".-_".contains(c) { c } else { '-' })
                .collect();
            taken.take(plain)
        });
        let ids = ids.collect();
        let created = time::UNKNOWN.to_owned();
        let texts = bill.texts.iter().map(|text| text.id.as_str()).zip(0..).collect();
        let mut writer = Writer { bill, namespace, created, ids, names: Vec::new(), texts };
        let mut names = Vec::new();
        let named = writer.walk::<Infallible>(&mut |name, _| {
            names.extend(name.filter(|name| !matches!(name, Name::Document | Name::Bill)));
            Ok(())
        });
        let Ok(()) = named;
        writer.names = names;
        writer
    }

    /// Makes every element, in order.
    fn walk<E>(&self, take: &mut Take<'_, E>) -> Result<(), E> {
        let mut pass = Pass {
            writer: self,
            take,
            agents: HashMap::new(),
            licenses: HashMap::new(),
            n_relations: 0,
        };
        pass.creation()?;
        pass.whole()?;
        pass.texts()?;
        for (at, item) in self.bill.items.iter().enumerate() {
            pass.item(at as u32, item)?;
        }
        let mut has_needs = vec![false; self.bill.items.len()];
        for relation in &self.bill.relations {
            has_needs[relation.from] |= relation.kind.is_need();
            pass.relation(relation)?;
        }
        // What needs nothing that is known says so itself.
        for (at, item) in self.bill.items.iter().enumerate() {
            if let Some(completeness) = item.completeness.filter(|_| !has_needs[at]) {
                let to = match completeness {
                    Completeness::Complete => Target::Nothing,
                    _ => Target::Unknown,
                };
                let from = self.id(Name::Item(at as u32));
                pass.complete(from, ("dependsOn", None), to, (None, Some(completeness)))?;
            }
        }
        Ok(())
    }

    fn id(&self, name: Name) -> Id<'_> {
        Id { namespace: &self.namespace, name, items: &self.ids, texts: &self.bill.texts }
    }

    fn ids<'i>(&'i self, names: Cow<'i, [Name]>) -> Ids<'i> {
        Ids { names, first: self.id(Name::Bill) }
    }
}

/// Who an agent is: whether it is a person, its name, mail and address.
type AgentKey<'a> = (bool, &'a str, Option<&'a str>, Option<&'a str>);

/// One way through all elements.
struct Pass<'w, 't, 'f, E> {
    writer: &'w Writer<'w>,
    take: &'t mut Take<'f, E>,
    /// Elements of people, organizations and licenses by what they hold.
    agents: HashMap<AgentKey<'w>, Name>,
    licenses: HashMap<&'w str, Name>,
    n_relations: u32,
}

impl<'w, E> Pass<'w, '_, '_, E> {
    fn emit(&mut self, name: Name, element: Element<'_>) -> Result<(), E> {
        (self.take)(Some(name), element)
    }

    /// By whom and what the document was made.
    fn creation(&mut self) -> Result<(), E> {
        let Writer { bill, created, .. } = self.writer;
        let mut made: Vec<(Name, Value)> = Vec::new();
        let mut by: Vec<Name> = Vec::new();
        for author in &bill.authors {
            let (name, element) = self.named(author);
            made.extend(element.map(|element| (name, element)));
            by.push(name);
        }
        let mut using: Vec<Name> = Vec::new();
        for (number, (tool, version)) in (1..).zip(&bill.tools) {
            let called = match version {
                Some(version) => format!("{tool}-{version}"),
                None => tool.clone(),
            };
            let name = Name::Tool(number);
            let element = json!({
                "spdxId": self.text(name), "type": "Tool", "creationInfo": CREATION,
                "name": called,
            });
            made.push((name, element));
            using.push(name);
        }
        if by.is_empty() {
            // The form asks for somebody; a program is an agent too.
            let called = bill.tools.first().map_or("unknown", |(name, _)| name);
            let element = json!({
                "spdxId": self.text(Name::Maker), "type": "SoftwareAgent",
                "creationInfo": CREATION, "name": called,
            });
            made.push((Name::Maker, element));
            by.push(Name::Maker);
        }
        let texts = |names: Vec<Name>| -> Vec<String> {
            names.into_iter().map(|name| self.text(name)).collect()
        };
        let mut creation = json!({
            "@id": CREATION, "type": "CreationInfo", "specVersion": "3.0.1",
            "created": created, "createdBy": texts(by),
        });
        if !using.is_empty() {
            creation["createdUsing"] = texts(using).into();
        }
        (self.take)(None, Element::Other(creation))?;
        made.into_iter().try_for_each(|(name, element)| self.emit(name, Element::Other(element)))
    }

    /// The document and the bill of materials in it.
    fn whole(&mut self) -> Result<(), E> {
        let writer = self.writer;
        let bill = writer.bill;
        let mut profiles = BTreeSet::from(["core", "software", "simpleLicensing"]);
        for item in &bill.items {
            // The profiles of models and data ask for the time of release of each, which no file tells, so
            // that no document is claimed to conform to them.
            if item.extension().next().is_some() {
                profiles.insert("extension");
            }
        }
        let mut about: Vec<Name> = bill.about.iter().map(|&at| Name::Item(at as u32)).collect();
        if about.is_empty() {
            about = (0..bill.items.len()).map(|at| Name::Item(at as u32)).collect();
        }
        let top = Top {
            spdx_id: writer.id(Name::Document),
            of_type: "SpdxDocument",
            creation_info: CREATION,
            data_license: "https://spdx.org/licenses/CC0-1.0",
            profile_conformance: profiles.into_iter().collect(),
            root_element: [writer.id(Name::Bill)],
            name: bill.name.as_deref(),
            comment: bill.comment.as_deref(),
        };
        self.emit(Name::Document, Element::Top(top))?;
        let element = BillElement {
            spdx_id: writer.id(Name::Bill),
            of_type: "software_Sbom",
            creation_info: CREATION,
            root_element: writer.ids(about.into()),
            element: writer.ids(writer.names.as_slice().into()),
            sbom_type: bill.stage.map(|stage| [stage.name()]),
        };
        self.emit(Name::Bill, Element::Bill(element))
    }

    fn text(&self, name: Name) -> String {
        self.writer.id(name).to_string()
    }

    /// The name of an agent, and its element if it is a new one.
    fn named(&mut self, agent: &'w Agent) -> (Name, Option<Value>) {
        let is_person = agent.kind == AgentKind::Person;
        let key = (is_person, &*agent.name, agent.email.as_deref(), agent.url.as_deref());
        if let Some(&name) = self.agents.get(&key) {
            return (name, None);
        }
        let name = Name::Agent(self.agents.len() as u32 + 1);
        self.agents.insert(key, name);
        let kind = if is_person { "Person" } else { "Organization" };
        let mut made = json!({
            "spdxId": self.text(name), "type": kind, "creationInfo": CREATION,
            "name": agent.name,
        });
        let known = [("email", &agent.email), ("urlScheme", &agent.url)];
        let identifiers: Vec<Value> = known
            .into_iter()
            .filter_map(|(kind, value)| {
                let value = value.as_ref()?;
                Some(json!({"type": "ExternalIdentifier", "externalIdentifierType": kind,
                    "identifier": value}))
            })
            .collect();
        if !identifiers.is_empty() {
            made["externalIdentifier"] = identifiers.into();
        }
        (name, Some(made))
    }

    fn agent(&mut self, agent: &'w Agent) -> Result<Id<'w>, E> {
        let (name, element) = self.named(agent);
        if let Some(element) = element {
            self.emit(name, Element::Other(element))?;
        }
        Ok(self.writer.id(name))
    }

    fn texts(&mut self) -> Result<(), E> {
        for (at, text) in (0..).zip(&self.writer.bill.texts) {
            let missing = || format!("The text of {} {NO_TEXT}", text.id);
            let mut made = json!({
                "spdxId": self.text(Name::Text(at)),
                "type": "simplelicensing_SimpleLicensingText", "creationInfo": CREATION,
                "simplelicensing_licenseText": text.text.clone().unwrap_or_else(missing),
                "name": text.name.as_deref().unwrap_or(&text.id),
            });
            if let Some(comment) = &text.comment {
                made["comment"] = comment.as_str().into();
            }
            let addresses = text.addresses.iter().filter(|address| is_address(address));
            let references: Vec<Value> = addresses
                .map(|address| {
                    json!({"type": "ExternalRef", "externalRefType": "license",
                        "locator": [address]})
                })
                .collect();
            if !references.is_empty() {
                made["externalRef"] = references.into();
            }
            self.emit(Name::Text(at), Element::Other(made))?;
        }
        Ok(())
    }

    fn license(&mut self, licensing: &'w Licensing) -> Result<Option<Target<'w>>, E> {
        let text = match licensing {
            Licensing::Unknown => return Ok(None),
            Licensing::None => return Ok(Some(Target::NoLicense)),
            Licensing::Stated(text) => text,
        };
        self.expression(text).map(Some)
    }

    fn expression(&mut self, text: &'w str) -> Result<Target<'w>, E> {
        let writer = self.writer;
        if let Some(&name) = self.licenses.get(text) {
            return Ok(Target::Element(writer.id(name)));
        }
        let name = Name::License(self.licenses.len() as u32 + 1);
        self.licenses.insert(text, name);
        let mut made = json!({
            "spdxId": self.text(name), "type": "simplelicensing_LicenseExpression",
            "creationInfo": CREATION, "simplelicensing_licenseExpression": text,
        });
        let words: BTreeSet<&str> =
            text.split([' ', '(', ')']).filter(|word| word.starts_with("LicenseRef-")).collect();
        let known = words.into_iter().filter_map(|id| Some((id, *writer.texts.get(id)?)));
        let own: Vec<Value> = known
            .map(|(id, at)| {
                json!({"type": "DictionaryEntry", "key": id, "value": self.text(Name::Text(at))})
            })
            .collect();
        if !own.is_empty() {
            made["simplelicensing_customIdToUri"] = own.into();
        }
        self.emit(name, Element::Other(made))?;
        Ok(Target::Element(writer.id(name)))
    }

    fn item(&mut self, at: u32, item: &'w Item) -> Result<(), E> {
        let writer = self.writer;
        let is_file = item.kind == ItemKind::File && item.purl.is_none();
        let id = writer.id(Name::Item(at));
        // Those who are named by it stand before it.
        let supplied_by = match &item.supplier {
            Some(agent) => Some(self.agent(agent)?),
            None => None,
        };
        // BSI asks for an address of who made it (TR-03183-2, section 8.2): one who also hands it out has it
        // there, and where nobody is named as its author, who hands it out stands for them.
        let has_address = |agent: &Agent| agent.email.is_some() || agent.url.is_some();
        let supplier = item.supplier.as_ref().filter(|supplier| has_address(supplier) && !is_file);
        let known = |author: &'w Agent| match supplier {
            Some(supplier) if supplier.name == author.name && !has_address(author) => supplier,
            _ => author,
        };
        let alone = supplier.filter(|_| item.authors.is_empty());
        let makers = item.authors.iter().map(known).chain(alone);
        let originated_by: Result<Vec<Id<'_>>, E> = makers.map(|agent| self.agent(agent)).collect();
        let mut element = ItemElement { supplied_by, ..ItemElement::new(id, item) };
        element.originated_by = originated_by?;
        self.emit(Name::Item(at), Element::Item(Box::new(element)))?;
        let said =
            [("hasDeclaredLicense", &item.declared), ("hasConcludedLicense", &item.concluded)];
        let told = (!is_file).then(|| item.told_licenses()).flatten();
        let comment = if is_file { item.license_comment.as_deref() } else { told.as_deref() };
        let mut is_told = comment.is_none();
        for (name, licensing) in said {
            if let Some(license) = self.license(licensing)? {
                self.relate(id, (name, None), license, comment)?;
                is_told = true;
            }
        }
        if !is_told {
            self.relate(id, ("hasConcludedLicense", None), Target::NoAssertion, comment)?;
        }
        if is_file { self.shown(at, item) } else { self.artifact(at, item) }
    }

    /// The file in which it is handed out, as BSI has it (TR-03183-2 v2.1, section 8.2): its purposes say
    /// whether it can be run, is an archive, and whether its parts can be told apart.
    fn artifact(&mut self, at: u32, item: &'w Item) -> Result<(), E> {
        let Some(file) = item.property(artifact::FILENAME) else { return Ok(()) };
        let name = Name::Artifact(at);
        let id = self.writer.id(name);
        let element = ArtifactElement {
            spdx_id: id,
            of_type: "software_File",
            creation_info: CREATION,
            name: file,
            purposes: artifact::purposes(item),
            hashes: item.checksums.iter().filter_map(hash).collect(),
            external_ref: item.address("distribution").filter(|url| is_web(url)).map(|url| {
                let external_ref_type = "binaryArtifact";
                [Reference { of_type: "ExternalRef", external_ref_type, locator: [url] }]
            }),
        };
        self.emit(name, Element::Artifact(element))?;
        let from = self.writer.id(Name::Item(at));
        self.relate(from, ("hasDistributionArtifact", None), Target::Element(id), None)
    }

    /// The licenses that a file shows, and its parts that show them.
    fn shown(&mut self, at: u32, item: &'w Item) -> Result<(), E> {
        let writer = self.writer;
        let file = writer.id(Name::Item(at));
        for text in &item.detected {
            let license = self.expression(text)?;
            self.relate(file, ("hasDeclaredLicense", None), license, Some(SHOWN))?;
        }
        for (number, place) in (1..).zip(&item.evidence) {
            let name = Name::Snippet(at, number);
            let range = |(first, last): (u64, u64)| {
                json!({"type": "PositiveIntegerRange", "beginIntegerRange": first,
                    "endIntegerRange": last})
            };
            let mut made = json!({
                "spdxId": self.text(name), "type": "software_Snippet", "creationInfo": CREATION,
                "name": place.kind, "software_snippetFromFile": file.to_string(),
            });
            if let Some(bytes) = place.bytes {
                made["software_byteRange"] = range(bytes);
            }
            let (first, last) = place.lines;
            if first > 0 {
                made["software_lineRange"] = range((first.into(), last.into()));
            }
            self.emit(name, Element::Other(made))?;
            let license = self.expression(&place.license)?;
            let id = writer.id(name);
            self.relate(id, ("hasDeclaredLicense", None), license, Some(SHOWN))?;
        }
        Ok(())
    }

    fn relation(&mut self, relation: &Relation) -> Result<(), E> {
        let item = |at: usize| self.writer.id(Name::Item(at as u32));
        let (from, to) = (item(relation.from), item(relation.to));
        let scoped = |scope: &'static str| ("dependsOn", Some(scope));
        let (name, scope) = match &relation.kind {
            RelationKind::DependsOn => scoped("runtime"),
            RelationKind::BuildDependsOn => scoped("build"),
            RelationKind::TestDependsOn => scoped("test"),
            RelationKind::DevelopmentDependsOn => scoped("development"),
            RelationKind::OptionallyDependsOn => ("hasOptionalDependency", None),
            RelationKind::ExpectsProvided => ("hasProvidedDependency", None),
            RelationKind::Contains => ("contains", None),
            RelationKind::StaticLink => ("hasStaticLink", None),
            RelationKind::DynamicLink => ("hasDynamicLink", None),
            RelationKind::Generates => ("generates", None),
            RelationKind::Other(name) => match schema::spdx3_relation(name) {
                Some(name) => (name, None),
                None => ("other", None),
            },
        };
        let is_without_word = name == "other" && matches!(relation.kind, RelationKind::Other(_));
        let told = is_without_word.then(|| relation.told());
        let comment = told.as_deref().or(relation.comment.as_deref());
        let completeness = self.writer.bill.items[relation.from].completeness;
        let completeness = completeness.filter(|_| relation.kind.is_need());
        self.complete(from, (name, scope), Target::Element(to), (comment, completeness))
    }

    fn relate(
        &mut self,
        from: Id<'_>,
        (name, scope): (&str, Option<&'static str>),
        to: Target<'_>,
        comment: Option<&str>,
    ) -> Result<(), E> {
        self.complete(from, (name, scope), to, (comment, None))
    }

    fn complete(
        &mut self,
        from: Id<'_>,
        (name, scope): (&str, Option<&'static str>),
        to: Target<'_>,
        (comment, completeness): (Option<&str>, Option<Completeness>),
    ) -> Result<(), E> {
        self.n_relations += 1;
        let own = Name::Relation(self.n_relations);
        let element = RelationElement {
            spdx_id: self.writer.id(own),
            of_type: match scope {
                Some(_) => "LifecycleScopedRelationship",
                None => "Relationship",
            },
            creation_info: CREATION,
            from,
            relationship_type: name,
            to: [to],
            comment,
            completeness: completeness.map(Completeness::spdx),
            scope,
        };
        self.emit(own, Element::Relation(element))
    }
}

impl<'a> ItemElement<'a> {
    /// An item without those who made it and hand it out.
    fn new(spdx_id: Id<'a>, item: &'a Item) -> ItemElement<'a> {
        let is_file = item.kind == ItemKind::File && item.purl.is_none();
        let of_package = |text: Option<&'a str>| text.filter(|_| !is_file);
        let web = |kind: &str| of_package(item.address(kind)).filter(|url| is_web(url));
        let reference = |(kind, url)| Reference {
            of_type: "ExternalRef",
            external_ref_type: address::word_of_spdx3(kind),
            locator: [url],
        };
        let addresses = if is_file { Vec::new() } else { item.other_addresses(false) };
        let cpe = |cpe: &'a String| Identifier {
            of_type: "ExternalIdentifier",
            external_identifier_type: match cpe.starts_with("cpe:2.3:") {
                true => "cpe23",
                false => "cpe22",
            },
            identifier: cpe,
        };
        ItemElement {
            spdx_id,
            of_type: match item.kind {
                ItemKind::Model => "ai_AIPackage",
                ItemKind::Data => "dataset_DatasetPackage",
                _ if is_file => "software_File",
                _ => "software_Package",
            },
            creation_info: CREATION,
            name: item.full_name(),
            purpose: purpose(item.kind),
            description: item.description.as_deref(),
            comment: item.told_comment(),
            copyright: item.copyright.as_deref(),
            dataset_type: (item.kind == ItemKind::Data).then(|| card::spdx3_types(item.own_card())),
            card: item.own_card().map(card::spdx3).unwrap_or_default(),
            version: of_package(item.version.as_deref()),
            purl: of_package(item.purl.as_deref()),
            home_page: web("website"),
            download: web("distribution"),
            addresses: addresses.into_iter().map(reference).collect(),
            source_info: source_info(item).filter(|_| !is_file),
            hashes: item.checksums.iter().filter_map(hash).collect(),
            cpes: item.cpes.iter().map(cpe).collect(),
            supplied_by: None,
            originated_by: Vec::new(),
            extension: extension(item),
        }
    }
}

/// Properties that have no field of their own.
fn extension(item: &Item) -> Option<[Extension<'_>; 1]> {
    let property = |(name, value)| Property { of_type: "extension_CdxPropertyEntry", name, value };
    let properties: Vec<Property<'_>> = item.extension().map(property).collect();
    let of_type = "extension_CdxPropertiesExtension";
    (!properties.is_empty()).then_some([Extension { of_type, properties }])
}

fn is_web(url: &str) -> bool {
    url.contains("://") && is_address(url)
}

fn hash((algorithm, value): &(String, String)) -> Option<Hash<'_>> {
    let name = match algorithm.as_str() {
        "MD5" => "md5",
        "SHA-1" => "sha1",
        "SHA-224" => "sha224",
        "SHA-256" => "sha256",
        "SHA-384" => "sha384",
        "SHA-512" => "sha512",
        "SHA3-256" => "sha3_256",
        "SHA3-384" => "sha3_384",
        "SHA3-512" => "sha3_512",
        "BLAKE2b-256" => "blake2b256",
        "BLAKE2b-384" => "blake2b384",
        "BLAKE2b-512" => "blake2b512",
        "BLAKE3" => "blake3",
        "ADLER32" => "adler32",
        _ => return None,
    };
    Some(Hash { of_type: "Hash", algorithm: name, hash_value: value })
}

fn purpose(kind: ItemKind) -> &'static str {
    match kind {
        ItemKind::Library => "library",
        ItemKind::Application => "application",
        ItemKind::Framework => "framework",
        ItemKind::Container => "container",
        ItemKind::OperatingSystem => "operatingSystem",
        ItemKind::Device => "device",
        ItemKind::Firmware => "firmware",
        ItemKind::File => "file",
        ItemKind::Model => "model",
        ItemKind::Data => "data",
        ItemKind::Platform => "platform",
        ItemKind::Driver => "deviceDriver",
        ItemKind::Archive => "archive",
        ItemKind::Source => "source",
        ItemKind::Install => "install",
        ItemKind::CryptographicAsset | ItemKind::Other => "other",
    }
}
