// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Which packages and modules a Python project installs, as `pyproject.toml`, `setup.cfg` and a
//! `setup.py` that says it in plain words name them. What a build backend finds by itself is looked for
//! where all files are known.

use heirloom_model::BuildLineKind as Kind;
use toml::{Table, Value};

use crate::collect::Collector;

/// The project's usual package, by its name.
pub(crate) const USUAL: &str = "python:usual";
/// Packages and their folders.
pub(crate) const PACKAGES: &str = "python:packages";
/// Folders in which packages are looked for.
pub(crate) const WHERE: &str = "python:where";
/// Patterns of packages that are taken, and left.
pub(crate) const INCLUDE: &str = "python:include";
pub(crate) const EXCLUDE: &str = "python:exclude";
/// Modules and scripts, which are single files.
pub(crate) const MODULES: &str = "python:modules";

/// Reads a `pyproject.toml`.
pub(crate) fn read_toml(text: &str, collector: &mut Collector<'_>) {
    let Ok(manifest) = text.parse::<Table>() else { return };
    let at = |path: &[&str]| -> Option<&Value> {
        let (last, folders) = path.split_last()?;
        folders.iter().try_fold(&manifest, |table, key| table.get(*key)?.as_table())?.get(*last)
    };
    let name = at(&["project", "name"]).or_else(|| at(&["tool", "poetry", "name"]));
    let Some(name) = name.and_then(Value::as_str) else { return };
    // What is not built is run where it lies.
    let is_built = manifest.contains_key("build-system") || at(&["tool", "poetry"]).is_some();
    if !is_built || at(&["tool", "uv", "package"]).and_then(Value::as_bool) == Some(false) {
        return;
    }
    let place = |word: &str| text.find(word).map_or(0..0, |at| at..at + word.len());
    let mut set = |variable: &str, words: Vec<String>, word: &str| {
        collector.build(Kind::Set, variable, words, false, place(word));
    };
    let usual = name.replace(['-', '.'], "_").to_lowercase();
    set(USUAL, vec![usual], name);
    let mut named: Vec<String> = Vec::new();
    for path in [
        &["tool", "hatch", "build", "targets", "wheel", "packages"][..],
        &["tool", "hatch", "build", "targets", "wheel", "only-include"],
        &["tool", "hatch", "build", "targets", "wheel", "include"],
        &["tool", "hatch", "build", "include"],
        &["tool", "hatch", "build", "packages"],
        &["tool", "setuptools", "packages"],
        &["tool", "flit", "module", "name"],
        &["tool", "poetry", "packages"],
        &["tool", "pdm", "build", "includes"],
        &["tool", "uv", "build-backend", "module-name"],
        &["tool", "maturin", "module-name"],
    ] {
        match at(path) {
            Some(Value::Array(values)) => named.extend(values.iter().filter_map(package)),
            Some(Value::String(one)) => named.push(one.split('.').next().unwrap_or(one).into()),
            _ => {}
        }
    }
    if let Some(Value::Table(forced)) =
        at(&["tool", "hatch", "build", "targets", "wheel", "force-include"])
    {
        named.extend(forced.keys().cloned());
    }
    if !named.is_empty() {
        set(PACKAGES, named, "packages");
    }
    let texts = |path: &[&str]| -> Vec<String> {
        match at(path) {
            Some(Value::String(one)) => vec![one.clone()],
            Some(Value::Array(values)) => {
                values.iter().filter_map(Value::as_str).map(str::to_owned).collect()
            }
            _ => Vec::new(),
        }
    };
    let mut places = texts(&["tool", "setuptools", "packages", "find", "where"]);
    let is_found = at(&["tool", "setuptools", "packages", "find"]).is_some();
    for path in [
        &["tool", "maturin", "python-source"][..],
        &["tool", "uv", "build-backend", "module-root"],
        &["tool", "pdm", "build", "package-dir"],
    ] {
        places.extend(texts(path));
    }
    if let Some(Value::Table(folders)) = at(&["tool", "setuptools", "package-dir"]) {
        places.extend(folders.get("").and_then(Value::as_str).map(str::to_owned));
    }
    if is_found && places.is_empty() {
        places.push(".".into());
    }
    for (variable, words) in [
        (WHERE, places),
        (INCLUDE, texts(&["tool", "setuptools", "packages", "find", "include"])),
        (EXCLUDE, texts(&["tool", "setuptools", "packages", "find", "exclude"])),
        (
            MODULES,
            [
                texts(&["tool", "setuptools", "py-modules"]),
                texts(&["tool", "setuptools", "script-files"]),
            ]
            .concat(),
        ),
    ] {
        if !words.is_empty() {
            set(variable, words, "tool.setuptools");
        }
    }
}

/// The folder of a package that a list names by its name, its path or a table.
fn package(value: &Value) -> Option<String> {
    let include = || value.get("include")?.as_str();
    let from = value.get("from").and_then(Value::as_str);
    let folder = value.as_str().or_else(include)?;
    let folder = folder.split('*').next().unwrap_or(folder);
    let folder =
        folder.trim_start_matches("./").trim_start_matches('/').trim_end_matches(['/', '.']);
    let folder = match folder.contains('/') || folder.ends_with(".py") {
        true => folder.to_owned(),
        false => folder.replace('.', "/"),
    };
    (!folder.is_empty()).then(|| from.map_or(folder.clone(), |from| format!("{from}/{folder}")))
}

/// Reads a `setup.cfg`: the parts on options.
pub(crate) fn read_cfg(text: &str, collector: &mut Collector<'_>) {
    let mut section = "";
    let mut key = "";
    let mut found: Vec<(&str, String, usize)> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let plain = line.split(" #").next().unwrap_or_default().trim_end();
        if plain.trim_start().starts_with(['#', ';']) || plain.trim().is_empty() {
            continue;
        }
        if let Some(name) = plain.strip_prefix('[') {
            section = name.trim_end_matches(']');
            key = "";
            continue;
        }
        let is_more = plain.starts_with([' ', '\t']) && !key.is_empty();
        let value = if is_more {
            plain.trim()
        } else {
            let Some((name, value)) = plain.split_once('=') else { continue };
            key = name.trim();
            value.trim()
        };
        let variable = match (section, key) {
            ("metadata", "name") => USUAL,
            ("options", "packages") if value.starts_with("find") => WHERE,
            ("options", "packages") => PACKAGES,
            ("options", "py_modules" | "scripts") | ("files", "modules" | "scripts") => MODULES,
            ("files", "packages") => PACKAGES,
            ("options.packages.find", "where") => WHERE,
            ("options.packages.find", "include") => INCLUDE,
            ("options.packages.find", "exclude") => EXCLUDE,
            ("options", "package_dir") if value.starts_with('=') => WHERE,
            _ => continue,
        };
        let values = value.trim_start_matches('=').split([',', ' ']).map(str::trim);
        for one in values.filter(|one| !one.is_empty()) {
            let one = match (variable, one) {
                (USUAL, one) => one.replace(['-', '.'], "_").to_lowercase(),
                (WHERE, one) if one.starts_with("find") => ".".to_owned(),
                (PACKAGES, one) => one.replace('.', "/"),
                (_, one) => one.to_owned(),
            };
            found.push((variable, one, start));
        }
    }
    // A settled place wins over the usual one.
    let is_settled = found.iter().any(|(variable, one, _)| *variable == WHERE && one != ".");
    found.retain(|(variable, one, _)| !(is_settled && *variable == WHERE && one == "."));
    for variable in [USUAL, PACKAGES, WHERE, INCLUDE, EXCLUDE, MODULES] {
        let of = found.iter().filter(|(one, ..)| *one == variable);
        let words: Vec<String> = of.clone().map(|(_, word, _)| word.clone()).collect();
        if let Some((_, _, start)) = of.into_iter().next() {
            collector.build(Kind::Set, variable, words, false, *start..*start + 1);
        }
    }
}

/// Reads a `setup.py` as far as it says in plain words what it installs.
pub(crate) fn read_setup(text: &str, collector: &mut Collector<'_>) {
    let Some(call) = text.find("setup(") else { return };
    let inside = &text[call..];
    let mut is_told = false;
    for (key, variable) in [
        ("packages", PACKAGES),
        ("py_modules", MODULES),
        ("scripts", MODULES),
        ("name", USUAL),
        ("package_dir", WHERE),
    ] {
        let Some((start, value)) = argument(inside, key) else { continue };
        let range = call + start..call + start + key.len();
        let is_find = value.starts_with("find_packages")
            || value.starts_with("find_namespace")
            || value.starts_with("setuptools.find_");
        let mut words: Vec<String> = match variable {
            WHERE => {
                let root = value.strip_prefix('{').and_then(|rest| rest.split(':').nth(1));
                let is_root = value.starts_with("{\"\"") || value.starts_with("{''");
                root.filter(|_| is_root).map(literals).unwrap_or_default()
            }
            _ => literals(value),
        };
        if variable == PACKAGES && is_find {
            is_told = true;
            let inside = value.split_once('(').map_or("", |(_, rest)| rest);
            let inside = inside.split(')').next().unwrap_or_default();
            for (key, to) in [("exclude", EXCLUDE), ("include", INCLUDE)] {
                let words = argument(inside, key).map(|(_, value)| literals(value));
                if let Some(words) = words.filter(|words| !words.is_empty()) {
                    collector.build(Kind::Set, to, words, false, range.clone());
                }
            }
            let place = argument(inside, "where").map(|(_, value)| literals(value));
            let first = inside.trim_start().starts_with(['"', '\'']).then(|| literals(inside));
            let place = place.or(first.map(|all| all.into_iter().take(1).collect()));
            let place = place.filter(|place| !place.is_empty());
            let place = place.unwrap_or_else(|| vec![".".to_owned()]);
            collector.build(Kind::Set, WHERE, place, false, range);
            continue;
        }
        if variable == PACKAGES {
            // Computed lists are not known.
            is_told |= value.starts_with('[') && !words.is_empty();
            if !value.starts_with('[') {
                continue;
            }
            words = words.into_iter().map(|word| word.replace('.', "/")).collect();
        }
        if variable == USUAL {
            words = words
                .iter()
                .take(1)
                .map(|one| one.replace(['-', '.'], "_").to_lowercase())
                .collect();
        }
        is_told |= variable == MODULES && key == "py_modules";
        if !words.is_empty() {
            collector.build(Kind::Set, variable, words, false, range);
        }
    }
    if !is_told {
        collector.build(Kind::Open, "python", Vec::new(), false, call..call + 6);
    }
}

/// The value of a named argument: what follows its sign, up to the bracket that closes it.
fn argument<'t>(text: &'t str, key: &str) -> Option<(usize, &'t str)> {
    let start = text.match_indices(key).map(|(at, _)| at).find(|at| {
        let before = text[..*at].chars().next_back();
        let rest = text[*at + key.len()..].trim_start();
        before.is_none_or(|c| !(c.is_alphanumeric() || c == '_' || c == '.'))
            && rest.starts_with('=')
            && !rest.starts_with("==")
    })?;
    let value = text[start + key.len()..].trim_start()[1..].trim_start();
    let mut depth = 0_usize;
    let mut end = value.len();
    for (at, byte) in value.bytes().enumerate().take(20_000) {
        match byte {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' if depth == 0 => {
                end = at;
                break;
            }
            b')' | b']' | b'}' => depth -= 1,
            b',' if depth == 0 => {
                end = at;
                break;
            }
            _ => {}
        }
    }
    Some((start, &value[..end]))
}

/// The texts in quotes.
fn literals(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['"', '\'']) {
        let quote = rest.as_bytes()[at] as char;
        let inside = &rest[at + 1..];
        let Some(end) = inside.find(quote) else { break };
        if end > 0 {
            found.push(inside[..end].to_owned());
        }
        rest = &inside[end + 1..];
        if found.len() > 1_000 {
            break;
        }
    }
    found
}
