// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Writes the HTML page of a made-up tree to standard output, to look at and to measure:
//! `cargo run --release -p heirloom-report --example page -- 100000 en >page.html`.

use std::{convert::Infallible, error::Error, io};

use heirloom_model::{
    ConcludedReason, Digest, FileRecord, FindKind, JoiningMethod, Language, Matcher, Problem,
    ProblemCode, ScanSummary, Span,
};
use heirloom_report::HtmlOptions;

#[path = "../src/tests/sample.rs"]
mod sample;

use sample::Sample;

const LICENSES: [&str; 14] = [
    "GPL-2.0-only",
    "GPL-2.0-only",
    "GPL-2.0-only",
    "GPL-2.0-or-later",
    "MIT",
    "BSD-3-Clause",
    "GPL-2.0-only WITH Linux-syscall-note",
    "Apache-2.0",
    "GPL-2.0-only OR BSD-2-Clause",
    "ISC",
    "LGPL-2.1-or-later",
    "MIT AND Zlib",
    "BSD-2-Clause",
    "LicenseRef-scancode-public-domain",
];
const TOPS: [&str; 8] = ["arch", "block", "drivers", "fs", "include", "kernel", "net", "tools"];
const HEADER: &str = "/* SPDX-License-Identifier: GPL-2.0-only */\n/*\n * Copyright (C) 2019-2024 Ana Ruiz\n *\n * This program is free software; you can redistribute it and/or modify\n * it under the terms of the GNU General Public License version 2 as\n * published by the Free Software Foundation.\n */\n\n#include <linux/module.h>\n";

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let n_files: u64 = args.next().unwrap_or_default().parse().unwrap_or(0);
    let language = args.next().and_then(|tag| Language::from_tag(&tag)).unwrap_or_default();
    let options = HtmlOptions::standard(language);
    let mut contents = |_: &FileRecord| Some(HEADER.as_bytes().to_vec());
    let out = &mut io::BufWriter::new(io::stdout().lock());
    let (summary, mut files): (ScanSummary, Box<dyn Iterator<Item = FileRecord>>) = match n_files {
        0 => (sample::summary(), Box::new(sample::files().into_iter())),
        _ => (many_summary(n_files), Box::new(many(n_files))),
    };
    let files = &mut files.by_ref().map(Ok::<_, Infallible>);
    heirloom_report::html(&summary, files, &mut contents, &options, out)?;
    Ok(())
}

fn many(n_files: u64) -> impl Iterator<Item = FileRecord> {
    (0..n_files).map(move |at| one(at, n_files))
}

/// Paths come in order: eight folders of folders of folders of forty files.
fn one(at: u64, n_files: u64) -> FileRecord {
    let top = TOPS[usize::try_from(at * 8 / n_files).unwrap_or(0)];
    let name = format!("{top}/part-{:05}/unit-{:05}/file-{at:07}.c", at / 1600, at / 40);
    let hash = (at / 40).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32;
    let license = LICENSES[usize::try_from((hash + at % 3) % 14).unwrap_or(0)];
    let sample =
        Sample::new(name.as_bytes()).copyright("Copyright (C) 2019-2024 Ana Ruiz", "Ana Ruiz");
    let sample = match at % 97 {
        0 => sample,
        1 => sample.find("LicenseRef-unknown", FindKind::Unknown, Matcher::Unknown, "unknown"),
        2 => sample
            .tag("MIT")
            .find(
                "GPL-2.0-or-later",
                FindKind::Notice,
                Matcher::Approximate,
                "gpl-2.0-plus_17.RULE",
            )
            .detected("MIT", JoiningMethod::TagDisagrees)
            .concluded("MIT", ConcludedReason::Tag),
        n if n % 3 == 0 => sample
            .find(license, FindKind::Notice, Matcher::Exact, "notice_12.RULE")
            .detected(license, JoiningMethod::Alone)
            .concluded(license, ConcludedReason::Detected),
        _ => sample.tag(license).concluded(license, ConcludedReason::Tag),
    };
    let mut file = sample.build();
    let mut digest = [0; 32];
    digest[..8].copy_from_slice(&at.to_le_bytes());
    file.digest = Some(Digest(digest));
    file.size = 500 + (hash % 50_000);
    for find in &mut file.facts.licenses {
        find.span = match find.kind {
            FindKind::Tag => Span { start: 3, end: 40, first_line: 1, last_line: 1 },
            _ => Span { start: 90, end: 245, first_line: 5, last_line: 7 },
        };
    }
    for find in &mut file.facts.copyrights {
        find.span = Span { start: 50, end: 83, first_line: 3, last_line: 3 };
    }
    file
}

fn many_summary(n_files: u64) -> ScanSummary {
    let mut summary = sample::summary();
    summary.source = "linux-6.12".into();
    summary.tallies.n_files = n_files;
    summary.tallies.n_bytes = n_files * 12_345;
    summary.tallies.n_distinct = n_files - n_files / 13;
    summary.project.licenses.clear();
    for file in many(n_files) {
        let license = file.context.concluded.map(|concluded| concluded.expression);
        *summary.project.licenses.entry(license).or_default() += 1;
    }
    summary.tallies.holders =
        (0..400).map(|n| (format!("company number {n}").into(), 1 + n_files / (n + 2))).collect();
    let template = summary.folders[0].clone();
    summary.folders = (0..40)
        .map(|n| {
            let mut folder = template.clone();
            folder.path = sample::path(format!("tools/part-{n:05}").as_bytes());
            folder.n_files = 200 - n;
            folder
        })
        .collect();
    for at in (0..n_files).step_by(970) {
        let problem =
            Problem::new(ProblemCode::MANIFEST_LICENSE_UNKNOWN, vec![("value", "see file".into())]);
        summary.problems.push(problem.at_path(one(at, n_files).path));
    }
    summary
}
