// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What every form says of the same things, in one set of nouns.
//!
//! A scan becomes a [`Bill`], and each form is written from it and read into it. What a form says
//! beyond these nouns is not kept here: documents of one family are changed as they are
//! (`fit`), and a change of family tells what it loses by reading its result back.

mod account;
pub(crate) mod card;
mod evidence;
mod names;
mod properties;
mod scan;
pub(crate) mod texts;

pub use evidence::LicenseEvidence;
pub use scan::{WHOLE, of_scan};
pub(crate) use scan::{agent, is_address};

use std::collections::BTreeMap;

use heirloom_model::ModelCard;

use crate::artifact;

/// A bill of materials.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Bill {
    /// The name of the document: a serial number, a namespace. `None`: made of the contents.
    pub id: Option<String>,
    /// What people call it.
    pub name: Option<String>,
    /// When it was made, as RFC 3339.
    pub created: Option<String>,
    /// By which programs, with their versions.
    pub tools: Vec<(String, Option<String>)>,
    /// By whom.
    pub authors: Vec<Agent>,
    /// At which stage of the software's life its facts were gathered.
    pub stage: Option<Stage>,
    /// About it.
    pub comment: Option<String>,
    /// What it is about, as places in [`Bill::items`].
    pub about: Vec<usize>,
    /// What there is.
    pub items: Vec<Item>,
    /// How that belongs together.
    pub relations: Vec<Relation>,
    /// Licenses that SPDX does not list.
    pub texts: Vec<LicenseText>,
    /// Whether the document it was read from tells of vulnerabilities, which no bill holds.
    pub tells_vulnerabilities: bool,
}

/// Somebody, or something.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Agent {
    /// What it is.
    pub kind: AgentKind,
    /// The name.
    pub name: String,
    /// The address for mail.
    pub email: Option<String>,
    /// The address on the web.
    pub url: Option<String>,
}

/// At which stage of the software's life the facts of a bill were gathered: the types of "Types of
/// Software Bill of Material (SBOM) Documents" (CISA, 2023).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Stage {
    /// When it was planned.
    Design,
    /// From the source text and what it names.
    #[default]
    Source,
    /// While it was built.
    Build,
    /// From what was built.
    Analyzed,
    /// From what is installed.
    Deployed,
    /// While it runs.
    Runtime,
}

/// Stages: ours, the name that CISA and SPDX have, and the phase of CycloneDX.
const STAGES: &[(Stage, &str, &str)] = &[
    (Stage::Design, "design", "design"),
    (Stage::Source, "source", "pre-build"),
    (Stage::Build, "build", "build"),
    (Stage::Analyzed, "analyzed", "post-build"),
    (Stage::Deployed, "deployed", "operations"),
    (Stage::Runtime, "runtime", "discovery"),
];

impl Stage {
    /// Every stage's name, the earliest first.
    pub fn names() -> impl Iterator<Item = &'static str> {
        STAGES.iter().map(|(_, name, _)| *name)
    }

    /// The name in SPDX 3: `source`.
    pub fn name(self) -> &'static str {
        STAGES.iter().find(|(stage, ..)| *stage == self).map_or("", |(_, name, _)| name)
    }

    /// The stage of such a name, in any case.
    pub fn from_name(name: &str) -> Option<Stage> {
        let known = STAGES.iter().find(|(_, known, _)| known.eq_ignore_ascii_case(name));
        known.map(|(stage, ..)| *stage)
    }

    /// The phase of CycloneDX's life cycles: `pre-build`.
    pub(crate) fn phase(self) -> &'static str {
        STAGES.iter().find(|(stage, ..)| *stage == self).map_or("", |(.., phase)| phase)
    }

    pub(crate) fn from_phase(phase: &str) -> Option<Stage> {
        let known = STAGES.iter().find(|(.., known)| *known == phase);
        known.map(|(stage, ..)| *stage)
    }
}

/// What an agent is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum AgentKind {
    /// A person.
    Person,
    /// An organization, or not said.
    #[default]
    Organization,
}

/// What an item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Hash, PartialOrd, Ord)]
pub enum ItemKind {
    /// A library, or not said.
    #[default]
    Library,
    /// A program.
    Application,
    /// A framework.
    Framework,
    /// An image.
    Container,
    /// An operating system.
    OperatingSystem,
    /// A device.
    Device,
    /// Software of a device.
    Firmware,
    /// A file.
    File,
    /// A model of machine learning.
    Model,
    /// Data.
    Data,
    /// A platform.
    Platform,
    /// A driver of a device.
    Driver,
    /// Something of cryptography.
    CryptographicAsset,
    /// An archive.
    Archive,
    /// Source text.
    Source,
    /// What installs.
    Install,
    /// Something else.
    Other,
}

/// How the product needs an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Need {
    /// Not as it runs: for building, testing or developing it.
    Excluded,
    /// It runs without it.
    Optional,
    /// It needs it.
    Required,
}

/// Whether all that an item needs is said: NTIA's "known unknowns", and what BSI TR-03183-2 asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Completeness {
    /// Nobody knows.
    Unknown,
    /// There is more.
    Incomplete,
    /// All is said.
    Complete,
}

impl Completeness {
    /// Every word for it, the weakest first.
    pub(crate) const ALL: [Completeness; 3] =
        [Completeness::Unknown, Completeness::Incomplete, Completeness::Complete];

    /// The name in CycloneDX: `complete`.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Completeness::Unknown => "unknown",
            Completeness::Incomplete => "incomplete",
            Completeness::Complete => "complete",
        }
    }

    /// The name in SPDX 3: `noAssertion`.
    pub(crate) fn spdx(self) -> &'static str {
        match self {
            Completeness::Unknown => "noAssertion",
            known => known.name(),
        }
    }

    /// What a word of either form means; CycloneDX has several for parts of a whole.
    pub(crate) fn from_name(name: &str) -> Option<Completeness> {
        match name {
            "unknown" | "noAssertion" => Some(Completeness::Unknown),
            "complete" => Some(Completeness::Complete),
            name if name.starts_with("incomplete") => Some(Completeness::Incomplete),
            _ => None,
        }
    }
}

/// What is said of a license.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub enum Licensing {
    /// Nothing (`NOASSERTION`).
    #[default]
    Unknown,
    /// That there is none.
    None,
    /// An SPDX expression; licenses without an identifier are `LicenseRef-…` with a
    /// [`LicenseText`].
    Stated(String),
}

impl Licensing {
    /// The expression, if there is one.
    pub fn expression(&self) -> Option<&str> {
        match self {
            Licensing::Stated(text) => Some(text),
            _ => None,
        }
    }
}

/// A package, file, model or the like.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Item {
    /// By which others name it; unique in the bill.
    pub key: String,
    /// What it is.
    pub kind: ItemKind,
    /// Whether it is a part of the source that the bill is made of, which documents do not tell.
    pub is_ours: bool,
    /// The namespace of its name.
    pub group: Option<String>,
    /// The name.
    pub name: String,
    /// The version.
    pub version: Option<String>,
    /// The package URL.
    pub purl: Option<String>,
    /// Names of the Common Platform Enumeration.
    pub cpes: Vec<String>,
    /// Who hands it out.
    pub supplier: Option<Agent>,
    /// Who made it.
    pub authors: Vec<Agent>,
    /// Who publishes it.
    pub publisher: Option<String>,
    /// About it.
    pub description: Option<String>,
    /// Remarks.
    pub comment: Option<String>,
    /// Addresses by what they lead to, in the words of CycloneDX: `website`, `vcs`,
    /// `distribution`, …
    pub addresses: Vec<(String, String)>,
    /// Checksums in hexadecimal by their algorithms, in the writing of CycloneDX: `SHA-256`.
    pub checksums: Vec<(String, String)>,
    /// The license that it declares.
    pub declared: Licensing,
    /// The license that was concluded.
    pub concluded: Licensing,
    /// Licenses that its files show, as expressions.
    pub detected: Vec<String>,
    /// Where its files show licenses.
    pub evidence: Vec<LicenseEvidence>,
    /// Why these licenses.
    pub license_comment: Option<String>,
    /// The copyright notices as one text.
    pub copyright: Option<String>,
    /// How the product needs it.
    pub need: Option<Need>,
    /// Whether all that it needs is said.
    pub completeness: Option<Completeness>,
    /// What it says of itself, if it is a model or data.
    pub card: Option<Box<ModelCard>>,
    /// Where it was seen.
    pub places: Vec<Place>,
    /// Facts under names of somebody's own.
    pub properties: Vec<(String, String)>,
}

impl Item {
    /// The name with its namespace, as the ecosystem writes it.
    pub fn full_name(&self) -> String {
        let separator = if self.purl.as_deref().is_some_and(|purl| purl.starts_with("pkg:maven/")) {
            ":"
        } else {
            "/"
        };
        match &self.group {
            Some(group) if !group.is_empty() => format!("{group}{separator}{}", self.name),
            _ => self.name.clone(),
        }
    }

    /// What is said of it under a name of no field.
    pub(crate) fn property(&self, name: &str) -> Option<&str> {
        let found = self.properties.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    /// Says that it is handed out in the file that its registry makes of it, unless another is named.
    pub fn hand_out(&mut self) {
        if self.property(artifact::FILENAME).is_none() {
            let made = artifact::Artifact::of_purl(self);
            self.properties.extend(made.into_iter().flat_map(artifact::Artifact::properties));
        }
    }

    /// The first address of a kind.
    pub fn address(&self, kind: &str) -> Option<&str> {
        let found = self.addresses.iter().find(|(known, _)| known == kind);
        found.map(|(_, address)| address.as_str())
    }
}

/// A place in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file.
    pub file: String,
    /// The line, counted from 1.
    pub line: Option<u32>,
}

/// How two items belong together.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Relation {
    /// The one that it is said of.
    pub from: usize,
    /// How.
    pub kind: RelationKind,
    /// The other.
    pub to: usize,
    /// Remarks, as the condition under which it holds.
    pub comment: Option<String>,
}

impl Relation {
    /// The kind and the remark as one remark, for forms without a word for the kind.
    pub(crate) fn told(&self) -> String {
        let (name, _) = self.kind.spdx();
        match &self.comment {
            Some(comment) => format!("{name}: {comment}"),
            None => name.to_owned(),
        }
    }

    /// Takes back what [`Relation::told`] wrote.
    pub(crate) fn from_told(text: &str) -> (RelationKind, Option<String>) {
        let (name, comment) = match text.split_once(": ") {
            Some((name, comment)) => (name, Some(comment.to_owned())),
            None => (text, None),
        };
        let is_name =
            !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_');
        match is_name {
            true => (RelationKind::Other(name.to_owned()), comment),
            false => (RelationKind::Other("OTHER".into()), Some(text.to_owned())),
        }
    }
}

/// How one item belongs to another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RelationKind {
    /// It needs it.
    DependsOn,
    /// It works without it.
    OptionallyDependsOn,
    /// It needs it, and whoever runs it brings it.
    ExpectsProvided,
    /// It needs it to be built.
    BuildDependsOn,
    /// It needs it to be tested.
    TestDependsOn,
    /// It needs it to be worked on.
    DevelopmentDependsOn,
    /// It is a part of it.
    Contains,
    /// It was linked into it.
    StaticLink,
    /// It is linked when it runs.
    DynamicLink,
    /// It comes out of it.
    Generates,
    /// Another one, by the name that SPDX 2.3 has for it.
    Other(String),
}

/// Names of relations: ours, that of SPDX 2.3, and whether SPDX says it the other way round.
const KINDS: &[(RelationKind, &str, bool)] = &[
    (RelationKind::DependsOn, "DEPENDS_ON", false),
    (RelationKind::DependsOn, "DEPENDENCY_OF", true),
    (RelationKind::DependsOn, "RUNTIME_DEPENDENCY_OF", true),
    (RelationKind::OptionallyDependsOn, "OPTIONAL_DEPENDENCY_OF", true),
    (RelationKind::ExpectsProvided, "PROVIDED_DEPENDENCY_OF", true),
    (RelationKind::BuildDependsOn, "BUILD_DEPENDENCY_OF", true),
    (RelationKind::TestDependsOn, "TEST_DEPENDENCY_OF", true),
    (RelationKind::DevelopmentDependsOn, "DEV_DEPENDENCY_OF", true),
    (RelationKind::Contains, "CONTAINS", false),
    (RelationKind::Contains, "CONTAINED_BY", true),
    (RelationKind::StaticLink, "STATIC_LINK", false),
    (RelationKind::DynamicLink, "DYNAMIC_LINK", false),
    (RelationKind::Generates, "GENERATES", false),
    (RelationKind::Generates, "GENERATED_FROM", true),
];

/// A model came out of these data.
pub const TRAINED_ON: &str = "TRAINED_ON";
/// Weights came out of these weights.
pub const DESCENDANT_OF: &str = "DESCENDANT_OF";

impl RelationKind {
    /// The name in SPDX 2.3, and whether it is said the other way round.
    pub fn spdx(&self) -> (&str, bool) {
        match self {
            RelationKind::Other(name) => (name, false),
            kind => {
                let known = KINDS.iter().find(|(known, ..)| known == kind);
                known.map_or(("OTHER", false), |(_, name, is_reversed)| (name, *is_reversed))
            }
        }
    }

    /// The kind of a name in SPDX 2.3, and whether it is said the other way round.
    pub fn from_spdx(name: &str) -> (RelationKind, bool) {
        let known = KINDS.iter().find(|(_, known, _)| *known == name);
        match known {
            Some((kind, _, is_reversed)) => (kind.clone(), *is_reversed),
            None => (RelationKind::Other(name.to_owned()), false),
        }
    }

    /// Our own name, read from the one that the relation is said of: `depends-on`, `static-link`.
    pub fn name(&self) -> String {
        match self {
            RelationKind::DependsOn => "depends-on".into(),
            RelationKind::OptionallyDependsOn => "optionally-depends-on".into(),
            RelationKind::ExpectsProvided => "expects-provided".into(),
            RelationKind::BuildDependsOn => "build-depends-on".into(),
            RelationKind::TestDependsOn => "test-depends-on".into(),
            RelationKind::DevelopmentDependsOn => "development-depends-on".into(),
            RelationKind::Contains => "contains".into(),
            RelationKind::StaticLink => "static-link".into(),
            RelationKind::DynamicLink => "dynamic-link".into(),
            RelationKind::Generates => "generates".into(),
            RelationKind::Other(name) => name.to_ascii_lowercase().replace('_', "-"),
        }
    }

    /// The kind of one of our own names.
    pub fn from_name(name: &str) -> RelationKind {
        let known = KINDS.iter().map(|(kind, ..)| kind).find(|kind| kind.name() == name);
        let other = || RelationKind::Other(name.to_ascii_uppercase().replace('-', "_"));
        known.cloned().unwrap_or_else(other)
    }

    /// Whether the one needs the other, however.
    pub fn is_need(&self) -> bool {
        !matches!(self, RelationKind::Contains | RelationKind::Generates | RelationKind::Other(_))
    }
}

/// A license that SPDX does not list.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct LicenseText {
    /// `LicenseRef-…`.
    pub id: String,
    /// The name that people give it.
    pub name: Option<String>,
    /// Its text.
    pub text: Option<String>,
    /// Where it is found.
    pub addresses: Vec<String>,
    /// Remarks.
    pub comment: Option<String>,
}

impl LicenseText {
    /// The first address that is one: documents write lists of them in one field.
    pub(crate) fn address(&self) -> Option<&String> {
        self.addresses.iter().find(|address| is_address(address))
    }
}

impl Bill {
    /// The names of the files in which items are handed out, or would be by the rules of their
    /// registries, with the items.
    pub fn artifacts(&self) -> BTreeMap<String, Vec<usize>> {
        let mut found: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        // Files of Go modules are called after their versions alone.
        let is_named =
            |item: &Item| !item.purl.as_ref().is_some_and(|purl| purl.starts_with("pkg:golang/"));
        for (at, item) in self.items.iter().enumerate().filter(|(_, item)| is_named(item)) {
            let known = item.property(artifact::FILENAME).map(str::to_owned);
            let implied = || Some(artifact::Artifact::of_purl(item)?.into_name());
            if let Some(file) = known.or_else(implied) {
                found.entry(file).or_default().push(at);
            }
        }
        found
    }

    /// What nothing is known to require is a part of what the bill is about, and so is the first of each
    /// circle that nothing else leads to: readers take the rest for strangers.
    pub fn hold_the_rest(&mut self) {
        let Some(&whole) = self.about.first() else { return };
        let mut links: Vec<(usize, usize)> =
            self.relations.iter().map(|relation| (relation.from, relation.to)).collect();
        links.sort_unstable();
        let mut is_used = vec![false; self.items.len()];
        links.iter().filter(|(from, to)| from != to).for_each(|&(_, to)| is_used[to] = true);
        let mut is_reached = vec![false; self.items.len()];
        let mut reach = |start: usize| {
            let is_new = !is_reached[start];
            let mut waiting = vec![start];
            while let Some(at) = waiting.pop() {
                if !std::mem::replace(&mut is_reached[at], true) {
                    let first = links.partition_point(|(from, _)| *from < at);
                    let own = links[first..].iter().take_while(|(from, _)| *from == at);
                    waiting.extend(own.map(|&(_, to)| to));
                }
            }
            is_new
        };
        reach(whole);
        let mut alone: Vec<usize> =
            (0..self.items.len()).filter(|&at| at != whole && !is_used[at]).collect();
        alone.iter().for_each(|&at| {
            reach(at);
        });
        alone.extend((0..self.items.len()).filter(|&at| reach(at)));
        let relation =
            |to| Relation { from: whole, kind: RelationKind::Contains, to, comment: None };
        self.relations.extend(alone.into_iter().map(relation));
    }

    /// Sorts relations, drops those that are said twice, and names every license that SPDX does not
    /// list and an item is under.
    pub fn tidy(&mut self) {
        self.relations.sort();
        self.relations.dedup();
        self.name_texts();
    }
}
