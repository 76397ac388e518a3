// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Programs that every system has.

/// The utilities of POSIX.1-2024 (Shell & Utilities, chapter 3), without those that a shell has
/// built in.
const UTILITIES: &str = "\
    admin ar asa at awk basename batch bc c17 c99 cal cat cflow chgrp chmod chown cksum cmp comm \
    compress cp crontab csplit ctags cut cxref date dd delta df diff dirname du echo ed env ex \
    expand expr false file find fold fuser gencat get getconf gettext grep head iconv id ipcrm \
    ipcs join kill lex link ln locale localedef logger logname lp ls m4 mailx make man mesg \
    mkdir mkfifo more msgfmt mv newgrp ngettext nice nl nm nohup od paste patch pathchk pax pr \
    printf prs ps pwd readlink realpath renice rm rmdel rmdir sact sccs sed sh sleep sort split \
    strings strip stty tabs tail talk tee test time timeout touch tput tr true tsort tty uname \
    uncompress unexpand unget uniq unlink uucp uudecode uuencode uustat uux val vi wc what who \
    write xargs xgettext yacc zcat";

/// Whether every system that follows POSIX brings a program.
pub(super) fn is_utility(name: &str) -> bool {
    UTILITIES.split(' ').any(|known| known == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn utilities_are_those_of_every_system() {
        assert!(is_utility("admin") && is_utility("sed") && is_utility("zcat"));
        assert!(!is_utility("git") && !is_utility(""));
    }
}
