// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What scanners found, read from their own output.

use std::{collections::BTreeMap, error::Error, ffi::OsString, fs, path::Path};

use serde::Deserialize;

use super::{
    cases::staged_number,
    child::{self, Usage},
};

/// What one file was said to hold.
#[derive(Default, Deserialize, Clone)]
#[serde(default)]
pub(super) struct Found {
    pub(super) path: String,
    /// One expression per find.
    pub(super) expressions: Vec<String>,
    /// The file's license after joining its finds.
    pub(super) detected: Option<String>,
    /// Weak finds, nothing is concluded from them.
    pub(super) clues: Vec<String>,
    pub(super) copyrights: Vec<String>,
    pub(super) holders: Vec<String>,
    pub(super) authors: Vec<String>,
}

/// A program under measure.
pub(super) enum Scanner<'a> {
    /// Heirloom with arguments of the user.
    Heirloom { program: &'a Path, arguments: &'a [OsString] },
    /// A program that speaks ScanCode's command line and JSON, such as Provenant.
    ScanCode { program: &'a Path },
}

impl Scanner<'_> {
    /// Scans a folder of files that have nothing to do with each other.
    pub(super) fn scan(&self, folder: &Path) -> Result<(Vec<Found>, Usage), Box<dyn Error>> {
        let (text, usage) = self.run(folder, "--jsonl", "--license")?;
        Ok((self.read(&text)?, usage))
    }

    /// The same, where copyrights are wanted of programs that must be told so.
    pub(super) fn scan_copyrights(
        &self,
        folder: &Path,
    ) -> Result<(Vec<Found>, Usage), Box<dyn Error>> {
        let (text, usage) = self.run(folder, "--jsonl", "--copyright")?;
        Ok((self.read(&text)?, usage))
    }

    fn read(&self, text: &str) -> Result<Vec<Found>, Box<dyn Error>> {
        match self {
            Scanner::Heirloom { .. } => json_lines(text),
            Scanner::ScanCode { .. } => scancode_json(text),
        }
    }

    /// Scans the tree of one project.
    pub(super) fn scan_whole(&self, folder: &Path) -> Result<(WholeScan, Usage), Box<dyn Error>> {
        let (text, usage) = self.run(folder, "--json", "--license")?;
        let scan = match self {
            Scanner::Heirloom { .. } => heirloom_json(&text)?,
            Scanner::ScanCode { .. } => {
                let root = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
                let relative = |path: String| match path.split_once('/') {
                    Some((first, rest)) if first == root => rest.to_owned(),
                    _ => path,
                };
                let files = scancode_json(&text)?.into_iter();
                let detected = files.filter_map(|f| Some((relative(f.path), f.detected?)));
                WholeScan { contents: Vec::new(), detected: detected.collect() }
            }
        };
        Ok((scan, usage))
    }

    /// What the program prints about a folder; `format` is for heirloom, which looks for all,
    /// `wanted` for the other.
    fn run(
        &self,
        folder: &Path,
        format: &str,
        wanted: &str,
    ) -> Result<(String, Usage), Box<dyn Error>> {
        let temporary = tempfile::tempdir()?;
        let out = temporary.path().join("out");
        let usage = match self {
            Scanner::Heirloom { program, arguments } => {
                let mut all: Vec<OsString> =
                    ["scan", format, "--no-cache", "--quiet"].map(Into::into).into();
                all.extend_from_slice(arguments);
                all.push(folder.into());
                child::run(program, &all, &[], &out)?
            }
            Scanner::ScanCode { program } => {
                let arguments: [OsString; 6] = [
                    "scan".into(),
                    wanted.into(),
                    "--quiet".into(),
                    "--json".into(),
                    out.clone().into(),
                    folder.into(),
                ];
                let stdout = temporary.path().join("stdout");
                child::run(program, &arguments, &[], &stdout)?
            }
        };
        Ok((fs::read_to_string(&out)?, usage))
    }
}

/// What was said of a tree as a whole.
pub(super) struct WholeScan {
    /// The licenses of what it consists of; empty for scanners that do not say.
    pub(super) contents: Vec<String>,
    /// The composed expression of each file that has one.
    pub(super) detected: Vec<(String, String)>,
}

#[derive(Deserialize)]
struct HeirloomReport {
    project: HeirloomFolder,
    files: Vec<HeirloomFile>,
}

#[derive(Deserialize)]
struct HeirloomFolder {
    contents: Vec<HeirloomTally>,
}

#[derive(Deserialize)]
struct HeirloomTally {
    expression: String,
}

#[derive(Deserialize)]
struct HeirloomFile {
    path: String,
    detection: Option<HeirloomTally>,
}

fn heirloom_json(text: &str) -> Result<WholeScan, Box<dyn Error>> {
    let report: HeirloomReport = serde_json::from_str(text)?;
    let contents = report.project.contents.into_iter().map(|tally| tally.expression);
    let files = report.files.into_iter();
    let detected = files.filter_map(|file| Some((file.path, file.detection?.expression)));
    Ok(WholeScan { contents: contents.collect(), detected: detected.collect() })
}

/// Finds by the numbers of staged files.
pub(super) fn by_number(found: Vec<Found>) -> BTreeMap<usize, Found> {
    found.into_iter().filter_map(|file| Some((staged_number(&file.path)?, file))).collect()
}

fn json_lines(text: &str) -> Result<Vec<Found>, Box<dyn Error>> {
    let mut found = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        found.push(serde_json::from_str(line)?);
    }
    if found.is_empty() { Err("heirloom printed nothing".into()) } else { Ok(found) }
}

#[derive(Deserialize)]
struct ScanCodeReport {
    files: Vec<ScanCodeFile>,
}

#[derive(Deserialize)]
struct ScanCodeFile {
    path: String,
    #[serde(rename = "type")]
    kind: String,
    detected_license_expression_spdx: Option<String>,
    #[serde(default)]
    license_detections: Vec<ScanCodeDetection>,
    #[serde(default)]
    license_clues: Vec<ScanCodeMatch>,
    #[serde(default)]
    copyrights: Vec<ScanCodeName>,
    #[serde(default)]
    holders: Vec<ScanCodeName>,
    #[serde(default)]
    authors: Vec<ScanCodeName>,
}

#[derive(Deserialize)]
struct ScanCodeName {
    #[serde(alias = "copyright", alias = "holder", alias = "author")]
    value: String,
}

#[derive(Deserialize)]
struct ScanCodeDetection {
    #[serde(default)]
    matches: Vec<ScanCodeMatch>,
}

#[derive(Deserialize)]
struct ScanCodeMatch {
    license_expression_spdx: Option<String>,
    license_expression: String,
    from_file: Option<String>,
}

/// The matches of each file without those followed into another file.
fn scancode_json(text: &str) -> Result<Vec<Found>, Box<dyn Error>> {
    let report: ScanCodeReport = serde_json::from_str(text)?;
    let own = |path: &str, matches: Vec<ScanCodeMatch>| -> Vec<String> {
        let here = |m: &ScanCodeMatch| match (&m.from_file, staged_number(path)) {
            (Some(from), Some(number)) => staged_number(from) == Some(number),
            (Some(from), None) => from == path,
            (None, _) => true,
        };
        let expression = |m: ScanCodeMatch| {
            m.license_expression_spdx.filter(|e| !e.is_empty()).unwrap_or(m.license_expression)
        };
        matches.into_iter().filter(here).map(expression).collect()
    };
    let files = report.files.into_iter().filter(|file| file.kind == "file");
    Ok(files
        .map(|file| {
            let matches = file.license_detections.into_iter().flat_map(|d| d.matches).collect();
            let names = |list: Vec<ScanCodeName>| list.into_iter().map(|name| name.value).collect();
            Found {
                copyrights: names(file.copyrights),
                holders: names(file.holders),
                authors: names(file.authors),
                expressions: own(&file.path, matches),
                clues: own(&file.path, file.license_clues),
                detected: file.detected_license_expression_spdx,
                path: file.path,
            }
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outputs_are_read() {
        let lines = "{\"path\": \"00001/a\", \"expressions\": [\"MIT\"], \"size\": 3}\n\n";
        let found = by_number(json_lines(lines).unwrap());
        assert_eq!(found[&1].expressions, ["MIT"]);
        let json = r#"{"files": [
            {"path": "s/00002", "type": "directory"},
            {"path": "s/00002/a", "type": "file",
             "license_clues": [{"license_expression": "bsd", "license_expression_spdx": ""}],
             "license_detections": [{"matches": [
                {"license_expression": "mit", "license_expression_spdx": "MIT"},
                {"license_expression": "isc", "from_file": "s/00003/COPYING"}]}]}]}"#;
        let found = by_number(scancode_json(json).unwrap());
        assert_eq!(found[&2].expressions, ["MIT"]);
        assert_eq!(found[&2].clues, ["bsd"]);
    }
}
