// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! A registry on this machine that gives out images by the pull part of the OCI distribution
//! specification, with or without encryption, and that can behave as badly as those of others.

mod answer;

use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{Arc, Mutex, PoisonError},
    thread,
};

use rustls::{ServerConfig, ServerConnection, StreamOwned};
use serde_json::Value;

use crate::{authority::Authority, images::TestImage};

/// Bytes of a request's body that are kept.
const BODY_BYTES: u64 = 64 << 10;

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
    /// Ends the connection after so many bytes of a blob.
    pub breaks_after: Option<usize>,
    /// How it answers those who ask for a part of a blob.
    pub ranges: Ranges,
}

/// What becomes of a request for a part.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ranges {
    /// The part is sent.
    #[default]
    Kept,
    /// The whole is sent, as HTTP allows.
    Ignored,
    /// Another part is sent, and said to be so.
    Shifted,
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
    /// The digest and the type of what a tag names.
    tags: BTreeMap<String, (String, String)>,
    /// The types of manifests by their digests.
    kinds: BTreeMap<String, String>,
    tls: Option<Arc<ServerConfig>>,
    behavior: Mutex<Behavior>,
    log: Mutex<Vec<Request>>,
}

/// What was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// `GET` and so on.
    pub method: String,
    /// The path with its query.
    pub path: String,
    /// What lets in.
    pub authorization: Option<String>,
    /// The part that is wanted.
    pub range: Option<String>,
    /// What was sent along.
    pub body: String,
}

impl Registry {
    /// Starts one that holds the image as `team/app:1`.
    ///
    /// # Panics
    /// When the machine has no port left.
    pub fn start(image: &TestImage, behavior: Behavior) -> Registry {
        Registry::holding(image, &[("1", &image.manifest)], behavior, None)
    }

    /// Starts one that speaks TLS with a certificate by `authority`.
    ///
    /// # Panics
    /// When the machine has no port left.
    pub fn start_encrypted(
        image: &TestImage,
        behavior: Behavior,
        authority: &Authority,
    ) -> Registry {
        Registry::holding(image, &[("1", &image.manifest)], behavior, Some(authority))
    }

    /// Starts one that holds the parts of `image` under `team/app`, with descriptors by their tags.
    ///
    /// # Panics
    /// When the machine has no port left.
    pub fn holding(
        image: &TestImage,
        tags: &[(&str, &Value)],
        behavior: Behavior,
        authority: Option<&Authority>,
    ) -> Registry {
        let of = |descriptor: &Value| {
            let text = |key: &str| descriptor[key].as_str().expect("a descriptor").to_owned();
            (text("digest"), text("mediaType"))
        };
        let tags: BTreeMap<_, _> =
            tags.iter().map(|(tag, descriptor)| ((*tag).to_owned(), of(descriptor))).collect();
        let mut kinds = answer::kinds(&image.blobs);
        kinds.extend(tags.values().cloned());
        let shared = Arc::new(Shared {
            blobs: image.blobs.clone(),
            tags,
            kinds,
            tls: authority.map(Authority::server),
            behavior: Mutex::new(behavior),
            log: Mutex::new(Vec::new()),
        });
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let address = listener.local_addr().expect("it listens");
        let for_all = Arc::clone(&shared);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let shared = Arc::clone(&for_all);
                thread::spawn(move || connected(stream, &shared));
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

fn connected(stream: TcpStream, shared: &Shared) {
    match &shared.tls {
        Some(config) => {
            let Ok(connection) = ServerConnection::new(Arc::clone(config)) else { return };
            let mut stream = StreamOwned::new(connection, stream);
            serve(&mut stream, shared);
            stream.conn.send_close_notify();
            // Whoever refused the certificate is gone.
            let _flushed = stream.flush();
        }
        None => serve(stream, shared),
    }
}

/// Answers one request after the other on one connection.
fn serve(stream: impl Read + Write, shared: &Shared) {
    let mut stream = BufReader::new(stream);
    while let Some(request) = read(&mut stream) {
        shared.log.lock().unwrap_or_else(PoisonError::into_inner).push(request.clone());
        let answered = answer::answer(&request, shared, stream.get_mut());
        if answered.and_then(|()| stream.get_mut().flush()).is_err() {
            return;
        }
    }
}

fn read(input: &mut impl BufRead) -> Option<Request> {
    let mut line = String::new();
    input.read_line(&mut line).ok()?;
    let (method, rest) = line.split_once(' ')?;
    let (method, path) = (method.to_owned(), rest.split(' ').next()?.to_owned());
    let (mut authorization, mut range, mut n_bytes) = (None, None, 0);
    loop {
        line.clear();
        input.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(": ") else { break };
        match name.to_ascii_lowercase().as_str() {
            "authorization" => authorization = Some(value.to_owned()),
            "range" => range = Some(value.to_owned()),
            "content-length" => n_bytes = value.parse::<u64>().ok()?.min(BODY_BYTES),
            _ => {}
        }
    }
    let mut body = String::new();
    input.take(n_bytes).read_to_string(&mut body).ok()?;
    Some(Request { method, path, authorization, range, body })
}

#[cfg(test)]
mod tests;
