// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! An SPDX 3.0.1 document as a bill of materials.

use std::collections::{HashMap, HashSet};

use heirloom_model::{CardNature, ModelCard};
use serde_json::{Map, Value};

use super::{Document, Element, make};
use crate::{
    Agent, AgentKind, Bill, Completeness, Item, ItemKind, LicenseEvidence, LicenseText, Licensing,
    Relation, RelationKind, Stage, address, artifact,
    bill::{card, texts::all_of},
    spdx2,
};

/// A document as a bill of materials. Annotations, builds and assessments of vulnerabilities are not
/// in it.
pub fn bill(document: &Document) -> Bill {
    let mut elements: Vec<&Element> = document.graph.iter().collect();
    let single = Element(document.unknown.clone());
    if elements.is_empty() && !single.kind().is_empty() {
        elements.push(&single);
    }
    let by_id: HashMap<&str, &Element> =
        elements.iter().map(|element| (element.id(), *element)).collect();
    let mut reader =
        Reader { by_id, bill: Bill::default(), at: HashMap::new(), shown: HashSet::new() };
    reader.about(&elements);
    let artifacts = artifacts(&elements, &reader.by_id);
    let held: HashSet<&str> = artifacts.iter().map(|(_, file)| file.id()).collect();
    for element in elements.iter().filter(|element| !held.contains(element.id())) {
        reader.item(element);
    }
    for (package, file) in artifacts {
        reader.artifact(package, file);
    }
    for element in &elements {
        reader.relation(element);
    }
    reader.roots(&elements);
    reader.bill.tells_vulnerabilities =
        elements.iter().any(|element| element.kind().starts_with("security_"));
    reader.bill.tidy();
    reader.bill
}

/// The only files in which packages are handed out, of which nothing else is said than what a package
/// can say of its file.
fn artifacts<'a>(
    elements: &[&'a Element],
    by_id: &HashMap<&str, &'a Element>,
) -> Vec<(&'a str, &'a Element)> {
    const HELD: [&str; 7] = [
        "spdxId",
        "type",
        "creationInfo",
        "name",
        "software_additionalPurpose",
        "verifiedUsing",
        "externalRef",
    ];
    let is_plain = |reference: &Map<String, Value>| {
        let is_held = |key: &String| matches!(&**key, "type" | "externalRefType" | "locator");
        reference.get("externalRefType").is_some_and(|kind| kind == "binaryArtifact")
            && reference.keys().all(is_held)
    };
    // What relations say of each: of a file that more than one relation leads to or from, it is more.
    let mut n_relations: HashMap<&str, u32> = HashMap::new();
    let mut found: Vec<(&str, &Element)> = Vec::new();
    let mut n_files: HashMap<&str, u32> = HashMap::new();
    // Files of which parts are told, and those that documents are about.
    let mut is_more: HashSet<&str> = HashSet::new();
    for relation in elements {
        is_more.extend(relation.text("software_snippetFromFile"));
        is_more.extend(relation.texts("rootElement"));
        let Some(from) = relation.text("from") else { continue };
        let to: Vec<&str> = relation.texts("to").collect();
        for end in to.iter().copied().chain([from]) {
            *n_relations.entry(end).or_default() += 1;
        }
        if relation.text("relationshipType") == Some("hasDistributionArtifact") {
            *n_files.entry(from).or_default() += to.len() as u32;
            let files = to.iter().filter_map(|id| by_id.get(id));
            let files = files.filter(|file| {
                file.kind() == "software_File"
                    && file.0.keys().all(|key| HELD.contains(&key.as_str()))
                    && file.parts("externalRef").all(is_plain)
            });
            found.extend(files.map(|file| (from, *file)));
        }
    }
    let is_package = |id: &str| by_id.get(id).is_some_and(|one| one.kind() == "software_Package");
    found.retain(|(from, file)| {
        let is_only = n_files[from] == 1 && n_relations[file.id()] == 1;
        is_only && is_package(from) && !is_more.contains(file.id())
    });
    found
}

struct Reader<'a> {
    by_id: HashMap<&'a str, &'a Element>,
    bill: Bill,
    /// Places of items by their identifiers.
    at: HashMap<&'a str, usize>,
    /// Parts of files with the licenses that they show.
    shown: HashSet<(&'a str, &'a str)>,
}

impl<'a> Reader<'a> {
    fn about(&mut self, elements: &[&'a Element]) {
        let document = elements.iter().find(|element| element.kind() == "SpdxDocument");
        let Some(document) = document else { return };
        let id = document.id();
        self.bill.id = Some(id.split('#').next().unwrap_or(id).to_owned());
        self.bill.name = document.text("name").map(str::to_owned);
        self.bill.comment = document.text("comment").map(str::to_owned);
        let mut sboms = elements.iter().filter(|element| element.kind() == "software_Sbom");
        self.bill.stage =
            sboms.find_map(|sbom| sbom.texts("software_sbomType").find_map(Stage::from_name));
        let creation = document.text("creationInfo").and_then(|id| self.by_id.get(id).copied());
        let Some(creation) = creation else { return };
        self.bill.created = creation.text("created").map(str::to_owned);
        let authors = creation.texts("createdBy").filter_map(|id| self.agent(id));
        self.bill.authors = authors.collect();
        let tools =
            creation.texts("createdUsing").filter_map(|id| self.by_id.get(id)?.text("name"));
        self.bill.tools = tools.map(spdx2::named_tool).collect();
    }

    fn agent(&self, id: &str) -> Option<Agent> {
        let element = self.by_id.get(id)?;
        let kind = match element.kind() {
            "Person" => AgentKind::Person,
            "Organization" | "Agent" => AgentKind::Organization,
            _ => return None,
        };
        let identifier = |wanted: &str| {
            let mut parts = element.parts("externalIdentifier");
            let is_wanted = |kind: &serde_json::Value| kind == wanted;
            let part =
                parts.find(|part| part.get("externalIdentifierType").is_some_and(is_wanted))?;
            part.get("identifier")?.as_str().map(str::to_owned)
        };
        let (email, url) = (identifier("email"), identifier("urlScheme"));
        Some(Agent { kind, name: element.text("name")?.to_owned(), email, url })
    }

    fn item(&mut self, element: &'a Element) {
        let kind = element.kind();
        match kind {
            "software_Package" | "software_File" | "ai_AIPackage" | "dataset_DatasetPackage" => {}
            "simplelicensing_SimpleLicensingText" | "expandedlicensing_CustomLicense" => {
                return self.text(element);
            }
            _ => return,
        }
        let said = |field: &str| {
            let text = element.text(field).filter(|text| !matches!(*text, "" | "NOASSERTION"));
            text.map(str::to_owned)
        };
        let mut item = Item {
            key: element.id().to_owned(),
            kind: match kind {
                "software_File" => ItemKind::File,
                "ai_AIPackage" => ItemKind::Model,
                "dataset_DatasetPackage" => ItemKind::Data,
                _ => purpose(element.text("software_primaryPurpose").unwrap_or_default()),
            },
            name: said("name").unwrap_or_default(),
            version: said("software_packageVersion"),
            purl: said("software_packageUrl"),
            supplier: element.text("suppliedBy").and_then(|id| self.agent(id)),
            authors: element.texts("originatedBy").filter_map(|id| self.agent(id)).collect(),
            description: said("description").or_else(|| said("summary")),
            copyright: said("software_copyrightText").filter(|text| text != "NONE"),
            checksums: element.parts("verifiedUsing").filter_map(hash).collect(),
            ..Item::default()
        };
        item.take_told_comment(said("comment"));
        let nature = match item.kind {
            ItemKind::Model => Some(CardNature::Model),
            ItemKind::Data => Some(CardNature::Dataset),
            _ => None,
        };
        if let (Some(nature), None) = (nature, &item.card) {
            let found = card::of_spdx3(&|name| element.0.get(name).cloned(), nature);
            let nothing = ModelCard { nature, ..ModelCard::default() };
            item.card = (found != nothing).then(|| Box::new(found));
        }
        for (field, kind) in
            [("software_homePage", "website"), ("software_downloadLocation", "distribution")]
        {
            item.addresses.extend(said(field).map(|url| (kind.to_owned(), url)));
        }
        for part in element.parts("externalRef") {
            let kind = part.get("externalRefType").and_then(|kind| kind.as_str());
            let kind = address::of_spdx3(kind.unwrap_or_default());
            let links =
                part.get("locator").and_then(|links| links.as_array()).into_iter().flatten();
            let links = links.filter_map(|link| link.as_str());
            item.addresses.extend(links.map(|url| (kind.to_owned(), url.to_owned())));
        }
        for part in element.parts("externalIdentifier") {
            let text = |name: &str| part.get(name).and_then(|value| value.as_str());
            let Some(name) = text("identifier") else { continue };
            match text("externalIdentifierType") {
                Some("cpe22" | "cpe23") => item.cpes.push(name.to_owned()),
                Some("packageUrl") if item.purl.is_none() => item.purl = Some(name.to_owned()),
                _ => {}
            }
        }
        for part in element.parts("extension") {
            let properties = part.get("extension_cdxProperty").and_then(Value::as_array);
            for one in properties.into_iter().flatten() {
                let text = |name: &str| one[name].as_str().map(str::to_owned);
                let value = text("extension_cdxPropValue").unwrap_or_default();
                if let Some(name) = text("extension_cdxPropName") {
                    item.take_property(name, value);
                }
            }
        }
        if let Some(info) = said("software_sourceInfo") {
            spdx2::take_source_info(&info, &mut item);
        }
        spdx2::part_name(&mut item);
        self.at.insert(element.id(), self.bill.items.len());
        self.bill.items.push(item);
    }

    /// The file in which an item is handed out.
    fn artifact(&mut self, package: &str, file: &Element) {
        let Some(&at) = self.at.get(package) else { return };
        let item = &mut self.bill.items[at];
        let purposes: Vec<&str> = file.texts("software_additionalPurpose").collect();
        artifact::take_purposes(item, file.text("name").unwrap_or_default(), &purposes);
        for sum in file.parts("verifiedUsing").filter_map(hash) {
            if !item.checksums.contains(&sum) {
                item.checksums.push(sum);
            }
        }
        for part in file.parts("externalRef") {
            let links = part.get("locator").and_then(|links| links.as_array());
            for url in links.into_iter().flatten().filter_map(|link| link.as_str()) {
                let address = ("distribution".to_owned(), url.to_owned());
                if !item.addresses.contains(&address) {
                    item.addresses.push(address);
                }
            }
        }
    }

    fn text(&mut self, element: &Element) {
        let text = element.text("simplelicensing_licenseText").map(str::to_owned);
        let text = text.filter(|text| !text.ends_with(spdx2::NO_TEXT));
        let id = license_ref(element.id());
        let links = element.parts("externalRef").filter_map(|part| part.get("locator"));
        let links = links.filter_map(|locator| locator.as_array()).flatten();
        let links = links.filter_map(|address| address.as_str());
        let name = element.text("name").filter(|name| *name != id);
        self.bill.texts.push(LicenseText {
            name: name.map(str::to_owned),
            text,
            addresses: links
                .chain(element.texts("expandedlicensing_seeAlso"))
                .map(str::to_owned)
                .collect(),
            comment: element.text("comment").map(str::to_owned),
            id,
        });
    }

    /// What an element of licensing says, as an expression. Sets may hold sets; their depth is bounded.
    fn license(&self, id: &str, depth: u8) -> Licensing {
        if id.ends_with("/NoAssertion") || id.ends_with("NoAssertionLicense") {
            return Licensing::Unknown;
        }
        if id.ends_with("/Licensing/None") || id.ends_with("NoneLicense") {
            return Licensing::None;
        }
        let Some(element) = self.by_id.get(id) else {
            let listed = id.strip_prefix("https://spdx.org/licenses/");
            return listed.map_or(Licensing::Unknown, |id| Licensing::Stated(id.to_owned()));
        };
        let members = |separator: &str| {
            if depth > 16 {
                return Licensing::Unknown;
            }
            let members = element.texts("expandedlicensing_member");
            let parts: Vec<String> = members
                .filter_map(|id| self.license(id, depth + 1).expression().map(str::to_owned))
                .collect();
            match separator {
                "AND" => all_of(parts),
                _ if parts.is_empty() => Licensing::Unknown,
                _ => {
                    let wrapped = parts.iter().map(|part| match part.contains(' ') {
                        true => format!("({part})"),
                        false => part.clone(),
                    });
                    Licensing::Stated(wrapped.collect::<Vec<_>>().join(" OR "))
                }
            }
        };
        let subject = |field: &str, join: &dyn Fn(&str) -> String| {
            let inner = element.text(field).map(|id| self.license(id, depth + 1));
            match inner {
                Some(Licensing::Stated(text)) if depth <= 16 => Licensing::Stated(join(&text)),
                _ => Licensing::Unknown,
            }
        };
        match element.kind() {
            "simplelicensing_LicenseExpression" => {
                match element.text("simplelicensing_licenseExpression").map(str::trim) {
                    None | Some("" | "NOASSERTION") => Licensing::Unknown,
                    Some("NONE") => Licensing::None,
                    Some(text) => Licensing::Stated(text.to_owned()),
                }
            }
            "expandedlicensing_ListedLicense" => {
                let id = element.id().rsplit('/').next().unwrap_or_default();
                Licensing::Stated(id.to_owned())
            }
            "expandedlicensing_CustomLicense" | "simplelicensing_SimpleLicensingText" => {
                Licensing::Stated(license_ref(element.id()))
            }
            "expandedlicensing_ConjunctiveLicenseSet" => members("AND"),
            "expandedlicensing_DisjunctiveLicenseSet" => members("OR"),
            "expandedlicensing_OrLaterOperator" => {
                subject("expandedlicensing_subjectLicense", &|text| format!("{text}+"))
            }
            "expandedlicensing_WithAdditionOperator" => {
                let addition =
                    element.text("expandedlicensing_subjectAddition").unwrap_or_default();
                let addition = addition.rsplit(['/', '#']).next().unwrap_or_default().to_owned();
                subject("expandedlicensing_subjectExtendableLicense", &|text| {
                    format!("{text} WITH {addition}")
                })
            }
            _ => Licensing::Unknown,
        }
    }

    fn relation(&mut self, element: &'a Element) {
        if !matches!(element.kind(), "Relationship" | "LifecycleScopedRelationship") {
            return;
        }
        let kind = element.text("relationshipType").unwrap_or_default();
        let Some(id) = element.text("from") else { return };
        let Some(&from) = self.at.get(id) else {
            if matches!(kind, "hasDeclaredLicense" | "hasConcludedLicense") {
                self.shown(id, element);
            }
            return;
        };
        let comment = element.text("comment").map(str::to_owned);
        if matches!(kind, "hasDeclaredLicense" | "hasConcludedLicense") {
            let Some(license) = element.texts("to").next() else { return };
            let licensing = self.license(license, 0);
            let item = &mut self.bill.items[from];
            if comment.as_deref() == Some(make::SHOWN) {
                item.detected.extend(licensing.expression().map(str::to_owned));
                return;
            }
            // Both relations say the same remark.
            if item.license_comment.is_none() && item.evidence.is_empty() {
                item.take_told_licenses(comment);
            }
            match kind {
                "hasDeclaredLicense" => item.declared = licensing,
                _ => item.concluded = licensing,
            }
            return;
        }
        let scope = element.text("scope").unwrap_or_default();
        let (kind, comment) = match (kind, scope) {
            ("dependsOn", "build") => (RelationKind::BuildDependsOn, comment),
            ("dependsOn", "test") => (RelationKind::TestDependsOn, comment),
            ("dependsOn", "development") => (RelationKind::DevelopmentDependsOn, comment),
            ("dependsOn", _) => (RelationKind::DependsOn, comment),
            ("hasOptionalDependency", _) => (RelationKind::OptionallyDependsOn, comment),
            ("hasProvidedDependency", _) => (RelationKind::ExpectsProvided, comment),
            ("contains", _) => (RelationKind::Contains, comment),
            ("hasStaticLink", _) => (RelationKind::StaticLink, comment),
            ("hasDynamicLink", _) => (RelationKind::DynamicLink, comment),
            ("generates", _) => (RelationKind::Generates, comment),
            ("other", _) => Relation::from_told(comment.as_deref().unwrap_or("OTHER")),
            (name, _) => (RelationKind::Other(upper_snake(name)), comment),
        };
        if kind.is_need() {
            // Of several relations the one that knows least counts.
            let said = element.text("completeness").and_then(Completeness::from_name);
            let own = &mut self.bill.items[from].completeness;
            *own = match (*own, said) {
                (Some(one), Some(other)) => Some(one.min(other)),
                (one, other) => one.or(other),
            };
        }
        for to in element.texts("to").filter_map(|id| self.at.get(id)) {
            let (kind, comment) = (kind.clone(), comment.clone());
            self.bill.relations.push(Relation { from, kind, to: *to, comment });
        }
    }

    /// A license that a part of a file shows.
    fn shown(&mut self, id: &'a str, relation: &'a Element) {
        let Some(snippet) = self.by_id.get(id).filter(|one| one.kind() == "software_Snippet")
        else {
            return;
        };
        let file = snippet.text("software_snippetFromFile").and_then(|id| self.at.get(id));
        let Some(name) = relation.texts("to").next() else { return };
        let (Some(&file), Licensing::Stated(license)) = (file, self.license(name, 0)) else {
            return;
        };
        if !self.shown.insert((id, name)) {
            return;
        }
        let range = |field: &str| {
            let part = snippet.0.get(field)?.as_object()?;
            let number = |name: &str| part.get(name)?.as_u64();
            Some((number("beginIntegerRange")?, number("endIntegerRange")?))
        };
        let line = |line: u64| u32::try_from(line).unwrap_or(u32::MAX);
        let (first, last) = range("software_lineRange").unwrap_or_default();
        let item = &mut self.bill.items[file];
        item.evidence.push(LicenseEvidence {
            license,
            file: item.name.clone(),
            lines: (line(first), line(last)),
            bytes: range("software_byteRange"),
            kind: snippet.text("name").unwrap_or("snippet").to_owned(),
        });
    }

    /// What the document is about: its root, and that root's root where it is a bill itself.
    fn roots(&mut self, elements: &[&'a Element]) {
        let mut about = Vec::new();
        let of_kind = |kind: &'static str| elements.iter().filter(move |one| one.kind() == kind);
        for collection in of_kind("software_Sbom").chain(of_kind("SpdxDocument")) {
            about.extend(collection.texts("rootElement").filter_map(|id| self.at.get(id).copied()));
        }
        let describes = elements.iter().filter(|one| {
            one.text("relationshipType") == Some("describes")
                && one.text("from").is_some_and(|from| !self.at.contains_key(from))
        });
        for one in describes {
            about.extend(one.texts("to").filter_map(|id| self.at.get(id).copied()));
        }
        let mut seen = HashSet::new();
        about.retain(|&at| seen.insert(at));
        self.bill.about = about;
    }
}

/// The identifier of a license of somebody's own: what follows the namespace.
fn license_ref(id: &str) -> String {
    let last = id.rsplit(['#', '/']).next().unwrap_or(id);
    match last.strip_prefix("LicenseRef-") {
        Some(_) => last.to_owned(),
        None => format!("LicenseRef-{}", crate::bill::texts::slug(last)),
    }
}

fn upper_snake(name: &str) -> String {
    let mut made = String::with_capacity(name.len() + 4);
    for c in name.chars() {
        if c.is_ascii_uppercase() && !made.is_empty() {
            made.push('_');
        }
        made.push(c.to_ascii_uppercase());
    }
    made
}

fn hash(part: &serde_json::Map<String, serde_json::Value>) -> Option<(String, String)> {
    let name = part.get("algorithm")?.as_str()?;
    let value = part.get("hashValue")?.as_str()?;
    let name = match name {
        "md5" => "MD5".to_owned(),
        "blake3" => "BLAKE3".to_owned(),
        "blake2b256" | "blake2b384" | "blake2b512" => format!("BLAKE2b-{}", &name[7..]),
        name => match name.strip_prefix("sha3_") {
            Some(bits) => format!("SHA3-{bits}"),
            None => match name.strip_prefix("sha") {
                Some(bits) => format!("SHA-{bits}"),
                None => name.to_ascii_uppercase(),
            },
        },
    };
    Some((name, value.to_owned()))
}

fn purpose(name: &str) -> ItemKind {
    match name {
        "application" => ItemKind::Application,
        "framework" => ItemKind::Framework,
        "container" => ItemKind::Container,
        "operatingSystem" => ItemKind::OperatingSystem,
        "device" => ItemKind::Device,
        "firmware" => ItemKind::Firmware,
        "file" => ItemKind::File,
        "model" => ItemKind::Model,
        "data" => ItemKind::Data,
        "platform" => ItemKind::Platform,
        "deviceDriver" => ItemKind::Driver,
        "archive" => ItemKind::Archive,
        "source" => ItemKind::Source,
        "install" => ItemKind::Install,
        "other" => ItemKind::Other,
        _ => ItemKind::Library,
    }
}
