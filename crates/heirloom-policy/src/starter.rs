// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Policies to start from, in `data/policies`.

use std::sync::LazyLock;

use crate::policy::Policy;

/// A policy that comes with the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Starter {
    /// Its name on the command line.
    pub name: &'static str,
    /// The file.
    pub text: &'static str,
}

impl Starter {
    /// Every policy that comes with the program; the first is the one that holds without another.
    pub const ALL: &[Starter] = &[
        Starter { name: "default", text: include_str!("../../../data/policies/default.toml") },
        Starter { name: "device", text: include_str!("../../../data/policies/device.toml") },
        Starter { name: "saas", text: include_str!("../../../data/policies/saas.toml") },
        Starter { name: "internal", text: include_str!("../../../data/policies/internal.toml") },
        Starter {
            name: "open-source",
            text: include_str!("../../../data/policies/open-source.toml"),
        },
        Starter { name: "data", text: include_str!("../../../data/policies/data.toml") },
    ];

    /// The policy of a name.
    pub fn of_name(name: &str) -> Option<Starter> {
        Starter::ALL.iter().copied().find(|starter| starter.name == name)
    }

    /// Reads it.
    pub fn policy(self) -> Policy {
        Policy::read(self.name, self.text).expect("a test reads every policy that comes along")
    }
}

/// The policy that holds where nobody chose one: it rejects conflicts and unmet duties, and asks
/// about what nobody has decided.
pub fn default_policy() -> &'static Policy {
    static POLICY: LazyLock<Policy> = LazyLock::new(|| Starter::ALL[0].policy());
    &POLICY
}

#[cfg(test)]
mod tests {
    use heirloom_model::{LicenseId, LicenseKind};

    use super::*;

    /// The kinds of the licenses that the examples name, as the license facts have them.
    fn kinds(id: &LicenseId) -> LicenseKind {
        match id.as_str() {
            "MIT" | "Apache-2.0" | "BSD-3-Clause" | "CC-BY-4.0" | "CDLA-Permissive-2.0" => {
                LicenseKind::Permissive
            }
            "MPL-2.0" => LicenseKind::FileCopyleft,
            "LGPL-2.1-only" | "LGPL-2.1-or-later" => LicenseKind::LibraryCopyleft,
            "GPL-2.0-only" | "GPL-2.0-or-later" | "GPL-3.0-only" | "GPL-3.0-or-later" => {
                LicenseKind::WorkCopyleft
            }
            "AGPL-3.0-only" => LicenseKind::NetworkCopyleft,
            "SSPL-1.0" => LicenseKind::ServiceCopyleft,
            "BUSL-1.1" | "Elastic-2.0" => LicenseKind::SourceAvailable,
            "ODbL-1.0" | "CC-BY-SA-4.0" => LicenseKind::DataShareAlike,
            "CC-BY-NC-4.0" => LicenseKind::NonCommercial,
            "LicenseRef-heirloom-llama-3" => LicenseKind::UseRestricted,
            _ => LicenseKind::Unknown,
        }
    }

    #[test]
    fn every_policy_that_comes_along_passes_its_examples() {
        for starter in Starter::ALL {
            let policy = match Policy::read(starter.name, starter.text) {
                Ok(policy) => policy,
                Err(error) => panic!("{error}"),
            };
            let report = policy.test(&kinds);
            let failures: Vec<String> = report
                .failures()
                .map(|failure| {
                    let rule = failure.decision.decisive().rule().map(|rule| &rule.id);
                    let outcome = failure.decision.outcome;
                    format!("{}: {}: {outcome} by {rule:?}", starter.name, failure.example.name)
                })
                .collect();
            assert_eq!(failures, [""; 0]);
            let untried: Vec<&str> = report.untried.iter().map(|rule| &*rule.id).collect();
            assert_eq!(untried, [""; 0], "{}", starter.name);
        }
    }

    #[test]
    fn names_lead_to_policies() {
        assert_eq!(Starter::of_name("saas").map(|starter| starter.name), Some("saas"));
        assert_eq!(Starter::of_name("nobody"), None);
        assert!(!default_policy().rules().is_empty());
    }
}
