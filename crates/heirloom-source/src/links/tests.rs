// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Libraries in made-up build files, language by language.

use heirloom_model::{LibraryLink, LinkNaming, SourceFacts, TreePath};

use crate::{SourceLimits, read};

fn facts(path: &str, text: &str) -> SourceFacts {
    let path = TreePath::parse(path.as_bytes()).unwrap();
    read(&path, text.as_bytes(), &SourceLimits::standard()).0.unwrap()
}

/// The links of a file: `[maybe ][static ]kind:name line[ if condition]`.
#[track_caller]
fn check(path: &str, text: &str, expect: &[&str]) {
    let shown = |link: &LibraryLink| {
        let maybe = if link.is_optional { "maybe " } else { "" };
        let kept = if link.is_static { "static " } else { "" };
        let kind = match link.naming {
            LinkNaming::Flag => "l",
            LinkNaming::PkgConfig => "pc",
            LinkNaming::Package => "pkg",
        };
        let condition = link.condition.as_ref().map(|text| format!(" if {text}"));
        let condition = condition.unwrap_or_default();
        format!("{maybe}{kept}{kind}:{} {}{condition}", link.library, link.span.first_line)
    };
    let links: Vec<String> = facts(path, text).links.iter().map(shown).collect();
    assert_eq!(links, expect, "{text}");
}

#[test]
fn meson_names_what_it_asks_for() {
    check(
        "meson.build",
        "project('p', 'c')\n\
         # dependency('commented')\n\
         z = dependency('zlib', version: '>= 1.2')\n\
         curl = dependency('libcurl',\n  required: get_option('curl'))\n\
         if host_machine.system() == 'linux'\n  u = dependency('libudev')\nelse\n  dependency('x')\nendif\n\
         m = cc.find_library('m', required: false)\n\
         s = dependency('libssh', static: true)\n\
         n = dependency('', required: false)\n\
         c = dependency('ncursesw', 'ncurses')\n\
         e = dependency(name, required: true)\n\
         p = dependency('pcre2', required: false)\n\
         if not p.found()\n  p = dependency('pcre2')\nendif\n\
         t = '''\ndependency('in-a-text')\n'''\n",
        &[
            "pc:zlib 3",
            "maybe pc:libcurl 4 if get_option('curl')",
            "maybe pc:libudev 7 if host_machine.system() == 'linux'",
            "maybe pc:x 9 if not (host_machine.system() == 'linux')",
            "maybe l:m 11",
            "static pc:libssh 12",
            "pc:ncursesw 14",
            "maybe pc:pcre2 16",
            "pc:pcre2 18",
        ],
    );
    check(
        "meson.build",
        "foreach name : ['a', 'b']\n  deps += dependency(name)\nendforeach\n\
         foreach name, rest : {'c': ['x'], 'd': []}\n  deps += dependency(name)\nendforeach\n\
         foreach other : names\n  deps += dependency(other)\nendforeach\n",
        &["pc:a 2", "pc:b 2", "pc:c 2", "pc:d 2"],
    );
    let own = facts("meson.build", "meson.override_dependency('p-2.0', d)\nlibrary('p', s)\n");
    assert_eq!(own.functions, ["p-2.0".into(), "p".into()]);
}

#[test]
fn cmake_names_packages_modules_and_flags() {
    check(
        "CMakeLists.txt",
        "# find_package(Commented)\n\
         #[[ find_package(AlsoCommented) ]]\n\
         option(USE_PSL \"Use it\" ON)\n\
         option(USE_SSH \"Use it\" OFF)\n\
         find_package(ZLIB REQUIRED)\n\
         find_package(Idn)\n\
         if(USE_PSL)\n  find_package(Psl REQUIRED)\nendif()\n\
         if(USE_SSH)\n  find_package(Ssh REQUIRED)\nelse()\n  find_package(Other REQUIRED)\nendif()\n\
         pkg_check_modules(GLIB REQUIRED IMPORTED_TARGET glib-2.0>=2.40 gio-2.0)\n\
         find_library(FOO NAMES foo libfoo PATHS /opt)\n\
         if(NOT FOO)\n  message(FATAL_ERROR \"no foo\")\nendif()\n\
         find_library(BAR bar)\n\
         if(WITH_BAR)\n  if(NOT BAR)\n    message(FATAL_ERROR \"no\")\n  endif()\nendif()\n\
         add_library(mine STATIC a.c)\n\
         my_dependency_option(USE_Z \"ON\" BZip2)\n\
         target_link_libraries(app PRIVATE mine Boost::system ${LZ4_LIBRARIES} -lbar\n\
           \"-framework Cocoa\" /usr/lib/libq.a $<TARGET_FILE:x>)\n",
        &[
            "pkg:ZLIB 5",
            "maybe pkg:Idn 6",
            "pkg:Psl 8 if USE_PSL",
            "maybe pkg:Ssh 11 if USE_SSH",
            "maybe pkg:Other 13 if not (USE_SSH)",
            "pc:glib-2.0 15",
            "pc:gio-2.0 15",
            "l:foo 16",
            "maybe l:bar 20",
            "maybe pkg:USE_Z 27",
            "maybe pkg:ON 27",
            "maybe pkg:BZip2 27",
            "l:mine 28",
            "pkg:Boost::system 28",
            "pkg:LZ4 28",
            "l:bar 28",
        ],
    );
    assert_eq!(facts("a.cmake", "add_library(mine a.c)").functions, ["mine".into()]);
    assert!(facts("CMakeLists.txt", "target_link_libraries(unit_tests gtest)").links.is_empty());
}

/// Lines behind `else` had the condition of the `if`, and what only fuzzing builds counted for all.
#[test]
fn branches_have_their_own_conditions() {
    check(
        "meson.build",
        "if a\n  dependency('x')\nelif b\n  dependency('y')\nelse\n  dependency('z')\nendif\n\
         if not c\n  dependency('u')\nelse\n  dependency('v')\nendif\n\
         if internal and want_fuzzer\n  p = subproject('openssl')\nelse\n  dependency('openssl')\nendif\n\
         if want_x\n  p = subproject('xx')\nendif\n",
        &[
            "maybe pc:x 2 if a",
            "maybe pc:y 4 if b",
            "maybe pc:z 6 if not (a) and not (b)",
            "maybe pc:u 9 if not c",
            "maybe pc:v 11 if c",
            "pc:openssl 16 if not (internal and want_fuzzer)",
            "maybe static pc:xx 19 if want_x",
        ],
    );
    check(
        "configure.ac",
        "if test \"$a\" = yes; then\n  AC_CHECK_LIB(x, f)\nelse\n  AC_CHECK_LIB(y, f)\nfi\n",
        &["maybe l:x 2 if test \"$a\" = yes", "maybe l:y 4 if not (test \"$a\" = yes)"],
    );
}

/// A token that tests alone load was said to be linked with every program, and so was Python, whose
/// interpreter runs while the build does; what generator's expressions name was lost.
#[test]
fn cmake_tells_tools_tests_and_generated_names_apart() {
    check(
        "CMakeLists.txt",
        "option(USE_UTP \"Use it\" ON)\n\
         find_package(Python3 REQUIRED COMPONENTS Interpreter)\n\
         find_package(Python3 REQUIRED COMPONENTS Interpreter Development)\n\
         if(BUILD_TESTING)\n  if(WITH_P11)\n    find_library(TOKEN softhsm2)\n  endif()\nendif()\n\
         if(NOT BUILD_TESTING)\n  find_package(Real REQUIRED)\nendif()\n\
         target_link_libraries(app PRIVATE $<$<BOOL:${USE_UTP}>:libutp::libutp>\n\
           $<$<BOOL:${WIN32}>:crypt33> $<TARGET_NAME_IF_EXISTS:PkgConfig::lzo2>)\n",
        &[
            "pkg:Python3 3",
            "maybe pkg:Real 10 if NOT BUILD_TESTING",
            "pkg:libutp::libutp 12",
            "maybe l:crypt33 12 if $<BOOL:${WIN32}>",
            "maybe pc:lzo2 12 if $<TARGET_NAME_IF_EXISTS:PkgConfig::lzo2>",
        ],
    );
}

#[test]
fn configure_names_what_it_looks_for() {
    check(
        "configure.ac",
        "dnl AC_CHECK_LIB(commented, f)\n\
         # AC_CHECK_LIB(also, f)\n\
         AC_CHECK_LIB([z], [deflate], , [AC_MSG_ERROR([no z])])\n\
         AC_CHECK_LIB(sec, aclsort)\n\
         if test \"x$enable_zstd\" != \"xno\"; then\n\
         \tif test x\"$ac_cv_header_zstd_h\" = x\"yes\"; then\n\
         \tAC_SEARCH_LIBS(ZSTD_f, zstd,\n\t\t[AC_DEFINE(Z)], [err_msg=\"Failed to find it\"])\n\
         \tfi\nfi\n\
         AC_SEARCH_LIBS([tgetent], [ncursesw ncurses curses], , [exit 1])\n\
         AC_SEARCH_LIBS([x], [one other], , [exit 1])\n\
         PKG_CHECK_MODULES([GLIB], [glib-2.0 >= 2.40 gio-2.0])\n\
         PKG_CHECK_MODULES([SD], [libsystemd], [have=1], [have=0])\n\
         AC_ARG_WITH([ssl], [help], [AC_CHECK_LIB([ssl], [f], , [AC_MSG_ERROR(no)])])\n\
         AC_ARG_ENABLE(q, [help], [], [enable_q=no])\n\
         if test \"x$enable_q\" != \"xno\"; then\n  AC_CHECK_LIB(q, f, , exit 1)\nfi\n\
         AS_IF([test \"x$with_idn\" != xno], [PKG_CHECK_MODULES([IDN], [libidn2])])\n\
         PKG_CHECK_MODULES(EV, [libevent], [found_ev=yes], found_ev=no)\n\
         if test \"x$found_ev\" = xno; then\n  AC_MSG_ERROR(\"no libevent\")\nfi\n\
         case \"$host\" in\n  *sun*) LIBS=\"$LIBS -lnsl -lkstat\" ;;\nesac\n",
        &[
            "l:z 3",
            "maybe l:sec 4",
            "l:zstd 7 if test \"x$enable_zstd\" != \"xno\"",
            "l:ncursesw 11",
            "maybe l:one 12",
            "maybe l:other 12",
            "pc:glib-2.0 13",
            "pc:gio-2.0 13",
            "maybe pc:libsystemd 14",
            "maybe l:ssl 15 if ssl",
            "maybe l:q 18 if test \"x$enable_q\" != \"xno\"",
            "pc:libidn2 20 if test \"x$with_idn\" != xno",
            "pc:libevent 21",
            "maybe l:nsl 26 if \"$host\" in",
            "maybe l:kstat 26 if \"$host\" in",
        ],
    );
}

#[test]
fn macros_of_projects_name_libraries_too() {
    let text = "AC_DEFUN([P_USER_UUID], [\n\tP_AC_FIND_SYSTEM_LIBRARY(U, [libuuid], [u.h], [], \
                [uuid], [f], [], [\n\t\tAC_MSG_FAILURE([no])])\n])\n";
    check("config/user-uuid.m4", text, &["pc:libuuid 2"]);
    // One that many projects copy says nothing of this one.
    let shared = format!("# x.m4 serial 12\n{text}");
    check("m4/x.m4", &shared, &[]);
}

#[test]
fn makefiles_name_flags() {
    check(
        "Makefile",
        "LIBS = -lz -lm # -lcommented\n\
         LDFLAGS += -L/opt/lib \\\n  -lpng\n\
         ifdef USE_SSL\n\tLIBS += -lssl\nendif\n\
         GTK := $(shell pkg-config --libs gtk+-3.0 cairo)\n\
         CFLAGS += $(shell pkg-config --cflags other)\n\
         HOSTLDLIBS = -lhost\n\
         prog: a.o\n\t$(CC) -o $@ $^ -lcurses -l:libx.a\n\tls -lart\n\
         test_prog_LDADD = -lcheck\n\
         ifdef NO_EXPAT\nX = 1\nelse\nLIBS += -lexpat\nendif\n",
        &[
            "l:z 1",
            "l:m 1",
            "l:png 2",
            "maybe l:ssl 5 if ifdef USE_SSL",
            "pc:gtk+-3.0 7",
            "pc:cairo 7",
            "l:curses 11",
            "static l:x 11",
            "l:expat 17 if not (ifdef NO_EXPAT)",
        ],
    );
}

#[test]
fn go_and_rust_name_libraries_in_their_text() {
    check(
        "a.go",
        "package a\n/*\n#cgo linux LDFLAGS: -lnl-3\n#cgo LDFLAGS: -L. -lfoo\n#cgo pkg-config: \
         bar >= 2\n#include <foo.h>\n*/\nimport \"C\"\n",
        &["maybe l:nl-3 3 if linux", "l:foo 4", "pc:bar 5"],
    );
    check(
        "a.rs",
        "#[link(name = \"foo\", kind = \"static\")]\nextern \"C\" {}\n\
         #[cfg(windows)]\n#[link(name = \"bar\")]\nextern \"C\" {}\n\
         // #[link(name = \"no\")]\n#[link(name = \"Cocoa\", kind = \"framework\")]\nextern {}\n",
        &["static l:foo 1", "maybe l:bar 4 if windows"],
    );
    check(
        "build.rs",
        "fn main() {\n    println!(\"cargo:rustc-link-lib=z\");\n    if x {\n        \
         println!(\"cargo::rustc-link-lib=static=q\");\n    }\n    \
         pkg_config::probe_library(\"liblzma\").unwrap();\n}\n",
        &["l:z 2", "maybe static l:q 4", "pc:liblzma 6"],
    );
}
