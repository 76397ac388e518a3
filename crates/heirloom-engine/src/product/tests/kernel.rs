// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Kernel modules.

use super::{check, component, surveyed};

#[test]
fn a_module_is_one_of_linux() {
    let product = check(
        "
        //- driver.c
        #include <linux/module.h>
        static int start(void) { cls = class_create(THIS_MODULE, \"x\"); return 0; }
        module_init(start);
        MODULE_LICENSE(\"GPL\");
        ",
        &["kernel_module runtime app -> pkg:generic/linux driver.c:4 gpl_only_symbol"],
    );
    let linux = component(&product, "pkg:generic/linux");
    let license = linux.license.effective().unwrap().to_string();
    assert_eq!(license, "GPL-2.0-only WITH Linux-syscall-note");
}

#[test]
fn modules_of_a_kernel_are_the_kernel() {
    check(
        "
        //- linux/Kconfig
        mainmenu \"Linux\"
        //- linux/include/linux/kernel.h
        #define X 1
        //- linux/drivers/a.c
        #include <linux/module.h>
        MODULE_LICENSE(\"GPL\");
        ",
        &[],
    );
}

#[test]
fn a_module_among_programs_is_a_part_of_its_own() {
    let product = check(
        "
        //- src/a.c
        #include <stdio.h>
        //- src/b.c
        #include <stdio.h>
        //- kmod/driver.c
        #include <linux/module.h>
        MODULE_LICENSE(\"Dual MIT/GPL\");
        ",
        &["kernel_module runtime app#kmod -> pkg:generic/linux kmod/driver.c:2"],
    );
    assert_eq!(super::roots(&product), ["app", "app#kmod"]);
}

#[test]
fn a_module_that_cannot_load_is_a_contradiction() {
    let driver = |license: &str| {
        format!(
            "
        //- d.c
        #include <linux/module.h>
        int start(void) {{ return register_kprobe(&p); }}
        MODULE_LICENSE(\"{license}\");
        "
        )
    };
    let problems = |license: &str| {
        let (scan, _) = surveyed(&driver(license), "");
        let problems = scan.summary.problems.iter();
        problems.map(|problem| (problem.code.as_str(), problem.line)).collect::<Vec<_>>()
    };
    assert_eq!(problems("Proprietary"), [("kernel-module-contradicted", Some(2))]);
    assert_eq!(problems("GPL v2"), []);
}
