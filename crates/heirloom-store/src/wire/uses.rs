// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What a file says of other software: packages that it requires, programs that its text runs.

use heirloom_model::{
    BuildLine, BuildLineKind, CardMetric, CardNature, Checksum, ComposeService, ExportedSymbol,
    ExposedPort, HeaderInclude, HeaderIncludeKind, ImageCopy, ImageUse, Include, IncludeKind,
    KernelModule, LibraryLink, LibraryLoad, LineConditions, LinkNaming, ModelCard, ModelReference,
    ModelReferenceKind, ModelRole, PackageAbout, PackageFact, PackageFacts, PackageFile,
    PackageFileKind, PackageInstall, PackageNature, PackageSource, ProgramCall, Replacement,
    Requirement, Scope, SourceFacts, SourceGround, SourceImport, SourceLanguage, UseFacts,
    WorkspaceFact,
};

use super::{Input, Wire, WireError};

structs! {
    UseFacts { packages, source }
    PackageFacts {
        ecosystem, format, kind, packages, managed, replacements, workspace, includes, properties,
    }
    PackageFact {
        key, ecosystem, name, version, is_root, nature, licenses, inherits, source, checksums,
        qualifiers, about, built_from, provides, files, scope, condition, requirements, span,
    }
    PackageAbout { description, homepage, repository, download, source_archive, parties, card }
    ModelCard {
        nature, tasks, architecture, library, languages, modalities, n_bytes, sizes, metrics,
    }
    CardMetric { name, value, dataset }
    PackageFile { path, checksum }
    Checksum { algorithm, value }
    Requirement {
        ecosystem, name, alias, requested, resolved, scope, has_own_scope, condition, excludes, source,
        inherited, direct, span,
    }
    Replacement { name, version, with, with_version, source, span }
    WorkspaceFact { members, excluded, version, licenses, about, span }
    Include { kind, path, package, span }
    SourceFacts {
        language, calls, functions, imports, includes, loads, links, module, installs, images,
        copies, ports, services, model_references, build,
    }
    ProgramCall { program, written, arguments, through, ground, span }
    SourceImport { name, is_optional, is_type_only, span }
    HeaderInclude { name, kind, is_uapi, conditions, span }
    LibraryLoad { library, written, through, ground, span }
    LibraryLink {
        library, naming, is_optional, is_static, through, kept_in, condition, ground, span,
    }
    KernelModule { licenses, start, exports, uses_inside, gpl_only }
    ExportedSymbol { name, is_gpl_only, span }
    PackageInstall { ecosystem, name, version, is_delivered, span }
    ImageUse { image, stage, is_copied, is_delivered, span }
    ImageCopy { sources, stage, is_delivered, is_built, span }
    ExposedPort { port, span }
    ComposeService {
        name, image, build, dockerfile, published, exposed, depends_on, links, networks, mentions, span,
    }
    ModelReference { kind, role, name, through, ground, span }
    BuildLine { kind, name, words, is_for_work, span }
}

enums! {
    PackageFileKind { Manifest = 0, Lock = 1, Workspace = 2, Checksums = 3, Installed = 4 }
    PackageNature { Library = 0, BuildTool = 1, Platform = 2 }
    Scope { Runtime = 0, Optional = 1, Provided = 2, Build = 3, Test = 4, Development = 5 }
    IncludeKind { Requirements = 0, Constraints = 1, Parent = 2, Workspace = 3 }
    SourceLanguage {
        C = 0, Cpp = 1, Compose = 2, Dockerfile = 3, Go = 4, Java = 5, JavaScript = 6, Make = 7,
        ModelCard = 8, Python = 9, Rust = 10, Shell = 11, TypeScript = 12, Autoconf = 13,
        Cmake = 14, Meson = 15, Manifest = 16,
    }
    SourceGround {
        Literal = 0, Constant = 1, PathTail = 2, Parameter = 3, Alternative = 4, Damaged = 5,
        Sourced = 6, Computed = 7,
    }
    LinkNaming { Flag = 0, PkgConfig = 1, Package = 2 }
    HeaderIncludeKind { System = 0, Quoted = 1, Macro = 2 }
    BuildLineKind {
        Set = 0, Program = 1, Library = 2, Sources = 3, Links = 4, Rule = 5, Recipe = 6,
        Mention = 7, Folder = 8, Include = 9, Install = 10, Open = 11, Defines = 12,
    }
    CardNature { Model = 0, Dataset = 1 }
    ModelReferenceKind { Model = 0, Dataset = 1 }
    ModelRole {
        Base = 0, Finetune = 1, Adapter = 2, Merge = 3, Quantized = 4, Trained = 5, Loaded = 6,
    }
}

impl Wire for LineConditions {
    fn write(&self, out: &mut Vec<u8>) {
        self.bits().write(out);
    }

    fn read(input: &mut Input<'_>) -> Result<LineConditions, WireError> {
        u8::read(input).map(LineConditions::from_bits)
    }
}

impl Wire for PackageSource {
    fn write(&self, out: &mut Vec<u8>) {
        match self {
            PackageSource::Unknown => out.push(0),
            PackageSource::Registry { url } => {
                out.push(1);
                url.write(out);
            }
            PackageSource::Git { url, revision } => {
                out.push(2);
                url.write(out);
                revision.write(out);
            }
            PackageSource::Archive { url } => {
                out.push(3);
                url.write(out);
            }
            PackageSource::Path { path } => {
                out.push(4);
                path.write(out);
            }
        }
    }

    fn read(input: &mut Input<'_>) -> Result<PackageSource, WireError> {
        Ok(match input.byte()? {
            0 => PackageSource::Unknown,
            1 => PackageSource::Registry { url: Wire::read(input)? },
            2 => PackageSource::Git { url: Wire::read(input)?, revision: Wire::read(input)? },
            3 => PackageSource::Archive { url: Wire::read(input)? },
            4 => PackageSource::Path { path: Wire::read(input)? },
            _ => return Err(WireError::OutOfRange),
        })
    }
}

impl<A: Wire, B: Wire> Wire for (A, B) {
    fn write(&self, out: &mut Vec<u8>) {
        self.0.write(out);
        self.1.write(out);
    }

    fn read(input: &mut Input<'_>) -> Result<(A, B), WireError> {
        Ok((A::read(input)?, B::read(input)?))
    }
}

impl<T: Wire> Wire for Box<T> {
    fn write(&self, out: &mut Vec<u8>) {
        (**self).write(out);
    }

    fn read(input: &mut Input<'_>) -> Result<Box<T>, WireError> {
        T::read(input).map(Box::new)
    }
}
