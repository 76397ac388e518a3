// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Which language a file is written in, by its name and first line.

use heirloom_model::{SourceLanguage, TreePath};

/// The language of a file, if it is one that [`crate::read`] understands.
///
/// Only the last component of the path and the first line count.
pub fn language_of(path: &TreePath, bytes: &[u8]) -> Option<SourceLanguage> {
    let name = path.file_name();
    if name.len() > 255 {
        return None;
    }
    let name = str::from_utf8(name).ok()?.to_ascii_lowercase();
    match by_name(&name) {
        // Scripts for other interpreters are named `x.sh` too.
        Some(SourceLanguage::Shell) if bytes.starts_with(b"#!") => by_first_line(&name, bytes),
        None => by_first_line(&name, bytes),
        known => known,
    }
}

fn by_name(name: &str) -> Option<SourceLanguage> {
    use SourceLanguage as L;
    if matches!(name, "dockerfile" | "containerfile")
        || name.starts_with("dockerfile.")
        || name.starts_with("containerfile.")
    {
        return Some(L::Dockerfile);
    }
    if is_compose(name) {
        return Some(L::Compose);
    }
    if matches!(name, "gnumakefile" | "gnumakefile.in" | "kbuild" | "kbuild.in" | "kbuild.src")
        || is_makefile(name)
    {
        return Some(L::Make);
    }
    if matches!(name, "cargo.toml" | "pyproject.toml" | "setup.cfg" | "package.json" | ".npmignore")
        || name == "manifest.in"
    {
        return Some(L::Manifest);
    }
    if matches!(name, "cmakelists.txt" | "meson.build" | "configure.in") {
        return Some(match name {
            "cmakelists.txt" => L::Cmake,
            "meson.build" => L::Meson,
            _ => L::Autoconf,
        });
    }
    if name == "readme.md" {
        return Some(L::ModelCard);
    }
    let (stem, extension) = name.rsplit_once('.')?;
    if stem.is_empty() {
        return None;
    }
    Some(match extension {
        "c" | "h" => L::C,
        "cc" | "cpp" | "cxx" | "c++" | "hh" | "hpp" | "hxx" | "inl" | "ipp" | "tcc" => L::Cpp,
        "py" | "pyw" => L::Python,
        "js" | "mjs" | "cjs" | "jsx" => L::JavaScript,
        "ts" | "mts" | "cts" | "tsx" => L::TypeScript,
        "go" => L::Go,
        "rs" => L::Rust,
        "java" => L::Java,
        "sh" | "bash" | "zsh" | "ksh" => L::Shell,
        "dockerfile" | "containerfile" => L::Dockerfile,
        "mk" | "mak" | "am" => L::Make,
        // What looks for one package says nothing by itself: who asks for it does.
        "cmake" if !stem.starts_with("find") => L::Cmake,
        "ac" => L::Autoconf,
        "m4" if stem != "aclocal" => L::Autoconf,
        _ => return None,
    })
}

/// `Makefile`, and parts of one: `Makefile.am`, `Makefile.inc`, `Makefile.common`.
fn is_makefile(name: &str) -> bool {
    let Some(rest) = name.strip_prefix("makefile") else { return false };
    let others = [".c", ".h", ".js", ".md", ".pl", ".py", ".rb", ".rs", ".sh", ".txt", ".html"];
    rest.is_empty() || rest.starts_with('.') && !others.iter().any(|end| rest.ends_with(end))
}

fn is_compose(name: &str) -> bool {
    let Some(stem) = name.strip_suffix(".yml").or_else(|| name.strip_suffix(".yaml")) else {
        return false;
    };
    ["compose", "docker-compose"].iter().any(|start| {
        stem.strip_prefix(start)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '-', '_']))
    })
}

/// Scripts name their interpreter; those with a name of another format are left alone.
fn by_first_line(name: &str, bytes: &[u8]) -> Option<SourceLanguage> {
    let line = bytes.strip_prefix(b"#!")?;
    let end = memchr::memchr(b'\n', &line[..line.len().min(256)]).unwrap_or(line.len().min(256));
    let line = str::from_utf8(&line[..end]).ok()?;
    let mut words = line.split_whitespace();
    let first = words.next()?.rsplit('/').next()?;
    let interpreter = match first {
        "env" => words.find(|word| !word.starts_with('-') && !word.contains('='))?,
        other => other,
    };
    let interpreter = interpreter.rsplit('/').next()?;
    let base = interpreter.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
    match base {
        "sh" | "bash" | "dash" | "ash" | "ksh" | "mksh" | "zsh" | "openrc-run" => {
            Some(SourceLanguage::Shell)
        }
        "python" | "pypy" => Some(SourceLanguage::Python),
        "node" | "nodejs" | "deno" | "bun" if !name.ends_with(".json") => {
            Some(SourceLanguage::JavaScript)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(path: &str, first_line: &str, expect: Option<SourceLanguage>) {
        let path = TreePath::parse(path.as_bytes()).unwrap();
        assert_eq!(language_of(&path, first_line.as_bytes()), expect);
    }

    #[test]
    fn names_and_first_lines_tell() {
        check("a/b.PY", "", Some(SourceLanguage::Python));
        check("Dockerfile.dev", "", Some(SourceLanguage::Dockerfile));
        check("docker-compose.prod.yml", "", Some(SourceLanguage::Compose));
        check("composer.yml", "", None);
        check("configure", "#! /bin/sh\n", Some(SourceLanguage::Shell));
        check("x", "#!/usr/bin/env -S python3.11 -u", Some(SourceLanguage::Python));
        check("x", "#!/usr/bin/perl", None);
        check("x.sh", "#!/usr/bin/awk -f", None);
        check(".py", "", None);
        check("x", "", None);
    }
}
