// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Catalogs hold the same messages with the same arguments in each language.

use std::collections::BTreeSet;

use heirloom_model::{Language, Problem, ProblemCode, RelationKind, Scope};

use super::{Messages, fill, grouped};
use crate::wire::{self, Word};

fn placeholders(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|(name, _)| name).collect()
}

#[test]
fn all_catalogs_have_the_same_keys_and_placeholders() {
    let english = Messages::for_language(Language::English);
    for language in Language::ALL {
        let other = Messages::for_language(language);
        let keys = |messages: &Messages| -> Vec<String> {
            messages.iter().map(|(key, _)| key.to_owned()).collect()
        };
        assert_eq!(keys(&english), keys(&other), "{}", language.tag());
        for ((key, text), (_, translated)) in english.iter().zip(other.iter()) {
            assert_eq!(placeholders(text), placeholders(translated), "{key} in {}", language.tag());
            assert!(!translated.is_empty(), "{key} in {}", language.tag());
        }
    }
}

#[test]
fn every_word_of_the_wire_format_has_a_message() {
    let messages = Messages::for_language(Language::English);
    let groups = [
        ("kind", wire::KindWire::ALL),
        ("matcher", wire::MatcherWire::ALL),
        ("joining", wire::JoiningWire::ALL),
        ("reason", wire::ReasonWire::ALL),
        ("file-role", wire::FileRoleWire::ALL),
        ("content", wire::ContentWire::ALL),
        ("role", wire::RoleWire::ALL),
        ("convention", wire::ConventionWire::ALL),
        ("precedence", wire::PrecedenceWire::ALL),
        ("severity", wire::SeverityWire::ALL),
    ];
    for (group, words) in groups {
        for word in words {
            let key = format!("{group}.{word}");
            assert_ne!(messages.label(&key), key);
        }
    }
}

/// Words that pages and tables put behind a group by themselves.
#[test]
fn every_scope_and_way_of_linking_has_a_message() {
    let messages = Messages::for_language(Language::English);
    for kind in RelationKind::ALL {
        let key = format!("linkage.{}", kind.name());
        assert_ne!(messages.label(&key), key);
    }
    for scope in Scope::ALL {
        let key = format!("scope.{}", scope.name());
        assert_ne!(messages.label(&key), key);
    }
}

#[test]
fn every_problem_has_a_message_with_its_arguments() {
    for language in Language::ALL {
        let messages = Messages::for_language(language);
        for code in ProblemCode::ALL {
            let key = format!("problem.{}", code.as_str());
            let named = code.arg_names().iter().copied().collect::<BTreeSet<_>>();
            assert_eq!(placeholders(messages.label(&key)), named, "{key} in {}", language.tag());
        }
    }
}

#[test]
fn traditional_and_simplified_do_not_mix() {
    let pairs = [
        ("许可证", "授權條款"),
        ("文件夹", "資料夾"),
        ("项目", "專案"),
        ("压缩包", "壓縮檔"),
        ("规则", "規則"),
        ("读", "讀"),
        ("无", "無"),
    ];
    let all = |language| -> String {
        Messages::for_language(language).iter().map(|(_, text)| format!("{text}\n")).collect()
    };
    let simplified = all(Language::SimplifiedChinese);
    let traditional = all(Language::TraditionalChinese);
    for (simple, full) in pairs {
        assert!(!traditional.contains(simple), "{simple} in zh-Hant");
        assert!(!simplified.contains(full), "{full} in zh-Hans");
    }
}

/// Why a manifest could not be read was English in every language.
#[test]
fn reasons_of_damage_are_translated_as_far_as_they_are_known() {
    let told = |language, reason: &str| {
        let problem = Problem::new(ProblemCode::MANIFEST_DAMAGED, vec![("reason", reason.into())]);
        Messages::for_language(language).problem(&problem)
    };
    let english = told(Language::English, "unclosed array, expected `]`");
    assert!(english.ends_with("unclosed array, expected `]`."), "{english}");
    let chinese = told(Language::SimplifiedChinese, "unclosed array, expected `]`");
    assert!(chinese.contains("数组没有结束、应为 `]`"), "{chinese}");
    let twice = "`a, {x}` stands twice in one place; the last one counts";
    assert!(told(Language::English, twice).contains(twice));
    let unknown = told(Language::TraditionalChinese, "something, `new`");
    assert!(unknown.contains("something, `new`"), "{unknown}");
}

#[test]
fn messages_are_filled_once() {
    assert_eq!(fill("a {x} b {y} {z", &[("x", "{y}"), ("y", "2")]), "a {y} b 2 {z");
    assert_eq!(fill("{unknown}", &[]), "{unknown}");
    let messages = Messages::for_language(Language::English);
    assert_eq!(messages.count("label.files", 1), "1 file");
    assert_eq!(messages.count("label.files", 1_234_567), "1,234,567 files");
    assert_eq!((grouped(0), grouped(999)), ("0".into(), "999".into()));
    let problem = Problem::new(ProblemCode::FILE_UNREADABLE, vec![("reason", "no".into())]);
    assert_eq!(messages.problem(&problem), "The file could not be read: no.");
}

/// Keys that the code of this crate names as texts of its own; those that it puts together are
/// tested beside the words that they are made of.
#[test]
#[expect(clippy::disallowed_methods, reason = "the test reads the sources of its crate")]
fn every_key_that_the_code_names_has_a_message() {
    let messages = Messages::for_language(Language::English);
    let mut folders = vec![std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src")];
    let (mut n_keys, mut missing) = (0, Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap_or_default();
            for call in [".text(\"", ".label(\"", ".count(\""] {
                for found in text.split(call).skip(1) {
                    let key = found.split('"').next().unwrap_or_default();
                    let is_key = key.split_once('.').is_some_and(|(group, word)| {
                        let plain = |part: &str| {
                            let letters =
                                |letter: char| letter.is_ascii_lowercase() || letter == '-';
                            !part.is_empty() && part.chars().all(letters)
                        };
                        plain(group) && plain(word)
                    });
                    n_keys += usize::from(is_key);
                    if is_key && messages.find(key).is_none() {
                        missing.push(format!("{key} in {}", path.display()));
                    }
                }
            }
        }
    }
    assert_eq!(missing, Vec::<String>::new());
    assert!(n_keys > 100, "{n_keys} keys");
}
