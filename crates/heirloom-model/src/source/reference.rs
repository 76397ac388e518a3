// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Code and data that a source file names: imports, headers, libraries, models.

use super::{SourceGround, source_evidence};
use crate::{Evidence, Span, TreePath};

/// A package or module of the file's own language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceImport {
    /// Its name as the language writes it: `os.path`, `./util`, `golang.org/x/text`, `serde`.
    pub name: Box<str>,
    /// Whether the file goes on without it: it is imported by a call while the program runs, or
    /// the failure of the import is caught.
    pub is_optional: bool,
    /// Whether it is there for types alone and gone when the program runs.
    pub is_type_only: bool,
    /// Where it stands.
    pub span: Span,
}

/// How a header is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum HeaderIncludeKind {
    /// `<stdio.h>`: looked for in the folders of the system.
    System,
    /// `"util.h"`: looked for beside the file first.
    Quoted,
    /// By a macro: the name is computed.
    Macro,
}

/// A header that a C or C++ file includes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeaderInclude {
    /// Its name as written, without marks.
    pub name: Box<str>,
    /// How it is named.
    pub kind: HeaderIncludeKind,
    /// Whether the name lies in the interface that a kernel offers to user space (`uapi/…`).
    pub is_uapi: bool,
    /// What conditions of the preprocessor around it come to.
    pub conditions: LineConditions,
    /// Where it stands.
    pub span: Span,
}

/// What a file of C is compiled for, as far as names tell that compilers and kernels define.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CompiledFor {
    /// A program in user space, on whichever system.
    Program,
    /// A program in user space that is not built for Windows.
    UnixProgram,
    /// A module of the Linux kernel.
    KernelModule,
    /// One whose build defines `_KERNEL` as well, as the kernels of BSD do.
    PortedModule,
}

impl CompiledFor {
    /// Every purpose.
    pub const ALL: [CompiledFor; 4] = [
        CompiledFor::Program,
        CompiledFor::UnixProgram,
        CompiledFor::KernelModule,
        CompiledFor::PortedModule,
    ];
}

/// What conditions of the preprocessor around a line come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LineConditions {
    /// A bit for each [`CompiledFor`] that certainly leaves the line out, and [`LineConditions::ANY`].
    bits: u8,
}

impl LineConditions {
    /// The bit that tells that there are conditions at all.
    const ANY: u8 = 1 << 7;

    /// Conditions of which some purposes are known to leave the line out.
    pub fn new(left_out: impl IntoIterator<Item = CompiledFor>) -> LineConditions {
        let bits = left_out.into_iter().map(|one| 1 << one as u8);
        LineConditions { bits: bits.fold(LineConditions::ANY, |all, bit| all | bit) }
    }

    /// Whether a file that is compiled so certainly lacks the line.
    pub fn leave_out(self, purpose: CompiledFor) -> bool {
        self.bits & 1 << purpose as u8 != 0
    }

    /// Whether a condition stands around the line.
    pub fn are_any(self) -> bool {
        self.bits & LineConditions::ANY != 0
    }

    /// As a number, to be kept.
    pub fn bits(self) -> u8 {
        self.bits
    }

    /// From a number that was kept; bits without a meaning are ignored.
    pub fn from_bits(bits: u8) -> LineConditions {
        LineConditions { bits: bits & (LineConditions::ANY | 0b1111) }
    }
}

/// A library that is loaded while the program runs: `dlopen`, `LoadLibrary`, `ctypes.CDLL`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LibraryLoad {
    /// The name without folders, as written otherwise; `None` when it is computed.
    pub library: Option<Box<str>>,
    /// What stands in the place of the name, as written; shortened when long.
    pub written: Box<str>,
    /// The function that loads it.
    pub through: Box<str>,
    /// How the name was learned.
    pub ground: SourceGround,
    /// Where it stands.
    pub span: Span,
}

impl LibraryLoad {
    /// The library's name without what platforms add: `libssl.so.3` and `ssl.dll` are `ssl`.
    pub fn stem(&self) -> Option<&str> {
        let library = self.library.as_deref()?;
        let stem = library.strip_prefix("lib").filter(|rest| !rest.is_empty()).unwrap_or(library);
        let ends = [".so", ".dylib", ".dll", ".DLL", ".bundle"];
        let end = ends.iter().filter_map(|end| stem.find(end)).filter(|&end| end > 0).min();
        Some(end.map_or(stem, |end| &stem[..end]))
    }

    /// The load as evidence for a relation.
    pub fn evidence(&self, source: &TreePath) -> Evidence {
        let library = self.library.as_deref().unwrap_or("?");
        let note = format!("{} loads {library} ({})", self.through, self.ground);
        source_evidence(source, self.span, self.ground, &note)
    }
}

/// What a reference to a model or dataset means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ModelReferenceKind {
    /// A trained model.
    Model,
    /// Data.
    Dataset,
}

/// What the file does with a model or dataset.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ModelRole {
    /// A card says that its model was made from this model.
    Base,
    /// A card says that its model was made from this one by training on.
    Finetune,
    /// A card says that its model holds weights added to this one.
    Adapter,
    /// A card says that its model was merged from this and others.
    Merge,
    /// A card says that its model is this one with weights of less precision.
    Quantized,
    /// A card says that its model was trained on these data, or its data made from them.
    Trained,
    /// A program loads it.
    Loaded,
}

/// A model or dataset that a card or a program names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModelReference {
    /// Whether it is a model or data.
    pub kind: ModelReferenceKind,
    /// What is done with it.
    pub role: ModelRole,
    /// Its name as written, in most cases `organization/name`; `None` when it is computed.
    pub name: Option<Box<str>>,
    /// The key of the card or the function.
    pub through: Box<str>,
    /// How the name was learned.
    pub ground: SourceGround,
    /// Where it stands.
    pub span: Span,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stems_of_libraries() {
        let stem = |name: &str| {
            let load = LibraryLoad {
                library: Some(name.into()),
                written: name.into(),
                through: "dlopen".into(),
                ground: SourceGround::Literal,
                span: Span::default(),
            };
            load.stem().unwrap().to_owned()
        };
        assert_eq!(stem("libssl.so.3"), "ssl");
        assert_eq!(stem("ssl.dll"), "ssl");
        assert_eq!(stem("libc"), "c");
        assert_eq!(stem("lib"), "lib");
        assert_eq!(stem("z"), "z");
    }
}
