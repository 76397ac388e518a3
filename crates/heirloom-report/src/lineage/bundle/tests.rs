// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Files of a small bundle.

use heirloom_model::{
    BundledFile, BundledText, ComponentId, DeliveryKind, Demands, Expression, MissingReason,
    NoticeEntry, Offerer, OwedTo, Reviewed, SourceEntry, TreePath,
};

use super::*;

fn id(text: &str) -> ComponentId {
    ComponentId::new(text).unwrap()
}

fn demand(kind: PieceKind, about: &str, duty: DutyKind, term: &str) -> Demand {
    let term = TermRef { id: term.into(), clause: "§1".into(), reviewed: Reviewed::Text };
    Demand {
        kind,
        about: id(about),
        duties: vec![(duty, term)],
        certain: true,
        owed_to: OwedTo::Recipient,
        until: None,
        means: Vec::new(),
    }
}

fn entry(name: &str, copyrights: &[&str], texts: &[usize]) -> NoticeEntry {
    NoticeEntry {
        component: id(name),
        name: name.into(),
        version: Some("1.0".into()),
        license: Some(Expression::parse("MIT").unwrap()),
        copyrights: copyrights.iter().map(|one| Box::from(*one)).collect(),
        texts: texts.to_vec(),
        modified: false,
    }
}

fn bundle() -> Bundle {
    let text = |title: &str, source: Option<&str>| BundledText {
        title: title.into(),
        text: format!("\nText of {title}.\n\n").into(),
        source: source.map(|path| TreePath::parse(path.as_bytes()).unwrap()),
    };
    Bundle {
        delivery: "box".into(),
        kind: DeliveryKind::Binary,
        demands: Demands {
            pieces: vec![
                demand(PieceKind::Notice, "a", DutyKind::KeepCopyrightNotices, "MIT#a"),
                demand(
                    PieceKind::Terms,
                    "l",
                    DutyKind::PermitReverseEngineering,
                    "LGPL-2.1-only#t",
                ),
            ],
            acts: Vec::new(),
        },
        notices: vec![
            entry("a", &["Copyright 2020 Ann"], &[0]),
            entry("b", &["Copyright 2020 Ann"], &[0]),
            entry("c\u{202e}", &[], &[1]),
        ],
        texts: vec![text("MIT", None), text("LICENSE", Some("c/LICENSE"))],
        files: vec![BundledFile {
            kind: PieceKind::NoticeFile,
            about: id("pkg:maven/x/y@1"),
            source: TreePath::parse(b"y/NOTICE").unwrap(),
            bytes: b"Made by Y.".as_slice().into(),
        }],
        sources: vec![SourceEntry {
            component: id("l"),
            license: Some(Expression::parse("LGPL-2.1-only").unwrap()),
            archive: "l-1.0.tar.gz".into(),
            size: 12,
            sha256: Some("00ff".into()),
        }],
        offered: vec![id("l")],
        offered_in_writing: Vec::new(),
        is_written_offer: true,
        offerer: Some(Offerer {
            name: "Ex & Co <x>".into(),
            address: "1 Street".into(),
            email: "a@example.com".into(),
            years: 3,
            url: Some("javascript:alert(1)".into()),
        }),
        missing: Vec::new(),
        open: Vec::new(),
    }
}

fn file(path: &str) -> String {
    let files = bundle_files(&bundle(), "0.1.0", Language::English);
    let paths: Vec<&str> = files.iter().map(|file| &*file.path).collect();
    let found = files.iter().find(|file| file.path == path);
    let found = found.unwrap_or_else(|| panic!("{path} is not among {paths:?}"));
    String::from_utf8(found.bytes.clone()).unwrap()
}

#[test]
fn parts_of_the_same_holders_and_texts_stand_together() {
    let notice = file("NOTICE.txt");
    let (parts, texts) = notice.split_once("License texts").unwrap();
    assert!(
        parts.contains(
            "\na 1.0 — MIT\nb 1.0 — MIT\n  Copyright 2020 Ann\n  [1]\n\
             \nc<U+202E> 1.0 — MIT\n  No copyright statement was found in its files.\n  [2]\n"
        ),
        "{parts}"
    );
    assert!(texts.contains("[1] MIT\n-------\n\nText of MIT.\n"), "{texts}");
    assert!(texts.contains("[2] LICENSE\n"), "{texts}");
}

#[test]
fn every_part_of_a_bundle_is_a_file() {
    let files = bundle_files(&bundle(), "0.1.0", Language::English);
    let paths: Vec<&str> = files.iter().map(|file| &*file.path).collect();
    assert_eq!(
        paths,
        [
            "NOTICE.txt",
            "OFFER.txt",
            "SOURCES.txt",
            "TERMS.txt",
            "bundle.json",
            "licenses/LICENSE.txt",
            "licenses/MIT.txt",
            "notice_file/pkg-maven-x-y-1/NOTICE",
            "source.html",
        ]
    );
    assert!(file("SOURCES.txt").contains("l-1.0.tar.gz  12  SHA-256 00ff"));
    assert!(file("TERMS.txt").contains("l (LGPL-2.1-only §1)"));
}

#[test]
fn offers_speak_every_language_and_escape_what_is_foreign() {
    let offer = file("OFFER.txt");
    assert!(offer.contains("at least 3 years") && offer.contains("至少 3 年"), "{offer}");
    let page = file("source.html");
    assert!(page.contains("Ex &amp; Co &lt;x&gt;") && page.contains("lang=\"zh-Hant\""), "{page}");
    assert!(!page.contains("javascript"), "{page}");
}

#[test]
fn what_is_missing_is_named_with_its_terms() {
    let mut bundle = bundle();
    let demand = demand(PieceKind::Source, "l", DutyKind::ProvideSource, "LGPL-2.1-only#source");
    let looked_for = "l-1.0.tar.gz".into();
    bundle.missing.push(MissingPiece { demand, reason: MissingReason::NoArchive, looked_for });
    let options = TerminalOptions { language: Language::English, color: false, width: 100 };
    let text = bundle_terminal(&bundle, false, &options);
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        words.contains("l: source (LGPL-2.1-only §1): no archive of its source: put l-1.0.tar.gz"),
        "{text}"
    );
}

#[test]
fn every_word_of_bundles_has_a_message() {
    let messages = Messages::for_language(Language::English);
    let pieces = PieceKind::ALL.iter().map(|one| format!("piece.{}", one.name()));
    let reasons = MissingReason::ALL.iter().map(|one| format!("missing.{}", one.name()));
    let missing: Vec<String> =
        pieces.chain(reasons).filter(|key| messages.find(key).is_none()).collect();
    assert_eq!(missing, Vec::<String>::new());
}
