// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Headers of C that say which version their library is: `#define ZLIB_VERSION "1.3.1"`.
//!
//! They are no packages. A copy of a library that lies in a tree without any package file takes its
//! version from them, if a header of it says one under a name like the copy's.

use heirloom_model::{
    PackageEdge, PackageFact, PackageFileKind, PackageGraph, RelationKind, Span, TreePath,
};

use super::{
    builder::Builder,
    ecosystem::{Ecosystem, Format, Linkage},
    input::Input,
    tree::Tree,
};
use crate::lines::lines;

/// The name of the format.
pub const VERSION_HEADER: &str = "version-header";

/// Endings of macros that hold a version as text, the plainest first.
const TEXTS: [&str; 6] =
    ["_VERSION_STRING", "_VER_STRING", "_VERSION_STR", "_VERSION_FULL", "_RELEASE", "_VERSION"];
/// Endings of macros that hold its numbers.
const NUMBERS: [[&str; 3]; 5] = [
    ["_VERSION_MAJOR", "_VERSION_MINOR", "_VERSION_PATCH"],
    ["_MAJOR_VERSION", "_MINOR_VERSION", "_PATCH_VERSION"],
    ["_VERSION_MAJOR", "_VERSION_MINOR", "_VERSION_RELEASE"],
    ["_VERSION_MAJOR", "_VERSION_MINOR", "_VERSION_MICRO"],
    ["_MAJOR", "_MINOR", "_PATCH"],
];
/// More macros of one header are not looked at.
const MAX_MACROS: usize = 20_000;

/// Headers that say versions.
pub(crate) struct Headers;

impl Ecosystem for Headers {
    fn purl_type(&self) -> &'static str {
        "generic"
    }

    fn formats(&self) -> &'static [Format] {
        &[Format {
            name: VERSION_HEADER,
            kind: PackageFileKind::Manifest,
            files: &[
                "*version.h",
                "*version.hpp",
                "*ver.h",
                "catch.hpp",
                "cjson.h",
                "doctest.h",
                "expat.h",
                "hiredis.h",
                "imgui.h",
                "jansson.h",
                "json.hpp",
                "llhttp.h",
                "lua.h",
                "lz4.h",
                "miniz.h",
                "opensslv.h",
                "pcre.h",
                "pcre2.h",
                "png.h",
                "rapidjson.h",
                "simdjson.h",
                "sqlite3.h",
                "tinyxml2.h",
                "toml.hpp",
                "xxhash.h",
                "yyjson.h",
                "zlib.h",
                "zstd.h",
            ],
            takes: "the version of a library that lies in the tree without a package file, by its macros",
            read,
        }]
    }

    fn resolve(&self, _: &Tree<'_>, _: &mut Builder) {}

    fn linkage(&self, _: &PackageGraph, edge: &PackageEdge) -> Linkage {
        let note = "its source is compiled in";
        Linkage { kind: RelationKind::StaticLink, scope: edge.scope, strength: 0.6, note }
    }
}

/// A macro with its value.
struct Macro<'a> {
    name: &'a str,
    value: &'a str,
    start: usize,
    end: usize,
}

fn read(input: &mut Input<'_>) -> bool {
    let text = input.text();
    let macros: Vec<Macro<'_>> = lines(text)
        .filter_map(|line| {
            let (name, value) = defined(line.text)?;
            let end = line.start + line.text.len();
            Some(Macro { name, value, start: line.start, end })
        })
        .take(MAX_MACROS)
        .collect();
    let mut found: Vec<(&str, String, usize, usize)> = Vec::new();
    for one in &macros {
        let ends = TEXTS.iter().filter_map(|end| one.name.strip_suffix(end));
        let Some(prefix) = ends.into_iter().next().filter(|prefix| prefix.len() > 1) else {
            continue;
        };
        if let Some(version) = quoted(one.value).and_then(version_in) {
            found.push((prefix, version.to_owned(), one.start, one.end));
        }
    }
    let number = |name: &str| {
        let one = macros.iter().find(|one| one.name == name)?;
        let digits = quoted(one.value).unwrap_or(one.value);
        (!digits.is_empty() && digits.len() < 6 && digits.bytes().all(|b| b.is_ascii_digit()))
            .then_some(digits)
    };
    for [major, minor, patch] in NUMBERS {
        for one in &macros {
            let Some(prefix) = one.name.strip_suffix(major).filter(|prefix| prefix.len() > 1)
            else {
                continue;
            };
            let parts = [major, minor, patch].map(|end| number(&format!("{prefix}{end}")));
            let [Some(major), Some(minor), patch] = parts else { continue };
            let rest = patch.map(|patch| format!(".{patch}")).unwrap_or_default();
            found.push((prefix, format!("{major}.{minor}{rest}"), one.start, one.end));
        }
    }
    // A whole version beats a part of it: Lua 5.1 has a release beside.
    found.sort_by_key(|(prefix, version, start, _)| {
        (*prefix, std::cmp::Reverse(version.split('.').count()), *start)
    });
    found.dedup_by_key(|(prefix, ..)| *prefix);
    for (prefix, version, start, end) in &found {
        let mut package = PackageFact::new(prefix, prefix, input.span(*start..*end));
        package.version = Some(version.as_str().into());
        input.add_package(package);
    }
    !found.is_empty()
}

/// Name and value of `# define NAME VALUE`.
fn defined(line: &str) -> Option<(&str, &str)> {
    let rest = line.trim_start().strip_prefix('#')?.trim_start().strip_prefix("define")?;
    let rest = rest.strip_prefix([' ', '\t'])?.trim_start();
    let (name, value) = rest.split_once([' ', '\t'])?;
    let is_name = name.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_');
    let value = value.split("/*").next()?.split("//").next()?.trim();
    is_name.then_some((name, value))
}

fn quoted(value: &str) -> Option<&str> {
    let inner = value.strip_prefix('"')?;
    inner.split_once('"').map(|(text, _)| text)
}

/// The first word that is numbers with points between them.
fn version_in(text: &str) -> Option<&str> {
    let words = text.split([' ', ',']);
    let plain = words.map(|word| word.trim_start_matches('v'));
    plain.into_iter().find(|word| {
        let parts: Vec<&str> = word.split('.').collect();
        let is_number = |part: &&str| part.bytes().next().is_some_and(|b| b.is_ascii_digit());
        let is_plain = |b: u8| b.is_ascii_alphanumeric() || b".-_".contains(&b);
        parts.len() > 1
            && parts.len() < 6
            && word.len() < 32
            && word.bytes().all(is_plain)
            && parts.iter().take(2).all(is_number)
    })
}

/// The version that headers below a folder say of the library that is called like it, with its place.
/// `headers` are prefixes of macros with versions, by the files that say them, in the order of their
/// paths.
pub fn version_of<'a>(
    name: &str,
    headers: impl Iterator<Item = (&'a TreePath, &'a PackageFact)>,
) -> Option<(&'a str, &'a TreePath, Span)> {
    let name = plain(name);
    let said = headers.filter(|(_, fact)| {
        let prefix = plain(&fact.name);
        let starts = |one: &str, other: &str| other.len() > 2 && one.starts_with(other);
        starts(&name, &prefix)
            || starts(&prefix, &name)
            || prefix.len() > 3 && name.ends_with(&prefix)
    });
    // The header that lies highest speaks for the library, and not for a part of it.
    let (path, fact) = said.min_by_key(|(path, _)| path.components().count())?;
    Some((fact.version.as_deref()?, path, fact.span))
}

/// Letters and digits alone, without the word that many libraries begin with.
fn plain(name: &str) -> String {
    let letters = name.chars().filter(char::is_ascii_alphanumeric);
    let letters: String = letters.map(|c| c.to_ascii_lowercase()).collect();
    match letters.strip_prefix("lib") {
        Some(rest) if rest.len() > 1 => rest.to_owned(),
        _ => letters,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::{self, GraphLimits};

    fn check(name: &str, text: &str, expect: Option<&str>) {
        let path = TreePath::parse(format!("deps/{name}/version.h").as_bytes()).unwrap();
        let (facts, problems) = graph::read(&path, text.as_bytes(), &GraphLimits::standard());
        assert_eq!(problems, []);
        let packages = facts.map(|facts| facts.packages).unwrap_or_default();
        let found = version_of(name, packages.iter().map(|package| (&path, package)));
        assert_eq!(found.map(|(version, ..)| version), expect, "{name}");
    }

    #[test]
    fn macros_say_versions() {
        check("zlib", "#define ZLIB_VERSION \"1.3.1\"\n#define ZLIB_VER_MAJOR 1\n", Some("1.3.1"));
        check("libpng", "#define PNG_LIBPNG_VER_STRING \"1.6.37\"\n", Some("1.6.37"));
        check(
            "lua",
            "#define LUA_VERSION\t\"Lua 5.1\"\n#define LUA_RELEASE\t\"Lua 5.1.5\"\n",
            Some("5.1.5"),
        );
        check("bzip2", "#define BZ_VERSION \"1.0.8, 13-Jul-2019\"\n", None);
        let numbers = "# define HIREDIS_MAJOR 1 // one\n# define HIREDIS_MINOR 2\n#define HIREDIS_PATCH 0 /* */\n";
        check("hiredis", numbers, Some("1.2.0"));
        check(
            "xxhash",
            "#define XXH_VERSION_MAJOR 0\n#define XXH_VERSION_MINOR 8\n#define XXH_VERSION_RELEASE 2\n",
            Some("0.8.2"),
        );
        check("c-ares", "#define ARES_VERSION_STR \"1.19.0-DEV\"\n", Some("1.19.0-DEV"));
        check(
            "cJSON",
            "#define CJSON_VERSION_MAJOR 1\n#define CJSON_VERSION_MINOR 7\n",
            Some("1.7"),
        );
    }

    #[test]
    fn other_macros_say_nothing() {
        check("zlib", "#define OTHER_VERSION \"1.3.1\"\n", None);
        check(
            "zlib",
            "#define ZLIB_VERSION ZLIB_TEXT\n#define ZLIB_VERSION_STRING \"@VERSION@\"\n",
            None,
        );
        check("zlib", "#define ZLIB_VERSION_MAJOR 1\n", None);
        check("zlib", "#define ZLIB_VERSION \"one.two\"\n#define ZLIB_VERSION_STR \"1.2", None);
        check("zlib", "", None);
    }
}
