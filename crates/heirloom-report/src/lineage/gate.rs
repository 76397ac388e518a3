// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What a policy says, for people: what is rejected first, each rule once.

use heirloom_model::{Evidence, FindingSubject, Outcome, PolicyConclusion, PolicyFinding};

use super::terminal::Page;
use crate::{
    terminal::{Style, paint},
    visible::visible,
};

/// Findings shown under a rule before the rest is only counted.
const fn shown(outcome: Outcome) -> usize {
    match outcome {
        Outcome::Rejected => 12,
        Outcome::NeedsApproval => 6,
        Outcome::Asks | Outcome::Accepted => 3,
    }
}

/// Rules shown before the rest is only counted.
const MAX_RULES: usize = 12;

impl Page {
    /// The outcome in one line, with its numbers in another.
    pub(super) fn policy_line(&mut self, policy: &PolicyConclusion) {
        let outcome = self.outcome(policy.outcome);
        let args = [("policy", &*visible(&policy.policy)), ("day", &*policy.as_of)];
        let head = self.messages.text("gate.policy", &args);
        let head = paint(self.color, Style::Heading, &head);
        self.line(&format!("{head} {outcome}"));
        let counted = [
            (Outcome::Rejected, "gate.n-rejected"),
            (Outcome::NeedsApproval, "gate.n-need-approval"),
            (Outcome::Asks, "gate.n-ask"),
            (Outcome::Accepted, "gate.n-accepted"),
        ];
        let mut counts: Vec<String> = counted
            .iter()
            .map(|(outcome, key)| (policy.totals.of(*outcome), key))
            .filter(|(n, _)| *n > 0)
            .map(|(n, key)| self.messages.count(key, n as u64))
            .collect();
        if policy.totals.waived > 0 {
            counts.push(self.messages.count("gate.n-waived", policy.totals.waived as u64));
        }
        self.block(2, &counts.join(" · "));
    }

    /// Each rule that did not simply accept, the heaviest first.
    pub(super) fn policy(&mut self, policy: &PolicyConclusion) {
        let mut groups: Vec<Vec<&PolicyFinding>> = Vec::new();
        for finding in &policy.findings {
            let same = |group: &&mut Vec<&PolicyFinding>| {
                let first = group[0];
                (first.outcome, &first.rule) == (finding.outcome, &finding.rule)
            };
            match groups.iter_mut().find(same) {
                Some(group) => group.push(finding),
                None => groups.push(vec![finding]),
            }
        }
        for group in groups.iter().take(MAX_RULES) {
            self.rule(group);
        }
        self.more(groups.len(), MAX_RULES);
        for problem in &policy.problems {
            let text = self.messages.problem(problem);
            let place = match (&problem.path, problem.line) {
                (Some(path), Some(line)) => {
                    format!("{}:{line}: ", visible(&String::from_utf8_lossy(path.as_bytes())))
                }
                _ => String::new(),
            };
            self.block(2, &format!("! {place}{text}"));
        }
        if let Some(first) = policy.findings.first() {
            let explain = self.messages.text("gate.explain", &[("id", &first.id)]);
            self.line("");
            self.faint(&explain);
        }
    }

    fn outcome(&self, outcome: Outcome) -> String {
        let style = match outcome {
            Outcome::Rejected => Style::Bad,
            Outcome::NeedsApproval | Outcome::Asks => Style::Odd,
            Outcome::Accepted => Style::Good,
        };
        paint(self.color, style, self.messages.word("outcome", outcome.name()))
    }

    fn rule(&mut self, group: &[&PolicyFinding]) {
        let first = group[0];
        self.line("");
        let outcome = self.outcome(first.outcome);
        let waived = first.outcome == Outcome::Accepted;
        let rule = match &first.rule {
            Some(rule) => visible(rule).into_owned(),
            None if waived => self.messages.label("gate.by-waiver").to_owned(),
            None => self.messages.label("gate.no-rule").to_owned(),
        };
        self.line(&format!("  {outcome}  {}", paint(self.color, Style::Heading, &rule)));
        if !first.reason.is_empty() {
            self.block(4, &visible(&first.reason));
        }
        if let Some(reference) = &first.reference {
            let see = self.messages.text("gate.see", &[("reference", &visible(reference))]);
            self.block(4, &see);
        }
        // One line for each component and license, however many use it.
        let mut rows: Vec<(&PolicyFinding, usize)> = Vec::new();
        for finding in group {
            let same = |other: &PolicyFinding| {
                (used(other), &other.license, &other.whole)
                    == (used(finding), &finding.license, &finding.whole)
            };
            match rows.iter().position(|(other, _)| same(other)) {
                Some(row) => rows[row].1 += 1,
                None if rows.len() == shown(first.outcome) => {}
                None => rows.push((finding, 1)),
            }
        }
        let mut n_shown = 0;
        for (finding, n) in &rows {
            self.finding(finding, *n);
            n_shown += *n;
        }
        self.more_at(4, group.len(), n_shown);
    }

    fn finding(&mut self, finding: &PolicyFinding, n: usize) {
        let license = match &finding.license {
            Some(license) => license.to_string(),
            None => self.messages.label("gate.no-license").to_owned(),
        };
        let whole = visible(finding.whole.as_str()).into_owned();
        let mut what = match &finding.subject {
            FindingSubject::Whole => self.messages.text("gate.whole", &[("whole", &whole)]),
            FindingSubject::Use(by) => self.use_of(by),
        };
        if let FindingSubject::Use(by) = &finding.subject
            && by.from != finding.whole
        {
            what = self.messages.text("gate.within", &[("use", &what), ("whole", &whole)]);
        }
        let id = paint(self.color, Style::Faint, &finding.id);
        let more = match n {
            1 => String::new(),
            n => format!("  {}", self.messages.count("gate.more-uses", n as u64 - 1)),
        };
        self.block(4, &format!("{what} ({license})  {id}{more}"));
        if finding.outcome == Outcome::Rejected
            && let Some(place) = finding.evidence.iter().find_map(place)
        {
            let seen = self.messages.text("gate.seen", &[("place", &visible(&place))]);
            self.block(8, &seen);
        }
        for waiver in &finding.waived {
            let rule = waiver.rule.as_deref().unwrap_or_default();
            let args = [
                ("rule", &*visible(rule)),
                ("day", &waiver.expires),
                ("by", &visible(&waiver.by)),
                ("reason", &visible(&waiver.reason)),
            ];
            let text = self.messages.text("gate.waived-by", &args);
            self.block(8, &text);
        }
    }
}

fn used(finding: &PolicyFinding) -> &str {
    match &finding.subject {
        FindingSubject::Whole => "",
        FindingSubject::Use(by) => by.to.as_str(),
    }
}

/// File and line of an evidence.
fn place(evidence: &Evidence) -> Option<String> {
    let path = String::from_utf8_lossy(evidence.source.as_ref()?.as_bytes()).into_owned();
    Some(match evidence.span.filter(|span| span.first_line > 0) {
        Some(span) => format!("{path}:{}", span.first_line),
        None => path,
    })
}
