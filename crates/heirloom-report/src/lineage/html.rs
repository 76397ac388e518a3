// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What follows as one page that works offline: findings, wholes, duties and questions, the graph of
//! the product with the proofs behind it, the table of its licenses, plans.
//!
//! Built as the page of a scan is (see [`crate::html()`]): data in blocks, foreign text inside JSON
//! strings, a policy that lets nothing in from elsewhere. What a view needs late (evidence, proofs)
//! stands in blocks that are parsed when somebody looks.

mod data;
mod steps;

use std::io::{self, Write};

use heirloom_model::{Language, Plans};

use self::data::Data;
use super::{CheckView, MatrixView, Proofs, told::Teller};
use crate::{
    html::{Shell, block, catalogs, escape},
    messages::Messages,
    visible::visible,
};

const STYLE: &str = concat!(
    include_str!("../../assets/report.css"),
    include_str!("../../assets/graph.css"),
    include_str!("../../assets/check/check.css")
);

/// One script in the order of its parts, which share one scope.
const SCRIPT: &str = concat!(
    "(() => {\n\"use strict\";\n",
    include_str!("../../assets/dom.js"),
    include_str!("../../assets/chrome.js"),
    include_str!("../../assets/check/data.js"),
    include_str!("../../assets/check/words.js"),
    include_str!("../../assets/check/overview.js"),
    include_str!("../../assets/check/lists.js"),
    include_str!("../../assets/check/proof.js"),
    include_str!("../../assets/check/detail.js"),
    include_str!("../../assets/layout.js"),
    include_str!("../../assets/check/graph.js"),
    include_str!("../../assets/check/tables.js"),
    include_str!("../../assets/check/main.js"),
    "})();\n",
);

/// Bytes of proofs that a page holds.
const MAX_PROOF_BYTES: usize = 24 << 20;

/// Wholes that readers without scripts see.
const MAX_PLAIN_WHOLES: usize = 50;

/// What a page of a check shows besides the check itself.
#[derive(Clone, Copy, Debug, Default)]
pub struct PageExtras<'a> {
    /// Proofs of the wholes; those of ours first, as many as there is room for.
    pub proofs: Option<Proofs<'a>>,
    /// The ways of use against the licenses of the product.
    pub matrix: Option<&'a MatrixView>,
    /// Remedies.
    pub plans: Option<&'a Plans>,
}

pub(super) fn check(
    view: &CheckView<'_>,
    extras: &PageExtras<'_>,
    language: Language,
    out: &mut dyn Write,
) -> io::Result<()> {
    let messages = Messages::for_language(language);
    let title = messages.text("view.title", &[("source", &visible(view.source))]);
    let without_script = without_script(view, language);
    shell(language, &title, view.version, &without_script).begin(out)?;
    let data = Data::new(view.product);
    let mut head = data.head(view, extras, language);
    head.messages = catalogs(shown);
    block("head", &head, out)?;
    data.write_product(view.product, out)?;
    for (at, delivery) in view.deliveries.iter().enumerate() {
        data.write_delivery(at, delivery, out)?;
    }
    if let Some(proofs) = extras.proofs {
        data.write_proofs(view.deliveries, proofs, MAX_PROOF_BYTES, out)?;
    }
    shell(language, &title, view.version, "").end(out)
}

pub(super) fn matrix(
    view: &MatrixView,
    version: &str,
    language: Language,
    out: &mut dyn Write,
) -> io::Result<()> {
    let messages = Messages::for_language(language);
    let title = messages.label("view.matrix").to_owned();
    let text = super::matrix::csv(view).replace('\r', "");
    let hint = messages.label("page.no-script");
    let without = format!("<h1>{title}</h1><p>{hint}</p><pre>{}</pre>", escape::html(&text));
    shell(language, &title, version, &without).begin(out)?;
    let mut head = data::matrix_head(view, version, language);
    head.messages = catalogs(shown);
    block("head", &head, out)?;
    shell(language, &title, version, "").end(out)
}

fn shell<'a>(
    language: Language,
    title: &'a str,
    version: &'a str,
    without_script: &'a str,
) -> Shell<'a> {
    Shell { language, title, version, style: STYLE, script: SCRIPT, without_script }
}

/// The messages that the page uses.
fn shown(key: &str) -> bool {
    const GROUPS: [&str; 30] = [
        "action.",
        "check.",
        "column.",
        "court-topic.",
        "cure.",
        "delivery.",
        "duty.",
        "fact.",
        "family.",
        "form.",
        "fulfilment.",
        "gate.",
        "join-rule.",
        "level.",
        "level-help.",
        "means.",
        "misfit.",
        "outcome.",
        "owed-by.",
        "owed-to.",
        "page.",
        "problem.",
        "prohibition.",
        "proof.",
        "reading.",
        "refusal.",
        "relation.",
        "risk.",
        "tri.",
        "verdict-token.",
    ];
    key.starts_with("view.") || GROUPS.iter().any(|group| key.starts_with(group))
}

/// The result in a few words, for readers that run no script.
fn without_script(view: &CheckView<'_>, language: Language) -> String {
    let teller = Teller::new(language);
    let messages = teller.messages();
    let mut parts = vec![format!("<h1>{}</h1>", escape::html(&visible(view.source)))];
    for delivery in view.deliveries {
        parts.push(format!("<h2>{}</h2><ul>", escape::html(&visible(&delivery.name))));
        let whole = |whole| format!("<li>{}</li>", escape::html(&teller.whole(whole)));
        parts.extend(delivery.wholes.iter().take(MAX_PLAIN_WHOLES).map(whole));
        parts.push("</ul>".to_owned());
    }
    for key in ["page.no-script", "check.not-advice"] {
        parts.push(format!("<p>{}</p>", escape::html(messages.label(key))));
    }
    parts.concat()
}
