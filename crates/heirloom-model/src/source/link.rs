// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Libraries that a program is linked with, as build files and source text name them.

use super::{SourceGround, source_evidence};
use crate::{Evidence, Span, TreePath};

/// How a library is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LinkNaming {
    /// As the linker takes it: `-lssl`, `libssl.a`.
    Flag,
    /// As `pkg-config` knows it: `libssl`.
    PkgConfig,
    /// As a build tool knows it, by a package or target: `OpenSSL`, `OpenSSL::SSL`.
    Package,
}

impl LinkNaming {
    /// Every way.
    pub const ALL: &[LinkNaming] = &[LinkNaming::Flag, LinkNaming::PkgConfig, LinkNaming::Package];
}

/// A library that a build file or source text links a program with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LibraryLink {
    /// Its name as written, without what the linker adds: `crypto`, `libavcodec`, `OpenSSL::SSL`.
    pub library: Box<str>,
    /// How it is named.
    pub naming: LinkNaming,
    /// Whether the build goes on without it: it is looked for and not asked for, or an option or
    /// condition decides.
    pub is_optional: bool,
    /// Whether the build says that its object code becomes part of the program.
    pub is_static: bool,
    /// The function, macro or variable: `dependency`, `AC_CHECK_LIB`, `LDFLAGS`.
    pub through: Box<str>,
    /// The variable of the build that holds it, or what begins the names of such, where that is told.
    pub kept_in: Option<Box<str>>,
    /// The option or condition that decides, as written; shortened when long.
    pub condition: Option<Box<str>>,
    /// How the name was learned.
    pub ground: SourceGround,
    /// Where it stands.
    pub span: Span,
}

impl LibraryLink {
    /// The link as evidence for a relation. That an optional library is looked for says little on
    /// whether it is there in the end.
    pub fn evidence(&self, source: &TreePath) -> Evidence {
        let need = match (self.is_optional, &self.condition) {
            (false, _) => String::new(),
            (true, None) => " if it is there".to_owned(),
            (true, Some(condition)) => format!(" if {condition}"),
        };
        let note = format!("{} names {}{need} ({})", self.through, self.library, self.ground);
        let mut evidence = source_evidence(source, self.span, self.ground, &note);
        if self.is_optional {
            evidence.strength *= LibraryLink::OPTIONAL;
        }
        evidence
    }

    /// How much of its worth is left to the evidence of a library that the build can do without.
    const OPTIONAL: f32 = 0.45;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_build_can_do_without_is_a_question() {
        let link = |is_optional| LibraryLink {
            library: "zstd".into(),
            naming: LinkNaming::Flag,
            is_optional,
            is_static: false,
            through: "AC_CHECK_LIB".into(),
            kept_in: None,
            condition: Some("enable_zstd".into()),
            ground: SourceGround::Literal,
            span: Span::default(),
        };
        let path = TreePath::parse(b"configure.ac").unwrap();
        let evidence = link(true).evidence(&path);
        assert!(evidence.strength < 0.5);
        assert_eq!(&*evidence.note, "AC_CHECK_LIB names zstd if enable_zstd (literal)");
        assert!(link(false).evidence(&path).strength > 0.9);
    }
}
