// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Packages and who requires whom.

use heirloom_model::{
    CardNature, Checksum, Image, Inventory, ModelCard, Package, PackageContents, PackageEdge,
    PackageGraph, PackageIndex, PackagePlace, PackageSource, Party, RelationKind, Scope,
};
use schemars::JsonSchema;
use serde::Serialize;

use super::{
    FileRoleWire, RoleWire,
    enums::{MethodWire, NatureWire, OwnerWire, ScopeWire},
    file::{ConcludedWire, list},
    lazy::Lazy,
    scan::{TallyWire, contents},
    text,
};

/// A package of the tree.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Component")]
pub(crate) struct ComponentWire {
    /// Its identity in this document: the package URL, made unique by its folder where two packages
    /// of the tree share one.
    id: String,
    /// Its package URL; null for packages without a name.
    purl: Option<String>,
    /// The ecosystem by its purl type.
    ecosystem: String,
    /// The name with its namespace, in the ecosystem's own writing.
    name: String,
    /// The version; null where no file resolves it.
    version: Option<String>,
    /// Whose it is.
    owner: OwnerWire,
    /// What it is made for.
    nature: NatureWire,
    /// What the file that describes it is for: packages of tests are none of the product.
    role: FileRoleWire,
    /// Whether it is a package of the tree itself, where every way starts.
    root: bool,
    /// Whether a root itself uses it.
    direct: bool,
    /// What the tree needs it for, of all ways from a root the one that serves the product most; null
    /// where no way is known.
    scope: Option<ScopeWire>,
    /// The folder of its files; null when they do not lie in the tree.
    folder: Option<String>,
    /// What manifests and locks say of its license, as written.
    declared_as_written: Vec<String>,
    /// The same in SPDX terms, joined.
    declared: Option<String>,
    /// The license that holds for it after all.
    concluded: Option<ConcludedWire>,
    /// The licenses of its own files that are content, the most frequent first.
    detected: Vec<TallyWire>,
    /// Licenses among them that name something which is not declared.
    undeclared: Vec<String>,
    /// Files that belong to it and to no package inside it.
    files: u64,
    /// Their bytes.
    bytes: u64,
    /// Normalized copyright holders of its files.
    holders: Vec<String>,
    /// Where it comes from.
    source: Option<SourceWire>,
    /// Its checksums in the ecosystem's own writing.
    checksums: Vec<ChecksumWire>,
    /// One sentence or more about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    /// Its home page.
    #[serde(skip_serializing_if = "Option::is_none")]
    homepage: Option<String>,
    /// The repository of its source.
    #[serde(skip_serializing_if = "Option::is_none")]
    repository: Option<String>,
    /// Where the file is fetched from that is installed, as a lock says.
    #[serde(skip_serializing_if = "Option::is_none")]
    download: Option<String>,
    /// Where the archive of its source is fetched from, where that is another file.
    #[serde(skip_serializing_if = "Option::is_none")]
    source_archive: Option<String>,
    /// Authors, maintainers, publishers and holders as files name them.
    parties: Vec<PartyWire>,
    /// What a model or dataset says of itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    card: Option<CardWire>,
    /// The package whose source it is built from, where that is another one, with its version.
    #[serde(skip_serializing_if = "Option::is_none")]
    built_from: Option<BuiltFromWire>,
    /// The layer of the image that brought it: its place in the image's `layers`, from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    layer: Option<u16>,
    /// The places that describe it.
    described_by: Vec<PlaceWire>,
}

/// Where a package comes from.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "PackageSource")]
struct SourceWire {
    /// `registry`, `git`, `archive` or `path`.
    kind: &'static str,
    /// The address; null for the registry that the ecosystem uses by default.
    url: Option<String>,
    /// The commit, else the tag or branch.
    #[serde(skip_serializing_if = "Option::is_none")]
    revision: Option<String>,
}

/// What the card of a model or dataset, or the header of a model's weights, says of it, as written.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ModelCard")]
struct CardWire {
    /// What it describes: `model` or `dataset`.
    describes: &'static str,
    /// What it is for.
    tasks: Vec<String>,
    /// The family that the model is of.
    #[serde(skip_serializing_if = "Option::is_none")]
    architecture: Option<String>,
    /// The library that loads it.
    #[serde(skip_serializing_if = "Option::is_none")]
    library: Option<String>,
    /// The languages that people speak in it.
    languages: Vec<String>,
    /// What the data consist of.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    modalities: Vec<String>,
    /// The size of the data in bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    bytes: Option<u64>,
    /// How many examples there are, in classes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    sizes: Vec<String>,
    /// Results of tests.
    metrics: Vec<CardMetricWire>,
}

/// A result of a test of a model.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "CardMetric")]
struct CardMetricWire {
    /// What was measured.
    name: String,
    /// The result as written.
    value: String,
    /// On which data; null when it is not said.
    dataset: Option<String>,
}

impl From<&ModelCard> for CardWire {
    fn from(card: &ModelCard) -> CardWire {
        let words = |words: &[Box<str>]| words.iter().map(ToString::to_string).collect();
        let text = |text: &Option<Box<str>>| text.as_deref().map(str::to_owned);
        CardWire {
            describes: match card.nature {
                CardNature::Model => "model",
                CardNature::Dataset => "dataset",
            },
            tasks: words(&card.tasks),
            architecture: text(&card.architecture),
            library: text(&card.library),
            languages: words(&card.languages),
            modalities: words(&card.modalities),
            bytes: card.n_bytes,
            sizes: words(&card.sizes),
            metrics: card
                .metrics
                .iter()
                .map(|metric| CardMetricWire {
                    name: metric.name.to_string(),
                    value: metric.value.to_string(),
                    dataset: text(&metric.dataset),
                })
                .collect(),
        }
    }
}

/// A checksum as written.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Checksum")]
struct ChecksumWire {
    /// The algorithm in lower case.
    algorithm: String,
    /// The value.
    value: String,
}

/// Someone named by a package file.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "PackageParty")]
struct PartyWire {
    /// The part they have.
    role: RoleWire,
    /// The name as written.
    name: String,
}

/// A package that others are built from.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "BuiltFrom")]
struct BuiltFromWire {
    /// Its name.
    name: String,
    /// Its version, where it is said.
    version: Option<String>,
}

/// A place in a file that is evidence of a package or a requirement.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "PackagePlace")]
struct PlaceWire {
    /// The file, or the folder of files that nothing describes.
    path: String,
    /// The first line.
    first_line: u32,
    /// What it is evidence by.
    method: MethodWire,
}

/// One package's requirement of another.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Dependency")]
pub(crate) struct DependencyWire {
    /// Who requires: the `id` of a component.
    from: String,
    /// What is required: the `id` of a component.
    to: String,
    /// What for.
    scope: ScopeWire,
    /// Whether a file tells the scope; else it is the ecosystem's usual one.
    scope_is_known: bool,
    /// When it holds, as written.
    #[serde(skip_serializing_if = "Option::is_none")]
    condition: Option<String>,
    /// The version requested, as written.
    #[serde(skip_serializing_if = "Option::is_none")]
    requested: Option<String>,
    /// Whether the requiring package itself uses it, not only what it uses.
    direct: bool,
    /// How the ecosystem uses what is required unless something says otherwise, as `static_link`.
    #[serde(skip_serializing_if = "Option::is_none")]
    linkage: Option<&'static str>,
    /// Where it is said.
    described_by: Vec<PlaceWire>,
}

/// How the tree uses each of its packages.
pub(crate) struct Uses {
    pub(crate) is_root: Vec<bool>,
    /// Whether a root itself uses it.
    pub(crate) is_direct: Vec<bool>,
    pub(crate) scopes: Vec<Option<Scope>>,
}

impl Uses {
    pub(crate) fn new(graph: &PackageGraph) -> Uses {
        let mut is_root = vec![false; graph.packages.len()];
        let mut is_direct = is_root.clone();
        for &root in &graph.roots {
            is_root[root.0 as usize] = true;
            for edge in graph.edges_of(root).iter().filter(|edge| edge.direct) {
                is_direct[edge.to.0 as usize] = true;
            }
        }
        Uses { is_root, is_direct, scopes: graph.scopes() }
    }
}

/// The packages of a scan.
pub(super) fn components<'a>(
    inventory: &'a Inventory,
    image: Option<&'a Image>,
) -> Lazy<'a, ComponentWire> {
    let packages = &inventory.graph.packages;
    let uses = Uses::new(&inventory.graph);
    Lazy::new(packages.len(), move |at| {
        let layer = image.and_then(|image| *image.packages.get(at)?);
        let contents = inventory.contents_of(PackageIndex(at as u32));
        ComponentWire {
            layer: layer.map(|layer| layer.0),
            root: uses.is_root[at],
            direct: uses.is_direct[at],
            scope: uses.scopes[at].map(ScopeWire::from),
            ..component(&packages[at], contents)
        }
    })
}

/// Who requires whom.
pub(super) fn dependencies(inventory: &Inventory) -> Lazy<'_, DependencyWire> {
    let graph = &inventory.graph;
    Lazy::new(graph.edges.len(), |at| dependency(graph, &graph.edges[at]))
}

/// One package's requirement of another.
pub(crate) fn dependency(graph: &PackageGraph, edge: &PackageEdge) -> DependencyWire {
    let id = |index| graph.package(index).id.as_str().to_owned();
    DependencyWire {
        from: id(edge.from),
        to: id(edge.to),
        scope: edge.scope.into(),
        scope_is_known: edge.scope_is_known,
        condition: edge.condition.as_deref().map(str::to_owned),
        requested: edge.requested.as_deref().map(str::to_owned),
        direct: edge.direct,
        linkage: edge.linkage.map(RelationKind::name),
        described_by: list(&edge.places),
    }
}

fn component(package: &Package, contents_of: &PackageContents) -> ComponentWire {
    let about = &package.about;
    ComponentWire {
        id: package.id.as_str().to_owned(),
        purl: package.purl.as_deref().map(str::to_owned),
        ecosystem: package.ecosystem.to_string(),
        name: package.name.to_string(),
        version: package.version.as_deref().map(str::to_owned),
        owner: package.owner.into(),
        nature: package.nature.into(),
        role: contents_of.role.into(),
        root: false,
        direct: false,
        scope: None,
        folder: package.folder.as_ref().map(ToString::to_string),
        declared_as_written: package
            .licenses
            .iter()
            .map(|one| one.as_written.to_string())
            .collect(),
        declared: contents_of.declared.as_ref().map(text),
        concluded: contents_of.concluded.as_ref().map(ConcludedWire::from),
        detected: contents(&contents_of.licenses),
        undeclared: contents_of.undeclared().into_iter().map(text).collect(),
        files: contents_of.n_files,
        bytes: contents_of.n_bytes,
        holders: contents_of.holders.keys().map(ToString::to_string).collect(),
        source: source(&package.source),
        checksums: list(&package.checksums),
        description: about.description.as_deref().map(str::to_owned),
        homepage: about.homepage.as_deref().map(str::to_owned),
        repository: about.repository.as_deref().map(str::to_owned),
        download: about.download.as_deref().map(str::to_owned),
        source_archive: about.source_archive.as_deref().map(str::to_owned),
        parties: list(&about.parties),
        card: about.card.as_deref().map(CardWire::from),
        built_from: package.built_from.as_ref().map(|(name, version)| BuiltFromWire {
            name: name.to_string(),
            version: version.as_deref().map(str::to_owned),
        }),
        layer: None,
        described_by: list(&package.places),
    }
}

fn source(source: &PackageSource) -> Option<SourceWire> {
    let wire =
        |kind, url: Option<&str>| SourceWire { kind, url: url.map(str::to_owned), revision: None };
    match source {
        PackageSource::Unknown => None,
        PackageSource::Registry { url } => Some(wire("registry", url.as_deref())),
        PackageSource::Git { url, revision } => Some(SourceWire {
            revision: revision.as_deref().map(str::to_owned),
            ..wire("git", Some(url))
        }),
        PackageSource::Archive { url } => Some(wire("archive", Some(url))),
        PackageSource::Path { path } => Some(wire("path", Some(path))),
    }
}

impl From<&Checksum> for ChecksumWire {
    fn from(checksum: &Checksum) -> ChecksumWire {
        let Checksum { algorithm, value } = checksum;
        ChecksumWire { algorithm: algorithm.to_string(), value: value.to_string() }
    }
}

impl From<&Party> for PartyWire {
    fn from(party: &Party) -> PartyWire {
        PartyWire { role: party.role.into(), name: party.name.to_string() }
    }
}

impl From<&PackagePlace> for PlaceWire {
    fn from(place: &PackagePlace) -> PlaceWire {
        PlaceWire {
            path: place.file.to_string(),
            first_line: place.span.first_line,
            method: place.method.into(),
        }
    }
}
