// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The bytes of streams, unpacked.

use std::io::Read;

use flate2::read::{DeflateDecoder, ZlibDecoder};

use super::{
    Budget,
    lexer::{Dict, Value, hex, is_space},
    lzw,
};

/// Filters one behind the other.
const MAX_FILTERS: usize = 4;

/// Unpacks a stream as far as the budget goes; `None` for packings that are not those of text.
pub(super) fn unpack(dict: &Dict, raw: &[u8], budget: &mut Budget) -> Option<Vec<u8>> {
    let filters = match dict.get("Filter").or_else(|| dict.get("F")) {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::Name(name)) => vec![name.clone()],
        Some(Value::Array(names)) => names
            .iter()
            .map(|name| match name {
                Value::Name(name) => Some(name.clone()),
                _ => None,
            })
            .collect::<Option<_>>()?,
        _ => return None,
    };
    if filters.len() > MAX_FILTERS {
        return None;
    }
    let mut bytes = raw[..raw.len().min(budget.work)].to_vec();
    for filter in filters {
        bytes = match &*filter {
            b"FlateDecode" | b"Fl" => inflate(&bytes, budget.work),
            b"LZWDecode" | b"LZW" => lzw::unpack(&bytes, !is_late(dict), budget.work),
            b"ASCIIHexDecode" | b"AHx" => from_hex(&bytes),
            b"ASCII85Decode" | b"A85" => from_85(&bytes),
            _ => {
                budget.is_foreign = true;
                return None;
            }
        };
    }
    budget.is_cut |= bytes.len() >= budget.work;
    budget.work = budget.work.saturating_sub(bytes.len());
    Some(bytes)
}

/// Whether codes of LZW grow by a bit only when they must.
fn is_late(dict: &Dict) -> bool {
    let is_late = |parameters: &Value| match parameters {
        Value::Dict(parameters) => parameters.get("EarlyChange") == Some(&Value::Number(0.0)),
        _ => false,
    };
    match dict.get("DecodeParms").or_else(|| dict.get("DP")) {
        Some(Value::Array(all)) => all.iter().any(is_late),
        Some(parameters) => is_late(parameters),
        None => false,
    }
}

/// What can be inflated, up to the limit; the end of damaged streams is lost.
fn inflate(bytes: &[u8], limit: usize) -> Vec<u8> {
    let read = |reader: &mut dyn Read| {
        let mut out = Vec::new();
        // What came before an error stays.
        drop(reader.take(limit as u64).read_to_end(&mut out));
        out
    };
    let out = read(&mut ZlibDecoder::new(bytes));
    if out.is_empty() { read(&mut DeflateDecoder::new(bytes)) } else { out }
}

fn from_hex(bytes: &[u8]) -> Vec<u8> {
    let end = memchr::memchr(b'>', bytes).unwrap_or(bytes.len());
    let digits: Vec<u8> = bytes[..end].iter().filter_map(|byte| hex(*byte)).collect();
    digits.chunks(2).map(|pair| pair[0] << 4 | pair.get(1).copied().unwrap_or_default()).collect()
}

fn from_85(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut group: Vec<u8> = Vec::new();
    for &byte in bytes.iter().filter(|byte| !is_space(**byte)) {
        match byte {
            b'z' if group.is_empty() => out.extend([0; 4]),
            b'!'..=b'u' => group.push(byte - b'!'),
            _ => break,
        }
        if group.len() == 5 {
            out.extend(of_group(&group));
            group.clear();
        }
    }
    if group.len() > 1 {
        let n_bytes = group.len() - 1;
        group.resize(5, 84);
        out.extend(&of_group(&group)[..n_bytes]);
    }
    out
}

fn of_group(group: &[u8]) -> [u8; 4] {
    let value = group.iter().fold(0_u64, |value, digit| value * 85 + u64::from(*digit));
    (value as u32).to_be_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packings_of_text_are_unpacked() {
        assert_eq!(from_hex(b"48 65 6C6c 6f7>"), b"Hellop");
        assert_eq!(from_85(b"87cUR D]i,\"Ebo80~>"), b"Hello World!");
        let mut budget = Budget { work: 100, text: 100, is_cut: false, is_foreign: false };
        assert_eq!(unpack(&Dict::default(), &[7; 60], &mut budget).unwrap().len(), 60);
        assert_eq!(unpack(&Dict::default(), &[7; 60], &mut budget).unwrap().len(), 40);
        assert!(budget.is_cut && budget.work == 0);
    }
}
