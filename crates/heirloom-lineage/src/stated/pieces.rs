// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What people state about the things that go with a delivery.
//!
//! ```toml
//! [offerer]
//! name = "Example Ltd."
//! address = "1 Example Street, 12345 Example"
//! email = "source@example.com"
//! years = 3
//! url = "https://www.example.com/source"
//!
//! [[pieces]]
//! kind = "installation_information"
//! component = "pkg:generic/busybox"
//! file = "docs/install-changed.md"
//! ```

use std::ops::Range;

use heirloom_model::{ComponentId, Offerer, PieceKind, TreePath};
use toml::{Spanned, de::DeValue};

use super::{Reader, Table};

/// A file that is a piece of what goes with deliveries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatedPiece {
    /// What it is.
    pub kind: PieceKind,
    /// For which component; `None` for all that need such a piece.
    pub component: Option<ComponentId>,
    /// With which delivery; `None` for all.
    pub delivery: Option<Box<str>>,
    /// The file, from the root of the source; of a source, the archive's name.
    pub file: TreePath,
}

/// What people can name files for; the rest is made from what was found.
const KINDS: [PieceKind; 8] = [
    PieceKind::NoticeFile,
    PieceKind::ChangeRecord,
    PieceKind::Source,
    PieceKind::BuildScripts,
    PieceKind::InstallationInformation,
    PieceKind::RelinkKit,
    PieceKind::Database,
    PieceKind::DisplayedNotice,
];

/// How long an offer holds at least: GPL-2.0 §3(b) and GPL-3.0 §6(b).
const YEARS: u32 = 3;

impl Reader<'_> {
    pub(super) fn piece(&mut self, table: &Table<'_>, span: &Range<usize>) -> Option<StatedPiece> {
        self.known(table, &["kind", "component", "delivery", "file", "reason", "author"]);
        let word = self.must(table, "kind", span);
        let kind = word.and_then(|word| {
            let from_name =
                |name: &str| PieceKind::from_name(name).filter(|kind| KINDS.contains(kind));
            self.word(&word, from_name, KINDS.iter().map(|kind| kind.name()))
        });
        let component = match self.text(table, "component") {
            Some(text) => Some(self.id(&text)?),
            None => None,
        };
        let delivery = self.text(table, "delivery").map(|text| text.into_inner().into());
        let file = self.must(table, "file", span).and_then(|text| {
            TreePath::parse(text.get_ref().as_bytes())
                .map_err(|error| self.error(&text.span(), format!("failed to {error}")))
                .ok()
        });
        Some(StatedPiece { kind: kind?, component, delivery, file: file? })
    }

    pub(super) fn offerer(&mut self, table: &Table<'_>) -> Option<Offerer> {
        let value = table.get("offerer")?;
        let DeValue::Table(table) = value.get_ref() else {
            self.error(&value.span(), "`offerer` is a table: write `[offerer]`");
            return None;
        };
        self.known(table, &["name", "address", "email", "years", "url"]);
        let span = value.span();
        let name = self.must(table, "name", &span).map(Spanned::into_inner);
        let address = self.text(table, "address").map(Spanned::into_inner).unwrap_or_default();
        let email = self.text(table, "email").map(Spanned::into_inner).unwrap_or_default();
        if address.is_empty() && email.is_empty() {
            self.error(&span, "an offer needs an `address` or an `email`");
        }
        let years = match self.number(table, "years") {
            Some(years) if years < u64::from(YEARS) => {
                let span = table.get("years").map_or(span, Spanned::span);
                self.error(&span, format!("an offer holds for at least {YEARS} years"));
                YEARS
            }
            Some(years) => u32::try_from(years).unwrap_or(u32::MAX),
            None => YEARS,
        };
        let url = self.text(table, "url").map(|text| text.into_inner().into());
        Some(Offerer {
            name: name?.into(),
            address: address.into(),
            email: email.into(),
            years,
            url,
        })
    }
}
