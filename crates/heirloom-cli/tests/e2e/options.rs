// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Usage, help and languages.

use heirloom_testkit::World;

use crate::program::{Program, args};

#[test]
fn usage_errors_exit_with_2_and_help_with_0() {
    let program = Program::new();
    program.complains(2, args!["scan", "--no-such-option"]);
    program.complains(2, args!["no-such-command"]);
    program.complains(2, args!["scan", "--lang", "tlh"]);
    assert!(program.expect(0, args!["--version"]).starts_with("heirloom "));
    assert!(program.expect(0, args!["help", "scan"]).contains("--jsonl"));
}

#[test]
fn the_language_is_the_locales_or_as_told() {
    let program = Program::new();
    let tree = World::default().with("a.c", "int a;").on_disk();
    let summary = |locale: &str, more: &str| {
        let mut command = program.command(args!["scan", tree.root(), more]);
        let output = command.env("LC_ALL", locale).output().unwrap();
        assert!(output.status.success());
        String::from_utf8(output.stdout).unwrap()
    };
    let (english, chinese) = (summary("C", "--no-config"), summary("zh_CN.UTF-8", "--no-config"));
    assert_ne!(english, chinese);
    assert_eq!(summary("C", "--lang=zh-Hans"), chinese);
    assert_eq!(summary("zh_CN.UTF-8", "--lang=en"), english);
    assert!(!english.contains('\u{1b}'), "no color when stdout is no terminal");
    assert!(summary("C", "--color=always").contains('\u{1b}'));
}
