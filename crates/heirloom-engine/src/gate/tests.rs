// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Products as `heirloom.toml` states them, and what policies say of them.

use heirloom_lineage::stated;
use heirloom_model::DeliveryKind;

use super::*;
use crate::check::{Judged, conclusions, judged};

const PRODUCT: &str = r#"
[[deliveries]]
kind = "binary"
roots = ["app", "tool"]

[[components]]
id = "app"
own = true
license = "LicenseRef-proprietary"

[[components]]
id = "tool"
own = true
license = "GPL-3.0-only"

[[components]]
id = "helper"
own = true
license = "MIT"

[[components]]
id = "readline"
license = "GPL-3.0-only"
modified = "no"
facts = { notices_delivered = "yes", source_delivered = "yes" }

[[components]]
id = "zlib"
license = "Zlib"
modified = "no"
facts = { notices_delivered = "yes", changes_marked = "yes" }

[[components]]
id = "gcc"

[[relations]]
from = "app"
to = "helper"
kind = "static_link"

[[relations]]
from = "tool"
to = "helper"
kind = "static_link"

[[relations]]
from = "helper"
to = "readline"
kind = "static_link"

[[relations]]
from = "app"
to = "zlib"
kind = "static_link"

[[relations]]
from = "app"
to = "gcc"
kind = "build_tool"
scope = "build"
"#;

fn product() -> heirloom_model::Product {
    let path = TreePath::parse(b"heirloom.toml").unwrap();
    let stated = stated::parse(&path, PRODUCT.as_bytes()).unwrap();
    stated.product(DeliveryKind::Binary)
}

fn gate(policy: &str) -> Gate {
    let text = format!("version = 1\notherwise = \"allow\"\n{policy}");
    Gate {
        policy: Arc::new(Policy::read("test", &text).unwrap()),
        file: None,
        as_of: Date::parse("2026-06-15").unwrap(),
        max_findings: Gate::MAX_FINDINGS,
    }
}

fn said(policy: &str) -> PolicyConclusion {
    let book = LicenseBook::built_in().unwrap();
    let Judged { policy, .. } = judged(&book, product(), &gate(policy));
    policy
}

fn lines(conclusion: &PolicyConclusion) -> Vec<String> {
    let line = |finding: &PolicyFinding| {
        let what = match &finding.subject {
            FindingSubject::Whole => "itself".to_owned(),
            FindingSubject::Use(by) => format!("{} {} {}", by.from, by.kind.name(), by.to),
        };
        format!("{} {}: {what}", finding.outcome, finding.whole)
    };
    conclusion.findings.iter().map(line).collect()
}

const DENY_GPL: &str = r#"
[[rule]]
id = "no-gpl"
effect = "deny"
licenses = ["GPL-*"]
relations = ["static_link"]
reason = "Closed."
"#;

#[test]
fn a_use_is_decided_about_in_each_whole_that_holds_it() {
    let conclusion = said(DENY_GPL);
    assert_eq!(
        lines(&conclusion),
        ["rejected app: helper static_link readline", "rejected tool: helper static_link readline"]
    );
    assert_eq!(conclusion.outcome, Outcome::Rejected);
    // Two wholes, four uses in `app`, two in `tool`.
    assert_eq!(conclusion.totals.n_subjects(), 8);
    let [first, second] = conclusion.findings.as_slice() else { panic!() };
    assert_ne!(first.id, second.id);
    assert_eq!(first.evidence.len(), 1);
}

#[test]
fn rules_see_the_whole_and_what_follows_for_it() {
    let with = |when: &str| {
        format!("[[rule]]\nid = \"r\"\neffect = \"deny\"\nwhen = \"{when}\"\nreason = \"x\"\n")
    };
    let by_whole = said(&with("whole.license == 'GPL-3.0-only' && relation != ''"));
    assert_eq!(
        lines(&by_whole),
        ["rejected tool: tool static_link helper", "rejected tool: helper static_link readline"]
    );
    let by_name = said(&with("whole.id == 'app' && component.id == 'zlib'"));
    assert_eq!(lines(&by_name), ["rejected app: app static_link zlib"]);
    let by_level = said(&with("verdict.level == 'inherits_whole' && relation != ''"));
    assert_eq!(lines(&by_level)[0], "rejected app: helper static_link readline");
    let unmet = said(&with("size(duties.unmet) > 0"));
    assert_eq!(lines(&unmet), ["rejected app: itself"], "it is not under the license of readline");
    let by_scope =
        said("[[rule]]\nid = \"r\"\neffect = \"deny\"\nscopes = [\"build\"]\nreason = \"x\"\n");
    assert_eq!(lines(&by_scope), ["rejected app: app build_tool gcc"]);
}

#[test]
fn a_dispute_about_the_way_to_a_permissive_library_is_none_about_its_notices() {
    let text = PRODUCT.replace(
        "[[relations]]\nfrom = \"app\"\nto = \"helper\"\nkind = \"static_link\"",
        "[[relations]]\nfrom = \"app\"\nto = \"zlib\"\nkind = \"dynamic_link\"\n\
         [[components]]\nid = \"deep\"\nlicense = \"MIT\"\n\
         [[relations]]\nfrom = \"zlib\"\nto = \"deep\"\nkind = \"dynamic_link\"",
    );
    let path = TreePath::parse(b"heirloom.toml").unwrap();
    let product = stated::parse(&path, text.as_bytes()).unwrap().product(DeliveryKind::Binary);
    let gate =
        gate("[[rule]]\nid = \"r\"\neffect = \"deny\"\nlevels = [\"contested\"]\nreason = \"x\"\n");
    let book = LicenseBook::built_in().unwrap();
    let conclusion = judged(&book, product, &gate).policy;
    assert_eq!(lines(&conclusion), [""; 0]);
}

#[test]
fn a_waiver_may_mean_one_finding_alone() {
    let all = said(DENY_GPL);
    let waiver = format!(
        "{DENY_GPL}\n[[waiver]]\nfindings = [\"{}\"]\nreason = \"bought\"\nby = \"Jo\"\nexpires = 2026-12-31\n",
        all.findings[0].id
    );
    let waived = said(&waiver);
    assert_eq!(
        lines(&waived),
        ["rejected tool: helper static_link readline", "accepted app: helper static_link readline"]
    );
    assert_eq!(&*waived.findings[1].waived[0].by, "Jo");
    assert_eq!((waived.totals.waived, waived.problems.len()), (1, 0));
    let expired = said(&waiver.replace("2026-12-31", "2026-06-14"));
    assert_eq!(expired.totals.rejected, 2);
    assert_eq!(expired.problems[0].code, ProblemCode::WAIVER_EXPIRED);
}

#[test]
fn a_policy_that_rejects_everything_and_names_what_nobody_knows() {
    let all = said("[[rule]]\nid = \"r\"\neffect = \"deny\"\nreason = \"x\"\n");
    assert_eq!((all.totals.rejected, all.totals.n_subjects()), (8, 8));
    let text =
        "[[rule]]\nid = \"r\"\neffect = \"deny\"\nlicenses = [\"GLP-2.0\"]\nreason = \"x\"\n";
    let problems = said(text).problems;
    assert_eq!(problems[0].code, ProblemCode::POLICY_LICENSE_UNKNOWN);
    let mut few = gate("[[rule]]\nid = \"r\"\neffect = \"deny\"\nreason = \"x\"\n");
    few.max_findings = 3;
    let book = LicenseBook::built_in().unwrap();
    let cut = judged(&book, product(), &few).policy;
    assert_eq!((cut.findings.len(), cut.totals.rejected), (3, 8));
    assert_eq!(cut.problems.last().unwrap().code, ProblemCode::POLICY_FINDINGS_LIMIT);
}

#[test]
fn what_is_decided_once_is_what_is_decided_one_by_one() {
    let book = LicenseBook::built_in().unwrap();
    let gate = gate(&format!(
        "{DENY_GPL}\n[[rule]]\nid = \"ask\"\neffect = \"ask\"\nwhen = \"size(duties.open) > 0 || verdict.unknown\"\nreason = \"x\"\n"
    ));
    let mut judge = Judge::new(&book, product());
    let conclusions = conclusions(&mut judge);
    let all = decide(&judge, &conclusions, &gate);
    for found in &all.findings {
        let alone = explain(&judge, &conclusions, &gate, &found.id).unwrap();
        assert_eq!(alone.decision.outcome, found.outcome, "{found:?}");
    }
    assert!(explain(&judge, &conclusions, &gate, "nobody").is_none());
}
