// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What the OCI distribution specification (1.1) asks of the pull part of a registry, item by item.

use std::{
    collections::BTreeMap,
    io::{Read, Write},
    net::TcpStream,
};

use serde_json::Value;

use super::*;
use crate::images::{Packing, TestImage, layer, sha256};

struct Answer {
    status: u16,
    headers: BTreeMap<String, String>,
    body: Vec<u8>,
}

fn image() -> TestImage {
    TestImage::new("amd64", &[layer("+ a one")], Packing::Gzip)
}

fn ask(registry: &Registry, method: &str, path: &str, more: &str) -> Answer {
    let mut stream = TcpStream::connect(registry.host()).unwrap();
    write!(stream, "{method} {path} HTTP/1.1\r\nHost: r\r\n{more}\r\n").unwrap();
    stream.shutdown(std::net::Shutdown::Write).unwrap();
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).unwrap();
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
    let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
    let mut lines = head.lines();
    let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
    let headers = lines.map(|line| line.split_once(": ").unwrap());
    let headers = headers.map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()));
    Answer { status, headers: headers.collect(), body: bytes[end + 4..].to_vec() }
}

/// A failure has the status and, in its body, the code of the specification.
#[track_caller]
fn check_failure(registry: &Registry, path: &str, code: &str) {
    let answer = ask(registry, "GET", path, "");
    let body: Value = serde_json::from_slice(&answer.body).unwrap();
    assert_eq!((answer.status, body["errors"][0]["code"].as_str()), (404, Some(code)), "{path}");
    assert_eq!(ask(registry, "HEAD", path, "").status, 404, "{path}");
}

#[test]
fn end_1_says_that_the_registry_is_one() {
    let registry = Registry::start(&image(), Behavior::default());
    assert_eq!(ask(&registry, "GET", "/v2/", "").status, 200);
}

#[test]
fn end_2_gives_blobs_by_digest() {
    let image = image();
    let registry = Registry::start(&image, Behavior::default());
    for (digest, bytes) in &image.blobs {
        let path = format!("/v2/team/app/blobs/{digest}");
        let answer = ask(&registry, "GET", &path, "");
        assert_eq!((answer.status, &answer.body), (200, bytes));
        assert_eq!(answer.headers["docker-content-digest"], *digest);
        let head = ask(&registry, "HEAD", &path, "");
        assert_eq!((head.status, head.body.len()), (200, 0));
        assert_eq!(head.headers["content-length"], bytes.len().to_string());
    }
    check_failure(&registry, &format!("/v2/team/app/blobs/{}", sha256(b"none")), "BLOB_UNKNOWN");
}

#[test]
fn end_2_gives_parts_of_blobs() {
    let image = image();
    let registry = Registry::start(&image, Behavior::default());
    let (digest, bytes) = image.blobs.first_key_value().unwrap();
    let part = |range: &str| {
        let path = format!("/v2/team/app/blobs/{digest}");
        ask(&registry, "GET", &path, &format!("Range: {range}\r\n"))
    };
    let from_ten = part("bytes=10-");
    assert_eq!((from_ten.status, from_ten.body.as_slice()), (206, &bytes[10..]));
    let (last, size) = (bytes.len() - 1, bytes.len());
    assert_eq!(from_ten.headers["content-range"], format!("bytes 10-{last}/{size}"));
    assert_eq!(part("bytes=2-4").body, bytes[2..=4]);
    let beyond = part(&format!("bytes={size}-"));
    assert_eq!(
        (beyond.status, beyond.headers["content-range"].as_str()),
        (416, &*format!("bytes */{size}"))
    );
}

#[test]
fn end_3_gives_manifests_by_tag_and_digest() {
    let image = image();
    let registry = Registry::start(&image, Behavior::default());
    let digest = image.manifest["digest"].as_str().unwrap();
    for wanted in ["1", digest] {
        let path = format!("/v2/team/app/manifests/{wanted}");
        let answer = ask(&registry, "GET", &path, "");
        assert_eq!((answer.status, &answer.body), (200, &image.blobs[digest]));
        assert_eq!(answer.headers["docker-content-digest"], digest);
        assert_eq!(answer.headers["content-type"], image.manifest["mediaType"].as_str().unwrap());
        let head = ask(&registry, "HEAD", &path, "");
        assert_eq!((head.status, head.body.len()), (200, 0));
        assert_eq!(head.headers["content-length"], answer.body.len().to_string());
        assert_eq!(head.headers["docker-content-digest"], digest);
    }
    // A blob that is no manifest is none, and neither is what is not there.
    let blob = image.blobs.keys().find(|known| *known != digest).unwrap();
    for wanted in ["2", blob.as_str(), &sha256(b"none")] {
        let path = format!("/v2/team/app/manifests/{wanted}");
        check_failure(&registry, &path, "MANIFEST_UNKNOWN");
    }
    check_failure(&registry, "/v2/team/other/manifests/1", "NAME_UNKNOWN");
}

#[test]
fn what_needs_a_permit_is_not_given_without() {
    let behavior = Behavior { permit: Some("Basic x".into()), ..Behavior::default() };
    let registry = Registry::start(&image(), behavior);
    for path in ["/v2/", "/v2/team/app/manifests/1"] {
        let answer = ask(&registry, "GET", path, "");
        assert_eq!(answer.status, 401);
        assert_eq!(answer.headers["www-authenticate"], "Basic realm=\"r\"");
        assert!(String::from_utf8(answer.body).unwrap().contains("UNAUTHORIZED"));
        assert_eq!(ask(&registry, "GET", path, "Authorization: Basic x\r\n").status, 200);
    }
    assert_eq!(ask(&registry, "PUT", "/v2/team/app/manifests/1", "").status, 401);
}
