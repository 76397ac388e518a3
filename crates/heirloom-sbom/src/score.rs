// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! How much of what guidelines ask for a bill of materials says.

mod fields;
mod values;

use std::collections::HashSet;

use self::values::{has_address, is_checksum, is_license, is_link, is_named, is_said};
use crate::{
    Agent, AgentKind, Bill, Form, Item, ItemKind, RelationKind,
    artifact::{ARCHIVE, EXECUTABLE, FILENAME, STRUCTURED},
    check::is_cpe,
    cyclonedx::Version,
    purl::Purl,
};

pub use self::fields::{Field, Level};

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

/// How much of what guidelines ask for a bill of a form says. Files are no components of their own.
pub fn score(bill: &Bill, form: Form) -> Score {
    let connected = connected(bill);
    let fields = Field::all().map(|field| {
        let whole = |is_there: bool| {
            let name = bill.name.clone().unwrap_or_else(|| "document".into());
            let missing = if is_there { Vec::new() } else { vec![name] };
            FieldScore { field, n_all: 1, missing }
        };
        match field {
            Field::Author => whole(bill.authors.iter().any(is_named)),
            Field::AuthorOrganization => {
                let is_one = |one: &&Agent| one.kind == AgentKind::Organization;
                whole(bill.authors.iter().filter(is_one).any(is_named))
            }
            Field::RecentForm => whole(match form {
                Form::CycloneDx(version) | Form::CycloneDxXml(version) => version >= Version::V1_6,
                form => form == Form::Spdx3,
            }),
            Field::SpdxForm => whole(matches!(form, Form::Spdx2 | Form::Spdx2Tags | Form::Spdx3)),
            Field::NoVulnerabilities => whole(!bill.tells_vulnerabilities),
            Field::AuthorAddress => whole(bill.authors.iter().any(has_address)),
            Field::Timestamp => {
                // What stands for a time that is not said is none.
                let is_real = |time: &String| !time.starts_with("1970-01-01T00:00:00");
                whole(bill.created.as_ref().is_some_and(is_real))
            }
            Field::Tool => whole(bill.tools.iter().any(|(name, _)| is_said(name))),
            Field::ToolVersion => {
                let version = |version: &Option<String>| version.as_deref().is_some_and(is_said);
                whole(bill.tools.iter().any(|(_, text)| version(text)))
            }
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

fn is_there(field: Field, item: &Item, is_connected: bool) -> bool {
    let has_property = |name: &str| item.property(name).is_some_and(is_said);
    let text = |text: &Option<String>| text.as_deref().is_some_and(is_said);
    let address = |kind: &str| item.address(kind).is_some_and(is_link);
    match field {
        Field::Supplier => {
            let mut agents = item.supplier.iter().chain(&item.authors);
            agents.any(is_named) || text(&item.publisher)
        }
        Field::SupplierAddress => {
            // Without an address of its own, the project's page is that of its makers (5.2.2).
            let agents = item.supplier.iter().chain(&item.authors);
            agents.into_iter().any(has_address) || address("website") || address("vcs")
        }
        Field::Name => is_said(&item.name),
        Field::Version => text(&item.version),
        Field::Identifier => {
            let is_purl = item.purl.as_deref().is_some_and(|purl| Purl::parse(purl).is_some());
            is_purl || item.cpes.iter().any(|cpe| is_cpe(cpe))
        }
        Field::Checksum => {
            item.checksums.iter().any(|(algorithm, value)| is_checksum(algorithm, value))
        }
        Field::Sha512 => item
            .checksums
            .iter()
            .any(|(algorithm, value)| algorithm == "SHA-512" && is_checksum(algorithm, value)),
        Field::License => is_license(&item.declared) || is_license(&item.concluded),
        Field::ConcludedLicense => is_license(&item.concluded),
        Field::DeclaredLicense => is_license(&item.declared),
        Field::Copyright => text(&item.copyright),
        Field::Location => address("distribution") || address("vcs"),
        Field::SourceCode => address("vcs") || address("source-distribution"),
        Field::Completeness => item.completeness.is_some(),
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
mod tests;
