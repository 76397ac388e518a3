// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Names of files inside a scanned tree.
//!
//! A [`TreePath`] is relative to the root of what is scanned, is made of bytes (foreign names need
//! not be UTF-8) and cannot leave that root. Members of archives live below the archive's own
//! path with a `!` after its name, as in `lib/a.jar!/META-INF/LICENSE`.

use std::fmt;

/// A checked path relative to the root of a scanned tree, `/` between its components.
///
/// The root itself is the empty path. Ordering is by bytes, which is the order of every report.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct TreePath {
    /// Invariant: components are non-empty, none is `.` or `..`, none holds `/` or NUL.
    bytes: Box<[u8]>,
}

/// Why bytes are not a [`TreePath`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TreePathError {
    /// The path starts at a file system root or a drive.
    #[error("read an absolute path")]
    Absolute,
    /// A `..` component would leave the tree.
    #[error("read a path that leaves its root")]
    Parent,
    /// A NUL byte, which no file system can hold.
    #[error("read a path with a NUL byte")]
    Nul,
    /// Not the name of one file: empty, `.` or with a `/`.
    #[error("read the name of a file")]
    NotAName,
}

impl TreePath {
    /// The root of the tree.
    pub fn root() -> TreePath {
        TreePath::default()
    }

    /// Reads a path from foreign bytes: `.` and empty components are dropped, `..` and absolute
    /// paths are refused.
    ///
    /// # Errors
    /// [`TreePathError`] when the path would leave its root.
    pub fn parse(bytes: &[u8]) -> Result<TreePath, TreePathError> {
        if is_plainly_a_path(bytes) {
            return Ok(TreePath { bytes: bytes.into() });
        }
        if bytes.first() == Some(&b'/') || is_drive(bytes) {
            return Err(TreePathError::Absolute);
        }
        if bytes.contains(&0) {
            return Err(TreePathError::Nul);
        }
        let mut out = Vec::with_capacity(bytes.len());
        for component in bytes.split(|&byte| byte == b'/') {
            match component {
                b"" | b"." => continue,
                b".." => return Err(TreePathError::Parent),
                _ => {}
            }
            if !out.is_empty() {
                out.push(b'/');
            }
            out.extend_from_slice(component);
        }
        Ok(TreePath { bytes: out.into() })
    }

    /// The path of `inner` below this one.
    pub fn join(&self, inner: &TreePath) -> TreePath {
        if self.is_root() {
            return inner.clone();
        }
        if inner.is_root() {
            return self.clone();
        }
        TreePath { bytes: [&*self.bytes, b"/", &*inner.bytes].concat().into() }
    }

    /// The path of the file or folder `name` in this folder. Unlike [`TreePath::parse`] it takes
    /// any name a file system may hold, such as `C:`.
    ///
    /// # Errors
    /// [`TreePathError`] when `name` is not exactly one component.
    pub fn child(&self, name: &[u8]) -> Result<TreePath, TreePathError> {
        match name {
            b"" | b"." => return Err(TreePathError::NotAName),
            b".." => return Err(TreePathError::Parent),
            _ if name.contains(&b'/') => return Err(TreePathError::NotAName),
            _ if name.contains(&0) => return Err(TreePathError::Nul),
            _ => {}
        }
        if self.is_root() {
            return Ok(TreePath { bytes: name.into() });
        }
        Ok(TreePath { bytes: [&*self.bytes, b"/", name].concat().into() })
    }

    /// The path of a member of the archive at this path.
    pub fn join_member(&self, member: &TreePath) -> TreePath {
        if self.is_root() {
            return member.clone();
        }
        TreePath { bytes: [&*self.bytes, b"!/", &*member.bytes].concat().into() }
    }

    /// Whether this is the root of the tree.
    pub fn is_root(&self) -> bool {
        self.bytes.is_empty()
    }

    /// The bytes of the path.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The last component; empty for the root.
    pub fn file_name(&self) -> &[u8] {
        self.bytes.rsplit(|&byte| byte == b'/').next().unwrap_or_default()
    }

    /// The folder that holds this path; `None` for the root.
    pub fn parent(&self) -> Option<TreePath> {
        if self.is_root() {
            return None;
        }
        let end = self.bytes.iter().rposition(|&byte| byte == b'/').unwrap_or(0);
        Some(TreePath { bytes: self.bytes[..end].into() })
    }

    /// The bytes of the folder that holds this path; empty for the root and what is in it.
    pub fn folder_bytes(&self) -> &[u8] {
        let end = self.bytes.iter().rposition(|&byte| byte == b'/').unwrap_or(0);
        &self.bytes[..end]
    }

    /// The components from the root down.
    pub fn components(&self) -> impl Iterator<Item = &[u8]> {
        self.bytes.split(|&byte| byte == b'/').filter(|component| !component.is_empty())
    }

    /// Whether `self` is `folder` or lies below it.
    pub fn is_within(&self, folder: &TreePath) -> bool {
        folder.is_root()
            || (self.bytes.starts_with(&folder.bytes)
                && matches!(self.bytes.get(folder.bytes.len()), None | Some(b'/' | b'!')))
    }
}

/// Whether nothing needs to be dropped or refused: no component is empty or starts with a dot, and
/// no byte means anything else. Looks at all bytes alike, which is fast; most paths are such.
fn is_plainly_a_path(bytes: &[u8]) -> bool {
    let ([first, rest @ ..], Some(last)) = (bytes, bytes.last()) else {
        return false;
    };
    let is_odd = |byte: u8| (byte == 0) | (byte == b':');
    let pairs = bytes.iter().zip(rest);
    let odd = pairs.fold(is_odd(*last), |odd, (&byte, &next)| {
        odd | is_odd(byte) | ((byte == b'/') & ((next == b'/') | (next == b'.')))
    });
    !odd && !matches!(first, b'/' | b'.') && *last != b'/'
}

fn is_drive(bytes: &[u8]) -> bool {
    matches!(bytes, [letter, b':', b'/' | b'\\', ..] if letter.is_ascii_alphabetic())
}

/// Bytes that are not UTF-8, and control characters, are written as `\xNN`, so that the text is
/// unambiguous and safe in a terminal.
impl fmt::Display for TreePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let is_plain =
            self.bytes.iter().fold(true, |plain, byte| plain & (b' '..=b'~').contains(byte));
        if let Some(text) = str::from_utf8(&self.bytes).ok().filter(|_| is_plain) {
            return f.write_str(text);
        }
        for chunk in self.bytes.utf8_chunks() {
            for character in chunk.valid().chars() {
                if character.is_control() {
                    let mut buffer = [0; 4];
                    for byte in character.encode_utf8(&mut buffer).bytes() {
                        write!(f, "\\x{byte:02x}")?;
                    }
                } else {
                    write!(f, "{character}")?;
                }
            }
            for byte in chunk.invalid() {
                write!(f, "\\x{byte:02x}")?;
            }
        }
        Ok(())
    }
}

impl fmt::Debug for TreePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{self}\"")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(input: &[u8], expect: Result<&str, TreePathError>) {
        assert_eq!(TreePath::parse(input).map(|path| path.to_string()), expect.map(str::to_owned));
    }

    #[test]
    fn parse_keeps_paths_inside_their_root() {
        check(b"a/b.c", Ok("a/b.c"));
        check(b"./a//b/./c/", Ok("a/b/c"));
        check(b"", Ok(""));
        check(b"a/.b", Ok("a/.b"));
        check(b"a/b/", Ok("a/b"));
        check(b"a\x01b c", Ok("a\\x01b c"));
        check(b"/etc/passwd", Err(TreePathError::Absolute));
        check(b"C:\\x", Err(TreePathError::Absolute));
        check(b"a/../../b", Err(TreePathError::Parent));
        check(b"a\0b", Err(TreePathError::Nul));
        check(b"caf\xe9/\x1b[0m", Ok("caf\\xe9/\\x1b[0m"));
    }

    #[test]
    fn children_are_single_names() {
        let root = TreePath::root();
        let folder = root.child(b"C:").unwrap();
        assert_eq!(folder.child(b"x y").unwrap().to_string(), "C:/x y");
        for bad in [b"".as_slice(), b".", b"..", b"a/b", b"a\0"] {
            assert!(folder.child(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn parents_members_and_containment() {
        let jar = TreePath::parse(b"lib/a.jar").unwrap();
        let member = jar.join_member(&TreePath::parse(b"META-INF/LICENSE").unwrap());
        assert_eq!(member.to_string(), "lib/a.jar!/META-INF/LICENSE");
        assert_eq!(member.file_name(), b"LICENSE");
        assert_eq!(jar.parent().unwrap().to_string(), "lib");
        assert!(TreePath::parse(b"lib").unwrap().parent().unwrap().is_root());
        assert!(member.is_within(&jar));
        assert!(!TreePath::parse(b"lib/a.jars").unwrap().is_within(&jar));
    }
}
