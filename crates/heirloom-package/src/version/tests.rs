// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Orders as the documents of each ecosystem give them.

use std::cmp::Ordering;

use proptest::prelude::*;

use super::{SCHEMES, Scheme, VersionError};

/// Each version comes before the next.
fn ascending(scheme: &str, versions: &[&str]) {
    let scheme = Scheme::from_name(scheme).unwrap();
    for (place, a) in versions.iter().enumerate() {
        for (other, b) in versions.iter().enumerate() {
            assert_eq!(scheme.compare(a, b), Ok(place.cmp(&other)), "{scheme:?}: {a} and {b}");
        }
    }
}

fn equal(scheme: &str, versions: &[&str]) {
    let scheme = Scheme::from_name(scheme).unwrap();
    for a in versions {
        for b in versions {
            assert_eq!(scheme.compare(a, b), Ok(Ordering::Equal), "{scheme:?}: {a} and {b}");
        }
    }
}

#[test]
fn the_table_is_sorted() {
    assert!(SCHEMES.is_sorted_by_key(|(name, _)| name));
    assert_eq!(Scheme::from_name("generic"), None);
}

#[test]
fn packages_of_systems() {
    ascending(
        "deb",
        &["1.0~rc1-1", "1.0-1", "1.0-1+deb12u1", "1.0-1.1", "1.0a-1", "1.0+b", "1.1", "1:0.1"],
    );
    equal("deb", &["1.0", "0:1.0", "1.00", "1.0-0"]);
    ascending(
        "rpm",
        &[
            "1.0~rc1-1",
            "1.0-1",
            "1.0-2",
            "1.0^git1-1",
            "1.0a-1",
            "1.0.1-1",
            "1.0.2a-1",
            "1.0.10-1",
            "1:0.1-1",
        ],
    );
    equal("rpm", &["1.0", "1.0-3", "1_0", "1.00"]);
    ascending(
        "apk",
        &["1.2_alpha", "1.2_rc1", "1.2", "1.2-r1", "1.2_git1", "1.2_p1", "1.2a", "1.2.1", "1.10"],
    );
    ascending("alpm", &["1.0a", "1.0beta", "1.0rc", "1.0", "1.0.a", "1.0.1", "1:0.1"]);
    ascending(
        "gentoo",
        &["1.0_alpha1", "1.0_rc", "1.0", "1.0-r1", "1.0_p1", "1.0b", "1.0.1", "1.01", "1.1"],
    );
}

#[test]
fn packages_of_languages() {
    ascending(
        "semver",
        &[
            "1.0.0-alpha",
            "1.0.0-alpha.1",
            "1.0.0-alpha.beta",
            "1.0.0-beta",
            "1.0.0-beta.2",
            "1.0.0-beta.11",
            "1.0.0-rc.1",
            "1.0.0",
        ],
    );
    ascending(
        "golang",
        &[
            "v0.0.0-20170915032832-14c0d48ead0c",
            "v0.0.0-20190101000000-000000000000",
            "v1.2.3",
            "v2.0.0+incompatible",
        ],
    );
    ascending("pub", &["1.0.0-dev", "1.0.0", "1.0.0+1", "1.0.0+2", "1.0.1"]);
    ascending(
        "pypi",
        &[
            "foo",
            "1.0.dev1",
            "1.0a1.dev1",
            "1.0a1",
            "1.0b2",
            "1.0rc1",
            "1.0",
            "1.0+abc",
            "1.0+5",
            "1.0.post1.dev2",
            "1.0.post1",
            "1.1",
            "1!0.1",
        ],
    );
    equal("pypi", &["1.0", "v1.0.0", "1", "0!1.0"]);
    equal("pypi", &["1.0rc1", "1.0.c1", "1.0-pre-1", "1.0PREVIEW1"]);
    ascending(
        "maven",
        &[
            "1-alpha-1",
            "1-beta2",
            "1-m1",
            "1-rc1",
            "1-SNAPSHOT",
            "1",
            "1-sp",
            "1-foo",
            "1-1",
            "1.1",
        ],
    );
    equal("maven", &["1", "1.0", "1-ga", "1.0.0-final", "1.0-release"]);
    ascending(
        "nuget",
        &["1.0.0-alpha", "1.0.0-Beta", "1.0.0-rc.2", "1.0.0-rc.10", "1.0.0", "1.0.0.1"],
    );
    ascending("gem", &["1.0.a", "1.0.b1", "1.0.b2", "1.0-1", "1.0", "1.0.1", "1.10"]);
    ascending(
        "composer",
        &["1.0.0-dev", "1.0.0-alpha1", "1.0.0-beta", "1.0.0-RC1", "1.0.0", "1.0.0-patch1", "1.0.1"],
    );
    ascending(
        "openssl",
        &["0.9.8", "0.9.8z", "0.9.8za", "1.0.2", "1.1.1w", "3.0.0-alpha1", "3.0.0", "3.0.12"],
    );
}

#[test]
fn what_is_no_version_is_an_error() {
    for (scheme, version) in [
        ("semver", "1.0"),
        ("semver", "01.0.0"),
        ("npm", "latest"),
        ("composer", "dev-main"),
        ("apk", "1.0_foo"),
        ("deb", "a:1"),
        ("datetime", "2024-02-30T00:00:00Z"),
        ("gem", "foo"),
    ] {
        let error = Scheme::from_name(scheme).unwrap().check(version);
        assert_eq!(error, Err(VersionError::Invalid(version.into())), "{scheme} {version}");
    }
    let long = "1".repeat(2_000);
    assert_eq!(Scheme::Deb.check(&long), Err(VersionError::TooLong(2_000)));
}

fn version() -> impl Strategy<Value = String> {
    "[v]?[0-9]{1,3}([.\\-_~^+!:][0-9a-c]{1,3}|alpha|rc|[.\\-]r[0-9]|_p[0-9]|-SNAPSHOT|\\.dev[0-9]){0,5}"
}

proptest! {
    #[test]
    fn any_text_is_compared_or_refused(a in ".{0,40}", b in ".{0,40}") {
        for (_, scheme) in SCHEMES {
            let _ordered_or_not = scheme.compare(&a, &b);
        }
    }

    #[test]
    fn orders_turn_around(a in version(), b in version()) {
        for (_, scheme) in SCHEMES {
            if let Ok(order) = scheme.compare(&a, &b) {
                prop_assert_eq!(scheme.compare(&b, &a), Ok(order.reverse()), "{:?}", scheme);
                prop_assert_eq!(scheme.compare(&a, &a), Ok(Ordering::Equal));
            }
        }
    }

    /// Maven's own order is not transitive where qualifiers meet lists.
    #[test]
    fn orders_are_transitive(a in version(), b in version(), c in version()) {
        for (_, scheme) in SCHEMES {
            if *scheme == Scheme::Maven || *scheme == Scheme::Alpm || *scheme == Scheme::Gentoo {
                continue;
            }
            let order = |a: &str, b: &str| scheme.compare(a, b);
            if let (Ok(ab), Ok(bc), Ok(ac)) = (order(&a, &b), order(&b, &c), order(&a, &c))
                && ab.is_le()
                && bc.is_le()
            {
                prop_assert!(ac.is_le(), "{:?} {} {} {}", scheme, a, b, c);
            }
        }
    }
}
