// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Ranges as the specification and ecosystems write them.

use proptest::prelude::*;

use super::{Range, RangeError, from_native};

fn contains(range: &str, version: &str) -> bool {
    Range::parse_unsorted(range).unwrap().contains(version).unwrap()
}

#[test]
fn ranges_take_what_their_constraints_say() {
    let range = "vers:npm/1.2.3|>=2.0.0|<3.0.0|!=2.5.0|>=4.0.0";
    for inside in ["1.2.3", "2.0.0", "2.9.9", "4.0.0", "17.0.0"] {
        assert!(contains(range, inside), "{inside}");
    }
    for outside in ["1.2.4", "2.5.0", "3.0.0", "3.9.9", "2.0.0-rc.1"] {
        assert!(!contains(range, outside), "{outside}");
    }
    assert!(contains("vers:deb/*", "1:2-3"));
    assert!(contains("vers:pypi/!=1.0", "2"));
    assert!(!contains("vers:pypi/!=1.0", "1"));
    assert!(!contains("vers:deb/<1:2", "2:0~"));
    assert!(contains("vers:deb/<1:2", "5"));
}

#[test]
fn other_forms_are_refused() {
    for (text, expected) in [
        ("npm/1.0.0", RangeError::NotVers("npm/1.0.0".into())),
        ("vers:generic/1", RangeError::UnknownScheme("generic".into())),
        ("vers:npm/>=1.0.0||<2.0.0", RangeError::Constraint(String::new())),
        ("vers:npm/>=1.0.0| <2.0.0", RangeError::Constraint(" <2.0.0".into())),
        ("vers:npm/>=2.0.0|<1.0.0", RangeError::Unsorted("1.0.0".into())),
        ("vers:npm/1.0%2G0", RangeError::Encoding("1.0%2G0".into())),
        ("vers:npm/1%2E0", RangeError::Encoding("1%2E0".into())),
    ] {
        assert_eq!(Range::parse(text), Err(expected), "{text}");
    }
    assert!(Range::parse("vers:npm/latest|1.0.0").is_err());
    let many = format!("vers:npm/{}", vec!["1.0.0"; 20_000].join("|"));
    assert_eq!(Range::parse(&many), Err(RangeError::TooMany(20_000)));
}

#[test]
fn words_of_ecosystems_become_ranges() {
    for (scheme, native, expected) in [
        ("npm", "^1.2.3 || >= 3", ">=1.2.3|<2.0.0|>=3.0.0"),
        ("npm", ">=1.0.0 <2.0.0 || >=1.5.0 <3.0.0 || 0.1.0", "0.1.0|>=1.0.0|<3.0.0"),
        ("npm", "<1.0.0 || >=1.0.0 <1.2.0", "<1.0.0|>=1.0.0|<1.2.0"),
        ("npm", "1.2 - 2", ">=1.2.0|<3.0.0"),
        ("npm", "1.x", ">=1.0.0|<2.0.0"),
        ("npm", ">1.2", ">=1.3.0"),
        ("npm", "^0.0.3", ">=0.0.3|<0.0.4"),
        ("npm", "", "*"),
        ("npm", "<2.0.0 || >=1.0.0", "*"),
        ("conan", "|| <1.0.0", "*"),
        ("cargo", "1.2", ">=1.2.0|<2.0.0"),
        ("cargo", "0.2.1, !=0.2.3", ""),
        ("cargo", ">=1.0, <1.5", ">=1.0.0|<1.5.0"),
        ("pypi", "~=1.4.2", ">=1.4.2|<1.5.dev0"),
        ("pypi", "==1.4.*, !=1.4.3", ">=1.4.dev0|!=1.4.3|<1.5.dev0"),
        ("pypi", "===1.0", "1.0"),
        ("gem", "~> 2.0.8, != 2.0.9", ">=2.0.8|!=2.0.9|<2.1"),
        ("nuget", "[1.0,2.0)", ">=1.0|<2.0"),
        ("nuget", "1.5", ">=1.5"),
        ("maven", "(,1.0],[1.2,)", "<=1.0|>=1.2"),
        ("maven", "[1.5]", "1.5"),
    ] {
        match (from_native(scheme, native), expected) {
            (Err(_), "") => {}
            (range, expected) => {
                let range = range.unwrap_or_else(|error| panic!("{scheme} {native}: {error}"));
                assert_eq!(range.to_string(), format!("vers:{scheme}/{expected}"), "{native}");
            }
        }
    }
}

proptest! {
    #[test]
    fn what_is_read_is_written_the_same(versions in prop::collection::vec((0..6_u8, "[0-9]{1,2}\\.[0-9]\\.[0-9]"), 1..6)) {
        let signs = ["", "!=", "<", "<=", ">", ">="];
        let parts: Vec<String> = versions.iter().map(|(sign, version)| format!("{}{version}", signs[usize::from(*sign)])).collect();
        let range = Range::parse_unsorted(&format!("vers:npm/{}", parts.join("|"))).unwrap();
        prop_assert_eq!(Range::parse(&range.to_string()), Ok(range));
    }

    #[test]
    fn any_range_of_conan_is_read_back(text in "[0-9.|,<>=~^* -]{0,20}") {
        if let Ok(range) = from_native("conan", &text) {
            prop_assert_eq!(Range::parse(&range.to_string()), Ok(range));
        }
    }

    /// `<~||` was taken for a version called `~`, and what was written of it could not be read.
    #[test]
    fn signs_are_no_version_of_conan(text in "[<>=]{0,2}[~^-]{1,3}(\\|\\|)?") {
        prop_assert_eq!(from_native("conan", &text).ok().map(|range| range.to_string()), None);
    }

    #[test]
    fn any_text_is_read_or_refused(scheme in "npm|cargo|pypi|gem|nuget|maven|conan|nginx|openssl", text in ".{0,40}") {
        let _read_or_not = Range::parse(&format!("vers:{scheme}/{text}"));
        let _read_or_not = from_native(&scheme, &text);
    }
}
