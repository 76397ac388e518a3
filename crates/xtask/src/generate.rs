// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Files that are made from code, so that they cannot drift from it.
//!
//! `generate` writes them, `generate --check` tells which ones differ. License texts come from the
//! `license` crate: no text is ever pasted into the repository.

mod bom_fields;
mod codes;
mod formats;
pub(crate) mod legal_words;
mod licenses;

use std::{error::Error, fs};

use license::License;

use crate::{Outcome, repository::Repository};

/// Writes the files that are made from code.
#[derive(clap::Args)]
pub(crate) struct GenerateArgs {
    /// Writes nothing; fails when a file differs.
    #[arg(long)]
    check: bool,
}

/// A file and what it should hold.
struct Generated {
    path: String,
    contents: String,
}

/// Runs `cargo xtask generate`.
pub(crate) fn generate(repository: &Repository, args: &GenerateArgs) -> Outcome {
    if args.check { check(repository) } else { write(repository) }
}

/// Fails when a file differs from what would be written.
pub(crate) fn check(repository: &Repository) -> Outcome {
    let stale: Vec<String> = stale(repository)?.into_iter().map(|file| file.path).collect();
    if stale.is_empty() {
        return Ok(());
    }
    Err(format!("run `cargo xtask generate`: {} differ", stale.join(", ")).into())
}

fn write(repository: &Repository) -> Outcome {
    for file in stale(repository)? {
        let target = repository.root().join(&file.path);
        fs::create_dir_all(target.parent().ok_or("a generated file stands in a folder")?)?;
        fs::write(&target, &file.contents)?;
        println!("wrote {}", file.path);
    }
    Ok(())
}

/// The generated files that differ on disk.
fn stale(repository: &Repository) -> Result<Vec<Generated>, Box<dyn Error>> {
    let differs = |file: &Generated| {
        let found = fs::read_to_string(repository.root().join(&file.path));
        !found.is_ok_and(|found| found == file.contents)
    };
    Ok(all(repository)?.into_iter().filter(differs).collect())
}

fn all(repository: &Repository) -> Result<Vec<Generated>, Box<dyn Error>> {
    let mut files = codes::pages(&fs::read_to_string(repository.root().join("data/codes.toml"))?)?;
    let schemas = heirloom_report::schema::all().into_iter();
    files.extend(schemas.map(|(name, contents)| {
        let path = format!("docs/schema/{name}");
        Generated { path, contents }
    }));
    files.push(bom_fields::page());
    files.push(formats::page());
    files.push(legal_words::file(repository)?);
    files.push(licenses::page()?);
    files.extend([
        license_text("LICENSES/Apache-2.0.txt", "Apache-2.0", &[])?,
        license_text("LICENSES/MIT.txt", "MIT", &[])?,
        license_text("examples/product/LICENSE", "Apache-2.0", &[])?,
        license_text(
            "examples/product/vendor/tinyring/LICENSE",
            "ISC",
            &[("<year> <owner>", "2015-2019 Mara Lindqvist"), ("<year>", "2015-2019")],
        )?,
    ]);
    Ok(files)
}

/// A license text with its blanks filled: the project's own licenses, where the REUSE
/// specification wants them, and those of the example tree.
fn license_text(
    path: &str,
    id: &str,
    blanks: &[(&str, &str)],
) -> Result<Generated, Box<dyn Error>> {
    let license: &dyn License = id.parse().map_err(|_| format!("no text of {id}"))?;
    let mut text = license.text().trim_end().to_owned();
    for (blank, filled) in blanks {
        text = text.replace(blank, filled);
    }
    let contents = text.lines().flat_map(|line| [line.trim_end(), "\n"]).collect();
    Ok(Generated { path: path.to_owned(), contents })
}
