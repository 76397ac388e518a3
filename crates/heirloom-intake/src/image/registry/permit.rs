// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What lets in to a registry: a name and a password, or a token that its host of tokens gives.
//!
//! Credentials go to the registry that they are kept for, and to the host that gives out tokens only
//! where it is the same one, is known to belong to it, or has credentials of its own.

use std::io::Read;

use ureq::{
    Body,
    http::{Response, header},
};

use super::{
    client::{Client, authority, quoted},
    credentials::{self, Credentials, Known},
};
use crate::image::error::ImageError;

/// Bytes of an answer that holds a token, or an error.
const TOKEN_BYTES: u64 = 1 << 20;

/// Hosts that give out tokens for registries under another name.
const TOKEN_HOSTS: &[(&str, &str)] =
    &[("registry-1.docker.io", "auth.docker.io"), ("registry.gitlab.com", "gitlab.com")];

impl Client {
    /// What the registry wants to see.
    pub(super) fn let_in(&self, response: &Response<Body>) -> Result<String, ImageError> {
        let challenges = response.headers().get_all(header::WWW_AUTHENTICATE);
        let challenges: Vec<&str> = challenges.iter().filter_map(|one| one.to_str().ok()).collect();
        let known = credentials::find(&self.access, &self.host, &self.name);
        let of_kind = |kind: &str| {
            let is_it = |one: &&&str| {
                one.get(..kind.len()).is_some_and(|start| start.eq_ignore_ascii_case(kind))
            };
            challenges.iter().find(is_it).map(|one| parameters(&one[kind.len()..]))
        };
        if let Some(bearer) = of_kind("bearer ") {
            return self.token(&bearer, &known);
        }
        match (of_kind("basic"), &known.credentials) {
            (Some(_), Some(credentials)) => Ok(credentials.basic()),
            (Some(_), None) => {
                Err(self.without_credentials(&known, "the registry asks for a name and a password"))
            }
            (None, _) => Err(self.not_let_in("the registry does not say what it asks for")),
        }
    }

    fn token(&self, bearer: &[(String, String)], known: &Known) -> Result<String, ImageError> {
        let get = |name: &str| {
            let found = bearer.iter().find(|(key, _)| key == name);
            found.map(|(_, value)| value.as_str())
        };
        let realm = get("realm").unwrap_or_default();
        let is_safe =
            realm.starts_with("https://") || realm.starts_with("http://") && !self.is_encrypted();
        let Some(host) = authority(realm).filter(|_| is_safe) else {
            return Err(self.not_let_in("the registry asks for a token from nowhere safe"));
        };
        let registry = authority(&self.base).unwrap_or_default();
        let is_own = host == registry
            || TOKEN_HOSTS.iter().any(|&(one, other)| one == self.host && other == host);
        let sent = if is_own { known.clone() } else { credentials::find(&self.access, &host, "") };
        let scope = format!("repository:{}:pull", self.name);
        let mut query = format!("scope={}", quoted(&scope));
        if let Some(service) = get("service") {
            query.push_str("&service=");
            query.push_str(&quoted(service));
        }
        let has_any = sent.has_any();
        let response = match (&sent.identity, &sent.credentials) {
            (Some(identity), _) => {
                let form = format!(
                    "grant_type=refresh_token&client_id=heirloom&{query}&refresh_token={}",
                    quoted(identity)
                );
                self.send(realm, &form)?
            }
            (None, credentials) => {
                let separator = if realm.contains('?') { '&' } else { '?' };
                let basic = credentials.as_ref().map(Credentials::basic);
                self.ask(&format!("{realm}{separator}{query}"), 0, basic.as_deref())?
            }
        };
        if !response.status().is_success() {
            let status = response.status();
            if !is_own && known.has_any() && !has_any {
                let reason = format!(
                    "{} asks for credentials at {host} ({status}), which they were not sent to",
                    self.host
                );
                return Err(self.not_let_in(reason));
            }
            let reason = format!("{host} gives out no token ({status})");
            return Err(match has_any {
                false => self.without_credentials(known, &reason),
                true => self.not_let_in(reason),
            });
        }
        let mut bytes = Vec::new();
        let read = self.bytes_of(response).take(TOKEN_BYTES).read_to_end(&mut bytes);
        read.map_err(|error| self.failed("the token", &error))?;
        let token: Token = serde_json::from_slice(&bytes).unwrap_or_default();
        let token = token.token.or(token.access_token).filter(|token| is_token(token));
        token
            .map(|token| format!("Bearer {token}"))
            .ok_or_else(|| self.not_let_in(format!("{host} answers without a token")))
    }

    fn without_credentials(&self, known: &Known, reason: &str) -> ImageError {
        match &known.obstacle {
            Some(obstacle) => self.not_let_in(format!("{reason}, and {obstacle}")),
            None => self
                .not_let_in(format!("{reason}, and no file holds credentials for {}", self.host)),
        }
    }
}

#[derive(Default, serde::Deserialize)]
#[serde(default)]
struct Token {
    token: Option<String>,
    access_token: Option<String>,
}

/// What may stand in a header.
fn is_token(token: &str) -> bool {
    !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_graphic())
}

/// `key="value",key=value`.
fn parameters(text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut rest = text.trim();
    while let Some((key, after)) = rest.split_once('=') {
        let key = key.trim().trim_start_matches(',').trim().to_ascii_lowercase();
        let (value, after) = match after.strip_prefix('"') {
            Some(inner) => inner.split_once('"').unwrap_or((inner, "")),
            None => after.split_once(',').unwrap_or((after, "")),
        };
        found.push((key, value.trim().to_owned()));
        rest = after.trim().trim_start_matches(',');
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn challenges_are_taken_apart() {
        let read = parameters(r#"realm="https://a.example/t?x=1",service="r, s" ,scope=a"#);
        let shown: Vec<String> = read.iter().map(|(key, value)| format!("{key}:{value}")).collect();
        assert_eq!(shown, ["realm:https://a.example/t?x=1", "service:r, s", "scope:a"]);
    }
}
