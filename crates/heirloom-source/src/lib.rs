// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

#![doc = include_str!("../README.md")]

use heirloom_model::{BuildLineKind, Problem, SourceFacts, SourceLanguage, TreePath};

use collect::Collector;
use grammar::Grammar;
use text::SourceText;

mod aliases;
mod build;
mod calls;
mod candidates;
mod card;
mod code;
mod collect;
mod compose;
mod conditions;
mod docker;
mod evaluate;
mod grammar;
mod imports;
mod install;
mod kernel;
mod language;
mod links;
mod make;
mod names;
mod nodes;
pub mod parts;
mod paths;
mod program;
mod runners;
mod shell;
mod text;
mod tokens;
mod value;
mod words;
mod yaml;

pub use language::language_of;
pub use links::{cmake::OTHER_NAME, meson::SUBPROJECT};

/// Limits on what reading one source file may cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SourceLimits {
    /// Files with more bytes are not read.
    pub max_bytes: usize,
    /// Operations of the parser beyond this number are not done.
    pub max_operations: usize,
    /// Nodes of a syntax tree beyond this number are not visited.
    pub max_nodes: usize,
    /// Steps of following names and joining texts beyond this number are not taken.
    pub max_steps: usize,
    /// Facts beyond this number are not kept.
    pub max_facts: usize,
}

impl SourceLimits {
    /// Limits that hardly a file of real projects reaches.
    pub const fn standard() -> SourceLimits {
        SourceLimits {
            max_bytes: 16 << 20,
            max_operations: 30_000_000,
            max_nodes: 20_000_000,
            max_steps: 2_000_000,
            max_facts: 20_000,
        }
    }
}

/// Reads what a source file says about other software; `None` for files in no known language.
///
/// Problems stand in the order they were met; what was read before a limit is kept.
pub fn read(
    path: &TreePath,
    bytes: &[u8],
    limits: &SourceLimits,
) -> (Option<SourceFacts>, Vec<Problem>) {
    let Some(language) = language_of(path, bytes) else {
        return (None, Vec::new());
    };
    let source = SourceText::new(bytes);
    let mut collector = Collector::new(language, &source, limits);
    if bytes.len() > limits.max_bytes.min(u32::MAX as usize) {
        collector.limit("max_bytes");
    } else {
        read_text(path, source.text(), &mut collector);
    }
    let (facts, problems) = collector.finish();
    // Most files named `README.md` are no cards.
    let is_other = language == SourceLanguage::ModelCard && facts.is_empty();
    ((!is_other).then_some(facts), problems)
}

fn read_text(path: &TreePath, text: &str, collector: &mut Collector<'_>) {
    use SourceLanguage as L;
    let language = collector.facts.language;
    if matches!(language, L::Autoconf | L::Cmake | L::Make | L::Meson) {
        let names = conditions::handed_on(text, collector.facts.language);
        if !names.is_empty() {
            collector.build(BuildLineKind::Defines, "", names, false, 0..0);
        }
    }
    match language {
        SourceLanguage::Shell => shell::read(text, collector),
        SourceLanguage::Dockerfile => docker::read(text, collector),
        SourceLanguage::Compose => compose::read(text, collector),
        SourceLanguage::Autoconf => {
            links::autoconf::read(text, collector);
            build::autoconf::read(text, collector);
        }
        SourceLanguage::Cmake => {
            links::cmake::read(text, collector);
            build::cmake::read(text, collector);
        }
        SourceLanguage::Meson => {
            links::meson::read(text, collector);
            build::meson::read(text, collector);
        }
        SourceLanguage::Manifest if path.file_name().eq_ignore_ascii_case(b"cargo.toml") => {
            build::manifests::read_cargo(text, collector);
        }
        SourceLanguage::Manifest if path.file_name().eq_ignore_ascii_case(b"setup.cfg") => {
            build::python::read_cfg(text, collector);
        }
        SourceLanguage::Manifest => match path.file_name().to_ascii_lowercase().as_slice() {
            b"package.json" => build::npm::read_json(text, collector),
            b".npmignore" => build::npm::read_ignore(text, collector),
            b"manifest.in" => build::npm::read_template(text, collector),
            _ => build::python::read_toml(text, collector),
        },
        SourceLanguage::Make => {
            make::read(text, collector);
            links::make::read(text, collector);
            build::make::read(text, collector);
        }
        SourceLanguage::ModelCard => card::read(text, collector),
        _ => {
            imports::read(text, collector);
            if matches!(language, SourceLanguage::C | SourceLanguage::Cpp) {
                kernel::read(path.file_name(), text, collector);
                build::code::read_c(text, collector);
            }
            match language {
                SourceLanguage::Python if path.file_name() == b"setup.py" => {
                    build::python::read_setup(text, collector);
                }
                SourceLanguage::Go => {
                    links::code::read_go(text, collector);
                    build::code::read_go(text, collector);
                }
                SourceLanguage::Rust => {
                    let is_build_script = path.file_name() == b"build.rs";
                    links::code::read_rust(text, is_build_script, collector);
                    build::code::read_rust(text, is_build_script, collector);
                }
                _ => {}
            }
            if let Some(grammar) = grammar_of(language, path)
                && candidates::may_have(language, text)
            {
                calls::read(grammar, text, collector);
            }
        }
    }
}

fn grammar_of(language: SourceLanguage, path: &TreePath) -> Option<Grammar> {
    Some(match language {
        SourceLanguage::C => Grammar::C,
        SourceLanguage::Cpp => Grammar::Cpp,
        SourceLanguage::Go => Grammar::Go,
        SourceLanguage::Java => Grammar::Java,
        SourceLanguage::JavaScript => Grammar::JavaScript,
        SourceLanguage::Python => Grammar::Python,
        SourceLanguage::Rust => Grammar::Rust,
        SourceLanguage::Shell => Grammar::Shell,
        SourceLanguage::TypeScript if path.file_name().ends_with(b".tsx") => Grammar::Tsx,
        SourceLanguage::TypeScript => Grammar::TypeScript,
        _ => return None,
    })
}

#[cfg(test)]
mod tests;
