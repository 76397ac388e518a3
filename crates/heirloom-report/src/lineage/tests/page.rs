// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The page of a check as a file: what it holds and what it must never hold.

use heirloom_model::{ComponentId, FactKind, Language, Level, Question, QuestionSubject, Verdict};

use super::sample::{Sample, hostile};
use crate::{
    MatrixView, PageExtras, Proofs, check_html, matrix_html,
    tests::page::{blocks, colors, contrast},
    visible::is_hidden,
};

fn table() -> MatrixView {
    MatrixView {
        columns: vec!["GPL-2.0-only</script><b>".into()],
        rows: vec![("exec".into(), "exec".into(), vec![Verdict::of(Level::Conflict)])],
    }
}

fn page() -> String {
    let sample = Sample::new();
    let prove = |delivery, root: &_| sample.prove(delivery, root);
    let matrix = table();
    let extras = PageExtras {
        proofs: Some(Proofs::new(&prove)),
        matrix: Some(&matrix),
        plans: Some(&sample.plans),
    };
    let mut out = Vec::new();
    check_html(&sample.view(), &extras, Language::English, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn the_page_holds_the_check_with_proofs_and_plans() {
    let page = page();
    let head = &blocks(&page, "head")[0];
    assert_eq!(head["policy"]["findings"][0]["rule"], "no-strong-copyleft");
    assert_eq!(head["policy"]["findings"][2]["waived"][0][2], "Mara & Lindqvist");
    assert_eq!(head["plans"]["plans"][0]["edits"][0]["becomes"], "exec");
    assert_eq!(head["matrix"][1][0][2][0][0], "conflict");
    let components = &blocks(&page, "components")[0];
    assert_eq!(components["id"][1], hostile());
    let relations = &blocks(&page, "relations")[0];
    assert_eq!((&relations["from"][0], &relations["to"][0]), (&0.into(), &1.into()));
    assert_eq!(blocks(&page, "evidence")[0][0][0][0][1], 7, "the line");
    let wholes = &blocks(&page, "wholes")[0];
    assert_eq!(wholes["level"], serde_json::json!([5, 0]));
    assert_eq!(wholes["beside"], serde_json::json!([0, 6]));
    assert_eq!(blocks(&page, "proof-keys")[0], serde_json::json!([[0, 0], [0, 2]]));
    let proofs = blocks(&page, "proofs");
    assert_eq!(proofs[0][0]["b"][0]["b"][0]["t"][0][1], "§2(b)");
    assert_eq!(blocks(&page, "duties")[0][1][0][9], "unmet");
}

/// The page asked one question for each program, the terminal one for all.
#[test]
fn questions_that_differ_in_the_program_alone_are_one_row() {
    let mut sample = Sample::new();
    let first = sample.deliveries[0].questions[0].clone();
    let about = |name: &str| Question {
        subject: QuestionSubject::Component(ComponentId::new(name).unwrap()),
        fact: Some(FactKind::SoleHolder),
        ..first.clone()
    };
    sample.deliveries[0].questions = vec![about("app"), first.clone(), about("tool")];
    let mut out = Vec::new();
    check_html(&sample.view(), &PageExtras::default(), Language::English, &mut out).unwrap();
    let page = String::from_utf8(out).unwrap();
    let rows = &blocks(&page, "questions")[0][1];
    assert_eq!(rows.as_array().unwrap().len(), 2);
    assert_eq!((&rows[0][0][0], &rows[0][1]), (&"component".into(), &"sole_holder".into()));
    assert_eq!((&rows[0][3], rows[0][4].as_array().unwrap().len()), (&2.into(), 1));
    assert_eq!(rows[1][4], serde_json::json!([]));
}

#[test]
fn names_that_mean_harm_never_leave_their_strings() {
    let mut matrix = Vec::new();
    matrix_html(&table(), "0 <b>", Language::SimplifiedChinese, &mut matrix).unwrap();
    for page in [page(), String::from_utf8(matrix).unwrap()] {
        assert_eq!(page.matches("<script").count(), page.matches("</script>").count());
        assert!(!page.contains("<img") && !page.contains("<b>"));
        assert!(!page.contains(|c: char| c != '\n' && is_hidden(c)));
    }
}

#[test]
fn the_page_needs_nothing_else() {
    let page = page().replace("url(#arrow)", "");
    for outside in [
        "src=",
        "@import",
        "url(",
        "fetch(",
        "XMLHttp",
        "innerHTML",
        "eval(",
        "onclick=\"",
        "style=",
    ] {
        let found = page.replace("<img src=x", "").contains(outside);
        assert!(!found || (outside == "src=" && page.contains("\\u003cimg src=x")), "{outside}");
    }
    assert!(page.contains("default-src 'none'; script-src 'sha256-"));
    let foreign = ["http-equiv", "http://www.w3.org/2000/svg", "https://example.com/"];
    let known: usize = foreign.iter().map(|text| page.matches(text).count()).sum();
    assert_eq!(page.matches("http").count(), known, "no address but those of the sample");
}

#[test]
fn every_message_of_the_page_exists() {
    let messages = crate::messages::Messages::for_language(Language::English);
    let scripts = [
        include_str!("../../../assets/chrome.js"),
        include_str!("../../../assets/check/words.js"),
        include_str!("../../../assets/check/overview.js"),
        include_str!("../../../assets/check/lists.js"),
        include_str!("../../../assets/check/proof.js"),
        include_str!("../../../assets/check/detail.js"),
        include_str!("../../../assets/check/graph.js"),
        include_str!("../../../assets/check/tables.js"),
        include_str!("../../../assets/check/main.js"),
    ];
    let groups = ["view.", "page.", "check.", "gate.", "form."];
    let mut n_found = 0;
    for word in scripts.iter().flat_map(|script| script.split('"')) {
        let is_key = groups.iter().any(|group| word.starts_with(group) && word.len() > group.len());
        if is_key && !word.ends_with(['.', '-']) && !word.contains(' ') {
            assert_ne!(messages.label(word), word);
            n_found += 1;
        }
    }
    assert!(n_found > 60, "{n_found}");
    let made = [
        ("method-", vec!["statement", "lockfile", "manifest", "ecosystem_default", "source_code"]),
        ("scope-", vec!["runtime", "optional", "provided", "build", "test", "development"]),
        ("form-", vec!["source", "object", "both", "none"]),
        ("reviewed-", vec!["text", "steward", "court", "none"]),
    ];
    for (prefix, words) in made {
        for word in words {
            assert!(messages.find(&format!("view.{prefix}{word}")).is_some(), "{prefix}{word}");
        }
    }
}

#[test]
fn verdicts_have_contrast_in_light_and_dark() {
    let style = include_str!("../../../assets/check/check.css");
    let chosen = colors(style, ":root[data-theme=\"dark\"] {");
    assert_eq!(chosen, colors(style, ":root:not([data-theme=\"light\"]) {"));
    for theme in [colors(style, ":root {"), chosen] {
        let color = |name: &str| theme.iter().find(|(known, _)| *known == name).unwrap().1;
        for level in ["clear", "duties", "replace", "contested", "inherits", "conflict"] {
            let found = contrast(color(level), color(&format!("{level}-ground")));
            assert!(found >= 4.5, "{level}: {found:.2}");
        }
    }
}
