// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Remedy plans for people: a table to choose from, then each plan with what it changes and leaves
//! open.

use std::collections::BTreeSet;

use heirloom_model::{
    Action, Component, Edit, EditSubject, Family, Level, Plan, Plans, Product, ReadVerdicts,
    Reading, ResidualRisk, WholeChange,
};

use super::{PlanView, WhatIfView, terminal::Page};
use crate::{
    terminal::{Style, padded, paint, width},
    visible::visible,
};

/// Edits, wholes and risks shown before the rest is only counted.
const MAX_ROWS: usize = 15;

pub(super) fn plans(page: &mut Page, view: &PlanView<'_>) {
    page.title(view.source, view.version, view.product);
    if view.is_assumed {
        let assumed = page.messages.label("check.assumed").to_owned();
        page.block(0, &assumed);
    }
    page.goal(view);
    let plans = view.plans;
    if plans.missing.is_empty() {
        page.line("");
        let met = page.messages.label("plan.goal-met").to_owned();
        let met = paint(page.color, Style::Good, &met);
        page.line(&met);
        if view.most >= Level::InheritsWhole {
            let less = page.messages.label("plan.ask-for-less").to_owned();
            page.faint(&less);
        }
    } else {
        page.missing(plans);
        page.table(plans);
        for (number, plan) in plans.plans.iter().enumerate() {
            page.plan(number + 1, plan, view.product);
        }
    }
    page.refused(plans);
    if let Some(edit) = plans.plans.first().and_then(|plan| plan.edits.first()) {
        page.line("");
        let edit = visible(&edit.to_string()).into_owned();
        let what_if = page.messages.text("plan.what-if", &[("edit", &edit)]);
        page.faint(&what_if);
    }
}

pub(super) fn what_if(page: &mut Page, view: &WhatIfView<'_>) {
    page.title(view.source, view.version, view.product);
    page.line("");
    for edit in view.edits {
        let text = page.edit(edit, view.product);
        page.block(2, &format!("· {text}"));
    }
    page.line("");
    if view.changes.is_empty() {
        let nothing = page.messages.label("plan.changes-nothing").to_owned();
        page.line(&nothing);
    }
    page.changes(0, view.changes);
    let risks: Vec<ResidualRisk> = view.risks.to_vec();
    page.risks(0, &risks);
    page.line("");
    let (key, style) = if view.n_missing == 0 {
        ("plan.then-met", Style::Good)
    } else {
        ("plan.then-missed", Style::Bad)
    };
    let text = page.messages.count(key, view.n_missing as u64);
    let text = paint(page.color, style, &text);
    page.line(&text);
}

impl Page {
    fn goal(&mut self, view: &PlanView<'_>) {
        let most = self.messages.word("level", view.most.name()).to_owned();
        let goal = match view.policy {
            Some(policy) => self
                .messages
                .text("plan.goal-policy", &[("most", &most), ("policy", &visible(policy))]),
            None => self.messages.text("plan.goal", &[("most", &most)]),
        };
        self.block(0, &goal);
        if view.readings.len() < Reading::ALL.len() {
            let readings: Vec<&str> = view
                .readings
                .iter()
                .map(|reading| self.messages.word("reading", reading.name()))
                .collect();
            let text = self.messages.text("plan.readings", &[("readings", &readings.join(", "))]);
            self.block(0, &text);
        }
    }

    fn missing(&mut self, plans: &Plans) {
        self.line("");
        let heading = self.messages.label("plan.missing").to_owned();
        let heading = paint(self.color, Style::Heading, &heading);
        self.line(&heading);
        for change in plans.missing.iter().take(MAX_ROWS) {
            let verdict = match &change.before {
                Some(before) => self.verdict(before.verdict),
                None => String::new(),
            };
            let (whole, delivery) = (visible(change.whole.as_str()), visible(&change.delivery));
            self.block(2, &format!("{whole}  ({delivery})  {verdict}"));
        }
        self.more(plans.missing.len(), MAX_ROWS);
        if plans.plans.is_empty() {
            self.line("");
            let none = self.messages.label("plan.none").to_owned();
            let none = paint(self.color, Style::Bad, &none);
            self.line(&none);
        }
    }

    fn table(&mut self, plans: &Plans) {
        if plans.plans.len() < 2 {
            return;
        }
        let mut rows = vec![
            ["plan.plan", "plan.cost", "plan.edits", "plan.families"]
                .map(|key| self.messages.label(key).to_owned()),
        ];
        for (number, plan) in plans.plans.iter().enumerate() {
            let (number, cost) = ((number + 1).to_string(), plan.cost.to_string());
            rows.push([number, cost, plan.edits.len().to_string(), self.families(plan)]);
        }
        let columns = [0, 1, 2]
            .map(|column: usize| rows.iter().map(|row| width(&row[column])).max().unwrap_or(0) + 2);
        self.line("");
        for (index, row) in rows.iter().enumerate() {
            let cells: String =
                (0..3).map(|column| padded(&row[column], columns[column])).collect();
            let bound = match index.checked_sub(1) {
                Some(plan) => format!("  {}", self.bound(&plans.plans[plan])),
                None => String::new(),
            };
            self.line(&format!("  {cells}{}{bound}", row[3]));
        }
    }

    /// The families whose edits a plan has, not those it was allowed.
    fn families(&self, plan: &Plan) -> String {
        let families: BTreeSet<Family> = plan.edits.iter().map(Edit::family).collect();
        let words: Vec<&str> =
            families.iter().map(|family| self.messages.word("family", family.name())).collect();
        words.join(" + ")
    }

    fn bound(&self, plan: &Plan) -> String {
        if plan.is_minimal() && plan.families.len() == Family::ALL.len() {
            self.messages.label("plan.minimal").to_owned()
        } else if plan.is_minimal() {
            self.messages.label("plan.minimal-of-families").to_owned()
        } else {
            self.messages.text("plan.best-found", &[("bound", &plan.bound.to_string())])
        }
    }

    fn plan(&mut self, number: usize, plan: &Plan, product: &Product) {
        self.line("");
        let args = [("n", &*number.to_string()), ("cost", &*plan.cost.to_string())];
        let head = self.messages.text("plan.head", &args);
        let head = paint(self.color, Style::Heading, &head);
        let line = format!("{head} · {} · {}", self.families(plan), self.bound(plan));
        self.line(&line);
        for edit in plan.edits.iter().take(MAX_ROWS) {
            let text = self.edit(edit, product);
            self.block(2, &format!("· {text}"));
            let name = paint(self.color, Style::Faint, &visible(&edit.to_string()));
            self.line(&format!("      {name}"));
        }
        self.more_at(4, plan.edits.len(), MAX_ROWS);
        self.changes(2, &plan.changes);
        let risks: Vec<ResidualRisk> = plan.risks.iter().map(|(_, risk)| *risk).collect();
        self.risks(2, &risks);
        for owner in plan.new_owners.iter().take(MAX_ROWS) {
            let args = [
                ("component", &*visible(owner.component.as_str())),
                ("duty", self.messages.word("duty", owner.duty.name())),
                ("who", self.messages.word("owed-by", owner.owed_by.name())),
            ];
            let text = self.messages.text("plan.owes", &args);
            self.block(2, &text);
        }
    }

    /// An edit in words.
    fn edit(&self, edit: &Edit, product: &Product) -> String {
        let name = edit.action.name();
        let key = format!("action.{name}");
        let (from, before, to) = match &edit.subject {
            EditSubject::Use { from, kind, to, .. } => (from.as_str(), kind.name(), to),
            EditSubject::Component(id) => ("", "", id),
        };
        let license = product
            .components
            .iter()
            .find(|one| one.id == *to)
            .and_then(|one| one.license.effective().map(|license| format!("{to} ({license})")));
        let to = license.unwrap_or_else(|| to.to_string());
        let (from, to) = (visible(from), visible(&to));
        let before = self.messages.word("relation", before);
        let mut args = vec![("from", &*from), ("to", &*to), ("before", before)];
        match &edit.action {
            Action::Become(kind) => {
                args.push(("kind", self.messages.word("relation", kind.name())));
                self.messages.text(&key, &args)
            }
            Action::Obtain(license) => {
                self.messages.text(&key, &[("to", &to), ("license", &license.to_string())])
            }
            Action::ReplaceBy(other) => {
                let other = with_license(other);
                let other = visible(&other);
                args.push(("other", &*other));
                self.messages.text(&key, &args)
            }
            _ => self.messages.text(&key, &args),
        }
    }

    /// The verdicts before and after, under each reading where they differ.
    fn changes(&mut self, indent: usize, changes: &[WholeChange]) {
        for change in changes.iter().take(MAX_ROWS) {
            let whole = visible(change.whole.as_str()).into_owned();
            let all = self.before_after(
                change.before.as_ref().map(|one| one.verdict),
                change.after.as_ref().map(|one| one.verdict),
            );
            self.line(&format!("{}{whole}: {all}", " ".repeat(indent)));
            for (index, reading) in Reading::ALL.iter().enumerate() {
                let of = |all: &Option<ReadVerdicts>| {
                    all.as_ref().and_then(|all| all.readings.get(index).map(|(_, one)| *one))
                };
                let (before, after) = (of(&change.before), of(&change.after));
                let same = before == change.before.as_ref().map(|one| one.verdict)
                    && after == change.after.as_ref().map(|one| one.verdict);
                if same {
                    continue;
                }
                let name = self.messages.word("reading", reading.name());
                let verdict = self.before_after(before, after);
                let args = [("reading", name), ("verdict", &*verdict)];
                let line = self.messages.text("check.by-reading", &args);
                self.line(&format!("{}{line}", " ".repeat(indent + 4)));
            }
        }
        self.more_at(indent, changes.len(), MAX_ROWS);
    }

    fn before_after(
        &self,
        before: Option<heirloom_model::Verdict>,
        after: Option<heirloom_model::Verdict>,
    ) -> String {
        let word = |verdict: Option<heirloom_model::Verdict>| match verdict {
            Some(verdict) => self.verdict(verdict),
            None => self.messages.label("plan.no-whole").to_owned(),
        };
        format!("{} → {}", word(before), word(after))
    }

    /// What remains uncertain, each once under the readings for which it holds.
    fn risks(&mut self, indent: usize, risks: &[ResidualRisk]) {
        let mut kinds: Vec<heirloom_model::Risk> = risks.iter().map(|one| one.risk).collect();
        kinds.sort_unstable();
        kinds.dedup();
        for kind in kinds {
            let readings: BTreeSet<Reading> =
                risks.iter().filter(|one| one.risk == kind).map(|one| one.reading).collect();
            let readings: Vec<&str> = readings
                .iter()
                .map(|reading| self.messages.word("reading", reading.name()))
                .collect();
            let args = [
                ("readings", &*readings.join(", ")),
                ("risk", self.messages.word("risk", kind.name())),
            ];
            let text = self.messages.text("plan.risk", &args);
            self.block(indent, &text);
        }
    }

    fn refused(&mut self, plans: &Plans) {
        if plans.refused.is_empty() {
            return;
        }
        self.line("");
        let heading = self.messages.label("plan.refused").to_owned();
        let heading = paint(self.color, Style::Heading, &heading);
        self.line(&heading);
        for refused in plans.refused.iter().take(MAX_ROWS) {
            let (from, to) = (visible(refused.from.as_str()), visible(refused.to.as_str()));
            let why = self.messages.word("refusal", refused.rule.name()).to_owned();
            self.block(2, &format!("{from} → {to}: {why}"));
        }
        self.more(plans.refused.len(), MAX_ROWS);
    }
}

fn with_license(component: &Component) -> String {
    match component.license.effective() {
        Some(license) => format!("{} ({license})", component.id),
        None => component.id.to_string(),
    }
}
