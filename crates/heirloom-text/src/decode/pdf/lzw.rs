// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! LZW as PDF and TIFF have it: codes of 9 to 12 bits, the highest bit first.

const CLEAR: u16 = 256;
const END: u16 = 257;
const MAX_CODES: usize = 4096;

/// Where a code's bytes stand in what was unpacked: they are those of the code before and one more.
type Piece = (usize, usize);

/// Unpacks up to `limit` bytes; the end of damaged streams is lost. `is_early` says that codes grow
/// by a bit one code sooner than they must.
pub(super) fn unpack(bytes: &[u8], is_early: bool, limit: usize) -> Vec<u8> {
    let mut out = Vec::new();
    let mut pieces: Vec<Piece> = Vec::new();
    let mut last: Option<Piece> = None;
    let (mut pending, mut n_pending, mut width) = (0_u32, 0, 9);
    for &byte in bytes {
        pending = pending << 8 | u32::from(byte);
        n_pending += 8;
        if n_pending < width {
            continue;
        }
        n_pending -= width;
        let code = (pending >> n_pending & ((1 << width) - 1)) as u16;
        match code {
            CLEAR => {
                pieces.clear();
                (last, width) = (None, 9);
                continue;
            }
            END => break,
            _ => {}
        }
        let start = out.len();
        if let Some((from, length)) = last
            && pieces.len() < MAX_CODES - 258
        {
            // The byte that will follow is the first of this code's; both stand one behind the other.
            pieces.push((from, length + 1));
        }
        let length = match u8::try_from(code) {
            Ok(byte) => {
                out.push(byte);
                1
            }
            Err(_) => {
                let Some(&(from, length)) = pieces.get(usize::from(code) - 258) else { break };
                for at in from..from + length {
                    out.push(out[at]);
                }
                length
            }
        };
        last = Some((start, length));
        if out.len() >= limit {
            out.truncate(limit);
            break;
        }
        // This code's successor takes the next number.
        let next = 258 + pieces.len() + 1 + usize::from(is_early);
        width = match next {
            0..=512 => 9,
            513..=1024 => 10,
            1025..=2048 => 11,
            _ => 12,
        };
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Packs as writers do.
    fn pack(text: &[u8], is_early: bool) -> Vec<u8> {
        let mut table = std::collections::HashMap::new();
        let (mut out, mut pending, mut n_pending) = (Vec::new(), 0_u64, 0);
        let mut width = 9;
        let mut put = |code: u16, width: u32| {
            pending = pending << width | u64::from(code);
            n_pending += width;
            while n_pending >= 8 {
                n_pending -= 8;
                out.push((pending >> n_pending) as u8);
            }
        };
        put(CLEAR, 9);
        let mut code = u16::from(text[0]);
        for &byte in &text[1..] {
            if let Some(&longer) = table.get(&(code, byte)) {
                code = longer;
                continue;
            }
            put(code, width);
            table.insert((code, byte), 258 + table.len() as u16);
            code = u16::from(byte);
            let next = 258 + table.len() + usize::from(is_early);
            width = if next > 2048 {
                12
            } else if next > 1024 {
                11
            } else if next > 512 {
                10
            } else {
                9
            };
            if table.len() == MAX_CODES - 258 - 1 {
                put(code, width);
                put(CLEAR, 12);
                table.clear();
                width = 9;
                // The next round starts with nothing before it.
                break;
            }
        }
        put(code, width);
        put(END, width);
        put(0, 16);
        out
    }

    #[test]
    fn what_was_packed_is_unpacked() {
        // The example of the PDF standard.
        let packed = [0x80, 0x0b, 0x60, 0x50, 0x22, 0x0c, 0x0c, 0x85, 0x01];
        assert_eq!(unpack(&packed, true, 100), b"-----A---B");
        assert_eq!(unpack(&packed, true, 4), b"----");
        let text: Vec<u8> = (0..6000_u32).map(|n| b"abcdefgh"[(n * n / 7 % 8) as usize]).collect();
        for is_early in [true, false] {
            assert!(unpack(&pack(&text, is_early), is_early, 1 << 20) == text, "{is_early}");
        }
    }

    #[test]
    fn damage_ends_it() {
        assert_eq!(unpack(&[0xff; 40], true, 100), b"");
        assert_eq!(unpack(&[], true, 100), b"");
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_unpacked_within_the_limit(bytes: Vec<u8>, is_early: bool, limit in 0..5000_usize) {
            proptest::prop_assert!(unpack(&bytes, is_early, limit).len() <= limit);
        }
    }
}
