// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Verdicts for people: what needs attention first.

use std::sync::Arc;

use heirloom_model::{
    Beside, Cause, Component, ComponentId, DeliveryConclusion, Duty, Fulfilment, Level, Product,
    Question, QuestionSubject, Relation, UseRef, Verdict, WholeConclusion,
};

use super::{CheckView, alike::alike, matrix::message, told::term};
use crate::{
    TerminalOptions,
    messages::Messages,
    terminal::{Style, paint, wrapped},
    visible::visible,
};

/// Wholes of others, duties and questions shown before the rest is only counted.
const MAX_ROWS: usize = 12;
const MAX_CAUSES: usize = 3;
const MAX_NAMES: usize = 4;
/// Where no more are needed to run, all are shown.
const MAX_NEEDED: usize = 24;
const MAX_ALIKE: usize = 8;

pub(super) fn page(view: &CheckView<'_>, options: &TerminalOptions) -> String {
    let mut page = Page::plain(options);
    page.head(view);
    if let Some(policy) = view.policy {
        page.line("");
        page.policy_line(policy);
        page.policy(policy);
    }
    for delivery in view.deliveries {
        page.delivery(delivery, view.is_assumed);
    }
    page.assumed(view.product);
    page.around(view.product);
    for problem in view.problems.iter().take(MAX_ROWS) {
        page.block(2, &format!("! {}", visible(problem)));
    }
    page.more(view.problems.len(), MAX_ROWS);
    if let Some(policy) = view.policy.filter(|policy| !policy.findings.is_empty()) {
        page.line("");
        page.policy_line(policy);
    }
    let advice = page.messages.label("check.not-advice").to_owned();
    page.line("");
    page.faint(&advice);
    page.text
}

pub(super) struct Page {
    pub(super) messages: Messages,
    pub(super) color: bool,
    pub(super) width: usize,
    pub(super) text: String,
}

impl Page {
    pub(super) fn line(&mut self, text: &str) {
        self.text.push_str(text);
        self.text.push('\n');
    }

    /// A heading.
    pub(super) fn heading(&mut self, text: &str) {
        let title = paint(self.color, Style::Heading, text);
        self.line(&title);
    }

    pub(super) fn faint(&mut self, text: &str) {
        for line in wrapped(text, self.width) {
            let line = paint(self.color, Style::Faint, &line);
            self.line(&line);
        }
    }

    /// Text in lines behind an indentation.
    pub(super) fn block(&mut self, indent: usize, text: &str) {
        for line in wrapped(text, self.width - indent) {
            self.line(&format!("{}{line}", " ".repeat(indent)));
        }
    }

    pub(super) fn more(&mut self, n: usize, shown: usize) {
        self.more_at(2, n, shown);
    }

    /// How many are not shown, behind an indentation.
    pub(super) fn more_at(&mut self, indent: usize, n: usize, shown: usize) {
        if n > shown {
            let more = self.messages.count("check.more", (n - shown) as u64);
            self.block(indent, &more);
        }
    }

    fn head(&mut self, view: &CheckView<'_>) {
        self.title(view.source, view.version, view.product);
    }

    /// What was looked at, by which program, and how large it is.
    pub(super) fn title(&mut self, source: &str, version: &str, product: &Product) {
        let title = paint(self.color, Style::Heading, &visible(source));
        let program = paint(self.color, Style::Faint, &format!("Heirloom {version}"));
        self.line(&format!("{title}  {program}"));
        let (components, relations) =
            (product.components.len().to_string(), product.relations.len().to_string());
        let args = [("components", &*components), ("relations", &*relations)];
        let product = self.messages.text("check.product", &args);
        self.line(&product);
    }

    /// An empty page.
    pub(super) fn plain(options: &TerminalOptions) -> Page {
        let messages = Messages::for_language(options.language);
        let width = options.width.clamp(60, 100);
        Page { messages, color: options.color, width, text: String::new() }
    }

    /// A page that ends by saying what it is not.
    pub(super) fn with(options: &TerminalOptions, fill: impl FnOnce(&mut Page)) -> String {
        let mut page = Page::plain(options);
        fill(&mut page);
        let advice = page.messages.label("check.not-advice").to_owned();
        page.line("");
        page.faint(&advice);
        page.text
    }

    fn delivery(&mut self, delivery: &DeliveryConclusion, is_assumed: bool) {
        self.line("");
        let kind = self.messages.word("delivery", delivery.kind.name());
        let title = format!("{} · {kind}", visible(&delivery.name));
        let title = paint(self.color, Style::Heading, &title);
        self.line(&title);
        if is_assumed {
            let assumed = self.messages.label("check.assumed").to_owned();
            self.block(2, &assumed);
        }
        if delivery.wholes.is_empty() {
            let nothing = self.messages.label("check.nothing-found").to_owned();
            self.block(2, &nothing);
        }
        // Of others only what is heavier than notices and source of their own.
        let heavy = |whole: &&WholeConclusion| {
            whole.own || whole.verdict.level > Level::DutiesOnly || whole.verdict.unknown
        };
        let (shown, rest): (Vec<_>, Vec<_>) = delivery.wholes.iter().partition(heavy);
        for whole in shown.iter().take(MAX_ROWS) {
            self.whole(whole);
        }
        self.more(shown.len(), MAX_ROWS);
        if !rest.is_empty() {
            let others = self.messages.count("check.others", rest.len() as u64);
            self.block(2, &others);
        }
        self.duties(&delivery.duties);
        self.prohibitions(&delivery.prohibitions);
        self.endings(&delivery.endings);
        self.questions(&delivery.questions);
        if let Some(first) = shown.first() {
            let explain = self.messages.text("check.explain", &[("id", &first.id)]);
            self.line("");
            self.faint(&explain);
        }
    }

    pub(super) fn verdict(&self, verdict: Verdict) -> String {
        let words: Vec<&str> =
            verdict.tokens().into_iter().map(|token| message(&self.messages, token)).collect();
        let style = match verdict.level {
            Level::Conflict => Style::Bad,
            Level::InheritsWhole | Level::Contested => Style::Odd,
            Level::ReplaceabilityRequired | Level::DutiesOnly => Style::Heading,
            Level::Clear => Style::Good,
        };
        paint(self.color, style, &words.join(" + "))
    }

    fn whole(&mut self, whole: &WholeConclusion) {
        self.line("");
        let mut verdict = self.verdict(whole.verdict);
        // What lies in an image has verdicts of its own, which this one does not speak of.
        if whole.beside.as_ref().is_some_and(|one| one.n_unlicensed > 0 || !one.wholes.is_empty()) {
            verdict = self.messages.text("check.by-itself", &[("verdict", &verdict)]);
        }
        let id = paint(self.color, Style::Faint, &whole.id);
        self.line(&format!("  {}  {verdict}  {id}", visible(whole.root.as_str())));
        self.alike(&whole.alike);
        let differ = whole.readings.windows(2).any(|two| two[0].verdict != two[1].verdict);
        for reading in &whole.readings {
            if differ {
                let name = self.messages.word("reading", reading.reading.name());
                let verdict = self.verdict(reading.verdict);
                let args = [("reading", name), ("verdict", &*verdict)];
                let line = self.messages.text("check.by-reading", &args);
                self.line(&format!("    {line}"));
            }
        }
        let told = whole.readings.iter().max_by_key(|reading| reading.verdict);
        let Some(told) = told else { return };
        if let Some(license) = &told.outbound {
            let outbound = self.messages.text("check.outbound", &[("license", license)]);
            self.block(4, &outbound);
        }
        if told.verdict.level > Level::DutiesOnly {
            for cause in told.causes.iter().take(MAX_CAUSES) {
                let cause = self.cause(cause);
                self.block(4, &cause);
            }
        }
        if let Some(beside) = &whole.beside {
            self.beside(beside);
        }
        self.courts(whole);
    }

    /// The names of those for which a whole stands.
    fn alike(&mut self, alike: &[Arc<str>]) {
        if alike.is_empty() {
            return;
        }
        let shown = alike.iter().take(MAX_ALIKE).map(|name| visible(name));
        let mut names = shown.collect::<Vec<_>>().join(", ");
        if alike.len() > MAX_ALIKE {
            let n = (alike.len() - MAX_ALIKE) as u64;
            names.push(' ');
            names.push_str(&self.messages.count("check.and-more-components", n));
        }
        let text = self.messages.text("check.alike", &[("names", &*names)]);
        self.block(4, &text);
    }

    /// What lies beside a whole, with verdicts of its own.
    fn beside(&mut self, beside: &Beside) {
        for one in beside.wholes.iter().take(MAX_CAUSES) {
            let verdict = self.verdict(one.verdict);
            let root = visible(one.root.as_str());
            let args = [("whole", &*root), ("verdict", &*verdict)];
            let holds = self.messages.text("check.holds", &args);
            self.block(4, &holds);
        }
        self.more_at(4, beside.wholes.len(), MAX_CAUSES);
        if beside.n_unlicensed > 0 {
            let (n, all) = (beside.n_unlicensed.to_string(), beside.n_components.to_string());
            let args = [("unknown", &*n), ("all", &*all)];
            let unlicensed = self.messages.text("check.beside-unlicensed", &args);
            self.block(4, &unlicensed);
        }
    }

    /// Licenses that nobody read in the tree: those that the projects usually have.
    fn assumed(&mut self, product: &Product) {
        let is_used = |one: &&Component| {
            let by = |use_: &Relation| use_.to == one.id && use_.scope.is_delivered();
            one.license.is_assumed() && product.relations.iter().any(by)
        };
        let named = |one: &Component| {
            let license = one.license.effective().map(ToString::to_string).unwrap_or_default();
            format!("{} ({license})", visible(&one.name))
        };
        let assumed = product.components.iter().filter(is_used).map(named).collect();
        self.licenses("check.usual-licenses", assumed);
    }

    /// What of ours says no license of its own and is under that of the tree around it.
    fn around(&mut self, product: &Product) {
        let named = |one: &Component| {
            let file = one.license.around.as_ref()?;
            let license = one.license.effective()?;
            Some(format!("{} ({license}, {})", visible(&one.name), visible(&file.to_string())))
        };
        let around = product.components.iter().filter_map(named).collect();
        self.licenses("check.licenses-around", around);
    }

    /// A remark on the licenses of components, if there are any.
    fn licenses(&mut self, key: &'static str, components: Vec<String>) {
        if components.is_empty() {
            return;
        }
        let mut names = components.iter().take(MAX_ROWS).cloned().collect::<Vec<_>>().join(", ");
        if components.len() > MAX_ROWS {
            let n = (components.len() - MAX_ROWS) as u64;
            names.push(' ');
            names.push_str(&self.messages.count("check.and-more-components", n));
        }
        self.line("");
        let text = self.messages.text(key, &[("components", &*names)]);
        self.block(2, &text);
    }

    fn cause(&self, cause: &Cause) -> String {
        let because = self.messages.label("check.because");
        let uses: Vec<String> = cause.way.iter().map(|by| self.use_of(by)).collect();
        let license = cause
            .license
            .as_ref()
            .map_or_else(|| self.messages.label("tri.unknown").to_owned(), ToString::to_string);
        format!("{because} {} ({license})", uses.join(", "))
    }

    pub(super) fn use_of(&self, by: &UseRef) -> String {
        let kind = self.messages.word("relation", by.kind.name());
        format!("{} {kind} {}", visible(by.from.as_str()), visible(by.to.as_str()))
    }

    fn duties(&mut self, duties: &[Duty]) {
        if duties.is_empty() {
            return;
        }
        self.line("");
        let heading = self.messages.label("check.duties").to_owned();
        self.line(&format!("  {heading}"));
        let order = |duty: &&Duty| match duty.fulfilment {
            Fulfilment::Unmet => 0,
            Fulfilment::Unknown => 1,
            Fulfilment::Met => 2,
        };
        // One line for each kind, its terms behind.
        let mut kinds: Vec<(u8, &str, Vec<&Duty>)> = Vec::new();
        let mut sorted: Vec<&Duty> = duties.iter().collect();
        sorted.sort_by_key(order);
        for duty in sorted {
            let rank = order(&duty);
            let key = |(other, name, _): &&mut (u8, &str, Vec<&Duty>)| {
                *other == rank && *name == duty.kind.name()
            };
            match kinds.iter_mut().find(key) {
                Some((_, _, all)) => all.push(duty),
                None => kinds.push((rank, duty.kind.name(), vec![duty])),
            }
        }
        for (_, kind, duties) in kinds.iter().take(MAX_ROWS) {
            self.duty(kind, duties);
        }
        self.more(kinds.len(), MAX_ROWS);
    }

    fn duty(&mut self, kind: &str, duties: &[&Duty]) {
        let first = duties[0];
        let state = self.messages.word("fulfilment", first.fulfilment.name());
        let style = match first.fulfilment {
            Fulfilment::Unmet => Style::Bad,
            Fulfilment::Unknown => Style::Odd,
            Fulfilment::Met => Style::Good,
        };
        let state = paint(self.color, style, state);
        let what = self.messages.word("duty", kind).to_owned();
        let mut about: Vec<&ComponentId> = duties.iter().flat_map(|duty| &duty.about).collect();
        about.sort();
        about.dedup();
        let mut terms: Vec<String> = duties.iter().map(|duty| term(duty)).collect();
        terms.sort();
        terms.dedup();
        self.block(4, &format!("{state}  {what}: {}", self.names(&about)));
        let more = if terms.len() > MAX_NAMES { "; …" } else { "" };
        let terms: Vec<String> = terms.into_iter().take(MAX_NAMES).collect();
        self.block(8, &format!("{}{more}", terms.join("; ")));
        self.means(duties);
    }

    pub(super) fn names(&self, about: &[&ComponentId]) -> String {
        let names: Vec<String> =
            about.iter().take(MAX_NAMES).map(|id| visible(id.as_str()).into_owned()).collect();
        let mut text = names.join(", ");
        if about.len() > MAX_NAMES {
            let n = (about.len() - MAX_NAMES) as u64;
            text.push(' ');
            text.push_str(&self.messages.count("check.and-more-components", n));
        }
        text
    }

    fn questions(&mut self, questions: &[Question]) {
        if questions.is_empty() {
            return;
        }
        self.line("");
        let heading = self.messages.label("check.questions").to_owned();
        self.line(&format!("  {heading}"));
        let rows = alike(questions);
        for row in rows.iter().take(MAX_ROWS) {
            let text = self.questions_alike(row);
            let ids: Vec<&str> = row.iter().map(|one| &*one.id).take(MAX_NAMES).collect();
            let more = if row.len() > MAX_NAMES { " …" } else { "" };
            let ids = paint(self.color, Style::Faint, &format!("{}{more}", ids.join(" ")));
            self.block(4, &format!("? {text} {ids}"));
        }
        self.more(rows.len(), MAX_ROWS);
    }

    /// Questions that are one but for whom they are about; all of them stand in JSON.
    fn questions_alike(&self, row: &[&Question]) -> String {
        let [first, .., _] = row else {
            return row.first().map_or_else(String::new, |only| self.question(only));
        };
        let about = |one: &Question| match &one.subject {
            QuestionSubject::Component(id) => visible(id.as_str()).into_owned(),
            QuestionSubject::Existence(by) => visible(by.from.as_str()).into_owned(),
            other => self.subject(other),
        };
        let names: Vec<String> = row.iter().take(MAX_NAMES).map(|one| about(one)).collect();
        let mut names = names.join(", ");
        if row.len() > MAX_NAMES {
            names.push(' ');
            let n = (row.len() - MAX_NAMES) as u64;
            names.push_str(&self.messages.count("check.and-more-components", n));
        }
        let subject = match &first.subject {
            QuestionSubject::Existence(by) => {
                let kind = self.messages.word("relation", by.kind.name());
                let by = format!("{names} {kind} {}", visible(by.to.as_str()));
                self.messages.text("check.exists", &[("use", &by)])
            }
            _ => names,
        };
        let decides = row.iter().map(|one| one.decides).max().unwrap_or_default();
        self.asked(&Question { decides, ..(*first).clone() }, subject)
    }

    pub(super) fn question(&self, question: &Question) -> String {
        self.asked(question, self.subject(&question.subject))
    }

    fn asked(&self, question: &Question, subject: String) -> String {
        let fact = question.fact.map(|fact| self.messages.word("fact", fact.name()).to_owned());
        let asked = match fact {
            Some(fact) => format!("{subject}: {fact}"),
            None => subject,
        };
        let decides = self.messages.count("check.decides", question.decides as u64);
        let answers = match (question.outcomes, question.fact) {
            (Some((yes, no)), _) => {
                let (yes, no) = (self.verdict(yes), self.verdict(no));
                self.messages.text("check.if-yes-no", &[("yes", &yes), ("no", &no)])
            }
            (None, _) if !question.duties.is_empty() => {
                let duties = question.duties.iter().take(MAX_NAMES);
                let duties = duties.map(|duty| self.messages.word("duty", duty.name()));
                let duties = duties.collect::<Vec<_>>().join("; ");
                self.messages.text("check.decides-duties", &[("duties", &duties)])
            }
            (None, Some(_)) => self.messages.label("check.with-others").to_owned(),
            (None, None) => decides.clone(),
        };
        if question.outcomes.is_some() {
            format!("{asked} ({answers}; {decides})")
        } else {
            format!("{asked} ({answers})")
        }
    }

    pub(super) fn subject(&self, subject: &QuestionSubject) -> String {
        match subject {
            QuestionSubject::Use(by) => self.use_of(by),
            QuestionSubject::Existence(by) => {
                let by = self.use_of(by);
                self.messages.text("check.exists", &[("use", &by)])
            }
            QuestionSubject::Component(id) => visible(id.as_str()).into_owned(),
            QuestionSubject::License(id) => {
                self.messages.text("check.license-of", &[("component", &visible(id.as_str()))])
            }
            QuestionSubject::Licenses { of, source, is_needed } => {
                let are_all = *is_needed && of.len() <= MAX_NEEDED;
                let n_shown = if are_all { MAX_NEEDED } else { MAX_NAMES };
                let named = of.iter().take(n_shown).map(|id| visible(id.as_str()));
                let named = named.collect::<Vec<_>>().join(", ");
                let (n, source) = (of.len().to_string(), source.to_string());
                let args = [("n", &*n), ("source", &*visible(&source)), ("component", &*named)];
                let key = match (are_all, *is_needed) {
                    (true, _) => "check.licenses-needed",
                    (false, true) => "check.licenses-needed-of",
                    (false, false) => "check.licenses-of",
                };
                self.messages.text(key, &args)
            }
            QuestionSubject::Modified(id) => {
                self.messages.text("check.changed", &[("component", &visible(id.as_str()))])
            }
            QuestionSubject::Delivery(name) => visible(name).into_owned(),
        }
    }
}
