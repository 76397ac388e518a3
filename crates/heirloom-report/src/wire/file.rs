// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! One file with all its facts.

use heirloom_model::{
    AnnotatedLicense, Annotation, AuthorFind, Concluded, CopyrightFind, DeclaredLicense, Detection,
    FileRecord, Inventory, LicenseFind, Manifest, ResolvedReference, Span,
};
use schemars::JsonSchema;
use serde::Serialize;

use super::{
    ContentWire, ConventionWire, FileRoleWire, JoiningWire, KindWire, MatcherWire, PrecedenceWire,
    ProblemWire, ReasonWire, RoleWire, component_id, path_hex, share, text,
};

/// One file. Lists keep the order of the text.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "File")]
pub(crate) struct FileWire {
    /// The path from the root of what was scanned, `/` between components, `!/` after archives;
    /// bytes that are not UTF-8 and control characters as `\xNN`.
    path: String,
    /// The exact bytes of the path in hexadecimal, only where `path` does not show them.
    #[serde(skip_serializing_if = "Option::is_none")]
    path_hex: Option<String>,
    /// The number of bytes.
    size: u64,
    /// BLAKE3 of the bytes in hexadecimal; null when they could not be read.
    digest: Option<String>,
    /// What the bytes are.
    content: ContentWire,
    /// The WHATWG name of the encoding of text.
    encoding: Option<String>,
    /// The number of lines of text.
    lines: u32,
    /// Whether the file says that a program wrote it.
    generated: bool,
    /// What the file is for.
    role: FileRoleWire,
    /// The package it belongs to: the `id` of a component.
    component: Option<String>,
    /// The layer of the image that brought it: its place in the image's `layers`, from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    layer: Option<u16>,
    /// The license that holds for this file after all.
    concluded: Option<ConcludedWire>,
    /// The license finds joined into one expression.
    detection: Option<DetectionWire>,
    /// Every license find, clues and unknown legal text among them.
    finds: Vec<FindWire>,
    /// References to other files, resolved.
    resolved: Vec<ResolvedWire>,
    /// What REUSE.toml, a `.license` file or DEP-5 says about this file.
    annotated: Option<AnnotatedWire>,
    /// Copyright statements.
    copyrights: Vec<CopyrightWire>,
    /// Authors.
    authors: Vec<AuthorWire>,
    /// Packages that this file declares.
    manifests: Vec<ManifestWire>,
    /// What this file says about other files.
    annotations: Vec<AnnotationWire>,
    /// What could not be read.
    problems: Vec<ProblemWire>,
}

/// A place in a file.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Span")]
pub(crate) struct SpanWire {
    /// The first byte, counted in the file as it is on disk.
    start: u64,
    /// The byte after the last.
    end: u64,
    /// The line of the first byte; the first line is 1.
    first_line: u32,
    /// The line of the last byte.
    last_line: u32,
}

/// A license with the reason why it holds.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Concluded")]
pub(crate) struct ConcludedWire {
    /// The SPDX expression.
    expression: String,
    /// Why this one.
    reason: ReasonWire,
    /// The file that decided, when it is another one.
    source: Option<String>,
}

/// License finds joined into one expression.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Detection")]
struct DetectionWire {
    /// The SPDX expression.
    expression: String,
    /// The steps of joining, in order of the text.
    because: Vec<StepWire>,
}

/// One step of joining.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Joining")]
struct StepWire {
    /// What was done.
    method: JoiningWire,
    /// The result of this step.
    expression: String,
    /// The first line it rests on.
    first_line: u32,
    /// The last line it rests on.
    last_line: u32,
}

/// A license found at a place.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Find")]
struct FindWire {
    /// The SPDX expression; `LicenseRef-unknown` for unknown legal text.
    expression: String,
    /// What sort of evidence it is.
    kind: KindWire,
    /// How it was matched.
    matcher: MatcherWire,
    /// By which rule.
    rule: String,
    /// The share of the rule's words that were found, 0 to 1.
    coverage: f64,
    /// How much the rule is worth by its author's judgement, 0 to 100.
    relevance: u8,
    /// The number of matched words.
    words: u32,
    /// Where it stands.
    span: SpanWire,
    /// Files that it points to, as written.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    refers_to: Vec<String>,
    /// The text, for unknown legal text only.
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
}

/// A reference such as "see COPYING", followed.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ResolvedReference")]
struct ResolvedWire {
    /// The name as written.
    name: String,
    /// The file it was found to mean.
    target: String,
    /// The licenses of that file.
    expression: Option<String>,
}

/// What an annotating file says about this file.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Annotated")]
struct AnnotatedWire {
    /// The annotating file.
    source: String,
    /// Its license for this file.
    expression: Option<String>,
    /// Its copyright statements for this file.
    copyrights: Vec<String>,
}

/// A copyright statement.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Copyright")]
struct CopyrightWire {
    /// As written, white space folded, comment marks removed.
    statement: String,
    /// Who holds the copyright.
    holders: Vec<HolderWire>,
    /// The years.
    years: Vec<YearsWire>,
    /// Where it stands.
    span: SpanWire,
}

/// A copyright holder.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Holder")]
struct HolderWire {
    /// The name as written.
    name: String,
    /// The name folded for grouping.
    normalized: String,
}

/// Years, both ends included.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Years")]
struct YearsWire {
    /// The first year.
    first: u16,
    /// The last year; null for "to present".
    last: Option<u16>,
}

/// An author.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Author")]
struct AuthorWire {
    /// The name as written.
    name: String,
    /// Where it stands.
    span: SpanWire,
}

/// A package as a manifest declares it.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Manifest")]
pub(crate) struct ManifestWire {
    /// The purl type: `cargo`, `npm`, `pypi`, …
    ecosystem: String,
    /// The package's name.
    name: Option<String>,
    /// The package's version.
    version: Option<String>,
    /// The license fields.
    licenses: Vec<DeclaredWire>,
    /// People and organizations named.
    parties: Vec<PartyWire>,
    /// The home page.
    homepage: Option<String>,
    /// The repository of its source.
    #[serde(skip_serializing_if = "Option::is_none")]
    repository: Option<String>,
}

/// A license as a manifest or annotation states it.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Declared")]
struct DeclaredWire {
    /// The field.
    field: String,
    /// The value exactly as written.
    as_written: String,
    /// The value as an SPDX expression; null when it is not understood.
    expression: Option<String>,
    /// A file that the field names instead of a license.
    refers_to: Option<String>,
    /// Where the field stands.
    span: SpanWire,
}

/// Someone named by a manifest.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Party")]
struct PartyWire {
    /// The part they have.
    role: RoleWire,
    /// The name as written.
    name: String,
}

/// A rule of a file about other files.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Annotation")]
pub(crate) struct AnnotationWire {
    /// The convention it follows.
    convention: ConventionWire,
    /// Patterns of paths in the convention's syntax.
    patterns: Vec<String>,
    /// How many folders above the annotating file the patterns start.
    base: u8,
    /// The license.
    license: Option<DeclaredWire>,
    /// Copyright statements as written.
    copyrights: Vec<String>,
    /// What wins when the file itself says something.
    precedence: PrecedenceWire,
    /// Where the rule stands.
    span: SpanWire,
}

impl FileWire {
    pub(crate) fn new(file: &FileRecord, inventory: &Inventory) -> FileWire {
        let FileRecord { path, size, digest, facts, context } = file;
        FileWire {
            path: path.to_string(),
            path_hex: path_hex(path),
            size: *size,
            digest: digest.map(|digest| digest.to_hex()),
            content: facts.text.content.into(),
            encoding: facts.text.encoding.as_deref().map(str::to_owned),
            lines: facts.text.n_lines,
            generated: facts.text.generated,
            role: file.context.role.into(),
            component: component_id(file, inventory),
            layer: file.context.layer.map(|layer| layer.0),
            concluded: context.concluded.as_ref().map(ConcludedWire::from),
            detection: facts.detection.as_ref().map(DetectionWire::from),
            finds: list(&facts.licenses),
            resolved: list(&context.resolved),
            annotated: context.annotated.as_ref().map(AnnotatedWire::from),
            copyrights: list(&facts.copyrights),
            authors: list(&facts.authors),
            manifests: list(&facts.manifests),
            annotations: list(&facts.annotations),
            problems: list(&facts.problems),
        }
    }
}

pub(crate) fn list<'a, T, W: From<&'a T>>(values: &'a [T]) -> Vec<W> {
    values.iter().map(W::from).collect()
}

fn strings(values: &[Box<str>]) -> Vec<String> {
    values.iter().map(|value| value.to_string()).collect()
}

impl From<Span> for SpanWire {
    fn from(Span { start, end, first_line, last_line }: Span) -> SpanWire {
        SpanWire { start, end, first_line, last_line }
    }
}

impl From<&Concluded> for ConcludedWire {
    fn from(concluded: &Concluded) -> ConcludedWire {
        ConcludedWire {
            expression: text(&concluded.expression),
            reason: concluded.reason.into(),
            source: concluded.source.as_ref().map(ToString::to_string),
        }
    }
}

impl From<&Detection> for DetectionWire {
    fn from(detection: &Detection) -> DetectionWire {
        let step = |joining: &heirloom_model::Joining| StepWire {
            method: joining.method.into(),
            expression: text(&joining.expression),
            first_line: joining.lines.0,
            last_line: joining.lines.1,
        };
        DetectionWire {
            expression: text(&detection.expression),
            because: detection.because.iter().map(step).collect(),
        }
    }
}

impl From<&LicenseFind> for FindWire {
    fn from(find: &LicenseFind) -> FindWire {
        FindWire {
            expression: text(&find.expression),
            kind: find.kind.into(),
            matcher: find.matcher.into(),
            rule: find.rule.to_string(),
            coverage: share(find.coverage),
            relevance: find.relevance,
            words: find.n_words,
            span: find.span.into(),
            refers_to: strings(&find.refers_to),
            text: find.text.as_deref().map(str::to_owned),
        }
    }
}

impl From<&ResolvedReference> for ResolvedWire {
    fn from(reference: &ResolvedReference) -> ResolvedWire {
        ResolvedWire {
            name: reference.name.to_string(),
            target: reference.target.to_string(),
            expression: reference.expression.as_ref().map(text),
        }
    }
}

impl From<&AnnotatedLicense> for AnnotatedWire {
    fn from(annotated: &AnnotatedLicense) -> AnnotatedWire {
        AnnotatedWire {
            source: annotated.source.to_string(),
            expression: annotated.expression.as_ref().map(text),
            copyrights: strings(&annotated.copyrights),
        }
    }
}

impl From<&CopyrightFind> for CopyrightWire {
    fn from(find: &CopyrightFind) -> CopyrightWire {
        let holder = |holder: &heirloom_model::Holder| HolderWire {
            name: holder.name.to_string(),
            normalized: holder.normalized.to_string(),
        };
        let years =
            |years: &heirloom_model::YearRange| YearsWire { first: years.first, last: years.last };
        CopyrightWire {
            statement: find.statement.to_string(),
            holders: find.holders.iter().map(holder).collect(),
            years: find.years.iter().map(years).collect(),
            span: find.span.into(),
        }
    }
}

impl From<&AuthorFind> for AuthorWire {
    fn from(find: &AuthorFind) -> AuthorWire {
        AuthorWire { name: find.name.to_string(), span: find.span.into() }
    }
}

impl From<&Manifest> for ManifestWire {
    fn from(manifest: &Manifest) -> ManifestWire {
        let party = |party: &heirloom_model::Party| PartyWire {
            role: party.role.into(),
            name: party.name.to_string(),
        };
        ManifestWire {
            ecosystem: manifest.ecosystem.to_string(),
            name: manifest.name.as_deref().map(str::to_owned),
            version: manifest.version.as_deref().map(str::to_owned),
            licenses: list(&manifest.licenses),
            parties: manifest.parties.iter().map(party).collect(),
            homepage: manifest.homepage.as_deref().map(str::to_owned),
            repository: manifest.repository.as_deref().map(str::to_owned),
        }
    }
}

impl From<&DeclaredLicense> for DeclaredWire {
    fn from(declared: &DeclaredLicense) -> DeclaredWire {
        DeclaredWire {
            field: declared.field.to_string(),
            as_written: declared.as_written.to_string(),
            expression: declared.expression.as_ref().map(text),
            refers_to: declared.refers_to.as_deref().map(str::to_owned),
            span: declared.span.into(),
        }
    }
}

impl From<&Annotation> for AnnotationWire {
    fn from(annotation: &Annotation) -> AnnotationWire {
        AnnotationWire {
            convention: annotation.convention.into(),
            patterns: strings(&annotation.patterns),
            base: annotation.base,
            license: annotation.license.as_ref().map(DeclaredWire::from),
            copyrights: strings(&annotation.copyrights),
            precedence: annotation.precedence.into(),
            span: annotation.span.into(),
        }
    }
}
