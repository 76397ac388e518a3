// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Package URLs by the specification (ECMA-427), with the rules of the types that need some.
//!
//! A [`Purl`] is canonical by construction: parts are stored decoded and normalized, and written
//! with the one encoding that the specification gives them.

mod types;

use std::{borrow::Cow, collections::BTreeMap, fmt};

use crate::address::public;

/// A package URL.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Purl {
    package_type: String,
    namespace: Option<String>,
    name: String,
    version: Option<String>,
    qualifiers: BTreeMap<String, String>,
    subpath: Option<String>,
}

/// Why a text or parts are no package URL.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PurlError {
    /// Does not start with `pkg:`.
    #[error("read a package URL without `pkg:`")]
    NoScheme,
    /// No type, or one with characters that types do not have.
    #[error("read the package type `{0}`")]
    BadType(Box<str>),
    /// No name.
    #[error("read a package URL without a name")]
    NoName,
    /// A qualifier's key has characters that keys do not have, or stands twice.
    #[error("read the qualifier `{0}`")]
    BadQualifier(Box<str>),
    /// A part that the type requires is missing, or one it forbids is there.
    #[error("read a package URL of type {package_type}: {reason}")]
    AgainstType {
        /// The type.
        package_type: Box<str>,
        /// What it requires or forbids.
        reason: &'static str,
    },
}

impl Purl {
    /// A package URL of decoded parts; they are normalized as the type says.
    ///
    /// # Errors
    /// [`PurlError`] when a part is missing or malformed.
    pub fn new(
        package_type: &str,
        namespace: Option<&str>,
        name: &str,
        version: Option<&str>,
    ) -> Result<Purl, PurlError> {
        Purl::with_parts(package_type, namespace, name, version, BTreeMap::new(), None)
    }

    /// A package URL of all its decoded parts.
    ///
    /// # Errors
    /// [`PurlError`] when a part is missing or malformed.
    pub fn with_parts(
        package_type: &str,
        namespace: Option<&str>,
        name: &str,
        version: Option<&str>,
        qualifiers: BTreeMap<String, String>,
        subpath: Option<&str>,
    ) -> Result<Purl, PurlError> {
        let mut purl = Purl {
            package_type: checked_type(package_type)?,
            namespace: namespace.map(path_of).filter(|text| !text.is_empty()),
            name: name.trim_matches('/').to_owned(),
            version: version.filter(|text| !text.is_empty()).map(str::to_owned),
            qualifiers: BTreeMap::new(),
            subpath: subpath.map(subpath_of).filter(|text| !text.is_empty()),
        };
        for (key, value) in qualifiers {
            purl.qualify(&key, &value)?;
        }
        types::normalize(&mut purl)?;
        if purl.name.is_empty() { Err(PurlError::NoName) } else { Ok(purl) }
    }

    /// Reads a package URL.
    ///
    /// # Errors
    /// [`PurlError`] when it is none.
    pub fn parse(text: &str) -> Result<Purl, PurlError> {
        let (scheme, rest) = text.split_once(':').ok_or(PurlError::NoScheme)?;
        if !scheme.eq_ignore_ascii_case("pkg") {
            return Err(PurlError::NoScheme);
        }
        let (rest, subpath) = match rest.rsplit_once('#') {
            Some((rest, subpath)) => (rest, Some(decode_path(subpath))),
            None => (rest, None),
        };
        let (rest, qualifiers) = match rest.rsplit_once('?') {
            Some((rest, qualifiers)) => (rest, parse_qualifiers(qualifiers)?),
            None => (rest, BTreeMap::new()),
        };
        let rest = rest.trim_matches('/');
        let (package_type, rest) =
            rest.split_once('/').ok_or_else(|| PurlError::BadType(rest.into()))?;
        let rest = rest.trim_matches('/');
        // An `@` that starts a segment with others behind it is part of a scope that was not encoded.
        let is_scope =
            |at: usize| (at == 0 || rest[..at].ends_with('/')) && rest[at..].contains('/');
        let at = rest.rfind('@').filter(|&at| !is_scope(at));
        let (path, version) = match at {
            Some(at) => (&rest[..at], Some(decode(&rest[at + 1..]))),
            None => (rest, None),
        };
        let (namespace, name) = match path.trim_start_matches('/').rsplit_once('/') {
            Some((namespace, name)) => (Some(decode_path(namespace)), name),
            None => (None, path),
        };
        Purl::with_parts(
            package_type,
            namespace.as_deref(),
            &decode(name),
            version.as_deref(),
            qualifiers,
            subpath.as_deref(),
        )
    }

    /// Adds a qualifier; an empty value is none.
    ///
    /// # Errors
    /// [`PurlError::BadQualifier`] for a key that is none or is there already.
    pub fn qualify(&mut self, key: &str, value: &str) -> Result<(), PurlError> {
        let bad = || PurlError::BadQualifier(key.into());
        let is_key = |b: u8| b.is_ascii_alphanumeric() || b"._-".contains(&b);
        let starts_well = key.starts_with(|c: char| c.is_ascii_alphabetic());
        if !starts_well || !key.bytes().all(is_key) {
            return Err(bad());
        }
        if value.is_empty() {
            return Ok(());
        }
        match self.qualifiers.insert(key.to_ascii_lowercase(), value.to_owned()) {
            Some(_) => Err(bad()),
            None => Ok(()),
        }
    }

    /// The package URL with the users and passwords of its addresses cut off.
    pub(crate) fn into_public(mut self) -> Purl {
        let parts = [&mut self.name].into_iter().chain(&mut self.version);
        for part in parts.chain(&mut self.namespace).chain(self.qualifiers.values_mut()) {
            if let Cow::Owned(cut) = public(part) {
                *part = cut;
            }
        }
        self
    }

    /// The type, in lower case.
    pub fn package_type(&self) -> &str {
        &self.package_type
    }

    /// The namespace, decoded.
    pub fn namespace(&self) -> Option<&str> {
        self.namespace.as_deref()
    }

    /// The name, decoded.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The version, decoded.
    pub fn version(&self) -> Option<&str> {
        self.version.as_deref()
    }

    /// The qualifiers, decoded.
    pub fn qualifiers(&self) -> &BTreeMap<String, String> {
        &self.qualifiers
    }

    /// The path inside the package, decoded.
    pub fn subpath(&self) -> Option<&str> {
        self.subpath.as_deref()
    }
}

impl fmt::Display for Purl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "pkg:{}/", self.package_type)?;
        for segment in self.namespace.iter().flat_map(|namespace| namespace.split('/')) {
            write!(f, "{}/", encode(segment))?;
        }
        let segments: Vec<String> = match &*self.package_type {
            // The name of a repository is a path.
            "git" => self.name.split('/').map(encode).collect(),
            _ => vec![encode(&self.name)],
        };
        f.write_str(&segments.join("/"))?;
        if let Some(version) = &self.version {
            write!(f, "@{}", encode(version))?;
        }
        for (n_before, (key, value)) in self.qualifiers.iter().enumerate() {
            let mark = if n_before == 0 { '?' } else { '&' };
            write!(f, "{mark}{key}={}", encode(value))?;
        }
        if let Some(subpath) = &self.subpath {
            let segments: Vec<String> = subpath.split('/').map(encode).collect();
            write!(f, "#{}", segments.join("/"))?;
        }
        Ok(())
    }
}

fn checked_type(text: &str) -> Result<String, PurlError> {
    let is_type = |b: u8| b.is_ascii_alphanumeric() || b".-".contains(&b);
    let starts_well = text.starts_with(|c: char| c.is_ascii_alphabetic());
    if !starts_well || !text.bytes().all(is_type) {
        return Err(PurlError::BadType(text.into()));
    }
    Ok(text.to_ascii_lowercase())
}

fn path_of(text: &str) -> String {
    let segments = text.split('/').filter(|segment| !segment.is_empty());
    segments.collect::<Vec<_>>().join("/")
}

fn subpath_of(text: &str) -> String {
    let segments = text.split('/').filter(|segment| !matches!(*segment, "" | "." | ".."));
    segments.collect::<Vec<_>>().join("/")
}

fn parse_qualifiers(text: &str) -> Result<BTreeMap<String, String>, PurlError> {
    let mut qualifiers = BTreeMap::new();
    for pair in text.split('&').filter(|pair| !pair.is_empty()) {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        let before = qualifiers.insert(key.to_ascii_lowercase(), decode(value));
        if before.is_some() {
            return Err(PurlError::BadQualifier(key.into()));
        }
    }
    Ok(qualifiers)
}

fn decode_path(text: &str) -> String {
    text.split('/').map(decode).collect::<Vec<_>>().join("/")
}

/// Percent-decoding; what is not UTF-8 afterwards, or no encoding, stays as written.
fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let digits = tail.get(..2).and_then(|digits| str::from_utf8(digits).ok());
        let decoded = digits.filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()));
        match decoded.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) if *first == b'%' => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            _ => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b".-_~:".contains(&byte) {
            out.push(char::from(byte));
        } else {
            const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
            out.push('%');
            out.push(char::from(DIGITS[usize::from(byte >> 4)]));
            out.push(char::from(DIGITS[usize::from(byte & 15)]));
        }
    }
    out
}

#[cfg(test)]
mod tests;
