// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What files say of other software, made up.

use heirloom_model::{
    BuildLine, BuildLineKind, CardMetric, CardNature, Checksum, ComposeService, ExportedSymbol,
    ExposedPort, HeaderInclude, HeaderIncludeKind, ImageCopy, ImageUse, Include, IncludeKind,
    KernelModule, LibraryLink, LibraryLoad, LineConditions, LinkNaming, ModelCard, ModelReference,
    ModelReferenceKind, ModelRole, PackageAbout, PackageFact, PackageFacts, PackageFile,
    PackageFileKind, PackageInstall, PackageNature, PackageSource, Party, PartyRole, ProgramCall,
    Replacement, Requirement, Scope, SourceFacts, SourceGround, SourceImport, SourceLanguage,
    UseFacts, WorkspaceFact,
};
use proptest::{collection::vec, option, prelude::*, sample::select};

use super::{declared, span, text};

fn source() -> impl Strategy<Value = PackageSource> {
    prop_oneof![
        Just(PackageSource::Unknown),
        option::of(text()).prop_map(|url| PackageSource::Registry { url }),
        (text(), option::of(text()))
            .prop_map(|(url, revision)| PackageSource::Git { url, revision }),
        text().prop_map(|url| PackageSource::Archive { url }),
        text().prop_map(|path| PackageSource::Path { path }),
    ]
}

fn requirement() -> impl Strategy<Value = Requirement> {
    let scopes = select(Scope::ALL);
    (text(), option::of(text()), option::of(text()), scopes, any::<[bool; 3]>(), source(), span())
        .prop_map(|(name, alias, condition, scope, flags, source, span)| Requirement {
            resolved: alias.clone(),
            ecosystem: condition.clone(),
            requested: condition.clone(),
            excludes: condition.clone().into_iter().collect(),
            alias,
            condition,
            scope,
            has_own_scope: flags[0],
            inherited: flags[1],
            direct: flags[2],
            source,
            ..Requirement::new(&name, span)
        })
}

pub(super) fn package() -> impl Strategy<Value = PackageFact> {
    let natures = vec![PackageNature::Library, PackageNature::BuildTool, PackageNature::Platform];
    let checksum = || (text(), text()).prop_map(|(algorithm, value)| Checksum { algorithm, value });
    let name = (text(), text(), option::of(text()), any::<bool>(), select(natures));
    let file = (vec(any::<u8>(), 0..4), option::of(checksum()))
        .prop_map(|(path, checksum)| PackageFile { path: path.into(), checksum });
    (
        (name, about(), vec((text(), text()), 0..2), vec(file, 0..2)),
        vec(declared(), 0..2),
        vec(text(), 0..2),
        source(),
        vec(checksum(), 0..2),
        option::of(select(Scope::ALL)),
        vec(requirement(), 0..3),
        span(),
    )
        .prop_map(
            |(
                ((key, name, version, is_root, nature), about, qualifiers, files),
                licenses,
                inherits,
                source,
                checksums,
                scope,
                requirements,
                span,
            )| PackageFact {
                ecosystem: version.clone(),
                condition: version.clone(),
                built_from: version.clone().map(|version| (name.clone(), Some(version))),
                provides: vec![(key.clone(), version.clone())],
                key,
                name,
                about,
                qualifiers,
                files,
                version,
                is_root,
                nature,
                licenses,
                inherits,
                source,
                checksums,
                scope,
                requirements,
                span,
            },
        )
}

fn about() -> impl Strategy<Value = PackageAbout> {
    let texts = [(); 5].map(|()| option::of(text()));
    (texts, vec(text(), 0..2), option::of(card())).prop_map(
        |([description, homepage, repository, download, source_archive], names, card)| {
            let party = |name| Party { role: PartyRole::Maintainer, name };
            PackageAbout {
                description,
                homepage,
                repository,
                download,
                source_archive,
                parties: names.into_iter().map(party).collect(),
                card: card.map(Box::new),
            }
        },
    )
}

fn card() -> impl Strategy<Value = ModelCard> {
    let natures = vec![CardNature::Model, CardNature::Dataset];
    let metric = (text(), text(), option::of(text()))
        .prop_map(|(name, value, dataset)| CardMetric { name, value, dataset });
    let metrics = vec(metric, 0..2);
    (select(natures), vec(text(), 0..5), option::of(text()), any::<Option<u64>>(), metrics)
        .prop_map(|(nature, words, architecture, n_bytes, metrics)| {
            let from = |at: usize| words.iter().skip(at).cloned().collect();
            ModelCard {
                nature,
                tasks: from(0),
                library: architecture.clone(),
                architecture,
                languages: from(1),
                modalities: from(2),
                n_bytes,
                sizes: from(3),
                metrics,
            }
        })
}

fn packages() -> impl Strategy<Value = PackageFacts> {
    let kinds = vec![
        PackageFileKind::Manifest,
        PackageFileKind::Lock,
        PackageFileKind::Workspace,
        PackageFileKind::Checksums,
        PackageFileKind::Installed,
    ];
    let replacement = (text(), option::of(text()), text(), source(), span()).prop_map(
        |(name, version, with, source, span)| Replacement {
            with_version: version.clone(),
            name,
            version,
            with,
            source,
            span,
        },
    );
    let workspace = (vec(text(), 0..3), option::of(text()), vec(declared(), 0..2), about(), span())
        .prop_map(|(members, version, licenses, about, span)| WorkspaceFact {
            excluded: members.clone(),
            members,
            version,
            licenses,
            about,
            span,
        });
    let includes = vec![
        IncludeKind::Requirements,
        IncludeKind::Constraints,
        IncludeKind::Parent,
        IncludeKind::Workspace,
    ];
    let include = (select(includes), text(), option::of((text(), option::of(text()))), span())
        .prop_map(|(kind, path, package, span)| Include { kind, path, package, span });
    (
        (text(), text(), select(kinds)),
        vec(package(), 0..3),
        vec(requirement(), 0..2),
        vec(replacement, 0..2),
        option::of(workspace),
        vec(include, 0..2),
        vec((text(), text()), 0..2),
    )
        .prop_map(
            |(
                (ecosystem, format, kind),
                packages,
                managed,
                replacements,
                workspace,
                includes,
                properties,
            )| PackageFacts {
                ecosystem,
                format,
                kind,
                packages,
                managed,
                replacements,
                workspace,
                includes,
                properties,
            },
        )
}

fn kernel_module() -> impl Strategy<Value = KernelModule> {
    let export = (text(), any::<bool>(), span())
        .prop_map(|(name, is_gpl_only, span)| ExportedSymbol { name, is_gpl_only, span });
    (vec((text(), span()), 0..2), option::of(span()), vec(export, 0..2), any::<bool>()).prop_map(
        |(licenses, start, exports, uses_inside)| KernelModule {
            gpl_only: licenses.clone(),
            licenses,
            start,
            exports,
            uses_inside,
        },
    )
}

fn service() -> impl Strategy<Value = ComposeService> {
    (text(), option::of(text()), vec(text(), 0..3), vec(text(), 0..3), span()).prop_map(
        |(name, image, ports, others, span)| ComposeService {
            name,
            build: image.clone(),
            dockerfile: image.clone(),
            image,
            published: ports.clone(),
            exposed: ports,
            depends_on: others.clone(),
            links: others.clone(),
            networks: others.clone(),
            mentions: others,
            span,
        },
    )
}

fn model_reference() -> impl Strategy<Value = ModelReference> {
    let kinds = vec![ModelReferenceKind::Model, ModelReferenceKind::Dataset];
    let roles = vec![
        ModelRole::Base,
        ModelRole::Finetune,
        ModelRole::Adapter,
        ModelRole::Merge,
        ModelRole::Quantized,
        ModelRole::Trained,
        ModelRole::Loaded,
    ];
    let named = (option::of(text()), text(), select(SourceGround::ALL), span());
    (select(kinds), select(roles), named).prop_map(|(kind, role, (name, through, ground, span))| {
        ModelReference { kind, role, name, through, ground, span }
    })
}

fn source_facts() -> impl Strategy<Value = SourceFacts> {
    let used = || (option::of(text()), text(), text(), select(SourceGround::ALL), span());
    let call = (used(), vec(text(), 0..3)).prop_map(|(used, arguments)| {
        let (program, written, through, ground, span) = used;
        ProgramCall { program, written, arguments, through, ground, span }
    });
    let load = used().prop_map(|(library, written, through, ground, span)| LibraryLoad {
        library,
        written,
        through,
        ground,
        span,
    });
    let link = (used(), select(LinkNaming::ALL), any::<[bool; 2]>()).prop_map(
        |((condition, library, through, ground, span), naming, flags)| LibraryLink {
            library,
            naming,
            is_optional: flags[0],
            is_static: flags[1],
            through,
            kept_in: condition.clone(),
            condition,
            ground,
            span,
        },
    );
    let copy = (vec(text(), 0..2), any::<u32>(), any::<[bool; 2]>(), span()).prop_map(
        |(sources, stage, flags, span)| ImageCopy {
            sources,
            stage,
            is_delivered: flags[0],
            is_built: flags[1],
            span,
        },
    );
    let import = (text(), any::<[bool; 2]>(), span()).prop_map(|(name, flags, span)| {
        SourceImport { name, is_optional: flags[0], is_type_only: flags[1], span }
    });
    let kinds =
        vec![HeaderIncludeKind::System, HeaderIncludeKind::Quoted, HeaderIncludeKind::Macro];
    let include = (text(), select(kinds), any::<bool>(), any::<u8>(), span()).prop_map(
        |(name, kind, is_uapi, bits, span)| HeaderInclude {
            name,
            kind,
            is_uapi,
            conditions: LineConditions::from_bits(bits),
            span,
        },
    );
    let install = (text(), option::of(text()), any::<bool>(), span()).prop_map(
        |(name, version, is_delivered, span)| PackageInstall {
            ecosystem: name.clone(),
            name,
            version,
            is_delivered,
            span,
        },
    );
    let image = (option::of(text()), any::<u32>(), any::<[bool; 2]>(), span()).prop_map(
        |(image, stage, flags, span)| ImageUse {
            image,
            stage,
            is_copied: flags[0],
            is_delivered: flags[1],
            span,
        },
    );
    let port = (text(), span()).prop_map(|(port, span)| ExposedPort { port, span });
    let code = (vec(call, 0..3), vec(text(), 0..2), vec(import, 0..3), vec(include, 0..3));
    let loads = (vec(load, 0..2), vec(link, 0..2));
    let others = (loads, option::of(kernel_module()), vec(install, 0..2));
    let images = (vec(image, 0..2), vec(copy, 0..2));
    let containers = (images, vec(port, 0..2), vec(service(), 0..2));
    let line = (select(BuildLineKind::ALL), text(), vec(text(), 0..3), any::<bool>(), span());
    let line = line.prop_map(|(kind, name, words, is_for_work, span)| BuildLine {
        kind,
        name,
        words,
        is_for_work,
        span,
    });
    let models = (vec(model_reference(), 0..2), vec(line, 0..2));
    (select(SourceLanguage::ALL), code, others, containers, models).prop_map(
        |(
            language,
            code,
            (loads, module, installs),
            (images, ports, services),
            (references, build),
        )| {
            let (calls, functions, imports, includes) = code;
            let ((loads, links), (images, copies)) = (loads, images);
            SourceFacts {
                language,
                calls,
                functions,
                imports,
                includes,
                loads,
                links,
                module,
                installs,
                images,
                copies,
                ports,
                services,
                model_references: references,
                build,
            }
        },
    )
}

pub(super) fn uses() -> impl Strategy<Value = UseFacts> {
    (option::of(packages()), option::of(source_facts())).prop_map(|(packages, source)| UseFacts {
        packages: packages.map(Box::new),
        source: source.map(Box::new),
    })
}
