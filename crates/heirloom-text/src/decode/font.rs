// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What fonts say of themselves: the copyright, the license and its address in their table of
//! names (OpenType specification, `name`; WOFF 1.0).
//!
//! Other strings of a font are names of glyphs and programs of its tools. A font without these
//! names is read as any binary file. WOFF 2.0 packs all tables in one stream and is not read.

use std::{borrow::Cow, io::Read, ops::Range};

use flate2::read::ZlibDecoder;

use super::pdf::Part;

/// The fonts of a collection that are looked at.
const MAX_FONTS: usize = 64;
const MAX_TABLES: usize = 256;
const MAX_NAMES: usize = 4096;
/// The largest table of names that is unpacked; its places are of 16 bits.
const MAX_TABLE: u64 = 256 << 10;

/// Identifiers of names: copyright, license, address of the license.
const WANTED: [u16; 3] = [0, 13, 14];

/// The names of a font, one a line.
pub(super) struct Names {
    pub(super) view: String,
    pub(super) parts: Vec<Part>,
    /// Whether the limit cut them.
    pub(super) is_cut: bool,
}

/// Reads the names of a font up to `max_text` bytes; `None` when it is no font or has none.
pub(super) fn names(bytes: &[u8], max_text: usize) -> Option<Names> {
    let mut names = Names { view: String::new(), parts: Vec::new(), is_cut: false };
    for table in tables(bytes)? {
        for wanted in WANTED {
            let Some(name) = table.best(wanted) else { continue };
            let line = name.text.trim();
            if line.is_empty() || names.view.lines().any(|known| known == line) {
                continue;
            }
            if names.view.len() + line.len() + 1 > max_text {
                names.is_cut = true;
                return Some(names);
            }
            names.parts.push(Part { view: names.view.len(), disk: name.disk });
            names.view.push_str(line);
            names.view.push('\n');
        }
    }
    (!names.view.is_empty()).then_some(names)
}

/// A table of names, unpacked.
struct Table<'a> {
    bytes: Cow<'a, [u8]>,
    /// Where it lies in the file.
    disk: Range<usize>,
}

struct Name {
    text: String,
    disk: Range<usize>,
}

/// The tables of names; `None` for what is no font.
fn tables(bytes: &[u8]) -> Option<Vec<Table<'_>>> {
    match bytes.get(..4)? {
        b"\0\x01\0\0" | b"OTTO" | b"true" => Some(plain_table(bytes, 0).into_iter().collect()),
        b"ttcf" => {
            let n_fonts = (long(bytes, 8)? as usize).min(MAX_FONTS);
            let offsets = (0..n_fonts).filter_map(|font| long(bytes, 12 + 4 * font));
            Some(offsets.filter_map(|offset| plain_table(bytes, offset as usize)).collect())
        }
        b"wOFF" => Some(packed_table(bytes).into_iter().collect()),
        _ => None,
    }
}

fn plain_table(bytes: &[u8], font: usize) -> Option<Table<'_>> {
    let n_tables = usize::from(short(bytes, font.checked_add(4)?)?).min(MAX_TABLES);
    let mut records = (0..n_tables).map(|table| font + 12 + 16 * table);
    let record = records.find(|&at| bytes.get(at..at + 4) == Some(b"name"))?;
    let start = long(bytes, record + 8)? as usize;
    let disk = start..start.checked_add(long(bytes, record + 12)? as usize)?;
    Some(Table { bytes: bytes.get(disk.clone())?.into(), disk })
}

fn packed_table(bytes: &[u8]) -> Option<Table<'_>> {
    let n_tables = usize::from(short(bytes, 12)?).min(MAX_TABLES);
    let mut records = (0..n_tables).map(|table| 44 + 20 * table);
    let record = records.find(|&at| bytes.get(at..at + 4) == Some(b"name"))?;
    let start = long(bytes, record + 4)? as usize;
    let disk = start..start.checked_add(long(bytes, record + 8)? as usize)?;
    let packed = bytes.get(disk.clone())?;
    if packed.len() >= long(bytes, record + 12)? as usize {
        return Some(Table { bytes: packed.into(), disk });
    }
    let mut plain = Vec::new();
    // What came before an error stays.
    drop(ZlibDecoder::new(packed).take(MAX_TABLE).read_to_end(&mut plain));
    Some(Table { bytes: plain.into(), disk })
}

impl Table<'_> {
    /// The name of this identifier, in English where it is given in English.
    fn best(&self, wanted: u16) -> Option<Name> {
        let table = &*self.bytes;
        let n_names = usize::from(short(table, 2)?).min(MAX_NAMES);
        let strings = usize::from(short(table, 4)?);
        let records = (0..n_names).filter_map(|name| {
            let field = |field: usize| short(table, 6 + 12 * name + 2 * field);
            (field(3)? == wanted).then_some(())?;
            let start = strings + usize::from(field(5)?);
            let place = start..start + usize::from(field(4)?);
            let (platform, language) = (field(0)?, field(2)?);
            let rank = match (platform, language) {
                (3, 0x409) => 0,
                (0, _) | (1, 0) => 1,
                (3, _) => 2,
                _ => 3,
            };
            Some((rank, platform, place))
        });
        let (_, platform, place) = records.min_by_key(|(rank, ..)| *rank)?;
        let raw = table.get(place.clone())?;
        let encoding = if platform == 1 { encoding_rs::MACINTOSH } else { encoding_rs::UTF_16BE };
        let (text, _) = encoding.decode_without_bom_handling(raw);
        let text = text.replace("\r\n", "\n").replace(['\r', '\0'], "\n");
        // Of a packed table no place within is known.
        let disk = match &self.bytes {
            Cow::Borrowed(_) => self.disk.start + place.start..self.disk.start + place.end,
            Cow::Owned(_) => self.disk.clone(),
        };
        Some(Name { text, disk })
    }
}

fn short(bytes: &[u8], at: usize) -> Option<u16> {
    let bytes = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_be_bytes([bytes[0], bytes[1]]))
}

fn long(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from(short(bytes, at)?) << 16 | u32::from(short(bytes, at.checked_add(2)?)?))
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use crate::decode::{TextForm, TextLimits, decode};
    use heirloom_model::ContentKind;

    use super::*;

    /// A table of names: platform, language, identifier and text each.
    fn table(names: &[(u16, u16, u16, &str)]) -> Vec<u8> {
        let mut records = Vec::new();
        let mut strings = Vec::new();
        for (platform, language, id, text) in names {
            let raw: Vec<u8> = match platform {
                1 => text.bytes().collect(),
                _ => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
            };
            let fields = [*platform, 0, *language, *id, raw.len() as u16, strings.len() as u16];
            records.extend(fields.into_iter().flat_map(u16::to_be_bytes));
            strings.extend(raw);
        }
        let head = [0, names.len() as u16, 6 + records.len() as u16];
        let head: Vec<u8> = head.into_iter().flat_map(u16::to_be_bytes).collect();
        [head, records, strings].concat()
    }

    fn font(table: &[u8]) -> Vec<u8> {
        let mut font = b"\0\x01\0\0\0\x01\0\0\0\0\0\0name\0\0\0\0\0\0\0\x1c".to_vec();
        font.extend((table.len() as u32).to_be_bytes());
        [font, table.to_vec()].concat()
    }

    #[track_caller]
    fn check(bytes: &[u8], expect: &str) {
        let (text, problems) = decode(b"a.ttf", bytes, &TextLimits::standard());
        assert_eq!(text.form(), TextForm::Extracted);
        assert_eq!(text.facts().content, ContentKind::Binary);
        assert_eq!(text.as_str(), expect);
        assert!(problems.is_empty());
    }

    #[test]
    fn names_are_read_in_english_and_once() {
        let names = [
            (1, 0, 0, "Copyright Someone"),
            (3, 0x407, 13, "Unter der OFL"),
            (3, 0x409, 13, "Under the OFL\rversion 1.1"),
            (3, 0x409, 4, "Some Font"),
            (3, 0x409, 14, "http://example.org"),
        ];
        let expect = "Copyright Someone\nUnder the OFL\nversion 1.1\nhttp://example.org\n";
        let table = table(&names);
        let font = font(&table);
        check(&font, expect);
        let (text, _) = decode(b"a.ttf", &font, &TextLimits::standard());
        let span = text.span(0..9);
        assert_eq!(&font[span.start as usize..span.end as usize], b"Copyright Someone");
        let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        packer.write_all(&table).unwrap();
        let packed = packer.finish().unwrap();
        let lengths = [64, packed.len() as u32, table.len() as u32, 0];
        let mut woff = b"wOFF\0\x01\0\0\0\0\0\0\0\x01".to_vec();
        woff.resize(44, 0);
        woff.extend(b"name");
        woff.extend(lengths.into_iter().flat_map(u32::to_be_bytes));
        check(&[woff, packed].concat(), expect);
    }

    #[test]
    fn damaged_fonts_are_read_as_far_as_they_go() {
        let font = font(&table(&[(3, 0x409, 13, "Under the OFL")]));
        for end in 0..font.len() {
            assert!(names(&font[..end], 1000).is_none());
        }
        assert!(names(&font, 1000).is_some());
        assert!(names(&font, 5).is_some_and(|names| names.is_cut && names.view.is_empty()));
        assert!(names(b"ttcf\0\0\0\0\xff\xff\xff\xff\xff\xff\xff\xff", 1000).is_none());
    }
}
