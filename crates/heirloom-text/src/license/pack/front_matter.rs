// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The front matter of rule files: the plain part of YAML that they use.
//!
//! Top-level keys with scalars or lists of scalars; a scalar may go on over indented lines or be
//! quoted. That is all rule files need, and a full YAML reader would take most of the time of
//! compiling 37,000 of them.

use std::collections::BTreeMap;

/// A value of the front matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value {
    Scalar(String),
    List(Vec<String>),
}

/// The keys and values before the second `---` line, and the text after it.
pub(super) fn split(document: &str) -> Option<(BTreeMap<String, Value>, &str)> {
    let rest = document.trim_start_matches('\u{feff}').strip_prefix("---")?;
    let rest = &rest[rest.find('\n')? + 1..];
    let mut at = 0;
    for line in rest.split_inclusive('\n') {
        if line.starts_with("---") && line.trim_end().bytes().all(|byte| byte == b'-') {
            return Some((read(&rest[..at]), &rest[at + line.len()..]));
        }
        at += line.len();
    }
    None
}

fn read(matter: &str) -> BTreeMap<String, Value> {
    let mut values = BTreeMap::new();
    let mut current: Option<(String, Value)> = None;
    for line in matter.lines() {
        let trimmed = line.trim();
        if trimmed.is_empty() || trimmed.starts_with('#') {
            continue;
        }
        let is_item = trimmed == "-" || trimmed.starts_with("- ");
        if !line.starts_with([' ', '\t']) && !is_item {
            if let Some((key, value)) = current.take() {
                values.insert(key, value);
            }
            if let Some((key, value)) = trimmed.split_once(':') {
                current = Some((key.trim().to_owned(), Value::Scalar(value.trim().to_owned())));
            }
            continue;
        }
        let Some((_, value)) = &mut current else { continue };
        if is_item {
            let item = unquote(trimmed[1..].trim());
            match value {
                Value::List(items) => items.push(item),
                Value::Scalar(_) => *value = Value::List(vec![item]),
            }
        } else {
            continue_scalar(value, trimmed);
        }
    }
    values.extend(current);
    for value in values.values_mut() {
        if let Value::Scalar(text) = value {
            *text = unquote(text);
        }
    }
    values
}

fn continue_scalar(value: &mut Value, line: &str) {
    let text = match value {
        Value::Scalar(text) => text,
        Value::List(items) => match items.last_mut() {
            Some(item) => item,
            None => return,
        },
    };
    if matches!(text.as_str(), "|" | ">" | "|-" | ">-") {
        text.clear();
    }
    if !text.is_empty() {
        text.push(' ');
    }
    text.push_str(line);
}

fn unquote(text: &str) -> String {
    let inner = |quote: char| {
        text.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote)).map(str::to_owned)
    };
    match (inner('\''), inner('"')) {
        (Some(inner), _) => inner.replace("''", "'"),
        (_, Some(inner)) => inner.replace("\\\"", "\"").replace("\\\\", "\\"),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_scalars_lists_and_continued_lines() {
        let document = "---\nlicense_expression: a AND\n  b\nis_x: yes\nreferenced_filenames:\n  \
                        - COPYING\n  - 'a b'\nnotes: |\n  one\n  two\n---\n\ntext --- here\n";
        let (values, text) = split(document).unwrap();
        assert_eq!(values["license_expression"], Value::Scalar("a AND b".into()));
        assert_eq!(values["is_x"], Value::Scalar("yes".into()));
        let names = Value::List(vec!["COPYING".into(), "a b".into()]);
        assert_eq!(values["referenced_filenames"], names);
        assert_eq!(values["notes"], Value::Scalar("one two".into()));
        assert_eq!(text, "\ntext --- here\n");
        assert_eq!(split("no front matter"), None);
    }
}
