// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Offers of source, in every language, as nobody knows who will read them.

use std::fmt::Write;

use heirloom_model::{Bundle, Language, Offerer};

use crate::{html::escape, messages::Messages, visible::visible};

/// The written offer; empty where source goes along, or nobody can be named who offers.
pub(super) fn written(bundle: &Bundle) -> String {
    let mut out = String::new();
    let Some(offerer) = &bundle.offerer else { return out };
    let of_archives = bundle.is_written_offer && !bundle.sources.is_empty();
    if !of_archives && bundle.offered_in_writing.is_empty() {
        return out;
    }
    for language in Language::ALL {
        let messages = Messages::for_language(language);
        if !out.is_empty() {
            out.push('\n');
        }
        super::heading(&mut out, messages.label("bundle.offer"), '=');
        let years = offerer.years.to_string();
        let args = [("years", &*years), ("name", &*visible(&offerer.name))];
        let text = messages.text("bundle.offer-text", &args);
        write!(out, "\n{text}\n\n{}", contact(offerer)).expect("a string takes any text");
    }
    out
}

fn contact(offerer: &Offerer) -> String {
    [&offerer.name, &offerer.address, &offerer.email]
        .into_iter()
        .filter(|line| !line.is_empty())
        .fold(String::new(), |out, line| format!("{out}  {}\n", visible(line)))
}

/// The page for users of a service; empty where none is owed.
pub(super) fn page(bundle: &Bundle) -> String {
    let Some(offerer) = &bundle.offerer else { return String::new() };
    let Some(url) = &offerer.url else { return String::new() };
    if bundle.offered.is_empty() {
        return String::new();
    }
    let mut body = String::new();
    for language in Language::ALL {
        let messages = Messages::for_language(language);
        let label = |key: &str| escape::html(messages.label(key));
        write!(
            body,
            "<section lang=\"{}\">\n<h1>{}</h1>\n<p>{}</p>\n<p><a href=\"{}\">{}</a></p>\n</section>\n",
            language.tag(),
            label("bundle.page"),
            label("bundle.page-text"),
            escape::html(&safe(url)),
            label("bundle.page-get"),
        )
        .expect("a string takes any text");
    }
    body.push_str("<ul>\n");
    for id in &bundle.offered {
        let archives: Vec<_> =
            bundle.sources.iter().filter(|entry| entry.component == *id).collect();
        let archive = archives.first().map(|entry| {
            let digest = entry.sha256.as_deref().unwrap_or_default();
            let name = escape::html(&visible(&entry.archive));
            format!(" <code>{name}</code> <small>SHA-256 <code>{digest}</code></small>")
        });
        let name = escape::html(&visible(id.as_str()));
        writeln!(body, "<li>{name}{}</li>", archive.unwrap_or_default())
            .expect("a string takes any text");
    }
    body.push_str("</ul>\n");
    let name = escape::html(&visible(&offerer.name));
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <title>{name}</title>\n<style>\nbody {{ font: 1rem/1.5 system-ui, sans-serif; max-width: 44rem; \
         margin: 2rem auto; padding: 0 1rem; color-scheme: light dark }}\nsection {{ border-bottom: 1px \
         solid color-mix(in srgb, currentColor 20%, transparent) }}\nh1 {{ font-size: 1.25rem }}\n\
         code {{ overflow-wrap: anywhere }}\n</style>\n</head>\n<body>\n{body}</body>\n</html>\n"
    )
}

/// An address that a browser may follow; else none.
fn safe(url: &str) -> String {
    let lower = url.to_ascii_lowercase();
    let is_address =
        ["https://", "http://", "mailto:"].iter().any(|start| lower.starts_with(start));
    if is_address { url.to_owned() } else { String::from("#") }
}
