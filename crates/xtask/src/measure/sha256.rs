// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! SHA-256 of short names (FIPS 180-4), which splits and samples cases the same way everywhere.

/// The digest of `bytes`.
pub(super) fn sha256(bytes: &[u8]) -> [u8; 32] {
    let primes: Vec<u64> =
        (2..312_u64).filter(|n| (2..*n).take_while(|d| d * d <= *n).all(|d| n % d != 0)).collect();
    let constants: Vec<u32> = primes.iter().map(|prime| fraction_of_root(*prime, 3)).collect();
    let mut state: Vec<u32> = primes[..8].iter().map(|prime| fraction_of_root(*prime, 2)).collect();
    let mut padded = bytes.to_vec();
    padded.push(0x80);
    padded.resize(padded.len().next_multiple_of(64), 0);
    if padded.len() - bytes.len() < 9 {
        padded.resize(padded.len() + 64, 0);
    }
    let end = padded.len() - 8;
    padded[end..].copy_from_slice(&(bytes.len() as u64 * 8).to_be_bytes());
    for block in padded.chunks_exact(64) {
        compress(&mut state, block, &constants);
    }
    let mut digest = [0; 32];
    for (place, word) in digest.chunks_exact_mut(4).zip(state) {
        place.copy_from_slice(&word.to_be_bytes());
    }
    digest
}

/// The first 32 bits of the fraction of the square or cube root of `n`.
fn fraction_of_root(n: u64, power: u32) -> u32 {
    // The largest `root` with root^power <= n * 2^(32 * power), by bisection on exact integers.
    let reaches = |root: u128| {
        let limit = u128::from(n) << (32 * power).min(120);
        match power {
            2 => root * root <= limit,
            // Divided instead of multiplied so that 128 bits suffice.
            _ => root * root <= (u128::from(n) << 96) / root.max(1),
        }
    };
    let (mut low, mut high) = (0_u128, 1 << 37);
    while high - low > 1 {
        let middle = u128::midpoint(low, high);
        if reaches(middle) { low = middle } else { high = middle }
    }
    (low & 0xffff_ffff) as u32
}

fn compress(state: &mut [u32], block: &[u8], constants: &[u32]) {
    let mut words: Vec<u32> =
        block.chunks_exact(4).map(|b| u32::from_be_bytes([b[0], b[1], b[2], b[3]])).collect();
    for i in 16..64 {
        let (a, b) = (words[i - 15], words[i - 2]);
        let s0 = a.rotate_right(7) ^ a.rotate_right(18) ^ (a >> 3);
        let s1 = b.rotate_right(17) ^ b.rotate_right(19) ^ (b >> 10);
        words.push(words[i - 16].wrapping_add(s0).wrapping_add(words[i - 7]).wrapping_add(s1));
    }
    let mut v: Vec<u32> = state.to_vec();
    for i in 0..64 {
        let s1 = v[4].rotate_right(6) ^ v[4].rotate_right(11) ^ v[4].rotate_right(25);
        let choice = (v[4] & v[5]) ^ (!v[4] & v[6]);
        let t1 = [s1, choice, constants[i], words[i]].into_iter().fold(v[7], u32::wrapping_add);
        let s0 = v[0].rotate_right(2) ^ v[0].rotate_right(13) ^ v[0].rotate_right(22);
        let majority = (v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]);
        v.rotate_right(1);
        v[4] = v[4].wrapping_add(t1);
        v[0] = t1.wrapping_add(s0).wrapping_add(majority);
    }
    state.iter_mut().zip(v).for_each(|(word, added)| *word = word.wrapping_add(added));
}

#[cfg(test)]
mod tests {
    use super::sha256;

    #[track_caller]
    fn check(text: &str, expect: &str) {
        let hex: String = sha256(text.as_bytes()).iter().map(|b| format!("{b:02x}")).collect();
        assert_eq!(hex, expect);
    }

    #[test]
    fn known_digests() {
        check("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        check("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        check(
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
        );
    }
}
