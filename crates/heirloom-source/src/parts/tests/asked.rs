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

/// Qt and GTK were said to go into the daemon of Transmission, whose lines name neither.
#[test]
fn what_stands_for_libraries_is_of_those_who_link_it() {
    let parts = parts_of(
        "//- CMakeLists.txt
    set(NAME app)
    add_library(app::qt_impl INTERFACE IMPORTED)
    list(APPEND QT_TARGETS Qt${VERSION}::${M})
    target_link_libraries(app::qt_impl INTERFACE ${QT_TARGETS})
    target_link_libraries(app::gtk_impl INTERFACE ${GTK${VERSION}_LIBRARIES})
    function(add_deps target)
      target_link_libraries(${target} PUBLIC OpenSSL::SSL)
      target_link_libraries(${target} PUBLIC ${wolfssl_LIBRARIES})
    endfunction()
    add_executable(${NAME}-qt qt.c)
    add_executable(${NAME}-gtk gtk.c)
    add_executable(${NAME}-daemon daemon.c)
    target_link_libraries(${NAME}-qt PRIVATE app::qt_impl)
    target_link_libraries(${NAME}-gtk PRIVATE app::gtk_impl)
    add_deps(${NAME}-daemon)
    //- qt.c
    int qt;
    //- gtk.c
    int gtk;
    //- daemon.c
    int daemon;
    ",
    );
    let asking = |library, kept| asking(&parts, "CMakeLists.txt", library, kept);
    assert_eq!(asking("Qt", Some("Qt")), ["app-qt"]);
    assert_eq!(asking("gtkmm-4.0", Some("GTK4")), ["app-gtk"]);
    assert_eq!(asking("wolfssl", Some("wolfssl")), ["app-daemon"]);
    assert_eq!(asking("OpenSSL", Some("OpenSSL")), ["app-daemon"]);
}

/// A function that gives resources to a program was read as one that makes a library, as its name
/// has `glib` in it.
#[test]
fn functions_that_add_to_targets_make_none() {
    let parts = parts_of(
        "//- CMakeLists.txt
    add_executable(app main.c)
    x_target_glib_resources(app ${FILES} other.c)
    x_add_library(thing ${FILES} thing.c)
    //- main.c
    int main;
    //- other.c
    int other;
    //- thing.c
    int thing;
    ",
    );
    let libraries = parts.targets().iter().filter(|one| !one.is_program && !one.name.is_empty());
    let names: Vec<&str> = libraries.map(|one| &*one.name).collect();
    assert_eq!(names, ["thing"]);
}

/// ncurses was said of all modules of irssi: one variable holds one library after the other.
#[test]
fn variables_hold_what_was_set_last() {
    let parts = parts_of(
        "//- meson.build
    dep = []
    text_dep = []
    foreach name : ['', 'nsl']
      prov = []
      if name != ''
        prov += cc.find_library(name, required : false)
      endif
      if prov.length() == 0
        dep += prov
        break
      endif
    endforeach
    foreach term : ['tinfo', 'ncurses']
      prov = cc.find_library(term, required : false)
      if prov.found()
        text_dep += prov
      endif
    endforeach
    prov = cc.find_library('xattr')
    if not prov.found()
      prov = cc.find_library('attr')
    endif
    last = prov
    executable('app', 'app.c', dependencies : dep + text_dep)
    executable('bot', 'bot.c', dependencies : dep)
    executable('tool', 'tool.c', dependencies : last)
    //- app.c
    int app;
    //- bot.c
    int bot;
    //- tool.c
    int tool;
    ",
    );
    let asking = |library: &str| asking(&parts, "meson.build", library, None);
    assert_eq!(asking("nsl"), ["app", "bot"]);
    assert_eq!(asking("tinfo"), ["app"]);
    assert_eq!(asking("ncurses"), ["app"]);
    assert_eq!(asking("xattr"), ["tool"]);
    assert_eq!(asking("attr"), ["tool"]);
}
