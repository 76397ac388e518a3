// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The wire form: round trips and hostile bytes.

use std::sync::Arc;

use heirloom_model::{
    Annotation, AnnotationConvention, AuthorFind, Clarity, Concluded, ConcludedReason, ContentKind,
    CopyrightFind, Curation, DeclaredLicense, Detection, Expression, FileRole, FindKind,
    FolderRecord, Holder, Joining, JoiningMethod, LayerIndex, LicenseFind, Manifest, Matcher,
    PackageIndex, Party, PartyRole, Precedence, Problem, ProblemCode, ResolvedReference, RuleId,
    Span, Tallies, TextFacts, YearRange,
};
use heirloom_testkit::arbitrary::{expression, hostile_bytes, tree_path};
use proptest::{
    collection::{btree_map, vec},
    option,
    prelude::*,
    sample::select,
};

use super::*;

mod inventory;
mod uses;

fn text() -> impl Strategy<Value = Box<str>> {
    "[ -~é©版\n]{0,12}".prop_map(Box::from)
}

fn span() -> impl Strategy<Value = Span> {
    (any::<u64>(), any::<u64>(), any::<u32>(), any::<u32>())
        .prop_map(|(start, end, first_line, last_line)| Span { start, end, first_line, last_line })
}

fn license() -> impl Strategy<Value = LicenseFind> {
    let kinds = vec![
        (FindKind::Text, Matcher::Hash),
        (FindKind::Notice, Matcher::Exact),
        (FindKind::Reference, Matcher::Grammar),
        (FindKind::Tag, Matcher::SpdxTag),
        (FindKind::Intro, Matcher::Approximate),
        (FindKind::Clue, Matcher::Exact),
        (FindKind::Unknown, Matcher::Unknown),
    ];
    (
        expression(),
        select(kinds),
        text(),
        0..=1000_u16,
        0..=100_u8,
        any::<u32>(),
        span(),
        vec(text(), 0..3),
        option::of(text()),
    )
        .prop_map(
            |(
                expression,
                (kind, matcher),
                rule,
                coverage,
                relevance,
                n_words,
                span,
                refers_to,
                text,
            )| {
                let rule = RuleId(Arc::from(rule));
                LicenseFind {
                    expression,
                    kind,
                    matcher,
                    rule,
                    coverage,
                    relevance,
                    n_words,
                    span,
                    refers_to,
                    text,
                }
            },
        )
}

fn detection() -> impl Strategy<Value = Detection> {
    let methods = vec![
        JoiningMethod::Alone,
        JoiningMethod::Choice,
        JoiningMethod::Together,
        JoiningMethod::Introduced,
        JoiningMethod::Exception,
        JoiningMethod::TagDecides,
        JoiningMethod::TagDisagrees,
        JoiningMethod::OfPart,
    ];
    let joining = (select(methods), expression(), any::<(u32, u32)>())
        .prop_map(|(method, expression, lines)| Joining { method, expression, lines });
    (expression(), vec(joining, 0..3))
        .prop_map(|(expression, because)| Detection { expression, because })
}

fn copyright() -> impl Strategy<Value = CopyrightFind> {
    let holder = (text(), text()).prop_map(|(name, normalized)| Holder { name, normalized });
    let years = (any::<u16>(), option::of(any::<u16>()))
        .prop_map(|(first, last)| YearRange { first, last });
    (text(), vec(holder, 0..3), vec(years, 0..3), span()).prop_map(
        |(statement, holders, years, span)| CopyrightFind { statement, holders, years, span },
    )
}

fn declared() -> impl Strategy<Value = DeclaredLicense> {
    (text(), text(), option::of(expression()), option::of(text()), span()).prop_map(
        |(field, as_written, expression, refers_to, span)| DeclaredLicense {
            field,
            as_written,
            expression,
            refers_to,
            span,
        },
    )
}

fn manifest() -> impl Strategy<Value = Manifest> {
    let roles =
        vec![PartyRole::Author, PartyRole::Maintainer, PartyRole::Publisher, PartyRole::Holder];
    let party = (select(roles), text()).prop_map(|(role, name)| Party { role, name });
    (
        text(),
        option::of(text()),
        option::of(text()),
        vec(declared(), 0..3),
        vec(party, 0..3),
        option::of(text()),
        option::of(text()),
    )
        .prop_map(|(ecosystem, name, version, licenses, parties, homepage, repository)| {
            Manifest { ecosystem, name, version, licenses, parties, homepage, repository }
        })
}

fn annotation() -> impl Strategy<Value = Annotation> {
    let conventions = vec![AnnotationConvention::ReuseToml, AnnotationConvention::Dep5];
    let precedences = vec![Precedence::Closest, Precedence::Aggregate, Precedence::Override];
    (
        select(conventions),
        vec(text(), 0..3),
        any::<u8>(),
        option::of(declared()),
        vec(text(), 0..3),
        select(precedences),
        span(),
    )
        .prop_map(|(convention, patterns, base, license, copyrights, precedence, span)| {
            Annotation { convention, patterns, base, license, copyrights, precedence, span }
        })
}

fn problem() -> impl Strategy<Value = Problem> {
    (select(ProblemCode::ALL), option::of(tree_path()), option::of(any::<u32>()), text()).prop_map(
        |(code, path, line, value)| {
            let args = code.arg_names().iter().map(|name| (*name, value.clone())).collect();
            Problem { path, line, ..Problem::new(code, args) }
        },
    )
}

fn facts() -> impl Strategy<Value = FileFacts> {
    let contents = vec![ContentKind::Empty, ContentKind::Text, ContentKind::Binary];
    let text_facts = (select(contents), option::of(text()), any::<u32>(), any::<[bool; 2]>())
        .prop_map(|(content, encoding, n_lines, [generated, reserved])| TextFacts {
            content,
            encoding,
            n_lines,
            generated,
            reserved,
        });
    let author = (text(), span()).prop_map(|(name, span)| AuthorFind { name, span });
    (
        text_facts,
        vec(license(), 0..3),
        option::of(detection()),
        vec(copyright(), 0..3),
        vec(author, 0..3),
        vec(manifest(), 0..3),
        vec(annotation(), 0..3),
        vec(problem(), 0..3),
    )
        .prop_map(
            |(text, licenses, detection, copyrights, authors, manifests, annotations, problems)| {
                FileFacts {
                    text,
                    licenses,
                    detection,
                    copyrights,
                    authors,
                    manifests,
                    annotations,
                    uses: UseFacts::default(),
                    problems,
                }
            },
        )
}

fn context() -> impl Strategy<Value = FileContext> {
    let resolved = (text(), tree_path(), option::of(expression()))
        .prop_map(|(name, target, expression)| ResolvedReference { name, target, expression });
    let reasons = vec![
        ConcludedReason::Curation,
        ConcludedReason::Annotation,
        ConcludedReason::Tag,
        ConcludedReason::Detected,
        ConcludedReason::Reference,
        ConcludedReason::DeclaredAndText,
        ConcludedReason::Declared,
        ConcludedReason::LicenseText,
        ConcludedReason::Files,
    ];
    let concluded = (expression(), select(reasons), option::of(tree_path()))
        .prop_map(|(expression, reason, source)| Concluded { expression, reason, source });
    let roles = select(vec![FileRole::Source, FileRole::BuildTool, FileRole::Data]);
    let package = option::of(any::<u32>().prop_map(PackageIndex));
    let layer = option::of(any::<u16>().prop_map(LayerIndex));
    let parts = (roles, vec(resolved, 0..3), option::of(concluded), package, layer);
    parts.prop_map(|(role, resolved, concluded, package, layer)| FileContext {
        role,
        resolved,
        annotated: None,
        concluded,
        package,
        layer,
    })
}

fn folder() -> impl Strategy<Value = FolderRecord> {
    let clarity = (any::<[bool; 3]>(), 0..=1000_u16).prop_map(|(flags, headers_agree)| {
        let [declared, one_expression, text_present] = flags;
        Clarity { declared, one_expression, text_present, headers_agree }
    });
    let licenses = btree_map(option::of(expression()), any::<u64>(), 0..3);
    let contents = btree_map(expression(), any::<u64>(), 0..3);
    let concluded = (expression(), option::of(tree_path())).prop_map(|(expression, source)| {
        Concluded { expression, reason: ConcludedReason::Declared, source }
    });
    let maps = (licenses, contents, option::of(clarity));
    let said = (option::of(expression()), option::of(concluded), vec(tree_path(), 0..3));
    (tree_path(), any::<[u64; 3]>(), maps, said).prop_map(|(path, numbers, maps, said)| {
        let [n_files, n_bytes, n_disagreeing] = numbers;
        let ((licenses, contents, clarity), (declared, concluded, disagreeing)) = (maps, said);
        FolderRecord {
            path,
            n_files,
            n_bytes,
            declared,
            concluded,
            licenses,
            contents,
            clarity,
            disagreeing,
            n_disagreeing,
        }
    })
}

fn summary() -> impl Strategy<Value = ScanSummary> {
    let curation = (expression(), [text(), text(), text()], any::<u64>());
    let curation = curation.prop_map(|(expression, [pattern, reason, author], n_files)| Curation {
        pattern,
        expression,
        reason,
        author,
        n_files,
    });
    let counts = || btree_map(text(), any::<u64>(), 0..3);
    let tallies = (any::<[u64; 6]>(), counts(), counts()).prop_map(|(n, licenses, holders)| {
        let [n_files, n_bytes, n_unread, n_binary, n_unknown, n_distinct] = n;
        Tallies { n_files, n_bytes, n_unread, n_binary, n_unknown, n_distinct, licenses, holders }
    });
    let problem = (text(), tree_path()).prop_map(|(pattern, path)| {
        Problem::new(ProblemCode::CURATION_UNUSED, vec![("pattern", pattern)]).at_path(path)
    });
    let lists = (vec(folder(), 0..3), vec(curation, 0..3), vec(problem, 0..3));
    let parts = (folder(), lists, tallies, inventory::inventory());
    parts.prop_map(|(project, (folders, curations, problems), tallies, inventory)| ScanSummary {
        project,
        folders,
        curations,
        inventory,
        tallies,
        problems,
        ..ScanSummary::default()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn facts_come_back(facts in facts()) {
        let mut bytes = Vec::new();
        encode_facts(&facts, &mut bytes);
        let decoded = decode_facts(&bytes);
        prop_assert_eq!(decoded.as_ref(), Ok(&facts));
        for end in 0..bytes.len() {
            prop_assert!(decode_facts(&bytes[..end]).is_err());
        }
    }

    #[test]
    fn records_come_back(path in tree_path(), size: u64, digest: Option<[u8; 32]>, facts in facts(), context in context()) {
        let digest = digest.map(Digest);
        let mut bytes = Vec::new();
        encode_head(&path, size, digest, &mut bytes);
        encode_facts(&facts, &mut bytes);
        let mut context_bytes = Vec::new();
        encode_context(&context, &mut context_bytes);
        prop_assert_eq!(decode_context(&context_bytes), Ok(context));
        let record = FileRecord { path, size, digest, facts, context: FileContext::default() };
        prop_assert_eq!(decode_record(&bytes), Ok(record));
    }

    #[test]
    fn conclusions_come_back(summary in summary()) {
        let mut bytes = Vec::new();
        encode_conclusions(&summary, &mut bytes);
        let decoded = decode_conclusions(&bytes);
        prop_assert_eq!(decoded.as_ref(), Ok(&summary));
        for end in 0..bytes.len() {
            prop_assert!(decode_conclusions(&bytes[..end]).is_err());
        }
    }

    #[test]
    fn uses_come_back(uses in uses::uses(), problems in vec(problem(), 0..3)) {
        let mut bytes = Vec::new();
        encode_uses(&uses, &problems, &mut bytes);
        prop_assert_eq!(decode_uses(&bytes), Ok((uses, problems)));
        for end in 0..bytes.len() {
            prop_assert!(decode_uses(&bytes[..end]).is_err());
        }
    }

    #[test]
    fn records_with_uses_come_back(path in tree_path(), facts in facts(), uses in uses::uses(), problem in problem()) {
        let mut bytes = Vec::new();
        encode_head(&path, 1, None, &mut bytes);
        encode_facts(&facts, &mut bytes);
        // A problem that both readers met counts once.
        encode_uses(&uses, &vec![problem.clone(), problem.clone()], &mut bytes);
        let mut problems = facts.problems.clone();
        if !problems.contains(&problem) {
            problems.push(problem);
        }
        let alone = FileFacts { problems, ..facts };
        let whole = FileFacts { uses, ..alone.clone() };
        prop_assert_eq!(decode_record_alone(&bytes).unwrap().facts, alone);
        prop_assert_eq!(decode_record(&bytes).unwrap().facts, whole);
    }

    #[test]
    fn damaged_uses_never_panic(uses in uses::uses(), at: prop::sample::Index, byte: u8) {
        let mut bytes = Vec::new();
        encode_uses(&uses, &Vec::new(), &mut bytes);
        let at = at.index(bytes.len());
        bytes[at] = byte;
        drop(decode_uses(&bytes));
    }

    #[test]
    fn foreign_bytes_are_errors_or_values_and_never_panic(bytes in hostile_bytes()) {
        drop(decode_facts(&bytes));
        drop(decode_record(&bytes));
        drop(decode_record_alone(&bytes));
        drop(decode_uses(&bytes));
        drop(decode_context(&bytes));
        drop(decode_conclusions(&bytes));
    }

    #[test]
    fn damaged_facts_never_panic(facts in facts(), at: prop::sample::Index, byte: u8) {
        let mut bytes = Vec::new();
        encode_facts(&facts, &mut bytes);
        let at = at.index(bytes.len());
        bytes[at] = byte;
        drop(decode_facts(&bytes));
    }
}

#[test]
fn names_that_cannot_be_typed_come_back() {
    let path = TreePath::root().child(b"C:").unwrap().child(b"x").unwrap();
    let mut bytes = Vec::new();
    encode_head(&path, 0, None, &mut bytes);
    encode_facts(&FileFacts::default(), &mut bytes);
    assert_eq!(decode_record(&bytes).unwrap().path, path);
}

#[test]
fn deep_expressions_are_refused_before_the_stack_ends() {
    let expression = Expression::parse("MIT").unwrap();
    let detection = Some(Detection { expression, because: Vec::new() });
    let facts = FileFacts { detection, ..FileFacts::default() };
    let mut bytes = Vec::new();
    encode_facts(&facts, &mut bytes);
    let term = bytes.windows(4).position(|window| window == b"\x03MIT").unwrap() - 1;
    // Operator bytes with two operands each, alternating, 100,000 deep.
    let nested: Vec<u8> = (0..200_000).map(|n| [1, 2, 2, 2][n % 4]).collect();
    bytes.splice(term..term, nested);
    assert_eq!(decode_facts(&bytes), Err(WireError::OutOfRange));
}
