// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What the text of one source file says about other software: programs it runs, libraries it
//! loads, headers and packages it names.
//!
//! Facts, not relations: which component a name means is decided where all files are known.

mod build;
mod container;
mod kernel;
mod link;
mod reference;

use std::fmt;

use crate::{Evidence, EvidenceMethod, Span, TreePath};

pub use build::{BuildLine, BuildLineKind};
pub use container::{ComposeService, ExposedPort, ImageCopy, ImageUse, PackageInstall};
pub use kernel::{ExportedSymbol, KernelModule};
pub use link::{LibraryLink, LinkNaming};
pub use reference::{
    CompiledFor, HeaderInclude, HeaderIncludeKind, LibraryLoad, LineConditions, ModelReference,
    ModelReferenceKind, ModelRole, SourceImport,
};

/// The language a source file is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SourceLanguage {
    /// The input of autoconf: `configure.ac` and its macros.
    Autoconf,
    /// C, and headers of which nothing else is known.
    C,
    /// C++.
    Cpp,
    /// A file that tells CMake what to build.
    Cmake,
    /// A file that names services for `docker compose`.
    Compose,
    /// A Dockerfile.
    Dockerfile,
    /// Go.
    Go,
    /// Java.
    Java,
    /// JavaScript.
    JavaScript,
    /// A makefile.
    Make,
    /// A manifest of a package that says which files belong to it.
    Manifest,
    /// A file that tells Meson what to build.
    Meson,
    /// The card of a model or dataset: a `README.md` with front matter.
    ModelCard,
    /// Python.
    Python,
    /// Rust.
    Rust,
    /// A script for a Bourne-like shell.
    Shell,
    /// TypeScript.
    TypeScript,
}

impl SourceLanguage {
    /// Every language.
    pub const ALL: &[SourceLanguage] = &[
        SourceLanguage::Autoconf,
        SourceLanguage::C,
        SourceLanguage::Cpp,
        SourceLanguage::Cmake,
        SourceLanguage::Compose,
        SourceLanguage::Dockerfile,
        SourceLanguage::Go,
        SourceLanguage::Java,
        SourceLanguage::JavaScript,
        SourceLanguage::Make,
        SourceLanguage::Manifest,
        SourceLanguage::Meson,
        SourceLanguage::ModelCard,
        SourceLanguage::Python,
        SourceLanguage::Rust,
        SourceLanguage::Shell,
        SourceLanguage::TypeScript,
    ];

    /// The stable name.
    pub fn name(self) -> &'static str {
        match self {
            SourceLanguage::Autoconf => "autoconf",
            SourceLanguage::C => "c",
            SourceLanguage::Cpp => "cpp",
            SourceLanguage::Cmake => "cmake",
            SourceLanguage::Compose => "compose",
            SourceLanguage::Dockerfile => "dockerfile",
            SourceLanguage::Go => "go",
            SourceLanguage::Java => "java",
            SourceLanguage::JavaScript => "javascript",
            SourceLanguage::Make => "make",
            SourceLanguage::Manifest => "manifest",
            SourceLanguage::Meson => "meson",
            SourceLanguage::ModelCard => "model_card",
            SourceLanguage::Python => "python",
            SourceLanguage::Rust => "rust",
            SourceLanguage::Shell => "shell",
            SourceLanguage::TypeScript => "typescript",
        }
    }

    /// The language of a stable name.
    pub fn from_name(name: &str) -> Option<SourceLanguage> {
        SourceLanguage::ALL.iter().copied().find(|language| language.name() == name)
    }
}

/// How a name was learned from source text, and so how much it is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SourceGround {
    /// It stands there, where it is used.
    Literal,
    /// It is a constant or variable that the same file sets once.
    Constant,
    /// The folder is computed, the last part of the path stands there.
    PathTail,
    /// It is handed to a function of the same file that uses it.
    Parameter,
    /// It is one of several values that the file allows.
    Alternative,
    /// It stands there, in text that the grammar could not read whole.
    Damaged,
    /// It stands there, but may be a function of another script that this one reads.
    Sourced,
    /// It is computed: nothing is known.
    Computed,
}

impl SourceGround {
    /// Every ground.
    pub const ALL: &[SourceGround] = &[
        SourceGround::Literal,
        SourceGround::Constant,
        SourceGround::PathTail,
        SourceGround::Parameter,
        SourceGround::Alternative,
        SourceGround::Damaged,
        SourceGround::Sourced,
        SourceGround::Computed,
    ];

    /// The stable name.
    pub fn name(self) -> &'static str {
        match self {
            SourceGround::Literal => "literal",
            SourceGround::Constant => "constant",
            SourceGround::PathTail => "path_tail",
            SourceGround::Parameter => "parameter",
            SourceGround::Alternative => "alternative",
            SourceGround::Damaged => "damaged",
            SourceGround::Sourced => "sourced",
            SourceGround::Computed => "computed",
        }
    }

    /// The ground of a stable name.
    pub fn from_name(name: &str) -> Option<SourceGround> {
        SourceGround::ALL.iter().copied().find(|ground| ground.name() == name)
    }

    /// How much it is worth as evidence, 0 to 1.
    pub fn strength(self) -> f32 {
        match self {
            SourceGround::Literal => 0.95,
            SourceGround::Constant => 0.9,
            SourceGround::PathTail | SourceGround::Parameter => 0.85,
            SourceGround::Alternative => 0.7,
            SourceGround::Damaged => 0.5,
            SourceGround::Sourced => 0.4,
            SourceGround::Computed => 0.0,
        }
    }
}

impl fmt::Display for SourceGround {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A place where a program is run as a process.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProgramCall {
    /// The name of the program without folders; `None` when it is computed, which is a question.
    pub program: Option<Box<str>>,
    /// What stands in the place of the program, as written; shortened when long.
    pub written: Box<str>,
    /// The literal arguments up to the first that is computed, at most eight.
    pub arguments: Vec<Box<str>>,
    /// The function or construct that runs it: `subprocess.run`, `execvp`, `command`, `RUN`.
    pub through: Box<str>,
    /// How the name was learned.
    pub ground: SourceGround,
    /// Where it stands.
    pub span: Span,
}

impl ProgramCall {
    /// The call as evidence for a relation.
    pub fn evidence(&self, source: &TreePath) -> Evidence {
        let program = self.program.as_deref().unwrap_or("?");
        let note = format!("{} runs {program} ({})", self.through, self.ground);
        source_evidence(source, self.span, self.ground, &note)
    }
}

/// What one file's text says about other software. Lists stand in the order of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFacts {
    /// What it is written in.
    pub language: SourceLanguage,
    /// Programs it runs.
    pub calls: Vec<ProgramCall>,
    /// Functions that a script defines: what others that read it call by these names is no program.
    pub functions: Vec<Box<str>>,
    /// Packages and modules of its language that it names, each once.
    pub imports: Vec<SourceImport>,
    /// Headers it includes.
    pub includes: Vec<HeaderInclude>,
    /// Libraries it loads while it runs.
    pub loads: Vec<LibraryLoad>,
    /// Libraries that it links a program with.
    pub links: Vec<LibraryLink>,
    /// What it says as a part of an operating system's kernel.
    pub module: Option<KernelModule>,
    /// Packages that it has installed.
    pub installs: Vec<PackageInstall>,
    /// Images that it starts from or copies from.
    pub images: Vec<ImageUse>,
    /// What it copies into an image from the tree.
    pub copies: Vec<ImageCopy>,
    /// Ports that it opens to others.
    pub ports: Vec<ExposedPort>,
    /// Services that it starts.
    pub services: Vec<ComposeService>,
    /// Models and datasets that it names.
    pub model_references: Vec<ModelReference>,
    /// Which files make which programs.
    pub build: Vec<BuildLine>,
}

impl SourceFacts {
    /// Facts of a file that says nothing.
    pub fn new(language: SourceLanguage) -> SourceFacts {
        SourceFacts {
            language,
            calls: Vec::new(),
            functions: Vec::new(),
            imports: Vec::new(),
            includes: Vec::new(),
            loads: Vec::new(),
            links: Vec::new(),
            module: None,
            installs: Vec::new(),
            images: Vec::new(),
            copies: Vec::new(),
            ports: Vec::new(),
            services: Vec::new(),
            model_references: Vec::new(),
            build: Vec::new(),
        }
    }

    /// Whether the file says nothing about other software.
    pub fn is_empty(&self) -> bool {
        self.module.is_none() && self.n_facts() == 0
    }

    /// The number of facts, the kernel's not counted.
    pub fn n_facts(&self) -> usize {
        self.calls.len()
            + self.imports.len()
            + self.includes.len()
            + self.loads.len()
            + self.links.len()
            + self.installs.len()
            + self.images.len()
            + self.copies.len()
            + self.ports.len()
            + self.services.len()
            + self.model_references.len()
            + self.build.len()
    }
}

fn source_evidence(source: &TreePath, span: Span, ground: SourceGround, note: &str) -> Evidence {
    Evidence {
        source: Some(source.clone()),
        span: Some(span),
        method: EvidenceMethod::SourceCode,
        strength: ground.strength(),
        note: note.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique() {
        for language in SourceLanguage::ALL {
            assert_eq!(SourceLanguage::from_name(language.name()), Some(*language));
        }
        for ground in SourceGround::ALL {
            assert_eq!(SourceGround::from_name(ground.name()), Some(*ground));
        }
    }

    #[test]
    fn what_is_computed_is_no_evidence() {
        let call = ProgramCall {
            program: None,
            written: "argv[1]".into(),
            arguments: Vec::new(),
            through: "execvp".into(),
            ground: SourceGround::Computed,
            span: Span::default(),
        };
        let evidence = call.evidence(&TreePath::parse(b"a.c").unwrap());
        assert_eq!((evidence.strength, &*evidence.note), (0.0, "execvp runs ? (computed)"));
    }
}
