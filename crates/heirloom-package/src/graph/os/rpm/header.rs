// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The header of an rpm package: an index of tags and a store of their values.

use heirloom_model::{
    Checksum, DeclaredLicense, PackageFact, PackageFile, Party, PartyRole, Requirement, Scope, Span,
};

use super::{
    super::SUGGESTED,
    numbers::{u16_be, u32_be},
};
use crate::license;

const NAME: usize = 1000;
const VERSION: usize = 1001;
const RELEASE: usize = 1002;
const EPOCH: usize = 1003;
const SUMMARY: usize = 1004;
const VENDOR: usize = 1011;
const LICENSE: usize = 1014;
const PACKAGER: usize = 1015;
const URL: usize = 1020;
const ARCH: usize = 1022;
const OLD_FILE_NAMES: usize = 1027;
const FILE_MODES: usize = 1030;
const FILE_DIGESTS: usize = 1035;
const SOURCE_RPM: usize = 1044;
const PROVIDE_NAME: usize = 1047;
const REQUIRE: [usize; 3] = [1049, 1050, 1048];
const PROVIDE_VERSION: usize = 1113;
const DIR_INDEXES: usize = 1116;
const BASE_NAMES: usize = 1117;
const DIR_NAMES: usize = 1118;
const FILE_DIGEST_ALGORITHM: usize = 5011;
const RECOMMEND: [usize; 3] = [5046, 5047, 5048];
const SUGGEST: [usize; 3] = [5049, 5050, 5051];

const INT_16: usize = 3;
const INT_32: usize = 4;
const STRING: usize = 6;
const STRING_ARRAY: usize = 8;
const I18N_STRING: usize = 9;

/// More values of one tag are not read.
const MAX_VALUES: usize = 4_000_000;

/// The index and store of a header.
struct Header<'a> {
    entries: Vec<Entry>,
    store: &'a [u8],
}

struct Entry {
    tag: usize,
    kind: usize,
    offset: usize,
    n_values: usize,
}

impl<'a> Header<'a> {
    fn new(blob: &'a [u8]) -> Option<Header<'a>> {
        let n_entries = u32_be(blob, 0)?;
        let n_bytes = u32_be(blob, 4)?;
        let start = n_entries.checked_mul(16)?.checked_add(8)?;
        let store = blob.get(start..start.checked_add(n_bytes)?.min(blob.len()))?;
        let entries = blob[8..start].chunks_exact(16).filter_map(|entry| {
            Some(Entry {
                tag: u32_be(entry, 0)?,
                kind: u32_be(entry, 4)?,
                offset: u32_be(entry, 8)?,
                n_values: u32_be(entry, 12)?.min(MAX_VALUES),
            })
        });
        Some(Header { entries: entries.collect(), store })
    }

    fn entry(&self, tag: usize) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.tag == tag)
    }

    /// The values of a tag of strings, as far as the store goes.
    fn texts(&self, tag: usize) -> Vec<&'a [u8]> {
        let Some(entry) = self.entry(tag) else {
            return Vec::new();
        };
        let n_values = match entry.kind {
            STRING => 1,
            STRING_ARRAY | I18N_STRING => entry.n_values,
            _ => 0,
        };
        let rest = self.store.get(entry.offset..).unwrap_or_default();
        let mut values = Vec::new();
        let mut parts = rest.split(|&byte| byte == 0);
        while values.len() < n_values {
            match parts.next() {
                Some(part) => values.push(part),
                None => break,
            }
        }
        values
    }

    fn text(&self, tag: usize) -> Option<String> {
        let text = self.texts(tag).into_iter().next()?;
        let text = String::from_utf8_lossy(text).into_owned();
        (!text.is_empty() && text != "(none)").then_some(text)
    }

    fn numbers(&self, tag: usize) -> Vec<usize> {
        let Some(entry) = self.entry(tag) else {
            return Vec::new();
        };
        let rest = self.store.get(entry.offset..).unwrap_or_default();
        let all = 0..entry.n_values;
        match entry.kind {
            INT_16 => all.map_while(|at| u16_be(rest, at * 2)).collect(),
            INT_32 => all.map_while(|at| u32_be(rest, at * 4)).collect(),
            _ => Vec::new(),
        }
    }
}

/// Reads a header; `None` when it is none or names no package.
pub(super) fn read(blob: &[u8], span: Span) -> Option<PackageFact> {
    let header = Header::new(blob)?;
    let name = header.text(NAME)?;
    let version = header.text(VERSION)?;
    let mut full = version;
    if let Some(release) = header.text(RELEASE) {
        full = format!("{full}-{release}");
    }
    if let Some(epoch) = header.numbers(EPOCH).first().filter(|epoch| **epoch != 0) {
        full = format!("{epoch}:{full}");
    }
    let arch = header.text(ARCH);
    let key = format!("{name}-{full}.{}", arch.as_deref().unwrap_or_default());
    let mut package = PackageFact::new(&key, &name, span);
    package.version = Some(full.into());
    package.qualifiers.extend(arch.map(|arch| ("arch".into(), arch.into())));
    if let Some(written) = header.text(LICENSE) {
        package.licenses.push(declared(&written, span));
    }
    package.about.description = header.text(SUMMARY).map(Into::into);
    package.about.homepage = header.text(URL).map(Into::into);
    for (tag, role) in [(VENDOR, PartyRole::Publisher), (PACKAGER, PartyRole::Maintainer)] {
        let name = header.text(tag).map(|name| Party { role, name: name.into() });
        package.about.parties.extend(name);
    }
    package.built_from = header.text(SOURCE_RPM).and_then(|file| source(&file));
    let versions = header.texts(PROVIDE_VERSION);
    for (at, name) in header.texts(PROVIDE_NAME).into_iter().enumerate() {
        let name = String::from_utf8_lossy(name).into();
        let version = versions.get(at).filter(|version| !version.is_empty());
        package.provides.push((name, version.map(|text| String::from_utf8_lossy(text).into())));
    }
    requirements(&header, REQUIRE, Scope::Runtime, None, span, &mut package.requirements);
    let found = &mut package.requirements;
    requirements(&header, RECOMMEND, Scope::Optional, Some("recommended"), span, found);
    requirements(&header, SUGGEST, Scope::Optional, Some(SUGGESTED), span, found);
    package.files = files(&header);
    Some(package)
}

fn declared(written: &str, span: Span) -> DeclaredLicense {
    DeclaredLicense {
        field: "License".into(),
        as_written: written.chars().take(4_096).collect::<String>().into(),
        expression: license::parse_declared("rpm", written),
        refers_to: None,
        span,
    }
}

/// `name-version-release.src.rpm`.
fn source(file: &str) -> Option<(Box<str>, Option<Box<str>>)> {
    let stem = file.strip_suffix(".rpm")?;
    let stem = stem.strip_suffix(".src").or_else(|| stem.strip_suffix(".nosrc"))?;
    let (rest, release) = stem.rsplit_once('-')?;
    let (name, version) = rest.rsplit_once('-')?;
    Some((name.into(), Some(format!("{version}-{release}").into())))
}

/// Of a comparison the two lowest of these bits are less and greater, the third equal.
fn comparison(flags: usize) -> &'static str {
    match flags & 0xe {
        0x2 => "<",
        0x4 => ">",
        0x8 => "=",
        0xa => "<=",
        0xc => ">=",
        _ => "",
    }
}

fn requirements(
    header: &Header<'_>,
    [names, versions, flags]: [usize; 3],
    scope: Scope,
    condition: Option<&str>,
    span: Span,
    found: &mut Vec<Requirement>,
) {
    let versions = header.texts(versions);
    let flags = header.numbers(flags);
    for (at, name) in header.texts(names).into_iter().enumerate() {
        let name = String::from_utf8_lossy(name);
        // What rpm itself can do, and what a package says of its own settings.
        if name.starts_with("rpmlib(") || name.starts_with("config(") || name.is_empty() {
            continue;
        }
        let (plain, is_plain) = match name.strip_prefix('(') {
            Some(rich) => match alternatives(rich) {
                Some(names) => (names.into(), false),
                None => continue,
            },
            None => (name.clone(), true),
        };
        let mut requirement = Requirement::new(&plain, span);
        let version = versions.get(at).filter(|version| !version.is_empty());
        requirement.requested = match version {
            Some(version) => {
                let sign = comparison(flags.get(at).copied().unwrap_or_default());
                Some(format!("{sign} {}", String::from_utf8_lossy(version)).trim().into())
            }
            None if !is_plain => Some((*name).into()),
            None => None,
        };
        requirement.scope = scope;
        requirement.condition = condition.map(Into::into);
        found.push(requirement);
    }
}

/// The names of `a or b)`; of `a if b)` and the like nothing is said here.
fn alternatives(rich: &str) -> Option<String> {
    let inner = rich.strip_suffix(')')?;
    let is_other = |word: &str| {
        matches!(word, "if" | "unless" | "with" | "without" | "and" | "else") || word.contains('(')
    };
    if inner.split_whitespace().any(is_other) {
        return None;
    }
    let choices = inner.split(" or ").filter_map(|choice| choice.split_whitespace().next());
    Some(choices.collect::<Vec<_>>().join("|"))
}

const FOLDER: usize = 0o040_000;
const KIND_OF_FILE: usize = 0o170_000;

fn files(header: &Header<'_>) -> Vec<PackageFile> {
    let digests = header.texts(FILE_DIGESTS);
    let modes = header.numbers(FILE_MODES);
    let algorithm = header.numbers(FILE_DIGEST_ALGORITHM).first().copied();
    let algorithm = match algorithm {
        None | Some(0 | 1) => Some("md5"),
        Some(2) => Some("sha1"),
        Some(8) => Some("sha256"),
        Some(9) => Some("sha384"),
        Some(10) => Some("sha512"),
        _ => None,
    };
    let mut found = Vec::new();
    // Folders' names may repeat for each file: all together they are no longer than the limit.
    let mut n_left = MAX_PATHS;
    for (at, path) in paths(header).enumerate() {
        if modes.get(at).is_some_and(|mode| mode & KIND_OF_FILE == FOLDER) {
            continue;
        }
        let path = path.strip_prefix(b"/").unwrap_or(&path);
        n_left = match n_left.checked_sub(path.len() + 64) {
            Some(left) => left,
            None => break,
        };
        let digest = digests.get(at).filter(|digest| !digest.is_empty());
        let checksum = digest.and_then(|digest| {
            let value = str::from_utf8(digest).ok()?;
            Some(Checksum { algorithm: algorithm?.into(), value: value.into() })
        });
        found.push(PackageFile { path: path.into(), checksum });
    }
    found
}

/// All paths of one package together are no longer.
const MAX_PATHS: usize = 64 << 20;

fn paths<'b>(header: &'b Header<'_>) -> Box<dyn Iterator<Item = Vec<u8>> + 'b> {
    let names = header.texts(BASE_NAMES);
    if names.is_empty() {
        return Box::new(header.texts(OLD_FILE_NAMES).into_iter().map(<[u8]>::to_vec));
    }
    let folders = header.texts(DIR_NAMES);
    let indexes = header.numbers(DIR_INDEXES);
    Box::new(names.into_iter().enumerate().filter_map(move |(at, name)| {
        let folder = folders.get(*indexes.get(at)?)?;
        Some([*folder, name].concat())
    }))
}
