// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! `docs/formats.md`: which package files are read into dependency graphs, and what of them.

use heirloom_package::graph;

use super::Generated;

pub(super) fn page() -> Generated {
    let mut contents = HEAD.to_owned();
    for format in graph::formats() {
        let names: Vec<String> = format.names.iter().map(|name| format!("`{name}`")).collect();
        contents.extend([
            "| ",
            format.ecosystem,
            " | `",
            format.format,
            "` | ",
            format.kind.name(),
            " | ",
            &names.join(", "),
            " | ",
            format.takes,
            " |\n",
        ]);
    }
    contents.push_str(TAIL);
    Generated { path: "docs/formats.md".to_owned(), contents }
}

const HEAD: &str = "\
# Package files

Which files are read into dependency graphs. Names are compared in lower case; `*` stands for any
characters; of folders at most one counts. Generated from the readers by `cargo xtask generate`.

| ecosystem | format | is a | files | what is read |
|---|---|---|---|---|
";

const TAIL: &str = "
Every package has its name, version, package URL, source, checksums, license as written and parsed,
and the places that describe it, as far as the files say them. Every edge has its scope, condition,
requested version and the places that state it; it says whether the requiring package itself uses
the other, and whether a file tells the scope or it is the usual one.

What each kind is: a *manifest* is written by people and requests versions; a *lock* holds what the
requests came to; a *workspace* file names members; *checksums* list packages with their hashes;
*installed* lists packages whose files lie beside it.
";
