// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! From the words of a command line to the programs that it runs.

use std::ops::Range;

use heirloom_model::SourceGround;

use crate::{
    collect::{Call, Collector},
    install, shell,
    value::{Part, Template},
};

/// Where and how a command is run.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    /// The function or construct.
    pub(crate) through: String,
    /// Where it stands.
    pub(crate) range: Range<usize>,
    /// How the words were learned.
    pub(crate) ground: SourceGround,
    /// How many commands and shell texts stand around it.
    pub(crate) depth: usize,
}

/// Commands inside commands deeper than this are not read.
const MAX_DEPTH: usize = 6;
/// More arguments of a call are not kept.
const MAX_ARGUMENTS: usize = 8;

/// Reports what a list of words runs: its first word, and what that is told to run.
pub(crate) fn run(words: &[Template], place: &Place, collector: &mut Collector<'_>) {
    let Some(first) = words.first() else { return };
    // Options and comments stand first where a command was torn apart.
    let is_torn = |text: &str| text.is_empty() || text.starts_with('-') || text.starts_with('#');
    if first.known().is_some_and(is_torn) {
        return;
    }
    let named = name(first);
    let known = words[1..].iter().map_while(|word| word.known());
    let arguments: Vec<Box<str>> = known
        .take(MAX_ARGUMENTS)
        .map(|argument| crate::collect::shortened(argument, crate::collect::MAX_WRITTEN).into())
        .collect();
    let ground = match &named {
        Some(named) if named.is_tail => place.ground.max(SourceGround::PathTail),
        _ => place.ground,
    };
    let call = Call {
        program: named.as_ref().map(|named| named.text.clone().into()),
        written: &first.to_shown(),
        arguments,
        through: &place.through,
        ground,
    };
    collector.call(call, place.range.clone());
    let Some(named) = named else { return };
    install::read(&named.text, &words[1..], &place.range, collector);
    if place.depth >= MAX_DEPTH {
        return;
    }
    let inner = Place { depth: place.depth + 1, through: named.text.clone(), ..place.clone() };
    match told(&named.text, &words[1..]) {
        Told::Nothing => {}
        Told::Words(at) => run(&words[1 + at..], &inner, collector),
        Told::Shell(at) => shell::run_text(&words[1 + at], &inner, collector),
        Told::Many(places) => {
            for at in places {
                run(&words[1 + at..], &inner, collector);
            }
        }
    }
}

/// The name of a program.
struct Name {
    text: String,
    /// Whether its folder is computed.
    is_tail: bool,
}

/// The name behind the folders, if it stands there.
fn name(word: &Template) -> Option<Name> {
    let (last, is_tail) = match word.0.as_slice() {
        [Part::Text(text)] => (text, false),
        [.., Part::Text(text)] if text.contains(['/', '\\']) => (text, true),
        _ => return None,
    };
    let name = last.trim().rsplit(['/', '\\']).next()?;
    let name = match name.len().checked_sub(4) {
        Some(at) if name.is_char_boundary(at) && name[at..].eq_ignore_ascii_case(".exe") => {
            &name[..at]
        }
        _ => name,
    };
    let is_name = !name.is_empty()
        && name.len() <= 255
        && !name.starts_with(['-', '.', '@', '%', '#', '~'])
        && !name.ends_with('@')
        && name.chars().any(char::is_alphanumeric)
        && !name
            .chars()
            .any(|c| c.is_control() || c.is_whitespace() || "$`{}<>*?()=|;&'\"!,".contains(c));
    is_name.then(|| Name { text: name.to_owned(), is_tail })
}

/// What a program is told to run.
enum Told {
    Nothing,
    /// The words from here on.
    Words(usize),
    /// The word here, by a shell.
    Shell(usize),
    /// The words from each of these on.
    Many(Vec<usize>),
}

fn told(program: &str, words: &[Template]) -> Told {
    let skipped = |valued: &[&str], n_first: usize| match skip(words, valued, n_first) {
        Some(at) => Told::Words(at),
        None => Told::Nothing,
    };
    let after = |first: &str| match words.first().and_then(Template::known) {
        Some(word) if word == first && words.len() > 1 => Told::Words(1),
        _ => Told::Nothing,
    };
    match program {
        "sudo" | "doas" => {
            skipped(&["-u", "-g", "-C", "-h", "-p", "-r", "-t", "-U", "-D", "-T"], 0)
        }
        "env" => skipped(&["-u", "--unset", "-C", "--chdir"], 0),
        "nice" => skipped(&["-n"], 0),
        "ionice" => skipped(&["-c", "-n", "-p"], 0),
        "nohup" | "setsid" | "time" | "fakeroot" | "tini" | "dumb-init" | "catchsegv" | "npx"
        | "bunx" | "uvx" | "eatmydata" | "caffeinate" | "chronic" | "winpty" | "wine" => {
            skipped(&["-p", "--package"], 0)
        }
        "unshare" => skipped(&["-S", "-G", "-R", "-w"], 0),
        "nsenter" => skipped(&["-t", "-S", "-G"], 0),
        "stdbuf" => skipped(&["-i", "-o", "-e"], 0),
        "strace" | "ltrace" => skipped(&["-e", "-o", "-p", "-s"], 0),
        "valgrind" | "xvfb-run" => skipped(&["-n", "-s"], 0),
        "taskset" | "gosu" | "su-exec" | "chroot" => skipped(&["-c"], 1),
        "timeout" | "gtimeout" => skipped(&["-s", "-k", "--signal", "--kill-after"], 1),
        "xargs" => skipped(&["-n", "-I", "-P", "-d", "-L", "-s", "-a", "-E", "-i"], 0),
        "poetry" | "uv" | "pipenv" | "pipx" | "rye" | "hatch" => after("run"),
        "bundle" => after("exec"),
        "find" => finds(words),
        "sh" | "bash" | "dash" | "ash" | "zsh" | "ksh" | "su" => shell_text(words),
        "cmd" => match words.first().and_then(Template::known) {
            Some("/c" | "/C" | "/k" | "/K" | "/s") if words.len() > 1 => Told::Words(1),
            _ => Told::Nothing,
        },
        _ => Told::Nothing,
    }
}

/// The place of the first word that is no option, no assignment and none of the first operands.
fn skip(words: &[Template], valued: &[&str], mut n_first: usize) -> Option<usize> {
    let mut at = 0;
    while let Some(word) = words.get(at) {
        match word.0.first() {
            Some(Part::Text(text)) if valued.contains(&text.as_str()) => at += 2,
            Some(Part::Text(text)) if text == "--" => {
                return (at + 1 < words.len()).then_some(at + 1);
            }
            Some(Part::Text(text)) if text.starts_with('-') => at += 1,
            Some(Part::Text(text)) if is_assignment(text) => at += 1,
            _ if n_first > 0 => {
                n_first -= 1;
                at += 1;
            }
            _ => return Some(at),
        }
    }
    None
}

fn is_assignment(text: &str) -> bool {
    text.split_once('=').is_some_and(|(name, _)| {
        !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
    })
}

fn shell_text(words: &[Template]) -> Told {
    for (at, word) in words.iter().enumerate() {
        let Some(word) = word.known() else { return Told::Nothing };
        // Letters of several options may stand together: `-ec`.
        let is_command = word.starts_with('-') && !word.starts_with("--") && word.ends_with('c');
        if is_command || word == "--command" {
            return if at + 1 < words.len() { Told::Shell(at + 1) } else { Told::Nothing };
        }
        if !word.starts_with(['-', '+']) && word != "pipefail" {
            return Told::Nothing;
        }
    }
    Told::Nothing
}

/// `find . -exec program {} ;`.
fn finds(words: &[Template]) -> Told {
    let is_run =
        |word: &Template| matches!(word.known(), Some("-exec" | "-execdir" | "-ok" | "-okdir"));
    let places = (1..words.len()).filter(|&at| is_run(&words[at - 1]));
    Told::Many(places.take(MAX_ARGUMENTS).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(parts: &[Part], expect: Option<(&str, bool)>) {
        let found = name(&Template(parts.to_vec()));
        let found = found.as_ref().map(|name| (name.text.as_str(), name.is_tail));
        assert_eq!(found, expect);
    }

    #[test]
    fn names_stand_behind_folders() {
        let text = |text: &str| Part::Text(text.to_owned());
        check(&[text("/usr/bin/git")], Some(("git", false)));
        check(&[text("C:\\x\\Git.EXE")], Some(("Git", false)));
        check(&[Part::Hole, text("/bin/psql")], Some(("psql", true)));
        check(&[Part::Hole, text("-ld")], None);
        check(&[text("git-"), Part::Hole], None);
        check(&[text("@PYTHON@")], None);
        check(&[text("--flag")], None);
        check(&[text("..")], None);
    }
}
