// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Archives of every form: the first byte chooses the name, the rest are the bytes.

#![no_main]

use std::ops::ControlFlow;

use heirloom_intake::{Limits, expand, is_archive};
use heirloom_model::TreePath;
use libfuzzer_sys::fuzz_target;

const NAMES: &[&[u8]] = &[
    b"a.zip", b"a.tar", b"a.gz", b"a.bz2", b"a.xz", b"a.zst", b"a.lzma", b"a.lz", b"a.Z", b"a.deb",
    b"a.cpio", b"a.rpm", b"a.jar", b"a.tgz", b"a.7z", b"a.lz4",
];

fuzz_target!(|input: &[u8]| {
    let Some((choice, bytes)) = input.split_first() else { return };
    let name = NAMES[usize::from(*choice) % NAMES.len()];
    let limits = Limits {
        file_bytes: 4096,
        archive_members: 1000,
        archive_bytes: 4 << 20,
        archive_free_bytes: 1 << 20,
        archive_held_bytes: 64 << 10,
        archive_depth: 3,
        ..Limits::standard()
    };
    is_archive(name, bytes);
    let path = TreePath::parse(name).expect("a name");
    let mut n_members = 0;
    let problems = expand(&path, bytes, &limits, &mut |member| {
        n_members += 1;
        assert!(n_members <= 1000, "the limit of members is kept");
        assert!(member.bytes.len() <= 4096, "the limit of bytes is kept");
        assert!(member.path.is_within(&path) && member.path != path, "members stay inside");
        ControlFlow::Continue(())
    });
    assert!(problems.iter().all(|problem| problem.path.is_some()));
});
