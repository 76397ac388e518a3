// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What whole commands of other scanners printed, kept by their tests to compare with: Trivy's
//! golden files (its JSON, CycloneDX, SPDX), the snapshots of osv-scanner (its JSON and its tables).
//!
//! Many of them list only packages with vulnerabilities; those are expected all the same.

use std::{
    collections::BTreeMap,
    error::Error,
    fs,
    path::{Path, PathBuf},
};

use heirloom_package::purl::Purl;
use serde_json::Value;

use super::cases::{Case, Expected};
use crate::measure::cases::files_below;

type Cases = BTreeMap<PathBuf, Case>;

/// The cases of the outputs below a folder that speak of one kind of file, by their fixtures. The
/// kind is named as the scanner names it: a type of file, the type of a package URL, or an ecosystem.
/// Snapshots of tests with `except` in their names are left out.
pub(super) fn cases(
    folder: &Path,
    kind: &str,
    except: Option<&str>,
) -> Result<Cases, Box<dyn Error>> {
    let mut found = Cases::new();
    for path in files_below(folder)? {
        match path.extension().and_then(|end| end.to_str()) {
            Some("golden") => {
                if let Ok(json) = serde_json::from_str(&fs::read_to_string(&path)?) {
                    golden(folder, kind, &json, &mut found)?;
                }
            }
            Some("snap") => {
                let text = fs::read_to_string(&path)?;
                let is_left_out = |part: &&str| {
                    let name = part.trim_start().lines().next().unwrap_or_default();
                    except.is_some_and(|except| name.contains(except))
                };
                for part in text.split("\n---\n").filter(|part| !is_left_out(part)) {
                    snapshot(folder, kind, part, &mut found);
                }
            }
            _ => {}
        }
    }
    found.retain(|_, case| !case.packages.is_empty());
    Ok(found)
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

fn items<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value[key].as_array().map(Vec::as_slice).unwrap_or_default()
}

fn golden(
    folder: &Path,
    kind: &str,
    json: &Value,
    found: &mut Cases,
) -> Result<(), Box<dyn Error>> {
    let named = [&json["ArtifactName"], &json["metadata"]["component"]["name"], &json["name"]];
    let Some(name) = named.into_iter().find_map(Value::as_str) else { return Ok(()) };
    let Some(fixture) = fixture(&folder.join(name))? else { return Ok(()) };
    let case = found.entry(fixture).or_default();
    for result in items(json, "Results").iter().filter(|result| text(result, "Type") == kind) {
        for package in items(result, "Packages") {
            own_package(package, case);
        }
        for one in items(result, "Vulnerabilities") {
            add(case, text(one, "PkgName"), text(one, "InstalledVersion"), "");
        }
    }
    for component in items(json, "components") {
        let (group, name) = (text(component, "group"), text(component, "name"));
        let name = if group.is_empty() { name.to_owned() } else { format!("{group}:{name}") };
        of_kind(case, kind, &name, text(component, "version"), text(component, "purl"));
    }
    for package in items(json, "packages") {
        let purl = items(package, "externalRefs").iter().map(|one| text(one, "referenceLocator"));
        let purl = purl.into_iter().find(|locator| locator.starts_with("pkg:"));
        let version = text(package, "versionInfo");
        of_kind(case, kind, text(package, "name"), version, purl.unwrap_or_default());
    }
    Ok(())
}

/// What was scanned: a folder of the fixtures, or the file where it holds only one.
fn fixture(path: &Path) -> Result<Option<PathBuf>, Box<dyn Error>> {
    if !path.is_dir() {
        return Ok(None);
    }
    let mut files = files_below(path)?;
    Ok(Some(if files.len() == 1 { files.remove(0) } else { path.to_owned() }))
}

fn own_package(package: &Value, case: &mut Case) {
    let (id, name) = (text(package, "ID"), text(package, "Name"));
    let version = text(package, "Version");
    if !id.is_empty() {
        case.ids.insert(id.to_owned(), (name.to_owned(), version.to_owned()));
    }
    add(case, name, version, text(&package["Identifier"], "PURL"));
    let needed = items(package, "DependsOn").iter().filter_map(Value::as_str);
    case.edges.extend(needed.map(|to| (id.to_owned(), to.to_owned())));
}

fn of_kind(case: &mut Case, kind: &str, name: &str, version: &str, purl: &str) {
    if Purl::parse(purl).is_ok_and(|purl| purl.package_type() == kind) {
        add(case, name, version, purl);
    }
}

fn add(case: &mut Case, name: &str, version: &str, purl: &str) {
    let is_known = |known: &&Expected| known.name == name && known.version == version;
    // Lists of vulnerabilities name again what the list of packages names with its address.
    if name.is_empty() || purl.is_empty() && case.packages.iter().any(|one| is_known(&one)) {
        return;
    }
    let purl = Some(purl.to_owned()).filter(|purl| !purl.is_empty());
    case.packages.insert(Expected { name: name.to_owned(), version: version.to_owned(), purl });
}

/// Whether an ecosystem is of a kind; one that is named by its registry's host goes by the first part.
fn is_of(ecosystem: &str, kind: &str) -> bool {
    ecosystem == kind || ecosystem.split('.').next() == Some(kind)
}

/// One output: JSON, or a table of vulnerabilities.
fn snapshot(folder: &Path, kind: &str, part: &str, found: &mut Cases) {
    let mut add = |source: &str, name: &str, version: &str| {
        let path = source.trim_start_matches("<rootdir>/");
        let fixture = folder.join(path);
        if fixture.is_file() {
            self::add(found.entry(fixture).or_default(), name, version, "");
        }
    };
    let start = part.find("\n{\n").map_or(part.len(), |at| at + 1);
    if let Ok(json) = serde_json::from_str::<Value>(&part[start..]) {
        for result in items(&json, "results") {
            let of_kind = items(result, "packages").iter().map(|one| &one["package"]);
            for package in of_kind.filter(|package| is_of(text(package, "ecosystem"), kind)) {
                add(
                    text(&result["source"], "path"),
                    text(package, "name"),
                    text(package, "version"),
                );
            }
        }
    }
    let mut columns: Option<[usize; 4]> = None;
    for line in part.lines().filter(|line| line.starts_with('|')) {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let place = |title: &str| cells.iter().position(|cell| *cell == title);
        if let (Some(of), Some(name), Some(version), Some(source)) =
            (place("ECOSYSTEM"), place("PACKAGE"), place("VERSION"), place("SOURCE"))
        {
            columns = Some([of, name, version, source]);
        } else if let Some(columns) = columns
            && let [Some(&of), Some(&name), Some(&version), Some(&source)] =
                columns.map(|at| cells.get(at))
            && is_of(of, kind)
        {
            // Long addresses are cut behind their start.
            add(source, name, version);
        }
    }
}
