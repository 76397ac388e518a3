// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Programs that are run, and libraries that are loaded.

use super::check;

#[test]
fn programs_are_run_in_the_scope_of_their_file() {
    check(
        "
        //- sync.py
        import subprocess
        subprocess.run(['rsync', '-a', 'x', 'y'])
        //- Makefile
        all:
        	bison -o p.c p.y
        //- tests/run.sh
        valgrind ./app
        //- docs/conf.py
        import subprocess
        subprocess.run(['doxygen'])
        ",
        &[
            "build_tool build app -> pkg:generic/bison Makefile:2",
            "exec runtime app -> pkg:generic/rsync sync.py:2",
            "exec test app -> pkg:generic/valgrind tests/run.sh:1",
        ],
    );
}

#[test]
fn scripts_of_the_tree_are_no_other_programs() {
    check(
        "
        //- go.sh
        ./prepare.sh
        helper --now
        ./build/tool
        //- prepare.sh
        true
        //- helper
        #!/bin/sh
        true
        ",
        &[],
    );
}

#[test]
fn names_of_scripts_tell_what_they_serve() {
    check(
        "
        //- serve.sh
        npx prettier@3.1 --check .
        //- run-tests.sh
        valgrind
        //- utils/update-data.sh
        wget b
        //- devtools/pack.py
        import os
        os.system('zip c')
        ",
        &[
            "exec runtime app -> pkg:generic/npx serve.sh:1",
            "exec runtime app -> pkg:generic/prettier serve.sh:1",
            "exec test app -> pkg:generic/valgrind run-tests.sh:1",
            "build_tool build app -> pkg:generic/wget utils/update-data.sh:1",
            "build_tool build app -> pkg:generic/zip devtools/pack.py:2",
        ],
    );
}

#[test]
fn a_library_of_a_program_is_not_the_program() {
    let product = check(
        "
        //- requirements.txt
        docker==7.0.0
        //- up.sh
        docker ps
        ",
        &[
            "exec runtime pypi:/. -> pkg:generic/docker up.sh:1",
            "dynamic_link runtime pypi:/. -> pkg:pypi/docker@7.0.0 requirements.txt:1",
        ],
    );
    assert_eq!(product.relations.len(), 2);
}

#[test]
fn libraries_are_loaded_when_needed() {
    check(
        "
        //- tls.c
        #include <dlfcn.h>
        void *open_tls(void) { return dlopen(\"libssl.so.3\", RTLD_NOW); }
        //- win.c
        void *w(void) { return LoadLibraryA(\"kernel32.dll\"); }
        //- gpu.py
        import ctypes
        lib = ctypes.CDLL('libcudart.so.12')
        ",
        &[
            "optional_load runtime app -> pkg:generic/cuda gpu.py:2",
            "optional_load runtime app -> pkg:generic/openssl tls.c:2",
        ],
    );
}
