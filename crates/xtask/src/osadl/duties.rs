// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The duties of a license by delivery and modification, beside those of its checklist.
//!
//! Left out on both sides: what the language of the checklists has no obligation for (patent claims,
//! jurisdiction, trademarks, patent licenses), and other cases of use than delivering the licensed
//! thing as source or binary (linked works, network services).

use std::collections::{BTreeMap, BTreeSet};

use heirloom_lineage::book::{
    Deliveries, Effect, Form, GuardSubject, License, LicenseBook, Term, Uses,
};
use heirloom_model::{DeliveryKind, DutyKind, OwedTo, ProhibitionKind};

use super::{checklist::Checklist, differences::Differences, matrix, words};

/// One way to deliver a licensed thing.
#[derive(Clone, Copy)]
struct Case {
    form: Form,
    modified: bool,
}

const CASES: [Case; 4] = [
    Case { form: Form::Source, modified: false },
    Case { form: Form::Source, modified: true },
    Case { form: Form::Object, modified: false },
    Case { form: Form::Object, modified: true },
];

#[derive(Default)]
struct Tally {
    both: usize,
    ours: usize,
    theirs: usize,
}

/// Prints how checklists and license facts agree, for each duty.
pub(super) fn report(book: &LicenseBook, lists: &[Checklist], explained: &mut Differences) {
    let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
    let mut compared = 0;
    for list in lists {
        let license = matrix::term(&list.license).and_then(|term| book.license(&term.license));
        let Some(license) = license.filter(|license| license.described) else {
            println!("not described: {}", list.license);
            continue;
        };
        compared += 1;
        for case in CASES {
            compare(license, list, case, &mut tallies, explained);
        }
    }
    let (mut both, mut all) = (0, 0);
    for (word, tally) in &tallies {
        let sum = tally.both + tally.ours + tally.theirs;
        (both, all) = (both + tally.both, all + sum);
        println!(
            "  {word:<34} {:>4} of {sum:>4}  ours alone {:>3}  theirs alone {:>3}",
            tally.both, tally.ours, tally.theirs
        );
    }
    #[expect(clippy::cast_precision_loss, reason = "shares to print")]
    let share = |part: usize, of: usize| 100.0 * part as f64 / of.max(1) as f64;
    println!("duties of {compared} checklists: {both} of {all} agree, {:.2} %", share(both, all));
    let (said, confirmed) = (both + all, 2 * both);
    println!(
        "of {said} statements of either side, the other makes {confirmed}, {:.2} %",
        share(confirmed, said)
    );
}

fn compare(
    license: &License,
    list: &Checklist,
    case: Case,
    tallies: &mut BTreeMap<String, Tally>,
    explained: &mut Differences,
) {
    let ours = our_words(license, case);
    let (required, choices) = their_words(list, case);
    let mut theirs: BTreeSet<String> = required;
    for choice in choices.values() {
        let met: BTreeSet<&String> = choice.iter().filter(|word| ours.contains(*word)).collect();
        match choice.first() {
            Some(first) if met.is_empty() => {
                theirs.insert(first.clone());
            }
            _ => theirs.extend(met.into_iter().cloned()),
        }
    }
    for word in ours.union(&theirs) {
        let tally = tallies.entry(word.clone()).or_default();
        match (ours.contains(word), theirs.contains(word)) {
            (true, true) => tally.both += 1,
            (true, false) => {
                tally.ours += 1;
                explained.duty(&list.license, word, "ours");
            }
            (false, _) => {
                tally.theirs += 1;
                explained.duty(&list.license, word, "theirs");
            }
        }
    }
}

/// What a checklist asks: what must be done, and choices of which one will do.
fn their_words(
    list: &Checklist,
    case: Case,
) -> (BTreeSet<String>, BTreeMap<usize, BTreeSet<String>>) {
    let kept = list.obligations.iter().any(|one| one.action == "NOT Modify Copyright notices");
    let mut required = BTreeSet::new();
    let mut choices: BTreeMap<usize, BTreeSet<String>> = BTreeMap::new();
    for one in &list.obligations {
        let form = match case.form {
            Form::Source => one.source,
            Form::Object => one.binary,
        };
        if !form || one.modified && !case.modified {
            continue;
        }
        let known = if one.action == "Provide Copyright notices" && one.modified && kept {
            // Beside the duty to leave notices alone, this is the modifier's own notice.
            &[DutyKind::NameModifier.name()][..]
        } else {
            words::ours(&one.action)
        };
        let words: Vec<String> = if known.is_empty() {
            vec![format!("no word for `{}`", one.action)]
        } else {
            known.iter().map(|word| (*word).to_owned()).collect()
        };
        match one.choice {
            Some(choice) => choices.entry(choice).or_default().extend(words),
            None => required.extend(words),
        }
    }
    (required, choices)
}

fn our_words(license: &License, case: Case) -> BTreeSet<String> {
    license
        .terms
        .iter()
        .filter(|term| applies(term, case))
        .filter_map(|term| word(&term.effect, case))
        .map(str::to_owned)
        .collect()
}

fn applies(term: &Term, case: Case) -> bool {
    let deliveries = match case.form {
        Form::Source => Deliveries::of(DeliveryKind::Source),
        Form::Object => Deliveries::from_name("device")
            .expect("a word of the vocabulary")
            .with(Deliveries::of(DeliveryKind::Binary)),
    };
    let unmodified = term
        .trigger
        .guards
        .iter()
        .any(|guard| guard.subject == GuardSubject::Modified && guard.wanted != case.modified);
    let alike = matches!(term.effect, Effect::ShareAlike(_));
    (alike || term.trigger.uses.meets(Uses::ITSELF))
        && term.trigger.on.meets(deliveries)
        && term.trigger.form.is_none_or(|form| form == case.form)
        && term.reading.is_none()
        && !unmodified
}

/// The word of a term, if the checklists could have it.
fn word(effect: &Effect, case: Case) -> Option<&'static str> {
    match effect {
        Effect::ShareAlike(_) => case.modified.then_some("license_alike"),
        Effect::NoFurtherRestrictions { .. } => Some("restrict_further"),
        Effect::Duty { to: OwedTo::RemoteUser, .. } => None,
        Effect::Duty { kind, .. } => match kind {
            DutyKind::GrantPatentLicense => None,
            DutyKind::ProvideSourceOfFiles | DutyKind::ProvideBuildScripts => {
                Some(DutyKind::ProvideSource.name())
            }
            kind => Some(kind.name()),
        },
        Effect::Prohibition(
            ProhibitionKind::AssertPatents
            | ProhibitionKind::AssertPatentsBroadly
            | ProhibitionKind::ChooseVenue
            | ProhibitionKind::UseTrademarks,
        ) => None,
        Effect::Prohibition(kind) => Some(kind.name()),
        Effect::Relicense(_)
        | Effect::Yield(_)
        | Effect::Combine(_)
        | Effect::Termination { .. } => None,
    }
}
