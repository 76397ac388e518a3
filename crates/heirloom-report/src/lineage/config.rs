// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! A `heirloom.toml` to start from: how the product is delivered, and what nobody knows yet as
//! statements to fill in.
//!
//! Read as it is, it states the delivery, what was said not to be ours, and nothing else.

use std::{collections::BTreeSet, fmt::Write};

use heirloom_model::{
    ComponentId, Delivery, DeliveryConclusion, DeliveryKind, FactKind, Fulfilment, Owner, Product,
    Question, QuestionSubject, ServiceUsers, UseRef,
};

use super::terminal::Page;
use crate::{TerminalOptions, visible::visible};

/// Questions written; the rest is counted.
const MAX_QUESTIONS: usize = 50;
/// Components of ours that are named.
const MAX_OWN: usize = 200;

/// What a configuration is made of.
#[derive(Clone, Copy, Debug)]
pub struct ConfigView<'a> {
    /// What was judged, by the delivery.
    pub product: &'a Product,
    /// The delivery.
    pub delivery: &'a Delivery,
    /// What follows.
    pub conclusion: &'a DeliveryConclusion,
    /// The policy to decide by.
    pub policy: &'a str,
    /// What was found as ours and is not.
    pub foreign: &'a [ComponentId],
    /// What was not found as ours and is.
    pub own: &'a [ComponentId],
    /// Who says so; empty if nobody wants to be named.
    pub author: &'a str,
}

pub(super) fn text(view: &ConfigView<'_>, options: &TerminalOptions) -> String {
    let plain = TerminalOptions { color: false, width: 98, ..*options };
    let page = Page::plain(&plain);
    let mut file = File { page, text: String::new() };
    file.comment("init.head");
    file.line("");
    file.comment("init.policy");
    file.line(&format!("policy = {}", quoted(view.policy)));
    file.line("");
    file.delivery(view);
    file.components(view);
    file.questions(&view.conclusion.questions);
    file.text
}

struct File {
    page: Page,
    text: String,
}

impl File {
    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// A message as comment lines.
    fn comment(&mut self, key: &str) {
        let text = self.page.messages.label(key).to_owned();
        self.comment_text(&text);
    }

    fn comment_text(&mut self, text: &str) {
        for line in crate::terminal::wrapped(&visible(text), 96) {
            self.line(&format!("# {line}"));
        }
    }

    fn delivery(&mut self, view: &ConfigView<'_>) {
        let delivery = view.delivery;
        self.line("[[deliveries]]");
        self.line(&format!("name = {}", quoted(&delivery.name)));
        self.line(&format!("kind = \"{}\"", delivery.kind.name()));
        match delivery.kind {
            DeliveryKind::Device { user_product, locked } => {
                self.line(&format!("user_product = \"{}\"", user_product.name()));
                self.line(&format!("locked = \"{}\"", locked.name()));
            }
            DeliveryKind::NetworkService { users } => {
                let users = match users {
                    ServiceUsers::Public => "public",
                    ServiceUsers::Internal => "internal",
                };
                self.line(&format!("users = \"{users}\""));
            }
            _ => {}
        }
        let reason = self.page.messages.label("init.reason").to_owned();
        self.line(&format!("reason = {}", quoted(&reason)));
        if !view.author.is_empty() {
            self.line(&format!("author = {}", quoted(view.author)));
        }
        self.comment("init.roots");
        let roots: Vec<String> =
            delivery.roots.iter().take(MAX_OWN).map(|root| quoted(root.as_str())).collect();
        self.line(&format!("# roots = [{}]", roots.join(", ")));
        let facts: BTreeSet<FactKind> = view
            .conclusion
            .duties
            .iter()
            .filter(|duty| duty.fulfilment != Fulfilment::Met)
            .filter_map(|duty| duty.settled_by)
            .filter(|fact| of_deliveries(*fact))
            .collect();
        if !facts.is_empty() {
            self.comment("init.facts");
            let facts: Vec<String> =
                facts.iter().map(|fact| format!("{} = \"yes\"", fact.name())).collect();
            self.line(&format!("# facts = {{ {} }}", facts.join(", ")));
        }
        self.line("");
    }

    fn components(&mut self, view: &ConfigView<'_>) {
        for (ids, own) in [(view.foreign, false), (view.own, true)] {
            for id in ids {
                self.line("[[components]]");
                self.line(&format!("id = {}", quoted(id.as_str())));
                self.line(&format!("own = {own}"));
                let reason = self.page.messages.label("init.reason").to_owned();
                self.line(&format!("reason = {}", quoted(&reason)));
                if !view.author.is_empty() {
                    self.line(&format!("author = {}", quoted(view.author)));
                }
                self.line("");
            }
        }
        let own: Vec<&ComponentId> = view
            .product
            .components
            .iter()
            .filter(|component| component.owner == Owner::Own)
            .map(|component| &component.id)
            .collect();
        self.comment("init.own");
        for id in own.iter().take(MAX_OWN) {
            self.line(&format!("#   {}", quoted(id.as_str())));
        }
        if own.len() > MAX_OWN {
            let more = self.page.messages.count("check.more", (own.len() - MAX_OWN) as u64);
            self.comment_text(&more);
        }
        self.line("");
    }

    fn questions(&mut self, questions: &[Question]) {
        if questions.is_empty() {
            self.comment("init.no-questions");
            return;
        }
        self.comment("init.questions");
        // What is asked about one thing is answered by one statement.
        let mut subjects: Vec<(&QuestionSubject, Vec<&Question>)> = Vec::new();
        for question in questions.iter().take(MAX_QUESTIONS) {
            match subjects.iter_mut().find(|(subject, _)| **subject == question.subject) {
                Some((_, asked)) => asked.push(question),
                None => subjects.push((&question.subject, vec![question])),
            }
        }
        for (subject, asked) in subjects {
            self.line("");
            for question in &asked {
                let text = self.page.question(question);
                self.comment_text(&text);
            }
            self.statement(subject, &asked);
        }
        if questions.len() > MAX_QUESTIONS {
            self.line("");
            let n = (questions.len() - MAX_QUESTIONS) as u64;
            let more = self.page.messages.count("check.more", n);
            self.comment_text(&more);
        }
    }

    /// The statement that answers what is asked about one thing, to be filled in.
    fn statement(&mut self, subject: &QuestionSubject, asked: &[&Question]) {
        let (mut lines, more) = match subject {
            QuestionSubject::Use(by) => (of_use(by), None),
            QuestionSubject::Existence(by) => (of_use(by), Some("absent = false")),
            QuestionSubject::Component(id) => (of_component(id), None),
            QuestionSubject::License(id) => (of_component(id), Some("license = \"\"")),
            // One of them, to be repeated for the others.
            QuestionSubject::Licenses { of, .. } => match of.first() {
                Some(first) => (of_component(first), Some("license = \"\"")),
                None => return,
            },
            QuestionSubject::Modified(id) => (of_component(id), Some("modified = \"unknown\"")),
            // It stands above.
            QuestionSubject::Delivery(_) => return,
        };
        lines.extend(more.map(str::to_owned));
        let facts: Vec<String> = asked
            .iter()
            .filter_map(|question| question.fact)
            .map(|fact| format!("{} = \"unknown\"", fact.name()))
            .collect();
        if !facts.is_empty() {
            lines.push(format!("facts = {{ {} }}", facts.join(", ")));
        }
        lines.push("reason = \"\"".to_owned());
        lines.push("author = \"\"".to_owned());
        for line in lines {
            self.line(&format!("# {line}"));
        }
    }
}

/// Whether it can be said of all that is delivered at once.
fn of_deliveries(fact: FactKind) -> bool {
    matches!(
        fact,
        FactKind::NoticesDelivered
            | FactKind::SourceDelivered
            | FactKind::ChangesMarked
            | FactKind::ReverseEngineeringAllowed
            | FactKind::InstallationInfo
    )
}

fn of_use(by: &UseRef) -> Vec<String> {
    vec![
        "[[relations]]".to_owned(),
        format!("from = {}", quoted(by.from.as_str())),
        format!("to = {}", quoted(by.to.as_str())),
        format!("kind = \"{}\"", by.kind.name()),
    ]
}

fn of_component(id: &ComponentId) -> Vec<String> {
    vec!["[[components]]".to_owned(), format!("id = {}", quoted(id.as_str()))]
}

/// A basic string of TOML on one line.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            c if c.is_control() || crate::visible::is_hidden(c) => {
                write!(quoted, "\\U{:08X}", u32::from(c)).expect("a string takes any text");
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}
