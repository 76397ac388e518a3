// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What license fields mean, ecosystem by ecosystem.

use super::*;

#[track_caller]
fn check(ecosystem: &str, rows: &[(&str, &str)]) {
    let mut wrong = Vec::new();
    for (written, expect) in rows {
        let found = parse_declared(ecosystem, written).map(|expression| expression.to_string());
        let found = found.as_deref().unwrap_or("-");
        if found != *expect {
            wrong.push(format!("{ecosystem}: {written:?} gave {found}, expected {expect}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn expressions_are_written_canonically() {
    check(
        "npm",
        &[
            ("MIT", "MIT"),
            ("mit", "MIT"),
            ("(MIT OR apache-2.0)", "MIT OR Apache-2.0"),
            ("GPL-2.0", "GPL-2.0-only"),
            ("GPL-2.0+", "GPL-2.0-or-later"),
            ("Apache-2.0+", "Apache-2.0+"),
            ("LGPL-2.1-or-later", "LGPL-2.1-or-later"),
            (
                "GPL-2.0-only WITH classpath-exception-2.0",
                "GPL-2.0-only WITH Classpath-exception-2.0",
            ),
            ("GPL-2.0-with-classpath-exception", "GPL-2.0-only WITH Classpath-exception-2.0"),
            ("MIT AND LicenseRef-mine", "MIT AND LicenseRef-mine"),
            ("MIT AND Bogus-1.0", "-"),
            ("UNLICENSED", "LicenseRef-scancode-proprietary-license"),
            ("SEE LICENSE IN foo.txt", "-"),
            ("BSD", "-"),
            ("Apache", "-"),
            ("GPL", "GPL-1.0-or-later"),
            ("", "-"),
            ("MIT OR", "-"),
            ("MIT, Apache-2.0", "MIT AND Apache-2.0"),
            ("MIT/X11", "MIT"),
            ("MIT or GPL, version 3", "MIT OR GPL-3.0-only"),
            ("Apache License, Version 2.0", "Apache-2.0"),
            ("MIT License, see LICENSE", "MIT"),
            ("https://opensource.org/licenses/MIT", "MIT"),
            ("[MIT](https://example.org/LICENSE)", "MIT"),
            ("MIT <https://example.org/LICENSE>", "MIT"),
        ],
    );
}

#[test]
fn cargo_slashes_are_choices() {
    check(
        "cargo",
        &[("MIT/Apache-2.0", "MIT OR Apache-2.0"), ("Apache-2.0 / MIT", "Apache-2.0 OR MIT")],
    );
}

#[test]
fn python_fields_and_classifiers() {
    check(
        "pypi",
        &[
            ("License :: OSI Approved :: MIT License", "MIT"),
            ("License :: OSI Approved :: BSD License", "-"),
            ("License :: OSI Approved :: Apache Software License", "-"),
            ("License :: OSI Approved", "-"),
            (
                "License :: OSI Approved :: GNU General Public License v2 or later (GPLv2+)",
                "GPL-2.0-or-later",
            ),
            ("License :: OSI Approved :: GNU General Public License (GPL)", "GPL-1.0-or-later"),
            (
                "License :: OSI Approved :: GNU Library or Lesser General Public License (LGPL)",
                "LGPL-2.0-or-later",
            ),
            (
                "License :: OSI Approved :: GNU Lesser General Public License v3 (LGPLv3)",
                "LGPL-3.0-only",
            ),
            (
                "License :: OSI Approved :: GNU Affero General Public License v3 or later (AGPLv3+)",
                "AGPL-3.0-or-later",
            ),
            ("License :: OSI Approved :: Mozilla Public License 2.0 (MPL 2.0)", "MPL-2.0"),
            ("License :: OSI Approved :: Python Software Foundation License", "PSF-2.0"),
            ("License :: OSI Approved :: ISC License (ISCL)", "ISC"),
            ("License :: OSI Approved :: zlib/libpng License", "Zlib"),
            ("License :: OSI Approved :: Boost Software License 1.0 (BSL-1.0)", "BSL-1.0"),
            ("License :: OSI Approved :: The Unlicense (Unlicense)", "Unlicense"),
            ("License :: OSI Approved :: Academic Free License (AFL)", "-"),
            (
                "License :: OSI Approved :: Common Development and Distribution License 1.0 (CDDL-1.0)",
                "CDDL-1.0",
            ),
            ("License :: OSI Approved :: European Union Public Licence 1.2 (EUPL 1.2)", "EUPL-1.2"),
            ("License :: OSI Approved :: University of Illinois/NCSA Open Source License", "NCSA"),
            ("License :: OSI Approved :: SIL Open Font License 1.1 (OFL-1.1)", "OFL-1.1"),
            (
                "License :: OSI Approved :: Historical Permission Notice and Disclaimer (HPND)",
                "HPND",
            ),
            ("License :: OSI Approved :: Zope Public License", "-"),
            ("License :: CC0 1.0 Universal (CC0 1.0) Public Domain Dedication", "CC0-1.0"),
            ("License :: Public Domain", "LicenseRef-scancode-public-domain"),
            ("License :: Other/Proprietary License", "LicenseRef-scancode-proprietary-license"),
            ("License :: Free To Use But Restricted", "-"),
            ("BSD 3-Clause License", "BSD-3-Clause"),
            ("\"New\" BSD", "BSD-3-Clause"),
            ("GNU LGPL", "LGPL-2.0-or-later"),
            ("LGPL v3", "LGPL-3.0-only"),
            ("GPLv3 or later", "GPL-3.0-or-later"),
            ("GNU GPLv3+", "GPL-3.0-or-later"),
            ("Apache License 2.0 or MIT", "Apache-2.0 OR MIT"),
            ("Your choice of MIT or Apache License 2.0", "MIT OR Apache-2.0"),
            ("public domain, Python, 2-Clause BSD, GPL 3 (see COPYING.txt)", "-"),
            ("MIT License\n\nCopyright (c) 2020\n\nPermission is hereby\ngranted\n", "MIT"),
            ("Dual License", "-"),
            ("UNKNOWN", "-"),
        ],
    );
}

#[test]
fn maven_names_and_addresses() {
    check(
        "maven",
        &[
            ("The Apache Software License, Version 2.0", "Apache-2.0"),
            ("https://www.apache.org/licenses/LICENSE-2.0.txt", "Apache-2.0"),
            ("http://www.gnu.org/licenses/old-licenses/gpl-2.0.html", "GPL-2.0-only"),
            ("http://www.gnu.org/licenses/lgpl-3.0-standalone.html", "LGPL-3.0-only"),
            ("http://creativecommons.org/licenses/by-sa/3.0/", "CC-BY-SA-3.0"),
            ("http://creativecommons.org/licenses/by/3.0/us/deed.en", "CC-BY-3.0-US"),
            ("http://creativecommons.org/publicdomain/zero/1.0/", "CC0-1.0"),
            ("CDDL + GPLv2 with classpath exception", "-"),
            (
                "GNU General Public License, version 2 (GPL2), with the classpath exception",
                "GPL-2.0-only WITH Classpath-exception-2.0",
            ),
            ("Eclipse Public License - v 1.0", "EPL-1.0"),
            ("GNU Lesser General Public License, Version 2.1", "LGPL-2.1-only"),
            ("COMMON DEVELOPMENT AND DISTRIBUTION LICENSE (CDDL) Version 1.0", "CDDL-1.0"),
            ("EPL 2.0", "EPL-2.0"),
            ("Public Domain", "LicenseRef-scancode-public-domain"),
            ("BSD", "-"),
            ("http://example.org/license", "-"),
        ],
    );
}

#[test]
fn debian_and_rpm_short_names() {
    check(
        "deb",
        &[
            ("GPL-2+", "GPL-2.0-or-later"),
            ("GPL-2", "GPL-2.0-only"),
            ("Expat", "MIT"),
            ("BSD-3-clause", "BSD-3-Clause"),
            ("GPL-1+ or Artistic", "Artistic-1.0-Perl OR GPL-1.0-or-later"),
            ("MPL-1.1 or GPL-2+ or LGPL-2.1+", "MPL-1.1 OR GPL-2.0-or-later OR LGPL-2.1-or-later"),
            (
                "GPL-2+ or Artistic-2.0, and BSD-3-clause",
                "(GPL-2.0-or-later OR Artistic-2.0) AND BSD-3-Clause",
            ),
            ("GPL-2+ with Autoconf exception", "GPL-2.0-or-later WITH Autoconf-exception-2.0"),
            ("GPL-3+ with Autoconf exception", "GPL-3.0-or-later WITH Autoconf-exception-3.0"),
            ("GPL-3+-WITH-BISON-EXCEPTION", "GPL-3.0-or-later WITH Bison-exception-2.2"),
            ("GPL-2 with Linux-syscall-note exception", "GPL-2.0-only WITH Linux-syscall-note"),
            ("Apache-2.0 with LLVM exception", "Apache-2.0 WITH LLVM-exception"),
            ("LGPLv3+_or_GPLv2+", "LGPL-3.0-or-later OR GPL-2.0-or-later"),
            ("public-domain", "LicenseRef-scancode-public-domain"),
            ("GPL-2+ with OpenSSL exception", "-"),
            ("permissive", "-"),
            ("GFDL-NIV-1.3+", "GFDL-1.3-no-invariants-or-later"),
            ("BSD-3-clause or GPL-2", "BSD-3-Clause OR GPL-2.0-only"),
        ],
    );
    check(
        "rpm",
        &[
            ("GPLv2+", "GPL-2.0-or-later"),
            ("ASL 2.0", "Apache-2.0"),
            ("BSD", "-"),
            ("LGPLv2+ and MIT", "LGPL-2.0-or-later AND MIT"),
            ("GPL+ or Artistic", "Artistic-1.0-Perl OR GPL-1.0-or-later"),
            ("(MPLv1.1 or LGPLv2+) and Boost", "(MPL-1.1 OR LGPL-2.0-or-later) AND BSL-1.0"),
            ("GPLv2+ and BSD", "-"),
            ("GPL-2.0-or-later AND MIT", "GPL-2.0-or-later AND MIT"),
        ],
    );
}

#[test]
fn other_ecosystems() {
    check(
        "cran",
        &[
            ("GPL-2 | GPL-3", "GPL-2.0-only OR GPL-3.0-only"),
            ("GPL (>= 2)", "GPL-2.0-or-later"),
            ("MIT + file LICENSE", "MIT"),
            ("GPL (>= 2) | file LICENCE", "GPL-2.0-or-later"),
            ("GPL-2 | GPL-3 | file LICENSE", "GPL-2.0-only OR GPL-3.0-only"),
            ("BSD_3_clause + file LICENSE", "BSD-3-Clause"),
            ("Apache License (== 2.0)", "Apache-2.0"),
            ("file LICENSE", "-"),
            ("Unlimited", "-"),
        ],
    );
    check(
        "cpan",
        &[
            ("perl_5", "Artistic-1.0-Perl OR GPL-1.0-or-later"),
            ("bsd", "BSD-3-Clause"),
            ("unknown", "-"),
        ],
    );
    check(
        "macports",
        &[
            ("GPL-2+", "GPL-2.0-or-later"),
            ("{MIT GPL-2} zlib", "(MIT OR GPL-2.0-only) AND Zlib"),
            ("BSD", "-"),
        ],
    );
    check("apk", &[("MIT", "MIT"), ("MIT GPL-2.0-only", "MIT AND GPL-2.0-only")]);
    check(
        "opkg",
        &[("GPL-2.0-or-later LGPL-2.1-or-later", "GPL-2.0-or-later AND LGPL-2.1-or-later")],
    );
    check(
        "ebuild",
        &[("BSD", "BSD-3-Clause"), ("(GPL-2 AND FDL-1.1+)", "GPL-2.0-only AND GFDL-1.1-or-later")],
    );
    check("alpm", &[("GPL", "GPL-2.0-or-later"), ("GPL2", "GPL-2.0-only"), ("custom", "-")]);
    check(
        "huggingface",
        &[
            ("apache-2.0", "Apache-2.0"),
            ("llama3.1", "LicenseRef-scancode-llama-3.1-license-2024"),
            ("other", "-"),
            ("cc-by-nc-sa-4.0", "CC-BY-NC-SA-4.0"),
            ("openrail++", "LicenseRef-scancode-bigscience-open-rail-m2"),
        ],
    );
    check("nuget", &[("https://licenses.nuget.org/MIT%20OR%20Apache-2.0", "MIT OR Apache-2.0")]);
    check("haxe", &[("BSD", "-"), ("Public", "LicenseRef-scancode-public-domain")]);
}

/// Reading must end at once on anything; these once were slow or deep.
#[test]
fn hostile_fields_are_bounded() {
    for text in ["(".repeat(3_000), "a or ".repeat(400), "MIT (".repeat(300), "MIT/".repeat(400)] {
        let text = &text[..text.len().min(1_999)];
        assert_eq!(parse_declared("npm", text), None);
        assert_eq!(parse_declared("deb", text), None);
        assert_eq!(parse_declared("macports", text), None);
    }
}
