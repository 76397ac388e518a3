// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Layers as lines, the image's files as lines.

use super::*;

/// Lines `+ path`, `/ path` (a folder), `path -> target`, `path => target` (hard link); `---` between
/// layers. Names of misplaced members are shown with why.
#[track_caller]
fn check(layers: &str, expect: &str) {
    let mut view = View::new(64);
    let mut member = 0;
    let mut told: Vec<String> = Vec::new();
    let n_layers = layers.split("---").count();
    for (layer, lines) in layers.split("---").enumerate() {
        for line in lines.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let (name, put) = if let Some((name, target)) = line.split_once(" -> ") {
                (name, Put::SymbolicLink(target.as_bytes()))
            } else if let Some((name, target)) = line.split_once(" => ") {
                (name, Put::HardLink(target.as_bytes()))
            } else {
                match line.split_at(2) {
                    ("+ ", name) => (name, Put::File { member, size: 1 }),
                    (_, name) => (name, Put::Folder),
                }
            };
            member += 1;
            if let Err(why) = view.apply(LayerIndex(layer as u16), name.as_bytes(), put) {
                told.push(format!("! {name}: {why}"));
            }
        }
    }
    let mut found: Vec<String> = Vec::new();
    for (layer, files) in view.files_by_layer(n_layers).into_iter().enumerate() {
        for (_, file) in files {
            let path = view.path(file);
            let brought = view.layer_of(&path).unwrap().0;
            let path = String::from_utf8(path).unwrap();
            found.push(match usize::from(brought) == layer {
                true => format!("{path} {layer}"),
                false => format!("{path} {brought} of {layer}"),
            });
        }
    }
    found.sort();
    let expect: Vec<&str> = expect.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let found: Vec<&str> =
        found.iter().map(String::as_str).chain(told.iter().map(String::as_str)).collect();
    assert_eq!(found, expect);
}

#[test]
fn upper_layers_replace_and_remove() {
    check("+ a\n + b/c\n + b/d/e\n --- + a\n + b/.wh.d\n + x", "a 1\n b/c 0\n x 1");
    check("+ a/b\n + a/c/d\n --- + a", "a 1");
    check("+ a\n --- + a/b", "a 0\n ! a/b: a folder of its name is a file");
    check("+ a\n --- / a\n + a/b", "a/b 1");
}

#[test]
fn opaque_folders_hide_lower_layers_alone_whatever_the_order() {
    check("+ a/x\n + a/y/z\n --- + a/new\n + a/.wh..wh..opq\n + a/y/w", "a/new 1\n a/y/w 1");
    check("+ a/x\n --- + a/.wh..wh..opq\n + a/x", "a/x 1");
    check("+ a/x\n --- + a/x\n + a/.wh.x", "a/x 1");
    check("+ a/x\n --- + .wh.a\n + a/y", "a/y 1");
    check("+ a/x\n --- + a/y\n + .wh.a", "a/y 1");
    check("+ a\n + .wh.b\n + .wh.\n + .wh..wh.plnk/1", "a 0");
}

#[test]
fn links_in_folders_are_followed_inside_the_root() {
    check("/ usr/lib\n lib -> usr/lib\n --- + lib/a\n + lib/.wh.b", "usr/lib/a 1");
    check("/ usr/lib\n + usr/lib/b\n lib -> /usr/lib\n --- + lib/.wh.b", "");
    check("/ a\n out -> ../../../a\n + out/x", "a/x 0");
    check("l -> l\n + l/x", "! l/x: a folder of its name is a broken link");
    check("l -> gone\n + l/x", "! l/x: a folder of its name is a broken link");
}

#[test]
fn hard_links_are_files_of_their_own() {
    check("+ a\n b => a\n --- + .wh.a\n c => b", "b 0\n c 1 of 0");
    check("b => a\n + a", "a 0\n ! b: it is a hard link to nothing in the image");
    check("b => ../../etc/passwd", "! b: its name leads out of the image");
    check("/ d\n b => d", "! b: it is a hard link to a folder");
    check("+ a\n l -> a\n m => l", "a 0");
}

#[test]
fn of_names_that_come_twice_the_last_counts() {
    let mut view = View::new(8);
    let layer = LayerIndex(0);
    for member in [1, 2] {
        view.apply(layer, b"./a", Put::File { member, size: 1 }).unwrap();
    }
    assert_eq!(
        view.files_by_layer(1)[0].iter().map(|(member, _)| *member).collect::<Vec<_>>(),
        [2]
    );
    assert_eq!(view.n_hidden(layer), 0);
}

#[test]
fn names_that_lead_out_have_no_place() {
    check(
        "+ ../x\n + a/../../y\n + /etc/z\n + ok",
        "etc/z 0\n ok 0\n ! ../x: its name leads out of the image\n ! a/../../y: its name leads out of the image",
    );
    let mut view = View::new(3);
    let put = Put::File { member: 0, size: 0 };
    assert!(view.apply(LayerIndex(0), b"a/b/c", put).is_ok());
    assert!(view.apply(LayerIndex(0), b"a/b/c/d", put).is_err());
}

#[test]
fn hidden_files_are_counted_by_the_layer_that_hides_them() {
    let mut view = View::new(8);
    let put = Put::File { member: 0, size: 5 };
    for name in ["a/x", "a/y", "b"] {
        view.apply(LayerIndex(0), name.as_bytes(), put).unwrap();
    }
    view.apply(LayerIndex(1), b".wh.a", put).unwrap();
    view.apply(LayerIndex(1), b"b", put).unwrap();
    assert_eq!(view.n_hidden(LayerIndex(1)), 3);
    assert_eq!(view.tallies(2), [(0, 0), (1, 5)]);
}
