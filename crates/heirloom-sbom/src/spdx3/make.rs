// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! A bill of materials as an SPDX 3.0.1 document: profiles Core, Software and SimpleLicensing, and AI
//! and Dataset where models and data are in it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::{Map, Value, json};

use super::{CONTEXT, Document, Element};
use crate::{
    Agent, AgentKind, Bill, Item, ItemKind, Licensing, Relation, RelationKind, identity,
    is_address, schema,
    spdx2::{NO_TEXT, source_info},
    time,
};

/// The name of what all elements were made by, inside the document.
const CREATION: &str = "_:creation";

/// A bill of materials as a document.
pub fn document(bill: &Bill) -> Document {
    let given = bill.id.as_ref().filter(|id| is_address(id) && id.contains("://"));
    let mut document = Writer::new(bill, given.cloned().unwrap_or_default()).write();
    if given.is_none() {
        // The namespace is made of the contents, which hold it: so they are written without.
        let name = bill.name.as_deref().unwrap_or("bill-of-materials");
        let plain = |c: char| if c.is_ascii_alphanumeric() || c == '.' { c } else { '-' };
        let plain: String = name.chars().map(plain).collect();
        let id = identity::uuid(&document);
        let namespace = format!("https://spdx.org/spdxdocs/{plain}-{id}");
        for element in &mut document.graph {
            element.0.iter_mut().for_each(|(field, value)| name_in(field, value, &namespace));
        }
    }
    let created = bill.created.as_deref().and_then(time::utc);
    let created = created.unwrap_or_else(|| time::UNKNOWN.into());
    for element in document.graph.iter_mut().filter(|element| element.kind() == "CreationInfo") {
        element.0.insert("created".into(), created.as_str().into());
    }
    document
}

/// Fields that hold identifiers of elements.
const REFERENCES: [&str; 11] = [
    "spdxId",
    "from",
    "to",
    "element",
    "rootElement",
    "createdBy",
    "createdUsing",
    "suppliedBy",
    "originatedBy",
    "simplelicensing_customIdToUri",
    "software_snippetFromFile",
];

/// Puts a namespace before the identifiers of a field that were written without.
fn name_in(field: &str, value: &mut Value, namespace: &str) {
    match value {
        _ if !REFERENCES.contains(&field) => {}
        Value::String(id) if id.starts_with('#') => id.insert_str(0, namespace),
        Value::Array(ids) => ids.iter_mut().for_each(|id| name_in(field, id, namespace)),
        Value::Object(entry) => {
            if let Some(Value::String(id)) = entry.get_mut("value") {
                id.insert_str(0, namespace);
            }
        }
        _ => {}
    }
}

/// What stands at a license that a file shows and that nobody declares for it.
pub(super) const SHOWN: &str = "shown by the file";

struct Writer<'a> {
    bill: &'a Bill,
    namespace: String,
    graph: Vec<Element>,
    ids: Vec<String>,
    /// Elements of people, organizations and licenses by what they hold.
    agents: BTreeMap<(bool, String, Option<String>, Option<String>), String>,
    licenses: BTreeMap<String, String>,
    n_relations: usize,
}

impl<'a> Writer<'a> {
    fn new(bill: &'a Bill, namespace: String) -> Writer<'a> {
        let mut taken: HashMap<String, u32> = HashMap::new();
        let own = format!("{namespace}#");
        let ids = bill.items.iter().map(|item| {
            let key = item.key.strip_prefix(&own).filter(|_| !namespace.is_empty());
            let key = key.unwrap_or(&item.key).trim_start_matches("pkg:");
            let plain: String = key
                .chars()
                .map(|c| if c.is_ascii_alphanumeric() || ".-_".contains(c) { c } else { '-' })
                .collect();
            let n_before = taken.entry(plain.clone()).or_default();
            *n_before += 1;
            let more = if *n_before > 1 { format!("-{n_before}") } else { String::new() };
            format!("{namespace}#item-{plain}{more}")
        });
        let ids = ids.collect();
        let (agents, licenses) = (BTreeMap::new(), BTreeMap::new());
        Writer { bill, namespace, graph: Vec::new(), ids, agents, licenses, n_relations: 0 }
    }

    fn write(mut self) -> Document {
        let bill = self.bill;
        self.creation();
        let document = self.graph.len();
        self.texts();
        for (at, item) in bill.items.iter().enumerate() {
            self.item(at, item);
        }
        for relation in &bill.relations {
            self.relation(relation);
        }
        let mut profiles = BTreeSet::from(["core", "software", "simpleLicensing"]);
        for item in &bill.items {
            match item.kind {
                ItemKind::Model => profiles.insert("ai"),
                ItemKind::Data => profiles.insert("dataset"),
                _ => false,
            };
        }
        let elements: Vec<Value> = self
            .graph
            .iter()
            .filter_map(|element| element.text("spdxId"))
            .map(Value::from)
            .collect();
        let mut about: Vec<Value> =
            bill.about.iter().map(|&at| self.ids[at].as_str().into()).collect();
        if about.is_empty() {
            about = self.ids.iter().map(|id| id.as_str().into()).collect();
        }
        let sbom_id = format!("{}#bill", self.namespace);
        let mut sbom = json!({
            "spdxId": sbom_id, "type": "software_Sbom", "creationInfo": CREATION,
            "rootElement": about, "element": elements,
        });
        if let Some(stage) = bill.stage {
            sbom["software_sbomType"] = json!([stage.name()]);
        }
        let mut top = json!({
            "spdxId": format!("{}#document", self.namespace), "type": "SpdxDocument",
            "creationInfo": CREATION, "dataLicense": "https://spdx.org/licenses/CC0-1.0",
            "profileConformance": profiles, "rootElement": [sbom_id],
        });
        if let Some(name) = &bill.name {
            top["name"] = name.as_str().into();
        }
        if let Some(comment) = &bill.comment {
            top["comment"] = comment.as_str().into();
        }
        self.graph.splice(document..document, [top, sbom].map(element));
        Document { context: CONTEXT.into(), graph: self.graph, ..Document::default() }
    }

    fn creation(&mut self) {
        let at = self.graph.len();
        let mut by: Vec<String> =
            self.bill.authors.iter().map(|author| self.agent(author)).collect();
        let mut using = Vec::new();
        for (number, (name, version)) in self.bill.tools.iter().enumerate() {
            let name = match version {
                Some(version) => format!("{name}-{version}"),
                None => name.clone(),
            };
            let id = format!("{}#tool-{}", self.namespace, number + 1);
            let tool = json!({
                "spdxId": id, "type": "Tool", "creationInfo": CREATION, "name": name,
            });
            self.graph.push(element(tool));
            using.push(id);
        }
        if by.is_empty() {
            // The form asks for somebody; a program is an agent too.
            let name = self.bill.tools.first().map_or("unknown", |(name, _)| name);
            let id = format!("{}#maker", self.namespace);
            let agent = json!({
                "spdxId": id, "type": "SoftwareAgent", "creationInfo": CREATION, "name": name,
            });
            self.graph.push(element(agent));
            by.push(id);
        }
        let mut creation = json!({
            "@id": CREATION, "type": "CreationInfo", "specVersion": "3.0.1",
            "created": time::UNKNOWN, "createdBy": by,
        });
        if !using.is_empty() {
            creation["createdUsing"] = using.into();
        }
        self.graph.insert(at, element(creation));
    }

    fn agent(&mut self, agent: &Agent) -> String {
        let is_person = agent.kind == AgentKind::Person;
        let key = (is_person, agent.name.clone(), agent.email.clone(), agent.url.clone());
        if let Some(id) = self.agents.get(&key) {
            return id.clone();
        }
        let id = format!("{}#agent-{}", self.namespace, self.agents.len() + 1);
        self.agents.insert(key, id.clone());
        let kind = if is_person { "Person" } else { "Organization" };
        let mut made = json!({
            "spdxId": id, "type": kind, "creationInfo": CREATION, "name": agent.name,
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
        self.graph.push(element(made));
        id
    }

    fn texts(&mut self) {
        for text in &self.bill.texts {
            let missing = || format!("The text of {} {NO_TEXT}", text.id);
            let mut made = json!({
                "spdxId": format!("{}#{}", self.namespace, text.id),
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
            self.graph.push(element(made));
        }
    }

    fn license(&mut self, licensing: &Licensing) -> Option<String> {
        let text = match licensing {
            Licensing::Unknown => return None,
            Licensing::None => {
                return Some("https://spdx.org/rdf/3.0.1/terms/Licensing/None".into());
            }
            Licensing::Stated(text) => text,
        };
        if let Some(id) = self.licenses.get(text) {
            return Some(id.clone());
        }
        let id = format!("{}#license-{}", self.namespace, self.licenses.len() + 1);
        self.licenses.insert(text.clone(), id.clone());
        let mut made = json!({
            "spdxId": id, "type": "simplelicensing_LicenseExpression", "creationInfo": CREATION,
            "simplelicensing_licenseExpression": text,
        });
        let words: BTreeSet<&str> =
            text.split([' ', '(', ')']).filter(|word| word.starts_with("LicenseRef-")).collect();
        let own = self.bill.texts.iter().filter(|known| words.contains(known.id.as_str()));
        let own: Vec<Value> = own
            .map(|known| {
                json!({"type": "DictionaryEntry", "key": known.id,
                    "value": format!("{}#{}", self.namespace, known.id)})
            })
            .collect();
        if !own.is_empty() {
            made["simplelicensing_customIdToUri"] = own.into();
        }
        self.graph.push(element(made));
        Some(id)
    }

    fn item(&mut self, at: usize, item: &Item) {
        let is_file = item.kind == ItemKind::File && item.purl.is_none();
        let kind = match item.kind {
            ItemKind::Model => "ai_AIPackage",
            ItemKind::Data => "dataset_DatasetPackage",
            _ if is_file => "software_File",
            _ => "software_Package",
        };
        let mut made = json!({
            "spdxId": self.ids[at], "type": kind, "creationInfo": CREATION,
            "name": item.full_name(), "software_primaryPurpose": purpose(item.kind),
        });
        let mut set = |name: &str, value: Option<Value>| {
            if let Some(value) = value {
                made[name] = value;
            }
        };
        let text = |value: &Option<String>| value.as_deref().map(Value::from);
        set("description", text(&item.description));
        set("comment", text(&item.comment));
        set("software_copyrightText", text(&item.copyright));
        if item.kind == ItemKind::Data {
            set("dataset_datasetType", Some(json!(["noAssertion"])));
        }
        if !is_file {
            let web = |kind: &str| item.address(kind).filter(|url| is_web(url)).map(Value::from);
            set("software_packageVersion", text(&item.version));
            set("software_packageUrl", text(&item.purl));
            set("software_homePage", web("website"));
            set("software_downloadLocation", web("distribution"));
            let repository = item.address("vcs").filter(|url| is_address(url));
            let repository = repository.map(
                |url| json!([{"type": "ExternalRef", "externalRefType": "vcs", "locator": [url]}]),
            );
            set("externalRef", repository);
            set("software_sourceInfo", source_info(item).map(Value::from));
        }
        let hashes: Vec<Value> = item.checksums.iter().filter_map(hash).collect();
        set("verifiedUsing", (!hashes.is_empty()).then(|| hashes.into()));
        let cpes: Vec<Value> = item.cpes.iter().map(|cpe| {
            let kind = if cpe.starts_with("cpe:2.3:") { "cpe23" } else { "cpe22" };
            json!({"type": "ExternalIdentifier", "externalIdentifierType": kind, "identifier": cpe})
        }).collect();
        set("externalIdentifier", (!cpes.is_empty()).then(|| cpes.into()));
        let supplier = item.supplier.as_ref().map(|agent| self.agent(agent));
        set("suppliedBy", supplier.map(Value::from));
        let authors: Vec<String> = item.authors.iter().map(|agent| self.agent(agent)).collect();
        set("originatedBy", (!authors.is_empty()).then(|| authors.into()));
        self.graph.push(element(made));
        let said =
            [("hasDeclaredLicense", &item.declared), ("hasConcludedLicense", &item.concluded)];
        let comment = if is_file { item.license_comment.clone() } else { item.told_licenses() };
        for (name, licensing) in said {
            if let Some(license) = self.license(licensing) {
                let from = self.ids[at].clone();
                self.relate("Relationship", &from, name, &license, comment.as_deref());
            }
        }
        if is_file {
            self.shown(at, item);
        }
    }

    /// The licenses that a file shows, and its parts that show them.
    fn shown(&mut self, at: usize, item: &Item) {
        let file = self.ids[at].clone();
        for text in &item.detected {
            if let Some(license) = self.license(&Licensing::Stated(text.clone())) {
                self.relate("Relationship", &file, "hasDeclaredLicense", &license, Some(SHOWN));
            }
        }
        for (number, place) in item.evidence.iter().enumerate() {
            let id = format!("{file}-snippet-{}", number + 1);
            let range = |(first, last): (u64, u64)| {
                json!({"type": "PositiveIntegerRange", "beginIntegerRange": first,
                    "endIntegerRange": last})
            };
            let mut made = json!({
                "spdxId": id, "type": "software_Snippet", "creationInfo": CREATION,
                "name": place.kind, "software_snippetFromFile": file,
            });
            if let Some(bytes) = place.bytes {
                made["software_byteRange"] = range(bytes);
            }
            let (first, last) = place.lines;
            if first > 0 {
                made["software_lineRange"] = range((first.into(), last.into()));
            }
            self.graph.push(element(made));
            if let Some(license) = self.license(&Licensing::Stated(place.license.clone())) {
                self.relate("Relationship", &id, "hasDeclaredLicense", &license, Some(SHOWN));
            }
        }
    }

    fn relation(&mut self, relation: &Relation) {
        let (from, to) = (self.ids[relation.from].clone(), self.ids[relation.to].clone());
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
        let comment = match (&relation.kind, &relation.comment) {
            (_, comment) if name != "other" => comment.clone(),
            (RelationKind::Other(_), _) => Some(relation.told()),
            (_, comment) => comment.clone(),
        };
        let kind = if scope.is_some() { "LifecycleScopedRelationship" } else { "Relationship" };
        self.relate(kind, &from, name, &to, comment.as_deref());
        if let (Some(scope), Some(last)) = (scope, self.graph.last_mut()) {
            last.0.insert("scope".into(), scope.into());
        }
    }

    fn relate(&mut self, kind: &str, from: &str, name: &str, to: &str, comment: Option<&str>) {
        self.n_relations += 1;
        let mut made = json!({
            "spdxId": format!("{}#relation-{}", self.namespace, self.n_relations),
            "type": kind, "creationInfo": CREATION,
            "from": from, "relationshipType": name, "to": [to],
        });
        if let Some(comment) = comment {
            made["comment"] = comment.into();
        }
        self.graph.push(element(made));
    }
}

fn element(value: Value) -> Element {
    match value {
        Value::Object(fields) => Element(fields),
        _ => Element(Map::new()),
    }
}

fn is_web(url: &str) -> bool {
    url.contains("://") && is_address(url)
}

fn hash((algorithm, value): &(String, String)) -> Option<Value> {
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
    Some(json!({"type": "Hash", "algorithm": name, "hashValue": value}))
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
