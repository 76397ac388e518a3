// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What is done with bills of materials that are there: validate, convert, merge, score, diff.

mod combine;

use std::{ffi::OsString, fs, path::Path};

use heirloom_report::{BillDiffPage, BillSide, messages::Messages, visible};
use heirloom_sbom::{Bill, Change, Difference, Form, Loss, ReadError, report};

use crate::{
    error::{CliError, Exit, Kind},
    output::{self, Target},
    ui::Ui,
};

/// What to do with bills of materials.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum DocumentCommand {
    /// Check documents against the schema of their form and against what schemas cannot say
    ///
    /// Exit code 1 where something is wrong. Names of places are JSON pointers; of tags and values
    /// they are those of the same fields in JSON.
    Validate {
        /// The documents
        #[arg(required = true)]
        files: Vec<OsString>,
        /// Print one JSON document
        #[arg(long)]
        json: bool,
    },
    /// Write a document in another form, and tell what that form cannot hold
    Convert {
        /// The document
        file: OsString,
        /// The form: cyclonedx-1.7, -1.6, -1.5, -1.4 (or with -xml behind), spdx-3, spdx-2.3, spdx-2.3-tag-value
        #[arg(long, short, value_name = "FORM")]
        format: String,
        /// The file to write [default: stdout]
        #[arg(long, short, value_name = "FILE")]
        output: Option<OsString>,
        /// Write what is lost as a JSON document
        #[arg(long, value_name = "FILE")]
        losses: Option<OsString>,
        /// Exit with 1, and write nothing, where something would be lost
        #[arg(long)]
        strict: bool,
    },
    /// Join documents to one: components that are the same are one, and what they disagree on is told
    ///
    /// The same are those of one package URL, or of one name and version. The first document that
    /// says something of a component is believed.
    Merge {
        /// The documents
        #[arg(required = true, num_args = 2..)]
        files: Vec<OsString>,
        /// The form: cyclonedx-1.7, -1.6, -1.5, -1.4 (or with -xml behind), spdx-3, spdx-2.3, spdx-2.3-tag-value
        #[arg(long, short, value_name = "FORM", default_value = "cyclonedx-1.6")]
        format: String,
        /// The file to write [default: stdout]
        #[arg(long, short, value_name = "FILE")]
        output: Option<OsString>,
        /// What all of it is called [default: the names of what the documents are about]
        #[arg(long)]
        name: Option<String>,
        /// Write what the documents disagree on as a JSON document
        #[arg(long, value_name = "FILE")]
        conflicts: Option<OsString>,
        /// Exit with 1, and write nothing, where documents disagree
        #[arg(long)]
        strict: bool,
    },
    /// Tell how much of what guidelines ask for is there: NTIA 2021, CISA 2025 (draft), BSI TR-03183-2,
    /// OpenChain Telco
    ///
    /// Each missing field is told with the components that lack it, and with where to supply it.
    Score {
        /// The documents
        #[arg(required = true)]
        files: Vec<OsString>,
        /// Exit with 1 where something that this guideline requires is missing: ntia, cisa, bsi, telco
        #[arg(long, value_name = "GUIDELINE")]
        require: Vec<String>,
        /// Print one JSON document
        #[arg(long)]
        json: bool,
    },
    /// Show what differs between two documents, of any forms: components, versions, licenses, relations
    ///
    /// Exit code 1 where something differs.
    Diff {
        /// The first document
        before: OsString,
        /// The second document
        after: OsString,
        /// Leave relations out
        #[arg(long)]
        no_relations: bool,
        /// Print one JSON document
        #[arg(long)]
        json: bool,
        /// Write one HTML page that works offline
        #[arg(long, value_name = "FILE")]
        html: Option<OsString>,
    },
}

pub(super) fn run(ui: &Ui, command: &DocumentCommand) -> Result<Exit, CliError> {
    let messages = Messages::for_language(ui.language);
    match command {
        DocumentCommand::Validate { files, json } => validate(ui, &messages, files, *json),
        DocumentCommand::Convert { file, format, output, losses, strict } => {
            let outputs = (output.as_ref(), losses.as_ref());
            convert(ui, &messages, file, format, outputs, *strict)
        }
        DocumentCommand::Merge { files, format, output, name, conflicts, strict } => {
            let outputs = (output.as_ref(), conflicts.as_ref());
            combine::merge(ui, &messages, files, format, outputs, (name.as_deref(), *strict))
        }
        DocumentCommand::Score { files, require, json } => {
            combine::score(&messages, files, require, *json)
        }
        DocumentCommand::Diff { before, after, no_relations, json, html } => {
            let (one, other) = (read(before)?, read(after)?);
            let mut found = heirloom_sbom::diff(&one.1, &other.1);
            if *no_relations {
                found.relations_added.clear();
                found.relations_removed.clear();
            }
            if let Some(file) = html {
                diff_page(ui, [(before, &one), (after, &other)], &found, file)?;
            }
            let text = if *json { report::diff(&found) } else { diff_text(&messages, &found) };
            output::print(&text)?;
            Ok(if found.is_empty() { Exit::Clean } else { Exit::Rejected })
        }
    }
}

fn bytes_of(file: &OsString) -> Result<Vec<u8>, CliError> {
    fs::read(file).map_err(|error| {
        let name = Path::new(file).display().to_string();
        CliError::new(Kind::User, format!("failed to read {name}: {error}"))
    })
}

fn unreadable(file: &OsString, error: &ReadError) -> CliError {
    let name = Path::new(file).display().to_string();
    let known = "CycloneDX 1.4 to 1.7 as JSON or XML, SPDX 3.0.1 as JSON, SPDX 2.2 and 2.3 as JSON or tags with values, Syft's JSON";
    CliError::new(Kind::User, format!("{name}: {error}")).hint(format!("read are {known}"))
}

fn read(file: &OsString) -> Result<(Form, Bill), CliError> {
    heirloom_sbom::read_bill(&bytes_of(file)?).map_err(|error| unreadable(file, &error))
}

fn diff_page(
    ui: &Ui,
    documents: [(&OsString, &(Form, Bill)); 2],
    found: &Difference,
    file: &OsString,
) -> Result<(), CliError> {
    let names = documents.map(|(file, _)| Path::new(file).display().to_string());
    let side = |at: usize| {
        let (form, bill) = documents[at].1;
        BillSide { name: &names[at], form: form.name(), n_components: bill.items.len() }
    };
    // What is printed as JSON is what the page shows.
    let diff = report::diff(found);
    let page = BillDiffPage {
        before: side(0),
        after: side(1),
        diff: &diff,
        version: env!("CARGO_PKG_VERSION"),
        language: ui.language,
    };
    output::write(&Target::of(file), |out| heirloom_report::bill_diff(&page, out))
}

fn validate(
    ui: &Ui,
    messages: &Messages,
    files: &[OsString],
    json: bool,
) -> Result<Exit, CliError> {
    let mut exit = Exit::Clean;
    let mut documents = Vec::new();
    let mut failed = None;
    for file in files {
        let name = Path::new(file).display().to_string();
        let checked = bytes_of(file).and_then(|bytes| {
            heirloom_sbom::check(&bytes).map_err(|error| unreadable(file, &error))
        });
        let (form, findings) = match checked {
            Ok(checked) => checked,
            Err(error) => {
                // The others are checked all the same; the last of these errors ends the run.
                if let Some(before) = failed.replace(error) {
                    ui.error(&before);
                }
                continue;
            }
        };
        if !findings.is_empty() {
            exit = Exit::Rejected;
        }
        if json {
            documents.push((name, form, findings));
            continue;
        }
        let mut text = String::new();
        for one in &findings {
            let by = messages.label(&format!("bom.by-{}", one.kind.name())).to_owned();
            let pointer = if one.pointer.is_empty() { "/" } else { &one.pointer };
            let (name, pointer, what) = (visible(&name), visible(pointer), visible(&one.what));
            for part in [&name, "#", &pointer, ": ", &by, ": ", &what, "\n"] {
                text.push_str(part);
            }
        }
        let key = if findings.is_empty() { "bom.valid" } else { "bom.invalid" };
        let n = findings.len().to_string();
        text += &messages
            .text(key, &[("file", name.as_str()), ("form", form.name()), ("n", n.as_str())]);
        text.push('\n');
        output::print(&text)?;
    }
    if json {
        output::print(&report::validation(&documents))?;
    }
    failed.map_or(Ok(exit), Err)
}

fn convert(
    ui: &Ui,
    messages: &Messages,
    file: &OsString,
    form: &str,
    (output, losses_file): (Option<&OsString>, Option<&OsString>),
    strict: bool,
) -> Result<Exit, CliError> {
    let form = super::form(form)?;
    let converted =
        heirloom_sbom::convert(&bytes_of(file)?, form).map_err(|error| unreadable(file, &error))?;
    let losses = &converted.losses;
    if let Some(target) = losses_file {
        let text = report::losses(losses);
        output::write(&Target::of(target), |out| out.write_all(text.as_bytes()))?;
    }
    for Loss { field, n, example } in losses {
        let n = n.to_string();
        let args = [("field", field.as_str()), ("n", n.as_str()), ("example", example.as_str())];
        ui.note(&messages.text("bom.lost", &args));
    }
    if strict && !losses.is_empty() {
        return Ok(Exit::Rejected);
    }
    let target = output.map_or(Target::Stdout, |file| Target::of(file));
    output::write(&target, |out| out.write_all(&converted.bytes))?;
    Ok(Exit::Clean)
}

fn diff_text(messages: &Messages, found: &Difference) -> String {
    if found.is_empty() {
        return messages.label("bom.same").to_owned() + "\n";
    }
    let none = messages.label("bom.not-said");
    let or_none = |text: &Option<String>| visible(text.as_deref().unwrap_or(none)).into_owned();
    let mut text = String::new();
    for (name, change) in &found.items {
        let (key, from, to) = match change {
            Change::Added { version, license } => ("bom.added", or_none(version), or_none(license)),
            Change::Removed { version, license } => {
                ("bom.removed", or_none(version), or_none(license))
            }
            Change::Version { from, to } => ("bom.version", or_none(from), or_none(to)),
            Change::License { from, to } => ("bom.license", or_none(from), or_none(to)),
            Change::Checksum { from, to } => {
                ("bom.checksum", visible(from).into_owned(), visible(to).into_owned())
            }
        };
        text += &messages.text(key, &[("name", &*visible(name)), ("from", &from), ("to", &to)]);
        text.push('\n');
    }
    for (name, change) in &found.fields {
        let (from, to) = (or_none(&change.from), or_none(&change.to));
        let args = [
            ("name", &*visible(name)),
            ("field", &*visible(&change.field)),
            ("from", &from),
            ("to", &to),
        ];
        text += &messages.text("bom.changed-field", &args);
        text.push('\n');
    }
    for (sign, relations) in [("+", &found.relations_added), ("-", &found.relations_removed)] {
        for relation in relations {
            for part in [sign, " ", &visible(relation), "\n"] {
                text.push_str(part);
            }
        }
    }
    text
}
