// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Which header of a name is meant, by the folders in which targets look for headers.

use super::*;

/// Shows each header of a world with the wholes that have it; `?` where nobody knows.
#[track_caller]
fn check_headers(world: &str, expect: &[&str]) {
    let parts = parts_of(world);
    let wholes = parts.wholes(|_| Some(0), |_| false);
    let headers = (0..parts.files.len() as FileId).map(|id| parts.files.path(id));
    let headers = headers.filter(|path| is_header(path));
    let shown: Vec<String> = headers
        .map(|path| match wholes.of(path, &parts) {
            Held::By(held) => {
                let names: Vec<&str> = held.iter().map(|at| &*wholes.all()[*at].name).collect();
                format!("{path}: {}", names.join(" "))
            }
            Held::Unknown => format!("{path}: ?"),
            Held::No => format!("{path}:"),
        })
        .collect();
    assert_eq!(shown, expect);
}

#[test]
fn folders_of_automake_targets() {
    check_headers(
        "
    //- configure.ac
    AC_INIT([pool], [1])
    system=`uname`
    AC_SUBST([os_name], [$system])
    //- Makefile.am
    include $(top_srcdir)/Rules.am
    include $(srcdir)/lib/Makefile.am
    include $(srcdir)/cmd/Makefile.am
    //- Rules.am
    AM_CPPFLAGS = \\
    	-I$(top_srcdir)/include \\
    	-I $(top_srcdir)/lib/include \\
    	-I$(top_srcdir)/lib/include/os/@os_name@
    //- lib/Makefile.am
    lib_LTLIBRARIES = libpool.la
    libpool_la_SOURCES = %D%/pool.c
    //- cmd/Makefile.am
    bin_PROGRAMS = pool driver
    pool_SOURCES = %D%/main.c
    pool_LDADD = libpool.la
    driver_CPPFLAGS = -I$(top_srcdir)/include/os/linux -I$(top_srcdir)/include
    driver_SOURCES = %D%/driver.c
    //- lib/pool.c
    #include <sys/list.h>
    #include <sys/wait.h>
    #include <signal.h>
    #include <list.h>
    //- cmd/main.c
    #include <sys/list.h>
    #include <sys/mount.h>
    #include `own.h`
    //- cmd/own.h
    //- include/own.h
    //- cmd/driver.c
    #include <sys/list.h>
    #include <sys/wait.h>
    //- lib/include/sys/list.h
    //- lib/include/os/linux/sys/mount.h
    //- lib/include/os/freebsd/sys/mount.h
    //- include/os/linux/sys/list.h
    //- include/os/linux/sys/wait.h
    //- include/os/freebsd/sys/list.h
    "
        .replace('`', "\"")
        .as_str(),
        &[
            "cmd/own.h: pool",
            "include/own.h:",
            "lib/include/sys/list.h: pool pool",
            "lib/include/os/linux/sys/mount.h: pool",
            "lib/include/os/freebsd/sys/mount.h: pool",
            "include/os/linux/sys/list.h: driver",
            // What nobody else's path leads to is the system's.
            "include/os/linux/sys/wait.h: driver",
            "include/os/freebsd/sys/list.h:",
        ],
    );
}

#[test]
fn folders_of_cmake_targets() {
    check_headers(
        "
    //- CMakeLists.txt
    project(Net C)
    include_directories(compat)
    add_library(base STATIC base.c)
    target_include_directories(base PRIVATE inner PUBLIC
        $<BUILD_INTERFACE:${CMAKE_CURRENT_SOURCE_DIR}/api> $<INSTALL_INTERFACE:include>)
    add_library(headers INTERFACE)
    target_include_directories(headers INTERFACE ${Net_SOURCE_DIR}/extra)
    target_link_libraries(base PUBLIC headers)
    add_executable(client client.c)
    target_link_libraries(client PRIVATE base)
    add_executable(server server.c)
    target_include_directories(server PRIVATE ${PROJECT_SOURCE_DIR}/server)
    if(WIN32)
      target_include_directories(client BEFORE PRIVATE win)
    endif()
    //- base.c
    #include <net.h>
    #include <log.h>
    //- client.c
    #include <net.h>
    #include <log.h>
    #include <more.h>
    //- server.c
    #include <net.h>
    #include <log.h>
    //- api/net.h
    //- server/net.h
    //- win/net.h
    //- inner/log.h
    //- compat/log.h
    //- extra/more.h
    //- other/more.h
    ",
        &[
            "api/net.h: client",
            "server/net.h: server",
            "win/net.h: client",
            "inner/log.h: client",
            "compat/log.h: client server",
            "extra/more.h: client",
            "other/more.h:",
        ],
    );
}

#[test]
fn folders_of_meson_targets() {
    check_headers(
        "
    //- meson.build
    inc = include_directories('include', 'common')
    dep = declare_dependency(include_directories: inc, sources: [])
    subdir('src')
    //- src/meson.build
    executable('play', 'play.c', dependencies: [dep], install: true)
    executable('show', 'show.c', include_directories: ['gui'], install: true)
    //- src/play.c
    #include <view.h>
    //- src/show.c
    #include <view.h>
    //- include/view.h
    //- src/gui/view.h
    //- old/view.h
    ",
        &["include/view.h: play", "src/gui/view.h: show", "old/view.h:"],
    );
}

#[test]
fn folders_of_makefiles() {
    check_headers(
        "
    //- Makefile
    CFLAGS += -Iinclude
    all: app
    	$(MAKE) -C sub
    app: app.o
    	$(CC) $(CFLAGS) -o $@ app.o
    //- sub/Makefile
    CFLAGS += -I../compat
    all: tool
    tool: tool.o
    	$(CC) $(CFLAGS) -o $@ tool.o
    install: tool
    //- app.c
    #include <io.h>
    //- sub/tool.c
    #include <io.h>
    #include <extra.h>
    //- include/io.h
    //- include/extra.h
    //- compat/io.h
    //- sub/old/io.h
    ",
        &["include/io.h: app", "include/extra.h: tool", "compat/io.h: tool", "sub/old/io.h:"],
    );
}

#[test]
fn what_no_folder_is_told_of_is_found_by_name() {
    check_headers(
        "
    //- Makefile
    all: one two
    one: one.o
    	$(CC) -o $@ one.o
    two: lib/two.o
    	$(CC) -o $@ lib/two.o
    //- one.c
    #include <io.h>
    //- lib/two.c
    #include <io.h>
    //- lib/io.h
    ",
        &["lib/io.h: one two"],
    );
}

/// A header of kernels under its own license counted as a part of each program that reads it there.
#[test]
fn conditions_of_kernels_and_programs() {
    let world = "
    //- configure.ac
    AC_INIT([pool], [1])
    //- Makefile.am
    bin_PROGRAMS = pool driver
    pool_SOURCES = main.c other.c
    //- driver.c
    //- main.c
    #include \"pool.h\"
    #if 0
    #include \"old.h\"
    #endif
    //- other.c
    #include \"pool.h\"
    //- pool.h
    #ifdef _KERNEL
    #include \"inside.h\"
    #else
    #include \"outside.h\"
    #endif
    #ifdef HAVE_MORE
    #include \"more.h\"
    #endif
    //- inside.h
    //- more.h
    //- old.h
    //- outside.h
    ";
    check_headers(
        world,
        &["pool.h: pool", "inside.h:", "more.h: pool", "old.h:", "outside.h: pool"],
    );
    // One of the files is compiled as a kernel's.
    let defining = world.replace("//- other.c\n", "//- other.c\n    #define _KERNEL\n");
    check_headers(
        &defining,
        &["pool.h: pool", "inside.h: pool", "more.h: pool", "old.h:", "outside.h: pool"],
    );
    let handed = world.replace("bin_PROGRAMS", "AM_CPPFLAGS = -D_KERNEL\n    bin_PROGRAMS");
    check_headers(
        &handed,
        &["pool.h: pool", "inside.h: pool", "more.h: pool", "old.h:", "outside.h: pool"],
    );
}

#[test]
fn conditions_of_systems() {
    let world = "
    //- Makefile
    all: pool driver
    pool: main.o plain.o
    	$(CC) -o $@ main.o plain.o
    driver: driver.o
    	$(CC) -o $@ driver.o
    //- driver.c
    //- main.c
    #include <sys/epoll.h>
    #ifdef _WIN32
    #include \"windows-only.h\"
    #endif
    #ifdef __APPLE__
    #include \"apple.h\"
    #endif
    //- plain.c
    #include <stdio.h>
    #ifdef _WIN32
    #include \"windows-too.h\"
    #endif
    //- apple.h
    //- windows-only.h
    //- windows-too.h
    ";
    check_headers(world, &["apple.h: pool", "windows-only.h:", "windows-too.h: pool"]);
    // The tree brings such a header for Windows itself.
    let brings = format!("{world}//- compat/sys/epoll.h\n");
    check_headers(
        &brings,
        &[
            "apple.h: pool",
            "windows-only.h: pool",
            "windows-too.h: pool",
            "compat/sys/epoll.h: pool",
        ],
    );
}

#[test]
fn conditions_of_kernel_modules() {
    check_headers(
        "
    //- Kbuild
    ccflags-y += -I$(src)/include -D_KERNEL
    obj-m := pool.o driver.o
    pool-objs := main.o
    //- driver.c
    //- main.c
    #include <sys/pool.h>
    MODULE_LICENSE(\"GPL\");
    //- include/sys/pool.h
    #ifndef _KERNEL
    #include \"outside.h\"
    #endif
    #ifdef __FreeBSD__
    #include \"bsd.h\"
    #endif
    #ifdef __linux__
    #include \"linux.h\"
    #endif
    //- include/sys/bsd.h
    //- include/sys/linux.h
    //- include/sys/outside.h
    ",
        &[
            "include/sys/pool.h: pool.ko",
            "include/sys/bsd.h:",
            "include/sys/linux.h: pool.ko",
            "include/sys/outside.h:",
        ],
    );
}
