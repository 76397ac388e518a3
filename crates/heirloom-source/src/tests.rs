// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Whole files, language by language.

use heirloom_model::{ProblemCode, TreePath};

use super::*;

mod hostile;

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

#[test]
fn javascript_calls() {
    check(
        "a.js",
        "const { exec: run, spawn } = require('node:child_process');\n\
         run(`git log ${x} | wc`);\nspawn('/usr/bin/ffmpeg', ['-i', f]);",
        &[
            "git log <child_process.exec, literal>",
            "wc <child_process.exec, literal>",
            "ffmpeg -i <child_process.spawn, literal>",
        ],
    );
    check(
        "a.ts",
        "import * as cp from 'child_process';\nconst p = promisify(cp.exec);\n\
         class A { tool = 'rg'; f() { cp.execFileSync(this.tool, ['-n']); p('ls'); } }\n/x/.exec(y);",
        &["rg -n <child_process.execFileSync, constant>", "ls <child_process.exec, literal>"],
    );
    check(
        "a.mjs",
        "import { $ } from 'zx';\nimport execa from 'execa';\nawait $`docker build ${d}`;\n\
         execa(ok ? 'npm' : 'yarn', ['run']);\nnew Deno.Command(bin, { args: ['x'] });",
        &[
            "docker build <zx.$, literal>",
            "npm run <execa, alternative>",
            "yarn run <execa, alternative>",
            "? x <new Deno.Command, computed>",
        ],
    );
}

#[test]
fn go_rust_and_java_calls() {
    check(
        "a.go",
        "package a\nimport (\n\te \"os/exec\"\n)\nconst tool = \"helm\"\n\
         func f(a []string) { e.Command(tool, \"install\"); e.CommandContext(ctx, a[0]) }\n\
         func g(n string) { e.Command(n) }\nfunc h() { g(filepath.Join(dir, \"kubectl\")) }\n",
        &[
            "helm install <exec.Command, constant>",
            "? <exec.CommandContext, computed>",
            "? <exec.Command, computed>",
        ],
    );
    check(
        "a.rs",
        "use std::process::{self, Command};\n\
         fn f() { Command::new(\"git\").arg(\"log\").args([\"-1\"]); process::Command::new(x); }",
        &[
            "git log -1 <std::process::Command::new, literal>",
            "? <std::process::Command::new, computed>",
        ],
    );
    check("a.rs", "use clap::Command;\nfn f() { Command::new(\"git\") }", &[]);
    check(
        "A.java",
        "class A { void f() throws Exception { Runtime.getRuntime().exec(\"sh run.sh\");\n\
         new ProcessBuilder(\"tar\", \"x\").start(); new ProcessBuilder(List.of(\"zip\")); } }",
        &[
            "sh run.sh <Runtime.getRuntime().exec, literal>",
            "tar x <new ProcessBuilder, literal>",
            "zip <new ProcessBuilder, literal>",
        ],
    );
}

#[test]
fn libraries_and_models() {
    let (facts, _) = facts(
        "a.py",
        "import ctypes\nfrom transformers import AutoModel\nfrom datasets import load_dataset\n\
         ctypes.CDLL('/usr/lib/libz.so.1')\nctypes.CDLL(None)\nctypes.cdll.LoadLibrary(name)\n\
         AutoModel.from_pretrained('org/model')\nAutoModel.from_pretrained('./here')\n\
         load_dataset('squad', split='train')\n",
    );
    let loads: Vec<_> = facts.loads.iter().map(|load| load.library.as_deref()).collect();
    assert_eq!(loads, [Some("libz.so.1"), None]);
    let models: Vec<_> = facts.model_references.iter().map(|m| m.name.as_deref()).collect();
    assert_eq!(models, [Some("org/model"), Some("squad")]);
}

#[track_caller]
fn check_imports(path: &str, text: &str, expect: &[&str]) {
    let (facts, _) = facts(path, text);
    let imports: Vec<String> = facts
        .imports
        .iter()
        .map(|import| {
            let optional = if import.is_optional { "?" } else { "" };
            let types = if import.is_type_only { " types" } else { "" };
            format!("{}{optional}{types}", import.name)
        })
        .collect();
    assert_eq!(imports, expect, "{text}");
}

#[test]
fn imports() {
    check_imports(
        "a.py",
        "\"\"\"import not\"\"\"\nimport os.path as p, sys\nfrom . import x\ntry:\n    import yaml\n\
         except ImportError:\n    yaml = None\nif TYPE_CHECKING:\n    from a.b import c\n\
         def f():\n    import json; importlib.import_module('plug')\nfrom x import (a,\n  b)\n",
        &["os.path", "sys", ".", "yaml?", "a.b types", "json", "plug?", "x"],
    );
    check_imports(
        "a.ts",
        "import a, { b } from 'x';\nimport type { C } from \"y\";\nimport 'side';\n\
         const z = require('z'); // import n from 'no'\nexport * from './w';\nawait import('v');\n\
         const from = 'u';\nimport q = require('q');",
        &["x", "y types", "side", "z", "./w", "v?", "q"],
    );
    check_imports(
        "a.go",
        "package a\nimport \"fmt\"\nimport (\n\tx \"golang.org/x/text\"\n\t_ \"embed\"\n)\n",
        &["fmt", "golang.org/x/text", "embed"],
    );
    check_imports(
        "a.rs",
        "extern crate libc;\nmod own;\nuse serde::{de, ser};\nuse own::X;\npub use crate::y;\n\
         use {a::b, c::{d, e}};\nfn f() { use std::fs; }",
        &["libc", "serde", "a", "c", "std"],
    );
    check_imports(
        "A.java",
        "package p;\nimport java.util.List;\nimport static org.x.Y.*;\nclass A {}",
        &["java.util.List", "org.x.Y.*"],
    );
}

#[test]
fn kernel_modules() {
    let (facts, _) = facts(
        "a.c",
        "#include <linux/module.h>\n# include \"own.h\"\n#include <uapi/linux/if.h>\n\
         EXPORT_SYMBOL_GPL(a);\nEXPORT_SYMBOL(b);\nmodule_platform_driver(d);\n\
         MODULE_LICENSE(\"Dual \" \"MIT/GPL\");\n",
    );
    let names: Vec<_> = facts.includes.iter().map(|i| (&*i.name, i.is_uapi)).collect();
    assert_eq!(names, [("linux/module.h", false), ("own.h", false), ("uapi/linux/if.h", true)]);
    let module = facts.module.unwrap();
    assert_eq!(&*module.licenses[0].0, "Dual MIT/GPL");
    let exports: Vec<_> = module.exports.iter().map(|e| (&*e.name, e.is_gpl_only)).collect();
    assert_eq!(exports, [("a", true), ("b", false)]);
    assert!(module.is_module() && module.uses_inside && module.start.is_some());
    let user = self::facts("a.c", "#include <linux/if.h>\nint main(void) { return 0; }").0;
    assert_eq!(user.module, None);
}

/// What `zfs_sysfs.c` calls where it is built into the kernel was said to be called by its module.
#[test]
fn lines_that_a_module_leaves_out_call_nothing() {
    let text = "#include <linux/module.h>\nMODULE_LICENSE(\"CDDL\");\nvoid f(void) {\n\
                #if defined(CONFIG_ZFS) && !defined(CONFIG_ZFS_MODULE)\n  usb_register(x);\n\
                #else\n  usb_deregister(x);\n#endif\n#if 0\n  spi_sync(y);\n#endif\n\
                #if defined(CONFIG_USB) && !defined(CONFIG_USB_MODULE)\n  usb_submit_urb(u);\n#endif\n}\n";
    let calls = |name: &str| {
        let module = facts(name, text).0.module.unwrap();
        module.gpl_only.iter().map(|(call, _)| call.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(calls("zfs_sysfs.c"), ["usb_deregister", "usb_submit_urb"]);
    assert_eq!(calls("other.c"), ["usb_register", "usb_deregister", "usb_submit_urb"]);
}

#[test]
fn dockerfiles() {
    let text = "ARG GO=1.22\nFROM golang:${GO} AS build\nRUN apt-get update && \\\n  # comment\n  \
                apt-get install -y git=1:2 \\\n    make\nRUN --mount=type=cache,target=/x go build\n\
                FROM debian:12-slim AS base\nRUN apk add --no-cache curl\nFROM base\n\
                COPY --from=build /a /a\nCOPY --from=busybox:1 /bin/sh /sh\nEXPOSE 80 53/udp\n\
                HEALTHCHECK CMD curl -f http://a\nENTRYPOINT [\"/a\", \"-x\"]\nCMD [\"arg\"]\n";
    check(
        "Dockerfile",
        text,
        &[
            "apt-get update <RUN, literal>",
            "apt-get install -y git=1:2 make <RUN, literal>",
            "go build <RUN, literal>",
            "apk add --no-cache curl <RUN, literal>",
            "curl -f http://a <HEALTHCHECK, literal>",
            "a -x <ENTRYPOINT, literal>",
        ],
    );
    let (facts, _) = facts("Dockerfile", text);
    let images: Vec<_> = facts
        .images
        .iter()
        .map(|image| (image.image.as_deref().unwrap(), image.is_copied, image.is_delivered))
        .collect();
    assert_eq!(
        images,
        [("golang:1.22", false, false), ("debian:12-slim", false, true), ("busybox:1", true, true)]
    );
    let installs: Vec<_> =
        facts.installs.iter().map(|i| (&*i.ecosystem, &*i.name, i.is_delivered)).collect();
    assert_eq!(installs, [("deb", "git", false), ("deb", "make", false), ("apk", "curl", true)]);
    let ports: Vec<_> = facts.ports.iter().map(|port| &*port.port).collect();
    assert_eq!(ports, ["80", "53/udp"]);
    let lines: Vec<_> = facts.calls.iter().map(|call| call.span.first_line).collect();
    assert_eq!(lines, [3, 5, 7, 9, 14, 15]);
}

#[test]
fn compose_files() {
    let (facts, _) = facts(
        "compose.yaml",
        "services:\n  web:\n    build: .\n    ports: [\"8080:80\"]\n    depends_on: {db: {}}\n    \
         environment:\n      URL: postgres://db:5432/x\n      HOST: cache\n  db:\n    \
         image: postgres:16\n    networks: [back]\n  cache: {image: redis, links: [db:data]}\n",
    );
    let web = &facts.services[0];
    assert_eq!((&*web.name, web.build.as_deref()), ("web", Some(".")));
    assert_eq!(web.published, ["8080:80".into()]);
    assert_eq!(web.depends_on, ["db".into()]);
    assert_eq!(web.mentions, ["db".into(), "cache".into()]);
    assert_eq!(web.span.first_line, 2);
    assert_eq!(facts.services[1].image.as_deref(), Some("postgres:16"));
    assert_eq!(facts.services[1].networks, ["back".into()]);
    assert_eq!(facts.services[2].links, ["db".into()]);
}

#[test]
fn model_cards() {
    let text = "---\nlicense: mit\nbase_model: org/base\nbase_model_relation: adapter\n\
                datasets:\n- squad\n- org/data\n---\n# Card\n";
    let (facts, _) = facts("README.md", text);
    let references: Vec<_> = facts
        .model_references
        .iter()
        .map(|r| (r.role, r.name.as_deref().unwrap(), r.span.first_line))
        .collect();
    assert_eq!(
        references,
        [
            (heirloom_model::ModelRole::Adapter, "org/base", 3),
            (heirloom_model::ModelRole::Trained, "squad", 6),
            (heirloom_model::ModelRole::Trained, "org/data", 7)
        ]
    );
    let path = TreePath::parse(b"README.md").unwrap();
    assert_eq!(read(&path, b"# Plain\n", &SourceLimits::standard()).0, None);
}

#[test]
fn names_that_name_themselves_end() {
    // Each assignment once made all others be followed again.
    let lines = (0..40).map(|n| format!("CMD=\"${{CMD}} x{n}\"\n$CMD\n"));
    let text = "CMD=a\n".to_owned() + &lines.collect::<String>();
    let (facts, problems) = facts("a.sh", &text);
    assert_eq!((facts.calls.len() >= 40, problems.len()), (true, 0));
    // Constructions in constructions were once followed without limit.
    let text = format!("child_process;{}x{}", "new (".repeat(5_000), ")()".repeat(5_000));
    self::facts("a.js", &text);
    self::facts("a.py", &format!("subprocess.run({}{})", "f(".repeat(5_000), ")".repeat(5_000)));
}

#[test]
fn more_ways_to_name_a_program() {
    check(
        "a.c",
        "int f() { char b[9]; snprintf(b, sizeof b, \"cat %s\", x); system(b); }",
        &["cat <system, constant>"],
    );
    check(
        "a.py",
        "import subprocess\np.add_argument('--ssl-tool', default='openssl')\nsubprocess.run([args.ssl_tool, 'x'])",
        &["openssl x <subprocess.run, alternative>", "? x <subprocess.run, computed>"],
    );
    check(
        "a.sh",
        "doit=${DOIT-}\n$doit mkdir x\nflac${EXE} -d y\n. ./lib.sh\nmy_function z",
        &[
            "mkdir x <command, alternative>",
            "flac -d y <command, literal>",
            "my_function z <command, sourced>",
        ],
    );
}

#[test]
fn makefiles() {
    check(
        "Makefile",
        "TOOL := /usr/bin/protoc\nVERSION = $(shell git describe)\nall: x\n\t@$(CC) -c a.c && \\\n\t  \
         $(TOOL) a\n\t-for i in $$(ls); do $(UNKNOWN) $$i; done\n\
         ifdef X\n\tY = no\nendif\ndefine Z\n\tnot this\nendef\nV := 1\n\tnor this\nb:\n\t$(Q)ld x\n",
        &[
            "git describe <$(shell), literal>",
            "cc -c a.c <recipe, constant>",
            "protoc a <recipe, constant>",
            "ls <recipe, literal>",
            "? <recipe, computed>",
            "ld x <recipe, literal>",
        ],
    );
}

#[test]
fn programs_that_are_looked_for_are_run() {
    check(
        "a.py",
        "import shutil\nfrom subprocess import run\nGIT = shutil.which('git')\n\
         class Git:\n    exe = GIT\n    def go(self):\n        run([self.exe, 'log'])\n",
        &["git <shutil.which, literal>", "git log <subprocess.run, constant>"],
    );
    check(
        "a.go",
        "package a\nimport \"os/exec\"\nfunc f() {\n\tp, _ := exec.LookPath(\"hg\")\n\t_ = p\n}\n",
        &["hg <exec.LookPath, literal>"],
    );
}

#[test]
fn completions_run_no_programs() {
    check(
        "_tool.zsh",
        "#compdef tool\nzmodload zsh/stat\nzstat -A a b\ncompadd x\n_arguments -s '-a[all]'\n",
        &[],
    );
    check("tool.bash", "_init_completion || return\n_filedir\ncomplete -F _tool tool\n", &[]);
}
