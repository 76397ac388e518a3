// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Requests to one registry: who is let in, which redirects are followed, what is sent where.
//!
//! Credentials go to the registry that they are kept for, and to the host that gives out tokens only
//! where it is the same one, is known to belong to it, or has credentials of its own. Nothing that
//! lets in is sent along with a redirect to another host. Encryption is left out for this machine
//! alone.

use std::{
    fmt,
    fs::File,
    io::{self, Read},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use ureq::{
    Agent, Body, Proxy,
    http::{Response, StatusCode, Uri, header},
    tls::{PemItem, RootCerts, TlsConfig, parse_pem},
};

use super::{
    ImageAccess, Reference,
    credentials::{self, Known},
};
use crate::image::{blobs::Part, digest::ContentDigest, error::ImageError};

/// Redirects of one request.
const MAX_REDIRECTS: usize = 5;
/// Times that a request is made where the network or the registry fails.
const ATTEMPTS: u32 = 3;
/// Bytes of an answer that holds a token, or an error.
const TOKEN_BYTES: u64 = 1 << 20;
/// Bytes of a file of certificates.
const CERTIFICATE_BYTES: u64 = 16 << 20;

/// The bytes of an answer as they come.
pub(super) type Bytes = ureq::BodyReader<'static>;

const ACCEPTED: &str = "application/vnd.oci.image.index.v1+json, \
    application/vnd.oci.image.manifest.v1+json, \
    application/vnd.docker.distribution.manifest.list.v2+json, \
    application/vnd.docker.distribution.manifest.v2+json";

/// Hosts that give out tokens for registries under another name.
const TOKEN_HOSTS: &[(&str, &str)] =
    &[("registry-1.docker.io", "auth.docker.io"), ("registry.gitlab.com", "gitlab.com")];

/// A registry and one image in it.
pub(super) struct Client {
    agent: Agent,
    place: String,
    /// `https://HOST/v2/NAME`.
    base: String,
    host: String,
    name: String,
    access: ImageAccess,
    /// The header that lets in, once it is known.
    permit: Mutex<Option<String>>,
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Client({})", self.base)
    }
}

impl Client {
    pub(super) fn new(reference: &Reference, access: &ImageAccess) -> Result<Client, ImageError> {
        let scheme = if is_this_machine(&reference.host) { "http" } else { "https" };
        let tls = TlsConfig::builder()
            .root_certs(certificates(access))
            .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .build();
        let mut config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .user_agent(concat!("heirloom/", env!("CARGO_PKG_VERSION")))
            .timeout_connect(Some(access.patience))
            .timeout_recv_response(Some(access.patience))
            .timeout_per_read(Some(access.patience))
            .tls_config(tls);
        // Proxies are told by the environment of the process, as for every other program.
        let proxy = if scheme == "http" { None } else { Proxy::try_from_env() };
        config = config.proxy(proxy);
        Ok(Client {
            agent: config.build().new_agent(),
            place: reference.shown(),
            base: format!("{scheme}://{}/v2/{}", reference.host, reference.name),
            host: reference.host.clone(),
            name: reference.name.clone(),
            access: access.clone(),
            permit: Mutex::new(None),
        })
    }

    /// The type, the digest that the registry states, and the bytes of a manifest.
    pub(super) fn manifest(
        &self,
        wanted: &str,
        max_bytes: u64,
    ) -> Result<(String, Option<ContentDigest>, Vec<u8>), ImageError> {
        let response = self.get(&format!("{}/manifests/{wanted}", self.base))?;
        let text = |name: &str| {
            let value = response.headers().get(name)?.to_str().ok()?;
            Some(value.split(';').next().unwrap_or_default().trim().to_owned())
        };
        let kind = text("content-type").unwrap_or_default();
        let stated = text("docker-content-digest").and_then(|text| ContentDigest::parse(&text));
        let mut bytes = Vec::new();
        let mut body = response.into_body().into_reader().take(max_bytes + 1);
        body.read_to_end(&mut bytes).map_err(|error| self.failed("manifest", &error))?;
        if bytes.len() as u64 > max_bytes {
            let reason = format!("its manifest has more than {max_bytes} bytes");
            return Err(ImageError::not_an_image(&self.place, reason));
        }
        Ok((kind, stated, bytes))
    }

    pub(super) fn manifest_body(&self, digest: &str) -> Result<Bytes, ImageError> {
        self.body(&format!("{}/manifests/{digest}", self.base))
    }

    pub(super) fn blob(&self, digest: &ContentDigest) -> Result<Bytes, ImageError> {
        self.body(&format!("{}/blobs/{digest}", self.base))
    }

    fn body(&self, address: &str) -> Result<Bytes, ImageError> {
        Ok(self.get(address)?.into_body().into_with_config().limit(u64::MAX).reader())
    }

    /// A part that broke off.
    pub(super) fn broken(&self, part: &Part, error: &io::Error) -> ImageError {
        self.failed(&part.to_string(), error)
    }

    fn failed(&self, what: &str, error: &io::Error) -> ImageError {
        let inner = error.get_ref().and_then(|inner| inner.downcast_ref::<ureq::Error>());
        let reason = match (inner, error.kind()) {
            (Some(ureq::Error::Timeout(_)), _) => self.silence(),
            (_, io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock) => self.silence(),
            _ => crate::problems::reason(error),
        };
        ImageError::Registry { place: self.place.clone(), reason: format!("{what}: {reason}") }
    }

    fn silence(&self) -> String {
        format!("nothing came for {} s", self.access.patience.as_secs_f32())
    }

    /// Asks the registry, is let in if it wants that, and follows its redirects.
    fn get(&self, address: &str) -> Result<Response<Body>, ImageError> {
        let permit = self.permit.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let mut response = self.follow(address, permit.as_deref())?;
        if response.status() == StatusCode::UNAUTHORIZED {
            let permit = self.let_in(&response)?;
            *self.permit.lock().unwrap_or_else(PoisonError::into_inner) = Some(permit.clone());
            response = self.follow(address, Some(&permit))?;
        }
        match response.status() {
            status if status.is_success() => Ok(response),
            StatusCode::NOT_FOUND => Err(ImageError::Missing {
                place: self.place.clone(),
                part: format!("what {address} names"),
            }),
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => {
                Err(self.not_let_in(format!("{} says no ({})", self.host, response.status())))
            }
            StatusCode::TOO_MANY_REQUESTS => {
                let reason = "the registry wants fewer requests; try again later".to_owned();
                Err(ImageError::Registry { place: self.place.clone(), reason })
            }
            status => {
                let reason = format!("the registry answers {status} for {address}");
                Err(ImageError::Registry { place: self.place.clone(), reason })
            }
        }
    }

    /// Follows redirects; what lets in goes to the registry alone.
    fn follow(&self, address: &str, permit: Option<&str>) -> Result<Response<Body>, ImageError> {
        let mut address = address.to_owned();
        for _ in 0..=MAX_REDIRECTS {
            let permit = permit.filter(|_| authority(&address) == authority(&self.base));
            let response = self.ask(&address, permit)?;
            if !response.status().is_redirection() {
                return Ok(response);
            }
            let location = response.headers().get(header::LOCATION);
            let location = location.and_then(|value| value.to_str().ok()).unwrap_or_default();
            let next = resolved(&address, location);
            let is_safe = |next: &String| {
                next.starts_with("https://") || next.starts_with("http://") && !self.is_encrypted()
            };
            address = next.filter(is_safe).ok_or_else(|| ImageError::Registry {
                place: self.place.clone(),
                reason: "the registry redirects to where nothing is fetched from".to_owned(),
            })?;
        }
        let reason = format!("the registry redirects more than {MAX_REDIRECTS} times");
        Err(ImageError::Registry { place: self.place.clone(), reason })
    }

    fn is_encrypted(&self) -> bool {
        self.base.starts_with("https://")
    }

    fn ask(&self, address: &str, permit: Option<&str>) -> Result<Response<Body>, ImageError> {
        let mut attempt = 0;
        loop {
            attempt += 1;
            let mut request = self.agent.get(address).header("Accept", ACCEPTED);
            if let Some(permit) = permit {
                request = request.header("Authorization", permit);
            }
            let reason = match request.call() {
                Ok(response) if response.status().is_server_error() && attempt < ATTEMPTS => None,
                Ok(response) => return Ok(response),
                Err(ureq::Error::Timeout(_)) => Some(self.silence()),
                Err(ureq::Error::Io(_)) if attempt < ATTEMPTS => None,
                Err(error) => Some(error.to_string()),
            };
            if let Some(reason) = reason {
                let host = authority(address).unwrap_or_default();
                let reason = format!("{host}: {reason}");
                return Err(ImageError::Registry { place: self.place.clone(), reason });
            }
            std::thread::sleep(Duration::from_millis(200 * u64::from(attempt)));
        }
    }

    /// What the registry wants to see.
    fn let_in(&self, response: &Response<Body>) -> Result<String, ImageError> {
        let challenges = response.headers().get_all(header::WWW_AUTHENTICATE);
        let challenges: Vec<&str> = challenges.iter().filter_map(|one| one.to_str().ok()).collect();
        let known = credentials::find(&self.access.credentials, &self.host, &self.name);
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
        let mut sent = known.clone();
        if !is_own {
            sent = credentials::find(&self.access.credentials, &host, "");
        }
        let separator = if realm.contains('?') { '&' } else { '?' };
        let scope = format!("repository:{}:pull", self.name);
        let mut address = format!("{realm}{separator}scope={}", quoted(&scope));
        if let Some(service) = get("service") {
            address.push_str("&service=");
            address.push_str(&quoted(service));
        }
        let basic = sent.credentials.as_ref().map(credentials::Credentials::basic);
        let response = self.ask(&address, basic.as_deref())?;
        if !response.status().is_success() {
            let status = response.status();
            if !is_own && known.credentials.is_some() && basic.is_none() {
                let reason = format!(
                    "{} asks for credentials at {host} ({status}), which they were not sent to",
                    self.host
                );
                return Err(self.not_let_in(reason));
            }
            let reason = format!("{host} gives out no token ({status})");
            return Err(match basic {
                None => self.without_credentials(known, &reason),
                Some(_) => self.not_let_in(reason),
            });
        }
        let mut bytes = Vec::new();
        let read = response.into_body().into_reader().take(TOKEN_BYTES).read_to_end(&mut bytes);
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

    fn not_let_in(&self, reason: impl Into<String>) -> ImageError {
        ImageError::NotLetIn { place: self.place.clone(), reason: reason.into() }
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

/// The host and port of an address, with the usual port left out.
fn authority(address: &str) -> Option<String> {
    let uri: Uri = address.parse().ok()?;
    let (host, port) = (uri.host()?.to_ascii_lowercase(), uri.port_u16());
    if uri.authority()?.as_str().contains('@') {
        return None;
    }
    let usual = match uri.scheme_str()? {
        "https" => 443,
        "http" => 80,
        _ => return None,
    };
    let scheme_matters = usual == 80;
    Some(match port.filter(|&port| port != usual) {
        Some(port) => format!("{host}:{port}"),
        None if scheme_matters => format!("{host}:80"),
        None => host,
    })
}

/// An address as another one writes it.
fn resolved(base: &str, location: &str) -> Option<String> {
    if location.starts_with("https://") || location.starts_with("http://") {
        return authority(location).map(|_| location.to_owned());
    }
    let uri: Uri = base.parse().ok()?;
    let start = format!("{}://{}", uri.scheme_str()?, uri.authority()?);
    (location.starts_with('/') && !location.starts_with("//")).then(|| start + location)
}

/// A text in a query.
fn quoted(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' | b'/' | b':' => {
                char::from(byte).to_string()
            }
            byte => format!("%{byte:02X}"),
        })
        .collect()
}

fn is_this_machine(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if !port.contains(']') => name,
        _ => host,
    };
    let name = name.trim_start_matches('[').trim_end_matches(']');
    let address = name.parse::<std::net::IpAddr>();
    name == "localhost" || address.is_ok_and(|address| address.is_loopback())
}

/// The certificates of the system.
fn certificates(access: &ImageAccess) -> RootCerts {
    let first = access.certificates.iter().find_map(|path| File::open(path).ok());
    let mut bytes = Vec::new();
    if let Some(file) = first {
        // What cannot be read certifies nothing, and the connection says so.
        let _read = file.take(CERTIFICATE_BYTES).read_to_end(&mut bytes);
    }
    let items = parse_pem(&bytes).filter_map(Result::ok);
    let certificates = items.filter_map(|item| match item {
        PemItem::Certificate(certificate) => Some(certificate),
        _ => None,
    });
    RootCerts::Specific(Arc::new(certificates.collect()))
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

    #[test]
    fn hosts_are_compared_with_their_ports() {
        let of = |address: &str| authority(address);
        assert_eq!(of("https://R.example/v2/"), Some("r.example".into()));
        assert_eq!(of("https://r.example:443/"), of("https://r.example/"));
        assert_ne!(of("https://r.example:444/"), of("https://r.example/"));
        assert_ne!(of("http://r.example/"), of("https://r.example/"));
        assert_eq!(of("https://u@r.example/"), None);
        assert_eq!(of("ftp://r.example/"), None);
        assert_eq!(resolved("https://a.example/x", "/y").as_deref(), Some("https://a.example/y"));
        assert_eq!(resolved("https://a.example/x", "//b.example/y"), None);
        assert_eq!(resolved("https://a.example/x", "file:///etc/passwd"), None);
        assert!(is_this_machine("localhost:5000") && is_this_machine("[::1]:1"));
        assert!(is_this_machine("127.0.0.2") && !is_this_machine("localhost.example"));
    }
}
