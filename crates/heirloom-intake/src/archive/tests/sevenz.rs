// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! 7z archives as its program writes them, and damaged ones.

use super::*;

/// Files `a` and `b`, an empty file `e` and a folder `d` in LZMA2, with a packed header.
const PACKED: &str = "377abcaf271c0004c02ac6f1650000000000000020000000000000004e399f6c010014616c7068610a6265746120\
    6265746120626574610a000000813307ae0fcf926e600febea9cbf363dfe71ca51f201b65a9932a3c002cab72ab8\
    d976a311d1f52e250655ece171897f86abd3d63d4417cd9899a4a646e10bef3d5341bf8c58940000001706190109\
    4c00070b01000123030101055d001000000c560a01f68d35090000";

/// Files `a` and `b` behind a filter for programs, the header not packed.
const FILTERED: &str = "377abcaf271c0004420d170619000000000000005600000000000000fb987907010014616c7068610a6265746120\
    6265746120626574610a000104060001091900070b01000221210100040303010301000c151500080d0209060a01\
    ec6e609fb032639b00000502190c0000000000000000000000001109006100000062000000150a01002080a48120\
    80a4810000";

/// The same packed by PPMd.
const PPMD: &str = "377abcaf271c0004a0c7b81953000000000000002000000000000000efe0d02600610d3f8fda7c42f0327051f1a7\
    32ec8a0000813307ae0fcf04718c07c843808382e2bc2c6ead5e4d5c0c3bc99eef31643b3a64374b0b82cc9b5649\
    108117f50aa26f33a94154cecab751cf5be7d4af66717717061101094200070b01000123030101055d001000000c\
    460a0127cef2d90000";

/// The same encrypted.
const ENCRYPTED: &str = "377abcaf271c00040c08ff9e7d000000000000002000000000000000bdaca77d69c65cae0b1d095f728b4512781e\
    0bb709acc9b91cc994b04630f8454f23a70a0000813307ae0fd00eb03c9f39109c9fa6d533dab22eb0d833739f71\
    b9c7f11b86d0cb01e0d079ec465fccdf464a41b98c71b5fc5fc03eaefb6de3a02a7254eba6cab916f3d2d93508d5\
    76b5b55fdc24181bbe69b49311488a5aac3a6017062001095d00070b01000123030101055d001000000c660a0167\
    3d69af0000";

fn bytes(hex: &str) -> Vec<u8> {
    let byte = |at: usize| u8::from_str_radix(&hex[at..at + 2], 16).unwrap();
    (0..hex.len()).step_by(2).map(byte).collect()
}

#[test]
fn files_of_a_stream_are_told_apart() {
    let members = ["x.7z!/e=", "x.7z!/a=alpha\\n", "x.7z!/b=beta beta beta\\n"];
    check("x.7z", &bytes(PACKED), &members, &[]);
    check("x.7z", &bytes(FILTERED), &members[1..], &[]);
    let inside = tar_of(&[("x.7z", &bytes(FILTERED))]);
    let (found, problems) = expanded("x.tar", &inside, &Limits::standard());
    assert_eq!((found.len(), problems.len()), (3, 0), "{found:?}");
}

#[test]
fn what_is_not_opened_is_told() {
    check("x.7z", &bytes(PPMD), &[], &["archive-format-unread x.7z"]);
    check(
        "x.7z",
        &bytes(ENCRYPTED),
        &[],
        &["archive-encrypted x.7z!/a", "archive-encrypted x.7z!/b"],
    );
}

#[test]
fn damage_is_told_and_the_rest_read() {
    let whole = bytes(FILTERED);
    check("x.7z", &whole[..whole.len() - 1], &[], &["archive-damaged x.7z"]);
    check("x.7z", &whole[..20], &[], &["archive-damaged x.7z"]);
    // A byte of a file: its checksum tells.
    let mut damaged = whole.clone();
    damaged[36] ^= 1;
    let members = ["x.7z!/a=ampha\\n (archive-damaged)", "x.7z!/b=beta beta beta\\n"];
    check("x.7z", &damaged, &members, &[]);
    // How it is packed: nothing can be read on.
    damaged[32] = 0x77;
    let (members, _) = expanded("x.7z", &damaged, &Limits::standard());
    assert!(members.iter().all(|member| member.ends_with("= (archive-damaged)")), "{members:?}");
    assert_eq!(members.len(), 2);
}

#[test]
fn damaged_headers_never_panic() {
    let whole = bytes(FILTERED);
    let start = whole.len() - 0x56;
    for at in start..whole.len() {
        for byte in [0, 1, 7, 0x7f, 0x80, 0xfe, 0xff, whole[at] ^ 0x10] {
            let mut damaged = whole.clone();
            damaged[at] = byte;
            let mut hasher = flate2::Crc::new();
            hasher.update(&damaged[start..]);
            damaged[28..32].copy_from_slice(&hasher.sum().to_le_bytes());
            expanded("x.7z", &damaged, &Limits::standard());
        }
    }
}
