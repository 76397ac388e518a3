// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What is made to be slow: the time of every reader grows with the size of a file, not with its
//! square.

use std::time::{Duration, Instant};

use heirloom_model::TreePath;

use super::{super::formats, GraphLimits, read, relations, resolve};

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

/// The slowest of all readers takes a tenth of this on a busy machine; one by the square took 13 s.
const BOUND: Duration = Duration::from_secs(1);

const SIZE: usize = 40_000;

#[test]
#[expect(clippy::disallowed_methods, reason = "the time is what is tested")]
fn slow_no_reader_takes_time_by_the_square() {
    let limits = GraphLimits::standard();
    let mut slow = Vec::new();
    for format in formats() {
        let path = TreePath::parse(format.names[0].replace('*', "x").as_bytes()).unwrap();
        for piece in PIECES {
            for start in STARTS {
                let text = (*start).to_owned() + &piece.repeat(SIZE / piece.len());
                let began = Instant::now();
                let (facts, _) = read(&path, text.as_bytes(), &limits);
                let files: Vec<_> = facts.map(|facts| (path.clone(), facts)).into_iter().collect();
                relations(&resolve(&files, &limits));
                let taken = began.elapsed();
                if taken > BOUND {
                    slow.push(format!("{} {start:?} {piece:?} {taken:?}", format.format));
                }
            }
        }
    }
    assert!(slow.is_empty(), "{}", slow.join("\n"));
}
