// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Files of ours under licenses of others.

use super::check;

#[test]
fn a_script_next_to_a_compiled_program_is_a_program_of_its_own() {
    check(
        "
        //- main.c
        // SPDX-License-Identifier: GPL-3.0-or-later
        int main(void) { return 0; }
        //- list.c
        // SPDX-License-Identifier: GPL-2.0-only
        int list;
        //- helper.sh
        #!/bin/sh
        # SPDX-License-Identifier: GPL-2.0-only
        echo help
        //- runtests.sh
        #!/bin/sh
        # SPDX-License-Identifier: GPL-2.0-only
        echo ok
        //- COPYING
        SPDX-License-Identifier: GPL-3.0-or-later
        ",
        &[
            "compiled_in runtime app -> app#GPL-2.0-only list.c",
            "aggregate runtime app -> app#GPL-2.0-only helper.sh",
            "aggregate test app -> app#GPL-2.0-only runtests.sh",
        ],
    );
}

#[test]
fn a_script_of_a_program_of_scripts_is_part_of_it() {
    check(
        "
        //- main.py
        # SPDX-License-Identifier: MIT
        import part
        //- part.py
        # SPDX-License-Identifier: GPL-2.0-only
        x = 1
        //- examples/show.py
        # SPDX-License-Identifier: GPL-2.0-only
        x = 1
        //- LICENSE
        SPDX-License-Identifier: MIT
        ",
        &[
            "copies runtime app -> app#GPL-2.0-only part.py",
            "copies development app -> app#GPL-2.0-only examples/show.py",
        ],
    );
}

#[test]
fn tests_in_another_language_do_not_make_a_program_one_of_scripts() {
    check(
        "
        //- main.c
        // SPDX-License-Identifier: GPL-3.0-or-later
        int main(void) { return 0; }
        //- one.c
        // SPDX-License-Identifier: GPL-3.0-or-later
        int one;
        //- two.c
        // SPDX-License-Identifier: GPL-3.0-or-later
        int two;
        //- runtests.py
        # SPDX-License-Identifier: GPL-2.0-only
        import os
        //- list.py
        # SPDX-License-Identifier: GPL-2.0-only
        import os
        //- testsuite/a.py
        import os
        //- testsuite/b.py
        import os
        //- COPYING
        SPDX-License-Identifier: GPL-3.0-or-later
        ",
        &[
            "aggregate runtime app -> app#GPL-2.0-only list.py",
            "aggregate test app -> app#GPL-2.0-only runtests.py",
        ],
    );
}

/// delta was said to inherit GPL-2.0-only from a sample diff that quotes the kernel.
#[test]
fn what_shows_a_project_goes_into_no_program() {
    check(
        "
        //- Cargo.toml
        [package]
        name = 'lamp'
        version = '1.0.0'
        license = 'MIT'
        //- src/main.rs
        // SPDX-License-Identifier: MIT
        fn main() {}
        //- etc/examples/old.diff
        +// SPDX-License-Identifier: GPL-2.0-only
        //- misc/screencast/show.cast
        SPDX-License-Identifier: CC-BY-SA-4.0
        //- data/table.bin2
        SPDX-License-Identifier: GPL-2.0-only
        ",
        &[
            "copies development pkg:cargo/lamp@1.0.0 -> pkg:cargo/lamp@1.0.0#CC-BY-SA-4.0 misc/screencast/show.cast",
            "copies runtime pkg:cargo/lamp@1.0.0 -> pkg:cargo/lamp@1.0.0#GPL-2.0-only data/table.bin2",
            "copies development pkg:cargo/lamp@1.0.0 -> pkg:cargo/lamp@1.0.0#GPL-2.0-only etc/examples/old.diff",
        ],
    );
}
