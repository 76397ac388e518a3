// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The legal words of the built-in rules: made by counting, so that nobody has to believe a list.
//!
//! A word is legal when it stands in some texts of the SPDX list, and in a share of them that is
//! many times its share of programs and manuals. The first share comes from the `license` crate;
//! the second one, which no crate has, is measured once and kept in `data/common-words.txt`.

use std::{
    collections::{BTreeMap, BTreeSet},
    error::Error,
    fmt::Write as _,
    fs,
    path::PathBuf,
    str::FromStr,
};

use license::{Exception, License};

use super::Generated;
use crate::{Outcome, measure::files_below, repository::Repository};

/// Texts that a legal word stands in, at least.
const LEAST_TEXTS: u32 = 3;
/// How many times more common a legal word is in license texts, at least.
const LEAST_RATIO: f64 = 8.0;

/// Legal whatever the count, inflections on a line: names of license families, and words of every
/// notice that programs have too.
const ALWAYS: &[&str] = &[
    "license licence licenses licences licensing",
    "licensed licenced",
    "gpl",
    "lgpl",
    "agpl",
    "bsd",
    "apache",
    "mozilla",
    "mpl",
    "copyleft",
    "spdx",
    "proprietary",
];

/// Not legal whatever the count: words of copyright statements, names, places, dates, addresses.
const NEVER: &[&str] = &[
    "copyright copyrights copyrighted right rights reserved author authors software program programs",
    "computer source code file files public free version general university inc corporation ltd gmbh",
    "llc company january february march april may june july august september october november",
    "december california america states united http https www com org html txt web site website page",
    "pages internet email mail avenue street suite floor boston cambridge massachusetts york london",
    "paris berlin japan china francisco french english german project projects library libraries",
    "documentation document documents name names year years david john mark peter paul robert michael",
    "james thomas richard eric brian steve martin andrew george william xfree sun ibm microsoft",
    "netscape intel digital adobe sendmail zend pavlov foundation institute technology",
];

/// Counts the words of programs and manuals for `data/common-words.txt`.
#[derive(clap::Args)]
pub(crate) struct CommonWordsArgs {
    /// A tree of programs and manuals; may be given more than once.
    #[arg(long, required = true)]
    tree: Vec<PathBuf>,
}

const SAMPLED: [&str; 12] =
    ["rs", "h", "py", "c", "md", "pm", "pod", "hpp", "rst", "txt", "js", "ts"];
/// Files that speak of licenses are no sample of those that do not.
const SPEAKS: [&str; 5] = ["license", "licence", "warrant", "copyright", "copyleft"];
const MAX_SIZE: u64 = 200_000;

const COMMON_WORDS: &str = "data/common-words.txt";
const COMMON_HEAD: &str = "\
# How common words of license texts are in programs and manuals that speak of no license: behind
# `1/N`, the words that stand in one of N to 2N files; words that are rarer than all are left out.
# Origin: counted by `cargo xtask common-words` on the sources of some 780 Rust crates and 860 npm
# packages, C headers, Python and Perl modules of a Debian system and the manuals of Linux 6.1.
# Only numbers of files per word are kept, no text.
";

/// Runs `cargo xtask common-words`.
pub(crate) fn common_words(repository: &Repository, args: &CommonWordsArgs) -> Outcome {
    let texts = license_texts();
    let wanted = shares(&texts);
    let (mut counts, mut n_files) = (BTreeMap::<&str, u32>::new(), 0_u32);
    for tree in &args.tree {
        for path in files_below(tree)? {
            let end = path.extension().and_then(|end| end.to_str()).unwrap_or_default();
            if !SAMPLED.contains(&end) || fs::metadata(&path)?.len() > MAX_SIZE {
                continue;
            }
            let text = String::from_utf8_lossy(&fs::read(&path)?).to_lowercase();
            if SPEAKS.iter().any(|word| text.contains(word)) {
                continue;
            }
            n_files += 1;
            for word in words(&text) {
                if let Some((word, _)) = wanted.get_key_value(word) {
                    *counts.entry(word).or_default() += 1;
                }
            }
        }
    }
    let mut levels: BTreeMap<u32, Vec<&str>> = BTreeMap::new();
    for (word, count) in counts.into_iter().filter(|(_, count)| *count > 1) {
        levels.entry((n_files / count).ilog2()).or_default().push(word);
    }
    let mut out = COMMON_HEAD.to_owned();
    for (level, words) in levels {
        for line in words.chunks(12) {
            writeln!(out, "1/{} {}", 1_u32 << level, line.join(" "))?;
        }
    }
    fs::write(repository.root().join(COMMON_WORDS), out)?;
    println!("counted words of {n_files} files");
    Ok(())
}

/// `data/legal-words.txt`.
pub(super) fn file(repository: &Repository) -> Result<Generated, Box<dyn Error>> {
    let common = fs::read_to_string(repository.root().join(COMMON_WORDS))?;
    let contents = legal_words(&license_texts(), &read_common(&common)?);
    Ok(Generated { path: "data/legal-words.txt".to_owned(), contents })
}

fn legal_words(texts: &[String], common: &BTreeMap<&str, f64>) -> String {
    let named: BTreeSet<&str> =
        ALWAYS.iter().chain(NEVER).flat_map(|line| line.split(' ')).collect();
    let rarest = common.values().copied().fold(f64::INFINITY, f64::min) / 2.0;
    let is_legal = |(word, n_texts): &(String, u32)| {
        let share = f64::from(*n_texts) / texts.len() as f64;
        let elsewhere = common.get(word.as_str()).copied().unwrap_or(rarest);
        !named.contains(word.as_str()) && share >= elsewhere * LEAST_RATIO
    };
    let mut out = String::from(
        "# Words of legal language, one group of inflections a line. Made by `cargo xtask generate` from\n\
         # the texts of the SPDX list and data/common-words.txt: words that are many times more common in\n\
         # the texts than in programs and manuals. crates/xtask/src/generate/legal_words.rs has the rule.\n",
    );
    for line in ALWAYS {
        out.push_str(line);
        out.push('\n');
    }
    for (word, _) in shares(texts).into_iter().filter(is_legal) {
        out.push_str(&word);
        out.push('\n');
    }
    out
}

/// The number of texts that have a word, for words that enough texts have.
fn shares(texts: &[String]) -> BTreeMap<String, u32> {
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    for text in texts {
        for word in words(text) {
            *counts.entry(word.to_owned()).or_default() += 1;
        }
    }
    counts.retain(|word, count| *count >= LEAST_TEXTS && word.len() > 2);
    counts
}

/// The distinct words of a text in lower case.
fn words(text: &str) -> BTreeSet<&str> {
    let words = text.split(|c: char| !c.is_ascii_lowercase());
    words.filter(|word| word.len() > 1).collect()
}

/// Shares by word.
fn read_common(content: &str) -> Result<BTreeMap<&str, f64>, Box<dyn Error>> {
    let mut common = BTreeMap::new();
    for line in content.lines().filter(|line| !line.starts_with('#')) {
        let mut parts = line.split(' ');
        let level = parts.next().and_then(|part| part.strip_prefix("1/"));
        let n: f64 = level.ok_or("a line of common-words.txt has no `1/N`")?.parse()?;
        common.extend(parts.map(|word| (word, 1.0 / n)));
    }
    Ok(common)
}

/// All texts, headers and names of the SPDX list in lower case, each once.
fn license_texts() -> Vec<String> {
    let licenses = spdx::identifiers::LICENSES
        .iter()
        .filter_map(|license| <&dyn License>::from_str(license.name).ok())
        .map(|license| [license.text(), license.header().unwrap_or_default(), license.name()]);
    let exceptions = spdx::identifiers::EXCEPTIONS
        .iter()
        .filter_map(|exception| <&dyn Exception>::from_str(exception.name).ok())
        .map(|exception| [exception.text(), "", exception.name()]);
    let mut seen = BTreeSet::new();
    let parts = licenses.chain(exceptions).filter(|[text, ..]| seen.insert(*text));
    parts.map(|parts| parts.join("\n").to_lowercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_many_texts_and_few_programs_are_legal() {
        let texts = vec!["indemnify the holder".to_owned(); 4];
        let common = read_common("# note\n1/2 the of\n1/1024 holder").unwrap();
        let legal = legal_words(&texts, &common);
        let words: Vec<&str> = legal.lines().filter(|line| !line.starts_with('#')).collect();
        assert_eq!(words[ALWAYS.len()..], ["holder", "indemnify"]);
    }

    #[test]
    fn a_line_without_share_is_an_error() {
        assert!(read_common("the of").is_err());
    }
}
