// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Messages, tables and forms of conclusions.

mod forms;
mod page;
pub(crate) mod sample;

use heirloom_model::{
    CourtTopic, CureFrom, DeliveryKind, DutyKind, FactKind, Fulfilment, Language, Level, Means,
    ProhibitionKind, ProofRule, Reading, RelationKind, Verdict,
};

use super::{MatrixView, matrix};
use crate::messages::Messages;

#[test]
fn every_word_of_conclusions_has_a_message() {
    let messages = Messages::for_language(Language::English);
    let words: [(&str, Vec<&str>); 12] = [
        ("level", Level::ALL.iter().map(|one| one.name()).collect()),
        ("reading", Reading::ALL.iter().map(|one| one.name()).collect()),
        ("relation", RelationKind::ALL.iter().map(|one| one.name()).collect()),
        ("delivery", DeliveryKind::ALL.iter().map(|one| one.name()).collect()),
        ("fact", FactKind::ALL.iter().map(|one| one.name()).collect()),
        ("duty", DutyKind::ALL.iter().map(|one| one.name()).collect()),
        ("fulfilment", Fulfilment::ALL.iter().map(|one| one.name()).collect()),
        ("prohibition", ProhibitionKind::ALL.iter().map(|one| one.name()).collect()),
        ("means", Means::ALL.iter().map(|one| one.name()).collect()),
        ("court-topic", CourtTopic::ALL.iter().map(|one| one.name()).collect()),
        ("cure", CureFrom::ALL.iter().map(|one| one.name()).collect()),
        ("proof", ProofRule::ALL.iter().map(|one| one.name()).collect()),
    ];
    let missing: Vec<String> = words
        .iter()
        .flat_map(|(group, words)| words.iter().map(move |word| format!("{group}.{word}")))
        .filter(|key| messages.find(key).is_none())
        .collect();
    assert_eq!(missing, Vec::<String>::new());
}

#[test]
fn tables_are_written_as_csv() {
    let view = MatrixView {
        columns: vec!["MIT".into(), "a, b".into()],
        rows: vec![(
            "R1".into(),
            "exec".into(),
            vec![Verdict::CLEAR, Verdict::of(Level::Conflict)],
        )],
    };
    assert_eq!(matrix::csv(&view), "row,MIT,\"a, b\"\r\nR1,clear,conflict\r\n");
}
