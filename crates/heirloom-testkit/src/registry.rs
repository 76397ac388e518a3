// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! A registry on this machine that gives out images by the OCI distribution specification, and that
//! can behave as badly as those of others.

use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{Arc, Mutex, PoisonError},
    thread,
    time::Duration,
};

use crate::images::{TestImage, sha256};

/// How it behaves.
#[derive(Clone, Debug, Default)]
pub struct Behavior {
    /// What a request must carry in `Authorization`.
    pub permit: Option<String>,
    /// What it asks for where that is missing.
    pub challenge: Option<String>,
    /// Answers of other paths: the path with its query, what it must carry, the body.
    pub pages: Vec<(String, Option<String>, String)>,
    /// Where blobs are instead: an address that the path is appended to.
    pub blobs_at: Option<String>,
    /// Sends half of each blob and then nothing.
    pub stalls: bool,
    /// Changes the last byte of each blob.
    pub lies: bool,
    /// Answers 503 so many times before it works.
    pub n_failures: u32,
}

/// A running registry; it ends with the process.
#[derive(Debug)]
pub struct Registry {
    address: SocketAddr,
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    blobs: BTreeMap<String, Vec<u8>>,
    tags: BTreeMap<String, (String, String)>,
    behavior: Mutex<Behavior>,
    log: Mutex<Vec<Request>>,
}

/// What was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The path with its query.
    pub path: String,
    /// What lets in.
    pub authorization: Option<String>,
}

impl Registry {
    /// Gives out an image as `team/app:1`.
    ///
    /// # Panics
    /// When the machine has no port left.
    pub fn start(image: &TestImage, behavior: Behavior) -> Registry {
        let text = |key: &str| image.manifest[key].as_str().expect("a descriptor").to_owned();
        let tags = [("1".to_owned(), (text("digest"), text("mediaType")))].into_iter().collect();
        let shared = Arc::new(Shared {
            blobs: image.blobs.clone(),
            tags,
            behavior: Mutex::new(behavior),
            log: Mutex::new(Vec::new()),
        });
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let address = listener.local_addr().expect("it listens");
        let for_all = Arc::clone(&shared);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let shared = Arc::clone(&for_all);
                thread::spawn(move || serve(stream, &shared));
            }
        });
        Registry { address, shared }
    }

    /// `127.0.0.1:PORT`.
    pub fn host(&self) -> String {
        self.address.to_string()
    }

    /// Changes how it behaves, which may depend on where it is.
    pub fn behave(&self, behavior: Behavior) {
        *self.shared.behavior.lock().unwrap_or_else(PoisonError::into_inner) = behavior;
    }

    /// What was asked so far.
    pub fn requests(&self) -> Vec<Request> {
        self.shared.log.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Answers one request after the other on one connection.
fn serve(stream: TcpStream, shared: &Shared) {
    let Ok(copy) = stream.try_clone() else { return };
    let (mut input, mut output) = (BufReader::new(copy), stream);
    while let Some(request) = read(&mut input) {
        shared.log.lock().unwrap_or_else(PoisonError::into_inner).push(request.clone());
        if answer(&request, shared, &mut output).is_err() {
            return;
        }
    }
}

fn read(input: &mut impl BufRead) -> Option<Request> {
    let mut line = String::new();
    input.read_line(&mut line).ok()?;
    let path = line.split(' ').nth(1)?.to_owned();
    let mut authorization = None;
    loop {
        line.clear();
        input.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(": ") else { break };
        if name.eq_ignore_ascii_case("authorization") {
            authorization = Some(value.to_owned());
        }
    }
    Some(Request { path, authorization })
}

fn answer(request: &Request, shared: &Shared, out: &mut TcpStream) -> std::io::Result<()> {
    let behavior = {
        let mut behavior = shared.behavior.lock().unwrap_or_else(PoisonError::into_inner);
        let before = behavior.clone();
        behavior.n_failures = behavior.n_failures.saturating_sub(1);
        before
    };
    let has = |needed: &Option<String>| {
        needed.is_none() || request.authorization.as_ref() == needed.as_ref()
    };
    if let Some((_, needed, body)) = behavior.pages.iter().find(|page| page.0 == request.path) {
        return match has(needed) {
            true => write(out, "200 OK", &[], body.as_bytes()),
            false => write(out, "401 Unauthorized", &[], b"{}"),
        };
    }
    if behavior.n_failures > 0 {
        return write(out, "503 Service Unavailable", &[], b"");
    }
    if !has(&behavior.permit) {
        let challenge = behavior.challenge.unwrap_or_else(|| "Basic realm=\"r\"".to_owned());
        return write(out, "401 Unauthorized", &[("WWW-Authenticate", &challenge)], b"{}");
    }
    let Some(rest) = request.path.strip_prefix("/v2/team/app/") else {
        return write(out, "404 Not Found", &[], b"{}");
    };
    match rest.split_once('/') {
        Some(("manifests", wanted)) => {
            let kind = "application/vnd.oci.image.manifest.v1+json".to_owned();
            let (digest, kind) =
                shared.tags.get(wanted).cloned().unwrap_or((wanted.to_owned(), kind));
            match shared.blobs.get(&digest) {
                Some(bytes) => {
                    let found = sha256(bytes);
                    let headers = [("Content-Type", &*kind), ("Docker-Content-Digest", &*found)];
                    write(out, "200 OK", &headers, bytes)
                }
                None => write(out, "404 Not Found", &[], b"{}"),
            }
        }
        Some(("blobs", digest)) => match (shared.blobs.get(digest), &behavior.blobs_at) {
            (Some(_), Some(other)) => {
                let location = format!("{other}{}", request.path);
                write(out, "307 Temporary Redirect", &[("Location", &location)], b"")
            }
            (Some(bytes), None) => blob(out, bytes, &behavior),
            (None, _) => write(out, "404 Not Found", &[], b"{}"),
        },
        _ => write(out, "404 Not Found", &[], b"{}"),
    }
}

fn blob(out: &mut TcpStream, bytes: &[u8], behavior: &Behavior) -> std::io::Result<()> {
    if behavior.stalls {
        write!(out, "HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", bytes.len())?;
        out.write_all(&bytes[..bytes.len() / 2])?;
        thread::sleep(Duration::from_secs(60));
        return Ok(());
    }
    let mut bytes = bytes.to_vec();
    if let Some(last) = bytes.last_mut().filter(|_| behavior.lies) {
        *last ^= 1;
    }
    write(out, "200 OK", &[("Content-Type", "application/octet-stream")], &bytes)
}

fn write(
    out: &mut TcpStream,
    status: &str,
    headers: &[(&str, &str)],
    body: &[u8],
) -> std::io::Result<()> {
    let mut head = format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\n", body.len());
    for (name, value) in headers {
        head.push_str(name);
        head.push_str(": ");
        head.push_str(value);
        head.push_str("\r\n");
    }
    head.push_str("\r\n");
    out.write_all(head.as_bytes())?;
    out.write_all(body)
}
