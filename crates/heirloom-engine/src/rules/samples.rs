// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Tries own rule files on the samples that stand in them.

use heirloom_intake::SourceSpec;
use heirloom_model::{FindKind, LicenseFind};
use heirloom_text::{
    decode::Text,
    license::{
        LicenseLimits, detect,
        pack::{Pack, compile, own},
    },
};

use super::{AddError, Rules, add::files};

/// What came of the samples.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct SampleReport {
    /// Rules in the files.
    pub n_rules: usize,
    /// Samples in the files.
    pub n_samples: usize,
    /// Samples that gave something else, in the order of the files.
    pub failed: Vec<FailedSample>,
}

/// A sample that gave something else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FailedSample {
    /// The file it stands in.
    pub file: String,
    /// The start of its text.
    pub text: String,
    /// The expressions that should be found.
    pub expect: Vec<String>,
    /// Those that are found, each with the rule that found it.
    pub found: Vec<(String, String)>,
}

/// Compiles the `.toml` rule files of a source on their own and looks at their samples.
///
/// # Errors
/// [`AddError`] when the files cannot be read or compiled.
pub fn test_samples(source: &SourceSpec) -> Result<SampleReport, AddError> {
    let mut pack = Pack { name: "samples".to_owned(), ..Pack::default() };
    let mut samples = Vec::new();
    for (path, text) in files(source)? {
        if path.ends_with(".toml") {
            samples.extend(own::add_file(&mut pack, &path, &text)?);
        }
    }
    if pack.rules.is_empty() {
        return Err(AddError::Empty);
    }
    let n_rules = pack.rules.len();
    let rules = Rules::of_compiled(compile(&[pack])?);
    let n_samples = samples.len();
    let failed = samples.into_iter().filter_map(|sample| try_sample(sample, &rules)).collect();
    Ok(SampleReport { n_rules, n_samples, failed })
}

fn try_sample(sample: own::Sample, rules: &Rules) -> Option<FailedSample> {
    let text = Text::plain(&sample.text);
    let facts = detect(&text, &rules.index(), &LicenseLimits::standard());
    let counts = |find: &&LicenseFind| !matches!(find.kind, FindKind::Clue | FindKind::Unknown);
    let found: Vec<(String, String)> = facts
        .finds
        .iter()
        .filter(counts)
        .map(|find| (find.expression.to_string(), find.rule.to_string()))
        .collect();
    let good = found.iter().map(|(expression, _)| expression).eq(&sample.expect);
    (!good).then(|| FailedSample {
        file: sample.file,
        text: sample.text.chars().take(60).collect(),
        expect: sample.expect,
        found,
    })
}
