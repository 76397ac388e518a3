// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! JUnit XML, as CI systems read it: a suite for each delivery, a case for each whole, each use
//! that a policy found, and each kind of duty that is known to be unmet.
//!
//! What is rejected fails; what has to be found out or approved, or is waived, is skipped. Without a
//! policy, a conflict and a duty that is certainly unmet are rejected.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    io::{self, Write},
};

use heirloom_model::{
    DeliveryConclusion, Duty, FindingSubject, Fulfilment, Language, Level, Outcome, PolicyFinding,
    WholeConclusion,
};

use super::{
    CheckView,
    places::Places,
    told::{Teller, shown},
};
use crate::visible::{is_hidden, visible};

/// Duties of one kind that a case names.
const MAX_DUTIES: usize = 20;

/// One case.
struct Case {
    name: String,
    class: String,
    file: String,
    state: State,
    output: String,
}

enum State {
    Passed,
    Failed { message: String, sort: &'static str },
    Skipped { message: String },
}

pub(super) fn write(
    view: &CheckView<'_>,
    language: Language,
    out: &mut dyn Write,
) -> io::Result<()> {
    let teller = Teller::new(language);
    let places = Places::new(view.product);
    let suites: Vec<(String, Vec<Case>)> = view
        .deliveries
        .iter()
        .map(|delivery| (shown(&delivery.name), cases(view, delivery, &teller, &places)))
        .collect();
    let all = suites.iter().flat_map(|(_, cases)| cases);
    writeln!(
        out,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"{}\" {}>",
        xml(&format!("heirloom check {}", visible(view.source))),
        counts(all),
    )?;
    for (name, cases) in &suites {
        writeln!(out, "  <testsuite name=\"{}\" {}>", xml(name), counts(cases.iter()))?;
        cases.iter().try_for_each(|case| case.write(out))?;
        out.write_all(b"  </testsuite>\n")?;
    }
    out.write_all(b"</testsuites>\n")
}

fn counts<'a>(cases: impl Iterator<Item = &'a Case>) -> String {
    let (mut all, mut failed, mut skipped) = (0, 0, 0);
    for case in cases {
        all += 1;
        failed += u32::from(matches!(case.state, State::Failed { .. }));
        skipped += u32::from(matches!(case.state, State::Skipped { .. }));
    }
    format!("tests=\"{all}\" failures=\"{failed}\" errors=\"0\" skipped=\"{skipped}\" time=\"0\"")
}

fn cases(
    view: &CheckView<'_>,
    delivery: &DeliveryConclusion,
    teller: &Teller,
    places: &Places<'_>,
) -> Vec<Case> {
    let class = shown(&delivery.name);
    let findings: Vec<&PolicyFinding> = view.policy.map_or_else(Vec::new, |policy| {
        policy.findings.iter().filter(|one| one.delivery == delivery.name).collect()
    });
    let of_wholes: BTreeMap<&str, &PolicyFinding> = findings
        .iter()
        .filter(|one| one.subject == FindingSubject::Whole)
        // The heaviest comes first and stays.
        .rev()
        .map(|one| (&*one.whole_id, *one))
        .collect();
    let case = |name: String, file: String, state, output| Case {
        name,
        class: class.clone(),
        file,
        state,
        output,
    };
    let whole = |whole: &WholeConclusion| {
        let state = match (of_wholes.get(&*whole.id), view.policy) {
            (Some(finding), _) => by_finding(teller, finding),
            (None, None) if whole.verdict.level == Level::Conflict => {
                State::Failed { message: told(teller, whole), sort: "conflict" }
            }
            (None, _) => State::Passed,
        };
        let place = places.of_component(&whole.root);
        case(shown(whole.root.as_str()), place.path, state, told(teller, whole))
    };
    let mut cases: Vec<Case> = delivery.wholes.iter().map(whole).collect();
    for finding in &findings {
        if let FindingSubject::Use(by) = &finding.subject {
            let name = format!("{} [{}]", teller.use_of(by), shown(&finding.id));
            let state = by_finding(teller, finding);
            cases.push(case(name, places.of_use(by).path, state, String::new()));
        }
    }
    if view.policy.is_none() {
        let unmet = delivery
            .duties
            .iter()
            .filter(|duty| duty.certain && duty.fulfilment == Fulfilment::Unmet);
        let mut kinds: BTreeMap<&str, Vec<&Duty>> = BTreeMap::new();
        unmet.for_each(|duty| kinds.entry(duty.kind.name()).or_default().push(duty));
        for (kind, duties) in kinds {
            let duty = teller.word("duty", kind);
            let name = teller.text("form.duty-rule", &[("duty", &duty)]);
            let place = duties[0].by_use.as_ref().map(|by| places.of_use(by));
            let place = place.unwrap_or_else(super::places::statements);
            let told: Vec<String> =
                duties.iter().take(MAX_DUTIES).map(|duty| teller.duty(duty)).collect();
            let state = State::Failed { message: told.join("\n"), sort: "duty" };
            cases.push(case(name, place.path, state, String::new()));
        }
    }
    cases
}

fn by_finding(teller: &Teller, finding: &PolicyFinding) -> State {
    let mut message = teller.finding(finding);
    if !finding.reason.is_empty() {
        message = format!("{message}\n{}", visible(&finding.reason));
    }
    for waived in &finding.waived {
        message = format!("{message}\n{}", teller.waived(waived));
    }
    match finding.outcome {
        Outcome::Rejected => State::Failed { message, sort: "policy" },
        Outcome::NeedsApproval | Outcome::Asks | Outcome::Accepted => State::Skipped { message },
    }
}

/// The verdict with what makes it so.
fn told(teller: &Teller, whole: &WholeConclusion) -> String {
    let mut text = teller.whole(whole);
    let told = whole.readings.iter().max_by_key(|reading| reading.verdict);
    for cause in told.iter().flat_map(|reading| &reading.causes).take(5) {
        text.push('\n');
        text.push_str(&teller.cause(cause));
    }
    text
}

impl Case {
    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let [name, class, file] = [&self.name, &self.class, &self.file].map(|text| xml(text));
        write!(
            out,
            "    <testcase name=\"{name}\" classname=\"{class}\" file=\"{file}\" time=\"0\">"
        )?;
        let head = |message: &str| xml(message.lines().next().unwrap_or_default());
        match &self.state {
            State::Passed => {}
            State::Failed { message, sort } => write!(
                out,
                "\n      <failure message=\"{}\" type=\"{sort}\">{}</failure>",
                head(message),
                xml(message)
            )?,
            State::Skipped { message } => {
                write!(
                    out,
                    "\n      <skipped message=\"{}\"/>",
                    xml(&message.replace('\n', "; "))
                )?;
            }
        }
        if !self.output.is_empty() {
            write!(out, "\n      <system-out>{}</system-out>", xml(&self.output))?;
        }
        out.write_all(b"\n    </testcase>\n")
    }
}

/// Text for XML 1.0: markup escaped, and what no document may hold or nobody could see written out.
fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push('\n'),
            '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            hidden if is_hidden(hidden) => {
                write!(out, "&lt;U+{:04X}&gt;", u32::from(hidden))
                    .expect("a string takes any text");
            }
            other => out.push(other),
        }
    }
    out
}
