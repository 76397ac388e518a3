// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Texts made of pieces of programs in any order: nothing panics, and spans lie in the file.

use heirloom_model::TreePath;
use proptest::prelude::*;

use super::*;

const NAMES: &[&str] = &[
    "a.c",
    "a.cpp",
    "a.go",
    "a.java",
    "a.js",
    "a.py",
    "a.rs",
    "a.sh",
    "a.ts",
    "a.tsx",
    "build.rs",
    "CMakeLists.txt",
    "compose.yml",
    "configure.ac",
    "meson.build",
    "Dockerfile",
    "Makefile",
    "README.md",
];

/// Pieces that lead into the readers, and signs that break them.
const PIECES: &[&str] = &[
    "import subprocess as s\n",
    "s.run(",
    "['git', x]",
    "shell=True",
    "f'{a}/b'",
    "def f(*a):\n ",
    "require('child_process')",
    "const {exec: e} = ",
    "e(`git ${x}`)",
    "new ",
    "import 'os/exec'\n",
    "exec.Command(",
    "use std::process::Command;",
    "Command::new(",
    ".arg(",
    "execl(",
    "system(\"x\")",
    "#include <",
    "MODULE_LICENSE(",
    "EXPORT_SYMBOL(",
    "#define A \"b\"\n",
    "Runtime.getRuntime().exec(",
    "FROM a AS b\n",
    "RUN ",
    "CMD [\"",
    "COPY --from=b",
    "<<EOF\n",
    "EOF\n",
    "services:\n",
    "  a:\n",
    "---\n",
    "base_model: a/b\n",
    "sh -c '",
    "dependency('a', required: ",
    "cc.find_library(",
    "if x\n",
    "endif\n",
    "find_package(A REQUIRED",
    "target_link_libraries(a b::c ${D_LIBRARY} -le",
    "message(FATAL_ERROR",
    "#[=[",
    "AC_CHECK_LIB([a], ",
    "AS_IF([test x != xno], ",
    "PKG_CHECK_MODULES(A, b",
    "dnl ",
    "LIBS=\"-la",
    "LDLIBS += -la `pkg-config --libs b`",
    "#cgo LDFLAGS: -la\n",
    "import \"C\"\n",
    "#[link(name = \"a\")]",
    "cargo:rustc-link-lib=a",
    "$@",
    "${A:-b}",
    "$(",
    "`",
    "\"",
    "'",
    ")",
    "]",
    "}",
    "{",
    "(",
    "[",
    "\\",
    "\\\n",
    "\n",
    " ",
    "=",
    "+",
    ",",
    ";",
    "|",
    "&&",
    "A",
    "é",
    "\u{feff}",
    "0",
    "%s",
    "//",
    "/*",
    "#",
    "\t",
    "case x in\n",
    "if ",
    "then ",
    "fi\n",
    "for i in a b; do ",
    "done\n",
    "f() {",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn pieces_in_any_order(
        name in proptest::sample::select(NAMES),
        pieces in proptest::collection::vec(proptest::sample::select(PIECES), 0..60),
    ) {
        never_panics(name, pieces.concat().as_bytes());
    }

    #[test]
    fn any_bytes(
        name in proptest::sample::select(NAMES),
        bytes in proptest::collection::vec(any::<u8>(), 0..200),
    ) {
        never_panics(name, &bytes);
    }
}

fn never_panics(name: &str, bytes: &[u8]) {
    let path = TreePath::parse(name.as_bytes()).unwrap();
    let (facts, _) = read(&path, bytes, &SourceLimits::standard());
    for call in facts.iter().flat_map(|facts| &facts.calls) {
        assert!(call.span.start <= call.span.end && call.span.end <= bytes.len() as u64);
        assert_eq!(call.program.is_none(), call.ground == heirloom_model::SourceGround::Computed);
    }
}

#[test]
fn deep_and_long_texts_end() {
    let opens = ["(", "[", "{", "$(", "`", "\"${", "f(", "a.", "new ", "-", "!", "if (", "x="];
    for name in NAMES {
        for open in opens {
            let text = format!(
                "child_process subprocess os/exec system( Command::new( Runtime {}",
                open.repeat(5_000)
            );
            never_panics(name, text.as_bytes());
        }
    }
}
