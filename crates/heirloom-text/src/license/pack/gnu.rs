// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Rules for the GNU licenses: context × name × version × "or later".
//!
//! These licenses are named in thousands of ways out of few parts, which no list holds; here they
//! are multiplied. A name without a version means any version, as the licenses themselves say.

use std::collections::BTreeSet;

use heirloom_model::FindKind;

use super::{
    Pack, RuleDocument,
    listed::{key, reference},
};

struct Family {
    /// As in SPDX identifiers.
    id: &'static str,
    names: &'static [&'static str],
    short_names: &'static [&'static str],
    /// As people write them, and in full.
    versions: &'static [(&'static [&'static str], &'static str)],
}

const FAMILIES: &[Family] = &[
    Family {
        id: "GPL",
        names: &["GNU General Public License"],
        short_names: &["GPL", "GNU GPL"],
        versions: &[(&["1", "1.0"], "1.0"), (&["2", "2.0"], "2.0"), (&["3", "3.0"], "3.0")],
    },
    Family {
        id: "LGPL",
        names: &[
            "GNU Lesser General Public License",
            "GNU Library General Public License",
            "GNU Lesser Public License",
        ],
        short_names: &["LGPL", "GNU LGPL"],
        versions: &[(&["2", "2.0"], "2.0"), (&["2.1"], "2.1"), (&["3", "3.0"], "3.0")],
    },
    Family {
        id: "AGPL",
        names: &["GNU Affero General Public License", "Affero General Public License"],
        short_names: &["AGPL", "GNU AGPL"],
        versions: &[(&["1", "1.0"], "1.0"), (&["3", "3.0"], "3.0")],
    },
    Family {
        id: "GFDL",
        names: &["GNU Free Documentation License"],
        short_names: &["GFDL", "GNU FDL"],
        versions: &[(&["1.1"], "1.1"), (&["1.2"], "1.2"), (&["1.3"], "1.3")],
    },
];

/// Words before a name that make it a statement.
const CONTEXTS: &[&str] = &[
    "license",
    "licence",
    "under",
    "under the",
    "under the terms of the",
    "licensed under",
    "licensed under the",
    "released under the",
    "released under",
    "distributed under the",
];

const PUBLISHED: &str = "as published by the Free Software Foundation";

/// Adds the rules of all families.
pub fn add(pack: &mut Pack) {
    let known = pack.rules.iter().map(|rule| key(&rule.text)).collect();
    let mut adder = Adder { pack, known, prefix: "", n_rules: 0 };
    for family in FAMILIES {
        adder.prefix = family.id;
        adder.n_rules = 0;
        for &(versions, full) in family.versions {
            let ids =
                [format!("{}-{full}-only", family.id), format!("{}-{full}-or-later", family.id)];
            for version in versions {
                adder.notices(family, version, &ids);
                adder.references(family, version, &ids);
            }
        }
        let (_, first) = family.versions[0];
        adder.without_version(family, &format!("{}-{first}-or-later", family.id));
    }
}

struct Adder<'p> {
    pack: &'p mut Pack,
    known: BTreeSet<Vec<String>>,
    prefix: &'static str,
    n_rules: usize,
}

impl Adder<'_> {
    /// Adds a rule unless the words are known or too few.
    fn rule(&mut self, expression: Option<&str>, kind: FindKind, text: &str) {
        let key = key(text);
        let has_version = text.bytes().any(|byte| byte.is_ascii_digit());
        if (key.len() < 2 && !has_version) || !self.known.insert(key) {
            return;
        }
        self.n_rules += 1;
        let id = format!("gnu-{}-{}", self.prefix.to_ascii_lowercase(), self.n_rules);
        let rule = reference(&id, "", kind, text);
        self.pack.rules.push(RuleDocument { expression: expression.map(str::to_owned), ..rule });
    }

    /// The sentence of the headers and its relatives.
    fn notices(&mut self, family: &Family, version: &str, [only, later]: &[String; 2]) {
        for name in family.names {
            let terms = format!("the terms of the {name}");
            let published = format!("{terms} {PUBLISHED}");
            let or_later = "or (at your option) any later version";
            for text in [
                format!("{published}; either version {version} of the License, {or_later}"),
                format!("{published}; either version {version}, {or_later}"),
                format!(
                    "{published}; either version {version} of the License, or any later version"
                ),
                format!("{published}; version {version} of the License, {or_later}"),
                format!("{published}; version {version} of the License, or any later version"),
                format!("{published}; version {version} or later"),
                format!("{terms} version {version} {or_later} {PUBLISHED}"),
                format!("{terms} version {version} or any later version {PUBLISHED}"),
                format!("{terms}, either version {version} of the License, {or_later}"),
                format!("{terms}; either version {version}, {or_later}"),
                format!("the terms of either version {version} of the {name} {or_later}"),
            ] {
                self.rule(Some(later), FindKind::Notice, &text);
            }
            for text in [
                format!("{published}; version {version} of the License"),
                format!("{published}; version {version}"),
                format!("{published} version {version} of the License only"),
                format!("{terms} version {version} {PUBLISHED}"),
                format!("the terms of version {version} of the {name} {PUBLISHED}"),
                format!("the terms of version {version} of the {name}"),
            ] {
                self.rule(Some(only), FindKind::Notice, &text);
            }
        }
    }

    fn references(&mut self, family: &Family, version: &str, [only, later]: &[String; 2]) {
        let mut forms = Vec::new();
        for name in family.names.iter().chain(family.short_names) {
            for form in [
                format!("{name} version {version}"),
                format!("{name} v{version}"),
                format!("{name} {version}"),
                format!("{name} v {version}"),
            ] {
                forms.push(form);
            }
        }
        let short = family.short_names[0];
        for name in family.names {
            forms.push(format!("{name} ({short}) version {version}"));
            forms.push(format!("{name} ({short}) v{version}"));
            forms.push(format!("{name} ({short} {version})"));
            forms.push(format!("{name} ({short}v{version})"));
        }
        for name in family.names {
            forms.push(format!("version {version} of the {name}"));
        }
        for short in family.short_names {
            forms.push(format!("{short}v{version}"));
        }
        let laters = [
            " or later",
            " or any later version",
            " or (at your option) any later version",
            " or newer",
            " or above",
            "+",
        ];
        for form in &forms {
            for context in std::iter::once(&"").chain(CONTEXTS) {
                for later_words in laters {
                    let text = format!("{context} {form}{later_words}");
                    self.rule(Some(later), FindKind::Reference, &text);
                }
                for only_words in ["", " only", " license"] {
                    let text = format!("{context} {form}{only_words}");
                    self.rule(Some(only), FindKind::Reference, &text);
                }
            }
        }
    }

    fn without_version(&mut self, family: &Family, any: &str) {
        for name in family.names {
            // Most bare names stand beside a statement with a version.
            self.rule(Some(any), FindKind::Clue, name);
            self.rule(Some(any), FindKind::Notice, &format!("the terms of the {name} {PUBLISHED}"));
            for context in CONTEXTS {
                self.rule(Some(any), FindKind::Reference, &format!("{context} {name}"));
            }
            // Sentences that point to a text and license nothing.
            self.rule(None, FindKind::Clue, &format!("See the {name} for more details"));
            self.rule(None, FindKind::Clue, &format!("should have received a copy of the {name}"));
            self.rule(None, FindKind::Clue, &format!("a copy of the {name} along with"));
        }
        for name in family.short_names {
            self.rule(None, FindKind::Clue, &format!("usr/share/common-licenses/{name}"));
            for context in CONTEXTS {
                self.rule(Some(any), FindKind::Reference, &format!("{context} {name}"));
            }
            for text in
                [format!("{name} license"), format!("{name} licence"), format!("{name} licensed")]
            {
                self.rule(Some(any), FindKind::Reference, &text);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        decode::Text,
        license::{Index, LicenseLimits, detect, pack::compile},
    };

    #[track_caller]
    fn check(text: &str, expect: &[&str]) {
        let mut pack = Pack::default();
        add(&mut pack);
        let bytes = compile(&[pack]).unwrap();
        let index = Index::open(&bytes).unwrap();
        let facts = detect(b"a", &Text::plain(text), &index, &LicenseLimits::standard());
        let found: Vec<String> =
            facts.finds.iter().map(|find| find.expression.to_string()).collect();
        assert_eq!(found, expect);
    }

    #[test]
    fn names_versions_and_later() {
        check(
            "you can redistribute it under the terms of the GNU General Public License as published \
             by the Free Software Foundation; either version 2 of the License, or (at your option) \
             any later version. See the GNU General Public License for more details.",
            &["GPL-2.0-or-later"],
        );
        check("License: GPLv3+\n", &["GPL-3.0-or-later"]);
        check("It is released under the LGPL version 2.1 only.", &["LGPL-2.1-only"]);
        check("This is licensed under the GPL.", &["GPL-1.0-or-later"]);
        check("The GPL is the topic of many talks.", &[]);
    }
}
