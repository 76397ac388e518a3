// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! A page for each problem code, from the model, the message catalogs and `data/codes.toml`.

use std::{collections::BTreeMap, error::Error, fmt::Write as _};

use heirloom_model::{Language, ProblemCode, Severity};
use heirloom_report::messages::Messages;
use serde::Deserialize;

use super::Generated;

/// What people wrote about a code.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Notes {
    when: String,
    r#do: String,
}

/// The pages and their list.
pub(super) fn pages(notes: &str) -> Result<Vec<Generated>, Box<dyn Error>> {
    let mut notes: BTreeMap<String, Notes> = toml::from_str(notes)?;
    let mut codes = ProblemCode::ALL.to_vec();
    codes.sort_by_key(|code| code.as_str());
    let mut list = String::from(
        "# Problems\n\nWhat a scan could not read or found odd, by code. Codes are stable: machines \
         may rely on them.\n\n| code | severity | message |\n|---|---|---|\n",
    );
    let english = Messages::for_language(Language::English);
    let mut pages = Vec::new();
    for code in codes {
        let name = code.as_str();
        let notes =
            notes.remove(name).ok_or_else(|| format!("data/codes.toml says nothing of {name}"))?;
        let message = message(&english, name);
        let severity = severity(code);
        writeln!(list, "| [`{name}`]({name}.md) | {severity} | {message} |")?;
        let path = format!("docs/codes/{name}.md");
        pages.push(Generated { path, contents: page(code, &notes)? });
    }
    if let Some(name) = notes.keys().next() {
        return Err(format!("data/codes.toml speaks of `{name}`, which is no code").into());
    }
    pages.push(Generated { path: "docs/codes/README.md".to_owned(), contents: list });
    Ok(pages)
}

fn page(code: ProblemCode, notes: &Notes) -> Result<String, std::fmt::Error> {
    let mut page = format!("# `{}`\n\n", code.as_str());
    writeln!(page, "{}\n", effect(code))?;
    for language in Language::ALL {
        let messages = Messages::for_language(language);
        writeln!(page, "- {}: {}", language.tag(), message(&messages, code.as_str()))?;
    }
    writeln!(page, "\n## When\n\n{}\n\n## What to do\n\n{}", notes.when, notes.r#do)?;
    Ok(page)
}

/// The message of a code, its blanks as code.
fn message(messages: &Messages, name: &str) -> String {
    messages.label(&format!("problem.{name}")).replace(['{', '}'], "`")
}

fn severity(code: ProblemCode) -> &'static str {
    match code.severity() {
        Severity::Note => "note",
        Severity::Warning => "warning",
        Severity::Unread => "not read",
    }
}

fn effect(code: ProblemCode) -> &'static str {
    match code.severity() {
        Severity::Note => "A note: the result is complete.",
        Severity::Warning => "A warning: the result is complete but may surprise.",
        Severity::Unread => {
            "Some input was not read: the scan ends with exit code 3 unless `--allow-partial` is \
             given."
        }
    }
}
