// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What goes with a delivery: complete, or named as missing and not written.

use std::{fs, path::Path};

use heirloom_testkit::World;

use crate::program::{Program, args};

const PRODUCT: &str = r#"
[[deliveries]]
name = "appliance"
kind = "binary"
roots = ["app"]
[[components]]
id = "app"
own = true
license = "LicenseRef-proprietary"
[[components]]
id = "pkg:generic/rsync@3.2.7"
license = "GPL-3.0-or-later"
modified = "no"
[[components]]
id = "pkg:generic/expat@2.6"
license = "MIT"
modified = "no"
[[relations]]
from = "app"
to = "pkg:generic/rsync@3.2.7"
kind = "exec"
[[relations]]
from = "app"
to = "pkg:generic/expat@2.6"
kind = "static_link"
"#;

fn world(more: &str) -> World {
    World::default()
        .with("main.c", "int main(void) { return 0; }\n")
        .with("install.md", "Put it into the other slot.\n")
        .with("heirloom.toml", format!("{PRODUCT}{more}"))
}

/// Archives of source as their makers name them.
fn sources() -> World {
    let archive = |files: &[(&str, &str)]| {
        let mut tar = tar::Builder::new(Vec::new());
        for (path, text) in files {
            let mut header = tar::Header::new_ustar();
            header.set_size(text.len() as u64);
            header.set_mode(0o644);
            tar.append_data(&mut header, path, text.as_bytes()).unwrap();
        }
        tar.into_inner().unwrap()
    };
    let rsync = archive(&[
        ("rsync-3.2.7/main.c", "/* Copyright (C) 1996 Andrew Tridgell */\n"),
        ("rsync-3.2.7/Makefile", "all:\n"),
    ]);
    let expat = archive(&[("expat-2.6/expat.h", "/* Copyright (C) 1998-2000 Clark Cooper */\n")]);
    World::default().with("rsync-3.2.7.tar", rsync).with("expat-2.6.tar", expat)
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn a_bundle_holds_what_every_duty_asks_for() {
    let (program, tree, sources) = (Program::new(), world("").on_disk(), sources().on_disk());
    let out = program.home().join("out");
    let arguments =
        args!["bundle", tree.root(), "--sources", sources.root(), "--out", out.as_path()];
    let text = program.expect(0, arguments);
    assert!(text.contains("appliance · as binary") && text.contains("complete"), "{text}");
    let notice = read(&out.join("NOTICE.txt"));
    for part in [
        "pkg:generic/rsync@3.2.7 — GPL-3.0-or-later\n  Copyright (c) 1996 Andrew Tridgell\n",
        "Copyright (c) 1998-2000 Clark Cooper",
        "GNU GENERAL PUBLIC LICENSE",
        "Permission is hereby granted, free of charge",
    ] {
        assert!(notice.contains(part), "{part}\n{}", &notice[..1000.min(notice.len())]);
    }
    assert!(out.join("licenses/GPL-3.0-or-later.txt").exists());
    assert!(out.join("sources/rsync-3.2.7.tar").exists());
    // MIT asks for no source, so none goes along.
    assert!(!out.join("sources/expat-2.6.tar").exists());
    let list = read(&out.join("SOURCES.txt"));
    assert!(list.contains("rsync-3.2.7.tar") && list.contains("SHA-256 "), "{list}");
    let index = read(&out.join("bundle.json"));
    assert!(index.contains(r#""complete": true"#), "{index}");
    // A second bundle does not mix with the first.
    let again = program.complains(2, args!["bundle", tree.root(), "--out", out.as_path()]);
    assert!(again.contains("is not an empty folder"), "{again}");
}

#[test]
fn what_is_missing_is_named_and_nothing_is_written() {
    let (program, tree) = (Program::new(), world("").on_disk());
    let out = program.home().join("out");
    let text = program.expect(1, args!["bundle", tree.root(), "--out", out.as_path()]);
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("nothing is written"), "{text}");
    assert!(
        words.contains("pkg:generic/rsync@3.2.7: source (GPL-3.0-or-later §6): no archive of its source: put rsync-3.2.7.tar.gz"),
        "{text}"
    );
    assert!(words.contains("pkg:generic/expat@2.6: notices (MIT"), "{text}");
    assert!(!out.exists());
    program.expect(1, args!["bundle", tree.root(), "--out", out.as_path(), "--allow-missing"]);
    assert!(read(&out.join("MISSING.txt")).contains("no archive of its source"));
    assert!(read(&out.join("bundle.json")).contains(r#""complete": false"#));
}

#[test]
fn source_can_be_offered_in_writing_by_somebody_with_a_name() {
    let offerer = "[offerer]\nname = \"Example Ltd.\"\naddress = \"1 Street\"\n";
    let sources = sources().on_disk();
    let program = Program::new();
    let offered = |more: &str, code, out: &Path| {
        let tree = world(more).on_disk();
        let arguments = args![
            "bundle",
            tree.root(),
            "--sources",
            sources.root(),
            "--written-offer",
            "--out",
            out
        ];
        program.expect(code, arguments)
    };
    let (first, second) = (program.home().join("first"), program.home().join("second"));
    let text = offered("", 1, &first);
    assert!(text.contains("[offerer]"), "{text}");
    offered(offerer, 0, &second);
    let offer = read(&second.join("OFFER.txt"));
    assert!(offer.contains("Example Ltd.") && offer.contains("3 years"), "{offer}");
    assert!(!second.join("sources").exists());
}

#[test]
fn pieces_may_be_larger_than_what_is_scanned() {
    let more = "[[components]]\nid = \"pkg:generic/intl@1\"\nlicense = \"LGPL-2.1-only\"\nmodified = \"no\"\n\
                [[relations]]\nfrom = \"app\"\nto = \"pkg:generic/intl@1\"\nkind = \"static_link\"\n\
                [[pieces]]\nkind = \"relink_kit\"\nfile = \"kit.a\"\n";
    let kit: Vec<u8> = (0..40_u32 << 18).flat_map(u32::to_le_bytes).collect();
    let (program, tree) = (Program::new(), world(more).with("kit.a", kit.clone()).on_disk());
    let out = program.home().join("out");
    program.expect(
        1,
        args![
            "bundle",
            tree.root(),
            "--out",
            out.as_path(),
            "--only",
            "appliance",
            "--allow-missing"
        ],
    );
    let is_kit = |path: &Path| fs::metadata(path).is_ok_and(|file| file.len() == kit.len() as u64);
    let mut folders = vec![out];
    let mut found = false;
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.is_dir() {
                folders.push(entry);
            } else {
                found |= is_kit(&entry);
            }
        }
    }
    assert!(found, "no file has the bytes of the kit");
}

#[test]
fn components_of_unknown_license_are_never_passed_over() {
    let more = "[[components]]\nid = \"blob\"\n[[relations]]\nfrom = \"app\"\nto = \"blob\"\nkind = \"static_link\"\n";
    let (program, tree) = (Program::new(), world(more).on_disk());
    let text = program.expect(1, args!["bundle", tree.root()]);
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("blob: notices: nobody knows its license"), "{text}");
}

#[test]
fn wrong_statements_are_told_together() {
    let more =
        "[[pieces]]\nkind = \"relink_kits\"\nfile = \"../x\"\n[offerer]\nname = \"X\"\nyears = 1\n";
    let (program, tree) = (Program::new(), world(more).on_disk());
    let text = program.complains(2, args!["bundle", tree.root()]);
    for part in
        ["`relink_kits` is not one of", "leaves its root", "at least 3 years", "an offer needs"]
    {
        assert!(text.contains(part), "{part}\n{text}");
    }
    let unknown = program.complains(2, args!["bundle", tree.root(), "--sources", "nowhere"]);
    assert!(!unknown.is_empty());
}
