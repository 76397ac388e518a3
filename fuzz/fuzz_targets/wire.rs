// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Facts and records as the cache keeps them: a damaged cache must be a miss.

#![no_main]

use heirloom_store::{
    decode_context, decode_facts, decode_record, decode_record_alone, decode_uses, encode_facts,
    encode_uses,
};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    drop(decode_record(input));
    drop(decode_record_alone(input));
    drop(decode_context(input));
    if let Ok(facts) = decode_facts(input) {
        let mut bytes = Vec::new();
        encode_facts(&facts, &mut bytes);
        assert_eq!(decode_facts(&bytes).ok().as_ref(), Some(&facts), "facts survive the cache");
    }
    if let Ok((uses, problems)) = decode_uses(input) {
        let mut bytes = Vec::new();
        encode_uses(&uses, &problems, &mut bytes);
        assert_eq!(decode_uses(&bytes).ok(), Some((uses, problems)), "uses survive the cache");
    }
});
