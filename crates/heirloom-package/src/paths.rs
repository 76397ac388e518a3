// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Paths as package files write them: relative, with `..`, sometimes with patterns.

use heirloom_model::TreePath;

/// Where a relative path leads from a folder; `None` when it leaves the tree or is absolute.
pub(crate) fn join(folder: &TreePath, relative: &str) -> Option<TreePath> {
    let relative = relative.replace('\\', "/");
    if relative.starts_with('/') || relative.contains(":/") {
        return None;
    }
    let mut path = folder.clone();
    for component in relative.split('/') {
        path = match component {
            "" | "." => continue,
            ".." if path.is_root() => return None,
            ".." => path.parent()?,
            name => path.child(name.as_bytes()).ok()?,
        };
    }
    Some(path)
}

/// The path of an installed file that is written relative to a folder, with `..` in it; `None` when it
/// leads out of the tree.
pub(crate) fn installed(base: &[u8], relative: &[u8]) -> Option<Box<[u8]>> {
    // What an absolute path means, the root of the installation tells, which is the tree's.
    let (base, relative) = match relative.strip_prefix(b"/") {
        Some(relative) => (&b""[..], relative),
        None => (base, relative),
    };
    let is_plain = !relative.split(|&b| b == b'/').any(|part| matches!(part, b"" | b"." | b".."));
    if base.is_empty() && is_plain {
        return Some(relative.into());
    }
    let mut path = base.to_vec();
    for part in relative.split(|&b| b == b'/') {
        match part {
            b"" | b"." => {}
            b".." if path.is_empty() => return None,
            b".." => path.truncate(path.iter().rposition(|&b| b == b'/').unwrap_or(0)),
            name => {
                if !path.is_empty() {
                    path.push(b'/');
                }
                path.extend_from_slice(name);
            }
        }
    }
    Some(path.into())
}

/// A path below a folder as text, `.` for the folder itself; `None` when it is not below it.
pub(crate) fn below<'a>(folder: &TreePath, path: &'a TreePath) -> Option<&'a [u8]> {
    if !path.is_within(folder) {
        return None;
    }
    let rest = &path.as_bytes()[folder.as_bytes().len()..];
    Some(rest.strip_prefix(b"/").unwrap_or(rest))
}

/// Whether a path below some folder matches a pattern of workspace members: `*` and `?` stay in a
/// component, `**` crosses them, `{a,b}` is a choice.
pub(crate) fn matches(pattern: &str, path: &[u8]) -> bool {
    let pattern = pattern.trim_start_matches("./").trim_matches('/');
    let mut n_left = 64;
    alternatives(pattern, &mut n_left).iter().any(|pattern| {
        let pattern: Vec<&[u8]> =
            pattern.as_bytes().split(|&b| b == b'/').filter(|part| *part != b".").collect();
        let path: Vec<&[u8]> = path.split(|&b| b == b'/').filter(|part| !part.is_empty()).collect();
        let pattern: Vec<&[u8]> = pattern.into_iter().filter(|part| !part.is_empty()).collect();
        components_match(&pattern, &path)
    })
}

/// Writes out the choices of a pattern, at most as many as are left.
fn alternatives(pattern: &str, n_left: &mut usize) -> Vec<String> {
    let braces = pattern.find('{').and_then(|open| {
        let close = open + pattern[open..].find('}')?;
        Some((open, close))
    });
    let Some((open, close)) = braces else {
        return vec![pattern.to_owned()];
    };
    let mut found = Vec::new();
    for choice in pattern[open + 1..close].split(',') {
        if *n_left == 0 {
            break;
        }
        *n_left -= 1;
        let whole = format!("{}{choice}{}", &pattern[..open], &pattern[close + 1..]);
        found.extend(alternatives(&whole, n_left));
    }
    found
}

fn components_match(pattern: &[&[u8]], path: &[&[u8]]) -> bool {
    // Iterative, as `*` of one alphabet: the last `**` is where matching starts again.
    let (mut at, mut in_path) = (0, 0);
    let mut again: Option<(usize, usize)> = None;
    loop {
        if at < pattern.len() && pattern[at] == b"**" {
            again = Some((at + 1, in_path));
            at += 1;
        } else if in_path == path.len() {
            return at == pattern.len();
        } else if at < pattern.len() && name_matches(pattern[at], path[in_path]) {
            at += 1;
            in_path += 1;
        } else if let Some((start, from)) = again {
            again = Some((start, from + 1));
            at = start;
            in_path = from + 1;
        } else {
            return false;
        }
    }
}

fn name_matches(pattern: &[u8], name: &[u8]) -> bool {
    let (mut at, mut in_name) = (0, 0);
    let mut again: Option<(usize, usize)> = None;
    loop {
        if pattern.get(at) == Some(&b'*') {
            again = Some((at + 1, in_name));
            at += 1;
        } else if in_name == name.len() {
            return at == pattern.len();
        } else if pattern.get(at).is_some_and(|&c| c == b'?' || c == name[in_name]) {
            at += 1;
            in_name += 1;
        } else if let Some((start, from)) = again {
            again = Some((start, from + 1));
            at = start;
            in_name = from + 1;
        } else {
            return false;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(text: &str) -> TreePath {
        TreePath::parse(text.as_bytes()).unwrap()
    }

    #[test]
    fn relative_paths_stay_in_the_tree() {
        assert_eq!(join(&path("a/b"), "../c/./d"), Some(path("a/c/d")));
        assert_eq!(join(&path("a"), "../.."), None);
        assert_eq!(join(&path("a"), "/etc"), None);
        assert_eq!(join(&path("a"), "C:/x"), None);
        assert_eq!(join(&path("a"), "b\\c"), Some(path("a/b/c")));
    }

    #[test]
    fn installed_files_stay_in_the_tree() {
        let path = |base: &str, file: &str| {
            let path = installed(base.as_bytes(), file.as_bytes())?;
            Some(String::from_utf8(path.into()).unwrap())
        };
        assert_eq!(path("usr/lib/site", "a/b.py").as_deref(), Some("usr/lib/site/a/b.py"));
        assert_eq!(path("usr/lib/site", "../../bin/./x").as_deref(), Some("usr/bin/x"));
        assert_eq!(path("", "a").as_deref(), Some("a"));
        assert_eq!(path("usr", "/opt/x").as_deref(), Some("opt/x"));
        assert_eq!(path("usr", "../../x"), None);
    }

    #[test]
    fn patterns() {
        for (pattern, yes, no) in [
            ("crates/*", "crates/a", "crates/a/b"),
            ("crates/**", "crates/a/b", "other/a"),
            ("**/x", "a/b/x", "a/b/y"),
            ("./a?c*/", "abcd", "acd"),
            ("{a,b}/{c,d}", "b/d", "b/e"),
        ] {
            assert!(matches(pattern, yes.as_bytes()), "{pattern}");
            assert!(!matches(pattern, no.as_bytes()), "{pattern}");
        }
        assert!(matches(".", b""));
        assert!(!matches(&"*a".repeat(2_000), "a".repeat(1_000).as_bytes()));
        assert!(!matches(&"{a,b}".repeat(1_000), b"c"));
    }
}
