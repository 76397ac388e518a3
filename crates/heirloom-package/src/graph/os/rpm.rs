// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! rpm: the headers of installed packages, kept in a database of one of three forms.
//!
//! The forms are read without their libraries and page by page: a damaged page costs the packages on
//! it and is a problem, the rest is read.

mod bdb;
mod header;
mod ndb;
mod numbers;
mod sqlite;

use std::borrow::Cow;

use heirloom_model::{PackageFileKind, Span};

use super::{
    Manager,
    join::{Database, by_root, packages_of},
};
use crate::graph::{ecosystem::Format, input::Input, tree::Tree};

const SQLITE: &str = "rpm-sqlite";
const NDB: &str = "rpm-ndb";
const BDB: &str = "rpm-bdb";
const LOG: &str = "rpm-sqlite-log";

const TAKES: &str = "packages, edges by names, libraries and files, licenses, source packages, vendors, files with checksums";

pub(super) static RPM: Manager = Manager {
    purl_type: "rpm",
    formats: &[
        Format {
            name: SQLITE,
            kind: PackageFileKind::Installed,
            files: &["rpmdb.sqlite"],
            takes: TAKES,
            read: |input| read(input, sqlite::blobs),
        },
        Format {
            name: LOG,
            kind: PackageFileKind::Installed,
            files: &["rpmdb.sqlite-wal"],
            takes: "nothing; that it holds changes which are not in the database is a problem",
            read: log,
        },
        Format {
            name: NDB,
            kind: PackageFileKind::Installed,
            files: &["packages.db"],
            takes: TAKES,
            read: |input| read(input, ndb::blobs),
        },
        Format {
            name: BDB,
            kind: PackageFileKind::Installed,
            files: &["rpm/packages"],
            takes: TAKES,
            read: |input| read(input, bdb::blobs),
        },
    ],
    places: &["var/lib/rpm", "usr/lib/sysimage/rpm", "usr/share/rpm"],
    collect,
};

/// What a container holds and what of it could not be read.
struct Blobs<'a> {
    /// The records with the byte in the file where each starts.
    found: Vec<(usize, Cow<'a, [u8]>)>,
    /// What is damaged, in words.
    damage: Vec<String>,
    /// How many bytes may yet be put together from parts: no more than the file has.
    n_left: usize,
}

impl<'a> Blobs<'a> {
    fn new(bytes: &[u8]) -> Blobs<'a> {
        Blobs { found: Vec::new(), damage: Vec::new(), n_left: bytes.len() }
    }

    fn keep(&mut self, at: usize, blob: Cow<'a, [u8]>) {
        self.found.push((at, blob));
    }

    /// Takes room for a record; there is none when records share their parts.
    fn take(&mut self, n_bytes: usize) -> bool {
        let left = self.n_left.checked_sub(n_bytes);
        self.n_left = left.unwrap_or(self.n_left);
        left.is_some()
    }

    /// Reports damage; a file that is damaged everywhere is told of a few times.
    fn damaged(&mut self, what: String) {
        const MAX_TOLD: usize = 20;
        if self.damage.len() < MAX_TOLD {
            self.damage.push(what);
        }
    }
}

/// A reader of a container: `None` for what is none of its form.
type Reader = for<'a> fn(&'a [u8]) -> Option<Blobs<'a>>;

fn read(input: &mut Input<'_>, reader: Reader) -> bool {
    let Some(blobs) = reader(input.bytes()) else {
        if input.bytes().is_empty() {
            return false;
        }
        input.damaged_part("not a database of this form");
        return true;
    };
    for reason in blobs.damage {
        input.damaged_part(reason);
    }
    for (at, blob) in blobs.found {
        let span = Span {
            start: at as u64,
            end: (at + blob.len()).min(input.bytes().len()) as u64,
            first_line: 1,
            last_line: 1,
        };
        match header::read(&blob, span) {
            // Keys that signatures are checked with are kept like packages.
            Some(package) if &*package.name == "gpg-pubkey" => {}
            Some(package) => input.add_package(package),
            None => input.damaged_part(format!("the record at byte {at} is not a header")),
        }
    }
    true
}

fn log(input: &mut Input<'_>) -> bool {
    if !input.bytes().is_empty() {
        input.damaged_part("holds changes of the database beside it, which are not read");
    }
    false
}

fn collect<'a>(tree: &Tree<'a>, manager: &Manager) -> Vec<Database<'a>> {
    let roots = by_root(tree, manager, &[SQLITE, NDB, BDB]);
    let databases = roots.into_iter().map(|(root, files)| Database {
        root,
        packages: packages_of(&files),
        wanted: None,
        is_whole: true,
    });
    databases.collect()
}
