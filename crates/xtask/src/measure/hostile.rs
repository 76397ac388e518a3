// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Package files that are made to be slow: the time of every reader should grow with the size of a
//! file, not with its square.

use std::time::{Duration, Instant};

use heirloom_model::TreePath;
use heirloom_package::graph::{GraphLimits, formats, read, relations, resolve};

use crate::Outcome;

/// Pieces that, over and over, were slow in some reader of this form or another.
const PIECES: &[&str] = &[
    "[",
    "{",
    "(",
    "<",
    "<a>",
    "<a b='",
    "<!--",
    "&",
    "\"",
    "'",
    "\"\"\"",
    "'''",
    "\\",
    "\\\n",
    "/*",
    "#",
    "#|",
    "--[[",
    "{-",
    "<<A\n",
    "${a}",
    "@",
    ":",
    "a: ",
    "a:\n ",
    "- ",
    "? ",
    "!a ",
    "&a ",
    "*a ",
    "a=",
    "a.",
    "[a.",
    "[[a]]\n",
    "a, ",
    "a|",
    "-r a\n",
    "a;",
    "a (",
    "a\n",
    "a: b\n",
    "a = b\n",
    "a\r\n ",
    "\n",
    "\t",
    " ",
    "\0",
    "node_modules/",
    "../",
    "f\"{",
    "do\n",
    "if a\n",
    "begin\n",
    "require(",
    "%{",
    "%w[",
    "#{",
    "{ a = ",
    "[{\"a\":",
    "{\"a\":[",
    "\"a\":1,",
    "{\"name\":\"a\"},",
    "[[package]]\nname = \"a\"\n",
    "\"a\" % \"b\" % v\n",
    "a \"b:c:1\"\n",
    "a project(\":b\")\n",
    "    a (1)\n      b\n",
    "<dependency><artifactId>a</artifactId></dependency>",
    "a@1:\n  dependencies:\n    a \"1\"\n",
];

/// What makes a reader look at the pieces at all.
const STARTS: &[&str] = &[
    "",
    "a = [\n",
    "{\"packages\": {\"a\": ",
    "{\"dependencies\": [",
    "<project><dependencies>",
    "dependencies {\n",
    "[dependencies]\n",
    "GEM\n  specs:\n",
];

/// Times every reader on package files that are made to be slow.
#[derive(clap::Args)]
pub(crate) struct HostileArgs {
    /// The size of each file in bytes.
    #[arg(long, default_value_t = 40_000)]
    size: usize,
    /// How many of the slowest to print.
    #[arg(long, default_value_t = 10)]
    show: usize,
}

/// Runs `cargo xtask hostile`: a reader that takes time by the square of a file stands out when the
/// size is doubled.
#[expect(clippy::disallowed_methods, reason = "the time is what is measured")]
pub(crate) fn hostile(args: &HostileArgs) -> Outcome {
    let limits = GraphLimits::standard();
    let mut taken: Vec<(Duration, String)> = Vec::new();
    // Forms without a name of a file are never read by one.
    for format in formats().iter().filter(|format| !format.names.is_empty()) {
        let path = TreePath::parse(format.names[0].replace('*', "x").as_bytes())?;
        for piece in PIECES {
            for start in STARTS {
                let text = (*start).to_owned() + &piece.repeat(args.size / piece.len());
                let began = Instant::now();
                let (facts, _) = read(&path, text.as_bytes(), &limits);
                let files: Vec<_> = facts.map(|facts| (path.clone(), facts)).into_iter().collect();
                relations(&resolve(&files, &limits));
                let what = format!("{} {start:?} {piece:?}", format.format);
                taken.push((began.elapsed(), what));
            }
        }
    }
    taken.sort_by(|a, b| b.cmp(a));
    println!("{} files of {} bytes; the slowest:", taken.len(), args.size);
    for (time, what) in taken.iter().take(args.show) {
        println!("{:8.1} ms  {what}", time.as_secs_f64() * 1e3);
    }
    Ok(())
}
