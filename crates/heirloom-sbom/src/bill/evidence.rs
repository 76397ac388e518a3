// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Where files show the licenses of an item.
//!
//! SPDX has snippets for that, of files that a document lists. Where it lists none, and in CycloneDX,
//! a place is one line of text: `MIT in src/a.c:3-20 (notice)`.

use std::fmt;

use super::Item;

/// A place in a file that shows a license.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LicenseEvidence {
    /// The SPDX expression.
    pub license: String,
    /// The file.
    pub file: String,
    /// The first and the last line, counted from 1.
    pub lines: (u32, u32),
    /// The first and the last byte, counted from 1 as SPDX counts; `None` where it is not known.
    pub bytes: Option<(u64, u64)>,
    /// What sort of evidence it is: `text`, `notice`, `reference`, `tag`.
    pub kind: String,
}

impl fmt::Display for LicenseEvidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let LicenseEvidence { license, file, lines: (first, last), kind, .. } = self;
        // A file's name may hold anything; the line must stay one.
        let file = file.replace(['\n', '\r'], "\u{fffd}");
        write!(f, "{license} in {file}:{first}-{last} ({kind})")
    }
}

impl LicenseEvidence {
    /// Takes back what was written as a line.
    pub(crate) fn parse(text: &str) -> Option<LicenseEvidence> {
        let (rest, kind) = text.strip_suffix(')')?.rsplit_once(" (")?;
        let (rest, lines) = rest.rsplit_once(':')?;
        let (first, last) = lines.split_once('-')?;
        let (license, file) = rest.split_once(" in ")?;
        Some(LicenseEvidence {
            license: license.to_owned(),
            file: file.to_owned(),
            lines: (first.parse().ok()?, last.parse().ok()?),
            bytes: None,
            kind: kind.to_owned(),
        })
    }
}

impl Item {
    /// What a field for remarks about licenses says: why they are concluded, and, on a line each,
    /// where files show them.
    pub(crate) fn told_licenses(&self) -> Option<String> {
        self.told_licenses_of(self.evidence.iter())
    }

    /// The same with some of the places.
    pub(crate) fn told_licenses_of<'a>(
        &self,
        places: impl Iterator<Item = &'a LicenseEvidence>,
    ) -> Option<String> {
        let places = places.map(LicenseEvidence::to_string);
        let lines: Vec<String> = self.license_comment.iter().cloned().chain(places).collect();
        (!lines.is_empty()).then(|| lines.join("\n"))
    }

    /// Takes back what [`Item::told_licenses`] wrote; what is no place stays a remark.
    pub(crate) fn take_told_licenses(&mut self, told: Option<String>) {
        let Some(told) = told else { return };
        let mut rest: Vec<&str> = Vec::new();
        for line in told.split('\n') {
            // What would come back in other words is somebody's remark.
            match LicenseEvidence::parse(line).filter(|place| place.to_string() == line) {
                Some(place) => self.evidence.push(place),
                None => rest.push(line),
            }
        }
        let rest = rest.join("\n");
        self.license_comment = (!rest.is_empty()).then_some(rest);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_read_back_from_its_line() {
        let place = LicenseEvidence {
            license: "MIT OR (Apache-2.0 WITH LLVM-exception)".into(),
            file: "a in b (c):d.rs".into(),
            lines: (3, 20),
            bytes: None,
            kind: "notice".into(),
        };
        let line = place.to_string();
        assert_eq!(
            line,
            "MIT OR (Apache-2.0 WITH LLVM-exception) in a in b (c):d.rs:3-20 (notice)"
        );
        assert_eq!(LicenseEvidence::parse(&line), Some(place));
        for other in ["", "MIT in a (notice)", "see COPYING:1-2", "MIT in a:x-2 (tag)"] {
            assert_eq!(LicenseEvidence::parse(other), None, "{other}");
        }
    }

    #[test]
    fn remarks_keep_what_is_no_place() {
        let mut item = Item::default();
        item.take_told_licenses(Some("two lines\nof words\nMIT in a:1-2 (tag)".into()));
        assert_eq!(item.license_comment.as_deref(), Some("two lines\nof words"));
        assert_eq!(item.evidence.len(), 1);
        let told = item.told_licenses();
        assert_eq!(told.as_deref(), Some("two lines\nof words\nMIT in a:1-2 (tag)"));
        let mut item = Item::default();
        let words = "see src/a.c in folder x:01-2 (old)";
        item.take_told_licenses(Some(words.into()));
        assert_eq!(item.license_comment.as_deref(), Some(words));
    }
}
