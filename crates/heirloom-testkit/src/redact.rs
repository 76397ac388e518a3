// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Takes out of a text what differs from run to run and from machine to machine.

use std::path::Path;

/// `text` with the folder `root` as `[root]`, `version` as `[version]` and durations (`1.2 s`,
/// `17 ms`) as `[time]`.
pub fn redact(text: &str, root: &Path, version: &str) -> String {
    let mut text = text.to_owned();
    // The canonical form first: on some systems it is the longer one.
    if let Ok(canonical) = root.canonicalize() {
        text = text.replace(&*canonical.to_string_lossy(), "[root]");
    }
    text = text.replace(&*root.to_string_lossy(), "[root]");
    if !version.is_empty() {
        text = text.replace(version, "[version]");
    }
    durations(&text)
}

fn durations(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, number) = rest.split_at(start);
        out.push_str(before);
        let end = number.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(number.len());
        let after = &number[end..];
        let unit = ["ms", "µs", "s"].into_iter().find(|unit| {
            let tail = after.strip_prefix(' ').unwrap_or(after).strip_prefix(unit);
            tail.is_some_and(|tail| !tail.starts_with(|c: char| c.is_alphanumeric()))
        });
        match unit {
            Some(unit) => {
                out.push_str("[time]");
                rest = &after[usize::from(after.starts_with(' ')) + unit.len()..];
            }
            None => {
                out.push_str(&number[..end]);
                rest = after;
            }
        }
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_varies_is_named() {
        let text = "/tmp/x/a.c read in 1.25 s (3 ms each, 80 files, 5 seats) by 0.1.0";
        assert_eq!(
            redact(text, Path::new("/tmp/x"), "0.1.0"),
            "[root]/a.c read in [time] ([time] each, 80 files, 5 seats) by [version]"
        );
    }
}
