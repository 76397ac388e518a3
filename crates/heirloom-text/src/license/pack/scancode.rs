// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Reads ScanCode's `.LICENSE` and `.RULE` files and its list of legal words.

use std::collections::BTreeMap;

use heirloom_model::FindKind;

use super::{
    LicenseDocument, Pack, RuleDocument, RuleFileError,
    front_matter::{self, Value},
};

/// Adds one file to a pack by its name: `NAME.LICENSE`, `NAME.RULE`, or `legalese.py` for the
/// words; other files are passed over.
///
/// Rules that are deprecated are left out, and so are texts of deprecated licenses (their keys
/// stay, mapped to what replaced them, because rules may still use them).
///
/// # Errors
/// [`RuleFileError`] when a rule or license file cannot be understood.
pub fn add_file(pack: &mut Pack, name: &str, content: &str) -> Result<(), RuleFileError> {
    let error = |reason: &str| RuleFileError { file: name.to_owned(), reason: reason.to_owned() };
    let base = name.rsplit('/').next().unwrap_or(name);
    if base == "legalese.py" {
        pack.legal_words = legal_words(content);
        return Ok(());
    }
    let is_license = base.ends_with(".LICENSE");
    if !is_license && !base.ends_with(".RULE") {
        return Ok(());
    }
    let (values, text) =
        front_matter::split(content).ok_or_else(|| error("it has no front matter"))?;
    if is_license {
        add_license(pack, base, &values, text).map_err(error)
    } else {
        add_rule(pack, base, &values, text).map_err(error)
    }
}

type Values = BTreeMap<String, Value>;

fn scalar<'a>(values: &'a Values, key: &str) -> Option<&'a str> {
    match values.get(key)? {
        Value::Scalar(text) if !text.is_empty() => Some(text),
        _ => None,
    }
}

fn list(values: &Values, key: &str) -> Vec<String> {
    match values.get(key) {
        Some(Value::List(items)) => items.clone(),
        Some(Value::Scalar(text)) if !text.is_empty() => vec![text.clone()],
        _ => Vec::new(),
    }
}

fn flag(values: &Values, key: &str) -> bool {
    scalar(values, key).is_some_and(|text| matches!(text, "yes" | "true" | "True" | "Yes"))
}

fn per_cent(values: &Values, key: &str) -> Result<Option<u8>, &'static str> {
    let Some(text) = scalar(values, key) else { return Ok(None) };
    let value: f64 = text.parse().map_err(|_| "a number of per cent is not a number")?;
    if (0.0..=100.0).contains(&value) {
        Ok(Some(value as u8))
    } else {
        Err("a number of per cent is not between 0 and 100")
    }
}

fn add_license(
    pack: &mut Pack,
    base: &str,
    values: &Values,
    text: &str,
) -> Result<(), &'static str> {
    let key = scalar(values, "key").ok_or("the license has no key")?.to_owned();
    let spdx_id = match scalar(values, "spdx_license_key") {
        Some(id) => id.to_owned(),
        None => format!("LicenseRef-scancode-{key}"),
    };
    let is_deprecated = flag(values, "is_deprecated");
    let other_ids =
        if is_deprecated { Vec::new() } else { list(values, "other_spdx_license_keys") };
    pack.licenses.push(LicenseDocument { key: key.clone(), spdx_id, other_ids });
    let language = scalar(values, "language").unwrap_or_default();
    if !is_deprecated && !text.trim().is_empty() {
        pack.rules.push(RuleDocument {
            relevance: Some(100),
            minimum_coverage: per_cent(values, "minimum_coverage")?.filter(|&share| share > 0),
            phrases_marked: false,
            language: language.to_owned(),
            ..RuleDocument::new(base, &key, FindKind::Text, text)
        });
    }
    Ok(())
}

fn add_rule(pack: &mut Pack, base: &str, values: &Values, text: &str) -> Result<(), &'static str> {
    if flag(values, "is_deprecated") {
        return Ok(());
    }
    let kinds = [
        ("is_license_text", FindKind::Text),
        ("is_license_notice", FindKind::Notice),
        ("is_license_reference", FindKind::Reference),
        ("is_license_tag", FindKind::Tag),
        ("is_license_intro", FindKind::Intro),
        ("is_license_clue", FindKind::Clue),
    ];
    let kind = kinds.into_iter().find_map(|(key, kind)| flag(values, key).then_some(kind));
    let is_false_positive = flag(values, "is_false_positive");
    let expression = scalar(values, "license_expression");
    if !is_false_positive && (expression.is_none() || kind.is_none()) {
        return Err("the rule has no license expression or no kind");
    }
    pack.rules.push(RuleDocument {
        id: base.to_owned(),
        expression: expression.filter(|_| !is_false_positive).map(str::to_owned),
        kind: kind.unwrap_or(FindKind::Clue),
        text: text.trim_start().to_owned(),
        relevance: per_cent(values, "relevance")?,
        minimum_coverage: per_cent(values, "minimum_coverage")?.filter(|&share| share > 0),
        continuous: flag(values, "is_continuous"),
        required_phrase: flag(values, "is_required_phrase"),
        refers_to: list(values, "referenced_filenames"),
        phrases_marked: true,
        language: scalar(values, "language").unwrap_or_default().to_owned(),
        bare: false,
    });
    Ok(())
}

/// The words of the `'word':number,` lines of the first table; words with one number are
/// inflections of each other. (A second table holds words that are not legal.)
fn legal_words(content: &str) -> Vec<Vec<String>> {
    let mut groups: BTreeMap<u32, Vec<String>> = BTreeMap::new();
    for line in content.lines().take_while(|line| line.trim_end() != "}") {
        let Some((word, number)) = line.trim().trim_end_matches(',').split_once(':') else {
            continue;
        };
        let word = word.trim().trim_matches(['\'', '"']);
        if let (Ok(number), false) = (number.trim().parse(), word.is_empty()) {
            groups.entry(number).or_default().push(word.to_owned());
        }
    }
    groups.into_values().collect()
}
