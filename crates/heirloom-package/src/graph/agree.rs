// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Whether locks agree with the requests that they answer, and with themselves.
//!
//! Only what is certain is told: requests in a language that is understood, answered from a registry
//! by one version, and not replaced by an override. All else is passed over.

mod lists;
mod sums;

use std::collections::{HashMap, HashSet};

use heirloom_model::{
    EvidenceMethod, Owner, Package, PackageEdge, PackageFact, PackageFacts, PackageGraph,
    PackagePlace, PackageSource, Problem, ProblemCode, Scope, TreePath,
};

use crate::vers;

/// Locks in which each package stands once, by name, version and source.
const ONCE: [&str; 4] = ["cargo-lock", "composer-lock", "poetry-lock", "uv-lock"];

/// What is known of the files of a tree before they are joined.
pub(super) struct Told {
    /// Names of packages of an ecosystem that are taken whatever is requested, or that stand in for
    /// others.
    exempt: HashMap<Box<str>, HashSet<Box<str>>>,
    problems: Vec<Problem>,
}

impl Told {
    pub(super) fn new(files: &[(TreePath, PackageFacts)]) -> Told {
        let mut told = Told { exempt: HashMap::new(), problems: Vec::new() };
        for (path, facts) in files {
            let replaced = facts.replacements.iter().flat_map(|one| [&one.name, &one.with]);
            let stands_in = facts.packages.iter().filter(|package| !package.provides.is_empty());
            let mut names = replaced.chain(stands_in.map(|package| &package.name)).peekable();
            if names.peek().is_some() {
                let exempt = told.exempt.entry(facts.ecosystem.clone()).or_default();
                exempt.extend(names.cloned());
            }
            if ONCE.contains(&&*facts.format) {
                told.repeated(path, facts);
            }
        }
        lists::compare(files, &mut told.problems);
        sums::compare(files, &mut told.problems);
        told
    }

    /// Packages that stand twice in a lock.
    fn repeated(&mut self, path: &TreePath, facts: &PackageFacts) {
        let mut seen: HashSet<(&str, &str, &PackageSource)> = HashSet::new();
        for package in &facts.packages {
            // Composer installs one version of each package.
            let version = package.version.as_deref().filter(|_| &*facts.format != ONCE[1]);
            let source = match &*facts.format == ONCE[1] {
                true => &PackageSource::Unknown,
                false => &package.source,
            };
            if !seen.insert((&package.name, version.unwrap_or_default(), source)) {
                let problem = Problem::new(ProblemCode::LOCK_REPEATED, named(package));
                let line = package.span.first_line;
                self.problems.push(problem.at_path(path.clone()).at_line(line));
            }
        }
    }

    /// Adds what does not agree to the problems of the graph.
    pub(super) fn check(mut self, graph: &mut PackageGraph) {
        let mut found = Vec::new();
        let mut ranges = Ranges::default();
        let is_certain: Vec<bool> =
            graph.packages.iter().map(|package| self.is_certain(package)).collect();
        for edge in of_one_version(graph) {
            let (from, to) = (graph.package(edge.from), graph.package(edge.to));
            if from.ecosystem == to.ecosystem && is_certain[edge.to.0 as usize] {
                found.extend(contradiction(to, edge, &mut ranges));
            }
        }
        found.extend(graph.packages.iter().filter_map(two_checksums));
        graph.problems.append(&mut self.problems);
        graph.problems.append(&mut found);
        graph.problems.sort();
        graph.problems.dedup();
    }

    /// Whether a version comes from a registry, and by nothing but requests.
    fn is_certain(&self, package: &Package) -> bool {
        let is_registered =
            matches!(package.source, PackageSource::Registry { .. } | PackageSource::Unknown);
        let exempt = self.exempt.get(&*package.ecosystem);
        let is_exempt = exempt.is_some_and(|names| names.contains(&*package.name));
        package.owner == Owner::ThirdParty && is_registered && !is_exempt
    }
}

/// The edges from packages that need one version alone of what is named.
fn of_one_version(graph: &PackageGraph) -> Vec<&PackageEdge> {
    let mut numbers: HashMap<&str, usize> = HashMap::new();
    let names = graph.packages.iter().map(|package| {
        let next = numbers.len();
        *numbers.entry(&package.name).or_insert(next)
    });
    // Names as numbers, which sort faster.
    let names: Vec<usize> = names.collect();
    let key = |edge: &PackageEdge| (edge.from.0, names[edge.to.0 as usize]);
    let mut edges: Vec<&PackageEdge> = graph.edges.iter().collect();
    edges.sort_by_key(|edge| key(edge));
    let needs = edges.chunk_by(|one, other| key(one) == key(other));
    let alone = needs.filter(|same| same.iter().all(|edge| edge.to == same[0].to));
    alone.flatten().copied().collect()
}

fn named(package: &PackageFact) -> Vec<(&'static str, Box<str>)> {
    let version = package.version.as_deref().map(|version| format!(" {version}"));
    vec![("name", format!("{}{}", package.name, version.unwrap_or_default()).into())]
}

/// A version in a lock that the request for it leaves out.
fn contradiction<'a>(
    to: &'a Package,
    edge: &'a PackageEdge,
    ranges: &mut Ranges<'a>,
) -> Option<Problem> {
    let (requested, version) = (edge.requested.as_deref()?, to.version.as_deref()?);
    let is_locked = |place: &PackagePlace| place.method == EvidenceMethod::Lockfile;
    // What a peer is asked to bring is taken as it comes.
    if edge.scope == Scope::Provided || !edge.places.iter().any(is_locked) {
        return None;
    }
    if ranges.allows(&to.ecosystem, requested, version)? {
        return None;
    }
    let request = edge.places.iter().find(|place| !is_locked(place));
    let place = request.or_else(|| edge.places.first())?;
    let args = vec![
        ("name", (&*to.name).into()),
        ("requested", requested.into()),
        ("version", version.into()),
    ];
    let problem = Problem::new(ProblemCode::LOCK_CONTRADICTED, args);
    Some(problem.at_path(place.file.clone()).at_line(place.span.first_line))
}

/// Requests that were read, by ecosystem and words: most packages of a lock are asked for more than
/// once, in the same words.
#[derive(Default)]
struct Ranges<'a>(HashMap<(&'a str, &'a str), Option<vers::Range>>);

impl<'a> Ranges<'a> {
    fn allows(&mut self, ecosystem: &'a str, requested: &'a str, version: &'a str) -> Option<bool> {
        let range = self.0.entry((ecosystem, requested));
        let range = range.or_insert_with(|| range_of(ecosystem, requested)).as_ref()?;
        is_within(version, ecosystem, requested, range)
    }
}

/// Whether a request allows a version; `None` where the words are not understood for certain.
pub(super) fn allows(ecosystem: &str, requested: &str, version: &str) -> Option<bool> {
    Ranges::default().allows(ecosystem, requested, version)
}

/// What a request takes; `None` where the words are not understood for certain.
fn range_of(ecosystem: &str, requested: &str) -> Option<vers::Range> {
    let requested = requested.trim();
    let range = match ecosystem {
        "cargo" | "npm" | "gem" => vers::from_native(ecosystem, requested),
        "pypi" => {
            let is_pep = requested.starts_with(['=', '<', '>', '~', '!']);
            let is_odd = requested.contains(['^', '|', '@', ';']) || requested.contains("===");
            let is_plain_tilde = requested.contains('~') && !requested.contains("~=");
            if !is_pep || is_odd || is_plain_tilde {
                return None;
            }
            vers::from_native("pypi", requested)
        }
        "composer" => vers::from_native("npm", &composer(requested)?),
        _ => return None,
    };
    range.ok()
}

fn is_within(version: &str, ecosystem: &str, requested: &str, range: &vers::Range) -> Option<bool> {
    let version = match ecosystem {
        // A platform stands behind the version of a gem.
        "gem" if version.contains('-') => return None,
        // Which build of a version it is, no request of Python asks for without saying so.
        "pypi" if !requested.contains('+') => version.split('+').next()?,
        "composer" => version.strip_prefix('v').unwrap_or(version),
        _ => version,
    };
    range.contains(version).ok()
}

/// A constraint of Composer in npm's words; `None` for stabilities, branches and aliases.
fn composer(text: &str) -> Option<String> {
    let is_plain = |c: char| c.is_ascii_digit() || " .*^~<>=|,".contains(c);
    if text.is_empty() || !text.chars().all(is_plain) {
        return None;
    }
    let alternatives = text.split('|').filter(|part| !part.trim().is_empty());
    let alternatives = alternatives.map(|part| {
        let words = part.split([' ', ',']).filter(|word| !word.is_empty());
        let words: Option<Vec<String>> = words.map(composer_word).collect();
        words.filter(|words| !words.is_empty()).map(|words| words.join(" "))
    });
    let alternatives: Option<Vec<String>> = alternatives.collect();
    alternatives.map(|all| all.join(" || "))
}

fn composer_word(word: &str) -> Option<String> {
    let sign = word.len() - word.trim_start_matches(['^', '~', '<', '>', '=']).len();
    let (sign, version) = word.split_at(sign);
    let n_parts = version.split('.').count();
    let is_whole = version.split('.').all(|part| part.parse::<u32>().is_ok());
    match sign {
        "" if version == "*" || version.ends_with(".*") => Some(version.to_owned()),
        // Without an operator it is the version itself, with zeros for what is missing.
        "" | "=" if is_whole && n_parts == 3 => Some(format!("={version}")),
        "^" | "<" | ">" | "<=" | ">=" if is_whole && n_parts == 3 => Some(word.to_owned()),
        "^" | "<" | ">=" if is_whole && n_parts < 3 => Some(word.to_owned()),
        // The last number may rise.
        "~" if is_whole && n_parts == 2 => {
            let (major, _) = version.split_once('.')?;
            Some(format!(">={version} <{}", major.parse::<u32>().ok()?.checked_add(1)?))
        }
        "~" if is_whole && n_parts != 2 && n_parts <= 3 => Some(word.to_owned()),
        _ => None,
    }
}

/// A version with two checksums of one algorithm, where there is one file of it alone.
fn two_checksums(package: &Package) -> Option<Problem> {
    let (algorithm, length) = match &*package.ecosystem {
        "cargo" => ("sha256", 64),
        "npm" => ("sha512", 88),
        _ => return None,
    };
    let sums = package.checksums.iter();
    let mut sums = sums.filter(|sum| &*sum.algorithm == algorithm && sum.value.len() == length);
    let first = sums.next()?;
    sums.find(|sum| sum.value != first.value)?;
    let place = package.places.iter().find(|place| place.method == EvidenceMethod::Lockfile)?;
    let version = package.version.as_deref().unwrap_or_default();
    let args = vec![("name", format!("{} {version}", package.name).trim().into())];
    let problem = Problem::new(ProblemCode::CHECKSUM_CONTRADICTED, args);
    Some(problem.at_path(place.file.clone()).at_line(place.span.first_line))
}

#[cfg(test)]
mod tests {
    use super::allows;

    #[test]
    fn requests_allow_versions_or_say_nothing() {
        let yes = [
            ("cargo", "1", "1.0.17"),
            ("npm", "^1.0.0 || 2", "2.3.4"),
            ("npm", "1 - 3", "3.9.0"),
            ("npm", ">=1.0.0-beta.1", "1.0.0-beta.2"),
            ("pypi", ">=2,<3", "2.0.0+cpu"),
            ("pypi", "~=1.4.2", "1.4.9"),
            ("gem", "~> 7.0, >= 7.0.1", "7.1.0"),
            ("composer", "^7.2 || ^8", "8.1.0"),
            ("composer", "~1.2", "v1.9.0"),
            ("composer", "1.2.*", "1.2.9"),
        ];
        for (ecosystem, requested, version) in yes {
            assert_eq!(allows(ecosystem, requested, version), Some(true), "{requested} {version}");
        }
        let no = [
            ("cargo", "^1.2", "2.0.0"),
            ("npm", "^1", "3.0.0"),
            ("pypi", ">=2", "1.0"),
            ("gem", "~> 7", "6.0.0"),
            ("composer", "^2", "1.0.0"),
            ("composer", "~1.2.3", "1.3.0"),
        ];
        for (ecosystem, requested, version) in no {
            assert_eq!(allows(ecosystem, requested, version), Some(false), "{requested} {version}");
        }
        let open = [
            ("npm", "latest", "1.0.0"),
            ("npm", "workspace:^", "1.0.0"),
            ("npm", "catalog:", "1.0.0"),
            ("pypi", "^1.0", "2.0"),
            ("pypi", "1.0", "2.0"),
            ("pypi", "~1.0", "2.0"),
            ("gem", "~> 7", "6.0.0-java"),
            ("composer", "^2@dev", "1.0.0"),
            ("composer", "dev-main", "1.0.0"),
            ("composer", "1.0", "2.0.0"),
            ("nuget", "[1.0]", "2.0.0"),
        ];
        for (ecosystem, requested, version) in open {
            assert_eq!(allows(ecosystem, requested, version), None, "{requested} {version}");
        }
    }
}
