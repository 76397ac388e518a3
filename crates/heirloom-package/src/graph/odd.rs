// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Names and checksums that no honest file holds: they are kept as written, and told.
//!
//! A name counts as odd where its ecosystem has never let anybody publish such a one; where nobody
//! publishes, only what a reader could be deceived by counts. Of checksums those are looked at whose
//! algorithm tells their length.

use heirloom_model::{Checksum, Package, PackageGraph, Problem, ProblemCode};

/// Longer names are none in any ecosystem.
const MAX_NAME: usize = 512;

/// Tells of packages with odd names and checksums, each once.
pub(super) fn tell(graph: &mut PackageGraph) {
    let mut found: Vec<Problem> = Vec::new();
    for package in &graph.packages {
        let name: Box<str> = shortened(&package.name).into();
        if is_odd(package) {
            found.push(at(package, ProblemCode::PACKAGE_NAME_ODD, vec![("name", name.clone())]));
        }
        if let Some(sum) = package.checksums.iter().find(|sum| is_malformed(sum)) {
            let written = format!("{}:{}", sum.algorithm, sum.value);
            let args = vec![("name", name), ("checksum", shortened(&written).into())];
            found.push(at(package, ProblemCode::CHECKSUM_MALFORMED, args));
        }
    }
    graph.problems.append(&mut found);
    graph.problems.sort();
    graph.problems.dedup();
}

fn at(package: &Package, code: ProblemCode, args: Vec<(&'static str, Box<str>)>) -> Problem {
    let problem = Problem::new(code, args);
    match package.places.first() {
        Some(place) => problem.at_path(place.file.clone()).at_line(place.span.first_line),
        None => problem,
    }
}

/// The start of a text that somebody else chose.
fn shortened(text: &str) -> String {
    const SHOWN: usize = 200;
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

fn is_odd(package: &Package) -> bool {
    let name = &*package.name;
    let deceives = name.len() > MAX_NAME
        || name.trim() != name
        || name.contains(|c: char| c.is_control() || hides(c) || c == '\\')
        || name.split('/').any(|part| part == "..");
    // A name that nobody wrote is that of a folder.
    deceives || (package.purl.is_some() && !is_known(&package.ecosystem, name))
}

/// Characters that do not show or turn the direction of others.
fn hides(character: char) -> bool {
    matches!(character, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// Whether an ecosystem lets a package have such a name; true for those that have no rule.
fn is_known(ecosystem: &str, name: &str) -> bool {
    let word = |text: &str, signs: &str| {
        !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || signs.contains(c))
    };
    match ecosystem {
        // Before 2014 names could hold capitals and signs that URLs take as they are.
        "npm" => {
            let (scope, bare) = match name.strip_prefix('@').and_then(|rest| rest.split_once('/')) {
                Some((scope, bare)) => (Some(scope), bare),
                None => (None, name),
            };
            let part = |text: &str| word(text, "-_.~!'()*");
            scope.is_none_or(part) && part(bare) && !matches!(bare, "." | "..")
        }
        "pypi" | "gem" | "nuget" => word(name, "-_."),
        // Cargo itself takes letters of any language, its registry does not.
        "cargo" => {
            !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || "-_".contains(c))
        }
        "maven" => name.split(':').all(|part| word(part, "-_.")),
        "composer" => name.split('/').all(|part| word(part, "-_.")),
        "golang" => name.split('/').all(|part| word(part, "-_.~!+")),
        "deb" => word(name, "-+.:_"),
        _ => true,
    }
}

/// Whether a checksum is neither the hexadecimal nor the base 64 form of as many bytes as its
/// algorithm gives.
fn is_malformed(sum: &Checksum) -> bool {
    let n_bytes = match &*sum.algorithm {
        "md5" => 16,
        "sha1" => 20,
        "sha224" => 28,
        "sha256" => 32,
        "sha384" => 48,
        "sha512" => 64,
        // A hash of a list of hashes, in base 64.
        "h1" => 32,
        _ => return false,
    };
    let value = &*sum.value;
    let is_hex = value.len() == 2 * n_bytes && value.bytes().all(|byte| byte.is_ascii_hexdigit());
    let digits = value.trim_end_matches('=');
    let is_digit = |byte: u8| byte.is_ascii_alphanumeric() || b"+/-_".contains(&byte);
    let is_base64 = digits.len() == (4 * n_bytes).div_ceil(3)
        && value.len() - digits.len() <= 2
        && digits.bytes().all(is_digit);
    // Nix and some of those before it count in base 32.
    let is_base32 = value.len() == (8 * n_bytes).div_ceil(5)
        && value.bytes().all(|byte| byte.is_ascii_alphanumeric());
    !is_hex && !is_base64 && !is_base32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_each_ecosystem() {
        for (ecosystem, name) in [
            ("npm", "@scope/name"),
            ("npm", "JSONStream"),
            ("npm", "lodash.get"),
            ("npm", "__proto__"),
            ("pypi", "zope.interface"),
            ("cargo", "serde_json"),
            ("maven", "org.a_b:c-d"),
            ("composer", "ext-json"),
            ("golang", "gopkg.in/yaml.v3"),
            ("golang", "example.org/~user/a"),
            ("deb", "libstdc++6"),
            ("swift", "whatever it is"),
        ] {
            assert!(is_known(ecosystem, name), "{ecosystem} {name}");
        }
        for (ecosystem, name) in [
            ("npm", "../x"),
            ("npm", "a/b"),
            ("npm", "@a/b/c"),
            ("npm", ""),
            ("pypi", "a b"),
            ("cargo", "a/b"),
            ("maven", "a:b c"),
            ("deb", "broken\nStatus"),
        ] {
            assert!(!is_known(ecosystem, name), "{ecosystem} {name}");
        }
    }

    #[test]
    fn checksums_have_the_length_of_their_algorithm() {
        let malformed = |algorithm: &str, value: &str| {
            is_malformed(&Checksum { algorithm: algorithm.into(), value: value.into() })
        };
        assert!(!malformed("md5", "d41d8cd98f00b204e9800998ecf8427e"));
        assert!(!malformed("sha1", "2jmj7l5rSw0yVb/vlWAYkK/YBwk="));
        assert!(!malformed("sha256", "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU"));
        assert!(!malformed("h1", "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="));
        assert!(!malformed("yarn", "zz"));
        for (algorithm, value) in
            [("md5", "zz"), ("sha512", "notbase64!!"), ("sha256", "aa"), ("sha1", "")]
        {
            assert!(malformed(algorithm, value), "{algorithm} {value}");
        }
    }
}
