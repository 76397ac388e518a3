// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Canonical writing and what is refused.

use super::*;

#[track_caller]
fn check(text: &str, expect: &str) {
    let purl = Purl::parse(text).unwrap();
    assert_eq!(purl.to_string(), expect);
    assert_eq!(Purl::parse(expect).as_ref(), Ok(&purl));
}

#[test]
fn canonical_writing() {
    check("pkg:npm/@angular/core@1.0#/a/../b/", "pkg:npm/%40angular/core@1.0#a/b");
    check("PKG:PyPI//Django_X@1.0+b", "pkg:pypi/django-x@1.0%2Bb");
    check("pkg:golang/a.b/C/d@v1", "pkg:golang/a.b/c/d@v1");
    check("pkg:maven/g/a@1?b=x/y&A=", "pkg:maven/g/a@1?b=x%2Fy");
    check("pkg:generic/%25x%zz@1:2", "pkg:generic/%25x%25zz@1:2");
    check("pkg:github/A/B", "pkg:github/a/b");
    check("pkg:git/h.org/A/b/c@1", "pkg:git/h.org/a/b/c@1");
}

#[test]
fn refused() {
    for text in [
        "",
        "npm/a",
        "pkg:a",
        "pkg:/a",
        "pkg:3a/b",
        "pkg:npm/",
        "pkg:npm/a?b c=1",
        "pkg:a/b?c=1&C=2",
        "pkg:maven/a@1",
        "pkg:cargo/a/b",
        "pkg:cran/@1",
        "pkg:swift/a/b/@1",
        "pkg:cpan/A::B",
        "pkg:julia/A",
    ] {
        assert!(Purl::parse(text).is_err(), "{text}");
    }
}
