// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! A scan as a bill of materials.

use std::collections::HashSet;

use heirloom_model::{
    CardNature, Expression, FolderRecord, Image, Owner, Package, PackageContents, PackageEdge,
    PackageGraph, PackageIndex, PackageNature, PackagePlace, PackageSource, PartyRole, ScanSummary,
    Scope, TreePath,
};

use super::{
    Agent, AgentKind, Bill, Completeness, DESCENDANT_OF, Item, ItemKind, LicenseText, Licensing,
    Place, Relation, RelationKind, Stage, TRAINED_ON, texts::slug,
};
use crate::{
    BomOptions,
    artifact::Artifact,
    bill::account::{on_forge, repository_by_name},
    hex,
    licensing::without_bare_exceptions,
    listing::{Listing, is_made_from, source_name},
};

/// The key of the whole where no package stands for it.
pub const WHOLE: &str = "heirloom:source";

/// The packages of a scan. The first item is what the bill is about.
pub fn of_scan(summary: &ScanSummary, options: &BomOptions) -> Bill {
    let listing = Listing::new(summary, options);
    let image = summary.image.as_ref();
    // An image is a whole of its own, whatever lies at its top.
    let main = listing.main().filter(|_| image.is_none());
    let name = source_name(&summary.source);
    let mut bill = Bill {
        name: Some(name.to_owned()),
        created: options.created.clone(),
        tools: vec![("heirloom".into(), Some(summary.version.to_string()))],
        stage: Some(if image.is_some() { Stage::Analyzed } else { options.stage }),
        ..Bill::default()
    };
    let mut places = vec![None; summary.inventory.graph.packages.len()];
    match main {
        None => bill.items.push(match image {
            Some(image) => of_image(image, name),
            None => of_tree(&summary.project, name),
        }),
        Some(main) => {
            places[main.0 as usize] = Some(0);
            bill.items.push(item(&listing, main));
            bill.texts.extend(own_license(&listing, main));
        }
    }
    bill.about.push(0);
    for (index, need) in listing.packages().filter(|(index, _)| Some(*index) != main) {
        places[index.0 as usize] = Some(bill.items.len());
        let mut item = Item { need: Some(need), ..item(&listing, index) };
        bill.texts.extend(own_license(&listing, index));
        item.properties.extend(image.into_iter().flat_map(|image| layer(image, index)));
        bill.items.push(item);
    }
    let at = |index: PackageIndex| places[index.0 as usize];
    if main.is_none() {
        let roots = listing.roots.iter().filter_map(|&root| at(root));
        let relation = |to| Relation { from: 0, kind: RelationKind::DependsOn, to, comment: None };
        bill.relations.extend(roots.map(relation));
    }
    for edge in &summary.inventory.graph.edges {
        let (Some(from), Some(to)) = (at(edge.from), at(edge.to)) else { continue };
        if from != to {
            let condition = edge.condition.as_deref().map(|condition| format!("if {condition}"));
            let graph = &summary.inventory.graph;
            let kind = kind_of(edge, graph.package(edge.from), graph.package(edge.to));
            bill.relations.push(Relation { from, kind, to, comment: condition });
        }
    }
    let is_told = told(&summary.inventory.graph);
    for (index, at) in places.iter().enumerate().filter_map(|(index, at)| Some((index, (*at)?))) {
        bill.items[at].completeness = Some(is_told[index]);
    }
    if main.is_none() {
        // What no file of packages tells may be in a tree all the same.
        bill.items[0].completeness = Some(Completeness::Unknown);
    }
    bill.hold_the_rest();
    bill.texts.sort_by(|one, other| one.id.cmp(&other.id));
    bill.texts.dedup_by(|one, other| one.id == other.id);
    bill.tidy();
    bill
}

/// Whether the tree tells all that each package needs. Package files tell it of the tree's own packages,
/// unless they are programs, of which literal words are read; of others, files that tell what such packages
/// need: lock files with edges, and what is installed.
fn told(graph: &PackageGraph) -> Vec<Completeness> {
    let is_own = |index: PackageIndex| graph.package(index).owner == Owner::Own;
    let edges = graph.edges.iter().filter(|edge| !is_own(edge.from));
    let telling: HashSet<&TreePath> =
        edges.flat_map(|edge| edge.places.iter().map(|place| &place.file)).collect();
    graph
        .packages
        .iter()
        .map(|package| {
            let is_own = package.owner == Owner::Own;
            let is_told = package.places.iter().any(|place| {
                telling.contains(&place.file) || is_own && !is_program(&place.file.to_string())
            });
            if is_told { Completeness::Complete } else { Completeness::Unknown }
        })
        .collect()
}

/// Whether a package file is run by its ecosystem, so that it may need what it does not name.
fn is_program(file: &str) -> bool {
    const ENDS: [&str; 16] = [
        ".bazel",
        ".bzl",
        ".cmake",
        ".exs",
        ".gemspec",
        ".gradle",
        ".kts",
        ".nix",
        ".podspec",
        ".py",
        ".rb",
        ".sbt",
        ".scala",
        ".swift",
        "cmakelists.txt",
        "meson.build",
    ];
    const STARTS: [&str; 6] =
        ["containerfile", "cpanfile", "dockerfile", "gemfile", "gems.rb", "podfile"];
    let name = file.rsplit('/').next().unwrap_or(file).to_ascii_lowercase();
    let is_lock = name.ends_with(".lock") || name.ends_with(".lockfile");
    !is_lock
        && (ENDS.iter().any(|end| name.ends_with(end))
            || STARTS.iter().any(|start| name.starts_with(start))
            || name.ends_with(".dockerfile"))
}

/// What a package declares where that is no expression.
fn own_license(listing: &Listing<'_>, index: PackageIndex) -> Option<LicenseText> {
    let contents = listing.inventory.contents_of(index);
    if contents.declared.is_some() {
        return None;
    }
    called(listing.inventory.graph.package(index))
}

/// A tree as what a bill is about, with the license that holds where nothing else is said.
fn of_tree(project: &FolderRecord, name: &str) -> Item {
    Item {
        key: WHOLE.into(),
        kind: ItemKind::Application,
        name: name.to_owned(),
        declared: stated(project.declared.as_ref()),
        concluded: stated(project.concluded.as_ref().map(|one| &one.expression)),
        ..Item::default()
    }
}

/// An image as what a bill is about: its name and tag, its digest, its base.
fn of_image(image: &Image, source: &str) -> Item {
    let full = image.names.first().map_or(source, |name| &**name);
    let (full, _) = full.split_once('@').unwrap_or((full, ""));
    // A colon behind the last slash parts name and tag; one before it belongs to a port.
    let (full, tag) = match full.rsplit_once(':') {
        Some((name, tag)) if !tag.contains('/') => (name, Some(tag)),
        _ => (full, None),
    };
    let name = full.rsplit('/').next().unwrap_or(full);
    let digest = image.digest.as_deref();
    let purl = digest.filter(|_| !name.is_empty()).map(|digest| {
        let digest = digest.replace(':', "%3A");
        let tag = tag.map(|tag| format!("&tag={tag}")).unwrap_or_default();
        let place =
            if full.contains('/') { format!("?repository_url={full}{tag}") } else { String::new() };
        format!("pkg:oci/{}@{digest}{place}", name.to_lowercase())
    });
    let mut properties = vec![("heirloom:image:id".to_owned(), image.id.to_string())];
    let mut add =
        |name: &str, value: String| properties.push((format!("heirloom:image:{name}"), value));
    if let Some(platform) = &image.platform {
        add("platform", platform.to_string());
    }
    if let Some(base) =
        image.base.as_ref().and_then(|base| base.name.as_deref().or(base.digest.as_deref()))
    {
        add("base", base.to_owned());
    }
    for (at, layer) in image.layers.iter().enumerate() {
        add("layer", format!("{at} {}", layer.diff_id));
    }
    for (name, value) in &image.labels {
        add(&format!("label:{name}"), value.to_string());
    }
    Item {
        key: WHOLE.into(),
        kind: ItemKind::Container,
        name: name.to_owned(),
        version: tag.or(digest).map(str::to_owned),
        purl,
        checksums: digest
            .and_then(|digest| digest.strip_prefix("sha256:"))
            .map(|value| ("SHA-256".to_owned(), value.to_owned()))
            .into_iter()
            .collect(),
        properties,
        ..Item::default()
    }
}

/// The layer that brought a package, and the instruction that made the layer.
fn layer(image: &Image, index: PackageIndex) -> Vec<(String, String)> {
    let Some(at) = image.packages.get(index.0 as usize).copied().flatten() else {
        return Vec::new();
    };
    let layer = &image.layers[usize::from(at.0)];
    let mut found = vec![("heirloom:layer".to_owned(), layer.diff_id.to_string())];
    let instruction = image.instruction_of(at);
    found
        .extend(instruction.map(|one| ("heirloom:instruction".to_owned(), one.short().to_owned())));
    found
}

fn kind_of(edge: &PackageEdge, from: &Package, to: &Package) -> RelationKind {
    match edge.scope {
        // Weights come out of other weights and of data, data out of other data; none of it is there
        // when they are used.
        Scope::Runtime if is_made_from(from, to) => {
            let is_trained = is_dataset(to) && !is_dataset(from);
            let name = if is_trained { TRAINED_ON } else { DESCENDANT_OF };
            RelationKind::Other(name.into())
        }
        Scope::Runtime => RelationKind::DependsOn,
        Scope::Optional => RelationKind::OptionallyDependsOn,
        Scope::Provided => RelationKind::ExpectsProvided,
        Scope::Build => RelationKind::BuildDependsOn,
        Scope::Test => RelationKind::TestDependsOn,
        Scope::Development => RelationKind::DevelopmentDependsOn,
    }
}

fn item(listing: &Listing<'_>, index: PackageIndex) -> Item {
    let package = listing.inventory.graph.package(index);
    let contents = listing.inventory.contents_of(index);
    let about = &package.about;
    let (group, name) = match &*package.name {
        // The top of the tree, where no file names it.
        "." => (None, source_name(&listing.summary.source).to_owned()),
        _ => parted_name(package),
    };
    let publisher = agents(package, PartyRole::Publisher);
    let maintainers = agents(package, PartyRole::Maintainer);
    let authors = agents(package, PartyRole::Author);
    let named = [&publisher, &maintainers, &authors].into_iter().find_map(|list| list.first());
    let supplier = named.cloned();
    Item {
        key: package.id.as_str().into(),
        kind: kind(package),
        group,
        name,
        is_ours: package.owner == Owner::Own,
        version: package.version.as_deref().map(str::to_owned),
        purl: package.purl.as_deref().map(str::to_owned),
        supplier,
        authors,
        publisher: joined(if publisher.is_empty() { &maintainers } else { &publisher }),
        description: about.description.as_deref().map(str::to_owned),
        addresses: addresses(package),
        checksums: checksums(package),
        declared: match &contents.declared {
            Some(declared) => stated(Some(declared)),
            None => called(package).map_or(Licensing::Unknown, |text| Licensing::Stated(text.id)),
        },
        concluded: stated(contents.concluded.as_ref().map(|one| &one.expression)),
        detected: contents
            .licenses
            .keys()
            .map(|one| without_bare_exceptions(&one.to_string()))
            .collect(),
        license_comment: comment(contents),
        copyright: copyright(contents),
        card: about.card.clone(),
        places: package.places.iter().map(place).collect(),
        properties: properties(package, contents),
        ..Item::default()
    }
}

/// A declared license that is no expression, as a license of somebody's own: its name is all that is known.
fn called(package: &Package) -> Option<LicenseText> {
    const NOTHING: [&str; 7] = ["", "-", "n/a", "none", "unknown", "noassertion", "see license"];
    let written = package.licenses.iter().filter(|one| one.refers_to.is_none());
    let mut names = written.map(|one| one.as_written.trim());
    let name = names.find(|name| !NOTHING.contains(&&*name.to_ascii_lowercase()))?;
    let line = name.lines().next().unwrap_or_default();
    Some(LicenseText {
        id: format!("LicenseRef-{}", slug(line)),
        name: Some(line.chars().take(200).collect()),
        // Some put all words of the license where its name belongs.
        text: (line.len() < name.len()).then(|| name.to_owned()),
        comment: Some("declared in these words, which are no SPDX license expression".into()),
        ..LicenseText::default()
    })
}

fn stated(expression: Option<&Expression>) -> Licensing {
    match expression {
        Some(one) => {
            let folded = one.clone().without_repeated_exceptions().to_string();
            Licensing::Stated(without_bare_exceptions(&folded))
        }
        None => Licensing::Unknown,
    }
}

fn place(place: &PackagePlace) -> Place {
    let file = match place.file.to_string() {
        path if path.is_empty() => ".".into(),
        path => path,
    };
    Place { file, line: Some(place.span.first_line).filter(|line| *line > 0) }
}

fn agents(package: &Package, role: PartyRole) -> Vec<Agent> {
    let parties = package.about.parties.iter().filter(|party| party.role == role);
    let kind = match role {
        PartyRole::Publisher => AgentKind::Organization,
        _ => AgentKind::Person,
    };
    parties.map(|party| agent(kind, &party.name)).collect()
}

/// `Ana <ana@example.org> (https://example.org)`, as Cargo, npm and Debian have it.
pub(crate) fn agent(kind: AgentKind, text: &str) -> Agent {
    let mut name = text.trim();
    let mut take = |open: char, close: char, is_one: fn(&str) -> bool| {
        let (before, inner) = name.strip_suffix(close)?.rsplit_once(open)?;
        let inner = inner.trim();
        is_one(inner).then(|| name = before.trim())?;
        Some(inner.to_owned())
    };
    let url = take('(', ')', |inner| inner.contains("://") && is_address(inner));
    let email = take('<', '>', |inner| inner.contains('@') && is_address(inner));
    let name = match (name, &email, &url) {
        ("", Some(email), _) => email.clone(),
        ("", None, Some(url)) => url.clone(),
        (name, ..) => name.to_owned(),
    };
    Agent { kind, name, email, url }
}

fn joined(agents: &[Agent]) -> Option<String> {
    let names: Vec<&str> = agents.iter().map(|agent| agent.name.as_str()).collect();
    (!names.is_empty()).then(|| names.join(", "))
}

fn kind(package: &Package) -> ItemKind {
    match (&*package.ecosystem, package.owner) {
        _ if package.about.card.is_some() && is_dataset(package) => ItemKind::Data,
        _ if package.about.card.is_some() => ItemKind::Model,
        ("os", _) => ItemKind::OperatingSystem,
        ("huggingface" | "mlflow", _) if is_dataset(package) => ItemKind::Data,
        ("huggingface" | "mlflow", _) => ItemKind::Model,
        ("docker" | "oci", _) => ItemKind::Container,
        (_, Owner::Own) if package.nature == PackageNature::Library => ItemKind::Application,
        _ => ItemKind::Library,
    }
}

/// Whether a package of a hub is data: its card says so, or its address.
fn is_dataset(package: &Package) -> bool {
    match &package.about.card {
        Some(card) => card.nature == CardNature::Dataset,
        None => package.name.starts_with("datasets/"),
    }
}

/// The namespace and the name; Maven parts them by a colon, others by the last slash.
fn parted_name(package: &Package) -> (Option<String>, String) {
    let name = match &*package.name {
        "" => package.id.as_str(),
        name => name,
    };
    // The address alone tells data from models; people do not call them so.
    let is_hub = &*package.ecosystem == "huggingface";
    let name = name.strip_prefix("datasets/").filter(|_| is_hub).unwrap_or(name);
    let parted = match &*package.ecosystem {
        "maven" => name.split_once(':'),
        "npm" | "composer" | "golang" | "github" | "huggingface" => name.rsplit_once('/'),
        _ => None,
    };
    match parted {
        Some((group, name)) if !name.is_empty() => (Some(group.into()), name.into()),
        _ => (None, name.into()),
    }
}

fn addresses(package: &Package) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let homepage = package.about.homepage.as_deref();
    found.extend(homepage.map(|url| ("website".to_owned(), url.to_owned())));
    match &package.source {
        PackageSource::Git { url, .. } => found.push(("vcs".into(), url.to_string())),
        PackageSource::Archive { url } | PackageSource::Registry { url: Some(url) } => {
            found.push(("distribution".into(), url.to_string()));
        }
        _ => {}
    }
    if let Some(url) = &package.about.download {
        // The file is more than the registry that it lies in.
        found.retain(|(kind, _)| kind != "distribution");
        found.push(("distribution".into(), url.to_string()));
    }
    let archive = package.about.source_archive.as_deref();
    found.extend(archive.map(|url| ("source-distribution".to_owned(), url.to_owned())));
    // Many name the repository as their home page, and nothing else.
    let has_source = found.iter().any(|(kind, _)| kind == "vcs");
    let by_name = repository_by_name(&package.ecosystem, &package.name);
    let repository = package.about.repository.as_deref().or(by_name.as_deref());
    let repository = repository.or(homepage.filter(|url| on_forge(url).is_some()));
    let repository = repository.filter(|_| !has_source).map(|url| {
        // As Maven writes it: `scm:git:ADDRESS`.
        let address = url.strip_prefix("scm:").and_then(|rest| rest.split_once(':'));
        address.map_or(url, |(_, address)| address)
    });
    found.extend(repository.map(|url| ("vcs".to_owned(), url.to_owned())));
    found.retain(|(_, url)| is_address(url));
    found
}

/// What the forms accept as an address: no white space or signs that addresses never have.
pub(crate) fn is_address(text: &str) -> bool {
    let is_odd = |c: char| c.is_whitespace() || c.is_control() || "<>\"{}|\\^`".contains(c);
    !text.is_empty() && !text.contains(is_odd)
}

fn checksums(package: &Package) -> Vec<(String, String)> {
    let known = package.checksums.iter().filter_map(hex::checksum);
    let known = known.map(|(algorithm, value)| (algorithm.name().to_owned(), value));
    // An image that is named by its digest is named by the checksum of its manifest.
    let digest = package.version.as_deref().and_then(|version| version.strip_prefix("sha256:"));
    let is_digest =
        |value: &&str| value.len() == 64 && value.bytes().all(|byte| byte.is_ascii_hexdigit());
    let digest = digest.filter(is_digest).filter(|_| package.checksums.is_empty());
    known.chain(digest.map(|value| ("SHA-256".to_owned(), value.to_ascii_lowercase()))).collect()
}

fn comment(contents: &PackageContents) -> Option<String> {
    let undeclared: Vec<String> =
        contents.undeclared().into_iter().map(ToString::to_string).collect();
    (!undeclared.is_empty())
        .then(|| format!("files under licenses that are not declared: {}", undeclared.join(", ")))
}

/// The statements of its files.
fn copyright(contents: &PackageContents) -> Option<String> {
    let statements: Vec<&str> = contents.notices.keys().map(|statement| &**statement).collect();
    (!statements.is_empty()).then(|| statements.join("\n"))
}

/// Facts without a field; `docs/bom.md` lists the names.
fn properties(package: &Package, contents: &PackageContents) -> Vec<(String, String)> {
    let mut found = Vec::new();
    if let Some(artifact) = Artifact::of(package) {
        found.extend(artifact.properties());
    }
    let mut add = |name: &str, value: String| found.push((format!("heirloom:{name}"), value));
    if let Some(folder) = package.folder.as_ref().filter(|folder| !folder.is_root()) {
        add("folder", folder.to_string());
    }
    for expression in contents.undeclared() {
        add("license:undeclared", expression.to_string());
    }
    if let PackageSource::Git { revision: Some(revision), .. } = &package.source {
        add("revision", revision.to_string());
    }
    if let Some((name, version)) = &package.built_from {
        let version = version.as_deref().map(|version| format!(" {version}")).unwrap_or_default();
        add("built-from", format!("{name}{version}"));
    }
    for checksum in package.checksums.iter().filter(|one| hex::checksum(one).is_none()) {
        add("checksum", format!("{} {}", checksum.algorithm, checksum.value));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_may_need_what_they_do_not_name() {
        for file in
            ["CMakeLists.txt", "a/build.gradle.kts", "setup.py", "Gemfile", "x/Dockerfile.dev"]
        {
            assert!(is_program(file), "{file}");
        }
        for file in
            ["Cargo.toml", "package.json", "Gemfile.lock", "a/pom.xml", "gradle.lockfile", "go.mod"]
        {
            assert!(!is_program(file), "{file}");
        }
    }

    #[test]
    fn people_have_addresses_behind_their_names() {
        let of = |text: &str| {
            let Agent { name, email, url, .. } = agent(AgentKind::Person, text);
            [Some(name), email, url].map(Option::unwrap_or_default)
        };
        assert_eq!(of("Ana B. <ana@example.org>"), ["Ana B.", "ana@example.org", ""]);
        assert_eq!(
            of("Ana <ana@example.org> (https://example.org)"),
            ["Ana", "ana@example.org", "https://example.org"]
        );
        assert_eq!(of("<ana@example.org>"), ["ana@example.org", "ana@example.org", ""]);
        for plain in ["Ana (at home)", "Ana <at home>", "Ana", "Ana <a@b> and others", ""] {
            assert_eq!(of(plain), [plain, "", ""]);
        }
    }

    fn image(name: &str) -> Image {
        use heirloom_model::{ImageLayer, Instruction, LayerIndex, LooseFiles};
        Image {
            names: vec![name.into()],
            digest: Some("sha256:ab".into()),
            id: "sha256:cd".into(),
            platform: None,
            created: None,
            layers: vec![ImageLayer {
                diff_id: "sha256:ef".into(),
                instruction: Some(0),
                ..ImageLayer::default()
            }],
            instructions: vec![Instruction {
                command: "COPY a /a # buildkit".into(),
                ..Instruction::default()
            }],
            base: None,
            labels: vec![("k".into(), "v".into())],
            packages: vec![Some(LayerIndex(0)), None],
            loose: LooseFiles::default(),
        }
    }

    #[test]
    fn images_are_named_by_their_digest_and_packages_by_their_layer() {
        let item = of_image(&image("host:5000/team/app:1.2"), "x");
        assert_eq!((item.name.as_str(), item.version.as_deref()), ("app", Some("1.2")));
        let purl = "pkg:oci/app@sha256%3Aab?repository_url=host:5000/team/app&tag=1.2";
        assert_eq!(item.purl.as_deref(), Some(purl));
        assert_eq!(item.checksums, [("SHA-256".to_owned(), "ab".to_owned())]);
        let bare = of_image(&image("app"), "x");
        assert_eq!(
            (bare.purl.as_deref(), bare.version.as_deref()),
            (Some("pkg:oci/app@sha256%3Aab"), Some("sha256:ab"))
        );
        let said = layer(&image("app"), PackageIndex(0));
        let said: Vec<(&str, &str)> = said.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        assert_eq!(said, [("heirloom:layer", "sha256:ef"), ("heirloom:instruction", "COPY a /a")]);
        assert_eq!(layer(&image("app"), PackageIndex(1)), []);
    }
}
