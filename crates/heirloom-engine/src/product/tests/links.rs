// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Libraries that build files link programs with.

use heirloom_model::{DeliveredForm, DeliveryKind};

use super::{check, component, surveyed};

#[test]
fn spellings_are_one_library_and_parts_of_the_system_are_none() {
    let product = check(
        "
        //- CMakeLists.txt
        project(app C)
        find_package(OpenSSL REQUIRED)
        find_package(Threads REQUIRED)
        find_package(Doxygen)
        add_library(core STATIC a.c)
        target_link_libraries(app core OpenSSL::Crypto m foo)
        //- Makefile
        LDLIBS = -lcrypto -lssl -lpthread
        ",
        &[
            "dynamic_link runtime app -> pkg:generic/foo CMakeLists.txt:6",
            "dynamic_link runtime app -> pkg:generic/openssl CMakeLists.txt:2",
        ],
    );
    let openssl = component(&product, "pkg:generic/openssl");
    assert_eq!(openssl.form, DeliveredForm::None);
    assert!(openssl.license.is_assumed());
    assert_eq!(component(&product, "pkg:generic/foo").license.effective(), None);
}

#[test]
fn what_the_build_can_do_without_is_a_question() {
    check(
        "
        //- meson.build
        project('app', 'c')
        dependency('libass')
        dependency('libcdio', required: get_option('cdda'))
        dependency('zlib', required: false)
        //- configure.ac
        AC_CHECK_LIB([cdio], [f])
        AC_CHECK_LIB([z], [deflate], , [AC_MSG_ERROR([no])])
        //- tests/meson.build
        dependency('libxml-2.0')
        ",
        &[
            "dynamic_link runtime app -> pkg:generic/libass meson.build:2",
            "perhaps dynamic_link optional app -> pkg:generic/libcdio configure.ac:1",
            "dynamic_link test app -> pkg:generic/libxml2 tests/meson.build:1",
            "dynamic_link runtime app -> pkg:generic/zlib configure.ac:2",
        ],
    );
}

#[test]
fn a_copy_in_the_tree_and_a_word_of_the_user_win() {
    let fixture = "
        //- Makefile
        LDLIBS = -lz -l:libfoo.a -lreadline
        //- deps/zlib/LICENSE
        Permission is hereby granted, free of charge, to any person obtaining a copy of this
        software and associated documentation files (the \"Software\"), to deal in the Software
        without restriction
        SPDX-License-Identifier: Zlib
        //- deps/zlib/zlib.c
        /* SPDX-License-Identifier: Zlib */
        int f(void) { return 1; }
        ";
    let stated = "
        [[components]]
        id = 'pkg:generic/readline'
        license = 'BSD-3-Clause'
        reason = 'it is libedit'
        author = 'Jane'
        ";
    let (_, product) = surveyed(fixture, stated);
    let kinds: Vec<String> =
        product.relations.iter().map(|one| format!("{} {}", one.kind.name(), one.to)).collect();
    assert_eq!(
        kinds,
        [
            "static_link pkg:generic/foo",
            "dynamic_link pkg:generic/readline",
            "static_link pkg:generic/zlib",
        ]
    );
    assert_eq!(component(&product, "pkg:generic/foo").form, DeliveredForm::Object);
    assert!(!component(&product, "pkg:generic/zlib").license.is_assumed());
    let readline = component(&product, "pkg:generic/readline");
    assert_eq!(readline.license.effective().unwrap().to_string(), "BSD-3-Clause");
    assert_eq!(product.deliveries[0].kind, DeliveryKind::Binary);
}

/// What the system brings was said to be the wrap, and version 1.1.1 of OpenSSL to be under Apache-2.0.
#[test]
fn a_wrap_is_what_is_taken_where_the_system_has_none() {
    let product = check(
        "
        //- meson.build
        project('app', 'c')
        if want_fuzzer
          ssl = subproject('openssl').get_variable('dep')
        else
          ssl = dependency('openssl')
        endif
        executable('app', 'a.c', dependencies : ssl)
        //- configure.ac
        AC_CHECK_LIB([ssl], [f], , [AC_MSG_ERROR([no])])
        //- a.c
        int main(void) { return 0; }
        //- subprojects/openssl.wrap
        [wrap-file]
        directory = openssl-1.1.1l
        source_url = https://example.org/openssl-1.1.1l.tar.gz
        [provide]
        openssl = dep
        ",
        &[
            "dynamic_link runtime app -> pkg:generic/openssl configure.ac:1",
            "perhaps dynamic_link optional app -> pkg:generic/openssl@1.1.1l?download_url=https:%2F%2Fexample.org%2Fopenssl-1.1.1l.tar.gz meson.build:5",
            "static_link runtime meson:subprojects/subprojects -> pkg:generic/openssl@1.1.1l?download_url=https:%2F%2Fexample.org%2Fopenssl-1.1.1l.tar.gz subprojects/openssl.wrap:1",
        ],
    );
    let licenses = product.components.iter().filter(|one| &*one.name == "openssl");
    let licenses = licenses.map(|one| one.license.effective().unwrap().to_string());
    assert_eq!(licenses.collect::<Vec<_>>(), ["Apache-2.0 OR OpenSSL", "OpenSSL"]);
}

/// `p11-kit` was said to be linked, of which `configure` asks a path and no more; libevent, of which a name
/// is given to a library that does not lie in the tree, was lost.
#[test]
fn what_no_line_takes_is_not_linked_and_other_names_lead_outside() {
    check(
        "
        //- configure.ac
        PKG_CHECK_MODULES([P11KIT], [p11-kit-1], [m=`$PKG_CONFIG --variable=m p11-kit-1`], [])
        PKG_CHECK_MODULES([ZSTD], [libzstd], [have=1], [have=0])
        //- Makefile.am
        bin_PROGRAMS = app
        app_SOURCES = a.c
        app_LDADD = $(ZSTD_LIBS)
        //- a.c
        int main(void) { return 0; }
        ",
        &["perhaps dynamic_link optional app -> pkg:generic/zstd configure.ac:2"],
    );
    check(
        "
        //- CMakeLists.txt
        add_library(libevent::core ALIAS event_core)
        add_library(own STATIC own.c)
        add_library(Mine::own ALIAS own)
        add_executable(app a.c)
        target_link_libraries(app PRIVATE libevent::core Mine::own)
        //- a.c
        int main(void) { return 0; }
        //- own.c
        int own;
        ",
        &["dynamic_link runtime app -> pkg:generic/libevent CMakeLists.txt:5"],
    );
}

/// The parser of a program was asked about as if somebody else had made it.
#[test]
fn archives_that_variables_name_are_made_here() {
    check(
        "
        //- Makefile
        FILTER = libfilter.a
        app: main.o $(FILTER)
        \tcc -o app main.o -lfilter -lz
        $(FILTER): filter/parse.o
        \tar qc $@ $^
        //- main.c
        int main(void) { return 0; }
        //- filter/parse.c
        int parse;
        ",
        &[
            "build_tool build app -> pkg:generic/ar Makefile:5",
            "build_tool build app -> pkg:generic/cc Makefile:3",
            "dynamic_link runtime app -> pkg:generic/zlib Makefile:3",
        ],
    );
}
