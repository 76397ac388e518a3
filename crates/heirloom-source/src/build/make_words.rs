// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Words of makefiles: references and functions in one way of writing.
//!
//! Functions are not run. Those that choose among names or change their ends give all of the names,
//! as the end of a name does not tell one file of source from another.

/// Functions inside each other deeper than this are computed, for all that is known.
const MAX_DEPTH: usize = 12;
/// More words of one list are not kept.
const MAX_WORDS: usize = 5_000;

/// The words of a list.
pub(super) fn words(text: &str) -> Vec<String> {
    list(text, 0)
}

fn list(text: &str, depth: usize) -> Vec<String> {
    let mut words = Vec::new();
    for word in split(text) {
        if words.len() >= MAX_WORDS {
            break;
        }
        words.extend(one(word, depth));
    }
    words
}

/// The words of a text; brackets of references hold them together.
fn split(text: &str) -> impl Iterator<Item = &str> {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        let is_space = |byte: &u8| {
            byte.is_ascii_whitespace() || *byte == b'\\' || matches!(byte, b'"' | b'\'')
        };
        while bytes.get(at).is_some_and(is_space) {
            at += 1;
        }
        let start = at;
        while at < bytes.len() && !is_space(&bytes[at]) {
            at = if bytes[at] == b'$' { reference_end(bytes, at) } else { at + 1 };
        }
        (at > start).then(|| &text[start..at])
    })
}

/// Where a reference that begins with a sign ends.
fn reference_end(bytes: &[u8], at: usize) -> usize {
    let close = match bytes.get(at + 1) {
        Some(b'(') => b')',
        Some(b'{') => b'}',
        Some(byte) if byte.is_ascii() => return at + 2,
        _ => return at + 1,
    };
    let open = bytes[at + 1];
    let mut depth = 0_usize;
    for (offset, byte) in bytes[at + 1..].iter().enumerate() {
        if *byte == open {
            depth += 1;
        } else if *byte == close {
            depth -= 1;
            if depth == 0 {
                return at + offset + 2;
            }
        }
    }
    bytes.len()
}

/// What one word comes to: several where a function stands in it.
fn one(word: &str, depth: usize) -> Vec<String> {
    let bytes = word.as_bytes();
    let mut built = vec![String::new()];
    let mut at = 0;
    while at < bytes.len() {
        let next = memchr::memchr2(b'$', b'@', &bytes[at..]).map_or(bytes.len(), |end| at + end);
        if next > at {
            built.iter_mut().for_each(|one| one.push_str(&word[at..next]));
            at = next;
            continue;
        }
        let (parts, end) = match bytes[at] {
            b'$' => {
                let end = reference_end(bytes, at);
                (reference(&word[at..end], depth), end)
            }
            _ => substituted(word, at),
        };
        at = end;
        if let [only] = parts.as_slice() {
            built.iter_mut().for_each(|one| one.push_str(only));
        } else {
            let joined =
                built.iter().flat_map(|one| parts.iter().map(move |p| format!("{one}{p}")));
            built = joined.take(MAX_WORDS).collect();
        }
    }
    built
}

/// `@NAME@`, which `configure` replaces.
fn substituted(word: &str, at: usize) -> (Vec<String>, usize) {
    let rest = &word[at + 1..];
    let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
    match end {
        Some(end) if end > 0 && rest[end..].starts_with('@') => {
            (vec![format!("${{@{}}}", &rest[..end])], at + end + 2)
        }
        _ => (vec!["@".to_owned()], at + 1),
    }
}

/// What a reference comes to: `$(X)`, `$(X:.c=.o)`, `$(wildcard *.c)`.
fn reference(text: &str, depth: usize) -> Vec<String> {
    let inner = match text.as_bytes() {
        [b'$', b'(' | b'{', .., b')' | b'}'] => &text[2..text.len() - 1],
        // Of the shell, and those of rules.
        [b'$', b'$', ..] | [b'$'] => return vec!["*".to_owned()],
        [b'$', one] if one.is_ascii_alphabetic() => {
            return vec![format!("${{{}}}", char::from(*one))];
        }
        _ => return vec!["*".to_owned()],
    };
    if depth >= MAX_DEPTH {
        return vec!["*".to_owned()];
    }
    if let Some((function, arguments)) = inner.split_once([' ', '\t'])
        && function.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')
    {
        return call(function, arguments.trim(), depth + 1);
    }
    // The folder above, in make as BSD has it.
    if let Some(name) = inner.strip_suffix(":H") {
        return vec![format!("${{{name}}}/..")];
    }
    // Substitutions change ends and folders alone.
    let name = inner.split(':').next().unwrap_or(inner);
    match name.contains('$') {
        false => vec![format!("${{{}}}", name.trim())],
        true => {
            // A name that is computed: all variables whose names fit.
            let names = one(name.trim(), depth + 1);
            let plain = |name: &String| {
                let mut rest = name.as_str();
                let mut plain = String::new();
                while let Some(at) = rest.find("${") {
                    plain.push_str(&rest[..at]);
                    plain.push('*');
                    rest = rest[at..].find('}').map_or("", |end| &rest[at + end + 1..]);
                }
                plain.push_str(rest);
                format!("${{{plain}}}")
            };
            names.iter().map(plain).collect()
        }
    }
}

/// What a function gives.
fn call(function: &str, arguments: &str, depth: usize) -> Vec<String> {
    let parts = commas(arguments);
    let last = || list(parts.last().copied().unwrap_or_default(), depth);
    match function {
        "wildcard" | "sort" | "strip" | "abspath" | "realpath" | "notdir" | "basename" => {
            list(arguments, depth)
        }
        "patsubst" | "subst" | "filter" | "filter-out" | "word" | "firstword" | "lastword"
        | "wordlist" => last(),
        "addprefix" => {
            let start = list(parts.first().copied().unwrap_or_default(), depth).concat();
            last().iter().map(|word| format!("{start}{word}")).collect()
        }
        "addsuffix" => {
            let end = parts.first().copied().unwrap_or_default().trim();
            last().iter().map(|word| format!("{word}{end}")).collect()
        }
        "if" => parts.iter().skip(1).flat_map(|part| list(part, depth)).collect(),
        "or" | "and" | "join" => parts.iter().flat_map(|part| list(part, depth)).collect(),
        "call" => parts.iter().skip(1).flat_map(|part| list(part, depth)).collect(),
        "foreach" => for_each(&parts, depth),
        "shell" => found(arguments),
        _ => Vec::new(),
    }
}

/// `$(foreach d,a b,$(wildcard $(d)/*.c))`.
fn for_each(parts: &[&str], depth: usize) -> Vec<String> {
    let [name, values, text] = parts else { return Vec::new() };
    let reference = format!("${{{}}}", name.trim());
    let texts = list(text, depth);
    let mut words = Vec::new();
    for value in list(values, depth) {
        words.extend(texts.iter().map(|text| text.replace(&reference, &value)));
        if words.len() >= MAX_WORDS {
            break;
        }
    }
    words
}

/// The files that a command of the shell prints, where it only looks for them.
fn found(command: &str) -> Vec<String> {
    let words: Vec<&str> = split(command).collect();
    match words.as_slice() {
        ["find", folder, rest @ ..] => {
            let names = rest.windows(2).filter(|pair| matches!(pair[0], "-name" | "-iname"));
            let names = names.map(|pair| format!("{folder}/**/{}", pair[1]));
            let names: Vec<String> = names.collect();
            if names.is_empty() { vec!["*".to_owned()] } else { names }
        }
        ["ls", rest @ ..] => {
            rest.iter().filter(|word| !word.starts_with('-')).map(|word| (*word).into()).collect()
        }
        _ => vec!["*".to_owned()],
    }
}

/// The arguments of a function.
fn commas(text: &str) -> Vec<&str> {
    let bytes = text.as_bytes();
    let mut parts = Vec::new();
    let (mut start, mut depth) = (0, 0_usize);
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'(' | b'{' => depth += 1,
            b')' | b'}' => depth = depth.saturating_sub(1),
            b',' if depth == 0 => {
                parts.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts
}
