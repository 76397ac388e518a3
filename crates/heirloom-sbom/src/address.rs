// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What stands at an address, in the words of each form. A bill has the words of CycloneDX
//! (`externalReferences[].type`), which are the most.

use crate::{Item, cyclonedx::Version, is_address};

/// What is installed.
pub(crate) const DISTRIBUTION: &str = "distribution";
/// The archive of the source that it is built from.
pub(crate) const SOURCE: &str = "source-distribution";
/// The repository of the source.
pub(crate) const REPOSITORY: &str = "vcs";
/// The home page.
pub(crate) const WEBSITE: &str = "website";
/// Anything else.
const OTHER: &str = "other";

/// Words of CycloneDX, the version that has them first, and the word of SPDX 3 (`ExternalRefType`).
const KINDS: [(&str, Version, &str); 47] = [
    (REPOSITORY, Version::V1_4, "vcs"),
    ("issue-tracker", Version::V1_4, "issueTracker"),
    (WEBSITE, Version::V1_4, "altWebPage"),
    ("advisories", Version::V1_4, "securityAdvisory"),
    ("bom", Version::V1_4, OTHER),
    ("mailing-list", Version::V1_4, "mailingList"),
    ("social", Version::V1_4, "socialMedia"),
    ("chat", Version::V1_4, "chat"),
    ("documentation", Version::V1_4, "documentation"),
    ("support", Version::V1_4, "support"),
    (DISTRIBUTION, Version::V1_4, "altDownloadLocation"),
    ("license", Version::V1_4, "license"),
    ("build-meta", Version::V1_4, "buildMeta"),
    ("build-system", Version::V1_4, "buildSystem"),
    ("release-notes", Version::V1_4, "releaseNotes"),
    (OTHER, Version::V1_4, OTHER),
    ("distribution-intake", Version::V1_5, OTHER),
    ("security-contact", Version::V1_5, OTHER),
    ("model-card", Version::V1_5, OTHER),
    ("log", Version::V1_5, OTHER),
    ("configuration", Version::V1_5, OTHER),
    ("evidence", Version::V1_5, OTHER),
    ("formulation", Version::V1_5, OTHER),
    ("attestation", Version::V1_5, "secureSoftwareAttestation"),
    ("threat-model", Version::V1_5, "securityThreatModel"),
    ("adversary-model", Version::V1_5, "securityAdversaryModel"),
    ("risk-assessment", Version::V1_5, "riskAssessment"),
    ("vulnerability-assertion", Version::V1_5, "vulnerabilityDisclosureReport"),
    ("exploitability-statement", Version::V1_5, "vulnerabilityExploitabilityAssessment"),
    ("pentest-report", Version::V1_5, "securityPenTestReport"),
    ("static-analysis-report", Version::V1_5, "staticAnalysisReport"),
    ("dynamic-analysis-report", Version::V1_5, "dynamicAnalysisReport"),
    ("runtime-analysis-report", Version::V1_5, "runtimeAnalysisReport"),
    ("component-analysis-report", Version::V1_5, "componentAnalysisReport"),
    ("maturity-report", Version::V1_5, OTHER),
    ("certification-report", Version::V1_5, "certificationReport"),
    ("codified-infrastructure", Version::V1_5, OTHER),
    ("quality-metrics", Version::V1_5, "metrics"),
    ("poam", Version::V1_5, OTHER),
    (SOURCE, Version::V1_6, "sourceArtifact"),
    ("electronic-signature", Version::V1_6, OTHER),
    ("digital-signature", Version::V1_6, OTHER),
    ("rfc-9116", Version::V1_6, "securityPolicy"),
    ("patent", Version::V1_7, OTHER),
    ("patent-family", Version::V1_7, OTHER),
    ("patent-assertion", Version::V1_7, OTHER),
    ("citation", Version::V1_7, OTHER),
];

/// The word itself where it is one of CycloneDX.
pub(crate) fn known(kind: &str) -> Option<&'static str> {
    KINDS.iter().find(|(name, ..)| *name == kind).map(|(name, ..)| *name)
}

/// The word for it that a version of CycloneDX has.
pub(crate) fn word_in(version: Version, kind: &str) -> &'static str {
    let found = KINDS.iter().find(|(name, since, _)| *name == kind && *since <= version);
    found.map_or(OTHER, |(name, ..)| *name)
}

/// The word of SPDX 3 for it.
pub(crate) fn word_of_spdx3(kind: &str) -> &'static str {
    KINDS.iter().find(|(name, ..)| *name == kind).map_or(OTHER, |(.., word)| *word)
}

/// What a word of SPDX 3 says.
pub(crate) fn of_spdx3(word: &str) -> &'static str {
    match word {
        "binaryArtifact" => DISTRIBUTION,
        _ => KINDS.iter().find(|(.., own)| *own == word).map_or(OTHER, |(name, ..)| *name),
    }
}

impl Item {
    /// The addresses that have no field of their own in SPDX: all but the first home page, and but one
    /// of where it is fetched from.
    pub(crate) fn other_addresses(&self, has_repository: bool) -> Vec<(&str, &str)> {
        let mut fields = vec![WEBSITE, DISTRIBUTION];
        if has_repository {
            fields.push(REPOSITORY);
        }
        let addresses = self.addresses.iter().filter(|(_, url)| is_address(url));
        let mut left: Vec<(&str, &str)> =
            addresses.map(|(kind, url)| (kind.as_str(), url.as_str())).collect();
        left.retain(|(kind, _)| match fields.iter().position(|field| field == kind) {
            Some(at) => {
                fields.swap_remove(at);
                false
            }
            None => true,
        });
        left
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_forms_lead_back() {
        for (name, since, word) in KINDS {
            assert_eq!(word_in(since, name), name);
            assert_eq!(known(name), Some(name));
            if word != OTHER {
                assert_eq!(of_spdx3(word), name);
            }
        }
        assert_eq!(word_in(Version::V1_5, SOURCE), OTHER);
        assert_eq!((of_spdx3("npm"), known("npm")), (OTHER, None));
    }
}
