// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Rule files as users add them: ScanCode's form and ours, compiled and opened.

#![no_main]

use heirloom_text::license::{
    Index,
    pack::{Pack, compile, own, scancode},
};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let Some((choice, bytes)) = input.split_first() else { return };
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let mut pack = Pack { name: "fuzz".into(), ..Pack::default() };
    let read = match choice % 3 {
        0 => own::add_file(&mut pack, "a.toml", text).is_ok(),
        1 => scancode::add_file(&mut pack, "a.RULE", text).is_ok(),
        _ => scancode::add_file(&mut pack, "a.LICENSE", text).is_ok(),
    };
    if !read {
        return;
    }
    if let Ok(bytes) = compile(&[pack]) {
        let index = Index::open(&bytes).expect("just compiled");
        assert!(index.verify(), "the checksum holds");
    }
});
