// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What differs between two bills of materials as one page that works offline.
//!
//! Built as the page of a scan is (see [`crate::html()`]). What differs comes as the document that
//! `heirloom bom diff --json` prints: this crate knows no bills.

use std::io::{self, Write};

use heirloom_model::Language;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::{
    html::{Shell, block, catalogs, escape},
    messages::Messages,
    visible::visible,
};

const STYLE: &str =
    concat!(include_str!("../assets/report.css"), include_str!("../assets/bill/bill.css"));

/// One script in the order of its parts, which share one scope.
const SCRIPT: &str = concat!(
    "(() => {\n\"use strict\";\n",
    include_str!("../assets/dom.js"),
    include_str!("../assets/chrome.js"),
    include_str!("../assets/bill/main.js"),
    "})();\n",
);

/// Two documents and what differs.
#[derive(Clone, Copy, Debug)]
pub struct BillDiffPage<'a> {
    /// The first document.
    pub before: BillSide<'a>,
    /// The second.
    pub after: BillSide<'a>,
    /// What differs, as a document of the form `heirloom-bom-diff/1`.
    pub diff: &'a str,
    /// The version of the program.
    pub version: &'a str,
    /// The language that the page opens in; readers can switch.
    pub language: Language,
}

/// One of the documents.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct BillSide<'a> {
    /// The file as the user named it.
    pub name: &'a str,
    /// The form that it has.
    pub form: &'a str,
    /// How many components it lists.
    #[serde(rename = "components")]
    pub n_components: usize,
}

#[derive(Serialize)]
struct Head<'a> {
    before: BillSide<'a>,
    after: BillSide<'a>,
    diff: &'a Value,
    version: &'a str,
    language: &'static str,
    messages: Vec<(&'static str, Map<String, Value>)>,
}

pub(crate) fn write(page: &BillDiffPage<'_>, out: &mut dyn Write) -> io::Result<()> {
    let messages = Messages::for_language(page.language);
    let title = messages.label("bom-diff.title");
    let shell = |without_script| Shell {
        language: page.language,
        title,
        version: page.version,
        style: STYLE,
        script: SCRIPT,
        without_script,
    };
    let diff: Value = serde_json::from_str(page.diff)?;
    let without_script = without_script(page, &diff, &messages);
    shell(&without_script).begin(out)?;
    let head = Head {
        before: page.before,
        after: page.after,
        diff: &diff,
        version: page.version,
        language: page.language.tag(),
        messages: catalogs(shown),
    };
    block("head", &head, out)?;
    shell("").end(out)
}

/// The messages that the page uses.
fn shown(key: &str) -> bool {
    ["bom-diff.", "page."].iter().any(|group| key.starts_with(group))
        || matches!(key, "bom.same" | "bom.not-said")
}

/// How much differs, for readers that run no script.
fn without_script(page: &BillDiffPage<'_>, diff: &Value, messages: &Messages) -> String {
    let n_of = |key: &str| diff[key].as_array().map_or(0, Vec::len);
    let n_items = n_of("items") + n_of("fields");
    let (before, after) = (visible(page.before.name), visible(page.after.name));
    let told = match n_items {
        0 => messages.label("bom.same").to_owned(),
        n => messages.count("bom-diff.n-changes", n as u64),
    };
    format!(
        "<h1>{}</h1><p>{} → {}</p><p>{}</p><p>{}</p>",
        escape::html(messages.label("bom-diff.title")),
        escape::html(&before),
        escape::html(&after),
        escape::html(&told),
        escape::html(messages.label("page.no-script")),
    )
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn page(diff: &Value) -> String {
        let side = |name| BillSide { name, form: "SPDX 2.3", n_components: 3 };
        let page = BillDiffPage {
            before: side("<a>.json"),
            after: side("b.json"),
            diff: &diff.to_string(),
            version: "1.2.3",
            language: Language::default(),
        };
        let mut out = Vec::new();
        write(&page, &mut out).expect("memory takes everything");
        String::from_utf8(out).expect("it is text")
    }

    #[test]
    fn foreign_text_stays_in_its_block() {
        let items =
            json!([{"name": "</script><b>", "change": "added", "version": null, "license": "MIT"}]);
        let relations = json!({"added": ["a depends-on <b>"], "removed": []});
        let found = page(&json!({"items": items, "relations": relations}));
        assert!(!found.contains("</script><b>") && !found.contains("<a>.json"));
        assert!(found.contains("&lt;a&gt;.json") && found.contains("1 change"));
        assert!(found.contains("script-src 'sha256-"));
        assert_eq!(found.matches("<script").count(), 2);
    }

    #[test]
    fn nothing_that_differs_is_told_without_a_script() {
        let found = page(&json!({"items": [], "relations": {"added": [], "removed": []}}));
        assert!(found.contains("<p>Nothing differs.</p>"));
    }
}
