// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Programs that hold a list of what they were built from.

use std::io::Write;

use flate2::{Compression, write::ZlibEncoder};
use heirloom_model::TreePath;
use heirloom_testkit::World;

use super::{dump, graph_of};
use crate::graph::{GraphLimits, is_listing_program, programs::tests::elf_with, read, resolve};

#[track_caller]
fn check(sources: &str, program: &[u8], expect: &str) {
    let limits = GraphLimits::standard();
    let path = TreePath::parse(b"bin/tool").unwrap();
    assert!(is_listing_program(program));
    let (facts, problems) = read(&path, program, &limits);
    let mut files = vec![(path, facts.unwrap())];
    for (path, bytes) in World::parse(sources).entries() {
        files.extend(read(path, bytes, &limits).0.map(|facts| (path.clone(), facts)));
    }
    assert_eq!(dump(&resolve(&files, &limits), &problems), expect.trim_start());
}

/// What the linker of Go writes: a mark, two texts with their lengths.
fn go_section(version: &str, modules: &str) -> Vec<u8> {
    let mut bytes = b"\xff Go buildinf:\x08\x02".to_vec();
    bytes.resize(32, 0);
    let around = [b'#'; 16];
    for text in [version.as_bytes(), &[&around, modules.as_bytes(), &around].concat()] {
        let mut left = text.len();
        while left >= 0x80 {
            bytes.push(left as u8 | 0x80);
            left >>= 7;
        }
        bytes.push(left as u8);
        bytes.extend(text);
    }
    bytes
}

const MODULES: &str = "path\texample.org/tool/cmd\nmod\texample.org/tool\t(devel)\t\n\
    dep\texample.org/a\tv1.2.3\th1:aa=\ndep\texample.org/b\tv1.0.0\n=>\texample.org/c\tv2.0.0\th1:cc=\n\
    dep\texample.org/near\tv0.0.0\n=>\t./near\t(devel)\t\nbuild\t-compiler=gc\n";

#[test]
fn programs_of_go_name_their_modules() {
    let program = elf_with(".go.buildinfo", &go_section("go1.22.5 X:loopvar", MODULES));
    check(
        "",
        &program,
        r#"
pkg:golang/example.org/a@v1.2.3 h1:aa=
pkg:golang/example.org/c@v2.0.0 h1:cc=
pkg:golang/example.org/near@v0.0.0
pkg:golang/example.org/tool
pkg:golang/stdlib@1.22.5 [BSD-3-Clause]
example.org/tool@? -> example.org/a@v1.2.3 runtime indirect | bin/tool:1
example.org/tool@? -> example.org/c@v2.0.0 runtime indirect | bin/tool:1
example.org/tool@? -> example.org/near@v0.0.0 runtime indirect | bin/tool:1
example.org/tool@? -> stdlib@1.22.5 runtime indirect | bin/tool:1
"#,
    );
}

#[test]
fn a_program_in_its_own_tree_is_the_module_there() {
    let program = elf_with(".go.buildinfo", &go_section("go1.22.5", MODULES));
    check(
        "//- go.mod\nmodule example.org/tool\ngo 1.22\nrequire example.org/a v1.2.3\n",
        &program,
        r#"
pkg:golang/example.org/a@v1.2.3 h1:aa=
pkg:golang/example.org/c@v2.0.0 h1:cc=
pkg:golang/example.org/near@v0.0.0
*pkg:golang/example.org/tool in ""
pkg:golang/stdlib [BSD-3-Clause]
pkg:golang/stdlib@1.22.5 [BSD-3-Clause]
example.org/tool@? -> example.org/a@v1.2.3 runtime v1.2.3 | go.mod:3 bin/tool:1
example.org/tool@? -> example.org/c@v2.0.0 runtime indirect | bin/tool:1
example.org/tool@? -> example.org/near@v0.0.0 runtime indirect | bin/tool:1
example.org/tool@? -> stdlib@? runtime? 1.22 | go.mod:2
example.org/tool@? -> stdlib@1.22.5 runtime indirect | bin/tool:1
"#,
    );
}

#[test]
fn programs_of_older_go_are_a_problem() {
    let mut section = go_section("go1.17", "");
    section[15] = 0;
    let told = "! manifest-damaged :0 built by a Go before 1.18: its modules are not read\n";
    check("", &elf_with(".go.buildinfo", &section), told);
}

fn crates(list: &str) -> Vec<u8> {
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::default());
    packed.write_all(list.as_bytes()).unwrap();
    elf_with(".dep-v0", &packed.finish().unwrap())
}

#[test]
fn auditable_programs_name_their_crates() {
    let list = r#"{"packages": [
        {"name": "cc", "version": "1.0.0", "source": "crates.example", "kind": "build", "dependencies": [3]},
        {"name": "log", "version": "0.4.1", "source": "crates.example"},
        {"name": "tool", "version": "2.0.0", "source": "local", "root": true, "dependencies": [0, 1, 9]},
        {"name": "shlex", "version": "1.3.0", "source": "crates.example", "kind": "build"}]}"#;
    check(
        "",
        &crates(list),
        r#"
pkg:cargo/cc@1.0.0
pkg:cargo/log@0.4.1
pkg:cargo/shlex@1.3.0
pkg:cargo/tool@2.0.0
cc@1.0.0 -> shlex@1.3.0 runtime | bin/tool:1
tool@2.0.0 -> cc@1.0.0 build | bin/tool:1
tool@2.0.0 -> log@0.4.1 runtime | bin/tool:1
"#,
    );
}

#[test]
fn spoiled_lists_of_programs_are_problems() {
    let told = "! manifest-damaged :0 the list of crates in the program cannot be unpacked\n";
    check("", &elf_with(".dep-v0", b"not packed"), told);
    let told = "pkg:cargo/a\n! manifest-damaged :0 the list of crates in the program: \
        a string does not end\n";
    check("", &crates("{\"packages\": [{\"name\": \"a\", \"ver"), told);
    let (graph, problems) = graph_of(&World::parse("//- a\ntext"));
    assert_eq!(dump(&graph, &problems), "");
    let whole = elf_with(".go.buildinfo", &go_section("go1.22.5", MODULES));
    let path = TreePath::parse(b"a").unwrap();
    for end in 0..whole.len() {
        drop(read(&path, &whole[..end], &GraphLimits::standard()));
    }
    for at in 0..whole.len() {
        let mut spoiled = whole.clone();
        spoiled[at] ^= 0xff;
        drop(read(&path, &spoiled, &GraphLimits::standard()));
    }
}
