// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Lines of C that a condition of the preprocessor leaves out, where its answer is plain.
//!
//! A condition is decided from what the reader knows of names; one that rests on anything else stays open,
//! and so do the lines below it.

use std::ops::Range;

use heirloom_model::Tri;

/// Conditions inside each other that are followed.
const MAX_DEPTH: usize = 64;

/// Tokens of one condition that are read.
const MAX_TOKENS: usize = 200;

/// A condition that is open at a line.
struct Block {
    /// Whether a branch before this one was taken.
    taken: Tri,
    /// Where the lines of a branch begin that is left out.
    out_from: Option<usize>,
}

/// The parts of a text that conditions leave out, in order; `defined` tells whether a name is defined.
pub(crate) fn left_out(text: &str, defined: &dyn Fn(&str) -> Tri) -> Vec<Range<usize>> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut too_deep = 0usize;
    let mut out: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let (start, end) = (at, at + line.len());
        at = end;
        let Some(directive) = line.trim_start().strip_prefix('#') else { continue };
        let directive = directive.trim_start();
        let name_end = directive.find(|c: char| !c.is_ascii_alphabetic());
        let (name, rest) = directive.split_at(name_end.unwrap_or(directive.len()));
        let holds = || match name {
            "ifdef" | "elifdef" => defined(first_name(rest)),
            "ifndef" | "elifndef" => not(defined(first_name(rest))),
            // A condition that goes on behind the line is left open.
            _ if rest.trim_end().ends_with('\\') => Tri::Unknown,
            _ => decided(rest, defined),
        };
        match name {
            "if" | "ifdef" | "ifndef" if blocks.len() >= MAX_DEPTH => too_deep += 1,
            "if" | "ifdef" | "ifndef" => {
                let holds = holds();
                blocks.push(Block { taken: holds, out_from: (holds == Tri::No).then_some(end) });
            }
            "endif" if too_deep > 0 => too_deep -= 1,
            _ if too_deep > 0 => {}
            "elif" | "elifdef" | "elifndef" | "else" => {
                let Some(block) = blocks.last_mut() else { continue };
                out.extend(block.out_from.take().map(|from| from..start));
                let holds = if name == "else" { Tri::Yes } else { holds() };
                let is_out = block.taken == Tri::Yes || holds == Tri::No;
                block.out_from = is_out.then_some(end);
                block.taken = or(block.taken, holds);
            }
            "endif" => {
                let from = blocks.pop().and_then(|block| block.out_from);
                out.extend(from.map(|from| from..start));
            }
            _ => {}
        }
    }
    out.sort_by_key(|range| range.start);
    out
}

/// Whether a place lies in one of the parts.
pub(crate) fn holds(out: &[Range<usize>], at: usize) -> bool {
    out.iter().any(|range| range.contains(&at))
}

fn first_name(text: &str) -> &str {
    let text = text.trim_start();
    let end = text.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    &text[..end.unwrap_or(text.len())]
}

fn not(one: Tri) -> Tri {
    match one {
        Tri::Yes => Tri::No,
        Tri::No => Tri::Yes,
        Tri::Unknown => Tri::Unknown,
    }
}

fn or(a: Tri, b: Tri) -> Tri {
    match (a, b) {
        (Tri::Yes, _) | (_, Tri::Yes) => Tri::Yes,
        (Tri::No, Tri::No) => Tri::No,
        _ => Tri::Unknown,
    }
}

fn and(a: Tri, b: Tri) -> Tri {
    not(or(not(a), not(b)))
}

/// The answer of a condition of names, `!`, `&&`, `||` and brackets; anything else is open.
fn decided(text: &str, defined: &dyn Fn(&str) -> Tri) -> Tri {
    let text = text.split("/*").next().unwrap_or_default();
    let text = text.split("//").next().unwrap_or_default();
    let Some(tokens) = tokens(text) else { return Tri::Unknown };
    let mut condition = Condition { tokens: &tokens, at: 0, defined };
    let answer = condition.any(0);
    match condition.at == tokens.len() {
        true => answer.unwrap_or(Tri::Unknown),
        false => Tri::Unknown,
    }
}

/// The words and signs of a condition; `None` for signs that are not read.
fn tokens(text: &str) -> Option<Vec<&str>> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let word = first_name(rest);
        let token = if !word.is_empty() {
            word
        } else if rest.starts_with("&&") || rest.starts_with("||") {
            &rest[..2]
        } else if rest.starts_with(['!', '(', ')']) && !rest.starts_with("!=") {
            &rest[..1]
        } else {
            return None;
        };
        if tokens.len() == MAX_TOKENS {
            return None;
        }
        tokens.push(token);
        rest = rest[token.len()..].trim_start();
    }
    Some(tokens)
}

struct Condition<'t> {
    tokens: &'t [&'t str],
    at: usize,
    defined: &'t dyn Fn(&str) -> Tri,
}

impl<'t> Condition<'t> {
    fn next_is(&mut self, token: &str) -> bool {
        let is = self.tokens.get(self.at) == Some(&token);
        self.at += usize::from(is);
        is
    }

    fn any(&mut self, depth: usize) -> Option<Tri> {
        let mut answer = self.all(depth)?;
        while self.next_is("||") {
            answer = or(answer, self.all(depth)?);
        }
        Some(answer)
    }

    fn all(&mut self, depth: usize) -> Option<Tri> {
        let mut answer = self.one(depth)?;
        while self.next_is("&&") {
            answer = and(answer, self.one(depth)?);
        }
        Some(answer)
    }

    fn one(&mut self, depth: usize) -> Option<Tri> {
        if depth > MAX_DEPTH {
            return None;
        }
        if self.next_is("!") {
            return Some(not(self.one(depth + 1)?));
        }
        if self.next_is("(") {
            let answer = self.any(depth + 1)?;
            return self.next_is(")").then_some(answer);
        }
        if self.next_is("defined") {
            let is_bracketed = self.next_is("(");
            let name = self.word()?;
            let is_closed = !is_bracketed || self.next_is(")");
            return is_closed.then(|| (self.defined)(name));
        }
        match self.word()? {
            "0" => Some(Tri::No),
            "1" => Some(Tri::Yes),
            // What a name stands for is not known, and one that is not defined is 0.
            name if self.next_is("(") => {
                self.word()?;
                let is_closed = self.next_is(")");
                (is_closed && !name.is_empty()).then_some(Tri::Unknown)
            }
            name if (self.defined)(name) == Tri::No => Some(Tri::No),
            _ => Some(Tri::Unknown),
        }
    }

    fn word(&mut self) -> Option<&'t str> {
        let word = self.tokens.get(self.at)?;
        let is_word = word.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_');
        self.at += usize::from(is_word);
        is_word.then_some(*word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The lines that are left out of a kernel module.
    #[track_caller]
    fn check(text: &str, expect: &[&str]) {
        let defined = |name: &str| match name {
            "MODULE" => Tri::Yes,
            "USER" => Tri::No,
            _ => Tri::Unknown,
        };
        let out = left_out(text, &defined);
        let mut lines = Vec::new();
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            if !line.trim_start().starts_with('#') && holds(&out, at) {
                lines.push(line.trim());
            }
            at += line.len();
        }
        assert_eq!(lines, expect, "{text}");
    }

    #[test]
    fn plain_conditions_are_decided() {
        check("#if 0\na\n#else\nb\n#endif\nc\n", &["a"]);
        check("#ifdef MODULE\na\n#else\nb\n#endif\n", &["b"]);
        check("#ifndef MODULE\na\n#elif X\nb\n#else\nc\n#endif\n", &["a"]);
        check("#if defined(X) && !defined(MODULE)\na\n#else\nb\n#endif\n", &["a"]);
        check("# if defined X || defined MODULE // always\na\n#else\nb\n#endif\n", &["b"]);
        check("#if USER\na\n#endif\n", &["a"]);
        check("#if 1\n#if 0\na\n#endif\nb\n#elif X\nc\n#endif\n", &["a", "c"]);
    }

    #[test]
    fn what_is_not_plain_stays_open() {
        check("#if X > 3\na\n#else\nb\n#endif\n", &[]);
        check("#if defined(X)\na\n#elif defined(Y)\nb\n#else\nc\n#endif\n", &[]);
        check("#if MODULE(\na\n#endif\n#else\n#endif\n#elif\nb\n", &[]);
        check("#if 0 && \\\n  X\na\n#endif\n", &[]);
        check("#if IS_ENABLED(X) && !defined(MODULE)\na\n#endif\n", &["a"]);
        check("#if (((((\na\n#endif\n", &[]);
        check(&format!("{}a\n", "#if 1\n".repeat(100)), &[]);
    }
}
