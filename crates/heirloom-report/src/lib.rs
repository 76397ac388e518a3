// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

#![doc = include_str!("../README.md")]
#![warn(missing_docs)]

use std::{
    error::Error,
    io::{self, Write},
};

use heirloom_model::{FileRecord, Language, PackageIndex, ScanSummary, Scope};

mod attention;
mod bill_diff;
mod csv;
mod html;
mod json;
mod jsonl;
mod lineage;
pub mod messages;
mod packages;
pub mod schema;
mod terminal;
mod visible;
mod wire;

pub use self::visible::visible;
pub use bill_diff::{BillDiffPage, BillSide};
pub use lineage::{
    BundleFile, CheckView, ConfigView, MatrixView, PageExtras, PlanView, Proofs, WhatIfView,
    bundle_files, bundle_terminal, check_html, check_json, check_junit, check_sarif,
    check_terminal, config_toml, matrix_csv, matrix_html, matrix_terminal, plan_json,
    plan_terminal, proof_terminal, question_terminal, what_if_json, what_if_terminal,
};

/// The files of a scan in order of their paths, read one at a time.
type Files<'a> = &'a mut dyn Iterator<Item = io::Result<FileRecord>>;

/// Writes one JSON document of the form `heirloom-scan/1` with every fact; see [`schema`].
///
/// # Errors
/// Whatever `files` or `out` fails with.
pub fn json<E: Into<Box<dyn Error + Send + Sync>>>(
    summary: &ScanSummary,
    files: &mut dyn Iterator<Item = Result<FileRecord, E>>,
    out: &mut dyn Write,
) -> io::Result<()> {
    json::write(summary, &mut files.map(|file| file.map_err(io::Error::other)), out)
}

/// Writes one JSON object per file and line; see [`schema`].
///
/// # Errors
/// Whatever `files` or `out` fails with.
pub fn jsonl<E: Into<Box<dyn Error + Send + Sync>>>(
    summary: &ScanSummary,
    files: &mut dyn Iterator<Item = Result<FileRecord, E>>,
    out: &mut dyn Write,
) -> io::Result<()> {
    jsonl::write(summary, &mut files.map(|file| file.map_err(io::Error::other)), out)
}

/// Writes CSV (RFC 4180, UTF-8): one row per fact, and one row per file with `file` in `fact`.
///
/// # Errors
/// Whatever `files` or `out` fails with.
pub fn csv<E: Into<Box<dyn Error + Send + Sync>>>(
    summary: &ScanSummary,
    files: &mut dyn Iterator<Item = Result<FileRecord, E>>,
    out: &mut dyn Write,
) -> io::Result<()> {
    csv::write(summary, &mut files.map(|file| file.map_err(io::Error::other)), out)
}

/// How the terminal summary looks.
#[derive(Clone, Copy, Debug)]
pub struct TerminalOptions {
    /// The language.
    pub language: Language,
    /// Whether to color; the text says the same without.
    pub color: bool,
    /// The columns of the terminal; tables fit it down to 60.
    pub width: usize,
}

/// Writes a summary for people, what needs attention first.
///
/// # Errors
/// Whatever `files` or `out` fails with.
pub fn terminal<E: Into<Box<dyn Error + Send + Sync>>>(
    summary: &ScanSummary,
    files: &mut dyn Iterator<Item = Result<FileRecord, E>>,
    options: &TerminalOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    terminal::write(summary, &mut files.map(|file| file.map_err(io::Error::other)), options, out)
}

/// How a tree of packages looks.
#[derive(Clone, Debug)]
pub struct TreeOptions {
    /// Language and color.
    pub terminal: TerminalOptions,
    /// Levels below the roots; all without.
    pub depth: Option<usize>,
    /// Requirements for these alone; all without any.
    pub scopes: Vec<Scope>,
    /// Whether to show what a package requires each time it is met, not only the first time.
    pub unfold: bool,
}

/// Writes the tree of packages: the roots, and below each what it requires.
///
/// # Errors
/// Whatever `out` fails with.
pub fn tree(summary: &ScanSummary, options: &TreeOptions, out: &mut dyn Write) -> io::Result<()> {
    packages::write_tree(summary, options, out)
}

/// How the table of packages looks.
#[derive(Clone, Debug)]
pub struct ListOptions {
    /// Language, color, and the columns that it fits down to 60.
    pub terminal: TerminalOptions,
    /// Packages that the tree needs for these alone; all without any.
    pub scopes: Vec<Scope>,
    /// What the rows are sorted by.
    pub sort: SortKey,
}

/// What rows of packages are sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum SortKey {
    /// Their names.
    #[default]
    Name,
    /// Their ecosystems.
    Ecosystem,
    /// Their licenses, those without one first.
    License,
    /// What the tree needs them for, the product first.
    Scope,
    /// How many files belong to them, the most first.
    Files,
}

/// Writes the packages as a table, one a line.
///
/// # Errors
/// Whatever `out` fails with.
pub fn list(summary: &ScanSummary, options: &ListOptions, out: &mut dyn Write) -> io::Result<()> {
    packages::write_list(summary, options, out)
}

/// Writes why packages are there: a shortest way from each root, `all` of them or the first.
///
/// # Errors
/// Whatever `out` fails with.
pub fn why(
    summary: &ScanSummary,
    wanted: &[PackageIndex],
    all: bool,
    options: &TerminalOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    packages::write_why(summary, wanted, all, options, out)
}

/// The same as one JSON document of the form `heirloom-why/1`, always with all ways.
///
/// # Errors
/// Whatever `out` fails with.
pub fn why_json(
    summary: &ScanSummary,
    wanted: &[PackageIndex],
    out: &mut dyn Write,
) -> io::Result<()> {
    packages::write_why_json(summary, wanted, out)
}

/// What the HTML page holds.
#[derive(Clone, Copy, Debug)]
pub struct HtmlOptions {
    /// The language it opens in; readers can switch.
    pub language: Language,
    /// Files beyond these are counted but not listed, which the page says.
    pub max_files: u64,
    /// Bytes of text around finds that are embedded, over all files.
    pub max_excerpt_bytes: u64,
}

impl HtmlOptions {
    /// Sizes that browsers handle with ease: some 300 bytes per file, 300,000 files, 16 MiB of
    /// text.
    pub const fn standard(language: Language) -> HtmlOptions {
        HtmlOptions { language, max_files: 300_000, max_excerpt_bytes: 16 << 20 }
    }
}

/// Writes one page that works offline, with tables, a map of licenses and the finds in their text.
///
/// `contents` gives the bytes of a file as it is on disk, for files with finds only, and may
/// decline; without them finds are listed without their text.
///
/// # Errors
/// Whatever `files` or `out` fails with.
pub fn html<E: Into<Box<dyn Error + Send + Sync>>>(
    summary: &ScanSummary,
    files: &mut dyn Iterator<Item = Result<FileRecord, E>>,
    contents: &mut dyn FnMut(&FileRecord) -> Option<Vec<u8>>,
    options: &HtmlOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    let files = &mut files.map(|file| file.map_err(io::Error::other));
    html::write(summary, files, contents, options, out)
}

/// Writes what differs between two bills of materials as one page that works offline.
///
/// # Errors
/// Whatever `out` fails with.
pub fn bill_diff(page: &BillDiffPage<'_>, out: &mut dyn Write) -> io::Result<()> {
    bill_diff::write(page, out)
}

#[cfg(test)]
mod tests;
