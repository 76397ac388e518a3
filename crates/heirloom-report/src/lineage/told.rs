// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Conclusions in sentences, without color, for forms that others show to people.

use heirloom_model::{
    Cause, ComponentId, Duty, FindingSubject, Language, PolicyFinding, Question, UseRef, Verdict,
    WaivedBy, WholeConclusion,
};

use super::{matrix::message, terminal::Page};
use crate::{messages::Messages, terminal::cut_middle, visible::visible};

/// Longer names are cut in the middle.
const MAX_NAME: usize = 160;
/// Names listed before the rest is only counted.
const MAX_NAMES: usize = 5;

/// A foreign name, safe to show and of a length that can be read.
pub(super) fn shown(name: &str) -> String {
    cut_middle(&visible(name), MAX_NAME)
}

/// What tells conclusions in one language.
pub(super) struct Teller {
    page: Page,
}

impl Teller {
    pub(super) fn new(language: Language) -> Teller {
        let messages = Messages::for_language(language);
        Teller { page: Page { messages, color: false, width: 100, text: String::new() } }
    }

    pub(super) fn messages(&self) -> &Messages {
        &self.page.messages
    }

    pub(super) fn text(&self, key: &str, args: &[(&str, &str)]) -> String {
        self.messages().text(key, args)
    }

    pub(super) fn word(&self, group: &str, word: &str) -> String {
        self.messages().word(group, word).to_owned()
    }

    pub(super) fn verdict(&self, verdict: Verdict) -> String {
        let words = verdict.tokens().into_iter().map(|token| message(self.messages(), token));
        words.collect::<Vec<_>>().join(" + ")
    }

    pub(super) fn use_of(&self, by: &UseRef) -> String {
        let kind = self.messages().word("relation", by.kind.name());
        format!("{} {kind} {}", shown(by.from.as_str()), shown(by.to.as_str()))
    }

    pub(super) fn cause(&self, cause: &Cause) -> String {
        let because = self.messages().label("check.because");
        let uses: Vec<String> = cause.way.iter().map(|by| self.use_of(by)).collect();
        let license = match &cause.license {
            Some(license) => license.to_string(),
            None => self.word("tri", "unknown"),
        };
        format!("{because} {} ({})", uses.join(", "), shown(&license))
    }

    /// The verdict on a whole, with each reading where they differ.
    pub(super) fn whole(&self, whole: &WholeConclusion) -> String {
        let text = format!("{}: {}", shown(whole.root.as_str()), self.verdict(whole.verdict));
        if whole.readings.windows(2).any(|two| two[0].verdict != two[1].verdict) {
            let one = |read: &heirloom_model::ReadConclusion| {
                let name = self.messages().word("reading", read.reading.name());
                let verdict = self.verdict(read.verdict);
                self.text("check.by-reading", &[("reading", name), ("verdict", &verdict)])
            };
            let readings: Vec<String> = whole.readings.iter().map(one).collect();
            return format!("{text} ({})", readings.join("; "));
        }
        text
    }

    /// What a finding of a policy says, without the reason.
    pub(super) fn finding(&self, finding: &PolicyFinding) -> String {
        let whole = shown(finding.whole.as_str());
        let what = match &finding.subject {
            FindingSubject::Whole => self.text("gate.whole", &[("whole", &whole)]),
            FindingSubject::Use(by) if by.from == finding.whole => self.use_of(by),
            FindingSubject::Use(by) => {
                let by = self.use_of(by);
                self.text("gate.within", &[("use", &by), ("whole", &whole)])
            }
        };
        let what = match &finding.license {
            Some(license) => {
                let license = shown(&license.to_string());
                self.text("form.with-license", &[("what", &what), ("license", &license)])
            }
            None => what,
        };
        let outcome = self.word("outcome", finding.outcome.name());
        self.text("form.finding", &[("outcome", &outcome), ("what", &what)])
    }

    pub(super) fn waived(&self, waived: &WaivedBy) -> String {
        let rule = match &waived.rule {
            Some(rule) => shown(rule),
            None => self.messages().label("gate.no-rule").to_owned(),
        };
        let (day, by, reason) =
            (visible(&waived.expires), shown(&waived.by), visible(&waived.reason));
        let args = [("rule", &*rule), ("day", &*day), ("by", &*by), ("reason", &*reason)];
        self.text("gate.waived-by", &args)
    }

    pub(super) fn duty(&self, duty: &Duty) -> String {
        let args = [
            ("state", self.word("fulfilment", duty.fulfilment.name())),
            ("duty", self.word("duty", duty.kind.name())),
            ("about", self.names(&duty.about)),
            ("to", self.word("owed-to", duty.owed_to.name())),
            ("terms", term(duty)),
        ];
        let args: Vec<(&str, &str)> = args.iter().map(|(name, text)| (*name, &**text)).collect();
        self.text("form.duty", &args)
    }

    pub(super) fn question(&self, question: &Question) -> String {
        let question = self.page.question(question);
        self.text("form.question", &[("question", &cut_middle(&question, 4 * MAX_NAME))])
    }

    pub(super) fn names(&self, about: &[ComponentId]) -> String {
        let names = about.iter().take(MAX_NAMES).map(|id| shown(id.as_str()));
        let mut text = names.collect::<Vec<_>>().join(", ");
        if about.len() > MAX_NAMES {
            let n = (about.len() - MAX_NAMES) as u64;
            text.push(' ');
            text.push_str(&self.messages().count("check.and-more-components", n));
        }
        text
    }
}

/// The license and clause of a duty.
pub(super) fn term(duty: &Duty) -> String {
    let license = duty.term.id.rsplit_once('#').map_or(&*duty.term.id, |(license, _)| license);
    format!("{license} {}", duty.term.clause)
}
