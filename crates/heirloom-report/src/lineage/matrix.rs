// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Tables of verdicts.

use std::fmt::Write as _;

use super::MatrixView;
use crate::{
    TerminalOptions,
    messages::Messages,
    terminal::{padded, width, wrapped},
};

/// One block for each way of use, which fits any number of licenses in any width.
pub(super) fn text(view: &MatrixView, options: &TerminalOptions) -> String {
    let messages = Messages::for_language(options.language);
    let mut out = String::new();
    let longest = view.columns.iter().map(|column| width(column)).max().unwrap_or(0);
    for (name, kind, verdicts) in &view.rows {
        let relation = messages.word("relation", kind).to_owned();
        writeln!(out, "{name}  {relation} ({kind})").expect("a string takes it");
        for (column, verdict) in view.columns.iter().zip(verdicts) {
            let words: Vec<&str> =
                verdict.tokens().into_iter().map(|token| message(&messages, token)).collect();
            writeln!(out, "    {}  {}", padded(column, longest), words.join(" + "))
                .expect("a string takes it");
        }
        out.push('\n');
    }
    for line in wrapped(messages.label("check.matrix-assumptions"), options.width.clamp(60, 100)) {
        out.push_str(&line);
        out.push('\n');
    }
    out
}

/// What a token of a verdict says.
pub(super) fn message<'m>(messages: &'m Messages, token: &str) -> &'m str {
    let level = format!("level.{token}");
    let beside = format!("verdict-token.{token}");
    for key in [level, beside] {
        if let Some(found) = messages.find(&key) {
            return found;
        }
    }
    ""
}

pub(super) fn csv(view: &MatrixView) -> String {
    let quoted = |text: &str| {
        if text.contains([',', '"', '\n', '\r']) {
            format!("\"{}\"", text.replace('"', "\"\""))
        } else {
            text.to_owned()
        }
    };
    let mut out = String::from("row");
    for column in &view.columns {
        write!(out, ",{}", quoted(column)).expect("a string takes it");
    }
    out.push_str("\r\n");
    for (name, _, verdicts) in &view.rows {
        out.push_str(&quoted(name));
        for verdict in verdicts {
            write!(out, ",{verdict}").expect("a string takes it");
        }
        out.push_str("\r\n");
    }
    out
}
