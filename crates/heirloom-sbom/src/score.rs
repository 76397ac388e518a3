// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! How much of what guidelines ask for a bill of materials says.

use std::collections::HashSet;

use crate::{
    Agent, Bill, Item, ItemKind, Licensing, RelationKind,
    artifact::{ARCHIVE, EXECUTABLE, FILENAME, STRUCTURED},
};

/// A guideline for bills of materials.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guideline {
    /// "The Minimum Elements For a Software Bill of Materials (SBOM)", NTIA, 2021.
    Ntia,
    /// "2025 Minimum Elements for a Software Bill of Materials (SBOM)", CISA, draft of August 2025.
    Cisa,
    /// TR-03183-2 v2.1, BSI, 2025.
    Bsi,
    /// OpenChain Telco SBOM Guide 1.1.
    Telco,
}

impl Guideline {
    /// Every guideline.
    pub const ALL: [Guideline; 4] =
        [Guideline::Ntia, Guideline::Cisa, Guideline::Bsi, Guideline::Telco];

    /// The stable name.
    pub fn name(self) -> &'static str {
        match self {
            Guideline::Ntia => "ntia",
            Guideline::Cisa => "cisa",
            Guideline::Bsi => "bsi",
            Guideline::Telco => "telco",
        }
    }

    /// What its authors call it.
    pub fn title(self) -> &'static str {
        match self {
            Guideline::Ntia => "NTIA 2021",
            Guideline::Cisa => "CISA 2025 (draft)",
            Guideline::Bsi => "BSI TR-03183-2 v2.1",
            Guideline::Telco => "OpenChain Telco 1.1",
        }
    }

    /// The guideline of a name.
    pub fn from_name(name: &str) -> Option<Guideline> {
        Guideline::ALL.into_iter().find(|guideline| guideline.name() == name)
    }
}

/// How strongly a guideline asks for a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// It should be there, or where it is known.
    Recommended,
    /// It must be there.
    Required,
}

/// What guidelines ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Field {
    /// Who made the document.
    Author,
    /// The mail or web address of who made the document.
    AuthorAddress,
    /// When it was made.
    Timestamp,
    /// The program that made it.
    Tool,
    /// The version of the program.
    ToolVersion,
    /// At which stage of the software's life.
    Stage,
    /// The identifier of the document.
    Identity,
    /// Who hands out or makes each component.
    Supplier,
    /// The mail or web address of who makes each component.
    SupplierAddress,
    /// The name of each component.
    Name,
    /// The version of each component.
    Version,
    /// A package URL or CPE of each component.
    Identifier,
    /// A checksum of each component.
    Checksum,
    /// The SHA-512 checksum of each component's file.
    Sha512,
    /// The license of each component, declared or concluded.
    License,
    /// The license under which each component may be passed on.
    ConcludedLicense,
    /// The license that each component's makers give it.
    DeclaredLicense,
    /// The copyright notices of each component.
    Copyright,
    /// Where each component is fetched from.
    Location,
    /// The name of each component's file.
    Filename,
    /// Whether each component's file can be run.
    Executable,
    /// Whether each component's file is an archive.
    Archive,
    /// Whether the parts of each component's file can be told apart.
    Structured,
    /// How each component belongs to the others.
    Dependencies,
}

/// What a field is, by guideline (NTIA, CISA, BSI, Telco), and its place in CycloneDX, SPDX 2.3 and
/// SPDX 3.
struct Row(Field, &'static str, [Option<Level>; 4], [&'static str; 3]);

const MUST: Option<Level> = Some(Level::Required);
const SHOULD: Option<Level> = Some(Level::Recommended);

const ROWS: &[Row] = &[
    Row(
        Field::Author,
        "author",
        [MUST, MUST, None, MUST],
        [
            "`metadata.manufacturer`, `metadata.authors`",
            "`creators` (Organization, Person)",
            "`createdBy`",
        ],
    ),
    Row(
        Field::AuthorAddress,
        "author-address",
        [None, None, MUST, None],
        [
            "`contact.email`, `url` of it",
            "mail address in `creators`",
            "`externalIdentifier` of it",
        ],
    ),
    Row(
        Field::Timestamp,
        "timestamp",
        [MUST, MUST, MUST, MUST],
        ["`metadata.timestamp`", "`created`", "`created`"],
    ),
    Row(
        Field::Tool,
        "tool",
        [None, MUST, None, MUST],
        ["`metadata.tools`", "`creators` (Tool)", "`createdUsing`"],
    ),
    Row(
        Field::ToolVersion,
        "tool-version",
        [None, None, None, MUST],
        ["`metadata.tools`", "`creators` (Tool)", "`createdUsing`"],
    ),
    Row(
        Field::Stage,
        "stage",
        [None, MUST, None, MUST],
        ["`metadata.lifecycles` (from 1.5)", "`creationInfo.comment`", "`software_sbomType`"],
    ),
    Row(
        Field::Identity,
        "identity",
        [None, None, SHOULD, MUST],
        ["`serialNumber`", "`documentNamespace`", "`spdxId`"],
    ),
    Row(
        Field::Supplier,
        "supplier",
        [MUST, MUST, None, MUST],
        ["`supplier`, `publisher`, `authors`", "`supplier`", "`suppliedBy`"],
    ),
    Row(
        Field::SupplierAddress,
        "supplier-address",
        [None, None, MUST, None],
        [
            "`supplier.url`, `supplier.contact`, `website`",
            "mail address in `supplier`, `homepage`",
            "`externalIdentifier` of `originatedBy`, `suppliedBy`",
        ],
    ),
    Row(Field::Name, "name", [MUST, MUST, MUST, MUST], ["`group`, `name`", "`name`", "`name`"]),
    Row(
        Field::Version,
        "version",
        [MUST, MUST, MUST, MUST],
        ["`version`", "`versionInfo`", "`software_packageVersion`"],
    ),
    Row(
        Field::Identifier,
        "identifier",
        [MUST, MUST, SHOULD, SHOULD],
        ["`purl`, `cpe`", "`externalRefs`", "`software_packageUrl`, `externalIdentifier`"],
    ),
    Row(
        Field::Checksum,
        "checksum",
        [SHOULD, MUST, None, MUST],
        ["`hashes`", "`checksums`", "`verifiedUsing`"],
    ),
    Row(
        Field::Sha512,
        "sha512",
        [None, None, MUST, None],
        ["`hashes`", "`checksums`", "`verifiedUsing`"],
    ),
    Row(
        Field::License,
        "license",
        [None, MUST, None, None],
        [
            "`licenses`",
            "`licenseConcluded`, `licenseDeclared`",
            "`hasConcludedLicense`, `hasDeclaredLicense`",
        ],
    ),
    Row(
        Field::ConcludedLicense,
        "concluded-license",
        [None, None, MUST, SHOULD],
        [
            "`licenses` (`acknowledgement`: concluded)",
            "`licenseConcluded`",
            "`hasConcludedLicense`",
        ],
    ),
    Row(
        Field::DeclaredLicense,
        "declared-license",
        [None, None, SHOULD, SHOULD],
        [
            "`licenses` (`acknowledgement`: declared), `heirloom:license:declared`",
            "`licenseDeclared`",
            "`hasDeclaredLicense`",
        ],
    ),
    Row(
        Field::Copyright,
        "copyright",
        [None, None, None, SHOULD],
        ["`copyright`", "`copyrightText`", "`software_copyrightText`"],
    ),
    Row(
        Field::Location,
        "location",
        [None, None, SHOULD, SHOULD],
        [
            "`externalReferences` (distribution, vcs)",
            "`downloadLocation`",
            "`software_downloadLocation`",
        ],
    ),
    Row(
        Field::Filename,
        "filename",
        [None, None, MUST, None],
        ["`bsi:component:filename`", "", "`name` of the file of `hasDistributionArtifact`"],
    ),
    Row(
        Field::Executable,
        "executable",
        [None, None, MUST, None],
        [
            "`bsi:component:executable`",
            "",
            "`software_additionalPurpose` of the file: `executable`",
        ],
    ),
    Row(
        Field::Archive,
        "archive",
        [None, None, MUST, None],
        ["`bsi:component:archive`", "", "`software_additionalPurpose` of the file: `archive`"],
    ),
    Row(
        Field::Structured,
        "structured",
        [None, None, MUST, None],
        [
            "`bsi:component:structured`",
            "",
            "`software_additionalPurpose` of the file: `container` or `firmware`",
        ],
    ),
    Row(
        Field::Dependencies,
        "dependencies",
        [MUST, MUST, MUST, MUST],
        ["`dependencies`", "`relationships`", "`Relationship`"],
    ),
];

impl Field {
    /// Every field, those of the document first.
    pub fn all() -> impl Iterator<Item = Field> {
        ROWS.iter().map(|row| row.0)
    }

    fn row(self) -> &'static Row {
        ROWS.iter().find(|row| row.0 == self).expect("each field has a row")
    }

    /// The stable name.
    pub fn name(self) -> &'static str {
        self.row().1
    }

    /// How strongly a guideline asks for it.
    pub fn level(self, guideline: Guideline) -> Option<Level> {
        let at = Guideline::ALL.iter().position(|one| *one == guideline)?;
        self.row().2[at]
    }

    /// Where CycloneDX, SPDX 2.3 and SPDX 3 have it; empty where they do not.
    pub fn places(self) -> [&'static str; 3] {
        self.row().3
    }
}

/// How much of a field is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldScore {
    /// The field.
    pub field: Field,
    /// Of how many it is asked: 1 for the document itself.
    pub n_all: usize,
    /// The names of those that lack it, with their versions.
    pub missing: Vec<String>,
}

impl FieldScore {
    /// The share that has it, from 0 to 1.
    pub fn share(&self) -> f64 {
        match self.n_all {
            0 => 1.0,
            n_all => (n_all - self.missing.len()) as f64 / n_all as f64,
        }
    }
}

/// What a bill of materials says, field by field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Score {
    /// Every field.
    pub fields: Vec<FieldScore>,
}

impl Score {
    /// The fields that a guideline asks for, with how strongly.
    pub fn of(&self, guideline: Guideline) -> impl Iterator<Item = (&FieldScore, Level)> {
        let fields = self.fields.iter();
        fields.filter_map(move |one| Some((one, one.field.level(guideline)?)))
    }

    /// The mean share of the fields that a guideline requires, in percent.
    pub fn percent(&self, guideline: Guideline) -> f64 {
        let required = self.of(guideline).filter(|(_, level)| *level == Level::Required);
        let shares: Vec<f64> = required.map(|(one, _)| one.share()).collect();
        100.0 * shares.iter().sum::<f64>() / shares.len().max(1) as f64
    }

    /// Whether everything that a guideline requires is there.
    pub fn is_complete(&self, guideline: Guideline) -> bool {
        let mut required = self.of(guideline).filter(|(_, level)| *level == Level::Required);
        required.all(|(one, _)| one.missing.is_empty())
    }
}

/// How much of what guidelines ask for a bill says. Files are no components of their own.
pub fn score(bill: &Bill) -> Score {
    let connected = connected(bill);
    let fields = Field::all().map(|field| {
        let whole = |is_there: bool| {
            let name = bill.name.clone().unwrap_or_else(|| "document".into());
            let missing = if is_there { Vec::new() } else { vec![name] };
            FieldScore { field, n_all: 1, missing }
        };
        match field {
            Field::Author => whole(bill.authors.iter().any(|agent| !agent.name.is_empty())),
            Field::AuthorAddress => whole(bill.authors.iter().any(has_address)),
            Field::Timestamp => {
                // What stands for a time that is not said is none.
                let is_real = |time: &String| !time.starts_with("1970-01-01T00:00:00");
                whole(bill.created.as_ref().is_some_and(is_real))
            }
            Field::Tool => whole(!bill.tools.is_empty()),
            Field::ToolVersion => whole(bill.tools.iter().any(|(_, version)| version.is_some())),
            Field::Stage => whole(bill.stage.is_some()),
            Field::Identity => whole(bill.id.is_some()),
            field => {
                let items = bill.items.iter().enumerate();
                let items = items.filter(|(_, item)| item.kind != ItemKind::File);
                let mut n_all = 0;
                let mut missing = Vec::new();
                for (at, item) in items {
                    n_all += 1;
                    if !is_there(field, item, connected.contains(&at)) {
                        missing.push(called(item));
                    }
                }
                FieldScore { field, n_all, missing }
            }
        }
    });
    Score { fields: fields.collect() }
}

fn called(item: &Item) -> String {
    let name = item.full_name();
    match (&item.version, name.is_empty()) {
        (_, true) => item.key.clone(),
        (Some(version), _) => format!("{name} {version}"),
        (None, _) => name,
    }
}

fn has_address(agent: &Agent) -> bool {
    let is_mail = agent.email.as_ref().is_some_and(|email| email.contains('@'));
    is_mail || agent.url.is_some()
}

fn is_there(field: Field, item: &Item, is_connected: bool) -> bool {
    let has_property = |name: &str| item.properties.iter().any(|(known, _)| known == name);
    let is_said = |licensing: &Licensing| *licensing != Licensing::Unknown;
    match field {
        Field::Supplier => {
            item.supplier.is_some() || item.publisher.is_some() || !item.authors.is_empty()
        }
        Field::SupplierAddress => {
            // Without an address of its own, the project's page is that of its makers (5.2.2).
            let agents = item.supplier.iter().chain(&item.authors);
            agents.into_iter().any(has_address)
                || item.address("website").is_some()
                || item.address("vcs").is_some()
        }
        Field::Name => !item.name.is_empty(),
        Field::Version => item.version.is_some(),
        Field::Identifier => item.purl.is_some() || !item.cpes.is_empty(),
        Field::Checksum => !item.checksums.is_empty(),
        Field::Sha512 => item.checksums.iter().any(|(algorithm, _)| algorithm == "SHA-512"),
        Field::License => is_said(&item.declared) || is_said(&item.concluded),
        Field::ConcludedLicense => is_said(&item.concluded),
        Field::DeclaredLicense => is_said(&item.declared),
        Field::Copyright => item.copyright.is_some(),
        Field::Location => item.address("distribution").or(item.address("vcs")).is_some(),
        Field::Filename => has_property(FILENAME),
        Field::Executable => has_property(EXECUTABLE),
        Field::Archive => has_property(ARCHIVE),
        Field::Structured => has_property(STRUCTURED),
        Field::Dependencies => is_connected,
        _ => false,
    }
}

/// Items that some relation leads to from what the bill is about, and that itself where it is alone.
fn connected(bill: &Bill) -> HashSet<usize> {
    let mut next: Vec<Vec<usize>> = vec![Vec::new(); bill.items.len()];
    for relation in &bill.relations {
        next[relation.from].push(relation.to);
        // What comes out of something is known by it.
        if relation.kind == RelationKind::Generates {
            next[relation.to].push(relation.from);
        }
    }
    let mut found: HashSet<usize> = bill.about.iter().copied().collect();
    let mut waiting: Vec<usize> = bill.about.clone();
    while let Some(at) = waiting.pop() {
        for &to in &next[at] {
            if found.insert(to) {
                waiting.push(to);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Relation, Stage};

    #[test]
    fn each_missing_field_is_named() {
        let whole = Item {
            name: "app".into(),
            version: Some("1".into()),
            purl: Some("pkg:npm/app@1".into()),
            supplier: Some(Agent { name: "maker".into(), ..Agent::default() }),
            addresses: vec![("website".into(), "https://example.org".into())],
            checksums: vec![("SHA-512".into(), "00".into())],
            declared: Licensing::Stated("MIT".into()),
            concluded: Licensing::Stated("MIT".into()),
            properties: [FILENAME, EXECUTABLE, ARCHIVE, STRUCTURED]
                .map(|name| (name.to_owned(), "x".to_owned()))
                .to_vec(),
            ..Item::default()
        };
        let author = Agent {
            name: "office".into(),
            email: Some("a@example.org".into()),
            ..Agent::default()
        };
        let mut bill = Bill {
            id: Some("urn:x".into()),
            created: Some("2026-01-01T00:00:00Z".into()),
            tools: vec![("heirloom".into(), Some("1".into()))],
            authors: vec![author],
            stage: Some(Stage::Source),
            about: vec![0],
            items: vec![whole.clone()],
            ..Bill::default()
        };
        for guideline in Guideline::ALL {
            assert!(score(&bill).is_complete(guideline), "{}", guideline.name());
            assert!((score(&bill).percent(guideline) - 100.0).abs() < 1e-9);
        }
        let bare = Item { name: "bare".into(), ..Item::default() };
        bill.items.push(bare);
        bill.relations.push(Relation {
            from: 0,
            kind: RelationKind::DependsOn,
            to: 1,
            comment: None,
        });
        let found = score(&bill);
        let missing = |guideline| {
            let of = found
                .of(guideline)
                .filter(|(one, level)| *level == Level::Required && !one.missing.is_empty());
            of.map(|(one, _)| one.field.name()).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(missing(Guideline::Ntia), "supplier version identifier");
        assert_eq!(missing(Guideline::Cisa), "supplier version identifier checksum license");
        assert_eq!(
            missing(Guideline::Bsi),
            "supplier-address version sha512 concluded-license filename executable archive structured"
        );
        assert_eq!(missing(Guideline::Telco), "supplier version checksum");
        bill.relations.clear();
        bill.created = Some("1970-01-01T00:00:00Z".into());
        bill.stage = None;
        let found = score(&bill);
        let names: Vec<&str> = found
            .of(Guideline::Cisa)
            .filter(|(one, _)| !one.missing.is_empty())
            .map(|(one, _)| one.field.name())
            .collect();
        assert!(names.contains(&"timestamp") && names.contains(&"stage"));
        assert!(names.contains(&"dependencies"));
        assert!(score(&Bill::default()).percent(Guideline::Ntia) < 100.0);
    }
}
