// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The whole scan but for its files.

use std::collections::BTreeMap;

use heirloom_model::{
    Clarity, Curation, Expression, FolderRecord, Problem, RuleSource, ScanSummary, Tallies,
};
use schemars::JsonSchema;
use serde::Serialize;

use super::{
    FileWire, ImageWire, SeverityWire,
    file::{ConcludedWire, list},
    inventory::{ComponentWire, DependencyWire, components, dependencies},
    lazy::Lazy,
    share, text,
};

// Never built whole: the files are streamed behind the head, the schema is made from this type.
/// Everything a scan found.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "Heirloom scan", rename = "Scan")]
pub(crate) struct ScanWire<'a> {
    #[serde(flatten)]
    head: HeadWire<'a>,
    /// Every file in order of the bytes of its path.
    files: Vec<FileWire>,
}

/// All that comes before the files.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Head")]
pub(crate) struct HeadWire<'a> {
    /// The version of this format. New optional fields may appear within a version.
    schema: SchemaWire,
    /// The program that wrote the document.
    tool: ToolWire,
    /// What was scanned, as the user named it.
    source: String,
    /// The rules used, with what must be said about them.
    rules: Vec<RulesWire>,
    /// The tree as a whole.
    project: FolderWire,
    /// Folders below it that are projects of their own or hold something worth showing.
    folders: Vec<FolderWire>,
    /// Curations that were given, with their effect.
    curations: Vec<CurationWire>,
    /// The packages of the tree, sorted by ecosystem, name and version.
    components: Lazy<'a, ComponentWire>,
    /// Who requires whom.
    dependencies: Lazy<'a, DependencyWire>,
    /// The container image that the source is, if it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<ImageWire>,
    /// Counts over all files.
    tallies: TalliesWire,
    /// Problems of the tree and of all files.
    problems: Vec<ProblemWire>,
}

/// The version of the JSON document.
#[derive(Serialize, JsonSchema)]
#[schemars(inline)]
enum SchemaWire {
    #[serde(rename = "heirloom-scan/1")]
    One,
}

/// The program.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Tool")]
struct ToolWire {
    /// Its name.
    name: &'static str,
    /// Its version.
    version: String,
}

/// A body of rules.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Rules")]
struct RulesWire {
    /// `built-in` or the name of the pack.
    name: String,
    /// Its version as its maker writes it.
    version: String,
    /// The license of its data.
    license: String,
    /// What must be said when it was used.
    attribution: String,
    /// The number of rules.
    rules: u32,
    /// BLAKE3 of its compiled form in hexadecimal.
    digest: String,
}

/// A folder or the whole project.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Folder")]
struct FolderWire {
    /// The folder; empty for the root.
    path: String,
    /// Files in it and below it.
    files: u64,
    /// Bytes in it and below it.
    bytes: u64,
    /// The license that a manifest directly in the folder declares.
    declared: Option<String>,
    /// The license concluded for the folder.
    concluded: Option<ConcludedWire>,
    /// How many files have which concluded license, the most frequent first.
    licenses: Vec<TallyWire>,
    /// The licenses of what it consists of, one by one, the most frequent first: those of its
    /// files but copies of build tools, histories and license texts. 0 files: its own license,
    /// that no file repeats.
    contents: Vec<TallyWire>,
    /// How plainly the project says its license; present where a project starts.
    clarity: Option<ClarityWire>,
    /// Some files whose own license disagrees with the concluded one.
    disagreeing: Vec<String>,
    /// How many disagree in all.
    disagreeing_files: u64,
}

/// How many files have a license.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "LicenseTally")]
pub(super) struct TallyWire {
    /// The expression; null for files without one.
    expression: Option<String>,
    /// The number of files.
    files: u64,
}

/// License clarity: .4 declared + .2 one expression + .2 text present + .2 headers agree.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Clarity")]
struct ClarityWire {
    /// The score, 0 to 1.
    score: f64,
    /// A manifest or a file at the top declares a license.
    declared: bool,
    /// All declarations are one expression.
    one_expression: bool,
    /// The full text of each declared license is present.
    text_present: bool,
    /// The share of files with a license of their own that agree with the declared one, 0 to 1.
    headers_agree: f64,
}

/// What a person decided about a path.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Curation")]
struct CurationWire {
    /// Pattern of paths.
    pattern: String,
    /// The license that holds.
    expression: String,
    /// Why.
    reason: String,
    /// Who says so.
    author: String,
    /// On how many files it acted.
    files: u64,
}

/// Counts over all files.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Tallies")]
struct TalliesWire {
    /// Files seen.
    files: u64,
    /// Their bytes.
    bytes: u64,
    /// Files that could not be read.
    unread: u64,
    /// Files with binary contents.
    binary: u64,
    /// Files with unknown legal text.
    unknown: u64,
    /// Distinct contents.
    distinct: u64,
    /// License identifiers found, with the number of files.
    licenses: BTreeMap<String, u64>,
    /// Normalized copyright holders, with the number of files.
    holders: BTreeMap<String, u64>,
}

/// Something that could not be read, or is odd.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Problem")]
pub(crate) struct ProblemWire {
    /// Which sort; stable.
    code: &'static str,
    /// How bad it is.
    severity: SeverityWire,
    /// In which file, where the context does not say it.
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<String>,
    /// On which line.
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u32>,
    /// What fills the message.
    args: BTreeMap<&'static str, String>,
}

impl<'a> From<&'a ScanSummary> for HeadWire<'a> {
    fn from(summary: &'a ScanSummary) -> HeadWire<'a> {
        HeadWire {
            schema: SchemaWire::One,
            tool: ToolWire { name: "heirloom", version: summary.version.to_string() },
            source: summary.source.to_string(),
            rules: list(&summary.rules),
            project: FolderWire::from(&summary.project),
            folders: list(&summary.folders),
            curations: list(&summary.curations),
            components: components(&summary.inventory, summary.image.as_ref()),
            dependencies: dependencies(&summary.inventory),
            image: summary.image.as_ref().map(ImageWire::from),
            tallies: TalliesWire::from(&summary.tallies),
            problems: list(&summary.problems),
        }
    }
}

impl HeadWire<'_> {
    /// The same with the most frequent holders and the first problems only, and how many of both
    /// were left out.
    pub(crate) fn shortened(
        mut self,
        max_holders: usize,
        max_problems: usize,
    ) -> (Self, (usize, usize)) {
        let holders = std::mem::take(&mut self.tallies.holders);
        let n_holders = holders.len().saturating_sub(max_holders);
        let mut holders: Vec<(String, u64)> = holders.into_iter().collect();
        holders.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
        self.tallies.holders = holders.into_iter().take(max_holders).collect();
        let n_problems = self.problems.len().saturating_sub(max_problems);
        self.problems.truncate(max_problems);
        (self, (n_holders, n_problems))
    }
}

impl From<&RuleSource> for RulesWire {
    fn from(rules: &RuleSource) -> RulesWire {
        RulesWire {
            name: rules.name.to_string(),
            version: rules.version.to_string(),
            license: rules.license.to_string(),
            attribution: rules.attribution.to_string(),
            rules: rules.n_rules,
            digest: rules.digest.to_hex(),
        }
    }
}

impl From<&FolderRecord> for FolderWire {
    fn from(folder: &FolderRecord) -> FolderWire {
        FolderWire {
            path: folder.path.to_string(),
            files: folder.n_files,
            bytes: folder.n_bytes,
            declared: folder.declared.as_ref().map(text),
            concluded: folder.concluded.as_ref().map(ConcludedWire::from),
            licenses: tally(&folder.licenses),
            contents: contents(&folder.contents),
            clarity: folder.clarity.map(ClarityWire::from),
            disagreeing: folder.disagreeing.iter().map(ToString::to_string).collect(),
            disagreeing_files: folder.n_disagreeing,
        }
    }
}

pub(super) fn contents(licenses: &BTreeMap<Expression, u64>) -> Vec<TallyWire> {
    let mut tally: Vec<_> = licenses
        .iter()
        .map(|(expression, &files)| TallyWire { expression: Some(text(expression)), files })
        .collect();
    tally.sort_by_key(|tally| std::cmp::Reverse(tally.files));
    tally
}

fn tally(licenses: &BTreeMap<Option<Expression>, u64>) -> Vec<TallyWire> {
    let mut tally: Vec<_> = licenses
        .iter()
        .map(|(expression, &files)| TallyWire { expression: expression.as_ref().map(text), files })
        .collect();
    tally.sort_by(|a, b| (b.files, &a.expression).cmp(&(a.files, &b.expression)));
    tally
}

impl From<Clarity> for ClarityWire {
    fn from(clarity: Clarity) -> ClarityWire {
        ClarityWire {
            score: share(clarity.score()),
            declared: clarity.declared,
            one_expression: clarity.one_expression,
            text_present: clarity.text_present,
            headers_agree: share(clarity.headers_agree),
        }
    }
}

impl From<&Curation> for CurationWire {
    fn from(curation: &Curation) -> CurationWire {
        CurationWire {
            pattern: curation.pattern.to_string(),
            expression: text(&curation.expression),
            reason: curation.reason.to_string(),
            author: curation.author.to_string(),
            files: curation.n_files,
        }
    }
}

impl From<&Tallies> for TalliesWire {
    fn from(tallies: &Tallies) -> TalliesWire {
        let counts = |map: &BTreeMap<Box<str>, u64>| {
            map.iter().map(|(name, &count)| (name.to_string(), count)).collect()
        };
        TalliesWire {
            files: tallies.n_files,
            bytes: tallies.n_bytes,
            unread: tallies.n_unread,
            binary: tallies.n_binary,
            unknown: tallies.n_unknown,
            distinct: tallies.n_distinct,
            licenses: counts(&tallies.licenses),
            holders: counts(&tallies.holders),
        }
    }
}

impl From<&Problem> for ProblemWire {
    fn from(problem: &Problem) -> ProblemWire {
        ProblemWire {
            code: problem.code.as_str(),
            severity: problem.code.severity().into(),
            path: problem.path.as_ref().map(ToString::to_string),
            line: problem.line,
            args: problem.args.iter().map(|(name, value)| (*name, value.to_string())).collect(),
        }
    }
}
