// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What files are to what small trees build.

use super::*;
use crate::{SourceLimits, read};

/// Reads a world of files and shows what each file of source is, by the names of targets.
#[track_caller]
fn check(world: &str, expect: &[&str]) {
    assert_eq!(shown(world), expect);
}

fn shown(world: &str) -> Vec<String> {
    let mut gathered = Gathered::default();
    let mut path = None;
    let mut text = String::new();
    let mut take = |path: &Option<TreePath>, text: &mut String| {
        if let Some(path) = path {
            let (mut facts, _) = read(path, text.as_bytes(), &SourceLimits::standard());
            gathered.observe(path, facts.as_mut());
        }
        text.clear();
    };
    for line in world.lines() {
        let line = line.strip_prefix("    ").unwrap_or(line);
        if let Some(name) = line.strip_prefix("//- ") {
            take(&path, &mut text);
            path = Some(TreePath::parse(name.as_bytes()).unwrap());
        } else {
            text.push_str(line);
            text.push('\n');
        }
    }
    take(&path, &mut text);
    let parts = gathered.parts();
    let names = |targets: &[TargetId]| {
        let names: Vec<&str> = targets.iter().map(|one| &*parts.targets()[*one].name).collect();
        names.join(" ")
    };
    parts
        .sources()
        .map(|(path, part)| match part {
            Part::Inside(targets) => format!("{path}: {}", names(&targets)),
            Part::Work(targets) => format!("{path}: work {}", names(&targets)),
            Part::Beside(file) => format!("{path}: beside {file}"),
            Part::Unknown => format!("{path}: unknown"),
        })
        .collect()
}

#[test]
fn rules_of_a_makefile() {
    check(
        r"
    //- Makefile.in
    EXEEXT=@EXEEXT@
    OBJS1 = main.o \
    	io.o # the rest
    OBJS = $(OBJS1) lib/pool.o @SIMD@
    SIMD_x86 = simd.o
    all: prog$(EXEEXT)
    prog$(EXEEXT): $(OBJS)
    	$(CC) -o $@ $(OBJS) $(LIBS)
    $(OBJS): prog.h
    check: all getgroups$(EXEEXT)
    getgroups$(EXEEXT): getgroups.o
    	$(CC) -o $@ getgroups.o
    //- configure.ac
    SIMD='$(SIMD_x86)'
    //- main.c
    #include `util.c`
    //- io.c
    //- util.c
    //- simd.cpp
    //- lib/pool.c
    //- getgroups.c
    //- extra/other.c
    "
        .replace('`', "\"")
        .as_str(),
        &[
            "main.c: prog",
            "io.c: prog",
            "util.c: prog",
            "simd.cpp: prog",
            "lib/pool.c: prog",
            "getgroups.c: work getgroups",
            "extra/other.c: beside Makefile.in",
        ],
    );
}

#[test]
fn functions_and_patterns_of_make() {
    check(
        r"
    //- Makefile
    SRCS := $(wildcard src/*.c) $(filter-out src/x.c,$(EXTRA))
    EXTRA = more/y.c
    OBJS = $(patsubst src/%.c,build/%.o,$(SRCS)) $(addprefix build/,z.o)
    app: $(OBJS)
    	gcc -o $@ $^
    build/%.o: src/%.c
    	gcc -c -o $@ $<
    //- src/a.c
    //- more/y.c
    //- more/w.c
    //- src/deep/z.c
    ",
        &["src/a.c: app", "more/y.c: app", "more/w.c: beside Makefile", "src/deep/z.c: app"],
    );
}

#[test]
fn automake_names_programs_and_libraries() {
    check(
        r"
    //- Makefile.am
    bin_PROGRAMS = one two
    lib_LTLIBRARIES = libcore.la
    noinst_LIBRARIES = libtest.a
    check_PROGRAMS = unit
    SOURCES_OF_ONE = a.c
    one_SOURCES = $(SOURCES_OF_ONE) b.c
    if WINDOWS
    one_SOURCES += win.c
    endif
    nodist_one_SOURCES = osdep-@PLATFORM@.c
    one_LDADD = libcore.la $(LIBOBJS)
    libcore_la_SOURCES = core.c gram.y
    libtest_a_SOURCES = helper.c
    unit_SOURCES = unit.c
    unit_LDADD = libtest.a libcore.la
    //- configure.ac
    AC_REPLACE_FUNCS([strlcpy])
    //- a.c
    //- b.c
    //- win.c
    //- osdep-linux.c
    //- two.c
    //- core.c
    //- gram.y
    //- gram.c
    //- helper.c
    //- unit.c
    //- compat/strlcpy.c
    //- left.c
    ",
        &[
            "a.c: one",
            "b.c: one",
            "win.c: one",
            "osdep-linux.c: one",
            "two.c: two",
            "core.c: libcore.la",
            "gram.y: libcore.la",
            "gram.c: libcore.la",
            "helper.c: work libtest.a",
            "unit.c: work unit",
            "compat/strlcpy.c: one",
            "left.c: beside Makefile.am",
        ],
    );
}

#[test]
fn cmake_lists_globs_and_functions() {
    check(
        r"
    //- CMakeLists.txt
    project(x)
    set(SRCS a.c ${EXTRA})
    list(APPEND SRCS src/b.cpp)
    file(GLOB_RECURSE CORE lib/*.c)
    add_library(core STATIC ${CORE})
    add_executable(app WIN32 ${SRCS})
    target_sources(app PRIVATE $<$<BOOL:X>:late.c>)
    target_link_libraries(app PRIVATE core)
    my_add_tool(helper tool.c)
    if(BUILD_TESTING)
      add_executable(checks t.c)
    endif()
    add_subdirectory(sub)
    //- sub/CMakeLists.txt
    add_executable(inner ${CMAKE_CURRENT_SOURCE_DIR}/in.c ${CMAKE_SOURCE_DIR}/shared.c)
    //- a.c
    //- src/b.cpp
    //- late.c
    //- lib/one.c
    //- lib/deep/two.c
    //- tool.c
    //- t.c
    //- sub/in.c
    //- shared.c
    //- none.c
    ",
        &[
            "a.c: app",
            "src/b.cpp: app",
            "late.c: app",
            "lib/one.c: core",
            "lib/deep/two.c: core",
            "tool.c: helper",
            "t.c: work checks",
            "sub/in.c: inner",
            "shared.c: inner",
            "none.c: beside CMakeLists.txt",
        ],
    );
}

#[test]
fn meson_lists_and_loops() {
    check(
        r"
    //- meson.build
    project('x', 'c')
    sources = files('a.c', 'b.c')
    if host_machine.system() == 'windows'
      sources += ['win.c']
    endif
    subdir('lib')
    app = executable('app', sources, 'main.c', dependencies: [core_dep], install: true)
    foreach name : ['one', 'two']
      test(name, executable(name, name + '.c'))
    endforeach
    //- lib/meson.build
    core = static_library('core', 'core.c')
    core_dep = declare_dependency(link_with: core, sources: files('gen.c'))
    //- a.c
    //- b.c
    //- win.c
    //- main.c
    //- lib/core.c
    //- lib/gen.c
    //- lib/old.c
    //- one.c
    //- two.c
    ",
        &[
            "a.c: app",
            "b.c: app",
            "win.c: app",
            "main.c: app",
            "lib/core.c: core",
            "lib/gen.c: app",
            "lib/old.c: beside lib/meson.build",
            "one.c: work one two",
            "two.c: work one two",
        ],
    );
}

#[test]
fn lists_of_kernels() {
    check(
        r"
    //- fs/Makefile
    obj-$(CONFIG_X) += x.o sub/
    x-y := inner.o
    //- fs/x.c
    //- fs/inner.c
    //- fs/left.c
    ",
        &["fs/x.c: ", "fs/inner.c: ", "fs/left.c: beside fs/Makefile"],
    );
}

#[test]
fn what_is_computed_is_not_known() {
    let world = |list: &str| {
        format!(
            "
    //- Makefile
    SRCS = {list}
    app: main.o $(SRCS)
    \tcc -o $@ $^
    //- main.c
    //- other.c
    "
        )
    };
    check(&world("$(shell ./list)"), &["main.c: app", "other.c: unknown"]);
    check(&world("$(MORE_OBJS)"), &["main.c: app", "other.c: unknown"]);
    check(&world("$(LIBS)"), &["main.c: app", "other.c: beside Makefile"]);
    // Nothing that is read builds it.
    check("\n    //- setup.py\n    x\n    //- ext/a.c\n    ", &["ext/a.c: unknown"]);
}

#[test]
fn crates_and_their_modules() {
    check(
        r"
    //- Cargo.toml
    [package]
    name = `app`
    [[bin]]
    name = `tool`
    path = `tool/main.rs`
    //- src/main.rs
    mod one;
    #[cfg_attr(unix, path = `imp/unix.rs`)]
    mod imp;
    #[cfg(test)]
    mod tests;
    //- src/one.rs
    pub mod inner;
    //- src/one/inner.rs
    //- src/imp/unix.rs
    //- src/tests.rs
    //- src/old.rs
    //- tool/main.rs
    //- examples/show.rs
    //- native/a.c
    "
        .replace('`', "\"")
        .as_str(),
        &[
            "src/main.rs: app",
            "src/one.rs: app",
            "src/one/inner.rs: app",
            "src/imp/unix.rs: app",
            "src/tests.rs: beside Cargo.toml",
            "src/old.rs: beside Cargo.toml",
            "tool/main.rs: tool",
            "examples/show.rs: work show",
            "native/a.c: beside Cargo.toml",
        ],
    );
}

#[test]
fn build_scripts_of_crates() {
    let world = |script: &str| {
        format!(
            "
    //- Cargo.toml
    [package]
    name = \"app\"
    //- src/lib.rs
    //- build.rs
    fn main() {{ {script} }}
    //- native/a.c
    //- native/b.c
    "
        )
    };
    let known = ["src/lib.rs: app", "build.rs: work build-script"];
    let all = |c: [&'static str; 2]| [known[0], known[1], c[0], c[1]];
    check(
        &world("cc::Build::new().file(\"native/a.c\").compile(\"x\");"),
        &all(["native/a.c: app", "native/b.c: beside Cargo.toml"]),
    );
    check(
        &world("for f in std::fs::read_dir(\"native\") { cc::Build::new(); }"),
        &all(["native/a.c: unknown", "native/b.c: unknown"]),
    );
}

#[test]
fn folders_of_others_are_taken_or_not() {
    let world = "
    //- Makefile
    all:
    \tcd deps/lua && make
    app: main.o deps/z/z.o
    \tcc -o $@ $^
    //- main.c
    //- deps/lua/Makefile
    lua: lua.o
    \tcc -o $@ $^
    //- deps/lua/lua.c
    //- deps/z/z.c
    //- deps/none/n.c
    ";
    let mut gathered = Gathered::default();
    let mut files: Vec<(TreePath, String)> = Vec::new();
    for line in world.lines() {
        let line = line.strip_prefix("    ").unwrap_or(line);
        match line.strip_prefix("//- ") {
            Some(name) => {
                files.push((TreePath::parse(name.as_bytes()).unwrap(), String::new()));
            }
            None => {
                if let Some((_, text)) = files.last_mut() {
                    text.push_str(line);
                    text.push('\n');
                }
            }
        }
    }
    for (path, text) in &files {
        let (mut facts, _) = read(path, text.as_bytes(), &SourceLimits::standard());
        gathered.observe(path, facts.as_mut());
    }
    let parts = gathered.parts();
    let folder = |name: &str| TreePath::parse(name.as_bytes()).unwrap();
    assert_eq!(&*parts.taken(&folder("deps/z")).unwrap().name, "app");
    assert!(parts.taken(&folder("deps/lua")).is_none());
    assert!(parts.mention(&folder("deps/lua")).is_some());
    assert!(parts.taken(&folder("deps/none")).is_none());
    assert!(parts.mention(&folder("deps/none")).is_none());
    assert!(parts.told_by(&folder("deps/none")).is_some());
}
