// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Whole files, language by language.

use heirloom_model::{ProblemCode, TreePath};

use super::*;

/// The calls of a file: `program argument… <through, ground>`, `?` for what is computed.
#[track_caller]
fn check(path: &str, text: &str, expect: &[&str]) {
    let (facts, problems) = facts(path, text);
    assert_eq!(problems, [], "{text}");
    let calls: Vec<String> = facts
        .calls
        .iter()
        .map(|call| {
            let arguments: Vec<&str> = call.arguments.iter().map(|a| &**a).collect();
            let program = call.program.as_deref().unwrap_or("?");
            let words = [&[program], arguments.as_slice()].concat().join(" ");
            format!("{words} <{}, {}>", call.through, call.ground)
        })
        .collect();
    assert_eq!(calls, expect, "{text}");
}

#[track_caller]
fn facts(path: &str, text: &str) -> (SourceFacts, Vec<Problem>) {
    let path = TreePath::parse(path.as_bytes()).unwrap();
    let (facts, problems) = read(&path, text.as_bytes(), &SourceLimits::standard());
    (facts.unwrap(), problems)
}

#[test]
fn shell_commands() {
    check(
        "a.sh",
        "#!/bin/sh\nset -e\ncd /tmp\n/usr/bin/git clone \"$1\" | tee log\nx=$(curl -s http://a)\n",
        &[
            "git clone <command, literal>",
            "tee log <command, literal>",
            "curl -s http://a <command, literal>",
        ],
    );
    check("a.sh", "f() { sed s/a/b/; }\nf x\n", &["sed s/a/b/ <command, literal>"]);
    check("a.sh", "exec java -jar x.jar", &["java -jar x.jar <command, literal>"]);
    check("a.sh", "CC='gcc -O2'\n$CC -c a.c", &["gcc -O2 -c a.c <command, constant>"]);
    check("a.sh", "${CC:-cc} -c a.c", &["cc -c a.c <command, alternative>"]);
    check(
        "a.sh",
        "$BIN/tool x; $TOOL y",
        &["tool x <command, path_tail>", "? y <command, computed>"],
    );
    check(
        "a.sh",
        "if command -v jq; then sudo -u root apt-get install -y jq; fi",
        &[
            "sudo -u root apt-get install -y jq <command, literal>",
            "apt-get install -y jq <sudo, literal>",
        ],
    );
    check(
        "a.sh",
        "sh -c 'make && \"$0\"'",
        &["sh -c make && \"$0\" <command, literal>", "make <sh, literal>", "? <sh, computed>"],
    );
    check(
        "a.sh",
        "run() { echo \"$@\"; \"$@\"; }\nrun git status\n",
        &["git status <run, parameter>"],
    );
    check(
        "a.sh",
        "trap 'rm -f x' EXIT\neval \"$cmd\"\nfind . -name x -exec grep y {} \\;",
        &[
            "rm -f x <trap, literal>",
            "? <eval, computed>",
            "find . -name x -exec grep y {} ; <command, literal>",
            "grep y {} ; <find, literal>",
        ],
    );
}

#[test]
fn python_calls() {
    check(
        "a.py",
        "import subprocess as sp\nsp.run(['git', 'status', x])",
        &["git status <subprocess.run, literal>"],
    );
    check(
        "a.py",
        "from os import system as s\ns('ls -l | wc')",
        &["ls -l <os.system, literal>", "wc <os.system, literal>"],
    );
    check(
        "a.py",
        "import subprocess\nTOOL = '/usr/bin/' + 'ffmpeg'\ncmd = [TOOL, '-i']\nsubprocess.Popen(cmd)",
        &["ffmpeg -i <subprocess.Popen, constant>"],
    );
    check(
        "a.py",
        "import subprocess, shlex\nsubprocess.call(shlex.split('tar xf a'))\nsubprocess.call(f'{d}/x y', shell=True)",
        &["tar xf a <subprocess.call, literal>", "x y <subprocess.call, path_tail>"],
    );
    check(
        "a.py",
        "import subprocess\ndef run(*cmd):\n  subprocess.check_call(cmd)\nrun('make', 'all')\nrun(x)\n",
        &["make all <subprocess.check_call, parameter>", "? <subprocess.check_call, computed>"],
    );
    check(
        "a.py",
        "import os\nos.execvp('vim', ['vim', 'x'])\nos.system(sys.argv[1])",
        &["vim x <os.execvp, literal>", "? <os.system, computed>"],
    );
    check("a.py", "import re\nsystem('x')\nre.run(['x'])", &[]);
}

#[test]
fn c_calls() {
    check(
        "a.c",
        "#define SH \"/bin/sh\"\nint f(void) { execl(SH, \"sh\", \"-c\", cmd, NULL); system(\"rm x\"); }",
        &["sh -c <execl, constant>", "? <sh, computed>", "rm x <system, literal>"],
    );
    check(
        "a.c",
        "int f(char *p) { char *a[] = {\"tar\", \"x\", NULL}; execvp(a[0], a); popen(p, \"r\"); }",
        &["tar x <execvp, constant>", "? <popen, computed>"],
    );
    check(
        "a.c",
        "static int system(const char *p) { return 0; }\nint f() { return system(\"x\"); }",
        &[],
    );
}

#[test]
fn limits_are_reported() {
    let path = TreePath::parse(b"a.sh").unwrap();
    let limits = SourceLimits { max_facts: 2, ..SourceLimits::standard() };
    let (facts, problems) = read(&path, b"a\nb\nc\n", &limits);
    assert_eq!(facts.unwrap().calls.len(), 2);
    assert_eq!(problems[0].code, ProblemCode::SOURCE_LIMIT);
    let limits = SourceLimits { max_bytes: 2, ..SourceLimits::standard() };
    assert_eq!(read(&path, b"a\nb\nc\n", &limits).1[0].args[0].1, "max_bytes".into());
}
