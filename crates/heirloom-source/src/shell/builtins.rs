// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Commands that a shell runs itself.

/// What a command means to the shell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Builtin {
    /// It is no builtin.
    None,
    /// It runs nothing.
    Plain,
    /// It runs the command behind it.
    Runs,
    /// It runs the text behind it.
    Text,
}

/// The builtins of POSIX shells, bash, ksh and zsh that scripts use.
const PLAIN: &[&str] = &[
    ".",
    ":",
    "[",
    "[[",
    "]",
    "alias",
    "autoload",
    "bg",
    "bind",
    "break",
    "caller",
    "cd",
    "compgen",
    "complete",
    "compopt",
    "continue",
    "declare",
    "dirs",
    "disown",
    "echo",
    "emulate",
    "enable",
    "exit",
    "export",
    "false",
    "fc",
    "fg",
    "getopts",
    "hash",
    "help",
    "history",
    "jobs",
    "kill",
    "let",
    "local",
    "logout",
    "mapfile",
    "popd",
    "print",
    "printf",
    "pushd",
    "pwd",
    "read",
    "readarray",
    "readonly",
    "return",
    "set",
    "setopt",
    "shift",
    "shopt",
    "source",
    "suspend",
    "test",
    "times",
    "true",
    "type",
    "typeset",
    "ulimit",
    "umask",
    "unalias",
    "unset",
    "unsetopt",
    "wait",
    "whence",
    "zmodload",
    "zstyle",
    "then",
    "else",
    "fi",
    "do",
    "done",
    "esac",
    "in",
    "if",
    "elif",
    "while",
    "until",
    "for",
    "case",
    "function",
    "select",
    "{",
    "}",
    "!",
];

/// What a command of that name means.
pub(super) fn of(name: &str) -> Builtin {
    match name {
        "exec" | "command" | "builtin" | "time" | "noglob" | "nocorrect" | "coproc" => {
            Builtin::Runs
        }
        "eval" | "trap" => Builtin::Text,
        _ if PLAIN.contains(&name) => Builtin::Plain,
        _ => Builtin::None,
    }
}
