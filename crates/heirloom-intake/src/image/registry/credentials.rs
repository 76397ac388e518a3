// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Credentials from the files that container engines keep them in, and from the helpers that such
//! files name.

use std::{collections::BTreeMap, fmt, fs::File, io::Read};

use serde::Deserialize;

use super::{ImageAccess, helper};

/// Bytes of a file of credentials.
const FILE_BYTES: u64 = 4 << 20;

/// A name and a password. They are shown nowhere.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Credentials {
    pub(super) user: String,
    pub(super) password: String,
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Credentials")
    }
}

impl Credentials {
    /// The value of the header.
    pub(super) fn basic(&self) -> String {
        format!("Basic {}", encoded(format!("{}:{}", self.user, self.password).as_bytes()))
    }
}

/// What the files say of one host.
#[derive(Clone, Default)]
pub(super) struct Known {
    pub(super) credentials: Option<Credentials>,
    /// What tokens are given out for in place of a name and a password.
    pub(super) identity: Option<String>,
    /// Why there are none although a file knows the host.
    pub(super) obstacle: Option<String>,
}

impl Known {
    /// Whether there is anything to send.
    pub(super) fn has_any(&self) -> bool {
        self.credentials.is_some() || self.identity.is_some()
    }
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct AuthFile {
    auths: BTreeMap<String, Auth>,
    cred_helpers: BTreeMap<String, String>,
    creds_store: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Auth {
    auth: Option<String>,
    username: Option<String>,
    password: Option<String>,
    identitytoken: Option<String>,
}

/// Looks a registry up in the files, the first of which counts.
pub(super) fn find(access: &ImageAccess, host: &str, name: &str) -> Known {
    let mut obstacle = None;
    for path in &access.credentials {
        let Ok(file) = File::open(path) else { continue };
        let mut bytes = Vec::new();
        let read = file.take(FILE_BYTES).read_to_end(&mut bytes);
        let parsed = serde_json::from_slice::<AuthFile>(&bytes);
        let (Ok(_), Ok(file)) = (read, parsed) else {
            let reason = format!("{} is no file of credentials", path.display());
            obstacle.get_or_insert(reason);
            continue;
        };
        let known = of_file(&file, host, name, access);
        if known.has_any() {
            return known;
        }
        let told = known.obstacle.map(|what| format!("{what}, which {} names", path.display()));
        obstacle = obstacle.or(told);
    }
    Known { obstacle, ..Known::default() }
}

/// A helper for this host counts before what the file holds, and the one for all hosts after it.
fn of_file(file: &AuthFile, host: &str, name: &str, access: &ImageAccess) -> Known {
    let server = server_of(file, host);
    let asked = |helper: &str| helper::ask(&access.programs, helper, &server, access.patience);
    let own = file.cred_helpers.iter().find(|(key, _)| plain_key(key) == host);
    let own = own.map(|(_, helper)| asked(helper)).unwrap_or_default();
    if own.has_any() {
        return own;
    }
    let held = held(file, host, name);
    if held.has_any() {
        return held;
    }
    let Some(store) = &file.creds_store else { return own };
    let found = asked(store);
    Known { obstacle: own.obstacle.or(found.obstacle.clone()), ..found }
}

/// What the file itself holds.
fn held(file: &AuthFile, host: &str, name: &str) -> Known {
    // The longest prefix of the image's name counts.
    let whole = format!("{host}/{name}");
    let mut found: Option<(usize, &Auth)> = None;
    for (key, auth) in &file.auths {
        let key = plain_key(key);
        let is_it =
            whole == key || whole.strip_prefix(key).is_some_and(|rest| rest.starts_with('/'));
        if is_it && found.is_none_or(|(length, _)| key.len() > length) {
            found = Some((key.len(), auth));
        }
    }
    let Some((_, auth)) = found else { return Known::default() };
    let identity = auth.identitytoken.clone().filter(|token| !token.is_empty());
    Known { credentials: credentials(auth), identity, obstacle: None }
}

/// The name by which helpers know a registry: as the file writes it.
fn server_of(file: &AuthFile, host: &str) -> String {
    let mut keys = file.cred_helpers.keys().chain(file.auths.keys());
    match keys.find(|key| plain_key(key) == host) {
        Some(key) => key.clone(),
        None if host == "registry-1.docker.io" => "https://index.docker.io/v1/".to_owned(),
        None => host.to_owned(),
    }
}

/// Keys are hosts, hosts with a path, or addresses of old registries.
fn plain_key(key: &str) -> &str {
    let rest = key.strip_prefix("https://").or_else(|| key.strip_prefix("http://"));
    let rest = rest.unwrap_or(key).trim_end_matches('/');
    let rest = rest.strip_suffix("/v1").or_else(|| rest.strip_suffix("/v2")).unwrap_or(rest);
    match rest {
        "docker.io" | "index.docker.io" => "registry-1.docker.io",
        rest => rest,
    }
}

fn credentials(auth: &Auth) -> Option<Credentials> {
    if let (Some(user), Some(password)) = (&auth.username, &auth.password) {
        return Some(Credentials { user: user.clone(), password: password.clone() });
    }
    let decoded = decoded(auth.auth.as_deref()?.trim())?;
    let text = String::from_utf8(decoded).ok()?;
    let (user, password) = text.trim_end_matches('\0').split_once(':')?;
    (!user.is_empty() && !password.is_empty())
        .then(|| Credentials { user: user.to_owned(), password: password.to_owned() })
}

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

fn encoded(bytes: &[u8]) -> String {
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let word = chunk.iter().fold(0_u32, |word, &byte| (word << 8) | u32::from(byte));
        let word = word << (8 * (3 - chunk.len()));
        for place in 0..4 {
            let index = (word >> (18 - 6 * place)) & 63;
            let is_there = place <= chunk.len();
            text.push(if is_there { char::from(ALPHABET[index as usize]) } else { '=' });
        }
    }
    text
}

fn decoded(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let (mut word, mut n_bits) = (0_u32, 0);
    for byte in text.trim_end_matches('=').bytes() {
        let value = ALPHABET.iter().position(|&letter| letter == byte)?;
        word = ((word << 6) | value as u32) & 0xf_ffff;
        n_bits += 6;
        if n_bits >= 8 {
            n_bits -= 8;
            bytes.push(((word >> n_bits) & 0xff) as u8);
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look_up(file: &str, host: &str, name: &str) -> (Option<String>, Option<String>) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.json");
        std::fs::write(&path, file).unwrap();
        let mut access = ImageAccess::new(folder.path().to_owned());
        access.credentials = vec![folder.path().join("none"), path];
        let known = find(&access, host, name);
        let place = folder.path().display().to_string();
        let user = known.credentials.map(|one| format!("{}:{}", one.user, one.password));
        (user, known.obstacle.map(|text| text.replace(&place, "")))
    }

    #[test]
    fn texts_are_encoded_and_read_back() {
        for (plain, code) in
            [("", ""), ("a:b", "YTpi"), ("ab:c", "YWI6Yw=="), ("abc:d", "YWJjOmQ=")]
        {
            assert_eq!(encoded(plain.as_bytes()), code);
            assert_eq!(decoded(code).unwrap(), plain.as_bytes());
        }
        assert_eq!(decoded("a*b"), None);
    }

    #[test]
    fn the_longest_key_counts_and_helpers_are_told() {
        let file = r#"{"auths": {
            "r.example": {"auth": "YTpi"}, "r.example/team": {"auth": "YWI6Yw=="},
            "https://index.docker.io/v1/": {"auth": "YWJjOmQ="}, "e.example": {}},
            "credHelpers": {"h.example": "vault"}}"#;
        assert_eq!(look_up(file, "r.example", "x").0.as_deref(), Some("a:b"));
        assert_eq!(look_up(file, "r.example", "team/x").0.as_deref(), Some("ab:c"));
        assert_eq!(look_up(file, "r.example", "teams").0.as_deref(), Some("a:b"));
        assert_eq!(look_up(file, "r.example.evil.example", "x"), (None, None));
        assert_eq!(look_up(file, "registry-1.docker.io", "library/x").0.as_deref(), Some("abc:d"));
        let told = "the program docker-credential-vault is not there, which /config.json names";
        assert_eq!(look_up(file, "h.example", "x"), (None, Some(told.to_owned())));
        assert_eq!(
            look_up("{", "h.example", "x").1.unwrap(),
            "/config.json is no file of credentials"
        );
    }
}
