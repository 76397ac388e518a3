// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Expressions as bills hold them.

use super::*;

#[test]
fn exceptions_without_a_license_are_licenses_of_somebodys_own() {
    let behind = "GPL-3.0-or-later WITH GCC-exception-3.1";
    assert_eq!(plain(behind), behind);
    assert_eq!(plain("GCC-exception-3.1"), "LicenseRef-GCC-exception-3.1");
    assert_eq!(
        plain("MIT OR (Apache-2.0 WITH LLVM-exception AND LLVM-exception)"),
        "MIT OR (Apache-2.0 WITH LLVM-exception AND LicenseRef-LLVM-exception)"
    );
    assert_eq!(plain("LicenseRef-a AND MIT"), "LicenseRef-a AND MIT");
}
