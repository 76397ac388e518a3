// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Whether a text may hold anything that a grammar would find.
//!
//! Running a grammar costs a hundred times what looking for words costs, and most files run
//! nothing. A word too many costs time, a word too few costs facts.

use std::sync::LazyLock;

use heirloom_model::SourceLanguage;

use crate::{code, words::Words};

const PYTHON: &[&str] = &[
    "subprocess",
    "os.system",
    "os.popen",
    "os.exec",
    "os.spawn",
    "os.posix_spawn",
    "from os import",
    "import os as",
    "commands.get",
    "popen2",
    "pexpect",
    "psutil.Popen",
    "pty.spawn",
    "distutils.spawn",
    "run_process",
    "open_process",
    "delegator",
    "invoke.run",
    "DLL",
    "LoadLibrary",
    "dlopen",
    "load_library",
    "from_pretrained",
    "load_dataset",
    "SentenceTransformer",
    "snapshot_download",
    "hf_hub",
    "hub.load",
    "spacy.load",
    "pipeline(",
    "vllm",
];
const JAVASCRIPT: &[&str] = &[
    "child_process",
    "execa",
    "cross-spawn",
    "shelljs",
    "'zx",
    "\"zx",
    "Deno.Command",
    "Deno.run",
    "Deno.dlopen",
    "Bun.spawn",
    "Bun.$",
    "'bun",
    "\"bun",
    "tinyexec",
    "nano-spawn",
    "node-pty",
    "actions/exec",
    "ffi-napi",
    "'ffi'",
    "\"ffi\"",
    "koffi",
    "process.dlopen",
    "from_pretrained",
    "@huggingface/transformers",
    "@xenova/transformers",
];
const GO: &[&str] = &[
    "os/exec\"",
    "execabs",
    "utils/exec",
    "safeexec",
    "syscall.Exec",
    "syscall.ForkExec",
    "syscall.Load",
    "syscall.NewLazy",
    "syscall.MustLoad",
    "unix.Exec",
    "windows.Load",
    "windows.NewLazy",
    "windows.MustLoad",
    "StartProcess",
    "mage/sh",
    "plugin.Open",
    "purego",
];
const RUST: &[&str] = &[
    "Command::new",
    "Command as",
    "duct::",
    "cmd!",
    "execv",
    "libc::system",
    "libloading",
    "Library::new",
    "dlopen",
];
const C: &[&str] = &[
    "execl",
    "execv",
    "system(",
    "system (",
    "popen",
    "posix_spawn",
    "spawnl",
    "spawnv",
    "WinExec",
    "CreateProcess",
    "ShellExecute",
    "g_spawn",
    "g_subprocess",
    "call_usermodehelper",
    "QProcess",
    "dlopen",
    "dlmopen",
    "LoadLibrary",
    "g_module_open",
    "LoadObject",
];
const JAVA: &[&str] = &[
    "ProcessBuilder",
    "getRuntime",
    "CommandLine",
    "loadLibrary",
    "System.load",
    "Native",
    "libraryLookup",
];

/// Whether the grammar of the language is worth running.
pub(crate) fn may_have(language: SourceLanguage, text: &str) -> bool {
    macro_rules! searcher {
        ($words:expr) => {{
            static WORDS: LazyLock<Words> = LazyLock::new(|| Words::new($words));
            &*WORDS
        }};
    }
    macro_rules! any {
        ($words:expr) => {
            searcher!($words).is_match(text)
        };
    }
    match language {
        SourceLanguage::Python => any!(PYTHON),
        SourceLanguage::JavaScript | SourceLanguage::TypeScript => any!(JAVASCRIPT),
        SourceLanguage::Go => any!(GO),
        SourceLanguage::Rust => any!(RUST),
        // Comments speak of file systems all day, and code of subsystems.
        SourceLanguage::C | SourceLanguage::Cpp => {
            code::has_word(text, language, searcher!(C), |before, word| {
                let is_longer = before.ends_with(|c: char| c.is_ascii_alphanumeric());
                !word.starts_with("system") || !is_longer || before.ends_with("_w")
            })
        }
        SourceLanguage::Java => any!(JAVA),
        SourceLanguage::Shell | SourceLanguage::Dockerfile => true,
        SourceLanguage::Autoconf
        | SourceLanguage::Cmake
        | SourceLanguage::Compose
        | SourceLanguage::Make
        | SourceLanguage::Manifest
        | SourceLanguage::Meson
        | SourceLanguage::ModelCard => false,
    }
}
