// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Fixtures become the trees they describe.

use super::World;

const FIXTURE: &str = "
    //- src/main.c
    int main(void)
    {
        return 0;
    }
    //- empty
    //- docs/日本.txt
    one line without end";

#[test]
fn a_fixture_is_a_tree() {
    let world = World::parse(FIXTURE);
    let paths: Vec<_> = world.entries().map(|(path, _)| path.to_string()).collect();
    assert_eq!(paths, ["docs/日本.txt", "empty", "src/main.c"]);
    assert_eq!(world.text("src/main.c"), "int main(void)\n{\n    return 0;\n}\n");
    assert_eq!(world.text("empty"), "");
    assert_eq!(world.text("docs/日本.txt"), "one line without end");
}

#[test]
fn a_tree_can_be_written() {
    let disk = World::parse(FIXTURE).with("raw/bytes", [0xff, 0x00]).on_disk();
    assert_eq!(std::fs::read(disk.path("raw/bytes")).unwrap(), [0xff, 0x00]);
    assert_eq!(
        std::fs::read_to_string(disk.path("docs/日本.txt")).unwrap(),
        "one line without end"
    );
}

#[cfg(unix)]
#[test]
fn links_are_written_as_they_are() {
    let disk = World::parse("//- up -> ../outside\n").on_disk();
    let target = std::fs::read_link(disk.path("up")).unwrap();
    assert_eq!(target, std::path::Path::new("../outside"));
}
