// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What files are to what small trees build.

use super::*;
use crate::{SourceLimits, read};

mod asked;
mod includes;

/// Reads a world of files and shows what each file of source is, by the names of targets.
#[track_caller]
fn check(world: &str, expect: &[&str]) {
    assert_eq!(shown(world), expect);
}

fn parts_of(world: &str) -> Parts {
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
    gathered.parts()
}

fn shown(world: &str) -> Vec<String> {
    let parts = parts_of(world);
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
        &["fs/x.c: ", "fs/inner.c: x.ko", "fs/left.c: beside fs/Makefile"],
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

/// Shows the wholes of a world: name, kind, what it is linked with, and its files.
#[track_caller]
fn check_wholes(world: &str, expect: &[&str]) {
    let parts = parts_of(world);
    let wholes = parts.wholes(|_| Some(0), |_| false);
    let sources = wholes.sources(&parts);
    let shown: Vec<String> = wholes
        .all()
        .iter()
        .zip(sources)
        .map(|(whole, files)| {
            let kind = if whole.is_program { "program" } else { "library" };
            let links = whole.links.iter().map(|link| {
                let sign = if link.is_dynamic { '~' } else { '+' };
                format!(" {sign}{}", wholes.all()[link.library].name)
            });
            let links: String = links.collect();
            let files: Vec<String> = files.into_iter().map(ToString::to_string).collect();
            format!("{kind} {}{links}: {}", whole.name, files.join(" "))
        })
        .collect();
    assert_eq!(shown, expect);
}

#[test]
fn wholes_of_automake() {
    check_wholes(
        "
    //- Makefile.am
    bin_PROGRAMS = one two
    lib_LTLIBRARIES = libcore.la
    noinst_LTLIBRARIES = libutil.la
    noinst_PROGRAMS = helper
    one_SOURCES = one.c
    one_LDADD = libcore.la libutil.la
    two_SOURCES = two.c
    libcore_la_SOURCES = core.c
    libutil_la_SOURCES = util.c
    helper_SOURCES = helper.c
    //- one.c
    //- two.c
    //- core.c
    //- util.c
    //- helper.c
    ",
        &["library core: core.c", "program one ~core: one.c util.c", "program two: two.c"],
    );
}

#[test]
fn kernel_modules_are_wholes() {
    check_wholes(
        r"
    //- Makefile.am
    bin_PROGRAMS = tool
    noinst_LIBRARIES = libspare.a
    tool_SOURCES = tool.c
    libspare_a_SOURCES = spare.c
    //- module/Kbuild.in
    obj-$(CONFIG_FS) := fs.o base.o
    BASE_OBJS := list.o tree.o
    base-objs += $(addprefix base/,$(BASE_OBJS))
    fs-objs += main.o
    @SCRIPTS_TRUE@fs-objs += script.o
    fs-$(CONFIG_X86) += fast.o
    obj-m += alone.o
    //- tool.c
    //- spare.c
    //- module/base/list.c
    //- module/base/tree.c
    //- module/main.c
    //- module/script.c
    //- module/fast.c
    //- module/alone.c
    ",
        &[
            "program alone.ko: module/alone.c",
            "program base.ko: module/base/list.c module/base/tree.c",
            "program fs.ko: module/fast.c module/main.c module/script.c",
            "program tool: spare.c tool.c",
        ],
    );
}

#[test]
fn wholes_of_cmake() {
    check_wholes(
        "
    //- CMakeLists.txt
    project(thing C)
    add_library(objs OBJECT a.c)
    add_library(${PROJECT_NAME} SHARED lib.c $<TARGET_OBJECTS:objs>)
    add_library(parts STATIC parts.c)
    add_executable(tool tool.c)
    add_executable(other other.c)
    target_link_libraries(tool PRIVATE thing)
    target_link_libraries(other PRIVATE parts)
    install(TARGETS tool other thing)
    //- a.c
    //- lib.c
    //- parts.c
    //- tool.c
    //- other.c
    ",
        &[
            "library thing: a.c lib.c",
            "program other: other.c parts.c",
            "program tool ~thing: tool.c",
        ],
    );
}

#[test]
fn wholes_of_targets_in_folders() {
    check_wholes(
        "
    //- CMakeLists.txt
    project(libthing2 C)
    add_subdirectory(src)
    //- src/CMakeLists.txt
    add_subdirectory(lib)
    add_subdirectory(cli)
    //- src/lib/CMakeLists.txt
    file(GLOB SRC_H \"*.c\")
    add_library(libthing2 OBJECT)
    target_sources(libthing2 PRIVATE ${SRC_H})
    list(APPEND OBJECTS $<TARGET_OBJECTS:libthing2>)
    add_library(libthing2package ${SRC_RC} ${OBJECTS})
    install(TARGETS libthing2package)
    //- src/lib/a.c
    //- src/cli/CMakeLists.txt
    file(GLOB CLI_SRC_C *.c)
    add_executable(thing2_cli ${CLI_SRC_C} ${OBJECTS})
    install(TARGETS thing2_cli RUNTIME DESTINATION bin)
    //- src/cli/b.c
    ",
        &["library thing2package: src/lib/a.c", "program thing2_cli: src/cli/b.c src/lib/a.c"],
    );
}

#[test]
fn lists_that_folders_of_cmake_hand_on() {
    check_wholes(
        r#"
    //- CMakeLists.txt
    project(thing C)
    add_subdirectory(src)
    //- cmake/SelectZip.cmake
    list(APPEND MORE_OBJECTS $<TARGET_OBJECTS:zip>)
    //- zip/CMakeLists.txt
    add_library(zip OBJECT zip.c)
    //- zip/zip.c
    //- src/CMakeLists.txt
    include(SelectZip)
    set(MORE_OBJECTS ${MORE_OBJECTS} PARENT_SCOPE)
    add_subdirectory(lib)
    add_subdirectory(cli)
    //- src/lib/CMakeLists.txt
    add_library(lib OBJECT a.c)
    set(MORE_OBJECTS ${MORE_OBJECTS} PARENT_SCOPE)
    add_library(thingpackage $<TARGET_OBJECTS:lib> ${MORE_OBJECTS})
    target_compile_definitions(thingpackage PRIVATE NAME=\"${NAME}\")
    install(TARGETS thingpackage EXPORT things)
    //- src/lib/a.c
    //- src/cli/CMakeLists.txt
    add_executable(cli main.c $<TARGET_OBJECTS:lib> ${MORE_OBJECTS})
    install(TARGETS cli RUNTIME DESTINATION bin)
    //- src/cli/main.c
    "#,
        &[
            "library thingpackage: src/lib/a.c zip/zip.c",
            "program cli: src/cli/main.c src/lib/a.c zip/zip.c",
        ],
    );
}

#[test]
fn wholes_of_meson() {
    check_wholes(
        "
    //- meson.build
    lib = library('play', 'a.c', install: true)
    util = static_library('util', 'util.c')
    executable('play', 'main.c', objects: lib.extract_all_objects(recursive: true), install: true)
    executable('show', 'show.c', link_with: [lib, util], install: true)
    //- a.c
    //- util.c
    //- main.c
    //- show.c
    ",
        &["library play: a.c", "program play: a.c main.c", "program show ~play: show.c util.c"],
    );
}

#[test]
fn wholes_of_make() {
    check_wholes(
        "
    //- Makefile
    all: app daemon
    app: app.o libx.a
    \tcc -o $@ app.o libx.a
    daemon: daemon.o
    \tcc -o $@ daemon.o -L. -ly
    libx.a: x.o
    \tar cr $@ x.o
    liby.so: y.o
    \tcc -shared -o $@ y.o
    //- app.c
    //- daemon.c
    //- x.c
    //- y.c
    //- more/Makefile
    extra: extra.o
    \tcc -o $@ extra.o
    //- more/extra.c
    ",
        &["library y: y.c", "program app: app.c x.c", "program daemon ~y: daemon.c"],
    );
}

#[test]
fn wholes_of_cargo() {
    check_wholes(
        "
    //- Cargo.toml
    [package]
    name = 'app'
    [lib]
    crate-type = ['cdylib', 'rlib']
    //- src/lib.rs
    mod shared;
    //- src/shared.rs
    //- src/main.rs
    //- src/bin/extra.rs
    ",
        &[
            "library app: src/lib.rs src/shared.rs",
            "program app: src/lib.rs src/main.rs src/shared.rs",
            "program extra: src/bin/extra.rs src/lib.rs src/shared.rs",
        ],
    );
}

/// Says of each file of Python whether it is installed.
#[track_caller]
fn check_python(world: &str, files: &[(&str, &str)]) {
    let parts = parts_of(world);
    for (file, expect) in files {
        let shown = match parts.of(&TreePath::parse(file.as_bytes()).unwrap()) {
            Part::Beside(manifest) => format!("beside {manifest}"),
            _ => "in".to_owned(),
        };
        assert_eq!(shown, *expect, "{file}");
    }
}

#[test]
fn packages_that_python_projects_install() {
    let manifest = "
    //- pyproject.toml
    [build-system]
    requires = []
    [project]
    name = 'My-App'
    //- tests/test_app.py
    //- devtools/release.py
    ";
    let beside = "beside pyproject.toml";
    check_python(
        &format!("{manifest}//- src/my_app/a.py\n"),
        &[
            ("src/my_app/a.py", "in"),
            ("tests/test_app.py", beside),
            ("devtools/release.py", beside),
        ],
    );
    check_python(
        &format!("{manifest}//- other/__init__.py\n//- other/b.py\n"),
        &[("other/b.py", "in"), ("tests/test_app.py", beside)],
    );
    // Nothing that could be a package is there.
    check_python(manifest, &[("tests/test_app.py", "in"), ("devtools/release.py", "in")]);
    check_python(
        "
    //- pyproject.toml
    [build-system]
    [project]
    name = 'app'
    [tool.setuptools.packages.find]
    where = ['lib']
    include = ['app*']
    //- lib/app_core/a.py
    //- lib/other/__init__.py
    //- lib/other/b.py
    ",
        &[("lib/app_core/a.py", "in"), ("lib/other/b.py", beside)],
    );
    check_python(
        "
    //- pyproject.toml
    [build-system]
    [project]
    name = 'app'
    [tool.hatch.build.targets.wheel]
    packages = ['code/app', 'tool.py']
    //- code/app/a.py
    //- code/b.py
    //- tool.py
    ",
        &[("code/app/a.py", "in"), ("tool.py", "in"), ("code/b.py", beside)],
    );
}

#[test]
fn packages_of_setup_files() {
    check_python(
        "
    //- setup.cfg
    [metadata]
    name = app
    [options]
    packages = find:
    package_dir =
        =src
    py_modules = one
    [options.packages.find]
    where = src
    exclude =
        tests*
    //- src/app/__init__.py
    //- src/app/a.py
    //- src/tests/__init__.py
    //- src/tests/b.py
    //- src/one.py
    //- bench.py
    ",
        &[
            ("src/app/a.py", "in"),
            ("src/one.py", "in"),
            ("src/tests/b.py", "beside setup.cfg"),
            ("bench.py", "beside setup.cfg"),
        ],
    );
    check_python(
        "
    //- setup.py
    from setuptools import setup, find_packages
    setup(
        name='app',
        packages=find_packages(exclude=['tests', 'tests.*']),
        py_modules=['single'],
        scripts=['bin/run.py'],
    )
    //- app/__init__.py
    //- app/a.py
    //- tests/__init__.py
    //- single.py
    //- bin/run.py
    //- more.py
    ",
        &[
            ("app/a.py", "in"),
            ("single.py", "in"),
            ("bin/run.py", "in"),
            ("tests/__init__.py", "beside setup.py"),
            ("more.py", "beside setup.py"),
        ],
    );
    // A list that is computed is not known.
    check_python(
        "
    //- setup.py
    setup(name='app', packages=packages())
    //- app/__init__.py
    //- more.py
    ",
        &[("app/__init__.py", "in"), ("more.py", "in")],
    );
}

#[test]
fn files_that_a_package_publishes() {
    let manifest = r#"
    //- package.json
    { "name": "thing", "version": "1.0.0", "main": "lib",
      "files": ["lib", "data/*.json", "!lib/draft.js", "README.md"] }
    //- lib/index.js
    //- lib/draft.js
    //- data/table.json
    //- tools/gen.py
    //- tools/gen.js
    //- LICENSE.md
    "#;
    let beside = "beside package.json";
    check_python(
        manifest,
        &[
            ("lib/index.js", "in"),
            ("lib/draft.js", beside),
            ("data/table.json", "in"),
            ("tools/gen.js", beside),
            ("tools/gen.py", beside),
            ("LICENSE.md", "in"),
            ("package.json", "in"),
        ],
    );
    // What is published is made of the source, or nothing is published.
    for other in [
        manifest.replace("\"lib\"", "\"dist\""),
        manifest.replace("\"1.0.0\"", "\"1\", \"private\": true"),
    ] {
        check_python(&other, &[("lib/index.js", "in"), ("tools/gen.js", "in")]);
    }
}

#[test]
fn files_that_a_package_leaves_out() {
    check_python(
        r#"
    //- package.json
    { "name": "thing", "version": "1.0.0" }
    //- .npmignore
    # Not for others.
    tools/
    *.bench.js
    !keep.bench.js
    //- index.js
    //- fast.bench.js
    //- keep.bench.js
    //- tools/gen.js
    //- node_modules/other/package.json
    { "name": "other", "version": "1.0.0" }
    //- node_modules/other/index.js
    "#,
        &[
            ("index.js", "in"),
            ("fast.bench.js", "beside .npmignore"),
            ("keep.bench.js", "in"),
            ("tools/gen.js", "beside .npmignore"),
        ],
    );
    check_python(
        "
    //- pyproject.toml
    [build-system]
    requires = ['setuptools']
    [project]
    name = 'thing'
    //- MANIFEST.in
    graft thing/data
    prune thing/data/raw   # too large
    global-exclude *.bak
    recursive-exclude thing/samples *.wav
    //- thing/__init__.py
    ",
        &[
            ("thing/__init__.py", "in"),
            ("thing/data/a.dat", "in"),
            ("thing/data/raw/b.dat", "beside MANIFEST.in"),
            ("thing/old.bak", "beside MANIFEST.in"),
            ("thing/samples/x/y.wav", "beside MANIFEST.in"),
        ],
    );
}
