// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! License expressions, as SPDX has them and as manifests write them.

#![no_main]

use heirloom_model::{Expression, TreePath};
use heirloom_package::license::parse_declared;
use libfuzzer_sys::fuzz_target;

const ECOSYSTEMS: &[&str] = &["cargo", "npm", "pypi", "maven", "gem", "cran", "deb", "composer"];

fuzz_target!(|input: &[u8]| {
    if let Ok(path) = TreePath::parse(input) {
        assert_eq!(TreePath::parse(path.as_bytes()).as_ref(), Ok(&path), "one reading is enough");
    }
    let Ok(text) = std::str::from_utf8(input) else { return };
    if let Ok(expression) = Expression::parse(text) {
        let written = expression.to_string();
        assert_eq!(Expression::parse(&written).as_ref(), Ok(&expression), "{written}");
        let normalized = expression.normalized();
        assert_eq!(normalized.normalized(), normalized, "{written}");
    }
    let ecosystem = ECOSYSTEMS[input.len() % ECOSYSTEMS.len()];
    if let Some(expression) = parse_declared(ecosystem, text) {
        let written = expression.to_string();
        assert!(Expression::parse(&written).is_ok(), "{written}");
    }
});
