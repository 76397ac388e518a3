// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Cards of models and data sets on Hugging Face, and citation files.

use heirloom_model::{Manifest, PartyRole};

use crate::{
    context::{Context, add_party, field, manifest, unless_empty},
    value::Value,
};

/// The front matter of a `README.md`; only one with a license counts.
pub(crate) fn card(context: &mut Context<'_>) -> Vec<Manifest> {
    let text = context.text();
    let Some((start, front)) = front_matter(text).filter(|(_, front)| front.contains("license"))
    else {
        return Vec::new();
    };
    let root = context.yaml(front, start);
    let mut model = manifest("huggingface");
    model.name = field(root.text("model_name").or_else(|| root.text("pretty_name")));
    for license in root.get("license").map(Value::one_or_many).unwrap_or_default() {
        match license.as_text() {
            // The next field has the name.
            Some("other") => {
                context.declare_unknown(&mut model, "license", "other", license.range.clone())
            }
            Some(written) => context.declare(&mut model, "license", written, license.range.clone()),
            None => {}
        }
    }
    if let Some(name) = root.get("license_name")
        && let Some(written) = name.as_text()
    {
        context.declare(&mut model, "license_name", written, name.range.clone());
    }
    if let Some(link) = root.get("license_link")
        && let Some(written) = link.as_text()
    {
        context.address(&mut model, "license_link", written, link.range.clone());
    }
    if model.licenses.is_empty() { Vec::new() } else { vec![model] }
}

fn front_matter(text: &str) -> Option<(usize, &str)> {
    let rest = text.strip_prefix("---")?;
    let rest = rest.strip_prefix('\r').unwrap_or(rest).strip_prefix('\n')?;
    let start = text.len() - rest.len();
    let end = rest
        .match_indices("\n---")
        .find(|(at, _)| rest[at + 4..].chars().next().is_none_or(char::is_whitespace))?;
    Some((start, &rest[..end.0 + 1]))
}

/// `CITATION.cff`; several licenses are a choice, as its guide says.
pub(crate) fn citation(context: &mut Context<'_>) -> Vec<Manifest> {
    let root = context.yaml(context.text(), 0);
    let mut work = manifest("cff");
    work.name = field(root.text("title"));
    work.version = field(root.scalar("version"));
    work.homepage = field(root.text("url"));
    work.repository = field(root.text("repository-code"));
    for license in root.get("license").map(Value::one_or_many).unwrap_or_default() {
        if let Some(written) = license.as_text() {
            context.declare(&mut work, "license", written, license.range.clone());
        }
    }
    if let Some(url) = root.get("license-url")
        && let Some(written) = url.as_text()
    {
        context.address(&mut work, "license-url", written, url.range.clone());
    }
    for author in root.get("authors").map(Value::items).unwrap_or_default() {
        let names = ["given-names", "name-particle", "family-names", "name", "alias"];
        let names: Vec<&str> = names.iter().filter_map(|key| author.text(key)).collect();
        add_party(&mut work, PartyRole::Author, &names.join(" "));
    }
    if root.get("cff-version").is_none() && work.licenses.is_empty() {
        return Vec::new();
    }
    unless_empty(work)
}
