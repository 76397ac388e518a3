// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Downloads that break off.

use super::*;

/// An image whose layer is long enough to break off several times.
fn long() -> TestImage {
    let text: String =
        (0..20_000_u32).map(|n| format!("{} ", n.wrapping_mul(2_654_435_761))).collect();
    TestImage::new("amd64", &[layer(&format!("+ a {text}"))], Packing::Gzip)
}

#[track_caller]
fn check(behavior: Behavior, expect: Result<(), &str>) -> Vec<Option<String>> {
    let registry = Registry::start(&long(), behavior);
    let temporary = tempfile::tempdir().unwrap();
    let found = read(&spec(&registry.host(), ":1", &[], temporary.path()));
    match (found, expect) {
        (Ok(found), Ok(())) => assert_eq!(found.len(), 1),
        (Err(found), Err(expect)) => assert!(found.contains(expect), "{found}"),
        (found, _) => panic!("{found:?} in place of {expect:?}"),
    }
    let of_blobs = |path: &str| path.contains("/blobs/");
    let requests = registry.requests();
    requests.into_iter().filter(|one| of_blobs(&one.path)).map(|one| one.range).collect()
}

#[test]
fn they_go_on_where_they_broke_off() {
    let asked = check(Behavior { breaks_after: Some(40_000), ..Behavior::default() }, Ok(()));
    let parts: Vec<&str> = asked.iter().flatten().map(String::as_str).collect();
    assert!(parts.starts_with(&["bytes=40000-", "bytes=80000-"]), "{asked:?}");
}

#[test]
fn they_start_again_where_no_parts_are_given() {
    let ranges = Ranges::Ignored;
    let told = "the blob sha256:";
    let asked =
        check(Behavior { breaks_after: Some(40_000), ranges, ..Behavior::default() }, Err(told));
    assert_eq!(asked.iter().flatten().filter(|range| *range == "bytes=40000-").count(), 5);
}

#[test]
fn parts_that_were_not_asked_for_are_refused() {
    let behavior =
        Behavior { breaks_after: Some(40_000), ranges: Ranges::Shifted, ..Behavior::default() };
    check(behavior, Err("sends another part of sha256:"));
    // What was put together from parts has to be what its digest says.
    let behavior = Behavior { breaks_after: Some(40_000), lies: true, ..Behavior::default() };
    check(behavior, Err("the digest of the blob sha256:"));
}
