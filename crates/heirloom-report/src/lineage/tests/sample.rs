// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! A made-up check with something of everything, and with names that mean harm.

use heirloom_model::{
    Action, Cause, Claim, Component, ComponentId, CourtReading, CourtTopic, Cure, CureFrom,
    Decided, DeliveredForm, Delivery, DeliveryConclusion, DeliveryKind, Duty, DutyKind, DutyMeans,
    Edit, EditSubject, Ending, Evidence, EvidenceMethod, Expression, FactKind, Facts, Family,
    FindingSubject, Fulfilment, Level, Means, Outcome, OwedTo, Plan, Plans, PolicyConclusion,
    PolicyFinding, Problem, ProblemCode, Product, Prohibition, ProhibitionKind, Proof, ProofRule,
    Question, QuestionSubject, ReadConclusion, ReadVerdicts, Reading, Relation, RelationKind,
    ResidualRisk, Reviewed, Risk, Span, TermRef, Totals, TreePath, Tri, UseRef, Verdict, WaivedBy,
    WholeChange, WholeConclusion,
};

use crate::CheckView;

/// Markup, a turned direction, quotes and a very long end.
pub(crate) fn hostile() -> String {
    format!("pkg:npm/<img src=x onerror=alert(1)>\u{202e}]]>&\"'</script>{}", "x".repeat(4000))
}

pub(crate) fn id(text: &str) -> ComponentId {
    ComponentId::new(text).unwrap()
}

fn license(text: &str) -> Expression {
    Expression::parse(text).unwrap()
}

/// What a check holds, owned.
pub(crate) struct Sample {
    pub(crate) product: Product,
    pub(crate) deliveries: Vec<DeliveryConclusion>,
    pub(crate) policy: PolicyConclusion,
    pub(crate) plans: Plans,
    pub(crate) problems: Vec<String>,
}

impl Sample {
    pub(crate) fn new() -> Sample {
        Sample {
            product: product(),
            deliveries: vec![delivery()],
            policy: policy(),
            plans: plans(),
            problems: vec!["nobody has described the license `LicenseRef-<b>`".into()],
        }
    }

    /// The check, judged by the policy.
    pub(crate) fn view(&self) -> CheckView<'_> {
        CheckView { policy: Some(&self.policy), ..self.without_policy() }
    }

    pub(crate) fn without_policy(&self) -> CheckView<'_> {
        CheckView {
            source: "src/<product>\u{202e}",
            version: "0.0.0-test",
            product: &self.product,
            is_assumed: true,
            deliveries: &self.deliveries,
            policy: None,
            problems: &self.problems,
        }
    }

    /// A proof of a whole, of the same shape for each.
    pub(crate) fn prove(&self, delivery: usize, root: &ComponentId) -> Option<Proof> {
        let whole = self.deliveries[delivery].wholes.iter().find(|whole| whole.root == *root)?;
        let by = link();
        let verdict =
            |reading| Claim::Verdict { whole: root.clone(), reading, verdict: whole.verdict };
        let mut joined = Proof::new(
            ProofRule::Join,
            Claim::Joined {
                by: by.clone(),
                reading: Reading::Text,
                rule: "inside".into(),
                joined: Tri::Yes,
                disputed: false,
            },
        );
        joined.terms = vec![term()];
        let mut uses = Proof::new(ProofRule::Use, Claim::Uses { by, exists: Tri::Yes });
        uses.evidence = vec![evidence()];
        joined.because = vec![uses];
        joined.despite = vec![Proof::new(
            ProofRule::Exception,
            Claim::Applies { to: id(&hostile()), applies: Tri::No },
        )];
        let mut read = Proof::new(ProofRule::Heaviest, verdict(Some(Reading::Text)));
        read.because = vec![joined];
        let mut top = Proof::new(ProofRule::Readings, verdict(None));
        top.because = vec![read];
        Some(top)
    }
}

pub(crate) fn evidence() -> Evidence {
    Evidence {
        source: Some(TreePath::parse(b"src/\xff<b>\n\xe2\x80\xaex.c").unwrap()),
        span: Some(Span { start: 10, end: 30, first_line: 7, last_line: 8 }),
        method: EvidenceMethod::SourceCode,
        strength: 0.9,
        note: "<script>\u{1b}[31m\nnote".into(),
    }
}

fn link() -> UseRef {
    UseRef { from: id("app"), kind: RelationKind::StaticLink, to: id(&hostile()) }
}

fn run() -> UseRef {
    UseRef { from: id("app"), kind: RelationKind::Exec, to: id("tool") }
}

fn term() -> TermRef {
    TermRef { id: "GPL-2.0-only#whole".into(), clause: "§2(b)".into(), reviewed: Reviewed::Text }
}

fn product() -> Product {
    let mut app = Component::own(id("app"));
    app.path = Some(TreePath::root());
    let mut library = Component::third_party(id(&hostile()));
    library.name = "a\nb\u{0}\u{7f}<b>".into();
    library.version = Some("1".into());
    library.license.concluded = Some(license("GPL-2.0-only"));
    library.modified = Tri::Yes;
    let mut tool = Component::third_party(id("tool"));
    tool.form = DeliveredForm::None;
    let mut linked = Relation::new(id("app"), id(&hostile()), RelationKind::StaticLink);
    linked.evidence = vec![evidence()];
    linked.facts.set(
        FactKind::Core,
        heirloom_model::Statement { value: Tri::Yes, evidence: vec![evidence()] },
    );
    let mut runs = Relation::new(id("app"), id("tool"), RelationKind::Exec);
    runs.evidence = vec![Evidence::statement(None, None, "said")];
    runs.against = vec![evidence()];
    Product {
        components: vec![app, library, tool],
        relations: vec![linked, runs],
        deliveries: vec![Delivery {
            name: "box <1>".into(),
            kind: DeliveryKind::Device { user_product: Tri::Yes, locked: Tri::Unknown },
            roots: vec![id("app")],
            monthly_users: None,
            facts: Facts::default(),
        }],
    }
}

fn delivery() -> DeliveryConclusion {
    let read = |reading, verdict, causes| ReadConclusion {
        reading,
        verdict,
        outbound: Some("GPL-2.0-only".into()),
        causes,
    };
    let cause =
        |way: Vec<UseRef>, level| Cause { way, license: Some(license("GPL-2.0-only")), level };
    let conflict = Verdict::of(Level::Conflict);
    let readings = vec![
        read(Reading::Text, conflict, vec![cause(vec![link()], Level::Conflict)]),
        read(Reading::StewardStrict, conflict, vec![cause(vec![run(), link()], Level::Conflict)]),
        read(Reading::Interface, Verdict::CLEAR, Vec::new()),
    ];
    let whole = |name: &str, root, own, verdict, readings| WholeConclusion {
        alike: Vec::new(),
        id: name.into(),
        root,
        own,
        verdict,
        readings,
        beside: None,
        courts: vec![CourtReading {
            jurisdiction: "CN".into(),
            verdict: Some(Verdict::CLEAR),
            decided: vec![Decided {
                id: "one".into(),
                court: "<court>".into(),
                docket: "1/2".into(),
                date: Some("2020-02-29".into()),
                parties: "A v. B".into(),
                about: vec![CourtTopic::TermsBind],
                source: "https://example.com/".into(),
                read: "summary".into(),
            }],
        }],
    };
    let served = Verdict { source_to_users: true, unknown: true, ..Verdict::CLEAR };
    DeliveryConclusion {
        name: "box <1>".into(),
        kind: DeliveryKind::Device { user_product: Tri::Yes, locked: Tri::Unknown },
        wholes: vec![
            whole("aaaaaaaa", id("app"), true, conflict, readings),
            whole("bbbbbbbb", id("tool"), false, served, Vec::new()),
        ],
        duties: vec![
            duty(DutyKind::ProvideSource, Fulfilment::Unmet),
            duty(DutyKind::IncludeLicenseText, Fulfilment::Unknown),
        ],
        prohibitions: vec![Prohibition {
            kind: ProhibitionKind::RestrictFurther,
            term: term(),
            about: vec![id(&hostile())],
            by_use: Some(link()),
            readings: Reading::ALL.to_vec(),
            certain: false,
        }],
        endings: vec![Ending {
            term: term(),
            cures: vec![
                Cure { from: CureFrom::FirstNotice, days: Some(30) },
                Cure { from: CureFrom::UntilEnded, days: None },
            ],
            cured_by: vec![term()],
            about: vec![id(&hostile())],
            unmet: vec![DutyKind::ProvideSource],
            conflicts: vec![id("app")],
        }],
        questions: vec![
            Question {
                id: "ask1".into(),
                subject: QuestionSubject::Use(run()),
                fact: Some(FactKind::IntimateData),
                outcomes: Some((conflict, Verdict::CLEAR)),
                decides: 1,
                duties: vec![DutyKind::ProvideSource],
            },
            Question {
                id: "ask2".into(),
                subject: QuestionSubject::License(id("tool")),
                fact: None,
                outcomes: None,
                decides: 2,
                duties: Vec::new(),
            },
        ],
    }
}

fn duty(kind: DutyKind, fulfilment: Fulfilment) -> Duty {
    Duty {
        kind,
        term: term(),
        about: vec![id(&hostile())],
        by_use: Some(link()),
        owed_to: OwedTo::Recipient,
        until: Some("three years".into()),
        readings: Reading::ALL.to_vec(),
        certain: true,
        fulfilment,
        settled_by: Some(FactKind::SourceDelivered),
        means: vec![
            DutyMeans { by: Means::Accompany, clause: "§3(a)".into(), open: Tri::Yes },
            DutyMeans { by: Means::WrittenOffer, clause: "§3(b)".into(), open: Tri::Unknown },
        ],
    }
}

fn policy() -> PolicyConclusion {
    let finding = |name: &str, subject, outcome, rule: Option<&str>| PolicyFinding {
        id: name.into(),
        delivery: "box <1>".into(),
        whole: id("app"),
        whole_id: "aaaaaaaa".into(),
        subject,
        license: None,
        outcome,
        rule: rule.map(Into::into),
        reason: "<b>no</b> strong copyleft\u{202e}\u{0}".into(),
        reference: Some("https://example.com/?a=1&b=<2>".into()),
        waived: Vec::new(),
        evidence: Vec::new(),
    };
    let waiver = WaivedBy {
        rule: Some("no-tools".into()),
        reason: "replaced <soon>".into(),
        by: "Mara & Lindqvist".into(),
        expires: "2027-03-31".into(),
    };
    PolicyConclusion {
        policy: "Our <devices>".into(),
        as_of: "2026-12-31".into(),
        outcome: Outcome::Rejected,
        totals: Totals { accepted: 1, rejected: 1, asks: 1, ..Totals::default() },
        findings: vec![
            PolicyFinding {
                evidence: vec![evidence()],
                ..finding(
                    "f1f1f1f1",
                    FindingSubject::Use(link()),
                    Outcome::Rejected,
                    Some("no-strong-copyleft"),
                )
            },
            finding("f2f2f2f2", FindingSubject::Whole, Outcome::Asks, None),
            PolicyFinding {
                waived: vec![waiver],
                ..finding("f3f3f3f3", FindingSubject::Use(run()), Outcome::Accepted, None)
            },
        ],
        problems: vec![Problem::new(
            ProblemCode::WAIVER_UNUSED,
            vec![("what", "no-<tools>".into()), ("by", "Mara".into())],
        )],
    }
}

fn plans() -> Plans {
    let verdicts = |verdict| ReadVerdicts {
        verdict,
        readings: Reading::ALL.iter().map(|reading| (*reading, verdict)).collect(),
    };
    let conflict = verdicts(Verdict::of(Level::Conflict));
    let change = WholeChange {
        delivery: "box <1>".into(),
        whole: id("app"),
        before: Some(conflict.clone()),
        after: Some(verdicts(Verdict::CLEAR)),
    };
    Plans {
        missing: vec![WholeChange { after: None, ..change.clone() }],
        plans: vec![Plan {
            families: vec![Family::Separate],
            edits: vec![Edit {
                subject: EditSubject::Use {
                    from: id("app"),
                    kind: RelationKind::StaticLink,
                    to: id(&hostile()),
                    relation: 0,
                },
                action: Action::Become(RelationKind::Exec),
            }],
            cost: 5,
            bound: 5,
            changes: vec![change],
            risks: vec![(
                0,
                ResidualRisk { reading: Reading::StewardStrict, risk: Risk::IntimateData },
            )],
            new_owners: Vec::new(),
        }],
        refused: Vec::new(),
    }
}
