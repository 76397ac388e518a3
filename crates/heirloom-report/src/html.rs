// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! One HTML page that needs nothing else: style, script and data stand in it.
//!
//! Data are JSON in blocks that the script parses when it needs them: columns of the table at once,
//! details and text of a file when it is opened. They are written as files come, so the page's
//! size does not matter here. Foreign text stays inside JSON strings, where `<` is escaped; the
//! script puts it into the page as text only, and a content security policy holds it to that.

use std::io::{self, Write};

use heirloom_model::{FileRecord, Language, ScanSummary};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::{
    Files, HtmlOptions,
    messages::{Messages, grouped},
    wire::{FileRoleWire, HeadWire, Word},
};

pub(crate) mod base64;
mod chunk;
pub(crate) mod escape;
mod excerpt;
mod sha256;

use chunk::Chunk;
use escape::{html, json};

const STYLE: &str =
    concat!(include_str!("../assets/report.css"), include_str!("../assets/graph.css"));

/// One script in the order of its parts, which share one scope.
const SCRIPT: &str = concat!(
    "(() => {\n\"use strict\";\n",
    include_str!("../assets/dom.js"),
    include_str!("../assets/chrome.js"),
    include_str!("../assets/data.js"),
    include_str!("../assets/overview.js"),
    include_str!("../assets/map.js"),
    include_str!("../assets/files.js"),
    include_str!("../assets/file.js"),
    include_str!("../assets/layout.js"),
    include_str!("../assets/packages.js"),
    include_str!("../assets/package_tree.js"),
    include_str!("../assets/image.js"),
    include_str!("../assets/main.js"),
    "})();\n",
);

/// Files per block of data.
const CHUNK_FILES: usize = 2_000;
/// Names of holders that the page lists.
const MAX_HOLDERS: usize = 1_000;
/// Problems that the page lists; all others stand with their files.
const MAX_PROBLEMS: usize = 5_000;
/// Files with something to look at that are listed beyond [`HtmlOptions::max_files`].
const MAX_EXTRA_FILES: u64 = 10_000;

pub(crate) fn write(
    summary: &ScanSummary,
    files: Files<'_>,
    contents: &mut dyn FnMut(&FileRecord) -> Option<Vec<u8>>,
    options: &HtmlOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    head(summary, options, out)?;
    let mut chunk = Chunk::new(summary, options.max_excerpt_bytes);
    let mut n_listed = 0;
    for file in files {
        let file = file?;
        let flags = chunk.flags(&file);
        let room = n_listed < options.max_files
            || (chunk::is_notable(flags) && n_listed < options.max_files + MAX_EXTRA_FILES);
        if !room {
            continue;
        }
        n_listed += 1;
        chunk.push(&file, flags, contents);
        if chunk.len() == CHUNK_FILES {
            chunk.write(out)?;
        }
    }
    chunk.write(out)?;
    shell(summary, options, "", "").end(out)
}

/// What the page knows before any file.
#[derive(Serialize)]
struct Head<'a> {
    scan: HeadWire<'a>,
    /// Holders and problems that are not in `scan`.
    left_out: (usize, usize),
    /// The words that the numbers of roles mean.
    roles: &'static [&'static str],
    language: &'static str,
    messages: Vec<(&'static str, Map<String, Value>)>,
}

fn head(summary: &ScanSummary, options: &HtmlOptions, out: &mut dyn Write) -> io::Result<()> {
    let messages = Messages::for_language(options.language);
    let source = crate::visible::visible(&summary.source);
    let title = messages.text("page.title", &[("source", &source)]);
    shell(summary, options, &title, &without_script(summary, &messages)).begin(out)?;
    let (scan, left_out) = HeadWire::from(summary).shortened(MAX_HOLDERS, MAX_PROBLEMS);
    let head = Head {
        scan,
        left_out,
        roles: FileRoleWire::ALL,
        language: options.language.tag(),
        messages: catalogs(|key| !key.starts_with("terminal.")),
    };
    block("head", &head, out)
}

/// The messages that a page uses, in every language.
pub(crate) fn catalogs(shown: fn(&str) -> bool) -> Vec<(&'static str, Map<String, Value>)> {
    let catalog = |language: Language| {
        let messages = Messages::for_language(language);
        let text = |(key, text): (&str, &str)| (key.to_owned(), text.into());
        (language.tag(), messages.iter().filter(|(key, _)| shown(key)).map(text).collect())
    };
    Language::ALL.map(catalog).into()
}

fn shell<'a>(
    summary: &'a ScanSummary,
    options: &HtmlOptions,
    title: &'a str,
    without_script: &'a str,
) -> Shell<'a> {
    Shell {
        language: options.language,
        title,
        version: &summary.version,
        style: STYLE,
        script: SCRIPT,
        without_script,
    }
}

/// What stands around the data of a page.
pub(crate) struct Shell<'a> {
    pub(crate) language: Language,
    pub(crate) title: &'a str,
    pub(crate) version: &'a str,
    pub(crate) style: &'a str,
    pub(crate) script: &'a str,
    /// Markup for readers that run no script.
    pub(crate) without_script: &'a str,
}

impl Shell<'_> {
    /// Everything before the data.
    pub(crate) fn begin(&self, out: &mut dyn Write) -> io::Result<()> {
        let policy = format!(
            "default-src 'none'; script-src 'sha256-{}'; style-src 'sha256-{}'; base-uri 'none'; \
             form-action 'none'",
            base64::encode(&sha256::digest(self.script.as_bytes())),
            base64::encode(&sha256::digest(self.style.as_bytes())),
        );
        write!(
            out,
            "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"color-scheme\" content=\"light dark\">\n\
             <meta name=\"referrer\" content=\"no-referrer\">\n\
             <meta name=\"generator\" content=\"heirloom {}\">\n\
             <title>{}</title>\n<style>{}</style>\n</head>\n<body>\n\
             <div id=\"app\"><noscript>{}</noscript></div>\n",
            self.language.tag(),
            html(self.version),
            html(self.title),
            self.style,
            self.without_script,
        )
    }

    /// Everything behind the data.
    pub(crate) fn end(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "<script>{}</script>\n</body>\n</html>", self.script)
    }
}

/// The result in a few words, for readers that run no script.
fn without_script(summary: &ScanSummary, messages: &Messages) -> String {
    let license = match &summary.project.concluded {
        Some(concluded) => concluded.expression.to_string(),
        None => messages.label("label.concluded-none").to_owned(),
    };
    let n_files = grouped(summary.tallies.n_files);
    let files = messages.text("label.files", &[("n", &n_files)]);
    format!(
        "<h1>{}</h1><p>{}: <strong>{}</strong></p><p>{}</p><p>{}</p>",
        html(&crate::visible::visible(&summary.source)),
        html(messages.label("label.concluded")),
        html(&license),
        html(&files),
        html(messages.label("page.no-script")),
    )
}

/// Writes a block of data for the script.
pub(crate) fn block(class: &str, value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    written_block(class, &serde_json::to_string(value)?, out)
}

/// Writes a block of data that is JSON already.
pub(crate) fn written_block(class: &str, text: &str, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "<script type=\"application/json\" class=\"{class}\">{}</script>", json(text))
}
