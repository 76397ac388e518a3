// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What a registry answers: the endpoints 1 to 3 of the OCI distribution specification, with its
//! error codes, and parts of blobs by RFC 9110.

use std::{
    collections::BTreeMap,
    io::{self, Error, Write},
    sync::PoisonError,
    thread,
    time::Duration,
};

use serde_json::{Value, json};

use super::{Behavior, Ranges, Request, Shared};
use crate::images::sha256;

/// The one repository.
const NAME: &str = "/v2/team/app/";
const MANIFEST: &str = "application/vnd.oci.image.manifest.v1+json";
const INDEX: &str = "application/vnd.oci.image.index.v1+json";

/// The types of those parts that are manifests, as they say themselves.
pub(super) fn kinds(blobs: &BTreeMap<String, Vec<u8>>) -> BTreeMap<String, String> {
    let kind = |bytes: &[u8]| {
        let document: Value = serde_json::from_slice(bytes).ok()?;
        document.get("schemaVersion")?;
        let stated = document.get("mediaType").and_then(Value::as_str);
        let usual = if document.get("manifests").is_some() { INDEX } else { MANIFEST };
        Some(stated.unwrap_or(usual).to_owned())
    };
    blobs.iter().filter_map(|(digest, bytes)| Some((digest.clone(), kind(bytes)?))).collect()
}

/// Answers one request; an error ends the connection.
pub(super) fn answer(request: &Request, shared: &Shared, out: &mut impl Write) -> io::Result<()> {
    let behavior = {
        let mut behavior = shared.behavior.lock().unwrap_or_else(PoisonError::into_inner);
        let before = behavior.clone();
        behavior.n_failures = behavior.n_failures.saturating_sub(1);
        before
    };
    let has = |needed: &Option<String>| {
        needed.is_none() || request.authorization.as_ref() == needed.as_ref()
    };
    let mut out = Out { out, is_head: request.method == "HEAD" };
    if let Some((_, needed, body)) = behavior.pages.iter().find(|page| page.0 == request.path) {
        return match has(needed) {
            true => out.write("200 OK", &[], body.as_bytes()),
            false => out.fail("401 Unauthorized", "UNAUTHORIZED", &[]),
        };
    }
    if behavior.n_failures > 0 {
        return out.write("503 Service Unavailable", &[], b"");
    }
    if !has(&behavior.permit) {
        let challenge =
            behavior.challenge.clone().unwrap_or_else(|| "Basic realm=\"r\"".to_owned());
        let headers = [("WWW-Authenticate", &*challenge)];
        return out.fail("401 Unauthorized", "UNAUTHORIZED", &headers);
    }
    if !matches!(request.method.as_str(), "GET" | "HEAD") {
        return out.fail("405 Method Not Allowed", "UNSUPPORTED", &[("Allow", "GET, HEAD")]);
    }
    if matches!(request.path.as_str(), "/v2/" | "/v2") {
        return out.write("200 OK", &[("Content-Type", "application/json")], b"{}");
    }
    let rest = request.path.strip_prefix(NAME).and_then(|rest| rest.split_once('/'));
    match rest {
        Some(("manifests", wanted)) => manifest(&mut out, wanted, shared),
        Some(("blobs", digest)) => match (shared.blobs.get(digest), &behavior.blobs_at) {
            (Some(_), Some(other)) => {
                let location = format!("{other}{}", request.path);
                out.write("307 Temporary Redirect", &[("Location", &location)], b"")
            }
            (Some(bytes), None) => blob(&mut out, digest, bytes, request, &behavior),
            (None, _) => out.fail("404 Not Found", "BLOB_UNKNOWN", &[]),
        },
        _ => out.fail("404 Not Found", "NAME_UNKNOWN", &[]),
    }
}

fn manifest(out: &mut Out<'_, impl Write>, wanted: &str, shared: &Shared) -> io::Result<()> {
    let digest = shared.tags.get(wanted).map_or(wanted, |(digest, _)| digest);
    let found = shared.kinds.get(digest).zip(shared.blobs.get(digest));
    let Some((kind, bytes)) = found else {
        return out.fail("404 Not Found", "MANIFEST_UNKNOWN", &[]);
    };
    let found = sha256(bytes);
    let headers = [("Content-Type", &**kind), ("Docker-Content-Digest", &*found)];
    out.write("200 OK", &headers, bytes)
}

fn blob(
    out: &mut Out<'_, impl Write>,
    digest: &str,
    bytes: &[u8],
    request: &Request,
    behavior: &Behavior,
) -> io::Result<()> {
    let mut bytes = bytes.to_vec();
    if let Some(last) = bytes.last_mut().filter(|_| behavior.lies) {
        *last ^= 1;
    }
    let n_bytes = bytes.len();
    let wanted = request.range.as_deref().filter(|_| behavior.ranges != Ranges::Ignored);
    let part = match wanted.map(|range| part(range, n_bytes)) {
        Some(None) => {
            let all = format!("bytes */{n_bytes}");
            let headers = [("Content-Range", &*all)];
            return out.write("416 Range Not Satisfiable", &headers, b"");
        }
        Some(Some((start, _))) if behavior.ranges == Ranges::Shifted => {
            Some((start.saturating_sub(1), n_bytes))
        }
        Some(part) => part,
        None => None,
    };
    let told = part.map(|(start, end)| format!("bytes {start}-{}/{n_bytes}", end - 1));
    let mut headers = vec![
        ("Content-Type", "application/octet-stream"),
        ("Docker-Content-Digest", digest),
        ("Accept-Ranges", "bytes"),
    ];
    if let Some(told) = &told {
        headers.push(("Content-Range", told));
    }
    let status = if part.is_some() { "206 Partial Content" } else { "200 OK" };
    let (start, end) = part.unwrap_or((0, n_bytes));
    let bytes = &bytes[start..end];
    let n_sent = match (behavior.stalls, behavior.breaks_after) {
        (true, _) => bytes.len() / 2,
        (false, Some(n_sent)) if n_sent < bytes.len() => n_sent,
        _ => return out.write(status, &headers, bytes),
    };
    out.head(status, &headers, bytes.len())?;
    out.out.write_all(&bytes[..n_sent])?;
    out.out.flush()?;
    if behavior.stalls {
        thread::sleep(Duration::from_secs(60));
    }
    Err(Error::other("it breaks off, as it was told"))
}

/// `bytes=START-[END]` as the place of the first byte and the one behind the last.
fn part(range: &str, n_bytes: usize) -> Option<(usize, usize)> {
    let (start, end) = range.strip_prefix("bytes=")?.split_once('-')?;
    let start: usize = start.parse().ok()?;
    let end = match end {
        "" => n_bytes,
        end => n_bytes.min(end.parse::<usize>().ok()?.checked_add(1)?),
    };
    (start < end).then_some((start, end))
}

/// An answer that is about to be written.
struct Out<'a, W> {
    out: &'a mut W,
    is_head: bool,
}

impl<W: Write> Out<'_, W> {
    fn head(&mut self, status: &str, headers: &[(&str, &str)], n_bytes: usize) -> io::Result<()> {
        let mut head = format!("HTTP/1.1 {status}\r\nContent-Length: {n_bytes}\r\n");
        for (name, value) in headers {
            head.push_str(name);
            head.push_str(": ");
            head.push_str(value);
            head.push_str("\r\n");
        }
        head.push_str("\r\n");
        self.out.write_all(head.as_bytes())
    }

    fn write(&mut self, status: &str, headers: &[(&str, &str)], body: &[u8]) -> io::Result<()> {
        self.head(status, headers, body.len())?;
        if self.is_head { Ok(()) } else { self.out.write_all(body) }
    }

    /// An error as the specification has it.
    fn fail(&mut self, status: &str, code: &str, headers: &[(&str, &str)]) -> io::Result<()> {
        let body = json!({"errors": [{"code": code, "message": status}]}).to_string();
        let mut headers = headers.to_vec();
        headers.push(("Content-Type", "application/json"));
        self.write(status, &headers, body.as_bytes())
    }
}
