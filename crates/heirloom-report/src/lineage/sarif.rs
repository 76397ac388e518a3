// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! SARIF 2.1.0 (OASIS, 2020), as code scanning of forges takes it: one run, at most 25,000 results,
//! each with a place in a file.
//!
//! Results are what a policy does not simply accept, verdicts, duties known to be unmet, and
//! questions. Where a policy decided, verdicts and duties beside its findings are notes: what was
//! accepted must not fail a gate.

mod document;
mod results;
mod rules;

use std::io::{self, Write};

use heirloom_model::Language;

use self::document::{
    Driver, Invocation, Log, Message, Notification, OriginalUriBase, Results, Root, Run, Tool,
};
use super::{CheckView, told::Teller};
use crate::visible::visible;

/// Results of one run that forges take.
const MAX_RESULTS: usize = 25_000;

pub(super) fn write(
    view: &CheckView<'_>,
    language: Language,
    out: &mut dyn Write,
) -> io::Result<()> {
    let teller = Teller::new(language);
    let (rules, results) = results::results(view, &teller);
    let mut notifications: Vec<Notification> = view
        .problems
        .iter()
        .map(|problem| Notification { level: "warning", message: Message::new(&visible(problem)) })
        .collect();
    if let Some(policy) = view.policy {
        let problems = policy.problems.iter();
        notifications.extend(problems.map(|problem| Notification {
            level: "warning",
            message: Message::new(&visible(&teller.messages().problem(problem))),
        }));
    }
    if results.len() > MAX_RESULTS {
        let n = (results.len() - MAX_RESULTS) as u64;
        let text = teller.messages().count("form.left-out", n);
        notifications.push(Notification { level: "warning", message: Message::new(&text) });
    }
    let log = Log {
        schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        version: "2.1.0",
        runs: [Run {
            tool: Tool {
                driver: Driver {
                    name: "Heirloom",
                    version: view.version.to_owned(),
                    rules: rules.list,
                },
            },
            language: language.tag(),
            invocations: [Invocation {
                execution_successful: true,
                tool_execution_notifications: notifications,
            }],
            original_uri_base_ids: OriginalUriBase {
                root: Root { description: Message::new(teller.messages().label("form.root")) },
            },
            results: Results(&results[..results.len().min(MAX_RESULTS)]),
        }],
    };
    serde_json::to_writer_pretty(&mut *out, &log)?;
    out.write_all(b"\n")
}
