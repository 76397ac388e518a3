// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Debian's machine-readable copyright files, read for scoring.
//!
//! This reader is apart from the product's on purpose: a mistake there must not hide itself here.

use std::collections::BTreeSet;

use super::words::current_id;

/// A `Files` stanza.
pub(super) struct Stanza {
    patterns: Vec<String>,
    /// The SPDX identifiers of its license; `None` when a name has no SPDX identifier.
    pub(super) ids: Option<BTreeSet<String>>,
}

/// Reads the stanzas; `None` when the file is not in the machine-readable format.
pub(super) fn parse(text: &str) -> Option<Vec<Stanza>> {
    if !text.lines().next()?.to_lowercase().starts_with("format:") {
        return None;
    }
    let mut stanzas = Vec::new();
    let unified = text.lines().map(|l| if l.trim().is_empty() { "" } else { l });
    for paragraph in unified.collect::<Vec<_>>().join("\n").split("\n\n") {
        let (Some(files), Some(license)) = (field(paragraph, "files"), field(paragraph, "license"))
        else {
            continue;
        };
        let patterns = files.split([' ', '\n', '\t', ',']).filter(|p| !p.is_empty());
        let name = license.lines().next().unwrap_or_default();
        stanzas.push(Stanza { patterns: patterns.map(str::to_owned).collect(), ids: ids(name) });
    }
    Some(stanzas)
}

/// The stanza that speaks of a file: the last one that matches.
pub(super) fn stanza_of<'a>(stanzas: &'a [Stanza], path: &str) -> Option<&'a Stanza> {
    stanzas.iter().rev().find(|s| s.patterns.iter().any(|p| matches(p.as_bytes(), path.as_bytes())))
}

fn field(paragraph: &str, name: &str) -> Option<String> {
    let mut value: Option<String> = None;
    for line in paragraph.lines() {
        if line.starts_with([' ', '\t']) {
            if let Some(value) = &mut value {
                value.push('\n');
                value.push_str(line.trim());
            }
        } else if value.is_some() {
            break;
        } else if let Some((key, rest)) = line.split_once(':')
            && key.eq_ignore_ascii_case(name)
        {
            value = Some(rest.trim().to_owned());
        }
    }
    value
}

/// `*` is any run of characters, `?` any one, `\` takes the next as it is.
fn matches(pattern: &[u8], path: &[u8]) -> bool {
    let (mut p, mut t, mut star) = (0, 0, None);
    while t < path.len() {
        match pattern.get(p) {
            Some(b'*') => {
                star = Some((p + 1, t));
                p += 1;
                continue;
            }
            Some(b'?') => {
                (p, t) = (p + 1, t + 1);
                continue;
            }
            Some(b'\\') if pattern.get(p + 1) == Some(&path[t]) => {
                (p, t) = (p + 2, t + 1);
                continue;
            }
            Some(byte) if *byte == path[t] => {
                (p, t) = (p + 1, t + 1);
                continue;
            }
            _ => {}
        }
        let Some((after, from)) = star else { return false };
        star = Some((after, from + 1));
        (p, t) = (after, from + 1);
    }
    pattern[p..].iter().all(|byte| *byte == b'*')
}

/// The identifiers of a license name such as `GPL-2+ with Bison exception or Expat`.
fn ids(name: &str) -> Option<BTreeSet<String>> {
    let name = name.replace(',', " ");
    let mut ids = BTreeSet::new();
    let words: Vec<&str> = name.split_whitespace().collect();
    for term in words.split(|word| ["or", "and", "and/or"].contains(&&*word.to_lowercase())) {
        let with = term.iter().position(|word| word.eq_ignore_ascii_case("with"));
        let (license, exception) = term.split_at(with.unwrap_or(term.len()));
        let [license] = license else { return None };
        // No license, and no identifier that a score could compare.
        if license.eq_ignore_ascii_case("public-domain") {
            continue;
        }
        ids.insert(spdx(license)?);
        match exception {
            [] => {}
            [_, exception, ..] => drop(ids.insert(exception_id(exception)?)),
            [_] => return None,
        }
    }
    Some(ids)
}

fn exception_id(name: &str) -> Option<String> {
    let id = match name.to_lowercase().trim_end_matches("-exception") {
        "bison" | "bison-2.2" => "Bison-exception-2.2",
        "classpath" | "classpath-2.0" => "Classpath-exception-2.0",
        "gcc" | "gcc-3.1" | "gcc-runtime" => "GCC-exception-3.1",
        "libtool" => "Libtool-exception",
        _ => return None,
    };
    Some(id.to_owned())
}

/// The SPDX identifier of a Debian short name.
fn spdx(name: &str) -> Option<String> {
    let id = match name.to_lowercase().as_str() {
        "expat" | "mit" => "MIT",
        "bsd-2-clause" => "BSD-2-Clause",
        "bsd-3-clause" => "BSD-3-Clause",
        "bsd-4-clause" => "BSD-4-Clause",
        "isc" => "ISC",
        "zlib" => "Zlib",
        "zlib/libpng" => "Zlib",
        "artistic" => "Artistic-1.0-Perl",
        "artistic-2.0" => "Artistic-2.0",
        "apache-2.0" | "apache-2" => "Apache-2.0",
        "mpl-1.1" => "MPL-1.1",
        "mpl-2.0" | "mpl-2" => "MPL-2.0",
        "bsl-1.0" | "boost-1.0" => "BSL-1.0",
        "cc0-1.0" | "cc0" => "CC0-1.0",
        "fsfap" => "FSFAP",
        "ofl-1.1" => "OFL-1.1",
        other => return gnu(other).or_else(|| listed(name)),
    };
    Some(id.to_owned())
}

/// `gpl-2+` as `GPL-2.0-or-later`.
fn gnu(name: &str) -> Option<String> {
    let (stem, later) = match name.strip_suffix('+') {
        Some(stem) => (stem, "+"),
        None => (name, ""),
    };
    let (family, version) = stem.split_once('-')?;
    if !["gpl", "lgpl", "agpl", "gfdl"].contains(&family) {
        return None;
    }
    let version = match version {
        "1" | "2" | "3" => format!("{version}.0"),
        "1.0" | "2.0" | "3.0" | "2.1" | "1.1" | "1.2" | "1.3" => version.to_owned(),
        _ => return None,
    };
    Some(current_id(&format!("{}-{version}{later}", family.to_uppercase())))
}

/// A name that is itself on the SPDX list.
fn listed(name: &str) -> Option<String> {
    let license: &dyn license::License = name.parse().ok()?;
    Some(license.id().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, expect: Option<&str>) {
        let found = ids(name).map(|ids| ids.into_iter().collect::<Vec<_>>().join(" "));
        assert_eq!(found.as_deref(), expect);
    }

    #[test]
    fn names_have_spdx_ids() {
        check("GPL-2+ or Expat", Some("GPL-2.0-or-later MIT"));
        check("LGPL-2.1", Some("LGPL-2.1-only"));
        check("GPL-3+ with Bison exception", Some("Bison-exception-2.2 GPL-3.0-or-later"));
        check("GPL-2+ with Secret exception", None);
        check("BSD-like", None);
        check("public-domain", Some(""));
        check("public-domain or GPL-2", Some("GPL-2.0-only"));
        check("curl", Some("curl"));
    }

    #[test]
    fn the_last_stanza_wins() {
        let text = "Format: x\n\nFiles: *\nCopyright: a\nLicense: MIT\n text\n .\n more\n\n\
                    Files: lib/*.c\n doc/?\nLicense: ISC\n\nLicense: MIT\n text\n";
        let stanzas = parse(text).unwrap();
        assert_eq!(stanzas.len(), 2);
        let of = |path| {
            let ids = stanza_of(&stanzas, path).unwrap().ids.clone().unwrap();
            ids.into_iter().next().unwrap()
        };
        assert_eq!(of("README"), "MIT");
        assert_eq!(of("lib/deep/x.c"), "ISC");
        assert_eq!(of("lib/x.h"), "MIT");
        assert_eq!(of("doc/1"), "ISC");
        assert!(parse("This package was made by me").is_none());
    }
}
