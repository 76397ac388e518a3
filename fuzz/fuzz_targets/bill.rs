// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Bills of materials of every form: whatever can be read can be written in each form and read again,
//! converted, joined, compared and scored.

#![no_main]

use heirloom_sbom::{Form, check, convert, diff, merge, read_bill, score, write_bill};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _findings = check(bytes);
    let Ok((form, bill)) = read_bill(bytes) else { return };
    assert!(diff(&bill, &bill).is_empty(), "a bill differs from itself");
    let _score = score(&bill, form);
    let _merged = merge(vec![bill.clone(), bill.clone()], None);
    for to in Form::WRITTEN {
        let mut written = Vec::new();
        write_bill(&bill, to, &mut written).expect("memory takes all");
        let (as_written, again) = read_bill(&written)
            .unwrap_or_else(|error| panic!("{} as {}: {error}", form.name(), to.name()));
        assert_eq!(as_written, to);
        assert_eq!(again.items.is_empty(), bill.items.is_empty(), "{}", to.name());
        let _converted = convert(bytes, to);
    }
});
