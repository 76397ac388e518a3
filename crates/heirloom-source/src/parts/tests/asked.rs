// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Which targets ask for a library, by the variables that hold it.

use super::*;

/// The libraries that collectd's `configure` finds were said to go into each of its 150 plugins.
#[test]
fn lines_of_targets_name_what_is_found_elsewhere() {
    let parts = parts_of(
        "//- Makefile.am
    bin_PROGRAMS = one two
    one_SOURCES = one.c
    one_LDADD = liblatency.la $(BUILD_WITH_LIBCURL_LIBS) -lm
    two_SOURCES = two.c
    two_LDADD = @JSON_C_LIBS@
    //- tool/CMakeLists.txt
    add_executable(tool tool.c)
    target_link_libraries(tool PRIVATE ${LibXml2_LIBRARIES} Qt6::Widgets)
    //- one.c
    int one;
    //- two.c
    int two;
    //- tool/tool.c
    int tool;
    ",
    );
    let asking = |library: &str| asking(&parts, "configure.ac", library, None);
    assert_eq!(asking("curl"), ["one"]);
    assert_eq!(asking("libcurl"), ["one"]);
    assert_eq!(asking("json"), ["two"]);
    assert_eq!(asking("xml2"), ["tool"]);
    assert_eq!(asking("qt6"), ["tool"]);
    for none in ["latency", "m", "build", "libs", "ssl", ""] {
        assert!(asking(none).is_empty(), "{none}");
    }
}

/// The targets that ask for a library which a build file names.
fn asking<'p>(parts: &'p Parts, file: &str, library: &str, kept: Option<&str>) -> Vec<&'p str> {
    let path = TreePath::parse(file.as_bytes()).unwrap();
    let link = heirloom_model::LibraryLink {
        library: library.into(),
        naming: heirloom_model::LinkNaming::PkgConfig,
        is_optional: false,
        is_static: false,
        through: "test".into(),
        kept_in: kept.map(Into::into),
        condition: None,
        ground: heirloom_model::SourceGround::Literal,
        span: Span::default(),
    };
    let asking = parts.asking_for(&path, &link).into_iter();
    asking.map(|one| &*parts.targets()[one].name).collect()
}

#[test]
fn libraries_are_of_the_targets_whose_variables_hold_them() {
    let parts = parts_of(
        "
    //- configure.ac
    AC_INIT([pool], [1])
    PKG_CHECK_MODULES([GUI], [gtk4])
    TERM_LIBS=\"-ltinfo\"
    DRIVER_ALL=\"$DRIVER_ALL $TERM_LIBS\"
    LIBS=\"$LIBS $ALL_USE\"
    //- Makefile.am
    bin_PROGRAMS = pool driver
    pool_LDADD = $(GUI_LIBS) $(LIBS)
    driver_LDADD = @DRIVER_ALL@
    //- pool.c
    //- driver.c
    ",
    );
    assert_eq!(asking(&parts, "configure.ac", "gtk4", Some("GUI")), ["pool"]);
    assert_eq!(asking(&parts, "configure.ac", "tinfo", Some("TERM_LIBS")), ["driver"]);
    // What all are linked with is of no target alone, nor what no line leads to.
    assert!(asking(&parts, "configure.ac", "common", Some("ALL_USE")).is_empty());
    assert!(asking(&parts, "configure.ac", "common", Some("LIBS")).is_empty());
    assert!(asking(&parts, "configure.ac", "other", Some("OTHER")).is_empty());
}

/// `configure` tries out whether something links and takes it back.
#[test]
fn libraries_that_are_tried_out_are_not_of_all_targets() {
    let world = "
    //- configure.ac
    AC_INIT([pool], [1])
    SAVE_LIBS=\"$LIBS\"
    LIBS=\"$LIBS $GUI_LIBS\"
    LIBS=\"$SAVE_LIBS\"
    THREAD_LIBS=\"$LIBS\"
    //- Makefile.am
    bin_PROGRAMS = pool driver
    pool_LDADD = $(GUI_LIBS)
    driver_LDADD = $(THREAD_LIBS)
    //- pool.c
    //- driver.c
    ";
    let parts = parts_of(world);
    assert_eq!(asking(&parts, "configure.ac", "gtk4", Some("GUI")), ["pool"]);
    let parts = parts_of(&world.replace("    LIBS=\"$SAVE_LIBS\"\n", ""));
    assert!(asking(&parts, "configure.ac", "gtk4", Some("GUI")).is_empty());
}

#[test]
fn variables_of_meson_hold_libraries() {
    let world = "
    //- meson.build
    project('pool', 'c')
    z = dependency('zlib')
    deps = [z]
    foreach name : ['libevent', 'libcurl']
      deps += dependency(name)
    endforeach
    m = cc.find_library('m')
    executable('pool', 'pool.c', dependencies: deps)
    none = []
    executable('driver', 'driver.c', dependencies: [m, dependency('libssl'), none,
      z.partial_dependency(includes: true)])
    //- pool.c
    //- driver.c
    ";
    let parts = parts_of(world);
    let asking = |library: &str| asking(&parts, "meson.build", library, None);
    assert_eq!(asking("zlib"), ["pool"]);
    assert_eq!(asking("libevent"), ["pool"]);
    assert_eq!(asking("libcurl"), ["pool"]);
    assert_eq!(asking("m"), ["driver"]);
    assert_eq!(asking("libssl"), ["driver"]);
    assert!(asking("other").is_empty());
    // A dependency that comes from nobody knows where may be any library.
    let parts = parts_of(&world.replace("[m,", "[unknown,"));
    assert_eq!(self::asking(&parts, "meson.build", "zlib", None), ["pool", "driver"]);
}
