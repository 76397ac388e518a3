// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! A made-up inventory.

use heirloom_model::{
    Checksum, ComponentId, Concluded, ConcludedReason, DeclaredLicense, EvidenceMethod, FileRole,
    Inventory, Owner, Package, PackageAbout, PackageContents, PackageEdge, PackageGraph,
    PackageIndex, PackageNature, PackagePlace, PackageSource, Party, PartyRole, RelationKind,
    Scope, Span,
};

use super::{expression, path};

const LITERAL: &str = "a literal of the sample";

fn place(file: &[u8], line: u32, method: EvidenceMethod) -> PackagePlace {
    let span = Span { first_line: line, last_line: line, ..Span::default() };
    PackagePlace { file: path(file), span, method }
}

fn package(purl: &str, owner: Owner) -> Package {
    let (kind, rest) = purl.trim_start_matches("pkg:").split_once('/').expect(LITERAL);
    let (name, version) = rest.split_once('@').expect(LITERAL);
    Package {
        id: ComponentId::new(purl).expect(LITERAL),
        purl: Some(purl.into()),
        ecosystem: kind.into(),
        name: name.into(),
        version: Some(version.into()),
        owner,
        nature: PackageNature::Library,
        folder: None,
        licenses: Vec::new(),
        source: PackageSource::Unknown,
        checksums: Vec::new(),
        about: PackageAbout::default(),
        built_from: None,
        files: Vec::new(),
        places: vec![place(b"Cargo.lock", 3, EvidenceMethod::Lockfile)],
    }
}

fn edge(from: u32, to: u32, scope: Scope, requested: &str) -> PackageEdge {
    PackageEdge {
        from: PackageIndex(from),
        to: PackageIndex(to),
        scope,
        scope_is_known: true,
        condition: None,
        requested: Some(requested.into()),
        direct: true,
        linkage: Some(RelationKind::StaticLink),
        places: vec![place(b"Cargo.toml", 8 + to, EvidenceMethod::Manifest)],
    }
}

/// Two roots, one of them of a test; a circle; a vendored copy; packages of other sources.
pub(crate) fn inventory() -> Inventory {
    let mut log = package("pkg:cargo/log@0.4.20", Owner::ThirdParty);
    log.source = PackageSource::Registry { url: None };
    log.checksums = vec![Checksum { algorithm: "sha256".into(), value: "b5e6163cb8c49088".into() }];
    log.about = PackageAbout {
        description: Some("says what happens".into()),
        homepage: Some("log.example".into()),
        repository: Some("git.example/log".into()),
        download: Some("log.example/log-0.4.20.crate".into()),
        source_archive: Some("log.example/log-0.4.20.tgz".into()),
        parties: vec![Party { role: PartyRole::Author, name: "Lea Ot <lea@log.example>".into() }],
        card: None,
    };
    let mut probe = package("pkg:cargo/probe@0.1.0", Owner::Own);
    probe.folder = Some(path(b"tests/probe"));
    let mut router = package("pkg:cargo/router@1.2.0", Owner::Own);
    router.folder = Some(path(b""));
    router.licenses = vec![DeclaredLicense {
        field: "package.license".into(),
        as_written: "MIT/Apache-2.0".into(),
        expression: Some(expression("MIT OR Apache-2.0")),
        refers_to: None,
        span: Span::default(),
    }];
    let mut wire = package("pkg:cargo/wire@2.0.0", Owner::ThirdParty);
    wire.source =
        PackageSource::Git { url: "git.example:wire".into(), revision: Some("9fceb02".into()) };
    wire.built_from = Some(("wire-source".into(), Some("2.0.0-1".into())));
    let mut loose = package("pkg:generic/zlib@1.3", Owner::ThirdParty);
    loose.folder = Some(path(b"vendor/zlib"));
    loose.places = vec![place(b"vendor/zlib", 0, EvidenceMethod::Layout)];
    let mut tested = edge(1, 0, Scope::Test, "*");
    tested.condition = Some("cfg(unix)".into());
    let graph = PackageGraph {
        packages: vec![log, probe, router, wire, loose],
        edges: vec![
            edge(0, 3, Scope::Optional, "2"),
            tested,
            edge(2, 0, Scope::Runtime, "^0.4"),
            edge(2, 3, Scope::Build, "2.0"),
            edge(3, 0, Scope::Runtime, "0.4"),
        ],
        roots: vec![PackageIndex(1), PackageIndex(2)],
        problems: Vec::new(),
    };
    let mut contents = vec![PackageContents::default(); graph.packages.len()];
    contents[1].role = FileRole::Test;
    contents[2] = PackageContents {
        declared: Some(expression("MIT OR Apache-2.0")),
        concluded: Some(Concluded {
            expression: expression("MIT OR Apache-2.0"),
            reason: ConcludedReason::Declared,
            source: Some(path(b"Cargo.toml")),
        }),
        n_files: 11,
        n_bytes: 6600,
        licenses: [(expression("MIT"), 3), (expression("GPL-2.0-or-later"), 1)].into(),
        holders: [("ana ruiz".into(), 2)].into(),
        notices: [("Copyright Ana Ruiz".into(), 2)].into(),
        ..PackageContents::default()
    };
    Inventory { graph, contents }
}
