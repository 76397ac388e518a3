// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Days on which versions come under another license, as some licenses say (BUSL-1.1, FSL-1.1).
//!
//! ```toml
//! [[components]]
//! id = "store"
//! license = "BUSL-1.1"
//! released = "2023-05-01"
//! change_date = "2027-05-01"
//! change_license = "Apache-2.0"
//! ```
//!
//! Which day it is, the caller says. A component without dates is left as it is: whether its day is
//! over stays a question.

use heirloom_model::{
    Date, Evidence, Expression, FactKind, LicenseId, LicenseTerm, Product, Statement, Tri,
};
use toml::de::DeValue;

use super::{Reader, StatedProduct, Table};
use crate::book::{Change, LicenseBook};

/// The days that are stated of a component's version.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct StatedDates {
    /// When it was published.
    pub released: Option<Date>,
    /// From when on it is under the other license, where the work names a day.
    pub change: Option<Date>,
    /// The other license, where the work names it.
    pub license: Option<Expression>,
    /// Who says so.
    pub evidence: Option<Evidence>,
}

impl StatedDates {
    /// Whether the day is over, and which it is; unknown where nothing stated tells.
    fn passed(&self, change: &Change, as_of: Date) -> (Tri, Option<Date>) {
        let by_years = |years: Option<u16>| Some(self.released?.years_later(years?));
        let named = self.change.or_else(|| by_years(change.years));
        let latest = by_years(change.most_years);
        // A day that is named too late is moved to the last one that the license lets.
        let day = named.map_or(latest, |named| Some(latest.map_or(named, |last| named.min(last))));
        match (day, named) {
            (Some(day), _) if as_of >= day => (Tri::Yes, Some(day)),
            (Some(day), Some(_)) => (Tri::No, Some(day)),
            _ => (Tri::Unknown, None),
        }
    }
}

/// Puts components under the licenses that hold on a day, and says of others that the day is not yet.
pub fn apply_dates(book: &LicenseBook, stated: &StatedProduct, as_of: Date, product: &mut Product) {
    for said in stated.components.iter().filter(|one| one.dates != StatedDates::default()) {
        for component in product.components.iter_mut().filter(|one| one.id == said.id) {
            let Some(expression) = component.license.effective().cloned() else { continue };
            let Some(change) = change_of(book, &expression) else { continue };
            let (passed, day) = said.dates.passed(change, as_of);
            let Some(day) = day else { continue };
            let mut evidence = said.dates.evidence.clone();
            if let Some(evidence) = &mut evidence {
                let parts = [&*evidence.note, &format!("{day}, as of {as_of}")].join(" ");
                evidence.note = parts.trim().into();
            }
            let evidence = evidence.into_iter().collect();
            let statement = Statement { value: passed, evidence };
            component.facts.set(FactKind::ChangeDatePassed, statement);
            let to = change.to.as_ref().map(plain).or_else(|| said.dates.license.clone());
            if let (Tri::Yes, Some(to)) = (passed, to) {
                component.license.concluded = Some(changed(book, &expression, &to));
            }
        }
    }
}

/// The change that a license of an expression knows.
fn change_of<'b>(book: &'b LicenseBook, expression: &Expression) -> Option<&'b Change> {
    let mut found = None;
    expression.visit(&mut |term| {
        let change = book.license(&term.license).and_then(|license| license.change.as_ref());
        found = found.or(change);
    });
    found
}

fn plain(license: &LicenseId) -> Expression {
    let license = license.clone();
    Expression::Term(LicenseTerm { license, or_later: false, exception: None })
}

/// An expression with what holds from the day on in the place of what held before.
fn changed(book: &LicenseBook, expression: &Expression, to: &Expression) -> Expression {
    let all = |operands: &[Expression]| operands.iter().map(|one| changed(book, one, to)).collect();
    match expression {
        Expression::Term(term) => {
            let gives_way = book.license(&term.license).is_some_and(|one| one.change.is_some());
            if gives_way { to.clone() } else { expression.clone() }
        }
        Expression::And(operands) => Expression::And(all(operands)),
        Expression::Or(operands) => Expression::Or(all(operands)),
    }
}

impl Reader<'_> {
    pub(super) fn dates(&mut self, table: &Table<'_>, evidence: &Evidence) -> StatedDates {
        let released = self.date(table, "released");
        let change = self.date(table, "change_date");
        let license = self.expression(table, "change_license");
        let is_stated = released.is_some() || change.is_some() || license.is_some();
        let evidence = is_stated.then(|| evidence.clone());
        StatedDates { released, change, license, evidence }
    }

    /// A day, as a date of TOML or as text.
    fn date(&mut self, table: &Table<'_>, key: &str) -> Option<Date> {
        let value = table.get(key)?;
        let text = match value.get_ref() {
            DeValue::String(text) => text.clone().into_owned(),
            DeValue::Datetime(day) => day.to_string(),
            _ => String::new(),
        };
        let date = Date::parse(&text);
        if date.is_err() {
            self.error(&value.span(), format!("`{key}` is a day, such as 2026-12-31"));
        }
        date.ok()
    }
}
