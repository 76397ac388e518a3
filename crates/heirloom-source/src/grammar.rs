// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Running a grammar under limits.

use std::ops::ControlFlow;

use tree_sitter::{Language, ParseOptions, ParseState, Parser, Tree};

/// A grammar of a language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Grammar {
    C,
    Cpp,
    Go,
    Java,
    JavaScript,
    Python,
    Rust,
    Shell,
    Tsx,
    TypeScript,
}

impl Grammar {
    fn language(self) -> Language {
        match self {
            Grammar::C => tree_sitter_c::LANGUAGE.into(),
            Grammar::Cpp => tree_sitter_cpp::LANGUAGE.into(),
            Grammar::Go => tree_sitter_go::LANGUAGE.into(),
            Grammar::Java => tree_sitter_java::LANGUAGE.into(),
            Grammar::JavaScript => tree_sitter_javascript::LANGUAGE.into(),
            Grammar::Python => tree_sitter_python::LANGUAGE.into(),
            Grammar::Rust => tree_sitter_rust::LANGUAGE.into(),
            Grammar::Shell => tree_sitter_bash::LANGUAGE.into(),
            Grammar::Tsx => tree_sitter_typescript::LANGUAGE_TSX.into(),
            Grammar::TypeScript => tree_sitter_typescript::LANGUAGE_TYPESCRIPT.into(),
        }
    }
}

/// The parser reports its progress after this many operations.
const OPERATIONS_PER_REPORT: usize = 100;

/// Parses a text; `None` when that takes more operations than the limit.
///
/// Operations, not time, are counted: the same text gives the same answer on any machine.
pub(crate) fn parse(grammar: Grammar, text: &str, max_operations: usize) -> Option<Tree> {
    let mut parser = Parser::new();
    parser.set_language(&grammar.language()).expect("grammars of a version that the library reads");
    let mut n_left = max_operations / OPERATIONS_PER_REPORT;
    let mut progress = |_: &ParseState| {
        if n_left == 0 {
            return ControlFlow::Break(());
        }
        n_left -= 1;
        ControlFlow::Continue(())
    };
    let options = ParseOptions::new().progress_callback(&mut progress);
    let bytes = text.as_bytes();
    let mut read = |at: usize, _| bytes.get(at..).unwrap_or_default();
    parser.parse_with_options(&mut read, None, Some(options))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_grammar_parses_and_stops() {
        use Grammar as G;
        for grammar in [
            G::C,
            G::Cpp,
            G::Go,
            G::Java,
            G::JavaScript,
            G::Python,
            G::Rust,
            G::Shell,
            G::Tsx,
            G::TypeScript,
        ] {
            assert!(parse(grammar, "x", 1_000).is_some(), "{grammar:?}");
            assert!(parse(grammar, &"(".repeat(100_000), 1_000).is_none(), "{grammar:?}");
        }
    }
}
