// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! A made-up scan with one file for each case that a report must show.

use std::collections::BTreeMap;

use heirloom_model::{
    AnnotatedLicense, Annotation, AnnotationConvention, AuthorFind, Clarity, Concluded,
    ConcludedReason, ContentKind, CopyrightFind, Curation, DeclaredLicense, Detection, Digest,
    Expression, FileContext, FileFacts, FileRecord, FileRole, FindKind, FolderRecord, Holder,
    Joining, JoiningMethod, LicenseFind, Manifest, Matcher, PackageIndex, Party, PartyRole,
    Precedence, Problem, ProblemCode, ResolvedReference, RuleId, RuleSource, ScanSummary, Span,
    Tallies, TextFacts, TreePath, YearRange,
};

#[path = "inventory.rs"]
mod inventory;

/// A file under construction.
pub(crate) struct Sample(FileRecord);

pub(crate) fn expression(text: &str) -> Expression {
    Expression::parse(text).expect("a literal of the sample")
}

pub(crate) fn path(bytes: &[u8]) -> TreePath {
    TreePath::parse(bytes).expect("a literal of the sample")
}

fn span(start: u64, end: u64, first_line: u32, last_line: u32) -> Span {
    Span { start, end, first_line, last_line }
}

impl Sample {
    /// A text file of 600 bytes and 20 lines.
    pub(crate) fn new(name: &[u8]) -> Sample {
        let digest = name.iter().fold(7_u8, |sum, &byte| sum.wrapping_mul(31).wrapping_add(byte));
        let text = TextFacts {
            content: ContentKind::Text,
            encoding: Some("UTF-8".into()),
            n_lines: 20,
            generated: false,
            reserved: false,
        };
        Sample(FileRecord {
            path: path(name),
            size: 600,
            digest: Some(Digest([digest; 32])),
            facts: FileFacts { text, ..FileFacts::default() },
            context: FileContext { package: Some(PackageIndex(2)), ..FileContext::default() },
        })
    }

    /// Adds a find on lines 3 to 4.
    pub(crate) fn find(mut self, text: &str, kind: FindKind, matcher: Matcher, rule: &str) -> Self {
        self.0.facts.licenses.push(LicenseFind {
            expression: expression(text),
            kind,
            matcher,
            rule: RuleId(rule.into()),
            coverage: if matcher == Matcher::Approximate { 912 } else { 1000 },
            relevance: 100,
            n_words: 12,
            span: span(20, 90, 3, 4),
            refers_to: Vec::new(),
            text: (kind == FindKind::Unknown).then(|| "You may not resell the Goods.".into()),
        });
        self
    }

    pub(crate) fn tag(self, text: &str) -> Self {
        let sample = self.find(text, FindKind::Tag, Matcher::SpdxTag, "spdx-license-identifier");
        sample.detected(text, JoiningMethod::TagDecides)
    }

    pub(crate) fn detected(mut self, text: &str, method: JoiningMethod) -> Self {
        let because = vec![Joining { method, expression: expression(text), lines: (3, 4) }];
        self.0.facts.detection = Some(Detection { expression: expression(text), because });
        self
    }

    pub(crate) fn concluded(self, text: &str, reason: ConcludedReason) -> Self {
        self.concluded_from(text, reason, None)
    }

    fn concluded_from(mut self, text: &str, reason: ConcludedReason, source: Option<&str>) -> Self {
        let source = source.map(|name| path(name.as_bytes()));
        let concluded = Concluded { expression: expression(text), reason, source };
        self.0.context.concluded = Some(concluded);
        self
    }

    pub(crate) fn copyright(mut self, statement: &str, holder: &str) -> Self {
        self.0.facts.copyrights.push(CopyrightFind {
            statement: statement.into(),
            holders: vec![Holder { name: holder.into(), normalized: holder.to_lowercase().into() }],
            years: vec![
                YearRange { first: 2019, last: Some(2024) },
                YearRange { first: 2025, last: None },
            ],
            span: span(0, 19, 1, 1),
        });
        self
    }

    fn problem(mut self, problem: Problem) -> Self {
        self.0.facts.problems.push(problem);
        self
    }

    fn change(mut self, change: impl FnOnce(&mut FileRecord)) -> Self {
        change(&mut self.0);
        self
    }

    pub(crate) fn build(self) -> FileRecord {
        self.0
    }
}

fn broken_tag() -> Problem {
    let args = vec![("value", "GPL 2 or so".into()), ("reason", "read at byte 4".into())];
    Problem::new(ProblemCode::SPDX_TAG_BROKEN, args).at_line(1)
}

fn manifest() -> Manifest {
    Manifest {
        ecosystem: "cargo".into(),
        name: Some("router".into()),
        version: Some("1.4.0".into()),
        licenses: vec![DeclaredLicense {
            field: "package.license".into(),
            as_written: "MIT/Apache-2.0".into(),
            expression: Some(expression("MIT OR Apache-2.0")),
            refers_to: Some("LICENSE-MIT".into()),
            span: span(40, 64, 4, 4),
        }],
        parties: vec![Party { role: PartyRole::Author, name: "Ana Ruiz <ana@example.org>".into() }],
        homepage: Some("https://example.org/router".into()),
        repository: Some("https://git.example/router".into()),
    }
}

fn annotation() -> Annotation {
    Annotation {
        convention: AnnotationConvention::ReuseToml,
        patterns: vec!["art/**".into()],
        base: 0,
        license: Some(DeclaredLicense {
            field: "SPDX-License-Identifier".into(),
            as_written: "CC-BY-4.0".into(),
            expression: Some(expression("CC-BY-4.0")),
            refers_to: None,
            span: span(50, 59, 5, 5),
        }),
        copyrights: vec!["2020 Li Wei".into()],
        precedence: Precedence::Override,
        span: span(10, 80, 2, 6),
    }
}

/// The files, sorted by path.
pub(crate) fn files() -> Vec<FileRecord> {
    use ConcludedReason as Why;
    use FindKind::{Clue, Notice, Reference, Text, Unknown};
    use Matcher::{Approximate, Exact, Grammar, Hash};
    let name = |text: &'static str| Sample::new(text.as_bytes());
    let mut files = vec![
        name("Cargo.toml").concluded("MIT OR Apache-2.0", Why::Declared).change(|file| {
            file.facts.manifests.push(manifest());
            file.context.role = FileRole::Data;
        }),
        name("LICENSE")
            .find("MIT", Text, Hash, "mit.LICENSE")
            .detected("MIT", JoiningMethod::Alone)
            .copyright("Copyright (c) 2019-2024 Ana Ruiz", "Ana Ruiz")
            .concluded("MIT", Why::Detected),
        name("REUSE.toml").change(|file| file.facts.annotations.push(annotation())),
        name("art/logo.png")
            .concluded_from("CC-BY-4.0", Why::Annotation, Some("REUSE.toml"))
            .change(|file| {
                file.facts.text =
                    TextFacts { content: ContentKind::Binary, ..TextFacts::default() };
                file.context.annotated = Some(AnnotatedLicense {
                    source: path(b"REUSE.toml"),
                    expression: Some(expression("CC-BY-4.0")),
                    copyrights: vec!["2020 Li Wei".into()],
                });
            }),
        name("data.zip")
            .problem(Problem::new(
                ProblemCode::ARCHIVE_DAMAGED,
                vec![("reason", "it ends early".into())],
            ))
            .change(|file| file.digest = None),
        name("docs/授權.md")
            .find("LicenseRef-unknown", Unknown, Matcher::Unknown, "unknown")
            .copyright("版權所有 2020 王小明", "王小明")
            .change(|file| {
                file.context.role = FileRole::Documentation;
                file.facts.text.generated = true;
            }),
        name("docs/licenses.md").find("GPL-2.0-only", Clue, Grammar, "grammar:name"),
        Sample::new(b"docs/caf\xe9 \xe2\x80\xaegnp.</script>")
            .tag("MIT")
            .concluded("MIT", Why::Tag),
        name("src/=main.rs")
            .tag("MIT OR Apache-2.0")
            .concluded("MIT OR Apache-2.0", Why::Tag)
            .copyright("Copyright 2019-2024, 2025- Ana Ruiz", "Ana Ruiz")
            .change(|file| {
                let name = "Bo \"B\" Chen".into();
                file.facts.authors.push(AuthorFind { name, span: span(100, 112, 5, 5) });
            }),
        name("src/broken.c").problem(broken_tag()),
        name("src/split.c")
            .tag("MIT")
            .find("GPL-2.0-or-later", Notice, Approximate, "gpl-2.0-plus_17.RULE")
            .detected("MIT", JoiningMethod::TagDisagrees)
            .concluded("MIT", Why::Tag),
        name("vendor/zlib/inflate.c")
            .find("Zlib", Reference, Exact, "zlib_5.RULE")
            .change(|file| {
                file.facts.licenses[0].refers_to.push("zlib.h".into());
                let target = path(b"vendor/zlib/zlib.h");
                let expression = Some(expression("Zlib"));
                file.context.resolved.push(ResolvedReference {
                    name: "zlib.h".into(),
                    target,
                    expression,
                });
            })
            .detected("Zlib", JoiningMethod::Alone)
            .concluded_from("Zlib", Why::Reference, Some("vendor/zlib/zlib.h")),
        name("vendor/zlib/zlib.h")
            .find("Zlib", Notice, Exact, "zlib_1.RULE")
            .detected("Zlib", JoiningMethod::Alone)
            .concluded("Zlib", Why::Detected)
            .copyright(
                "Copyright (C) 1995-2024 Jean-loup Gailly and Mark Adler",
                "Jean-loup Gailly",
            ),
    ]
    .into_iter()
    .map(Sample::build)
    .collect::<Vec<_>>();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

fn folder(name: &str, n_files: u64, license: &str) -> FolderRecord {
    FolderRecord {
        path: path(name.as_bytes()),
        n_files,
        n_bytes: 600 * n_files,
        concluded: Some(Concluded {
            expression: expression(license),
            reason: ConcludedReason::Files,
            source: None,
        }),
        licenses: BTreeMap::from([(Some(expression(license)), n_files)]),
        ..FolderRecord::default()
    }
}

fn project() -> FolderRecord {
    let licenses = [("MIT", 3), ("MIT OR Apache-2.0", 2), ("Zlib", 2), ("CC-BY-4.0", 1)];
    let mut licenses: BTreeMap<_, _> =
        licenses.map(|(text, count)| (Some(expression(text)), count)).into();
    licenses.insert(None, 5);
    FolderRecord {
        n_files: 13,
        n_bytes: 7800,
        declared: Some(expression("MIT OR Apache-2.0")),
        concluded: Some(Concluded {
            expression: expression("MIT OR Apache-2.0"),
            reason: ConcludedReason::Declared,
            source: Some(path(b"Cargo.toml")),
        }),
        licenses,
        contents: [("MIT", 4), ("Apache-2.0", 2), ("Zlib", 2)]
            .map(|(text, count)| (expression(text), count))
            .into(),
        clarity: Some(Clarity {
            declared: true,
            one_expression: true,
            text_present: false,
            headers_agree: 750,
        }),
        disagreeing: vec![path(b"src/split.c")],
        n_disagreeing: 1,
        ..FolderRecord::default()
    }
}

/// The whole, as the engine would sum it up.
pub(crate) fn summary() -> ScanSummary {
    let mut problems = vec![
        Problem::new(ProblemCode::CURATION_UNUSED, vec![("pattern", "old/**".into())]),
        Problem::new(ProblemCode::ARCHIVE_DAMAGED, vec![("reason", "it ends early".into())])
            .at_path(path(b"data.zip")),
        broken_tag().at_path(path(b"src/broken.c")),
    ];
    problems.sort_by(|a, b| (&a.path, a.code, a.line).cmp(&(&b.path, b.code, b.line)));
    ScanSummary {
        source: "router".into(),
        version: "0.1.0".into(),
        rules: vec![RuleSource {
            name: "licensedcode-data".into(),
            version: "32.1.0".into(),
            license: "CC-BY-4.0".into(),
            attribution: "ScanCode license data, © nexB Inc. and others, CC-BY-4.0".into(),
            n_rules: 34_912,
            digest: Digest([9; 32]),
        }],
        project: project(),
        folders: vec![folder("vendor/zlib", 2, "Zlib")],
        curations: vec![Curation {
            pattern: "old/**".into(),
            expression: expression("BSD-3-Clause"),
            reason: "asked the author by mail".into(),
            author: "Ana Ruiz".into(),
            n_files: 0,
        }],
        inventory: inventory::inventory(),
        image: None,
        tallies: Tallies {
            n_files: 13,
            n_bytes: 7800,
            n_unread: 1,
            n_binary: 1,
            n_unknown: 1,
            n_distinct: 12,
            licenses: [("MIT", 4), ("Zlib", 2), ("Apache-2.0", 1), ("GPL-2.0-or-later", 1)]
                .map(|(id, count)| (id.into(), count))
                .into(),
            holders: [("ana ruiz", 2), ("jean-loup gailly", 1), ("王小明", 1)]
                .map(|(name, count)| (name.into(), count))
                .into(),
        },
        problems,
    }
}
