// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Requests to one registry: who is let in, which redirects are followed, what is sent where.
//!
//! Nothing that lets in is sent along with a redirect to another host, and a certificate of ours is
//! shown to the registry alone. Encryption is left out for this machine and for registries that the
//! user names, and only where they know none.

use std::{
    fmt,
    io::{self, Read},
    sync::{Mutex, PoisonError},
    time::Duration,
};

use ureq::{
    Agent, Body, Proxy,
    http::{Response, StatusCode, Uri, header},
    tls::TlsConfig,
};

use super::{
    ImageAccess, Reference,
    steady::{Slow, Steady},
    trust,
};
use crate::image::{blobs::Part, digest::ContentDigest, error::ImageError};

/// Redirects of one request.
const MAX_REDIRECTS: usize = 5;
/// Times that a request is made where the network or the registry fails.
const ATTEMPTS: u32 = 3;

/// The bytes of an answer as they come.
pub(super) type Bytes = Steady<ureq::BodyReader<'static>>;

const ACCEPTED: &str = "application/vnd.oci.image.index.v1+json, \
    application/vnd.oci.image.manifest.v1+json, \
    application/vnd.docker.distribution.manifest.list.v2+json, \
    application/vnd.docker.distribution.manifest.v2+json";

/// A registry and one image in it.
pub(super) struct Client {
    /// For the registry.
    agent: Agent,
    /// For hosts that it redirects to.
    others: Agent,
    pub(super) place: String,
    /// `https://HOST/v2/NAME`.
    pub(super) base: String,
    pub(super) host: String,
    pub(super) name: String,
    pub(super) access: ImageAccess,
    /// The header that lets in, once it is known.
    permit: Mutex<Option<String>>,
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Client({})", self.base)
    }
}

impl Client {
    /// A client for one image; a registry that may be spoken to without encryption is asked whether it
    /// knows one.
    pub(super) fn new(reference: &Reference, access: &ImageAccess) -> Result<Client, ImageError> {
        let place = reference.shown();
        let host = &reference.host;
        let may_be_plain =
            is_this_machine(host) || access.insecure.iter().any(|insecure| insecure == host);
        let (own, others) = trust::of(access, host, &place)?;
        let mut client = Client {
            agent: agent(access, own, may_be_plain),
            others: agent(access, others, may_be_plain),
            place,
            base: format!("https://{host}/v2/{}", reference.name),
            host: host.clone(),
            name: reference.name.clone(),
            access: access.clone(),
            permit: Mutex::new(None),
        };
        if may_be_plain && !client.knows_encryption()? {
            client.base = format!("http://{host}/v2/{}", reference.name);
        }
        Ok(client)
    }

    /// Whether the registry speaks TLS at all; a certificate that is not believed is an error.
    fn knows_encryption(&self) -> Result<bool, ImageError> {
        let address = format!("https://{}/v2/", self.host);
        match self.agent.get(&address).call() {
            Ok(_) => Ok(true),
            Err(error) if is_plain(&error) => Ok(false),
            Err(error) => Err(self.unreached(&address, &error)),
        }
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
        let mut body = self.bytes_of(response).take(max_bytes + 1);
        body.read_to_end(&mut bytes).map_err(|error| self.failed("manifest", &error))?;
        if bytes.len() as u64 > max_bytes {
            let reason = format!("its manifest has more than {max_bytes} bytes");
            return Err(ImageError::not_an_image(&self.place, reason));
        }
        Ok((kind, stated, bytes))
    }

    pub(super) fn manifest_body(&self, digest: &str) -> Result<Bytes, ImageError> {
        let response = self.get(&format!("{}/manifests/{digest}", self.base))?;
        Ok(self.bytes_of(response))
    }

    /// The bytes of a blob from `wanted` on, and where they start: at the beginning, if the registry
    /// gives no parts.
    pub(super) fn blob(
        &self,
        digest: &ContentDigest,
        wanted: u64,
    ) -> Result<(Bytes, u64), ImageError> {
        let address = format!("{}/blobs/{digest}", self.base);
        let response = self.get_from(&address, wanted)?;
        let start = match response.status() {
            StatusCode::PARTIAL_CONTENT => {
                let range = response.headers().get(header::CONTENT_RANGE);
                range.and_then(|range| start_of(range.to_str().ok()?))
            }
            _ => Some(0),
        };
        // The rest or the whole; anything else was not asked for.
        match start.filter(|&start| start == wanted || start == 0) {
            Some(start) => Ok((self.bytes_of(response), start)),
            None => Err(ImageError::Registry {
                place: self.place.clone(),
                reason: format!("{} sends another part of {digest} than asked for", self.host),
            }),
        }
    }

    /// A part that broke off.
    pub(super) fn broken(&self, part: &Part, error: &io::Error) -> ImageError {
        self.failed(&part.to_string(), error)
    }

    pub(super) fn failed(&self, what: &str, error: &io::Error) -> ImageError {
        let inner = error.get_ref().and_then(|inner| inner.downcast_ref::<ureq::Error>());
        let slow = error.get_ref().and_then(|inner| inner.downcast_ref::<Slow>());
        let reason = match (inner, error.kind()) {
            _ if slow.is_some() => error.to_string(),
            (Some(ureq::Error::Timeout(_)), _) => self.silence(),
            (_, io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock) => self.silence(),
            _ => crate::problems::reason(error),
        };
        ImageError::Registry { place: self.place.clone(), reason: format!("{what}: {reason}") }
    }

    pub(super) fn bytes_of(&self, response: Response<Body>) -> Bytes {
        let body = response.into_body().into_with_config().limit(u64::MAX).reader();
        Steady::new(body, self.access.patience)
    }

    fn silence(&self) -> String {
        format!("nothing came for {} s", self.access.patience.as_secs_f32())
    }

    fn get(&self, address: &str) -> Result<Response<Body>, ImageError> {
        self.get_from(address, 0)
    }

    /// Asks the registry, is let in if it wants that, and follows its redirects.
    fn get_from(&self, address: &str, start: u64) -> Result<Response<Body>, ImageError> {
        let permit = self.permit.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let mut response = self.follow(address, start, permit.as_deref())?;
        if response.status() == StatusCode::UNAUTHORIZED {
            let permit = self.let_in(&response)?;
            *self.permit.lock().unwrap_or_else(PoisonError::into_inner) = Some(permit.clone());
            response = self.follow(address, start, Some(&permit))?;
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
    fn follow(
        &self,
        address: &str,
        start: u64,
        permit: Option<&str>,
    ) -> Result<Response<Body>, ImageError> {
        let mut address = address.to_owned();
        for _ in 0..=MAX_REDIRECTS {
            let permit = permit.filter(|_| authority(&address) == authority(&self.base));
            let response = self.ask(&address, start, permit)?;
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

    pub(super) fn is_encrypted(&self) -> bool {
        self.base.starts_with("https://")
    }

    /// Asks once more where the network or the server fails.
    pub(super) fn ask(
        &self,
        address: &str,
        start: u64,
        permit: Option<&str>,
    ) -> Result<Response<Body>, ImageError> {
        let agent = self.agent_for(address);
        self.tried(address, || {
            let mut request = agent.get(address).header("Accept", ACCEPTED);
            if let Some(permit) = permit {
                request = request.header("Authorization", permit);
            }
            if start > 0 {
                request = request.header("Range", format!("bytes={start}-"));
            }
            request.call()
        })
    }

    /// Sends a form, as those who give out tokens want it.
    pub(super) fn send(&self, address: &str, form: &str) -> Result<Response<Body>, ImageError> {
        let agent = self.agent_for(address);
        self.tried(address, || {
            let request = agent.post(address).header("Accept", "application/json");
            request.header("Content-Type", "application/x-www-form-urlencoded").send(form)
        })
    }

    fn agent_for(&self, address: &str) -> &Agent {
        if authority(address) == authority(&self.base) { &self.agent } else { &self.others }
    }

    fn tried(
        &self,
        address: &str,
        call: impl Fn() -> Result<Response<Body>, ureq::Error>,
    ) -> Result<Response<Body>, ImageError> {
        let mut attempt = 0;
        loop {
            attempt += 1;
            match call() {
                Ok(response) if response.status().is_server_error() && attempt < ATTEMPTS => {}
                Ok(response) => return Ok(response),
                Err(ureq::Error::Io(error))
                    if attempt < ATTEMPTS && tls_error(&error).is_none() => {}
                Err(error) => return Err(self.unreached(address, &error)),
            }
            std::thread::sleep(Duration::from_millis(200 * u64::from(attempt)));
        }
    }

    fn unreached(&self, address: &str, error: &ureq::Error) -> ImageError {
        let host = authority(address).unwrap_or_default();
        let reason = match error {
            ureq::Error::Timeout(_) => self.silence(),
            ureq::Error::Io(error) => match tls_error(error) {
                Some(error) => format!("{error}; certificates are told by `--registry-ca`"),
                None => error.to_string(),
            },
            error => error.to_string(),
        };
        let reason = format!("{host}: {reason}");
        ImageError::Registry { place: self.place.clone(), reason }
    }

    pub(super) fn not_let_in(&self, reason: impl Into<String>) -> ImageError {
        ImageError::NotLetIn { place: self.place.clone(), reason: reason.into() }
    }
}

fn agent(access: &ImageAccess, trusted: TlsConfig, may_be_plain: bool) -> Agent {
    // Proxies are told by the environment of the process, as for every other program.
    let proxy = if may_be_plain { None } else { Proxy::try_from_env() };
    let config = Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .user_agent(concat!("heirloom/", env!("CARGO_PKG_VERSION")))
        .timeout_connect(Some(access.patience))
        .timeout_recv_response(Some(access.patience))
        .timeout_per_read(Some(access.patience))
        .tls_config(trusted)
        .proxy(proxy);
    config.build().new_agent()
}

/// Where `bytes START-END/SIZE` starts.
fn start_of(range: &str) -> Option<u64> {
    range.strip_prefix("bytes ")?.split_once('-')?.0.parse().ok()
}

fn tls_error(error: &io::Error) -> Option<&rustls::Error> {
    error.get_ref()?.downcast_ref()
}

/// Whether a server cannot have understood that TLS was spoken.
fn is_plain(error: &ureq::Error) -> bool {
    use io::ErrorKind::{BrokenPipe, ConnectionAborted, ConnectionRefused, ConnectionReset};
    let ureq::Error::Io(error) = error else { return false };
    match tls_error(error) {
        Some(error) => matches!(error, rustls::Error::InvalidMessage(_)),
        None => {
            let ends = [BrokenPipe, ConnectionAborted, ConnectionRefused, ConnectionReset];
            ends.contains(&error.kind()) || error.kind() == io::ErrorKind::UnexpectedEof
        }
    }
}

/// The host and port of an address, with the usual port left out.
pub(super) fn authority(address: &str) -> Option<String> {
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
pub(super) fn quoted(text: &str) -> String {
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

#[cfg(test)]
mod tests {
    use super::*;

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
